/*
 * grant.c - rights granted beyond the parts: by whom, in which compartment, until when, and by two where it is sealed.
 */
#include "base/catalogue.h"
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "service/casefile/share.h"
#include "store/ledger/people.h"

enum { RIGHTS_BY_TWO = RIGHT_EXPORT | RIGHT_GRANT };

struct grant_work {
	const struct case_grant_order *order;
	struct case_holder             holder;
	int64_t                        until, id, proposal;
	bool                           act;
};

static struct str
about(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "grant/%lld", (long long)id);
}

/* "read,export" of the bits. */
static struct str
rights_words(unsigned rights, struct arena *arena)
{
	struct str_list words = { 0 };

	for (int i = 0; i < RIGHT_COUNT; i++)
		if ((rights & 1U << i) != 0)
			list_push(arena, &words, str_of(enum_name(&right_names, i)));
	return arena_join(arena, words.items, words.count, STR(","));
}

/* Nobody gives what he does not have himself in that place. */
static struct err *
may_grant(const struct case_now *now, unsigned rights, size_t place, struct arena *arena)
{
	TRY(case_need(now, RIGHT_GRANT, place, arena));
	for (size_t i = 0; i < RIGHT_COUNT; i++)
		if ((rights & 1U << i) != 0)
			TRY(case_need(now, 1U << i, place, arena));
	return NULL;
}

/* What the timeline keeps of it, a line each: holder, rights, end, reason (words.c says it). */
static struct str
told(const struct grant_work *work, struct arena *arena)
{
	return arena_printf(arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(work->holder.name), STR_ARG(rights_words(work->order->rights, arena)),
	    STR_ARG(instant_words(work->until, arena)), STR_ARG(work->order->reason));
}

