#include "format/answers/answers.h"

#include "base/catalogue.h"
#include "base/fold.h"
#include "base/limits.h"
#include "format/table/table.h"
#include "format/workbook/workbook.h"

/* So many cells of a row are headings: it is the row of headings. */
enum { HEADINGS_LEAST = 3 };

static const char *const headings[ANSWER_FIELDS] = {
	[ANSWER_ID]            = M("Line number (do not change)"),
	[ANSWER_SYSTEM]        = M("System"),
	[ANSWER_HOST]          = M("Host"),
	[ANSWER_LAYER]         = M("Layer"),
	[ANSWER_PRODUCT]       = M("Product"),
	[ANSWER_VERSION]       = M("Version as we know it"),
	[ANSWER_VULNERABILITY] = M("Vulnerability number"),
	[ANSWER_TITLE]         = M("What can happen"),
	[ANSWER_URGENCY]       = M("Urgency"),
	[ANSWER_JUDGED]        = M("Our judgement"),
	[ANSWER_VERDICT]       = M("Applies or not"),
	[ANSWER_USED]          = M("In use or not"),
	[ANSWER_TOLD_VERSION]  = M("Exact version"),
	[ANSWER_GROUND]        = M("Ground"),
	[ANSWER_PLANNED]       = M("Planned date of the fix"),
	[ANSWER_SOURCE]        = M("How it was confirmed"),
	[ANSWER_BY]            = M("Answered by"),
	[ANSWER_ON]            = M("Answered on"),
	[ANSWER_NOTE]          = M("Remarks"),
	[ANSWER_HOW]           = M("How to find the version"),
};

static const enum answer_field applicability[] = {
	ANSWER_ID, ANSWER_SYSTEM, ANSWER_PRODUCT, ANSWER_VERSION, ANSWER_VULNERABILITY, ANSWER_TITLE, ANSWER_URGENCY, ANSWER_JUDGED,
	ANSWER_VERDICT, ANSWER_GROUND, ANSWER_TOLD_VERSION, ANSWER_PLANNED, ANSWER_BY, ANSWER_ON, ANSWER_NOTE, ANSWER_HOW,
};
static const enum answer_field composition[] = {
	ANSWER_ID, ANSWER_SYSTEM, ANSWER_HOST, ANSWER_LAYER, ANSWER_PRODUCT, ANSWER_VERSION, ANSWER_USED, ANSWER_TOLD_VERSION, ANSWER_SOURCE,
	ANSWER_BY, ANSWER_ON, ANSWER_NOTE, ANSWER_HOW,
};

static const char *const verdicts[] = { M("Applies"), M("Does not apply"), M("Being investigated"), M("Not known") };
static const char *const uses[] = { M("In use"), M("Not in use"), M("Not known") };
static const char *const sources[] = { M("Seen on the machine"), M("Design or specification document"), M("Asked the person in charge") };
static const char *const layers[] = { M("Application"), M("Middleware"), M("OS"), M("Hardware"), M("Network equipment") };
static const struct { enum answer_field field; const char *const *words; size_t count; } choices[] = {
	{ ANSWER_VERDICT, verdicts, ARRAY_LEN(verdicts) },
	{ ANSWER_USED, uses, ARRAY_LEN(uses) },
	{ ANSWER_SOURCE, sources, ARRAY_LEN(sources) },
	{ ANSWER_LAYER, layers, ARRAY_LEN(layers) },
};

static const struct field row_fields[] = {
	FIELD(struct answer_row, line, FIELD_INT),
	FIELD(struct answer_row, sheet, FIELD_STR),
	FIELD(struct answer_row, id, FIELD_STR),
	FIELD(struct answer_row, system, FIELD_STR),
	FIELD(struct answer_row, host, FIELD_STR),
	FIELD(struct answer_row, layer, FIELD_STR),
	FIELD(struct answer_row, product, FIELD_STR),
	FIELD(struct answer_row, version, FIELD_STR),
	FIELD(struct answer_row, vulnerability, FIELD_STR),
	FIELD(struct answer_row, verdict, FIELD_INT),
	FIELD(struct answer_row, used, FIELD_INT),
	FIELD(struct answer_row, source, FIELD_INT),
	FIELD(struct answer_row, verdict_words, FIELD_STR),
	FIELD(struct answer_row, used_words, FIELD_STR),
	FIELD(struct answer_row, source_words, FIELD_STR),
	FIELD(struct answer_row, told_version, FIELD_STR),
	FIELD(struct answer_row, ground, FIELD_STR),
	FIELD(struct answer_row, planned, FIELD_STR),
	FIELD(struct answer_row, by, FIELD_STR),
	FIELD(struct answer_row, on, FIELD_STR),
	FIELD(struct answer_row, note, FIELD_STR),
};
const struct schema answer_row_schema = SCHEMA("answer_row", struct answer_row, row_fields);

