/*
 * judge_product.c - SQL Server, Exchange, Office, SharePoint, Edge, .NET and Visual Studio: each compared inside its own
 * branch only (windows.md §4).
 */
#include "domain/windows/judge.h"

/* The numbers that a document names for one's own branch: from the highest on it is mended, below the lowest it is not. */
struct span {
	bool                      any;
	struct windows_version    low, high;
	const struct windows_fix *fix;      /* of the highest */
};

static void
span_add(struct span *span, const struct windows_fix *fix, const struct windows_version *build)
{
	if (!span->any || windows_version_compare(build, &span->low) < 0)
		span->low = *build;
	if (!span->any || windows_version_compare(build, &span->high) > 0) {
		span->high = *build;
		span->fix = fix;
	}
	span->any = true;
}

static enum build_side
span_side(const struct span *span, const struct windows_version *version)
{
	if (!span->any)
		return SIDE_UNKNOWN;
	if (windows_version_compare(version, &span->high) >= 0)
		return SIDE_FIXED;
	return windows_version_compare(version, &span->low) < 0 ? SIDE_BEFORE : SIDE_UNKNOWN;
}

static void
say_side(struct windows_judging *judging, const struct span *span, enum build_side side)
{
	judge_name_fix(judging, span->fix, &span->high);
	judge_say(judging, side == SIDE_FIXED ? REASON_BUILD_FIXED : side == SIDE_BEFORE ? REASON_BUILD_BEFORE : REASON_FIX_UNCLEAR);
	if (side == SIDE_UNKNOWN)
		judging->answer->detail = arena_printf(judging->arena, "%.*s … %.*s",
		    STR_ARG(windows_version_format(&span->low, judging->arena)),
		    STR_ARG(windows_version_format(&span->high, judging->arena)));
}

typedef void fix_fn(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix,
    void *data);

static void
each_fix(struct windows_judging *judging, fix_fn *take, void *data)
{
	for (size_t i = 0; i < judging->statement->listings.count; i++) {
		const struct windows_listing *listing = &judging->statement->listings.items[i];

		for (size_t f = 0; f < listing->fixes.count; f++)
			take(judging, listing, &listing->fixes.items[f], data);
	}
}

/* Every product and build that is named, for a person to read where none can be compared. */
static void
list_fix(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	struct str *text = data;
	struct str build = windows_version_format(&fix->build, judging->arena);

	*text = arena_printf(judging->arena, "%.*s%s%.*s %.*s", STR_ARG(*text), text->len == 0 ? "" : ", ",
	    STR_ARG(listing->product), STR_ARG(build));
}

static void
say_listed(struct windows_judging *judging, enum reason reason)
{
	struct str text = STR("");

	each_fix(judging, list_fix, &text);
	judging->answer->detail = text;
	judge_say(judging, text.len == 0 ? REASON_NO_FIX : reason);
}

/* Without a whole version there is nothing to compare. True: it has been said so. */
static bool
is_unknown(struct windows_judging *judging, uint32_t least)
{
	struct str text = STR("");

	if (judging->subject->version.count >= least)
		return false;
	each_fix(judging, list_fix, &text);
	judge_by_updates(judging, false);   /* an installed update tells where the version does not */
	if (judging->answer->reason == REASON_UPDATE_INSTALLED || judging->answer->reason == REASON_UPDATE_COVERED ||
	    judging->answer->reason == REASON_UPDATE_PENDING)
		return true;
	judging->answer->on_host = judging->host == NULL;
	judge_say(judging, text.len == 0 ? REASON_NO_FIX : REASON_NO_BUILD);
	return true;
}

/* ------------------------------------------------------------------------------------ SQL Server */

/*
 * Where branches of one version begin: RTM or service pack, and on it GDR and CU, each with numbers of its own. Numbers of
 * one branch say nothing of another's, however large they are.
 */
static unsigned
sql_branch(const struct windows_version *version)
{
	static const struct { uint32_t major, from; unsigned branch; } branches[] = {
		{ 11, 0, 1 },    { 11, 7001, 2 },                                             /* 2012: SP4 */
		{ 12, 0, 1 },    { 12, 5000, 2 },  { 12, 5500, 3 },  { 12, 6000, 4 },  { 12, 6200, 5 },   /* 2014: SP2, SP3 */
		{ 13, 0, 1 },    { 13, 2100, 2 },  { 13, 4001, 3 },  { 13, 4400, 4 },  { 13, 5026, 5 },   /* 2016: SP1, SP2 */
		{ 13, 5149, 6 }, { 13, 6300, 7 },  { 13, 7000, 8 },                           /* SP3 GDR, Azure Connect pack */
		{ 14, 0, 1 },    { 14, 3000, 2 },                                             /* 2017 */
		{ 15, 0, 1 },    { 15, 4000, 2 },                                             /* 2019 */
		{ 16, 0, 1 },    { 16, 4000, 2 },                                             /* 2022 */
		{ 17, 0, 1 },    { 17, 4000, 2 },                                             /* 2025 */
	};
	unsigned branch = 0;

	for (size_t i = 0; i < ARRAY_LEN(branches); i++)
		if (branches[i].major == version->part[0] && version->part[2] >= branches[i].from)
			branch = branches[i].branch;
	return branch;
}

