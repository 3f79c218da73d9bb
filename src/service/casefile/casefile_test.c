/*
 * casefile_test.c - cases through the service, on each engine: who may do what, what comes of it, what two people at once find.
 */
#include "store/ledger/engines_test.h"

#include "service/casefile/drill_test.h"

/* ---------------------------------------------------------------------------------------- a whole case */

static void
a_case_runs_to_its_end(struct drill *d)
{
	struct case_moved moved;
	struct case_view view;
	struct str number;

	number = drill_open(d, &d->sato, "Old web server");
	assert_str(number, "D-2026-0001");
	assert_err(case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, d->arena, &moved), ERR_CONFLICT);      /* applies is not filled */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, d->arena, &moved));
	assert_str(moved.state, "doing");
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.tasks.count, 2);      /* one a system */
	assert_str(view.tasks.items[0].subject, "予約システム");
	assert_err(case_move(&d->desk, &d->sato, number, STR("close"), STR(""), d->now, d->arena, &moved), ERR_CONFLICT);      /* tasks are open */
	assert_err(task_done(&d->desk, &d->abe, view.tasks.items[0].id, STR(""), d->now, d->arena), ERR_FORBIDDEN);
	assert_ok(task_done(&d->desk, &d->kato, view.tasks.items[0].id, STR("updated"), d->now, d->arena));
	assert_ok(task_done(&d->desk, &d->kato, view.tasks.items[1].id, STR(""), d->now, d->arena));
	assert_err(case_move(&d->desk, &d->kato, number, STR("close"), STR(""), d->now, d->arena, &moved), ERR_CONFLICT);      /* not his part */
	assert_ok(case_move(&d->desk, &d->sato, number, STR("close"), STR("verified"), d->now, d->arena, &moved));
	assert_true(moved.proposed);
	assert_err(case_confirm(&d->desk, &d->sato, number, false, STR(""), d->now, d->arena, &moved), ERR_CONFLICT);      /* another person */
	assert_ok(case_confirm(&d->desk, &d->ito, number, false, STR(""), d->now, d->arena, &moved));
	assert_str(moved.state, "closed");
	assert_ok(case_show(&d->desk, &d->abe, number, d->now, d->arena, &view));
	assert_false(view.open);
	assert_int_equal(view.closed_at, d->now);
}

/* ---------------------------------------------------------------------------------------------- rights */

static void
what_one_may_not_see_is_not_there(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_list_view list;
	struct case_query query = CASE_QUERY_OPEN;
	struct case_view view;

	/* an account without an office sees nothing */
	assert_err(case_show(&d->desk, &d->guest, number, d->now, d->arena, &view), ERR_NOT_FOUND);
	assert_ok(case_list(&d->desk, &d->guest, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 0);
	/* a reader sees the case without the field and entries of the inner part */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("inner"), STR("only for us"), -1, d->now, d->arena));
	assert_ok(case_note(&d->desk, &d->sato, number, STR("an inner note"), STR("inside"), d->now, d->arena));
	assert_ok(case_show(&d->desk, &d->abe, number, d->now, d->arena, &view));
	for (size_t i = 0; i < view.fields.count; i++)
		assert_false(str_eq(view.fields.items[i].name, STR("inner")));
	for (size_t i = 0; i < view.timeline.count; i++) {
		assert_true(str_find(view.timeline.items[i].words, STR("inner")) == SIZE_MAX);
		assert_false(str_eq(view.timeline.items[i].compartment, STR("inside")));
	}
	assert_err(case_set(&d->desk, &d->abe, number, STR("inner"), STR("x"), -1, d->now, d->arena), ERR_NOT_FOUND);
	assert_err(case_set(&d->desk, &d->abe, number, STR("applies"), STR("affected"), -1, d->now, d->arena), ERR_FORBIDDEN);
	assert_err(case_note(&d->desk, &d->abe, number, STR("x"), STR(""), d->now, d->arena), ERR_FORBIDDEN);
	assert_err(case_note(&d->desk, &d->abe, number, STR("x"), STR("inside"), d->now, d->arena), ERR_NOT_FOUND);
	assert_err(case_open(&d->desk, &d->abe, &(struct case_opening){ .playbook = STR("drill"), .title = STR("x") }, d->now, d->arena, &number),
	    ERR_FORBIDDEN);
}

