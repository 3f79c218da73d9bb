/*
 * feed_fuzz.h - how a reader of feeds is fuzzed: whatever it sends must survive the codec that carries it.
 */
#pragma once
#include <stdlib.h>
#include "base/input.h"
#include "model/record.h"
#include "model/sink.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static inline struct err *
fuzz_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct buf bytes BUF_SCOPE = { 0 };

	(void)sink;
	record_encode(schema, value, &bytes);
	if (record_decode(schema, buf_str(&bytes), arena, arena_alloc(arena, schema->size)) != NULL)
		abort();
	return NULL;
}

static inline struct err *
fuzz_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	(void)arena;
	if (problem->sentence_en.len == 0 || problem->sentence_ja.len == 0)
		abort();
	return NULL;
}

static inline int
fuzz_reader(struct err *(*read)(struct input *, struct sink *, struct arena *), const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sink sink = { fuzz_record, fuzz_problem };
	struct input_bytes input;
	struct err *err;

	err = read(input_of_bytes(&input, (struct str){ (const char *)bytes, len }, STR("fuzz")), &sink, arena);
	if (err != NULL && err_sentence(err, LANG_JA, arena).len == 0)
		abort();
	return 0;
}
