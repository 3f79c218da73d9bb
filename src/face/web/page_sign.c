/*
 * page_sign.c - signing in, in one step or two, and out.
 *
 * Whatever is wrong is said in one sentence and takes as long (service/people/password.h). Behind a right password the code of the second factor
 * has a page of its own: a link that works once (service/people/link.h) stands for the password meanwhile, in a cookie that no other page gets.
 */
#include "face/web/pages.h"
#include "service/key/vault.h"
#include "service/people/organisation.h"
#include "service/session/session.h"
#include "wire/ldap/ldap.h"

enum { ORGANISATION_KEPT_S = 31536000, CODE_MOST = 40, TO_MOST = 4000 };

struct sign_in_view { struct str to, organisation, provider, fault; bool several; struct web_choices organisations; };
static const struct field sign_in_fields[] = {
	FIELD(struct sign_in_view, to, FIELD_STR),
	FIELD(struct sign_in_view, organisation, FIELD_STR),
	FIELD(struct sign_in_view, provider, FIELD_STR),
	FIELD(struct sign_in_view, fault, FIELD_STR),
	FIELD(struct sign_in_view, several, FIELD_BOOL),
	FIELD_OF(struct sign_in_view, organisations, FIELD_LIST, &web_choice_schema),
};
static const struct schema sign_in_schema = SCHEMA("sign_in", struct sign_in_view, sign_in_fields);

static const struct web_param sign_in_params[] = {
	{ .name = "organisation", .kind = WEB_TEXT, .summary = M("Number of the organisation, where there are several") },
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "password", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Password") },
	{ .name = "code", .kind = WEB_SECRET, .most = CODE_MOST, .summary = M("Code of the second factor") },
	{ .name = "to", .kind = WEB_TEXT, .most = TO_MOST, .summary = M("Page to return to") },
	{ .name = NULL },
};

static const char *
secure(const struct web *web)
{
	return web->request->secure ? "; Secure" : "";
}

/* ----------------------------------------------------------------------------------------- organisation */

/* The one that was chosen here, or the last time; else the first. */
struct err *
use_organisation(struct web *web)
{
	struct str chosen = web_text(web, "organisation");
	struct err *err;
	int64_t org;

	if (chosen.len == 0)
		chosen = http_find(&web->request->cookies, "tsukuroi_org");
	if (!str_to_i64(chosen, &org))
		org = LEDGER_ORG;
	err = ledger_org_use(web->ledger, org, web->arena);
	return err != NULL && err->code == ERR_NOT_FOUND ? ledger_org_use(web->ledger, LEDGER_ORG, web->arena) : err;
}

static void
keep_organisation(struct web *web, int64_t org)
{
	web_header(web, "Set-Cookie", arena_printf(web->arena, "tsukuroi_org=%lld; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", (long long)org,
	    ORGANISATION_KEPT_S, secure(web)));
}

