/*
 * packet.c - one message, one packet, checked on both sides: its kind, its value, its number of descriptors.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "model/record.h"
#include "wire/local/local.h"

static const struct field command_fields[] = {
	FIELD(struct local_command, args, FIELD_STRS),
	FIELD(struct local_command, lang, FIELD_STR),
	FIELD(struct local_command, token, FIELD_STR),
	FIELD(struct local_command, no_color, FIELD_BOOL),
};
static const struct schema command_schema = SCHEMA("command", struct local_command, command_fields);
static const struct field path_fields[] = { FIELD(struct local_path, path, FIELD_STR) };
static const struct schema path_schema = SCHEMA("path", struct local_path, path_fields);
static const struct field answer_fields[] = {
	FIELD(struct local_answer, error, FIELD_INT),
	FIELD(struct local_answer, kind, FIELD_INT),
};
static const struct schema answer_schema = SCHEMA("answer", struct local_answer, answer_fields);
static const struct field done_fields[] = {
	FIELD(struct local_done, status, FIELD_INT),
	FIELD(struct local_done, busy, FIELD_BOOL),
};
static const struct schema done_schema = SCHEMA("done", struct local_done, done_fields);

/* What a kind carries, and with how many descriptors. */
static const struct { const struct schema *schema; size_t least, most; } kinds[LOCAL_KINDS] = {
	[LOCAL_COMMAND]  = { &command_schema, 3, 3 },
	[LOCAL_OPEN]     = { &path_schema, 0, 0 },
	[LOCAL_WRITE]    = { &path_schema, 1, 1 },
	[LOCAL_LOOK]     = { &path_schema, 0, 0 },
	[LOCAL_MAKE_DIR] = { &path_schema, 0, 0 },
	[LOCAL_LIST]     = { &path_schema, 0, 0 },
	[LOCAL_ANSWER]   = { &answer_schema, 0, 1 },
	[LOCAL_DONE]     = { &done_schema, 0, 0 },
};

const struct schema *
local_schema(unsigned kind)
{
	return kind < LOCAL_KINDS ? kinds[kind].schema : NULL;
}

struct err *
local_parse(struct str bytes, size_t fds, struct arena *arena, struct local_packet *ret_packet)
{
	unsigned kind = bytes.len == 0 ? 0 : (unsigned char)bytes.ptr[0];
	const struct schema *schema = local_schema(kind);
	void *value;

	if (schema == NULL || fds < kinds[kind].least || fds > kinds[kind].most)
		return err_new(arena, ERR_FORMAT, M("A message of kind {kind} with {count} descriptors is none of this program's."),
		    ARG_N("kind", kind), ARG_N("count", fds));
	value = arena_alloc(arena, schema->size);
	TRY(record_decode(schema, str_from(bytes, 1), arena, value));
	ret_packet->kind = (enum local_kind)kind;
	ret_packet->value = value;
	return NULL;
}

void
local_packet_done(struct local_packet *packet)
{
	for (size_t i = 0; i < packet->fds_count; i++)
		fd_cleanup(&packet->fds[i]);
	packet->fds_count = 0;
}

/* ------------------------------------------------------------------------------------------------- send */

union control {
	struct cmsghdr head;
	char           room[CMSG_SPACE(LOCAL_FDS_MOST * sizeof(int))];
};

static void
put_descriptors(struct msghdr *message, union control *control, const int *fds, size_t count)
{
	struct cmsghdr *head;

	if (count == 0)
		return;
	message->msg_control = control->room;
	message->msg_controllen = CMSG_SPACE(count * sizeof(int));
	head = CMSG_FIRSTHDR(message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(head), fds, count * sizeof(int));
}

struct err *
local_send(int socket, enum local_kind kind, const void *value, const int *fds, size_t count, struct arena *arena)
{
	struct buf bytes BUF_SCOPE = { 0 };
	union control control = { 0 };
	struct iovec piece;
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
	ssize_t put;

	buf_add_char(&bytes, (char)kind);
	record_encode(kinds[kind].schema, value, &bytes);
	if (bytes.len > LOCAL_PACKET_MOST)
		return err_new(arena, ERR_LIMIT, M("The command is longer than {most} bytes: give long texts as a file."),
		    ARG_N("most", LOCAL_PACKET_MOST));
	piece = (struct iovec){ bytes.ptr, bytes.len };
	put_descriptors(&message, &control, fds, count);
	do
		put = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (put < 0 && errno == EINTR);
	return put < 0 ? err_system(arena, M("The other end of the home's socket does not take anything.")) : NULL;
}

/* ---------------------------------------------------------------------------------------------- receive */

/* Keeps as many as may come; the rest is closed. */
static size_t
take_descriptors(struct msghdr *message, int *fds)
{
	size_t count = 0;

	for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head != NULL; head = CMSG_NXTHDR(message, head)) {
		size_t here = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < here; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(head) + i * sizeof(int), sizeof(fd));
			if (count < LOCAL_FDS_MOST)
				fds[count++] = fd;
			else
				(void)close(fd);
		}
	}
	return count;
}

static struct err *
wait_for(int socket, int timeout_ms, struct arena *arena)
{
	struct pollfd one = { socket, POLLIN, 0 };
	int ready;

	do
		ready = poll(&one, 1, timeout_ms);
	while (ready < 0 && errno == EINTR);
	if (ready < 0)
		return err_system(arena, M("The home's socket could not be read."));
	return ready > 0 ? NULL : err_new(arena, ERR_BUSY, M("Nothing came by the home's socket in time."));
}

struct err *
local_receive(int socket, int timeout_ms, struct arena *arena, struct local_packet *ret_packet)
{
	struct iovec piece = { arena_alloc(arena, LOCAL_PACKET_MOST), LOCAL_PACKET_MOST };
	union control control = { 0 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room) };
	struct local_packet packet = { 0 };
	struct err *err;
	ssize_t got;

	*ret_packet = packet;
	TRY(wait_for(socket, timeout_ms, arena));
	do
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got < 0 && errno != ECONNRESET)
		return err_system(arena, M("The home's socket could not be read."));
	packet.fds_count = got < 0 ? 0 : take_descriptors(&message, packet.fds);
	if (got <= 0) {
		local_packet_done(&packet);
		return NULL;
	}
	if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0)
		err = err_new(arena, ERR_FORMAT, M("A message that came by the home's socket is too long."));
	else
		err = local_parse((struct str){ piece.iov_base, (size_t)got }, packet.fds_count, arena, &packet);
	if (err != NULL)
		local_packet_done(&packet);
	else
		*ret_packet = packet;
	return err;
}
