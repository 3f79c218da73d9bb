/*
 * feed_test.h - what tests of feed readers share: a sink that keeps what it is given, and real files.
 *
 * Every value goes through the codec and is kept as it came out.
 */
#pragma once
#include "test.h"
#include <fcntl.h>
#include "base/input.h"
#include "base/vec.h"
#include "format/archive/archive.h"
#include "model/advisory.h"
#include "model/record.h"
#include "model/sink.h"

typedef struct err *reader_fn(struct input *input, struct sink *sink, struct arena *arena);

struct gathered {
	struct sink          sink;
	struct arena        *arena;
	LIST(void *)         values;
	LIST(const struct schema *) kinds;  /* of each value */
	LIST(struct problem) problems;     /* refused */
	size_t               warnings;
	size_t               heads;
	struct feed_head     head;
};

static inline struct err *
gather_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct gathered *g = (struct gathered *)sink;
	struct buf bytes BUF_SCOPE = { 0 };
	void *kept = arena_alloc(g->arena, schema->size);

	(void)arena;
	record_encode(schema, value, &bytes);
	if (schema == &feed_head_schema) {
		TRY(record_decode(schema, arena_copy(g->arena, buf_str(&bytes)), g->arena, &g->head));
		g->heads++;
		return NULL;
	}
	TRY(record_decode(schema, arena_copy(g->arena, buf_str(&bytes)), g->arena, kept));
	list_push(g->arena, &g->values, kept);
	list_push(g->arena, &g->kinds, schema);
	return NULL;
}

static inline struct err *
gather_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct gathered *g = (struct gathered *)sink;
	struct problem kept = *problem;

	(void)arena;
	kept.id = arena_copy(g->arena, problem->id);
	kept.sentence_en = arena_copy(g->arena, problem->sentence_en);
	kept.sentence_ja = arena_copy(g->arena, problem->sentence_ja);
	if (problem->warning)
		g->warnings++;
	else
		list_push(g->arena, &g->problems, kept);
	return NULL;
}

static inline void
gather_begin(struct gathered *g, struct arena *arena)
{
	*g = (struct gathered){ .sink = { gather_record, gather_problem }, .arena = arena };
}

static inline struct err *
gather_text(struct gathered *g, reader_fn *read, struct str text)
{
	struct input_bytes bytes;

	return read(input_of_bytes(&bytes, text, STR("text")), &g->sink, g->arena);
}

/* Reads a real file, packed or not; false when it is not at hand. */
static inline bool
gather_any_file(struct gathered *g, reader_fn *read, const char *name, struct err **ret_err)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	const char *path = test_data(g->arena, name);
	int fd FD_SCOPE = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	struct input_fd raw;

	if (path == NULL)
		return false;
	assert_true(fd >= 0);
	assert_ok(archive_open(input_of_fd(&raw, fd, str_of(name)), g->arena, &archive));
	*ret_err = read(archive_stream(archive), &g->sink, g->arena);
	return true;
}

/* The same of a file that must be read without an error. */
static inline bool
gather_file(struct gathered *g, reader_fn *read, const char *name)
{
	struct err *err;

	if (!gather_any_file(g, read, name, &err))
		return false;
	assert_ok(err);
	return true;
}

/* The advisory of that id, or the test fails. */
static inline const struct advisory *
gathered_advisory(const struct gathered *g, const char *id)
{
	for (size_t i = 0; i < g->values.count; i++) {
		const struct advisory *advisory = g->values.items[i];

		if (g->kinds.items[i] == &advisory_schema && str_eq(advisory->id, str_of(id)))
			return advisory;
	}
	fail_msg("%s is not among %zu records", id, g->values.count);
	return NULL;
}
