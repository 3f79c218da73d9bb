#include "test.h"

#include "base/asset.h"
#include "base/catalogue.h"
#include "base/file.h"
#include "domain/playbook/playbook.h"
#include "domain/playcheck/playcheck.h"

static void
print_all(const struct play_refusals *list, const char *before, enum lang lang, struct arena *arena)
{
	for (size_t i = 0; i < list->count; i++)
		print_message("%s%.*s\n", before, STR_ARG(play_refusal_words(&list->items[i], lang, arena)));
}

static void
print_report(const struct playbook *book, const struct playcheck_report *report, enum lang lang, struct arena *arena)
{
	print_message("  %.*s: %zu faults, %zu situations, %zu acts\n", STR_ARG(book->id), report->faults.count, report->situations, report->tried);
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct playcheck_fault *fault = &report->faults.items[i];

		print_message("    line %lld %s: %.*s\n", (long long)fault->line, enum_name(&playcheck_kind_names, (int)fault->kind),
		    STR_ARG(play_refusal_words(&fault->says, lang, arena)));
		print_all(&fault->path, "      > ", lang, arena);
		print_all(&fault->because, "      ! ", lang, arena);
	}
}

static void
the_shipped_ones_hold(void **state)
{
	static const struct playcheck_outside outside = { 0 };
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = 0, faults = 0;

	(void)state;
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);
		struct playbook *book;
		struct playcheck_report report;

		if (!str_starts(name, STR("playbooks/")))
			continue;
		assert_ok(playbook_read(asset_find(name), name, arena, &book));
		assert_ok(playcheck(book, &outside, arena, &report));
		print_report(book, &report, LANG_EN, arena);
		faults += report.faults.count;
		count++;
	}
	assert_true(count >= 11);
	assert_int_equal(faults, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_ones_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
