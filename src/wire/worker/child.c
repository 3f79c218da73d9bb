/*
 * child.c - the reading side: warms up, closes the jail, reads, and sends frames in pieces of FLUSH_BYTES and more.
 */
#include <errno.h>
#include <unistd.h>
#include "base/limits.h"
#include "format/archive/archive.h"
#include "wire/worker/frame.h"
#include "wire/worker/jail.h"

enum { FLUSH_BYTES = 256 << 10 };
enum { EXIT_USAGE = 2 };

struct pipe_sink {
	struct sink      sink;
	struct buf       out;
	struct frame_end sent;
};

static struct err *
flush(struct pipe_sink *pipe, struct arena *arena)
{
	for (size_t at = 0; at < pipe->out.len;) {
		ssize_t wrote = write(STDOUT_FILENO, pipe->out.ptr + at, pipe->out.len - at);

		if (wrote < 0 && errno != EINTR)
			return err_system(arena, M("The reader could not send what it read."));
		if (wrote > 0)
			at += (size_t)wrote;
	}
	buf_clear(&pipe->out);
	return NULL;
}

static struct err *
send_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct pipe_sink *pipe = (struct pipe_sink *)sink;

	if (!frame_put(&pipe->out, FRAME_PROBLEM, problem))
		return err_new(arena, ERR_LIMIT, M("A message of the reader is longer than {most} bytes."),
		    ARG_N("most", LIMIT_FRAME_BYTES));
	pipe->sent.problems++;
	return pipe->out.len >= FLUSH_BYTES ? flush(pipe, arena) : NULL;
}

static struct err *
send_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct pipe_sink *pipe = (struct pipe_sink *)sink;

	if (!frame_put(&pipe->out, frame_kind_of(schema), value))
		return sink_refuse(sink, STR(""), -1, -1,
		    err_new(arena, ERR_LIMIT, M("A record takes more than {most} bytes."), ARG_N("most", LIMIT_FRAME_BYTES)), arena);
	pipe->sent.records++;
	return pipe->out.len >= FLUSH_BYTES ? flush(pipe, arena) : NULL;
}

/* What the parent said on the command line. */
struct order {
	const struct worker_kind *kind;
	struct worker_limits      limits;
	struct str                name, told;
};

/* Each reader has its own word for nothing: no root element, no column "cveID", cut short. That is true, and helps nobody. */
static struct err *
read_feed(const struct worker_kind *kind, struct input *stream, struct sink *sink, struct arena *arena)
{
	struct input_watched watched;
	struct err *err = kind->read(input_watch(&watched, stream), sink, arena);
	bool blank;

	if (err == NULL || err->code != ERR_FORMAT || watched.has_text)
		return err;
	TRY(input_is_blank(&watched, arena, &blank));
	return blank ? err_new(arena, ERR_FORMAT, M("The file is empty. Fetch it again, or see whether it was copied whole.")) : err;
}

static struct err *
read_input(const struct order *order, struct pipe_sink *pipe, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_fd raw;

	if (order->kind->read_raw != NULL)
		return order->kind->read_raw(input_of_fd(&raw, STDIN_FILENO, order->name), &pipe->sink, arena);
	TRY(archive_open(input_of_fd(&raw, STDIN_FILENO, order->name), arena, &archive));
	if (order->kind->read_told != NULL)
		return order->kind->read_told(archive_stream(archive), order->told, &pipe->sink, arena);
	if (order->kind->is_feed)
		return read_feed(order->kind, archive_stream(archive), &pipe->sink, arena);
	return order->kind->read(archive_stream(archive), &pipe->sink, arena);
}

/* The jailed part: what happens here ends in a frame or in this process's death. */
static struct err *
work(const struct order *order, struct pipe_sink *pipe, struct arena *arena)
{
	struct err *err;
	int abi = 0;

	jail_warm();
	err = jail_enter(&order->limits, arena, &abi);
	pipe->sent.landlock_abi = abi;
	if (err == NULL)
		err = read_input(order, pipe, arena);
	if (err != NULL) {
		struct frame_fault fault = frame_fault_of(err, arena);

		fault.landlock_abi = abi;
		(void)frame_put(&pipe->out, FRAME_FAULT, &fault);
	} else {
		(void)frame_put(&pipe->out, FRAME_END, &pipe->sent);
	}
	return flush(pipe, arena);
}

static const struct worker_kind *
kind_find(const struct worker_kind *kinds, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(str_of(kinds[i].name), name))
			return &kinds[i];
	return NULL;
}

/* "KIND NAME MEMORY CPU TOLD": written by worker_run, so anything else is a person who should not be here. */
int
worker_main_of(const struct worker_kind *kinds, size_t count, int argc, char **argv)
{
	const struct worker_kind *kind = argc == 7 ? kind_find(kinds, count, str_of(argv[2])) : NULL;
	struct pipe_sink pipe = { .sink = { send_record, send_problem } };
	struct arena *arena = arena_new();
	struct order order;
	uint64_t memory, cpu;

	if (kind == NULL || !str_to_u64(str_of(argv[4]), &memory) || !str_to_u64(str_of(argv[5]), &cpu)) {
		static const char sentence[] =
		    "tsukuroi worker は tsukuroi が内部で使うもので、直接は実行できません。"
		    " / tsukuroi worker is started by tsukuroi itself, not by hand.\n";

		(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
		return EXIT_USAGE;
	}
	order = (struct order){
		.kind = kind, .limits = { .memory_bytes = (size_t)memory, .cpu_seconds = (unsigned)cpu }, .name = str_of(argv[3]),
		.told = str_of(argv[6]),
	};
	/* No atexit, no leak check: the jail allows little more than to end. */
	_exit(work(&order, &pipe, arena) == NULL ? 0 : 1);
}

int
worker_main(int argc, char **argv)
{
	return worker_main_of(worker_kinds, worker_kinds_count, argc, argv);
}
