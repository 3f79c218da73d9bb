/*
 * deployer.c - the tree of who applies patches, from facts that are held anyway. The table may be CERT/CC's or an organisation's own: any of the four
 * points, in any order.
 */
#include "domain/ssvc/ssvc.h"

#include <assert.h>

enum { HUMAN_LOW = 1, HUMAN_MEDIUM = 2, HUMAN_HIGH = 4, HUMAN_VERY_HIGH = 8 };

/* The points that facts answer, with the keys of their values from the mildest on. */
enum { POINT_EXPLOITATION, POINT_EXPOSURE, POINT_AUTOMATABLE, POINT_HUMAN, POINTS_ANSWERED };
static const struct { const char *key, *values[5]; } answered[POINTS_ANSWERED] = {
	[POINT_EXPLOITATION] = { "E", { "N", "P", "A" } },
	[POINT_EXPOSURE] = { "EXP", { "S", "C", "O" } },
	[POINT_AUTOMATABLE] = { "A", { "N", "Y" } },
	[POINT_HUMAN] = { "HI", { "L", "M", "H", "VH" } },
};
static const char *const outcomes[SSVC_ACTION_COUNT + 1] = { "D", "S", "O", "I" };

static bool
has_values(const struct ssvc_point *point, const char *const *keys)
{
	size_t count = 0;

	for (; keys[count] != NULL; count++)
		if (count >= point->count || !str_eq(point->values[count].key, str_of(keys[count])))
			return false;
	return count == point->count;
}

/* POINTS_ANSWERED: no fact answers it. */
static size_t
answered_by(const struct ssvc_point *point)
{
	for (size_t i = 0; i < POINTS_ANSWERED; i++)
		if (str_eq(point->key, str_of(answered[i].key)) && has_values(point, answered[i].values))
			return i;
	return POINTS_ANSWERED;
}

struct err *
ssvc_deployer_fits(const struct ssvc_table *table, struct arena *arena)
{
	for (size_t i = 0; i < table->points_count; i++)
		if (answered_by(&table->points[i]) == POINTS_ANSWERED)
			return err_new(arena, ERR_FORMAT,
			    M("The decision point {point} cannot be answered from what is held here: a table that findings are decided by has E (N P A), EXP (S C O), A (N Y) and HI (L M H VH), or some of them."),
			    ARG("point", table->points[i].key));
	if (!has_values(&table->outcome, outcomes))
		return err_new(arena, ERR_FORMAT, M("A table that findings are decided by has the outcomes D, S, O and I, in this order."));
	return NULL;
}

/* The enumerations begin with unknown and go on as the points' values do. */
static unsigned
bit_of(unsigned number)
{
	return number == 0 ? 0 : 1u << (number - 1);
}

static unsigned
human_of(const struct ssvc_deployer_facts *facts)
{
	static const unsigned by_damage[] = { 0, HUMAN_LOW, HUMAN_MEDIUM, HUMAN_HIGH | HUMAN_VERY_HIGH };

	if (facts->life_or_safety == ANSWER_YES)
		return HUMAN_VERY_HIGH;
	if (facts->life_or_safety == ANSWER_NO && facts->damage == SSVC_DAMAGE_LARGE)
		return HUMAN_HIGH;
	return by_damage[facts->damage];
}

/* Whether some single value of that point would leave fewer decisions than are possible now. */
static bool
narrows(const struct ssvc_table *table, const unsigned *known, size_t point, unsigned now)
{
	unsigned supposed[LIMIT_SSVC_POINTS];

	for (size_t i = 0; i < table->points_count; i++)
		supposed[i] = known[i];
	for (size_t i = 0; i < table->points[point].count; i++) {
		supposed[point] = 1u << i;
		if ((known[point] == 0 || (known[point] & 1u << i) != 0) && ssvc_possible(table, supposed) != now)
			return true;
	}
	return false;
}

struct ssvc_deployer
ssvc_deployer_decide(const struct ssvc_table *table, const struct ssvc_deployer_facts *facts)
{
	const unsigned facts_known[POINTS_ANSWERED + 1] = {
		[POINT_EXPLOITATION] = bit_of((unsigned)facts->exploitation),
		[POINT_EXPOSURE] = bit_of((unsigned)facts->exposure),
		[POINT_AUTOMATABLE] = bit_of((unsigned)facts->automatable),
		[POINT_HUMAN] = human_of(facts),
	};
	struct ssvc_deployer decided = { 0 };
	unsigned known[LIMIT_SSVC_POINTS], possible;

	assert(table->points_count <= LIMIT_SSVC_POINTS && table->outcome.count == SSVC_ACTION_COUNT);
	for (size_t i = 0; i < table->points_count; i++)
		known[i] = facts_known[answered_by(&table->points[i])];
	possible = ssvc_possible(table, known);
	for (size_t i = SSVC_ACTION_COUNT; i-- > 0;)
		if ((possible & 1u << i) != 0)
			decided.actions[decided.count++] = (enum ssvc_action)i;
	for (size_t i = 0; i < table->points_count; i++)
		decided.matters[i] = narrows(table, known, i, possible);
	return decided;
}
