#include "test.h"
#include <string.h>
#include "format/json/json.h"
#include "format/purl/purl.h"

static const struct {
	const char *text;
	const char *canonical;                       /* NULL: must be refused */
	const char *ecosystem, *package;             /* NULL: OSV has none */
} cases[] = {
	{ "pkg:npm/left-pad@1.3.0",               "pkg:npm/left-pad@1.3.0", "npm", "left-pad" },
	{ "pkg:npm/%40angular/core@17.0.1",       "pkg:npm/%40angular/core@17.0.1", "npm", "@angular/core" },
	{ "pkg:npm/@angular/core",                "pkg:npm/%40angular/core", "npm", "@angular/core" },
	{ "pkg:npm/@angular/core@17.0.1",         "pkg:npm/%40angular/core@17.0.1", "npm", "@angular/core" },
	{ "pkg:PyPI/Zope.Interface_X@5.0",        "pkg:pypi/zope.interface-x@5.0", "PyPI", "zope.interface-x" },
	{ "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar", "Maven", "org.apache.logging.log4j:log4j-core" },
	{ "pkg:golang/github.com/Masterminds/goutils@v1.1.0", "pkg:golang/github.com/masterminds/goutils@v1.1.0", "Go", "github.com/masterminds/goutils" },
	{ "pkg:golang/stdlib@1.22.0",             "pkg:golang/stdlib@1.22.0", "Go", "stdlib" },
	{ "pkg:cargo/time@0.3?arch=any",          "pkg:cargo/time@0.3?arch=any", "crates.io", "time" },
	{ "pkg:gem/rails@7.0.0",                  "pkg:gem/rails@7.0.0", "RubyGems", "rails" },
	{ "pkg:nuget/Newtonsoft.Json@12.0.1",     "pkg:nuget/Newtonsoft.Json@12.0.1", "NuGet", "Newtonsoft.Json" },
	{ "pkg:composer/Laravel/Framework@5.5.0", "pkg:composer/laravel/framework@5.5.0", "Packagist", "laravel/framework" },
	{ "pkg:deb/Debian/curl@7.88.1-10+deb12u5?distro=debian-12&arch=amd64", "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64&distro=debian-12", "Debian", "curl" },
	{ "pkg:deb/ubuntu/curl@1:2-3",            "pkg:deb/ubuntu/curl@1:2-3", "Ubuntu", "curl" },
	{ "pkg:rpm/redhat/openssl@1.1.1k-7.el8_6?epoch=1", "pkg:rpm/redhat/openssl@1.1.1k-7.el8_6?epoch=1", "Red Hat", "openssl" },
	{ "pkg:rpm/centos/openssl",               "pkg:rpm/centos/openssl", NULL, NULL },
	{ "pkg:apk/alpine/musl@1.2.4-r2",         "pkg:apk/alpine/musl@1.2.4-r2", "Alpine", "musl" },
	{ "pkg:swift/github.com/Alamofire/Alamofire@5.4.3", "pkg:swift/github.com/Alamofire/Alamofire@5.4.3", "SwiftURL", "github.com/Alamofire/Alamofire" },
	{ "pkg:cpan/drolsky/DateTime@1.55",       "pkg:cpan/DROLSKY/DateTime@1.55", NULL, NULL },
	{ "pkg:generic/a@1?x=&y=2",               "pkg:generic/a@1?y=2", NULL, NULL },
	{ "pkg:generic/100%/a@1",                 "pkg:generic/100%25/a@1", NULL, NULL },
	{ "pkg:generic/a/./b#./x/../y",           "pkg:generic/a/./b#x/y", NULL, NULL },
	{ "pkg:generic/a//b#%2E/x/%2e%2e/y",      "pkg:generic/a/b#x/y", NULL, NULL },
	{ "pkg:generic/日本語@1",                 "pkg:generic/%E6%97%A5%E6%9C%AC%E8%AA%9E@1", NULL, NULL },
	{ "pkg:generic/a%zz%-1%4",                "pkg:generic/a%25zz%25-1%254", NULL, NULL },
	{ "pkg:A.b-1c/x",                         "pkg:a.b-1c/x", NULL, NULL },
	{ "pkg:npm/a/@1.0",                       "pkg:npm/a@1.0", "npm", "a" },
	{ "pkg:conan/ns/cctz@2.3?channel=stable", "pkg:conan/ns/cctz@2.3?channel=stable", "ConanCenter", "cctz" },
	{ "pkg:swid/Acme/Anvil@1?tag_id=x",       "pkg:swid/Acme/Anvil@1?tag_id=x", NULL, NULL },
	{ "pkg:pypi/_a.._b",                      "pkg:pypi/-a..-b", "PyPI", "-a..-b" },
	{ "pkg:huggingface/M/Bert@ABC",           "pkg:huggingface/M/Bert@abc", NULL, NULL },
	{ "pkg:oci/Debian@SHA256:AB",             "pkg:oci/debian@sha256:ab", NULL, NULL },
	{ "pkg:hackage/acme_anvil@1",             "pkg:hackage/acme-anvil@1", "Hackage", "acme-anvil" },
	{ "pkg:pub/Acme-Anvil.x@1",               "pkg:pub/acme_anvil_x@1", "Pub", "acme_anvil_x" },
	{ "pkg:chrome-extension/GHBMNNJOOEKPMOECNNNILNNBDLOLHKHI", "pkg:chrome-extension/ghbmnnjooekpmoecnnnilnnbdlolhkhi", NULL, NULL },
	{ "pkg:vscode-extension/Acme/Anvil@1.0-A", "pkg:vscode-extension/acme/anvil@1.0-a", NULL, NULL },
	{ "pkg:mlflow/Fraud@3",                   "pkg:mlflow/Fraud@3", NULL, NULL },
	{ "pkg:mlflow/Fraud@3?repository_url=https://x.azuredatabricks.net/", "pkg:mlflow/fraud@3?repository_url=https:%2F%2Fx.azuredatabricks.net%2F", NULL, NULL },
	{ "npm/left-pad@1.3.0", NULL },          { "pkg:npm/@1.3.0", NULL },
	{ "pkg:", NULL },                        { "pkg:npm", NULL },
	{ "pkg:npm/", NULL },                    { "", NULL },
	{ "pkg:n&pm/a", NULL },                  { "pkg:1npm/a", NULL },
	{ "pkg:deb/curl@1", NULL },              { "pkg:pypi/a/b@1", NULL },
	{ "pkg:swift/a/b", NULL },               { "pkg:julia/AWS@1.9", NULL },
	{ "pkg:conan/ns/cctz@2.3", NULL },       { "pkg:conan/cctz@2.3?channel=stable", NULL },
	{ "pkg:generic/a?x=1&X=2", NULL },       { "pkg:generic/a?b%20c=1", NULL },
	{ "pkg:bazel/a/b", NULL },               { "pkg:git/a", NULL },
	{ "pkg:generic/a%2Fb/c", NULL },         { "pkg:generic/%ff", NULL },
	{ "pkg:generic/a%00b", NULL },
};

