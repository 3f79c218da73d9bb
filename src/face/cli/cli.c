#include "face/cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/vec.h"
#include "face/cli/help.h"
#include "format/charset/charset.h"

enum { OPTIONS_MOST = 64 };
enum { HELP_OPTION = 8 };   /* its place in the table: -h is short for it */

const struct cli_option cli_common_options[] = {
	{ "home",    "DIR",     M("where knowledge and ledger are kept (default: TSUKUROI_HOME, or ~/.tsukuroi)") },
	{ "lang",    "ja|en",   M("the language of what is printed (default: from LANG)") },
	{ "json",    NULL,      M("prints one JSON document") },
	{ "csv",     NULL,      M("prints CSV that Excel opens (UTF-8 with a byte order mark)") },
	{ "encoding", "utf-8|cp932", M("the encoding of CSV (default utf-8)") },
	{ "at",      "INSTANT", M("takes this instant as now, e.g. 2026-11-20T09:00:00+09:00") },
	{ "token-file", "FILE", M("who is asking: a token from this file (default: TSUKUROI_TOKEN, else the user of the operating system)") },
	{ "quiet",   NULL,      M("prints results only, no notes") },
	{ "help",    NULL,      M("prints what the command does and takes") },
	{ "version", NULL,      M("prints the program's version") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------ options */

struct cli_parse {
	struct cli              *cli;
	const struct cli_option *known[OPTIONS_MOST];
	size_t                   known_count;
	LIST(struct cli_value)   values;
};

static void
know_options(struct cli_parse *parse, const struct cli_option *options)
{
	for (; options != NULL && options->name != NULL && parse->known_count < OPTIONS_MOST - 1; options++)
		parse->known[parse->known_count++] = options;
}

static void
hand_over(struct cli_parse *parse)
{
	parse->cli->values = parse->values.items;
	parse->cli->values_count = parse->values.count;
}

static struct err *
take_options(struct cli_parse *parse, int argc, char **argv)
{
	struct option longs[OPTIONS_MOST] = { 0 };
	struct cli *cli = parse->cli;
	LIST(struct str) operands = { 0 };
	int index = 0, got;

	for (size_t i = 0; i < parse->known_count; i++)
		longs[i] = (struct option){ parse->known[i]->name,
			parse->known[i]->argument == NULL ? no_argument : required_argument, NULL, 'o' };
	opterr = 0;
	optind = 0;   /* glibc: begin anew, also after an earlier parse */
	while ((got = getopt_long(argc, argv, "h", longs, &index)) != -1) {
		if (got == 'h') {
			list_push(cli->arena, &parse->values, ((struct cli_value){ &cli_common_options[HELP_OPTION], STR("") }));
			continue;
		}
		if (got != 'o') {
			hand_over(parse);   /* in the language that was asked for */
			return err_new(cli->arena, ERR_USAGE, M("The option {option} is unknown or lacks its value: see --help."),
			    ARG("option", str_of(argv[optind - 1])));
		}
		list_push(cli->arena, &parse->values, ((struct cli_value){ parse->known[index], str_of(optarg) }));
	}
	for (int i = optind; i < argc; i++)
		list_push(cli->arena, &operands, str_of(argv[i]));
	cli->operands = operands.items;
	cli->operands_count = operands.count;
	hand_over(parse);
	return NULL;
}

struct str
cli_value(const struct cli *cli, const char *name)
{
	struct str value = STR("");

	for (size_t i = 0; i < cli->values_count; i++)
		if (strcmp(cli->values[i].option->name, name) == 0)
			value = cli->values[i].value;
	return value;
}

bool
cli_has(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->values_count; i++)
		if (strcmp(cli->values[i].option->name, name) == 0)
			return true;
	return false;
}

struct err *
cli_number(const struct cli *cli, const char *name, int64_t fallback, int64_t *ret_number)
{
	*ret_number = fallback;
	if (cli_has(cli, name) && !str_to_i64(cli_value(cli, name), ret_number))
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a whole number, not \"{value}\"."),
		    ARG("option", str_of(name)), ARG("value", cli_value(cli, name)));
	return NULL;
}

struct err *
cli_expect_operands(const struct cli *cli, size_t least, size_t most)
{
	if (cli->operands_count >= least && cli->operands_count <= most)
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("The command is used like this: tsukuroi {words} {operands}"),
	    ARG("words", str_of(cli->command->words)), ARG("operands", str_of(cli->command->operands)));
}

/* ------------------------------------------------------------- surroundings */

