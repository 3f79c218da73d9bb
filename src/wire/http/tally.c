/*
 * tally.c - what was asked and how it went, in numbers for Prometheus and a line each for the access log. Only the route's pattern is written:
 * paths, queries and bodies may hold what is nobody's business.
 */
#include <stdio.h>
#include <unistd.h>
#include "base/clock.h"
#include "format/json/json_write.h"
#include "wire/http/parts.h"

enum { ROWS_MOST = 4096, STATUS_CUT = 499 };      /* 499: the client was gone before the answer */

/* Seconds up to which a request is counted into each; the last has no end. */
static const char *const bounds[] = { "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf" };
static const int64_t bounds_us[] = { 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, INT64_MAX };

struct row { struct str labels; uint64_t count; };
struct times { struct str labels; uint64_t buckets[ARRAY_LEN(bounds)]; uint64_t us; };
struct tally {
	struct arena   *arena;
	int             log;
	pthread_mutex_t mutex;        /* of what follows                       */
	struct map      rows, times;  /* labels → struct row, struct times     */
	LIST(struct row *) row_list;
	LIST(struct times *) times_list;
	uint64_t        bytes;
};

struct tally *
tally_new(int log)
{
	struct arena *arena = arena_new();
	struct tally *tally = ARENA_NEW(arena, struct tally);

	tally->arena = arena;
	tally->log = log;
	(void)pthread_mutex_init(&tally->mutex, NULL);
	return tally;
}

void
tally_free(struct tally *tally)
{
	if (tally == NULL)
		return;
	(void)pthread_mutex_destroy(&tally->mutex);
	arena_free(tally->arena);
}

/* Methods and routes are few: the program's own, and what has no route counts as one. */
static const char *
method_of(const struct exchange *exchange)
{
	return exchange->request.method == HTTP_OTHER ? "OTHER" : http_method_names[exchange->request.method];
}

static void
count(struct tally *tally, const struct exchange *exchange, int status, int64_t us)
{
	struct str route = exchange->answer.route;
	struct str by_time = arena_printf(exchange->arena, "method=\"%s\",route=\"%.*s\"", method_of(exchange), STR_ARG(route));
	struct str by_status = arena_printf(exchange->arena, "%.*s,status=\"%d\"", STR_ARG(by_time), status);
	uint64_t *row, *times;

	(void)pthread_mutex_lock(&tally->mutex);
	row = map_find(&tally->rows, by_status);
	if (row == NULL && tally->row_list.count < ROWS_MOST) {
		struct row *made = ARENA_NEW(tally->arena, struct row);

		made->labels = arena_copy(tally->arena, by_status);
		list_push(tally->arena, &tally->row_list, made);
		row = map_put(tally->arena, &tally->rows, made->labels);
		*row = (uint64_t)(uintptr_t)made;
	}
	times = map_find(&tally->times, by_time);
	if (times == NULL && tally->times_list.count < ROWS_MOST) {
		struct times *made = ARENA_NEW(tally->arena, struct times);

		made->labels = arena_copy(tally->arena, by_time);
		list_push(tally->arena, &tally->times_list, made);
		times = map_put(tally->arena, &tally->times, made->labels);
		*times = (uint64_t)(uintptr_t)made;
	}
	if (row != NULL)
		((struct row *)(uintptr_t)*row)->count++;
	for (size_t i = 0; times != NULL && i < ARRAY_LEN(bounds_us); i++)
		((struct times *)(uintptr_t)*times)->buckets[i] += us <= bounds_us[i];
	if (times != NULL)
		((struct times *)(uintptr_t)*times)->us += (uint64_t)us;
	tally->bytes += (uint64_t)exchange->sent;
	(void)pthread_mutex_unlock(&tally->mutex);
}

static void
write_log(int log, const struct exchange *exchange, int status, int64_t us)
{
	struct buf line BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &line };
	ssize_t put;

	json_begin_object(&w, NULL);
	json_put_str(&w, "at", instant_format(exchange->came, ZONE_UTC, exchange->arena));
	json_put_int(&w, "number", (int64_t)exchange->request.number);
	json_put_str(&w, "address", exchange->request.address);
	json_put_str(&w, "method", str_of(method_of(exchange)));
	json_put_str(&w, "route", exchange->answer.route);
	json_put_int(&w, "status", status);
	json_put_int(&w, "ms", us / 1000);
	json_put_int(&w, "bytes", exchange->sent);
	json_put_str(&w, "login", exchange->answer.who);
	json_end(&w);
	buf_add_char(&line, '\n');
	put = write(log, line.ptr, line.len);      /* one write is one line, whoever else writes */
	(void)put;                                 /* a log that cannot be written keeps nobody from his work */
}

void
tally_note(struct tally *tally, const struct exchange *exchange, bool complete)
{
	int64_t us = clock_ticks() - exchange->begun;
	int status = complete ? exchange->answer.status : STATUS_CUT;

	count(tally, exchange, status, us);
	if (tally->log >= 0)
		write_log(tally->log, exchange, status, us);
}

void
tally_metrics(struct tally *tally, struct buf *out)
{
	(void)pthread_mutex_lock(&tally->mutex);
	buf_addf(out, "# HELP tsukuroi_http_requests_total Requests by route and status; 499 is a client that was gone before its answer.\n"
	    "# TYPE tsukuroi_http_requests_total counter\n");
	for (size_t i = 0; i < tally->row_list.count; i++)
		buf_addf(out, "tsukuroi_http_requests_total{%.*s} %llu\n", STR_ARG(tally->row_list.items[i]->labels),
		    (unsigned long long)tally->row_list.items[i]->count);
	buf_addf(out, "# HELP tsukuroi_http_request_seconds From the head until the answer has gone out.\n"
	    "# TYPE tsukuroi_http_request_seconds histogram\n");
	for (size_t i = 0; i < tally->times_list.count; i++) {
		const struct times *times = tally->times_list.items[i];

		for (size_t k = 0; k < ARRAY_LEN(bounds); k++)
			buf_addf(out, "tsukuroi_http_request_seconds_bucket{%.*s,le=\"%s\"} %llu\n", STR_ARG(times->labels), bounds[k],
			    (unsigned long long)times->buckets[k]);
		buf_addf(out, "tsukuroi_http_request_seconds_sum{%.*s} %llu.%06llu\n", STR_ARG(times->labels),
		    (unsigned long long)(times->us / 1000000), (unsigned long long)(times->us % 1000000));
		buf_addf(out, "tsukuroi_http_request_seconds_count{%.*s} %llu\n", STR_ARG(times->labels),
		    (unsigned long long)times->buckets[ARRAY_LEN(bounds) - 1]);
	}
	buf_addf(out, "# TYPE tsukuroi_http_sent_bytes_total counter\ntsukuroi_http_sent_bytes_total %llu\n", (unsigned long long)tally->bytes);
	(void)pthread_mutex_unlock(&tally->mutex);
}
