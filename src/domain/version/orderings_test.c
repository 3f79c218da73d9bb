/*
 * The orderings of ecosystems and makers that version_test.c does not have: their hard cases, other projects' tables,
 * and what must hold for any order, asked of all versions of the cases among each other.
 */
#include "test.h"
#include <jansson.h>
#include <zlib.h>
#include "base/buf.h"
#include "base/vec.h"
#include "domain/version/three_test.h"
#include "domain/version/version.h"

static const char *
order_sign(enum order order)
{
	static const char *const signs[] = { "<", "=", ">", "?" };

	return signs[order - ORDER_LESS];
}

static enum order
order_opposite(enum order order)
{
	return order == ORDER_UNKNOWN ? ORDER_UNKNOWN : (enum order)-order;
}

/* ------------------------------------------------------------------ our own hard examples */

struct row {
	enum scheme scheme;
	struct str  a, sign, b;
};
struct row_list {
	struct row *items;
	size_t      count;
	size_t      room;
};

static struct row_list
read_cases(struct arena *arena)
{
	struct row_list rows = { 0 };
	struct str text, line;

	assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/version/orderings.cases"), 1 << 20, arena, &text));
	while (str_line(&text, &line)) {
		struct str words[4], word;
		size_t found = 0;
		int scheme;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		while (found < ARRAY_LEN(words) && str_split(&line, '|', &word))
			words[found++] = str_trim_space(word);
		assert_int_equal(found, ARRAY_LEN(words));
		assert_true(enum_find(&scheme_names, words[0], &scheme));
		*list_add(arena, &rows) = (struct row){ (enum scheme)scheme, words[1], words[2], words[3] };
	}
	return rows;
}

static void
the_cases_hold_in_both_directions(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct row_list rows = read_cases(arena);

	(void)state;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = &rows.items[i];
		enum order order = version_compare(row->scheme, row->a, row->b);

		if (!str_eq(row->sign, str_of(order_sign(order))))
			fail_msg("%s: %.*s %s %.*s, not %.*s", enum_name(&scheme_names, (int)row->scheme), STR_ARG(row->a),
			    order_sign(order), STR_ARG(row->b), STR_ARG(row->sign));
		assert_int_equal(version_compare(row->scheme, row->b, row->a), order_opposite(order));
		if (order != ORDER_UNKNOWN && !str_eq(row->a, row->b))
			assert_true(version_is_valid(row->scheme, row->a) && version_is_valid(row->scheme, row->b));
	}
	print_message("  %zu cases\n", rows.count);
	assert_true(rows.count > 400);
}

/* ------------------------------------------------------------- other projects' tables, whole */

static const struct {
	const char *file;
	enum scheme scheme;
	size_t      rows;         /* as counted in the file */
} tables[] = {
	{ "version/osv-scalibr/pub-versions.odd-lines.txt", SCHEME_PUB, 49 },
	{ "version/osv-scalibr/hackage-versions.txt", SCHEME_HACKAGE, 11 },
	{ "version/osv-scalibr/cran-versions.odd-lines.txt", SCHEME_CRAN, 11 },
	{ "version/osv-scalibr/cran-versions-generated.odd-lines.txt", SCHEME_CRAN, 29 },
};

/* "A < B"; false for comments and empty lines. */
static bool
read_row(struct str line, struct row *ret_row)
{
	struct str *words[] = { &ret_row->a, &ret_row->sign, &ret_row->b };

	line = str_trim_space(line);
	if (line.len == 0 || str_starts(line, STR("#")) || str_starts(line, STR("//")))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		assert_true(str_split(&line, ' ', words[i]));
	return true;
}

static void
check_row(const struct row *row, const char *file)
{
	enum order order = version_compare(row->scheme, row->a, row->b);

	if (!str_eq(row->sign, str_of(order_sign(order))))
		fail_msg("%s: %.*s %s %.*s, the table has %.*s", file, STR_ARG(row->a), order_sign(order), STR_ARG(row->b),
		    STR_ARG(row->sign));
	assert_int_equal(version_compare(row->scheme, row->b, row->a), order_opposite(order));
}

