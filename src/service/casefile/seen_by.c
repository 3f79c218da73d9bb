/*
 * seen_by.c - who sees a case, through what, until when; and what one person sees.
 */
#include "base/catalogue.h"
#include "service/casefile/parts.h"
#include "service/casefile/share.h"
#include "store/ledger/audit.h"
#include "store/ledger/people.h"

/* Rights as people read them, by bit (case_right_text). */
static const char *const right_ids[] = { "read", "comment", "edit", "assign", "export", "close", "grant" };
static const char *const right_words[] = {
	M("reading the case"), M("commenting"), M("editing"), M("assigning tasks"), M("exporting"), M("closing"), M("giving others rights"),
};
static const struct enum_names rights_named = ENUM_WORDS(right_ids, right_words);

static const struct field part_fields[] = {
	FIELD(struct case_part_view, id, FIELD_INT), FIELD(struct case_part_view, role, FIELD_STR), FIELD(struct case_part_view, title, FIELD_STR),
	FIELD(struct case_part_view, holder, FIELD_STR), FIELD(struct case_part_view, name, FIELD_STR),
	FIELD(struct case_part_view, address, FIELD_STR), FIELD(struct case_part_view, at, FIELD_INSTANT),
};
static const struct schema part_schema = SCHEMA("part", struct case_part_view, part_fields);
static const struct field grant_fields[] = {
	FIELD(struct case_grant_view, id, FIELD_INT), FIELD(struct case_grant_view, holder, FIELD_STR),
	FIELD(struct case_grant_view, name, FIELD_STR), FIELD_WORDS(struct case_grant_view, rights, &rights_named),
	FIELD(struct case_grant_view, compartment, FIELD_STR), FIELD(struct case_grant_view, until, FIELD_INSTANT),
	FIELD(struct case_grant_view, reason, FIELD_STR), FIELD(struct case_grant_view, by, FIELD_STR),
	FIELD(struct case_grant_view, waits, FIELD_BOOL),
};
static const struct schema grant_schema = SCHEMA("grant", struct case_grant_view, grant_fields);
static const struct field person_fields[] = {
	FIELD(struct case_person_view, login, FIELD_STR), FIELD(struct case_person_view, name, FIELD_STR),
	FIELD_WORDS(struct case_person_view, rights, &rights_named), FIELD(struct case_person_view, compartments, FIELD_STRS),
	FIELD(struct case_person_view, through, FIELD_STRS), FIELD(struct case_person_view, until, FIELD_INSTANT),
};
static const struct schema person_schema = SCHEMA("person", struct case_person_view, person_fields);
static const struct field who_fields[] = {
	FIELD(struct case_who_view, number, FIELD_STR), FIELD(struct case_who_view, label, FIELD_STR), FIELD(struct case_who_view, sealed, FIELD_BOOL),
	FIELD(struct case_who_view, open_to_all, FIELD_BOOL), FIELD_OF(struct case_who_view, parts, FIELD_LIST, &part_schema),
	FIELD_OF(struct case_who_view, grants, FIELD_LIST, &grant_schema), FIELD_OF(struct case_who_view, people, FIELD_LIST, &person_schema),
	FIELD_OF(struct case_who_view, holders, FIELD_LIST, &case_choice_view_schema),
};
const struct schema case_who_view_schema = SCHEMA("who", struct case_who_view, who_fields);
static const struct field seen_fields[] = {
	FIELD(struct account_case_view, number, FIELD_STR), FIELD(struct account_case_view, label, FIELD_STR),
	FIELD(struct account_case_view, state, FIELD_STR), FIELD(struct account_case_view, rights, FIELD_STRS),
	FIELD(struct account_case_view, through, FIELD_STRS), FIELD(struct account_case_view, until, FIELD_INSTANT),
};
static const struct schema seen_schema = SCHEMA("case", struct account_case_view, seen_fields);
static const struct field sees_fields[] = {
	FIELD(struct account_sees_view, login, FIELD_STR), FIELD(struct account_sees_view, name, FIELD_STR),
	FIELD(struct account_sees_view, reads_open, FIELD_BOOL), FIELD_OF(struct account_sees_view, cases, FIELD_LIST, &seen_schema),
};
const struct schema account_sees_view_schema = SCHEMA("sees", struct account_sees_view, sees_fields);

