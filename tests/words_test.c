/*
 * words_test.c - the Japanese that people read: every sentence of po/ja is held to po/glossary.tsv and to the house's rules.
 *
 * The rules: no English word in katakana where an official term exists; actions always as a pair; whole sentences are
 * polite; 「？」 stands behind Japanese, not behind a bare English word.
 */
#include "test.h"

#include "base/buf.h"
#include "base/vec.h"

enum { PO_MOST = 1 << 20 };

struct entry {
	struct str english, japanese;
	struct str file;          /* empty: a case of this test, of which nothing is printed */
};

struct words {
	struct arena *arena;
	LIST(struct entry) entries;
};

/* Words that English speakers brought along, and what officials write instead. */
static const struct {
	const char *word, *instead;
} foreign_words[] = {
	{ "ファインディング",     "該当・判定不能、件数" },
	{ "アセット",             "機器、ソフトウェア" },
	{ "エクスポージャー",     "公開範囲" },
	{ "リメディエーション",   "対処" },
	{ "サプレス",             "受容、非表示" },
	{ "トリアージ",           "優先順位付け" },
	{ "エンバーゴ",           "公表日まで非公開" },
	{ "コンポーネント",       "ソフトウェア、部品" },
	{ "アドバイザリー",       "注意喚起、レコード" },
	{ "アフェクテッド",       "該当" },
	{ "ミティゲーション",     "緩和策" },
	{ "ワークアラウンド",     "回避策" },
	{ "インベントリ",         "構成" },
};

static const struct {
	const char *word, *japanese;
} actions[] = {
	{ "Immediate",    "可能な限り迅速な対応" },
	{ "Out of cycle", "通常よりも迅速に対応" },
	{ "Scheduled",    "定期メンテナンスでの対応" },
	{ "Defer",        "現時点では対応しない" },
};

/* How a polite sentence ends, before its 「。」. */
static const char *const polite_endings[] = {
	"です", "ます", "ません", "でした", "ました", "ください", "ましょう", "ですか", "ますか", "ませんか",
};

/* ------------------------------------------------------------------------------------- reading */

