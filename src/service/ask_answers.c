/*
 * ask_answers.c - what was asked about one finding and what came back, and the decision that stands on it, in words.
 */
#include "base/catalogue.h"
#include "service/ask.h"
#include "store/ledger/decision.h"

static const char *const state_texts[] = {
	[LEDGER_ASK_OPEN] = M("no answer yet"), [LEDGER_ASK_AFFECTED] = M("Applies"), [LEDGER_ASK_NOT_AFFECTED] = M("Does not apply"),
	[LEDGER_ASK_INVESTIGATING] = M("Being investigated"), [LEDGER_ASK_UNKNOWN] = M("Not known"), [LEDGER_ASK_GIVEN] = M("In use"),
	[LEDGER_ASK_UNUSED] = M("Not in use"),
};

struct gathering { struct str_list *answers; struct arena *arena; enum lang lang; };

static struct err *
take_row(void *context, const struct ledger_ask_row *row, struct arena *scratch)
{
	struct gathering *gathering = context;
	struct arena *arena = gathering->arena;
	enum lang lang = gathering->lang;
	struct str number = arena_printf(scratch, "K%lld", (long long)row->ask), state = str_of(catalogue_text(lang, state_texts[row->state]));

	if (row->state == LEDGER_ASK_OPEN)
		list_push(arena, gathering->answers, catalogue_say(arena, lang, M("{state} (inquiry {number}, {contractor})"), ARG("state", state),
		    ARG("number", number), ARG("contractor", row->contractor)));
	else if (row->planned != DAY_NONE)
		list_push(arena, gathering->answers, catalogue_say(arena, lang, M("{state}, planned for {planned} (inquiry {number}, {who}, {day})"),
		    ARG("state", state), ARG("planned", day_format(row->planned, scratch)), ARG("number", number), ARG("who", row->answered_by),
		    ARG("day", day_format(row->answered_on, scratch))));
	else
		list_push(arena, gathering->answers, catalogue_say(arena, lang, M("{state} (inquiry {number}, {who}, {day})"), ARG("state", state),
		    ARG("number", number), ARG("who", row->answered_by), ARG("day", day_format(row->answered_on, scratch))));
	return NULL;
}

struct err *
ask_answers(struct ledger *ledger, int64_t system, int64_t product, struct str vulnerability, enum lang lang, struct arena *arena,
    struct str_list *ret_answers)
{
	struct gathering gathering = { ret_answers, arena, lang };

	return ledger_ask_rows_about(ledger, system, product, vulnerability, take_row, &gathering, arena);
}

/* ------------------------------------------------------------------------------------- decisions */

static const struct { const char *kind, *text; } kinds[] = {
	{ "accept", M("accepted") }, { "not_affected", M("taken for not affected") }, { "investigating", M("Being investigated") },
	{ "defer", M("put off") },
};

struct finding_decision { int64_t id; bool review; struct str words; struct arena *arena; enum lang lang; };

static struct err *
match_decision(void *context, const struct ledger_decision *decision, struct arena *scratch)
{
	struct finding_decision *wanted = context;
	struct str kind = decision->kind;

	if (decision->id != wanted->id)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kind, str_of(kinds[i].kind)))
			kind = str_of(catalogue_text(wanted->lang, kinds[i].text));
	wanted->words = catalogue_say(wanted->arena, wanted->lang, wanted->review
	    ? M("{kind} by {owner} until {day}: {reason} The evidence has changed since: look at it again.")
	    : M("{kind} by {owner} until {day}: {reason}"), ARG("kind", kind), ARG("owner", decision->owner),
	    ARG("day", day_format(instant_day(decision->expires_at, ZONE_JST), scratch)), ARG("reason", decision->reason));
	return NULL;
}

struct err *
ask_decision_words(struct ledger *ledger, int64_t decision, bool review, enum lang lang, struct arena *arena, struct str *ret_words)
{
	struct finding_decision wanted = { .id = decision, .review = review, .arena = arena, .lang = lang };

	if (decision != 0)
		TRY(ledger_decisions(ledger, match_decision, &wanted, arena));
	*ret_words = wanted.words;
	return NULL;
}
