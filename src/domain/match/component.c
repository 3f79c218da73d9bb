/*
 * component.c - one component against the index: which keys ask for it, their entries merged by
 * vulnerability, a row for each.
 */
#include <assert.h>
#include "domain/match/maker.h"
#include "format/purl/purl.h"

enum { NAMED_MAX = 8 };

/* A stretch of entries in the order of vulnerabilities, with what is compared against them. */
struct cursor {
	uint32_t   at, end;
	uint32_t   vulnerability;   /* of the entry at `at` */
	struct judge_road road;
	bool       ordinary;        /* gives way where an extended channel speaks of the same vulnerability */
	bool       extended;
};

struct matching {
	struct judging       judging;
	LIST(struct cursor)  cursors;
	match_row_fn        *row;
	void                *data;
	struct match_result *result;
	bool                 candidates;   /* all rows are shown and not counted */
};

/* ------------------------------------------------------------------------------------- cursors */

static bool
cursor_load(const struct match_index *index, struct cursor *cursor)
{
	struct image_entry entry;

	if (cursor->at >= cursor->end || !image_entry_at(index, cursor->at, &entry))
		return false;
	cursor->vulnerability = entry.vulnerability;
	return true;
}

static void
add_cursor(struct matching *matching, struct cursor cursor)
{
	if (cursor_load(matching->judging.ask->index, &cursor))
		list_push(matching->judging.arena, &matching->cursors, cursor);
}

static void
add_run(struct matching *matching, struct str key, struct str version)
{
	struct run run;

	if (!image_find(matching->judging.ask->index, key, &run) || run.count > UINT32_MAX - run.first)
		return;
	add_cursor(matching, (struct cursor){ .at = run.first, .end = run.first + run.count, .road.version = version });
}

/* Where in [from, end) the entries of this release and channel, or those behind them, begin. */
static uint32_t
release_begin(const struct match_index *index, uint32_t from, uint32_t end, struct str release, unsigned channel,
    bool behind)
{
	while (from < end) {
		uint32_t middle = from + (end - from) / 2;
		struct image_entry entry;
		int order;

		if (!image_entry_at(index, middle, &entry))
			return end;
		order = str_cmp(image_text(index, entry.release), release);
		if (order == 0)
			order = (int)entry.channel - (int)channel;
		if (order < 0 || (behind && order == 0))
			from = middle + 1;
		else
			end = middle;
	}
	return from;
}

static void
add_release(struct matching *matching, const struct run *run, struct str release, enum channel channel,
    struct str version)
{
	const struct match_index *index = matching->judging.ask->index;
	bool extended = matching->judging.subject.channel == CHANNEL_EXTENDED;
	uint32_t end = run->first + run->count;
	struct cursor cursor = { .road.version = version };

	cursor.at = release_begin(index, run->first, end, release, channel, false);
	cursor.end = release_begin(index, cursor.at, end, release, channel, true);
	cursor.extended = channel == CHANNEL_EXTENDED;
	cursor.ordinary = extended && channel == CHANNEL_MAIN;
	add_cursor(matching, cursor);
}

/* The release is not known: each that the feed has is asked. */
static void
add_all_releases(struct matching *matching, const struct run *run, struct str version)
{
	const struct match_index *index = matching->judging.ask->index;
	uint32_t end = run->first + run->count, at = run->first;

	while (at < end) {
		struct cursor cursor = { .at = at, .road.version = version };
		struct image_entry entry;

		if (!image_entry_at(index, at, &entry))
			return;
		cursor.end = release_begin(index, at, end, image_text(index, entry.release), entry.channel, true);
		assert(cursor.end > at);   /* the entry itself is before what is behind it, in whatever order the others are */
		add_cursor(matching, cursor);
		at = cursor.end;
	}
}

static void
add_source_package(struct matching *matching, struct str name, struct str version)
{
	struct judging *judging = &matching->judging;
	const struct subject *subject = &judging->subject;
	struct str ecosystem = str_of(subject->distro->ecosystem);
	struct str key = image_key(judging->arena, 'e', ecosystem, purl_package_key(ecosystem, name, judging->arena));
	struct run run;

	if (name.len == 0 || !image_find(judging->ask->index, key, &run) || run.count > UINT32_MAX - run.first)
		return;
	if (judging->release_unknown) {
		add_all_releases(matching, &run, version);
		return;
	}
	add_release(matching, &run, subject->main_release, CHANNEL_MAIN, version);
	if (subject->main_release.len > 0)   /* what is said of no release is said of each */
		add_release(matching, &run, STR(""), CHANNEL_MAIN, version);
	if (subject->channel == CHANNEL_EXTENDED)
		add_release(matching, &run, subject->release, CHANNEL_EXTENDED, version);
}

