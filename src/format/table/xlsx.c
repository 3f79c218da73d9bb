#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "format/archive/archive.h"
#include "format/table/parts.h"
#include "format/xml/xml.h"

/* Cells that are shown as one: rows and columns from 0, both ends within. */
struct merge { int64_t top, bottom; size_t left, right; };

struct sheet_part {
	struct str         name;
	struct str         relation;   /* r:id                            */
	struct str         path;       /* of its member: xl/worksheets/…  */
	bool               hidden;
	LIST(struct merge) merges;     /* by their top                    */
};

/* A merged cell that has begun, and what stands in it. */
struct open_merge { struct merge merge; struct str text; };

struct workbook {
	struct str             packed;
	struct str             name;
	struct table_listener *listener;
	struct arena          *caller;       /* for the listener                */
	struct arena          *arena;        /* what stands for all sheets      */
	struct arena          *scratch;      /* of one row                      */
	LIST(struct sheet_part) sheets;
	struct map             targets;      /* relation → place in targets_list, + 1 */
	struct str_list        target_list;
	struct map             formats;      /* number of a format → place in codes, + 1 */
	struct str_list        codes;
	LIST(struct number_style) styles;    /* by a cell's s                         */
	bool                   has_macros, has_links;
	struct str_list        texts;        /* by a cell's v, of t="s"               */
	size_t                 texts_bytes;
	bool                   epoch_1904;
	bool                   has_workbook;
	/* the sheet that is read */
	size_t                 sheet_at;
	int64_t                row_number;
	size_t                 merge_at;     /* the first of its merges that has not begun */
	LIST(struct open_merge) open;        /* in the arena of the sheet's merges    */
	struct str             cells[LIMIT_CSV_COLUMNS];
	unsigned char          flags[LIMIT_CSV_COLUMNS];
};

struct part_listener {
	struct xml_listener listener;
	struct workbook    *book;
};

/* ------------------------------------------------------------------------------------- texts */

static void
add_point(struct buf *out, uint32_t point)
{
	if (point < 0x80) {
		buf_add_char(out, (char)point);
	} else if (point < 0x800) {
		buf_add_char(out, (char)(0xc0 | point >> 6));
		buf_add_char(out, (char)(0x80 | (point & 0x3f)));
	} else {
		buf_add_char(out, (char)(0xe0 | point >> 12));
		buf_add_char(out, (char)(0x80 | (point >> 6 & 0x3f)));
		buf_add_char(out, (char)(0x80 | (point & 0x3f)));
	}
}

