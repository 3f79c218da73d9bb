#include "service/assess_findings.h"

#include <assert.h>
#include "base/catalogue.h"
#include "base/hash.h"
#include "domain/cvss/cvss.h"

/* The ledger counts actions from the worst, the criteria from the mildest. */
static const enum ledger_action ledger_actions[ACTION_COUNT] = {
	[ACTION_IMMEDIATE] = LEDGER_IMMEDIATE, [ACTION_OUT_OF_CYCLE] = LEDGER_OUT_OF_CYCLE,
	[ACTION_SCHEDULED] = LEDGER_SCHEDULED, [ACTION_DEFER] = LEDGER_DEFER,
};

static const enum ledger_verdict ledger_verdicts[VERDICT_COUNT] = {
	[VERDICT_AFFECTED] = LEDGER_AFFECTED, [VERDICT_NOT_AFFECTED] = LEDGER_NOT_AFFECTED,
	[VERDICT_UNKNOWN] = LEDGER_UNDECIDED,
};

/* ----------------------------------------------------------------------- rows */

struct assess_row
assess_row_of(const struct assess *assess, const struct assess_item *item, const struct match_row *row, struct arena *arena)
{
	struct assess_row kept = { .vulnerability = row->vulnerability, .verdict = row->verdict, .missing = row->missing };
	struct grounds grounds;

	if (row->says_count == 0)
		return kept;
	grounds = match_explain(assess->judge.index, &item->component, &row->says[0], arena);
	kept.feed = grounds.feed;
	kept.record = grounds.record;
	kept.range = grounds.range;
	kept.fixed = grounds.fixed;
	kept.args = grounds_args(&grounds);
	kept.update = grounds.update;
	kept.restart = grounds.restart;
	kept.reason = grounds.reason;
	return kept;
}

/* --------------------------------------------------------------------- gather */

static struct str
pair_key(int64_t product, uint32_t vulnerability, struct arena *arena)
{
	int64_t pair[2] = { product, vulnerability };

	return arena_copy(arena, (struct str){ (const char *)pair, sizeof(pair) });
}

void
assess_ask(struct assess *assess, struct str kind, int64_t product, struct str fact, enum ledger_action worst)
{
	struct str key = arena_join(assess->system_arena, (struct str[]){ { (const char *)&product, sizeof(product) }, kind, fact }, 3, STR(" "));
	uint64_t *place = map_put(assess->system_arena, &assess->asked, key);
	struct assess_question *question;

	if (*place == 0) {
		*list_add(assess->arena, &assess->questions) =
		    (struct assess_question){ kind, fact, product, assess->system->id, worst };
		*place = assess->questions.count;
		return;
	}
	question = &assess->questions.items[*place - 1];
	if (worst < question->worst)
		question->worst = worst;
}

static void
need(struct assess *assess, struct str feed)
{
	for (size_t i = 0; i < assess->result->needed.count; i++)
		if (str_eq(assess->result->needed.items[i], feed))
			return;
	list_push(assess->arena, &assess->result->needed, feed);
}

/* Build and updates are asked for in one question. */
static void
ask_missing(struct assess *assess, enum missing missing, int64_t product, enum ledger_action worst)
{
	enum question question = question_of(missing);
	enum missing fact = question == QUESTION_BUILD ? MISSING_BUILD : missing;

	assess_ask(assess, str_of(enum_name(&question_names, (int)question)), product, str_of(enum_name(&missing_names, (int)fact)),
	    worst);
}

bool
assess_is_quiet(const struct assess *assess, const struct assess_item *item)
{
	const struct match_result *result = &item->result;

	return assess->judge.index != NULL && !result->outside && result->judged && result->counts[VERDICT_AFFECTED] == 0 &&
	    result->counts[VERDICT_UNKNOWN] == 0 && item->rows.count == 0 && result->conditional == 0 && result->since == DAY_NONE;
}

void
assess_count_quiet(struct assess *assess, int64_t items)
{
	assess->tally.items += items;
	assess->tally.judged += items;
	assess->tally.not_affected += items;
}

