#include "test.h"

#include <unistd.h>
#include "base/crypt.h"
#include "service/people/factor.h"
#include "service/people/password.h"
#include "service/people/proposal.h"
#include "service/people/secret.h"
#include "service/people/token.h"
#include "store/ledger/audit.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/register.h"

/* Who is asking, and what he may do with the others. Stories on both engines; the pure parts by tables. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

/* ------------------------------------------------------------------------------------------ secrets */

static void
base32_is_that_of_the_standard(void **state)
{
	/* RFC 4648, section 10, in lower case and without padding. */
	static const char *const vectors[][2] = { { "", "" }, { "f", "my" }, { "fo", "mzxq" }, { "foo", "mzxw6" }, { "foob", "mzxw6yq" },
		{ "fooba", "mzxw6ytb" }, { "foobar", "mzxw6ytboi" } };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++)
		assert_str(base32_text(str_of(vectors[i][0]), arena), vectors[i][1]);
}

static void
a_token_shows_when_it_is_mistyped(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str token = token_new(arena), other = token_new(arena);

	(void)state;
	assert_true(str_starts(token, STR("tsk_")));
	assert_int_equal(token.len, 62);
	assert_true(token_is_whole(token));
	assert_false(str_eq(token, other));
	for (size_t i = 0; i < token.len; i++) {
		char *wrong = arena_cstr(arena, token);

		wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
		assert_false(token_is_whole(str_of(wrong)));
		assert_false(token_is_whole(str_sub(token, 0, i)));
	}
	assert_false(token_is_whole(arena_printf(arena, "%.*sa", STR_ARG(token))));
	assert_int_equal(secret_digest(token, arena).len, 64);
}

static void
a_code_is_taken_as_people_type_it(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str code = code_new(arena);

	(void)state;
	assert_int_equal(code.len, 14);
	assert_str(code_fold(STR(" K3V2 9xqa-M7TR\n"), arena), "k3v29xqam7tr");
	assert_int_equal(code_fold(code, arena).len, 12);
}

/* ---------------------------------------------------------------------------------------- passwords */

static void
passwords_are_judged_by_length_and_by_what_is_tried_first(void **state)
{
	static const struct { const char *password; bool good; } rows[] = {
		{ "mori no kuma san", true }, { "ojisannokaban", true }, { "青い屋根の上のねこは眠い", true }, { "kX7%qw!zR2pL", true },
		{ "correct horse battery", true }, { "hanako likes long walks", true }, { "例市の桜は四月にきれいに咲く", true },
		{ "", false }, { "short", false }, { "elevenchars", false }, { "青い屋根の上のねこ", false }, { "aaaaaaaaaaaa", false },
		{ "abcabcabcabc", false }, { "123456789012", false }, { "abcdefghijkl", false }, { "210987654321", false },
		{ "password1234", false }, { "Password!2026", false }, { "PASSWORD12345", false }, { "ｐａｓｓｗｏｒｄ１２３４", false },
		{ "123password456", false }, { "passwordpassword1", false }, { "qwertyuiop12", false }, { "P@ssw0rd2026!", false },
		{ "sakura2026sakura", false }, { "hanako123456", false }, { "2026hanako!!", false }, { "HANAKO-hanako1", false },
		{ "例市役所情報政策課1", false }, { "reishi-20261", true }, { "0000000000001", false }, { "121212121212", false },
	};
	const struct str words[] = { STR("hanako"), STR("例市役所"), STR("") };
	struct arena *arena ARENA_SCOPE = arena_new();
	char long_one[PASSWORD_MOST + 2];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if ((password_fault(str_of(rows[i].password), words, ARRAY_LEN(words), arena) == NULL) != rows[i].good)
			fail_msg("\"%s\" is taken for %s", rows[i].password, rows[i].good ? "bad" : "good");
	for (size_t i = 0; i < sizeof(long_one); i++)
		long_one[i] = (char)('a' + (i * 7 + i / 5) % 26);
	assert_null(password_fault((struct str){ long_one, PASSWORD_MOST }, NULL, 0, arena));
	assert_non_null(password_fault((struct str){ long_one, PASSWORD_MOST + 1 }, NULL, 0, arena));
	assert_non_null(password_fault(STR("\xff\xfe not text at all"), NULL, 0, arena));
	assert_non_null(password_fault(STR("with a NUL\0 inside it"), NULL, 0, arena));
}

static void
mail_addresses_stand_in_headers(void **state)
{
	static const struct { const char *mail; bool good; } rows[] = {
		{ "h@example.jp", true }, { "hanako.reino+x@joho.city.example.jp", true }, { "a@b", true }, { "", false }, { "@b", false },
		{ "a@", false }, { "a b@c", false }, { "a@b\nBcc: x@y", false }, { "a@b,c@d", false }, { "<a@b>", false }, { "a@b@c", false },
		{ "花子@example.jp", false }, { "a@.b", false }, { "a@b.", false }, { "\"a\"@b", false }, { "a@[1.2.3.4]", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (people_is_mail(str_of(rows[i].mail)) != rows[i].good)
			fail_msg("\"%s\"", rows[i].mail);
}

/* --------------------------------------------------------------------------------------- on both engines */

static struct actor
first_of(struct ledger *ledger, struct arena *arena)
{
	struct actor actor;
	bool made;

	assert_ok(actor_make_first(ledger, getuid(), STR("例山 太郎"), noon, arena, &made));
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &actor));
	return actor;
}

