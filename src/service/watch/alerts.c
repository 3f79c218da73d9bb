/*
 * alerts.c - what is watched, among alerts: JPCERT/CC, IPA and makers warn before there is a number, and what they warn of is no record that could be searched.
 */
#include "base/fold.h"
#include "base/map.h"
#include "format/cpe/cpe.h"
#include "model/alert.h"
#include "model/record.h"
#include "service/ours.h"
#include "service/watch/parts.h"

enum { RECENT_DAYS = 90 };

struct gathering { struct watch_alerts *alerts; struct map place_of; int64_t since; struct arena *arena; };

static int64_t
said_at(const struct alert *alert)
{
	return alert->modified > alert->published ? alert->modified : alert->published;
}

/* All that it says in words, folded, on a line each. */
static struct str
words_of(const struct alert *alert, struct arena *arena)
{
	struct str products = arena_join(arena, alert->products.items, alert->products.count, STR("\n"));

	return arena_printf(arena, "%.*s\n%.*s\n%.*s", STR_ARG(fold_text(alert->title, arena)), STR_ARG(fold_text(products, arena)), STR_ARG(fold_text(alert->text, arena)));
}

/* An alert stands in the lists of several feeds, and has a page of its own: they say one thing together. */
static struct err *
take_alert(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct gathering *g = data;
	const struct alert *alert = value;
	struct watch_alert *held;
	uint64_t *place;

	(void)feed, (void)arena;
	if (said_at(alert) < g->since)
		return NULL;
	place = map_find(&g->place_of, alert->id);
	if (place == NULL) {
		struct watch_alert fresh = { .words = STR("") };

		record_copy(&alert_schema, alert, g->arena, &fresh.alert);
		list_push(g->arena, &g->alerts->list, fresh);
		*map_put(g->arena, &g->place_of, fresh.alert.id) = g->alerts->list.count;
		held = &g->alerts->list.items[g->alerts->list.count - 1];
	} else {
		held = &g->alerts->list.items[*place - 1];
		for (size_t i = 0; i < alert->cpes.count; i++)
			list_push(g->arena, &held->alert.cpes, arena_copy(g->arena, alert->cpes.items[i]));
		for (size_t i = 0; i < alert->cves.count; i++)
			list_push(g->arena, &held->alert.cves, arena_copy(g->arena, alert->cves.items[i]));
	}
	held->words = arena_printf(g->arena, "%.*s\n%.*s", STR_ARG(held->words), STR_ARG(words_of(alert, g->arena)));
	held->alert.text = STR("");
	return NULL;
}

struct err *
watch_alerts_gather(struct kb *kb, int64_t now, struct arena *arena, struct watch_alerts *ret_alerts)
{
	struct gathering g = { .alerts = ret_alerts, .since = now - RECENT_DAYS * INSTANT_DAY, .arena = arena };

	*ret_alerts = (struct watch_alerts){ 0 };
	return kb_head(kb)->generation == 0 ? NULL : kb_each_note(kb, &alert_schema, STR(""), take_alert, &g, arena);
}

/* ----------------------------------------------------------------------------------------------- what is meant */

/* A word with its own ends; "word*" begins one. */
static bool
stands_in(struct str text, struct str word)
{
	bool begins = word.len > 1 && word.ptr[word.len - 1] == '*';
	struct str sought = begins ? str_sub(word, 0, word.len - 1) : word;
	size_t from = 0, at;

	while ((at = str_find(str_from(text, from), sought)) != SIZE_MAX) {
		at += from;
		if (!str_word_goes_on(text, at) && (begins || !str_word_goes_on(text, at + sought.len)))
			return true;
		from = at + 1;
	}
	return false;
}

static bool
all_stand_in(struct str text, struct str words, struct arena *arena)
{
	struct str rest = fold_text(words, arena), word;
	bool any = false;

	while (str_split(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (!stands_in(text, word))
			return false;
		any = true;
	}
	return any;
}

static bool
names_product(const struct watch_alert *alert, struct str line, struct arena *arena)
{
	struct cpe watched, named;

	if (!str_starts(line, STR("cpe:")) || cpe_parse(line, arena, &watched) != NULL)
		return false;
	for (size_t i = 0; i < alert->alert.cpes.count; i++)
		if (cpe_parse(alert->alert.cpes.items[i], arena, &named) == NULL && str_eq(cpe_product_key(&named, arena), cpe_product_key(&watched, arena)))
			return true;
	return false;
}

bool
watch_alert_meets(const struct watch_alert *alert, const struct ledger_watch *watch, struct arena *arena, struct str *ret_term)
{
	struct str products = watch->products, words = watch->words, line;

	if (watch->severity.len + watch->source.len + watch->cwe.len > 0 || watch->kev || watch->ours)
		return false;
	while (str_line(&products, &line)) {
		struct ours_product product = ours_product_of(line, arena);

		*ret_term = product.words;
		if (names_product(alert, line, arena) || (product.folded_product.len > 0 && stands_in(alert->words, product.folded_product)))
			return true;
	}
	while (str_line(&words, &line)) {
		*ret_term = line;
		if (all_stand_in(alert->words, line, arena))
			return true;
	}
	return false;
}
