#include "test.h"
#include <jansson.h>
#include "base/limits.h"
#include "base/vec.h"
#include "domain/range/cut.h"

static size_t wrongs;

/* All that is wrong is told before the test fails. */
#define wrong(...)                           \
	do {                                 \
		print_message("    " __VA_ARGS__); \
		print_message("\n");         \
		wrongs++;                    \
	} while (0)

/* The next field before the mark, without its spaces. */
static struct str
take_field(struct str *rest)
{
	size_t at = str_find(*rest, STR("::"));
	struct str field = at == SIZE_MAX ? *rest : str_sub(*rest, 0, at);

	*rest = at == SIZE_MAX ? (struct str){ 0 } : str_from(*rest, at + 2);
	return str_trim_space(field);
}

/* Keys change nothing but the speed. */
static enum containment
holds_by_key(const struct version_set *set, enum scheme scheme, struct str version)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct probe probe = range_probe(scheme, version);
	struct version_set keyed = range_unite(set, &(struct version_set){ 0 }, arena);

	range_write_keys(&keyed, scheme, arena);
	return range_holds(&keyed, &probe, NULL);
}

static void
check_versions(const struct version_set *set, enum scheme scheme, struct str versions, enum containment expected, struct str line)
{
	static const char *const words[] = { "in", "out", "undecided" };
	struct str version;

	while (versions.len > 0) {
		enum containment answer;

		str_cut(versions, ' ', &version, &versions);
		answer = range_contains(set, scheme, version, NULL);
		if (holds_by_key(set, scheme, version) != answer)
			wrong("by its key %.*s is not %s: %.*s", STR_ARG(version), words[answer], STR_ARG(line));
		if (answer != expected)
			wrong("%.*s is %s, not %s: %.*s", STR_ARG(version), words[answer], words[expected], STR_ARG(line));
	}
}

/* "error" alone is refused by the reader of VERS, which names no character. */
static void
check_refusal(const struct err *err, struct str expected, struct str line)
{
	struct str number;
	int64_t at = 0;

	if (str_cut(expected, ' ', &expected, &number))
		assert_true(str_to_i64(number, &at));
	if (!str_eq(expected, STR("error")))
		wrong("refused: %.*s", STR_ARG(line));
	if (err->code != ERR_FORMAT)
		wrong("%s: %.*s", err_code_name(err->code), STR_ARG(line));
	for (size_t i = 0; i < err->args_count; i++)
		if (strcmp(err->args[i].name, "at") == 0 && err->args[i].number != at)
			wrong("refused at %d: %.*s", (int)err->args[i].number, STR_ARG(line));
}

static void
check_case(struct str line, struct arena *arena)
{
	struct str rest = line, name = take_field(&rest), range = take_field(&rest), expected = take_field(&rest);
	struct str in = take_field(&rest), out = take_field(&rest), made;
	struct version_set set;
	struct err *err;
	int scheme;

	assert_true(enum_find(&scheme_names, name, &scheme));
	err = range_of_native((enum scheme)scheme, range, arena, &set);
	if (err != NULL) {
		check_refusal(err, expected, line);
		return;
	}
	made = range_format(&set, arena);
	if (!str_eq(made, expected))
		wrong("%.*s, not %.*s: %.*s", STR_ARG(made), STR_ARG(expected), STR_ARG(line));
	assert_true(str_eq(set.text, range));
	check_versions(&set, (enum scheme)scheme, in, RANGE_IN, line);
	check_versions(&set, (enum scheme)scheme, out, RANGE_OUT, line);
	check_versions(&set, (enum scheme)scheme, str_trim_space(rest), RANGE_UNDECIDED, line);
}

typedef void case_fn(struct str line, struct arena *arena);

static size_t
each_case(case_fn *check)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text, line;
	size_t count = 0;

	assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/range/range_native.cases"), 1 << 20, arena, &text));
	while (str_line(&text, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		check(line, arena);
		count++;
	}
	return count;
}

static void
the_cases_hold(void **state)
{
	size_t count = each_case(check_case);

	(void)state;
	print_message("  %zu cases\n", count);
	assert_int_equal(wrongs, 0);
	assert_true(count > 250);
}