static struct account_view
add(struct ledger *ledger, const struct actor *actor, const char *login, const char *offices, struct arena *arena)
{
	struct account_order order = { .told = TOLD_NAME | TOLD_OFFICES, .login = str_of(login), .name = str_of(login) };
	struct account_view view;

	assert_ok(offices_parse(str_of(offices), arena, &order.offices));
	assert_ok(account_add(ledger, actor, &order, noon, arena, &view));
	return view;
}

static struct actor
actor_called(struct ledger *ledger, const char *login, struct arena *arena)
{
	struct ledger_account account;
	struct actor actor;

	assert_ok(account_of(ledger, str_of(login), arena, &account));
	assert_ok(actor_of_account(ledger, account.id, VIA_DIRECT, arena, &actor));
	return actor;
}

static void
the_first_account_is_the_owners(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor actor;
	bool made;

	(void)where;
	(void)context;
	assert_err(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &actor), ERR_FORBIDDEN);
	assert_ok(actor_make_first(ledger, getuid(), STR("例山 太郎"), noon, arena, &made));
	assert_true(made);
	assert_ok(actor_make_first(ledger, getuid(), STR("例山 太郎"), noon, arena, &made));
	assert_false(made);
	assert_ok(actor_make_first(ledger, getuid() + 12345, STR(""), noon, arena, &made));
	assert_false(made);
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &actor));
	assert_str(actor.name, "例山 太郎");
	assert_int_equal(actor.offices, OFFICE_ADMINISTRATOR | OFFICE_SECURITY);
	assert_int_equal(actor.scopes, SCOPES_ALL);
	assert_int_equal(actor.sight.account, actor.account);
	assert_int_equal(actor.sight.roles_count, 2);
	assert_err(actor_by_uid(ledger, getuid() + 12345, VIA_DIRECT, arena, &actor), ERR_FORBIDDEN);
	assert_ok(actor_need(&actor, 0, SCOPE_ADMIN, arena));
	assert_ok(actor_need(&actor, OFFICE_EXECUTIVE | OFFICE_SECURITY, SCOPE_WRITE, arena));
	assert_err(actor_need(&actor, OFFICE_EXECUTIVE | OFFICE_AUDITOR, SCOPE_READ, arena), ERR_FORBIDDEN);
	actor = actor_program();
	assert_ok(actor_need(&actor, OFFICE_AUDITOR, SCOPES_ALL, arena));
}

static void
two_give_the_office_of_administrator(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct proposal_kind *const kinds[] = { &proposal_office };
	struct actor owner = first_of(ledger, arena), hanako, jiro, saburo;
	struct account_view view = add(ledger, &owner, "hanako", "security,administrator", arena);
	struct ledger_proposal settled;
	struct proposal_views waiting;

	(void)where;
	(void)context;
	assert_int_equal(view.offices.count, 1);
	assert_true(view.proposal != 0);
	assert_int_equal(add(ledger, &owner, "jiro", "executive", arena).proposal, 0);
	add(ledger, &owner, "saburo", "operator", arena);
	hanako = actor_called(ledger, "hanako", arena);
	jiro = actor_called(ledger, "jiro", arena);
	saburo = actor_called(ledger, "saburo", arena);
	assert_ok(proposal_list(ledger, &saburo, noon, arena, &waiting));
	assert_int_equal(waiting.proposals.count, 1);
	assert_str(waiting.proposals.items[0].detail, "+administrator");
	assert_err(proposal_settle(ledger, &owner, view.proposal, true, kinds, 1, noon, arena, &settled), ERR_FORBIDDEN);
	assert_err(proposal_settle(ledger, &hanako, view.proposal, true, kinds, 1, noon, arena, &settled), ERR_FORBIDDEN);
	assert_err(proposal_settle(ledger, &saburo, view.proposal, true, kinds, 1, noon, arena, &settled), ERR_FORBIDDEN);
	assert_err(proposal_settle(ledger, &saburo, view.proposal, false, kinds, 1, noon, arena, &settled), ERR_FORBIDDEN);
	assert_err(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 0, noon, arena, &settled), ERR_UNSUPPORTED);
	assert_err(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 1, noon + PROPOSAL_DAYS * INSTANT_DAY, arena, &settled), ERR_CONFLICT);
	assert_ok(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 1, noon + 1, arena, &settled));
	assert_err(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 1, noon + 1, arena, &settled), ERR_CONFLICT);
	hanako = actor_called(ledger, "hanako", arena);
	assert_int_equal(hanako.offices, OFFICE_ADMINISTRATOR | OFFICE_SECURITY);

	/* His own proposal is taken back by who made it; the office is then as before. */
	view = add(ledger, &hanako, "shiro", "auditor", arena);
	assert_ok(proposal_settle(ledger, &hanako, view.proposal, false, kinds, 1, noon + 1, arena, &settled));
	assert_int_equal(actor_called(ledger, "shiro", arena).offices, 0);
	assert_ok(proposal_list(ledger, &owner, noon, arena, &waiting));
	assert_int_equal(waiting.proposals.count, 0);
}

