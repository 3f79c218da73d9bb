#include "test.h"
#include <fcntl.h>
#include <string.h>
#include "base/buf.h"
#include "format/jvn/jvn.h"
#include "model/record.h"

/* Keeps what a reader sends, through the codec: so it is also what may travel. */
struct kept {
	struct sink      sink;
	struct arena    *arena;
	LIST(struct advisory) records;
	struct feed_head head;
	size_t           heads;
	LIST(struct problem) problems;
};

static struct err *
keep_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct kept *kept = (struct kept *)sink;
	struct buf bytes BUF_SCOPE = { 0 };
	struct str copy;

	(void)arena;
	record_encode(schema, value, &bytes);
	copy = arena_copy(kept->arena, buf_str(&bytes));
	if (schema == &feed_head_schema) {
		kept->heads++;
		return record_decode(schema, copy, kept->arena, &kept->head);
	}
	return record_decode(schema, copy, kept->arena, list_add(kept->arena, &kept->records));
}

static struct err *
keep_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct kept *kept = (struct kept *)sink;
	struct problem *copy = list_add(kept->arena, &kept->problems);

	(void)arena;
	*copy = *problem;
	copy->id = arena_copy(kept->arena, problem->id);
	copy->sentence_en = arena_copy(kept->arena, problem->sentence_en);
	return NULL;
}

static struct err *
read_text(struct str text, struct kept *kept, struct arena *arena)
{
	struct input_bytes input;

	*kept = (struct kept){ .sink = { keep_record, keep_problem }, .arena = arena };
	return jvn_read(input_of_bytes(&input, text, STR("x.xml")), &kept->sink, arena);
}

/* NULL where the data are not at hand. */
static struct err *
read_file(const char *name, struct kept *kept, struct arena *arena, bool *ret_there)
{
	const char *path = test_data(arena, name);
	struct str text;

	*ret_there = path != NULL;
	if (path == NULL)
		return NULL;
	TRY(file_read(str_of(path), (size_t)64 << 20, arena, &text));
	return read_text(text, kept, arena);
}

/* -------------------------------------------------------------------------------- our own documents */

#define VULDEF(lang, body) "<?xml version='1.0'?><VULDEF-Document version='3.2' xmlns='http://jvn.jp/vuldef/' xml:lang='" lang "'>" body "</VULDEF-Document>"
#define VULINFO(id, body) "<Vulinfo><VulinfoID>" id "</VulinfoID><VulinfoData>" body "</VulinfoData></Vulinfo>"
#define ADVISORY(id) "<RelatedItem type='advisory'><Name>JVN</Name><VulinfoID>" id "</VulinfoID><URL>https://example.jp/" id "</URL></RelatedItem>"

