/*
 * parts.h - a template as it was read; for this room only.
 */
#pragma once
#include "base/limits.h"
#include "format/mustache/mustache.h"

/*
 * Nodes stand in the order of the text; a section's are those up to `end`. NODE_LINE stands where a line of the template begins that
 * holds more than a tag: there a partial's indentation is written, which is as if it stood in the partial's text (spec, partials).
 */
enum node_kind { NODE_TEXT, NODE_LINE, NODE_VALUE, NODE_RAW, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL };
struct node {
	enum node_kind kind;
	struct str     text;     /* literal, or a name                       */
	struct str     indent;   /* of a partial on a line of its own        */
	size_t         end;      /* of a section: the node behind it         */
	int64_t        line;
};

struct mustache {
	struct str         name;
	LIST(struct node)  nodes;
};

/* What lies under what while a template is walked through; the last is asked first. */
struct stack {
	const struct view *views[LIMIT_TEMPLATE_DEPTH];
	size_t             count;
};
/* "a.b.c": the first part from the nearest that has it, the others within it; NULL. "." is the nearest. */
const struct view *stack_find(const struct stack *stack, struct str name);
