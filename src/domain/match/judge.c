#include "domain/match/maker.h"

#include <stdlib.h>

/* A reason, its verdict and what is missing always go together. */
static const struct { enum verdict verdict; enum missing missing; } reasons[REASON_COUNT] = {
	[REASON_NONE] = { VERDICT_UNKNOWN, MISSING_NOTHING },
	[REASON_IN_RANGE] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_ALL_VERSIONS] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_CONDITION_MET] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_OUT_OF_RANGE] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_CONDITION_NOT_MET] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_OTHER_EDITION] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_OTHER_PLATFORM] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_SILENT] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_NO_VERSION] = { VERDICT_UNKNOWN, MISSING_VERSION },
	[REASON_NO_RELEASE] = { VERDICT_UNKNOWN, MISSING_RELEASE },
	[REASON_NO_RANGE] = { VERDICT_UNKNOWN, MISSING_RANGE },
	[REASON_UNREAD] = { VERDICT_UNKNOWN, MISSING_READING },
	[REASON_NOT_STATED] = { VERDICT_UNKNOWN, MISSING_READING },
	[REASON_NO_ORDER] = { VERDICT_UNKNOWN, MISSING_ORDER },
	[REASON_EDITION_UNKNOWN] = { VERDICT_UNKNOWN, MISSING_EDITION },
	[REASON_PLATFORM_UNKNOWN] = { VERDICT_UNKNOWN, MISSING_PLATFORM },
	[REASON_NEEDS_HOST] = { VERDICT_UNKNOWN, MISSING_HOST },
	[REASON_CONDITION_UNKNOWN] = { VERDICT_UNKNOWN, MISSING_COVERAGE },
	[REASON_STALE] = { VERDICT_UNKNOWN, MISSING_FRESH_SOURCE },
	[REASON_MAKER_DECIDES] = { VERDICT_UNKNOWN, MISSING_MAKER_WORD },
	[REASON_BUILD_BEFORE] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_UPDATE_ABSENT] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_UPDATE_PENDING] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_OLD_BRANCH] = { VERDICT_AFFECTED, MISSING_NOTHING },
	[REASON_BUILD_FIXED] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_HOTPATCHED] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_UPDATE_INSTALLED] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_UPDATE_COVERED] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_NOT_LISTED] = { VERDICT_NOT_AFFECTED, MISSING_NOTHING },
	[REASON_NO_BUILD] = { VERDICT_UNKNOWN, MISSING_BUILD },
	[REASON_UPDATES_PARTIAL] = { VERDICT_UNKNOWN, MISSING_UPDATES },
	[REASON_NO_FIX] = { VERDICT_UNKNOWN, MISSING_READING },
	[REASON_FIX_UNCLEAR] = { VERDICT_UNKNOWN, MISSING_READING },
	[REASON_NO_BRANCH] = { VERDICT_UNKNOWN, MISSING_READING },
	[REASON_NO_RELEASES] = { VERDICT_UNKNOWN, MISSING_SOURCE },
	[REASON_BASE_ONLY] = { VERDICT_UNKNOWN, MISSING_BUILD },
	[REASON_PRODUCT_UNCLEAR] = { VERDICT_UNKNOWN, MISSING_COLLECTION },
	[REASON_UNSUPPORTED] = { VERDICT_UNKNOWN, MISSING_SUPPORT },
	[REASON_COLLECTED_BEFORE] = { VERDICT_UNKNOWN, MISSING_COLLECTION },
	[REASON_RESTART] = { VERDICT_UNKNOWN, MISSING_BUILD },
};

void
judge_settle(struct match_says *says, enum reason reason)
{
	says->reason = reason;
	says->verdict = reasons[reason].verdict;
	says->missing = reasons[reason].missing;
}

/* ---------------------------------------------------------------------------- sets of versions */

/* Why the set does not tell. */
static enum reason
undecided_reason(const struct image_entry *entry, const struct version_set *set)
{
	if (!set->undecided)
		return REASON_NO_ORDER;
	if (entry->flags & ENTRY_NO_RANGE)
		return REASON_NO_RANGE;
	return (entry->flags & ENTRY_UNSTATED) ? REASON_NOT_STATED : REASON_UNREAD;
}

static bool
is_modular(struct str version)
{
	return str_find(version, STR(".module")) != SIZE_MAX;
}

