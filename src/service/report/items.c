/*
 * items.c - the seven items of guide 004 (service/items.h) in reports, each with whose word it is: the record's id behind it.
 */
#include "base/map.h"
#include "service/items.h"
#include "service/report/parts.h"

static struct str
words_of(const struct report_making *making, const struct items_view *items, const struct item_view *item, size_t most)
{
	return items_item_words(items, item, most, making->lang, making->arena);
}

static void
fill_row(const struct report_making *making, size_t most, struct report_items_row *row)
{
	const struct items_view *items = &row->items;

	row->name = items_shortened(items->name.text, most, making->arena);
	row->product = words_of(making, items, &items->product, most);
	row->versions = words_of(making, items, &items->versions, most);
	row->condition = words_of(making, items, &items->condition, most);
	row->impact = words_of(making, items, &items->impact, most);
	row->fix = words_of(making, items, &items->fix, most);
	row->mitigation = words_of(making, items, &items->mitigation, most);
}

static struct err *
add_row(struct report_making *making, struct kb *kb, const struct report_named *named, struct report_items_list *list)
{
	struct report_items_row row = { .vulnerability = named->vulnerability };

	TRY(items_of(kb, named->vulnerability, &(struct items_about){ .title = named->title }, making->lang, making->arena, &row.items));
	fill_row(making, ITEM_SHORT, &row);
	list_push(making->arena, list, row);
	return NULL;
}

struct err *
report_items_here(const struct report_making *making, struct kb *kb, const struct ledger_finding_row *finding, size_t most,
    struct report_items_row *ret_row)
{
	struct report_items_row row = { .vulnerability = finding->about.name };
	struct items_about about = { .title = report_title(making, &finding->about), .fix = report_remedy(making, &finding->finding) };

	if (finding->finding.instances.count > 0 && finding->finding.instances.items[0].range.len > 0) {
		about.product = finding->product_name;
		about.range = finding->finding.instances.items[0].range;
		about.source = finding->finding.instances.items[0].source;
		about.record = finding->finding.instances.items[0].record;
	}
	TRY(items_of(kb, row.vulnerability, &about, making->lang, making->arena, &row.items));
	fill_row(making, most, &row);
	*ret_row = row;
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
