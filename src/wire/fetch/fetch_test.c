#include "test.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buf.h"
#include "wire/fetch/fetch.h"

/* A small server of ours: it gives one answer after the other, each on a connection of its own, and keeps what it was asked. */
struct server {
	int                listens, stop[2];
	int                port;
	const char *const *answers;      /* ended by NULL; the last goes on    */
	size_t             served;
	bool               endless;      /* it never stops sending             */
	struct buf         heard;
	pthread_t          thread;
};

static void
hear(struct server *server, int fd)
{
	char bytes[4096];
	size_t from = server->heard.len;
	ssize_t got;

	while (str_find(str_from(buf_str(&server->heard), from), STR("\r\n\r\n")) == SIZE_MAX && (got = read(fd, bytes, sizeof(bytes))) > 0)
		buf_add_bytes(&server->heard, bytes, (size_t)got);
	/* A body that came with it, or after it. */
	if (str_starts(str_from(buf_str(&server->heard), from), STR("POST")) &&
	    !str_ends(buf_str(&server->heard), STR("end")) && (got = read(fd, bytes, sizeof(bytes))) > 0)
		buf_add_bytes(&server->heard, bytes, (size_t)got);
}

static void *
serve(void *context)
{
	struct server *server = context;

	for (;;) {
		struct pollfd polls[2] = { { .fd = server->listens, .events = POLLIN }, { .fd = server->stop[0], .events = POLLIN } };
		struct str answer;
		int fd;

		if (poll(polls, 2, -1) < 0 || polls[1].revents != 0)
			return NULL;
		fd = accept(server->listens, NULL, NULL);
		hear(server, fd);
		answer = str_of(server->answers[server->served]);
		if (server->answers[server->served + 1] != NULL)
			server->served++;
		(void)!send(fd, answer.ptr, answer.len, MSG_NOSIGNAL);
		while (server->endless && send(fd, "0123456789abcdef", 16, MSG_NOSIGNAL) > 0)
			continue;
		(void)close(fd);
	}
}

static void
begin(struct server *server, const char *const *answers)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);

	server->answers = answers;
	server->listens = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(server->listens >= 0);
	assert_int_equal(bind(server->listens, (struct sockaddr *)&address, len), 0);
	assert_int_equal(listen(server->listens, 8), 0);
	assert_int_equal(getsockname(server->listens, (struct sockaddr *)&address, &len), 0);
	assert_int_equal(pipe(server->stop), 0);
	server->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void
end(struct server *server)
{
	(void)close(server->stop[1]);
	(void)pthread_join(server->thread, NULL);
	(void)close(server->stop[0]);
	(void)close(server->listens);
	buf_done(&server->heard);
}

/* Asks "/a?key=secret" of the server by a policy in which it is listed, plain and local. */
struct asking {
	struct fetch_request request;
	struct fetch_answer  answer;
	struct fetcher      *fetcher;
};

static struct err *
ask(struct server *server, struct asking *asking, struct arena *arena)
{
	struct fetch_host host = { STR_INIT("127.0.0.1"), (unsigned)server->port, true, true };
	struct fetch_policy policy = { .hosts = &host, .hosts_count = 1 };

	if (asking->fetcher == NULL)
		assert_ok(fetcher_open(&policy, arena, &asking->fetcher));
	if (asking->request.url.len == 0)
		asking->request.url = arena_printf(arena, "http://127.0.0.1:%d/a?key=secret", server->port);
	return fetch(asking->fetcher, &asking->request, arena, &asking->answer);
}

static bool
heard(const struct server *server, const char *what)
{
	return str_find(buf_str(&server->heard), str_of(what)) != SIZE_MAX;
}

static struct str
english(const struct err *err, struct arena *arena)
{
	return err_sentence(err, LANG_EN, arena);
}

static void
an_answer_comes_with_its_headers(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { 0 };
	const struct fetch_header headers[] = { { STR_INIT("apiKey"), STR_INIT("very-secret") } };
	const struct str wanted[] = { STR_INIT("x-kind") };
	const char *const types[] = { "application/json", NULL };
	struct asking asking = { .request = { .headers = headers, .headers_count = 1, .wanted = wanted, .wanted_count = 1, .types = types } };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\nETag: \"e1\"\r\n"
	    "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-Kind: a\r\nContent-Length: 2\r\n\r\n{}", NULL });
	assert_ok(ask(&server, &asking, arena));
	assert_int_equal(asking.answer.end, FETCH_DONE);
	assert_int_equal(asking.answer.status, 200);
	assert_str(asking.answer.body, "{}");
	assert_str(asking.answer.etag, "\"e1\"");
	assert_str(asking.answer.modified, "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_str(asking.answer.type, "application/json");
	assert_int_equal(asking.answer.headers.count, 1);
	assert_str(asking.answer.headers.items[0].value, "a");
	assert_int_equal(asking.answer.retry_after, -1);
	assert_true(heard(&server, "GET /a?key=secret HTTP/1.1\r\n"));
	assert_true(heard(&server, "apiKey: very-secret\r\n"));
	assert_true(heard(&server, "User-Agent: Tsukuroi/"));
	fetcher_close(asking.fetcher);
	end(&server);
}

