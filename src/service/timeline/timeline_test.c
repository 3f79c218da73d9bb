#include "test.h"

#include "service/timeline/timeline.h"
#include "store/ledger/engines_test.h"

/* What everybody writes into a case: numbered without gaps, and of a sealed case never in plain text. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;

struct writing { int64_t casefile; bool sealed; struct str became; int64_t number; };

static struct err *
put_case(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_case *head = context;

	TRY(ledger_case_id(ledger, arena, &head->id));
	return ledger_case_put(ledger, head, arena);
}

static int64_t
open_case(struct ledger *ledger, const char *number, bool sealed, struct arena *arena)
{
	struct ledger_case head = { .number = str_of(number), .playbook = STR("p"), .book_digest = STR("d"), .state = STR("open"), .is_open = true,
		.neutral = STR("件"), .title = STR("p"), .sealed = sealed, .opened_at = noon, .entered_at = noon, .closed_at = INSTANT_NONE,
		.example_at = INSTANT_NONE };

	assert_ok(ledger_playbook_keep(ledger, STR("d"), STR("p"), 20000, STR("playbook: p"), arena));
	assert_ok(ledger_write(ledger, put_case, &head, arena));
	return head.id;
}

static struct err *
write_entry(struct ledger *ledger, void *context, struct arena *arena)
{
	struct writing *writing = context;
	struct timeline_entry entry = { .casefile = writing->casefile, .sealed = writing->sealed, .at = noon, .verb = ENTRY_NOTE, .object = STR(""),
		.compartment = STR("common"), .became = writing->became };

	return timeline_put(ledger, NULL, &entry, arena, &writing->number);
}

struct seen { int64_t count, last; struct str became; struct arena *arena; };

static struct err *
see(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->count++;
	assert_int_equal(entry->number, seen->last + 1);
	seen->last = entry->number;
	seen->became = arena_copy(seen->arena, entry->became);
	return NULL;
}

static struct seen
entries_of(struct ledger *ledger, int64_t casefile, struct arena *arena)
{
	struct seen seen = { .arena = arena };

	assert_ok(ledger_case_entries(ledger, casefile, 0, 0, INT64_MAX, see, &seen, arena));
	return seen;
}

static void
entries_are_numbered_and_sealed_as_the_case_is(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct writing plain = { open_case(ledger, "X-2026-0001", false, arena), false, STR("確かめた"), 0 };
	struct writing sealed = { open_case(ledger, "X-2026-0002", true, arena), true, STR("秘密"), 0 };
	struct place place = { plain.casefile, STR("common"), STR("entry/1/became") };
	struct str content;
	struct seen seen;

	(void)where;
	(void)context;
	for (int i = 1; i <= 3; i++) {
		assert_ok(ledger_write(ledger, write_entry, &plain, arena));
		assert_int_equal(plain.number, i);
	}
	seen = entries_of(ledger, plain.casefile, arena);
	assert_int_equal(seen.count, 3);
	assert_ok(content_read(NULL, &place, seen.became, arena, &content));
	assert_str(content, "確かめた");

	/* Without a key holder nothing of a sealed case is written, not even its number; what has no content needs no key. */
	assert_err(ledger_write(ledger, write_entry, &sealed, arena), ERR_LOCKED);
	assert_int_equal(entries_of(ledger, sealed.casefile, arena).count, 0);
	sealed.became = STR("");
	assert_ok(ledger_write(ledger, write_entry, &sealed, arena));
	assert_int_equal(sealed.number, 1);
	seen = entries_of(ledger, sealed.casefile, arena);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.became.len, 0);
	assert_ok(content_read(NULL, &place, STR(""), arena, &content));
	assert_int_equal(content.len, 0);
}

static void
test_entries(void **state)
{
	(void)state;
	on_each_engine(entries_are_numbered_and_sealed_as_the_case_is, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_entries) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
