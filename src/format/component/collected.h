/*
 * collected.h - for tests of inventory readers: a sink that keeps what it is given.
 */
#pragma once
#include "base/buf.h"
#include "format/component/component.h"
#include "model/record.h"
#include "model/sink.h"

struct collected {
	struct sink             sink;
	struct arena           *arena;
	LIST(struct component)  components;
	struct inventory_head   head;
	size_t                  heads, warnings, refused;
	struct str              problem;     /* the first one's sentence */
};

/* Goes through the codec on the way, as it does between processes: broken text would be caught there. */
static inline struct err *
collected_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct collected *collected = (struct collected *)sink;
	struct buf bytes BUF_SCOPE = { 0 };
	struct str copy;

	record_encode(schema, value, &bytes);
	copy = arena_copy(collected->arena, buf_str(&bytes));
	if (schema == &component_schema)
		return record_decode(schema, copy, collected->arena, list_add(collected->arena, &collected->components));
	collected->heads++;
	(void)arena;
	return record_decode(schema, copy, collected->arena, &collected->head);
}

static inline struct err *
collected_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct collected *collected = (struct collected *)sink;
	struct buf bytes BUF_SCOPE = { 0 };
	struct problem again;

	record_encode(&problem_schema, problem, &bytes);
	TRY(record_decode(&problem_schema, buf_str(&bytes), arena, &again));
	if (collected->problem.len == 0)
		collected->problem = arena_copy(collected->arena, problem->sentence_en);
	collected->warnings += problem->warning;
	collected->refused += !problem->warning;
	return NULL;
}

static inline struct collected
collected_new(struct arena *arena)
{
	return (struct collected){ .sink = { collected_record, collected_problem }, .arena = arena };
}

static inline const struct component *
collected_find(const struct collected *collected, const char *name)
{
	for (size_t i = 0; i < collected->components.count; i++)
		if (str_eq(collected->components.items[i].name, str_of(name)))
			return &collected->components.items[i];
	return NULL;
}

static inline enum coverage
collected_coverage(const struct collected *collected, enum layer layer)
{
	for (size_t i = 0; i < collected->head.coverage.count; i++)
		if (collected->head.coverage.items[i].layer == layer)
			return collected->head.coverage.items[i].coverage;
	return COVERAGE_NONE;
}
