/*
 * page_case_more.c - what a case is called, how far it may be told, what it is about, the edition of its procedure, and whether it is kept
 * as an example.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"

struct more_page {
	struct case_head_view    head;
	struct case_view         casefile;
	struct case_edition_view edition;      /* the one in force today, compared              */
	bool                     newer;
	struct web_choices       tlps, kinds;
	struct web_edit_view     edit;
};
static const struct field more_fields[] = {
	FIELD_OF(struct more_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct more_page, casefile, FIELD_STRUCT, &case_view_schema),
	FIELD_OF(struct more_page, edition, FIELD_STRUCT, &case_edition_view_schema), FIELD(struct more_page, newer, FIELD_BOOL),
	FIELD_OF(struct more_page, tlps, FIELD_LIST, &web_choice_schema), FIELD_OF(struct more_page, kinds, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct more_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema more_schema = SCHEMA("case_more", struct more_page, more_fields);

static struct err *
head_stands(struct web *web, struct stand *ret_stand)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	return case_head_stand(desk, &web->actor, web_text(web, "number"), web->now, web->arena, ret_stand);
}

static struct err *
get_more(struct web *web, void *ret_view)
{
	struct more_page *page = ret_view;
	const struct case_desk *desk;
	const struct playbook *book;
	struct stand stand = { 0 };

	TRY(case_page_open(web, CASE_TAB_MORE, &page->casefile, &page->head));
	TRY(head_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	TRY(web_case_desk(web, &desk));
	case_tlp_choices(web, page->casefile.tlp, &page->tlps);
	for (size_t i = 0; i < case_link_names.count; i++)
		web_choice_add(web, &page->kinds, str_of(case_link_names.names[i]), web_word(web, case_link_text((enum case_link)i)), web_text(web, "kind"));
	book = playbooks_find(desk->books, page->casefile.playbook, instant_day(web->now, ZONE_JST));
	page->newer = book != NULL && book->since > page->casefile.edition && page->head.edit;
	return page->newer ? case_edition(desk, &web->actor, page->casefile.number, book->since, false, web->now, web->arena, &page->edition) : NULL;
}

static void
back_to_more(struct web *web)
{
	web_go(web, "/cases/%.*s/more", STR_ARG(web_text(web, "number")));
}

static struct err *
post_head(struct web *web)
{
	const struct case_desk *desk;
	struct str number = web_text(web, "number");
	int tlp = web_choice(web, "tlp", -1);

	TRY(web_case_desk(web, &desk));
	if (web_text(web, "title").len > 0)
		TRY(case_set_title(desk, &web->actor, number, web_text(web, "title"), web->now, web->arena));
	if (tlp >= 0)
		TRY(case_set_tlp(desk, &web->actor, number, (enum tlp)tlp, web->now, web->arena));
	web_tell(web, M("Saved."));
	back_to_more(web);
	return NULL;
}

static struct err *
post_link(struct web *web)
{
	const struct case_desk *desk;
	struct case_target target = { (enum case_link)web_choice(web, "kind", LINK_SYSTEM), web_text(web, "name"), STR("") };

	TRY(web_case_desk(web, &desk));
	TRY(case_link(desk, &web->actor, web_text(web, "number"), &target, web->now, web->arena));
	web_tell(web, M("Linked."));
	back_to_more(web);
	return NULL;
}

static struct err *
post_unlink(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_unlink(desk, &web->actor, web_text(web, "number"), web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The link does not hold any more."));
	back_to_more(web);
	return NULL;
}

static struct err *
post_edition(struct web *web)
{
	const struct case_desk *desk;
	struct case_edition_view view;

	TRY(web_case_desk(web, &desk));
	TRY(case_edition(desk, &web->actor, web_text(web, "number"), web_day(web, "to"), true, web->now, web->arena, &view));
	web_tell(web, M("The case goes on in the edition of {day}."), ARG("day", day_format(view.to, web->arena)));
	back_to_more(web);
	return NULL;
}

static struct err *
post_example(struct web *web)
{
	const struct case_desk *desk;
	bool withdraw = web_tick(web, "withdraw");

	TRY(web_case_desk(web, &desk));
	TRY(case_example(desk, &web->actor, web_text(web, "number"), web_text(web, "words"), withdraw, web->now, web->arena));
	web_tell(web, withdraw ? M("It is not offered as an example any more.") : M("It is offered as an example to whoever has such a case next."));
	back_to_more(web);
	return NULL;
}

static const struct web_param head_params[] = {
	{ .name = "title", .kind = WEB_TEXT, .summary = M("Title") },
	{ .name = "tlp", .kind = WEB_CHOICE, .choices = &tlp_names, .summary = M("How far it may be told (TLP)") },
	{ .name = NULL },
};
static const struct web_param link_params[] = {
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &case_link_names, .summary = M("Kind"), .obligatory = true },
	{ .name = "name", .kind = WEB_TEXT, .most = 2000, .summary = M("Name, number or address"), .obligatory = true },
	{ .name = NULL },
};
static const struct web_param unlink_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param edition_params[] = {
	{ .name = "to", .kind = WEB_DAY, .summary = M("Edition in force on that day"), .obligatory = true },
	{ .name = NULL },
};
static const struct web_param example_params[] = {
	{ .name = "words", .kind = WEB_TEXT, .summary = M("Words it is found by") },
	{ .name = "withdraw", .kind = WEB_TICK, .summary = M("No longer an example") },
	{ .name = NULL },
};

const struct web_route routes_case_more[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/more", .summary = M("More of a case"), .right = WEB_PERSON, .scope = SCOPE_READ, .view = &more_schema,
	    .page = "case-more", .section = "cases", .get = get_more },
	{ .method = HTTP_POST, .path = "/cases/{number}/head", .summary = M("Change title and TLP of a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = head_params, .post = post_head, .back = "/cases/{number}/more", .stands = head_stands },
	{ .method = HTTP_POST, .path = "/cases/{number}/links", .summary = M("Link something with a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = link_params, .post = post_link, .back = "/cases/{number}/more" },
	{ .method = HTTP_POST, .path = "/cases/{number}/links/{id}/end", .summary = M("Take a link off a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = unlink_params, .post = post_unlink, .back = "/cases/{number}/more" },
	{ .method = HTTP_POST, .path = "/cases/{number}/edition", .summary = M("Go on in a newer edition of the procedure"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = edition_params, .post = post_edition, .back = "/cases/{number}/more" },
	{ .method = HTTP_POST, .path = "/cases/{number}/example", .summary = M("Keep a closed case as an example"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = example_params, .post = post_example, .back = "/cases/{number}/more" },
	{ .path = NULL },
};
