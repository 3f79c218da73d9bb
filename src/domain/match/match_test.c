/*
 * match_test.c - the cases of match.cases, and what must hold of every one of them: what is not about
 * the component changes nothing, the order of adding changes no byte, age never makes "not affected".
 */
#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "domain/match/world_test.h"

static const char *const case_files[] = {
	SOURCE_ROOT "/src/domain/match/match.cases",     /* what the answers mean           */
	SOURCE_ROOT "/src/domain/match/records.cases",   /* what records may look like      */
	SOURCE_ROOT "/src/domain/match/hosts.cases",     /* components, hosts and their feeds */
};

static struct str
cases_text(struct arena *arena)
{
	struct buf all BUF_SCOPE = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(case_files); i++) {
		struct str text = STR("");

		assert_ok(file_read(str_of(case_files[i]), (size_t)1 << 20, arena, &text));
		buf_add(&all, text);
		buf_add_char(&all, '\n');
	}
	return arena_copy(arena, buf_str(&all));
}

/* Runs a check on every case of the file. */
static void
each_case(void (*check)(struct world *world, struct arena *arena))
{
	struct arena *arena = arena_new();
	struct str rest = cases_text(arena), paragraph;
	size_t count = 0, failed = 0;

	while (world_next(&rest, &paragraph)) {
		struct arena *inner = arena_new();
		struct world world = { 0 };

		if (world_read(&world, paragraph, inner)) {
			check(&world, inner);
			failed += world.failed;
			count++;
		}
		arena_free(inner);
	}
	print_message("  %zu cases\n", count);
	assert_true(count > 200);
	assert_int_equal(failed, 0);
	arena_free(arena);
}

static void
check_rows(struct world *world, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str image = world_build(world, arena, false, false);

	world_run(world, image, arena, &out);
	if (!str_eq(buf_str(&out), world->expected)) {
		print_message("%.*s\nexpected:\n%.*sgiven:\n%.*s", STR_ARG(world->text), STR_ARG(world->expected),
		    STR_ARG(buf_str(&out)));
		world->failed = true;
	}
}

static void
every_case_gives_its_rows(void **state)
{
	(void)state;
	each_case(check_rows);
}

static void
check_order(struct world *world, struct arena *arena)
{
	struct str one = world_build(world, arena, false, true), other = world_build(world, arena, true, true);

	assert_true(str_eq(one, other));
	assert_ok(match_index_verify(one, arena));
}

static void
the_order_of_adding_changes_no_byte(void **state)
{
	(void)state;
	each_case(check_order);
}

static void
check_unrelated(struct world *world, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	world_run(world, world_build(world, arena, false, true), arena, &out);
	assert_true(str_eq(buf_str(&out), world->expected));
}

static void
unrelated_advisories_change_nothing(void **state)
{
	(void)state;
	each_case(check_unrelated);
}

static void
check_stale(struct world *world, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str rest = world->expected, line;

	for (size_t i = 0; i < world->feeds.count; i++)
		world->feeds.items[i].fresh = false;
	world_run(world, world_build(world, arena, false, false), arena, &out);
	if (str_find(buf_str(&out), STR(" not_affected ")) != SIZE_MAX &&
	    str_find(buf_str(&out), STR(" not_affected own ")) == SIZE_MAX)
		fail_msg("%.*s\nwith stale sources:\n%.*s", STR_ARG(world->text), STR_ARG(buf_str(&out)));
	if (str_find(buf_str(&out), STR("\njudged")) != SIZE_MAX || str_starts(buf_str(&out), STR("judged")))
		fail_msg("%.*s\njudged by stale sources", STR_ARG(world->text));
	/* What was affected still is, by the same word. */
	while (str_line(&rest, &line))
		if (str_find(line, STR(" affected ")) != SIZE_MAX && str_find(buf_str(&out), line) == SIZE_MAX)
			fail_msg("%.*s\nlost with stale sources: %.*s", STR_ARG(world->text), STR_ARG(line));
}

static void
age_takes_away_not_affected_and_nothing_else(void **state)
{
	(void)state;
	each_case(check_stale);
}

/* ----------------------------------------------------- once per item, once per host, or all at once */

enum { ROWS_MAX = 16 };

struct kept_rows {
	struct match_row rows[ROWS_MAX];
	size_t           count;
	bool             without_conditional;
};

static struct err *
keep_row(void *data, const struct match_row *row)
{
	struct kept_rows *kept = data;

	assert_true(kept->count < ROWS_MAX);
	if (!kept->without_conditional || !row->conditional)
		kept->rows[kept->count++] = *row;
	return NULL;
}

static struct err *
keep_host_row(void *data, size_t component, const struct match_row *row)
{
	return component == 0 ? keep_row(data, row) : NULL;
}

