#include "format/sheet/sheet.h"

#include <string.h>
#include "base/limits.h"
#include "format/sheet/parts.h"

struct reading {
	struct table_listener    listener;
	const struct sheet_told *told;
	struct sink             *sink;
	struct arena            *caller;
	struct arena            *sheet;      /* reset with every sheet: kept rows, columns */
	struct arena            *row;        /* reset with every row                       */
	struct str               file;
	int64_t                  sheet_at;   /* -1 before the first                        */
	struct str               sheet_name;
	LIST(struct kept_row)    kept;
	struct header            header;
	bool                     has_headings;
	bool                     has_marks;
	size_t                   sheets_read;
	size_t                   sheets_without;
};

/* A row on its way: its used cells' texts, by column of the header. */
struct entry {
	const struct table_row *row;
	struct str             *texts;
	struct ledger_row       common;      /* what stands for all its products           */
	bool                    any;
};

static struct err *
warn_cell(struct reading *reading, int64_t row, const struct err *err)
{
	return sink_warn(reading->sink, reading->sheet_name, -1, row, err, reading->row);
}

/* "C5", as Excel calls it. */
static struct str
cell_name(struct reading *reading, const struct column *column, int64_t row)
{
	return arena_printf(reading->row, "%.*s%lld", STR_ARG(table_column_name(column->at, reading->row)), (long long)row);
}

/* ---------------------------------------------------------------------------------------- cells */

static bool
is_of_product(const struct column *column)
{
	return column->group != COLUMN_NO_GROUP;
}

static unsigned
flags_at(const struct table_row *row, size_t at)
{
	return row->flags != NULL && at < row->count ? row->flags[at] : 0;
}

/* What may have happened to the text before it came here: said, and the text kept. */
static struct err *
warn_damage(struct reading *reading, const struct column *column, const struct table_row *row, struct str text)
{
	unsigned flags = flags_at(row, column->at);
	struct str cell = cell_name(reading, column, row->number);

	if ((flags & TABLE_CELL_VOID) != 0)
		return warn_cell(reading, row->number, err_new(reading->row, ERR_FORMAT,
		    M("Cell {cell} is a formula without a value: open the file in Excel, save it and import it again."), ARG("cell", cell)));
	if (cell_has_private(text))
		TRY(warn_cell(reading, row->number, err_new(reading->row, ERR_FORMAT,
		    M("Cell {cell} has a character of your own making (外字): it is kept, but can be read only where its font is."), ARG("cell", cell))));
	if (cell_is_exponent(text))
		TRY(warn_cell(reading, row->number, err_new(reading->row, ERR_FORMAT,
		    M("Cell {cell} holds {text}, a number that Excel has shortened: format the column as text and enter it again."),
		    ARG("cell", cell), ARG("text", text))));
	if ((flags & TABLE_CELL_GENERAL) != 0 && (column_is(column, "version") || column_is(column, "os_version"))
	    && str_find_char(text, '.') != SIZE_MAX)
		TRY(warn_cell(reading, row->number, err_new(reading->row, ERR_FORMAT,
		    M("Cell {cell} holds the number {text}: Excel drops zeros at the end (1.10 becomes 1.1). Format the column as text where that happened."),
		    ARG("cell", cell), ARG("text", text))));
	return NULL;
}

/* Said to be unknown: then it is not looked for in the product's name either. */
static const struct str unknown_version = STR_INIT("不明");

static bool
is_unknown_version(const struct column *column, struct str text)
{
	return (column_is(column, "version") || column_is(column, "os_version")) && str_eq(text, unknown_version);
}

/* A product or version that says there is none, or that nobody knows, is none. */
static bool
says_nothing(const struct column *column, struct str text)
{
	if (cell_is_dash(text))
		return true;
	return (column_is(column, "product") || column_is(column, "os") || column_is(column, "version") || column_is(column, "os_version"))
	    && cell_says_none(text);
}

static struct err *
cell_of(struct reading *reading, struct column *column, const struct table_row *row, struct str *ret_text)
{
	struct str text = column->at < row->count ? cell_trim(row->cells[column->at]) : STR("");

	if (cell_repeats(text)) {
		*ret_text = arena_copy(reading->row, buf_str(&column->above));
		if (ret_text->len > 0)
			return NULL;
		return warn_cell(reading, row->number, err_new(reading->row, ERR_FORMAT,
		    M("The cell under \"{heading}\" repeats the one above, which is empty."), ARG("heading", column->heading)));
	}
	TRY(warn_damage(reading, column, row, text));
	if (!column_is(column, "installed") && !is_unknown_version(column, text) && says_nothing(column, text))
		text = STR("");
	buf_clear(&column->above);
	buf_add(&column->above, text);
	*ret_text = text;
	return NULL;
}

