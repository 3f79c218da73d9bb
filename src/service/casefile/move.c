/*
 * move.c - a case moves on: by one person, or proposed by one and confirmed by another.
 */
#include "base/limits.h"
#include "service/casefile/parts.h"

struct moving {
	struct str         move;         /* empty: the one that waits */
	struct str         reason;
	struct case_moved *moved;
};

static struct err *
find_move(const struct case_now *now, struct str id, struct arena *arena, size_t *ret_move)
{
	size_t move = id.len > 0 ? case_move_find(now->book, id) : now->play.proposed;

	if (id.len == 0 && move == NO_INDEX)
		return err_new(arena, ERR_CONFLICT, M("Nothing waits for a confirmation in the case {number}."), ARG("number", now->head.number));
	if (move == NO_INDEX)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no move \"{move}\": tsukuroi case show {number} lists them."),
		    ARG("number", now->head.number), ARG("move", id));
	*ret_move = move;
	return NULL;
}

/* Who takes a case to its end needs the right to; not who moves it between states that are final. */
static struct err *
may_end(const struct case_now *now, const struct play_move *move, struct arena *arena)
{
	if (now->actor.program || !now->head.is_open || !now->book->states.items[move->to].final)
		return NULL;
	return case_need(now, RIGHT_CLOSE, 0, arena);
}

static bool
is_proposed(const struct play_effects *effects)
{
	for (size_t i = 0; i < effects->count; i++)
		if (effects->items[i].kind == EFFECT_PROPOSED)
			return true;
	return false;
}

/* "direction", or with a reason on the lines after it. */
static struct str
became(const struct case_now *now, struct str reason, struct arena *arena)
{
	struct str state = now->book->states.items[now->play.state].id;

	return reason.len == 0 ? state : arena_printf(arena, "%.*s\n%.*s", STR_ARG(state), STR_ARG(reason));
}

static void
tell(const struct case_now *now, const struct actor *actor, struct case_moved *moved)
{
	moved->state = now->head.state;
	moved->title = words_in(&now->book->states.items[now->play.state].title, actor->lang);
}

static struct err *
make(struct case_now *now, const struct actor *actor, size_t place, const struct moving *moving, int64_t at, struct arena *arena)
{
	const struct play_move *move = &now->book->moves.items[place];
	struct str was = now->book->states.items[now->play.state].id;
	struct play_effects effects = { 0 };

	*moving->moved = (struct case_moved){ 0 };
	play_make(now->book, &now->play, place, &now->actor, at, arena, &effects);
	moving->moved->proposed = is_proposed(&effects);
	if (!moving->moved->proposed)
		TRY(case_entry(now, actor, ENTRY_MOVE, move->id, 0, was, became(now, moving->reason, arena), at, arena));
	TRY(case_apply(now, actor, &effects, at, arena, &moving->moved->done));
	if (!moving->moved->proposed)
		TRY(case_after_move(now, place, actor, at, arena));
	if (moving->moved->proposed && moving->reason.len > 0)
		TRY(case_entry(now, actor, ENTRY_NOTE, STR(""), 0, STR(""), moving->reason, at, arena));
	TRY(case_audit(now, actor, moving->moved->proposed ? "case.propose" : "case.move", move->id, STR(""), at, arena));
	TRY(case_settle(now, at, arena));
	tell(now, actor, moving->moved);
	return NULL;
}

/* The reason was given with the proposal; who confirms may leave it at that. */
static struct err *
reason_given(const struct case_now *now, size_t place, const struct moving *moving, struct arena *arena)
{
	const struct play_move *move = &now->book->moves.items[place];

	if (!move->reason || moving->reason.len > 0 || now->play.proposed == place)
		return NULL;
	return err_new(arena, ERR_USAGE, M("This move needs a reason: say it with --reason."));
}

static struct err *
move_on(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct moving *moving = context;
	struct play_refusals refusals = { 0 };
	const struct play_move *move;
	size_t place;

	TRY(find_move(now, moving->move, arena, &place));
	move = &now->book->moves.items[place];
	if (!play_may(now->book, &now->play, place, &now->actor, arena, &refusals))
		return case_refused(now, actor, words_in(&move->title, actor->lang), &refusals, arena);
	TRY(may_end(now, move, arena));
	TRY(reason_given(now, place, moving, arena));
	return make(now, actor, place, moving, at, arena);
}

/* Refused by whoever could confirm it, or taken back by who proposed it. */
static struct err *
give_back(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct moving *moving = context;
	struct play_refusals refusals = { 0 };
	const struct play_move *move;
	size_t place;

	TRY(find_move(now, STR(""), arena, &place));
	move = &now->book->moves.items[place];
	if (now->play.proposed_by != actor->account && !play_may(now->book, &now->play, place, &now->actor, arena, &refusals))
		return case_refused(now, actor, words_in(&move->title, actor->lang), &refusals, arena);
	if (moving->reason.len == 0)
		return err_new(arena, ERR_USAGE, M("Say why with --reason: who proposed it will read it."));
	*moving->moved = (struct case_moved){ 0 };
	now->play.proposed = NO_INDEX;
	TRY(case_entry(now, actor, ENTRY_WITHDRAWN, move->id, 0, STR(""), moving->reason, at, arena));
	TRY(case_audit(now, actor, "case.give_back", move->id, STR(""), at, arena));
	TRY(case_settle(now, at, arena));
	tell(now, actor, moving->moved);
	return NULL;
}

struct err *
case_move(const struct case_desk *desk, const struct actor *actor, struct str number, struct str move, struct str reason, int64_t now,
    struct arena *arena, struct case_moved *ret_moved)
{
	struct moving moving = { move, reason, ret_moved };

	TRY(case_text(reason, LIMIT_CASE_TEXT, arena));
	if (move.len == 0)
		return err_new(arena, ERR_USAGE, M("Say which move: tsukuroi case show {number} lists them."), ARG("number", number));
	return case_within(desk, actor, number, 0, now, move_on, &moving, arena);
}

struct err *
case_confirm(const struct case_desk *desk, const struct actor *actor, struct str number, bool refuse, struct str reason, int64_t now,
    struct arena *arena, struct case_moved *ret_moved)
{
	struct moving moving = { STR(""), reason, ret_moved };

	TRY(case_text(reason, LIMIT_CASE_TEXT, arena));
	return case_within(desk, actor, number, 0, now, refuse ? give_back : move_on, &moving, arena);
}
