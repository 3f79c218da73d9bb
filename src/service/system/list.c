/*
 * list.c - the register from its ends: systems with what they can be narrowed down by, hosts, products. Names are looked for as people write
 * them (fold_text), so that is done here and not by the database.
 */
#include "service/system/parts.h"

#include <limits.h>
#include <stdlib.h>
#include "base/fold.h"
#include "base/map.h"
#include "service/finding.h"

static const struct field row_fields[] = {
	FIELD(struct system_row, id, FIELD_INT),
	FIELD(struct system_row, name, FIELD_STR),
	FIELD(struct system_row, number, FIELD_STR),
	FIELD(struct system_row, service, FIELD_STR),
	FIELD(struct system_row, unit, FIELD_STR),
	FIELD(struct system_row, owner, FIELD_STR),
	FIELD(struct system_row, contractor, FIELD_STR),
	FIELD(struct system_row, place, FIELD_STR),
	FIELD_WORD(struct system_row, network, &system_network_words),
	FIELD_WORD(struct system_row, reach, &system_reach_words),
	FIELD_WORD(struct system_row, importance, &system_importance_words),
	FIELD(struct system_row, hosts, FIELD_INT),
	FIELD(struct system_row, installations, FIELD_INT),
	FIELD(struct system_row, immediate, FIELD_INT),
	FIELD(struct system_row, out_of_cycle, FIELD_INT),
	FIELD(struct system_row, scheduled, FIELD_INT),
	FIELD(struct system_row, defer, FIELD_INT),
	FIELD(struct system_row, undecided, FIELD_INT),
	FIELD(struct system_row, questions, FIELD_INT),
	FIELD(struct system_row, seen_at, FIELD_INSTANT),
	FIELD_WORD(struct system_row, worst, &system_action_words),
	FIELD(struct system_row, unregistered, FIELD_BOOL),
	FIELD(struct system_row, query, FIELD_STR),
	FIELD(struct system_row, items, FIELD_INT),
	FIELD(struct system_row, judged, FIELD_INT),
	FIELD(struct system_row, waiting, FIELD_BOOL),
	FIELD(struct system_row, unjudged, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("system_row", struct system_row, row_fields);
static const struct field facet_fields[] = {
	FIELD(struct system_facet, value, FIELD_STR),
	FIELD(struct system_facet, title, FIELD_STR),
	FIELD(struct system_facet, count, FIELD_INT),
	FIELD(struct system_facet, chosen, FIELD_BOOL),
};
static const struct schema facet_schema = SCHEMA("facet", struct system_facet, facet_fields);
static const struct field facets_fields[] = {
	FIELD_OF(struct system_facets, units, FIELD_LIST, &facet_schema),
	FIELD_OF(struct system_facets, networks, FIELD_LIST, &facet_schema),
	FIELD_OF(struct system_facets, reaches, FIELD_LIST, &facet_schema),
	FIELD_OF(struct system_facets, importances, FIELD_LIST, &facet_schema),
	FIELD_OF(struct system_facets, places, FIELD_LIST, &facet_schema),
};
static const struct schema facets_schema = SCHEMA("facets", struct system_facets, facets_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct system_list, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct system_list, facets, FIELD_STRUCT, &facets_schema),
	FIELD(struct system_list, found, FIELD_INT),
	FIELD(struct system_list, all, FIELD_INT),
	FIELD(struct system_list, next, FIELD_STR),
};
const struct schema system_list_schema = SCHEMA("systems", struct system_list, list_fields);

static const struct field host_fields[] = {
	FIELD(struct host_row, id, FIELD_INT),
	FIELD(struct host_row, system, FIELD_INT),
	FIELD(struct host_row, name, FIELD_STR),
	FIELD(struct host_row, system_name, FIELD_STR),
	FIELD(struct host_row, unit, FIELD_STR),
	FIELD(struct host_row, os, FIELD_STR),
	FIELD(struct host_row, address, FIELD_STR),
	FIELD(struct host_row, products, FIELD_INT),
	FIELD(struct host_row, seen_at, FIELD_INSTANT),
};
const struct schema host_row_schema = SCHEMA("host_row", struct host_row, host_fields);
static const struct field hosts_fields[] = {
	FIELD_OF(struct host_list, rows, FIELD_LIST, &host_row_schema),
	FIELD(struct host_list, next, FIELD_STR),
	FIELD(struct host_list, next_id, FIELD_INT),
};
const struct schema host_list_schema = SCHEMA("hosts", struct host_list, hosts_fields);

static const struct field product_fields[] = {
	FIELD(struct product_row, id, FIELD_INT),
	FIELD(struct product_row, name, FIELD_STR),
	FIELD(struct product_row, vendor, FIELD_STR),
	FIELD(struct product_row, identity, FIELD_STR),
	FIELD(struct product_row, named, FIELD_BOOL),
	FIELD(struct product_row, versions, FIELD_INT),
	FIELD(struct product_row, systems, FIELD_INT),
	FIELD(struct product_row, hosts, FIELD_INT),
};
const struct schema product_row_schema = SCHEMA("product_row", struct product_row, product_fields);
static const struct field products_fields[] = {
	FIELD_OF(struct product_list, rows, FIELD_LIST, &product_row_schema),
	FIELD(struct product_list, next, FIELD_STR),
	FIELD(struct product_list, next_id, FIELD_INT),
};
const struct schema product_list_schema = SCHEMA("products", struct product_list, products_fields);

/* ------------------------------------------------------------------------------------------- systems */

enum facet { BY_UNIT, BY_NETWORK, BY_REACH, BY_IMPORTANCE, BY_PLACE, FACETS };
enum { FACET_MOST = 12 };

struct counting { LIST(struct system_facet) list; struct map at; };
struct listing {
	const struct system_filter *filter;
	struct arena               *arena;
	struct str                  text;         /* folded                      */
	struct str                  chosen[FACETS];
	struct counting             counts[FACETS];
	struct system_list         *list;
	bool                        full;
};

static struct str
facet_value(const struct ledger_brief *brief, enum facet facet)
{
	switch (facet) {
	case BY_UNIT:
		return brief->unit;
	case BY_NETWORK:
		return str_of(enum_name(&system_network_words, (int)brief->network));
	case BY_REACH:
		return str_of(enum_name(&system_reach_words, (int)brief->reach));
	case BY_IMPORTANCE:
		return str_of(enum_name(&system_importance_words, (int)brief->importance));
	case BY_PLACE:
		return brief->place;
	case FACETS:
		break;
	}
	return STR("");
}

static bool
holds(const struct str *names, size_t count, struct str text, struct arena *scratch)
{
	for (size_t i = 0; text.len > 0 && i < count; i++)
		if (str_find(fold_text(names[i], scratch), text) != SIZE_MAX)
			return true;
	return text.len == 0;
}

static bool
is_about(const struct ledger_brief *brief, struct str text, struct arena *scratch)
{
	const struct str names[] = { brief->name, brief->key, brief->service, brief->unit, brief->owner, brief->contractor, brief->function,
		brief->place, brief->network_text };

	return holds(names, ARRAY_LEN(names), text, scratch);
}

/* "-": those of whom nothing is said. */
static bool
is_chosen(struct str chosen, struct str value)
{
	return chosen.len == 0 || str_eq(chosen, value) || (str_eq(chosen, STR("-")) && value.len == 0);
}

static void
count(struct listing *listing, enum facet facet, struct str value, int64_t systems)
{
	struct counting *counting = &listing->counts[facet];
	uint64_t *at = map_put(listing->arena, &counting->at, arena_copy(listing->arena, value));

	if (*at == 0) {
		list_push(listing->arena, &counting->list, ((struct system_facet){ .value = arena_copy(listing->arena, value.len == 0 ? STR("-") : value) }));
		*at = counting->list.count;
	}
	counting->list.items[*at - 1].count += systems;
}

static void
add_row(struct listing *listing, const struct ledger_brief *brief)
{
	struct arena *arena = listing->arena;

	list_push(arena, &listing->list->rows, ((struct system_row){ .id = brief->id, .name = arena_copy(arena, brief->name),
		.number = arena_copy(arena, brief->key), .service = arena_copy(arena, brief->service), .unit = arena_copy(arena, brief->unit),
		.owner = arena_copy(arena, brief->owner), .contractor = arena_copy(arena, brief->contractor), .place = arena_copy(arena, brief->place),
		.network = facet_value(brief, BY_NETWORK), .reach = facet_value(brief, BY_REACH), .importance = facet_value(brief, BY_IMPORTANCE),
		.seen_at = INSTANT_NONE }));
}

/* For every condition how many there were if it were the only one not asked. Whether all of them hold. */
static bool
weigh(struct listing *listing, const struct ledger_brief *brief, int64_t systems)
{
	size_t others = 0, other = FACETS;

	for (size_t i = 0; i < FACETS; i++)
		if (!is_chosen(listing->chosen[i], facet_value(brief, (enum facet)i))) {
			others++;
			other = i;
		}
	for (size_t i = 0; i < FACETS; i++)
		if (others == 0 || (others == 1 && other == i))
			count(listing, (enum facet)i, facet_value(brief, (enum facet)i), systems);
	return others == 0;
}

static struct err *
take_row(void *context, const struct ledger_brief *brief, struct arena *scratch)
{
	struct listing *listing = context;

	(void)scratch;
	if (listing->list->rows.count == (size_t)listing->filter->most)
		listing->full = true;
	else
		add_row(listing, brief);
	return NULL;
}

/* Text is looked for in all of them: one walk. */
static struct err *
take_brief(void *context, const struct ledger_brief *brief, struct arena *scratch)
{
	struct listing *listing = context;
	const struct system_filter *filter = listing->filter;

	listing->list->all++;
	if (!is_about(brief, listing->text, scratch) || !is_chosen(filter->contractor, brief->contractor) || !weigh(listing, brief, 1))
		return NULL;
	listing->list->found++;
	if (str_cmp(brief->name, filter->after) <= 0 && filter->after.len > 0)
		return NULL;
	return take_row(context, brief, scratch);
}

/* A word that is none finds nothing. */
static int
number_of(const struct enum_names *names, struct str word)
{
	int number = -1;

	return word.len == 0 ? -1 : enum_find(names, word, &number) ? number : INT_MAX;
}

/* Without text the ledger counts what is alike and gives the page. */
static struct err *
list_page(struct ledger *ledger, struct listing *listing)
{
	const struct system_filter *filter = listing->filter;
	const struct ledger_brief_filter page = { .unit = filter->unit, .place = filter->place, .after = filter->after, .most = filter->most + 1,
		.network = number_of(&system_network_words, filter->network), .reach = number_of(&system_reach_words, filter->reach),
		.importance = number_of(&system_importance_words, filter->importance) };
	struct ledger_brief_counts counts;

	TRY(ledger_brief_counts(ledger, listing->arena, &counts));
	for (size_t i = 0; i < counts.count; i++) {
		const struct ledger_brief_count *one = &counts.items[i];
		const struct ledger_brief alike = { .unit = one->unit, .place = one->place, .network = one->network, .reach = one->reach,
			.importance = one->importance };

		listing->list->all += one->systems;
		if (weigh(listing, &alike, one->systems))
			listing->list->found += one->systems;
	}
	return ledger_brief_page(ledger, &page, take_row, listing, listing->arena);
}

static int
most_first(const void *a, const void *b)
{
	const struct system_facet *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return str_cmp(left->value, right->value);
}

/* The commonest, and always the one that was chosen. */
static void
tell_facet(struct listing *listing, enum facet facet, const struct enum_names *words, enum lang lang, struct system_facet **ret_items, size_t *ret_count)
{
	struct counting *counting = &listing->counts[facet];
	size_t kept = 0;

	if (counting->list.count > 0)
		qsort(counting->list.items, counting->list.count, sizeof(counting->list.items[0]), most_first);
	for (size_t i = 0; i < counting->list.count; i++) {
		struct system_facet one = counting->list.items[i];

		one.chosen = str_eq(one.value, listing->chosen[facet]);
		if (kept >= FACET_MOST && !one.chosen)
			continue;
		one.title = words != NULL ? system_word(words, one.value, lang) : str_eq(one.value, STR("-"))
		    ? str_of(catalogue_text(lang, M("(nobody said)"))) : one.value;
		counting->list.items[kept++] = one;
	}
	*ret_items = counting->list.items;
	*ret_count = kept;
}

bool
system_waits(const struct ledger_system_sums *sums, int64_t assessed)
{
	return assessed == INSTANT_NONE || (sums->seen_at != INSTANT_NONE && sums->seen_at > assessed);
}

static void
put_sums(struct system_row *row, const struct ledger_system_sums *sums, int64_t assessed)
{
	row->items = sums->items;
	row->judged = sums->judged;
	row->unjudged = sums->judged == 0;
	row->waiting = system_waits(sums, assessed);
	row->hosts = sums->hosts;
	row->installations = sums->installations;
	row->immediate = sums->open[LEDGER_IMMEDIATE];
	row->out_of_cycle = sums->open[LEDGER_OUT_OF_CYCLE];
	row->scheduled = sums->open[LEDGER_SCHEDULED];
	row->defer = sums->open[LEDGER_DEFER];
	row->undecided = sums->undecided;
	row->questions = sums->questions;
	row->seen_at = sums->seen_at;
	row->unregistered = sums->installations == 0;
	for (size_t action = LEDGER_NO_ACTION; action-- > 0;)
		if (sums->open[action] > 0)
			row->worst = finding_action_name((enum ledger_action)action);
}

static struct err *
add_sums(struct ledger *ledger, struct system_list *list, struct arena *arena)
{
	struct ledger_system_sums *sums = ARENA_ARRAY(arena, struct ledger_system_sums, list->rows.count);
	struct ledger_assessment_head last;

	for (size_t i = 0; i < list->rows.count; i++)
		sums[i].system = list->rows.items[i].id;
	TRY(ledger_assessed_last(ledger, arena, &last));
	TRY(ledger_system_sums(ledger, sums, list->rows.count, arena));
	for (size_t i = 0; i < list->rows.count; i++)
		put_sums(&list->rows.items[i], &sums[i], last.at);
	return NULL;
}

struct err *
system_list(struct ledger *ledger, const struct system_filter *filter, enum lang lang, struct arena *arena, struct system_list *ret_list)
{
	struct system_list list = { 0 };
	struct listing listing = { .filter = filter, .arena = arena, .text = fold_text(filter->text, arena), .list = &list,
		.chosen = { filter->unit, filter->network, filter->reach, filter->importance, filter->place } };
	struct system_facets *facets = &list.facets;

	if (filter->text.len == 0 && filter->contractor.len == 0)
		TRY(list_page(ledger, &listing));
	else
		TRY(ledger_briefs(ledger, take_brief, &listing, arena));
	if (listing.full)
		list.next = list.rows.items[list.rows.count - 1].name;
	tell_facet(&listing, BY_UNIT, NULL, lang, &facets->units.items, &facets->units.count);
	tell_facet(&listing, BY_NETWORK, &system_network_words, lang, &facets->networks.items, &facets->networks.count);
	tell_facet(&listing, BY_REACH, &system_reach_words, lang, &facets->reaches.items, &facets->reaches.count);
	tell_facet(&listing, BY_IMPORTANCE, &system_importance_words, lang, &facets->importances.items, &facets->importances.count);
	tell_facet(&listing, BY_PLACE, NULL, lang, &facets->places.items, &facets->places.count);
	if (filter->sums)
		TRY(add_sums(ledger, &list, arena));
	*ret_list = list;
	return NULL;
}

/* ---------------------------------------------------------------------------------- hosts, products */

enum { CHUNK = 500 };

/* Pages through the whole list in chunks until a page of what is looked for is full. */
struct paging {
	const struct system_page_of *page;
	struct arena                *arena;
	struct str                   text, last;
	int64_t                      last_id, seen;
	bool                         full;
	struct host_list            *hosts;
	struct product_list         *products;
};

static bool
step(struct paging *paging, struct str name, int64_t id, size_t kept)
{
	if (kept >= (size_t)paging->page->most) {
		paging->full = true;
		return false;
	}
	paging->last = arena_copy(paging->arena, name);
	paging->last_id = id;
	return true;
}

static struct str
os_of(const struct ledger_host_row *row, struct arena *arena)
{
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(row->distribution), row->release.len > 0 ? " " : "", STR_ARG(row->release));
}