/* ------------------------------------------------------------------------------------------- conflicts */

static void
two_who_write_at_once_lose_nothing(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_view first, second;
	struct err *err;

	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &first));
	assert_ok(case_show(&d->other, &d->ito, number, d->now, d->arena, &second));
	assert_ok(case_set(&d->other, &d->ito, number, STR("ground"), STR("Ito's word"), drill_revision(&second, "ground"), d->now, d->arena));
	err = case_set(&d->desk, &d->sato, number, STR("ground"), STR("Sato's word"), drill_revision(&first, "ground"), d->now, d->arena);
	assert_err(err, ERR_CONFLICT);
	assert_true(str_find(err_sentence(err, LANG_EN, d->arena), STR("Ito's word")) != SIZE_MAX);
	assert_true(str_find(err_sentence(err, LANG_EN, d->arena), STR("Sato's word")) != SIZE_MAX);
	/* another field is no conflict */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), drill_revision(&first, "applies"), d->now, d->arena));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &first));
	assert_str(drill_field(&first, "ground")->value, "Ito's word");
	assert_str(drill_field(&first, "applies")->value, "affected");
	/* the same again is no entry */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, d->arena));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &second));
	assert_int_equal(first.revision, second.revision);
}

/* ------------------------------------------------------------------------------------------- forms */

static const struct case_stage_view *
stage_of(const struct case_view *view, const char *id)
{
	for (size_t i = 0; i < view->stages.count; i++)
		if (str_eq(view->stages.items[i].id, str_of(id)))
			return &view->stages.items[i];
	fail_msg("no stage %s", id);
	return NULL;
}

static void
a_case_says_where_it_stands_and_what_lacks(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_openable_view openable;
	struct case_forms_view forms;
	struct case_moved moved;
	struct case_view view;

	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.stages.count, 2);      /* the shortest way: survey, closed */
	assert_true(stage_of(&view, "survey")->current);
	assert_int_equal(stage_of(&view, "survey")->fields, 5);
	assert_true(drill_field(&view, "applies")->needed);
	assert_false(drill_field(&view, "ground")->needed);
	assert_false(view.moves.items[0].onward);      /* to "doing", which the shortest way does not pass */
	assert_true(view.moves.items[1].onward);
	assert_int_equal(view.moves.items[0].brings.count, 1);
	assert_str(view.moves.items[0].brings.items[0], "The task \"Mend\" begins.");
	/* forms: what he may fill, with what may be chosen */
	assert_ok(case_forms(&d->desk, &d->sato, number, STR("survey"), STR(""), d->now, d->arena, &forms));
	assert_int_equal(forms.forms.count, 5);
	assert_int_equal(forms.forms.items[0].choices.count, 2);
	assert_true(forms.forms.items[2].choices.count >= 5);      /* people */
	assert_ok(case_forms(&d->desk, &d->kato, number, STR("survey"), STR(""), d->now, d->arena, &forms));
	assert_int_equal(forms.forms.count, 1);      /* ground */
	assert_ok(case_forms(&d->desk, &d->kato, number, STR(""), STR("applies"), d->now, d->arena, &forms));
	assert_false(forms.forms.items[0].field.may);
	assert_true(forms.forms.items[0].why.count > 0);
	assert_err(case_forms(&d->desk, &d->abe, number, STR(""), STR("inner"), d->now, d->arena, &forms), ERR_NOT_FOUND);
	assert_err(case_forms(&d->desk, &d->sato, number, STR("nowhere"), STR(""), d->now, d->arena, &forms), ERR_NOT_FOUND);
	/* beside the way the state is a step all the same */
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, d->arena, &moved));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.stages.count, 3);
	assert_true(stage_of(&view, "survey")->passed);
	/* who may begin one, and about what */
	assert_ok(case_openable(&d->desk, &d->sato, d->now, d->arena, &openable));
	assert_int_equal(openable.books.count, 1);
	assert_int_equal(openable.systems.count, 3);
	assert_ok(case_openable(&d->desk, &d->abe, d->now, d->arena, &openable));
	assert_int_equal(openable.books.count, 0);
	assert_true(stage_of(&view, "doing")->current);
}

