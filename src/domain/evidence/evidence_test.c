#include "test.h"
#include <time.h>
#include "base/buf.h"
#include "base/limits.h"
#include "domain/evidence/evidence.h"

/* ----------------------------------------------------------------------------------------- labelled sentences */

struct counts { int64_t right, told, there; };

struct labelled { struct counts of[EXPLOITATION_ACTIVE + 1]; int64_t sentences; };

static enum exploitation
strongest(const struct evidence_list *said)
{
	enum exploitation level = EXPLOITATION_UNKNOWN;

	for (size_t i = 0; i < said->list.count; i++)
		level = said->list.items[i].level > level ? said->list.items[i].level : level;
	return level;
}

static enum exploitation
label_of(struct str word)
{
	int level = EXPLOITATION_UNKNOWN;

	if (!str_eq(word, STR("-")))
		assert_true(enum_find(&exploitation_names, word, &level));
	return (enum exploitation)level;
}

static struct labelled
measure(const char *file, bool show, struct arena *arena)
{
	const struct evidence_phrases *phrases;
	struct labelled result = { 0 };
	struct str text, line, word, sentence;

	assert_ok(evidence_builtin(arena, &phrases));
	assert_ok(file_read(str_of(file), 1 << 20, arena, &text));
	while (str_line(&text, &line)) {
		struct evidence_list said;
		enum exploitation told, label;

		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		assert_true(str_cut(line, '\t', &word, &sentence));
		evidence_find(phrases, sentence, arena, &said);
		told = strongest(&said);
		label = label_of(word);
		result.sentences++;
		result.of[told].told++;
		result.of[label].there++;
		result.of[label].right += told == label;
		if (told != label && show)
			print_message("  %.*s, not %s: %.*s\n", STR_ARG(word), enum_name(&exploitation_names, (int)told), STR_ARG(sentence));
	}
	return result;
}

static int64_t
percent(int64_t part, int64_t whole)
{
	return whole == 0 ? 100 : part * 100 / whole;
}

static void
hold_to(const char *file, bool show, int64_t precision, int64_t recall, struct arena *arena)
{
	struct labelled result = measure(file, show, arena);

	print_message("%s: %lld sentences\n", file + sizeof(SOURCE_ROOT), (long long)result.sentences);
	for (int level = EXPLOITATION_NONE; level <= EXPLOITATION_ACTIVE; level++) {
		const struct counts *counts = &result.of[level];

		print_message("  %-7s precision %lld %% (%lld of %lld told), recall %lld %% (of %lld)\n", enum_name(&exploitation_names, level),
		    (long long)percent(counts->right, counts->told), (long long)counts->right, (long long)counts->told,
		    (long long)percent(counts->right, counts->there), (long long)counts->there);
	}
	for (int level = EXPLOITATION_NONE; level <= EXPLOITATION_ACTIVE; level++) {
		const struct counts *counts = &result.of[level];

		assert_true(counts->there > 0);
		assert_true(percent(counts->right, counts->told) >= precision);
		assert_true(percent(counts->right, counts->there) >= recall);
	}
}

static void
the_sentences_it_was_made_with_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	hold_to(SOURCE_ROOT "/tests/evidence/tuned.tsv", true, 97, 97, arena);
}

/* Which ones are missed is not shown: rows are not written for them. */
static void
sentences_it_was_not_made_for_are_read_too(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	hold_to(SOURCE_ROOT "/tests/evidence/held.tsv", getenv("EVIDENCE_SHOW_HELD") != NULL, 90, 75, arena);
}

/* --------------------------------------------------------------------------------------------- whole texts */

/* "active CVE-1 CVE-2; none" */
static struct str
said_of(const char *text, struct arena *arena)
{
	const struct evidence_phrases *phrases;
	struct evidence_list said;
	struct buf out BUF_SCOPE = { 0 };

	assert_ok(evidence_builtin(arena, &phrases));
	evidence_find(phrases, str_of(text), arena, &said);
	for (size_t i = 0; i < said.list.count; i++) {
		buf_addf(&out, "%s%s", i > 0 ? "; " : "", enum_name(&exploitation_names, (int)said.list.items[i].level));
		for (size_t c = 0; c < said.list.items[i].cves.count; c++)
			buf_addf(&out, " %.*s", STR_ARG(said.list.items[i].cves.items[c]));
	}
	return arena_copy(arena, buf_str(&out));
}

