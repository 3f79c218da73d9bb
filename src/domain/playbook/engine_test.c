#include "domain/playbook/book_test.h"

#define MORNING 1775088000000000 /* 2026-04-02 09:00 JST, a Thursday */

static const struct calendar plain_calendar;

struct play {
	struct arena           *arena;
	const struct playbook  *book;
	struct play_case        now;
	struct play_effects     effects;
	struct play_refusals    refusals;
};

enum { NOBODY = 0, SECURITY = 1, OPERATOR = 2, EXECUTIVE = 4 };

static void
begin(struct play *play, struct arena *arena)
{
	*play = (struct play){ .arena = arena, .book = test_book(BOOK, arena) };
	play_begin(play->book, MORNING, arena, &play->now);
	play_clock(play->book, &play->now, &plain_calendar, MORNING, arena);
}

static struct play_actor
person(int64_t account, uint64_t roles)
{
	return (struct play_actor){ .account = account, .roles = roles };
}

static bool
may(struct play *play, const char *move, struct play_actor actor)
{
	size_t at = at_of(play->book, moves, move);
	bool may_be;

	play->refusals.count = 0;
	may_be = play_may(play->book, &play->now, at, &actor, play->arena, &play->refusals);
	assert_int_equal(may_be, play->refusals.count == 0);
	assert_int_equal(may_be, play_may(play->book, &play->now, at, &actor, NULL, NULL));
	return may_be;
}

/* The move may be made and is; how many effects it had. */
static void
make(struct play *play, const char *move, struct play_actor actor)
{
	size_t at = at_of(play->book, moves, move);

	if (!may(play, move, actor))
		fail_msg("%s: %.*s", move, STR_ARG(play_refusal_words(&play->refusals.items[0], LANG_EN, play->arena)));
	play->effects.count = 0;
	play_make(play->book, &play->now, at, &actor, MORNING + INSTANT_HOUR, play->arena, &play->effects);
	for (size_t i = 0; i < play->effects.count; i++)
		if (play->effects.items[i].kind == EFFECT_START_TASK)
			list_push(play->arena, &play->now.tasks, ((struct play_task_now){ .task = play->effects.items[i].at,
			    .started_at = MORNING }));
}

static bool
had(const struct play *play, enum play_effect_kind kind, size_t at)
{
	for (size_t i = 0; i < play->effects.count; i++)
		if (play->effects.items[i].kind == kind && play->effects.items[i].at == at)
			return true;
	return false;
}

static void
fill(struct play *play, const char *field, const char *written)
{
	size_t at = at_of(play->book, fields, field);
	struct play_cell cell;
	struct str text;

	assert_ok(play_value(&play->book->fields.items[at], str_of(written), play->arena, &text, &cell));
	play->effects.count = 0;
	play_fill(play->book, &play->now, at, cell, play->arena, &play->effects);
}

/* Exactly these sentences, in both languages, one after the other. */
static void
refused(struct play *play, const char *ja, const char *en)
{
	struct str_list said[2] = { 0 };

	for (size_t i = 0; i < play->refusals.count; i++) {
		list_push(play->arena, &said[LANG_JA], play_refusal_words(&play->refusals.items[i], LANG_JA, play->arena));
		list_push(play->arena, &said[LANG_EN], play_refusal_words(&play->refusals.items[i], LANG_EN, play->arena));
	}
	assert_str(arena_join(play->arena, said[LANG_JA].items, said[LANG_JA].count, STR("|")), ja);
	assert_str(arena_join(play->arena, said[LANG_EN].items, said[LANG_EN].count, STR("|")), en);
}

static void
a_case_goes_its_way_to_the_end(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	fill(&play, "applies", "該当");
	make(&play, "decide", person(1, SECURITY));
	assert_true(had(&play, EFFECT_STATE, 1));
	assert_true(had(&play, EFFECT_MET, 0));
	assert_true(play.now.deadlines_met[0]);
	fill(&play, "plans", "[{content: 更新する, cost: 120万円}]");
	play.now.approvals[0] = APPROVAL_GRANTED;
	make(&play, "begin", person(1, SECURITY));
	assert_true(had(&play, EFFECT_DOCUMENT, 0));
	assert_int_equal(play.now.tasks.count, 2);
	play.now.tasks.items[0].state = TASK_DONE;
	make(&play, "finish", person(1, SECURITY));
	assert_true(had(&play, EFFECT_DROP_TASK, at_of(play.book, tasks, "tell")));
	assert_true(had(&play, EFFECT_CLOSED, at_of(play.book, states, "closed")));
	assert_int_equal(play.now.tasks.items[1].state, TASK_DROPPED);
	make(&play, "reopen", person(1, SECURITY));
	assert_true(had(&play, EFFECT_REOPENED, 0));
}

static void
every_reason_why_not_is_said(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	assert_false(may(&play, "finish", person(1, OPERATOR)));
	refused(&play,
	    "案件は「①調査」の段階です。この操作ができるのは、次の段階です: ④実施。|この操作ができるのは、次の役割の人だけです: セキュリティ担当者。|先に「該非」を入力してください。|先に「対処案」を入力してください。",
	    "The case is in \"Survey\"; this can be done in Doing.|Only Security staff can do this.|\"Applies\" must be filled first.|\"Plans\" must be filled first.");
	assert_false(may(&play, "decide", person(1, SECURITY)));
	refused(&play, "先に「該非」を入力してください。|次のことが分からないため、行ってよいか判定できません: 該非。",
	    "\"Applies\" must be filled first.|Whether this may be done cannot be told while this is not known: Applies.");
	fill(&play, "applies", "unknown");
	assert_false(may(&play, "decide", person(1, SECURITY)));
	refused(&play, "この操作の条件を満たしていません（該非: 判定不能）。", "The condition for this is not met (Applies: cannot be told).");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_goes_its_way_to_the_end),
		cmocka_unit_test(every_reason_why_not_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
