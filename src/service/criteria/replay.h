/*
 * replay.h - what other criteria, or another table of SSVC, would make of what is open, before anybody agrees to them. Nothing is written.
 *
 * Every open finding is judged twice on the same facts: by what is in force and by the other criteria, as the next assessment would. Verdicts do not
 * depend on criteria; what a provider has mended is left out. A finding whose vulnerability the knowledge base does not have any more cannot be
 * judged anew: it is counted, never guessed. A table decides by fewer facts, which the ledger has; of several possible decisions the worst counts.
 */
#pragma once
#include "service/deployer.h"
#include "service/home.h"
#include "service/people/actor.h"

struct replay_count_view { struct str action; int64_t before, after; };
struct replay_cell_view { struct str action_before, action_after; int64_t before, after; bool changed; };
struct replay_row_view { struct str damage; LIST(struct replay_cell_view) cells; };
struct replay_path_view { struct str from, to; int64_t findings; bool worse; };
struct replay_move_view {
	int64_t    id;                             /* the finding's                           */
	struct str vulnerability, product, system, unit, from, to, why;
	int64_t    due_before, due_after;
	bool       nearer, decided;                /* decided: a decision covers it           */
};
struct replay_view {
	int64_t                        judged, untold, moved, worse, milder, nearer, systems;
	bool                           has_untold, has_moved, has_cells, has_dates;      /* has_cells, has_dates: of criteria, not of tables */
	LIST(struct replay_count_view) actions;    /* immediate first                         */
	LIST(struct replay_row_view)   cells;      /* the worst cell of each finding          */
	LIST(struct replay_path_view)  paths;      /* those that some finding goes            */
	LIST(struct replay_move_view)  moves;      /* a page: the worst after it first        */
	struct str                     next;       /* cursor; ""                              */
	struct str                     generation; /* of the knowledge base that told         */
};
extern const struct schema replay_view_schema;

/* One of the two: the criteria, or a table that findings can be decided by. The other is NULL. */
struct replay_rules { const struct criteria *criteria; const struct ssvc_table *table; };
struct replay_asked { int64_t most, now; struct str after; enum lang lang; };
/* For any account. ERR_USAGE: the cursor is none. */
CHECKED struct err *criteria_replay(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct replay_rules *other,
    const struct replay_asked *asked, struct arena *arena, struct replay_view *ret_view);
/* The moves as a file for spreadsheets. */
CHECKED struct err *criteria_replay_file(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct replay_rules *other,
    const struct replay_asked *asked, bool workbook, struct arena *arena, struct str *ret_bytes);
