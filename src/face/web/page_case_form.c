/*
 * page_case_form.c - filling in a case: the fields of a stage on one page, or one field; a field of rows has a page of its own.
 *
 * Every field is sent with the revision that its person read and with what stood in it then. What he left as it was is not written; what
 * somebody else wrote meanwhile is refused by the service, and the page shows both texts.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"

enum { CELLS_MOST = 2000, FIELDS_MOST = 200, BLANK_LINES = 2 };

struct input_view {
	struct case_form_view form;
	struct case_input_view input;
	struct str id;                      /* of its element                                          */
	struct str typed, was;              /* what stands in the input; what stood in it when it was read */
	bool       conflict;
	struct str theirs, by;              /* of a conflict                                           */
	int64_t    at;
};
struct cell_input_view { struct case_cell_view cell; struct case_input_view input; struct str id; };
struct line_view { int64_t number, place; bool blank; LIST(struct cell_input_view) cells; };
struct fill_view {
	struct case_head_view head;
	struct str stage, stage_title, action;
	bool       rows, may, conflict;
	LIST(struct input_view) inputs;
	LIST(struct input_view) elsewhere;  /* fields of rows: their own pages                         */
	LIST(struct line_view)  lines;
};

static const struct field input_fields[] = {
	FIELD_OF(struct input_view, form, FIELD_STRUCT, &case_form_view_schema), FIELD_OF(struct input_view, input, FIELD_STRUCT, &case_input_schema),
	FIELD(struct input_view, id, FIELD_STR), FIELD(struct input_view, typed, FIELD_STR), FIELD(struct input_view, was, FIELD_STR),
	FIELD(struct input_view, conflict, FIELD_BOOL), FIELD(struct input_view, theirs, FIELD_STR), FIELD(struct input_view, by, FIELD_STR),
	FIELD(struct input_view, at, FIELD_INSTANT),
};
static const struct schema input_schema = SCHEMA("case_input_field", struct input_view, input_fields);
static const struct field cell_fields[] = {
	FIELD_OF(struct cell_input_view, cell, FIELD_STRUCT, &case_cell_view_schema), FIELD_OF(struct cell_input_view, input, FIELD_STRUCT, &case_input_schema),
	FIELD(struct cell_input_view, id, FIELD_STR),
};
static const struct schema cell_schema = SCHEMA("case_cell_input", struct cell_input_view, cell_fields);
static const struct field line_fields[] = {
	FIELD(struct line_view, number, FIELD_INT), FIELD(struct line_view, place, FIELD_INT), FIELD(struct line_view, blank, FIELD_BOOL),
	FIELD_OF(struct line_view, cells, FIELD_LIST, &cell_schema),
};
static const struct schema line_schema = SCHEMA("case_line_input", struct line_view, line_fields);
static const struct field fill_fields[] = {
	FIELD_OF(struct fill_view, head, FIELD_STRUCT, &case_head_schema), FIELD(struct fill_view, stage, FIELD_STR),
	FIELD(struct fill_view, stage_title, FIELD_STR), FIELD(struct fill_view, action, FIELD_STR), FIELD(struct fill_view, rows, FIELD_BOOL),
	FIELD(struct fill_view, may, FIELD_BOOL), FIELD(struct fill_view, conflict, FIELD_BOOL), FIELD_OF(struct fill_view, inputs, FIELD_LIST, &input_schema),
	FIELD_OF(struct fill_view, elsewhere, FIELD_LIST, &input_schema), FIELD_OF(struct fill_view, lines, FIELD_LIST, &line_schema),
};
static const struct schema fill_schema = SCHEMA("case_fill", struct fill_view, fill_fields);

/* ------------------------------------------------------------------------------------- what was sent */

/* The texts of a form that stand at the same place of its lists. */
struct sent { struct str_list names, values, revisions, was; };

static struct sent
sent_of(const struct web *web)
{
	return (struct sent){ web_list(web, "name"), web_list(web, "value"), web_list(web, "revision"), web_list(web, "was") };
}

