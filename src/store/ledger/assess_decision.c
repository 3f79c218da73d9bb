/*
 * assess_decision.c - which of people's rules a finding stands under when it appears.
 */
#include "store/ledger/assess.h"
#include "store/ledger/sql_registry.h"

static struct err *
version_of(const struct ledger_assessment *a, int64_t software, struct str *ret_version)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(a->ledger, SQL_SOFTWARE_BRIEF, a->errors, &q));
	bind_int(&q, software);
	TRY(query_step(&q, a->errors, &row));
	*ret_version = row ? column_str(&q, 1, a->errors) : STR("");
	return NULL;
}

/* All versions the finding stands on must be in the range; one that nobody can place is not. */
static struct err *
is_in_range(const struct ledger_assessment *a, const struct decision_chain *one, const struct ledger_finding *finding, bool *ret_in)
{
	*ret_in = finding->instances.count > 0;
	for (size_t i = 0; i < finding->instances.count && *ret_in; i++) {
		struct str version;

		TRY(version_of(a, finding->instances.items[i].software, &version));
		*ret_in = range_contains(&one->set, one->scheme, version, NULL) == RANGE_IN;
	}
	return NULL;
}

static size_t
first_about(const struct ledger_assessment *a, int64_t vulnerability)
{
	const uint64_t *at = map_find(&a->vulnerability_by_id, (struct str){ (const char *)&vulnerability, sizeof(vulnerability) });
	const uint64_t *head = at == NULL ? NULL : map_find(&a->decisions, a->vulnerability_list.items[*at - 1].name);

	return head == NULL ? 0 : (size_t)*head;
}

static int
rank_of(const struct decision_chain *one)
{
	return (one->system != 0) * 4 + (one->product != 0) * 2 + one->ranged;
}

struct err *
assess_decision(const struct ledger_assessment *a, const struct ledger_finding *finding, int64_t *ret_id)
{
	const struct decision_chain *best = NULL, *one;

	for (size_t i = first_about(a, finding->vulnerability); i != 0; i = one->next) {
		bool in = true;

		one = &a->decision_list.items[i - 1];
		if ((one->system != 0 && one->system != finding->system) || (one->product != 0 && one->product != finding->product))
			continue;
		if (one->ranged)
			TRY(is_in_range(a, one, finding, &in));
		if (in && (best == NULL || rank_of(one) > rank_of(best) || (rank_of(one) == rank_of(best) && one->id > best->id)))
			best = one;
	}
	*ret_id = best == NULL ? 0 : best->id;
	return NULL;
}
