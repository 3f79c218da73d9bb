#include "format/wordpress/wordpress.h"
#include "base/buf.h"
#include "test.h"

struct taking { struct sink sink; struct buf out; size_t refused; bool head; };

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	const struct component *component = value;

	(void)arena;
	if (schema == &inventory_head_schema) {
		taking->head = true;
		return NULL;
	}
	buf_addf(&taking->out, "%.*s|%.*s|%.*s%s\n", STR_ARG(component->vendor), STR_ARG(component->name), STR_ARG(component->version),
	    component->cpe.len > 0 ? "|cpe" : "");
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)problem, (void)arena;
	((struct taking *)sink)->refused++;
	return NULL;
}

static const struct { const char *name, *text, *components; size_t refused; } cases[] = {
	{ "core version", "6.4.3\n", "WordPress.org|WordPress|6.4.3|cpe\n", 0 },
	{ "plugins as CSV", "name,status,update,version\ncontact-form-7,active,none,5.9.8\nakismet,inactive,available,5.3\nhello,dropin,none,\n",
	    "|contact-form-7|5.9.8\n|akismet|5.3\n|hello|\n", 0 },
	{ "plugins with more columns", "name,title,version,auto_update\nx,\"A \"\"B\"\", C\",1.0,off\n", "|x|1.0\n", 0 },
	{ "plugins between TABs", "name\tstatus\tupdate\tversion\r\nx\tactive\tnone\t1.2\r\n", "|x|1.2\n", 0 },
	{ "all after each other", "6.7\nname,status,version\na,active,1.0\nname,status,version\ntwentytwentyfour,active,1.2\n",
	    "WordPress.org|WordPress|6.7|cpe\n|a|1.0\n|twentytwentyfour|1.2\n", 0 },
	{ "JSON", "[{\"name\":\"a\",\"version\":\"1.0\"},{\"status\":\"active\"}]", "|a|1.0\n", 1 },
	{ "JSON over lines", "[\n {\"name\":\"a\",\"version\":\"1.0\"}\n]\n", "|a|1.0\n", 0 },
	{ "Site Health",
	    "`\n### wp-core ###\n\nversion: 6.4.3\nsite_language: ja\n\n### wp-active-theme ###\n\nname: 例 (rei-theme)\nversion: 1.0 (Latest version: 1.2)\n\n"
	    "### wp-plugins-active (2) ###\n\nContact Form 7: version: 5.9.8, author: Takayuki Miyoshi, Auto-updates disabled\n"
	    "A: B: バージョン: 2.0, 作者: 例社, 自動更新無効\n\n### wp-media ###\n\nimage_editor: WP_Image_Editor_GD\n\n"
	    "### wp-server ###\n\nhttpd_software: Apache/2.4.57 (Debian)\nphp_version: 8.1.27 64bit\n\n"
	    "### wp-database ###\n\nextension: mysqli\nserver_version: 10.5.22-MariaDB\n`\n",
	    "WordPress.org|WordPress|6.4.3|cpe\n|rei-theme|1.0\nTakayuki Miyoshi|Contact Form 7|5.9.8\n例社|A: B|2.0\n"
	    "|Apache HTTP Server|2.4.57\nThe PHP Group|PHP|8.1.27\n|MariaDB|10.5.22\n", 0 },
	{ "a plugin without a version", "### wp-plugins-active (2) ###\nA: version: 1, author: x\nB: none\n", "x|A|1\n", 1 },
	{ "too many columns", "name,version\na,1.0,more\nb,1\n", "|b|1\n", 1 },
};

static void
sites_say_what_they_have(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct taking taking = { .sink = { take, take_problem } };
		struct input_bytes bytes;

		print_message("  %s\n", cases[i].name);
		assert_ok(wordpress_read(input_of_bytes(&bytes, str_of(cases[i].text), STR("site")), &taking.sink, arena));
		assert_str(buf_str(&taking.out), cases[i].components);
		assert_int_equal(taking.refused, cases[i].refused);
		assert_true(taking.head);
		buf_done(&taking.out);
	}
}

static void
what_is_something_else_is_refused(void **state)
{
	static const char *const texts[] = { "", "hello\n", "{\"a\": 1}", "[]", "[1", "\x82\xa0", "name,status\na,b\n", "### wp-core ###\n" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct taking taking = { .sink = { take, take_problem } };
		struct input_bytes bytes;

		print_message("  %s\n", texts[i]);
		assert_err(wordpress_read(input_of_bytes(&bytes, str_of(texts[i]), STR("x")), &taking.sink, arena), ERR_FORMAT);
		buf_done(&taking.out);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sites_say_what_they_have),
		cmocka_unit_test(what_is_something_else_is_refused),
	};

	return cmocka_run_group_tests_name("WordPress sites", tests, NULL, NULL);
}
