/*
 * items_test.c - the seven items of guide 004, from what records say: whose word goes first, and that what nobody states is said to be so.
 */
#include "test.h"

#include "base/file.h"
#include "service/items.h"
#include "store/kb/kb.h"

static struct arena *arena;
static struct str place, directory;

static struct advisory
record(enum source source, const char *id)
{
	return (struct advisory){ .source = source, .id = str_of(id), .state = ADVISORY_PUBLISHED, .modified = 1000, .withdrawn = INSTANT_NONE, .published = 1000 };
}

static void
bring(const struct advisory *advisory, const char *feed)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place, 2000, arena, &import));
	assert_ok(kb_import_feed(import, &(struct kb_feed){ .source = advisory->source, .name = str_of(feed), .contract = KB_PARTIAL }, arena));
	assert_ok(kb_import_record(import, &advisory_schema, advisory, STR(""), arena));
	assert_ok(kb_import_feed_end(import, NULL, arena, &outcome));
	assert_ok(kb_import_finish(import, arena, &result));
}

static struct items_view
items(const char *vulnerability, enum lang lang)
{
	struct kb *kb KB_SCOPE = NULL;
	struct items_view view;

	assert_ok(kb_open(place, arena, &kb));
	assert_ok(items_of(kb, str_of(vulnerability), NULL, lang, arena, &view));
	return view;
}

static int
begin(void **state)
{
	char dir[] = "/tmp/tsukuroi-items-XXXXXX";

	(void)state;
	arena = arena_new();
	assert_non_null(mkdtemp(dir));
	directory = arena_copy(arena, str_of(dir));
	place = path_join(arena, directory, STR("kb"));
	return 0;
}

static int
end(void **state)
{
	(void)state;
	assert_ok(dir_remove(directory, arena));
	arena_free(arena);
	return 0;
}

static void
what_nobody_states_is_said(void **state)
{
	struct advisory nvd = record(SOURCE_NVD, "CVE-2026-0001");
	struct items_view view;

	(void)state;
	bring(&nvd, "nvd");
	view = items("CVE-2026-0001", LANG_EN);
	assert_str(view.name.text, "CVE-2026-0001");
	assert_false(view.product.stated);
	assert_str(view.product.text, "not stated by the sources");
	assert_str(view.mitigation.text, "not stated by the sources");
	assert_str(items("CVE-2026-0001", LANG_JA).impact.text, "情報源に記載がありません");
	assert_str(items("CVE-2026-4444", LANG_EN).name.text, "CVE-2026-4444");
}

