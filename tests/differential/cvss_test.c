/*
 * Our CVSS scores against those of others (tests/differential/ask): three libraries of npm, Red Hat's for Python, and the equations in
 * fractions. Each scores the same vectors, which come back as they were from their text: some of every macrovector of version 4, and made-up ones of all versions, as many as
 * TSUKUROI_PAIRS says. What is not at hand is skipped and said so.
 */
#include "test.h"
#include <math.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/vec.h"
#include "domain/cvss/cvss.h"

enum { MACROVECTORS = 270 };

static const struct owner {
	const char *name;           /* as `ask` knows it                                                       */
	bool        knows[5];       /* by version: it is asked; README.md says why not                         */
	int         noise[5];       /* by version: the tenth by which its doubles sometimes miss an edge       */
	size_t      most;           /* vectors, where it is slow; 0: as many as wished                         */
} owners[] = {
	{ "ae-cvss-calculator", { [CVSS_V3_0] = true, [CVSS_V3_1] = true, [CVSS_V4] = true }, { [CVSS_V3_0] = 1 }, 0 },
	{ "js-cvss", { [CVSS_V4] = true }, { [CVSS_V4] = -1 }, 0 },
	{ "cvss4", { [CVSS_V3_0] = true, [CVSS_V3_1] = true }, { 0 }, 0 },
	{ "cvss-redhat", { [CVSS_V2] = true, [CVSS_V3_0] = true, [CVSS_V3_1] = true, [CVSS_V4] = true }, { 0 }, 200000 },
	{ "cvss-fractions", { [CVSS_V2] = true, [CVSS_V3_0] = true, [CVSS_V3_1] = true }, { 0 }, 0 },
};

/* How many values each metric has, in the order of the version; base metrics must have one. */
static const struct shape {
	enum cvss_version version;
	size_t            base;
	uint8_t           values[CVSS_METRICS];
} shapes[] = {
	{ CVSS_V2, 6, { 3, 3, 3, 3, 3, 3, 4, 4, 3, 5, 4, 3, 3, 3 } },
	{ CVSS_V3_0, 8, { 4, 2, 3, 2, 2, 3, 3, 3, 4, 4, 3, 3, 3, 3, 4, 2, 3, 2, 2, 3, 3, 3 } },
	{ CVSS_V3_1, 8, { 4, 2, 3, 2, 2, 3, 3, 3, 4, 4, 3, 3, 3, 3, 4, 2, 3, 2, 2, 3, 3, 3 } },
	{ CVSS_V4, 11, { 4, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 2, 2, 3, 2, 3, 4 } },
};

struct vectors {
	LIST(struct cvss) list;
	uint64_t          state;
};

static unsigned
next_number(struct vectors *vectors, unsigned below)
{
	vectors->state = vectors->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(vectors->state >> 33) % below;
}

/* Any vector of that version; an optional metric is there in half of the vectors that have any of them. */
static struct cvss
made_up(struct vectors *vectors, const struct shape *shape)
{
	struct cvss cvss = { .version = shape->version };
	unsigned plain = next_number(vectors, 4);

	for (size_t i = 0; i < CVSS_METRICS && shape->values[i] != 0; i++)
		if (i < shape->base || (plain != 0 && next_number(vectors, 2) == 0))
			cvss.value[i] = (uint8_t)(1 + next_number(vectors, shape->values[i]));
	return cvss;
}

/* Some vectors of each macrovector: thrown until it is met, the way to it shortened by taking the worst of what is free. */
static void
add_macrovectors(struct vectors *vectors, size_t each, struct arena *arena)
{
	size_t *have = ARENA_ARRAY(arena, size_t, 1000000), met = 0;

	for (size_t missing = MACROVECTORS * each; missing > 0;) {
		struct cvss cvss = made_up(vectors, &shapes[3]);
		unsigned bias = next_number(vectors, 64);
		size_t *here;

		for (size_t i = 0; i < 15; i++)
			if ((bias & 1u << (i % 6)) != 0)
				cvss.value[i] = 1;
		here = &have[cvss_macrovector(&cvss)];
		if (*here >= each)
			continue;
		met += *here == 0;
		(*here)++;
		missing--;
		list_push(arena, &vectors->list, cvss);
	}
	assert_int_equal(met, MACROVECTORS);
}

static char *
write_vectors(const struct vectors *vectors, size_t count, struct arena *arena)
{
	const char *dir = getenv("TMPDIR");
	char *path = arena_cstr(arena, arena_printf(arena, "%s/vectors-XXXXXX", dir == NULL ? "/tmp" : dir));
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(file);
	for (size_t i = 0; i < count; i++) {
		struct str text = cvss_format(&vectors->list.items[i], arena);
		struct cvss again;

		assert_null(cvss_parse(text, arena, &again));
		assert_memory_equal(&again, &vectors->list.items[i], sizeof(again));
		(void)fprintf(file, "%.*s\n", STR_ARG(text));
	}
	assert_int_equal(fclose(file), 0);
	return path;
}

