/*
 * jvn_test.c - the parser's readings against what a person read, row by row and product by product (see README.md here).
 * Prints right / unread / wrong, and every wrong one by its line: the phrases themselves are not ours to show.
 */
#include "test.h"
#include <string.h>
#include "base/hash.h"
#include "base/map.h"
#include "domain/jvnprose/jvnprose.h"
#include "domain/range/range.h"

enum { FILE_MOST = 1 << 20, DIGEST_DIGITS = 12, COLUMNS = 9 };
enum { WHAT, NAME, LINES, DIGEST, SET, CVES, EDITION, PLATFORM, KIND };
enum outcome { RIGHT, UNREAD, WRONG, OUTCOMES };

struct phrase_file { struct str name; struct str_list lines; };

struct measuring {
	struct arena       *arena;
	LIST(struct phrase_file) files;
	size_t              rows[OUTCOMES], products[OUTCOMES];
	size_t              phrases[OUTCOMES];   /* rows, each sentence once: makers with many models count less */
	struct map          seen;
};

/* ---------------------------------------------------------------------------------------- phrases */

static const struct str_list *
lines_of(struct measuring *measuring, struct str name)
{
	struct phrase_file *file;
	struct str text, line;

	for (size_t i = 0; i < measuring->files.count; i++)
		if (str_eq(measuring->files.items[i].name, name))
			return &measuring->files.items[i].lines;
	file = list_add(measuring->arena, &measuring->files);
	file->name = name;
	assert_ok(file_read(str_of(test_data(measuring->arena, arena_printf(measuring->arena, "jvn/%.*s", STR_ARG(name)).ptr)), FILE_MOST,
	    measuring->arena, &text));
	while (str_line(&text, &line))
		list_push(measuring->arena, &file->lines, line);
	return &file->lines;
}

static struct str
between(struct str line, struct str open, struct str close)
{
	size_t from = str_find(line, open);
	struct str rest;

	assert_true(from != SIZE_MAX);
	rest = str_from(line, from + open.len);
	assert_true(str_find(rest, close) != SIZE_MAX);
	return str_sub(rest, 0, str_find(rest, close));
}

/* The phrase in a line of the table, of VULDEF, or of the API's JSON. */
static struct str
phrase_of(struct str name, struct str line)
{
	struct str phrase = { 0 };

	if (str_ends(name, STR(".xml")))
		return between(line, STR("<VersionNumber>"), STR("</VersionNumber>"));
	if (str_ends(name, STR(".json")))
		return between(line, STR("\"description\": \""), STR("\""));
	for (int column = 0; column < 4; column++)
		assert_true(str_split(&line, '\t', &phrase));
	return phrase;
}

static void
add_phrases(struct measuring *measuring, struct str name, struct str lines, struct str_list *phrases)
{
	const struct str_list *source = lines_of(measuring, name);
	struct str span, first, last;
	uint64_t from, to;

	while (str_split(&lines, ',', &span)) {
		if (!str_cut(span, '-', &first, &last))
			last = first;
		assert_true(str_to_u64(first, &from) && str_to_u64(last, &to) && from >= 1 && to <= source->count);
		for (uint64_t line = from; line <= to; line++)
			list_push(measuring->arena, phrases, phrase_of(name, source->items[line - 1]));
	}
}

/* A label that has drifted to another phrase would measure nothing. */
static void
check_digest(struct measuring *measuring, const struct str *label, const struct str_list *phrases)
{
	struct str text = arena_join(measuring->arena, phrases->items, phrases->count, STR("\n"));
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	if (!str_eq(str_sub(sha256_hex(&sum, measuring->arena), 0, DIGEST_DIGITS), label[DIGEST]))
		fail_msg("%.*s %.*s is another phrase than the labelled one", STR_ARG(label[NAME]), STR_ARG(label[LINES]));
}

/* ----------------------------------------------------------------------------------------- labels */

static struct interval
interval_of_constraints(struct str text)
{
	struct interval interval = { 0 };
	struct str bound;

	while (str_split(&text, ',', &bound)) {
		if (str_take(&bound, STR(">=")))
			interval.lower = (struct cut){ CUT_BEFORE, bound };
		else if (str_take(&bound, STR(">")))
			interval.lower = (struct cut){ CUT_AFTER, bound };
		else if (str_take(&bound, STR("<=")))
			interval.upper = (struct cut){ CUT_AFTER, bound };
		else if (str_take(&bound, STR("<")))
			interval.upper = (struct cut){ CUT_BEFORE, bound };
		else
			fail_msg("no set: %.*s", STR_ARG(text));
	}
	return interval;
}

