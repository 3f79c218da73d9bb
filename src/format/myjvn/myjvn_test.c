/*
 * myjvn_test.c - lists of names: what they say, and what is wrong with them.
 */
#include "format/myjvn/myjvn.h"
#include "model/advisory.h"
#include "test.h"

struct taking {
	struct sink  sink;
	size_t       names, problems, warnings, with_cpe, vendors;
	struct str   all;         /* "id vendor_ja/vendor_en product_ja/product_en cpe" a line */
	struct arena *arena;
	struct feed_head head;
};

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	const struct product_name *name = value;

	(void)arena;
	if (schema == &feed_head_schema) {
		taking->head = *(const struct feed_head *)value;
		return NULL;
	}
	assert_ptr_equal(schema, &product_name_schema);
	taking->names++;
	taking->with_cpe += name->cpe.len > 0;
	taking->vendors += name->pid.len == 0;
	if (taking->names <= 20)
		taking->all = arena_printf(taking->arena, "%.*s%.*s %.*s/%.*s %.*s/%.*s %.*s\n", STR_ARG(taking->all), STR_ARG(name->id),
		    STR_ARG(name->vendor_ja), STR_ARG(name->vendor_en), STR_ARG(name->product_ja), STR_ARG(name->product_en), STR_ARG(name->cpe));
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	(void)arena;
	*(problem->warning ? &taking->warnings : &taking->problems) += 1;
	print_message("    %s: %.*s\n", problem->warning ? "warned" : "refused", STR_ARG(problem->sentence_en));
	return NULL;
}

static struct err *
read_text(struct str text, struct arena *arena, struct taking *taking)
{
	struct input_bytes bytes;

	*taking = (struct taking){ .sink = { take, take_problem }, .arena = arena };
	return myjvn_read(input_of_bytes(&bytes, text, STR("list")), &taking->sink, arena);
}

static const char product_list[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Result version=\"3.3\" xmlns=\"http://jvndb.jvn.jp/myjvn/Results\""
    " xmlns:status=\"http://jvndb.jvn.jp/myjvn/Status\"><VendorInfo xml:lang=\"ja\">"
    "<Vendor vname=\"みどり電機\" cpe=\"cpe:/:midori_denki\" vid=\"90001\">"
    "<Product pname=\" みどりルータ X1 \" cpe=\"cpe:/h:midori_denki:router_x1\" pid=\"910001\"/>"
    "<Product pname=\"Kanri Tool\" cpe=\"cpe:/a:midori_denki:kanri_tool:1.0\" pid=\"910002\"/>"
    "<Product pname=\"番号なし\" cpe=\"cpe:/a:midori_denki:x\"/>"
    "<Product pname=\"\" cpe=\"cpe:/a:midori_denki:y\" pid=\"910003\"/>"
    "<Product pname=\"壊れた CPE\" cpe=\"cpe:/q:x\" pid=\"910004\"/></Vendor>"
    "<Vendor vname=\"有限会社あお\" cpe=\"cpe:/:ao\" vid=\"90002\"/></VendorInfo>"
    "<status:Status method=\"getProductList\" retCd=\"0\" totalResRet=\"5\"/></Result>";

static void
a_list_of_products_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking;

	(void)state;
	assert_ok(read_text(str_of(product_list), arena, &taking));
	assert_str(taking.all,
	    "jvn/pid/910001 みどり電機/ みどりルータ X1/ cpe:2.3:h:midori_denki:router_x1:*:*:*:*:*:*:*:*\n"
	    "jvn/pid/910002 みどり電機/ /Kanri Tool cpe:2.3:a:midori_denki:kanri_tool:*:*:*:*:*:*:*:*\n"
	    "jvn/pid/910004 みどり電機/ 壊れた CPE/ \n"
	    "jvn/vid/90002 有限会社あお/ / cpe:2.3:*:ao:*:*:*:*:*:*:*:*:*\n");
	assert_int_equal(taking.problems, 2);
	assert_int_equal(taking.warnings, 1);
	assert_int_equal(taking.head.declared, 5);
	assert_str(taking.head.name, "names:myjvn");
}

static void
the_json_of_version_4_is_read(void **state)
{
	static const char text[] =
	    "{\"jvn_product_dictionary\": {\"updated\": \"2026-11-20T06:00:00+09:00\", \"vendors\": [{\"vid\": 7, \"vname\": \"例工業\","
	    "\"vname_i18n\": {\"ja\": \"例工業\", \"en\": \"Rei Kogyo\"}, \"cpe\": \"cpe:2.3::rei\", \"products\": [{\"pid\": \"70\", \"pname\": \"例一号\","
	    "\"pname_i18n\": {\"ja\": \"例一号\", \"en\": \"Rei One\"}, \"product_ids\": [{\"cpe\": \"cpe:2.3:a:rei:one:1.0:*:*:*:*:*:*:*\"}]}]},"
	    "{\"vid\": \"8\", \"vname\": \"別\", \"cpe\": \"cpe:2.3::betsu\"}]}, \"status\": {\"retCd\": 0, \"totalResRet\": 2}}";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking;

	(void)state;
	assert_ok(read_text(str_of(text), arena, &taking));
	assert_str(taking.all,
	    "jvn/pid/70 例工業/Rei Kogyo 例一号/Rei One cpe:2.3:a:rei:one:*:*:*:*:*:*:*:*\n"
	    "jvn/vid/8 別/ / cpe:2.3:*:betsu:*:*:*:*:*:*:*:*:*\n");
	assert_true(taking.head.built != INSTANT_NONE);
}

