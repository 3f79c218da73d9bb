/*
 * page_case.c - a case of any playbook: where it stands, what lacks, what may be done now, and its fields by stages. A playbook needs no
 * page of its own.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"

/* ------------------------------------------------------------------------------------------------- views */

struct case_section_view {
	struct str id, title;
	bool       current, shown;         /* shown: unfolded                           */
	int64_t    fields, filled;
	bool       may;                    /* he may fill some of it                    */
	LIST(struct case_field_view) items;
};
struct case_button_view { struct case_move_view move; struct str style; };
struct case_missing_view { struct str stage, stage_title; struct str_list titles; bool may; };
struct case_proposed_view { struct str move, by; bool may, any; };
struct case_page {
	struct case_head_view head;
	struct case_proposed_view proposed;
	struct case_missing_view missing;
	bool nothing;                      /* neither may he fill something, nor move   */
	struct str onward;                 /* the move that leads on, where he may not make it: */
	LIST(struct case_button_view)  buttons;       /* moves he may make              */
	LIST(struct case_move_view)    later;         /* and those he may not           */
	struct str_list                blocking;      /* why not                        */
	LIST(struct case_section_view) sections;
	struct case_view casefile;
};

static const struct field section_fields[] = {
	FIELD(struct case_section_view, id, FIELD_STR), FIELD(struct case_section_view, title, FIELD_STR),
	FIELD(struct case_section_view, current, FIELD_BOOL), FIELD(struct case_section_view, shown, FIELD_BOOL),
	FIELD(struct case_section_view, fields, FIELD_INT), FIELD(struct case_section_view, filled, FIELD_INT),
	FIELD(struct case_section_view, may, FIELD_BOOL), FIELD_OF(struct case_section_view, items, FIELD_LIST, &case_field_view_schema),
};
static const struct schema section_schema = SCHEMA("case_section", struct case_section_view, section_fields);
static const struct field button_fields[] = {
	FIELD_OF(struct case_button_view, move, FIELD_STRUCT, &case_move_view_schema), FIELD(struct case_button_view, style, FIELD_STR),
};
static const struct schema button_schema = SCHEMA("case_button", struct case_button_view, button_fields);
static const struct field missing_fields[] = {
	FIELD(struct case_missing_view, stage, FIELD_STR), FIELD(struct case_missing_view, stage_title, FIELD_STR),
	FIELD(struct case_missing_view, titles, FIELD_STRS), FIELD(struct case_missing_view, may, FIELD_BOOL),
};
static const struct schema missing_schema = SCHEMA("case_missing", struct case_missing_view, missing_fields);
static const struct field proposed_fields[] = {
	FIELD(struct case_proposed_view, move, FIELD_STR), FIELD(struct case_proposed_view, by, FIELD_STR),
	FIELD(struct case_proposed_view, may, FIELD_BOOL), FIELD(struct case_proposed_view, any, FIELD_BOOL),
};
static const struct schema proposed_schema = SCHEMA("case_proposed", struct case_proposed_view, proposed_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct case_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct case_page, proposed, FIELD_STRUCT, &proposed_schema),
	FIELD_OF(struct case_page, missing, FIELD_STRUCT, &missing_schema), FIELD(struct case_page, nothing, FIELD_BOOL),
	FIELD(struct case_page, onward, FIELD_STR),
	FIELD_OF(struct case_page, buttons, FIELD_LIST, &button_schema), FIELD_OF(struct case_page, later, FIELD_LIST, &case_move_view_schema),
	FIELD(struct case_page, blocking, FIELD_STRS), FIELD_OF(struct case_page, sections, FIELD_LIST, &section_schema),
	FIELD_OF(struct case_page, casefile, FIELD_STRUCT, &case_view_schema),
};
static const struct schema page_schema = SCHEMA("case_page", struct case_page, page_fields);

/* -------------------------------------------------------------------------------------------- the page */

static void
put_section(struct web *web, const struct case_stage_view *stage, struct case_page *page)
{
	struct case_section_view *section = list_add(web->arena, &page->sections);

	*section = (struct case_section_view){ .id = stage->id, .title = stage->title, .current = stage->current, .fields = stage->fields,
		.filled = stage->filled, .shown = stage->current || (stage->passed && stage->filled > 0) };
	for (size_t i = 0; i < page->casefile.fields.count; i++) {
		const struct case_field_view *field = &page->casefile.fields.items[i];

		if (!str_eq(field->stage, stage->id))
			continue;
		list_push(web->arena, &section->items, *field);
		section->may = section->may || field->may;
	}
}

/* What lacks before any move that leads on: told by the stage of the first of it. */
static void
put_missing(struct web *web, struct case_page *page)
{
	for (size_t i = 0; i < page->casefile.fields.count; i++) {
		const struct case_field_view *field = &page->casefile.fields.items[i];

		if (!field->needed)
			continue;
		if (page->missing.titles.count == 0)
			page->missing.stage = field->stage;
		page->missing.may = page->missing.may || field->may;
		list_push(web->arena, &page->missing.titles, field->title);
	}
	for (size_t i = 0; i < page->casefile.stages.count; i++)
		if (str_eq(page->casefile.stages.items[i].id, page->missing.stage))
			page->missing.stage_title = page->casefile.stages.items[i].title;
}

