#include "test.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fold.h"
#include "store/ledger/criteria.h"
#include "store/ledger/decision.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/event.h"
#include "store/ledger/keep.h"
#include "store/ledger/people.h"
#include "store/ledger/weakness.h"

/*
 * Every story is told to both engines: to SQLite in a file of its own, and to PostgreSQL in an emptied schema
 * when TSUKUROI_PG names a database (tools/with-postgres).
 */
struct scene {
	struct ledger *ledger;
	struct arena  *arena;
	struct str     where;
};
typedef void story(struct scene *scene);

static int64_t noon = 1795000000 * INSTANT_SECOND;

static void
tell(struct ledger *ledger, struct str where, struct arena *arena, void *told)
{
	struct scene scene = { ledger, arena, where };

	(*(story **)told)(&scene);
}

static void
tell_both(story *told)
{
	on_each_engine(tell, &told);
}

#define STORY(name)                       \
	static void name##_story(struct scene *s); \
	static void name(void **state) { (void)state; tell_both(name##_story); } \
	static void name##_story(struct scene *s)

/* ------------------------------------------------------------------------------------ small helpers */

struct bag { struct arena *arena; struct str_list lines; };

static struct err *
bag_change(void *context, const struct ledger_change *change, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%s %.*s/%.*s %.*s %.*s>%.*s %.*s",
	    enum_name(&ledger_change_names, (int)change->kind), STR_ARG(change->system), STR_ARG(change->host), STR_ARG(change->product),
	    STR_ARG(change->from), STR_ARG(change->to), STR_ARG(change->file)));
	return NULL;
}

static struct err *
bag_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s", STR_ARG(software->identity),
	    STR_ARG(software->component.version)));
	return NULL;
}

static struct err *
bag_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s %.*s os_packages=%s items=%zu", STR_ARG(host->name),
	    STR_ARG(host->distribution), STR_ARG(host->release), enum_name(&coverage_names, (int)host->coverage[LAYER_OS_PACKAGES]),
	    host->items.count));
	return NULL;
}

static struct err *
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

static struct err *
bag_view(void *context, const struct ledger_view_row *row, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s|%.*s|%.*s|%.*s|%lld|%lld", STR_ARG(row->service),
	    STR_ARG(row->unit), STR_ARG(row->system), STR_ARG(row->product), STR_ARG(row->version), (long long)row->hosts,
	    (long long)row->open));
	return NULL;
}

static struct err *
bag_question(void *context, const struct ledger_question *question, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s|%.*s|%lld|%s|%lld|%zu", STR_ARG(question->kind),
	    STR_ARG(question->product_identity), STR_ARG(question->fact), (long long)question->systems,
	    enum_name(&ledger_action_names, (int)question->worst), (long long)question->kev, question->system_names.count));
	return NULL;
}

static struct err *
bag_remedy(void *context, const struct ledger_remedy *remedy, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%s|%.*s|%.*s|%lld|%lld|%s|%s",
	    enum_name(&ledger_remedy_names, (int)remedy->kind), STR_ARG(remedy->target), STR_ARG(remedy->product_identity),
	    (long long)remedy->systems, (long long)remedy->findings, enum_name(&ledger_action_names, (int)remedy->worst),
	    enum_name(&answer_names, (int)remedy->restart)));
	return NULL;
}

#define assert_lines(bag, ...)                                                                   \
	do {                                                                                     \
		const char *expected_[] = { __VA_ARGS__ };                                       \
		for (size_t i_ = 0; i_ < (bag).lines.count && i_ < ARRAY_LEN(expected_); i_++)   \
			assert_str((bag).lines.items[i_], expected_[i_]);                        \
		assert_int_equal((bag).lines.count, ARRAY_LEN(expected_));                       \
	} while (0)

static struct component
package(const char *name, const char *version)
{
	return (struct component){ .kind = COMPONENT_OS_PACKAGE, .name = str_of(name), .version = str_of(version),
		.source_name = str_of(name), .source_version = str_of(version), .distribution = STR("debian"), .release = STR("12"),
		.arch = STR("amd64"), .place = STR("line 1") };
}

static struct component
product(const char *name, const char *version)
{
	return (struct component){ .kind = COMPONENT_APPLICATION, .name = str_of(name), .version = str_of(version),
		.vendor = STR("Apache") };
}

static struct ledger_import_result
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

/* ---------------------------------------------------------------------------------------- the tests */

STORY(every_statement_is_prepared_with_the_types_it_declares)
{
	assert_ok(ledger_check_statements(s->ledger, s->arena));
	assert_true(sql_count > 80);
}

STORY(an_inventory_imported_twice_is_there_once)
{
	struct component before[] = { package("curl", "7.88.1-10"), package("openssl", "3.0.11"), package("zlib1g", "1.2.13"),
		package("curl", "7.88.1-10") };
	struct component after[] = { package("curl", "7.88.1-12"), package("openssl", "3.0.11"), package("bash", "5.2.15") };
	struct bag changes = { s->arena, { 0 } }, software = { s->arena, { 0 } }, hosts = { s->arena, { 0 } };
	struct ledger_import_result r;

	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_false(r.known);
	assert_int_equal(r.components, 3);
	assert_int_equal(r.installed, 3);
	assert_int_equal(r.systems_new, 1);
	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_true(r.known);
	assert_int_equal(r.installed + r.removed + r.upgraded, 0);
	r = import_with(s, "b", "住民情報", "web1", after, 3);
	assert_int_equal(r.upgraded, 1);
	assert_int_equal(r.removed, 1);
	assert_int_equal(r.installed, 1);
	assert_ok(ledger_changes(s->ledger, 0, 0, 10, bag_change, &changes, s->arena));
	assert_lines(changes, "installed 住民情報/web1 bash >5.2.15 b", "removed 住民情報/web1 zlib1g 1.2.13> b",
	    "upgraded 住民情報/web1 curl 7.88.1-10>7.88.1-12 b");
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/openssl 3.0.11", "dist:debian/curl 7.88.1-12", "dist:debian/bash 5.2.15");
	assert_ok(ledger_hosts(s->ledger, 0, bag_host, &hosts, s->arena));
	assert_lines(hosts, "web1 debian 12 os_packages=complete items=3");
	/* Back to the file before: the newest word counts, though its bytes were seen before. */
	r = import_with(s, "a", "住民情報", "web1", before, 4);
	assert_false(r.known);
	assert_int_equal(r.upgraded, 1);
}

STORY(streams_of_a_host_do_not_touch_each_other)
{
	struct ledger_import_head head = { STR("shop.cdx.json"), STR("d"), STR("CycloneDX"), STR("t"), noon };
	struct component library = { .kind = COMPONENT_LIBRARY, .name = STR("left-pad"), .version = STR("1.3.0"),
		.purl = STR("pkg:npm/left-pad@1.3.0") };
	struct component curl = package("curl", "7.88.1-10");
	struct ledger_import_result r;
	struct ledger_import *import;
	struct bag software = { s->arena, { 0 } };

	(void)import_with(s, "a", "S", "h", &curl, 1);
	import = ledger_import_begin(s->ledger, &head);
	ledger_import_host(import, STR("S"), STR("h"), STR("CycloneDX/shop"));
	ledger_import_component(import, &library);
	assert_ok(ledger_import_finish(import, s->arena, &r));
	ledger_import_free(import);
	assert_int_equal(r.removed, 0);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/curl 7.88.1-10", "pkg:npm/left-pad 1.3.0");
}

/* Of one open question: asked for by what it is about, and by what it is not. */
static void
some_questions(struct scene *s, const struct bag *asked)
{
	const struct { struct ledger_question_filter filter; size_t found; } cases[] = {
		{ { .id = 1 }, 1 }, { { .id = 2 }, 0 }, { { .system = STR("公式サイト") }, 1 }, { { .system = STR("無いシステム") }, 0 },
		{ { .product = INT64_MAX }, 0 }, { { .most = 1 }, 1 }, { { .id = 1, .system = STR("公式サイト"), .most = 5 }, 1 },
	};

	assert_int_equal(asked->lines.count, 1);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct bag some = { s->arena, { 0 } };

		assert_ok(ledger_questions_of(s->ledger, &cases[i].filter, bag_question, &some, s->arena));
		assert_int_equal(some.lines.count, cases[i].found);
	}
}

static struct err *
keep_question(void *context, const struct ledger_question *question, struct arena *arena)
{
	(void)arena;
	*(struct ledger_question *)context = *question;
	return NULL;
}

