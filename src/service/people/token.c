#include "service/people/token.h"

#include "service/people/account.h"
#include "service/people/secret.h"

static const char *const state_words[] = { "in_force", "over", "withdrawn" };
static const char *const state_said[] = { M("in force"), M("ended"), M("withdrawn") };
static const struct enum_names state_names = ENUM_WORDS(state_words, state_said);
static const struct field token_fields[] = {
	FIELD(struct token_view, id, FIELD_INT),
	FIELD(struct token_view, login, FIELD_STR),
	FIELD(struct token_view, name, FIELD_STR),
	FIELD_WORDS(struct token_view, scopes, &scope_names),
	FIELD(struct token_view, made_at, FIELD_INSTANT),
	FIELD(struct token_view, until, FIELD_INSTANT),
	FIELD(struct token_view, used_at, FIELD_INSTANT),
	FIELD_WORD(struct token_view, state, &state_names),
	FIELD(struct token_view, token, FIELD_STR),
};
const struct schema token_view_schema = SCHEMA("token", struct token_view, token_fields);
static const struct field tokens_fields[] = { FIELD_OF(struct token_views, tokens, FIELD_LIST, &token_view_schema) };
const struct schema token_views_schema = SCHEMA("tokens", struct token_views, tokens_fields);

struct err *
scopes_parse(struct str text, struct arena *arena, unsigned *ret_scopes)
{
	struct str word;
	unsigned scopes = 0;
	int scope;

	while (str_split(&text, ',', &word)) {
		if (!enum_find(&scope_names, str_trim_space(word), &scope))
			return err_new(arena, ERR_USAGE, M("There is no scope \"{value}\": read, write, admin."), ARG("value", word));
		scopes |= 1U << scope;
	}
	*ret_scopes = scopes;
	return NULL;
}

static struct token_view
view_of(const struct ledger_token *row, int64_t now, struct arena *arena)
{
	struct token_view view = { .id = row->id, .login = row->login, .name = row->name, .made_at = row->made_at, .until = row->until,
		.used_at = row->used_at, .state = row->withdrawn_at != INSTANT_NONE ? STR("withdrawn") : now >= row->until ? STR("over")
		: STR("in_force") };

	for (int i = 0; i < (int)scope_names.count; i++)
		if ((row->scopes & (int64_t)1 << i) != 0)
			list_push(arena, &view.scopes, str_of(enum_name(&scope_names, i)));
	return view;
}

/* --------------------------------------------------------------------------------------------- made */

struct making { const struct actor *actor; struct ledger_token row; struct str digest; };

static struct err *
make(struct ledger *ledger, void *context, struct arena *arena)
{
	struct making *making = context;

	TRY(ledger_token_add(ledger, &making->row, making->digest, arena));
	return ledger_audit(ledger, making->actor->login, making->row.made_at, STR("token.make"),
	    arena_printf(arena, "token/%lld", (long long)making->row.id), STR(""), arena);
}

static struct err *
check(const struct actor *actor, struct str name, unsigned scopes, int64_t until, int64_t now, struct arena *arena)
{
	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	if (actor->via == VIA_TOKEN)
		return err_new(arena, ERR_FORBIDDEN, M("Tokens are made by persons, not by who came by a token."));
	if (name.len == 0 || !people_is_line(name, PEOPLE_NAME_MOST))
		return err_new(arena, ERR_USAGE, M("A token needs a name that says what it is for, as --name monitoring."));
	if (scopes == 0)
		return err_new(arena, ERR_USAGE, M("A token needs a scope: --scope read, or more of read,write,admin."));
	if (until <= now || until > now + TOKEN_DAYS_MOST * INSTANT_DAY)
		return err_new(arena, ERR_USAGE, M("A token holds from today on and at most {most} days."), ARG_N("most", TOKEN_DAYS_MOST));
	return NULL;
}

struct err *
token_make(struct ledger *ledger, const struct actor *actor, struct str name, unsigned scopes, int64_t until, int64_t now,
    struct arena *arena, struct token_view *ret_view)
{
	struct making making = { .actor = actor, .row = { .account = actor->account, .login = actor->login, .name = name, .scopes = scopes,
		.made_at = now, .until = until, .used_at = INSTANT_NONE, .withdrawn_at = INSTANT_NONE } };
	struct str token;

	TRY(check(actor, name, scopes, until, now, arena));
	token = token_new(arena);
	making.digest = secret_digest(token, arena);
	TRY(ledger_write(ledger, make, &making, arena));
	*ret_view = view_of(&making.row, now, arena);
	ret_view->token = token;
	return NULL;
}

/* ---------------------------------------------------------------------------------- listed, withdrawn */

struct err *
token_list(struct ledger *ledger, const struct actor *actor, struct str login, bool all, int64_t now, struct arena *arena,
    struct token_views *ret_views)
{
	struct token_views views = { 0 };
	bool others = all || (login.len > 0 && !str_eq(login, actor->login));
	struct ledger_account account = { .id = all ? 0 : actor->account };
	struct ledger_tokens rows;

	TRY(actor_need(actor, others ? OFFICE_ADMINISTRATOR : 0, SCOPE_READ, arena));
	if (others && !all)
		TRY(account_of(ledger, login, arena, &account));
	TRY(ledger_tokens(ledger, account.id, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		list_push(arena, &views.tokens, view_of(&rows.items[i], now, arena));
	*ret_views = views;
	return NULL;
}

struct withdrawing { const struct actor *actor; int64_t id, now; };

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct withdrawing *work = context;
	const struct actor *actor = work->actor;
	struct ledger_tokens rows;

	/* An administrator finds everybody's, others their own. */
	TRY(ledger_tokens(ledger, (actor->offices & OFFICE_ADMINISTRATOR) != 0 ? 0 : actor->account, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		if (rows.items[i].id != work->id || rows.items[i].withdrawn_at != INSTANT_NONE)
			continue;
		TRY(ledger_token_withdraw(ledger, rows.items[i].account, work->id, work->now, arena));
		return ledger_audit(ledger, actor->login, work->now, STR("token.withdraw"),
		    arena_printf(arena, "token/%lld", (long long)work->id), STR(""), arena);
	}
	return err_new(arena, ERR_NOT_FOUND, M("There is no token number {number} of yours in force."), ARG_N("number", work->id));
}

struct err *
token_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct withdrawing work = { actor, id, now };

	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	return ledger_write(ledger, withdraw, &work, arena);
}
