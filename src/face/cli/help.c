#include "face/cli/help.h"

#include "base/vec.h"
#include "face/cli/table.h"

static void
put_padded(struct cli *cli, struct str text, size_t width)
{
	size_t wide = text_width(text);

	buf_addf(&cli->out, "  %.*s%*s  ", STR_ARG(text), wide < width ? (int)(width - wide) : 0, "");
}

static void
print_options(struct cli *cli, const struct cli_option *options)
{
	for (; options->name != NULL; options++) {
		struct str words = arena_printf(cli->arena, "--%s%s%s", options->name, options->argument == NULL ? "" : " ",
		    options->argument == NULL ? "" : options->argument);

		put_padded(cli, words, 24);
		buf_add(&cli->out, cli_word(cli, options->summary));
		buf_add_char(&cli->out, '\n');
	}
}

static void
print_commands(struct cli *cli)
{
	cli_say(cli, M("Tsukuroi: from what you run, to what is weak, to mended and shown."));
	cli_say(cli, M("usage: tsukuroi [--home DIR] COMMAND [OPTIONS] [OPERANDS]"));
	buf_add_char(&cli->out, '\n');
	for (const struct cli_command *command = cli_commands; command->words != NULL; command++) {
		put_padded(cli, str_of(command->words), 20);
		buf_add(&cli->out, cli_word(cli, command->summary));
		buf_add_char(&cli->out, '\n');
	}
	buf_add_char(&cli->out, '\n');
	cli_say(cli, M("Options of every command:"));
	print_options(cli, cli_common_options);
	buf_add_char(&cli->out, '\n');
	cli_say(cli, M("Exit status: 0 done, nothing at or above the threshold; 1 something is; 2 usage; 3 bad input; 4 cannot tell; 5 environment."));
}

static void
print_command(struct cli *cli)
{
	const struct cli_command *command = cli->command;

	buf_addf(&cli->out, "tsukuroi %s %s\n\n", command->words, command->operands);
	buf_add(&cli->out, cli_word(cli, command->summary));
	buf_add(&cli->out, STR("\n"));
	if (command->options != NULL) {
		buf_add_char(&cli->out, '\n');
		print_options(cli, command->options);
	}
	buf_add_char(&cli->out, '\n');
	cli_say(cli, M("Options of every command:"));
	print_options(cli, cli_common_options);
}

void
help_print(struct cli *cli)
{
	if (cli->command == NULL)
		print_commands(cli);
	else
		print_command(cli);
}

static void
complete_options(struct cli *cli, const struct cli_option *options)
{
	for (; options != NULL && options->name != NULL; options++)
		buf_addf(&cli->out, " --%s", options->name);
}

struct err *
help_completion(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	buf_add(&cli->out, STR("_tsukuroi() {\n\tlocal line=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\" words\n\tcase \"$line\" in\n"));
	for (const struct cli_command *command = cli_commands; command->words != NULL; command++) {
		buf_addf(&cli->out, "\t*\"%s\"*) words=\"", command->words);
		complete_options(cli, command->options);
		complete_options(cli, cli_common_options);
		buf_add(&cli->out, STR("\" ;;\n"));
	}
	buf_add(&cli->out, STR("\t*) words=\""));
	for (const struct cli_command *command = cli_commands; command->words != NULL; command++)
		buf_addf(&cli->out, "%s ", command->words);
	buf_add(&cli->out, STR("\" ;;\n\tesac\n"
	    "\tmapfile -t COMPREPLY < <(compgen -f -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n}\n"
	    "complete -F _tsukuroi tsukuroi\n"));
	return NULL;
}
