/*
 * assess_test.h - for tests: assessments that say what a story wants said, after each of which what is kept (keep.h) is held against everything
 * counted anew; and the questions that come of them.
 */
#pragma once
#include "store/ledger/decision.h"
#include "store/ledger/event.h"
#include "store/ledger/keep.h"
#include "store/ledger/story_test.h"
#include "store/ledger/weakness.h"

static inline struct err *
bag_question(void *context, const struct ledger_question *question, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%.*s|%.*s|%.*s|%lld|%s|%lld|%zu", STR_ARG(question->kind),
	    STR_ARG(question->product_identity), STR_ARG(question->fact), (long long)question->systems,
	    enum_name(&ledger_action_names, (int)question->worst), (long long)question->kev, question->system_names.count));
	return NULL;
}

static inline struct err *
bag_remedy(void *context, const struct ledger_remedy *remedy, struct arena *arena)
{
	struct bag *bag = context;

	(void)arena;
	list_push(bag->arena, &bag->lines, arena_printf(bag->arena, "%s|%.*s|%.*s|%lld|%lld|%s|%s",
	    enum_name(&ledger_remedy_names, (int)remedy->kind), STR_ARG(remedy->target), STR_ARG(remedy->product_identity),
	    (long long)remedy->systems, (long long)remedy->findings, enum_name(&ledger_action_names, (int)remedy->worst),
	    enum_name(&answer_names, (int)remedy->restart)));
	return NULL;
}

static inline struct err *
keep_question(void *context, const struct ledger_question *question, struct arena *arena)
{
	(void)arena;
	*(struct ledger_question *)context = *question;
	return NULL;
}

/* One at a time, each behind the one before, they are the list as a whole. */
static inline void
questions_by_pages(struct scene *s, const struct bag *asked)
{
	const char *const none[] = { "x", "1.2", "1.2.", "1.2.3.4" };
	struct str after = { 0 };
	struct bag paged = { s->arena, { 0 } };

	for (size_t i = 0; i <= asked->lines.count; i++) {
		struct ledger_question_filter filter = { .after = after, .most = 1 };
		struct ledger_question last = { 0 };

		assert_ok(ledger_questions_of(s->ledger, &filter, bag_question, &paged, s->arena));
		assert_ok(ledger_questions_of(s->ledger, &filter, keep_question, &last, s->arena));
		after = ledger_question_cursor(&last, s->arena);
		if (i == asked->lines.count)
			assert_int_equal(last.id, 0);
	}
	assert_int_equal(paged.lines.count, asked->lines.count);
	for (size_t i = 0; i < paged.lines.count; i++)
		assert_true(str_eq(paged.lines.items[i], asked->lines.items[i]));
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_err(ledger_questions_of(s->ledger, &(struct ledger_question_filter){ .after = str_of(none[i]) }, keep_question, &paged, s->arena), ERR_USAGE);
}

/* ------------------------------------------------------------------------------------- assessments */

struct ids_of { int64_t system, product, software; const char *name; };

static inline struct err *
find_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct ids_of *ids = context;

	(void)arena;
	if (str_eq(software->component.name, str_of(ids->name))) {
		ids->product = software->product;
		ids->software = software->id;
	}
	return NULL;
}

/* What the assessments of these tests say: one finding a line. */
struct said {
	const char          *system, *product, *cve;
	enum ledger_verdict  verdict;
	enum ledger_action   action;
	bool                 kev;
	enum ledger_remedy_kind remedy;
	const char          *target;
};
struct assessing {
	struct scene                   *scene;
	struct ledger_assessment_head   head;
	const struct said              *said;
	size_t                          count;
	const char                     *withdrawn;
	struct ledger_assessment_result result;
};

static inline struct err *
say(struct assessing *w, struct ledger_assessment *a, const struct said *said, struct arena *arena)
{
	struct ids_of ids = { .name = said->product };
	struct ledger_vulnerability v = { .name = str_of(said->cve), .title_ja = STR("題"), .title_en = STR("title"), .score = 98,
		.kev_added = said->kev ? 20000 : DAY_NONE, .kev_due = DAY_NONE, .epss = -1, .generation = w->head.generation };
	struct ledger_finding f = { .verdict = said->verdict, .action = said->action, .damage = LEDGER_HIGH,
		.likelihood = LEDGER_HIGH | LEDGER_MIDDLE, .due = said->action == LEDGER_IMMEDIATE ? noon + INSTANT_DAY : INSTANT_NONE,
		.why_ja = STR("悪用されています。"), .why_en = STR("It is exploited."), .remedy = said->remedy,
		.remedy_target = str_of(said->target), .restart = ANSWER_YES, .evidence = w->head.generation };

	TRY(ledger_system_find(w->scene->ledger, str_of(said->system), arena, &f.system));
	TRY(ledger_software(w->scene->ledger, find_software, &ids, arena));
	f.product = ids.product;
	TRY(ledger_assess_vulnerability(a, &v, &f.vulnerability));
	list_push(arena, &f.instances, ((struct ledger_instance){ ids.software, said->verdict, STR("nvd"), str_of(said->cve),
	    STR("<9.0.86"), STR("range"), STR("{\"fixed\": \"9.0.86\"}") }));
	TRY(ledger_assess_finding(a, &f));
	if (said->verdict == LEDGER_UNDECIDED)
		TRY(ledger_assess_question(a, STR("version"), f.product, STR("version"), f.system, said->action));
	return ledger_assess_system(a, &(struct ledger_tally){ f.system, 2, 2, said->verdict == LEDGER_AFFECTED, 1, 7 });
}

