/*
 * cases.c - a large organisation's cases: how long a person waits who opens one, lists what he has to do, writes a message.
 *
 *     bench-cases LEDGER [CASES [ENTRIES]]      a new file or an empty PostgreSQL; 10000 500000
 *
 * The ledger is filled first (open cases of the playbook finding-response, each with fields, a task, a thread and its share of the entries), by
 * the store's own statements. Then each act is done by the service for one of a thousand random cases, with deadlines counted anew
 * and all that is written synced; printed are the median and the 99th of a hundred. It never passes or fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "service/casefile/casefile.h"
#include "service/job/job.h"
#include "service/playbook/playbook.h"
#include "store/ledger/people.h"

enum { TIMES = 200 };

struct bench {
	struct ledger       *ledger;
	struct arena        *arena;
	struct playbooks     books;
	const struct playbook *book;
	struct calendar      calendar;
	struct case_hooks    hooks;
	struct case_desk     desk;
	struct actor         actor;
	int64_t              cases, entries, now, first;
};

static void
stop_at(struct err *err, struct arena *arena)
{
	if (err == NULL)
		return;
	fprintf(stderr, "%.*s\n", STR_ARG(err_trace(err, arena)));
	exit(1);
}

/* --------------------------------------------------------------------------------------------- filling */

static struct err *
put_person(struct ledger *ledger, void *context, struct arena *arena)
{
	struct bench *bench = context;
	struct ledger_account account = { .login = STR("sato"), .name = STR("佐藤"), .offices = OFFICE_SECURITY, .password_at = INSTANT_NONE,
		.held_until = INSTANT_NONE, .made_at = bench->now, .left_at = INSTANT_NONE };

	TRY(ledger_account_add(ledger, &account, arena));
	return actor_of_account(ledger, account.id, VIA_DIRECT, arena, &bench->actor);
}

static struct err *
put_field(struct ledger *ledger, const struct bench *bench, int64_t id, const char *name, const char *value, struct arena *arena)
{
	struct ledger_case_field field = { str_of(name), vault_plain(str_of(value), arena), bench->book->compartments.items[0], 1,
		bench->actor.account, bench->now };

	return ledger_case_field_put(ledger, id, &field, arena);
}

static struct err *
put_parts(struct ledger *ledger, const struct bench *bench, int64_t id, struct arena *arena)
{
	struct ledger_case_task task = { .casefile = id, .kind = STR("answer"), .role = STR("owner"), .subject_name = STR(""),
		.compartment = bench->book->compartments.items[0], .owner = id % 40 == 0 ? bench->actor.account : 0,
		.due = bench->now + id * INSTANT_HOUR, .started_at = bench->now, .ended_at = INSTANT_NONE };
	struct ledger_case_thread thread = { .casefile = id, .title = vault_plain(STR("General"), arena), .compartment = task.compartment,
		.by = bench->actor.account, .at = bench->now };
	struct ledger_party party = { .role = STR("security"), .holder = HOLDER_ROLE, .holder_id = OFFICE_SECURITY, .by = bench->actor.account,
		.at = bench->now, .withdrawn_at = INSTANT_NONE };

	TRY(put_field(ledger, bench, id, "applies", "affected", arena));
	TRY(put_field(ledger, bench, id, "ground", "稼働中の版を確認した", arena));
	TRY(ledger_case_task_id(ledger, arena, &task.id));
	TRY(ledger_case_task_put(ledger, &task, arena));
	TRY(ledger_case_thread_id(ledger, arena, &thread.id));
	TRY(ledger_case_thread_put(ledger, &thread, arena));
	TRY(ledger_case_party_id(ledger, arena, &party.id));
	TRY(ledger_case_party_put(ledger, id, &party, arena));
	for (int64_t i = 0; i < bench->entries / bench->cases; i++) {
		struct ledger_case_entry entry = { .casefile = id, .at = bench->now + i, .who = bench->actor.account,
			.verb = i % 2 == 0 ? ENTRY_MESSAGE : ENTRY_NOTE, .compartment = task.compartment,
			.became = vault_plain(STR("委託先に照会し、来週の水曜に回答を得ることになりました。"), arena), .thread = i % 2 == 0 ? thread.id : 0 };

		TRY(ledger_case_entry_put(ledger, &entry, arena));
	}
	return NULL;
}

/* So many at once that the disk is not what is measured here. */
enum { AT_ONCE = 200 };

static struct err *
put_cases(struct ledger *ledger, void *context, struct arena *arena)
{
	struct bench *bench = context;

	for (int i = 0; i < AT_ONCE; i++) {
		struct ledger_case put = { .playbook = bench->book->id, .edition = bench->book->since, .book_digest = bench->book->digest,
			.state = bench->book->states.items[0].id, .is_open = true, .neutral = STR("case"),
			.title = vault_plain(STR("公開サーバーのソフトウェアが古い"), arena), .tlp = TLP_AMBER, .opened_at = bench->now, .entered_at = bench->now,
			.closed_at = INSTANT_NONE, .opened_by = bench->actor.account, .example_at = INSTANT_NONE };

		TRY(ledger_case_id(ledger, arena, &put.id));
		TRY(ledger_case_number(ledger, STR("R"), 2026, arena, &put.number));
		TRY(ledger_case_put(ledger, &put, arena));
		TRY(put_parts(ledger, bench, put.id, arena));
	}
	return NULL;
}

