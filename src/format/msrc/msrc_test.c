#include "format/msrc/msrc_test.h"

/* ------------------------------------------------------------- our own documents */

#define HEAD_OF(id)                                                                                                      \
	"{\"DocumentTitle\":{\"Value\":\"A month\"},\"DocumentTracking\":{\"Identification\":{\"ID\":{\"Value\":\"" id "\"}}," \
	"\"RevisionHistory\":[{\"Number\":\"1\"},{\"Number\":\"7\"}],\"InitialReleaseDate\":\"2026-07-14T07:00:00\"," \
	"\"CurrentReleaseDate\":\"2026-08-01T07:00:00\"},"
#define TREE                                                                                                             \
	"\"ProductTree\":{\"Branch\":[{\"Type\":0,\"Name\":\"Microsoft\",\"Items\":[{\"Type\":1,\"Name\":\"Windows\",\"Items\":[" \
	"{\"ProductID\":\"1\",\"Value\":\"Windows 11 version 26H1 for x64-based Systems\"},{\"ProductID\":\"2\",\"Value\":\"Windows Server 2025  \"}]}," \
	"{\"Type\":1,\"Name\":\"Mariner\",\"Items\":[{\"ProductID\":\"9\",\"Value\":\"A distribution\"}]}]}]," \
	"\"FullProductName\":[{\"ProductID\":\"1\",\"Value\":\"Windows 11 version 26H1 for x64-based Systems\"},{\"ProductID\":\"3\",\"Value\":\"Only in the flat list\"}]},"
#define MONTH(id, vulnerabilities) HEAD_OF(id) TREE "\"Vulnerability\":[" vulnerabilities "]}"
#define BOTH "\"ProductStatuses\":[{\"Type\":3,\"ProductID\":[\"1\",\"2\",\"9\"]}],"
#define CVE(number) "{\"CVE\":\"CVE-2026-" number "\",\"Title\":{\"Value\":\"A title\"},"

