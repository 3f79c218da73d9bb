#include "face/cli/commands.h"
#include "service/why.h"

const struct cli_option options_finding_why[] = {
	{ "system", "NAME", M("only this system") },
	{ NULL, NULL, NULL },
};

static void
print_system(struct cli *cli, const struct why_result *result, const struct why_system *system)
{
	cli_say(cli, M("{system}: {items} software items, {judged} judged, {named} named by a record"), ARG("system", system->name),
	    ARG_N("items", system->items), ARG_N("judged", system->judged), ARG_N("named", system->named));
	for (size_t i = 0; i < result->report.findings.count; i++) {
		const struct finding_view *view = &result->report.findings.items[i];

		if (!str_eq(view->system, system->name))
			continue;
		buf_addf(&cli->out, "  %.*s  %.*s: %.*s %.*s\n", STR_ARG(print_verdict(cli, view->verdict)), STR_ARG(view->hosts.items[0]),
		    STR_ARG(view->component.name), STR_ARG(view->component.version));
		for (size_t g = 0; g < view->grounds.count; g++)
			buf_addf(&cli->out, "      %.*s\n", STR_ARG(view->grounds.items[g].reason));
	}
	if (system->named == 0 && system->judged == system->items)
		cli_say(cli, M("  not affected: nothing installed there is named by any record on {id}"), ARG("id", result->vulnerability));
	else if (system->named == 0)
		cli_say(cli, M("  no record on {id} names what is installed there, but {count} items could not be judged at all: undecided"),
		    ARG("id", result->vulnerability), ARG_N("count", system->items - system->judged));
}

struct err *
cmd_finding_why(struct cli *cli, enum cli_status *ret_status)
{
	struct why_result result;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(why_run(&home, cli->operands[0], cli_value(cli, "system"), cli->now, cli->lang, cli->arena, &result));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &why_schema, &result);
		return NULL;
	}
	cli_say(cli, M("{id}, judged {at} by {generation}"), ARG("id", result.vulnerability), ARG("at", print_instant(cli, cli->now)),
	    ARG("generation", result.report.generation));
	for (size_t i = 0; i < result.systems.count; i++)
		print_system(cli, &result, &result.systems.items[i]);
	print_sources(cli, &result.report);
	return NULL;
}