static void
nobody_confirms_for_himself(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct proposal_kind *const kinds[] = { &proposal_office };
	struct actor owner = first_of(ledger, arena), jiro;
	struct account_order order = { .told = TOLD_OFFICES, .login = STR("jiro"), .offices = OFFICE_EXECUTIVE | OFFICE_ADMINISTRATOR };
	struct ledger_proposal settled;
	struct account_view view;

	(void)where;
	(void)context;
	add(ledger, &owner, "jiro", "executive", arena);
	assert_ok(account_set(ledger, &owner, &order, noon, arena, &view));
	jiro = actor_called(ledger, "jiro", arena);
	assert_err(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 1, noon, arena, &settled), ERR_FORBIDDEN);
	assert_ok(proposal_settle(ledger, &jiro, view.proposal, false, kinds, 1, noon, arena, &settled));
}

static void
there_is_always_an_administrator(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	const struct proposal_kind *const kinds[] = { &proposal_office };
	struct actor owner = first_of(ledger, arena), hanako, jiro;
	struct account_order less = { .told = TOLD_OFFICES, .offices = OFFICE_SECURITY };
	struct ledger_proposal settled;
	struct account_view view;

	(void)where;
	(void)context;
	less.login = owner.login;
	assert_err(account_set(ledger, &owner, &less, noon, arena, &view), ERR_CONFLICT);
	assert_err(account_lock(ledger, &owner, owner.login, noon, arena), ERR_CONFLICT);
	assert_err(account_leave(ledger, &owner, owner.login, NULL, 0, noon, arena), ERR_CONFLICT);
	view = add(ledger, &owner, "hanako", "administrator", arena);
	add(ledger, &owner, "jiro", "executive", arena);
	jiro = actor_called(ledger, "jiro", arena);
	assert_ok(proposal_settle(ledger, &jiro, view.proposal, true, kinds, 1, noon, arena, &settled));
	hanako = actor_called(ledger, "hanako", arena);
	assert_ok(account_lock(ledger, &hanako, owner.login, noon, arena));
	assert_err(account_lock(ledger, &hanako, owner.login, noon, arena), ERR_CONFLICT);
	assert_err(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &owner), ERR_FORBIDDEN);
	assert_err(account_lock(ledger, &hanako, STR("hanako"), noon, arena), ERR_CONFLICT);      /* the last now */
	assert_ok(account_unlock(ledger, &hanako, owner.login, noon, arena));
	assert_ok(actor_by_uid(ledger, getuid(), VIA_DIRECT, arena, &owner));
	assert_ok(account_set(ledger, &owner, &less, noon, arena, &view));
	owner = actor_called(ledger, "jiro", arena);
	assert_err(account_lock(ledger, &owner, STR("hanako"), noon, arena), ERR_FORBIDDEN);
}

static void
who_has_left_can_do_nothing(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor owner = first_of(ledger, arena), hanako;
	struct account_order order = { .told = TOLD_NAME | TOLD_UNITS | TOLD_HEADS, .login = STR("hanako"), .name = STR("例野 花子") };
	struct account_view view;
	struct token_view token;

	(void)where;
	(void)context;
	list_push(arena, &order.units, STR("市民課"));
	list_push(arena, &order.units, STR("情報課"));
	list_push(arena, &order.heads, STR("情報課"));
	assert_ok(account_add(ledger, &owner, &order, noon, arena, &view));
	assert_int_equal(view.units.count, 2);
	assert_ok(account_set_password(ledger, &owner, STR("hanako"), STR("mori no kuma san"), STR(""), noon, arena));
	hanako = actor_called(ledger, "hanako", arena);
	assert_int_equal(hanako.sight.units_count, 2);
	assert_ok(token_make(ledger, &hanako, STR("t"), SCOPE_READ, noon + INSTANT_DAY, noon, arena, &token));
	assert_ok(actor_by_token(ledger, token.token, noon, arena, &hanako));
	assert_ok(account_leave(ledger, &owner, STR("hanako"), NULL, 0, noon + 1, arena));
	assert_err(actor_by_token(ledger, token.token, noon + 2, arena, &hanako), ERR_FORBIDDEN);
	assert_err(account_check_password(ledger, STR("hanako"), STR("mori no kuma san"), STR(""), NULL, noon + 2, arena, &hanako, NULL),
	    ERR_FORBIDDEN);
	assert_ok(account_show(ledger, &owner, STR("hanako"), noon + 2, arena, &view));
	assert_str(view.state, "left");
	assert_str(view.name, "例野 花子");
	assert_false(view.password);
	assert_int_equal(view.tokens, 0);
	assert_int_equal(view.units.count, 0);
	assert_err(account_leave(ledger, &owner, STR("hanako"), NULL, 0, noon + 3, arena), ERR_CONFLICT);
	assert_err(account_unlock(ledger, &owner, STR("hanako"), noon + 3, arena), ERR_CONFLICT);
	assert_err(account_set(ledger, &owner, &order, noon + 3, arena, &view), ERR_CONFLICT);
	assert_err(account_set_password(ledger, &owner, STR("hanako"), STR("mori no kuma san"), STR(""), noon, arena), ERR_CONFLICT);
}

