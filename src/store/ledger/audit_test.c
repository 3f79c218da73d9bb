#include "test.h"

#include <string.h>
#include "base/hash.h"
#include "store/ledger/audit.h"
#include "store/ledger/engines_test.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

static void
did(struct ledger *ledger, const char *who, const char *verb, const char *object, int64_t at)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	assert_ok(ledger_audit(ledger, str_of(who), at, str_of(verb), str_of(object), STR("d"), arena));
}

/* Rows get places in the order of their commits; what waits is counted; nothing is sealed twice. */
static void
rows_are_chained(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_audit_chain chain;
	struct ledger_audit_rows rows;
	struct str link;
	int64_t sealed, count, next;

	(void)where;
	(void)context;
	assert_ok(ledger_audit_chain(ledger, arena, &chain));
	assert_int_equal(chain.name.len, 0);
	assert_ok(ledger_audit_seal(ledger, 100, arena, &sealed));
	assert_int_equal(sealed, 0);
	did(ledger, "係", "case.open", "case/1", noon);
	ledger_speak_as(ledger, "socket", 7);
	did(ledger, "課長", "case.read", "case/1/field/applies", noon + 1);
	did(ledger, "課長", "case.read", "case/10", noon + 2);
	assert_ok(ledger_audit_unsealed(ledger, 0, arena, &count));
	assert_int_equal(count, 3);
	assert_ok(ledger_audit_mark(ledger, arena, &next));
	assert_ok(ledger_audit_unsealed(ledger, next - 1, arena, &count));
	assert_int_equal(count, 2);

	assert_ok(ledger_audit_seal(ledger, 2, arena, &sealed));
	assert_int_equal(sealed, 2);
	assert_ok(ledger_audit_seal(ledger, 2, arena, &sealed));
	assert_int_equal(sealed, 1);
	assert_ok(ledger_audit_unsealed(ledger, 0, arena, &count));
	assert_int_equal(count, 0);
	assert_ok(ledger_audit_chain(ledger, arena, &chain));
	assert_int_equal(chain.name.len, 32);
	assert_int_equal(chain.sequence, 3);

	assert_ok(ledger_audit_sealed(ledger, 0, 0, 100, arena, &rows));
	assert_int_equal(rows.count, 3);
	link = ledger_audit_first_link(chain.name, arena);
	for (size_t i = 0; i < rows.count; i++) {
		assert_int_equal(rows.items[i].sequence, (int64_t)i + 1);
		link = ledger_audit_link((int64_t)i + 1, link, &rows.items[i], arena);
		assert_true(str_eq(rows.items[i].link, link));
	}
	assert_true(str_eq(chain.link, link));
	assert_str(rows.items[0].via, "direct");
	assert_str(rows.items[1].via, "socket");
	assert_int_equal(rows.items[1].token, 7);
	assert_ok(ledger_audit_sealed(ledger, 1, rows.items[0].id, 1, arena, &rows));
	assert_int_equal(rows.count, 1);
	assert_str(rows.items[0].object, "case/1/field/applies");
}

static void
heads_and_senders_go_forward_only(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_audit_chain chain;
	int64_t sealed;

	(void)where;
	(void)context;
	did(ledger, "係", "case.open", "case/1", noon);
	assert_ok(ledger_audit_seal(ledger, 100, arena, &sealed));
	assert_ok(ledger_audit_told(ledger, 5, noon, arena));
	assert_ok(ledger_audit_told(ledger, 3, noon + 1, arena));
	assert_ok(ledger_audit_sent(ledger, 4, arena));
	assert_ok(ledger_audit_sent(ledger, 2, arena));
	assert_ok(ledger_audit_chain(ledger, arena, &chain));
	assert_int_equal(chain.head, 5);
	assert_int_equal(chain.head_at, noon);
	assert_int_equal(chain.sent, 4);
}

