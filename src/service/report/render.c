/*
 * render.c - a made report as bytes: on paper by its template, as sheets by its lists, as JSON by its schema.
 */
#include "base/catalogue.h"
#include "format/json/json_write.h"
#include "format/paper/paper.h"
#include "format/workbook/workbook.h"
#include "model/view.h"
#include "service/document/document.h"
#include "service/report/parts.h"

static const char *const format_words[REPORT_FORMATS] = { "text", "html", "pdf", "mail", "xlsx", "csv", "json" };
const struct enum_names report_format_names = ENUM_NAMES(format_words);

const char *
report_format_type(enum report_format format)
{
	static const char *const types[REPORT_FORMATS] = {
		[REPORT_TEXT] = "text/plain; charset=utf-8", [REPORT_MAIL] = "text/plain; charset=utf-8", [REPORT_HTML] = "text/html; charset=utf-8",
		[REPORT_PDF] = "application/pdf", [REPORT_XLSX] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		[REPORT_CSV] = "text/csv; charset=utf-8", [REPORT_JSON] = "application/json",
	};

	return types[format];
}

/* ------------------------------------------------------------------------------------------------ on paper */

/* A LIST of any type begins like this one. */
struct any_list { const char *items; size_t count; size_t room; };

/* Days and instants as official papers say them, in the place of the view's own. */
static void
make_official(const struct schema *schema, const void *value, struct view *view, enum lang lang, struct arena *arena)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		const char *at = (const char *)value + field->offset;
		struct view *part = (struct view *)(uintptr_t)view_find(view, str_of(field->name));
		const struct any_list *list = (const struct any_list *)(const void *)at;

		if (field->kind == FIELD_DAY)
			view_put_text(view, str_of(field->name), report_day(*(const int32_t *)(const void *)at, lang, arena), arena);
		if (field->kind == FIELD_INSTANT)
			view_put_text(view, str_of(field->name), report_instant(*(const int64_t *)(const void *)at, lang, arena), arena);
		if (field->kind == FIELD_STRUCT)
			make_official(field->schema, at, part, lang, arena);
		for (size_t j = 0; field->kind == FIELD_LIST && j < list->count; j++)
			make_official(field->schema, list->items + j * field->schema->size, part->items.items[j], lang, arena);
	}
}

/* {{has.LIST}}: whether a list has rows, for what stands around its table. */
static void
put_has(const struct schema *schema, struct view *view, struct arena *arena)
{
	struct view *has = view_map(arena);

	for (size_t i = 0; i < schema->count; i++)
		if (schema->fields[i].kind == FIELD_LIST || schema->fields[i].kind == FIELD_STRS)
			view_put_truth(has, str_of(schema->fields[i].name), view_is_true(view_find(view, str_of(schema->fields[i].name))), arena);
	view_put(view, STR("has"), has, arena);
}

static struct str
template_of(const struct report_kind *kind, struct arena *arena)
{
	return arena_printf(arena, "report-%s", kind->name);
}

struct err *
report_paper(const struct report_desk *desk, const struct report_made *made, struct arena *arena, struct paper *ret_paper)
{
	struct view *view = view_of(made->kind->schema, made->view, made->lang, arena);

	if (made->kind->official)
		make_official(made->kind->schema, made->view, view, made->lang, arena);
	put_has(made->kind->schema, view, arena);
	return document_paper(desk->home, template_of(made->kind, arena), made->lang, view, arena, ret_paper);
}

struct err *
report_check(const struct report_kind *kind, enum lang lang, struct arena *arena, struct str *ret_missing)
{
	struct view *shape = view_shape(kind->schema, arena);
	struct str_list misses;

	put_has(kind->schema, shape, arena);
	TRY(document_paper_misses(NULL, template_of(kind, arena), lang, shape, arena, &misses));
	*ret_missing = arena_join(arena, misses.items, misses.count, STR("\n"));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ as sheets */

static const struct field *
field_named(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->count; i++)
		if (str_eq(str_of(schema->fields[i].name), str_of(name)))
			return &schema->fields[i];
	return NULL;
}

/* A value of a row as a cell; what is a list of texts stands in one cell, a line each. */
static struct str
cell_of(const struct view *row, const char *name, struct arena *arena)
{
	const struct view *value = row;
	struct str path = str_of(name), part;
	struct str_list lines = { 0 };

	while (value != NULL && str_split(&path, '.', &part))
		value = view_find(value, part);

	if (value == NULL || value->kind == VIEW_TEXT)
		return value == NULL ? STR("") : value->text;
	if (value->kind == VIEW_TRUTH)
		return value->truth ? STR("1") : STR("0");
	for (size_t i = 0; i < value->items.count; i++)
		list_push(arena, &lines, value->items.items[i]->text);
	return arena_join(arena, lines.items, lines.count, STR("\n"));
}

