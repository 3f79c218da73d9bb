/*
 * search.c - searching all that is known, by itself: a knowledge base of records with Japanese texts is built, a day's delta is taken in, and words of two
 * Japanese letters are looked for.
 *
 *     bench-search DIR RECORDS FILE…          bench-search /tmp/bench 300000 doc/ja/X.md …
 *     bench-search DIR 0 FILE…                once more over what stands there
 *     bench-search DIR +DAYS FILE…            so many days' deltas more over what stands there, and nothing else
 *
 * Each record has a title of one sentence and a text of three to six, drawn from the files (any Japanese prose, a sentence ends with 。 or a line), a
 * product of 20,000 made-up ones, a score, a day of twenty years. The words are every run of exactly two kanji in the files, drawn at random: real words,
 * the common ones more often. One generator from one seed, so that each run asks the same. A query is a page of twenty with its counts, as the page of the
 * web asks for. Cold: the files are put out of the page cache, and a new connection asks each word once. Fresh: a new connection for each word as well, as
 * the pages of the web have it, with the files in memory. Beside it, what there is without an index: every text looked through, by SQLite's LIKE and in memory.
 * DIR/kb must not be there; it is left for looking at, and searched again without being built when the number of records is 0.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "store/kb/kb.h"

enum { PRODUCTS = 20000, DELTA = 500, WARM = 2000, COLD = 100, NAIVE = 10, DAYS = 7300, KEV = 1500 };

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

static struct str
cve_of(int64_t number, struct arena *arena)
{
	return arena_printf(arena, "CVE-%d-%05d", (int)(2006 + number / 20000), (int)(number % 20000));
}

static struct advisory
record_of(const struct material *material, int64_t number, int32_t revision, struct arena *arena)
{
	struct advisory advisory = { .source = SOURCE_JVN, .id = arena_printf(arena, "JVNDB-%d-%06d", (int)(2006 + number / 20000), (int)(number % 20000)),
		.published = (13149 + (number * 7919) % DAYS) * INSTANT_DAY, .withdrawn = INSTANT_NONE };
	struct affected *affected = list_add(arena, &advisory.affected);
	struct str_list text = { 0 };
	size_t product = draw(PRODUCTS);

	list_push(arena, &advisory.aliases, cve_of(number, arena));
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

/* A prediction for each, and some that are exploited. */
static void
import_threats(struct str kb, int64_t count)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed epss = { .source = SOURCE_EPSS }, kev = { .source = SOURCE_KEV };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	must(kb_import_begin(kb, clock_now(), arena, &import));
	must(kb_import_feed(import, &epss, arena));
	for (int64_t i = 0; i < count; i++) {
		struct epss_entry entry = { .cve = cve_of(i, item), .probability = (int32_t)draw(1000000), .percentile = (int32_t)draw(1000000) };

		must(kb_import_record(import, &epss_entry_schema, &entry, STR(""), item));
		arena_reset(item);
	}
	must(kb_import_feed_end(import, NULL, arena, &outcome));
	must(kb_import_feed(import, &kev, arena));
	for (int64_t i = 0; i < KEV; i++)
		must(kb_import_record(import, &kev_entry_schema, &(struct kev_entry){ .cve = cve_of(i * count / KEV, arena), .added = 20000, .due = 20021 }, STR(""), arena));
	must(kb_import_feed_end(import, NULL, arena, &outcome));
	must(kb_import_finish(import, arena, &result));
}

static void
timed_import(const char *what, struct str kb, const struct material *material, int64_t first, int64_t step, int64_t count, int32_t revision)
{
	double wall = now_s(), processor = processor_s();

	import(kb, material, first, step, count, revision);
	printf("%s, %lld records: %.2f s, processor %.2f s\n", what, (long long)count, now_s() - wall, processor_s() - processor);
}

