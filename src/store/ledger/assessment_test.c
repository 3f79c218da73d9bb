/*
 * assessment_test.c - what assessments leave in the ledger: findings and their events, lists, questions, decisions.
 */
#include "base/fold.h"
#include "store/ledger/assess_test.h"

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

static const char *
last_cause(struct scene *s, int64_t finding, size_t events)
{
	struct ledger_finding_detail detail;

	assert_ok(ledger_finding_get(s->ledger, finding, noon, s->arena, &detail));
	assert_int_equal(detail.events.count, events);
	return enum_name(&ledger_cause_names, (int)detail.events.items[detail.events.count - 1].cause);
}

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

/* What stands behind a page of findings is what stands behind each of them, and nobody else's. */
static void
details_are_each_ones_own(struct scene *s, const struct ledger_finding_list *page)
{
	struct ledger_finding_detail *details, alone;

	assert_ok(ledger_finding_details(s->ledger, page->rows.items, page->rows.count, s->arena, &details));
	for (size_t i = 0; i < page->rows.count; i++) {
		assert_ok(ledger_finding_get(s->ledger, page->rows.items[i].id, noon, s->arena, &alone));
		assert_int_equal(details[i].row.id, alone.row.id);
		assert_int_equal(details[i].row.hosts, 1);
		assert_int_equal(alone.row.hosts, 1);
		assert_int_equal(details[i].events.count, alone.events.count);
		assert_int_equal(details[i].places.count, alone.places.count);
		assert_true(str_eq(details[i].places.items[0].host, alone.places.items[0].host));
		assert_int_equal(details[i].row.finding.instances.count, alone.row.finding.instances.count);
		assert_int_equal(details[i].row.finding.instances.items[0].software, alone.row.finding.instances.items[0].software);
		assert_int_equal(details[i].places.items[0].software, details[i].row.finding.instances.items[0].software);
	}
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
		details_are_each_ones_own(s, &page);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_crossings_are_kept_with_their_cause),
		cmocka_unit_test(what_came_and_went_is_told_from_what_was_learnt),
		cmocka_unit_test(lists_come_by_urgency_a_page_at_a_time),
		cmocka_unit_test(what_is_open_is_gathered_by_vulnerability),
		cmocka_unit_test(views_are_ones_own_or_everybodys),
		cmocka_unit_test(one_answer_settles_all_systems_of_a_question),
		cmocka_unit_test(a_decision_hides_until_its_expiry_or_new_evidence),
		cmocka_unit_test(a_decision_with_a_range_waits_for_findings_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
