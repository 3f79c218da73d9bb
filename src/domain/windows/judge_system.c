/*
 * judge_system.c - Windows 10, Server 2016 and later: every update contains those before it, so a build on one's own
 * stream decides (windows.md §3, §6.3), once the FixedBuild has been repaired (§1.3); and .NET Framework, whose updates
 * are the operating system's (§4).
 */
#include "domain/windows/judge.h"

/* Servers of build 26100 left the stream of clients on 2026-01-13 with revision 32230. */
enum { SERVER_2025 = 26100, SERVER_REVISION_LEAST = 30000, BUILD_10 = 10240 };
static const struct civil server_left = { 2026, 1, 13 };

/* Builds that one update brings to one revision: their third numbers may stand for each other. */
static unsigned
stream_of(uint32_t build, bool server)
{
	static const struct { uint32_t from, to; unsigned stream; } shared[] = {
		{ 19041, 19045, 1 }, { 22621, 22631, 2 }, { 26100, 26100, 3 }, { 26200, 26200, 3 }, { 26300, 26300, 3 },
	};

	for (size_t i = 0; i < ARRAY_LEN(shared) && !server; i++)
		if (build >= shared[i].from && build <= shared[i].to)
			return shared[i].stream;
	return 0;
}

/* On clients of 26100 a server's revision, and the other way round, is another branch's (windows.md §1.3(4)). */
static bool
is_other_stream(const struct windows_judging *judging, uint32_t revision)
{
	const struct windows_subject *subject = judging->subject;
	int32_t day = judging->statement->day;

	if (stream_of(subject->version.part[2], false) != 3)
		return false;
	if (!subject->server)
		return revision >= SERVER_REVISION_LEAST;
	return revision < SERVER_REVISION_LEAST && (day == DAY_NONE || day >= day_of_civil(server_left));
}

/* The revision of the subject's own build that a published FixedBuild means; false: none that can be compared. */
static bool
repaired(const struct windows_judging *judging, const struct windows_version *published, uint32_t *ret_revision)
{
	const struct windows_subject *subject = judging->subject;
	uint32_t own = subject->version.part[2], build, revision;
	unsigned stream = stream_of(own, subject->server);

	if (published->count == 4 && (published->part[0] == 10 || published->part[0] == 0) && published->part[1] == 0) {
		build = published->part[2];          /* "0.0.26200.4652" was meant as 10.0 */
		revision = published->part[3];
	} else if (published->count == 2 && published->part[0] >= BUILD_10) {
		build = published->part[0];          /* "26100.4652" */
		revision = published->part[1];
	} else {
		return false;                        /* "1.000" of IE and UEFI, a .NET or a platform version */
	}
	if (build != own && (stream == 0 || stream_of(build, false) != stream))
		return false;
	if (is_other_stream(judging, revision))
		return false;
	*ret_revision = revision;
	return true;
}

/* From which revision on a fix is in: where FixedBuild and the table of builds differ, between the two nothing is told. */
struct bound { uint32_t low, high; };

static bool
bound_of(struct windows_judging *judging, const struct windows_fix *fix, struct bound *ret_bound)
{
	const struct windows_release *release = judge_release_of_kb(judging, fix->kb);
	uint32_t published, listed = release == NULL ? 0 : release->version.part[3];
	bool has_published = repaired(judging, &fix->build, &published);

	if (!has_published && release == NULL)
		return false;
	if (!has_published)
		published = listed;
	if (release == NULL)
		listed = published;
	*ret_bound = (struct bound){ published < listed ? published : listed, published < listed ? listed : published };
	return true;
}

/* ------------------------------------------------------------------------------------- hotpatches */

/* The row of the table for one revision of the subject's build. */
static const struct windows_release *
release_at(struct windows_judging *judging, uint32_t revision)
{
	struct windows_releases releases = judging->book->releases(judging->book, judging->subject->stream);

	for (size_t i = 0; i < releases.count; i++)
		if (releases.items[i].version.part[3] == revision)
			return &releases.items[i];
	return NULL;
}

/* Builds for hosts that are patched without a restart exist since Server 2022 and Windows 11 24H2. */
static bool
may_be_hotpatched(const struct windows_subject *subject)
{
	return subject->version.part[2] >= 26100 || (subject->server && subject->version.part[2] == 20348);
}

