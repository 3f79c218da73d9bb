/*
 * page_case_list.c - cases there are, cases to begin, cases that rules propose, and closed ones to learn from.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "service/respond/propose.h"

/* Findings out of which cases are proposed, the most urgent first; COUNTED_OF: where only how many is said. */
enum { PAGE_MOST = 50, SYSTEMS_FIELDS = 20, LOOKED_AT = 1000, COUNTED_OF = 100 };

/* -------------------------------------------------------------------------------------------- the list */

struct row_view { struct case_row_view row; struct str tone, due_tone; };
struct list_page {
	struct web_choices opens, books;
	bool       mine, overdue, narrowed, may_open, proposed_more;
	int64_t    proposed;               /* proposals that wait, at least, if more; 0 where he may not open */
	LIST(struct row_view) rows;
	struct str next, open;             /* cursor; the choice of `open` as it is             */
};
static const struct field row_fields[] = {
	FIELD_OF(struct row_view, row, FIELD_STRUCT, &case_row_view_schema), FIELD(struct row_view, tone, FIELD_STR), FIELD(struct row_view, due_tone, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("case_list_row", struct row_view, row_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct list_page, opens, FIELD_LIST, &web_choice_schema), FIELD_OF(struct list_page, books, FIELD_LIST, &web_choice_schema),
	FIELD(struct list_page, mine, FIELD_BOOL), FIELD(struct list_page, overdue, FIELD_BOOL), FIELD(struct list_page, narrowed, FIELD_BOOL),
	FIELD(struct list_page, may_open, FIELD_BOOL), FIELD(struct list_page, proposed, FIELD_INT), FIELD(struct list_page, proposed_more, FIELD_BOOL), FIELD_OF(struct list_page, rows, FIELD_LIST, &row_schema),
	FIELD(struct list_page, next, FIELD_STR), FIELD(struct list_page, open, FIELD_STR),
};
static const struct schema list_schema = SCHEMA("case_list_page", struct list_page, list_fields);

static const char *const open_words[] = { "closed", "open", "all" };
static const struct enum_names open_names = ENUM_NAMES(open_words);

static void
put_filters(struct web *web, const struct case_desk *desk, struct list_page *page)
{
	static const struct { const char *value, *title; } opens[] = { { "open", M("Open") }, { "closed", M("Closed") }, { "all", M("All") } };
	struct str chosen = web_text(web, "playbook");

	page->open = str_of(enum_name(&open_names, web_choice(web, "open", 1)));
	for (size_t i = 0; i < ARRAY_LEN(opens); i++)
		web_choice_add(web, &page->opens, str_of(opens[i].value), web_word(web, opens[i].title), page->open);
	for (size_t i = 0; i < desk->books->count; i++) {
		const struct playbook *book = desk->books->items[i];

		if (playbooks_find(desk->books, book->id, instant_day(web->now, ZONE_JST)) == book)
			web_choice_add(web, &page->books, book->id, words_in(&book->title, web->lang), chosen);
	}
	page->mine = web_tick(web, "mine");
	page->overdue = web_tick(web, "overdue");
	page->narrowed = page->mine || page->overdue || chosen.len > 0 || web_text(web, "q").len > 0 || web_text(web, "system").len > 0;
}

static struct err *
count_proposals(struct web *web, struct list_page *page)
{
	const struct respond_desk *respond;
	struct case_proposal_list proposals;
	struct err *err;

	TRY(web_respond_desk(web, &respond));
	err = respond_proposals_first(respond, &web->actor, COUNTED_OF, web->now, web->arena, &proposals);
	if (err != NULL)
		return err->code == ERR_FORBIDDEN ? NULL : err;
	page->proposed = (int64_t)proposals.proposals.count;
	page->proposed_more = proposals.cut;
	return NULL;
}

static struct err *
get_list(struct web *web, void *ret_view)
{
	struct list_page *page = ret_view;
	const struct case_desk *desk;
	struct case_list_view list;
	struct case_query query = { .open = 1, .most = PAGE_MOST, .mine = web_tick(web, "mine"), .overdue = web_tick(web, "overdue"),
		.playbook = web_text(web, "playbook"), .system = web_text(web, "system"), .text = web_text(web, "q"), .after = web_text(web, "after") };

	TRY(web_case_desk(web, &desk));
	query.open = web_choice(web, "open", 1) == 2 ? -1 : web_choice(web, "open", 1);
	put_filters(web, desk, page);
	TRY(case_list(desk, &web->actor, &query, web->now, web->arena, &list));
	for (size_t i = 0; i < list.cases.count; i++) {
		const struct case_row_view *row = &list.cases.items[i];

		list_push(web->arena, &page->rows, ((struct row_view){ *row, row->open ? STR("open") : STR("closed"), case_due_tone(web, row->due) }));
	}
	page->next = list.next;
	page->may_open = case_may_open_any(desk, &web->actor, web->now, web->arena);
	return page->may_open ? count_proposals(web, page) : NULL;
}

/* ------------------------------------------------------------------------------------------ a new one */

struct new_page {
	struct case_openable_view openable;
	struct case_book_view     book;        /* chosen; id "": none yet                       */
	bool                      chosen;
	struct web_choices        units, tlps;
	struct str_list           systems;     /* as typed, and blank ones                     */
	struct str                finding, advisory, title, neutral;
};
static const struct field book_fields[] = {
	FIELD(struct case_book_view, id, FIELD_STR), FIELD(struct case_book_view, title, FIELD_STR), FIELD(struct case_book_view, about, FIELD_STR),
	FIELD(struct case_book_view, sealed, FIELD_BOOL), FIELD_OF(struct case_book_view, roles, FIELD_LIST, &case_choice_view_schema),
};
static const struct schema book_schema = SCHEMA("new_case_book", struct case_book_view, book_fields);
static const struct field new_fields[] = {
	FIELD_OF(struct new_page, openable, FIELD_STRUCT, &case_openable_view_schema), FIELD_OF(struct new_page, book, FIELD_STRUCT, &book_schema),
	FIELD(struct new_page, chosen, FIELD_BOOL), FIELD_OF(struct new_page, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct new_page, tlps, FIELD_LIST, &web_choice_schema), FIELD(struct new_page, systems, FIELD_STRS), FIELD(struct new_page, finding, FIELD_STR),
	FIELD(struct new_page, advisory, FIELD_STR), FIELD(struct new_page, title, FIELD_STR), FIELD(struct new_page, neutral, FIELD_STR),
};
static const struct schema new_schema = SCHEMA("new_case", struct new_page, new_fields);

static const struct { enum tlp tlp; const char *title; } tlp_titles[] = {
	{ TLP_AMBER, M("TLP:AMBER: within the organisation, who needs to know") },
	{ TLP_AMBER_STRICT, M("TLP:AMBER+STRICT: within the organisation only") },
	{ TLP_RED, M("TLP:RED: the named persons only") },
	{ TLP_GREEN, M("TLP:GREEN: the community") },
	{ TLP_CLEAR, M("TLP:CLEAR: everybody") },
};

void
case_tlp_choices(struct web *web, struct str chosen, struct web_choices *choices)
{
	for (size_t i = 0; i < ARRAY_LEN(tlp_titles); i++)
		web_choice_add(web, choices, str_of(enum_name(&tlp_names, (int)tlp_titles[i].tlp)), web_word(web, tlp_titles[i].title), chosen);
}

static struct err *
get_new(struct web *web, void *ret_view)
{
	enum { BLANKS = 3 };
	struct new_page *page = ret_view;
	const struct case_desk *desk;
	struct str tlp = web_text(web, "tlp");

	TRY(web_case_desk(web, &desk));
	TRY(case_openable(desk, &web->actor, web->now, web->arena, &page->openable));
	for (size_t i = 0; i < page->openable.books.count; i++)
		if (str_eq(page->openable.books.items[i].id, web_text(web, "playbook"))) {
			page->book = page->openable.books.items[i];
			page->chosen = true;
		}
	for (size_t i = 0; i < page->openable.units.count; i++)
		web_choice_add(web, &page->units, page->openable.units.items[i], page->openable.units.items[i], web_text(web, "unit"));
	case_tlp_choices(web, tlp.len > 0 ? tlp : STR("amber"), &page->tlps);
	page->systems = web_list(web, "system");
	for (size_t i = page->systems.count; i < BLANKS; i++)
		list_push(web->arena, &page->systems, STR(""));
	page->finding = web_text(web, "finding");
	page->advisory = web_text(web, "advisory");
	page->title = web_text(web, "title");
	page->neutral = web_text(web, "neutral");
	return NULL;
}

static void
add_target(struct web *web, enum case_link kind, struct str text, struct case_opening *opening)
{
	if (text.len > 0)
		list_push(web->arena, &opening->about, ((struct case_target){ kind, text, STR("") }));
}

static struct err *
post_new(struct web *web)
{
	struct case_opening opening = { .playbook = web_text(web, "playbook"), .as = web_text(web, "as"), .title = web_text(web, "title"), .neutral = web_text(web, "neutral"),
		.tlp = (enum tlp)web_choice(web, "tlp", TLP_AMBER), .unit = web_text(web, "unit") };
	struct str_list systems = web_list(web, "system");
	const struct case_desk *desk;
	struct str number;

	for (size_t i = 0; i < systems.count; i++)
		add_target(web, LINK_SYSTEM, systems.items[i], &opening);
	add_target(web, LINK_FINDING, web_text(web, "finding"), &opening);
	add_target(web, LINK_ADVISORY, web_text(web, "advisory"), &opening);
	TRY(web_case_desk(web, &desk));
	TRY(case_open(desk, &web->actor, &opening, web->now, web->arena, &number));
	web_tell(web, M("Opened as {number}."), ARG("number", number));
	web_go(web, "/cases/%.*s", STR_ARG(number));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- proposals */

static struct err *
get_proposals(struct web *web, void *ret_view)
{
	const struct respond_desk *desk;

	TRY(web_respond_desk(web, &desk));
	return respond_proposals_first(desk, &web->actor, LOOKED_AT, web->now, web->arena, ret_view);
}

static struct err *
post_proposals(struct web *web)
{
	const struct respond_desk *desk;
	struct str_list numbers = { 0 };

	TRY(web_respond_desk(web, &desk));
	TRY(respond_open(desk, &web->actor, web_text(web, "mark"), web->now, web->arena, &numbers));
	if (numbers.count == 1)
		web_go(web, "/cases/%.*s", STR_ARG(numbers.items[0]));
	else
		web_go(web, "/cases");
	web_tell(web, M("Opened as {number}."), ARG("number", arena_join(web->arena, numbers.items, numbers.count, STR(", "))));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ examples */

static struct err *
get_examples(struct web *web, void *ret_view)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	return case_examples(desk, &web->actor, web_text(web, "q"), web->now, web->arena, ret_view);
}

static const struct web_param list_params[] = {
	{ .name = "q", .kind = WEB_TEXT, .most = 200, .summary = M("Words in number or title") },
	{ .name = "open", .kind = WEB_CHOICE, .choices = &open_names, .summary = M("Open, closed or all") },
	{ .name = "playbook", .kind = WEB_TEXT, .most = 64, .summary = M("Procedure") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System") },
	{ .name = "mine", .kind = WEB_TICK, .summary = M("In which I have a part") },
	{ .name = "overdue", .kind = WEB_TICK, .summary = M("Overdue only") },
	{ .name = "after", .kind = WEB_TEXT, .most = 40, .summary = M("Goes on behind this one") },
	{ .name = NULL },
};
static const struct web_param new_params[] = {
	{ .name = "playbook", .kind = WEB_TEXT, .most = 64, .summary = M("Procedure") },
	{ .name = "as", .kind = WEB_TEXT, .most = 64, .summary = M("Your part in it") },
	{ .name = "title", .kind = WEB_TEXT, .summary = M("Title") },
	{ .name = "neutral", .kind = WEB_TEXT, .summary = M("Name in lists") },
	{ .name = "unit", .kind = WEB_TEXT, .most = 300, .summary = M("Unit") },
	{ .name = "tlp", .kind = WEB_CHOICE, .choices = &tlp_names, .summary = M("How far it may be told (TLP)") },
	{ .name = "system", .kind = WEB_LIST, .most = SYSTEMS_FIELDS, .summary = M("Systems it is about") },
	{ .name = "finding", .kind = WEB_TEXT, .most = 20, .summary = M("Finding it is about") },
	{ .name = "advisory", .kind = WEB_TEXT, .most = 100, .summary = M("Vulnerability it is about") },
	{ .name = NULL },
};
static const struct web_param mark_params[] = {
	{ .name = "mark", .kind = WEB_TEXT, .most = 40, .summary = M("Which proposal; none: all of them") },
	{ .name = NULL },
};
static const struct web_param example_params[] = {
	{ .name = "q", .kind = WEB_TEXT, .most = 200, .summary = M("Words") },
	{ .name = NULL },
};

const struct web_route routes_case_list[] = {
	{ .method = HTTP_GET, .path = "/cases", .summary = M("Cases"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = list_params, .view = &list_schema,
	    .page = "cases", .section = "cases", .get = get_list },
	{ .method = HTTP_GET, .path = "/cases/new", .summary = M("Open a case"), .right = WEB_PERSON, .scope = SCOPE_READ, .params = new_params,
	    .view = &new_schema, .page = "case-new", .section = "cases", .get = get_new },
	{ .method = HTTP_POST, .path = "/cases/new", .summary = M("Open a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = new_params, .post = post_new },
	{ .method = HTTP_GET, .path = "/cases/proposals", .summary = M("Proposed cases"), .right = WEB_READER, .scope = SCOPE_READ,
	    .view = &case_proposal_list_schema, .page = "case-proposals", .section = "cases", .get = get_proposals },
	{ .method = HTTP_POST, .path = "/cases/proposals", .summary = M("Open proposed cases"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = mark_params, .post = post_proposals },
	{ .method = HTTP_GET, .path = "/cases/examples", .summary = M("Closed cases to learn from"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = example_params, .view = &case_list_view_schema, .page = "case-examples", .section = "cases", .get = get_examples },
	{ .path = NULL },
};