/* A case, its rows of people, who asks, and in whose language. */
struct looking {
	const struct case_now *now;
	enum lang              lang;
	struct ledger_parties  parties;
	struct ledger_grants   grants;
	int64_t                at;
	struct arena          *arena;
};

/* ------------------------------------------------------------------------------------------------ words */

static void
list_rights(unsigned rights, struct arena *arena, struct str_list *list)
{
	for (int i = 0; i < RIGHT_COUNT; i++)
		if ((rights & 1U << i) != 0)
			list_push(arena, list, str_of(enum_name(&right_names, i)));
}

static struct str
role_title(const struct looking *looking, struct str role)
{
	const struct playbook *book = looking->now->book;

	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, role))
			return words_in(&book->roles.items[i].title, looking->lang);
	return role;
}

/* In person, or as who belongs to it. */
static struct str
through_whom(const struct looking *looking, enum holder holder, int64_t id, struct str name)
{
	switch (holder) {
	case HOLDER_UNIT:
		return catalogue_say(looking->arena, looking->lang, M("unit {name}"), ARG("name", name));
	case HOLDER_ROLE:
		return catalogue_say(looking->arena, looking->lang, M("office {name}"),
		    ARG("name", str_of(catalogue_text(looking->lang, office_text((unsigned)id)))));
	case HOLDER_ACCOUNT:
	case HOLDER_OUTSIDE:
		break;
	}
	return str_of(catalogue_text(looking->lang, M("in person")));
}

static struct str
holder_name(const struct looking *looking, enum holder holder, int64_t id, struct str name)
{
	return holder == HOLDER_ROLE ? str_of(catalogue_text(looking->lang, office_text((unsigned)id))) : name;
}

/* -------------------------------------------------------------------------------------- parts and grants */

static struct err *
show_part(const struct looking *looking, const struct ledger_party *row, struct case_part_view *view)
{
	const struct playbook *book = looking->now->book;
	struct str compartment = book->compartments.items[0];

	*view = (struct case_part_view){ .id = row->id, .role = row->role, .title = role_title(looking, row->role),
		.holder = str_of(enum_name(&holder_names, (int)row->holder)),
		.name = holder_name(looking, row->holder, row->holder_id, row->holder_name), .at = row->at };
	if (row->holder != HOLDER_OUTSIDE)
		return NULL;
	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, row->role))
			compartment = book->compartments.items[case_part_compartment(book, i)];
	TRY(case_content(looking->now, compartment, arena_printf(looking->arena, "party/%lld/name", (long long)row->id), row->name, looking->arena,
	    &view->name, NULL));
	return case_content(looking->now, compartment, arena_printf(looking->arena, "party/%lld/address", (long long)row->id), row->address,
	    looking->arena, &view->address, NULL);
}

static struct err *
show_grant(const struct looking *looking, const struct ledger_grant *row, struct case_grant_view *view)
{
	struct str compartment = row->compartment.len > 0 ? row->compartment : looking->now->book->compartments.items[0];

	*view = (struct case_grant_view){ .id = row->id, .holder = str_of(enum_name(&holder_names, (int)row->holder)),
		.name = holder_name(looking, row->holder, row->holder_id, row->holder_name), .compartment = row->compartment,
		.until = row->until, .by = case_who(looking->now, row->by, looking->arena), .waits = row->confirmed_by == GRANT_WAITS };
	list_rights((unsigned)row->rights, looking->arena, &view->rights);
	return case_content(looking->now, compartment, arena_printf(looking->arena, "grant/%lld", (long long)row->id), row->reason,
	    looking->arena, &view->reason, NULL);
}

static bool
grant_is_seen(const struct looking *looking, const struct ledger_grant *row)
{
	return row->withdrawn_at == INSTANT_NONE && (row->until == INSTANT_NONE || looking->at < row->until) &&
	    (row->compartment.len == 0 || case_sees(looking->now, row->compartment));
}

