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

/* To "doing", with its tasks open. */
static void
go_doing(struct play *play)
{
	fill(play, "applies", "affected");
	make(play, "decide", person(1, SECURITY));
	fill(play, "plans", "[{content: x}]");
	play->now.approvals[0] = APPROVAL_GRANTED;
	make(play, "begin", person(1, SECURITY));
}

static void
an_approval_must_be_granted(void **state)
{
	static const struct { enum approval_state state; const char *ja, *en; } cases[] = {
		{ APPROVAL_NONE, "「同意」がまだ申請されていません。", "\"Consent\" has not been asked for yet." },
		{ APPROVAL_PENDING, "「同意」の承認を待っています。", "\"Consent\" has not been granted yet." },
		{ APPROVAL_REFUSED, "「同意」は認められませんでした。", "\"Consent\" was refused." },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	fill(&play, "applies", "affected");
	make(&play, "decide", person(1, SECURITY));
	fill(&play, "plans", "[{content: x}]");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		play.now.approvals[0] = cases[i].state;
		assert_false(may(&play, "begin", person(1, SECURITY)));
		refused(&play, cases[i].ja, cases[i].en);
	}
	play.now.approvals[0] = APPROVAL_GRANTED;
	assert_true(may(&play, "begin", person(1, SECURITY)));
}

static bool
has_effect(const struct play *play, enum play_effect_kind kind)
{
	for (size_t i = 0; i < play->effects.count; i++)
		if (play->effects.items[i].kind == kind)
			return true;
	return false;
}

/* Whoever agreed, agreed to what was there; also a refusal is of that alone. */
static void
an_approval_begins_anew_when_what_it_is_of_changes(void **state)
{
	static const enum approval_state cases[] = { APPROVAL_PENDING, APPROVAL_GRANTED, APPROVAL_REFUSED };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR(BOOK), of = STR("route: owner-consent");
	struct play play = { .arena = arena };
	size_t at = str_find(text, of) + of.len;

	(void)state;
	text = arena_printf(arena, "%.*s, of: [plans]%.*s", (int)at, text.ptr, STR_ARG(str_from(text, at)));
	play.book = test_book(arena_cstr(arena, text), arena);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		play_begin(play.book, MORNING, arena, &play.now);
		fill(&play, "plans", "[{content: x}]");
		assert_false(has_effect(&play, EFFECT_CLEAR_APPROVAL));
		play.now.approvals[0] = cases[i];
		fill(&play, "applies", "affected");
		assert_int_equal(play.now.approvals[0], cases[i]);
		fill(&play, "plans", "[{content: y}]");
		assert_int_equal(play.now.approvals[0], APPROVAL_NONE);
		assert_true(has_effect(&play, EFFECT_CLEAR_APPROVAL));
	}
}

/* What is not known forbids as what is true does, and is said to be not known. */
static void
a_guard_holds_until_it_is_known_not_to(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	go_doing(&play);
	assert_false(may(&play, "publish", person(1, SECURITY)));
	refused(&play, "「公表日の前」に当たるかどうかが分からないため、この操作はできません。分からないこと: 公表日時になった。",
	    "\"Before the release\" forbids this while it is not known: the time of release has come.");
	assert_false(play_may_produce(play.book, &play.now, 0, arena, &play.refusals));
	assert_false(play_may_produce(play.book, &play.now, 0, NULL, NULL));
	play.now.predicates[PREDICATE_RELEASE_PASSED] = (struct fact){ true, false };
	assert_false(may(&play, "publish", person(1, SECURITY)));
	refused(&play, "「公表日の前」のため、この操作はできません（公表日時になった: いいえ）。",
	    "\"Before the release\" forbids this (the time of release has come: no).");
	play.now.predicates[PREDICATE_RELEASE_PASSED].value = true;
	assert_true(may(&play, "publish", person(1, SECURITY)));
	assert_true(play_may_produce(play.book, &play.now, 0, NULL, NULL));
	make(&play, "publish", person(1, SECURITY));
	assert_int_equal(play.now.entered_at, MORNING + INSTANT_HOUR);
}

