#include "test.h"

#include <stdlib.h>
#include "base/asset.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/limits.h"
#include "domain/playbook/playbook.h"
#include "domain/playcheck/playcheck.h"

#define FOLDER SOURCE_ROOT "/tests/playbooks/"

/* ----------------------------------------------------------------------------------------- printing */

static void
print_all(const struct play_refusals *list, const char *before, enum lang lang, struct arena *arena)
{
	for (size_t i = 0; i < list->count; i++)
		print_message("%s%.*s\n", before, STR_ARG(play_refusal_words(&list->items[i], lang, arena)));
}

static void
print_report(const struct playbook *book, const struct playcheck_report *report, enum lang lang, struct arena *arena)
{
	print_message("  %.*s: %zu faults, %zu situations, %zu acts\n", STR_ARG(book->id), report->faults.count, report->situations, report->tried);
	for (size_t i = 0; i < report->faults.count; i++) {
		const struct playcheck_fault *fault = &report->faults.items[i];

		print_message("    line %lld %s: %.*s\n", (long long)fault->line, enum_name(&playcheck_kind_names, (int)fault->kind),
		    STR_ARG(play_refusal_words(&fault->says, lang, arena)));
		print_all(&fault->path, "      > ", lang, arena);
		print_all(&fault->because, "      ! ", lang, arena);
	}
}

/* --------------------------------------------------------------------------------------- other rooms */

static bool
renders(void *context, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why)
{
	(void)context, (void)lang, (void)arena, (void)why;
	return !str_eq(book->documents.items[document].template, STR("no-such-template"));
}

static bool
decides(void *context, const struct playbook *book, size_t approval, struct arena *arena, struct play_refusals *why)
{
	(void)context, (void)arena, (void)why;
	return !str_eq(book->approvals.items[approval].route, STR("no-such-route"));
}

static const struct playcheck_outside outside = { NULL, renders, decides };

static struct playbook *
read_book(const char *name, struct arena *arena)
{
	struct str path = arena_printf(arena, FOLDER "%s.yaml", name), text;
	struct playbook *book = NULL;

	assert_ok(file_read(path, LIMIT_YAML_BYTES, arena, &text));
	assert_ok(playbook_read(text, path, arena, &book));
	return book;
}

/* --------------------------------------------------------------------------------------------- tests */

static void
the_shipped_ones_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t count = 0, faults = 0;

	(void)state;
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);
		struct playbook *book;
		struct playcheck_report report;

		if (!str_starts(name, STR("playbooks/")))
			continue;
		assert_ok(playbook_read(asset_find(name), name, arena, &book));
		assert_ok(playcheck(book, &outside, arena, &report));
		print_report(book, &report, LANG_EN, arena);
		faults += report.faults.count;
		count++;
	}
	assert_true(count >= 11);
	assert_int_equal(faults, 0);
}

/* A vendor's disclosure: sealed, in compartments, with an embargo. */
static void
a_disclosure_holds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct playbook *book = read_book("disclosure", arena);
	struct playcheck_report report;

	(void)state;
	assert_ok(playcheck(book, &outside, arena, &report));
	print_report(book, &report, LANG_EN, arena);
	assert_int_equal(report.faults.count, 0);
}

