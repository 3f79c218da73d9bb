/*
 * grammar_test.c - the written grammar (doc/jvn-version-grammar.md, doc/en/…) held to the parser: every row of its example
 * tables is read, and its coverage is counted over every real phrase. Prints the coverage, and what was not read by
 * frequency (numbers as N), so that the tables can be renewed from here.
 */
#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "base/map.h"
#include "domain/jvnprose/jvnprose.h"

enum { PAGE_MOST = 1 << 20, LANGUAGES = 2 };

static const char *const pages[LANGUAGES] = { "doc/jvn-version-grammar.md", "doc/en/jvn-version-grammar.md" };

static struct str
read_page(struct arena *arena, size_t language)
{
	struct str text;

	assert_ok(file_read(arena_printf(arena, SOURCE_ROOT "/%s", pages[language]), PAGE_MOST, arena, &text));
	return text;
}

static struct jvn_answer
answer_of(const struct str_list *rows, struct arena *arena)
{
	struct jvn_reading reading;
	struct jvn_answer answer;

	jvnprose_read(rows->items, rows->count, arena, &reading);
	jvnprose_answer(&reading, arena, &answer);
	return answer;
}

static bool
is_read(const struct jvn_answer *answer)
{
	return answer->kind == JVN_RANGE || answer->kind == JVN_ALL;
}

/* --------------------------------------------------------------------------------------- examples */

/* The next cell off a table's line; a bar behind a backslash is none. */
static bool
next_cell(struct str *line, struct str *ret_cell)
{
	for (size_t i = 0; i < line->len; i++)
		if (line->ptr[i] == '|' && (i == 0 || line->ptr[i - 1] != '\\')) {
			*ret_cell = str_sub(*line, 0, i);
			*line = str_from(*line, i + 1);
			return true;
		}
	return false;
}

/* What stands between backquotes, bars without their backslashes. */
static struct str_list
codes_of(struct str cell, struct arena *arena)
{
	struct str_list codes = { 0 };
	struct str before, code;

	while (str_cut(cell, '`', &before, &cell) && str_cut(cell, '`', &code, &cell)) {
		struct buf text BUF_SCOPE = { 0 };

		for (size_t i = 0; i < code.len; i++)
			if (code.ptr[i] != '\\')
				buf_add_char(&text, code.ptr[i]);
		list_push(arena, &codes, arena_copy(arena, buf_str(&text)));
	}
	return codes;
}

static struct str
code_of(struct str cell, struct arena *arena)
{
	struct str_list codes = codes_of(cell, arena);

	return codes.count == 0 ? STR("") : codes.items[0];
}

static struct str
undecided_of(const struct jvn_answer *answer, struct arena *arena)
{
	if (!answer->set.undecided)
		return STR("");
	return answer->between.intervals.count + answer->between.exact.count == 0 ? STR("all") : jvnprose_format(&answer->between, arena);
}

static struct str
limits_of(const struct jvn_answer *answer, struct arena *arena)
{
	struct str_list limits = { 0 };

	if (answer->cves.count > 0)
		list_push(arena, &limits, arena_join(arena, answer->cves.items, answer->cves.count, STR(" ")));
	if (answer->edition.len > 0)
		list_push(arena, &limits, arena_printf(arena, "edition: %.*s", STR_ARG(answer->edition)));
	if (answer->platform.len > 0)
		list_push(arena, &limits, arena_printf(arena, "platform: %.*s", STR_ARG(answer->platform)));
	if (answer->firmware && is_read(answer))
		list_push(arena, &limits, STR("firmware"));
	return arena_join(arena, limits.items, limits.count, STR("; "));
}