/* The day from which on a hotpatch contains the fix: that of the update that brought it, else of the weakness. */
static int32_t
day_of_fix(struct windows_judging *judging, const struct windows_fix *fix)
{
	const struct windows_release *release = judge_release_of_kb(judging, fix->kb);

	return release != NULL && release->day != DAY_NONE ? release->day : judging->statement->day;
}

/* A revision below the cumulative update's that may yet contain the fix. */
static enum build_side
hotpatch_side(struct windows_judging *judging, const struct windows_fix *fix, uint32_t revision)
{
	const struct windows_release *own = release_at(judging, revision);
	struct bound bound;
	int32_t day;

	if (fix->kind == WINDOWS_FIX_HOTPATCH) {
		if (!bound_of(judging, fix, &bound) || revision < bound.low)
			return SIDE_BEFORE;
		return revision == bound.high || (own != NULL && own->kind == WINDOWS_FIX_HOTPATCH && revision > bound.high) ?
		    SIDE_FIXED : own == NULL ? SIDE_UNKNOWN : SIDE_BEFORE;
	}
	if (own == NULL || own->kind != WINDOWS_FIX_HOTPATCH || own->day == DAY_NONE)
		return SIDE_BEFORE;
	day = day_of_fix(judging, fix);
	return day == DAY_NONE ? SIDE_UNKNOWN : own->day >= day ? SIDE_FIXED : SIDE_BEFORE;
}

static bool
is_hotpatch(struct windows_judging *judging, const struct windows_fix *fix)
{
	const struct windows_release *release = judge_release_of_kb(judging, fix->kb);

	return fix->kind == WINDOWS_FIX_HOTPATCH || (release != NULL && release->kind == WINDOWS_FIX_HOTPATCH);
}

/* ---------------------------------------------------------------------------------- one revision */

/* What all fixes of a document say to one revision. */
struct weighing {
	enum build_side                 side;
	bool                      hotpatched;
	bool                      any;          /* some fix could be compared            */
	const struct windows_fix *fix;          /* the one that mends, with its revision */
	uint32_t                  needed;
};

static void
weigh_cumulative(struct windows_judging *judging, const struct windows_fix *fix, uint32_t revision,
    struct weighing *weighing)
{
	struct bound bound;
	enum build_side side;

	if (!bound_of(judging, fix, &bound))
		return;
	side = revision >= bound.high ? SIDE_FIXED : revision < bound.low ? SIDE_BEFORE : SIDE_UNKNOWN;
	if (!weighing->any || side == SIDE_FIXED || (side == SIDE_UNKNOWN && weighing->side == SIDE_BEFORE)) {
		if (weighing->side == SIDE_FIXED)
			return;
		weighing->side = side;
		weighing->fix = fix;
		weighing->needed = bound.high;
	}
	weighing->any = true;
}

/* A hotpatch host has revisions of its own, below those of the cumulative updates (windows.md §3). */
static void
weigh_hotpatch(struct windows_judging *judging, const struct windows_fix *fix, uint32_t revision,
    struct weighing *weighing)
{
	enum build_side side = hotpatch_side(judging, fix, revision);

	if (weighing->side == SIDE_FIXED || side == SIDE_BEFORE)
		return;
	weighing->side = side;
	weighing->hotpatched = side == SIDE_FIXED;
	if (weighing->fix == NULL && fix->kind == WINDOWS_FIX_HOTPATCH) {
		weighing->fix = fix;
		(void)repaired(judging, &fix->build, &weighing->needed);
	}
}

/* Click to Run and notes are no updates of a system. */
typedef void weigh_fn(struct windows_judging *, const struct windows_fix *, uint32_t, struct weighing *);

static void
each_fix(struct windows_judging *judging, const struct windows_listing *listing, uint32_t revision, weigh_fn *cumulative,
    weigh_fn *hotpatch, struct weighing *weighing)
{
	for (size_t f = 0; f < listing->fixes.count; f++) {
		const struct windows_fix *fix = &listing->fixes.items[f];
		weigh_fn *weigh = is_hotpatch(judging, fix) ? hotpatch : cumulative;

		if (weigh != NULL)
			weigh(judging, fix, revision, weighing);
	}
}

static struct weighing
weigh(struct windows_judging *judging, const struct windows_listing *listing, uint32_t revision)
{
	struct weighing weighing = { .side = SIDE_UNKNOWN };

	each_fix(judging, listing, revision, weigh_cumulative, NULL, &weighing);
	if (weighing.any && weighing.side == SIDE_FIXED)
		return weighing;
	if (may_be_hotpatched(judging->subject))
		each_fix(judging, listing, revision, weighing.any ? weigh_hotpatch : NULL, weigh_hotpatch, &weighing);
	return weighing;
}

