/*
 * mustache.h - logic-less templates (mustache(5), with the spec's modules comments delimiters interpolation inverted partials sections).
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "model/view.h"

struct mustache;
/* ERR_FORMAT with line; ERR_LIMIT. */
CHECKED struct err *mustache_parse(struct str text, struct str name, struct arena *arena, struct mustache **ret_template);
/* How {{name}} is made inert; {{{name}}} and {{&name}} are not. mustache_html escapes & < > ". */
typedef void mustache_escape(struct buf *out, struct str text);
mustache_escape mustache_html;
/* The partial of that name, NULL when there is none (which renders nothing). */
typedef const struct mustache *mustache_partial(void *context, struct str name);
CHECKED struct err *mustache_render(const struct mustache *template, const struct view *view, mustache_escape *escape, mustache_partial *partial,
    void *context, struct arena *arena, struct buf *out);
/* Every name the template speaks of, for checking it against what it will be given. */
void mustache_names(const struct mustache *template, struct arena *arena, struct str_list *ret_names);