static void
a_purl_becomes_canonical_and_names_its_package(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str ecosystem = { 0 }, package = { 0 };
		struct purl purl, again;
		bool named;

		print_message("  %s\n", cases[i].text);
		if (cases[i].canonical == NULL) {
			assert_err(purl_parse(str_of(cases[i].text), arena, &purl), ERR_FORMAT);
			continue;
		}
		assert_ok(purl_parse(str_of(cases[i].text), arena, &purl));
		assert_str(purl_format(&purl, arena), cases[i].canonical);
		assert_ok(purl_parse(str_of(cases[i].canonical), arena, &again));
		assert_str(purl_format(&again, arena), cases[i].canonical);
		named = purl_ecosystem(&purl, arena, &ecosystem, &package);
		assert_int_equal(named, cases[i].ecosystem != NULL);
		assert_str(ecosystem, cases[i].ecosystem);
		assert_str(package, cases[i].package);
	}
}

static void
qualifiers_are_read_and_added(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct purl purl = { .type = STR("Deb"), .space = STR("debian"), .name = STR("curl"), .version = STR("1:2+b1") };

	(void)state;
	purl_add_qualifier(&purl, STR("distro"), STR("debian-12"), arena);
	purl_add_qualifier(&purl, STR("arch"), STR(""), arena);
	purl_add_qualifier(&purl, STR("Upstream"), STR("a&b=c/d"), arena);
	assert_ok(purl_normalise(&purl, arena));
	assert_str(purl_format(&purl, arena), "pkg:deb/debian/curl@1:2%2Bb1?distro=debian-12&upstream=a%26b%3Dc%2Fd");
	assert_str(purl_qualifier(&purl, STR("upstream"), arena), "a&b=c/d");
	assert_str(purl_qualifier(&purl, STR("arch"), arena), "");
}

