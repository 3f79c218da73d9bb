/*
 * resolve_test.c - the labelled names of tests/names, resolved: how often the first candidate is right, how many products
 * are found, and that what is called certain is.
 */
#include "domain/name/name.h"
#include "test.h"

enum { FILE_MOST = 1 << 20 };

static struct str
text_of(const char *name, struct arena *arena)
{
	struct str text;

	assert_ok(file_read(path_join(arena, str_of(SOURCE_ROOT "/tests/names"), str_of(name)), FILE_MOST, arena, &text));
	return text;
}

/* The cells of the next row that is no comment. */
static bool
next_row(struct str *rest, struct str *cells, size_t count)
{
	struct str line;

	while (str_line(rest, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		for (size_t i = 0; i < count; i++)
			str_cut(line, '\t', &cells[i], &line);
		return true;
	}
	return false;
}

static struct name_catalogue *
catalogue_of_facts(bool tables, struct arena *arena)
{
	struct name_catalogue *catalogue = name_catalogue_new();
	struct str rest = text_of("catalogue.tsv", arena), cells[5];

	while (next_row(&rest, cells, ARRAY_LEN(cells)))
		name_catalogue_add(catalogue, &(struct product_name){
			.id = cells[4], .vendor_ja = cells[0], .vendor_en = cells[1], .product_ja = cells[2], .product_en = cells[3],
			.cpe = arena_printf(arena, "cpe:2.3:%.*s:*:*:*:*:*:*:*:*", STR_ARG(cells[4])),
		}, STR("facts"), DAY_NONE);
	if (tables)
		assert_ok(name_catalogue_tables(catalogue, arena));
	return catalogue;
}

/* Is the identity one of "a:x:y;a:z:y"? */
static bool
is_right(struct str identity, struct str labels, struct arena *arena)
{
	struct str label;

	while (str_split(&labels, ';', &label))
		if (str_eq(identity, arena_printf(arena, "cpe:2.3:%.*s:*:*:*:*:*:*:*:*", STR_ARG(label))))
			return true;
	return false;
}

struct table {
	size_t names, products;      /* of these: with a product in the catalogue */
	size_t answered, right;      /* a first candidate, the right one           */
	size_t among;                /* the right one among the candidates         */
	size_t certain, certain_wrong;
};

static void
count_answer(struct table *table, const struct name_answer *answer, const struct str *cells, bool tell, struct arena *arena)
{
	bool none = str_eq(cells[2], STR("none"));
	bool right = answer->count > 0 && is_right(answer->candidates[0].identity, cells[2], arena), among = false;

	for (size_t i = 0; i < answer->count; i++) {
		bool one = is_right(answer->candidates[i].identity, cells[2], arena);

		among = among || one;
		table->certain += answer->candidates[i].certain;
		if (!answer->candidates[i].certain || one)
			continue;
		table->certain_wrong++;
		print_message("certain and wrong: %.*s | %.*s: %.*s\n", STR_ARG(cells[0]), STR_ARG(cells[1]),
		    STR_ARG(answer->candidates[i].identity));
	}
	table->names++;
	table->products += !none;
	table->answered += answer->count > 0;
	table->right += right;
	table->among += among;
	if (tell && !right && (!none || answer->count > 0))
		print_message("  %.*s | %.*s: %.*s, not %.*s (%s %u)\n", STR_ARG(cells[0]), STR_ARG(cells[1]), STR_ARG(cells[2]),
		    answer->count == 0 ? 1 : (int)answer->candidates[0].identity.len, answer->count == 0 ? "-" : answer->candidates[0].identity.ptr,
		    answer->count == 0 ? "" : enum_name(&name_ground_names, (int)answer->candidates[0].ground),
		    answer->count == 0 ? 0 : answer->candidates[0].alike);
}

static struct table
resolve_all(const char *file, bool tables, bool tell)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = catalogue_of_facts(tables, arena);
	struct str rest = text_of(file, arena), cells[3];
	struct table table = { 0 };

	for (; next_row(&rest, cells, ARRAY_LEN(cells)); arena_reset(scratch)) {
		struct name_answer answer = name_resolve(catalogue, cells[0], cells[1], scratch);

		count_answer(&table, &answer, cells, tell, scratch);
	}
	name_catalogue_free(catalogue);
	print_message("%s, %s: %zu names, %zu with a product; first candidate: precision %.1f %%, recall %.1f %%; among the "
	    "candidates %.1f %%; certain %zu, of these wrong %zu\n", file, tables ? "with the tables" : "lists alone", table.names,
	    table.products, 100.0 * (double)table.right / (double)table.answered,
	    100.0 * (double)table.right / (double)table.products, 100.0 * (double)table.among / (double)table.products,
	    table.certain, table.certain_wrong);
	return table;
}

static void
certain_answers_are_never_wrong_and_figures_do_not_fall(void **state)
{
	struct table lists = resolve_all("labelled.tsv", false, false), all = resolve_all("labelled.tsv", true, getenv("TSUKUROI_TELL") != NULL);
	struct table heldout = resolve_all("heldout.tsv", true, getenv("TSUKUROI_TELL") != NULL);

	(void)state;
	assert_true(lists.names >= 500);
	assert_int_equal(lists.certain_wrong, 0);
	assert_int_equal(all.certain_wrong, 0);
	assert_int_equal(heldout.certain_wrong, 0);
	assert_true(lists.right * 100 >= lists.answered * 95 && lists.right * 100 >= lists.products * 75);
	assert_true(all.right * 100 >= all.answered * 97 && all.right * 100 >= all.products * 97);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(certain_answers_are_never_wrong_and_figures_do_not_fall),
	};

	return cmocka_run_group_tests_name("names resolved", tests, NULL, NULL);
}