/* --------------------------------------------------------------------------------------- merging */

static struct err *
emit(struct matching *matching, struct match_row *row)
{
	struct match_result *result = matching->result;

	row->candidate = matching->candidates;
	if (row->candidate && (row->verdict == VERDICT_NOT_AFFECTED || row->stale))
		return NULL;
	if (row->candidate)
		result->candidates++;
	else
		result->counts[row->verdict]++;
	result->conditional += row->conditional;
	result->stale += row->stale;
	return matching->row == NULL ? NULL : matching->row(matching->data, row);
}

/* All entries about one vulnerability, from every cursor; with or without the host. */
static void
gather(struct matching *matching, const struct cursor *cursors, size_t count, uint32_t vulnerability)
{
	struct judging *judging = &matching->judging;
	bool extended = false;

	judging->says.count = 0;
	for (size_t i = 0; i < count; i++)
		extended = extended || (cursors[i].extended && cursors[i].vulnerability == vulnerability);
	for (size_t i = 0; i < count; i++) {
		const struct cursor *cursor = &cursors[i];
		struct image_entry entry;

		if (cursor->vulnerability != vulnerability || (cursor->ordinary && extended))
			continue;
		for (uint32_t at = cursor->at; at < cursor->end && image_entry_at(judging->ask->index, at, &entry) &&
		     entry.vulnerability == vulnerability; at++)
			judge_entry(judging, &entry, at, &cursor->road);
	}
	if (judging->subject.road == ROAD_MAKER)
		maker_settle(judging, vulnerability);
}

/* Could a host change the row: a word that needs one, and no stronger rank that decides without. */
static bool
is_conditional(const struct judging *judging, const struct match_row *row)
{
	for (size_t i = 0; i < judging->says.count; i++) {
		const struct match_says *says = &judging->says.items[i];

		if (says->on_host && (row->rank == RANK_NONE || says->rank < row->rank ||
		    (says->rank == row->rank && row->verdict != VERDICT_AFFECTED)))
			return true;
	}
	return false;
}

static struct err *
judge_one(struct matching *matching, uint32_t vulnerability)
{
	struct judging *judging = &matching->judging;
	const struct match_ask *ask = judging->ask;
	struct image_vulnerability face;
	struct match_row row;
	bool conditional;

	if (!image_vulnerability_at(ask->index, vulnerability, &face) || face.withdrawn != 0)
		return NULL;
	judging->host = NULL;
	gather(matching, matching->cursors.items, matching->cursors.count, vulnerability);
	if (judging->says.count == 0)
		return NULL;
	row = judge_row(judging, vulnerability);
	conditional = is_conditional(judging, &row);
	if (ask->conditional_only && !conditional)
		return NULL;
	/* Of Microsoft's products a host also knows more of the reason: an update that waits for a restart. */
	if ((conditional || judging->subject.road == ROAD_MAKER) && ask->host != NULL) {
		judging->host = ask->host;
		gather(matching, matching->cursors.items, matching->cursors.count, vulnerability);
		row = judge_row(judging, vulnerability);
	}
	row.conditional = conditional;
	return emit(matching, &row);
}

/* Steps every cursor past the vulnerability; those at their end are taken out. */
static void
advance(struct matching *matching, uint32_t vulnerability)
{
	size_t kept = 0;

	for (size_t i = 0; i < matching->cursors.count; i++) {
		struct cursor cursor = matching->cursors.items[i];
		bool more = true;

		while (more && cursor.vulnerability == vulnerability) {
			cursor.at++;
			more = cursor_load(matching->judging.ask->index, &cursor);
		}
		if (more)
			matching->cursors.items[kept++] = cursor;
	}
	matching->cursors.count = kept;
}

/* Where in [from, end) of a cursor's stretch the vulnerability's entries begin. */
static uint32_t
vulnerability_begin(const struct match_index *index, uint32_t from, uint32_t end, uint32_t vulnerability)
{
	while (from < end) {
		uint32_t middle = from + (end - from) / 2;
		struct image_entry entry;

		if (!image_entry_at(index, middle, &entry))
			return end;
		if (entry.vulnerability < vulnerability)
			from = middle + 1;
		else
			end = middle;
	}
	return from;
}

