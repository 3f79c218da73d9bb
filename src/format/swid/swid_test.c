#include "test.h"

#include "format/swid/swid.h"
#include "model/record.h"

struct bag {
	struct sink            sink;      /* first */
	struct arena          *arena;
	LIST(struct component) components;
	size_t                 heads, refused;
};

static struct err *
bag_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct bag *bag = (struct bag *)sink;

	(void)arena;
	if (schema == &component_schema)
		record_copy(schema, value, bag->arena, list_add(bag->arena, &bag->components));
	else
		bag->heads++;
	return NULL;
}

static struct err *
bag_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)problem, (void)arena;
	((struct bag *)sink)->refused++;
	return NULL;
}

typedef struct err *reader_fn(struct input *, struct sink *, struct arena *);

static struct bag
read_with(reader_fn *reader, struct str text, struct arena *arena, struct err **ret_err)
{
	struct bag bag = { .sink = { bag_record, bag_problem }, .arena = arena };
	struct input_bytes input;

	*ret_err = reader(input_of_bytes(&input, text, STR("a.swidtag")), &bag.sink, arena);
	return bag;
}

#define TAG(attributes, inside) \
	"<SoftwareIdentity xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\" " attributes ">" inside "</SoftwareIdentity>"
#define CREATOR "<Entity name=\"例ソフトウェア株式会社\" regid=\"example.jp\" role=\"tagCreator softwareCreator\"/>"

static const struct {
	const char *text;
	size_t      count;         /* of components */
	size_t      refused;
	const char *name, *version, *vendor, *cpe;
	enum component_kind kind;
} tags[] = {
	{ TAG("name=\"Rei\" version=\"2.1\" tagId=\"a\"", CREATOR), 1, 0, "Rei", "2.1", "例ソフトウェア株式会社", "", COMPONENT_APPLICATION },
	{ "<list>" TAG("name=\"Rei\" version=\"0.0\" tagId=\"a\"", "") "</list>", 1, 0, "Rei", "", "", "", COMPONENT_APPLICATION },
	{ TAG("name=\"Rei\" version=\"2.1\" tagId=\"a\"", "<Entity name=\"x\" role=\"tagCreator\"/><Meta cpe=\"cpe:/a:example:rei:2.1\"/>"), 1, 0, "Rei", "2.1", "",
	  "cpe:2.3:a:example:rei:2.1:*:*:*:*:*:*:*", COMPONENT_APPLICATION },
	{ TAG("name=\"Rei\" version=\"2.1\" tagId=\"a\"", "<Payload><File name=\"f\"><note> cpe:2.3:a:example:rei:2.1:*:*:*:*:*:*:* </note></File></Payload>"), 1, 0,
	  "Rei", "2.1", "", "cpe:2.3:a:example:rei:2.1:*:*:*:*:*:*:*", COMPONENT_APPLICATION },
	{ TAG("name=\"Rei SP1\" version=\"2.1.1\" tagId=\"a\" patch=\"true\"", ""), 1, 0, "Rei SP1", "2.1.1", "", "", COMPONENT_UPDATE },
	{ TAG("name=\"Rei\" tagId=\"a\" corpus=\"true\"", ""), 0, 0, NULL, NULL, NULL, NULL, COMPONENT_OTHER },
	{ TAG("name=\"Rei\" tagId=\"a\" supplemental=\"1\"", ""), 0, 0, NULL, NULL, NULL, NULL, COMPONENT_OTHER },
	{ TAG("tagId=\"a\"", ""), 0, 1, NULL, NULL, NULL, NULL, COMPONENT_OTHER },
};

static void
tags_are_products(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct err *err;
		struct bag bag = read_with(swid_read, str_of(tags[i].text), arena, &err);

		print_message("  %s\n", tags[i].text);
		assert_ok(err);
		assert_int_equal(bag.heads, 1);
		assert_int_equal(bag.components.count, tags[i].count);
		assert_int_equal(bag.refused, tags[i].refused);
		if (tags[i].count == 0)
			continue;
		assert_str(bag.components.items[0].name, tags[i].name);
		assert_str(bag.components.items[0].version, tags[i].version);
		assert_str(bag.components.items[0].vendor, tags[i].vendor);
		assert_str(bag.components.items[0].cpe, tags[i].cpe);
		assert_int_equal(bag.components.items[0].kind, tags[i].kind);
	}
}

static void
what_holds_no_tag_is_refused(void **state)
{
	static const char *const texts[] = { "", "<a/>", "cpe:/a:b:c", "<!DOCTYPE a [<!ENTITY x \"y\">]><SoftwareIdentity name=\"&x;\"/>", "<SoftwareIdentity name=\"" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct err *err;

		(void)read_with(swid_read, str_of(texts[i]), arena, &err);
		assert_non_null(err);
	}
}

static void
a_list_of_names_is_read_line_by_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct err *err;
	struct bag bag = read_with(cpelist_read, STR("\xef\xbb\xbf# 例市\r\ncpe:/a:apache:tomcat:9.0.71\r\n\r\ncpe:2.3:o:fortinet:fortios:7.0.7:*:*:*:*:*:*:*\n"
	    "cpe:/h:yamaha:rtx830\ncpe:/a:example:*\nnot a name\ncpe:/a:example"), arena, &err);

	(void)state;
	assert_ok(err);
	assert_int_equal(bag.components.count, 3);
	assert_int_equal(bag.refused, 3);
	assert_str(bag.components.items[0].version, "9.0.71");
	assert_int_equal(bag.components.items[1].kind, COMPONENT_OS);
	assert_int_equal(bag.components.items[2].kind, COMPONENT_HARDWARE);
	assert_str(bag.components.items[2].version, "");
	(void)read_with(cpelist_read, STR("\xff\xfe\x00"), arena, &err);
	assert_err(err, ERR_FORMAT);
}

/* Out and in again. */
static void
a_tag_that_was_written_is_read_as_the_same(void **state)
{
	const struct component component = { .kind = COMPONENT_APPLICATION, .name = STR("例 \"A&B\" <1>"), .version = STR("2.1"), .vendor = STR("例社"),
		.edition = STR("Pro"), .cpe = STR("cpe:2.3:a:example:a\\&b:2.1:*:*:*:*:*:*:*") };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct err *err;
	struct bag bag;

	(void)state;
	swid_write(&component, STR("example.lg.jp"), &out);
	bag = read_with(swid_read, buf_str(&out), arena, &err);
	assert_ok(err);
	assert_int_equal(bag.components.count, 1);
	assert_str(bag.components.items[0].name, "例 \"A&B\" <1>");
	assert_str(bag.components.items[0].version, "2.1");
	assert_str(bag.components.items[0].vendor, "例社");
	assert_str(bag.components.items[0].edition, "Pro");
	assert_str(bag.components.items[0].cpe, "cpe:2.3:a:example:a\\&b:2.1:*:*:*:*:*:*:*");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_products),
		cmocka_unit_test(what_holds_no_tag_is_refused),
		cmocka_unit_test(a_list_of_names_is_read_line_by_line),
		cmocka_unit_test(a_tag_that_was_written_is_read_as_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
