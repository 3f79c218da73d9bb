#include "store/ledger/upload.h"

#include <string.h>
#include "base/clock.h"
#include "store/ledger/engines_test.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

static struct ledger_upload
one(const char *token, int64_t account)
{
	return (struct ledger_upload){ .token = str_of(token), .account = account, .login = STR("sato"), .actor = account, .lang = STR("ja"), .made_at = noon,
		.bytes = 5000000, .files = STR("台帳.csv\nb.csv"), .system = STR("図書館") };
}

static int64_t
added(struct ledger *ledger, const char *token, int64_t account, struct arena *arena)
{
	struct ledger_upload upload = one(token, account);
	int64_t id;

	assert_ok(ledger_upload_add(ledger, &upload, arena, &id));
	return id;
}

static struct ledger_upload
found(struct ledger *ledger, const char *token, struct arena *arena)
{
	struct ledger_upload upload;

	assert_ok(ledger_upload_find(ledger, str_of(token), arena, &upload));
	return upload;
}

static size_t
claimed(struct ledger *ledger, const char *owner, int64_t now, struct arena *arena, struct ledger_upload *ret_upload)
{
	struct ledger_uploads uploads;
	bool waits;

	assert_ok(ledger_upload_waits(ledger, str_of(owner), now, arena, &waits));
	assert_ok(ledger_upload_claim(ledger, str_of(owner), now, now + INSTANT_HOUR, arena, &uploads));
	assert_int_equal(waits, uploads.count > 0);
	if (uploads.count > 0)
		*ret_upload = uploads.items[0];
	return uploads.count;
}

static void
a_line(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_upload first, second, upload;
	bool mine;
	int64_t ahead;

	(void)where, (void)context;
	(void)added(ledger, "a", 1, arena);
	(void)added(ledger, "b", 2, arena);
	upload = found(ledger, "b", arena);
	assert_str(upload.system, "図書館");
	assert_int_equal(upload.view.len, 0);
	assert_ok(ledger_upload_ahead(ledger, &upload, arena, &ahead));
	assert_int_equal(ahead, 1);
	assert_int_equal(found(ledger, "c", arena).id, 0);

	/* One each; who was killed has his own again at once, another when the lease has run out. */
	assert_int_equal(claimed(ledger, "north", noon, arena, &first), 1);
	assert_str(first.token, "a");
	assert_int_equal(claimed(ledger, "south", noon, arena, &second), 1);
	assert_str(second.token, "b");
	assert_int_equal(claimed(ledger, "west", noon, arena, &upload), 0);
	assert_int_equal(claimed(ledger, "north", noon + INSTANT_SECOND, arena, &upload), 1);
	assert_str(upload.token, "a");
	assert_int_equal(upload.attempt, 2);
	assert_int_equal(claimed(ledger, "west", noon + 2 * INSTANT_HOUR, arena, &upload), 1);
	assert_str(upload.token, "a");

	/* Whose lease is another's by now writes nothing. */
	first.view = STR("\x01\x02");
	assert_ok(ledger_upload_end(ledger, &first, UPLOAD_LOOKED, noon, arena, &mine));
	assert_false(mine);
	assert_ok(ledger_upload_renew(ledger, first.id, STR("north"), noon, arena, &mine));
	assert_false(mine);
	upload.view = STR("\x01\x02");
	assert_ok(ledger_upload_end(ledger, &upload, UPLOAD_LOOKED, noon, arena, &mine));
	assert_true(mine);
	assert_int_equal(found(ledger, "a", arena).view.len, 2);
	assert_ok(ledger_upload_mine(ledger, upload.id, STR("west"), arena, &mine));
	assert_false(mine);
}

static void
a_word(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_upload upload, again;
	bool done;

	(void)where, (void)context;
	(void)added(ledger, "a", 1, arena);
	upload = found(ledger, "a", arena);
	assert_ok(ledger_upload_agree(ledger, &upload, noon, arena, &done));
	assert_false(done);      /* not looked through yet */
	assert_int_equal(claimed(ledger, "north", noon, arena, &upload), 1);
	assert_ok(ledger_upload_end(ledger, &upload, UPLOAD_LOOKED, noon, arena, &done));
	assert_int_equal(claimed(ledger, "north", noon, arena, &again), 0);
	upload.mapping = STR("版=version\n");
	assert_ok(ledger_upload_again(ledger, &upload, noon, arena, &done));
	assert_true(done);
	assert_int_equal(claimed(ledger, "north", noon, arena, &upload), 1);
	assert_str(upload.mapping, "版=version\n");
	assert_ok(ledger_upload_end(ledger, &upload, UPLOAD_LOOKED, noon, arena, &done));
	upload.actor = 7;
	upload.system = STR("窓口");
	assert_ok(ledger_upload_agree(ledger, &upload, noon, arena, &done));
	assert_true(done);
	assert_ok(ledger_upload_agree(ledger, &upload, noon, arena, &done));
	assert_false(done);
	(void)added(ledger, "b", 1, arena);
	assert_int_equal(claimed(ledger, "north", noon, arena, &upload), 1);
	assert_str(upload.token, "a");      /* what was agreed to comes first, whoever came later */
	assert_int_equal(upload.actor, 7);
	assert_str(upload.system, "窓口");
	assert_ok(ledger_upload_give_up(ledger, upload.id, noon, arena, &done));
	assert_false(done);      /* it is being taken in */
	assert_ok(ledger_upload_tell(ledger, upload.id, STR("north"), STR("x"), arena, &done));
	assert_true(done);
	assert_ok(ledger_upload_back(ledger, &upload, noon, arena));
	assert_ok(ledger_upload_tell(ledger, upload.id, STR("north"), STR("y"), arena, &done));
	assert_false(done);
	assert_ok(ledger_upload_give_up(ledger, upload.id, noon, arena, &done));
	assert_true(done);
	assert_int_equal(found(ledger, "a", arena).state, UPLOAD_GIVEN_UP);
}

