#include "test.h"
#include "domain/range/range.h"

/* "a..b" from before a to before b, "a.." and "..b" with one end, "=a" one version; several with spaces. */
static struct version_set
set_of(struct arena *arena, const char *text)
{
	struct str rest = str_of(text), piece;
	struct version_set set = { .text = rest };

	while (rest.len > 0 && str_split(&rest, ' ', &piece)) {
		struct interval interval = { 0 };
		size_t dots = str_find(piece, STR(".."));

		if (str_take(&piece, STR("="))) {
			list_push(arena, &set.exact, piece);
			continue;
		}
		if (dots > 0)
			interval.lower = (struct cut){ CUT_BEFORE, str_sub(piece, 0, dots) };
		if (dots + 2 < piece.len)
			interval.upper = (struct cut){ CUT_BEFORE, str_from(piece, dots + 2) };
		list_push(arena, &set.intervals, interval);
	}
	return set;
}

static const struct {
	const char *set, *without, *simple;    /* simple NULL: there is no order */
} cases[] = {
	{ "", "", "none" },
	{ "=3 =1 =3", "", "=1|=3" },
	{ "5..6 1..2", "", ">=1,<2|>=5,<6" },
	{ "1..3 2..4 =2", "", ">=1,<4" },
	{ "1..2 2..3", "", ">=1,<3" },
	{ "..3 =5", "", "<3|=5" },
	{ "..", "2..3", "<2|>=3" },
	{ "1..4", "..2 =3", ">=2,<3|>3,<4" },
	{ "=1 =2", "=2", "=1" },
	{ "1..2", "..", "none" },
	{ "1..foo", "", NULL },
	{ "1..2", "=foo", NULL },
};

static void
sets_are_sorted_and_without_overlaps(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct version_set set = set_of(arena, cases[i].set), without = set_of(arena, cases[i].without), simple;

		print_message("  %s without %s\n", cases[i].set, cases[i].without);
		assert_int_equal(range_simplify(&set, &without, SCHEME_GENERIC, arena, &simple), cases[i].simple != NULL);
		if (cases[i].simple != NULL) {
			assert_str(range_format(&simple, arena), cases[i].simple);
			assert_str(simple.text, cases[i].set);
		}
	}
}

static void
releases_only_is_not_simplified(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set none = { 0 }, set = set_of(arena, "1..2"), simple;

	(void)state;
	set.intervals.items[0].releases_only = true;
	assert_false(range_simplify(&set, &none, SCHEME_GENERIC, arena, &simple));
	assert_false(range_simplify(&none, &set, SCHEME_GENERIC, arena, &simple));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_are_sorted_and_without_overlaps),
		cmocka_unit_test(releases_only_is_not_simplified),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
