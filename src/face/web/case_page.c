/*
 * case_page.c - what every page of a case begins with.
 */
#include "face/web/case_page.h"

static const struct field tab_fields[] = {
	FIELD(struct case_tab_view, title, FIELD_STR), FIELD(struct case_tab_view, path, FIELD_STR), FIELD(struct case_tab_view, count, FIELD_INT),
	FIELD(struct case_tab_view, counted, FIELD_BOOL), FIELD(struct case_tab_view, current, FIELD_BOOL),
};
static const struct schema tab_schema = SCHEMA("case_tab", struct case_tab_view, tab_fields);
static const struct field head_fields[] = {
	FIELD(struct case_head_view, number, FIELD_STR), FIELD(struct case_head_view, title, FIELD_STR),
	FIELD(struct case_head_view, playbook_title, FIELD_STR), FIELD(struct case_head_view, state, FIELD_STR),
	FIELD(struct case_head_view, tone, FIELD_STR), FIELD(struct case_head_view, tlp, FIELD_STR), FIELD(struct case_head_view, tlp_code, FIELD_STR),
	FIELD(struct case_head_view, unit, FIELD_STR), FIELD(struct case_head_view, sealed, FIELD_BOOL), FIELD(struct case_head_view, open, FIELD_BOOL),
	FIELD(struct case_head_view, due, FIELD_INSTANT), FIELD(struct case_head_view, due_title, FIELD_STR),
	FIELD(struct case_head_view, due_tone, FIELD_STR), FIELD(struct case_head_view, opened_at, FIELD_INSTANT),
	FIELD(struct case_head_view, opened_by, FIELD_STR), FIELD(struct case_head_view, edit, FIELD_BOOL),
	FIELD(struct case_head_view, comment, FIELD_BOOL), FIELD(struct case_head_view, assign, FIELD_BOOL),
	FIELD(struct case_head_view, grant, FIELD_BOOL), FIELD(struct case_head_view, export, FIELD_BOOL),
	FIELD_OF(struct case_head_view, steps, FIELD_LIST, &case_stage_view_schema), FIELD_OF(struct case_head_view, tabs, FIELD_LIST, &tab_schema),
};
const struct schema case_head_schema = SCHEMA("case_head", struct case_head_view, head_fields);

static const struct field input_fields[] = {
	FIELD(struct case_input_view, line, FIELD_BOOL), FIELD(struct case_input_view, area, FIELD_BOOL), FIELD(struct case_input_view, select, FIELD_BOOL),
	FIELD(struct case_input_view, day, FIELD_BOOL), FIELD(struct case_input_view, instant, FIELD_BOOL),
	FIELD(struct case_input_view, number, FIELD_BOOL),
};
const struct schema case_input_schema = SCHEMA("case_input", struct case_input_view, input_fields);

struct case_input_view
case_input_of(struct str type)
{
	int kind = PLAY_TEXT;

	(void)enum_find(&play_type_names, type, &kind);
	switch ((enum play_type)kind) {
	case PLAY_BOOL:
	case PLAY_CHOICE:
	case PLAY_PERSON:
	case PLAY_UNIT:
		return (struct case_input_view){ .select = true };
	case PLAY_LONG:
		return (struct case_input_view){ .area = true };
	case PLAY_DAY:
		return (struct case_input_view){ .day = true };
	case PLAY_INSTANT:
		return (struct case_input_view){ .instant = true };
	case PLAY_NUMBER:
	case PLAY_MONEY:
		return (struct case_input_view){ .number = true };
	case PLAY_TEXT:
	case PLAY_URL:
	case PLAY_ROWS:
		break;
	}
	return (struct case_input_view){ .line = true };
}

struct str
case_due_tone(const struct web *web, int64_t due)
{
	enum { SOON_DAYS = 3 };

	if (due == INSTANT_NONE)
		return STR("");
	if (due < web->now)
		return STR("overdue");
	return due - web->now < SOON_DAYS * INSTANT_DAY ? STR("soon") : STR("");
}

/* ------------------------------------------------------------------------------------------------ tabs */

static const struct { const char *title, *path; } tabs[CASE_TABS] = {
	[CASE_TAB_NOW]    = { M("Overview"),     "" },
	[CASE_TAB_PLANS]  = { M("Plans"),        "/plans" },
	[CASE_TAB_TALK]   = { M("Messages"),     "/threads" },
	[CASE_TAB_PAPERS] = { M("Papers and files"), "/papers" },
	[CASE_TAB_PEOPLE] = { M("Who takes part"), "/people" },
	[CASE_TAB_STORY]  = { M("What happened"), "/timeline" },
	[CASE_TAB_MORE]   = { M("More"),         "/more" },
};