static const struct field book_fields[] = {
	FIELD(struct answer_book, number, FIELD_INT),
	FIELD(struct answer_book, rows, FIELD_INT),
	FIELD(struct answer_book, kind, FIELD_STR),
	FIELD(struct answer_book, made, FIELD_STR),
	FIELD(struct answer_book, digest, FIELD_STR),
};
const struct schema answer_book_schema = SCHEMA("answer_book", struct answer_book, book_fields);

const char *
answer_heading(enum answer_field field)
{
	return headings[field];
}

const enum answer_field *
answer_columns(char letter, size_t *ret_count)
{
	*ret_count = letter == 'K' ? ARRAY_LEN(applicability) : letter == 'S' ? ARRAY_LEN(composition) : 0;
	return letter == 'K' ? applicability : letter == 'S' ? composition : NULL;
}

const char *const *
answer_choices(enum answer_field field, size_t *ret_count)
{
	for (size_t i = 0; i < ARRAY_LEN(choices); i++)
		if (choices[i].field == field) {
			*ret_count = choices[i].count;
			return choices[i].words;
		}
	*ret_count = 0;
	return NULL;
}

/* ---------------------------------------------------------------------------------------- numbers */

struct str
answer_id_format(const struct answer_id *id, struct arena *arena)
{
	return arena_printf(arena, "%c%lld-%lld-%.*s", id->letter, (long long)id->ask, (long long)id->number, STR_ARG(id->mark));
}

bool
answer_id_parse(struct str text, struct arena *arena, struct answer_id *ret_id)
{
	struct str folded = str_trim_space(fold_text(text, arena)), ask, number, mark;
	struct answer_id id = { 0 };

	if (folded.len < 2 || (folded.ptr[0] != 'k' && folded.ptr[0] != 's'))
		return false;
	id.letter = folded.ptr[0] == 'k' ? 'K' : 'S';
	if (!str_cut(str_from(folded, 1), '-', &ask, &number) || !str_cut(number, '-', &number, &mark) || mark.len != 8)
		return false;
	for (size_t i = 0; i < mark.len; i++)
		if (!char_is_hex(mark.ptr[i]))
			return false;
	id.mark = mark;
	if (!str_to_i64(ask, &id.ask) || !str_to_i64(number, &id.number) || id.ask < 1 || id.number < 1)
		return false;
	*ret_id = id;
	return true;
}

/* ---------------------------------------------------------------------------------------- reading */

struct reading {
	struct table_listener listener;
	struct sink          *sink;
	struct str            words[ANSWER_FIELDS][2];      /* headings, folded, in both languages        */
	struct arena         *arena;
	int                   column[ANSWER_FIELDS];        /* of this sheet; -1: it has no such column   */
	bool                  has_headings;
	int64_t               sheet_at;
	uint64_t              rows;
};

/* "★該非 (ご記入)" and "該非" are the same heading. */
static struct str
plain(struct str cell, struct arena *arena)
{
	struct str folded = str_trim_space(fold_text(workbook_csv_plain(cell), arena));

	(void)str_take(&folded, STR("★"));
	return str_trim_space(folded);
}

