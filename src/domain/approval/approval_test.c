#include "test.h"
#include "domain/approval/approval.h"

static const struct str route_text = STR_INIT(
    "route: request\nsince: 2026-04-01\ntitle: {ja: 要求, en: Request}\nsteps:\n"
    "  - {id: draft, kind: draft, by: security, ja: 起案, en: Draft}\n"
    "  - {id: owners, kind: consult, by: owner, all: true, ja: 合議, en: Owners}\n"
    "  - {id: operators, kind: consult, by: operator, ja: 合議, en: Operators}\n"
    "  - {id: decide, kind: decide, by: executive, ja: 決裁, en: Decision, may_delegate: {to: security, when: amount <= 300000},"
    " deputy: owner, view_after: true}\n"
    "  - {id: inform, kind: inform, by: reader, ja: 通知, en: Informed}\n");

/* The people of the stories: a letter each. */
static const struct { char letter; struct str office; } people[] = {
	{ 's', STR_INIT("security") }, { 't', STR_INIT("security") }, { 'o', STR_INIT("owner") }, { 'p', STR_INIT("owner") },
	{ 'u', STR_INIT("owner") }, { 'r', STR_INIT("operator") }, { 'e', STR_INIT("executive") }, { 'd', STR_INIT("reader") },
};

/* o and p are the owners who were asked by name. */
static const struct route_seat seats[] = { { 1, 'o' }, { 1, 'p' } };

static const struct { char letter; enum route_act_kind kind; } kinds[] = {
	{ 'S', ACT_SUBMIT }, { 'A', ACT_AGREE }, { 'B', ACT_RETURN }, { 'N', ACT_REFUSE }, { 'W', ACT_WITHDRAW }, { 'V', ACT_VIEW }, { 'X', ACT_OUTSIDE },
};

/* "sS" is: s submits. After it '!' for delegated power, '~' as deputy, '-' without a remark. */
static struct route_act
act_of(const char *text, size_t len)
{
	struct route_act act = { .account = text[0], .remark = STR("because"), .number = STR("決7-12"), .day = 20000 };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (kinds[i].letter == text[1])
			act.kind = kinds[i].kind;
	for (size_t i = 2; i < len; i++) {
		act.as = text[i] == '!' ? AS_DELEGATE : text[i] == '~' ? AS_DEPUTY : act.as;
		if (text[i] == '-') {
			act.remark = STR("");
			act.number = STR("");
		}
	}
	return act;
}

static struct err *
do_act(const struct approval *approval, struct route_acts *acts, struct route_act act, struct arena *arena)
{
	struct route_actor actor = { .account = act.account };

	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		if (people[i].letter == act.account)
			actor = (struct route_actor){ act.account, &people[i].office, 1 };
	TRY(approval_may(approval, acts, &actor, &act, arena));
	list_push(arena, acts, act);
	return NULL;
}

