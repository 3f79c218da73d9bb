/*
 * jobs.c - the scheduler's minute.
 *
 *     bench-jobs LEDGER [CASES]      a file that is made, or postgresql://…; 10000
 *
 * So many open cases, each with three deadlines and their reminders, spread over sixty days from now: their deadlines counted (what every change of a
 * case costs), then a pass every minute of two working hours with what falls due in them, and passes in which nothing does. Prints the median
 * and the 99th of a hundred; letters go nowhere. It never passes or fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "domain/playbook/playbook.h"
#include "service/due/parts.h"
#include "service/job/job.h"

enum { DAYS = 60, PASSES = 120, PEOPLE = 50 };

static const char book_text[] =
    "playbook: bench\nsince: 2026-04-01\ntitle: {ja: 計測, en: Bench}\nnumber: B\n"
    "roles:\n"
    "  security: {ja: 担当, en: Staff, rights: [read, close], above: executive}\n"
    "  executive: {ja: 責任者, en: Executive, rights: [read]}\n"
    "fields:\n  told: {type: bool, ja: 周知, en: Told, by: [security]}\n"
    "states:\n  survey: {ja: 調査, en: Survey}\n  closed: {ja: 完了, en: Closed, final: true}\n"
    "moves:\n  - {id: finish, ja: 完了, en: Finish, from: survey, to: closed, by: [security]}\n"
    "deadlines:\n"
    "  first: {ja: 初動, en: First, in: survey, from: opened, due: {hours: 4}, met_by: finish,\n"
    "    remind: [{before: {hours: 1}, tell: security}], escalate: [{after: {hours: 0}, tell: executive}]}\n"
    "  second: {ja: 調査, en: Second, in: survey, from: opened, due: {days: 3}, met_by: finish}\n"
    "  third: {ja: 実施, en: Third, in: survey, from: opened, due: {days: 20}, met_by: told}\n";

struct bench {
	struct ledger   *ledger;
	struct arena    *arena;
	struct playbook *book;
	int64_t          cases, now;
	int64_t          people[PEOPLE];
};

static void
stop_at(struct err *err, struct arena *arena)
{
	if (err == NULL)
		return;
	(void)fprintf(stderr, "%.*s\n", STR_ARG(err_trace(err, arena)));
	exit(1);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
report(const char *what, int64_t *ticks, size_t count, int64_t done)
{
	struct rusage usage;

	qsort(ticks, count, sizeof(*ticks), compare);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%-34s %6zu times: median %8.2f ms, p99 %8.2f ms; %lld done; %ld MB\n", what, count, (double)ticks[count / 2] / 1000.0,
	    (double)ticks[count * 99 / 100] / 1000.0, (long long)done, usage.ru_maxrss / 1024);
}

static struct err *
found(struct ledger *ledger, void *context, struct arena *arena)
{
	struct bench *b = context;

	TRY(ledger_playbook_keep(ledger, b->book->digest, b->book->id, b->book->since, b->book->text, arena));
	for (int i = 0; i < PEOPLE; i++) {
		struct ledger_account made = { .login = arena_printf(arena, "person%d", i), .name = arena_printf(arena, "担当 %d", i),
			.mail = arena_printf(arena, "person%d@example.lg.jp", i), .language = LANG_JA, .state = ACCOUNT_ACTIVE, .made_at = b->now,
			.left_at = INSTANT_NONE, .password_at = INSTANT_NONE, .held_until = INSTANT_NONE };

		TRY(ledger_account_add(ledger, &made, arena));
		b->people[i] = made.id;
	}
	return NULL;
}

/* One case as a change of it leaves it: its row, its people, its deadlines and jobs. */
struct opening { struct bench *bench; int64_t number, opened; };