static const char detail[] = VULDEF("ja", VULINFO("JVNDB-2026-990001",
    "<Title>みどり管理ツールにおける SQL インジェクションの脆弱性</Title>"
    "<VulinfoDescription><Overview> みどり管理ツールには問題があります。 </Overview></VulinfoDescription>"
    "<Affected>"
    "<AffectedItem><Name>みどり電機</Name><ProductName>管理ツール</ProductName><Cpe version='2.2'>cpe:/a:midori:tool%2b</Cpe>"
    "<VersionNumber>3.2.1 より前のバージョン </VersionNumber><VersionNumber/></AffectedItem>"
    "<AffectedItem><Name>みどり電機</Name><ProductName>管理ツール</ProductName>"
    "<VersionNumber>4.0.0 から 4.0.5 まで</VersionNumber></AffectedItem>"
    "<AffectedItem affectedstatus='notvulnerable'><Name>みどり電機</Name><ProductName>別の製品</ProductName></AffectedItem>"
    "<AffectedItem affectedstatus='notvulnerable_investigating'><Name>あお</Name><ProductName>調査中の製品</ProductName>"
    "<VersionNumber><RangeBegin operator='ge'>1.0</RangeBegin><RangeEnd operator='lt'>1.5</RangeEnd></VersionNumber>"
    "<VersionNumber operator='le'>0.9</VersionNumber><BuildNumber>77</BuildNumber></AffectedItem>"
    "</Affected>"
    "<Impact><Cvss version='2.0'><Base>7.5</Base><Vector>AV:N/AC:L/Au:N/C:P/I:P/A:P</Vector></Cvss>"
    "<Cvss version='3.0'><Base>9.8</Base><Vector>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</Vector></Cvss>"
    "<ImpactItem><Description>一つめ</Description></ImpactItem><ImpactItem><Description>二つめ</Description></ImpactItem></Impact>"
    "<Solution><SolutionItem><Description>更新する</Description></SolutionItem><SolutionItem solutiontype='workaround'><Description>止める</Description></SolutionItem></Solution>"
    "<Related>" ADVISORY("CVE-2026-990001") ADVISORY("JVN#99000001") ADVISORY("CVE-2026-990001") ADVISORY("VU#123456")
    "<RelatedItem type='vendor'><Name>みどり電機</Name><VulinfoID>お知らせ</VulinfoID><URL>https://example.jp/1?a=b&amp;c=d</URL></RelatedItem>"
    "<RelatedItem type='cwe'><VulinfoID>CWE-89</VulinfoID></RelatedItem><RelatedItem type='cwe'><VulinfoID>CWE-noinfo</VulinfoID></RelatedItem>"
    "</Related>"
    "<DateFirstPublished>2026-11-18T12:00:00+09:00</DateFirstPublished><DateLastUpdated>2026-11-19T12:03</DateLastUpdated>"));

static void
a_detail_becomes_an_advisory(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;
	struct advisory *a;

	(void)state;
	assert_ok(read_text(str_of(detail), &kept, arena));
	assert_int_equal(kept.records.count, 1);
	assert_int_equal(kept.problems.count, 0);
	a = &kept.records.items[0];
	assert_int_equal(a->source, SOURCE_JVN);
	assert_str(a->id, "JVNDB-2026-990001");
	assert_int_equal(a->state, ADVISORY_PUBLISHED);
	assert_str(a->title_ja, "みどり管理ツールにおける SQL インジェクションの脆弱性");
	assert_str(a->text_ja, "みどり管理ツールには問題があります。");
	assert_str(a->impact_ja, "一つめ\n二つめ");
	assert_str(a->solution_ja, "更新する");
	assert_str(a->mitigation_ja, "止める");
	assert_str(instant_format(a->published, ZONE_JST, arena), "2026-11-18T12:00:00+09:00");
	assert_str(instant_format(a->modified, ZONE_JST, arena), "2026-11-19T12:03:00+09:00");
	assert_int_equal(a->covers.count, 1);
	assert_str(a->covers.items[0], "CVE-2026-990001");
	assert_int_equal(a->aliases.count, 1);
	assert_str(a->aliases.items[0], "JVN#99000001");
	assert_int_equal(a->related.count, 1);
	assert_str(a->related.items[0], "VU#123456");
	assert_int_equal(a->cwes.count, 1);
	assert_str(a->cwes.items[0], "CWE-89");
	assert_int_equal(a->references.count, 5);
	assert_str(a->references.items[4].title, "お知らせ");
	assert_str(a->references.items[4].tags.items[0], "みどり電機");
	assert_int_equal(a->scores.count, 2);
	assert_int_equal(a->scores.items[0].version, CVSS_V2);
	assert_int_equal(a->scores.items[1].version, CVSS_V3_1);
	assert_int_equal(a->scores.items[1].base, 98);
	assert_str(a->scores.items[1].provider, "ipa");
	assert_str(kept.head.name, "jvn:detail");
}