/* What a form of rows sends becomes the value; a row that is blank or taken out is left out. */
static void
rows_come_from_cells(struct drill *d)
{
	struct case_form_view form = { 0 };
	struct str_list cells = { 0 }, out = { 0 };
	struct str value;
	static const char *const typed[] = { "A", "say \"now\"\nor never", " ", "", "B", "", "C", "x" };

	list_push(d->arena, &form.columns, ((struct case_column_view){ .name = STR("name") }));
	list_push(d->arena, &form.columns, ((struct case_column_view){ .name = STR("content") }));
	for (size_t i = 0; i < ARRAY_LEN(typed); i++)
		list_push(d->arena, &cells, str_of(typed[i]));
	list_push(d->arena, &out, STR("3"));
	assert_ok(case_rows(&form, &cells, &out, d->arena, &value));
	assert_str(value, "[{\"name\":\"A\",\"content\":\"say \\\"now\\\"\\nor never\"},{\"name\":\"B\"}]");
	cells.count = 3;
	assert_err(case_rows(&form, &cells, &out, d->arena, &value), ERR_USAGE);
	cells.count = 0;
	assert_ok(case_rows(&form, &cells, &out, d->arena, &value));
	assert_str(value, "");
}

/* ---------------------------------------------------------------------------------------------- values */

static void
values_are_refused_in_words(struct drill *d)
{
	static const struct { const char *field, *value; enum err_code code; } cases[] = {
		{ "applies", "perhaps", ERR_FORMAT }, { "nothing", "x", ERR_NOT_FOUND }, { "person", "nobody", ERR_NOT_FOUND },
		{ "person", "kato", ERR_NONE }, { "person", "", ERR_NONE }, { "until", "2026-02-30", ERR_FORMAT }, { "until", "令和8年12月1日", ERR_NONE },
		{ "ground", "\xff", ERR_FORMAT }, { "applies", "", ERR_NONE },
	};
	struct str number = drill_open(d, &d->sato, "Old web server");

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err *err = case_set(&d->desk, &d->sato, number, str_of(cases[i].field), str_of(cases[i].value), -1, d->now, d->arena);

		print_message("    %s = %s: %s\n", cases[i].field, cases[i].value, err == NULL ? "" : err_sentence(err, LANG_JA, d->arena).ptr);
		assert_int_equal(err == NULL ? ERR_NONE : err->code, cases[i].code);
	}
}

/* --------------------------------------------------------------------------------------------- threads */

