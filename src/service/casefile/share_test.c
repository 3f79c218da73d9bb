#include "test.h"

#include "service/casefile/hand.h"
#include "service/casefile/share.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/people.h"

/* Who has which part, what is granted, who sees what through it: on both engines, at a desk with a playbook of two compartments. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

static const char book_text[] =
    "playbook: share\nsince: 2026-04-01\ntitle: {ja: 共有, en: Share}\nnumber: S\ncompartments: [common, finder]\n"
    "roles:\n"
    "  desk: {ja: 窓口, en: Desk, rights: [read, comment, edit, assign, export, close, grant]}\n"
    "  vendor: {ja: 製品開発者, en: Vendor, rights: [read, comment], compartments: [common]}\n"
    "  finder: {ja: 発見者, en: Finder, rights: [read, comment], compartments: [common, finder]}\n"
    "  clerk: {ja: 係, en: Clerk, rights: [read, comment, edit, grant], compartments: [common]}\n"
    "fields:\n"
    "  ground: {type: long, ja: 根拠, en: Ground, by: [desk, clerk]}\n"
    "tasks:\n"
    "  ask: {ja: 照会, en: Ask, each: one, by: clerk, in: open}\n"
    "states:\n"
    "  open: {ja: 受付, en: Open}\n"
    "  closed: {ja: 完了, en: Closed, final: true}\n"
    "moves:\n"
    "  - {id: close, ja: 閉じる, en: Close, from: open, to: closed, by: [desk]}\n"
    "begins: [ask]\n";

struct scene {
	struct ledger   *ledger;
	struct arena    *arena;
	struct playbooks books;
	struct calendar  calendar;
	struct case_desk desk;
	struct actor     sato, ito, kato, abe, admin;
	struct str       number;
};

static struct actor
person(struct scene *s, const char *login, int64_t offices)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(login), .offices = offices, .made_at = noon,
		.left_at = INSTANT_NONE };
	struct actor actor;

	assert_ok(ledger_account_add(s->ledger, &account, s->arena));
	assert_ok(actor_of_account(s->ledger, account.id, VIA_DIRECT, s->arena, &actor));
	actor.lang = LANG_EN;
	return actor;
}

static void
begin(struct scene *s, struct ledger *ledger, struct arena *arena)
{
	struct case_opening opening = { .playbook = STR("share"), .title = STR("A report"), .tlp = TLP_AMBER };
	struct playbook *book;

	*s = (struct scene){ .ledger = ledger, .arena = arena };
	s->sato = person(s, "sato", OFFICE_SECURITY);
	s->ito = person(s, "ito", 0);
	s->kato = person(s, "kato", 0);
	s->abe = person(s, "abe", OFFICE_READER);
	s->admin = person(s, "admin", OFFICE_ADMINISTRATOR);
	assert_ok(playbook_read(str_of(book_text), STR("share.yaml"), arena, &book));
	assert_ok(playbooks_add(&s->books, book, false, arena));
	s->desk = (struct case_desk){ ledger, NULL, &s->books, &s->calendar, NULL };
	assert_ok(case_open(&s->desk, &s->sato, &opening, noon, arena, &s->number));
}

static const struct case_person_view *
person_in(const struct case_who_view *view, const char *login)
{
	for (size_t i = 0; i < view->people.count; i++)
		if (str_eq(view->people.items[i].login, str_of(login)))
			return &view->people.items[i];
	return NULL;
}

static size_t
sees(struct scene *s, const struct actor *actor, int64_t at)
{
	struct case_view view;
	struct err *err = case_show(&s->desk, actor, s->number, at, s->arena, &view);

	assert_true(err == NULL || err->code == ERR_NOT_FOUND);
	return err == NULL ? view.rights.count : 0;
}

static void
a_part_is_given_by_who_may_give(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t clerk, vendor, outside;
	struct case_who_view who;
	struct scene s;

	(void)where;
	(void)context;
	begin(&s, ledger, arena);
	assert_int_equal(sees(&s, &s.ito, noon), 0);
	assert_err(case_party_add(&s.desk, &s.abe, s.number, STR("vendor"), STR("ito"), STR(""), noon, arena, &vendor), ERR_FORBIDDEN);
	assert_err(case_party_add(&s.desk, &s.ito, s.number, STR("vendor"), STR("ito"), STR(""), noon, arena, &vendor), ERR_NOT_FOUND);
	assert_err(case_party_add(&s.desk, &s.sato, s.number, STR("king"), STR("ito"), STR(""), noon, arena, &vendor), ERR_USAGE);
	assert_err(case_party_add(&s.desk, &s.sato, s.number, STR("vendor"), STR("nobody"), STR(""), noon, arena, &vendor), ERR_NOT_FOUND);
	assert_err(case_party_add(&s.desk, &s.sato, s.number, STR("vendor"), STR("ito"), STR("a@b"), noon, arena, &vendor), ERR_USAGE);
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("kato"), STR(""), noon, arena, &clerk));
	assert_int_equal(sees(&s, &s.kato, noon), 4);
	assert_err(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("account:kato"), STR(""), noon, arena, &clerk), ERR_CONFLICT);

	/* The clerk gives in the common compartment, which is all he has. */
	assert_ok(case_party_add(&s.desk, &s.kato, s.number, STR("vendor"), STR("ito"), STR(""), noon, arena, &vendor));
	assert_err(case_party_add(&s.desk, &s.kato, s.number, STR("finder"), STR("outside:例野"), STR(""), noon, arena, &outside), ERR_FORBIDDEN);
	assert_err(case_party_add(&s.desk, &s.kato, s.number, STR("desk"), STR("ito"), STR(""), noon, arena, &outside), ERR_FORBIDDEN);
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("finder"), STR("outside:例野 発見"), STR("finder@example.jp"), noon, arena,
	    &outside));

	/* The finder's name belongs to his compartment: the vendor and the clerk are not told, nor that there is one. */
	assert_ok(case_seen_by(&s.desk, &s.sato, s.number, noon, arena, &who));
	assert_int_equal(who.parts.count, 4);
	assert_str(who.parts.items[3].name, "例野 発見");
	assert_str(who.parts.items[3].address, "finder@example.jp");
	assert_int_equal(who.people.count, 3);
	assert_int_equal(person_in(&who, "kato")->compartments.count, 1);
	assert_int_equal(person_in(&who, "sato")->compartments.count, 2);
	assert_ok(case_seen_by(&s.desk, &s.ito, s.number, noon, arena, &who));
	assert_int_equal(who.parts.count, 3);
	assert_ok(case_seen_by(&s.desk, &s.kato, s.number, noon, arena, &who));
	for (size_t i = 0; i < who.parts.count; i++)
		assert_false(str_eq(who.parts.items[i].role, STR("finder")));
	assert_err(case_party_end(&s.desk, &s.kato, s.number, outside, noon, arena), ERR_NOT_FOUND);

	assert_err(case_party_end(&s.desk, &s.ito, s.number, vendor, noon, arena), ERR_FORBIDDEN);
	assert_ok(case_party_end(&s.desk, &s.kato, s.number, vendor, noon + 1, arena));
	assert_err(case_party_end(&s.desk, &s.kato, s.number, vendor, noon + 1, arena), ERR_NOT_FOUND);
	assert_int_equal(sees(&s, &s.ito, noon + 1), 0);
}

