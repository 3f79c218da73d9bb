/*
 * playbooks.c - how fast playbooks are proved, by themselves, in one thread.
 *
 *     bench-playbooks [TASKS]      12
 *
 * First every playbook that comes along, then one made up in which TASKS kinds of tasks, one for every system, are open side by side
 * (three to the power of that many situations, and one approval). Prints situations and acts a second, and the memory of the process. It
 * never passes or fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include "base/asset.h"
#include "base/buf.h"
#include "domain/playbook/playbook.h"
#include "domain/playcheck/playcheck.h"

struct sum { size_t playbooks, situations, acts, faults; double seconds; };

static double
seconds(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void
stop_at(struct err *err, struct arena *arena)
{
	if (err == NULL)
		return;
	fprintf(stderr, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, arena)));
	exit(1);
}

static void
prove(struct str text, struct str name, struct sum *sum)
{
	static const struct playcheck_outside outside = { 0 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playcheck_report report;
	struct playbook *book = NULL;
	double begin;

	stop_at(playbook_read(text, name, arena, &book), arena);
	begin = seconds();
	stop_at(playcheck(book, &outside, arena, &report), arena);
	sum->seconds += seconds() - begin;
	sum->playbooks++;
	sum->situations += report.situations;
	sum->acts += report.tried;
	sum->faults += report.faults.count;
}

static void
print_sum(const char *what, const struct sum *sum)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("%s: %zu playbooks, %zu faults, %zu situations, %zu acts in %.3f s: %.0f situations/s, %.0f acts/s; memory %ld MB\n", what,
	    sum->playbooks, sum->faults, sum->situations, sum->acts, sum->seconds, (double)sum->situations / sum->seconds,
	    (double)sum->acts / sum->seconds, usage.ru_maxrss / 1000);
}

static struct str
made_up(size_t tasks, struct buf *text)
{
	buf_addf(text, "playbook: wide\nsince: 2026-04-01\ntitle: {ja: 幅, en: Wide}\nnumber: X\nroles:\n"
	    "  staff: {ja: 担当, en: Staff, rights: [read, comment, edit, close]}\napprovals:\n  yes: {ja: 決裁, en: Approval, route: r}\ntasks:\n");
	for (size_t i = 0; i < tasks; i++)
		buf_addf(text, "  t%zu: {ja: 作業, en: Task, each: system, by: staff, in: doing}\n", i);
	buf_addf(text, "states:\n  open: {ja: 始, en: Open}\n  doing: {ja: 中, en: Doing}\n  closed: {ja: 終, en: Closed, final: true}\n"
	    "  dropped: {ja: 止, en: Dropped, final: true}\nmoves:\n  - {id: start, ja: 始, en: Start, from: open, to: doing, by: [staff], starts: [t0");
	for (size_t i = 1; i < tasks; i++)
		buf_addf(text, ", t%zu", i);
	buf_addf(text, "]}\n  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], approvals: [yes]}\n"
	    "  - {id: drop, ja: 止, en: Drop, from: doing, to: dropped, by: [staff]}\n");
	return buf_str(text);
}

int
main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct sum shipped = { 0 }, wide = { 0 };
	long tasks = argc > 1 ? strtol(argv[1], NULL, 10) : 12;

	for (int turn = 0; turn < 20; turn++)
		for (size_t i = 0; i < assets_count; i++)
			if (str_starts(str_of(assets[i].name), STR("playbooks/")))
				prove(asset_find(str_of(assets[i].name)), str_of(assets[i].name), &shipped);
	print_sum("those that come along, 20 times", &shipped);
	if (tasks < 1 || tasks > 12)
		return 0;
	prove(made_up((size_t)tasks, &text), STR("wide.yaml"), &wide);
	print_sum("tasks side by side", &wide);
	return 0;
}