static void
affected_rows_keep_every_word(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;
	struct affected *rows;

	(void)state;
	assert_ok(read_text(str_of(detail), &kept, arena));
	rows = kept.records.items[0].affected.items;
	assert_int_equal(kept.records.items[0].affected.count, 3);
	assert_str(rows[0].vendor, "みどり電機");
	assert_str(rows[0].product, "管理ツール");
	assert_int_equal(rows[0].cpes.count, 1);
	assert_str(rows[0].cpes.items[0], "cpe:2.3:a:midori:tool\\+:*:*:*:*:*:*:*:*");
	assert_int_equal(rows[0].phrases.count, 2);   /* of two items, one product */
	assert_str(rows[0].phrases.items[0], "3.2.1 より前のバージョン ");
	assert_str(rows[0].phrases.items[1], "4.0.0 から 4.0.5 まで");
	assert_int_equal(rows[1].status, AFFECTED_NO);
	assert_int_equal(rows[1].phrases.count, 0);
	assert_int_equal(rows[2].status, AFFECTED_UNKNOWN);
	assert_int_equal(rows[2].phrases.count, 3);
	assert_str(rows[2].phrases.items[0], "1.0 以上 1.5 未満");
	assert_str(rows[2].phrases.items[1], "0.9 以下");
	assert_str(rows[2].phrases.items[2], "Build 77");
}

static const struct {
	const char         *title, *text;
	enum advisory_state state;
} states[] = {
	{ "ふつうの題名", "ふつうの説明", ADVISORY_PUBLISHED },
	{ "** 削除 ** 何かの脆弱性", "", ADVISORY_WITHDRAWN },
	{ "**削除**", "", ADVISORY_WITHDRAWN },
	{ "何か", "＊＊ 削除 ＊＊ 本件は重複です", ADVISORY_WITHDRAWN },
	{ "何か", "** REJECT ** DO NOT USE", ADVISORY_WITHDRAWN },
	{ "何か", "** 未確定 ** 本件は確定していません", ADVISORY_DISPUTED },
	{ "何か", "** 未サポート ** ** 未確定 ** 本件は", ADVISORY_DISPUTED },
	{ "ファイルを削除される脆弱性", "任意のファイルを削除 ** される", ADVISORY_PUBLISHED },
};

static void
tombstones_are_told_by_their_stars(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		struct kept kept;
		struct str text = arena_printf(arena, VULDEF("ja", VULINFO("JVNDB-2026-990002", "<Title>%s</Title>"
		    "<VulinfoDescription><Overview>%s</Overview></VulinfoDescription><DateLastUpdated>2026-01-01T00:00:00+09:00</DateLastUpdated>")),
		    states[i].title, states[i].text);

		assert_ok(read_text(text, &kept, arena));
		assert_int_equal(kept.records.items[0].state, states[i].state);
		assert_int_equal(kept.records.items[0].withdrawn == INSTANT_NONE, states[i].state != ADVISORY_WITHDRAWN);
	}
}

static void
several_numbers_of_jvn_are_related_and_none_is_the_record(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;

	(void)state;
	assert_ok(read_text(STR(VULDEF("ja", VULINFO("JVNDB-2026-990003", "<Related>" ADVISORY("JVNVU#99000001") ADVISORY("JVNVU#99000002")
	    ADVISORY("CVE-2026-990001") ADVISORY("CVE-2026-990002") "</Related>"))), &kept, arena));
	assert_int_equal(kept.records.items[0].aliases.count, 0);
	assert_int_equal(kept.records.items[0].related.count, 2);
	assert_int_equal(kept.records.items[0].covers.count, 2);
}