static const struct {
	const char         *story;      /* acts with spaces between; the last may be refused            */
	const char         *refused;    /* the beginning of its sentence, "" when all may be done       */
	enum approval_state state;
	const char         *step;       /* where it waits; "": nowhere                                  */
	int64_t             amount;     /* -1: not known                                                */
	bool                view_open;
} stories[] = {
	{ "", "", APPROVAL_NONE, "draft", -1, false },
	{ "sS", "", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA", "", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pA", "", APPROVAL_PENDING, "operators", -1, false },
	{ "sS oA pA rA", "", APPROVAL_PENDING, "decide", -1, false },
	{ "sS oA pA rA eA", "", APPROVAL_GRANTED, "", -1, false },
	{ "sS oA pA rA eN", "", APPROVAL_REFUSED, "", -1, false },
	{ "sS oA oA", "You have agreed", APPROVAL_PENDING, "owners", -1, false },
	{ "sS uA", "At this step others were asked", APPROVAL_PENDING, "owners", -1, false },
	{ "sS rA", "At this step others were asked", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pA oA", "At this step it is the turn of the office \"operator\"", APPROVAL_PENDING, "operators", -1, false },
	{ "oS", "Only somebody with the office \"security\" may draft", APPROVAL_NONE, "draft", -1, false },
	{ "sS tS", "This approval is under way", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pA rA eA sS", "This approval has been decided", APPROVAL_GRANTED, "", -1, false },
	{ "sS oA pA rA eA eA", "This approval does not wait", APPROVAL_GRANTED, "", -1, false },
	/* sent back: all begin anew */
	{ "sS oB", "", APPROVAL_NONE, "draft", -1, false },
	{ "sS oB-", "Say in a remark", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pB tS", "", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pB tS pA", "", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pB tS pA oA rA eB", "", APPROVAL_NONE, "draft", -1, false },
	{ "sS oN", "Who is consulted cannot refuse", APPROVAL_PENDING, "owners", -1, false },
	/* withdrawn */
	{ "sS sW", "", APPROVAL_NONE, "draft", -1, false },
	{ "sS tW", "Only who drafted it", APPROVAL_PENDING, "owners", -1, false },
	{ "sW", "There is nothing under way", APPROVAL_NONE, "draft", -1, false },
	/* 専決 */
	{ "sS oA pA rA tA!", "", APPROVAL_GRANTED, "", 300000, false },
	{ "sS oA pA rA tA!", "The delegated power needs amount <= 300000", APPROVAL_PENDING, "decide", 300001, false },
	{ "sS oA pA rA tA!", "The delegated power needs", APPROVAL_PENDING, "decide", -1, false },
	{ "sS oA pA rA sA!", "Who drafted it cannot decide", APPROVAL_PENDING, "decide", 1, false },
	{ "sS oA pA rA oA!", "The delegated power is the office \"security\"'s", APPROVAL_PENDING, "decide", 1, false },
	{ "sS oA! ", "The route knows no delegated power", APPROVAL_PENDING, "owners", 1, false },
	/* 代決 and 後閲 */
	{ "sS oA pA rA uA~", "", APPROVAL_GRANTED, "", -1, true },
	{ "sS oA pA rA uA~-", "A deputy has to say", APPROVAL_PENDING, "decide", -1, false },
	{ "sS oA pA rA tA~", "Only the office \"owner\" may decide as deputy", APPROVAL_PENDING, "decide", -1, false },
	{ "sS oA~", "The route knows no deputy", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oA pA rA uA~ dV", "", APPROVAL_GRANTED, "", -1, true },
	{ "sS oA pA rA uA~ eV", "", APPROVAL_GRANTED, "", -1, false },
	{ "sS oA pA rA uA~ uV", "Nothing of it waits", APPROVAL_GRANTED, "", -1, true },
	{ "sS oA pA rA eV", "It has not been decided yet", APPROVAL_PENDING, "decide", -1, false },
	/* decided elsewhere */
	{ "sS tX", "", APPROVAL_GRANTED, "", -1, false },
	{ "sS tX-", "A decision made elsewhere needs its number", APPROVAL_PENDING, "owners", -1, false },
	{ "sS oX", "Only somebody with the office \"security\" may record", APPROVAL_PENDING, "owners", -1, false },
	{ "sX", "This approval does not wait", APPROVAL_NONE, "draft", -1, false },
};

static struct approval
approval_of(const struct approval_route *route, int64_t amount)
{
	struct approval approval = { .route = route, .seats = seats, .seats_count = ARRAY_LEN(seats) };

	approval.facts[ROUTE_AMOUNT] = (struct fact){ amount >= 0, amount };
	return approval;
}

static void
test_stories(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct approval_route *route;

	(void)state;
	assert_ok(route_read(route_text, STR("r"), arena, &route));
	for (size_t i = 0; i < ARRAY_LEN(stories); i++) {
		struct approval approval = approval_of(route, stories[i].amount);
		struct str rest = str_of(stories[i].story), word;
		struct route_acts acts = { 0 };
		struct approval_progress progress;
		struct err *err = NULL;

		while (str_split(&rest, ' ', &word) && word.len > 0) {
			assert_null(err);
			err = do_act(&approval, &acts, act_of(word.ptr, word.len), arena);
		}
		if (stories[i].refused[0] == 0)
			assert_null(err);
		else if (err == NULL || !str_starts(err_sentence(err, LANG_EN, arena), str_of(stories[i].refused)))
			fail_msg("%s: %.*s", stories[i].story, STR_ARG(err == NULL ? STR("not refused") : err_sentence(err, LANG_EN, arena)));
		progress = approval_progress(&approval, &acts);
		assert_int_equal(progress.state, stories[i].state);
		assert_str(progress.step == NO_INDEX ? STR("") : route->steps.items[progress.step].id, stories[i].step);
		assert_int_equal(progress.view_open, stories[i].view_open);
	}
}

/* The round's acts of that step and kind by that person. */
static bool
did(const struct route_acts *acts, size_t from, size_t step, int64_t account)
{
	for (size_t i = from; i < acts->count; i++)
		if (acts->items[i].kind == ACT_AGREE && acts->items[i].step == step && acts->items[i].account == account)
			return true;
	return false;
}

/* Whatever people try: what is granted was drafted by another than decided it, and everybody asked had agreed. */
static void
test_nothing_gets_around(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct approval_route *route;
	uint64_t random = 7;
	size_t granted = 0;

	(void)state;
	assert_ok(route_read(route_text, STR("r"), arena, &route));
	for (size_t n = 0; n < 4000; n++) {
		struct arena *once ARENA_SCOPE = arena_new();
		struct approval approval = approval_of(route, (int64_t)(n % 3) - 1);
		struct approval_progress progress;
		struct route_acts acts = { 0 };

		for (size_t i = 0; i < 60; i++) {
			char text[3];

			random = random * 6364136223846793005u + 1442695040888963407u;
			text[0] = people[(random >> 33) % ARRAY_LEN(people)].letter;
			text[1] = kinds[(random >> 41) % 4 != 0 ? 1 : (random >> 45) % ARRAY_LEN(kinds)].letter;
			text[2] = " !~"[(random >> 50) % 3];
			if (acts.count == 0)
				text[1] = 'S';
			if (do_act(&approval, &acts, act_of(text, 3), once) != NULL)
				continue;
		}
		progress = approval_progress(&approval, &acts);
		if (progress.state != APPROVAL_GRANTED || acts.items[progress.decided].kind == ACT_OUTSIDE)
			continue;
		granted++;
		assert_true(acts.items[progress.drafted].account != acts.items[progress.decided].account);
		for (size_t i = 0; i < ARRAY_LEN(seats); i++)
			assert_true(did(&acts, progress.drafted, seats[i].step, seats[i].account));
		assert_true(did(&acts, progress.drafted, 2, 'r'));
	}
	print_message("%zu of 4000 were granted\n", granted);
	assert_true(granted > 100);
}

static struct str
office_words(struct str office, enum lang lang)
{
	return str_eq(office, STR("security")) && lang == LANG_JA ? STR("情報セキュリティ担当") : office;
}

/* What the actor may not is told in his language; and a decision made elsewhere needs its day as well. */
static void
test_refusals_name_the_office(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct str owner = STR("owner"), security = STR("security");
	struct route_actor actor = { .account = 'o', .offices = &owner, .offices_count = 1, .office_words = office_words, .lang = LANG_JA };
	struct route_act act = { .kind = ACT_SUBMIT, .account = 'o' };
	struct route_acts acts = { 0 };
	struct approval_route *route;
	struct approval approval;
	struct err *err;

	(void)state;
	assert_ok(route_read(route_text, STR("r"), arena, &route));
	approval = approval_of(route, 1);
	err = approval_may(&approval, &acts, &actor, &act, arena);
	assert_err(err, ERR_FORBIDDEN);
	assert_true(str_find(err_sentence(err, LANG_JA, arena), STR("情報セキュリティ担当")) != SIZE_MAX);
	assert_ok(do_act(&approval, &acts, act_of("sS", 2), arena));
	actor = (struct route_actor){ .account = 's', .offices = &security, .offices_count = 1 };
	act = (struct route_act){ .kind = ACT_OUTSIDE, .account = 's', .number = STR("決7-12"), .day = DAY_NONE };
	assert_err(approval_may(&approval, &acts, &actor, &act, arena), ERR_CONFLICT);
	act.day = 20000;
	assert_ok(approval_may(&approval, &acts, &actor, &act, arena));
}

/* Of those who were asked by name each answers for his own step; and who may decide as deputy without 後閲 leaves nothing to be seen. */
static void
test_other_routes(void **state)
{
	static const struct route_seat both[] = { { 2, 'r' }, { 1, 'o' } };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct route_acts acts = { 0 };
	struct approval_route *route;
	struct approval approval;

	(void)state;
	assert_ok(route_read(route_text, STR("r"), arena, &route));
	approval = (struct approval){ .route = route, .seats = both, .seats_count = ARRAY_LEN(both) };
	assert_ok(do_act(&approval, &acts, act_of("sS", 2), arena));
	assert_ok(do_act(&approval, &acts, act_of("oA", 2), arena));
	assert_int_equal(approval_progress(&approval, &acts).step, 2);
	assert_ok(route_read(STR("route: r\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\nsteps:\n"
	    "  - {id: a, kind: draft, by: security, ja: 起, en: d}\n"
	    "  - {id: z, kind: decide, by: executive, ja: 決, en: d, deputy: owner}\n"), STR("r"), arena, &route));
	approval = (struct approval){ .route = route };
	acts = (struct route_acts){ 0 };
	assert_ok(do_act(&approval, &acts, act_of("sS", 2), arena));
	assert_ok(do_act(&approval, &acts, act_of("oA~", 3), arena));
	assert_int_equal(approval_progress(&approval, &acts).state, APPROVAL_GRANTED);
	assert_false(approval_progress(&approval, &acts).view_open);
}

#define HEAD "route: r\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\nsteps:\n"
#define DRAFT "  - {id: a, kind: draft, by: x, ja: 起, en: d}\n"
#define DECIDE "  - {id: z, kind: decide, by: y, ja: 決, en: d}\n"

static const struct { struct str text; const char *sentence; } bad[] = {
	{ STR_INIT(HEAD DRAFT), "r: line 5: The route has no decision." },
	{ STR_INIT(HEAD DECIDE), "r: line 5: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD DRAFT DRAFT DECIDE), "r: line 6: The step \"a\" stands twice." },
	{ STR_INIT(HEAD DRAFT DECIDE "  - {id: b, kind: consult, by: x, ja: 合, en: c}\n"),
	  "r: line 7: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD DRAFT DECIDE "  - {id: b, kind: decide, by: x, ja: 合, en: c}\n"),
	  "r: line 7: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, view_after: true}\n"),
	  "r: line 6: \"view_after\" needs a \"deputy\": it is for what he decided." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, deputy: y}\n"),
	  "r: line 6: The deputy must be of another office than the one who decides." },
	{ STR_INIT(HEAD "  - {id: a, kind: draft, by: x, ja: 起, en: d, deputy: y}\n" DECIDE),
	  "r: line 5: Only the decision can have \"may_delegate\", \"deputy\" and \"view_after\"." },
	{ STR_INIT(HEAD "  - {id: a, kind: drafting, by: x, ja: 起, en: d}\n" DECIDE),
	  "r: line 5: \"drafting\" is not known here." },
	{ STR_INIT(HEAD "  - {id: a, by: x, ja: 起, en: d}\n" DECIDE), "r: line 5: \"kind\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, may_delegate: {to: x}}\n"), "r: line 6: \"when\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - {id: b, kind: draft, by: x, ja: 起, en: d}\n" DECIDE),
	  "r: line 6: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD DRAFT DECIDE "  - {id: b, kind: inform, by: x, ja: 知, en: n}\n  - {id: c, kind: draft, by: x, ja: 起, en: d}\n"),
	  "r: line 8: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD "  - {id: a, kind: consult, by: x, ja: 合, en: c}\n" DECIDE),
	  "r: line 5: The steps must be one draft, then consultations, one decision, then whom to inform." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, may_delegate: {to: x, when: sealed, till: x}}\n"),
	  "r: line 6: \"till\" is not known here." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, may_delegate: {when: sealed}}\n"), "r: line 6: \"to\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, may_delegate: x}\n"), "r: line 6: This must consist of named parts." },
	{ STR_INIT(HEAD DRAFT "  - {kind: decide, by: y, ja: 決, en: d}\n"), "r: line 6: \"id\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決}\n"), "r: line 6: \"en\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - {id: z, kind: decide, ja: 決, en: d}\n"), "r: line 6: \"by\" is missing." },
	{ STR_INIT(HEAD DRAFT "  - decide\n"), "r: line 6: This must consist of named parts." },
	{ STR_INIT("since: 2026-04-01\ntitle: {ja: 題, en: t}\nsteps:\n" DRAFT DECIDE), "r: line 1: \"route\" is missing." },
	{ STR_INIT("route: r\ntitle: {ja: 題, en: t}\nsteps:\n" DRAFT DECIDE), "r: line 1: \"since\" is missing." },
	{ STR_INIT("route: r\nsince: 2026-04-01\nsteps:\n" DRAFT DECIDE), "r: line 1: \"title\" is missing." },
	{ STR_INIT("route: r\nsince: 2026-04-01\ntitle: {ja: 題, en: t}\n"), "r: line 1: \"steps\" is missing." },
};

