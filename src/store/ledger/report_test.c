#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/decision.h"
#include "store/ledger/report.h"

/* What reports count, and reports that were handed over, on both engines. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

struct said { const char *system, *cve; enum ledger_verdict verdict; enum ledger_action action; int64_t due; bool no_kev; };
struct assessing { const struct said *said; size_t count; int64_t at; };

static struct err *
first_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct ledger_instance *instance = context;

	(void)arena;
	if (instance[0].software == 0)
		instance[0].software = software->id;
	instance[1].software = software->product;
	return NULL;
}

static struct err *
say(struct ledger *ledger, struct ledger_assessment *a, const struct said *said, struct arena *arena)
{
	struct ledger_instance software[2] = { { .software = 0, .verdict = said->verdict, .source = STR("nvd") } };
	struct ledger_vulnerability v = { .name = str_of(said->cve), .title_ja = STR("題"), .score = 98, .kev_added = said->no_kev ? DAY_NONE : 20000, .kev_due = DAY_NONE, .epss = -1 };
	struct ledger_finding f = { .verdict = said->verdict, .action = said->action, .damage = LEDGER_HIGH, .likelihood = LEDGER_HIGH | LEDGER_MIDDLE,
		.due = said->due, .restart = ANSWER_YES, .evidence = STR("e") };

	TRY(ledger_system_find(ledger, str_of(said->system), arena, &f.system));
	TRY(ledger_software(ledger, first_software, software, arena));
	f.product = software[1].software;
	TRY(ledger_assess_vulnerability(a, &v, &f.vulnerability));
	list_push(arena, &f.instances, software[0]);
	TRY(ledger_assess_finding(a, &f));
	return ledger_assess_system(a, &(struct ledger_tally){ f.system, 4, 3, 1, 1, 1 });
}

static struct err *
assess_work(struct ledger *ledger, void *context, struct arena *arena)
{
	struct assessing *w = context;
	struct ledger_assessment_head head = { w->at, STR("tester"), STR("g1"), STR("c1"), STR("1") };
	struct ledger_assessment_result result;
	struct ledger_assessment *a;
	struct err *err = NULL;

	TRY(ledger_assess_begin(ledger, &head, arena, &a));
	for (size_t i = 0; i < w->count && err == NULL; i++)
		err = say(ledger, a, &w->said[i], arena);
	if (err == NULL)
		err = ledger_assess_finish(a, &result);
	ledger_assess_free(a);
	return err;
}

static void
assess(struct ledger *ledger, const struct said *said, size_t count, int64_t at, struct arena *arena)
{
	struct assessing w = { said, count, at };

	assert_ok(ledger_write(ledger, assess_work, &w, arena));
}

static void
make_systems(struct ledger *ledger, struct arena *arena)
{
	struct ledger_import_head head = { STR("ledger.csv"), STR("d1"), STR("CSV"), STR("tester"), noon - 30 * INSTANT_DAY };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	static const struct { const char *system, *unit; } systems[] = { { "窓口", "住民課" }, { "予約", "住民課" }, { "防災", "防災課" } };
	struct ledger_import_result result;

	for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
		struct ledger_system system = { .name = str_of(systems[i].system), .unit = str_of(systems[i].unit) };
		struct component tomcat = { .name = STR("Tomcat"), .version = STR("9.0.1") };

		ledger_import_system(import, &system);
		ledger_import_host(import, system.name, STR("h1"), STR("sheet"));
		if (i < 2)
			ledger_import_component(import, &tomcat);
	}
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
}

static const struct said first[] = {
	{ "窓口", "CVE-2026-0001", LEDGER_AFFECTED,  LEDGER_IMMEDIATE, 0 }, { "窓口", "CVE-2026-0002", LEDGER_UNDECIDED, LEDGER_SCHEDULED, INSTANT_NONE },
	{ "予約", "CVE-2026-0001", LEDGER_AFFECTED,  LEDGER_IMMEDIATE, 0 }, { "予約", "CVE-2026-0003", LEDGER_PROVIDER,  LEDGER_IMMEDIATE, INSTANT_NONE },
};

static void
count_as_they_stand(struct ledger *ledger, struct arena *arena)
{
	struct ledger_decision decision = { .kind = STR("accept"), .vulnerability = STR("CVE-2026-0002"), .owner = STR("長"), .reason = STR("理由"),
		.at = noon, .expires_at = noon + INSTANT_DAY };
	struct ledger_standings standings;
	struct ledger_cells cells;
	int64_t id, covered;

	assert_ok(ledger_standings(ledger, noon, arena, &standings));
	assert_int_equal(standings.count, 3);
	assert_str(standings.items[0].name, "窓口");
	assert_str(standings.items[0].unit, "住民課");
	assert_int_equal(standings.items[0].immediate, 1);
	assert_int_equal(standings.items[0].undecided, 1);
	assert_int_equal(standings.items[0].overdue, 1);
	assert_int_equal(standings.items[0].judged, 3);
	/* What a provider has mended is not counted. */
	assert_str(standings.items[1].name, "予約");
	assert_int_equal(standings.items[1].immediate, 1);
	assert_true(standings.items[1].due == noon + INSTANT_DAY);
	/* A system without findings is there, and nothing is claimed of it. */
	assert_str(standings.items[2].name, "防災");
	assert_int_equal(standings.items[2].worst, LEDGER_NO_ACTION);
	assert_int_equal(standings.items[2].items, 0);
	assert_true(standings.items[2].due == INSTANT_NONE);
	assert_ok(ledger_cells(ledger, noon, arena, &cells));
	assert_int_equal(cells.count, 2);
	assert_ok(ledger_decision_put(ledger, &decision, STR("長"), arena, &id, &covered));
	assert_int_equal(covered, 1);
	assert_ok(ledger_cells(ledger, noon, arena, &cells));
	assert_int_equal(cells.count, 1);
	assert_int_equal(cells.items[0].findings, 2);
	/* Past its end it hides nothing. */
	assert_ok(ledger_cells(ledger, noon + 2 * INSTANT_DAY, arena, &cells));
	assert_int_equal(cells.count, 2);
}