static void
dictionaries_give_a_name_a_product(void **state)
{
	static const char xml[] =
	    "<cpe-list><cpe-item name=\"cpe:/a:rei:one:1.0\"><title xml:lang=\"ja-JP\">例 1.0</title><title xml:lang=\"en-US\">Rei One 1.0</title></cpe-item>"
	    "<cpe-item name=\"cpe:/a:rei:one:1.1\"><title xml:lang=\"en-US\">Rei One 1.1</title></cpe-item>"
	    "<cpe-item name=\"cpe:/a:rei:old:1\" deprecated=\"true\"><title>Old 1</title></cpe-item></cpe-list>";
	static const char json[] =
	    "{\"format\": \"NVD_CPE\", \"timestamp\": \"2026-11-20T00:00:00.000\", \"products\": ["
	    "{\"cpe\": {\"deprecated\": false, \"cpeName\": \"cpe:2.3:a:rei:two:2.0:sp1:*:*:*:*:*:*\", \"titles\": [{\"title\": \"Rei Two 2.0 sp1\", \"lang\": \"en\"}]}},"
	    "{\"cpe\": {\"deprecated\": true, \"cpeName\": \"cpe:2.3:a:rei:gone:2.0:*:*:*:*:*:*:*\", \"titles\": [{\"title\": \"Gone\", \"lang\": \"en\"}]}}]}";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking;

	(void)state;
	assert_ok(read_text(str_of(xml), arena, &taking));
	assert_str(taking.all, "cpe:2.3:a:rei:one:*:*:*:*:*:*:*:* / /Rei One cpe:2.3:a:rei:one:*:*:*:*:*:*:*:*\n");
	assert_ok(read_text(str_of(json), arena, &taking));
	assert_str(taking.all, "cpe:2.3:a:rei:two:*:*:*:*:*:*:*:* / /Rei Two cpe:2.3:a:rei:two:*:*:*:*:*:*:*:*\n");
	assert_str(taking.head.name, "names:cpe");
}

static void
what_is_no_list_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking;

	(void)state;
	assert_err(read_text(STR("<rss/>"), arena, &taking), ERR_FORMAT);
	assert_err(read_text(STR("<Vendor vid=\"1\"/>"), arena, &taking), ERR_FORMAT);
	assert_err(read_text(STR("{\"vulnerabilities\": []}"), arena, &taking), ERR_FORMAT);
	assert_err(read_text(STR(""), arena, &taking), ERR_FORMAT);
	assert_err(read_text(STR("<Result><Vendor vid=\"1\" vname=\"a\"/></Result>"), arena, &taking), ERR_FORMAT);   /* cut short */
	assert_err(read_text(STR("<Result><s:Status xmlns:s=\"x\" retCd=\"1\" errCd=\"PR01020003\" errMsg=\"x\"/></Result>"), arena, &taking),
	    ERR_NOT_FOUND);
	assert_err(read_text(STR("<Result><s:Status xmlns:s=\"x\" retCd=\"0\" method=\"getStatistics\"/></Result>"), arena, &taking), ERR_FORMAT);
}

static void
the_real_lists_are_read_and_their_defects_named(void **state)
{
	static const struct { const char *file; bool good; } files[] = {
		{ "jvn/examples/hnd/dataFeed_myjvn_product_hnd.xml", true }, { "jvn/examples/hnd/dataFeed_myjvn_vendor_hnd.xml", true },
		{ "jvn/examples/hnd/getProductList_hnd.xml", true }, { "jvn/examples/hnd/getVendorList_hnd.xml", true },
		{ "jvn/examples/oka/dataFeed_myjvn_product_oka.json", false }, { "jvn/examples/oka/dataFeed_myjvn_product_version_oka.json", false },
		{ "jvn/examples/oka/dataFeed_myjvn_vendor_oka.json", true }, { "jvn/examples/oka/getProductList_oka.json", true },
		{ "jvn/examples/oka/getVendorList_oka.json", true }, { "cpe/openscap/official-cpe-dictionary_v2.2.xml", true },
		{ "cpe/openscap/official-cpe-dictionary_v2.3.xml", true }, { "nvd/api-2.0/cpe/3_pages/0-3.json", true },
		{ "nvd/api-2.0/cpe/empty/0-1.json", true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		const char *path = test_data(arena, files[i].file);
		struct taking taking;
		struct err *err;
		struct str text;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), 1 << 24, arena, &text));
		err = read_text(text, arena, &taking);
		print_message("  %s: %zu names, %zu of vendors alone, %zu with CPE, %zu refused, %zu warnings%s%.*s\n", files[i].file, taking.names,
		    taking.vendors, taking.with_cpe, taking.problems, taking.warnings, err == NULL ? "" : "; refused: ",
		    err == NULL ? 0 : (int)err_sentence(err, LANG_EN, arena).len, err == NULL ? "" : err_sentence(err, LANG_EN, arena).ptr);
		assert_int_equal(err == NULL, files[i].good);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_of_products_is_read),
		cmocka_unit_test(the_json_of_version_4_is_read),
		cmocka_unit_test(dictionaries_give_a_name_a_product),
		cmocka_unit_test(what_is_no_list_is_refused),
		cmocka_unit_test(the_real_lists_are_read_and_their_defects_named),
	};

	return cmocka_run_group_tests_name("lists of names", tests, NULL, NULL);
}
