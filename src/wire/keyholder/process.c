/*
 * process.c - the key holder's own process: takes what unlocks the master on descriptor 0, says on descriptor 1 that it listens or why not, and
 * writes on descriptor 2 what it was asked. Sixty-four may be connected; who has been silent longest gives way.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "wire/keyholder/cage.h"
#include "wire/keyholder/holder.h"
#include "wire/keyholder/socket.h"
#include "wire/worker/frame.h"

enum { CONNECTED_MOST = 64, SECRET_MOST = 4096, EXIT_USAGE = 2 };

struct connected {
	int        fd;          /* -1: free place */
	pid_t      pid;
	int64_t    spoke;
	struct buf in;
};

struct process {
	struct holder    holder;
	struct str       home;
	int              head, listening;
	struct connected connected[CONNECTED_MOST];
};

static volatile sig_atomic_t told_to_stop;

static void
stop_signal(int number)
{
	(void)number;
	told_to_stop = 1;
}

/* ------------------------------------------------------------------------ head */

static bool
keep_slot(void *context, struct str slot, int64_t offset)
{
	const struct process *process = context;

	while (slot.len > 0) {
		ssize_t wrote = pwrite(process->head, slot.ptr, slot.len, offset);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		slot = str_from(slot, (size_t)wrote);
		offset += wrote;
	}
	return fsync(process->head) == 0;
}

