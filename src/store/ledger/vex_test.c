#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/vex.h"

/* VEX documents on both engines: taken, replaced, withdrawn, with the decisions that stand on them; editions of what is said. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

static void
install(struct ledger *ledger, struct arena *arena)
{
	struct ledger_import_head head = { STR("ledger.csv"), STR("d1"), STR("CSV"), STR("tester"), noon - INSTANT_DAY };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct component tomcat = { .name = STR("Tomcat"), .version = STR("9.0.1"), .purl = STR("pkg:maven/org.apache/tomcat@9.0.1") };
	struct ledger_import_result result;

	ledger_import_system(import, &(struct ledger_system){ .name = STR("窓口") });
	ledger_import_host(import, STR("窓口"), STR("ap1"), STR("sheet"));
	ledger_import_component(import, &tomcat);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
}

static struct err *
first_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct ledger_software *first = context;

	(void)arena;
	first->id = software->id;
	first->product = software->product;
	return NULL;
}

static struct err *
assess(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_assessment_head head = { noon, STR("tester"), STR("g1"), STR("c1"), STR("1") };
	struct ledger_vulnerability v = { .name = STR("CVE-2026-1"), .score = 98, .kev_added = DAY_NONE, .kev_due = DAY_NONE, .epss = -1 };
	struct ledger_finding f = { .verdict = LEDGER_AFFECTED, .action = LEDGER_IMMEDIATE, .damage = LEDGER_HIGH, .likelihood = LEDGER_HIGH,
		.due = noon, .remedy = LEDGER_REMEDY_VERSION, .remedy_target = STR("9.0.99"), .evidence = STR("e") };
	struct ledger_assessment_result result;
	struct ledger_software software = { 0 };
	struct ledger_assessment *a;
	struct err *err;

	(void)context;
	TRY(ledger_system_find(ledger, STR("窓口"), arena, &f.system));
	TRY(ledger_software(ledger, first_software, &software, arena));
	f.product = software.product;
	list_push(arena, &f.instances, ((struct ledger_instance){ .software = software.id, .verdict = LEDGER_AFFECTED, .source = STR("nvd") }));
	TRY(ledger_assess_begin(ledger, &head, arena, &a));
	err = ledger_assess_vulnerability(a, &v, &f.vulnerability);
	if (err == NULL)
		err = ledger_assess_finding(a, &f);
	if (err == NULL)
		err = ledger_assess_finish(a, &result);
	ledger_assess_free(a);
	return err;
}

static struct ledger_vex_taking
edition(int64_t version, const struct ledger_vex_statement *statements, size_t count)
{
	return (struct ledger_vex_taking){ .document = { .name = STR("urn:x"), .author = STR("例ソフト"), .form = STR("openvex"), .version = version,
		.said_at = noon - INSTANT_DAY, .digest = STR("ab"), .file = STR("x.json"), .word = LEDGER_VEX_MAKER, .owner = STR("佐藤"), .until = 20500,
		.taken_by = STR("sato"), .taken_at = noon, .ended_at = INSTANT_NONE }, .statements = statements, .statements_count = count };
}

static struct ledger_vex_documents
documents(struct ledger *ledger, bool ended, struct arena *arena)
{
	struct ledger_vex_documents found;

	assert_ok(ledger_vex_documents(ledger, &(struct ledger_vex_query){ .ended = ended, .now = noon }, arena, &found));
	return found;
}

static struct ledger_vex_findings
open_about(struct ledger *ledger, struct str vulnerability, struct arena *arena)
{
	struct ledger_vex_findings found;

	assert_ok(ledger_vex_findings(ledger, &(struct ledger_vex_scope){ .vulnerability = vulnerability, .now = noon }, arena, &found));
	return found;
}

static void
take_and_withdraw(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct ledger_vex_statement said[] = {
		{ .vulnerability = STR_INIT("CVE-2026-1"), .name = STR_INIT("tomcat"), .version = STR_INIT("9.0.1"), .status = STR_INIT("not_affected"),
		  .justification = STR_INIT("component_not_present"), .at = 1795100000 * INSTANT_SECOND },
		{ .vulnerability = STR_INIT("CVE-2026-2"), .name = STR_INIT("tomcat"), .status = STR_INIT("fixed"), .at = INSTANT_NONE },
	};
	struct ledger_vex_taking first = edition(1, said, 2), second = edition(2, said, 1);
	struct ledger_vex_decisions decisions;
	struct ledger_vex_statements statements;
	struct ledger_vex_behinds behind;
	struct ledger_vex_findings open;
	int64_t id, later;

	(void)where;
	(void)context;
	install(ledger, arena);
	assert_ok(ledger_write(ledger, assess, NULL, arena));
	open = open_about(ledger, STR("CVE-2026-1"), arena);
	assert_int_equal(open.count, 1);
	assert_int_equal(open_about(ledger, STR(""), arena).count, 1);
	assert_int_equal(open_about(ledger, STR("CVE-2026-2"), arena).count, 0);
	assert_str(open.items[0].remedy_target, "9.0.99");
	assert_ok(ledger_vex_findings(ledger, &(struct ledger_vex_scope){ .system = open.items[0].system + 1, .now = noon, .most = 1 }, arena, &open));
	assert_int_equal(open.count, 0);
	open = open_about(ledger, STR("CVE-2026-1"), arena);
	assert_int_equal(open.items[0].decision, 0);

	list_push(arena, &first.make, ((struct ledger_vex_made){ 1, { .kind = STR("not_affected"), .vulnerability = STR("CVE-2026-1"),
	    .product = open.items[0].product, .owner = STR("佐藤"), .reason = STR("r"), .at = noon, .expires_at = noon + INSTANT_DAY } }));
	assert_ok(ledger_vex_take(ledger, &first, STR("sato"), noon, arena, &id));
	assert_int_equal(documents(ledger, false, arena).count, 1);
	assert_int_equal(documents(ledger, false, arena).items[0].statements, 2);
	assert_int_equal(documents(ledger, false, arena).items[0].decisions, 1);
	assert_int_equal(documents(ledger, false, arena).items[0].until, 20500);
	open = open_about(ledger, STR("CVE-2026-1"), arena);
	assert_str(open.items[0].kind, "not_affected");
	assert_ok(ledger_vex_behind(ledger, noon, arena, &behind));
	assert_int_equal(behind.count, 1);
	assert_str(behind.items[0].justification, "component_not_present");
	assert_true(behind.items[0].at == said[0].at);

	assert_ok(ledger_vex_decisions(ledger, id, noon, arena, &decisions));
	second.replaces = id;
	list_push(arena, &second.keep, ((struct ledger_vex_kept){ 1, decisions.items[0].decision }));
	assert_ok(ledger_vex_take(ledger, &second, STR("sato"), noon, arena, &later));
	assert_int_equal(documents(ledger, false, arena).count, 1);
	assert_int_equal(documents(ledger, true, arena).items[1].replaced_by, later);
	assert_ok(ledger_vex_decisions(ledger, id, noon, arena, &decisions));
	assert_int_equal(decisions.count, 0);
	assert_ok(ledger_vex_decisions(ledger, later, noon, arena, &decisions));
	assert_int_equal(decisions.count, 1);
	assert_ok(ledger_vex_about(ledger, STR("CVE-2026-2"), arena, &statements));
	assert_int_equal(statements.count, 0);      /* the second edition does not say it any more */
	assert_ok(ledger_vex_about(ledger, STR("CVE-2026-1"), arena, &statements));
	assert_int_equal(statements.count, 1);
	assert_true(statements.items[0].document == later);

	assert_ok(ledger_vex_withdraw(ledger, later, STR("sato"), noon, arena));
	assert_int_equal(documents(ledger, false, arena).count, 0);
	assert_int_equal(open_about(ledger, STR("CVE-2026-1"), arena).items[0].decision, 0);
	assert_ok(ledger_vex_behind(ledger, noon, arena, &behind));
	assert_int_equal(behind.count, 0);
}

