/*
 * delta_test.c - days upon days: a knowledge base whose index was amended again and again answers as one whose index is built of everything at once.
 */
#include "store/kb/world_test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "domain/match/match.h"

enum { DAYS = 24, RECORDS = 60, CHANGED_MOST = 9, PACKAGES = 5 };

static uint64_t seed;

static uint32_t
draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 11) % below;
}

/* -------------------------------------------------------------------------------------------------- a day */

static const struct { struct kb_feed feed; const char *prefix; } feeds[] = {
	{ { .source = SOURCE_NVD }, "CVE-2026-" },
	{ { .source = SOURCE_OSV, .name = STR_INIT("PyPI") }, "PYSEC-2026-" },
	{ { .source = SOURCE_JVN }, "JVNDB-2026-" },
	{ { .source = SOURCE_OSV, .name = STR_INIT("Debian") }, "DSA-2026-" },
};
/* Some releases are named by many records, one by few, which come and go. */
static const char *const releases[] = { "11", "12", "12", "12", "12", "13" };

static void
name_others(struct advisory *advisory, struct arena *arena)
{
	/* Names that make numbers one, and leave them again when the record changes its mind. */
	if (advisory->source != SOURCE_NVD && draw(3) != 0)
		list_push(arena, &advisory->aliases, arena_printf(arena, "CVE-2026-%04u", draw(RECORDS)));
	if (draw(4) == 0)
		list_push(arena, &advisory->aliases, arena_printf(arena, "GHSA-%u", draw(RECORDS / 4)));
	if (advisory->source == SOURCE_JVN && draw(3) == 0)
		for (uint32_t i = 0; i <= draw(4); i++)
			list_push(arena, &advisory->covers, arena_printf(arena, "CVE-2026-%04u", draw(RECORDS)));
}

static struct advisory
record_drawn(size_t feed, int64_t day, struct arena *arena)
{
	struct advisory advisory = { .source = feeds[feed].feed.source, .published = DAY(1), .modified = DAY(day), .withdrawn = INSTANT_NONE };
	struct affected *affected = list_add(arena, &advisory.affected);
	uint32_t package = draw(PACKAGES);
	struct osv_range *range;

	advisory.id = arena_printf(arena, "%s%04u", feeds[feed].prefix, draw(RECORDS));
	advisory.title_en = arena_printf(arena, "words-%u", draw(1000));
	name_others(&advisory, arena);
	affected->ecosystem = feeds[feed].feed.name.len == 0 || str_eq(feeds[feed].feed.name, STR("PyPI")) ? STR("PyPI")
	    : arena_printf(arena, "%.*s:%s", STR_ARG(feeds[feed].feed.name), releases[draw(ARRAY_LEN(releases))]);
	affected->package = arena_printf(arena, "package%u", package);
	affected->vendor = STR("Vendor");
	affected->product = arena_printf(arena, "Product %u", package);
	range = list_add(arena, &affected->ranges);
	range->kind = OSV_ECOSYSTEM;
	list_push(arena, &range->events, ((struct osv_event){ .kind = OSV_INTRODUCED, .version = STR("0") }));
	list_push(arena, &range->events, ((struct osv_event){ .kind = OSV_FIXED, .version = arena_printf(arena, "%u.0", 1 + draw(4)) }));
	if (draw(8) == 0)
		advisory.state = ADVISORY_WITHDRAWN;
	return advisory;
}

/* Some records of a feed, or, now and then, all there is of it. */
static void
bring_day(struct kb_import *import, size_t feed, int64_t day, struct arena *arena)
{
	bool complete = draw(8) == 0;
	struct kb_feed as = feeds[feed].feed;
	struct feed_head head = { .source = as.source, .built = DAY(day), .declared = -1 };
	struct kb_feed_outcome outcome;
	uint32_t count = complete ? RECORDS : 1 + draw(CHANGED_MOST);

	as.contract = complete ? KB_COMPLETE : KB_PARTIAL;
	as.accept = true;
	assert_ok(kb_import_feed(import, &as, arena));
	assert_ok(kb_import_record(import, &feed_head_schema, &head, STR(""), arena));
	for (uint32_t i = 0; i < count; i++) {
		struct advisory advisory = record_drawn(feed, day, arena);

		assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), arena));
	}
	assert_ok(kb_import_feed_end(import, NULL, arena, &outcome));
}

static void
take_day(struct place *place, int64_t day)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(day), arena, &import));
	for (size_t feed = 0; feed < ARRAY_LEN(feeds); feed++)
		if (draw(3) != 0)
			bring_day(import, feed, day, arena);
	/* What must not be held any more takes all of its words with it. */
	if (draw(10) == 0)
		assert_ok(kb_import_forget(import, STR("jvn"), arena));
	assert_ok(kb_import_finish(import, arena, &result));
}

