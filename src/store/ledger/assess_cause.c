/*
 * assess_cause.c - why a finding crossed a line: which of the things it rests on is not what it was.
 */
#include "store/ledger/assess.h"

static bool
has(const struct map *map, const int64_t *numbers, size_t count)
{
	return map_find(map, (struct str){ (const char *)numbers, count * sizeof(*numbers) }) != NULL;
}

static bool
inventory_changed(const struct ledger_assessment *a, const struct finding_key *key)
{
	return has(&a->changed, (const int64_t[]){ key->system, key->product }, 2);
}

static bool
version_answered(const struct ledger_assessment *a, const struct finding_key *key)
{
	return has(&a->answered, (const int64_t[]){ key->system, key->product }, 2);
}

static bool
fact_answered(const struct ledger_assessment *a, const struct finding_key *key)
{
	return has(&a->told, &key->system, 1);
}

static bool
source_changed(const struct ledger_assessment *a, const struct finding_key *key)
{
	(void)key;
	return !str_eq(a->before.generation, a->head.generation);
}

static bool
criteria_changed(const struct ledger_assessment *a, const struct finding_key *key)
{
	(void)key;
	return !str_eq(a->before.criteria, a->head.criteria);
}

static bool
withdrawn(const struct ledger_assessment *a, int64_t vulnerability)
{
	const uint64_t *at = map_find(&a->vulnerability_by_id, (struct str){ (const char *)&vulnerability, sizeof(vulnerability) });

	return at != NULL && a->vulnerability_list.items[*at - 1].state == ADVISORY_WITHDRAWN;
}

struct suspect {
	bool            (*is_it)(const struct ledger_assessment *a, const struct finding_key *key);
	enum ledger_cause cause;
};

/* Whether it applies depends on what is installed and what sources say; what to do, on criteria and facts. */
static const struct suspect of_verdict[] = {
	{ inventory_changed, LEDGER_CAUSE_INVENTORY_CHANGED },
	{ version_answered,  LEDGER_CAUSE_HUMAN },
	{ source_changed,    LEDGER_CAUSE_SOURCE_CHANGED },
	{ fact_answered,     LEDGER_CAUSE_HUMAN },
};
static const struct suspect of_action[] = {
	{ criteria_changed,  LEDGER_CAUSE_CRITERIA },
	{ fact_answered,     LEDGER_CAUSE_HUMAN },
	{ inventory_changed, LEDGER_CAUSE_INVENTORY_CHANGED },
	{ version_answered,  LEDGER_CAUSE_HUMAN },
	{ source_changed,    LEDGER_CAUSE_SOURCE_CHANGED },
};

/* Nothing it rests on changed: then it is how we judge (another program, or time that ran out for a fact). */
enum ledger_cause
assess_cause(const struct ledger_assessment *a, const struct finding_key *key, bool verdict_crossed, bool closed)
{
	const struct suspect *suspects = verdict_crossed ? of_verdict : of_action;
	size_t count = verdict_crossed ? ARRAY_LEN(of_verdict) : ARRAY_LEN(of_action);

	if (a->first)
		return LEDGER_CAUSE_FIRST;
	if (closed && withdrawn(a, key->vulnerability))
		return LEDGER_CAUSE_SOURCE_WITHDREW;
	for (size_t i = 0; i < count; i++) {
		if (suspects[i].is_it(a, key))
			return suspects[i].cause;
	}
	return LEDGER_CAUSE_RULE;
}