static void
a_month_in_json_says_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct document *document;
	const struct affected *row;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR(MONTH("2026-Jul",
	    CVE("0001") BOTH
	    "\"Notes\":[{\"Title\":\"Description\",\"Type\":2,\"Value\":\"<p>One &amp; two</p>\\n<p>three&nbsp;four</p>\"},{\"Title\":\"FAQ\",\"Value\":\"<p>x</p>\"}],"
	    "\"Threats\":[{\"Type\":0,\"Description\":{\"Value\":\"Spoofing\"},\"ProductID\":[\"1\"]},{\"Type\":3,\"Description\":{\"Value\":\"Critical\"}},"
	    "{\"Type\":1,\"Description\":{\"Value\":\"Publicly Disclosed:Yes;Exploited:Yes;\"}},{\"Type\":7,\"Description\":{\"Value\":\"?\"}}],"
	    "\"CVSSScoreSets\":[{\"BaseScore\":5.5,\"Vector\":\"CVSS:3.1/AV:L\",\"ProductID\":[\"1\"]},{\"BaseScore\":9.8,\"Vector\":\"CVSS:3.1/AV:N\",\"ProductID\":[\"2\"]},"
	    "{\"BaseScore\":10.0,\"Vector\":\"CVSS:3.1/AV:P\",\"ProductID\":[\"9\"]}],"
	    "\"Remediations\":[{\"Type\":2,\"Description\":{\"Value\":\"5121003\"},\"URL\":\"u\",\"Supercedence\":\"5120001; KB5120002,MS16-007;None;;\",\"ProductID\":[\"1\",\"3\"],"
	    "\"RestartRequired\":{\"Value\":\"Yes\"},\"SubType\":\"Security Hotpatch Update\",\"FixedBuild\":\" 10.0.28000.2704 \"},"
	    "{\"Type\":2,\"Description\":{\"Value\":\"Click to Run\"},\"RestartRequired\":{\"Value\":\"Maybe\"}},{\"Type\":1,\"Description\":{\"Value\":\"A setting\"}},{\"Type\":5}],"
	    "\"CWE\":[{\"ID\":\"CWE-416\"},{\"ID\":\"CWE-416\"}],"
	    "\"RevisionHistory\":[{\"Number\":\"2.0\",\"Date\":\"2026-07-20T07:00:00\"},{\"Number\":\"1.0\",\"Date\":\"2026-07-14T07:00:00\"}]}"))));
	a = gathered_advisory(&g, "CVE-2026-0001");
	assert_str(a->text_en, "One & two\nthree four");
	assert_str(instant_format(a->published, ZONE_UTC, arena), "2026-07-14T07:00:00Z");
	assert_str(instant_format(a->modified, ZONE_UTC, arena), "2026-07-20T07:00:00Z");
	assert_int_equal(a->cwes.count, 1);
	assert_int_equal(a->affected.count, 3);
	row = row_of(a, "Windows 11 version 26H1 for x64-based Systems");
	assert_int_equal(row->status, AFFECTED_YES);
	assert_str(row->package, "windows 11 version 26h1 for x64-based systems");
	assert_str(row->impact, "Spoofing");
	assert_str(row->urgency, "Critical");
	assert_int_equal(row->fixes.count, 2);
	assert_str(row->fixes.items[0].kb, "5121003");
	assert_str(row->fixes.items[0].build, "10.0.28000.2704");
	assert_int_equal(row->fixes.items[0].restart, ANSWER_YES);
	assert_int_equal(row->fixes.items[0].supersedes.count, 3);
	assert_str(row->fixes.items[0].supersedes.items[1], "5120002");
	assert_str(row->fixes.items[0].supersedes.items[2], "MS16-007");
	/* One that names no product is for all. */
	assert_str(row->fixes.items[1].text, "Click to Run");
	assert_int_equal(row->fixes.items[1].restart, ANSWER_UNKNOWN);
	/* Scores differ: each row has its own, the record all of them, the highest first; Mariner's is not among them. */
	assert_int_equal(row->scores.items[0].base, 55);
	assert_int_equal(a->scores.count, 2);
	assert_int_equal(a->scores.items[0].base, 98);
	/* A fix without a status. */
	row = row_of(a, "Only in the flat list");
	assert_int_equal(row->status, AFFECTED_UNKNOWN);
	assert_str(row->fixes.items[0].kb, "5121003");
	assert_str(row_of(a, "Windows Server 2025  ")->package, "windows server 2025");
	assert_int_equal(a->evidence.items[0].level, EXPLOITATION_ACTIVE);
	assert_int_equal(a->references.items[0].tags.count, 3);
	assert_str(a->references.items[0].tags.items[1], "Mitigation");
	assert_true(a->mitigation_en.len > 0);
	assert_str(a->references.items[0].tags.items[2], "FAQ");
	document = first_of(&g, &document_schema);
	assert_str(document->id, "2026-Jul");
	assert_str(document->revision, "7");
	assert_int_equal(document->records, 1);
	assert_int_equal(document->refused, 0);
}

static void
what_cannot_be_read_leaves_the_month_not_whole(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct document *document;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR(MONTH("2026-Jul",
	    CVE("0001") BOTH "\"Notes\":[]},"
	    CVE("0002") "\"ProductStatuses\":[{\"Type\":3,\"ProductID\":[\"1\",\"77\"]}]},"
	    CVE("0003") "\"Remediations\":[{\"Type\":\"Vendor Fix\"}]},"
	    CVE("0004") "\"ProductStatuses\":[{\"Type\":3,\"ProductID\":[\"9\"]}]},"
	    "{\"CVE\":\"CVE-2026-0001 mariner - do not use this one\"},"
	    "{\"CVE\":\"ADV990001\"," BOTH "\"Title\":{\"Value\":\"Servicing stacks\"}},"
	    "{\"CVE\":\"Something else\"}"))));
	assert_int_equal(count_of(&g, &advisory_schema), 2);
	assert_int_equal(gathered_advisory(&g, "ADV990001")->affected.count, 0);
	assert_int_equal(g.problems.count, 3);
	assert_str(g.problems.items[0].id, "CVE-2026-0002");
	assert_str(g.problems.items[0].sentence_en, "The product 77 is not in the product tree.");
	assert_str(g.problems.items[1].sentence_en, "\"Type\" should be a number.");
	assert_str(g.problems.items[2].sentence_en, "\"Something else\" is not a CVE number.");
	assert_int_equal(g.warnings, 2);
	document = first_of(&g, &document_schema);
	assert_int_equal(document->records, 2);
	assert_int_equal(document->refused, 3);
}

