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
	static const char *const lists[] = { "active", "active\t", "maybe\tx", "poc\t…code", "poc\tcode…", "# fine\nactive\tx\n\t\n",
		"active\t　", "poc\tcode…　", "stem\t", "stem\t*" };
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *phrases;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		assert_err(evidence_read_phrases(str_of(lists[i]), arena, &phrases), ERR_FORMAT);
}

/* ------------------------------------------------------------------------------- with a list of one's own */

/* The list of the cases below: few phrases, so that each rule of the reading shows alone. */
static const char own[] =
    "# phrases\n\n"
    "stem\texploit\nstem\tknow\nstem\tpoc\nstem\tcode\n"
    "active\texploited\nactive\tknow…exploit\npoc\tpoc\npoc\tcode…public\n"
    "not-behind\tdenied\nnot-behind-en\tis unknown\nnot-before\tno\nmaybe-before\tany\nmaybe-behind\tperhaps\n"
    "stop\t, but\nstop\t;\n";

/* Told of a text by a list: "active CVE-1; none". */
static struct str
told(const char *list, struct str text, struct arena *arena)
{
	const struct evidence_phrases *phrases;
	struct evidence_list said;
	struct buf out BUF_SCOPE = { 0 };

	assert_ok(evidence_read_phrases(str_of(list), arena, &phrases));
	evidence_find(phrases, text, arena, &said);
	for (size_t i = 0; i < said.list.count; i++) {
		buf_addf(&out, "%s%s", i > 0 ? "; " : "", enum_name(&exploitation_names, (int)said.list.items[i].level));
		for (size_t c = 0; c < said.list.items[i].cves.count; c++)
			buf_addf(&out, " %.*s", STR_ARG(str_from(said.list.items[i].cves.items[c], 9)));
	}
	return arena_copy(arena, buf_str(&out));
}

struct telling { const char *text, *said; };

static void
assert_told(const struct telling *cases, size_t count)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	for (size_t i = 0; i < count; i++) {
		struct str said = told(own, str_of(cases[i].text), arena);

		if (!str_eq(said, str_of(cases[i].said)))
			fail_msg("%s: \"%.*s\"", cases[i].text, STR_ARG(said));
	}
}

static void
what_stands_around_a_phrase_decides(void **state)
{
	static const struct telling cases[] = {
		{ "It is exploited.", "active" },
		{ "It is exploited, the maker denied.", "none" },
		{ "Whether it is exploited is unknown.", "none" },
		{ "No exploited systems.", "none" },
		{ "We know of an exploit.", "active" },
		{ "We know of no exploit.", "none" },
		{ "We know of any exploit.", "" },
		{ "We know, perhaps, an exploit.", "" },
		{ "Any exploited system must be rebuilt.", "" },
		{ "It is exploited perhaps.", "" },
		/* the two parts of a phrase are of one thought, and the nearer head has the tail */
		{ "We know it well; an exploit is something else.", "" },
		{ "We know that others know an exploit.", "active" },
		{ "We know it. An exploit is something else.", "" },
		/* a word is a word of its own */
		{ "Post-poc and my_poc and /poc are names.", "" },
		{ "A poc-code and a poc.wasm are names.", "" },
		{ "There is a PoC.", "poc" },
		{ "There is a poc- of a kind.", "poc" },
		{ "The code is publicity.", "" },
		{ "The code of the republic.", "" },
		{ "　exploited　", "active" },
		{ "The codes are public.", "" },
		{ "The code of publicity is public.", "poc" },
	};

	(void)state;
	assert_told(cases, ARRAY_LEN(cases));
}

static void
a_thought_is_of_the_numbers_it_names(void **state)
{
	static const struct telling cases[] = {
		{ "CVE-2026-0001 and CVE-2026-0002 are mended; it is exploited.", "active 0001 0002" },
		{ "CVE-2026-0001 is exploited; CVE-2026-0002 is a poc.", "active 0001; poc 0002" },
		{ "CVE-2026-0001 is a poc; CVE-2026-0001 is exploited; CVE-2026-0002 is mended.", "active 0001" },
		{ "CVE-2026-0001 is exploited; CVE-2026-0001 and CVE-2026-0002 no exploited.", "active 0001; none 0001 0002" },
		/* as many numbers and the same first one are not the same numbers */
		{ "CVE-2026-0001 and CVE-2026-0002 no exploited; CVE-2026-0001 and CVE-2026-0003 are exploited.", "none 0001 0002; active 0001 0003" },
	};

	(void)state;
	assert_told(cases, ARRAY_LEN(cases));
}

