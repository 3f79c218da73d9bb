/*
 * worker.c - the trusting side trusts nothing: starts a reader, checks what it sends, says how it ended.
 */
#include "wire/worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/record.h"
#include "wire/worker/frame.h"
#include "wire/worker/jail.h"

enum {
	READ_BYTES     = 256 << 10,
	PIPE_BYTES     = 1 << 20,
	EXIT_NO_MEMORY = 5,          /* base/mem.h */
	GRACE_MS       = 2000,       /* to end after closing its pipe */
};

/* Why the parent itself put an end to it. */
enum stop { STOP_NONE, STOP_TIME, STOP_OUTPUT, STOP_NONSENSE, STOP_SINK, STOP_SYSTEM };

struct worker {
	struct worker_job        job;
	struct worker_limits     limits;
	struct sink             *sink;
	struct arena            *arena;      /* the caller's: what outlives this */
	struct arena            *item;       /* one record's                     */
	pid_t                    pid;
	int                      fd;
	int64_t                  deadline;   /* in clock_ticks                   */
	struct buf               in;
	struct worker_seen       seen;
	bool                     ended;      /* an END or FAULT has come         */
	struct err              *fault;      /* what the reader itself said      */
	enum stop                stop;
	struct err              *stop_err;   /* of STOP_SINK, STOP_NONSENSE and STOP_SYSTEM */
};

/* ------------------------------------------------------------------- start */

static const struct worker_kind *
kind_of(const struct worker_job *job)
{
	const struct worker_kind *kinds = job->kinds == NULL ? worker_kinds : job->kinds;
	size_t count = job->kinds == NULL ? worker_kinds_count : job->kinds_count;

	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds[i].name, job->kind) == 0)
			return &kinds[i];
	return NULL;
}

static struct worker_limits
limits_of(const struct worker_job *job, const struct worker_kind *kind)
{
	struct worker_limits limits = kind->limits;

	if (job->limits.memory_bytes != 0)
		limits.memory_bytes = job->limits.memory_bytes;
	if (job->limits.cpu_seconds != 0)
		limits.cpu_seconds = job->limits.cpu_seconds;
	if (job->limits.wall_seconds != 0)
		limits.wall_seconds = job->limits.wall_seconds;
	if (job->limits.output_bytes != 0)
		limits.output_bytes = job->limits.output_bytes;
	return limits;
}

/*
 * Its words on descriptor 2 reach nobody: a reader taken over by a file must not write on a person's terminal. Under the
 * sanitizers they do, since reports are what such a build is for.
 */
static int
spawn(struct worker *reading, int pipe_end, posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes)
{
	const struct worker_job *job = &reading->job;
	const char *program = job->program == NULL ? "/proc/self/exe" : job->program;
	char *argv[] = {
		arena_cstr(reading->arena, STR("tsukuroi")), arena_cstr(reading->arena, STR("worker")),
		arena_cstr(reading->arena, str_of(job->kind)), arena_cstr(reading->arena, job->name),
		arena_cstr(reading->arena, arena_printf(reading->arena, "%zu", reading->limits.memory_bytes)),
		arena_cstr(reading->arena, arena_printf(reading->arena, "%u", reading->limits.cpu_seconds)),
		arena_cstr(reading->arena, job->told), NULL,
	};
	char *environment[] = { NULL };
	sigset_t none, all;
	int failed = posix_spawn_file_actions_adddup2(actions, job->fd, STDIN_FILENO);

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(actions, pipe_end, STDOUT_FILENO);
#ifndef __SANITIZE_ADDRESS__
	if (failed == 0)
		failed = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
	if (failed == 0)
		failed = posix_spawnattr_setsigmask(attributes, &none);
	if (failed == 0)
		failed = posix_spawnattr_setsigdefault(attributes, &all);
	if (failed == 0)
		failed = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (failed == 0)
		failed = posix_spawn(&reading->pid, program, actions, attributes, argv, environment);
	return failed;
}

/* A pipe whose ends stand above the standard descriptors, so that putting one in place of these loses neither. */
static int
make_pipe(int ends[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC) != 0)
		return errno;
	for (size_t i = 0; i < 2; i++)
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	(void)close(low[0]);
	(void)close(low[1]);
	return ends[0] < 0 || ends[1] < 0 ? EMFILE : 0;
}

static struct err *
start(struct worker *reading)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ends[2] = { -1, -1 };
	int failed = make_pipe(ends);

	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attributes);
	if (failed == 0) {
		/* Wider than the usual 64 KiB: fewer turns. Refused beyond a user's share, and then as it was. */
		(void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES);
		failed = spawn(reading, ends[1], &actions, &attributes);
	}
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (ends[1] >= 0)
		(void)close(ends[1]);
	reading->fd = ends[0];
	if (failed != 0) {
		reading->pid = -1;
		errno = failed;
		return err_system(reading->arena, M("The reader for {file} could not be started."), ARG("file", reading->job.name));
	}
	return NULL;
}

