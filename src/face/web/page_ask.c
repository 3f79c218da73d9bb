/*
 * page_ask.c - who knows is asked: sheets made and fetched, answers taken back with what they change shown before, reminders.
 */
#include "face/web/pages.h"
#include "service/found/inquiry.h"
#include "service/found/reassess.h"

static const char *const kind_words[] = { "applicability", "composition" };
static const struct enum_names kind_choices = ENUM_NAMES(kind_words);
static const struct web_param list_params[] = {
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &kind_choices, .summary = M("What is asked") },
	{ .name = "contractor", .kind = WEB_TEXT, .most = 200, .summary = M("Contractor") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 80, .summary = M("Vulnerability") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "due", .kind = WEB_DAY, .summary = M("Answers wanted by") },
	{ .name = "again", .kind = WEB_TICK, .summary = M("Ask again what is already asked") },
	{ .name = "answer", .kind = WEB_FILE, .summary = M("Answered sheet") },
	{ .name = NULL },
};

struct asks_view { struct ask_status status; struct web_choices contractors, kinds; bool may, due; };
static const struct field asks_fields[] = {
	FIELD_OF(struct asks_view, status, FIELD_STRUCT, &ask_status_schema),
	FIELD_OF(struct asks_view, contractors, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct asks_view, kinds, FIELD_LIST, &web_choice_schema),
	FIELD(struct asks_view, may, FIELD_BOOL),
	FIELD(struct asks_view, due, FIELD_BOOL),
};
static const struct schema asks_schema = SCHEMA("asks", struct asks_view, asks_fields);

static struct err *
get_asks(struct web *web, void *ret_view)
{
	struct asks_view *view = ret_view;
	struct str chosen = web_text(web, "contractor"), kind = web_given(web, "kind") ? web_text(web, "kind") : STR("applicability");
	struct ask_contractors contractors;

	TRY(ask_status(web->home, web->now, web->arena, &view->status));
	TRY(ask_contractors(web->home, web->arena, &contractors));
	web_choice_add(web, &view->contractors, STR(""), web_word(web, M("everybody who runs a system with open findings")), chosen);
	for (size_t i = 0; i < contractors.contractors.count; i++)
		web_choice_add(web, &view->contractors, contractors.contractors.items[i].name, contractors.contractors.items[i].name, chosen);
	web_choice_add(web, &view->kinds, STR("applicability"), web_word(web, M("Does it apply? (inquiry)")), kind);
	web_choice_add(web, &view->kinds, STR("composition"), web_word(web, M("What is the system made of? (request)")), kind);
	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR)) != 0;
	for (size_t i = 0; i < view->status.asks.count; i++)
		view->due = view->due || str_eq(view->status.asks.items[i].next, STR("remind")) || str_eq(view->status.asks.items[i].next, STR("escalate"));
	return NULL;
}

static struct err *
post_make(struct web *web)
{
	struct inquiry_wish wish = { .composition = web_choice(web, "kind", 0) == 1, .contractor = web_text(web, "contractor"),
		.vulnerability = web_text(web, "vulnerability"), .system = web_text(web, "system"), .due = web_day(web, "due"), .again = web_tick(web, "again") };
	struct ask_sheets sheets;

	TRY(inquiry_make(web->home, &web->actor, &wish, web->now, web->lang, web->arena, &sheets));
	if (sheets.sheets.count == 0) {
		web_go(web, "/asks");
		web_tell(web, M("There was nothing to ask: all of it is asked already, or no contractor is known."));
		return NULL;
	}
	web_go(web, sheets.sheets.count == 1 ? "/asks/%lld" : "/asks", (long long)sheets.sheets.items[0].number);
	web_tell(web, M("{count} sheets were made. Fetch the sheet and the letter, and send them."), ARG_N("count", (int64_t)sheets.sheets.count));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ one sheet */

static const char *const part_words[] = { "sheet", "mail" };
static const struct enum_names part_choices = ENUM_NAMES(part_words);
static const struct web_param one_params[] = {
	{ .name = "number", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "part", .kind = WEB_CHOICE, .choices = &part_choices, .summary = M("As a file") },
	{ .name = NULL },
};
struct ask_page { struct inquiry_view inquiry; bool may; };
static const struct field ask_fields[] = {
	FIELD_OF(struct ask_page, inquiry, FIELD_STRUCT, &inquiry_schema),
	FIELD(struct ask_page, may, FIELD_BOOL),
};
static const struct schema ask_schema = SCHEMA("ask", struct ask_page, ask_fields);

static struct err *
get_ask(struct web *web, void *ret_view)
{
	struct ask_page *view = ret_view;

	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR)) != 0;
	return inquiry_show(web->home, web->ledger, &web->actor, web_number(web, "number", 0), web->now, web->arena, &view->inquiry);
}