static void
several_months_may_follow_one_another(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read,
	    STR(MONTH("2026-Jun", CVE("0001") BOTH "\"Notes\":[]}") "\n" MONTH("2026-Jul", CVE("0002") BOTH "\"Notes\":[]}"))));
	assert_int_equal(count_of(&g, &document_schema), 2);
	assert_int_equal(count_of(&g, &advisory_schema), 2);
	assert_int_equal(gathered_advisory(&g, "CVE-2026-0002")->affected.count, 2);
}

#define XML_MONTH(open, close, id) open "<DocumentTracking><Identification><ID>" id "</ID></Identification></DocumentTracking>" close

static void
several_months_in_xml_may_follow_one_another(void **state)
{
	static const struct { const char *text; size_t documents; bool fails; } cases[] = {
		{ XML_MONTH("<?xml version=\"1.0\"?><cvrfdoc>", "</cvrfdoc>", "2026-Jun") "\n", 1, false },
		{ XML_MONTH("<?xml version=\"1.0\"?><cvrfdoc>", "</cvrfdoc>", "2026-Jun") "\n"
		  XML_MONTH("<?xml version=\"1.0\"?><c:cvrfdoc xmlns:c=\"c\">", "</c:cvrfdoc >", "2026-Jul") "\n \n", 2, false },
		{ XML_MONTH("<cvrfdoc>", "</cvrfdoc>", "2026-Jun") "and more", 1, true },
		{ XML_MONTH("<cvrfdoc>", "</cvrfdoc>", "2026-Jun") "<cvrfdoc>", 1, true },
		{ XML_MONTH("<cvrfdoc>", "</xcvrfdoc></cvrfdoc>", "2026-Jun"), 0, true },
		{ XML_MONTH("<cvrfdoc>", "<!-- a comment longer than any name of a tag can be in such a document --></cvrfdoc>", "2026-Jun"), 1, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, msrc_read, str_of(cases[i].text));
		if ((err != NULL) != cases[i].fails || count_of(&g, &document_schema) != cases[i].documents)
			fail_msg("case %zu: %zu documents, %.*s", i, count_of(&g, &document_schema),
			    STR_ARG(err == NULL ? STR("read") : err_trace(err, arena)));
	}
}

static void
texts_that_are_no_month_are_refused(void **state)
{
	static const struct { const char *text; enum err_code code; const char *sentence; } cases[] = {
		{ "<cvrfdoc><Vulnerability><CVE>CVE-2026-0001</CVE></Vulnerability></cvrfdoc>", ERR_FORMAT,
		  "The vulnerabilities stand before the document's own head: this is no whole CVRF document." },
		{ "<cvrfdoc><DocumentTracking/></cvrfdoc>", ERR_FORMAT,
		  "text does not say of which month it is: its DocumentTracking has no ID." },
		{ "<rss/>", ERR_FORMAT, "text holds <rss>, which is no CVRF document: give a month of MSRC's CVRF, e.g. 2026-Jul." },
		{ "{\"Vulnerability\":[" CVE("0001") "\"Notes\":[]}]}", ERR_FORMAT,
		  "\"DocumentTracking\" and \"ProductTree\" should stand before \"Vulnerability\": this is no whole CVRF document." },
		{ "{\"document\":{\"csaf_version\":\"2.1\"}}", ERR_UNSUPPORTED,
		  "This is neither MSRC's CVRF, nor its CSAF 2.0, nor a page of its Security Update Guide." },
		{ "{\"value\":[{\"CvrfUrl\":\"u\",\"ID\":\"2026-Jul\"},{\"cveTitle\":\"t\",\"cveNumber\":\"CVE-2026-0001\"}]}", ERR_UNSUPPORTED,
		  "text holds documents of different forms (msrc:updates, msrc:sug): give them as files of their own." },
		{ "", ERR_FORMAT, NULL },
		{ "DatePosted,CVE", ERR_FORMAT, "text is of none of MSRC's forms: a month of CVRF (XML or JSON), the list of updates, CSAF, a page of the Security "
		  "Update Guide or of the Update Catalog, or BulletinSearch.xlsx." },
		/* Entities: neither read nor grown. */
		{ "<!DOCTYPE a [<!ENTITY b \"c\">]><cvrfdoc>&b;</cvrfdoc>", ERR_UNSUPPORTED, NULL },
		{ "<html><body>503</body></html>", ERR_FORMAT, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, msrc_read, str_of(cases[i].text));
		assert_non_null(err);
		if (cases[i].sentence != NULL)
			assert_str(err_sentence(err, LANG_EN, arena), cases[i].sentence);
		if (err->code != cases[i].code)
			fail_msg("case %zu: %.*s", i, STR_ARG(err_trace(err, arena)));
	}
}

