#include "test.h"
#include <time.h>
#include "base/limits.h"
#include "format/json/json.h"
#include "format/mustache/mustache.h"

/* ------------------------------------------------------------------------------------- the specification's own cases */

/* A number as the specification's cases mean it to be written: 85, 1.21. */
static struct str
number_text(struct json value, struct arena *arena)
{
	int64_t whole;
	double number = 0;

	if (json_i64(value, &whole))
		return arena_printf(arena, "%lld", (long long)whole);
	assert_true(json_f64(value, &number));
	return arena_printf(arena, "%g", number);
}

static struct view *
view_of_json(struct json value, struct arena *arena)
{
	struct view *view = view_map(arena);

	switch (json_kind(value)) {
	case JSON_STRING:
		return view_text(arena_copy(arena, json_str(value)), arena);
	case JSON_NUMBER:
		return view_text(number_text(value, arena), arena);
	case JSON_BOOL:
		*view = (struct view){ .kind = VIEW_TRUTH, .truth = json_bool(value) };
		return view;
	case JSON_ARRAY:
	case JSON_OBJECT:
		if (json_kind(value) == JSON_ARRAY)
			view = view_list(arena);
		for (struct json_iter i = json_each(value); json_next(&i);)
			view_put(view, arena_copy(arena, i.key), view_of_json(i.value, arena), arena);
		return view;
	case JSON_ABSENT:
	case JSON_NULL:
		break;
	}
	view->kind = VIEW_NONE;
	return view;
}

struct partials { struct json texts; struct arena *arena; };

static const struct mustache *
partial_of_json(void *context, struct str name)
{
	struct partials *partials = context;
	struct json text = json_get(partials->texts, arena_cstr(partials->arena, name));
	struct mustache *template;

	if (json_kind(text) != JSON_STRING)
		return NULL;
	assert_ok(mustache_parse(json_str(text), name, partials->arena, &template));
	return template;
}

static void
run_case(struct json test, struct arena *arena)
{
	struct partials partials = { json_get(test, "partials"), arena };
	struct buf out BUF_SCOPE = { 0 };
	struct mustache *template;

	assert_ok(mustache_parse(json_get_str(test, "template"), json_get_str(test, "name"), arena, &template));
	assert_ok(mustache_render(template, view_of_json(json_get(test, "data"), arena), mustache_html, partial_of_json, &partials, arena, &out));
	if (!str_eq(buf_str(&out), json_get_str(test, "expected")))
		fail_msg("%.*s: \"%.*s\" is not \"%.*s\"", STR_ARG(json_get_str(test, "name")), STR_ARG(buf_str(&out)),
		    STR_ARG(json_get_str(test, "expected")));
}

static size_t
run_module(const char *path, struct arena *arena)
{
	struct json_reader *reader = json_reader_new();
	struct str bytes;
	struct json root;
	size_t count = 0;

	assert_ok(file_read(str_of(path), 1 << 20, arena, &bytes));
	assert_ok(json_parse(reader, bytes, arena, &root));
	for (struct json_iter i = json_each(json_get(root, "tests")); json_next(&i); count++)
		run_case(i.value, arena);
	json_reader_free(reader);
	return count;
}

