/*
 * send.c - sealed rows sent on to a log of elsewhere while a home runs.
 */
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "base/file.h"
#include "base/mem.h"
#include "service/audit/audit_parts.h"

enum { ROWS_AT_ONCE = 500 };

struct audit_sender {
	int               fd;
	bool              owned;        /* closed with the sender */
	bool              datagrams;
	enum audit_format format;
	char             *where;        /* for messages           */
};

static struct err *
open_udp(struct str where, struct str rest, struct arena *arena, int *ret_fd)
{
	struct addrinfo wish = { .ai_socktype = SOCK_DGRAM }, *found = NULL;
	struct str host, port;
	int fd FD_SCOPE = -1, failed = EAI_NONAME;

	if (str_cut_last(rest, ':', &host, &port) && host.len > 0 && port.len > 0) {
		if (str_take(&host, STR("[")))
			(void)str_take_end(&host, STR("]"));
		failed = getaddrinfo(arena_cstr(arena, host), arena_cstr(arena, port), &wish, &found);
	}
	if (failed != 0)
		return err_new(arena, ERR_SYSTEM, M("There is no address to send to in \"{where}\": it is written udp:HOST:PORT."), ARG("where", where));
	fd = socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) != 0)
		fd_cleanup(&fd);
	freeaddrinfo(found);
	*ret_fd = fd;
	fd = -1;
	return NULL;
}

static int
open_unix(struct str path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (path.len == 0 || path.len >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path.ptr, path.len);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		fd_cleanup(&fd), fd = -1;
	return fd;
}

struct err *
audit_sender_open(struct str where, struct arena *arena, struct audit_sender **ret_sender)
{
	struct audit_sender sender = { .fd = -1, .owned = true, .datagrams = true, .format = AUDIT_SYSLOG };
	struct str rest = where;
	uint64_t number;

	if (str_take(&rest, STR("udp:")))
		TRY(open_udp(where, rest, arena, &sender.fd));
	else if (str_take(&rest, STR("unix:")))
		sender.fd = open_unix(rest);
	else if (str_take(&rest, STR("fd:")) && str_to_u64(rest, &number) && number <= INT32_MAX)
		sender = (struct audit_sender){ .fd = (int)number, .format = AUDIT_JSONL };
	else
		return err_new(arena, ERR_USAGE, M("The audit is sent to udp:HOST:PORT, unix:PATH or fd:NUMBER, not to \"{where}\"."), ARG("where", where));
	if (sender.fd < 0)
		return err_system(arena, M("The audit cannot be sent to {where}."), ARG("where", where));
	*ret_sender = mem_alloc(sizeof(sender));
	sender.where = mem_alloc(where.len + 1);
	memcpy(sender.where, where.ptr, where.len);
	**ret_sender = sender;
	return NULL;
}

void
audit_sender_close(struct audit_sender *sender)
{
	if (sender == NULL)
		return;
	if (sender->owned)
		(void)close(sender->fd);
	mem_free(sender->where);
	mem_free(sender);
}

/* A datagram is a row, without the line feed; a descriptor takes whole lines. */
static struct err *
send_line(const struct audit_sender *sender, struct str line, struct arena *arena)
{
	ssize_t put;

	if (sender->datagrams)
		(void)str_take_end(&line, STR("\n"));
	while (line.len > 0) {
		put = sender->datagrams ? send(sender->fd, line.ptr, line.len, MSG_NOSIGNAL) : write(sender->fd, line.ptr, line.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_system(arena, M("The audit cannot be sent to {where}."), ARG("where", str_of(sender->where)));
		line = sender->datagrams ? STR("") : str_from(line, (size_t)put);
	}
	return NULL;
}

static struct err *
send_rows(const struct audit_sender *sender, const struct ledger_audit_rows *rows, struct arena *arena, int64_t *sent, int64_t *count)
{
	struct buf line BUF_SCOPE = { 0 };

	for (size_t i = 0; i < rows->count; i++) {
		buf_clear(&line);
		audit_line(&line, sender->format, &rows->items[i], arena);
		TRY(send_line(sender, buf_str(&line), arena));
		*sent = rows->items[i].sequence;
		(*count)++;
	}
	return NULL;
}

struct sending { const struct audit_sender *sender; int64_t rows; };

/* What was taken is noted, also when the next row was refused. */
static struct err *
send_alone(const struct audit_alone *alone, void *context, struct arena *arena)
{
	struct sending *sending = context;
	struct ledger_audit_chain chain;
	struct ledger_audit_rows rows;
	struct err *err;

	TRY(ledger_audit_chain(alone->ledger, arena, &chain));
	TRY(ledger_audit_sealed(alone->ledger, chain.sent, INT64_MAX, ROWS_AT_ONCE, arena, &rows));
	err = send_rows(sending->sender, &rows, arena, &chain.sent, &sending->rows);
	if (sending->rows > 0)
		TRY(ledger_audit_sent(alone->ledger, chain.sent, arena));
	return err;
}

/* One page a call: the caller comes again in a second. */
struct err *
audit_send(struct ledger *ledger, struct audit_sender *sender, struct arena *arena, int64_t *ret_rows)
{
	struct sending sending = { .sender = sender };
	struct ledger_audit_chain chain;
	struct err *err;
	bool mine;

	*ret_rows = 0;
	TRY(ledger_audit_chain(ledger, arena, &chain));
	if (chain.sent >= chain.sequence)
		return NULL;
	err = audit_alone(ledger, STR("audit.send"), send_alone, &sending, arena, &mine);
	*ret_rows = sending.rows;
	return err;
}
