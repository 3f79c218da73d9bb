/*
 * answer.c - what a request is answered: a page, JSON, bytes, on to another page, or what went wrong.
 */
#include <stdarg.h>
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "face/web/frame.h"
#include "format/json/json_write.h"
#include "model/record.h"
#include "service/people/secret.h"

static const struct field place_fields[] = {
	FIELD(struct web_place_view, title, FIELD_STR),
	FIELD(struct web_place_view, path, FIELD_STR),
	FIELD(struct web_place_view, current, FIELD_BOOL),
};
static const struct schema place_schema = SCHEMA("place", struct web_place_view, place_fields);
static const struct field section_fields[] = {
	FIELD(struct web_section_view, name, FIELD_STR),
	FIELD(struct web_section_view, title, FIELD_STR),
	FIELD(struct web_section_view, path, FIELD_STR),
	FIELD(struct web_section_view, current, FIELD_BOOL),
	FIELD(struct web_section_view, within, FIELD_BOOL),
	FIELD_OF(struct web_section_view, lists, FIELD_LIST, &place_schema),
};
static const struct schema section_schema = SCHEMA("section", struct web_section_view, section_fields);
static const struct field may_fields[] = {
	FIELD(struct web_may_view, administrator, FIELD_BOOL),
	FIELD(struct web_may_view, security, FIELD_BOOL),
	FIELD(struct web_may_view, operator, FIELD_BOOL),
	FIELD(struct web_may_view, owner, FIELD_BOOL),
	FIELD(struct web_may_view, executive, FIELD_BOOL),
	FIELD(struct web_may_view, auditor, FIELD_BOOL),
};
static const struct schema may_schema = SCHEMA("may", struct web_may_view, may_fields);
static const struct field frame_fields[] = {
	FIELD(struct web_frame, title, FIELD_STR),
	FIELD(struct web_frame, organisation, FIELD_STR),
	FIELD(struct web_frame, person, FIELD_STR),
	FIELD(struct web_frame, login, FIELD_STR),
	FIELD(struct web_frame, signed_in, FIELD_BOOL),
	FIELD(struct web_frame, lang_ja, FIELD_BOOL),
	FIELD(struct web_frame, lang, FIELD_STR),
	FIELD(struct web_frame, here, FIELD_STR),
	FIELD(struct web_frame, csrf, FIELD_STR),
	FIELD(struct web_frame, key, FIELD_STR),
	FIELD(struct web_frame, notice, FIELD_STR),
	FIELD(struct web_frame, error, FIELD_STR),
	FIELD(struct web_frame, version, FIELD_STR),
	FIELD(struct web_frame, at, FIELD_INSTANT),
	FIELD_OF(struct web_frame, may, FIELD_STRUCT, &may_schema),
	FIELD_OF(struct web_frame, sections, FIELD_LIST, &section_schema),
};
const struct schema web_frame_schema = SCHEMA("web", struct web_frame, frame_fields);

/* Nothing from elsewhere is shown, run, framed or sent to; pages of a person stay with him. */
static const struct { const char *name, *value; } safe_headers[] = {
	{ "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), usb=()" },
};

void
answer_headers(const struct web *web)
{
	struct http_answer *answer = web->inner->answer;

	/* What a handler said is stricter for its bytes (a paper in its sandbox), and stands alone. */
	for (size_t i = 0; i < ARRAY_LEN(safe_headers); i++)
		if (http_find(&answer->headers, safe_headers[i].name).ptr == NULL)
			http_header(answer, web->arena, safe_headers[i].name, str_of(safe_headers[i].value));
	if (web->request->secure)
		http_header(answer, web->arena, "Strict-Transport-Security", STR("max-age=31536000"));
	for (size_t i = 0; i < answer->headers.count; i++)
		if (str_eq_nocase(answer->headers.items[i].name, STR("Cache-Control")))
			return;
	http_header(answer, web->arena, "Cache-Control", STR("no-store"));
}

/* --------------------------------------------------------------------------------------------- the frame */

/* The address of this page, for links that come back to it: path and query, encoded anew. */
static struct str
here_of(const struct web *web)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str rest = web->request->path, piece;
	size_t put = 0;

	(void)str_take(&rest, STR("/"));
	while (str_split(&rest, '/', &piece)) {
		buf_add_char(&out, '/');
		buf_add(&out, web_encoded(web, piece));
	}
	for (size_t i = 0; i < web->request->query.count && web->request->method == HTTP_GET; i++) {
		const struct http_pair *pair = &web->request->query.items[i];

		if (str_eq(pair->name, STR("lang")))
			continue;
		buf_add_char(&out, put++ == 0 ? '?' : '&');
		buf_add(&out, web_encoded(web, pair->name));
		buf_add_char(&out, '=');
		buf_add(&out, web_encoded(web, pair->value));
	}
	return arena_copy(web->arena, buf_str(&out));
}

