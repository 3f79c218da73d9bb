#include "test.h"

#include "domain/visibility/visibility.h"

/*
 * A playbook of disclosure in small: three compartments (common, finder, vendor), four parts.
 *
 *     part 0 desk      every right, every compartment
 *     part 1 owner     read and comment, common only
 *     part 2 vendor    read, comment, edit in common and vendor
 *     part 3 observer  comment without read: nothing
 */
enum { COMMON = 1, FINDER = 2, VENDOR = 4, ALL = 7 };
enum { DESK, OWNER, VENDOR_PART, OBSERVER };

static const size_t only_common[] = { 0 }, common_vendor[] = { 0, 2 }, seen_by_desk[] = { DESK }, seen_by_two[] = { DESK, OWNER };
static struct str compartments[] = { STR_INIT("common"), STR_INIT("finder"), STR_INIT("vendor") };
static struct play_role roles[] = {
	{ .id = STR_INIT("desk"), .rights = RIGHTS_ALL },
	{ .id = STR_INIT("owner"), .rights = RIGHT_READ | RIGHT_COMMENT, .compartments = { (size_t *)only_common, 1, 1 } },
	{ .id = STR_INIT("vendor"), .rights = RIGHT_READ | RIGHT_COMMENT | RIGHT_EDIT, .compartments = { (size_t *)common_vendor, 2, 2 } },
	{ .id = STR_INIT("observer"), .rights = RIGHT_COMMENT },
};
static struct play_field fields[] = {
	{ .id = STR_INIT("title"), .compartment = 0 },
	{ .id = STR_INIT("cost"), .compartment = 0, .visible_to = { (size_t *)seen_by_desk, 1, 1 } },
	{ .id = STR_INIT("finder_name"), .compartment = 1 },
	{ .id = STR_INIT("patch"), .compartment = 2 },
	{ .id = STR_INIT("effect"), .compartment = 0, .visible_to = { (size_t *)seen_by_two, 2, 2 } },
};
static const struct playbook open_book = { .id = STR_INIT("small"), .compartments = { compartments, 3, 3 }, .roles = { roles, 4, 4 },
	.fields = { fields, 5, 5 } };
static const struct playbook sealed_book = { .id = STR_INIT("small"), .sealed = true, .compartments = { compartments, 3, 3 },
	.roles = { roles, 4, 4 }, .fields = { fields, 5, 5 } };

static const int64_t units[] = { 70, 71 }, offices[] = { 2, 16 };
static const struct sight hanako = { .account = 5, .units = units, .units_count = 2, .roles = offices, .roles_count = 2 };

enum { NOW = 1000 };
#define ROUND(from_, until_) .from = (from_), .until = (until_)
#define FOR_EVER ROUND(INSTANT_NONE, INSTANT_NONE)

/* ---------------------------------------------------------------------------- what one may */

