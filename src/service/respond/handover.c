/*
 * handover.c - what hangs on a person, shown and counted.
 */
#include "service/respond/handover_parts.h"

#include "base/catalogue.h"
#include "base/fold.h"
#include "store/ledger/approval.h"
#include "store/ledger/people.h"

static const char *const kind_words[] = { "part", "task", "oncall", "decision", "approval", "token", "question" };
static const char *const kind_texts[] = { M("part"), M("task"), M("turn on call"), M("decision"), M("approval"), M("token"), M("question") };
const struct enum_names handover_kind_names = ENUM_WORDS(kind_words, kind_texts);

static const struct field item_fields[] = {
	FIELD_WORD(struct handover_item_view, kind, &handover_kind_names),
	FIELD(struct handover_item_view, id, FIELD_INT),
	FIELD(struct handover_item_view, number, FIELD_STR),
	FIELD(struct handover_item_view, label, FIELD_STR),
	FIELD(struct handover_item_view, what, FIELD_STR),
	FIELD(struct handover_item_view, why, FIELD_STR),
	FIELD(struct handover_item_view, due, FIELD_INSTANT),
};
static const struct schema item_schema = SCHEMA("item", struct handover_item_view, item_fields);
static const struct field view_fields[] = {
	FIELD(struct handover_view, login, FIELD_STR),
	FIELD(struct handover_view, name, FIELD_STR),
	FIELD_OF(struct handover_view, items, FIELD_LIST, &item_schema),
	FIELD(struct handover_view, left, FIELD_INT),
};
const struct schema handover_view_schema = SCHEMA("handover", struct handover_view, view_fields);

/* -------------------------------------------------------------------------------------- beside cases */

struct decisions_of { const struct ledger_account *account; struct handover_decisions *found; int64_t now; struct arena *arena; };

static struct str
without_spaces(struct str text, struct arena *arena)
{
	struct str folded = fold_text(text, arena), word;
	struct str_list words = { 0 };

	while (folded.len > 0 && str_split(&folded, ' ', &word))
		list_push(arena, &words, word);
	return arena_join(arena, words.items, words.count, STR(""));
}

bool
handover_names(const struct ledger_account *account, struct str text)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str said;

	if (str_eq(text, account->login) || (account->os_user.len > 0 && str_eq(text, account->os_user)))
		return true;
	said = without_spaces(text, arena);
	return said.len > 0 && str_eq(said, without_spaces(account->name, arena));
}

/* Who answers for a decision is an account; where it is none, what was written down by hand: a login, or a name with or without the space in it. */
static struct err *
take_decision(void *context, const struct ledger_decision *decision, struct arena *arena)
{
	struct decisions_of *of = context;
	bool his = decision->account != 0 ? decision->account == of->account->id : handover_names(of->account, decision->owner);

	(void)arena;
	if (!his || decision->expires_at <= of->now)
		return NULL;
	list_push(of->arena, of->found, ((struct handover_decision){ decision->id, decision->expires_at, arena_copy(of->arena, decision->kind),
	    arena_copy(of->arena, decision->vulnerability), arena_copy(of->arena, decision->reason), arena_copy(of->arena, decision->effect) }));
	return NULL;
}

struct err *
handover_decisions_of(struct ledger *ledger, const struct ledger_account *account, int64_t now, struct arena *arena,
    struct handover_decisions *ret_found)
{
	struct decisions_of of = { account, ret_found, now, arena };

	*ret_found = (struct handover_decisions){ 0 };
	return ledger_decisions(ledger, take_decision, &of, arena);
}

struct err *
handover_oncalls_of(struct ledger *ledger, int64_t account, int64_t now, struct arena *arena, struct oncalls *ret_found)
{
	struct oncalls all;

	*ret_found = (struct oncalls){ 0 };
	TRY(ledger_oncalls(ledger, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].account == account && (all.items[i].ends == INSTANT_NONE || all.items[i].ends > now))
			list_push(arena, ret_found, all.items[i]);
	return NULL;
}

struct questions_of { const struct ledger_account *account; struct handover_questions *found; struct arena *arena; };

static struct err *
take_question(void *context, const struct ledger_ask *ask, struct arena *arena)
{
	struct questions_of *of = context;

	(void)arena;
	if (ask->open + ask->unsettled > 0 && handover_names(of->account, ask->by))
		list_push(of->arena, of->found, ((struct handover_question){ ask->id, ask->kind, arena_copy(of->arena, ask->contractor), ask->due,
		    ask->open + ask->unsettled, ask->reminders }));
	return NULL;
}

struct err *
handover_questions_of(struct ledger *ledger, const struct ledger_account *account, struct arena *arena, struct handover_questions *ret_found)
{
	struct questions_of of = { account, ret_found, arena };

	*ret_found = (struct handover_questions){ 0 };
	return ledger_asks(ledger, take_question, &of, arena);
}