/* -------------------------------------------------------------------- read */

static bool
stop(struct worker *reading, enum stop why, const struct err *err)
{
	reading->stop = why;
	reading->stop_err = err_copy(err, reading->arena);
	return false;
}

/* The last frame. False: what it says cannot be. */
static bool
take_end(struct worker *reading, unsigned kind, const void *value)
{
	reading->ended = true;
	if (kind == FRAME_FAULT) {
		const struct frame_fault *fault = value;

		reading->seen.landlock_abi = (int)fault->landlock_abi;
		reading->fault = err_copy(frame_err_of(fault, reading->item), reading->arena);
		return true;
	}
	const struct frame_end *end = value;

	reading->seen.landlock_abi = (int)end->landlock_abi;
	if ((uint64_t)end->records == reading->seen.records && (uint64_t)end->problems == reading->seen.problems)
		return true;
	return stop(reading, STOP_NONSENSE, err_new(reading->item, ERR_FORMAT,
	    M("It sent {count} records and says it were {said}."), ARG_N("count", reading->seen.records),
	    ARG_N("said", end->records)));
}

/* One frame to the sink. False: it was the last that is listened to. */
static bool
take_frame(struct worker *reading, unsigned kind, struct str payload)
{
	const struct schema *schema = frame_schema(kind);
	void *value = arena_alloc(reading->item, schema->size);
	struct err *err = record_decode(schema, payload, reading->item, value);

	if (err != NULL)
		return stop(reading, STOP_NONSENSE, err);
	if (reading->ended)
		return stop(reading, STOP_NONSENSE, err_new(reading->item, ERR_FORMAT, M("More came after its end.")));
	if (kind == FRAME_END || kind == FRAME_FAULT)
		return take_end(reading, kind, value);
	if (kind == FRAME_PROBLEM) {
		reading->seen.problems++;
		err = reading->sink->problem(reading->sink, value, reading->item);
	} else {
		reading->seen.records++;
		err = sink_record(reading->sink, schema, value, reading->item);
	}
	return err == NULL || stop(reading, STOP_SINK, err);
}

/* Every whole frame that has arrived; what is left of the next moves to the front. */
static bool
take_frames(struct worker *reading)
{
	struct str rest = buf_str(&reading->in);
	bool going = true;

	while (going) {
		struct str payload;
		unsigned kind;
		struct err *err = frame_take(&rest, reading->item, &kind, &payload);

		if (err != NULL)
			going = stop(reading, STOP_NONSENSE, err);
		else if (kind == 0)
			break;
		else
			going = take_frame(reading, kind, payload);
		arena_reset(reading->item);
	}
	if (rest.len > 0 && rest.len < reading->in.len)
		memmove(reading->in.ptr, rest.ptr, rest.len);
	reading->in.len = rest.len;
	return going;
}

static int
left_ms(const struct worker *reading)
{
	int64_t left = (reading->deadline - clock_ticks()) / 1000;

	return left <= 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

/* More bytes. False at the end of the pipe or when it is time to stop. */
static bool
read_more(struct worker *reading)
{
	struct pollfd poll_fd = { reading->fd, POLLIN, 0 };
	ssize_t got;
	int ready = poll(&poll_fd, 1, left_ms(reading));

	if (ready < 0 && errno == EINTR)
		return true;
	if (ready == 0)
		return stop(reading, STOP_TIME, NULL);
	got = ready < 0 ? -1 : read(reading->fd, buf_reserve(&reading->in, READ_BYTES), READ_BYTES);
	if (got < 0 && errno == EINTR)
		return true;
	if (got < 0)
		return stop(reading, STOP_SYSTEM, err_system(reading->item, M("The pipe of a reader could not be read.")));
	reading->in.len += (size_t)got;
	reading->seen.output_bytes += (uint64_t)got;
	if (reading->seen.output_bytes > reading->limits.output_bytes)
		return stop(reading, STOP_OUTPUT, NULL);
	return got > 0;
}

/* --------------------------------------------------------------------- end */

/* Waits until the child is gone, with force when it does not go by itself. */
static int
reap(const struct worker *reading)
{
	int status = 0;
	int pidfd FD_SCOPE = pidfd_open(reading->pid, 0);
	struct pollfd poll_fd = { pidfd, POLLIN, 0 };
	pid_t gone;

	if (reading->stop != STOP_NONE || pidfd < 0 || poll(&poll_fd, 1, GRACE_MS) <= 0)
		(void)kill(reading->pid, SIGKILL);
	do
		gone = waitpid(reading->pid, &status, 0);
	while (gone < 0 && errno == EINTR);
	return gone == reading->pid ? status : -1;
}

static struct err *
why_stopped(const struct worker *reading)
{
	struct str file = reading->job.name;

	switch (reading->stop) {
	case STOP_TIME:
		return err_new(reading->arena, ERR_WORKER,
		    M("Reading {file} took longer than {seconds} seconds and was stopped. Split the file, or look at what is wrong with it."),
		    ARG("file", file), ARG_N("seconds", reading->limits.wall_seconds));
	case STOP_OUTPUT:
		return err_new(reading->arena, ERR_WORKER,
		    M("The reader of {file} sent more than {most} bytes and was stopped: no such file holds so much."),
		    ARG("file", file), ARG_N("most", reading->limits.output_bytes));
	case STOP_NONSENSE:
		return err_make(reading->arena, ERR_WORKER, ERR_WHERE, reading->stop_err,
		    M("The reader of {file} broke its rules and was stopped. Nothing of the file was taken."),
		    (struct err_arg[]){ ARG("file", file), { 0 } });
	default:
		return reading->stop_err;
	}
}

static struct err *
why_died(const struct worker *reading, int status)
{
	struct str file = reading->job.name;
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (number == SIGSYS)
		return err_new(reading->arena, ERR_WORKER,
		    M("The reader of {file} tried something its sandbox forbids and was stopped. The file may be an attack: keep it and "
		      "do not open it elsewhere."), ARG("file", file));
	if (number == SIGXCPU)
		return err_new(reading->arena, ERR_WORKER,
		    M("Reading {file} used more than {seconds} seconds of computing time and was stopped."), ARG("file", file),
		    ARG_N("seconds", reading->limits.cpu_seconds));
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_MEMORY)
		return err_new(reading->arena, ERR_WORKER,
		    M("Reading {file} needed more than {most} bytes of memory and was stopped."), ARG("file", file),
		    ARG_N("most", reading->limits.memory_bytes));
	if (number != 0)
		return err_new(reading->arena, ERR_WORKER,
		    M("The reader of {file} crashed ({signal}). Nothing else was touched; please report it with the file."),
		    ARG("file", file), ARG("signal", str_of(sigabbrev_np(number))));
	return err_new(reading->arena, ERR_WORKER, M("The reader of {file} ended before its work was done (status {status})."),
	    ARG("file", file), ARG_N("status", WEXITSTATUS(status)));
}

