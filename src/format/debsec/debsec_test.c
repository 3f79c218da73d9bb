#include "format/debsec/debsec.h"

#include "format/json/feed_test.h"

static const char small[] =
	"{\"curl\":{\"CVE-2026-0001\":{\"description\":\"d\",\"releases\":{\"bookworm\":{\"status\":\"resolved\",\"fixed_version\":\"7.88.1-10+deb12u5\",\"urgency\":\"low\"},"
	"\"trixie\":{\"status\":\"open\",\"urgency\":\"unimportant\"},\"sid\":{\"status\":\"open\"},\"bullseye\":{\"status\":\"undetermined\"}}},"
	"\"CVE-2026-0002\":{\"releases\":{\"bookworm\":{\"status\":\"lost\"}}}},"
	"\"libcurl\":{\"CVE-2026-0001\":{\"releases\":{\"bookworm\":{\"status\":\"resolved\",\"fixed_version\":\"0\"},\"nemo\":{\"status\":\"open\"}}}}}";

static void
states_become_ranges(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct advisory *advisory;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, debsec_read, str_of(small)));
	assert_str(g.head.name, "osv:Debian:tracker");
	advisory = gathered_advisory(&g, "DEBSEC-CVE-2026-0001");
	assert_str(advisory->covers.items[0], "CVE-2026-0001");
	assert_int_equal(advisory->affected.count, 4);
	assert_str(advisory->affected.items[0].ecosystem, "Debian:12");
	assert_str(advisory->affected.items[0].ranges.items[0].events.items[1].version, "7.88.1-10+deb12u5");
	assert_str(advisory->affected.items[1].urgency, "unimportant");
	assert_int_equal(advisory->affected.items[1].ranges.items[0].events.count, 1);
	assert_int_equal(advisory->affected.items[2].status, AFFECTED_UNKNOWN);
	assert_int_equal(advisory->affected.items[2].ranges.count, 0);
	assert_str(advisory->affected.items[3].package, "libcurl");
	/* One state that is none, and a release that nobody knows. */
	assert_int_equal(g.problems.count, 1);
	assert_int_equal(g.warnings, 1);
}

static void
what_is_no_tracker_is_refused(void **state)
{
	static const char *const texts[] = { "", "[]", "{}", "{\"curl\":1}", "{\"curl\":{\"CVE-2026-1\":{}}}", "{\"a\":{\"b\":{\"releases\":{\"bookworm\":{\"status\":\"resolved\"}}}}}" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_err(gather_text(&g, debsec_read, str_of(texts[i])), ERR_FORMAT);
	}
}

static void
the_real_tracker_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, debsec_read, "distro/debian/debian.json"))
		return;
	print_message("  %zu weaknesses, %zu problems\n", g.values.count, g.problems.count);
	assert_int_equal(g.values.count, 7);
	/* One of its packages is a list, on purpose. */
	assert_int_equal(g.problems.count, 1);
	assert_str(gathered_advisory(&g, "DEBSEC-CVE-2008-7220")->affected.items[0].package, "prototypejs");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_become_ranges),
		cmocka_unit_test(what_is_no_tracker_is_refused),
		cmocka_unit_test(the_real_tracker_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
