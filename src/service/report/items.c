/*
 * items.c - the seven items of guide 004 (service/items.h) in reports, each with whose word it is: the record's id behind it.
 */
#include "base/map.h"
#include "service/items.h"
#include "service/report/parts.h"

enum { SHORT_MOST = 180 };      /* bytes of an item in a list: 60 characters of Japanese */

static struct str
shortened(const struct report_making *making, struct str text)
{
	size_t at = 0, len;
	uint32_t point;

	if (text.len <= SHORT_MOST)
		return text;
	while ((len = str_point(text, at, &point)) > 0 && at + len <= SHORT_MOST)
		at += len;
	return arena_printf(making->arena, "%.*s…", (int)at, text.ptr);
}

/* The record; the source where the record has the number of the vulnerability itself, or a vector was read. */
static struct str
whose_word(const struct item_view *item, struct str vulnerability)
{
	return item->record.len == 0 || str_eq(item->record, vulnerability) || str_starts(item->source, STR("CVSS ")) ? item->source : item->record;
}

struct str
report_item_words(const struct report_making *making, const struct items_view *items, const struct item_view *item, bool in_short)
{
	struct str text = in_short ? shortened(making, item->text) : item->text;
	struct str whose = whose_word(item, items->vulnerability);

	return !item->stated || whose.len == 0 ? text : report_say(making, M("{text} ({whose})"), ARG("text", text), ARG("whose", whose));
}

static struct err *
add_row(struct report_making *making, struct kb *kb, const struct report_named *named, struct report_items_list *list)
{
	struct report_items_row row = { .vulnerability = named->vulnerability };

	TRY(items_of(kb, named->vulnerability, &(struct items_about){ .title = named->title }, making->lang, making->arena, &row.items));
	row.name = shortened(making, row.items.name.text);
	row.product = report_item_words(making, &row.items, &row.items.product, true);
	row.versions = report_item_words(making, &row.items, &row.items.versions, true);
	row.condition = report_item_words(making, &row.items, &row.items.condition, true);
	row.impact = report_item_words(making, &row.items, &row.items.impact, true);
	row.fix = report_item_words(making, &row.items, &row.items.fix, true);
	row.mitigation = report_item_words(making, &row.items, &row.items.mitigation, true);
	list_push(making->arena, list, row);
	return NULL;
}

struct err *
report_items(struct report_making *making, const struct report_named *named, size_t count, size_t most, struct report_items_list *ret_list)
{
	struct map seen = { 0 };
	struct kb *kb KB_SCOPE = NULL;

	*ret_list = (struct report_items_list){ 0 };
	TRY(home_kb(making->desk->home->path, making->arena, &kb));
	for (size_t i = 0; i < count && ret_list->count < most; i++)
		if ((*map_put(making->arena, &seen, named[i].vulnerability))++ == 0)
			TRY(add_row(making, kb, &named[i], ret_list));
	return NULL;
}
