#include "test.h"
#include <jansson.h>
#include <zlib.h>
#include "base/vec.h"
#include "domain/version/key.h"
#include "domain/version/three_test.h"
#include "domain/version/version.h"

static const char *const order_signs[] = { "<", "=", ">", "?" };

static const char *
order_sign(enum order order)
{
	return order_signs[order - ORDER_LESS];
}

/* ------------------------------------------------------------------ our own hard examples */

/* A line: scheme, version, sign, version; "#" begins a comment. Both directions are checked. */
static void
the_cases_hold_in_both_directions(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text, rest, line;
	size_t count = 0;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/version/version.cases"), 1 << 20, arena, &text));
	for (rest = text; str_line(&rest, &line); count++) {
		struct str words[4], word;
		size_t found = 0;
		int scheme;
		enum order order;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		while (found < 4 && str_split(&line, '|', &word))
			words[found++] = str_trim_space(word);
		assert_int_equal(found, 4);
		assert_true(enum_find(&scheme_names, words[0], &scheme));
		order = version_compare((enum scheme)scheme, words[1], words[3]);
		if (!str_eq(words[2], str_of(order_sign(order))))
			fail_msg("%.*s: %.*s %s %.*s, not %.*s", STR_ARG(words[0]), STR_ARG(words[1]), order_sign(order),
			    STR_ARG(words[3]), STR_ARG(words[2]));
		assert_int_equal(version_compare((enum scheme)scheme, words[3], words[1]),
		    order == ORDER_UNKNOWN ? ORDER_UNKNOWN : -order);
	}
	assert_true(count > 100);
}

/* ------------------------------------------------------------- other projects' tables, whole */

struct table {
	const char *file;
	enum scheme scheme;
	size_t      rows;         /* as counted in the file              */
	size_t      deviations;   /* rows where we mean to differ …      */
	const char *why;          /* … and why; "" where there are none  */
};

struct tally {
	size_t rows, passed;
};

static void
tally_row(struct tally *tally, enum scheme scheme, struct str a, enum order expected, struct str b, const char *file)
{
	enum order order = version_compare(scheme, a, b);

	tally->rows++;
	if (order == expected && version_compare(scheme, b, a) == (enum order)-expected)
		tally->passed++;
	else
		print_message("    %s: %.*s %s %.*s, the table has %s\n", file, STR_ARG(a), order_sign(order), STR_ARG(b),
		    order_sign(expected));
}

static void
tally_check(const struct tally *tally, const struct table *table)
{
	print_message("  %s: %zu of %zu rows pass%s%s\n", table->file, tally->passed, tally->rows,
	    table->deviations > 0 ? "; " : "", table->why);
	assert_int_equal(tally->rows, table->rows);
	assert_int_equal(tally->rows - tally->passed, table->deviations);
}

static bool
read_row(struct str line, struct str *ret_a, enum order *ret_order, struct str *ret_b)
{
	static const char *const signs[] = { " < ", " = ", " > " };

	line = str_trim_space(line);
	if (line.len == 0 || str_starts(line, STR("#")) || str_starts(line, STR("//")))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t at = str_find(line, str_of(signs[i]));

		if (at == SIZE_MAX)
			continue;
		*ret_a = str_trim_space(str_sub(line, 0, at));
		*ret_order = (enum order)((int)i + ORDER_LESS);
		str_cut(str_trim_space(str_from(line, at + 3)), '\t', ret_b, &line);
		return true;
	}
	fail_msg("no row: %.*s", STR_ARG(line));
	return false;
}