static struct err *
check_sent(const struct web *web, const struct sent *sent)
{
	if (sent->names.count == sent->values.count && sent->names.count == sent->revisions.count && sent->names.count == sent->was.count)
		return NULL;
	return err_new(web->arena, ERR_USAGE, M("Every field is sent as name, value, revision and what stood in it (was), as many of each."));
}

static size_t
find_sent(const struct sent *sent, struct str name)
{
	for (size_t i = 0; i < sent->names.count && i < sent->values.count && i < sent->revisions.count; i++)
		if (str_eq(sent->names.items[i], name))
			return i;
	return SIZE_MAX;
}

/* ------------------------------------------------------------------------------------------- inputs */

static void
mark_chosen(struct case_form_view *form, struct str typed)
{
	for (size_t i = 0; i < form->choices.count; i++)
		form->choices.items[i].chosen = str_eq(form->choices.items[i].value, typed);
}

/* After a form that failed: what was typed stands in it still, and what somebody else wrote meanwhile beside it. */
static void
keep_typed(const struct sent *sent, struct input_view *input)
{
	size_t at = find_sent(sent, input->form.field.name);
	int64_t revision;

	if (at == SIZE_MAX)
		return;
	input->typed = sent->values.items[at];
	mark_chosen(&input->form, input->typed);
	if (!str_to_i64(sent->revisions.items[at], &revision) || revision == input->form.field.revision || str_eq(input->typed, input->form.field.value)
	    || (at < sent->was.count && str_eq(input->typed, sent->was.items[at])))
		return;
	input->conflict = true;
	input->theirs = input->form.field.words;
	input->by = input->form.field.by;
	input->at = input->form.field.at;
}

static void
add_input(struct web *web, const struct case_form_view *form, const struct sent *sent, struct fill_view *fill)
{
	bool rows = str_eq(form->field.type, STR("rows"));
	struct input_view input = { .form = *form, .input = case_input_of(form->field.type), .typed = form->field.value, .was = form->field.value,
		.id = arena_printf(web->arena, "field-%.*s", STR_ARG(form->field.name)), .at = INSTANT_NONE };

	if (rows) {
		list_push(web->arena, &fill->elsewhere, input);
		return;
	}
	keep_typed(sent, &input);
	fill->conflict = fill->conflict || input.conflict;
	fill->may = fill->may || form->field.may;
	list_push(web->arena, &fill->inputs, input);
}

static struct err *
open_fill(struct web *web, struct str stage, struct str field, struct case_forms_view *forms, struct fill_view *fill)
{
	const struct case_desk *desk;
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_NOW, &casefile, &fill->head));
	TRY(web_case_desk(web, &desk));
	TRY(case_forms(desk, &web->actor, web_text(web, "number"), stage, field, web->now, web->arena, forms));
	fill->stage = forms->stage;
	fill->stage_title = forms->stage_title;
	return NULL;
}