/* One button is the page's own: to fill in what lacks, else the first move that leads on. */
static void
put_moves(struct web *web, struct case_page *page)
{
	bool first = !page->missing.may, led = false;

	for (size_t i = 0; i < page->casefile.moves.count; i++) {
		const struct case_move_view *move = &page->casefile.moves.items[i];
		bool leads = first && move->onward;

		if (!move->may || move->proposed) {
			if (!move->proposed)
				list_push(web->arena, &page->later, *move);
			if (!move->may && move->onward && page->onward.len == 0) {
				page->onward = move->title;
				page->blocking = move->why;
			}
			continue;
		}
		list_push(web->arena, &page->buttons, ((struct case_button_view){ *move, leads ? STR("button") : STR("button secondary") }));
		first = first && !leads;
		led = led || move->onward;
	}
	page->nothing = page->buttons.count == 0 && !page->missing.may && !page->proposed.may;
	if (led || page->missing.may)
		page->onward = STR("");
}

static struct err *
get_case(struct web *web, void *ret_view)
{
	struct case_page *page = ret_view;

	TRY(case_page_open(web, CASE_TAB_NOW, &page->casefile, &page->head));
	page->proposed = (struct case_proposed_view){ .move = page->casefile.proposed, .by = page->casefile.proposed_by,
		.any = page->casefile.proposed.len > 0 };
	for (size_t i = 0; i < page->casefile.moves.count; i++)
		if (page->casefile.moves.items[i].proposed)
			page->proposed.may = page->casefile.moves.items[i].may;
	for (size_t i = 0; i < page->casefile.stages.count; i++)
		if (page->casefile.stages.items[i].fields > 0)
			put_section(web, &page->casefile.stages.items[i], page);
	put_missing(web, page);
	put_moves(web, page);
	return NULL;
}

struct case_timeline_page { struct case_head_view head; struct case_view casefile; };
static const struct field timeline_fields[] = {
	FIELD_OF(struct case_timeline_page, head, FIELD_STRUCT, &case_head_schema),
	FIELD_OF(struct case_timeline_page, casefile, FIELD_STRUCT, &case_view_schema),
};
static const struct schema timeline_schema = SCHEMA("case_timeline", struct case_timeline_page, timeline_fields);

static struct err *
get_timeline(struct web *web, void *ret_view)
{
	struct case_timeline_page *page = ret_view;

	return case_page_open(web, CASE_TAB_STORY, &page->casefile, &page->head);
}

/* ----------------------------------------------------------------------------------------------- moves */

static void
tell_moved(struct web *web, const struct case_moved *moved)
{
	struct str done = arena_join(web->arena, moved->done.items, moved->done.count, STR(" "));

	if (moved->proposed)
		web_tell(web, M("It is proposed: another person confirms it."));
	else
		web_tell(web, M("The case is now in \"{state}\". {done}"), ARG("state", moved->title), ARG("done", done));
	web_go(web, "/cases/%.*s", STR_ARG(web_text(web, "number")));
}

static struct err *
post_move(struct web *web)
{
	const struct case_desk *desk;
	struct case_moved moved;

	TRY(web_case_desk(web, &desk));
	TRY(case_move(desk, &web->actor, web_text(web, "number"), web_text(web, "move"), web_text(web, "reason"), web->now, web->arena, &moved));
	tell_moved(web, &moved);
	return NULL;
}

static struct err *
post_confirm(struct web *web)
{
	const struct case_desk *desk;
	struct case_moved moved;

	TRY(web_case_desk(web, &desk));
	TRY(case_confirm(desk, &web->actor, web_text(web, "number"), web_tick(web, "refuse"), web_text(web, "reason"), web->now, web->arena, &moved));
	tell_moved(web, &moved);
	return NULL;
}

static struct err *
post_note(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_note(desk, &web->actor, web_text(web, "number"), web_text(web, "text"), STR(""), web->now, web->arena));
	web_tell(web, M("The note stands in what happened."));
	web_go(web, "/cases/%.*s/timeline", STR_ARG(web_text(web, "number")));
	return NULL;
}

static const struct web_param move_params[] = {
	{ .name = "move", .kind = WEB_TEXT, .most = 64, .summary = M("Step"), .obligatory = true },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("Reason") },
	{ .name = NULL },
};
static const struct web_param confirm_params[] = {
	{ .name = "refuse", .kind = WEB_TICK, .summary = M("Refuse it") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("Reason") },
	{ .name = NULL },
};
static const struct web_param note_params[] = {
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Note"), .obligatory = true },
	{ .name = NULL },
};

const struct web_route routes_case[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}", .summary = M("Case"), .right = WEB_PERSON, .scope = SCOPE_READ, .view = &page_schema, .page = "case",
	    .section = "cases", .get = get_case },
	{ .method = HTTP_POST, .path = "/cases/{number}/move", .summary = M("Take a step in a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = move_params, .post = post_move, .back = "/cases/{number}" },
	{ .method = HTTP_POST, .path = "/cases/{number}/confirm", .summary = M("Confirm or refuse a proposed step"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = confirm_params, .post = post_confirm, .back = "/cases/{number}" },
	{ .method = HTTP_GET, .path = "/cases/{number}/timeline", .summary = M("What happened in a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &timeline_schema, .page = "case-timeline", .section = "cases", .get = get_timeline },
	{ .method = HTTP_POST, .path = "/cases/{number}/notes", .summary = M("Note in a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = note_params, .post = post_note, .back = "/cases/{number}/timeline" },
	{ .path = NULL },
};
