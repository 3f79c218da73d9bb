/* What is read of a source, written as its own API has it and read again, is the same: nothing is lost that is kept, nothing is made up. */
#include "format/json/feed_test.h"

#include <stdio.h>
#include <string.h>
#include "face/api/frame.h"
#include "format/json/json_write.h"
#include "format/jvn/jvn.h"
#include "format/nvd/nvd.h"
#include "format/osv/osv.h"
#include "format/xml/xml_write.h"

static void
write_nvd(const struct gathered *g, struct buf *out, struct arena *arena)
{
	struct json_writer w = { .out = out };

	json_begin_object(&w, NULL);
	json_begin_array(&w, "vulnerabilities");
	for (size_t i = 0; i < g->values.count; i++)
		nvd_write(&w, g->values.items[i], NULL, arena);
	json_end(&w);
	json_end(&w);
}

static void
write_osv(const struct gathered *g, struct buf *out, struct arena *arena)
{
	struct json_writer w = { .out = out };

	json_begin_array(&w, NULL);
	for (size_t i = 0; i < g->values.count; i++)
		osv_write(&w, NULL, g->values.items[i], arena);
	json_end(&w);
}

static void
write_vuldef(const struct gathered *g, struct buf *out, struct arena *arena)
{
	struct xml_writer w = { .out = out };

	xml_declare(&w);
	xml_begin(&w, "VULDEF-Document");
	xml_put_attribute(&w, "xml:lang", STR("ja"));
	for (size_t i = 0; i < g->values.count; i++)
		vuldef_write(&w, g->values.items[i], false, arena);
	xml_end(&w);
}

static void
write_rss(const struct gathered *g, struct buf *out, struct arena *arena)
{
	struct xml_writer w = { .out = out };

	xml_declare(&w);
	buf_add(out, STR("<rdf:RDF xml:lang=\"ja\" xmlns:rdf=\"urn:rdf\" xmlns:dc=\"urn:dc\" xmlns:dcterms=\"urn:dcterms\" xmlns:sec=\"urn:sec\">"));
	for (size_t i = 0; i < g->values.count; i++)
		jvnrss_write(&w, g->values.items[i], false, arena);
	buf_add(out, STR("</rdf:RDF>"));
}

/* Points of SSVC that NVD copies are not given on (its schema of them is no part of the API's); JVN's page in English has no Japanese. */
static void
drop_what_is_left_out(struct advisory *advisory)
{
	advisory->ssvc.count = 0;
	advisory->evidence.count = 0;
}

static struct str
shown(struct advisory *advisory, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out };

	drop_what_is_left_out(advisory);
	json_put_record(&w, NULL, &advisory_schema, advisory);
	return arena_copy(arena, buf_str(&out));
}

static const struct {
	const char *file;
	reader_fn  *read;
	void      (*write)(const struct gathered *g, struct buf *out, struct arena *arena);
} feeds[] = {
	{ "nvd/nvdcve-2.0-2022.even5000.converted.json.gz", nvd_read, write_nvd },
	{ "nvd/vunnel-single-entry.json", nvd_read, write_nvd },
	{ "osv/go-vulndb-even.ndjson.gz", osv_read, write_osv },
	{ "osv/pypa-even-600.ndjson.gz", osv_read, write_osv },
	{ "osv/rustsec-even.ndjson.gz", osv_read, write_osv },
	{ "osv/by-ecosystem/debian/DTSA-1-1.json", osv_read, write_osv },
	{ "osv/by-ecosystem/almalinux/ALSA-2023_4520.json", osv_read, write_osv },
	{ "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml", jvn_read, write_vuldef },
	{ "jvn/examples/hnd/getVulnDetailInfo_hnd_JVNDB-2022-000097.xml", jvn_read, write_vuldef },
	{ "jvn/examples/hnd/getVulnOverviewList_hnd.xml", jvn_read, write_rss },
};

static void
what_is_written_is_what_was_read(void **state)
{
	(void)state;
	for (size_t f = 0; f < ARRAY_LEN(feeds); f++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered first, second;
		struct buf out BUF_SCOPE = { 0 };
		size_t differ = 0;

		gather_begin(&first, arena);
		gather_begin(&second, arena);
		if (!gather_file(&first, feeds[f].read, feeds[f].file))
			continue;
		feeds[f].write(&first, &out, arena);
		assert_ok(gather_text(&second, feeds[f].read, buf_str(&out)));
		assert_int_equal(second.problems.count, 0);
		assert_int_equal(second.values.count, first.values.count);
		for (size_t i = 0; i < first.values.count; i++) {
			struct str was = shown(first.values.items[i], arena), is = shown(second.values.items[i], arena);

			if (str_eq(was, is))
				continue;
			if (differ++ == 0)
				print_message("%s\n  %.*s\n  %.*s\n", feeds[f].file, STR_ARG(str_sub(was, 0, 3000)), STR_ARG(str_sub(is, 0, 3000)));
		}
		print_message("%s: %zu records, %zu differ\n", feeds[f].file, first.values.count, differ);
		assert_int_equal(differ, 0);
	}
}

/* Texts of strangers stay texts. */
static void
markup_stays_inert(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct xml_writer w = { .out = &out };
	struct advisory advisory = { .source = SOURCE_JVN, .id = STR("JVNDB-2026-000001"), .title_ja = STR("</title><script>&\x01"), .published = INSTANT_NONE,
		.modified = INSTANT_NONE, .withdrawn = INSTANT_NONE };

	(void)state;
	vuldef_write(&w, &advisory, false, arena);
	assert_true(str_find(buf_str(&out), STR("<Title>&lt;/title&gt;&lt;script&gt;&amp;\xef\xbf\xbd</Title>")) != SIZE_MAX);
	assert_true(str_find(buf_str(&out), STR("DateFirstPublished")) == SIZE_MAX);
	assert_str(jvn_page(advisory.id, false, arena), "https://jvndb.jvn.jp/ja/contents/2026/JVNDB-2026-000001.html");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_written_is_what_was_read), cmocka_unit_test(markup_stays_inert) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
