#include "service/criteria/edition.h"

#include "base/clock.h"

static const char *const states[] = { "waiting", "agreed", "withdrawn", "taken_over" };
static const char *const state_words[] = { M("waits for agreement"), M("agreed to"), M("taken back"), M("taken over from a file") };
const struct enum_names edition_state_names = ENUM_WORDS(states, state_words);
static const struct field edition_fields[] = {
	FIELD(struct edition_view, id, FIELD_INT),
	FIELD(struct edition_view, since, FIELD_DAY),
	FIELD(struct edition_view, reason, FIELD_STR),
	FIELD(struct edition_view, proposed_name, FIELD_STR),
	FIELD(struct edition_view, agreed_name, FIELD_STR),
	FIELD_WORD(struct edition_view, state, &edition_state_names),
	FIELD(struct edition_view, digest, FIELD_STR),
	FIELD(struct edition_view, proposed_at, FIELD_INSTANT),
	FIELD(struct edition_view, agreed_at, FIELD_INSTANT),
	FIELD(struct edition_view, may_agree, FIELD_BOOL),
	FIELD(struct edition_view, in_force, FIELD_BOOL),
	FIELD(struct edition_view, overtaken, FIELD_INT),
};
const struct schema edition_view_schema = SCHEMA("edition", struct edition_view, edition_fields);
static const struct field list_fields[] = { FIELD_OF(struct edition_list, editions, FIELD_LIST, &edition_view_schema) };
const struct schema edition_list_schema = SCHEMA("editions", struct edition_list, list_fields);

enum { PROPOSERS = OFFICE_SECURITY | OFFICE_ADMINISTRATOR };

struct err *
edition_check(struct str kind, struct str text, struct arena *arena, int32_t *ret_since)
{
	struct criteria criteria;
	struct ssvc_table table;

	*ret_since = DAY_NONE;
	if (str_eq(kind, EDITION_SSVC)) {
		TRY(ssvc_table_read(text, STR("ssvc"), arena, &table));
		return ssvc_deployer_fits(&table, arena);
	}
	TRY(criteria_read(text, STR("criteria"), arena, &criteria));
	*ret_since = criteria.since;
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- drafts */

struct err *
edition_draft_keep(struct ledger *ledger, const struct actor *actor, struct str kind, const struct ledger_draft *draft, int64_t now, struct arena *arena,
    struct str *ret_digest)
{
	struct str digest = agreed_digest(draft->text, arena);

	TRY(actor_need(actor, PROPOSERS, SCOPE_WRITE, arena));
	TRY(ledger_draft_put(ledger, kind, digest, draft, actor->login, now, arena));
	*ret_digest = digest;
	return NULL;
}

struct err *
edition_draft(struct ledger *ledger, const struct actor *actor, struct str kind, struct str digest, struct arena *arena, struct ledger_draft *ret_draft)
{
	bool found;

	TRY(actor_need(actor, PROPOSERS, SCOPE_READ, arena));
	TRY(ledger_draft_find(ledger, kind, digest, arena, ret_draft, &found));
	return found ? NULL : err_new(arena, ERR_NOT_FOUND, M("This draft is not kept here."));
}

/* ------------------------------------------------------------------------------------- proposed and agreed */

struct err *
edition_propose(struct ledger *ledger, const struct actor *actor, struct str kind, const struct ledger_draft *draft, int64_t now, struct arena *arena,
    int64_t *ret_id)
{
	struct ledger_criteria edition = { .kind = kind, .text = draft->text, .reason = draft->reason, .proposed_by = actor->account,
		.proposed_name = actor->name, .proposed_at = now, .agreed_at = INSTANT_NONE, .withdrawn_at = INSTANT_NONE };

	TRY(actor_need(actor, PROPOSERS, SCOPE_WRITE, arena));
	TRY(edition_check(kind, draft->text, arena, &edition.since));
	if (edition.since == DAY_NONE)
		edition.since = draft->since;
	if (edition.reason.len == 0)
		return err_new(arena, ERR_USAGE, M("Say why the criteria are to change: the executive reads it."));
	if (edition.since == DAY_NONE)
		return err_new(arena, ERR_USAGE, M("Say from which day it is to hold."));
	if (edition.since < instant_day(now, ZONE_JST))
		return err_new(arena, ERR_USAGE, M("The day from which they hold ({day}) is past: choose today or later."), ARG("day", day_format(edition.since, arena)));
	edition.digest = agreed_digest(draft->text, arena);
	return ledger_criteria_put(ledger, &edition, actor->login, arena, ret_id);
}

static struct err *
waiting(const struct ledger_criteria *edition, struct arena *arena)
{
	if (edition->agreed_at == INSTANT_NONE && edition->withdrawn_at == INSTANT_NONE)
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("Edition {id} does not wait for agreement any more."), ARG_N("id", edition->id));
}

