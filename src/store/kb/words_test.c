#include "test.h"

#include "store/kb/words.h"

static void
texts_are_cut_as_people_look_for_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const struct { const char *text, *kept, *asked; } rows[] = {
		{ "", "", "" },
		{ "Log4j", " log4j", " log4j" },
		{ "CVE-2021-44228", " cve 2021 44228", " cve 2021 44228" },
		{ "9.0.71", " 9 0 71", " 9 0 71" },
		{ "Ａｐａｃｈｅ　Ｔｏｍｃａｔ", " apache tomcat", " apache tomcat" },
		{ "log4j_core", " log4j core", " log4j core" },
		{ "京", " 京", " 京" },
		{ "東京", " 東京+京", " 東京" },
		{ "東京都", " 東京 京都+都", " 東京 京都" },
		{ "さくら", " サク クラ+ラ", " サク クラ" },
		{ "サーバー", " サー ーバ+バ", " サー ーバ" },
		{ "ｻｰﾊﾞ", " サー ーバ+バ", " サー ーバ" },
		{ "Apacheの脆弱性", " apache ノ脆 脆弱 弱性+性", " apache ノ脆 脆弱 弱性" },
		{ "日々", " 日々+々", " 日々" },
		{ "「任意」の、コード。", " 任意+意 ノ コー ード+ド", " 任意 ノ コー ード" },
		{ "é", " é", " é" },
		{ "naïve", " na ï ve", " na ï ve" },
		{ "𠮷野家", " 𠮷野 野家+家", " 𠮷野 野家" },
		{ "😀", "", "" },
		{ "a\xff" "b", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows) - 1; i++) {
		assert_str(words_cut(str_of(rows[i].text), false, arena), rows[i].kept);
		assert_str(words_cut(str_of(rows[i].text), true, arena), rows[i].asked);
	}
	/* What is no UTF-8 is not folded, and cut where it can be. */
	assert_str(words_cut(STR("a\xff" "b"), false, arena), " a b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(texts_are_cut_as_people_look_for_them) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
