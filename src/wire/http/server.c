/*
 * server.c - listens, keeps account of its connections, and ends in order.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "wire/http/parts.h"

enum {
	BACKLOG = 1024,
	POOL_BYTES = HTTP_HEAD_BYTES + 64 * HTTP_FIELDS_MOST,      /* of a connection: its head, and what libmicrohttpd notes about each part of it */
	NETWORK_THREADS_MOST = 4,
	PROCESSORS_OF_ONE = 4,                 /* processors for which one thread moves the bytes */
};

/* -------------------------------------------------------------------------------------------- connections */

struct line *
line_of(struct http_server *server, struct MHD_Connection *connection)
{
	(void)server;
	return mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void
line_enter(struct line *line, enum line_state state)
{
	struct http_server *server = line->server;

	(void)pthread_mutex_lock(&server->mutex);
	server->states[line->state]--;
	server->states[state]++;
	line->state = state;
	line->since = clock_ticks();
	if (server->draining)
		(void)pthread_cond_broadcast(&server->changed);
	(void)pthread_mutex_unlock(&server->mutex);
}

static void
line_begin(struct http_server *server, struct MHD_Connection *connection, void **context)
{
	struct line *line = mem_alloc(sizeof(*line));

	line->server = server;
	line->fd = mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	line->since = clock_ticks();
	(void)pthread_mutex_lock(&server->mutex);
	line->next = server->lines;
	if (line->next != NULL)
		line->next->previous = line;
	server->lines = line;
	server->states[LINE_HEAD]++;
	(void)pthread_mutex_unlock(&server->mutex);
	*context = line;
}

static void
line_end(struct http_server *server, struct line *line)
{
	(void)pthread_mutex_lock(&server->mutex);
	if (line->previous == NULL)
		server->lines = line->next;
	else
		line->previous->next = line->next;
	if (line->next != NULL)
		line->next->previous = line->previous;
	server->states[line->state]--;
	(void)pthread_cond_broadcast(&server->changed);
	(void)pthread_mutex_unlock(&server->mutex);
	buf_done(&line->target);
	mem_free(line);
}

/* Between these two the descriptor is the connection's: libmicrohttpd closes it after the second. */
static void
line_changed(void *context, struct MHD_Connection *connection, void **line, enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		line_begin(context, connection, line);
	else if (*line != NULL)
		line_end(context, *line);
}

/* What libmicrohttpd's own time-out does not see: bytes that come, but ever so slowly. */
static const int64_t patience_s[LINE_STATES] = { [LINE_HEAD] = HTTP_IDLE_S, [LINE_BODY] = HTTP_BODY_S, [LINE_SEND] = HTTP_BODY_S };

/* With the mutex held. Those in this state for longer than so many seconds. */
static void
cut_lines(struct http_server *server, enum line_state state, int64_t seconds)
{
	int64_t before = clock_ticks() - seconds * INSTANT_SECOND;

	for (struct line *line = server->lines; line != NULL; line = line->next)
		if (line->state == state && line->since <= before) {
			(void)shutdown(line->fd, SHUT_RDWR);
			line->since = clock_ticks();
			server->cut++;
		}
}

/*
 * With the mutex held. Those whose other end sends no more, though what it sent is no whole request: libmicrohttpd 0.9.75 does not notice while it
 * waits for the rest.
 */
static void
cut_deserted(struct http_server *server)
{
	for (struct line *line = server->lines; line != NULL; line = line->next) {
		struct pollfd polled = { line->fd, POLLRDHUP, 0 };
		int unread;

		if ((line->state == LINE_HEAD || line->state == LINE_BODY) && poll(&polled, 1, 0) == 1 && (polled.revents & POLLRDHUP) != 0 &&
		    ioctl(line->fd, FIONREAD, &unread) == 0 && unread == 0)
			(void)shutdown(line->fd, SHUT_RDWR);
	}
}

static void
wait_until(struct http_server *server, int64_t ticks)
{
	struct timespec until;
	int64_t left = ticks - clock_ticks();

	left = left < 1000 ? 1000 : left;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += left / INSTANT_SECOND;
	until.tv_nsec += left % INSTANT_SECOND * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	(void)pthread_cond_timedwait(&server->changed, &server->mutex, &until);
}

static void *
watch(void *context)
{
	struct http_server *server = context;

	(void)pthread_mutex_lock(&server->mutex);
	while (!server->stopping) {
		wait_until(server, clock_ticks() + INSTANT_SECOND);
		cut_deserted(server);
		for (unsigned state = 0; state < LINE_STATES; state++)
			if (patience_s[state] > 0)
				cut_lines(server, (enum line_state)state, patience_s[state]);
	}
	(void)pthread_mutex_unlock(&server->mutex);
	return NULL;
}

uint64_t
server_number(struct http_server *server)
{
	uint64_t number;

	(void)pthread_mutex_lock(&server->mutex);
	number = ++server->numbers;
	(void)pthread_mutex_unlock(&server->mutex);
	return number;
}

bool
server_is_draining(struct http_server *server)
{
	bool draining;

	(void)pthread_mutex_lock(&server->mutex);
	draining = server->draining;
	(void)pthread_mutex_unlock(&server->mutex);
	return draining;
}

/* ----------------------------------------------------------------------------------------------- listening */

/* "[::1]:8450", "192.0.2.1:443", ":8450" (every address). */
static struct err *
resolve(struct str address, struct arena *arena, struct addrinfo **ret_found)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
	struct str host, port;
	bool cut = str_cut_last(address, ':', &host, &port);
	uint64_t number;

	if (str_take(&host, STR("[")) && !str_take_end(&host, STR("]")))
		cut = false;
	if (str_eq(host, STR("localhost")))
		host = STR("127.0.0.1");
	if (!cut || !str_to_u64(port, &number) || number > UINT16_MAX ||
	    getaddrinfo(host.len == 0 ? NULL : arena_cstr(arena, host), arena_cstr(arena, port), &hints, ret_found) != 0)
		return err_new(arena, ERR_USAGE, M("\"{address}\" is no address to listen at: write it as 127.0.0.1:8450, [::1]:8450 or 0.0.0.0:443."),
		    ARG("address", address));
	return NULL;
}