/* Held as long as the process lives: there is one key holder to a head. */
static struct err *
open_head(struct process *process, struct arena *arena)
{
	struct str path = key_path(process->home, "master", arena);

	process->head = open(arena_cstr(arena, path), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (process->head < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
	if (flock(process->head, LOCK_EX | LOCK_NB) != 0)
		return err_new(arena, ERR_CONFLICT, M("The key holder of this home runs already."));
	return NULL;
}

static struct err *
read_all(int fd, size_t most, struct arena *arena, struct str *ret_bytes)
{
	char *bytes = arena_alloc(arena, most);
	size_t len = 0;

	while (len < most) {
		ssize_t got = read(fd, bytes + len, most - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_system(arena, M("What unlocks the master key could not be read."));
		if (got == 0)
			break;
		len += (size_t)got;
	}
	*ret_bytes = (struct str){ bytes, len };
	return NULL;
}

static struct err *
unlock(struct process *process, bool passphrase, struct arena *arena)
{
	struct key_unlock secret = { .passphrase = passphrase };
	struct str head;
	struct err *err;

	TRY(read_all(process->head, HEAD_BYTES, arena, &head));
	TRY(read_all(STDIN_FILENO, SECRET_MOST, arena, &secret.secret));
	process->holder.keep = keep_slot;
	process->holder.context = process;
	err = holder_begin(&process->holder, head, &secret, arena);
	crypt_wipe((void *)(uintptr_t)secret.secret.ptr, secret.secret.len);
	return err;
}

/* ------------------------------------------------------------------------- log */

static const char *const question_words[TALK_QUESTIONS] = {
	"?", "status", "new", "unwrap", "wrap", "sign", "rotate", "retire", "shares", "shared", "stop", "signer", "sign_as",
};
static const char *const answer_words[TALK_ANSWERS] = { "?", "ok", "slow", "refused", "unknown", "failed" };

/* What a key is for is an id; whatever else came in its place is made harmless. */
static struct str
log_word(struct str word, struct arena *arena)
{
	char *copy = arena_cstr(arena, str_sub(word, 0, 120));
	size_t len = word.len < 120 ? word.len : 120;

	for (size_t i = 0; i < len; i++)
		if (copy[i] <= ' ' || copy[i] > '~')
			copy[i] = '?';
	return (struct str){ copy, len };
}

static void
log_line(struct str line)
{
	(void)!write(STDERR_FILENO, line.ptr, line.len);
}

static void
log_question(const struct connected *from, const struct talk *question, const struct talk *answer, struct arena *arena)
{
	bool about = question->word == TALK_NEW || question->word == TALK_UNWRAP || question->word == TALK_WRAP ||
	    question->word == TALK_SIGNER || question->word == TALK_SIGN_AS;

	if (question->word == TALK_STATUS || answer->word == TALK_SLOW)
		return;
	log_line(arena_printf(arena, "%.*s pid %d %s %.*s%s%s\n", STR_ARG(instant_format(clock_now(), ZONE_UTC, arena)), (int)from->pid,
	    question_words[question->word < TALK_QUESTIONS ? question->word : 0],
	    STR_ARG(about && question->count > 0 ? log_word(question->parts[0], arena) : STR("")), about ? " " : "", answer_words[answer->word]));
}

static void
log_event(const char *what, struct arena *arena)
{
	log_line(arena_printf(arena, "%.*s %s\n", STR_ARG(instant_format(clock_now(), ZONE_UTC, arena)), what));
}

/* ----------------------------------------------------------------- connections */

static void
hang_up(struct connected *one)
{
	(void)close(one->fd);
	one->fd = -1;
	buf_clear(&one->in);
}

static struct connected *
free_place(struct process *process)
{
	struct connected *longest = &process->connected[0];

	for (size_t i = 0; i < CONNECTED_MOST; i++) {
		if (process->connected[i].fd < 0)
			return &process->connected[i];
		if (process->connected[i].spoke < longest->spoke)
			longest = &process->connected[i];
	}
	hang_up(longest);
	return longest;
}

static void
accept_one(struct process *process, struct arena *arena)
{
	int fd = accept4(process->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct connected *place;
	struct ucred peer = { 0 };
	socklen_t len = sizeof(peer);

	if (fd < 0)
		return;
	if (!keyholder_peer_is_us(fd)) {
		log_event("another user was refused", arena);
		(void)close(fd);
		return;
	}
	(void)getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len);
	place = free_place(process);
	place->fd = fd;
	place->pid = peer.pid;
	place->spoke = clock_ticks();
}

/* Answers are smaller than a socket takes at once: who does not read them is let go. */
static bool
say(const struct connected *one, const struct talk *answer)
{
	struct buf out BUF_SCOPE = { 0 };
	ssize_t sent;

	(void)buf_reserve(&out, TALK_MOST + TALK_HEAD);
	talk_put(&out, answer);
	sent = send(one->fd, out.ptr, out.len, MSG_NOSIGNAL);
	crypt_wipe(out.ptr, out.room);
	return sent == (ssize_t)out.len;
}

/* Every whole question that has come. False: this is nobody to go on with. */
static bool
answer_all(struct process *process, struct connected *one, struct arena *arena)
{
	struct str rest = buf_str(&one->in);
	bool going = true;

	while (going) {
		struct talk question, answer;

		if (talk_take(&rest, arena, &question) != NULL)
			return false;
		if (question.word == 0)
			break;
		holder_answer(&process->holder, &question, (struct holder_now){ clock_ticks(), clock_now() }, arena, &answer);
		log_question(one, &question, &answer, arena);
		going = say(one, &answer);
		holder_wipe(&question, &answer);
	}
	if (rest.len > 0 && rest.len < one->in.len)
		memmove(one->in.ptr, rest.ptr, rest.len);
	one->in.len = rest.len;
	return going;
}

static void
hear(struct process *process, struct connected *one, struct arena *arena)
{
	ssize_t got = recv(one->fd, buf_reserve(&one->in, TALK_MOST), TALK_MOST, 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got > 0) {
		one->in.len += (size_t)got;
		one->spoke = clock_ticks();
	}
	if (got <= 0 || !answer_all(process, one, arena))
		hang_up(one);
}

static void
serve(struct process *process, struct arena *arena)
{
	sigset_t none;

	(void)sigemptyset(&none);
	while (!told_to_stop && !process->holder.stopping) {
		struct pollfd polled[CONNECTED_MOST + 1] = { { process->listening, POLLIN, 0 } };

		for (size_t i = 0; i < CONNECTED_MOST; i++)
			polled[i + 1] = (struct pollfd){ process->connected[i].fd, POLLIN, 0 };
		if (ppoll(polled, CONNECTED_MOST + 1, NULL, &none) < 0)
			continue;
		for (size_t i = 0; i < CONNECTED_MOST; i++)
			if (polled[i + 1].revents != 0)
				hear(process, &process->connected[i], arena);
		if (polled[0].revents != 0)
			accept_one(process, arena);
		arena_reset(arena);
	}
}

/* ------------------------------------------------------------------------ begin */

/* Signals reach us only while we wait. */
static void
mind_signals(void)
{
	const struct sigaction stop = { .sa_handler = stop_signal }, ignore = { .sa_handler = SIG_IGN };
	sigset_t blocked;

	(void)sigemptyset(&blocked);
	(void)sigaddset(&blocked, SIGTERM);
	(void)sigaddset(&blocked, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &blocked, NULL);
	(void)sigaction(SIGTERM, &stop, NULL);
	(void)sigaction(SIGINT, &stop, NULL);
	(void)sigaction(SIGHUP, &ignore, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

static struct err *
begin(struct process *process, bool passphrase, struct arena *arena)
{
	int abi;

	TRY(cage_hide(arena));
	mind_signals();
	TRY(open_head(process, arena));
	TRY(unlock(process, passphrase, arena));
	TRY(keyholder_listen(process->home, arena, &process->listening));
	TRY(cage_close(process->head, arena, &abi));
	process->holder.started_at = clock_now();
	process->holder.landlock_abi = abi;
	return NULL;
}

/* The starter reads one frame: the end, or why not. */
static void
report(const struct err *err, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	const struct frame_end end = { 0 };

	if (err != NULL) {
		struct frame_fault fault = frame_fault_of(err, arena);

		(void)frame_put(&out, FRAME_FAULT, &fault);
	} else {
		(void)frame_put(&out, FRAME_END, &end);
	}
	(void)!write(STDOUT_FILENO, out.ptr, out.len);
	(void)close(STDOUT_FILENO);
}

/* "HOME passphrase|file": written by keyholder_start. */
int
keyholder_main(int argc, char **argv)
{
	static struct process process;
	struct arena *arena = arena_new();
	struct err *err;

	if (argc != 4) {
		static const char sentence[] =
		    "tsukuroi keyholder は tsukuroi key start が起動するもので、直接は実行できません。"
		    " / tsukuroi keyholder is started by tsukuroi key start, not by hand.\n";

		(void)!write(STDERR_FILENO, sentence, sizeof(sentence) - 1);
		return EXIT_USAGE;
	}
	process.home = str_of(argv[2]);
	for (size_t i = 0; i < CONNECTED_MOST; i++)
		process.connected[i].fd = -1;
	err = begin(&process, str_eq(str_of(argv[3]), STR("passphrase")), arena);
	report(err, arena);
	if (err == NULL) {
		log_event("listens", arena);
		serve(&process, arena);
		(void)close(process.listening);
		log_event("ends", arena);
		holder_done(&process.holder);
	}
	/* No atexit, no leak check: the cage allows little more than to end. */
	_exit(err == NULL ? 0 : err_exit_status(err->code));
}