/* "_x000D_" at the front: a character XML could not hold (ECMA-376 22.9.2.19). */
static bool
take_escape(struct str *text, uint32_t *ret_point)
{
	enum { ESCAPE_LEN = 7 };
	uint32_t point = 0;

	if (text->len < ESCAPE_LEN || !str_starts(*text, STR("_x")) || text->ptr[ESCAPE_LEN - 1] != '_')
		return false;
	for (size_t i = 2; i < ESCAPE_LEN - 1; i++) {
		char c = char_lower(text->ptr[i]);

		if (!char_is_digit(c) && (c < 'a' || c > 'f'))
			return false;
		point = point << 4 | (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
	}
	*text = str_from(*text, ESCAPE_LEN);
	*ret_point = point;
	return true;
}

/* Line ends are line feeds; what no text may hold is a space. */
static void
add_unescaped(struct buf *out, struct str text)
{
	uint32_t point;

	while (text.len > 0) {
		if (!take_escape(&text, &point)) {
			buf_add_char(out, text.ptr[0]);
			text = str_from(text, 1);
		} else if ((point < 0x20 && point != '\n' && point != '\r') || (point >= 0xd800 && point <= 0xdfff)) {
			buf_add_char(out, ' ');
		} else if (point != '\r') {
			add_point(out, point);
		}
	}
}

/* <si> and <is>: a text, or runs of it. The reading aid above Japanese words (rPh) is not part of the text. */
static struct str
rich_text(const struct xml_node *node, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	for (size_t i = 0; node != NULL && i < node->children.count; i++) {
		const struct xml_node *child = node->children.items[i];

		if (str_eq(child->name, STR("t")))
			add_unescaped(&text, child->text);
		else if (str_eq(child->name, STR("r")) && xml_child(child, "t") != NULL)
			add_unescaped(&text, xml_child(child, "t")->text);
	}
	return arena_copy(arena, buf_str(&text));
}

static struct err *
too_large(struct workbook *book, const char *what, uint64_t most)
{
	return err_new(book->arena, ERR_LIMIT, M("The workbook goes beyond a bound of this program ({what}, {most})."),
	    ARG("what", str_of(what)), ARG_N("most", most));
}

static struct err *
on_text(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;
	struct str text = rich_text(node, book->arena);

	(void)offset, (void)arena;
	list_push(book->arena, &book->texts, text);
	book->texts_bytes += text.len;
	if (book->texts.count > LIMIT_XLSX_TEXTS)
		return too_large(book, "texts", LIMIT_XLSX_TEXTS);
	return book->texts_bytes > LIMIT_DOCUMENT_BYTES ? too_large(book, "texts", LIMIT_DOCUMENT_BYTES) : NULL;
}

/* ------------------------------------------------------------- workbook, relations, styles */

static struct err *
on_workbook(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;
	struct str epoch = xml_attribute(node, "date1904");
	struct sheet_part *sheet;

	(void)offset, (void)arena;
	if (str_eq(node->name, STR("workbookPr"))) {
		book->epoch_1904 = str_eq(epoch, STR("1")) || str_eq(epoch, STR("true"));
		return NULL;
	}
	if (book->sheets.count == LIMIT_XLSX_SHEETS)
		return too_large(book, "sheets", LIMIT_XLSX_SHEETS);
	sheet = list_add(book->arena, &book->sheets);
	sheet->name = arena_copy(book->arena, xml_attribute(node, "name"));
	sheet->relation = arena_copy(book->arena, xml_attribute(node, "id"));
	sheet->hidden = str_eq(xml_attribute(node, "state"), STR("hidden")) || str_eq(xml_attribute(node, "state"), STR("veryHidden"));
	return NULL;
}

static struct err *
on_relation(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;
	struct str target = xml_attribute(node, "Target");

	(void)offset, (void)arena;
	if (str_take(&target, STR("/")))
		target = arena_copy(book->arena, target);
	else
		target = arena_join(book->arena, (struct str[]){ STR("xl"), target }, 2, STR("/"));
	list_push(book->arena, &book->target_list, target);
	*map_put(book->arena, &book->targets, arena_copy(book->arena, xml_attribute(node, "Id"))) = book->target_list.count;
	return NULL;
}

static void
add_style(struct workbook *book, const struct xml_node *xf)
{
	struct str id = xml_attribute(xf, "numFmtId");
	const uint64_t *code = map_find(&book->formats, id);
	uint64_t number = 0;

	(void)str_to_u64(id, &number);
	list_push(book->arena, &book->styles,
	    number_style_of(number, code == NULL ? STR("") : book->codes.items[*code - 1]));
}

static struct err *
on_style(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;

	(void)offset, (void)arena;
	if (str_eq(node->name, STR("numFmt"))) {
		list_push(book->arena, &book->codes, arena_copy(book->arena, xml_attribute(node, "formatCode")));
		*map_put(book->arena, &book->formats, arena_copy(book->arena, xml_attribute(node, "numFmtId"))) = book->codes.count;
		return NULL;
	}
	for (size_t i = 0; i < node->children.count; i++)
		if (str_eq(node->children.items[i]->name, STR("xf")))
			add_style(book, node->children.items[i]);
	return NULL;
}

/* ------------------------------------------------------------------------------------- sheets */

bool
table_column_of(struct str place, size_t *ret_column)
{
	size_t column = 0, i;

	for (i = 0; i < place.len && char_is_upper(place.ptr[i]) && column < 1000000; i++)
		column = column * 26 + (size_t)(place.ptr[i] - 'A' + 1);
	if (i == 0)
		return false;
	*ret_column = column - 1;
	return true;
}

static struct err *
broken_cell(struct workbook *book, size_t column)
{
	return err_new(book->arena, ERR_FORMAT, M("Sheet {sheet}, row {row}, column {column}: the cell cannot be read: open the file in Excel and save it again."),
	    ARG("sheet", book->sheets.items[book->sheet_at].name), ARG_N("row", book->row_number),
	    ARG("column", table_column_name(column, book->arena)));
}

static struct err *
shared_text(struct workbook *book, size_t column, struct str value, struct str *ret_text)
{
	uint64_t at;

	if (!str_to_u64(value, &at) || at >= book->texts.count)
		return broken_cell(book, column);
	*ret_text = book->texts.items[at];
	return NULL;
}

static struct number_style
style_of(const struct workbook *book, const struct xml_node *cell)
{
	uint64_t at;

	if (str_to_u64(xml_attribute(cell, "s"), &at) && at < book->styles.count)
		return book->styles.items[at];
	return (struct number_style){ 0 };
}

static struct str
plain_text(struct workbook *book, struct str value)
{
	struct buf text BUF_SCOPE = { 0 };

	add_unescaped(&text, value);
	return arena_copy(book->scratch, buf_str(&text));
}

/* By the cell's type, ECMA-376 18.18.11. */
static struct err *
cell_text(struct workbook *book, const struct xml_node *cell, size_t column, struct str *ret_text, unsigned char *ret_flags)
{
	struct str type = xml_attribute(cell, "t"), value = xml_child_text(cell, "v");
	struct number_style style;

	*ret_flags = 0;
	if (str_eq(type, STR("inlineStr"))) {
		*ret_text = rich_text(xml_child(cell, "is"), book->scratch);
	} else if (value.len == 0) {
		*ret_text = STR("");
		if (xml_child(cell, "f") != NULL && xml_child(cell, "v") == NULL)
			*ret_flags = TABLE_CELL_VOID;
	} else if (str_eq(type, STR("s"))) {
		return shared_text(book, column, value, ret_text);
	} else if (str_eq(type, STR("b"))) {
		*ret_text = str_eq(value, STR("1")) ? STR("TRUE") : STR("FALSE");
	} else if (type.len == 0 || str_eq(type, STR("n"))) {
		style = style_of(book, cell);
		*ret_text = number_text(value, style, book->epoch_1904, book->scratch);
		*ret_flags = style.is_fixed || style.is_date || style.is_time ? 0 : TABLE_CELL_GENERAL;
	} else {
		*ret_text = plain_text(book, xml_child(cell, "v")->text);
	}
	return NULL;
}

/* Room up to a column, empty where nothing stands. */
static void
reach_column(struct workbook *book, size_t column, size_t *count)
{
	for (; *count <= column; (*count)++) {
		book->cells[*count] = STR("");
		book->flags[*count] = 0;
	}
}

static struct err *
take_cell(struct workbook *book, const struct xml_node *cell, size_t column, size_t *count)
{
	struct str text;
	unsigned char flags;

	TRY(cell_text(book, cell, column, &text, &flags));
	if (text.len == 0 && flags == 0)
		return NULL;
	if (text.len > LIMIT_CELL_BYTES * 4)   /* Excel's bound is in characters */
		return too_large(book, "cell", LIMIT_CELL_BYTES);
	if (column >= LIMIT_CSV_COLUMNS)
		return too_large(book, "columns", LIMIT_CSV_COLUMNS);
	if (column < *count)
		return broken_cell(book, column);
	reach_column(book, column, count);
	book->cells[column] = text;
	book->flags[column] = flags;
	return NULL;
}

/* -------------------------------------------------------------------------------------- merged cells */

/* "BC12" into column and row from 0. */
static bool
take_place(struct str *text, size_t *ret_column, int64_t *ret_row)
{
	uint64_t row;
	size_t digits = 0;

	(void)str_take(text, STR("$"));
	if (!table_column_of(*text, ret_column))
		return false;
	while (text->len > 0 && char_is_upper(text->ptr[0]))
		*text = str_from(*text, 1);
	(void)str_take(text, STR("$"));
	while (digits < text->len && char_is_digit(text->ptr[digits]))
		digits++;
	if (!str_to_u64(str_sub(*text, 0, digits), &row) || row == 0 || row > INT32_MAX)
		return false;
	*ret_row = (int64_t)row - 1;
	*text = str_from(*text, digits);
	return true;
}

static struct err *
on_merge(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;
	struct sheet_part *sheet = &book->sheets.items[book->sheet_at];
	struct str ref = xml_attribute(node, "ref");
	struct merge merge;

	(void)offset, (void)arena;
	if (!take_place(&ref, &merge.left, &merge.top) || !str_take(&ref, STR(":")) || !take_place(&ref, &merge.right, &merge.bottom))
		return NULL;   /* what joins no cells changes none */
	if (merge.left >= LIMIT_CSV_COLUMNS || merge.right < merge.left || merge.bottom < merge.top)
		return NULL;
	if (merge.right >= LIMIT_CSV_COLUMNS)
		merge.right = LIMIT_CSV_COLUMNS - 1;
	if (sheet->merges.count == LIMIT_XLSX_MERGES)
		return too_large(book, "merged cells", LIMIT_XLSX_MERGES);
	list_push(book->arena, &sheet->merges, merge);
	return NULL;
}

static int
by_top(const void *a, const void *b)
{
	const struct merge *left = a, *right = b;

	return left->top != right->top ? (left->top > right->top) - (left->top < right->top) : (left->left > right->left) - (left->left < right->left);
}

/* Those that have ended go, those that begin in this row come, with the text that stands there. */
static void
turn_merges(struct workbook *book, size_t count)
{
	const struct sheet_part *sheet = &book->sheets.items[book->sheet_at];
	int64_t row = book->row_number - 1;
	size_t kept = 0;

	for (size_t i = 0; i < book->open.count; i++)
		if (book->open.items[i].merge.bottom >= row)
			book->open.items[kept++] = book->open.items[i];
	book->open.count = kept;
	for (; book->merge_at < sheet->merges.count && sheet->merges.items[book->merge_at].top <= row; book->merge_at++) {
		struct merge merge = sheet->merges.items[book->merge_at];

		/* of cells that do not overlap no more than one stands over each column */
		if (merge.bottom < row || merge.top < row || book->open.count == LIMIT_CSV_COLUMNS)
			continue;
		list_push(book->arena, &book->open, ((struct open_merge){ merge,
		    merge.left < count ? arena_copy(book->arena, book->cells[merge.left]) : STR("") }));
	}
}

/* What is merged downwards holds for every row; what lies beneath a merged cell to the right is marked. */
static void
spread_merges(struct workbook *book, size_t *count)
{
	int64_t row = book->row_number - 1;

	turn_merges(book, *count);
	for (size_t i = 0; i < book->open.count; i++) {
		const struct open_merge *open = &book->open.items[i];

		if (open->text.len == 0)
			continue;
		reach_column(book, open->merge.left, count);
		if (open->merge.top < row) {
			book->cells[open->merge.left] = open->text;
			book->flags[open->merge.left] |= TABLE_CELL_DOWN;
		}
		for (size_t at = open->merge.left + 1; at <= open->merge.right; at++) {
			reach_column(book, at, count);
			if (book->cells[at].len == 0)
				book->flags[at] |= TABLE_CELL_ACROSS;
		}
	}
}

/* Is anything but what merged cells spread in it? */
static bool
has_own_cells(const struct workbook *book, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (book->cells[i].len > 0 && (book->flags[i] & TABLE_CELL_DOWN) == 0)
			return true;
	return false;
}

static struct err *
on_row(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct workbook *book = ((struct part_listener *)listener)->book;
	size_t column = 0, count = 0;
	int64_t number;

	(void)offset, (void)arena;
	arena_reset(book->scratch);
	book->row_number = str_to_i64(xml_attribute(node, "r"), &number) ? number : book->row_number + 1;
	for (size_t i = 0; i < node->children.count; i++) {
		if (!str_eq(node->children.items[i]->name, STR("c")))
			continue;
		(void)table_column_of(xml_attribute(node->children.items[i], "r"), &column);
		TRY(take_cell(book, node->children.items[i], column, &count));
		column++;
	}
	spread_merges(book, &count);
	if (!has_own_cells(book, count))
		return NULL;
	return book->listener->row(book->listener, &(struct table_row){ .sheet = book->sheets.items[book->sheet_at].name,
	    .sheet_at = (int64_t)book->sheet_at, .number = book->row_number, .cells = book->cells, .count = count,
	    .flags = book->flags }, book->caller);
}

/* -------------------------------------------------------------------------------------- the parts */

/* Beneath, the member is named; the person knows the workbook. */
static struct err *
read_xml(struct workbook *book, struct archive_input *archive, struct part_listener *part)
{
	struct err *err = xml_read(archive_stream(archive), &part->listener, book->arena);

	return err == NULL ? NULL : err_wrap(book->arena, err, M("workbook {file}"), ARG("file", book->name));
}

static const char *const workbook_names[] = { "sheet", "workbookPr", NULL };
static const char *const relation_names[] = { "Relationship", NULL };
static const char *const style_names[] = { "numFmt", "cellXfs", NULL };
static const char *const text_names[] = { "si", NULL };
static const char *const row_names[] = { "row", NULL };
static const char *const merge_names[] = { "mergeCell", NULL };

static const struct {
	struct str         path;
	struct err       *(*record)(struct xml_listener *, const struct xml_node *, uint64_t, struct arena *);
	const char *const *names;
} parts[] = {
	{ STR_INIT("xl/workbook.xml"), on_workbook, workbook_names },
	{ STR_INIT("xl/_rels/workbook.xml.rels"), on_relation, relation_names },
	{ STR_INIT("xl/styles.xml"), on_style, style_names },
	{ STR_INIT("xl/sharedStrings.xml"), on_text, text_names },
};

static struct err *
read_part(struct workbook *book, struct archive_input *archive)
{
	book->has_macros |= str_starts_nocase(archive_entry(archive), STR("xl/vbaProject"));
	book->has_links |= str_starts_nocase(archive_entry(archive), STR("xl/externalLinks/"));
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct part_listener part = { { parts[i].record, NULL, parts[i].names }, book };

		if (!str_eq_nocase(archive_entry(archive), parts[i].path))
			continue;
		book->has_workbook |= i == 0;
		return read_xml(book, archive, &part);
	}
	return NULL;
}

