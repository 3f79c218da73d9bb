#include "test.h"
#include "base/buf.h"
#include "base/clock.h"
#include "model/view.h"

enum colour { RED, GREEN };
static const char *const colour_words[] = { "red", "green" };
static const struct enum_names colour_names = ENUM_NAMES(colour_words);

struct inner { struct str text; };
static const struct field inner_fields[] = { FIELD(struct inner, text, FIELD_STR) };
static const struct schema inner_schema = SCHEMA("inner", struct inner, inner_fields);

struct sample {
	struct str         text;
	struct str_list    texts;
	int64_t            count, cost_yen, at;
	int32_t            day, score, chance;
	bool               truth;
	enum colour        colour;
	struct inner       inner;
	LIST(struct inner) list;
};
static const struct field sample_fields[] = {
	FIELD(struct sample, text, FIELD_STR), FIELD(struct sample, texts, FIELD_STRS), FIELD(struct sample, count, FIELD_INT),
	FIELD(struct sample, cost_yen, FIELD_INT), FIELD(struct sample, at, FIELD_INSTANT), FIELD(struct sample, day, FIELD_DAY),
	FIELD(struct sample, score, FIELD_TENTHS), FIELD(struct sample, chance, FIELD_MILLIONTHS), FIELD(struct sample, truth, FIELD_BOOL),
	FIELD_NAMED(struct sample, colour, &colour_names), FIELD_OF(struct sample, inner, FIELD_STRUCT, &inner_schema),
	FIELD_OF(struct sample, list, FIELD_LIST, &inner_schema),
};
static const struct schema sample_schema = SCHEMA("sample", struct sample, sample_fields);

/* "text=甲 texts=[x y] is={colour={red=0 …}}" */
static void
print_view(struct buf *out, const struct view *view)
{
	switch (view->kind) {
	case VIEW_NONE:
		buf_add_char(out, '-');
		break;
	case VIEW_TRUTH:
		buf_add_char(out, view->truth ? '1' : '0');
		break;
	case VIEW_TEXT:
		buf_add(out, view->text);
		break;
	case VIEW_LIST:
		buf_add_char(out, '[');
		for (size_t i = 0; i < view->items.count; i++) {
			buf_add(out, i > 0 ? STR(" ") : STR(""));
			print_view(out, view->items.items[i]);
		}
		buf_add_char(out, ']');
		break;
	case VIEW_MAP:
		buf_add_char(out, '{');
		for (size_t i = 0; i < view->parts.count; i++) {
			buf_addf(out, "%s%.*s=", i > 0 ? " " : "", STR_ARG(view->parts.items[i].name));
			print_view(out, view->parts.items[i].value);
		}
		buf_add_char(out, '}');
		break;
	}
}

static void
a_value_is_what_a_person_reads(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct sample sample = { .text = STR("甲"), .count = 1234567, .cost_yen = -1234567, .at = 1795230000 * INSTANT_SECOND, .day = 20778, .score = 98,
		.chance = 123456, .truth = true, .colour = GREEN, .inner.text = STR("中") };
	struct sample unknown = { .at = INSTANT_NONE, .day = DAY_NONE, .score = -1, .chance = -1, .colour = (enum colour)7 };
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	list_push(arena, &sample.texts, STR("x"));
	list_push(arena, &sample.texts, STR("y"));
	list_push(arena, &sample.list, ((struct inner){ STR("一") }));
	print_view(&out, view_of(&sample_schema, &sample, LANG_JA, arena));
	assert_str(buf_str(&out), "{text=甲 texts=[x y] count=1234567 cost_yen=-1,234,567円 at=2026-11-21 12:00 JST day=2026-11-21 score=9.8 chance=12.34% truth=1 "
	    "colour=green inner={text=中 is={}} list=[{text=一 is={}}] is={colour={red=0 green=1}} code={colour=green}}");
	buf_clear(&out);
	print_view(&out, view_of(&sample_schema, &unknown, LANG_EN, arena));
	assert_str(buf_str(&out), "{text= texts=[] count=0 cost_yen=0 yen at= day= score= chance= truth=0 colour= inner={text= is={}} list=[] "
	    "is={colour={red=0 green=0}} code={colour=}}");
}

/* A text that holds a name is its word for people, and its name for links and questions. */
static void
names_become_words(void **state)
{
	static const char *const words[] = { M("Sign in"), M("Sign out") };
	static const struct enum_names names = ENUM_WORDS(colour_words, words);
	struct named { struct str one; struct str_list many; };
	static const struct field fields[] = { FIELD_WORD(struct named, one, &names), FIELD_WORDS(struct named, many, &names) };
	static const struct schema schema = SCHEMA("named", struct named, fields);
	struct arena *arena ARENA_SCOPE = arena_new();
	struct named named = { .one = STR("green") }, odd = { .one = STR("blue") };
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	list_push(arena, &named.many, STR("red"));
	print_view(&out, view_of(&schema, &named, LANG_JA, arena));
	assert_str(buf_str(&out), "{one=サインアウト many=[サインイン] is={one={red=0 green=1} many={red=1 green=0}} code={one=green}}");
	buf_clear(&out);
	print_view(&out, view_of(&schema, &odd, LANG_EN, arena));
	assert_str(buf_str(&out), "{one=blue many=[] is={one={red=0 green=0} many={red=0 green=0}} code={one=blue}}");
}

static void
a_shape_has_all_that_a_value_can_have(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct view *shape = view_shape(&sample_schema, arena);
	const struct view *list = view_find(shape, STR("list"));

	(void)state;
	assert_non_null(view_find(view_find(shape, STR("is")), STR("colour")));
	assert_non_null(view_find(view_find(view_find(shape, STR("is")), STR("colour")), STR("red")));
	assert_non_null(view_find(view_find(shape, STR("code")), STR("colour")));
	assert_non_null(view_find(view_find(shape, STR("inner")), STR("text")));
	assert_int_equal(list->kind, VIEW_LIST);
	assert_non_null(view_find(list->items.items[0], STR("text")));
	assert_null(view_find(shape, STR("nothing")));
}

static void
parts_are_found_and_take_each_others_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct view *map = view_map(arena), *list = view_list(arena), *none = view_map(arena);

	(void)state;
	none->kind = VIEW_NONE;
	view_put_text(map, STR("a"), STR("1"), arena);
	view_put_text(map, STR("a"), STR("2"), arena);
	assert_str(view_find(map, STR("a"))->text, "2");
	assert_null(view_find(map, STR("b")));
	assert_null(view_find(list, STR("a")));
	assert_false(view_is_true(list) || view_is_true(none) || view_is_true(view_text(STR(""), arena)));
	view_put_truth(list, STR(""), false, arena);
	assert_true(view_is_true(list) && view_is_true(map) && view_is_true(view_text(STR("0"), arena)));
	assert_false(view_is_true(list->items.items[0]));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_what_a_person_reads),
		cmocka_unit_test(names_become_words), cmocka_unit_test(a_shape_has_all_that_a_value_can_have),
		cmocka_unit_test(parts_are_found_and_take_each_others_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
