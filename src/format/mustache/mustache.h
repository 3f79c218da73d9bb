/*
 * mustache.h - logic-less templates (mustache(5), with the spec's modules comments delimiters interpolation inverted partials sections).
 *
 *     {{#plans}}
 *     | {{content}} | {{cost}} |
 *     {{/plans}}
 *     {{^plans}}
 *     対処案はありません。
 *     {{/plans}}
 *     {{>letterhead}}
 *
 * A template is data from an organisation: it can ask for nothing but what stands in the view, and its work is bounded, also when a
 * partial names itself (base/limits.h, LIMIT_TEMPLATE_…). Lambdas, inheritance and dynamic names, which the spec calls optional, are
 * not there. Truth is view_is_true's.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "model/view.h"

struct mustache;
/* The template points into the text. ERR_FORMAT with file and line; ERR_LIMIT: too long, or nested too deeply. */
CHECKED struct err *mustache_parse(struct str text, struct str name, struct arena *arena, struct mustache **ret_template);
/* How {{name}} is made inert; {{{name}}} and {{&name}} are not. mustache_html escapes & < > ". */
typedef void mustache_escape(struct buf *out, struct str text);
mustache_escape mustache_html;
/* The partial of that name, NULL when there is none (which renders nothing). */
typedef const struct mustache *mustache_partial(void *context, struct str name);
/* partial may be NULL: then there are none. ERR_LIMIT when partials never end, or it becomes too much; out then holds a part. */
CHECKED struct err *mustache_render(const struct mustache *template, const struct view *view, mustache_escape *escape, mustache_partial *partial,
    void *context, struct arena *arena, struct buf *out);

/*
 * Which names of the template (and of its partials) the view has not: `shape` is a view in which everything that can be there is there, and
 * every list has an item that has all of its parts. Both branches of every section are looked at.
 */
struct mustache_miss {
	struct str file, name;
	int64_t    line;
	bool       is_partial;   /* there is no partial of that name */
};
struct mustache_misses { struct mustache_miss *items; size_t count; size_t room; };
CHECKED struct err *mustache_missing(const struct mustache *template, const struct view *shape, mustache_partial *partial, void *context,
    struct arena *arena, struct mustache_misses *ret_misses);

/* Whether some tag of it is written {{{name}}} or {{&name}}, which nothing makes inert; *ret_line: the first. Its partials are not looked at. */
bool mustache_is_raw(const struct mustache *template, int64_t *ret_line);
