#include "test.h"

#include <unistd.h>
#include "store/ledger/engines_test.h"
#include "store/ledger/entry.h"

/*
 * A ledger as the first form of the schema held it comes to today's with everything that was in it. Its rows are written as the
 * program of that time wrote them, by the tables of 0001 and nothing else.
 */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

static const char *const rows_of_the_first_form[] = {
	"INSERT INTO allot (name, next) VALUES ('org', 2), ('system', 3), ('host', 3), ('product', 3), ('software', 3), ('import', 2), "
	    "('inventory', 3), ('change', 4), ('unit', 2), ('audit', 1)",
	"INSERT INTO unit (id, org_id, name) VALUES (1, 1, '市民課')",
	"INSERT INTO system (id, org_id, name, unit_id, contractor) VALUES (1, 1, '住民情報', 1, '例システム'), (2, 1, '公式サイト', NULL, '')",
	"INSERT INTO information (org_id, system_id, class, count, words) VALUES (1, 1, 1, 120000, '個人情報 12万件')",
	"INSERT INTO host (id, org_id, system_id, name, distribution, release) VALUES (1, 1, 1, 'ap1', 'debian', '12'), (2, 1, 2, 'web', '', '')",
	"INSERT INTO fact (id, org_id, system_id, host_id, name, value, answered_at, answered_by) VALUES (1, 1, 2, 0, 'waf', 'yes', 1, '係')",
	"INSERT INTO product (id, org_id, identity, name, vendor) VALUES (1, 1, 'name:apache/tomcat', 'Tomcat', 'Apache'), "
	    "(2, 1, 'dist:debian/curl', 'curl', '')",
	"INSERT INTO software_item (id, org_id, digest, product_id, kind, name, version, vendor, purl, cpe, ecosystem, package, source_name, "
	    "source_version, distribution, release, arch, module, channel) VALUES "
	    "(1, 1, 'd1', 1, 0, 'Tomcat', '9.0.65', 'Apache', '', '', '', '', '', '', '', '', '', '', ''), "
	    "(2, 1, 'd2', 2, 0, 'curl', '7.88.1-10', '', '', '', '', '', 'curl', '7.88.1-10', 'debian', '12', 'amd64', '', '')",
	"INSERT INTO import (id, org_id, file, digest, format, who, at) VALUES (1, 1, '台帳.csv', 'ab', 'CSV', '係', 1)",
	"INSERT INTO inventory (id, org_id, host_id, stream, import_id, format, tool, first_at, seen_at) VALUES "
	    "(1, 1, 1, 'dpkg', 1, 'dpkg status', '', 1, 1), (2, 1, 2, 'sheet', 1, 'CSV', '', 1, 1)",
	"INSERT INTO coverage (org_id, inventory_id, layer, level) VALUES (1, 1, 2, 2)",
	"INSERT INTO installation (org_id, host_id, inventory_id, software_id, place, places, first_seen, import_id) VALUES "
	    "(1, 1, 1, 2, '1', 1, 1, 1), (1, 2, 2, 1, '2', 1, 1, 1)",
	"INSERT INTO change (id, org_id, system_id, host_id, product_id, at, kind, from_version, to_version, import_id) VALUES "
	    "(1, 1, 1, 1, 2, 1, 0, '', '7.88.1-10', 1), (2, 1, 2, 2, 1, 1, 0, '', '9.0.60', 1), (3, 1, 2, 2, 1, 2, 2, '9.0.60', '9.0.65', 1)",
	"INSERT INTO name_alias (org_id, written, identity, who, at) VALUES (1, 'Tomcat', 'cpe:2.3:a:apache:tomcat', '係', 1)",
};

static void
write_first_form(struct db *db, struct arena *arena)
{
	assert_ok(db->engine->migrate(db, &sql_migrations[0], arena));
	assert_ok(db->engine->exec(db, "INSERT INTO org (id, name, made_at) VALUES (1, 'default', 0)", arena));
	assert_ok(db->engine->set_org(db, LEDGER_ORG, arena));
	for (size_t i = 0; i < ARRAY_LEN(rows_of_the_first_form); i++)
		assert_ok(db->engine->exec(db, rows_of_the_first_form[i], arena));
}

struct bag { struct arena *arena; struct str_list lines; };

static struct err *
bag_system(void *context, const struct ledger_system *s, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s unit=%.*s contractor=%.*s information=%zu facts=%zu items=%lld",
	    STR_ARG(s->name), STR_ARG(s->unit), STR_ARG(s->contractor), s->information.count, s->facts.count, (long long)s->installations));
	return NULL;
}

static struct err *
bag_host(void *context, const struct ledger_host *h, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	for (size_t i = 0; i < h->items.count; i++)
		list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s: item %lld, %s, restart %s", STR_ARG(h->name),
		    STR_ARG(h->distribution), (long long)h->items.items[i].software,
		    enum_name(&provenance_names, (int)h->items.items[i].provenance), enum_name(&answer_names, (int)h->restart_pending)));
	return NULL;
}

