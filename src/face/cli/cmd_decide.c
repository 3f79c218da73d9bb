/*
 * cmd_decide.c - decisions about findings: made, listed, ended.
 */
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/respond/decide.h"

const struct cli_option options_finding_decide[] = {
	{ "owner", "NAME", M("who answers for it") },
	{ "reason", "TEXT", M("why") },
	{ "effect", "TEXT", M("what it means for those who use the system (of accept and defer)") },
	{ "until", "DATE", M("its last day") },
	{ "versions", "RANGE", M("only for these versions, e.g. vers:deb/>=1.0|<1.2") },
	{ "all-systems", NULL, M("on all systems, instead of the finding's own") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_finding_decisions[] = {
	{ "all", NULL, M("also those that do not hold any more") },
	{ NULL, NULL, NULL },
};

static struct err *
open_all(struct cli *cli, struct ledger **ret_ledger, struct actor *ret_actor)
{
	struct home home;

	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, ret_ledger));
	return cli_actor(cli, &home, *ret_ledger, ret_actor);
}

static struct err *
number_of(struct cli *cli, struct str text, int64_t *ret_number)
{
	if (str_to_i64(text, ret_number) && *ret_number > 0)
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number."), ARG("text", text));
}

struct err *
cmd_finding_decide(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct deciding deciding = { .owner = cli_value(cli, "owner"), .reason = cli_value(cli, "reason"), .effect = cli_value(cli, "effect"),
		.versions = cli_value(cli, "versions"), .all_systems = cli_has(cli, "all-systems") };
	struct decided decided;
	struct actor actor;

	TRY(cli_expect_operands(cli, 2, 2));
	TRY(number_of(cli, cli->operands[0], &deciding.finding));
	deciding.kind = cli->operands[1];
	TRY(cli_day(cli, "until", DAY_NONE, &deciding.until));
	TRY(open_all(cli, &ledger, &actor));
	TRY(finding_decide(ledger, &actor, &deciding, cli->now, cli->arena, &decided));
	cli_say(cli, M("Decision {number} holds until {day}; findings it covers now: {count}."), ARG_N("number", decided.decision),
	    ARG("day", print_day(cli, deciding.until)), ARG_N("count", decided.findings));
	*ret_status = CLI_DONE;
	return NULL;
}

struct err *
cmd_finding_undecide(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	int64_t decision;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(number_of(cli, cli->operands[0], &decision));
	TRY(open_all(cli, &ledger, &actor));
	TRY(finding_decision_end(ledger, &actor, decision, cli->now, cli->arena));
	cli_say(cli, M("Decision {number} holds no longer; it stays to be read."), ARG_N("number", decision));
	*ret_status = CLI_DONE;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ list */

static const struct table_column columns[] = {
	{ M("Number"), true }, { M("Decision"), false }, { M("Vulnerability"), false }, { M("Product"), false }, { M("System"), false },
	{ M("Until"), false }, { M("Owner"), false }, { M("Findings"), true }, { M("State"), false }, { M("Reason"), false },
};
static const struct { const char *name, *text; } kind_words[] = {
	{ "accept", M("risk accepted") }, { "defer", M("put off by decision") }, { "not_affected", M("not affected") },
	{ "investigating", M("under investigation") },
};

static struct str
kind_word(struct cli *cli, struct str kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kind_words); i++)
		if (str_eq(kind, str_of(kind_words[i].name)))
			return cli_word(cli, kind_words[i].text);
	return kind;
}

static struct str
state_word(struct cli *cli, const struct decision_view *view)
{
	if (!view->holds)
		return cli_word(cli, M("ended"));
	return view->review ? cli_word(cli, M("to review: what it rested on has changed")) : cli_word(cli, M("in force"));
}

static void
print_decisions(struct cli *cli, const struct decision_list_view *list)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->decisions.count; i++) {
		const struct decision_view *view = &list->decisions.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)view->id), kind_word(cli, view->kind), view->vulnerability,
			view->product, view->system.len > 0 ? view->system : cli_word(cli, M("all systems")), print_day(cli, view->until),
			view->owner, arena_printf(cli->arena, "%lld", (long long)view->findings), state_word(cli, view), view->reason };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

struct err *
cmd_finding_decisions(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct decision_list_view list;
	struct actor actor;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_all(cli, &ledger, &actor));
	TRY(finding_decisions(ledger, &actor, cli_has(cli, "all"), cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &decision_list_view_schema, &list);
	else if (list.decisions.count == 0)
		cli_say(cli, M("There are no decisions."));
	else
		print_decisions(cli, &list);
	*ret_status = CLI_DONE;
	return NULL;
}