static struct err *
read_parts(struct workbook *book)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more;

	TRY(archive_open(input_of_bytes(&raw, book->packed, book->name), book->arena, &archive));
	for (;;) {
		TRY(archive_next_entry(archive, book->arena, &more));
		if (!more)
			return NULL;
		TRY(read_part(book, archive));
	}
}

static struct err *
find_sheets(struct workbook *book)
{
	if (!book->has_workbook)
		return err_new(book->arena, ERR_FORMAT,
		    M("There is no workbook in {file}: save it with File > Save As as \"Excel Workbook (*.xlsx)\"."), ARG("file", book->name));
	for (size_t i = 0; i < book->sheets.count; i++) {
		const uint64_t *target = map_find(&book->targets, book->sheets.items[i].relation);

		if (target == NULL)
			return err_new(book->arena, ERR_FORMAT, M("{file}: the sheet {sheet} is not in the file: open it in Excel and save it again."),
			    ARG("file", book->name), ARG("sheet", book->sheets.items[i].name));
		book->sheets.items[i].path = book->target_list.items[*target - 1];
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- every sheet */

/* The sheet of that member, or SIZE_MAX. */
static size_t
sheet_of(const struct workbook *book, struct str path)
{
	for (size_t i = 0; i < book->sheets.count; i++)
		if (str_eq_nocase(path, book->sheets.items[i].path))
			return i;
	return SIZE_MAX;
}

/* Which cells are merged stands behind the rows in a sheet, but has to be known before them: read first. */
static struct err *
read_merges(struct workbook *book)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more;

	TRY(archive_open(input_of_bytes(&raw, book->packed, book->name), book->arena, &archive));
	for (;;) {
		struct part_listener part = { { on_merge, NULL, merge_names }, book };
		struct sheet_part *sheet;

		TRY(archive_next_entry(archive, book->arena, &more));
		if (!more)
			return NULL;
		book->sheet_at = sheet_of(book, archive_entry(archive));
		if (book->sheet_at == SIZE_MAX)
			continue;
		sheet = &book->sheets.items[book->sheet_at];
		TRY(read_xml(book, archive, &part));
		if (sheet->merges.count > 1)
			qsort(sheet->merges.items, sheet->merges.count, sizeof(sheet->merges.items[0]), by_top);
	}
}

/* Is the sheet that comes next wanted? Those that are not are passed over. */
static struct err *
next_wanted(struct workbook *book)
{
	for (; book->sheet_at < book->sheets.count; book->sheet_at++) {
		const struct sheet_part *sheet = &book->sheets.items[book->sheet_at];
		bool wanted = true;

		if (book->listener->sheet != NULL)
			TRY(book->listener->sheet(book->listener, &(struct table_sheet){ sheet->name, (int64_t)book->sheet_at, sheet->hidden },
			    book->caller, &wanted));
		if (wanted)
			return NULL;
	}
	return NULL;
}

/*
 * One pass over the members. Sheets are mostly packed in their order, so that one pass reads them all; where they are
 * not, the next pass goes on with the first that is missing.
 */
static struct err *
read_sheets_once(struct workbook *book)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more;

	TRY(archive_open(input_of_bytes(&raw, book->packed, book->name), book->arena, &archive));
	while (book->sheet_at < book->sheets.count) {
		struct part_listener part = { { on_row, NULL, row_names }, book };

		TRY(archive_next_entry(archive, book->arena, &more));
		if (!more)
			return NULL;
		if (!str_eq_nocase(archive_entry(archive), book->sheets.items[book->sheet_at].path))
			continue;
		book->row_number = 0;
		book->merge_at = book->open.count = 0;
		TRY(read_xml(book, archive, &part));
		book->sheet_at++;
		TRY(next_wanted(book));
	}
	return NULL;
}

