/*
 * local_test.c - both ends of a home's socket. This program is also what the home starts for every command ("served") and keeps running
 * ("helping").
 */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/vec.h"
#include "model/record.h"
#include "wire/local/local.h"

/* ---------------------------------------------------------------------------------------------- arguments */

static void
only_what_is_named_is_opened(void **state)
{
	static const char *const args[] = { "case", "file", "report.pdf", "--out=/tmp/out", "text=@/home/a/text", "@list", "dir/", "a=b", "" };
	static const struct { const char *path; bool named; } cases[] = {
		{ "report.pdf", true }, { "/tmp/out", true }, { "/tmp/out/1.txt", true }, { "/tmp/out/a/b", true }, { "/tmp/outside", false },
		{ "/tmp/out/../etc", false }, { "/tmp/out/a/..", false }, { "/home/a/text", true }, { "/home/a", false }, { "list", true },
		{ "dir/file", true }, { "dir/", true }, { "dir", false }, { "b", true }, { "c", false }, { "", false }, { "/etc/passwd", false },
		{ "report.pdf/", true }, { "/tmp/out/..hidden", true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list list = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(args); i++)
		list_push(arena, &list, str_of(args[i]));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s\n", cases[i].path);
		assert_int_equal(local_is_named(str_of(cases[i].path), &list), cases[i].named);
	}
}

