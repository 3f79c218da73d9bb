/* What is written is read back as it was. */
#include "test.h"

#include "format/xml/xml.h"
#include "format/xml/xml_write.h"

static void
test_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct xml_writer w = { .out = &out };
	struct xml_node *root;

	(void)state;
	xml_declare(&w);
	xml_begin(&w, "a");
	xml_put_attribute(&w, "name", STR("\"<&>\n東"));
	xml_put_number(&w, "n", -7);
	xml_put(&w, "b", STR("1 < 2 && \"3\" > 2"));
	xml_put_some(&w, "c", STR(""));
	xml_begin(&w, "d");
	xml_end(&w);
	xml_end(&w);
	assert_str(buf_str(&out), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a name=\"&quot;&lt;&amp;&gt;&#10;東\" n=\"-7\">"
	    "<b>1 &lt; 2 &amp;&amp; \"3\" &gt; 2</b><d/></a>");
	assert_ok(xml_parse(buf_str(&out), arena, &root));
	assert_str(xml_attribute(root, "name"), "\"<&>\n東");
	assert_str(xml_child_text(root, "b"), "1 < 2 && \"3\" > 2");
}

/* Control characters and broken UTF-8 would make the whole document unreadable. */
static void
test_hostile(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct xml_writer w = { .out = &out };
	struct xml_node *root;

	(void)state;
	xml_put(&w, "a", STR("x\x01y\xffz\xef\xbf\xbf]]>"));
	assert_ok(xml_parse(buf_str(&out), arena, &root));
	assert_str(root->text, "x\xef\xbf\xbdy\xef\xbf\xbdz\xef\xbf\xbd]]>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_written), cmocka_unit_test(test_hostile) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
