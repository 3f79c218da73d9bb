/*
 * parse.c - how fast NVD records go through each layer by itself, in one thread, the file in the page cache: what stands
 * beside the speed of a whole import (bench/run).
 *
 *     bytes      the file through a buffer
 *     json       simdjson on one record after another (format/json)
 *     records    the reader: JSON to checked values (format/nvd)
 *     index      records, and the match index made of them (domain/match)
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/file.h"
#include "domain/match/match.h"
#include "format/json/json.h"
#include "format/nvd/nvd.h"

struct listener {
	struct sink           sink;
	struct match_builder *builder;   /* NULL: values are only counted */
	uint64_t              records;
};

static struct err *
take_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listener *listener = (struct listener *)sink;
	const struct advisory *advisory = value;
	struct vulnerability face = { 0 };
	uint32_t number;

	listener->records++;
	if (listener->builder == NULL || schema != &advisory_schema)
		return NULL;
	face.id = advisory->id;
	face.scores = (__typeof__(face.scores)){ advisory->scores.items, advisory->scores.count, advisory->scores.count };
	TRY(match_builder_vulnerability(listener->builder, &face, arena, &number));
	return match_builder_advisory(listener->builder, number, advisory, STR(""), arena);
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	(void)problem;
	(void)arena;
	return NULL;
}

static struct err *
run_bytes(struct input *input, struct arena *arena, uint64_t *ret_count)
{
	char *block = arena_alloc(arena, 256 << 10);
	size_t got;

	do {
		TRY(input_read(input, block, 256 << 10, arena, &got));
		*ret_count += got > 0;
	} while (got > 0);
	return NULL;
}

static struct err *
run_json(struct input *input, struct arena *arena, uint64_t *ret_count)
{
	struct json_stream *stream = json_stream_new(input, "vulnerabilities");
	struct err *err;
	bool more = true, broken;

	do {
		struct json record;

		err = json_stream_next(stream, arena, &record, &more, &broken);
		*ret_count += more;
	} while (err == NULL && more);
	json_stream_free(stream);
	return err;
}

static struct err *
run_records(struct input *input, struct arena *arena, uint64_t *ret_count)
{
	struct listener listener = { .sink = { take_record, take_problem } };

	TRY(nvd_read(input, &listener.sink, arena));
	*ret_count = listener.records;
	return NULL;
}

static struct err *
run_index(struct input *input, struct arena *arena, uint64_t *ret_count)
{
	struct listener listener = { .sink = { take_record, take_problem }, .builder = match_builder_new() };
	struct buf image BUF_SCOPE = { 0 };
	struct err *err = nvd_read(input, &listener.sink, arena);

	if (err == NULL)
		err = match_builder_finish(listener.builder, arena, &image);
	match_builder_free(listener.builder);
	*ret_count = listener.records;
	return err;
}

static const struct {
	const char *label;
	struct err *(*run)(struct input *input, struct arena *arena, uint64_t *ret_count);
} layers[] = {
	{ "bytes", run_bytes }, { "json", run_json }, { "records", run_records }, { "index", run_index },
};

int
main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < ARRAY_LEN(layers); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		int fd FD_SCOPE = open(argv[1], O_RDONLY | O_CLOEXEC);
		struct input_fd input;
		uint64_t count = 0;
		int64_t began = clock_ticks();
		struct err *err = layers[i].run(input_of_fd(&input, fd, STR("bench")), arena, &count);
		double seconds = (double)(clock_ticks() - began) / 1e6;

		if (err != NULL) {
			(void)fprintf(stderr, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
			return EXIT_FAILURE;
		}
		(void)printf("%-8s %8.0f MB/s  (%.3f s, %llu)\n", layers[i].label, (double)input.input.offset / 1e6 / seconds, seconds,
		    (unsigned long long)count);
	}
	return argc == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
