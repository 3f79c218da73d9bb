#include "format/json/feed_test.h"
#include "format/vex/vex.h"

#define OPENVEX(statements) "{\"@context\": \"https://openvex.dev/ns/v0.2.0\", \"@id\": \"urn:example:1\", \"author\": \"例ベンダー\"," \
	" \"timestamp\": \"2026-11-20T00:00:00Z\", \"version\": 1, \"statements\": [" statements "]}"
#define ABOUT(rest) "{\"vulnerability\": {\"name\": \"CVE-2026-1\"}, " rest "}"

/* A document with everything that can be said. */
static struct vex_document
example(struct arena *arena)
{
	struct vex_document document = { .id = STR("urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"), .author = STR("例市"),
		.space = STR("https://www.city.example.jp/"), .version = 3 };
	struct vex_statement *statement;

	assert_true(instant_parse(STR("2026-11-20T09:00:00Z"), ZONE_UTC, &document.at));
	statement = list_add(arena, &document.statements);
	*statement = (struct vex_statement){ .vulnerability = STR("CVE-2026-2000"), .status = VEX_NOT_AFFECTED,
		.justification = STR("component_not_present"), .impact = STR("その部品は入っていません。"), .at = document.at - INSTANT_DAY };
	list_push(arena, &statement->aliases, STR("JVNDB-2026-000001"));
	list_push(arena, &statement->aliases, STR("GHSA-xxxx-yyyy-zzzz"));
	list_push(arena, &statement->products, ((struct vex_product){ .purl = STR("pkg:npm/%40example/a@1.0.0") }));
	list_push(arena, &statement->products, ((struct vex_product){ .name = STR("文書管理 第2版"), .version = STR("1.2/3 β") }));
	statement = list_add(arena, &document.statements);
	*statement = (struct vex_statement){ .vulnerability = STR("CVE-2026-2000"), .status = VEX_AFFECTED, .action = STR("2.0 へ更新"),
		.impact = STR("注記"), .at = document.at };
	list_push(arena, &statement->products, ((struct vex_product){ .cpe = STR("cpe:/a:example:b:1.5"), .name = STR("B") }));
	statement = list_add(arena, &document.statements);
	*statement = (struct vex_statement){ .vulnerability = STR("JVNDB-2026-000002"), .status = VEX_UNDER_INVESTIGATION, .at = INSTANT_NONE };
	list_push(arena, &statement->products, ((struct vex_product){ .name = STR("庶務システム") }));
	statement = list_add(arena, &document.statements);
	*statement = (struct vex_statement){ .vulnerability = STR("CVE-2026-1000"), .status = VEX_FIXED, .at = document.at - INSTANT_HOUR };
	list_push(arena, &statement->products, ((struct vex_product){ .name = STR("a"), .version = STR("2"), .cpe = STR("cpe:2.3:a:example:a") }));
	return document;
}

static const struct vex_document *
read_back(struct gathered *g, struct str text, struct arena *arena)
{
	gather_begin(g, arena);
	assert_ok(gather_text(g, vex_read, text));
	assert_int_equal(g->values.count, 1);
	assert_ptr_equal(g->kinds.items[0], &vex_document_schema);
	return g->values.items[0];
}

static void
out_in_and_out_is_the_same_bytes(void **state)
{
	(void)state;
	for (enum vex_form form = VEX_OPENVEX; form < VEX_FORMS; form++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct buf first BUF_SCOPE = { 0 }, second BUF_SCOPE = { 0 };
		struct vex_document document = example(arena);
		const struct vex_document *back;
		struct gathered g;

		assert_ok(vex_write(form, &document, arena, &first));
		back = read_back(&g, buf_str(&first), arena);
		assert_int_equal(g.problems.count, 0);
		assert_int_equal(back->statements.count, 4);
		assert_str(back->form, enum_name(&vex_form_names, (int)form));
		assert_ok(vex_write(form, back, arena, &second));
		assert_true(str_eq(buf_str(&first), buf_str(&second)));
	}
}

static void
ranges_go_through_the_forms_that_have_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct vex_document document = example(arena);
	struct buf refused BUF_SCOPE = { 0 };
	struct err *err;

	(void)state;
	document.statements.items[1].products.items[0].versions = STR("vers:generic/<2.0");
	err = vex_write(VEX_OPENVEX, &document, arena, &refused);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_UNSUPPORTED);
	for (enum vex_form form = VEX_CYCLONEDX; form < VEX_FORMS; form++) {
		struct buf first BUF_SCOPE = { 0 }, second BUF_SCOPE = { 0 };
		const struct vex_document *back;
		struct gathered g;

		assert_ok(vex_write(form, &document, arena, &first));
		back = read_back(&g, buf_str(&first), arena);
		assert_str(back->statements.items[1].products.items[0].versions, "vers:generic/<2.0");
		assert_ok(vex_write(form, back, arena, &second));
		assert_true(str_eq(buf_str(&first), buf_str(&second)));
	}
}

