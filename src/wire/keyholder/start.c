/*
 * start.c - how the key holder's process is begun: this program again, with what unlocks the master on a pipe and not on its command line.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "model/record.h"
#include "wire/keyholder/head.h"
#include "wire/worker/frame.h"

enum { READ_BYTES = 4096 };

struct starting {
	const struct keyholder_start *start;
	struct arena                 *arena;
	int                           secret[2], report[2], log;
	pid_t                         pid;
};

static void
close_all(struct starting *starting)
{
	for (size_t i = 0; i < 2; i++) {
		fd_cleanup(&starting->secret[i]);
		fd_cleanup(&starting->report[i]);
	}
	fd_cleanup(&starting->log);
}

/* Both ends above the standard descriptors, so that putting one in place of these loses neither. */
static bool
make_pipe(int ends[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC) != 0)
		return false;
	for (size_t i = 0; i < 2; i++) {
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		(void)close(low[i]);
	}
	return ends[0] >= 0 && ends[1] >= 0;
}

static struct err *
prepare(struct starting *starting)
{
	struct arena *arena = starting->arena;
	struct str run = path_join(arena, starting->start->home, STR("run")), log = path_join(arena, run, STR("keyholder.log"));

	if (!make_pipe(starting->secret) || !make_pipe(starting->report))
		return err_system(arena, M("The key holder could not be started."));
	if (starting->start->foreground)
		return NULL;
	TRY(dir_make(run, arena));
	starting->log = open(arena_cstr(arena, log), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (starting->log < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", log));
	return NULL;
}

static int
spawn(struct starting *starting, posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes)
{
	const struct keyholder_start *start = starting->start;
	struct arena *arena = starting->arena;
	char *argv[] = {
		arena_cstr(arena, STR("tsukuroi")), arena_cstr(arena, STR("keyholder")), arena_cstr(arena, start->home),
		arena_cstr(arena, start->unlock.passphrase ? STR("passphrase") : STR("file")), NULL,
	};
	char *environment[] = { NULL };
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	sigset_t none, all;
	int failed = posix_spawn_file_actions_adddup2(actions, starting->secret[0], STDIN_FILENO);

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(actions, starting->report[1], STDOUT_FILENO);
	if (failed == 0 && starting->log >= 0)
		failed = posix_spawn_file_actions_adddup2(actions, starting->log, STDERR_FILENO);
	(void)posix_spawnattr_setsigmask(attributes, &none);
	(void)posix_spawnattr_setsigdefault(attributes, &all);
	(void)posix_spawnattr_setflags(attributes, start->foreground ? flags : (short)(flags | POSIX_SPAWN_SETSID));
	if (failed == 0)
		failed = posix_spawn(&starting->pid, start->program == NULL ? "/proc/self/exe" : start->program, actions, attributes, argv, environment);
	return failed;
}

static struct err *
run(struct starting *starting)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed;

	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attributes);
	failed = spawn(starting, &actions, &attributes);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	fd_cleanup(&starting->secret[0]);
	fd_cleanup(&starting->report[1]);
	starting->secret[0] = starting->report[1] = -1;
	errno = failed;
	return failed == 0 ? NULL : err_system(starting->arena, M("The key holder could not be started."));
}

/* A pipe holds it at once (PIPE_BUF); a process that has died already is heard of by its report. */
static void
hand_over(struct starting *starting)
{
	struct str secret = starting->start->unlock.secret;
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);

	(void)!write(starting->secret[1], secret.ptr, secret.len);
	(void)signal(SIGPIPE, before);
	fd_cleanup(&starting->secret[1]);
	starting->secret[1] = -1;
}

/* One frame, then the other end closes. */
static struct err *
hear_report(const struct starting *starting)
{
	struct buf in BUF_SCOPE = { 0 };
	struct arena *arena = starting->arena;
	struct str rest, payload;
	unsigned kind;

	for (;;) {
		ssize_t got = read(starting->report[0], buf_reserve(&in, READ_BYTES), READ_BYTES);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		in.len += (size_t)got;
	}
	rest = buf_str(&in);
	TRY(frame_take(&rest, arena, &kind, &payload));
	if (kind == FRAME_FAULT) {
		struct frame_fault fault;

		TRY(record_decode(frame_schema(kind), arena_copy(arena, payload), arena, &fault));
		return frame_err_of(&fault, arena);
	}
	if (kind != FRAME_END)
		return err_new(arena, ERR_SYSTEM, M("The key holder ended before it listened: run/keyholder.log says why."));
	return NULL;
}

static int
wait_end(const struct starting *starting)
{
	int status = 0;

	while (waitpid(starting->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static volatile sig_atomic_t foreground_pid;

static void
hand_on(int number)
{
	(void)kill(foreground_pid, number);
}

static struct err *
stay(const struct starting *starting)
{
	const struct sigaction action = { .sa_handler = hand_on };
	int status;

	foreground_pid = starting->pid;
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
	status = wait_end(starting);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return NULL;
	return err_new(starting->arena, ERR_SYSTEM, M("The key holder was stopped by force ({signal})."),
	    ARG("signal", str_of(WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : "EXIT")));
}

static struct err *
begin(struct starting *starting)
{
	struct err *err;

	TRY(prepare(starting));
	TRY(run(starting));
	hand_over(starting);
	err = hear_report(starting);
	if (err != NULL)
		(void)wait_end(starting);
	else if (starting->start->foreground)
		err = stay(starting);
	return err;
}

struct err *
keyholder_start(const struct keyholder_start *start, struct arena *arena)
{
	struct starting starting = { .start = start, .arena = arena, .secret = { -1, -1 }, .report = { -1, -1 }, .log = -1 };
	bool passphrase;
	struct err *err;

	TRY(key_head_asks(start->home, arena, &passphrase));
	err = begin(&starting);
	close_all(&starting);
	return err;
}
