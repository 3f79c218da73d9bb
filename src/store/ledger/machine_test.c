#include "test.h"

#include <unistd.h>
#include "store/ledger/engines_test.h"

/* A PC as its collector tells it: the system with edition, one program, two updates of which one waits for a restart. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

static const struct component os = { .kind = COMPONENT_OS, .name = STR_INIT("Windows 11 Pro"), .version = STR_INIT("10.0.26100.9168"),
	.vendor = STR_INIT("Microsoft"), .arch = STR_INIT("x64"), .release = STR_INIT("24H2"), .edition = STR_INIT("Professional"),
	.installation = STR_INIT("Client") };
static const struct component program = { .kind = COMPONENT_APPLICATION, .name = STR_INIT("7-Zip 24.09 (x64)"),
	.version = STR_INIT("24.09") };
static const struct component update = { .kind = COMPONENT_UPDATE, .name = STR_INIT("KB5121003"), .vendor = STR_INIT("Microsoft") };
static const struct component waiting = { .kind = COMPONENT_UPDATE, .name = STR_INIT("KB5129195"), .vendor = STR_INIT("Microsoft"),
	.channel = STR_INIT("pending") };

static void
import_pc(struct ledger *ledger, struct str digest, int64_t made, enum answer pending, struct arena *arena)
{
	struct ledger_import_head head = { STR("PC-001.txt"), digest, STR("Windows"), STR("t"), noon };
	struct inventory_head inventory = { .format = STR("Windows"), .made = made, .machine = STR("5CG1234XYZ"),
		.restart_pending = pending };
	const struct component *const components[] = { &os, &program, &update, &waiting };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;

	list_push(arena, &inventory.coverage, ((struct coverage_row){ LAYER_OS, COVERAGE_COMPLETE }));
	list_push(arena, &inventory.coverage, ((struct coverage_row){ LAYER_UPDATES, COVERAGE_PARTIAL }));
	ledger_import_host(import, STR("クライアントPC"), STR("PC-001"), STR("windows"));
	ledger_import_inventory(import, &inventory);
	for (size_t i = 0; i < ARRAY_LEN(components); i++)
		ledger_import_component(import, components[i]);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
}

struct seen { struct arena *arena; struct ledger_host host; int64_t updates; struct component os; };

static struct err *
see_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	(void)arena;
	((struct seen *)context)->host = *host;
	return NULL;
}

static struct err *
see_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->updates += software->component.kind == COMPONENT_UPDATE;
	if (software->component.kind == COMPONENT_OS) {
		seen->os.edition = arena_copy(seen->arena, software->component.edition);
		seen->os.installation = arena_copy(seen->arena, software->component.installation);
	}
	return NULL;
}

static struct err *
count_rows(void *context, const struct ledger_view_row *row, struct arena *arena)
{
	(void)arena;
	assert_false(str_starts(row->product, STR("KB")));
	(*(int *)context)++;
	return NULL;
}

static void
what_a_pc_says_is_kept(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct seen seen = { .arena = arena };
	struct ledger_totals totals;
	int rows = 0;

	(void)where;
	(void)context;
	import_pc(ledger, STR("a"), noon - INSTANT_DAY, ANSWER_YES, arena);
	assert_ok(ledger_hosts(ledger, 0, see_host, &seen, arena));
	assert_int_equal(seen.host.collected, noon - INSTANT_DAY);
	assert_int_equal(seen.host.restart_pending, ANSWER_YES);
	assert_int_equal(seen.host.coverage[LAYER_UPDATES], COVERAGE_PARTIAL);
	assert_int_equal(seen.host.items.count, 4);
	assert_ok(ledger_software(ledger, see_software, &seen, arena));
	assert_int_equal(seen.updates, 2);
	assert_str(seen.os.edition, "Professional");
	assert_str(seen.os.installation, "Client");
	assert_ok(ledger_totals(ledger, noon, arena, &totals));
	assert_int_equal(totals.software, 2);
	assert_int_equal(totals.installations, 2);
	assert_int_equal(totals.systems_unregistered, 0);
	assert_ok(ledger_view(ledger, LEDGER_VIEW_SOFTWARE, STR(""), count_rows, &rows, arena));
	assert_int_equal(rows, 2);
	import_pc(ledger, STR("b"), noon, ANSWER_NO, arena);
	assert_ok(ledger_hosts(ledger, 0, see_host, &seen, arena));
	assert_int_equal(seen.host.collected, noon);
	assert_int_equal(seen.host.restart_pending, ANSWER_NO);
}

static void
updates_are_kept_and_are_no_software(void **state)
{
	(void)state;
	on_each_engine(what_a_pc_says_is_kept, NULL);
}

/* What was there before Windows came keeps its digest: a migrated ledger does not see everything replaced. */
static void
an_item_without_edition_keeps_its_digest(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct component edition = program, installation = program;
	struct str digest = software_digest(&program, arena);

	(void)state;
	edition.edition = STR("Professional");
	installation.installation = STR("Professional");
	assert_false(str_eq(digest, software_digest(&edition, arena)));
	assert_false(str_eq(digest, software_digest(&installation, arena)));
	assert_false(str_eq(software_digest(&edition, arena), software_digest(&installation, arena)));
	assert_str(digest, "5783d9c104a42914884d3cc637b4f89b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(updates_are_kept_and_are_no_software),
		cmocka_unit_test(an_item_without_edition_keeps_its_digest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