/* Through the last day, and not a moment of the next: by password, token and whoever looks; then the program locks it, and nobody unlocks it so. */
static void
an_account_ends_with_its_last_day(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	int32_t last = instant_day(noon, ZONE_JST) + 30;
	int64_t before = day_instant(last + 1, ZONE_JST) - 1, after = before + 1, count;
	struct account_order order = { .told = TOLD_NAME | TOLD_ENDS, .login = STR("hanako"), .name = STR("例野 花子"), .ends = last };
	struct actor owner = first_of(ledger, arena), hanako, by;
	struct account_view view;
	struct token_view token;
	struct stand stand = { 0 };

	(void)where;
	(void)context;
	assert_ok(account_add(ledger, &owner, &order, noon, arena, &view));
	assert_int_equal(view.ends, last);
	assert_true(view.ends_soon);
	assert_ok(account_show(ledger, &owner, STR("hanako"), noon - 2 * INSTANT_DAY, arena, &view));
	assert_false(view.ends_soon);
	assert_ok(account_stand(ledger, &owner, STR("hanako"), false, noon, arena, &stand));
	assert_str(stand_find(&stand, STR("ends"), arena)->values.items[0], arena_cstr(arena, day_format(last, arena)));
	assert_ok(account_set_password(ledger, &owner, STR("hanako"), STR("mori no kuma san"), STR(""), noon, arena));
	hanako = actor_called(ledger, "hanako", arena);
	assert_ok(token_make(ledger, &hanako, STR("t"), SCOPE_READ, after + INSTANT_DAY, noon, arena, &token));
	assert_ok(actor_by_token(ledger, token.token, before, arena, &by));
	assert_ok(account_check_password(ledger, STR("hanako"), STR("mori no kuma san"), STR(""), NULL, before, arena, &by, NULL));
	assert_err(actor_by_token(ledger, token.token, after, arena, &by), ERR_FORBIDDEN);
	assert_err(account_check_password(ledger, STR("hanako"), STR("mori no kuma san"), STR(""), NULL, after, arena, &by, NULL), ERR_FORBIDDEN);
	assert_err(actor_see_not_over(&hanako, after, arena), ERR_FORBIDDEN);
	assert_ok(account_end_due(ledger, before, arena, &count));
	assert_int_equal(count, 0);
	assert_ok(account_end_due(ledger, after, arena, &count));
	assert_int_equal(count, 1);
	assert_ok(account_end_due(ledger, after, arena, &count));
	assert_int_equal(count, 0);
	assert_ok(account_show(ledger, &owner, STR("hanako"), after, arena, &view));
	assert_str(view.state, "locked");
	assert_err(account_unlock(ledger, &owner, STR("hanako"), after, arena), ERR_CONFLICT);
	order.told = TOLD_ENDS;
	order.ends = DAY_NONE;
	assert_ok(account_set(ledger, &owner, &order, after, arena, &view));
	assert_ok(account_unlock(ledger, &owner, STR("hanako"), after, arena));
	assert_ok(actor_by_token(ledger, token.token, after, arena, &by));
	/* The last administrator without an end keeps having none. */
	order.login = owner.login;
	order.ends = last;
	assert_err(account_set(ledger, &owner, &order, noon, arena, &view), ERR_CONFLICT);
}

struct hangs { int64_t count; };

static struct err *
hangs_on(void *context, struct ledger *ledger, int64_t account, struct arena *arena, struct hangings *hangings)
{
	const struct hangs *hangs = context;

	(void)ledger;
	(void)account;
	if (hangs->count > 0)
		list_push(arena, hangings, ((struct hanging){ M("open tasks in cases: {count}"), hangs->count }));
	return NULL;
}

static void
nobody_leaves_while_something_hangs_on_him(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct hangs hangs = { 3 };
	const struct account_duties other = { &hangs, hangs_on };
	const struct account_duties *const duties[] = { &account_case_duties, &other };
	struct actor owner = first_of(ledger, arena);
	struct str sentence;
	struct err *err;

	(void)where;
	(void)context;
	add(ledger, &owner, "hanako", "", arena);
	err = account_leave(ledger, &owner, STR("hanako"), duties, 2, noon, arena);
	assert_err(err, ERR_HELD);
	sentence = err_sentence(err, LANG_EN, arena);
	assert_true(str_find(sentence, STR("open tasks in cases: 3")) != SIZE_MAX);
	hangs.count = 0;
	assert_ok(account_leave(ledger, &owner, STR("hanako"), duties, 2, noon, arena));
}

