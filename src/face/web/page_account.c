/*
 * page_account.c - one's own account: name and language, password, second factor, browsers that are signed in, tokens, and what one can see.
 */
#include "base/catalogue.h"
#include "base/clock.h"
#include "face/web/pages.h"
#include "format/qr/qr.h"
#include "service/casefile/share.h"
#include "service/key/vault.h"
#include "service/people/password.h"
#include "service/people/token.h"
#include "service/session/session.h"

/* --------------------------------------------------------------------------------------------- overview */

struct browser_row { int64_t id; struct str browser, address; int64_t began_at, seen_at; bool current; };
static const struct field browser_fields[] = {
	FIELD(struct browser_row, id, FIELD_INT),
	FIELD(struct browser_row, browser, FIELD_STR),
	FIELD(struct browser_row, address, FIELD_STR),
	FIELD(struct browser_row, began_at, FIELD_INSTANT),
	FIELD(struct browser_row, seen_at, FIELD_INSTANT),
	FIELD(struct browser_row, current, FIELD_BOOL),
};
static const struct schema browser_schema = SCHEMA("browser", struct browser_row, browser_fields);
struct account_page { struct account_view account; struct str provider; LIST(struct browser_row) browsers; struct web_edit_view edit; };
static const struct field account_page_fields[] = {
	FIELD_OF(struct account_page, account, FIELD_STRUCT, &account_view_schema),
	FIELD(struct account_page, provider, FIELD_STR),
	FIELD_OF(struct account_page, browsers, FIELD_LIST, &browser_schema),
	FIELD_OF(struct account_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema account_page_schema = SCHEMA("account_page", struct account_page, account_page_fields);

/* What browsers call themselves in a long line, the more special before those whose name they carry too. */
static const struct { const char *mark, *name; } browsers[] = {
	{ "Edg/", "Microsoft Edge" }, { "Firefox/", "Firefox" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" },
}, systems[] = {
	{ "Windows", "Windows" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" }, { "Mac OS X", "macOS" }, { "Linux", "Linux" },
};

static struct str
browser_of(const struct web *web, struct str agent)
{
	const char *browser = NULL, *system = NULL;

	for (size_t i = 0; i < ARRAY_LEN(browsers) && browser == NULL; i++)
		if (str_find(agent, str_of(browsers[i].mark)) != SIZE_MAX)
			browser = browsers[i].name;
	for (size_t i = 0; i < ARRAY_LEN(systems) && system == NULL; i++)
		if (str_find(agent, str_of(systems[i].mark)) != SIZE_MAX)
			system = systems[i].name;
	if (browser == NULL || system == NULL)
		return agent.len > 0 ? str_sub(agent, 0, 60) : web_word(web, M("A program"));
	return catalogue_say(web->arena, web->lang, M("{browser} on {system}"), ARG("browser", str_of(browser)), ARG("system", str_of(system)));
}

static const char *const languages[] = { "ja", "en" };
static const struct enum_names language_names = ENUM_NAMES(languages);
static const struct web_param account_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name") },
	{ .name = "mail", .kind = WEB_TEXT, .summary = M("Mail address") },
	{ .name = "language", .kind = WEB_CHOICE, .choices = &language_names, .summary = M("Language") },
	{ .name = NULL },
};

static struct err *
account_stands(struct web *web, struct stand *ret_stand)
{
	return account_stand(web->ledger, &web->actor, web->actor.login, true, web->now, web->arena, ret_stand);
}

static struct err *
get_account(struct web *web, void *ret_view)
{
	struct account_page *page = ret_view;
	struct session_views all;
	struct stand stand = { 0 };
	struct str fault;

	*page = (struct account_page){ 0 };
	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &page->account));
	TRY(account_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	account_typed(web, &page->account);
	TRY(session_list(web->ledger, &web->actor, false, web->now, web->arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct session_view *session = &all.items[i];

		if (str_eq(session->state, STR("open")))
			list_push(web->arena, &page->browsers, ((struct browser_row){ session->id, browser_of(web, session->agent), session->address,
			    session->began_at, session->seen_at, web_session(web) != NULL && web_session(web)->id == session->id }));
	}
	return provider_name(web, &page->provider, &fault);
}

static struct err *
post_account(struct web *web)
{
	const struct account_order order = { .told = (web_given(web, "name") ? TOLD_NAME : 0U) | (web_given(web, "mail") ? TOLD_MAIL : 0U) |
		(web_given(web, "language") ? TOLD_LANGUAGE : 0U), .name = web_text(web, "name"), .mail = web_text(web, "mail"),
		.language = web_choice(web, "language", 0) == 1 ? LANG_EN : LANG_JA };
	struct account_view view;

	TRY(account_set_own(web->ledger, &web->actor, &order, web->now, web->arena, &view));
	if (web_given(web, "language"))
		web_keep_language(web, order.language);
	web_tell(web, M("Saved."));
	web_go(web, "/account");
	return NULL;
}

/* --------------------------------------------------------------------------------------------- browsers */

static const struct web_param session_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the session") },
	{ .name = NULL },
};

static struct err *
post_session_end(struct web *web)
{
	TRY(session_end(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("That browser is signed out."));
	web_go(web, "/account");
	return NULL;
}

static struct err *
post_sessions_end(struct web *web)
{
	TRY(session_end_others(web->ledger, &web->actor, web_session(web) == NULL ? 0 : web_session(web)->id, web->now, web->arena));
	web_tell(web, M("All other browsers are signed out."));
	web_go(web, "/account");
	return NULL;
}

/* --------------------------------------------------------------------------------------------- password */

struct password_page { bool has, elsewhere; };
static const struct field password_fields[] = { FIELD(struct password_page, has, FIELD_BOOL), FIELD(struct password_page, elsewhere, FIELD_BOOL) };
static const struct schema password_schema = SCHEMA("password_page", struct password_page, password_fields);
static const struct web_param password_params[] = {
	{ .name = "current", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Present password") },
	{ .name = "password", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Password") },
	{ .name = "again", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("The same password again") },
	{ .name = NULL },
};

static struct err *
get_password(struct web *web, void *ret_view)
{
	struct password_page *page = ret_view;
	struct account_view account;

	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &account));
	page->has = account.password;
	page->elsewhere = !account.password && web->home->ldap.len > 0;
	return NULL;
}

/* Who finds a browser open does not take the account over: the present password is asked for, and wrong ones count. */
static struct err *
check_present(struct web *web)
{
	bool code_wanted = false;
	struct actor actor;
	struct err *err = check_password(web, web->actor.login, web_text(web, "current"), STR(""), &actor, &code_wanted);

	if (err == NULL || code_wanted)
		return NULL;
	return err->code != ERR_FORBIDDEN ? err : err_new(web->arena, ERR_USAGE, M("The present password is wrong. Nothing was changed."));
}

static struct err *
post_password(struct web *web)
{
	struct account_view account;

	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &account));
	if (!account.password && web->home->ldap.len > 0)
		return err_new(web->arena, ERR_CONFLICT, M("Your password is that of the directory, and is changed there."));
	TRY(same_twice(web));
	if (account.password)
		TRY(check_present(web));
	TRY(account_set_password(web->ledger, &web->actor, web->actor.login, web_text(web, "password"), web->home->organisation, web->now, web->arena));
	web_tell(web, M("The new password holds from now on. All other browsers are signed out."));
	if (web_session(web) != NULL)
		return sign_in_as(web, &web->actor, STR("/account"));
	web_go(web, "/account");
	return NULL;
}

/* ---------------------------------------------------------------------------------------- second factor */

struct factor_page { bool in_use; int64_t codes_left; struct str secret, uri, qr_svg; };
static const struct field factor_fields[] = {
	FIELD(struct factor_page, in_use, FIELD_BOOL),
	FIELD(struct factor_page, codes_left, FIELD_INT),
	FIELD(struct factor_page, secret, FIELD_STR),
	FIELD(struct factor_page, uri, FIELD_STR),
	FIELD(struct factor_page, qr_svg, FIELD_STR),
};
static const struct schema factor_schema = SCHEMA("second_factor", struct factor_page, factor_fields);
static const struct web_param factor_params[] = {
	{ .name = "code", .kind = WEB_SECRET, .most = 40, .summary = M("Code of the second factor") },
	{ .name = "current", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Present password") },
	{ .name = NULL },
};
struct codes_page { struct str_list codes; struct str login; int64_t at; };
static const struct field codes_fields[] = {
	FIELD(struct codes_page, codes, FIELD_STRS),
	FIELD(struct codes_page, login, FIELD_STR),
	FIELD(struct codes_page, at, FIELD_INSTANT),
};
static const struct schema codes_schema = SCHEMA("paper_codes", struct codes_page, codes_fields);

/* "ABCD EFGH …": read out and typed in groups of four. */
static struct str
in_groups(struct str secret, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < secret.len; i++) {
		if (i > 0 && i % 4 == 0)
			buf_add_char(&out, ' ');
		buf_add_char(&out, secret.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

static struct err *
get_factor(struct web *web, void *ret_view)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct factor_page *page = ret_view;
	struct people_vault secrets;
	struct account_view account;
	struct totp_view totp;

	*page = (struct factor_page){ 0 };
	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &account));
	page->in_use = account.second_factor;
	page->codes_left = account.codes_left;
	TRY(vault_open(web->home, web->ledger, web->arena, &vault));
	secrets = vault_people(vault);
	TRY(account_totp_waiting(web->ledger, &web->actor, web->home->organisation, &secrets, web->arena, &totp));
	if (totp.secret.len == 0)
		return NULL;
	page->secret = in_groups(totp.secret, web->arena);
	page->uri = totp.uri;
	return qr_svg(totp.uri, web_word(web, M("QR code of the secret; the same stands below as text")), web->arena, &page->qr_svg);
}

static struct err *
post_factor(struct web *web)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;
	struct totp_view totp;

	TRY(vault_open(web->home, web->ledger, web->arena, &vault));
	secrets = vault_people(vault);
	TRY(account_totp_make(web->ledger, &web->actor, web->home->organisation, &secrets, web->now, web->arena, &totp));
	web_go(web, "/account/second-factor");
	return NULL;
}