/* One at a time, each behind the one before, they are the list as a whole. */
static void
questions_by_pages(struct scene *s, const struct bag *asked)
{
	const char *const none[] = { "x", "1.2", "1.2.", "1.2.3.4" };
	struct str after = { 0 };
	struct bag paged = { s->arena, { 0 } };

	for (size_t i = 0; i <= asked->lines.count; i++) {
		struct ledger_question_filter filter = { .after = after, .most = 1 };
		struct ledger_question last = { 0 };

		assert_ok(ledger_questions_of(s->ledger, &filter, bag_question, &paged, s->arena));
		assert_ok(ledger_questions_of(s->ledger, &filter, keep_question, &last, s->arena));
		after = ledger_question_cursor(&last, s->arena);
		if (i == asked->lines.count)
			assert_int_equal(last.id, 0);
	}
	assert_int_equal(paged.lines.count, asked->lines.count);
	for (size_t i = 0; i < paged.lines.count; i++)
		assert_true(str_eq(paged.lines.items[i], asked->lines.items[i]));
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_err(ledger_questions_of(s->ledger, &(struct ledger_question_filter){ .after = str_of(none[i]) }, keep_question, &paged, s->arena), ERR_USAGE);
}

static void
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

STORY(the_register_is_seen_from_three_ends)
{
	struct bag systems = { s->arena, { 0 } }, software = { s->arena, { 0 } }, system = { s->arena, { 0 } },
		service = { s->arena, { 0 } };

	put_sheet(s);
	assert_ok(ledger_systems(s->ledger, 0, bag_system, &systems, s->arena));
	assert_lines(systems, "住民情報 service=窓口 unit=市民課 owner=管理係 place=本庁舎 resident personal:120000 facts=0 hosts=1 items=1",
	    "公式サイト service=広報 unit=広報課 owner= place= internet - facts=0 hosts=1 items=2",
	    "未登録 service= unit= owner= place= unknown - facts=0 hosts=0 items=0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SOFTWARE, STR("tomcat"), bag_view, &software, s->arena));
	assert_lines(software, "窓口|市民課|住民情報|Tomcat||1|0", "広報|広報課|公式サイト|Tomcat||1|0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &system, s->arena));
	assert_lines(system, "窓口|市民課|住民情報|Tomcat||1|0", "広報|広報課|公式サイト|HTTP Server|2.4.57|1|0",
	    "広報|広報課|公式サイト|Tomcat||1|0", "||未登録|||0|0");
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SERVICE, STR(""), bag_view, &service, s->arena));
	assert_lines(service, "||未登録|||0|0", "広報|広報課|公式サイト|||1|0", "窓口|市民課|住民情報|||1|0");
}

/* ------------------------------------------------------------------------------------- assessments */

struct ids_of { int64_t system, product, software; const char *name; };

static struct err *
find_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct ids_of *ids = context;

	(void)arena;
	if (str_eq(software->component.name, str_of(ids->name))) {
		ids->product = software->product;
		ids->software = software->id;
	}
	return NULL;
}

/* What the assessments of these tests say: one finding a line. */
struct said {
	const char          *system, *product, *cve;
	enum ledger_verdict  verdict;
	enum ledger_action   action;
	bool                 kev;
	enum ledger_remedy_kind remedy;
	const char          *target;
};
struct assessing {
	struct scene                   *scene;
	struct ledger_assessment_head   head;
	const struct said              *said;
	size_t                          count;
	const char                     *withdrawn;
	struct ledger_assessment_result result;
};

static struct err *
say(struct assessing *w, struct ledger_assessment *a, const struct said *said, struct arena *arena)
{
	struct ids_of ids = { .name = said->product };
	struct ledger_vulnerability v = { .name = str_of(said->cve), .title_ja = STR("題"), .title_en = STR("title"), .score = 98,
		.kev_added = said->kev ? 20000 : DAY_NONE, .kev_due = DAY_NONE, .epss = -1, .generation = w->head.generation };
	struct ledger_finding f = { .verdict = said->verdict, .action = said->action, .damage = LEDGER_HIGH,
		.likelihood = LEDGER_HIGH | LEDGER_MIDDLE, .due = said->action == LEDGER_IMMEDIATE ? noon + INSTANT_DAY : INSTANT_NONE,
		.why_ja = STR("悪用されています。"), .why_en = STR("It is exploited."), .remedy = said->remedy,
		.remedy_target = str_of(said->target), .restart = ANSWER_YES, .evidence = w->head.generation };

	TRY(ledger_system_find(w->scene->ledger, str_of(said->system), arena, &f.system));
	TRY(ledger_software(w->scene->ledger, find_software, &ids, arena));
	f.product = ids.product;
	TRY(ledger_assess_vulnerability(a, &v, &f.vulnerability));
	list_push(arena, &f.instances, ((struct ledger_instance){ ids.software, said->verdict, STR("nvd"), str_of(said->cve),
	    STR("<9.0.86"), STR("range"), STR("{\"fixed\": \"9.0.86\"}") }));
	TRY(ledger_assess_finding(a, &f));
	if (said->verdict == LEDGER_UNDECIDED)
		TRY(ledger_assess_question(a, STR("version"), f.product, STR("version"), f.system, said->action));
	return ledger_assess_system(a, &(struct ledger_tally){ f.system, 2, 2, said->verdict == LEDGER_AFFECTED, 1, 7 });
}

static struct err *
assess_work(struct ledger *ledger, void *context, struct arena *arena)
{
	struct assessing *w = context;
	struct ledger_assessment *a;
	struct err *err = NULL;

	TRY(ledger_assess_begin(ledger, &w->head, arena, &a));
	if (w->withdrawn != NULL) {
		int64_t id;
		struct ledger_vulnerability v = { .name = str_of(w->withdrawn), .state = ADVISORY_WITHDRAWN, .kev_added = DAY_NONE,
			.kev_due = DAY_NONE, .epss = -1, .score = -1 };

		err = ledger_assess_vulnerability(a, &v, &id);
	}
	for (size_t i = 0; i < w->count && err == NULL; i++)
		err = say(w, a, &w->said[i], arena);
	if (err == NULL)
		err = ledger_assess_finish(a, &w->result);
	ledger_assess_free(a);
	return err;
}