static void
a_token_does_what_it_was_made_for(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor owner = first_of(ledger, arena), hanako, by_token;
	struct account_view account;
	struct account_order order = { .told = TOLD_NAME, .login = STR("x"), .name = STR("x") };
	struct token_view token, wide;
	struct token_views tokens;

	(void)where;
	(void)context;
	add(ledger, &owner, "hanako", "", arena);
	hanako = actor_called(ledger, "hanako", arena);
	assert_ok(token_make(ledger, &owner, STR("監視"), SCOPE_READ, noon + 10 * INSTANT_DAY, noon, arena, &token));
	assert_ok(actor_by_token(ledger, arena_printf(arena, " %.*s\n", STR_ARG(token.token)), noon + 5, arena, &by_token));
	assert_int_equal(by_token.account, owner.account);
	assert_int_equal(by_token.token, token.id);
	assert_int_equal(by_token.via, VIA_TOKEN);
	assert_ok(actor_need(&by_token, OFFICE_ADMINISTRATOR, SCOPE_READ, arena));
	assert_err(actor_need(&by_token, OFFICE_ADMINISTRATOR, SCOPE_WRITE, arena), ERR_FORBIDDEN);
	assert_err(account_add(ledger, &by_token, &order, noon, arena, &account), ERR_FORBIDDEN);
	assert_err(actor_by_token(ledger, token.token, noon + 10 * INSTANT_DAY, arena, &by_token), ERR_FORBIDDEN);
	assert_err(actor_by_token(ledger, token_new(arena), noon, arena, &by_token), ERR_FORBIDDEN);
	assert_err(actor_by_token(ledger, STR("tsk_x"), noon, arena, &by_token), ERR_FORBIDDEN);

	assert_ok(token_make(ledger, &owner, STR("全部"), SCOPES_ALL, noon + INSTANT_DAY, noon, arena, &wide));
	assert_ok(actor_by_token(ledger, wide.token, noon, arena, &by_token));
	assert_err(token_make(ledger, &by_token, STR("t"), SCOPE_READ, noon + INSTANT_DAY, noon, arena, &wide), ERR_FORBIDDEN);
	assert_err(token_make(ledger, &owner, STR(""), SCOPE_READ, noon + INSTANT_DAY, noon, arena, &wide), ERR_USAGE);
	assert_err(token_make(ledger, &owner, STR("t"), 0, noon + INSTANT_DAY, noon, arena, &wide), ERR_USAGE);
	assert_err(token_make(ledger, &owner, STR("t"), SCOPE_READ, noon, noon, arena, &wide), ERR_USAGE);
	assert_err(token_make(ledger, &owner, STR("t"), SCOPE_READ, noon + 400 * INSTANT_DAY, noon, arena, &wide), ERR_USAGE);

	assert_err(token_withdraw(ledger, &hanako, token.id, noon, arena), ERR_NOT_FOUND);
	assert_ok(token_withdraw(ledger, &owner, token.id, noon + 6, arena));
	assert_err(token_withdraw(ledger, &owner, token.id, noon + 6, arena), ERR_NOT_FOUND);
	assert_err(actor_by_token(ledger, token.token, noon + 7, arena, &by_token), ERR_FORBIDDEN);
	assert_ok(token_list(ledger, &owner, STR(""), false, noon + 7, arena, &tokens));
	assert_int_equal(tokens.tokens.count, 2);
	assert_str(tokens.tokens.items[0].state, "withdrawn");
	assert_int_equal(tokens.tokens.items[0].token.len, 0);
	assert_true(tokens.tokens.items[0].used_at == noon + 5);
	assert_err(token_list(ledger, &hanako, owner.login, false, noon, arena, &tokens), ERR_FORBIDDEN);
	assert_err(token_list(ledger, &hanako, STR(""), true, noon, arena, &tokens), ERR_FORBIDDEN);
	assert_ok(token_list(ledger, &hanako, STR("hanako"), false, noon, arena, &tokens));
	assert_int_equal(tokens.tokens.count, 0);
}

/* Who belongs to 総務部, above 総務課 and 市民課, and holds these offices. */
static struct actor
member(struct ledger *ledger, const struct actor *owner, const char *login, const char *offices, const char *unit, struct arena *arena)
{
	struct account_order order = { .told = TOLD_NAME | TOLD_OFFICES | TOLD_UNITS, .login = str_of(login), .name = str_of(login) };
	struct account_view view;

	assert_ok(offices_parse(str_of(offices), arena, &order.offices));
	list_push(arena, &order.units, str_of(unit));
	assert_ok(account_add(ledger, owner, &order, noon, arena, &view));
	return actor_called(ledger, login, arena);
}

static void
owner_units_have_their_own_and_those_below(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const struct { const char *login, *offices, *unit; bool house, own, below; } rows[] = {
		{ "aoki", "owner", "総務部", false, true, true }, { "hara", "owner", "総務課", false, false, true },
		{ "kato", "owner", "市民課", false, false, false }, { "none", "", "総務部", false, true, true },
		{ "both", "owner,reader", "市民課", true, true, true }, { "mina", "reader", "市民課", true, true, true },
		{ "sato", "security", "市民課", true, true, true }, { "kudo", "operator", "市民課", true, true, true },
		{ "mori", "executive", "市民課", true, true, true },
	};
	struct actor owner = first_of(ledger, arena), program = actor_program();
	struct system_of { const char *name, *unit; int64_t id; } systems[] = { { "電話", "総務部", 0 }, { "文書", "総務課", 0 }, { "宙", NULL, 0 } };
	int64_t above, below;

	(void)where;
	(void)context;
	assert_ok(ledger_unit_make(ledger, STR("総務部"), arena, &above));
	assert_ok(ledger_unit_make(ledger, STR("総務課"), arena, &below));
	assert_ok(ledger_unit_set(ledger, below, above, STR(""), arena));
	for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
		struct ledger_system system = { .name = str_of(systems[i].name), .unit = str_of(systems[i].unit) };

		assert_ok(ledger_system_set(ledger, &system, &(struct str_list){ 0 }, STR("t"), noon, arena, &systems[i].id));
	}
	assert_true(actor_sees_house(&program));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct actor actor = member(ledger, &owner, rows[i].login, rows[i].offices, rows[i].unit, arena);
		const bool may[] = { rows[i].own, rows[i].below, rows[i].house };

		assert_ok(actor_look(&actor, ledger, arena));
		assert_int_equal(actor_sees_house(&actor), rows[i].house);
		for (size_t s = 0; s < ARRAY_LEN(systems); s++) {
			struct ledger_fact fact = { .system = systems[s].id, .name = STR("waf"), .value = STR("yes"), .answered_at = noon,
				.answered_by = str_of(rows[i].login) };
			struct err *err = ledger_answer(ledger, &fact, arena);

			assert_int_equal(err == NULL, may[s]);
			assert_true(err == NULL || err->code == ERR_NOT_FOUND);
		}
		assert_ok(ledger_sees(ledger, NULL, arena));
	}
}