static inline struct err *
assess_work(struct ledger *ledger, void *context, struct arena *arena)
{
	struct assessing *w = context;
	struct ledger_assessment *a;
	struct err *err = NULL;

	TRY(ledger_assess_begin(ledger, &w->head, arena, &a));
	if (w->withdrawn != NULL) {
		int64_t id;
		struct ledger_vulnerability v = { .name = str_of(w->withdrawn), .state = ADVISORY_WITHDRAWN, .kev_added = DAY_NONE,
			.kev_due = DAY_NONE, .epss = -1, .score = -1 };

		err = ledger_assess_vulnerability(a, &v, &id);
	}
	for (size_t i = 0; i < w->count && err == NULL; i++)
		err = say(w, a, &w->said[i], arena);
	if (err == NULL)
		err = ledger_assess_finish(a, &w->result);
	ledger_assess_free(a);
	return err;
}

/* Everything that is kept (keep.h), as lines. */
static inline void
kept_lines(struct scene *s, struct bag *bag)
{
	struct ledger_weakness_filter all = LEDGER_WEAKNESS_ALL;
	struct ledger_weakness_counts c;
	struct ledger_event_counts events;
	struct ledger_weaknesses list;

	all.now = noon;
	all.most = 1000;
	assert_ok(ledger_weaknesses(s->ledger, &all, s->arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct ledger_weakness *w = &list.items[i];

		list_push(s->arena, &bag->lines, arena_printf(s->arena, "%.*s|%d|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld|%lld", STR_ARG(w->about.name),
		    (int)w->worst, (long long)w->due, (long long)w->oldest, (long long)w->newest, (long long)w->findings, (long long)w->systems,
		    (long long)w->products, (long long)w->affected, (long long)w->undecided, (long long)w->provided, (long long)w->decided));
	}
	for (all.decided = -1; all.decided < 2; all.decided++) {
		assert_ok(ledger_weakness_counts(s->ledger, &all, s->arena, &c));
		list_push(s->arena, &bag->lines, arena_printf(s->arena, "%lld|%lld|%lld|%lld|%lld|%lld|%lld", (long long)c.total, (long long)c.action[0],
		    (long long)c.affected, (long long)c.undecided, (long long)c.kev, (long long)c.severity[0], (long long)c.recent));
	}
	assert_ok(ledger_remedies(s->ledger, noon, 1000, bag_remedy, bag, s->arena));
	assert_ok(ledger_event_counts(s->ledger, 0, noon, s->arena, &events));
	list_push(s->arena, &bag->lines, arena_printf(s->arena, "%lld|%lld|%lld", (long long)events.opened, (long long)events.closed,
	    (long long)events.changed));
}

static inline struct err *
count_again(struct ledger *ledger, void *context, struct arena *arena)
{
	(void)context;
	return keep_again(ledger, noon, arena);
}

/* What is kept is what counting everything anew says. */
static inline void
assert_kept(struct scene *s)
{
	struct bag kept = { s->arena, { 0 } }, counted = { s->arena, { 0 } };

	kept_lines(s, &kept);
	assert_ok(ledger_write(s->ledger, count_again, NULL, s->arena));
	kept_lines(s, &counted);
	assert_int_equal(kept.lines.count, counted.lines.count);
	for (size_t i = 0; i < kept.lines.count; i++)
		assert_true(str_eq(kept.lines.items[i], counted.lines.items[i]));
}

static inline struct ledger_assessment_result
assess(struct scene *s, const char *generation, const char *criteria, const struct said *said, size_t count, const char *withdrawn)
{
	struct assessing w = { s, { noon, STR("tester"), str_of(generation), str_of(criteria), STR("1") }, said, count, withdrawn, { 0 } };

	noon += INSTANT_HOUR;
	assert_ok(ledger_write(s->ledger, assess_work, &w, s->arena));
	assert_kept(s);
	return w.result;
}

static inline struct ledger_finding_list
list_with(struct scene *s, struct ledger_filter filter)
{
	struct ledger_finding_list list;

	filter.now = noon;
	assert_ok(ledger_findings(s->ledger, &filter, s->arena, &list));
	return list;
}

#define A LEDGER_AFFECTED
#define U LEDGER_UNDECIDED