/* Each day other records change. */
static void
more_days(struct str path, const struct material *material, int days)
{
	for (int day = 0; day < days; day++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct kb *kb = NULL;
		int64_t count, generation;

		must(kb_open(path, arena, &kb));
		count = kb_head(kb)->records;
		generation = kb_head(kb)->generation;
		kb_close(kb);
		/* Drawn otherwise than on any day before. */
		state ^= (uint64_t)generation * 0x9e3779b97f4a7c15u;
		timed_import("a day's delta", path, material, generation % (count / DELTA), count / DELTA, DELTA, (int32_t)generation + 1);
	}
}

/* ------------------------------------------------------------------------------------------------ searching */

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

enum state { COLD_FILES, FRESH_CONNECTION, WARM_CONNECTION };

/* What the process had from the disk so far, in bytes. */
static double
read_so_far(void)
{
	FILE *file = fopen("/proc/self/io", "r");
	char line[128];
	long long bytes = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "read_bytes: %lld", &bytes) == 1)
			break;
	if (file != NULL)
		(void)fclose(file);
	return (double)bytes;
}

static void
put_out(struct str file, struct arena *arena)
{
	int fd FD_SCOPE = open(arena_cstr(arena, file), O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && (fsync(fd) != 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0))
		fprintf(stderr, "bench-search: the page cache keeps %.*s\n", STR_ARG(file));
}

static struct str
file_of(struct str path, const struct kb *kb, const char *name, struct arena *arena)
{
	return arena_printf(arena, "%.*s/gen-%06lld/%s", STR_ARG(path), (long long)kb_head(kb)->generation, name);
}

static void
open_anew(struct str path, enum state how, struct arena *arena, struct kb **kb)
{
	struct str file = file_of(path, *kb, "kb.db", arena);
	struct str overlay = arena_printf(arena, "%.*s/overlay-%06lld/overlay", STR_ARG(path), (long long)kb_head(*kb)->overlay);

	kb_close(*kb);
	if (how == COLD_FILES) {
		put_out(file, arena);
		put_out(overlay, arena);
	}
	must(kb_open(path, arena, kb));
}

/* Every word by its own. */
static void
search(struct str path, const struct material *material, const char *what, size_t count, enum state how)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	double *times = ARENA_ARRAY(arena, double, count), *own = ARENA_ARRAY(arena, double, count), came = 0;
	int64_t found = 0;
	struct kb *kb = NULL;

	must(kb_open(path, arena, &kb));
	for (size_t i = 0; i < count; i++) {
		struct kb_query query = { .text = material->words.items[draw(material->words.count)], .base_least = -1, .base_most = 100, .since = INSTANT_NONE,
			.until = INSTANT_NONE, .most = 20, .lang = LANG_JA };
		struct kb_hits hits;
		double start = now_s(), processor = now_by(CLOCK_THREAD_CPUTIME_ID), before;

		arena_reset(item);
		if (how != WARM_CONNECTION)
			open_anew(path, how, item, &kb);
		before = read_so_far();
		if (how == COLD_FILES) {
			start = now_s();
			processor = now_by(CLOCK_THREAD_CPUTIME_ID);
		}
		must(kb_search(kb, &query, item, &hits));
		own[i] = now_by(CLOCK_THREAD_CPUTIME_ID) - processor;
		times[i] = now_s() - start;
		came += read_so_far() - before;
		found += hits.found;
	}
	kb_close(kb);
	qsort(times, count, sizeof(*times), by_time);
	qsort(own, count, sizeof(*own), by_time);
	printf("%s, %zu words: p50 %.2f ms, p99 %.2f ms, slowest %.2f ms; processor p50 %.2f ms, p99 %.2f ms; %.1f MB from the disk; %.0f found on average (at most %d are counted)\n",
	    what, count, times[count / 2] * 1e3, times[count * 99 / 100] * 1e3, times[count - 1] * 1e3, own[count / 2] * 1e3, own[count * 99 / 100] * 1e3, came / (double)count / 1e6, (double)found / (double)count, KB_COUNT_MOST);
}

/* ---------------------------------------------------------------------------------------------- beside it */

