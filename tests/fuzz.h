/*
 * fuzz.h - what fuzz targets of readers share: the sink's half that a target has nothing to say about.
 */
#pragma once
#include "model/sink.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static inline struct err *
fuzz_take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value, (void)arena;
	return NULL;
}

static inline struct err *
fuzz_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}