/* Everything that is kept (keep.h), as lines. */
static void
kept_lines(struct scene *s, struct bag *bag)
{
	struct ledger_weakness_filter all = LEDGER_WEAKNESS_ALL;
	struct ledger_weakness_counts c;
	struct ledger_event_counts events;
	struct ledger_weaknesses list;

	all.now = noon;
	all.most = 1000;
	assert_ok(ledger_weaknesses(s->ledger, &all, s->arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct ledger_weakness *w = &list.items[i];

		list_push(s->arena, &bag->lines, arena_printf(s->arena, "%.*s|%d|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld", STR_ARG(w->about.name),
		    (int)w->worst, (long long)w->due, (long long)w->oldest, (long long)w->newest, (long long)w->findings, (long long)w->systems,
		    (long long)w->products, (long long)w->affected, (long long)w->undecided, (long long)w->provided, (long long)w->decided));
	}
	for (all.decided = -1; all.decided < 2; all.decided++) {
		assert_ok(ledger_weakness_counts(s->ledger, &all, s->arena, &c));
		list_push(s->arena, &bag->lines, arena_printf(s->arena, "%lld|%lld|%lld|%lld|%lld|%lld|%lld", (long long)c.total, (long long)c.action[0],
		    (long long)c.affected, (long long)c.undecided, (long long)c.kev, (long long)c.severity[0], (long long)c.recent));
	}
	assert_ok(ledger_remedies(s->ledger, noon, 1000, bag_remedy, bag, s->arena));
	assert_ok(ledger_event_counts(s->ledger, 0, noon, s->arena, &events));
	list_push(s->arena, &bag->lines, arena_printf(s->arena, "%lld|%lld|%lld", (long long)events.opened, (long long)events.closed,
	    (long long)events.changed));
}

static struct err *
count_again(struct ledger *ledger, void *context, struct arena *arena)
{
	(void)context;
	return keep_again(ledger, noon, arena);
}

/* What is kept is what counting everything anew says. */
static void
assert_kept(struct scene *s)
{
	struct bag kept = { s->arena, { 0 } }, counted = { s->arena, { 0 } };

	kept_lines(s, &kept);
	assert_ok(ledger_write(s->ledger, count_again, NULL, s->arena));
	kept_lines(s, &counted);
	assert_int_equal(kept.lines.count, counted.lines.count);
	for (size_t i = 0; i < kept.lines.count; i++)
		assert_true(str_eq(kept.lines.items[i], counted.lines.items[i]));
}

static struct ledger_assessment_result
assess(struct scene *s, const char *generation, const char *criteria, const struct said *said, size_t count, const char *withdrawn)
{
	struct assessing w = { s, { noon, STR("tester"), str_of(generation), str_of(criteria), STR("1") }, said, count, withdrawn, { 0 } };

	noon += INSTANT_HOUR;
	assert_ok(ledger_write(s->ledger, assess_work, &w, s->arena));
	assert_kept(s);
	return w.result;
}

static struct ledger_finding_list
list_with(struct scene *s, struct ledger_filter filter)
{
	struct ledger_finding_list list;

	filter.now = noon;
	assert_ok(ledger_findings(s->ledger, &filter, s->arena, &list));
	return list;
}

static const char *
last_cause(struct scene *s, int64_t finding, size_t events)
{
	struct ledger_finding_detail detail;

	assert_ok(ledger_finding_get(s->ledger, finding, noon, s->arena, &detail));
	assert_int_equal(detail.events.count, events);
	return enum_name(&ledger_cause_names, (int)detail.events.items[detail.events.count - 1].cause);
}

#define A LEDGER_AFFECTED
#define U LEDGER_UNDECIDED

STORY(only_crossings_are_kept_with_their_cause)
{
	struct said one = { "公式サイト", "HTTP Server", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "2.4.58" };
	struct ledger_filter all = LEDGER_FILTER_ALL, gone = LEDGER_FILTER_ALL;
	struct ledger_assessment_result r;
	struct ledger_finding_detail detail;
	struct ledger_event_query query = { .most = 3 };
	struct ledger_event_counts counts;
	struct ledger_event_rows rows;
	int64_t id;

	put_sheet(s);
	r = assess(s, "kb1", "c1", &one, 1, NULL);
	assert_int_equal(r.opened, 1);
	id = list_with(s, all).rows.items[0].id;
	assert_string_equal(last_cause(s, id, 1), "first");
	r = assess(s, "kb1", "c1", &one, 1, NULL);
	assert_int_equal(r.unchanged, 1);
	assert_string_equal(last_cause(s, id, 1), "first");
	one.action = LEDGER_IMMEDIATE;
	(void)assess(s, "kb2", "c1", &one, 1, NULL);
	assert_string_equal(last_cause(s, id, 2), "source_changed");
	one.action = LEDGER_OUT_OF_CYCLE;
	(void)assess(s, "kb2", "c2", &one, 1, NULL);
	assert_string_equal(last_cause(s, id, 3), "criteria");
	r = assess(s, "kb2", "c2", NULL, 0, "CVE-2026-0001");
	assert_int_equal(r.closed, 1);
	assert_string_equal(last_cause(s, id, 4), "source_withdrew");
	assert_int_equal(list_with(s, all).rows.count, 0);
	gone.closed = true;
	assert_int_equal(list_with(s, gone).rows.items[0].id, id);
	(void)assess(s, "kb3", "c2", &one, 1, NULL);
	assert_string_equal(last_cause(s, id, 5), "source_changed");
	assert_ok(ledger_finding_get(s->ledger, id, noon, s->arena, &detail));
	assert_true(detail.events.items[4].opened);
	assert_int_equal(detail.places.count, 1);
	assert_int_equal(detail.row.hosts, 1);
	assert_str(detail.row.finding.instances.items[0].range, "<9.0.86");
	assert_str(detail.row.finding.why_ja, "悪用されています。");
	assert_err(ledger_finding_get(s->ledger, id + 1000, noon, s->arena, &detail), ERR_NOT_FOUND);
	assert_ok(ledger_event_counts(s->ledger, 0, noon, s->arena, &counts));
	assert_int_equal(counts.opened, 2);
	assert_int_equal(counts.changed, 2);
	assert_int_equal(counts.closed, 1);
	query.until = noon;
	assert_ok(ledger_event_rows(s->ledger, &query, s->arena, &rows));
	assert_int_equal(rows.count, 3);
	assert_true(rows.items[0].opened);
	assert_str(rows.items[0].system, "公式サイト");
	query.after = rows.next;
	assert_ok(ledger_event_rows(s->ledger, &query, s->arena, &rows));
	assert_int_equal(rows.count, 2);
	assert_int_equal(rows.next.len, 0);
	query.after = STR("9");
	assert_err(ledger_event_rows(s->ledger, &query, s->arena, &rows), ERR_USAGE);
}

STORY(editions_of_criteria_are_settled_once)
{
	struct ledger_criteria edition = { .kind = EDITION_CRITERIA, .since = 20800, .text = STR("criteria: a"), .digest = STR("d1"), .reason = STR("年度の見直し"),
		.proposed_by = 7, .proposed_name = STR("佐藤"), .proposed_at = noon, .agreed_at = INSTANT_NONE };
	struct ledger_criteria_list list;
	struct ledger_criteria first = edition, second = edition, other = edition;

	assert_ok(ledger_criteria_put(s->ledger, &first, STR("sato"), s->arena, &first.id));
	assert_ok(ledger_criteria_put(s->ledger, &second, STR("sato"), s->arena, &second.id));
	assert_ok(ledger_criteria_settle(s->ledger, &first, 8, STR("森"), STR("mori"), noon, s->arena));
	assert_err(ledger_criteria_settle(s->ledger, &first, 9, STR("林"), STR("hayashi"), noon, s->arena), ERR_CONFLICT);
	assert_err(ledger_criteria_settle(s->ledger, &first, 0, STR(""), STR("sato"), noon, s->arena), ERR_CONFLICT);
	assert_ok(ledger_criteria_settle(s->ledger, &second, 0, STR(""), STR("sato"), noon, s->arena));
	assert_ok(ledger_criteria_all(s->ledger, EDITION_CRITERIA, s->arena, &list));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].withdrawn_at, noon);
	assert_int_equal(list.items[1].agreed_by, 8);
	assert_int_equal(list.items[1].withdrawn_at, INSTANT_NONE);
	assert_str(list.items[1].agreed_name, "森");
	assert_ok(ledger_criteria_all(s->ledger, EDITION_SSVC, s->arena, &list));
	assert_int_equal(list.count, 0);
	assert_err(ledger_criteria_get(s->ledger, EDITION_SSVC, first.id, s->arena, &other), ERR_NOT_FOUND);
	assert_ok(ledger_criteria_get(s->ledger, EDITION_CRITERIA, first.id, s->arena, &other));
	assert_str(other.digest, "d1");
}

/* agreed: how long after noon; -1: not. Puts an edition and gives its id. */
static int64_t
edition_of_day(struct scene *s, int32_t since, int64_t agreed)
{
	struct ledger_criteria edition = { .kind = EDITION_CRITERIA, .since = since, .text = STR("criteria: a"), .reason = STR("理由"), .proposed_by = 7,
		.proposed_name = STR("佐藤"), .proposed_at = noon, .agreed_at = INSTANT_NONE };

	assert_ok(ledger_criteria_put(s->ledger, &edition, STR("sato"), s->arena, &edition.id));
	if (agreed >= 0)
		assert_ok(ledger_criteria_settle(s->ledger, &edition, 8, STR("森"), STR("mori"), noon + agreed, s->arena));
	return edition.id;
}

STORY(the_newest_agreed_edition_is_in_force_from_its_day)
{
	int64_t first = edition_of_day(s, 20800, 2), second = edition_of_day(s, 20800, 1), later = edition_of_day(s, 20900, 3);
	struct ledger_criteria edition;
	bool found;

	(void)edition_of_day(s, 20850, -1);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20799, s->arena, &edition, &found));
	assert_false(found);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20899, s->arena, &edition, &found));
	assert_true(found);
	assert_int_equal(edition.id, first);      /* agreed to after the second of that day */
	assert_int_not_equal(edition.id, second);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20900, s->arena, &edition, &found));
	assert_int_equal(edition.id, later);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_SSVC, 20900, s->arena, &edition, &found));
	assert_false(found);
}