static bool
has_row(const struct kept_rows *kept, const struct match_row *row)
{
	for (size_t i = 0; i < kept->count; i++)
		if (kept->rows[i].vulnerability == row->vulnerability && kept->rows[i].verdict == row->verdict &&
		    kept->rows[i].rank == row->rank && kept->rows[i].missing == row->missing &&
		    kept->rows[i].conditional == row->conditional)
			return true;
	return false;
}

static void
check_split(struct world *world, struct arena *arena)
{
	struct match_sources sources = { world->feeds.items, world->feeds.count };
	struct kept_rows parts = { .without_conditional = true }, whole = { 0 }, host = { 0 };
	struct match_result *results = ARENA_ARRAY(arena, struct match_result, world->host.count);
	struct match_result once;
	const struct match_index *index = NULL;
	struct match_ask ask = { .sources = &sources };
	LIST(uint32_t) only = { 0 };

	assert_ok(match_index_open(world_build(world, arena, false, false), arena, &index));
	ask.index = index;
	assert_ok(match_component(&ask, &world->components.items[0], keep_row, &parts, arena, &once));
	ask.host = match_host_new(&world->host, arena);
	assert_ok(match_component(&ask, &world->components.items[0], keep_row, &whole, arena, &results[0]));
	assert_ok(match_host_all(&ask, &world->host, keep_host_row, &host, arena, results));
	/* Asked for what was open, the engine gives that and no more. */
	for (size_t i = 0; i < whole.count; i++)
		if (whole.rows[i].conditional)
			list_push(arena, &only, whole.rows[i].vulnerability);
	parts.without_conditional = false;
	ask.conditional_only = true;
	ask.only = only.items == NULL ? &(uint32_t){ 0 } : only.items;
	ask.only_count = only.count;
	assert_ok(match_component(&ask, &world->components.items[0], keep_row, &parts, arena, &results[0]));
	assert_int_equal(results[0].conditional, once.conditional);
	assert_int_equal(parts.count, whole.count);
	assert_int_equal(host.count, whole.count);
	for (size_t i = 0; i < whole.count; i++)
		assert_true(has_row(&parts, &whole.rows[i]) && has_row(&host, &whole.rows[i]));
}

static void
once_per_item_and_once_per_host_is_the_whole(void **state)
{
	(void)state;
	each_case(check_split);
}

/* ------------------------------------------------------------------------------------- damage */

/* Damaged images: refused, or read within bounds. The sanitizers are the judge. */
static void
check_damage(struct world *world, struct arena *arena)
{
	struct str image = world_build(world, arena, false, false);
	char *bytes = arena_alloc(arena, image.len);
	uint64_t seed = 88172645463325252u;

	for (size_t round = 0; round < 60; round++) {
		struct buf out BUF_SCOPE = { 0 };
		size_t len = image.len;

		memcpy(bytes, image.ptr, image.len);
		for (size_t i = 0; i < 1 + round % 7; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			/* Behind the head mostly; its own fields now and then. */
			bytes[round % 5 == 0 ? seed % 160 : 160 + seed % (image.len - 160)] = (char)(seed >> 32);
		}
		world_run(world, (struct str){ bytes, len }, arena, &out);
	}
	for (size_t len = 0; len < image.len; len += 97)
		assert_non_null(match_index_open((struct str){ bytes, len }, arena, &(const struct match_index *){ NULL }));
}

static void
a_damaged_image_does_no_harm(void **state)
{
	(void)state;
	each_case(check_damage);
}

static void
an_altered_image_is_found_out(void **state)
{
	struct arena *arena = arena_new();
	struct world world = { 0 };
	struct str image;

	(void)state;
	assert_true(world_read(&world, STR("nvd CVE-2024-1 OR(+a:apache:tomcat <9)\ncomponent cpe=a:apache:tomcat:8\n"), arena));
	image = world_build(&world, arena, false, false);
	assert_ok(match_index_verify(image, arena));
	for (size_t at = 0; at < image.len; at++) {
		char *bytes = arena_alloc(arena, image.len);

		memcpy(bytes, image.ptr, image.len);
		bytes[at] ^= 1;
		assert_non_null(match_index_verify((struct str){ bytes, image.len }, arena));
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_gives_its_rows),
		cmocka_unit_test(the_order_of_adding_changes_no_byte),
		cmocka_unit_test(unrelated_advisories_change_nothing),
		cmocka_unit_test(age_takes_away_not_affected_and_nothing_else),
		cmocka_unit_test(once_per_item_and_once_per_host_is_the_whole),
		cmocka_unit_test(a_damaged_image_does_no_harm),
		cmocka_unit_test(an_altered_image_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
