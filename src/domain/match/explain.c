/*
 * explain.c - what one record says, in full.
 */
#include "domain/match/judge.h"

#include <string.h>

struct own_leaves {
	struct str         key;
	struct version_set set;
	struct set_room    room;
	struct arena      *arena;
};

static void
join_own_leaf(void *data, const struct config_leaf *leaf)
{
	struct own_leaves *own = data;
	struct version_set set;

	if (!leaf->vulnerable || !str_eq(leaf->key, own->key))
		return;
	set = set_decode(leaf->body, &own->room, own->arena);
	set_join(&own->set, &set, own->arena);
}

static struct version_set
set_of(const struct match_index *index, const struct image_entry *entry, const struct component *component,
    struct arena *arena)
{
	struct own_leaves own = { .arena = arena };
	struct cpe cpe;

	if (entry->kind != ENTRY_CONFIG)
		return set_decode(image_text(index, entry->body), &own.room, arena);
	if (cpe_parse(component->cpe, arena, &cpe) == NULL)
		own.key = product_cpe_key(&cpe, arena);
	config_each(image_text(index, entry->body), join_own_leaf, &own);
	return own.set;
}

/* A copy, so that grounds outlive the index. */
static struct str
copied(const struct match_index *index, uint32_t place, struct arena *arena)
{
	return arena_copy(arena, image_text(index, place));
}

/* The build that Microsoft's word names. */
static struct str
fixed_text(const struct match_says *says, struct arena *arena)
{
	struct windows_version build = { .count = says->fixed_count };

	memcpy(build.part, says->fixed, sizeof(build.part));
	return windows_build_text(&build, arena);
}

/* Microsoft's document on the weakness does not list the component: there is no entry to explain. */
static struct grounds
unlisted(struct grounds grounds, const struct component *component, struct arena *arena)
{
	grounds.feed = STR("msrc");
	grounds.record = grounds.detail;
	grounds.detail = STR("");
	grounds.subject = arena_copy(arena, component->name.len > 0 ? component->name : component->cpe);
	return grounds;
}

struct grounds
match_explain(const struct match_index *index, const struct component *component, const struct match_says *says,
    struct arena *arena)
{
	struct grounds grounds = {
		.source = says->source, .rank = says->rank, .verdict = says->verdict, .reason = says->reason,
		.missing = says->missing, .version = arena_copy(arena, says->version),
		.detail = arena_copy(arena, says->detail), .fixed = fixed_text(says, arena), .range = STR(""),
		.update = says->update == 0 ? STR("") : arena_printf(arena, "KB%u", says->update), .restart = says->restart,
	};
	struct image_entry entry;
	struct version_set set;

	if (says->source == SOURCE_MSRC && says->entry == UINT32_MAX)
		return unlisted(grounds, component, arena);
	if (!image_entry_at(index, says->entry, &entry) || entry.scheme >= SCHEME_COUNT)
		return grounds;
	grounds.feed = copied(index, entry.feed, arena);
	grounds.record = copied(index, entry.record, arena);
	grounds.subject = copied(index, entry.subject, arena);
	if (entry.kind == ENTRY_FIXES) {
		if (says->reason == REASON_NO_RELEASES)
			grounds.feed = STR("builds");   /* the feed that is missing */
		if (says->product.len > 0)
			grounds.subject = arena_copy(arena, says->product);
		if (grounds.fixed.len > 0)
			grounds.range = arena_printf(arena, "<%.*s", STR_ARG(grounds.fixed));
		return grounds;
	}
	if (grounds.detail.len == 0)
		grounds.detail = copied(index, entry.note, arena);
	set = set_of(index, &entry, component, arena);
	if (set.intervals.count > 0 || set.exact.count > 0 || !set.undecided)
		grounds.range = arena_copy(arena, range_format(&set, arena));
	if (grounds.version.len > 0)
		grounds.fixed = arena_copy(arena, range_fixed(&set, (enum scheme)entry.scheme, grounds.version));
	return grounds;
}
