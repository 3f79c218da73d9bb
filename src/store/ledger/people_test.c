#include "test.h"

#include <unistd.h>
#include "store/ledger/engines_test.h"
#include "store/ledger/people.h"
#include "store/ledger/web.h"

/* Accounts, units, tokens, proposals, parts and grants: each story on both engines. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

static int64_t
add_account(struct ledger *ledger, const char *login, const char *user, struct arena *arena)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(login), .os_user = str_of(user), .made_at = noon,
		.left_at = INSTANT_NONE };

	assert_ok(ledger_account_add(ledger, &account, arena));
	assert_true(account.id > 0);
	return account.id;
}

static void
an_account_is_kept_as_it_was_given(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_account account = { .login = STR("hanako"), .name = STR("例野 花子"), .mail = STR("h@example.jp"), .language = LANG_EN,
		.offices = 3, .os_user = STR("hana"), .made_at = noon, .left_at = INSTANT_NONE }, read;
	struct ledger_accounts all;
	int64_t id, count;

	(void)where;
	(void)context;
	assert_ok(ledger_account_count(ledger, 0, arena, &count));
	assert_int_equal(count, 0);
	assert_ok(ledger_account_add(ledger, &account, arena));
	assert_ok(ledger_account_get(ledger, account.id, arena, &read));
	assert_str(read.login, "hanako");
	assert_str(read.name, "例野 花子");
	assert_str(read.mail, "h@example.jp");
	assert_str(read.os_user, "hana");
	assert_str(read.password, "");
	assert_int_equal(read.language, LANG_EN);
	assert_int_equal(read.offices, 3);
	assert_int_equal(read.state, ACCOUNT_ACTIVE);
	assert_true(read.made_at == noon && read.left_at == INSTANT_NONE && read.held_until == INSTANT_NONE);
	assert_ok(ledger_account_find(ledger, STR("hanako"), arena, &id));
	assert_int_equal(id, account.id);
	assert_ok(ledger_account_find(ledger, STR("Hanako"), arena, &id));
	assert_int_equal(id, 0);
	assert_ok(ledger_account_of_user(ledger, STR("hana"), arena, &id));
	assert_int_equal(id, account.id);
	assert_err(ledger_account_get(ledger, 99, arena, &read), ERR_NOT_FOUND);

	assert_ok(ledger_account_set_password(ledger, account.id, STR("$argon2id$x"), noon, arena));
	assert_ok(ledger_account_set_tries(ledger, account.id, 4, noon + 5, arena));
	assert_ok(ledger_account_get(ledger, account.id, arena, &read));
	assert_str(read.password, "$argon2id$x");
	assert_int_equal(read.failures, 4);
	assert_true(read.held_until == noon + 5 && read.password_at == noon);
	assert_ok(ledger_account_set_password(ledger, account.id, STR("$argon2id$y"), noon + 1, arena));
	assert_ok(ledger_account_get(ledger, account.id, arena, &read));
	assert_int_equal(read.failures, 0);
	assert_true(read.held_until == INSTANT_NONE);

	add_account(ledger, "akiko", "", arena);
	add_account(ledger, "jiro", "", arena);
	assert_ok(ledger_accounts(ledger, 0, arena, &all));
	assert_int_equal(all.count, 3);
	assert_str(all.items[0].login, "akiko");
	assert_str(all.items[2].login, "jiro");
	assert_ok(ledger_account_count(ledger, 2, arena, &count));
	assert_int_equal(count, 1);
	assert_ok(ledger_account_count(ledger, 64, arena, &count));
	assert_int_equal(count, 0);
}

static void
a_login_is_given_once_for_ever(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t first = add_account(ledger, "hanako", "hana", arena), second = add_account(ledger, "jiro", "jiro", arena), id;
	struct ledger_account again = { .login = STR("hanako"), .name = STR("x"), .made_at = noon, .left_at = INSTANT_NONE }, read;

	(void)where;
	(void)context;
	assert_err(ledger_account_add(ledger, &again, arena), ERR_CONFLICT);
	again.login = STR("hana2");
	again.os_user = STR("hana");
	assert_err(ledger_account_add(ledger, &again, arena), ERR_CONFLICT);
	assert_ok(ledger_account_get(ledger, second, arena, &read));
	read.os_user = STR("hana");
	assert_err(ledger_account_set(ledger, &read, arena), ERR_CONFLICT);

	assert_ok(ledger_account_get(ledger, first, arena, &read));
	read.state = ACCOUNT_LEFT;
	read.left_at = noon + 1;
	assert_ok(ledger_account_set(ledger, &read, arena));
	assert_ok(ledger_account_of_user(ledger, STR("hana"), arena, &id));
	assert_int_equal(id, 0);
	assert_ok(ledger_account_add(ledger, &again, arena));      /* his user, another person's now */
	again.login = STR("hanako");
	again.os_user = STR("");
	assert_err(ledger_account_add(ledger, &again, arena), ERR_CONFLICT);
}

