/*
 * page_sign.c - signing in and out.
 */
#include "face/web/pages.h"
#include "service/key/vault.h"
#include "service/people/password.h"
#include "service/session/session.h"

struct sign_in_view { struct str to; };
static const struct field sign_in_fields[] = {
	FIELD(struct sign_in_view, to, FIELD_STR),
};
static const struct schema sign_in_schema = SCHEMA("sign_in", struct sign_in_view, sign_in_fields);

static const struct web_param sign_in_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "password", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Password") },
	{ .name = "code", .kind = WEB_SECRET, .most = 40, .summary = M("Code of the second factor") },
	{ .name = "to", .kind = WEB_TEXT, .most = 4000, .summary = M("Page to return to") },
	{ .name = NULL },
};

static struct err *
get_sign_in(struct web *web, void *ret_view)
{
	struct sign_in_view *view = ret_view;

	view->to = web_text(web, "to");
	return NULL;
}

static struct err *
post_sign_in(struct web *web)
{
	struct actor actor;
	struct str secret;

	TRY(account_check_password(web->ledger, web_text(web, "login"), web_text(web, "password"), web_text(web, "code"), NULL, web->now, web->arena,
	    &actor, NULL));
	TRY(session_begin(web->ledger, &actor, web->request->address, http_find(&web->request->headers, "User-Agent"), web->now, web->arena, &secret));
	web_set_session(web, secret);
	web_redirect(web, web_text(web, "to"));
	return NULL;
}

static struct err *
post_sign_out(struct web *web)
{
	if (web_session(web) != NULL)
		TRY(session_end(web->ledger, &web->actor, web_session(web)->id, web->now, web->arena));
	web_set_session(web, STR(""));
	web_go(web, "/sign-in");
	return NULL;
}

const struct web_route routes_sign[] = {
	{ .method = HTTP_GET, .path = "/sign-in", .summary = M("Sign in"), .right = WEB_PUBLIC, .params = sign_in_params, .view = &sign_in_schema,
	    .page = "sign-in", .get = get_sign_in },
	{ .method = HTTP_POST, .path = "/sign-in", .summary = M("Sign in"), .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS, .params = sign_in_params,
	    .post = post_sign_in },
	{ .method = HTTP_POST, .path = "/sign-out", .summary = M("Sign out"), .right = WEB_PERSON, .scope = SCOPE_WRITE, .post = post_sign_out },
	{ .path = NULL },
};
