#include "test.h"
#include <string.h>
#include <zlib.h>
#include "base/buf.h"
#include "format/cpe/cpe.h"

static const struct {
	const char *text, *string, *uri;
} forms[] = {
	{ "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
	  "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
	  "cpe:/a:microsoft:internet_explorer:8.0.6001:beta" },
	{ "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
	  "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
	  "cpe:/a:microsoft:internet_explorer:8.%02:sp%01" },
	{ "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~",
	  "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*",
	  "cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~" },
	{ "wfn:[part=\"a\",vendor=\"foo\\\\bar\",product=\"big\\$money_2010\",language=NA,sw_edition=\"special\",target_sw=\"ipod_touch\",target_hw=\"80gb\"]",
	  "cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:-:special:ipod_touch:80gb:*",
	  "cpe:/a:foo%5cbar:big%24money_2010:::~~special~ipod_touch~80gb~:-" },
	{ "CPE:2.3:A:Apache:HTTP_Server:2.4.62:*:*:*:*:*:*:*",
	  "cpe:2.3:a:apache:http_server:2.4.62:*:*:*:*:*:*:*",
	  "cpe:/a:apache:http_server:2.4.62" },
	{ "cpe:/:cybozu", "cpe:2.3:*:cybozu:*:*:*:*:*:*:*:*:*", "cpe:/:cybozu" },
	{ "cpe:/o:zte:zxr10_2800-4_almpufb%28low%29_firmware",
	  "cpe:2.3:o:zte:zxr10_2800-4_almpufb\\(low\\)_firmware:*:*:*:*:*:*:*:*",
	  "cpe:/o:zte:zxr10_2800-4_almpufb%28low%29_firmware" },
	{ "cpe:2.3:a:a:c\\+\\+:\\-:*:*:*:*:*:*:*",
	  "cpe:2.3:a:a:c\\+\\+:\\-:*:*:*:*:*:*:*",
	  "cpe:/a:a:c%2b%2b:%2d" },
	{ "cpe:2.3:a:a:b\\:c:1\\*2:-:*:*:*:*:*:*",
	  "cpe:2.3:a:a:b\\:c:1\\*2:-:*:*:*:*:*:*",
	  "cpe:/a:a:b%3ac:1%2a2:-" },
	{ "cpe:2.3:a:a:c++:??1*:*:*:*:*:*:*:*",
	  "cpe:2.3:a:a:c\\+\\+:??1*:*:*:*:*:*:*:*",
	  "cpe:/a:a:c%2b%2b:%01%011%02" },
};

static void
three_forms_are_one_name(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct cpe cpe, again;

		assert_ok(cpe_parse(str_of(forms[i].text), arena, &cpe));
		assert_str(cpe_format(&cpe, arena), forms[i].string);
		assert_str(cpe_format_uri(&cpe, arena), forms[i].uri);
		assert_ok(cpe_parse(cpe_format_uri(&cpe, arena), arena, &again));
		assert_str(cpe_format(&again, arena), forms[i].string);
		assert_ok(cpe_parse(cpe_format_wfn(&cpe, arena), arena, &again));
		assert_str(cpe_format(&again, arena), forms[i].string);
		assert_int_equal(cpe_relation(&cpe, &again) == CPE_EQUAL, cpe.attributes[CPE_VERSION].kind != CPE_WILD);
	}
}

static const char *const refused[] = {
	"", "cpe", "cpe:2.3:", "cpe:2.3:a:b:c", "cpe:/", "cpe:/x:vendor", "cpe:/app:vendor",
	"cpe:2.3:a:b:c:1:*:*:*:*:*:*", "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*", "cpe:2.3:a:b::1:*:*:*:*:*:*:*",
	"cpe:2.3:a:b:c:1*2:*:*:*:*:*:*:*", "cpe:2.3:a:b:c:?*:*:*:*:*:*:*:*", "cpe:2.3:a:b:c:**:*:*:*:*:*:*:*",
	"cpe:2.3:a:b c:d:1:*:*:*:*:*:*:*", "cpe:2.3:a:日本:d:1:*:*:*:*:*:*:*", "cpe:2.3:a:b:c:1:*:*:*:*:*:*:x\\",
	"cpe:/a:b:c%zz", "cpe:/a:b:c%4", "cpe:/a:b:c%00", "cpe:/a:b:c:1:2:3:4:5", "cpe:/a:b:c:1:2:~1~2",
	"wfn:[", "wfn:[part=\"a\"", "wfn:[part=\"a\",part=\"a\"]", "wfn:[color=\"a\"]", "wfn:[part=a]",
};

static void
what_is_no_name_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char *longest = arena_alloc(arena, 5000);
	struct cpe cpe;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		if (str_eq(str_of(refused[i]), STR("cpe:/")))
			continue;
		print_message("  %s\n", refused[i]);
		assert_err(cpe_parse(str_of(refused[i]), arena, &cpe), ERR_FORMAT);
	}
	memset(longest, 'a', 5000);
	assert_err(cpe_parse((struct str){ longest, 5000 }, arena, &cpe), ERR_LIMIT);
	assert_ok(cpe_parse(STR("cpe:/"), arena, &cpe));
}

