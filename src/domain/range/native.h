/*
 * native.h - what the readers of native range syntaxes share; private to this room. One file per syntax;
 * native.c has the table.
 */
#pragma once
#include "domain/range/cut.h"

struct native {
	struct str    text;      /* all of it, for messages                            */
	struct str    rest;      /* what is still to be read, and where a refusal points */
	enum scheme   scheme;
	struct arena *arena;
	const char   *message;   /* how this syntax is written, with {range} and {at}  */
};

/* Reads all of native->rest. What has been added to the set when it fails is the caller's to forget. */
typedef struct err *native_read_fn(struct native *native, struct version_set *ret_set);
native_read_fn range_of_npm, range_of_cargo, range_of_pep440, range_of_maven, range_of_gem, range_of_nuget, range_of_composer,
    range_of_pub, range_of_plain;

/* Refused at native->rest. */
CHECKED NEVER_NULL struct err *native_refuse(const struct native *native);

/* VERS constraints without "vers:" and type, of versions that are such in the scheme; "=1.0" is one too. */
CHECKED struct err *range_of_constraints(struct str text, enum scheme scheme, struct arena *arena, struct version_set *ret_set);

struct version_set set_of_interval(struct interval interval, struct arena *arena);

/* What a sign before a version means, as one vocabulary; which signs there are, and what the later ones mean, is each syntax's own. */
enum comparison {
	EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, CARET, TILDE,
	PESSIMISTIC,    /* RubyGems' ~>  */
	COMPATIBLE,     /* Python's ~=   */
	SAME_TEXT,      /* Python's ===  */
};
/* What the first six hold of a complete version; of NOT_EQUAL what it takes out. */
struct interval plain_interval(enum comparison comparison, struct str version);

void native_skip_space(struct native *native);

/* What stands before the separator, or all there is, as a piece of its own; true, when there was one and more follows. */
bool native_cut(struct native *native, struct str separator, struct native *ret_piece);

/* Takes one constraint off native->rest and leaves in *set what is in it too. */
typedef struct err *native_constraint_fn(struct native *native, struct version_set *set);
/* All of native->rest: constraints with spaces or one comma between them, which all must hold. */
CHECKED struct err *native_read_all(struct native *native, native_constraint_fn *read, struct version_set *ret_set);

/* ------------------------------------------------------------ versions that are not complete */

/*
 * Numbers and wildcards between dots, as far as they go: "1", "1.2.x", "*". Numbers are text, so they have no largest.
 */
enum { PARTIAL_MOST = 4, NO_BUMP = PARTIAL_MOST };

struct partial {
	struct str numbers[PARTIAL_MOST];
	size_t     count;      /* numbers there are before the first wildcard or the end */
	size_t     places;     /* numbers and wildcards                                  */
	bool       jumbled;    /* a number stands behind a wildcard                      */
	bool       padded;     /* a number has zeros before it                           */
};

/* Takes one off *rest, of at most so many places; false, and nothing taken, where there is none. */
bool partial_take(struct str *rest, struct str wildcards, size_t most, struct partial *ret_partial);

/*
 * The version of so many numbers that a partial one begins: missing ones are 0. The number at `bump` is one more and those
 * behind it are 0. tail goes behind.
 */
struct str partial_text(const struct partial *partial, size_t bump, size_t width, struct str tail, struct arena *arena);

/* The place of the first number that is not 0, or the last place there is. */
size_t partial_significant(const struct partial *partial);

/* One more than a number. */
struct str digits_next(struct str digits, struct arena *arena);

/*
 * Takes identifiers between dots (letters, digits, hyphens) off *rest; with strict, those of digits alone have no
 * leading zero. False, and nothing taken, where there are none or one is empty.
 */
bool labels_take(struct str *rest, bool strict, struct str *ret_labels);