/*
 * Red Hat's module streams give one package several lines of versions side by side. A bound of one
 * stream does not order the builds of another, nor those outside the modules.
 */
static bool
is_other_stream(const struct interval *interval, struct str version)
{
	struct str bound, mine, its;

	if (interval == NULL || interval->upper.side == CUT_NONE)
		return false;
	bound = interval->upper.version;
	if (is_modular(bound) != is_modular(version))
		return true;
	str_cut(product_upstream_version(SCHEME_RPM, version), '.', &mine, &(struct str){ 0 });
	str_cut(product_upstream_version(SCHEME_RPM, bound), '.', &its, &(struct str){ 0 });
	return is_modular(bound) && !str_eq(mine, its);
}

/*
 * NVD names "1.8.0" with update 202; an asset that is 1.8.0 and does not say which update may be that
 * one. A pre-release it is not: who runs one knows.
 */
static bool
is_less_exact(const struct image_entry *entry, const struct version_set *set, struct str version)
{
	for (size_t i = 0; i < set->exact.count && entry->rank == RANK_NVD; i++) {
		struct str update = set->exact.items[i];

		if (str_take(&update, version) && str_take(&update, STR("-")) &&
		    !version_is_prerelease(SCHEME_GENERIC, set->exact.items[i]))
			return true;
	}
	return false;
}

/* One entry after the other asks about one version. */
static const struct probe *
probe_of(struct judging *judging, enum scheme scheme, struct str version)
{
	struct probe *probe = &judging->probe;

	if (probe->scheme != scheme || !str_eq(probe->version, version))
		*probe = range_probe(scheme, version);
	return probe;
}

static enum reason
reason_of_set(const struct image_entry *entry, const struct version_set *set, const struct probe *probe)
{
	const struct interval *interval = NULL;
	struct str version = probe->version;

	if (set_is_all(set))
		return (entry->flags & ENTRY_OPEN) ? REASON_UNREAD : REASON_ALL_VERSIONS;
	if ((entry->flags & ENTRY_NO_RANGE) && set->intervals.count == 0 && set->exact.count == 0)
		return REASON_NO_RANGE;
	if (version.len == 0)
		return set->intervals.count == 0 && set->exact.count == 0 && !set->undecided ? REASON_OUT_OF_RANGE
		                                                                             : REASON_NO_VERSION;
	switch (product_holds(set, probe, &interval)) {
	case RANGE_IN:
		if (entry->flags & ENTRY_OPEN)
			return REASON_UNREAD;
		return entry->scheme == SCHEME_RPM && is_other_stream(interval, version) ? REASON_NO_ORDER : REASON_IN_RANGE;
	case RANGE_OUT:
		return is_less_exact(entry, set, version) ? REASON_NO_VERSION : REASON_OUT_OF_RANGE;
	case RANGE_UNDECIDED:
	default:
		break;
	}
	return undecided_reason(entry, set);
}

/* -------------------------------------------------------------------------- what limits an entry */

static enum containment
limit_holds(const struct judging *judging, const struct image_entry *entry, struct str limit)
{
	const struct subject *subject = &judging->subject;
	struct cpe criterion;

	if (entry->flags & ENTRY_LIMIT_TEXT)
		return RANGE_UNDECIDED;
	if (!(entry->flags & ENTRY_LIMIT_CPE))
		return RANGE_IN;
	if (cpe_parse(limit, judging->arena, &criterion) != NULL)
		return RANGE_UNDECIDED;
	return product_limits_hold(&criterion, &subject->cpe, subject->ecosystem);
}

static enum containment
platform_holds(const struct judging *judging, const struct image_entry *entry)
{
	unsigned known = judging->subject.platforms;

	if (entry->platforms == 0)
		return RANGE_IN;
	if (known == 0 && judging->host != NULL)
		known = judging->host->platforms;
	if (known == 0)
		return RANGE_UNDECIDED;
	return (known & entry->platforms) != 0 ? RANGE_IN : RANGE_OUT;
}