static void
package_keys_fold_what_the_registry_does_not_tell_apart(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_str(purl_package_key(STR("PyPI"), STR("Foo.._bar"), arena), "foo-bar");
	assert_str(purl_package_key(STR("PyPI"), STR("_Foo-.bar"), arena), "-foo-bar");
	assert_str(purl_package_key(STR("Go"), STR("github.com/Masterminds/goutils"), arena), "github.com/masterminds/goutils");
	assert_str(purl_package_key(STR("crates.io"), STR("Serde_Json"), arena), "serde-json");
	assert_str(purl_package_key(STR("crates.io"), STR("Serde"), arena), "serde");
	assert_str(purl_package_key(STR("NuGet"), STR("Newtonsoft.Json"), arena), "newtonsoft.json");
	assert_str(purl_package_key(STR("npm"), STR("JSONStream"), arena), "JSONStream");
	assert_str(purl_package_key(STR("Debian:12"), STR("curl"), arena), "curl");
}

static const struct {
	const char *text, *sentence;
} refusals[] = {
	{ "npm/left-pad@1.3.0",        "character 1: This is not a package URL: it does not begin with \"pkg:\"." },
	{ "",                          "character 1: This is not a package URL: it does not begin with \"pkg:\"." },
	{ "pkg:",                      "character 5: The package URL names no package type." },
	{ "pkg:///",                   "character 8: The package URL names no package type." },
	{ "pkg:n&pm/a",                "character 6: \"n&pm\" cannot be a type of package URL: it is letters, digits, \".\" and \"-\", and begins with a letter." },
	{ "pkg:1npm/a",                "character 5: \"1npm\" cannot be a type of package URL: it is letters, digits, \".\" and \"-\", and begins with a letter." },
	{ "pkg:npm",                   "character 8: The package URL of type npm names no package." },
	{ "pkg:npm/@1.3.0",            "character 9: The package URL of type npm names no package." },
	{ "pkg:deb/curl@1",            "character 9: A package URL of type deb must have a namespace before the name." },
	{ "pkg:pypi/a/b@1",            "character 10: A package URL of type pypi has no namespace; this one has \"a\"." },
	{ "pkg:swift/a/b",             "character 13: A package URL of type swift must have a version." },
	{ "pkg:julia/AWS@1.9",         "character 11: A package URL of type julia must have the qualifier \"uuid\"." },
	{ "pkg:cpan/URI::Escape@5",    "character 10: A package URL of type cpan names a distribution (\"Acme-Anvil\"), not a module such as \"URI::Escape\"." },
	{ "pkg:conan/ns/cctz@2.3",     "character 11: A package URL of type conan has namespace and channel together, or neither." },
	{ "pkg:generic/a?x=1&X=2",     "character 19: The package URL has the qualifier \"x\" twice." },
	{ "pkg:generic/a?y=1&日=2",    "character 19: The package URL has a qualifier named \"日\"; names are letters, digits, \".\", \"-\" and \"_\"." },
	{ "pkg:generic/a?1y=1",        "character 15: The package URL has a qualifier named \"1y\"; names are letters, digits, \".\", \"-\" and \"_\"." },
	{ "pkg:generic/a?=1",          "character 15: The package URL has a qualifier named \"\"; names are letters, digits, \".\", \"-\" and \"_\"." },
	{ "pkg:generic/日本/a%2Fb/c",  "character 16: A path segment \"a%2Fb\" of the package URL hides a \"/\" in itself." },
	{ "pkg:generic/a#b/c%2fd",     "character 17: A path segment \"c%2fd\" of the package URL hides a \"/\" in itself." },
	{ "pkg:generic/x/%ff",         "character 15: The package URL holds bytes that are not UTF-8 text." },
	{ "pkg:generic/%ff/x",         "character 13: The package URL holds bytes that are not UTF-8 text." },
	{ "pkg:generic/x@1%00",        "character 15: The package URL holds bytes that are not UTF-8 text." },
	{ "pkg:generic/x#a/%fe",       "character 15: The package URL holds bytes that are not UTF-8 text." },
	{ "pkg:generic/x?a=b&c=%e3",   "character 21: The package URL holds bytes that are not UTF-8 text." },
	{ "pkg:generic/日\xff",       "character 14: The package URL holds bytes that are not UTF-8 text." },
};