/* Does the chain name the file already? */
static bool
names(const struct err *err, struct str file)
{
	for (; err != NULL; err = err->cause)
		for (size_t i = 0; i < err->args_count; i++)
			if (str_eq(err->args[i].text, file))
				return true;
	return false;
}

static struct err *
judge(const struct worker *reading, int status)
{
	if (reading->stop != STOP_NONE)
		return why_stopped(reading);
	if (!reading->ended || status != 0)
		return why_died(reading, status);
	if (reading->fault != NULL)
		return names(reading->fault, reading->job.name) ? reading->fault :
		    err_wrap(reading->arena, reading->fault, M("{file}"), ARG("file", reading->job.name));
	if (reading->in.len > 0)
		return err_new(reading->arena, ERR_WORKER,
		    M("The reader of {file} broke its rules and was stopped. Nothing of the file was taken."),
		    ARG("file", reading->job.name));
	return NULL;
}

struct err *
worker_start(const struct worker_job *job, struct sink *sink, struct arena *arena, struct worker **ret_worker)
{
	const struct worker_kind *kind = kind_of(job);
	struct worker *reading;
	struct err *err;

	if (kind == NULL)
		return err_new(arena, ERR_USAGE, M("There is no reader of kind {kind}."), ARG("kind", str_of(job->kind)));
	reading = mem_alloc(sizeof(*reading));
	*reading = (struct worker){ .job = *job, .sink = sink, .arena = arena, .item = arena_new(), .pid = -1, .fd = -1 };
	reading->limits = limits_of(job, kind);
	reading->deadline = clock_ticks() + (int64_t)reading->limits.wall_seconds * INSTANT_SECOND;
	err = start(reading);
	if (err != NULL)
		worker_abandon(reading);
	else
		*ret_worker = reading;
	return err;
}

void
worker_abandon(struct worker *reading)
{
	if (reading == NULL)
		return;
	if (reading->pid > 0) {
		reading->stop = STOP_SYSTEM;
		(void)reap(reading);
	}
	fd_cleanup(&reading->fd);
	buf_done(&reading->in);
	arena_free(reading->item);
	mem_free(reading);
}

struct err *
worker_finish(struct worker *reading)
{
	struct err *err;

	while (read_more(reading) && take_frames(reading))
		;
	err = judge(reading, reap(reading));
	reading->pid = -1;
	if (reading->job.seen != NULL)
		*reading->job.seen = reading->seen;
	worker_abandon(reading);
	return err;
}

struct err *
worker_run(const struct worker_job *job, struct sink *sink, struct arena *arena)
{
	struct worker *worker;

	if (job->seen != NULL)
		*job->seen = (struct worker_seen){ 0 };
	TRY(worker_start(job, sink, arena, &worker));
	return worker_finish(worker);
}

int
worker_landlock_abi(void)
{
	return jail_landlock_abi();
}
