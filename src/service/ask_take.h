/*
 * ask_take.h - answered lines between reading and writing; inside service/ask only.
 */
#pragma once
#include "base/map.h"
#include "service/ask_parts.h"

/* One answered line, held against what was asked and what stands. */
struct taken_line {
	struct answer_row     told;
	struct answer_id      id;              /* ask 0: the line has no number            */
	struct ledger_ask_row row;             /* what was asked; ask 0: nothing           */
	enum ledger_ask_kind  kind;
	int32_t               on, planned;     /* days                                     */
	struct str            who;             /* "例システム株式会社 田中"                 */
	enum provenance       provenance;
	enum ask_outcome      outcome;
	struct str            effect;
	bool                  applies;         /* to be written, if anything is            */
};
struct taken_lines { struct taken_line *items; size_t count, room; };

struct asked { struct ledger_ask ask; LIST(struct ledger_ask_row) rows; };

struct taking {
	const struct ask_take_options *options;
	struct ledger                 *ledger;
	struct arena                  *arena;
	struct str                     file, digest;
	struct answer_book             book;
	LIST(struct asked)             asks;
	struct taken_lines             lines;
	LIST(struct ledger_software)   software;      /* by id */
	struct str                     generation;    /* of the knowledge base in force: what a ground was given against */
	int64_t                        import;        /* when written */
};

struct asked *taking_ask(struct taking *taking, int64_t number);
/* Fills in outcome and effect: ask_weigh.c. */
CHECKED struct err *ask_weigh(struct taking *taking, struct taken_line *line);
/* One unit of work: ask_apply.c. */
CHECKED struct err *ask_apply(struct ledger *ledger, void *taking, struct arena *arena);