static void
judge_set(struct judging *judging, const struct image_entry *entry, struct match_says *says)
{
	const struct match_index *index = judging->ask->index;
	struct str limit = image_text(index, entry->limit);
	enum containment edition = limit_holds(judging, entry, limit), platform = platform_holds(judging, entry);
	struct version_set set = set_decode(image_text(index, entry->body), &judging->room, judging->arena);

	judge_settle(says, reason_of_set(entry, &set, probe_of(judging, (enum scheme)entry->scheme, says->version)));
	says->detail = set.text;
	if (says->verdict == VERDICT_NOT_AFFECTED)
		return;
	says->on_host = platform == RANGE_UNDECIDED && edition != RANGE_OUT && judging->host == NULL;
	if (edition != RANGE_IN)
		says->detail = limit;
	else if (platform != RANGE_IN)
		says->detail = image_text(index, entry->note);
	if (edition == RANGE_OUT)
		judge_settle(says, REASON_OTHER_EDITION);
	else if (platform == RANGE_OUT)
		judge_settle(says, REASON_OTHER_PLATFORM);
	else if (edition == RANGE_UNDECIDED && says->verdict == VERDICT_AFFECTED)
		judge_settle(says, REASON_EDITION_UNKNOWN);
	else if (platform == RANGE_UNDECIDED && says->verdict == VERDICT_AFFECTED)
		judge_settle(says, REASON_PLATFORM_UNKNOWN);
}

/* ------------------------------------------------------------------------------- configurations */

struct host_oracle {
	struct config_oracle oracle;
	struct judging      *judging;
	const struct probe  *probe;
	enum kleene          own;        /* does a vulnerable leaf hold of the component itself */
	bool                 unstated;   /* the leaf that speaks of it names no version         */
	bool                 unordered;  /* its version has no known order with that leaf's     */
};

static enum kleene
own_leaf(struct host_oracle *oracle, const struct config_leaf *leaf)
{
	struct judging *judging = oracle->judging;
	const struct subject *subject = &judging->subject;
	enum kleene value;

	if (leaf->key.len > 0 && str_eq(leaf->key, subject->cpe_key)) {
		/* One product has one scheme: the entry's, whose probe this is. */
		value = leaf_of_asset(leaf, &subject->cpe, oracle->probe, subject->ecosystem, &judging->room, judging->arena);
		if (leaf->vulnerable) {
			oracle->own = kleene_or(oracle->own, value);
			oracle->unstated = oracle->unstated || leaf->unstated;
			oracle->unordered = oracle->unordered || (value == KLEENE_UNKNOWN && leaf->scheme != SCHEME_GENERIC && !leaf->limited);
		}
		return value;
	}
	if (host_is_own_hardware(leaf->key, subject->cpe_key))
		return leaf_of_own_hardware(leaf, &judging->room, judging->arena);
	return KLEENE_FALSE;
}

static enum kleene
ask_leaf(struct config_oracle *base, const struct config_leaf *leaf)
{
	struct host_oracle *oracle = (struct host_oracle *)base;
	enum kleene own = own_leaf(oracle, leaf);

	if (own == KLEENE_TRUE)
		return own;
	/* Without a host nothing is known of what stands beside the component. */
	if (oracle->judging->host == NULL)
		return KLEENE_UNKNOWN;
	return kleene_or(own, host_leaf(oracle->judging->host, leaf, &oracle->judging->room, oracle->judging->arena));
}

static enum reason
own_reason(const struct host_oracle *oracle)
{
	if (oracle->unstated)
		return REASON_NO_RANGE;
	if (oracle->probe->version.len == 0)
		return REASON_NO_VERSION;
	return oracle->unordered ? REASON_NO_ORDER : REASON_EDITION_UNKNOWN;
}

static void
judge_config(struct judging *judging, const struct image_entry *entry, struct match_says *says)
{
	struct host_oracle oracle = { { ask_leaf }, judging, probe_of(judging, (enum scheme)entry->scheme, says->version),
		KLEENE_FALSE, false, false };
	struct config_value value = config_evaluate(image_text(judging->ask->index, entry->body), &oracle.oracle);

	says->detail = value.criterion;
	says->on_host = judging->host == NULL && oracle.own != KLEENE_FALSE && value.value == KLEENE_UNKNOWN;
	if (oracle.own == KLEENE_FALSE)
		judge_settle(says, REASON_OUT_OF_RANGE);
	else if (value.value == KLEENE_FALSE)
		judge_settle(says, REASON_CONDITION_NOT_MET);
	else if (value.value == KLEENE_TRUE && oracle.own == KLEENE_TRUE)
		judge_settle(says, REASON_CONDITION_MET);
	else if (oracle.own == KLEENE_TRUE)
		judge_settle(says, judging->host == NULL ? REASON_NEEDS_HOST : REASON_CONDITION_UNKNOWN);
	else
		judge_settle(says, own_reason(&oracle));
}

