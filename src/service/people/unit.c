/*
 * unit.c - the organisation's units, who leads them, which stands above which.
 */
#include "service/people/account.h"

static const struct field unit_fields[] = {
	FIELD(struct unit_view, id, FIELD_INT),
	FIELD(struct unit_view, name, FIELD_STR),
	FIELD(struct unit_view, superior, FIELD_STR),
	FIELD(struct unit_view, mail, FIELD_STR),
	FIELD(struct unit_view, heads, FIELD_STRS),
	FIELD(struct unit_view, people, FIELD_INT),
	FIELD(struct unit_view, systems, FIELD_INT),
};
const struct schema unit_view_schema = SCHEMA("unit", struct unit_view, unit_fields);
static const struct field units_fields[] = { FIELD_OF(struct unit_views, units, FIELD_LIST, &unit_view_schema) };
const struct schema unit_views_schema = SCHEMA("units", struct unit_views, units_fields);

struct err *
unit_of(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	TRY(ledger_unit_find(ledger, name, arena, ret_id));
	if (*ret_id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{name}\": see \"tsukuroi unit list\"."), ARG("name", name));
	return NULL;
}

static struct err *
name_heads(struct ledger *ledger, int64_t unit, struct arena *arena, struct str_list *heads)
{
	struct ledger_accounts people;

	TRY(ledger_accounts(ledger, unit, arena, &people));
	for (size_t i = 0; i < people.count; i++) {
		struct ledger_memberships of;

		TRY(ledger_memberships(ledger, people.items[i].id, arena, &of));
		for (size_t m = 0; m < of.count; m++)
			if (of.items[m].unit == unit && of.items[m].head)
				list_push(arena, heads, people.items[i].login);
	}
	return NULL;
}

struct err *
unit_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct unit_views *ret_views)
{
	struct unit_views views = { 0 };
	struct ledger_units rows;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_units(ledger, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct ledger_unit *row = &rows.items[i];
		struct unit_view view = { .id = row->id, .name = row->name, .superior = row->superior_name, .mail = row->mail,
			.people = row->people, .systems = row->systems };

		if (row->people > 0)
			TRY(name_heads(ledger, row->id, arena, &view.heads));
		list_push(arena, &views.units, view);
	}
	*ret_views = views;
	return NULL;
}

struct err *
unit_stand(struct ledger *ledger, const struct actor *actor, struct str name, struct arena *arena, struct stand *ret_stand)
{
	struct unit_views all;

	TRY(unit_list(ledger, actor, arena, &all));
	for (size_t i = 0; i < all.units.count; i++) {
		if (!str_eq(all.units.items[i].name, name))
			continue;
		stand_put(ret_stand, "superior", M("Above it"), all.units.items[i].superior, arena);
		stand_put(ret_stand, "mail", M("Mail box"), all.units.items[i].mail, arena);
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- changed */

struct putting { const struct actor *actor; struct str name; const struct str *superior, *mail; bool make; int64_t now; };

static const struct ledger_unit *
unit_in(const struct ledger_units *units, int64_t id)
{
	for (size_t i = 0; i < units->count; i++)
		if (units->items[i].id == id)
			return &units->items[i];
	return NULL;
}

/* Nobody stands above himself, over however many steps: who escalates would never come to an end. */
static struct err *
see_that_it_ends(const struct ledger_units *units, const struct ledger_unit *unit, int64_t superior, struct arena *arena)
{
	const struct ledger_unit *above = unit_in(units, superior);

	for (size_t steps = 0; above != NULL && steps <= units->count; steps++) {
		if (above->id == unit->id)
			return err_new(arena, ERR_USAGE, M("The unit \"{name}\" would stand above itself."), ARG("name", unit->name));
		above = unit_in(units, above->superior);
	}
	return NULL;
}

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting *putting = context;
	const struct ledger_unit *unit;
	struct ledger_units units;
	int64_t id, superior;

	TRY(putting->make ? ledger_unit_make(ledger, putting->name, arena, &id) : unit_of(ledger, putting->name, arena, &id));
	TRY(ledger_units(ledger, arena, &units));
	unit = unit_in(&units, id);
	if (unit == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{name}\": see \"tsukuroi unit list\"."), ARG("name", putting->name));
	superior = putting->superior == NULL ? unit->superior : 0;
	if (putting->superior != NULL && putting->superior->len > 0)
		TRY(unit_of(ledger, *putting->superior, arena, &superior));
	TRY(see_that_it_ends(&units, unit, superior, arena));
	TRY(ledger_unit_set(ledger, id, superior, putting->mail == NULL ? unit->mail : *putting->mail, arena));
	return ledger_audit(ledger, putting->actor->login, putting->now, STR("unit.put"), arena_printf(arena, "unit/%lld", (long long)id),
	    STR(""), arena);
}

struct err *
unit_put(struct ledger *ledger, const struct actor *actor, struct str name, const struct str *superior, const struct str *mail, bool make,
    int64_t now, struct arena *arena)
{
	struct putting putting = { actor, name, superior, mail, make, now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	if (name.len == 0 || !people_is_line(name, PEOPLE_NAME_MOST))
		return err_new(arena, ERR_USAGE, M("The name of a unit is one line of at most {most} bytes."), ARG_N("most", PEOPLE_NAME_MOST));
	if (mail != NULL && mail->len > 0 && !people_is_mail(*mail))
		return err_new(arena, ERR_USAGE, M("\"{value}\" is no mail address such as hanako@example.jp."), ARG("value", *mail));
	return ledger_write(ledger, put, &putting, arena);
}
