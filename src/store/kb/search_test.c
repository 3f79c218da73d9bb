/* What is found, in which order, and what is not. */
#include "store/kb/world_test.h"

#include "base/buf.h"
#include "domain/match/match.h"
#include "store/kb/faces.h"
#include "store/kb/search.h"

static const struct kb_query any = { .base_least = -1, .base_most = 100, .since = INSTANT_NONE, .until = INSTANT_NONE, .most = 20, .lang = LANG_JA };

/* A record with words. */
struct saying { const char *id; int published; const char *title_ja, *text_ja, *text_en, *vendor, *product; int base; const char *cwe; };

static void
bring_sayings(struct place *place, const struct saying *sayings, size_t count, bool first)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	for (size_t i = 0; i < count; i++) {
		struct advisory advisory = { .source = SOURCE_NVD, .id = str_of(sayings[i].id), .published = DAY(sayings[i].published),
			.modified = DAY(sayings[i].published + (first ? 0 : 1)), .withdrawn = INSTANT_NONE, .title_ja = str_of(sayings[i].title_ja),
			.text_ja = str_of(sayings[i].text_ja), .text_en = str_of(sayings[i].text_en) };
		struct affected *affected = list_add(place->arena, &advisory.affected);

		affected->vendor = str_of(sayings[i].vendor);
		affected->product = str_of(sayings[i].product);
		if (sayings[i].base >= 0)
			list_push(place->arena, &advisory.scores, ((struct score){ .provider = STR("nvd"), .version = CVSS_V3_1, .base = sayings[i].base }));
		if (sayings[i].cwe != NULL)
			list_push(place->arena, &advisory.cwes, str_of(sayings[i].cwe));
		assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena));
	}
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

static const struct saying sayings[] = {
	{ "CVE-2026-0001", 10, "東京ルーターにおける脆弱性", "遠隔の第三者により任意のコードを実行される可能性があります。", "", "例の会社", "東京ルーター", 98, "CWE-79" },
	{ "CVE-2026-0002", 20, "", "", "A flaw in Apache Tomcat 9.0.71 allows remote attackers to read files. The server is in Tokyo.", "Apache", "Tomcat", 75, "CWE-7" },
	{ "CVE-2026-0003", 30, "さくらサーバの不備", "<p>ルータを経由して<strong class=\"x\">東京都</strong>の情報が漏れる。京の字。a < b</p>", "", "桜", "サーバー", 50, NULL },
	{ "CVE-2026-0004", 40, "", "", "Nothing is said of products; \"quotes\" AND (brackets) are.", "", "log4j_core", -1, NULL },
};

/* The ids found, with blanks. */
static struct str
ids_of(struct place *place, const struct kb_query *query)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct buf out BUF_SCOPE = { 0 };
	struct kb_hits hits;

	assert_ok(kb_search(kb, query, place->arena, &hits));
	for (size_t i = 0; i < hits.hits.count; i++)
		buf_addf(&out, "%s%.*s%s", i > 0 ? " " : "", STR_ARG(str_from(hits.hits.items[i].id, 9)), hits.hits.items[i].in_text ? "x" : "");
	return arena_copy(place->arena, buf_str(&out));
}

static struct str
found(struct place *place, const char *text)
{
	struct kb_query query = any;

	query.text = str_of(text);
	return ids_of(place, &query);
}

static void
people_find_what_they_write(void **state)
{
	static const struct { const char *text, *ids; } rows[] = {
		{ "東京", "0001 0003x" }, { "京", "0001 0003x" }, { "都", "0003x" }, { "東京都", "0003x" }, { "京東", "" },
		{ "ルータ", "0001 0003x" }, { "ルーター", "0001 0003x" }, { "ﾙｰﾀｰ", "0001 0003x" }, { "サーバ", "0003" }, { "さーばー", "0003" },
		{ "サクラ", "0003" }, { "apache", "0002" }, { "ＡＰＡＣＨＥ　ＴＯＭＣＡＴ", "0002" }, { "tomcat 9.0.71", "0002" }, { "9.0", "0002" }, { "0.9", "" },
		{ "tomc", "" }, { "tomc*", "0002" }, { "TOKYO", "0002x" }, { "tokyo 東京", "" }, { "CVE-2026-0003", "0003" }, { "cve-2026", "0004 0003 0002 0001" },
		{ "log4j", "0004" }, { "log4j core", "0004" }, { "\"quotes\" AND", "0004" }, { "(brackets)", "0004" }, { "NOT", "" }, { "任意のコード", "0001x" },
		{ "name:tomcat", "" }, { "tomcat OR", "" }, { "^apache", "0002" }, { "strong", "" }, { "class", "" }, { "東京都 a b", "0003x" }, { "*", "" },
	};
	struct place *place = *state;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	for (size_t i = 0; i < ARRAY_LEN(rows) - 1; i++)
		assert_string_equal(arena_cstr(place->arena, found(place, rows[i].text)), rows[i].ids);
	{
		struct kb *kb KB_SCOPE = opened(place);
		struct kb_query query = any;
		struct kb_hits hits;

		query.text = STR("*");
		assert_err(kb_search(kb, &query, place->arena, &hits), ERR_USAGE);
		query.text = STR("");
		query.after = STR("nowhere");
		assert_err(kb_search(kb, &query, place->arena, &hits), ERR_USAGE);
	}
}