void
assess_count(struct assess *assess, struct assess_item *item)
{
	const struct match_result *result = &item->result;

	if (result->outside)
		return;
	assess->tally.items++;
	if (assess->judge.index == NULL)
		return;
	assess->tally.judged += result->judged;
	if (result->counts[VERDICT_AFFECTED] > 0 && assess->system->duties.of[item->layer].party == PARTY_OWN)
		assess->tally.affected++;
	else if (!result->judged || result->counts[VERDICT_AFFECTED] > 0 || result->counts[VERDICT_UNKNOWN] > 0)
		assess->tally.undecided++;
	else
		assess->tally.not_affected++;
	if (result->judged)
		return;
	if (result->missing == MISSING_SOURCE || result->missing == MISSING_FRESH_SOURCE) {
		need(assess, result->needs);
		assess_ask(assess, STR("source"), 0, result->needs, LEDGER_NO_ACTION);
	} else if (result->missing == MISSING_RELEASE) {
		assess_ask(assess, STR("release"), 0, STR("release"), LEDGER_NO_ACTION);   /* the system's, not each package's */
	} else if (result->missing == MISSING_IDENTITY || !assess_duty_ask(assess, item)) {
		ask_missing(assess, result->missing, item->product, LEDGER_NO_ACTION);
	}
}

/* The version that mends every instance: the highest of those named. */
static void
raise_remedy(struct assess *assess, struct assess_finding *found, struct str fixed)
{
	struct str *target = &found->finding.remedy_target;

	if (fixed.len > 0 && (target->len == 0 || version_compare(found->scheme, fixed, *target) == ORDER_GREATER))
		*target = arena_copy(assess->arena, fixed);   /* a host's own row goes with its system */
}

/* "KB5089549, KB5093998": in their order, so that the same updates are the same remedy. */
static struct str
with_update(struct str target, struct str update, struct arena *arena)
{
	struct str before = STR(""), rest = target, one;

	while (str_split(&rest, ',', &one)) {
		one = str_trim_space(one);
		if (str_eq(one, update))
			return target;
		if (one.len > update.len || (one.len == update.len && str_cmp(one, update) > 0))
			return arena_printf(arena, "%.*s%.*s, %.*s", STR_ARG(before), STR_ARG(update), STR_ARG(str_from(target, before.len)));
		before = str_sub(target, 0, (size_t)(one.ptr + one.len - target.ptr) + (rest.len > 0 ? 2 : 0));
	}
	return target.len == 0 ? arena_copy(arena, update) : arena_printf(arena, "%.*s, %.*s", STR_ARG(target), STR_ARG(update));
}

/* An update mends builds of its own: hosts of several builds need several, each named once. */
static void
add_update(struct assess *assess, struct assess_finding *found, const struct assess_row *row)
{
	struct str *target = &found->finding.remedy_target;

	if (row->restart > found->finding.restart)
		found->finding.restart = row->restart;
	if (found->finding.remedy != LEDGER_REMEDY_UPDATE)
		*target = STR("");
	found->finding.remedy = LEDGER_REMEDY_UPDATE;
	*target = with_update(*target, row->update, assess->arena);
}

static void
add_remedy(struct assess *assess, struct assess_finding *found, const struct assess_row *row)
{
	if (row->verdict == VERDICT_AFFECTED && row->update.len > 0)
		add_update(assess, found, row);
	else if (row->update.len == 0 && found->finding.remedy != LEDGER_REMEDY_UPDATE)
		raise_remedy(assess, found, row->fixed);
}

static struct ledger_instance
instance_of(struct assess *assess, const struct assess_item *item, const struct assess_row *row)
{
	struct ledger_instance instance = {
		.software = item->software, .verdict = ledger_verdicts[row->verdict], .source = row->feed, .record = row->record, .range = row->range,
		.reason = str_of(enum_name(&reason_names, (int)row->reason)), .args = row->args,
	};

	if (row->kept)
		return instance;
	instance.source = arena_copy(assess->arena, row->feed);
	instance.record = arena_copy(assess->arena, row->record);
	instance.range = arena_copy(assess->arena, row->range);
	instance.args = arena_copy(assess->arena, row->args);
	return instance;
}

