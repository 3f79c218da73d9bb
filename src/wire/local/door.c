/*
 * door.c - the home's side of a person's files: asked for by the socket, opened by him.
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/input.h"
#include "base/vec.h"
#include "wire/local/local.h"

#define LIST_MOST ((size_t)64 << 20)

struct local_gate {
	struct file_door door;
	int              socket;
	struct str_list  own;
};

struct err *
local_peer(int socket, struct arena *arena, unsigned *ret_uid)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);

	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0 || len != sizeof(peer))
		return err_system(arena, M("The operating system does not say who is at the other end of the home's socket."));
	*ret_uid = peer.uid;
	return NULL;
}

void
local_end_with_home(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static bool
is_own(const struct file_door *door, struct str path)
{
	return local_is_own(path, &((const struct local_gate *)(const void *)door)->own);
}

/* One question, one answer. *ret_fd: -1 where none came. */
static struct err *
ask(struct file_door *door, enum local_kind kind, struct str path, int given, struct arena *arena, struct local_answer *ret_answer, int *ret_fd)
{
	int socket = ((struct local_gate *)door)->socket;
	struct local_path question = { path };
	struct local_packet packet;

	TRY(local_send(socket, kind, &question, &given, given >= 0 ? 1 : 0, arena));
	TRY(local_receive(socket, LOCAL_ANSWER_MS, arena, &packet));
	if (packet.kind != LOCAL_ANSWER) {
		local_packet_done(&packet);
		return err_new(arena, ERR_SYSTEM, M("Who gave the command is gone."));
	}
	*ret_answer = *(const struct local_answer *)packet.value;
	*ret_fd = packet.fds_count > 0 ? packet.fds[0] : -1;
	return NULL;
}

static struct err *
refusal(const struct local_answer *answer, const char *message, struct str path, struct arena *arena)
{
	errno = answer->error > 0 && answer->error < 4096 ? (int)answer->error : EIO;
	return err_make(arena, ERR_SYSTEM, ERR_WHERE, err_errno(arena, ERR_WHERE), message,
	    (struct err_arg[]){ ARG("file", path), ARG("dir", path), { 0 } });
}

static struct err *
door_open(struct file_door *door, struct str path, struct arena *arena, int *ret_fd)
{
	struct local_answer answer;
	int fd FD_SCOPE = -1;

	TRY(ask(door, LOCAL_OPEN, path, -1, arena, &answer, &fd));
	if (answer.error != 0 || fd < 0)
		return refusal(&answer, M("The file {file} could not be opened."), path, arena);
	*ret_fd = fd;
	fd = -1;
	return NULL;
}

static struct err *
put_all(int fd, struct str bytes, struct arena *arena)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_system(arena, M("There is no memory left to hand a file over."));
		bytes = str_from(bytes, (size_t)put);
	}
	return NULL;
}

static struct err *
door_write(struct file_door *door, struct str path, struct str bytes, struct arena *arena)
{
	int fd FD_SCOPE = memfd_create("file", MFD_CLOEXEC), none FD_SCOPE = -1;
	struct local_answer answer;

	if (fd < 0)
		return err_system(arena, M("There is no memory left to hand a file over."));
	TRY(put_all(fd, bytes, arena));
	TRY(ask(door, LOCAL_WRITE, path, fd, arena, &answer, &none));
	return answer.error == 0 ? NULL : refusal(&answer, M("The file {file} could not be written."), path, arena);
}

/* Who is gone has no files. */
static int
door_look(struct file_door *door, struct str path, struct arena *arena)
{
	struct local_answer answer;
	int none FD_SCOPE = -1;
	struct err *err = ask(door, LOCAL_LOOK, path, -1, arena, &answer, &none);

	return err == NULL && answer.kind >= 0 && answer.kind <= 3 ? (int)answer.kind : 0;
}

static struct err *
door_make_dir(struct file_door *door, struct str path, struct arena *arena)
{
	struct local_answer answer;
	int none FD_SCOPE = -1;

	TRY(ask(door, LOCAL_MAKE_DIR, path, -1, arena, &answer, &none));
	return answer.error == 0 ? NULL : refusal(&answer, M("The directory {dir} could not be made."), path, arena);
}

static struct err *
door_list(struct file_door *door, struct str path, struct arena *arena, struct str **ret_names, size_t *ret_count)
{
	struct str_list names = { 0 };
	struct local_answer answer;
	int fd FD_SCOPE = -1;
	struct input_fd input;
	struct str text, name;

	TRY(ask(door, LOCAL_LIST, path, -1, arena, &answer, &fd));
	if (answer.error != 0 || fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
		return refusal(&answer, M("The directory {dir} could not be read."), path, arena);
	TRY(input_all(input_of_fd(&input, fd, path), LIST_MOST, arena, &text));
	while (str_split(&text, '\0', &name))
		if (name.len > 0 && str_is_text(name) && str_find_char(name, '/') == SIZE_MAX && !str_eq(name, STR("..")) && !str_eq(name, STR(".")))
			list_push(arena, &names, name);
	*ret_names = names.items;
	*ret_count = names.count;
	return NULL;
}

struct file_door *
local_door(int socket, const struct str_list *own, struct arena *arena)
{
	struct local_gate *gate = ARENA_NEW(arena, struct local_gate);

	*gate = (struct local_gate){ { is_own, door_open, door_write, door_look, door_make_dir, door_list }, socket, *own };
	return &gate->door;
}
