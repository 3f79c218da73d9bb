/*
 * errand.c - the person's side: hands its command over, and opens what it asks for as himself, as long as he named it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "wire/local/local.h"

/* A home's path may be longer than a socket's name: its directory is opened, and the socket named through it. */
int
local_connect(struct str home, struct arena *arena)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int dir FD_SCOPE = open(arena_cstr(arena, path_join(arena, home, STR("run"))), O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fd = dir < 0 ? -1 : socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/tsukuroi.sock", dir);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* ---------------------------------------------------------------------------------------------- is it named? */

static bool
is_beneath(struct str path, struct str named)
{
	struct str rest = path, part;

	if (named.len == 0 || !str_take(&rest, named))
		return false;
	if (rest.len == 0)
		return true;
	if (rest.ptr[0] != '/' && named.ptr[named.len - 1] != '/')
		return false;
	while (str_split(&rest, '/', &part))
		if (str_eq(part, STR("..")))
			return false;
	return true;
}

/* What of an argument may be a path: all of it, what stands behind '=', and either without '@'. */
enum { FORMS = 4 };

static void
forms_of(struct str argument, struct str forms[FORMS])
{
	struct str head;

	forms[0] = forms[1] = argument;
	(void)str_take(&forms[1], STR("@"));
	if (!str_cut(argument, '=', &head, &forms[2]))
		forms[2] = STR("");
	forms[3] = forms[2];
	(void)str_take(&forms[3], STR("@"));
}

bool
local_is_named(struct str path, const struct str_list *args)
{
	struct str forms[FORMS];

	for (size_t i = 0; i < args->count; i++) {
		forms_of(args->items[i], forms);
		for (size_t k = 0; k < FORMS; k++)
			if (is_beneath(path, forms[k]))
				return true;
	}
	return false;
}

bool
local_is_own(struct str argument, const struct str_list *own)
{
	struct str forms[FORMS];

	forms_of(argument, forms);
	for (size_t i = 0; i < own->count; i++)
		for (size_t k = 0; k < FORMS; k++) {
			struct str rest = forms[k];

			if (str_take(&rest, own->items[i]) && (rest.len == 0 || rest.ptr[0] == '/'))
				return true;
		}
	return false;
}

/* --------------------------------------------------------------------------------------- what is asked for */

struct answering {
	const struct local_command *command;
	struct arena               *arena;
	struct str                  path;
	int                         given;      /* the descriptor that came with it; -1 */
	int                         fd;         /* that goes with the answer; -1        */
	struct local_answer         answer;
};

static void
open_file(struct answering *answering)
{
	answering->fd = open(arena_cstr(answering->arena, answering->path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (answering->fd < 0)
		answering->answer.error = errno;
}

/* The errno of the operating system behind an error of base/file. */
static void
note(struct answering *answering, const struct err *err)
{
	if (err != NULL)
		answering->answer.error = errno == 0 ? EIO : errno;
}

static void
write_file(struct answering *answering)
{
	struct stat info;
	void *bytes;

	if (fstat(answering->given, &info) != 0 || info.st_size < 0) {
		answering->answer.error = EIO;
		return;
	}
	bytes = info.st_size == 0 ? NULL : mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, answering->given, 0);
	if (bytes == MAP_FAILED) {
		answering->answer.error = errno;
		return;
	}
	errno = 0;
	note(answering, file_write(answering->path, (struct str){ bytes, (size_t)info.st_size }, answering->arena));
	if (bytes != NULL)
		(void)munmap(bytes, (size_t)info.st_size);
}

static void
look(struct answering *answering)
{
	struct stat info;

	if (stat(arena_cstr(answering->arena, answering->path), &info) == 0)
		answering->answer.kind = S_ISREG(info.st_mode) ? 1 : S_ISDIR(info.st_mode) ? 2 : 3;
}

static void
make_dir(struct answering *answering)
{
	errno = 0;
	note(answering, dir_make(answering->path, answering->arena));
}

/* Names, each ended with NUL, in a file without a name. */
static void
list_dir(struct answering *answering)
{
	struct buf text BUF_SCOPE = { 0 };
	struct str *names;
	size_t count;
	struct err *err;

	errno = 0;
	err = dir_list(answering->path, answering->arena, &names, &count);
	note(answering, err);
	if (err != NULL)
		return;
	for (size_t i = 0; i < count; i++)
		if (str_is_text(names[i])) {
			buf_add(&text, names[i]);
			buf_add_char(&text, '\0');
		}
	answering->fd = memfd_create("names", MFD_CLOEXEC);
	if (answering->fd < 0 || write(answering->fd, text.ptr == NULL ? "" : text.ptr, text.len) != (ssize_t)text.len)
		answering->answer.error = errno == 0 ? EIO : errno;
}

static void (*const doers[LOCAL_KINDS])(struct answering *answering) = {
	[LOCAL_OPEN] = open_file, [LOCAL_WRITE] = write_file, [LOCAL_LOOK] = look, [LOCAL_MAKE_DIR] = make_dir, [LOCAL_LIST] = list_dir,
};

/* False: nobody takes the answer. */
static bool
answer(int socket, const struct local_command *command, const struct local_packet *packet)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct answering answering = { command, arena, ((const struct local_path *)packet->value)->path,
		packet->fds_count > 0 ? packet->fds[0] : -1, -1, { 0 } };
	bool told;

	if (local_is_named(answering.path, &command->args))
		doers[packet->kind](&answering);
	else
		answering.answer.error = EACCES;
	told = local_send(socket, LOCAL_ANSWER, &answering.answer, &answering.fd, answering.answer.error == 0 && answering.fd >= 0 ? 1 : 0,
	    arena) == NULL;
	fd_cleanup(&answering.fd);
	return told;
}

/* ------------------------------------------------------------------------------------------------ the errand */

static struct err *
check_arguments(const struct local_command *command, struct arena *arena)
{
	for (size_t i = 0; i < command->args.count; i++)
		if (!str_is_text(command->args.items[i]))
			return err_new(arena, ERR_USAGE, M("The argument \"{value}\" is not UTF-8."), ARG("value", command->args.items[i]));
	return str_is_text(command->token) ? NULL : err_new(arena, ERR_USAGE, M("The token is not UTF-8."));
}

static struct err *
ended_early(struct arena *arena)
{
	return err_new(arena, ERR_SYSTEM,
	    M("The home ended before it said that the command was done: look whether it was carried out before giving it again."));
}

static struct err *
done(const struct local_done *done_packet, struct arena *arena, int *ret_status)
{
	if (done_packet->busy)
		return err_new(arena, ERR_BUSY, M("The home is carrying out as many commands as it may: try again."));
	*ret_status = done_packet->status >= 0 && done_packet->status <= 255 ? (int)done_packet->status : 5;
	return NULL;
}

struct err *
local_errand(int socket, const struct local_command *command, struct arena *arena, int *ret_status)
{
	static const int standard[] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
	struct arena *turn ARENA_SCOPE = arena_new();

	TRY(check_arguments(command, arena));
	TRY(local_send(socket, LOCAL_COMMAND, command, standard, ARRAY_LEN(standard), arena));
	for (;;) {
		struct local_packet packet;
		bool told = false;

		arena_reset(turn);
		if (local_receive(socket, -1, turn, &packet) != NULL)
			return ended_early(arena);
		if (packet.kind == LOCAL_DONE)
			return done(packet.value, arena, ret_status);
		if (packet.kind != 0 && doers[packet.kind] != NULL)
			told = answer(socket, command, &packet);
		local_packet_done(&packet);
		if (!told)
			return ended_early(arena);
	}
}