static const struct table tables[] = {
	{ "version/osv-scalibr/debian-versions.odd-lines.txt", SCHEME_DEB, 17, 0, "" },
	{ "version/osv-scalibr/debian-versions-generated.odd-lines.txt", SCHEME_DEB, 7221, 0, "" },
	{ "version/osv-scalibr/redhat-versions.odd-lines.txt", SCHEME_RPM, 81, 0, "" },
	{ "version/osv-scalibr/semver-versions.odd-lines.txt", SCHEME_SEMVER, 41, 0, "" },
	{ "version/osv-scalibr/pypi-versions.odd-lines.txt", SCHEME_PEP440, 18, 5,
	  "no PEP 440 versions: unknown, not a guess" },
	{ "version/osv-scalibr/pypi-versions-generated.odd-lines.txt", SCHEME_PEP440, 6188, 33,
	  "no PEP 440 versions: unknown, not a guess" },
	{ "version/osv-scalibr/alpine-versions.odd-lines.txt", SCHEME_APK, 388, 13,
	  "outside Alpine's grammar: unknown, not a guess" },
	{ "version/osv-scalibr/alpine-versions-generated.odd-lines.txt", SCHEME_APK, 6990, 0, "" },
	{ "version/apk/version.data.odd-lines.txt", SCHEME_APK, 364, 1,
	  "outside Alpine's grammar: unknown, not a guess" },
	{ "version/osv-scalibr/maven-versions.odd-lines.txt", SCHEME_MAVEN, 51, 0, "" },
	{ "version/osv-scalibr/maven-versions-generated.odd-lines.txt", SCHEME_MAVEN, 7376, 6,
	  "written by Maven before 3.9, for which .rc and -rc differed" },
	{ "version/osv-scalibr/rubygems-versions.odd-lines.txt", SCHEME_GEM, 13, 2,
	  "RubyGems refuses 1beta: unknown, not a guess" },
	{ "version/osv-scalibr/rubygems-versions-generated.odd-lines.txt", SCHEME_GEM, 2049, 0, "" },
	{ "version/osv-scalibr/nuget-versions.odd-lines.txt", SCHEME_NUGET, 19, 0, "" },
	{ "version/osv-scalibr/packagist-versions.odd-lines.txt", SCHEME_COMPOSER, 45, 5,
	  "Composer makes 1.0 and 1.0.0 one before it compares; # is no version" },
	{ "version/osv-scalibr/packagist-versions-generated.odd-lines.txt", SCHEME_COMPOSER, 5315, 15,
	  "as above; .post1, .dev100 and -test1 are no versions for Composer; alpha is below beta, stable says nothing" },
};

static void
the_tables_of_osv_scalibr_and_apk_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const char *path = test_data(arena, tables[i].file);
		struct str text, line, a, b;
		struct tally tally = { 0 };
		enum order expected;

		if (path == NULL)
			continue;
		assert_ok(file_read(str_of(path), 1 << 22, arena, &text));
		while (str_line(&text, &line))
			if (read_row(line, &a, &expected, &b))
				tally_row(&tally, tables[i].scheme, a, expected, b, tables[i].file);
		tally_check(&tally, &tables[i]);
	}
}

static void
the_table_of_rpm_holds(void **state)
{
	static const struct table table = { "version/rpm/rpmvercmp.tsv", SCHEME_RPM, 36, 0, "" };
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, table.file);
	struct str text, line, a, b, expected;
	struct tally tally = { 0 };
	int64_t order;

	(void)state;
	if (path == NULL)
		return;
	assert_ok(file_read(str_of(path), 1 << 20, arena, &text));
	assert_true(str_line(&text, &line));
	while (str_line(&text, &line)) {
		assert_true(str_split(&line, '\t', &a) && str_split(&line, '\t', &b) && str_split(&line, '\t', &expected));
		assert_true(str_to_i64(expected, &order));
		tally_row(&tally, table.scheme, a, (enum order)order, b, table.file);
	}
	tally_check(&tally, &table);
}

/* ----------------------------------------------------------------------- vers-spec's tests */

static const struct table vers_tables[] = {
	{ "version/vers-spec/maven_version_cmp_test.odd-cases.json", SCHEME_MAVEN, 489, 2,
	  "for Maven since 3.9 2.0.a is 2-a" },
	{ "version/vers-spec/nuget_version_cmp_test.odd-cases.json", SCHEME_NUGET, 17, 0, "" },
};

/* Two versions are sorted, or said to be equal, or said not to be. */
static void
tally_test(struct tally *tally, const struct table *table, const json_t *test)
{
	const json_t *versions = json_object_get(json_object_get(test, "input"), "versions");
	const json_t *output = json_object_get(test, "expected_output");
	struct str a = str_of(json_string_value(json_array_get(versions, 0)));
	struct str b = str_of(json_string_value(json_array_get(versions, 1)));

	if (json_is_false(output)) {
		enum order order = version_compare(table->scheme, a, b);

		tally->rows++;
		tally->passed += order == ORDER_LESS || order == ORDER_GREATER;
	} else if (json_is_true(output) || str_eq(a, b)) {
		tally_row(tally, table->scheme, a, ORDER_EQUAL, b, table->file);
	} else {
		tally_row(tally, table->scheme, str_of(json_string_value(json_array_get(output, 0))), ORDER_LESS,
		    str_of(json_string_value(json_array_get(output, 1))), table->file);
	}
}

