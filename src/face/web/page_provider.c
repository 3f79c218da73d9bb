/*
 * page_provider.c - signing in by another provider (service/session/oidc.h), and the accounts of it that belong to people here.
 *
 * Setting out is a GET that leads away: browsers do not follow a form to another site (Content-Security-Policy). Who links an account of his own sets
 * out from a form of this program, and goes on by a link that only this answer has: nobody else's page can begin it for him.
 */
#include "base/catalogue.h"
#include "base/crypt.h"
#include "face/web/pages.h"
#include "service/people/identity.h"
#include "service/session/oidc.h"

enum { TO_MOST = 4000, CODE_MOST = 4000 };
#define RETURN_PATH "/sign-in/provider/return"

struct provider_desk { struct oidc_place place; struct oidc oidc; };

static struct err *
open_provider(const struct web *web, struct provider_desk *desk)
{
	TRY(oidc_place_of(web->home, web->arena, &desk->place));
	if (desk->place.issuer.len == 0)
		return err_new(web->arena, ERR_NOT_FOUND, M("Nobody signs in here by another provider: the settings name none."));
	desk->oidc = (struct oidc){ .place = &desk->place, .memory = web_oidc_memory(web) };
	return oidc_wire_of(web->home, web->arena, &desk->oidc.wire);
}

struct err *
provider_name(struct web *web, struct str *ret_name, struct str *ret_fault)
{
	struct oidc_place place;
	struct err *err = oidc_place_of(web->home, web->arena, &place);

	*ret_name = err == NULL ? place.name : STR("");
	*ret_fault = err == NULL ? STR("") : err_sentence(err, web->lang, web->arena);
	return NULL;
}

struct err *
provider_tells(struct web *web, bool *ret_tells)
{
	struct identity_views mine;
	struct oidc_place place;

	*ret_tells = false;
	if (web->home->oidc.len == 0 || oidc_place_of(web->home, web->arena, &place) != NULL)
		return NULL;
	TRY(identity_list(web->ledger, &web->actor, web->actor.login, web->arena, &mine));
	for (size_t i = 0; i < mine.identities.count; i++)
		*ret_tells = *ret_tells || str_eq(mine.identities.items[i].issuer, place.issuer);
	if (*ret_tells)
		web_tell(web, M("You are signed out here. At {name} you may be signed in still: sign out there too where others use this computer."),
		    ARG("name", place.name));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- there and back */

static const char *
way_cookie(const struct web *web)
{
	return web->request->secure ? "__Host-tsukuroi_way" : "tsukuroi_way";
}

/* Comes along when the provider sends the browser back, which another site's page does: Lax. */
static void
keep_way(struct web *web, struct str cookie)
{
	web_header(web, "Set-Cookie", arena_printf(web->arena, "%s=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", way_cookie(web), STR_ARG(cookie),
	    cookie.len > 0 ? OIDC_MINUTES * 60 : 0, web->request->secure ? "; Secure" : ""));
}

static const struct web_param start_params[] = {
	{ .name = "to", .kind = WEB_TEXT, .most = TO_MOST, .summary = M("Page to return to") },
	{ .name = "organisation", .kind = WEB_TEXT, .summary = M("Number of the organisation, where there are several") },
	{ .name = NULL },
};

struct return_page { struct str name; };
static const struct field return_fields[] = { FIELD(struct return_page, name, FIELD_STR) };
static const struct schema return_schema = SCHEMA("provider_return", struct return_page, return_fields);

static struct err *
set_out(struct web *web, const struct provider_desk *desk, int64_t account, struct str goal, struct str *ret_url)
{
	const struct oidc_start start = { account, goal, address_of(web, RETURN_PATH, STR("")) };
	struct oidc_way way;

	TRY(oidc_begin(web->ledger, &desk->oidc, &start, web->now, web->arena, &way));
	keep_way(web, way.cookie);
	*ret_url = way.url;
	return NULL;
}

static struct err *
get_start(struct web *web, void *ret_view)
{
	struct return_page *page = ret_view;
	struct provider_desk desk;
	struct str url;
	struct err *err;

	TRY(open_provider(web, &desk));
	TRY(use_organisation(web));
	page->name = desk.place.name;
	err = set_out(web, &desk, 0, web_text(web, "to"), &url);
	if (err == NULL)
		web_send_off(web, url);
	else
		web_failed(web, err);
	return NULL;
}

/* What RFC 6749, RFC 9207 and OpenID Connect say of the way back; providers add words of their own. */
static const struct web_param return_params[] = {
	{ .name = "state", .kind = WEB_TEXT, .summary = M("As it was sent there") },
	{ .name = "code", .kind = WEB_SECRET, .most = CODE_MOST, .summary = M("What the provider knows this signing in by") },
	{ .name = "iss", .kind = WEB_TEXT, .summary = M("What the provider calls itself") },
	{ .name = "error", .kind = WEB_TEXT, .summary = M("Why the provider refuses") },
	{ .name = NULL },
};

static struct err *
arrive(struct web *web, const struct oidc_arrived *arrived)
{
	if (arrived->linked) {
		web_redirect(web, STR("/account/provider"));
		return NULL;
	}
	if (arrived->code_wanted)
		return ask_for_code(web, arrived->actor.login, arrived->goal);
	return sign_in_as(web, &arrived->actor, arrived->goal);
}

static struct err *
get_return(struct web *web, void *ret_view)
{
	const struct oidc_return returned = { .cookie = http_find(&web->request->cookies, way_cookie(web)), .state = web_text(web, "state"),
		.code = web_text(web, "code"), .issuer = web_text(web, "iss"), .error = web_text(web, "error"),
		.back = address_of(web, RETURN_PATH, STR("")), .account = web->actor.account };
	struct return_page *page = ret_view;
	struct oidc_arrived arrived;
	struct provider_desk desk;
	struct err *err;

	TRY(open_provider(web, &desk));
	page->name = desk.place.name;
	keep_way(web, STR(""));
	err = oidc_finish(web->ledger, &desk.oidc, &returned, web->now, web->arena, &arrived);
	if (err == NULL)
		return arrive(web, &arrived);
	web_failed(web, err);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- one's own */

struct own_page { struct str name, url; struct identity_views identities; bool linked; };
static const struct field own_fields[] = {
	FIELD(struct own_page, name, FIELD_STR),
	FIELD(struct own_page, url, FIELD_STR),
	FIELD_OF(struct own_page, identities, FIELD_STRUCT, &identity_views_schema),
	FIELD(struct own_page, linked, FIELD_BOOL),
};
static const struct schema own_schema = SCHEMA("own_providers", struct own_page, own_fields);
static const struct web_param issuer_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "issuer", .kind = WEB_TEXT, .most = ISSUER_MOST, .summary = M("What the provider calls itself") },
	{ .name = "subject", .kind = WEB_TEXT, .most = SUBJECT_MOST, .summary = M("What the provider calls the person (sub)") },
	{ .name = NULL },
};

