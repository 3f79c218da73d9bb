/*
 * alerts.c - alerts as people see them: whom they are by, what they say, and what of ours they may be about.
 */
#include <stdlib.h>
#include "base/fold.h"
#include "base/map.h"
#include "domain/name/name.h"
#include "format/cpe/cpe.h"
#include "model/record.h"
#include "service/knowledge/heard.h"
#include "service/knowledge/named.h"

static const char *const kinds[] = { "notice", "news", "weekly", "information" };
static const char *const kind_words[] = { M("alert"), M("news"), M("weekly report"), M("information") };
static const struct enum_names shown_kinds = ENUM_WORDS(kinds, kind_words);
static const char *const levels[] = { "", "info", "low", "medium", "high", "critical" };
static const char *const level_words[] = { "", M("information"), M("Low"), M("Medium"), M("High"), M("Critical") };
static const struct enum_names shown_levels = ENUM_WORDS(levels, level_words);

static const struct field product_fields[] = {
	FIELD(struct alert_product_view, id, FIELD_INT), FIELD(struct alert_product_view, name, FIELD_STR), FIELD(struct alert_product_view, certain, FIELD_BOOL),
};
static const struct schema product_schema = SCHEMA("alert_product", struct alert_product_view, product_fields);
static const struct field fields[] = {
	FIELD(struct alert_view, id, FIELD_STR), FIELD(struct alert_view, issuer, FIELD_STR), FIELD(struct alert_view, title, FIELD_STR),
	FIELD(struct alert_view, url, FIELD_STR), FIELD_WORD(struct alert_view, kind, &shown_kinds), FIELD_WORD(struct alert_view, level, &shown_levels),
	FIELD(struct alert_view, published, FIELD_INSTANT), FIELD(struct alert_view, modified, FIELD_INSTANT), FIELD(struct alert_view, cves, FIELD_STRS),
	FIELD(struct alert_view, ours, FIELD_STRS), FIELD_OF(struct alert_view, products, FIELD_LIST, &product_schema),
	FIELD_OF(struct alert_view, heard, FIELD_LIST, &heard_view_schema), FIELD(struct alert_view, asks, FIELD_BOOL),
	FIELD_WORD(struct alert_view, state, &heard_state_names), FIELD(struct alert_view, reason, FIELD_STR), FIELD(struct alert_view, who, FIELD_STR),
	FIELD(struct alert_view, answered, FIELD_INSTANT),
};
const struct schema alert_view_schema = SCHEMA("alert_shown", struct alert_view, fields);

/* ----------------------------------------------------------------------------------------- what there is */

/* An alert without its text, which nothing here shows: of tens of thousands they would fill the memory. */
struct held_alert { struct alert alert; size_t text; };      /* text: its length */
struct held { LIST(struct held_alert) list; struct map place_of; struct arena *arena; };

static struct held_alert
hold(const struct alert *alert, struct arena *arena)
{
	struct held_alert held = { .text = alert->text.len };
	struct alert brief = *alert;

	brief.text = STR("");
	record_copy(&alert_schema, &brief, arena, &held.alert);
	return held;
}

/* The page of an alert says more than the row of its feed: of the same number the one with a text counts, with the products of the other. */
static void
merge(struct held_alert *first, const struct alert *other, struct arena *arena)
{
	struct held_alert second = hold(other, arena);
	struct alert *held = &first->alert, copy = second.alert;

	if (second.text > first->text) {
		copy = *held;
		*first = second;
	}
	held->level = held->level > copy.level ? held->level : copy.level;
	held->cpes = held->cpes.count > 0 ? held->cpes : copy.cpes;
	held->url = held->url.len > 0 ? held->url : copy.url;
	held->published = held->published == INSTANT_NONE ? copy.published : held->published;
	held->modified = copy.modified > held->modified ? copy.modified : held->modified;
	for (size_t i = 0; i < copy.cves.count; i++)
		if (!str_is_one_of(copy.cves.items[i], held->cves.items, held->cves.count))
			list_push(arena, &held->cves, copy.cves.items[i]);
}

static struct err *
take_alert(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct held *held = data;
	const struct alert *alert = value;
	uint64_t *place = map_find(&held->place_of, alert->id);
	struct held_alert kept;

	(void)feed, (void)arena;
	if (place != NULL) {
		merge(&held->list.items[*place - 1], alert, held->arena);
		return NULL;
	}
	kept = hold(alert, held->arena);
	list_push(held->arena, &held->list, kept);
	*map_put(held->arena, &held->place_of, kept.alert.id) = held->list.count;
	return NULL;
}

