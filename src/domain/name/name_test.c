/*
 * name_test.c - keys, names taken apart, model numbers, and what makes an answer certain.
 */
#include "domain/name/name.h"
#include "test.h"

static void
keys_fold_what_means_nothing_and_keep_what_does(void **state)
{
	static const struct { const char *a, *b; bool equal; } cases[] = {
		{ "サーバー", "ｻｰﾊﾞ", true },
		{ "ウィルスバスター", "ウイルスバスター", true },
		{ "ヴイエムウェア", "ブイエムウエア", true },
		{ "ホームページ・ビルダー 22", "ホームページビルダー22", true },
		{ "Ｗｉｎｄｏｗｓ　１０", "windows 10", true },
		{ "WRC\xe2\x80\x91X3000GS2\xe2\x80\x91" "B", "WRC-X3000GS2-B", true },
		{ "RTX1210 ファームウェア", "RTX1210", true },
		{ "Java™", "Java", true },
		{ "Windows(R) 10", "Windows 10", true },
		{ "JP1／Base", "JP1 Base", true },
		{ "C++", "C", false },
		{ "C#", "C", false },
		{ "4.1", "41", false },
		{ "10-20", "1020", false },
		{ "1.12", "1-12", false },
		{ "ビル", "ビール", false },
		{ "パッド", "パド", false },
		{ "WRC-X3000GS2-B", "WRC-X3000GS2A-B", false },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("  %s | %s\n", cases[i].a, cases[i].b);
		assert_int_equal(str_eq(name_key(str_of(cases[i].a), arena), name_key(str_of(cases[i].b), arena)), cases[i].equal);
	}
	assert_str(name_key(STR("…・ "), arena), "");
}

