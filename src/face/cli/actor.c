/*
 * actor.c - who is asking on the command line.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/vec.h"
#include "face/cli/commands.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "store/ledger/audit.h"

enum { TOKEN_FILE_MOST = 4096 };

/* ------------------------------------------------------------------------- the first account */

static struct err *
make_first(struct cli *cli, struct ledger *ledger, struct str name)
{
	struct str user = actor_os_user(getuid(), cli->arena);
	bool made;

	TRY(actor_make_first(ledger, getuid(), name, cli->now, cli->arena, &made));
	if (made)
		cli_note(cli, M("note: {user} is the first account here, as administrator and security staff; others: tsukuroi account add"),
		    ARG("user", user));
	return NULL;
}

struct err *
cli_make_first(struct cli *cli, const struct home *home, struct str name)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(home_ledger(home, cli->arena, &ledger));
	return make_first(cli, ledger, name);
}

/* Only the owner of the home's settings: another user who can open the ledger is not its first administrator. */
static bool
owns(struct cli *cli, const struct home *home)
{
	struct str conf = path_join(cli->arena, home->path, STR("tsukuroi.conf"));
	struct stat seen;

	return stat(arena_cstr(cli->arena, conf), &seen) == 0 && seen.st_uid == getuid();
}

/* --------------------------------------------------------------------------------- who asks */

/* The environment of a home that runs is the home's: who asks at its socket sends his token along. */
static struct err *
find_token(struct cli *cli, struct str *ret_token)
{
	*ret_token = cli->peer == NULL ? str_of(getenv("TSUKUROI_TOKEN")) : cli->peer->token;
	if (!cli_has(cli, "token-file"))
		return NULL;
	TRY(file_read(cli_value(cli, "token-file"), TOKEN_FILE_MOST, cli->arena, ret_token));
	/* Who means to come by a token must not be taken for the user of the operating system because the file is empty. */
	if (str_trim_space(*ret_token).len == 0)
		return err_new(cli->arena, ERR_FORBIDDEN, M("The file {file} holds no token."), ARG("file", cli_value(cli, "token-file")));
	return NULL;
}

static struct err *
find_actor(struct cli *cli, const struct home *home, struct ledger *ledger, struct actor *ret_actor)
{
	struct str token;

	TRY(find_token(cli, &token));
	if (token.len > 0)
		return actor_by_token(ledger, token, cli->now, cli->arena, ret_actor);
	if (cli->peer == NULL && owns(cli, home))
		TRY(make_first(cli, ledger, STR("")));
	TRY(cli->peer != NULL ? actor_by_uid(ledger, cli->peer->uid, VIA_SOCKET, cli->arena, ret_actor)
	    : actor_by_uid(ledger, getuid(), VIA_DIRECT, cli->arena, ret_actor));
	return actor_see_not_over(ret_actor, cli->now, cli->arena);
}

/* Whoever reads the ledger's file himself is seen in its audit, token or not. */
static struct err *
note_opening(struct cli *cli, struct ledger *ledger, const struct actor *actor)
{
	static bool noted;

	if (cli->peer != NULL || noted)
		return NULL;
	noted = true;
	return ledger_audit(ledger, actor->login, cli->now, STR("home.open"),
	    arena_printf(cli->arena, "user/%.*s", STR_ARG(actor_os_user(getuid(), cli->arena))), STR(""), cli->arena);
}

struct err *
cli_actor(struct cli *cli, const struct home *home, struct ledger *ledger, struct actor *ret_actor)
{
	if (cli_has(cli, "at") && !home->clock_given)
		return err_new(cli->arena, ERR_FORBIDDEN,
		    M("The option --at is for tests and demonstrations here: only a home whose tsukuroi.conf says \"clock = given\" takes it."));
	TRY(find_actor(cli, home, ledger, ret_actor));
	ret_actor->lang = cli->lang;      /* of this command: the account's own is that of his letters */
	ledger_speak_as(ledger, enum_name(&actor_via_names, (int)ret_actor->via), ret_actor->token);
	TRY(actor_look(ret_actor, ledger, cli->arena));
	return note_opening(cli, ledger, ret_actor);
}

struct err *
cli_enter(struct cli *cli, struct home *ret_home, struct ledger **ret_ledger, struct actor *ret_actor)
{
	struct ledger *ledger = NULL;
	struct err *err;

	TRY(cli_open_home(cli, ret_home));
	TRY(home_ledger(ret_home, cli->arena, &ledger));
	err = cli_actor(cli, ret_home, ledger, ret_actor);
	if (err != NULL) {
		ledger_close(ledger);
		return err;
	}
	actor_enter(ret_actor, ret_home, cli->arena);
	*ret_ledger = ledger;
	return NULL;
}

struct str_list
cli_list(const struct cli *cli, const char *name)
{
	struct str rest = cli_value(cli, name), part;
	struct str_list list = { 0 };

	/* A Japanese keyboard writes 「、」 where the other writes a comma. */
	while (rest.len > 0) {
		size_t ascii = str_find(rest, STR(",")), wide = str_find(rest, STR("、")), at = ascii < wide ? ascii : wide;

		part = str_trim_space(str_sub(rest, 0, at));
		if (part.len > 0)
			list_push(cli->arena, &list, part);
		rest = at == SIZE_MAX ? STR("") : str_from(rest, at + (at == ascii ? 1 : STR("、").len));
	}
	return list;
}

struct err *
cli_operand_number(const struct cli *cli, size_t operand, int64_t *ret_number)
{
	if (!str_to_i64(cli->operands[operand], ret_number))
		return err_new(cli->arena, ERR_USAGE, M("\"{value}\" is no number."), ARG("value", cli->operands[operand]));
	return NULL;
}
