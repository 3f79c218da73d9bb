/*
 * organisation.c - several organisations in one home.
 */
#include "service/people/organisation.h"

#include "service/people/secret.h"

static const struct field organisation_fields[] = {
	FIELD(struct organisation_view, id, FIELD_INT),
	FIELD(struct organisation_view, name, FIELD_STR),
	FIELD(struct organisation_view, made_at, FIELD_INSTANT),
	FIELD(struct organisation_view, set_up, FIELD_BOOL),
	FIELD(struct organisation_view, link, FIELD_STR),
};
const struct schema organisation_view_schema = SCHEMA("organisation", struct organisation_view, organisation_fields);
static const struct field organisations_fields[] = { FIELD_OF(struct organisation_views, organisations, FIELD_LIST, &organisation_view_schema) };
const struct schema organisation_views_schema = SCHEMA("organisations", struct organisation_views, organisations_fields);

/* ------------------------------------------------------------------------------------------ who there is */

struct err *
organisation_choices(struct ledger *ledger, struct str home_name, struct arena *arena, struct organisation_views *ret_views)
{
	struct ledger_org_rows rows;

	*ret_views = (struct organisation_views){ 0 };
	TRY(ledger_org_list(ledger, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		bool first = rows.items[i].id == LEDGER_ORG && home_name.len > 0;

		list_push(arena, &ret_views->organisations, ((struct organisation_view){ .id = rows.items[i].id,
		    .name = first ? home_name : rows.items[i].name, .made_at = rows.items[i].made_at }));
	}
	return NULL;
}

struct err *
organisation_find(struct ledger *ledger, struct str home_name, struct str name, struct arena *arena, int64_t *ret_id)
{
	struct organisation_views all;
	int64_t number;

	*ret_id = 0;
	if (!str_to_i64(name, &number))
		number = 0;
	TRY(organisation_choices(ledger, home_name, arena, &all));
	for (size_t i = 0; i < all.organisations.count; i++)
		if (all.organisations.items[i].id == number || str_eq(all.organisations.items[i].name, name))
			*ret_id = all.organisations.items[i].id;
	return NULL;
}

struct err *
organisation_name(struct ledger *ledger, struct str home_name, struct arena *arena, struct str *ret_name)
{
	struct organisation_views all;

	*ret_name = home_name;
	if (ledger_org(ledger) == LEDGER_ORG)
		return NULL;
	TRY(organisation_choices(ledger, home_name, arena, &all));
	for (size_t i = 0; i < all.organisations.count; i++)
		if (all.organisations.items[i].id == ledger_org(ledger))
			*ret_name = all.organisations.items[i].name;
	return NULL;
}

/* -------------------------------------------------------------------------------- of the first one's administrators */

static struct err *
need_first(const struct ledger *ledger, const struct actor *actor, struct arena *arena)
{
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	if (ledger_org(ledger) == LEDGER_ORG)
		return NULL;
	return err_new(arena, ERR_FORBIDDEN, M("Organisations are made by administrators of the first one, which runs this home."));
}

static struct err *
see_set_up(struct ledger *ledger, struct organisation_view *view, struct arena *arena)
{
	bool open;

	TRY(ledger_org_use(ledger, view->id, arena));
	TRY(setup_is_open(ledger, arena, &open));
	view->set_up = !open;
	return NULL;
}

struct err *
organisation_list(struct ledger *ledger, const struct actor *actor, struct str home_name, struct arena *arena,
    struct organisation_views *ret_views)
{
	struct err *err = NULL;

	TRY(need_first(ledger, actor, arena));
	TRY(organisation_choices(ledger, home_name, arena, ret_views));
	for (size_t i = 0; i < ret_views->organisations.count && err == NULL; i++)
		err = see_set_up(ledger, &ret_views->organisations.items[i], arena);
	TRY(ledger_org_use(ledger, LEDGER_ORG, arena));
	return err;
}

/*
 * Inside the other one; that the ledger speaks for the first one again is its caller's. Who asks is nobody there: in the other's audit the program
 * speaks.
 */
static struct err *
invite_in(struct ledger *ledger, int64_t now, struct arena *arena, struct organisation_view *view)
{
	TRY(ledger_org_use(ledger, view->id, arena));
	return setup_invite(ledger, actor_program().login, now, arena, &view->link);
}

struct err *
organisation_invite(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena,
    struct organisation_view *ret_view)
{
	struct organisation_view view = { .id = id };
	struct ledger_org_rows rows;
	struct err *err;

	TRY(need_first(ledger, actor, arena));
	TRY(ledger_org_list(ledger, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.items[i].id == id)
			view = (struct organisation_view){ .id = id, .name = rows.items[i].name, .made_at = rows.items[i].made_at };
	if (view.name.len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no organisation {id}."), ARG_N("id", id));
	err = invite_in(ledger, now, arena, &view);
	TRY(ledger_org_use(ledger, LEDGER_ORG, arena));
	TRY(err);
	*ret_view = view;
	return ledger_audit(ledger, actor->login, now, STR("organisation.invite"), arena_printf(arena, "organisation/%lld", (long long)id), STR(""),
	    arena);
}

struct adding { const struct actor *actor; struct str name; int64_t now, id; };

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct adding *adding = context;

	TRY(ledger_org_make(ledger, adding->name, arena, &adding->id));
	return ledger_audit(ledger, adding->actor->login, adding->now, STR("organisation.add"),
	    arena_printf(arena, "organisation/%lld", (long long)adding->id), STR(""), arena);
}

struct err *
organisation_add(struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena,
    struct organisation_view *ret_view)
{
	struct adding adding = { actor, name, now, 0 };

	TRY(need_first(ledger, actor, arena));
	if (name.len == 0 || !people_is_line(name, PEOPLE_NAME_MOST))
		return err_new(arena, ERR_USAGE, M("The name of an organisation is one line of at most {most} bytes."), ARG_N("most", PEOPLE_NAME_MOST));
	TRY(ledger_write(ledger, add, &adding, arena));
	return organisation_invite(ledger, actor, adding.id, now, arena, ret_view);
}

/* ---------------------------------------------------------------------------------------------- tokens */

struct err *
organisation_of_token(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, struct actor *ret_actor)
{
	struct err *err = actor_by_token(ledger, token, now, arena, ret_actor);
	struct ledger_org_rows rows;
	struct ledger_token row;

	if (err == NULL || err->code != ERR_FORBIDDEN)
		return err;
	if (!token_is_whole(str_trim_space(token)))
		return err;
	TRY(ledger_org_list(ledger, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		TRY(ledger_org_use(ledger, rows.items[i].id, arena));
		TRY(ledger_token_find(ledger, secret_digest(str_trim_space(token), arena), arena, &row));
		if (row.id != 0)
			return actor_by_token(ledger, token, now, arena, ret_actor);
	}
	TRY(ledger_org_use(ledger, LEDGER_ORG, arena));
	return err;
}
