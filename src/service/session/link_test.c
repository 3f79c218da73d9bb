#include "test.h"

#include <unistd.h>
#include "service/people/organisation.h"
#include "service/people/token.h"
#include "service/session/session.h"
#include "store/ledger/engines_test.h"

/* Links that work once, and organisations beside each other. Stories on both engines. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;
#define PASSWORD STR("mori no kuma san")

static struct setup_order
order_of(const char *login)
{
	return (struct setup_order){ STR("例市"), str_of(login), STR("例野 花子"), STR("h@example.jp"), PASSWORD, LANG_EN };
}

static struct actor
set_up(struct ledger *ledger, const char *login, struct arena *arena)
{
	struct setup_order order = order_of(login);
	struct actor actor;
	struct str link;

	assert_ok(setup_invite(ledger, STR("(program)"), noon, arena, &link));
	assert_ok(setup_finish(ledger, link, &order, noon, arena, &actor));
	return actor;
}

static void
the_console_link_makes_the_first_administrator_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct setup_order order = order_of("hanako"), bad = order_of("Hanako X");
	struct str link, older;
	struct actor actor;
	bool open;

	(void)where;
	(void)context;
	assert_ok(setup_is_open(ledger, arena, &open));
	assert_true(open);
	assert_ok(setup_invite(ledger, STR("(program)"), noon, arena, &older));
	assert_ok(setup_invite(ledger, STR("(program)"), noon, arena, &link));
	assert_err(setup_see(ledger, older, noon, arena), ERR_NOT_FOUND);
	assert_err(setup_see(ledger, str_sub(link, 0, link.len - 1), noon, arena), ERR_NOT_FOUND);
	assert_err(setup_see(ledger, link, noon + LINK_SETUP_HOURS * INSTANT_HOUR, arena), ERR_NOT_FOUND);
	assert_ok(setup_see(ledger, link, noon, arena));
	assert_err(setup_finish(ledger, link, &bad, noon, arena, &actor), ERR_USAGE);
	bad = order;
	bad.password = STR("short");
	assert_err(setup_finish(ledger, link, &bad, noon, arena, &actor), ERR_USAGE);
	assert_ok(setup_finish(ledger, link, &order, noon, arena, &actor));
	assert_str(actor.login, "hanako");
	assert_int_equal(actor.offices, OFFICE_ADMINISTRATOR | OFFICE_SECURITY);
	assert_ok(account_check_password(ledger, STR("hanako"), PASSWORD, STR(""), NULL, noon, arena, &actor, NULL));
	assert_err(setup_finish(ledger, link, &order, noon, arena, &actor), ERR_NOT_FOUND);
	assert_err(setup_invite(ledger, STR("(program)"), noon, arena, &link), ERR_CONFLICT);
}

static void
setting_up_takes_the_account_that_is_there(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct setup_order order;
	struct actor actor, owner;
	struct str link;
	bool made;

	(void)where;
	(void)context;
	assert_ok(actor_make_first(ledger, getuid(), STR(""), noon, arena, &made));
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &owner));
	order = order_of(arena_cstr(arena, owner.login));
	assert_ok(setup_invite(ledger, STR("(program)"), noon, arena, &link));
	assert_ok(setup_finish(ledger, link, &order, noon, arena, &actor));
	assert_int_equal(actor.account, owner.account);
	assert_str(actor.name, "例野 花子");
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &owner));
}

static void
a_first_password_is_chosen_by_its_owner(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor admin = set_up(ledger, "hanako", arena), taro, found;
	struct account_order order = { .told = TOLD_NAME, .login = STR("taro"), .name = STR("例田 太郎") };
	struct account_view view;
	struct session session;
	struct str link, second, secret;

	(void)where;
	(void)context;
	assert_ok(account_add(ledger, &admin, &order, noon, arena, &view));
	assert_err(welcome_invite(ledger, &admin, STR("nobody"), noon, arena, &link), ERR_NOT_FOUND);
	assert_ok(welcome_invite(ledger, &admin, STR("taro"), noon, arena, &link));
	assert_ok(welcome_see(ledger, link, noon, arena, &taro));
	assert_err(welcome_invite(ledger, &taro, STR("hanako"), noon, arena, &second), ERR_FORBIDDEN);
	assert_err(welcome_finish(ledger, link, STR("taro taro taro"), STR(""), noon, arena, &taro), ERR_USAGE);
	assert_err(welcome_finish(ledger, link, PASSWORD, STR(""), noon + LINK_WELCOME_HOURS * INSTANT_HOUR, arena, &taro), ERR_NOT_FOUND);
	assert_ok(welcome_finish(ledger, link, PASSWORD, STR(""), noon, arena, &taro));
	assert_err(welcome_see(ledger, link, noon, arena, &found), ERR_NOT_FOUND);

	/* A new password ends what stood on the old one. */
	assert_ok(session_begin(ledger, &taro, STR("::1"), STR("a browser"), noon, arena, &secret));
	assert_ok(session_find(ledger, secret, noon, arena, &session));
	assert_ok(account_set_password(ledger, &taro, STR("taro"), STR("kawa no kuma san"), STR(""), noon, arena));
	assert_err(session_find(ledger, secret, noon, arena, &session), ERR_FORBIDDEN);
	assert_ok(account_lock(ledger, &admin, STR("taro"), noon, arena));
	assert_err(welcome_invite(ledger, &admin, STR("taro"), noon, arena, &link), ERR_CONFLICT);
}

