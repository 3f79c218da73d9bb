/*
 * doc_test.c - what users read: both languages say the same, links lead somewhere, and every word that criteria may use is told.
 */
#include "test.h"

#include "domain/risk/risk.h"

enum { PAGE_MOST = 1 << 20 };

static const char *const pages[] = {
	"getting-started", "verdicts", "risk", "ledger", "feeds", "devices", "engines", "library", "asking", "windows",
	"layers", "life", "audit", "shared-home", "playbooks", "cases", "keys", "reports", "vex", "served-apis",
};
static const char *const languages[] = { "ja", "en" };

static struct str
read_page(struct arena *arena, const char *language, const char *page)
{
	struct str text;

	assert_ok(file_read(arena_printf(arena, SOURCE_ROOT "/doc/%s/%s.md", language, page), PAGE_MOST, arena, &text));
	return text;
}

/* ---------------------------------------------------------------------------- the same in both */

/* What a page is built of: a letter a line of "#", "|", "```", "- " and numbered items, the rest left out. */
static struct str
shape_of(struct arena *arena, struct str text)
{
	struct str line, rest = text;
	char *shape = arena_alloc(arena, text.len + 1);
	size_t len = 0;
	bool in_code = false;

	while (str_line(&rest, &line)) {
		if (str_starts(line, STR("```"))) {
			in_code = !in_code;
			shape[len++] = '`';
		} else if (!in_code && line.len > 1 && (line.ptr[0] == '#' || line.ptr[0] == '|')) {
			shape[len++] = line.ptr[0];
		} else if (!in_code && (str_starts(line, STR("- ")) || (line.len > 1 && char_is_digit(line.ptr[0]) && line.ptr[1] == '.'))) {
			shape[len++] = '-';
		}
	}
	return (struct str){ shape, len };
}

static void
test_languages_alike(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		struct str ja = shape_of(arena, read_page(arena, "ja", pages[i]));
		struct str en = shape_of(arena, read_page(arena, "en", pages[i]));

		if (ja.len < 10 || !str_eq(ja, en))
			fail_msg("%s is built differently:\nja %.*s\nen %.*s", pages[i], STR_ARG(ja), STR_ARG(en));
	}
}

/* --------------------------------------------------------------------------------------- links */

static void
check_links(struct arena *arena, const char *language, const char *page)
{
	struct str rest = read_page(arena, language, page);
	size_t at;

	while ((at = str_find(rest, STR("]("))) != SIZE_MAX) {
		struct str target, tail, file, place;

		assert_true(str_cut(str_from(rest, at + 2), ')', &target, &tail));
		rest = tail;
		if (str_starts(target, STR("http")))
			continue;
		(void)str_cut(target, '#', &file, &place);      /* to a heading of it */
		if (!file_exists(arena_printf(arena, SOURCE_ROOT "/doc/%s/%.*s", language, STR_ARG(file)), arena))
			fail_msg("%s/%s.md: there is no %.*s", language, page, STR_ARG(target));
	}
}

static void
test_links(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++)
		for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
			struct arena *arena ARENA_SCOPE = arena_new();

			check_links(arena, languages[l], pages[i]);
		}
}

/* ------------------------------------------------------------------------------------ criteria */

static void
assert_told(struct arena *arena, struct str text, const char *language, const char *word)
{
	if (str_find(text, arena_printf(arena, "`%s`", word)) == SIZE_MAX)
		fail_msg("doc/%s/risk.md does not tell what %s is", language, word);
}

static void
test_words_of_criteria(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	assert_true(risk_vocabulary.count > 10);
	for (size_t l = 0; l < ARRAY_LEN(languages); l++) {
		struct str text = read_page(arena, languages[l], "risk");

		for (size_t i = 0; i < risk_vocabulary.count; i++)
			assert_told(arena, text, languages[l], risk_vocabulary.words[i].name);
		for (size_t i = 0; i < route_names.count; i++)
			assert_told(arena, text, languages[l], route_names.names[i]);
		for (size_t i = 0; i < harm_names.count; i++)
			assert_told(arena, text, languages[l], harm_names.names[i]);
	}
}

/* ------------------------------------------------------------------------------------ glossary */

static void
test_glossary_tells_every_term(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str table, terms, line;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/doc/glossary.md"), PAGE_MOST, arena, &table));
	assert_ok(file_read(STR(SOURCE_ROOT "/po/glossary.tsv"), PAGE_MOST, arena, &terms));
	assert_true(str_line(&terms, &line));
	while (str_line(&terms, &line)) {
		struct str ja, en;

		assert_true(str_cut(line, '\t', &ja, &en));
		if (str_find(table, arena_printf(arena, "| %.*s | %.*s |", STR_ARG(ja), STR_ARG(en))) == SIZE_MAX)
			fail_msg("doc/glossary.md lacks %.*s (%.*s)", STR_ARG(ja), STR_ARG(en));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_languages_alike),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_words_of_criteria),
		cmocka_unit_test(test_glossary_tells_every_term),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