struct host_row
host_row_of(const struct ledger_host_row *row, struct arena *arena)
{
	return (struct host_row){ .id = row->id, .system = row->system, .name = arena_copy(arena, row->name),
		.system_name = arena_copy(arena, row->system_name), .unit = arena_copy(arena, row->unit), .os = os_of(row, arena),
		.address = arena_copy(arena, row->address), .products = row->products, .seen_at = row->seen_at };
}

static struct err *
take_host(void *context, const struct ledger_host_row *row, struct arena *scratch)
{
	struct paging *paging = context;
	const struct str names[] = { row->name, row->system_name, row->unit, row->distribution, row->address };

	paging->seen++;
	if (paging->full || !step(paging, row->name, row->id, paging->hosts->rows.count) || !holds(names, ARRAY_LEN(names), paging->text, scratch))
		return NULL;
	list_push(paging->arena, &paging->hosts->rows, host_row_of(row, paging->arena));
	return NULL;
}

struct product_row
product_row_of(const struct ledger_product_row *row, struct arena *arena)
{
	return (struct product_row){ .id = row->id, .name = arena_copy(arena, row->name), .vendor = arena_copy(arena, row->vendor),
		.identity = arena_copy(arena, row->identity), .named = !str_starts(row->identity, STR("name:")), .versions = row->versions,
		.systems = row->systems, .hosts = row->hosts };
}

