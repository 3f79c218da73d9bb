/*
 * ends_test.c - where things end: images that lie about what is in them, more than there is room for, nothing at all.
 */
#include "test.h"
#include <string.h>
#include "domain/match/host.h"
#include "domain/match/image.h"
#include "domain/match/world_test.h"

/* ------------------------------------------------------------------------------- the whole index */

static struct str
image_of(const char *text, struct arena *arena)
{
	struct world world = { 0 };

	assert_true(world_read(&world, str_of(text), arena));
	return world_build(&world, arena, false, false);
}

static const struct match_index *
opened(struct str image, struct arena *arena)
{
	const struct match_index *index = NULL;

	assert_ok(match_index_open(image, arena, &index));
	return index;
}

static const char tomcat[] =
    "nvd CVE-2024-1 OR(+a:apache:tomcat <9)\n"
    "nvd CVE-2024-2 OR(+a:apache:tomcat <8)\n"
    "nvd CVE-2024-3 AND[OR(+a:apache:tomcat <9) OR(-o:linux:linux_kernel)]\n"
    "osv GHSA-4 of=CVE-2024-4 | at=PyPI | name=tomcat | from=0\n"
    "component cpe=a:apache:tomcat:8.5\n";

static void
an_index_tells_what_it_is(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str image = image_of(tomcat, arena);
	const struct match_index *index = opened(image, arena);

	(void)state;
	assert_int_equal(match_index_encoder(index), MATCH_ENCODER);
	assert_true(str_eq(match_index_digest(index), image_digest(image, arena)));
	assert_int_equal(match_index_vulnerabilities(index), 4);
	assert_str(match_vulnerability_id(index, 3), "CVE-2024-4");
	assert_str(match_vulnerability_id(index, 4), "");
	match_builder_free(NULL);
}

struct products { struct arena *arena; struct str_list identities; uint64_t records; };

static void
note_product(void *data, struct str identity, bool is_cpe, uint64_t vulnerabilities)
{
	struct products *products = data;

	assert_int_equal(is_cpe, str_starts(identity, STR("cpe:")));
	list_push(products->arena, &products->identities, identity);
	products->records += vulnerabilities;
}

static void
every_product_is_told(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct products products = { .arena = arena };

	(void)state;
	match_each_product(opened(image_of(tomcat, arena), arena), note_product, &products);
	/* The CPE by its product's name and by both; the package by its name. */
	assert_int_equal(products.identities.count, 3);
	assert_int_equal(products.records, 3 + 3 + 1);
	assert_true(str_is_one_of(STR("PyPI/tomcat"), products.identities.items, 3));
	assert_true(str_is_one_of(STR("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"), products.identities.items, 3));
}

/* ------------------------------------------------------------------------------------- the rows */

static const struct match_source fresh[] = {
	{ .source = SOURCE_NVD, .feed = STR_INIT("nvd"), .complete = true, .fresh = true },
	{ .source = SOURCE_OSV, .feed = STR_INIT("osv:Debian"), .complete = true, .fresh = true },
};
static const struct match_sources sources = { fresh, ARRAY_LEN(fresh) };
static const struct component server = { .cpe = STR_INIT("cpe:2.3:a:apache:tomcat:7.0:*:*:*:*:*:*:*") };

struct counted {
	struct arena *arena;
	size_t        rows, fail_at;
	uint32_t      last;
	enum verdict  verdict;
};

static struct err *
count_row(void *data, const struct match_row *row)
{
	struct counted *counted = data;

	counted->last = row->vulnerability;
	counted->verdict = row->verdict;
	if (++counted->rows == counted->fail_at)
		return err_new(counted->arena, ERR_LIMIT, M("The index has no vulnerability number {number}."), ARG_N("number", 1));
	return NULL;
}

