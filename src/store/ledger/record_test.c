#include "test.h"

#include <unistd.h>
#include "store/ledger/engines_test.h"
#include "store/ledger/decision.h"
#include "store/ledger/entry.h"

/* What people put on record, what was seen from outside, what was asked and answered: each story on both engines. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct bag { struct arena *arena; struct str_list lines; };

#define assert_lines(bag, ...)                                                                   \
	do {                                                                                     \
		const char *expected_[] = { __VA_ARGS__ };                                       \
		for (size_t i_ = 0; i_ < (bag).lines.count && i_ < ARRAY_LEN(expected_); i_++)   \
			assert_str((bag).lines.items[i_], expected_[i_]);                        \
		assert_int_equal((bag).lines.count, ARRAY_LEN(expected_));                       \
		(bag).lines.count = 0;                                                           \
	} while (0)

/* A system with one host and one product, without a version. */
static int64_t
put_system(struct ledger *ledger, const char *name, struct arena *arena)
{
	struct ledger_import_head head = { STR("台帳.csv"), str_of(name), STR("CSV"), STR("係"), noon };
	struct component tomcat = { .kind = COMPONENT_APPLICATION, .name = STR("Tomcat"), .vendor = STR("Apache") };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct ledger_import_result result;
	int64_t id;

	ledger_import_host(import, str_of(name), STR("ap1"), STR("sheet"));
	ledger_import_component(import, &tomcat);
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
	assert_ok(ledger_system_find(ledger, str_of(name), arena, &id));
	return id;
}

/* ------------------------------------------------------------------------------------------ entries */

static struct err *
bag_entry(void *context, const struct ledger_entry *e, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena,
	    "%lld %s %.*s|%.*s %.*s|%.*s|%.*s %.*s %.*s|%d %d|%.*s|%.*s|%.*s %.*s|%.*s%s%.*s", (long long)e->id,
	    enum_name(&ledger_entry_names, (int)e->kind), STR_ARG(e->system_name), STR_ARG(e->product), STR_ARG(e->version),
	    STR_ARG(e->vulnerability), STR_ARG(e->party), STR_ARG(e->number), STR_ARG(e->word), e->day == DAY_NONE ? -1 : e->day,
	    e->until == DAY_NONE ? -1 : e->until, STR_ARG(e->ground), STR_ARG(e->url), STR_ARG(e->file), STR_ARG(e->digest),
	    STR_ARG(e->by), e->withdrawn_at == INSTANT_NONE ? "" : " withdrawn by ", STR_ARG(e->withdrawn_by)));
	return NULL;
}

static int64_t
put_entry(struct ledger *ledger, const struct ledger_entry *entry, struct arena *arena)
{
	int64_t id = 0;

	assert_ok(ledger_entry_put(ledger, entry, arena, &id));
	return id;
}

static void
nobody_else_sees_or_withdraws(struct ledger *ledger, int64_t id, struct arena *arena)
{
	struct bag bag = { arena, { 0 } };
	int64_t other;

	assert_ok(ledger_org_make(ledger, STR("例町"), arena, &other));
	assert_ok(ledger_org_use(ledger, other, arena));
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, 0, true, bag_entry, &bag, arena));
	assert_int_equal(bag.lines.count, 0);
	assert_err(ledger_entry_withdraw(ledger, LEDGER_ENTRY_STATEMENT, id, STR("他"), noon, arena), ERR_NOT_FOUND);
	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
}