static enum workbook_kind
kind_of(const struct schema *rows, const char *name)
{
	const struct field *field = field_named(rows, name);

	if (field == NULL)
		return WORKBOOK_TEXT;
	return field->kind == FIELD_DAY ? WORKBOOK_DAY : field->kind == FIELD_INT ? WORKBOOK_NUMBER : WORKBOOK_TEXT;
}

static const struct schema *
rows_schema(const struct report_made *made, const struct report_sheet *sheet)
{
	return field_named(made->kind->schema, sheet->list)->schema;
}

/* "-1" is "not known" in JSON's numbers; in a cell that is nothing. */
static struct str
known_cell(const struct schema *rows, const struct view *row, const char *name, struct arena *arena)
{
	struct str cell = cell_of(row, name, arena);

	return kind_of(rows, name) == WORKBOOK_NUMBER && str_eq(cell, STR("-1")) ? STR("") : cell;
}

static struct err *
add_sheet(struct workbook *book, const struct report_made *made, const struct report_sheet *sheet, const struct view *view, struct arena *arena)
{
	const struct schema *rows = rows_schema(made, sheet);
	const struct view *list = view_find(view, str_of(sheet->list));
	struct workbook_column *columns = ARENA_ARRAY(arena, struct workbook_column, sheet->count);
	const struct report_head *head = made->view;
	struct str *titles = ARENA_ARRAY(arena, struct str, 2);
	struct workbook_sheet *options = ARENA_NEW(arena, struct workbook_sheet);      /* a sheet ends when the next begins */

	titles[0] = str_of(catalogue_text(made->lang, sheet->title));
	titles[1] = arena_printf(arena, "%.*s  %.*s  %.*s", STR_ARG(head->organisation), STR_ARG(head->title), STR_ARG(report_day(head->day, made->lang, arena)));
	*options = (struct workbook_sheet){ .name = titles[0], .titles = titles, .titles_count = 2, .columns = columns, .columns_count = sheet->count };
	for (size_t i = 0; i < sheet->count; i++)
		columns[i] = (struct workbook_column){ .title = str_of(catalogue_text(made->lang, sheet->columns[i].heading)),
			.kind = kind_of(rows, sheet->columns[i].field), .width = sheet->columns[i].width };
	TRY(workbook_sheet(book, options, arena));
	for (size_t j = 0; j < list->items.count; j++) {
		struct str *cells = ARENA_ARRAY(arena, struct str, sheet->count);

		for (size_t i = 0; i < sheet->count; i++)
			cells[i] = known_cell(rows, list->items.items[j], sheet->columns[i].field, arena);
		TRY(workbook_row(book, cells, sheet->count, arena));
	}
	return NULL;
}

/* The first sheet: of which day it is, and what it rests on. */
static struct err *
add_front(struct workbook *book, const struct report_made *made, struct arena *arena)
{
	const struct report_head *head = made->view;
	struct workbook_column *columns = ARENA_ARRAY(arena, struct workbook_column, 2);
	struct workbook_sheet *sheet = ARENA_NEW(arena, struct workbook_sheet);
	const struct { const char *title; struct str words; } rows[] = {
		{ M("Whose report it is"), head->organisation }, { M("About"), head->scope }, { M("Day and time it speaks of"), report_instant(head->at, made->lang, arena) },
		{ M("Last checked"), report_instant(head->assessed_at, made->lang, arena) }, { M("Age of the information"), head->freshness },
		{ M("How much is known"), head->coverage }, { M("Undecided"), head->undecided_words }, { M("Criteria"), head->criteria },
		{ M("What it is compared with"), head->compared },
	};

	columns[0] = (struct workbook_column){ .title = str_of(catalogue_text(made->lang, M("Item"))), .width = 14 };
	columns[1] = (struct workbook_column){ .title = str_of(catalogue_text(made->lang, M("Content"))), .width = 60 };
	*sheet = (struct workbook_sheet){ .name = str_of(catalogue_text(made->lang, M("Basis"))), .titles = &head->title, .titles_count = 1, .columns = columns,
		.columns_count = 2 };
	TRY(workbook_sheet(book, sheet, arena));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str cells[] = { str_of(catalogue_text(made->lang, rows[i].title)), rows[i].words };

		TRY(workbook_row(book, cells, ARRAY_LEN(cells), arena));
	}
	for (size_t i = 0; i < head->sources.count; i++) {
		const struct report_source_view *source = &head->sources.items[i];
		struct str cells[] = { catalogue_say(arena, made->lang, M("Source {name}"), ARG("name", source->name)),
			arena_printf(arena, "%.*s  %.*s", STR_ARG(source->words), STR_ARG(report_instant(source->fetched, made->lang, arena))) };

		TRY(workbook_row(book, cells, ARRAY_LEN(cells), arena));
	}
	return NULL;
}

