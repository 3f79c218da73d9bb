/*
 * cmd_ticket.c - trackers of tickets, and the tickets of cases in them.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/ticket/ticket.h"

const struct cli_option options_ticket_tracker[] = {
	{ "name",    "NAME",    M("what it is called here") },
	{ "project", "PROJECT", M("identifier (Redmine), key (Backlog) or number (Jira) of the project") },
	{ "type",    "NUMBER",  M("number of the kind of ticket; Jira needs it") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ticket_hook[] = {
	{ "stop", NULL, M("it tells no more") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ticket_put[] = {
	{ "tracker", "NUMBER", M("of the tracker (default: the only one there is)") },
	{ "task",    "NUMBER", M("task that the ticket is about") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ticket_show[] = {
	{ "task", "NUMBER", M("task that the ticket is about") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_ticket_trackers(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Number"), true }, { M("Kind"), false }, { M("Name"), false }, { M("Address"), false },
		{ M("Project"), false }, { M("Tells"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct tracker_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	TRY(tracker_list(desk.ledger, &desk.actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &tracker_list_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.trackers.count; i++) {
		const struct tracker_view *row = &list.trackers.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->id), row->kind, row->name, row->base, row->project,
			row->tells ? cli_word(cli, M("yes")) : cli_word(cli, M("no")) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_ticket_tracker_add(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct tracker_order order = { .name = cli_value(cli, "name"), .project = cli_value(cli, "project"), .issue_type = cli_value(cli, "type") };
	int64_t id;
	int kind;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	if (!enum_find(&tracker_kind_names, cli->operands[0], &kind))
		return err_new(cli->arena, ERR_USAGE, M("A tracker is redmine, backlog or jira, not \"{word}\"."), ARG("word", cli->operands[0]));
	order.kind = (enum tracker_kind)kind;
	order.base = cli->operands[1];
	TRY(cli_desk_open(cli, &desk));
	TRY(tracker_add(desk.ledger, &desk.actor, &order, cli->now, cli->arena, &id));
	cli_say(cli, M("Tracker {number} is set up."), ARG_N("number", id));
	return NULL;
}

struct err *
cmd_ticket_tracker_remove(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	return tracker_remove(desk.ledger, &desk.actor, id, cli->now, cli->arena);
}

struct err *
cmd_ticket_hook(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str path;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	TRY(tracker_hook(desk.ledger, &desk.actor, id, cli_has(cli, "stop"), cli->now, cli->arena, &path));
	if (path.len == 0)
		return NULL;
	buf_addf(&cli->out, "%.*s\n", STR_ARG(path));
	cli_note(cli, M("note: this path stands behind the address of this program's pages; it is shown once and kept nowhere."));
	return NULL;
}

static void
print_tickets(struct cli *cli, const struct ticket_page_view *page)
{
	static const struct table_column columns[] = { { M("Link"), true }, { M("Tracker"), false }, { M("Ticket"), false }, { M("State"), false },
		{ M("Told"), false }, { M("Address"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < page->tickets.count; i++) {
		const struct ticket_view *row = &page->tickets.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->link), row->tracker, row->number, row->state,
			print_instant(cli, row->told_at), row->href };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	for (size_t i = 0; i < page->drafts.count; i++)
		cli_say(cli, M("A new ticket in {name}: {address}"), ARG("name", page->drafts.items[i].name), ARG("address", page->drafts.items[i].href));
}

struct err *
cmd_ticket_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct ticket_page_view page;
	int64_t task;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_number(cli, "task", 0, &task));
	TRY(cli_desk_open(cli, &desk));
	TRY(ticket_show(&desk.work.cases, &desk.actor, cli->operands[0], task, STR(""), cli->now, cli->arena, &page));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &ticket_page_schema, &page);
	else
		print_tickets(cli, &page);
	return NULL;
}

static struct err *
tracker_meant(struct cli *cli, struct cli_desk *desk, int64_t *ret_tracker)
{
	struct tracker_list_view list;

	TRY(cli_number(cli, "tracker", 0, ret_tracker));
	if (*ret_tracker != 0)
		return NULL;
	TRY(tracker_list(desk->ledger, &desk->actor, cli->arena, &list));
	if (list.trackers.count != 1)
		return err_new(cli->arena, ERR_USAGE, M("Say which tracker: --tracker NUMBER, as \"tsukuroi ticket trackers\" lists them."));
	*ret_tracker = list.trackers.items[0].id;
	return NULL;
}

struct err *
cmd_ticket_put(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct ticket_order order = { 0 };

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	order.number = cli->operands[1];
	TRY(cli_number(cli, "task", 0, &order.task));
	TRY(cli_desk_open(cli, &desk));
	TRY(tracker_meant(cli, &desk, &order.tracker));
	return ticket_put(&desk.work.cases, &desk.actor, cli->operands[0], &order, cli->now, cli->arena);
}
