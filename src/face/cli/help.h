/*
 * help.h - what --help prints: all commands, or one with its options.
 */
#pragma once
#include "face/cli/cli.h"

extern const struct cli_option cli_common_options[];

void help_print(struct cli *cli);
/* The commands, their options and words, for the shell's completion of bash. */
CHECKED struct err *help_completion(struct cli *cli, enum cli_status *ret_status);