static void
name_needed(struct windows_judging *judging, const struct weighing *weighing)
{
	struct windows_version build = judging->subject->version;

	if (weighing->fix == NULL)
		return;
	build.part[3] = weighing->needed;
	build.count = 4;
	judge_name_fix(judging, weighing->fix, &build);
}

/* ------------------------------------------------------------------------------------ the system */

/* The newest revision that the host's updates speak of; 0: none of them is in the table. */
static uint32_t
newest_revision(struct windows_judging *judging)
{
	const struct windows_host *host = judging->host;
	uint32_t newest = 0;

	for (size_t i = 0; i < host->installed_count; i++) {
		const struct windows_release *release = judge_release_of_kb(judging, host->installed[i]);

		if (release != NULL && release->version.part[3] > newest)
			newest = release->version.part[3];
	}
	return newest;
}

static bool
is_pending(struct windows_judging *judging, const struct windows_listing *listing)
{
	for (size_t i = 0; i < listing->fixes.count && judging->host != NULL && judging->host->pending_count > 0; i++)
		if (listing->fixes.items[i].kb != 0 && judge_cover(judging, &listing->fixes.items[i]).cover == COVER_PENDING)
			return true;
	/* The cumulative update that waits may be a later one. */
	for (size_t i = 0; judging->host != NULL && i < judging->host->pending_count; i++) {
		const struct windows_release *release = judge_release_of_kb(judging, judging->host->pending[i]);

		if (release != NULL && weigh(judging, listing, release->version.part[3]).side == SIDE_FIXED)
			return true;
	}
	return false;
}

static enum reason
reason_of_weighing(struct windows_judging *judging, const struct windows_listing *listing, const struct weighing *weighing)
{
	if (weighing->side == SIDE_FIXED)
		return weighing->hotpatched ? REASON_HOTPATCHED : REASON_BUILD_FIXED;
	if (weighing->side == SIDE_UNKNOWN)
		return REASON_FIX_UNCLEAR;
	return is_pending(judging, listing) ? REASON_UPDATE_PENDING : REASON_BUILD_BEFORE;
}

static struct str
detail_of_fixes(struct windows_judging *judging, const struct windows_listing *listing)
{
	struct str text = STR("");

	for (size_t i = 0; i < listing->fixes.count; i++) {
		const struct windows_fix *fix = &listing->fixes.items[i];
		struct str build = windows_version_format(&fix->build, judging->arena);

		text = arena_printf(judging->arena, "%.*s%sKB%u %.*s", STR_ARG(text), i == 0 ? "" : ", ", fix->kb, STR_ARG(build));
	}
	return text;
}

static void
judge_revision(struct windows_judging *judging, const struct windows_listing *listing)
{
	const struct windows_subject *subject = judging->subject;
	struct weighing weighing = weigh(judging, listing, subject->version.part[3]);
	const struct windows_release *own;

	if (!weighing.any && weighing.side != SIDE_FIXED) {
		/* No build to compare with. An update that is known here may contain the fix; else the host's list tells. */
		judge_by_updates(judging, false);
		if (judging->answer->reason == REASON_NO_BUILD || judging->answer->reason == REASON_UPDATES_PARTIAL) {
			judging->answer->detail = detail_of_fixes(judging, listing);
			judge_say(judging, REASON_FIX_UNCLEAR);
		}
		return;
	}
	name_needed(judging, &weighing);
	judge_say(judging, reason_of_weighing(judging, listing, &weighing));
	if (judging->answer->reason == REASON_FIX_UNCLEAR)
		judging->answer->detail = detail_of_fixes(judging, listing);
	own = release_at(judging, subject->version.part[3]);
	if (judging->answer->reason == REASON_HOTPATCHED)
		judging->answer->detail = judge_kb_text(own == NULL ? judging->answer->kb : own->kb, judging->arena);
}

/* The host's updates have told it: one that mends is there, waits, or cannot be there. */
static bool
is_told_by_updates(const struct windows_judging *judging)
{
	switch (judging->answer->reason) {
	case REASON_UPDATE_INSTALLED:
	case REASON_UPDATE_COVERED:
	case REASON_UPDATE_PENDING:
	case REASON_COLLECTED_BEFORE:
	case REASON_RESTART:
		return true;
	default:
		return false;
	}
}