STORY(drafts_are_found_by_kind_and_digest_for_a_month)
{
	struct ledger_draft draft = { STR("criteria: a"), STR("理由"), 20800 }, read;
	bool found;

	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d1"), &draft, STR("sato"), noon, s->arena));
	draft.reason = STR("別の理由");
	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d1"), &draft, STR("sato"), noon, s->arena));
	assert_ok(ledger_draft_find(s->ledger, EDITION_SSVC, STR("d1"), s->arena, &read, &found));
	assert_false(found);
	assert_ok(ledger_draft_find(s->ledger, EDITION_CRITERIA, STR("d1"), s->arena, &read, &found));
	assert_true(found);
	assert_str(read.reason, "別の理由");
	assert_int_equal(read.since, 20800);
	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d2"), &draft, STR("sato"), noon + 31 * INSTANT_DAY, s->arena));
	assert_ok(ledger_draft_find(s->ledger, EDITION_CRITERIA, STR("d1"), s->arena, &read, &found));
	assert_false(found);
}

STORY(what_came_and_went_is_told_from_what_was_learnt)
{
	struct said said = { "S", "curl", "CVE-2026-0002", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "8" };
	struct component old = package("curl", "7.88"), new = package("curl", "8.0");
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_fact fact = { 0, 0, STR("waf"), STR("yes"), noon, STR("owner") };
	int64_t id;

	(void)import_with(s, "a", "S", "h", &old, 1);
	(void)assess(s, "kb1", "c", &said, 1, NULL);
	id = list_with(s, all).rows.items[0].id;
	assert_ok(ledger_system_find(s->ledger, STR("S"), s->arena, &fact.system));
	assert_ok(ledger_answer(s->ledger, &fact, s->arena));
	said.action = LEDGER_DEFER;
	(void)assess(s, "kb1", "c", &said, 1, NULL);
	assert_string_equal(last_cause(s, id, 2), "human");
	fact.name = STR(LEDGER_HOST_ADDRESS);
	assert_ok(ledger_answer(s->ledger, &fact, s->arena));
	said.action = LEDGER_SCHEDULED;
	(void)assess(s, "kb1", "c", &said, 1, NULL);
	assert_string_equal(last_cause(s, id, 3), "rule");      /* an address is no ground */
	(void)import_with(s, "b", "S", "h", &new, 1);
	(void)assess(s, "kb2", "c", NULL, 0, NULL);
	assert_string_equal(last_cause(s, id, 4), "inventory_changed");
}

