/*
 * page_question.c - open questions with their answers; what mends most.
 */
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/found/question.h"
#include "service/found/reassess.h"
#include "service/found/weakness.h"
#include "service/finding.h"
#include "service/notice/notice.h"

enum { REMEDIES_SHOWN = 100, QUESTIONS_SHOWN = 25 };

/* next: where an answer leads back to; narrowed: not the list from its beginning, but one of them or those behind a place. */
struct questions_view {
	LIST(struct question_form_view) questions;
	struct notice_asked_list        notices;      /* on the first page: what notices ask of systems */
	bool                            any, may, narrowed, judging;
	struct str                      next, next_href;
};
static const struct field questions_fields[] = {
	FIELD_OF(struct questions_view, questions, FIELD_LIST, &question_form_schema),
	FIELD_OF(struct questions_view, notices, FIELD_LIST, &notice_asked_schema),
	FIELD(struct questions_view, any, FIELD_BOOL),
	FIELD(struct questions_view, may, FIELD_BOOL),
	FIELD(struct questions_view, narrowed, FIELD_BOOL),
	FIELD(struct questions_view, judging, FIELD_BOOL),
	FIELD(struct questions_view, next, FIELD_STR),
	FIELD(struct questions_view, next_href, FIELD_STR),
};
static const struct schema questions_schema = SCHEMA("questions", struct questions_view, questions_fields);

static struct str
questions_behind(const struct web *web, struct str cursor)
{
	return cursor.len == 0 ? STR("/questions") : arena_printf(web->arena, "/questions?after=%.*s", STR_ARG(web_encoded(web, cursor)));
}

static struct err *
notices_of(struct web *web, struct notice_asked_list *ret_notices)
{
	struct notice_desk desk = { .home = web->home, .at_once = NOTICE_AT_ONCE };

	TRY(web_case_desk(web, &desk.cases));
	return notice_asked(&desk, &web->actor, web->now, web->arena, ret_notices);
}

static struct err *
get_questions(struct web *web, void *ret_view)
{
	struct questions_view *view = ret_view;
	struct ledger_question_filter filter = { .id = web_number(web, "question", 0), .after = web_text(web, "after"), .most = QUESTIONS_SHOWN };
	struct report report = { 0 };
	struct ledger_judging judging;
	struct str next;

	TRY(ledger_judging(web->ledger, web->arena, &judging, &view->judging));
	TRY(finding_questions_page(web->home, &filter, web->lang, web->arena, &report, &next));
	for (size_t i = 0; i < report.questions.count; i++)
		list_push(web->arena, &view->questions, question_form_of(&report.questions.items[i], web->lang));
	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR)) != 0;
	view->narrowed = filter.id != 0 || filter.after.len > 0;
	if (!view->narrowed)
		TRY(notices_of(web, &view->notices));
	view->any = view->questions.count + view->notices.count > 0;
	view->next = questions_behind(web, filter.after);
	if (next.len > 0)
		view->next_href = questions_behind(web, next);
	return NULL;
}

static const struct web_param questions_params[] = {
	{ .name = "question", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Goes on behind") },
	{ .name = NULL },
};

static const struct web_param answer_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "value", .kind = WEB_TEXT, .most = 400, .summary = M("Answer") },
	{ .name = "systems", .kind = WEB_LIST, .most = 100, .summary = M("Systems it holds for") },
	{ .name = "other", .kind = WEB_TEXT, .most = 400, .summary = M("Another answer") },
	{ .name = "next", .kind = WEB_TEXT, .most = 400, .summary = M("Page to return to") },
	{ .name = NULL },
};

/* What the answer settles is seen at once: everything is judged anew. */
static struct err *
post_answer(struct web *web)
{
	struct str value = web_given(web, "other") && web_text(web, "other").len > 0 ? web_text(web, "other") : web_text(web, "value");
	struct str_list names = web_list(web, "systems");
	int64_t systems;
	bool later;

	TRY(question_answer(web->home, &web->actor, web_number(web, "id", 0), value, &names, web->now, web->arena, &systems));
	TRY(reassess(web->home, &web->actor, REASSESS_AT_ONCE, web->lang, web->now, web->arena, &later));
	web_redirect(web, web_text(web, "next").len > 0 ? web_text(web, "next") : STR("/questions"));
	web_tell(web, later ? M("The answer holds now. All findings are being judged anew with it.") : M("The answer holds now, and all findings were judged anew."));
	return NULL;
}