/* The label's set in the one form that equal sets share. */
static struct str
canonical(struct measuring *measuring, struct str text)
{
	struct version_set set = { 0 };
	struct str piece;

	if (str_eq(text, STR("?")) || str_eq(text, STR("all")))
		return text;
	while (str_split(&text, '|', &piece))
		if (str_take(&piece, STR("=")))
			list_push(measuring->arena, &set.exact, piece);
		else
			list_push(measuring->arena, &set.intervals, interval_of_constraints(piece));
	assert_true(range_simplify(&set, &(struct version_set){ 0 }, SCHEME_GENERIC, measuring->arena, &set));
	return jvnprose_format(&set, measuring->arena);
}

static struct str
or_dash(struct str text)
{
	return text.len == 0 ? STR("-") : text;
}

static enum outcome
outcome_of(struct measuring *measuring, const struct str *label, const struct jvn_answer *answer)
{
	bool read = answer->kind == JVN_RANGE || answer->kind == JVN_ALL;
	struct str set = read ? jvnprose_format(&answer->set, measuring->arena) : STR("?");
	struct str expected = canonical(measuring, label[SET]);
	struct str cves = arena_join(measuring->arena, answer->cves.items, answer->cves.count, STR(" "));

	if (!read)
		return str_eq(expected, set) ? RIGHT : UNREAD;
	return str_eq(expected, set) && str_eq(label[CVES], or_dash(cves)) && str_eq(label[EDITION], or_dash(answer->edition)) &&
	    str_eq(label[PLATFORM], or_dash(answer->platform)) && str_eq(label[KIND], answer->firmware ? STR("firmware") : STR("-"))
	    ? RIGHT : WRONG;
}

static void
report(const struct str *label, const char *outcome, const struct jvn_answer *answer, struct arena *arena)
{
	print_message("  %s: %.*s %.*s %.*s: label %.*s %.*s %.*s %.*s, read \"%.*s\" edition \"%.*s\" platform \"%.*s\"%s\n", outcome, STR_ARG(label[WHAT]),
	    STR_ARG(label[NAME]), STR_ARG(label[LINES]), STR_ARG(label[SET]), STR_ARG(label[CVES]), STR_ARG(label[EDITION]), STR_ARG(label[PLATFORM]),
	    STR_ARG(jvnprose_format(&answer->set, arena)), STR_ARG(answer->edition), STR_ARG(answer->platform), answer->firmware ? " firmware" : "");
}

static void
measure(struct measuring *measuring, const struct str *label)
{
	static const char *const names[] = { "right", "unread", "wrong" };
	bool is_row = str_eq(label[WHAT], STR("row"));
	struct str_list phrases = { 0 };
	struct jvn_reading reading;
	struct jvn_answer answer;
	enum outcome outcome;

	add_phrases(measuring, label[NAME], label[LINES], &phrases);
	check_digest(measuring, label, &phrases);
	jvnprose_read(phrases.items, phrases.count, measuring->arena, &reading);
	jvnprose_answer(&reading, measuring->arena, &answer);
	outcome = outcome_of(measuring, label, &answer);
	(is_row ? measuring->rows : measuring->products)[outcome]++;
	if (is_row && (*map_put(measuring->arena, &measuring->seen, label[DIGEST]))++ == 0)
		measuring->phrases[outcome]++;
	if (outcome != RIGHT)
		report(label, names[outcome], &answer, measuring->arena);
}

/* ------------------------------------------------------------------------------------------ tests */

static void
hold_to_one_percent(const char *of, const size_t *counts)
{
	size_t all = counts[RIGHT] + counts[UNREAD] + counts[WRONG];

	print_message("  %s: %zu right, %zu unread, %zu wrong of %zu\n", of, counts[RIGHT], counts[UNREAD], counts[WRONG], all);
	if (counts[WRONG] * 100 > all)
		fail_msg("more than one in a hundred %s is read wrong", of);
}

static void
rows_and_products_are_read_as_a_person_reads_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct measuring measuring = { .arena = arena };
	struct str text, line;

	(void)state;
	skip_without(test_data(arena, "jvn/version-phrases.tsv"), &arena);
	assert_ok(file_read(STR(SOURCE_ROOT "/tests/jvn/labels.tsv"), FILE_MOST, arena, &text));
	while (str_line(&text, &line)) {
		struct str label[COLUMNS];

		if (line.ptr[0] == '#')
			continue;
		for (size_t i = 0; i < COLUMNS; i++)
			assert_true(str_split(&line, '\t', &label[i]));
		measure(&measuring, label);
	}
	hold_to_one_percent("rows", measuring.rows);
	hold_to_one_percent("products", measuring.products);
	hold_to_one_percent("different phrases", measuring.phrases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_products_are_read_as_a_person_reads_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