static void
a_code_is_asked_for_behind_the_password(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor actor = set_up(ledger, "hanako", arena), entered;
	struct str link;

	(void)where;
	(void)context;
	assert_ok(code_step_begin(ledger, actor.login, noon, arena, &link));
	assert_err(code_step_finish(ledger, link, STR("123456"), NULL, noon + LINK_CODE_MINUTES * 60 * INSTANT_SECOND, arena, &entered), ERR_NOT_FOUND);
	assert_err(welcome_see(ledger, link, noon, arena, &entered), ERR_NOT_FOUND);
	/* The password is changed meanwhile: who knew the old one stays outside. */
	assert_ok(account_set_password(ledger, &actor, actor.login, STR("kawa no kuma san"), STR(""), noon, arena));
	assert_err(code_step_finish(ledger, link, STR("123456"), NULL, noon, arena, &entered), ERR_NOT_FOUND);
}

static void
organisations_do_not_see_each_other(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor admin = set_up(ledger, "hanako", arena), other, by_token;
	struct setup_order order = order_of("jiro");
	struct organisation_views all;
	struct organisation_view made;
	struct account_views accounts;
	struct token_view token;
	struct str name;
	int64_t found;

	(void)where;
	(void)context;
	assert_err(organisation_add(ledger, &admin, STR("例市"), noon, arena, &made), ERR_CONFLICT);
	assert_ok(organisation_add(ledger, &admin, STR("隣町"), noon, arena, &made));
	assert_int_equal(ledger_org(ledger), LEDGER_ORG);
	assert_true(made.id != LEDGER_ORG && made.link.len > 0);
	assert_err(setup_see(ledger, made.link, noon, arena), ERR_NOT_FOUND);

	assert_ok(link_follow(ledger, made.link, arena));
	assert_int_equal(ledger_org(ledger), made.id);
	order.organisation = STR("");
	assert_ok(setup_finish(ledger, made.link, &order, noon, arena, &other));
	assert_ok(account_list(ledger, &other, STR(""), true, noon, arena, &accounts));
	assert_int_equal(accounts.accounts.count, 1);
	assert_ok(organisation_name(ledger, STR("例市"), arena, &name));
	assert_str(name, "隣町");
	assert_err(organisation_list(ledger, &other, STR("例市"), arena, &all), ERR_FORBIDDEN);
	assert_ok(token_make(ledger, &other, STR("t"), SCOPE_READ, noon + INSTANT_DAY, noon, arena, &token));

	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
	assert_ok(organisation_list(ledger, &admin, STR("例市"), arena, &all));
	assert_int_equal(all.organisations.count, 2);
	assert_true(all.organisations.items[0].set_up && all.organisations.items[1].set_up);
	assert_err(organisation_invite(ledger, &admin, made.id, noon, arena, &made), ERR_CONFLICT);
	assert_int_equal(ledger_org(ledger), LEDGER_ORG);
	assert_ok(organisation_find(ledger, STR("例市"), STR("隣町"), arena, &found));
	assert_int_equal(found, other.account == 0 ? 0 : all.organisations.items[1].id);

	assert_ok(organisation_of_token(ledger, token.token, noon, arena, &by_token));
	assert_str(by_token.login, "jiro");
	assert_int_equal(ledger_org(ledger), all.organisations.items[1].id);
	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
	assert_err(organisation_of_token(ledger, STR("tsk_nothing"), noon, arena, &by_token), ERR_FORBIDDEN);
	assert_int_equal(ledger_org(ledger), LEDGER_ORG);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(the_console_link_makes_the_first_administrator_once)
STORY(setting_up_takes_the_account_that_is_there)
STORY(a_first_password_is_chosen_by_its_owner)
STORY(a_code_is_asked_for_behind_the_password)
STORY(organisations_do_not_see_each_other)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_console_link_makes_the_first_administrator_once),
		cmocka_unit_test(test_setting_up_takes_the_account_that_is_there),
		cmocka_unit_test(test_a_first_password_is_chosen_by_its_owner),
		cmocka_unit_test(test_a_code_is_asked_for_behind_the_password),
		cmocka_unit_test(test_organisations_do_not_see_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