static int
newest_first(const void *a, const void *b)
{
	const struct alert *one = &((const struct held_alert *)a)->alert, *other = &((const struct held_alert *)b)->alert;

	return one->modified != other->modified ? (one->modified < other->modified ? 1 : -1) : str_cmp(one->id, other->id);
}

/* ------------------------------------------------------------------------------------- what it is about */

struct ours {
	struct ledger_heard_products products;
	struct named                *names;        /* of each folded, without version; those too short to mean anything are not there */
	struct map                   cpes;         /* "vendor:product" to the place of a product, from 1 */
	struct map                   vulnerabilities;
	struct ledger_heards         answers;
	struct map                   answer_of;    /* subject to its place, from 1 */
	struct arena                *arena;
};

/* Shorter names stand in many titles by chance: "vim", 花子 do not count, 一太郎 does. */
enum { LATIN_LEAST = 4, KANJI_LEAST = 9 };

static struct str
key_of(struct str name, struct arena *arena)
{
	struct name_written written = name_read(name, arena);
	struct str key = fold_text(written.product, arena);

	return key.len < (str_is_ascii(key) ? LATIN_LEAST : KANJI_LEAST) ? STR("") : key;
}

static struct err *
gather(struct ledger *ledger, struct arena *arena, struct ours *ret_ours)
{
	struct ours ours = { .arena = arena, .names = ARENA_NEW(arena, struct named) };
	struct str_list names;

	TRY(ledger_heard_products(ledger, arena, &ours.products));
	for (size_t i = 0; i < ours.products.count; i++) {
		const struct ledger_heard_product *product = &ours.products.items[i];
		struct cpe cpe;

		named_put(arena, ours.names, key_of(product->name, arena), i);
		if (str_starts(product->identity, STR("cpe:")) && cpe_parse(product->identity, arena, &cpe) == NULL)
			*map_put(arena, &ours.cpes, cpe_product_key(&cpe, arena)) = i + 1;
	}
	named_ready(ours.names);
	TRY(ledger_heard_ours(ledger, STR(""), arena, &names));
	for (size_t i = 0; i < names.count; i++)
		*map_put(arena, &ours.vulnerabilities, names.items[i]) = 1;
	TRY(ledger_heard_list(ledger, STR(""), arena, &ours.answers));
	for (size_t i = 0; i < ours.answers.count; i++)
		*map_put(arena, &ours.answer_of, ours.answers.items[i].subject) = i + 1;
	*ret_ours = ours;
	return NULL;
}

static void
add_product(const struct ours *ours, struct alert_view *view, size_t at, bool certain)
{
	const struct ledger_heard_product *product = &ours->products.items[at];

	for (size_t i = 0; i < view->products.count; i++)
		if (view->products.items[i].id == product->id)
			return;
	list_push(ours->arena, &view->products, ((struct alert_product_view){ product->id, product->name, certain }));
}

struct naming { const struct ours *ours; struct alert_view *view; };

static void
take_name(void *data, size_t item)
{
	struct naming *naming = data;

	add_product(naming->ours, naming->view, item, false);
}

static void
add_products(const struct ours *ours, const struct alert *alert, struct alert_view *view)
{
	struct naming naming = { ours, view };

	for (size_t i = 0; i < alert->cpes.count; i++) {
		struct cpe cpe;
		uint64_t *place;

		if (cpe_parse(alert->cpes.items[i], ours->arena, &cpe) != NULL)
			continue;
		place = map_find(&ours->cpes, cpe_product_key(&cpe, ours->arena));
		if (place != NULL)
			add_product(ours, view, *place - 1, true);
	}
	named_each(ours->names, fold_text(alert->title, ours->arena), take_name, &naming);
}

static void
add_answer(const struct ours *ours, struct alert_view *view)
{
	const uint64_t *place = map_find(&ours->answer_of, arena_printf(ours->arena, "alert %.*s", STR_ARG(view->id)));

	view->state = STR("candidate");
	view->answered = INSTANT_NONE;
	if (place != NULL) {
		const struct ledger_heard *answer = &ours->answers.items[*place - 1];

		view->state = answer->confirmed ? STR("confirmed") : STR("refused");
		view->reason = answer->reason;
		view->who = answer->who;
		view->answered = answer->at;
	}
	view->asks = view->cves.count == 0 && view->products.count > 0 && view->answered == INSTANT_NONE;
}

