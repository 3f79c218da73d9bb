/*
 * man_test.c - the manual pages hold what the program has, and both languages name the same: commands, operands, options, keys, files, variables
 * and exit statuses, each where it is told.
 */
#include "test.h"

#include <ctype.h>
#include "face/cli/cli.h"

enum { PAGE_MOST = 1 << 20 };

static const char *const pages[] = { "tsukuroi.1", "tsukuroi.conf.5", "tsukuroi-playbook.5", "tsukuroi-report.5", "tsukuroi-ssvc.5" };

static struct str
read_source(struct arena *arena, struct str path)
{
	struct str text;

	assert_ok(file_read(path_join(arena, STR(SOURCE_ROOT), path), PAGE_MOST, arena, &text));
	return text;
}

/* ---------------------------------------------------------------------------- the same in both */

/* What stands under one heading: the line of an .It, which is the same in both; "" for a section. */
struct told { struct str heading; struct str_list names; };
struct told_list { LIST(struct told) list; };

/* Of these words are names that no language has; what follows another macro on the line is not. */
static bool
begins_names(struct str word)
{
	static const char *const macros[] = { "Cm", "Fl", "Pa", "Ev", "Ic", "Li" };

	for (size_t i = 0; i < ARRAY_LEN(macros); i++)
		if (str_eq(word, str_of(macros[i])))
			return true;
	return false;
}

static bool
is_macro(struct str word)
{
	return word.len == 2 && isupper((unsigned char)word.ptr[0]) && islower((unsigned char)word.ptr[1]);
}

static bool
is_sign(struct str word)
{
	static const char *const signs[] = { ",", ".", ";", ":", "(", ")", "|", "、", "。", "）" };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (str_eq(word, str_of(signs[i])))
			return true;
	return false;
}

static bool
holds(const struct str_list *names, struct str name)
{
	for (size_t i = 0; i < names->count; i++)
		if (str_eq(names->items[i], name))
			return true;
	return false;
}

static void
take_names(struct arena *arena, struct str line, struct str_list *names)
{
	struct str word, kind = STR("");

	while (str_split(&line, ' ', &word)) {
		if (is_macro(word))
			kind = begins_names(word) ? word : STR("");
		else if (kind.len > 0 && word.len > 0 && !is_sign(word)) {
			struct str name = arena_printf(arena, "%.*s %.*s", STR_ARG(kind), STR_ARG(word));

			if (!holds(names, name))
				list_push(arena, names, name);
		}
	}
}

static struct told_list
read_page(struct arena *arena, struct str path)
{
	struct told_list told = { 0 };
	struct str rest = read_source(arena, path), line;

	*list_add(arena, &told.list) = (struct told){ 0 };
	while (str_line(&rest, &line)) {
		if (str_starts(line, STR(".It ")))
			*list_add(arena, &told.list) = (struct told){ .heading = line };
		else if (str_starts(line, STR(".Sh ")) || str_starts(line, STR(".Ss ")))
			*list_add(arena, &told.list) = (struct told){ .heading = STR("") };
		else if (line.len > 0 && line.ptr[0] == '.')
			take_names(arena, str_from(line, 1), &told.list.items[told.list.count - 1].names);
	}
	return told;
}

static void
assert_holds(const char *page, const struct told *there, const struct told *here, const char *language)
{
	for (size_t i = 0; i < there->names.count; i++)
		if (!holds(&here->names, there->names.items[i]))
			fail_msg("%s in %s: under \"%.*s\" there is no %.*s", page, language, STR_ARG(there->heading), STR_ARG(there->names.items[i]));
}

static void
both_languages_name_the_same(void **state)
{
	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(pages); p++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct told_list en = read_page(arena, arena_printf(arena, "man/%s", pages[p])), ja = read_page(arena, arena_printf(arena, "man/ja/%s", pages[p]));

		assert_true(en.list.count > 8);
		for (size_t i = 0; i < en.list.count && i < ja.list.count; i++) {
			if (!str_eq(en.list.items[i].heading, ja.list.items[i].heading))
				fail_msg("%s: \"%.*s\" in English, \"%.*s\" in Japanese", pages[p], STR_ARG(en.list.items[i].heading), STR_ARG(ja.list.items[i].heading));
			assert_holds(pages[p], &en.list.items[i], &ja.list.items[i], "Japanese");
			assert_holds(pages[p], &ja.list.items[i], &en.list.items[i], "English");
		}
		assert_int_equal(en.list.count, ja.list.count);
	}
}

/* ------------------------------------------------------------------------ what the program has */

/* Whether a line of the manual names all words of a command: "ticket trackers | tracker add" has "ticket tracker add". */
static bool
names_command(struct str line, struct str words)
{
	struct str word;

	while (str_split(&words, ' ', &word)) {
		struct str rest = line, one;
		bool found = false;

		while (!found && str_split(&rest, ' ', &one))
			found = str_eq(one, word);
		if (!found)
			return false;
	}
	return true;
}

static bool
is_told(struct str page, struct str words)
{
	struct str line;

	while (str_line(&page, &line))
		if (str_starts(line, STR(".It ")) && names_command(line, words))
			return true;
	return false;
}

static void
every_command_is_in_the_manual(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str page = read_source(arena, STR("man/tsukuroi.1"));
	size_t missing = 0;

	(void)state;
	for (const struct cli_command *command = cli_commands; command->words != NULL; command++)
		if (!is_told(page, str_of(command->words))) {
			print_message("  man/tsukuroi.1 does not tell of \"%s\"\n", command->words);
			missing++;
		}
	assert_int_equal(missing, 0);
}

/* The keys stand in the tables and questions of service/home.c. */
static void
every_setting_is_in_the_manual(void **state)
{
	static const struct { struct str before, after; } forms[] = {
		{ STR_INIT("{ \""), STR_INIT("\", offsetof(struct home,") }, { STR_INIT("str_eq(key, STR(\""), STR_INIT("\"))") },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str page = read_source(arena, STR("man/tsukuroi.conf.5"));
	size_t count = 0;

	(void)state;
	for (size_t f = 0; f < ARRAY_LEN(forms); f++) {
		struct str rest = read_source(arena, STR("src/service/home.c"));
		size_t at, end;

		while ((at = str_find(rest, forms[f].before)) != SIZE_MAX) {
			rest = str_from(rest, at + forms[f].before.len);
			end = str_find(rest, forms[f].after);
			if (end == SIZE_MAX || end > 40)
				continue;
			count++;
			if (!is_told(page, str_sub(rest, 0, end)))
				fail_msg("man/tsukuroi.conf.5 does not tell of \"%.*s\"", (int)end, rest.ptr);
		}
	}
	assert_true(count > 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_languages_name_the_same),
		cmocka_unit_test(every_command_is_in_the_manual),
		cmocka_unit_test(every_setting_is_in_the_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