/* --lang, then LC_ALL, LC_MESSAGES and LANG as everywhere else; Japanese when none of them says. */
static struct err *
choose_language(struct cli *cli)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	struct str asked = cli_value(cli, "lang");

	cli->lang = LANG_JA;
	if (cli_has(cli, "lang")) {
		if (!str_eq(asked, STR("ja")) && !str_eq(asked, STR("en")))
			return err_new(cli->arena, ERR_USAGE, M("The option --lang takes ja or en, not \"{value}\"."),
			    ARG("value", asked));
		cli->lang = str_eq(asked, STR("en")) ? LANG_EN : LANG_JA;
		return NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(variables); i++) {
		struct str value = str_of(getenv(variables[i]));

		if (value.len == 0)
			continue;
		cli->lang = str_starts(value, STR("en")) ? LANG_EN : LANG_JA;
		return NULL;
	}
	return NULL;
}

static void
choose_home(struct cli *cli)
{
	struct str variable = str_of(getenv("TSUKUROI_HOME"));

	cli->home_given = true;
	if (cli->peer != NULL)
		cli->home = cli->peer->home;
	else if (cli_has(cli, "home"))
		cli->home = cli_value(cli, "home");
	else if (variable.len > 0)
		cli->home = variable;
	else {
		cli->home = arena_printf(cli->arena, "%s/.tsukuroi", getenv("HOME") == NULL ? "." : getenv("HOME"));
		cli->home_given = false;
	}
}

static struct err *
choose_surroundings(struct cli *cli)
{
	TRY(choose_language(cli));
	choose_home(cli);
	cli->now = clock_now();
	if (cli_has(cli, "at")) {
		if (!instant_parse(cli_value(cli, "at"), ZONE_JST, &cli->now))
			return err_new(cli->arena, ERR_USAGE,
			    M("The option --at takes an instant such as 2026-11-20T09:00:00+09:00, not \"{value}\"."),
			    ARG("value", cli_value(cli, "at")));
		clock_fix(cli->now);
	}
	if (cli_has(cli, "json") && cli_has(cli, "csv"))
		return err_new(cli->arena, ERR_USAGE, M("Choose one of --json and --csv."));
	if (cli_has(cli, "encoding") && !str_eq_nocase(cli_value(cli, "encoding"), STR("utf-8")) &&
	    !str_eq_nocase(cli_value(cli, "encoding"), STR("cp932")))
		return err_new(cli->arena, ERR_USAGE, M("The option --encoding takes utf-8 or cp932, not \"{value}\"."),
		    ARG("value", cli_value(cli, "encoding")));
	cli->output = cli_has(cli, "json") ? OUTPUT_JSON : cli_has(cli, "csv") ? OUTPUT_CSV : OUTPUT_TEXT;
	cli->quiet = cli_has(cli, "quiet");
	cli->progress = !cli->quiet && isatty(STDERR_FILENO) != 0;
	cli->color = isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
	return NULL;
}

/* ------------------------------------------------------------------ printing */

struct str
cli_word(const struct cli *cli, const char *message)
{
	return str_of(catalogue_text(cli->lang, message));
}

static size_t
count_args(const struct err_arg *args)
{
	size_t count = 0;

	while (args[count].name != NULL)
		count++;
	return count;
}

void
cli_say_args(struct cli *cli, const char *message, const struct err_arg *args)
{
	catalogue_format(&cli->out, cli->lang, message, args, count_args(args));
	buf_add_char(&cli->out, '\n');
}

void
cli_note_args(struct cli *cli, const char *message, const struct err_arg *args)
{
	struct buf text BUF_SCOPE = { 0 };

	if (cli->quiet)
		return;
	catalogue_format(&text, cli->lang, message, args, count_args(args));
	(void)fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&text)));
}

/* CSV in CP932, for programs that read nothing else: what it does not have becomes 〓, and is told. */
static struct err *
encode_csv(struct cli *cli)
{
	struct buf encoded BUF_SCOPE = { 0 };
	struct str text = buf_str(&cli->out);
	size_t lost;

	if (cli->output != OUTPUT_CSV || !str_eq_nocase(cli_value(cli, "encoding"), STR("cp932")))
		return NULL;
	(void)str_take(&text, STR("\xef\xbb\xbf"));
	TRY(charset_encode_cp932(text, cli->arena, &encoded, &lost));
	buf_clear(&cli->out);
	buf_add(&cli->out, buf_str(&encoded));
	if (lost > 0)
		cli_note(cli, M("note: {count} characters that CP932 does not have were written as 〓"), ARG_N("count", lost));
	return NULL;
}