static void
two_persons_must_agree_to_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t accept;
	struct play play;

	(void)state;
	begin(&play, arena);
	accept = at_of(play.book, moves, "accept");
	fill(&play, "expiry", "2026-12-31");
	make(&play, "accept", person(1, SECURITY));
	assert_true(had(&play, EFFECT_PROPOSED, accept));
	assert_int_equal(play.effects.count, 1);
	assert_int_equal(play.now.state, 0);
	assert_false(may(&play, "accept", person(1, SECURITY | EXECUTIVE)));
	refused(&play, "この操作を提案したのはあなたです。別の人が確認してください。", "You proposed this: another person must confirm it.");
	assert_true(may(&play, "accept", person(2, EXECUTIVE)));
	fill(&play, "told", "yes");
	assert_int_equal(play.now.proposed, accept);
	fill(&play, "expiry", "2027-12-31");
	assert_true(had(&play, EFFECT_UNPROPOSED, accept));
	assert_int_equal(play.now.proposed, NO_INDEX);
	make(&play, "accept", person(1, SECURITY));
	fill(&play, "applies", "affected");
	make(&play, "decide", person(1, SECURITY));
	assert_true(had(&play, EFFECT_UNPROPOSED, accept));
	make(&play, "accept", person(1, SECURITY));
	make(&play, "accept", person(2, EXECUTIVE));
	assert_int_equal(play.now.state, at_of(play.book, states, "accepted"));
	assert_int_equal(play.now.proposed, NO_INDEX);
	assert_false(may(&play, "lapse", (struct play_actor){ .program = true }));
	play.now.predicates[PREDICATE_EXPIRY_PASSED] = (struct fact){ true, true };
	assert_false(may(&play, "lapse", person(1, SECURITY)));
	refused(&play, "この操作は、条件がそろうとプログラムが自動で行います。", "The program does this by itself, as soon as it may.");
	make(&play, "lapse", (struct play_actor){ .program = true });
	assert_true(had(&play, EFFECT_CLEAR_FIELD, at_of(play.book, fields, "expiry")));
	assert_int_equal(play.now.fields[at_of(play.book, fields, "expiry")].filled, PLAY_EMPTY);
	assert_false(may(&play, "decide", (struct play_actor){ .program = true, .roles = UINT64_MAX }));
}

/* Another two-person move that is proposed takes the place of the first. */
static void
one_proposal_stands_at_a_time(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;
	struct play_actor actor = person(1, SECURITY);

	(void)state;
	begin(&play, arena);
	fill(&play, "expiry", "2026-12-31");
	play.now.proposed = at_of(play.book, moves, "stop");
	play_make(play.book, &play.now, at_of(play.book, moves, "accept"), &actor, MORNING, arena, &play.effects);
	assert_true(had(&play, EFFECT_UNPROPOSED, at_of(play.book, moves, "stop")));
	assert_true(had(&play, EFFECT_PROPOSED, at_of(play.book, moves, "accept")));
}

static void
open_tasks_hold_up_what_ends_their_states(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	go_doing(&play);
	assert_false(may(&play, "finish", person(1, SECURITY)));
	refused(&play, "作業「修正」が終わっていません（残り 1 件）。", "\"Mend\" is not done yet (1 open).");
	make(&play, "stop", person(1, SECURITY));
	assert_true(had(&play, EFFECT_DROP_TASK, at_of(play.book, tasks, "mend")));
	assert_true(had(&play, EFFECT_CLEAR_APPROVAL, 0));
	assert_int_equal(play.now.approvals[0], APPROVAL_NONE);
	for (size_t i = 0; i < play.now.tasks.count; i++)
		assert_int_equal(play.now.tasks.items[i].state, TASK_DROPPED);
	assert_false(may(&play, "begin", person(1, SECURITY)));
}

static void
a_task_is_done_when_its_subject_is_clear(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play_actor operator = person(3, OPERATOR), program = { .program = true }, other = person(4, EXECUTIVE);
	struct play play;
	size_t mend = 0, tell = 1;

	(void)state;
	begin(&play, arena);
	go_doing(&play);
	play.now.predicates[PREDICATE_REMATCH_CLEAR] = (struct fact){ true, true };
	assert_false(play_may_finish(play.book, &play.now, mend, &operator, arena, &play.refusals));
	refused(&play, "次のことが分からないため、行ってよいか判定できません: 再照合の結果、該当も判定不能も残っていない。",
	    "Whether this may be done cannot be told while this is not known: matching again finds nothing affected or undecided any more.");
	play.now.tasks.items[mend].cleared_known = true;
	assert_false(play_may_finish(play.book, &play.now, mend, &operator, NULL, NULL));
	play.now.tasks.items[mend].cleared = true;
	assert_true(play_may_finish(play.book, &play.now, mend, &operator, NULL, NULL));
	assert_true(play_may_finish(play.book, &play.now, mend, &program, NULL, NULL));
	assert_false(play_may_finish(play.book, &play.now, mend, &other, NULL, NULL));
	assert_false(play_may_finish(play.book, &play.now, tell, &program, NULL, NULL));
	play.now.tasks.items[mend].state = TASK_DONE;
	play.refusals.count = 0;
	assert_false(play_may_finish(play.book, &play.now, mend, &operator, arena, &play.refusals));
	refused(&play, "この作業は、すでに終わったか取りやめになっています。", "This task is not open any more.");
	play.now.tasks.items[mend].state = TASK_OPEN;
	play.now.state = 0;
	assert_false(play_may_finish(play.book, &play.now, mend, &operator, NULL, NULL));
}