static void
a_broken_record_is_refused_and_the_next_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;

	(void)state;
	assert_ok(read_text(STR(VULDEF("en", "<Vulinfo><VulinfoID>JVNDB-2026-1</VulinfoID></Vulinfo>" VULINFO("", "") VULINFO("JVNDB-2026-990004",
	    "<Title>SQL injection</Title><Affected><AffectedItem><Name>n</Name><Cpe>cpe:/a:%zz</Cpe><Cpe>cpe:/:misc</Cpe></AffectedItem></Affected>"
	    "<Impact><ImpactItem><Description>English words</Description></ImpactItem></Impact>"))), &kept, arena));
	assert_int_equal(kept.records.count, 1);
	assert_int_equal(kept.problems.count, 4);
	assert_str(kept.problems.items[0].id, "JVNDB-2026-1");
	assert_false(kept.problems.items[0].warning);
	assert_true(kept.problems.items[2].warning);
	assert_str(kept.records.items[0].title_en, "SQL injection");
	assert_str(kept.records.items[0].title_ja, "");
	assert_str(kept.records.items[0].impact_ja, "");
	assert_int_equal(kept.records.items[0].affected.items[0].cpes.count, 0);
}

static const struct {
	const char *text;
	const char *code;
	const char *sentence;
} refused[] = {
	{ "", "ERR_FORMAT", "line 1" },
	{ "<html><body/></html>", "ERR_FORMAT", "holds <html>" },
	{ "<feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>", "ERR_FORMAT", "holds <feed>" },
	{ "<item/>", "ERR_FORMAT", "holds <item>" },
	{ " {\"$schema\": \"x\"}", "ERR_FORMAT", "neither a list nor a detail" },
	{ "{\"document\": {", "ERR_FORMAT", "byte" },
	{ "{\"vendors\": [], \"status\": {\"retCd\": 0, \"totalResRet\": 0, \"method\": \"getVendorList\"}}", "ERR_FORMAT", "neither a list nor a detail" },
	{ "{\"status\": {\"retCd\": \"1\", \"errCd\": \"VD01030602\", \"errMsg\": \"x\"}}", "ERR_NOT_FOUND", "VD01030602" },
	{ "<VULDEF-Document>" VULINFO("JVNDB-2026-990005", "") "<Vulinfo>", "ERR_FORMAT", "line 1" },
	{ "<Result><Status method='getVendorList' retCd='0'/></Result>", "ERR_FORMAT", "holds <Result>" },
	{ "<Result><Status method='getVulnDetailInfo' retCd='1' errCd='VD01030602' errMsg='x'/></Result>", "ERR_NOT_FOUND", "VD01030602" },
};

static void
what_is_no_such_document_is_told_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct kept kept;
		struct err *err = read_text(str_of(refused[i].text), &kept, arena);

		assert_non_null(err);
		print_message("  %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_string_equal(err_code_name(err->code), refused[i].code);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(refused[i].sentence)) != SIZE_MAX);
	}
}

static void
an_answer_without_records_is_no_error(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;

	(void)state;
	assert_ok(read_text(STR("<Result><Status method='getVulnOverviewList' retCd='0' totalResRet='0'/></Result>"), &kept, arena));
	assert_int_equal(kept.records.count, 0);
	assert_int_equal(kept.head.declared, 0);
	assert_ok(read_text(STR("{\"status:Status\": {\"method\": \"getVulnOverviewList\", \"retCd\": \"0\", \"totalResRet\": \"0\"}}"), &kept, arena));
	assert_int_equal(kept.records.count, 0);
	assert_int_equal(kept.head.declared, 0);
}

/* ---------------------------------------------------------------------------------- version 4: the same as JSON */

