/*
 * engines.c - how fast the pure rooms answer, each by itself, in one thread, from texts in memory (bench/engines makes
 * these, and sets programs of others beside them).
 *
 *     bench-engines compare:deb FILE      two versions a line         compares
 *     bench-engines key:deb FILE          the same                    byte keys of both
 *     bench-engines cvss FILE             a vector a line             read and scored
 *     bench-engines cpe FILE              two names a line            both read and related
 *     bench-engines cpe-relation FILE     the same                    related; they were read before
 *     bench-engines purl FILE             a purl a line               read into canonical parts
 *     bench-engines range:semver FILE     version and VERS a line     the range read, the version tested
 *     bench-engines member:semver FILE    the same                    tested; the range was read before
 *     bench-engines native:cargo FILE     version and native range    the range read, the version tested
 *     bench-engines jvn FILE              a phrase a line             read into a set
 *     bench-engines copy FILE             any                         the machine's own limit: memcpy
 *
 * Fields stand between TABs. Prints operations a second and bytes of input a second, those of the quickest of the passes
 * over the whole file that fit into a second of the processor, whatever else runs; and the share of operations that had an
 * answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/file.h"
#include "base/vec.h"
#include "domain/cvss/cvss.h"
#include "domain/jvnprose/jvnprose.h"
#include "domain/range/range.h"
#include "domain/version/version.h"
#include "format/cpe/cpe.h"
#include "format/purl/purl.h"

enum { FILE_MOST = 1 << 28, COPY_BYTES = 64 << 20 };

struct item {
	struct str         a, b;
	struct cpe         source, target;   /* cpe-relation only */
	struct version_set set;              /* member only       */
};

struct job {
	LIST(struct item) items;
	size_t            bytes;        /* of the file                        */
	enum scheme       scheme;
	struct arena     *arena;        /* what one operation needs; forgotten after it */
	size_t            answered;     /* operations that had an answer              */
	size_t            sum;          /* of the answers                             */
};

/* --------------------------------------------------------------------------- once over the file */

static void
pass_compare(struct job *job)
{
	for (size_t i = 0; i < job->items.count; i++)
		job->answered += version_compare(job->scheme, job->items.items[i].a, job->items.items[i].b) != ORDER_UNKNOWN;
}

static void
pass_key(struct job *job)
{
	struct version_key key;

	for (size_t i = 0; i < job->items.count; i++) {
		job->answered += version_key(job->scheme, job->items.items[i].a, &key);
		job->answered += version_key(job->scheme, job->items.items[i].b, &key);
	}
}

static void
pass_cvss(struct job *job)
{
	struct cvss cvss;

	for (size_t i = 0; i < job->items.count; i++) {
		if (cvss_parse(job->items.items[i].a, job->arena, &cvss) == NULL) {
			job->sum += (size_t)cvss_score(&cvss).overall;
			job->answered++;
		}
	}
}

static void
pass_cpe(struct job *job)
{
	struct cpe source, target;

	for (size_t i = 0; i < job->items.count; i++) {
		if (cpe_parse(job->items.items[i].a, job->arena, &source) == NULL
		    && cpe_parse(job->items.items[i].b, job->arena, &target) == NULL)
			job->answered += cpe_relation(&source, &target) != CPE_UNDEFINED;
		arena_reset(job->arena);
	}
}

static void
pass_relation(struct job *job)
{
	for (size_t i = 0; i < job->items.count; i++)
		job->answered += cpe_relation(&job->items.items[i].source, &job->items.items[i].target) != CPE_UNDEFINED;
}

static void
pass_purl(struct job *job)
{
	struct purl purl;

	for (size_t i = 0; i < job->items.count; i++) {
		job->answered += purl_parse(job->items.items[i].a, job->arena, &purl) == NULL;
		arena_reset(job->arena);
	}
}

static void
pass_range(struct job *job)
{
	struct version_set set;
	enum scheme scheme;

	for (size_t i = 0; i < job->items.count; i++) {
		if (range_of_vers(job->items.items[i].b, job->arena, &set, &scheme) == NULL)
			job->answered += range_contains(&set, job->scheme, job->items.items[i].a, NULL) != RANGE_UNDECIDED;
		arena_reset(job->arena);
	}
}

static void
pass_native(struct job *job)
{
	struct version_set set;

	for (size_t i = 0; i < job->items.count; i++) {
		if (range_of_native(job->scheme, job->items.items[i].b, job->arena, &set) == NULL)
			job->answered += range_contains(&set, job->scheme, job->items.items[i].a, NULL) != RANGE_UNDECIDED;
		arena_reset(job->arena);
	}
}