static void
number_editions(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_vex_edition edition;

	(void)where;
	(void)context;
	assert_ok(ledger_vex_edition(ledger, STR("all"), STR("d1"), STR("sato"), noon, arena, &edition));
	assert_int_equal(edition.edition, 1);
	assert_ok(ledger_vex_edition(ledger, STR("all"), STR("d1"), STR("mori"), noon + 5, arena, &edition));
	assert_int_equal(edition.edition, 1);
	assert_true(edition.made_at == noon);
	assert_ok(ledger_vex_edition(ledger, STR("all"), STR("d2"), STR("sato"), noon + 5, arena, &edition));
	assert_int_equal(edition.edition, 2);
	assert_true(edition.made_at == noon + 5);
	assert_ok(ledger_vex_edition(ledger, STR("other"), STR("d2"), STR("sato"), noon + 9, arena, &edition));
	assert_int_equal(edition.edition, 1);
}

static void
a_document_is_taken_replaced_and_withdrawn(void **state)
{
	(void)state;
	on_each_engine(take_and_withdraw, NULL);
}

static void
the_same_content_is_the_same_edition(void **state)
{
	(void)state;
	on_each_engine(number_editions, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_taken_replaced_and_withdrawn),
		cmocka_unit_test(the_same_content_is_the_same_edition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