struct situation {
	const char  *name;
	struct party party;          /* id 0: none  */
	struct grant grant;          /* id 0: none  */
	bool         open_to_all;
	unsigned     rights;
	uint64_t     roles, compartments;
};
static const struct situation situations[] = {
	{ .name = "nobody's friend sees nothing" },
	{ .name = "what is open may be read, its first compartment", .open_to_all = true, .rights = RIGHT_READ, .compartments = COMMON },
	{ .name = "a part of his own", .party = { 1, DESK, HOLDER_ACCOUNT, 5 }, .rights = RIGHTS_ALL, .roles = 1 << DESK, .compartments = ALL },
	{ .name = "a part of somebody else", .party = { 1, DESK, HOLDER_ACCOUNT, 6 } },
	{ .name = "a part of a unit whose number is his", .party = { 1, DESK, HOLDER_UNIT, 5 } },
	{ .name = "a part of an account whose number is his unit's", .party = { 1, DESK, HOLDER_ACCOUNT, 70 } },
	{ .name = "a part of his unit", .party = { 1, OWNER, HOLDER_UNIT, 71 }, .rights = RIGHT_READ | RIGHT_COMMENT, .roles = 1 << OWNER,
	  .compartments = COMMON },
	{ .name = "a part of his office", .party = { 1, VENDOR_PART, HOLDER_ROLE, 16 }, .rights = RIGHT_READ | RIGHT_COMMENT | RIGHT_EDIT,
	  .roles = 1 << VENDOR_PART, .compartments = COMMON | VENDOR },
	{ .name = "a part of an office he has not", .party = { 1, DESK, HOLDER_ROLE, 1 } },
	{ .name = "somebody from outside is nobody here", .party = { 1, DESK, HOLDER_OUTSIDE, 5 } },
	{ .name = "a holder without number is nobody", .party = { 1, DESK, HOLDER_ACCOUNT, 0 } },
	{ .name = "a part that the playbook has not", .party = { 1, 9, HOLDER_ACCOUNT, 5 } },
	{ .name = "a part that may not read may nothing, and is known to have it", .party = { 1, OBSERVER, HOLDER_ACCOUNT, 5 },
	  .roles = 1 << OBSERVER },
	{ .name = "a part and what is open", .party = { 1, OBSERVER, HOLDER_ACCOUNT, 5 }, .open_to_all = true, .rights = RIGHT_READ | RIGHT_COMMENT,
	  .roles = 1 << OBSERVER, .compartments = COMMON },
	{ .name = "a grant without compartment opens the first", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, NO_INDEX, FOR_EVER, false },
	  .rights = RIGHT_READ, .compartments = COMMON },
	{ .name = "a grant in a compartment opens that alone", .grant = { 1, HOLDER_UNIT, 70, RIGHT_READ | RIGHT_EXPORT, 2, FOR_EVER, false },
	  .rights = RIGHT_READ | RIGHT_EXPORT, .compartments = VENDOR },
	{ .name = "a grant in a compartment that is not there", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHTS_ALL, 3, FOR_EVER, false } },
	{ .name = "a grant in a compartment beyond any", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHTS_ALL, 64, FOR_EVER, false } },
	{ .name = "a grant that is withdrawn", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHTS_ALL, NO_INDEX, FOR_EVER, true } },
	{ .name = "a grant to another", .grant = { 1, HOLDER_ACCOUNT, 4, RIGHTS_ALL, NO_INDEX, FOR_EVER, false } },
	{ .name = "a grant that begins later", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHTS_ALL, 0, ROUND(NOW + 1, INSTANT_NONE), false } },
	{ .name = "a grant that begins now", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, 0, ROUND(NOW, INSTANT_NONE), false },
	  .rights = RIGHT_READ, .compartments = COMMON },
	{ .name = "a grant's last instant but one", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, 0, ROUND(INSTANT_NONE, NOW + 1), false },
	  .rights = RIGHT_READ, .compartments = COMMON },
	{ .name = "a grant ends at its end", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHTS_ALL, 0, ROUND(INSTANT_NONE, NOW), false } },
	{ .name = "a grant adds to a part", .party = { 1, OWNER, HOLDER_ACCOUNT, 5 },
	  .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, 1, FOR_EVER, false }, .rights = RIGHT_READ | RIGHT_COMMENT, .roles = 1 << OWNER,
	  .compartments = COMMON | FINDER },
	{ .name = "a grant without compartment holds in all that his parts open", .party = { 1, VENDOR_PART, HOLDER_ACCOUNT, 5 },
	  .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_EXPORT, NO_INDEX, FOR_EVER, false },
	  .rights = RIGHT_READ | RIGHT_COMMENT | RIGHT_EDIT | RIGHT_EXPORT, .roles = 1 << VENDOR_PART, .compartments = COMMON | VENDOR },
	{ .name = "a grant that does not let read lets do nothing", .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_EDIT, 0, FOR_EVER, false } },
};

static struct access
access_in(const struct playbook *book, const struct situation *s)
{
	struct party party = s->party;
	struct grant grant = s->grant;
	struct parties parties = { &party, party.id != 0, 1 };
	struct grants grants = { &grant, grant.id != 0, 1 };

	return access_of(book, &parties, &grants, &hanako, NOW, s->open_to_all);
}

static void
rights_come_from_parts_and_grants(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(situations); i++) {
		const struct situation *s = &situations[i];
		struct access access = access_in(&open_book, s);

		if (access.rights != s->rights || access.roles != s->roles || access.compartments != s->compartments)
			fail_msg("%s: rights %x, parts %llx, compartments %llx", s->name, access.rights, (unsigned long long)access.roles,
			    (unsigned long long)access.compartments);
	}
}