static struct web_frame
frame_of(const struct web *web)
{
	const struct web_inner *inner = web->inner;
	unsigned offices = web->actor.offices;
	struct str title = inner->title;
	struct web_frame frame = {
		.organisation = web->home->organisation, .person = web->actor.name, .login = web->actor.login, .signed_in = web->actor.account != 0,
		.lang_ja = web->lang == LANG_JA, .lang = web->lang == LANG_JA ? STR("ja") : STR("en"), .here = here_of(web),
		.csrf = inner->session.csrf, .notice = inner->said, .version = template_version(inner->own->shared->templates), .at = web->now,
		.may = { (offices & OFFICE_ADMINISTRATOR) != 0, (offices & OFFICE_SECURITY) != 0, (offices & OFFICE_OPERATOR) != 0, (offices & OFFICE_OWNER) != 0,
			(offices & OFFICE_EXECUTIVE) != 0, (offices & OFFICE_AUDITOR) != 0 },
	};

	if (title.len == 0 && web->route != NULL && web->route->summary != NULL)
		title = web_word(web, web->route->summary);
	frame.title = title;
	frame.key = token_new(web->arena);
	if (inner->failed != NULL)
		frame.error = err_sentence(inner->failed, web->lang, web->arena);
	if (web->actor.account != 0)
		put_sections(web, &frame);
	return frame;
}

/* What was typed is typed still; of a GET, what was looked for. Secrets are typed anew. */
static struct view *
form_view(const struct web *web)
{
	const struct web_values *values = &web->inner->values;
	struct view *form = view_map(web->arena);

	for (size_t i = 0; i < values->count; i++) {
		const struct web_value *value = &values->items[i];

		if (value->param->kind != WEB_SECRET && value->texts.count > 0)
			view_put_text(form, str_of(value->param->name), value->texts.items[0], web->arena);
	}
	return form;
}

/* ------------------------------------------------------------------------------------------------ pages */

static void
put_body(struct web *web, int status, const char *type, struct str body)
{
	struct http_answer *answer = web->inner->answer;

	answer->status = status;
	answer->body = body;
	http_header(answer, web->arena, "Content-Type", str_of(type));
}

static struct err *
put_page(struct web *web, int status, const char *page, const struct schema *schema, const void *value)
{
	struct view *view = view_of(schema, value, web->lang, web->arena);
	struct web_frame frame = frame_of(web);
	struct str html;

	view_put(view, STR("web"), view_of(&web_frame_schema, &frame, web->lang, web->arena), web->arena);
	view_put(view, STR("form"), form_view(web), web->arena);
	TRY(template_page(web->inner->own->shared->templates, page, web->lang, view, web->arena, &html));
	put_body(web, status, "text/html; charset=utf-8", html);
	http_header(web->inner->answer, web->arena, "Content-Language", frame.lang);
	http_header(web->inner->answer, web->arena, "Vary", STR("Accept, Cookie, Accept-Language"));
	return NULL;
}

static void
put_json(struct web *web, int status, const char *type, const struct schema *schema, const void *value)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &out, .keep_empty = true };

	json_put_record(&writer, NULL, schema, value);
	buf_add_char(&out, '\n');
	put_body(web, status, type, arena_copy(web->arena, buf_str(&out)));
}

void
answer_view(struct web *web, const void *view)
{
	int status = web->inner->failed == NULL ? 200 : err_http_status(web->inner->failed->code);
	struct err *err;

	if (web->inner->sent)
		return;
	if (web->json || web->route->page == NULL) {
		put_json(web, status, "application/json", web->route->view, view);
		return;
	}
	err = put_page(web, status, web->route->page, web->route->view, view);
	if (err != NULL)
		answer_problem(web, err);
}

/* --------------------------------------------------------------------------------------------- problems */

struct problem_view { struct str type, title; int64_t status; struct str detail, code, advice, path; };
static const struct field problem_fields[] = {
	FIELD(struct problem_view, type, FIELD_STR),
	FIELD(struct problem_view, title, FIELD_STR),
	FIELD(struct problem_view, status, FIELD_INT),
	FIELD(struct problem_view, detail, FIELD_STR),
	FIELD(struct problem_view, code, FIELD_STR),
	FIELD(struct problem_view, advice, FIELD_STR),
	FIELD(struct problem_view, path, FIELD_STR),
};
const struct schema web_problem_schema = SCHEMA("problem", struct problem_view, problem_fields);