/* Counted of the most urgent finding alone, and of more than there are. */
STORY(lists_come_by_urgency_a_page_at_a_time)
{
	static const struct said said[] = {
		{ "住民情報", "Tomcat", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9.0.86" },
		{ "公式サイト", "Tomcat", "CVE-2026-0001", U, LEDGER_OUT_OF_CYCLE, false, LEDGER_REMEDY_ANSWER, "" },
		{ "公式サイト", "Tomcat", "CVE-2026-0002", A, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_VERSION, "9.0.86" },
		{ "公式サイト", "HTTP Server", "CVE-2026-0003", A, LEDGER_DEFER, false, LEDGER_REMEDY_UPDATE, "KB1" },
		{ "住民情報", "Tomcat", "CVE-2026-0002", A, LEDGER_OUT_OF_CYCLE, true, LEDGER_REMEDY_VERSION, "9.0.86" },
	};
	struct ledger_filter filter = LEDGER_FILTER_ALL, kev = LEDGER_FILTER_ALL, one = LEDGER_FILTER_ALL, cve = LEDGER_FILTER_ALL;
	struct bag order = { s->arena, { 0 } }, remedies = { s->arena, { 0 } };
	struct ledger_totals totals;
	struct ledger_finding_list page;

	put_sheet(s);
	(void)assess(s, "kb1", "c", said, ARRAY_LEN(said), NULL);
	filter.most = 2;
	do {
		page = list_with(s, filter);
		for (size_t i = 0; i < page.rows.count; i++)
			list_push(s->arena, &order.lines, arena_printf(s->arena, "%s %.*s", enum_name(&ledger_action_names,
			    (int)page.rows.items[i].finding.action), STR_ARG(page.rows.items[i].about.name)));
		filter.after = page.next;
	} while (page.next.len > 0);
	assert_lines(order, "immediate CVE-2026-0002", "out_of_cycle CVE-2026-0001", "out_of_cycle CVE-2026-0002",
	    "scheduled CVE-2026-0001", "defer CVE-2026-0003");
	kev.kev = true;
	assert_int_equal(list_with(s, kev).rows.count, 2);
	assert_ok(ledger_system_find(s->ledger, STR("住民情報"), s->arena, &one.system));
	assert_int_equal(list_with(s, one).rows.count, 2);
	cve.vulnerability = STR("CVE-2026-0001");
	cve.verdict = LEDGER_UNDECIDED;
	assert_int_equal(list_with(s, cve).rows.count, 1);
	assert_ok(ledger_remedies(s->ledger, noon, 10, bag_remedy, &remedies, s->arena));
	assert_lines(remedies, "version|9.0.86|name:apache/tomcat|2|3|immediate|yes", "answer||name:apache/tomcat|1|1|out_of_cycle|yes",
	    "update|KB1||1|1|defer|yes");
	assert_ok(ledger_totals(s->ledger, noon + 2 * INSTANT_DAY, s->arena, &totals));
	assert_int_equal(totals.systems, 3);
	assert_int_equal(totals.systems_unregistered, 1);
	assert_int_equal(totals.open[LEDGER_OUT_OF_CYCLE], 2);
	assert_int_equal(totals.affected, 4);
	assert_int_equal(totals.undecided, 1);
	assert_int_equal(totals.kev, 2);
	assert_int_equal(totals.overdue, 1);
	assert_int_equal(totals.systems_immediate, 1);
	assert_str(totals.last.generation, "kb1");
	assert_int_equal(totals.tally.not_affected, 14);
	filter.after = STR("nonsense");
	assert_err(ledger_findings(s->ledger, &filter, s->arena, &page), ERR_USAGE);
}

/* One row a vulnerability, kept as findings come and go; counted by facets. */
STORY(what_is_open_is_gathered_by_vulnerability)
{
	static const struct said said[] = {
		{ "住民情報", "Tomcat", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9.0.86" },
		{ "公式サイト", "Tomcat", "CVE-2026-0001", U, LEDGER_OUT_OF_CYCLE, false, LEDGER_REMEDY_ANSWER, "" },
		{ "公式サイト", "Tomcat", "CVE-2026-0002", A, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_VERSION, "9.0.86" },
		{ "公式サイト", "HTTP Server", "CVE-2026-0003", A, LEDGER_DEFER, false, LEDGER_REMEDY_UPDATE, "KB1" },
		{ "住民情報", "Tomcat", "CVE-2026-0002", A, LEDGER_OUT_OF_CYCLE, true, LEDGER_REMEDY_VERSION, "9.0.86" },
	};
	struct ledger_weakness_filter all = LEDGER_WEAKNESS_ALL, page = LEDGER_WEAKNESS_ALL;
	struct ledger_weakness_counts counts;
	struct ledger_weaknesses list;
	struct ledger_named_ids units;

	put_sheet(s);
	(void)assess(s, "kb1", "c", said, ARRAY_LEN(said), NULL);
	all.now = page.now = noon;
	page.most = 2;
	assert_ok(ledger_weaknesses(s->ledger, &page, s->arena, &list));
	assert_int_equal(list.count, 2);
	assert_str(list.items[0].about.name, "CVE-2026-0002");
	assert_int_equal(list.items[0].systems, 2);
	assert_int_equal(list.items[1].worst, LEDGER_OUT_OF_CYCLE);
	assert_int_equal(list.items[1].undecided, 1);
	page.after = list.next;
	assert_ok(ledger_weaknesses(s->ledger, &page, s->arena, &list));
	assert_int_equal(list.count, 1);
	assert_str(list.items[0].product_name, "HTTP Server");
	assert_int_equal(list.next.len, 0);
	assert_ok(ledger_weakness_counts(s->ledger, &all, s->arena, &counts));
	assert_int_equal(counts.total, 3);
	assert_int_equal(counts.affected, 3);
	assert_int_equal(counts.undecided, 1);
	assert_int_equal(counts.kev, 1);
	assert_int_equal(counts.recent, 3);
	assert_int_equal(counts.long_open, 0);
	assert_ok(ledger_weakness_units(s->ledger, s->arena, &units));
	assert_int_equal(units.count, 2);
	all.unit = units.items[1].id;
	all.words = fold_text(STR("ｔｏｍｃａｔ"), s->arena);
	assert_ok(ledger_weakness_counts(s->ledger, &all, s->arena, &counts));
	assert_int_equal(counts.total, 2);
	all.decided = 1;
	assert_ok(ledger_weakness_counts(s->ledger, &all, s->arena, &counts));
	assert_int_equal(counts.total, 0);
	(void)assess(s, "kb1", "c", said, 2, NULL);      /* the others are gone: their rows too */
	page.after = STR("");
	assert_ok(ledger_weaknesses(s->ledger, &page, s->arena, &list));
	assert_int_equal(list.count, 1);
	page.after = STR("1.2");
	assert_err(ledger_weaknesses(s->ledger, &page, s->arena, &list), ERR_USAGE);
}

STORY(views_are_ones_own_or_everybodys)
{
	struct ledger_saved_view view = { .account = 7, .page = STR("findings"), .name = STR("至急"), .query = STR("action=immediate"), .by = 7, .at = noon };
	struct ledger_saved_views views;
	int64_t id;

	assert_ok(ledger_saved_view_put(s->ledger, &view, STR("sato"), s->arena, &id));
	view.account = 0;
	assert_ok(ledger_saved_view_put(s->ledger, &view, STR("sato"), s->arena, &id));
	assert_ok(ledger_saved_views(s->ledger, STR("findings"), 8, s->arena, &views));
	assert_int_equal(views.count, 1);
	assert_ok(ledger_saved_views(s->ledger, STR("findings"), 7, s->arena, &views));
	assert_int_equal(views.count, 2);
	assert_ok(ledger_saved_view_get(s->ledger, id, s->arena, &view));
	assert_int_equal(view.by, 7);
	assert_ok(ledger_saved_view_delete(s->ledger, id, STR("sato"), noon, s->arena));
	assert_err(ledger_saved_view_get(s->ledger, id, s->arena, &view), ERR_NOT_FOUND);
}

STORY(one_answer_settles_all_systems_of_a_question)
{
	static const struct said said[] = {
		{ "住民情報", "Tomcat", "CVE-2026-0001", U, LEDGER_OUT_OF_CYCLE, true, LEDGER_REMEDY_ANSWER, "" },
		{ "公式サイト", "Tomcat", "CVE-2026-0001", U, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_ANSWER, "" },
		{ "公式サイト", "Tomcat", "CVE-2026-0002", U, LEDGER_DEFER, false, LEDGER_REMEDY_ANSWER, "" },
	};
	struct bag asked = { s->arena, { 0 } }, software = { s->arena, { 0 } }, again = { s->arena, { 0 } };
	struct ledger_assessment_result r;
	int64_t systems;

	put_sheet(s);
	r = assess(s, "kb1", "c", said, ARRAY_LEN(said), NULL);
	assert_int_equal(r.questions, 1);
	assert_ok(ledger_questions(s->ledger, bag_question, &asked, s->arena));
	assert_lines(asked, "version|name:apache/tomcat|version|2|immediate|1|2");
	some_questions(s, &asked);
	questions_by_pages(s, &asked);
	assert_ok(ledger_answer_question(s->ledger, 1, STR("9.0.90"), STR("委託先"), noon, s->arena, &systems));
	assert_int_equal(systems, 2);
	assert_ok(ledger_answer_question(s->ledger, 1, STR("9.0.90"), STR("委託先"), noon, s->arena, &systems));
	assert_int_equal(systems, 0);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "name:apache/http server 2.4.57", "name:apache/tomcat 9.0.90");
	/* The sheet comes again, changed elsewhere, still without that version: the answer stays. */
	{
		struct ledger_import_head head = { STR("台帳2.csv"), STR("sheet2"), STR("CSV"), STR("t"), noon };
		struct component tomcat = product("Tomcat", "");
		struct ledger_import_result imported;
		struct ledger_import *import;

		import = ledger_import_begin(s->ledger, &head);
		ledger_import_host(import, STR("公式サイト"), STR("web"), STR("sheet"));
		ledger_import_component(import, &tomcat);
		assert_ok(ledger_import_finish(import, s->arena, &imported));
		ledger_import_free(import);
		assert_int_equal(imported.removed, 1);
		assert_int_equal(imported.installed + imported.upgraded, 0);
	}
	r = assess(s, "kb1", "c", NULL, 0, NULL);
	assert_int_equal(r.closed, 3);
	assert_string_equal(last_cause(s, 1, 2), "human");
	assert_ok(ledger_questions(s->ledger, bag_question, &again, s->arena));
	assert_int_equal(again.lines.count, 0);
}

STORY(a_decision_hides_until_its_expiry_or_new_evidence)
{
	struct said said[] = {
		{ "住民情報", "Tomcat", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9.0.86" },
		{ "公式サイト", "Tomcat", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9.0.86" },
	};
	struct ledger_decision decision = { .kind = STR("accept"), .vulnerability = STR("CVE-2026-0001"), .owner = STR("課長"),
		.reason = STR("閉域のため"), .at = noon };
	struct ledger_filter shown = LEDGER_FILTER_ALL, all = LEDGER_FILTER_ALL;
	int64_t id, findings;

	shown.hide_decided = true;
	put_sheet(s);
	(void)assess(s, "kb1", "c", said, 1, NULL);
	decision.expires_at = INSTANT_NONE;
	assert_err(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings), ERR_USAGE);
	decision.expires_at = noon + 30 * INSTANT_DAY;
	assert_ok(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings));
	assert_int_equal(findings, 1);
	assert_kept(s);
	assert_int_equal(list_with(s, shown).rows.count, 0);
	assert_str(list_with(s, all).rows.items[0].decision_kind, "accept");
	/* A finding that opens later is under the same rule; one whose evidence changed is to review and shown. */
	(void)assess(s, "kb1", "c", said, 2, NULL);
	assert_int_equal(list_with(s, shown).rows.count, 0);
	(void)assess(s, "kb2", "c", said, 2, NULL);
	assert_int_equal(list_with(s, shown).rows.count, 2);
	assert_true(list_with(s, shown).rows.items[0].decision_review);
	assert_ok(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings));
	assert_int_equal(list_with(s, shown).rows.count, 0);
	assert_kept(s);
	noon += 31 * INSTANT_DAY;
	assert_kept(s);
	assert_int_equal(list_with(s, shown).rows.count, 2);
	assert_int_equal(list_with(s, shown).rows.items[0].decision, 0);
	/* A range that does not hold the version does not apply (Tomcat has none here). */
	decision.at = noon;
	decision.expires_at = noon + INSTANT_DAY;
	decision.range = STR("vers:generic/<1");
	assert_ok(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings));
	assert_int_equal(findings, 0);
}

STORY(a_decision_with_a_range_waits_for_findings_in_it)
{
	static const struct said said[] = {
		{ "S", "curl", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9" },
		{ "S", "openssl", "CVE-2026-0001", A, LEDGER_SCHEDULED, false, LEDGER_REMEDY_VERSION, "9" },
	};
	struct component components[] = { package("curl", "7.88.1-10"), package("openssl", "3.0.11") };
	struct ledger_decision decision = { .kind = STR("accept"), .vulnerability = STR("CVE-2026-0001"), .owner = STR("課長"),
		.reason = STR("計画中"), .range = STR("vers:deb/>=7.0"), .at = noon, .expires_at = noon + 30 * INSTANT_DAY };
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_finding_list list;
	int64_t id, findings;

	(void)import_with(s, "a", "S", "h", components, 2);
	assert_ok(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings));
	assert_int_equal(findings, 0);
	(void)assess(s, "kb1", "c", said, 2, NULL);
	list = list_with(s, all);
	assert_str(list.rows.items[0].product_name, "curl");
	assert_int_equal(list.rows.items[0].decision, id);
	assert_int_equal(list.rows.items[1].decision, 0);
	assert_ok(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings));
	assert_int_equal(findings, 1);
	assert_kept(s);
	assert_ok(ledger_decision_end(s->ledger, id, 0, STR("t"), noon, s->arena));
	assert_kept(s);
	decision.range = STR("older than seven");
	assert_err(ledger_decision_put(s->ledger, &decision, STR("t"), s->arena, &id, &findings), ERR_FORMAT);
}

