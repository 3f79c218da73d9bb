/*
 * inquiry.h - 照会票 and 構成提出依頼 for who works at a page: made, kept in the home to be fetched again, taken back with the difference shown first.
 *
 *     H/asks/…_K12_….xlsx, .eml      what goes out
 *     H/asks/incoming/DIGEST.xlsx    what came back and is looked at; DIGEST: SHA-256 of its bytes
 *     H/asks/2/…                     the same of the second organisation
 */
#pragma once
#include "service/ask.h"
#include "service/people/actor.h"

struct inquiry_wish {
	bool       composition;       /* what a system is made of; else what applies          */
	struct str contractor;        /* "": all                                              */
	struct str vulnerability;     /* "": all that stand open                              */
	struct str system;            /* of a composition its name; else "" or only in it     */
	int32_t    due;               /* DAY_NONE: ten business days from now                 */
	bool       again;
};
/* For security staff, operators and administrators. */
CHECKED struct err *inquiry_make(const struct home *home, const struct actor *actor, const struct inquiry_wish *wish, int64_t now, enum lang lang,
    struct arena *arena, struct ask_sheets *ret_sheets);

struct inquiry_line {
	int64_t    number;
	struct str system, host, product, vulnerability, version, state, told_version, ground, answered_by;
	int32_t    answered_on, planned;
};
struct inquiry_view {
	struct ask_status_row     head;
	LIST(struct inquiry_line) lines;
	bool                      has_sheet, has_mail;
};
extern const struct schema inquiry_schema;
/* ERR_NOT_FOUND. */
CHECKED struct err *inquiry_show(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t number, int64_t now,
    struct arena *arena, struct inquiry_view *ret_view);
/* ".xlsx" or ".eml". ERR_NOT_FOUND: it is not kept here. */
CHECKED struct err *inquiry_file(const struct home *home, const struct actor *actor, int64_t number, struct str ending, struct arena *arena,
    struct str *ret_name, struct str *ret_bytes);

/* Kept to be looked at; *ret_digest names it. */
CHECKED struct err *inquiry_receive(const struct home *home, const struct actor *actor, struct str path, struct arena *arena, struct str *ret_digest);
/* What it would change, or, with apply, changes; then it is not kept any more. */
CHECKED struct err *inquiry_take(const struct home *home, const struct actor *actor, struct str digest, const struct ask_take_options *options,
    struct arena *arena, struct ask_take_view *ret_view);
/* Reminders that are due, into the outbox where an address is registered. */
CHECKED struct err *inquiry_chase(const struct home *home, const struct actor *actor, int64_t now, enum lang lang, struct arena *arena,
    struct ask_reminders *ret_reminders);
