/*
 * link.h - inside this room: addresses of the same list, narrowed or sorted otherwise.
 */
#pragma once
#include "face/web/web.h"

/* The page's path with its query, in which `name` is `value` ("": taken away). The place in the list (`after`) and `format` are always taken away. */
struct str link_with(const struct web *web, const char *name, struct str value);
/* The page of the list that follows, from its cursor; "" for none. Of the list at another address: `here`, also with a query. */
struct str link_next(const struct web *web, struct str after);
struct str link_next_of(const struct web *web, struct str here, struct str after);
/* The query alone as it stands, without its "?", place and format; for keeping. */
struct str link_query(const struct web *web);

/* One condition of a list that can be chosen: {title, count, href, chosen}; a group of them under a heading. */
struct facet_value { struct str title, value, href; int64_t count; bool counted, chosen; };
struct facet { struct str name, title; LIST(struct facet_value) values; };
struct facets { LIST(struct facet) list; };
extern const struct schema facet_schema;
/* To the last group: chosen when the query has this value under the group's name; its link takes it away again. count -1: not counted. */
void facet_begin(struct web *web, struct facets *facets, const char *name, const char *title);
void facet_add(struct web *web, struct facets *facets, struct str value, const char *title, int64_t count);
