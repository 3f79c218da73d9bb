/*
 * assess.c - from facts to the cells of the matrix, and the worst of them.
 */
#include "domain/risk/words.h"

#include <assert.h>

static const char *const level_words[] = { "low", "middle", "high" };
const struct enum_names level_names = ENUM_NAMES(level_words);
static const char *const action_words[] = { "defer", "scheduled", "out_of_cycle", "immediate" };
const struct enum_names action_names = ENUM_NAMES(action_words);
static const char *const harm_words[] = { "leak", "tamper", "stop" };
const struct enum_names harm_names = ENUM_NAMES(harm_words);
static const char *const exposure_words[] = { "unknown", "closed", "internal", "internet" };
const struct enum_names exposure_names = ENUM_NAMES(exposure_words);
static const char *const route_words[] = { "media", "maintenance", "devices", "segments" };
const struct enum_names route_names = ENUM_NAMES(route_words);

enum level
level_worst(unsigned bits)
{
	return (bits & LEVEL_BIT(LEVEL_HIGH)) != 0 ? LEVEL_HIGH : (bits & LEVEL_BIT(LEVEL_MIDDLE)) != 0 ? LEVEL_MIDDLE : LEVEL_LOW;
}

enum action
action_worst(unsigned bits)
{
	for (int action = ACTION_IMMEDIATE; action > ACTION_DEFER; action--)
		if ((bits & ACTION_BIT(action)) != 0)
			return (enum action)action;
	return ACTION_DEFER;
}

/* High is asked first, then low, else it is middle; an unknown answer leaves each way open. */
static unsigned
levels_by(const struct rule *high, const struct rule *low, const struct fact *words, uint64_t *open)
{
	uint64_t open_high, open_low;
	enum truth is_high = rule_eval(high, words, &open_high);
	enum truth is_low = rule_eval(low, words, &open_low);
	unsigned levels;

	*open |= open_high;
	if (is_high == TRUTH_TRUE)
		return LEVEL_BIT(LEVEL_HIGH);
	*open |= open_low;
	levels = is_low == TRUTH_TRUE ? LEVEL_BIT(LEVEL_LOW) :
	    is_low == TRUTH_FALSE ? LEVEL_BIT(LEVEL_MIDDLE) : LEVEL_BIT(LEVEL_LOW) | LEVEL_BIT(LEVEL_MIDDLE);
	return is_high == TRUTH_UNKNOWN ? levels | LEVEL_BIT(LEVEL_HIGH) : levels;
}

/* Every maximum that one level of each set can give. */
static unsigned
levels_max(unsigned a, unsigned b)
{
	unsigned both = 0;

	for (unsigned i = 0; i < LEVEL_COUNT; i++)
		for (unsigned j = 0; j < LEVEL_COUNT; j++)
			if ((a & LEVEL_BIT(i)) != 0 && (b & LEVEL_BIT(j)) != 0)
				both |= LEVEL_BIT(i > j ? i : j);
	return both;
}

/* A harm that cannot happen does not count; one that may or may not counts as its level or as none. */
static void
damage_of(const struct criteria *criteria, const struct risk_facts *facts, const struct fact *words, struct outcome *outcome)
{
	outcome->damage = LEVEL_BIT(LEVEL_LOW);
	for (int harm = 0; harm < HARM_COUNT; harm++) {
		enum degree degree = facts_impact(facts, (enum harm)harm);
		unsigned levels;

		if (degree == DEGREE_NONE)
			continue;
		levels = levels_by(criteria->large[harm], criteria->small[harm], words, &outcome->open);
		outcome->harm_levels[harm] = levels;
		if (degree == DEGREE_UNKNOWN)
			levels |= LEVEL_BIT(LEVEL_LOW);
		outcome->damage = levels_max(outcome->damage, levels);
	}
}

/* Each level one down, but not below middle where it is exploited; both ways where that is unknown. */
static unsigned
levels_down(unsigned levels, enum truth exploited)
{
	unsigned down = 0;

	if ((levels & LEVEL_BIT(LEVEL_HIGH)) != 0)
		down |= LEVEL_BIT(LEVEL_MIDDLE);
	if ((levels & LEVEL_BIT(LEVEL_LOW)) != 0)
		down |= LEVEL_BIT(LEVEL_LOW);
	if ((levels & LEVEL_BIT(LEVEL_MIDDLE)) != 0) {
		if (exploited != TRUTH_TRUE)
			down |= LEVEL_BIT(LEVEL_LOW);
		if (exploited != TRUTH_FALSE)
			down |= LEVEL_BIT(LEVEL_MIDDLE);
	}
	return down;
}

static unsigned
likelihood_at(const struct criteria *criteria, const struct risk_facts *facts, const struct fact *words,
    enum exposure exposure, struct outcome *outcome)
{
	unsigned levels = levels_by(criteria->high, criteria->low, words, &outcome->open);
	enum truth isolated, exploited = TRUTH_UNKNOWN;
	unsigned down;

	if (exposure != EXPOSURE_CLOSED)
		return levels;
	if (words[WORD_EXPLOITED].known)
		exploited = words[WORD_EXPLOITED].value != 0 ? TRUTH_TRUE : TRUTH_FALSE;
	isolated = facts_isolated(facts, criteria->closed_months);
	down = levels_down(levels, exploited);
	outcome->isolated = isolated == TRUTH_TRUE;
	outcome->lowered = outcome->isolated && down != levels;
	return isolated == TRUTH_FALSE ? levels : isolated == TRUTH_TRUE ? down : levels | down;
}

