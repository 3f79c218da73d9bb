/*
 * answers.h - the columns of the sheets that are sent to contractors and offices, and those sheets read when they come back.
 *
 * Who writes a sheet takes its headings and choices from here, so that both sides agree. What comes back may have been sorted, cut,
 * copied into another workbook, saved as CSV, or carried over by hand: a line is known by the number in its hidden first column,
 *
 *     K12-7-5f3c09ab      該非照会票 (S: 構成提出依頼) 12, line 7, and a mark that another sheet does not have
 *
 * and its cells by the headings above them, in either language; without headings, by their places beside the number. Nothing is
 * decided here: which line that was, whether the answer is one, is for service/ask.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "base/lang.h"
#include "model/sink.h"

enum answer_field {
	ANSWER_ID, ANSWER_SYSTEM, ANSWER_HOST, ANSWER_LAYER, ANSWER_PRODUCT, ANSWER_VERSION, ANSWER_VULNERABILITY, ANSWER_TITLE,
	ANSWER_URGENCY, ANSWER_JUDGED, ANSWER_VERDICT, ANSWER_USED, ANSWER_TOLD_VERSION, ANSWER_GROUND, ANSWER_PLANNED, ANSWER_SOURCE,
	ANSWER_BY, ANSWER_ON, ANSWER_NOTE, ANSWER_HOW,
	ANSWER_FIELDS
};
/* Key of the catalogue. */
const char *answer_heading(enum answer_field field);
/* The columns of a sheet in their order, from ANSWER_ID; the letter of its numbers is 'K' or 'S'. NULL for another letter. */
const enum answer_field *answer_columns(char letter, size_t *ret_count);

/* The choices of the drop-down lists, keys of the catalogue; the first is of number 1, 0 is an empty cell. */
enum answer_verdict { TOLD_NOTHING, TOLD_AFFECTED, TOLD_NOT_AFFECTED, TOLD_INVESTIGATING, TOLD_UNKNOWN };
enum answer_used    { USE_UNTOLD, USE_YES, USE_NO, USE_UNKNOWN };
enum answer_source  { HOW_UNTOLD, HOW_MACHINE, HOW_DOCUMENT, HOW_HEARING };
const char *const *answer_choices(enum answer_field field, size_t *ret_count);     /* NULL: the column has none */

struct answer_row {
	int64_t    line;         /* row of the sheet, from 1                          */
	struct str sheet;        /* its name; "" in CSV                               */
	struct str id;           /* as written, folded: "k12-7-5f3c09ab"; may be empty */
	struct str system, host, layer, product, version, vulnerability;
	int64_t    verdict;      /* enum answer_verdict; -1: a word that is no choice */
	int64_t    used;         /* enum answer_used; likewise                        */
	int64_t    source;       /* enum answer_source; likewise                      */
	struct str verdict_words, used_words, source_words;     /* as written         */
	struct str told_version, ground, planned, by, on, note;
};
extern const struct schema answer_row_schema;

/* From the hidden sheet, where it is still there. */
struct answer_book { int64_t number, rows; struct str kind, made, digest; };
extern const struct schema answer_book_schema;
/* Its name, its columns, and what its row begins with. */
#define ANSWER_BOOK_SHEET "tsukuroi"
#define ANSWER_BOOK_MARK  "tsukuroi-ask"

/* "K12-7-5f3c09ab", and back; false when it is no such text. */
struct answer_id { char letter; int64_t ask, number; struct str mark; };
struct str answer_id_format(const struct answer_id *id, struct arena *arena);
bool answer_id_parse(struct str text, struct arena *arena, struct answer_id *ret_id);

/* Sends answer_book (if any) and answer_row records, CSV or XLSX. ERR_FORMAT: nothing in it is a line of such a sheet. */
CHECKED struct err *answers_read(struct input *input, struct sink *sink, struct arena *arena);
