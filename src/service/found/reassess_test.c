/*
 * reassess_test.c - judging anew: at once where that is quick, else asked for and done by whoever comes by.
 */
#include "service/found/reassess.h"

#include <unistd.h>
#include "base/file.h"
#include "store/ledger/people.h"
#include "test.h"

/* A home with one of the security staff, and nothing in its ledger. */
struct stage { struct arena *arena; struct str dir; struct home home; struct ledger *ledger; struct actor sato; int64_t now; };

static int
set_up(void **state)
{
	struct arena *arena = arena_new();
	struct stage *s = ARENA_NEW(arena, struct stage);
	struct ledger_account account = { .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_SECURITY, .password_at = INSTANT_NONE,
		.held_until = INSTANT_NONE, .left_at = INSTANT_NONE };
	char dir[] = "/tmp/tsukuroi-reassess-XXXXXX";

	assert_non_null(mkdtemp(dir));
	*s = (struct stage){ .arena = arena, .dir = arena_copy(arena, str_of(dir)), .now = 1795230000 * INSTANT_SECOND };
	account.made_at = s->now;
	assert_ok(home_init(path_join(arena, s->dir, STR("h")), STR(""), STR(""), arena, &s->home));
	assert_ok(home_ledger(&s->home, arena, &s->ledger));
	assert_ok(ledger_account_add(s->ledger, &account, arena));
	assert_ok(actor_of_account(s->ledger, account.id, VIA_DIRECT, arena, &s->sato));
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct stage *s = *state;

	ledger_close(s->ledger);
	assert_ok(dir_remove(s->dir, s->arena));
	arena_free(s->arena);
	return 0;
}

/* What is too much for a page is judged by whoever comes by, once; what is asked meanwhile is judged again. */
static void
test_what_takes_long_is_judged_later(void **state)
{
	struct stage *s = *state;
	struct ledger_judging judging;
	bool later, waits;

	assert_ok(reassess(&s->home, &s->sato, REASSESS_AT_ONCE, LANG_EN, s->now, s->arena, &later));
	assert_false(later);
	assert_ok(reassess(&s->home, &s->sato, -1, LANG_EN, s->now, s->arena, &later));
	assert_true(later);
	assert_ok(ledger_judging(s->ledger, s->arena, &judging, &waits));
	assert_true(waits);
	assert_str(judging.who, "sato");
	s->now += INSTANT_HOUR;
	assert_ok(reassess(&s->home, &s->sato, -1, LANG_EN, s->now, s->arena, &later));
	assert_ok(ledger_judging_done(s->ledger, &judging, s->arena));      /* the first: the second was asked since */
	assert_ok(ledger_judging(s->ledger, s->arena, &judging, &waits));
	assert_true(waits);
	assert_int_equal(judging.asked_at, s->now);
	assert_ok(reassess_due(&s->home, s->ledger, STR("one"), s->arena));
	assert_ok(ledger_judging(s->ledger, s->arena, &judging, &waits));
	assert_false(waits);
	assert_ok(reassess_due(&s->home, s->ledger, STR("one"), s->arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_takes_long_is_judged_later, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
