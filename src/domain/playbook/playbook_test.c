#include "base/asset.h"
#include "base/buf.h"
#include "domain/playbook/book_test.h"
#include "domain/playbook/say.h"

static void
every_part_stands_where_it_was_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *book = test_book(BOOK, arena);
	const struct play_deadline *draft = &book->deadlines.items[at_of(book, deadlines, "draft")];
	const struct play_move *begin = &book->moves.items[at_of(book, moves, "begin")];

	(void)state;
	assert_str(book->id, "test-response");
	assert_str(book->number, "R");
	assert_false(book->sealed);
	assert_int_equal(book->compartments.count, 1);
	assert_int_equal(book->roles.items[0].above, at_of(book, roles, "executive"));
	assert_int_equal(book->roles.items[0].rights, 63);
	assert_int_equal(book->roles.items[2].above, NO_INDEX);
	assert_int_equal(begin->to, at_of(book, states, "doing"));
	assert_int_equal(begin->starts.count, 2);
	assert_true(draft->backwards);
	assert_int_equal(draft->field, at_of(book, fields, "release"));
	assert_int_equal(draft->met_by_field, at_of(book, fields, "told"));
	assert_int_equal(draft->in.count, 4);
	assert_int_equal(book->deadlines.items[0].tells.count, 4);
	assert_int_equal(book->words.count, 5);
	assert_int_equal(book->digest.len, 64);
	assert_str(words_in(&book->title, LANG_JA), "見つかった弱点への対応");
	assert_str(words_in(&(struct words){ .en = STR("only") }, LANG_JA), "only");
	assert_str(words_in(&(struct words){ .ja = STR("だけ") }, LANG_EN), "だけ");
}

/* Obligatory "from" a state are it and those to which each way leads through it. */
static void
a_field_is_obligatory_where_each_way_leads_through_its_state(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *book = test_book(BOOK, arena);
	const struct play_field *applies = &book->fields.items[at_of(book, fields, "applies")];
	const struct play_field *plans = &book->fields.items[at_of(book, fields, "plans")];

	(void)state;
	assert_int_equal(applies->obliged, 1U << 1 | 1U << 2 | 1U << 3);
	assert_int_equal(plans->obliged, 1U << 2 | 1U << 3);
	assert_int_equal(book->fields.items[at_of(book, fields, "expiry")].obliged, 0);
}