/* True when the line is an example and read as it says. */
static bool
hold_example(struct str line, size_t *examples, struct arena *arena)
{
	struct str whole = line, cells[5];
	struct str_list rows;
	struct jvn_answer answer;

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		if (!next_cell(&line, &cells[i]))
			return true;
	rows = codes_of(cells[1], arena);
	if (codes_of(cells[2], arena).count == 0)
		return true;
	if (rows.count == 0)
		list_push(arena, &rows, STR(""));
	answer = answer_of(&rows, arena);
	(*examples)++;
	if (str_eq(code_of(cells[2], arena), is_read(&answer) ? jvnprose_format(&answer.set, arena) : STR("?")) &&
	    str_eq(code_of(cells[3], arena), undecided_of(&answer, arena)) && str_eq(code_of(cells[4], arena), limits_of(&answer, arena)))
		return true;
	print_message("  not read so: %.*s\n", STR_ARG(whole));
	return false;
}

static void
every_example_is_read_as_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t wrong = 0, examples[LANGUAGES] = { 0 };

	(void)state;
	for (size_t language = 0; language < LANGUAGES; language++) {
		struct str text = read_page(arena, language), line;

		while (str_line(&text, &line))
			if (str_starts(line, STR("|")))
				wrong += !hold_example(line, &examples[language], arena);
	}
	assert_int_equal(wrong, 0);
	assert_true(examples[0] >= 100);
	assert_int_equal(examples[0], examples[1]);
}

/* --------------------------------------------------------------------------------------- coverage */

/* Where a phrase is from, and what became of it. */
enum origin { JAPANESE, ENGLISH, EXAMPLES, ORIGINS };
enum fate { WHOLE, PARTLY, UNNAMED, UNREAD, FATES };
/* Why a phrase was not read, as far as its letters tell. */
enum cause { EMPTY, NAME, BUILD, DATE, PACK, ELSE, CAUSES };

static const char *const origin_words[LANGUAGES][ORIGINS] = {
	{ "日本語（JVN iPedia の表）", "英語（CVE に書かれた JVN の文）", "例（フィードと API）" },
	{ "Japanese (the table of JVN iPedia)", "English (JVN's words in CVE)", "the examples (feed and API)" },
};
static const char *const cause_words[LANGUAGES][CAUSES] = {
	{ "空", "名前だけ", "ビルド番号", "日付、保守の日、年", "バージョンのないサービスパック", "そのほか" },
	{ "empty", "a name only", "a build", "a date, a day of maintenance, a year", "a service pack without a version", "other" },
};

struct coverage {
	struct arena *arena;
	size_t        counts[ORIGINS][FATES], causes[CAUSES];
	struct map    patterns;
};

static enum cause
cause_of(struct str phrase, enum fate fate)
{
	static const char *const days[] = { "maintenance", "released on", "deployed", "-0", "-1", "LMY" };

	phrase = str_trim_space(phrase);
	if (phrase.len == 0)
		return EMPTY;
	if (fate == UNNAMED)
		return NAME;
	if (str_find(phrase, STR("Build")) != SIZE_MAX)
		return BUILD;
	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		if (str_find(phrase, str_of(days[i])) != SIZE_MAX)
			return DATE;
	if (phrase.len == 4)
		return DATE;
	return str_find(phrase, STR("Systems SP")) != SIZE_MAX ? PACK : ELSE;
}

/* Numbers as N. */
static struct str
pattern_of(struct str phrase, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	for (size_t i = 0; i < phrase.len; i++) {
		bool digit = char_is_digit(phrase.ptr[i]);

		if (!digit)
			buf_add_char(&text, phrase.ptr[i]);
		else if (i == 0 || !char_is_digit(phrase.ptr[i - 1]))
			buf_add_char(&text, 'N');
	}
	return arena_copy(arena, str_trim_space(buf_str(&text)));
}

static void
cover(struct coverage *coverage, enum origin origin, struct str phrase)
{
	struct str_list rows = { .items = &phrase, .count = 1 };
	struct jvn_answer answer = answer_of(&rows, coverage->arena);
	enum fate fate = is_read(&answer) ? (answer.set.undecided ? PARTLY : WHOLE) : answer.kind == JVN_NO_VERSION ? UNNAMED : UNREAD;

	coverage->counts[origin][fate]++;
	if (is_read(&answer))
		return;
	if (origin != EXAMPLES)
		coverage->causes[cause_of(phrase, fate)]++;
	++*map_put(coverage->arena, &coverage->patterns, pattern_of(phrase, coverage->arena));
}

