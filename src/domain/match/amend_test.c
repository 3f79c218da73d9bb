/*
 * amend_test.c - an image with its amendment answers as an image of everything does: over the cases of match.cases, whose records come, go and come
 * back in several steps, and over damaged bytes.
 */
#include "test.h"
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/map.h"
#include "domain/match/image.h"
#include "domain/match/world_test.h"

static const char *const case_files[] = {
	SOURCE_ROOT "/src/domain/match/match.cases",
	SOURCE_ROOT "/src/domain/match/records.cases",
	SOURCE_ROOT "/src/domain/match/hosts.cases",
};

enum { STEPS = 4 };

/* All records there are of a case, with those of other cases beside them, and which of them stand at a time. */
struct story {
	const struct record *records[512];
	size_t               count, own;      /* own: those of the case itself come first */
	bool                 stands[512];
	uint64_t             state;
	struct arena        *arena;
	size_t               told, asked;
};

static uint32_t
draw(struct story *story, uint32_t below)
{
	story->state ^= story->state << 13;
	story->state ^= story->state >> 7;
	story->state ^= story->state << 17;
	return (uint32_t)(story->state >> 11) % below;
}

static void
add_records(struct story *story, const struct world *world)
{
	for (size_t i = 0; i < world->records.count && story->count < ARRAY_LEN(story->records); i++)
		story->records[story->count++] = &world->records.items[i];
}

/* A builder of what stands; changed: of the vulnerabilities that are in it alone, NULL: of all. */
static struct match_builder *
builder_of(const struct story *story, const bool *stands, const struct map *changed)
{
	struct match_builder *builder = match_builder_new();

	for (size_t i = 0; i < story->count; i++)
		if (stands[i] && (changed == NULL || map_find(changed, story->records[i]->face.id) != NULL))
			add_record(builder, story->records[i], story->arena);
	return builder;
}

static struct str
built(const struct story *story)
{
	struct match_builder *builder = builder_of(story, story->stands, NULL);
	struct buf out BUF_SCOPE = { 0 };

	assert_ok(match_builder_finish(builder, story->arena, &out));
	match_builder_free(builder);
	return arena_copy(story->arena, buf_str(&out));
}

static const struct match_index *
opened(struct str image, struct str amendment, struct arena *arena)
{
	const struct match_index *index = NULL;

	if (amendment.len > 0) {
		assert_ok(match_amendment_verify(amendment, arena));
		assert_ok(match_index_open_amended(image, amendment, arena, &index));
	} else {
		assert_ok(match_index_open(image, arena, &index));
	}
	return index;
}

/* ------------------------------------------------------------------------------------------- the same answers */

struct products { struct str_list lines; struct arena *arena; };

static void
add_product(void *data, struct str identity, bool is_cpe, uint64_t vulnerabilities)
{
	struct products *products = data;

	list_push(products->arena, &products->lines,
	    arena_printf(products->arena, "%.*s %d %llu", STR_ARG(identity), is_cpe, (unsigned long long)vulnerabilities));
}