static void
what_did_not_change_is_not_sent(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { 0 };
	struct asking asking = { .request = { .etag = STR_INIT("\"e1\""), .modified = STR_INIT("Sun, 06 Nov 1994 08:49:37 GMT") } };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 304 Not Modified\r\nETag: \"e1\"\r\n\r\n", NULL });
	assert_ok(ask(&server, &asking, arena));
	assert_int_equal(asking.answer.end, FETCH_SAME);
	assert_true(heard(&server, "If-None-Match: \"e1\"\r\n"));
	assert_true(heard(&server, "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
	fetcher_close(asking.fetcher);
	end(&server);
}

static void
a_body_is_posted(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { 0 };
	const struct fetch_header headers[] = { { STR_INIT("Content-Type"), STR_INIT("application/json") } };
	struct asking asking = { .request = { .method = FETCH_POST, .body = STR_INIT("{\"text\":1} end"), .headers = headers, .headers_count = 1,
	    .any_status = true } };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno!", NULL });
	assert_ok(ask(&server, &asking, arena));
	assert_int_equal(asking.answer.status, 400);
	assert_str(asking.answer.body, "no!");
	assert_true(heard(&server, "POST /a?key=secret"));
	assert_true(heard(&server, "{\"text\":1} end"));
	assert_true(heard(&server, "Content-Type: application/json"));
	assert_false(heard(&server, "Expect"));
	fetcher_close(asking.fetcher);
	end(&server);
}

/* What goes wrong is said in one sentence, and never with what follows '?', or a header. */
static const struct { const char *answer; enum fetch_end end; const char *says; bool passing; int64_t wait; } troubles[] = {
	{ "HTTP/1.1 429 Too Many\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n", FETCH_STATUS, "answered 429 and asks to wait 30 seconds.", true, 30 },
	{ "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy", FETCH_STATUS, "answered 503.", true, -1 },
	{ "HTTP/1.1 503 No\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n", FETCH_STATUS, "answered 503.", true, 0 },
	{ "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", FETCH_STATUS, "answered 404.", false, -1 },
	{ "HTTP/1.1 302 On\r\nLocation: /b\r\n\r\n", FETCH_STATUS, "sends on to another address once too often (302).", false, -1 },
	{ "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"half\"", FETCH_CUT, "broke off after 7 of 100 bytes.", true, -1 },
	{ "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", FETCH_TYPE, "answered with \"text/html\" where \"application/json\" was expected", false, -1 },
	{ "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 101\r\n\r\n0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", FETCH_TOO_LARGE, "sends more than 100 bytes", false, -1 },
	{ "SSH-2.0-OpenSSH_9.2\r\n", FETCH_CUT, "broke off after 0 bytes", true, -1 },
	{ "", FETCH_CUT, "broke off after 0 bytes", true, -1 },
};

static void
troubles_are_told_apart(void **state)
{
	const char *const types[] = { "application/json", NULL };
	const struct fetch_header headers[] = { { STR_INIT("Authorization"), STR_INIT("Bearer secret") } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(troubles); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct server server = { 0 };
		struct asking asking = { .request = { .types = types, .most_bytes = 100, .headers = headers, .headers_count = 1 } };
		struct err *err;

		begin(&server, (const char *const[]){ troubles[i].answer, NULL });
		err = ask(&server, &asking, arena);
		assert_non_null(err);
		print_message("  %.*s\n", STR_ARG(english(err, arena)));
		assert_int_equal(asking.answer.end, troubles[i].end);
		assert_int_equal(fetch_is_passing(&asking.answer), troubles[i].passing);
		assert_int_equal(asking.answer.retry_after, troubles[i].wait);
		assert_true(str_find(english(err, arena), str_of(troubles[i].says)) != SIZE_MAX);
		assert_true(str_find(err_trace(err, arena), STR("secret")) == SIZE_MAX);
		fetcher_close(asking.fetcher);
		end(&server);
	}
}

/* Whether the length is said beforehand or not. */
static void
an_endless_body_has_an_end(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { .endless = true };
	struct asking asking = { .request = { .most_bytes = 100000 } };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 200 OK\r\n\r\n", NULL });
	assert_err(ask(&server, &asking, arena), ERR_LIMIT);
	assert_int_equal(asking.answer.end, FETCH_TOO_LARGE);
	fetcher_close(asking.fetcher);
	end(&server);
	server = (struct server){ .endless = true };
	asking = (struct asking){ 0 };
	begin(&server, (const char *const[]){ "HTTP/1.1 500 Oh\r\n\r\n", NULL });
	assert_err(ask(&server, &asking, arena), ERR_LIMIT);
	fetcher_close(asking.fetcher);
	end(&server);
}

static void
only_who_is_listed_is_asked(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct server server = { 0 };
	struct asking asking = { .request = { .url = STR_INIT("http://example.invalid/") } };
	struct fetch_host inside = { .host = STR_INIT("localhost"), .plain = true };
	struct err *err;

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", NULL });
	assert_err(ask(&server, &asking, arena), ERR_FORBIDDEN);
	assert_int_equal(asking.answer.end, FETCH_REFUSED);
	asking.request.url = arena_printf(arena, "https://127.0.0.1:%d/", server.port);
	assert_err(ask(&server, &asking, arena), ERR_FORBIDDEN);        /* listed as plain only */
	asking.request.url = STR("http://127.0.0.1:1/");
	assert_err(ask(&server, &asking, arena), ERR_FORBIDDEN);        /* another port         */
	fetcher_close(asking.fetcher);
	/* A name on the list that leads inside: refused before a byte is sent. */
	inside.port = (unsigned)server.port;
	assert_ok(fetcher_open(&(struct fetch_policy){ .hosts = &inside, .hosts_count = 1 }, arena, &asking.fetcher));
	asking.request.url = arena_printf(arena, "http://localhost:%d/", server.port);
	err = fetch(asking.fetcher, &asking.request, arena, &asking.answer);
	assert_err(err, ERR_FORBIDDEN);
	print_message("  %.*s\n", STR_ARG(english(err, arena)));
	assert_int_equal(asking.answer.end, FETCH_REFUSED);
	assert_false(heard(&server, "GET"));
	fetcher_close(asking.fetcher);
	end(&server);
}

/* Where it sends on to is held to the list as well, and does not get the caller's headers. */
static void
a_redirect_stays_on_the_list(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct fetch_header headers[] = { { STR_INIT("apiKey"), STR_INIT("secret") } };
	struct asking asking = { .request = { .redirects = 3, .headers = headers, .headers_count = 1 } };
	struct server server = { 0 };
	struct err *err;
	size_t first;

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 302 On\r\nLocation: /b\r\nContent-Length: 4\r\n\r\nhere",
	    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere", "HTTP/1.1 302 On\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
	    NULL });
	assert_ok(ask(&server, &asking, arena));
	assert_str(asking.answer.body, "there");
	assert_true(str_ends(asking.answer.url, STR("/b")));
	first = str_find(buf_str(&server.heard), STR("apiKey"));
	assert_true(first != SIZE_MAX);
	assert_true(str_find(str_from(buf_str(&server.heard), first + 1), STR("apiKey")) == SIZE_MAX);
	err = ask(&server, &asking, arena);
	assert_err(err, ERR_FORBIDDEN);
	print_message("  %.*s\n", STR_ARG(english(err, arena)));
	assert_int_equal(asking.answer.end, FETCH_REFUSED);
	fetcher_close(asking.fetcher);
	end(&server);
}

