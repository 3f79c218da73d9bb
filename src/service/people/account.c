/*
 * account.c - accounts as people see them.
 */
#include "service/people/account.h"

static const char *const language_words[] = { "ja", "en" };
static const char *const language_said[] = { M("Japanese"), M("English") };
static const struct enum_names language_names = ENUM_WORDS(language_words, language_said);
static const struct field account_unit_fields[] = {
	FIELD(struct account_unit_view, name, FIELD_STR),
	FIELD(struct account_unit_view, head, FIELD_BOOL),
};
static const struct schema account_unit_schema = SCHEMA("unit", struct account_unit_view, account_unit_fields);
static const struct field account_fields[] = {
	FIELD(struct account_view, id, FIELD_INT),
	FIELD(struct account_view, login, FIELD_STR),
	FIELD(struct account_view, name, FIELD_STR),
	FIELD(struct account_view, mail, FIELD_STR),
	FIELD_WORD(struct account_view, language, &language_names),
	FIELD_WORDS(struct account_view, offices, &office_names),
	FIELD_OF(struct account_view, units, FIELD_LIST, &account_unit_schema),
	FIELD(struct account_view, os_user, FIELD_STR),
	FIELD_WORD(struct account_view, state, &account_state_names),
	FIELD(struct account_view, password, FIELD_BOOL),
	FIELD(struct account_view, password_locked, FIELD_BOOL),
	FIELD(struct account_view, second_factor, FIELD_BOOL),
	FIELD(struct account_view, codes_left, FIELD_INT),
	FIELD(struct account_view, tokens, FIELD_INT),
	FIELD(struct account_view, made_at, FIELD_INSTANT),
	FIELD(struct account_view, left_at, FIELD_INSTANT),
	FIELD(struct account_view, proposal, FIELD_INT),
	FIELD(struct account_view, ends, FIELD_DAY),
	FIELD(struct account_view, ends_soon, FIELD_BOOL),
};
const struct schema account_view_schema = SCHEMA("account", struct account_view, account_fields);
static const struct field accounts_fields[] = { FIELD_OF(struct account_views, accounts, FIELD_LIST, &account_view_schema) };
const struct schema account_views_schema = SCHEMA("accounts", struct account_views, accounts_fields);

struct err *
offices_parse(struct str text, struct arena *arena, unsigned *ret_offices)
{
	struct str word;
	unsigned offices = 0;
	int office;

	while (str_split(&text, ',', &word)) {
		word = str_trim_space(word);
		if (word.len == 0)
			continue;
		if (!enum_find(&office_names, word, &office))
			return err_new(arena, ERR_USAGE,
			    M("There is no office \"{value}\": administrator, security, operator, owner, executive, auditor, reader."),
			    ARG("value", word));
		offices |= 1U << office;
	}
	*ret_offices = offices;
	return NULL;
}

struct err *
account_of(struct ledger *ledger, struct str login, struct arena *arena, struct ledger_account *ret_account)
{
	int64_t id;

	TRY(ledger_account_find(ledger, login, arena, &id));
	if (id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no account {login}: see \"tsukuroi account list\"."), ARG("login", login));
	return ledger_account_get(ledger, id, arena, ret_account);
}

static void
show_offices(int64_t offices, struct arena *arena, struct str_list *list)
{
	for (int i = 0; i < OFFICE_COUNT; i++)
		if ((offices & (int64_t)1 << i) != 0)
			list_push(arena, list, str_of(enum_name(&office_names, i)));
}

static struct err *
count_tokens(struct ledger *ledger, int64_t account, int64_t now, struct arena *arena, int64_t *ret_count)
{
	struct ledger_tokens tokens;

	*ret_count = 0;
	TRY(ledger_tokens(ledger, account, arena, &tokens));
	for (size_t i = 0; i < tokens.count; i++)
		*ret_count += tokens.items[i].withdrawn_at == INSTANT_NONE && now < tokens.items[i].until;
	return NULL;
}

static struct err *
view_of(struct ledger *ledger, const struct ledger_account *account, int64_t now, struct arena *arena, struct account_view *ret_view)
{
	struct account_view view = { .id = account->id, .login = account->login, .name = account->name, .mail = account->mail,
		.language = account->language == LANG_EN ? STR("en") : STR("ja"), .os_user = account->os_user,
		.state = str_of(enum_name(&account_state_names, (int)account->state)), .password = account->password.len > 0,
		.password_locked = account->failures >= PASSWORD_TRIES, .second_factor = account->second_factor != 0,
		.made_at = account->made_at, .left_at = account->left_at, .ends = account->ends,
		.ends_soon = account->state == ACCOUNT_ACTIVE && account->ends != DAY_NONE && account->ends - instant_day(now, ZONE_JST) <= ACCOUNT_SOON_DAYS };
	struct ledger_memberships units;

	show_offices(account->offices, arena, &view.offices);
	TRY(ledger_memberships(ledger, account->id, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		list_push(arena, &view.units, ((struct account_unit_view){ units.items[i].unit_name, units.items[i].head }));
	TRY(ledger_codes_left(ledger, account->id, STR(""), arena, &view.codes_left));
	TRY(count_tokens(ledger, account->id, now, arena, &view.tokens));
	*ret_view = view;
	return NULL;
}

struct err *
account_list(struct ledger *ledger, const struct actor *actor, struct str unit, bool left, int64_t now, struct arena *arena,
    struct account_views *ret_views)
{
	struct account_views views = { 0 };
	struct ledger_accounts rows;
	int64_t of = 0;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	if (unit.len > 0)
		TRY(unit_of(ledger, unit, arena, &of));
	TRY(ledger_accounts(ledger, of, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		if (left || rows.items[i].state != ACCOUNT_LEFT)
			TRY(view_of(ledger, &rows.items[i], now, arena, list_add(arena, &views.accounts)));
	*ret_views = views;
	return NULL;
}

struct err *
account_show(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct account_view *ret_view)
{
	struct ledger_account account;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(account_of(ledger, login, arena, &account));
	return view_of(ledger, &account, now, arena, ret_view);
}

static void
put_units(const struct account_view *view, struct stand *stand, struct arena *arena)
{
	struct str_list units = { 0 }, heads = { 0 };

	for (size_t i = 0; i < view->units.count; i++) {
		list_push(arena, &units, view->units.items[i].name);
		if (view->units.items[i].head)
			list_push(arena, &heads, view->units.items[i].name);
	}
	stand_put_set(stand, "unit", M("Units"), NULL, &units, arena);
	stand_put_set(stand, "head", M("Leads among these"), NULL, &heads, arena);
}

struct err *
account_stand(struct ledger *ledger, const struct actor *actor, struct str login, bool own, int64_t now, struct arena *arena, struct stand *ret_stand)
{
	struct account_view view;

	TRY(account_show(ledger, actor, login, now, arena, &view));
	stand_put(ret_stand, "name", M("Name"), view.name, arena);
	stand_put(ret_stand, "mail", M("Mail address"), view.mail, arena);
	stand_put_word(ret_stand, "language", M("Language"), &language_names, view.language, arena);
	if (own)
		return NULL;
	stand_put(ret_stand, "ends", M("Last day of use"), day_format(view.ends, arena), arena);
	stand_put_set(ret_stand, "office", M("Offices"), &office_names, &view.offices, arena);
	put_units(&view, ret_stand, arena);
	return NULL;
}
