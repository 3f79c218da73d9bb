#include "format/sheet/sheet.h"

#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/sheet/parts.h"

/* One column that is used. */
struct column {
	size_t              at;
	struct str          heading;
	const struct field *field;
	size_t              product;   /* version, vendor, cpe, purl: whose they are; of a product: its own number */
	struct buf          above;     /* what the last row had here, for 〃                                        */
};

/* A row that is kept until the headings are found. */
struct kept_row {
	int64_t         number;
	struct str_list cells;
};

struct reading {
	struct table_listener       listener;
	const struct sheet_mapping *override;
	struct str_list             told;       /* the override's headings, folded            */
	struct sink                *sink;
	struct arena               *caller;
	struct arena               *sheet;      /* reset with every sheet: kept rows, columns */
	struct arena               *row;        /* reset with every row                       */
	struct str                  file;
	int64_t                     sheet_at;   /* -1 before the first                        */
	struct str                  sheet_name;
	LIST(struct kept_row)       kept;
	LIST(struct column)         columns;
	size_t                      products;
	bool                        has_headings;
	size_t                      sheets_read;
	size_t                      sheets_without;
};

/* ------------------------------------------------------------------------------------ which field a heading is */

/* "" unknown, "-" left out by a person. */
static struct str
field_of(const struct reading *reading, struct str heading)
{
	struct str folded = reading->told.count == 0 ? STR("") : heading_fold(heading, reading->row);

	for (size_t i = 0; i < reading->told.count; i++)
		if (folded.len > 0 && str_eq(folded, reading->told.items[i]))
			return reading->override->columns.items[i].field;
	return heading_field(heading, reading->row);
}

static size_t
score_row(const struct reading *reading, const struct kept_row *row)
{
	struct str seen[32];
	size_t count = 0;

	for (size_t i = 0; i < row->cells.count; i++) {
		struct str field = field_of(reading, row->cells.items[i]);

		if (field.len > 0 && !str_eq(field, STR("-")) && count < ARRAY_LEN(seen) && !str_is_one_of(field, seen, count))
			seen[count++] = field;
	}
	return count;
}

static size_t
filled_cells(const struct kept_row *row)
{
	size_t count = 0;

	for (size_t i = 0; i < row->cells.count; i++)
		count += row->cells.items[i].len > 0;
	return count;
}

/* The row of headings among the kept ones, or NULL. One known word is enough only for a list of one column. */
static const struct kept_row *
find_headings(const struct reading *reading)
{
	const struct kept_row *best = NULL;
	size_t best_score = 0;

	for (size_t i = 0; i < reading->kept.count; i++) {
		const struct kept_row *row = &reading->kept.items[i];
		size_t score = score_row(reading, row);

		if (reading->override != NULL && reading->override->header_row > 0) {
			if (row->number == reading->override->header_row)
				return score > 0 ? row : NULL;
			continue;
		}
		if (score > best_score && (score > 1 || filled_cells(row) == 1)) {
			best = row;
			best_score = score;
		}
	}
	return best;
}

/* ------------------------------------------------------------------------------------ columns */

static const struct str of_product[] = { STR_INIT("version"), STR_INIT("vendor"), STR_INIT("cpe"), STR_INIT("purl") };

static bool
is_field(const struct column *column, const char *name)
{
	return strcmp(column->field->name, name) == 0;
}

/*
 * A ledger may have several products in a row: OS, its version, middleware, its version. Each such column is a
 * product; what describes a product belongs to the one on its left, but a maker directly before a product to that.
 */
static void
join_products(struct reading *reading)
{
	size_t current = 0;

	reading->products = 0;
	for (size_t i = 0; i < reading->columns.count; i++) {
		struct column *column = &reading->columns.items[i];
		bool before = i + 1 < reading->columns.count && is_field(column, "vendor") &&
		    is_field(&reading->columns.items[i + 1], "product");

		if (is_field(column, "product"))
			current = reading->products++;
		column->product = before ? reading->products : current;
	}
}

/* Of most fields the first column counts; of notes and what describes products every one does. */
static bool
may_repeat(const struct field *field)
{
	return strcmp(field->name, "product") == 0 || strcmp(field->name, "note") == 0 ||
	    str_is_one_of(str_of(field->name), of_product, ARRAY_LEN(of_product));
}

static bool
is_taken(const struct reading *reading, const struct field *field)
{
	for (size_t i = 0; i < reading->columns.count; i++)
		if (reading->columns.items[i].field == field)
			return !may_repeat(field);
	return false;
}