static bool
enters(struct ledger *ledger, const char *password, const char *code, int64_t at, bool *ret_wanted, struct arena *arena)
{
	struct actor actor;
	struct err *err = account_check_password(ledger, STR("hanako"), str_of(password), str_of(code), NULL, at, arena, &actor, ret_wanted);

	assert_true(err == NULL || err->code == ERR_FORBIDDEN);
	return err == NULL && str_eq(actor.login, STR("hanako"));
}

static void
wrong_passwords_make_the_next_wait(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor owner = first_of(ledger, arena), actor;
	struct account_view view;
	int64_t at = noon;

	(void)where;
	(void)context;
	add(ledger, &owner, "hanako", "", arena);
	assert_false(enters(ledger, "", "", at, NULL, arena));
	assert_err(account_set_password(ledger, &owner, STR("hanako"), STR("hanako123456"), STR(""), noon, arena), ERR_USAGE);
	actor = actor_called(ledger, "hanako", arena);
	assert_err(account_set_password(ledger, &actor, owner.login, STR("mori no kuma san"), STR(""), noon, arena), ERR_FORBIDDEN);
	assert_ok(account_set_password(ledger, &actor, STR("hanako"), STR("mori no kuma san"), STR(""), noon, arena));
	assert_err(account_check_password(ledger, STR("nobody"), STR("mori no kuma san"), STR(""), NULL, noon, arena, &actor, NULL), ERR_FORBIDDEN);
	assert_true(enters(ledger, "mori no kuma san", "", at, NULL, arena));
	assert_true(enters(ledger, "ｍｏｒｉ no kuma san", "", at, NULL, arena));      /* a Japanese keyboard, left wide */
	assert_false(enters(ledger, "Mori no kuma san", "", at, NULL, arena));
	assert_true(enters(ledger, "mori no kuma san", "", at, NULL, arena));      /* a slip is forgotten */
	for (int i = 0; i < 4; i++)
		assert_false(enters(ledger, "wrong wrong wrong", "", at, NULL, arena));
	assert_false(enters(ledger, "mori no kuma san", "", at, NULL, arena));     /* not before a second is over */
	assert_true(enters(ledger, "mori no kuma san", "", at + INSTANT_SECOND, NULL, arena));
	for (int i = 0; i < PASSWORD_TRIES; i++)
		assert_false(enters(ledger, "wrong wrong wrong", "", at += INSTANT_HOUR, NULL, arena));
	assert_false(enters(ledger, "mori no kuma san", "", at += INSTANT_DAY, NULL, arena));
	assert_ok(account_show(ledger, &owner, STR("hanako"), at, arena, &view));
	assert_true(view.password_locked);
	assert_str(view.state, "active");      /* at the command line she goes on */
	assert_ok(account_unlock(ledger, &owner, STR("hanako"), at, arena));
	assert_true(enters(ledger, "mori no kuma san", "", at, NULL, arena));
	assert_ok(account_lock(ledger, &owner, STR("hanako"), at, arena));
	assert_false(enters(ledger, "mori no kuma san", "", at, NULL, arena));
}

/* As the key holder does: what is kept is not what was given, and belongs to one place. */
static struct err *
seal(void *context, struct str about, struct str plain, struct arena *arena, struct str *ret_blob)
{
	*ret_blob = crypt_seal(context, about, plain, arena);
	return NULL;
}

static struct err *
unseal(void *context, struct str about, struct str blob, struct arena *arena, struct str *ret_plain)
{
	return crypt_open(context, about, blob, arena, ret_plain);
}