static struct err *
get_stage(struct web *web, void *ret_view)
{
	struct fill_view *fill = ret_view;
	struct case_forms_view forms;
	struct sent sent = sent_of(web);

	TRY(open_fill(web, web_text(web, "stage"), STR(""), &forms, fill));
	fill->action = arena_printf(web->arena, "/cases/%.*s/stages/%.*s", STR_ARG(forms.number), STR_ARG(forms.stage));
	for (size_t i = 0; i < forms.forms.count; i++)
		add_input(web, &forms.forms.items[i], &sent, fill);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- rows */

static void
add_cell(struct web *web, const struct case_cell_view *cell, struct line_view *line)
{
	list_push(web->arena, &line->cells, ((struct cell_input_view){ *cell, case_input_of(cell->type),
	    arena_printf(web->arena, "cell-%lld-%.*s", (long long)line->number, STR_ARG(cell->column)) }));
}

static struct line_view *
add_line(struct web *web, struct fill_view *fill, bool blank)
{
	struct line_view *line = list_add(web->arena, &fill->lines);

	line->number = (int64_t)fill->lines.count;
	line->place = line->number - 1;
	line->blank = blank;
	return line;
}

/* A line of the columns, with what was typed in it (NULL: nothing). */
static void
add_typed_line(struct web *web, const struct case_form_view *form, const struct str *typed, struct fill_view *fill)
{
	struct line_view *line = add_line(web, fill, typed == NULL);

	for (size_t i = 0; i < form->columns.count; i++) {
		const struct case_column_view *column = &form->columns.items[i];
		struct case_cell_view cell = { .column = column->name, .title = column->title, .hint = column->hint, .type = column->type,
			.required = column->required, .value = typed == NULL ? STR("") : typed[i] };

		for (size_t c = 0; c < column->choices.count; c++)
			list_push(web->arena, &cell.choices, ((struct case_choice_view){ column->choices.items[c].value, column->choices.items[c].title,
			    str_eq(column->choices.items[c].value, cell.value) }));
		add_cell(web, &cell, line);
	}
}

static void
put_lines(struct web *web, const struct case_form_view *form, struct fill_view *fill)
{
	struct str_list typed = web_list(web, "cell");

	if (typed.count > 0 && typed.count % form->columns.count == 0) {
		for (size_t i = 0; i < typed.count / form->columns.count; i++)
			add_typed_line(web, form, typed.items + i * form->columns.count, fill);
		return;
	}
	for (size_t i = 0; i < form->lines.count; i++) {
		struct line_view *line = add_line(web, fill, false);

		for (size_t c = 0; c < form->lines.items[i].cells.count; c++)
			add_cell(web, &form->lines.items[i].cells.items[c], line);
	}
	for (size_t i = 0; i < BLANK_LINES; i++)
		add_typed_line(web, form, NULL, fill);
}

static struct err *
get_field(struct web *web, void *ret_view)
{
	struct fill_view *fill = ret_view;
	struct case_forms_view forms;
	struct sent sent = sent_of(web);
	struct case_form_view *form;
	int64_t revision = web_number(web, "rows_revision", -1);

	TRY(open_fill(web, STR(""), web_text(web, "field"), &forms, fill));
	form = &forms.forms.items[0];
	fill->action = arena_printf(web->arena, "/cases/%.*s/fields/%.*s", STR_ARG(forms.number), STR_ARG(form->field.name));
	fill->rows = str_eq(form->field.type, STR("rows"));
	add_input(web, form, &sent, fill);
	if (!fill->rows)
		return NULL;
	fill->may = form->field.may;
	fill->inputs.items = fill->elsewhere.items;
	fill->inputs.count = fill->elsewhere.count;
	fill->elsewhere.count = 0;
	fill->inputs.items[0].conflict = fill->conflict = revision >= 0 && revision != form->field.revision;
	fill->inputs.items[0].by = form->field.by;
	fill->inputs.items[0].at = form->field.at;
	put_lines(web, form, fill);
	return NULL;
}

/* --------------------------------------------------------------------------------------------- saving */

static struct err *
save_one(struct web *web, const struct case_desk *desk, const struct sent *sent, size_t at)
{
	int64_t revision;

	if (str_eq(sent->values.items[at], sent->was.items[at]))
		return NULL;
	if (!str_to_i64(sent->revisions.items[at], &revision))
		revision = -1;
	return case_set(desk, &web->actor, web_text(web, "number"), sent->names.items[at], sent->values.items[at], revision, web->now, web->arena);
}

static void
saved(struct web *web)
{
	web_tell(web, M("Saved."));
	web_go(web, "/cases/%.*s", STR_ARG(web_text(web, "number")));
}

/* A field that is refused names itself: the others of the page before it are saved. */
static struct err *
post_stage(struct web *web)
{
	const struct case_desk *desk;
	struct sent sent = sent_of(web);

	TRY(web_case_desk(web, &desk));
	TRY(check_sent(web, &sent));
	if (sent.names.count == 0)
		return err_new(web->arena, ERR_USAGE, M("Nothing was filled in: open the page anew, and send it again."));
	for (size_t i = 0; i < sent.names.count; i++) {
		struct err *err = save_one(web, desk, &sent, i);
		struct case_forms_view forms;

		if (err == NULL)
			continue;
		if (err->code == ERR_CONFLICT || case_forms(desk, &web->actor, web_text(web, "number"), STR(""), sent.names.items[i], web->now, web->arena, &forms) != NULL)
			return err;
		return err_wrap(web->arena, err, M("\"{title}\""), ARG("title", forms.forms.items[0].field.title));
	}
	saved(web);
	return NULL;
}

static struct err *
post_rows(struct web *web, const struct case_desk *desk)
{
	struct str_list cells = web_list(web, "cell"), out = web_list(web, "out");
	struct case_forms_view forms;
	struct str value;

	TRY(case_forms(desk, &web->actor, web_text(web, "number"), STR(""), web_text(web, "field"), web->now, web->arena, &forms));
	TRY(case_rows(&forms.forms.items[0], &cells, &out, web->arena, &value));
	TRY(case_set(desk, &web->actor, web_text(web, "number"), web_text(web, "field"), value, web_number(web, "rows_revision", -1), web->now, web->arena));
	saved(web);
	if (web_tick(web, "then"))
		web_go(web, "/cases/%.*s/fields/%.*s", STR_ARG(web_text(web, "number")), STR_ARG(web_text(web, "field")));
	return NULL;
}

static struct err *
post_field(struct web *web)
{
	const struct case_desk *desk;

	if (web_list(web, "name").count > 0)
		return post_stage(web);
	TRY(web_case_desk(web, &desk));
	if (web_given(web, "cell"))
		return post_rows(web, desk);
	/* As programs do it: one value, as it is written. */
	TRY(case_set(desk, &web->actor, web_text(web, "number"), web_text(web, "field"), web_text(web, "text"), web_number(web, "rows_revision", -1), web->now,
	    web->arena));
	saved(web);
	return NULL;
}

static const struct web_param stage_params[] = {
	{ .name = "name", .kind = WEB_LIST, .most = FIELDS_MOST, .summary = M("Names of fields") },
	{ .name = "value", .kind = WEB_LIST, .most = FIELDS_MOST, .each = 100000, .summary = M("What is to stand in them") },
	{ .name = "revision", .kind = WEB_LIST, .most = FIELDS_MOST, .summary = M("Their revisions as read") },
	{ .name = "was", .kind = WEB_LIST, .most = FIELDS_MOST, .each = 100000, .summary = M("What stood in them as read") },
	{ .name = NULL },
};
static const struct web_param field_params[] = {
	{ .name = "name", .kind = WEB_LIST, .most = 1, .summary = M("Names of fields") },
	{ .name = "value", .kind = WEB_LIST, .most = 1, .each = 100000, .summary = M("What is to stand in them") },
	{ .name = "revision", .kind = WEB_LIST, .most = 1, .summary = M("Their revisions as read") },
	{ .name = "was", .kind = WEB_LIST, .most = 1, .each = 100000, .summary = M("What stood in them as read") },
	{ .name = "cell", .kind = WEB_LIST, .most = CELLS_MOST, .each = 100000, .summary = M("Cells of a field of rows, one row after another") },
	{ .name = "out", .kind = WEB_LIST, .most = CELLS_MOST, .summary = M("Numbers of rows that go, from 0") },
	{ .name = "rows_revision", .kind = WEB_NUMBER, .summary = M("Revision of the field as read") },
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 100000, .summary = M("What is to stand in it") },
	{ .name = "then", .kind = WEB_TICK, .summary = M("Come back for more rows") },
	{ .name = NULL },
};

const struct web_route routes_case_form[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/stages/{stage}", .summary = M("Fill in a stage of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &fill_schema, .page = "case-fill", .section = "cases", .get = get_stage },
	{ .method = HTTP_POST, .path = "/cases/{number}/stages/{stage}", .summary = M("Fill in a stage of a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = stage_params, .post = post_stage },
	{ .method = HTTP_GET, .path = "/cases/{number}/fields/{field}", .summary = M("Fill in a field of a case"), .right = WEB_PERSON,
	    .scope = SCOPE_READ, .view = &fill_schema, .page = "case-fill", .section = "cases", .get = get_field },
	{ .method = HTTP_POST, .path = "/cases/{number}/fields/{field}", .summary = M("Fill in a field of a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = field_params, .post = post_field },
	{ .path = NULL },
};
