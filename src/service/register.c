#include "service/register.h"

#include <string.h>
#include <unistd.h>
#include "base/hash.h"
#include "domain/windows/windows.h"
#include "format/sheet/sheet.h"
#include "model/record.h"
#include "service/receipt.h"
#include "service/intake.h"
#include "service/mapping.h"
#include "service/name.h"
#include "service/situation.h"
#include "store/ledger/register.h"
#include "wire/worker/worker.h"

/* What the person calls it, and the reader that reads it: a spreadsheet is told from its content, not from its name. */
static const struct {
	const char *kind;
	const char *reader;
} kinds[] = {
	{ "sbom", "inventory" }, { "dpkg", "inventory" }, { "rpm", "inventory" }, { "wordpress", "wordpress" }, { "csv", "sheet" }, { "xlsx", "sheet" },
};

static struct err *
reader_of(struct str kind, struct arena *arena, const char **ret_reader)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kind, str_of(kinds[i].kind))) {
			*ret_reader = kinds[i].reader;
			return NULL;
		}
	return err_new(arena, ERR_USAGE, M("There is no ledger file kind \"{kind}\": take sbom, dpkg, rpm, windows, wordpress, csv or xlsx."),
	    ARG("kind", kind));
}

/* Passes everything on to the ledger's intake, and keeps what the columns of a sheet were taken for. */
struct listening {
	struct sink             sink;
	struct sink            *intake;
	struct register_import *import;
	struct arena           *arena;
	struct ledger          *ledger;
	const struct intake_file *file;
	int64_t                 rows;
};

enum { STEP_ROWS = 500 };

/* How far it has come: the reader shares the place in the file with its parent. */
static struct err *
tell_step(struct listening *listening, struct arena *arena)
{
	off_t at;

	if (++listening->rows % STEP_ROWS != 0 || !ledger_is_watched(listening->ledger))
		return NULL;
	at = lseek(listening->file->fd, 0, SEEK_CUR);
	return ledger_step(listening->ledger, &(struct ledger_step){ LEDGER_READS, at < 0 ? 0 : (int64_t)at, (int64_t)listening->file->size,
	    listening->rows }, arena);
}

/* A sheet with several blocks of headings is answered beside the first. */
static void
note_sheet(struct listening *listening, const struct sheet_mapping *mapping)
{
	for (size_t i = 0; i < listening->import->sheets.count; i++)
		if (str_eq(listening->import->sheets.items[i].name, mapping->sheet))
			return;
	list_push(listening->arena, &listening->import->sheets, ((struct register_sheet){ mapping->sheet, mapping->header_row }));
}

static struct err *
take_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listening *listening = (struct listening *)sink;
	struct sheet_mapping mapping;

	TRY(tell_step(listening, arena));
	TRY(listening->intake->record(listening->intake, schema, value, arena));
	if (schema != &sheet_mapping_schema)
		return NULL;
	record_copy(schema, value, listening->arena, &mapping);
	listening->import->saved += mapping.saved;
	note_sheet(listening, &mapping);
	for (size_t i = 0; i < mapping.columns.count; i++) {
		const struct sheet_column *column = &mapping.columns.items[i];

		if (column->field.len > 0)
			list_push(listening->arena, &listening->import->mapping,
			    ((struct register_column){ mapping.sheet, column->heading, column->field }));
		else
			list_push(listening->arena, &listening->import->unused, column->heading);
	}
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct listening *listening = (struct listening *)sink;

	return listening->intake->problem(listening->intake, problem, arena);
}

static struct err *
import_opened(struct ledger *ledger, const struct register_options *options, const struct intake_file *file,
    const char *reader, struct str mapping, struct arena *arena, struct register_import *ret_import)
{
	struct ledger_intake_options intake_options = {
		.file = file->name, .digest = file->digest, .system = options->system, .host = options->host, .by = options->by,
		.at = options->now,
	};
	struct worker_job job = { .kind = reader, .fd = file->fd, .name = file->name, .told = mapping };
	struct listening listening = { { take_record, take_problem }, NULL, ret_import, arena, ledger, file, 0 };
	struct ledger_intake *intake;
	struct err *err;

	(void)str_cut(options->os, ':', &intake_options.distribution, &intake_options.release);
	intake = ledger_intake_new(ledger, &intake_options);
	listening.intake = ledger_intake_sink(intake);
	err = worker_run(&job, &listening.sink, arena);
	if (err == NULL)
		err = ledger_intake_finish(intake, arena, &ret_import->report);
	ledger_intake_free(intake);
	return err;
}