static void
what_is_on_record_stays_to_be_read(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t resident = put_system(ledger, "住民情報", arena), web = put_system(ledger, "公式サイト", arena), first;
	struct ledger_entry statement = { .kind = LEDGER_ENTRY_STATEMENT, .system = web, .product = STR("cpe:2.3:a:apache:tomcat"),
		.version = STR("9.0.71"), .vulnerability = STR("CVE-2026-990001"), .party = STR("例システム"), .number = STR("第3号"),
		.word = STR("mended"), .day = 20000, .until = 20180, .ground = STR("保守報告 'その1'"), .url = STR("https://example.jp/"),
		.file = STR("報告.pdf"), .digest = STR("ab"), .by = STR("係"), .at = noon };
	struct ledger_entry other = { .kind = LEDGER_ENTRY_STATEMENT, .system = resident, .word = STR("affected"), .day = DAY_NONE,
		.until = DAY_NONE, .by = STR("係"), .at = noon };
	struct ledger_entry medium = { .kind = LEDGER_ENTRY_MEDIUM, .word = STR("in"), .day = 0, .until = DAY_NONE, .by = STR("係"), .at = noon };
	struct bag bag = { arena, { 0 } };

	(void)where, (void)context;
	first = put_entry(ledger, &statement, arena);
	(void)put_entry(ledger, &other, arena);
	(void)put_entry(ledger, &medium, arena);
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, 0, false, bag_entry, &bag, arena));
	assert_lines(bag, "1 statement 公式サイト|cpe:2.3:a:apache:tomcat 9.0.71|CVE-2026-990001|例システム 第3号 mended|20000 20180|"
	    "保守報告 'その1'|https://example.jp/|報告.pdf ab|係", "2 statement 住民情報| ||  affected|-1 -1||| |係");
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, resident, false, bag_entry, &bag, arena));
	assert_lines(bag, "2 statement 住民情報| ||  affected|-1 -1||| |係");
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_MEDIUM, 0, false, bag_entry, &bag, arena));
	assert_lines(bag, "3 medium | ||  in|0 -1||| |係");
	nobody_else_sees_or_withdraws(ledger, first, arena);
	assert_err(ledger_entry_withdraw(ledger, LEDGER_ENTRY_CONTRACT, first, STR("長"), noon, arena), ERR_NOT_FOUND);
	assert_err(ledger_entry_withdraw(ledger, LEDGER_ENTRY_STATEMENT, 77, STR("長"), noon, arena), ERR_NOT_FOUND);
	assert_ok(ledger_entry_withdraw(ledger, LEDGER_ENTRY_STATEMENT, first, STR("長"), noon + 1, arena));
	assert_err(ledger_entry_withdraw(ledger, LEDGER_ENTRY_STATEMENT, first, STR("別"), noon + 2, arena), ERR_NOT_FOUND);
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, web, false, bag_entry, &bag, arena));
	assert_int_equal(bag.lines.count, 0);
	assert_ok(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, web, true, bag_entry, &bag, arena));
	assert_lines(bag, "1 statement 公式サイト|cpe:2.3:a:apache:tomcat 9.0.71|CVE-2026-990001|例システム 第3号 mended|20000 20180|"
	    "保守報告 'その1'|https://example.jp/|報告.pdf ab|係 withdrawn by 長");
}

/* ---------------------------------------------------------------------------------- seen from outside */

static struct err *
bag_sighted(void *context, const struct ledger_sighted *one, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%s %.*s|%.*s|%.*s|%.*s|%.*s|%lld %lld",
	    enum_name(&sighting_source_names, (int)one->sighting.source), STR_ARG(one->sighting.name), STR_ARG(one->sighting.address),
	    STR_ARG(one->sighting.mac), STR_ARG(one->sighting.what), STR_ARG(one->sighting.told_by),
	    (long long)((one->first_seen - noon) / INSTANT_DAY), (long long)((one->sighting.at - noon) / INSTANT_DAY)));
	return NULL;
}

static struct sighting
seen(const char *name, const char *address, const char *what, int day)
{
	return (struct sighting){ .source = SIGHTING_SCAN, .name = str_of(name), .address = str_of(address), .mac = STR("02:00:00:00:00:01"),
		.what = str_of(what), .told_by = STR("scan.xml"), .at = noon + day * INSTANT_DAY };
}

static void
a_machine_is_seen_first_and_last(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct sighting today[] = { seen("nas", "192.0.2.7", "80", 0), seen("", "192.0.2.8", "", 0), seen("nas", "192.0.2.7", "80 443", 0) };
	const struct sighting later = seen("nas", "192.0.2.7", "443", 3), older = seen("", "192.0.2.8", "22", -5);
	struct sighting neighbour = seen("nas", "192.0.2.7", "", 1);
	struct bag bag = { arena, { 0 } };

	(void)where, (void)context;
	neighbour.source = SIGHTING_NEIGHBOUR;
	assert_ok(ledger_sightings_put(ledger, today, ARRAY_LEN(today), arena));
	assert_ok(ledger_sightings_put(ledger, &later, 1, arena));
	assert_ok(ledger_sightings_put(ledger, &older, 1, arena));
	assert_ok(ledger_sightings_put(ledger, &neighbour, 1, arena));
	assert_ok(ledger_sightings_put(ledger, NULL, 0, arena));
	assert_ok(ledger_sightings(ledger, bag_sighted, &bag, arena));
	assert_lines(bag, "scan nas|192.0.2.7|02:00:00:00:00:01|443|scan.xml|0 3", "neighbour nas|192.0.2.7|02:00:00:00:00:01||scan.xml|1 1",
	    "scan |192.0.2.8|02:00:00:00:00:01||scan.xml|0 0");
}