static void
the_tables_of_osv_scalibr_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const char *path = test_data(arena, tables[i].file);
		struct row row = { .scheme = tables[i].scheme };
		struct str text, line;
		size_t rows = 0;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), 1 << 22, arena, &text));
		while (str_line(&text, &line)) {
			if (!read_row(line, &row))
				continue;
			check_row(&row, tables[i].file);
			rows++;
		}
		assert_int_equal(rows, tables[i].rows);
	}
}

/* Two versions are sorted, or said to be equal. */
static void
check_test(const json_t *test, const char *file)
{
	const json_t *versions = json_object_get(json_object_get(test, "input"), "versions");
	const json_t *output = json_object_get(test, "expected_output");
	struct str a = str_of(json_string_value(json_array_get(versions, 0)));
	struct str b = str_of(json_string_value(json_array_get(versions, 1)));
	struct row row = { SCHEME_OPENSSL, a, STR("="), b };

	if (!json_is_true(output) && !str_eq(a, b))
		row = (struct row){ SCHEME_OPENSSL, str_of(json_string_value(json_array_get(output, 0))), STR("<"),
			            str_of(json_string_value(json_array_get(output, 1))) };
	check_row(&row, file);
}

static void
the_table_of_vers_spec_holds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "version/vers-spec/openssl_version_cmp_test.odd-cases.json");
	json_t *root, *test;
	size_t at;

	(void)state;
	skip_without(path, &arena);
	root = json_load_file(path, 0, NULL);
	assert_int_equal(json_array_size(json_object_get(root, "tests")), 22);
	json_array_foreach(json_object_get(root, "tests"), at, test)
		check_test(test, path);
	json_decref(root);
}

/* ------------------------------------------------------------------------ Microsoft's builds */

/* The rows of one of the lists of builds, or NULL where it is not at hand. */
static json_t *
read_builds(const char *name, struct arena *arena)
{
	const char *path = test_data(arena, name);
	struct buf text BUF_SCOPE = { 0 };
	char chunk[8192];
	gzFile file;
	int len;

	if (path == NULL)
		return NULL;
	file = gzopen(path, "rb");
	assert_non_null(file);
	while ((len = gzread(file, chunk, sizeof(chunk))) > 0)
		buf_add(&text, (struct str){ chunk, (size_t)len });
	assert_int_equal(gzclose(file), Z_OK);
	return json_loadb(buf_str(&text).ptr, buf_str(&text).len, 0, NULL);
}

static struct str
text_of(const json_t *row, const char *name)
{
	return str_of(json_string_value(json_object_get(row, name)));
}

static bool
is_hotpatch(const json_t *row)
{
	return str_starts(text_of(row, "release_type"), STR("Hotpatch"));
}

/* Of one build, for one kind of machine, and restarted into: a hotpatched machine counts by itself. */
static bool
is_same_stream(const json_t *a, const json_t *b)
{
	struct str build_a, build_b, revision;

	str_cut(text_of(a, "build"), '.', &build_a, &revision);
	str_cut(text_of(b, "build"), '.', &build_b, &revision);
	return str_eq(build_a, build_b) && str_eq(text_of(a, "os_type"), text_of(b, "os_type")) && !is_hotpatch(a) &&
	    !is_hotpatch(b);
}

static void
updates_of_windows_rise_with_their_days(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	json_t *root = read_builds("microsoft/builds/windows-update-history.json.gz", arena);
	const json_t *rows = json_object_get(root, "data"), *a, *b;
	size_t i, j, pairs = 0;

	(void)state;
	skip_without(root, &arena);
	assert_int_equal(json_array_size(rows), 1885);
	json_array_foreach(rows, i, a) {
		assert_int_equal(version_compare(SCHEME_WINDOWS, text_of(a, "full_version"), text_of(a, "build")), ORDER_EQUAL);
		json_array_foreach(rows, j, b) {
			if (!is_same_stream(a, b) || str_cmp(text_of(a, "release_date"), text_of(b, "release_date")) >= 0)
				continue;
			if (version_compare(SCHEME_WINDOWS, text_of(a, "build"), text_of(b, "build")) == ORDER_GREATER)
				fail_msg("%s, %s", json_string_value(json_object_get(a, "build")),
				    json_string_value(json_object_get(b, "build")));
			pairs++;
		}
	}
	print_message("  %zu pairs of updates\n", pairs);
	json_decref(root);
}

