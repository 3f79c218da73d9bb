/*
 * desk_test.c - a desk as every face opens it: what the ledger was told about conditions of exposure stands in the open cases about the weakness.
 */
#include "service/desk/desk.h"

#include <unistd.h>
#include "service/register.h"
#include "service/respond/conditions.h"
#include "store/ledger/people.h"
#include "test.h"

static const char system_name[] = "公式サイト", weakness[] = "CVE-2026-0001";

struct stage {
	struct arena  *arena;
	struct str     dir;
	struct home    home;
	struct ledger *ledger;
	struct actor   sato;
	int64_t        now, finding;
};

/* ---------------------------------------------------------------------------------------- what is found */

static struct err *
take_product(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct ledger_finding *finding = context;

	(void)arena;
	finding->product = software->product;
	return NULL;
}

static struct err *
find(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct stage *s = context;
	struct ledger_assessment_head head = { s->now, STR("tester"), STR("g1"), STR("c1"), STR("1") };
	struct ledger_vulnerability vulnerability = { .name = str_of(weakness), .title_ja = STR("題"), .title_en = STR("title"), .score = 98,
		.kev_added = DAY_NONE, .kev_due = DAY_NONE, .epss = -1 };
	struct ledger_finding finding = { .verdict = LEDGER_AFFECTED, .action = LEDGER_IMMEDIATE, .damage = LEDGER_HIGH, .likelihood = LEDGER_HIGH,
		.due = INSTANT_NONE, .remedy = LEDGER_REMEDY_VERSION, .remedy_target = STR("4.0.6"), .evidence = STR("e") };
	struct ledger_assessment_result result;
	struct ledger_assessment *assessment;
	struct err *err;

	TRY(ledger_system_find(ledger, str_of(system_name), arena, &finding.system));
	TRY(ledger_software(ledger, take_product, &finding, arena));
	TRY(ledger_assess_begin(ledger, &head, arena, &assessment));
	err = ledger_assess_vulnerability(assessment, &vulnerability, &finding.vulnerability);
	if (err == NULL)
		err = ledger_assess_finding(assessment, &finding);
	if (err == NULL)
		err = ledger_assess_finish(assessment, &result);
	ledger_assess_free(assessment);
	return err;
}

static void
furnish(struct stage *s)
{
	struct component shop = { .kind = COMPONENT_APPLICATION, .name = STR("EC-CUBE"), .version = STR("4.0.5") };
	struct ledger_import_head head = { .file = STR("a.csv"), .digest = STR("d"), .format = STR("csv"), .by = STR("test"), .at = s->now };
	struct ledger_account account = { .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_SECURITY, .password_at = INSTANT_NONE,
		.held_until = INSTANT_NONE, .made_at = s->now, .left_at = INSTANT_NONE };
	struct ledger_filter all = LEDGER_FILTER_ALL;
	struct ledger_import_result result;
	struct ledger_finding_list list;
	struct ledger_import *import;

	assert_ok(home_ledger(&s->home, s->arena, &s->ledger));
	assert_ok(ledger_account_add(s->ledger, &account, s->arena));
	assert_ok(actor_of_account(s->ledger, account.id, VIA_DIRECT, s->arena, &s->sato));
	import = ledger_import_begin(s->ledger, &head);
	ledger_import_host(import, str_of(system_name), STR("web"), STR("sheet"));
	ledger_import_component(import, &shop);
	assert_ok(ledger_import_finish(import, s->arena, &result));
	ledger_import_free(import);
	assert_ok(ledger_write(s->ledger, find, s, s->arena));
	all.now = s->now;
	assert_ok(ledger_findings(s->ledger, &all, s->arena, &list));
	assert_int_equal(list.rows.count, 1);
	s->finding = list.rows.items[0].id;
}

static int
set_up(void **state)
{
	struct arena *arena = arena_new();
	struct stage *s = ARENA_NEW(arena, struct stage);
	char dir[] = "/tmp/tsukuroi-desk-XXXXXX";

	assert_non_null(mkdtemp(dir));
	*s = (struct stage){ .arena = arena, .dir = arena_copy(arena, str_of(dir)), .now = 1795230000 * INSTANT_SECOND };
	assert_ok(home_init(path_join(arena, s->dir, STR("h")), STR(""), STR(""), arena, &s->home));
	furnish(s);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct stage *s = *state;

	ledger_close(s->ledger);
	assert_ok(dir_remove(s->dir, s->arena));
	arena_free(s->arena);
	return 0;
}

/* --------------------------------------------------------------------------------------------------- tests */

static struct str
conditions_of(const struct stage *s, const struct desk *desk, struct str number)
{
	struct case_view view;

	assert_ok(case_show(&desk->cases, &s->sato, number, s->now, s->arena, &view));
	for (size_t i = 0; i < view.fields.count; i++)
		if (str_eq(view.fields.items[i].name, STR("conditions")))
			return view.fields.items[i].value;
	return STR("no such field");
}

static void
test_an_answer_stands_in_the_case(void **state)
{
	struct stage *s = *state;
	struct case_opening opening = { .playbook = STR("finding-response"), .title = STR("EC-CUBE") };
	struct str number, fact = arena_printf(s->arena, "conditions:%s", weakness);
	int64_t filled, systems;
	struct desk desk;

	assert_ok(desk_open(&s->home, s->ledger, s->arena, &desk));
	list_push(s->arena, &opening.about, ((struct case_target){ LINK_FINDING, arena_printf(s->arena, "%lld", (long long)s->finding), STR("") }));
	assert_ok(case_open(&desk.cases, &s->sato, &opening, s->now, s->arena, &number));
	assert_str(conditions_of(s, &desk, number), "");
	assert_ok(respond_conditions(&(struct respond_desk){ &desk.cases, &s->home }, s->now, LANG_EN, s->now, s->arena, &filled));
	assert_int_equal(filled, 0);
	s->now += INSTANT_HOUR;
	assert_ok(register_answer(&s->home, str_of(system_name), fact, STR("no"), STR("sato"), s->now, s->arena, &systems));
	assert_ok(respond_conditions(&(struct respond_desk){ &desk.cases, &s->home }, s->now, LANG_EN, s->now, s->arena, &filled));
	assert_int_equal(filled, 1);
	assert_str(conditions_of(s, &desk, number), "not_met");
	assert_ok(respond_conditions(&(struct respond_desk){ &desk.cases, &s->home }, s->now, LANG_EN, s->now, s->arena, &filled));
	assert_int_equal(filled, 0);
	desk_close(&desk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_an_answer_stands_in_the_case, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
