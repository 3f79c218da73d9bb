#include "face/cli/cli.h"
#include "face/cli/help.h"

const struct cli_command cli_commands[] = {
	{ "completion", "[bash]", M("prints a completion script for the shell"), NULL, help_completion },
	{ NULL, NULL, NULL, NULL, NULL },
};
