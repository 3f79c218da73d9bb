/* A source's records in its own order: pages, counts, products, words; after a change the same as built anew. */
#include "store/kb/world_test.h"

#include <stdio.h>
#include "base/buf.h"
#include "store/kb/listed.h"

enum { RECORDS = 600 };

static struct advisory
nvd_record(struct arena *arena, int n, int modified)
{
	struct advisory advisory = { .source = SOURCE_NVD, .id = arena_printf(arena, "CVE-2026-%04d", n), .published = DAY(100 + n),
		.modified = DAY(modified), .withdrawn = INSTANT_NONE, .text_en = n % 2 == 0 ? STR("A flaw in the Outlook reader.") : STR("A gap in a circles server.") };
	struct config *config = list_add(arena, &advisory.configs);
	struct config_node *node = list_add(arena, &config->nodes);
	struct config_match *match = list_add(arena, &node->matches);

	match->vulnerable = true;
	match->cpe = arena_printf(arena, "cpe:2.3:%s:maker%d:product:*:*:*:*:*:*:*:*", n % 3 == 0 ? "o" : "a", n % 5);
	list_push(arena, &advisory.scores, ((struct score){ .provider = STR("nvd@nist.gov"), .version = CVSS_V3_1, .base = n % 101,
	    .vector = n % 2 == 0 ? STR("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") : STR("CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") }));
	list_push(arena, &advisory.cwes, n % 4 == 0 ? STR("CWE-7") : STR("CWE-79"));
	return advisory;
}

