/*
 * criteria_test.c - editions of criteria and of own SSVC tables, and drafts of them.
 */
#include "store/ledger/criteria.h"
#include "store/ledger/story_test.h"

STORY(editions_of_criteria_are_settled_once)
{
	struct ledger_criteria edition = { .kind = EDITION_CRITERIA, .since = 20800, .text = STR("criteria: a"), .digest = STR("d1"), .reason = STR("年度の見直し"),
		.proposed_by = 7, .proposed_name = STR("佐藤"), .proposed_at = noon, .agreed_at = INSTANT_NONE };
	struct ledger_criteria_list list;
	struct ledger_criteria first = edition, second = edition, other = edition;

	assert_ok(ledger_criteria_put(s->ledger, &first, STR("sato"), s->arena, &first.id));
	assert_ok(ledger_criteria_put(s->ledger, &second, STR("sato"), s->arena, &second.id));
	assert_ok(ledger_criteria_settle(s->ledger, &first, 8, STR("森"), STR("mori"), noon, s->arena));
	assert_err(ledger_criteria_settle(s->ledger, &first, 9, STR("林"), STR("hayashi"), noon, s->arena), ERR_CONFLICT);
	assert_err(ledger_criteria_settle(s->ledger, &first, 0, STR(""), STR("sato"), noon, s->arena), ERR_CONFLICT);
	assert_ok(ledger_criteria_settle(s->ledger, &second, 0, STR(""), STR("sato"), noon, s->arena));
	assert_ok(ledger_criteria_all(s->ledger, EDITION_CRITERIA, s->arena, &list));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].withdrawn_at, noon);
	assert_int_equal(list.items[1].agreed_by, 8);
	assert_int_equal(list.items[1].withdrawn_at, INSTANT_NONE);
	assert_str(list.items[1].agreed_name, "森");
	assert_ok(ledger_criteria_all(s->ledger, EDITION_SSVC, s->arena, &list));
	assert_int_equal(list.count, 0);
	assert_err(ledger_criteria_get(s->ledger, EDITION_SSVC, first.id, s->arena, &other), ERR_NOT_FOUND);
	assert_ok(ledger_criteria_get(s->ledger, EDITION_CRITERIA, first.id, s->arena, &other));
	assert_str(other.digest, "d1");
}

/* agreed: how long after noon; -1: not. Puts an edition and gives its id. */
static int64_t
edition_of_day(struct scene *s, int32_t since, int64_t agreed)
{
	struct ledger_criteria edition = { .kind = EDITION_CRITERIA, .since = since, .text = STR("criteria: a"), .reason = STR("理由"), .proposed_by = 7,
		.proposed_name = STR("佐藤"), .proposed_at = noon, .agreed_at = INSTANT_NONE };

	assert_ok(ledger_criteria_put(s->ledger, &edition, STR("sato"), s->arena, &edition.id));
	if (agreed >= 0)
		assert_ok(ledger_criteria_settle(s->ledger, &edition, 8, STR("森"), STR("mori"), noon + agreed, s->arena));
	return edition.id;
}

STORY(the_newest_agreed_edition_is_in_force_from_its_day)
{
	int64_t first = edition_of_day(s, 20800, 2), second = edition_of_day(s, 20800, 1), later = edition_of_day(s, 20900, 3);
	struct ledger_criteria edition;
	bool found;

	(void)edition_of_day(s, 20850, -1);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20799, s->arena, &edition, &found));
	assert_false(found);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20899, s->arena, &edition, &found));
	assert_true(found);
	assert_int_equal(edition.id, first);      /* agreed to after the second of that day */
	assert_int_not_equal(edition.id, second);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_CRITERIA, 20900, s->arena, &edition, &found));
	assert_int_equal(edition.id, later);
	assert_ok(ledger_criteria_in_force(s->ledger, EDITION_SSVC, 20900, s->arena, &edition, &found));
	assert_false(found);
}

STORY(drafts_are_found_by_kind_and_digest_for_a_month)
{
	struct ledger_draft draft = { STR("criteria: a"), STR("理由"), 20800 }, read;
	bool found;

	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d1"), &draft, STR("sato"), noon, s->arena));
	draft.reason = STR("別の理由");
	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d1"), &draft, STR("sato"), noon, s->arena));
	assert_ok(ledger_draft_find(s->ledger, EDITION_SSVC, STR("d1"), s->arena, &read, &found));
	assert_false(found);
	assert_ok(ledger_draft_find(s->ledger, EDITION_CRITERIA, STR("d1"), s->arena, &read, &found));
	assert_true(found);
	assert_str(read.reason, "別の理由");
	assert_int_equal(read.since, 20800);
	assert_ok(ledger_draft_put(s->ledger, EDITION_CRITERIA, STR("d2"), &draft, STR("sato"), noon + 31 * INSTANT_DAY, s->arena));
	assert_ok(ledger_draft_find(s->ledger, EDITION_CRITERIA, STR("d1"), s->arena, &read, &found));
	assert_false(found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(editions_of_criteria_are_settled_once),
		cmocka_unit_test(the_newest_agreed_edition_is_in_force_from_its_day),
		cmocka_unit_test(drafts_are_found_by_kind_and_digest_for_a_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
