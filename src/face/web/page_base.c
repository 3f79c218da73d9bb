/*
 * page_base.c - what is there before anybody is signed in: looks, health, measures, language.
 */
#include "base/asset.h"
#include "face/web/pages.h"

/* ---------------------------------------------------------------------------------------------- looks */

static const struct { const char *name, *type; } looks[] = {
	{ "tsukuroi.css", "text/css; charset=utf-8" },
	{ "tsukuroi.js",  "text/javascript; charset=utf-8" },
	{ "icon.svg",     "image/svg+xml" },
};

static struct err *
get_icons(struct web *web, void *view)
{
	(void)view;
	web_send(web, "image/svg+xml", asset_find(STR("web/icons.svg")), STR(""));
	web_header(web, "Cache-Control", STR("public, max-age=3600"));
	return NULL;
}

/* Kept by browsers for a year: the address changes when they do. */
static struct err *
get_look(struct web *web, void *view)
{
	struct str name = web_text(web, "name");

	(void)view;
	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		struct str bytes = asset_find(arena_printf(web->arena, "web/%s", looks[i].name));

		if (!str_eq(name, str_of(looks[i].name)) || bytes.ptr == NULL)
			continue;
		web_send(web, looks[i].type, bytes, STR(""));
		web_header(web, "Cache-Control", STR("public, max-age=31536000, immutable"));
		return NULL;
	}
	return err_new(web->arena, ERR_NOT_FOUND, M("Nothing stands at this address."));
}

/* --------------------------------------------------------------------------------------------- health */

/* Answered while pages can be made: the thread's connection to the ledger is open, or this is not reached. */
static struct err *
get_health(struct web *web, void *view)
{
	(void)view;
	web_send(web, "text/plain; charset=utf-8", STR("ok\n"), STR(""));
	return NULL;
}

static struct err *
get_metrics(struct web *web, void *view)
{
	struct buf out BUF_SCOPE = { 0 };

	(void)view;
	if (web_server(web) != NULL)
		http_metrics(web_server(web), &out);
	web_send(web, "text/plain; version=0.0.4; charset=utf-8", arena_copy(web->arena, buf_str(&out)), STR(""));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- language */

void
web_keep_language(struct web *web, enum lang lang)
{
	web_header(web, "Set-Cookie", arena_printf(web->arena, "tsukuroi_lang=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
	    lang == LANG_EN ? "en" : "ja", web->request->secure ? "; Secure" : ""));
}

static struct err *
get_language(struct web *web, void *view)
{
	struct str lang = web_text(web, "chosen");

	(void)view;
	if (!str_eq(lang, STR("ja")) && !str_eq(lang, STR("en")))
		return err_new(web->arena, ERR_NOT_FOUND, M("Nothing stands at this address."));
	web_keep_language(web, str_eq(lang, STR("en")) ? LANG_EN : LANG_JA);
	web_redirect(web, web_text(web, "to"));
	return NULL;
}

static const struct web_param language_params[] = {
	{ .name = "to", .kind = WEB_TEXT, .most = 4000, .summary = M("Page to return to") },
	{ .name = NULL },
};

const struct web_route routes_base[] = {
	{ .method = HTTP_GET, .path = "/assets/{version}/{name}", .summary = M("Looks"), .right = WEB_PUBLIC, .get = get_look },
	{ .method = HTTP_GET, .path = "/icons.svg", .summary = M("Looks"), .right = WEB_PUBLIC, .get = get_icons },
	{ .method = HTTP_GET, .path = "/healthz", .summary = M("Whether the server can work"), .right = WEB_PUBLIC, .get = get_health },
	{ .method = HTTP_GET, .path = "/metrics", .summary = M("Measures of the server"), .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR,
	    .scope = SCOPE_READ, .get = get_metrics },
	{ .method = HTTP_GET, .path = "/language/{chosen}", .summary = M("Language"), .right = WEB_PUBLIC, .params = language_params, .get = get_language },
	{ .path = NULL },
};