/* 8.0.685.25 is also written 8.00.0685.025. */
static void
builds_of_exchange_have_two_spellings(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	json_t *root = read_builds("microsoft/builds/exchange-builds.json.gz", arena);
	const json_t *row;
	size_t at;

	(void)state;
	skip_without(root, &arena);
	json_array_foreach(json_object_get(root, "data"), at, row)
		if (version_compare(SCHEME_WINDOWS, text_of(row, "build"), text_of(row, "build_long")) != ORDER_EQUAL)
			fail_msg("%s", json_string_value(json_object_get(row, "build")));
	assert_true(at > 300);
	json_decref(root);
}

/* ------------------------------------------------------------------------------ properties */

struct member {
	struct str         version;
	struct version_key key;
	bool               has_key;
};

static void
check_pair(enum scheme scheme, const struct member *a, const struct member *b, enum order order)
{
	enum order keys = version_key_order(&a->key, &b->key);
	size_t common = a->key.len < b->key.len ? a->key.len : b->key.len;

	assert_int_equal(version_compare(scheme, b->version, a->version), order_opposite(order));
	if (!a->has_key || !b->has_key)
		return;
	if (keys != order && (keys != ORDER_UNKNOWN || (a->key.whole && b->key.whole)))
		fail_msg("%s: %.*s %s %.*s, and their keys have %s", enum_name(&scheme_names, (int)scheme), STR_ARG(a->version),
		    order_sign(order), STR_ARG(b->version), order_sign(keys));
	if (a->key.whole && b->key.whole && order != ORDER_EQUAL)
		assert_int_not_equal(memcmp(a->key.bytes, b->key.bytes, common), 0);
}

static bool
is_at_most(short order)
{
	return order == ORDER_LESS || order == ORDER_EQUAL;
}

static void
check_threes(enum scheme scheme, const struct member *members, size_t count, const short *orders)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			for (size_t k = 0; k < count && is_at_most(orders[i * count + j]); k++) {
				short ij = orders[i * count + j], jk = orders[j * count + k], ik = orders[i * count + k];

				if (is_at_most(jk) && ik != ORDER_UNKNOWN && ik != (ij == ORDER_LESS ? ORDER_LESS : jk) &&
				    three_are_of_one_shape(scheme, members[i].version, members[j].version, members[k].version))
					fail_msg("%s: %.*s, %.*s, %.*s contradict each other", enum_name(&scheme_names, (int)scheme),
					    STR_ARG(members[i].version), STR_ARG(members[j].version), STR_ARG(members[k].version));
			}
}

static void
check_scheme(enum scheme scheme, const struct str_list *versions, struct arena *arena)
{
	size_t count = versions->count, keys = 0;
	struct member *members = ARENA_ARRAY(arena, struct member, count);
	short *orders = ARENA_ARRAY(arena, short, count * count);

	for (size_t i = 0; i < count; i++) {
		members[i].version = versions->items[i];
		members[i].has_key = version_key(scheme, members[i].version, &members[i].key);
		keys += members[i].has_key;
		if (members[i].has_key)
			assert_true(version_is_valid(scheme, members[i].version));
	}
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			enum order order = version_compare(scheme, members[i].version, members[j].version);

			check_pair(scheme, &members[i], &members[j], order);
			orders[i * count + j] = (short)order;
		}
	check_threes(scheme, members, count, orders);
	print_message("  %s: %zu versions, %zu with keys\n", enum_name(&scheme_names, (int)scheme), count, keys);
	assert_true(scheme == SCHEME_YEARLY ? keys == 0 : keys > 4);
}

static void
versions_of_the_cases_are_ordered_among_each_other(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct row_list rows = read_cases(arena);

	(void)state;
	for (int scheme = SCHEME_PACMAN; scheme < SCHEME_NONE; scheme++) {
		struct str_list versions = { 0 };

		for (size_t i = 0; i < rows.count; i++)
			if ((int)rows.items[i].scheme == scheme) {
				list_push(arena, &versions, rows.items[i].a);
				list_push(arena, &versions, rows.items[i].b);
			}
		check_scheme((enum scheme)scheme, &versions, arena);
	}
}

/* ------------------------------------------------------------------------- the other questions */

