#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/xml/xml.h"

struct seen {
	struct xml_listener listener;
	struct buf          text;       /* what was handed over, one line each */
	size_t              records;
};

static void
print_node(struct buf *out, const struct xml_node *node)
{
	buf_addf(out, "%.*s", STR_ARG(node->name));
	for (size_t i = 0; i < node->attributes.count; i++)
		buf_addf(out, " %.*s=%.*s", STR_ARG(node->attributes.items[i].name), STR_ARG(node->attributes.items[i].value));
	buf_addf(out, "<%.*s", STR_ARG(str_trim_space(node->text)));
	for (size_t i = 0; i < node->children.count; i++) {
		buf_add_char(out, '|');
		print_node(out, node->children.items[i]);
	}
	buf_add_char(out, '>');
}

static struct err *
see_record(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct seen *seen = (struct seen *)listener;

	(void)arena;
	seen->records++;
	buf_addf(&seen->text, "%d:", (int)offset);
	print_node(&seen->text, node);
	return NULL;
}

static struct err *
see_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	(void)arena;
	print_node(&((struct seen *)listener)->text, node);
	return NULL;
}

static struct err *
read_text(struct str text, struct seen *seen, struct arena *arena)
{
	static const char *const names[] = { "item", "Vulinfo", NULL };
	struct input_bytes input;

	*seen = (struct seen){ .listener = { see_record, see_root, names } };
	return xml_read(input_of_bytes(&input, text, STR("x.xml")), &seen->listener, arena);
}

static const struct {
	struct str  text;
	const char *seen;
} good[] = {
	{ STR_INIT("<item/>"), "0:item<>" },
	{ STR_INIT("<r v='1'><item>a &amp; b</item> <x/><y><item n='2'>c<z>d</z>e</item></y></r>"),
	  "r v=1<>9:item<a & b>39:item n=2<ce|z<d>>" },
	{ STR_INIT("<a:r xmlns:a='urn:x'><a:item a:k='v'/></a:r>"), "r<>21:item k=v<>" },
	{ STR_INIT("<r><item><item>inner</item></item></r>"), "r<>3:item<|item<inner>>" },
	{ STR_INIT("<r><item><![CDATA[<b>]]>&#x8106;</item></r>"), "r<>3:item<<b>脆>" },
	{ STR_INIT("<?xml version='1.0' encoding='Shift_JIS'?><item>\x90\xc6\x8e\xe3\x90\xab\x87\x40</item>"), "42:item<脆弱性①>" },
	{ STR_INIT("<?xml version=\"1.0\" encoding = \"euc-jp\"?><item>\xc0\xc8\xbc\xe5\xc0\xad</item>"), "41:item<脆弱性>" },
	{ STR_INIT("\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><item/>"), "41:item<>" },
	{ STR_INIT("<?xml version='1.0' encoding='ISO-8859-1'?><item>\xe9</item>"), "43:item<é>" },
	{ STR_INIT("<!DOCTYPE nmaprun><r><item/></r>"), "r<>21:item<>" },
};

static void
records_are_handed_over_with_all_that_is_in_them(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct seen seen;

		assert_ok(read_text(good[i].text, &seen, arena));
		assert_str(buf_str(&seen.text), good[i].seen);
		buf_done(&seen.text);
	}
	arena_free(arena);
}