/* One fault each, of its own kind, at its own line. What must be said of it stands in words that the playbook itself brings. */
static const struct { const char *name; enum playcheck_kind kind; bool has_path, has_reasons; const char *ja, *en; } broken[] = {
	{ "state-unreached", PLAYCHECK_STATE_UNREACHED, false, false, "「保留」", "\"Paused\"" },
	{ "state-left-never", PLAYCHECK_STATE_LEFT_NEVER, true, false, "「保留」", "\"Paused\"" },
	{ "deadlock", PLAYCHECK_DEADLOCK, true, true, "「実施」", "\"Carrying out\"" },
	{ "deadlock-overdue", PLAYCHECK_DEADLOCK, true, true, "「対応中」", "\"Open\"" },
	{ "loop", PLAYCHECK_LOOP, true, false, "「繰り上げる」", "\"Raise\"" },
	{ "move-nobody", PLAYCHECK_MOVE_NOBODY, false, false, "監査役", "Auditor" },
	{ "move-never", PLAYCHECK_MOVE_NEVER, false, true, "「完了にする」", "\"Close\"" },
	{ "task-never", PLAYCHECK_TASK_NEVER, false, true, "「確認する」", "\"Check\"" },
	{ "field-nobody", PLAYCHECK_FIELD_NOBODY, false, true, "「発見者」", "\"Finder\"" },
	{ "guard-around", PLAYCHECK_GUARD_AROUND, true, false, "「緊急に公表する」", "\"Publish in a hurry\"" },
	{ "guard-document", PLAYCHECK_GUARD_DOCUMENT, true, false, "「準備を終える」", "\"Be ready\"" },
	{ "guard-never", PLAYCHECK_GUARD_NEVER, false, false, "「一件もないうち」", "\"While there is none\"" },
	{ "guard-always", PLAYCHECK_GUARD_ALWAYS, false, false, "「督促する」", "\"Remind\"" },
	{ "deadline-never-runs", PLAYCHECK_DEADLINE_NEVER_RUNS, false, false, "「回答期限」", "\"Answer due\"" },
	{ "deadline-never-met", PLAYCHECK_DEADLINE_NEVER_MET, false, false, "「受領通知」", "\"Receipt\"" },
	{ "deadline-late", PLAYCHECK_DEADLINE_LATE, false, false, "「原稿の送付」", "\"Draft sent\"" },
	{ "tells-nobody", PLAYCHECK_TELLS_NOBODY, false, false, "監査役", "Auditor" },
	{ "template", PLAYCHECK_TEMPLATE, false, false, "「報告書」", "\"Report\"" },
	{ "route", PLAYCHECK_ROUTE, false, false, "「同意」", "\"Consent\"" },
	{ "decides-blind", PLAYCHECK_DECIDES_BLIND, false, false, "「受容の理由」", "\"Why accepted\"" },
	{ "decides-stays", PLAYCHECK_DECIDES_STAYS, false, false, "「受容」", "\"Accepted\"" },
	{ "decides-final", PLAYCHECK_DECIDES_STAYS, false, false, "「受容」", "\"Accepted\"" },
	{ "decides-left", PLAYCHECK_DECIDES_LEFT, false, false, "「続ける」", "\"Go on\"" },
};

static void
assert_says(const struct play_refusal *says, enum lang lang, const char *word, struct arena *arena)
{
	struct str text = play_refusal_words(says, lang, arena);

	if (memmem(text.ptr, text.len, word, strlen(word)) == NULL)
		fail_msg("\"%.*s\" does not say %s", STR_ARG(text), word);
}

static void
each_broken_one_is_refused_for_its_own_reason(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		struct playbook *book = read_book(arena_cstr(arena, arena_printf(arena, "broken/%s", broken[i].name)), arena);
		struct playcheck_report report;
		const struct playcheck_fault *fault;

		assert_ok(playcheck(book, &outside, arena, &report));
		print_report(book, &report, i % 2 == 0 ? LANG_JA : LANG_EN, arena);
		/* A template is asked for in each language. */
		assert_int_equal(report.faults.count, broken[i].kind == PLAYCHECK_TEMPLATE ? 2 : 1);
		fault = &report.faults.items[0];
		assert_string_equal(enum_name(&playcheck_kind_names, (int)fault->kind), enum_name(&playcheck_kind_names, (int)broken[i].kind));
		assert_true(fault->line > 1);
		assert_int_equal(fault->path.count > 0, broken[i].has_path);
		assert_int_equal(fault->because.count > 0, broken[i].has_reasons);
		assert_says(&fault->says, LANG_JA, broken[i].ja, arena);
		assert_says(&fault->says, LANG_EN, broken[i].en, arena);
	}
}

