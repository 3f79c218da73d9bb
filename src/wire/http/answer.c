/*
 * answer.c - answers on their way out.
 */
#include <unistd.h>
#include "base/catalogue.h"
#include "wire/http/parts.h"

/* What the server says by itself: its service was not asked, or had no place. */
static const struct { int status; const char *sentence; } refusals[] = {
	{ 400, M("The request could not be read as HTTP, or its form is broken.") },
	{ 404, M("There is no page at this address.") },
	{ 405, M("This address does not take such a request.") },
	{ 413, M("What was sent is larger than this address takes.") },
	{ 414, M("The address is too long.") },
	{ 431, M("The request's headers are too long.") },
	{ 503, M("There is too much to do at the moment. Please try again in a few seconds.") },
	{ 507, M("The server has no room left on its disk for what was sent. Please tell its administrator.") },
};
enum { AGAIN_S = 5 };

void
http_header(struct http_answer *answer, struct arena *arena, const char *name, struct str value)
{
	*list_add(arena, &answer->headers) = (struct http_pair){ str_of(name), value };
}

static void
refuse_plainly(struct exchange *exchange, int status)
{
	enum lang lang = str_starts_nocase(http_find(&exchange->request.headers, "Accept-Language"), STR("en")) ? LANG_EN : LANG_JA;
	const char *sentence = "";

	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (refusals[i].status == status)
			sentence = catalogue_text(lang, refusals[i].sentence);
	exchange->answer.body = arena_printf(exchange->arena, "%d %s\n", status, sentence);
	http_header(&exchange->answer, exchange->arena, "Content-Type", STR("text/plain; charset=utf-8"));
	http_header(&exchange->answer, exchange->arena, "Cache-Control", STR("no-store"));
	http_header(&exchange->answer, exchange->arena, "X-Content-Type-Options", STR("nosniff"));
	http_header(&exchange->answer, exchange->arena, "Content-Security-Policy", STR("default-src 'none'; frame-ancestors 'none'"));
}

void
http_refuse(struct exchange *exchange, int status)
{
	const struct http_service *service = &exchange->server->service;

	fd_cleanup(&exchange->answer.fd);
	exchange->answer = (struct http_answer){ .fd = -1, .status = status };
	if (service->refused != NULL)
		service->refused(service->context, &exchange->request, status, exchange->arena, &exchange->answer);
	else
		refuse_plainly(exchange, status);
	if (status == 503)
		http_header(&exchange->answer, exchange->arena, "Retry-After", arena_printf(exchange->arena, "%d", AGAIN_S));
	exchange->answered = true;
}

/* The response takes the descriptor. NULL: it could not be made. */
static struct MHD_Response *
response_of(struct exchange *exchange)
{
	struct http_answer *answer = &exchange->answer;
	struct MHD_Response *response;

	if (answer->fd < 0) {
		exchange->sent = (int64_t)answer->body.len;
		return mhd.MHD_create_response_from_buffer(answer->body.len, (void *)(uintptr_t)answer->body.ptr, MHD_RESPMEM_PERSISTENT);
	}
	exchange->sent = answer->fd_size;
	response = mhd.MHD_create_response_from_fd64((uint64_t)answer->fd_size, answer->fd);
	if (response != NULL)
		answer->fd = -1;
	return response;
}

/* False: a header that would be two, or none. Nothing of ours makes such; what it would have carried is not sent. */
static bool
add_headers(struct exchange *exchange, struct MHD_Response *response)
{
	const struct http_pairs *headers = &exchange->answer.headers;
	struct arena *arena = exchange->arena;

	for (size_t i = 0; i < headers->count; i++) {
		struct str value = headers->items[i].value;

		for (size_t k = 0; k < value.len; k++)
			if ((unsigned char)value.ptr[k] < ' ' || value.ptr[k] == 0x7f)
				return false;
		if (value.len > 0 && mhd.MHD_add_response_header(response, arena_cstr(arena, headers->items[i].name), arena_cstr(arena, value)) != MHD_YES)
			return false;
	}
	return true;
}

enum MHD_Result
http_send(struct exchange *exchange)
{
	struct MHD_Response *response = response_of(exchange);
	enum MHD_Result queued = MHD_NO;

	line_enter(exchange->line, LINE_SEND);
	if (response == NULL)
		return MHD_NO;
	if (!add_headers(exchange, response)) {
		mhd.MHD_destroy_response(response);
		return MHD_NO;
	}
	if (!server_is_draining(exchange->server) || mhd.MHD_add_response_header(response, "Connection", "close") == MHD_YES)
		queued = mhd.MHD_queue_response(exchange->connection, (unsigned)exchange->answer.status, response);
	mhd.MHD_destroy_response(response);
	return queued;
}
