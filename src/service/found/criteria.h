/*
 * criteria.h - 判断基準 as people read them, change them, try them out and agree to them.
 *
 * Guide 004: criteria are agreed with the executives before they are used, and a change is looked at before it is adopted. An edition is
 * proposed by security staff, replayed against what is open (what would move), and agreed to by an executive who did not propose it; from its
 * day on it is in force (home_criteria). What was never agreed changes nothing.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "store/ledger/criteria.h"

struct criteria_rule_view { struct str where; struct str_list any; };      /* "Leak of information: large when": any of these */
struct criteria_cell_view { struct str action; };
struct criteria_row_view { struct str damage; LIST(struct criteria_cell_view) cells; };    /* likelihood low to high     */
struct criteria_due_view { struct str action, due; };
struct criteria_face {
	struct str                      name, title, text;
	int32_t                         since;
	LIST(struct criteria_rule_view) rules;
	LIST(struct criteria_row_view)  matrix;        /* damage large to small                                                */
	LIST(struct criteria_due_view)  due;
	int64_t                         closed_months;
};
extern const struct schema criteria_face_schema;
/* ERR_FORMAT names the line. */
CHECKED struct err *criteria_face(struct str text, enum lang lang, struct arena *arena, struct criteria_face *ret_face);
/* The text in force today, and of a preset ("standard" "municipality" "small-site" "enterprise" "vendor"). */
CHECKED struct err *criteria_text(const struct home *home, struct str preset, struct arena *arena, struct str *ret_text);
extern const char *const criteria_presets[];      /* ends with NULL */

/* What people change without YAML; empty and 0 leave as it is. */
struct criteria_change {
	struct str since;            /* "2026-12-01"                                     */
	int64_t    personal_records; /* from so many on a leak is large                  */
	struct str cells[9];         /* actions, damage large to small, likelihood low to high */
	int64_t    immediate_hours, out_of_cycle_days, defer_days, closed_months;
};
struct str criteria_edit(struct str text, const struct criteria_change *change, struct arena *arena);

/*
 * A draft that somebody is trying out, with its reason: kept in the home by the SHA-256 of its text, so that looking at what it would move needs
 * no address that is as long as it. For those who may propose.
 */
CHECKED struct err *criteria_draft_keep(const struct home *home, const struct actor *actor, struct str text, struct str reason, struct arena *arena,
    struct str *ret_digest);
CHECKED struct err *criteria_draft(const struct home *home, const struct actor *actor, struct str digest, struct arena *arena, struct str *ret_text,
    struct str *ret_reason);

/* For security staff and administrators. ERR_FORMAT: it cannot be read; ERR_USAGE: its day is past. */
CHECKED struct err *criteria_propose(struct ledger *ledger, const struct actor *actor, struct str text, struct str reason, int64_t now,
    struct arena *arena, int64_t *ret_id);
/* An executive who did not propose it; in force from its day. */
CHECKED struct err *criteria_agree(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
CHECKED struct err *criteria_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);

struct edition_view { int64_t id; int32_t since; struct str reason, proposed_name, agreed_name, state; int64_t proposed_at, agreed_at; bool may_agree; };
struct edition_list { LIST(struct edition_view) editions; };
extern const struct schema edition_list_schema, edition_view_schema;
extern const struct enum_names edition_state_names;      /* "waiting" "agreed" "withdrawn", with their words */
CHECKED struct err *criteria_editions(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct edition_list *ret_list);
/* ERR_NOT_FOUND. */
CHECKED struct err *criteria_edition(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_criteria *ret_edition);
