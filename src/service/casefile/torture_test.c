/*
 * torture_test.c - what must hold whatever happens: a unit of work of which any statement fails leaves the case as it was; what random people
 * do at random can be read back out of the timeline; two processes that write at once lose nothing.
 */
#include "service/casefile/drill_test.h"

#include <sys/wait.h>
#include <unistd.h>
#include "format/json/json_write.h"
#include "service/timeline/timeline.h"

/* -------------------------------------------------------------------------------- every statement fails */

static struct {
	const struct engine *real;
	struct engine        broken;
	long                 left;      /* steps until one fails; 0: none does */
} fault;

static struct err *
faulty_step(struct query *query, struct arena *arena, bool *ret_row)
{
	if (fault.left > 0 && --fault.left == 0)
		return err_new(arena, ERR_STORE, M("on purpose"));
	return fault.real->step(query, arena, ret_row);
}

static void
break_engine(struct drill *d)
{
	fault.real = d->ledger->db->engine;
	fault.broken = *fault.real;
	fault.broken.step = faulty_step;
	d->ledger->db->engine = &fault.broken;
}

/* All that there is, as the first person sees it. */
static struct str
everything(struct drill *d)
{
	struct case_query query = { .open = -1, .most = 1000 };
	struct json_writer writer = { 0 };
	struct buf out BUF_SCOPE = { 0 };
	struct case_list_view list;

	writer.out = &out;
	assert_ok(case_list(&d->other, &d->sato, &query, d->now, d->arena, &list));
	for (size_t i = 0; i < list.cases.count; i++) {
		struct case_view view;

		assert_ok(case_show(&d->other, &d->sato, list.cases.items[i].number, d->now, d->arena, &view));
		json_put_record(&writer, NULL, &case_view_schema, &view);
	}
	return arena_copy(d->arena, buf_str(&out));
}

typedef struct err *act(struct drill *d, struct str number);

static struct err *
act_open(struct drill *d, struct str number)
{
	struct case_opening opening = { .playbook = STR("drill"), .title = STR("Another") };

	(void)number;
	list_push(d->arena, &opening.about, ((struct case_target){ LINK_SYSTEM, STR("図書館システム"), STR("") }));
	return case_open(&d->desk, &d->sato, &opening, d->now, d->arena, &number);
}

static struct err *
act_set(struct drill *d, struct str number)
{
	return case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, d->arena);
}

static struct err *
act_move(struct drill *d, struct str number)
{
	struct case_moved moved;

	return case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, d->arena, &moved);
}

static struct err *
act_link(struct drill *d, struct str number)
{
	struct case_target target = { LINK_SYSTEM, STR_INIT("図書館システム"), STR_INIT("") };

	return case_link(&d->desk, &d->sato, number, &target, d->now, d->arena);
}

static struct err *
act_write(struct drill *d, struct str number)
{
	struct case_message message = { .text = STR("word") };
	int64_t thread;

	return case_write(&d->desk, &d->sato, number, &message, d->now, d->arena, &thread);
}

static struct err *
act_file(struct drill *d, struct str number)
{
	char *big = ARENA_ARRAY(d->arena, char, 600000);
	struct case_file_view view;

	return case_file_put(&d->desk, &d->sato, number, STR("f"), (struct str){ big, 600000 }, STR(""), d->now, d->arena, &view);
}

static struct err *
act_back(struct drill *d, struct str number)
{
	struct case_moved moved;

	return case_move(&d->desk, &d->sato, number, STR("back"), STR("another way"), d->now, d->arena, &moved);
}

static struct err *
act_assign(struct drill *d, struct str number)
{
	(void)number;
	return task_assign(&d->desk, &d->sato, 1, STR("kato"), INSTANT_NONE, d->now, d->arena);
}