static void
take_sql(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	const struct windows_version *own = &judging->subject->version;
	const struct windows_release *release = judge_release_of_kb(judging, fix->kb);
	const struct windows_version *build = fix->build.count < 3 && release != NULL ? &release->version : &fix->build;

	if (build->count < 3 || build->part[0] != own->part[0] || sql_branch(build) != sql_branch(own))
		return;
	span_add(data, fix, build);
	judging->answer->product = listing->product;
}

void
judge_sql(struct windows_judging *judging)
{
	struct span span = { .any = false };

	if (is_unknown(judging, 3))
		return;
	each_fix(judging, take_sql, &span);
	if (span.any && sql_branch(&judging->subject->version) != 0)
		say_side(judging, &span, span_side(&span, &judging->subject->version));
	else
		say_listed(judging, REASON_NO_BRANCH);
}

/* -------------------------------------------------------------------------------------- Exchange */

/* Cumulative updates that the document names: the third number. */
struct exchange { struct span own; uint32_t least, most; bool any; const struct windows_fix *least_fix; };

static void
take_exchange(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	const struct windows_version *own = &judging->subject->version;
	struct exchange *exchange = data;

	if (fix->build.count != 4 || fix->build.part[0] != own->part[0] || fix->build.part[1] != own->part[1])
		return;
	if (!exchange->any || fix->build.part[2] < exchange->least) {
		exchange->least = fix->build.part[2];
		exchange->least_fix = fix;
	}
	if (!exchange->any || fix->build.part[2] > exchange->most)
		exchange->most = fix->build.part[2];
	exchange->any = true;
	if (fix->build.part[2] != own->part[2])
		return;
	span_add(&exchange->own, fix, &fix->build);
	judging->answer->product = listing->product;
}

/* The version of the cumulative update itself: what directories and Uninstall go on showing after a security update. */
static bool
is_cumulative_itself(struct windows_judging *judging)
{
	struct windows_releases releases = judging->book->releases(judging->book, STR("exchange"));
	const struct windows_version *own = &judging->subject->version;

	for (size_t i = 0; i < releases.count; i++)
		if (releases.items[i].version.part[0] == own->part[0] && releases.items[i].version.part[1] == own->part[1] &&
		    releases.items[i].version.part[2] == own->part[2])
			return windows_version_compare(&releases.items[i].version, own) == 0;
	return true;   /* nothing is known of it */
}

static void
judge_cumulative_itself(struct windows_judging *judging, const struct span *span)
{
	struct judge_cover cover = { COVER_NONE, STR("") };

	judge_name_fix(judging, span->fix, &span->high);
	if (judging->host != NULL && span->fix->kb != 0)
		cover = judge_cover(judging, span->fix);
	judging->answer->detail = cover.chain;
	judging->answer->on_host = judging->host == NULL;
	judge_say(judging, cover.cover == COVER_ITSELF ? REASON_UPDATE_INSTALLED : cover.cover == COVER_LATER ?
	    REASON_UPDATE_COVERED : cover.cover == COVER_PENDING ? REASON_UPDATE_PENDING : REASON_BASE_ONLY);
}

void
judge_exchange(struct windows_judging *judging)
{
	const struct windows_version *own = &judging->subject->version;
	struct exchange exchange = { .any = false };
	enum build_side side;

	if (is_unknown(judging, 4))
		return;
	each_fix(judging, take_exchange, &exchange);
	side = span_side(&exchange.own, own);
	if (exchange.own.any && side == SIDE_BEFORE && is_cumulative_itself(judging)) {
		judge_cumulative_itself(judging, &exchange.own);
	} else if (exchange.own.any) {
		say_side(judging, &exchange.own, side);
	} else if (!exchange.any || (own->part[2] > exchange.least && own->part[2] < exchange.most)) {
		say_listed(judging, REASON_NO_BRANCH);
	} else {
		/* Security updates exist for the last cumulative updates only; a later one contains them. */
		judge_name_fix(judging, exchange.least_fix, &exchange.least_fix->build);
		judge_say(judging, own->part[2] < exchange.least ? REASON_OLD_BRANCH : REASON_BUILD_FIXED);
	}
}

