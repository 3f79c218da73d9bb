/*
 * workbook.c - libxlsxwriter behind our door: it writes row by row, and the file into memory.
 */
#include "format/workbook/workbook.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fold.h"
#include "base/map.h"
#include "base/mem.h"
#include "format/workbook/lxw.h"

enum {
	SHEET_ROWS_MOST  = 1048576,      /* ECMA-376, and Excel                    */
	SHEET_NAME_MOST  = 31,           /* characters of a sheet's name           */
	CELL_CHARS_MOST  = 32767,
	CHOICES_MOST     = 255,
	PAPER_A4         = 9,
	TITLE_HEIGHT     = 20,           /* points                                 */
	LINE_HEIGHT      = 18,
	CELL_LINE        = 15,           /* of the smaller letters of cells        */
	HEIGHT_MOST      = 400,          /* Excel's is 409                         */
	HEADER_HEIGHT    = 36,           /* two lines                              */
};

/* How a column's cells look: locked and open, each by its kind. */
struct looks { lxw_format *cell[WORKBOOK_DAY + 1][2]; };

struct workbook {
	lxw_workbook          *file;
	struct arena          *arena;
	int                    fd;            /* the file: memory that has no name elsewhere */
	char                   path[64];
	struct map             names;         /* of sheets, folded              */
	struct workbook_sheet  sheet;
	lxw_worksheet         *now;           /* NULL before the first          */
	lxw_row_t              row;           /* next to be written             */
	lxw_row_t              first;         /* of the rows beneath the header */
	struct looks           looks;
	lxw_format            *heading, *subheading, *header, *header_open;
	bool                   shown;         /* a sheet is selected already    */
	const char            *missing;       /* why the library is not there   */
};

/* -------------------------------------------------------------------------------------- looks */

static lxw_format *
base_format(struct workbook *book)
{
	lxw_format *format = lxw.workbook_add_format(book->file);

	lxw.format_set_font_name(format, "Yu Gothic");
	lxw.format_set_font_size(format, 10);
	lxw.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	lxw.format_set_text_wrap(format);
	return format;
}

static lxw_format *
cell_format(struct workbook *book, enum workbook_kind kind, bool open)
{
	static const char *const number_formats[] = { "@", "General", "yyyy-mm-dd" };
	lxw_format *format = base_format(book);

	lxw.format_set_num_format(format, number_formats[kind]);
	lxw.format_set_border(format, LXW_BORDER_THIN);
	lxw.format_set_border_color(format, 0x8C8C8C);
	if (open) {
		lxw.format_set_unlocked(format);
		lxw.format_set_bg_color(format, 0xFFF9DB);
	}
	return format;
}

static lxw_format *
header_format(struct workbook *book, lxw_color_t color)
{
	lxw_format *format = base_format(book);

	lxw.format_set_bold(format);
	lxw.format_set_align(format, LXW_ALIGN_CENTER);
	lxw.format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	lxw.format_set_border(format, LXW_BORDER_THIN);
	lxw.format_set_bg_color(format, color);
	return format;
}

static void
make_looks(struct workbook *book)
{
	for (int kind = 0; kind <= WORKBOOK_DAY; kind++) {
		book->looks.cell[kind][false] = cell_format(book, (enum workbook_kind)kind, false);
		book->looks.cell[kind][true] = cell_format(book, (enum workbook_kind)kind, true);
	}
	book->heading = base_format(book);
	lxw.format_set_bold(book->heading);
	lxw.format_set_font_size(book->heading, 14);
	book->subheading = base_format(book);
	book->header = header_format(book, 0xD9E2EC);
	book->header_open = header_format(book, 0xFFE69A);
}

static lxw_format *
look_of(const struct workbook *book, const struct workbook_column *column)
{
	return book->looks.cell[column->kind][column->open || column->bare];
}

/* -------------------------------------------------------------------------------------- words */

/* Half a full-width character is one of a column's units, which are narrow digits. */
static size_t
text_units(struct str text)
{
	size_t units = 0, len;
	uint32_t point;

	for (size_t at = 0; at < text.len; at += len) {
		len = str_point(text, at, &point);
		if (len == 0)
			len = 1;
		units += point < 0x1100 || (point >= 0xff61 && point <= 0xff9f) ? 1 : 2;
	}
	return units;
}