/* ----------------------------------------------------------------------------------------------- all answers */

struct telling { const struct match_index *index; struct str_list lines; struct arena *arena; struct buf *out; };

static void
tell_product(void *data, struct str identity, bool is_cpe, uint64_t vulnerabilities)
{
	struct telling *telling = data;

	list_push(telling->arena, &telling->lines, arena_printf(telling->arena, "product %.*s %d %llu\n", STR_ARG(identity), is_cpe, (unsigned long long)vulnerabilities));
}

static struct err *
tell_row(void *data, const struct match_row *row)
{
	struct telling *telling = data;

	buf_addf(telling->out, "  %u %.*s %d %zu\n", row->vulnerability, STR_ARG(match_vulnerability_id(telling->index, row->vulnerability)), row->verdict,
	    row->says_count);
	return NULL;
}

static int
compare_lines(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Also of a package that nobody names: whether its release was looked at. */
static void
tell_packages(const struct match_ask *ask, struct telling *telling)
{
	for (uint32_t i = 0; i < (PACKAGES + 1) * ARRAY_LEN(releases); i++) {
		struct component component = { .kind = COMPONENT_OS_PACKAGE, .version = STR("1.5"), .ecosystem = STR("Debian"), .distribution = STR("debian") };
		struct match_result result;

		component.name = component.package = component.source_name = arena_printf(telling->arena, "package%zu", i / ARRAY_LEN(releases));
		component.source_version = component.version;
		component.release = str_of(releases[i % ARRAY_LEN(releases)]);
		buf_addf(telling->out, "debian %.*s %.*s\n", STR_ARG(component.release), STR_ARG(component.name));
		assert_ok(match_component(ask, &component, tell_row, telling, telling->arena, &result));
		buf_addf(telling->out, "  %d %d\n", result.judged, result.missing);
	}
}

static void
tell_index(const struct match_index *index, struct arena *arena, struct buf *out)
{
	struct match_source from[] = {
		{ .source = SOURCE_OSV, .feed = STR("osv:PyPI"), .complete = true, .fresh = true, .count = 1 },
		{ .source = SOURCE_OSV, .feed = STR("osv:Debian"), .complete = true, .fresh = true, .count = 1 },
	};
	struct match_sources sources = { from, ARRAY_LEN(from) };
	struct telling telling = { .index = index, .arena = arena, .out = out };

	buf_addf(out, "%u vulnerabilities, %llu entries\n", match_index_vulnerabilities(index), (unsigned long long)match_index_entries(index));
	for (uint32_t i = 0; i < match_index_vulnerabilities(index); i++) {
		struct vulnerability face;

		assert_ok(match_vulnerability(index, i, arena, &face));
		buf_addf(out, "%.*s %.*s %d %zu\n", STR_ARG(face.id), STR_ARG(face.title_en), face.state, face.aliases.count);
	}
	match_each_product(index, tell_product, &telling);
	if (telling.lines.count > 1)
		qsort(telling.lines.items, telling.lines.count, sizeof(*telling.lines.items), compare_lines);
	buf_add(out, arena_join(arena, telling.lines.items, telling.lines.count, STR("")));
	for (uint32_t i = 0; i < PACKAGES * 5; i++) {
		struct match_ask ask = { .index = index, .sources = &sources };
		struct component component = { .purl = arena_printf(arena, "pkg:pypi/package%u@%u.5", i / 5, i % 5), .name = arena_printf(arena, "package%u", i / 5) };
		struct match_result result;

		component.version = arena_printf(arena, "%u.5", i % 5);
		component.ecosystem = STR("PyPI");
		component.package = component.name;
		buf_addf(out, "%.*s\n", STR_ARG(component.purl));
		assert_ok(match_component(&ask, &component, tell_row, &telling, arena, &result));
	}
	tell_packages(&(struct match_ask){ .index = index, .sources = &sources }, &telling);
}

static void
tell_id(struct kb *kb, struct str id, struct arena *arena, struct buf *out)
{
	struct kb_vulnerabilities found;
	uint32_t number = UINT32_MAX;

	assert_ok(kb_find(kb, id, arena, &found));
	buf_addf(out, "%.*s:", STR_ARG(id));
	for (size_t i = 0; i < found.list.count; i++) {
		const struct kb_vulnerability *one = &found.list.items[i];

		buf_addf(out, " %lld=%.*s", (long long)one->number, STR_ARG(one->id));
		for (size_t n = 0; n < one->same_as.count; n++)
			buf_addf(out, ",%.*s", STR_ARG(one->same_as.items[n]));
		for (size_t r = 0; r < one->records.count; r++)
			buf_addf(out, "/%.*s%s", STR_ARG(one->records.items[r].id), one->records.items[r].covers ? "+" : "");
	}
	(void)match_find(kb_index(kb), id, &number);
	buf_addf(out, " %u %d\n", number, match_is_withdrawn(kb_index(kb), id));
}

static struct str
answers(struct str path, struct arena *arena)
{
	struct kb *kb KB_SCOPE = NULL;
	struct buf out BUF_SCOPE = { 0 };

	assert_ok(kb_open(path, arena, &kb));
	assert_ok(kb_verify(kb, arena));
	tell_index(kb_index(kb), arena, &out);
	for (uint32_t i = 0; i < RECORDS; i++) {
		for (size_t feed = 0; feed < ARRAY_LEN(feeds); feed++)
			tell_id(kb, arena_printf(arena, "%s%04u", feeds[feed].prefix, i), arena, &out);
		tell_id(kb, arena_printf(arena, "GHSA-%u", i), arena, &out);
	}
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------- beside it, as a whole */

static void
copy_dir(struct str from, struct str to, struct arena *arena)
{
	struct str *names, bytes;
	size_t count;

	assert_ok(dir_make(to, arena));
	assert_ok(dir_list(from, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str path = path_join(arena, from, names[i]), copy = path_join(arena, to, names[i]);

		if (dir_exists(path, arena)) {
			copy_dir(path, copy, arena);
			continue;
		}
		assert_ok(file_read(path, (size_t)64 << 20, arena, &bytes));
		assert_ok(file_write(copy, bytes, arena));
	}
}

static bool
is_amended(struct str path, struct arena *arena)
{
	struct kb_manifest manifest;

	assert_ok(place_manifest(path, arena, &manifest));
	return file_exists(path_join(arena, place_generation(path, manifest.generation, arena), STR("kb.amend")), arena);
}

static void
build_anew(struct str path, int64_t day, struct arena *arena)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_result result;

	assert_ok(kb_import_begin(path, DAY(day), arena, &import));
	kb_import_rebuild(import);
	assert_ok(kb_import_finish(import, arena, &result));
	assert_true(result.published);
	assert_false(is_amended(path, arena));
}

/* As it stands, and as it would be built of everything. */
static void
compare_whole(struct place *place, int64_t day)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str copy = arena_printf(arena, "%.*s-whole", STR_ARG(place->path)), one, other;

	copy_dir(place->path, copy, arena);
	build_anew(copy, day, arena);
	one = answers(place->path, arena);
	other = answers(copy, arena);
	if (!str_eq(one, other))
		fail_msg("day %lld, amended:\n%.*s\nas a whole:\n%.*s", (long long)day, STR_ARG(one), STR_ARG(other));
	assert_ok(dir_remove(copy, arena));
}

static void
day_after_day_it_answers_as_a_whole(void **state)
{
	struct place *place = *state;
	size_t amended = 0, days = 0;

	for (uint64_t turn = 0; turn < 6; turn++) {
		void *inner = NULL;

		seed = 0x9e3779b97f4a7c15u * (turn + 1);
		assert_int_equal(make_place(&inner), 0);
		place = inner;
		for (int64_t day = 2; day < DAYS; day++) {
			take_day(place, day);
			amended += is_amended(place->path, place->arena);
			days++;
			compare_whole(place, day);
		}
		assert_int_equal(remove_place(&inner), 0);
	}
	print_message("  %zu days, %zu of them amended\n", days, amended);
	assert_true(amended * 2 > days);
}

/* ----------------------------------------------------------------------------------------- what is amended, and what not */

static struct str
file_of_generation(struct place *place, int64_t generation, const char *name)
{
	return path_join(place->arena, place_generation(place->path, generation, place->arena), str_of(name));
}

static void
three_days(struct place *place)
{
	take(place, &nvd, LINES("CVE-2026-0001 1 published old", "CVE-2026-0002 1 published"));
	take(place, &nvd, LINES("CVE-2026-0001 2 published new"));
	take(place, &nvd, LINES("CVE-2026-0003 3 published"));
	assert_true(is_amended(place->path, place->arena));
}

/* Going back goes back to what the generation was, and on from there. */
static void
going_back_goes_back_to_the_amendment_of_then(void **state)
{
	struct place *place = *state;
	int64_t generation;
	struct kb *kb;

	three_days(place);
	assert_ok(kb_fall_back(place->path, place->arena, &generation));
	assert_int_equal(generation, 2);
	kb = opened(place);
	assert_int_equal(match_index_vulnerabilities(kb_index(kb)), 2);
	kb_close(kb);
	take(place, &nvd, LINES("CVE-2026-0004 4 published"));
	kb = opened(place);
	assert_ok(kb_verify(kb, place->arena));
	assert_int_equal(match_index_vulnerabilities(kb_index(kb)), 3);
	assert_false(match_find(kb_index(kb), STR("CVE-2026-0003"), &(uint32_t){ 0 }));
	assert_true(match_find(kb_index(kb), STR("CVE-2026-0004"), &(uint32_t){ 0 }));
	kb_close(kb);
}

/* Without its amendment, or with another file in its place, an index is not taken for the whole. */
static void
an_index_without_its_amendment_is_broken(void **state)
{
	static const char *const files[] = { "kb.amend", "index", "kb.idx" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		for (int how = 0; how < 2; how++) {
			void *inner = NULL;
			struct place *place;
			struct kb *kb = NULL;
			struct str file;

			assert_int_equal(make_place(&inner), 0);
			place = inner;
			three_days(place);
			file = file_of_generation(place, 3, files[i]);
			assert_int_equal(how == 0 ? unlink(arena_cstr(place->arena, file)) : truncate(arena_cstr(place->arena, file), 20), 0);
			assert_err(kb_open(place->path, place->arena, &kb), ERR_STORE);
			assert_int_equal(remove_place(&inner), 0);
		}
	}
}

/* What another program made of the records before cannot be known, so nothing is told beside it. */
static void
what_another_program_built_is_built_anew(void **state)
{
	struct place *place = *state;
	struct kb_seal seal;
	struct kb_index_seal index;
	struct str dir;

	three_days(place);
	dir = place_generation(place->path, 3, place->arena);
	assert_ok(place_check(place->path, 3, true, place->arena, &seal));
	assert_ok(place_index_seal(dir, &seal, place->arena, &index));
	assert_true(index.by.len > 0 && index.amended_size > 0);
	index.by = STR("another");
	assert_ok(place_seal_index(dir, &index, place->arena, &seal));
	take(place, &nvd, LINES("CVE-2026-0001 5 published"));
	assert_false(is_amended(place->path, place->arena));
	take(place, &nvd, LINES("CVE-2026-0001 6 published"));
	assert_true(is_amended(place->path, place->arena));
}

/* A damaged index is not amended: the next import builds it anew, which mends it. */
static void
what_is_damaged_is_built_anew(void **state)
{
	static const struct { const char *file; off_t at; } damages[] = { { "kb.idx", 0 }, { "kb.idx", 200 }, { "kb.amend", 300 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
		void *inner = NULL;
		struct place *place;
		struct kb *kb;
		int fd FD_SCOPE = -1;

		assert_int_equal(make_place(&inner), 0);
		place = inner;
		three_days(place);
		fd = open(arena_cstr(place->arena, file_of_generation(place, 3, damages[i].file)), O_WRONLY | O_CLOEXEC);
		assert_true(fd >= 0);
		assert_int_equal(pwrite(fd, "\x5a", 1, damages[i].at), 1);
		if (kb_open(place->path, place->arena, &kb) == NULL) {
			assert_err(kb_verify(kb, place->arena), ERR_STORE);
			kb_close(kb);
		}
		take(place, &nvd, LINES("CVE-2026-0001 7 published mended"));
		assert_false(is_amended(place->path, place->arena));
		kb = opened(place);
		assert_ok(kb_verify(kb, place->arena));
		assert_int_equal(match_index_vulnerabilities(kb_index(kb)), 3);
		kb_close(kb);
		assert_int_equal(remove_place(&inner), 0);
	}
}

/* A record joined two others and stops doing so: its words are no longer found with the one that stays, though nothing of that one changed. */
static void
words_of_a_record_that_left_are_not_found_with_what_stays(void **state)
{
	struct place *place = *state;
	struct kb_query query = { .text = STR("bridge"), .base_least = -1, .base_most = 100, .since = INSTANT_NONE, .until = INSTANT_NONE, .most = 20 };
	struct kb_hits hits;
	struct kb *kb;

	take(place, &nvd, LINES("CVE-2026-0001 1 published first"));
	take(place, &pypi, LINES("PYSEC-1 1 published =CVE-2026-0001 bridge"));
	kb = opened(place);
	assert_ok(kb_search(kb, &query, place->arena, &hits));
	assert_int_equal(hits.hits.count, 1);
	assert_str(hits.hits.items[0].id, "CVE-2026-0001");
	kb_close(kb);
	take(place, &pypi, LINES("PYSEC-1 2 published bridge"));
	kb = opened(place);
	assert_ok(kb_search(kb, &query, place->arena, &hits));
	assert_int_equal(hits.hits.count, 1);
	assert_str(hits.hits.items[0].id, "PYSEC-1");
	kb_close(kb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(day_after_day_it_answers_as_a_whole),
		TEST(going_back_goes_back_to_the_amendment_of_then),
		TEST(an_index_without_its_amendment_is_broken),
		TEST(what_another_program_built_is_built_anew),
		TEST(what_is_damaged_is_built_anew),
		TEST(words_of_a_record_that_left_are_not_found_with_what_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