/* One line of the whole is put in another's place; the sentence must hold both words. */
static void
what_is_wrong_is_refused_with_file_line_and_reason(void **state)
{
	static const struct { const char *was, *is, *line, *says; } cases[] = {
		{ "playbook: test-response", "playbok: test-response", "line 1", "did you mean \"playbook\"" },
		{ "playbook: test-response", "playbook: Test", "line 1", "small letters" },
		{ "playbook: test-response\n", "", "line 1", "\"playbook\" is missing" },
		{ "since: 2026-04-01", "since: soon", "line 2", "\"soon\" is no day" },
		{ "since: 2026-04-01\n", "", "line 1", "\"since\" is missing" },
		{ "number: R", "number: r1", "line 4", "capital letters" },
		{ "number: R", "number: ABCDEFGHI", "line 4", "capital letters" },
		{ "number: R", "number: R\nsealed: maybe", "line 5", "true or false" },
		{ "number: R", "number: R\ncolour: red", "line 5", "no key that can stand here; there are: playbook, since" },
		{ "title: {ja: 見つかった弱点への対応, en: Response to a finding}", "title: {}", "line 3", "\"ja\"" },
		{ "title: {ja: 見つかった弱点への対応, en: Response to a finding}", "title: x", "line 3", "mapping" },
		{ "above: security", "above: securty", "line 7", "stands nowhere in roles: did you mean \"security\"" },
		{ "above: security", "above: sceurity", "line 7", "did you mean \"security\"" },
		{ "above: security", "above: security_staff_of_the_whole_organisation_and_of_all_its_units_too", "line 7", "there are: security" },
		{ "above: security", "above: zebra", "line 7", "there are: security, operator, executive" },
		{ "above: security", "above: [security]", "line 7", "a name out of roles" },
		{ "rights: [read, comment, edit], above: security", "rights: [read, fly], above: security", "line 7", "there are: read" },
		{ "rights: [read, comment, edit], above: security", "rights: read", "line 7", "must be a list" },
		{ "rights: [read, comment, edit, close]}", "rights: [read], above: operator}", "line 6", "circle" },
		{ "  operator: {ja: 運用担当", "  program: {ja: 運用担当", "line 7", "cannot be a name" },
		{ "  operator: {ja: 運用担当, en: Operator,", "  operator: {", "line 7", "what people read" },
		{ "{type: bool, ja: 周知済み", "{type: boolean, ja: 周知済み", "", "there are: bool, number" },
		{ "{type: bool, ja: 周知済み", "{type: bool, values: {a: {ja: あ}}, ja: 周知済み", "", "has no \"values\"" },
		{ "{type: bool, ja: 周知済み", "{type: choice, ja: 周知済み", "", "\"values\" is missing" },
		{ "{type: bool, ja: 周知済み", "{type: choice, values: {}, ja: 周知済み", "", "1 to 200" },
		{ "{type: bool, ja: 周知済み", "{type: choice, values: {true: {ja: あ}}, ja: 周知済み", "", "cannot be a name" },
		{ "{type: bool, ja: 周知済み", "{type: rows, columns: {}, ja: 周知済み", "", "1 to 200" },
		{ "cost: {type: money,", "cost: {type: rows,", "", "cannot hold rows" },
		{ "min: 0}", "min: few}", "", "\"few\" is no number" },
		{ "min: 1,", "min: -1,", "", "\"-1\" is no number" },
		{ "{type: bool, ja: 周知済み", "{type: bool, hint: {jp: 例}, ja: 周知済み", "", "\"jp\"" },
		{ "{type: bool, ja: 周知済み", "{type: bool, from: surveyy, ja: 周知済み", "", "did you mean \"survey\"" },
		{ "{type: bool, ja: 周知済み", "{type: bool, by: [security, security], ja: 周知済み", "", "stands twice" },
		{ "{type: bool, ja: 周知済み", "{type: bool, compartment: finder, ja: 周知済み", "", "there are: common" },
		{ "  consent: {", "  applies: {", "line 19", "a field and an approval" },
		{ "route: owner-consent", "route: ../secret", "line 19", "no folder" },
		{ "by: operator, in: survey", "by: [operator], in: survey", "line 21", "\"by\" must be one word" },
		{ "by: operator, in: survey", "by: operator, in: closed", "line 21", "the case is closed" },
		{ "by: operator, in: survey", "by: operator, in: []", "line 21", "\"in\" is empty" },
		{ "by: operator, in: survey", "by: operator, in: direction", "line 1", "cannot be worked on" },
		{ "each: system", "each: planet", "line 22", "there are: one, system" },
		{ "done_when: rematch_clear", "done_when: rematch_cleer", "line 22", "did you mean \"rematch_clear\"" },
		{ "done_when: rematch_clear", "done_when: \"plans ==\"", "line 22", "character" },
		{ "due: {business_days: 2}", "due: {weeks: 2}", "line 21", "no key that can stand here" },
		{ "due: {business_days: 2}", "due: {days: 2, hours: 1}", "line 21", "one number with its unit" },
		{ "due: {business_days: 2}", "due: {days: -1}", "line 21", "from 0 to" },
		{ "due: {business_days: 2}", "due: {maintenance: 2}", "line 21", "next maintenance" },
		{ "survey: {ja: ①調査, en: Survey}", "survey: {ja: ①調査, final: true}", "line 21", "the case is closed" },
		{ "id: decide, ", "", "line 31", "\"id\" is missing" },
		{ "id: decide", "id: begin", "line 32", "stands twice in moves" },
		{ "from: survey, to: direction, ", "to: direction, ", "line 31", "\"from\" is missing" },
		{ "from: survey, to: direction, by", "from: survey, to: dirction, by", "line 31", "did you mean \"direction\"" },
		{ "by: [security], when: \"applies", "when: \"applies", "line 31", "\"by\" is missing" },
		{ "by: [security], when: \"applies", "by: [], when: \"applies", "line 31", "\"by\" is empty" },
		{ "when: \"applies == affected\"", "when: \"aplies == affected\"", "line 31", "did you mean \"applies\"" },
		{ "when: \"applies == affected\"", "when: \"applies == granted\"", "line 31", "granted" },
		{ "when: \"applies == affected\"", "when: \"release == affected\"", "line 31", "ask \"release_filled\"" },
		{ "when: \"applies == affected\"", "when: \"wholly_other\"", "line 31", "rematch_clear, release_passed" },
		{ "when: \"applies == affected\"", "when: {applies: affected}", "line 31", "one word or text" },
		{ "when: \"applies == affected\"", "when: interim_passed", "line 1", "\"interim_until\"" },
		{ "makes: [notice]", "makes: [notise]", "line 32", "did you mean \"notice\"" },
		{ "needs: [plans]", "needs: [plan]", "line 32", "did you mean \"plans\"" },
		{ "approvals: [consent]", "approvals: [consnt]", "line 32", "did you mean \"consent\"" },
		{ "starts: [mend, tell]", "starts: [mend, look]", "line 32", "cannot be worked on" },
		{ "to: direction, by: [security], drops: [mend]", "to: direction, by: [security], drops: [mend], tasks: [mend]", "line 34", "choose one" },
		{ "clears: [plans, consent]", "clears: [applies]", "line 34", "must be filled in \"direction\"" },
		{ "clears: [plans, consent]", "clears: [nothing]", "line 34", "stands nowhere in fields" },
		{ "by: program, when: expiry_passed", "by: program, two_person: true", "line 36", "two persons" },
		{ "by: program, when: expiry_passed", "by: [program, nobody], when: expiry_passed", "line 36", "stands nowhere in roles" },
		{ "forbids: [publish], hides: [notice]", "forbids: []", "line 40", "A guard says" },
		{ "forbids: [publish]", "forbids: [publsh]", "line 40", "did you mean \"publish\"" },
		{ "in: survey, from: opened", "in: closed, from: opened", "line 42", "the case is closed" },
		{ "in: survey, from: opened", "in: survey, from: plans", "line 42", "\"plans\" is none" },
		{ "in: survey, from: opened", "in: [survey, doing], from: entered", "line 42", "one state only" },
		{ "in: survey, from: opened", "in: survey", "line 42", "\"from\" is missing" },
		{ "from: opened, due: {business_days: 1}", "from: opened, before: {business_days: 1}", "line 42", "counts back from a field" },
		{ "from: opened, due: {business_days: 1}", "from: opened", "line 42", "either \"due\"" },
		{ "before: {days: 7}", "before: {business_hours: 7}", "line 44", "\"before\" counts hours" },
		{ "met_by: decide", "met_by: decied", "line 42", "did you mean \"decide\"" },
		{ "remind: [{before: {hours: 4}, tell: security}]", "remind: [{tell: security}]", "line 43", "how long" },
		{ "remind: [{before: {hours: 4}, tell: security}]", "remind: [{before: {hours: 4}}]", "line 43", "\"tell\" is missing" },
		{ "remind: [{before: {hours: 4}, tell: security}]", "remind: [{after: maintenance, tell: security}]", "line 43", "give hours or days" },
		{ "remind: [{before: {hours: 4}, tell: security}]", "remind: 4", "line 43", "must be a list" },
		{ "escalate: [{after: {hours: 0}", "escalate: [{before: {hours: 0}", "line 43", "\"before\" is no key" },
		{ "template: stop-notice", "template: stop-notice.ja", "line 47", "no folder" },
		{ "begins: [look]", "begins: [mend]", "line 1", "cannot be worked on" },
		{ "begins: [look]", "begins: [loook]", "line 48", "did you mean \"look\"" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str book = STR(BOOK), said;
		size_t at = str_find(book, str_of(cases[i].was));
		struct playbook *read = NULL;
		struct err *err;

		if (at == SIZE_MAX)
			fail_msg("\"%s\" does not stand in the playbook", cases[i].was);
		book = arena_printf(arena, "%.*s%s%.*s", (int)at, book.ptr, cases[i].is, STR_ARG(str_from(book, at + strlen(cases[i].was))));
		err = playbook_read(book, STR("test.yaml"), arena, &read);
		if (err == NULL)
			fail_msg("%s: was read", cases[i].is);
		said = err_sentence(err, LANG_EN, arena);
		print_message("  %.*s\n", STR_ARG(said));
		assert_true(str_starts(said, STR("test.yaml: ")));
		if (str_find(said, str_of(cases[i].line)) == SIZE_MAX || str_find(said, str_of(cases[i].says)) == SIZE_MAX)
			fail_msg("%s: \"%.*s\" does not say \"%s\" and \"%s\"", cases[i].is, STR_ARG(said), cases[i].line, cases[i].says);
	}
}

/* Who puts findings off says who answers for it, why, what it means for the users and until when; and a sealed case decides nothing. */
static void
a_decision_on_findings_is_said_whole(void **state)
{
	static const char whole[] = "kind: accept, owner: who, reason: why, effect: users, until: till", all[] = "who, why, users, till";
	static const struct { const char *head, *needs, *decides, *says; } cases[] = {
		{ "", all, whole, NULL },
		{ "sealed: true\n", all, whole, "A sealed case decides nothing" },
		{ "", all, "owner: who, reason: why, effect: users, until: till", "\"kind\" is missing" },
		{ "", all, "kind: forget, reason: why", "\"forget\"" },
		{ "", all, "kind: accept, motive: why", "no key that can stand here" },
		{ "", all, "kind: accept, reason: why, effect: users, until: till", "\"owner\" is missing" },
		{ "", all, "kind: accept, owner: who, effect: users, until: till", "\"reason\" is missing" },
		{ "", all, "kind: accept, owner: who, reason: why, until: till", "\"effect\" is missing" },
		{ "", all, "kind: accept, owner: who, reason: why, effect: users", "\"until\" is missing" },
		{ "", all, "kind: accept, owner: till, reason: why, effect: users, until: till", "cannot be a field of type day" },
		{ "", all, "kind: accept, owner: who, reason: why, effect: users, until: why", "cannot be a field of type long" },
		{ "", all, "kind: accept, owner: nobody, reason: why, effect: users, until: till", "\"nobody\"" },
		{ "", "who, users, till", whole, "put it under \"needs\"" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str text = arena_printf(arena, "playbook: t\nsince: 2026-04-01\ntitle: {ja: 題}\nnumber: T\n%s"
		    "roles:\n  r: {ja: 役, rights: [read, close]}\n"
		    "fields:\n  who: {type: person, ja: 人}\n  why: {type: long, ja: 理由}\n  users: {type: text, ja: 影響}\n  till: {type: day, ja: 期限}\n"
		    "states:\n  a: {ja: 甲}\n  b: {ja: 乙, final: true}\n"
		    "moves:\n  - {id: m, ja: 動く, from: a, to: b, by: r, needs: [%s], decides: {%s}}\n", cases[i].head, cases[i].needs, cases[i].decides);
		struct playbook *book = NULL;
		struct err *err = playbook_read(text, STR("t"), arena, &book);

		if (cases[i].says == NULL) {
			assert_ok(err);
			assert_int_equal(book->moves.items[0].decides.until, at_of(book, fields, "till"));
			continue;
		}
		if (err == NULL)
			fail_msg("%s: was read", cases[i].decides);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(cases[i].says)) == SIZE_MAX)
			fail_msg("%s: %.*s", cases[i].decides, STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
}

static void
expressions_are_said_by_what_their_words_are_called(void **state)
{
	static const struct { const char *text, *ja, *en; } cases[] = {
		{ "", "", "" },
		{ "applies == affected", "「該非」 = 該当", "\"Applies\" = affected" },
		{ "not (applies != unknown)", "次に当たらない: ( 「該非」 ≠ 判定不能 )", "not: ( \"Applies\" ≠ cannot be told )" },
		{ "consent == granted or told", NULL, "\"Consent\" = approved or \"Users told\"" },
		{ "hosts>=3 and hosts<10", NULL, "\"Hosts\" ≥ 3 and \"Hosts\" < 10" },
		{ "told == true", NULL, "\"Users told\" = yes" },
		{ "release_passed and stranger", NULL, NULL },
	};
	static const char asked[] = "when: \"applies == affected\"",
	    more[] = "when: \"(applies == affected or consent == granted) and hosts >= 3 and release_passed\"";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = STR(BOOK);
	size_t at = str_find(text, str_of(asked));
	const struct playbook *book;

	(void)state;
	/* Words are what the playbook's own expressions ask about. */
	text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(str_sub(text, 0, at)), more, STR_ARG(str_from(text, at + sizeof(asked) - 1)));
	book = test_book(arena_cstr(arena, text), arena);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct words words = expression_words(book, str_of(cases[i].text), arena);

		print_message("  %s: %.*s / %.*s\n", cases[i].text, STR_ARG(words.ja), STR_ARG(words.en));
		if (cases[i].ja != NULL)
			assert_str(words.ja, cases[i].ja);
		if (cases[i].en != NULL)
			assert_str(words.en, cases[i].en);
	}
	assert_true(str_ends(expression_words(book, STR("release_passed and stranger"), arena).en, STR("and stranger")));
}