static void
filters_narrow_it(void **state)
{
	struct place *place = *state;
	struct kb_query query = any;
	struct kb_result result;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	assert_str(ids_of(place, &query), "0004 0003 0002 0001");
	query.base_least = 70;
	assert_str(ids_of(place, &query), "0002 0001");
	query.text = STR("東京");
	assert_str(ids_of(place, &query), "0001");
	query = any;
	query.cwe = STR("CWE-7");
	assert_str(ids_of(place, &query), "0002");
	query = any;
	query.since = DAY(20);
	query.until = DAY(40);
	assert_str(ids_of(place, &query), "0003 0002");
	query = any;
	query.product = STR("サーバー");
	assert_str(ids_of(place, &query), "0003");
	query.text = STR("東京");
	assert_str(ids_of(place, &query), "0003x");
	query = any;
	query.sources = (int64_t)1 << SOURCE_JVN;
	assert_str(ids_of(place, &query), "");
	query = any;
	query.kev = true;
	assert_str(ids_of(place, &query), "");
	assert_ok(import_epss(place, 902, LINES("CVE-2026-0001"), (const int32_t[]){ 100000 }, &result));
	assert_str(ids_of(place, &query), "");
}

static void
pages_follow_one_another(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_query query = any;
	struct kb_hits hits;
	struct buf seen BUF_SCOPE = { 0 };

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	kb = opened(place);
	query.text = STR("東京");
	query.most = 1;
	assert_ok(kb_search(kb, &query, place->arena, &hits));
	assert_int_equal(hits.found, 2);
	assert_int_equal(hits.critical, 1);
	assert_int_equal(hits.medium, 1);
	assert_int_equal(hits.of_source[SOURCE_NVD], 2);
	assert_str(hits.hits.items[0].title, "東京ルーターにおける脆弱性");
	query.text = STR("");
	for (int page = 0; page < 5; page++) {
		assert_ok(kb_search(kb, &query, place->arena, &hits));
		for (size_t i = 0; i < hits.hits.count; i++)
			buf_addf(&seen, "%.*s ", STR_ARG(str_from(hits.hits.items[i].id, 9)));
		query.after = hits.next;
		if (hits.next.len == 0)
			break;
	}
	assert_str(buf_str(&seen), "0004 0003 0002 0001 ");
}

static void
an_excerpt_shows_where(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;
	struct kb_query query = any;
	struct kb_hits hits;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	kb = opened(place);
	query.text = STR("ｺｰﾄﾞ");
	assert_ok(kb_search(kb, &query, place->arena, &hits));
	assert_int_equal(hits.hits.count, 1);
	assert_str(hits.hits.items[0].match, "コード");
	assert_true(str_ends(hits.hits.items[0].before, STR("任意の")));
	assert_true(str_starts(hits.hits.items[0].behind, STR("を実行")));
}

/* What changes, merges and goes is found by its new words only. */
static void
words_follow_what_is_said(void **state)
{
	static const struct saying changed[] = { { "CVE-2026-0001", 10, "大阪ルーター", "", "", "", "", 98, NULL } };
	struct place *place = *state;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	bring_sayings(place, changed, 1, false);
	assert_str(found(place, "大阪"), "0001");
	assert_str(found(place, "東京"), "0003x");
	assert_str(found(place, "tomcat"), "0002");
	take(place, &jvn, LINES("GHSA-1 10 published", "GHSA-2 10 published kyoto"));
	assert_int_equal(number_of(place, "GHSA-2") > 0, 1);
	{
		struct kb_query query = any;

		query.text = STR("kyoto");
		assert_str(ids_of(place, &query), "");      /* "GHSA-2" is shorter than what ids_of shows */
		query.text = STR("ghsa");
		struct kb *kb KB_SCOPE = opened(place);
		struct kb_hits hits;

		assert_ok(kb_search(kb, &query, place->arena, &hits));
		assert_int_equal(hits.found, 2);
		take(place, &jvn, LINES("GHSA-2 20 published =CVE-2026-0002"));
	}
	assert_str(found(place, "ghsa 2"), "0002");
}

static bool
names_a_server(void *context, struct str id, struct str names)
{
	++*(int *)context;
	return str_starts(id, STR("CVE-")) && str_find(names, STR("サーバー")) != SIZE_MAX;
}

