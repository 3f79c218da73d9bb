/*
 * criteria.h - 判断基準 as people read them and change them. What becomes of a changed text: replay.h (what would move), edition.h (agreed to).
 */
#pragma once
#include "model/report.h"
#include "service/agreed.h"
#include "service/stand.h"

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
/* A preset's text; preset "": what is in force at that instant. ERR_NOT_FOUND. */
CHECKED struct err *criteria_text(const struct home *home, struct ledger *ledger, struct str preset, int64_t now, struct arena *arena, struct str *ret_text);
/* "standard" "municipality" "small-site" "enterprise" "vendor", with their titles, M(…), and for whom each is. Ends with a NULL name. */
struct criteria_preset { const char *name, *title, *for_whom; };
extern const struct criteria_preset criteria_presets[];

/* ------------------------------------------------------------------------------------------- changed by a form */

/*
 * What people change without YAML. A condition is a line of a rule that a form shows as a box to tick; lines that are none of these stay as they are,
 * and so do all rules when `rules` is false. Empty and 0 leave as it is.
 */
struct criteria_change {
	struct str      since;            /* "2026-12-01"                                     */
	int64_t         personal_records; /* from so many on a leak is large                  */
	struct str      cells[9];         /* actions, damage large to small, likelihood low to high */
	int64_t         immediate_hours, out_of_cycle_days, defer_days, closed_months;
	bool            rules;            /* ticks say which conditions hold                  */
	struct str_list ticks;            /* "leak.large.my_number_held"                      */
};
struct str criteria_edit(struct str text, const struct criteria_change *change, struct arena *arena);

/* The boxes of each rule, as the text has them, and what else the rule says, in words. */
struct criteria_tick_view { struct str value, words; bool ticked; };
struct criteria_form_rule { struct str where; LIST(struct criteria_tick_view) ticks; struct str_list others; bool has_others; };
/* The numbers are 0 where the text counts in other units. */
struct criteria_form { LIST(struct criteria_form_rule) rules; int64_t personal_records, immediate_hours, out_of_cycle_days, defer_days; };
extern const struct schema criteria_form_schema;
CHECKED struct err *criteria_form(struct str text, enum lang lang, struct arena *arena, struct criteria_form *ret_form);
/* What is in force at that instant, as the form has it that begins another edition. */
CHECKED struct err *criteria_stand(const struct home *home, struct ledger *ledger, enum lang lang, int64_t now, struct arena *arena, struct stand *ret_stand);
