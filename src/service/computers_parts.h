/*
 * computers_parts.h - between the two halves of computers: files into readers (computers.c), and what they told into the ledger
 * (computers_ledger.c).
 */
#pragma once
#include "base/hash.h"
#include "base/map.h"
#include "service/computers.h"

/* One computer as it was read. */
struct computer {
	struct inventory_head  head;
	LIST(struct component) components;
	struct str             digest;        /* of its one whole file; empty when it is of several */
	bool                   warned;        /* its reader had something to say of it             */
};

/* One that is known: from the ledger, or from this import. */
struct known_computer {
	int64_t          id;          /* its host; 0 while it is not written */
	struct str       system, name, machine;
	int64_t          made;
	bool             has_stream;  /* it has been told of by its own files before */
	struct computer *waiting;     /* in the pending part, not written yet        */
	int64_t          renamed;     /* the host's id, when its name is new         */
	enum answer      restart_pending;
	int64_t          items;       /* that its file told                          */
	bool             again;       /* its file came again in this import, unread  */
	bool             taken;       /* told of in this import                      */
};

struct computers {
	struct ledger                  *ledger;
	const struct computers_options *options;
	struct arena                   *arena;       /* of the whole import */
	struct computers_report        *report;
	LIST(struct known_computer)     known;
	struct map                      by_machine, by_name;     /* index + 1; names folded */
	struct map                      by_digest;   /* of files that need not be read again; index + 1 */
	LIST(int64_t)                   told_again;  /* hosts */
	struct map                      released;    /* "10.0.26100.9168" → its day + RELEASED_BIAS */
	/* what waits to be written */
	struct arena                   *part;
	LIST(size_t)                    pending;     /* indices of known */
	struct str                      source;      /* what was named on the command line */
	struct str                      digest;      /* of the files read so far           */
};

/* A day as a value of a map, of which 0 is none. */
enum { RELEASED_BIAS = 1 << 24 };

/* The builds of which it is known when they came out. */
CHECKED struct err *computers_load_releases(struct computers *computers, struct arena *arena);
CHECKED struct err *computers_load(struct computers *computers, struct arena *arena);
/* A computer that has been read; texts are copied. */
CHECKED struct err *computers_take(struct computers *computers, const struct computer *computer, struct arena *arena);
/*
 * What every file is read with, for its digest: another program may read more in it. That no file was ever warned of, lacked anything
 * or was told a time by a person is seen to by what is remembered.
 */
void computers_digest_begin(struct sha256 *sum);
/* Is it the file that one of the ledger's computers was read from? Then it is counted as told again. */
bool computers_know(struct computers *computers, struct str digest);
/* Writes what is pending. */
CHECKED struct err *computers_flush(struct computers *computers, struct arena *arena);

/* Keeps a problem, counted by its kind. */
void computers_problem(struct computers *computers, const struct problem *problem);
/* The same of something found here. */
void computers_note(struct computers *computers, struct str file, bool warning, const struct err *err);
