/*
 * handover_give.c - what hangs on one person, given to another in one unit of work.
 */
#include "service/respond/approval.h"
#include "service/respond/handover_parts.h"

#include "store/ledger/audit.h"
#include "store/ledger/people.h"

static const struct field kept_fields[] = {
	FIELD(struct handover_kept_view, kind, FIELD_STR),
	FIELD(struct handover_kept_view, number, FIELD_STR),
	FIELD(struct handover_kept_view, what, FIELD_STR),
	FIELD(struct handover_kept_view, why, FIELD_STR),
};
static const struct schema kept_schema = SCHEMA("kept", struct handover_kept_view, kept_fields);
static const struct field given_fields[] = {
	FIELD(struct handover_given_view, from, FIELD_STR),
	FIELD(struct handover_given_view, to, FIELD_STR),
	FIELD(struct handover_given_view, given, FIELD_INT),
	FIELD_OF(struct handover_given_view, kept, FIELD_LIST, &kept_schema),
	FIELD(struct handover_given_view, left, FIELD_INT),
};
const struct schema handover_given_view_schema = SCHEMA("handover_given", struct handover_given_view, given_fields);

struct err *
handover_kinds_parse(struct str text, struct arena *arena, unsigned *ret_kinds)
{
	struct str word;
	int kind;

	*ret_kinds = text.len == 0 ? HANDOVER_GIVEN : 0;
	while (text.len > 0 && str_split(&text, ',', &word)) {
		word = str_trim_space(word);
		if (!enum_find(&handover_kind_names, word, &kind) || (HANDOVER_GIVEN & 1U << kind) == 0)
			return err_new(arena, ERR_USAGE, M("\"{value}\" is nothing that is handed over: part, task, oncall, decision, approval, question."), ARG("value", word));
		*ret_kinds |= 1U << kind;
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------------- giving */

struct handing {
	const struct case_desk     *desk;
	const struct actor         *actor;
	struct ledger_account       from, to;
	unsigned                    kinds;
	int64_t                     now;
	struct case_held_list       held;
	struct handover_given_view *given;
	struct arena               *arena;      /* of the answer */
};

static void
keep(struct handing *h, struct str kind, struct str number, struct str what, struct str why)
{
	list_push(h->arena, &h->given->kept, ((struct handover_kept_view){ kind, arena_copy(h->arena, number), arena_copy(h->arena, what),
	    arena_copy(h->arena, why) }));
}

/* Those of one case go together: who gives his own part away could not give his tasks after it. */
static struct err *
give_of_case(struct handing *h, size_t begin, size_t end, struct arena *arena)
{
	struct str *whys = arena_alloc(arena, sizeof(*whys) * (end - begin));

	TRY(case_hand(h->desk, h->actor, &h->held.items[begin], end - begin, h->to.login, h->now, arena, whys));
	for (size_t i = begin; i < end; i++) {
		const struct case_held *held = &h->held.items[i];

		if (whys[i - begin].len == 0)
			h->given->given++;
		else
			keep(h, handover_held_kind(held), held->number, held->title, whys[i - begin]);
	}
	return NULL;
}

static struct err *
give_cases(struct handing *h, struct arena *arena)
{
	size_t begin = 0;

	for (size_t i = 1; i <= h->held.count; i++)
		if (i == h->held.count || h->held.items[i].casefile != h->held.items[begin].casefile) {
			TRY(give_of_case(h, begin, i, arena));
			begin = i;
		}
	return NULL;
}

/* Whether the actor may, by his offices; else the sentence. */
static struct str
why_not(const struct handing *h, unsigned offices, struct arena *arena)
{
	struct err *err = actor_need(h->actor, offices, SCOPE_WRITE, arena);

	return err == NULL ? STR("") : err_sentence(err, h->actor->lang, arena);
}

/* The same turn under the other's name. The telephone was the former person's: it is not the next one's. */
static struct err *
give_oncalls(struct handing *h, struct arena *arena)
{
	struct str why = why_not(h, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, arena);
	struct oncalls found;

	TRY(handover_oncalls_of(h->desk->ledger, h->from.id, h->now, arena, &found));
	for (size_t i = 0; i < found.count; i++) {
		struct ledger_oncall next = found.items[i];
		int64_t id;

		if (why.len > 0) {
			keep(h, STR("oncall"), STR(""), next.name, why);
			continue;
		}
		next.account = h->to.id;
		next.name = h->to.name;
		next.phone = STR("");
		next.by = h->actor->login;
		next.at = h->now;
		TRY(ledger_oncall_withdraw(h->desk->ledger, found.items[i].id, h->now, arena));
		TRY(ledger_oncall_put(h->desk->ledger, &next, arena, &id));
		TRY(ledger_audit(h->desk->ledger, h->actor->login, h->now, STR("oncall.remove"),
		    arena_printf(arena, "oncall/%lld", (long long)found.items[i].id), STR(""), arena));
		TRY(ledger_audit(h->desk->ledger, h->actor->login, h->now, STR("oncall.add"), arena_printf(arena, "oncall/%lld", (long long)id),
		    STR(""), arena));
		h->given->given++;
	}
	return NULL;
}

static struct err *
give_decisions(struct handing *h, struct arena *arena)
{
	struct str why = why_not(h, OFFICE_EXECUTIVE | OFFICE_SECURITY, arena);
	struct handover_decisions found;

	TRY(handover_decisions_of(h->desk->ledger, &h->from, h->now, arena, &found));
	for (size_t i = 0; i < found.count; i++) {
		if (why.len > 0) {
			keep(h, STR("decision"), STR(""), found.items[i].vulnerability, why);
			continue;
		}
		TRY(ledger_decision_give(h->desk->ledger, found.items[i].id, h->to.id, h->to.name, h->actor->login, h->now, arena));
		h->given->given++;
	}
	return NULL;
}

static struct err *
give_questions(struct handing *h, struct arena *arena)
{
	struct handover_questions found;

	TRY(handover_questions_of(h->desk->ledger, &h->from, arena, &found));
	for (size_t i = 0; i < found.count; i++) {
		TRY(ledger_ask_give(h->desk->ledger, found.items[i].id, h->to.login, h->actor->login, h->now, arena));
		h->given->given++;
	}
	return NULL;
}

/* Each by itself: what stands in a case that the actor may not read, or asks an office that the other has not, stays and is told. */
static struct err *
give_approvals(struct handing *h)
{
	const struct respond_desk desk = { h->desk, NULL };
	struct handover_waiting waiting;

	TRY(handover_approvals_of(h->desk->ledger, h->from.id, h->arena, &waiting));
	for (size_t i = 0; i < waiting.count; i++) {
		const struct ledger_approval_open *open = &waiting.items[i];
		int64_t moved = 0;
		struct err *err = approval_reseat(&desk, h->actor, open->number, open->name, &h->from, &h->to, h->now, h->arena, &moved);

		if (err != NULL && err->code != ERR_NOT_FOUND && err->code != ERR_FORBIDDEN && err->code != ERR_CONFLICT)
			return err;
		if (err != NULL && err->code != ERR_NOT_FOUND)
			keep(h, STR("approval"), open->number, open->name, err_sentence(err, h->actor->lang, h->arena));
		h->given->given += err == NULL && moved > 0;
	}
	return handover_count(h->desk->ledger, h->from.id, h->now, h->arena, &h->given->left);
}

static struct err *
give_all(struct ledger *ledger, void *context, struct arena *arena)
{
	struct handing *h = context;

	*h->given = (struct handover_given_view){ .from = h->from.login, .to = h->to.login };      /* anew, when it is tried again */
	TRY(give_cases(h, arena));
	if ((h->kinds & 1U << HANDOVER_ONCALL) != 0)
		TRY(give_oncalls(h, arena));
	if ((h->kinds & 1U << HANDOVER_DECISION) != 0)
		TRY(give_decisions(h, arena));
	if ((h->kinds & 1U << HANDOVER_QUESTION) != 0)
		TRY(give_questions(h, arena));
	TRY(handover_count(ledger, h->from.id, h->now, arena, &h->given->left));
	return ledger_audit(ledger, h->actor->login, h->now, STR("handover.give"),
	    arena_printf(arena, "account/%lld/account/%lld", (long long)h->from.id, (long long)h->to.id), STR(""), arena);
}

/* Of what he has in cases, the kinds that are wanted. */
static struct err *
find_held(struct handing *h, struct arena *arena)
{
	struct case_held_list all;

	TRY(case_held_by(h->desk, h->actor, h->from.id, h->now, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if ((h->kinds & 1U << (all.items[i].kind == HELD_PART ? HANDOVER_PART : HANDOVER_TASK)) != 0)
			list_push(arena, &h->held, all.items[i]);
	return NULL;
}

struct err *
handover_give(const struct case_desk *desk, const struct actor *actor, struct str from, struct str to, unsigned kinds, int64_t now,
    struct arena *arena, struct handover_given_view *ret_given)
{
	struct handing handing = { .desk = desk, .actor = actor, .kinds = kinds, .now = now, .given = ret_given, .arena = arena };
	struct actor next;

	TRY(account_of(desk->ledger, from, arena, &handing.from));
	TRY(account_of(desk->ledger, to, arena, &handing.to));
	TRY(handover_may(desk->ledger, actor, SCOPE_WRITE, &handing.from, arena));
	if (handing.from.id == handing.to.id)
		return err_new(arena, ERR_USAGE, M("Nothing is handed over from {login} to the same account."), ARG("login", from));
	TRY(actor_of_account(desk->ledger, handing.to.id, VIA_DIRECT, arena, &next));
	TRY(find_held(&handing, arena));
	TRY(ledger_write(desk->ledger, give_all, &handing, arena));
	return (kinds & 1U << HANDOVER_APPROVAL) != 0 ? give_approvals(&handing) : NULL;
}
