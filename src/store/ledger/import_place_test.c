#include "test.h"

#include "store/ledger/engines_test.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;

static struct ledger_import *
begin(struct ledger *ledger, struct str digest)
{
	return ledger_import_begin(ledger, &(struct ledger_import_head){ STR("list.csv"), digest, STR("CSV"), STR("t"), noon });
}

static struct ledger_import_result
finish(struct ledger_import *import, struct arena *arena)
{
	struct ledger_import_result result;

	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
	return result;
}

static void
tell_host(struct ledger_import *import, struct str system, struct str host, struct str version, const enum coverage *levels, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .name = STR("nginx"), .version = version };
	struct inventory_head head = { .format = STR("CSV") };

	for (int layer = 0; layer < 3; layer++)
		list_push(arena, &head.coverage, ((struct coverage_row){ (enum layer)layer, levels[layer] }));
	ledger_import_host(import, system, host, STR("sheet"));
	ledger_import_inventory(import, &head);
	ledger_import_component(import, &component);
}

struct sums { int64_t systems, hosts, items; };

static struct err *
add_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct sums *sums = context;

	(void)arena;
	sums->systems++;
	sums->hosts += system->hosts;
	sums->items += system->installations;
	return NULL;
}

/* More than are sent to a server at once, each with more rows of cover than of itself. */
static void
hosts_by_the_thousand_stand_whole(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const enum coverage levels[] = { COVERAGE_COMPLETE, COVERAGE_PARTIAL, COVERAGE_COMPLETE };
	enum { SYSTEMS = 40, HOSTS = DB_BULK_ROWS + 200 };
	struct ledger_import_result result;
	struct sums sums = { 0 };

	(void)where, (void)context;
	for (int again = 0; again < 2; again++) {
		struct ledger_import *import = begin(ledger, again == 0 ? STR("1") : STR("2"));

		for (int i = 0; i < HOSTS; i++)
			tell_host(import, arena_printf(arena, "業務%d \"甲\"", i % SYSTEMS), arena_printf(arena, "host%d", i), again == 0 ? STR("1") : STR("2"), levels, arena);
		result = finish(import, arena);
		assert_int_equal(result.hosts, HOSTS);
		assert_int_equal(result.hosts_new, again == 0 ? HOSTS : 0);
		assert_int_equal(result.systems_new, again == 0 ? SYSTEMS : 0);
		assert_int_equal(result.installed, again == 0 ? HOSTS : 0);
		assert_int_equal(result.upgraded, again == 0 ? 0 : HOSTS);
	}
	assert_ok(ledger_systems(ledger, 0, add_system, &sums, arena));
	assert_int_equal(sums.systems, SYSTEMS);
	assert_int_equal(sums.hosts, HOSTS);
	assert_int_equal(sums.items, HOSTS);
}

struct told { struct arena *arena; struct str place, unit, value; int64_t people; size_t classes, facts; enum coverage os, middleware; };

static struct err *
see_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct told *told = context;

	(void)arena;
	told->place = arena_copy(told->arena, system->place);
	told->unit = arena_copy(told->arena, system->unit);
	told->classes = system->information.count;
	told->people = system->information.items[0].count;
	told->facts = system->facts.count;
	told->value = arena_copy(told->arena, system->facts.items[0].value);
	return NULL;
}

static struct err *
see_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	struct told *told = context;

	(void)arena;
	told->os = host->coverage[0];
	told->middleware = host->coverage[1];
	return NULL;
}

static void
tell_system(struct ledger_import *import, struct str place, struct str unit, int64_t people, struct str value, struct arena *arena)
{
	struct ledger_system system = { .name = STR("住民記録"), .place = place, .unit = unit };

	list_push(arena, &system.information, ((struct ledger_information){ .class = 1, .count = people, .text = STR("人") }));
	list_push(arena, &system.facts, ((struct ledger_fact){ .name = STR("segment"), .value = value, .answered_at = noon, .answered_by = STR("t") }));
	ledger_import_system(import, &system);
}

/* The same system in two rows, the same stream from two files of one folder: what is told last counts, what is not told stays. */
static void
what_is_told_twice_is_told_in_order(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const enum coverage first[] = { COVERAGE_COMPLETE, COVERAGE_COMPLETE, COVERAGE_NONE };
	static const enum coverage last[] = { COVERAGE_PARTIAL, COVERAGE_NONE, COVERAGE_NONE };
	struct told told = { .arena = arena };
	struct ledger_import *import = begin(ledger, STR("1"));
	struct ledger_import_result result;
	int64_t id;

	(void)where, (void)context;
	tell_system(import, STR("第一庁舎"), STR("市民課"), 100, STR("lgwan"), arena);
	tell_system(import, STR(""), STR("情報課"), 200, STR("mynumber"), arena);
	tell_host(import, STR("住民記録"), STR("a"), STR("1"), first, arena);
	/* Files that say at their end what they are about: two of them the same. */
	for (int i = 0; i < 2; i++) {
		tell_host(import, STR("-"), STR("-"), i == 0 ? STR("1") : STR("2"), i == 0 ? first : last, arena);
		ledger_import_rename(import, STR("住民記録"), STR("b"), STR("sheet"));
	}
	result = finish(import, arena);
	assert_int_equal(result.systems, 1);
	assert_int_equal(result.systems_new, 1);
	assert_int_equal(result.hosts_new, 2);
	assert_int_equal(result.streams_new, 2);
	assert_int_equal(result.upgraded, 1);
	assert_ok(ledger_system_find(ledger, STR("住民記録"), arena, &id));
	assert_ok(ledger_systems(ledger, id, see_system, &told, arena));
	assert_true(str_eq(told.place, STR("第一庁舎")));
	assert_true(str_eq(told.unit, STR("情報課")));
	assert_int_equal(told.classes, 1);
	assert_int_equal(told.people, 200);
	assert_int_equal(told.facts, 1);
	assert_true(str_eq(told.value, STR("mynumber")));
	assert_ok(ledger_hosts(ledger, id, see_host, &told, arena));
	assert_int_equal(told.os, COVERAGE_PARTIAL);
	assert_int_equal(told.middleware, COVERAGE_NONE);
}

static void
hosts_by_the_thousand(void **state)
{
	(void)state;
	on_each_engine(hosts_by_the_thousand_stand_whole, NULL);
}

static void
told_twice(void **state)
{
	(void)state;
	on_each_engine(what_is_told_twice_is_told_in_order, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_by_the_thousand),
		cmocka_unit_test(told_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
