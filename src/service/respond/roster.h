/*
 * roster.h - 確認当番: who checks which source when, each turn as a case of the playbook "duty-roster", and the proof that sources were checked,
 * also where nothing was relevant (guide セキュリティ担当者のための脆弱性対応ガイド: 何名かで分担し定期的な確認).
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/stand.h"

struct roster_order { struct str source, days; /* "business" "daily" "mon" … */ struct str_list people; /* logins, in turn */ };
/* For security staff and administrators. A new rule, or in place of that source's. */
CHECKED struct err *roster_set(struct ledger *ledger, const struct actor *actor, const struct roster_order *order, int64_t now, struct arena *arena);

struct roster_view { struct str source, days; struct str_list people; struct str by; int64_t at; };
struct roster_list_view { LIST(struct roster_view) rules; };
extern const struct schema roster_view_schema, roster_list_view_schema;
CHECKED struct err *roster_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct roster_list_view *ret_list);

/* What the rule of that source says; nothing: it has none. */
CHECKED struct err *roster_stand(struct ledger *ledger, const struct actor *actor, struct str source, struct arena *arena, struct stand *ret_stand);

/* The rule holds no longer, from today on; its turns and their proof stay. For the same. */
CHECKED struct err *roster_end(const struct case_desk *desk, const struct actor *actor, struct str source, int64_t now, struct arena *arena);

/*
 * Today's turns that have not come yet become cases, by the program: each once, for the next in turn who is active. *ret_opened: how many.
 * Days since the last turn that have passed without one, because the program was off, are kept as gaps (at most ROSTER_BACK_DAYS back).
 */
enum { ROSTER_BACK_DAYS = 366 };
CHECKED struct err *roster_turn(const struct case_desk *desk, int64_t now, struct arena *arena, int64_t *ret_opened);

/* found: number of the case that was begun; "": nothing was relevant. Fills and closes the oldest open turn of the source that he may write in. */
struct roster_check { struct str source, last, found; };
CHECKED struct err *roster_checked(const struct case_desk *desk, const struct actor *actor, const struct roster_check *check, int64_t now,
    struct arena *arena, struct str *ret_number);

struct roster_proof_view {
	int32_t    day;
	struct str source, person, number;     /* person: whose turn it was                     */
	struct str state, words;               /* of its case; "gap": the program was off, nobody had the turn */
	int64_t    closed_at;                  /* INSTANT_NONE: not checked                     */
	struct str by, last, taken_up;         /* who wrote it down; the latest title he saw    */
};
struct roster_proof_list_view { LIST(struct roster_proof_view) turns; };
extern const struct schema roster_proof_view_schema, roster_proof_list_view_schema;

/* How each source that people check stands: who checked it last and what came of it, and how many turns since `since` nobody checked. */
struct roster_standing_view {
	struct str      source, days;
	struct str_list people;
	int64_t         checked_at;            /* INSTANT_NONE: not since then                  */
	struct str      by, last, taken_up;    /* taken_up "": nothing was relevant             */
	int64_t         unchecked;             /* turns that passed or wait without a check     */
};
struct roster_standings_view { LIST(struct roster_standing_view) sources; };
extern const struct schema roster_standing_view_schema, roster_standings_view_schema;
CHECKED struct err *roster_standings(const struct case_desk *desk, const struct actor *actor, int32_t since, int64_t now, struct arena *arena,
    struct roster_standings_view *ret_standings);
/* Every turn from that day on whose case he may read. */
CHECKED struct err *roster_proof(const struct case_desk *desk, const struct actor *actor, int32_t since, int64_t now, struct arena *arena,
    struct roster_proof_list_view *ret_list);