static void
sentences_end_where_they_end(void **state)
{
	/* The sentences of a text in which each has a phrase, told by their first letters. */
	static const struct { const char *text; size_t sentences; const char *first; } cases[] = {
		{ "It is exploited. A poc is there.", 2, "It is exploited." },
		{ "Midori Inc. Tokyo says it is exploited.", 1, "Midori Inc. Tokyo says it is exploited." },
		{ "Inc. Tokyo says it is exploited.", 1, "Inc. Tokyo says it is exploited." },
		{ "Zinc. Exploited it is.", 1, "Exploited it is." },
		{ "XInc. Exploited it is.", 1, "Exploited it is." },
		{ "Exploited in ver. 2.0 and ver. 3. Poc.", 2, "Exploited in ver. 2.0 and ver. 3." },
		{ "Exploited, e.g. here.", 1, "Exploited, e.g. here." },
		{ "Exploited? Poc!", 2, "Exploited?" },
		{ "exploited\nby many\n\npoc", 2, "exploited\nby many" },
		{ "exploited\n  - poc", 2, "exploited" },
		{ "exploited\n\t* poc", 2, "exploited" },
		{ "exploited\n   \r\npoc", 2, "exploited" },
		{ "exploited\n   ", 1, "exploited" },
		{ "exploited！poc？poc。poc", 4, "exploited！" },
		{ "exploited「poc", 1, "exploited「poc" },
		{ " \n ", 0, "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *phrases;

	(void)state;
	assert_ok(evidence_read_phrases(str_of(own), arena, &phrases));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct evidence_list said;

		evidence_find(phrases, str_of(cases[i].text), arena, &said);
		if (said.list.count != cases[i].sentences)
			fail_msg("%s: %zu sentences", cases[i].text, said.list.count);
		if (said.list.count > 0)
			assert_str(said.list.items[0].sentence, cases[i].first);
	}
}

/* A sentence without an end is cut between two letters; so many are told and no more. */
static void
long_texts_are_cut(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *phrases;
	struct evidence_list said;

	(void)state;
	assert_ok(evidence_read_phrases(str_of(own), arena, &phrases));
	for (size_t shift = 0; shift < 4; shift++) {
		struct buf text BUF_SCOPE = { 0 };

		buf_add(&text, STR("exploited "));
		for (size_t i = 0; i < shift; i++)
			buf_add(&text, STR("x"));
		while (text.len < LIMIT_EVIDENCE_SENTENCE + 90)
			buf_add(&text, STR("攻"));
		evidence_find(phrases, buf_str(&text), arena, &said);
		assert_int_equal(said.list.count, 1);
		assert_true(said.list.items[0].sentence.len > LIMIT_EVIDENCE_SENTENCE - 3);
		assert_true(str_ends(said.list.items[0].sentence, STR("攻")));
	}
	{
		struct buf text BUF_SCOPE = { 0 };

		for (size_t i = 0; i < LIMIT_EVIDENCE_SAID + 10; i++)
			buf_add(&text, STR("It is exploited. "));
		evidence_find(phrases, buf_str(&text), arena, &said);
		assert_int_equal(said.list.count, LIMIT_EVIDENCE_SAID);
	}
}

static void
a_list_has_its_edition(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct evidence_phrases *one, *same, *other;

	(void)state;
	assert_ok(evidence_read_phrases(str_of(own), arena, &one));
	assert_ok(evidence_read_phrases(str_of(own), arena, &same));
	assert_ok(evidence_read_phrases(STR("active\texploited\n"), arena, &other));
	assert_true(evidence_edition(one) == evidence_edition(same));
	assert_true(evidence_edition(one) != evidence_edition(other));
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
		cmocka_unit_test(what_stands_around_a_phrase_decides),
		cmocka_unit_test(a_thought_is_of_the_numbers_it_names),
		cmocka_unit_test(sentences_end_where_they_end),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(a_list_has_its_edition),
		cmocka_unit_test(time_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