static struct str
read_data(struct coverage *coverage, const char *name)
{
	struct str text;

	assert_ok(file_read(str_of(test_data(coverage->arena, name)), PAGE_MOST, coverage->arena, &text));
	return text;
}

static void
cover_table(struct coverage *coverage)
{
	struct str text = read_data(coverage, "jvn/version-phrases.tsv"), line;

	(void)str_line(&text, &line);
	while (str_line(&text, &line)) {
		struct str columns[4];

		for (size_t i = 0; i < ARRAY_LEN(columns); i++)
			assert_true(str_split(&line, '\t', &columns[i]));
		cover(coverage, str_starts(columns[0], STR("JVNDB-")) ? JAPANESE : ENGLISH, columns[3]);
	}
}

/* Every phrase between the two texts. */
static void
cover_examples(struct coverage *coverage, const char *name, struct str open, struct str close)
{
	struct str text = read_data(coverage, name);
	size_t at;

	while ((at = str_find(text, open)) != SIZE_MAX) {
		text = str_from(text, at + open.len);
		assert_true((at = str_find(text, close)) != SIZE_MAX);
		cover(coverage, EXAMPLES, str_sub(text, 0, at));
	}
}

/* The two tables of the page, as they must stand there. */
static void
add_tables(const struct coverage *coverage, size_t language, struct buf *out)
{
	for (size_t i = 0; i < ORIGINS; i++) {
		const size_t *counts = coverage->counts[i];
		size_t all = counts[WHOLE] + counts[PARTLY] + counts[UNNAMED] + counts[UNREAD];

		buf_addf(out, "| %s | %zu | %zu | %zu | %zu | %zu | %.1f %% |\n", origin_words[language][i], all, counts[WHOLE], counts[PARTLY],
		    counts[UNNAMED], counts[UNREAD], 100.0 * (double)(counts[WHOLE] + counts[PARTLY]) / (double)all);
	}
	for (size_t i = 0; i < CAUSES; i++)
		buf_addf(out, "| %s | %zu |\n", cause_words[language][i], coverage->causes[i]);
}

static int
by_count(const void *a, const void *b)
{
	const struct map_slot *x = a, *y = b;

	return x->value < y->value ? 1 : x->value > y->value ? -1 : str_cmp(x->key, y->key);
}

static void
print_patterns(struct coverage *coverage)
{
	struct map *patterns = &coverage->patterns;

	qsort(patterns->slots, patterns->size, sizeof(*patterns->slots), by_count);
	for (size_t i = 0; i < patterns->count; i++)
		print_message("  %5zu  %.*s\n", (size_t)patterns->slots[i].value, STR_ARG(patterns->slots[i].key));
}

static void
coverage_is_as_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct coverage coverage = { .arena = arena };
	size_t missing = 0;

	(void)state;
	skip_without(test_data(arena, "jvn/version-phrases.tsv"), &arena);
	cover_table(&coverage);
	cover_examples(&coverage, "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml", STR("<VersionNumber>"), STR("</VersionNumber>"));
	cover_examples(&coverage, "jvn/examples/oka/dataFeed_jvndb_detail_oka.json", STR("\"description\": \""), STR("\""));
	for (size_t language = 0; language < LANGUAGES; language++) {
		struct buf tables BUF_SCOPE = { 0 };
		struct str rest, line, page = read_page(arena, language);

		add_tables(&coverage, language, &tables);
		print_message("%.*s", STR_ARG(buf_str(&tables)));
		for (rest = buf_str(&tables); str_line(&rest, &line);)
			if (str_find(page, line) == SIZE_MAX) {
				print_message("  %s lacks: %.*s\n", pages[language], STR_ARG(line));
				missing++;
			}
	}
	print_patterns(&coverage);
	assert_int_equal(missing, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_example_is_read_as_written),
		cmocka_unit_test(coverage_is_as_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
