/*
 * share.c - parts and grants given and taken away.
 */
#include "service/casefile/share.h"

#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

static const char *const right_texts[RIGHT_COUNT] = {
	M("reading the case"), M("commenting"), M("editing"), M("assigning tasks"), M("exporting"), M("closing"), M("giving others rights"),
};

const char *
case_right_text(unsigned right)
{
	for (size_t i = 0; i < RIGHT_COUNT; i++)
		if (right == 1U << i)
			return right_texts[i];
	return "";
}

struct err *
case_rights_parse(struct str text, struct arena *arena, unsigned *ret_rights)
{
	unsigned rights = RIGHT_READ;
	struct str word;
	int right;

	while (str_split(&text, ',', &word)) {
		if (!enum_find(&right_names, str_trim_space(word), &right))
			return err_new(arena, ERR_USAGE, M("There is no right \"{value}\": read, comment, edit, assign, export, close, grant."),
			    ARG("value", word));
		rights |= 1U << right;
	}
	*ret_rights = rights;
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- holders */

static struct err *
parse_account(struct ledger *ledger, struct str login, struct arena *arena, struct case_holder *holder)
{
	struct ledger_account account;

	TRY(account_of(ledger, login, arena, &account));
	if (account.state == ACCOUNT_LEFT)
		return err_new(arena, ERR_CONFLICT, M("The account {login} has left."), ARG("login", login));
	*holder = (struct case_holder){ HOLDER_ACCOUNT, account.id, account.login };
	return NULL;
}

static struct err *
parse_office(struct str name, struct arena *arena, struct case_holder *holder)
{
	unsigned office;

	TRY(offices_parse(name, arena, &office));
	if (office == 0 || (office & (office - 1)) != 0)
		return err_new(arena, ERR_USAGE, M("Name one office: office:executive."));
	*holder = (struct case_holder){ HOLDER_ROLE, office, name };
	return NULL;
}

struct err *
case_holder_parse(struct ledger *ledger, struct str text, struct arena *arena, struct case_holder *ret_holder)
{
	struct str name = text;
	int64_t unit = 0, account = 0;

	if (str_take(&name, STR("office:")) || str_take(&name, STR("role:")))
		return parse_office(name, arena, ret_holder);
	if (str_take(&name, STR("outside:"))) {
		*ret_holder = (struct case_holder){ HOLDER_OUTSIDE, 0, name };
		return name.len > 0 && people_is_line(name, PEOPLE_NAME_MOST) ? NULL
		    : err_new(arena, ERR_USAGE, M("Name who it is from outside in one line: outside:NAME."));
	}
	if (str_take(&name, STR("account:")))
		return parse_account(ledger, name, arena, ret_holder);
	if (!str_take(&name, STR("unit:")))
		TRY(ledger_account_find(ledger, name, arena, &account));
	if (account != 0)
		return parse_account(ledger, name, arena, ret_holder);
	TRY(ledger_unit_find(ledger, name, arena, &unit));
	if (unit == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is neither an account nor a unit \"{name}\"; write hanako, unit:NAME, office:NAME or outside:NAME."),
		    ARG("name", text));
	*ret_holder = (struct case_holder){ HOLDER_UNIT, unit, name };
	return NULL;
}

/* ---------------------------------------------------------------------------------------- compartments */

size_t
case_part_compartment(const struct playbook *book, size_t role)
{
	const struct play_role *part = &book->roles.items[role];
	size_t own = case_compartment(book, part->id);

	if (own != NO_INDEX)
		return own;
	for (size_t i = 0; i < part->compartments.count; i++)
		if (part->compartments.items[i] == 0)
			return 0;
	return part->compartments.count > 0 ? part->compartments.items[0] : 0;
}

size_t
case_role_find(const struct playbook *book, struct str id)
{
	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, id))
			return i;
	return NO_INDEX;
}

bool
case_part_is_seen(const struct playbook *book, const struct access *access, struct str role)
{
	size_t place = case_role_find(book, role);

	return access_may(access, RIGHT_READ, place == NO_INDEX ? 0 : case_part_compartment(book, place));
}

