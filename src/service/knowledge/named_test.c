#include "test.h"

#include "base/fold.h"
#include "service/knowledge/named.h"

struct found { struct arena *arena; struct str words; };

static void
note(void *data, size_t item)
{
	struct found *found = data;

	found->words = arena_printf(found->arena, "%.*s%zu ", STR_ARG(found->words), item);
}

static void
a_name_stands_with_its_own_ends(void **state)
{
	static const char *const names[] = { "word", "wordpress", "apache tomcat", "一太郎", "tomcat", "vim", "word" };
	static const struct { const char *text, *items; } cases[] = {
		{ "Microsoft Word の脆弱性", "6 0 " }, { "words", "" }, { "word processor", "6 0 " }, { "apache tomcatx", "" }, { "WordPress の脆弱性", "1 " }, { "Apache Tomcat に関する注意喚起", "2 4 " }, { "新一太郎2026 について", "3 " },
		{ "Tomcat9", "" }, { "tomcat", "4 " }, { "vim", "" }, { "", "" }, { "abc", "" }, { "Word Word", "6 0 6 0 " },
	};
	struct arena *arena = arena_new();
	struct named *named = ARENA_NEW(arena, struct named);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		named_put(arena, named, fold_text(str_of(names[i]), arena), i);
	named_ready(named);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct found found = { arena, STR("") };

		named_each(named, fold_text(str_of(cases[i].text), arena), note, &found);
		assert_str(found.words, cases[i].items);
	}
	arena_free(arena);
}

/* Many names and texts take the time of their texts, not of one by the other. */
static void
many_names_are_looked_for_at_once(void **state)
{
	enum { NAMES = 20000, TEXTS = 2000 };
	struct arena *arena = arena_new();
	struct named *named = ARENA_NEW(arena, struct named);
	struct found found = { arena, STR("") };

	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		named_put(arena, named, arena_printf(arena, "%zu product", i), i);
	named_ready(named);
	for (size_t i = 0; i < TEXTS; i++)
		named_each(named, arena_printf(arena, "a weakness of maker%zu in some part of its goods, once more", i), note, &found);
	assert_str(found.words, "");
	named_each(named, STR("of 19999 product"), note, &found);
	assert_str(found.words, "19999 ");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_name_stands_with_its_own_ends), cmocka_unit_test(many_names_are_looked_for_at_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
