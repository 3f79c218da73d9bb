/* Anybody may send a request: its target, a header, and a form in two pieces, cut where the first byte says. */
#include "wire/http/parts.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void
read_form(struct http_request *request, struct arena *arena, struct str type, struct str text, size_t cut)
{
	struct http_body body = { .request = request, .arena = arena, .fd = -1 };

	request->headers.count = 0;
	*list_add(arena, &request->headers) = (struct http_pair){ STR("Content-Type"), type };
	if (http_body_begin(&body, HTTP_FORM_BYTES) == 0 && http_body_take(&body, str_sub(text, 0, cut)) && http_body_take(&body, str_from(text, cut)))
		(void)http_body_end(&body);
	http_body_done(&body);
	http_files_close(&request->files);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct http_nets proxies = { 0 };
	struct http_net peer = { .prefix = 128 };
	struct http_request request = { 0 };
	struct str text = { (const char *)bytes, len }, first, rest, name, value;
	size_t cut = len == 0 ? 0 : bytes[0];

	list_push(arena, &proxies, peer);
	(void)str_cut(text, '\n', &first, &rest);
	(void)http_target(first, arena, &request);
	while (str_line(&rest, &first))
		if (str_cut(first, ':', &name, &value))
			(void)http_head_add(&request, arena, name, value);
	if (http_head_done(&request, arena, &peer, &proxies, false) == 0)
		(void)http_body_announced(&request);
	read_form(&request, arena, STR("multipart/form-data; boundary=x"), text, cut);
	read_form(&request, arena, STR("application/x-www-form-urlencoded"), text, cut);
	return 0;
}
