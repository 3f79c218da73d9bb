/*
 * cmd_plan.c - 対処案: shown side by side, written down, chosen.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/plan.h"

static const struct table_column plan_columns[] = { { M("Plan"), false }, { M("Measure"), false }, { M("Content"), false }, { M("Possible on"), false },
	{ M("Cost (yen)"), true } };

static struct str
measure_word(struct cli *cli, struct str name)
{
	int measure;

	return enum_find(&measure_names, name, &measure) ? cli_word(cli, measure_text((enum measure)measure)) : STR("-");
}

static void
print_plans(struct cli *cli, const struct plan_list_view *list)
{
	struct table table = { .columns = plan_columns, .columns_count = ARRAY_LEN(plan_columns) };

	for (size_t i = 0; i < list->plans.count; i++) {
		const struct plan_row_view *plan = &list->plans.items[i];
		struct str cells[] = { plan->name, measure_word(cli, plan->measure), plan->content, plan->possible_on,
			arena_printf(cli->arena, "%lld", (long long)plan->cost) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_cells(struct cli *cli, const struct plan_list_view *list, const struct plan_system_view *system)
{
	cli_say(cli, M("{system} ({finding})"), ARG("system", system->system), ARG("finding", system->finding));
	cli_say(cli, M("   now: {cell}"), ARG("cell", system->before.words));
	for (size_t i = 0; i < system->after.count; i++) {
		struct str words = system->after.items[i].known ? system->after.items[i].words : cli_word(cli, M("cannot tell: no measure is named"));

		if (i < list->plans.count)
			cli_say(cli, M("   after plan {name}: {cell}"), ARG("name", list->plans.items[i].name), ARG("cell", words));
		else
			cli_say(cli, M("   after the interim plan and then the lasting one: {cell}"), ARG("cell", words));
	}
}

static void
print_proposals(struct cli *cli, const struct plan_list_view *list)
{
	if (list->proposed.count > 0)
		cli_say(cli, M("What the knowledge base names as measures:"));
	for (size_t i = 0; i < list->proposed.count; i++)
		cli_say(cli, M("   {measure}: for {vulnerability}, by {source}"), ARG("measure", measure_word(cli, list->proposed.items[i].measure)),
		    ARG("vulnerability", list->proposed.items[i].vulnerability), ARG("source", list->proposed.items[i].source));
}

struct err *
cmd_plan_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct plan_list_view list;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(plan_show(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli->operands[0], cli->now, cli->arena, &list));
	*ret_status = CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &plan_list_view_schema, &list);
		return NULL;
	}
	if (list.plans.count == 0)
		cli_say(cli, M("No plans have been written yet: tsukuroi plan add {number} name=A measure=update content=… side_effects=…"),
		    ARG("number", list.casefile));
	else
		print_plans(cli, &list);
	for (size_t i = 0; i < list.systems.count; i++)
		print_cells(cli, &list, &list.systems.items[i]);
	print_proposals(cli, &list);
	return NULL;
}

/* ------------------------------------------------------------------------------------- written down, chosen */

struct err *
cmd_plan_add(struct cli *cli, enum cli_status *ret_status)
{
	size_t count = cli->operands_count == 0 ? 0 : cli->operands_count - 1;
	struct plan_cell_given *cells = ARENA_ARRAY(cli->arena, struct plan_cell_given, count + 1);
	struct cli_desk desk CLI_DESK_SCOPE;

	TRY(cli_expect_operands(cli, 2, 64));
	for (size_t i = 0; i < count; i++)
		if (!str_cut(cli->operands[i + 1], '=', &cells[i].column, &cells[i].value))
			return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is not of the form COLUMN=VALUE."), ARG("text", cli->operands[i + 1]));
	TRY(cli_desk_open(cli, &desk));
	TRY(plan_add(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli->operands[0], cells, count, cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	*ret_status = CLI_DONE;
	return NULL;
}

struct err *
cmd_plan_choose(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;

	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_set(&desk.work.cases, &desk.actor, cli->operands[0], STR("chosen"), cli->operands[1], -1, cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	*ret_status = CLI_DONE;
	return NULL;
}