static void
the_specification_passes(void **state)
{
	static const struct { const char *name; size_t least; } modules[] = {
		{ "comments", 12 }, { "delimiters", 14 }, { "interpolation", 42 }, { "inverted", 22 }, { "partials", 12 }, { "sections", 34 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		const char *path = test_data(arena, arena_cstr(arena, arena_printf(arena, "mustache/%s.json", modules[i].name)));
		size_t count;

		skip_without(path, &arena);
		count = run_module(path, arena);
		print_message("  %s: %zu cases\n", modules[i].name, count);
		assert_true(count >= modules[i].least);
	}
}

/* ------------------------------------------------------------------------------------------------ our own cases */

static const struct mustache *
one_partial(void *context, struct str name)
{
	return str_eq(name, STR("p")) ? context : NULL;
}

/* a: text, e: empty text, n: nothing, t/f: truths, l: two maps with a, x: list of texts, m: a map. */
static struct view *
sample(struct arena *arena)
{
	struct view *view = view_map(arena), *list = view_list(arena), *texts = view_list(arena), *map = view_map(arena), *none = view_map(arena);

	none->kind = VIEW_NONE;
	view_put_text(view, STR("a"), STR("<甲>"), arena);
	view_put_text(view, STR("e"), STR(""), arena);
	view_put(view, STR("n"), none, arena);
	view_put_truth(view, STR("t"), true, arena);
	view_put_truth(view, STR("f"), false, arena);
	for (int i = 0; i < 2; i++) {
		struct view *item = view_map(arena);

		view_put_text(item, STR("i"), i == 0 ? STR("1") : STR("2"), arena);
		view_put(list, STR(""), item, arena);
		view_put_text(texts, STR(""), i == 0 ? STR("x") : STR("y"), arena);
	}
	view_put(view, STR("l"), list, arena);
	view_put(view, STR("x"), texts, arena);
	view_put_text(map, STR("b"), STR("old"), arena);
	view_put_text(map, STR("b"), STR("乙"), arena);
	view_put(view, STR("m"), map, arena);
	return view;
}

static const struct { const char *template, *partial, *expected; } good[] = {
	{ "", NULL, "" },
	{ "{{a}} {{{a}}} {{&a}}", NULL, "&lt;甲&gt; <甲> <甲>" },
	{ "{{e}}|{{n}}|{{t}}|{{f}}|{{l}}|{{m}}|{{nothing}}", NULL, "||true|false|||" },
	{ "{{#e}}x{{/e}}{{^e}}empty{{/e}} {{#n}}x{{/n}}{{^n}}none{{/n}}", NULL, "empty none" },
	{ "{{m.b}} {{m.c}} {{a.b}} {{#m}}{{b}}{{a}}{{/m}}", NULL, "乙   乙&lt;甲&gt;" },
	{ "{{#l}}{{i}}{{a}},{{/l}}", NULL, "1&lt;甲&gt;,2&lt;甲&gt;," },
	{ "{{#x}}{{.}}{{/x}} {{#t}}{{a}}{{/t}}", NULL, "xy &lt;甲&gt;" },
	{ "{{#l}}\n- {{i}}\n{{/l}}\nend", NULL, "- 1\n- 2\nend" },
	{ "  {{>p}}\n", "{{#l}}\n{{i}}\n{{/l}}\n\n{{m.b}} {{>q}}\n", "  1\n  2\n  \n  乙 \n" },
	{ "  {{>p}}", "a\n{{#f}}\nb\n{{/f}}\nc", "  a\n  c" },
	{ " {{>p}}\n", "{{#f}}x{{/f}}y\n", " y\n" },
	{ "{{>nothing}}|{{> p }}", "P", "|P" },
	{ "{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}", NULL, "&lt;甲&gt;{{a}}&lt;甲&gt;" },
	{ "{{=| |=}}|{a}||&a|", NULL, "<甲><甲>" },
	{ "{{ = . . = }}", NULL, NULL },
	{ "{{! {{a}} }}", NULL, " }}" },
	{ "x {{! a\nb\n}} y\n{{a}}", NULL, "x  y\n&lt;甲&gt;" },
	{ "{{#t}}{{#t}}{{/t}}{{/t}}", NULL, "" },
	{ "\t{{#t}} \r\nA\r\n{{/t}}\t\r\nB", NULL, "A\r\nB" },
	{ "}} { { }", NULL, "}} { { }" },
	{ "&<>\"'", NULL, "&<>\"'" },
};

static void
templates_are_filled(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct mustache *template, *partial = NULL;
		struct buf out BUF_SCOPE = { 0 };

		if (good[i].expected == NULL) {
			assert_err(mustache_parse(str_of(good[i].template), STR("t"), arena, &template), ERR_FORMAT);
			continue;
		}
		assert_ok(mustache_parse(str_of(good[i].template), STR("t"), arena, &template));
		if (good[i].partial != NULL)
			assert_ok(mustache_parse(str_of(good[i].partial), STR("p"), arena, &partial));
		assert_ok(mustache_render(template, sample(arena), mustache_html, one_partial, partial, arena, &out));
		assert_str(buf_str(&out), good[i].expected);
	}
}