static void
the_tables_of_vers_spec_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vers_tables); i++) {
		const char *path = test_data(arena, vers_tables[i].file);
		struct tally tally = { 0 };
		json_t *root, *test;
		size_t at;

		if (path == NULL)
			continue;
		root = json_load_file(path, 0, NULL);
		assert_non_null(root);
		json_array_foreach(json_object_get(root, "tests"), at, test)
			tally_test(&tally, &vers_tables[i], test);
		json_decref(root);
		tally_check(&tally, &vers_tables[i]);
	}
}

/* ------------------------------------------------------------------------------ properties */

static void
add_versions_of_tables(enum scheme scheme, struct str_list *all, struct arena *arena)
{
	struct str text, line, a, b;
	enum order expected;

	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const char *path = tables[i].scheme == scheme ? test_data(arena, tables[i].file) : NULL;

		if (path == NULL)
			continue;
		assert_ok(file_read(str_of(path), 1 << 22, arena, &text));
		while (str_line(&text, &line))
			if (read_row(line, &a, &expected, &b)) {
				list_push(arena, all, a);
				list_push(arena, all, b);
			}
	}
}

/* NVD's versions with their updates, as range_of_cpe joins them. */
static void
add_versions_of_cpes(struct str_list *all, struct arena *arena)
{
	const char *path = test_data(arena, "cpe/cpe22-uris.odd-lines.txt.gz");
	char line[4096];
	gzFile file = path == NULL ? NULL : gzopen(path, "rb");

	while (file != NULL && gzgets(file, line, sizeof(line)) != NULL) {
		struct str rest = str_trim_space(str_of(line)), part, parts[6] = { 0 };
		size_t count = 0;

		while (count < ARRAY_LEN(parts) && str_split(&rest, ':', &part))
			parts[count++] = part;
		if (parts[4].len > 0 && parts[5].len == 0)
			list_push(arena, all, arena_copy(arena, parts[4]));
		else if (parts[4].len > 0)
			list_push(arena, all, arena_printf(arena, "%.*s-%.*s", STR_ARG(parts[4]), STR_ARG(parts[5])));
	}
	if (file != NULL)
		(void)gzclose(file);
}

/* Every quoted text behind "introduced" and "fixed" of the Go vulnerability database. */
static void
add_versions_of_go(struct str_list *all, struct arena *arena)
{
	const char *path = test_data(arena, "osv/go-vulndb-even.ndjson.gz");
	static char chunk[1 << 16];
	gzFile file = path == NULL ? NULL : gzopen(path, "rb");

	while (file != NULL && gzgets(file, chunk, sizeof(chunk)) != NULL) {
		struct str rest = str_of(chunk);
		size_t at;

		while ((at = str_find(rest, STR("\"fixed\""))) != SIZE_MAX) {
			struct str version;

			str_cut(str_from(rest, at + 7), '"', &version, &rest);
			str_cut(rest, '"', &version, &rest);
			list_push(arena, all, arena_copy(arena, version));
		}
	}
	if (file != NULL)
		(void)gzclose(file);
}

/* Some hundred real versions of a scheme, evenly over its sources. */
static struct str_list
versions_of(enum scheme scheme, struct arena *arena)
{
	struct str_list all = { 0 }, some = { 0 };

	add_versions_of_tables(scheme, &all, arena);
	if (scheme == SCHEME_GENERIC)
		add_versions_of_cpes(&all, arena);
	if (scheme == SCHEME_GOLANG)
		add_versions_of_go(&all, arena);
	for (size_t i = 0; i < all.count; i += all.count / 300 + 1)
		list_push(arena, &some, all.items[i]);
	return some;
}