static void
a_code_of_the_second_factor_counts_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	/* RFC 6238, appendix B, SHA-1: at 59 s 94287082, at 1111111109 s 07081804, at 1234567890 s 89005924. */
	static const char rfc_secret[] = "12345678901234567890";
	struct actor owner = first_of(ledger, arena), hanako;
	bool wanted;
	int64_t t = 1111111109 * INSTANT_SECOND;

	(void)where;
	(void)context;
	add(ledger, &owner, "hanako", "", arena);
	hanako = actor_called(ledger, "hanako", arena);
	assert_ok(account_set_password(ledger, &owner, STR("hanako"), STR("mori no kuma san"), STR(""), noon, arena));
	assert_ok(ledger_totp_put(ledger, hanako.account, str_of(rfc_secret), noon, arena));
	assert_true(enters(ledger, "mori no kuma san", "", t, &wanted, arena));      /* not in use before it is confirmed */
	assert_ok(ledger_totp_step(ledger, hanako.account, 1, noon, arena));
	assert_false(enters(ledger, "mori no kuma san", "", t, &wanted, arena));
	assert_true(wanted);
	assert_false(enters(ledger, "mori no kuma saN", "", t, &wanted, arena));
	assert_false(wanted);
	assert_false(enters(ledger, "mori no kuma san", "081805", t, &wanted, arena));
	assert_false(enters(ledger, "mori no kuma saN", "081804", t, &wanted, arena));
	assert_true(enters(ledger, "mori no kuma san", "081 804", t + 30 * INSTANT_SECOND, &wanted, arena));      /* a step late */
	assert_false(enters(ledger, "mori no kuma san", "081804", t, &wanted, arena));                            /* once */
	t = 1234567890 * INSTANT_SECOND;
	assert_false(enters(ledger, "mori no kuma san", "005924", t + 61 * INSTANT_SECOND, &wanted, arena));      /* two steps late */
	assert_true(enters(ledger, "mori no kuma san", "005924", t - 29 * INSTANT_SECOND, &wanted, arena));       /* a step early */
}

static void
a_second_factor_is_made_confirmed_and_ended(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	unsigned char key[CRYPT_KEY];
	struct people_vault vault = { key, seal, unseal };
	struct actor owner = first_of(ledger, arena);
	struct account_view account;
	struct ledger_totp kept;
	struct totp_view made;
	struct str_list codes;
	struct actor actor;

	(void)where;
	(void)context;
	crypt_random(key, sizeof(key));
	assert_ok(account_set_password(ledger, &owner, owner.login, STR("mori no kuma san"), STR(""), noon, arena));
	assert_err(account_totp_confirm(ledger, &owner, STR("123456"), &vault, noon, arena, &codes), ERR_NOT_FOUND);
	assert_ok(account_totp_make(ledger, &owner, STR("例市"), &vault, noon, arena, &made));
	assert_int_equal(made.secret.len, 32);
	assert_true(str_starts(made.uri, STR("otpauth://totp/%E4%BE%8B%E5%B8%82:")));
	assert_ok(ledger_totp_get(ledger, owner.account, arena, &kept));
	assert_true(kept.secret.len > TOTP_BYTES);      /* sealed */
	assert_err(account_totp_confirm(ledger, &owner, STR("12345"), &vault, noon, arena, &codes), ERR_FORBIDDEN);

	/* A secret whose codes are known, kept in the same way. */
	assert_ok(ledger_totp_put(ledger, owner.account, crypt_seal(key, arena_printf(arena, "totp/%lld", (long long)owner.account),
	    STR("12345678901234567890"), arena), noon, arena));
	assert_ok(account_totp_confirm(ledger, &owner, STR("287082"), &vault, 59 * INSTANT_SECOND, arena, &codes));
	assert_int_equal(codes.count, PAPER_CODES);
	assert_err(account_totp_make(ledger, &owner, STR(""), &vault, noon, arena, &made), ERR_CONFLICT);
	assert_err(account_check_password(ledger, owner.login, STR("mori no kuma san"), STR("287082"), &vault, 59 * INSTANT_SECOND, arena, &actor,
	    NULL), ERR_FORBIDDEN);      /* the code that confirmed it is used up */
	assert_ok(account_check_password(ledger, owner.login, STR("mori no kuma san"), codes.items[3], &vault, noon, arena, &actor, NULL));
	assert_err(account_check_password(ledger, owner.login, STR("mori no kuma san"), codes.items[3], &vault, noon, arena, &actor, NULL),
	    ERR_FORBIDDEN);
	assert_ok(account_show(ledger, &owner, owner.login, noon, arena, &account));
	assert_true(account.second_factor);
	assert_int_equal(account.codes_left, PAPER_CODES - 1);
	assert_ok(account_totp_end(ledger, &owner, owner.login, noon, arena));
	assert_ok(account_check_password(ledger, owner.login, STR("mori no kuma san"), STR(""), &vault, noon, arena, &actor, NULL));
}