static void
pass_member(struct job *job)
{
	for (size_t i = 0; i < job->items.count; i++)
		job->answered += range_contains(&job->items.items[i].set, job->scheme, job->items.items[i].a, NULL) != RANGE_UNDECIDED;
}

static void
pass_jvn(struct job *job)
{
	struct jvn_reading reading;

	for (size_t i = 0; i < job->items.count; i++) {
		jvnprose_read(&job->items.items[i].a, 1, job->arena, &reading);
		job->answered += reading.read;
		arena_reset(job->arena);
	}
}

static void
pass_copy(struct job *job)
{
	static char from[COPY_BYTES], to[COPY_BYTES];

	if (from[0] == 0)
		memset(from, 1, COPY_BYTES);     /* else it is all one page of zeros */
	memcpy(to, from, COPY_BYTES);
	job->answered += (size_t)to[job->answered % COPY_BYTES];
}

/* --------------------------------------------------------------------------------- what there is */

static struct err *
prepare_cpe(struct job *job, struct item *item, struct arena *arena)
{
	(void)job;
	TRY(cpe_parse(item->a, arena, &item->source));
	return cpe_parse(item->b, arena, &item->target);
}

static struct err *
prepare_set(struct job *job, struct item *item, struct arena *arena)
{
	enum scheme scheme;

	(void)job;
	return range_of_vers(item->b, arena, &item->set, &scheme);
}

static const struct engine {
	struct str   name;
	void       (*pass)(struct job *job);
	struct err *(*prepare)(struct job *job, struct item *item, struct arena *arena);   /* NULL: nothing to */
	size_t       operations;                                                         /* of an item       */
} engines[] = {
	{ STR_INIT("compare"), pass_compare, NULL, 1 },
	{ STR_INIT("key"), pass_key, NULL, 2 },
	{ STR_INIT("cvss"), pass_cvss, NULL, 1 },
	{ STR_INIT("cpe"), pass_cpe, NULL, 1 },
	{ STR_INIT("cpe-relation"), pass_relation, prepare_cpe, 1 },
	{ STR_INIT("purl"), pass_purl, NULL, 1 },
	{ STR_INIT("range"), pass_range, NULL, 1 },
	{ STR_INIT("member"), pass_member, prepare_set, 1 },
	{ STR_INIT("native"), pass_native, NULL, 1 },
	{ STR_INIT("jvn"), pass_jvn, NULL, 1 },
	{ STR_INIT("copy"), pass_copy, NULL, 1 },
};

static struct err *
read_items(struct job *job, const struct engine *engine, const char *path, struct arena *arena)
{
	struct str text, line;

	TRY(file_read(str_of(path), FILE_MOST, arena, &text));
	job->bytes = engine->pass == pass_copy ? COPY_BYTES : text.len;
	while (str_line(&text, &line)) {
		struct item item = { .a = line };

		str_cut(line, '\t', &item.a, &item.b);
		if (engine->prepare != NULL)
			TRY(engine->prepare(job, &item, arena));
		list_push(arena, &job->items, item);
	}
	return NULL;
}

static double
processor_seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
run(struct job *job, const struct engine *engine)
{
	size_t operations = engine->pass == pass_copy ? 1 : job->items.count * engine->operations;
	double began = processor_seconds(), best = 1;

	for (double before = began, now; before - began < 1; before = now) {
		job->answered = 0;
		engine->pass(job);
		arena_reset(job->arena);
		now = processor_seconds();
		if (now - before < best)
			best = now - before;
	}
	(void)printf("%.0f %.0f %.4f\n", (double)operations / best, (double)job->bytes / best,
	    (double)job->answered / (double)operations);
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *one ARENA_SCOPE = arena_new();
	struct job job = { .arena = one };
	struct str name, scheme;
	int number = SCHEME_GENERIC;

	if (argc != 3)
		return EXIT_FAILURE;
	str_cut(str_of(argv[1]), ':', &name, &scheme);
	if (scheme.len > 0 && !enum_find(&scheme_names, scheme, &number))
		return EXIT_FAILURE;
	job.scheme = (enum scheme)number;
	for (size_t i = 0; i < ARRAY_LEN(engines); i++) {
		struct err *err;

		if (!str_eq(engines[i].name, name))
			continue;
		err = read_items(&job, &engines[i], argv[2], arena);
		if (err != NULL) {
			(void)fprintf(stderr, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
			return EXIT_FAILURE;
		}
		run(&job, &engines[i]);
		return EXIT_SUCCESS;
	}
	return EXIT_FAILURE;
}