/* Where two versions have keys, these say what the comparison says. Gives how many versions have one. */
static size_t
check_keys(enum scheme scheme, const struct str_list *versions, struct arena *arena)
{
	struct version_key *keys = ARENA_ARRAY(arena, struct version_key, versions->count + 1);
	bool *has = ARENA_ARRAY(arena, bool, versions->count + 1);
	size_t keyed = 0;

	for (size_t i = 0; i < versions->count; i++) {
		has[i] = version_key(scheme, versions->items[i], &keys[i]);
		keyed += has[i];
		for (size_t j = 0; j < i; j++) {
			enum order order = has[i] && has[j] ? version_key_order(&keys[i], &keys[j]) : ORDER_UNKNOWN;

			if (order == ORDER_UNKNOWN && (!has[i] || !has[j] || !keys[i].whole || !keys[j].whole))
				continue;
			if (order != version_compare(scheme, versions->items[i], versions->items[j]))
				fail_msg("%s: the keys of %.*s and %.*s have another order: %s", enum_name(&scheme_names, (int)scheme),
				    STR_ARG(versions->items[i]), STR_ARG(versions->items[j]), order_sign(order));
		}
	}
	return keyed;
}

static void
check_order(enum scheme scheme, const struct str_list *versions)
{
	size_t count = versions->count;
	short *matrix = malloc((count * count + 1) * sizeof(*matrix));

	assert_non_null(matrix);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			matrix[i * count + j] = (short)version_compare(scheme, versions->items[i], versions->items[j]);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(matrix[i * count + i], ORDER_EQUAL);
		for (size_t j = 0; j < count; j++) {
			int ij = matrix[i * count + j];

			assert_int_equal(matrix[j * count + i], ij == ORDER_UNKNOWN ? ORDER_UNKNOWN : -ij);
			for (size_t k = 0; k < count && (ij == ORDER_LESS || ij == ORDER_EQUAL); k++) {
				int jk = matrix[j * count + k], ik = matrix[i * count + k];

				if ((jk == ORDER_LESS || jk == ORDER_EQUAL) && ik != ORDER_UNKNOWN &&
				    ik != (ij == ORDER_LESS ? ORDER_LESS : jk) &&
				    three_are_of_one_shape(scheme, versions->items[i], versions->items[j], versions->items[k]))
					fail_msg("%.*s, %.*s, %.*s: not transitive", STR_ARG(versions->items[i]),
					    STR_ARG(versions->items[j]), STR_ARG(versions->items[k]));
			}
		}
	}
	free(matrix);
}

static void
orders_are_antisymmetric_and_transitive(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list every = { 0 };

	(void)state;
	for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
		struct str_list versions = versions_of((enum scheme)scheme, arena);

		for (size_t i = 0; i < versions.count; i += 8)
			list_push(arena, &every, versions.items[i]);
		check_order((enum scheme)scheme, &versions);
		print_message("  %s: %zu versions, %zu with keys\n", enum_name(&scheme_names, scheme), versions.count,
		    check_keys((enum scheme)scheme, &versions, arena));
	}
	/* Every ordering also meets the versions of the others. */
	for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
		check_order((enum scheme)scheme, &every);
		(void)check_keys((enum scheme)scheme, &every, arena);
	}
}

/* ----------------------------------------------------------------------- the other questions */