void
assess_add(struct assess *assess, const struct assess_item *item, struct assess_row row)
{
	uint64_t *place = map_put(assess->system_arena, &assess->places,
	    pair_key(item->product, row.vulnerability, assess->system_arena));
	struct assess_finding *found;
	bool first = *place == 0;

	if (first) {
		found = list_add(assess->arena, &assess->findings);
		*place = assess->findings.count;
		found->vulnerability = row.vulnerability;
		found->item = item;
		found->scheme = scheme_of_ecosystem(item->component.ecosystem);
		found->finding = (struct ledger_finding){
			.system = assess->system->id, .product = item->product, .due = INSTANT_NONE,
			.verdict = LEDGER_UNDECIDED, .restart = ANSWER_UNKNOWN,
		};
		found->missing = row.missing;
	} else {
		found = &assess->findings.items[*place - 1];
	}
	if (row.verdict == VERDICT_AFFECTED)
		found->finding.verdict = LEDGER_AFFECTED;
	add_remedy(assess, found, &row);
	/* Several hosts may give rows of one item: one instance says them, and says what is worst. */
	for (size_t i = 0; i < found->finding.instances.count; i++) {
		struct ledger_instance *instance = &found->finding.instances.items[i];

		if (instance->software != item->software)
			continue;
		if (row.verdict == VERDICT_AFFECTED && instance->verdict != LEDGER_AFFECTED)
			*instance = instance_of(assess, item, &row);
		return;
	}
	list_push(assess->arena, &found->finding.instances, instance_of(assess, item, &row));
}

/* ----------------------------------------------------------------------- risk */

/* What of a threat a decision about its findings rests on. */
static struct str
facts_of(const struct threat *threat, struct arena *arena)
{
	return arena_printf(arena, "%d %d %d%s", threat->base, (int)threat->exploitation, (int)threat->kev_listed,
	    threat->candidate > threat->exploitation ? arena_cstr(arena, arena_printf(arena, " %d", (int)threat->candidate)) : "");
}

static struct err *
threat_of(struct assess *assess, uint32_t number, struct assess_threat **ret_threat)
{
	const struct str key = { (const char *)&number, sizeof(number) };
	const uint64_t *known = map_find(&assess->threats, key);
	struct assess_threat *threat = known == NULL ? ARENA_NEW(assess->arena, struct assess_threat) : (struct assess_threat *)(uintptr_t)*known;

	if (known == NULL) {
		TRY(judge_threat(&assess->judge, number, assess->arena, &threat->threat));
		threat->facts = facts_of(&threat->threat, assess->arena);
		threat->before = assess_before_id(&assess->before, threat->threat.face.id);
		*map_put(assess->arena, &assess->threats, arena_copy(assess->arena, key)) = (uint64_t)(uintptr_t)threat;
	}
	*ret_threat = threat;
	return NULL;
}

/* What was judged, so that a decision about it can tell when that has changed. */
static struct str
evidence_of(const struct ledger_finding *finding, const struct assess_threat *threat, struct arena *arena)
{
	uint64_t sum = (uint64_t)finding->verdict;
	char digits[16];

	for (size_t i = 0; i < finding->instances.count; i++) {
		const struct ledger_instance *instance = &finding->instances.items[i];

		sum = hash64(instance->record, sum + (uint64_t)instance->verdict);
		sum = hash64(instance->range, hash64(instance->reason, sum));
	}
	sum = hash64(threat->facts, sum);
	for (size_t i = sizeof(digits); i-- > 0; sum >>= 4)
		digits[i] = "0123456789abcdef"[sum & 15];
	return arena_copy(arena, (struct str){ digits, sizeof(digits) });
}

