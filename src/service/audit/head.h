/*
 * head.h - a head of the chain of 証跡, as one line of a file in another place:
 *
 *     tsukuroi-audit-head-1 CHAIN PLACE LINK INSTANT SIGNATURE
 *     tsukuroi-audit-head-1 9f86d081884c7d659a2feaa0c55ad015 1024 2c26…e7ae 2026-11-20T00:00:00Z 8b1a…09
 *
 * CHAIN is the random name of the ledger's chain, PLACE and LINK its end at that instant, SIGNATURE Ed25519 of what stands before it
 * (without the space), or "-" where no key holder ran. Lines are only ever appended, each written and synced as a whole.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct audit_head {
	struct str chain;        /* 32 hexadecimal digits        */
	int64_t    place;
	struct str link;         /* 64 hexadecimal digits        */
	int64_t    at;
	struct str signature;    /* 64 bytes; "" not signed      */
	struct str text;         /* what is signed               */
	int64_t    line;         /* in its file, from 1          */
	bool       readable;     /* false: the line is no head   */
};
struct audit_heads {
	LIST(struct audit_head) heads;
	bool                    torn;     /* its last line has no end */
};

/* What is signed. */
struct str audit_head_text(const struct audit_head *head, struct arena *arena);
/* The whole line, with its line feed. */
struct str audit_head_line(const struct audit_head *head, struct arena *arena);
/* Every line; those that are no head are marked. Any bytes of any length. */
void audit_heads_parse(struct str text, struct arena *arena, struct audit_heads *ret_heads);

/* Appends the line and syncs; what an interrupted writing left at the end is taken away first. */
CHECKED struct err *audit_head_append(struct str file, const struct audit_head *head, struct arena *arena);
/* The last head of that file; readable is false when there is none. */
CHECKED struct err *audit_head_last(struct str file, struct arena *arena, struct audit_head *ret_head);
