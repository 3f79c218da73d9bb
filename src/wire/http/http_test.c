/*
 * http_test.c - the server, talked to by its socket as browsers do and as nobody should. What it serves tells the request back, a line a part.
 */
#include "test.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "wire/http/http.h"

/* ------------------------------------------------------------------------------------------------ service */

struct served {
	atomic_int begun, ended, slow_running, slow_most;
	atomic_bool gate;          /* closed: /wait does not answer */
	bool       fails;
	int        log;
	struct http_server *server;
};

static struct err *
begin(void *context, struct arena *arena, void **ret_own)
{
	struct served *served = context;

	*ret_own = served;
	atomic_fetch_add(&served->begun, 1);
	return served->fails ? err_new(arena, ERR_STORE, M("there is no ledger")) : NULL;
}

static void
end(void *context, void *own)
{
	assert_ptr_equal(context, own);
	atomic_fetch_add(&((struct served *)context)->ended, 1);
}

static struct http_admission
admit(void *context, enum http_method method, struct str path)
{
	(void)context;
	if (str_eq(path, STR("/none")))
		return (struct http_admission){ .refuse = 404 };
	if (method == HTTP_OTHER)
		return (struct http_admission){ .refuse = 405 };
	if (str_eq(path, STR("/small")))
		return (struct http_admission){ HTTP_LANE_WRITES, 100, 0 };
	if (str_starts(path, STR("/wait")))
		return (struct http_admission){ HTTP_LANE_DOCUMENTS, 0, 0 };
	return (struct http_admission){ HTTP_LANE_PAGES, 8 << 20, 0 };
}

static void
tell_pairs(const char *kind, const struct http_pairs *pairs, struct buf *out)
{
	for (size_t i = 0; i < pairs->count; i++)
		buf_addf(out, "%s %.*s=%.*s\n", kind, STR_ARG(pairs->items[i].name), STR_ARG(pairs->items[i].value));
}

static void
tell(const struct http_request *request, struct arena *arena, struct http_answer *ret_answer)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_addf(&out, "%.*s %.*s\n", STR_ARG(request->method_name), STR_ARG(request->path));
	tell_pairs("query", &request->query, &out);
	tell_pairs("form", &request->form, &out);
	tell_pairs("cookie", &request->cookies, &out);
	for (size_t i = 0; i < request->files.count; i++) {
		const struct http_file *file = &request->files.items[i];
		char bytes[64];
		ssize_t got = read(file->fd, bytes, sizeof(bytes));

		assert_int_equal(write(file->fd, "x", 1), -1);
		buf_addf(&out, "file %.*s %.*s %.*s %lld %.*s\n", STR_ARG(file->name), STR_ARG(file->filename), STR_ARG(file->type),
		    (long long)file->size, (int)got, bytes);
	}
	buf_addf(&out, "from %.*s host %.*s secure %d\n", STR_ARG(request->address), STR_ARG(request->host), request->secure);
	ret_answer->body = arena_copy(arena, buf_str(&out));
}

static void
answer(void *context, void *own, const struct http_request *request, struct arena *arena, struct http_answer *ret_answer)
{
	struct served *served = own;
	struct timespec pause = { 0, 1000000 };

	assert_ptr_equal(context, own);
	assert_int_equal(ret_answer->fd, -1);
	ret_answer->status = 200;
	ret_answer->route = STR("/…");
	ret_answer->who = STR("佐藤");
	http_header(ret_answer, arena, "Content-Type", STR("text/plain; charset=utf-8"));
	if (str_starts(request->path, STR("/wait"))) {
		int running = atomic_fetch_add(&served->slow_running, 1) + 1;

		if (running > atomic_load(&served->slow_most))
			atomic_store(&served->slow_most, running);
		while (!atomic_load(&served->gate))
			(void)nanosleep(&pause, NULL);
		atomic_fetch_sub(&served->slow_running, 1);
	}
	if (str_eq(request->path, STR("/file"))) {
		ret_answer->fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
		ret_answer->fd_size = 100000;
	} else if (str_eq(request->path, STR("/split"))) {
		http_header(ret_answer, arena, "Location", STR("/a\r\nSet-Cookie: evil=1"));
	} else {
		tell(request, arena, ret_answer);
	}
}

/* ------------------------------------------------------------------------------------------------- talking */

struct world { struct arena *arena; struct served served; struct http_server *server; int port; };