/* ----------------------------------------------------------------------------- and, or, not */

enum { SETS_MOST = 400, VERSIONS_MOST = 400 };

/* The ranges and versions of one scheme's cases. */
struct pool {
	enum scheme        scheme;
	struct version_set sets[SETS_MOST];
	size_t             sets_count;
	struct str         versions[VERSIONS_MOST];
	size_t             versions_count;
};

static struct pool *pool;

static void
gather(struct str line, struct arena *arena)
{
	struct str rest = line, name = take_field(&rest), range = take_field(&rest), version;
	int scheme;

	assert_true(enum_find(&scheme_names, name, &scheme));
	if ((enum scheme)scheme != pool->scheme || range_of_native(pool->scheme, range, arena, &pool->sets[pool->sets_count]) != NULL)
		return;
	pool->sets_count++;
	(void)take_field(&rest);
	while (rest.len > 0) {
		struct str versions = take_field(&rest);

		while (versions.len > 0) {
			str_cut(versions, ' ', &version, &versions);
			if (version_is_valid(pool->scheme, version))
				pool->versions[pool->versions_count++] = version;
		}
	}
	assert_true(pool->sets_count < SETS_MOST && pool->versions_count < VERSIONS_MOST - 20);
}

static bool
holds_releases_only(const struct version_set *set)
{
	for (size_t i = 0; i < set->intervals.count; i++)
		if (set->intervals.items[i].releases_only)
			return true;
	return false;
}

/* What is known must agree; what is not, may be so only where a part was not known before. */
static void
agree(enum containment made, enum containment wanted, bool exact, const char *what, struct str version, const struct version_set *a,
    const struct version_set *b)
{
	if (made == wanted || (made == RANGE_UNDECIDED && !exact))
		return;
	wrong("%s of \"%.*s\" and \"%.*s\": %.*s is %d, not %d", what, STR_ARG(a->text), STR_ARG(b->text), STR_ARG(version), (int)made,
	    (int)wanted);
}

static enum containment
both_of(enum containment a, enum containment b)
{
	if (a == RANGE_OUT || b == RANGE_OUT)
		return RANGE_OUT;
	return a == RANGE_IN && b == RANGE_IN ? RANGE_IN : RANGE_UNDECIDED;
}

static enum containment
neither_of(enum containment a)
{
	return a == RANGE_IN ? RANGE_OUT : a == RANGE_OUT ? RANGE_IN : RANGE_UNDECIDED;
}

static void
check_pair(const struct version_set *a, const struct version_set *b, struct arena *arena)
{
	struct version_set both = range_intersect(a, b, pool->scheme, arena), either = range_unite(a, b, arena);
	struct version_set not_a = range_complement(a, pool->scheme, arena), twice = range_complement(&not_a, pool->scheme, arena);
	bool exact = !a->undecided && !b->undecided, exact_not = !a->undecided && !holds_releases_only(a) && pool->scheme != SCHEME_NONE;

	for (size_t i = 0; i < pool->versions_count; i++) {
		struct str version = pool->versions[i];
		enum containment in_a = range_contains(a, pool->scheme, version, NULL), in_b = range_contains(b, pool->scheme, version, NULL);

		agree(range_contains(&both, pool->scheme, version, NULL), both_of(in_a, in_b), exact, "and", version, a, b);
		agree(range_contains(&either, pool->scheme, version, NULL), neither_of(both_of(neither_of(in_a), neither_of(in_b))), true, "or",
		    version, a, b);
		agree(range_contains(&not_a, pool->scheme, version, NULL), neither_of(in_a), exact_not, "not", version, a, a);
		agree(range_contains(&twice, pool->scheme, version, NULL), in_a, exact_not, "not not", version, a, a);
	}
}

