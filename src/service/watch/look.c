/*
 * look.c - what is in force is looked through for what is watched: what is new since the last look, and why it is.
 */
#include "base/clock.h"
#include "domain/match/match.h"
#include "service/judge.h"
#include "service/ours.h"
#include "service/search.h"
#include "service/watch/parts.h"

enum {
	FOUND_MOST = 1000, PAGES_MOST = 5,   /* of one product or words: the newest                      */
	KNOWN_MOST = 100000,                 /* hits of a watch that are held against what is found      */
	FIRST_DAYS = 90,                     /* at first, of what is not narrowed by any product or word */
};

struct looking {
	const struct watch_desk   *desk;
	struct kb                 *kb;
	const struct watch_alerts *alerts;
	const struct ledger_watch *watch;
	int64_t                    now;
	bool                       first;       /* nothing was looked at before: what is found is known    */
	bool                       whole;       /* not only what changed since                             */
	struct arena              *arena, *item;
	struct ours                ours;
	struct ledger_watch_hits   known;       /* before                                                  */
	struct map                 places;      /* of their names: place in known, and one                 */
	struct map                 seen;        /* names that were found this time                         */
	struct ledger_watch_hits   found;       /* to be written                                           */
	int64_t                    news;
};

/* ------------------------------------------------------------------------------------------- what is found */

static struct str
joined_sources(int64_t sources, struct arena *arena)
{
	struct str_list names = { 0 };

	for (int source = 0; source < SOURCE_COUNT; source++)
		if ((sources >> source) & 1)
			list_push(arena, &names, str_of(enum_name(&source_names, source)));
	return arena_join(arena, names.items, names.count, STR(" "));
}

static struct ledger_watch_hit
hit_of(const struct looking *l, const struct kb_hit *hit, struct str term)
{
	struct ledger_watch_hit found = { .watch = l->watch->id, .vulnerability = hit->id, .at = hit->published, .why = WATCH_KNOWN, .term = term,
		.title_ja = hit->title, .title_en = hit->title_en, .base = hit->base, .kev = hit->kev, .withdrawn = hit->state == ADVISORY_WITHDRAWN,
		.published = hit->published, .sources = joined_sources(hit->sources, l->arena) };

	if (hit->in_text && hit->match.len > 0)
		found.excerpt = arena_printf(l->arena, "%.*s\n%.*s\n%.*s", STR_ARG(hit->before), STR_ARG(hit->match), STR_ARG(hit->behind));
	return found;
}

static bool
is_worse(int64_t before, int64_t now)
{
	static const int64_t bands[] = { 1, 40, 70, 90 };

	for (size_t i = 0; i < ARRAY_LEN(bands); i++)
		if (before < bands[i] && now >= bands[i])
			return true;
	return false;
}

/* What is said now of one that was known: news only when it matters to who read it. */
static void
compare(struct looking *l, const struct ledger_watch_hit *before, struct ledger_watch_hit *now)
{
	const struct { bool is; enum watch_why why; } news[] = {
		{ now->withdrawn && !before->withdrawn, WATCH_WITHDRAWN },
		{ now->kev && !before->kev, WATCH_EXPLOITED },
		{ is_worse(before->base, now->base), WATCH_WORSE },
	};

	now->at = before->fresh ? before->at : now->published;
	now->fresh = before->fresh;
	now->why = before->why;
	for (size_t i = 0; i < ARRAY_LEN(news); i++)
		if (news[i].is) {
			now->at = l->now;
			now->fresh = 1;
			now->why = news[i].why;
			l->news++;
			return;
		}
}

static bool
says_the_same(const struct ledger_watch_hit *a, const struct ledger_watch_hit *b)
{
	return a->at == b->at && a->fresh == b->fresh && a->why == b->why && a->base == b->base && a->kev == b->kev && a->withdrawn == b->withdrawn &&
	    a->published == b->published && str_eq(a->term, b->term) && str_eq(a->title_ja, b->title_ja) && str_eq(a->title_en, b->title_en) &&
	    str_eq(a->excerpt, b->excerpt) && str_eq(a->sources, b->sources);
}

/* What was found, once: compared with what was known of it, or news. */
static void
take_found(struct looking *l, struct ledger_watch_hit found)
{
	const uint64_t *place = map_find(&l->places, found.vulnerability);
	uint64_t *seen = map_put(l->arena, &l->seen, found.vulnerability);

	if (*seen != 0 || (place == NULL && found.withdrawn))
		return;
	*seen = 1;
	if (place != NULL) {
		compare(l, &l->known.items[*place - 1], &found);
		if (says_the_same(&l->known.items[*place - 1], &found))
			return;
	} else if (!l->first) {
		found.at = l->now;
		found.fresh = 1;
		found.why = WATCH_NEW;
		l->news++;
	}
	list_push(l->arena, &l->found, found);
}

/* ------------------------------------------------------------------------------------------------ looking */

