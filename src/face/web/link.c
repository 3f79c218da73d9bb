#include "face/web/link.h"

#include <string.h>
#include "base/buf.h"

/* Values of the path are no part of the query, and neither is where in the list one is. */
static bool
is_kept(const struct web *web, const char *name)
{
	return strcmp(name, "after") != 0 && strcmp(name, "format") != 0
	    && str_find(str_of(web->route->path), arena_printf(web->arena, "{%s}", name)) == SIZE_MAX;
}

static struct str
query_with(const struct web *web, const char *name, struct str value)
{
	struct buf out BUF_SCOPE = { 0 };

	for (const struct web_param *param = web->route->params; param != NULL && param->name != NULL; param++) {
		struct str text = name != NULL && strcmp(param->name, name) == 0 ? value : web_text(web, param->name);

		if (text.len > 0 && is_kept(web, param->name))
			buf_addf(&out, "%s%s=%.*s", out.len > 0 ? "&" : "", param->name, STR_ARG(web_encoded(web, text)));
	}
	return arena_copy(web->arena, buf_str(&out));
}

struct str
link_query(const struct web *web)
{
	return query_with(web, NULL, STR(""));
}

struct str
link_with(const struct web *web, const char *name, struct str value)
{
	struct str query = query_with(web, name, value), path = web->request->path;

	return query.len == 0 ? path : arena_printf(web->arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(query));
}

static const struct field value_fields[] = {
	FIELD(struct facet_value, title, FIELD_STR),
	FIELD(struct facet_value, value, FIELD_STR),
	FIELD(struct facet_value, href, FIELD_STR),
	FIELD(struct facet_value, count, FIELD_INT),
	FIELD(struct facet_value, counted, FIELD_BOOL),
	FIELD(struct facet_value, chosen, FIELD_BOOL),
};
static const struct schema value_schema = SCHEMA("facet_value", struct facet_value, value_fields);
static const struct field facet_fields[] = {
	FIELD(struct facet, name, FIELD_STR),
	FIELD(struct facet, title, FIELD_STR),
	FIELD_OF(struct facet, values, FIELD_LIST, &value_schema),
};
const struct schema facet_schema = SCHEMA("facet", struct facet, facet_fields);

void
facet_begin(struct web *web, struct facets *facets, const char *name, const char *title)
{
	list_push(web->arena, &facets->list, ((struct facet){ .name = str_of(name), .title = web_word(web, title) }));
}

void
facet_add(struct web *web, struct facets *facets, struct str value, const char *title, int64_t count)
{
	struct facet *facet = &facets->list.items[facets->list.count - 1];
	const char *name = arena_cstr(web->arena, facet->name);
	bool chosen = str_eq(web_text(web, name), value);

	if (count == 0 && !chosen)
		return;
	list_push(web->arena, &facet->values, ((struct facet_value){ .title = web_word(web, title), .value = value,
	    .href = link_with(web, name, chosen ? STR("") : value), .count = count, .counted = count >= 0, .chosen = chosen }));
}

struct str
link_next_of(const struct web *web, struct str here, struct str after)
{
	if (after.len == 0)
		return STR("");
	return arena_printf(web->arena, "%.*s%cafter=%.*s", STR_ARG(here), str_find_char(here, '?') == SIZE_MAX ? '?' : '&', STR_ARG(web_encoded(web, after)));
}

struct str
link_next(const struct web *web, struct str after)
{
	return link_next_of(web, link_with(web, "after", STR("")), after);
}