/* --------------------------------------------------------------------------- what the world may do */

#define BOOK "playbook: p\nsince: 2026-04-01\ntitle: {ja: 例, en: Example}\nnumber: X\nroles:\n" \
	"  staff: {ja: 担当, en: Staff, rights: [read, comment, edit, close]}\n"
#define STATES "states:\n  open: {ja: 始, en: Open}\n  doing: {ja: 中, en: Doing}\n  closed: {ja: 終, en: Closed, final: true}\nmoves:\n" \
	"  - {id: start, ja: 始, en: Start, from: open, to: doing, by: [staff]"

/* Small playbooks that hold, or have one fault; where a word is named, some sentence of its story says it in English. */
static const struct { const char *what, *text, *kind, *says; } stories[] = {
	{ "a deadline that its field can put off leads to no standstill",
	    BOOK "fields:\n  by_day: {type: day, ja: 日, en: By day, by: [staff]}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not answer_passed}\n"
	    "deadlines:\n  answer: {ja: 期, en: Answer, in: doing, from: by_day, due: {days: 0}, remind: [{before: {days: 1}, tell: staff}]}\n", "", "" },
	{ "one from entering a state begins anew there",
	    BOOK STATES "}\n  - {id: back, ja: 戻, en: Back, from: doing, to: open, by: [staff]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not answer_passed}\n"
	    "deadlines:\n  answer: {ja: 期, en: Answer, in: doing, from: entered, due: {days: 1}, remind: [{before: {days: 1}, tell: staff}]}\n", "", "" },
	{ "one from the opening never does",
	    BOOK STATES "}\n  - {id: back, ja: 戻, en: Back, from: doing, to: open, by: [staff]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not answer_passed}\n"
	    "deadlines:\n  answer: {ja: 期, en: Answer, in: doing, from: opened, due: {days: 1}, remind: [{before: {days: 1}, tell: staff}]}\n",
	    "deadlock", "The deadline \"Answer\" passes." },
	{ "a circle that nothing leads out of",
	    BOOK STATES "}\n  - {id: back, ja: 戻, en: Back, from: doing, to: open, by: [staff]}\n", "deadlock", "A case begins in \"Open\"." },
	{ "what is past comes back when its field can be changed",
	    BOOK "fields:\n  release: {type: instant, ja: 時, en: Release, by: [staff]}\n" STATES ", when: release_passed}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not release_passed}\n", "", "" },
	{ "what is known to be exploited stays so",
	    BOOK STATES ", when: exploited}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not exploited}\n", "move_never", "" },
	{ "what was granted stays so",
	    BOOK "approvals:\n  yes: {ja: 可, en: Yes, route: r}\n" STATES ", when: \"yes == granted\"}\n"
	    "  - {id: drop, ja: 止, en: Drop, from: open, to: closed, by: [staff]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: \"yes == pending\"}\n", "move_never", "" },
	{ "until a move clears it, and may be granted again",
	    BOOK "approvals:\n  yes: {ja: 可, en: Yes, route: r}\n" STATES ", when: \"yes == granted\", clears: [yes]}\n"
	    "  - {id: drop, ja: 止, en: Drop, from: open, to: closed, by: [staff]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: \"yes == pending\"}\n", "deadlock",
	    "\"Yes\" is granted." },
	{ "or refused, which is what a move may wait for",
	    BOOK "approvals:\n  yes: {ja: 可, en: Yes, route: r}\n" STATES ", when: \"yes == pending\"}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], approvals: [yes]}\n"
	    "  - {id: drop, ja: 止, en: Drop, from: [open, doing], to: closed, by: [staff], when: \"yes == refused or yes == granted\"}\n", "", "" },
	{ "a field stands still in a final state: emptied before, it lets a guard be gone around",
	    BOOK "fields:\n  parts: {type: text, ja: 構成, en: Parts, by: [staff]}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n"
	    "  - {id: revive, ja: 戻, en: Revive, from: closed, to: doing, by: [staff]}\n"
	    "guards:\n  blank: {ja: 不明, en: Blank, when: not parts_filled, forbids: [start]}\n", "guard_around", "Staff empties \"Parts\"." },
	{ "not where it must be filled",
	    BOOK "fields:\n  parts: {type: text, ja: 構成, en: Parts, from: doing, by: [staff]}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n"
	    "  - {id: revive, ja: 戻, en: Revive, from: closed, to: doing, by: [staff]}\n"
	    "guards:\n  blank: {ja: 不明, en: Blank, when: not parts_filled, forbids: [start]}\n", "", "" },
	{ "numbers are tried at and beside those that are named",
	    BOOK "fields:\n  n: {type: number, min: 0, ja: 数, en: Count, by: [staff]}\n" STATES "}\n"
	    "  - {id: few, ja: 少, en: Few, from: doing, to: closed, by: [staff], when: n < 1}\n"
	    "  - {id: some, ja: 中, en: Some, from: doing, to: closed, by: [staff], when: n > 1 and n < 3}\n"
	    "  - {id: many, ja: 多, en: Many, from: doing, to: closed, by: [staff], when: n > 2 and n < 3}\n", "move_never", "" },
	{ "a case about nothing begins no task",
	    BOOK "tasks:\n  t: {ja: 作業, en: Task, each: system, by: staff, in: doing}\n" STATES ", starts: [t]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: t_done >= 1}\n", "deadlock", "" },
	{ "each system is matched again for itself",
	    BOOK "tasks:\n  t: {ja: 作業, en: Task, each: system, by: staff, in: doing, done_when: rematch_clear}\n" STATES ", starts: [t]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n", "", "" },
	{ "a deadline that its field meets is not past",
	    BOOK "fields:\n  x: {type: text, ja: 項, en: X, by: [staff]}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: not answer_passed}\n"
	    "deadlines:\n  answer: {ja: 期, en: Answer, in: doing, from: opened, due: {days: 1}, met_by: x, remind: [{before: {days: 1}, tell: staff}]}\n",
	    "", "" },
	{ "a two-person move is made by two",
	    BOOK "tasks:\n  t: {ja: 作業, en: Task, each: system, by: staff, in: doing}\n" STATES ", starts: [t], two_person: true}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff], when: t_done >= 1}\n", "deadlock", "Staff, another person, confirms \"Start\": \"Open\" → \"Doing\"." },
	{ "nothing begins a task",
	    BOOK "tasks:\n  t: {ja: 作業, en: Task, by: staff, in: doing}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n", "task_unused", "" },
	{ "a task of somebody who may not even comment",
	    BOOK "  looker: {ja: 閲覧者, en: Looker, rights: [read]}\ntasks:\n  t: {ja: 作業, en: Task, by: looker, in: doing}\n" STATES ", starts: [t]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n", "task_nobody", "" },
	{ "a move within the case of somebody who may not read it",
	    BOOK "  blind: {ja: 閲覧不可, en: Blind, rights: [comment]}\n" STATES "}\n"
	    "  - {id: back, ja: 戻, en: Back, from: doing, to: open, by: [blind]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n", "move_nobody", "" },
	{ "a field that a task waits for, and its writers may not edit, not read, not see it",
	    BOOK "  looker: {ja: 閲覧者, en: Looker, rights: [read]}\n  blind: {ja: 閲覧不可, en: Blind, rights: [edit]}\n"
	    "  other: {ja: 他, en: Other, rights: [read, edit]}\n"
	    "fields:\n  x: {type: text, ja: 項, en: X, by: [looker, blind, other], visible_to: [staff]}\n"
	    "tasks:\n  t: {ja: 作業, en: Task, by: staff, in: doing, done_when: x_filled}\n" STATES ", starts: [t]}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n", "field_nobody", "" },
	{ "a field that a deadline counts from",
	    BOOK "  looker: {ja: 閲覧者, en: Looker, rights: [read]}\nfields:\n  x: {type: day, ja: 日, en: X, by: [looker]}\n" STATES "}\n"
	    "  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n"
	    "deadlines:\n  d: {ja: 期, en: D, in: doing, from: x, due: {days: 1}, remind: [{before: {days: 1}, tell: staff}]}\n", "field_nobody", "" },
	{ "a deadline that nobody is told of",
	    BOOK STATES "}\n  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n"
	    "deadlines:\n  d: {ja: 期, en: D, in: doing, from: opened, due: {days: 1}}\n", "tells_nobody", "" },
	{ "a way told with a truth, a number, a choice, an approval that waits and the program's own move",
	    BOOK "fields:\n  b: {type: bool, ja: 可否, en: Truth, by: [staff]}\n  n: {type: number, min: 0, ja: 数, en: Count, by: [staff]}\n"
	    "  c: {type: choice, values: {p: {ja: 甲, en: first}, q: {ja: 乙, en: second}}, ja: 選, en: Choice, by: [staff]}\n"
	    "approvals:\n  yes: {ja: 可, en: Yes, route: r}\nstates:\n  stuck: {ja: 止, en: Stuck}\n"
	    "  open: {ja: 始, en: Open}\n  doing: {ja: 中, en: Doing}\n  closed: {ja: 終, en: Closed, final: true}\nmoves:\n"
	    "  - {id: start, ja: 始, en: Start, from: stuck, to: doing, by: [staff], when: \"b and n > 3 and c == q and yes == pending\"}\n"
	    "  - {id: auto, ja: 自動, en: Automatic, from: doing, to: open, by: program, when: \"not b_filled and immediate\", clears: [c]}\n"
	    "  - {id: end, ja: 終, en: End, from: [doing, open], to: closed, by: [staff], when: \"c == p\"}\n"
	    "  - {id: close, ja: 終, en: Close, from: open, to: closed, by: [staff]}\n"
	    "guards:\n  g: {ja: 止, en: Stop, when: n > 2, forbids: [end]}\n", "guard_around", "Staff fills \"Count\": 3." },
};

