#include "test.h"

#include <time.h>
#include "service/people/password.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/people.h"

/* That nobody learns from a refusal whether a login is there: in its words, in the work it takes, in whether the directory is asked. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct directory { int asked; bool down; };

static struct err *
ask(void *context, struct str login, struct str password, struct arena *arena, struct people_directory_answer *ret_answer)
{
	struct directory *directory = context;

	(void)login, (void)password;
	directory->asked++;
	*ret_answer = (struct people_directory_answer){ .name = STR(""), .mail = STR("") };
	return directory->down ? err_new(arena, ERR_SYSTEM, M("Standard input could not be read.")) : NULL;
}

static void
add(struct ledger *ledger, const char *login, bool with_password, enum account_state state, struct arena *arena)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(login), .made_at = noon, .left_at = INSTANT_NONE };
	struct actor actor = actor_program();

	assert_ok(ledger_account_add(ledger, &account, arena));
	if (with_password)
		assert_ok(account_set_password(ledger, &actor, account.login, STR("mori no kuma san"), STR(""), noon, arena));
	account.state = state;
	assert_ok(ledger_account_set(ledger, &account, arena));
}

/* Milliseconds of the processor, whatever else the machine does. */
static double
work_now(void)
{
	struct timespec at;

	assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at), 0);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static const char *const logins[] = { "nobody", "local", "elsewhere", "locked" };

static void
a_refusal_tells_nothing(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct directory state = { 0 };
	const struct people_directory directory = { .context = &state, .ask = ask };
	double work[2][ARRAY_LEN(logins)];
	struct str said = STR("");

	(void)where;
	(void)context;
	add(ledger, "local", true, ACCOUNT_ACTIVE, arena);
	add(ledger, "elsewhere", false, ACCOUNT_ACTIVE, arena);
	add(ledger, "locked", true, ACCOUNT_LOCKED, arena);
	for (size_t i = 0; i < ARRAY_LEN(logins) * 2; i++) {
		bool with = i >= ARRAY_LEN(logins), wanted;
		struct str login = str_of(logins[i % ARRAY_LEN(logins)]), sentence;
		double before = work_now();
		struct actor actor;
		struct err *err;

		state.asked = 0;
		err = with ? account_check_with_directory(ledger, &directory, login, STR("a wrong password"), STR(""), NULL, noon, arena, &actor, &wanted)
		    : account_check_password(ledger, login, STR("a wrong password"), STR(""), NULL, noon, arena, &actor, &wanted);
		work[with][i % ARRAY_LEN(logins)] = work_now() - before;
		assert_non_null(err);
		assert_int_equal(err->code, ERR_FORBIDDEN);
		assert_int_equal(state.asked, with);
		assert_false(wanted);
		sentence = err_sentence(err, LANG_EN, arena);
		if (said.len > 0)
			assert_true(str_eq(said, sentence));
		said = sentence;
	}
	for (size_t with = 0; with < 2; with++)
		for (size_t i = 1; i < ARRAY_LEN(logins); i++)
			if (work[with][i] > work[with][0] * 1.6 || work[with][i] < work[with][0] / 1.6)
				fail_msg("%s takes %.0f ms, %s %.0f ms", logins[i], work[with][i], logins[0], work[with][0]);
}

static void
a_directory_that_is_down_is_down_for_all_but_the_right_password(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct directory state = { .down = true };
	const struct people_directory directory = { .context = &state, .ask = ask };
	struct actor actor;
	bool wanted;

	(void)where;
	(void)context;
	add(ledger, "local", true, ACCOUNT_ACTIVE, arena);
	add(ledger, "elsewhere", false, ACCOUNT_ACTIVE, arena);
	for (size_t i = 0; i < 3; i++)
		assert_err(account_check_with_directory(ledger, &directory, str_of(logins[i]), STR("a wrong password"), STR(""), NULL, noon, arena, &actor, &wanted),
		    ERR_SYSTEM);
	assert_ok(account_check_with_directory(ledger, &directory, STR("local"), STR("mori no kuma san"), STR(""), NULL, noon, arena, &actor, &wanted));
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(a_refusal_tells_nothing)
STORY(a_directory_that_is_down_is_down_for_all_but_the_right_password)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_refusal_tells_nothing),
		cmocka_unit_test(test_a_directory_that_is_down_is_down_for_all_but_the_right_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
