#include "test.h"

#include "base/file.h"
#include "face/web/frame.h"

/* tests/web/edits.tsv says by hand what each POST does to what stands; a route that it does not know fails here, as does an edit without a revision. */
struct row { struct str path, kind; bool met; };
struct list { struct arena *arena; LIST(struct row) rows; struct buf wrong; };

static const char *const kinds[] = { "new", "act", "many", "fields", "edition", "edit" };
static const struct enum_names kind_names = ENUM_NAMES(kinds);

static void
read_rows(struct list *list)
{
	struct str text, line;
	int kind;

	assert_ok(file_read(STR(SOURCE_ROOT "/tests/web/edits.tsv"), 1 << 20, list->arena, &text));
	while (str_line(&text, &line)) {
		struct row *row;

		if (line.len == 0 || str_starts(line, STR("#")))
			continue;
		row = list_add(list->arena, &list->rows);
		assert_true(str_cut(line, '\t', &row->path, &row->kind));
		(void)str_cut(row->kind, '\t', &row->kind, &line);
		assert_true(enum_find(&kind_names, row->kind, &kind));
	}
}

static void
check(void *context, const struct web_route *route)
{
	struct list *list = context;
	struct row *row = NULL;

	if (route->method != HTTP_POST) {
		if (route->stands != NULL)
			buf_addf(&list->wrong, "%s is no POST and says what stands\n", route->path);
		return;
	}
	for (size_t i = 0; i < list->rows.count; i++)
		if (str_eq(list->rows.items[i].path, str_of(route->path)))
			row = &list->rows.items[i];
	if (row == NULL) {
		buf_addf(&list->wrong, "POST %s stands in no row\n", route->path);
		return;
	}
	row->met = true;
	if (str_eq(row->kind, STR("edit")) != (route->stands != NULL))
		buf_addf(&list->wrong, "POST %s is of kind %.*s, and its row of the table says otherwise\n", route->path, STR_ARG(row->kind));
}

static void
every_edit_has_a_revision(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct list list = { .arena = arena };

	(void)state;
	read_rows(&list);
	routes_each(check, &list);
	for (size_t i = 0; i < list.rows.count; i++)
		if (!list.rows.items[i].met)
			buf_addf(&list.wrong, "%.*s is no address that takes a POST\n", STR_ARG(list.rows.items[i].path));
	assert_str(arena_copy(arena, buf_str(&list.wrong)), "");
	buf_done(&list.wrong);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_edit_has_a_revision) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