static struct err *
post_factor_confirm(struct web *web)
{
	struct codes_page page = { .login = web->actor.login, .at = web->now };
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;
	struct err *err;

	TRY(vault_open(web->home, web->ledger, web->arena, &vault));
	secrets = vault_people(vault);
	err = account_totp_confirm(web->ledger, &web->actor, web_text(web, "code"), &secrets, web->now, web->arena, &page.codes);
	if (err != NULL && err->code == ERR_FORBIDDEN)      /* of the code, not of the page */
		return err_new(web->arena, ERR_USAGE, M("The code is not that of this secret now: see that the clocks of this machine and of the telephone are right."));
	TRY(err);
	web_answer(web, &page);
	web_go(web, "/account/second-factor");
	return NULL;
}

static struct err *
post_factor_end(struct web *web)
{
	TRY(check_present(web));
	TRY(account_totp_end(web->ledger, &web->actor, web->actor.login, web->now, web->arena));
	web_tell(web, M("The second factor is ended: the password alone lets you in."));
	web_go(web, "/account/second-factor");
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- tokens */

struct tokens_page { struct token_views tokens; int64_t days; };
static const struct field tokens_fields[] = {
	FIELD_OF(struct tokens_page, tokens, FIELD_STRUCT, &token_views_schema),
	FIELD(struct tokens_page, days, FIELD_INT),
};
static const struct schema tokens_schema = SCHEMA("tokens_page", struct tokens_page, tokens_fields);
static const struct web_param token_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("What the token is for") },
	{ .name = "scope", .kind = WEB_LIST, .summary = M("What the token may do: read, write, admin") },
	{ .name = "days", .kind = WEB_NUMBER, .summary = M("Days that the token holds") },
	{ .name = NULL },
};
static const struct web_param token_end_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the token") },
	{ .name = NULL },
};