static struct err *
open_one(struct ledger *ledger, void *context, struct arena *arena)
{
	struct opening *o = context;
	struct bench *b = o->bench;
	struct calendar calendar = { 0 };
	struct str number = arena_printf(arena, "B-2026-%05lld", (long long)o->number);
	struct ledger_case head = { .number = number, .playbook = b->book->id, .edition = b->book->since, .book_digest = b->book->digest,
		.state = STR("survey"), .is_open = true, .title = STR("p"), .opened_at = o->opened, .entered_at = o->opened,
		.closed_at = INSTANT_NONE, .example_at = INSTANT_NONE };
	struct play_case play;

	TRY(ledger_case_id(ledger, arena, &head.id));
	TRY(ledger_case_put(ledger, &head, arena));
	for (int i = 0; i < 2; i++) {
		struct ledger_party party = { .role = i == 0 ? STR("security") : STR("executive"), .holder = HOLDER_ACCOUNT,
			.holder_id = b->people[(o->number + i * 7) % PEOPLE], .at = o->opened, .withdrawn_at = INSTANT_NONE };

		TRY(ledger_case_party_id(ledger, arena, &party.id));
		TRY(ledger_case_party_put(ledger, head.id, &party, arena));
	}
	play_begin(b->book, o->opened, arena, &play);
	return due_refresh(ledger, &calendar, b->book, &(struct due_case){ head.id, number, STR("計測の件"), false }, &play, NULL, o->opened, arena);
}

static void
open_all(struct bench *b)
{
	int64_t *ticks = ARENA_ARRAY(b->arena, int64_t, (size_t)b->cases);
	struct arena *item ARENA_SCOPE = arena_new();

	for (int64_t i = 0; i < b->cases; i++) {
		struct opening opening = { b, i, b->now + i * (DAYS * INSTANT_DAY / b->cases) - 30 * INSTANT_DAY };

		ticks[i] = clock_ticks();
		stop_at(ledger_write(b->ledger, open_one, &opening, item), item);
		ticks[i] = clock_ticks() - ticks[i];
		arena_reset(item);
	}
	report("case with its deadlines written", ticks, (size_t)b->cases, b->cases);
}

/* Cases are loaded and settled by service/casefile, which is timed by itself. */
static struct err *
settled(void *context, int64_t casefile, int64_t now, struct arena *arena)
{
	(void)context;
	(void)casefile;
	(void)now;
	(void)arena;
	return NULL;
}

static void
passes(struct bench *b, const char *what, int64_t step)
{
	struct job_desk desk = { .ledger = b->ledger, .settle = settled };
	struct arena *item ARENA_SCOPE = arena_new();
	struct str owner = job_owner(b->arena);
	int64_t ticks[PASSES], done = 0;

	for (int i = 0; i < PASSES; i++) {
		struct due_reading reading = { { b->now, b->now, STR_INIT("bench") }, STR_INIT("bench") };
		struct job_pass pass;

		ticks[i] = clock_ticks();
		stop_at(job_run(&desk, &reading, owner, LANG_JA, item, &pass), item);
		ticks[i] = clock_ticks() - ticks[i];
		done += pass.done;
		b->now += step;
		arena_reset(item);
	}
	report(what, ticks, PASSES, done);
}

/* What had fallen due before the bench began is done first: the program was off for a month. */
static void
catch_up(struct bench *b)
{
	struct job_desk desk = { .ledger = b->ledger, .settle = settled };
	struct due_reading reading = { { b->now, b->now, STR_INIT("bench") }, STR_INIT("bench") };
	struct job_pass pass;
	int64_t begin = clock_ticks();

	stop_at(job_run(&desk, &reading, job_owner(b->arena), LANG_JA, b->arena, &pass), b->arena);
	printf("%-34s %lld jobs, %lld letters in %.1f s\n", "on return after a month", (long long)pass.done, (long long)pass.reminders,
	    (double)(clock_ticks() - begin) / 1e6);
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bench b = { .arena = arena, .cases = argc > 2 ? atoll(argv[2]) : 10000 };

	if (argc < 2 || b.cases < 1) {
		(void)fprintf(stderr, "usage: bench-jobs LEDGER [CASES]\n");
		return 2;
	}
	b.now = day_instant(20800, ZONE_JST) + 9 * INSTANT_HOUR;
	stop_at(ledger_open(str_of(argv[1]), LEDGER_MAKE | LEDGER_MIGRATE, arena, &b.ledger), arena);
	stop_at(playbook_read(str_of(book_text), STR("bench"), arena, &b.book), arena);
	stop_at(ledger_write(b.ledger, found, &b, arena), arena);
	printf("%s, %lld cases\n", ledger_engine(b.ledger), (long long)b.cases);
	open_all(&b);
	catch_up(&b);
	passes(&b, "a minute of the scheduler", 60 * INSTANT_SECOND);
	passes(&b, "a second in which little is due", INSTANT_SECOND);
	ledger_close(b.ledger);
	return 0;
}
