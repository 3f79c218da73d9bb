/*
 * audit.h - 証跡: who did what to which object, and how the rows are chained so that a change shows.
 *
 * A row is committed with the write it tells of (ledger_audit), or before what was read is given out
 * (ledger_audit_before_read); it holds ids and digests, never content. It is written unchained, so that writers do not wait
 * for each other; the sealer then gives every committed row the next place in the chain:
 *
 *     link of place n = SHA-256 ( n, link of place n - 1, the row )          place 0: SHA-256 of the chain's random name
 *
 * A row that is committed late gets a later place. Who changes, takes out, puts in or moves a sealed row must make every later link anew,
 * and then no longer agrees with the heads that were told elsewhere (service/audit).
 */
#pragma once
#include "store/ledger/ledger.h"

struct ledger_audit_row {
	int64_t    id, at;
	struct str who;            /* login                                               */
	struct str via;            /* "direct" "socket" "token" "job"                     */
	int64_t    token;          /* token or session it came by; 0 none                 */
	struct str verb, object, digest;
	int64_t    sequence;       /* place in the chain, from 1; 0: not sealed yet       */
	struct str link;           /* 64 hexadecimal digits; "" not sealed yet            */
};
extern const struct schema ledger_audit_schema;

/*
 * From now on rows of this connection are written as come in that way; else "direct". via: a word of actor_via_names, which
 * must outlive the ledger.
 */
void ledger_speak_as(struct ledger *ledger, const char *via, int64_t token);

/* A unit of work of its own, committed when this returns: only then may what is read be given out. Not inside another. */
CHECKED struct err *ledger_audit_before_read(struct ledger *ledger, struct str by, int64_t at, struct str verb, struct str object,
    struct str digest, struct arena *arena);

/* ---------------------------------------------------------------------------------------------- reading */

struct ledger_audit_wish {
	struct str who, verb, object;   /* object: also what is within it: "case/3" finds "case/3/field/applies"; "" any */
	struct str kind;                /* verbs that are this, or begin with it and a point: "account"; "" any       */
	int64_t    since, until;        /* INSTANT_NONE: any                                                           */
	int64_t    before;              /* newest first: ids below it; 0 from the newest                               */
	int64_t    most;
};
struct ledger_audit_rows { struct ledger_audit_row *items; size_t count; size_t room; };

/* The newest that answer the wish, newest first. */
CHECKED struct err *ledger_audit_newest(struct ledger *ledger, const struct ledger_audit_wish *wish, struct arena *arena,
    struct ledger_audit_rows *ret_rows);
/* All of a time, oldest first: ids above `after`. */
CHECKED struct err *ledger_audit_oldest(struct ledger *ledger, int64_t after, int64_t since, int64_t until, int64_t most, struct arena *arena,
    struct ledger_audit_rows *ret_rows);
/* The chain by its places, behind this place and id. A place that two rows claim gives both. */
CHECKED struct err *ledger_audit_sealed(struct ledger *ledger, int64_t after, int64_t after_id, int64_t most, struct arena *arena,
    struct ledger_audit_rows *ret_rows);
/* Rows without a place whose id is below `before` (0: all). */
CHECKED struct err *ledger_audit_unsealed(struct ledger *ledger, int64_t before, struct arena *arena, int64_t *ret_count);
/* The id that the next row will have. */
CHECKED struct err *ledger_audit_mark(struct ledger *ledger, struct arena *arena, int64_t *ret_next);

/* --------------------------------------------------------------------------------------------- the chain */

struct ledger_audit_chain {
	struct str name;           /* 32 hexadecimal digits; "": nothing was ever sealed  */
	int64_t    sequence;       /* of the last place                                   */
	struct str link;           /* its link                                            */
	int64_t    head, head_at;  /* last place told elsewhere, and when                 */
	int64_t    sent;           /* last place that was handed on to a log of elsewhere */
};
CHECKED struct err *ledger_audit_chain(struct ledger *ledger, struct arena *arena, struct ledger_audit_chain *ret_chain);

/* The link of place 0, and of a row at a place. */
struct str ledger_audit_first_link(struct str name, struct arena *arena);
struct str ledger_audit_link(int64_t sequence, struct str before, const struct ledger_audit_row *row, struct arena *arena);

/* Seals at most so many of the rows that wait, in one unit of work. Two who seal at once come one after the other. */
CHECKED struct err *ledger_audit_seal(struct ledger *ledger, int64_t most, struct arena *arena, int64_t *ret_sealed);
/* A head was told elsewhere; rows were handed on: up to this place. */
CHECKED struct err *ledger_audit_told(struct ledger *ledger, int64_t sequence, int64_t at, struct arena *arena);
CHECKED struct err *ledger_audit_sent(struct ledger *ledger, int64_t sequence, struct arena *arena);
