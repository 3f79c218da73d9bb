#include "test.h"

#include <unistd.h>
#include "store/ledger/engines_test.h"
#include "store/ledger/register.h"

/* The register page by page, a system written whole, out of use, and what is only rehearsed: each story on both engines. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct bag { struct arena *arena; struct str_list lines; };

static int64_t
put(struct ledger *ledger, const char *system, const char *host, const char *version, struct arena *arena)
{
	struct ledger_import_head head = { STR("台帳.csv"), arena_printf(arena, "%s %s", system, host), STR("CSV"), STR("係"), noon };
	struct component tomcat = { .kind = COMPONENT_APPLICATION, .name = STR("Tomcat"), .vendor = STR("Apache"), .version = str_of(version) };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;
	int64_t id;

	ledger_import_host(import, str_of(system), str_of(host), STR("sheet"));
	ledger_import_component(import, &tomcat);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
	assert_ok(ledger_system_find(ledger, str_of(system), arena, &id));
	return id;
}

static struct err *
bag_brief(void *context, const struct ledger_brief *brief, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s|%.*s|%.*s", STR_ARG(brief->name), STR_ARG(brief->service),
	    STR_ARG(brief->unit), STR_ARG(brief->owner)));
	return NULL;
}

static struct err *
bag_host(void *context, const struct ledger_host_row *row, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s of %.*s: %lld", STR_ARG(row->name), STR_ARG(row->system_name),
	    (long long)row->products));
	return NULL;
}

static struct err *
bag_product(void *context, const struct ledger_product_row *row, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s: %lld versions, %lld systems, %lld hosts", STR_ARG(row->name),
	    (long long)row->versions, (long long)row->systems, (long long)row->hosts));
	return NULL;
}

static struct err *
bag_import(void *context, const struct ledger_import_row *row, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %lld", STR_ARG(row->format), (long long)row->removed));
	return NULL;
}

static void
lists_go_on_where_the_page_before_ended(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct bag bag = { .arena = arena };
	int64_t lib = put(ledger, "図書", "lib01", "9.0.1", arena);

	(void)where, (void)context;
	put(ledger, "図書", "lib02", "9.0.2", arena);
	put(ledger, "予約", "app01", "9.0.1", arena);
	assert_ok(ledger_host_rows(ledger, 0, STR("app01"), INT64_MAX, 10, bag_host, &bag, arena));
	assert_int_equal(bag.lines.count, 2);
	assert_str(bag.lines.items[0], "lib01 of 図書: 1");
	bag.lines.count = 0;
	assert_ok(ledger_host_rows(ledger, lib, STR(""), 0, 1, bag_host, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
	bag.lines.count = 0;
	assert_ok(ledger_product_rows(ledger, 0, STR(""), 0, 10, bag_product, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
	assert_str(bag.lines.items[0], "Tomcat: 2 versions, 2 systems, 3 hosts");
}

static void
a_system_is_written_whole(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_system system = { .name = STR("図書"), .unit = STR("図書館"), .owner = STR("係") };
	struct str_list services = { 0 };
	struct bag bag = { .arena = arena };
	int64_t id, other;

	(void)where, (void)context;
	list_push(arena, &services, STR("貸出"));
	assert_ok(ledger_system_set(ledger, &system, &services, STR("sato"), noon, arena, &id));
	system.id = id;
	system.owner = STR("");      /* what is empty now is empty from now on */
	services.items[0] = STR("返却");
	assert_ok(ledger_system_set(ledger, &system, &services, STR("sato"), noon, arena, &other));
	assert_int_equal(other, id);
	assert_ok(ledger_briefs(ledger, bag_brief, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
	assert_str(bag.lines.items[0], "図書|返却|図書館|");
	system.id = 0;
	assert_err(ledger_system_set(ledger, &system, &services, STR("sato"), noon, arena, &other), ERR_CONFLICT);
	system.id = 99;
	assert_err(ledger_system_set(ledger, &system, &services, STR("sato"), noon, arena, &other), ERR_NOT_FOUND);
}

static void
what_is_out_of_use_stands_in_no_list(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct bag bag = { .arena = arena };
	struct ledger_totals totals;
	int64_t id = put(ledger, "図書", "lib01", "9.0.1", arena);

	(void)where, (void)context;
	assert_ok(ledger_system_retire(ledger, id, STR("sato"), noon, arena));
	assert_ok(ledger_briefs(ledger, bag_brief, &bag, arena));
	assert_int_equal(bag.lines.count, 0);
	assert_ok(ledger_totals(ledger, noon, arena, &totals));
	assert_int_equal(totals.systems + totals.systems_unregistered + totals.installations, 0);
	assert_ok(ledger_import_rows(ledger, 0, 1, bag_import, &bag, arena));
	assert_str(bag.lines.items[0], "retirement 1");
	bag.lines.count = 0;
	put(ledger, "図書", "lib02", "9.0.2", arena);      /* something speaks of it again: it is seen */
	assert_ok(ledger_briefs(ledger, bag_brief, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
}

static void
what_is_alike_is_counted_and_the_page_is_narrowed(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { const char *name, *unit; enum ledger_network network; } systems[] = {
		{ "A", "総務課", LEDGER_NETWORK_INTERNET }, { "B", "総務課", LEDGER_NETWORK_LGWAN }, { "C", "税務課", LEDGER_NETWORK_LGWAN },
		{ "D", "", LEDGER_NETWORK_LGWAN }, { "E", "総務課", LEDGER_NETWORK_LGWAN },
	};
	struct ledger_brief_filter filter = LEDGER_BRIEF_ALL;
	struct bag bag = { .arena = arena };
	struct str_list services = { 0 };
	struct ledger_brief_counts counts;
	int64_t id, all = 0;

	(void)where, (void)context;
	for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
		struct ledger_system system = { .name = str_of(systems[i].name), .unit = str_of(systems[i].unit), .network = systems[i].network };

		assert_ok(ledger_system_set(ledger, &system, &services, STR("sato"), noon, arena, &id));
	}
	assert_ok(ledger_system_retire(ledger, id, STR("sato"), noon, arena));
	assert_ok(ledger_brief_counts(ledger, arena, &counts));
	assert_int_equal(counts.count, 4);
	for (size_t i = 0; i < counts.count; i++)
		all += counts.items[i].systems;
	assert_int_equal(all, 4);      /* without what is out of use */
	filter.network = LEDGER_NETWORK_LGWAN;
	filter.most = 2;
	assert_ok(ledger_brief_page(ledger, &filter, bag_brief, &bag, arena));
	assert_int_equal(bag.lines.count, 2);
	assert_str(bag.lines.items[1], "C||税務課|");
	filter.after = STR("C");
	filter.unit = STR("-");
	bag.lines.count = 0;
	assert_ok(ledger_brief_page(ledger, &filter, bag_brief, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
	assert_str(bag.lines.items[0], "D|||");
}

static void
what_is_rehearsed_is_not_written(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_import_head head = { STR("台帳.csv"), STR("1"), STR("CSV"), STR("係"), noon };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;
	int64_t id;

	(void)where, (void)context;
	ledger_import_system(import, &(struct ledger_system){ .name = STR("図書") });
	ledger_rehearse(ledger, true);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_rehearse(ledger, false);
	ledger_import_free(import);
	assert_int_equal(result.systems_new, 1);
	assert_ok(ledger_system_find(ledger, STR("図書"), arena, &id));
	assert_int_equal(id, 0);
	put(ledger, "図書", "lib01", "9.0.1", arena);      /* and afterwards it writes as ever */
	assert_ok(ledger_system_find(ledger, STR("図書"), arena, &id));
	assert_int_not_equal(id, 0);
}

#define STORY(name) static void on_both_##name(void **state) { (void)state; on_each_engine(name, NULL); }
STORY(lists_go_on_where_the_page_before_ended)
STORY(a_system_is_written_whole)
STORY(what_is_out_of_use_stands_in_no_list)
STORY(what_is_alike_is_counted_and_the_page_is_narrowed)
STORY(what_is_rehearsed_is_not_written)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_both_lists_go_on_where_the_page_before_ended),
		cmocka_unit_test(on_both_a_system_is_written_whole),
		cmocka_unit_test(on_both_what_is_out_of_use_stands_in_no_list),
		cmocka_unit_test(on_both_what_is_alike_is_counted_and_the_page_is_narrowed),
		cmocka_unit_test(on_both_what_is_rehearsed_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
