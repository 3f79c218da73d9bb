/*
 * identity.h - which ids are one vulnerability, and its number for life. A pure computation over all records.
 *
 * Every record comes with its names, a line each, as names_of writes them:
 *
 *     =GHSA-xxxx-yyyy-zzzz     same as: another name of the same thing
 *     >CVE-2026-0001           covers: one of several things the record treats
 *
 * A record that names several CVEs as its other names covers them: nothing is the same as two CVEs. Same-as joins ids
 * into classes; a class never has two CVEs, so a join that would make it so is left out (counted as a conflict), those that
 * name a CVE directly go first. A class is called by its CVE, else by the first of its ids in byte order.
 *
 * Numbers. A class keeps the number its ids had. Where two claim one number, the class with its former canonical id keeps
 * it and the other gets a new one (split); where a class holds several, it keeps that of its canonical id, else the lowest
 * (merged). An id that no record names any more keeps its number, so that what was decided about it stays findable.
 */
#pragma once
#include "base/vec.h"
#include "store/kb/kb.h"

struct identity;   /* a machine */

/* Ids a source gives, as the column `names` keeps them. Ids that could not be ids are left out. */
struct str names_of(const struct advisory *advisory, struct arena *arena);

struct identity *identity_new(struct arena *arena);   /* lives in the arena */

/* What the generation before knew. Texts are views. */
void identity_had_id(struct identity *identity, struct str id, int64_t number);
void identity_had_vulnerability(struct identity *identity, int64_t number, struct str id);
/* One record, by its row number. Texts are copied. */
void identity_record(struct identity *identity, int64_t record, struct str id, struct str names);

struct identity_vulnerability { int64_t number; struct str id; };
struct identity_id { struct str id; int64_t number; bool covers; };
struct identity_treats { int64_t number, record; bool covers; };
struct identity_event { enum kb_event_kind kind; int64_t from, to; struct str id; };

struct identity_result {
	LIST(struct identity_vulnerability) vulnerabilities;   /* by number       */
	LIST(struct identity_id)            ids;               /* may repeat      */
	LIST(struct identity_treats)        treats;            /* may repeat      */
	LIST(struct identity_event)         events;
	int64_t                             next_number;
	uint64_t                            conflicts;
};

/* next_number: the first that was never given. */
void identity_solve(struct identity *identity, int64_t next_number, struct identity_result *ret_result);
