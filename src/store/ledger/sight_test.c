/*
 * sight_test.c - who sees what: organisations are apart, and who sees some units reads nothing of the others.
 */
#include "store/ledger/assess_test.h"

#include "store/ledger/people.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_organisation_never_sees_another),
		cmocka_unit_test(who_sees_some_units_reads_nothing_of_the_others),
		cmocka_unit_test(who_sees_some_units_answers_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