static struct err *
take_headings(struct reading *reading, const struct kept_row *headings)
{
	struct sheet_mapping mapping = { .sheet = reading->sheet_name, .header_row = headings->number };

	for (size_t i = 0; i < headings->cells.count; i++) {
		struct sheet_column shown = { .column = (int64_t)i, .heading = headings->cells.items[i] };
		const struct field *field = NULL;

		shown.field = field_of(reading, shown.heading);
		field = ledger_field(shown.field);
		if (field != NULL && is_taken(reading, field)) {
			field = NULL;
			shown.field = STR("");
		}
		if (field != NULL)
			list_push(reading->sheet, &reading->columns, ((struct column){ .at = i, .heading = shown.heading, .field = field }));
		if (shown.heading.len > 0)
			list_push(reading->sheet, &mapping.columns, shown);
	}
	join_products(reading);
	reading->has_headings = true;
	reading->sheets_read++;
	return sink_record(reading->sink, &sheet_mapping_schema, &mapping, reading->caller);
}

/* ---------------------------------------------------------------------------------------- cells */

static const struct str repeats[] = { STR_INIT("〃"), STR_INIT("同上"), STR_INIT("\""), STR_INIT("”"), STR_INIT("″"), STR_INIT("々"), STR_INIT("仝") };
static const struct str dashes[] = { STR_INIT("-"), STR_INIT("－"), STR_INIT("―"), STR_INIT("‐"), STR_INIT("ー"), STR_INIT("—"), STR_INIT("--") };
static const struct str nones[] = {
	STR_INIT("なし"), STR_INIT("無し"), STR_INIT("無"), STR_INIT("該当なし"), STR_INIT("N/A"), STR_INIT("n/a"), STR_INIT("#N/A"),
	STR_INIT("不明"), STR_INIT("未確認"), STR_INIT("未定"),
};

/* Spaces at both ends, also the wide one. */
static struct str
trim_wide(struct str text)
{
	size_t before;

	do {
		before = text.len;
		text = str_trim_space(text);
		(void)str_take(&text, STR("　"));
		(void)str_take_end(&text, STR("　"));
	} while (text.len != before);
	return text;
}

/* A product or version that says there is none, or that nobody knows, is none. */
static bool
says_nothing(const struct column *column, struct str text)
{
	if (str_is_one_of(text, dashes, ARRAY_LEN(dashes)))
		return true;
	return (is_field(column, "product") || is_field(column, "version")) && str_is_one_of(text, nones, ARRAY_LEN(nones));
}

static struct err *
cell_of(struct reading *reading, struct column *column, const struct table_row *row, struct str *ret_text)
{
	struct str text = column->at < row->count ? trim_wide(row->cells[column->at]) : STR("");

	if (str_is_one_of(text, repeats, ARRAY_LEN(repeats)) || str_eq(text, STR("同　上"))) {
		*ret_text = arena_copy(reading->row, buf_str(&column->above));
		if (ret_text->len > 0)
			return NULL;
		return sink_warn(reading->sink, STR(""), -1, row->number, err_new(reading->row, ERR_FORMAT,
		    M("The cell under \"{heading}\" repeats the one above, which is empty."), ARG("heading", column->heading)), reading->row);
	}
	if (says_nothing(column, text))
		text = STR("");
	buf_clear(&column->above);
	buf_add(&column->above, text);
	*ret_text = text;
	return NULL;
}

/* --------------------------------------------------------------------------------------- rows */

