#include "test.h"

#include "format/offer/offer.h"

struct taking { struct sink sink; struct arena *arena; struct str kind; };

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	(void)arena;
	assert_ptr_equal(schema, &offer_schema);
	taking->kind = arena_copy(taking->arena, ((const struct offer *)value)->kind);
	return NULL;
}

static const struct { const char *text, *kind; } cases[] = {
	{ "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[]}", "sbom" },
	{ "SPDXVersion: SPDX-2.3\n", "sbom" },
	{ "Package: curl\nStatus: install ok installed\nVersion: 7.88.1-10\n", "dpkg" },
	{ "システム名,ソフトウェア名,バージョン\n図書,Apache Tomcat,9.0.1\n", "sheet" },
	{ "System name\tSoftware name\tVersion\nlib\tTomcat\t9.0.1\n", "sheet" },
	{ "fw1 # get system status\nVersion: FortiGate-60F v7.0.7,build0367,221005 (GA.F)\nSerial-Number: FGT60FTK00000000\nHostname: fw1\n", "device" },
	{ "> show environment\nRTX1210 Rev.14.01.38 (Fri Jul  3 10:32:44 2020)\n", "device" },
	{ "<?xml version=\"1.0\"?>\n<nmaprun scanner=\"nmap\"></nmaprun>", "nmap" },
	{ "<SoftwareIdentity name=\"x\" version=\"1\"/>", "swid" },
	{ "cpe:2.3:a:apache:tomcat:9.0.1:*:*:*:*:*:*:*\n", "cpe" },
	{ "name,status,update,version\ncontact-form-7,active,none,5.9.8\n", "wordpress" },
	{ "\n  \n", NULL },
	{ "%PDF-1.7", NULL },
	{ "What shall we do today?\nNothing much.\n", NULL },
};

static void
a_file_is_known_by_what_is_in_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct taking taking = { { take, NULL }, arena, STR("") };
		struct input_bytes bytes;
		struct err *err = offer_read(input_of_bytes(&bytes, str_of(cases[i].text), STR("x")), &taking.sink, arena);

		print_message("  %s\n", cases[i].text);
		if (cases[i].kind == NULL) {
			assert_err(err, ERR_UNSUPPORTED);
			continue;
		}
		assert_ok(err);
		assert_str(taking.kind, cases[i].kind);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_file_is_known_by_what_is_in_it) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
