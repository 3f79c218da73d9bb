/*
 * search.c - searching all that is known, by itself: a knowledge base of records with Japanese texts is built, a day's delta is taken in, and words of two
 * Japanese letters are looked for.
 *
 *     bench-search DIR RECORDS FILE…          bench-search /tmp/bench 300000 doc/ja/X.md …
 *
 * Each record has a title of one sentence and a text of three to six, drawn from the files (any Japanese prose, a sentence ends with 。 or a line), a
 * product of 20,000 made-up ones, a score, a day of twenty years. The words are every run of exactly two kanji in the files, drawn at random: real words,
 * the common ones more often. One generator from one seed, so that each run asks the same. A query is a page of twenty with its counts, as the page of the
 * web asks for. Cold: the file is put out of the page cache, and a new connection asks each word once. DIR/kb must not be there; it is left for looking at.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "store/kb/kb.h"

enum { PRODUCTS = 20000, DELTA = 500, WARM = 2000, COLD = 100, DAYS = 7300 };

static uint64_t state = 0x9e3779b97f4a7c15u;

static uint32_t
draw(size_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 11) % below);
}

static void
must(struct err *err)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	if (err == NULL)
		return;
	fprintf(stderr, "bench-search: %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
	exit(5);
}

static double
now_by(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double
now_s(void)
{
	return now_by(CLOCK_MONOTONIC);
}

static double
processor_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* ------------------------------------------------------------------------------------------------- material */

struct material { struct str_list sentences, words; struct arena *arena; };

static bool
is_kanji(uint32_t point)
{
	return point >= 0x4e00 && point <= 0x9fff;
}

static void
take_words(struct material *material, struct str sentence)
{
	size_t run = 0, from = 0, len;
	uint32_t point;

	for (size_t at = 0; at <= sentence.len; at += len) {
		len = at < sentence.len ? str_point(sentence, at, &point) : 0;
		if (len > 0 && is_kanji(point)) {
			from = run++ == 0 ? at : from;
			continue;
		}
		if (run == 2)
			list_push(material->arena, &material->words, str_sub(sentence, from, at - from));
		run = 0;
		if (len == 0)
			len = 1;
	}
}

static void
take_file(struct material *material, const char *path)
{
	struct str text, line;

	must(file_read(str_of(path), 16 << 20, material->arena, &text));
	while (str_line(&text, &line)) {
		size_t end;

		while ((end = str_find(line, STR("。"))) != SIZE_MAX) {
			list_push(material->arena, &material->sentences, str_sub(line, 0, end + sizeof("。") - 1));
			line = str_from(line, end + sizeof("。") - 1);
		}
		if (line.len > 30)
			list_push(material->arena, &material->sentences, line);
	}
}

/* ------------------------------------------------------------------------------------------------- building */

static struct advisory
record_of(const struct material *material, int64_t number, int32_t revision, struct arena *arena)
{
	struct advisory advisory = { .source = SOURCE_JVN, .id = arena_printf(arena, "JVNDB-%d-%06d", (int)(2006 + number / 20000), (int)(number % 20000)),
		.published = (13149 + (number * 7919) % DAYS) * INSTANT_DAY, .withdrawn = INSTANT_NONE };
	struct affected *affected = list_add(arena, &advisory.affected);
	struct str_list text = { 0 };
	size_t product = draw(PRODUCTS);

	advisory.modified = advisory.published + revision * INSTANT_DAY;
	for (size_t i = 0; i < 3 + draw(4); i++)
		list_push(arena, &text, material->sentences.items[draw(material->sentences.count)]);
	advisory.title_ja = material->sentences.items[draw(material->sentences.count)];
	advisory.text_ja = arena_join(arena, text.items, text.count, STR(""));
	affected->vendor = arena_printf(arena, "vendor%zu", product % 3000);
	affected->product = arena_printf(arena, "product%zu", product);
	list_push(arena, &advisory.scores, ((struct score){ .provider = STR("jvn"), .version = CVSS_V3_1, .base = (int32_t)draw(101) }));
	return advisory;
}