/* Every two ranges of a scheme's cases, and every version that stands there. */
static void
sets_have_and_or_not(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	struct str text, line;
	size_t pairs = 0;

	(void)state;
	pool = ARENA_NEW(arena, struct pool);
	for (int scheme = 0; scheme < SCHEME_COUNT; scheme++) {
		*pool = (struct pool){ .scheme = (enum scheme)scheme };
		assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/range/range_native.cases"), 1 << 20, arena, &text));
		while (str_line(&text, &line))
			if (line.len > 0 && line.ptr[0] != '#')
				gather(line, arena);
		for (size_t i = 0; i < pool->sets_count; i++)
			for (size_t j = 0; j < pool->sets_count; j++, pairs++) {
				check_pair(&pool->sets[i], &pool->sets[j], item);
				arena_reset(item);
			}
	}
	print_message("  %zu pairs of sets\n", pairs);
	assert_int_equal(wrongs, 0);
	assert_true(pairs > 5000);
}

/* Versions of which some have no order leave open what an end among them would decide. */
static void
sets_without_an_order_stay_undecided(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set a = { 0 }, b = { 0 }, both, rest;

	(void)state;
	list_push(arena, &a.intervals, ((struct interval){ .lower = { CUT_BEFORE, STR("1.0") } }));
	list_push(arena, &b.intervals, ((struct interval){ .lower = { CUT_BEFORE, STR("foo") } }));
	both = range_intersect(&a, &b, SCHEME_GENERIC, arena);
	assert_true(both.undecided && both.intervals.count == 0);
	b.intervals.items[0] = (struct interval){ .upper = { CUT_BEFORE, STR("foo") } };
	assert_true(range_intersect(&a, &b, SCHEME_GENERIC, arena).undecided);
	assert_true(range_intersect(&b, &b, SCHEME_GENERIC, arena).intervals.count == 1);
	a.intervals.items[0] = (struct interval){ .upper = { CUT_BEFORE, STR("1.0") } };
	assert_true(range_intersect(&a, &b, SCHEME_GENERIC, arena).undecided);
	list_push(arena, &a.exact, STR("bar"));
	both = range_intersect(&a, &b, SCHEME_GENERIC, arena);
	assert_true(both.undecided && both.exact.count == 0);
	rest = range_complement(&a, SCHEME_GENERIC, arena);
	assert_true(rest.undecided && rest.intervals.count == 0);
}

/* Spelt in two ways, a version is where its prefix ends all the same. */
static void
a_version_and_its_prefix_are_ordered_however_they_are_spelt(void **state)
{
	struct cut prefix = { CUT_AFTER_PREFIX, STR("1.0rc1") }, version = { CUT_AFTER, STR("1.0c1") };

	(void)state;
	assert_int_equal(version_compare(SCHEME_PEP440, prefix.version, version.version), ORDER_EQUAL);
	assert_int_equal(cut_compare(SCHEME_PEP440, &prefix, &version), ORDER_GREATER);
	assert_int_equal(cut_compare(SCHEME_PEP440, &version, &prefix), ORDER_LESS);
}

/* -------------------------------------------------------------------------------- in writing */

/* What range_format prints is read back into the same set, where a scheme has no other syntax. */
static void
what_is_printed_is_read_again(void **state)
{
	static const char *const ranges[] = { ">=1.0,<2.0|=4.0", ">1.0|=0.5|=0.6", "<=4.2.*", "=4.2.*", ">4.2.*,<5", "all", "none", "=1.0" };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		struct version_set set;

		assert_ok(range_of_native(SCHEME_GENERIC, str_of(ranges[i]), arena, &set));
		assert_str(range_format(&set, arena), ranges[i]);
	}
}

static void
ranges_longer_than_the_bound_are_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char *text = arena_alloc(arena, LIMIT_RANGE_TEXT + 1);
	struct version_set set;

	(void)state;
	memset(text, ' ', LIMIT_RANGE_TEXT + 1);
	assert_ok(range_of_native(SCHEME_SEMVER, (struct str){ text, LIMIT_RANGE_TEXT }, arena, &set));
	assert_err(range_of_native(SCHEME_SEMVER, (struct str){ text, LIMIT_RANGE_TEXT + 1 }, arena, &set), ERR_LIMIT);
}

/* The longest list of clauses there can be costs no more than a moment. */
static void
long_lists_are_read_in_time(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list clauses = { 0 };
	struct version_set set;

	(void)state;
	for (int i = 0; i < 1600; i++)
		list_push(arena, &clauses, arena_printf(arena, "!=1.%d", i));
	assert_ok(range_of_native(SCHEME_PEP440, arena_join(arena, clauses.items, clauses.count, STR(",")), arena, &set));
	assert_int_equal(set.intervals.count, 1601);
}