static void
fill(struct bench *bench)
{
	struct arena *item = arena_new();
	int64_t begun = clock_ticks();

	stop_at(ledger_write(bench->ledger, put_person, bench, bench->arena), bench->arena);
	stop_at(ledger_playbook_keep(bench->ledger, bench->book->digest, bench->book->id, bench->book->since, bench->book->text, bench->arena),
	    bench->arena);
	for (int64_t done = 0; done < bench->cases; done += AT_ONCE) {
		stop_at(ledger_write(bench->ledger, put_cases, bench, item), item);
		arena_reset(item);
	}
	arena_free(item);
	printf("filled: %lld cases, %lld entries in %.1f s\n", (long long)bench->cases, (long long)(bench->entries / bench->cases * bench->cases),
	    (double)(clock_ticks() - begun) / 1e6);
}

/* ------------------------------------------------------------------------------------------- measuring */

typedef struct err *act(struct bench *bench, struct str number, struct arena *arena);

static struct err *
act_show(struct bench *bench, struct str number, struct arena *arena)
{
	struct case_view view;

	return case_show(&bench->desk, &bench->actor, number, bench->now, arena, &view);
}

static struct err *
act_tasks(struct bench *bench, struct str number, struct arena *arena)
{
	struct task_query query = { .mine = true, .most = 100 };
	struct task_list_view list;

	(void)number;
	return task_list(&bench->desk, &bench->actor, &query, bench->now, arena, &list);
}

static struct err *
act_list(struct bench *bench, struct str number, struct arena *arena)
{
	struct case_query query = CASE_QUERY_OPEN;
	struct case_list_view list;

	query.after = number;
	return case_list(&bench->desk, &bench->actor, &query, bench->now, arena, &list);
}

static struct err *
act_write(struct bench *bench, struct str number, struct arena *arena)
{
	struct case_message message = { .text = STR("水曜に回答がありました。") };
	int64_t thread;

	return case_write(&bench->desk, &bench->actor, number, &message, bench->now, arena, &thread);
}

static struct err *
act_set(struct bench *bench, struct str number, struct arena *arena)
{
	return case_set(&bench->desk, &bench->actor, number, STR("impact"), arena_printf(arena, "%lld", (long long)clock_ticks()), -1, bench->now, arena);
}

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
measure(struct bench *bench, const char *name, act *act)
{
	static double times[TIMES];
	struct arena *arena = arena_new();
	uint64_t seed = 7;

	for (int i = 0; i < TIMES; i++) {
		int64_t begun;
		struct str number;

		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		arena_reset(arena);
		number = arena_printf(arena, "R-2026-%04lld", (long long)((seed >> 33) % (uint64_t)bench->cases) + 1);
		begun = clock_ticks();
		stop_at(act(bench, number, arena), arena);
		times[i] = (double)(clock_ticks() - begun) / 1e3;
	}
	qsort(times, TIMES, sizeof(times[0]), by_time);
	printf("%-22s p50 %8.2f ms   p99 %8.2f ms\n", name, times[TIMES / 2], times[TIMES * 99 / 100]);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct bench bench = { .arena = arena_new(), .cases = argc > 2 ? atoll(argv[2]) : 10000, .entries = argc > 3 ? atoll(argv[3]) : 500000 };
	struct rusage usage;

	if (argc < 2) {
		fprintf(stderr, "usage: bench-cases LEDGER [CASES [ENTRIES]]\n");
		return 2;
	}
	bench.now = clock_now();
	stop_at(ledger_open(str_of(argv[1]), LEDGER_MAKE, bench.arena, &bench.ledger), bench.arena);
	stop_at(service_playbooks(NULL, bench.arena, &bench.books), bench.arena);
	bench.book = playbooks_find(&bench.books, STR("finding-response"), instant_day(bench.now, ZONE_JST));
	bench.hooks = job_case_hooks(bench.ledger);
	bench.desk = (struct case_desk){ bench.ledger, NULL, &bench.books, &bench.calendar, &bench.hooks };
	fill(&bench);
	measure(&bench, "open a case", act_show);
	measure(&bench, "list my tasks, 100", act_tasks);
	measure(&bench, "list cases, 100", act_list);
	measure(&bench, "append a message", act_write);
	measure(&bench, "fill a field in", act_set);
	ledger_close(bench.ledger);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%s: peak %ld MB\n", argv[1], usage.ru_maxrss / 1024);
	return 0;
}
