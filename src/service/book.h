/*
 * book.h - 記録簿: dated records about systems, products and people, as a person writes and reads them.
 *
 * Every kind has the same parts (store/ledger, struct ledger_entry) and needs some of them: a table here says which, and the error
 * says what is missing. Lists show what is due: `next` is the day that matters, `state` what today makes of it.
 */
#pragma once
#include "service/home.h"
#include "store/ledger/entry.h"

struct book_view {
	int64_t    id;
	struct str kind;                 /* "inspection" …                                                       */
	struct str system;               /* ""; all or none                                                      */
	struct str product, version, vulnerability, party, number, word;
	int32_t    day, until;
	struct str ground, url, file, digest, by;
	int64_t    at;
	struct str state;                /* "in_force" "due" (within 30 days) "overdue" "withdrawn"; see book_state */
	struct str approver;             /* media: who allowed it                                                */
	int64_t    before;               /* inspections: the count of the one before of the same name; -1 none   */
};
struct book_views { LIST(struct book_view) entries; };
extern const struct schema book_views_schema;

/*
 * `entry` without id, by and at; its system by name (empty: none). A file named in it is digested, its content is not kept.
 * ERR_USAGE names the part that is missing or wrong; ERR_NOT_FOUND the system.
 */
CHECKED struct err *book_put(const struct home *home, struct ledger_entry *entry, struct str system, struct str by, int64_t now,
    struct arena *arena, int64_t *ret_id);
CHECKED struct err *book_list(const struct home *home, enum ledger_entry_kind kind, struct str system, bool withdrawn, int64_t now,
    struct arena *arena, struct book_views *ret_views);
CHECKED struct err *book_withdraw(const struct home *home, enum ledger_entry_kind kind, int64_t id, struct str by, int64_t now,
    struct arena *arena);

/* A key of the catalogue for a state. */
const char *book_state_text(struct str state);

/* 媒体持出入記録: a file that came or goes by medium. digest empty: the file is read for it. */
struct book_medium {
	bool       out;
	struct str file, digest;
	struct str medium;               /* which one: its number or name */
	struct str purpose, party;       /* what for; from or to whom     */
	struct str approver;             /* who allowed it                */
};
CHECKED struct err *book_medium(const struct home *home, const struct book_medium *medium, struct str by, int64_t now, struct arena *arena);

/* 修正履歴 of a system (empty: all), newest first. */
struct mended_view { int64_t at; struct str system, product, vulnerability, remedy, from, to; };
struct mended_views { LIST(struct mended_view) mended; };
extern const struct schema mended_views_schema;
CHECKED struct err *book_mended(const struct home *home, struct str system, int64_t most, struct arena *arena, struct mended_views *ret_views);

/* The system of that name; ERR_NOT_FOUND. Empty: 0. */
CHECKED struct err *book_system(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id);