/* Who gives a part may give in all that it opens. */
struct err *
case_may_give_part(const struct case_now *now, size_t role, struct arena *arena)
{
	const struct index_list *opens = &now->book->roles.items[role].compartments;

	if (opens->count == 0)
		for (size_t i = 0; i < now->book->compartments.count; i++)
			TRY(case_need(now, RIGHT_GRANT, i, arena));
	for (size_t i = 0; i < opens->count; i++)
		TRY(case_need(now, RIGHT_GRANT, opens->items[i], arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ parts */

struct party_work { struct str role, address; struct case_holder holder; int64_t id; };

static struct err *
find_role(const struct case_now *now, struct str id, struct arena *arena, size_t *ret_role)
{
	struct str_list ids = { 0 };

	*ret_role = case_role_find(now->book, id);
	if (*ret_role != NO_INDEX)
		return NULL;
	for (size_t i = 0; i < now->book->roles.count; i++)
		list_push(arena, &ids, now->book->roles.items[i].id);
	return err_new(arena, ERR_USAGE, M("The case {number} has no part \"{role}\"; it has: {roles}."), ARG("number", now->head.number),
	    ARG("role", id), ARG("roles", arena_join(arena, ids.items, ids.count, STR(", "))));
}

static struct err *
see_that_it_is_new(const struct case_now *now, size_t role, const struct case_holder *holder, struct arena *arena)
{
	for (size_t i = 0; i < now->people.parties.count; i++) {
		const struct party *party = &now->people.parties.items[i];

		if (party->role == role && party->holder == holder->kind && party->holder_id == holder->id && holder->kind != HOLDER_OUTSIDE)
			return err_new(arena, ERR_CONFLICT, M("{name} has the part \"{role}\" in the case {number} already."),
			    ARG("name", holder->name), ARG("role", now->book->roles.items[role].id), ARG("number", now->head.number));
	}
	return NULL;
}

static struct err *
add_party(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct party_work *work = context;
	struct ledger_party party = { .role = work->role, .holder = work->holder.kind, .holder_id = work->holder.id, .by = actor->account,
		.at = at, .withdrawn_at = INSTANT_NONE };
	struct str about, compartment;
	size_t role, place;

	TRY(find_role(now, work->role, arena, &role));
	TRY(case_may_give_part(now, role, arena));
	TRY(see_that_it_is_new(now, role, &work->holder, arena));
	place = case_part_compartment(now->book, role);
	compartment = now->book->compartments.items[place];
	TRY(ledger_case_party_id(now->desk->ledger, arena, &party.id));
	about = arena_printf(arena, "party/%lld", (long long)party.id);
	if (work->holder.kind == HOLDER_OUTSIDE)
		TRY(case_seal(now, compartment, arena_printf(arena, "%.*s/name", STR_ARG(about)), work->holder.name, arena, &party.name));
	TRY(case_seal(now, compartment, arena_printf(arena, "%.*s/address", STR_ARG(about)), work->address, arena, &party.address));
	TRY(ledger_case_party_put(now->desk->ledger, now->head.id, &party, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	work->id = party.id;
	TRY(case_entry(now, actor, ENTRY_PARTY, work->role, place, STR(""), work->holder.name, at, arena));
	return case_audit(now, actor, "case.party", about, STR(""), at, arena);
}

struct err *
case_party_add(const struct case_desk *desk, const struct actor *actor, struct str number, struct str role, struct str holder,
    struct str address, int64_t at, struct arena *arena, int64_t *ret_party)
{
	struct party_work work = { .role = role, .address = address };

	TRY(case_holder_parse(desk->ledger, holder, arena, &work.holder));
	if (address.len > 0 && (work.holder.kind != HOLDER_OUTSIDE || !people_is_line(address, LIMIT_CASE_TITLE)))
		return err_new(arena, ERR_USAGE, M("An address is told of somebody from outside, in one line."));
	TRY(case_within(desk, actor, number, 0, at, add_party, &work, arena));
	*ret_party = work.id;
	return NULL;
}

/* There is somebody else, not from outside, whose part lets him give. */
static struct err *
see_that_one_may_give(const struct case_now *now, int64_t but, struct arena *arena)
{
	for (size_t i = 0; i < now->people.parties.count; i++) {
		const struct party *party = &now->people.parties.items[i];

		if (party->id != but && party->holder != HOLDER_OUTSIDE && (now->book->roles.items[party->role].rights & RIGHT_GRANT) != 0)
			return NULL;
	}
	return err_new(arena, ERR_CONFLICT, M("Nobody would be left who may give parts in the case {number}: give such a part to another first."),
	    ARG("number", now->head.number));
}

static struct err *
see_that_no_task_hangs(const struct case_now *now, const struct ledger_party *party, struct arena *arena)
{
	int64_t count = 0;

	for (size_t i = 0; i < now->tasks.count; i++)
		count += now->tasks.items[i].state == TASK_OPEN && party->holder == HOLDER_ACCOUNT && now->tasks.items[i].owner == party->holder_id &&
		    str_eq(now->tasks.items[i].role, party->role);
	if (count == 0)
		return NULL;
	return err_new(arena, ERR_HELD, M("{count} open tasks of the case {number} are this person's: give them to another first (tsukuroi task assign)."),
	    ARG_N("count", count), ARG("number", now->head.number));
}

/* How people call who has it: accounts by login. */
static struct err *
party_name(const struct case_now *now, const struct ledger_party *party, size_t place, struct arena *arena, struct str *ret_name)
{
	struct ledger_account account;

	*ret_name = party->holder_name;
	if (party->holder == HOLDER_ROLE)
		*ret_name = str_of(enum_name(&office_names, __builtin_ctz((unsigned)party->holder_id | 1U << OFFICE_COUNT)));
	if (party->holder == HOLDER_OUTSIDE)
		return case_content(now, now->book->compartments.items[place], arena_printf(arena, "party/%lld/name", (long long)party->id),
		    party->name, arena, ret_name, NULL);
	if (party->holder != HOLDER_ACCOUNT)
		return NULL;
	TRY(ledger_account_get(now->desk->ledger, party->holder_id, arena, &account));
	*ret_name = account.login;
	return NULL;
}

static struct err *
find_party(const struct case_now *now, int64_t id, struct arena *arena, struct ledger_party *ret_party)
{
	struct ledger_parties parties;

	TRY(ledger_case_parties(now->desk->ledger, now->head.id, arena, &parties));
	for (size_t i = 0; i < parties.count; i++)
		if (parties.items[i].id == id && parties.items[i].withdrawn_at == INSTANT_NONE &&
		    case_part_is_seen(now->book, &now->access, parties.items[i].role)) {
			*ret_party = parties.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no part number {part} in the case {number}: tsukuroi case who {number} lists them."),
	    ARG_N("part", id), ARG("number", now->head.number));
}

static struct err *
end_party(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct party_work *work = context;
	struct ledger_party party;
	size_t role, place = 0;
	struct str name;

	TRY(find_party(now, work->id, arena, &party));
	role = case_role_find(now->book, party.role);
	if (role != NO_INDEX) {
		place = case_part_compartment(now->book, role);
		TRY(case_may_give_part(now, role, arena));
		if ((now->book->roles.items[role].rights & RIGHT_GRANT) != 0)
			TRY(see_that_one_may_give(now, party.id, arena));
	} else
		TRY(case_need(now, RIGHT_GRANT, 0, arena));
	TRY(see_that_no_task_hangs(now, &party, arena));
	TRY(party_name(now, &party, place, arena, &name));
	TRY(ledger_case_party_withdraw(now->desk->ledger, party.id, actor->account, at, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	TRY(case_entry(now, actor, ENTRY_PARTY, party.role, place, name, STR(""), at, arena));
	return case_audit(now, actor, "case.party.end", arena_printf(arena, "party/%lld", (long long)party.id), STR(""), at, arena);
}

struct err *
case_party_end(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t party, int64_t at, struct arena *arena)
{
	struct party_work work = { .id = party };

	return case_within(desk, actor, number, 0, at, end_party, &work, arena);
}
