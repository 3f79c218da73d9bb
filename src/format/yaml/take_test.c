#include "test.h"
#include "format/yaml/take.h"

static const char *const keys[] = { "title", "since", "closed", "count", "by", "kind" };
static const char *const kind_words[] = { "draft", "decide" };
static const struct enum_names kind_names = ENUM_NAMES(kind_words);

struct taken {
	struct words    title, other;
	int32_t         since;
	bool            closed;
	int64_t         count;
	struct str_list by;
	int             kind;
};

static struct err *
take(const struct yaml_node *node, struct arena *arena, struct taken *ret)
{
	TRY(yaml_only(node, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_words(node, "title", arena, &ret->title));
	TRY(yaml_may_words(node, "other", arena, &ret->other));
	TRY(yaml_need_day(node, "since", arena, &ret->since));
	TRY(yaml_may_bool(node, "closed", arena, &ret->closed));
	TRY(yaml_may_int(node, "count", 0, 9, arena, &ret->count));
	TRY(yaml_may_strs(node, "by", arena, &ret->by));
	return yaml_may_enum(node, "kind", &kind_names, arena, &ret->kind);
}

#define HEAD "title: {ja: 題, en: Title}\nsince: 2026-04-01\n"

static void
test_what_is_taken(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taken taken = { .count = 7, .kind = 5 };
	struct yaml_node *root;

	(void)state;
	assert_ok(yaml_parse(STR(HEAD "closed: true\nby: [a, b]\nkind: decide\n"), STR("t"), arena, &root));
	assert_ok(take(root, arena, &taken));
	assert_str(taken.title.ja, "題");
	assert_str(taken.title.en, "Title");
	assert_int_equal(taken.since, day_of_civil((struct civil){ 2026, 4, 1 }));
	assert_true(taken.closed);
	assert_int_equal(taken.count, 7);
	assert_int_equal(taken.by.count, 2);
	assert_int_equal(taken.kind, 1);
	assert_ok(yaml_parse(STR(HEAD "count: 9\nby: one\n"), STR("t"), arena, &root));
	taken.by.count = 0;
	assert_ok(take(root, arena, &taken));
	assert_int_equal(taken.count, 9);
	assert_str(taken.by.items[0], "one");
}

static const struct { struct str text; const char *sentence; } bad[] = {
	{ STR_INIT("titel: {ja: a, en: b}\n"), "line 1: \"titel\" is not known here; did you mean \"title\"?" },
	{ STR_INIT("\nzzz: 1\n"), "line 2: \"zzz\" is not known here." },
	{ STR_INIT("a-word-that-is-much-longer-than-any: 1\n"), "line 1: \"a-word-that-is-much-longer-than-any\" is not known here." },
	{ STR_INIT("- a\n"), "line 1: This must consist of named parts." },
	{ STR_INIT("since: 2026-04-01\n"), "line 1: \"title\" is missing." },
	{ STR_INIT("title: words\n"), "line 1: \"title\" must consist of named parts." },
	{ STR_INIT("title: {ja: 題}\n"), "line 1: \"en\" is missing." },
	{ STR_INIT("title: {ja: 題, en: ''}\n"), "line 1: \"en\" is empty." },
	{ STR_INIT("title: {ja: 題, en: [a]}\n"), "line 1: \"en\" must be one text." },
	{ STR_INIT("title: {ja: 題, en: t}\nsince: April\n"), "line 2: \"since\" must be a day like 2026-04-01." },
	{ STR_INIT(HEAD "closed: yes\n"), "line 3: \"closed\" must be true or false." },
	{ STR_INIT(HEAD "count: 10\n"), "line 3: \"count\" must be a whole number from 0 to 9." },
	{ STR_INIT(HEAD "count: many\n"), "line 3: \"count\" must be a whole number from 0 to 9." },
	{ STR_INIT(HEAD "by: {a: b}\n"), "line 3: \"by\" must be one word or a list of words." },
	{ STR_INIT(HEAD "by:\n  - a\n  - [b]\n"), "line 5: \"by\" must be one word or a list of words." },
	{ STR_INIT(HEAD "kind: decided\n"), "line 3: \"decided\" is not known here; did you mean \"decide\"?" },
};

static void
test_what_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct taken taken = { 0 };
		struct yaml_node *root;
		struct err *err;

		assert_ok(yaml_parse(bad[i].text, STR("t"), arena, &root));
		err = take(root, arena, &taken);
		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORMAT);
		assert_str(err_sentence(err, LANG_EN, arena), bad[i].sentence);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_taken),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