static void
units_stand_above_each_other(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct actor owner = first_of(ledger, arena), hanako;
	const struct str b = STR("部"), c = STR("局"), none = STR(""), mail = STR("ka@example.jp"), bad = STR("a b");
	struct account_order order = { .told = TOLD_NAME | TOLD_UNITS | TOLD_HEADS, .login = STR("hanako"), .name = STR("例野 花子") };
	struct account_view account;
	struct unit_views units;

	(void)where;
	(void)context;
	assert_ok(unit_put(ledger, &owner, STR("課"), NULL, &mail, true, noon, arena));
	assert_err(unit_put(ledger, &owner, STR("課"), &b, NULL, false, noon, arena), ERR_NOT_FOUND);
	assert_err(unit_put(ledger, &owner, b, NULL, NULL, false, noon, arena), ERR_NOT_FOUND);
	assert_ok(unit_put(ledger, &owner, c, NULL, NULL, true, noon, arena));
	assert_ok(unit_put(ledger, &owner, b, &c, NULL, true, noon, arena));
	assert_ok(unit_put(ledger, &owner, STR("課"), &b, NULL, false, noon, arena));
	assert_err(unit_put(ledger, &owner, c, &(const struct str){ "課", 3 }, NULL, false, noon, arena), ERR_USAGE);
	assert_err(unit_put(ledger, &owner, c, &c, NULL, false, noon, arena), ERR_USAGE);
	assert_err(unit_put(ledger, &owner, c, NULL, &bad, false, noon, arena), ERR_USAGE);
	assert_err(unit_put(ledger, &owner, STR("a\nb"), NULL, NULL, true, noon, arena), ERR_USAGE);
	list_push(arena, &order.units, STR("課"));
	list_push(arena, &order.heads, STR("別の課"));
	assert_err(account_add(ledger, &owner, &order, noon, arena, &account), ERR_USAGE);
	order.heads.items[0] = STR("課");
	assert_ok(account_add(ledger, &owner, &order, noon, arena, &account));
	assert_ok(unit_list(ledger, &owner, arena, &units));
	assert_int_equal(units.units.count, 3);
	for (size_t i = 0; i < units.units.count; i++) {
		if (!str_eq(units.units.items[i].name, STR("課")))
			continue;
		assert_str(units.units.items[i].superior, "部");
		assert_str(units.units.items[i].mail, "ka@example.jp");
		assert_int_equal(units.units.items[i].heads.count, 1);
	}
	/* Another unit, without a word on who leads: she goes on to lead where she stays. */
	order.told = TOLD_UNITS;
	list_push(arena, &order.units, b);
	order.heads.count = 0;
	assert_ok(account_set(ledger, &owner, &order, noon, arena, &account));
	assert_int_equal(account.units.count, 2);
	assert_true(account.units.items[0].head != account.units.items[1].head);
	hanako = actor_called(ledger, "hanako", arena);
	assert_err(unit_put(ledger, &hanako, c, &none, NULL, false, noon, arena), ERR_FORBIDDEN);
	assert_ok(unit_put(ledger, &owner, STR("課"), &none, NULL, false, noon, arena));
}

static void
every_change_is_in_the_audit(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const char *const verbs[] = { "account.lock", "account.set", "proposal.make", "account.add", "account.first" };
	struct ledger_audit_wish wish = { .since = INSTANT_NONE, .until = INSTANT_NONE, .most = 100 };
	struct actor owner = first_of(ledger, arena);
	struct account_order order = { .told = TOLD_NAME, .login = STR("hanako"), .name = STR("秘密の名前") };
	struct account_view view;
	struct ledger_audit_rows rows;
	size_t found = 0;

	(void)where;
	(void)context;
	add(ledger, &owner, "hanako", "auditor", arena);
	assert_ok(account_set(ledger, &owner, &order, noon, arena, &view));
	assert_ok(account_lock(ledger, &owner, STR("hanako"), noon, arena));
	assert_ok(ledger_audit_newest(ledger, &wish, arena, &rows));
	for (size_t v = 0; v < ARRAY_LEN(verbs); v++)
		for (size_t i = 0; i < rows.count; i++)
			found += str_eq(rows.items[i].verb, str_of(verbs[v]));
	assert_int_equal(found, ARRAY_LEN(verbs));
	for (size_t i = 0; i < rows.count; i++)
		assert_true(str_find(rows.items[i].object, STR("秘密")) == SIZE_MAX && str_find(rows.items[i].digest, STR("秘密")) == SIZE_MAX);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(the_first_account_is_the_owners)
STORY(two_give_the_office_of_administrator)
STORY(nobody_confirms_for_himself)
STORY(there_is_always_an_administrator)
STORY(who_has_left_can_do_nothing)
STORY(an_account_ends_with_its_last_day)
STORY(nobody_leaves_while_something_hangs_on_him)
STORY(a_token_does_what_it_was_made_for)
STORY(owner_units_have_their_own_and_those_below)
STORY(wrong_passwords_make_the_next_wait)
STORY(a_code_of_the_second_factor_counts_once)
STORY(a_second_factor_is_made_confirmed_and_ended)
STORY(units_stand_above_each_other)
STORY(every_change_is_in_the_audit)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base32_is_that_of_the_standard),
		cmocka_unit_test(a_token_shows_when_it_is_mistyped),
		cmocka_unit_test(a_code_is_taken_as_people_type_it),
		cmocka_unit_test(passwords_are_judged_by_length_and_by_what_is_tried_first),
		cmocka_unit_test(mail_addresses_stand_in_headers),
		cmocka_unit_test(test_the_first_account_is_the_owners),
		cmocka_unit_test(test_two_give_the_office_of_administrator),
		cmocka_unit_test(test_nobody_confirms_for_himself),
		cmocka_unit_test(test_there_is_always_an_administrator),
		cmocka_unit_test(test_who_has_left_can_do_nothing),
		cmocka_unit_test(test_an_account_ends_with_its_last_day),
		cmocka_unit_test(test_nobody_leaves_while_something_hangs_on_him),
		cmocka_unit_test(test_a_token_does_what_it_was_made_for),
		cmocka_unit_test(test_owner_units_have_their_own_and_those_below),
		cmocka_unit_test(test_wrong_passwords_make_the_next_wait),
		cmocka_unit_test(test_a_code_of_the_second_factor_counts_once),
		cmocka_unit_test(test_a_second_factor_is_made_confirmed_and_ended),
		cmocka_unit_test(test_units_stand_above_each_other),
		cmocka_unit_test(test_every_change_is_in_the_audit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
