/*
 * cmd_computers.c - Windows computers: their files into the ledger, and how far an update has come over them.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/computers.h"
#include "service/progress.h"

enum { PROBLEMS_SHOWN = 20 };

static void
say_count(struct cli *cli, int64_t count, const char *message)
{
	if (count > 0)
		cli_say(cli, message, ARG_N("count", count));
}

/* Refused ones first: they are what somebody has to do something about. */
static void
print_problems(struct cli *cli, const struct computers_report *report, bool warnings, int *shown)
{
	for (size_t i = 0; i < report->problems.count && *shown < PROBLEMS_SHOWN; i++) {
		const struct problem *problem = &report->problems.items[i];
		struct str sentence = cli->lang == LANG_JA ? problem->sentence_ja : problem->sentence_en;

		if (problem->warning != warnings)
			continue;
		(*shown)++;
		if (warnings)
			cli_say(cli, M("  {file}: {sentence}"), ARG("file", problem->id), ARG("sentence", sentence));
		else
			cli_say(cli, M("  {file} was not taken in: {sentence}"), ARG("file", problem->id), ARG("sentence", sentence));
	}
}

static void
print_report(struct cli *cli, const struct computers_report *report)
{
	int shown = 0;

	cli_say(cli, M("{computers} computers from {files} files: {added} new, {changed} changed, {unchanged} unchanged"),
	    ARG_N("computers", report->computers), ARG_N("files", report->files), ARG_N("added", report->added),
	    ARG_N("changed", report->changed), ARG_N("unchanged", report->unchanged));
	cli_say(cli, M("  {components} software items and updates: {installed} installed, {upgraded} upgraded, {removed} removed"),
	    ARG_N("components", report->components), ARG_N("installed", report->installed), ARG_N("upgraded", report->upgraded),
	    ARG_N("removed", report->removed));
	say_count(cli, report->older, M("  {count} not taken: newer facts of the same computer are there"));
	say_count(cli, report->passed_over, M("  {count} files passed over: hidden, or still being written (.tmp)"));
	say_count(cli, report->renamed, M("  {count} renamed: known machines under a new name"));
	say_count(cli, report->doubles, M("  {count} kept beside another of the same name or number"));
	say_count(cli, report->waiting, M("  {count} wait for a restart: their updates do not protect yet"));
	say_count(cli, report->without_build, M("  {count} without the last number of the build (UBR): they are judged by their updates, or undecided"));
	say_count(cli, report->without_updates, M("  {count} without a list of updates"));
	say_count(cli, report->without_time, M("  {count} without the time of collection: nothing on them counts as mended"));
	say_count(cli, report->refused, M("  {count} files refused"));
	print_problems(cli, report, false, &shown);
	print_problems(cli, report, true, &shown);
	if ((int64_t)shown < report->refused + report->warnings)
		cli_say(cli, M("  … and {count} more: --json lists them"), ARG_N("count", report->refused + report->warnings - shown));
}

static struct err *
collected_of(struct cli *cli, int64_t *ret_collected)
{
	struct str asked = cli_value(cli, "collected");

	*ret_collected = INSTANT_NONE;
	if (asked.len > 0 && !instant_parse(asked, ZONE_JST, ret_collected))
		return err_new(cli->arena, ERR_USAGE, M("The option --collected takes a date such as 2026-11-20, not \"{value}\"."),
		    ARG("value", asked));
	return NULL;
}

struct err *
cmd_ledger_import_windows(struct cli *cli, enum cli_status *ret_status)
{
	struct computers_options options = { .system = cli_value(cli, "system"), .by = cli_who(cli), .now = cli->now };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct computers_report report;
	struct home home;
	struct err *err;

	TRY(collected_of(cli, &options.collected));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(home_kb(home.path, cli->arena, &kb));
	options.kb = kb;
	err = computers_import(ledger, &options, cli->operands + 1, cli->operands_count - 1, cli->arena, &report);
	*ret_status = report.refused > 0 && report.computers == 0 ? CLI_BAD_INPUT : CLI_DONE;
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &computers_report_schema, &report);
	else if (err == NULL || report.computers > 0)
		print_report(cli, &report);
	return err;
}