/* -------------------------------------------------------------------------------- asked and answered */

static struct err *
bag_contractor(void *context, const struct ledger_contractor *c, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s %.*s %.*s %.*s %d %.*s %.*s", STR_ARG(c->name),
	    STR_ARG(c->person), STR_ARG(c->mail), STR_ARG(c->contract), STR_ARG(c->clause), c->ends == DAY_NONE ? -1 : c->ends,
	    STR_ARG(c->overseer), STR_ARG(c->overseer_mail)));
	return NULL;
}

static void
what_is_not_told_of_a_contractor_stays(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_contractor whole = { STR("例システム"), STR("窓口"), STR("a@example.jp"), STR("1号"), STR("第5条"), 20500, STR("契約係"),
		STR("b@example.jp") };
	struct ledger_contractor less = { .name = STR("例システム"), .mail = STR("c@example.jp"), .ends = DAY_NONE };
	struct ledger_contractor other = { .name = STR("例通信"), .ends = DAY_NONE };
	struct bag bag = { arena, { 0 } };

	(void)where, (void)context;
	assert_ok(ledger_contractor_put(ledger, &whole, STR("係"), noon, arena));
	assert_ok(ledger_contractor_put(ledger, &other, STR("係"), noon, arena));
	assert_ok(ledger_contractor_put(ledger, &less, STR("係"), noon, arena));
	assert_ok(ledger_contractors(ledger, bag_contractor, &bag, arena));
	assert_lines(bag, "例システム 窓口 c@example.jp 1号 第5条 20500 契約係 b@example.jp", "例通信     -1  ");
}

static struct err *
bag_ask(void *context, const struct ledger_ask *a, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%lld %s %.*s due=%d rows=%lld open=%lld unsettled=%lld %s chase=%d reminded=%lld",
	    (long long)a->id, enum_name(&ledger_ask_kind_names, (int)a->kind), STR_ARG(a->contractor), a->due, (long long)a->rows,
	    (long long)a->open, (long long)a->unsettled, enum_name(&ledger_action_names, (int)a->worst),
	    a->chase_on == DAY_NONE ? -1 : a->chase_on, (long long)a->reminders));
	return NULL;
}

static struct err *
bag_ask_row(void *context, const struct ledger_ask_row *r, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%lld-%lld-%.*s %.*s/%.*s %.*s %.*s %.*s: %s %.*s %.*s %.*s%s", (long long)r->ask,
	    (long long)r->number, STR_ARG(r->mark), STR_ARG(r->system_name), STR_ARG(r->host_name), STR_ARG(r->product_name),
	    STR_ARG(r->version), STR_ARG(r->vulnerability), enum_name(&ledger_ask_state_names, (int)r->state), STR_ARG(r->told_version),
	    STR_ARG(r->ground), STR_ARG(r->answered_by), r->taken_at == INSTANT_NONE ? "" : " taken"));
	return NULL;
}

static void
asks_are(struct ledger *ledger, struct arena *arena, const char *expected)
{
	struct bag bag = { arena, { 0 } };

	assert_ok(ledger_asks(ledger, bag_ask, &bag, arena));
	assert_lines(bag, expected);
}

static void
answer(struct ledger *ledger, int64_t ask, int64_t number, enum ledger_ask_state state, int32_t chase_on, struct arena *arena)
{
	struct ledger_ask_row row = { .ask = ask, .number = number, .state = state, .told_version = STR("9.0.80"), .ground = STR("確認"),
		.planned = DAY_NONE, .answered_by = STR("佐藤"), .answered_on = 20001, .chase_on = chase_on, .taken_at = noon, .import = 1 };

	assert_ok(ledger_ask_answer(ledger, &row, arena));
}