static struct err *
xlsx_of(const struct report_made *made, struct arena *arena, struct str *ret_bytes)
{
	const struct report_head *head = made->view;
	struct workbook_options options = { .title = head->title, .made = made->at };
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&options);
	struct view *view = view_of(made->kind->schema, made->view, made->lang, arena);

	TRY(add_front(book, made, arena));
	for (size_t i = 0; i < made->kind->sheets_count; i++)
		TRY(add_sheet(book, made, &made->kind->sheets[i], view, arena));
	return workbook_end(book, arena, ret_bytes);
}

static void
csv_cell(struct buf *out, struct str text, bool first, struct arena *arena)
{
	if (!first)
		buf_add_char(out, ',');
	buf_add_char(out, '"');
	text = workbook_csv_cell(text, arena);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, text.ptr[i]);
	}
	buf_add_char(out, '"');
}

/* The main list, for other programs and for Excel: UTF-8 with its mark. */
static struct str
csv_of(const struct report_made *made, struct arena *arena)
{
	const struct report_sheet *sheet = &made->kind->sheets[0];
	const struct schema *rows = rows_schema(made, sheet);
	struct view *view = view_of(made->kind->schema, made->view, made->lang, arena);
	const struct view *list = view_find(view, str_of(sheet->list));
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("\xEF\xBB\xBF"));
	for (size_t i = 0; i < sheet->count; i++)
		csv_cell(&out, str_of(catalogue_text(made->lang, sheet->columns[i].heading)), i == 0, arena);
	buf_add(&out, STR("\r\n"));
	for (size_t j = 0; j < list->items.count; j++) {
		for (size_t i = 0; i < sheet->count; i++)
			csv_cell(&out, known_cell(rows, list->items.items[j], sheet->columns[i].field, arena), i == 0, arena);
		buf_add(&out, STR("\r\n"));
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------------ together */

static struct str
json_of(const struct report_made *made, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &out, .pretty = true, .keep_empty = true };

	json_put_record(&writer, NULL, made->kind->schema, made->view);
	buf_add_char(&out, '\n');
	return arena_copy(arena, buf_str(&out));
}

/* As much of it as is one page; of a copy, for what is kept is the whole. */
static struct err *
fit_page(const struct report_desk *desk, const struct report_made *made, struct arena *arena, struct paper *paper)
{
	size_t size = made->kind->schema->size;
	struct report_made shorter = *made;
	bool fits = !paper->one_page || made->kind->shorten == NULL;

	if (fits)
		return NULL;
	shorter.view = memcpy(arena_alloc(arena, size), made->view, size);
	for (size_t step = 0;; step++) {
		TRY(paper_is_one_page(paper, made->lang, arena, &fits));
		if (fits || !made->kind->shorten(shorter.view, step, made->lang, arena))
			return NULL;
		TRY(report_paper(desk, &shorter, arena, paper));
	}
}

struct err *
report_render(const struct report_desk *desk, const struct report_made *made, enum report_format format, struct arena *arena, struct str *ret_title,
    struct str *ret_bytes)
{
	struct paper paper;

	*ret_title = ((const struct report_head *)made->view)->title;
	if (format == REPORT_XLSX)
		return xlsx_of(made, arena, ret_bytes);
	if (format == REPORT_CSV || format == REPORT_JSON) {
		*ret_bytes = format == REPORT_CSV ? csv_of(made, arena) : json_of(made, arena);
		return NULL;
	}
	TRY(report_paper(desk, made, arena, &paper));
	if (format == REPORT_PDF) {
		TRY(fit_page(desk, made, arena, &paper));
		return paper_pdf(&paper, made->lang, arena, ret_bytes);
	}
	*ret_bytes = format == REPORT_HTML ? paper_html(&paper, made->lang, arena) : paper_text(&paper, PAPER_MAIL_COLUMNS, arena);
	return NULL;
}