/* Without counts, which a cursor leaves out: "t" and a place behind all others. */
static struct err *
run_query(struct looking *l, struct kb_query *query, struct str term)
{
	struct kb_hits hits;

	query->after = STR("t9223372036854775807");
	query->most = FOUND_MOST;
	query->withdrawn = !l->first;
	query->changed = l->whole ? 0 : l->watch->since;
	for (int page = 0; page < PAGES_MOST && query->after.len > 0; page++) {
		TRY(kb_search(l->kb, query, l->arena, &hits));
		for (size_t i = 0; i < hits.hits.count; i++)
			take_found(l, hit_of(l, &hits.hits.items[i], term));
		query->after = hits.next;
	}
	return NULL;
}

static struct err *
query_of(struct looking *l, struct kb_query *ret_query)
{
	struct search_wish wish = { .severity = l->watch->severity, .source = l->watch->source, .cwe = l->watch->cwe, .kev = l->watch->kev != 0,
		.since = DAY_NONE, .until = DAY_NONE, .ours = l->watch->ours ? &l->ours : NULL };

	return search_query(&wish, LANG_JA, l->arena, ret_query);
}

/* Words in which nothing can be looked for find nothing. */
static struct err *
run_term(struct looking *l, struct kb_query *query, struct str term)
{
	struct err *err = run_query(l, query, term);

	return err != NULL && err->code == ERR_USAGE ? NULL : err;
}

static struct err *
look_for_lines(struct looking *l)
{
	struct str products = l->watch->products, words = l->watch->words, line;
	struct kb_query query;

	while (str_line(&products, &line)) {
		TRY(query_of(l, &query));
		query.product = ours_product_of(line, l->arena).words;
		TRY(run_term(l, &query, query.product));
	}
	while (str_line(&words, &line)) {
		TRY(query_of(l, &query));
		query.text = line;
		TRY(run_term(l, &query, line));
	}
	/* Without lines it is all that the rest lets through. */
	if (l->watch->products.len + l->watch->words.len > 0 || (l->watch->registered && l->watch->cwe.len == 0 && !l->watch->kev && !l->watch->ours))
		return NULL;
	TRY(query_of(l, &query));
	if (l->whole && !l->watch->kev)
		query.since = l->now - FIRST_DAYS * INSTANT_DAY;
	return run_term(l, &query, STR(""));
}

/* What names a product of ours in words only. */
static struct err *
look_for_register(struct looking *l)
{
	for (size_t i = 0; l->watch->registered && i < l->ours.products.count; i++) {
		const struct ours_product *product = &l->ours.products.items[i];
		struct ours_candidate candidate = { product, l->item };
		struct kb_query query;

		if (!product->missed)
			continue;
		TRY(query_of(l, &query));
		query.text = product->words;
		query.keep = ours_is_candidate;
		query.keep_context = &candidate;
		if (l->whole)
			query.since = l->now - FIRST_DAYS * INSTANT_DAY;
		TRY(run_term(l, &query, product->words));
	}
	return NULL;
}

/* Whether what was found already is all that the alert is about: then it says nothing new of what is watched. */
static bool
is_found(const struct looking *l, const struct alert *alert)
{
	for (size_t i = 0; i < alert->cves.count; i++)
		if (map_find(&l->seen, alert->cves.items[i]) == NULL && map_find(&l->places, alert->cves.items[i]) == NULL)
			return false;
	return alert->cves.count > 0;
}

/* Behind all records, which say more. */
static void
look_for_alerts(struct looking *l)
{
	for (size_t i = 0; i < l->alerts->list.count; i++) {
		const struct watch_alert *one = &l->alerts->list.items[i];
		const struct alert *alert = &one->alert;
		struct str term;

		arena_reset(l->item);
		if (!watch_alert_meets(one, l->watch, l->item, &term) || (map_find(&l->places, alert->id) == NULL && is_found(l, alert)))
			continue;
		take_found(l, (struct ledger_watch_hit){ .watch = l->watch->id, .vulnerability = alert->id, .at = alert->published, .why = WATCH_KNOWN,
			.term = arena_copy(l->arena, term), .title_ja = alert->title, .base = -1, .published = alert->published,
			.sources = str_of(enum_name(&source_names, SOURCE_ALERTS)) });
	}
}

/* KEV comes with the overlay: what was known and is in it now was not looked at by its words. */
static void
look_at_overlay(struct looking *l)
{
	for (size_t i = 0; i < l->known.count; i++) {
		const struct ledger_watch_hit *before = &l->known.items[i];
		struct ledger_watch_hit now = *before;
		struct match_threat threat;

		if (before->kev || map_find(&l->seen, before->vulnerability) != NULL)
			continue;
		arena_reset(l->item);
		if (kb_overlay(l->kb) == NULL || !match_overlay_find(kb_overlay(l->kb), before->vulnerability, l->item, &threat) || !threat.has_kev)
			continue;
		now.kev = 1;
		compare(l, before, &now);
		list_push(l->arena, &l->found, now);
	}
}

/* -------------------------------------------------------------------------------------------- what comes of it */