static int
listen_at(const struct addrinfo *at)
{
	const int on = 1;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	fd_cleanup(&fd);
	return -1;
}

struct err *
http_listen(struct str address, struct arena *arena, int *ret_socket)
{
	struct addrinfo *found = NULL;
	int fd;

	TRY(resolve(address, arena, &found));
	fd = listen_at(found);
	freeaddrinfo(found);
	if (fd < 0)
		return err_system(arena, M("The web server could not listen at {address}."), ARG("address", address));
	*ret_socket = fd;
	return NULL;
}

static struct sockaddr_storage
own_address(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);

	(void)getsockname(fd, (struct sockaddr *)&address, &len);
	return address;
}

int
http_port_of(int fd)
{
	struct sockaddr_storage address = own_address(fd);

	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)(const void *)&address)->sin6_port);
	return address.ss_family == AF_INET ? ntohs(((const struct sockaddr_in *)(const void *)&address)->sin_port) : 0;
}

bool
http_is_loopback(int fd)
{
	struct sockaddr_storage address = own_address(fd);

	if (address.ss_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)&address)->sin6_addr);
	if (address.ss_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)(const void *)&address)->sin_addr.s_addr) >> 24 == 127;
	return address.ss_family == AF_UNIX;
}

/* ------------------------------------------------------------------------------------------ start and stop */

static struct err *
read_proxies(struct http_server *server, const struct str_list *proxies, struct arena *arena)
{
	for (size_t i = 0; i < proxies->count; i++) {
		struct http_net net;

		if (!http_net_parse(proxies->items[i], &net))
			return err_new(arena, ERR_USAGE, M("\"{address}\" is no address or network of a proxy: write it as 192.0.2.10 or 192.0.2.0/24."),
			    ARG("address", proxies->items[i]));
		list_push(server->arena, &server->proxies, net);
	}
	return NULL;
}

static unsigned
processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

static void
answered(struct exchange *exchange)
{
	exchange->answered = true;
	mhd.MHD_resume_connection(exchange->connection);
}

static struct err *
start_moving(struct http_server *server, struct arena *arena)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, threads = processors() / PROCESSORS_OF_ONE;
	struct MHD_OptionItem options[] = {
		{ MHD_OPTION_LISTEN_SOCKET, server->socket, NULL },
		{ MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES, NULL },
		{ MHD_OPTION_CONNECTION_LIMIT, HTTP_CONNECTIONS, NULL },
		{ MHD_OPTION_PER_IP_CONNECTION_LIMIT, server->proxies.count > 0 ? 0 : HTTP_OF_ONE_ADDRESS, NULL },
		{ MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
		{ MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)line_changed, server },
		{ MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)http_completed, server },
		{ MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)http_target_came, server },
		{ MHD_OPTION_END, 0, NULL },      /* room for three that are not always there */
		{ MHD_OPTION_END, 0, NULL },
		{ MHD_OPTION_END, 0, NULL },
		{ MHD_OPTION_END, 0, NULL },
	};
	size_t next = ARRAY_LEN(options) - 4;

	if (threads > 1)
		options[next++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE, threads > NETWORK_THREADS_MOST ? NETWORK_THREADS_MOST : threads,
			NULL };
	if (server->tls != NULL) {
		flags |= MHD_USE_TLS;
		options[next++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)tls_present };
		options[next++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" };
	}
	server->daemon = mhd.MHD_start_daemon(flags, 0, NULL, NULL, http_handle, server, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
	return server->daemon == NULL ? err_system(arena, M("The web server could not be started.")) : NULL;
}