static struct str
content(int fd, struct arena *arena)
{
	char bytes[100];
	ssize_t len = pread(fd, bytes, sizeof(bytes), 0);

	assert_true(len >= 0);
	return arena_copy(arena, (struct str){ bytes, (size_t)len });
}

/* Cut, continued where it is still the same, begun anew where it is not. */
static void
a_cut_is_continued(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char path[] = "/tmp/tsukuroi-fetch-XXXXXX";
	struct asking asking = { .request = { .to_fd = true, .fd = mkstemp(path) } };
	struct server server = { 0 };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 10\r\n\r\n01234",
	    "HTTP/1.1 206 Part\r\nETag: \"a\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789",
	    "HTTP/1.1 200 OK\r\nETag: \"b\"\r\nContent-Length: 3\r\n\r\nnew",
	    "HTTP/1.1 206 Part\r\nETag: \"b\"\r\nContent-Range: bytes 9-12/12\r\nContent-Length: 3\r\n\r\nbad", NULL });
	assert_err(ask(&server, &asking, arena), ERR_SYSTEM);
	assert_int_equal(asking.answer.end, FETCH_CUT);
	assert_str(content(asking.request.fd, arena), "01234");
	asking.request.from = asking.answer.bytes;
	asking.request.from_mark = asking.answer.etag;
	assert_ok(ask(&server, &asking, arena));
	assert_true(heard(&server, "Range: bytes=5-\r\n"));
	assert_true(heard(&server, "If-Range: \"a\"\r\n"));
	assert_false(asking.answer.from_start);
	assert_str(content(asking.request.fd, arena), "0123456789");
	assert_ok(ask(&server, &asking, arena));
	assert_true(asking.answer.from_start);
	assert_str(content(asking.request.fd, arena), "new");
	assert_err(ask(&server, &asking, arena), ERR_FORMAT);
	assert_str(content(asking.request.fd, arena), "new");
	fetcher_close(asking.fetcher);
	end(&server);
	(void)close(asking.request.fd);
	(void)unlink(path);
}