static void
the_homes_own_is_known(void **state)
{
	static const struct { const char *argument; bool own; } cases[] = {
		{ "/srv/home", true }, { "/srv/home/ledger.db", true }, { "/srv/homes", false }, { "@/srv/home/keys/unlock", true },
		{ "file=/srv/home/x", true }, { "file=@/srv/home/x", true }, { "/mnt/heads", true }, { "/mnt/heads2", false }, { "", false },
		{ "../srv/home", false },
	};
	struct str items[] = { STR("/srv/home"), STR("/mnt/heads") };
	struct str_list own = { items, 2, 2 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(local_is_own(str_of(cases[i].argument), &own), cases[i].own);
}

/* ------------------------------------------------------------------------------------------------ packets */

static void
pair(int ends[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
}

static void
packets_come_as_they_went(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_command command = { .lang = STR("ja"), .token = STR("tsk_1"), .no_color = true };
	int ends[2], standard[] = { 0, 1, 2 };
	struct local_packet packet;

	(void)state;
	pair(ends);
	list_push(arena, &command.args, STR("case"));
	list_push(arena, &command.args, STR("一覧"));
	assert_ok(local_send(ends[0], LOCAL_COMMAND, &command, standard, 3, arena));
	assert_ok(local_receive(ends[1], 1000, arena, &packet));
	assert_int_equal(packet.kind, LOCAL_COMMAND);
	assert_int_equal(packet.fds_count, 3);
	assert_str(((struct local_command *)packet.value)->args.items[1], "一覧");
	assert_true(((struct local_command *)packet.value)->no_color);
	assert_int_equal(fcntl(packet.fds[0], F_GETFD), FD_CLOEXEC);
	local_packet_done(&packet);
	assert_err(local_receive(ends[1], 10, arena, &packet), ERR_BUSY);
	(void)close(ends[0]);
	assert_ok(local_receive(ends[1], 1000, arena, &packet));
	assert_int_equal(packet.kind, 0);
	assert_err(local_send(ends[1], LOCAL_DONE, &(struct local_done){ 0 }, NULL, 0, arena), ERR_SYSTEM);
	(void)close(ends[1]);
}

static size_t
open_descriptors(void)
{
	size_t count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* Bytes with descriptors, as nobody of ours sends them. */
static void
send_raw(int socket, const void *bytes, size_t len, size_t fds)
{
	union { struct cmsghdr head; char room[CMSG_SPACE(8 * sizeof(int))]; } control = { 0 };
	struct iovec piece = { (void *)(uintptr_t)bytes, len };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

	if (fds > 0) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(fds * sizeof(int));
		control.head = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(fds * sizeof(int)) };
		memset(CMSG_DATA(&control.head), 0, fds * sizeof(int));      /* descriptor 0, so often */
	}
	assert_int_equal(sendmsg(socket, &message, MSG_NOSIGNAL), (ssize_t)len);
}

static void
hostile_packets_are_refused_and_leave_nothing_open(void **state)
{
	static const struct { const char *bytes; size_t len, fds; } cases[] = {
		{ "x", 1, 0 }, { "\0", 1, 0 }, { "\1", 1, 3 }, { "\2", 1, 1 }, { "\2\1a", 3, 1 }, { "\1\0\0\0\0", 5, 0 }, { "\1\0\0\0\0", 5, 2 },
		{ "\1\xff\xff\xff\xff\x0f\0\0\0", 9, 3 }, { "\2\1\xff", 3, 0 }, { "\2\2a", 3, 0 }, { "\2\1a!", 4, 0 }, { "\1\0\0\0\0", 5, 8 },
		{ "\x09", 1, 0 }, { "\xff\xff", 2, 1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_packet packet;
	int ends[2];
	size_t before;
	char *large = arena_alloc(arena, LOCAL_PACKET_MOST + 1);

	(void)state;
	pair(ends);
	before = open_descriptors();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  case %zu\n", i);
		send_raw(ends[0], cases[i].bytes, cases[i].len, cases[i].fds);
		assert_err(local_receive(ends[1], 1000, arena, &packet), ERR_FORMAT);
		assert_int_equal(packet.fds_count, 0);
		assert_int_equal(open_descriptors(), before);
	}
	large[0] = LOCAL_OPEN;
	send_raw(ends[0], large, LOCAL_PACKET_MOST + 1, 0);
	assert_err(local_receive(ends[1], 1000, arena, &packet), ERR_FORMAT);
	memset(large, 'a', LOCAL_PACKET_MOST);
	assert_err(local_send(ends[0], LOCAL_OPEN, &(struct local_path){ { large, LOCAL_PACKET_MOST } }, NULL, 0, arena), ERR_LIMIT);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

/* -------------------------------------------------------------------------------------------------- files */

struct place { struct arena *arena; struct str dir; };

static void
place_make(struct place *place, struct arena *arena)
{
	char dir[] = "/tmp/tsukuroi-local-XXXXXX";

	assert_non_null(mkdtemp(dir));
	*place = (struct place){ arena, arena_copy(arena, str_of(dir)) };
}

static struct str
in(const struct place *place, const char *name)
{
	return path_join(place->arena, place->dir, str_of(name));
}

/* What the home's side does with a person's files; its answers are told by the exit status: the first step that went wrong. */
static int
use_files(int socket, const struct place *place)
{
	struct arena *arena = place->arena;
	struct str_list own = { 0 };
	struct str text, *names;
	size_t count;

	list_push(arena, &own, in(place, "home"));
	file_door_set(local_door(socket, &own, arena));
	if (file_read(in(place, "named"), 100, arena, &text) != NULL || !str_eq(text, STR("hello")))
		return 1;
	if (file_read(in(place, "secret"), 100, arena, &text) == NULL)
		return 2;
	if (!file_exists(in(place, "named"), arena) || file_exists(in(place, "secret"), arena) || !dir_exists(in(place, "out"), arena))
		return 3;
	if (file_write(in(place, "out/new"), STR("written"), arena) != NULL || file_write(in(place, "elsewhere"), STR("x"), arena) == NULL)
		return 4;
	if (file_write(in(place, "out/empty"), STR(""), arena) != NULL || file_write(in(place, "out/no/such"), STR("x"), arena) == NULL)
		return 5;
	if (dir_make(in(place, "out/sub"), arena) != NULL || dir_make(in(place, "sub"), arena) == NULL)
		return 6;
	if (dir_list(in(place, "out"), arena, &names, &count) != NULL || count != 3 || !str_eq(names[0], STR("empty")))
		return 7;
	if (dir_list(place->dir, arena, &names, &count) == NULL)
		return 8;
	if (file_read(in(place, "out"), 100, arena, &text) == NULL || file_read(in(place, "out/pipe"), 100, arena, &text) == NULL)
		return 9;
	/* Its own it opens itself, whatever the person says. */
	if (file_read(in(place, "home/conf"), 100, arena, &text) != NULL || !str_eq(text, STR("conf")))
		return 10;
	file_door_set(NULL);
	return 0;
}

static void
files_are_opened_by_who_named_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_command command = { .lang = STR("en") };
	struct place place;
	struct str text;
	int ends[2], status;
	pid_t child;

	(void)state;
	place_make(&place, arena);
	assert_ok(dir_make(in(&place, "home"), arena));
	assert_ok(dir_make(in(&place, "out"), arena));
	assert_ok(file_write(in(&place, "home/conf"), STR("conf"), arena));
	assert_ok(file_write(in(&place, "named"), STR("hello"), arena));
	assert_ok(file_write(in(&place, "secret"), STR("secret"), arena));
	list_push(arena, &command.args, in(&place, "named"));
	list_push(arena, &command.args, arena_printf(arena, "--out=%.*s", STR_ARG(in(&place, "out"))));
	pair(ends);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct local_packet packet;
		struct local_done done = { 0 };

		(void)close(ends[0]);
		if (local_receive(ends[1], 1000, arena, &packet) != NULL || packet.kind != LOCAL_COMMAND)
			_exit(100);
		done.status = use_files(ends[1], &place);
		_exit(local_send(ends[1], LOCAL_DONE, &done, NULL, 0, arena) == NULL ? 0 : 101);
	}
	(void)close(ends[1]);
	assert_ok(local_errand(ends[0], &command, arena, &status));
	assert_int_equal(status, 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_ok(file_read(in(&place, "out/new"), 100, arena, &text));
	assert_str(text, "written");
	assert_false(file_exists(in(&place, "elsewhere"), arena));
	(void)close(ends[0]);
	assert_ok(dir_remove(place.dir, arena));
}

/* --------------------------------------------------------------------------------------------- a running home */

static const char *this_program;

static pid_t
start_home(const struct place *place, bool once)
{
	static const struct local_helper helper = { "helping" };
	struct local_serving serving = { .home = place->dir, .helpers = &helper, .helpers_count = 1, .once = once, .program = this_program };
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct err *err = local_serve(&serving, place->arena);

		_exit(err == NULL ? 0 : err_exit_status(err->code));
	}
	return pid;
}

static int
connect_soon(const struct place *place)
{
	struct timespec pause = { 0, 20000000 };
	int fd = -1;

	for (int i = 0; i < 250 && fd < 0; i++) {
		fd = local_connect(place->dir, place->arena);
		if (fd < 0)
			(void)nanosleep(&pause, NULL);
	}
	assert_true(fd >= 0);
	return fd;
}

static bool
comes(const struct place *place, const char *name)
{
	struct timespec pause = { 0, 20000000 };

	for (int i = 0; i < 250; i++) {
		if (file_exists(in(place, name), place->arena))
			return true;
		(void)nanosleep(&pause, NULL);
	}
	return false;
}

static int
ends_with(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static struct local_command
command_of(struct arena *arena, const char *word, const char *more)
{
	struct local_command command = { .lang = STR("en") };

	list_push(arena, &command.args, str_of(word));
	if (more != NULL)
		list_push(arena, &command.args, str_of(more));
	return command;
}

static void
a_home_serves_and_ends(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_command seven = command_of(arena, "status", "7"), crash = command_of(arena, "crash", NULL);
	struct place place;
	int status, socket;
	int64_t begun;
	pid_t home;

	(void)state;
	place_make(&place, arena);
	home = start_home(&place, false);
	socket = connect_soon(&place);
	assert_ok(local_errand(socket, &seven, arena, &status));
	assert_int_equal(status, 7);
	(void)close(socket);
	socket = connect_soon(&place);
	assert_err(local_errand(socket, &crash, arena, &status), ERR_SYSTEM);
	(void)close(socket);
	assert_int_equal(ends_with(start_home(&place, false)), 3);      /* ERR_CONFLICT: it runs already */
	socket = connect_soon(&place);
	assert_ok(local_errand(socket, &seven, arena, &status));
	(void)close(socket);
	assert_true(comes(&place, "helping"));
	begun = clock_ticks();
	assert_int_equal(kill(home, SIGTERM), 0);
	assert_int_equal(ends_with(home), 0);
	assert_true(clock_ticks() - begun < LOCAL_GRACE_S * INSTANT_SECOND);
	assert_int_equal(local_connect(place.dir, arena), -1);
	assert_false(file_exists(in(&place, "run/tsukuroi.sock"), arena));
	assert_ok(dir_remove(place.dir, arena));
}

/* A client that goes away takes its command along; a home that is killed leaves nothing running, and begins again over what it left. */
static void
who_goes_takes_his_processes_along(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_command forever = command_of(arena, "forever", NULL), seven = command_of(arena, "status", "7");
	int standard[] = { 0, 1, 2 }, status, socket;
	struct place place;
	struct str text;
	int64_t pid;
	pid_t home;

	(void)state;
	place_make(&place, arena);
	home = start_home(&place, false);
	for (int round = 0; round < 2; round++) {
		struct timespec pause = { 0, 20000000 };

		socket = connect_soon(&place);
		assert_ok(local_send(socket, LOCAL_COMMAND, &forever, standard, 3, arena));
		assert_true(comes(&place, "forever"));
		assert_ok(file_read(in(&place, "forever"), 100, arena, &text));
		assert_true(str_to_i64(text, &pid) && pid > 1 && kill((pid_t)pid, 0) == 0);
		if (round == 0)
			(void)close(socket);
		else
			assert_int_equal(kill(home, SIGKILL), 0);
		for (int i = 0; i < 250 && kill((pid_t)pid, 0) == 0; i++)
			(void)nanosleep(&pause, NULL);
		assert_int_equal(kill((pid_t)pid, 0), -1);
		assert_int_equal(unlink(in(&place, "forever").ptr), 0);
	}
	assert_int_equal(ends_with(home), -SIGKILL);
	(void)close(socket);
	home = start_home(&place, true);
	socket = connect_soon(&place);
	assert_ok(local_errand(socket, &seven, arena, &status));
	assert_int_equal(status, 7);
	(void)close(socket);
	assert_int_equal(ends_with(home), 0);      /* once */
	assert_ok(dir_remove(place.dir, arena));
}

static void
too_many_of_one_user_are_turned_away(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_command seven = command_of(arena, "status", "7");
	int sockets[LOCAL_OF_ONE_MOST], socket, status;
	struct place place;
	struct err *err;
	pid_t home;

	(void)state;
	place_make(&place, arena);
	home = start_home(&place, false);
	for (size_t i = 0; i < ARRAY_LEN(sockets); i++)
		sockets[i] = connect_soon(&place);
	socket = connect_soon(&place);
	err = local_errand(socket, &seven, arena, &status);
	assert_non_null(err);
	assert_true(err->code == ERR_BUSY || err->code == ERR_SYSTEM);      /* turned away before or while it spoke */
	(void)close(socket);
	for (size_t i = 0; i < ARRAY_LEN(sockets); i++)
		(void)close(sockets[i]);
	for (int i = 0; i < 100 && err != NULL; i++) {
		struct timespec pause = { 0, 20000000 };

		(void)nanosleep(&pause, NULL);
		socket = connect_soon(&place);
		err = local_errand(socket, &seven, arena, &status);
		(void)close(socket);
	}
	assert_null(err);
	assert_int_equal(kill(home, SIGTERM), 0);
	assert_int_equal(ends_with(home), 0);
	assert_ok(dir_remove(place.dir, arena));
}

/* ---------------------------------------------------------------------------------- the processes of that home */

static int
be_served(const char *home)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct local_command *command;
	struct local_done done = { 0 };
	struct local_packet packet;
	unsigned uid;

	local_end_with_home();
	if (local_peer(LOCAL_SOCKET_FD, arena, &uid) != NULL || uid != getuid() || getenv("LANG") != NULL)
		return 100;
	if (local_receive(LOCAL_SOCKET_FD, LOCAL_FIRST_MS, arena, &packet) != NULL || packet.kind != LOCAL_COMMAND)
		return 101;
	command = packet.value;
	local_packet_done(&packet);
	if (str_eq(command->args.items[0], STR("crash")))
		abort();
	if (str_eq(command->args.items[0], STR("forever"))) {
		if (file_write(path_join(arena, str_of(home), STR("forever")), arena_printf(arena, "%d", (int)getpid()), arena) != NULL)
			return 102;
		for (;;)
			(void)pause();
	}
	(void)str_to_i64(command->args.items[1], &done.status);
	return local_send(LOCAL_SOCKET_FD, LOCAL_DONE, &done, NULL, 0, arena) == NULL ? 0 : 103;
}

static int
be_helping(const char *home)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	local_end_with_home();
	if (file_write(path_join(arena, str_of(home), STR("helping")), STR("x"), arena) != NULL)
		return 100;
	for (;;)
		(void)pause();
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_named_is_opened),
		cmocka_unit_test(the_homes_own_is_known),
		cmocka_unit_test(packets_come_as_they_went),
		cmocka_unit_test(hostile_packets_are_refused_and_leave_nothing_open),
		cmocka_unit_test(files_are_opened_by_who_named_them),
		cmocka_unit_test(a_home_serves_and_ends),
		cmocka_unit_test(who_goes_takes_his_processes_along),
		cmocka_unit_test(too_many_of_one_user_are_turned_away),
	};

	if (argc == 3 && strcmp(argv[1], "served") == 0)
		return be_served(argv[2]);
	if (argc == 3 && strcmp(argv[1], "helping") == 0)
		return be_helping(argv[2]);
	(void)setenv("LANG", "C", 1);
	this_program = "/proc/self/exe";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
