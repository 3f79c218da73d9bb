/* What texts say of exploitation: what is a candidate of what, and what goes with its record. */
#include "store/kb/world_test.h"

#include "base/buf.h"
#include "model/alert.h"
#include "store/kb/stated.h"

static void
bring_record(struct place *place, const struct kb_feed *feed, const struct advisory *told)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, feed, place->arena));
	assert_ok(kb_import_record(import, &advisory_schema, told, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

static void
bring_alert(struct place *place, const char *title, const char *text, const char *const *cves)
{
	static const struct kb_feed feed = { .source = SOURCE_ALERTS, .name = STR_INIT("alerts:pages") };
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct alert alert = { .id = STR("JPCERT-AT-2026-9001"), .issuer = STR("JPCERT/CC"), .title = str_of(title), .text = str_of(text),
		.published = DAY(10), .modified = DAY(11) };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	for (size_t i = 0; cves[i] != NULL; i++)
		list_push(place->arena, &alert.cves, str_of(cves[i]));
	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &feed, place->arena));
	assert_ok(kb_import_record(import, &alert_schema, &alert, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

/* "CVE-2026-0001 active NVD 1; …", by number. */
static struct str
said(struct place *place, const char *cve)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct kb_stated_query query = { .cve = str_of(cve) };
	struct buf out BUF_SCOPE = { 0 };
	struct kb_stated_list list;

	assert_ok(kb_stated_find(kb, &query, place->arena, &list));
	for (size_t i = 0; i < list.list.count; i++) {
		const struct kb_stated *one = &list.list.items[i];

		assert_int_equal(one->key.len, 16);
		buf_addf(&out, "%s%.*s %s %.*s %lld", i > 0 ? "; " : "", STR_ARG(one->cve), enum_name(&exploitation_names, (int)one->level),
		    STR_ARG(one->issuer), (long long)one->among);
	}
	return arena_copy(place->arena, buf_str(&out));
}

static void
a_record_speaks_of_its_vulnerability(void **state)
{
	struct place *place = *state;
	struct advisory advisory = { .source = SOURCE_NVD, .id = STR("CVE-2026-0001"), .modified = DAY(5), .withdrawn = INSTANT_NONE,
		.text_en = STR("A flaw in Midori Router, as exploited in the wild in May 2026. <p>CVE-2026-0009 is not known to be exploited.</p>") };

	bring_record(place, &nvd, &advisory);
	assert_str(said(place, "CVE-2026-0001"), "CVE-2026-0001 active NVD 1");
	assert_str(said(place, "CVE-2026-0009"), "CVE-2026-0009 none NVD 1");
	assert_str(said(place, "CVE-2026-0002"), "");
	/* Its next edition says no more of it. */
	advisory.modified = DAY(6);
	advisory.text_en = STR("A flaw in Midori Router.");
	bring_record(place, &nvd, &advisory);
	assert_str(said(place, ""), "");
}

static void
a_record_of_several_may_mean_each(void **state)
{
	struct place *place = *state;
	struct advisory advisory = { .source = SOURCE_JVN, .id = STR("JVNDB-2026-000001"), .modified = DAY(5), .withdrawn = INSTANT_NONE,
		.text_ja = STR("みどりルータには複数の脆弱性があります。本脆弱性の悪用が確認されています。CVE-2026-0002 の実証コードが公開されています。") };

	list_push(place->arena, &advisory.covers, STR("CVE-2026-0001"));
	list_push(place->arena, &advisory.covers, STR("CVE-2026-0002"));
	bring_record(place, &jvn, &advisory);
	assert_str(said(place, "CVE-2026-0001"), "CVE-2026-0001 active JVN iPedia 2");
	assert_true(str_find(said(place, "CVE-2026-0002"), STR("CVE-2026-0002 poc JVN iPedia 1")) != SIZE_MAX);
	assert_true(str_find(said(place, "CVE-2026-0002"), STR("CVE-2026-0002 active JVN iPedia 2")) != SIZE_MAX);
}

static void
an_alert_speaks_of_the_numbers_it_names(void **state)
{
	struct place *place = *state;

	bring_alert(place, "みどりルータの脆弱性に関する注意喚起", "本脆弱性を悪用した攻撃を確認しています。", LINES("CVE-2026-0001"));
	assert_str(said(place, ""), "CVE-2026-0001 active JPCERT/CC 1");
	/* Of very many it says nothing that could be told of one; of none neither. */
	bring_alert(place, "多数の製品", "悪用が確認されています。", LINES("CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003", "CVE-2026-0004", "CVE-2026-0005",
	    "CVE-2026-0006", "CVE-2026-0007", "CVE-2026-0008", "CVE-2026-0009"));
	assert_str(said(place, ""), "");
	bring_alert(place, "みどりルータ", "悪用が確認されています。", LINES(NULL));
	assert_str(said(place, ""), "");
}

static void
lists_come_in_pages(void **state)
{
	struct place *place = *state;
	struct kb_stated_query query = { .most = 2 };
	struct kb_stated_list list;
	struct kb_stated_counts counts;
	size_t pages = 0, rows = 0;

	bring_alert(place, "みどりルータ", "悪用が確認されています。実証コードが公開されています。", LINES("CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003"));
	do {
		struct kb *kb KB_SCOPE = opened(place);

		assert_ok(kb_stated_find(kb, &query, place->arena, &list));
		rows += list.list.count;
		pages++;
		query.after = list.next;
	} while (list.next.len > 0);
	assert_int_equal(rows, 6);
	assert_int_equal(pages, 3);
	struct kb *kb KB_SCOPE = opened(place);

	assert_ok(kb_stated_count(kb, place->arena, &counts));
	assert_int_equal(counts.active, 3);
	assert_int_equal(counts.poc, 3);
	query.after = STR("nonsense");
	assert_err(kb_stated_find(kb, &query, place->arena, &list), ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_record_speaks_of_its_vulnerability),
		TEST(a_record_of_several_may_mean_each),
		TEST(an_alert_speaks_of_the_numbers_it_names),
		TEST(lists_come_in_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
