#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"

/* Accounts of another provider and who is on the way there: each story on both engines. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;
#define ISSUER STR("https://id.example.jp")

static int64_t
add_account(struct ledger *ledger, const char *login, struct arena *arena)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(login), .made_at = noon, .left_at = INSTANT_NONE };

	assert_ok(ledger_account_add(ledger, &account, arena));
	return account.id;
}

static void
one_subject_is_one_account(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", arena), jiro = add_account(ledger, "jiro", arena), found;
	struct ledger_identity identity = { hanako, ISSUER, STR("s-1"), noon };
	struct ledger_identities all;

	(void)where;
	(void)context;
	assert_ok(ledger_identity_find(ledger, ISSUER, STR("s-1"), arena, &found));
	assert_int_equal(found, 0);
	assert_ok(ledger_identity_put(ledger, &identity, arena));
	assert_ok(ledger_identity_put(ledger, &identity, arena));
	assert_ok(ledger_identity_find(ledger, ISSUER, STR("s-1"), arena, &found));
	assert_int_equal(found, hanako);
	assert_ok(ledger_identity_find(ledger, STR("https://other.example.jp"), STR("s-1"), arena, &found));
	assert_int_equal(found, 0);
	identity.account = jiro;
	assert_err(ledger_identity_put(ledger, &identity, arena), ERR_CONFLICT);

	identity = (struct ledger_identity){ hanako, ISSUER, STR("s-2"), noon + 1 };
	assert_ok(ledger_identity_put(ledger, &identity, arena));
	assert_ok(ledger_identities(ledger, 0, arena, &all));
	assert_int_equal(all.count, 1);
	assert_str(all.items[0].subject, "s-2");
	assert_true(all.items[0].account == hanako && all.items[0].at == noon + 1);
	assert_ok(ledger_identities(ledger, jiro, arena, &all));
	assert_int_equal(all.count, 0);
	assert_ok(ledger_identity_end(ledger, hanako, STR(""), arena));
	assert_ok(ledger_identity_find(ledger, ISSUER, STR("s-2"), arena, &found));
	assert_int_equal(found, 0);
}

static void
nobody_arrives_twice(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct ledger_arrival first = { 0, STR("/cases"), noon + 10 }, second = { 7, STR("/account"), noon + 100 };
	struct ledger_arrival found;

	(void)where;
	(void)context;
	assert_ok(ledger_arrival_put(ledger, &first, STR("aa"), noon, arena));
	assert_ok(ledger_arrival_put(ledger, &second, STR("bb"), noon, arena));
	assert_ok(ledger_arrival_take(ledger, STR("bb"), arena, &found));
	assert_int_equal(found.account, 7);
	assert_str(found.goal, "/account");
	assert_true(found.until == noon + 100);
	assert_ok(ledger_arrival_take(ledger, STR("bb"), arena, &found));
	assert_true(found.until == INSTANT_NONE);
	/* The next who sets out sweeps behind those who never came back. */
	assert_ok(ledger_arrival_put(ledger, &second, STR("cc"), noon + 50, arena));
	assert_ok(ledger_arrival_take(ledger, STR("aa"), arena, &found));
	assert_true(found.until == INSTANT_NONE);
}

static void
another_organisation_knows_neither(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct ledger_identity identity = { add_account(ledger, "hanako", arena), ISSUER, STR("s-1"), noon };
	const struct ledger_arrival arrival = { 0, STR("/"), noon + 10 };
	struct ledger_arrival found;
	int64_t other, account;

	(void)where;
	(void)context;
	assert_ok(ledger_identity_put(ledger, &identity, arena));
	assert_ok(ledger_arrival_put(ledger, &arrival, STR("aa"), noon, arena));
	assert_ok(ledger_org_make(ledger, STR("例町"), arena, &other));
	assert_ok(ledger_org_use(ledger, other, arena));
	assert_ok(ledger_identity_find(ledger, ISSUER, STR("s-1"), arena, &account));
	assert_int_equal(account, 0);
	assert_ok(ledger_arrival_take(ledger, STR("aa"), arena, &found));
	assert_true(found.until == INSTANT_NONE);
	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
	assert_ok(ledger_arrival_take(ledger, STR("aa"), arena, &found));
	assert_true(found.until == noon + 10);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(one_subject_is_one_account)
STORY(nobody_arrives_twice)
STORY(another_organisation_knows_neither)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_subject_is_one_account),
		cmocka_unit_test(test_nobody_arrives_twice),
		cmocka_unit_test(test_another_organisation_knows_neither),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