static void
put_field(struct ledger_row *entry, const struct field *field, struct str text, struct arena *arena)
{
	struct str *place = ledger_field_text(entry, field);

	if (place->len == 0)
		*place = text;
	else if (text.len > 0 && strcmp(field->name, "note") == 0)
		*place = arena_join(arena, (struct str[]){ *place, text }, 2, STR(" "));
}

/* ------------------------------------------------------------------------------- rows that are no entries */

static bool
is_end_word(struct str text)
{
	static const struct str words[] = {
		STR_INIT("以上"), STR_INIT("合計"), STR_INIT("計"), STR_INIT("小計"), STR_INIT("総計"), STR_INIT("合　計"), STR_INIT("合 計"), STR_INIT("総合計"),
		STR_INIT("以下余白"), STR_INIT("Total"), STR_INIT("TOTAL"), STR_INIT("合計数"), STR_INIT("合計台数"),
	};

	return str_is_one_of(text, words, ARRAY_LEN(words));
}

/* 「以上」, 「合計 12台」, a note beneath the table: the first filled cell says it, and no product stands beside it. */
static bool
is_end_row(const struct reading *reading, const struct table_row *row)
{
	size_t filled = 0, first = SIZE_MAX;

	for (size_t i = 0; i < row->count; i++) {
		if (cell_trim(row->cells[i]).len == 0)
			continue;
		first = first == SIZE_MAX ? i : first;
		filled++;
	}
	if (filled == 0)
		return true;
	if (filled == 1 && str_starts(cell_trim(row->cells[first]), STR("※")))
		return true;
	if (!is_end_word(cell_trim(row->cells[first])))
		return false;
	for (size_t i = 0; i < reading->header.columns.count; i++) {
		const struct column *column = &reading->header.columns.items[i];

		if (column_is(column, "product") && column->at != first && column->at < row->count
		    && cell_name_version(row->cells[column->at], reading->row).name.len > 0 && !char_is_digit(cell_trim(row->cells[column->at]).ptr[0]))
			return false;
	}
	return true;
}

/* How many of the columns bear their heading again. */
static size_t
same_headings(const struct reading *reading, const struct table_row *row)
{
	size_t same = 0;

	for (size_t i = 0; i < reading->header.columns.count; i++) {
		const struct column *column = &reading->header.columns.items[i];

		same += column->at < row->count && str_eq(cell_trim(row->cells[column->at]), column->heading);
	}
	return same;
}

/* -------------------------------------------------------------------------------------- products of a row */

static bool
is_hostless(const struct ledger_row *row)
{
	return row->key.len == 0 && row->system.len == 0 && row->host.len == 0 && row->service.len == 0;
}

static struct err *
send(struct reading *reading, const struct ledger_row *row)
{
	return sink_record(reading->sink, &ledger_row_schema, row, reading->row);
}

/* A version cell that says something, but no version: it counts as unknown, and is said. */
static struct err *
check_version(struct reading *reading, int64_t line, struct str *version)
{
	struct str text = *version;

	if (!cell_is_open_version(text))
		return NULL;
	*version = STR("");
	return warn_cell(reading, line, err_new(reading->row, ERR_FORMAT, M("\"{text}\" is not one version: the version counts as unknown."),
	    ARG("text", text)));
}

/* One product with the version that it bears itself, or that stands beside it. */
static struct err *
send_product(struct reading *reading, struct ledger_row entry, bool is_os, struct cell_product product, struct str beside)
{
	entry.version = beside.len > 0 ? beside : product.version;
	*(is_os ? &entry.os : &entry.product) = product.name;
	TRY(check_version(reading, entry.line, &entry.version));
	return send(reading, &entry);
}

/*
 * The products of one cell. Versions stand beside them one for one; where they do not, nobody can say whose they are.
 */
