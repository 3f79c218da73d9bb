/*
 * windows.c - sources that are asked by the time of the last change: NVD, the CVE list, JVN iPedia.
 */
#include "service/pull/plan.h"

#include "base/clock.h"
#include "base/map.h"

/* The last change may be written down a little later than it was. */
enum { OVERLAP_HOURS = 2 };

static struct err *
changed_meanwhile(struct pull_run *run, bool *ret_done)
{
	run->changed = true;
	*ret_done = true;
	return NULL;
}

/* -------------------------------------------------------------------------------------------------------- NVD */

enum { NVD_PAGE = 2000, NVD_WINDOW_DAYS = 119 };      /* 120 are allowed */

/* "2026-11-20T00:00:00.000Z", with the ':' as they stand. */
static struct str
nvd_time(int64_t at, struct arena *arena)
{
	struct str text = instant_format(at - at % INSTANT_SECOND, ZONE_UTC, arena);

	(void)str_take_end(&text, STR("Z"));
	return arena_printf(arena, "%.*s.000Z", STR_ARG(text));
}

static struct err *
nvd_url(struct pull_run *run, struct pull_step *ret_step)
{
	int64_t since = INSTANT_NONE, end = run->until;

	*ret_step = (struct pull_step){ .style = "nvd", .since = INSTANT_NONE, .take = true, .packed = true };
	ret_step->url = arena_printf(run->arena, "%.*s?resultsPerPage=%d&startIndex=%lld", STR_ARG(run->settings.url), NVD_PAGE, (long long)run->at);
	run->full = run->state.cursor.len == 0;
	if (!run->full) {
		if (!instant_parse(run->state.cursor, ZONE_UTC, &since))
			return err_new(run->arena, ERR_FORMAT, M("The source's state holds \"{text}\", which is no time."), ARG("text", run->state.cursor));
		since -= OVERLAP_HOURS * INSTANT_HOUR;
		end = since + NVD_WINDOW_DAYS * INSTANT_DAY < run->until ? since + NVD_WINDOW_DAYS * INSTANT_DAY : run->until;
		ret_step->url = arena_printf(run->arena, "%.*s&lastModStartDate=%.*s&lastModEndDate=%.*s", STR_ARG(ret_step->url),
		    STR_ARG(nvd_time(since, run->arena)), STR_ARG(nvd_time(end, run->arena)));
	}
	run->cursor = instant_format(end, ZONE_UTC, run->arena);
	run->more = end < run->until;
	return NULL;
}

/*
 * A page follows another as long as the whole stays the same. When a record leaves a window while it is read, those behind it move up and one of
 * them is on no page: then it is read again. All of NVD only grows, at its end, and the window after it brings what came meanwhile.
 */
struct err *
pull_plan_nvd(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = false;
	if (seen == NULL)
		return nvd_url(run, ret_step);
	if (seen->head.from != run->at)
		return err_new(run->arena, ERR_FORMAT, M("The page begins with record {got}, where {expected} was asked for."), ARG_N("got", seen->head.from),
		    ARG_N("expected", run->at));
	if (run->at > 0 && (run->full ? seen->head.total < run->total : seen->head.total != run->total))
		return changed_meanwhile(run, ret_done);
	run->total = seen->head.total;
	run->at += seen->head.count;
	if (run->at < run->total && seen->head.count == 0)
		return err_new(run->arena, ERR_FORMAT, M("The source says that there are {total} records, and gives {got}."), ARG_N("total", run->total),
		    ARG_N("got", run->at));
	*ret_done = run->at >= run->total;
	return *ret_done ? NULL : nvd_url(run, ret_step);
}

/* ----------------------------------------------------------------------------------------------- the CVE list */

enum { CVE5_RECORDS_MOST = 3000 };
enum { CVE5_LOG, CVE5_RELEASE, CVE5_ZIP, CVE5_RECORDS };
#define CVE5_RELEASES "https://api.github.com/repos/CVEProject/cvelistV5/releases/latest"

