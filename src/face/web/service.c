/*
 * service.c - a request on its way through the frame: who asks, what for, may he, once; then its handler.
 */
#include "face/web/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "base/hash.h"
#include "face/api/api.h"
#include "face/web/frame.h"
#include "service/people/organisation.h"
#include "service/people/secret.h"
#include "service/session/oidc.h"
#include "store/ledger/audit.h"

enum { KEY_MOST = 100 };

/* ---------------------------------------------------------------------------------------- who asks */

static enum lang
lang_of(const struct web *web)
{
	struct str chosen = http_find(&web->request->query, "lang"), accept = http_find(&web->request->headers, "Accept-Language");

	if (chosen.ptr == NULL)
		chosen = http_find(&web->request->cookies, "tsukuroi_lang");
	if (str_eq(chosen, STR("ja")) || str_eq(chosen, STR("en")))
		return str_eq(chosen, STR("en")) ? LANG_EN : LANG_JA;
	if (web->actor.account != 0)
		return web->actor.lang;
	return str_starts_nocase(accept, STR("en")) ? LANG_EN : LANG_JA;
}

static struct err *
by_cookie(struct web *web, struct str cookie)
{
	struct str number, secret;
	struct err *err;
	int64_t org;

	if (!str_cut(cookie, '.', &number, &secret) || !str_to_i64(number, &org))
		return NULL;
	err = ledger_org_use(web->ledger, org, web->arena);
	if (err == NULL)
		err = session_find(web->ledger, secret, web->now, web->arena, &web->inner->session);
	/* One that ran out is as none: the page asks to sign in. */
	if (err != NULL)
		return err->code == ERR_FORBIDDEN || err->code == ERR_NOT_FOUND ? NULL : err;
	web->actor = web->inner->session.actor;
	web->inner->by_cookie = true;
	return NULL;
}

static struct err *
find_actor(struct web *web)
{
	struct str bearer = http_find(&web->request->headers, "Authorization");
	struct str cookie = http_find(&web->request->cookies, web->request->secure ? "__Host-tsukuroi" : "tsukuroi");

	if (str_take_nocase(&bearer, STR("Bearer "))) {
		web->json = true;
		return organisation_of_token(web->ledger, bearer, web->now, web->arena, &web->actor);
	}
	return cookie.ptr == NULL ? NULL : by_cookie(web, cookie);
}

/* The home, as it is called by the organisation that is spoken for: names stand on papers and in second factors. */
static struct err *
take_organisation(struct web *web)
{
	struct home *home = ARENA_NEW(web->arena, struct home);

	*home = *web->home;
	home->org = ledger_org(web->ledger);
	web->home = home;
	return home->org == LEDGER_ORG ? NULL : organisation_name(web->ledger, home->organisation, web->arena, &home->organisation);
}

/* Pages and services read as that person: of the house, or of his units. */
static struct err *
web_look(struct web *web)
{
	struct home *home = ARENA_NEW(web->arena, struct home);

	*home = *web->home;
	actor_enter(&web->actor, home, web->arena);
	web->home = home;
	return actor_look(&web->actor, web->ledger, web->arena);
}

struct err *
web_by_token(struct web *web)
{
	if (web->actor.account != 0)
		return NULL;
	TRY(organisation_of_token(web->ledger, web_text(web, "token"), web->now, web->arena, &web->actor));
	if (web->actor.scopes != SCOPE_READ)
		return err_new(web->arena, ERR_FORBIDDEN, M("An address is seen by many programs: make a token for it that may only read."));
	web->actor.lang = web->lang;
	TRY(take_organisation(web));
	return web_look(web);
}

/* A page reads: services need no connection of their own. */
static void
share_ledger(struct web *web)
{
	struct home *home = ARENA_NEW(web->arena, struct home);

	*home = *web->home;
	home->shared = web->ledger;
	web->home = home;
}

/* ---------------------------------------------------------------------------------- what protects writes */