/* ------------------------------------------------------------------------ vers-spec's tables */

/*
 * vers-spec writes npm's and PyPI's native ranges as VERS. What it writes must hold what we read: asked are the versions at its
 * ends and their neighbours. It deviates from npm in these: VERS has no rule for pre-releases, so that only releases are asked; and:
 */
static const struct {
	const char *range, *why;
} deviations[] = {
	{ "<= 1.0", "npm: all of 1.0.x" },
	{ "2.1 || 2.6", "npm: 2.1.x and 2.6.x" },
	{ "<=2.1 >=1.1", "npm: all of 2.1.x" },
	{ ">= 1.x", "npm: all from 1.0.0 on" },
};

static bool
deviates(struct str range)
{
	for (size_t i = 0; i < ARRAY_LEN(deviations); i++)
		if (str_eq(range, str_of(deviations[i].range)))
			return true;
	return false;
}

static size_t
differences(const struct version_set *native, const struct version_set *vers, enum scheme scheme, struct arena *arena)
{
	static const char *const tails[] = { "", ".0", ".1" };
	struct str rest = vers->text, piece;
	size_t found = 0;

	(void)str_cut(rest, '/', &piece, &rest);
	while (str_split(&rest, '|', &piece)) {
		while (piece.len > 0 && !char_is_digit(piece.ptr[0]))
			piece = str_from(piece, 1);
		for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
			struct str version = arena_printf(arena, "%.*s%s", STR_ARG(piece), tails[i]);

			if (version_is_valid(scheme, version) && !version_is_prerelease(scheme, version))
				found += range_contains(native, scheme, version, NULL) != range_contains(vers, scheme, version, NULL);
		}
	}
	return found;
}

static void
check_vers_spec(const char *path, enum scheme scheme, size_t tests_wanted, size_t deviations_wanted)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	json_t *file = json_load_file(path, 0, NULL);
	const json_t *tests = json_object_get(file, "tests"), *test;
	size_t i, refused = 0, deviating = 0;

	json_array_foreach(tests, i, test) {
		struct str range = str_of(json_string_value(json_object_get(json_object_get(test, "input"), "native_range")));
		struct str wanted = str_of(json_string_value(json_object_get(test, "expected_output")));
		struct version_set native, vers;
		enum scheme read;

		assert_ok(range_of_native(scheme, range, arena, &native));
		if (range_of_vers(wanted, arena, &vers, &read) != NULL) {
			refused++;
			continue;
		}
		if (differences(&native, &vers, scheme, arena) > 0) {
			deviating++;
			if (!deviates(range))
				wrong("\"%.*s\" is not %.*s", STR_ARG(range), STR_ARG(wanted));
		}
	}
	print_message("  %s: %zu ranges, %zu deviate, %zu whose VERS is none\n", path, json_array_size(tests), deviating, refused);
	assert_int_equal(json_array_size(tests), tests_wanted);
	assert_int_equal(deviating, deviations_wanted);
	assert_int_equal(wrongs, 0);
	json_decref(file);
}

static void
the_native_ranges_of_vers_spec_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *npm = test_data(arena, "version/vers-spec/npm_range_from_native_test.odd-cases.json");
	const char *pypi = test_data(arena, "version/vers-spec/pypi_range_from_native_test.odd-cases.json");

	(void)state;
	skip_without(npm, &arena);
	skip_without(pypi, &arena);
	check_vers_spec(npm, SCHEME_SEMVER, 246, 4);
	check_vers_spec(pypi, SCHEME_PEP440, 2, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cases_hold),
		cmocka_unit_test(sets_have_and_or_not),
		cmocka_unit_test(sets_without_an_order_stay_undecided),
		cmocka_unit_test(a_version_and_its_prefix_are_ordered_however_they_are_spelt),
		cmocka_unit_test(what_is_printed_is_read_again),
		cmocka_unit_test(ranges_longer_than_the_bound_are_refused),
		cmocka_unit_test(long_lists_are_read_in_time),
		cmocka_unit_test(the_native_ranges_of_vers_spec_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