static void
what_cannot_be_taken_is_refused_with_its_reason(void **state)
{
	static const struct { const char *statement, *says; } cases[] = {
		{ "7", "no state" },
		{ "{\"status\": \"fixed\", \"products\": [{\"@id\": \"pkg:npm/a@1\"}]}", "names no vulnerability" },
		{ ABOUT("\"status\": \"perhaps\""), "\"perhaps\"" },
		{ ABOUT("\"status\": \"fixed\""), "names no product" },
		{ ABOUT("\"status\": \"fixed\", \"products\": 7"), "names no product" },
		{ ABOUT("\"status\": \"fixed\", \"products\": [{\"@id\": \"\"}]"), "names no product" },
		{ ABOUT("\"status\": \"not_affected\", \"products\": [{\"@id\": \"pkg:npm/a@1\"}]"), "not why" },
		{ ABOUT("\"status\": \"not_affected\", \"justification\": \"because\", \"products\": [{\"@id\": \"pkg:npm/a@1\"}]"), "not why" },
		{ ABOUT("\"status\": \"fixed\", \"products\": [{\"@id\": \"pkg:oci/i@1\", \"subcomponents\": [{\"@id\": \"pkg:npm/a@1\"}]}]"),
		  "holds only there" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gathered g;
		const struct vex_document *document = read_back(&g, arena_printf(arena, OPENVEX("%s"), cases[i].statement), arena);

		assert_int_equal(document->statements.count, 0);
		assert_true(g.problems.count > 0);
		assert_true(str_find(g.problems.items[0].sentence_en, str_of(cases[i].says)) != SIZE_MAX);
	}
}

static void
what_is_no_vex_is_refused_whole(void **state)
{
	static const char *const cases[] = {
		"", "[]", "{}", "{\"@context\": 7}", "{\"bomFormat\": \"CycloneDX\"}", "{\"@context\": \"https://openvex.dev/ns/v0.2.0\"",
		"{\"@context\": \"https://openvex.dev/ns/v0.2.0\", \"statements\": {}}",
		"{\"document\": {\"csaf_version\": \"2.0\", \"category\": \"csaf_security_advisory\"}, \"vulnerabilities\": []}",
		"{\"document\": {\"csaf_version\": \"2.0\", \"category\": \"csaf_vex\"}}",
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		assert_non_null(gather_text(&g, vex_read, str_of(cases[i])));
	}
}

static void
the_later_statement_holds_and_the_cautious_one_of_the_same_second(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct vex_document *document;
	struct gathered g;

	(void)state;
	document = read_back(&g, STR(OPENVEX(
	    ABOUT("\"status\": \"fixed\", \"products\": [{\"@id\": \"pkg:npm/a@1\"}]") ","
	    ABOUT("\"status\": \"affected\", \"products\": [{\"@id\": \"pkg:npm/a@1\"}], \"action_statement\": \"x\"") ","
	    ABOUT("\"status\": \"affected\", \"products\": [{\"@id\": \"pkg:npm/b@1\"}], \"action_statement\": \"x\"") ","
	    ABOUT("\"status\": \"fixed\", \"timestamp\": \"2026-11-20T00:00:01Z\", \"products\": [{\"@id\": \"pkg:npm/b@1\"}]"))), arena);
	assert_int_equal(document->statements.count, 2);
	assert_int_equal(document->statements.items[0].status, VEX_AFFECTED);
	assert_str(document->statements.items[0].products.items[0].name, "a");
	assert_int_equal(document->statements.items[1].status, VEX_FIXED);
	assert_str(document->statements.items[1].products.items[0].name, "b");
}

static void
a_version_that_contradicts_its_vulnerability_is_left_out(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct vex_document *document;
	struct gathered g;

	(void)state;
	document = read_back(&g, STR("{\"bomFormat\": \"CycloneDX\", \"components\": [{\"bom-ref\": \"p\", \"name\": \"a\"}], \"vulnerabilities\": ["
	    "{\"id\": \"CVE-2026-1\", \"analysis\": {\"state\": \"not_affected\", \"detail\": \"d\"}, \"affects\": [{\"ref\": \"q\"}, {\"ref\": \"p\","
	    " \"versions\": [{\"version\": \"1\", \"status\": \"affected\"}, {\"version\": \"2\"}]}]}]}"), arena);
	assert_int_equal(g.problems.count, 2);
	assert_int_equal(document->statements.count, 1);
	assert_int_equal(document->statements.items[0].products.count, 1);
	assert_str(document->statements.items[0].products.items[0].version, "2");
}

static void
what_says_too_little_is_not_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct vex_document document = example(arena);
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	document.space = STR("");
	assert_non_null(vex_write(VEX_CSAF, &document, arena, &out));
	document.statements.items[0].impact = STR("");
	assert_ok(vex_write(VEX_OPENVEX, &document, arena, &out));
	document.statements.items[0].justification = STR("requires_configuration");
	assert_non_null(vex_write(VEX_OPENVEX, &document, arena, &out));
	assert_ok(vex_write(VEX_CYCLONEDX, &document, arena, &out));
	document.statements.items[1].action = STR("");
	document.statements.items[0].impact = STR("x");
	assert_non_null(vex_write(VEX_OPENVEX, &document, arena, &out));
	document.author = STR("");
	assert_non_null(vex_write(VEX_CYCLONEDX, &document, arena, &out));
}

static void
real_documents_are_read(void **state)
{
	static const struct { const char *file; size_t statements; } cases[] = {
		{ "csaf/examples/csaf/csaf_vex/2022-evd-uc-05-001.json", 1 },
		{ "sbom/cyclonedx/vex/CISA-Use-Cases__Case-1__vex-not_affected.json", 1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct vex_document *document;
		struct gathered g;

		gather_begin(&g, arena);
		if (!gather_file(&g, vex_read, cases[i].file))
			skip();
		document = g.values.items[0];
		assert_int_equal(document->statements.count, cases[i].statements);
		assert_int_equal(g.problems.count, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_in_and_out_is_the_same_bytes),
		cmocka_unit_test(ranges_go_through_the_forms_that_have_them),
		cmocka_unit_test(what_cannot_be_taken_is_refused_with_its_reason),
		cmocka_unit_test(what_is_no_vex_is_refused_whole),
		cmocka_unit_test(the_later_statement_holds_and_the_cautious_one_of_the_same_second),
		cmocka_unit_test(a_version_that_contradicts_its_vulnerability_is_left_out),
		cmocka_unit_test(what_says_too_little_is_not_written),
		cmocka_unit_test(real_documents_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