struct waiting { struct ledger_approval_open *items; size_t count, room; struct arena *arena; };

static struct err *
take_waiting(void *context, const struct ledger_approval_open *open, struct arena *arena)
{
	struct waiting *waiting = context;

	(void)arena;
	list_push(waiting->arena, waiting, ((struct ledger_approval_open){ open->casefile, arena_copy(waiting->arena, open->number),
	    arena_copy(waiting->arena, open->name) }));
	return NULL;
}

struct err *
handover_approvals_of(struct ledger *ledger, int64_t account, struct arena *arena, struct handover_waiting *ret_found)
{
	struct waiting waiting = { .arena = arena };

	TRY(ledger_approvals_waiting(ledger, account, take_waiting, &waiting, arena));
	*ret_found = (struct handover_waiting){ waiting.items, waiting.count, waiting.room };
	return NULL;
}

/* -------------------------------------------------------------------------------- what keeps from leaving */

static struct err *
find_beside_cases(void *context, struct ledger *ledger, int64_t id, struct arena *arena, struct hangings *hangings)
{
	struct handover_decisions decisions;
	struct handover_questions questions;
	struct waiting waiting = { .arena = arena };
	struct ledger_account account;
	struct oncalls oncalls;
	int64_t now = *(const int64_t *)context;

	TRY(ledger_account_get(ledger, id, arena, &account));
	TRY(handover_decisions_of(ledger, &account, now, arena, &decisions));
	TRY(handover_oncalls_of(ledger, id, now, arena, &oncalls));
	TRY(handover_questions_of(ledger, &account, arena, &questions));
	TRY(ledger_approvals_waiting(ledger, id, take_waiting, &waiting, arena));
	if (oncalls.count > 0)
		list_push(arena, hangings, ((struct hanging){ M("turns on call: {count}"), (int64_t)oncalls.count }));
	if (decisions.count > 0)
		list_push(arena, hangings, ((struct hanging){ M("decisions this person answers for: {count}"), (int64_t)decisions.count }));
	if (questions.count > 0)
		list_push(arena, hangings, ((struct hanging){ M("sheets of questions to contractors that are not answered: {count}"),
		    (int64_t)questions.count }));
	if (waiting.count > 0)
		list_push(arena, hangings, ((struct hanging){ M("approvals that ask this person by name: {count} (handover give asks another)"),
		    (int64_t)waiting.count }));
	return NULL;
}

struct account_duties
handover_duties(int64_t *now)
{
	return (struct account_duties){ now, find_beside_cases };
}