static void
open_world(struct world *world, struct http_settings settings)
{
	struct http_service service = { .begin = begin, .end = end, .admit = admit, .answer = answer };

	*world = (struct world){ .arena = arena_new() };
	service.context = &world->served;
	settings.address = STR("127.0.0.1:0");
	settings.socket = -1;
	settings.log = settings.log == 0 ? -1 : settings.log;
	assert_ok(http_start(&settings, &service, world->arena, &world->server));
	world->port = http_port(world->server);
}

static void
close_world(struct world *world)
{
	atomic_store(&world->served.gate, true);
	http_stop(world->server);
	assert_int_equal(atomic_load(&world->served.begun), atomic_load(&world->served.ended));
	arena_free(world->arena);
}

static int
dial(const struct world *world)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)world->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { 10, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* False: the other end is gone. */
static bool
say(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t put = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);

		if (put <= 0)
			return false;
		bytes = str_from(bytes, (size_t)put);
	}
	return true;
}

/* All that comes until the other end closes, or one whole answer where `one`. */
static struct str
hear(int fd, bool one, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	ssize_t got;

	while ((got = recv(fd, buf_reserve(&text, 4096), 4096, 0)) > 0) {
		size_t head, length;
		uint64_t bytes = 0;

		text.len += (size_t)got;
		head = str_find(buf_str(&text), STR("\r\n\r\n"));
		length = str_find(buf_str(&text), STR("Content-Length: "));
		if (!one || head == SIZE_MAX || length == SIZE_MAX)
			continue;
		(void)str_to_u64(str_sub(str_from(buf_str(&text), length + 16), 0, str_find_char(str_from(buf_str(&text), length + 16), '\r')), &bytes);
		if (text.len >= head + 4 + bytes)
			break;
	}
	return arena_copy(arena, buf_str(&text));
}

static struct str
ask_bytes(const struct world *world, struct str request)
{
	int fd = dial(world);
	struct str heard;

	(void)say(fd, request);
	heard = hear(fd, false, world->arena);
	(void)close(fd);
	return heard;
}

static int
status_of(struct str heard)
{
	uint64_t status = 0;

	(void)str_to_u64(str_sub(heard, 9, 3), &status);
	return str_starts(heard, STR("HTTP/1.1 ")) ? (int)status : 0;
}

#define assert_has(heard, what)                                                        \
	do {                                                                           \
		struct str has_heard = (heard);                                        \
		if (str_find(has_heard, str_of(what)) == SIZE_MAX)                     \
			fail_msg("no \"%s\" in: %.*s", what, STR_ARG(has_heard));      \
	} while (0)
#define assert_status(heard, expected)                                                 \
	do {                                                                           \
		struct str status_heard = (heard);                                     \
		if (status_of(status_heard) != (expected))                             \
			fail_msg("not %d: %.*s", expected, STR_ARG(status_heard));     \
	} while (0)

#define GET(path) STR("GET " path " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

/* ------------------------------------------------------------------------------------------------ requests */