/* "…" with \" and \\ taken back. */
static struct str
unquote(struct arena *arena, struct str quoted)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str text = str_trim_space(quoted);

	assert_true(str_take(&text, STR("\"")) && str_take_end(&text, STR("\"")));
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		buf_add_char(&out, text.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* A text may go on over several quoted lines. */
static void
read_po(struct words *words, struct str path)
{
	struct str rest, line, name = path_base(path);
	struct entry entry = { .file = name };
	struct str *text = NULL;

	assert_ok(file_read(path, PO_MOST, words->arena, &rest));
	while (str_line(&rest, &line)) {
		if (str_take(&line, STR("msgid "))) {
			entry = (struct entry){ .file = name };
			text = &entry.english;
		} else if (str_take(&line, STR("msgstr "))) {
			text = &entry.japanese;
		} else if (!str_starts(line, STR("\""))) {
			if (text == &entry.japanese)
				list_push(words->arena, &words->entries, entry);
			text = NULL;
			continue;
		}
		assert_non_null(text);
		*text = arena_printf(words->arena, "%.*s%.*s", STR_ARG(*text), STR_ARG(unquote(words->arena, line)));
	}
	if (text == &entry.japanese)
		list_push(words->arena, &words->entries, entry);
}

static int
read_words(void **state)
{
	struct arena *arena = arena_new();
	struct words *words = ARENA_NEW(arena, struct words);
	struct str dir = STR(SOURCE_ROOT "/po/ja");
	struct str *names;
	size_t count;

	words->arena = arena;
	assert_ok(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (str_ends(names[i], STR(".po")))
			read_po(words, path_join(arena, dir, names[i]));
	*state = words;
	return 0;
}

static int
free_words(void **state)
{
	struct words *words = *state;

	arena_free(words->arena);
	return 0;
}

/* --------------------------------------------------------------------------------------- rules */

static bool
contains(struct str text, const char *word)
{
	return str_find(text, str_of(word)) != SIZE_MAX;
}

static void
complain(size_t *wrong, const struct entry *entry, const char *rule)
{
	(*wrong)++;
	if (entry->file.len > 0)
		print_error("%.*s: %s: \"%.*s\"\n", STR_ARG(entry->file), rule, STR_ARG(entry->japanese));
}

static void
check_foreign(const struct entry *entry, size_t *wrong)
{
	for (size_t i = 0; i < ARRAY_LEN(foreign_words); i++)
		if (contains(entry->japanese, foreign_words[i].word))
			complain(wrong, entry, foreign_words[i].instead);
}

/* The English word of an action stands only beside its Japanese, and the Japanese only beside the English. */
static void
check_actions(const struct entry *entry, size_t *wrong)
{
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (contains(entry->japanese, actions[i].word) != contains(entry->japanese, actions[i].japanese))
			complain(wrong, entry, "an action is always a pair");
}

static bool
ends_politely(struct str clause)
{
	for (size_t i = 0; i < ARRAY_LEN(polite_endings); i++)
		if (str_ends(clause, str_of(polite_endings[i])))
			return true;
	return false;
}

/* A list such as 「期限 {due}。」 or 「新規 {n} 件。」 is no sentence: it holds a place and has no verb at its end. */
static bool
is_listing(struct str clause)
{
	static const char hiragana[] = "\xe3\x81";      /* how U+3041 … U+307F begin; the rest begin with e3 82, below a0 */
	const char *last = clause.ptr + clause.len - 3;

	if (!contains(clause, "{") || clause.len < 3)
		return false;
	return memcmp(last, hiragana, 2) != 0 && !(memcmp(last, "\xe3\x82", 2) == 0 && (unsigned char)last[2] < 0xa0);
}

/* What stands in brackets is left out: 「フィードの名前（例 osv:PyPI。既定はファイルの記載による）」. */
static struct str
without_brackets(struct arena *arena, struct str text)
{
	struct str out = STR(""), rest = text;
	size_t from, to;

	while ((from = str_find(rest, STR("（"))) != SIZE_MAX && (to = str_find(str_from(rest, from), STR("）"))) != SIZE_MAX) {
		out = arena_printf(arena, "%.*s%.*s", STR_ARG(out), STR_ARG(str_sub(rest, 0, from)));
		rest = str_from(rest, from + to + strlen("）"));
	}
	return arena_printf(arena, "%.*s%.*s", STR_ARG(out), STR_ARG(rest));
}

/* Every part that 「。」 ends. */
static void
check_polite(const struct entry *entry, size_t *wrong)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = without_brackets(arena, entry->japanese);
	size_t at;

	while ((at = str_find(rest, STR("。"))) != SIZE_MAX) {
		struct str clause = str_sub(rest, 0, at);

		if (!ends_politely(clause) && !is_listing(clause))
			complain(wrong, entry, "a sentence ends in です or ます");
		rest = str_from(rest, at + strlen("。"));
	}
}

static void
check_question_mark(const struct entry *entry, size_t *wrong)
{
	size_t at = str_find(entry->japanese, STR("？"));

	if (at == SIZE_MAX)
		at = str_find(entry->japanese, STR("?"));
	if (at != SIZE_MAX && at > 0 && char_is_alnum(entry->japanese.ptr[at - 1]))
		complain(wrong, entry, "a question mark behind a bare English word");
}

static void
check_entry(const struct entry *entry, size_t *wrong)
{
	check_foreign(entry, wrong);
	check_actions(entry, wrong);
	check_polite(entry, wrong);
	check_question_mark(entry, wrong);
}

/* --------------------------------------------------------------------------------------- tests */

static void
test_sentences_of_the_house(void **state)
{
	const struct words *words = *state;
	size_t wrong = 0;

	assert_true(words->entries.count > 100);
	for (size_t i = 0; i < words->entries.count; i++)
		check_entry(&words->entries.items[i], &wrong);
	assert_int_equal(wrong, 0);
}

/* The glossary writes "action"; a heading says "Action". "Low" is not "low". */
static bool
is_term(struct str english, struct str term)
{
	return english.len == term.len && english.len > 0 && char_lower(english.ptr[0]) == char_lower(term.ptr[0]) &&
	    !(char_is_lower(english.ptr[0]) && char_is_upper(term.ptr[0])) && str_eq(str_from(english, 1), str_from(term, 1));
}

static void
test_terms_are_the_glossarys(void **state)
{
	const struct words *words = *state;
	struct str rest, line;
	size_t wrong = 0, terms = 0;

	assert_ok(file_read(STR(SOURCE_ROOT "/po/glossary.tsv"), PO_MOST, words->arena, &rest));
	assert_true(str_line(&rest, &line));
	assert_str(line, "ja\ten");
	while (str_line(&rest, &line)) {
		struct str japanese, english;

		assert_true(str_cut(line, '\t', &japanese, &english));
		terms++;
		for (size_t i = 0; i < words->entries.count; i++) {
			const struct entry *entry = &words->entries.items[i];

			if (is_term(entry->english, english) && !str_eq(entry->japanese, japanese))
				complain(&wrong, entry, arena_cstr(words->arena, english));
		}
	}
	assert_true(terms > 50);
	assert_int_equal(wrong, 0);
}

/* The rules themselves: what they let pass and what not. */
static void
test_rules(void **state)
{
	static const struct {
		const char *japanese;
		size_t      wrong;
	} cases[] = {
		{ "ファイルを開けません。", 0 },
		{ "ファイルが開けない。", 1 },
		{ "判断基準の誤りである。綴りを確かめてください。", 1 },
		{ "期限 {due}。", 0 },
		{ "フィードの名前（例 osv:PyPI。既定はファイルの記載による）", 0 },
		{ "ファイルが開けない（{reason}）。", 1 },
		{ "該当 {affected}、非該当 {not_affected}。", 0 },
		{ "{file} を読めない。", 1 },
		{ "このコンポーネントは該当します。", 1 },
		{ "Immediate で対応します。", 1 },
		{ "可能な限り迅速な対応（Immediate）", 0 },
		{ "可能な限り迅速な対応", 1 },
		{ "Tomcat？", 1 },
		{ "バージョンは何ですか？", 0 },
		{ "immediate、out_of_cycle、scheduled、defer のどれかを指定してください。", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct entry entry = { .japanese = str_of(cases[i].japanese) };
		size_t wrong = 0;

		check_entry(&entry, &wrong);
		if (wrong != cases[i].wrong)
			fail_msg("\"%s\": %zu complaints, not %zu", cases[i].japanese, wrong, cases[i].wrong);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_sentences_of_the_house),
		cmocka_unit_test(test_terms_are_the_glossarys),
	};

	return cmocka_run_group_tests(tests, read_words, free_words);
}