static struct str
why(enum ledger_verdict verdict, const struct risk *risk, enum lang lang, struct arena *arena)
{
	struct str sentence = risk_sentence(risk, lang, arena);

	if (verdict == LEDGER_AFFECTED)
		return sentence;
	return catalogue_say(arena, lang, M("If it applies: {why}"), ARG("why", sentence));
}

/*
 * What makes a finding provisional is asked, if people at the desk can answer it, also where no single answer would change
 * the action: together they do, and 仮 without a question would stay for ever. Microsoft's documents do not say which role or
 * feature a weakness is in, so nobody could answer thousands of questions about it: the page of the finding says where to read.
 */
static void
ask_about_risk(struct assess *assess, struct assess_risk *risk, const struct ledger_finding *finding, struct str vulnerability)
{
	bool asked = risk->asked_in == finding->system;      /* with another finding of the same facts: nothing new */

	risk->asked_in = finding->system;
	for (size_t i = 0; i < risk->questions.count; i++) {
		const struct assess_asking *asking = &risk->questions.items[i];

		if (asking->conditions && !judge_by_microsoft(finding))
			assess_ask(assess, STR("conditions"), finding->product, arena_printf(assess->arena, "conditions:%.*s", STR_ARG(vulnerability)),
			    asking->worst);
		else if (!asking->conditions && !asked)
			assess_ask(assess, STR("fact"), 0, asking->fact, asking->worst);
	}
}

/* All that follows from the facts depends on these bytes: the facts without their one pointer, its text, the rest. */
static struct str
risk_key(const struct risk_facts *facts, enum ledger_verdict verdict, const struct ledger_open *before,
    struct arena *arena)
{
	int64_t rest[] = { verdict, before == NULL ? -1 : (int64_t)before->action, before == NULL ? 0 : before->due };
	struct risk_facts bare = *facts;

	bare.exploitation_source = (struct str){ 0 };
	return arena_join(arena, (struct str[]){
		{ (const char *)&bare, sizeof(bare) }, { (const char *)rest, sizeof(rest) }, facts->exploitation_source,
	}, 3, STR(""));
}

/* A date once given does not move because the evaluation was repeated: only another action gives another date. */
static void
work_out(const struct assess *assess, const struct risk_facts *facts, enum ledger_verdict verdict,
    const struct ledger_open *before, struct arena *scratch, struct assess_risk *ret_risk)
{
	struct risk risk;

	risk_assess(&assess->criteria, facts, &assess->calendar, scratch, &risk);
	ret_risk->action = ledger_actions[risk.action];
	if (before != NULL && before->action == ret_risk->action)
		risk.due = before->due;
	ret_risk->damage = risk.damage;           /* both have low, middle, high as bits 0, 1, 2 */
	ret_risk->likelihood = risk.likelihood;
	ret_risk->due = risk.due;
	ret_risk->why_ja = arena_copy(assess->arena, why(verdict, &risk, LANG_JA, scratch));
	ret_risk->why_en = arena_copy(assess->arena, why(verdict, &risk, LANG_EN, scratch));
	for (size_t i = 0; i < risk.questions.count; i++) {
		struct str fact = str_of(risk.questions.items[i].fact);
		bool conditions = str_eq(fact, STR("conditions"));

		if (conditions || situation_knows(fact))
			list_push(assess->arena, &ret_risk->questions, ((struct assess_asking){ fact, ledger_actions[risk.questions.items[i].worst], conditions }));
	}
}

/* Thousands of findings have the same facts: what follows from them is worked out once. */
static struct assess_risk *
risk_of(struct assess *assess, const struct risk_facts *facts, enum ledger_verdict verdict,
    const struct ledger_open *before, struct arena *scratch)
{
	struct str key = risk_key(facts, verdict, before, scratch);
	const uint64_t *known = map_find(&assess->risks, key);
	struct assess_risk *kept;

	if (known != NULL)
		return (struct assess_risk *)(uintptr_t)*known;
	kept = ARENA_NEW(assess->arena, struct assess_risk);
	work_out(assess, facts, verdict, before, scratch, kept);
	*map_put(assess->arena, &assess->risks, arena_copy(assess->arena, key)) = (uint64_t)(uintptr_t)kept;
	return kept;
}