struct handing { struct scene *s; const struct actor *by; const struct case_held_list *held; struct str whys[4]; };

static struct err *
hand_over(struct ledger *ledger, void *context, struct arena *arena)
{
	struct handing *h = context;

	(void)ledger;
	return case_hand(&h->s->desk, h->by, h->held->items, h->held->count, STR("ito"), noon + 2, arena, h->whys);
}

static void
what_one_has_goes_to_another(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct case_held_list held, left;
	struct handing handing;
	struct scene s;
	int64_t part;

	(void)where;
	(void)context;
	begin(&s, ledger, arena);
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("kato"), STR(""), noon, arena, &part));
	assert_ok(task_assign(&s.desk, &s.sato, 1, STR("kato"), INSTANT_NONE, noon + 1, arena));
	assert_ok(case_held_by(&s.desk, &s.sato, s.kato.account, noon + 1, arena, &held));
	assert_int_equal(held.count, 2);
	assert_int_equal(held.items[0].kind, HELD_PART);
	assert_int_equal(held.items[0].id, part);
	assert_int_equal(held.items[1].kind, HELD_TASK);

	/* Who sees the case and may not give is told so, twice, and nothing has changed; the task waits for the part. */
	handing = (struct handing){ .s = &s, .by = &s.abe, .held = &held };
	assert_ok(ledger_write(ledger, hand_over, &handing, arena));
	assert_true(handing.whys[0].len > 0 && handing.whys[1].len > 0);
	assert_ok(case_held_by(&s.desk, &s.sato, s.kato.account, noon + 1, arena, &left));
	assert_int_equal(left.count, 2);

	handing = (struct handing){ .s = &s, .by = &s.sato, .held = &held };
	assert_ok(ledger_write(ledger, hand_over, &handing, arena));
	assert_int_equal(handing.whys[0].len + handing.whys[1].len, 0);
	assert_ok(case_held_by(&s.desk, &s.sato, s.kato.account, noon + 3, arena, &left));
	assert_int_equal(left.count, 0);
	assert_ok(case_held_by(&s.desk, &s.sato, s.ito.account, noon + 3, arena, &left));
	assert_int_equal(left.count, 2);

	/* The same again finds nothing, and says so. */
	assert_ok(ledger_write(ledger, hand_over, &handing, arena));
	assert_true(handing.whys[0].len > 0 && handing.whys[1].len > 0);
}

