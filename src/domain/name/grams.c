/*
 * grams.c - names that look alike: Dice's coefficient over bigrams of folded names.
 *
 * Names are numbered by how many bigrams they have, so that those too short or too long to be alike are a range that is
 * left out of every posting list. Of a question's bigrams the rarest are looked up first: a name that is alike enough
 * shares at least one of them, and the most common ones need not be read (prefix filter).
 */
#include <stdlib.h>
#include "domain/name/parts.h"

enum { EDGE = 1, POSTINGS_MOST = 1 << 15, VERIFIED_MOST = 48 };

static int
compare_grams(const void *a_, const void *b_)
{
	uint32_t a = *(const uint32_t *)a_, b = *(const uint32_t *)b_;

	return a < b ? -1 : a > b;
}

uint32_t
grams_of(struct str key, uint32_t *ret_grams)
{
	uint32_t last = EDGE, count = 0, point;
	size_t at = 0, len;

	while (at <= key.len && count < NAME_GRAMS_MOST) {
		len = at < key.len ? str_point(key, at, &point) : 1;
		if (len == 0 || at == key.len)
			point = EDGE;
		at += len == 0 ? 1 : len;
		/* Points have 21 bits; of two, the mixture keeps nearly all that tells them apart. */
		ret_grams[count++] = last * 0x9e3779b1u ^ point;
		last = point;
	}
	qsort(ret_grams, count, sizeof(*ret_grams), compare_grams);
	return count;
}

static uint32_t
bucket_of(uint32_t gram)
{
	return (gram * 0x85ebca6bu) >> 15;
}

static int
compare_docs(const void *a_, const void *b_)
{
	const struct gram_doc *a = a_, *b = b_;

	if (a->grams != b->grams)
		return a->grams < b->grams ? -1 : 1;
	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	return str_cmp(a->key, b->key);
}

static void
collect_docs(struct grams *grams, const struct index *keys, struct arena *arena)
{
	uint32_t scratch[NAME_GRAMS_MOST];

	grams->docs = ARENA_ARRAY(arena, struct gram_doc, keys->entries.count + 1);
	grams->count = 0;
	for (size_t i = 0; i < keys->entries.count; i++) {
		const struct index_entry *entry = &keys->entries.items[i];

		grams->docs[grams->count++] = (struct gram_doc){ entry->item, grams_of(entry->key, scratch), entry->key };
	}
	qsort(grams->docs, grams->count, sizeof(*grams->docs), compare_docs);
}

void
grams_build(struct grams *grams, const struct index *keys, struct arena *arena)
{
	uint32_t own[NAME_GRAMS_MOST];

	collect_docs(grams, keys, arena);
	grams->begins = ARENA_ARRAY(arena, uint32_t, GRAM_BUCKETS + 2);
	grams->hits = ARENA_ARRAY(arena, uint8_t, grams->count + 1);
	for (size_t i = 0; i < grams->count; i++) {
		uint32_t count = grams_of(grams->docs[i].key, own);

		for (uint32_t g = 0; g < count; g++)
			grams->begins[bucket_of(own[g]) + 2]++;
	}
	for (size_t b = 2; b < GRAM_BUCKETS + 2; b++)
		grams->begins[b] += grams->begins[b - 1];
	grams->postings = ARENA_ARRAY(arena, uint32_t, (size_t)grams->begins[GRAM_BUCKETS + 1] + 1);
	/* begins[b + 1] is where bucket b is written next, and its end when all are. */
	for (size_t i = 0; i < grams->count; i++) {
		uint32_t count = grams_of(grams->docs[i].key, own);

		for (uint32_t g = 0; g < count; g++)
			grams->postings[grams->begins[bucket_of(own[g]) + 1]++] = (uint32_t)i;
	}
}

/* ---------------------------------------------------------------------------------------- a question */

struct range { uint32_t from, end; };

/* The first doc with at least so many bigrams. */
static uint32_t
doc_with(const struct grams *grams, uint32_t least)
{
	size_t from = 0, end = grams->count;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		if (grams->docs[middle].grams < least)
			from = middle + 1;
		else
			end = middle;
	}
	return (uint32_t)from;
}