static struct err *
judge_risk(struct assess *assess, struct assess_finding *found, struct arena *scratch)
{
	struct ledger_finding *finding = &found->finding;
	struct assess_risk *risk;
	const struct threat *threat;
	struct risk_facts facts;
	struct assess_duty duty;

	TRY(threat_of(assess, found->vulnerability, &found->threat));
	threat = &found->threat->threat;
	duty = assess_duty(assess, found, threat->face.id);
	facts = judge_facts(&assess->judge, threat, &assess->system->facts,
	    situation_conditions(assess->system->conditions.items, assess->system->conditions.count, threat->face.id));
	risk = risk_of(assess, &facts, finding->verdict, assess_before_find(&assess->before, finding->system,
	    finding->product, found->threat->before), scratch);
	finding->action = risk->action;
	finding->damage = risk->damage;
	finding->likelihood = risk->likelihood;
	finding->due = risk->due;
	finding->why_ja = risk->why_ja;
	finding->why_en = risk->why_en;
	finding->evidence = evidence_of(finding, found->threat, assess->arena);
	if (duty.answer != DUTY_OURS)
		assess_duty_word(assess, &duty, found);
	assess->result->provided += finding->verdict == LEDGER_PROVIDER;
	if (finding->verdict == LEDGER_PROVIDER || duty.answer == DUTY_OPEN)
		return NULL;
	if (finding->verdict == LEDGER_UNDECIDED) {
		finding->remedy = LEDGER_REMEDY_ANSWER;
		if (question_of(found->missing) == QUESTION_SOURCE)
			assess_ask(assess, STR("source"), 0, finding->instances.items[0].source, finding->action);
		else if (found->missing == MISSING_RELEASE)
			assess_ask(assess, STR("release"), 0, STR("release"), finding->action);
		else
			ask_missing(assess, found->missing, finding->product, finding->action);
	} else {
		assess->result->any_affected = true;
		if (finding->remedy != LEDGER_REMEDY_UPDATE)
			finding->remedy = finding->remedy_target.len > 0 ? LEDGER_REMEDY_VERSION : LEDGER_REMEDY_NONE;
		ask_about_risk(assess, risk, finding, threat->face.id);
	}
	return NULL;
}

static_assert(LEVEL_BIT(LEVEL_LOW) == LEDGER_LOW && LEVEL_BIT(LEVEL_MIDDLE) == LEDGER_MIDDLE &&
    LEVEL_BIT(LEVEL_HIGH) == LEDGER_HIGH, "sets of levels go into the ledger as they are");

/* -------------------------------------------------------------------- systems */

static void
begin_system(struct assess *assess, struct assess_system *system)
{
	arena_reset(assess->system_arena);
	assess->places = (struct map){ 0 };
	assess->asked = (struct map){ 0 };
	assess->system = system;
	assess->first_finding = assess->findings.count;
	assess->tally = (struct ledger_tally){ .system = system->id };
}

struct err *
assess_leave_system(struct assess *assess)
{
	struct arena *scratch ARENA_SCOPE = arena_new();

	if (assess->system == NULL)
		return NULL;
	for (size_t i = assess->first_finding; i < assess->findings.count; i++) {
		TRY(judge_risk(assess, &assess->findings.items[i], scratch));
		arena_reset(scratch);
	}
	list_push(assess->arena, &assess->tallies, assess->tally);
	assess->system = NULL;
	return NULL;
}

struct err *
assess_enter_system(struct assess *assess, int64_t system)
{
	if (assess->system != NULL && assess->system->id == system)
		return NULL;
	TRY(assess_leave_system(assess));
	begin_system(assess, &assess->systems.items[*map_find(&assess->system_of,
	    (struct str){ (const char *)&system, sizeof(system) }) - 1]);
	return NULL;
}