/* What came behind a generation only, and what its caller says yes to: also in the counts. */
static void
its_caller_narrows_it(void **state)
{
	static const struct saying changed[] = { { "CVE-2026-0003", 30, "大阪の不備", "", "", "桜", "サーバー", 50, NULL } };
	struct place *place = *state;
	struct kb_query query = any;
	int64_t first;
	int asked = 0;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	{
		struct kb *kb KB_SCOPE = opened(place);
		struct kb_hits hits;

		first = kb_head(kb)->generation;
		query.keep = names_a_server;
		query.keep_context = &asked;
		assert_ok(kb_search(kb, &query, place->arena, &hits));
		assert_int_equal(hits.found, 1);
		assert_int_equal(hits.hits.count, 1);
		assert_true(asked > 0);
		query.text = STR("tomcat");
		assert_ok(kb_search(kb, &query, place->arena, &hits));
		assert_int_equal(hits.found, 0);
	}
	query = any;
	query.changed = first;
	assert_str(ids_of(place, &query), "");
	bring_sayings(place, changed, 1, false);
	assert_str(ids_of(place, &query), "0003");
	query.text = STR("大阪");
	assert_str(ids_of(place, &query), "0003");
	query.text = STR("tomcat");
	assert_str(ids_of(place, &query), "");
}

static void
a_face_holds_a_cve_or_says_that_it_is_an_odd_one(void **state)
{
	static const struct { const char *id; bool fits; } rows[] = {
		{ "CVE-1999-0001", true }, { "CVE-2026-33554431", true }, { "CVE-2116-1", true }, { "CVE-1990-1", false }, { "CVE-2026-33554432", false },
		{ "CVE-2117-33554431", false }, { "CVE-2118-1", false }, { "CVE-0-1", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint64_t key;

		print_message("  %s\n", rows[i].id);
		assert_true(match_cve_key(str_of(rows[i].id), &key));
		assert_int_equal(face_cve(key) != FACE_ODD_CVE, rows[i].fits);
		assert_true(!rows[i].fits || face_cve_key(face_cve(key)) == key);
		assert_true(face_cve(key) != FACE_NO_CVE);
	}
}

static void
bring_kev(struct place *place, const char *const *cves, size_t count)
{
	static const struct kb_feed feed = { .source = SOURCE_KEV };
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(1000), place->arena, &import));
	assert_ok(kb_import_feed(import, &feed, place->arena));
	for (size_t i = 0; i < count; i++)
		assert_ok(kb_import_record(import, &kev_entry_schema, &(struct kev_entry){ .cve = str_of(cves[i]) }, STR(""), place->arena));
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

/* Also of one whose face does not hold its number. */
static void
what_kev_lists_is_told(void **state)
{
	static const struct saying odd[] = { { "CVE-1990-0005", 50, "", "", "An old flaw.", "", "old", -1, NULL } };
	static const char *const listed[] = { "CVE-2026-0001", "CVE-1990-0005", "CVE-2026-9999" };
	struct place *place = *state;
	struct kb_query query = any;
	struct kb_hits hits;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	bring_sayings(place, odd, 1, true);
	bring_kev(place, listed, ARRAY_LEN(listed));
	query.kev = true;
	assert_str(ids_of(place, &query), "0005 0001");
	query = any;
	{
		struct kb *kb KB_SCOPE = opened(place);

		assert_ok(kb_search(kb, &query, place->arena, &hits));
		assert_int_equal(hits.found, 5);
		assert_int_equal(hits.kev, 2);
		assert_true(hits.hits.items[0].kev && !hits.hits.items[1].kev);
	}
}

/* One that was built before searching was as it is: said, and built anew with the next that comes. */
static void
an_older_generation_is_built_anew(void **state)
{
	static const struct saying more[] = { { "CVE-2026-0005", 50, "", "", "One more flaw of tomcat.", "", "", -1, NULL } };
	struct place *place = *state;
	struct kb_query query = any;
	struct kb_hits hits;
	sqlite3 *handle;

	bring_sayings(place, sayings, ARRAY_LEN(sayings), true);
	{
		struct kb *kb KB_SCOPE = opened(place);
		struct str file = path_join(place->arena, place_generation(place->path, kb_head(kb)->generation, place->arena), STR("kb.db"));

		assert_int_equal(sqlite3_open(arena_cstr(place->arena, file), &handle), SQLITE_OK);
		assert_int_equal(sqlite3_exec(handle, "DROP TABLE faces", NULL, NULL, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	}
	{
		struct kb *kb KB_SCOPE = opened(place);

		query.text = STR("tomcat");
		assert_err(kb_search(kb, &query, place->arena, &hits), ERR_STORE);
	}
	bring_sayings(place, more, 1, true);
	assert_str(found(place, "tomcat"), "0005 0002");
	assert_str(found(place, "東京"), "0001 0003x");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_find_what_they_write), TEST(filters_narrow_it), TEST(pages_follow_one_another), TEST(an_excerpt_shows_where),
		TEST(words_follow_what_is_said), TEST(its_caller_narrows_it),
		TEST(a_face_holds_a_cve_or_says_that_it_is_an_odd_one), TEST(what_kev_lists_is_told), TEST(an_older_generation_is_built_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