static void
a_refusal_says_where_and_why(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char *longest = arena_alloc(arena, 5000);
	struct purl purl;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		struct err *err = purl_parse(str_of(refusals[i].text), arena, &purl);

		print_message("  %s\n", refusals[i].text);
		assert_non_null(err);
		assert_str(err_sentence(err, LANG_EN, arena), refusals[i].sentence);
	}
	assert_err(purl_parse((struct str){ "pkg:generic/a\0b", 15 }, arena, &purl), ERR_FORMAT);
	memset(longest, 'a', 5000);
	assert_err(purl_parse((struct str){ longest, 5000 }, arena, &purl), ERR_LIMIT);
	purl = (struct purl){ .type = STR("conan"), .name = STR("a") };
	purl_add_qualifier(&purl, STR("channel"), STR("stable"), arena);
	assert_err(purl_normalise(&purl, arena), ERR_FORMAT);
	purl = (struct purl){ .type = STR("generic"), .name = STR("a") };
	purl_add_qualifier(&purl, STR("file"), (struct str){ "a\0b", 3 }, arena);
	assert_err(purl_normalise(&purl, arena), ERR_FORMAT);
	purl = (struct purl){ .type = STR("cran"), .name = STR("/a/") };
	assert_err(purl_normalise(&purl, arena), ERR_FORMAT);
	assert_str(purl.name, "/a/");
}

/* ------------------------------------------------------------------------- the specification's own cases */

static struct str
text_or_none(struct json object, const char *key)
{
	return json_get_str(object, key);
}

static struct err *
build(struct json parts, struct arena *arena, struct purl *ret_purl)
{
	struct purl purl = {
		.type = text_or_none(parts, "type"),
		.space = text_or_none(parts, "namespace"),
		.name = text_or_none(parts, "name"),
		.version = text_or_none(parts, "version"),
		.subpath = text_or_none(parts, "subpath"),
	};

	for (struct json_iter i = json_each(json_get(parts, "qualifiers")); json_next(&i);)
		purl_add_qualifier(&purl, i.key, json_str(i.value), arena);
	TRY(purl_normalise(&purl, arena));
	*ret_purl = purl;
	return NULL;
}

static bool
has_qualifiers(const struct purl *purl, struct json expected, struct arena *arena)
{
	struct str rest = purl->qualifiers, key, value;
	size_t wanted = 0, found = 0;

	for (struct json_iter i = json_each(expected); json_next(&i); wanted++)
		if (!str_eq(purl_qualifier(purl, i.key, arena), json_str(i.value)))
			return false;
	while (purl_next_qualifier(&rest, arena, &key, &value))
		found++;
	return found == wanted;
}