static void
requests_are_told_back(void **state)
{
	static const struct { struct str request; const char *lines[5]; } cases[] = {
		{ GET("/"), { "HTTP/1.1 200 OK\r\n", "\nGET /\n", "from 127.0.0.1 host a secure 0\n" } },
		{ GET("/a%20b/%E4%BE%8B?x=1&y=%E4%BE%8B+%2B&x=2&z"), { "GET /a b/例\n", "query x=1\nquery y=例 +\nquery x=2\nquery z=\n" } },
		{ STR("GET http://b:80/p?q=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), { "GET /p\n", "query q=1\n", "host b:80 " } },
		{ STR("GET / HTTP/1.1\r\nHost: a\r\nCookie: s=abc; t=\"1=2\"\r\nConnection: close\r\n\r\n"), { "cookie s=abc\ncookie t=1=2\n" } },
		{ STR("POST /f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
		      "Content-Length: 21\r\n\r\na=1&b=%E4%BE%8B&a=%0a"), { "POST /f\nform a=1\nform b=例\nform a=\n\n" } },
		{ STR("POST /f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
		      "Transfer-Encoding: chunked\r\n\r\n2\r\na=\r\n3\r\n1&b\r\n0\r\n\r\n"), { "form a=1\nform b=\n" } },
		{ STR("POST /j HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}"),
			{ "file   application/json 7 {\"a\":1}\n" } },
		{ STR("POST /none-here HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), { "POST /none-here\nfrom" } },
		{ STR("GET / HTTP/1.0\r\n\r\n"), { " 200 OK\r\n" } },
		{ STR("GET /none HTTP/1.1\r\nHost: a\r\nAccept-Language: en\r\nConnection: close\r\n\r\n"), { "404 There is no page" } },
		{ STR("BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), { " 405 " } },
		/* What a proxy might say of itself is nobody's word here. */
		{ STR("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"),
			{ "from 127.0.0.1 host a secure 0\n" } },
	};
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str heard = ask_bytes(&world, cases[i].request);

		print_message("  %.*s\n", (int)str_find_char(cases[i].request, '\r'), cases[i].request.ptr);
		for (size_t k = 0; cases[i].lines[k] != NULL; k++)
			assert_has(heard, cases[i].lines[k]);
	}
	close_world(&world);
}

static void
a_connection_carries_one_request_after_the_other(void **state)
{
	struct world world;
	int fd;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	fd = dial(&world);
	for (int i = 0; i < 3; i++) {
		assert_true(say(fd, STR("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")));
		assert_status(hear(fd, true, world.arena), 404);
		assert_true(say(fd, STR("POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\na=1")));
		assert_has(hear(fd, true, world.arena), "form a=1\n");
		assert_true(say(fd, STR("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\nGET /g HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
		if (i < 2) {
			assert_has(hear(fd, true, world.arena), "200 OK");
			(void)close(fd);
			fd = dial(&world);
		}
	}
	{
		struct str heard = hear(fd, false, world.arena);

		assert_true(str_find(heard, STR("HEAD /h")) == SIZE_MAX);      /* its head alone */
		assert_has(heard, "GET /g\n");
	}
	(void)close(fd);
	close_world(&world);
}

static void
multipart_forms_bring_fields_and_files(void **state)
{
	static const char body[] =
	    "preamble\r\n--xYz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n例市\r\n--xYz\r\n"
	    "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--xYz  \r\n"
	    "content-disposition: form-data; name=\"list\"; filename=\"C:\\\\temp\\\\台帳 \\\"1\\\".csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--xY\r\n\r\n--xYz\r\n"
	    "Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--xYz\r\n"
	    "Content-Disposition: form-data; name=two; filename=../../etc/passwd\r\n\r\n\r\n--xYz--\r\nepilogue --xYz";
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t piece = 1; piece < 64; piece = piece * 3 + 1) {      /* wherever the network cuts it */
		struct arena *arena = world.arena;
		int fd = dial(&world);
		struct str rest = str_of(body), heard;

		assert_true(say(fd, arena_printf(arena, "POST /m HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
		    "Content-Type: multipart/form-data; boundary=\"xYz\"\r\n\r\n")));
		while (rest.len > 0) {
			struct str part = str_sub(rest, 0, piece);

			assert_true(say(fd, arena_printf(arena, "%zx\r\n%.*s\r\n", part.len, STR_ARG(part))));
			rest = str_from(rest, part.len);
		}
		assert_true(say(fd, STR("0\r\n\r\n")));
		heard = hear(fd, false, arena);
		assert_has(heard, "POST /m\nform title=例市\nform empty=\nfile list 台帳 \"1\".csv text/csv 11 a,b\r\n--xY\r\n\n"
		    "file two passwd  0 \nfrom");
		(void)close(fd);
	}
	close_world(&world);
}

/* ------------------------------------------------------------------------------------------------- refused */

static void
what_could_be_read_in_two_ways_is_refused(void **state)
{
#define HEAD "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
#define POST "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
	static const struct { struct str request; int status; } cases[] = {
		{ STR(POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400 },
		{ STR(POST "Transfer-Encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n"), 400 },
		{ STR(POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 400 },
		{ STR(POST "Transfer-Encoding: identity\r\n\r\n"), 400 },
		{ STR(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400 },
		{ STR(POST "Content-Length: +3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Length: 3,3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Length: 0x3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Length: -1\r\n\r\n"), 400 },
		{ STR(POST "Content-Length: 99999999999999999999999\r\n\r\n"), 413 },
		{ STR(POST "Content-Length: 99999999999\r\n\r\n"), 413 },
		{ STR(POST "Content-Length : 3\r\n\r\nabc"), 400 },
		{ STR(HEAD "Host: b\r\n\r\n"), 400 },
		{ STR("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400 },
		{ STR("GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"), 400 },
		{ STR("GET / HTTP/1.1\r\nHost: a/@b\r\nConnection: close\r\n\r\n"), 400 },
		{ STR(HEAD "X: a\001b\r\n\r\n"), 400 },
		{ STR(HEAD "X Y: a\r\n\r\n"), 400 },
		{ STR(HEAD "\xe4\xbe\x8b: a\r\n\r\n"), 400 },
		{ STR(HEAD "a\r\n\r\n"), 400 },
		{ GET("/a%00b"), 400 }, { GET("/%2e%2e/etc/passwd"), 400 }, { GET("/../etc/passwd"), 400 }, { GET("/a/./b"), 400 },
		{ GET("/a%2fb"), 400 }, { GET("/a%2Fb"), 400 }, { GET("/a%"), 400 }, { GET("/a%4"), 400 }, { GET("/a%zz"), 400 },
		{ GET("/%c0%af"), 400 }, { GET("/%e0%80%af"), 400 }, { GET("/%ed%a0%80"), 400 }, { GET("/%ff"), 400 }, { GET("/a%0d%0ab"), 400 },
		{ GET("/?a=%00"), 400 }, { GET("/?a=%ff"), 400 }, { GET("/?%"), 400 }, { GET("*"), 400 }, { GET("a"), 400 }, { GET("//a/b"), 200 },
		{ GET("http:///a"), 400 }, { GET("http://a@b/"), 400 }, { GET("/..."), 200 },
		{ STR(POST "Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Type: multipart/form-data; boundary=\r\nContent-Length: 3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc"), 400 },
		{ STR(POST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 13\r\n\r\n--x\r\n\r\na\r\n--x"), 400 },
		{ STR(POST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 57\r\n\r\n"
		      "--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\na\r\n--x--"), 400 },
		{ STR(POST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 57\r\n\r\n"
		      "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--x--"), 400 },
		{ STR(POST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=%"), 400 },
		{ STR("POST /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 101\r\n\r\n"), 413 },
	};
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %zu: %.*s\n", i, STR_ARG(cases[i].request));
		assert_status(ask_bytes(&world, cases[i].request), cases[i].status);
	}
	assert_status(ask_bytes(&world, GET("/")), 200);
	close_world(&world);
}

/* A form of so many fields "a=&", a file of so many bytes, headers, a query. */
static void
what_has_no_end_is_cut(void **state)
{
	static const struct { const char *head, *piece; size_t times; int status, or_status; } cases[] = {
		{ POST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 30000\r\n\r\n", "a=&", 10000, 413, 413 },
		{ POST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3000000\r\n\r\n", "a=1234567890123456789012345678", 100000, 413, 413 },
		{ "POST /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nabcde\r\n", 1000000, 0, 413 },
		{ HEAD, "X-Header: value\r\n", 101, 431, 431 },
		{ HEAD, "X-Header: value\r\n", 1000000, 431, 0 },
		{ HEAD "X-Header: ", "0123456789", 3500, 431, 431 },
		{ HEAD "X-Header: ", "0123456789", 1000000, 431, 0 },
		{ "GET /?", "a=1&", 2001, 413, 414 },
		{ "GET /", "0123456789", 820, 414, 414 },
		{ "GET /", "0123456789", 1000000, 414, 0 },
	};
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf text BUF_SCOPE = { 0 };
		int status;

		buf_add(&text, str_of(cases[i].head));
		for (size_t k = 0; k < cases[i].times; k++)
			buf_add(&text, str_of(cases[i].piece));
		buf_add(&text, str_starts(buf_str(&text), STR("GET /0")) || str_starts(buf_str(&text), STR("GET /?")) ?
		    STR(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") : STR("\r\n\r\n"));
		status = status_of(ask_bytes(&world, buf_str(&text)));
		print_message("  %zu: %d\n", i, status);
		assert_true(status == cases[i].status || status == cases[i].or_status);
	}
	assert_status(ask_bytes(&world, GET("/")), 200);
	close_world(&world);
}

static void
who_is_cut_off_harms_nobody(void **state)
{
	static const char whole[] = POST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 89\r\n\r\n"
	    "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.csv\"\r\n\r\n1,2,3,4,5,6,7\r\n--x--\r\n";
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t len = 0; len < sizeof(whole) - 1; len += 7) {
		int fd = dial(&world);

		assert_true(say(fd, (struct str){ whole, len }));
		(void)close(fd);
	}
	for (int i = 0; i < 50; i++) {      /* gone before the answer is there */
		int fd = dial(&world);

		assert_true(say(fd, GET("/file")));
		(void)close(fd);
	}
	assert_has(ask_bytes(&world, str_of(whole)), "file f f.csv  13 1,2,3,4,5,6,7\n");
	close_world(&world);
}

/* Connections that stand in the metrics. */
static uint64_t
open_lines(const struct buf *metrics)
{
	struct str rest = buf_str(metrics), line, head, number;
	uint64_t sum = 0, count;

	while (str_line(&rest, &line))
		if (str_starts(line, STR("tsukuroi_http_connections{")) && str_cut_last(line, ' ', &head, &number) && str_to_u64(number, &count))
			sum += count;
	return sum;
}

/* Its place is free again within seconds, not when it would have been too slow. */
static void
who_sends_no_more_is_let_go(void **state)
{
	static const char *const begun[] = { "", "GET /", "GET / HTTP/1.1\r\nHost: a\r\n", POST "Content-Length: 5\r\n\r\nab",
		POST "Transfer-Encoding: chunked\r\n\r\n5\r\nab" };
	struct buf metrics BUF_SCOPE = { 0 };
	struct world world;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(begun); i++) {
		int fd = dial(&world);
		int64_t since = clock_ticks();

		assert_true(say(fd, str_of(begun[i])));
		assert_int_equal(shutdown(fd, SHUT_WR), 0);
		assert_int_equal(hear(fd, false, world.arena).len, 0);
		print_message("  %s: %lld ms\n", begun[i], (long long)(clock_ticks() - since) / 1000);
		assert_true(clock_ticks() - since < 5 * INSTANT_SECOND);
		(void)close(fd);
	}
	for (int64_t since = clock_ticks(); metrics.len == 0 || (open_lines(&metrics) > 0 && clock_ticks() - since < 5 * INSTANT_SECOND);) {
		buf_clear(&metrics);
		http_metrics(world.server, &metrics);
	}
	assert_int_equal(open_lines(&metrics), 0);
	close_world(&world);
}

/* ------------------------------------------------------------------------------------------------- answers */

static void
answers_are_files_too_and_headers_stay_one(void **state)
{
	struct world world;
	struct str heard;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	heard = ask_bytes(&world, GET("/file"));
	assert_has(heard, "Content-Length: 100000\r\n");
	assert_has(heard, "\x7f" "ELF");
	assert_true(heard.len > 100000);
	assert_int_equal(ask_bytes(&world, GET("/split")).len, 0);
	close_world(&world);
}

static struct str
ask_as_proxy(const struct world *world, const char *headers)
{
	return ask_bytes(world, arena_printf(world->arena, "GET / HTTP/1.1\r\nHost: inside\r\nConnection: close\r\n%s\r\n", headers));
}

static void
proxies_of_ours_are_believed(void **state)
{
	struct str networks[] = { STR("127.0.0.0/8"), STR("10.1.0.0/16"), STR("2001:db8::/32") };
	struct http_settings settings = { .proxies = { networks, 3, 3 } };
	struct world world;

	(void)state;
	open_world(&world, settings);
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: city.example\r\n"),
	    "from 203.0.113.9 host city.example secure 1\n");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 203.0.113.9, 10.1.2.3\r\n"), "from 203.0.113.9 host inside secure 0\n");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 2001:db8::5\r\n"), "from 203.0.113.9 ");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 10.2.0.1, 2001:db9::1\r\n"), "from 2001:db9::1 ");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 10.1.0.1, <script>\r\nX-Forwarded-Host: a\"b\r\n"), "from 127.0.0.1 host inside ");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: 0.0.0.0/0\r\n"), "from 127.0.0.1 ");
	assert_has(ask_as_proxy(&world, "X-Forwarded-For: \r\n"), "from 127.0.0.1 ");
	close_world(&world);
}

static void
wrong_settings_are_refused_in_words(void **state)
{
	static const struct { const char *address; const char *proxy; } cases[] = {
		{ "", "" }, { "127.0.0.1", "" }, { "127.0.0.1:", "" }, { "127.0.0.1:99999", "" }, { "example:80", "" }, { "[::1:80", "" }, { "127.0.0.1:0", "x" },
		{ "127.0.0.1:0", "10.0.0.0/33" }, { "127.0.0.1:0", "::/129" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct served served = { .fails = true };
	struct http_service service = { &served, begin, end, admit, answer, NULL };
	struct http_settings settings = { .address = STR("127.0.0.1:0"), .socket = -1, .log = -1 };
	struct http_server *server;

	(void)state;
	assert_err(http_start(&settings, &service, arena, &server), ERR_STORE);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str proxy = str_of(cases[i].proxy);

		settings.address = str_of(cases[i].address);
		settings.proxies = (struct str_list){ &proxy, proxy.len > 0, 1 };
		assert_err(http_start(&settings, &service, arena, &server), ERR_USAGE);
	}
	settings.address = STR("127.0.0.1:0");
	settings.proxies.count = 0;
	settings.certificate = settings.key = STR("/proc/self/comm");
	assert_err(http_start(&settings, &service, arena, &server), ERR_FORMAT);
}

/* --------------------------------------------------------------------------------------------------- lanes */

static void *
ask_waiting(void *context)
{
	struct world *world = context;
	struct arena *arena ARENA_SCOPE = arena_new();
	int fd = dial(world), status;

	(void)say(fd, GET("/wait"));
	status = status_of(hear(fd, false, arena));
	(void)close(fd);
	return (void *)(intptr_t)status;
}

static void
a_slow_lane_keeps_no_page_waiting_and_says_when_it_is_full(void **state)
{
	enum { ASKED = 24 };
	pthread_t threads[ASKED];
	struct world world;
	int answered = 0, refused = 0;

	(void)state;
	open_world(&world, (struct http_settings){ .threads = 1 });
	for (size_t i = 0; i < ASKED; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_waiting, &world), 0);
	for (int i = 0; i < 20; i++)
		assert_status(ask_bytes(&world, GET("/quick")), 200);
	while (atomic_load(&world.served.slow_running) == 0)
		assert_status(ask_bytes(&world, GET("/quick")), 200);
	atomic_store(&world.served.gate, true);
	for (size_t i = 0; i < ASKED; i++) {
		void *status;

		assert_int_equal(pthread_join(threads[i], &status), 0);
		answered += (intptr_t)status == 200;
		refused += (intptr_t)status == 503;
	}
	print_message("  %d answered, %d told to come again\n", answered, refused);
	assert_int_equal(answered + refused, ASKED);
	assert_true(answered >= 9);
	assert_int_equal(atomic_load(&world.served.slow_most), 1);
	close_world(&world);
}

static void
what_runs_is_answered_before_the_end(void **state)
{
	struct timespec pause = { 0, 20000000 };
	pthread_t thread;
	struct world world;
	void *status;
	int idle;

	(void)state;
	open_world(&world, (struct http_settings){ 0 });
	idle = dial(&world);
	assert_int_equal(pthread_create(&thread, NULL, ask_waiting, &world), 0);
	while (atomic_load(&world.served.slow_running) == 0)
		(void)nanosleep(&pause, NULL);
	atomic_store(&world.served.gate, true);
	http_stop(world.server);
	assert_int_equal(pthread_join(thread, &status), 0);
	assert_int_equal((intptr_t)status, 200);
	assert_int_equal(hear(idle, false, world.arena).len, 0);
	(void)close(idle);
	assert_int_equal(atomic_load(&world.served.begun), atomic_load(&world.served.ended));
	arena_free(world.arena);
}

/* A restart: the old server drains while a new one has the socket. */
static void
another_server_takes_the_socket_over(void **state)
{
	struct world old, new;
	struct http_service service = { &new.served, begin, end, admit, answer, NULL };
	struct http_settings settings = { .log = -1 };
	int open_one;

	(void)state;
	open_world(&old, (struct http_settings){ 0 });
	open_one = dial(&old);
	assert_true(say(open_one, STR("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")));
	assert_has(hear(open_one, true, old.arena), "GET /1\n");
	new = (struct world){ .arena = arena_new(), .port = old.port };
	settings.socket = fcntl(http_socket(old.server), F_DUPFD_CLOEXEC, 3);
	assert_ok(http_start(&settings, &service, new.arena, &new.server));
	{
		pthread_t drain;
		struct timespec pause = { 0, 50000000 };

		assert_int_equal(pthread_create(&drain, NULL, (void *(*)(void *))(void (*)(void))http_drain, old.server), 0);
		(void)nanosleep(&pause, NULL);
		for (int i = 0; i < 20; i++)
			assert_status(ask_bytes(&new, GET("/new")), 200);
		assert_true(say(open_one, STR("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")));
		{
			struct str heard = hear(open_one, false, old.arena);

			assert_has(heard, "GET /2\n");
			assert_has(heard, "Connection: close\r\n");
		}
		(void)close(open_one);
		assert_int_equal(pthread_join(drain, NULL), 0);
	}
	close_world(&old);
	close_world(&new);
}

/* ------------------------------------------------------------------------------------------------- counted */

static void
the_log_says_who_and_which_route_and_never_what(void **state)
{
	char name[] = "/tmp/tsukuroi-http-XXXXXX";
	int fd = mkstemp(name);
	struct buf metrics BUF_SCOPE = { 0 };
	struct world world;
	struct str text;

	(void)state;
	open_world(&world, (struct http_settings){ .log = fd });
	(void)ask_bytes(&world, GET("/secret-path?secret-query=1"));
	(void)ask_bytes(&world, GET("/none"));
	(void)ask_bytes(&world, GET("/%"));
	http_metrics(world.server, &metrics);
	assert_has(buf_str(&metrics), "tsukuroi_http_requests_total{method=\"GET\",route=\"/…\",status=\"200\"} 1\n");
	assert_has(buf_str(&metrics), "tsukuroi_http_requests_total{method=\"GET\",route=\"\",status=\"404\"} 1\n");
	assert_has(buf_str(&metrics), "tsukuroi_http_request_seconds_bucket{method=\"GET\",route=\"/…\",le=\"+Inf\"} 1\n");
	assert_has(buf_str(&metrics), "tsukuroi_http_lane_answered_total{lane=\"pages\"} 1\n");
	assert_ok(file_read(str_of(name), 10000, world.arena, &text));
	print_message("%.*s", STR_ARG(text));
	assert_has(text, "\"address\":\"127.0.0.1\",\"method\":\"GET\",\"route\":\"/…\",\"status\":200,");
	assert_has(text, "\"login\":\"佐藤\"}\n");
	assert_has(text, "\"status\":400,");
	assert_true(str_find(text, STR("secret")) == SIZE_MAX);
	close_world(&world);
	(void)close(fd);
	(void)unlink(name);
}

static void
addresses_are_among_networks(void **state)
{
	static const struct { const char *address, *networks; bool is_in; } cases[] = {
		{ "10.1.2.3", "192.0.2.1, 10.0.0.0/8", true }, { "11.1.2.3", "192.0.2.1 10.0.0.0/8", false }, { "192.0.2.1", "192.0.2.1", true },
		{ "::1", "127.0.0.0/8,::1", true }, { "127.0.0.1", "::1", false }, { "fe80::1", "fe80::/10", true }, { "10.1.2.3", "", false },
		{ "", "10.0.0.0/8", false }, { "x", "10.0.0.0/8", false }, { "10.1.2.3", "nonsense 10.0.0.0/8", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(http_is_among(str_of(cases[i].address), str_of(cases[i].networks)), cases[i].is_in);
	assert_true(http_are_networks(STR("10.0.0.0/8, ::1 ")));
	assert_true(http_are_networks(STR("")));
	assert_false(http_are_networks(STR("10.0.0.0/33")));
	assert_false(http_are_networks(STR("localhost")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_told_back),
		cmocka_unit_test(addresses_are_among_networks),
		cmocka_unit_test(a_connection_carries_one_request_after_the_other),
		cmocka_unit_test(multipart_forms_bring_fields_and_files),
		cmocka_unit_test(what_could_be_read_in_two_ways_is_refused),
		cmocka_unit_test(what_has_no_end_is_cut),
		cmocka_unit_test(who_is_cut_off_harms_nobody),
		cmocka_unit_test(who_sends_no_more_is_let_go),
		cmocka_unit_test(answers_are_files_too_and_headers_stay_one),
		cmocka_unit_test(proxies_of_ours_are_believed),
		cmocka_unit_test(wrong_settings_are_refused_in_words),
		cmocka_unit_test(a_slow_lane_keeps_no_page_waiting_and_says_when_it_is_full),
		cmocka_unit_test(what_runs_is_answered_before_the_end),
		cmocka_unit_test(another_server_takes_the_socket_over),
		cmocka_unit_test(the_log_says_who_and_which_route_and_never_what),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