/* "CVE-2026-12345" stands in "2026/12xxx/CVE-2026-12345.json": not taken from the log, whose links lead elsewhere on a copy. */
static bool
cve5_path(struct str id, struct arena *arena, struct str *ret_path)
{
	struct str rest = id, year, number;
	uint64_t value;

	if (!str_take(&rest, STR("CVE-")) || !str_cut(rest, '-', &year, &number) || year.len != 4 || number.len < 4 || number.len > 19 ||
	    !str_to_u64(year, &value) || !str_to_u64(number, &value))
		return false;
	*ret_path = arena_printf(arena, "%.*s/%.*sxxx/%.*s.json", STR_ARG(year), STR_ARG(str_sub(number, 0, number.len - 3)), STR_ARG(id));
	return true;
}

static struct err *
cve5_changed(struct pull_run *run, const struct pull_seen *seen)
{
	struct map met = { 0 };

	for (size_t i = 0; i < seen->entries.count; i++) {
		uint64_t *before = map_put(run->arena, &met, seen->entries.items[i].id);
		struct str path;

		if ((*before)++ > 0)
			continue;
		if (!cve5_path(seen->entries.items[i].id, run->arena, &path))
			return err_new(run->arena, ERR_FORMAT, M("\"{id}\" cannot be the name of a record."), ARG("id", seen->entries.items[i].id));
		list_push(run->arena, &run->left, path);
	}
	return NULL;
}

/* The log reaches back some weeks; what is older, or very much, comes as a release. */
static struct err *
cve5_decide(struct pull_run *run, const struct pull_seen *seen)
{
	int64_t since = INSTANT_NONE;

	if (seen->head.newest == INSTANT_NONE)
		return err_new(run->arena, ERR_FORMAT, M("The log of changes is empty."));
	run->cursor = instant_format(seen->head.newest, ZONE_UTC, run->arena);
	(void)instant_parse(run->state.cursor, ZONE_UTC, &since);
	TRY(cve5_changed(run, seen));
	run->full = since == INSTANT_NONE || since < seen->head.oldest || run->left.count > CVE5_RECORDS_MOST;
	run->phase = run->full ? CVE5_RELEASE : CVE5_RECORDS;
	return NULL;
}

static struct err *
cve5_zip(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step)
{
	for (size_t i = 0; i < seen->entries.count; i++) {
		const struct listing_entry *entry = &seen->entries.items[i];

		if (str_find(entry->id, STR("all_CVEs_at_midnight")) == SIZE_MAX)
			continue;
		*ret_step = (struct pull_step){ .url = entry->url, .take = true, .reader = "cve5-release" };
		run->phase = CVE5_ZIP;
		return NULL;
	}
	return err_new(run->arena, ERR_FORMAT, M("The release holds no file of all records."));
}

/* The release is of midnight: what the log says since then is asked for by the next go. */
static struct err *
cve5_after_zip(struct pull_run *run)
{
	int32_t day = instant_day(run->until, ZONE_UTC);

	run->cursor = instant_format(day_instant(day - 1, ZONE_UTC), ZONE_UTC, run->arena);
	run->more = true;
	return NULL;
}

struct err *
pull_plan_cve5(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	struct str releases = str_of(CVE5_RELEASES);
	int64_t since = INSTANT_NONE;

	*ret_done = false;
	if (seen == NULL) {
		(void)instant_parse(run->state.cursor, ZONE_UTC, &since);
		*ret_step = (struct pull_step){ .style = "deltalog", .since = since, .packed = true,
			.url = arena_printf(run->arena, "%.*s/deltaLog.json", STR_ARG(run->settings.url)) };
		return NULL;
	}
	if (run->phase == CVE5_LOG) {
		TRY(cve5_decide(run, seen));
		/* A copy elsewhere has its release beside its records. */
		if (!str_eq(run->settings.url, str_of(run->source->url)))
			releases = arena_printf(run->arena, "%.*s/releases/latest", STR_ARG(run->settings.url));
		*ret_step = (struct pull_step){ .style = "release", .since = INSTANT_NONE, .url = releases };
		if (run->full)
			return NULL;
	}
	if (run->phase == CVE5_RELEASE)
		return cve5_zip(run, seen, ret_step);
	if (run->phase == CVE5_ZIP) {
		*ret_done = true;
		return cve5_after_zip(run);
	}
	*ret_done = (size_t)run->at >= run->left.count;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .take = true, .packed = true,
			.url = arena_printf(run->arena, "%.*s/%.*s", STR_ARG(run->settings.url), STR_ARG(run->left.items[run->at])) };
	run->at++;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------ MyJVN */