static const struct {
	enum scheme scheme;
	const char *version;
	bool        prerelease;
} prerelease_cases[] = {
	{ SCHEME_PACMAN, "1.0rc1-1", true },      { SCHEME_PACMAN, "1:2.0beta-1", true },   { SCHEME_PACMAN, "1.0.rc1-1", false },
	{ SCHEME_PACMAN, "1.1.1w-1", false },     { SCHEME_PACMAN, "1.0-1rc1", false },     { SCHEME_PACMAN, "1 0rc1", false },
	{ SCHEME_GENTOO, "1.0_rc1-r1", true },    { SCHEME_GENTOO, "1.0_p1_alpha", true },  { SCHEME_GENTOO, "1.0_p1", false },
	{ SCHEME_GENTOO, "1.0b", false },         { SCHEME_GENTOO, "1.0_x", false },        { SCHEME_CARGO, "1.0.0-rc.1", true },
	{ SCHEME_CARGO, "1.0.0+rc.1", false },    { SCHEME_CARGO, "1.0-rc.1", false },      { SCHEME_HEX, "1.0.0-dev", true },
	{ SCHEME_HEX, "1.0.0", false },           { SCHEME_HEX, "1.0-dev", false },         { SCHEME_PUB, "1.0.0-dev.1", true },
	{ SCHEME_PUB, "1.0.0+1", false },         { SCHEME_PUB, "x", false },               { SCHEME_CRAN, "1.0-1", false },
	{ SCHEME_HACKAGE, "9.8.0.20230809", false }, { SCHEME_CONAN, "1.0-rc1", true },     { SCHEME_CONAN, "1.1.1t", false },
	{ SCHEME_CONAN, "1.0-", false },          { SCHEME_OPENSSL, "3.0.0-beta1", true },  { SCHEME_OPENSSL, "1.1.0-pre1", true },
	{ SCHEME_OPENSSL, "1.0.2k-fips", false }, { SCHEME_OPENSSL, "1.0.2-x", false },     { SCHEME_WINDOWS, "19045.4046", false },
	{ SCHEME_CISCO, "15.2(4)M3", false },     { SCHEME_HITACHI, "11-10", false },       { SCHEME_FUJITSU, "V1.8", false },
	{ SCHEME_NEC, "1.8", false },             { SCHEME_ECCUBE, "4.3.0-beta", true },    { SCHEME_ECCUBE, "4.0.6-p4", false },
	{ SCHEME_ECCUBE, "4.0.6", false },        { SCHEME_ECCUBE, "beta", false },         { SCHEME_YEARLY, "2023", false },
	{ SCHEME_BUILD, "2019 Build 1", false },  { SCHEME_FIRMWARE, "1.05B03", false },
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

/* What a file of cases cannot hold. */
static const struct {
	enum scheme scheme;
	struct str  version;
} invalid[] = {
	{ SCHEME_PACMAN, STR_INIT("1.0\x7f") },           { SCHEME_PACMAN, STR_INIT("1.0\t1") },
	{ SCHEME_YEARLY, STR_INIT("ATOK\t2\t2017") },     { SCHEME_YEARLY, STR_INIT("\x88\xea 2017") },
	{ SCHEME_FIRMWARE, STR_INIT("M\x7f_V1_1.0") },    { SCHEME_FIRMWARE, STR_INIT("M\t_V1_1.0") },
	{ SCHEME_CONAN, STR_INIT("1.0\0") },              { SCHEME_CRAN, STR_INIT("1.0\0") },
	{ SCHEME_HACKAGE, STR_INIT("1.0\0") },            { SCHEME_GENTOO, STR_INIT("1.0\0") },
};

static void
odd_bytes_make_no_version(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(invalid); i++)
		if (version_is_valid(invalid[i].scheme, invalid[i].version))
			fail_msg("%.*s", STR_ARG(invalid[i].version));
	for (int scheme = SCHEME_PACMAN; scheme < SCHEME_NONE; scheme++)
		assert_false(version_is_valid((enum scheme)scheme, STR("")));
}

