/*
 * ssvc.h - SSVC tables as people read them: every combination with its decision, and whether something worse ever asks for less.
 */
#pragma once
#include "base/err.h"
#include "domain/ssvc/ssvc.h"
#include "model/schema.h"
#include "service/criteria/differences.h"

struct ssvc_row_view { struct str_list values; struct str outcome, action; };    /* action: an action's name where the outcome is one, else "" */
struct ssvc_named_view { struct str name, title; bool chosen; };
struct ssvc_face {
	struct str                   name, id, title, source, outcome, why_not_monotone;
	struct str_list              points;
	LIST(struct ssvc_row_view)   rows;
	int64_t                      combinations;
	bool                         monotonic;
	struct str_list              breaks;      /* where something worse has a milder outcome, at most 20 */
};
extern const struct schema ssvc_face_schema, ssvc_named_schema;
/* Every combination that has another decision; of tables with other points that these are others. */
struct criteria_difference_list ssvc_differences(const struct ssvc_table *before, const struct ssvc_table *after, enum lang lang, struct arena *arena);
struct ssvc_face ssvc_face_of(const struct ssvc_table *table, enum lang lang, struct arena *arena);
/* Those built in; `chosen` is marked. */
struct ssvc_named_list { struct ssvc_named_view *items; size_t count, room; };
CHECKED struct err *ssvc_named(struct str chosen, enum lang lang, struct arena *arena, struct ssvc_named_list *ret_list);