static struct err *
read_sheets(struct workbook *book)
{
	book->sheet_at = 0;
	TRY(next_wanted(book));
	while (book->sheet_at < book->sheets.count) {
		size_t before = book->sheet_at;

		TRY(read_sheets_once(book));
		if (book->sheet_at == before)
			return err_new(book->arena, ERR_FORMAT, M("{file}: the sheet {sheet} is not in the file: open it in Excel and save it again."),
			    ARG("file", book->name), ARG("sheet", book->sheets.items[before].name));
	}
	return NULL;
}

/* A zip ends with a record of its own; a file that is still being written has none yet. */
static struct err *
check_end(struct workbook *book)
{
	enum { COMMENT_MOST = 65535 + 22 };
	size_t from = book->packed.len > COMMENT_MOST ? book->packed.len - COMMENT_MOST : 0;

	if (str_find(str_from(book->packed, from), STR("PK\5\6")) != SIZE_MAX)
		return NULL;
	return err_new(book->arena, ERR_FORMAT,
	    M("{file} ends in the middle: it may still be being copied or saved. Wait until that is done and import it again; if it stays so, copy it anew."),
	    ARG("file", book->name));
}

static struct err *
say(struct workbook *book, bool is_so, const char *message)
{
	if (!is_so || book->listener->notice == NULL)
		return NULL;
	return book->listener->notice(book->listener, STR(""), -1, err_make(book->arena, ERR_UNSUPPORTED, ERR_WHERE, NULL, message, ERR_ARGS()), book->caller);
}