static bool
any_says(const struct playcheck_report *report, const char *word, struct arena *arena)
{
	for (size_t i = 0; i < report->faults.count; i++)
		for (size_t j = 0; j < report->faults.items[i].path.count; j++)
			if (str_find(play_refusal_words(&report->faults.items[i].path.items[j], LANG_EN, arena), str_of(word)) != SIZE_MAX)
				return true;
	return false;
}

static void
the_world_does_what_it_may(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stories); i++) {
		struct playcheck_report report;
		struct playbook *book = NULL;
		bool has = false;

		print_message("  %s\n", stories[i].what);
		assert_ok(playbook_read(str_of(stories[i].text), STR("p.yaml"), arena, &book));
		assert_ok(playcheck(book, &outside, arena, &report));
		print_report(book, &report, LANG_EN, arena);
		for (size_t j = 0; j < report.faults.count; j++)
			has |= strcmp(enum_name(&playcheck_kind_names, (int)report.faults.items[j].kind), stories[i].kind) == 0;
		assert_int_equal(report.faults.count > 0, stories[i].kind[0] != 0);
		assert_true(has || stories[i].kind[0] == 0);
		assert_true(stories[i].says[0] == 0 || any_says(&report, stories[i].says, arena));
	}
}

/* ----------------------------------------------------------------------------------------- too much */

