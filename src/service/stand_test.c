#include "test.h"

#include "service/stand.h"

static struct str_list
list_of(struct arena *arena, const char *first, const char *second)
{
	struct str_list list = { 0 };

	list_push(arena, &list, str_of(first));
	if (second != NULL)
		list_push(arena, &list, str_of(second));
	return list;
}

static struct stand
stand_of(struct arena *arena, const char *mail, const char *first, const char *second, bool ordered)
{
	struct str_list offices = list_of(arena, first, second);
	struct stand stand = { 0 };

	stand_put(&stand, "mail", M("Mail address"), str_of(mail), arena);
	(ordered ? stand_put_list : stand_put_set)(&stand, "office", M("Offices"), NULL, &offices, arena);
	return stand;
}

static bool
differ(struct arena *arena, const struct stand *a, const struct stand *b)
{
	return !str_eq(stand_revision(a, arena), stand_revision(b, arena));
}

/* Another text, another revision; the order of a set is none, that of a list is. */
static void
a_revision_is_of_what_stands(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct stand a = stand_of(arena, "a@example.jp", "reader", "owner", false), same = stand_of(arena, "a@example.jp", "owner", "reader", false);
	struct stand mail = stand_of(arena, "b@example.jp", "reader", "owner", false), less = stand_of(arena, "a@example.jp", "reader", NULL, false);
	struct stand row = stand_of(arena, "a@example.jp", "reader", "owner", true), turned = stand_of(arena, "a@example.jp", "owner", "reader", true);

	(void)state;
	assert_false(differ(arena, &a, &same));
	assert_true(differ(arena, &a, &mail));
	assert_true(differ(arena, &a, &less));
	assert_true(differ(arena, &row, &turned));
	assert_str(stand_revision(&(struct stand){ 0 }, arena), "none");
}

/* "ab" + "" is not "a" + "b": lengths are part of it. */
static void
texts_do_not_flow_into_each_other(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct stand a = { 0 }, b = { 0 };

	(void)state;
	stand_put(&a, "one", M("Name"), STR("ab"), arena);
	stand_put(&a, "two", M("Note"), STR(""), arena);
	stand_put(&b, "one", M("Name"), STR("a"), arena);
	stand_put(&b, "two", M("Note"), STR("b"), arena);
	assert_true(differ(arena, &a, &b));
}

static void
who_began_from_another_state_is_told(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct stand now = stand_of(arena, "a@example.jp", "reader", NULL, false), none = { 0 };

	(void)state;
	assert_ok(stand_check(&now, stand_revision(&now, arena), arena));
	assert_ok(stand_check(&now, STR(""), arena));
	assert_ok(stand_check(&none, STAND_NONE, arena));
	assert_int_equal(stand_check(&now, STAND_NONE, arena)->code, ERR_CONFLICT);
	assert_int_equal(stand_check(&none, stand_revision(&now, arena), arena)->code, ERR_CONFLICT);
	assert_int_equal(stand_check(&now, STR("0123456789abcdef"), arena)->code, ERR_CONFLICT);
}

static void
empty_and_unsent_are_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct stand now = stand_of(arena, "", "reader", "owner", false);
	struct str_list empty = list_of(arena, "", NULL), turned = list_of(arena, "owner", "reader"), one = list_of(arena, "owner", NULL);

	(void)state;
	assert_true(stand_same(stand_find(&now, STR("mail"), arena), &empty, &(struct str_list){ 0 }, arena));
	assert_true(stand_same(stand_find(&now, STR("office"), arena), &turned, &stand_find(&now, STR("office"), arena)->values, arena));
	assert_false(stand_same(stand_find(&now, STR("office"), arena), &one, &stand_find(&now, STR("office"), arena)->values, arena));
	assert_null(stand_find(&now, STR("nothing"), arena));
}

/* A cell of a table is found by its place, and the first is not the eleventh. */
static void
cells_stand_in_their_places(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct stand a = { 0 }, b = { 0 };

	(void)state;
	for (size_t i = 1; i <= 11; i++) {
		stand_put_at(&a, "cell", i, "a cell", NULL, i == 11 ? STR("defer") : STR("scheduled"), arena);
		stand_put_at(&b, "cell", i, "a cell", NULL, i == 1 ? STR("defer") : STR("scheduled"), arena);
	}
	assert_str(stand_find(&a, STR("cell#11"), arena)->values.items[0], "defer");
	assert_str(stand_find(&a, STR("cell#1"), arena)->values.items[0], "scheduled");
	assert_null(stand_find(&a, STR("cell"), arena));
	assert_true(differ(arena, &a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_revision_is_of_what_stands),
		cmocka_unit_test(texts_do_not_flow_into_each_other),
		cmocka_unit_test(who_began_from_another_state_is_told),
		cmocka_unit_test(empty_and_unsent_are_the_same),
		cmocka_unit_test(cells_stand_in_their_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