/* An unknown exposure is each of them in turn; among these is the internet. */
static void
likelihood_of(const struct criteria *criteria, const struct risk_facts *facts, struct fact *words, struct outcome *outcome)
{
	if (facts->exposure != EXPOSURE_UNKNOWN) {
		outcome->likelihood = likelihood_at(criteria, facts, words, facts->exposure, outcome);
		return;
	}
	for (int exposure = EXPOSURE_CLOSED; exposure <= EXPOSURE_INTERNET; exposure++) {
		words[WORD_EXPOSURE] = (struct fact){ true, exposure };
		outcome->likelihood |= likelihood_at(criteria, facts, words, (enum exposure)exposure, outcome);
	}
	outcome->isolated = outcome->lowered = false;
}

void
outcome_of(const struct criteria *criteria, const struct risk_facts *facts, struct outcome *ret_outcome)
{
	struct outcome outcome = { 0 };
	struct fact words[WORD_COUNT];

	words_of(facts, words);
	damage_of(criteria, facts, words, &outcome);
	likelihood_of(criteria, facts, words, &outcome);
	for (unsigned damage = 0; damage < LEVEL_COUNT; damage++)
		for (unsigned likelihood = 0; likelihood < LEVEL_COUNT; likelihood++)
			if ((outcome.damage & LEVEL_BIT(damage)) != 0 && (outcome.likelihood & LEVEL_BIT(likelihood)) != 0)
				outcome.actions |= ACTION_BIT(criteria->matrix[damage][likelihood]);
	*ret_outcome = outcome;
}

enum action
risk_action(const struct criteria *criteria, const struct risk_facts *facts)
{
	struct outcome outcome;

	outcome_of(criteria, facts, &outcome);
	return action_worst(outcome.actions);
}

static int64_t
due_of(const struct due_rule *rule, const struct risk_facts *facts, const struct calendar *calendar, enum due_kind *ret_kind)
{
	int64_t since = facts->since == INSTANT_NONE ? facts->now : facts->since;

	*ret_kind = rule->kind;
	switch (rule->kind) {
	case DUE_HOURS:
		return since + rule->count * INSTANT_HOUR;
	case DUE_REVIEW_DAYS:
		return calendar_add_business_days_at(calendar, since + rule->count * INSTANT_DAY, 0);
	case DUE_MAINTENANCE:
		if (facts->next_maintenance != INSTANT_NONE && facts->next_maintenance >= since)
			return facts->next_maintenance;
		*ret_kind = DUE_BUSINESS_DAYS;
		break;
	case DUE_BUSINESS_DAYS:
	default:
		break;
	}
	return calendar_add_business_days_at(calendar, since, rule->count);
}

/* Of harms equally bad the one that people grasp first. */
static enum harm
harm_worst(const unsigned harm_levels[HARM_COUNT])
{
	static const enum harm order[] = { HARM_LEAK, HARM_STOP, HARM_TAMPER };
	enum harm worst = HARM_LEAK;
	int level = -1;

	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		unsigned levels = harm_levels[order[i]];

		if (levels != 0 && (int)level_worst(levels) > level) {
			level = (int)level_worst(levels);
			worst = order[i];
		}
	}
	return worst;
}

static bool
is_single(unsigned bits)
{
	return (bits & (bits - 1)) == 0;
}

void
risk_assess(const struct criteria *criteria, const struct risk_facts *facts, const struct calendar *calendar,
    struct arena *arena, struct risk *ret_risk)
{
	struct risk risk = { .facts = *facts };
	struct outcome outcome;

	outcome_of(criteria, facts, &outcome);
	for (int harm = 0; harm < HARM_COUNT; harm++) {
		risk.harm_levels[harm] = outcome.harm_levels[harm];
		risk.impact[harm] = facts_impact(facts, (enum harm)harm);
	}
	risk.damage = outcome.damage;
	risk.likelihood = outcome.likelihood;
	risk.actions = outcome.actions;
	risk.isolated = outcome.isolated;
	risk.lowered = outcome.lowered;
	risk.worst_damage = level_worst(outcome.damage);
	risk.worst_likelihood = level_worst(outcome.likelihood);
	risk.worst_harm = harm_worst(outcome.harm_levels);
	risk.action = criteria->matrix[risk.worst_damage][risk.worst_likelihood];
	assert(risk.action == action_worst(outcome.actions));
	risk.provisional = !is_single(outcome.actions) || facts->exposure == EXPOSURE_UNKNOWN;
	for (unsigned damage = 0; damage < LEVEL_COUNT; damage++)
		for (unsigned likelihood = 0; likelihood < LEVEL_COUNT; likelihood++)
			risk.cells[damage][likelihood] = (outcome.damage & LEVEL_BIT(damage)) != 0 &&
			    (outcome.likelihood & LEVEL_BIT(likelihood)) != 0;
	risk.due = due_of(&criteria->due[risk.action], facts, calendar, &risk.due_kind);
	questions_of(criteria, &outcome, arena, &risk);
	reasons_of(arena, &risk);
	*ret_risk = risk;
}
