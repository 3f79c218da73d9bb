#include "test.h"

#include "service/ours.h"

static const struct {
	const char *line, *names;
	bool        candidate;
} cases[] = {
	{ "cpe:2.3:a:apache:tomcat", "CVE-2026-10001\napache\ntomcat", false },                 /* named by its CPE name: judged    */
	{ "cpe:2.3:a:apache:tomcat", "CVE-2026-10001\nApache Software Foundation\nApache Tomcat", true },
	{ "cpe:2.3:a:apache:tomcat", "CVE-2026-10001\nn/a", true },                             /* no product is named yet          */
	{ "cpe:2.3:a:apache:tomcat", "CVE-2026-10001", true },
	{ "cpe:2.3:a:apache:tomcat", "CVE-2026-10001\nexample\nplugin_for_tomcat", false },     /* another product                  */
	{ "cpe:2.3:a:apache:http_server", "JVNDB-2026-000001\nApache HTTP Server", true },
	{ "cpe:2.3:a:microsoft:word", "CVE-2026-10001\nmicrosoft\nword_viewer", false },
	{ "例の会計", "JVN#12345678\n例の会計", true },                                       /* a written name was never judged  */
};

static void
what_is_named_in_words_only_is_a_candidate(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ours_product product = ours_product_of(str_of(cases[i].line), arena);
		struct ours_candidate asked = { &product, item };

		print_message("  %s: %zu\n", cases[i].line, i);
		assert_int_equal(ours_is_candidate(&asked, STR("CVE-2026-10001"), str_of(cases[i].names)), cases[i].candidate);
	}
}

static void
a_line_is_a_cpe_name_or_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(ours_product_of(STR("cpe:/a:apache:http_server:2.4.1"), arena).words, "apache http_server");
	assert_str(ours_product_of(STR("cpe:/a:apache:http_server"), arena).folded, "apache http server");
	assert_str(ours_product_of(STR("cpe:nonsense"), arena).words, "cpe:nonsense");
	assert_str(ours_product_of(STR("例の会計"), arena).words, "例の会計");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_named_in_words_only_is_a_candidate),
		cmocka_unit_test(a_line_is_a_cpe_name_or_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