static void
a_sentence_speaks_of_the_numbers_it_names(void **state)
{
	static const struct { const char *text, *said; } cases[] = {
		{ "", "" },
		{ "みどりルータに脆弱性があります。悪用が確認されています。", "active" },
		{ "CVE-2026-990002 は攻撃に悪用されていますが、CVE-2026-990003 の悪用は確認されていません。", "active CVE-2026-990002; none CVE-2026-990003" },
		{ "CVE-2026-990002、CVE-2026-990003 の悪用が確認されています。", "active CVE-2026-990002 CVE-2026-990003" },
		{ "ＣＶＥ－２０２６－９９０００２の悪用が確認されています。", "active CVE-2026-990002" },
		{ "悪用は確認されていません。ただし、実証コードが公開されています。", "none; poc" },
		{ "CVE-2026-990002 の悪用が確認され\nています。CVE-2026-990003 は修正されました。", "active CVE-2026-990002" },
		{ "- 任意のコードを実行される可能性があります\n- 悪用が確認されています\n", "active" },
		{ "Midori Inc. is aware of exploitation of cve-2026-990001. Version 2.0 is affected.", "active CVE-2026-990001" },
		{ "It is exploited in the wild! CVE-2026-990009 is not.", "active" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s\n", cases[i].text);
		assert_str(said_of(cases[i].text, arena), cases[i].said);
	}
}

static void
a_sentence_is_kept_as_it_stands(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *phrases;
	struct evidence_list said;

	(void)state;
	assert_ok(evidence_builtin(arena, &phrases));
	evidence_find(phrases, STR("前の文。\n　 ＰｏＣが公開されています。\n次の文。"), arena, &said);
	assert_int_equal(said.list.count, 1);
	assert_true(str_ends(said.list.items[0].sentence, STR("ＰｏＣが公開されています。")));
}

static void
a_list_that_cannot_be_read_names_its_line(void **state)
{
	static const char *const lists[] = { "active", "active\t", "maybe\tx", "poc\t…code", "poc\tcode…", "# fine\nactive\tx\n\t\n" };
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *phrases;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		assert_err(evidence_read_phrases(str_of(lists[i]), arena, &phrases), ERR_FORMAT);
}

/* ------------------------------------------------------------------------------------------------- hostile */

static int64_t
now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static int64_t
time_of(const char *piece, size_t bytes, struct arena *arena)
{
	const struct evidence_phrases *phrases;
	struct evidence_list said;
	struct buf text BUF_SCOPE = { 0 };
	int64_t before;

	assert_ok(evidence_builtin(arena, &phrases));
	while (buf_str(&text).len < bytes)
		buf_add(&text, str_of(piece));
	before = now_us();
	evidence_find(phrases, buf_str(&text), arena, &said);
	assert_true(said.list.count <= LIMIT_EVIDENCE_SAID + 1);
	return now_us() - before;
}

/* Four times the text takes about four times as long, whatever it is made of. */
static void
time_is_linear(void **state)
{
	static const char *const pieces[] = { "悪用", "悪用が確認", "no exploit ", "exploitation", "CVE-2026-1 exploited in the wild ", "。", "aware of ", "\xE6\x82" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		int64_t one = time_of(pieces[i], 64 << 10, arena), four = time_of(pieces[i], 256 << 10, arena);

		print_message("  %s: %lld us, four times as much %lld us\n", pieces[i], (long long)one, (long long)four);
		assert_true(four < one * 16 + 200 * 1000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sentences_it_was_made_with_are_read),
		cmocka_unit_test(sentences_it_was_not_made_for_are_read_too),
		cmocka_unit_test(a_sentence_speaks_of_the_numbers_it_names),
		cmocka_unit_test(a_sentence_is_kept_as_it_stands),
		cmocka_unit_test(a_list_that_cannot_be_read_names_its_line),
		cmocka_unit_test(time_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
