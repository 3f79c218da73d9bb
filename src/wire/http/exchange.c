/*
 * exchange.c - one request after the other, as libmicrohttpd's thread hands them over: once with the head, once for every piece of a body, once
 * when all has come, and once more when the answer is there.
 */
#include <netinet/in.h>
#include <string.h>
#include "base/clock.h"
#include "wire/http/parts.h"

/* ------------------------------------------------------------------------------------------------- the head */

void *
http_target_came(void *server, const char *target, struct MHD_Connection *connection)
{
	struct line *line = line_of(server, connection);

	buf_clear(&line->target);
	buf_add(&line->target, str_of(target));
	return NULL;
}

struct reading { struct exchange *exchange; int refused; };

static enum MHD_Result
take_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value, size_t value_len)
{
	struct reading *reading = context;
	struct exchange *exchange = reading->exchange;

	(void)kind;
	reading->refused = http_head_add(&exchange->request, exchange->arena, (struct str){ name, name_len },
	    (struct str){ value == NULL ? "" : value, value_len });
	return reading->refused == 0 ? MHD_YES : MHD_NO;
}

static struct http_net
peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
	struct http_net net = { .bytes = { [10] = 0xff, [11] = 0xff }, .prefix = 128 };

	if (address != NULL && address->sa_family == AF_INET)
		memcpy(net.bytes + 12, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
	if (address != NULL && address->sa_family == AF_INET6)
		memcpy(net.bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, sizeof(net.bytes));
	return net;
}

/* 0, or the status to refuse with. */
static int
read_head(struct exchange *exchange)
{
	struct http_server *server = exchange->server;
	struct reading reading = { exchange, 0 };
	struct http_net peer = peer_of(exchange->connection);
	int refused = http_target(arena_copy(exchange->arena, buf_str(&exchange->line->target)), exchange->arena, &exchange->request);

	exchange->request.address = http_net_text(&peer, exchange->arena);
	if (refused != 0)
		return refused;
	(void)mhd.MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, take_header, &reading);
	if (reading.refused != 0)
		return reading.refused;
	return http_head_done(&exchange->request, exchange->arena, &peer, &server->proxies, server->tls != NULL);
}

/* May it go on, and how much may come? */
static int
admit(struct exchange *exchange)
{
	const struct http_service *service = &exchange->server->service;
	int64_t announced = http_body_announced(&exchange->request);

	exchange->has_body = announced != 0;
	exchange->admission = service->admit(service->context, exchange->request.method, exchange->request.path);
	if (exchange->admission.refuse != 0)
		return exchange->admission.refuse;
	if (announced > exchange->admission.body_most)
		return 413;
	return http_body_begin(&exchange->body, exchange->admission.body_most);
}

static struct exchange *
exchange_new(struct http_server *server, struct MHD_Connection *connection, const char *method)
{
	struct arena *arena = arena_new();
	struct exchange *exchange = ARENA_NEW(arena, struct exchange);

	*exchange = (struct exchange){ .server = server, .connection = connection, .line = line_of(server, connection), .arena = arena,
		.came = clock_now(), .begun = clock_ticks() };
	exchange->answer = (struct http_answer){ .fd = -1 };
	exchange->body = (struct http_body){ .request = &exchange->request, .arena = arena, .fd = -1 };
	exchange->request.method_name = arena_copy(arena, str_of(method));
	exchange->request.method = http_method_of(exchange->request.method_name);
	exchange->request.number = server_number(server);
	return exchange;
}

/* What is refused before its body came is answered at once, and ends its connection. */
static enum MHD_Result
begin(struct http_server *server, struct MHD_Connection *connection, const char *method, void **context)
{
	struct exchange *exchange = exchange_new(server, connection, method);
	int refused = read_head(exchange);
	bool understood = refused == 0;

	*context = exchange;
	if (understood)
		refused = admit(exchange);
	line_enter(exchange->line, exchange->has_body && refused == 0 ? LINE_BODY : LINE_WORK);
	if (refused == 0)
		return MHD_YES;
	http_refuse(exchange, refused);
	return understood && !exchange->has_body ? MHD_YES : http_send(exchange);
}

/* ---------------------------------------------------------------------------------------------- body, answer */

/* The connection sleeps until a thread of the pool has answered. */
static enum MHD_Result
hand_over(struct exchange *exchange)
{
	int refused = exchange->has_body ? http_body_end(&exchange->body) : 0;

	http_body_done(&exchange->body);
	if (refused == 0) {
		line_enter(exchange->line, LINE_WORK);
		mhd.MHD_suspend_connection(exchange->connection);
		if (http_pool_give(exchange->server->pool, exchange))
			return MHD_YES;
		refused = 503;
		http_refuse(exchange, refused);
		mhd.MHD_resume_connection(exchange->connection);
		return MHD_YES;
	}
	http_refuse(exchange, refused);
	return http_send(exchange);
}

enum MHD_Result
http_handle(void *server, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *data,
    size_t *size, void **context)
{
	struct exchange *exchange = *context;

	(void)url;
	(void)version;
	if (exchange == NULL)
		return begin(server, connection, method, context);
	if (*size > 0) {
		bool goes_on = http_body_take(&exchange->body, (struct str){ data, *size });

		*size = 0;
		return goes_on ? MHD_YES : MHD_NO;
	}
	return exchange->answered ? http_send(exchange) : hand_over(exchange);
}

void
http_completed(void *server, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how)
{
	struct exchange *exchange = *context;

	(void)connection;
	if (exchange == NULL)
		return;
	*context = NULL;
	tally_note(((struct http_server *)server)->tally, exchange, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
	line_enter(exchange->line, LINE_HEAD);
	http_files_close(&exchange->request.files);
	http_body_done(&exchange->body);
	fd_cleanup(&exchange->answer.fd);
	arena_free(exchange->arena);
}