static void
there_is_room_for_64_roles_and_states(void **state)
{
	static const struct { int roles, states; bool fits; } cases[] = { { 64, 64, true }, { 65, 1, false }, { 1, 65, false } };
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf text BUF_SCOPE = { 0 };
		struct playbook *book = NULL;
		struct err *err;

		buf_add(&text, STR(BOOK_HEAD "roles:\n"));
		for (int j = 0; j < cases[i].roles; j++)
			buf_addf(&text, "  r%d: {ja: 役, rights: [read]}\n", j);
		buf_add(&text, STR("fields:\n  f: {type: text, ja: 欄, from: s0}\nstates:\n"));
		for (int j = 0; j < cases[i].states; j++)
			buf_addf(&text, "  s%d: {ja: 段階}\n", j);
		buf_add(&text, STR("moves:\n  - {id: m, ja: 動く, from: s0, to: s0, by: r0}\n"));
		err = playbook_read(buf_str(&text), STR("t"), arena, &book);
		assert_true((err == NULL) == cases[i].fits);
	}
}

/* The way is the shortest to the first end; what only another move needs belongs to where that leads. */
static void
the_outline_tells_how_most_cases_go_and_what_is_filled_in_when(void **state)
{
	static const struct { const char *field, *stage; } stages[] = {
		{ "applies", "survey" }, { "conditions", "survey" }, { "impact", "direction" }, { "plans", "planning" }, { "stops", "planning" },
		{ "stop_at", "planning" }, { "interim_until", "planning" }, { "accept_owner", "accepted" }, { "expiry", "accepted" },
	};
	static const char *const way[] = { "survey", "direction", "planning", "doing", "closed" };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playbook *book = NULL;
	struct play_outline outline;

	(void)state;
	assert_ok(playbook_read(asset_find(STR("playbooks/finding-response.yaml")), STR("finding-response.yaml"), arena, &book));
	playbook_outline(book, arena, &outline);
	assert_int_equal(outline.way.count, ARRAY_LEN(way));
	for (size_t i = 0; i < ARRAY_LEN(way); i++)
		assert_str(book->states.items[outline.way.items[i]].id, way[i]);
	for (size_t i = 0; i < ARRAY_LEN(stages); i++)
		assert_str(book->states.items[outline.stage[at_of(book, fields, stages[i].field)]].id, stages[i].stage);
	assert_true(playbook_leads_on(&outline, at_of(book, states, "survey"), &book->moves.items[at_of(book, moves, "direct")]));
	assert_false(playbook_leads_on(&outline, at_of(book, states, "doing"), &book->moves.items[at_of(book, moves, "replan")]));
	assert_false(playbook_leads_on(&outline, at_of(book, states, "accepted"), &book->moves.items[at_of(book, moves, "lapse")]));
	assert_str(words_in(&book->about, LANG_JA), "使っている製品やシステムに弱点が見つかった");
}

