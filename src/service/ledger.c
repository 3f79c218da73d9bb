/*
 * ledger.c - files on their way into the ledger. Inventories become one stream of one host; sheets become systems,
 * hosts and products in ledger_sheet.c, their words given meaning by ledger_words.c.
 */
#include <assert.h>
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/record.h"
#include "service/ledger_parts.h"

/* "web1.2026-11.dpkg" is named "web1.2026-11": without its last ending. */
struct str
intake_stem(struct str file)
{
	struct str base = path_base(file), head, ending;

	return str_cut_last(base, '.', &head, &ending) && head.len > 0 ? head : base;
}

struct str
intake_first_of(struct str a, struct str b, struct str c)
{
	return a.len > 0 ? a : b.len > 0 ? b : c;
}

/* ------------------------------------------------------------------------------------- inventories */

void
intake_count_component(struct ledger_intake *intake, const struct component *component)
{
	bool package = component->kind == COMPONENT_OS_PACKAGE;

	if (component->kind == COMPONENT_UPDATE)      /* it is no product, and has a number for a name */
		return;
	intake->report.without_version += component->version.len == 0;
	intake->report.without_distribution += package && component->distribution.len == 0;
	intake->report.without_identity += !package && component->cpe.len == 0 && component->purl.len == 0
	    && component->ecosystem.len == 0;
}

static struct err *
take_component(struct ledger_intake *intake, const struct component *told)
{
	struct component component = *told;

	intake->report.components++;
	if (component.excluded || component.kind == COMPONENT_OTHER) {
		intake->report.skipped++;
		return NULL;
	}
	if (component.kind == COMPONENT_OS_PACKAGE && component.distribution.len == 0) {
		component.distribution = intake->options.distribution;
		component.release = intake->options.release;
	}
	intake_count_component(intake, &component);
	if (!intake->on_host)      /* the file tells its names last: ledger_import_rename */
		ledger_import_host(intake->import, STR("-"), STR("-"), STR("-"));
	intake->on_host = true;
	ledger_import_component(intake->import, &component);
	return NULL;
}

/* "CycloneDX 1.5 JSON" of "shop" → "cyclonedx/shop": a newer form of the file goes on with the same stream. */
static struct str
stream_of(const struct inventory_head *head, struct arena *arena)
{
	struct str word, rest, stream;

	(void)str_cut(head->format, ' ', &word, &rest);
	stream = arena_printf(arena, "%.*s%s%.*s", STR_ARG(word.len == 0 ? STR("inventory") : word), head->subject.len == 0 ? "" : "/",
	    STR_ARG(head->subject));
	for (size_t i = 0; i < word.len; i++)
		((char *)stream.ptr)[i] = char_lower(stream.ptr[i]);
	return stream;
}

static struct err *
take_head(struct ledger_intake *intake, const struct inventory_head *told)
{
	const struct ledger_intake_options *options = &intake->options;
	struct inventory_head head = *told;
	struct str system = intake_first_of(options->system, head.subject, intake_stem(options->file));
	struct str host = intake_first_of(options->host, head.subject, intake_stem(options->file));

	if (!intake->on_host)
		ledger_import_host(intake->import, STR("-"), STR("-"), STR("-"));
	intake->on_host = false;
	intake->report.format = arena_copy(intake->arena, head.format);
	if (head.distribution.len == 0) {
		head.distribution = options->distribution;
		head.release = options->release;
	}
	ledger_import_rename(intake->import, system, host, stream_of(&head, intake->arena));
	ledger_import_inventory(intake->import, &head);
	return NULL;
}

/* ------------------------------------------------------------------------------------------ intake */

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct ledger_intake *intake = (struct ledger_intake *)sink;

	if (schema == &component_schema)
		return take_component(intake, value);
	if (schema == &inventory_head_schema)
		return take_head(intake, value);
	if (schema == &ledger_row_schema)
		return sheet_take_row(intake, value, arena);
	if (schema == &sheet_mapping_schema)
		rows_take_mapping(intake, value);
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct ledger_intake *intake = (struct ledger_intake *)sink;
	struct ledger_intake_report *report = &intake->report;

	(void)arena;
	rows_take_problem(intake, problem);
	*(problem->warning ? &report->warnings : &report->refused) += 1;
	if (report->problems.count < LIMIT_PROBLEMS_KEPT) {
		struct problem *kept = list_add(intake->arena, &report->problems);

		*kept = *problem;
		kept->id = arena_copy(intake->arena, problem->id);
		kept->sentence_en = arena_copy(intake->arena, problem->sentence_en);
		kept->sentence_ja = arena_copy(intake->arena, problem->sentence_ja);
	}
	return NULL;
}

struct ledger_intake *
ledger_intake_new(struct ledger *ledger, const struct ledger_intake_options *options)
{
	struct ledger_import_head head = { path_base(options->file), options->digest, STR(""), options->by, options->at };
	struct ledger_intake *intake = mem_alloc(sizeof(*intake));

	*intake = (struct ledger_intake){ .sink = { on_record, on_problem }, .arena = arena_new(), .options = *options };
	intake->ledger = ledger;
	intake->import = ledger_import_begin(ledger, &head);
	return intake;
}

struct sink *
ledger_intake_sink(struct ledger_intake *intake)
{
	return &intake->sink;
}

/* What came of it outlives the intake. */
static void
copy_report(const struct ledger_intake_report *report, struct arena *arena, struct ledger_intake_report *ret_copy)
{
	struct ledger_intake_report copy = *report;

	copy.format = arena_copy(arena, report->format);
	copy.problems.items = ARENA_ARRAY(arena, struct problem, report->problems.count + 1);
	for (size_t i = 0; i < report->problems.count; i++)
		record_copy(&problem_schema, &report->problems.items[i], arena, &copy.problems.items[i]);
	copy.told.items = ARENA_ARRAY(arena, struct ledger_row_report, report->told.count + 1);
	for (size_t i = 0; i < report->told.count; i++) {
		const struct ledger_row_report *row = &report->told.items[i];

		copy.told.items[i] = (struct ledger_row_report){ arena_copy(arena, row->sheet), row->row, row->result,
			arena_copy(arena, row->reason_en), arena_copy(arena, row->reason_ja) };
	}
	copy.gone.items = ARENA_ARRAY(arena, struct ledger_sheet_entry, report->gone.count + 1);
	for (size_t i = 0; i < report->gone.count; i++) {
		struct ledger_sheet_entry *gone = &copy.gone.items[i];

		*gone = report->gone.items[i];
		gone->number = arena_copy(arena, gone->number);
		gone->system = arena_copy(arena, gone->system);
		gone->host = arena_copy(arena, gone->host);
		gone->identity = arena_copy(arena, gone->identity);
		gone->name = arena_copy(arena, gone->name);
	}
	*ret_copy = copy;
}

struct err *
ledger_intake_finish(struct ledger_intake *intake, struct arena *arena, struct ledger_intake_report *ret_report)
{
	if (intake->on_host)
		return err_new(arena, ERR_FORMAT, M("{file} ended before it said what it is about: nothing of it was taken in."),
		    ARG("file", intake->options.file));
	for (size_t i = 0; i < intake->list.count; i++)
		ledger_import_system(intake->import, &intake->list.items[i]);
	TRY(rows_finish(intake, arena));
	copy_report(&intake->report, arena, ret_report);
	return NULL;
}

void
ledger_intake_free(struct ledger_intake *intake)
{
	if (intake == NULL)
		return;
	ledger_import_free(intake->import);
	arena_free(intake->arena);
	mem_free(intake);
}