static void
count_what_became(struct ledger *ledger, struct arena *arena)
{
	struct ledger_crossed since = { .since = noon - INSTANT_DAY, .until = noon + INSTANT_DAY, .most = 100 };
	struct ledger_crossings crossings;
	struct ledger_closeds closeds;
	struct ledger_flows flows;
	int64_t due, kept, begun;

	assert_ok(ledger_begun(ledger, arena, &begun));
	assert_true(begun == noon - 10 * INSTANT_DAY);
	assert_ok(ledger_crossings(ledger, &since, arena, &crossings));
	assert_int_equal(crossings.count, 1);
	assert_true(crossings.items[0].closed);
	assert_str(crossings.items[0].system, "窓口");
	assert_str(crossings.items[0].vulnerability, "CVE-2026-0001");
	since.since = noon - 20 * INSTANT_DAY;
	assert_ok(ledger_crossings(ledger, &since, arena, &crossings));
	assert_int_equal(crossings.count, 5);
	assert_true(crossings.items[0].opened);
	since.unit = STR("防災課");
	assert_ok(ledger_crossings(ledger, &since, arena, &crossings));
	assert_int_equal(crossings.count, 0);
	since = (struct ledger_crossed){ since.since, since.until, STR("住民課"), 0, 1 };
	assert_ok(ledger_crossings(ledger, &since, arena, &crossings));
	assert_int_equal(crossings.count, 1);
	assert_ok(ledger_flows(ledger, noon - 14 * INSTANT_DAY, 7 * INSTANT_DAY, arena, &flows));
	assert_true(flows.count >= 2);
	assert_int_equal(flows.items[0].bucket, 0);
	assert_true(flows.items[0].opened);
	assert_ok(ledger_closeds(ledger, noon - INSTANT_DAY, noon + INSTANT_DAY, arena, &closeds));
	assert_int_equal(closeds.count, 1);
	assert_int_equal(closeds.items[0].findings, 1);
	assert_int_equal(closeds.items[0].in_time, 0);
	assert_int_equal(closeds.items[0].seconds, 10 * 86400);
	assert_ok(ledger_dues(ledger, noon - 2 * INSTANT_DAY, noon + 2 * INSTANT_DAY, arena, &due, &kept));
	assert_int_equal(due, 2);
	assert_int_equal(kept, 0);
}

/* ---------------------------------------------------------------------------------- kept, and counted anew */

static struct str
picture(struct ledger *ledger, struct arena *arena)
{
	struct ledger_standings standings;
	struct ledger_cells cells;
	struct ledger_flows flows;
	struct ledger_totals totals;
	struct buf out BUF_SCOPE = { 0 };

	for (int64_t at = noon; at <= noon + 2 * INSTANT_DAY; at += 2 * INSTANT_DAY) {
		assert_ok(ledger_standings(ledger, at, arena, &standings));
		for (size_t i = 0; i < standings.count; i++) {
			const struct ledger_standing *s = &standings.items[i];

			buf_add(&out, arena_printf(arena, "%lld %lld %lld %lld %lld %lld %lld %lld %d %lld\n", (long long)s->system, (long long)s->immediate,
			    (long long)s->out_of_cycle, (long long)s->scheduled, (long long)s->deferred, (long long)s->undecided, (long long)s->overdue,
			    (long long)s->kev, (int)s->worst, (long long)s->due));
		}
		assert_ok(ledger_cells(ledger, at, arena, &cells));
		for (size_t i = 0; i < cells.count; i++)
			buf_add(&out, arena_printf(arena, "cell %u %u %d %d %lld %lld\n", cells.items[i].damage, cells.items[i].likelihood, (int)cells.items[i].action,
			    (int)cells.items[i].verdict, (long long)cells.items[i].findings, (long long)cells.items[i].kev));
		assert_ok(ledger_totals(ledger, at, arena, &totals));
		buf_add(&out, arena_printf(arena, "total %lld %lld %lld %lld\n", (long long)totals.open[0], (long long)totals.kev, (long long)totals.overdue,
		    (long long)totals.systems_immediate));
	}
	assert_ok(ledger_flows(ledger, noon - 20 * INSTANT_DAY, INSTANT_DAY, arena, &flows));
	for (size_t i = 0; i < flows.count; i++)
		buf_add(&out, arena_printf(arena, "flow %lld %d %d %d %d %lld\n", (long long)flows.items[i].bucket, flows.items[i].opened, flows.items[i].closed,
		    (int)flows.items[i].verdict, (int)flows.items[i].action, (long long)flows.items[i].events));
	return arena_copy(arena, buf_str(&out));
}