/* Which versions are compared by their keys: the form that is commonest, and never one that has no order with it. */
static const struct {
	enum scheme scheme;
	const char *version;
	bool        has;
} key_cases[] = {
	{ SCHEME_PACMAN, "1.0-1", true },            { SCHEME_PACMAN, "1.0", false },         { SCHEME_PACMAN, "1.0.-1", false },
	{ SCHEME_PACMAN, "1.0-1.", false },          { SCHEME_PACMAN, ":1-1", false },        { SCHEME_CONAN, "1.0-rc.1+b", true },
	{ SCHEME_CONAN, "1.1.1t", false },           { SCHEME_CONAN, "1.0-1a", false },       { SCHEME_CONAN, "1.0+1a", false },
	{ SCHEME_OPENSSL, "1.1.0-beta1", true },     { SCHEME_OPENSSL, "1.1.0-pre1", false }, { SCHEME_WINDOWS, "19045.1", true },
	{ SCHEME_WINDOWS, "19045", false },          { SCHEME_CISCO, "12.4(25d)", true },     { SCHEME_CISCO, "9.8(4)", true },
	{ SCHEME_CISCO, "15.2(4)M3", false },        { SCHEME_CISCO, "16.12.1s", false },     { SCHEME_HITACHI, "11-10-05", true },
	{ SCHEME_HITACHI, "11-10-/A", false },       { SCHEME_FUJITSU, "V2.3.0", true },      { SCHEME_FUJITSU, "V2.3L1", false },
	{ SCHEME_FUJITSU, "V2.3NF01", false },       { SCHEME_FUJITSU, "2.3", false },        { SCHEME_NEC, "8.9.17B", true },
	{ SCHEME_NEC, "2.1-7936", false },           { SCHEME_YEARLY, "2023", false },        { SCHEME_BUILD, "5.8 Build 1", true },
	{ SCHEME_BUILD, "Build 1", false },          { SCHEME_BUILD, "2019 Build 1", false }, { SCHEME_BUILD, "5.8 SP1 Build 1", false },
	{ SCHEME_BUILD, "5.8", false },              { SCHEME_BUILD, "7 r.1", false },        { SCHEME_BUILD, "5.8 Build 202203", false },
	{ SCHEME_FIRMWARE, "1.2.3", true },          { SCHEME_FIRMWARE, "A1 1.2.3", false },  { SCHEME_FIRMWARE, "1.2.3B1", false },
	{ SCHEME_FIRMWARE, "230616", false },
};

static void
keys_belong_to_one_form_of_each_scheme(void **state)
{
	struct version_key key;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(key_cases); i++)
		if (version_key(key_cases[i].scheme, str_of(key_cases[i].version), &key) != key_cases[i].has)
			fail_msg("%s", key_cases[i].version);
}

/* Not long ago these were compared as something like them. */
static void
ecosystems_have_their_own_schemes(void **state)
{
	(void)state;
	assert_int_equal(scheme_of_ecosystem(STR("crates.io")), SCHEME_CARGO);
	assert_int_equal(scheme_of_ecosystem(STR("Hex")), SCHEME_HEX);
	assert_int_equal(scheme_of_ecosystem(STR("Pub")), SCHEME_PUB);
	assert_int_equal(scheme_of_ecosystem(STR("CRAN")), SCHEME_CRAN);
	assert_int_equal(scheme_of_ecosystem(STR("Hackage")), SCHEME_HACKAGE);
	assert_int_equal(scheme_of_ecosystem(STR("ConanCenter")), SCHEME_CONAN);
	assert_int_equal(scheme_of_purl_type(STR("alpm")), SCHEME_PACMAN);
	assert_int_equal(scheme_of_purl_type(STR("ebuild")), SCHEME_GENTOO);
	assert_int_equal(scheme_of_purl_type(STR("openssl")), SCHEME_OPENSSL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cases_hold_in_both_directions),
		cmocka_unit_test(the_tables_of_osv_scalibr_hold),
		cmocka_unit_test(the_table_of_vers_spec_holds),
		cmocka_unit_test(updates_of_windows_rise_with_their_days),
		cmocka_unit_test(builds_of_exchange_have_two_spellings),
		cmocka_unit_test(versions_of_the_cases_are_ordered_among_each_other),
		cmocka_unit_test(prereleases_are_known),
		cmocka_unit_test(odd_bytes_make_no_version),
		cmocka_unit_test(keys_belong_to_one_form_of_each_scheme),
		cmocka_unit_test(ecosystems_have_their_own_schemes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
