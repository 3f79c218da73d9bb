/*
 * cmd_case_talk.c - messages and files of a case.
 */
#include "base/file.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"

const struct cli_option options_case_write[] = {
	{ "thread",   "NUMBER", M("the thread it belongs to (default: the general one)") },
	{ "title",    "TEXT",   M("begins a thread of this title") },
	{ "corrects", "NUMBER", M("the message of yours that it corrects") },
	{ "part",     "NAME",   M("the part of the case a new thread belongs to (default: the first)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_file_put[] = {
	{ "name", "NAME", M("its name, where it comes by standard input (-)") },
	{ "part", "NAME", M("the part of the case it belongs to (default: the first)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_file_get[] = { { "output", "FILE", M("the file to write, which must not be there yet") }, { NULL, NULL, NULL } };
const struct cli_option options_case_file_release[] = { { "reason", "TEXT", M("how you know that it is safe") }, { NULL, NULL, NULL } };

/* ------------------------------------------------------------------------------------------- messages */

struct err *
cmd_case_write(struct cli *cli, enum cli_status *ret_status)
{
	struct case_message message = { .title = cli_value(cli, "title"), .compartment = cli_value(cli, "part") };
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t thread;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_number(cli, "thread", 0, &message.thread));
	TRY(cli_number(cli, "corrects", 0, &message.corrects));
	TRY(cli_content(cli, cli->operands[1], LIMIT_CASE_TEXT, &message.text));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_write(&desk.work.cases, &desk.actor, cli->operands[0], &message, cli->now, cli->arena, &thread));
	cli_say(cli, M("Written in thread {thread}."), ARG_N("thread", thread));
	return NULL;
}

static void
print_thread(struct cli *cli, const struct case_thread_view *view)
{
	buf_addf(&cli->out, "%lld  %.*s\n", (long long)view->id, STR_ARG(view->title));
	for (size_t i = 0; i < view->texts.count; i++) {
		const struct case_message_view *message = &view->texts.items[i];
		struct str rest = message->text, line;

		buf_addf(&cli->out, "\n[%lld] %.*s  %.*s%s%.*s\n", (long long)message->number, STR_ARG(print_instant(cli, message->at)),
		    STR_ARG(message->by), message->unread ? "  " : "", STR_ARG(message->unread ? cli_word(cli, M("(new)")) : STR("")));
		if (message->corrects != 0)
			cli_say(cli, M("    corrects [{number}]"), ARG_N("number", message->corrects));
		while (str_line(&rest, &line))
			buf_addf(&cli->out, "    %.*s\n", STR_ARG(line));
	}
}

struct err *
cmd_case_read(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_thread_view view;
	int64_t thread = 0;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 2));
	if (cli->operands_count == 2)
		TRY(cli_operand_number(cli, 1, &thread));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_thread(&desk.work.cases, &desk.actor, cli->operands[0], thread, cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &case_thread_view_schema, &view);
	else
		print_thread(cli, &view);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- files */

struct err *
cmd_case_file_put(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_file_view view;
	struct str content, name = cli_value(cli, "name");

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	if (str_eq(cli->operands[1], STR("-")))
		TRY(cli_content(cli, cli->operands[1], LIMIT_CASE_FILE, &content));
	else
		TRY(file_read(cli->operands[1], LIMIT_CASE_FILE, cli->arena, &content));
	if (name.len == 0)
		name = path_base(cli->operands[1]);
	TRY(cli_desk_open(cli, &desk));
	TRY(case_file_put(&desk.work.cases, &desk.actor, cli->operands[0], name, content, cli_value(cli, "part"), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &case_file_view_schema, &view);
	else
		cli_say(cli, M("Kept as file {id} ({kind}, {bytes} bytes), in quarantine until somebody releases it."), ARG_N("id", view.id),
		    ARG("kind", view.kind), ARG_N("bytes", view.size));
	return NULL;
}

struct err *
cmd_case_file_get(struct cli *cli, enum cli_status *ret_status)
{
	struct str output = cli_value(cli, "output"), content;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_file_view view;
	int64_t file;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &file));
	if (output.len == 0)
		return err_new(cli->arena, ERR_USAGE, M("Say with --output into which file it is written."));
	if (file_exists(output, cli->arena) || dir_exists(output, cli->arena))
		return err_new(cli->arena, ERR_CONFLICT, M("There is a file {file} already: name another."), ARG("file", output));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_file_get(&desk.work.cases, &desk.actor, file, cli->now, cli->arena, &view, &content));
	TRY(file_write(output, content, cli->arena));
	cli_say(cli, M("{name} ({kind}, {bytes} bytes) was written to {file}."), ARG("name", view.name), ARG("kind", view.kind),
	    ARG_N("bytes", view.size), ARG("file", output));
	if (!view.released)
		cli_note(cli, M("note: nobody has said yet that this file is safe: do not open it on a computer you need"));
	return NULL;
}

struct err *
cmd_case_file_release(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t file;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &file));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_file_release(&desk.work.cases, &desk.actor, file, cli_value(cli, "reason"), cli->now, cli->arena));
	cli_say(cli, M("Released: the file is no longer shown as unsafe."));
	return NULL;
}
