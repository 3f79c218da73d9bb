#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/watch.h"

/* Watches, what was found of them, who read it, what was said of it: on both engines. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

static struct ledger_watch_hit
hit_of(int64_t watch, struct str id, int64_t at, bool fresh)
{
	return (struct ledger_watch_hit){ .watch = watch, .vulnerability = id, .at = at, .fresh = fresh, .why = fresh ? WATCH_NEW : WATCH_KNOWN,
		.term = STR("例の製品"), .title_ja = STR("題"), .title_en = STR("title"), .base = 75, .published = noon - INSTANT_DAY, .sources = STR("nvd jvn") };
}

struct story { int64_t id; bool set; };

static struct err *
begin(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_watch watch = { .account = 7, .name = STR("例"), .products = STR("例の製品"), .kev = 1, .mail = 1, .made_at = noon, .made_by = STR("sato") };
	struct ledger_watch_hit hits[3];
	struct story *story = context;

	TRY(ledger_watch_put(ledger, &watch, arena, &story->id));
	hits[0] = hit_of(story->id, STR("CVE-2026-1"), noon - INSTANT_DAY, false);
	hits[1] = hit_of(story->id, STR("CVE-2026-2"), noon, true);
	hits[2] = hit_of(story->id, STR("JVNDB-2026-000001"), noon, true);
	return ledger_watch_hits_put(ledger, hits, ARRAY_LEN(hits), arena);
}

static size_t
how_many(struct ledger *ledger, int64_t watch, enum watch_state state, struct arena *arena)
{
	struct ledger_watch_query query = { .watch = watch, .account = 7, .state = state, .at = INT64_MAX, .after = STR(""), .most = 10 };
	struct ledger_watch_hits hits;

	assert_ok(ledger_watch_hits(ledger, &query, arena, &hits));
	return hits.count;
}

static void
what_is_read_and_checked_is_known(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_watch_hit hit = { 0 }, again;
	struct ledger_watches watches;
	struct story story = { 0 };
	bool there;

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, begin, &story, arena));
	assert_ok(ledger_watches(ledger, 7, arena, &watches));
	assert_int_equal(watches.count, 1);
	assert_str(watches.items[0].products, "例の製品");
	assert_int_equal(watches.items[0].kev, 1);
	assert_int_equal(watches.items[0].hits, 3);
	assert_int_equal(watches.items[0].unread, 2);
	assert_int_equal(watches.items[0].unchecked, 2);
	assert_int_equal(watches.items[0].looked_at, INSTANT_NONE);
	assert_int_equal(watches.items[0].mail, 1);
	assert_int_equal(watches.items[0].told_at, INSTANT_NONE);
	assert_ok(ledger_watch_told(ledger, story.id, noon, arena));
	assert_ok(ledger_watches(ledger, 7, arena, &watches));
	assert_int_equal(watches.items[0].told_at, noon);

	/* Read is for one person, and until it is news again. */
	assert_ok(ledger_watch_read(ledger, story.id, 7, STR("CVE-2026-2"), noon + 5, arena));
	assert_int_equal(how_many(ledger, story.id, WATCH_UNREAD, arena), 1);
	assert_ok(ledger_watches(ledger, 8, arena, &watches));
	assert_int_equal(watches.items[0].unread, 2);
	again = hit_of(story.id, STR("CVE-2026-2"), noon + 9, true);
	again.why = WATCH_EXPLOITED;
	assert_ok(ledger_watch_hits_put(ledger, &again, 1, arena));
	assert_int_equal(how_many(ledger, story.id, WATCH_UNREAD, arena), 2);
	assert_ok(ledger_watch_read(ledger, story.id, 7, STR(""), noon + 10, arena));
	assert_int_equal(how_many(ledger, story.id, WATCH_UNREAD, arena), 0);
	assert_ok(ledger_watch_unread(ledger, story.id, 7, STR("CVE-2026-2"), arena));
	assert_int_equal(how_many(ledger, story.id, WATCH_UNREAD, arena), 1);

	/* What was said stays when there is news; of an old revision nothing is said. */
	assert_ok(ledger_watch_hit(ledger, story.id, 7, STR("CVE-2026-2"), arena, &hit, &there));
	assert_true(there);
	assert_int_equal(hit.why, WATCH_EXPLOITED);
	hit.need = WATCH_NEEDED;
	hit.note = STR("更新する");
	hit.checked_by = STR("sato");
	hit.checked_at = noon + 11;
	assert_ok(ledger_watch_check(ledger, &hit, arena, &there));
	assert_true(there);
	assert_ok(ledger_watch_check(ledger, &hit, arena, &there));
	assert_false(there);
	assert_ok(ledger_watch_hits_put(ledger, &again, 1, arena));
	assert_ok(ledger_watch_hit(ledger, story.id, 7, STR("CVE-2026-2"), arena, &hit, &there));
	assert_str(hit.note, "更新する");
	assert_int_equal(how_many(ledger, story.id, WATCH_OPEN, arena), 1);
	assert_int_equal(how_many(ledger, story.id, WATCH_DO, arena), 1);
}

static void
a_watch_that_was_changed_is_looked_at_anew(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_watches watches;
	struct ledger_watch watch;
	struct ledger_watch_hits news;
	struct str gone = STR("CVE-2026-1");
	struct story story = { 0 };
	int64_t behind;

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, begin, &story, arena));
	assert_ok(ledger_watches(ledger, 7, arena, &watches));
	watch = watches.items[0];
	assert_ok(ledger_watches_behind(ledger, 3, 1, arena, &behind));
	assert_int_equal(behind, 1);
	watch.generation = 3;
	watch.overlay = 1;
	watch.looked_at = noon;
	assert_ok(ledger_watch_looked(ledger, &watch, arena, &story.set));
	assert_true(story.set);
	assert_ok(ledger_watches_behind(ledger, 3, 1, arena, &behind));
	assert_int_equal(behind, 0);
	watch.name = STR("別名");
	assert_ok(ledger_watch_set(ledger, &watch, arena, &story.set));
	assert_true(story.set);
	assert_ok(ledger_watch_set(ledger, &watch, arena, &story.set));
	assert_false(story.set);
	assert_ok(ledger_watch_looked(ledger, &watch, arena, &story.set));
	assert_false(story.set);
	assert_ok(ledger_watches_behind(ledger, 3, 1, arena, &behind));
	assert_int_equal(behind, 1);

	assert_ok(ledger_watch_hits_gone(ledger, story.id, &gone, 1, arena));
	assert_int_equal(how_many(ledger, story.id, WATCH_ALL, arena), 2);
	assert_ok(ledger_watch_news(ledger, 7, noon, 10, arena, &news));
	assert_int_equal(news.count, 2);
	assert_ok(ledger_watch_end(ledger, story.id, noon, arena));
	assert_ok(ledger_watches(ledger, 7, arena, &watches));
	assert_int_equal(watches.count, 0);
	assert_ok(ledger_watch_news(ledger, 7, noon, 10, arena, &news));
	assert_int_equal(news.count, 0);
}

static void
on_both_read_and_checked(void **state)
{
	(void)state;
	on_each_engine(what_is_read_and_checked_is_known, NULL);
}

static void
on_both_changed(void **state)
{
	(void)state;
	on_each_engine(a_watch_that_was_changed_is_looked_at_anew, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_both_read_and_checked),
		cmocka_unit_test(on_both_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