static void
the_japanese_guide_gives_japanese_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR(
	    "{\"@odata.context\":\"x\",\"value\":[{\"cveTitle\":\"例の特権の昇格の脆弱性\",\"cveNumber\":\"CVE-2026-0001\",\"langCode\":\"ja-JP\","
	    "\"description\":\"<p>説明です。</p>\",\"releaseDate\":\"2026-07-14T07:00:00Z\",\"exploited\":\"Yes\",\"baseScore\":\"7.8\",\"vectorString\":\"CVSS:3.1/AV:L\"}]}")));
	a = gathered_advisory(&g, "CVE-2026-0001");
	assert_str(a->title_ja, "例の特権の昇格の脆弱性");
	assert_str(a->text_ja, "説明です。");
	assert_str(a->title_en, "");
	assert_int_equal(a->affected.count, 0);
	assert_int_equal(a->evidence.items[0].level, EXPLOITATION_ACTIVE);
	assert_true(a->modified == a->published);
	assert_str(g.head.name, "msrc:sug-ja");
}

/* ----------------------------------------------------------------------- words */

static void
words_are_read_as_they_are_written(void **state)
{
	static const struct { const char *html, *text; } plain[] = {
		{ "", "" }, { "no tags", "no tags" }, { "<p>a</p>\n<p>b</p>", "a\nb" }, { "a<br>b<BR/>c", "a\nb\nc" },
		{ "<b>bold</b> word", "bold word" }, { "a  \n b", "a b" }, { "&lt;p&gt; &amp;amp; &#39;&#34;&quot;", "<p> &amp; '\"\"" },
		{ "&unknown; &", "&unknown; &" }, { "a < b", "a < b" }, { "<ul><li>one</li><li>two</li></ul>", "one\ntwo" }, { "a&nbsp;&#160;b", "a b" },
		{ "<p>unclosed <b", "unclosed <b" },
	};
	static const struct { const char *text, *kb; } kbs[] = {
		{ "5040442", "5040442" }, { " KB5040442 ", "5040442" }, { "kb 890830", "890830" }, { "12345", "" }, { "123456789", "" },
		{ "Release Notes", "" }, { "5040442a", "" }, { "", "" },
	};
	static const struct { const char *url, *kb; } urls[] = {
		{ "https://support.microsoft.com/help/5052000", "5052000" },
		{ "https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB5052000&x=1", "5052000" },
		{ "https://support.microsoft.com/kb/3147461", "3147461" }, { "https://example.jp/help/me", "" }, { "", "" },
	};
	static const struct { const char *text, *list; } lists[] = {
		{ "", "" }, { "None", "" }, { "5039212", "5039212" }, { "3140745<br><br>3140768", "3140745 3140768" },
		{ "5039212;5039212, KB5039217 ;;", "5039212 5039217" }, { "MS16-007;4.5.6", "MS16-007" }, { "5039212<unclosed", "5039212" },
	};
	static const struct { const char *text; int32_t tenths; } scores[] = {
		{ "7.8", 78 }, { "10", 100 }, { "10.0", 100 }, { "0", 0 }, { "10.1", -1 }, { "11", -1 }, { "", -1 }, { "7,8", -1 }, { "7.x", -1 }, { " 9.85 ", 98 },
	};
	static const struct { const char *vector; enum cvss_version version; } vectors[] = {
		{ "CVSS:3.1/AV:N", CVSS_V3_1 }, { "CVSS:3.0/AV:N", CVSS_V3_0 }, { "CVSS:4.0/AV:N", CVSS_V4 }, { "AV:N/AC:L", CVSS_V2 }, { "?", CVSS_NONE },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		assert_str(msrc_plain(str_of(plain[i].html), arena), plain[i].text);
	for (size_t i = 0; i < ARRAY_LEN(kbs); i++)
		assert_str(msrc_kb(str_of(kbs[i].text)), kbs[i].kb);
	for (size_t i = 0; i < ARRAY_LEN(urls); i++)
		assert_str(msrc_kb_of_url(str_of(urls[i].url)), urls[i].kb);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct str_list list = { 0 };

		msrc_supersedes(str_of(lists[i].text), arena, &list);
		assert_str(arena_join(arena, list.items, list.count, STR(" ")), lists[i].list);
	}
	for (size_t i = 0; i < ARRAY_LEN(scores); i++)
		assert_int_equal(msrc_tenths(str_of(scores[i].text)), scores[i].tenths);
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++)
		assert_int_equal(msrc_cvss_version(str_of(vectors[i].vector)), vectors[i].version);
	assert_str(msrc_words(STR("  a \n\t b  "), arena), "a b");
	assert_int_equal(msrc_restart(STR("yes")), ANSWER_YES);
	assert_int_equal(msrc_restart(STR("No")), ANSWER_NO);
	assert_int_equal(msrc_restart(STR("Maybe")), ANSWER_UNKNOWN);
	assert_true(msrc_instant(STR("0001-01-01T00:00:00")) == INSTANT_NONE && msrc_instant(STR("soon")) == INSTANT_NONE);
}