static struct err *
start(struct http_server *server, const struct http_settings *settings, struct arena *arena)
{
	const char *missing = mhd_load();
	unsigned threads = settings->threads > 0 ? settings->threads : processors() < 2 ? 2 : processors();

	if (missing != NULL)
		return err_new(arena, ERR_SYSTEM, M("The library for the web server is missing (Debian: libmicrohttpd12): {reason}."),
		    ARG("reason", str_of(missing)));
	TRY(read_proxies(server, &settings->proxies, arena));
	if (settings->certificate.len > 0)
		TRY(tls_open(settings->certificate, settings->key, arena, &server->tls));
	if (server->socket < 0)
		TRY(http_listen(settings->address, arena, &server->socket));
	if (fcntl(server->socket, F_SETFL, O_NONBLOCK) != 0 || fcntl(server->socket, F_SETFD, FD_CLOEXEC) != 0)
		return err_system(arena, M("The web server could not be started."));
	TRY(http_pool_start(&server->service, threads, answered, arena, &server->pool));
	if (pthread_create(&server->watcher, NULL, watch, server) != 0)
		return err_system(arena, M("The web server's threads could not be started."));
	server->watching = true;
	return start_moving(server, arena);
}

struct err *
http_start(const struct http_settings *settings, const struct http_service *service, struct arena *arena, struct http_server **ret_server)
{
	struct arena *own = arena_new();
	struct http_server *server = ARENA_NEW(own, struct http_server);
	pthread_condattr_t attributes;
	struct err *err;

	server->arena = own;
	server->service = *service;
	server->socket = settings->socket;
	server->tally = tally_new(settings->log);
	(void)pthread_mutex_init(&server->mutex, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&server->changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	err = start(server, settings, arena);
	if (err != NULL)
		http_stop(server);
	else
		*ret_server = server;
	return err;
}

int
http_socket(const struct http_server *server)
{
	return server->socket;
}

int
http_port(const struct http_server *server)
{
	return http_port_of(server->socket);
}

struct err *
http_reload(struct http_server *server, struct arena *arena)
{
	return server->tls == NULL ? NULL : tls_reload(server->tls, arena);
}

/* With the mutex held: nobody new comes in, and every answer says that it is the last. */
static void
close_door(struct http_server *server)
{
	if (server->draining)
		return;
	server->draining = true;
	(void)pthread_mutex_unlock(&server->mutex);      /* its threads may be waiting for it */
	if (server->daemon != NULL)
		(void)mhd.MHD_quiesce_daemon(server->daemon);
	(void)pthread_mutex_lock(&server->mutex);
}

static bool
is_busy(const struct http_server *server)
{
	return server->states[LINE_BODY] + server->states[LINE_WORK] + server->states[LINE_SEND] > 0;
}

void
http_drain(struct http_server *server)
{
	int64_t until = clock_ticks() + HTTP_DRAIN_S * INSTANT_SECOND;

	(void)pthread_mutex_lock(&server->mutex);
	close_door(server);
	while (server->lines != NULL && clock_ticks() < until)
		wait_until(server, until);
	(void)pthread_mutex_unlock(&server->mutex);
}

/* Requests that run have HTTP_DRAIN_S; who only listens has nothing to lose. */
static void
end_lines(struct http_server *server)
{
	int64_t until = clock_ticks() + HTTP_DRAIN_S * INSTANT_SECOND;

	(void)pthread_mutex_lock(&server->mutex);
	close_door(server);
	while (is_busy(server) && clock_ticks() < until)
		wait_until(server, until);
	server->stopping = true;
	(void)pthread_cond_broadcast(&server->changed);
	(void)pthread_mutex_unlock(&server->mutex);
}

void
http_stop(struct http_server *server)
{
	if (server == NULL)
		return;
	end_lines(server);
	http_pool_stop(server->pool);
	if (server->daemon != NULL)
		mhd.MHD_stop_daemon(server->daemon);
	if (server->watching)
		(void)pthread_join(server->watcher, NULL);
	fd_cleanup(&server->socket);
	tls_close(server->tls);
	tally_free(server->tally);
	(void)pthread_cond_destroy(&server->changed);
	(void)pthread_mutex_destroy(&server->mutex);
	arena_free(server->arena);
}

void
http_metrics(struct http_server *server, struct buf *out)
{
	static const char *const names[LINE_STATES] = { "head", "body", "work", "send" };

	tally_metrics(server->tally, out);
	http_pool_metrics(server->pool, out);
	(void)pthread_mutex_lock(&server->mutex);
	buf_addf(out, "# TYPE tsukuroi_http_connections gauge\n");
	for (size_t i = 0; i < LINE_STATES; i++)
		buf_addf(out, "tsukuroi_http_connections{state=\"%s\"} %zu\n", names[i], server->states[i]);
	buf_addf(out, "# HELP tsukuroi_http_cut_total Connections that were too slow.\n# TYPE tsukuroi_http_cut_total counter\n"
	    "tsukuroi_http_cut_total %llu\n", (unsigned long long)server->cut);
	(void)pthread_mutex_unlock(&server->mutex);
}