/* The answer is written when all is in the ledger: that it cannot be written is said, and takes nothing back. */
static void
answer_sheet(const struct register_options *options, const struct intake_file *file, struct str path, struct arena *arena,
    struct register_import *import)
{
	struct str to = options->answer.len > 0 ? options->answer : receipt_path(path, options->lang, arena);

	if (str_eq(options->answer, STR("none")) || import->report.told.count == 0 || (options->answer.len == 0 && str_eq(path, STR("-"))))
		return;
	import->answer_err = receipt_to(import, file, to, options->lang, arena);
	if (import->answer_err == NULL)
		import->answer = to;
}

struct err *
register_import_file(struct ledger *ledger, const struct register_options *options, struct str path, struct arena *arena,
    struct register_import *ret_import)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct str mapping = STR("");
	const char *reader = NULL;

	*ret_import = (struct register_import){ 0 };
	TRY(reader_of(options->kind, arena, &reader));
	if (strcmp(reader, "sheet") == 0)
		TRY(mapping_told(ledger, options->mapping, options->hidden, arena, &mapping));
	TRY(intake_open(path, arena, &file));
	TRY(import_opened(ledger, options, &file, reader, mapping, arena, ret_import));
	answer_sheet(options, &file, path, arena, ret_import);
	return NULL;
}

/* ----------------------------------------------------------------- at the keyboard */

static struct err *
row_of_words(struct str system, const struct str *words, size_t count, struct arena *arena, struct ledger_row *ret_row)
{
	*ret_row = (struct ledger_row){ .line = 1, .system = system };
	for (size_t i = 0; i < count; i++) {
		struct str heading, value;

		if (!str_cut(words[i], '=', &heading, &value) || !sheet_row_set(ret_row, heading, value, arena))
			return err_new(arena, ERR_USAGE,
			    M("\"{word}\" is not understood: write a sheet's heading, \"=\" and a value, such as product=\"Apache Tomcat\", version=9.0.98 or host=web01."),
			    ARG("word", words[i]));
	}
	return NULL;
}

/* What was typed, as bytes: the same words twice are the same import. */
static struct str
digest_of_words(struct str system, const struct str *words, size_t count, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, system.ptr, system.len);
	for (size_t i = 0; i < count; i++) {
		sha256_add(&sum, "\n", 1);
		sha256_add(&sum, words[i].ptr, words[i].len);
	}
	return sha256_hex(&sum, arena);
}

struct err *
register_add(const struct home *home, struct str system, const struct str *words, size_t count, struct str by, int64_t now,
    struct arena *arena, struct ledger_intake_report *ret_report)
{
	struct ledger_intake_options options = { .file = STR("keyboard"), .digest = digest_of_words(system, words, count, arena), .by = by, .at = now };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_intake *intake;
	struct ledger_row row;
	struct sink *sink;
	struct err *err;

	TRY(row_of_words(system, words, count, arena, &row));
	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	intake = ledger_intake_new(ledger, &options);
	sink = ledger_intake_sink(intake);
	err = sink->record(sink, &ledger_row_schema, &row, arena);
	if (err == NULL)
		err = ledger_intake_finish(intake, arena, ret_report);
	ledger_intake_free(intake);
	return err;
}

/* -------------------------------------------------------------------- answers */

/* The value of a fact is checked when it is given, not when it is used: who answers is still there to be told. */
static struct err *
check_fact(struct str fact, struct str value, struct arena *arena)
{
	int64_t number;
	int word;

	if (!situation_knows(fact))
		return err_new(arena, ERR_USAGE, M("There is no fact \"{fact}\" to be answered: see \"finding questions\"."), ARG("fact", fact));
	if (str_eq(fact, STR("exposure")) ? enum_find(&exposure_names, value, &word) && word != EXPOSURE_UNKNOWN
	    : str_eq(fact, STR("importance")) ? enum_find(&importance_names, value, &word) && word != IMPORTANCE_UNKNOWN
	    : situation_is_number(fact) ? str_to_i64(value, &number) && number >= 0
	    : str_eq(fact, STR("next_maintenance")) ? instant_parse(value, ZONE_JST, &number)
	    : situation_answer(value) != ANSWER_UNKNOWN)
		return NULL;
	return err_new(arena, ERR_USAGE, M("\"{value}\" is no answer to {fact}: exposure takes internet, internal or closed; importance low, middle or high; what ends in _records a number; next_maintenance a date; the others yes or no."),
	    ARG("value", value), ARG("fact", fact));
}

