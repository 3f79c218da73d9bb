/*
 * view_known.c - the seven items of guide 004 (service/items.h) of each vulnerability that the case is linked with, by itself or through a finding.
 *
 * A paper is read by others, so only what public sources say is in it: a notice was told to this home, not to them. Of a finding no more is taken than
 * the number of its vulnerability: which product stands where in this house is not told.
 */
#include "base/catalogue.h"
#include "service/document/parts.h"
#include "service/items.h"

enum {
	KNOWN_MOST = 20,         /* vulnerabilities of a paper                                    */
	ITEM_MOST  = 4500,       /* bytes of an item: 1,500 characters of Japanese, more than a page */
};

static const struct { const char *name; size_t place; } items[] = {
	{ "name", offsetof(struct items_view, name) }, { "product", offsetof(struct items_view, product) }, { "versions", offsetof(struct items_view, versions) },
	{ "condition", offsetof(struct items_view, condition) }, { "impact", offsetof(struct items_view, impact) }, { "fix", offsetof(struct items_view, fix) },
	{ "mitigation", offsetof(struct items_view, mitigation) },
};

/* Numbers, each once, of the links that whom the paper is for may see. A finding is written "CVE-…, product, system" (service/casefile/link.c). */
static struct str_list
linked(const struct document_source *source, struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < source->now->links.count; i++) {
		const struct ledger_case_link *link = &source->now->links.items[i];
		struct str name = link->content, rest;

		if ((link->kind != LINK_ADVISORY && link->kind != LINK_FINDING) || !source_has_compartment(source, link->compartment))
			continue;
		if (link->kind == LINK_FINDING)
			str_cut(link->content, ',', &name, &rest);
		if (!str_is_one_of(name, names.items, names.count))
			list_push(arena, &names, name);
	}
	return names;
}

static const struct item_view *
item_at(const struct items_view *known, size_t i)
{
	return (const struct item_view *)(const void *)((const char *)known + items[i].place);
}

/* More than its name: of what no public source tells yet, as of one's own product before the day of publication, a paper says nothing. */
static bool
is_told(const struct items_view *known)
{
	for (size_t i = 1; i < ARRAY_LEN(items); i++)
		if (item_at(known, i)->stated)
			return true;
	return false;
}

static void
put_items(const struct document_source *source, const struct items_view *known, struct arena *arena, struct view *list)
{
	struct view *view = view_map(arena);

	view_put_text(view, STR("number"), known->vulnerability, arena);
	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		const struct item_view *item = item_at(known, i);

		view_put_text(view, str_of(items[i].name), item->stated ? items_item_words(known, item, ITEM_MOST, source->lang, arena)
		    : str_of(catalogue_text(source->lang, M("not known (no public source that was taken in states it)"))), arena);
	}
	view_put(list, STR(""), view, arena);
}

static struct err *
put_all(const struct document_source *source, const struct str_list *names, struct arena *arena, struct view *list)
{
	struct kb *kb KB_SCOPE = NULL;

	if (names->count == 0)
		return NULL;
	TRY(home_kb(source->home->path, arena, &kb));
	for (size_t i = 0; i < names->count && i < KNOWN_MOST; i++) {
		struct items_view known;

		TRY(items_of(kb, names->items[i], &(struct items_about){ .for_others = true }, source->lang, arena, &known));
		if (is_told(&known))
			put_items(source, &known, arena, list);
	}
	return NULL;
}

struct err *
view_known(const struct document_source *source, struct arena *arena, struct view *into)
{
	struct view *list = view_list(arena);
	struct str_list names = linked(source, arena);
	struct str more = STR("");

	if (source->shape)
		put_items(source, &(struct items_view){ .vulnerability = STR("x") }, arena, list);
	else
		TRY(put_all(source, &names, arena, list));
	if (names.count > KNOWN_MOST)
		more = catalogue_say(arena, source->lang, M("The first {shown} of {count} vulnerabilities stand here."), ARG_N("shown", KNOWN_MOST), ARG_N("count", names.count));
	view_put(into, STR("vulnerabilities"), list, arena);
	view_put_text(into, STR("vulnerabilities_more"), more, arena);
	return NULL;
}