static const struct {
	enum scheme scheme;
	const char *version;
	bool        prerelease;
} prerelease_cases[] = {
	{ SCHEME_GENERIC, "1.0-rc1", true },   { SCHEME_GENERIC, "1.0 Beta", true },  { SCHEME_GENERIC, "1.0b2", true },
	{ SCHEME_GENERIC, "1.0b", false },     { SCHEME_GENERIC, "1.0 SP1", false },  { SCHEME_DEB, "1.0~rc1-1", true },
	{ SCHEME_DEB, "1.0-1~bpo12", false },  { SCHEME_RPM, "1.0~rc1-1.el9", true }, { SCHEME_RPM, "1.0-0.1~x", false },
	{ SCHEME_APK, "1.0_rc1-r0", true },    { SCHEME_APK, "1.0_p1", false },       { SCHEME_SEMVER, "3.0.0-0", true },
	{ SCHEME_SEMVER, "1.0.0+x-y", false }, { SCHEME_PEP440, "2.0a1", true },      { SCHEME_PEP440, "3.0.dev4", true },
	{ SCHEME_PEP440, "3.0.post4", false }, { SCHEME_MAVEN, "1-SNAPSHOT", true },  { SCHEME_MAVEN, "1.Final", false },
	{ SCHEME_GEM, "1.0.pre", true },       { SCHEME_GEM, "1.0", false },          { SCHEME_NUGET, "1.0-BETA", true },
	{ SCHEME_COMPOSER, "1.0RC1", true },   { SCHEME_COMPOSER, "1.0-p1", false },  { SCHEME_GOLANG, "go1.21rc2", true },
	{ SCHEME_GOLANG, "v0.0.0-20210101000000-abcdefabcdef", true },                { SCHEME_NONE, "1-rc", false },
	{ SCHEME_GENERIC, "1.0-rc1\x80", false }, { SCHEME_DEB, "1.0~rc 1", false },  { SCHEME_RPM, "1.0~rc 1", false },
	{ SCHEME_DEB, "1.0", false },          { SCHEME_RPM, "1.0", false },          { SCHEME_APK, "1.0_rc1x", false },
	{ SCHEME_SEMVER, "1.0-rc..1", false }, { SCHEME_PEP440, "1.0rc1?", false },   { SCHEME_PEP440, "1.0", false },
	{ SCHEME_MAVEN, "1-rc\x7f", false },    { SCHEME_MAVEN, "1-sp", false },       { SCHEME_GEM, "1.0.rc_", false },
	{ SCHEME_NUGET, "1.0-rc_1", false },   { SCHEME_NUGET, "1.0", false },        { SCHEME_COMPOSER, "1.0RCC", false },
	{ SCHEME_COMPOSER, "1.0-dev", true },  { SCHEME_COMPOSER, "1.0", false },     { SCHEME_COMPOSER, "1.0-STABLE", false },
	{ SCHEME_COMPOSER, "1.0-p1-dev", true }, { SCHEME_GOLANG, "go1.21rc_", false }, { SCHEME_GOLANG, "go1.21.0", false },
	{ SCHEME_GOLANG, "go1.21", true },
};

static void
prereleases_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(prerelease_cases); i++)
		if (version_is_prerelease(prerelease_cases[i].scheme, str_of(prerelease_cases[i].version)) !=
		    prerelease_cases[i].prerelease)
			fail_msg("%s", prerelease_cases[i].version);
}

static const struct {
	enum scheme scheme;
	const char *version, *prefix;
	bool        has;
} prefix_cases[] = {
	{ SCHEME_GENERIC, "4.10.2", "4.10", true }, { SCHEME_GENERIC, "4.10.2", "4.1", false },
	{ SCHEME_GENERIC, "4", "4.0", true },       { SCHEME_GENERIC, "v4.1", "4", true },
	{ SCHEME_GENERIC, "4", "4.1", false },      { SCHEME_GENERIC, "4.10-rc1", "4.10", true },
	{ SCHEME_DEB, "4", "4.0", false },          { SCHEME_DEB, "1:4.1", "4", false },
	{ SCHEME_SEMVER, "5.10.0-23", "5.10", true }, { SCHEME_GENERIC, "12.2SE", "12.2se", true },
	{ SCHEME_DEB, "0:4.1", "4", true },         { SCHEME_DEB, "1:4.1", "1.4", false },
	{ SCHEME_DEB, "1:4.1", "1:4", true },       { SCHEME_DEB, "1.2-3", "1.2.3", false },
	{ SCHEME_DEB, "1.2-3.4", "1.2-3", true },   { SCHEME_DEB, "1.2-3", "1.2", true },
	{ SCHEME_RPM, "2:1_0-3.el9", "2:1.0", true }, { SCHEME_RPM, "1.0~rc1", "1.0", true },
	{ SCHEME_RPM, "1.0+2", "1.0.2", true },     { SCHEME_RPM, "1.0^2", "1.0.2", false },
	{ SCHEME_SEMVER, "1.2-3", "1.2.3", false }, { SCHEME_SEMVER, "4-rc1", "4.0", true },
	{ SCHEME_SEMVER, "4-5", "4.0", true },      { SCHEME_SEMVER, "4-5", "4.5", false },
	{ SCHEME_SEMVER, "4.0", "4-0", false },     { SCHEME_SEMVER, "1.2+3", "1.2.3", false },
	{ SCHEME_PEP440, "4rc1", "4.0", true },     { SCHEME_PEP440, "v0!4.10.dev1", "4.10", true },
	{ SCHEME_PEP440, "1!4.10", "4.10", false }, { SCHEME_PEP440, "1.0-1", "1.0.1", false },
	{ SCHEME_PEP440, "1.0-rc1", "1.0rc1", true }, { SCHEME_APK, "1.05", "1.5", false },
	{ SCHEME_APK, "1.05_p1", "1.05", true },    { SCHEME_GENERIC, "1.05", "1.5", true },
	{ SCHEME_GENERIC, "Ver.4.1", "4", true },   { SCHEME_GENERIC, "1.2-3", "1.2.3", true },
	{ SCHEME_GOLANG, "go1.21rc2", "1.21", true }, { SCHEME_GOLANG, "v1.21.3", "go1.21", true },
	{ SCHEME_GENERIC, "4.10", "", true },       { SCHEME_GENERIC, "v", "v", true },
	{ SCHEME_NONE, "4.10", "4", true },         { SCHEME_NONE, "4", "4.0", false },
	{ SCHEME_SEMVER, "4", "4-0", false },       { SCHEME_SEMVER, "4.1", "4.x", false },
	{ SCHEME_SEMVER, "4.x", "4.1", false },     { SCHEME_SEMVER, "va", "va", true },
};