/* 構成未登録: a system of which nobody knows what runs on it is itself undecided. A site past its last day may still answer. */
void
assess_ask_of_systems(struct assess *assess)
{
	for (size_t i = 0; i < assess->systems.count; i++) {
		struct assess_system *system = &assess->systems.items[i];

		if (system->installations > 0 && !system->site_over)
			continue;
		begin_system(assess, system);
		if (system->installations == 0)
			assess_ask(assess, STR("composition"), 0, STR("composition"), LEDGER_NO_ACTION);
		if (system->site_over)
			assess_ask(assess, STR("site"), 0, LIFE_SITE_DOWN, LEDGER_NO_ACTION);
	}
	assess->system = NULL;
}

/* -------------------------------------------------------------------- persist */

static struct err *
put_vulnerability(const struct assess *assess, struct ledger_assessment *assessment, struct assess_threat *put)
{
	const struct threat *threat = &put->threat;

	if (put->put != 0)
		return NULL;
	return ledger_assess_vulnerability(assessment, &(struct ledger_vulnerability){
		.name = threat->face.id, .title_ja = threat->face.title_ja, .title_en = threat->face.title_en,
		.state = threat->face.state, .severity = threat->best == NULL ? STR("") : threat->best->vector,
		.score = threat->base, .kev_added = threat->kev_listed ? threat->kev.added : DAY_NONE,
		.kev_due = threat->kev_listed ? threat->kev.due : DAY_NONE,
		.ransomware = threat->kev_listed && threat->kev.ransomware, .epss = threat->epss.probability,
		.exploitation = threat->exploitation, .generation = assess->result->generation,
	}, &put->put);
}

/*
 * What a source has withdrawn since gives no finding any more; the ledger is told, so that the history of what it
 * closes names the cause.
 */
static struct err *
put_withdrawn(const struct assess *assess, struct ledger_assessment *assessment)
{
	int64_t id;

	for (size_t i = 0; i < assess->before.known.count; i++)
		if (assess->before.is_open[i] && match_is_withdrawn(assess->judge.index, assess->before.known.items[i].name))
			TRY(ledger_assess_vulnerability(assessment, &(struct ledger_vulnerability){
				.name = assess->before.known.items[i].name, .state = ADVISORY_WITHDRAWN, .score = -1,
				.kev_added = DAY_NONE, .kev_due = DAY_NONE, .epss = -1, .generation = assess->result->generation,
			}, &id));
	return NULL;
}

static struct err *
put_all(struct assess *assess, struct ledger_assessment *assessment)
{
	for (size_t i = 0; i < assess->findings.count; i++)      /* a unit of work may be run again */
		assess->findings.items[i].threat->put = 0;
	for (size_t i = 0; i < assess->findings.count; i++) {
		struct assess_finding *found = &assess->findings.items[i];

		TRY(put_vulnerability(assess, assessment, found->threat));
		found->finding.vulnerability = found->threat->put;
		TRY(ledger_assess_finding(assessment, &found->finding));
	}
	if (assess->judge.index != NULL)
		TRY(put_withdrawn(assess, assessment));
	for (size_t i = 0; i < assess->questions.count; i++) {
		const struct assess_question *question = &assess->questions.items[i];

		TRY(ledger_assess_question(assessment, question->kind, question->product, question->fact, question->system,
		    question->worst));
	}
	for (size_t i = 0; i < assess->tallies.count; i++)
		TRY(ledger_assess_system(assessment, &assess->tallies.items[i]));
	return NULL;
}

struct err *
assess_persist(struct ledger *ledger, void *context, struct arena *arena)
{
	struct assess *assess = context;
	struct ledger_assessment *assessment = NULL;
	struct err *err;

	TRY(ledger_assess_begin(ledger, &assess->head, arena, &assessment));
	err = put_all(assess, assessment);
	if (err == NULL)
		err = ledger_assess_finish(assessment, &assess->result->ledger);
	ledger_assess_free(assessment);
	if (err != NULL)
		return err;
	return ledger_kb_set(ledger, assess->head.generation, assess->now, arena);
}