enum { OVERVIEW_PAGE = 50, DETAIL_PAGE = 10, JVN_BACK_DAYS = 1, JVN_WINDOW_MOST_DAYS = 90 };
enum { JVN_BEGIN, JVN_YEARS, JVN_OVERVIEW, JVN_DETAIL };

/* The address says which form is asked for: "https://jvndb.jvn.jp/myjvn?feed=oka" is version 4, JSON; without it the XML of before. */
static bool
is_version_4(const struct pull_run *run)
{
	return str_find(run->settings.url, STR("feed=oka")) != SIZE_MAX;
}

static struct str
jvn_asked(const struct pull_run *run)
{
	return arena_printf(run->arena, "%.*s%c", STR_ARG(run->settings.url), str_find_char(run->settings.url, '?') == SIZE_MAX ? '?' : '&');
}

static struct str
jvn_detail_url(struct pull_run *run)
{
	struct str ids = STR("");

	for (size_t i = 0; i < DETAIL_PAGE && (size_t)run->at < run->left.count; i++) {
		struct str id = run->left.items[run->at++];

		ids = i == 0 ? id : arena_printf(run->arena, "%.*s+%.*s", STR_ARG(ids), STR_ARG(id));
	}
	/* Version 4 gives several only in a bundle (ft=jvnstix). */
	return arena_printf(run->arena, "%.*smethod=getVulnDetailInfo%s&lang=ja&vulnId=%.*s", STR_ARG(jvn_asked(run)),
	    is_version_4(run) ? "&ft=jvnstix" : "&feed=hnd", STR_ARG(ids));
}

/* All three ranges are "a week" where nothing is said: those not meant are "n" (myjvn-api, getVulnOverviewList). */
static struct str
jvn_overview_url(const struct pull_run *run, int32_t from, int32_t to)
{
	struct civil a = day_civil(from), b = day_civil(to);

	if (is_version_4(run))
		return arena_printf(run->arena, "%.*smethod=getVulnOverviewList&lang=ja&modifiedStartDate=%04d%02d%02d&modifiedEndDate=%04d%02d%02d"
		    "&startItem=%lld&maxCountItem=%d", STR_ARG(jvn_asked(run)), a.year, a.month, a.day, b.year, b.month, b.day, (long long)run->at + 1, OVERVIEW_PAGE);
	return arena_printf(run->arena, "%.*smethod=getVulnOverviewList&feed=hnd&lang=ja&rangeDatePublic=n&rangeDatePublished=n&rangeDateFirstPublished=n"
	    "&datePublishedStartY=%d&datePublishedStartM=%d&datePublishedStartD=%d&datePublishedEndY=%d&datePublishedEndM=%d&datePublishedEndD=%d"
	    "&startItem=%lld&maxCountItem=%d", STR_ARG(jvn_asked(run)), a.year, a.month, a.day, b.year, b.month, b.day, (long long)run->at + 1, OVERVIEW_PAGE);
}

/* "https://jvndb.jvn.jp/myjvn" has its files at "https://jvndb.jvn.jp/ja/feed/". */
static struct str
jvn_feed_url(const struct pull_run *run, const char *file)
{
	struct str base, query;

	(void)str_cut(run->settings.url, '?', &base, &query);
	(void)str_take_end(&base, STR("/myjvn"));
	return arena_printf(run->arena, "%.*s/ja/feed/%s", STR_ARG(base), file);
}

/* The years' detail files; from a file's name, not its address: a copy elsewhere lists the original's. */
static struct err *
jvn_years(struct pull_run *run, const struct pull_seen *seen)
{
	for (size_t i = 0; i < seen->entries.count; i++) {
		struct str name = seen->entries.items[i].id, year = name;
		uint64_t number;

		if (!str_take(&year, STR("jvndb_detail_")) || !str_take_end(&year, STR(".rdf")) || year.len != 4 || !str_to_u64(year, &number))
			continue;
		list_push(run->arena, &run->left, jvn_feed_url(run, arena_cstr(run->arena, arena_printf(run->arena, "detail/%.*s", STR_ARG(name)))));
		list_push(run->arena, &run->digests, seen->entries.items[i].digest);
	}
	if (run->left.count == 0)
		return err_new(run->arena, ERR_FORMAT, M("The list of JVN iPedia's files names no year."));
	run->phase = JVN_YEARS;
	return NULL;
}