static struct err *
send_products(struct reading *reading, const struct ledger_row *entry, bool is_os, size_t *sent)
{
	struct str cell = is_os ? entry->os : entry->product;
	struct cell_products products = cell_split(cell, reading->row);
	struct str_list versions = cell_versions(entry->version, reading->row);
	bool paired = versions.count == products.list.count;

	if (str_eq(entry->version, unknown_version) || entry->cpe.len > 0 || entry->purl.len > 0) {   /* one product for certain */
		struct str known = str_eq(entry->version, unknown_version) ? STR("") : entry->version;

		(*sent)++;
		return send_product(reading, *entry, is_os, (struct cell_product){ cell_trim(cell), STR("") }, known);
	}
	if (products.list.count == 1)
		products.list.items[0] = entry->version.len > 0 ? (struct cell_product){ cell_trim(cell), STR("") } : products.list.items[0];
	else if (versions.count > 0 && !paired)
		TRY(warn_cell(reading, entry->line, err_new(reading->row, ERR_FORMAT,
		    M("{products} products stand beside {versions} versions: which belongs to which cannot be told, and the versions count as unknown."),
		    ARG_N("products", products.list.count), ARG_N("versions", versions.count))));
	for (size_t i = 0; i < products.list.count; i++) {
		struct str beside = products.list.count == 1 ? entry->version : paired ? versions.items[i] : STR("");

		TRY(send_product(reading, *entry, is_os, products.list.items[i], beside));
		(*sent)++;
	}
	return NULL;
}

/* A cell with ○ or × beneath a product's name; anything else in it may be its version. */
static struct err *
send_mark(struct reading *reading, const struct entry *entry, const struct column *column, size_t at, size_t *sent)
{
	struct ledger_row row = entry->common;
	struct str text = entry->texts[at];
	enum cell_mark mark = cell_mark_of(text);

	if (text.len == 0 || mark == CELL_MARK_NO)
		return NULL;
	row.product = column->heading;
	(*sent)++;
	if (mark == CELL_MARK_YES)
		return send_product(reading, row, false, cell_name_version(column->heading, reading->row), STR(""));
	if (char_is_digit(text.ptr[0]) && cell_name_version(column->heading, reading->row).version.len == 0)
		return send_product(reading, row, false, (struct cell_product){ column->heading, STR("") }, text);
	(*sent)--;
	return warn_cell(reading, entry->row->number, err_new(reading->row, ERR_FORMAT,
	    M("\"{text}\" under \"{heading}\" is neither ○ nor ×: it was not read."), ARG("text", text), ARG("heading", column->heading)));
}

/* One of the row's products: its column and those that describe it. */
static struct err *
send_group(struct reading *reading, const struct entry *entry, int group, size_t *sent)
{
	struct ledger_row row = entry->common;
	bool is_os = false;

	for (size_t i = 0; i < reading->header.columns.count; i++) {
		const struct column *column = &reading->header.columns.items[i];

		if (column->group != group)
			continue;
		if (column_is(column, "installed"))
			return send_mark(reading, entry, column, i, sent);
		is_os |= column_is(column, "os");
		put_field(&row, column->field, entry->texts[i], reading->row);
	}
	if (is_os)
		row.vendor = row.cpe = row.purl = row.product = STR("");
	if (is_os ? row.os.len > 0 : row.product.len > 0)
		return send_products(reading, &row, is_os, sent);
	if (is_os || (row.cpe.len == 0 && row.purl.len == 0))
		return NULL;
	(*sent)++;
	return send(reading, &row);
}

/* ----------------------------------------------------------------------------------------------- rows */

/* An empty name under a filled one goes on with it, where a product still stands in the row. */
static struct err *
go_on(struct reading *reading, struct entry *entry, const struct ledger_row *before)
{
	bool product = false;

	for (size_t i = 0; i < reading->header.columns.count; i++)
		product |= is_of_product(&reading->header.columns.items[i]) && entry->texts[i].len > 0;
	if (!product || !is_hostless(&entry->common) || is_hostless(before))
		return NULL;
	entry->common.key = before->key;
	entry->common.system = before->system;
	entry->common.host = before->host;
	entry->common.service = before->service;
	return warn_cell(reading, entry->common.line, err_new(reading->row, ERR_FORMAT,
	    M("The row names no system and no host: it was read as going on with the row above ({name})."),
	    ARG("name", before->host.len > 0 ? before->host : before->system.len > 0 ? before->system : before->service)));
}

static void
keep_names(struct reading *reading, const struct ledger_row *row)
{
	/* texts of a row are gone with it: those of the columns stay as "above" */
	for (size_t i = 0; i < reading->header.columns.count; i++) {
		struct column *column = &reading->header.columns.items[i];
		bool name = column_is(column, "key") || column_is(column, "system") || column_is(column, "host") || column_is(column, "service");

		if (!name || is_hostless(row))
			continue;
		buf_clear(&column->above);
		buf_add(&column->above, *ledger_field_text((struct ledger_row *)(uintptr_t)row, column->field));
	}
}