static struct err *
post_assess(struct web *web)
{
	bool later;

	TRY(reassess(web->home, &web->actor, REASSESS_AT_ONCE, web->lang, web->now, web->arena, &later));
	web_redirect(web, web_text(web, "next"));
	web_tell(web, later ? M("All findings are being judged anew.") : M("All findings were judged anew."));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ remedies */

struct remedy_row { struct remedy_view remedy; struct str words, due_words, due_state, href; bool has_kev, asks; };
struct remedies_view { LIST(struct remedy_row) remedies; int64_t total, shown, counted; bool cut; };
static const struct field remedy_row_fields[] = {
	FIELD_OF(struct remedy_row, remedy, FIELD_STRUCT, &remedy_view_schema),
	FIELD(struct remedy_row, words, FIELD_STR),
	FIELD(struct remedy_row, due_words, FIELD_STR),
	FIELD(struct remedy_row, due_state, FIELD_STR),
	FIELD(struct remedy_row, href, FIELD_STR),
	FIELD(struct remedy_row, has_kev, FIELD_BOOL),
	FIELD(struct remedy_row, asks, FIELD_BOOL),
};
static const struct schema remedy_row_schema = SCHEMA("remedy_row", struct remedy_row, remedy_row_fields);
static const struct field remedies_fields[] = {
	FIELD_OF(struct remedies_view, remedies, FIELD_LIST, &remedy_row_schema),
	FIELD(struct remedies_view, total, FIELD_INT),
	FIELD(struct remedies_view, shown, FIELD_INT),
	FIELD(struct remedies_view, counted, FIELD_INT),
	FIELD(struct remedies_view, cut, FIELD_BOOL),
};
static const struct schema remedies_schema = SCHEMA("remedies", struct remedies_view, remedies_fields);

static struct err *
get_remedies(struct web *web, void *ret_view)
{
	struct remedies_view *view = ret_view;
	struct remedies remedies;

	TRY(finding_remedies(web->home, web->now, REMEDIES_SHOWN, web->arena, &remedies));
	view->total = remedies.total;
	view->counted = remedies.findings;
	for (size_t i = 0; i < remedies.list.count; i++) {
		const struct remedy_view *remedy = &remedies.list.items[i];

		list_push(web->arena, &view->remedies, ((struct remedy_row){ *remedy, finding_remedy_words(remedy, web->lang, web->arena),
		    due_in_words(remedy->due, web->now, web->lang, web->arena), due_state(remedy->due, web->now),
		    str_eq(remedy->kind, STR("answer")) ? STR("/questions") : STR("/cases/proposals"), remedy->kev > 0,
		    str_eq(remedy->kind, STR("answer")) }));
	}
	view->shown = (int64_t)view->remedies.count;
	view->cut = view->shown < view->total;
	return NULL;
}

const struct web_route routes_question[] = {
	{ .method = HTTP_GET, .path = "/questions", .summary = M("Open questions"), .right = WEB_READER, .scope = SCOPE_READ, .params = questions_params,
	    .view = &questions_schema, .page = "questions", .section = "findings", .get = get_questions },
	{ .method = HTTP_POST, .path = "/questions/{id}/answer", .summary = M("Answer a question"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = answer_params, .post = post_answer, .back = "/questions" },
	{ .method = HTTP_POST, .path = "/assess", .summary = M("Judge everything anew"), .right = WEB_OFFICE,
	    .offices = OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = answer_params,
	    .post = post_assess, .back = "/" },
	{ .method = HTTP_GET, .path = "/remedies", .summary = M("What mends most"), .right = WEB_READER, .scope = SCOPE_READ, .view = &remedies_schema,
	    .page = "remedies", .section = "findings", .get = get_remedies },
	{ .path = NULL },
};
