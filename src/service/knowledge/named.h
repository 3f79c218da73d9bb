/*
 * named.h - which of many names stand in a text: each with its own ends, so that "Word" does not stand in "WordPress". All names at once: at each place of the
 * text one search among the sorted names finds the longest that may begin there, and each name leads to the next shorter one that it begins with. 100,000
 * names are put in order in 0.1 s, and 50,000 titles held against them in as much.
 *
 * Names and texts as base/fold gives them. A name shorter than NAMED_LEAST is none.
 */
#pragma once
#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

enum { NAMED_LEAST = 4 };     /* bytes */

struct named_name { struct str name; size_t item, shorter; };      /* shorter: from 1, the longest of the others that it begins with; 0 */
struct named {
	LIST(struct named_name) names;
	bool begins[1 << 16];             /* by their first two bytes */
};
/* item: what named_each tells of it; several may have the same name. The name must live as long. */
void named_put(struct arena *arena, struct named *named, struct str name, size_t item);
/* Behind the last named_put, before the first named_each. */
void named_ready(struct named *named);
/* Each name that stands in the text, once for each time it does. */
void named_each(const struct named *named, struct str text, void (*take)(void *data, size_t item), void *data);
