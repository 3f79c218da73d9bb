/*
 * view.h - a tree of texts, lists and parts: what a template is filled from.
 *
 * A view is made for one filling and lives in its arena. A text that is empty counts as false, as a list without items does, so that
 * a template can ask whether a field is filled by naming it. What is put into a map under a name that it has already takes its place.
 */
#pragma once
#include "base/lang.h"
#include "base/vec.h"
#include "model/schema.h"

enum view_kind { VIEW_NONE, VIEW_TRUTH, VIEW_TEXT, VIEW_LIST, VIEW_MAP };
struct view;
struct view_part { struct str name; struct view *value; };
struct view {
	enum view_kind kind;
	bool           truth;
	struct str     text;
	LIST(struct view *)     items;    /* of a list */
	LIST(struct view_part)  parts;    /* of a map  */
};

struct view *view_map(struct arena *arena);
struct view *view_list(struct arena *arena);
struct view *view_text(struct str text, struct arena *arena);
/* Into a map under a name, or (name "") at the end of a list. */
void view_put(struct view *into, struct str name, struct view *value, struct arena *arena);
void view_put_text(struct view *into, struct str name, struct str text, struct arena *arena);
void view_put_truth(struct view *into, struct str name, bool truth, struct arena *arena);
/* A part of a map; NULL when it has none of that name, or is no map. */
const struct view *view_find(const struct view *view, struct str name);
/* False: nothing, "no", an empty text, a list without items. */
bool view_is_true(const struct view *view);

/*
 * Any value with a schema, as a person reads it: instants in the time of Japan with its zone, days, scores with their point, probabilities in per
 * cent, enums by the catalogue's word for them, numbers whose field ends with "_yen" with separators. What is unknown is an empty text.
 * Beside its fields every map has a part "is", in which an enum (and a text or texts that hold names, FIELD_WORD) tells itself by its name in every
 * language: {{#is.state.open}}; and a part "code" with that name: {{code.state}}.
 */
struct view *view_of(const struct schema *schema, const void *value, enum lang lang, struct arena *arena);
/* The same shape with everything in it that can be: what mustache_missing looks names up in. */
struct view *view_shape(const struct schema *schema, struct arena *arena);