static void
what_is_sealed_is_not_open_to_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(situations); i++) {
		struct situation closed = situations[i];
		struct access sealed = access_in(&sealed_book, &situations[i]), open;

		closed.open_to_all = false;
		open = access_in(&open_book, &closed);
		assert_memory_equal(&sealed, &open, sizeof(open));
	}
}

static void
who_edits_here_and_reads_there_does_not_edit_there(void **state)
{
	struct situation s = { .party = { 1, VENDOR_PART, HOLDER_ACCOUNT, 5 }, .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, 1, FOR_EVER, false } };
	struct access access = access_in(&sealed_book, &s);

	(void)state;
	assert_true(access_may(&access, RIGHT_EDIT, 0));
	assert_true(access_may(&access, RIGHT_EDIT, 2));
	assert_true(access_may(&access, RIGHT_READ, 1));
	assert_false(access_may(&access, RIGHT_EDIT, 1));
	assert_false(access_may(&access, RIGHT_COMMENT, 1));
	assert_false(access_may(&access, RIGHT_CLOSE, 0));
	assert_false(access_may(&access, RIGHT_READ, 3));
	assert_false(access_may(&access, RIGHT_READ, NO_INDEX));
	assert_false(access_may(&access, (enum right)0, 0));
}

/* -------------------------------------------------------------------------------- its fields */