static void
an_error_stops_the_matching(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component component = server;
	uint32_t only[] = { 0, 1 };
	struct match_ask ask = { .index = opened(image_of(tomcat, arena), arena), .sources = &sources };
	struct counted counted = { .arena = arena, .fail_at = 2 };
	struct match_result result;

	(void)state;
	assert_err(match_component(&ask, &component, count_row, &counted, arena, &result), ERR_LIMIT);
	assert_int_equal(counted.rows, 2);
	ask.only = only;
	ask.only_count = ARRAY_LEN(only);
	counted = (struct counted){ .arena = arena, .fail_at = 2 };
	assert_err(match_component(&ask, &component, count_row, &counted, arena, &result), ERR_LIMIT);
	/* Packages and candidates as well, and a host as a whole. */
	ask.only = NULL;
	component = (struct component){ .kind = COMPONENT_OS_PACKAGE, .name = STR("tomcat"), .distribution = STR("gentoo"), .version = STR("7.0") };
	counted = (struct counted){ .arena = arena, .fail_at = 1 };
	assert_err(match_component(&ask, &component, count_row, &counted, arena, &result), ERR_LIMIT);
}

static struct err *
count_host_row(void *data, size_t component, const struct match_row *row)
{
	assert_int_equal(component, 1);
	return count_row(data, row);
}

static void
an_error_stops_the_host(void **state)
{
	const struct component components[] = { { .name = STR("x") }, server, server };
	const struct match_host_facts facts = { .components = components, .count = ARRAY_LEN(components) };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct match_ask ask = { .index = opened(image_of(tomcat, arena), arena), .sources = &sources };
	struct counted counted = { .arena = arena, .fail_at = 1 };
	struct match_result results[ARRAY_LEN(components)];

	(void)state;
	ask.host = match_host_new(&facts, arena);
	assert_err(match_host_all(&ask, &facts, count_host_row, &counted, arena, results), ERR_LIMIT);
	assert_int_equal(counted.rows, 1);
}

static void
rows_may_only_be_counted(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct match_ask ask = { .index = opened(image_of(tomcat, arena), arena), .sources = &sources };
	struct match_result result;

	(void)state;
	assert_ok(match_component(&ask, &server, NULL, NULL, arena, &result));
	assert_int_equal(result.counts[VERDICT_AFFECTED], 2);
	assert_int_equal(result.counts[VERDICT_UNKNOWN], 1);
	assert_int_equal(result.conditional, 1);
}