static void
a_failing_statement_leaves_all_as_it_was(struct drill *d)
{
	static const struct { const char *name; act *act; } acts[] = {
		{ "open", act_open }, { "set", act_set }, { "move", act_move }, { "assign", act_assign }, { "link", act_link },
		{ "write", act_write }, { "file", act_file }, { "back", act_back },
	};
	struct str number = drill_open(d, &d->sato, "Old web server");

	break_engine(d);
	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		struct str before = everything(d);
		struct err *err;
		long n = 0;

		do {
			fault.left = ++n;
			err = acts[i].act(d, number);
			if (err != NULL) {
				assert_int_equal(err->code, ERR_STORE);
				assert_true(str_eq(everything(d), before));
			}
		} while (err != NULL);
		fault.left = 0;
		print_message("    %s: failed at each of %ld statements\n", acts[i].name, n - 1);
		assert_true(n > 3);
		assert_false(str_eq(everything(d), before));
	}
	d->ledger->db->engine = fault.real;
}

/* --------------------------------------------------------------------------------- random people, replayed */

enum { CASES = 3, STEPS = 900 };

static uint64_t seed = 20261121;

static size_t
chance(size_t of)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (size_t)(seed >> 33) % of;
}

/* One act of anybody; that it is refused is as good as that it is done. */
static void
act_at_random(struct drill *d, const struct str *numbers)
{
	static const char *const fields[] = { "applies", "ground", "person", "until", "inner", "nothing" };
	static const char *const values[] = { "affected", "not_affected", "", "word", "kato", "2026-12-01", "\xff" };
	static const char *const moves[] = { "plan", "dismiss", "back", "close", "reopen", "none" };
	static const char *const systems[] = { "住民情報システム", "予約システム", "図書館システム" };
	const struct actor *people[] = { &d->sato, &d->sato, &d->sato, &d->ito, &d->ito, &d->kato, &d->kato, &d->abe, &d->guest };
	const struct actor *who = people[chance(ARRAY_LEN(people))];
	struct str number = numbers[chance(CASES)], login = chance(2) == 0 ? STR("kato") : STR("");
	const struct case_desk *desk = chance(2) == 0 ? &d->desk : &d->other;
	struct case_target target = { LINK_SYSTEM, str_of(systems[chance(3)]), STR("") };
	struct case_message message = { .text = STR("word"), .corrects = (int64_t)chance(20) };
	int64_t task = (int64_t)chance(30) + 1, thread;
	struct str field = chance(3) == 0 ? str_of(fields[chance(ARRAY_LEN(fields))]) : STR("applies");
	struct case_moved moved;
	struct err *err = NULL;

	d->now += INSTANT_SECOND;
	switch (chance(12)) {
	case 0: case 1: case 2:
		err = case_set(desk, who, number, field, str_of(values[chance(ARRAY_LEN(values)) % (1 + chance(ARRAY_LEN(values)))]), -1, d->now, d->arena);
		break;
	case 3: case 4: case 5:
		err = case_move(desk, who, number, str_of(moves[chance(ARRAY_LEN(moves))]), STR("because"), d->now, d->arena, &moved);
		break;
	case 6:
		err = case_confirm(desk, who, number, chance(2) == 0, STR("so"), d->now, d->arena, &moved);
		break;
	case 7:
		err = task_done(desk, who, task, STR(""), d->now, d->arena);
		break;
	case 8:
		err = task_assign(desk, who, task, login, INSTANT_NONE, d->now, d->arena);
		break;
	case 9:
		err = chance(2) == 0 ? case_link(desk, who, number, &target, d->now, d->arena)
		    : case_unlink(desk, who, number, (int64_t)chance(12) + 1, d->now, d->arena);
		break;
	case 10:
		err = case_set_tlp(desk, who, number, (enum tlp)chance(5), d->now, d->arena);
		break;
	default:
		err = case_write(desk, who, number, &message, d->now, d->arena, &thread);
	}
	assert_true(err == NULL || (err->code != ERR_STORE && err->code != ERR_SYSTEM && err->code != ERR_BUSY));
}

