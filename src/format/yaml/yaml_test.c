#include "test.h"
#include "base/buf.h"
#include "base/limits.h"
#include "format/yaml/yaml.h"

/* The tree in one line: {key: 'quoted', key: [plain, plain]} with lines behind '@' where it is asked for. */
static void
print_node(struct buf *out, const struct yaml_node *node)
{
	static const char *const brackets[] = { "''", "[]", "{}" };

	if (node->kind == YAML_SCALAR) {
		buf_addf(out, node->is_plain ? "%.*s" : "'%.*s'", STR_ARG(node->text));
		return;
	}
	buf_add_char(out, brackets[node->kind][0]);
	for (size_t i = 0; i < node->items.count; i++) {
		if (i > 0)
			buf_add(out, STR(", "));
		if (node->kind == YAML_MAPPING)
			buf_addf(out, "%.*s: ", STR_ARG(node->items.items[i]->key));
		print_node(out, node->items.items[i]);
	}
	buf_add_char(out, brackets[node->kind][1]);
}

static const struct {
	struct str  text;
	const char *tree;
} good[] = {
	{ STR_INIT(""), "{}" },
	{ STR_INIT("# nothing but words\n"), "{}" },
	{ STR_INIT("---\n"), "{}" },
	{ STR_INIT("criteria: municipality\ntitle: {ja: 自治体, en: \"towns\"}\n"), "{criteria: municipality, title: {ja: 自治体, en: 'towns'}}" },
	{ STR_INIT("- a\n- [b, 'c', {d: e}]\n- []\n"), "[a, [b, 'c', {d: e}], []]" },
	{ STR_INIT("when: personal_records >= 10000\n"), "{when: personal_records >= 10000}" },
	{ STR_INIT("a:\nb: ~\nc: ''\n"), "{a: , b: ~, c: ''}" },
	{ STR_INIT("t: |\n  one\n  two\n"), "{t: 'one\ntwo\n'}" },
	{ STR_INIT("\xef\xbb\xbf" "a: b"), "{a: b}" },
	{ STR_INIT("a: \x95\x5c\n"), "{a: 表}" },   /* CP932, as Notepad saved it */
	{ STR_INIT("a"), "a" },
};

static void
a_document_is_a_tree(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct buf tree BUF_SCOPE = { 0 };
		struct yaml_node *root;

		assert_ok(yaml_parse(good[i].text, STR("x.yaml"), arena, &root));
		print_node(&tree, root);
		assert_str(buf_str(&tree), good[i].tree);
	}
}

static void
nodes_are_found_and_know_their_lines(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct yaml_node *root;

	(void)state;
	assert_ok(yaml_parse(STR("a: 1\nb:\n  c: two\n  d:\n    - x\n    - y\n"), STR("x.yaml"), arena, &root));
	assert_str(yaml_find_str(root, "a"), "1");
	assert_str(yaml_find_str(yaml_find(root, "b"), "c"), "two");
	assert_str(yaml_find_str(root, "b"), "");
	assert_null(yaml_find(yaml_find(root, "none"), "c"));
	assert_int_equal(yaml_find(yaml_find(root, "b"), "c")->line, 3);
	assert_int_equal(yaml_find(yaml_find(root, "b"), "d")->items.items[1]->line, 6);
}

static const struct {
	struct str  text;
	const char *code;
	const char *sentence;
} bad[] = {
	{ STR_INIT("a: [b\n"), "ERR_FORMAT", "line 2" },
	{ STR_INIT("a: b\n\tc: d\n"), "ERR_FORMAT", "line 2, column 1" },
	{ STR_INIT("a: 1\nb: 2\na: 3\n"), "ERR_FORMAT", "line 3: the key \"a\"" },
	{ STR_INIT("a: &x 1\nb: *x\n"), "ERR_UNSUPPORTED", "line 1" },
	{ STR_INIT("a: &x [1]\n"), "ERR_UNSUPPORTED", "line 1" },
	{ STR_INIT("a: {<<: *x}\n"), "ERR_UNSUPPORTED", "line 1" },
	{ STR_INIT("a: !!python/object x\n"), "ERR_UNSUPPORTED", "line 1" },
	{ STR_INIT("? [a, b]\n: c\n"), "ERR_UNSUPPORTED", "line 1" },
	{ STR_INIT("a: 1\n---\nb: 2\n"), "ERR_UNSUPPORTED", "line 2" },
	{ STR_INIT("a: \"\\0\"\n"), "ERR_FORMAT", "NUL" },
	{ STR_INIT("a: \0\n"), "ERR_FORMAT", "line 1" },
	{ STR_INIT("a: \xff\xff\n"), "ERR_FORMAT", "byte 3" },
	{ STR_INIT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), "ERR_LIMIT", "line 1" },
	{ STR_INIT("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"), "ERR_UNSUPPORTED", "line 1" },
};

static void
what_is_refused_is_told_with_its_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct yaml_node *root;
		struct err *err = yaml_parse(bad[i].text, STR("x.yaml"), arena, &root);

		assert_non_null(err);
		print_message("  %.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_string_equal(err_code_name(err->code), bad[i].code);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(bad[i].sentence)) != SIZE_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_a_tree),
		cmocka_unit_test(nodes_are_found_and_know_their_lines),
		cmocka_unit_test(what_is_refused_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