static bool
refuse(void *data, uint64_t got, uint64_t of)
{
	(void)got;
	(void)of;
	(*(int *)data)++;
	return false;
}

static void
who_asks_may_stop_it_and_who_is_not_there_is_said_to_be(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int asked = 0;
	struct asking asking = { .request = { .go_on = refuse, .go_on_data = &asked } };
	struct server server = { 0 };

	(void)state;
	begin(&server, (const char *const[]){ "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", NULL });
	assert_err(ask(&server, &asking, arena), ERR_BUSY);
	assert_int_equal(asking.answer.end, FETCH_STOPPED);
	assert_true(asked > 0);
	end(&server);
	asking.request.go_on = NULL;
	assert_err(ask(&server, &asking, arena), ERR_SYSTEM);
	assert_int_equal(asking.answer.end, FETCH_UNREACHED);
	assert_true(fetch_is_passing(&asking.answer));
	fetcher_close(asking.fetcher);
}

static void
a_header_is_one_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct fetch_header headers[] = { { STR_INIT("X"), STR_INIT("a\r\nHost: elsewhere") } };
	struct asking asking = { .request = { .url = STR_INIT("http://127.0.0.1/"), .headers = headers, .headers_count = 1 } };

	(void)state;
	assert_ok(fetcher_open(&(struct fetch_policy){ 0 }, arena, &asking.fetcher));
	assert_err(fetch(asking.fetcher, &asking.request, arena, &asking.answer), ERR_FORMAT);
	fetcher_close(asking.fetcher);
}

static const struct { const char *url; const char *where, *path; } urls[] = {
	{ "https://example.jp", "https://example.jp", "/" }, { "HTTPS://Example.JP:443/a?b=c", "https://example.jp", "/a?b=c" },
	{ "http://example.jp:8080/", "http://example.jp:8080", "/" }, { "https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443", "/x" },
	{ "https://example.jp?x=1", "https://example.jp", "?x=1" },
	{ "", NULL, "" }, { "ftp://example.jp/", NULL, "" }, { "example.jp", NULL, "" }, { "https://", NULL, "" }, { "https:///x", NULL, "" },
	{ "https://user:pass@example.jp/", NULL, "" }, { "https://example.jp@evil.example/", NULL, "" }, { "https://example.jp:0/", NULL, "" },
	{ "https://example.jp:99999/", NULL, "" }, { "https://example.jp:/", NULL, "" }, { "https://exa mple.jp/", NULL, "" },
	{ "https://example.jp\\@evil.example/", NULL, "" }, { "https://example.jp/#part", NULL, "" }, { "https://example.jp/\r\nHost: x", NULL, "" },
	{ "https://例.jp/", NULL, "" }, { "https://example.jp/例", NULL, "" }, { "https://[::1/", NULL, "" }, { "https://[nothing]/", NULL, "" },
	{ "https://-example.jp/", NULL, "" }, { "file:///etc/passwd", NULL, "" }, { "https://[::1]x/", NULL, "" }, { "https://[::1%25lo]/", NULL, "" },
};

static void
addresses_are_read_strictly(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		struct fetch_url url;

		print_message("  %s\n", urls[i].url);
		if (urls[i].where == NULL) {
			assert_err(fetch_url_parse(str_of(urls[i].url), arena, &url), ERR_FORMAT);
			continue;
		}
		assert_ok(fetch_url_parse(str_of(urls[i].url), arena, &url));
		assert_str(fetch_url_where(&url, arena), urls[i].where);
		assert_str(url.path, urls[i].path);
	}
}