/* What the timeline says a case should be now. */
struct replay {
	struct drill *d;
	int64_t       casefile, entries;
	struct str    state, title, tlp, proposed;
	struct str    names[32], values[32];      /* of fields */
	size_t        fields;
	struct str    tasks[64], task_states[64], owners[64];
	size_t        tasks_count, links;
};

static struct str
content(const struct replay *replay, struct str blob)
{
	struct str text;

	assert_ok(content_read(NULL, &(struct place){ 0 }, blob, replay->d->arena, &text));
	return arena_copy(replay->d->arena, text);
}

static size_t
slot_of(struct str *names, size_t *count, struct str name, struct arena *arena)
{
	for (size_t i = 0; i < *count; i++)
		if (str_eq(names[i], name))
			return i;
	names[*count] = arena_copy(arena, name);
	return (*count)++;
}

static void
replay_task(struct replay *replay, const struct ledger_case_entry *entry, struct str became)
{
	size_t at = slot_of(replay->tasks, &replay->tasks_count, entry->object, replay->d->arena);

	assert_true(replay->tasks_count < ARRAY_LEN(replay->tasks));
	if (entry->verb == ENTRY_TASK_ASSIGNED)
		replay->owners[at] = became;
	else
		replay->task_states[at] = entry->verb == ENTRY_TASK_STARTED ? STR("open") : entry->verb == ENTRY_TASK_DONE ? STR("done") : STR("dropped");
}

static struct err *
replay_entry(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct replay *replay = context;
	struct str was = content(replay, entry->was), became = content(replay, entry->became), rest;
	size_t at;

	(void)arena;
	assert_int_equal(entry->number, ++replay->entries);      /* none is missing */
	switch (entry->verb) {
	case ENTRY_OPENED:
		replay->title = became;
		break;
	case ENTRY_MOVE:
		(void)str_cut(became, '\n', &became, &rest);
		assert_true(str_eq(was, replay->state));
		replay->state = became;
		replay->proposed = STR("");
		break;
	case ENTRY_PROPOSED:
		replay->proposed = arena_copy(replay->d->arena, entry->object);
		break;
	case ENTRY_WITHDRAWN:
		replay->proposed = STR("");
		break;
	case ENTRY_FIELD:
		at = slot_of(replay->names, &replay->fields, entry->object, replay->d->arena);
		assert_true(str_eq(was, replay->values[at]));
		replay->values[at] = became;
		break;
	case ENTRY_TLP:
		assert_true(str_eq(was, replay->tlp));
		replay->tlp = became;
		break;
	case ENTRY_TASK_STARTED: case ENTRY_TASK_DONE: case ENTRY_TASK_DROPPED: case ENTRY_TASK_ASSIGNED:
		replay_task(replay, entry, became);
		break;
	case ENTRY_LINK:
		replay->links++;
		break;
	case ENTRY_UNLINKED:
		replay->links--;
		break;
	default:
		break;
	}
	return NULL;
}

static void
compare_tasks(const struct replay *replay, const struct case_view *view)
{
	size_t open = 0, ended = 0;

	assert_int_equal(view->tasks.count, replay->tasks_count);
	for (size_t i = 0; i < replay->tasks_count; i++) {
		struct str kind, id;
		bool found = false;

		(void)str_cut(replay->tasks[i], '/', &kind, &id);
		for (size_t j = 0; j < view->tasks.count; j++) {
			const struct case_task_view *task = &view->tasks.items[j];

			if (!str_eq(id, arena_printf(replay->d->arena, "%lld", (long long)task->id)))
				continue;
			found = true;
			assert_true(str_eq(task->state, replay->task_states[i]));
			assert_true((task->owner.len > 0) == (replay->owners[i].len > 0));
			open += str_eq(task->state, STR("open"));
			ended += !str_eq(task->state, STR("open"));
		}
		assert_true(found);
	}
	assert_int_equal(open + ended, replay->tasks_count);
}

