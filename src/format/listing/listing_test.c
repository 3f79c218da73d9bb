#include "test.h"

#include "base/buf.h"
#include "base/clock.h"
#include "format/listing/listing.h"

struct kept {
	struct sink         sink;
	struct arena       *arena;
	struct listing_head head;
	struct buf          ids;       /* with a space behind each */
};

static struct err *
keep(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct kept *kept = (struct kept *)sink;

	(void)arena;
	if (schema == &listing_head_schema)
		kept->head = *(const struct listing_head *)value;
	else
		buf_addf(&kept->ids, "%.*s ", STR_ARG(((const struct listing_entry *)value)->id));
	return NULL;
}

static const struct {
	const char *told, *page;
	const char *ids;            /* NULL: refused */
	int64_t     total, from, count;
	const char *newest;
} pages[] = {
	{ "nvd", "{\"resultsPerPage\":2,\"startIndex\":4,\"totalResults\":6,\"format\":\"NVD_CVE\",\"version\":\"2.0\",\"timestamp\":\"2026-11-20T01:02:03.000\","
	  "\"vulnerabilities\":[{\"cve\":{\"id\":\"CVE-2026-0001\"}},{\"cve\":{\"id\":\"CVE-2026-0002\"}}]}", "", 6, 4, 2, "2026-11-20T01:02:03Z" },
	{ "nvd", "{\"resultsPerPage\":0,\"startIndex\":0,\"totalResults\":0,\"timestamp\":\"2026-11-20T01:02:03.000\",\"vulnerabilities\":[]}", "", 0, 0, 0,
	  "2026-11-20T01:02:03Z" },
	{ "nvd", "{\"vulnerabilities\":[]}", NULL, 0, 0, 0, "" },
	{ "nvd", "{\"resultsPerPage\":2,\"startIndex\":0,\"totalResults\":6,\"vulnerabilities\":[{\"cve\":", NULL, 0, 0, 0, "" },
	{ "nvd", "<html>maintenance</html>", NULL, 0, 0, 0, "" },
	{ "myjvn", "<rdf:RDF xmlns:rdf='r' xmlns:sec='s' xmlns:status='t'><item><title>x</title><sec:identifier>JVNDB-2026-990001</sec:identifier></item>"
	  "<item><sec:identifier>JVNDB-2026-990002</sec:identifier></item>"
	  "<status:Status retCd='0' totalRes='52' totalResRet='2' firstRes='51'/></rdf:RDF>", "JVNDB-2026-990001 JVNDB-2026-990002 ", 52, 51, 2, "" },
	{ "myjvn", "<Result xmlns='r' xmlns:status='t'><status:Status retCd='0' totalRes='0' totalResRet='0' firstRes=''/></Result>", "", 0, -1, 0, "" },
	{ "myjvn", "<Result xmlns='r' xmlns:status='t'><status:Status retCd='1' errCd='VL01020003' errMsg='x'/></Result>", NULL, 0, 0, 0, "" },
	{ "myjvn", "<html><body>maintenance</body></html>", NULL, 0, 0, 0, "" },
	{ "deltalog", "[{\"fetchTime\":\"2026-11-20T02:00:00.000Z\",\"numberOfChanges\":2,\"new\":[{\"cveId\":\"CVE-2026-0003\"}],\"updated\":[{\"cveId\":\"CVE-2026-0001\"}],\"error\":[]},"
	  "{\"fetchTime\":\"2026-11-20T01:00:00.000Z\",\"numberOfChanges\":1,\"new\":[{\"cveId\":\"CVE-2026-0001\"}],\"updated\":[]}]",
	  "CVE-2026-0003 CVE-2026-0001 CVE-2026-0001 ", -1, -1, 3, "2026-11-20T02:00:00Z" },
	{ "deltalog 2026-11-20T01:00:00Z", "[{\"fetchTime\":\"2026-11-20T02:00:00.000Z\",\"new\":[{\"cveId\":\"CVE-2026-0003\"}],\"updated\":[]},"
	  "{\"fetchTime\":\"2026-11-20T01:00:00.000Z\",\"new\":[{\"cveId\":\"CVE-2026-0001\"}],\"updated\":[]}]", "CVE-2026-0003 ", -1, -1, 2, "2026-11-20T02:00:00Z" },
	{ "deltalog", "[{\"new\":[]}]", NULL, 0, 0, 0, "" },
	{ "osvids 2026-11-19T00:00:00Z", "2026-11-20T00:05:00.1Z,PYSEC-2026-1\n2026-11-18T00:00:00Z,GHSA-1\n", "PYSEC-2026-1 ", -1, -1, 2, "2026-11-20T00:05:00.1Z" },
	{ "osvids", "<?xml version='1.0'?><Error>AccessDenied</Error>", NULL, 0, 0, 0, "" },
	{ "checksums", "[{\"url\":\"https://jvndb.jvn.jp/ja/feed/detail/jvndb_detail_2026.rdf\",\"filename\":\"jvndb_detail_2026.rdf\",\"sha256\":\"00\",\"size\":1,"
	  "\"lastModified\":\"2026/11/20 12:00:18\"}]", "jvndb_detail_2026.rdf ", -1, -1, 1, "2026-11-20T03:00:18Z" },
	{ "checksums", "[{\"filename\":\"x\"}]", NULL, 0, 0, 0, "" },
	{ "release", "{\"tag_name\":\"cve_2026-11-20_0000Z\",\"assets\":[{\"name\":\"2026-11-20_all_CVEs_at_midnight.zip.zip\",\"browser_download_url\":\"https://github.com/x\"}]}",
	  "2026-11-20_all_CVEs_at_midnight.zip.zip ", -1, -1, 1, "" },
	{ "myjvnoka", "{\"jvn-product-dictionary\":{},\"status\":{\"retCd\":0,\"totalRes\":77572,\"totalResRet\":\"50\",\"firstRes\":76000}}", "", 77572, 76000, 50, "" },
	{ "myjvnoka", "{\"status:Status\":{\"retCd\":\"1\",\"errCd\":\"PR01020003\"}}", NULL, 0, 0, 0, "" },
	{ "myjvnoka", "{}", NULL, 0, 0, 0, "" },
	{ "provider", "{\"role\":\"csaf_trusted_provider\",\"canonical_url\":\"https://a/m.json\",\"distributions\":[{\"directory_url\":\"https://a/d/\"},"
	  "{\"rolie\":{\"feeds\":[{\"url\":\"https://a/w.json\",\"tlp_label\":\"WHITE\"},{\"url\":\"https://a/r.json\",\"tlp_label\":\"RED\"}]}}],"
	  "\"public_openpgp_keys\":[{\"url\":\"https://a/k.asc\",\"fingerprint\":\"00\"}]}", "role self directory rolie key ", -1, -1, 5, "" },
	{ "provider", "{\"role\":\"csaf_trusted_provider\"}", NULL, 0, 0, 0, "" },
	{ "securitytxt", "Contact: mailto:a@b\r\ncsaf: https://a/m.json\nCSAF-x: n\n", "csaf ", -1, -1, 1, "" },
	{ "securitytxt", "<html>", "", -1, -1, 0, "" },
	{ "rolie", "{\"feed\":{\"entry\":[{\"id\":\"EX-1\",\"updated\":\"2026-11-20T00:00:00Z\",\"content\":{\"src\":\"https://a/1.json\"}}]}}", "EX-1 ", -1, -1, 1,
	  "2026-11-20T00:00:00Z" },
	{ "rolie", "{\"feed\":{\"entry\":[{\"id\":\"EX-1\"}]}}", NULL, 0, 0, 0, "" },
	{ "rolie", "{\"service\":{}}", NULL, 0, 0, 0, "" },
	{ "changes 2026-11-19T00:00:00Z", "\"2026/b.json\",\"2026-11-20T00:00:00Z\"\n2026/a.json,2026-11-18T00:00:00Z\n", "2026/b.json ", -1, -1, 2,
	  "2026-11-20T00:00:00Z" },
	{ "changes", "2026/a.json\n", NULL, 0, 0, 0, "" },
	{ "index", "2026/a.json\r\n\n2026/b.json", "2026/a.json 2026/b.json ", -1, -1, 2, "" },
	{ "hash", "0123456789012345678901234567890123456789012345678901234567890abc  a.json\n", "a.json ", -1, -1, 1, "" },
	{ "index", "\n\xa2\n", NULL, 0, 0, 0, "" },
	{ "links", "<a href=\"\xff\">", NULL, 0, 0, 0, "" },
	{ "hash", "0123  a.json\n", NULL, 0, 0, 0, "" },
	{ "hash", "<html>404</html>", NULL, 0, 0, 0, "" },
	{ "links", "<a href=\"../\">..</a><a href=\"v3.20/\">v3.20</a><a href=\"x", "../ v3.20/ ", -1, -1, 2, "" },
	{ "nothing", "{}", NULL, 0, 0, 0, "" },
	{ "nvd yesterday", "{}", NULL, 0, 0, 0, "" },
};

static void
every_style_says_what_comes_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct kept kept = { .sink = { keep, NULL }, .arena = arena };
		struct input_bytes bytes;
		struct err *err;

		print_message("  %s: %.60s\n", pages[i].told, pages[i].page);
		err = listing_read(input_of_bytes(&bytes, str_of(pages[i].page), STR("page")), str_of(pages[i].told), &kept.sink, arena);
		assert_int_equal(err == NULL, pages[i].ids != NULL);
		if (err == NULL) {
			assert_str(buf_str(&kept.ids), pages[i].ids);
			assert_int_equal(kept.head.total, pages[i].total);
			assert_int_equal(kept.head.from, pages[i].from);
			assert_int_equal(kept.head.count, pages[i].count);
			if (pages[i].newest[0] != '\0' && pages[i].newest[20] == '\0')
				assert_str(instant_format(kept.head.newest, ZONE_UTC, arena), pages[i].newest);
		}
		buf_done(&kept.ids);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_style_says_what_comes_next) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
