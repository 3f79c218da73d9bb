#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/notice.h"

/* Notices on both engines: editions one after the other, files in parts, answers of which the newest counts, whom they concern. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

static struct ledger_notice
notice_of(int64_t id, const char *number, enum ledger_notice_kind kind)
{
	return (struct ledger_notice){ .id = id, .number = str_of(number), .kind = kind, .edition = 1, .look_on = DAY_NONE, .channel = LEDGER_NOTICE_TELEPHONE,
		.tlp = TLP_AMBER, .received_on = 20777, .product = STR("みどり文書管理"), .identity = STR(""), .by = STR("sato"), .at = noon,
		.withdrawn_at = INSTANT_NONE, .content = STR("p{}") };
}

static void
editions_follow_each_other(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_notice first = notice_of(0, "N-2026-0001", LEDGER_NOTICE_WEAKNESS), second, found;
	struct ledger_notice_editions editions;
	struct ledger_notices list;
	struct err *err;

	(void)where;
	(void)context;
	assert_ok(ledger_notice_id(ledger, arena, &first.id));
	assert_ok(ledger_notice_put(ledger, &first, arena));
	second = first;
	second.edition = 2;
	second.content = STR("s\0\xff");
	second.look_on = 20780;
	assert_ok(ledger_notice_revise(ledger, &second, arena));
	err = ledger_notice_revise(ledger, &second, arena);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_CONFLICT);
	assert_ok(ledger_notice_find(ledger, STR("N-2026-0001"), 0, arena, &found));
	assert_int_equal(found.edition, 2);
	assert_int_equal(found.look_on, 20780);
	assert_int_equal(found.content.len, 3);
	assert_ok(ledger_notice_find(ledger, STR("N-2026-0001"), 1, arena, &found));
	assert_str(found.content, "p{}");
	assert_str(found.product, "みどり文書管理");
	assert_ok(ledger_notice_editions(ledger, first.id, arena, &editions));
	assert_int_equal(editions.count, 2);
	assert_int_equal(editions.items[0].edition, 2);
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = 20779, .most = 10 }, arena, &list));
	assert_int_equal(list.count, 0);
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = 20780, .most = 10 }, arena, &list));
	assert_int_equal(list.count, 1);
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = LEDGER_NOTICE_CLOUD, .look_by = DAY_NONE, .most = 10 }, arena, &list));
	assert_int_equal(list.count, 0);
	assert_ok(ledger_notice_withdraw(ledger, first.id, STR("sato"), noon + 1, arena));
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = DAY_NONE, .most = 10 }, arena, &list));
	assert_int_equal(list.count, 0);
	second.edition = 3;
	err = ledger_notice_revise(ledger, &second, arena);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_CONFLICT);
	assert_ok(ledger_notice_find(ledger, STR("N-2026-9999"), 0, arena, &found));
	assert_int_equal(found.id, 0);
}

static void
lists_go_on_behind_a_place(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_notices list;
	int64_t editions;

	(void)where;
	(void)context;
	for (int i = 1; i <= 3; i++) {
		struct ledger_notice notice = notice_of(0, arena_printf(arena, "N-2026-000%d", i).ptr, LEDGER_NOTICE_SETTING);

		assert_ok(ledger_notice_id(ledger, arena, &notice.id));
		assert_ok(ledger_notice_put(ledger, &notice, arena));
	}
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = DAY_NONE, .most = 2 }, arena, &list));
	assert_int_equal(list.count, 2);
	assert_str(list.items[0].number, "N-2026-0003");
	assert_ok(ledger_notices(ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = DAY_NONE, .before = list.items[1].id, .most = 2 }, arena, &list));
	assert_int_equal(list.count, 1);
	assert_str(list.items[0].number, "N-2026-0001");
	assert_ok(ledger_notice_edition_count(ledger, arena, &editions));
	assert_int_equal(editions, 3);
}

static void
files_come_back_in_their_parts(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_notice notice = notice_of(0, "N-2026-0001", LEDGER_NOTICE_WEAKNESS);
	struct ledger_notice_file file = { .name = STR("pスキャン.pdf"), .size = 4, .by = STR("sato"), .at = noon };
	struct ledger_notice_files files;
	struct str_list parts;

	(void)where;
	(void)context;
	assert_ok(ledger_notice_id(ledger, arena, &notice.id));
	assert_ok(ledger_notice_put(ledger, &notice, arena));
	file.notice = notice.id;
	assert_ok(ledger_notice_file_id(ledger, arena, &file.id));
	assert_ok(ledger_notice_file_put(ledger, &file, arena));
	assert_ok(ledger_notice_part_put(ledger, file.id, 0, (struct str){ "p\0\x01", 3 }, arena));
	assert_ok(ledger_notice_part_put(ledger, file.id, 1, STR("pxy"), arena));
	assert_ok(ledger_notice_files(ledger, notice.id, arena, &files));
	assert_int_equal(files.count, 1);
	assert_str(files.items[0].name, "pスキャン.pdf");
	assert_ok(ledger_notice_parts(ledger, file.id, arena, &parts));
	assert_int_equal(parts.count, 2);
	assert_int_equal(parts.items[0].len, 3);
	assert_str(parts.items[1], "pxy");
}

static void
install(struct ledger *ledger, struct arena *arena)
{
	struct ledger_import_head head = { STR("ledger.csv"), STR("d1"), STR("CSV"), STR("tester"), noon - INSTANT_DAY };
	struct ledger_import *import = ledger_import_begin(ledger, &head);
	struct component documents = { .name = STR("みどり文書管理"), .version = STR("3.1") };
	struct ledger_import_result result;

	ledger_import_system(import, &(struct ledger_system){ .name = STR("窓口") });
	ledger_import_host(import, STR("窓口"), STR("ap1"), STR("sheet"));
	ledger_import_component(import, &documents);
	ledger_import_system(import, &(struct ledger_system){ .name = STR("公開"), .service = STR("雲の保管庫") });
	ledger_import_system(import, &(struct ledger_system){ .name = STR("ほか") });
	assert_ok(ledger_import_finish(import, arena, &result));
	ledger_import_free(import);
}

static void
answers_are_of_systems_that_it_concerns(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_notice notice = notice_of(0, "N-2026-0001", LEDGER_NOTICE_SETTING);
	struct ledger_notice_answer answer = { .word = LEDGER_NOTICE_HOLDS, .ground = STR("見た"), .until = DAY_NONE, .by = STR("aoki"), .at = noon };
	struct ledger_notice_answers answers;
	struct ledger_notice_systems systems;

	(void)where;
	(void)context;
	install(ledger, arena);
	assert_ok(ledger_notice_id(ledger, arena, &notice.id));
	assert_ok(ledger_notice_put(ledger, &notice, arena));
	assert_ok(ledger_notice_systems(ledger, STR(""), STR("みどり文書管理"), arena, &systems));
	assert_int_equal(systems.count, 1);
	assert_str(systems.items[0].system_name, "窓口");
	assert_ok(ledger_notice_systems(ledger, STR(""), STR("雲の保管庫"), arena, &systems));
	assert_int_equal(systems.count, 1);
	assert_str(systems.items[0].system_name, "公開");
	assert_ok(ledger_notice_systems(ledger, STR(""), STR(""), arena, &systems));
	assert_int_equal(systems.count, 0);
	answer.notice = notice.id;
	answer.system = 0;
	assert_ok(ledger_notice_answer_put(ledger, &answer, arena));
	assert_ok(ledger_system_find(ledger, STR("窓口"), arena, &answer.system));
	assert_ok(ledger_notice_answer_put(ledger, &answer, arena));
	answer.word = LEDGER_NOTICE_HOLDS_NOT;
	answer.until = 20900;
	assert_ok(ledger_notice_answer_put(ledger, &answer, arena));
	assert_ok(ledger_notice_answers(ledger, notice.id, arena, &answers));
	assert_int_equal(answers.count, 2);
	assert_int_equal(answers.items[0].system, 0);
	assert_str(answers.items[1].system_name, "窓口");
	assert_int_equal(answers.items[1].word, LEDGER_NOTICE_HOLDS_NOT);
	assert_int_equal(answers.items[1].until, 20900);
}

static void
test_editions(void **state)
{
	(void)state;
	on_each_engine(editions_follow_each_other, NULL);
}

static void
test_lists(void **state)
{
	(void)state;
	on_each_engine(lists_go_on_behind_a_place, NULL);
}

static void
test_files(void **state)
{
	(void)state;
	on_each_engine(files_come_back_in_their_parts, NULL);
}

static void
test_answers(void **state)
{
	(void)state;
	on_each_engine(answers_are_of_systems_that_it_concerns, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_editions), cmocka_unit_test(test_lists), cmocka_unit_test(test_files),
		cmocka_unit_test(test_answers) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