static void
units_have_people_and_a_unit_above(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", "", arena), jiro = add_account(ledger, "jiro", "", arena), citizens, department;
	struct ledger_memberships of;
	struct ledger_accounts in;
	struct ledger_units units;

	(void)where;
	(void)context;
	assert_ok(ledger_unit_find(ledger, STR("市民課"), arena, &citizens));
	assert_int_equal(citizens, 0);
	assert_ok(ledger_unit_make(ledger, STR("市民課"), arena, &citizens));
	assert_ok(ledger_unit_make(ledger, STR("市民部"), arena, &department));
	assert_ok(ledger_unit_make(ledger, STR("市民課"), arena, &citizens));
	assert_ok(ledger_unit_set(ledger, citizens, department, STR("shimin@example.jp"), arena));
	assert_ok(ledger_membership_put(ledger, hanako, citizens, true, arena));
	assert_ok(ledger_membership_put(ledger, hanako, department, false, arena));
	assert_ok(ledger_membership_put(ledger, jiro, citizens, true, arena));
	assert_ok(ledger_membership_put(ledger, jiro, citizens, false, arena));
	assert_ok(ledger_memberships(ledger, hanako, arena, &of));
	assert_int_equal(of.count, 2);
	assert_ok(ledger_memberships(ledger, jiro, arena, &of));
	assert_int_equal(of.count, 1);
	assert_str(of.items[0].unit_name, "市民課");
	assert_false(of.items[0].head);
	assert_ok(ledger_accounts(ledger, citizens, arena, &in));
	assert_int_equal(in.count, 2);
	assert_ok(ledger_accounts(ledger, department, arena, &in));
	assert_int_equal(in.count, 1);
	assert_ok(ledger_units(ledger, arena, &units));
	assert_int_equal(units.count, 2);
	assert_str(units.items[0].name, "市民課");
	assert_str(units.items[0].superior_name, "市民部");
	assert_str(units.items[0].mail, "shimin@example.jp");
	assert_int_equal(units.items[0].people, 2);
	assert_ok(ledger_membership_end(ledger, hanako, citizens, arena));
	assert_ok(ledger_memberships(ledger, hanako, arena, &of));
	assert_int_equal(of.count, 1);
	assert_ok(ledger_membership_end(ledger, hanako, 0, arena));
	assert_ok(ledger_memberships(ledger, hanako, arena, &of));
	assert_int_equal(of.count, 0);
}

static void
tokens_are_found_by_their_digest(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", "", arena), jiro = add_account(ledger, "jiro", "", arena);
	struct ledger_token token = { .account = hanako, .name = STR("監視"), .scopes = 1, .made_at = noon, .until = noon + 9 }, read;
	struct ledger_token other = { .account = jiro, .name = STR("他"), .scopes = 3, .made_at = noon, .until = noon + 9 };
	struct ledger_tokens tokens;

	(void)where;
	(void)context;
	assert_ok(ledger_token_add(ledger, &token, STR("ab"), arena));
	assert_ok(ledger_token_add(ledger, &other, STR("cd"), arena));
	assert_ok(ledger_token_find(ledger, STR("ab"), arena, &read));
	assert_int_equal(read.id, token.id);
	assert_str(read.login, "hanako");
	assert_true(read.used_at == INSTANT_NONE && read.withdrawn_at == INSTANT_NONE && read.until == noon + 9);
	assert_ok(ledger_token_find(ledger, STR("ef"), arena, &read));
	assert_int_equal(read.id, 0);
	assert_ok(ledger_token_used(ledger, token.id, noon + 3, arena));
	assert_ok(ledger_token_withdraw(ledger, jiro, token.id, noon + 4, arena));     /* not his */
	assert_ok(ledger_token_find(ledger, STR("ab"), arena, &read));
	assert_true(read.used_at == noon + 3 && read.withdrawn_at == INSTANT_NONE);
	assert_ok(ledger_token_withdraw(ledger, hanako, 0, noon + 5, arena));
	assert_ok(ledger_tokens(ledger, 0, arena, &tokens));
	assert_int_equal(tokens.count, 2);
	assert_true(tokens.items[0].withdrawn_at == noon + 5 && tokens.items[1].withdrawn_at == INSTANT_NONE);
	assert_ok(ledger_tokens(ledger, jiro, arena, &tokens));
	assert_int_equal(tokens.count, 1);
}