/* Which edition was agreed to behind its back; 0: it still stands on what its proposer saw. */
static int64_t
overtaken_by(const struct ledger_criteria *edition, const struct ledger_criteria_list *all)
{
	int64_t latest = edition->proposed_at, by = 0;

	for (size_t i = 0; i < all->count; i++) {
		const struct ledger_criteria *other = &all->items[i];

		if (other->id != edition->id && other->agreed_at != INSTANT_NONE && other->agreed_at > latest) {
			latest = other->agreed_at;
			by = other->id;
		}
	}
	return by;
}

static struct err *
not_overtaken(struct ledger *ledger, const struct ledger_criteria *edition, struct str kind, struct arena *arena)
{
	struct ledger_criteria_list all;
	int64_t by;

	TRY(ledger_criteria_all(ledger, kind, arena, &all));
	by = overtaken_by(edition, &all);
	return by == 0 ? NULL : err_new(arena, ERR_CONFLICT,
	    M("Edition {other} was agreed to after edition {id} was proposed, which was made of what held before: look at it again, and propose it anew on what holds now."),
	    ARG_N("other", by), ARG_N("id", edition->id));
}

/* One unit of work: what is in force is what somebody's agreement stands beside, for every node alike. */
struct agreeing { const struct actor *actor; struct str kind; int64_t id, now; };

static struct err *
agree(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct agreeing *a = context;
	struct ledger_criteria edition;
	int32_t since;

	TRY(ledger_criteria_get(ledger, a->kind, a->id, arena, &edition));
	TRY(waiting(&edition, arena));
	TRY(not_overtaken(ledger, &edition, a->kind, arena));
	if (edition.proposed_by == a->actor->account)
		return err_new(arena, ERR_FORBIDDEN, M("Who proposed the criteria cannot agree to them: another executive does."));
	TRY(edition_check(a->kind, edition.text, arena, &since));
	return ledger_criteria_settle(ledger, &edition, a->actor->account, a->actor->name, a->actor->login, a->now, arena);
}

struct err *
edition_agree(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena)
{
	struct agreeing agreeing = { actor, kind, id, now };

	TRY(actor_need(actor, OFFICE_EXECUTIVE, SCOPE_WRITE, arena));
	return ledger_write(ledger, agree, &agreeing, arena);
}

struct err *
edition_withdraw(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_criteria edition;

	TRY(actor_need(actor, PROPOSERS | OFFICE_EXECUTIVE, SCOPE_WRITE, arena));
	TRY(ledger_criteria_get(ledger, kind, id, arena, &edition));
	TRY(waiting(&edition, arena));
	return ledger_criteria_settle(ledger, &edition, 0, STR(""), actor->login, now, arena);
}

/* ------------------------------------------------------------------------------------------------- read */

static const char *
state_of(const struct ledger_criteria *edition)
{
	if (edition->withdrawn_at != INSTANT_NONE)
		return "withdrawn";
	if (edition->agreed_at == INSTANT_NONE)
		return "waiting";
	return edition->agreed_by != 0 ? "agreed" : "taken_over";
}

static struct edition_view
view_of(const struct ledger_criteria *one, const struct ledger_criteria_list *all, const struct actor *actor, int64_t in_force)
{
	struct str state = str_of(state_of(one));
	bool waits = str_eq(state, STR("waiting"));
	int64_t overtaken = waits ? overtaken_by(one, all) : 0;

	return (struct edition_view){ .id = one->id, .since = one->since, .reason = one->reason, .proposed_name = one->proposed_name,
		.agreed_name = one->agreed_name, .state = state, .digest = one->digest, .proposed_at = one->proposed_at, .agreed_at = one->agreed_at,
		.may_agree = waits && overtaken == 0 && (actor->offices & OFFICE_EXECUTIVE) != 0 && one->proposed_by != actor->account,
		.in_force = one->id == in_force, .overtaken = overtaken };
}

/* 0: none. */
static struct err *
number_in_force(struct ledger *ledger, struct str kind, int64_t now, struct arena *arena, int64_t *ret_id)
{
	struct ledger_criteria edition;
	bool found;

	TRY(ledger_criteria_in_force(ledger, kind, instant_day(now, ZONE_JST), arena, &edition, &found));
	*ret_id = found ? edition.id : 0;
	return NULL;
}

struct err *
edition_list(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t now, struct arena *arena, struct edition_list *ret_list)
{
	struct ledger_criteria_list list;
	int64_t in_force;

	*ret_list = (struct edition_list){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(number_in_force(ledger, kind, now, arena, &in_force));
	TRY(ledger_criteria_all(ledger, kind, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		list_push(arena, &ret_list->editions, view_of(&list.items[i], &list, actor, in_force));
	return NULL;
}

struct err *
edition_show(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena,
    struct ledger_criteria *ret_edition, struct edition_view *ret_view)
{
	struct ledger_criteria_list all;
	int64_t in_force;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(number_in_force(ledger, kind, now, arena, &in_force));
	TRY(ledger_criteria_get(ledger, kind, id, arena, ret_edition));
	TRY(ledger_criteria_all(ledger, kind, arena, &all));
	*ret_view = view_of(ret_edition, &all, actor, in_force);
	return NULL;
}
