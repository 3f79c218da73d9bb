/*
 * story_test.h - for tests: stories told to both engines, to SQLite in a file of its own, and to PostgreSQL in an emptied schema when
 * TSUKUROI_PG names a database (tools/with-postgres); and what they tell of: software of hosts, a sheet of systems, and what comes back as lines.
 */
#pragma once
#include "store/ledger/engines_test.h"

struct scene {
	struct ledger *ledger;
	struct arena  *arena;
	struct str     where;
};
typedef void story(struct scene *scene);

static int64_t noon = 1795000000 * INSTANT_SECOND;

static inline void
tell(struct ledger *ledger, struct str where, struct arena *arena, void *told)
{
	struct scene scene = { ledger, arena, where };

	(*(story **)told)(&scene);
}

static inline void
tell_both(story *told)
{
	on_each_engine(tell, &told);
}

#define STORY(name)                       \
	static void name##_story(struct scene *s); \
	static void name(void **state) { (void)state; tell_both(name##_story); } \
	static void name##_story(struct scene *s)

/* ------------------------------------------------------------------------------- what comes back, as lines */

struct bag { struct arena *arena; struct str_list lines; };

static inline struct err *
bag_change(void *context, const struct ledger_change *change, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%s %.*s/%.*s %.*s %.*s>%.*s %.*s",
	    enum_name(&ledger_change_names, (int)change->kind), STR_ARG(change->system), STR_ARG(change->host), STR_ARG(change->product),
	    STR_ARG(change->from), STR_ARG(change->to), STR_ARG(change->file)));
	return NULL;
}

static inline struct err *
bag_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s", STR_ARG(software->identity),
	    STR_ARG(software->component.version)));
	return NULL;
}

static inline struct err *
bag_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s %.*s os_packages=%s items=%zu", STR_ARG(host->name),
	    STR_ARG(host->distribution), STR_ARG(host->release), enum_name(&coverage_names, (int)host->coverage[LAYER_OS_PACKAGES]),
	    host->items.count));
	return NULL;
}

static inline struct err *
bag_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct bag *bag = context;
	struct str information = STR("-");

	(void)arena;
	if (system->information.count > 0)
		information = arena_printf(bag->arena, "%s:%lld", enum_name(&ledger_information_names, (int)system->information.items[0].class),
		    (long long)system->information.items[0].count);
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s service=%.*s unit=%.*s owner=%.*s place=%.*s %s %.*s facts=%zu hosts=%lld items=%lld",
	    STR_ARG(system->name), STR_ARG(system->service), STR_ARG(system->unit), STR_ARG(system->owner), STR_ARG(system->place),
	    enum_name(&ledger_network_names, (int)system->network), STR_ARG(information), system->facts.count,
	    (long long)system->hosts, (long long)system->installations));
	return NULL;
}

static inline struct err *
bag_view(void *context, const struct ledger_view_row *row, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s|%.*s|%.*s|%.*s|%lld|%lld", STR_ARG(row->service),
	    STR_ARG(row->unit), STR_ARG(row->system), STR_ARG(row->product), STR_ARG(row->version), (long long)row->hosts,
	    (long long)row->open));
	return NULL;
}

#define assert_lines(bag, ...)                                                                   \
	do {                                                                                     \
		const char *expected_[] = { __VA_ARGS__ };                                       \
		for (size_t i_ = 0; i_ < (bag).lines.count && i_ < ARRAY_LEN(expected_); i_++)   \
			assert_str((bag).lines.items[i_], expected_[i_]);                        \
		assert_int_equal((bag).lines.count, ARRAY_LEN(expected_));                       \
	} while (0)

/* ----------------------------------------------------------------------------------------- what there is */

static inline struct component
package(const char *name, const char *version)
{
	return (struct component){ .kind = COMPONENT_OS_PACKAGE, .name = str_of(name), .version = str_of(version),
		.source_name = str_of(name), .source_version = str_of(version), .distribution = STR("debian"), .release = STR("12"),
		.arch = STR("amd64"), .place = STR("line 1") };
}

static inline struct component
product(const char *name, const char *version)
{
	return (struct component){ .kind = COMPONENT_APPLICATION, .name = str_of(name), .version = str_of(version),
		.vendor = STR("Apache") };
}

static inline struct ledger_import_result
import_with(struct scene *s, const char *file, const char *system, const char *host, const struct component *components, size_t count)
{
	struct ledger_import_head head = { str_of(file), str_of(file), STR("dpkg status"), STR("tester"), noon };
	struct ledger_import *import;
	struct ledger_import_result result = { 0 };
	struct inventory_head inventory = { .format = STR("dpkg status"), .made = INSTANT_NONE, .distribution = STR("debian"),
		.release = STR("12") };

	*list_add(s->arena, &inventory.coverage) = (struct coverage_row){ LAYER_OS_PACKAGES, COVERAGE_COMPLETE };
	import = ledger_import_begin(s->ledger, &head);
	ledger_import_host(import, str_of(system), str_of(host), STR("dpkg"));
	for (size_t i = 0; i < count; i++)
		ledger_import_component(import, &components[i]);
	ledger_import_inventory(import, &inventory);
	assert_ok(ledger_import_finish(import, s->arena, &result));
	ledger_import_free(import);
	return result;
}

static inline void
put_sheet(struct scene *s)
{
	struct ledger_import_head head = { STR("台帳.csv"), STR("sheet"), STR("CSV"), STR("t"), noon };
	struct ledger_system resident = { .name = STR("住民情報"), .service = STR("窓口"), .unit = STR("市民課"), .owner = STR("管理係"),
		.place = STR("本庁舎"), .network = LEDGER_NETWORK_RESIDENT, .network_text = STR("基幹系") };
	struct ledger_system web = { .name = STR("公式サイト"), .service = STR("広報"), .unit = STR("広報課"),
		.network = LEDGER_NETWORK_INTERNET, .network_text = STR("インターネット公開") };
	struct component tomcat = product("Tomcat", ""), httpd = product("HTTP Server", "2.4.57");
	struct ledger_import_result r;
	struct ledger_import *import;

	list_push(s->arena, &resident.information, ((struct ledger_information){ LEDGER_INFO_PERSONAL, 120000, STR("個人情報 12万件") }));
	import = ledger_import_begin(s->ledger, &head);
	ledger_import_system(import, &resident);
	ledger_import_system(import, &web);
	ledger_import_system(import, &(struct ledger_system){ .name = STR("未登録") });
	ledger_import_host(import, STR("住民情報"), STR("ap1"), STR("sheet"));
	ledger_import_component(import, &tomcat);
	ledger_import_host(import, STR("公式サイト"), STR("web"), STR("sheet"));
	ledger_import_component(import, &tomcat);
	ledger_import_component(import, &httpd);
	assert_ok(ledger_import_finish(import, s->arena, &r));
	ledger_import_free(import);
	assert_int_equal(r.systems, 3);
	assert_int_equal(r.hosts_new, 2);
}