static void
fields_are_seen_by_compartment_and_part(void **state)
{
	static const struct { size_t part; const char *seen; } rows[] = {
		{ DESK, "11111" }, { OWNER, "10001" }, { VENDOR_PART, "10010" }, { OBSERVER, "00000" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct situation s = { .party = { 1, rows[i].part, HOLDER_ACCOUNT, 5 } };
		struct access access = access_in(&sealed_book, &s);

		for (size_t f = 0; f < ARRAY_LEN(fields); f++)
			if (access_field(&sealed_book, &access, f) != (rows[i].seen[f] == '1'))
				fail_msg("part %zu, field %zu", rows[i].part, f);
		assert_false(access_field(&sealed_book, &access, ARRAY_LEN(fields)));
	}
}

static void
a_grant_opens_no_field_that_is_for_some_parts_only(void **state)
{
	struct situation s = { .grant = { 1, HOLDER_ACCOUNT, 5, RIGHT_READ, 0, FOR_EVER, false } };
	struct access access = access_in(&sealed_book, &s);

	(void)state;
	assert_true(access_field(&sealed_book, &access, 0));
	assert_false(access_field(&sealed_book, &access, 1));
}

static void
the_program_sees_everything(void **state)
{
	struct access access = access_of_program(&sealed_book);

	(void)state;
	assert_int_equal(access.rights, RIGHTS_ALL);
	assert_int_equal(access.compartments, ALL);
	for (size_t f = 0; f < ARRAY_LEN(fields); f++)
		assert_true(access_field(&sealed_book, &access, f));
}

/* ------------------------------------------------------------------------------- whose systems */

static void
who_has_a_unit_has_those_below_it(void **state)
{
	/*      1      5 -> 6      8 <-> 9
	 *     / \
	 *    2   3
	 *    |
	 *    4                                */
	static const struct unit_above tree[] = { { 4, 2 }, { 1, 0 }, { 2, 1 }, { 3, 1 }, { 5, 0 }, { 6, 5 }, { 8, 9 }, { 9, 8 } };
	static const struct { int64_t own[2]; size_t count; const char *reach; } rows[] = {
		{ { 1 }, 1, " 1 2 3 4" }, { { 2 }, 1, " 2 4" }, { { 4 }, 1, " 4" }, { { 6, 3 }, 2, " 6 3" }, { { 2, 1 }, 2, " 2 1 4 3" },
		{ { 8 }, 1, " 8 9" }, { { 7 }, 1, " 7" }, { { 0 }, 1, "" }, { { 0 }, 0, "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct reach reach = reach_of(tree, ARRAY_LEN(tree), rows[i].own, rows[i].count, arena);
		struct str said = STR("");

		for (size_t u = 0; u < reach.count; u++) {
			said = arena_printf(arena, "%.*s %lld", STR_ARG(said), (long long)reach.items[u]);
			assert_true(reach_holds(&reach, reach.items[u]));
		}
		assert_str(said, rows[i].reach);
		assert_false(reach_holds(&reach, 0) || reach_holds(&reach, 99));
	}
}

/* ------------------------------------------------------------------------------ what always holds */

static uint64_t random_state = 20261121;

static uint64_t
random_below(uint64_t most)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % most;
}

static const int64_t holder_ids[] = { 5, 6, 70, 71, 72, 2, 16, 1, 0 };

static struct party
random_party(void)
{
	return (struct party){ 1, (size_t)random_below(5), (enum holder)random_below(4), holder_ids[random_below(ARRAY_LEN(holder_ids))] };
}

static struct grant
random_grant(void)
{
	static const int64_t instants[] = { INSTANT_NONE, NOW - 1, NOW, NOW + 1 };
	static const size_t places[] = { NO_INDEX, 0, 1, 2, 3 };

	return (struct grant){ .id = 1, .holder = (enum holder)random_below(4), .holder_id = holder_ids[random_below(ARRAY_LEN(holder_ids))],
		.rights = (unsigned)random_below(RIGHTS_ALL + 1), .compartment = places[random_below(ARRAY_LEN(places))],
		.from = instants[random_below(ARRAY_LEN(instants))], .until = instants[random_below(ARRAY_LEN(instants))],
		.withdrawn = random_below(8) == 0 };
}

/* Nothing in `less` that is not in `more`. */
static void
assert_within(const struct access *less, const struct access *more)
{
	assert_int_equal(less->rights & ~more->rights, 0);
	assert_int_equal(less->roles & ~more->roles, 0);
	assert_int_equal(less->compartments & ~more->compartments, 0);
	for (size_t i = 0; i < RIGHT_COUNT; i++)
		assert_int_equal(less->in[i] & ~more->in[i], 0);
	for (size_t f = 0; f < ARRAY_LEN(fields); f++)
		assert_false(access_field(&sealed_book, less, f) && !access_field(&sealed_book, more, f));
}

enum { MOST = 5, ROUNDS = 20000 };

static struct access
without(struct parties parties, struct grants grants, size_t left_out, bool open)
{
	struct party fewer_parties[MOST];
	struct grant fewer_grants[MOST];
	struct parties p = { fewer_parties, 0, MOST };
	struct grants g = { fewer_grants, 0, MOST };

	for (size_t i = 0; i < parties.count; i++)
		if (i != left_out)
			fewer_parties[p.count++] = parties.items[i];
	for (size_t i = 0; i < grants.count; i++)
		if (i + parties.count != left_out)
			fewer_grants[g.count++] = grants.items[i];
	return access_of(&open_book, &p, &g, &hanako, NOW, open);
}

static void
losing_a_part_or_grant_never_opens_anything(void **state)
{
	size_t narrower = 0;

	(void)state;
	for (size_t n = 0; n < ROUNDS; n++) {
		struct party p[MOST];
		struct grant g[MOST];
		struct parties parties = { p, (size_t)random_below(MOST + 1), MOST };
		struct grants grants = { g, (size_t)random_below(MOST + 1), MOST };
		bool open = random_below(2) == 0;
		struct access all, less;

		for (size_t i = 0; i < parties.count; i++)
			p[i] = random_party();
		for (size_t i = 0; i < grants.count; i++)
			g[i] = random_grant();
		all = without(parties, grants, SIZE_MAX, open);
		for (size_t out = 0; out < parties.count + grants.count; out++) {
			less = without(parties, grants, out, open);
			assert_within(&less, &all);
			narrower += less.compartments != all.compartments;
		}
	}
	assert_true(narrower > ROUNDS / 100);      /* else nothing was tried */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_come_from_parts_and_grants),
		cmocka_unit_test(what_is_sealed_is_not_open_to_all),
		cmocka_unit_test(who_edits_here_and_reads_there_does_not_edit_there),
		cmocka_unit_test(fields_are_seen_by_compartment_and_part),
		cmocka_unit_test(a_grant_opens_no_field_that_is_for_some_parts_only),
		cmocka_unit_test(the_program_sees_everything),
		cmocka_unit_test(losing_a_part_or_grant_never_opens_anything),
		cmocka_unit_test(who_has_a_unit_has_those_below_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