static void
a_case_keeps_who_may_give(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct case_who_view who;
	struct task_query query = { .most = 10 };
	struct task_list_view tasks;
	int64_t clerk, desk;
	struct scene s;

	(void)where;
	(void)context;
	begin(&s, ledger, arena);
	assert_ok(case_seen_by(&s.desk, &s.sato, s.number, noon, arena, &who));
	desk = who.parts.items[0].id;
	assert_err(case_party_end(&s.desk, &s.sato, s.number, desk, noon, arena), ERR_CONFLICT);
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("kato"), STR(""), noon, arena, &clerk));
	assert_ok(task_list(&s.desk, &s.sato, &query, noon, arena, &tasks));
	assert_int_equal(tasks.tasks.count, 1);
	assert_ok(task_assign(&s.desk, &s.sato, tasks.tasks.items[0].id, STR("kato"), INSTANT_NONE, noon, arena));
	assert_err(case_party_end(&s.desk, &s.sato, s.number, clerk, noon, arena), ERR_HELD);
	assert_ok(task_assign(&s.desk, &s.sato, tasks.tasks.items[0].id, STR(""), INSTANT_NONE, noon, arena));
	assert_ok(case_party_end(&s.desk, &s.sato, s.number, clerk, noon, arena));
}

static void
a_grant_ends_by_itself(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct case_grant_order order = { .holder = STR("ito"), .rights = RIGHT_READ | RIGHT_COMMENT, .until = noon + INSTANT_DAY,
		.reason = STR("stands in for a week") };
	int64_t grant, proposal, clerk;
	struct case_who_view who;
	struct scene s;

	(void)where;
	(void)context;
	begin(&s, ledger, arena);
	assert_ok(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal));
	assert_int_equal(proposal, 0);
	assert_int_equal(sees(&s, &s.ito, noon), 2);
	assert_int_equal(sees(&s, &s.ito, noon + INSTANT_DAY - 1), 2);
	assert_int_equal(sees(&s, &s.ito, noon + INSTANT_DAY), 0);
	assert_ok(case_seen_by(&s.desk, &s.sato, s.number, noon, arena, &who));
	assert_int_equal(who.grants.count, 1);
	assert_str(who.grants.items[0].reason, "stands in for a week");
	assert_true(person_in(&who, "ito")->until == noon + INSTANT_DAY);
	assert_ok(case_seen_by(&s.desk, &s.sato, s.number, noon + INSTANT_DAY, arena, &who));
	assert_int_equal(who.grants.count, 0);
	assert_null(person_in(&who, "ito"));

	order.reason = STR("");
	assert_err(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal), ERR_USAGE);
	order.reason = STR("r");
	order.until = noon;
	assert_err(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal), ERR_USAGE);
	order.until = noon + 400 * INSTANT_DAY;
	assert_err(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal), ERR_USAGE);
	order.until = INSTANT_NONE;
	order.holder = STR("outside:x");
	assert_err(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal), ERR_USAGE);

	/* Who gives does not give what he has not: the clerk may not close, and does not see the finder's part. */
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("kato"), STR(""), noon, arena, &clerk));
	order = (struct case_grant_order){ .holder = STR("ito"), .rights = RIGHT_READ | RIGHT_CLOSE, .until = INSTANT_NONE, .reason = STR("r") };
	assert_err(case_grant_add(&s.desk, &s.kato, s.number, &order, noon, arena, &grant, &proposal), ERR_FORBIDDEN);
	order.rights = RIGHT_READ;
	order.compartment = STR("finder");
	assert_err(case_grant_add(&s.desk, &s.kato, s.number, &order, noon, arena, &grant, &proposal), ERR_NOT_FOUND);
	assert_ok(case_grant_add(&s.desk, &s.sato, s.number, &order, noon, arena, &grant, &proposal));
	assert_ok(case_seen_by(&s.desk, &s.kato, s.number, noon, arena, &who));
	assert_int_equal(who.grants.count, 1);      /* the one of the common part; the other is not there for him */
	assert_err(case_grant_end(&s.desk, &s.kato, s.number, grant, noon, arena), ERR_NOT_FOUND);
	assert_ok(case_grant_end(&s.desk, &s.sato, s.number, grant, noon + 2 * INSTANT_DAY, arena));
	assert_int_equal(sees(&s, &s.ito, noon + 2 * INSTANT_DAY), 0);
}

