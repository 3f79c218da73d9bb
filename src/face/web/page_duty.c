/*
 * page_duty.c - whom one may have to tell after a leak or an intrusion, with clocks: facts that are known held against the rules; what is not
 * known is asked. With a case the answers are kept in it, and its clocks run from when it became known.
 */
#include "face/web/pages.h"
#include "service/respond/duty.h"

enum { FACTS_MOST = 100 };

struct duty_kept_view { struct str fact, value; };
struct duty_page {
	struct duty_list_view duties;
	struct str            number;          /* of the case; ""                          */
	bool                  in_case;
	LIST(struct case_row_view) cases;      /* open ones of trouble, to choose from     */
	LIST(struct duty_kept_view) kept;      /* without a case: what was answered        */
};
static const struct field kept_fields[] = { FIELD(struct duty_kept_view, fact, FIELD_STR), FIELD(struct duty_kept_view, value, FIELD_STR) };
static const struct schema kept_schema = SCHEMA("duty_kept", struct duty_kept_view, kept_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct duty_page, duties, FIELD_STRUCT, &duty_list_view_schema), FIELD(struct duty_page, number, FIELD_STR),
	FIELD(struct duty_page, in_case, FIELD_BOOL), FIELD_OF(struct duty_page, cases, FIELD_LIST, &case_row_view_schema),
	FIELD_OF(struct duty_page, kept, FIELD_LIST, &kept_schema),
};
static const struct schema page_schema = SCHEMA("duty_page", struct duty_page, page_fields);

static struct err *
answers_of(struct web *web, struct duty_answer **ret_answers, size_t *ret_count)
{
	struct str_list facts = web_list(web, "fact"), values = web_list(web, "value");
	struct duty_answer *answers = ARENA_ARRAY(web->arena, struct duty_answer, facts.count + 1);

	*ret_count = 0;
	*ret_answers = answers;
	if (facts.count != values.count)
		return err_new(web->arena, ERR_USAGE, M("Answers are sent as fact and value, as many of each."));
	for (size_t i = 0; i < facts.count; i++)
		if (values.items[i].len > 0)
			answers[(*ret_count)++] = (struct duty_answer){ facts.items[i], values.items[i] };
	return NULL;
}

static struct err *
put_cases(struct web *web, struct duty_page *page)
{
	struct case_query query = { .open = 1, .playbook = STR("trouble"), .most = 20 };
	const struct case_desk *desk;
	struct case_list_view list;

	TRY(web_case_desk(web, &desk));
	TRY(case_list(desk, &web->actor, &query, web->now, web->arena, &list));
	page->cases.items = list.cases.items;
	page->cases.count = list.cases.count;
	return NULL;
}

static struct err *
get_duties(struct web *web, void *ret_view)
{
	struct duty_page *page = ret_view;
	const struct respond_desk *desk;
	struct duty_answer *answers;
	size_t count;

	TRY(put_cases(web, page));
	TRY(answers_of(web, &answers, &count));
	page->number = web_text(web, "case");
	page->in_case = page->number.len > 0;
	TRY(web_respond_desk(web, &desk));
	if (page->in_case)
		return duty_check_case(desk, &web->actor, page->number, NULL, 0, web->now, web->arena, &page->duties);
	for (size_t i = 0; i < count; i++)
		list_push(web->arena, &page->kept, ((struct duty_kept_view){ answers[i].fact, answers[i].value }));
	return duty_check(web->home, web->ledger, &web->actor, answers, count, web_day(web, "aware"), web->arena, &page->duties);
}

static struct err *
post_duties(struct web *web)
{
	const struct respond_desk *desk;
	struct duty_list_view list;
	struct duty_answer *answers;
	size_t count;

	TRY(answers_of(web, &answers, &count));
	TRY(web_respond_desk(web, &desk));
	TRY(duty_check_case(desk, &web->actor, web_text(web, "case"), answers, count, web->now, web->arena, &list));
	web_tell(web, M("The facts are kept in {number}."), ARG("number", web_text(web, "case")));
	web_go(web, "/duties?case=%.*s", STR_ARG(web_text(web, "case")));
	return NULL;
}

static const struct web_param duty_params[] = {
	{ .name = "case", .kind = WEB_TEXT, .most = 40, .summary = M("Case") },
	{ .name = "aware", .kind = WEB_DAY, .summary = M("The day it became known") },
	{ .name = "fact", .kind = WEB_LIST, .most = FACTS_MOST, .summary = M("Facts that are answered") },
	{ .name = "value", .kind = WEB_LIST, .most = FACTS_MOST, .summary = M("Their answers") },
	{ .name = NULL },
};
const struct web_route routes_duty[] = {
	{ .method = HTTP_GET, .path = "/duties", .summary = M("Whom to tell after a leak"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = duty_params,
	    .view = &page_schema, .page = "duties", .section = "cases", .get = get_duties },
	{ .method = HTTP_POST, .path = "/duties", .summary = M("Facts about a leak"), .right = WEB_PERSON, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = duty_params, .post = post_duties },
	{ .path = NULL },
};
