/*
 * pool.c - threads that answer, and lanes that keep the slow from hindering the quick.
 */
#include "wire/http/parts.h"

enum { SLOW_THREADS = 2, STACK_BYTES = 4 << 20 };

const char *const http_lane_names[HTTP_LANES] = {
	[HTTP_LANE_PAGES] = "pages", [HTTP_LANE_WRITES] = "writes", [HTTP_LANE_PASSWORDS] = "passwords", [HTTP_LANE_DOCUMENTS] = "documents",
	[HTTP_LANE_UPLOADS] = "uploads", [HTTP_LANE_SERVED] = "served",
};

/* Places for the threads of a pool; how many may wait. A writer waits for the ledger's one writer, so half of the pool is left to readers. */
static const struct { unsigned places, waiting; } lane_rules[HTTP_LANES] = {
	[HTTP_LANE_PAGES] = { 0, 512 },      /* all that there are  */
	[HTTP_LANE_WRITES] = { 2, 128 },
	[HTTP_LANE_PASSWORDS] = { 1, 32 },
	[HTTP_LANE_DOCUMENTS] = { 1, 8 },
	[HTTP_LANE_UPLOADS] = { 1, 16 },
	[HTTP_LANE_SERVED] = { 8, 256 },
};

struct lane {
	struct exchange *first, *last;
	unsigned         running, waiting;
	uint64_t         taken, refused;
};
struct http_pool {
	const struct http_service *service;
	void                     (*done)(struct exchange *exchange);
	struct arena              *arena;
	pthread_t                 *threads;
	unsigned                   count;       /* threads                           */
	pthread_mutex_t            mutex;       /* of what follows                   */
	pthread_cond_t             changed;
	struct lane                lanes[HTTP_LANES];
	unsigned                   next;        /* lane that is looked at first      */
	unsigned                   begun;       /* threads that have, or could not   */
	unsigned                   others;      /* running in lanes but that of pages */
	struct err                *failed;      /* the first that could not          */
	bool                       stopping;
};

/* ---------------------------------------------------------------------------------------------- one thread */

static bool
has_place(const struct http_pool *pool, unsigned number)
{
	const struct lane *lane = &pool->lanes[number];

	if (lane->first == NULL)
		return false;
	if (number == HTTP_LANE_PAGES)
		return true;
	return lane->running < lane_rules[number].places && pool->others + 1 < pool->count;      /* one thread is always for pages */
}

/* With the mutex held; lanes take turns. NULL: nothing to do. */
static struct exchange *
take(struct http_pool *pool, unsigned *ret_lane)
{
	for (unsigned i = 0; i < HTTP_LANES; i++) {
		unsigned number = (pool->next + i) % HTTP_LANES;
		struct lane *lane = &pool->lanes[number];
		struct exchange *exchange = lane->first;

		if (!has_place(pool, number))
			continue;
		pool->next = number + 1;
		lane->first = exchange->next;
		if (lane->first == NULL)
			lane->last = NULL;
		lane->waiting--;
		lane->running++;
		lane->taken++;
		pool->others += number != HTTP_LANE_PAGES;
		*ret_lane = number;
		return exchange;
	}
	return NULL;
}

/* Says how it began; false: it could not. */
static bool
begin(struct http_pool *pool, struct arena *arena, void **ret_own)
{
	struct err *err = pool->service->begin == NULL ? NULL : pool->service->begin(pool->service->context, arena, ret_own);

	(void)pthread_mutex_lock(&pool->mutex);
	pool->begun++;
	if (err != NULL && pool->failed == NULL)
		pool->failed = err_copy(err, pool->arena);
	(void)pthread_cond_broadcast(&pool->changed);
	(void)pthread_mutex_unlock(&pool->mutex);
	return err == NULL;
}

static void
work(struct http_pool *pool, void *own)
{
	(void)pthread_mutex_lock(&pool->mutex);
	for (;;) {
		unsigned lane;
		struct exchange *exchange = take(pool, &lane);

		if (exchange == NULL && pool->stopping)
			break;
		if (exchange == NULL) {
			(void)pthread_cond_wait(&pool->changed, &pool->mutex);
			continue;
		}
		(void)pthread_mutex_unlock(&pool->mutex);
		pool->service->answer(pool->service->context, own, &exchange->request, exchange->arena, &exchange->answer);
		pool->done(exchange);
		(void)pthread_mutex_lock(&pool->mutex);
		pool->lanes[lane].running--;
		pool->others -= lane != HTTP_LANE_PAGES;      /* whom that lets in, this thread takes next */
	}
	(void)pthread_mutex_unlock(&pool->mutex);
}

