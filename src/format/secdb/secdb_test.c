#include "format/secdb/secdb.h"

#include "format/json/feed_test.h"

static const char small[] =
	"{\"distroversion\":\"v3.20\",\"reponame\":\"main\",\"packages\":[{\"pkg\":{\"name\":\"curl\",\"secfixes\":{\"8.9.0-r0\":[\"CVE-2026-0001 GHSA-jfh8-c2jp-5v3q\","
	"\"CVE-2026-0003 (+ regression fix)\"],\"0\":[\"CVE-2026-0002\"]}}},{\"pkg\":{\"name\":\"curl-dbg\",\"secfixes\":{\"8.9.0-r0\":[\"CVE-2026-0001\"]}}},"
	"{\"pkg\":{\"name\":\"odd\",\"secfixes\":[]}}]}";

static void
what_was_mended_becomes_ranges(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct advisory *advisory;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, secdb_read, str_of(small)));
	assert_str(g.head.name, "osv:Alpine:secdb:v3.20:main");
	assert_int_equal(g.values.count, 4);
	advisory = gathered_advisory(&g, "SECDB-v3.20-main-CVE-2026-0001");
	assert_int_equal(advisory->affected.count, 2);
	assert_str(advisory->affected.items[0].ecosystem, "Alpine:v3.20");
	assert_str(advisory->affected.items[0].ranges.items[0].events.items[1].version, "8.9.0-r0");
	assert_str(gathered_advisory(&g, "SECDB-v3.20-main-CVE-2026-0002")->affected.items[0].ranges.items[0].events.items[1].version, "0");
	assert_int_equal(g.problems.count, 1);
}

static void
what_is_no_secdb_is_refused(void **state)
{
	static const char *const texts[] = { "", "[]", "{}", "{\"distroversion\":\"../x\",\"reponame\":\"main\",\"packages\":[]}",
		"{\"distroversion\":\"v3.20\",\"reponame\":\"main\"}", "{\"distroversion\":\"v3.20\",\"reponame\":\"main\",\"packages\":[1]}" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_err(gather_text(&g, secdb_read, str_of(texts[i])), ERR_FORMAT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_mended_becomes_ranges),
		cmocka_unit_test(what_is_no_secdb_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
