/*
 * predicates_test.c - what the program tells of a case: findings that are mended end tasks and close it; a case about nothing is never
 * "mended"; the end of an acceptance passes with its day.
 */
#include "service/casefile/drill_test.h"

static const char watch_book[] =
    "playbook: watch\nsince: 2026-04-01\ntitle: {ja: 見張り, en: Watch}\nnumber: W\n"
    "roles:\n  security: {ja: 担当, en: Security, rights: [read, comment, edit, assign, export, close]}\n"
    "fields:\n"
    "  expiry: {type: day, ja: 期限, en: Expiry, by: [security]}\n"
    "  interim_until: {type: day, ja: 暫定の期限, en: Interim until, by: [security]}\n"
    "tasks:\n  mend: {ja: 直す, en: Mend, each: system, by: security, in: doing, done_when: rematch_clear}\n"
    "begins: [mend]\n"
    "states:\n  doing: {ja: 実施, en: Doing}\n  waits: {ja: 受容, en: Accepted}\n  closed: {ja: 完了, en: Closed, final: true}\n"
    "moves:\n"
    "  - {id: close, ja: 閉じる, en: Close, from: doing, to: closed, by: program, tasks: [mend], when: rematch_clear}\n"
    "  - {id: wait, ja: 待つ, en: Wait, from: doing, to: waits, by: [security], needs: [expiry], drops: [mend], when: \"exploited and not expiry_passed\"}\n"
    "  - {id: lapse, ja: 切れた, en: Lapse, from: waits, to: doing, by: program, when: expiry_passed, clears: [expiry], starts: [mend]}\n";

static const char *const system_names[] = { "住民情報システム", "予約システム" };

/* ------------------------------------------------------------------------------------------- findings */

struct software_ids { int64_t software, product; };

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct software_ids *ids = context;

	(void)arena;
	ids->software = software->id;
	ids->product = software->product;
	return NULL;
}

struct assessing { struct drill *d; bool open[2]; };

static struct err *
say(const struct assessing *assessing, struct ledger_assessment *assessment, size_t which, struct arena *arena)
{
	struct ledger_vulnerability vulnerability = { .name = STR("CVE-2026-0001"), .title_ja = STR("題"), .title_en = STR("title"), .score = 98,
		.kev_added = 20000, .kev_due = DAY_NONE, .epss = -1 };
	struct ledger_finding finding = { .verdict = which == 0 ? LEDGER_AFFECTED : LEDGER_UNDECIDED, .action = LEDGER_IMMEDIATE,
		.damage = LEDGER_HIGH, .likelihood = LEDGER_HIGH, .due = INSTANT_NONE, .why_ja = STR("悪用されています。"), .why_en = STR("It is exploited."),
		.remedy = LEDGER_REMEDY_VERSION, .remedy_target = STR("9.0.86"), .restart = ANSWER_YES, .evidence = STR("e") };
	struct software_ids ids;

	TRY(ledger_system_find(assessing->d->ledger, str_of(system_names[which]), arena, &finding.system));
	TRY(ledger_software(assessing->d->ledger, take_software, &ids, arena));
	finding.product = ids.product;
	TRY(ledger_assess_vulnerability(assessment, &vulnerability, &finding.vulnerability));
	list_push(arena, &finding.instances, ((struct ledger_instance){ ids.software, finding.verdict, STR("nvd"), STR("CVE-2026-0001"),
	    STR("<9.0.86"), STR("range"), STR("{}") }));
	return ledger_assess_finding(assessment, &finding);
}

static struct err *
assess_work(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct assessing *assessing = context;
	struct ledger_assessment_head head = { assessing->d->now, STR("tester"), STR("g1"), STR("c1"), STR("1") };
	struct ledger_assessment_result result;
	struct ledger_assessment *assessment;
	struct err *err = NULL;

	TRY(ledger_assess_begin(ledger, &head, arena, &assessment));
	for (size_t i = 0; i < ARRAY_LEN(assessing->open) && err == NULL; i++)
		if (assessing->open[i])
			err = say(assessing, assessment, i, arena);
	if (err == NULL)
		err = ledger_assess_finish(assessment, &result);
	ledger_assess_free(assessment);
	return err;
}

static void
assess(struct drill *d, bool first, bool second)
{
	struct assessing assessing = { d, { first, second } };

	d->now += INSTANT_HOUR;
	assert_ok(ledger_write(d->ledger, assess_work, &assessing, d->arena));
}