#define HEAD "playbook: wide\nsince: 2026-04-01\ntitle: {ja: 幅, en: Wide}\nnumber: X\nroles:\n" \
	"  staff: {ja: 担当, en: Staff, rights: [read, comment, edit, close]}\n"
#define TAIL "states:\n  open: {ja: 始, en: Open}\n  closed: {ja: 終, en: Closed, final: true}\nmoves:\n" \
	"  - {id: close, ja: 終, en: Close, from: open, to: closed, by: [staff]"

/* More kinds of tasks than two bits each of 64 hold. */
static void
what_does_not_fit_is_not_proved(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct playbook *book = NULL;
	struct playcheck_report report;
	struct err *err;

	(void)state;
	buf_addf(&text, HEAD "tasks:\n");
	for (int i = 0; i < 33; i++)
		buf_addf(&text, "  t%d: {ja: 作業, en: Task, each: system, by: staff, in: open}\n", i);
	buf_addf(&text, TAIL "}\nbegins: [t0]\n");
	assert_ok(playbook_read(buf_str(&text), STR("wide.yaml"), arena, &book));
	err = playcheck(book, &outside, arena, &report);
	assert_err(err, ERR_LIMIT);
	assert_true(str_starts(err_sentence(err, LANG_EN, arena), STR("wide.yaml: Too much of a case matters at once")));
}