/* The names of the row above, before this one takes their place. */
static struct ledger_row
names_above(struct reading *reading)
{
	struct ledger_row above = { 0 };

	for (size_t i = 0; i < reading->header.columns.count; i++) {
		struct column *column = &reading->header.columns.items[i];

		if (column_is(column, "key") || column_is(column, "system") || column_is(column, "host") || column_is(column, "service"))
			*ledger_field_text(&above, column->field) = arena_copy(reading->row, buf_str(&column->above));
	}
	return above;
}

static struct err *
send_row(struct reading *reading, const struct table_row *row)
{
	struct entry entry = { .row = row, .texts = ARENA_ARRAY(reading->row, struct str, reading->header.columns.count + 1),
		.common = { .line = row->number, .sheet = reading->sheet_name } };
	struct ledger_row before = names_above(reading);
	size_t sent = 0;

	for (size_t i = 0; i < reading->header.columns.count; i++) {
		struct column *column = &reading->header.columns.items[i];

		TRY(cell_of(reading, column, row, &entry.texts[i]));
		entry.any |= entry.texts[i].len > 0;
		if (!is_of_product(column))
			put_field(&entry.common, column->field, entry.texts[i], reading->row);
	}
	if (!entry.any)
		return NULL;
	TRY(go_on(reading, &entry, &before));
	keep_names(reading, is_hostless(&entry.common) ? &before : &entry.common);
	for (int group = 0; group < reading->header.groups; group++)
		TRY(send_group(reading, &entry, group, &sent));
	return sent > 0 ? NULL : send(reading, &entry.common);
}

static void
forget_columns(struct reading *reading)
{
	for (size_t i = 0; i < reading->header.columns.count; i++)
		buf_done(&reading->header.columns.items[i].above);
	reading->header = (struct header){ 0 };
}

static struct err *
take_headings(struct reading *reading)
{
	reading->has_headings = true;
	for (size_t i = 0; i < reading->header.columns.count; i++)
		reading->has_marks |= column_is(&reading->header.columns.items[i], "installed");
	return sink_record(reading->sink, &sheet_mapping_schema, &reading->header.mapping, reading->caller);
}

static struct kept_row
copy_row(const struct table_row *row, struct arena *arena)
{
	struct kept_row kept = { .number = row->number };

	for (size_t i = 0; i < row->count; i++)
		list_push(arena, &kept.cells, arena_copy(arena, row->cells[i]));
	if (row->flags != NULL && row->count > 0) {
		kept.flags = arena_alloc(arena, row->count);
		memcpy(kept.flags, row->flags, row->count);
	}
	return kept;
}

/* Headings stand again: printed pages repeat them, and lists of software go on with other products beneath them. */
static struct err *
begin_block(struct reading *reading, const struct table_row *row)
{
	struct kept_row kept = copy_row(row, reading->sheet);

	forget_columns(reading);
	header_again(reading->told, reading->sheet_name, &kept, reading->has_marks, reading->sheet, &reading->header);
	return take_headings(reading);
}

static struct err *
take_row(struct reading *reading, const struct table_row *row)
{
	size_t same = same_headings(reading, row), count = reading->header.columns.count;
	struct err *err;

	arena_reset(reading->row);
	if (same == count || is_end_row(reading, row))
		return NULL;
	err = reading->has_marks && same > 0 && str_eq(cell_trim(row->cells[reading->header.columns.items[0].at]), reading->header.columns.items[0].heading)
	    ? begin_block(reading, row) : send_row(reading, row);
	return err == NULL ? NULL : err_copy(err, reading->caller);
}

/* -------------------------------------------------------------------------------------- sheets */

static struct err *
warn_without(struct reading *reading)
{
	reading->sheets_without++;
	if (reading->sheet_name.len == 0)
		return NULL;   /* a CSV has one sheet: its lack is the file's error */
	return sink_warn(reading->sink, reading->sheet_name, -1, -1, err_new(reading->row, ERR_FORMAT,
	    M("The sheet \"{sheet}\" has no row of known headings and was not read."), ARG("sheet", reading->sheet_name)), reading->row);
}