static size_t
text_chars(struct str text)
{
	size_t chars = 0;

	for (size_t i = 0; i < text.len; i++)
		chars += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return chars;
}

static double
column_units(const struct workbook_column *column)
{
	size_t units = column->width > 0 ? (size_t)column->width * 2 : text_units(column->title) + (column->open ? 2 : 0);

	return (double)(units < 4 ? 4 : units > 120 ? 120 : units) + 1.5;
}

static double
sheet_units(const struct workbook_sheet *sheet)
{
	double units = 0;

	for (size_t i = 0; i < sheet->columns_count; i++)
		units += sheet->columns[i].hidden ? 0 : column_units(&sheet->columns[i]);
	return units < 1 ? 1 : units;
}

static struct str
first_chars(struct str text, size_t most)
{
	size_t at = 0, chars = 0;

	while (at < text.len && chars < most) {
		uint32_t point;
		size_t len = str_point(text, at, &point);

		at += len == 0 ? 1 : len;
		chars++;
	}
	return str_sub(text, 0, at);
}

/* Excel refuses []:*?/\ in a sheet's name, an apostrophe at its ends, and two names that differ in case only. */
static struct str
sheet_name(struct workbook *book, struct str wanted)
{
	struct str clean = arena_copy(book->arena, wanted.len == 0 ? STR("Sheet") : wanted), name;

	for (size_t i = 0; i < clean.len; i++)
		if (memchr("[]:*?/\\'", clean.ptr[i], 8) != NULL || (unsigned char)clean.ptr[i] < ' ')
			((char *)clean.ptr)[i] = '_';
	name = first_chars(clean, SHEET_NAME_MOST);
	for (int n = 2; map_find(&book->names, fold_text(name, book->arena)) != NULL; n++)
		name = arena_printf(book->arena, "%.*s (%d)", STR_ARG(first_chars(clean, SHEET_NAME_MOST - 7)), n);
	*map_put(book->arena, &book->names, fold_text(name, book->arena)) = 1;
	return name;
}

/* What libxlsxwriter refuses, in words. The texts were measured before: what is left is the machine's doing. */
static struct err *
refused(struct workbook *book, lxw_error error, struct arena *arena)
{
	return error == LXW_NO_ERROR ? NULL
	    : err_new(arena, ERR_SYSTEM, M("The workbook could not be written, sheet {sheet}, row {row}: {why}. Is there room for temporary files?"),
	        ARG("sheet", book->sheet.name), ARG_N("row", book->row + 1), ARG("why", str_of(lxw.lxw_strerror(error))));
}

/* -------------------------------------------------------------------------------------- cells */

static lxw_error
put_day(struct workbook *book, lxw_col_t at, int32_t day, lxw_format *format)
{
	struct civil date = day_civil(day);
	lxw_datetime value = { date.year, date.month, date.day, 0, 0, 0 };

	return lxw.worksheet_write_datetime(book->now, book->row, at, &value, format);
}

/* Excel keeps 15 digits and the years 1900 to 9999: what it would change is text. */
static lxw_error
put_cell(struct workbook *book, lxw_col_t at, const struct workbook_column *column, struct str text, struct arena *arena)
{
	lxw_format *format = look_of(book, column);
	int32_t day;
	int64_t number;

	if (text.len == 0)
		return lxw.worksheet_write_blank(book->now, book->row, at, format);
	if (column->kind == WORKBOOK_DAY && day_parse(text, &day) && day_civil(day).year >= 1901 && day_civil(day).year <= 9999)
		return put_day(book, at, day, format);
	if (column->kind == WORKBOOK_NUMBER && text.len <= 15 && str_to_i64(text, &number))
		return lxw.worksheet_write_number(book->now, book->row, at, (double)number, format);
	return lxw.worksheet_write_string(book->now, book->row, at, arena_cstr(arena, text), format);
}

/*
 * As high as its longest cell needs. Excel would find that out by itself, other programs do not; a row of one line is left to
 * them, because it may yet be filled in.
 */
