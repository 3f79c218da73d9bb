#include "test.h"
#include "base/buf.h"
#include "format/alert/alert.h"
#include "model/advisory.h"

/* Everything that came, a line each. */
struct told { struct sink sink; struct buf out; int64_t alerts, problems; struct arena *arena; };

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct told *told = (struct told *)sink;
	const struct alert *alert = value;

	if (schema == &feed_head_schema) {
		buf_addf(&told->out, "head %.*s\n", STR_ARG(((const struct feed_head *)value)->name));
		return NULL;
	}
	told->alerts++;
	buf_addf(&told->out, "%.*s|%.*s|%s|%s|%.*s|%.*s|%.*s|%.*s|%.*s\n", STR_ARG(alert->id), STR_ARG(alert->issuer),
	    enum_name(&alert_kind_names, (int)alert->kind), enum_name(&alert_level_names, (int)alert->level), STR_ARG(alert->title), STR_ARG(alert->url),
	    STR_ARG(instant_format(alert->modified, ZONE_JST, arena)), STR_ARG(arena_join(arena, alert->cves.items, alert->cves.count, STR(" "))),
	    STR_ARG(arena_join(arena, alert->cpes.items, alert->cpes.count, STR(" "))));
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct told *told = (struct told *)sink;

	(void)arena;
	told->problems++;
	buf_addf(&told->out, "refused %.*s\n", STR_ARG(problem->sentence_en));
	return NULL;
}

static struct err *
read_text(struct str text, struct told *told)
{
	struct input_bytes input;

	told->sink = (struct sink){ take, take_problem };
	return alert_read(input_of_bytes(&input, text, STR("test")), &told->sink, told->arena);
}