static const struct { const char *address; bool is_public; } addresses[] = {
	{ "8.8.8.8", true }, { "1.1.1.1", true }, { "172.15.255.255", true }, { "172.32.0.1", true }, { "100.128.0.1", true }, { "192.0.1.1", true },
	{ "0.0.0.0", false }, { "10.1.2.3", false }, { "127.0.0.1", false }, { "127.9.9.9", false }, { "169.254.169.254", false }, { "172.16.0.1", false },
	{ "172.31.255.255", false }, { "192.168.1.1", false }, { "100.64.0.1", false }, { "100.127.255.255", false }, { "192.0.2.1", false },
	{ "198.18.0.1", false }, { "198.19.255.255", false }, { "224.0.0.1", false }, { "255.255.255.255", false }, { "192.0.0.8", false },
	{ "2606:4700::1111", true }, { "2400:8500::1", true }, { "::1", false }, { "::", false }, { "fe80::1", false }, { "fd00::1", false }, { "ff02::1", false },
	{ "2001:db8::1", false }, { "2001::1", false }, { "::ffff:127.0.0.1", false }, { "::ffff:8.8.8.8", true }, { "64:ff9b::10.0.0.1", false },
	{ "64:ff9b::808:808", true }, { "2002:7f00:1::", false },
};

static void
addresses_inside_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		struct sockaddr_in four = { .sin_family = AF_INET };
		struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
		const struct sockaddr *address = (const struct sockaddr *)&six;

		print_message("  %s\n", addresses[i].address);
		if (inet_pton(AF_INET, addresses[i].address, &four.sin_addr) == 1)
			address = (const struct sockaddr *)&four;
		else
			assert_int_equal(inet_pton(AF_INET6, addresses[i].address, &six.sin6_addr), 1);
		assert_int_equal(fetch_address_is_public(address), addresses[i].is_public);
	}
}

static void
a_list_is_written_by_people(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct fetch_host *hosts;
	size_t count;

	(void)state;
	assert_ok(fetch_hosts_parse(STR("WWW.example.jp, https://feeds.example.jp:8443\n http://10.0.0.5:8080 local  [2001:db8::1]"), arena, &hosts, &count));
	assert_int_equal(count, 4);
	assert_str(hosts[0].host, "www.example.jp");
	assert_int_equal(hosts[1].port, 8443);
	assert_true(hosts[2].plain && hosts[2].local && hosts[2].port == 8080);
	assert_false(hosts[1].local || hosts[3].local);
	assert_str(hosts[3].host, "[2001:db8::1]");
	assert_ok(fetch_hosts_parse(STR(""), arena, &hosts, &count));
	assert_int_equal(count, 0);
	assert_err(fetch_hosts_parse(STR("*.example.jp"), arena, &hosts, &count), ERR_FORMAT);
	assert_err(fetch_hosts_parse(STR("example.jp/path"), arena, &hosts, &count), ERR_FORMAT);
}

static void
a_proxy_is_an_address_of_one(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct fetcher *fetcher = NULL;

	(void)state;
	assert_ok(fetcher_open(&(struct fetch_policy){ .proxy = STR("http://proxy.example.lg.jp:8080") }, arena, &fetcher));
	fetcher_close(fetcher);
	assert_err(fetcher_open(&(struct fetch_policy){ .proxy = STR("proxy") }, arena, &fetcher), ERR_FORMAT);
	assert_err(fetcher_open(&(struct fetch_policy){ .proxy = STR("http://user:pass@proxy:1/") }, arena, &fetcher), ERR_FORMAT);
	fetcher_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_with_its_headers), cmocka_unit_test(what_did_not_change_is_not_sent), cmocka_unit_test(a_body_is_posted),
		cmocka_unit_test(troubles_are_told_apart), cmocka_unit_test(an_endless_body_has_an_end), cmocka_unit_test(only_who_is_listed_is_asked),
		cmocka_unit_test(a_redirect_stays_on_the_list), cmocka_unit_test(a_cut_is_continued),
		cmocka_unit_test(who_asks_may_stop_it_and_who_is_not_there_is_said_to_be), cmocka_unit_test(a_header_is_one_line),
		cmocka_unit_test(addresses_are_read_strictly), cmocka_unit_test(addresses_inside_are_known), cmocka_unit_test(a_list_is_written_by_people),
		cmocka_unit_test(a_proxy_is_an_address_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