static void
bring_numbers(struct place *place, int first, int end, int modified)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct arena *item ARENA_SCOPE = arena_new();
	struct kb_feed_outcome outcome;
	struct kb_result result;

	assert_ok(kb_import_begin(place->path, DAY(2000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	for (int n = first; n < end; n++) {
		struct advisory advisory = nvd_record(item, n, modified == 0 ? 1000 + n : modified);

		assert_ok(kb_import_record(import, &advisory_schema, &advisory, STR(""), item));
		arena_reset(item);
	}
	assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	assert_ok(kb_import_finish(import, place->arena, &result));
}

/* "total: first … last" of the page. */
static struct str
listed(struct place *place, const struct listed_ask *ask)
{
	struct kb *kb KB_SCOPE = opened(place);
	struct listed_page page;
	struct buf out BUF_SCOPE = { 0 };

	assert_ok(kb_list(kb, ask, place->arena, &page));
	buf_addf(&out, "%lld:", (long long)page.total);
	for (size_t i = 0; i < page.records.count; i++)
		if (page.records.count <= 4 || i == 0 || i + 1 == page.records.count)
			buf_addf(&out, " %.*s", STR_ARG(str_from(page.records.items[i].id, 9)));
	return arena_copy(place->arena, buf_str(&out));
}

static const struct listed_ask any = { .source = SOURCE_NVD, .order = LISTED_PUBLISHED, .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS,
	.appeared = LISTED_ALWAYS, .most = 3 };

static void
test_pages(void **state)
{
	struct place *place = *state;
	struct listed_ask ask = any;

	bring_numbers(place, 0, RECORDS, 0);
	assert_str(listed(place, &ask), "600: 0000 0001 0002");
	ask.start = 300;
	assert_str(listed(place, &ask), "600: 0300 0301 0302");
	ask.start = 599;
	assert_str(listed(place, &ask), "600: 0599");
	ask.start = 600;
	assert_str(listed(place, &ask), "600:");
	ask.order = LISTED_NEWEST;
	ask.start = 255;
	assert_str(listed(place, &ask), "600: 0344 0343 0342");
	ask.start = 0;
	ask.most = 2000;
	assert_str(listed(place, &ask), "600: 0599 0000");
	ask.source = SOURCE_JVN;
	assert_str(listed(place, &ask), "0:");
}

static bool
is_even(void *data, const struct advisory *advisory, struct arena *arena)
{
	(void)data;
	(void)arena;
	return (advisory->id.ptr[advisory->id.len - 1] - '0') % 2 == 0;
}

static void
test_asked(void **state)
{
	struct place *place = *state;
	struct listed_ask ask = any;

	bring_numbers(place, 0, RECORDS, 0);
	ask.modified = (struct listed_span){ DAY(1010), DAY(1012) };
	assert_str(listed(place, &ask), "2: 0010 0011");
	ask = any;
	ask.published = (struct listed_span){ DAY(110), INSTANT_NONE };
	ask.start = 1;
	assert_str(listed(place, &ask), "590: 0011 0012 0013");
	ask = any;
	ask.v3 = 1 << 4;                                    /* critical: 9.0 to 10.0, of 101 scores eleven */
	assert_str(listed(place, &ask), "60: 0090 0091 0092");
	ask.v3 = 0;
	ask.cwe = STR("CWE-7");
	assert_str(listed(place, &ask), "150: 0000 0004 0008");
	ask.metrics = STR("AC:L/AV:L");
	assert_str(listed(place, &ask), "0:");
	ask.cwe = STR("");
	assert_str(listed(place, &ask), "300: 0001 0003 0005");
	ask = any;
	ask.keeps = is_even;
	ask.start = 2;
	assert_str(listed(place, &ask), "300: 0004 0006 0008");
	ask.start = 0;
	ask.kev = true;
	assert_str(listed(place, &ask), "0:");
}

static void
test_products(void **state)
{
	struct place *place = *state;
	struct listed_ask ask = any;

	bring_numbers(place, 0, RECORDS, 0);
	list_push(place->arena, &ask.products, ((struct listed_product){ STR("maker1"), STR("product"), STR("a") }));
	assert_str(listed(place, &ask), "80: 0001 0011 0016");
	ask.start = 2;
	assert_str(listed(place, &ask), "80: 0016 0026 0031");
	ask.start = 79;
	assert_str(listed(place, &ask), "80: 0596");
	ask.start = 80;
	assert_str(listed(place, &ask), "80:");
	ask.start = 0;
	ask.source = SOURCE_JVN;
	assert_str(listed(place, &ask), "0:");
	ask.source = SOURCE_NVD;
	ask.products.items[0].part = STR("");
	assert_str(listed(place, &ask), "120: 0001 0006 0011");
	ask.products.items[0] = (struct listed_product){ STR(""), STR("prod*"), STR("o") };
	assert_str(listed(place, &ask), "200: 0000 0003 0006");
	ask.products.items[0] = (struct listed_product){ STR("m*2"), STR(""), STR("") };
	list_push(place->arena, &ask.products, ((struct listed_product){ STR("maker3"), STR(""), STR("") }));
	assert_str(listed(place, &ask), "240: 0002 0003 0007");
	ask.words = STR("outlook");
	assert_str(listed(place, &ask), "120: 0002 0008 0012");
	ask.products.items[0].vendor = ask.products.items[1].vendor = STR("maker[12]");
	assert_str(listed(place, &ask), "0:");
	ask.products.count = 0;
	ask.words = STR("flaw out");
	assert_str(listed(place, &ask), "300: 0000 0002 0004");
	ask.words = STR("circle gap");
	assert_str(listed(place, &ask), "300: 0001 0003 0005");
	ask.phrase = true;
	assert_str(listed(place, &ask), "0:");
	ask.words = STR("circles server");
	assert_str(listed(place, &ask), "300: 0001 0003 0005");
}

/* What changed moves, its former product is no longer its. */
static void
test_changes(void **state)
{
	struct place *place = *state;
	struct listed_ask ask = any;
	struct kb *kb;
	struct advisory found;
	struct listed_counts counts;
	bool there;

	bring_numbers(place, 0, 10, 0);
	bring_numbers(place, 4, 5, 1500);
	ask.order = LISTED_NEWEST;
	assert_str(listed(place, &ask), "10: 0004 0009 0008");
	list_push(place->arena, &ask.products, ((struct listed_product){ STR("maker4"), STR("product"), STR("") }));
	assert_str(listed(place, &ask), "2: 0004 0009");
	ask.order = LISTED_PUBLISHED;
	assert_str(listed(place, &ask), "2: 0004 0009");
	ask.products.items[0].part = STR("a");
	assert_str(listed(place, &ask), "1: 0004");
	kb = opened(place);
	assert_ok(kb_listed(kb, SOURCE_NVD, STR("CVE-2026-0004"), place->arena, &found, &there));
	assert_true(there);
	assert_int_equal(found.modified, DAY(1500));
	assert_ok(kb_listed(kb, SOURCE_JVN, STR("CVE-2026-0004"), place->arena, &found, &there));
	assert_false(there);
	ask = any;
	assert_ok(kb_listed_counts(kb, &ask, true, place->arena, &counts));
	assert_int_equal(counts.records, 10);
	assert_int_equal(counts.list.count, 1);
	assert_str(counts.list.items[0].date, "1970-04");
	assert_int_equal(counts.list.items[0].bands[0], 1);
	assert_int_equal(counts.list.items[0].bands[1], 9);
	kb_close(kb);
}

/* NVD, then JVN: JVN's record is asked for by the day on which NVD spoke; one of several only by its own. */
static void
test_appeared(void **state)
{
	struct place *place = *state;
	struct listed_ask ask = any;
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct advisory records[] = {
		{ .source = SOURCE_NVD, .id = STR("CVE-2026-0001"), .published = DAY(10), .modified = DAY(50), .withdrawn = INSTANT_NONE },
		{ .source = SOURCE_JVN, .id = STR("JVNDB-2026-000001"), .published = DAY(30), .modified = DAY(40), .withdrawn = INSTANT_NONE },
		{ .source = SOURCE_JVN, .id = STR("JVNDB-2026-000002"), .published = DAY(31), .modified = DAY(41), .withdrawn = INSTANT_NONE },
	};

	list_push(place->arena, &records[1].covers, STR("CVE-2026-0001"));
	list_push(place->arena, &records[2].covers, STR("CVE-2026-0001"));
	list_push(place->arena, &records[2].covers, STR("CVE-2026-0002"));
	assert_ok(kb_import_begin(place->path, DAY(100), place->arena, &import));
	for (size_t i = 0; i < 2; i++) {
		assert_ok(kb_import_feed(import, i == 0 ? &nvd : &jvn, place->arena));
		for (size_t r = i; r < (i == 0 ? 1 : ARRAY_LEN(records)); r++)
			assert_ok(kb_import_record(import, &advisory_schema, &records[r], STR(""), place->arena));
		assert_ok(kb_import_feed_end(import, NULL, place->arena, &outcome));
	}
	assert_ok(kb_import_finish(import, place->arena, &result));
	ask.source = SOURCE_JVN;
	ask.appeared = (struct listed_span){ DAY(10), DAY(11) };
	assert_str(listed(place, &ask), "1: 6-000001");
	ask.appeared = (struct listed_span){ DAY(11), INSTANT_NONE };
	assert_str(listed(place, &ask), "1: 6-000002");
	ask.appeared = LISTED_ALWAYS;
	ask.order = LISTED_NEWEST;
	assert_str(listed(place, &ask), "2: 6-000002 6-000001");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { TEST(test_pages), TEST(test_asked), TEST(test_products), TEST(test_changes), TEST(test_appeared) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
