/*
 * catalog.c - the page of one update in the Microsoft Update Catalog (ScopedViewInline.aspx): what it replaces, what replaced it.
 *
 * HTML that its server makes from a template: sections are found by their ids, of which only these are read. Supersedence in
 * the catalog reaches further back than MSRC's, but forgets KBs that expired (windows.md §1.3 (10)): the two complete each other.
 */
#include "format/msrc/reading.h"

#include "base/limits.h"
#include "model/release.h"

enum { PAGE_MOST = 8 << 20 };

/* What stands behind the element of an id, up to the next element that has one; "" when there is none such. */
static struct str
section(struct str page, struct str id)
{
	size_t at = str_find(page, id), end;
	struct str rest;

	if (at == SIZE_MAX)
		return STR("");
	rest = str_from(page, at + id.len);
	at = str_find_char(rest, '>');
	rest = str_from(rest, at == SIZE_MAX ? rest.len : at + 1);
	end = str_find(rest, STR(" id=\""));
	rest = str_sub(rest, 0, end);
	/* The element that bears the next id has begun. */
	if (end != SIZE_MAX)
		(void)str_cut_last(rest, '<', &rest, &(struct str){ 0 });
	return rest;
}

/* "5/24/2023": the catalog writes American dates. */
static int32_t
day_of(struct str text)
{
	struct str month, rest, day, year;
	uint64_t m, d, y;

	(void)str_cut(text, '<', &text, &rest);
	(void)str_cut(str_trim_space(text), '/', &month, &rest);
	(void)str_cut(rest, '/', &day, &year);
	if (!str_to_u64(month, &m) || !str_to_u64(day, &d) || !str_to_u64(year, &y) || y > 9999 || m > 12 || d > 31 ||
	    !civil_is_valid((struct civil){ (int)y, (int)m, (int)d }))
		return DAY_NONE;
	return day_of_civil((struct civil){ (int)y, (int)m, (int)d });
}

/* Every "(KB5026372)" of a section. */
static void
kbs_of(struct str text, struct arena *arena, struct str_list *kbs)
{
	size_t at;

	while ((at = str_find(text, STR("(KB"))) != SIZE_MAX && kbs->count < LIMIT_LIST_ITEMS) {
		struct str kb;

		text = str_from(text, at + 1);
		(void)str_cut(text, ')', &kb, &(struct str){ 0 });
		kb = msrc_kb(str_sub(kb, 0, 12));
		if (kb.len > 0 && !str_is_one_of(kb, kbs->items, kbs->count))
			list_push(arena, kbs, kb);
	}
}

/* What stands behind a "<span id=…>Label:</span>". */
static struct str
value_of(struct str page, struct str id, struct arena *arena)
{
	struct str text = msrc_plain(section(page, id), arena), head, tail;

	return str_trim_space(str_cut(text, ':', &head, &tail) ? tail : head);
}

/*
 * "2023-05 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5026372)": what it is for is told more closely
 * in the title than in the list of supported products ("Windows 11").
 */
static struct str
product_of(struct str title, struct str supported)
{
	size_t at = str_find(title, STR(" for ")), end = str_find(title, STR(" (KB"));

	if (at == SIZE_MAX || end == SIZE_MAX || end < at)
		return supported;
	at += STR(" for ").len;
	return str_sub(title, at, end - at);
}

/* The other way round: what replaced this update. */
static struct err *
take_successors(struct msrc_reading *reading, struct str page, const struct release *release)
{
	struct str_list kbs = { 0 };

	kbs_of(section(page, STR("id=\"supersededbyInfo\"")), reading->item, &kbs);
	for (size_t i = 0; i < kbs.count; i++) {
		struct release successor = { .product = release->product, .kb = kbs.items[i], .day = DAY_NONE };

		if (str_eq(kbs.items[i], release->kb))
			continue;
		successor.id = arena_printf(reading->item, "%.*s/%.*s", STR_ARG(release->id), STR_ARG(kbs.items[i]));
		list_push(reading->item, &successor.supersedes, release->kb);
		TRY(reading_take(reading, &release_schema, &successor));
	}
	return NULL;
}

struct err *
msrc_catalog_read(struct msrc_reading *reading, struct input *input)
{
	struct arena *item = reading->item;
	struct release release = { 0 };
	struct str page, title;

	TRY(reading_of_feed(reading, STR("msrc:catalog")));
	TRY(input_all(input, PAGE_MOST, reading->arena, &page));
	title = msrc_words(msrc_plain(section(page, STR("id=\"ScopedViewHandler_titleText\"")), item), item);
	if (!str_is_text(page) || title.len == 0)
		return err_new(reading->arena, ERR_FORMAT,
		    M("{file} is no page of one update: in the Microsoft Update Catalog open the update and save that page (ScopedViewInline.aspx)."),
		    ARG("file", reading->file));
	/* The page does not name itself; its title is unlike all others of its KB. */
	release.id = arena_printf(item, "catalog/%.*s", STR_ARG(title));
	release.kb = msrc_kb(value_of(page, STR("id=\"ScopedViewHandler_labelKBArticle_Separator\""), item));
	release.product = product_of(title, value_of(page, STR("id=\"ScopedViewHandler_labelSupportedProducts_Separator\""), item));
	release.kind = value_of(page, STR("id=\"ScopedViewHandler_labelClassification_Separator\""), item);
	release.day = day_of(section(page, STR("id=\"ScopedViewHandler_date\"")));
	kbs_of(section(page, STR("id=\"supersedesInfo\"")), item, &release.supersedes);
	if (release.kb.len == 0)
		return err_new(reading->arena, ERR_FORMAT, M("The update \"{title}\" names no KB."), ARG("title", title));
	TRY(reading_take(reading, &release_schema, &release));
	return take_successors(reading, page, &release);
}
