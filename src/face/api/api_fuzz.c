/*
 * Anybody on the network may ask: the first byte chooses an address, from 'f' on; what follows is its query, a form, the body, the rest of the path, or the host. Asked over a
 * small knowledge base and two advisories of one's own, made once in a folder of their own.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "face/api/api.h"
#include "model/name.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

enum said_by { BY_QUERY, BY_BODY, BY_PATH, BY_HOST };
static const struct { enum http_method method; struct str path; enum said_by by; } asked[] = {
	{ HTTP_GET, STR_INIT("/rest/json/cves/2.0"), BY_QUERY }, { HTTP_GET, STR_INIT("/myjvn"), BY_QUERY }, { HTTP_POST, STR_INIT("/v1/query"), BY_BODY },
	{ HTTP_POST, STR_INIT("/v1/querybatch"), BY_BODY }, { HTTP_GET, STR_INIT("/knowledge/feed.atom"), BY_QUERY }, { HTTP_GET, STR_INIT("/IPARssReader.php"), BY_QUERY },
	{ HTTP_GET, STR_INIT("/.well-known/csaf/"), BY_PATH }, { HTTP_GET, STR_INIT("/"), BY_HOST }, { HTTP_GET, STR_INIT("/.well-known/security.txt"), BY_HOST },
	{ HTTP_GET, STR_INIT("/v1/vulns/"), BY_PATH },
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

static void
lay_in(struct str folder, const char *name, struct str bytes, struct arena *arena)
{
	if (dir_make(folder, arena) != NULL || file_write(path_join(arena, folder, str_of(name)), bytes, arena) != NULL)
		abort();
}

/* Two that are out, one of them not for everybody, a signature and a key. */
static void
put_out(struct str place, struct arena *arena)
{
	struct str csaf = path_join(arena, place, STR("csaf")), year = path_join(arena, csaf, STR("2026"));

	lay_in(csaf, "README", STR("x"), arena);
	for (int i = 0; i < 2; i++)
		lay_in(year, i == 0 ? "ex-1.json" : "ex-2.json", arena_printf(arena, "{\"document\":{\"category\":\"csaf_base\",\"title\":\"例\\\"<\",\"distribution\":{\"tlp\":{\"label\":\"%s\"}},"
		    "\"publisher\":{\"category\":\"vendor\",\"name\":\"例市\",\"namespace\":\"https://city.example.jp\"},\"tracking\":{\"id\":\"EX-%d\",\"status\":\"final\","
		    "\"initial_release_date\":\"2026-01-01T00:00:00Z\",\"current_release_date\":\"2026-01-02T00:00:00Z\"}}}", i == 0 ? "WHITE" : "AMBER", i + 1), arena);
	lay_in(year, "ex-1.json.asc", STR("signature"), arena);
	lay_in(path_join(arena, csaf, STR("openpgp")), "0C1C866065AB15DD873A5AFDC2D8252ACAB212CE.asc", STR("key"), arena);
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
	put_out(str_of(place), arena);
	/* By https, since without it there is no ROLIE. */
	home = (struct home){ .path = str_of(place), .kb_path = str_of(place), .served_apis = STR("local"), .served_networks = STR("::1"),
		.address = STR("https://x.example"), .security_contact = STR("mailto:psirt@x.example") };
	own = api_open(arena);
	return own;
}

static void
take_query(struct http_request *request, struct str rest, struct arena *arena)
{
	struct str pair, name, value;

	while (str_split(&rest, '&', &pair)) {
		(void)str_cut(pair, '=', &name, &value);
		list_push(arena, &request->query, ((struct http_pair){ name, value }));
	}
}

static int
take_body(struct http_request *request, struct str rest, struct arena *arena)
{
	int fd = memfd_create("body", MFD_CLOEXEC);

	if (fd < 0 || write(fd, rest.ptr, rest.len) != (ssize_t)rest.len)
		abort();
	list_push(arena, &request->files, ((struct http_file){ .name = STR(""), .fd = fd, .size = (int64_t)rest.len }));
	return fd;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct api_own *own = opened();
	struct arena *arena ARENA_SCOPE = arena_new();
	struct http_request request = { .address = STR("::1"), .host = STR("x") };
	struct http_answer answer = { .fd = -1 };
	struct str rest = { (const char *)bytes + 1, len == 0 ? 0 : len - 1 };
	size_t which = len == 0 ? 0 : (bytes[0] + 256U - 'f') % ARRAY_LEN(asked);
	enum said_by by = asked[which].by;
	int fd = -1;

	request.method = asked[which].method;
	request.path = asked[which].path;
	if (by == BY_BODY)
		fd = take_body(&request, rest, arena);
	else if (by == BY_QUERY && str_is_text(rest))
		take_query(&request, rest, arena);
	else if (by == BY_PATH && str_is_text(rest))
		request.path = arena_printf(arena, "%.*s%.*s", STR_ARG(request.path), STR_ARG(rest));
	else if (by == BY_HOST && str_is_text(rest))
		request.host = rest;
	if (!api_is_asked(&request))      /* a page's */
		return 0;
	api_answer(own, &home, NULL, &request, arena, &answer);
	if (answer.status < 200 || answer.status >= 500)
		abort();
	if (fd >= 0)
		(void)close(fd);
	return 0;
}