static void
the_edition_in_force_is_the_newest_that_has_begun(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playbook *old = test_book(BOOK, arena), *new = test_book(BOOK, arena), *other = test_book(BOOK "\n# other\n", arena);
	struct playbooks books = { 0 };

	(void)state;
	new->since = old->since + 100;
	assert_ok(playbooks_add(&books, old, false, arena));
	assert_ok(playbooks_add(&books, new, false, arena));
	assert_ok(playbooks_add(&books, old, false, arena));
	assert_int_equal(books.count, 2);
	assert_null(playbooks_find(&books, STR("test-response"), old->since - 1));
	assert_null(playbooks_find(&books, STR("another"), old->since));
	assert_ptr_equal(playbooks_find(&books, STR("test-response"), old->since), old);
	assert_ptr_equal(playbooks_find(&books, STR("test-response"), new->since - 1), old);
	assert_ptr_equal(playbooks_find(&books, STR("test-response"), new->since), new);
	assert_err(playbooks_add(&books, other, false, arena), ERR_CONFLICT);
	assert_ptr_equal(playbooks_find(&books, STR("test-response"), old->since), old);
	assert_ok(playbooks_add(&books, other, true, arena));
	assert_ptr_equal(playbooks_find(&books, STR("test-response"), old->since), other);
	assert_int_equal(books.count, 2);
}