/* Enough rows were seen, or the sheet is at its end: find the headings and go through what was kept. */
static struct err *
settle(struct reading *reading)
{
	if (reading->has_headings || reading->kept.count == 0)
		return NULL;
	if (!header_find(reading->told, reading->sheet_name, reading->kept.items, reading->kept.count, reading->sheet, &reading->header))
		return warn_without(reading);
	reading->sheets_read++;
	TRY(take_headings(reading));
	for (size_t i = reading->header.rows; i < reading->kept.count; i++) {
		struct kept_row *row = &reading->kept.items[i];

		TRY(take_row(reading, &(struct table_row){ .sheet = reading->sheet_name, .number = row->number,
		    .cells = row->cells.items, .count = row->cells.count, .flags = row->flags }));
	}
	return NULL;
}

static void
forget_sheet(struct reading *reading)
{
	forget_columns(reading);
	reading->kept.items = NULL;
	reading->kept.count = reading->kept.room = 0;
	reading->has_headings = reading->has_marks = false;
	arena_reset(reading->sheet);
}

/* A row of headings that was told may stand further down than is searched. */
static size_t
rows_to_keep(const struct reading *reading)
{
	size_t most = LIMIT_SHEET_SEARCH;

	for (size_t i = 0; reading->told != NULL && i < reading->told->mappings.count; i++)
		if (reading->told->mappings.items[i].header_row > LIMIT_SHEET_SEARCH)
			most = (size_t)LIMIT_SHEET_SEARCH * 20;
	return most;
}

/* Mappings that name their sheets, and no others, choose which are read. */
static bool
is_wanted(const struct reading *reading, struct str sheet)
{
	bool chosen = false;

	for (size_t i = 0; reading->told != NULL && i < reading->told->mappings.count; i++) {
		const struct sheet_mapping *mapping = &reading->told->mappings.items[i];

		if (mapping->fingerprint.len > 0 || mapping->sheet.len == 0)
			continue;
		chosen = true;
		if (str_eq(cell_trim(sheet), mapping->sheet))
			return true;
	}
	return !chosen || sheet.len == 0;
}

static struct err *
on_sheet(struct table_listener *listener, const struct table_sheet *sheet, struct arena *arena, bool *ret_wanted)
{
	struct reading *reading = (struct reading *)listener;

	*ret_wanted = is_wanted(reading, sheet->name);
	if (!*ret_wanted || !sheet->hidden || (reading->told != NULL && reading->told->hidden))
		return NULL;
	*ret_wanted = false;
	return sink_warn(reading->sink, sheet->name, -1, -1, err_new(arena, ERR_FORMAT,
	    M("The sheet \"{sheet}\" is hidden and was not read; with --hidden it is."), ARG("sheet", sheet->name)), arena);
}

static struct err *
on_notice(struct table_listener *listener, struct str sheet, int64_t row, const struct err *notice, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	return sink_warn(reading->sink, sheet, -1, row, notice, arena);
}

static struct err *
on_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	(void)arena;
	if (row->sheet_at != reading->sheet_at) {
		TRY(settle(reading));
		forget_sheet(reading);
		reading->sheet_at = row->sheet_at;
		reading->sheet_name = arena_copy(reading->sheet, row->sheet);
	}
	if (reading->has_headings)
		return take_row(reading, row);
	if (reading->kept.count >= rows_to_keep(reading))
		return NULL;   /* settled already: this sheet has no headings */
	list_push(reading->sheet, &reading->kept, copy_row(row, reading->sheet));
	return reading->kept.count == rows_to_keep(reading) ? settle(reading) : NULL;
}

static struct err *
finish(struct reading *reading)
{
	bool settled = reading->kept.count >= rows_to_keep(reading);

	if (!settled)
		TRY(settle(reading));
	if (reading->sheets_read > 0)
		return NULL;
	return err_new(reading->caller, ERR_FORMAT,
	    M("{file}: no row of known headings was found in the first {rows} rows. Headings such as システム名, ホスト名, ソフトウェア名 and バージョン are known; others can be told by a mapping (heading=field)."),
	    ARG("file", reading->file), ARG_N("rows", LIMIT_SHEET_SEARCH));
}

struct err *
sheet_read(struct input *input, const struct sheet_told *told, struct sink *sink, struct arena *arena)
{
	struct arena *sheet ARENA_SCOPE = arena_new(), *row ARENA_SCOPE = arena_new();
	struct reading reading = {
		.listener = { on_row, on_sheet, on_notice }, .told = told, .sink = sink, .caller = arena, .sheet = sheet, .row = row,
		.file = input->name, .sheet_at = -1,
	};
	struct err *err = table_read(input, &reading.listener, arena);

	if (err == NULL)
		err = finish(&reading);
	if (err != NULL)
		err = err_copy(err, arena);
	forget_sheet(&reading);
	return err;
}