/* What an open question asks for. */
struct asked {
	int64_t    id;
	struct str kind, fact;
	struct arena *arena;
};

static struct err *
find_question(void *context, const struct ledger_question *question, struct arena *scratch)
{
	struct asked *asked = context;

	(void)scratch;
	if (question->id == asked->id) {
		asked->kind = arena_copy(asked->arena, question->kind);
		asked->fact = arena_copy(asked->arena, question->fact);
	}
	return NULL;
}

/* "26100.8457", a pasted winver line, or another product's whole version: as the ledger keeps it. */
static struct err *
read_build(struct str value, struct arena *arena, struct str *ret_value)
{
	struct windows_version version;

	if ((windows_read_build(value, &version) && version.count == 4) ||
	    (windows_version_parse(value, &version) && version.count >= 3)) {
		*ret_value = windows_version_format(&version, arena);
		return NULL;
	}
	return err_new(arena, ERR_USAGE, M("\"{value}\" is no build with its revision, such as 26100.8457; winver shows it."),
	    ARG("value", value));
}

/* Facts, versions and builds are answered by a word; the rest is answered by doing something, and the sentence says what. */
static struct err *
check_answer(struct ledger *ledger, int64_t id, struct arena *arena, struct str *value)
{
	struct asked asked = { .id = id, .arena = arena };

	TRY(ledger_questions_of(ledger, &(struct ledger_question_filter){ .id = id }, find_question, &asked, arena));
	if (asked.kind.len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("Question {number} is not open."), ARG_N("number", id));
	if (str_eq(asked.kind, STR("fact")) || str_eq(asked.kind, STR("conditions")))
		return check_fact(asked.fact, *value, arena);
	if (str_eq(asked.kind, STR("version")) || (str_eq(asked.kind, STR("site")) && situation_answer(*value) != ANSWER_UNKNOWN))
		return NULL;
	if (str_eq(asked.kind, STR("build")))
		return read_build(*value, arena, value);
	if (str_eq(asked.kind, STR("provider")))
		return err_new(arena, ERR_USAGE, M("Question {number} is about what its provider says: enter that with \"ledger statement add\", or who patches it with \"ledger layer\"."),
		    ARG_N("number", id));
	if (str_eq(asked.kind, str_of(enum_name(&question_names, QUESTION_COLLECT))))
		return err_new(arena, ERR_USAGE, M("Question {number} is settled by a new inventory only: run the collector on that computer and import its file with \"ledger import windows\"."),
		    ARG_N("number", id));
	return err_new(arena, ERR_USAGE, M("Question {number} is not answered by a word: identity by \"ledger confirm\", affected versions by \"kb read\", a source by \"feed import\", a composition or release by \"ledger import\"."),
	    ARG_N("number", id));
}

struct err *
register_answer(const struct home *home, struct str system, struct str question, struct str value, struct str by,
    int64_t now, struct arena *arena, int64_t *ret_systems)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_fact fact = { .name = question, .value = value, .answered_at = now, .answered_by = by,
		.provenance = PROVENANCE_HEARING };
	struct str number = question;
	int64_t id;

	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	if (system.len > 0) {
		TRY(check_fact(question, value, arena));
		TRY(ledger_system_find(ledger, system, arena, &fact.system));
		if (fact.system == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", system));
		*ret_systems = 1;
		return ledger_answer(ledger, &fact, arena);
	}
	(void)str_take_nocase(&number, STR("Q"));
	if (!str_to_i64(number, &id))
		return err_new(arena, ERR_USAGE, M("A question is named by its number, as \"finding questions\" shows it, not \"{value}\"."),
		    ARG("value", question));
	TRY(check_answer(ledger, id, arena, &value));
	return ledger_answer_question(ledger, id, value, by, now, arena, ret_systems);
}

struct err *
register_confirm(const struct home *home, struct str written, struct str identity, struct str by, int64_t now,
    struct arena *arena, struct str *ret_identity)
{
	struct name_word word;

	TRY(name_decide(home, &(struct name_word){ .name = written, .identity = identity, .by = by, .at = now }, arena, &word));
	*ret_identity = word.identity;
	return NULL;
}
