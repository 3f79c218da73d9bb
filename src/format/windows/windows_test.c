#include "test.h"

#include "format/component/collected.h"
#include "format/windows/windows.h"

/* Prints what is told of every computer, for the tests of real data. */
struct telling {
	struct sink  sink;
	struct arena *arena;
	size_t       computers, components, updates, with_build, refused, warned;
	struct buf   out;
	struct str   os;
};

static struct err *
tell_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct telling *telling = (struct telling *)sink;
	const struct component *component = value;
	const struct inventory_head *head = value;

	(void)arena;
	if (schema == &component_schema) {
		telling->components++;
		telling->updates += component->kind == COMPONENT_UPDATE;
		if (component->kind == COMPONENT_OS) {
			telling->with_build++;
			telling->os = arena_printf(telling->arena, "%.*s|%.*s|%.*s|%.*s", STR_ARG(component->name), STR_ARG(component->version),
			    STR_ARG(component->arch), STR_ARG(component->installation));
		}
		return NULL;
	}
	telling->computers++;
	print_message("    %.*s: %.*s (%.*s)\n", STR_ARG(head->subject), STR_ARG(telling->os), STR_ARG(head->file));
	telling->os = STR("");
	return NULL;
}

static struct err *
tell_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct telling *telling = (struct telling *)sink;

	(void)arena;
	*(problem->warning ? &telling->warned : &telling->refused) += 1;
	print_message("    %s %.*s: %.*s\n", problem->warning ? "warned" : "refused", STR_ARG(problem->id), STR_ARG(problem->sentence_en));
	return NULL;
}

static struct telling
read_real_folder(const char *name, struct arena *arena)
{
	const char *path = test_data(arena, name);
	struct telling telling = { .sink = { tell_record, tell_problem }, .arena = arena };
	struct windows_file *files;
	struct str *names;
	size_t count, kept = 0;

	if (path == NULL)
		return telling;
	assert_ok(dir_list(str_of(path), arena, &names, &count));
	files = ARENA_ARRAY(arena, struct windows_file, count);
	for (size_t i = 0; i < count; i++) {
		struct windows_file *file = &files[kept];

		if (str_ends(names[i], STR(".gz")))
			continue;
		assert_ok(file_read(path_join(arena, str_of(path), names[i]), 1 << 20, arena, &file->bytes));
		file->name = names[i];
		kept++;
	}
	assert_ok(windows_read_folder(files, kept, &telling.sink, arena));
	print_message("  %s: %zu files, %zu computers, %zu components, %zu updates, %zu refused, %zu warned\n", name, kept,
	    telling.computers, telling.components, telling.updates, telling.refused, telling.warned);
	return telling;
}

static void
real_lists_of_many_languages_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct telling t = read_real_folder("microsoft/systeminfo", arena);

	(void)state;
	(void)t;
	t = read_real_folder("microsoft/systeminfo-ja", arena);
	t = read_real_folder("microsoft/dism", arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_lists_of_many_languages_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