struct tally {
	size_t agree, differ, not_asked;
	size_t noise;
};

/* Every number of the owner's is ours or, which he is known for, a tenth beside it. */
static bool
is_noise(const struct owner *owner, const struct cvss *cvss, const char *ours, const char *his)
{
	int noise = owner->noise[cvss->version];
	char *ours_end, *his_end;

	for (; noise != 0 && *ours != '\0'; ours = ours_end, his = his_end) {
		long by = lround(strtod(his, &his_end) * 10) - lround(strtod(ours, &ours_end) * 10);

		if (his_end == his || (by != 0 && by != noise))
			return false;
	}
	return noise != 0;
}

static void
add_number(char *text, size_t room, int32_t tenths)
{
	size_t len = strlen(text);

	(void)snprintf(text + len, room - len, "%s%d.%d", len == 0 ? "" : " ", tenths / 10, tenths % 10);
}

/* Our answer in the owner's words; a "-" of the owner's is in its place. */
static void
answer(const struct cvss *cvss, const char *his, char *ret_text, size_t room)
{
	struct cvss_scores scores = cvss_score(cvss);
	const int32_t three[] = { scores.base, scores.temporal, scores.environmental };

	ret_text[0] = '\0';
	if (cvss->version == CVSS_V4) {
		add_number(ret_text, room, scores.overall);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(three); i++) {
		if (his[0] == '-')
			(void)strncat(ret_text, ret_text[0] == '\0' ? "-" : " -", room - strlen(ret_text) - 1);
		else
			add_number(ret_text, room, three[i]);
		his = strchr(his, ' ') == NULL ? "" : strchr(his, ' ') + 1;
	}
}

static void
count_answer(struct tally *tally, const struct owner *owner, const struct cvss *cvss, const char *his, struct arena *arena)
{
	char ours[64];

	if (!owner->knows[cvss->version]) {
		tally->not_asked++;
		return;
	}
	answer(cvss, his, ours, sizeof(ours));
	if (strcmp(ours, his) == 0)
		tally->agree++;
	else if (is_noise(owner, cvss, ours, his))
		tally->noise++;
	else if (tally->differ++ < 20)
		print_message("    %.*s: %s, %s has %s\n", STR_ARG(cvss_format(cvss, arena)), ours, owner->name, his);
}

static void
check_owner(const struct owner *owner, const struct vectors *vectors)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = owner->most != 0 && vectors->list.count > owner->most ? owner->most : vectors->list.count, answered = 0;
	char *path = write_vectors(vectors, count, arena), line[128];
	struct tally tally = { 0 };
	int status;
	FILE *pipe;

	pipe = popen(arena_cstr(arena, arena_printf(arena, "%s/tests/differential/ask %s <%s", SOURCE_ROOT, owner->name, path)), "r");
	assert_non_null(pipe);
	for (; answered < count && fgets(line, sizeof(line), pipe) != NULL; answered++) {
		line[strcspn(line, "\n")] = '\0';
		count_answer(&tally, owner, &vectors->list.items[answered], line, arena);
	}
	status = pclose(pipe);
	(void)unlink(path);
	if (WEXITSTATUS(status) == 77) {
		print_message("skipped: CVSS by %s\n", owner->name);
		return;
	}
	print_message("  cvss      %-18s %8zu vectors: %8zu agree, %zu differ, %zu missed by its doubles, %zu not asked\n",
	    owner->name, answered, tally.agree, tally.differ, tally.noise, tally.not_asked);
	assert_int_equal(status, 0);
	assert_int_equal(answered, count);
	assert_int_equal(tally.differ, 0);
	assert_true(tally.noise < tally.agree / 50);
}

static void
scores_agree_with_those_of_others(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *wish = getenv("TSUKUROI_PAIRS"), *one = getenv("TSUKUROI_OWNER");
	struct vectors vectors = { .state = 20261120 };
	int64_t count = 20000;

	(void)state;
	if (wish != NULL)
		assert_true(str_to_i64(str_of(wish), &count) && count > 0);
	add_macrovectors(&vectors, 10, arena);
	for (int64_t i = 0; i < count; i++)
		list_push(arena, &vectors.list, made_up(&vectors, &shapes[(size_t)i % ARRAY_LEN(shapes)]));
	for (size_t i = 0; i < ARRAY_LEN(owners); i++)
		if (one == NULL || str_eq(str_of(owners[i].name), str_of(one)))
			check_owner(&owners[i], &vectors);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_agree_with_those_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
