/*
 * Readers that misbehave, each in its own way, and what the parent says of them. This program is its own child.
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/advisory.h"
#include "wire/worker/frame.h"
#include "wire/worker/worker.h"

/* ------------------------------------------------------- readers, in the child */

/* The honest one: a line is an EPSS row's CVE; "bad" is refused; "wrong" is a file that is not of the format. */
static struct err *
read_lines(struct input *input, struct sink *sink, struct arena *arena)
{
	struct feed_head head = { .source = SOURCE_EPSS, .name = STR("epss"), .built = INSTANT_NONE, .declared = -1 };
	struct str rest, line;
	int64_t number = 0;

	TRY(input_all(input, (size_t)1 << 30, arena, &rest));
	TRY(sink_record(sink, &feed_head_schema, &head, arena));
	while (str_line(&rest, &line)) {
		struct epss_entry entry = { .cve = line, .probability = 5, .percentile = 7 };

		number++;
		if (str_eq(line, STR("wrong")))
			return err_wrap(arena, err_new(arena, ERR_FORMAT, M("{file} is not a file."), ARG("file", input->name)),
			    M("{file}"), ARG("file", STR("inner")));
		if (str_eq(line, STR("unknown words")))
			return err_new(arena, ERR_FORMAT, "Send your password to {who}.", ARG("who", STR("us")));
		if (str_eq(line, STR("bad")))
			TRY(sink_refuse(sink, line, -1, number, err_new(arena, ERR_FORMAT, M("{file}"), ARG("file", line)), arena));
		else
			TRY(sink_record(sink, &epss_entry_schema, &entry, arena));
	}
	return NULL;
}

#define READER(name, body)                                                      \
	static struct err *                                                     \
	read_##name(struct input *input, struct sink *sink, struct arena *arena) \
	{                                                                       \
		(void)input;                                                    \
		(void)sink;                                                     \
		(void)arena;                                                    \
		body                                                            \
		return NULL;                                                    \
	}

static void
send_raw(const void *bytes, size_t len)
{
	if (write(STDOUT_FILENO, bytes, len) != (ssize_t)len)
		_exit(3);
}

