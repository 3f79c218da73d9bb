#include "test.h"

#include "service/vex/product.h"

#define SAID(...) (struct ledger_vex_statement){ .status = STR_INIT("not_affected"), __VA_ARGS__ }

static const struct component tomcat = { .name = STR_INIT("Apache Tomcat"), .version = STR_INIT("9.0.71"), .cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*") };
static const struct component django = { .name = STR_INIT("Django"), .version = STR_INIT("4.2.1"), .purl = STR_INIT("pkg:pypi/django@4.2.1") };
static const struct component curl = { .name = STR_INIT("curl"), .version = STR_INIT("7.88.1-10+deb12u5"),
	.purl = STR_INIT("pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64&distro=debian-12") };
static const struct component bare = { .name = STR_INIT("申請受付"), .version = STR_INIT("3.1") };
static const struct component unknown = { .name = STR_INIT("Tomcat"), .cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*") };

static const struct {
	const char                 *what;
	const struct component     *component;
	struct ledger_vex_statement statement;
	bool                        names, speaks;
} cases[] = {
	{ "a CPE name with the version that is installed", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:*:*:*:*")), false, true },
	{ "… with another", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:9.0.72:*:*:*:*:*:*:*")), false, false },
	{ "… without one: all", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*")), false, true },
	{ "… with its version beside it", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"), .version = STR_INIT("9.0.70")), false, false },
	{ "… in a range", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"), .versions = STR_INIT("vers:generic/>=9.0.0|<9.0.99")), false, true },
	{ "… outside of it", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"), .versions = STR_INIT("vers:generic/>=10.0.0|<10.1")), false, false },
	{ "a range that cannot be read holds nothing", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"), .versions = STR_INIT("new ones")), false, false },
	{ "another product", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:http_server:*:*:*:*:*:*:*:*")), false, false },
	{ "an edition that is not told here", &tomcat, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:lite:*:*:*")), false, false },
	{ "a version that nobody told is in none", &unknown, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:*:*:*:*")), false, false },
	{ "… but in all", &unknown, SAID(.cpe = STR_INIT("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*")), false, true },
	{ "a package URL", &django, SAID(.purl = STR_INIT("pkg:pypi/Django@4.2.1"), .version = STR_INIT("4.2.1")), false, true },
	{ "… of another version", &django, SAID(.purl = STR_INIT("pkg:pypi/django@4.2.2"), .version = STR_INIT("4.2.2")), false, false },
	{ "… of another kind", &django, SAID(.purl = STR_INIT("pkg:npm/django@4.2.1"), .version = STR_INIT("4.2.1")), false, false },
	{ "… with what we have of it", &curl, SAID(.purl = STR_INIT("pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64"), .version = STR_INIT("7.88.1-10+deb12u5")), false, true },
	{ "… with another architecture", &curl, SAID(.purl = STR_INIT("pkg:deb/debian/curl?arch=arm64")), false, false },
	{ "… where it is fetched says nothing", &django, SAID(.purl = STR_INIT("pkg:pypi/django?repository_url=https://example.jp")), false, true },
	{ "… that is none", &django, SAID(.purl = STR_INIT("pkg:")), true, false },
	{ "a bare name is a name only in our own word", &bare, SAID(.name = STR_INIT("申請受付"), .version = STR_INIT("3.1")), false, false },
	{ "…", &bare, SAID(.name = STR_INIT("申請受付"), .version = STR_INIT("3.1")), true, true },
	{ "… of another version", &bare, SAID(.name = STR_INIT("申請受付"), .version = STR_INIT("3.2")), true, false },
	{ "a bare name never means what has a better one", &tomcat, SAID(.name = STR_INIT("Apache Tomcat")), true, false },
};

static void
a_statement_speaks_of_what_it_names_and_no_more(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (vex_speaks_of(&cases[i].statement, cases[i].component, cases[i].names, arena) != cases[i].speaks)
			fail_msg("%zu: %s", i, cases[i].what);
}

/* What we say of a product is understood as that product by who takes it in with the same ledger. */
static void
what_goes_out_speaks_of_the_same(void **state)
{
	static const struct component *const all[] = { &tomcat, &django, &curl, &bare, &unknown };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct vex_document document = { .at = 0 };
		struct vex_statement *statement = list_add(arena, &document.statements);
		struct vex_product product;

		statement->vulnerability = STR("CVE-2026-1");
		list_push(arena, &statement->products, vex_product_of(all[i], arena));
		vex_settle(&document, arena);
		product = document.statements.items[0].products.items[0];
		for (size_t k = 0; k < ARRAY_LEN(all); k++) {
			struct ledger_vex_statement said = { .name = product.name, .version = product.version, .purl = product.purl, .cpe = product.cpe };

			if (vex_speaks_of(&said, all[k], true, arena) != (k == i || (all[i] == &unknown && all[k] == &tomcat)))
				fail_msg("%zu of %zu", i, k);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_statement_speaks_of_what_it_names_and_no_more),
		cmocka_unit_test(what_goes_out_speaks_of_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
