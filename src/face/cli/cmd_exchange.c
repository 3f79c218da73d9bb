/*
 * cmd_exchange.c - SWID tags and lists of CPE names, in and out.
 */
#include "face/cli/commands.h"
#include "service/exchange.h"

const struct cli_option options_import_exchange[] = {
	{ "system", "NAME", M("the system it belongs to (default: the name of the folder or file)") },
	{ "host",   "NAME", M("the host it was taken from (default: the same)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_export_swid[] = {
	{ "regid", "DOMAIN", M("the organisation's domain name, which its tags bear (default: example.invalid)") },
	{ NULL, NULL, NULL },
};

static struct err *
import_all(struct cli *cli, struct str kind)
{
	struct exchange_options options = { kind, cli_value(cli, "system"), cli_value(cli, "host"), cli_who(cli), cli->now };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	for (size_t i = 0; i < cli->operands_count; i++) {
		struct ledger_intake_report report;

		TRY(exchange_take(ledger, &options, cli->operands[i], cli->arena, &report));
		if (report.result.known)
			cli_say(cli, M("{file}: this file was taken in before; nothing changed."), ARG("file", cli->operands[i]));
		else
			cli_say(cli, M("{file}: {components} software items on {hosts} hosts of {systems} systems: {installed} installed, {upgraded} upgraded, {removed} removed"),
			    ARG("file", cli->operands[i]), ARG_N("components", report.result.components), ARG_N("hosts", report.result.hosts),
			    ARG_N("systems", report.result.systems), ARG_N("installed", report.result.installed),
			    ARG_N("upgraded", report.result.upgraded), ARG_N("removed", report.result.removed));
		if (report.without_identity > 0)
			cli_say(cli, M("  {count} known by name only: \"tsukuroi name list\" shows what they may mean"), ARG_N("count", report.without_identity));
		if (report.refused > 0)
			cli_say(cli, M("  {count} refused"), ARG_N("count", report.refused));
		for (size_t p = 0; p < report.problems.count && p < 5; p++)
			cli_say(cli, M("  {id} (line {line}): {sentence}"), ARG("id", report.problems.items[p].id), ARG_N("line", report.problems.items[p].line),
			    ARG("sentence", cli->lang == LANG_JA ? report.problems.items[p].sentence_ja : report.problems.items[p].sentence_en));
	}
	return NULL;
}

struct err *
cmd_import_swid(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return import_all(cli, STR("swid"));
}

struct err *
cmd_import_cpe(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return import_all(cli, STR("cpe"));
}

static struct str
operand(const struct cli *cli, size_t at)
{
	return cli->operands_count > at ? cli->operands[at] : STR("");
}

struct err *
cmd_export_cpe(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct exchange_counts counts;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(exchange_cpe_list(ledger, operand(cli, 0), cli->arena, &cli->out, &counts));
	cli_note(cli, M("{named} products have a CPE name; {nameless} have none and stand as remarks."), ARG_N("named", counts.named),
	    ARG_N("nameless", counts.nameless));
	return NULL;
}

struct err *
cmd_export_swid(struct cli *cli, enum cli_status *ret_status)
{
	struct str regid = cli_has(cli, "regid") ? cli_value(cli, "regid") : STR("example.invalid");
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct exchange_counts counts;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 2));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(exchange_swid_tags(ledger, operand(cli, 1), regid, operand(cli, 0), cli->arena, &counts));
	cli_say(cli, M("{folder}: {tags} SWID tags were written, {named} of them with a CPE name."), ARG("folder", operand(cli, 0)),
	    ARG_N("tags", counts.named + counts.nameless), ARG_N("named", counts.named));
	return NULL;
}
