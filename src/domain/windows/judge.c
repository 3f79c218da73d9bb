/*
 * judge.c - the door of judging, and what is decided by updates: which are installed, which contain which.
 */
#include "domain/windows/judge.h"

#include <stdlib.h>

/* Chains of supersedence are some ten years of months long; the tables may have cycles. */
enum { CHAIN_MAX = 512 };

void
judge_say(struct windows_judging *judging, enum reason reason)
{
	judging->answer->reason = reason;
}

struct str
judge_kb_text(uint32_t kb, struct arena *arena)
{
	return kb == 0 ? STR("") : arena_printf(arena, "KB%u", kb);
}

void
judge_name_fix(struct windows_judging *judging, const struct windows_fix *fix, const struct windows_version *build)
{
	judging->answer->kb = fix->kb;
	judging->answer->restart = fix->restart;
	judging->answer->fixed = *build;
}

const struct windows_release *
judge_release_of_kb(struct windows_judging *judging, uint32_t kb)
{
	struct windows_releases releases = judging->book->releases(judging->book, judging->subject->stream);

	for (size_t i = 0; i < releases.count && kb != 0; i++)
		if (releases.items[i].kb == kb)
			return &releases.items[i];
	return NULL;
}

/* --------------------------------------------------------------------------- what contains what */

static int
compare_kb(const void *a_, const void *b_)
{
	uint32_t a = *(const uint32_t *)a_, b = *(const uint32_t *)b_;

	return a < b ? -1 : a > b;
}

static bool
has(const uint32_t *list, size_t count, uint32_t kb)
{
	return kb != 0 && count > 0 && bsearch(&kb, list, count, sizeof(kb), compare_kb) != NULL;
}

/* A step of the walk: an update and the one it was reached from. */
struct step { uint32_t kb; size_t from; };

static struct str
chain_text(const struct step *steps, size_t at, struct arena *arena)
{
	struct str text = judge_kb_text(steps[at].kb, arena);

	while (at != 0) {
		at = steps[at].from;
		text = arena_printf(arena, "KB%u → %.*s", steps[at].kb, STR_ARG(text));
	}
	return text;
}

static bool
is_seen(const struct step *steps, size_t count, uint32_t kb)
{
	for (size_t i = 0; i < count; i++)
		if (steps[i].kb == kb)
			return true;
	return false;
}

/* The direct successors of one step; a security-only update is none, whatever a list says (windows.md §3). */
static void
add_successors(struct windows_judging *judging, struct step *steps, size_t *count, size_t at)
{
	struct windows_update update, newer;

	if (!judging->book->update(judging->book, judging->key, steps[at].kb, &update))
		return;
	for (size_t i = 0; i < update.superseded_count && *count < CHAIN_MAX; i++) {
		uint32_t kb = update.superseded_by[i];

		if (is_seen(steps, *count, kb) || (judging->book->update(judging->book, judging->key, kb, &newer) &&
		    newer.kind == WINDOWS_FIX_SECURITY_ONLY))
			continue;
		steps[(*count)++] = (struct step){ kb, at };
	}
}

/* A monthly rollup that came out on the weakness's day or later. */
static uint32_t
later_rollup(struct windows_judging *judging)
{
	const struct windows_host *host = judging->host;
	struct windows_update update;

	if (judging->subject->rule != WINDOWS_TRACKS || judging->statement->day == DAY_NONE)
		return 0;
	for (size_t i = 0; i < host->installed_count; i++)
		if (judging->book->update(judging->book, judging->key, host->installed[i], &update) &&
		    update.kind == WINDOWS_FIX_ROLLUP && update.day != DAY_NONE && update.day >= judging->statement->day)
			return host->installed[i];
	return 0;
}

struct judge_cover
judge_cover(struct windows_judging *judging, const struct windows_fix *fix)
{
	const struct windows_host *host = judging->host;
	struct step steps[CHAIN_MAX];
	struct judge_cover pending = { COVER_NONE, STR("") };
	size_t count = 1;
	uint32_t rollup;

	steps[0] = (struct step){ fix->kb, 0 };
	for (size_t at = 0; at < count; at++) {
		if (has(host->installed, host->installed_count, steps[at].kb))
			return (struct judge_cover){ at == 0 ? COVER_ITSELF : COVER_LATER, chain_text(steps, at, judging->arena) };
		if (pending.cover == COVER_NONE && has(host->pending, host->pending_count, steps[at].kb))
			pending = (struct judge_cover){ COVER_PENDING, judge_kb_text(steps[at].kb, judging->arena) };
		add_successors(judging, steps, &count, at);
	}
	rollup = later_rollup(judging);
	if (rollup != 0)
		return (struct judge_cover){ COVER_LATER,
			arena_printf(judging->arena, "KB%u → KB%u", fix->kb, rollup) };
	return pending;
}

/* ------------------------------------------------------------------------------ by updates alone */

/*
 * An update after the fix of which no table knows anything: it may contain the fix, because chains have holes and tables
 * end (windows.md §1.3 (10)). Numbers of updates rise with time.
 */
static bool
has_unknown_newer(struct windows_judging *judging)
{
	const struct windows_host *host = judging->host;
	struct windows_update update;

	for (size_t i = 0; i < host->installed_count; i++)
		if (host->installed[i] > judging->answer->kb && judge_release_of_kb(judging, host->installed[i]) == NULL &&
		    !judging->book->update(judging->book, STR(""), host->installed[i], &update))
			return true;
	return false;
}