/* The short link that an organisation gives its people. */
static struct err *
get_organisation(struct web *web, void *view)
{
	int64_t org;

	(void)view;
	TRY(organisation_find(web->ledger, web->home->organisation, web_text(web, "name"), web->arena, &org));
	if (org == 0)
		return err_new(web->arena, ERR_NOT_FOUND, M("There is no organisation of this name here."));
	keep_organisation(web, org);
	web_redirect(web, STR("/sign-in"));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- password */

static struct err *
get_sign_in(struct web *web, void *ret_view)
{
	struct sign_in_view *view = ret_view;
	struct organisation_views all;
	struct str here;

	*view = (struct sign_in_view){ .to = web_text(web, "to") };
	TRY(use_organisation(web));
	here = arena_printf(web->arena, "%lld", (long long)ledger_org(web->ledger));
	TRY(organisation_choices(web->ledger, web->home->organisation, web->arena, &all));
	view->several = all.organisations.count > 1;
	for (size_t i = 0; i < all.organisations.count && view->several; i++) {
		struct str number = arena_printf(web->arena, "%lld", (long long)all.organisations.items[i].id);

		if (str_eq(number, here))
			view->organisation = all.organisations.items[i].name;
		web_choice_add(web, &view->organisations, number, all.organisations.items[i].name, here);
	}
	return provider_name(web, &view->provider, &view->fault);
}

/* A new secret each time: what a browser had before is worth nothing. */
static struct err *
begin_session(struct web *web, const struct actor *actor)
{
	struct str secret;

	if (web_session(web) != NULL)
		TRY(session_end(web->ledger, &web->actor, web_session(web)->id, web->now, web->arena));
	TRY(session_begin(web->ledger, actor, web->request->address, http_find(&web->request->headers, "User-Agent"), web->now, web->arena, &secret));
	web_set_session(web, secret);
	keep_organisation(web, ledger_org(web->ledger));
	return NULL;
}

struct err *
sign_in_as(struct web *web, const struct actor *actor, struct str to)
{
	TRY(begin_session(web, actor));
	web_redirect(web, to);
	return NULL;
}

static void
keep_step(struct web *web, struct str link)
{
	web_header(web, "Set-Cookie", arena_printf(web->arena, "tsukuroi_step=%.*s; Path=/sign-in; Max-Age=%d; HttpOnly; SameSite=Lax%s", STR_ARG(link),
	    link.len > 0 ? LINK_CODE_MINUTES * 60 : 0, secure(web)));
}

struct err *
ask_for_code(struct web *web, struct str login, struct str to)
{
	struct str link;

	TRY(code_step_begin(web->ledger, login, web->now, web->arena, &link));
	keep_step(web, link);
	web_redirect(web, arena_printf(web->arena, "/sign-in/code?to=%.*s", STR_ARG(web_encoded(web, str_starts(to, STR("/")) ? STR("") : to))));
	return NULL;
}

static struct err *
ask_ldap(void *context, struct str login, struct str password, struct arena *arena, struct people_directory_answer *ret_answer)
{
	const struct home *home = context;
	const struct ldap_place place = { home->ldap, home->ldap_name, home->ldap_certificates };
	struct ldap_answer answer;

	TRY(ldap_ask(&place, login, password, arena, &answer));
	*ret_answer = (struct people_directory_answer){ answer.right, answer.name, answer.mail };
	return NULL;
}

struct err *
check_password(struct web *web, struct str login, struct str password, struct str code, struct actor *ret_actor, bool *ret_code_wanted)
{
	struct home home = *web->home;
	struct people_directory directory = { .context = &home, .make = home.ldap_new.len > 0, .ask = ask_ldap };
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;

	TRY(offices_parse(home.ldap_new, web->arena, &directory.offices));
	TRY(vault_open(web->home, web->ledger, web->arena, &vault));
	secrets = vault_people(vault);
	if (home.ldap.len == 0)
		return account_check_password(web->ledger, login, password, code, &secrets, web->now, web->arena, ret_actor, ret_code_wanted);
	return account_check_with_directory(web->ledger, &directory, login, password, code, &secrets, web->now, web->arena, ret_actor, ret_code_wanted);
}

static struct err *
post_sign_in(struct web *web)
{
	bool code_wanted = false;
	struct actor actor;
	struct err *err;

	TRY(use_organisation(web));
	err = check_password(web, web_text(web, "login"), web_text(web, "password"), web_text(web, "code"), &actor, &code_wanted);
	if (err != NULL && code_wanted && web_text(web, "code").len == 0)
		return ask_for_code(web, web_text(web, "login"), web_text(web, "to"));
	TRY(err);
	return sign_in_as(web, &actor, web_text(web, "to"));
}

/* ----------------------------------------------------------------------------------------------- code */

struct code_view { struct str to; };
static const struct field code_fields[] = { FIELD(struct code_view, to, FIELD_STR) };
static const struct schema code_schema = SCHEMA("sign_in_code", struct code_view, code_fields);
static const struct web_param code_params[] = {
	{ .name = "code", .kind = WEB_SECRET, .most = CODE_MOST, .summary = M("Code of the second factor") },
	{ .name = "to", .kind = WEB_TEXT, .most = TO_MOST, .summary = M("Page to return to") },
	{ .name = NULL },
};

static struct err *
get_code(struct web *web, void *ret_view)
{
	struct code_view *view = ret_view;

	view->to = web_text(web, "to");
	if (http_find(&web->request->cookies, "tsukuroi_step").len == 0)
		web_redirect(web, STR("/sign-in"));
	return NULL;
}

static struct err *
check_code(struct web *web, struct str link, struct actor *ret_actor)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;

	TRY(link_follow(web->ledger, link, web->arena));
	TRY(vault_open(web->home, web->ledger, web->arena, &vault));
	secrets = vault_people(vault);
	return code_step_finish(web->ledger, link, web_text(web, "code"), &secrets, web->now, web->arena, ret_actor);
}

static struct err *
post_code(struct web *web)
{
	struct actor actor;
	struct err *err = check_code(web, http_find(&web->request->cookies, "tsukuroi_step"), &actor);

	if (err != NULL && err->code == ERR_NOT_FOUND) {
		keep_step(web, STR(""));
		web_tell(web, M("The password was given too long ago: please sign in again."));
		web_go(web, "/sign-in");
		return NULL;
	}
	TRY(err);
	keep_step(web, STR(""));
	return sign_in_as(web, &actor, web_text(web, "to"));
}

/* ------------------------------------------------------------------------------------------------ out */

static struct err *
post_sign_out(struct web *web)
{
	bool elsewhere;

	TRY(provider_tells(web, &elsewhere));
	if (web_session(web) != NULL)
		TRY(session_end(web->ledger, &web->actor, web_session(web)->id, web->now, web->arena));
	web_set_session(web, STR(""));
	if (!elsewhere)
		web_tell(web, M("You are signed out."));
	web_go(web, "/sign-in");
	return NULL;
}

const struct web_route routes_sign[] = {
	{ .method = HTTP_GET, .path = "/sign-in", .summary = M("Sign in"), .right = WEB_PUBLIC, .params = sign_in_params, .view = &sign_in_schema,
	    .page = "sign-in", .get = get_sign_in },
	{ .method = HTTP_POST, .path = "/sign-in", .summary = M("Sign in"), .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS, .params = sign_in_params,
	    .post = post_sign_in },
	{ .method = HTTP_GET, .path = "/sign-in/code", .summary = M("Second factor"), .right = WEB_PUBLIC, .params = code_params, .view = &code_schema,
	    .page = "sign-in-code", .get = get_code },
	{ .method = HTTP_POST, .path = "/sign-in/code", .summary = M("Second factor"), .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS, .params = code_params,
	    .post = post_code },
	{ .method = HTTP_POST, .path = "/sign-out", .summary = M("Sign out"), .right = WEB_PERSON, .scope = SCOPE_WRITE, .post = post_sign_out },
	{ .method = HTTP_GET, .path = "/o/{name}", .summary = M("Sign in to an organisation"), .right = WEB_PUBLIC, .get = get_organisation },
	{ .path = NULL },
};
