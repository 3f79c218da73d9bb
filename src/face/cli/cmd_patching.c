/*
 * cmd_patching.c - how far an update has come, and into the case that it is done in.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/patching.h"

const struct cli_option options_patching_status[] = {
	{ "by", "system|unit", M("a row for each system (default) or for each unit") },
	{ NULL, NULL, NULL },
};

static const struct table_column columns[] = {
	{ M("System"), false }, { M("Responsible unit"), false }, { M("Hosts"), true }, { M("Done"), true }, { M("Still to do"), true },
	{ M("Cannot be told"), true },
};

static void
add_row(struct cli *cli, struct table *table, const struct patching_row_view *row, struct str system)
{
	const int64_t numbers[] = { row->hosts, row->done, row->left, row->unknown };

	list_push(cli->arena, &table->cells, system.len > 0 ? system : STR("-"));
	list_push(cli->arena, &table->cells, row->unit);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		list_push(cli->arena, &table->cells, arena_printf(cli->arena, "%lld", (long long)numbers[i]));
}

static void
print_patching(struct cli *cli, const struct patching_view *view)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->rows.count; i++)
		add_row(cli, &table, &view->rows.items[i], view->rows.items[i].system);
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return;
	}
	cli_say(cli, view->windows ? M("{subject}, counted by the builds and updates of the computers") : M("{subject}, counted by what matching finds on the hosts"),
	    ARG("subject", view->subject));
	if (view->targets.count > 0)
		cli_say(cli, M("mended by: {targets}"),
		    ARG("targets", arena_join(cli->arena, view->targets.items, view->targets.count, cli_word(cli, M(", ")))));
	add_row(cli, &table, &view->total, cli_word(cli, M("Together")));
	print_table_text(cli, &table);
	if (view->others > 0)
		cli_say(cli, M("{count} computers have another Windows, which this update is not for."), ARG_N("count", view->others));
}

/* 1: some are left; 4: none is left, but of some it cannot be told. */
static void
answer(struct cli *cli, const struct patching_view *view, enum cli_status *ret_status)
{
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &patching_view_schema, view);
	else
		print_patching(cli, view);
	*ret_status = view->total.left > 0 ? CLI_FOUND : view->total.unknown > 0 || view->total.hosts == 0 ? CLI_CANNOT_TELL : CLI_DONE;
}

struct err *
cmd_patching_status(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct patching_view view;
	int by = PATCHING_BY_SYSTEM;

	TRY(cli_expect_operands(cli, 1, 1));
	if (cli_has(cli, "by") && !enum_find(&patching_by_names, cli_value(cli, "by"), &by))
		return err_new(cli->arena, ERR_USAGE, M("--by takes system or unit."));
	TRY(cli_desk_open(cli, &desk));
	TRY(patching_status(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli->operands[0], (enum patching_by)by, cli->now, cli->arena,
	    &view));
	answer(cli, &view, ret_status);
	return NULL;
}

struct err *
cmd_patching_count(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct patching_view view;
	bool changed;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(patching_count(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli->operands[0], cli->now, cli->arena, &view, &changed));
	answer(cli, &view, ret_status);
	if (cli->output == OUTPUT_TEXT)
		cli_say(cli, changed ? M("The counts stand in {number} now.") : M("The counts in {number} are these already."), ARG("number", view.number));
	return NULL;
}
