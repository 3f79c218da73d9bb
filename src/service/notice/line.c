/*
 * line.c - notices that wait to be taken into the knowledge base, by the running home.
 */
#include "service/notice/parts.h"

enum { PAGE = 200 };

struct err *
notice_is_behind(struct kb *kb, const struct ledger_notice *notice, struct arena *arena, bool *ret_behind)
{
	struct advisory held;
	struct err *err = kb_record(kb, NOTICE_FEED, notice->number, arena, &held);

	if (err != NULL && err->code != ERR_NOT_FOUND)
		return err;
	*ret_behind = notice->kind == LEDGER_NOTICE_WEAKNESS && (err != NULL || held.modified < notice->at);
	return NULL;
}

struct err *
notice_waits(const struct notice_desk *desk, struct str number, struct arena *arena, bool *ret_waits)
{
	struct kb *kb KB_SCOPE = NULL;
	struct ledger_notice notice;
	bool alone;

	*ret_waits = false;
	TRY(notice_find(desk, number, 0, arena, &notice));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	if (notice_asks(notice.kind, alone))
		return NULL;
	TRY(home_kb(desk->home->path, arena, &kb));
	return notice_is_behind(kb, &notice, arena, ret_waits);
}

/* ------------------------------------------------------------------------------------------- what waits */

static struct err *
add_behind(struct kb *kb, const struct ledger_notices *page, struct arena *arena, struct ledger_notices *waiting)
{
	struct arena *item ARENA_SCOPE = arena_new();

	for (size_t i = 0; i < page->count; i++) {
		bool behind;
		struct err *err = notice_is_behind(kb, &page->items[i], item, &behind);

		if (err != NULL)
			return err_copy(err, arena);
		if (behind)
			list_push(arena, waiting, page->items[i]);
		arena_reset(item);
	}
	return NULL;
}

static struct err *
find_waiting(const struct notice_desk *desk, struct arena *arena, struct ledger_notices *ret_waiting)
{
	struct ledger_notice_query query = { .kind = LEDGER_NOTICE_WEAKNESS, .withdrawn = true, .look_by = DAY_NONE, .most = PAGE };
	struct ledger_notices page = { .count = PAGE };
	struct kb *kb KB_SCOPE = NULL;

	*ret_waiting = (struct ledger_notices){ 0 };
	TRY(home_kb(desk->home->path, arena, &kb));
	while (page.count == PAGE) {
		TRY(ledger_notices(desk->cases->ledger, &query, arena, &page));
		TRY(add_behind(kb, &page, arena, ret_waiting));
		query.before = page.count > 0 ? page.items[page.count - 1].id : 0;
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- taken in */

/* One that nobody can open now waits on, and keeps no other out. */
static struct err *
take_one(const struct notice_desk *desk, struct kb_import *import, const struct ledger_notice *notice, struct arena *arena, struct notice_taken *taken)
{
	struct advisory advisory;
	struct notice_text text;
	struct err *err = notice_open(desk, notice, arena, &text);

	if (err != NULL && err->code == ERR_LOCKED) {
		taken->left++;
		return NULL;
	}
	TRY(err);
	notice_advisory(notice, &text, arena, &advisory);
	taken->taken++;
	return kb_import_record(import, &advisory_schema, &advisory, STR(""), arena);
}

static struct err *
take_all(const struct notice_desk *desk, const struct ledger_notices *waiting, int64_t now, struct arena *arena, struct notice_taken *taken)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	TRY(notice_import_begin(desk, now, arena, &import));
	if (import == NULL)
		return NULL;
	for (size_t i = 0; i < waiting->count; i++)
		TRY(take_one(desk, import, &waiting->items[i], arena, taken));
	if (taken->taken == 0)
		return NULL;
	TRY(kb_import_feed_end(import, NULL, arena, &outcome));
	return kb_import_finish(import, arena, &result);
}

struct err *
notice_take_in(const struct notice_desk *desk, enum lang lang, int64_t now, struct arena *arena, struct notice_taken *ret_taken)
{
	struct ledger_judging judging = { .asked_at = now, .lang = lang == LANG_JA ? STR("ja") : STR("en") };
	struct ledger_notices waiting;
	bool alone;

	*ret_taken = (struct notice_taken){ 0 };
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	if (!alone)
		return notice_keep_apart(desk->home, desk->cases->ledger, lang, now, arena);
	TRY(find_waiting(desk, arena, &waiting));
	if (waiting.count == 0)
		return NULL;
	TRY(take_all(desk, &waiting, now, arena, ret_taken));
	judging.who = waiting.items[0].by;
	return ret_taken->taken == 0 ? NULL : ledger_judging_ask(desk->cases->ledger, &judging, arena);
}