static const struct { int status; const char *title, *advice; } problem_texts[] = {
	{ 400, M("This cannot be done so"),       M("Go back, look at what was filled in, and send it again.") },
	{ 401, M("Please sign in"),               M("Sign in, and ask for the page again.") },
	{ 403, M("This is not for you"),          M("If it should be, ask an administrator for the office that it needs.") },
	{ 404, M("There is no such page"),        M("It may have been moved or withdrawn, or is not for you. Begin at the first page.") },
	{ 405, M("This page cannot be used so"),  M("Begin at the first page.") },
	{ 409, M("Somebody was faster"),          M("Look at how things stand now, and decide anew.") },
	{ 410, M("This was destroyed on purpose"), M("It cannot be brought back; the audit says who destroyed it when.") },
	{ 413, M("This is too large"),            M("Send less at once.") },
	{ 415, M("This kind of content is not taken"), M("Look at the page's hint which kinds are.") },
	{ 423, M("Sealed content cannot be opened now"), M("The key holder is not running: an administrator starts it with \"tsukuroi key start\".") },
	{ 503, M("There is much to do just now"), M("Wait a little, and ask again.") },
	{ 500, M("Something went wrong here"),    M("Nothing was changed. Ask again; if it stays so, tell the administrator when it happened: the log says more.") },
};

static size_t
problem_of(int status)
{
	size_t last = ARRAY_LEN(problem_texts) - 1;

	for (size_t i = 0; i < last; i++)
		if (problem_texts[i].status == status)
			return i;
	return last;
}

static void
put_problem(struct web *web, int status, struct str detail, struct str code)
{
	size_t at = problem_of(status);
	struct problem_view problem = { STR("about:blank"), web_word(web, problem_texts[at].title), status, detail, code,
		web_word(web, problem_texts[at].advice), web->request->path };

	web->inner->failed = NULL;
	web->inner->title = problem.title;
	web->inner->answer->headers.count = 0;
	if (status == 503)
		http_header(web->inner->answer, web->arena, "Retry-After", STR("2"));
	if (web->json || put_page(web, status, "problem", &web_problem_schema, &problem) != NULL)
		put_json(web, status, "application/problem+json", &web_problem_schema, &problem);
}

void
answer_problem(struct web *web, const struct err *err)
{
	put_problem(web, err_http_status(err->code), err_sentence(err, web->lang, web->arena), str_of(err_code_name(err->code)));
}

void
answer_page(struct web *web, int status, const char *page, const struct schema *schema, const void *value)
{
	struct err *err = put_page(web, status, page, schema, value);

	if (err != NULL)
		answer_problem(web, err);
}

void
answer_status(struct web *web, int status, const char *message)
{
	put_problem(web, status, web_word(web, message), STR(""));
}

/* -------------------------------------------------------------------------------------- after a write */

struct done_view { struct str location, said; };
static const struct field done_fields[] = {
	FIELD(struct done_view, location, FIELD_STR),
	FIELD(struct done_view, said, FIELD_STR),
};
const struct schema web_done_schema = SCHEMA("done", struct done_view, done_fields);

/* What is shown this once and kept nowhere (a token, codes on paper) is the page of the POST itself. */
static void
show_once(struct web *web)
{
	answer_page(web, 200, web->route->page, web->route->view, web->inner->view);
}

/* What is said rides in a cookie of one minute, shown once: letters as hex, so that a cookie may hold them. */
void
answer_done(struct web *web)
{
	struct web_inner *inner = web->inner;
	struct done_view done = { inner->location, inner->said };

	if (inner->sent)
		return;
	if (web->json && inner->answered) {
		put_json(web, 200, "application/json", web->route->view, inner->view);
		return;
	}
	if (web->json) {
		put_json(web, 200, "application/json", &web_done_schema, &done);
		return;
	}
	if (inner->answered && web->route->page != NULL) {
		show_once(web);
		return;
	}
	inner->answer->status = 303;
	http_header(inner->answer, web->arena, "Location", inner->location.len > 0 ? inner->location : here_of(web));
	if (inner->said.len > 0)
		http_header(inner->answer, web->arena, "Set-Cookie", arena_printf(web->arena, "tsukuroi_said=%.*s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax%s",
		    STR_ARG(crypt_hex(str_sub(inner->said, 0, 1000), web->arena)), web->request->secure ? "; Secure" : ""));
}

/* ------------------------------------------------------------------------------------------ for handlers */

void
web_go(struct web *web, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	web->inner->location = arena_vprintf(web->arena, format, args);
	va_end(args);
}

void
web_tell_args(struct web *web, const char *message, const struct err_arg *args)
{
	web->inner->said = catalogue_say_args(web->arena, web->lang, message, args);
}

void
web_answer(struct web *web, const void *view)
{
	void *copy = arena_alloc(web->arena, web->route->view->size);

	record_copy(web->route->view, view, web->arena, copy);
	web->inner->view = copy;
	web->inner->answered = true;
}

