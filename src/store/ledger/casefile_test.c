/*
 * casefile_test.c - what is kept of a case comes back as it was, bytes of any kind too, on both engines.
 */
#include "store/ledger/casefile.h"

#include "store/ledger/engines_test.h"

static const char every_byte[] = "\0\1sealed\xff\xfe\0\x80";
#define BYTES ((struct str){ every_byte, sizeof(every_byte) - 1 })

static struct ledger_case
a_case(int64_t id, struct str number)
{
	return (struct ledger_case){ .id = id, .number = number, .playbook = STR("finding-response"), .edition = 20000, .book_digest = STR("d1"),
		.state = STR("survey"), .is_open = true, .neutral = STR("neutral"), .title = BYTES, .sealed = true, .tlp = TLP_AMBER_STRICT,
		.unit = 3, .opened_at = 1000, .entered_at = 1000, .closed_at = INSTANT_NONE, .opened_by = 7, .example_at = INSTANT_NONE };
}

static struct err *
put_case(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_case casefile;
	struct str number;
	int64_t id;

	(void)context;
	TRY(ledger_case_id(ledger, arena, &id));
	TRY(ledger_case_number(ledger, STR("R"), 2026, arena, &number));
	casefile = a_case(id, number);
	return ledger_case_put(ledger, &casefile, arena);
}

static struct err *
put_and_fail(struct ledger *ledger, void *context, struct arena *arena)
{
	TRY(put_case(ledger, context, arena));
	return err_new(arena, ERR_FORMAT, M("on purpose"));
}

static struct err *
count_case(void *context, const struct ledger_case *casefile, struct arena *arena)
{
	(void)casefile;
	(void)arena;
	++*(int *)context;
	return NULL;
}

static void
a_case_comes_back(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_case_filter all = LEDGER_CASES_OPEN;
	struct ledger_case back;
	int count = 0;

	(void)where;
	(void)context;
	assert_ok(ledger_check_statements(ledger, arena));
	assert_ok(ledger_write(ledger, put_case, NULL, arena));
	assert_err(ledger_write(ledger, put_and_fail, NULL, arena), ERR_FORMAT);
	assert_ok(ledger_write(ledger, put_case, NULL, arena));
	assert_ok(ledger_case_find(ledger, STR("R-2026-0002"), 0, arena, &back));      /* no gap after the failure */
	assert_int_equal(back.id, 2);
	assert_true(str_eq(back.title, BYTES) && back.sealed && back.is_open);
	assert_int_equal(back.tlp, TLP_AMBER_STRICT);
	assert_int_equal(back.closed_at, INSTANT_NONE);
	assert_int_equal(back.revision, 0);
	assert_ok(ledger_cases(ledger, &all, count_case, &count, arena));
	assert_int_equal(count, 2);
	back.state = STR("done");
	back.is_open = false;
	back.closed_at = 2000;
	back.example_at = 2001;
	assert_ok(ledger_case_change(ledger, &back, arena));
	count = 0;
	assert_ok(ledger_cases(ledger, &all, count_case, &count, arena));
	assert_ok(ledger_case_examples(ledger, count_case, &count, arena));
	assert_int_equal(count, 2);
	assert_ok(ledger_case_find(ledger, STR("R-2026-0003"), 0, arena, &back));
	assert_int_equal(back.id, 0);
	assert_ok(ledger_playbook_keep(ledger, STR("d1"), STR("finding-response"), 20000, STR("a: b"), arena));
	assert_ok(ledger_playbook_keep(ledger, STR("d1"), STR("finding-response"), 20000, STR("a: b"), arena));
	assert_ok(ledger_playbook_text(ledger, STR("d1"), arena, &back.title));
	assert_str(back.title, "a: b");
	assert_err(ledger_playbook_text(ledger, STR("d2"), arena, &back.title), ERR_NOT_FOUND);
}

static void
cases_are_kept_on_each_engine(void **state)
{
	(void)state;
	on_each_engine(a_case_comes_back, NULL);
}

struct seen { int64_t count, last, unread; struct str bytes; struct arena *arena; };

static struct err *
see_entry(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->count++;
	seen->last = entry->number;
	seen->bytes = arena_copy(seen->arena, entry->became);
	return NULL;
}

static struct err *
see_thread(void *context, const struct ledger_case_thread *thread, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->count = thread->messages;
	seen->unread = thread->unread;
	return NULL;
}