static struct err *
set_height(struct workbook *book, const struct str *cells, size_t count, struct arena *arena)
{
	double most = 1, height;

	for (size_t i = 0; i < count && i < book->sheet.columns_count; i++) {
		struct str rest = cells[i], line;
		double lines = 0, room = column_units(&book->sheet.columns[i]) - 1;

		while (!book->sheet.columns[i].hidden && str_line(&rest, &line))
			lines += 1 + (double)(size_t)((double)text_units(line) / room);
		most = lines > most ? lines : most;
	}
	if (most < 2)
		return NULL;
	height = most * (double)CELL_LINE + 3;
	return refused(book, lxw.worksheet_set_row(book->now, book->row, height > (double)HEIGHT_MOST ? (double)HEIGHT_MOST : height, NULL), arena);
}

struct err *
workbook_row(struct workbook *book, const struct str *cells, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		if (text_chars(cells[i]) > CELL_CHARS_MOST)
			return err_new(arena, ERR_LIMIT, M("Sheet {sheet}, row {row}: a text has more than {most} characters, which a cell does not hold."),
			    ARG("sheet", book->sheet.name), ARG_N("row", book->row + 1), ARG_N("most", CELL_CHARS_MOST));
	}
	if (book->row >= SHEET_ROWS_MOST)
		return err_new(arena, ERR_LIMIT, M("The sheet {sheet} would have more than {most} rows: write CSV instead, or fewer systems at a time."),
		    ARG("sheet", book->sheet.name), ARG_N("most", SHEET_ROWS_MOST));
	TRY(set_height(book, cells, count, arena));
	for (size_t i = 0; i < book->sheet.columns_count; i++) {
		struct str text = i < count ? cells[i] : STR("");

		TRY(refused(book, put_cell(book, (lxw_col_t)i, &book->sheet.columns[i], text, arena), arena));
	}
	book->row++;
	return NULL;
}

/* -------------------------------------------------------------------------------------- sheets */

/* A title as high as it needs over the width of all columns. */
static struct err *
put_title(struct workbook *book, struct str title, bool first, struct arena *arena)
{
	lxw_format *format = first ? book->heading : book->subheading;
	size_t columns = book->sheet.columns_count;
	double room = sheet_units(&book->sheet) / (first ? 1.4 : 1.0), lines = 0;
	struct str rest = title, line;

	while (str_line(&rest, &line))
		lines += 1 + (double)(size_t)((double)text_units(line) / room);
	TRY(refused(book, lxw.worksheet_set_row(book->now, book->row, lines * (first ? TITLE_HEIGHT : LINE_HEIGHT) + 2, NULL), arena));
	TRY(refused(book, columns > 1
	        ? lxw.worksheet_merge_range(book->now, book->row, 0, book->row, (lxw_col_t)(columns - 1), arena_cstr(arena, title), format)
	        : lxw.worksheet_write_string(book->now, book->row, 0, arena_cstr(arena, title), format), arena));
	book->row++;
	return NULL;
}

static struct err *
put_header(struct workbook *book, struct arena *arena)
{
	TRY(refused(book, lxw.worksheet_set_row(book->now, book->row, HEADER_HEIGHT, NULL), arena));
	for (size_t i = 0; i < book->sheet.columns_count; i++) {
		const struct workbook_column *column = &book->sheet.columns[i];
		char *title = arena_cstr(arena, column->open ? arena_printf(arena, "★%.*s", STR_ARG(column->title)) : column->title);

		TRY(refused(book, lxw.worksheet_write_string(book->now, book->row, (lxw_col_t)i, title,
		    column->open ? book->header_open : book->header), arena));
	}
	book->row++;
	return NULL;
}

static struct err *
set_columns(struct workbook *book, struct arena *arena)
{
	for (size_t i = 0; i < book->sheet.columns_count; i++) {
		const struct workbook_column *column = &book->sheet.columns[i];
		lxw_row_col_options options = { .hidden = column->hidden };

		/* Rows beneath the last are open too where the column is: somebody adds one. */
		TRY(refused(book, lxw.worksheet_set_column_opt(book->now, (lxw_col_t)i, (lxw_col_t)i, column_units(column),
		    column->open || column->bare ? look_of(book, column) : NULL, &options), arena));
	}
	return NULL;
}

