/*
 * plans.c - sources that publish files: one, several, or those of a list.
 */
#include "service/pull/plan.h"

#include "base/clock.h"
#include "service/published.h"

struct err *
pull_plan_file(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = seen != NULL;
	*ret_step = (struct pull_step){ .url = run->settings.url, .take = true, .conditional = true };
	run->full = true;
	return NULL;
}

struct err *
pull_plan_statistics(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	TRY(pull_plan_file(run, seen, ret_step, ret_done));
	ret_step->reader = "statistics";
	return NULL;
}

/* Content of DataForGeeks that format/builds reads. */
static const char *const builds[] = {
	"windows-update-history.json", "windows-release-history.json", "m365-update-history.json", "exchange-server-build-numbers.json",
	"sql-server-build-numbers.json", "edge-releases.json", "windows-lifecycle-client.json", "windows-lifecycle-ltsc.json",
	"windows-lifecycle-server.json", "dotnet-lifecycle.json",
};

struct err *
pull_plan_builds(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	(void)seen;
	*ret_done = (size_t)run->at >= ARRAY_LEN(builds);
	if (*ret_done)
		return NULL;
	*ret_step = (struct pull_step){ .take = true, .conditional = true,
		.url = arena_printf(run->arena, "%.*s/%s", STR_ARG(run->settings.url), builds[run->at]) };
	run->at++;
	run->full = true;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------ Alpine */

enum { ALPINE_RELEASES_MOST = 100 };

/* "v3.20/" of the folder's page; older than v3.10 nobody runs, and "edge" is no release. */
static void
alpine_releases(struct pull_run *run, const struct pull_seen *seen)
{
	static const char *const repositories[] = { "main", "community" };

	for (size_t i = 0; i < seen->entries.count && run->left.count < ALPINE_RELEASES_MOST; i++) {
		struct str link = seen->entries.items[i].id, release = link, number = link;
		uint64_t minor;

		if (!str_take_end(&release, STR("/")) || !str_take(&number, STR("v3.")) || !str_take_end(&number, STR("/")) || number.len > 3 ||
		    !str_to_u64(number, &minor) || minor < 10)
			continue;
		for (size_t r = 0; r < ARRAY_LEN(repositories); r++)
			list_push(run->arena, &run->left, arena_printf(run->arena, "%.*s/%.*s/%s.json", STR_ARG(run->settings.url), STR_ARG(release), repositories[r]));
	}
}

struct err *
pull_plan_secdb(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = false;
	if (seen == NULL) {
		*ret_step = (struct pull_step){ .url = arena_printf(run->arena, "%.*s/", STR_ARG(run->settings.url)), .style = "links", .since = INSTANT_NONE };
		return NULL;
	}
	if (run->at == 0)
		alpine_releases(run, seen);
	if (run->left.count == 0)
		return err_new(run->arena, ERR_FORMAT, M("{source} names no place where its documents are."), ARG("source", str_of(run->source->name)));
	*ret_done = (size_t)run->at >= run->left.count;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .url = run->left.items[run->at], .since = INSTANT_NONE, .take = true, .conditional = true };
	run->at++;
	run->full = true;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- MSRC */

enum { MONTHS_AT_ONCE = 12 };
#define CURSOR_MONTHS STR("months")

/* A month stands beside the list; its own address would lead a copy's reader to the original. */
static struct str
month_url(const struct pull_run *run, struct str id)
{
	struct str base = run->settings.url;

	for (size_t i = 0; i < id.len; i++)
		if (!char_is_alnum(id.ptr[i]) && id.ptr[i] != '-')
			return STR("");
	(void)str_take_end(&base, STR("/updates"));
	return arena_printf(run->arena, "%.*s/cvrf/%.*s", STR_ARG(base), STR_ARG(id));
}

/* Months that the list knows and that are not held in their newest issue, the newest first: those are asked for most. */
static struct err *
missing_months(struct pull_run *run)
{
	struct kb *kb KB_SCOPE = NULL;
	struct months_view months;

	TRY(home_kb(run->home->kb_path, run->arena, &kb));
	TRY(published_months(kb, run->arena, &months));
	for (size_t i = months.months.count; i-- > 0;) {
		const struct month_view *month = &months.months.items[i];

		struct str url = month_url(run, month->id);

		if (month->state != MONTH_HELD && month->state != MONTH_UNLISTED && url.len > 0)
			list_push(run->arena, &run->left, url);
	}
	run->total = (int64_t)run->left.count < MONTHS_AT_ONCE ? (int64_t)run->left.count : MONTHS_AT_ONCE;
	return NULL;
}

/* A go for the list, and then, while some are missing, goes for a year of months each. */
struct err *
pull_plan_msrc(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	if (!str_eq(run->state.cursor, CURSOR_MONTHS)) {
		*ret_done = seen != NULL;
		*ret_step = (struct pull_step){ .url = run->settings.url, .take = true };
		run->cursor = CURSOR_MONTHS;
		run->more = true;
		return NULL;
	}
	if (seen == NULL)
		TRY(missing_months(run));
	*ret_done = run->at >= run->total;
	run->more = (int64_t)run->left.count > run->total;
	run->cursor = run->more ? CURSOR_MONTHS : STR("");
	if (!*ret_done)
		*ret_step = (struct pull_step){ .url = run->left.items[run->at++], .take = true, .packed = true };
	return NULL;
}

/* -------------------------------------------------------------------------------------------------------- OSV */

enum { OSV_RECORDS_MOST = 1000, OSV_FULL_DAYS = 7 };
enum { OSV_IDS, OSV_ALL, OSV_RECORDS };

/* "Red Hat" is "Red%20Hat" in an address. */
static struct str
osv_url(const struct pull_run *run, const char *file, struct str id)
{
	struct str part = str_of(run->source->part), head, tail;

	if (str_cut(part, ' ', &head, &tail))
		part = arena_printf(run->arena, "%.*s%%20%.*s", STR_ARG(head), STR_ARG(tail));
	return arena_printf(run->arena, "%.*s/%.*s/%.*s%s", STR_ARG(run->settings.url), STR_ARG(part), STR_ARG(id), file);
}

/* By the list of what changed: nothing, some records, or so much (or so long ago) that all of it is quicker. */
static struct err *
osv_decide(struct pull_run *run, const struct pull_seen *seen)
{
	int64_t full = run->state.full;

	if (seen->head.newest != INSTANT_NONE)
		run->cursor = instant_format(seen->head.newest, ZONE_UTC, run->arena);
	for (size_t i = 0; i < seen->entries.count; i++) {
		struct str id = seen->entries.items[i].id;

		for (size_t at = 0; at < id.len; at++)
			if (!char_is_alnum(id.ptr[at]) && str_find_char(STR("-_.:"), id.ptr[at]) == SIZE_MAX)
				return err_new(run->arena, ERR_FORMAT, M("\"{id}\" cannot be the name of a record."), ARG("id", id));
		list_push(run->arena, &run->left, id);
	}
	run->full = full == INSTANT_NONE || run->now - full > OSV_FULL_DAYS * INSTANT_DAY || run->state.cursor.len == 0 || run->left.count > OSV_RECORDS_MOST;
	run->phase = run->full ? OSV_ALL : OSV_RECORDS;
	return NULL;
}

struct err *
pull_plan_osv(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	int64_t since = INSTANT_NONE;

	*ret_done = false;
	if (seen == NULL) {
		run->cursor = run->state.cursor;
		if (run->cursor.len > 0)
			(void)instant_parse(run->cursor, ZONE_UTC, &since);
		*ret_step = (struct pull_step){ .url = osv_url(run, "modified_id.csv", STR("")), .style = "osvids", .since = since, .packed = true };
		return NULL;
	}
	if (run->phase == OSV_IDS)
		TRY(osv_decide(run, seen));
	if (run->phase == OSV_ALL) {
		*ret_done = run->at++ > 0;
		*ret_step = (struct pull_step){ .url = osv_url(run, "all.zip", STR("")), .take = true, .contract = KB_COMPLETE };
		return NULL;
	}
	*ret_done = (size_t)run->at >= run->left.count;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .url = osv_url(run, ".json", run->left.items[run->at++]), .take = true, .delta = true, .packed = true };
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------- alerts */

enum { ALERT_PAGES_MOST = 40 };

/* Which items have a page with more to read than their title. */
static bool
has_page(struct str url)
{
	static const struct str folders[] = { STR_INIT("/at/"), STR_INIT("/security-alert/") };

	for (size_t i = 0; i < ARRAY_LEN(folders); i++)
		if (str_find(url, folders[i]) != SIZE_MAX)
			return true;
	return false;
}

/* A page stands on the server of its feed: the item's address would lead a copy's reader to the original. */
static struct str
page_url(const struct pull_run *run, struct str link)
{
	struct str base = run->settings.url;
	size_t host = str_find(base, STR("://")), at = str_find(link, STR("://")), path, end;

	if (host == SIZE_MAX || at == SIZE_MAX || link.len > 1000)
		return STR("");
	end = str_find_char(str_from(base, host + 3), '/');
	path = str_find_char(str_from(link, at + 3), '/');
	if (path == SIZE_MAX)
		return STR("");
	link = str_from(link, at + 3 + path);
	for (size_t i = 0; i < link.len; i++)
		if (!char_is_alnum(link.ptr[i]) && str_find_char(STR("/-_."), link.ptr[i]) == SIZE_MAX)
			return STR("");
	return arena_printf(run->arena, "%.*s%.*s", STR_ARG(end == SIZE_MAX ? base : str_sub(base, 0, host + 3 + end)), STR_ARG(link));
}

static void
new_pages(struct pull_run *run, const struct pull_seen *seen)
{
	run->cursor = run->state.cursor;
	if (!seen->same && seen->head.newest != INSTANT_NONE)
		run->cursor = instant_format(seen->head.newest, ZONE_UTC, run->arena);
	for (size_t i = 0; !seen->same && i < seen->entries.count && run->left.count < ALERT_PAGES_MOST; i++) {
		struct str url = has_page(seen->entries.items[i].url) ? page_url(run, seen->entries.items[i].url) : STR("");

		if (url.len > 0)
			list_push(run->arena, &run->left, url);
	}
}

struct err *
pull_plan_alerts(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	int64_t since = INSTANT_NONE;

	*ret_done = false;
	if (seen == NULL) {
		if (run->state.cursor.len > 0)
			(void)instant_parse(run->state.cursor, ZONE_UTC, &since);
		*ret_step = (struct pull_step){ .url = run->settings.url, .take = true, .conditional = true, .style = "news", .since = since };
		return NULL;
	}
	if (run->at == 0)
		new_pages(run, seen);
	*ret_done = (size_t)run->at >= run->left.count;
	if (!*ret_done)
		*ret_step = (struct pull_step){ .url = run->left.items[run->at], .take = true, .packed = true };
	run->at++;
	return NULL;
}
