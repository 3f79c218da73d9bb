#include "domain/cvss/cvss.h"
#include "face/cli/commands.h"
#include "service/scan.h"

const struct cli_option options_scan[] = {
	{ "kb",        "DIR",      M("the home or knowledge base to judge by (default: the home)") },
	{ "all",       NULL,       M("shows also what does not apply") },
	{ "threshold", "SEVERITY", M("exit status 1 only from this severity on: low, medium, high, critical") },
	{ "strict",    NULL,       M("exit status 4 also when anything is undecided") },
	{ NULL, NULL, NULL },
};

static bool
reaches(const struct finding_view *view, int threshold)
{
	int severity = -1;

	if (view->verdict != VERDICT_AFFECTED || view->candidate)
		return false;
	if (threshold < 0)
		return true;
	if (view->scores.count > 0)
		(void)enum_find(&severity_names, view->scores.items[0].severity, &severity);
	/* Without a score it could be anything: it counts. */
	return severity < 0 || severity >= threshold;
}

static enum cli_status
status_of(const struct cli *cli, const struct scan_result *result, int threshold)
{
	const struct report *report = &result->report;

	for (size_t i = 0; i < report->findings.count; i++)
		if (reaches(&report->findings.items[i], threshold))
			return CLI_FOUND;
	if (result->cannot_tell)
		return CLI_CANNOT_TELL;
	if (cli_has(cli, "strict") && report->checked.unknown + report->checked.not_judged > 0)
		return CLI_CANNOT_TELL;
	return CLI_DONE;
}

static void
print_finding(struct cli *cli, const struct finding_view *view)
{
	struct str threat = print_threat(cli, view);

	buf_addf(&cli->out, "%.*s  %.*s %.*s  %.*s  %.*s", STR_ARG(print_verdict(cli, view->verdict)),
	    STR_ARG(view->component.name), STR_ARG(view->component.version), STR_ARG(view->vulnerability),
	    STR_ARG(print_score(cli, view)));
	if (!str_eq(threat, STR("-")))
		buf_addf(&cli->out, "  %.*s", STR_ARG(threat));
	if (view->candidate)
		buf_addf(&cli->out, "  %.*s", STR_ARG(cli_word(cli, M("(candidate, not counted)"))));
	buf_add_char(&cli->out, '\n');
	if (view->title.len > 0)
		buf_addf(&cli->out, "    %.*s\n", STR_ARG(view->title));
	for (size_t i = 0; i < view->grounds.count; i++)
		buf_addf(&cli->out, "    %.*s\n", STR_ARG(view->grounds.items[i].reason));
	if (view->fixed.len > 0 && view->verdict != VERDICT_NOT_AFFECTED)
		cli_say(cli, M("    mended in {version}"), ARG("version", view->fixed));
}

static void
print_text(struct cli *cli, const struct scan_result *result)
{
	const struct report *report = &result->report;
	const struct checked_view *checked = &report->checked;

	for (size_t i = 0; i < report->findings.count; i++)
		print_finding(cli, &report->findings.items[i]);
	if (report->questions.count > 0)
		cli_say(cli, M("What cannot be told, and which answer would settle it:"));
	for (size_t i = 0; i < report->questions.count; i++)
		print_question(cli, &report->questions.items[i], i + 1);
	cli_say(cli, M("{count} components looked at: {affected} affected, {unknown} undecided, {not_judged} not judged, {not_affected} not affected."),
	    ARG_N("count", checked->components), ARG_N("affected", checked->affected), ARG_N("unknown", checked->unknown),
	    ARG_N("not_judged", checked->not_judged), ARG_N("not_affected", checked->not_affected));
	print_sources(cli, report);
	if (result->cannot_tell)
		cli_say(cli, M("This is not the whole answer: a source that is needed is missing or too old, or nothing could be judged."));
}

static struct err *
threshold_of(struct cli *cli, int *ret_threshold)
{
	*ret_threshold = -1;
	if (cli_has(cli, "threshold") && !enum_find(&severity_names, cli_value(cli, "threshold"), ret_threshold))
		return err_new(cli->arena, ERR_USAGE, M("The option --threshold takes low, medium, high or critical, not \"{value}\"."),
		    ARG("value", cli_value(cli, "threshold")));
	return NULL;
}

struct err *
cmd_scan(struct cli *cli, enum cli_status *ret_status)
{
	struct scan_options options = {
		.kb = cli_has(cli, "kb") ? cli_value(cli, "kb") : cli->home, .files = cli->operands, .count = cli->operands_count,
		.now = cli->now, .lang = cli->lang, .all = cli_has(cli, "all"),
	};
	struct scan_result result;
	int threshold;

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(threshold_of(cli, &threshold));
	TRY(scan_run(&options, cli->arena, &result));
	for (size_t i = 0; i < result.problems.count; i++)
		cli_note(cli, M("note: {id}: {sentence}"), ARG("id", result.problems.items[i].id),
		    ARG("sentence", cli->lang == LANG_JA ? result.problems.items[i].sentence_ja : result.problems.items[i].sentence_en));
	switch (cli->output) {
	case OUTPUT_JSON: print_json(cli, &report_schema, &result.report); break;
	case OUTPUT_CSV:  print_findings_csv(cli, &result.report); break;
	case OUTPUT_TEXT: print_text(cli, &result); break;
	}
	*ret_status = status_of(cli, &result, threshold);
	return NULL;
}
