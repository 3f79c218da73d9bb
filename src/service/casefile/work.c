/*
 * work.c - one change of one case: load, change, what follows by itself, store. All of it or nothing.
 */
#include "base/hash.h"
#include "service/casefile/parts.h"
#include "store/ledger/audit.h"

/* Moves and tasks the program settles by itself, in one go; more would be a playbook that runs in circles. */
enum { SETTLE_ROUNDS = 16 };

struct err *
case_need(const struct case_now *now, unsigned right, size_t compartment, struct arena *arena)
{
	static const struct { enum right right; const char *refusal; } refusals[] = {
		{ RIGHT_COMMENT, M("You may read the case {number}, not write in it; tsukuroi case who {number} says who may.") },
		{ RIGHT_EDIT,    M("You may not change the case {number}; tsukuroi case who {number} says who may.") },
		{ RIGHT_ASSIGN,  M("You may not give out tasks in the case {number}; tsukuroi case who {number} says who may.") },
		{ RIGHT_EXPORT,  M("You may not take anything out of the case {number}; tsukuroi case who {number} says who may.") },
		{ RIGHT_CLOSE,   M("You may not close the case {number}; tsukuroi case who {number} says who may.") },
		{ RIGHT_GRANT,   M("You may not give others a part in the case {number}; tsukuroi case who {number} says who may.") },
	};

	if (access_may(&now->access, (enum right)right, compartment))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (refusals[i].right == (enum right)right)
			return err_new(arena, ERR_FORBIDDEN, refusals[i].refusal, ARG("number", now->head.number));
	return case_unknown(now->head.number, arena);
}

struct err *
case_audit(const struct case_now *now, const struct actor *actor, const char *verb, struct str object, struct str content, int64_t at,
    struct arena *arena)
{
	struct str whole = arena_printf(arena, "case/%lld%s%.*s", (long long)now->head.id, object.len == 0 ? "" : "/", STR_ARG(object));
	struct str digest = STR("");
	struct sha256 sum;

	if (content.len > 0 && !now->head.sealed) {
		sha256_init(&sum);
		sha256_add(&sum, content.ptr, content.len);
		digest = sha256_hex(&sum, arena);
	}
	return ledger_audit(now->desk->ledger, actor->login, at, str_of(verb), whole, digest, arena);
}

/* ------------------------------------------------------------------------------------------- timeline */

struct err *
case_entry_in(struct case_now *now, int64_t who, enum entry_verb verb, struct str object, struct str compartment, struct str was,
    struct str became, int64_t thread, int64_t at, struct arena *arena)
{
	struct timeline_entry entry = { now->head.id, now->head.sealed, who, at, verb, object, compartment, was, became, thread };

	return timeline_put(now->desk->ledger, now->desk->vault, &entry, arena, &now->head.revision);
}

struct err *
case_entry(struct case_now *now, const struct actor *actor, enum entry_verb verb, struct str object, size_t compartment, struct str was,
    struct str became, int64_t at, struct arena *arena)
{
	return case_entry_in(now, actor->account, verb, object, now->book->compartments.items[compartment], was, became, 0, at, arena);
}

/* ------------------------------------------------------------------------------------------- settling */

static struct err *
settle_tasks(struct case_now *now, const struct actor *program, int64_t at, struct arena *arena, bool *ret_changed)
{
	struct play_actor engine = { .program = true };

	for (size_t i = 0; i < now->play.tasks.count; i++) {
		if (now->play.tasks.items[i].state != TASK_OPEN || !play_may_finish(now->book, &now->play, i, &engine, NULL, NULL))
			continue;
		TRY(case_end_task(now, program, i, TASK_DONE, STR(""), at, arena));
		*ret_changed = true;
	}
	return NULL;
}

static struct err *
settle_moves(struct case_now *now, const struct actor *program, int64_t at, struct arena *arena, bool *ret_changed)
{
	struct play_actor engine = { .program = true };

	for (size_t i = 0; i < now->book->moves.count; i++) {
		struct play_effects effects = { 0 };
		struct str was = now->head.state;

		if (!now->book->moves.items[i].by_program || !play_may(now->book, &now->play, i, &engine, NULL, NULL))
			continue;
		play_make(now->book, &now->play, i, &engine, at, arena, &effects);
		TRY(case_entry_in(now, 0, ENTRY_MOVE, now->book->moves.items[i].id, now->book->compartments.items[0], was,
		    now->book->states.items[now->play.state].id, 0, at, arena));
		TRY(case_apply(now, program, &effects, at, arena, NULL));
		TRY(case_after_move(now, i, program, at, arena));
		TRY(case_audit(now, program, "case.move", now->book->moves.items[i].id, STR(""), at, arena));
		*ret_changed = true;
		return NULL;      /* what may come next is another question */
	}
	return NULL;
}