static bool
has_parts(const struct purl *purl, struct json parts, struct arena *arena)
{
	return has_qualifiers(purl, json_get(parts, "qualifiers"), arena) &&
	    str_eq(purl->type, text_or_none(parts, "type")) && str_eq(purl->space, text_or_none(parts, "namespace")) &&
	    str_eq(purl->name, text_or_none(parts, "name")) && str_eq(purl->version, text_or_none(parts, "version")) &&
	    str_eq(purl->subpath, text_or_none(parts, "subpath"));
}

/* Written and read again it is the same, and what is canonical stays as it is. */
static bool
comes_back(const struct purl *purl, struct arena *arena)
{
	struct str written = purl_format(purl, arena);
	struct purl again;

	return purl_parse(written, arena, &again) == NULL && str_eq(purl_format(&again, arena), written) &&
	    str_eq(again.type, purl->type) && str_eq(again.space, purl->space) && str_eq(again.name, purl->name) &&
	    str_eq(again.version, purl->version) && str_eq(again.qualifiers, purl->qualifiers) &&
	    str_eq(again.subpath, purl->subpath);
}

/* Does one case hold? A purl is built from parts, parsed into parts, or brought into canonical form. */
static bool
case_holds(struct json test, struct arena *arena)
{
	struct str kind = json_get_str(test, "test_type");
	struct json input = json_get(test, "input"), expected = json_get(test, "expected_output");
	struct purl purl;
	struct err *err = str_eq(kind, STR("build")) ? build(input, arena, &purl) : purl_parse(json_str(input), arena, &purl);

	if (json_get_bool(test, "expected_failure"))
		return err != NULL;
	if (err != NULL || !comes_back(&purl, arena))
		return false;
	return str_eq(kind, STR("parse")) ? has_parts(&purl, expected, arena)
	                                  : str_eq(purl_format(&purl, arena), json_str(expected));
}

/*
 * A case of the suite that contradicts another: it wants a capital letter in a qualifier's key refused, where
 * "validate" of the same text wants it lowered, as the specification has it.
 */
static bool
is_contradiction(struct json test)
{
	return json_get_bool(test, "expected_failure") &&
	    str_eq(json_str(json_get(test, "input")), STR("pkg:gem/jruby-launcher@1.1.2?Platform=java"));
}

static void
run_suite(struct str path, struct arena *arena, size_t *count, size_t *contradictions, size_t *failures)
{
	struct json_reader *reader = json_reader_new();
	struct str text;
	struct json root;

	assert_ok(file_read(path, (size_t)1 << 24, arena, &text));
	assert_ok(json_parse(reader, text, arena, &root));
	for (struct json_iter i = json_each(json_get(root, "tests")); json_next(&i);) {
		(*count)++;
		if (is_contradiction(i.value)) {
			(*contradictions)++;
			continue;
		}
		if (case_holds(i.value, arena))
			continue;
		(*failures)++;
		print_message("  %.*s: %.*s\n", STR_ARG(path_base(path)), STR_ARG(json_get_str(i.value, "description")));
	}
	json_reader_free(reader);
}

static void
the_cases_of_the_specification_hold(void **state)
{
	static const char *const dirs[] = { "purl/tests/spec", "purl/tests/types" };
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = 0, contradictions = 0, failures = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(dirs); i++) {
		const char *dir = test_data(arena, dirs[i]);
		struct str *names;
		size_t names_count;

		skip_without(dir, &arena);
		assert_ok(dir_list(str_of(dir), arena, &names, &names_count));
		for (size_t at = 0; at < names_count; at++)
			run_suite(path_join(arena, str_of(dir), names[at]), arena, &count, &contradictions, &failures);
	}
	print_message("  %zu cases, %zu contradict others, %zu failed\n", count, contradictions, failures);
	assert_int_equal(count, 293);
	assert_int_equal(contradictions, 1);
	assert_int_equal(failures, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_purl_becomes_canonical_and_names_its_package),
		cmocka_unit_test(a_refusal_says_where_and_why),
		cmocka_unit_test(qualifiers_are_read_and_added),
		cmocka_unit_test(the_cases_of_the_specification_hold),
		cmocka_unit_test(package_keys_fold_what_the_registry_does_not_tell_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