/* The weakness of `detail`, in the form of feed=oka. ' stands for ". */
static const char oka_document[] =
    "{'document': {'category': 'myjvn_security_advisory', 'csaf_version': '2.1', 'lang': 'ja', 'title': 'みどり管理ツールにおける SQL インジェクションの脆弱性',"
    "'notes': [{'category': 'description', 'text': 'みどり管理ツールには問題があります。'}],"
    "'tracking': {'id': 'JVNDB-2026-990001', 'initial_release_date': '2026-11-18T12:00:00+09:00', 'current_release_date': '2026-11-19T12:03:00+09:00'},"
    "'references': ["
    "{'summary': 'CVE-2026-990001', 'url': 'https://example.jp/CVE-2026-990001', 'type': 'advisory', 'source': 'JVN'},"
    "{'summary': 'JVN#99000001', 'url': 'https://example.jp/JVN#99000001', 'type': 'advisory', 'source': 'JVN'},"
    "{'summary': 'CVE-2026-990001', 'url': 'https://example.jp/CVE-2026-990001', 'type': 'advisory', 'source': 'JVN'},"
    "{'summary': 'VU#123456', 'url': 'https://example.jp/VU#123456', 'type': 'advisory', 'source': 'JVN'},"
    "{'summary': 'お知らせ', 'url': 'https://example.jp/1?a=b&amp;c=d', 'type': 'vendor', 'source': 'みどり電機'},"
    "{'summary': 'CWE-89', 'url': 'https://example.jp/89', 'type': 'cwe', 'source': 'IPA'}]},"
    "'product_tree': {'branches': [{'category': 'vendor', 'name': 'みどり電機', 'branches': ["
    "{'category': 'product_name', 'name': '管理ツール', 'branches': [{'category': 'product_version', 'name': '3.2.0', 'product': {'product_id': 'jvnpid:1.0::midori:tool:3.2.0',"
    "'product_identification_helper': {'cpe': 'cpe:2.3:a:midori:tool\\\\+:3.2.0:*:*:*:*:*:*:*'}}}]},"
    "{'category': 'product_name', 'name': '別の製品', 'product': {'product_id': 'jvnpid:1.0::midori:other'}}]},"
    "{'category': 'vendor', 'name': 'あお', 'branches': [{'category': 'product_name', 'name': '調査中の製品', 'product': {'product_id': 'jvnpid:1.0::ao:unknown'}}]}]},"
    "'vulnerabilities': [{'cve': 'CVE-2026-990001', 'cwes': [{'id': 'CWE-89'}, {'id': 'CWE-noinfo'}],"
    "'product_status': {'known_affected': ['jvnpid:1.0::midori:tool:3.2.0'], 'known_not_affected': ['jvnpid:1.0::midori:other'],"
    "'under_investigation': ['jvnpid:1.0::ao:unknown']},"
    "'threats': [{'category': 'impact', 'details': '一つめ'}, {'category': 'impact', 'details': '二つめ'}],"
    "'remediations': [{'category': 'vendor_fix', 'details': '更新する'}, {'category': 'workaround', 'details': '止める'}],"
    "'metrics': [{'content': {'cvss_v2': {'version': '2.0', 'vectorString': 'AV:N/AC:L/Au:N/C:P/I:P/A:P', 'baseScore': 7.5},"
    "'cvss_v3': {'version': '3.0', 'vectorString': 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'baseScore': '9.8'}}}]}],"
    "'jvn_extension': {'affected': [{'$comment': 'x'}, {'vendor': 'みどり電機', 'product': '管理ツール', 'versions': ["
    "{'version': '', 'status': 'affected', 'lessThanOrEqual': '', 'description': 'バージョン 3.2.1 より前のバージョン, 4.0.0 から 4.0.5 まで'}]},"
    "{'vendor': 'あお', 'product': '調査中の製品', 'versions': ["
    "{'version': '1.0', 'status': 'unknown', 'lessThan': '1.5'}, {'version': '0.0.0', 'status': 'unknown', 'lessThanOrEqual': '0.9'},"
    "{'version': 'Build 77', 'status': 'unknown'}]}]}}";

static struct str
quoted(const char *text, struct arena *arena)
{
	struct str copy = arena_copy(arena, str_of(text));

	for (size_t i = 0; i < copy.len; i++)
		if (copy.ptr[i] == '\'')
			((char *)(uintptr_t)copy.ptr)[i] = '"';
	return copy;
}

/* As it travels; what only the form can say differently is made alike before. */
static struct str
encoded(struct advisory *advisory, struct arena *arena)
{
	struct buf bytes BUF_SCOPE = { 0 };

	record_encode(&advisory_schema, advisory, &bytes);
	return arena_copy(arena, buf_str(&bytes));
}