/* The vulnerabilities asked for and no others. */
static struct err *
merge_only(struct matching *matching)
{
	const struct match_ask *ask = matching->judging.ask;

	for (size_t i = 0; i < ask->only_count && matching->cursors.count > 0; i++) {
		size_t kept = 0;

		for (size_t c = 0; c < matching->cursors.count; c++) {
			struct cursor cursor = matching->cursors.items[c];

			cursor.at = vulnerability_begin(ask->index, cursor.at, cursor.end, ask->only[i]);
			if (cursor_load(ask->index, &cursor))
				matching->cursors.items[kept++] = cursor;
		}
		matching->cursors.count = kept;
		TRY(judge_one(matching, ask->only[i]));
	}
	matching->cursors.count = 0;
	return NULL;
}

static struct err *
merge(struct matching *matching)
{
	if (matching->judging.ask->only != NULL)
		return merge_only(matching);
	while (matching->cursors.count > 0) {
		uint32_t next = UINT32_MAX;

		for (size_t i = 0; i < matching->cursors.count; i++)
			if (matching->cursors.items[i].vulnerability < next)
				next = matching->cursors.items[i].vulnerability;
		TRY(judge_one(matching, next));
		advance(matching, next);
	}
	return NULL;
}

/* ----------------------------------------------------------------------------------------- roads */

static void
not_judged(struct match_result *result, enum missing missing, struct str needs)
{
	result->judged = false;
	result->missing = missing;
	result->needs = needs;
}

/* Sets judged where the feed's silence means something, else says what is missing. */
static void
judged_by(struct match_result *result, const struct source_state *state, struct str feed)
{
	if (!state->present)
		not_judged(result, MISSING_SOURCE, feed);
	else if (!state->fresh || !state->complete)
		not_judged(result, MISSING_FRESH_SOURCE, feed);
	else
		result->judged = true;
}

/* What is said of the subject's CPE, and of the names it has. */
static void
add_product(struct matching *matching)
{
	const struct subject *subject = &matching->judging.subject;
	struct arena *arena = matching->judging.arena;
	struct str vendor = product_fold(cpe_value_plain(&subject->cpe.attributes[CPE_VENDOR], arena), arena);
	struct str product = product_fold(cpe_value_plain(&subject->cpe.attributes[CPE_PRODUCT], arena), arena);

	add_run(matching, image_key(arena, 'c', subject->cpe_key, (struct str){ 0 }), subject->version);
	add_run(matching, image_key(arena, 'v', vendor, product), subject->version);
}

/* Candidates for a distribution package: by its CPE, or by products of exactly its name. */
static struct err *
match_as_candidate(struct matching *matching)
{
	struct subject *subject = &matching->judging.subject;
	struct arena *arena = matching->judging.arena;
	const struct component *component = subject->component;
	struct str name = component->source_name.len > 0 ? component->source_name : component->name;
	struct match_candidates named;

	matching->candidates = true;
	if (subject->cpe_key.len > 0) {
		add_product(matching);
		return merge(matching);
	}
	named = match_candidates(matching->judging.ask->index, STR(""), name, arena);
	for (size_t i = 0; i < named.count && i < NAMED_MAX; i++) {
		struct cpe cpe;

		if (!named.items[i].is_cpe || cpe_parse(named.items[i].identity, arena, &cpe) != NULL)
			continue;
		subject->cpe = cpe;
		subject->cpe_key = product_cpe_key(&cpe, arena);
		subject->version = product_upstream_version(scheme_of_ecosystem(subject->distro == NULL ? subject->ecosystem
		    : str_of(subject->distro->ecosystem)), subject->package_version);
		add_product(matching);
		TRY(merge(matching));
	}
	return NULL;
}

/* Does the feed speak of this release at all. */
static bool
is_release_covered(const struct matching *matching)
{
	const struct subject *subject = &matching->judging.subject;
	struct run run;

	return image_find(matching->judging.ask->index, image_key(matching->judging.arena, 'r',
	    str_of(subject->distro->ecosystem), subject->main_release), &run);
}

