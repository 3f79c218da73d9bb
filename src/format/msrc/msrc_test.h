/*
 * msrc_test.h - what tests of MSRC's forms share: looking things up among what was read.
 */
#pragma once
#include "format/json/feed_test.h"
#include "format/msrc/reading.h"
#include "model/document.h"
#include "model/release.h"

static inline size_t
count_of(const struct gathered *g, const struct schema *schema)
{
	size_t count = 0;

	for (size_t i = 0; i < g->values.count; i++)
		count += g->kinds.items[i] == schema;
	return count;
}

static inline const void *
first_of(const struct gathered *g, const struct schema *schema)
{
	for (size_t i = 0; i < g->values.count; i++)
		if (g->kinds.items[i] == schema)
			return g->values.items[i];
	fail_msg("there is no %s", schema->name);
	return NULL;
}

static inline const struct affected *
row_of(const struct advisory *advisory, const char *product)
{
	for (size_t i = 0; i < advisory->affected.count; i++)
		if (str_eq(advisory->affected.items[i].product, str_of(product)))
			return &advisory->affected.items[i];
	fail_msg("%.*s has no row of %s", STR_ARG(advisory->id), product);
	return NULL;
}