static void
messages_are_read_one_by_one(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_message message = { .text = STR("Who knows this server?") };
	struct case_thread_view view;
	struct case_view seen;
	int64_t thread, inner;

	assert_ok(case_write(&d->desk, &d->sato, number, &message, d->now, d->arena, &thread));
	message.text = STR("I do.");
	assert_ok(case_write(&d->desk, &d->kato, number, &message, d->now, d->arena, &inner));
	assert_int_equal(thread, inner);      /* the first thread is the general one */
	message = (struct case_message){ .title = STR("for us"), .compartment = STR("inside"), .text = STR("secret word") };
	assert_ok(case_write(&d->desk, &d->sato, number, &message, d->now, d->arena, &inner));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &seen));
	assert_int_equal(seen.threads.count, 2);
	assert_int_equal(seen.threads.items[0].unread, 1);
	assert_ok(case_thread(&d->desk, &d->sato, number, thread, d->now, d->arena, &view));
	assert_int_equal(view.texts.count, 2);
	assert_false(view.texts.items[0].unread);
	assert_true(view.texts.items[1].unread);
	assert_ok(case_thread(&d->desk, &d->sato, number, thread, d->now, d->arena, &view));
	assert_false(view.texts.items[1].unread);
	/* the inner one is not there for others, by number neither */
	assert_ok(case_show(&d->desk, &d->kato, number, d->now, d->arena, &seen));
	assert_int_equal(seen.threads.count, 1);
	assert_err(case_thread(&d->desk, &d->kato, number, inner, d->now, d->arena, &view), ERR_NOT_FOUND);
	message = (struct case_message){ .thread = inner, .text = STR("x") };
	assert_err(case_write(&d->desk, &d->kato, number, &message, d->now, d->arena, &thread), ERR_NOT_FOUND);
	/* a correction follows one's own message, nobody else's */
	message = (struct case_message){ .thread = view.id, .text = STR("I did."), .corrects = view.texts.items[1].number };
	assert_err(case_write(&d->desk, &d->sato, number, &message, d->now, d->arena, &thread), ERR_NOT_FOUND);
	assert_ok(case_write(&d->desk, &d->kato, number, &message, d->now, d->arena, &thread));
	assert_ok(case_thread(&d->desk, &d->sato, number, thread, d->now, d->arena, &view));
	assert_int_equal(view.texts.items[2].corrects, view.texts.items[1].number);
}

/* ----------------------------------------------------------------------------------------------- files */

static void
files_wait_in_quarantine(struct drill *d)
{
	static const struct { const char *name; struct str content; const char *kind; } cases[] = {
		{ "a.pdf", STR_INIT("MZ\x90"), "program" }, { "report.txt", STR_INIT("%PDF-1.7"), "pdf" }, { "../../etc/x.docx", STR_INIT("PK\3\4 .. [Content_Types].xml"), "office" },
		{ "m.docm", STR_INIT("PK\3\4[Content_Types].xml word/vbaProject.bin"), "office-macro" }, { "n", STR_INIT("hello"), "text" },
		{ "h.txt", STR_INIT(" <!DOCTYPE html><p>"), "html" }, { "b", STR_INIT("\xff\xfe\x00"), "unknown" }, { "e", STR_INIT(""), "text" },
	};
	struct str number = drill_open(d, &d->sato, "Old web server"), back;
	struct case_file_view file;
	struct case_view view;
	char *big = ARENA_ARRAY(d->arena, char, 700000);

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_ok(case_file_put(&d->desk, &d->kato, number, str_of(cases[i].name), cases[i].content, STR(""), d->now, d->arena, &file));
		assert_str(file.kind, cases[i].kind);
		assert_true(str_find(file.name, STR("/")) == SIZE_MAX);
		assert_ok(case_file_get(&d->desk, &d->sato, file.id, d->now, d->arena, &file, &back));
		assert_true(str_eq(back, cases[i].content));
	}
	for (size_t i = 0; i < 700000; i++)
		big[i] = (char)(i * 2654435761U >> 13);
	assert_ok(case_file_put(&d->desk, &d->sato, number, STR("big"), (struct str){ big, 700000 }, STR("inside"), d->now, d->arena, &file));
	assert_ok(case_file_get(&d->desk, &d->sato, file.id, d->now, d->arena, &file, &back));
	assert_true(back.len == 700000 && memcmp(back.ptr, big, back.len) == 0);
	assert_err(case_file_get(&d->desk, &d->kato, file.id, d->now, d->arena, &file, &back), ERR_NOT_FOUND);
	assert_err(case_file_release(&d->desk, &d->abe, 1, STR("looks good"), d->now, d->arena), ERR_FORBIDDEN);
	assert_err(case_file_release(&d->desk, &d->sato, 1, STR(""), d->now, d->arena), ERR_USAGE);
	assert_ok(case_file_release(&d->desk, &d->sato, 1, STR("scanned by three"), d->now, d->arena));
	assert_err(case_file_release(&d->desk, &d->sato, 1, STR("again"), d->now, d->arena), ERR_CONFLICT);
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.files.count, ARRAY_LEN(cases) + 1);
	assert_true(view.files.items[0].released && !view.files.items[1].released);
}