READER(socket, (void)socket(AF_INET, SOCK_STREAM, 0);)
READER(unix_socket, (void)socket(AF_UNIX, SOCK_STREAM, 0);)
READER(connect, (void)syscall(SYS_connect, 0, NULL, 0);)
READER(open, (void)open("/etc/passwd", O_RDONLY);)
READER(create, (void)open("/tmp/tsukuroi-worker-test", O_WRONLY | O_CREAT, 0600);)
READER(openat2, (void)syscall(SYS_openat2, -1, "/etc/passwd", NULL, 0);)
READER(old_open, (void)syscall(SYS_open, "/etc/passwd", O_RDONLY);)
READER(unlink, (void)unlink("/tmp/tsukuroi-worker-test");)
READER(stat, { struct stat st; (void)stat("/etc/passwd", &st); })
READER(fork, (void)syscall(SYS_fork);)
READER(clone, (void)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);)
READER(clone3, (void)syscall(SYS_clone3, NULL, 0);)
READER(exec, (void)execl("/bin/true", "true", (char *)NULL);)
READER(ptrace, (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);)
READER(peek, (void)syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0);)
READER(kill, (void)kill(1, 0);)
READER(dup, (void)syscall(SYS_dup, 0);)
READER(io_uring, (void)syscall(SYS_io_uring_setup, 1, NULL);)
READER(bpf, (void)syscall(SYS_bpf, 0, NULL, 0);)
READER(keys, (void)syscall(SYS_keyctl, 0, 0, 0, 0, 0);)
READER(write_input, (void)!write(0, "x", 1);)
READER(executable, (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);)
READER(make_executable, {
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	(void)mprotect(page, 4096, PROT_READ | PROT_EXEC);
})
READER(spin, for (volatile unsigned long n = 0;; n++) {})
READER(sleep, for (;;) (void)syscall(SYS_futex, &(int){ 0 }, 0, 0, NULL, NULL, 0);)
READER(memory, for (;;) { char *piece = mem_alloc(16 << 20); for (size_t i = 0; i < 16 << 20; i += 4096) piece[i] = 1; })
READER(crash, { volatile uintptr_t nowhere = 8; *(volatile int *)nowhere = 1; })
READER(abort, abort();)
READER(quit, _exit(9);)
READER(vanish, _exit(0);)
READER(flood, {
	struct epss_entry entry = { .cve = STR("CVE-2026-0001") };
	for (;;)
		TRY(sink_record(sink, &epss_entry_schema, &entry, arena));
})
READER(unknown_kind, send_raw("\x77\0\0\0\0", 5);)
READER(huge_frame, send_raw("\x03\xff\xff\xff\xff", 5);)
READER(broken_record, send_raw("\x03\x02\0\0\0\xff\xff", 7);)
READER(half_frame, { send_raw("\x03\x20\0\0\0\x01", 6); _exit(0); })
READER(wrong_count, {
	struct frame_end end = { .records = 5 };
	struct buf out = { 0 };
	(void)frame_put(&out, FRAME_END, &end);
	send_raw(out.ptr, out.len);
	_exit(0);
})
READER(after_end, {
	struct frame_end end = { 0 };
	struct buf out = { 0 };
	(void)frame_put(&out, FRAME_END, &end);
	(void)frame_put(&out, FRAME_END, &end);
	send_raw(out.ptr, out.len);
	_exit(0);
})
READER(broken_text, {
	struct epss_entry entry = { .cve = STR("CVE-2026-\xff\xfe") };
	return sink_record(sink, &epss_entry_schema, &entry, arena);
})
READER(lingers, {
	struct frame_end end = { 0 };
	struct buf out = { 0 };
	(void)frame_put(&out, FRAME_END, &end);
	send_raw(out.ptr, out.len);
	for (;;)
		(void)syscall(SYS_futex, &(int){ 0 }, 0, 0, NULL, NULL, 0);
})

#define BOUNDS { .memory_bytes = (size_t)1 << 30, .cpu_seconds = 20, .wall_seconds = 30, .output_bytes = 64 << 20 }
#define HASTY  { .memory_bytes = (size_t)256 << 20, .cpu_seconds = 20, .wall_seconds = 1, .output_bytes = 1 << 20 }
#define BUSY   { .memory_bytes = (size_t)256 << 20, .cpu_seconds = 1, .wall_seconds = 30, .output_bytes = 1 << 20 }
#define KIND(name, bounds) { #name, read_##name, bounds }

static const struct worker_kind kinds[] = {
	KIND(lines, BOUNDS), KIND(socket, BOUNDS), KIND(unix_socket, BOUNDS), KIND(connect, BOUNDS), KIND(open, BOUNDS),
	KIND(create, BOUNDS), KIND(openat2, BOUNDS), KIND(old_open, BOUNDS), KIND(unlink, BOUNDS), KIND(stat, BOUNDS),
	KIND(fork, BOUNDS), KIND(clone, BOUNDS), KIND(clone3, BOUNDS), KIND(exec, BOUNDS), KIND(ptrace, BOUNDS),
	KIND(peek, BOUNDS), KIND(kill, BOUNDS), KIND(dup, BOUNDS), KIND(io_uring, BOUNDS), KIND(bpf, BOUNDS),
	KIND(keys, BOUNDS), KIND(write_input, BOUNDS), KIND(executable, BOUNDS), KIND(make_executable, BOUNDS),
	KIND(spin, BUSY), KIND(sleep, HASTY), KIND(memory, BUSY), KIND(crash, BOUNDS), KIND(abort, BOUNDS),
	KIND(quit, BOUNDS), KIND(vanish, BOUNDS), KIND(flood, BUSY), KIND(unknown_kind, BOUNDS), KIND(huge_frame, BOUNDS),
	KIND(broken_record, BOUNDS), KIND(half_frame, BOUNDS), KIND(wrong_count, BOUNDS), KIND(after_end, BOUNDS),
	KIND(broken_text, BOUNDS), KIND(lingers, HASTY),
};