/* All titles and texts as one. */
static struct str
texts_of(sqlite3 *db, struct buf *out)
{
	sqlite3_stmt *rows = NULL;

	if (sqlite3_prepare_v2(db, "SELECT c1, c2 FROM words_content", -1, &rows, NULL) == SQLITE_OK)
		while (sqlite3_step(rows) == SQLITE_ROW)
			for (int i = 0; i < 2; i++)
				buf_add(out, (struct str){ (const char *)sqlite3_column_text(rows, i), (size_t)sqlite3_column_bytes(rows, i) });
	(void)sqlite3_finalize(rows);
	return buf_str(out);
}

static int64_t
count_like(sqlite3 *db, struct str word)
{
	sqlite3_stmt *count = NULL;
	int64_t found = -1;

	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM words_content WHERE c1 LIKE '%' || ?1 || '%' OR c2 LIKE '%' || ?1 || '%'", -1, &count, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(count, 1, word.ptr, (int)word.len, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(count) == SQLITE_ROW)
		found = sqlite3_column_int64(count, 0);
	(void)sqlite3_finalize(count);
	return found;
}

static int64_t
count_in_memory(struct str texts, struct str word)
{
	int64_t found = 0;

	for (const char *at = texts.ptr, *end = texts.ptr + texts.len; (at = memmem(at, (size_t)(end - at), word.ptr, word.len)) != NULL; at += word.len)
		found++;
	return found;
}

/* Without an index. */
static void
look_through(struct str path, const struct material *material)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	double like[NAIVE], memory[NAIVE];
	int64_t rows = 0, places = 0;
	struct buf out BUF_SCOPE = { 0 };
	struct kb *kb = NULL;
	sqlite3 *db = NULL;
	struct str file, texts;

	must(kb_open(path, arena, &kb));
	file = file_of(path, kb, "kb.db", arena);
	kb_close(kb);
	if (sqlite3_open_v2(arena_cstr(arena, file), &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return;
	texts = texts_of(db, &out);
	for (size_t i = 0; i < NAIVE; i++) {
		struct str word = material->words.items[draw(material->words.count)];
		double start = now_s();

		rows += count_like(db, word);
		like[i] = now_s() - start;
		start = now_s();
		places += count_in_memory(texts, word);
		memory[i] = now_s() - start;
	}
	(void)sqlite3_close(db);
	qsort(like, NAIVE, sizeof(*like), by_time);
	qsort(memory, NAIVE, sizeof(*memory), by_time);
	printf("without an index, %d words in %.0f MB of titles and texts: SQLite's LIKE p50 %.0f ms (%lld rows), in memory p50 %.1f ms (%lld places)\n", NAIVE,
	    (double)texts.len / 1e6, like[NAIVE / 2] * 1e3, (long long)rows, memory[NAIVE / 2] * 1e3, (long long)places);
}

static void
print_sizes(struct str path)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kb *kb = NULL;
	struct stat db, index;

	must(kb_open(path, arena, &kb));
	if (stat(arena_cstr(arena, file_of(path, kb, "kb.db", arena)), &db) == 0 && stat(arena_cstr(arena, file_of(path, kb, "kb.idx", arena)), &index) == 0)
		printf("a generation: %.0f MB of database, %.0f MB of match index\n", (double)db.st_size / 1e6, (double)index.st_size / 1e6);
	kb_close(kb);
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct material material = { .arena = arena };
	struct str kb;
	int64_t count = argc > 2 ? atoll(argv[2]) : 0;

	if (argc < 4 || (count != 0 && count < DELTA && argv[2][0] != '+')) {
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
	if (argv[2][0] == '+') {
		more_days(kb, &material, atoi(argv[2]));
		return 0;
	}
	if (count > 0) {
		timed_import("built as a whole", kb, &material, 0, 1, count, 0);
		timed_import("a day's delta", kb, &material, 0, count / DELTA, DELTA, 1);
		import_threats(kb, count);
	}
	print_sizes(kb);
	search(kb, &material, "cold, a new connection each", COLD, COLD_FILES);
	search(kb, &material, "fresh, a new connection each with its opening", WARM, FRESH_CONNECTION);
	search(kb, &material, "warm", WARM, WARM_CONNECTION);
	look_through(kb, &material);
	return 0;
}