/* What is kept of struct play_case in the case's own row. */
static void
take_back(struct case_now *now, struct arena *arena)
{
	LIST(struct str) met = { 0 };

	for (size_t i = 0; i < now->book->deadlines.count; i++)
		if (now->play.deadlines_met[i])
			list_push(arena, &met, now->book->deadlines.items[i].id);
	now->head.met = arena_join(arena, met.items, met.count, STR(" "));
	now->head.state = now->book->states.items[now->play.state].id;
	now->head.entered_at = now->play.entered_at;
	now->head.proposed = now->play.proposed == NO_INDEX ? STR("") : now->book->moves.items[now->play.proposed].id;
	now->head.proposed_by = now->play.proposed == NO_INDEX ? 0 : now->play.proposed_by;
}

struct err *
case_settle(struct case_now *now, int64_t at, struct arena *arena)
{
	static const struct calendar plain;
	const struct case_hooks *hooks = now->desk->hooks;
	struct actor program = actor_program();
	bool changed = true;

	for (int round = 0; changed && round < SETTLE_ROUNDS; round++) {
		changed = false;
		TRY(case_predicates(now, at, arena));
		play_clock(now->book, &now->play, now->desk->calendar == NULL ? &plain : now->desk->calendar, at, arena);
		TRY(settle_tasks(now, &program, at, arena, &changed));
		TRY(settle_moves(now, &program, at, arena, &changed));
	}
	now->settled = true;
	take_back(now, arena);
	TRY(ledger_case_change(now->desk->ledger, &now->head, arena));
	if (hooks != NULL && hooks->refresh_deadlines != NULL)
		TRY(hooks->refresh_deadlines(hooks->context, now, at, arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------ a unit of work */

struct within {
	const struct case_desk *desk;
	const struct actor     *actor;
	struct str              number;
	int64_t                 id, at;
	case_work              *work;
	void                   *context;
};

static struct err *
within(struct ledger *ledger, void *context, struct arena *arena)
{
	struct within *within = context;
	struct case_now now;

	(void)ledger;
	TRY(case_load_head(within->desk, within->actor, within->number, within->id, within->at, arena, &now));
	TRY(case_load_rest(&now, within->at, arena));
	TRY(within->work(&now, within->actor, within->at, within->context, arena));
	return now.settled ? NULL : case_settle(&now, within->at, arena);
}

/* Of a sealed case it is on record that it was read, whatever becomes of the change. */
struct err *
case_within(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t id, int64_t at, case_work *work, void *context,
    struct arena *arena)
{
	struct within all = { desk, actor, number, id, at, work, context };
	struct case_now seen;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	if (number.len == 0 && id == 0)
		return case_unknown(number, arena);
	TRY(case_load_head(desk, actor, number, id, at, arena, &seen));
	if (seen.head.sealed && !seen.actor.program)
		TRY(ledger_audit_before_read(desk->ledger, actor->login, at, STR("case.read"),
		    arena_printf(arena, "case/%lld", (long long)seen.head.id), STR(""), arena));
	return ledger_write(desk->ledger, within, &all, arena);
}

static struct err *
nothing_but_settle(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	int64_t *revision = context;

	(void)actor;
	(void)at;
	(void)arena;
	*revision = now->head.revision;
	return NULL;
}

struct err *
case_settle_id(const struct case_desk *desk, int64_t id, int64_t now, struct arena *arena, bool *ret_changed)
{
	struct actor program = actor_program();
	struct ledger_case after;
	int64_t before = 0;

	TRY(case_within(desk, &program, STR(""), id, now, nothing_but_settle, &before, arena));
	TRY(ledger_case_find(desk->ledger, STR(""), id, arena, &after));
	*ret_changed = after.revision != before;
	return NULL;
}