static void
fields_are_filled_by_their_people_and_not_emptied_where_obligatory(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play_actor security = person(1, SECURITY), operator = person(3, OPERATOR);
	struct play play;
	size_t applies, told;

	(void)state;
	begin(&play, arena);
	applies = at_of(play.book, fields, "applies");
	told = at_of(play.book, fields, "told");
	assert_true(play_may_fill(play.book, &play.now, applies, true, &security, NULL, NULL));
	assert_false(play_may_fill(play.book, &play.now, applies, false, &operator, arena, &play.refusals));
	refused(&play, "この操作ができるのは、次の役割の人だけです: セキュリティ担当者。", "Only Security staff can do this.");
	assert_true(play_may_fill(play.book, &play.now, told, false, &operator, NULL, NULL));
	play.now.state = 1;
	play.refusals.count = 0;
	assert_false(play_may_fill(play.book, &play.now, applies, true, &security, arena, &play.refusals));
	refused(&play, "段階「②方向性」では「該非」を空にできません。", "\"Applies\" must not be empty in \"Direction\".");
	play.now.state = at_of(play.book, states, "closed");
	play.refusals.count = 0;
	assert_false(play_may_fill(play.book, &play.now, told, false, &security, arena, &play.refusals));
	refused(&play, "案件は終了しています（「完了」）。先に再開してください。", "The case is closed (\"Closed\"): reopen it first.");
}

static void
a_refused_value_counts_as_empty(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct play play;

	(void)state;
	begin(&play, arena);
	play.now.fields[at_of(play.book, fields, "applies")].filled = PLAY_REFUSED;
	assert_false(may(&play, "decide", person(1, SECURITY)));
	refused(&play, "「該非」の内容が、この項目の書き方に合いません。入れ直してください。|次のことが分からないため、行ってよいか判定できません: 該非。",
	    "\"Applies\" holds what it cannot hold.|Whether this may be done cannot be told while this is not known: Applies.");
}

/* Every kind of word, known and not, as the refusal says it. */
static void
every_fact_is_said_with_what_it_is(void **state)
{
	static const char *const when = "hosts > 90 and told and plans > 5 and applies == affected and release_filled and look_open > 9 and mend_done > 9"
	                                " and first_passed and consent == granted and exploited and expiry_filled";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR(BOOK);
	size_t at = str_find(text, STR("applies == affected"));
	struct play play = { .arena = arena };

	(void)state;
	text = arena_printf(arena, "%.*s%s%.*s", (int)at, text.ptr, when, STR_ARG(str_from(text, at + strlen("applies == affected"))));
	play.book = test_book(arena_cstr(arena, text), arena);
	play_begin(play.book, MORNING, arena, &play.now);
	play_clock(play.book, &play.now, &plain_calendar, MORNING, arena);
	fill(&play, "hosts", "12");
	fill(&play, "told", "no");
	fill(&play, "applies", "unknown");
	fill(&play, "expiry", "2026-12-31");
	play.now.predicates[PREDICATE_EXPLOITED] = (struct fact){ true, true };
	assert_false(may(&play, "decide", person(1, SECURITY)));
	refused(&play,
	    "この操作の条件を満たしていません（台数: 12、周知済み: いいえ、対処案: 0、該非: 判定不能、公表日時: 未入力、確認: 残り 0 件、修正: 完了 0 件、初動: 期限内、同意: 未申請、悪用が確認された脆弱性を含む: はい、受容の期限: 入力あり）。",
	    "The condition for this is not met (Hosts: 12, Users told: no, Plans: 0, Applies: cannot be told, Release: empty, Look: 0 open, Mend: 0 done, First look: not overdue, Consent: not asked for, one of its vulnerabilities is known to be exploited: yes, Until: filled).");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_goes_its_way_to_the_end),
		cmocka_unit_test(every_reason_why_not_is_said),
		cmocka_unit_test(an_approval_must_be_granted),
		cmocka_unit_test(an_approval_begins_anew_when_what_it_is_of_changes),
		cmocka_unit_test(a_guard_holds_until_it_is_known_not_to),
		cmocka_unit_test(two_persons_must_agree_to_the_same),
		cmocka_unit_test(one_proposal_stands_at_a_time),
		cmocka_unit_test(open_tasks_hold_up_what_ends_their_states),
		cmocka_unit_test(a_task_is_done_when_its_subject_is_clear),
		cmocka_unit_test(fields_are_filled_by_their_people_and_not_emptied_where_obligatory),
		cmocka_unit_test(a_refused_value_counts_as_empty),
		cmocka_unit_test(every_fact_is_said_with_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
