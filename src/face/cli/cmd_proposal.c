/*
 * cmd_proposal.c - cases by rule: what findings call for, and opening it.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/propose.h"

static const struct table_column columns[] = {
	{ M("Mark"), false }, { M("Action"), false }, { M("Due"), false }, { M("Responsible unit"), false }, { M("Title"), false },
	{ M("System"), false }, { M("Findings"), true }, { M("KEV"), true },
};

static struct str
action_word(struct cli *cli, struct str name)
{
	int action;

	return enum_find(&action_names, name, &action) ? cli_word(cli, action_text((enum action)action)) : name;
}

static void
print_proposals(struct cli *cli, const struct case_proposal_list *list)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->proposals.count; i++) {
		const struct case_proposal *p = &list->proposals.items[i];
		struct str cells[] = { p->mark, action_word(cli, p->action), print_instant(cli, p->due), p->unit.len > 0 ? p->unit : STR("-"), p->title,
			arena_join(cli->arena, p->systems.items, p->systems.count, cli->lang == LANG_JA ? STR("、") : STR(", ")),
			arena_printf(cli->arena, "%lld", (long long)p->findings), arena_printf(cli->arena, "%lld", (long long)p->kev) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	cli_note(cli, M("note: tsukuroi case open --proposal MARK opens one of them, --proposal all every one"));
}

struct err *
cmd_case_proposals(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_proposal_list list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	TRY(respond_proposals(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &case_proposal_list_schema, &list);
	else if (list.proposals.count == 0)
		cli_say(cli, M("Every open finding that is to be mended by a date has its case, or a decision."));
	else
		print_proposals(cli, &list);
	return NULL;
}

struct err *
cmd_case_open_proposed(struct cli *cli, enum cli_status *ret_status)
{
	struct str mark = cli_value(cli, "proposal");
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str_list numbers = { 0 };

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	if (mark.len == 0)
		return err_new(cli->arena, ERR_USAGE, M("Name the proposal by its mark, or \"all\": tsukuroi case proposals lists them."));
	TRY(cli_desk_open(cli, &desk));
	TRY(respond_open(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, str_eq(mark, STR("all")) ? STR("") : mark, cli->now,
	    cli->arena, &numbers));
	for (size_t i = 0; i < numbers.count; i++)
		cli_say(cli, M("Opened as {number}."), ARG("number", numbers.items[i]));
	if (numbers.count == 0)
		cli_say(cli, M("Every open finding that is to be mended by a date has its case, or a decision."));
	return NULL;
}