static void
only_what_is_asked_for_is_told(void **state)
{
	static const uint32_t last[] = { 1 }, beyond[] = { 2, 3, 4, 99 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct match_ask ask = { .index = opened(image_of(tomcat, arena), arena), .sources = &sources, .only = last, .only_count = 1 };
	struct counted counted = { .arena = arena };
	struct match_result result;

	(void)state;
	assert_ok(match_component(&ask, &server, count_row, &counted, arena, &result));
	assert_int_equal(counted.rows, 1);
	assert_int_equal(counted.last, 1);
	/* 3 is of another product, 4 and 99 of none. */
	ask.only = beyond;
	ask.only_count = ARRAY_LEN(beyond);
	assert_ok(match_component(&ask, &server, count_row, &counted, arena, &result));
	assert_int_equal(counted.rows, 2);
	assert_int_equal(counted.last, 2);
	/* All that depend on the host and no others. */
	ask.only = NULL;
	ask.conditional_only = true;
	assert_ok(match_component(&ask, &server, count_row, &counted, arena, &result));
	assert_int_equal(counted.rows, 3);
	assert_int_equal(counted.last, 2);
}

/* The release is not known, and of hundreds that there are the last one is affected. */
static void
every_release_is_asked(void **state)
{
	enum { RELEASES = 300 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	const struct component curl = { .kind = COMPONENT_OS_PACKAGE, .name = STR("curl"), .version = STR("7.88.1-10"), .distribution = STR("debian") };
	struct match_ask ask = { .sources = &sources };
	struct counted counted = { .arena = arena };
	struct match_result result;

	(void)state;
	for (int i = 1; i <= RELEASES; i++)
		buf_addf(&text, "osv DSA-%d of=CVE-2024-1 | at=Debian:%03d | name=curl | from=0 | fixed=%d\n", i, i, i == RELEASES ? 8 : 7);
	buf_add(&text, STR("component name=none\n"));
	buf_add_char(&text, '\0');
	ask.index = opened(image_of(text.ptr, arena), arena);
	assert_ok(match_component(&ask, &curl, count_row, &counted, arena, &result));
	assert_int_equal(counted.rows, 1);
	assert_int_equal(counted.verdict, VERDICT_UNKNOWN);
}

/* -------------------------------------------------------------------------- images that lie */

struct lie { struct arena *arena; char *bytes; size_t len; struct image_head head; };

static struct lie
lie_begin(const char *text, struct arena *arena)
{
	struct str image = image_of(text, arena);
	struct lie lie = { .arena = arena, .bytes = arena_alloc(arena, image.len), .len = image.len };

	memcpy(lie.bytes, image.ptr, image.len);
	memcpy(&lie.head, image.ptr, sizeof(lie.head));
	return lie;
}

/* The slot of a key as the lie has it now. */
static char *
slot_of(struct lie *lie, struct str key, struct image_slot *ret_slot)
{
	const struct match_index *index = opened((struct str){ lie->bytes, lie->len }, lie->arena);
	const struct image_span *span = &lie->head.sections[IMAGE_SLOTS];

	for (uint64_t i = 0; i < span->count; i++) {
		char *at = lie->bytes + span->at + i * sizeof(*ret_slot);

		memcpy(ret_slot, at, sizeof(*ret_slot));
		if (ret_slot->key != 0 && str_eq(image_text(index, ret_slot->key), key))
			return at;
	}
	fail_msg("no such key");
	return NULL;
}

static void
lie_about(struct lie *lie, struct str key, uint32_t first, uint32_t count)
{
	struct image_slot slot;
	char *at = slot_of(lie, key, &slot);

	slot.first = first;
	slot.count = count;
	memcpy(at, &slot, sizeof(slot));
}

static const char debian[] =
    "osv DSA-1 of=CVE-2024-1 | at=Debian:11 | name=curl | from=0 | fixed=8\n"
    "osv DSA-2 of=CVE-2024-2 | at=Debian:12 | name=curl | from=0 | fixed=8\n"
    "component name=none\n";

static size_t
rows_of(struct lie *lie, const struct component *component, const uint32_t *only)
{
	struct match_ask ask = { .index = opened((struct str){ lie->bytes, lie->len }, lie->arena), .sources = &sources, .only = only, .only_count = 1 };
	struct counted counted = { .arena = lie->arena };
	struct match_result result;

	assert_ok(match_component(&ask, component, count_row, &counted, lie->arena, &result));
	return counted.rows;
}

static void
runs_that_lie_are_followed_no_further_than_there_is(void **state)
{
	/* Around the end of all numbers, and beyond the section's. */
	static const struct run runs[] = { { 1, UINT32_MAX }, { UINT32_MAX, 1 }, { 99, 1 } };
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct component curl = { .kind = COMPONENT_OS_PACKAGE, .name = STR("curl"), .version = STR("7"), .distribution = STR("debian") };
	struct str product = image_key(arena, 'c', STR("a:apache:tomcat"), (struct str){ 0 });
	struct str package = image_key(arena, 'e', STR("Debian"), STR("curl"));
	const uint32_t first = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
		struct lie one = lie_begin(tomcat, arena), other = lie_begin(debian, arena);

		lie_about(&one, product, runs[i].first, runs[i].count);
		lie_about(&other, package, runs[i].first, runs[i].count);
		assert_int_equal(rows_of(&one, &server, &first), 0);
		assert_int_equal(rows_of(&other, &curl, NULL), 0);
	}
}

/* Longer than the section: what is there is told, and then it ends. */
static void
runs_that_are_too_long_end_with_the_image(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component curl = { .kind = COMPONENT_OS_PACKAGE, .name = STR("curl"), .version = STR("7"), .distribution = STR("debian") };
	struct str package = image_key(arena, 'e', STR("Debian"), STR("curl"));
	struct lie lie = lie_begin(debian, arena);
	static const uint32_t second = 1;

	(void)state;
	lie_about(&lie, package, 0, 1000);
	assert_true(rows_of(&lie, &curl, NULL) <= 2);
	curl.release = STR("12");
	assert_true(rows_of(&lie, &curl, NULL) <= 2);
	assert_true(rows_of(&lie, &curl, &second) <= 1);
}

static void
names_that_lie_are_not_found(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct lie lie = lie_begin(tomcat, arena);
	const struct match_index *index;
	uint32_t number = 0;

	(void)state;
	lie_about(&lie, image_key(arena, 'i', STR("CVE-2024-2"), (struct str){ 0 }), 99, 1);
	lie_about(&lie, image_key(arena, 'n', STR(""), STR("tomcat")), 1, 99);
	index = opened((struct str){ lie.bytes, lie.len }, arena);
	assert_false(match_find(index, STR("CVE-2024-2"), &number));
	assert_true(match_find(index, STR("CVE-2024-3"), &number));
	assert_true(match_candidates(index, STR(""), STR("tomcat"), arena).count <= 3);
}

/* No free slot ends the search: a small table is gone through once, a large one for some thousands of slots. */
static void
a_full_table_is_not_searched_for_ever(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	uint32_t number;

	(void)state;
	for (int i = 0; i < 3000; i++)
		buf_addf(&text, "osv GHSA-%d of=CVE-2024-%d\n", i, i);
	buf_add(&text, STR("component name=none\n"));
	buf_add_char(&text, '\0');
	for (int large = 0; large < 2; large++) {
		struct lie lie = lie_begin(large ? text.ptr : tomcat, arena);
		const struct image_span *span = &lie.head.sections[IMAGE_SLOTS];

		assert_int_equal(span->count > 4096, large);
		for (uint64_t i = 0; i < span->count; i++) {
			struct image_slot slot = { .hash = 1, .key = 1 };

			memcpy(lie.bytes + span->at + i * sizeof(slot), &slot, sizeof(slot));
		}
		assert_false(match_find(opened((struct str){ lie.bytes, lie.len }, arena), STR("CVE-2024-2"), &number));
	}
}

static void
a_word_without_its_entry_still_has_its_ground(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct match_says says = { .source = SOURCE_NVD, .rank = RANK_NVD, .verdict = VERDICT_AFFECTED, .reason = REASON_IN_RANGE,
		.entry = 99, .version = STR("7.0") };
	struct grounds grounds = match_explain(opened(image_of(tomcat, arena), arena), &server, &says, arena);

	(void)state;
	assert_int_equal(grounds.verdict, VERDICT_AFFECTED);
	assert_str(grounds.version, "7.0");
	assert_int_equal(grounds.record.len, 0);
}

/* A leaf whose limits cannot be read: nobody knows whether they hold. */
static void
a_limit_that_cannot_be_read_is_unknown(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct config_leaf leaf = { .key = STR("a:apache:tomcat"), .criterion = STR("cpe:2.3:q"), .limited = true, .unstated = true };
	struct probe probe = range_probe(SCHEME_GENERIC, STR("7.0"));
	struct set_room room = { 0 };
	struct cpe asset;

	(void)state;
	assert_ok(cpe_parse(server.cpe, arena, &asset));
	assert_int_equal(leaf_of_asset(&leaf, &asset, &probe, STR(""), &room, arena), KLEENE_UNKNOWN);
	leaf.limited = false;
	assert_int_equal(leaf_of_asset(&leaf, &asset, &probe, STR(""), &room, arena), KLEENE_TRUE);
}

/* ----------------------------------------------------------------------------- records at their ends */

/* More bounds than are compared with each other: what the rows mean by the maker's order is not known. */
static void
a_product_of_too_many_versions_is_not_read(void **state)
{
	enum { ROWS = 700 };   /* two bounds each */
	struct arena *arena ARENA_SCOPE = arena_new();
	struct match_builder *builder = match_builder_new();
	const struct component shop = { .cpe = STR("cpe:2.3:a:ec-cube:ec-cube:4.0.1:*:*:*:*:*:*:*") };
	const struct vulnerability face = { .id = STR("CVE-2024-1"), .base = -1 };
	struct advisory advisory = { .source = SOURCE_JVN, .id = STR("JVNDB-2024-1") };
	struct affected *affected = list_add(arena, &advisory.affected);
	struct counted counted = { .arena = arena };
	struct match_ask ask = { .sources = &sources };
	struct buf out BUF_SCOPE = { 0 };
	struct match_result result;
	uint32_t number;

	(void)state;
	list_push(arena, &affected->cpes, STR("cpe:2.3:a:ec-cube:ec-cube:*:*:*:*:*:*:*:*"));
	for (unsigned i = 1; i <= ROWS; i++)
		list_push(arena, &affected->phrases, arena_printf(arena, "4.%u.0 から 4.%u.5", i, i));
	assert_ok(match_builder_vulnerability(builder, &face, arena, &number));
	assert_ok(match_builder_advisory(builder, number, &advisory, STR(""), arena));
	assert_ok(match_builder_finish(builder, arena, &out));
	match_builder_free(builder);
	ask.index = opened(buf_str(&out), arena);
	assert_ok(match_component(&ask, &shop, count_row, &counted, arena, &result));
	assert_int_equal(counted.rows, 1);
	assert_int_equal(counted.verdict, VERDICT_UNKNOWN);
}

/* What names products and is no advisory on them (alerts, scores) judges nothing. */
static void
other_sources_judge_nothing(void **state)
{
	static const enum source others[] = { SOURCE_KEV, SOURCE_EPSS, SOURCE_BUILDS, SOURCE_EOL, SOURCE_NAMES, SOURCE_ALERTS };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct match_builder *builder = match_builder_new();
		const struct vulnerability face = { .id = STR("CVE-2024-1"), .base = -1 };
		struct advisory advisory = { .source = others[i], .id = STR("X-1") };
		struct affected *affected = list_add(arena, &advisory.affected);
		struct buf out BUF_SCOPE = { 0 };
		uint32_t number;

		affected->status = AFFECTED_YES;
		list_push(arena, &affected->cpes, STR("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"));
		assert_ok(match_builder_vulnerability(builder, &face, arena, &number));
		assert_ok(match_builder_advisory(builder, number, &advisory, STR(""), arena));
		assert_ok(match_builder_finish(builder, arena, &out));
		match_builder_free(builder);
		assert_int_equal(match_index_entries(opened(buf_str(&out), arena)), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_index_tells_what_it_is),
		cmocka_unit_test(every_product_is_told),
		cmocka_unit_test(an_error_stops_the_matching),
		cmocka_unit_test(an_error_stops_the_host),
		cmocka_unit_test(rows_may_only_be_counted),
		cmocka_unit_test(only_what_is_asked_for_is_told),
		cmocka_unit_test(every_release_is_asked),
		cmocka_unit_test(runs_that_lie_are_followed_no_further_than_there_is),
		cmocka_unit_test(runs_that_are_too_long_end_with_the_image),
		cmocka_unit_test(names_that_lie_are_not_found),
		cmocka_unit_test(a_full_table_is_not_searched_for_ever),
		cmocka_unit_test(a_word_without_its_entry_still_has_its_ground),
		cmocka_unit_test(a_limit_that_cannot_be_read_is_unknown),
		cmocka_unit_test(a_product_of_too_many_versions_is_not_read),
		cmocka_unit_test(other_sources_judge_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
