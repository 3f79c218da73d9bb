#include "test.h"
#include "base/limits.h"
#include "format/component/collected.h"
#include "format/inventory/inventory.h"

#define RPM_LINE "bash\t0\t5.1.8\t6.el9\tx86_64\tbash-5.1.8-6.el9.src.rpm\tRed Hat\t(none)\n"

static const struct {
	struct str          text;
	enum inventory_kind kind;
	const char         *refusal;    /* a word of it */
} files[] = {
	{ STR_INIT("{\"bomFormat\":\"CycloneDX\"}"), INVENTORY_CYCLONEDX, NULL },
	{ STR_INIT("\xef\xbb\xbf\n {\"a\":{\"spdxVersion\":1},\"bomFormat\":\"CycloneDX\"}"), INVENTORY_CYCLONEDX, NULL },
	{ STR_INIT("{\"x\":\"bomFormat\",\"packages\":[{\"bomFormat\":1}],\"spdxVersion\":\"SPDX-2.3\"}"), INVENTORY_SPDX, NULL },
	{ STR_INIT("{\"sbom\":{\"spdxVersion\":\"SPDX-2.3\"}}"), INVENTORY_SPDX, NULL },
	{ STR_INIT("{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\"}"), INVENTORY_SPDX, NULL },
	{ STR_INIT("<?xml version=\"1.0\"?><!-- a <note> --><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">"), INVENTORY_CYCLONEDX, NULL },
	{ STR_INIT("<b:bom xmlns:b=\"http://cyclonedx.org/schema/bom/1.4\">"), INVENTORY_CYCLONEDX, NULL },
	{ STR_INIT("SPDXVersion: SPDX-2.3\n"), INVENTORY_SPDX, NULL },
	{ STR_INIT("# made by hand\nSPDXVersion: SPDX-2.2\n"), INVENTORY_SPDX, NULL },
	{ STR_INIT("Package: curl\nStatus: install ok installed\n"), INVENTORY_DPKG, NULL },
	{ STR_INIT("ID=debian\nVERSION_ID=12\nPackage: curl\n"), INVENTORY_DPKG, NULL },
	{ STR_INIT("curl\t7.88\tamd64\tcurl\t7.88\tii \n"), INVENTORY_DPKG, NULL },
	{ STR_INIT("Desired=Unknown/Install\n"), INVENTORY_DPKG, NULL },
	{ STR_INIT(RPM_LINE), INVENTORY_RPM, NULL },
	{ STR_INIT("ID=\"rocky\"\n" RPM_LINE), INVENTORY_RPM, NULL },
	{ STR_INIT("gpg-pubkey-fd431d51-4ae0493b.(none)\nbash-5.1.8-6.el9.x86_64\n"), INVENTORY_RPM, NULL },
	{ STR_INIT("\xef\xbb\xbf[tsukuroi-collect]\r\nversion=1\r\n"), INVENTORY_WINDOWS, NULL },
	{ STR_INIT("spdxVersion: \"SPDX-2.3\"\n"), INVENTORY_KNOWN, "YAML" },
	{ STR_INIT("<rdf:RDF xmlns:spdx=\"http://spdx.org/rdf/terms#\">"), INVENTORY_KNOWN, "RDF" },
	{ STR_INIT("<SoftwareIdentity name=\"x\">"), INVENTORY_KNOWN, "SWID" },
	{ STR_INIT("PK\x03\x04 xl/workbook.xml"), INVENTORY_KNOWN, "Excel" },
	{ STR_INIT("\x1f\x8b\x08"), INVENTORY_KNOWN, "compressed" },
	{ STR_INIT("SQLite format 3\0"), INVENTORY_KNOWN, "rpm" },
	{ STR_INIT("{\"SchemaVersion\":2,\"ArtifactName\":\"x\"}"), INVENTORY_KNOWN, "trivy" },
	{ STR_INIT("{\"@context\":\"https://openvex.dev/ns\"}"), INVENTORY_KNOWN, "OpenVEX" },
	{ STR_INIT("C:Q1abc=\nP:musl\n"), INVENTORY_KNOWN, "apk" },
	{ STR_INIT("[1,2]"), INVENTORY_UNKNOWN, "no inventory" },
	{ STR_INIT("{\"bomFormat"), INVENTORY_UNKNOWN, "no inventory" },
	{ STR_INIT("{\"a\":\"\\"), INVENTORY_UNKNOWN, "no inventory" },
	{ STR_INIT("<"), INVENTORY_UNKNOWN, "no inventory" },
	{ STR_INIT("管理番号,システム名\n1,財務会計\n"), INVENTORY_UNKNOWN, "no inventory" },
	{ STR_INIT(""), INVENTORY_UNKNOWN, "no inventory" },
};

static void
a_file_is_known_by_what_is_in_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct inventory_guess guess = inventory_detect(files[i].text);

		if (guess.kind != files[i].kind)
			fail_msg("%.*s is taken for %s", STR_ARG(files[i].text), enum_name(&inventory_kind_names, (int)guess.kind));
		assert_int_equal(guess.refusal != NULL, files[i].refusal != NULL);
		if (guess.refusal != NULL && str_find(str_of(guess.refusal), str_of(files[i].refusal)) == SIZE_MAX)
			fail_msg("%s does not speak of %s", guess.refusal, files[i].refusal);
	}
}