static int
compare_lines(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct str
products_of(const struct match_index *index, struct arena *arena)
{
	struct products products = { .arena = arena };

	match_each_product(index, add_product, &products);
	if (products.lines.count > 1)
		qsort(products.lines.items, products.lines.count, sizeof(*products.lines.items), compare_lines);
	return arena_join(arena, products.lines.items, products.lines.count, STR("\n"));
}

static void
assert_same_name(const struct match_index *one, const struct match_index *other, struct str id)
{
	uint32_t a = 0, b = 0;

	assert_int_equal(match_find(one, id, &a), match_find(other, id, &b));
	assert_int_equal(a, b);
	assert_int_equal(match_is_withdrawn(one, id), match_is_withdrawn(other, id));
}

static void
assert_same_faces(const struct match_index *one, const struct match_index *other, struct arena *arena)
{
	assert_int_equal(match_index_vulnerabilities(one), match_index_vulnerabilities(other));
	for (uint32_t i = 0; i < match_index_vulnerabilities(one); i++) {
		struct vulnerability a, b;

		assert_true(str_eq(match_vulnerability_id(one, i), match_vulnerability_id(other, i)));
		assert_ok(match_vulnerability(one, i, arena, &a));
		assert_ok(match_vulnerability(other, i, arena, &b));
		assert_true(str_eq(a.title_en, b.title_en) && a.base == b.base && a.state == b.state);
	}
}

/* The entries of every key that the whole image has, as texts. */
static struct str
key_text(const struct match_index *index, struct str key, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct run run = { 0 };

	buf_addf(&out, "%d", image_find(index, key, &run));
	if (strchr("ecvm", key.ptr[0]) == NULL) {
		buf_addf(&out, " %u", run.count);
		return arena_copy(arena, buf_str(&out));
	}
	for (uint32_t i = 0; i < run.count; i++) {
		struct image_entry entry;
		uint32_t places[7];

		assert_true(image_entry_at(index, (uint64_t)run.first + i, &entry));
		memcpy(places, &entry.record, sizeof(places));
		buf_addf(&out, "\n%u %u %u %u %u %u %u %u", entry.vulnerability, entry.source, entry.rank, entry.scheme, entry.kind, entry.channel,
		    entry.platforms, entry.flags);
		for (size_t t = 0; t < ARRAY_LEN(places); t++) {
			buf_add_char(&out, '|');
			buf_add(&out, image_text(index, places[t]));
		}
	}
	return arena_copy(arena, buf_str(&out));
}

/* Every key of the image is looked up in both. */
static void
assert_same_keys(const struct match_index *keys, const struct match_index *one, const struct match_index *other, struct arena *arena)
{
	const struct image_span *slots = &keys->head.sections[IMAGE_SLOTS];

	for (uint64_t i = 0; i < slots->count; i++) {
		struct image_slot slot;
		struct str key, a, b;

		memcpy(&slot, keys->bytes.ptr + slots->at + i * sizeof(slot), sizeof(slot));
		if (slot.key == 0)
			continue;
		key = image_text(keys, slot.key);
		a = key_text(one, key, arena);
		b = key_text(other, key, arena);
		if (!str_eq(a, b))
			fail_msg("key %.*s\n%.*s\nas a whole:\n%.*s", STR_ARG(key), STR_ARG(a), STR_ARG(b));
	}
}

static void
assert_same(const struct story *story, struct str image, struct str amendment)
{
	struct arena *arena = story->arena;
	const struct match_index *one = opened(image, amendment, arena), *first = opened(image, STR(""), arena);
	const struct match_index *whole = opened(built(story), STR(""), arena);

	assert_same_faces(one, whole, arena);
	assert_int_equal(match_index_entries(one), match_index_entries(whole));
	assert_true(str_eq(products_of(one, arena), products_of(whole, arena)));
	assert_same_keys(whole, one, whole, arena);
	/* And of what the image had first, nothing that is gone now. */
	assert_same_keys(first, one, whole, arena);
	for (size_t i = 0; i < story->count; i++) {
		const struct record *record = story->records[i];

		assert_same_name(one, whole, record->face.id);
		assert_same_name(one, whole, record->advisory.id);
		for (size_t a = 0; a < record->face.aliases.count; a++)
			assert_same_name(one, whole, record->face.aliases.items[a]);
	}
}

/* ------------------------------------------------------------------------------------------------- a step */

/* To what stands next; the amendment of that, or a new image where it cannot be told beside the old one. */
static void
step(struct story *story, const bool *next, struct str *image, struct str *amendment)
{
	struct match_builder *before, *after;
	struct buf out BUF_SCOPE = { 0 };
	struct map changed = { 0 };
	bool told;

	for (size_t i = 0; i < story->count; i++)
		if (story->stands[i] != next[i] || draw(story, 8) == 0)
			*map_put(story->arena, &changed, story->records[i]->face.id) = 1;
	before = builder_of(story, story->stands, &changed);
	after = builder_of(story, next, &changed);
	assert_ok(match_amend(opened(*image, *amendment, story->arena), before, after, story->arena, &out, &told));
	match_builder_free(before);
	match_builder_free(after);
	memcpy(story->stands, next, sizeof(story->stands));
	story->asked++;
	story->told += told;
	if (told) {
		*amendment = arena_copy(story->arena, buf_str(&out));
	} else {
		*image = built(story);
		*amendment = STR("");
	}
	assert_same(story, *image, *amendment);
}

static void
run_case(const struct world *world, struct story *story)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str image, amendment = STR("");

	for (size_t i = 0; i < story->count; i++)
		story->stands[i] = draw(story, 2) == 0;
	image = built(story);
	for (int i = 0; i < STEPS; i++) {
		bool next[ARRAY_LEN(story->stands)];

		/* At the end the case stands, and of the others what may. */
		for (size_t r = 0; r < story->count; r++)
			next[r] = i == STEPS - 1 ? r < story->own || story->stands[r] : story->stands[r] != (draw(story, 3) == 0);
		step(story, next, &image, &amendment);
	}
	world_run_amended(world, image, amendment, story->arena, &out);
	if (!str_eq(buf_str(&out), world->expected))
		fail_msg("%.*s\nexpected:\n%.*samended:\n%.*s", STR_ARG(world->text), STR_ARG(world->expected), STR_ARG(buf_str(&out)));
}

