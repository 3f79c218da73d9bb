/*
 * cmd_token.c - what stands for a person: tokens, passwords, second factors; and a person who leaves.
 */
#include <termios.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/home.h"
#include "service/key/vault.h"
#include "service/people/password.h"
#include "service/people/token.h"
#include "service/session/oidc.h"

const struct cli_option options_token_make[] = {
	{ "name",  "NAME", M("what it is for") },
	{ "scope", "LIST", M("what may be done with it: read, write, admin") },
	{ "until", "DATE", M("its last day (default: 90 days from now)") },
	{ "login", "LOGIN", M("who makes it, by password, when it is not the user of the operating system") },
	{ "code",  "CODE", M("the code of the second factor") },
	{ "password-file", "FILE", M("reads the password from this file's first line, or from standard input with \"-\"") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_token_list[] = {
	{ "of",  "LOGIN", M("those of another person (administrators)") },
	{ "all", NULL,    M("those of everybody (administrators)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_account_provider_secret[] = {
	{ "secret-file", "FILE", M("reads the secret from this file's first line, or from standard input with \"-\"") },
	{ "end", NULL, M("takes it away: the client is a public one") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_account_password[] = {
	{ "password-file", "FILE", M("reads the password from this file's first line, or from standard input with \"-\"") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------------ tokens */

static const struct { const char *state, *text; } state_texts[] = {
	{ "in_force", M("in force") }, { "over", M("ended") }, { "withdrawn", M("withdrawn") },
};

static struct str
state_words(struct cli *cli, struct str state)
{
	for (size_t i = 0; i < ARRAY_LEN(state_texts); i++)
		if (str_eq(state, str_of(state_texts[i].state)))
			return cli_word(cli, state_texts[i].text);
	return state;
}

static const struct table_column token_columns[] = {
	{ M("Number"), true }, { M("Login"), false }, { M("Name"), false }, { M("Scope"), false }, { M("Made"), false }, { M("Until"), false },
	{ M("Last used"), false }, { M("State"), false },
};

struct err *
cmd_token_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = token_columns, .columns_count = ARRAY_LEN(token_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct token_views views;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(token_list(ledger, &actor, cli_value(cli, "of"), cli_has(cli, "all"), cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &token_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.tokens.count; i++) {
		const struct token_view *view = &views.tokens.items[i];

		print_table_row(cli, &table, (const struct str[]){ arena_printf(cli->arena, "%lld", (long long)view->id), view->login, view->name,
		    arena_join(cli->arena, view->scopes.items, view->scopes.count, STR(",")), print_instant(cli, view->made_at),
		    print_instant(cli, view->until), print_instant(cli, view->used_at), state_words(cli, view->state) }, ARRAY_LEN(token_columns));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_token_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	int64_t number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &number));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(token_withdraw(ledger, &actor, number, cli->now, cli->arena));
	cli_say(cli, M("Token {number} is withdrawn."), ARG_N("number", number));
	return NULL;
}

/* --------------------------------------------------------------------------------------- passwords */

/* One line from standard input, which is a terminal or what a program sends. */
static struct err *
read_line(struct cli *cli, struct str *ret_line)
{
	char *line = arena_alloc(cli->arena, PASSWORD_MOST + 2);
	size_t len = 0;
	ssize_t got;

	while (len <= PASSWORD_MOST && (got = read(STDIN_FILENO, &line[len], 1)) == 1 && line[len] != '\n')
		len++;
	*ret_line = (struct str){ line, len };
	(void)str_take_end(ret_line, STR("\r"));
	return NULL;
}

static struct err *
ask(struct cli *cli, struct str words, struct str *ret_line)
{

	if (write(STDERR_FILENO, words.ptr, words.len) < 0)
		return err_system(cli->arena, M("The question could not be printed."));
	TRY(read_line(cli, ret_line));
	return write(STDERR_FILENO, "\n", 1) < 0 ? err_system(cli->arena, M("The question could not be printed.")) : NULL;
}

/* Without echo: `questions` one after the other. */
static struct err *
ask_quietly(struct cli *cli, const struct str *questions, size_t count, struct str *ret_lines)
{
	struct termios before, quiet;
	struct err *err = NULL;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return err_system(cli->arena, M("The terminal could not be asked."));
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0)
		return err_system(cli->arena, M("The terminal could not be asked."));
	for (size_t i = 0; i < count && err == NULL; i++)
		err = ask(cli, questions[i], &ret_lines[i]);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) != 0 && err == NULL)
		err = err_system(cli->arena, M("The terminal could not be asked."));
	return err;
}

/* A new one is asked for twice, so that a slip does not become it. */
static struct err *
ask_twice(struct cli *cli, struct str *ret_password)
{
	const struct str questions[] = { cli_word(cli, M("New password: ")), cli_word(cli, M("The same once more: ")) };
	struct str lines[2];

	TRY(ask_quietly(cli, questions, 2, lines));
	if (!crypt_same(lines[0], lines[1]))
		return err_new(cli->arena, ERR_USAGE, M("The two passwords are not the same: nothing was changed."));
	*ret_password = lines[0];
	return NULL;
}

/* The first line of the file that the option names, or of standard input; *ret_given: there is such an option. */
static struct err *
read_file_line(struct cli *cli, const char *option, struct str *ret_line, bool *ret_given)
{
	struct str file = cli_value(cli, option), text;

	*ret_given = cli_has(cli, option);
	if (!*ret_given)
		return NULL;
	if (str_eq(file, STR("-")))
		return read_line(cli, ret_line);
	TRY(file_read(file, (size_t)PASSWORD_MOST * 4, cli->arena, &text));
	if (!str_line(&text, ret_line))
		*ret_line = STR("");
	return NULL;
}

/* login: whose, when it is to be known; "" for a new one. */
static struct err *
read_password(struct cli *cli, struct str login, struct str *ret_password)
{
	struct str question;
	bool given;

	TRY(read_file_line(cli, "password-file", ret_password, &given));
	if (given)
		return NULL;
	if (isatty(STDIN_FILENO) == 0)
		return err_new(cli->arena, ERR_USAGE, M("Without a terminal the password comes from --password-file."));
	question = catalogue_say(cli->arena, cli->lang, M("Password of {login}: "), ARG("login", login));
	return login.len == 0 ? ask_twice(cli, ret_password) : ask_quietly(cli, &question, 1, ret_password);
}

/* Somebody who is no user of this machine's operating system says who he is. */
static struct err *
enter_by_password(struct cli *cli, struct ledger **ret_ledger, struct actor *ret_actor)
{
	struct str login = cli_value(cli, "login"), password;
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;
	struct actor opener;
	struct home home;

	TRY(read_password(cli, login, &password));
	TRY(cli_enter(cli, &home, ret_ledger, &opener));
	TRY(vault_open(&home, *ret_ledger, cli->arena, &vault));
	secrets = vault_people(vault);
	return account_check_password(*ret_ledger, login, password, cli_value(cli, "code"), &secrets, cli->now, cli->arena, ret_actor, NULL);
}

struct err *
cmd_token_make(struct cli *cli, enum cli_status *ret_status)
{
	int32_t last = instant_day(cli->now, ZONE_JST) + TOKEN_DAYS;
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct token_view view;
	struct actor actor;
	struct home home;
	unsigned scopes;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_day(cli, "until", last, &last));
	TRY(scopes_parse(cli_value(cli, "scope"), cli->arena, &scopes));
	if (cli_has(cli, "login"))
		TRY(enter_by_password(cli, &ledger, &actor));
	else
		TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(token_make(ledger, &actor, cli_value(cli, "name"), scopes, day_instant(last + 1, ZONE_JST), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &token_view_schema, &view);
		return NULL;
	}
	buf_addf(&cli->out, "%.*s\n", STR_ARG(view.token));
	cli_note(cli, M("note: this token is shown once and kept nowhere; it holds until {day}. Number {number} withdraws it."),
	    ARG("day", day_format(last, cli->arena)), ARG_N("number", view.id));
	return NULL;
}

struct err *
cmd_account_password(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct str login, password;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	login = cli->operands_count == 0 ? actor.login : cli->operands[0];
	TRY(read_password(cli, STR(""), &password));
	TRY(account_set_password(ledger, &actor, login, password, home.organisation, cli->now, cli->arena));
	cli_say(cli, M("The password of {login} is set."), ARG("login", login));
	return NULL;
}

/* Never in the arguments, which every user of the machine can read. */
struct err *
cmd_account_provider_secret(struct cli *cli, enum cli_status *ret_status)
{
	const struct str question = cli_word(cli, M("Secret of the client, as the provider shows it: "));
	struct ledger *ledger LEDGER_SCOPE = NULL;
	bool end = cli_has(cli, "end"), given;
	struct str secret = STR("");
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	if (!end) {
		TRY(read_file_line(cli, "secret-file", &secret, &given));
		if (!given && isatty(STDIN_FILENO) == 0)
			return err_new(cli->arena, ERR_USAGE, M("Without a terminal the secret comes from --secret-file."));
		if (!given)
			TRY(ask_quietly(cli, &question, 1, &secret));
	}
	TRY(oidc_secret_set(&home, ledger, &actor, end ? NULL : &secret, cli->now, cli->arena));
	if (end)
		cli_say(cli, M("There is no secret any more: the provider must know this program as a public client."));
	else
		cli_say(cli, M("The secret is kept where only the owner of the home can read it. Signing in by the provider uses it from now on."));
	return NULL;
}

/* ------------------------------------------------------------------------------------ second factor */

struct err *
cmd_account_totp_make(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;
	struct totp_view view;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(vault_open(&home, ledger, cli->arena, &vault));
	secrets = vault_people(vault);
	TRY(account_totp_make(ledger, &actor, home.organisation, &secrets, cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &totp_view_schema, &view);
		return NULL;
	}
	cli_say(cli, M("Secret for the program on the telephone: {secret}"), ARG("secret", view.secret));
	buf_addf(&cli->out, "%.*s\n", STR_ARG(view.uri));
	cli_say(cli, M("It is not in use yet: tsukuroi account totp confirm CODE, with the code that the telephone shows."));
	return NULL;
}

struct err *
cmd_account_totp_confirm(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct vault *vault VAULT_SCOPE = NULL;
	struct people_vault secrets;
	struct str_list codes;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(vault_open(&home, ledger, cli->arena, &vault));
	secrets = vault_people(vault);
	TRY(account_totp_confirm(ledger, &actor, cli->operands[0], &secrets, cli->now, cli->arena, &codes));
	cli_say(cli, M("The second factor is in use. Write these codes on paper and lock it away; each stands in for the telephone once:"));
	for (size_t i = 0; i < codes.count; i++)
		buf_addf(&cli->out, "  %.*s\n", STR_ARG(codes.items[i]));
	return NULL;
}

struct err *
cmd_account_totp_end(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	struct str login;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	login = cli->operands_count == 0 ? actor.login : cli->operands[0];
	TRY(account_totp_end(ledger, &actor, login, cli->now, cli->arena));
	cli_say(cli, M("{login} has no second factor any more."), ARG("login", login));
	return NULL;
}
