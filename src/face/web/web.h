/*
 * web.h - one resource, two faces: what is asked by a browser or by a program at the same address (design, idea 5).
 *
 * A route is a row of a table: who may, what it takes, what it answers. A GET fills a value whose schema is declared (`view`): the page
 * is that value through a template of web/ (view_of, mustache), JSON is the same value by its schema. So the table says all there is to know:
 * access, OpenAPI, forms and the check at build time that no template names what its view has not. A route that does not say who may is not
 * served: the program does not start.
 *
 *     GET  /cases/{number}        a page, or with "Accept: application/json" (or a token) its JSON
 *     POST /cases/{number}/move   a form's fields, or a JSON object of the same names
 *
 * A POST that succeeds sends the browser on (303, web_go) with a sentence about what was done (web_tell); a program is answered with `view`, or
 * {"location": …}. One that fails shows the page it came from again, with the error's sentence above and what was typed kept
 * ({{form.title}}); a program gets problem+json. CSRF, sessions, tokens, idempotency keys, language and limits are the frame's; a handler calls services, and
 * those ask for rights again by the actor.
 *
 * Templates (web/NAME.html): mustache over the view's own parts, beside which stand `web` (struct web_frame: title, person, language, csrf …), `form` (what
 * was sent, by the names of the route's params) and `link` ({{link.here}} …). Sentences are written [[English with {place}.]]: the Japanese stands in
 * po/ja/web*.po, {place} becomes {{place}}. Values are inert; {{{raw}}} is refused but for a view's parts named *_svg, made by face/web/chart.h.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/document/document.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "service/respond/respond.h"
#include "service/stand.h"
#include "wire/http/http.h"

enum web_right {
	WEB_UNDECLARED,      /* the program does not start                                               */
	WEB_PUBLIC,          /* everybody, signed in or not: signing in, looks, health                    */
	WEB_PERSON,          /* any account: one's own things; a case's rights are asked by its service    */
	WEB_READER,          /* any account that holds some office: what the whole house may read            */
	WEB_OFFICE,          /* any account that holds one of `offices`                                   */
};
enum web_kind { WEB_TEXT, WEB_LONG_TEXT, WEB_NUMBER, WEB_DAY, WEB_INSTANT, WEB_TICK, WEB_CHOICE, WEB_LIST, WEB_FILE, WEB_SECRET };
/* What a route takes, in its path, query or form: refused with 400 when it is not of its kind or too long; names that are not declared are refused too. */
struct web_param {
	const char              *name;
	enum web_kind            kind;
	size_t                   most;          /* bytes of a text, 0: 1000; items of a list          */
	const struct enum_names *choices;       /* of WEB_CHOICE                                      */
	const char              *summary;       /* M("…"): OpenAPI, and the label of an error         */
	bool                     obligatory;
	size_t                   each;          /* bytes of an item of a list, 0: 1000                                */
};

struct web;
struct web_route {
	enum http_method        method;         /* HTTP_GET (and HEAD) or HTTP_POST                                    */
	const char             *path;           /* "/cases/{number}"                                                   */
	const char             *summary;        /* M("…"): the page's title and OpenAPI                                */
	enum web_right          right;
	unsigned                offices;        /* of WEB_OFFICE                                                       */
	enum scope              scope;          /* a token needs                                                       */
	enum http_lane          lane;
	const struct web_param *params;         /* ends with name NULL; NULL: none but the path's places               */
	const struct schema    *view;           /* what is answered; NULL: bytes (web_send), or nothing                 */
	const char             *page;           /* template "case" = web/case.html; NULL: JSON or bytes only           */
	const char             *section;        /* of the navigation it belongs to: "today", "" …                      */
	struct err *(*get)(struct web *web, void *ret_view);
	struct err *(*post)(struct web *web);
	const char             *back;           /* of a POST: path of the page shown again when it fails; NULL: the same path, with GET */
	int64_t                 body_most;      /* of a POST with files; 0: forms only                                  */
	bool                    body_whole;     /* its body is a document, JSON too: the file "", and no params         */
	/*
	 * Of a POST that edits what stands: what does, by the names of its params; nothing: it is not there yet. Asked within the first unit of work: whoever
	 * began from another state (revision, If-Match) writes nothing, and gets both side by side to choose from. Such a POST takes "revision" without a param.
	 */
	struct err *(*stands)(struct web *web, struct stand *ret_stand);
	bool                    loose;          /* another program sends the browser here: names that are not declared are passed over */
};
/* What a form carries of the state that it shows ({{#edit}}{{>part-edit}}{{/edit}}). before: "name" of each field, "name=value" of each of its values. */
struct web_edit_view { struct str revision; struct str_list before; };
extern const struct schema web_edit_schema;
/* A file of pages has a table; routes.c lists the tables. Ends with path NULL. */
extern const struct web_route *const web_tables[];

