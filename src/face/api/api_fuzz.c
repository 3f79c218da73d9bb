/*
 * Anybody on the network may ask: the first byte chooses an address, what follows is its query, a form, or the body. Asked over a small knowledge base that
 * is made once in a folder of its own.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/clock.h"
#include "face/api/api.h"
#include "model/name.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static const struct { enum http_method method; struct str path; bool is_body; } asked[] = {
	{ HTTP_GET, STR_INIT("/rest/json/cves/2.0"), false }, { HTTP_GET, STR_INIT("/myjvn"), false }, { HTTP_POST, STR_INIT("/v1/query"), true },
	{ HTTP_POST, STR_INIT("/v1/querybatch"), true }, { HTTP_GET, STR_INIT("/knowledge/feed.atom"), false }, { HTTP_GET, STR_INIT("/IPARssReader.php"), false },
};

static struct advisory
made(struct arena *arena, enum source source, struct str id)
{
	struct advisory advisory = { .source = source, .id = id, .published = INSTANT_DAY, .modified = 2 * INSTANT_DAY, .withdrawn = INSTANT_NONE,
		.title_ja = STR("例"), .text_en = STR("An example of words.") };
	struct affected *affected = list_add(arena, &advisory.affected);
	struct config *config = list_add(arena, &advisory.configs);
	struct config_node *node = list_add(arena, &config->nodes);
	struct config_match *match = list_add(arena, &node->matches);

	*match = (struct config_match){ .vulnerable = true, .cpe = STR("cpe:2.3:a:maker:product:*:*:*:*:*:*:*:*"), .versions.upper = { CUT_BEFORE, STR("2.0"), { 0 } } };
	affected->ecosystem = STR("PyPI");
	affected->package = STR("example");
	affected->vendor = affected->product = STR("maker");
	list_push(arena, &affected->cpes, match->cpe);
	list_push(arena, &affected->versions, STR("1.0"));
	list_push(arena, &advisory.scores, ((struct score){ .provider = STR("nvd@nist.gov"), .version = CVSS_V3_1, .base = 98, .vector = STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") }));
	return advisory;
}

static void
take_in(struct kb_import *import, struct str feed, enum source source, struct str id, struct arena *arena)
{
	const struct kb_feed head = { .name = feed, .source = source };
	struct advisory advisory = made(arena, source, id);
	struct kb_feed_outcome outcome;

	if (kb_import_feed(import, &head, arena) != NULL || kb_import_record(import, &advisory_schema, &advisory, STR(""), arena) != NULL ||
	    kb_import_feed_end(import, NULL, arena, &outcome) != NULL)
		abort();
}

static struct home home;

static struct api_own *
opened(void)
{
	static struct api_own *own;
	static struct arena *arena;
	static char place[] = "/tmp/tsukuroi-api-fuzz-XXXXXX";
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_result result;

	if (own != NULL)
		return own;
	arena = arena_new();
	if (mkdtemp(place) == NULL || kb_import_begin(str_of(place), INSTANT_DAY, arena, &import) != NULL)
		abort();
	take_in(import, STR("nvd"), SOURCE_NVD, STR("CVE-2026-0001"), arena);
	take_in(import, STR("jvn:detail"), SOURCE_JVN, STR("JVNDB-2026-000001"), arena);
	take_in(import, STR("osv:PyPI"), SOURCE_OSV, STR("PYSEC-2026-1"), arena);
	if (kb_import_finish(import, arena, &result) != NULL)
		abort();
	home = (struct home){ .path = str_of(place), .kb_path = str_of(place), .served_apis = STR("local"), .served_networks = STR("::1") };
	own = api_open(arena);
	return own;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct api_own *own = opened();
	struct arena *arena ARENA_SCOPE = arena_new();
	struct http_request request = { .address = STR("::1"), .host = STR("x") };
	struct http_answer answer = { .fd = -1 };
	struct str rest = { (const char *)bytes + 1, len == 0 ? 0 : len - 1 }, pair, name, value;
	size_t which = len == 0 ? 0 : bytes[0] % ARRAY_LEN(asked);
	int fd = -1;

	request.method = asked[which].method;
	request.path = asked[which].path;
	if (asked[which].is_body) {
		fd = memfd_create("body", MFD_CLOEXEC);
		if (fd < 0 || write(fd, rest.ptr, rest.len) != (ssize_t)rest.len)
			abort();
		list_push(arena, &request.files, ((struct http_file){ .name = STR(""), .fd = fd, .size = (int64_t)rest.len }));
	} else if (str_is_text(rest)) {
		while (str_split(&rest, '&', &pair)) {
			(void)str_cut(pair, '=', &name, &value);
			list_push(arena, &request.query, ((struct http_pair){ name, value }));
		}
	}
	api_answer(own, &home, NULL, &request, arena, &answer);
	if (answer.status < 200 || answer.status >= 500)
		abort();
	if (fd >= 0)
		(void)close(fd);
	return 0;
}