static struct err *
get_tokens(struct web *web, void *ret_view)
{
	struct tokens_page *page = ret_view;

	page->days = web_number(web, "days", TOKEN_DAYS);
	return token_list(web->ledger, &web->actor, STR(""), false, web->now, web->arena, &page->tokens);
}

static struct err *
post_tokens(struct web *web)
{
	struct str_list words = web_list(web, "scope");
	int64_t days = web_number(web, "days", TOKEN_DAYS);
	struct token_view token;
	unsigned scopes;

	if (days < 1 || days > TOKEN_DAYS_MOST)
		return err_new(web->arena, ERR_USAGE, M("A token holds from today on and at most {most} days."), ARG_N("most", TOKEN_DAYS_MOST));
	TRY(scopes_parse(arena_join(web->arena, words.items, words.count, STR(",")), web->arena, &scopes));
	TRY(token_make(web->ledger, &web->actor, web_text(web, "name"), scopes, day_instant(instant_day(web->now, ZONE_JST) + (int32_t)days + 1, ZONE_JST),
	    web->now, web->arena, &token));
	web_answer(web, &token);
	web_go(web, "/account/tokens");
	return NULL;
}

static struct err *
post_token_end(struct web *web)
{
	TRY(token_withdraw(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The token is withdrawn: nothing is let in by it any more."));
	web_go(web, "/account/tokens");
	return NULL;
}

/* ------------------------------------------------------------------------------------------ what I see */

static struct err *
get_sees(struct web *web, void *ret_view)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	return account_sees(desk, &web->actor, web->actor.login, web->now, web->arena, ret_view);
}

#define ONE_S_OWN .right = WEB_PERSON, .section = ""
const struct web_route routes_account[] = {
	{ .method = HTTP_GET, .path = "/account", .summary = M("Your account"), ONE_S_OWN, .scope = SCOPE_READ, .params = account_params,
	    .view = &account_page_schema, .page = "account", .get = get_account },
	{ .method = HTTP_POST, .path = "/account", .summary = M("Your account"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = account_params,
	    .post = post_account, .stands = account_stands },
	{ .method = HTTP_POST, .path = "/account/sessions/end", .summary = M("Sign out a browser"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = session_params,
	    .post = post_session_end, .back = "/account" },
	{ .method = HTTP_POST, .path = "/account/sessions/end-others", .summary = M("Sign out all other browsers"), ONE_S_OWN, .scope = SCOPE_ADMIN,
	    .post = post_sessions_end, .back = "/account" },
	{ .method = HTTP_GET, .path = "/account/password", .summary = M("Change the password"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = password_params,
	    .view = &password_schema, .page = "account-password", .get = get_password },
	{ .method = HTTP_POST, .path = "/account/password", .summary = M("Change the password"), ONE_S_OWN, .scope = SCOPE_ADMIN, .lane = HTTP_LANE_PASSWORDS,
	    .params = password_params, .post = post_password },
	{ .method = HTTP_GET, .path = "/account/second-factor", .summary = M("Second factor"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = factor_params,
	    .view = &factor_schema, .page = "account-factor", .get = get_factor },
	{ .method = HTTP_POST, .path = "/account/second-factor", .summary = M("Make a secret for a second factor"), ONE_S_OWN, .scope = SCOPE_ADMIN,
	    .post = post_factor },
	{ .method = HTTP_POST, .path = "/account/second-factor/confirm", .summary = M("Codes on paper"), ONE_S_OWN, .scope = SCOPE_ADMIN,
	    .params = factor_params, .view = &codes_schema, .page = "account-codes", .post = post_factor_confirm, .back = "/account/second-factor" },
	{ .method = HTTP_POST, .path = "/account/second-factor/end", .summary = M("End the second factor"), ONE_S_OWN, .scope = SCOPE_ADMIN,
	    .lane = HTTP_LANE_PASSWORDS, .params = factor_params, .post = post_factor_end, .back = "/account/second-factor" },
	{ .method = HTTP_GET, .path = "/account/tokens", .summary = M("Tokens for programs"), ONE_S_OWN, .scope = SCOPE_READ, .params = token_params,
	    .view = &tokens_schema, .page = "account-tokens", .get = get_tokens },
	{ .method = HTTP_POST, .path = "/account/tokens", .summary = M("A new token"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = token_params,
	    .view = &token_view_schema, .page = "account-token", .post = post_tokens },
	{ .method = HTTP_POST, .path = "/account/tokens/end", .summary = M("Withdraw a token"), ONE_S_OWN, .scope = SCOPE_ADMIN, .params = token_end_params,
	    .post = post_token_end, .back = "/account/tokens" },
	{ .method = HTTP_GET, .path = "/account/sees", .summary = M("What you can see"), ONE_S_OWN, .scope = SCOPE_READ, .view = &account_sees_view_schema,
	    .page = "account-sees", .get = get_sees },
	{ .path = NULL },
};