/* Browsers say where a form comes from. Who says nothing is no browser that somebody else's page could use. */
static bool
is_own_site(const struct http_request *request)
{
	struct str site = http_find(&request->headers, "Sec-Fetch-Site"), origin = http_find(&request->headers, "Origin");

	if (site.ptr != NULL && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
		return false;
	if (origin.ptr == NULL)
		return true;
	if (!str_take(&origin, request->secure ? STR("https://") : STR("http://")))
		return false;
	return str_eq_nocase(origin, request->host);
}

static struct str
sent(const struct web *web, const char *header, const char *field)
{
	struct str value = http_find(&web->request->headers, header);

	return value.ptr != NULL ? value : http_find(&web->request->form, field);
}

static struct err *
guard_write(const struct web *web)
{
	if (!is_own_site(web->request))
		return err_new(web->arena, ERR_FORBIDDEN, M("This form was not sent from a page of this program: open the page here, and send it again."));
	if (web->inner->by_cookie && !crypt_same(sent(web, "X-CSRF-Token", "_csrf"), web->inner->session.csrf))
		return err_new(web->arena, ERR_FORBIDDEN, M("This page is from an earlier session: open it anew, and send it again."));
	return NULL;
}

/* Of everything that was asked for, in its order, but the frame's own. Files: their names and sizes, not their content. */
static struct str
wish_digest(const struct web *web)
{
	const struct web_values *values = &web->inner->values;
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, web->request->path.ptr, web->request->path.len);
	for (size_t i = 0; i < values->count; i++) {
		struct str name = str_of(values->items[i].param->name);

		sha256_add(&sum, name.ptr, name.len + 1);
		for (size_t k = 0; k < values->items[i].texts.count; k++) {
			struct str text = arena_printf(web->arena, "%zu:%.*s", values->items[i].texts.items[k].len, STR_ARG(values->items[i].texts.items[k]));

			sha256_add(&sum, text.ptr, text.len);
		}
	}
	for (size_t i = 0; i < web->request->files.count; i++) {
		struct str file = arena_printf(web->arena, "%.*s %lld", STR_ARG(web->request->files.items[i].filename), (long long)web->request->files.items[i].size);

		sha256_add(&sum, file.ptr, file.len);
	}
	return sha256_hex(&sum, web->arena);
}

