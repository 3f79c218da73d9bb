/*
 * cmd_computers.c - Windows computers: their files into the ledger.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "service/computers.h"

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
	struct computers_report report;
	struct home home;
	struct err *err;

	TRY(collected_of(cli, &options.collected));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	err = computers_import(ledger, &options, cli->operands + 1, cli->operands_count - 1, cli->arena, &report);
	*ret_status = report.refused > 0 && report.computers == 0 ? CLI_BAD_INPUT : CLI_DONE;
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &computers_report_schema, &report);
	else if (err == NULL || report.computers > 0)
		print_report(cli, &report);
	return err;
}
