#include "test.h"

#include "base/clock.h"
#include "domain/responsibility/responsibility.h"

static void
forms_divide_the_layers_as_the_table_says(void **state)
{
	static const struct { enum hosting hosting; const char *parties; } cases[] = {
		{ HOSTING_UNKNOWN, "oooooo" }, { HOSTING_ON_PREMISES, "oooooo" }, { HOSTING_HOUSING, "ooooop" }, { HOSTING_IAAS, "oooopp" },
		{ HOSTING_PAAS, "oopppp" }, { HOSTING_SAAS, "oppppp" }, { HOSTING_GOVERNMENT_CLOUD, "oooopp" },
	};

	(void)state;
	assert_int_equal(ARRAY_LEN(cases), HOSTING_COUNT);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duties duties = duties_of_hosting(cases[i].hosting);

		for (size_t layer = 0; layer < DUTY_COUNT; layer++) {
			assert_int_equal(duties.of[layer].party, cases[i].parties[layer] == 'o' ? PARTY_OWN : PARTY_PROVIDER);
			assert_false(duties.of[layer].told);
		}
		assert_true(hosting_text(cases[i].hosting)[0] != '\0');
	}
}

static void
forms_are_read_as_people_write_them(void **state)
{
	static const struct { const char *words; int hosting; const char *name; } cases[] = {
		{ "オンプレミス", HOSTING_ON_PREMISES, "" }, { "オンプレ", HOSTING_ON_PREMISES, "" }, { "ｵﾝﾌﾟﾚﾐｽ", HOSTING_ON_PREMISES, "" },
		{ "ＳａａＳ", HOSTING_SAAS, "" }, { "SaaS（例クラウド株式会社）", HOSTING_SAAS, "例クラウド株式会社" }, { "IaaS (Example)", HOSTING_IAAS, "Example" },
		{ " PaaS ", HOSTING_PAAS, "" }, { "ハウジング", HOSTING_HOUSING, "" }, { "ガバメントクラウド（例クラウド）", HOSTING_GOVERNMENT_CLOUD, "例クラウド" },
		{ "ガバクラ", HOSTING_GOVERNMENT_CLOUD, "" }, { "government_cloud", HOSTING_GOVERNMENT_CLOUD, "" }, { "庁内サーバー", HOSTING_ON_PREMISES, "" },
		{ "不明", HOSTING_UNKNOWN, "" }, { "クラウド", -1, "" }, { "SaaSではない", -1, "" }, { "", -1, "" }, { "（例）", -1, "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum hosting hosting;
		struct str name;
		bool read = hosting_of_words(str_of(cases[i].words), arena, &hosting, &name);

		print_message("  %s\n", cases[i].words);
		assert_int_equal(read, cases[i].hosting >= 0);
		if (!read)
			continue;
		assert_int_equal(hosting, cases[i].hosting);
		assert_str(name, cases[i].name);
	}
}

static void
layers_are_told_in_words(void **state)
{
	static const struct { const char *words, *expected, *stopped; } cases[] = {
		{ "アプリ=委託先 例システム株式会社、OS=クラウド事業者 例クラウド", "own contractor:例システム株式会社 own provider:例クラウド own own", "" },
		{ "OS・HW＝提供者（例クラウド）", "own own own provider:例クラウド provider:例クラウド own", "" },
		{ "アプリは委託先\nミドルは自社", "own contractor own own own own", "" },
		{ "os=contractor:Example Ltd.", "own own own contractor:Example Ltd. own own", "" },
		{ "ネットワーク：委託先　例通信 / ﾊｰﾄﾞ：自組織", "own own own own own contractor:例通信", "" },
		{ "設定・データ=委託先", "contractor own own own own own", "" },
		{ "OS=誰か", "own own own own own own", "OS=誰か" },
		{ "OS=委託先、筐体=委託先", "own own own contractor own own", "筐体=委託先" },
		{ "例システムに一任", "own own own own own own", "例システムに一任" },
		{ "", "own own own own own own", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duties duties = duties_of_hosting(HOSTING_UNKNOWN);
		struct str part, parts[DUTY_COUNT];
		bool read = duties_add_words(str_of(cases[i].words), arena, &duties, &part);

		print_message("  %s\n", cases[i].words);
		for (size_t layer = 0; layer < DUTY_COUNT; layer++)
			parts[layer] = duty_format(&duties.of[layer], arena);
		assert_str(arena_join(arena, parts, DUTY_COUNT, STR(" ")), cases[i].expected);
		assert_str(part, cases[i].stopped);
		assert_int_equal(read, cases[i].stopped[0] == '\0');
	}
}

static void
a_duty_comes_back_from_its_text(void **state)
{
	static const struct { const char *text; bool read; } cases[] = {
		{ "own", true }, { "contractor", true }, { "contractor:例システム", true }, { "provider:A: B", true }, { "", false }, { "somebody:X", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duty duty;

		assert_int_equal(duty_parse(str_of(cases[i].text), &duty), cases[i].read);
		if (!cases[i].read)
			continue;
		assert_true(duty.told);
		assert_str(duty_format(&duty, arena), cases[i].text);
	}
	assert_str(duty_words(&(struct duty){ PARTY_CONTRACTOR, STR("例システム"), true }, LANG_JA, arena), "委託先 例システム");
	assert_str(duty_words(&(struct duty){ PARTY_OWN, STR(""), false }, LANG_EN, arena), "own organisation");
}

static void
components_lie_on_their_layer(void **state)
{
	static const struct { enum component_kind kind; const char *name, *cpe; enum duty_layer layer; } cases[] = {
		{ COMPONENT_APPLICATION, "Apache Tomcat", "", DUTY_MIDDLEWARE }, { COMPONENT_APPLICATION, "ＡＰＡＣＨＥ ＴＯＭＣＡＴ", "", DUTY_MIDDLEWARE },
		{ COMPONENT_APPLICATION, "Tomcat 9", "cpe:2.3:a:apache:tomcat:9.0.71:*:*:*:*:*:*:*", DUTY_MIDDLEWARE },
		{ COMPONENT_APPLICATION, "公式サイト", "", DUTY_APPLICATION }, { COMPONENT_APPLICATION, "Tomcat 管理ツール", "", DUTY_APPLICATION },
		{ COMPONENT_APPLICATION, "x", "cpe:2.3:a:example:tomcat:*:*:*:*:*:*:*:*", DUTY_APPLICATION },
		{ COMPONENT_APPLICATION, "x", "cpe:2.3:a", DUTY_APPLICATION }, { COMPONENT_APPLICATION, "x", "cpe:2.3:", DUTY_APPLICATION },
		{ COMPONENT_APPLICATION, "Windows", "cpe:2.3:o:microsoft:windows_11_24h2:*:*:*:*:*:*:*:*", DUTY_OS },
		{ COMPONENT_APPLICATION, "RT", "cpe:2.3:h:yamaha:rtx1210:-:*:*:*:*:*:*:*", DUTY_HARDWARE },
		{ COMPONENT_LIBRARY, "php", "", DUTY_APPLICATION }, { COMPONENT_OS_PACKAGE, "apache2", "", DUTY_OS }, { COMPONENT_OS, "Debian", "", DUTY_OS },
		{ COMPONENT_UPDATE, "KB5121003", "", DUTY_OS }, { COMPONENT_HARDWARE, "SV", "", DUTY_HARDWARE }, { COMPONENT_FIRMWARE, "FW", "", DUTY_HARDWARE },
		{ COMPONENT_OTHER, "data", "", DUTY_APPLICATION },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct component component = { .kind = cases[i].kind, .name = str_of(cases[i].name), .cpe = str_of(cases[i].cpe) };

		print_message("  %s %s\n", cases[i].name, cases[i].cpe);
		assert_int_equal(duty_layer_of(&component), cases[i].layer);
	}
}

static void
a_party_is_known_without_its_legal_form(void **state)
{
	static const struct { const char *a, *b; bool same; } cases[] = {
		{ "例システム株式会社", "株式会社例システム", true }, { "例システム", "㈱例システム", true }, { "Example Inc.", "EXAMPLE", true },
		{ "例 システム", "例システム", true }, { "Example Co., Ltd.", "Example", true }, { "例システム", "例システムズ", false }, { "", "", false },
		{ "株式会社", "株式会社", true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s / %s\n", cases[i].a, cases[i].b);
		assert_int_equal(party_is(str_of(cases[i].a), str_of(cases[i].b), arena), cases[i].same);
	}
}

/* Days as small numbers; today is 100. Statements are of 例クラウド on CVE-2026-0001, unless said otherwise. */
static void
a_layer_of_others_needs_their_word(void **state)
{
	enum { TODAY = 100 };
	static const struct {
		const char *what;
		enum duty_party party;
		const char *name;
		struct { enum statement_word word; int32_t day, until; int64_t system; const char *product, *party, *vulnerability; } said[2];
		enum duty_answer answer;
		int decided;        /* index of the statement; -1 none */
	} cases[] = {
		{ "ours is judged by us", PARTY_OWN, "", { { STATEMENT_MENDED, 90, 200, 0, "", "例クラウド", "" } }, DUTY_OURS, -1 },
		{ "nothing said", PARTY_PROVIDER, "例クラウド", { { 0 } }, DUTY_OPEN, -1 },
		{ "mended", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 0, "", "", "" } }, DUTY_HANDLED, 0 },
		{ "not affected", PARTY_CONTRACTOR, "株式会社例クラウド", { { STATEMENT_NOT_AFFECTED, 90, 200, 0, "", "", "" } }, DUTY_HANDLED, 0 },
		{ "affected", PARTY_PROVIDER, "例クラウド", { { STATEMENT_AFFECTED, 90, 200, 0, "", "", "" } }, DUTY_AFFECTED, 0 },
		{ "still investigated", PARTY_PROVIDER, "例クラウド", { { STATEMENT_INVESTIGATING, 90, 200, 0, "", "", "" } }, DUTY_OPEN, 0 },
		{ "its last day", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 100, 100, 0, "", "", "" } }, DUTY_HANDLED, 0 },
		{ "expired", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 99, 0, "", "", "" } }, DUTY_OPEN, 0 },
		{ "of tomorrow", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 101, 200, 0, "", "", "" } }, DUTY_OPEN, -1 },
		{ "somebody else's word", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 0, "", "別クラウド", "" } }, DUTY_OPEN, -1 },
		{ "nobody named the provider", PARTY_PROVIDER, "", { { STATEMENT_MENDED, 90, 200, 0, "", "", "" } }, DUTY_OPEN, -1 },
		{ "another vulnerability", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 0, "", "", "CVE-2026-0002" } }, DUTY_OPEN, -1 },
		{ "this system", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 7, "", "", "" } }, DUTY_HANDLED, 0 },
		{ "another system", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 8, "", "", "" } }, DUTY_OPEN, -1 },
		{ "this product", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 0, "name:tomcat", "", "" } }, DUTY_HANDLED, 0 },
		{ "another product", PARTY_PROVIDER, "例クラウド", { { STATEMENT_MENDED, 90, 200, 0, "name:php", "", "" } }, DUTY_OPEN, -1 },
		{ "the newer word holds", PARTY_PROVIDER, "例クラウド",
		    { { STATEMENT_MENDED, 90, 200, 0, "", "", "" }, { STATEMENT_AFFECTED, 80, 200, 0, "", "", "" } }, DUTY_HANDLED, 0 },
		{ "the newer word holds, also when it is worse", PARTY_PROVIDER, "例クラウド",
		    { { STATEMENT_MENDED, 80, 200, 0, "", "", "" }, { STATEMENT_AFFECTED, 90, 200, 0, "", "", "" } }, DUTY_AFFECTED, 1 },
		{ "of one day the worse", PARTY_PROVIDER, "例クラウド",
		    { { STATEMENT_MENDED, 90, 200, 0, "", "", "" }, { STATEMENT_INVESTIGATING, 90, 200, 0, "", "", "" } }, DUTY_OPEN, 1 },
		{ "a later word that expired leaves the one that stands", PARTY_PROVIDER, "例クラウド",
		    { { STATEMENT_NOT_AFFECTED, 80, 200, 0, "", "", "" }, { STATEMENT_MENDED, 90, 95, 0, "", "", "" } }, DUTY_HANDLED, 0 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list products = { 0 };

	(void)state;
	list_push(arena, &products, STR("cpe:2.3:a:apache:tomcat"));
	list_push(arena, &products, STR("name:tomcat"));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct duty duty = { cases[i].party, str_of(cases[i].name), true };
		struct statements statements = { 0 };
		const struct statement *decided;

		for (size_t s = 0; s < 2 && cases[i].said[s].day != 0; s++)
			list_push(arena, &statements.list, ((struct statement){ .id = (int64_t)s,
				.party = str_of(cases[i].said[s].party[0] == '\0' ? "例クラウド" : cases[i].said[s].party),
				.system = cases[i].said[s].system,
				.vulnerability = str_of(cases[i].said[s].vulnerability[0] == '\0' ? "CVE-2026-0001" : cases[i].said[s].vulnerability),
				.product = str_of(cases[i].said[s].product), .word = cases[i].said[s].word, .day = cases[i].said[s].day,
				.until = cases[i].said[s].until }));
		print_message("  %s\n", cases[i].what);
		assert_int_equal(duty_judge(&duty, &statements, 7, STR("CVE-2026-0001"), &products, TODAY, &decided), cases[i].answer);
		if (cases[i].decided < 0)
			assert_null(decided);
		else
			assert_int_equal(decided->id, cases[i].decided);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_divide_the_layers_as_the_table_says), cmocka_unit_test(forms_are_read_as_people_write_them), cmocka_unit_test(layers_are_told_in_words),
		cmocka_unit_test(a_duty_comes_back_from_its_text), cmocka_unit_test(components_lie_on_their_layer), cmocka_unit_test(a_party_is_known_without_its_legal_form),
		cmocka_unit_test(a_layer_of_others_needs_their_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