static const struct {
	struct str  text;
	size_t      records;    /* handed over before the fault */
	const char *code;
	const char *sentence;
} bad[] = {
	{ STR_INIT(""), 0, "ERR_FORMAT", "line 1" },
	{ STR_INIT("no xml"), 0, "ERR_FORMAT", "line 1, byte 0" },
	{ STR_INIT("<r>\n<item/>\n<item a=1/></r>"), 1, "ERR_FORMAT", "line 3, byte 20" },
	{ STR_INIT("<r><item>1</item><item>2</it"), 1, "ERR_FORMAT", "line 1" },
	{ STR_INIT("<item>\xff\xfe</item>"), 0, "ERR_FORMAT", "line 1" },
	{ STR_INIT("<item>\0</item>"), 0, "ERR_FORMAT", "line 1" },
	{ STR_INIT("<item a='1' a='2'/>"), 0, "ERR_FORMAT", "duplicate" },
	{ STR_INIT("<item/><item/>"), 1, "ERR_FORMAT", "line 1" },
	{ STR_INIT("<?xml version='1.0' encoding='x-none'?><item/>"), 0, "ERR_FORMAT", "encoding" },
	{ STR_INIT("<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r><item>&b;</item></r>"), 0, "ERR_UNSUPPORTED", "DTD" },
	{ STR_INIT("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r><item>&secret;</item></r>"), 0, "ERR_UNSUPPORTED", "DTD" },
	{ STR_INIT("<item>&secret;</item>"), 0, "ERR_FORMAT", "entity" },
};

static void
what_is_not_xml_is_told_with_line_and_byte(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct seen seen;
		struct err *err = read_text(bad[i].text, &seen, arena);
		struct str sentence;

		assert_non_null(err);
		sentence = err_sentence(err, LANG_EN, arena);
		print_message("  %.*s\n", STR_ARG(sentence));
		assert_string_equal(err_code_name(err->code), bad[i].code);
		assert_true(str_find(sentence, str_of(bad[i].sentence)) != SIZE_MAX);
		assert_int_equal(seen.records, bad[i].records);
		buf_done(&seen.text);
	}
	arena_free(arena);
}

static struct str
repeated(struct buf *out, const char *text, size_t times)
{
	while (times-- > 0)
		buf_add(out, str_of(text));
	return buf_str(out);
}

static void
depth_and_endless_tags_are_bounded(void **state)
{
	struct arena *arena = arena_new();
	struct buf deep BUF_SCOPE = { 0 }, tag BUF_SCOPE = { 0 };
	struct seen seen;

	(void)state;
	assert_err(read_text(repeated(&deep, "<a>", LIMIT_XML_DEPTH + 1), &seen, arena), ERR_LIMIT);
	buf_done(&seen.text);
	buf_add(&tag, STR("<r><item a='"));
	assert_err(read_text(repeated(&tag, "0123456789abcdef", 4 * LIMIT_LINE_BYTES / 16), &seen, arena), ERR_LIMIT);
	buf_done(&seen.text);
	arena_free(arena);
}

static void
a_small_document_is_one_tree(void **state)
{
	struct arena *arena = arena_new();
	struct xml_node *root;

	(void)state;
	assert_ok(xml_parse(STR("<sst count='2'><si><t> a </t></si><si/></sst>"), arena, &root));
	assert_str(root->name, "sst");
	assert_str(xml_attribute(root, "count"), "2");
	assert_str(xml_attribute(root, "none"), "");
	assert_int_equal(root->children.count, 2);
	assert_str(xml_child_text(xml_child(root, "si"), "t"), "a");
	assert_null(xml_child(xml_child(root, "none"), "t"));
	assert_err(xml_parse(STR("<sst>"), arena, &root), ERR_FORMAT);
	arena_free(arena);
}

/* Many records, one after another: memory is that of one. */
static void
memory_stays_that_of_one_record(void **state)
{
	struct arena *arena = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct seen seen;

	(void)state;
	buf_add(&text, STR("<r>"));
	(void)repeated(&text, "<item><a>some text in it</a></item>", 20000);
	buf_add(&text, STR("</r>"));
	assert_ok(read_text(buf_str(&text), &seen, arena));
	assert_int_equal(seen.records, 20000);
	assert_true(arena_used(arena) < 4096);
	buf_done(&seen.text);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_handed_over_with_all_that_is_in_them),
		cmocka_unit_test(what_is_not_xml_is_told_with_line_and_byte),
		cmocka_unit_test(depth_and_endless_tags_are_bounded),
		cmocka_unit_test(a_small_document_is_one_tree),
		cmocka_unit_test(memory_stays_that_of_one_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