/* The headings again, as printed pages have them; 「以上」; a note beneath the table. */
static bool
is_no_entry(const struct reading *reading, const struct table_row *row)
{
	static const struct str ends[] = { STR_INIT("以上"), STR_INIT("合計"), STR_INIT("計"), STR_INIT("以下余白") };
	size_t same = 0, filled = 0, alone = 0;

	for (size_t i = 0; i < row->count; i++) {
		struct str text = trim_wide(row->cells[i]);

		filled += text.len > 0;
		alone += str_is_one_of(text, ends, ARRAY_LEN(ends)) || str_starts(text, STR("※"));
	}
	for (size_t i = 0; i < reading->columns.count; i++) {
		const struct column *column = &reading->columns.items[i];

		same += column->at < row->count && str_eq(row->cells[column->at], column->heading);
	}
	return filled == 0 || (filled == 1 && alone == 1) || same == reading->columns.count;
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

static bool
is_of_product(const struct column *column)
{
	return is_field(column, "product") || str_is_one_of(str_of(column->field->name), of_product, ARRAY_LEN(of_product));
}

/* The entry with one of the row's products; false when that product's cell is empty. */
static bool
with_product(const struct reading *reading, const struct str *texts, size_t product, struct ledger_row *entry)
{
	for (size_t i = 0; i < reading->columns.count; i++) {
		const struct column *column = &reading->columns.items[i];

		if (column->product == product && is_of_product(column))
			put_field(entry, column->field, texts[i], reading->row);
	}
	return entry->product.len > 0 || entry->cpe.len > 0 || entry->purl.len > 0;
}

static struct err *
send_row(struct reading *reading, const struct table_row *row)
{
	struct str *texts = ARENA_ARRAY(reading->row, struct str, reading->columns.count + 1);
	struct ledger_row common = { .line = row->number };
	size_t sent = 0, products = reading->products == 0 ? 1 : reading->products;
	bool any = false;

	for (size_t i = 0; i < reading->columns.count; i++) {
		TRY(cell_of(reading, &reading->columns.items[i], row, &texts[i]));
		any |= texts[i].len > 0;
		if (!is_of_product(&reading->columns.items[i]))
			put_field(&common, reading->columns.items[i].field, texts[i], reading->row);
	}
	for (size_t product = 0; any && product < products; product++) {
		struct ledger_row entry = common;

		if (!with_product(reading, texts, product, &entry))
			continue;
		TRY(sink_record(reading->sink, &ledger_row_schema, &entry, reading->row));
		sent++;
	}
	return !any || sent > 0 ? NULL : sink_record(reading->sink, &ledger_row_schema, &common, reading->row);
}

static struct err *
take_row(struct reading *reading, const struct table_row *row)
{
	struct err *err;

	arena_reset(reading->row);
	if (is_no_entry(reading, row))
		return NULL;
	err = send_row(reading, row);
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
	const struct kept_row *headings;

	if (reading->has_headings || reading->kept.count == 0)
		return NULL;
	headings = find_headings(reading);
	if (headings == NULL)
		return warn_without(reading);
	TRY(take_headings(reading, headings));
	for (const struct kept_row *row = headings + 1; row < reading->kept.items + reading->kept.count; row++)
		TRY(take_row(reading, &(struct table_row){ .sheet = reading->sheet_name, .number = row->number,
		    .cells = row->cells.items, .count = row->cells.count }));
	return NULL;
}

static void
forget_sheet(struct reading *reading)
{
	for (size_t i = 0; i < reading->columns.count; i++)
		buf_done(&reading->columns.items[i].above);
	reading->columns.items = NULL;
	reading->columns.count = reading->columns.room = 0;
	reading->kept.items = NULL;
	reading->kept.count = reading->kept.room = 0;
	reading->has_headings = false;
	arena_reset(reading->sheet);
}

static void
keep_row(struct reading *reading, const struct table_row *row)
{
	struct kept_row *kept = list_add(reading->sheet, &reading->kept);

	kept->number = row->number;
	for (size_t i = 0; i < row->count; i++)
		list_push(reading->sheet, &kept->cells, arena_copy(reading->sheet, row->cells[i]));
}

static size_t
rows_to_keep(const struct reading *reading)
{
	int64_t told = reading->override == NULL ? 0 : reading->override->header_row;

	return told > LIMIT_SHEET_SEARCH ? (size_t)LIMIT_SHEET_SEARCH * 20 : (size_t)LIMIT_SHEET_SEARCH;
}

static bool
is_wanted(const struct reading *reading, const struct table_row *row)
{
	return reading->override == NULL || reading->override->sheet.len == 0 || row->sheet.len == 0 ||
	    str_eq(trim_wide(row->sheet), reading->override->sheet);
}

static struct err *
on_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	(void)arena;
	if (!is_wanted(reading, row))
		return NULL;
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
	keep_row(reading, row);
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
sheet_read(struct input *input, const struct sheet_mapping *override, struct sink *sink, struct arena *arena)
{
	struct arena *sheet ARENA_SCOPE = arena_new(), *row ARENA_SCOPE = arena_new();
	struct reading reading = {
		.listener = { on_row }, .override = override, .sink = sink, .caller = arena, .sheet = sheet, .row = row,
		.file = input->name, .sheet_at = -1,
	};
	struct err *err;

	for (size_t i = 0; override != NULL && i < override->columns.count; i++)
		list_push(arena, &reading.told, heading_fold(override->columns.items[i].heading, arena));
	err = table_read(input, &reading.listener, arena);
	if (err == NULL)
		err = finish(&reading);
	if (err != NULL)
		err = err_copy(err, arena);
	forget_sheet(&reading);
	return err;
}
