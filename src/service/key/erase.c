/*
 * erase.c - the key of a compartment destroyed, by two people: one proposes it, another confirms.
 */
#include "service/key/key.h"
#include "store/ledger/casefile.h"
#include "store/ledger/key.h"

static struct err *
find_key(struct ledger *ledger, struct str number, struct str compartment, struct arena *arena, struct ledger_case *ret_case)
{
	struct ledger_key key;
	bool there;

	TRY(ledger_case_find(ledger, number, 0, arena, ret_case));
	TRY(ledger_key_find(ledger, ret_case->id, compartment, arena, &there, &key));
	if (ret_case->id == 0 || !there)
		return err_new(arena, ERR_NOT_FOUND, M("Case {number} has no sealed content in compartment {compartment}."), ARG("number", number),
		    ARG("compartment", compartment));
	if (key.erased_at != INSTANT_NONE)
		return err_new(arena, ERR_GONE, M("The key of case {number}, compartment {compartment}, is destroyed already."), ARG("number", number),
		    ARG("compartment", compartment));
	return NULL;
}

struct err *
key_erase_propose(const struct key_desk *desk, struct str number, struct str compartment, struct arena *arena, int64_t *ret_proposal)
{
	struct ledger_case casefile;

	TRY(actor_need(desk->actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(find_key(desk->ledger, number, compartment, arena, &casefile));
	return proposal_make(desk->ledger, desk->actor, STR("erase"), arena_printf(arena, "case/%.*s", STR_ARG(number)), compartment, desk->now, arena,
	    ret_proposal);
}

/* In the unit of work that settles the proposal: the key, the case's timeline, the audit. */
static struct err *
erase(struct key_erasing *erasing, struct ledger *ledger, const struct actor *actor, struct str number, struct str compartment, int64_t now,
    struct arena *arena)
{
	struct ledger_case casefile;

	TRY(find_key(ledger, number, compartment, arena, &casefile));
	TRY(vault_erase(erasing->vault, casefile.id, compartment, now, arena, &erasing->wrapped));
	TRY(ledger_case_entry_put(ledger, &(struct ledger_case_entry){ .casefile = casefile.id, .at = now, .who = actor->account, .verb = ENTRY_KEY,
	    .object = compartment, .compartment = compartment }, arena));
	return ledger_audit(ledger, actor->login, now, STR("key.erase"),
	    arena_printf(arena, "key/%.*s/%.*s", STR_ARG(number), STR_ARG(compartment)), STR(""), arena);
}

static struct err *
settle(void *context, struct ledger *ledger, const struct actor *actor, const struct ledger_proposal *proposal, bool act, int64_t now,
    struct arena *arena)
{
	struct str number = proposal->object;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE, SCOPE_ADMIN, arena));
	(void)str_take(&number, STR("case/"));
	return act ? erase(context, ledger, actor, number, proposal->detail, now, arena) : NULL;
}

struct proposal_kind
key_erase_kind(struct key_erasing *erasing)
{
	return (struct proposal_kind){ "erase", erasing, settle };
}