STORY(one_organisation_never_sees_another)
{
	struct said said = { "公式サイト", "Tomcat", "CVE-2026-0001", A, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_VERSION, "9" };
	struct bag systems = { s->arena, { 0 } }, software = { s->arena, { 0 } }, views = { s->arena, { 0 } }, asked = { s->arena, { 0 } };
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_finding_detail detail;
	struct ledger_totals totals;
	struct component curl = package("curl", "1");
	int64_t other, id;

	put_sheet(s);
	(void)assess(s, "kb1", "c", &said, 1, NULL);
	id = list_with(s, all).rows.items[0].id;
	assert_ok(ledger_org_make(s->ledger, STR("隣の町"), s->arena, &other));
	assert_err(ledger_org_make(s->ledger, STR("隣の町"), s->arena, &other), ERR_CONFLICT);
	assert_err(ledger_org_use(s->ledger, 99, s->arena), ERR_NOT_FOUND);
	assert_ok(ledger_org_use(s->ledger, other, s->arena));
	assert_ok(ledger_systems(s->ledger, 0, bag_system, &systems, s->arena));
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	for (int view = LEDGER_VIEW_SOFTWARE; view <= LEDGER_VIEW_SERVICE; view++)
		assert_ok(ledger_view(s->ledger, (enum ledger_view)view, STR(""), bag_view, &views, s->arena));
	assert_ok(ledger_questions(s->ledger, bag_question, &asked, s->arena));
	questions_by_pages(s, &asked);
	assert_int_equal(systems.lines.count + software.lines.count + views.lines.count + asked.lines.count, 0);
	assert_int_equal(list_with(s, all).rows.count, 0);
	assert_err(ledger_finding_get(s->ledger, id, noon, s->arena, &detail), ERR_NOT_FOUND);
	/* PostgreSQL itself hides the rows, also from a statement that would forget to ask. */
	if (strcmp(ledger_engine(s->ledger), "postgresql") == 0)
		assert_ok(s->ledger->db->engine->exec(s->ledger->db,
		    "DO $$ BEGIN IF (SELECT count(*) FROM system) <> 0 THEN RAISE 'seen'; END IF; END $$", s->arena));
	assert_ok(ledger_totals(s->ledger, noon, s->arena, &totals));
	assert_int_equal(totals.systems + totals.hosts + totals.installations + totals.affected, 0);
	assert_err(ledger_answer(s->ledger, &(struct ledger_fact){ 1, 0, STR("waf"), STR("yes"), noon, STR("x") }, s->arena), ERR_NOT_FOUND);
	(void)import_with(s, "a", "住民情報", "h", &curl, 1);
	(void)assess(s, "kb1", "c", NULL, 0, NULL);
	assert_ok(ledger_org_use(s->ledger, LEDGER_ORG, s->arena));
	assert_int_equal(list_with(s, all).rows.count, 1);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_int_equal(software.lines.count, 2);
}

/* What somebody reads who sees these units, as one line: rows of every list that findings and the register are read by, and what they count to. */
static struct str
seen_of(struct scene *s, const int64_t *units, size_t count)
{
	struct bag systems = { s->arena, { 0 } }, software = { s->arena, { 0 } }, hosts = { s->arena, { 0 } }, views = { s->arena, { 0 } },
		asked = { s->arena, { 0 } }, remedies = { s->arena, { 0 } }, changes = { s->arena, { 0 } };
	struct ledger_weakness_filter some = LEDGER_WEAKNESS_ALL;
	struct ledger_weakness_counts facets;
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_totals totals;

	assert_ok(ledger_sees(s->ledger, &(struct ledger_sight){ units, count }, s->arena));
	assert_false(ledger_sees_all(s->ledger));
	assert_ok(ledger_systems(s->ledger, 0, bag_system, &systems, s->arena));
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_ok(ledger_hosts(s->ledger, 0, bag_host, &hosts, s->arena));
	for (int view = LEDGER_VIEW_SOFTWARE; view <= LEDGER_VIEW_SERVICE; view++)
		assert_ok(ledger_view(s->ledger, (enum ledger_view)view, STR(""), bag_view, &views, s->arena));
	assert_ok(ledger_questions(s->ledger, bag_question, &asked, s->arena));
	questions_by_pages(s, &asked);
	assert_ok(ledger_remedies(s->ledger, noon, 10, bag_remedy, &remedies, s->arena));
	assert_ok(ledger_changes(s->ledger, 0, 0, 100, bag_change, &changes, s->arena));
	assert_ok(ledger_totals(s->ledger, noon, s->arena, &totals));
	assert_ok(ledger_weakness_counts(s->ledger, &some, s->arena, &facets));
	return arena_printf(s->arena, "%zu systems %zu items %zu hosts %zu rows %zu questions %zu remedies %zu changes %zu findings; "
	    "%lld systems %lld hosts %lld installations %lld affected; %lld weaknesses", systems.lines.count, software.lines.count, hosts.lines.count,
	    views.lines.count, asked.lines.count, remedies.lines.count, changes.lines.count, list_with(s, all).rows.count, (long long)totals.systems,
	    (long long)totals.hosts, (long long)totals.installations, (long long)totals.affected, (long long)facets.total);
}

STORY(who_sees_some_units_reads_nothing_of_the_others)
{
	struct said said = { "公式サイト", "Tomcat", "CVE-2026-0001", A, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_VERSION, "9" };
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_finding_detail detail;
	int64_t resident, web, id, both[2];
	bool there;

	put_sheet(s);
	(void)assess(s, "kb1", "c", &said, 1, NULL);
	id = list_with(s, all).rows.items[0].id;
	assert_ok(ledger_unit_find(s->ledger, STR("市民課"), s->arena, &resident));
	assert_ok(ledger_unit_find(s->ledger, STR("広報課"), s->arena, &web));
	assert_str(seen_of(s, &web, 1), "1 systems 2 items 1 hosts 5 rows 0 questions 1 remedies 0 changes 1 findings; "
	    "1 systems 1 hosts 2 installations 1 affected; 1 weaknesses");
	assert_ok(ledger_finding_get(s->ledger, id, noon, s->arena, &detail));
	assert_str(seen_of(s, &resident, 1), "1 systems 1 items 1 hosts 3 rows 0 questions 0 remedies 0 changes 0 findings; "
	    "1 systems 1 hosts 1 installations 0 affected; 0 weaknesses");
	assert_err(ledger_finding_get(s->ledger, id, noon, s->arena, &detail), ERR_NOT_FOUND);
	assert_str(seen_of(s, NULL, 0), "0 systems 0 items 0 hosts 0 rows 0 questions 0 remedies 0 changes 0 findings; "
	    "0 systems 0 hosts 0 installations 0 affected; 0 weaknesses");
	both[0] = resident;
	both[1] = web;
	/* Not the one that belongs to nobody. */
	assert_str(seen_of(s, both, 2), "2 systems 2 items 2 hosts 8 rows 0 questions 1 remedies 0 changes 1 findings; "
	    "2 systems 2 hosts 3 installations 1 affected; 1 weaknesses");
	assert_ok(ledger_sees(s->ledger, NULL, s->arena));
	assert_int_equal(list_with(s, all).rows.count, 1);
	assert_ok(ledger_system_unit(s->ledger, detail.row.finding.system, s->arena, &there, &id));
	assert_true(there);
	assert_int_equal(id, web);
}

STORY(who_sees_some_units_answers_for_them)
{
	static const struct said said[] = {
		{ "住民情報", "Tomcat", "CVE-2026-0001", U, LEDGER_OUT_OF_CYCLE, true, LEDGER_REMEDY_ANSWER, "" },
		{ "公式サイト", "Tomcat", "CVE-2026-0001", U, LEDGER_IMMEDIATE, true, LEDGER_REMEDY_ANSWER, "" },
	};
	struct bag asked = { s->arena, { 0 } }, left = { s->arena, { 0 } }, software = { s->arena, { 0 } };
	int64_t unit, systems;

	put_sheet(s);
	assert_int_equal(assess(s, "kb1", "c", said, ARRAY_LEN(said), NULL).questions, 1);
	assert_ok(ledger_unit_find(s->ledger, STR("市民課"), s->arena, &unit));
	assert_ok(ledger_sees(s->ledger, &(struct ledger_sight){ &unit, 1 }, s->arena));
	assert_ok(ledger_questions(s->ledger, bag_question, &asked, s->arena));
	assert_lines(asked, "version|name:apache/tomcat|version|1|immediate|1|1");
	assert_ok(ledger_answer_question(s->ledger, 1, STR("9.0.90"), STR("市民課"), noon, s->arena, &systems));
	assert_int_equal(systems, 1);
	assert_ok(ledger_sees(s->ledger, NULL, s->arena));
	assert_ok(ledger_questions(s->ledger, bag_question, &left, s->arena));
	assert_int_equal(left.lines.count, 1);      /* the other unit is asked on */
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "name:apache/tomcat ", "name:apache/http server 2.4.57", "name:apache/tomcat 9.0.90");
}