/* ------------------------------------------------------------------------------- Office by channel */

/* What a channel's builds say of one version line and one day. */
struct line {
	const struct windows_release *first;       /* of the line, on the day or after       */
	const struct windows_release *next_line;   /* of a later line, on the day or after   */
	int32_t                       began;       /* the line's first day; DAY_NONE         */
	int32_t                       last_day;    /* of the whole table; DAY_NONE           */
};

static struct line
read_line(struct windows_releases releases, const struct windows_version *own, int32_t day)
{
	struct line line = { .began = DAY_NONE, .last_day = DAY_NONE };

	for (size_t i = 0; i < releases.count; i++) {
		const struct windows_release *row = &releases.items[i];
		bool same = row->version.part[2] == own->part[2];

		if (row->day == DAY_NONE)
			continue;
		if (line.last_day == DAY_NONE || row->day > line.last_day)
			line.last_day = row->day;
		if (same && (line.began == DAY_NONE || row->day < line.began))
			line.began = row->day;
		if (row->day < day)
			continue;
		if (same && line.first == NULL)
			line.first = row;
		if (row->version.part[2] > own->part[2] && line.next_line == NULL)
			line.next_line = row;
	}
	return line;
}

/* A numbered fix of the very version line, where the document has one. */
static void
take_numbered(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	const struct windows_version *own = &judging->subject->version;

	(void)listing;
	if (fix->build.count == 4 && fix->build.part[0] == own->part[0] && fix->build.part[2] == own->part[2])
		span_add(data, fix, &fix->build);
}

static void
judge_channel(struct windows_judging *judging, const struct windows_releases *releases)
{
	const struct windows_version *own = &judging->subject->version;
	int32_t day = judging->statement->day;
	struct line line = read_line(*releases, own, day);
	struct windows_fix fix = { .kb = 0 };

	if (releases->count == 0 && judging->book->releases(judging->book, STR("office current")).count > 0) {
		/* The table is there and has nothing of this channel: perpetual ones, or none that is told. */
		judging->answer->detail = arena_printf(judging->arena, "Click to Run%s%.*s",
		    judging->subject->channel.len == 0 ? "" : ", ", STR_ARG(judging->subject->channel));
		judge_say(judging, REASON_FIX_UNCLEAR);
	} else if (line.last_day == DAY_NONE || line.last_day < day) {
		judge_say(judging, REASON_NO_RELEASES);
	} else if (line.first != NULL) {
		judge_name_fix(judging, &fix, &line.first->version);
		judge_say(judging, windows_version_compare(own, &line.first->version) >= 0 ? REASON_BUILD_FIXED : REASON_BUILD_BEFORE);
	} else if (line.began != DAY_NONE && line.next_line != NULL) {
		/* The line got no build any more: the next one did. */
		judge_name_fix(judging, &fix, &line.next_line->version);
		judge_say(judging, REASON_OLD_BRANCH);
	} else {
		judge_say(judging, REASON_NO_RELEASES);
	}
}

void
judge_click_to_run(struct windows_judging *judging)
{
	struct windows_releases releases = judging->book->releases(judging->book, judging->subject->stream);
	struct span span = { .any = false };

	if (is_unknown(judging, 4))
		return;
	each_fix(judging, take_numbered, &span);
	if (span.any)
		say_side(judging, &span, span_side(&span, &judging->subject->version));
	else if (judging->statement->day == DAY_NONE || judging->statement->listings.items[0].fixes.count == 0)
		judge_say(judging, REASON_NO_FIX);
	else
		judge_channel(judging, &releases);
}

/* ------------------------------------------------------------------------------------ SharePoint */

/* "10393.20000" was meant as 16.0.10393.20000. */
static void
take_sharepoint(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix,
    void *data)
{
	struct windows_version build = fix->build;

	(void)judging;
	(void)listing;
	if (build.count == 2)
		build = (struct windows_version){ { 16, 0, fix->build.part[0], fix->build.part[1] }, 4 };
	if (build.count == 4 && build.part[0] == 16)
		span_add(data, fix, &build);
}

/* The farm's version moves when updates are completed; below the fix it may merely not have moved: then the updates tell. */
void
judge_sharepoint(struct windows_judging *judging)
{
	struct span span = { .any = false };

	each_fix(judging, take_sharepoint, &span);
	if (span.any && judging->subject->version.count == 4 && span_side(&span, &judging->subject->version) == SIDE_FIXED) {
		say_side(judging, &span, SIDE_FIXED);
		return;
	}
	judge_by_updates(judging, true);
	if (span.any) {
		uint32_t kb = judging->answer->kb;

		judge_name_fix(judging, span.fix, &span.high);
		judging->answer->kb = kb;
	}
}