/* The revision that the newest listed update stands for, weighed as the host's own. */
static void
judge_newest(struct windows_judging *judging, const struct windows_listing *listing, uint32_t newest)
{
	struct weighing weighing = weigh(judging, listing, newest);

	if (!weighing.any && weighing.side != SIDE_FIXED)
		return;
	name_needed(judging, &weighing);
	if (weighing.side == SIDE_UNKNOWN) {
		judge_say(judging, REASON_FIX_UNCLEAR);
		judging->answer->detail = detail_of_fixes(judging, listing);
	}
	if (weighing.side != SIDE_FIXED)
		return;
	judging->answer->detail = arena_printf(judging->arena, "KB%u → KB%u (%u.%u)", judging->answer->kb,
	    release_at(judging, newest)->kb, judging->subject->version.part[2], newest);
	judge_say(judging, judge_installed(judging, COVER_LATER));
	judge_date(judging);
}

/* The build is known and the revision is not: the newest update that is listed tells. */
static void
judge_without_revision(struct windows_judging *judging, const struct windows_listing *listing)
{
	uint32_t newest = judging->host == NULL ? 0 : newest_revision(judging);
	struct weighing weighing = weigh(judging, listing, newest);
	uint32_t kb;

	judge_by_updates(judging, false);
	if (newest != 0 && !is_told_by_updates(judging)) {
		judge_newest(judging, listing, newest);
		return;
	}
	kb = judging->answer->kb;
	name_needed(judging, &weighing);
	if (is_told_by_updates(judging))
		judging->answer->kb = kb;
}

void
judge_system(struct windows_judging *judging)
{
	const struct windows_listing *listing = &judging->statement->listings.items[0];

	if (judging->statement->listings.count == 0 || listing->fixes.count == 0)
		judge_say(judging, REASON_NO_FIX);
	else if (judging->subject->version.count == 4)
		judge_revision(judging, listing);
	else
		judge_without_revision(judging, listing);
}

/* ------------------------------------------------------------------------------- .NET Framework */

/* One listing: does the system's own build mend it, do the host's updates. */
static enum build_side
framework_side(struct windows_judging *judging, const struct windows_listing *listing)
{
	enum cover best = COVER_NONE;

	if (judging->subject->rule == WINDOWS_BUILD && judging->subject->version.count == 4) {
		struct weighing weighing = weigh(judging, listing, judging->subject->version.part[3]);

		if (weighing.any)
			return weighing.side;
	}
	for (size_t i = 0; i < listing->fixes.count && judging->host != NULL; i++)
		if (listing->fixes.items[i].kb != 0) {
			enum cover cover = judge_cover(judging, &listing->fixes.items[i]).cover;

			if (cover > best)
				best = cover;
		}
	return best >= COVER_LATER ? SIDE_FIXED : SIDE_BEFORE;
}

/*
 * Which versions of the Framework are installed is not asked: a host has one 4.x, and 3.5 where somebody added it. So all
 * listings mended is mended; none of them with a whole list of updates, a 4.x among them, is not; anything between is open.
 */
void
judge_framework(struct windows_judging *judging)
{
	const struct windows_statement *statement = judging->statement;
	size_t mended = 0, unknown = 0;
	bool has_4 = false;

	judge_by_updates(judging, true);
	for (size_t i = 0; i < statement->listings.count; i++) {
		enum build_side side = framework_side(judging, &statement->listings.items[i]);

		mended += side == SIDE_FIXED;
		unknown += side == SIDE_UNKNOWN;
		has_4 = has_4 || str_find(statement->listings.items[i].branch, STR("4.")) != SIZE_MAX;
	}
	if (judging->answer->reason == REASON_UPDATE_ABSENT && (mended > 0 || unknown > 0 || !has_4))
		judge_say(judging, REASON_UPDATES_PARTIAL);
	if (mended > 0 && mended == statement->listings.count && judging->answer->reason != REASON_RESTART &&
	    judging->answer->reason != REASON_COLLECTED_BEFORE) {
		if (judging->answer->detail.len == 0)
			judging->answer->detail = judge_kb_text(judging->answer->kb, judging->arena);
		judge_say(judging, REASON_UPDATE_COVERED);
	}
	judging->answer->on_host = judging->host == NULL && judging->answer->reason == REASON_NO_BUILD;
}