static bool
has_plans(const struct case_view *casefile)
{
	for (size_t i = 0; i < casefile->fields.count; i++)
		if (str_eq(casefile->fields.items[i].name, STR("plans")) && str_eq(casefile->fields.items[i].type, STR("rows")))
			return true;
	return false;
}

static int64_t
count_of(const struct case_view *casefile, enum case_tab tab)
{
	int64_t unread = 0;

	for (size_t i = 0; i < casefile->threads.count; i++)
		unread += casefile->threads.items[i].unread;
	return tab == CASE_TAB_TALK ? unread : tab == CASE_TAB_PAPERS ? (int64_t)casefile->files.count : 0;
}

static void
put_tabs(struct web *web, enum case_tab current, const struct case_view *casefile, struct case_head_view *head)
{
	for (int i = 0; i < CASE_TABS; i++) {
		int64_t count = count_of(casefile, (enum case_tab)i);

		if (i == CASE_TAB_PLANS && !has_plans(casefile))
			continue;
		list_push(web->arena, &head->tabs, ((struct case_tab_view){ web_word(web, tabs[i].title),
		    arena_printf(web->arena, "/cases/%.*s%s", STR_ARG(casefile->number), tabs[i].path), count, count > 0, i == (int)current }));
	}
}

/* ------------------------------------------------------------------------------------------------ head */

static void
put_due(const struct web *web, const struct case_view *casefile, struct case_head_view *head)
{
	head->due = INSTANT_NONE;
	for (size_t i = 0; i < casefile->deadlines.count; i++) {
		const struct case_deadline_view *deadline = &casefile->deadlines.items[i];

		if (deadline->met || deadline->due == INSTANT_NONE || (head->due != INSTANT_NONE && deadline->due >= head->due))
			continue;
		head->due = deadline->due;
		head->due_title = deadline->title;
	}
	head->due_tone = case_due_tone(web, head->due);
}

static bool
has_right(const struct case_view *casefile, const char *right)
{
	return str_is_one_of(str_of(right), casefile->rights.items, casefile->rights.count);
}

static struct str
upper(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		out[i] = text.ptr[i] >= 'a' && text.ptr[i] <= 'z' ? (char)(text.ptr[i] - 'a' + 'A') : text.ptr[i];
	return (struct str){ out, text.len };
}

void
case_page_of(struct web *web, enum case_tab tab, const struct case_view *casefile, struct case_head_view *ret_head)
{
	struct case_head_view head = { .number = casefile->number, .title = casefile->title, .playbook_title = casefile->playbook_title,
		.state = casefile->state_title, .tone = !casefile->open ? STR("closed") : casefile->proposed.len > 0 ? STR("waiting") : STR("open"),
		.tlp = arena_printf(web->arena, "TLP:%.*s", STR_ARG(upper(casefile->tlp, web->arena))),
		.tlp_code = str_eq(casefile->tlp, STR("amber+strict")) ? STR("amber_strict") : casefile->tlp, .unit = casefile->unit,
		.sealed = casefile->sealed, .open = casefile->open, .opened_at = casefile->opened_at, .opened_by = casefile->opened_by,
		.edit = has_right(casefile, "edit"), .comment = has_right(casefile, "comment"), .assign = has_right(casefile, "assign"),
		.grant = has_right(casefile, "grant"), .export = has_right(casefile, "export") };

	put_due(web, casefile, &head);
	for (size_t i = 0; i < casefile->stages.count; i++)
		if (casefile->stages.items[i].on_way)
			list_push(web->arena, &head.steps, casefile->stages.items[i]);
	put_tabs(web, tab, casefile, &head);
	web_title(web, arena_printf(web->arena, "%.*s %.*s", STR_ARG(casefile->number), STR_ARG(casefile->title)));
	*ret_head = head;
}

struct err *
case_page_open(struct web *web, enum case_tab tab, struct case_view *ret_case, struct case_head_view *ret_head)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_show(desk, &web->actor, web_text(web, "number"), web->now, web->arena, ret_case));
	case_page_of(web, tab, ret_case, ret_head);
	return NULL;
}