/* What a changed watch does not look for any more goes, unless somebody said something of it. */
static struct err *
forget(const struct looking *l, struct ledger *ledger, struct arena *arena)
{
	struct str_list gone = { 0 };

	for (size_t i = 0; l->first && i < l->known.count; i++) {
		const struct ledger_watch_hit *hit = &l->known.items[i];

		if (map_find(&l->seen, hit->vulnerability) == NULL && hit->need == WATCH_UNCHECKED && hit->note.len == 0)
			list_push(arena, &gone, hit->vulnerability);
	}
	return ledger_watch_hits_gone(ledger, l->watch->id, gone.items, gone.count, arena);
}

static struct err *
write_found(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct looking *l = context;
	const struct kb_head *head = kb_head(l->kb);
	struct ledger_watch looked = *l->watch;
	bool set;

	looked.generation = head->generation;
	looked.overlay = head->overlay;
	looked.since = head->generation;
	looked.looked_at = l->now;
	looked.error = STR("");
	TRY(ledger_watch_looked(ledger, &looked, arena, &set));
	/* It was changed or ended meanwhile: the next look is of what it is now. */
	if (!set)
		return NULL;
	TRY(forget(l, ledger, arena));
	return ledger_watch_hits_put(ledger, l->found.items, l->found.count, arena);
}

static struct err *
look(struct looking *l)
{
	struct ledger_watch_query all = { .watch = l->watch->id, .at = INT64_MAX, .after = STR(""), .most = KNOWN_MOST };

	TRY(ledger_watch_hits(l->desk->ledger, &all, l->arena, &l->known));
	for (size_t i = 0; i < l->known.count; i++)
		*map_put(l->arena, &l->places, l->known.items[i].vulnerability) = i + 1;
	if (l->watch->ours || l->watch->registered)
		TRY(ours_load(l->desk->ledger, l->item, l->arena, &l->ours));
	if (kb_head(l->kb)->generation > 0) {
		TRY(look_for_lines(l));
		TRY(look_for_register(l));
		look_for_alerts(l);
	}
	look_at_overlay(l);
	return NULL;
}

static struct err *
fail(struct ledger *ledger, const struct ledger_watch *watch, const struct kb_head *head, const struct err *why, int64_t now, struct arena *arena)
{
	struct ledger_watch looked = *watch;
	bool set;

	/* `since` stays: what came behind it is news when it can be looked at. */
	looked.overlay = head->overlay;
	looked.generation = head->generation;
	looked.looked_at = now;
	looked.error = err_sentence(why, LANG_EN, arena);
	return ledger_watch_looked(ledger, &looked, arena, &set);
}

struct err *
watch_look_one(const struct watch_desk *desk, struct kb *kb, const struct watch_alerts *alerts, const struct ledger_watch *watch, int64_t now, struct arena *arena,
    int64_t *ret_news)
{
	struct arena *item ARENA_SCOPE = arena_new();
	const struct kb_head *head = kb_head(kb);
	struct looking l = { .desk = desk, .kb = kb, .alerts = alerts, .watch = watch, .now = now, .first = watch->since == 0,
		.whole = watch->since == 0 || watch->since > head->generation || watch->kev, .arena = arena, .item = item };
	struct err *err = look(&l);

	*ret_news = 0;
	if (err != NULL && err->code != ERR_BUSY) {
		TRY(fail(desk->ledger, watch, head, err, now, arena));
		return err;
	}
	TRY(err);
	*ret_news = l.news;
	return ledger_write(desk->ledger, write_found, &l, arena);
}

struct err *
watch_is_due(const struct watch_desk *desk, struct arena *arena, bool *ret_due)
{
	struct kb_span span;
	int64_t behind;

	TRY(kb_in_force(desk->home->kb_path, arena, &span));
	TRY(ledger_watches_behind(desk->ledger, span.generation, span.overlay, arena, &behind));
	*ret_due = behind > 0;
	return NULL;
}

struct err *
watch_look(const struct watch_desk *desk, int64_t now, struct arena *arena, struct watch_looked *ret_looked)
{
	struct arena *one ARENA_SCOPE = arena_new();
	struct kb *kb KB_SCOPE = NULL;
	struct ledger_watches watches;
	struct watch_alerts alerts;

	*ret_looked = (struct watch_looked){ 0 };
	TRY(kb_open(desk->home->kb_path, arena, &kb));
	TRY(watch_alerts_gather(kb, now, arena, &alerts));
	TRY(ledger_watches(desk->ledger, 0, arena, &watches));
	for (size_t i = 0; i < watches.count; i++) {
		const struct ledger_watch *watch = &watches.items[i];
		int64_t news;

		if (watch->generation == kb_head(kb)->generation && watch->overlay == kb_head(kb)->overlay)
			continue;
		arena_reset(one);
		if (watch_look_one(desk, kb, &alerts, watch, now, one, &news) != NULL)
			ret_looked->failed++;
		ret_looked->watches++;
		ret_looked->news += news;
	}
	return NULL;
}