/* A host of both systems with one product, and the playbook. */
static void
furnish(struct drill *d)
{
	struct component tomcat = { .kind = COMPONENT_APPLICATION, .name = STR("Tomcat"), .vendor = STR("Apache"), .version = STR("9.0.1") };
	struct playbook *book;

	for (size_t i = 0; i < ARRAY_LEN(system_names); i++) {
		struct ledger_import_head head = { .file = STR("more.csv"), .digest = arena_printf(d->arena, "more %zu", i), .format = STR("csv"),
			.by = STR("test"), .at = d->now };
		struct ledger_import *import = ledger_import_begin(d->ledger, &head);
		struct ledger_import_result result;

		ledger_import_host(import, str_of(system_names[i]), STR("ap1"), STR("sheet"));
		ledger_import_component(import, &tomcat);
		assert_ok(ledger_import_finish(import, d->arena, &result));
		ledger_import_free(import);
	}
	assert_ok(playbook_read(str_of(watch_book), STR("watch.yaml"), d->arena, &book));
	assert_ok(playbooks_add(&d->books, book, false, d->arena));
}

static struct str
open_watch(struct drill *d, enum case_link kind, const char *target)
{
	struct case_opening opening = { .playbook = STR("watch"), .title = STR("Tomcat") };
	struct str number;

	list_push(d->arena, &opening.about, ((struct case_target){ kind, str_of(target), STR("") }));
	assert_ok(case_open(&d->desk, &d->sato, &opening, d->now, d->arena, &number));
	return number;
}

/* The program looks at the case again: its state, and how many tasks are open. */
static void
settled(struct drill *d, struct str number, const char *state, size_t open)
{
	struct ledger_case head;
	struct case_view view;
	bool changed;
	size_t count = 0;

	assert_ok(ledger_case_find(d->ledger, number, 0, d->arena, &head));
	assert_ok(case_settle_id(&d->desk, head.id, d->now, d->arena, &changed));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	for (size_t i = 0; i < view.tasks.count; i++)
		count += str_eq(view.tasks.items[i].state, STR("open"));
	assert_str(view.state, state);
	assert_int_equal(count, open);
	assert_ok(case_settle_id(&d->desk, head.id, d->now, d->arena, &changed));
	assert_false(changed);      /* there is no more to do */
}

/* ---------------------------------------------------------------------------------------------- stories */

static void
what_is_mended_ends_tasks_and_closes(struct drill *d)
{
	struct str findings, advisory, nothing;

	furnish(d);
	nothing = open_watch(d, LINK_SYSTEM, "図書館システム");
	settled(d, nothing, "doing", 1);      /* before the first assessment */
	assess(d, true, true);
	findings = open_watch(d, LINK_FINDING, "1");
	advisory = open_watch(d, LINK_ADVISORY, "CVE-2026-0001");
	assert_ok(case_link(&d->desk, &d->sato, findings, &(struct case_target){ LINK_FINDING, STR("2"), STR("") }, d->now, d->arena));
	settled(d, findings, "doing", 2);      /* its systems come from the findings */
	settled(d, advisory, "doing", 0);      /* no system is linked: no task; the findings hold it open */
	assess(d, false, true);
	settled(d, findings, "doing", 1);
	settled(d, advisory, "doing", 0);      /* what cannot be told is not mended */
	assess(d, false, false);
	settled(d, findings, "closed", 0);
	settled(d, advisory, "closed", 0);
	settled(d, nothing, "doing", 1);       /* about no finding: nobody can say that it is mended */
}

static void
an_acceptance_ends_with_its_day(struct drill *d)
{
	struct case_moved moved;
	struct str number;

	furnish(d);
	assess(d, true, false);
	number = open_watch(d, LINK_FINDING, "1");
	assert_ok(case_set(&d->desk, &d->sato, number, STR("expiry"), STR("2026-11-20"), -1, d->now, d->arena));
	assert_err(case_move(&d->desk, &d->sato, number, STR("wait"), STR(""), d->now, d->arena, &moved), ERR_CONFLICT);      /* past already */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("expiry"), STR("2026-12-10"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("wait"), STR(""), d->now, d->arena, &moved));
	settled(d, number, "waits", 0);
	d->now = day_instant(day_of_civil((struct civil){ 2026, 12, 11 }), ZONE_JST) - INSTANT_SECOND;
	settled(d, number, "waits", 0);        /* the last second of its last day */
	d->now += INSTANT_SECOND;
	settled(d, number, "doing", 1);
}

DRILL(what_is_mended_ends_tasks_and_closes)
DRILL(an_acceptance_ends_with_its_day)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_mended_ends_tasks_and_closes),
		cmocka_unit_test(test_an_acceptance_ends_with_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