static void
what_no_reader_is_for_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected collected = collected_new(arena);
	struct input_bytes bytes;
	struct err *err;

	(void)state;
	err = inventory_read(input_of_bytes(&bytes, STR("<SoftwareIdentity/>"), STR("x.swidtag")), &collected.sink, arena);
	assert_err(err, ERR_UNSUPPORTED);
	assert_true(str_find(err_sentence(err, LANG_JA, arena), STR("SWID")) != SIZE_MAX);
	assert_int_equal(collected.heads, 0);
}

struct totals {
	size_t files, read, refused, components, warnings, bad_components;
};

static void
read_file(struct str path, struct totals *totals)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct collected collected = collected_new(arena);
	struct input_bytes bytes;
	struct str text;
	struct err *err;
	bool must_fail = str_find(path, STR("/invalid-bomformat")) != SIZE_MAX;

	assert_ok(file_read(path, LIMIT_DOCUMENT_BYTES, arena, &text));
	err = inventory_read(input_of_bytes(&bytes, text, path_base(path)), &collected.sink, arena);
	totals->files++;
	totals->components += collected.components.count;
	totals->warnings += collected.warnings;
	totals->bad_components += collected.refused;
	if (collected.problem.len > 0)
		print_message("  %.*s: %.*s\n", STR_ARG(path_base(path)), STR_ARG(collected.problem));
	if (err != NULL) {
		totals->refused++;
		print_message("  %.*s: refused: %.*s\n", STR_ARG(path_base(path)), STR_ARG(err_sentence(err, LANG_EN, arena)));
		return;
	}
	totals->read++;
	assert_int_equal(collected.heads, 1);
	assert_true(collected.head.format.len > 0);
	assert_false(must_fail);
}

static void
read_directory(struct str path, struct arena *arena, struct totals *totals)
{
	struct str *names;
	size_t count;

	assert_ok(dir_list(path, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str inner = path_join(arena, path, names[i]);

		if (dir_exists(inner, arena))
			read_directory(inner, arena, totals);
		else if (!str_ends(inner, STR(".csv")))
			read_file(inner, totals);
	}
}

/* Every real document at hand is read or refused in words; none of the invalid ones does harm. */
static void
real_documents_are_read(void **state)
{
	static const char *const roots[] = { "sbom", "scan/cyclonedx", "scan/spdx" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct totals totals = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		const char *path = test_data(arena, roots[i]);

		skip_without(path, &arena);
		read_directory(str_of(path), arena, &totals);
	}
	print_message("  %zu files: %zu read, %zu refused; %zu components, %zu warnings, %zu components refused\n", totals.files,
	    totals.read, totals.refused, totals.components, totals.warnings, totals.bad_components);
	assert_true(totals.read > 200);
	assert_true(totals.components > 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_known_by_what_is_in_it),
		cmocka_unit_test(what_no_reader_is_for_is_refused_in_words),
		cmocka_unit_test(real_documents_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
