#include "format/mustache/mustache.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* The template is its own partial. */
static const struct mustache *
itself(void *context, struct str name)
{
	(void)name;
	return context;
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct view *view = view_map(arena), *items = view_list(arena);
	struct mustache_misses misses;
	struct mustache *template;

	view_put_text(view, STR("a"), STR("<&|>"), arena);
	view_put_truth(view, STR("t"), true, arena);
	view_put(view, STR("l"), items, arena);
	view_put_text(items, STR(""), STR("one"), arena);
	view_put(items, STR(""), view_map(arena), arena);
	if (len < 1 || len > 4096 || mustache_parse((struct str){ (const char *)bytes, len }, STR("fuzz"), arena, &template) != NULL)
		return 0;
	(void)!mustache_missing(template, view, itself, template, arena, &misses);
	(void)!mustache_render(template, view, mustache_html, bytes[0] == '!' ? itself : NULL, template, arena, &out);
	return 0;
}