static uint32_t
posting_from(const struct grams *grams, uint32_t from, uint32_t end, uint32_t doc)
{
	while (from < end) {
		uint32_t middle = from + (end - from) / 2;

		if (grams->postings[middle] < doc)
			from = middle + 1;
		else
			end = middle;
	}
	return from;
}

static int
compare_ranges(const void *a_, const void *b_)
{
	const struct range *a = a_, *b = b_;
	uint32_t la = a->end - a->from, lb = b->end - b->from;

	if (la != lb)
		return la < lb ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

/* Dice's coefficient of two sorted lists, in permille. */
static uint32_t
dice(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
	uint32_t same = 0;

	for (uint32_t i = 0, k = 0; i < a_count && k < b_count;) {
		if (a[i] == b[k]) {
			same++;
			i++;
			k++;
		} else if (a[i] < b[k])
			i++;
		else
			k++;
	}
	return 2000 * same / (a_count + b_count);
}

struct counting {
	struct grams   *grams;
	struct arena   *arena;
	LIST(uint32_t)  touched;
};

static void
count_range(struct counting *counting, struct range range)
{
	for (uint32_t i = range.from; i < range.end; i++) {
		uint32_t doc = counting->grams->postings[i];

		if (counting->grams->hits[doc] == 0)
			list_push(counting->arena, &counting->touched, doc);
		if (counting->grams->hits[doc] < UINT8_MAX)
			counting->grams->hits[doc]++;
	}
}

/* Names that share most of the rare bigrams, and so many of them as can be looked at closely. */
static uint8_t
hits_least(const struct counting *counting)
{
	size_t by_hits[UINT8_MAX + 1] = { 0 }, sum = 0;
	unsigned least = UINT8_MAX;

	for (size_t i = 0; i < counting->touched.count; i++)
		by_hits[counting->grams->hits[counting->touched.items[i]]]++;
	while (least > 1 && sum + by_hits[least] <= VERIFIED_MOST)
		sum += by_hits[least--];
	return (uint8_t)(sum == 0 || sum + by_hits[least] <= VERIFIED_MOST ? least : least + 1);
}

static void
verify(struct counting *counting, const uint32_t *own, uint32_t own_count, uint32_t least, struct similars *similars)
{
	uint8_t hits = hits_least(counting);
	uint32_t other[NAME_GRAMS_MOST];

	for (size_t i = 0, looked = 0; i < counting->touched.count; i++) {
		uint32_t number = counting->touched.items[i], alike;
		const struct gram_doc *doc = &counting->grams->docs[number];

		if (counting->grams->hits[number] >= hits && looked++ < 4 * VERIFIED_MOST) {
			alike = dice(own, own_count, other, grams_of(doc->key, other));
			if (alike >= least)
				list_push(counting->arena, &similars->list, ((struct similar){ doc, alike }));
		}
	}
	for (size_t i = 0; i < counting->touched.count; i++)
		counting->grams->hits[counting->touched.items[i]] = 0;
}

struct similars
grams_similar(struct grams *grams, struct str key, uint32_t least, struct arena *arena)
{
	struct counting counting = { .grams = grams, .arena = arena };
	struct range ranges[NAME_GRAMS_MOST] = { 0 };
	struct similars similars = { 0 };
	uint32_t own[NAME_GRAMS_MOST], count = grams_of(key, own);
	/* 2s / (a + b) >= t: b lies between t/(2-t)·a and its inverse, and at least t/(2-t)·a bigrams are shared. */
	uint32_t shortest = count * least / (2000 - least), longest = count * (2000 - least) / least + 1;
	uint32_t first = doc_with(grams, shortest), end = doc_with(grams, longest + 1), read = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t bucket = bucket_of(own[i]);

		ranges[i].from = posting_from(grams, grams->begins[bucket], grams->begins[bucket + 1], first);
		ranges[i].end = posting_from(grams, ranges[i].from, grams->begins[bucket + 1], end);
	}
	qsort(ranges, count, sizeof(*ranges), compare_ranges);
	for (uint32_t i = 0; i + shortest < count + 1 && i < count; i++) {
		read += ranges[i].end - ranges[i].from;
		if (i > 0 && read > POSTINGS_MOST)
			break;
		count_range(&counting, ranges[i]);
	}
	verify(&counting, own, count, least, &similars);
	return similars;
}