/* What was kept while findings were written is what counting all of them says. */
static void
is_as_counted(struct ledger *ledger, struct arena *arena)
{
	struct str kept = picture(ledger, arena);

	assert_ok(ledger->db->engine->exec(ledger->db, "DELETE FROM standing_kept", arena));
	assert_true(str_eq(picture(ledger, arena), kept));
}

static void
keep_what_was_said(struct ledger *ledger, struct arena *arena)
{
	struct ledger_report report = { .name = STR("executive"), .scope = STR(""), .at = noon, .by = STR("sato"), .digest = STR("ab"), .marks = STR("immediate 3\n") };
	struct ledger_report before;
	struct ledger_reports list;
	struct str view;
	int64_t first_id, second;

	assert_ok(ledger_report_put(ledger, &report, STR("{\"a\": 1}"), arena, &first_id));
	report.at += INSTANT_DAY;
	report.marks = STR("immediate 2\n");
	assert_ok(ledger_report_put(ledger, &report, STR("{}"), arena, &second));
	assert_ok(ledger_report_before(ledger, STR("executive"), STR(""), noon + INSTANT_DAY, arena, &before));
	assert_true(before.id == first_id);
	assert_str(before.marks, "immediate 3\n");
	assert_ok(ledger_report_before(ledger, STR("executive"), STR("unit:住民課"), noon + 9 * INSTANT_DAY, arena, &before));
	assert_true(before.id == 0);
	assert_ok(ledger_reports(ledger, 10, arena, &list));
	assert_int_equal(list.count, 2);
	assert_true(list.items[0].id == second);
	assert_ok(ledger_report_view(ledger, first_id, arena, &view));
	assert_str(view, "{\"a\": 1}");
	assert_err(ledger_report_view(ledger, 999, arena, &view), ERR_NOT_FOUND);
}

static void
send_to_whom_it_is_for(struct ledger *ledger, struct arena *arena)
{
	struct ledger_subscription row = { .account = 1, .name = STR("weekly"), .every = LEDGER_EVERY_WEEK, .made_at = noon, .due = 20783, .sent_at = INSTANT_NONE };
	struct ledger_subscriptions list;

	assert_ok(ledger_subscription_put(ledger, &row, arena));
	row.every = LEDGER_EVERY_MONTH;
	row.due = 20790;
	assert_ok(ledger_subscription_put(ledger, &row, arena));
	row.unit = STR("住民課");
	assert_ok(ledger_subscription_put(ledger, &row, arena));
	assert_ok(ledger_subscriptions(ledger, arena, &list));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].every, LEDGER_EVERY_MONTH);
	assert_true(list.items[0].sent_at == INSTANT_NONE);
	assert_ok(ledger_subscription_sent(ledger, list.items[0].id, 20800, noon, arena));
	assert_ok(ledger_subscription_end(ledger, list.items[1].id, arena));
	assert_ok(ledger_subscriptions(ledger, arena, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].due, 20800);
	assert_true(list.items[0].sent_at == noon);
}

static void
reports(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct said said[ARRAY_LEN(first)];
	struct ledger_totals totals;

	(void)where;
	(void)context;
	make_systems(ledger, arena);
	memcpy(said, first, sizeof(said));
	said[0].due = noon - INSTANT_DAY;
	said[2].due = noon + INSTANT_DAY;
	assess(ledger, said, ARRAY_LEN(said), noon - 10 * INSTANT_DAY, arena);
	is_as_counted(ledger, arena);
	count_as_they_stand(ledger, arena);
	is_as_counted(ledger, arena);
	assess(ledger, said + 1, ARRAY_LEN(said) - 1, noon, arena);
	count_what_became(ledger, arena);
	is_as_counted(ledger, arena);
	said[1].no_kev = said[2].no_kev = said[3].no_kev = true;
	assess(ledger, said + 1, ARRAY_LEN(said) - 1, noon + INSTANT_DAY, arena);
	assert_ok(ledger_totals(ledger, noon, arena, &totals));
	assert_int_equal(totals.kev, 0);
	is_as_counted(ledger, arena);
	keep_what_was_said(ledger, arena);
	send_to_whom_it_is_for(ledger, arena);
}

static void
test_reports(void **state)
{
	(void)state;
	on_each_engine(reports, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_reports) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