static void
prefixes_end_at_components(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(prefix_cases); i++)
		if (version_has_prefix(prefix_cases[i].scheme, str_of(prefix_cases[i].version),
		    str_of(prefix_cases[i].prefix)) != prefix_cases[i].has)
			fail_msg("%s / %s", prefix_cases[i].version, prefix_cases[i].prefix);
}

static void
ecosystems_and_package_types_have_their_schemes(void **state)
{
	(void)state;
	assert_int_equal(scheme_of_ecosystem(STR("Debian:12")), SCHEME_DEB);
	assert_int_equal(scheme_of_ecosystem(STR("Maven:https://repo.example/")), SCHEME_MAVEN);
	assert_int_equal(scheme_of_ecosystem(STR("Red Hat:enterprise_linux:9::baseos")), SCHEME_RPM);
	assert_int_equal(scheme_of_ecosystem(STR("Go")), SCHEME_GOLANG);
	assert_int_equal(scheme_of_ecosystem(STR("Gopher")), SCHEME_NONE);
	assert_int_equal(scheme_of_ecosystem(STR("")), SCHEME_NONE);
	assert_int_equal(scheme_of_purl_type(STR("pypi")), SCHEME_PEP440);
	assert_int_equal(scheme_of_purl_type(STR("docker")), SCHEME_NONE);
}

static void
long_and_hostile_versions_are_answered(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const char parts[] = "1.a-0~^_+:! \x80" "9";
	size_t len = 4096;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(parts); i++) {
		char *a = arena_alloc(arena, len + 1), *b = arena_alloc(arena, len + 1);

		for (size_t j = 0; j < len; j++)
			a[j] = b[j] = j % 2 == 0 ? parts[i] : parts[(i + 1) % (sizeof(parts) - 1)];
		b[len - 1] = '1';
		for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
			struct version_key key;

			(void)version_compare((enum scheme)scheme, (struct str){ a, len }, (struct str){ b, len });
			(void)version_has_prefix((enum scheme)scheme, (struct str){ a, len }, (struct str){ b, len });
			if (version_key((enum scheme)scheme, (struct str){ b, len }, &key))
				assert_in_range(key.len, 1, VERSION_KEY_MOST);
		}
	}
	for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
		assert_int_equal(version_compare((enum scheme)scheme, STR(""), STR("")), ORDER_EQUAL);
		assert_int_equal(version_compare((enum scheme)scheme, STR(""), STR("1")), ORDER_UNKNOWN);
		assert_int_equal(version_compare((enum scheme)scheme, (struct str){ 0 }, STR("1")), ORDER_UNKNOWN);
		assert_false(version_is_valid((enum scheme)scheme, STR("")));
	}
}

/* ------------------------------------------------------------------------------------ keys */