static struct err *
count_piece(void *context, const struct ledger_upload_part *part, struct arena *arena)
{
	(void)arena;
	*(size_t *)context += part->bytes.len;
	return NULL;
}

static size_t
pieces(struct ledger *ledger, int64_t upload, struct arena *arena)
{
	size_t bytes = 0;

	assert_ok(ledger_upload_parts(ledger, upload, count_piece, &bytes, arena));
	return bytes;
}

static void
a_sweep(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct ledger_upload_part part = { STR("files/台帳.csv"), 0, { "a\0b", 3 } }, next = { STR("files/台帳.csv"), 1, STR("c") };
	int64_t looked = added(ledger, "a", 1, arena), waiting = added(ledger, "b", 1, arena), org = ledger_org(ledger), other;
	struct ledger_uploads uploads;
	struct ledger_upload upload;
	int64_t count;
	bool done;

	(void)where, (void)context;
	assert_ok(ledger_upload_part_add(ledger, looked, &part, arena));
	assert_ok(ledger_upload_part_add(ledger, looked, &part, arena));
	assert_ok(ledger_upload_part_add(ledger, looked, &next, arena));
	assert_ok(ledger_upload_part_add(ledger, waiting, &part, arena));
	assert_int_equal(pieces(ledger, looked, arena), 4);
	assert_int_equal(claimed(ledger, "north", noon, arena, &upload), 1);
	assert_ok(ledger_upload_end(ledger, &upload, UPLOAD_LOOKED, noon, arena, &done));
	assert_ok(ledger_upload_sweep(ledger, noon + INSTANT_HOUR, noon + 1, noon, arena));
	assert_int_equal(found(ledger, "a", arena).state, UPLOAD_GIVEN_UP);
	assert_int_equal(found(ledger, "b", arena).state, UPLOAD_WAITING);
	assert_int_equal(pieces(ledger, looked, arena), 4);      /* for another day */
	assert_ok(ledger_upload_sweep(ledger, noon + INSTANT_DAY, noon + 2 * INSTANT_HOUR, noon, arena));
	assert_int_equal(pieces(ledger, looked, arena), 0);
	assert_int_equal(pieces(ledger, waiting, arena), 3);
	assert_ok(ledger_upload_list(ledger, 1, noon, 10, arena, &uploads));
	assert_int_equal(uploads.count, 2);
	assert_ok(ledger_upload_list(ledger, 2, noon, 10, arena, &uploads));
	assert_int_equal(uploads.count, 0);
	assert_ok(ledger_upload_count(ledger, 1, arena, &count));
	assert_int_equal(count, 1);
	assert_ok(ledger_upload_sweep(ledger, noon + 40 * INSTANT_DAY, noon, noon + INSTANT_DAY, arena));
	assert_int_equal(found(ledger, "a", arena).id, 0);

	/* Another organisation has a line of its own. */
	assert_ok(ledger_org_make(ledger, STR("other"), arena, &other));
	assert_ok(ledger_org_use(ledger, other, arena));
	assert_int_equal(found(ledger, "b", arena).id, 0);
	assert_int_equal(claimed(ledger, "north", noon + INSTANT_DAY, arena, &upload), 0);
	assert_int_equal(pieces(ledger, waiting, arena), 0);
	assert_ok(ledger_org_use(ledger, org, arena));
}

static void
it_is_done_by_who_has_the_lease(void **state)
{
	(void)state;
	on_each_engine(a_line, NULL);
}

static void
its_person_has_the_word(void **state)
{
	(void)state;
	on_each_engine(a_word, NULL);
}

static void
what_nobody_wants_goes(void **state)
{
	(void)state;
	on_each_engine(a_sweep, NULL);
}

/* While another writes, a note is left out, at once and without a word. */
static struct err *
count_note(struct ledger *ledger, void *context, struct arena *arena)
{
	(void)ledger, (void)arena;
	(*(int *)context)++;
	return NULL;
}

struct meeting { struct str where; int before, during; };

static struct err *
write_and_note(struct ledger *ledger, void *context, struct arena *arena)
{
	struct meeting *meeting = context;
	struct ledger *other;
	int64_t began;

	(void)ledger;
	TRY(ledger_open(meeting->where, 0, arena, &other));
	began = clock_ticks();
	assert_ok(ledger_note(other, count_note, &meeting->during, arena));
	assert_true(clock_ticks() - began < INSTANT_SECOND);
	ledger_close(other);
	return NULL;
}

static void
a_note(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct meeting meeting = { where, 0, 0 };

	(void)context;
	assert_ok(ledger_note(ledger, count_note, &meeting.before, arena));
	assert_int_equal(meeting.before, 1);
	assert_ok(ledger_write(ledger, write_and_note, &meeting, arena));
	assert_int_equal(meeting.during, strcmp(ledger_engine(ledger), "sqlite") == 0 ? 0 : 1);
}

static void
a_note_waits_for_nobody(void **state)
{
	(void)state;
	on_each_engine(a_note, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_done_by_who_has_the_lease),
		cmocka_unit_test(its_person_has_the_word),
		cmocka_unit_test(what_nobody_wants_goes),
		cmocka_unit_test(a_note_waits_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