static void *
run(void *context)
{
	struct http_pool *pool = context;
	struct arena *arena ARENA_SCOPE = arena_new();
	void *own = NULL;

	if (!begin(pool, arena, &own))
		return NULL;
	work(pool, own);
	if (pool->service->end != NULL)
		pool->service->end(pool->service->context, own);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- all of them */

static struct err *
start_threads(struct http_pool *pool, unsigned wanted, struct arena *arena)
{
	pthread_attr_t attributes;
	struct err *err = NULL;

	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
	while (err == NULL && pool->count < wanted) {
		if (pthread_create(&pool->threads[pool->count], &attributes, run, pool) != 0)
			err = err_system(arena, M("The web server's threads could not be started."));
		else
			pool->count++;
	}
	(void)pthread_attr_destroy(&attributes);
	(void)pthread_mutex_lock(&pool->mutex);
	while (pool->begun < pool->count)
		(void)pthread_cond_wait(&pool->changed, &pool->mutex);
	if (err == NULL && pool->failed != NULL)
		err = err_copy(pool->failed, arena);
	(void)pthread_mutex_unlock(&pool->mutex);
	return err;
}

struct err *
http_pool_start(const struct http_service *service, unsigned threads, void (*done)(struct exchange *exchange), struct arena *arena,
    struct http_pool **ret_pool)
{
	struct http_pool *pool = mem_alloc(sizeof(*pool));
	struct err *err;

	threads += SLOW_THREADS;
	pool->service = service;
	pool->done = done;
	pool->arena = arena_new();
	pool->threads = ARENA_ARRAY(pool->arena, pthread_t, threads);
	(void)pthread_mutex_init(&pool->mutex, NULL);
	(void)pthread_cond_init(&pool->changed, NULL);
	err = start_threads(pool, threads, arena);
	if (err != NULL)
		http_pool_stop(pool);
	else
		*ret_pool = pool;
	return err;
}

bool
http_pool_give(struct http_pool *pool, struct exchange *exchange)
{
	unsigned number = exchange->admission.lane;
	struct lane *lane = &pool->lanes[number];
	bool taken;

	(void)pthread_mutex_lock(&pool->mutex);
	taken = !pool->stopping && lane->waiting < lane_rules[number].waiting;
	if (taken) {
		exchange->next = NULL;
		if (lane->last == NULL)
			lane->first = exchange;
		else
			lane->last->next = exchange;
		lane->last = exchange;
		lane->waiting++;
		(void)pthread_cond_signal(&pool->changed);
	} else {
		lane->refused++;
	}
	(void)pthread_mutex_unlock(&pool->mutex);
	return taken;
}

void
http_pool_stop(struct http_pool *pool)
{
	if (pool == NULL)
		return;
	(void)pthread_mutex_lock(&pool->mutex);
	pool->stopping = true;
	(void)pthread_cond_broadcast(&pool->changed);
	(void)pthread_mutex_unlock(&pool->mutex);
	for (unsigned i = 0; i < pool->count; i++)
		(void)pthread_join(pool->threads[i], NULL);
	(void)pthread_cond_destroy(&pool->changed);
	(void)pthread_mutex_destroy(&pool->mutex);
	arena_free(pool->arena);
	mem_free(pool);
}

/* ------------------------------------------------------------------------------------------------- counted */

static void
put_lanes(struct http_pool *pool, const char *name, const char *kind, uint64_t (*of)(const struct lane *lane), struct buf *out)
{
	buf_addf(out, "# TYPE %s %s\n", name, kind);
	for (size_t i = 0; i < HTTP_LANES; i++)
		buf_addf(out, "%s{lane=\"%s\"} %llu\n", name, http_lane_names[i], (unsigned long long)of(&pool->lanes[i]));
}

static uint64_t lane_running(const struct lane *lane) { return lane->running; }
static uint64_t lane_waiting(const struct lane *lane) { return lane->waiting; }
static uint64_t lane_taken(const struct lane *lane) { return lane->taken; }
static uint64_t lane_refused(const struct lane *lane) { return lane->refused; }

void
http_pool_metrics(struct http_pool *pool, struct buf *out)
{
	(void)pthread_mutex_lock(&pool->mutex);
	buf_addf(out, "# TYPE tsukuroi_http_threads gauge\ntsukuroi_http_threads %u\n", pool->count);
	put_lanes(pool, "tsukuroi_http_lane_running", "gauge", lane_running, out);
	put_lanes(pool, "tsukuroi_http_lane_waiting", "gauge", lane_waiting, out);
	put_lanes(pool, "tsukuroi_http_lane_answered_total", "counter", lane_taken, out);
	put_lanes(pool, "tsukuroi_http_lane_refused_total", "counter", lane_refused, out);
	(void)pthread_mutex_unlock(&pool->mutex);
}