static struct err *
add_grant(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct grant_work *work = context;
	const struct case_grant_order *order = work->order;
	bool by_two = now->head.sealed && (order->rights & RIGHTS_BY_TWO) != 0;
	struct ledger_grant grant = { .holder = work->holder.kind, .holder_id = work->holder.id, .rights = order->rights,
		.compartment = order->compartment, .from = at, .until = work->until, .by = actor->account,
		.confirmed_by = by_two ? GRANT_WAITS : 0, .at = at, .withdrawn_at = INSTANT_NONE };
	size_t place;

	work->proposal = 0;
	TRY(case_compartment_need(now, order->compartment, RIGHT_GRANT, arena, &place));
	TRY(may_grant(now, order->rights, place, arena));
	TRY(ledger_case_grant_id(now->desk->ledger, arena, &grant.id));
	TRY(case_seal(now, now->book->compartments.items[place], about(grant.id, arena), order->reason, arena, &grant.reason));
	TRY(ledger_case_grant_put(now->desk->ledger, now->head.id, &grant, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	work->id = grant.id;
	if (by_two)
		TRY(proposal_make(now->desk->ledger, actor, STR("grant"), about(grant.id, arena),
		    arena_printf(arena, "case/%lld %.*s", (long long)now->head.id, STR_ARG(rights_words(order->rights, arena))), at, arena,
		    &work->proposal));
	TRY(case_entry(now, actor, ENTRY_GRANT, about(grant.id, arena), place, STR(""), told(work, arena), at, arena));
	return case_audit(now, actor, "case.grant", about(grant.id, arena), STR(""), at, arena);
}

static struct err *
check(const struct grant_work *work, int64_t at, struct arena *arena)
{
	if (work->holder.kind == HOLDER_OUTSIDE)
		return err_new(arena, ERR_USAGE, M("Rights are granted to who has an account: somebody from outside gets a document."));
	if (work->order->reason.len == 0)
		return err_new(arena, ERR_USAGE, M("A grant needs its reason: --reason TEXT."));
	TRY(case_text(work->order->reason, LIMIT_CASE_TITLE, arena));
	if (work->until <= at || work->until > at + (GRANT_DAYS_MOST + 1) * INSTANT_DAY)
		return err_new(arena, ERR_USAGE, M("A grant holds from today on and at most {most} days."), ARG_N("most", GRANT_DAYS_MOST));
	return NULL;
}

struct err *
case_grant_add(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_grant_order *order, int64_t at,
    struct arena *arena, int64_t *ret_grant, int64_t *ret_proposal)
{
	struct grant_work work = { .order = order, .until = order->until != INSTANT_NONE ? order->until
		: day_instant(instant_day(at, ZONE_JST) + GRANT_DAYS + 1, ZONE_JST) };

	TRY(case_holder_parse(desk->ledger, order->holder, arena, &work.holder));
	TRY(check(&work, at, arena));
	TRY(case_within(desk, actor, number, 0, at, add_grant, &work, arena));
	*ret_grant = work.id;
	*ret_proposal = work.proposal;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- taken away */

static struct err *
find_grant(const struct case_now *now, int64_t id, struct arena *arena, struct ledger_grant *ret_grant, size_t *ret_place)
{
	struct ledger_grants grants;

	TRY(ledger_case_grants(now->desk->ledger, now->head.id, arena, &grants));
	for (size_t i = 0; i < grants.count; i++) {
		const struct ledger_grant *grant = &grants.items[i];
		size_t place = grant->compartment.len == 0 ? 0 : case_compartment(now->book, grant->compartment);

		if (grant->id != id || grant->withdrawn_at != INSTANT_NONE || !access_may(&now->access, RIGHT_READ, place == NO_INDEX ? 0 : place))
			continue;
		*ret_grant = *grant;
		*ret_place = place == NO_INDEX ? 0 : place;
		return NULL;
	}
	return err_new(arena, ERR_NOT_FOUND, M("There is no grant number {grant} in the case {number}: tsukuroi case who {number} lists them."),
	    ARG_N("grant", id), ARG("number", now->head.number));
}

static struct err *
end_grant(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct grant_work *work = context;
	struct ledger_grant grant;
	size_t place;

	TRY(find_grant(now, work->id, arena, &grant, &place));
	TRY(case_need(now, RIGHT_GRANT, place, arena));
	TRY(ledger_case_grant_withdraw(now->desk->ledger, grant.id, actor->account, at, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	TRY(case_entry(now, actor, ENTRY_GRANT, about(grant.id, arena), place, rights_words((unsigned)grant.rights, arena), STR(""), at, arena));
	return case_audit(now, actor, "case.grant.end", about(grant.id, arena), STR(""), at, arena);
}

struct err *
case_grant_end(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t grant, int64_t at, struct arena *arena)
{
	struct grant_work work = { .id = grant };

	return case_within(desk, actor, number, 0, at, end_grant, &work, arena);
}

/* ------------------------------------------------------------------------------- the second person's word */

/* Whoever may give the same himself, and is not the one it is for. */
static struct err *
settle_grant(struct case_now *now, const struct actor *actor, int64_t at, const struct grant_work *work, struct arena *arena)
{
	struct ledger_grant grant;
	size_t place;

	TRY(find_grant(now, work->id, arena, &grant, &place));
	TRY(may_grant(now, (unsigned)grant.rights, place, arena));
	if (work->act && sight_holds(&actor->sight, grant.holder, grant.holder_id))
		return err_new(arena, ERR_FORBIDDEN, M("Nobody confirms a right of their own."));
	TRY(work->act ? ledger_case_grant_confirm(now->desk->ledger, grant.id, actor->account, arena)
	              : ledger_case_grant_withdraw(now->desk->ledger, grant.id, actor->account, at, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	TRY(case_entry(now, actor, ENTRY_GRANT, about(grant.id, arena), place, work->act ? STR("") : rights_words((unsigned)grant.rights, arena),
	    work->act ? rights_words((unsigned)grant.rights, arena) : STR(""), at, arena));
	TRY(case_audit(now, actor, work->act ? "case.grant" : "case.grant.end", about(grant.id, arena), STR(""), at, arena));
	return case_settle(now, at, arena);
}

struct err *
case_grant_settle(void *context, struct ledger *ledger, const struct actor *actor, const struct ledger_proposal *proposal, bool act,
    int64_t at, struct arena *arena)
{
	const struct case_desk *desk = context;
	struct str grant = proposal->object, id, rest;
	struct grant_work work = { .act = act };
	struct case_now now;
	int64_t casefile;

	(void)ledger;
	(void)str_cut(proposal->detail, ' ', &id, &rest);
	if (!str_take(&grant, STR("grant/")) || !str_to_i64(grant, &work.id) || !str_take(&id, STR("case/")) || !str_to_i64(id, &casefile))
		return err_new(arena, ERR_STORE, M("The proposal {number} cannot be read."), ARG_N("number", proposal->id));
	TRY(case_load_head(desk, actor, STR(""), casefile, at, arena, &now));
	TRY(case_load_rest(&now, at, arena));
	return settle_grant(&now, actor, at, &work, arena);
}

/* --------------------------------------------------------------------------------------------- in words */

static struct str
rights_told(struct str rights, enum lang lang, struct arena *arena)
{
	struct str_list words = { 0 };
	struct str word;
	int right;

	while (str_split(&rights, ',', &word))
		if (enum_find(&right_names, word, &right))
			list_push(arena, &words, str_of(catalogue_text(lang, case_right_text(1U << right))));
	return arena_join(arena, words.items, words.count, str_of(catalogue_text(lang, M(", "))));
}

struct str
case_grant_words(struct str content, enum lang lang, struct arena *arena)
{
	struct str holder, rights, until, reason;

	if (!str_cut(content, '\n', &holder, &rights))
		return rights_told(content, lang, arena);
	(void)str_cut(rights, '\n', &rights, &until);
	(void)str_cut(until, '\n', &until, &reason);
	return catalogue_say(arena, lang, M("{holder}, {rights} until {until} ({reason})"), ARG("holder", holder),
	    ARG("rights", rights_told(rights, lang, arena)), ARG("until", until), ARG("reason", reason));
}