static void
a_second_factor_goes_only_onwards(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", "", arena), left;
	const struct str digests[] = { STR("a1"), STR("b2"), STR("c3") };
	struct ledger_account account;
	struct ledger_totp totp;

	(void)where;
	(void)context;
	assert_ok(ledger_totp_get(ledger, hanako, arena, &totp));
	assert_int_equal(totp.secret.len, 0);
	assert_ok(ledger_totp_put(ledger, hanako, ((struct str){ "\0\xff\1", 3 }), noon, arena));
	assert_ok(ledger_totp_get(ledger, hanako, arena, &totp));
	assert_int_equal(totp.secret.len, 3);
	assert_memory_equal(totp.secret.ptr, "\0\xff\1", 3);
	assert_true(totp.confirmed_at == INSTANT_NONE);
	assert_ok(ledger_account_get(ledger, hanako, arena, &account));
	assert_int_equal(account.second_factor, 0);
	assert_ok(ledger_totp_step(ledger, hanako, 100, noon + 1, arena));
	assert_ok(ledger_totp_step(ledger, hanako, 99, noon + 2, arena));
	assert_ok(ledger_totp_get(ledger, hanako, arena, &totp));
	assert_int_equal(totp.last_step, 100);
	assert_true(totp.confirmed_at == noon + 1);
	assert_ok(ledger_account_get(ledger, hanako, arena, &account));
	assert_int_equal(account.second_factor, 1);

	assert_ok(ledger_codes_put(ledger, hanako, digests, 3, arena));
	assert_ok(ledger_codes_left(ledger, hanako, STR(""), arena, &left));
	assert_int_equal(left, 3);
	assert_ok(ledger_code_use(ledger, hanako, STR("b2"), noon, arena));
	assert_ok(ledger_codes_left(ledger, hanako, STR("b2"), arena, &left));
	assert_int_equal(left, 0);
	assert_ok(ledger_codes_left(ledger, hanako, STR("a1"), arena, &left));
	assert_int_equal(left, 1);
	assert_ok(ledger_codes_put(ledger, hanako, digests, 2, arena));
	assert_ok(ledger_codes_left(ledger, hanako, STR(""), arena, &left));
	assert_int_equal(left, 2);
	assert_ok(ledger_totp_end(ledger, hanako, arena));
	assert_ok(ledger_codes_left(ledger, hanako, STR(""), arena, &left));
	assert_int_equal(left, 0);
	assert_ok(ledger_totp_get(ledger, hanako, arena, &totp));
	assert_int_equal(totp.secret.len, 0);
}

static void
a_proposal_is_settled_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", "", arena), jiro = add_account(ledger, "jiro", "", arena);
	struct ledger_proposal proposal = { .kind = STR("office"), .object = STR("account/2"), .detail = STR("+administrator"), .by = hanako,
		.at = noon, .until = noon + 9 }, read;
	struct ledger_proposals open;

	(void)where;
	(void)context;
	assert_ok(ledger_proposal_add(ledger, &proposal, arena));
	assert_ok(ledger_proposals(ledger, PROPOSAL_OPEN, arena, &open));
	assert_int_equal(open.count, 1);
	assert_str(open.items[0].by_login, "hanako");
	assert_ok(ledger_proposal_settle(ledger, proposal.id, PROPOSAL_CONFIRMED, jiro, noon + 1, arena));
	assert_ok(ledger_proposal_settle(ledger, proposal.id, PROPOSAL_REFUSED, hanako, noon + 2, arena));
	assert_ok(ledger_proposal_get(ledger, proposal.id, arena, &read));
	assert_int_equal(read.state, PROPOSAL_CONFIRMED);
	assert_int_equal(read.settled_by, jiro);
	assert_str(read.detail, "+administrator");
	assert_true(read.settled_at == noon + 1);
	assert_ok(ledger_proposals(ledger, PROPOSAL_OPEN, arena, &open));
	assert_int_equal(open.count, 0);
	assert_err(ledger_proposal_get(ledger, 0, arena, &read), ERR_NOT_FOUND);
	assert_err(ledger_proposal_get(ledger, 77, arena, &read), ERR_NOT_FOUND);
}