static void
what_comes_and_goes_leaves_an_image_of_everything(void **state)
{
	struct arena *arena = arena_new();
	size_t cases = 0, told = 0, asked = 0;

	(void)state;
	for (size_t f = 0; f < ARRAY_LEN(case_files); f++) {
		struct str text, paragraph;
		uint64_t seed = 0x9e3779b97f4a7c15u;

		assert_ok(file_read(str_of(case_files[f]), (size_t)1 << 20, arena, &text));
		while (world_next(&text, &paragraph)) {
			struct arena *inner = arena_new();
			struct world world = { 0 }, more = { 0 };
			struct story story = { .arena = inner, .state = seed += 0x51ed2701u };

			if (world_read(&world, paragraph, inner)) {
				world_read(&more, str_of(world_unrelated), inner);
				add_records(&story, &world);
				story.own = story.count;
				add_records(&story, &more);
				run_case(&world, &story);
				cases++;
			}
			told += story.told;
			asked += story.asked;
			arena_free(inner);
		}
	}
	print_message("  %zu cases, %zu of %zu steps told as an amendment\n", cases, told, asked);
	assert_true(cases > 200);
	assert_true(told * 10 > asked * 9);
	arena_free(arena);
}

/* ------------------------------------------------------------------------------------------------- damage */

static const char before_text[] = "nvd CVE-2001-9001 OR(+a:unrelated:thing <5 +o:unrelated:system)\n"
				  "osv DSA-9004 of=CVE-2024-1a | at=Debian:12 | name=curl | from=0\n"
				  "component name=none\n";
static const char after_text[] = "nvd CVE-2001-9001 OR(+a:unrelated:thing <6)\n"
				 "osv DSA-9004 of=CVE-2024-1a | at=Debian:12 | name=curl | from=0\n"
				 "osv GHSA-9003 of=CVE-2020-9003 | at=PyPI | name=unrelated | from=0\n"
				 "component name=none\n";

/* An image, and an amendment of it that changes one and brings one. */
static void
make_amended(struct arena *arena, struct str *ret_image, struct str *ret_amendment)
{
	struct world old = { 0 }, new = { 0 };
	struct match_builder *before = match_builder_new(), *after = match_builder_new();
	struct buf out BUF_SCOPE = { 0 };
	bool told;

	world_read(&old, str_of(before_text), arena);
	world_read(&new, str_of(after_text), arena);
	*ret_image = world_build(&old, arena, false, false);
	add_record(before, &old.records.items[0], arena);
	add_record(after, &new.records.items[0], arena);
	add_record(after, &new.records.items[2], arena);
	assert_ok(match_amend(opened(*ret_image, STR(""), arena), before, after, arena, &out, &told));
	assert_true(told);
	match_builder_free(before);
	match_builder_free(after);
	*ret_amendment = arena_copy(arena, buf_str(&out));
}