static void
every_form_is_read(void **state)
{
	static const struct { const char *file, *told; } cases[] = {
		{ "jpcert.rdf",
		    "JPCERT-AT-2026-9001|JPCERT/CC|notice||注意喚起: みどりルータの脆弱性に関する注意喚起 (公開)|https://www.jpcert.or.jp/at/2026/at269001.html|2026-11-20T09:30:00+09:00||\n"
		    "https://www.jpcert.or.jp/newsflash/2026111901.html|JPCERT/CC|news||CyberNewsFlash: 例示サーバの脆弱性（CVE-2026-990002）について|"
		    "https://www.jpcert.or.jp/newsflash/2026111901.html|2026-11-19T14:00:00+09:00|CVE-2026-990002|\n"
		    "JPCERT-WR-2026-1118|JPCERT/CC|weekly||Weekly Report: 例示社の複数の製品に脆弱性|https://www.jpcert.or.jp/wr/2026/wr261118.html|2026-11-18T09:00:00+09:00||\n"
		    "head alerts:www.jpcert.or.jp\n" },
		{ "at269001.html",
		    "JPCERT-AT-2026-9001|JPCERT/CC|notice||みどりルータの脆弱性に関する注意喚起|https://www.jpcert.or.jp/at/2026/at269001.html|2026-11-21T00:00:00+09:00|CVE-2026-990001|\n"
		    "head alerts:pages\n" },
		{ "myjvn.xml",
		    "MYJVN-ALT-2026-9001|IPA|notice|high|みどり管理ツールに関するセキュリティ情報 (2026年11月18日 公開)|"
		    "https://www.ipa.go.jp/security/security-alert/2026/alert20261118.html|2026-11-19T09:00:00+09:00|CVE-2026-990003|"
		    "cpe:2.3:a:midori_denki:kanri_tool:*:*:*:*:*:*:*:*\n"
		    "head alerts:myjvn\n" },
		{ "maker.rss",
		    "https://security.midori.example/msa-2026-7|security.midori.example|information||MSA-2026-7: flaw in Midori Router|"
		    "https://security.midori.example/msa-2026-7|2026-11-20T09:30:00+09:00|CVE-2026-990001|\n"
		    "head alerts:security.midori.example\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct told told = { .arena = arena };
		struct str text;

		print_message("  %s\n", cases[i].file);
		assert_ok(file_read(arena_printf(arena, SOURCE_ROOT "/src/format/alert/cases/%s", cases[i].file), 1 << 20, arena, &text));
		assert_ok(read_text(text, &told));
		assert_str(buf_str(&told.out), cases[i].told);
		buf_done(&told.out);
	}
}

static void
html_becomes_words(void **state)
{
	static const struct { const char *html, *text; } cases[] = {
		{ "", "" }, { "a < b & c", "a < b & c" }, { "<p>one</p><p>two", "one\n\ntwo" }, { "a<br>b", "a\nb" }, { "a\n  b", "a b" },
		{ "&amp;&lt;&#x3042;&#12356;&nosuch;&#0;", "&<あい&nosuch;" }, { "<script>x</script>y<style>z", "y" }, { "<!-- <p>a --> b", "b" },
		{ "<SCRIPT >x</SCRIPT foo>y", "y" }, { "<", "<" }, { "<p", "<p" }, { "a<b>b</b>c", "abc" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_str(alert_plain(str_of(cases[i].html), arena), cases[i].text);
}

static void
what_is_no_alert_is_refused(void **state)
{
	static const struct { const char *text; const char *told; } cases[] = {
		{ "<rss version='2.0'><channel><item><description>x</description></item></channel></rss>", "refused" },
		{ "<rdf:RDF xmlns:rdf='x'><item><title>a</title><link>javascript:alert(1)</link></item></rdf:RDF>", "refused" },
		{ "<feed><entry><title>該当する脆弱性対策情報はありません。</title><id>MYJVN-ALT-0</id></entry></feed>", "head" },
		{ "<feed/>", "head" },
		{ "{\"feed\":{\"entry\":[]}}", "head alerts:myjvn" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct told told = { .arena = arena };

		assert_ok(read_text(str_of(cases[i].text), &told));
		assert_int_equal(told.alerts, 0);
		assert_true(str_starts(buf_str(&told.out), str_of(cases[i].told)));
		buf_done(&told.out);
	}
}

static void
other_files_are_errors(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct told told = { .arena = arena };

	(void)state;
	assert_err(read_text(STR(""), &told), ERR_FORMAT);
	assert_err(read_text(STR("<a><b/></a>"), &told), ERR_FORMAT);
	assert_err(read_text(STR("{\"feed\":1}"), &told), ERR_FORMAT);
	assert_err(read_text(STR("<rss><channel><item>"), &told), ERR_FORMAT);
	assert_err(read_text(STR("<feed xmlns:s='x'><s:Status retCd='1' errCd='AL0703019' errMsg='no'/></feed>"), &told), ERR_NOT_FOUND);
	buf_done(&told.out);
}

static void
real_answers_of_myjvn_are_read(void **state)
{
	static const char *const files[] = { "jvn/examples/hnd/getAlertList_hnd.xml", "jvn/examples/hnd/getAlertList_hnd.json" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct arena *arena = arena_new();
		struct told told = { .arena = arena };
		const char *path = test_data(arena, files[i]);
		struct str text;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), 1 << 20, arena, &text));
		assert_ok(read_text(text, &told));
		assert_int_equal(told.alerts, 2);
		assert_int_equal(told.problems, 0);
		assert_true(str_find(buf_str(&told.out), STR("MYJVN-ALT-2025-0011|IPA|notice|info|")) != SIZE_MAX);
		assert_true(str_find(buf_str(&told.out), STR("cpe:2.3:a:wordpress:wordpress")) != SIZE_MAX);
		buf_done(&told.out);
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read),
		cmocka_unit_test(html_becomes_words),
		cmocka_unit_test(what_is_no_alert_is_refused),
		cmocka_unit_test(other_files_are_errors),
		cmocka_unit_test(real_answers_of_myjvn_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