static void
a_thread_knows_who_has_read(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_case_thread thread = { .id = 1, .casefile = 1, .title = BYTES, .compartment = STR("common"), .by = 7, .at = 10 };
	struct ledger_case_entry entry = { .casefile = 1, .at = 10, .who = 7, .verb = ENTRY_MESSAGE, .compartment = STR("common"),
		.became = BYTES, .thread = 1 };
	struct seen seen = { .arena = arena };

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, put_case, NULL, arena));
	assert_ok(ledger_case_thread_put(ledger, &thread, arena));
	for (int i = 0; i < 3; i++)
		assert_ok(ledger_case_entry_put(ledger, &entry, arena));
	entry.who = 8;
	assert_ok(ledger_case_entry_put(ledger, &entry, arena));
	assert_ok(ledger_case_entries(ledger, 1, 1, 1, 2, see_entry, &seen, arena));
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.last, 3);
	assert_true(str_eq(seen.bytes, BYTES));
	assert_ok(ledger_case_read(ledger, 8, 1, 2, 20, arena));
	assert_ok(ledger_case_read(ledger, 8, 1, 1, 21, arena));      /* never back */
	assert_ok(ledger_case_threads(ledger, 1, 8, see_thread, &seen, arena));
	assert_int_equal(seen.count, 4);
	assert_int_equal(seen.unread, 1);
	assert_ok(ledger_case_threads(ledger, 1, 7, see_thread, &seen, arena));
	assert_int_equal(seen.unread, 1);      /* his own are read */
}

static void
threads_are_kept_on_each_engine(void **state)
{
	(void)state;
	on_each_engine(a_thread_knows_who_has_read, NULL);
}

static struct err *
see_file(void *context, const struct ledger_case_file *file, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->count++;
	seen->last = file->released_at;
	return NULL;
}

static struct err *
see_part(void *context, struct str content, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->bytes = arena_printf(seen->arena, "%.*s%zu ", STR_ARG(seen->bytes), content.len);
	return NULL;
}

static struct err *
see_task(void *context, const struct ledger_case_task *task, struct arena *arena)
{
	struct seen *seen = context;

	(void)arena;
	seen->bytes = arena_printf(seen->arena, "%.*s%lld ", STR_ARG(seen->bytes), (long long)task->id);
	return NULL;
}

static void
files_and_tasks_come_back(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	static const int64_t dues[] = { INSTANT_NONE, 300, 100, 200 };
	struct ledger_case_file file = { .id = 5, .casefile = 1, .name = BYTES, .compartment = STR("common"), .size = 11, .by = 7, .at = 10 };
	struct ledger_case_task task = { .casefile = 1, .kind = STR("mend"), .role = STR("operator"), .subject_name = BYTES,
		.compartment = STR("common"), .owner = 9, .started_at = 10, .ended_at = INSTANT_NONE };
	struct seen seen = { .arena = arena };

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, put_case, NULL, arena));
	assert_ok(ledger_case_file_put(ledger, &file, arena));
	assert_ok(ledger_case_file_part_put(ledger, 5, 1, STR("b"), arena));
	assert_ok(ledger_case_file_part_put(ledger, 5, 0, BYTES, arena));
	assert_ok(ledger_case_file_parts(ledger, 5, see_part, &seen, arena));
	assert_str(seen.bytes, "12 1 ");
	assert_ok(ledger_case_files(ledger, 1, see_file, &seen, arena));
	assert_int_equal(seen.last, INSTANT_NONE);
	assert_ok(ledger_case_file_release(ledger, 5, 7, 99, arena));
	assert_ok(ledger_case_file_find(ledger, 5, arena, &file));
	assert_int_equal(file.released_at, 99);
	assert_true(str_eq(file.name, BYTES));
	for (task.id = 1; task.id <= 4; task.id++) {
		task.due = dues[task.id - 1];
		assert_ok(ledger_case_task_put(ledger, &task, arena));
	}
	seen.bytes = STR("");
	assert_ok(ledger_case_tasks_of(ledger, 9, 10, see_task, &seen, arena));
	assert_str(seen.bytes, "3 4 2 1 ");
	assert_ok(ledger_case_task_find(ledger, 3, arena, &task));
	task.state = 1;
	assert_ok(ledger_case_task_change(ledger, &task, arena));
	seen.bytes = STR("");
	assert_ok(ledger_case_tasks_of(ledger, 9, 2, see_task, &seen, arena));
	assert_str(seen.bytes, "4 2 ");
}

static void
files_and_tasks_are_kept_on_each_engine(void **state)
{
	(void)state;
	on_each_engine(files_and_tasks_come_back, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_are_kept_on_each_engine),
		cmocka_unit_test(threads_are_kept_on_each_engine),
		cmocka_unit_test(files_and_tasks_are_kept_on_each_engine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
