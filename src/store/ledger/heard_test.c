#include "store/ledger/heard.h"
#include "store/ledger/engines_test.h"

static void
tell(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_heard heard = {
		.subject = STR("sentence 0123456789abcdef"), .vulnerability = STR("CVE-2026-990001"), .level = 3, .issuer = STR("JPCERT/CC"),
		.record = STR("JPCERT-AT-2026-9001"), .sentence = STR("攻撃を確認しています。"), .confirmed = true, .reason = STR("原文を読んだ"),
		.who = STR("sato"), .at = 1,
	};
	struct ledger_heard_places places;
	struct ledger_heards all;

	(void)where, (void)context;
	assert_ok(ledger_heard_put(ledger, &heard, arena));
	assert_ok(ledger_heard_list(ledger, STR(""), arena, &all));
	assert_int_equal(all.count, 1);
	assert_str(all.items[0].sentence, "攻撃を確認しています。");
	assert_true(all.items[0].confirmed);
	heard.confirmed = false;
	heard.at = 2;
	assert_ok(ledger_heard_put(ledger, &heard, arena));
	assert_ok(ledger_heard_list(ledger, STR("CVE-2026-990001"), arena, &all));
	assert_int_equal(all.count, 1);
	assert_false(all.items[0].confirmed);
	assert_ok(ledger_heard_list(ledger, STR("CVE-2026-990002"), arena, &all));
	assert_int_equal(all.count, 0);
	assert_ok(ledger_heard_places(ledger, STR("CVE-2026-990001"), 3, arena, &places));
	assert_int_equal(places.count, 0);      /* nothing of it is open here */
	assert_ok(ledger_heard_forget(ledger, heard.subject, arena));
	assert_err(ledger_heard_forget(ledger, heard.subject, arena), ERR_NOT_FOUND);
}

static void
an_answer_takes_the_place_of_the_former(void **state)
{
	(void)state;
	on_each_engine(tell, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_answer_takes_the_place_of_the_former) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