/* ------------------------------------------------------------------------------------------ progress */

const struct cli_option options_ledger_progress[] = {
	{ "silent", "DAYS", M("count computers not heard of for so many days (default 30)") },
	{ NULL, NULL, NULL },
};

static const struct table_column progress_columns[] = {
	{ M("System"), false }, { M("Responsible unit"), false }, { M("Computers"), true }, { M("Has the update"), true },
	{ M("Waits for a restart"), true }, { M("Not yet"), true }, { M("Cannot be told"), true }, { M("Not heard of"), true },
};

static void
add_row(struct cli *cli, struct table *table, const struct progress_row *row, struct str system)
{
	const int64_t numbers[] = { row->computers, row->done, row->waiting, row->missing, row->unknown, row->silent };

	list_push(cli->arena, &table->cells, system);
	list_push(cli->arena, &table->cells, row->unit);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		list_push(cli->arena, &table->cells, arena_printf(cli->arena, "%lld", (long long)numbers[i]));
}

/* "Client 26100: 10.0.26100.9168 (KB5121003), 2026-08-11" */
static void
print_targets(struct cli *cli, const struct progress *progress)
{
	for (size_t i = 0; i < progress->targets.count; i++) {
		const struct progress_target *target = &progress->targets.items[i];

		cli_note(cli, M("  {version} or later {kb} {day}"), ARG("version", target->version), ARG("kb", target->kb),
		    ARG("day", day_format(target->day, cli->arena)));
	}
}

enum { SILENT_DAYS = 30, RELEASES_OLD_DAYS = 40 };

/* What the table rests on: without releases only lists of updates can tell, and old ones know nothing of this month. */
static void
print_ground(struct cli *cli, const struct progress *progress, bool asked)
{
	int32_t today = instant_day(cli->now, ZONE_JST);

	if (!progress->known && !asked)
		cli_note(cli, M("No releases of Windows are known, so nobody can tell which update is this month's: \"tsukuroi feed import\" takes them in, or name a KB or a build."));
	else if (!progress->known)
		cli_note(cli, M("No release of Windows says which build this update is: only lists of updates tell."));
	else if (!asked && progress->newest < today - RELEASES_OLD_DAYS)
		cli_note(cli, M("The newest release of Windows that is known is of {day}: newer updates are not asked for."),
		    ARG("day", day_format(progress->newest, cli->arena)));
	print_targets(cli, progress);
}

static void
print_progress(struct cli *cli, const struct progress *progress)
{
	struct table table = { .columns = progress_columns, .columns_count = ARRAY_LEN(progress_columns) };

	for (size_t i = 0; i < progress->rows.count; i++)
		add_row(cli, &table, &progress->rows.items[i], progress->rows.items[i].system);
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return;
	}
	add_row(cli, &table, &progress->total, cli_word(cli, M("Together")));
	print_table_text(cli, &table);
}

struct err *
cmd_ledger_progress(struct cli *cli, enum cli_status *ret_status)
{
	struct progress_options options = { .now = cli->now };
	struct progress progress;
	struct home home;

	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_number(cli, "silent", SILENT_DAYS, &options.silent_days));
	if (cli->operands_count == 1)
		options.target = cli->operands[0];
	TRY(cli_open_home(cli, &home));
	TRY(progress_of(&home, &options, cli->arena, &progress));
	*ret_status = progress.total.missing + progress.total.waiting > 0 ? CLI_FOUND : progress.total.unknown > 0 ? CLI_CANNOT_TELL : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &progress_schema, &progress);
		return NULL;
	}
	print_ground(cli, &progress, options.target.len > 0);
	print_progress(cli, &progress);
	if (progress.others > 0 && cli->output == OUTPUT_TEXT)
		cli_say(cli, M("{count} computers have another Windows, which this update is not for."), ARG_N("count", progress.others));
	return NULL;
}