static struct err *
get_file(struct web *web, void *view)
{
	bool mail = web_choice(web, "part", 0) == 1;
	struct str name, bytes;

	(void)view;
	TRY(inquiry_file(web->home, &web->actor, web_number(web, "number", 0), mail ? STR(".eml") : STR(".xlsx"), web->arena, &name, &bytes));
	web_send(web, mail ? "message/rfc822" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes, name);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- taking back */

static struct err *
post_answer(struct web *web)
{
	const struct http_file *file = web_file(web, "answer");
	struct str digest;

	if (file == NULL)
		return err_new(web->arena, ERR_USAGE, M("Choose the file that came back."));
	TRY(inquiry_receive(web->home, &web->actor, web_file_path(web, file), web->arena, &digest));
	web_go(web, "/asks/answers/%.*s", STR_ARG(digest));
	return NULL;
}

static const struct web_param take_params[] = {
	{ .name = "digest", .kind = WEB_TEXT, .most = 64, .summary = M("Answered sheet") },
	{ .name = "contradictions", .kind = WEB_TICK, .summary = M("Also what contradicts what was seen") },
	{ .name = NULL },
};
struct take_page { struct ask_take_view take; struct str digest; bool has_contradictions; };
static const struct field take_fields[] = {
	FIELD_OF(struct take_page, take, FIELD_STRUCT, &ask_take_schema),
	FIELD(struct take_page, digest, FIELD_STR),
	FIELD(struct take_page, has_contradictions, FIELD_BOOL),
};
static const struct schema take_schema = SCHEMA("ask_take_page", struct take_page, take_fields);

static struct err *
get_take(struct web *web, void *ret_view)
{
	struct ask_take_options options = { .by = web->actor.login, .now = web->now, .lang = web->lang };
	struct take_page *view = ret_view;

	view->digest = web_text(web, "digest");
	TRY(inquiry_take(web->home, &web->actor, view->digest, &options, web->arena, &view->take));
	view->has_contradictions = view->take.contradicts > 0;
	return NULL;
}

static struct err *
post_take(struct web *web)
{
	struct ask_take_options options = { .apply = true, .contradictions = web_tick(web, "contradictions"), .by = web->actor.login, .now = web->now,
		.lang = web->lang };
	struct ask_take_view take;
	bool later;

	TRY(inquiry_take(web->home, &web->actor, web_text(web, "digest"), &options, web->arena, &take));
	TRY(reassess(web->home, &web->actor, REASSESS_AT_ONCE, web->lang, web->now, web->arena, &later));
	web_go(web, take.number > 0 ? "/asks/%lld" : "/asks", (long long)take.number);
	web_tell(web, later ? M("The answers were taken, and all findings are being judged anew: {applies} lines taken, {refused} refused.")
	    : M("The answers were taken, and all findings judged anew: {applies} lines taken, {refused} refused."), ARG_N("applies", take.applies),
	    ARG_N("refused", take.refused));
	return NULL;
}

static struct err *
post_chase(struct web *web)
{
	struct ask_reminders reminders;

	TRY(inquiry_chase(web->home, &web->actor, web->now, web->lang, web->arena, &reminders));
	web_go(web, "/asks");
	web_tell(web, M("{count} reminders were made."), ARG_N("count", (int64_t)reminders.reminders.count));
	return NULL;
}

#define ASKERS (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR)
const struct web_route routes_ask[] = {
	{ .method = HTTP_GET, .path = "/asks", .summary = M("Inquiries"), .right = WEB_READER, .scope = SCOPE_READ, .params = list_params,
	    .view = &asks_schema, .page = "asks", .section = "findings", .get = get_asks },
	{ .method = HTTP_POST, .path = "/asks", .summary = M("Make sheets"), .right = WEB_OFFICE, .offices = ASKERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_DOCUMENTS, .params = list_params, .post = post_make },
	{ .method = HTTP_POST, .path = "/asks/answers", .summary = M("Take an answered sheet"), .right = WEB_OFFICE, .offices = ASKERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = list_params, .post = post_answer, .back = "/asks", .body_most = 32 << 20 },
	{ .method = HTTP_GET, .path = "/asks/answers/{digest}", .summary = M("What an answer changes"), .right = WEB_OFFICE, .offices = ASKERS,
	    .scope = SCOPE_READ, .lane = HTTP_LANE_UPLOADS, .params = take_params, .view = &take_schema, .page = "ask-take", .section = "findings", .get = get_take },
	{ .method = HTTP_POST, .path = "/asks/answers/{digest}", .summary = M("Apply an answer"), .right = WEB_OFFICE, .offices = ASKERS,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS, .params = take_params, .post = post_take },
	{ .method = HTTP_POST, .path = "/asks/chase", .summary = M("Make reminders"), .right = WEB_OFFICE, .offices = ASKERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_DOCUMENTS, .post = post_chase, .back = "/asks" },
	{ .method = HTTP_GET, .path = "/asks/{number}", .summary = M("One inquiry"), .right = WEB_READER, .scope = SCOPE_READ, .params = one_params,
	    .view = &ask_schema, .page = "ask", .section = "findings", .get = get_ask },
	{ .method = HTTP_GET, .path = "/asks/{number}/{part}", .summary = M("One inquiry, as a file"), .right = WEB_OFFICE, .offices = ASKERS,
	    .scope = SCOPE_READ, .params = one_params, .get = get_file },
	{ .path = NULL },
};