static const struct { const char *template, *sentence; } wrong[] = {
	{ "a\nb{{#l}}", "t, line 2: the section \"l\" begins here and is not closed." },
	{ "\n\n{{a", "t, line 3: a tag begins here and does not end." },
	{ "{{{a}}", "t, line 1: a tag begins here and does not end." },
	{ "{{/a}}", "t, line 1: the section \"a\" is closed here, but none is open." },
	{ "{{#a}}\n\n{{#b}}\n{{/a}}{{/b}}", "t, line 4: the section \"a\" is closed here, but \"b\" of line 3 is still open." },
	{ "{{}}", "t, line 1: this tag names nothing." },
	{ "{{>}}", "t, line 1: this tag names nothing." },
	{ "{{#}}{{/}}", "t, line 1: this tag names nothing." },
	{ "x\n{{! \n\n}}{{a b}}", "t, line 4: \"a b\" is no name: a name has no spaces." },
	{ "{{a..b}}", "t, line 1: \"a..b\" is no name: a part between its dots is missing." },
	{ "{{.a}}", "t, line 1: \".a\" is no name: a part between its dots is missing." },
	{ "{{=<%=}}", "t, line 1: new delimiters are written like {{=<% %>=}}." },
	{ "{{= a b c =}}", "t, line 1: new delimiters are written like {{=<% %>=}}." },
	{ "{{= == = =}}", "t, line 1: new delimiters are written like {{=<% %>=}}." },
	{ "{{==}}", "t, line 1: new delimiters are written like {{=<% %>=}}." },
};

static void
a_wrong_template_is_told_with_its_line(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct mustache *template;
		struct err *err = mustache_parse(str_of(wrong[i].template), STR("t"), arena, &template);

		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORMAT);
		assert_str(err_sentence(err, LANG_EN, arena), wrong[i].sentence);
	}
}

static struct str
repeated(const char *text, size_t times, struct arena *arena)
{
	struct buf all BUF_SCOPE = { 0 };

	for (size_t i = 0; i < times; i++)
		buf_add(&all, str_of(text));
	return arena_copy(arena, buf_str(&all));
}

static struct err *
render_text(struct str text, struct view *view, struct arena *arena, struct buf *out)
{
	struct mustache *template;

	assert_ok(mustache_parse(text, STR("p"), arena, &template));
	return mustache_render(template, view, mustache_html, one_partial, template, arena, out);
}

static void
what_does_not_end_is_ended(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct mustache *template;
	struct view *view = sample(arena), *many = view_list(arena);
	struct str open;

	(void)state;
	assert_err(mustache_parse(repeated("x", LIMIT_TEMPLATE_BYTES + 1, arena), STR("t"), arena, &template), ERR_LIMIT);
	open = repeated("{{#t}}", LIMIT_TEMPLATE_DEPTH, arena);
	assert_err(mustache_parse(open, STR("t"), arena, &template), ERR_FORMAT);
	assert_err(mustache_parse(repeated("{{#t}}", LIMIT_TEMPLATE_DEPTH + 1, arena), STR("t"), arena, &template), ERR_LIMIT);
	/* A partial in itself: once, twice (2^100 of them), beneath ever longer indentation, and as deep as sections go. */
	assert_err(render_text(STR("{{>p}}"), view, arena, &out), ERR_LIMIT);
	assert_err(render_text(STR("{{#l}}{{>p}}{{>p}}{{/l}}"), view, arena, &out), ERR_LIMIT);
	assert_err(render_text(STR("   {{>p}}\n   {{>p}}\n"), view, arena, &out), ERR_LIMIT);
	assert_err(render_text(STR("{{#t}}{{>p}}{{/t}}"), view, arena, &out), ERR_LIMIT);
	/* Ten to the eighth. */
	for (int i = 0; i < 10000; i++)
		view_put_text(many, STR(""), STR("x"), arena);
	view_put(view, STR("many"), many, arena);
	buf_clear(&out);
	assert_err(render_text(STR("{{#many}}{{#many}}1{{/many}}{{/many}}"), view, arena, &out), ERR_LIMIT);
	assert_true(out.len <= LIMIT_FILLED_BYTES + 10);
}