static void
a_sheet_is_sent_and_answered(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t web = put_system(ledger, "公式サイト", arena);
	struct ledger_ask ask = { .kind = LEDGER_ASK_APPLICABILITY, .contractor = STR("例システム"), .made_at = noon, .by = STR("係"), .due = 20010,
		.digest = STR("ab") };
	struct ledger_ask_row rows[] = {
		{ .number = 1, .system = web, .host = 1, .product = 1, .vulnerability = STR("CVE-2026-990001"), .mark = STR("aaaa") },
		{ .number = 2, .system = web, .product = 1, .vulnerability = STR("CVE-2026-990002"), .version = STR("9"), .mark = STR("bbbb") },
		{ .number = 3, .system = web, .mark = STR("cccc") },
	};
	struct bag bag = { arena, { 0 } };

	(void)where, (void)context;
	assert_ok(ledger_ask_number(ledger, arena, &ask.id));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		rows[i].ask = ask.id;
	assert_ok(ledger_ask_put(ledger, &ask, rows, ARRAY_LEN(rows), arena));
	asks_are(ledger, arena, "1 applicability 例システム due=20010 rows=2 open=2 unsettled=0 none chase=-1 reminded=0");
	answer(ledger, ask.id, 1, LEDGER_ASK_NOT_AFFECTED, DAY_NONE, arena);
	answer(ledger, ask.id, 2, LEDGER_ASK_INVESTIGATING, 20008, arena);
	assert_ok(ledger_ask_remind(ledger, ask.id, STR("係"), noon, arena));
	asks_are(ledger, arena, "1 applicability 例システム due=20010 rows=2 open=0 unsettled=1 none chase=20008 reminded=1");
	assert_ok(ledger_ask_rows(ledger, ask.id, bag_ask_row, &bag, arena));
	assert_lines(bag, "1-1-aaaa 公式サイト/ap1 Tomcat  CVE-2026-990001: not_affected 9.0.80 確認 佐藤 taken",
	    "1-2-bbbb 公式サイト/ Tomcat 9 CVE-2026-990002: investigating 9.0.80 確認 佐藤 taken", "1-3-cccc 公式サイト/   : open   ");
	assert_ok(ledger_ask_rows_about(ledger, web, 1, STR("CVE-2026-990002"), bag_ask_row, &bag, arena));
	assert_lines(bag, "1-2-bbbb 公式サイト/ Tomcat 9 CVE-2026-990002: investigating 9.0.80 確認 佐藤 taken");
	assert_ok(ledger_ask_rows(ledger, ask.id + 1, bag_ask_row, &bag, arena));
	assert_int_equal(bag.lines.count, 0);
}

/* ------------------------------------------------------------------------- statements that are ended */

static struct err *
bag_decision(void *context, const struct ledger_decision *d, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s %.*s %s", STR_ARG(d->kind), STR_ARG(d->owner),
	    d->expires_at > noon ? "holds" : "ended"));
	return NULL;
}

static void
only_the_own_word_is_taken_back(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { const char *kind, *owner; bool whole_system; } said[] = {
		{ "not_affected", "例システム", false }, { "not_affected", "例システム 佐藤", false }, { "not_affected", "例システムズ", false },
		{ "not_affected", "例システム", true }, { "accept", "例システム", false },
	};
	int64_t web = put_system(ledger, "公式サイト", arena), id, findings;
	struct bag bag = { arena, { 0 } };

	(void)where, (void)context;
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		struct ledger_decision decision = { .kind = str_of(said[i].kind), .vulnerability = STR("CVE-2026-990001"), .system = web,
			.product = said[i].whole_system ? 0 : 1, .owner = str_of(said[i].owner), .reason = STR("確認"), .at = noon - 1,
			.expires_at = noon + INSTANT_DAY };

		assert_ok(ledger_decision_put(ledger, &decision, STR("係"), arena, &id, &findings));
	}
	assert_ok(ledger_statement_end(ledger, STR("CVE-2026-990001"), 1, web, STR("例システム"), noon, arena));
	assert_ok(ledger_decisions(ledger, bag_decision, &bag, arena));
	assert_lines(bag, "accept 例システム holds", "not_affected 例システム holds", "not_affected 例システムズ holds",
	    "not_affected 例システム 佐藤 ended", "not_affected 例システム ended");
}

#define STORY(name) static void on_both_##name(void **state) { (void)state; on_each_engine(name, NULL); }
STORY(what_is_on_record_stays_to_be_read)
STORY(a_machine_is_seen_first_and_last)
STORY(what_is_not_told_of_a_contractor_stays)
STORY(a_sheet_is_sent_and_answered)
STORY(only_the_own_word_is_taken_back)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_both_what_is_on_record_stays_to_be_read),
		cmocka_unit_test(on_both_a_machine_is_seen_first_and_last),
		cmocka_unit_test(on_both_what_is_not_told_of_a_contractor_stays),
		cmocka_unit_test(on_both_a_sheet_is_sent_and_answered),
		cmocka_unit_test(on_both_only_the_own_word_is_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