/* What a distribution's data says of itself: loaded, fresh, and about this release. */
static void
judge_distribution(struct matching *matching)
{
	struct judging *judging = &matching->judging;
	const struct subject *subject = &judging->subject;
	struct match_result *result = matching->result;
	struct str feed;

	if (subject->distro == NULL) {
		feed = subject->component->distribution;
		not_judged(result, feed.len == 0 ? MISSING_RELEASE : MISSING_SOURCE, feed.len == 0 ? STR("")
		    : arena_join(judging->arena, (struct str[]){ STR("osv"), feed }, 2, STR(":")));
		return;
	}
	feed = str_of(subject->distro->feed);
	judging->osv = source_state(judging->ask->sources, SOURCE_OSV, feed);
	judging->release_unknown = subject->distro->rule != RELEASE_NONE && subject->main_release.len == 0;
	judged_by(result, &judging->osv, feed);
	if (!judging->osv.present)
		return;
	if (judging->release_unknown)
		not_judged(result, MISSING_RELEASE, STR(""));
	else if (!is_release_covered(matching))
		not_judged(result, MISSING_SOURCE, feed);
}

static bool
is_rpm(const struct distro *distro)
{
	return scheme_of_ecosystem(str_of(distro->ecosystem)) == SCHEME_RPM;
}

static struct err *
match_package(struct matching *matching)
{
	struct judging *judging = &matching->judging;
	const struct subject *subject = &judging->subject;
	const struct component *component = subject->component;
	struct str source = component->source_name.len > 0 ? component->source_name : component->name;

	judge_distribution(matching);
	if (subject->distro == NULL || !judging->osv.present)
		return match_as_candidate(matching);
	add_source_package(matching, source, subject->package_version);
	/* AlmaLinux and Red Hat name the packages that are installed, not their source. */
	if (is_rpm(subject->distro) && !str_eq(source, component->name))
		add_source_package(matching, component->name, component->version);
	TRY(merge(matching));
	if (source.len == 0)
		not_judged(matching->result, MISSING_IDENTITY, STR(""));
	else if (matching->result->counts[VERDICT_UNKNOWN] > 0 && subject->package_version.len == 0)
		not_judged(matching->result, MISSING_VERSION, STR(""));
	return NULL;
}

/* The system as a whole: its packages are judged; what NVD and JVN say of it by name is shown. */
static struct err *
match_system(struct matching *matching)
{
	judge_distribution(matching);
	if (matching->judging.subject.cpe_key.len == 0)
		return NULL;
	matching->candidates = true;
	add_product(matching);
	return merge(matching);
}

/* NVD and JVN iPedia each hold all CVEs: either's silence means something, the fresher one's word counts. */
static void
judged_by_cpe(struct matching *matching)
{
	const struct source_state *nvd = &matching->judging.states[SOURCE_NVD];
	const struct source_state *jvn = &matching->judging.states[SOURCE_JVN];

	judged_by(matching->result, nvd, STR("nvd"));
	if (!matching->result->judged && jvn->present && jvn->fresh && jvn->complete) {
		matching->result->judged = true;
		matching->result->missing = MISSING_NOTHING;
		matching->result->needs = STR("");
	}
}

static void
judged_by_ecosystem(struct matching *matching)
{
	struct judging *judging = &matching->judging;
	struct str feed, base;

	str_cut(judging->subject.ecosystem, ':', &base, &(struct str){ 0 });
	feed = arena_join(judging->arena, (struct str[]){ STR("osv"), base }, 2, STR(":"));
	judging->osv = source_state(judging->ask->sources, SOURCE_OSV, feed);
	judged_by(matching->result, &judging->osv, feed);
}

static struct err *
match_product(struct matching *matching)
{
	struct judging *judging = &matching->judging;
	const struct subject *subject = &judging->subject;
	struct match_result *result = matching->result;
	struct str base, key;

	if (subject->cpe_key.len > 0) {
		judged_by_cpe(matching);
		add_product(matching);
	}
	if (subject->ecosystem.len > 0) {
		struct match_result by_cpe = *result;

		str_cut(subject->ecosystem, ':', &base, &(struct str){ 0 });
		key = purl_package_key(subject->ecosystem, subject->package, judging->arena);
		add_run(matching, image_key(judging->arena, 'e', base, key), subject->package_version);
		judged_by_ecosystem(matching);
		if (by_cpe.judged)
			*result = by_cpe;
	}
	TRY(merge(matching));
	if (subject->maker_decides)
		not_judged(result, MISSING_MAKER_WORD, STR("msrc"));
	else if (result->counts[VERDICT_UNKNOWN] > 0 && subject->version.len == 0)   /* nor has the package one */
		not_judged(result, MISSING_VERSION, STR(""));
	return NULL;
}