static void
a_long_line_and_a_long_template_take_no_time(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	int64_t begun = clock();

	(void)state;
	assert_ok(render_text(repeated("{{!a}}  ", LIMIT_TEMPLATE_BYTES / 8, arena), sample(arena), arena, &out));
	assert_int_equal(out.len, LIMIT_TEMPLATE_BYTES / 4);
	buf_clear(&out);
	assert_ok(render_text(repeated("{{#f}}\n{{/f}}\n", LIMIT_TEMPLATE_BYTES / 14, arena), sample(arena), arena, &out));
	assert_int_equal(out.len, 0);
	print_message("  %d ms\n", (int)((clock() - begun) * 1000 / CLOCKS_PER_SEC));
}

/* What is filled in is never read as a template again, whatever it says. */
static void
a_value_is_no_template(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct view *view = view_map(arena);

	(void)state;
	view_put_text(view, STR("v"), STR("{{>p}}{{#v}}{{/v}}{{=| |=}}</p>"), arena);
	assert_ok(render_text(STR("{{v}} {{{v}}}"), view, arena, &out));
	assert_str(buf_str(&out), "{{&gt;p}}{{#v}}{{/v}}{{=| |=}}&lt;/p&gt; {{>p}}{{#v}}{{/v}}{{=| |=}}</p>");
}

static const struct { const char *template, *partial, *misses; } asking[] = {
	{ "{{a}} {{m.b}} {{#l}}{{i}}{{a}}{{/l}}{{#x}}{{.}}{{/x}}{{^f}}{{e}}{{/f}}", NULL, "" },
	{ "{{b}}\n{{m.c}} {{{b}}}", NULL, "t:1:b t:2:m.c t:2:b " },
	{ "{{#nothing}}{{x1}}{{/nothing}}{{^nothing}}{{x2}}{{/nothing}}", NULL, "t:1:nothing " },
	{ "{{#f}}{{y}}{{/f}}{{^t}}{{z}}{{/t}}", NULL, "t:1:y t:1:z " },
	{ "{{#l}}{{j}}{{>p}}{{/l}}{{>q}}", "{{i}}\n{{k}}{{>p}}", "t:1:j p:2:k t:1:>q " },
};

static void
names_that_are_not_there_are_told(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(asking); i++) {
		struct mustache *template, *partial = NULL;
		struct mustache_misses misses;
		struct buf told BUF_SCOPE = { 0 };

		assert_ok(mustache_parse(str_of(asking[i].template), STR("t"), arena, &template));
		if (asking[i].partial != NULL)
			assert_ok(mustache_parse(str_of(asking[i].partial), STR("p"), arena, &partial));
		assert_ok(mustache_missing(template, sample(arena), one_partial, partial, arena, &misses));
		for (size_t n = 0; n < misses.count; n++)
			buf_addf(&told, "%.*s:%lld:%s%.*s ", STR_ARG(misses.items[n].file), (long long)misses.items[n].line,
			    misses.items[n].is_partial ? ">" : "", STR_ARG(misses.items[n].name));
		assert_str(buf_str(&told), asking[i].misses);
	}
}

static void
a_raw_tag_is_found(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct mustache *template;
	int64_t line = 0;

	(void)state;
	assert_ok(mustache_parse(STR("{{a}}{{#l}}{{.}}{{/l}}"), STR("t"), arena, &template));
	assert_false(mustache_is_raw(template, &line));
	assert_ok(mustache_parse(STR("{{a}}\n{{#l}}\n{{&.}}{{/l}}"), STR("t"), arena, &template));
	assert_true(mustache_is_raw(template, &line));
	assert_int_equal(line, 3);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specification_passes),
		cmocka_unit_test(templates_are_filled),
		cmocka_unit_test(a_wrong_template_is_told_with_its_line),
		cmocka_unit_test(what_does_not_end_is_ended),
		cmocka_unit_test(a_long_line_and_a_long_template_take_no_time),
		cmocka_unit_test(a_value_is_no_template),
		cmocka_unit_test(names_that_are_not_there_are_told),
		cmocka_unit_test(a_raw_tag_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