struct err *
handover_count(struct ledger *ledger, int64_t account, int64_t now, struct arena *arena, int64_t *ret_left)
{
	struct account_duties beside = handover_duties(&now);
	const struct account_duties *const all[] = { &account_case_duties, &beside };
	struct hangings hangings = { 0 };

	*ret_left = 0;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		TRY(all[i]->find(all[i]->context, ledger, account, arena, &hangings));
	for (size_t i = 0; i < hangings.count; i++)
		*ret_left += hangings.items[i].count;
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- who may ask */

static struct err *
leads(struct ledger *ledger, int64_t head, int64_t account, struct arena *arena, bool *ret_leads)
{
	struct ledger_memberships of, his;

	*ret_leads = false;
	TRY(ledger_memberships(ledger, account, arena, &of));
	TRY(ledger_memberships(ledger, head, arena, &his));
	for (size_t i = 0; i < his.count; i++)
		for (size_t j = 0; j < of.count; j++)
			*ret_leads = *ret_leads || (his.items[i].head && his.items[i].unit == of.items[j].unit);
	return NULL;
}

struct err *
handover_may(struct ledger *ledger, const struct actor *actor, unsigned scope, const struct ledger_account *of, struct arena *arena)
{
	bool head = false;

	TRY(actor_need(actor, 0, scope, arena));
	if ((actor->offices & OFFICE_ADMINISTRATOR) != 0 || actor->account == of->id)
		return NULL;
	TRY(leads(ledger, actor->account, of->id, arena, &head));
	return head ? NULL : err_new(arena, ERR_FORBIDDEN,
	    M("What hangs on {login} is shown to and handed over by that person, who leads the unit, and administrators."), ARG("login", of->login));
}

/* ---------------------------------------------------------------------------------------------------- shown */

static struct err *
show_cases(const struct case_desk *desk, const struct actor *actor, int64_t account, int64_t now, struct arena *arena, struct handover_view *view)
{
	struct case_held_list held;

	TRY(case_held_by(desk, actor, account, now, arena, &held));
	for (size_t i = 0; i < held.count; i++)
		list_push(arena, &view->items, ((struct handover_item_view){ .kind = handover_held_kind(&held.items[i]), .id = held.items[i].id,
		    .number = held.items[i].number, .label = held.items[i].label, .what = held.items[i].title, .due = held.items[i].due }));
	return NULL;
}

/* Approvals of the cases the asker may read. */
static struct err *
show_approvals(const struct case_desk *desk, const struct actor *actor, int64_t account, int64_t now, struct arena *arena,
    struct handover_view *view)
{
	struct waiting waiting = { .arena = arena };

	TRY(ledger_approvals_waiting(desk->ledger, account, take_waiting, &waiting, arena));
	for (size_t i = 0; i < waiting.count; i++) {
		struct case_now casefile;
		struct err *err = case_load_id(desk, actor, waiting.items[i].casefile, now, arena, &casefile);

		if (err != NULL && err->code == ERR_NOT_FOUND)
			continue;
		TRY(err);
		list_push(arena, &view->items, ((struct handover_item_view){ .kind = STR("approval"), .number = waiting.items[i].number,
		    .label = casefile.head.sealed ? casefile.head.neutral : casefile.title, .what = waiting.items[i].name, .due = INSTANT_NONE }));
	}
	return NULL;
}

static struct err *
show_decisions(const struct case_desk *desk, const struct ledger_account *account, int64_t now, struct arena *arena, struct handover_view *view)
{
	struct handover_decisions found;

	TRY(handover_decisions_of(desk->ledger, account, now, arena, &found));
	for (size_t i = 0; i < found.count; i++) {
		const struct handover_decision *one = &found.items[i];

		list_push(arena, &view->items, ((struct handover_item_view){ .kind = STR("decision"), .id = one->id, .label = one->kind,
		    .what = one->vulnerability, .why = one->effect.len == 0 ? one->reason :
		    arena_printf(arena, "%.*s / %.*s", STR_ARG(one->reason), STR_ARG(one->effect)), .due = one->until }));
	}
	return NULL;
}

static struct err *
show_oncalls(const struct case_desk *desk, int64_t account, int64_t now, struct arena *arena, struct handover_view *view)
{
	struct oncalls found;

	TRY(handover_oncalls_of(desk->ledger, account, now, arena, &found));
	for (size_t i = 0; i < found.count; i++)
		list_push(arena, &view->items, ((struct handover_item_view){ .kind = STR("oncall"), .id = found.items[i].id, .what = found.items[i].name,
		    .why = found.items[i].note, .due = found.items[i].ends }));
	return NULL;
}

static struct err *
show_questions(const struct case_desk *desk, const struct ledger_account *account, enum lang lang, struct arena *arena, struct handover_view *view)
{
	struct handover_questions found;

	TRY(handover_questions_of(desk->ledger, account, arena, &found));
	for (size_t i = 0; i < found.count; i++)
		list_push(arena, &view->items, ((struct handover_item_view){ .kind = STR("question"), .id = found.items[i].id,
		    .label = arena_printf(arena, "%c%lld", found.items[i].kind == LEDGER_ASK_APPLICABILITY ? 'K' : 'S', (long long)found.items[i].id),
		    .what = found.items[i].contractor, .due = day_instant(found.items[i].due + 1, ZONE_JST),
		    .why = catalogue_say(arena, lang, M("{lines} lines without an answer, reminded {times} times"), ARG_N("lines", found.items[i].lines),
		        ARG_N("times", found.items[i].reminders)) }));
	return NULL;
}

static struct err *
show_tokens(const struct case_desk *desk, int64_t account, int64_t now, struct arena *arena, struct handover_view *view)
{
	struct ledger_tokens tokens;

	TRY(ledger_tokens(desk->ledger, account, arena, &tokens));
	for (size_t i = 0; i < tokens.count; i++)
		if (tokens.items[i].withdrawn_at == INSTANT_NONE && tokens.items[i].until > now)
			list_push(arena, &view->items, ((struct handover_item_view){ .kind = STR("token"), .id = tokens.items[i].id,
			    .what = tokens.items[i].name, .due = tokens.items[i].until }));
	return NULL;
}

struct err *
handover_show(const struct case_desk *desk, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct handover_view *ret_view)
{
	struct ledger_account account;

	TRY(account_of(desk->ledger, login, arena, &account));
	TRY(handover_may(desk->ledger, actor, SCOPE_READ, &account, arena));
	*ret_view = (struct handover_view){ .login = account.login, .name = account.name };
	TRY(show_cases(desk, actor, account.id, now, arena, ret_view));
	TRY(show_approvals(desk, actor, account.id, now, arena, ret_view));
	TRY(show_decisions(desk, &account, now, arena, ret_view));
	TRY(show_oncalls(desk, account.id, now, arena, ret_view));
	TRY(show_questions(desk, &account, actor->lang, arena, ret_view));
	TRY(show_tokens(desk, account.id, now, arena, ret_view));
	return handover_count(desk->ledger, account.id, now, arena, &ret_view->left);
}