static void
compare(struct drill *d, struct str number)
{
	struct replay replay = { .d = d, .state = STR("survey"), .tlp = STR("amber") };
	struct ledger_case head;
	struct case_view view;

	assert_ok(ledger_case_find(d->ledger, number, 0, d->arena, &head));
	assert_ok(ledger_case_entries(d->ledger, head.id, 0, 0, 100000, replay_entry, &replay, d->arena));
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(head.revision, replay.entries);
	assert_true(str_eq(head.state, replay.state));
	assert_true(str_eq(head.proposed, replay.proposed));
	assert_true(str_eq(view.tlp, replay.tlp));
	assert_true(str_eq(view.title, replay.title));
	assert_int_equal(head.is_open, !str_eq(replay.state, STR("closed")));
	assert_int_equal(view.links.count, replay.links);
	for (size_t i = 0; i < view.fields.count; i++) {
		size_t at = slot_of(replay.names, &replay.fields, view.fields.items[i].name, d->arena);

		assert_true(str_eq(view.fields.items[i].value, replay.values[at]));
	}
	compare_tasks(&replay, &view);
	print_message("    %.*s: %lld entries replayed: %.*s, %zu tasks\n", STR_ARG(number), (long long)replay.entries, STR_ARG(head.state),
	    replay.tasks_count);
}

static void
what_random_people_do_can_be_read_back(struct drill *d)
{
	struct str numbers[CASES];

	for (size_t i = 0; i < CASES; i++)
		numbers[i] = drill_open(d, &d->sato, "Old web server");
	for (size_t i = 0; i < STEPS; i++)
		act_at_random(d, numbers);
	for (size_t i = 0; i < CASES; i++)
		compare(d, numbers[i]);
}

/* ----------------------------------------------------------------------------------- two processes at once */

enum { AT_ONCE = 12 };

/* Writes one field again and again; who finds the case busy tries again. Gives how often it was written. */
static int
write_many(struct drill *d, const struct case_desk *desk, const struct actor *actor, struct str number, const char *field)
{
	int written = 0;

	for (int i = 0; i < AT_ONCE; i++) {
		struct err *err = case_set(desk, actor, number, str_of(field), arena_printf(d->arena, "%s %d", field, i), -1, d->now, d->arena);

		while (err != NULL && err->code == ERR_BUSY)
			err = case_set(desk, actor, number, str_of(field), arena_printf(d->arena, "%s %d", field, i), -1, d->now, d->arena);
		if (err != NULL) {
			fprintf(stderr, "%s\n", err_trace(err, d->arena).ptr);
			return -1;
		}
		written++;
	}
	return written;
}

static void
two_processes_write_at_once(struct drill *d)
{
	struct str number = drill_open(d, &d->sato, "Old web server");
	struct case_view view;
	int64_t before;
	int status;
	pid_t child;

	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	before = view.revision;
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct ledger *own;      /* a connection is no child's */
		struct case_desk desk = d->desk;

		if (ledger_open(d->where, 0, d->arena, &own) != NULL)
			_exit(2);
		desk.ledger = own;
		_exit(write_many(d, &desk, &d->ito, number, "inner") == AT_ONCE ? 0 : 1);
	}
	assert_int_equal(write_many(d, &d->desk, &d->sato, number, "ground"), AT_ONCE);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_int_equal(view.revision, before + 2 * AT_ONCE);
	assert_str(drill_field(&view, "ground")->value, "ground 11");
	assert_str(drill_field(&view, "inner")->value, "inner 11");
}

DRILL(a_failing_statement_leaves_all_as_it_was)
DRILL(what_random_people_do_can_be_read_back)
DRILL(two_processes_write_at_once)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_failing_statement_leaves_all_as_it_was),
		cmocka_unit_test(test_what_random_people_do_can_be_read_back),
		cmocka_unit_test(test_two_processes_write_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