static struct err *
jvn_next_year(struct pull_run *run, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = (size_t)run->at >= run->left.count;
	run->cursor = day_format(instant_day(run->until, ZONE_JST) - JVN_BACK_DAYS, run->arena);
	run->more = true;
	run->full = true;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .url = run->left.items[run->at], .digest = run->digests.items[run->at], .take = true };
	run->at++;
	return NULL;
}

/* Ids of the window, page by page; then their details, ten at a time. The total may change while records are changed again: ids are met once. */
static struct err *
jvn_ids(struct pull_run *run, const struct pull_seen *seen)
{
	for (size_t i = 0; i < seen->entries.count; i++) {
		struct str id = seen->entries.items[i].id;

		if (!str_starts(id, STR("JVNDB-")) || id.len > 32)
			return err_new(run->arena, ERR_FORMAT, M("\"{id}\" cannot be the name of a record."), ARG("id", id));
		if (!str_is_one_of(id, run->left.items, run->left.count))
			list_push(run->arena, &run->left, id);
	}
	run->at += seen->head.count;
	if (seen->head.count == 0 || run->at >= seen->head.total) {
		run->phase = JVN_DETAIL;
		run->at = 0;
	}
	return NULL;
}

static struct err *
jvn_window(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	const char *style = is_version_4(run) ? "myjvnoka" : "myjvn";
	int32_t today = instant_day(run->until, ZONE_JST), from, to;

	if (!day_parse(run->state.cursor, &from))
		return err_new(run->arena, ERR_FORMAT, M("The source's state holds \"{text}\", which is no time."), ARG("text", run->state.cursor));
	to = from + JVN_WINDOW_MOST_DAYS < today ? from + JVN_WINDOW_MOST_DAYS : today;
	run->more = to < today;
	run->cursor = day_format(to < today ? to : today - JVN_BACK_DAYS, run->arena);
	if (seen == NULL)
		run->phase = JVN_OVERVIEW;
	else if (run->phase == JVN_OVERVIEW)
		TRY(jvn_ids(run, seen));
	if (run->phase == JVN_OVERVIEW) {
		*ret_step = (struct pull_step){ .style = style, .since = INSTANT_NONE, .url = jvn_overview_url(run, from, to) };
		return NULL;
	}
	*ret_done = (size_t)run->at >= run->left.count;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .style = style, .since = INSTANT_NONE, .take = true, .url = jvn_detail_url(run) };
	return NULL;
}

struct err *
pull_plan_jvn(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = false;
	if (run->state.cursor.len > 0)
		return jvn_window(run, seen, ret_step, ret_done);
	if (seen == NULL) {
		*ret_step = (struct pull_step){ .style = "checksums", .since = INSTANT_NONE, .url = jvn_feed_url(run, "checksum.txt") };
		return NULL;
	}
	if (run->phase == JVN_BEGIN)
		TRY(jvn_years(run, seen));
	return jvn_next_year(run, ret_step, ret_done);
}

enum { LIST_PAGE = 10000, ALERTS_PAGE = 50 };

static struct err *
list_in_pages(struct pull_run *run, const struct pull_seen *seen, int page, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = false;
	if (seen != NULL) {
		run->at += seen->head.count;
		*ret_done = seen->head.count == 0 || run->at >= seen->head.total;
	}
	run->full = true;
	/* Version 4 of MyJVN answers in JSON. */
	*ret_step = (struct pull_step){ .style = is_version_4(run) ? "myjvnoka" : "myjvn", .since = INSTANT_NONE, .take = true,
		.url = arena_printf(run->arena, "%.*s&startItem=%lld&maxCountItem=%d", STR_ARG(run->settings.url), (long long)run->at + 1, page) };
	return NULL;
}

struct err *
pull_plan_myjvn_list(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	return list_in_pages(run, seen, LIST_PAGE, ret_step, ret_done);
}

struct err *
pull_plan_myjvn_alerts(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	return list_in_pages(run, seen, ALERTS_PAGE, ret_step, ret_done);
}