static int
choice_of(enum answer_field field, struct str cell, struct arena *arena)
{
	struct str folded = plain(cell, arena);
	size_t count;
	const char *const *words = answer_choices(field, &count);

	if (folded.len == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		for (int lang = LANG_JA; lang <= LANG_EN; lang++)
			if (str_eq(folded, fold_text(str_of(catalogue_text((enum lang)lang, words[i])), arena)))
				return (int)i + 1;
	return -1;
}

static bool
take_headings(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	int column[ANSWER_FIELDS], found = 0;

	for (int f = 0; f < ANSWER_FIELDS; f++)
		column[f] = -1;
	for (size_t c = 0; c < row->count; c++) {
		struct str cell = plain(row->cells[c], arena);

		for (int f = 0; cell.len > 0 && f < ANSWER_FIELDS; f++)
			if (column[f] < 0 && (str_eq(cell, reading->words[f][LANG_JA]) || str_eq(cell, reading->words[f][LANG_EN]))) {
				column[f] = (int)c;
				found++;
				break;
			}
	}
	if (found < HEADINGS_LEAST)
		return false;
	memcpy(reading->column, column, sizeof(column));
	reading->has_headings = true;
	return true;
}

/* Rows that were copied without their headings: the cells stand beside the number as they did on the sheet. */
static void
place_by_number(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	for (size_t c = 0; c < row->count; c++) {
		const enum answer_field *fields;
		struct answer_id id;
		size_t count;

		if (!answer_id_parse(row->cells[c], arena, &id))
			continue;
		fields = answer_columns(id.letter, &count);
		for (int f = 0; f < ANSWER_FIELDS; f++)
			reading->column[f] = -1;
		for (size_t i = 0; i < count; i++)
			reading->column[fields[i]] = (int)(c + i);
		return;
	}
}

static struct str
cell_of(const struct reading *reading, const struct table_row *row, enum answer_field field)
{
	int at = reading->column[field];

	return at < 0 || (size_t)at >= row->count ? STR("") : str_trim_space(workbook_csv_plain(row->cells[at]));
}

static struct err *
send_row(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	struct answer_row answer = {
		.line = row->number, .sheet = row->sheet, .id = str_trim_space(fold_text(cell_of(reading, row, ANSWER_ID), arena)),
		.system = cell_of(reading, row, ANSWER_SYSTEM), .host = cell_of(reading, row, ANSWER_HOST),
		.layer = cell_of(reading, row, ANSWER_LAYER), .product = cell_of(reading, row, ANSWER_PRODUCT),
		.version = cell_of(reading, row, ANSWER_VERSION), .vulnerability = cell_of(reading, row, ANSWER_VULNERABILITY),
		.verdict_words = cell_of(reading, row, ANSWER_VERDICT), .used_words = cell_of(reading, row, ANSWER_USED),
		.source_words = cell_of(reading, row, ANSWER_SOURCE), .told_version = cell_of(reading, row, ANSWER_TOLD_VERSION),
		.ground = cell_of(reading, row, ANSWER_GROUND), .planned = cell_of(reading, row, ANSWER_PLANNED),
		.by = cell_of(reading, row, ANSWER_BY), .on = cell_of(reading, row, ANSWER_ON), .note = cell_of(reading, row, ANSWER_NOTE),
	};

	answer.verdict = choice_of(ANSWER_VERDICT, answer.verdict_words, arena);
	answer.used = choice_of(ANSWER_USED, answer.used_words, arena);
	answer.source = choice_of(ANSWER_SOURCE, answer.source_words, arena);
	if (++reading->rows > LIMIT_ANSWER_LINES)
		return err_new(arena, ERR_LIMIT, M("The sheet has more than {most} lines of answers: none that was sent out has."), ARG_N("most", LIMIT_ANSWER_LINES));
	return sink_record(reading->sink, &answer_row_schema, &answer, arena);
}

static struct err *
take_book(struct reading *reading, const struct table_row *row, struct arena *arena)
{
	struct answer_book book = { .kind = row->count > 2 ? row->cells[2] : STR(""), .made = row->count > 3 ? row->cells[3] : STR(""),
		.digest = row->count > 5 ? row->cells[5] : STR("") };

	if (row->count < 5 || !str_to_i64(row->cells[1], &book.number) || !str_to_i64(row->cells[4], &book.rows))
		return NULL;      /* damaged: the lines speak for themselves */
	return sink_record(reading->sink, &answer_book_schema, &book, arena);
}

/* A line says something when it has its number, or a product or an answer was written on it. */
static bool
says_something(const struct reading *reading, const struct table_row *row)
{
	static const enum answer_field telling[] = { ANSWER_ID, ANSWER_PRODUCT, ANSWER_VERDICT, ANSWER_TOLD_VERSION };

	for (size_t i = 0; i < ARRAY_LEN(telling); i++)
		if (cell_of(reading, row, telling[i]).len > 0)
			return true;
	return false;
}

static struct err *
take_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	if (row->sheet_at != reading->sheet_at) {
		reading->sheet_at = row->sheet_at;
		reading->has_headings = false;
		for (int f = 0; f < ANSWER_FIELDS; f++)
			reading->column[f] = -1;
	}
	if (row->count > 0 && str_eq(row->cells[0], STR(ANSWER_BOOK_MARK)))
		return take_book(reading, row, arena);
	if (take_headings(reading, row, arena))
		return NULL;
	if (!reading->has_headings)
		place_by_number(reading, row, arena);
	return says_something(reading, row) ? send_row(reading, row, arena) : NULL;
}

struct err *
answers_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct reading reading = { .listener = { take_row }, .sink = sink, .arena = arena, .sheet_at = -1 };

	for (int f = 0; f < ANSWER_FIELDS; f++) {
		reading.words[f][LANG_JA] = fold_text(str_of(catalogue_text(LANG_JA, headings[f])), arena);
		reading.words[f][LANG_EN] = fold_text(str_of(catalogue_text(LANG_EN, headings[f])), arena);
	}
	TRY(table_read(input, &reading.listener, arena));
	if (reading.rows == 0)
		return err_new(arena, ERR_FORMAT, M("{file} holds no line of a sheet that was sent out: neither line numbers (K12-7-…) nor headings of one. Take the file that the contractor filled in."),
		    ARG("file", input->name));
	return NULL;
}