static void
a_fact_is_the_same_record_in_either_form(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str document = quoted(oka_document, arena);
	struct kept xml, one, several;

	(void)state;
	assert_ok(read_text(str_of(detail), &xml, arena));
	/* Phrases are read without the blanks around them. */
	xml.records.items[0].affected.items[0].phrases.items[0] = str_trim_space(xml.records.items[0].affected.items[0].phrases.items[0]);
	assert_ok(read_text(document, &one, arena));
	assert_int_equal(one.problems.count, 0);
	assert_int_equal(one.records.count, 1);
	assert_str(one.head.name, "jvn:detail");
	assert_true(str_eq(encoded(&one.records.items[0], arena), encoded(&xml.records.items[0], arena)));
	/* And in a bundle. */
	assert_ok(read_text(arena_printf(arena, "{\"type\": \"bundle\", \"objects\": [{\"type\": \"identity\"}, {\"type\": \"jvn-jp-sdo\", \"VULDEF-Document\": [%.*s, {\"document\": {}}, %.*s]}]}",
	    STR_ARG(document), STR_ARG(document)), &several, arena));
	assert_int_equal(several.records.count, 2);
	assert_int_equal(several.problems.count, 1);
	assert_true(str_eq(encoded(&several.records.items[1], arena), encoded(&xml.records.items[0], arena)));
}

static void
ranges_of_applicability_are_read_where_nothing_else_is_said(void **state)
{
	static const char text[] =
	    "{'document': {'title': 'x', 'tracking': {'id': 'JVNDB-2026-990009'}},"
	    "'product_tree': {'branches': [{'name': 'v', 'branches': [{'name': 'a', 'product': {'product_id': 'jvnpid:1.0::v:a', 'product_identification_helper': {'cpe': 'cpe:2.3:a:v:a:*:*:*:*:*:*:*:*'}}},"
	    "{'name': 'b', 'product': {'product_id': 'jvnpid:1.0::v:b'}}, {'name': 'c', 'product': {'product_id': 'jvnpid:1.0::v:c'}}]}]},"
	    "'jvn_extension': {'cpeApplicability': [{'nodes': [{'operator': 'OR', 'negate': false, 'cpeMatch': ["
	    "{'vulnerable': true, 'criteria': 'cpe:2.3:a:v:a:*:*:*:*:*:*:*:*', 'versionStartExcluding': '2.0', 'versionEndExcluding': '2.5'},"
	    "{'vulnerable': true, 'criteria': 'cpe:2.3:a:v:a:7.1:*:*:*:*:*:*:*'}, {'vulnerable': true, 'criteria': 'jvnpid:1.0::v:b:3.3'},"
	    "{'vulnerable': false, 'criteria': 'jvnpid:1.0::v:c:1'}, {'vulnerable': true, 'criteria': 'jvnpid:1.0::v:another'}]},"
	    "{'operator': 'AND', 'cpeMatch': [{'vulnerable': true, 'criteria': 'jvnpid:1.0::v:c:2'}]}]}]}}";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;
	struct affected *rows;

	(void)state;
	assert_ok(read_text(quoted(text, arena), &kept, arena));
	rows = kept.records.items[0].affected.items;
	assert_int_equal(kept.records.items[0].affected.count, 3);
	assert_int_equal(rows[0].phrases.count, 2);
	assert_str(rows[0].phrases.items[0], "2.0 より後 2.5 未満");
	assert_str(rows[0].phrases.items[1], "7.1");
	assert_int_equal(rows[1].phrases.count, 1);
	assert_str(rows[1].phrases.items[0], "3.3");
	assert_int_equal(rows[2].phrases.count, 0);
}

