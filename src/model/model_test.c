#include "test.h"
#include "model/advisory.h"
#include "model/inventory.h"
#include "model/record.h"

static struct advisory
sample(struct arena *arena)
{
	struct advisory advisory = {
		.source = SOURCE_OSV, .id = STR("GHSA-xxxx-yyyy-zzzz"), .published = 1700000000000000,
		.modified = 1700000000000001, .withdrawn = INSTANT_NONE, .title_ja = STR("脆弱性"),
	};
	struct affected *affected = list_add(arena, &advisory.affected);
	struct osv_range *range;
	struct score *score;

	list_push(arena, &advisory.aliases, STR("CVE-2026-0001"));
	affected->ecosystem = STR("PyPI");
	affected->package = STR("example");
	range = list_add(arena, &affected->ranges);
	range->kind = OSV_ECOSYSTEM;
	list_push(arena, &range->events, ((struct osv_event){ OSV_INTRODUCED, STR("0") }));
	list_push(arena, &range->events, ((struct osv_event){ OSV_FIXED, STR("1.2.3") }));
	score = list_add(arena, &advisory.scores);
	*score = (struct score){ .version = CVSS_V3_1, .vector = STR("CVSS:3.1/AV:N"), .base = 98 };
	return advisory;
}

static void
a_record_comes_back_as_it_went(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct advisory before = sample(arena), after;
	struct buf bytes BUF_SCOPE = { 0 }, again BUF_SCOPE = { 0 };

	(void)state;
	record_encode(&advisory_schema, &before, &bytes);
	assert_ok(record_decode(&advisory_schema, buf_str(&bytes), arena, &after));
	assert_str(after.affected.items[0].ranges.items[0].events.items[1].version, "1.2.3");
	assert_int_equal(after.withdrawn, INSTANT_NONE);
	assert_int_equal(after.scores.items[0].base, 98);
	record_encode(&advisory_schema, &after, &again);
	assert_true(str_eq(buf_str(&bytes), buf_str(&again)));
}

static void
every_cut_and_every_changed_byte_is_refused_or_read_within_bounds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct advisory before = sample(arena), after;
	struct buf bytes BUF_SCOPE = { 0 };
	size_t refused = 0;

	(void)state;
	record_encode(&advisory_schema, &before, &bytes);
	for (size_t len = 0; len < bytes.len; len++)
		assert_err(record_decode(&advisory_schema, str_sub(buf_str(&bytes), 0, len), arena, &after), ERR_FORMAT);
	for (size_t at = 0; at < bytes.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			bytes.ptr[at] = (char)(bytes.ptr[at] ^ (1 << bit));
			refused += record_decode(&advisory_schema, buf_str(&bytes), arena, &after) != NULL;
			bytes.ptr[at] = (char)(bytes.ptr[at] ^ (1 << bit));
		}
		arena_reset(arena);
	}
	assert_true(refused > bytes.len);
}

static void
a_copy_outlives_what_it_was_copied_from(void **state)
{
	struct arena *first = arena_new(), *second ARENA_SCOPE = arena_new();
	struct advisory before = sample(first), after;
	struct buf bytes BUF_SCOPE = { 0 }, again BUF_SCOPE = { 0 };

	(void)state;
	record_encode(&advisory_schema, &before, &bytes);
	record_copy(&advisory_schema, &before, second, &after);
	arena_free(first);
	record_encode(&advisory_schema, &after, &again);
	assert_true(str_eq(buf_str(&bytes), buf_str(&again)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_comes_back_as_it_went),
		cmocka_unit_test(every_cut_and_every_changed_byte_is_refused_or_read_within_bounds),
		cmocka_unit_test(a_copy_outlives_what_it_was_copied_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