static const struct {
	const char       *source, *target;    /* the version attribute */
	enum cpe_relation relation;
} values[] = {
	{ "*",     "*",       CPE_EQUAL },     { "*",    "-",       CPE_SUPERSET },
	{ "*",     "1.0",     CPE_SUPERSET },  { "*",    "1.*",     CPE_UNDEFINED },
	{ "-",     "*",       CPE_SUBSET },    { "-",    "-",       CPE_EQUAL },
	{ "-",     "1.0",     CPE_DISJOINT },  { "-",    "1.*",     CPE_UNDEFINED },
	{ "1.0",   "1.0",     CPE_EQUAL },     { "1.0",  "2.0",     CPE_DISJOINT },
	{ "1.0",   "-",       CPE_DISJOINT },  { "1.0",  "*",       CPE_SUBSET },
	{ "1.0",   "1.*",     CPE_UNDEFINED }, { "1.*",  "1.0",     CPE_SUPERSET },
	{ "1.*",   "2.0",     CPE_DISJOINT },  { "1.*",  "-",       CPE_DISJOINT },
	{ "1.*",   "*",       CPE_SUBSET },    { "1.*",  "1.*",     CPE_UNDEFINED },
	{ "1.*",   "1.",      CPE_SUPERSET },  { "*.1",  "4.0.1",   CPE_SUPERSET },
	{ "*0*",   "4.0.1",   CPE_SUPERSET },  { "*.1",  "4.0.2",   CPE_DISJOINT },
	{ "1.?",   "1.5",     CPE_SUPERSET },  { "1.?",  "1.",      CPE_SUPERSET },
	{ "1.?",   "1.55",    CPE_DISJOINT },  { "?1",   "21",      CPE_SUPERSET },
	{ "?1",    "321",     CPE_DISJOINT },  { "1.??", "1.55",    CPE_SUPERSET },
	{ "???",   "1.0",     CPE_SUPERSET },  { "???",  "1.05",    CPE_DISJOINT },
	{ "1\\**", "1\\*2",   CPE_SUPERSET },  { "1\\**", "1x2",    CPE_DISJOINT },
	{ "?1",    "\\*1",    CPE_SUPERSET },  { "Beta", "beta",    CPE_EQUAL },
	{ "*aab",  "aaab",    CPE_SUPERSET },
};

static struct cpe
named(struct arena *arena, const char *product, const char *version)
{
	struct cpe cpe;

	assert_ok(cpe_parse(arena_printf(arena, "cpe:2.3:a:acme:%s:%s:*:*:*:*:*:*:*", product, version), arena, &cpe));
	return cpe;
}

static void
values_relate_as_table_6_2_says(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		struct cpe source = named(arena, "anvil", values[i].source), target = named(arena, "anvil", values[i].target);
		enum cpe_relation relation = cpe_relation(&source, &target);

		if (relation != values[i].relation)
			fail_msg("%s against %s is %s", values[i].source, values[i].target, cpe_relation_name(relation));
	}
}

static void
names_relate_by_all_attributes_together(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cpe any = { 0 }, one = named(arena, "anvil", "1.0"), all = named(arena, "anvil", "*");
	struct cpe other = named(arena, "hammer", "*"), crossing;

	(void)state;
	assert_int_equal(cpe_relation(&any, &one), CPE_SUPERSET);
	assert_int_equal(cpe_relation(&one, &any), CPE_SUBSET);
	assert_int_equal(cpe_relation(&all, &one), CPE_SUPERSET);
	assert_int_equal(cpe_relation(&all, &other), CPE_DISJOINT);
	assert_int_equal(cpe_relation(&one, &one), CPE_EQUAL);
	assert_ok(cpe_parse(STR("cpe:2.3:a:acme:anvil:*:sp1:*:*:*:*:*:*"), arena, &crossing));
	assert_int_equal(cpe_relation(&crossing, &one), CPE_UNDEFINED);
}

static void
the_product_key_is_what_an_index_asks_by(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cpe cpe;

	(void)state;
	assert_ok(cpe_parse(STR("cpe:/a:Apache:Tomcat:9.0"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "apache:tomcat");
	assert_ok(cpe_parse(STR("cpe:/a:a%3ab:c"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "a\\:b:c");
	assert_ok(cpe_parse(STR("cpe:/:apache"), arena, &cpe));
	assert_str(cpe_product_key(&cpe, arena), "");
	assert_ok(cpe_parse(STR("cpe:2.3:a:x:y:1\\*2:*:*:*:*:*:*:*"), arena, &cpe));
	assert_str(cpe_value_plain(&cpe.attributes[CPE_VERSION], arena), "1*2");
}

/* Every real URI comes back as it was: the data is in canonical form. */
static void
real_uris_come_back_as_they_were(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = NULL;
	const char *path = test_data(arena, "cpe/cpe22-uris.odd-lines.txt.gz");
	char line[4096];
	size_t count = 0;
	gzFile file;

	(void)state;
	skip_without(path, &arena);
	item = arena_new();
	file = gzopen(path, "rb");
	assert_non_null(file);
	while (gzgets(file, line, sizeof(line)) != NULL) {
		struct str text = str_trim_space(str_of(line));
		struct cpe cpe, again;

		arena_reset(item);
		assert_ok(cpe_parse(text, item, &cpe));
		assert_str(cpe_format_uri(&cpe, item), arena_cstr(item, text));
		assert_ok(cpe_parse(cpe_format(&cpe, item), item, &again));
		assert_int_equal(cpe_relation(&cpe, &again), CPE_EQUAL);
		count++;
	}
	gzclose(file);
	print_message("  %zu real URIs\n", count);
	assert_int_equal(count, 18703);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_forms_are_one_name),
		cmocka_unit_test(what_is_no_name_is_refused),
		cmocka_unit_test(values_relate_as_table_6_2_says),
		cmocka_unit_test(names_relate_by_all_attributes_together),
		cmocka_unit_test(the_product_key_is_what_an_index_asks_by),
		cmocka_unit_test(real_uris_come_back_as_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