static void
put_party(struct ledger *ledger, const char *role, enum holder holder, int64_t id, struct str name, struct arena *arena)
{
	struct ledger_party party = { .role = str_of(role), .holder = holder, .holder_id = id, .name = name, .by = 1, .at = noon };

	assert_ok(ledger_case_party_id(ledger, arena, &party.id));
	assert_ok(ledger_case_party_put(ledger, 7, &party, arena));
}

static void
parts_and_grants_stay_to_be_read(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int64_t hanako = add_account(ledger, "hanako", "", arena), unit;
	struct ledger_grant grant = { .holder = HOLDER_ACCOUNT, .rights = 3, .compartment = STR("finder"), .from = INSTANT_NONE, .until = noon + 9,
		.reason = { "\1\0\2", 3 }, .by = hanako, .at = noon };
	struct ledger_parties parties;
	struct ledger_grants grants;

	(void)where;
	(void)context;
	grant.holder_id = hanako;
	assert_ok(ledger_unit_make(ledger, STR("市民課"), arena, &unit));
	put_party(ledger, "security", HOLDER_ACCOUNT, hanako, STR(""), arena);
	put_party(ledger, "owner", HOLDER_UNIT, unit, STR(""), arena);
	put_party(ledger, "executive", HOLDER_ROLE, 16, STR(""), arena);
	put_party(ledger, "vendor", HOLDER_OUTSIDE, 0, ((struct str){ "\0x\xfe", 3 }), arena);
	assert_ok(ledger_case_parties(ledger, 7, arena, &parties));
	assert_int_equal(parties.count, 4);
	assert_str(parties.items[0].holder_name, "hanako");
	assert_str(parties.items[1].holder_name, "市民課");
	assert_str(parties.items[2].holder_name, "");
	assert_int_equal(parties.items[3].holder, HOLDER_OUTSIDE);
	assert_memory_equal(parties.items[3].name.ptr, "\0x\xfe", 3);
	assert_int_equal(parties.items[3].by, 1);
	assert_ok(ledger_case_party_withdraw(ledger, parties.items[1].id, hanako, noon + 2, arena));
	assert_ok(ledger_case_party_withdraw(ledger, parties.items[1].id, hanako, noon + 3, arena));
	assert_ok(ledger_case_parties(ledger, 7, arena, &parties));
	assert_true(parties.items[0].withdrawn_at == INSTANT_NONE && parties.items[1].withdrawn_at == noon + 2);

	assert_ok(ledger_case_grant_id(ledger, arena, &grant.id));
	assert_ok(ledger_case_grant_put(ledger, 7, &grant, arena));
	assert_ok(ledger_case_grants(ledger, 7, arena, &grants));
	assert_int_equal(grants.count, 1);
	assert_str(grants.items[0].compartment, "finder");
	assert_memory_equal(grants.items[0].reason.ptr, "\1\0\2", 3);
	assert_int_equal(grants.items[0].rights, 3);
	assert_int_equal(grants.items[0].by, hanako);
	assert_true(grants.items[0].until == noon + 9 && grants.items[0].from == INSTANT_NONE);
	assert_ok(ledger_case_grant_withdraw(ledger, grant.id, hanako, noon + 4, arena));
	assert_ok(ledger_case_grants(ledger, 7, arena, &grants));
	assert_true(grants.items[0].withdrawn_at == noon + 4);
	assert_ok(ledger_case_parties(ledger, 8, arena, &parties));
	assert_int_equal(parties.count, 0);
}