/* One request. */
struct web {
	const struct http_request *request;
	const struct web_route    *route;
	const struct home         *home;
	struct ledger             *ledger;
	struct arena              *arena;
	struct actor               actor;        /* account 0: nobody is signed in (WEB_PUBLIC only)   */
	int64_t                    now;
	enum lang                  lang;
	bool                       json;         /* a program asks                                    */
	struct web_inner          *inner;        /* the frame's                                       */
};

/* Declared values: of the path, the query, the form or the JSON object. "" when it was not given. */
struct str web_text(const struct web *web, const char *name);
struct str_list web_list(const struct web *web, const char *name);
int64_t web_number(const struct web *web, const char *name, int64_t otherwise);
int32_t web_day(const struct web *web, const char *name);         /* DAY_NONE     */
int64_t web_instant(const struct web *web, const char *name);     /* INSTANT_NONE; "2026-11-21T10:00" is Japan's time */
bool web_tick(const struct web *web, const char *name);
int web_choice(const struct web *web, const char *name, int otherwise);
bool web_given(const struct web *web, const char *name);
/* NULL: no file was chosen. */
const struct http_file *web_file(const struct web *web, const char *name);
/* The same as a path that readers of files take ("/proc/self/fd/N", while the request lasts), and what its sender called it. */
struct str web_file_path(const struct web *web, const struct http_file *file);

/* Where a POST sends its person; the path is made of words and ids of this program. */
void web_go(struct web *web, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What was done, a sentence shown once on the page that follows. */
#define web_tell(web, message, ...) \
	web_tell_args((web), (message), ERR_ARGS(__VA_ARGS__))
void web_tell_args(struct web *web, const char *message, const struct err_arg *args);
/*
 * Of a POST: its answer to a program, of route->view. Copied. Where the POST has a page of its own, people are shown that one instead of being sent on: for
 * what is shown once and kept nowhere.
 */
void web_answer(struct web *web, const void *view);
/* Signed in from now on, with a secret for the cookie; signed out with "". */
void web_set_session(struct web *web, struct str secret);
/* The session this request came by; NULL: none. */
const struct session *web_session(const struct web *web);
/* Of the HTTP server, for /metrics; NULL when pages are made without one. */
struct http_server *web_server(const struct web *web);
/* What is remembered of the provider by which people sign in (service/session/oidc.h). */
struct oidc_memory;
struct oidc_memory *web_oidc_memory(const struct web *web);
/* Bytes instead of a page. filename "": shown in place, else saved under that name. */
void web_send(struct web *web, const char *type, struct str bytes, struct str filename);
/* One more header of the answer. */
void web_header(struct web *web, const char *name, struct str value);
/* To a page of this program (hex of its path as /sign-in?to= has it, or the path itself); anything else is the first page: nobody is sent elsewhere. */
void web_redirect(struct web *web, struct str to);
/* To another program's page, by an address that a service made: never one that came with the request. Of a GET. */
void web_send_off(struct web *web, struct str url);
/* Of a GET that tried something: its page says so above, with the status of the error. */
void web_failed(struct web *web, const struct err *err);
/*
 * Calendar and feed programs know no signing in: the address holds ?token=, of which only one that may do no more than read is taken; the page is then
 * its person's. Nothing to do for who is signed in.
 */
CHECKED struct err *web_by_token(struct web *web);
/* The title of this page where the route's summary says too little: "R-2026-0001 …". */
void web_title(struct web *web, struct str title);

/* The desks of services, opened when first asked for, closed with the request. */
CHECKED struct err *web_case_desk(struct web *web, const struct case_desk **ret_desk);
CHECKED struct err *web_document_desk(struct web *web, const struct document_desk **ret_desk);
CHECKED struct err *web_respond_desk(struct web *web, const struct respond_desk **ret_desk);

/* Of what stands now; of a form that was sent and failed: of what its person began from. */
struct web_edit_view web_edit(const struct web *web, const struct stand *stand);

/* Choices of a form as a view: {value, title, chosen}. */
struct web_choice_view { struct str value, title; bool chosen; };
struct web_choices { struct web_choice_view *items; size_t count, room; };
extern const struct schema web_choice_schema;
/* value: what is stored; title: as people read it. */
void web_choice_add(struct web *web, struct web_choices *choices, struct str value, struct str title, struct str chosen);
/* Text as it stands in an address: "%E4%BE%8B". */
struct str web_encoded(const struct web *web, struct str text);
/* A word of the catalogue in the person's language. */
struct str web_word(const struct web *web, const char *message);