STORY(names_and_the_knowledge_base_in_force_are_remembered)
{
	struct ledger_alias alias = { .written = STR("アパッチ トムキャット"), .identity = STR("cpe:2.3:a:apache:tomcat"), .by = STR("t"), .at = noon };
	struct str generation;

	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "");
	assert_ok(ledger_kb_set(s->ledger, STR("20261120"), noon, s->arena));
	assert_ok(ledger_kb_set(s->ledger, STR("20261121"), noon, s->arena));
	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "20261121");
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
	alias.identity = STR("");
	assert_ok(ledger_alias_put(s->ledger, &alias, s->arena));
}

static struct err *
bag_confirmed(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s>%.*s", STR_ARG(software->component.vendor),
	    STR_ARG(software->component.name), STR_ARG(software->confirmed)));
	return NULL;
}

static void
put_names(struct scene *s)
{
	struct component named[] = {
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("㈱例"), .name = STR("帳票くん Ver.3.1") },
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("株式会社例"), .name = STR("帳票くん 4.0 (x64)") },
		{ .kind = COMPONENT_APPLICATION, .vendor = STR("別社"), .name = STR("帳票くん") },
		{ .kind = COMPONENT_APPLICATION, .name = STR("帳票くん2") },
	};

	(void)import_with(s, "a", "S", "h", named, ARRAY_LEN(named));
}

#define NAMES_ARE(context, ...)                                                             \
	do {                                                                                \
		struct bag names_ = { (context)->arena, { 0 } };                            \
		assert_ok(ledger_software((context)->ledger, bag_confirmed, &names_, (context)->arena)); \
		assert_lines(names_, __VA_ARGS__);                                          \
	} while (0)