static void
what_a_person_sees_is_told_to_him_and_to_those_who_keep_accounts(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct account_sees_view view;
	int64_t vendor, unit;
	struct scene s;

	(void)where;
	(void)context;
	begin(&s, ledger, arena);
	assert_ok(ledger_unit_make(ledger, STR("契約課"), arena, &unit));
	assert_ok(ledger_membership_put(ledger, s.ito.account, unit, false, arena));
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("vendor"), STR("unit:契約課"), STR(""), noon, arena, &vendor));
	assert_ok(account_sees(&s.desk, &s.admin, STR("ito"), noon, arena, &view));
	assert_int_equal(view.cases.count, 1);
	assert_str(view.cases.items[0].number, "S-2026-0001");
	assert_str(view.cases.items[0].through.items[0], "Vendor (unit 契約課)");
	assert_false(view.reads_open);
	assert_err(account_sees(&s.desk, &s.kato, STR("ito"), noon, arena, &view), ERR_FORBIDDEN);
	assert_ok(account_sees(&s.desk, &s.abe, STR("abe"), noon, arena, &view));
	assert_int_equal(view.cases.count, 0);
	assert_true(view.reads_open);
	assert_ok(case_party_add(&s.desk, &s.sato, s.number, STR("clerk"), STR("office:reader"), STR(""), noon, arena, &vendor));
	assert_ok(account_sees(&s.desk, &s.abe, STR("abe"), noon, arena, &view));
	assert_int_equal(view.cases.count, 1);
	assert_err(account_leave(ledger, &s.admin, STR("sato"), (const struct account_duties *const[]){ &account_case_duties }, 1, noon, arena),
	    ERR_HELD);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(a_part_is_given_by_who_may_give)
STORY(what_one_has_goes_to_another)
STORY(a_case_keeps_who_may_give)
STORY(a_grant_ends_by_itself)
STORY(what_a_person_sees_is_told_to_him_and_to_those_who_keep_accounts)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_part_is_given_by_who_may_give),
		cmocka_unit_test(test_what_one_has_goes_to_another),
		cmocka_unit_test(test_a_case_keeps_who_may_give),
		cmocka_unit_test(test_a_grant_ends_by_itself),
		cmocka_unit_test(test_what_a_person_sees_is_told_to_him_and_to_those_who_keep_accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
