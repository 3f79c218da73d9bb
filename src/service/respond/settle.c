#include "service/respond/settle.h"

#include "base/limits.h"
#include "service/respond/decide.h"
#include "service/respond/handover_parts.h"
#include "service/respond/registered.h"
#include "service/situation.h"
#include "store/ledger/decision.h"

static struct str
said(const struct case_now *now, size_t field)
{
	return field == NO_INDEX ? STR("") : now->values[field].text;
}

/* The end of its last day. */
static struct err *
until(const struct case_now *now, const struct play_decision *decides, const struct actor *actor, int64_t at, struct arena *arena, int64_t *ret_end)
{
	int32_t today = instant_day(at, ZONE_JST), last = today + LIMIT_DECISION_DAYS;

	if (decides->until != NO_INDEX)
		last = (int32_t)now->play.fields[decides->until].value;
	if (last < today || last > today + LIMIT_DECISION_DAYS)
		return err_new(arena, ERR_USAGE, M("\"{field}\" must be a day from today to {most} days ahead."),
		    ARG("field", words_in(&now->book->fields.items[decides->until].title, actor->lang)), ARG_N("most", LIMIT_DECISION_DAYS));
	*ret_end = day_instant(last + 1, ZONE_JST);
	return NULL;
}

static struct err *
decide(const struct case_now *now, const struct play_decision *decides, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct respond_desk desk = { now->desk, NULL };
	struct ledger_decision decision = { .kind = str_of(enum_name(&play_decides_names, (int)decides->kind)), .owner = said(now, decides->owner),
		.reason = said(now, decides->reason), .effect = said(now, decides->effect), .at = at, .casefile = now->head.id };
	struct respond_findings findings;
	int64_t id, count;

	if (decides->owner == NO_INDEX)
		decision.owner = actor->login;
	TRY(decision_answers(now->desk->ledger, &decision, arena));
	TRY(until(now, decides, actor, at, arena, &decision.expires_at));
	TRY(respond_findings(&desk, now, at, arena, &findings));
	for (size_t i = 0; i < findings.count; i++) {
		const struct ledger_finding_row *row = &findings.items[i];

		if (row->closed_at != INSTANT_NONE)
			continue;
		decision.vulnerability = row->about.name;
		decision.product = row->finding.product;
		decision.system = row->finding.system;
		TRY(ledger_decision_put(now->desk->ledger, &decision, actor->login, arena, &id, &count));
	}
	return NULL;
}

struct err *
respond_moved(void *context, struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct play_move *made = &now->book->moves.items[move];

	(void)context;
	if (made->undecides || made->decides.kind != DECIDES_NOTHING)
		TRY(ledger_decision_end(now->desk->ledger, 0, now->head.id, actor->login, at, arena));
	TRY(respond_registered(now, move, actor, at, arena));
	return made->decides.kind == DECIDES_NOTHING ? NULL : decide(now, &made->decides, actor, at, arena);
}

/* ------------------------------------------------------------------------------------------- conditions */

static struct err *
answer(const struct case_now *now, struct str value, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct respond_desk desk = { now->desk, NULL };
	struct respond_findings findings;

	TRY(respond_findings(&desk, now, at, arena, &findings));
	for (size_t i = 0; i < findings.count; i++) {
		const struct ledger_finding_row *row = &findings.items[i];
		struct ledger_fact fact = { .system = row->finding.system, .value = value, .answered_at = at, .answered_by = actor->login,
			.provenance = PROVENANCE_HEARING,
			.name = arena_printf(arena, "%.*s%.*s", STR_ARG(SITUATION_CONDITIONS), STR_ARG(row->about.name)) };

		if (row->closed_at == INSTANT_NONE)
			TRY(ledger_answer(now->desk->ledger, &fact, arena));
	}
	return NULL;
}

struct err *
respond_filled(void *context, struct case_now *now, size_t field, const struct actor *actor, int64_t at, struct arena *arena)
{
	static const struct { struct str said, value; } answers[] = {
		{ STR_INIT("met"), STR_INIT("yes") }, { STR_INIT("not_met"), STR_INIT("no") }, { STR_INIT("unknown"), STR_INIT("unknown") },
	};

	(void)context;
	if (actor->account == 0)
		return NULL;      /* what the program fills in has come from the ledger (conditions.h) */
	if (now->head.sealed || !str_eq(now->book->fields.items[field].id, STR("conditions")))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (str_eq(now->values[field].text, answers[i].said))
			return answer(now, answers[i].value, actor, at, arena);
	return NULL;
}