void
judge_absent(struct windows_judging *judging)
{
	const struct windows_host *host = judging->host;

	if (host == NULL || host->installed_count + host->pending_count == 0) {
		judging->answer->on_host = host == NULL;
		judge_say(judging, REASON_NO_BUILD);
	} else if (host->complete && host->collected != DAY_NONE && !has_unknown_newer(judging)) {
		judge_say(judging, REASON_UPDATE_ABSENT);
	} else {
		judge_say(judging, REASON_UPDATES_PARTIAL);
	}
}

enum reason
judge_installed(const struct windows_judging *judging, enum cover cover)
{
	const struct windows_host *host = judging->host;
	int32_t day = judging->statement->day;

	/* A day on either side is a matter of time zones. */
	if (host->collected != DAY_NONE && day != DAY_NONE && host->collected + 1 < day)
		return REASON_COLLECTED_BEFORE;
	if (host->restart_pending)
		return REASON_RESTART;
	return cover == COVER_ITSELF ? REASON_UPDATE_INSTALLED : REASON_UPDATE_COVERED;
}

void
judge_date(struct windows_judging *judging)
{
	if (judging->answer->reason == REASON_COLLECTED_BEFORE)
		judging->answer->detail = day_format(judging->host->collected, judging->arena);
}

static void
say_cover(struct windows_judging *judging, const struct windows_fix *fix, const struct judge_cover *cover)
{
	judging->answer->kb = fix->kb;
	judging->answer->restart = fix->restart;
	judging->answer->detail = cover->chain;
	if (cover->cover == COVER_PENDING)
		judge_say(judging, REASON_UPDATE_PENDING);
	else
		judge_say(judging, judge_installed(judging, cover->cover));
	judge_date(judging);
}

/* What all fixes come to: the best cover of the alternatives, or the worst where each is needed. */
struct covering {
	const struct windows_fix *fix;
	struct judge_cover        cover;
	size_t                    updates;   /* fixes that are updates at all */
};

static void
take_cover(struct windows_judging *judging, const struct windows_fix *fix, bool all, struct covering *covering)
{
	struct judge_cover cover = { COVER_NONE, STR("") };
	bool better;

	if (fix->kb == 0)
		return;
	if (judging->host != NULL)
		cover = judge_cover(judging, fix);
	better = all ? cover.cover < covering->cover.cover : cover.cover > covering->cover.cover;
	if (covering->updates++ == 0 || better) {
		covering->fix = fix;
		covering->cover = cover;
	}
}

void
judge_by_updates(struct windows_judging *judging, bool all)
{
	struct covering covering = { .fix = NULL };

	for (size_t i = 0; i < judging->statement->listings.count; i++) {
		const struct windows_listing *listing = &judging->statement->listings.items[i];

		for (size_t f = 0; f < listing->fixes.count; f++)
			take_cover(judging, &listing->fixes.items[f], all, &covering);
	}
	if (covering.updates == 0) {
		judge_say(judging, REASON_NO_FIX);
		return;
	}
	judging->answer->kb = covering.fix->kb;
	judging->answer->restart = covering.fix->restart;
	if (covering.cover.cover == COVER_NONE)
		judge_absent(judging);
	else
		say_cover(judging, covering.fix, &covering.cover);
}

/* ------------------------------------------------------------------------------------- the door */

int32_t
windows_since(const struct windows_subject *subject, struct windows_book *book)
{
	struct windows_releases releases = book->releases(book, subject->stream);

	for (size_t i = 0; i < releases.count && subject->version.count == 4; i++)
		if (windows_version_compare(&releases.items[i].version, &subject->version) == 0)
			return releases.items[i].day;
	return DAY_NONE;
}

/* A build that was not out yet when the inventory says it was taken: no "not affected" rests on such an inventory. */
static void
doubt_clock(struct windows_judging *judging)
{
	enum reason reason = judging->answer->reason;
	int32_t since;

	if (judging->host == NULL || judging->host->collected == DAY_NONE ||
	    (reason != REASON_BUILD_FIXED && reason != REASON_HOTPATCHED))
		return;
	since = windows_since(judging->subject, judging->book);
	if (since == DAY_NONE || judging->host->collected + 1 >= since)
		return;
	judge_say(judging, REASON_COLLECTED_BEFORE);
	judge_date(judging);
}


/* Of several parts under one suite each has its own updates and nothing else to go by. */
static void
judge_updates_any(struct windows_judging *judging)
{
	judge_by_updates(judging, false);
}

void
windows_judge(const struct windows_subject *subject, struct str key, const struct windows_statement *statement,
    const struct windows_host *host, struct windows_book *book, struct arena *arena, struct windows_answer *ret_answer)
{
	static void (*const rules[])(struct windows_judging *) = {
		[WINDOWS_BUILD] = judge_system,
		[WINDOWS_TRACKS] = judge_updates_any,
		[WINDOWS_SQL] = judge_sql,
		[WINDOWS_EXCHANGE] = judge_exchange,
		[WINDOWS_CLICK_TO_RUN] = judge_click_to_run,
		[WINDOWS_OFFICE_MSI] = judge_updates_any,
		[WINDOWS_SHAREPOINT] = judge_sharepoint,
		[WINDOWS_EDGE] = judge_edge,
		[WINDOWS_RUNTIME] = judge_runtime,
		[WINDOWS_STUDIO] = judge_studio,
	};
	struct windows_answer answer = { .reason = REASON_NO_FIX, .detail = STR(""), .product = STR("") };
	struct windows_judging judging = { subject, key, statement, host, book, arena, &answer };

	if (statement->listings.count > 0)
		answer.product = statement->listings.items[0].product;
	if (str_starts(key, STR("framework ")))
		judge_framework(&judging);
	else if ((size_t)subject->rule < ARRAY_LEN(rules) && rules[subject->rule] != NULL)
		rules[subject->rule](&judging);
	doubt_clock(&judging);
	*ret_answer = answer;
}
