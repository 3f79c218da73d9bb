/*
 * lines.h - commands that answer line by line: one process, a million cases.
 *
 *     $ printf '1.0~rc1\t1.0\n1.0\tone\n' | tsukuroi version compare pep440
 *     <
 *     ?       "one" is no version of pep440.
 *
 * Every line of standard input gets one line of answer, in the same order. Where there is none the answer is "?",
 * a tab and the reason in one sentence. Answers are written whenever the input that has arrived is used up, so
 * that another program can ask and listen in turn.
 */
#pragma once
#include "face/cli/cli.h"

/*
 * Writes the answer to one line, without a line feed, to out; or says why there is none, and what it has written so far
 * is forgotten. The line is any bytes but LF; the arena is the line's own. context is the caller's.
 */
typedef struct err *lines_answer_fn(const void *context, struct str line, struct arena *arena, struct buf *out);

enum lines_unit {
	LINES_SINGLE,    /* a line is a question                                                      */
	LINES_RECORD,    /* lines up to an empty one or the end are one question, joined by LF; empty
	                    lines in a row ask nothing                                                */
};

/*
 * Answers the operands behind the first `fixed` ones, when there are any, as one line with tabs between them; else
 * standard input to its end. *ret_status is CLI_CANNOT_TELL when operands got "?" and CLI_DONE otherwise: in a
 * stream, "?" is an answer like others. With --json every answer is an object: {"answer": …, "reason": …}.
 */
CHECKED struct err *lines_run(struct cli *cli, size_t fixed, enum lines_unit unit, lines_answer_fn *answer,
    const void *context, enum cli_status *ret_status);

/*
 * Takes a line apart at its tabs, into exactly `count` fields. ERR_FORMAT says how many there are instead and, by
 * `names` ("version, range"), what they should be.
 */
CHECKED struct err *lines_fields(struct str line, const char *names, struct arena *arena, struct str *ret_fields, size_t count);