static struct str
digits_of(char digit, size_t len, struct arena *arena)
{
	char *text = arena_alloc(arena, len);

	memset(text, digit, len);
	return (struct str){ text, len };
}

/* Rising numbers, at the places where the way of writing changes. */
static void
numbers_in_keys_rise_whatever_their_length(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct str numbers[] = {
		STR(""), STR("1"), STR("143"), STR("144"), STR("145"), STR("999"), STR("1000"), STR("99999"), STR("100000"),
		digits_of('9', 64, arena), digits_of('1', 65, arena), digits_of('9', 65, arena), digits_of('1', 66, arena),
		digits_of('1', 300, arena), digits_of('1', 70000, arena),
	};
	struct version_key last = { .whole = true }, key;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++, last = key) {
		key = (struct version_key){ .whole = true };
		key_digits(&key, numbers[i]);
		if (i > 0)
			assert_int_equal(version_key_order(&last, &key), ORDER_LESS);
		assert_int_equal(key.whole, numbers[i].len < 100);
	}
	key = last = (struct version_key){ .whole = true };
	key_digits(&key, STR("000000000000007"));
	key_digits(&last, STR("7"));
	assert_int_equal(version_key_order(&last, &key), ORDER_EQUAL);
}

static void
words_in_keys_end_by_themselves(void **state)
{
	static const struct str words[] = {
		STR_INIT(""), STR_INIT("\0"), STR_INIT("\0" "a"), STR_INIT("\1"), STR_INIT("\2"), STR_INIT("a"), STR_INIT("a\0"), STR_INIT("ab"),
		STR_INIT("b"), STR_INIT("\xff"),
	};
	struct version_key last = { .whole = true }, key;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++, last = key) {
		key = (struct version_key){ .whole = true };
		key_word(&key, words[i]);
		key_tag(&key, 0x80);
		if (i > 0)
			assert_int_equal(version_key_order(&last, &key), ORDER_LESS);
	}
	key = last = (struct version_key){ .whole = true };
	key_word(&key, STR("rc"));
	key_word_nocase(&last, STR("Rc"));
	assert_int_equal(version_key_order(&last, &key), ORDER_EQUAL);
}

/* What is cut off is not told; what differs before that is. */
static void
long_keys_tell_what_they_have(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str tail = digits_of('5', 200, arena);
	static const struct str beginnings[] = {
		STR_INIT("1."), STR_INIT("1.0-"), STR_INIT("1.0-a"), STR_INIT("1.0-A"), STR_INIT("0."),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(beginnings); i++)
		for (int scheme = 0; scheme <= SCHEME_GOLANG; scheme++) {
			struct str text = arena_printf(arena, "%.*s%.*s", STR_ARG(beginnings[i]), STR_ARG(tail));
			struct version_key key, other, brief;

			if (!version_key((enum scheme)scheme, text, &key))
				continue;
			assert_false(key.whole);
			assert_int_equal(key.len, VERSION_KEY_MOST);
			assert_true(version_key((enum scheme)scheme, text, &other));
			assert_int_equal(version_key_order(&key, &other), ORDER_UNKNOWN);
			assert_true(version_key((enum scheme)scheme, STR("3"), &brief));
			assert_int_equal(version_key_order(&key, &brief), ORDER_LESS);
			brief = key;
			brief.whole = true;
			assert_int_equal(version_key_order(&key, &brief), ORDER_UNKNOWN);
			assert_int_equal(version_key_order(&brief, &key), ORDER_UNKNOWN);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cases_hold_in_both_directions),
		cmocka_unit_test(the_tables_of_osv_scalibr_and_apk_hold),
		cmocka_unit_test(the_table_of_rpm_holds),
		cmocka_unit_test(the_tables_of_vers_spec_hold),
		cmocka_unit_test(orders_are_antisymmetric_and_transitive),
		cmocka_unit_test(prereleases_are_known),
		cmocka_unit_test(prefixes_end_at_components),
		cmocka_unit_test(ecosystems_and_package_types_have_their_schemes),
		cmocka_unit_test(long_and_hostile_versions_are_answered),
		cmocka_unit_test(numbers_in_keys_rise_whatever_their_length),
		cmocka_unit_test(words_in_keys_end_by_themselves),
		cmocka_unit_test(long_keys_tell_what_they_have),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