static void
an_overview_of_version_4_is_an_overview(void **state)
{
	static const char text[] =
	    "{'feed': {'generator': {'date': '2026-11-20T10:00:00+09:00'}, 'updated': '', 'entry': [{'title': '** 削除 ** x', 'id': 'JVNDB-2026-990001', 'summary': '本件は重複です',"
	    "'modified': '2026-11-19T12:03:10+09:00', 'created': '2026-11-18T12:00:00+09:00', 'references': [{'summary': 'CVE-2026-990001', 'url': 'https://example.jp/', 'source': 'CVE'}],"
	    "'products': [{'vname': 'みどり電機', 'pname': '管理ツール', 'version': '>=2.9|<=4.1', 'product_ids': {'cpe': 'cpe:2.3:a:midori:tool:2.9:*:*:*:*:*:*:*'}}],"
	    "'metrics': [{'content': {'cvss_v4': {'version': '4.0', 'vectorString': 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'baseScore': 9.3}}}],"
	    "'cwes': [{'id': 'CWE-89'}]}]}, 'status:Status': {'retCd': '0', 'totalRes': '1', 'totalResRet': '1'}}";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kept kept;
	struct advisory *a;

	(void)state;
	assert_ok(read_text(quoted(text, arena), &kept, arena));
	assert_str(kept.head.name, "jvn:overview");
	assert_str(instant_format(kept.head.built, ZONE_JST, arena), "2026-11-20T10:00:00+09:00");
	a = &kept.records.items[0];
	assert_int_equal(a->state, ADVISORY_WITHDRAWN);
	assert_int_equal(a->withdrawn, a->modified);
	assert_str(a->covers.items[0], "CVE-2026-990001");
	assert_str(a->affected.items[0].cpes.items[0], "cpe:2.3:a:midori:tool:*:*:*:*:*:*:*:*");
	assert_int_equal(a->affected.items[0].phrases.count, 0);
	assert_int_equal(a->scores.items[0].version, CVSS_V4);
	assert_int_equal(a->scores.items[0].base, 93);
}

/* ------------------------------------------------------------------------------------ IPA's own examples */

static const struct {
	const char *file;
	size_t      records, covers, affected, phrases, scores, references;
	const char *name;
} real[] = {
	{ "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml", 7, 10, 18, 24, 9, 35, "jvn:detail" },
	{ "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2017-009608.xml", 1, 1, 1, 0, 2, 3, "jvn:detail" },
	{ "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2018-009328.xml", 1, 0, 2, 6, 2, 4, "jvn:detail" },
	{ "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2021-002774.xml", 1, 1, 1, 4, 0, 8, "jvn:detail" },
	{ "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2022-000097.xml", 1, 3, 1, 1, 2, 8, "jvn:detail" },
	{ "jvn/examples/hnd/getVulnOverviewList_hnd.xml", 2, 2, 3, 0, 1, 6, "jvn:overview" },
	{ "jvn/examples/oka/getVulnDetailInfo_oka_JVNDB-2017-009608.json", 1, 1, 1, 0, 2, 3, "jvn:detail" },
	{ "jvn/examples/oka/getVulnDetailInfo_oka_JVNDB-2018-009328.json", 1, 0, 2, 6, 2, 4, "jvn:detail" },
	{ "jvn/examples/oka/getVulnDetailInfo_oka_JVNDB-2021-002774.json", 1, 1, 1, 4, 0, 9, "jvn:detail" },
	{ "jvn/examples/oka/getVulnDetailInfo_oka_JVNDB-2022-000097.json", 1, 3, 1, 0, 4, 8, "jvn:detail" },
	{ "jvn/examples/oka/getVulnDetailInfo_oka_jvnstix.json", 1, 1, 1, 4, 3, 1, "jvn:detail" },
	{ "jvn/examples/oka/getVulnOverviewList_oka.json", 3, 2, 4, 0, 4, 7, "jvn:overview" },
};

