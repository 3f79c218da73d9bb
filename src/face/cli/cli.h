/*
 * cli.h - the command line: one table of commands, from which dispatch, help and completion come.
 *
 * A command takes apart its operands, calls one service, and prints what that answers, as text in the
 * person's language, as JSON or as CSV. It decides nothing. Exit status (design §11): 0 done, nothing at
 * or above the threshold; 1 something is; 2 usage; 3 bad input; 4 cannot tell; 5 environment.
 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/err.h"
#include "base/vec.h"

enum cli_status { CLI_DONE = 0, CLI_FOUND = 1, CLI_USAGE = 2, CLI_BAD_INPUT = 3, CLI_CANNOT_TELL = 4, CLI_ENVIRONMENT = 5 };
enum cli_output { OUTPUT_TEXT, OUTPUT_JSON, OUTPUT_CSV };

struct cli_option {
	const char *name;       /* without the dashes; NULL ends a table                 */
	const char *argument;   /* "NAME", or NULL for a switch                          */
	const char *summary;    /* M("…")                                                */
};

struct cli;
struct ledger_sight;

/* Who may give a command to a running home by its socket (wire/local). */
enum cli_served {
	CLI_OWNERS,      /* nobody: it is for who owns the home's files            */
	CLI_ASKS,        /* every account; the command's service asks for rights   */
	CLI_READERS,     /* every account with an office: it reads what all may read */
};

struct cli_command {
	const char              *words;      /* "feed import"                            */
	const char              *operands;   /* "nvd|kev FILE…", "" for none             */
	const char              *summary;    /* M("…")                                   */
	const struct cli_option *options;    /* its own, beside the common ones; NULL    */
	struct err *(*run)(struct cli *cli, enum cli_status *ret_status);
	enum cli_served          served;
};

/* Every command, in the order help shows them. Ends with words NULL. */
extern const struct cli_command cli_commands[];

struct cli_value { const struct cli_option *option; struct str value; };

/* Who is at the other end of the socket that this command came by, as the kernel says; and the home that it belongs to. */
struct cli_peer {
	unsigned               uid;
	struct str             token;     /* that he gave with it; "" none                                    */
	struct str             home;      /* whatever he says                                                 */
	const struct str_list *own;       /* directories and files of the home, which no argument may name    */
};

struct cli {
	struct arena             *arena;      /* the command's undertaking               */
	const struct cli_command *command;
	enum lang                 lang;
	enum cli_output           output;
	struct str                home;       /* --home, TSUKUROI_HOME, or ~/.tsukuroi   */
	bool                      home_given;
	int64_t                   now;        /* --at, or the clock                      */
	bool                      quiet;
	bool                      progress;   /* standard error is a terminal            */
	bool                      color;
	struct str               *operands;
	size_t                    operands_count;
	const struct cli_peer    *peer;       /* NULL: who started this process, on the home itself */
	const struct ledger_sight *sight;     /* that the peer's home is narrowed to; NULL: everything */
	struct cli_value         *values;     /* options in the order given              */
	size_t                    values_count;
	struct buf                out;        /* standard output, flushed by cli_flush   */
};

/* The whole program behind the command line; gives the exit status. */
int cli_main(int argc, char **argv);
/* The same for who is at the other end of a running home's socket (served.c). */
int cli_main_for(int argc, char **argv, const struct cli_peer *peer);
/* The processes of a running home: one for every command that comes by its socket, one that does what is due every second, one that fetches. */
int cli_served_main(int argc, char **argv);
int cli_ticking_main(int argc, char **argv);
int cli_pulling_main(int argc, char **argv);       /* fetches public knowledge when it is due (service/pull) */
int cli_importing_main(int argc, char **argv);     /* takes in large uploads, one after the other (service/upload) */

/* Gives a command that may be served to the running home, where one listens (client.c): *ret_gone is true when that was done, with its exit status. */
CHECKED struct err *cli_go(struct cli *cli, int argc, char **argv, bool *ret_gone, enum cli_status *ret_status);
/*
 * Says in words (ERR_FORBIDDEN) that the home is another user's, when it is: it does not run, or the command is for its owner only; else the error
 * as it was.
 */
CHECKED struct err *cli_why_not(struct cli *cli, struct err *err);

/* The last value of an option, or "" ; whether it was given. */
struct str cli_value(const struct cli *cli, const char *name);
bool       cli_has(const struct cli *cli, const char *name);
/* A number from an option; fallback when it was not given; ERR_USAGE when it is none. */
CHECKED struct err *cli_number(const struct cli *cli, const char *name, int64_t fallback, int64_t *ret_number);
/* ERR_USAGE unless there are between least and most operands. */
CHECKED struct err *cli_expect_operands(const struct cli *cli, size_t least, size_t most);

/* Prints a sentence of the catalogue and a line feed. */
#define cli_say(cli, message, ...) \
	cli_say_args((cli), (message), ERR_ARGS(__VA_ARGS__))
void cli_say_args(struct cli *cli, const char *message, const struct err_arg *args);
/* The same on standard error at once, for notes beside the result; silent with --quiet. */
#define cli_note(cli, message, ...) \
	cli_note_args((cli), (message), ERR_ARGS(__VA_ARGS__))
void cli_note_args(struct cli *cli, const char *message, const struct err_arg *args);
/* The word in the person's language. */
struct str cli_word(const struct cli *cli, const char *message);

/* Writes what stands in cli->out; ERR_SYSTEM when nobody takes it. */
CHECKED struct err *cli_flush(struct cli *cli);