/* A condition on so many fields that their values cannot all be tried: 21 truths of four values each. */
static void
a_condition_on_too_much_is_not_proved(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct playbook *book = NULL;
	struct playcheck_report report;
	struct err *err;

	(void)state;
	buf_addf(&text, HEAD "fields:\n");
	for (int i = 0; i < 21; i++)
		buf_addf(&text, "  f%d: {ja: 項目, en: Field, type: bool, by: [staff]}\n", i);
	buf_addf(&text, TAIL ", when: \"f0");
	for (int i = 1; i < 21; i++)
		buf_addf(&text, " and f%d", i);
	buf_addf(&text, "\"}\n");
	assert_ok(playbook_read(buf_str(&text), STR("wide.yaml"), arena, &book));
	err = playcheck(book, &outside, arena, &report);
	assert_err(err, ERR_LIMIT);
	assert_true(str_find(err_sentence(err, LANG_JA, arena), STR("1000000 通り")) != SIZE_MAX);
}

/*
 * Thirteen approvals, undecided, granted or refused, are each a part of every situation: more than the bound. It is refused with the number, and nothing is
 * held to be proved.
 */
enum { TOO_MANY = 13 };

static void
beyond_the_bound_nothing_is_proved(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct playcheck_report report;
	struct playbook *book;
	struct err *err;

	(void)state;
	if (getenv("TSUKUROI_NIGHTLY") == NULL) {
		print_message("  not run: it explores two million situations (TSUKUROI_NIGHTLY)\n");
		return;
	}
	buf_addf(&text, BOOK "approvals:\n");
	for (int i = 0; i < TOO_MANY; i++)
		buf_addf(&text, "  a%d: {ja: 可%d, en: A%d, route: r}\n", i, i, i);
	buf_addf(&text, STATES "}\n  - {id: close, ja: 終, en: Close, from: doing, to: closed, by: [staff]}\n");
	for (int i = 0; i < TOO_MANY; i++)
		buf_addf(&text, "  - {id: m%d, ja: 動%d, en: M%d, from: open, to: open, by: [staff], when: \"a%d == granted\"}\n", i, i, i, i);
	assert_ok(playbook_read(buf_str(&text), STR("made.yaml"), arena, &book));
	err = playcheck(book, &outside, arena, &report);
	assert_err(err, ERR_LIMIT);
	assert_true(str_find(err_sentence(err, LANG_EN, arena), STR("2000000")) != SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_ones_hold),
		cmocka_unit_test(a_disclosure_holds),
		cmocka_unit_test(each_broken_one_is_refused_for_its_own_reason),
		cmocka_unit_test(the_world_does_what_it_may),
		cmocka_unit_test(what_does_not_fit_is_not_proved),
		cmocka_unit_test(a_condition_on_too_much_is_not_proved),
		cmocka_unit_test(beyond_the_bound_nothing_is_proved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
