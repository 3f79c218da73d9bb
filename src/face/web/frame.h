/*
 * frame.h - inside this room: what stands around every page, and what the frame knows of a request.
 */
#pragma once
#include "face/web/web.h"
#include "format/mustache/mustache.h"
#include "model/view.h"
#include "service/desk/desk.h"
#include "service/respond/respond.h"
#include "service/session/session.h"
#include "store/ledger/web.h"

/* A place of the navigation, and of the one that the page belongs to the lists in it. */
struct web_place_view { struct str title, path; bool current; };
struct web_section_view {
	struct str name, title, path;
	bool       current;
	bool       within;          /* the page is one of the lists, or of what they list */
	LIST(struct web_place_view) lists;
};
struct web_may_view { bool administrator, security, operator, owner, executive, auditor, write, admin; };
/* {{web.title}} … */
struct web_frame {
	struct str title, organisation, person, login;
	bool       signed_in, lang_ja;
	struct str lang;            /* "ja" "en"                                        */
	struct str here;            /* path and query of this page                      */
	struct str csrf, key;       /* hidden fields of every form that posts: _csrf, _key */
	struct str notice, error;   /* what was done; what went wrong                   */
	struct str version;         /* changes when looks change                        */
	int64_t    at;
	struct web_may_view may;    /* offices of the person                            */
	LIST(struct web_section_view) sections;
};
extern const struct schema web_frame_schema, web_problem_schema, web_done_schema;

/* ------------------------------------------------------------------------------------------- routes (route.c) */

enum { WEB_PLACES_MOST = 4, WEB_PARAMS_MOST = 200 };
struct web_place { struct str name, value; };
struct web_places { struct web_place items[WEB_PLACES_MOST]; size_t count; };
/* NULL: there is none. *ret_other: there is one with another method. */
const struct web_route *route_find(enum http_method method, struct str path, struct web_places *ret_places, bool *ret_other);
/* Whether who is signed in with these offices may ask for it; of a case, its service says the rest. */
bool route_lets_in(const struct web_route *route, unsigned offices);
/* Why the tables may not be served: an undeclared right, two of one address, a page without a view; NULL: they may. */
CHECKED struct err *routes_check(struct arena *arena);
/* Calls for every route, in the tables' order. */
void routes_each(void (*each)(void *context, const struct web_route *route), void *context);

/* --------------------------------------------------------------------------------------- values (values.c) */

struct web_value { const struct web_param *param; struct str_list texts; };
struct web_values { struct web_value items[WEB_PARAMS_MOST]; size_t count; };
/* Of the path's places, query and form, or JSON object, each held to its param. ERR_USAGE, ERR_LIMIT name the one that is wrong. */
CHECKED struct err *values_read(const struct web *web, const struct web_places *places, struct web_values *ret_values);
/* As if these had been sent of that param. */
void values_put(struct web *web, struct str name, const struct str_list *texts);
/* Names of the merge page's choices: "_pick.mail" is "theirs" or "mine". */
#define WEB_PICK STR("_pick.")

/* ----------------------------------------------------------------------------------- templates (template.c) */

struct web_templates;
/* All of web/, in both languages, read once: ERR_FORMAT names file and line. Shared by threads, changed by none. */
CHECKED struct err *templates_open(struct arena *arena, struct web_templates **ret_templates);
const struct mustache *template_find(const struct web_templates *templates, struct str name, enum lang lang);
/* The page in its frame. ERR_LIMIT, ERR_NOT_FOUND. */
CHECKED struct err *template_page(const struct web_templates *templates, const char *page, enum lang lang, const struct view *view,
    struct arena *arena, struct str *ret_html);
/* A short name of all that browsers keep: looks and comforts. */
struct str template_version(const struct web_templates *templates);
/* Names that templates speak of and their views have not, templates that no route has, sentences of what is wrong; none: all is well. */
CHECKED struct err *templates_check(const struct web_templates *templates, struct arena *arena, struct str_list *ret_wrong);

/* -------------------------------------------------------------------------------------------- requests */

/* What all threads share. */
struct web_shared {
	struct arena         *arena;
	struct str            home;
	struct web_templates *templates;
	struct http_server *server;           /* for /metrics; set when it runs */
	struct oidc_memory *oidc;
};
struct web_own {
	const struct web_shared *shared;
	struct arena            *arena;
	struct home              home;
	uint64_t                 conf_inode;  /* of tsukuroi.conf as it was read */
	int64_t                  conf_at;
	struct ledger           *ledger;
	struct api_own          *api;         /* the APIs of others (face/api) */
};

struct web_inner {
	struct web_own     *own;
	struct http_answer *answer;
	struct web_values   values;
	struct session      session;
	struct ledger_once  once;
	bool                by_cookie, sent, answered, desk_open;
	bool                stale;             /* of a POST: something else stands than what it began from */
	struct str          revision;          /* what it began from; "": it does not say                  */
	struct ledger_guard guard;
	struct desk         desk;
	struct respond_desk respond;
	struct str          title, location, said;
	const struct err   *failed;            /* of a POST whose page is shown again */
	const struct web_route *sent_by;       /* that POST                            */
	const void         *view;              /* web_answer                           */
};

/* ------------------------------------------------------------------------- edits of what stands (edit.c) */

extern const struct schema web_merge_schema;
/* What was chosen on the merge page is put into what was sent, and the first unit of work asks whether what it began from still stands. */
CHECKED struct err *edit_begin(struct web *web);
void edit_end(struct web *web);
/* Both side by side. back: where nothing is saved. */
void edit_answer(struct web *web, const struct err *err, struct str back);

/* The places that the person may open (navigation.c). */
void put_sections(const struct web *web, struct web_frame *frame);

/* Pages and programs are answered (answer.c). */
void answer_view(struct web *web, const void *view);
void answer_problem(struct web *web, const struct err *err);
/* A page of the frame's own. */
void answer_page(struct web *web, int status, const char *page, const struct schema *schema, const void *value);
void answer_done(struct web *web);
void answer_status(struct web *web, int status, const char *message);
void answer_headers(const struct web *web);