static void
test_what_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct route_acts acts = { 0 };
	struct approval approval;
	struct approval_route *route;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err *err = route_read(bad[i].text, STR("r"), arena, &route);

		assert_non_null(err);
		assert_str(err_sentence(err, LANG_EN, arena), bad[i].sentence);
	}
	assert_ok(route_read(route_text, STR("r"), arena, &route));
	approval = approval_of(route, 1);
	approval.seats_count = 0;
	assert_err(do_act(&approval, &acts, act_of("sS", 2), arena), ERR_CONFLICT);
	for (int i = 0; i < ACT_KINDS; i++) {
		assert_true(str_of(route_act_text((enum route_act_kind)i)).len > 0);
		assert_true(str_of(route_do_text((enum route_act_kind)i)).len > 0);
		assert_string_not_equal(route_act_text((enum route_act_kind)i), route_do_text((enum route_act_kind)i));
	}
	assert_err(route_read(STR("route: [\n"), STR("r"), arena, &route), ERR_FORMAT);
	assert_err(route_read(STR(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, all: maybe}\n"), STR("r"), arena, &route), ERR_FORMAT);
	assert_err(route_read(STR(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, deputy: [x]}\n"), STR("r"), arena, &route), ERR_FORMAT);
	assert_err(route_read(STR(HEAD DRAFT "  - {id: z, kind: decide, by: y, ja: 決, en: d, deputy: x, view_after: maybe}\n"), STR("r"), arena, &route), ERR_FORMAT);
	assert_err(route_read(STR(HEAD DRAFT DECIDE "steps_more: 1\n"), STR("r"), arena, &route), ERR_FORMAT);
	assert_string_equal(route_as_text(AS_DEPUTY), "as deputy");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stories),
		cmocka_unit_test(test_nothing_gets_around),
		cmocka_unit_test(test_refusals_name_the_office),
		cmocka_unit_test(test_other_routes),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