static void
vendors_lose_their_legal_form_before_and_behind(void **state)
{
	static const char *const same[][2] = {
		{ "株式会社日立製作所", "日立製作所" },       { "㈱日立製作所", "日立製作所" },
		{ "日立製作所（株）", "日立製作所" },         { "ﾄﾚﾝﾄﾞﾏｲｸﾛ株式会社", "トレンドマイクロ" },
		{ "ELECOM CO.,LTD.", "Elecom" },              { "RICOH COMPANY, LTD.", "Ricoh" },
		{ "RICOH COMPANY, LTD", "RICOH" },            { "BUFFALO INC.", "buffalo" },
		{ "Sky Co.,LTD.", "Ｓｋｙ株式会社" },         { "マイクロソフト社", "マイクロソフト" },
		{ "Trend Micro Incorporated", "TrendMicro" }, { "S‑cubism Inc.", "S-cubism" },
		{ "独立行政法人情報処理推進機構", "情報処理推進機構" },
	};
	static const char *const apart[][2] = {
		{ "朝顔新聞社", "朝顔新聞" }, { "Zinc", "Z" }, { "日立", "日立製作所" }, { "Inc.", "" }, { "Dynabook", "Dyna" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		print_message("  %s = %s\n", same[i][0], same[i][1]);
		assert_true(str_eq(name_vendor_key(str_of(same[i][0]), arena), name_vendor_key(str_of(same[i][1]), arena)));
	}
	for (size_t i = 0; i < ARRAY_LEN(apart); i++) {
		print_message("  %s / %s\n", apart[i][0], apart[i][1]);
		assert_false(str_eq(name_vendor_key(str_of(apart[i][0]), arena), name_vendor_key(str_of(apart[i][1]), arena)));
	}
}

static void
names_are_taken_apart(void **state)
{
	static const struct {
		const char *name, *product, *version, *architecture, *family, *number;
	} cases[] = {
		{ "7-Zip 24.09 (x64)", "7-Zip", "24.09", "x64", "", "" },
		{ "一太郎2023", "一太郎2023", "", "", "一太郎", "2023" },
		{ "Python 3.12.4 (64-bit)", "Python", "3.12.4", "64-bit", "", "" },
		{ "Java 8 Update 401", "Java", "8u401", "", "", "" },
		{ "Java 8 Update 401 (64-bit)", "Java", "8u401", "64-bit", "", "" },
		{ "JRE 8u431", "JRE", "8u431", "", "", "" },
		{ "Zoom 6.1.10 (45028)", "Zoom", "6.1.10", "", "", "" },
		{ "Apache2.4.6", "Apache", "2.4.6", "", "", "" },
		{ "Ｔｏｍｃａｔ　９．０．１", "Tomcat", "9.0.1", "", "", "" },
		{ "Tomcat9", "Tomcat9", "", "", "Tomcat", "9" },
		{ "Tomcat 9", "Tomcat 9", "", "", "Tomcat", "9" },
		{ "Adobe Acrobat Reader DC - Japanese", "Adobe Acrobat Reader DC", "", "", "", "" },
		{ "AL-Mail32 Version 1.13d", "AL-Mail32", "1.13d", "", "AL-Mail", "32" },
		{ "PuTTY release 0.81 (64-bit)", "PuTTY", "0.81", "64-bit", "", "" },
		{ "ヤマハ RTX830 Rev.15.02.22", "ヤマハ RTX830", "15.02.22", "", "", "" },
		{ "Movable Type 7 r.5405", "Movable Type 7", "r.5405", "", "Movable Type", "7" },
		{ "JP1/Base 11-00", "JP1/Base", "11-00", "", "", "" },
		{ "Mozilla Firefox 115.16.0 ESR (x64 ja)", "Mozilla Firefox ESR", "115.16.0", "x64", "", "" },
		{ "Windows Server 2012 R2", "Windows Server 2012 R2", "", "", "Windows Server", "2012 R2" },
		{ "jquery-3.6.0.min.js", "jquery", "3.6.0", "", "", "" },
		{ "ESMPRO Manager Ver6.37", "ESMPRO Manager", "6.37", "", "", "" },
		{ "HULFT8 8.5.1a", "HULFT8", "8.5.1a", "", "HULFT", "8" },
		{ "IOS 15.2(7)E4", "IOS", "15.2(7)E4", "", "", "" },
		{ "PAN-OS 10.2.9-h1", "PAN-OS", "10.2.9-h1", "", "", "" },
		{ "EC-CUBE 4.0.6-p4", "EC-CUBE", "4.0.6-p4", "", "", "" },
		{ "OpenSSL 1.1.1w", "OpenSSL", "1.1.1w", "", "", "" },
		{ "IPCOM EX2 V01L07NF0201", "IPCOM EX2", "01L07NF0201", "", "", "" },
		{ "HiRDB Server Version 9", "HiRDB Server", "9", "", "", "" },
		{ "LANSCOPE エンドポイントマネージャー オンプレミス版", "LANSCOPE エンドポイントマネージャー", "", "", "", "" },
		{ "WSR-1166DHP3", "WSR-1166DHP3", "", "", "", "" },
		{ "RTX1210", "RTX1210", "", "", "", "" },
		{ "9.0", "9.0", "", "", "", "" },
		{ "", "", "", "", "", "" },
		{ "(x64)", "(x64)", "", "", "", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct name_written written = name_read(str_of(cases[i].name), arena);

		print_message("  %s\n", cases[i].name);
		assert_str(written.product, cases[i].product);
		assert_str(written.version, cases[i].version);
		assert_str(written.architecture, cases[i].architecture);
		assert_str(written.family, cases[i].family);
		assert_str(written.number, cases[i].number);
	}
	assert_str(name_read(STR("Zoom 6.1.10 (45028)"), arena).build, "45028");
	assert_str(name_read(STR("サイボウズ Garoon クラウド版"), arena).edition, "クラウド版");
	assert_str(name_read(STR("サイボウズ ガルーン（パッケージ版）"), arena).edition, "パッケージ版");
	assert_true(name_read(STR("Tomcat 9.0.1以降"), arena).or_later);
	assert_str(name_read(STR("Tomcat 9.0.1以降"), arena).version, "9.0.1");
}

static void
model_numbers_are_exact(void **state)
{
	static const struct { const char *text, *models; } cases[] = {
		{ "WSR-1166DHP3 Ver.1.18", "WSR-1166DHP3" },
		{ "ヤマハ ルータ rtx1210", "RTX1210" },
		{ "MB-A100/MB-A110", "MB-A100 MB-A110" },
		{ "LAN-W300N/RS", "LAN-W300N/RS" },
		{ "DR-16F, DR-8F", "DR-16F DR-8F" },
		{ "ＷＲＣ－Ｘ３０００ＧＳ２－Ｂ", "WRC-X3000GS2-B" },
		{ "FutureNet NXR-120/C", "NXR-120/C" },
		{ "CJ2M", "CJ2M" },
		{ "ApeosPort-V C3375", "C3375" },
		{ "Windows Server2019", "" },
		{ "Office365", "" },
		{ "Tomcat9", "" },
		{ "8u401", "" },
		{ "Java 8 Update 401", "" },
		{ "OpenSSL 1.1.1w", "" },
		{ "Oracle 19c", "" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str_list models = name_models(str_of(cases[i].text), arena);

		print_message("  %s\n", cases[i].text);
		assert_str(arena_join(arena, models.items, models.count, STR(" ")), cases[i].models);
	}
}

/* ------------------------------------------------------------------------------------------ certainty */

#define CPE(key) "cpe:2.3:" key ":*:*:*:*:*:*:*:*"

static struct name_catalogue *
small_catalogue(void)
{
	static const char *const rows[][4] = {   /* vendor ja, vendor en, product, CPE */
		{ "サイボウズ", "Cybozu, Inc.", "サイボウズ ガルーン", CPE("a:cybozu:garoon") },
		{ "サイボウズ", "Cybozu, Inc.", "サイボウズ Office", CPE("a:cybozu:office") },
		{ "マイクロソフト", "Microsoft Corporation", "Microsoft Office", CPE("a:microsoft:office") },
		{ "ジャストシステム", "JustSystems", "JUST Office 5", CPE("a:justsystems:just_office_5") },
		{ "7-Zip", "7-Zip", "7-Zip", CPE("a:7-zip:7-zip") },
		{ "ヤマハ", "Yamaha", "RTX1210 ファームウェア", CPE("o:yamaha:rtx1210_firmware") },
		{ "セイコーソリューションズ", "Seiko", "SkyBridge MB-A100/MB-A110", CPE("o:seiko:skybridge_firmware") },
		{ "株式会社ロックオン", "LOCKON", "EC-CUBE", CPE("a:lockon:ec-cube") },
		{ "株式会社イーシーキューブ", "EC-CUBE CO.,LTD.", "EC-CUBE", CPE("a:ec-cube:ec-cube") },
		{ "例ソフト", "Rei Soft", "帳票", CPE("a:rei:form") },
		{ "例ソフト", "Rei Soft", "帳票", CPE("a:rei:form_pro") },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = name_catalogue_new();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		name_catalogue_add(catalogue, &(struct product_name){ .id = str_of(rows[i][3]), .pid = arena_printf(arena, "%zu", i + 100),
			.vendor_ja = str_of(rows[i][0]), .vendor_en = str_of(rows[i][1]), .product_ja = str_of(rows[i][2]),
			.cpe = str_of(rows[i][3]) }, STR("list"), DAY_NONE);
	assert_ok(name_catalogue_tables(catalogue, arena));
	return catalogue;
}

static void
only_what_is_whole_and_one_is_certain(void **state)
{
	static const struct { const char *vendor, *name, *first; bool certain; enum name_ground ground; } cases[] = {
		{ "サイボウズ株式会社", "ガルーン 5.15.2", CPE("a:cybozu:garoon"), true, NAME_EQUAL },
		{ "サイボウズ", "サイボウズ Office 10.8.6", CPE("a:cybozu:office"), true, NAME_EQUAL },
		{ "", "Microsoft Office", CPE("a:microsoft:office"), true, NAME_EQUAL },
		{ "Microsoft", "Office", CPE("a:microsoft:office"), true, NAME_EQUAL },
		{ "Microsoft", "Office 2019", CPE("a:microsoft:office"), false, NAME_EQUAL },
		{ "サイボウズ", "ガルーン クラウド版", CPE("a:cybozu:garoon"), false, NAME_EQUAL },
		{ "ジャストシステム", "JUST Office 5", CPE("a:justsystems:just_office_5"), true, NAME_EQUAL },
		{ "ジャストシステム", "JUST Office 4", "", false, NAME_EQUAL },
		{ "ヤマハ", "RTX1210 Rev.14.01.42", CPE("o:yamaha:rtx1210_firmware"), true, NAME_EQUAL },
		{ "ヤマハ", "ルータ RTX-1210", CPE("o:yamaha:rtx1210_firmware"), false, NAME_MODEL },
		{ "ヤマハ", "RTX1220", "", false, NAME_EQUAL },
		{ "セイコーソリューションズ", "MB-A110", CPE("o:seiko:skybridge_firmware"), false, NAME_MODEL },
		{ "", "7-Zip 24.09 (x64)", CPE("a:7-zip:7-zip"), false, NAME_EQUAL_PRODUCT },
		{ "どこか", "7-Zip", CPE("a:7-zip:7-zip"), false, NAME_EQUAL_PRODUCT },
		{ "7-Zip", "7-Zip 24.09", CPE("a:7-zip:7-zip"), true, NAME_EQUAL },
		{ "ロックオン", "EC-CUBE", CPE("a:lockon:ec-cube"), false, NAME_EQUAL },   /* a take-over made it two */
		{ "例ソフト", "帳票", CPE("a:rei:form"), false, NAME_EQUAL },               /* two of one name */
		{ "", "cpe:/a:rei:form:1.0", CPE("a:rei:form"), true, NAME_IDENTIFIER },
		{ "", "pid:104", CPE("a:7-zip:7-zip"), true, NAME_IDENTIFIER },
		{ "", "pkg:npm/lodash", "pkg:npm/lodash", true, NAME_IDENTIFIER },
		{ "", "cpe:/a:", "", false, NAME_EQUAL },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = small_catalogue();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct name_answer answer = name_resolve(catalogue, str_of(cases[i].vendor), str_of(cases[i].name), arena);

		print_message("  %s | %s\n", cases[i].vendor, cases[i].name);
		if (cases[i].first[0] == '\0') {
			assert_int_equal(answer.count, 0);
			continue;
		}
		assert_true(answer.count > 0);
		assert_str(answer.candidates[0].identity, cases[i].first);
		assert_int_equal(answer.candidates[0].certain, cases[i].certain);
		assert_int_equal(answer.candidates[0].ground, cases[i].ground);
	}
	name_catalogue_free(catalogue);
}

/* What the first candidate is, or "" where there is none or it is certain though it must not be. */
static void
assert_first(struct name_catalogue *catalogue, const char *vendor, const char *name, const char *identity, bool certain)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_answer answer = name_resolve(catalogue, str_of(vendor), str_of(name), arena);

	print_message("  %s | %s\n", vendor, name);
	assert_true(answer.count > 0);
	assert_str(answer.candidates[0].identity, identity);
	assert_int_equal(answer.candidates[0].certain, certain);
}

/* Without a CPE a product is what its list's number says, and a vendor what its number or else its name says. */
static void
a_catalogue_takes_what_lists_and_records_give(void **state)
{
	struct str maker_too = STR("れい株式会社"), product_too = STR("フォーム");
	const struct product_name rows[] = {
		{ .id = STR("n1"), .vid = STR("7"), .vendor_ja = STR("例ソフト"), .product_ja = STR("帳票"),
		    .vendor_other = { &maker_too, 1, 1 }, .product_other = { &product_too, 1, 1 } },
		{ .id = STR("n2"), .vid = STR("7"), .vendor_en = STR("Rei Soft"), .product_en = STR("Ledger") },
		{ .id = STR("n3"), .vendor_ja = STR("別ソフト"), .product_ja = STR("別表") },
		{ .id = STR("n4"), .vendor_ja = STR("別ソフト"), .product_ja = STR("付表"), .product_en = STR("付表") },
		{ .vendor_ja = STR("無名ソフト"), .product_ja = STR("無名") },   /* neither number nor CPE: nothing could be meant by it */
	};
	struct name_catalogue *catalogue = name_catalogue_new();
	struct name_counts counts;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		name_catalogue_add(catalogue, &rows[i], STR("list"), DAY_NONE);
	counts = name_catalogue_counts(catalogue);
	assert_int_equal(counts.vendors, 2);
	assert_int_equal(counts.products, 4);
	assert_int_equal(counts.decisions, 0);
	/* Records name a product by its CPE alone: once, and not where a list has it. */
	name_catalogue_add_cpe(catalogue, STR(CPE("a:acme:big_tool")), STR("records"), DAY_NONE);
	name_catalogue_add_cpe(catalogue, STR(CPE("a:acme:big_tool")), STR("records"), DAY_NONE);
	name_catalogue_add_cpe(catalogue, STR("big tool"), STR("records"), DAY_NONE);
	counts = name_catalogue_counts(catalogue);
	assert_int_equal(counts.vendors, 3);
	assert_int_equal(counts.products, 5);
	/* They are found, and not certain: without a CPE nothing could be judged by them. */
	assert_first(catalogue, "例ソフト", "帳票", "n1", false);
	assert_first(catalogue, "れい", "フォーム", "n1", false);
	assert_first(catalogue, "Rei Soft", "帳票", "n1", false);
	assert_first(catalogue, "例ソフト", "Ledger", "n2", false);
	assert_first(catalogue, "別ソフト", "付表", "n4", false);
	assert_first(catalogue, "Acme", "Big Tool", CPE("a:acme:big_tool"), false);
	name_catalogue_free(catalogue);
	name_catalogue_free(NULL);
}

static void
a_persons_word_counts_for_spellings_of_the_same_name_only(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = small_catalogue();
	struct name_answer answer;

	(void)state;
	name_catalogue_decide(catalogue, &(struct name_decision){ .vendor = STR("㈱例"), .name = STR("帳票くん Ver.3.1"),
		.identity = STR(CPE("a:rei:form")), .by = STR("係"), .day = 20000 });
	answer = name_resolve(catalogue, STR("株式会社 例"), STR("帳票くん 4.0 (x64)"), arena);
	assert_int_equal(answer.count, 1);
	assert_true(answer.candidates[0].certain);
	assert_int_equal(answer.candidates[0].ground, NAME_CONFIRMED);
	assert_str(answer.candidates[0].told, "係");
	assert_int_equal(name_resolve(catalogue, STR("別社"), STR("帳票くん"), arena).count, 0);
	assert_int_equal(name_resolve(catalogue, STR("㈱例"), STR("帳票くん2"), arena).count, 0);

	/* What was rejected is not proposed again; what another organisation says gives way to one's own. */
	name_catalogue_decide(catalogue, &(struct name_decision){ .vendor = STR("Microsoft"), .name = STR("Office"),
		.identity = STR(CPE("a:microsoft:office")), .rejected = true, .by = STR("係") });
	answer = name_resolve(catalogue, STR("Microsoft"), STR("Office"), arena);
	for (size_t i = 0; i < answer.count; i++)
		assert_false(str_eq(answer.candidates[i].identity, STR(CPE("a:microsoft:office"))));
	name_catalogue_decide(catalogue, &(struct name_decision){ .vendor = STR("㈱例"), .name = STR("帳票くん"),
		.identity = STR(CPE("a:rei:form_pro")), .by = STR("他"), .organisation = STR("例町") });
	answer = name_resolve(catalogue, STR("㈱例"), STR("帳票くん"), arena);
	assert_int_equal(answer.count, 1);
	assert_str(answer.candidates[0].identity, CPE("a:rei:form"));

	/* Two of one's own that differ: both are shown, neither is certain. */
	name_catalogue_decide(catalogue, &(struct name_decision){ .vendor = STR("㈱例"), .name = STR("帳票くん 9.9"),
		.identity = STR(CPE("a:rei:form_pro")), .by = STR("係") });
	answer = name_resolve(catalogue, STR("㈱例"), STR("帳票くん"), arena);
	assert_int_equal(answer.count, 2);
	assert_false(answer.candidates[0].certain || answer.candidates[1].certain);
	name_catalogue_free(catalogue);
}

static void
answers_do_not_hang_on_the_order_of_the_list(void **state)
{
	static const char *const names[] = { "Office", "EC-CUBE 4", "帳票", "MB-A100", "Garoon" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *forth = small_catalogue(), *back = name_catalogue_new();
	static const char *const products[][3] = {
		{ "例ソフト", "帳票", CPE("a:rei:form_pro") },  { "例ソフト", "帳票", CPE("a:rei:form") },
		{ "株式会社イーシーキューブ", "EC-CUBE", CPE("a:ec-cube:ec-cube") }, { "株式会社ロックオン", "EC-CUBE", CPE("a:lockon:ec-cube") },
		{ "マイクロソフト", "Microsoft Office", CPE("a:microsoft:office") }, { "サイボウズ", "サイボウズ Office", CPE("a:cybozu:office") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(products); i++)
		name_catalogue_add(back, &(struct product_name){ .id = str_of(products[i][2]), .vendor_ja = str_of(products[i][0]),
			.product_ja = str_of(products[i][1]), .cpe = str_of(products[i][2]) }, STR("list"), DAY_NONE);
	assert_ok(name_catalogue_tables(back, arena));
	for (size_t i = 0; i < 3; i++) {
		struct name_answer a = name_resolve(forth, STR(""), str_of(names[i]), arena);
		struct name_answer b = name_resolve(back, STR(""), str_of(names[i]), arena);

		assert_true(a.count >= 2);
		assert_int_equal(a.count, b.count);
		for (size_t k = 0; k < a.count; k++)
			assert_true(str_eq(a.candidates[k].identity, b.candidates[k].identity));
	}
	name_catalogue_free(forth);
	name_catalogue_free(back);
}

static void
tables_say_which_line_is_wrong(void **state)
{
	static const char *const wrong[] = {
		"# ok\nx\t\tno cpe\treading\tgeneral knowledge\t\n", "# ok\nx\t\tcpe:2.3:a:v:p\t\tgeneral knowledge\t\n", "# ok\nx\t\tcpe:2.3:a:v:p\treading\t\t\n",
		"# ok\nx\t\tcpe:2.3:a:v:p\treading\tgeneral knowledge\t2026-13-01\n", "# ok\nx\n", "# ok\nx\t\tcpe:2.3:a:v:p\treading\tan unknown source\t\n",
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = name_catalogue_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct err *err = name_catalogue_table(catalogue, NAME_ALIASES, STR("mine.tsv"), str_of(wrong[i]), arena);

		assert_non_null(err);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("mine.tsv, line 2")) != SIZE_MAX);
	}
	assert_ok(name_catalogue_table(catalogue, NAME_ALIASES, STR("mine.tsv"),
	    STR("x\t\tcpe:2.3:a:v:p\treading\tgeneral knowledge\t2026-11-20\n"), arena));
	assert_str(name_resolve(catalogue, STR(""), STR("X 1.0"), arena).candidates[0].identity, CPE("a:v:p"));
	assert_false(name_resolve(catalogue, STR(""), STR("X 1.0"), arena).candidates[0].certain);
	name_catalogue_free(catalogue);
}

static void
products_have_the_order_of_their_maker(void **state)
{
	static const struct { const char *vendor, *product, *folded_vendor, *folded_product; enum scheme scheme; } cases[] = {
		{ "ec-cube", "ec-cube", "eccube", "eccube", SCHEME_ECCUBE },
		{ "ec-cube", "ec-cube_plugin", "eccube", "eccubeplugin", SCHEME_GENERIC },
		{ "lockon", "ec-cube", "lockon", "eccube", SCHEME_ECCUBE },
		{ "sixapart", "movable_type_premium", "sixapart", "movabletypepremium", SCHEME_BUILD },
		{ "sixapart", "mova", "sixapart", "mova", SCHEME_GENERIC },
		{ "sixapart", "", "sixapart", "", SCHEME_GENERIC },
		{ "sixapart_ltd", "movable_type", "sixapartltd", "movabletype", SCHEME_GENERIC },
		{ "hitachi", "jp1_base", "hitachi", "jp1base", SCHEME_HITACHI },
		{ "acme", "tool", "acme", "tool", SCHEME_GENERIC },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str product = arena_printf(arena, "%s:%s", cases[i].vendor, cases[i].product);

		assert_int_equal(name_scheme(product), cases[i].scheme);
		assert_int_equal(name_scheme_folded(str_of(cases[i].folded_vendor), str_of(cases[i].folded_product)), cases[i].scheme);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_fold_what_means_nothing_and_keep_what_does),
		cmocka_unit_test(vendors_lose_their_legal_form_before_and_behind),
		cmocka_unit_test(names_are_taken_apart),
		cmocka_unit_test(model_numbers_are_exact),
		cmocka_unit_test(only_what_is_whole_and_one_is_certain),
		cmocka_unit_test(a_catalogue_takes_what_lists_and_records_give),
		cmocka_unit_test(a_persons_word_counts_for_spellings_of_the_same_name_only),
		cmocka_unit_test(answers_do_not_hang_on_the_order_of_the_list),
		cmocka_unit_test(tables_say_which_line_is_wrong),
		cmocka_unit_test(products_have_the_order_of_their_maker),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