struct err *
cli_flush(struct cli *cli)
{
	struct str rest;

	TRY(encode_csv(cli));
	rest = buf_str(&cli->out);
	while (rest.len > 0) {
		ssize_t put = write(STDOUT_FILENO, rest.ptr, rest.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_system(cli->arena, M("The result could not be printed."));
		rest = str_from(rest, (size_t)put);
	}
	buf_clear(&cli->out);
	return NULL;
}

/* ------------------------------------------------------------------ dispatch */

static bool
takes_value(const char *argument)
{
	for (const struct cli_option *option = cli_common_options; option->name != NULL; option++)
		if (option->argument != NULL && argument[0] == '-' && argument[1] == '-' && strcmp(argument + 2, option->name) == 0)
			return true;
	return false;
}

/* The words that are no options: the command's own and, behind them, its operands. */
static void
find_words(struct cli *cli, int argc, char **argv)
{
	LIST(struct str) words = { 0 };

	for (int i = 1; i < argc; i++) {
		if (takes_value(argv[i]))
			i++;
		else if (argv[i][0] != '-')
			list_push(cli->arena, &words, str_of(argv[i]));
	}
	cli->operands = words.items;
	cli->operands_count = words.count;
}

/* The command whose words begin the operands: the longest, so that "finding show" beats "finding". */
static const struct cli_command *
find_command(const struct cli *cli, size_t *ret_words)
{
	const struct cli_command *best = NULL;

	*ret_words = 0;
	for (const struct cli_command *command = cli_commands; command->words != NULL; command++) {
		struct str rest = str_of(command->words), word;
		size_t words = 0;
		bool same = true;

		while (same && str_split(&rest, ' ', &word)) {
			same = words < cli->operands_count && str_eq(word, cli->operands[words]);
			words++;
		}
		if (same && words > *ret_words) {
			best = command;
			*ret_words = words;
		}
	}
	return best;
}

static struct err *
unknown_command(struct cli *cli)
{
	struct str words = arena_join(cli->arena, cli->operands, cli->operands_count < 2 ? cli->operands_count : 2, STR(" "));

	return err_new(cli->arena, ERR_USAGE, M("There is no command \"{words}\": see tsukuroi --help."), ARG("words", words));
}

/* Finds the command, then reads the options it knows and takes its words off the operands. */
static struct err *
read_command_line(struct cli *cli, int argc, char **argv)
{
	struct cli_parse parse = { .cli = cli };
	size_t words;

	find_words(cli, argc, argv);
	cli->command = find_command(cli, &words);
	know_options(&parse, cli_common_options);
	if (cli->command != NULL)
		know_options(&parse, cli->command->options);
	TRY(take_options(&parse, argc, argv));
	TRY(choose_surroundings(cli));
	if (cli->command != NULL) {
		cli->operands += words;
		cli->operands_count -= words;
	}
	return NULL;
}

static struct err *
run(struct cli *cli, int argc, char **argv, enum cli_status *ret_status)
{
	char **given = ARENA_ARRAY(cli->arena, char *, (size_t)argc + 1);      /* getopt moves them about */
	struct err *err;
	bool gone;

	memcpy(given, argv, (size_t)argc * sizeof(*argv));
	err = read_command_line(cli, argc, argv);

	*ret_status = CLI_DONE;
	if (err != NULL) {
		(void)choose_language(cli);
		return err;
	}
	if (cli_has(cli, "version")) {
		cli_say(cli, M("tsukuroi {version}"), ARG("version", STR(TSUKUROI_VERSION)));
		return cli_flush(cli);
	}
	if (cli_has(cli, "help") || (cli->command == NULL && cli->operands_count == 0)) {
		help_print(cli);
		return cli_flush(cli);
	}
	if (cli->command == NULL)
		return unknown_command(cli);
	TRY(cli_go(cli, argc, given, &gone, ret_status));
	if (gone)
		return NULL;
	TRY(cli->command->run(cli, ret_status));
	return cli_flush(cli);
}

int
cli_main(int argc, char **argv)
{
	return cli_main_for(argc, argv, NULL);
}

int
cli_main_for(int argc, char **argv, const struct cli_peer *peer)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct cli cli = { .arena = arena, .peer = peer };
	enum cli_status status;
	struct err *err = run(&cli, argc, argv, &status);

	if (err != NULL) {
		struct err *unflushed = cli_flush(&cli);   /* what was found before the failure still reaches the person */
		struct str sentence = err_sentence(err, cli.lang, arena);

		(void)unflushed;
		(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(sentence));
		if (getenv("TSUKUROI_TRACE") != NULL)
			(void)fprintf(stderr, "%.*s\n", STR_ARG(err_trace(err, arena)));
		buf_done(&cli.out);
		return err_exit_status(err->code);
	}
	buf_done(&cli.out);
	return (int)status;
}