static void
a_vector_tells_what_nobody_describes(void **state)
{
	struct advisory nvd = record(SOURCE_NVD, "CVE-2026-0002");
	struct items_view view;

	(void)state;
	list_push(arena, &nvd.scores, ((struct score){ STR("nvd@nist.gov"), CVSS_V3_1, STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:L"), 80 }));
	bring(&nvd, "nvd");
	view = items("CVE-2026-0002", LANG_EN);
	assert_str(view.condition.text, "over the network, without a login, when a user does something");
	assert_str(view.condition.source, "CVSS 3.1 (nvd)");
	assert_true(view.impact.stated);
	assert_false(view.fix.stated);
}

static void
words_go_before_the_vector_and_our_language_first(void **state)
{
	struct advisory jvn = record(SOURCE_JVN, "JVNDB-2026-000001"), cna = record(SOURCE_CVE5, "CVE-2026-0003");
	struct affected *affected = list_add(arena, &jvn.affected);
	struct items_view view;

	(void)state;
	list_push(arena, &jvn.covers, STR("CVE-2026-0003"));
	jvn.title_ja = STR("みどり文書管理における認証不備");
	jvn.impact_ja = STR("文書を閲覧される可能性があります。");
	jvn.solution_ja = STR("[アップデートする]\n最新版へ更新してください。\n[ワークアラウンドを実施する]\n外部からの接続を制限してください。");
	affected->vendor = STR("みどり電機");
	affected->product = STR("文書管理");
	list_push(arena, &affected->phrases, STR("3.2.1 より前のバージョン"));
	bring(&jvn, "jvn");
	cna.title_en = STR("Improper authentication");
	cna.condition_en = STR("The web interface is reachable.");
	cna.impact_en = STR("Documents are read.");
	cna.mitigation_en = STR("Restrict access.");
	list_push(arena, &cna.scores, ((struct score){ STR("midori"), CVSS_V3_1, STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), 98 }));
	bring(&cna, "cve5");
	view = items("CVE-2026-0003", LANG_JA);
	assert_str(view.name.text, "CVE-2026-0003 みどり文書管理における認証不備");
	assert_str(view.product.text, "みどり電機 文書管理");
	assert_str(view.versions.text, "3.2.1 より前のバージョン");
	assert_str(view.condition.text, "The web interface is reachable.");
	assert_str(view.impact.text, "文書を閲覧される可能性があります。");
	assert_str(view.fix.text, "[アップデートする]\n最新版へ更新してください。");
	assert_str(view.mitigation.text, "[ワークアラウンドを実施する]\n外部からの接続を制限してください。");
	view = items("CVE-2026-0003", LANG_EN);
	assert_str(view.mitigation.text, "Restrict access.");
	assert_str(view.mitigation.source, "cve5");
	assert_str(view.impact.text, "Documents are read.");
	assert_str(view.impact.record, "CVE-2026-0003");
}

static void
jvns_workaround_is_no_solution(void **state)
{
	struct advisory jvn = record(SOURCE_JVN, "JVNDB-2026-000002");
	struct items_view view;

	(void)state;
	list_push(arena, &jvn.covers, STR("CVE-2026-0004"));
	jvn.solution_ja = STR("【回避策】\n機能を止めてください。");
	bring(&jvn, "jvn");
	view = items("CVE-2026-0004", LANG_JA);
	assert_false(view.fix.stated);
	assert_str(view.mitigation.text, "【回避策】\n機能を止めてください。");
	assert_str(view.mitigation.record, "JVNDB-2026-000002");
}

static void
nvds_criteria_become_products_and_versions(void **state)
{
	struct advisory nvd = record(SOURCE_NVD, "CVE-2026-0005");
	struct config *config = list_add(arena, &nvd.configs);
	struct config_node *node = list_add(arena, &config->nodes);
	struct config_match *match = list_add(arena, &node->matches);
	struct items_view view;

	(void)state;
	*match = (struct config_match){ .vulnerable = true, .cpe = STR("cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*") };
	match->versions.lower = (struct cut){ CUT_BEFORE, STR("9.0.0"), { 0 } };
	match->versions.upper = (struct cut){ CUT_BEFORE, STR("9.0.99"), { 0 } };
	bring(&nvd, "nvd");
	view = items("CVE-2026-0005", LANG_EN);
	assert_str(view.product.text, "apache tomcat");
	assert_str(view.versions.text, "9.0.0 and later, before 9.0.99");
	assert_str(view.fix.text, "apache tomcat: update to 9.0.99 or later");
}

static void
remedies_of_csaf_are_parted(void **state)
{
	struct advisory csaf = record(SOURCE_CSAF, "EX-2026-1");
	struct affected *affected = list_add(arena, &csaf.affected);
	struct items_view view;

	(void)state;
	list_push(arena, &csaf.covers, STR("CVE-2026-0006"));
	affected->product = STR("kasumi");
	list_push(arena, &affected->fixes, ((struct fix){ .kind = STR("workaround"), .text = STR("Turn the module off.") }));
	list_push(arena, &affected->fixes, ((struct fix){ .kind = STR("vendor_fix"), .text = STR("Install 1.2.") }));
	list_push(arena, &affected->fixes, ((struct fix){ .kind = STR("workaround"), .text = STR("Turn the module off.") }));
	bring(&csaf, "csaf:example");
	view = items("CVE-2026-0006", LANG_EN);
	assert_str(view.fix.text, "Install 1.2.");
	assert_str(view.mitigation.text, "Turn the module off.");
	assert_str(view.mitigation.source, "csaf:example");
	assert_str(view.product.text, "kasumi");
	assert_false(view.versions.stated);
}

/* Whoever told a notice did not tell others; a reading of a maker's page (feed "own") is of what everybody can read. */
static void
what_leaves_the_house_has_no_notices(void **state)
{
	struct advisory nvd = record(SOURCE_NVD, "CVE-2026-0007"), notice = record(SOURCE_OWN, "N-2026-0001"), reading = record(SOURCE_OWN, "own:CVE-2026-0007");
	struct items_view view;
	struct kb *kb KB_SCOPE = NULL;

	(void)state;
	list_push(arena, &notice.aliases, STR("CVE-2026-0007"));
	list_push(arena, &reading.aliases, STR("CVE-2026-0007"));
	notice.title_en = STR("told by telephone");
	notice.mitigation_ja = STR("電話で聞いた回避策");
	reading.solution_en = STR("as the maker's page says");
	bring(&nvd, "nvd");
	bring(&notice, "own:notices");
	bring(&reading, "own");
	assert_str(items("CVE-2026-0007", LANG_JA).mitigation.text, "電話で聞いた回避策");
	assert_ok(kb_open(place, arena, &kb));
	assert_ok(items_of(kb, STR("CVE-2026-0007"), &(struct items_about){ .for_others = true }, LANG_JA, arena, &view));
	assert_false(view.mitigation.stated);
	assert_str(view.name.text, "CVE-2026-0007");
	assert_str(view.fix.text, "as the maker's page says");
}

static void
an_item_is_told_with_whose_word_it_is(void **state)
{
	struct items_view view = { .vulnerability = STR("CVE-2026-0008"), .fix = { STR("更新する"), STR("jvn"), STR("JVNDB-2026-000003"), true },
		.impact = { STR("read"), STR("nvd"), STR("CVE-2026-0008"), true }, .mitigation = { STR("not stated"), STR(""), STR(""), false } };

	(void)state;
	assert_str(items_item_words(&view, &view.fix, SIZE_MAX, LANG_EN, arena), "更新する (JVNDB-2026-000003)");
	assert_str(items_item_words(&view, &view.fix, 7, LANG_JA, arena), "更新…（JVNDB-2026-000003）");
	assert_str(items_item_words(&view, &view.impact, SIZE_MAX, LANG_EN, arena), "read (nvd)");
	assert_str(items_item_words(&view, &view.mitigation, SIZE_MAX, LANG_EN, arena), "not stated");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leaves_the_house_has_no_notices),
		cmocka_unit_test(an_item_is_told_with_whose_word_it_is),
		cmocka_unit_test(what_nobody_states_is_said),
		cmocka_unit_test(a_vector_tells_what_nobody_describes),
		cmocka_unit_test(words_go_before_the_vector_and_our_language_first),
		cmocka_unit_test(jvns_workaround_is_no_solution),
		cmocka_unit_test(nvds_criteria_become_products_and_versions),
		cmocka_unit_test(remedies_of_csaf_are_parted),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