static struct alert_view
view_of(const struct ours *ours, const struct alert *alert)
{
	struct alert_view view = {
		.id = alert->id, .issuer = alert->issuer, .title = alert->title, .url = alert->url, .kind = str_of(kinds[alert->kind]),
		.level = str_of(levels[alert->level]), .published = alert->published, .modified = alert->modified, .cves = alert->cves,
	};

	for (size_t i = 0; i < alert->cves.count; i++)
		if (map_find(&ours->vulnerabilities, alert->cves.items[i]) != NULL)
			list_push(ours->arena, &view.ours, alert->cves.items[i]);
	add_products(ours, alert, &view);
	add_answer(ours, &view);
	return view;
}

/* --------------------------------------------------------------------------------------------------- list */

static bool
touches_us(const struct alert_view *view)
{
	return view->ours.count > 0 || (view->cves.count == 0 && view->products.count > 0 && !str_eq(view->state, STR("refused")));
}

static bool
has_words(const struct alert_query *query, const struct alert *alert, struct arena *arena)
{
	return query->text.len == 0 || str_find(fold_text(alert->title, arena), fold_text(query->text, arena)) != SIZE_MAX ||
	    str_is_one_of(query->text, alert->cves.items, alert->cves.count) || str_eq_nocase(alert->id, query->text);
}

struct err *
alerts_fetched(struct kb *kb, int64_t now, struct arena *arena, int64_t *ret_fetched)
{
	struct kb_source *sources;
	size_t count;

	*ret_fetched = INSTANT_NONE;
	TRY(kb_sources(kb, now, arena, &sources, &count));
	for (size_t i = 0; i < count; i++)
		if (sources[i].source == SOURCE_ALERTS && sources[i].fetched > *ret_fetched)
			*ret_fetched = sources[i].fetched;
	return NULL;
}

/* What an alert says of exploitation: each sentence once, whichever numbers it is about. */
static struct err *
add_heard(const struct home *home, struct ledger *ledger, struct arena *arena, struct alert_view *view)
{
	for (size_t c = 0; c < view->cves.count; c++) {
		struct heard_query query = { .vulnerability = view->cves.items[c] };
		struct heard_list list;

		TRY(heard_find(home, ledger, &query, arena, &list));
		for (size_t i = 0; i < list.items.count; i++)
			if (str_eq(list.items.items[i].record, view->id))
				list_push(arena, &view->heard, list.items.items[i]);
	}
	return NULL;
}

enum { HEARD_CVES_MOST = 8 };

/* Those that are asked for, in their order; `view` is filled where the answer depends on it or it is shown. */
static bool
is_asked_for(const struct alert_query *query, const struct ours *ours, const struct alert *alert, struct arena *arena, struct alert_view *view)
{
	if (!has_words(query, alert, arena))
		return false;
	if (!query->ours)
		return true;
	*view = view_of(ours, alert);
	return touches_us(view);
}

struct err *
alerts_find(const struct home *home, struct ledger *ledger, const struct alert_query *query, int64_t now, struct arena *arena, struct alert_list *ret_list)
{
	struct held held = { .arena = arena };
	struct kb *kb KB_SCOPE = NULL;
	struct ours ours;

	*ret_list = (struct alert_list){ .fetched = INSTANT_NONE };
	TRY(home_kb(home->path, arena, &kb));
	TRY(gather(ledger, arena, &ours));
	TRY(kb_each_note(kb, &alert_schema, STR(""), take_alert, &held, arena));
	TRY(alerts_fetched(kb, now, arena, &ret_list->fetched));
	if (held.list.count > 0)
		qsort(held.list.items, held.list.count, sizeof(*held.list.items), newest_first);
	for (size_t i = 0; i < held.list.count; i++) {
		const struct alert *alert = &held.list.items[i].alert;
		struct alert_view view;

		if (!is_asked_for(query, &ours, alert, arena, &view) || ret_list->total++ < query->from)
			continue;
		ret_list->more = (int64_t)ret_list->items.count == query->most;
		if (ret_list->more)
			continue;
		if (!query->ours)
			view = view_of(&ours, alert);
		if (view.cves.count <= HEARD_CVES_MOST)
			TRY(add_heard(home, ledger, arena, &view));
		list_push(arena, &ret_list->items, view);
	}
	return NULL;
}