static void
rows_are_found(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { const char *who, *verb, *object; int64_t since, until, before, most; const char *found; } cases[] = {
		{ "", "", "", INSTANT_NONE, INSTANT_NONE, 0, 10, "4321" },
		{ "", "", "", INSTANT_NONE, INSTANT_NONE, 0, 2, "43" },
		{ "", "", "", INSTANT_NONE, INSTANT_NONE, 3, 10, "21" },
		{ "", "", "case/1", INSTANT_NONE, INSTANT_NONE, 0, 10, "21" },
		{ "", "", "case/10", INSTANT_NONE, INSTANT_NONE, 0, 10, "3" },
		{ "課長", "", "", INSTANT_NONE, INSTANT_NONE, 0, 10, "32" },
		{ "", "case.open", "", INSTANT_NONE, INSTANT_NONE, 0, 10, "1" },
		{ "", "", "", noon + 1, noon + 3, 0, 10, "32" },
		{ "誰か", "", "", INSTANT_NONE, INSTANT_NONE, 0, 10, "" },
	};
	struct ledger_audit_rows rows;
	int64_t first;

	(void)where;
	(void)context;
	assert_ok(ledger_audit_mark(ledger, arena, &first));
	did(ledger, "係", "case.open", "case/1", noon);
	did(ledger, "課長", "case.read", "case/1/field/applies", noon + 1);
	did(ledger, "課長", "case.read", "case/10", noon + 2);
	assert_ok(ledger_audit_before_read(ledger, STR("係"), noon + 3, STR("case.list"), STR("case"), STR(""), arena));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ledger_audit_wish wish = { .who = str_of(cases[i].who), .verb = str_of(cases[i].verb), .object = str_of(cases[i].object),
			.since = cases[i].since, .until = cases[i].until, .before = cases[i].before == 0 ? 0 : first - 1 + cases[i].before, .most = cases[i].most };
		char found[8] = "";

		assert_ok(ledger_audit_newest(ledger, &wish, arena, &rows));
		for (size_t k = 0; k < rows.count; k++)
			found[k] = (char)('1' + rows.items[k].id - first);
		assert_string_equal(found, cases[i].found);
	}
	assert_ok(ledger_audit_oldest(ledger, first, INSTANT_NONE, noon + 3, 10, arena, &rows));
	assert_int_equal(rows.count, 2);
	assert_int_equal(rows.items[0].id, first + 1);
}

/* Within a unit of work that is not committed yet, another connection seals what is there. */
static struct err *
seal_beside(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct str *where = context;
	struct ledger *beside;
	int64_t sealed;

	TRY(ledger_audit(ledger, STR("係"), noon, STR("case.open"), STR("late"), STR(""), arena));
	assert_ok(ledger_open(*where, 0, arena, &beside));
	assert_ok(ledger_audit_seal(beside, 100, arena, &sealed));
	assert_int_equal(sealed, 1);
	ledger_close(beside);
	return NULL;
}

/* A row that is committed late gets a later place, and is never lost. SQLite has one writer at a time: there none is late. */
static void
late_rows_get_later_places(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_audit_rows rows;
	int64_t sealed;

	(void)context;
	if (strcmp(ledger_engine(ledger), "postgresql") != 0)
		return;
	did(ledger, "係", "case.open", "early", noon);
	assert_ok(ledger_write(ledger, seal_beside, &where, arena));
	did(ledger, "係", "case.open", "last", noon);
	assert_ok(ledger_audit_seal(ledger, 100, arena, &sealed));
	assert_int_equal(sealed, 2);
	assert_ok(ledger_audit_sealed(ledger, 0, 0, 10, arena, &rows));
	assert_int_equal(rows.count, 3);
	assert_str(rows.items[0].object, "early");
	assert_str(rows.items[1].object, "late");
	assert_str(rows.items[2].object, "last");
}

/* Every part of a row is in its link, and so is its place; parts do not run into each other. */
static void
a_link_holds_everything(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_audit_row row = { 1, noon, STR("a"), STR("direct"), 2, STR("b"), STR("c"), STR("d"), 9, STR("x") };
	struct ledger_audit_row other[8];
	struct str link = ledger_audit_link(5, STR("before"), &row, arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(other); i++)
		other[i] = row;
	other[0].id++;
	other[1].at++;
	other[2].who = STR("ab");
	other[3].via = STR("token");
	other[4].token++;
	other[5].verb = STR("bc");
	other[5].object = STR("");
	other[6].object = STR("cd");
	other[6].digest = STR("");
	other[7].digest = STR("");
	for (size_t i = 0; i < ARRAY_LEN(other); i++)
		assert_false(str_eq(link, ledger_audit_link(5, STR("before"), &other[i], arena)));
	assert_false(str_eq(link, ledger_audit_link(6, STR("before"), &row, arena)));
	assert_false(str_eq(link, ledger_audit_link(5, STR("befor"), &row, arena)));
	row.sequence = 0;
	row.link = STR("");
	assert_true(str_eq(link, ledger_audit_link(5, STR("before"), &row, arena)));
}

static void
rows_are_chained_on_each(void **state)
{
	(void)state;
	on_each_engine(rows_are_chained, NULL);
}

static void
late_rows_on_each(void **state)
{
	(void)state;
	on_each_engine(late_rows_get_later_places, NULL);
}

static void
heads_on_each(void **state)
{
	(void)state;
	on_each_engine(heads_and_senders_go_forward_only, NULL);
}

static void
rows_are_found_on_each(void **state)
{
	(void)state;
	on_each_engine(rows_are_found, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_holds_everything),
		cmocka_unit_test(rows_are_chained_on_each),
		cmocka_unit_test(heads_on_each),
		cmocka_unit_test(late_rows_on_each),
		cmocka_unit_test(rows_are_found_on_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