/* ------------------------------------------------------------------------------------------ Edge */

struct edge { struct span stable, extended; };

static void
take_edge(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	struct edge *edge = data;

	(void)judging;
	if (fix->build.count == 4)
		span_add(str_eq(listing->branch, STR("extended stable")) ? &edge->extended : &edge->stable, fix, &fix->build);
}

/*
 * Extended Stable stays on an even major number with fixes of its own, at most two behind Stable. A document that names one
 * channel only (CVE-2023-21796) says something of the other where the two cannot overlap.
 */
static void
judge_other_channel(struct windows_judging *judging, const struct span *span, bool is_extended)
{
	const struct windows_version *own = &judging->subject->version;
	bool before = windows_version_compare(own, &span->low) < 0;
	bool apart = is_extended ? before && own->part[0] + 2 < span->low.part[0] : before;

	if (apart || own->part[0] >= span->high.part[0] + 2 ||
	    (own->part[0] == span->high.part[0] && windows_version_compare(own, &span->high) >= 0))
		say_side(judging, span, span_side(span, own));
	else
		say_listed(judging, REASON_NO_BRANCH);
}

void
judge_edge(struct windows_judging *judging)
{
	const struct windows_subject *subject = judging->subject;
	bool is_extended = str_find(subject->channel, STR("extended")) != SIZE_MAX;
	struct edge edge = { .stable = { .any = false } };

	if (is_unknown(judging, 4))
		return;
	each_fix(judging, take_edge, &edge);
	if (edge.extended.any && edge.stable.any && !is_extended &&
	    subject->version.part[0] == edge.extended.high.part[0] && edge.extended.high.part[0] != edge.stable.high.part[0] &&
	    subject->channel.len == 0)
		is_extended = true;   /* nobody is on a past Stable with a number of Extended Stable by chance */
	if (is_extended ? edge.extended.any : edge.stable.any)
		say_side(judging, is_extended ? &edge.extended : &edge.stable,
		    span_side(is_extended ? &edge.extended : &edge.stable, &subject->version));
	else if (edge.stable.any || edge.extended.any)
		judge_other_channel(judging, edge.stable.any ? &edge.stable : &edge.extended, is_extended);
	else
		say_listed(judging, REASON_FIX_UNCLEAR);
}

/* ---------------------------------------------------------------------------- .NET, Visual Studio */

static void
take_runtime(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	const struct windows_version *own = &judging->subject->version;

	(void)listing;
	if (fix->build.count >= 3 && fix->build.part[0] == own->part[0] && fix->build.part[1] == own->part[1])
		span_add(data, fix, &fix->build);
}

void
judge_runtime(struct windows_judging *judging)
{
	struct span span = { .any = false };

	if (is_unknown(judging, 3))
		return;
	each_fix(judging, take_runtime, &span);
	if (span.any)
		say_side(judging, &span, span_side(&span, &judging->subject->version));
	else
		say_listed(judging, REASON_FIX_UNCLEAR);
}

/* "17.14 17.0": the branch's minor number, and the least that it takes the place of. */
static bool
is_branch_of(struct str branch, const struct windows_version *own)
{
	struct windows_version last, least;
	struct str head, tail;

	str_cut(branch, ' ', &head, &tail);
	if (!windows_version_parse(head, &last))
		return false;
	if (tail.len == 0 || !windows_version_parse(tail, &least))
		least = last;
	return own->part[0] == last.part[0] && own->part[1] >= least.part[1] && own->part[1] <= last.part[1];
}

/* "17.8.3" of people and "17.8.34330.188" of files count differently behind the branch. */
static bool
is_file_version(const struct windows_version *version)
{
	return version->part[2] >= 1000;
}

struct studio { struct span own; bool listed; };

static void
take_studio(struct windows_judging *judging, const struct windows_listing *listing, const struct windows_fix *fix, void *data)
{
	const struct windows_version *own = &judging->subject->version;
	struct studio *studio = data;

	if (!is_branch_of(listing->branch, own))
		return;
	studio->listed = true;
	if (fix->build.count < 3 || fix->build.part[0] != own->part[0] || is_file_version(&fix->build) != is_file_version(own))
		return;
	span_add(&studio->own, fix, &fix->build);
	judging->answer->product = listing->product;
}

void
judge_studio(struct windows_judging *judging)
{
	struct studio studio = { .listed = false };

	if (is_unknown(judging, 3))
		return;
	each_fix(judging, take_studio, &studio);
	if (studio.own.any)
		say_side(judging, &studio.own, span_side(&studio.own, &judging->subject->version));
	else
		say_listed(judging, studio.listed ? REASON_FIX_UNCLEAR : REASON_NO_BRANCH);
}