static struct err *
show_parts(const struct looking *looking, struct case_who_view *view)
{
	for (size_t i = 0; i < looking->parties.count; i++) {
		const struct ledger_party *row = &looking->parties.items[i];

		if (row->withdrawn_at == INSTANT_NONE && case_part_is_seen(looking->now->book, &looking->now->access, row->role))
			TRY(show_part(looking, row, list_add(looking->arena, &view->parts)));
	}
	for (size_t i = 0; i < looking->grants.count; i++)
		if (grant_is_seen(looking, &looking->grants.items[i]))
			TRY(show_grant(looking, &looking->grants.items[i], list_add(looking->arena, &view->grants)));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- through what */

/* What lets that person see it, each as a sentence; *ret_until: when the last of it ends. */
static void
say_through(const struct looking *looking, const struct sight *sight, struct str_list *through, int64_t *ret_until)
{
	int64_t until = 0;
	bool for_ever = false;

	for (size_t i = 0; i < looking->parties.count; i++) {
		const struct ledger_party *row = &looking->parties.items[i];

		if (row->withdrawn_at != INSTANT_NONE || !sight_holds(sight, row->holder, row->holder_id) ||
		    !case_part_is_seen(looking->now->book, &looking->now->access, row->role))
			continue;
		for_ever = true;
		list_push(looking->arena, through, catalogue_say(looking->arena, looking->lang, M("{part} ({how})"),
		    ARG("part", role_title(looking, row->role)),
		    ARG("how", through_whom(looking, row->holder, row->holder_id, row->holder_name))));
	}
	for (size_t i = 0; i < looking->grants.count; i++) {
		const struct ledger_grant *row = &looking->grants.items[i];

		if (!grant_is_seen(looking, row) || row->confirmed_by == GRANT_WAITS || !sight_holds(sight, row->holder, row->holder_id))
			continue;
		for_ever = for_ever || row->until == INSTANT_NONE;
		until = row->until != INSTANT_NONE && row->until > until ? row->until : until;
		list_push(looking->arena, through, catalogue_say(looking->arena, looking->lang, M("grant {number} ({how})"),
		    ARG_N("number", row->id), ARG("how", through_whom(looking, row->holder, row->holder_id, row->holder_name))));
	}
	*ret_until = for_ever || until == 0 ? INSTANT_NONE : until;
}

static void
show_person(const struct looking *looking, const struct actor *person, struct case_who_view *view)
{
	const struct case_now *now = looking->now;
	struct access access = access_of(now->book, &now->people.parties, &now->people.grants, &person->sight, looking->at, false);
	struct case_person_view shown = { .login = person->login, .name = person->name, .until = INSTANT_NONE };
	unsigned rights = 0;

	for (size_t i = 0; i < now->book->compartments.count; i++) {
		if (!access_may(&access, RIGHT_READ, i) || !access_may(&now->access, RIGHT_READ, i))
			continue;
		list_push(looking->arena, &shown.compartments, now->book->compartments.items[i]);
		for (size_t r = 0; r < RIGHT_COUNT; r++)
			rights |= access_may(&access, (enum right)(1U << r), i) ? 1U << r : 0;
	}
	if (rights == 0)
		return;
	list_rights(rights, looking->arena, &shown.rights);
	say_through(looking, &person->sight, &shown.through, &shown.until);
	list_push(looking->arena, &view->people, shown);
}

static struct err *
look(const struct case_now *now, enum lang lang, int64_t at, struct arena *arena, struct looking *ret_looking)
{
	*ret_looking = (struct looking){ .now = now, .lang = lang, .at = at, .arena = arena };
	TRY(ledger_case_parties(now->desk->ledger, now->head.id, arena, &ret_looking->parties));
	return ledger_case_grants(now->desk->ledger, now->head.id, arena, &ret_looking->grants);
}

static struct err *
show_holders(const struct looking *looking, const struct ledger_accounts *accounts, struct case_who_view *view)
{
	struct arena *arena = looking->arena;
	struct ledger_units units;

	for (size_t i = 0; i < accounts->count; i++)
		if (accounts->items[i].state == ACCOUNT_ACTIVE)
			list_push(arena, &view->holders, ((struct case_choice_view){ accounts->items[i].login,
			    arena_printf(arena, "%.*s (%.*s)", STR_ARG(accounts->items[i].name), STR_ARG(accounts->items[i].login)), false }));
	TRY(ledger_units(looking->now->desk->ledger, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		list_push(arena, &view->holders, ((struct case_choice_view){ arena_printf(arena, "unit:%.*s", STR_ARG(units.items[i].name)), units.items[i].name, false }));
	for (unsigned i = 0; i < OFFICE_COUNT; i++)
		list_push(arena, &view->holders, ((struct case_choice_view){ arena_printf(arena, "office:%s", enum_name(&office_names, (int)i)),
		    str_of(catalogue_text(looking->lang, office_text(1U << i))), false }));
	return NULL;
}

struct err *
case_seen_by(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t at, struct arena *arena,
    struct case_who_view *ret_view)
{
	struct case_who_view view = { 0 };
	struct ledger_accounts accounts;
	struct looking looking;
	struct case_now now;

	TRY(case_load(desk, actor, number, at, arena, &now));
	TRY(look(&now, actor->lang, at, arena, &looking));
	view.number = now.head.number;
	view.label = now.head.sealed ? now.head.neutral : now.title;
	view.sealed = now.head.sealed;
	view.open_to_all = !now.head.sealed;
	TRY(show_parts(&looking, &view));
	TRY(ledger_accounts(desk->ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++) {
		struct actor person;

		if (accounts.items[i].state != ACCOUNT_ACTIVE)
			continue;
		TRY(actor_of_account(desk->ledger, accounts.items[i].id, VIA_DIRECT, arena, &person));
		show_person(&looking, &person, &view);
	}
	TRY(show_holders(&looking, &accounts, &view));
	*ret_view = view;
	return NULL;
}

/* ------------------------------------------------------------------------------------- what one person sees */

/* As that person himself sees it, but no more of it than number, neutral label, state. */
static struct err *
add_case(const struct case_desk *desk, const struct actor *asker, const struct actor *person, int64_t id, int64_t at, struct arena *arena,
    struct account_sees_view *view)
{
	struct account_case_view shown = { .until = INSTANT_NONE };
	struct looking looking;
	struct case_now now;
	struct err *err = case_load_head(desk, person, STR(""), id, at, arena, &now);

	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? NULL : err;
	TRY(look(&now, asker->lang, at, arena, &looking));
	shown.number = now.head.number;
	shown.label = now.head.neutral;
	shown.state = now.head.state;
	list_rights(now.access.rights, arena, &shown.rights);
	say_through(&looking, &person->sight, &shown.through, &shown.until);
	if (shown.through.count > 0)
		list_push(arena, &view->cases, shown);
	return NULL;
}

struct err *
account_sees(const struct case_desk *desk, const struct actor *actor, struct str login, int64_t at, struct arena *arena,
    struct account_sees_view *ret_view)
{
	struct account_sees_view view = { 0 };
	struct ledger_account account;
	struct ledger_ids ids;
	struct actor person;

	TRY(actor_need(actor, str_eq(login, actor->login) ? 0 : OFFICE_ADMINISTRATOR | OFFICE_AUDITOR, SCOPE_READ, arena));
	TRY(account_of(desk->ledger, login, arena, &account));
	TRY(actor_of_account(desk->ledger, account.id, VIA_DIRECT, arena, &person));
	TRY(ledger_audit_before_read(desk->ledger, actor->login, at, STR("account.sees"),
	    arena_printf(arena, "account/%lld", (long long)account.id), STR(""), arena));
	TRY(ledger_cases_of_account(desk->ledger, account.id, account.offices, arena, &ids));
	view.login = account.login;
	view.name = account.name;
	view.reads_open = person.offices != 0;
	for (size_t i = 0; i < ids.count; i++)
		TRY(add_case(desk, actor, &person, ids.items[i], at, arena, &view));
	*ret_view = view;
	return NULL;
}