static struct err *
read_book(struct workbook *book, struct input *input)
{
	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, book->arena, &book->packed));
	TRY(check_end(book));
	TRY(read_parts(book));
	TRY(find_sheets(book));
	TRY(say(book, book->has_macros, M("The workbook has macros: they were not run, only cells were read.")));
	TRY(say(book, book->has_links, M("The workbook has links to other files: they were not followed; cells have the values of the last time it was saved.")));
	TRY(read_merges(book));
	return read_sheets(book);
}

struct err *
xlsx_read(struct input *input, struct table_listener *listener, struct arena *arena)
{
	struct arena *own ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new();
	struct workbook *book = ARENA_NEW(own, struct workbook);
	struct err *err;

	*book = (struct workbook){ .name = input->name, .listener = listener, .caller = arena, .arena = own, .scratch = scratch };
	err = read_book(book, input);
	return err == NULL ? NULL : err_copy(err, arena);
}

struct err *
table_parts(struct str workbook, struct str name, struct arena *arena, struct table_parts *ret_parts)
{
	struct arena *own ARENA_SCOPE = arena_new();
	struct workbook *book = ARENA_NEW(own, struct workbook);
	struct err *err;

	*book = (struct workbook){ .packed = workbook, .name = name, .arena = own };
	err = check_end(book);
	if (err == NULL)
		err = read_parts(book);
	if (err == NULL)
		err = find_sheets(book);
	if (err != NULL)
		return err_copy(err, arena);
	*ret_parts = (struct table_parts){ 0 };
	for (size_t i = 0; i < book->sheets.count; i++)
		list_push(arena, &ret_parts->list, ((struct table_part){ arena_copy(arena, book->sheets.items[i].name),
		    arena_copy(arena, book->sheets.items[i].path) }));
	return NULL;
}
