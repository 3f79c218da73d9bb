/*
 * handover_paper.c - what hangs on a person, as his paper tells the next one.
 */
#include "base/catalogue.h"
#include "service/respond/approval.h"
#include "service/respond/handover_parts.h"
#include "store/ledger/people.h"
#include "store/ledger/roster.h"

struct listing {
	const struct case_desk *desk;
	struct ledger_account   account;
	struct actor            program;
	int64_t                 now;
	struct arena           *arena;
	struct handover_view   *view;
};

static struct err *
list_cases(struct listing *l, int64_t *ret_sealed)
{
	struct case_held_list held;

	TRY(case_held_plain(l->desk, l->account.id, l->program.lang, l->now, l->arena, &held, ret_sealed));
	for (size_t i = 0; i < held.count; i++)
		list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = handover_held_kind(&held.items[i]), .id = held.items[i].id,
		    .number = held.items[i].number, .label = held.items[i].label, .what = held.items[i].title, .due = held.items[i].due }));
	return NULL;
}

/* Each decision with why it stands: "受容したリスクの理由". */
static struct err *
list_decisions(struct listing *l)
{
	struct handover_decisions found;

	TRY(handover_decisions_of(l->desk->ledger, &l->account, l->now, l->arena, &found));
	for (size_t i = 0; i < found.count; i++)
		list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = STR("decision"), .id = found.items[i].id,
		    .label = found.items[i].effect, .what = found.items[i].vulnerability, .why = found.items[i].reason, .due = found.items[i].until }));
	return NULL;
}

static struct err *
list_duties(struct listing *l)
{
	struct ledger_rosters rosters;
	struct oncalls oncalls;

	TRY(handover_oncalls_of(l->desk->ledger, l->account.id, l->now, l->arena, &oncalls));
	for (size_t i = 0; i < oncalls.count; i++)
		list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = STR("oncall"), .id = oncalls.items[i].id,
		    .what = catalogue_say(l->arena, l->program.lang, M("On call")), .why = oncalls.items[i].note, .due = oncalls.items[i].ends }));
	TRY(ledger_rosters(l->desk->ledger, l->arena, &rosters));
	for (size_t i = 0; i < rosters.count; i++) {
		struct str people = rosters.items[i].people, login;
		bool his = false;

		while (people.len > 0 && str_split(&people, ' ', &login))
			his = his || str_eq(login, l->account.login);
		if (his)
			list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = STR("roster"), .id = rosters.items[i].id,
			    .what = catalogue_say(l->arena, l->program.lang, M("Checks {source} in turn"), ARG("source", rosters.items[i].source)),
			    .due = INSTANT_NONE }));
	}
	return NULL;
}

static struct err *
list_questions(struct listing *l)
{
	struct handover_questions found;

	TRY(handover_questions_of(l->desk->ledger, &l->account, l->arena, &found));
	for (size_t i = 0; i < found.count; i++)
		list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = STR("question"), .id = found.items[i].id,
		    .label = arena_printf(l->arena, "%c%lld", found.items[i].kind == LEDGER_ASK_APPLICABILITY ? 'K' : 'S', (long long)found.items[i].id),
		    .what = found.items[i].contractor, .due = day_instant(found.items[i].due + 1, ZONE_JST),
		    .why = catalogue_say(l->arena, l->program.lang, M("{lines} lines without an answer, reminded {times} times"),
		        ARG_N("lines", found.items[i].lines), ARG_N("times", found.items[i].reminders)) }));
	return NULL;
}

/* Has he an office that decides in it? 後閲 is for who would have decided. */
static bool
decides(const struct listing *l, const struct approval_view *approval)
{
	for (size_t i = 0; i < approval->steps.count; i++)
		for (unsigned office = 0; office < OFFICE_COUNT; office++)
			if (str_eq(approval->steps.items[i].kind, STR("decide")) && ((unsigned)l->account.offices & 1u << office) != 0 &&
			    str_eq(approval->steps.items[i].office, str_of(catalogue_text(l->program.lang, office_text(1u << office)))))
				return true;
	return false;
}

static struct err *
take_approval(void *context, const struct ledger_approval_open *open, struct arena *arena)
{
	struct listing *l = context;

	(void)arena;
	list_push(l->arena, &l->view->items, ((struct handover_item_view){ .kind = STR("approval"), .id = open->casefile,
	    .number = arena_copy(l->arena, open->number), .what = arena_copy(l->arena, open->name), .due = INSTANT_NONE }));
	return NULL;
}

/* Of all that is open, what waits for him by name and what he is still to see. */
static struct err *
list_approvals(struct listing *l)
{
	const struct respond_desk desk = { l->desk, NULL };
	size_t begin = l->view->items.count, kept = begin;
	struct handover_waiting waiting;

	TRY(handover_approvals_of(l->desk->ledger, l->account.id, l->arena, &waiting));
	TRY(ledger_approvals_open(l->desk->ledger, take_approval, l, l->arena));
	for (size_t i = begin; i < l->view->items.count; i++) {
		struct handover_item_view item = l->view->items.items[i];
		struct approval_view approval;
		struct ledger_case head;
		bool waits = false;

		TRY(ledger_case_find(l->desk->ledger, STR(""), item.id, l->arena, &head));
		if (head.sealed)
			continue;
		TRY(approval_show(&desk, &l->program, item.number, item.what, l->now, l->arena, &approval));
		for (size_t w = 0; w < waiting.count; w++)
			waits = waits || (waiting.items[w].casefile == item.id && str_eq(waiting.items[w].name, item.what));
		item.label = approval.label;
		item.what = approval.title;
		item.kind = waits ? STR("approval") : STR("view");
		if (waits || (approval.view_open && decides(l, &approval)))
			l->view->items.items[kept++] = item;
	}
	l->view->items.count = kept;
	return NULL;
}

struct err *
handover_list(const struct case_desk *desk, struct str login, enum lang lang, int64_t now, struct arena *arena, struct handover_view *ret_view,
    int64_t *ret_sealed)
{
	struct listing l = { .desk = desk, .program = actor_program(), .now = now, .arena = arena, .view = ret_view };

	l.program.lang = lang;
	TRY(account_of(desk->ledger, login, arena, &l.account));
	*ret_view = (struct handover_view){ .login = l.account.login, .name = l.account.name };
	TRY(list_cases(&l, ret_sealed));
	TRY(list_decisions(&l));
	TRY(list_duties(&l));
	TRY(list_questions(&l));
	TRY(list_approvals(&l));
	return handover_count(desk->ledger, l.account.id, now, arena, &ret_view->left);
}