static void
the_examples_of_ipa_are_read_whole(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(real); i++) {
		struct kept kept;
		size_t covers = 0, affected = 0, phrases = 0, scores = 0, references = 0;
		bool there;

		assert_ok(read_file(real[i].file, &kept, arena, &there));
		if (!there)
			return;
		for (size_t k = 0; k < kept.records.count; k++) {
			const struct advisory *a = &kept.records.items[k];

			assert_true(str_starts(a->id, STR("JVNDB-")));
			assert_true(a->title_ja.len > 0 && a->text_ja.len > 0 && a->modified != INSTANT_NONE && a->published != INSTANT_NONE);
			covers += a->covers.count;
			affected += a->affected.count;
			scores += a->scores.count;
			references += a->references.count;
			for (size_t n = 0; n < a->affected.count; n++) {
				assert_int_equal(a->affected.items[n].cpes.count, 1);
				phrases += a->affected.items[n].phrases.count;
			}
		}
		print_message("  %s: %zu records, %zu covers, %zu affected, %zu phrases, %zu scores, %zu references, %zu problems\n", real[i].file,
		    kept.records.count, covers, affected, phrases, scores, references, kept.problems.count);
		assert_int_equal(kept.records.count, real[i].records);
		assert_int_equal(kept.problems.count, 0);
		assert_int_equal(kept.heads, 1);
		assert_str(kept.head.name, real[i].name);
		assert_int_equal(covers, real[i].covers);
		assert_int_equal(affected, real[i].affected);
		assert_int_equal(phrases, real[i].phrases);
		assert_int_equal(scores, real[i].scores);
		assert_int_equal(references, real[i].references);
	}
}

static const struct {
	const char *file;
	size_t      records;     /* before the fault */
	const char *sentence;
} real_refused[] = {
	{ "jvn/examples/hnd/dataFeed_jvndb_rss_hnd.xml", 4, "line 116, byte 7795" },   /* retCd= 0 */
	{ "jvn/examples/hnd/dataFeed_myjvn_vendor_hnd.xml", 0, "holds <Result>" },
	{ "jvn/examples/hnd/getProductList_hnd.xml", 0, "holds <Result>" },
	{ "jvn/examples/hnd/getStatistics_hnd_sumAll.xml", 0, "holds <Result>" },
	{ "jvn/examples/hnd/getAlertList_hnd.xml", 0, "holds <feed>" },
	{ "jvn/examples/oka/dataFeed_jvndb_detail_oka.json", 0, "byte" },      /* a line of it ends twice */
	{ "jvn/examples/oka/getProductList_oka.json", 0, "neither a list nor a detail" },
	{ "jvn/examples/oka/getStatistics_oka.json", 0, "neither a list nor a detail" },
};

static void
other_and_defective_examples_are_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(real_refused); i++) {
		struct kept kept;
		bool there;
		struct err *err = read_file(real_refused[i].file, &kept, arena, &there);

		if (!there)
			return;
		assert_non_null(err);
		print_message("  %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(real_refused[i].sentence)) != SIZE_MAX);
		assert_int_equal(kept.records.count, real_refused[i].records);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_detail_becomes_an_advisory),
		cmocka_unit_test(affected_rows_keep_every_word),
		cmocka_unit_test(tombstones_are_told_by_their_stars),
		cmocka_unit_test(several_numbers_of_jvn_are_related_and_none_is_the_record),
		cmocka_unit_test(a_broken_record_is_refused_and_the_next_is_read),
		cmocka_unit_test(what_is_no_such_document_is_told_in_words),
		cmocka_unit_test(an_answer_without_records_is_no_error),
		cmocka_unit_test(a_fact_is_the_same_record_in_either_form),
		cmocka_unit_test(ranges_of_applicability_are_read_where_nothing_else_is_said),
		cmocka_unit_test(an_overview_of_version_4_is_an_overview),
		cmocka_unit_test(the_examples_of_ipa_are_read_whole),
		cmocka_unit_test(other_and_defective_examples_are_refused_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