static struct err *
take_product(void *context, const struct ledger_product_row *row, struct arena *scratch)
{
	struct paging *paging = context;
	const struct str names[] = { row->name, row->vendor, row->identity };

	paging->seen++;
	if (paging->full || !step(paging, row->name, row->id, paging->products->rows.count) || !holds(names, ARRAY_LEN(names), paging->text, scratch))
		return NULL;
	list_push(paging->arena, &paging->products->rows, product_row_of(row, paging->arena));
	return NULL;
}

struct err *
system_hosts(struct ledger *ledger, const struct system_page_of *page, struct arena *arena, struct host_list *ret_list)
{
	struct host_list list = { 0 };
	struct paging paging = { .page = page, .arena = arena, .text = fold_text(page->text, arena), .last = page->after, .last_id = page->after_id,
		.seen = CHUNK, .hosts = &list };

	while (!paging.full && paging.seen == CHUNK) {
		paging.seen = 0;
		TRY(ledger_host_rows(ledger, page->system, paging.last, paging.last_id, CHUNK, take_host, &paging, arena));
	}
	if (paging.full) {
		list.next = paging.last;
		list.next_id = paging.last_id;
	}
	*ret_list = list;
	return NULL;
}

struct err *
system_products(struct ledger *ledger, const struct system_page_of *page, struct arena *arena, struct product_list *ret_list)
{
	struct product_list list = { 0 };
	struct paging paging = { .page = page, .arena = arena, .text = fold_text(page->text, arena), .last = page->after, .last_id = page->after_id,
		.seen = CHUNK, .products = &list };

	while (!paging.full && paging.seen == CHUNK) {
		paging.seen = 0;
		TRY(ledger_product_rows(ledger, 0, paging.last, paging.last_id, CHUNK, take_product, &paging, arena));
	}
	if (paging.full) {
		list.next = paging.last;
		list.next_id = paging.last_id;
	}
	*ret_list = list;
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- words */

struct gathering { struct system_words *words; struct arena *arena; };

static struct err *
take_word(void *context, struct str kind, struct str word)
{
	struct gathering *gathering = context;
	struct system_words *words = gathering->words;
	const struct { struct str kind; struct str_list *list; } lists[] = {
		{ STR("unit"), &words->units }, { STR("owner"), &words->owners }, { STR("service"), &words->services },
		{ STR("contractor"), &words->contractors }, { STR("place"), &words->places }, { STR("function"), &words->functions },
	};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (str_eq(kind, lists[i].kind))
			list_push(gathering->arena, lists[i].list, arena_copy(gathering->arena, word));
	return NULL;
}

struct err *
system_words(struct ledger *ledger, struct arena *arena, struct system_words *ret_words)
{
	struct system_words words = { 0 };

	TRY(ledger_words(ledger, take_word, &(struct gathering){ &words, arena }, arena));
	*ret_words = words;
	return NULL;
}