static void
look_at_everything(const struct match_index *index, struct arena *arena)
{
	uint32_t number;

	(void)products_of(index, arena);
	for (uint32_t i = 0; i < match_index_vulnerabilities(index) && i < 100; i++) {
		struct vulnerability face;

		(void)(match_vulnerability(index, i, arena, &face) == NULL);
		(void)match_find(index, match_vulnerability_id(index, i), &number);
	}
	(void)key_text(index, STR("ea"), arena);
}

static void
damaged_amendments_are_refused_or_stay_within_bounds(void **state)
{
	struct arena *arena = arena_new();
	struct str image, amendment;

	(void)state;
	make_amended(arena, &image, &amendment);
	for (size_t len = 0; len < amendment.len; len += 7)
		assert_non_null(match_index_open_amended(image, str_sub(amendment, 0, len), arena, &(const struct match_index *){ NULL }));
	for (size_t i = 0; i < amendment.len; i++) {
		struct arena *inner = arena_new();
		struct str bytes = arena_copy(inner, amendment);
		const struct match_index *index = NULL;

		((char *)(uintptr_t)bytes.ptr)[i] = (char)(bytes.ptr[i] ^ 0x55);
		assert_non_null(match_amendment_verify(bytes, inner));
		if (match_index_open_amended(image, bytes, inner, &index) == NULL) {
			struct world world = { 0 };
			struct buf out BUF_SCOPE = { 0 };

			look_at_everything(index, inner);
			world_read(&world, STR("component cpe=cpe:2.3:a:unrelated:thing:4:*:*:*:*:*:*:*\n"), inner);
			if (world.components.count > 0)
				world_run_amended(&world, image, bytes, inner, &out);
		}
		arena_free(inner);
	}
	arena_free(arena);
}

static void
an_amendment_of_another_image_is_refused(void **state)
{
	struct arena *arena = arena_new();
	struct str image, amendment;
	struct world other = { 0 };

	(void)state;
	make_amended(arena, &image, &amendment);
	world_read(&other, str_of(after_text), arena);
	assert_err(match_index_open_amended(world_build(&other, arena, false, false), amendment, arena, &(const struct match_index *){ NULL }), ERR_FORMAT);
	assert_err(match_index_open(amendment, arena, &(const struct match_index *){ NULL }), ERR_FORMAT);
	assert_err(match_amendment_verify(image, arena), ERR_FORMAT);
	arena_free(arena);
}

/* What was not said before cannot be taken out, and what is there and was not named would stay. */
static void
what_the_index_does_not_have_is_not_amended(void **state)
{
	struct arena *arena = arena_new();
	struct world old = { 0 }, new = { 0 };
	struct str image;

	(void)state;
	world_read(&old, str_of(before_text), arena);
	world_read(&new, str_of(after_text), arena);
	image = world_build(&old, arena, false, false);
	for (int turn = 0; turn < 2; turn++) {
		struct match_builder *before = match_builder_new(), *after = match_builder_new();
		struct buf out BUF_SCOPE = { 0 };
		bool told = true;

		if (turn == 0)
			add_record(before, &new.records.items[2], arena);
		add_record(after, &new.records.items[turn == 0 ? 2 : 0], arena);
		assert_ok(match_amend(opened(image, STR(""), arena), before, after, arena, &out, &told));
		assert_false(told);
		match_builder_free(before);
		match_builder_free(after);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_and_goes_leaves_an_image_of_everything),
		cmocka_unit_test(damaged_amendments_are_refused_or_stay_within_bounds),
		cmocka_unit_test(an_amendment_of_another_image_is_refused),
		cmocka_unit_test(what_the_index_does_not_have_is_not_amended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