/* A name for saving in every browser: RFC 6266 and 8187. */
void
web_send(struct web *web, const char *type, struct str bytes, struct str filename)
{
	put_body(web, 200, type, bytes);
	web->inner->sent = true;
	if (filename.len > 0)
		http_header(web->inner->answer, web->arena, "Content-Disposition",
		    arena_printf(web->arena, "attachment; filename*=UTF-8''%.*s", STR_ARG(web_encoded(web, filename))));
}

void
web_header(struct web *web, const char *name, struct str value)
{
	http_header(web->inner->answer, web->arena, name, value);
}

/* "/x": not "//host", which browsers take for another's address, nor what holds a control character or a backslash. */
static bool
is_own_path(struct str to)
{
	if (!str_starts(to, STR("/")) || str_starts(to, STR("//")) || !str_is_text(to))
		return false;
	for (size_t i = 0; i < to.len; i++)
		if ((unsigned char)to.ptr[i] <= ' ' || to.ptr[i] == '\\' || to.ptr[i] == 0x7f)
			return false;
	return true;
}

void
web_redirect(struct web *web, struct str to)
{
	struct str path;

	if (!str_starts(to, STR("/")) && crypt_unhex(to, web->arena, &path))
		to = path;
	web->inner->location = is_own_path(to) ? to : STR("/");
	if (web->route->method != HTTP_GET)
		return;
	web->inner->sent = true;
	web->inner->answer->status = 303;
	http_header(web->inner->answer, web->arena, "Location", web->inner->location);
}

void
web_send_off(struct web *web, struct str url)
{
	web->inner->sent = true;
	web->inner->answer->status = 303;
	http_header(web->inner->answer, web->arena, "Location", url);
}

void
web_failed(struct web *web, const struct err *err)
{
	web->inner->failed = err;
}

void
web_title(struct web *web, struct str title)
{
	web->inner->title = title;
}

struct str
web_encoded(const struct web *web, struct str text)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add_percent(&out, text);
	return arena_copy(web->arena, buf_str(&out));
}

struct str
web_word(const struct web *web, const char *message)
{
	return str_of(catalogue_text(web->lang, message));
}

static const struct field choice_fields[] = {
	FIELD(struct web_choice_view, value, FIELD_STR),
	FIELD(struct web_choice_view, title, FIELD_STR),
	FIELD(struct web_choice_view, chosen, FIELD_BOOL),
};
const struct schema web_choice_schema = SCHEMA("choice", struct web_choice_view, choice_fields);

void
web_choice_add(struct web *web, struct web_choices *choices, struct str value, struct str title, struct str chosen)
{
	list_push(web->arena, choices, ((struct web_choice_view){ value, title, str_eq(value, chosen) }));
}

void
web_set_session(struct web *web, struct str secret)
{
	const char *end = secret.len > 0 ? "" : "; Max-Age=0";

	http_header(web->inner->answer, web->arena, "Set-Cookie", arena_printf(web->arena, "%s=%lld.%.*s; Path=/; HttpOnly; SameSite=Lax%s%s",
	    web->request->secure ? "__Host-tsukuroi" : "tsukuroi", (long long)ledger_org(web->ledger), STR_ARG(secret),
	    web->request->secure ? "; Secure" : "", end));
}

const struct session *
web_session(const struct web *web)
{
	return web->inner->by_cookie ? &web->inner->session : NULL;
}

struct oidc_memory *
web_oidc_memory(const struct web *web)
{
	return web->inner->own->shared->oidc;
}

struct http_server *
web_server(const struct web *web)
{
	return web->inner->own->shared->server;
}

/* ---------------------------------------------------------------------------------------------- desks */

static struct err *
open_desk(struct web *web)
{
	struct web_inner *inner = web->inner;

	if (inner->desk_open)
		return NULL;
	TRY(desk_open(web->home, web->ledger, web->arena, &inner->desk));
	inner->respond = (struct respond_desk){ &inner->desk.cases, web->home };
	inner->desk_open = true;
	return NULL;
}

struct err *
web_case_desk(struct web *web, const struct case_desk **ret_desk)
{
	TRY(open_desk(web));
	*ret_desk = &web->inner->desk.cases;
	return NULL;
}

struct err *
web_document_desk(struct web *web, const struct document_desk **ret_desk)
{
	TRY(open_desk(web));
	*ret_desk = &web->inner->desk.documents;
	return NULL;
}

struct err *
web_respond_desk(struct web *web, const struct respond_desk **ret_desk)
{
	TRY(open_desk(web));
	*ret_desk = &web->inner->respond;
	return NULL;
}
