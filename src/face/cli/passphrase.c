/*
 * passphrase.c - a passphrase of a person at a terminal, unseen, or out of a file.
 */
#include <stdio.h>
#include <termios.h>
#include <unistd.h>
#include "base/file.h"
#include "face/cli/commands.h"

enum { PASSPHRASE_MOST = 1024 };

struct err *
cli_read_line(struct cli *cli, int fd, struct str *ret_line)
{
	char *line = arena_alloc(cli->arena, PASSPHRASE_MOST + 1);
	size_t len = 0;

	while (len < PASSPHRASE_MOST && read(fd, &line[len], 1) == 1 && line[len] != '\n')
		len++;
	*ret_line = (struct str){ line, len };
	(void)str_take_end(ret_line, STR("\r"));
	return NULL;
}

/* On the terminal, without showing it. */
static struct err *
ask_quietly(struct cli *cli, const char *question, struct str *ret_line)
{
	struct termios before, quiet;
	struct err *err;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return err_system(cli->arena, M("The terminal could not be asked."));
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)fprintf(stderr, "%.*s", STR_ARG(cli_word(cli, question)));
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	err = cli_read_line(cli, STDIN_FILENO, ret_line);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	(void)fputc('\n', stderr);
	return err;
}

/* A new one is asked for twice. */
static struct err *
ask_passphrase(struct cli *cli, bool made, struct str *ret_passphrase)
{
	struct str again;

	if (!isatty(STDIN_FILENO))
		return err_new(cli->arena, ERR_USAGE, M("The passphrase is asked for on a terminal; a program gives it with --passphrase-file FILE."));
	TRY(ask_quietly(cli, M("Passphrase: "), ret_passphrase));
	if (!made)
		return NULL;
	TRY(ask_quietly(cli, M("Once more: "), &again));
	if (str_eq(*ret_passphrase, again))
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("The two passphrases are not the same: nothing was done."));
}

struct err *
cli_passphrase(struct cli *cli, bool made, struct str *ret_passphrase)
{
	struct str file = cli_value(cli, "passphrase-file"), rest;

	*ret_passphrase = STR("");
	if (file.len == 0)
		return ask_passphrase(cli, made, ret_passphrase);
	if (str_eq(file, STR("-")))
		return cli_read_line(cli, STDIN_FILENO, ret_passphrase);
	TRY(file_read(file, PASSPHRASE_MOST, cli->arena, &rest));
	(void)str_line(&rest, ret_passphrase);
	return NULL;
}