/* ------------------------------------------------------------------ the parent */

struct listener {
	struct sink sink;
	size_t      records, problems, heads;
	size_t      refuse_at;    /* the sink itself says no at this record; 0 never */
	char        last[64];
	char        problem[256];
};

static struct err *
hear_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listener *listener = (struct listener *)sink;

	if (schema == &feed_head_schema) {
		listener->heads++;
		return NULL;
	}
	assert_ptr_equal(schema, &epss_entry_schema);
	listener->records++;
	(void)snprintf(listener->last, sizeof(listener->last), "%.*s", STR_ARG(((const struct epss_entry *)value)->cve));
	if (listener->records == listener->refuse_at)
		return err_new(arena, ERR_STORE, M("{file}"), ARG("file", STR("the store is full")));
	return NULL;
}

static struct err *
hear_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct listener *listener = (struct listener *)sink;

	(void)arena;
	listener->problems++;
	(void)snprintf(listener->problem, sizeof(listener->problem), "%.*s: %.*s", STR_ARG(problem->id),
	    STR_ARG(problem->sentence_en));
	return NULL;
}

static int
file_with(const void *bytes, size_t len)
{
	int fd = memfd_create("foreign", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static struct err *
run(const char *kind, const char *text, struct listener *listener, struct worker_seen *seen, struct arena *arena)
{
	int fd FD_SCOPE = file_with(text, strlen(text));
	struct worker_job job = {
		.kind = kind, .fd = fd, .name = STR("feed.json"), .seen = seen, .kinds = kinds, .kinds_count = ARRAY_LEN(kinds),
	};

	listener->sink = (struct sink){ hear_record, hear_problem };
	return worker_run(&job, &listener->sink, arena);
}

static void
records_and_problems_arrive_in_order(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { 0 };
	struct worker_seen seen;

	(void)state;
	assert_ok(run("lines", "CVE-1\nbad\nCVE-2\n", &listener, &seen, arena));
	assert_int_equal(listener.records, 2);
	assert_int_equal(listener.heads, 1);
	assert_int_equal(listener.problems, 1);
	assert_string_equal(listener.last, "CVE-2");
	assert_string_equal(listener.problem, "bad: bad");
	assert_int_equal(seen.records, 3);
	assert_int_equal(seen.problems, 1);
	assert_int_equal(seen.landlock_abi, worker_landlock_abi());
	print_message("  Landlock in this kernel: version %d\n", seen.landlock_abi);
}

static void
a_reader_that_was_started_is_finished_or_abandoned(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int lines FD_SCOPE = file_with("CVE-1\n", 6), endless FD_SCOPE = file_with("", 0);
	struct listener listener = { .sink = { hear_record, hear_problem } };
	struct worker_job job = { .kind = "lines", .fd = lines, .name = STR("f"), .kinds = kinds, .kinds_count = ARRAY_LEN(kinds) };
	struct worker *first, *second;

	(void)state;
	assert_ok(worker_start(&job, &listener.sink, arena, &first));
	job.kind = "spin";
	job.fd = endless;
	assert_ok(worker_start(&job, &listener.sink, arena, &second));
	(void)close(lines);
	lines = -1;
	assert_ok(worker_finish(first));
	assert_int_equal(listener.records, 1);
	worker_abandon(second);
	worker_abandon(NULL);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void
a_readers_own_error_comes_back_with_its_chain(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { 0 };
	struct err *err;

	(void)state;
	err = run("lines", "CVE-1\nwrong\n", &listener, NULL, arena);
	assert_err(err, ERR_FORMAT);
	assert_str(err_sentence(err, LANG_EN, arena), "inner: feed.json is not a file.");
	assert_str(err_sentence(err, LANG_JA, arena), "inner：feed.json はファイルではありません。");
	err = run("lines", "unknown words\n", &listener, NULL, arena);
	assert_err(err, ERR_FORMAT);
	assert_str(err_sentence(err, LANG_EN, arena), "feed.json: The reader said \"Send your password to {who}.\".");
}

static void
an_error_of_the_sink_stops_the_reader_and_is_handed_on(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { .refuse_at = 2 };
	struct err *err;

	(void)state;
	err = run("lines", "CVE-1\nCVE-2\nCVE-3\n", &listener, NULL, arena);
	assert_err(err, ERR_STORE);
	assert_str(err_sentence(err, LANG_EN, arena), "the store is full");
	assert_int_equal(listener.records, 2);
}

/* Each word of `says` stands in the English sentence, and the file is named. */
static const struct {
	const char *kind, *says;
} misdeeds[] = {
	{ "socket",          "its sandbox forbids" },
	{ "unix_socket",     "its sandbox forbids" },
	{ "connect",         "its sandbox forbids" },
	{ "open",            "its sandbox forbids" },
	{ "create",          "its sandbox forbids" },
	{ "openat2",         "its sandbox forbids" },
	{ "old_open",        "its sandbox forbids" },
	{ "unlink",          "its sandbox forbids" },
	{ "stat",            "its sandbox forbids" },
	{ "fork",            "its sandbox forbids" },
	{ "clone",           "its sandbox forbids" },
	{ "clone3",          "its sandbox forbids" },
	{ "exec",            "its sandbox forbids" },
	{ "ptrace",          "its sandbox forbids" },
	{ "peek",            "its sandbox forbids" },
	{ "kill",            "its sandbox forbids" },
	{ "dup",             "its sandbox forbids" },
	{ "io_uring",        "its sandbox forbids" },
	{ "bpf",             "its sandbox forbids" },
	{ "keys",            "its sandbox forbids" },
	{ "write_input",     "its sandbox forbids" },
	{ "executable",      "its sandbox forbids" },
	{ "make_executable", "its sandbox forbids" },
	{ "spin",            "1 seconds of computing time" },
	{ "sleep",           "longer than 1 seconds" },
	{ "memory",          "268435456 bytes of memory" },
	{ "flood",           "more than 1048576 bytes" },
	{ "quit",            "ended before its work was done (status 9)" },
	{ "vanish",          "ended before its work was done (status 0)" },
	{ "unknown_kind",    "A message of kind 119" },
	{ "huge_frame",      "A message of kind 3 and 4294967295 bytes" },
	{ "broken_record",   "broken at its field cve" },
	{ "half_frame",      "ended before its work was done" },
	{ "wrong_count",     "says it were 5" },
	{ "after_end",       "More came after its end" },
	{ "broken_text",     "broken at its field cve" },
	{ "lingers",         "longer than 1 seconds" },
#ifndef __SANITIZE_ADDRESS__   /* which catches these itself, first */
	{ "crash",           "crashed (SEGV)" },
#endif
	{ "abort",           "crashed (ABRT)" },
};

static void
every_misdeed_ends_the_reader_and_is_told_in_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(misdeeds); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct listener listener = { 0 };
		struct str sentence;
		struct err *err;

#ifdef __SANITIZE_ADDRESS__
		if (strcmp(misdeeds[i].kind, "memory") == 0) {
			print_message("skipped: memory is not bounded in a build with AddressSanitizer\n");
			continue;
		}
#endif
		print_message("  %s\n", misdeeds[i].kind);
		err = run(misdeeds[i].kind, "CVE-1\n", &listener, NULL, arena);
		assert_err(err, ERR_WORKER);
		sentence = err_sentence(err, LANG_EN, arena);
		if (str_find(sentence, str_of(misdeeds[i].says)) == SIZE_MAX || str_find(sentence, STR("feed.json")) == SIZE_MAX)
			fail_msg("%s: \"%.*s\"", misdeeds[i].kind, STR_ARG(sentence));
		/* No child is left behind. */
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
	assert_int_not_equal(access("/tmp/tsukuroi-worker-test", F_OK), 0);
}

static void
a_program_that_is_not_there_is_said_so(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { .sink = { hear_record, hear_problem } };
	struct worker_job job = {
		.kind = "lines", .fd = 0, .name = STR("feed.json"), .program = "/nowhere/tsukuroi", .kinds = kinds,
		.kinds_count = ARRAY_LEN(kinds),
	};

	(void)state;
	assert_err(worker_run(&job, &listener.sink, arena), ERR_SYSTEM);
	job.kind = "nothing";
	assert_err(worker_run(&job, &listener.sink, arena), ERR_USAGE);
}

static void
many_rows_pass_quickly(void **state)
{
	enum { ROWS = 300000 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { 0 };
	struct buf text BUF_SCOPE = { 0 };
	int64_t began;

	(void)state;
	for (int i = 0; i < ROWS; i++)
		buf_addf(&text, "CVE-2026-%06d\n", i);
	buf_add_char(&text, '\0');
	began = clock_ticks();
	assert_ok(run("lines", text.ptr, &listener, NULL, arena));
	assert_int_equal(listener.records, ROWS);
	print_message("  %d rows in %lld ms\n", ROWS, (long long)((clock_ticks() - began) / 1000));
}

static void
packed_bytes_are_unpacked_inside(void **state)
{
	/* "CVE-2026-0001\n" by gzip(1). */
	static const unsigned char gz[] = {
		0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x73, 0x0e, 0x73, 0xd5, 0x35, 0x32, 0x30, 0x32, 0xd3,
		0x35, 0x30, 0x30, 0x30, 0xe4, 0x02, 0x00, 0x3d, 0x4a, 0x73, 0x06, 0x0e, 0x00, 0x00, 0x00,
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listener listener = { .sink = { hear_record, hear_problem } };
	int fd FD_SCOPE = file_with(gz, sizeof(gz));
	struct worker_job job = {
		.kind = "lines", .fd = fd, .name = STR("feed.gz"), .kinds = kinds, .kinds_count = ARRAY_LEN(kinds),
	};

	(void)state;
	assert_ok(worker_run(&job, &listener.sink, arena));
	assert_string_equal(listener.last, "CVE-2026-0001");
}

static void
a_frame_is_taken_whole_or_waited_for(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct epss_entry entry = { .cve = STR("CVE-2026-0001"), .probability = 1 };
	struct buf out BUF_SCOPE = { 0 };
	struct str rest, payload;
	unsigned kind;

	(void)state;
	assert_true(frame_put(&out, FRAME_EPSS, &entry));
	for (size_t len = 0; len < out.len; len++) {
		rest = str_sub(buf_str(&out), 0, len);
		assert_ok(frame_take(&rest, arena, &kind, &payload));
		assert_int_equal(kind, 0);
		assert_int_equal(rest.len, len);
	}
	rest = buf_str(&out);
	assert_ok(frame_take(&rest, arena, &kind, &payload));
	assert_int_equal(kind, FRAME_EPSS);
	assert_int_equal(rest.len, 0);
	assert_int_equal(frame_kind_of(&epss_entry_schema), FRAME_EPSS);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_is_taken_whole_or_waited_for),
		cmocka_unit_test(records_and_problems_arrive_in_order),
		cmocka_unit_test(a_reader_that_was_started_is_finished_or_abandoned),
		cmocka_unit_test(a_readers_own_error_comes_back_with_its_chain),
		cmocka_unit_test(an_error_of_the_sink_stops_the_reader_and_is_handed_on),
		cmocka_unit_test(every_misdeed_ends_the_reader_and_is_told_in_words),
		cmocka_unit_test(a_program_that_is_not_there_is_said_so),
		cmocka_unit_test(many_rows_pass_quickly),
		cmocka_unit_test(packed_bytes_are_unpacked_inside),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main_of(kinds, ARRAY_LEN(kinds), argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
