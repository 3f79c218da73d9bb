/*
 * cmd_task.c - what everybody has to do.
 */
#include "base/clock.h"
#include "base/limits.h"
#include "domain/calendar/calendar.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"

const struct cli_option options_task_list[] = {
	{ "all",     NULL,     M("everybody's, in the cases you may see") },
	{ "owner",   "LOGIN",  M("another person's") },
	{ "case",    "NUMBER", M("of this case, the ended ones too") },
	{ "overdue", NULL,     M("only what is overdue") },
	{ "most",    "COUNT",  M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_task_done[] = { { "note", "TEXT", M("what was done") }, { NULL, NULL, NULL } };
const struct cli_option options_task_assign[] = { { "due", "DATE", M("the day by whose end it is due") }, { NULL, NULL, NULL } };

void
print_tasks(struct cli *cli, const struct case_task_view *tasks, size_t count, bool with_case)
{
	static const struct table_column columns[] = {
		{ M("Number"), true }, { M("Task"), false }, { M("About"), false }, { M("Due"), false }, { M("State"), false },
		{ M("In charge"), false }, { M("Case"), false }, { M("Title"), false },
	};
	static const struct { const char *state, *text; } states[] = { { "open", M("open") }, { "done", M("done") }, { "dropped", M("dropped") } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) - (with_case ? 0 : 2) };

	for (size_t i = 0; i < count; i++) {
		const struct case_task_view *task = &tasks[i];
		struct str due = print_instant(cli, task->due), state = task->state;
		struct str cells[ARRAY_LEN(columns)] = { arena_printf(cli->arena, "%lld", (long long)task->id), task->title,
			task->subject.len == 0 ? STR("-") : task->subject,
			task->overdue ? arena_printf(cli->arena, "%.*s %.*s", STR_ARG(due), STR_ARG(cli_word(cli, M("(overdue)")))) : due };

		for (size_t j = 0; j < ARRAY_LEN(states); j++)
			if (str_eq(task->state, str_of(states[j].state)))
				state = cli_word(cli, states[j].text);
		cells[4] = state;
		cells[5] = task->owner.len > 0 ? task->owner : arena_printf(cli->arena, "(%.*s)", STR_ARG(task->role));
		cells[6] = task->number;
		cells[7] = task->label;
		print_table_row(cli, &table, cells, table.columns_count);
	}
	print_rows(cli, &table);
}

struct err *
cmd_task_list(struct cli *cli, enum cli_status *ret_status)
{
	struct task_query query = { .owner = cli_value(cli, "owner"), .number = cli_value(cli, "case"), .overdue = cli_has(cli, "overdue") };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct task_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_number(cli, "most", 100, &query.most));
	if (query.most < 1 || query.most > 10000)
		return err_new(cli->arena, ERR_USAGE, M("The option --most takes 1 to 10000."));
	query.mine = !cli_has(cli, "all");
	TRY(cli_desk_open(cli, &desk));
	TRY(task_list(&desk.work.cases, &desk.actor, &query, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &task_list_view_schema, &list);
	else if (list.tasks.count == 0 && cli->output == OUTPUT_TEXT)
		cli_say(cli, M("There is nothing to do."));
	else
		print_tasks(cli, list.tasks.items, list.tasks.count, true);
	return NULL;
}

struct err *
cmd_task_done(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t task;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &task));
	TRY(cli_desk_open(cli, &desk));
	TRY(task_done(&desk.work.cases, &desk.actor, task, cli_value(cli, "note"), cli->now, cli->arena));
	cli_say(cli, M("Task {id} is done."), ARG_N("id", task));
	return NULL;
}

struct err *
cmd_task_assign(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t task, due = INSTANT_NONE;
	struct str login;
	int32_t day;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_operand_number(cli, 0, &task));
	TRY(cli_day(cli, "due", DAY_NONE, &day));
	if (day != DAY_NONE)
		due = day_instant(day + 1, ZONE_JST) - INSTANT_SECOND;
	login = str_eq(cli->operands[1], STR("-")) ? STR("") : cli->operands[1];
	TRY(cli_desk_open(cli, &desk));
	TRY(task_assign(&desk.work.cases, &desk.actor, task, login, due, cli->now, cli->arena));
	if (login.len == 0)
		cli_say(cli, M("Nobody in person has task {id} now."), ARG_N("id", task));
	else
		cli_say(cli, M("Task {id} is {login}'s."), ARG_N("id", task), ARG("login", login));
	return NULL;
}
