/*
 * client.c - where the home runs, the command line is its client: it hands the command over, and opens for it the files that the person named.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "face/cli/commands.h"
#include "service/people/actor.h"
#include "wire/local/local.h"

/* A home that this user cannot open himself: it is another's. No home at all is none of that. */
static bool
is_anothers(struct cli *cli)
{
	struct stat seen;

	if (stat(arena_cstr(cli->arena, cli->home), &seen) != 0)
		return errno == EACCES;
	return access(arena_cstr(cli->arena, path_join(cli->arena, cli->home, STR("tsukuroi.conf"))), R_OK) != 0 && errno == EACCES;
}

struct err *
cli_why_not(struct cli *cli, struct err *err)
{
	int socket FD_SCOPE = -1;

	if (err == NULL || cli->peer != NULL || !is_anothers(cli))
		return err;
	socket = local_connect(cli->home, cli->arena);
	if (socket < 0)
		return err_new(cli->arena, ERR_FORBIDDEN,
		    M("The home {dir} belongs to another user and does not run: ask its administrator to start it with \"tsukuroi serve\"."),
		    ARG("dir", cli->home));
	return err_new(cli->arena, ERR_FORBIDDEN, M("\"tsukuroi {words}\" is for the owner of the home {dir} only."),
	    ARG("words", str_of(cli->command->words)), ARG("dir", cli->home));
}

static struct local_command
command_of(struct cli *cli, int argc, char **argv)
{
	struct local_command command = { .lang = cli->lang == LANG_JA ? STR("ja") : STR("en"), .token = str_of(getenv("TSUKUROI_TOKEN")),
		.no_color = getenv("NO_COLOR") != NULL };

	for (int i = 1; i < argc; i++)
		list_push(cli->arena, &command.args, str_of(argv[i]));
	return command;
}

/* Of the home's own files none is named to it: who could, might have it read or write them for him. */
static struct err *
keep_out(struct cli *cli)
{
	for (size_t i = 0; i < cli->operands_count; i++)
		if (local_is_own(cli->operands[i], cli->peer->own))
			return err_new(cli->arena, ERR_FORBIDDEN, M("{file} belongs to the home itself, and cannot be named to it."),
			    ARG("file", cli->operands[i]));
	for (size_t i = 0; i < cli->values_count; i++)
		if (!str_eq(str_of(cli->values[i].option->name), STR("home")) && local_is_own(cli->values[i].value, cli->peer->own))
			return err_new(cli->arena, ERR_FORBIDDEN, M("{file} belongs to the home itself, and cannot be named to it."),
			    ARG("file", cli->values[i].value));
	return NULL;
}

/* Commands that ask for no right of their own are for who has an office here. */
static struct err *
admit_reader(struct cli *cli)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;

	TRY(cli_enter(cli, &home, &ledger, &actor));
	cli->sight = home.sight;
	return actor_need(&actor, OFFICES_ALL, SCOPE_READ, cli->arena);
}

static struct err *
as_served(struct cli *cli)
{
	if (cli->command->served == CLI_OWNERS)
		return err_new(cli->arena, ERR_FORBIDDEN, M("\"tsukuroi {words}\" is for the owner of the home {dir} only."),
		    ARG("words", str_of(cli->command->words)), ARG("dir", cli->home));
	TRY(keep_out(cli));
	return cli->command->served == CLI_READERS ? admit_reader(cli) : NULL;
}

/* Nobody reads on (`… | head`): then this ends as a command at the keyboard does, without a word. */
static void
end_with_reader(void)
{
	struct pollfd out = { STDOUT_FILENO, 0, 0 };

	if (poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0)
		(void)raise(SIGPIPE);
}

struct err *
cli_go(struct cli *cli, int argc, char **argv, bool *ret_gone, enum cli_status *ret_status)
{
	struct local_command command;
	int status, socket FD_SCOPE = -1;
	struct err *err;

	*ret_gone = false;
	if (cli->peer != NULL)
		return as_served(cli);
	if (cli->command->served == CLI_OWNERS)
		return NULL;
	socket = local_connect(cli->home, cli->arena);
	if (socket < 0)
		return NULL;
	command = command_of(cli, argc, argv);
	err = local_errand(socket, &command, cli->arena, &status);
	if (err != NULL) {
		end_with_reader();
		return err;
	}
	*ret_status = (enum cli_status)status;
	*ret_gone = true;
	return NULL;
}
