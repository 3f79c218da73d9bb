/*
 * holders.c - who is to be told: the people who hold a role now, and those above them.
 */
#include "service/due/parts.h"

enum { UNITS_ABOVE = 16 };    /* further up nobody looks: two units that are each other's superior end here too */

bool
told_has(const struct told_list *told, int64_t account)
{
	for (size_t i = 0; i < told->count; i++)
		if (told->items[i].account == account)
			return true;
	return false;
}

void
told_add(struct told_list *told, int64_t account, struct arena *arena)
{
	if (account != 0 && !told_has(told, account))
		list_push(arena, told, (struct told){ account });
}

static struct err *
add_account(struct ledger *ledger, int64_t id, struct arena *arena, struct told_list *told)
{
	struct ledger_account account;

	TRY(ledger_account_get(ledger, id, arena, &account));
	if (account.state == ACCOUNT_ACTIVE)
		told_add(told, id, arena);
	return NULL;
}

static struct err *
add_unit(struct ledger *ledger, int64_t unit, struct arena *arena, struct told_list *told)
{
	struct ledger_accounts accounts;

	TRY(ledger_accounts(ledger, unit, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++)
		if (accounts.items[i].state == ACCOUNT_ACTIVE)
			told_add(told, accounts.items[i].id, arena);
	return NULL;
}

struct err *
due_officers(struct ledger *ledger, unsigned office, struct arena *arena, struct told_list *ret_told)
{
	struct ledger_accounts accounts;

	TRY(ledger_accounts(ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++)
		if (accounts.items[i].state == ACCOUNT_ACTIVE && ((unsigned)accounts.items[i].offices & office) != 0)
			told_add(ret_told, accounts.items[i].id, arena);
	return NULL;
}

static struct err *
add_party(struct ledger *ledger, const struct ledger_party *party, struct arena *arena, struct told_list *told)
{
	switch (party->holder) {
	case HOLDER_ACCOUNT:
		return add_account(ledger, party->holder_id, arena, told);
	case HOLDER_UNIT:
		return add_unit(ledger, party->holder_id, arena, told);
	case HOLDER_ROLE:
		return due_officers(ledger, (unsigned)party->holder_id, arena, told);
	default:
		return NULL;      /* somebody from outside has no account */
	}
}

struct err *
due_holders(struct ledger *ledger, int64_t casefile, struct str role, struct arena *arena, struct told_list *ret_told)
{
	struct ledger_parties parties;

	*ret_told = (struct told_list){ 0 };
	TRY(ledger_case_parties(ledger, casefile, arena, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].withdrawn_at == INSTANT_NONE && (role.len == 0 || str_eq(parties.items[i].role, role)))
			TRY(add_party(ledger, &parties.items[i], arena, ret_told));
	return NULL;
}

/* ----------------------------------------------------------------------------------- those above */

static const struct ledger_unit *
find_unit(const struct ledger_units *units, int64_t id)
{
	for (size_t i = 0; i < units->count; i++)
		if (units->items[i].id == id)
			return &units->items[i];
	return NULL;
}

static struct err *
add_heads(struct ledger *ledger, int64_t unit, const struct told_list *below, struct arena *arena, struct told_list *told)
{
	struct ledger_accounts accounts;

	TRY(ledger_accounts(ledger, unit, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++) {
		struct ledger_memberships memberships;

		if (accounts.items[i].state != ACCOUNT_ACTIVE || told_has(below, accounts.items[i].id))
			continue;
		TRY(ledger_memberships(ledger, accounts.items[i].id, arena, &memberships));
		for (size_t m = 0; m < memberships.count; m++)
			if (memberships.items[m].unit == unit && memberships.items[m].head)
				told_add(told, accounts.items[i].id, arena);
	}
	return NULL;
}

/* The heads of that unit who are not among those below; else of the unit above it, and so on. */
static struct err *
add_superiors_of(struct ledger *ledger, int64_t unit, const struct ledger_units *units, const struct told_list *below, struct arena *arena,
    struct told_list *told)
{
	for (int step = 0; step < UNITS_ABOVE && unit != 0; step++) {
		const struct ledger_unit *now = find_unit(units, unit);
		size_t before = told->count;

		TRY(add_heads(ledger, unit, below, arena, told));
		if (told->count > before || now == NULL)
			return NULL;
		unit = now->superior;
	}
	return NULL;
}

static struct err *
superiors(struct ledger *ledger, int64_t casefile, struct arena *arena, struct told_list *ret_told)
{
	struct ledger_parties parties;
	struct ledger_units units;
	struct told_list below;

	TRY(due_holders(ledger, casefile, STR(""), arena, &below));
	TRY(ledger_units(ledger, arena, &units));
	TRY(ledger_case_parties(ledger, casefile, arena, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].holder == HOLDER_UNIT && parties.items[i].withdrawn_at == INSTANT_NONE)
			TRY(add_superiors_of(ledger, parties.items[i].holder_id, &units, &(struct told_list){ 0 }, arena, ret_told));
	for (size_t i = 0; i < below.count; i++) {
		struct ledger_memberships memberships;

		TRY(ledger_memberships(ledger, below.items[i].account, arena, &memberships));
		for (size_t m = 0; m < memberships.count; m++)
			TRY(add_superiors_of(ledger, memberships.items[m].unit, &units, &below, arena, ret_told));
	}
	return NULL;
}

struct err *
due_chain(struct ledger *ledger, int64_t casefile, struct str chain, struct arena *arena, struct told_list *ret_told, size_t *ret_step)
{
	struct str rest = chain, step;
	uint64_t account;

	*ret_told = (struct told_list){ 0 };
	for (*ret_step = 0; str_split(&rest, '>', &step); ++*ret_step) {
		if (str_eq(step, DUE_SUPERIORS))
			TRY(superiors(ledger, casefile, arena, ret_told));
		else if (str_take(&step, STR("@")) && str_to_u64(step, &account))
			TRY(add_account(ledger, (int64_t)account, arena, ret_told));
		else
			TRY(due_holders(ledger, casefile, step, arena, ret_told));
		if (ret_told->count > 0)
			return NULL;
	}
	*ret_step = SIZE_MAX;
	return NULL;
}
