/*
 * plan.h - 対処案: the plans of a case, with the cell of every system before and after each (guide 004, 対処・対策①②).
 *
 * Plans are rows of the case's field `plans`; their column `measure` (enum measure, words apart by spaces for one after the other) says what
 * a plan changes, and domain/plan works out the cells from the facts of every finding the case is about. A system's cell is that of its
 * worst finding. A row without a measure has no cell after it: nothing is promised that nobody said.
 */
#pragma once
#include "domain/plan/plan.h"
#include "service/respond/respond.h"

struct plan_cell_view {
	bool       known;             /* false: no measure is named                              */
	bool       gone;
	struct str damage, likelihood, action;     /* names of the worst                          */
	bool       provisional;
	struct str words;
};
struct plan_system_view {
	struct str system, finding;   /* the vulnerability that is worst there                   */
	struct plan_cell_view before;
	LIST(struct plan_cell_view) after;         /* a plan each, in their order; then B and A where both are there */
};
struct plan_row_view { struct str name, content, measure, possible_on; int64_t cost; bool lasting; };
/* A measure that the knowledge base's JVN record names for a weakness of the case, and in which words. */
struct plan_proposal_view { struct str measure, vulnerability, source, words; };
struct plan_list_view {
	struct str casefile;
	LIST(struct plan_row_view)    plans;
	bool                          both;        /* the last cell of a system is after B, then A */
	LIST(struct plan_system_view) systems;
	LIST(struct plan_proposal_view) proposed;
	struct str_list matrix;        /* the nine actions of the criteria: rows from the largest damage, columns from the lowest likelihood */
};
extern const struct schema plan_list_view_schema, plan_system_view_schema, plan_proposal_view_schema;

/* One more row of the plans, as columns and what stands in them. ERR_CONFLICT when somebody wrote the plans meanwhile. */
struct plan_cell_given { struct str column, value; };
CHECKED struct err *plan_add(const struct respond_desk *desk, const struct actor *actor, struct str number, const struct plan_cell_given *cells,
    size_t count, int64_t now, struct arena *arena);

/* ERR_NOT_FOUND where the playbook has no field `plans`. */
CHECKED struct err *plan_show(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct plan_list_view *ret_list);