static void
set_page(struct workbook *book, lxw_row_t header)
{
	lxw.worksheet_set_paper(book->now, PAPER_A4);
	lxw.worksheet_set_landscape(book->now);
	lxw.worksheet_fit_to_pages(book->now, 1, 0);
	lxw.worksheet_set_margins(book->now, 0.4, 0.4, 0.5, 0.6);
	(void)lxw.worksheet_repeat_rows(book->now, header, header);
	(void)lxw.worksheet_set_footer(book->now, "&L&A&R&P / &N");
	lxw.worksheet_freeze_panes(book->now, header + 1, 0);
}

/* Widths may still be changed and rows hidden by whoever fills it in; nobody is locked out for want of a password. */
static void
guard(struct workbook *book)
{
	lxw_protection may = { .format_columns = 1, .format_rows = 1, .format_cells = 1, .sort = 1, .autofilter = 1, .insert_rows = 1 };

	lxw.worksheet_protect(book->now, NULL, &may);
}

static lxw_error
put_choices(struct workbook *book, lxw_col_t at, const struct workbook_column *column, lxw_row_t last, struct arena *arena)
{
	char **list = ARENA_ARRAY(arena, char *, column->choices_count + 1);
	lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST, .value_list = list,
		.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };

	for (size_t i = 0; i < column->choices_count; i++)
		list[i] = arena_cstr(arena, column->choices[i]);
	return lxw.worksheet_data_validation_range(book->now, book->first, at, last, at, &rule);
}

/* What can be said only when the last row is written. */
static struct err *
end_sheet(struct workbook *book, struct arena *arena)
{
	lxw_row_t last;

	if (book->now == NULL)
		return NULL;
	for (size_t i = 0; i < book->sheet.open_rows; i++)
		TRY(workbook_row(book, NULL, 0, arena));
	last = book->row > book->first ? book->row - 1 : book->first;
	for (size_t i = 0; i < book->sheet.columns_count; i++) {
		const struct workbook_column *column = &book->sheet.columns[i];

		if (column->choices_count > 0)
			TRY(refused(book, put_choices(book, (lxw_col_t)i, column, last, arena), arena));
	}
	if (!book->sheet.hidden)
		TRY(refused(book, lxw.worksheet_autofilter(book->now, book->first - 1, 0, last, (lxw_col_t)(book->sheet.columns_count - 1)), arena));
	book->now = NULL;
	return NULL;
}

static struct err *
check_choices(const struct workbook_sheet *sheet, struct arena *arena)
{
	for (size_t i = 0; i < sheet->columns_count; i++) {
		size_t chars = 0;

		for (size_t k = 0; k < sheet->columns[i].choices_count; k++)
			chars += text_chars(sheet->columns[i].choices[k]) + (k > 0);
		if (chars > CHOICES_MOST)
			return err_new(arena, ERR_LIMIT, M("The choices of the column {column} are longer than {most} characters, which a drop-down list does not hold."),
			    ARG("column", sheet->columns[i].title), ARG_N("most", CHOICES_MOST));
	}
	return NULL;
}

static struct err *
is_loaded(const struct workbook *book, struct arena *arena)
{
	return book->missing == NULL ? NULL
	    : err_new(arena, ERR_SYSTEM, M("The library that writes Excel workbooks could not be loaded ({reason}): install the package libxlsxwriter4, or write CSV."),
	        ARG("reason", str_of(book->missing)));
}

struct err *
workbook_sheet(struct workbook *book, const struct workbook_sheet *sheet, struct arena *arena)
{
	struct str name;

	TRY(is_loaded(book, arena));
	TRY(end_sheet(book, arena));
	TRY(check_choices(sheet, arena));
	name = sheet_name(book, sheet->name);
	book->sheet = *sheet;
	book->sheet.name = name;
	book->row = 0;
	book->now = lxw.workbook_add_worksheet(book->file, arena_cstr(arena, name));
	if (book->now == NULL)
		return refused(book, LXW_ERROR_CREATING_TMPFILE, arena);
	TRY(set_columns(book, arena));
	for (size_t i = 0; i < sheet->titles_count; i++)
		TRY(put_title(book, sheet->titles[i], i == 0, arena));
	set_page(book, book->row);
	TRY(put_header(book, arena));
	book->first = book->row;
	if (sheet->guarded)
		guard(book);
	if (sheet->hidden)
		lxw.worksheet_hide(book->now);
	else if (!book->shown)
		lxw.worksheet_activate(book->now);
	book->shown |= !sheet->hidden;
	return NULL;
}