/* ----------------------------------------------------------------------------------------------- links */

static void
links_bring_and_take_tasks(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server"), other = drill_open(d, &d->ito, "Another");
	struct case_target target = { LINK_SYSTEM, STR_INIT("予約システム"), STR_INIT("") };
	struct case_moved moved;
	struct case_view view;
	size_t open = 0;

	assert_err(case_link(&d->desk, &d->sato, number, &target, d->now, d->arena), ERR_CONFLICT);      /* linked at opening */
	target.text = STR("なし");
	assert_err(case_link(&d->desk, &d->sato, number, &target, d->now, d->arena), ERR_NOT_FOUND);
	target = (struct case_target){ LINK_CASE, other, STR("") };
	assert_ok(case_link(&d->desk, &d->sato, number, &target, d->now, d->arena));
	target = (struct case_target){ LINK_ADVISORY, STR("JVN#12345678"), STR("") };
	assert_ok(case_link(&d->desk, &d->sato, number, &target, d->now, d->arena));
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, d->arena, &moved));
	target = (struct case_target){ LINK_SYSTEM, STR("図書館システム"), STR("") };
	assert_ok(case_link(&d->desk, &d->sato, number, &target, d->now, d->arena));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.tasks.count, 3);
	assert_ok(case_unlink(&d->desk, &d->sato, number, view.links.items[view.links.count - 1].id, d->now, d->arena));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	for (size_t i = 0; i < view.tasks.count; i++)
		open += str_eq(view.tasks.items[i].state, STR("open"));
	assert_int_equal(open, 2);
}

/* ----------------------------------------------------------------------------------------------- lists */

