/*
 * cmd_roster.c - who checks which source when, and proof that it was checked.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/roster.h"

const struct cli_option options_roster_set[] = {
	{ "days", "DAYS", M("business (default), daily, or mon, tue, wed, thu, fri, sat, sun") },
	{ "people", "LOGIN,…", M("whose turn it is, one after the other") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_roster_checked[] = {
	{ "last", "TITLE", M("the latest title or number you saw there") },
	{ "nothing", NULL, M("checked, nothing relevant") },
	{ "case", "NUMBER", M("something was relevant: the case that was begun") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_roster_proof[] = {
	{ "since", "DATE", M("from this day on (default: 30 days ago)") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_roster_set(struct cli *cli, enum cli_status *ret_status)
{
	struct roster_order order = { .days = cli_value(cli, "days"), .people = cli_list(cli, "people") };
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	order.source = cli->operands[0];
	if (order.days.len == 0)
		order.days = STR("business");
	TRY(cli_desk_open(cli, &desk));
	TRY(roster_set(desk.ledger, &desk.actor, &order, cli->now, cli->arena));
	cli_say(cli, M("{source} is checked in turn by: {people}."), ARG("source", order.source),
	    ARG("people", arena_join(cli->arena, order.people.items, order.people.count, STR(", "))));
	return NULL;
}

struct err *
cmd_roster_end(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(roster_end(&desk.work.cases, &desk.actor, cli->operands[0], cli->now, cli->arena));
	cli_say(cli, M("{source} is checked in turn no longer. What was checked stays in roster proof."), ARG("source", cli->operands[0]));
	return NULL;
}

struct err *
cmd_roster_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Source"), false }, { M("Days"), false }, { M("In turn"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct roster_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	TRY(roster_list(desk.ledger, &desk.actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &roster_list_view_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.rules.count; i++) {
		const struct roster_view *rule = &list.rules.items[i];
		struct str cells[] = { rule->source, rule->days, arena_join(cli->arena, rule->people.items, rule->people.count, STR(", ")) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_roster_turn(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t opened;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	TRY(actor_need(&desk.actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, cli->arena));
	TRY(roster_turn(&desk.work.cases, cli->now, cli->arena, &opened));
	cli_say(cli, M("Turns of today that were begun: {count}."), ARG_N("count", opened));
	return NULL;
}

struct err *
cmd_roster_checked(struct cli *cli, enum cli_status *ret_status)
{
	struct roster_check check = { .last = cli_value(cli, "last"), .found = cli_value(cli, "case") };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (cli_has(cli, "nothing") == cli_has(cli, "case"))
		return err_new(cli->arena, ERR_USAGE, M("Say either --nothing, or --case with the case that was begun."));
	check.source = cli->operands[0];
	TRY(cli_desk_open(cli, &desk));
	TRY(roster_checked(&desk.work.cases, &desk.actor, &check, cli->now, cli->arena, &number));
	cli_say(cli, M("{source} was checked: written into {number}, which is closed."), ARG("source", check.source), ARG("number", number));
	return NULL;
}

struct err *
cmd_roster_proof(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = {
		{ M("Day"), false }, { M("Source"), false }, { M("Whose turn"), false }, { M("State"), false }, { M("Checked by"), false },
		{ M("At"), false }, { M("Latest seen"), false }, { M("Case"), false }, { M("Taken up"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct roster_proof_list_view list;
	int32_t since;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_day(cli, "since", instant_day(cli->now, ZONE_JST) - 30, &since));
	TRY(cli_desk_open(cli, &desk));
	TRY(roster_proof(&desk.work.cases, &desk.actor, since, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &roster_proof_list_view_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.turns.count; i++) {
		const struct roster_proof_view *turn = &list.turns.items[i];
		struct str cells[] = { print_day(cli, turn->day), turn->source, turn->person, turn->words, turn->by,
			print_instant(cli, turn->closed_at), turn->last, turn->number, turn->taken_up };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}
