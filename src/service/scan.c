#include "service/scan.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "base/map.h"
#include "model/record.h"
#include "service/inventory.h"
#include "service/judge.h"

/* One scan on its way: what is needed to turn rows into the report. */
struct scan {
	const struct scan_options     *options;
	struct judge                   judge;
	struct arena                  *arena;
	struct scan_result             result;
	struct map                     questions;    /* "kind\0product" to its place in the report, from 1 */
	const struct match_host_facts *facts;        /* of the file being judged                            */
	const struct name_rule       **applied;      /* to the CPE name of each of its components, or NULL  */
	struct name_rules              rules;        /* of the home                                         */
	struct map                     told;         /* rules that were noted already, by their line        */
	LIST(size_t)                   opened;       /* its components, once for each row that an overdue reading left open */
};

/* ------------------------------------------------------------------- questions */

/* The question of that kind about that product, made when it is new. */
static struct question_view *
question_about(struct scan *scan, enum question kind, struct str product, struct str fact)
{
	struct report *report = &scan->result.report;
	struct str key = arena_printf(scan->arena, "%d %.*s", (int)kind, STR_ARG(product));
	uint64_t *place = map_put(scan->arena, &scan->questions, key);
	struct question_view *question;

	if (*place != 0)
		return &report->questions.items[*place - 1];
	question = list_add(scan->arena, &report->questions);
	*place = report->questions.count;
	question->kind = str_of(enum_name(&question_names, (int)kind));
	question->product = product;
	question->fact = fact;
	question->question = question_sentence(kind, product, scan->options->lang, scan->arena);
	return question;
}

static void
ask_about_row(struct scan *scan, const struct component *component, const struct match_row *row,
    const struct finding_view *view)
{
	struct str product = row->missing == MISSING_FRESH_SOURCE || row->missing == MISSING_SOURCE
	    ? (view->grounds.count > 0 ? view->grounds.items[0].source : STR(""))
	    : judge_product(component, scan->arena);
	struct question_view *question = question_about(scan, question_of(row->missing), product,
	    str_of(enum_name(&missing_names, (int)row->missing)));

	question->vulnerabilities++;
	question->kev += view->kev.added != DAY_NONE;
}

/* Nothing at all could be said of a component: the question is what would have let us. */
static void
ask_about_component(struct scan *scan, const struct component *component, const struct match_result *result)
{
	bool of_source = result->missing == MISSING_SOURCE || result->missing == MISSING_FRESH_SOURCE;
	struct question_view *question = question_about(scan, question_of(result->missing),
	    of_source ? arena_copy(scan->arena, result->needs) : judge_product(component, scan->arena),
	    str_of(enum_name(&missing_names, (int)result->missing)));

	if (of_source) {
		scan->result.cannot_tell = true;
		judge_missing_source(result->needs, scan->arena, &scan->result.report);
	}
	if (result->missing == MISSING_IDENTITY && question->candidates.count == 0) {
		struct match_candidates found = match_candidates(scan->judge.index, component->vendor, component->name, scan->arena);

		for (size_t i = 0; i < found.count; i++)
			list_push(scan->arena, &question->candidates, found.items[i].identity);
	}
}

/* -------------------------------------------------------------------- matching */

static struct err *
take_row(void *data, size_t number, const struct match_row *row)
{
	struct scan *scan = data;
	const struct component *component = &scan->facts->components[number];
	struct match_row held = judge_after_review(&scan->judge, component, row, scan->arena);
	struct finding_view *view;

	if (held.verdict != row->verdict)
		list_push(scan->arena, &scan->opened, number);
	if (held.verdict == VERDICT_NOT_AFFECTED && !scan->options->all)
		return NULL;
	view = list_add(scan->arena, &scan->result.report.findings);
	TRY(judge_finding(&scan->judge, component, &held, scan->options->lang, scan->arena, view));
	if (scan->applied[number] != NULL)
		list_add(scan->arena, &view->grounds)->reason = judge_rule_words(scan->applied[number], scan->options->lang, scan->arena);
	if (held.verdict == VERDICT_UNKNOWN && !held.candidate)
		ask_about_row(scan, component, &held, view);
	if (held.stale)
		scan->result.cannot_tell = true;
	return NULL;
}

static void
count_component(struct scan *scan, const struct component *component, const struct match_result *result)
{
	struct checked_view *checked = &scan->result.report.checked;

	if (result->outside) {
		checked->outside++;
		return;
	}
	checked->components++;
	if (result->counts[VERDICT_AFFECTED] > 0)
		checked->affected++;
	else if (!result->judged)
		checked->not_judged++;
	else if (result->counts[VERDICT_UNKNOWN] > 0)
		checked->unknown++;
	else
		checked->not_affected++;
	if (!result->judged)
		ask_about_component(scan, component, result);
}

static struct str
rule_words(const struct name_rule *rule, bool over, enum lang lang, struct arena *arena)
{
	if (!over)
		return judge_rule_words(rule, lang, arena);
	return catalogue_say(arena, lang, M("The rule of cpe-rules.tsv for this CPE name is not applied any more, its day is over ({day})."),
	    ARG("day", day_format(rule->ends, arena)));
}

/* Once for each rule: a component whose name is ignored has no finding that could tell. */
static void
note_rule(struct scan *scan, const struct name_rule *rule, bool over)
{
	struct arena *arena = scan->arena;
	uint64_t *told = map_put(arena, &scan->told, arena_printf(arena, "%lld", (long long)rule->line));

	if ((*told)++ == 0)
		list_push(arena, &scan->result.problems, ((struct problem){
			.id = rule->cpe, .offset = -1, .line = rule->line, .warning = true,
			.sentence_en = rule_words(rule, over, LANG_EN, arena), .sentence_ja = rule_words(rule, over, LANG_JA, arena),
		}));
}