/* -------------------------------------------------------------------------------------- the book */

struct workbook *
workbook_begin(const struct workbook_options *options)
{
	struct workbook *book = mem_alloc(sizeof(*book));
	lxw_workbook_options how = { .constant_memory = LXW_TRUE };
	lxw_doc_properties about = { 0 };

	*book = (struct workbook){ .arena = arena_new(), .fd = -1, .missing = lxw_load() };
	if (book->missing != NULL)      /* said by the first sheet */
		return book;
	book->fd = memfd_create("workbook", MFD_CLOEXEC);
	(void)snprintf(book->path, sizeof(book->path), "/proc/self/fd/%d", book->fd);
	book->file = lxw.workbook_new_opt(book->path, &how);
	about.title = arena_cstr(book->arena, options->title);
	about.created = (time_t)(options->made == INSTANT_NONE ? 0 : options->made / INSTANT_SECOND);
	(void)lxw.workbook_set_properties(book->file, &about);
	make_looks(book);
	return book;
}

static struct err *
take_bytes(struct workbook *book, struct arena *arena, struct str *ret_bytes)
{
	struct stat st;
	char *bytes;

	if (fstat(book->fd, &st) != 0)
		return err_system(arena, M("The finished workbook could not be read back."));
	bytes = arena_alloc(arena, (size_t)st.st_size + 1);
	for (off_t at = 0; at < st.st_size;) {
		ssize_t got = pread(book->fd, bytes + at, (size_t)(st.st_size - at), at);

		if (got <= 0)
			return err_system(arena, M("The finished workbook could not be read back."));
		at += got;
	}
	*ret_bytes = (struct str){ bytes, (size_t)st.st_size };
	return NULL;
}

struct err *
workbook_end(struct workbook *book, struct arena *arena, struct str *ret_bytes)
{
	lxw_workbook *file = book->file;

	TRY(is_loaded(book, arena));
	TRY(end_sheet(book, arena));
	book->file = NULL;      /* closing frees it, also when it fails */
	TRY(refused(book, lxw.workbook_close(file), arena));
	return take_bytes(book, arena, ret_bytes);
}

void
workbook_free(struct workbook *book)
{
	if (book == NULL)
		return;
	if (book->file != NULL)
		lxw.lxw_workbook_free(book->file);
	if (book->fd >= 0)
		(void)close(book->fd);
	arena_free(book->arena);
	mem_free(book);
}

/* ---------------------------------------------------------------------------------------- CSV */

/* "-5", "+3.2", "-": signs that run nothing. */
static bool
is_plain_number(struct str text)
{
	size_t digits = 0, points = 0;

	for (size_t i = 1; i < text.len; i++) {
		digits += char_is_digit(text.ptr[i]);
		points += text.ptr[i] == '.';
	}
	return (text.ptr[0] == '-' || text.ptr[0] == '+') && digits + points + 1 == text.len && points <= 1
	    && (digits > 0 || (text.len == 1 && text.ptr[0] == '-'));
}

static bool
is_live(struct str text)
{
	return text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL && !is_plain_number(text);
}

/* A text that has apostrophes before what is live gets one more, so that taking one away is always right. */
static bool
is_marked_or_live(struct str text)
{
	while (text.len > 0 && text.ptr[0] == '\'')
		text = str_from(text, 1);
	return is_live(text);
}

struct str
workbook_csv_cell(struct str text, struct arena *arena)
{
	return is_marked_or_live(text) ? arena_printf(arena, "'%.*s", STR_ARG(text)) : text;
}

struct str
workbook_csv_plain(struct str cell)
{
	return cell.len > 0 && cell.ptr[0] == '\'' && is_marked_or_live(cell) ? str_from(cell, 1) : cell;
}