/* ------------------------------------------------------------------------------------ one entry */

static bool
is_fresh(const struct judging *judging, enum source source)
{
	if (source == SOURCE_OSV)
		return judging->osv.present && judging->osv.fresh;
	return judging->states[source].present && judging->states[source].fresh;
}

void
judge_age(const struct judging *judging, struct match_says *says)
{
	if (says->verdict == VERDICT_NOT_AFFECTED && !is_fresh(judging, says->source))
		judge_settle(says, REASON_STALE);
}

static void
judge_by_kind(struct judging *judging, const struct image_entry *entry, const struct judge_road *road, struct match_says *says)
{
	switch ((enum entry_kind)entry->kind) {
	case ENTRY_CONFIG:
		judge_config(judging, entry, says);
		return;
	case ENTRY_FIXES:
		maker_judge(judging, entry, road->line, says);
		return;
	case ENTRY_SET:
		break;
	}
	judge_set(judging, entry, says);
}

void
judge_entry(struct judging *judging, const struct image_entry *entry, uint32_t number, const struct judge_road *road)
{
	struct match_says *says;

	if (entry->source >= SOURCE_COUNT || entry->rank >= RANK_NONE || entry->scheme >= SCHEME_COUNT)
		return;   /* not written by us */
	says = list_add(judging->arena, &judging->says);
	*says = (struct match_says){
		.source = (enum source)entry->source, .rank = (enum rank)entry->rank, .entry = number, .version = road->version,
		.alternative = road->alternative,
	};
	judge_by_kind(judging, entry, road, says);
	if (judging->release_unknown && entry->release != 0 && says->verdict != VERDICT_NOT_AFFECTED)
		judge_settle(says, REASON_NO_RELEASE);
	if (judging->subject.maker_decides && says->rank >= RANK_CNA && says->rank != RANK_OWN) {
		judge_settle(says, REASON_MAKER_DECIDES);
		says->on_host = false;
	}
	judge_age(judging, says);
}

/* -------------------------------------------------------------------------------------- the row */

/* Within a rank: affected, then unknown, then not affected, then what only a fresher source could tell. */
static int
weight(const struct match_says *says)
{
	if (says->verdict == VERDICT_AFFECTED)
		return 0;
	if (says->verdict == VERDICT_NOT_AFFECTED)
		return 2;
	return says->reason == REASON_STALE ? 3 : 1;
}

static int
compare_says(const void *a_, const void *b_)
{
	const struct match_says *a = a_, *b = b_;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (weight(a) != weight(b))
		return weight(a) - weight(b);
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

/* The first of the rank that decides; where none does, the first that is open for another reason than age. */
static size_t
leading(const struct judging *judging, bool *ret_decided)
{
	size_t lead = SIZE_MAX;

	*ret_decided = true;
	for (size_t i = 0; i < judging->says.count; i++) {
		const struct match_says *says = &judging->says.items[i];
		bool first_of_rank = i == 0 || says[-1].rank != says->rank;

		if (first_of_rank && says->verdict != VERDICT_UNKNOWN)
			return i;
		if (lead == SIZE_MAX && says->verdict == VERDICT_UNKNOWN && says->reason != REASON_STALE)
			lead = i;
	}
	*ret_decided = false;
	return lead == SIZE_MAX ? 0 : lead;
}

/* The leading rank's words to the front, all others in their order behind. */
static void
bring_forward(struct judging *judging, size_t lead)
{
	struct match_says *items = judging->says.items;
	struct match_says says = items[lead];

	for (size_t i = lead; i > 0; i--)
		items[i] = items[i - 1];
	items[0] = says;
}

struct match_row
judge_row(struct judging *judging, uint32_t vulnerability)
{
	struct match_row row = { .vulnerability = vulnerability, .rank = RANK_NONE };
	bool decided;

	qsort(judging->says.items, judging->says.count, sizeof(*judging->says.items), compare_says);
	bring_forward(judging, leading(judging, &decided));
	row.says = judging->says.items;
	row.says_count = judging->says.count;
	row.verdict = row.says[0].verdict;
	row.missing = row.says[0].missing;
	if (decided)
		row.rank = row.says[0].rank;
	row.stale = row.says[0].reason == REASON_STALE;
	return row;
}