/* Asked for under this key before: *ret_done, and its answer is given again. */
static struct err *
look_once(struct web *web, struct str key, bool *ret_done)
{
	struct ledger_once_answer before;

	*ret_done = false;
	if (key.len == 0)
		return NULL;
	if (key.len > KEY_MOST || !str_is_text(key))
		return err_new(web->arena, ERR_USAGE, M("The key of a write is a text of at most {most} bytes."), ARG_N("most", KEY_MOST));
	/* Forms of one page share its key: each address counts by itself. */
	key = arena_printf(web->arena, "%.*s %.*s", STR_ARG(key), STR_ARG(web->request->path));
	web->inner->once = (struct ledger_once){ web->actor.account, key, wish_digest(web), web->now, false };
	TRY(ledger_once_find(web->ledger, web->actor.account, key, web->arena, &before));
	if (before.digest.len == 0)
		return NULL;
	if (!str_eq(before.digest, web->inner->once.digest))
		return err_new(web->arena, ERR_CONFLICT, M("Something else was asked for under this key: open the page anew, and send it again."));
	web->inner->location = before.location;
	web->inner->said = before.said;
	*ret_done = true;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- handlers */

static struct err *
run_get(struct web *web)
{
	void *view = web->route->view == NULL ? NULL : arena_alloc(web->arena, web->route->view->size);

	TRY(web->route->get(web, view));
	answer_view(web, view);
	return NULL;
}

/* The pattern with what stands in its places. */
static struct str
back_path(const struct web *web)
{
	struct str rest = str_of(web->route->back == NULL ? web->route->path : web->route->back), piece;
	struct buf out BUF_SCOPE = { 0 };

	while (str_split(&rest, '/', &piece)) {
		if (out.len > 0 || piece.len > 0)
			buf_add_char(&out, '/');
		if (str_take(&piece, STR("{")) && str_take_end(&piece, STR("}")))
			piece = web_text(web, arena_cstr(web->arena, piece));
		buf_add(&out, piece);
	}
	if (out.len == 0)
		buf_add_char(&out, '/');
	return arena_copy(web->arena, buf_str(&out));
}

/* The page that the form stands on, with what went wrong above it and what was typed in it. */
static void
show_again(struct web *web, const struct err *err)
{
	struct web_places places;
	const struct web_route *post = web->route, *page;
	bool other;

	page = web->json ? NULL : route_find(HTTP_GET, back_path(web), &places, &other);
	if (page == NULL || page->page == NULL || (err->code == ERR_FORBIDDEN && post->right != WEB_PUBLIC) || err->code == ERR_NOT_FOUND) {
		answer_problem(web, err);
		return;
	}
	web->inner->failed = err;
	web->inner->said = STR("");
	web->route = page;
	web->inner->sent_by = post;
	if (run_get(web) != NULL)
		answer_problem(web, err);
}

static struct err *
run_post(struct web *web)
{
	struct str key = sent(web, "Idempotency-Key", "_key");
	struct ledger_once_answer done;
	bool before;
	struct err *err;

	if (web->route->stands != NULL) {
		share_ledger(web);
		TRY(edit_begin(web));
	}
	TRY(look_once(web, key, &before));
	if (before) {
		answer_done(web);
		return NULL;
	}
	if (key.len > 0)
		ledger_once_set(web->ledger, &web->inner->once);
	err = web->route->post(web);
	ledger_once_set(web->ledger, NULL);
	edit_end(web);
	if (err != NULL && web->inner->stale) {
		edit_answer(web, err, back_path(web));
		return NULL;
	}
	if (err != NULL) {
		show_again(web, err);
		return NULL;
	}
	answer_done(web);
	if (!web->inner->once.taken)
		return NULL;
	done = (struct ledger_once_answer){ .location = web->inner->location, .said = web->inner->said };
	return ledger_once_answer(web->ledger, web->actor.account, web->inner->once.key, &done, web->arena);
}

/* ---------------------------------------------------------------------------------------- a request */

static bool
may(struct web *web, bool *ret_sign_in)
{
	*ret_sign_in = web->actor.account == 0 && web->route->right != WEB_PUBLIC;
	if (web->route->right == WEB_PUBLIC)
		return true;
	if (*ret_sign_in)
		return false;
	return route_lets_in(web->route, web->actor.offices) &&
	    (web->actor.scopes & (unsigned)web->route->scope) == (unsigned)web->route->scope;
}

static void
to_sign_in(struct web *web)
{
	if (web->json || web->request->method == HTTP_POST) {
		answer_status(web, 401, M("You are not signed in, or were away for long: sign in again."));
		return;
	}
	web->inner->answer->status = 303;
	http_header(web->inner->answer, web->arena, "Location", arena_printf(web->arena, "/sign-in?to=%.*s", STR_ARG(crypt_hex(web->request->path, web->arena))));
}

static void
take_said(struct web *web)
{
	struct str hex = http_find(&web->request->cookies, "tsukuroi_said"), said;

	if (hex.len == 0 || web->json || web->request->method != HTTP_GET)
		return;
	if (crypt_unhex(hex, web->arena, &said) && str_is_text(said))
		web->inner->said = said;
	http_header(web->inner->answer, web->arena, "Set-Cookie", STR("tsukuroi_said=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
}

static struct err *
handle(struct web *web)
{
	struct web_places places = { 0 };
	struct str accept = http_find(&web->request->headers, "Accept");
	bool other, sign_in;

	web->json = str_find(accept, STR("json")) != SIZE_MAX && str_find(accept, STR("text/html")) == SIZE_MAX;
	web->lang = lang_of(web);
	TRY(find_actor(web));
	TRY(take_organisation(web));
	TRY(web_look(web));
	web->lang = lang_of(web);
	web->actor.lang = web->lang;
	ledger_speak_as(web->ledger, enum_name(&actor_via_names, (int)web->actor.via), web->actor.token);
	web->inner->answer->who = web->actor.login;
	web->route = route_find(web->request->method, web->request->path, &places, &other);
	if (web->route == NULL) {
		answer_status(web, other ? 405 : 404, other ? M("This address takes no such request.") : M("Nothing stands at this address."));
		return NULL;
	}
	web->inner->answer->route = str_of(web->route->path);
	if (!may(web, &sign_in)) {
		if (sign_in)
			to_sign_in(web);
		else
			answer_status(web, 403, M("Your offices, or the scopes of your token, do not allow this."));
		return NULL;
	}
	/* Before anything that was sent is looked at: a page of somebody else's learns nothing of what it made a browser send. */
	if (web->route->method == HTTP_POST)
		TRY(guard_write(web));
	TRY(values_read(web, &places, &web->inner->values));
	take_said(web);
	if (web->route->method != HTTP_GET)
		return run_post(web);
	share_ledger(web);
	return run_get(web);
}

/* A connection that failed is opened again for the next request: a server of the database may be restarted. */
static void
note_failure(struct web_own *own, const struct err *err, struct arena *arena)
{
	if (err_http_status(err->code) < 500)
		return;
	(void)fprintf(stderr, "tsukuroi: web: %.*s\n", STR_ARG(err_trace(err, arena)));
	if (err->code != ERR_STORE)
		return;
	ledger_close(own->ledger);
	own->ledger = NULL;
}

/* tsukuroi.conf says what the home is called and by which criteria it judges: pages that change it, and people at the console, are heeded at once. */
static struct err *
look_at_home(struct web_own *own, struct arena *arena)
{
	struct stat file;
	struct str conf = path_join(arena, own->home.path, STR("tsukuroi.conf"));
	int64_t at;

	if (stat(arena_cstr(arena, conf), &file) < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", conf));
	/* Numbers of files are given again at once: two changes in a second may have one. */
	at = file.st_mtim.tv_sec * 1000000000 + file.st_mtim.tv_nsec;
	if (own->conf_inode == file.st_ino && own->conf_at == at)
		return NULL;
	TRY(home_open(own->shared->home, own->arena, &own->home));
	own->conf_inode = file.st_ino;
	own->conf_at = at;
	return NULL;
}

static struct err *
ready(struct web_own *own, struct arena *arena)
{
	TRY(look_at_home(own, arena));
	own->home.org = LEDGER_ORG;
	own->home.shared = NULL;
	if (own->ledger == NULL)
		return home_ledger(&own->home, own->arena, &own->ledger);
	TRY(ledger_sees(own->ledger, NULL, arena));
	return ledger_org_use(own->ledger, LEDGER_ORG, arena);
}

/* The APIs of others know no people and no pages. False: the address is none of theirs, or nobody may ask. */
static bool
answer_api(struct web_own *own, const struct http_request *request, struct arena *arena, struct http_answer *ret_answer, struct err **ret_err)
{
	bool token;

	*ret_err = NULL;
	if (!api_is_asked(request))
		return false;
	*ret_err = look_at_home(own, arena);
	if (*ret_err != NULL || !api_serves(&own->home, request))
		return false;
	token = api_needs_ledger(&own->home, request);
	if (token)
		*ret_err = ready(own, arena);
	if (*ret_err != NULL)
		return false;
	api_answer(own->api, &own->home, token ? own->ledger : NULL, request, arena, ret_answer);
	return true;
}

static void
answer(void *context, void *own_, const struct http_request *request, struct arena *arena, struct http_answer *ret_answer)
{
	struct web_own *own = own_;
	struct web_inner *inner = ARENA_NEW(arena, struct web_inner);
	struct web web = { .request = request, .home = &own->home, .arena = arena, .now = clock_now(), .actor.via = VIA_WEB, .inner = inner };
	struct err *err;

	(void)context;
	inner->own = own;
	inner->answer = ret_answer;
	if (answer_api(own, request, arena, ret_answer, &err))
		return;
	if (err == NULL)
		err = ready(own, arena);
	web.ledger = own->ledger;
	if (err == NULL)
		err = handle(&web);
	if (err != NULL)
		answer_problem(&web, err);
	answer_headers(&web);
	if (inner->desk_open)
		desk_close(&inner->desk);
	if (err != NULL)
		note_failure(own, err, arena);
}

/* ---------------------------------------------------------------------------------- as wire/http wants it */

static struct err *
begin(void *context, struct arena *arena, void **ret_own)
{
	const struct web_shared *shared = context;
	struct web_own *own = ARENA_NEW(arena, struct web_own);

	own->shared = shared;
	own->arena = arena;
	TRY(home_open(shared->home, arena, &own->home));
	TRY(home_ledger(&own->home, arena, &own->ledger));
	own->api = api_open(arena);
	*ret_own = own;
	return NULL;
}

static void
end(void *context, void *own_)
{
	struct web_own *own = own_;

	(void)context;
	ledger_close(own->ledger);
	api_close(own->api);
}

static struct http_admission
admit(void *context, enum http_method method, struct str path)
{
	struct web_places places;
	bool other;
	const struct web_route *route = route_find(method, path, &places, &other);
	struct http_admission admission = { .lane = HTTP_LANE_PAGES, .body_most = HTTP_FORM_BYTES };

	(void)context;
	if (route == NULL) {
		(void)api_admit(method, path, &admission);
		return admission;
	}
	admission.lane = route->lane == HTTP_LANE_PAGES && method == HTTP_POST ? HTTP_LANE_WRITES : route->lane;
	if (route->body_most > 0)
		admission.body_most = route->body_most + HTTP_FORM_BYTES;
	return admission;
}

/* An older ledger is brought up to date by one, before the threads open it side by side. */
static struct err *
open_once(struct str home, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home opened;

	TRY(home_open(home, arena, &opened));
	return home_ledger(&opened, arena, &ledger);
}

struct err *
web_service_open(struct str home, struct arena *arena, struct http_service *ret_service)
{
	struct web_shared *shared = ARENA_NEW(arena, struct web_shared);

	shared->arena = arena;
	shared->home = home;
	shared->oidc = oidc_memory_new(arena);
	TRY(routes_check(arena));
	TRY(templates_open(arena, &shared->templates));
	TRY(open_once(home, arena));
	*ret_service = (struct http_service){ .context = shared, .begin = begin, .end = end, .admit = admit, .answer = answer };
	return NULL;
}

void
web_service_close(struct http_service *service)
{
	*service = (struct http_service){ 0 };
}

void
web_service_runs_in(struct http_service *service, struct http_server *server)
{
	((struct web_shared *)service->context)->server = server;
}

int
web_check_main(void)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct web_templates *templates;
	struct str_list wrong = { 0 };
	struct err *err = routes_check(arena);

	if (err == NULL)
		err = templates_open(arena, &templates);
	if (err == NULL)
		err = templates_check(templates, arena, &wrong);
	if (err != NULL)
		(void)fprintf(stderr, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
	for (size_t i = 0; i < wrong.count; i++)
		(void)fprintf(stderr, "%.*s\n", STR_ARG(wrong.items[i]));
	return err == NULL && wrong.count == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
