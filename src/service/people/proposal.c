#include "service/people/proposal.h"

static const struct field proposal_fields[] = {
	FIELD(struct proposal_view, id, FIELD_INT),
	FIELD(struct proposal_view, kind, FIELD_STR),
	FIELD(struct proposal_view, object, FIELD_STR),
	FIELD(struct proposal_view, detail, FIELD_STR),
	FIELD(struct proposal_view, by, FIELD_STR),
	FIELD(struct proposal_view, at, FIELD_INSTANT),
	FIELD(struct proposal_view, until, FIELD_INSTANT),
	FIELD(struct proposal_view, state, FIELD_STR),
};
static const struct schema proposal_schema = SCHEMA("proposal", struct proposal_view, proposal_fields);
static const struct field proposals_fields[] = { FIELD_OF(struct proposal_views, proposals, FIELD_LIST, &proposal_schema) };
const struct schema proposal_views_schema = SCHEMA("proposals", struct proposal_views, proposals_fields);

static struct str
object_of(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "proposal/%lld", (long long)id);
}

struct making { const struct actor *actor; struct ledger_proposal row; };

static struct err *
make(struct ledger *ledger, void *context, struct arena *arena)
{
	struct making *making = context;

	TRY(ledger_proposal_add(ledger, &making->row, arena));
	return ledger_audit(ledger, making->actor->login, making->row.at, STR("proposal.make"), object_of(making->row.id, arena), STR(""), arena);
}

struct err *
proposal_make(struct ledger *ledger, const struct actor *actor, struct str kind, struct str object, struct str detail, int64_t now,
    struct arena *arena, int64_t *ret_id)
{
	struct making making = { actor, { .kind = kind, .object = object, .detail = detail, .by = actor->account, .at = now,
	    .until = now + PROPOSAL_DAYS * INSTANT_DAY } };

	TRY(ledger_write(ledger, make, &making, arena));
	*ret_id = making.row.id;
	return NULL;
}

struct err *
proposal_list(struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena, struct proposal_views *ret_views)
{
	struct proposal_views views = { 0 };
	struct ledger_proposals rows;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_proposals(ledger, PROPOSAL_OPEN, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct ledger_proposal *row = &rows.items[i];

		if (now < row->until)
			list_push(arena, &views.proposals, ((struct proposal_view){ row->id, row->kind, row->object, row->detail, row->by_login,
			    row->at, row->until, str_of(enum_name(&proposal_state_names, (int)row->state)) }));
	}
	*ret_views = views;
	return NULL;
}

/* ------------------------------------------------------------------------------- the second person */

struct settling {
	const struct actor                *actor;
	int64_t                            id, now;
	bool                               confirm;
	const struct proposal_kind *const *kinds;
	size_t                             kinds_count;
	struct ledger_proposal             row;
};

static struct err *
see_that_it_waits(const struct settling *settling, struct arena *arena)
{
	const struct ledger_proposal *row = &settling->row;

	if (row->state != PROPOSAL_OPEN)
		return err_new(arena, ERR_CONFLICT, M("The proposal {number} is settled already."), ARG_N("number", row->id));
	if (settling->now >= row->until)
		return err_new(arena, ERR_CONFLICT, M("The proposal {number} lapsed at {instant}: propose it anew."), ARG_N("number", row->id),
		    ARG("instant", instant_words(row->until, arena)));
	if (settling->confirm && row->by == settling->actor->account)
		return err_new(arena, ERR_FORBIDDEN, M("Who proposes does not confirm: another person settles the proposal {number}."),
		    ARG_N("number", row->id));
	return NULL;
}

static struct err *
settle(struct ledger *ledger, void *context, struct arena *arena)
{
	struct settling *settling = context;
	const struct proposal_kind *kind = NULL;
	const struct actor *actor = settling->actor;

	TRY(ledger_proposal_get(ledger, settling->id, arena, &settling->row));
	TRY(see_that_it_waits(settling, arena));
	for (size_t i = 0; i < settling->kinds_count; i++)
		if (str_eq(settling->row.kind, str_of(settling->kinds[i]->name)))
			kind = settling->kinds[i];
	if (kind == NULL)
		return err_new(arena, ERR_UNSUPPORTED, M("A proposal of the kind \"{kind}\" is not settled here."), ARG("kind", settling->row.kind));
	/* Who proposed it may take it back without further rights. */
	if (settling->row.by != actor->account)
		TRY(kind->settle(kind->context, ledger, actor, &settling->row, settling->confirm, settling->now, arena));
	settling->row.state = settling->confirm ? PROPOSAL_CONFIRMED : PROPOSAL_REFUSED;
	TRY(ledger_proposal_settle(ledger, settling->id, settling->row.state, actor->account, settling->now, arena));
	return ledger_audit(ledger, actor->login, settling->now, settling->confirm ? STR("proposal.confirm") : STR("proposal.refuse"),
	    object_of(settling->id, arena), STR(""), arena);
}

struct err *
proposal_settle(struct ledger *ledger, const struct actor *actor, int64_t id, bool confirm, const struct proposal_kind *const *kinds,
    size_t kinds_count, int64_t now, struct arena *arena, struct ledger_proposal *ret_settled)
{
	struct settling settling = { actor, id, now, confirm, kinds, kinds_count, { 0 } };

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(ledger_write(ledger, settle, &settling, arena));
	*ret_settled = settling.row;
	return NULL;
}