/* The line of a Windows that its maker serves no longer: silence about it means nothing. */
static bool
is_out_of_support(const struct matching *matching)
{
	const struct judging *judging = &matching->judging;
	int32_t until = judging->subject.maker.evaluated_until;

	for (size_t i = 0; until != DAY_NONE && i < judging->ask->sources->count; i++) {
		const struct match_source *item = &judging->ask->sources->items[i];
		int64_t at = item->built != INSTANT_NONE ? item->built : item->fetched;

		if (item->source == SOURCE_MSRC && at != INSTANT_NONE && instant_day(at, ZONE_UTC) > until)
			return true;
	}
	return false;
}

static void
judged_by_maker(struct matching *matching)
{
	struct match_result *result = matching->result;

	judged_by(result, &matching->judging.states[SOURCE_MSRC], STR("msrc"));
	if (matching->judging.subject.maker.places.count == 0)
		not_judged(result, MISSING_BUILD, STR(""));
	else if (matching->judging.states[SOURCE_MSRC].present && is_out_of_support(matching))
		not_judged(result, MISSING_SUPPORT, STR(""));
}

/* Microsoft's documents by product line; what others say of its CPE stands beside. */
static struct err *
match_maker(struct matching *matching)
{
	struct judging *judging = &matching->judging;
	const struct subject *subject = &judging->subject;
	struct str version = windows_build_text(&subject->maker.version, judging->arena);
	struct run run;

	table_book_init(&judging->book, judging->ask->index, judging->arena);
	judged_by_maker(matching);
	matching->result->since = windows_since(&subject->maker, &judging->book.book);
	for (size_t i = 0; i < subject->maker.places.count; i++) {
		const struct windows_place *place = &subject->maker.places.items[i];

		if (image_find(judging->ask->index, image_key(judging->arena, 'm', place->key, (struct str){ 0 }), &run) &&
		    run.count <= UINT32_MAX - run.first)
			add_cursor(matching, (struct cursor){ .at = run.first, .end = run.first + run.count,
				.road = { version, place->key, place->alternative } });
	}
	if (subject->cpe_key.len > 0)
		add_product(matching);
	return merge(matching);
}

static struct err *
match_road(struct matching *matching)
{
	switch (matching->judging.subject.road) {
	case ROAD_NONE:
		matching->result->outside = true;
		return NULL;
	case ROAD_PACKAGES:
		return match_package(matching);
	case ROAD_OS:
		return match_system(matching);
	case ROAD_PRODUCT:
		return match_product(matching);
	case ROAD_MAKER:
		return match_maker(matching);
	case ROAD_NAME:
	default:
		break;
	}
	not_judged(matching->result, MISSING_IDENTITY, STR(""));
	return NULL;
}

struct err *
match_component(const struct match_ask *ask, const struct component *component, match_row_fn *row, void *data,
    struct arena *arena, struct match_result *ret_result)
{
	struct matching matching = { .row = row, .data = data, .result = ret_result };
	struct judging *judging = &matching.judging;

	*ret_result = (struct match_result){ .needs = STR(""), .since = DAY_NONE };
	judging->ask = ask;
	judging->arena = arena;
	subject_init(&judging->subject, component, arena);
	for (int i = 0; i < SOURCE_COUNT; i++)
		judging->states[i] = source_state(ask->sources, (enum source)i, i == SOURCE_MSRC ? STR("msrc") : STR(""));
	return match_road(&matching);
}

/* ---------------------------------------------------------------------------------- a whole host */

struct host_rows {
	match_host_row_fn *row;
	void              *data;
	size_t             component;
};

static struct err *
host_row(void *data, const struct match_row *row)
{
	const struct host_rows *rows = data;

	return rows->row(rows->data, rows->component, row);
}

struct err *
match_host_all(const struct match_ask *ask, const struct match_host_facts *facts, match_host_row_fn *row, void *data,
    struct arena *arena, struct match_result *ret_results)
{
	struct host_rows rows = { .row = row, .data = data };

	for (size_t i = 0; i < facts->count; i++) {
		rows.component = i;
		TRY(match_component(ask, &facts->components[i], host_row, &rows, arena, &ret_results[i]));
	}
	return NULL;
}