/* ---------------------------------------------------------------- CSAF, guide, catalog */

#define CSAF(vulnerability)                                                                                              \
	"{\"document\":{\"csaf_version\":\"2.0\",\"publisher\":{\"namespace\":\"https://msrc.microsoft.com\"},\"title\":\"t\","      \
	"\"tracking\":{\"id\":\"msrc_CVE-2026-0001\",\"initial_release_date\":\"2026-07-14T07:00:00.000Z\",\"current_release_date\":\"2026-07-15T07:00:00.000Z\"}}," \
	"\"product_tree\":{\"branches\":[{\"category\":\"vendor\",\"name\":\"Microsoft\",\"branches\":[{\"category\":\"product_name\",\"name\":\"Windows Server 2019\","  \
	"\"branches\":[{\"category\":\"product_version_range\",\"name\":\"<10.0.17763.6893\",\"product\":{\"name\":\"r\",\"product_id\":\"1\"}},"                \
	"{\"category\":\"product_version\",\"name\":\"10.0.17763.6893\",\"product\":{\"name\":\"v\",\"product_id\":\"11571\"}}]}]}],"                           \
	"\"full_product_names\":[{\"name\":\"Another product\",\"product_id\":\"3\"}]},\"vulnerabilities\":[" vulnerability "]}"