static struct err *
put_own(struct web *web, const struct provider_desk *desk, struct own_page *page)
{
	page->name = desk->place.name;
	TRY(identity_list(web->ledger, &web->actor, web->actor.login, web->arena, &page->identities));
	for (size_t i = 0; i < page->identities.identities.count; i++)
		page->linked = page->linked || str_eq(page->identities.identities.items[i].issuer, desk->place.issuer);
	return NULL;
}

static struct err *
get_own(struct web *web, void *ret_view)
{
	struct provider_desk desk;

	TRY(open_provider(web, &desk));
	return put_own(web, &desk, ret_view);
}

static struct err *
post_own(struct web *web)
{
	struct own_page page = { 0 };
	struct provider_desk desk;

	TRY(open_provider(web, &desk));
	TRY(put_own(web, &desk, &page));
	TRY(set_out(web, &desk, web->actor.account, STR(""), &page.url));
	web_answer(web, &page);
	return NULL;
}

static struct err *
post_own_end(struct web *web)
{
	TRY(identity_unlink(web->ledger, &web->actor, web->actor.login, web_text(web, "issuer"), web->now, web->arena));
	web_tell(web, M("The link is ended: nobody comes in here by that account any more."));
	web_go(web, "/account/provider");
	return NULL;
}

/* ------------------------------------------------------------------------------------------ an administrator's */

static struct err *
post_link(struct web *web)
{
	struct str login = web_text(web, "login");
	struct provider_desk desk;

	TRY(open_provider(web, &desk));
	TRY(identity_link(web->ledger, &web->actor, login, desk.place.issuer, web_text(web, "subject"), web->now, web->arena));
	web_tell(web, M("{login} can sign in by {name} now."), ARG("login", login), ARG("name", desk.place.name));
	web_go(web, "/settings/people/%.*s", STR_ARG(login));
	return NULL;
}

static struct err *
post_unlink(struct web *web)
{
	struct str login = web_text(web, "login");

	TRY(identity_unlink(web->ledger, &web->actor, login, web_text(web, "issuer"), web->now, web->arena));
	web_tell(web, M("The link is ended: nobody comes in here by that account any more."));
	web_go(web, "/settings/people/%.*s", STR_ARG(login));
	return NULL;
}

#define FROM_ELSEWHERE .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS, .view = &return_schema, .page = "sign-in-provider"
#define OF_ONESELF .right = WEB_PERSON, .params = issuer_params
#define TO_ADMINISTER .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR, .scope = SCOPE_ADMIN, .section = "settings", .params = issuer_params, \
	.back = "/settings/people/{login}"
const struct web_route routes_provider[] = {
	{ .method = HTTP_GET, .path = "/sign-in/provider", .summary = M("Sign in by another provider"), FROM_ELSEWHERE, .params = start_params,
	    .get = get_start },
	{ .method = HTTP_GET, .path = RETURN_PATH, .summary = M("Back from another provider"), FROM_ELSEWHERE, .params = return_params, .loose = true,
	    .get = get_return },
	{ .method = HTTP_GET, .path = "/account/provider", .summary = M("Signing in by another provider"), OF_ONESELF, .scope = SCOPE_READ,
	    .view = &own_schema, .page = "account-provider", .get = get_own },
	{ .method = HTTP_POST, .path = "/account/provider", .summary = M("Link an account of another provider"), OF_ONESELF, .scope = SCOPE_ADMIN,
	    .lane = HTTP_LANE_PASSWORDS, .view = &own_schema, .page = "account-provider", .post = post_own },
	{ .method = HTTP_POST, .path = "/account/provider/end", .summary = M("End a link with a provider"), OF_ONESELF, .scope = SCOPE_ADMIN,
	    .post = post_own_end, .back = "/account/provider" },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/provider", .summary = M("Link an account with a provider's"), TO_ADMINISTER, .post = post_link },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/provider/end", .summary = M("End a link with a provider"), TO_ADMINISTER, .post = post_unlink },
	{ .path = NULL },
};