/* Those that are compiled in; what exploring would find, domain/playcheck's tests hold them to. */
static void
the_shipped_playbooks_are_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playbooks books = { 0 };

	(void)state;
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);
		struct playbook *book = NULL;

		if (!str_starts(name, STR("playbooks/")) || !str_ends(name, STR(".yaml")))
			continue;
		assert_ok(playbook_read(asset_find(name), name, arena, &book));
		print_message("  %.*s: %zu states, %zu moves, %zu fields, %zu words\n", STR_ARG(name), book->states.count, book->moves.count,
		    book->fields.count, book->words.count);
		assert_ok(playbooks_add(&books, book, false, arena));
	}
	assert_true(books.count > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_part_stands_where_it_was_written),
		cmocka_unit_test(a_field_is_obligatory_where_each_way_leads_through_its_state),
		cmocka_unit_test(what_is_wrong_is_refused_with_file_line_and_reason),
		cmocka_unit_test(a_decision_on_findings_is_said_whole),
		cmocka_unit_test(expressions_are_said_by_what_their_words_are_called),
		cmocka_unit_test(there_is_room_for_64_roles_and_states),
		cmocka_unit_test(the_shipped_playbooks_are_read),
		cmocka_unit_test(the_outline_tells_how_most_cases_go_and_what_is_filled_in_when),
		cmocka_unit_test(the_edition_in_force_is_the_newest_that_has_begun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