static void
lists_are_paged_and_searched(struct drill *d)
{
	struct case_query query = { .open = 1, .most = 2 };
	struct task_query mine = { .mine = true, .most = 10 };
	struct task_list_view tasks;
	struct case_list_view list;
	struct case_moved moved;
	struct str last = STR("");

	for (int i = 0; i < 5; i++)
		last = drill_open(d, i % 2 == 0 ? &d->sato : &d->ito, i == 3 ? "ﾀﾞｲﾔﾙ Server" : "Old web server");
	assert_ok(case_list(&d->desk, &d->abe, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 2);
	assert_str(list.cases.items[0].number, "D-2026-0005");
	query.after = list.next;
	assert_ok(case_list(&d->desk, &d->abe, &query, d->now, d->arena, &list));
	assert_str(list.cases.items[0].number, "D-2026-0003");
	query.after = list.next;
	assert_ok(case_list(&d->desk, &d->abe, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 1);
	assert_int_equal(list.next.len, 0);
	query = (struct case_query){ .open = 1, .most = 10, .text = STR("ダイヤル") };
	assert_ok(case_list(&d->desk, &d->abe, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 1);
	query = (struct case_query){ .open = 1, .most = 10, .mine = true };
	assert_ok(case_list(&d->desk, &d->ito, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 2);
	query = (struct case_query){ .open = 1, .most = 10, .system = STR("住民情報システム") };
	assert_ok(case_list(&d->desk, &d->ito, &query, d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 5);
	assert_ok(case_set(&d->desk, &d->sato, last, STR("applies"), STR("affected"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, last, STR("plan"), STR(""), d->now, d->arena, &moved));
	assert_ok(task_list(&d->desk, &d->kato, &mine, d->now, d->arena, &tasks));
	assert_int_equal(tasks.tasks.count, 2);      /* of his office, nobody's in person */
	assert_ok(task_list(&d->desk, &d->abe, &mine, d->now, d->arena, &tasks));
	assert_int_equal(tasks.tasks.count, 0);
	assert_err(task_assign(&d->desk, &d->sato, 1, STR("abe"), INSTANT_NONE, d->now, d->arena), ERR_CONFLICT);
	assert_err(task_assign(&d->desk, &d->abe, 1, STR("kato"), INSTANT_NONE, d->now, d->arena), ERR_FORBIDDEN);
	assert_ok(task_assign(&d->desk, &d->kato, 1, STR("kato"), INSTANT_NONE, d->now, d->arena));      /* takes it himself */
	assert_ok(task_assign(&d->desk, &d->sato, 2, STR("kato"), d->now + INSTANT_DAY, d->now, d->arena));
	assert_ok(task_list(&d->desk, &d->kato, &mine, d->now, d->arena, &tasks));
	assert_int_equal(tasks.tasks.count, 2);
	assert_str(tasks.tasks.items[0].owner, "加藤");
}

/* -------------------------------------------------------------------------------- examples and editions */

static void
a_closed_case_is_found_again(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_list_view list;
	struct case_moved moved;

	assert_ok(case_set(&d->desk, &d->sato, number, STR("ground"), STR("設定で無効にした"), -1, d->now, d->arena));
	assert_err(case_example(&d->desk, &d->sato, number, STR(""), false, d->now, d->arena), ERR_CONFLICT);
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("not_affected"), -1, d->now, d->arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("dismiss"), STR(""), d->now, d->arena, &moved));
	assert_ok(case_example(&d->desk, &d->sato, number, STR("Apache"), false, d->now, d->arena));
	assert_ok(case_examples(&d->desk, &d->abe, STR("ａｐａｃｈｅ 無効"), d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 1);
	assert_ok(case_examples(&d->desk, &d->abe, STR("nginx"), d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 0);
	assert_ok(case_example(&d->desk, &d->sato, number, STR(""), true, d->now, d->arena));
	assert_ok(case_examples(&d->desk, &d->abe, STR("apache"), d->now, d->arena, &list));
	assert_int_equal(list.cases.count, 0);
}

static void
a_case_keeps_its_edition_until_it_is_moved(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_edition_view edition;
	struct case_view view;

	drill_newer_edition(d);
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_true(drill_field(&view, "remark") == NULL);
	assert_ok(case_edition(&d->desk, &d->sato, number, drill_newer_day, false, d->now, d->arena, &edition));
	assert_true(edition.may && !edition.made && edition.differences.count > 0);
	assert_err(case_edition(&d->desk, &d->abe, number, drill_newer_day, true, d->now, d->arena, &edition), ERR_FORBIDDEN);
	assert_ok(case_edition(&d->desk, &d->sato, number, drill_newer_day, true, d->now, d->arena, &edition));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_non_null(drill_field(&view, "remark"));
	assert_err(case_edition(&d->desk, &d->sato, number, drill_newer_day, true, d->now, d->arena, &edition), ERR_CONFLICT);
}

DRILL(a_case_runs_to_its_end)
DRILL(what_one_may_not_see_is_not_there)
DRILL(two_who_write_at_once_lose_nothing)
DRILL(a_case_says_where_it_stands_and_what_lacks)
DRILL(rows_come_from_cells)
DRILL(values_are_refused_in_words)
DRILL(messages_are_read_one_by_one)
DRILL(files_wait_in_quarantine)
DRILL(links_bring_and_take_tasks)
DRILL(lists_are_paged_and_searched)
DRILL(a_closed_case_is_found_again)
DRILL(a_case_keeps_its_edition_until_it_is_moved)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_case_runs_to_its_end),
		cmocka_unit_test(test_what_one_may_not_see_is_not_there),
		cmocka_unit_test(test_two_who_write_at_once_lose_nothing),
		cmocka_unit_test(test_a_case_says_where_it_stands_and_what_lacks),
		cmocka_unit_test(test_rows_come_from_cells),
		cmocka_unit_test(test_values_are_refused_in_words),
		cmocka_unit_test(test_messages_are_read_one_by_one),
		cmocka_unit_test(test_files_wait_in_quarantine),
		cmocka_unit_test(test_links_bring_and_take_tasks),
		cmocka_unit_test(test_lists_are_paged_and_searched),
		cmocka_unit_test(test_a_closed_case_is_found_again),
		cmocka_unit_test(test_a_case_keeps_its_edition_until_it_is_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
