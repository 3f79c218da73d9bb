/*
 * cmd_webhook.c - where other programs are told what is new.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/notify/notify.h"

const struct cli_option options_webhook_add[] = {
	{ "name",   "NAME",             M("what it is called here") },
	{ "shape",  "json|slack|teams", M("the shape of what is sent (default: json)") },
	{ "events", "LIST",             M("what it is told of: finding, overdue, posture, source, task, report, watch (default: all)") },
	{ "unit",   "UNIT",             M("only of the systems of that unit") },
	{ "in",     "ja|en",            M("its language (default: one's own)") },
	{ NULL, NULL, NULL },
};

/* Addresses and keys are opened with the desk's own vault. */
struct room { struct cli_desk desk; struct people_vault secrets; struct notify_desk notify; };

static void
room_done(struct room *room)
{
	cli_desk_close(&room->desk);
}
#define ROOM_SCOPE __attribute__((cleanup(room_done))) = { 0 }

static struct err *
enter(struct cli *cli, struct room *room)
{
	TRY(cli_desk_open(cli, &room->desk));
	room->secrets = vault_people(room->desk.work.cases.vault);
	room->notify = (struct notify_desk){ room->desk.ledger, &room->desk.home, &room->secrets, &room->desk.work.cases };
	return NULL;
}

static struct err *
events_of(struct cli *cli, int64_t *ret_events)
{
	struct str_list names = cli_list(cli, "events");
	int event;

	*ret_events = names.count == 0 ? ((int64_t)1 << WEBHOOK_EVENTS) - 1 : 0;
	for (size_t i = 0; i < names.count; i++) {
		if (!enum_find(&webhook_event_names, names.items[i], &event))
			return err_new(cli->arena, ERR_USAGE, M("A webhook is told of finding, overdue, posture, source, task, report or watch, not of \"{word}\"."),
			    ARG("word", names.items[i]));
		*ret_events |= (int64_t)1 << event;
	}
	return NULL;
}

struct err *
cmd_webhook_add(struct cli *cli, enum cli_status *ret_status)
{
	struct str shape = cli_value(cli, "shape"), in = cli_value(cli, "in"), key;
	struct webhook_order order = { .name = cli_value(cli, "name"), .unit = cli_value(cli, "unit") };
	struct room room ROOM_SCOPE;
	int shape_at = WEBHOOK_JSON;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (shape.len > 0 && !enum_find(&webhook_shape_names, shape, &shape_at))
		return err_new(cli->arena, ERR_USAGE, M("The shape of a webhook is json, slack or teams, not \"{word}\"."), ARG("word", shape));
	TRY(events_of(cli, &order.events));
	order.shape = (enum webhook_shape)shape_at;
	order.url = cli->operands[0];
	TRY(enter(cli, &room));
	order.lang = in.len == 0 ? cli->lang : str_eq(in, STR("en")) ? LANG_EN : LANG_JA;
	TRY(webhook_add(&room.notify, &room.desk.actor, &order, cli->now, cli->arena, &id, &key));
	buf_addf(&cli->out, "%.*s\n", STR_ARG(key));
	cli_note(cli, M("note: webhook {number} is told from now on. With this key its posts are signed; it is shown once."), ARG_N("number", id));
	return NULL;
}

static void
print_webhooks(struct cli *cli, const struct webhook_list_view *list)
{
	static const struct table_column columns[] = { { M("Number"), true }, { M("Name"), false }, { M("Shape"), false }, { M("Server"), false },
		{ M("Told of"), false }, { M("Unit"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->webhooks.count; i++) {
		const struct webhook_view *row = &list->webhooks.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->id), row->name, row->shape, row->host,
			arena_join(cli->arena, row->events.items, row->events.count, STR(",")), row->unit };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_posts(struct cli *cli, const struct webhook_list_view *list)
{
	static const struct table_column columns[] = { { M("Post"), true }, { M("Webhook"), false }, { M("Told of"), false }, { M("Written"), false },
		{ M("State"), false }, { M("Tries"), true }, { M("Answer"), true }, { M("Last error"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	if (list->posts.count == 0)
		return;
	for (size_t i = 0; i < list->posts.count; i++) {
		const struct post_view *row = &list->posts.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->id), row->webhook,
			row->events.count == 0 ? cli_word(cli, M("a test")) : arena_join(cli->arena, row->events.items, row->events.count, STR(",")),
			print_instant(cli, row->made_at), row->state, arena_printf(cli->arena, "%lld", (long long)row->attempt),
			row->status == 0 ? STR("-") : arena_printf(cli->arena, "%lld", (long long)row->status), row->error };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	buf_add_char(&cli->out, '\n');
	print_rows(cli, &table);
}

struct err *
cmd_webhook_list(struct cli *cli, enum cli_status *ret_status)
{
	struct webhook_list_view list;
	struct room room ROOM_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(enter(cli, &room));
	TRY(webhook_list(&room.notify, &room.desk.actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &webhook_list_schema, &list);
		return NULL;
	}
	print_webhooks(cli, &list);
	print_posts(cli, &list);
	return NULL;
}

struct err *
cmd_webhook_test(struct cli *cli, enum cli_status *ret_status)
{
	struct room room ROOM_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(enter(cli, &room));
	TRY(webhook_test(&room.notify, &room.desk.actor, id, cli->now, cli->arena));
	cli_say(cli, M("A test is on its way: \"tsukuroi webhook list\" shows what became of it."));
	return NULL;
}

struct err *
cmd_webhook_remove(struct cli *cli, enum cli_status *ret_status)
{
	struct room room ROOM_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(enter(cli, &room));
	return webhook_remove(&room.notify, &room.desk.actor, id, cli->now, cli->arena);
}
