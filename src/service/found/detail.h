/*
 * detail.h - one finding as its page shows it: verdict and grounds with the ages of their sources, the cell of the matrix and why, what is asked of
 * the owner, cases about it; and before a decision is made, all that it would hold for.
 */
#pragma once
#include "service/found/question.h"
#include "service/finding.h"
#include "service/items.h"
#include "service/respond/decide.h"

struct matrix_cell_view { struct str action; bool here; };
struct matrix_row_view { struct str damage; LIST(struct matrix_cell_view) cells; };
struct vector_term_view { struct str group, metric, value, metric_words, value_words; };
struct ground_source_view { struct str name, state; int64_t at; };
struct case_about_view { struct str number, label, state; bool open; };
struct found_detail {
	struct finding_view              finding;
	int64_t                          system_id;
	int64_t                          criteria_edition, deployer_edition;   /* that an executive agreed to; 0: none */
	bool                             open, older_criteria;                 /* the last assessment was made by other criteria than those in force */
	int64_t                          assessed_at;
	struct str                       due_words, due_state, identity, remedy, deployer, deployer_table, note, decision, criteria;
	bool                             decided;
	LIST(struct finding_place)       places;
	LIST(struct finding_event)       events;
	struct str_list                  answers;
	LIST(struct matrix_row_view)     matrix;      /* damage large to small; cells likelihood low to high            */
	LIST(struct vector_term_view)    terms;       /* of the vector shown first                                    */
	LIST(struct ground_source_view)  sources;     /* of the grounds                                               */
	LIST(struct question_form_view)  questions;
	LIST(struct case_about_view)     cases;       /* that are not sealed                                          */
	struct items_view                items;       /* 把握事項: product, versions and fix are this finding's        */
};
extern const struct schema found_detail_schema;
CHECKED struct err *found_detail(const struct home *home, struct ledger *ledger, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct found_detail *ret_detail);

/* Every finding that a decision would hold for, before it is written; what is wrong with it is said as finding_decide would. */
struct covered_view { int64_t id; struct str system, unit, product, action; };
struct decision_preview {
	struct str                kind, vulnerability;
	int64_t                   findings, systems;   /* systems: among the first 100                                 */
	LIST(struct covered_view) covered;             /* the first 100                                                */
};
extern const struct schema decision_preview_schema;
CHECKED struct err *decision_preview(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now, struct arena *arena,
    struct decision_preview *ret_preview);
