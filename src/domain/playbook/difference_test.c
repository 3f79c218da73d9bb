#include "base/buf.h"
#include "domain/playbook/book_test.h"

/* The book with one text in another's place. */
static struct playbook *
changed(const char *was, const char *is, struct arena *arena)
{
	struct str text = STR(BOOK);
	size_t at = str_find(text, str_of(was));

	if (at == SIZE_MAX)
		fail_msg("\"%s\" does not stand in the playbook", was);
	text = arena_printf(arena, "%.*s%s%.*s", (int)at, text.ptr, is, STR_ARG(str_from(text, at + strlen(was))));
	return test_book(arena_cstr(arena, text), arena);
}

static struct str
all_of(const struct play_differences *differences, enum lang lang, struct arena *arena)
{
	struct str_list said = { 0 };

	for (size_t i = 0; i < differences->count; i++)
		list_push(arena, &said, arena_printf(arena, "%s%.*s", differences->items[i].blocks ? "! " : "",
		    STR_ARG(play_refusal_words(differences->items[i].says, lang, arena))));
	return arena_join(arena, said.items, said.count, STR("|"));
}

static void
two_editions_differ_in_sentences(void **state)
{
	static const struct { const char *was, *is, *ja, *en; } cases[] = {
		{ "number: R", "number: R", "", "" },
		{ "due: {business_days: 1}", "due: {business_days: 3}", "期限「初動」の期限が「案件を開いた時から 1 営業日後」から「案件を開いた時から 3 営業日後」に変わります。",
		  "Deadline \"First look\": is due: 1 business days after: the opening of the case becomes: 3 business days after: the opening of the case." },
		{ "due: {months: 1}", "due: maintenance", "期限「実施の期限」の期限が「段階に入った時から 1 か月後」から「次回の定期メンテナンス」に変わります。",
		  "Deadline \"Mending\": is due: 1 months after: the beginning of the stage becomes: the next regular maintenance." },
		{ "before: {days: 7}", "before: {hours: 0}", "期限「原稿」の期限が「公表日時の 7 日前」から「公表日時」に変わります。",
		  "Deadline \"Draft\": is due: 7 days before: Release becomes: at: Release." },
		{ "before: {days: 7}", "before: {days: 0}", "期限「原稿」の期限が「公表日時の 7 日前」から「公表日時の当日」に変わります。",
		  "Deadline \"Draft\": is due: 7 days before: Release becomes: on the day of: Release." },
		{ "ja: 周知済み, en: Users told", "ja: 利用者に周知, en: Users told", "項目「周知済み」の名前が「利用者に周知」に変わります。", "Field \"周知済み\" is now called \"利用者に周知\"." },
		{ "  hosts: {type: number, ja: 台数, en: Hosts, min: 0}\n", "", "項目「台数」がなくなります。", "Field \"Hosts\" is gone." },
		{ "en: Hosts, min: 0}", "en: Hosts, min: 1}", "項目「台数」の下限が「0」から「1」に変わります。", "Field \"Hosts\": at least: 0 becomes: 1." },
		{ "begins: [look]", "  other: {ja: 別紙, en: Annex, template: annex}\nbegins: [look]", "文書「別紙」が加わります。", "Document \"Annex\" is new." },
		{ "tell: security}]", "tell: operator}]", "期限「初動」の知らせる相手が「4 時間前にセキュリティ担当者、期限が来たら責任者、3 日過ぎたらセキュリティ担当者、3 日過ぎたら責任者」から「4 時間前に運用担当、期限が来たら責任者、3 日過ぎたらセキュリティ担当者、3 日過ぎたら責任者」に変わります。",
		  "Deadline \"First look\": who is told: 4 hours ahead: Security staff, when it is due: Executive, 3 days late: Security staff, 3 days late: Executive becomes: 4 hours ahead: Operator, when it is due: Executive, 3 days late: Security staff, 3 days late: Executive." },
		{ ", when: \"applies == affected\"", "", "操作「方向性を決める」の条件が「「該非」 = 該当」から「（なし）」に変わります。",
		  "Act \"Set the direction\": only when: \"Applies\" = affected becomes: (none)." },
		{ "to: direction, by: [security], when", "to: direction, by: [security], reason: true, when", "操作「方向性を決める」の理由を書くが「（なし）」から「はい」に変わります。",
		  "Act \"Set the direction\": a reason is given: (none) becomes: yes." },
		{ "rights: [read, comment, edit], above: security", "rights: [read], above: security", "役割「運用担当」の権限が「閲覧、コメント、編集」から「閲覧」に変わります。",
		  "Role \"Operator\": has the rights: reading the case, commenting, editing becomes: reading the case." },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = test_book(BOOK, arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_differences differences = { 0 };

		playbook_difference(older, changed(cases[i].was, cases[i].is, arena), NULL, arena, &differences);
		assert_str(all_of(&differences, LANG_JA, arena), cases[i].ja);
		assert_str(all_of(&differences, LANG_EN, arena), cases[i].en);
	}
}

/* A case in "doing": filled are applies, plans; "mend" is open; the consent is granted; a move is proposed. */
static void
begin(const struct playbook *book, struct arena *arena, struct play_case *ret_now)
{
	play_begin(book, 1000, arena, ret_now);
	ret_now->state = at_of(book, states, "doing");
	ret_now->fields[at_of(book, fields, "applies")] = (struct play_cell){ PLAY_FILLED, 1 };
	ret_now->fields[at_of(book, fields, "plans")] = (struct play_cell){ PLAY_FILLED, 2 };
	ret_now->approvals[0] = APPROVAL_GRANTED;
	ret_now->deadlines_met[0] = true;
	ret_now->predicates[PREDICATE_EXPLOITED] = (struct fact){ true, true };
	list_push(arena, &ret_now->tasks, ((struct play_task_now){ .task = at_of(book, tasks, "mend"), .subject = 7 }));
	list_push(arena, &ret_now->tasks, ((struct play_task_now){ .task = at_of(book, tasks, "look"), .state = TASK_DONE }));
}

static void
a_case_is_told_whether_it_can_go_on(void **state)
{
	static const struct { const char *was, *is, *says; } cases[] = {
		{ "number: R", "number: R", "" },
		{ "playbook: test-response", "playbook: other", "! 別々の手順です。同じ手順の版ではありません。" },
		{ "number: R", "number: R\nsealed: true", "! 案件を秘匿するかどうか（sealed）が違います。" },
		{ "  plans: {type: rows, min: 1, ja: 対処案", "  measures: {type: rows, min: 1, ja: 対処案", "! 「対処案」は入力済みですが、新しい版にはこの項目がありません。" },
		{ "cost: {type: money, ja: 費用, en: Cost}, ", "", "! 「対処案」は入力済みですが、新しい版では書ける内容が違います。" },
		{ "cost: {type: money, ja: 費用", "cost: {type: text, ja: 費用", "! 「対処案」は入力済みですが、新しい版では書ける内容が違います。" },
		{ "unknown: {ja: 判定不能, en: cannot be told}", "other: {ja: その他}", "! 「該非」は入力済みですが、新しい版では書ける内容が違います。" },
		{ "{type: bool, ja: 周知済み, en: Users told}", "{type: bool, ja: 周知済み, en: Users told, from: doing}", "「周知済み」の入力が必要になります。" },
		{ "each: system, by: operator", "each: unit, by: operator", "! 作業「修正」が残っていますが、新しい版に同じ作業がありません。" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = test_book(BOOK, arena);
	struct play_case now;

	(void)state;
	begin(older, arena, &now);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct play_differences differences = { 0 };
		struct str text = STR(BOOK);
		size_t at = str_find(text, str_of(cases[i].was));
		struct buf all BUF_SCOPE = { 0 };

		assert_true(at != SIZE_MAX);
		buf_add(&all, str_sub(text, 0, at));
		buf_add(&all, str_of(cases[i].is));
		text = str_from(text, at + strlen(cases[i].was));
		/* A field of another name is so everywhere. */
		if (strstr(cases[i].is, "measures") != NULL) {
			size_t in;

			while ((in = str_find(text, STR("plans"))) != SIZE_MAX) {
				buf_add(&all, str_sub(text, 0, in));
				buf_add(&all, STR("measures"));
				text = str_from(text, in + 5);
			}
		}
		buf_add(&all, text);
		buf_add_char(&all, '\0');
		playbook_difference(older, test_book(all.ptr, arena), &now, arena, &differences);
		if (cases[i].says[0] == '\0')
			assert_int_equal(differences.count, 0);
		else if (str_find(all_of(&differences, LANG_JA, arena), str_of(cases[i].says)) != 0)
			fail_msg("%s: %.*s", cases[i].says, STR_ARG(all_of(&differences, LANG_JA, arena)));
	}
}

#define SMALL \
	BOOK_HEAD BOOK_ROLES "fields:\n  applies: {type: choice, ja: 該非, values: {unknown: {ja: 判定不能}, affected: {ja: 該当}}}\n" \
	"states:\n  doing: {ja: 実施}\nmoves:\n  - {id: go, ja: 進む, from: doing, to: doing, by: security}\n"

static void
what_a_case_loses_is_said(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = test_book(BOOK, arena), *newer = test_book(SMALL, arena);
	struct play_differences differences = { 0 };
	struct play_case now;
	struct str all;

	(void)state;
	begin(older, arena, &now);
	now.proposed = at_of(older, moves, "accept");
	playbook_difference(older, newer, &now, arena, &differences);
	all = all_of(&differences, LANG_JA, arena);
	assert_true(str_starts(all, STR("! 「該非」は入力済みですが、新しい版では書ける内容が違います。|! 「対処案」は入力済みですが、新しい版にはこの項目がありません。|"
	    "! 作業「修正」が残っていますが、新しい版に同じ作業がありません。|「同意」の承認は、新しい版では使わないため効力がなくなります。|「受容する」が提案されていますが、版を移すと提案は取り消されます。|")));
	now.state = at_of(older, states, "survey");
	differences.count = 0;
	playbook_difference(older, newer, &now, arena, &differences);
	assert_true(str_starts(all_of(&differences, LANG_JA, arena), STR("! 案件は段階「①調査」にありますが、新しい版にはこの段階がありません。")));
}

static void
a_task_must_still_be_worked_on_at_the_stage(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = test_book(BOOK, arena);
	const struct playbook *newer = changed("in: survey, due: {business_days: 2}", "in: [survey, direction], due: {business_days: 2}", arena);
	struct play_differences differences = { 0 };
	struct play_case now;

	(void)state;
	play_begin(newer, 1000, arena, &now);
	now.state = 1;
	list_push(arena, &now.tasks, ((struct play_task_now){ .task = at_of(newer, tasks, "look") }));
	playbook_difference(newer, older, &now, arena, &differences);
	assert_true(str_find(all_of(&differences, LANG_JA, arena), STR("! 作業「確認」が残っていますが、新しい版では今の段階で進められません。")) != SIZE_MAX);
}

/* A sealed content is kept under the key of its compartment. */
static void
a_filled_field_stays_in_its_compartment(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = changed("number: R", "number: R\ncompartments: [common, finder]", arena);
	struct play_differences differences = { 0 };
	struct str text = older->text;
	struct play_case now;
	size_t at = str_find(text, STR("hosts: {type: number"));

	(void)state;
	text = arena_printf(arena, "%.*shosts: {compartment: finder, type: number%.*s", (int)at, text.ptr,
	    STR_ARG(str_from(text, at + strlen("hosts: {type: number"))));
	play_begin(older, 1000, arena, &now);
	now.fields[at_of(older, fields, "hosts")] = (struct play_cell){ PLAY_FILLED, 3 };
	playbook_difference(older, test_book(arena_cstr(arena, text), arena), &now, arena, &differences);
	assert_str(all_of(&differences, LANG_JA, arena),
	    "! 「台数」は入力済みですが、新しい版では別の区画に置かれます。|項目「台数」の区画が「（なし）」から「finder」に変わります。");
}

static void
a_case_is_carried_over_by_the_names_of_its_parts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *older = test_book(BOOK, arena);
	const struct playbook *newer = changed("affected: {ja: 該当, en: affected}, not_affected: {ja: 非該当, en: not affected}",
	    "not_affected: {ja: 非該当, en: not affected}, affected: {ja: 該当, en: affected}", arena);
	const struct playbook *small = test_book(SMALL, arena);
	struct play_case now, after;

	(void)state;
	begin(older, arena, &now);
	now.proposed = 3;
	playbook_carry(older, newer, &now, arena, &after);
	assert_int_equal(after.state, now.state);
	assert_int_equal(after.fields[at_of(newer, fields, "applies")].value, 0);
	assert_int_equal(after.fields[at_of(newer, fields, "plans")].value, 2);
	assert_int_equal(after.approvals[0], APPROVAL_GRANTED);
	assert_true(after.deadlines_met[0]);
	assert_int_equal(after.tasks.count, 2);
	assert_int_equal(after.tasks.items[0].subject, 7);
	assert_true(after.predicates[PREDICATE_EXPLOITED].known);
	assert_int_equal(after.proposed, NO_INDEX);
	assert_int_equal(after.opened_at, 1000);
	playbook_carry(older, small, &now, arena, &after);
	assert_int_equal(after.state, 0);
	assert_int_equal(after.tasks.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_editions_differ_in_sentences),
		cmocka_unit_test(a_case_is_told_whether_it_can_go_on),
		cmocka_unit_test(what_a_case_loses_is_said),
		cmocka_unit_test(a_task_must_still_be_worked_on_at_the_stage),
		cmocka_unit_test(a_filled_field_stays_in_its_compartment),
		cmocka_unit_test(a_case_is_carried_over_by_the_names_of_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