STORY(a_confirmed_name_counts_for_its_spellings_of_that_vendor)
{
	struct ledger_alias word = { .vendor = STR("株式会社 例"), .written = STR("帳票くん"), .identity = STR("cpe:2.3:a:rei:one"), .by = STR("t"), .at = noon };

	put_names(s);
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>cpe:2.3:a:rei:one", "株式会社例|帳票くん 4.0 (x64)>cpe:2.3:a:rei:one", "別社|帳票くん>",
	    "|帳票くん2>");
	/* Said anew in another spelling: the later word takes the place of the earlier. */
	word.written = STR("帳票くん 9.9");
	word.identity = STR("cpe:2.3:a:rei:two");
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>cpe:2.3:a:rei:two", "株式会社例|帳票くん 4.0 (x64)>cpe:2.3:a:rei:two", "別社|帳票くん>",
	    "|帳票くん2>");
	/* That it is not that product says nothing of what it is. */
	word.rejected = true;
	assert_ok(ledger_alias_put(s->ledger, &word, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>", "|帳票くん2>");
}

STORY(what_others_confirmed_is_used_where_ones_own_word_is_missing)
{
	struct ledger_alias theirs = { .vendor = STR("別社"), .written = STR("帳票くん"), .identity = STR("cpe:2.3:a:b:one"), .by = STR("u"), .at = noon,
		.organisation = STR("例町") };
	struct ledger_alias other = theirs, own = theirs;

	put_names(s);
	assert_ok(ledger_alias_put(s->ledger, &theirs, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one", "|帳票くん2>");
	other.organisation = STR("例村");
	other.identity = STR("cpe:2.3:a:b:two");
	assert_ok(ledger_alias_put(s->ledger, &other, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>", "|帳票くん2>");
	own.organisation = STR("");
	own.identity = STR("cpe:2.3:a:b:three");
	assert_ok(ledger_alias_put(s->ledger, &own, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:three", "|帳票くん2>");
}

STORY(names_confirmed_before_vendors_were_kept_hold_on)
{
	struct ledger_alias own = { .vendor = STR(""), .written = STR("帳票くん2"), .identity = STR("cpe:2.3:a:b:two"), .by = STR("t"), .at = noon };

	put_names(s);
	assert_ok(s->ledger->db->engine->exec(s->ledger->db,
	    "INSERT INTO name_alias (org_id, written, identity, who, at) VALUES (1, '帳票くん', 'cpe:2.3:a:b:one', 't', 0)", s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one", "|帳票くん2>");
	assert_ok(ledger_alias_put(s->ledger, &own, s->arena));
	NAMES_ARE(s, "㈱例|帳票くん Ver.3.1>", "株式会社例|帳票くん 4.0 (x64)>", "別社|帳票くん>cpe:2.3:a:b:one",
	    "|帳票くん2>cpe:2.3:a:b:two");
}

/* --------------------------------------------------------------------------- when things go wrong */

static struct err *
import_and_die(struct ledger *ledger, void *context, struct arena *arena)
{
	struct component new[] = { package("curl", "9"), package("nginx", "1") };
	struct scene scene = { ledger, arena, { 0 } };

	(void)context;
	(void)import_with(&scene, "b", "S", "h", new, 2);
	(void)kill(getpid(), SIGKILL);
	return NULL;
}

STORY(killed_in_the_middle_of_an_import_it_is_as_it_was)
{
	struct component old = package("curl", "7.88");
	struct bag software = { s->arena, { 0 } };
	pid_t child;
	int status;

	(void)import_with(s, "a", "S", "h", &old, 1);
	child = fork();
	if (child == 0) {
		struct ledger *ledger;
		struct err *err = ledger_open(s->where, 0, s->arena, &ledger);

		if (err == NULL)
			err = ledger_write(ledger, import_and_die, NULL, s->arena);
		_exit(err == NULL ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_ok(ledger_software(s->ledger, bag_software, &software, s->arena));
	assert_lines(software, "dist:debian/curl 7.88");
	assert_false(import_with(s, "b", "S", "h", &old, 1).known);
}

static struct err *
fail_after_writing(struct ledger *ledger, void *context, struct arena *arena)
{
	TRY(ledger_kb_set(ledger, STR("half"), noon, arena));
	(*(int *)context)++;
	return err_new(arena, ERR_USAGE, "no");
}

STORY(a_unit_of_work_that_fails_leaves_nothing)
{
	struct str generation;
	int calls = 0;

	assert_err(ledger_write(s->ledger, fail_after_writing, &calls, s->arena), ERR_USAGE);
	assert_int_equal(calls, 1);
	assert_ok(ledger_kb_get(s->ledger, s->arena, &generation));
	assert_str(generation, "");
}

enum { WRITES = 40 };

static void *
write_much(void *context)
{
	struct scene *scene = context;
	struct arena *arena = arena_new();
	struct ledger *ledger;

	assert_ok(ledger_open(scene->where, 0, arena, &ledger));
	for (int i = 0; i < WRITES; i++)
		assert_ok(ledger_audit(ledger, STR("t"), noon, STR("touch"), STR("thing"), STR(""), arena));
	ledger_close(ledger);
	arena_free(arena);
	return NULL;
}

STORY(two_writers_both_get_all_their_rows_in)
{
	pthread_t threads[2];
	int64_t next;

	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_much, s), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		(void)pthread_join(threads[i], NULL);
	/* Ids are given out without gap, so the next one counts the rows. */
	assert_ok(ledger_allot(s->ledger, "audit", 1, s->arena, &next));
	assert_int_equal(next, 2 * WRITES + 1);
}

static void
a_full_disk_is_said_and_harms_nothing(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-ledger-XXXXXX";
	struct scene s = { NULL, arena, { 0 } };
	struct component old = package("curl", "7.88");
	struct bag software = { arena, { 0 } };
	struct ledger_import_head head = { STR("big"), STR("big"), STR("x"), STR("t"), noon };
	struct ledger_import_result r;
	struct ledger_import *import;

	(void)state;
	assert_non_null(mkdtemp(dir));
	s.where = arena_printf(arena, "%s/ledger.db", dir);
	assert_ok(ledger_open(s.where, LEDGER_MAKE, arena, &s.ledger));
	(void)import_with(&s, "a", "S", "h", &old, 1);
	assert_ok(s.ledger->db->engine->exec(s.ledger->db, "PRAGMA max_page_count = 120", arena));
	import = ledger_import_begin(s.ledger, &head);
	ledger_import_host(import, STR("S"), STR("h"), STR("dpkg"));
	for (int i = 0; i < 5000; i++) {
		struct component one = package(arena_printf(arena, "p%d", i).ptr, "1");

		ledger_import_component(import, &one);
	}
	assert_err(ledger_import_finish(import, arena, &r), ERR_STORE);
	ledger_import_free(import);
	assert_ok(ledger_software(s.ledger, bag_software, &software, arena));
	assert_lines(software, "dist:debian/curl 7.88");
	ledger_close(s.ledger);
	assert_ok(dir_remove(str_of(dir), arena));
}

/* ---------------------------------------------------------------------------------------- migrations */

STORY(a_step_keeps_what_is_there_and_a_broken_one_changes_nothing)
{
	const int last = (int)sql_migrations[sql_migrations_count - 1].version;
	const struct sql_migration good = { last + 1, "next_serial",
		"ALTER TABLE host ADD COLUMN serial TEXT NOT NULL DEFAULT ''; INSERT INTO unit (id, org_id, name) VALUES (77, 1, 'u')",
		"ALTER TABLE host ADD COLUMN serial text NOT NULL DEFAULT ''; INSERT INTO unit (id, org_id, name) VALUES (77, 1, 'u')" };
	const struct sql_migration dangling = { last + 2, "next_dangling", "UPDATE host SET system_id = 4711",
		"UPDATE host SET system_id = 4711" };
	struct bag before = { s->arena, { 0 } }, after = { s->arena, { 0 } };
	struct db *db = s->ledger->db;
	struct ledger *again;
	int64_t version;

	put_sheet(s);
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &before, s->arena));
	assert_ok(db->engine->before_migration(db, last, s->arena));
	assert_ok(db->engine->migrate(db, &good, s->arena));
	assert_err(db->engine->migrate(db, &dangling, s->arena), ERR_STORE);
	assert_ok(db->engine->schema_version(db, s->arena, &version));
	assert_int_equal(version, last + 1);
	assert_ok(ledger_view(s->ledger, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &after, s->arena));
	assert_int_equal(before.lines.count, after.lines.count);
	for (size_t i = 0; i < before.lines.count; i++)
		assert_true(str_eq(before.lines.items[i], after.lines.items[i]));
	assert_err(ledger_open(s->where, LEDGER_MAKE | LEDGER_MIGRATE, s->arena, &again), ERR_UNSUPPORTED);
	if (strcmp(ledger_engine(s->ledger), "sqlite") == 0) {
		struct str copy = arena_printf(s->arena, "%.*s.before-%04d", STR_ARG(s->where), last);
		struct bag copied = { s->arena, { 0 } };

		assert_ok(ledger_open(copy, 0, s->arena, &again));
		assert_ok(ledger_view(again, LEDGER_VIEW_SYSTEM, STR(""), bag_view, &copied, s->arena));
		assert_int_equal(copied.lines.count, before.lines.count);
		ledger_close(again);
	}
}

static void
what_is_no_ledger_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-ledger-XXXXXX";
	struct ledger *ledger;
	struct str path;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = arena_printf(arena, "%s/ledger.db", dir);
	assert_err(ledger_open(path, 0, arena, &ledger), ERR_NOT_FOUND);
	assert_ok(file_write(path, STR("this is a letter, not a ledger, and long enough to be looked at as one, is it not? "
	    "this is a letter, not a ledger, and long enough to be looked at as one"), arena));
	assert_err(ledger_open(path, LEDGER_MAKE, arena, &ledger), ERR_STORE);
	assert_err(ledger_open(STR("postgresql://nobody@/none?host=%2Fnowhere"), 0, arena, &ledger), ERR_STORE);
	assert_ok(dir_remove(str_of(dir), arena));
}

/* ------------------------------------------------------------------------------------- the generator */

static const struct { const char *statement, *says; } refused[] = {
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT nam FROM thing WHERE org_id = :org_id;", "nam" },
	{ "-- name: a   reads\n-- gives: name:text\nSELECT name FROM thing;", "does not bind org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE id = :org_id;", "is not held to org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT t.name FROM thing t JOIN part p ON p.id = t.id "
	    "WHERE t.org_id = :org_id;", "part is not held to org_id" },
	{ "-- name: a   reads\n-- binds: org_id:id x:text\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id "
	    "AND name LIKE :x;", "LIKE" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id LIMIT 1;", "LIMIT" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id ORDER BY at;", "NULLS" },
	{ "-- name: a   reads\n-- binds: org_id:id x:text\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id;", "not used" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: title:text\nSELECT name FROM thing WHERE org_id = :org_id;", "not what it declares" },
	{ "-- name: a   reads\n-- binds: org_id:id\n-- gives: name:text\nSELECT name FROM thing WHERE org_id = :org_id;", NULL },
	{ "-- name: a   reads\n-- gives: count:int64\n-- global: all of them\nSELECT count(*) AS count FROM thing;", NULL },
};

static void
the_generator_refuses_what_breaks_a_rule(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-sqlgen-XXXXXX";
	struct str room, out;

	(void)state;
	assert_non_null(mkdtemp(dir));
	room = str_of(dir);
	assert_ok(dir_make(path_join(arena, room, STR("migrate")), arena));
	assert_ok(dir_make(path_join(arena, room, STR("sql")), arena));
	assert_ok(file_write(path_join(arena, room, STR("migrate/0001_a.sql")),
	    STR("CREATE TABLE thing ( -- rows: 10\n\tid key,\n\torg_id id NOT NULL,\n\tname text NOT NULL,\n\tat instant\n);\n"
	        "CREATE TABLE part ( -- rows: 10\n\tid key,\n\torg_id id NOT NULL\n);\n"), arena));
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct str command = arena_printf(arena, "'%s/tools/sqlgen' '%s' --check >'%s/out' 2>&1", SOURCE_ROOT, dir, dir);
		int status;

		assert_ok(file_write(path_join(arena, room, STR("sql/a.sql")), str_of(refused[i].statement), arena));
		status = system(command.ptr);
		assert_ok(file_read(path_join(arena, room, STR("out")), 65536, arena, &out));
		print_message("  %.*s\n", STR_ARG(out));
		assert_int_equal(status == 0, refused[i].says == NULL);
		if (refused[i].says != NULL)
			assert_true(str_find(out, str_of(refused[i].says)) != SIZE_MAX);
	}
	assert_ok(dir_remove(room, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_is_prepared_with_the_types_it_declares),
		cmocka_unit_test(an_inventory_imported_twice_is_there_once),
		cmocka_unit_test(streams_of_a_host_do_not_touch_each_other),
		cmocka_unit_test(the_register_is_seen_from_three_ends),
		cmocka_unit_test(only_crossings_are_kept_with_their_cause),
		cmocka_unit_test(editions_of_criteria_are_settled_once),
		cmocka_unit_test(the_newest_agreed_edition_is_in_force_from_its_day),
		cmocka_unit_test(drafts_are_found_by_kind_and_digest_for_a_month),
		cmocka_unit_test(what_came_and_went_is_told_from_what_was_learnt),
		cmocka_unit_test(lists_come_by_urgency_a_page_at_a_time),
		cmocka_unit_test(what_is_open_is_gathered_by_vulnerability),
		cmocka_unit_test(views_are_ones_own_or_everybodys),
		cmocka_unit_test(one_answer_settles_all_systems_of_a_question),
		cmocka_unit_test(a_decision_hides_until_its_expiry_or_new_evidence),
		cmocka_unit_test(a_decision_with_a_range_waits_for_findings_in_it),
		cmocka_unit_test(one_organisation_never_sees_another),
		cmocka_unit_test(who_sees_some_units_reads_nothing_of_the_others),
		cmocka_unit_test(who_sees_some_units_answers_for_them),
		cmocka_unit_test(names_and_the_knowledge_base_in_force_are_remembered),
		cmocka_unit_test(a_confirmed_name_counts_for_its_spellings_of_that_vendor),
		cmocka_unit_test(what_others_confirmed_is_used_where_ones_own_word_is_missing),
		cmocka_unit_test(names_confirmed_before_vendors_were_kept_hold_on),
		cmocka_unit_test(killed_in_the_middle_of_an_import_it_is_as_it_was),
		cmocka_unit_test(a_unit_of_work_that_fails_leaves_nothing),
		cmocka_unit_test(two_writers_both_get_all_their_rows_in),
		cmocka_unit_test(a_full_disk_is_said_and_harms_nothing),
		cmocka_unit_test(a_step_keeps_what_is_there_and_a_broken_one_changes_nothing),
		cmocka_unit_test(what_is_no_ledger_is_refused_in_words),
		cmocka_unit_test(the_generator_refuses_what_breaks_a_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
