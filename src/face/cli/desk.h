/*
 * desk.h - for commands on cases: the home, who is asking, and the desk he works at.
 */
#pragma once
#include "service/desk/desk.h"
#include "service/job/job.h"

struct cli;
struct cli_desk {
	struct home    home;
	struct ledger *ledger;
	struct actor   actor;
	struct desk    work;
};
CHECKED struct err *cli_desk_open(struct cli *cli, struct cli_desk *ret_desk);
void cli_desk_close(struct cli_desk *desk);
#define CLI_DESK_SCOPE __attribute__((cleanup(cli_desk_close))) = { 0 }

/* What a person gave as an operand, or, for "-", what comes by standard input: at most `most` bytes. */
CHECKED struct err *cli_content(struct cli *cli, struct str operand, size_t most, struct str *ret_content);

/* Answers were given just now: those about conditions into the open cases, where the time is not one of the asker's choosing. What was answered stands whatever comes of it. */
void cli_tell_conditions(struct cli *cli, const struct home *home);

struct case_view;
/* `case show`, and the row of tasks that `task list` shows too. */
void print_case(struct cli *cli, const struct case_view *view, bool whole);
void print_tasks(struct cli *cli, const struct case_task_view *tasks, size_t count, bool with_case);
