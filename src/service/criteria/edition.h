/*
 * edition.h - editions of what executives agree to: tried out, proposed by one person, agreed to by another, in force from their day.
 *
 * Guide 004: criteria are agreed with the executives before they are used, and a change is looked at before it is adopted. An edition is proposed by
 * security staff, replayed against what is open (replay.h), and agreed to by an executive who did not propose it; from its day on it is in force
 * (service/agreed.h). What was never agreed changes nothing. One that waits while another is agreed to was made of what held before, and was tried out against
 * that: agreed to as it stands it would quietly undo the other. It is overtaken, and has to be looked at, and proposed, anew. kind: EDITION_CRITERIA, or EDITION_SSVC for the table that findings are decided by.
 */
#pragma once
#include "model/report.h"
#include "service/agreed.h"
#include "service/people/actor.h"

/* ERR_FORMAT names the line: a text of that kind that cannot be used. *ret_since: the day that criteria say themselves; DAY_NONE of others. */
CHECKED struct err *edition_check(struct str kind, struct str text, struct arena *arena, int32_t *ret_since);

/*
 * A draft that somebody is trying out, kept in the ledger for 30 days and found by the SHA-256 of its text, so that looking at what it would move needs no
 * address that is as long as it. For those who may propose.
 */
CHECKED struct err *edition_draft_keep(struct ledger *ledger, const struct actor *actor, struct str kind, const struct ledger_draft *draft, int64_t now,
    struct arena *arena, struct str *ret_digest);
/* ERR_NOT_FOUND. */
CHECKED struct err *edition_draft(struct ledger *ledger, const struct actor *actor, struct str kind, struct str digest, struct arena *arena,
    struct ledger_draft *ret_draft);

/* For security staff and administrators. since: of criteria the day in their text. ERR_FORMAT: it cannot be read; ERR_USAGE: its day is past, no reason. */
CHECKED struct err *edition_propose(struct ledger *ledger, const struct actor *actor, struct str kind, const struct ledger_draft *draft, int64_t now,
    struct arena *arena, int64_t *ret_id);
/* An executive who did not propose it. ERR_CONFLICT: it does not wait any more, or is overtaken. */
CHECKED struct err *edition_agree(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena);
CHECKED struct err *edition_withdraw(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena);

struct edition_view {
	int64_t    id;
	int32_t    since;
	struct str reason, proposed_name, agreed_name, state, digest;
	int64_t    proposed_at, agreed_at;
	bool       may_agree, in_force;
	int64_t    overtaken;            /* of one that waits: the edition that was agreed to since it was proposed; 0 */
};
struct edition_list { LIST(struct edition_view) editions; };
extern const struct schema edition_list_schema, edition_view_schema;
extern const struct enum_names edition_state_names;      /* "waiting" "agreed" "withdrawn" "taken_over", with their words */
/* Newest first. */
CHECKED struct err *edition_list(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t now, struct arena *arena,
    struct edition_list *ret_list);
/* One with its text. ERR_NOT_FOUND. */
CHECKED struct err *edition_show(struct ledger *ledger, const struct actor *actor, struct str kind, int64_t id, int64_t now, struct arena *arena,
    struct ledger_criteria *ret_edition, struct edition_view *ret_view);