static struct err *
bag_software(void *context, const struct ledger_software *s, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s%s%.*s", STR_ARG(s->identity), STR_ARG(s->component.version),
	    s->confirmed.len > 0 ? " is " : "", STR_ARG(s->confirmed)));
	return NULL;
}

static struct err *
bag_change(void *context, const struct ledger_change *c, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s>%.*s", STR_ARG(c->product), STR_ARG(c->from), STR_ARG(c->to)));
	return NULL;
}

static struct err *
bag_entry(void *context, const struct ledger_entry *e, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_copy(bag->arena, e->party));
	return NULL;
}

static void
everything_is_there(struct ledger *ledger, struct arena *arena)
{
	static const char *const expected[] = {
		"住民情報 unit=市民課 contractor=例システム information=1 facts=0 items=1",
		"公式サイト unit= contractor= information=0 facts=1 items=1",
		"ap1 debian: item 2, unknown, restart unknown", "web : item 1, unknown, restart unknown",
		"name:apache/tomcat 9.0.65 is cpe:2.3:a:apache:tomcat", "dist:debian/curl 7.88.1-10",
		"Tomcat 9.0.60>9.0.65", "Tomcat >9.0.60", "curl >7.88.1-10",
	};
	struct bag bag = { arena, { 0 } };
	struct ledger_totals totals;

	assert_ok(ledger_systems(ledger, 0, bag_system, &bag, arena));
	assert_ok(ledger_hosts(ledger, 0, bag_host, &bag, arena));
	assert_ok(ledger_software(ledger, bag_software, &bag, arena));
	assert_ok(ledger_changes(ledger, 0, 0, 10, bag_change, &bag, arena));
	for (size_t i = 0; i < bag.lines.count && i < ARRAY_LEN(expected); i++)
		assert_str(bag.lines.items[i], expected[i]);
	assert_int_equal(bag.lines.count, ARRAY_LEN(expected));
	assert_ok(ledger_totals(ledger, noon, arena, &totals));
	assert_int_equal(totals.systems, 2);
	assert_int_equal(totals.hosts, 2);
	assert_int_equal(totals.software, 2);
	assert_int_equal(totals.installations, 2);
}

/* What came later is written beside it, and today's imports go on from there. */
static void
it_goes_on(struct ledger *ledger, struct arena *arena)
{
	struct ledger_entry left = { .kind = LEDGER_ENTRY_DEPARTURE, .word = STR("person"), .party = STR("前任"), .day = 20000,
		.until = DAY_NONE, .by = STR("係"), .at = noon };
	struct ledger_import_head head = { STR("PC.txt"), STR("cd"), STR("Windows"), STR("係"), noon };
	struct component program = { .kind = COMPONENT_APPLICATION, .name = STR("Tomcat"), .version = STR("9.0.71"), .vendor = STR("Apache") };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;
	struct bag bag = { arena, { 0 } };
	int64_t id;

	assert_ok(ledger_entry_put(ledger, &left, arena, &id));
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_DEPARTURE, 0, false, bag_entry, &bag, arena));
	assert_int_equal(bag.lines.count, 1);
	ledger_import_host(import, STR("公式サイト"), STR("web"), STR("sheet"));
	ledger_import_component(import, &program);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
	assert_int_equal(result.systems_new + result.hosts_new + result.streams_new, 0);
	assert_int_equal(result.upgraded, 1);
}

static void
it_comes_to_todays_form(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	bool sqlite = strcmp(ledger_engine(ledger), "sqlite") == 0;
	struct ledger *old;
	struct db *db;

	(void)context;
	if (sqlite) {
		where = arena_printf(arena, "%.*s.first", STR_ARG(where));
		assert_ok(db_open_sqlite(where, true, arena, &db));
	} else {
		assert_ok(db_open_postgres(where, arena, &db));
		assert_ok(db->engine->exec(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", arena));
	}
	write_first_form(db, arena);
	db_close(db);
	assert_err(ledger_open(where, 0, arena, &old), ERR_UNSUPPORTED);
	assert_ok(ledger_open(where, LEDGER_MIGRATE, arena, &old));
	assert_int_equal(ledger_schema_version(old), sql_migrations[sql_migrations_count - 1].version);
	assert_ok(ledger_check_statements(old, arena));
	everything_is_there(old, arena);
	it_goes_on(old, arena);
	ledger_close(old);
	assert_ok(ledger_open(where, LEDGER_MIGRATE, arena, &old));
	ledger_close(old);
	if (sqlite)
		assert_true(file_exists(arena_printf(arena, "%.*s.before-0001", STR_ARG(where)), arena));
}

static void
the_first_form_comes_to_todays(void **state)
{
	(void)state;
	on_each_engine(it_comes_to_todays_form, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_form_comes_to_todays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