static void
csaf_rows_are_of_the_product_around_the_range(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct affected *row;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR(CSAF("{\"cve\":\"CVE-2026-0001\",\"title\":\"T\",\"cwe\":{\"id\":\"CWE-79\"},"
	    "\"notes\":[{\"category\":\"description\",\"text\":\"<p>d</p>\"},{\"category\":\"faq\",\"text\":\"q\"},{\"title\":\"Assigning CNA\",\"text\":\"Microsoft\"}],"
	    "\"product_status\":{\"fixed\":[\"11571\"],\"known_affected\":[\"1\"],\"known_not_affected\":[\"3\"]},"
	    "\"remediations\":[{\"category\":\"vendor_fix\",\"details\":\"10.0.17763.6893:Security Update:https://support.microsoft.com/help/5052000\",\"product_ids\":[\"1\"],"
	    "\"url\":\"https://support.microsoft.com/help/5052000\"},{\"category\":\"vendor_fix\",\"details\":\"See the notes: here\",\"product_ids\":[\"1\"]},"
	    "{\"category\":\"mitigation\",\"details\":\"m\",\"product_ids\":[\"1\"]},{\"category\":\"workaround\",\"details\":\"w\"},{\"category\":\"none_available\"}],"
	    "\"scores\":[{\"cvss_v3\":{\"vectorString\":\"CVSS:3.1/AV:L\",\"baseScore\":7.8},\"products\":[\"1\"]}],"
	    "\"threats\":[{\"category\":\"impact\",\"details\":\"Spoofing\"},{\"category\":\"exploit_status\",\"details\":\"Exploited:Yes\"},{\"category\":\"target_set\",\"details\":\"x\"}]}"))));
	a = gathered_advisory(&g, "CVE-2026-0001");
	assert_int_equal(a->affected.count, 2);
	row = row_of(a, "Windows Server 2019");
	assert_int_equal(row->status, AFFECTED_YES);
	assert_str(row->fixes.items[0].kb, "5052000");
	assert_str(row->fixes.items[0].build, "10.0.17763.6893");
	assert_str(row->fixes.items[1].text, "See the notes: here");
	assert_str(row->impact, "Spoofing");
	assert_int_equal(row_of(a, "Another product")->status, AFFECTED_NO);
	assert_int_equal(a->evidence.items[0].level, EXPLOITATION_ACTIVE);
	assert_int_equal(a->references.items[0].tags.count, 4);
	assert_str(a->text_en, "d");
	assert_str(a->assigner, "Microsoft");
	gather_begin(&g, arena);
	assert_err(gather_text(&g, msrc_read, STR(CSAF("{\"title\":\"no number\"}"))), ERR_FORMAT);
	gather_begin(&g, arena);
	assert_err(gather_text(&g, msrc_read, STR(CSAF("{\"cve\":\"CVE-2026-0001\",\"product_status\":{\"known_affected\":[\"77\"]}}"))), ERR_FORMAT);
}

static void
rows_of_the_guide_are_taken_or_refused_one_by_one(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct affected *row;
	const struct release *release;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR("{\"value\":["
	    "{\"cveNumber\":\"CVE-2026-0001\",\"product\":\"Windows Server 2019\",\"productId\":11571,\"releaseDate\":\"2026-07-14T07:00:00Z\",\"kbArticles\":["
	    "{\"articleName\":\"5052000\",\"articleUrl\":\"u\",\"downloadName\":\"Security Update\",\"fixedBuildNumber\":\"10.0.17763.6893\",\"supercedence\":\"5050008\",\"rebootRequired\":\"Yes\"}]},"
	    "{\"cveNumber\":\"CVE-2026-0001\",\"product\":\"cbl2 jq\",\"productId\":1,\"kbArticles\":[]},"
	    "{\"cveNumber\":\"CVE-2026-0001\",\"product\":\"P\",\"productId\":2,\"isMariner\":true,\"kbArticles\":[]},"
	    "{\"cveNumber\":\"CVE-2026-0001\",\"product\":\"P\",\"kbArticles\":[]},"
	    "{\"cveNumber\":\"what\",\"product\":\"P\",\"productId\":2,\"kbArticles\":[]},"
	    "{\"cveNumber\":\"CVE-2026-0001\",\"productId\":2,\"kbArticles\":[]},7]}")));
	assert_int_equal(g.values.count, 1);
	assert_int_equal(g.problems.count, 4);
	row = &gathered_advisory(&g, "CVE-2026-0001/11571")->affected.items[0];
	assert_str(row->fixes.items[0].kb, "5052000");
	assert_str(row->fixes.items[0].supersedes.items[0], "5050008");
	assert_int_equal(row->fixes.items[0].restart, ANSWER_YES);
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR("{\"value\":["
	    "{\"id\":\"a\",\"product\":\"Windows Server 2019\",\"articleName\":\"5052000\",\"supercedence\":\"5050008\",\"releaseDate\":\"2026-07-14T07:00:00Z\"},"
	    "{\"id\":\"b\",\"product\":\"Windows Server 2019\",\"articleName\":\"Release Notes\"},{\"id\":\"c\",\"product\":\"cm1 jq\",\"articleName\":\"5052000\"}]}")));
	assert_int_equal(g.values.count, 1);
	release = g.values.items[0];
	assert_str(release->id, "deployment/a");
	assert_str(release->version, "");
	assert_str(day_format(release->day, arena), "2026-07-14");
	assert_str(release->supersedes.items[0], "5050008");
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR("{\"value\":[{\"advisoryNumber\":\"ADV260001\",\"title\":\"題\",\"langCode\":\"ja-JP\",\"isRemoved\":true}]}")));
	assert_int_equal(gathered_advisory(&g, "ADV260001")->state, ADVISORY_WITHDRAWN);
	assert_str(g.head.name, "msrc:sug:advisory-ja");
}