static void
apply_rules(struct scan *scan, struct match_host_facts *facts)
{
	struct component *components = ARENA_ARRAY(scan->arena, struct component, facts->count);

	scan->applied = ARENA_ARRAY(scan->arena, const struct name_rule *, facts->count);
	for (size_t i = 0; i < facts->count; i++) {
		const struct name_rule *over;

		components[i] = facts->components[i];
		scan->applied[i] = judge_apply_rule(&scan->rules, &components[i], scan->options->now, scan->arena, &over);
		if (scan->applied[i] != NULL || over != NULL)
			note_rule(scan, over == NULL ? scan->applied[i] : over, scan->applied[i] == NULL);
	}
	facts->components = components;
}

static struct err *
judge_file(struct scan *scan, const struct inventory_file *file)
{
	struct match_host_facts facts = inventory_facts(file);
	struct match_result *results = ARENA_ARRAY(scan->arena, struct match_result, facts.count);
	struct match_ask ask = { .index = scan->judge.index, .sources = &scan->judge.sources };

	if (scan->judge.index == NULL) {
		scan->result.report.checked.components += (int64_t)facts.count;
		scan->result.report.checked.not_judged += (int64_t)facts.count;
		return NULL;
	}
	apply_rules(scan, &facts);
	/* cppcheck-suppress autoVariables ; read by the rows below only */
	scan->facts = &facts;
	ask.host = match_host_new(&facts, scan->arena);
	scan->opened.count = 0;
	TRY(match_host_all(&ask, &facts, take_row, scan, scan->arena, results));
	for (size_t i = 0; i < scan->opened.count; i++) {
		results[scan->opened.items[i]].counts[VERDICT_NOT_AFFECTED]--;
		results[scan->opened.items[i]].counts[VERDICT_UNKNOWN]++;
	}
	for (size_t i = 0; i < facts.count; i++)
		count_component(scan, &facts.components[i], &results[i]);
	return NULL;
}

/* -------------------------------------------------------------------- ordering */

/* Worst first: what applies, what is exploited, what scores high; then by name, so that runs can be compared. */
static int
by_weight(const void *a, const void *b)
{
	static const int weight[] = { [VERDICT_AFFECTED] = 0, [VERDICT_UNKNOWN] = 1, [VERDICT_NOT_AFFECTED] = 2 };
	const struct finding_view *x = a, *y = b;
	int32_t base_x = x->scores.count > 0 ? x->scores.items[0].base : -1;
	int32_t base_y = y->scores.count > 0 ? y->scores.items[0].base : -1;
	int order;

	if (x->candidate != y->candidate)
		return x->candidate ? 1 : -1;
	if (weight[x->verdict] != weight[y->verdict])
		return weight[x->verdict] - weight[y->verdict];
	if ((x->kev.added == DAY_NONE) != (y->kev.added == DAY_NONE))
		return x->kev.added == DAY_NONE ? 1 : -1;
	if (base_x != base_y)
		return base_x > base_y ? -1 : 1;
	if ((order = str_cmp(x->component.name, y->component.name)) != 0)
		return order;
	if ((order = str_cmp(x->vulnerability, y->vulnerability)) != 0)
		return order;
	return str_cmp(x->component.version, y->component.version);
}

static int
by_reach(const void *a, const void *b)
{
	const struct question_view *x = a, *y = b;

	if (x->kev != y->kev)
		return x->kev > y->kev ? -1 : 1;
	if (x->vulnerabilities != y->vulnerabilities)
		return x->vulnerabilities > y->vulnerabilities ? -1 : 1;
	return str_cmp(x->product, y->product);
}

static void
sort_report(struct report *report)
{
	if (report->findings.count > 1)
		qsort(report->findings.items, report->findings.count, sizeof(*report->findings.items), by_weight);
	if (report->questions.count > 1)
		qsort(report->questions.items, report->questions.count, sizeof(*report->questions.items), by_reach);
}

struct err *
scan_run(const struct scan_options *options, struct arena *arena, struct scan_result *ret_result)
{
	struct inventory_reading *reading INVENTORY_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct scan scan = { .options = options, .arena = arena };
	struct report *report = &scan.result.report;

	/* A reader starts and reads ahead while the knowledge base is opened, or the file before it judged. */
	if (options->count > 0)
		TRY(inventory_begin(options->files[0], arena, &reading));
	TRY(home_name_rules(&(struct home){ .path = options->kb }, arena, &scan.rules));
	TRY(home_kb(options->kb, arena, &kb));
	TRY(judge_open(kb, options->now, arena, &scan.judge));
	report->at = options->now;
	report->generation = scan.judge.generation;
	judge_sources(&scan.judge, arena, report);
	for (size_t i = 0; i < options->count; i++) {
		struct inventory_file file;

		TRY(inventory_end(&reading, &file));
		if (i + 1 < options->count)
			TRY(inventory_begin(options->files[i + 1], arena, &reading));
		for (size_t p = 0; p < file.problems.count; p++)
			list_push(arena, &scan.result.problems, file.problems.items[p]);
		TRY(judge_file(&scan, &file));
	}
	sort_report(report);
	/* Also when there was nothing to look at: an empty list says nothing about what runs. */
	if (scan.judge.index == NULL || report->checked.components == report->checked.not_judged)
		scan.result.cannot_tell = true;
	*ret_result = scan.result;
	/* What the findings say points into the knowledge base, which is closed here. */
	record_copy(&report_schema, report, arena, &ret_result->report);
	return NULL;
}