static void
import(struct str kb, const struct material *material, int64_t first, int64_t step, int64_t count, int32_t revision)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed feed = { .source = SOURCE_JVN, .contract = KB_PARTIAL };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	must(kb_import_begin(kb, clock_now(), arena, &import));
	must(kb_import_feed(import, &feed, arena));
	for (int64_t i = 0; i < count; i++) {
		struct advisory advisory;

		arena_reset(item);
		advisory = record_of(material, first + i * step, revision, item);
		must(kb_import_record(import, &advisory_schema, &advisory, STR(""), item));
	}
	must(kb_import_feed_end(import, NULL, arena, &outcome));
	must(kb_import_finish(import, arena, &result));
}

static void
timed_import(const char *what, struct str kb, const struct material *material, int64_t step, int64_t count, int32_t revision)
{
	double wall = now_s(), processor = processor_s();

	import(kb, material, 0, step, count, revision);
	printf("%s, %lld records: %.1f s, processor %.1f s\n", what, (long long)count, now_s() - wall, processor_s() - processor);
}

/* ------------------------------------------------------------------------------------------------ searching */

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Every word by its own, after it was put out of the cache when cold. */
static void
search(struct str path, const struct material *material, const char *what, size_t count, bool cold)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	double *times = ARENA_ARRAY(arena, double, count), *own = ARENA_ARRAY(arena, double, count);
	int64_t found = 0;
	struct kb *kb = NULL;

	must(kb_open(path, arena, &kb));
	for (size_t i = 0; i < count; i++) {
		struct kb_query query = { .text = material->words.items[draw(material->words.count)], .base_least = -1, .base_most = 100, .since = INSTANT_NONE,
			.until = INSTANT_NONE, .most = 20, .lang = LANG_JA };
		struct kb_hits hits;
		double start, processor;

		arena_reset(item);
		if (cold) {
			int fd = open(arena_cstr(item, arena_printf(item, "%.*s/gen-%06lld/kb.db", STR_ARG(path), (long long)kb_head(kb)->generation)), O_RDONLY | O_CLOEXEC);

			kb_close(kb);
			if (fd >= 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
				fprintf(stderr, "bench-search: the page cache keeps the file\n");
			if (fd >= 0)
				(void)close(fd);
			must(kb_open(path, arena, &kb));
		}
		start = now_s();
		processor = now_by(CLOCK_THREAD_CPUTIME_ID);
		must(kb_search(kb, &query, item, &hits));
		own[i] = now_by(CLOCK_THREAD_CPUTIME_ID) - processor;
		times[i] = now_s() - start;
		found += hits.found;
	}
	kb_close(kb);
	qsort(times, count, sizeof(*times), by_time);
	qsort(own, count, sizeof(*own), by_time);
	printf("%s, %zu words: p50 %.2f ms, p99 %.2f ms, slowest %.2f ms; processor p50 %.2f ms, p99 %.2f ms; %.0f found on average (at most %d are counted)\n", what, count,
	    times[count / 2] * 1e3, times[count * 99 / 100] * 1e3, times[count - 1] * 1e3, own[count / 2] * 1e3, own[count * 99 / 100] * 1e3,
	    (double)found / (double)count, KB_COUNT_MOST);
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct material material = { .arena = arena };
	struct str kb;
	int64_t count = argc > 2 ? atoll(argv[2]) : 0;

	if (argc < 4 || count < DELTA) {
		fprintf(stderr, "usage: bench-search DIR RECORDS FILE…\n");
		return 2;
	}
	kb = arena_printf(arena, "%s/kb", argv[1]);
	for (int i = 3; i < argc; i++)
		take_file(&material, argv[i]);
	for (size_t i = 0; i < material.sentences.count; i++)
		take_words(&material, material.sentences.items[i]);
	if (material.words.count == 0) {
		fprintf(stderr, "bench-search: there is no Japanese in these files\n");
		return 2;
	}
	printf("%zu sentences, %zu words of two letters\n", material.sentences.count, material.words.count);
	timed_import("built as a whole", kb, &material, 1, count, 0);
	timed_import("a day's delta", kb, &material, count / DELTA, DELTA, 1);
	search(kb, &material, "cold, a new connection each", COLD, true);
	search(kb, &material, "warm", WARM, false);
	return 0;
}