#define PAGE(title, kb) "<!DOCTYPE html><span id=\"ScopedViewHandler_titleText\">" title "</span><span id=\"ScopedViewHandler_date\">13/40/2023</span>" \
	"<div id=\"kbDiv\"><span id=\"ScopedViewHandler_labelKBArticle_Separator\">KB article numbers:</span> " kb "</div><div id=\"supersededbyInfo\">n/a</div>" \
	"<div id=\"supersedesInfo\">One (KB5000001) Two (KB5000001) Three (KB) (KBx</div>"

static void
pages_of_the_catalog_say_what_they_can(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct release *release;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR(PAGE("An update &amp; more", "5000002"))));
	release = first_of(&g, &release_schema);
	assert_str(release->id, "catalog/An update & more");
	assert_str(release->product, "");
	assert_int_equal(release->day, DAY_NONE);
	assert_int_equal(release->supersedes.count, 1);
	gather_begin(&g, arena);
	assert_err(gather_text(&g, msrc_read, STR(PAGE("An update", "n/a"))), ERR_FORMAT);
	gather_begin(&g, arena);
	assert_err(gather_text(&g, msrc_read, STR(PAGE("", "5000002"))), ERR_FORMAT);
	gather_begin(&g, arena);
	assert_err(gather_text(&g, msrc_read, STR("<html>\xff<span id=\"ScopedViewHandler_titleText\">x</span>")), ERR_FORMAT);
}

/* A listener that takes no more ends the reading with its own reason; nothing is refused for it. */
static struct err *
take_no_more(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink, (void)schema, (void)value;
	return err_new(arena, ERR_LIMIT, M("A record takes more than {most} bytes."), ARG_N("most", 1));
}

static void
a_listeners_refusal_is_no_fault_of_a_record(void **state)
{
	static const char *const texts[] = {
		MONTH("2026-Jul", CVE("0001") BOTH "\"Notes\":[]}"), CSAF("{\"cve\":\"CVE-2026-0001\",\"title\":\"T\"}"),
		"{\"value\":[{\"CvrfUrl\":\"u\",\"ID\":\"2026-Jul\"}]}", PAGE("An update", "5000002"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g;

		gather_begin(&g, arena);
		g.sink.record = take_no_more;
		assert_err(gather_text(&g, msrc_read, str_of(texts[i])), ERR_LIMIT);
		assert_int_equal(g.problems.count, 0);
	}
}

static void
an_empty_page_is_no_error(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, msrc_read, STR("{\"@odata.context\":\"x\",\"value\":[]}")));
	assert_int_equal(g.values.count, 0);
	assert_int_equal(g.heads, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_in_json_says_the_same),
		cmocka_unit_test(what_cannot_be_read_leaves_the_month_not_whole),
		cmocka_unit_test(several_months_may_follow_one_another),
		cmocka_unit_test(several_months_in_xml_may_follow_one_another),
		cmocka_unit_test(texts_that_are_no_month_are_refused),
		cmocka_unit_test(the_japanese_guide_gives_japanese_words),
		cmocka_unit_test(words_are_read_as_they_are_written),
		cmocka_unit_test(csaf_rows_are_of_the_product_around_the_range),
		cmocka_unit_test(rows_of_the_guide_are_taken_or_refused_one_by_one),
		cmocka_unit_test(pages_of_the_catalog_say_what_they_can),
		cmocka_unit_test(a_listeners_refusal_is_no_fault_of_a_record),
		cmocka_unit_test(an_empty_page_is_no_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
