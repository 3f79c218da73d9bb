/*
 * Real feeds, read in jailed workers, become a knowledge base.
 */
#include "test.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/clock.h"
#include "domain/match/match.h"
#include "store/kb/kb.h"
#include "wire/worker/worker.h"

static const struct {
	const char *kind, *feed, *file;
	enum source source;
} feeds[] = {
	{ "nvd",  "",              "nvd/nvdcve-2.0-2022.even5000.converted.json.gz",                SOURCE_NVD },
	{ "cve5", "",              "cve5/vulnrichment-even-3000.ndjson.gz",                         SOURCE_CVE5 },
	{ "osv",  "osv:Go",        "osv/go-vulndb-even.ndjson.gz",                                  SOURCE_OSV },
	{ "osv",  "osv:PyPI",      "osv/pypa-even-600.ndjson.gz",                                   SOURCE_OSV },
	{ "osv",  "osv:crates.io", "osv/rustsec-even.ndjson.gz",                                    SOURCE_OSV },
	{ "jvn",  "",              "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml",                SOURCE_JVN },
	{ "kev",  "",              "kev/known_exploited_vulnerabilities.json",                      SOURCE_KEV },
	{ "epss", "",              "epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz",        SOURCE_EPSS },
};

static bool
bring_all(struct kb_import *import, struct arena *arena)
{
	bool any = false;

	for (size_t i = 0; i < ARRAY_LEN(feeds); i++) {
		const char *path = test_data(arena, feeds[i].file);
		struct kb_feed feed = { .source = feeds[i].source, .name = str_of(feeds[i].feed) };
		struct kb_feed_outcome outcome;
		int fd FD_SCOPE = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
		struct worker_job job = { .kind = feeds[i].kind, .fd = fd, .name = str_of(feeds[i].file) };

		if (path == NULL)
			continue;
		any = true;
		assert_ok(kb_import_feed(import, &feed, arena));
		assert_ok(kb_import_feed_end(import, worker_run(&job, kb_import_sink(import), arena), arena, &outcome));
		print_message("  %-14.*s read %5lld added %5lld changed %lld unchanged %lld problems %lld warnings %lld\n",
		    STR_ARG(outcome.name), (long long)outcome.read, (long long)outcome.added, (long long)outcome.changed,
		    (long long)outcome.unchanged, (long long)outcome.problems, (long long)outcome.warnings);
	}
	return any;
}

static void
import_all(struct str path, struct arena *arena, bool *ret_any, struct kb_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	int64_t began = clock_ticks();

	assert_ok(kb_import_begin(path, clock_now(), arena, &import));
	*ret_any = bring_all(import, arena);
	assert_ok(kb_import_finish(import, arena, ret_result));
	print_message("  %lld records, %lld vulnerabilities in %lld ms\n", (long long)ret_result->records,
	    (long long)ret_result->vulnerabilities, (long long)((clock_ticks() - began) / 1000));
}

static void
real_feeds_become_a_knowledge_base_and_twice_is_once(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char home[] = "/tmp/tsukuroi-readers-XXXXXX";
	struct str path;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_result first, second;
	struct kb_vulnerability one;
	bool any;

	(void)state;
	assert_non_null(mkdtemp(home));
	path = path_join(arena, str_of(home), STR("kb"));
	import_all(path, arena, &any, &first);
	if (any) {
		assert_true(first.published && first.overlay_published);
		import_all(path, arena, &any, &second);
		assert_false(second.published);
		assert_false(second.overlay_published);
		assert_ok(kb_open(path, arena, &kb));
		assert_ok(kb_verify(kb, arena));
		assert_int_equal(kb_head(kb)->records, first.records);
		/* As Go's and Python's records call it, it is one thing. */
		assert_ok(kb_vulnerability(kb, STR("CVE-2022-0002"), arena, &one));
		assert_str(one.records.items[0].feed, "nvd");
	}
	assert_ok(dir_remove(str_of(home), arena));
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_feeds_become_a_knowledge_base_and_twice_is_once),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