static void
another_organisation_knows_nobody_here(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_token token = { .name = STR("t"), .scopes = 1, .made_at = noon, .until = noon + 9 }, read;
	struct ledger_account account;
	struct ledger_parties parties;
	struct ledger_accounts all;
	int64_t other, count, id;

	(void)where;
	(void)context;
	token.account = add_account(ledger, "hanako", "hana", arena);
	assert_ok(ledger_token_add(ledger, &token, STR("ab"), arena));
	put_party(ledger, "security", HOLDER_ACCOUNT, token.account, STR(""), arena);
	assert_ok(ledger_org_make(ledger, STR("例町"), arena, &other));
	assert_ok(ledger_org_use(ledger, other, arena));
	assert_ok(ledger_account_count(ledger, 0, arena, &count));
	assert_int_equal(count, 0);
	assert_ok(ledger_accounts(ledger, 0, arena, &all));
	assert_int_equal(all.count, 0);
	assert_ok(ledger_account_of_user(ledger, STR("hana"), arena, &id));
	assert_int_equal(id, 0);
	assert_err(ledger_account_get(ledger, token.account, arena, &account), ERR_NOT_FOUND);
	assert_ok(ledger_token_find(ledger, STR("ab"), arena, &read));
	assert_int_equal(read.id, 0);
	assert_ok(ledger_case_parties(ledger, 7, arena, &parties));
	assert_int_equal(parties.count, 0);
	add_account(ledger, "hanako", "hana", arena);
	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
}

struct guarding { int asked; int64_t people; };

static struct err *
is_as_it_was(void *context, struct ledger *ledger, struct arena *arena)
{
	struct guarding *guarding = context;
	struct ledger_accounts all;

	guarding->asked++;
	TRY(ledger_accounts(ledger, 0, arena, &all));
	return (int64_t)all.count == guarding->people ? NULL : err_new(arena, ERR_CONFLICT, "changed");
}

static struct err *
add_two(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_account first = { .login = STR("saburo"), .name = STR("saburo"), .made_at = noon, .left_at = INSTANT_NONE }, second = first;

	(void)context;
	second.login = STR("shiro");
	TRY(ledger_account_add(ledger, &first, arena));
	return ledger_account_add(ledger, &second, arena);
}

/* The first unit of work asks before it does anything; one that is refused leaves nothing, and the guard goes on asking. */
static void
what_must_hold_is_asked_within_the_unit(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct guarding guarding = { 0, 7 };
	struct ledger_guard guard = { is_as_it_was, &guarding, false };
	struct ledger_accounts all;

	(void)where;
	(void)context;
	add_account(ledger, "hanako", "", arena);
	ledger_guard_set(ledger, &guard);
	assert_err(ledger_write(ledger, add_two, NULL, arena), ERR_CONFLICT);
	assert_ok(ledger_accounts(ledger, 0, arena, &all));
	assert_int_equal(all.count, 1);
	assert_false(guard.held);
	guarding.people = 1;
	assert_ok(ledger_write(ledger, add_two, NULL, arena));
	assert_true(guard.held);
	assert_int_equal(guarding.asked, 2);
	add_account(ledger, "goro", "", arena);
	assert_int_equal(guarding.asked, 2);
	ledger_guard_set(ledger, NULL);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(an_account_is_kept_as_it_was_given)
STORY(a_login_is_given_once_for_ever)
STORY(units_have_people_and_a_unit_above)
STORY(tokens_are_found_by_their_digest)
STORY(a_second_factor_goes_only_onwards)
STORY(a_proposal_is_settled_once)
STORY(parts_and_grants_stay_to_be_read)
STORY(another_organisation_knows_nobody_here)
STORY(what_must_hold_is_asked_within_the_unit)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_account_is_kept_as_it_was_given),
		cmocka_unit_test(test_a_login_is_given_once_for_ever),
		cmocka_unit_test(test_units_have_people_and_a_unit_above),
		cmocka_unit_test(test_tokens_are_found_by_their_digest),
		cmocka_unit_test(test_a_second_factor_goes_only_onwards),
		cmocka_unit_test(test_a_proposal_is_settled_once),
		cmocka_unit_test(test_parts_and_grants_stay_to_be_read),
		cmocka_unit_test(test_another_organisation_knows_nobody_here),
		cmocka_unit_test(test_what_must_hold_is_asked_within_the_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
