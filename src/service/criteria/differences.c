/*
 * differences.c - where two criteria differ, in words.
 */
#include "service/criteria/differences.h"

#include "base/catalogue.h"
#include "domain/risk/sentences.h"

static const struct field change_fields[] = {
	FIELD(struct criteria_difference, place, FIELD_STR),
	FIELD(struct criteria_difference, before, FIELD_STR),
	FIELD(struct criteria_difference, after, FIELD_STR),
};
const struct schema criteria_difference_schema = SCHEMA("difference", struct criteria_difference, change_fields);

struct comparing { struct criteria_difference_list *list; enum lang lang; struct arena *arena; };

static struct str
word(const struct comparing *c, const char *message)
{
	return str_of(catalogue_text(c->lang, message));
}

static void
compare_texts(const struct comparing *c, struct str place, struct str before, struct str after)
{
	if (!str_eq(before, after))
		list_push(c->arena, c->list, ((struct criteria_difference){ place, before, after }));
}

/* What one has and the other has not; the same sentences in another order are the same. */
static struct str
only_in(const struct comparing *c, const struct str_list *one, const struct str_list *other)
{
	struct str_list own = { 0 };

	for (size_t i = 0; i < one->count; i++)
		if (!str_is_one_of(one->items[i], other->items, other->count))
			list_push(c->arena, &own, one->items[i]);
	return arena_join(c->arena, own.items, own.count, word(c, M("; or ")));
}

static void
compare_rules(const struct comparing *c, struct str place, const struct rule *before, const struct rule *after)
{
	struct str_list old = risk_rule_lines(before, c->lang, c->arena), new = risk_rule_lines(after, c->lang, c->arena);

	compare_texts(c, place, only_in(c, &old, &new), only_in(c, &new, &old));
}

static void
compare_matrix(const struct comparing *c, const struct criteria *before, const struct criteria *after)
{
	for (int damage = LEVEL_HIGH; damage >= LEVEL_LOW; damage--)
		for (int likelihood = LEVEL_LOW; likelihood <= LEVEL_HIGH; likelihood++)
			compare_texts(c, catalogue_say(c->arena, c->lang, M("Matrix: damage {damage}, likelihood {likelihood}"),
			    ARG("damage", word(c, damage_text((enum level)damage))), ARG("likelihood", word(c, likelihood_text((enum level)likelihood)))),
			    word(c, action_text(before->matrix[damage][likelihood])), word(c, action_text(after->matrix[damage][likelihood])));
}

struct criteria_difference_list
criteria_differences(const struct criteria *before, const struct criteria *after, enum lang lang, struct arena *arena)
{
	struct criteria_difference_list list = { 0 };
	struct comparing c = { &list, lang, arena };

	for (int harm = 0; harm < HARM_COUNT; harm++) {
		struct str name = word(&c, harm_text((enum harm)harm));

		compare_rules(&c, catalogue_say(arena, lang, M("Damage is large: {harm}"), ARG("harm", name)), before->large[harm], after->large[harm]);
		compare_rules(&c, catalogue_say(arena, lang, M("Damage is small: {harm}"), ARG("harm", name)), before->small[harm], after->small[harm]);
	}
	compare_rules(&c, word(&c, M("Likelihood is high")), before->high, after->high);
	compare_rules(&c, word(&c, M("Likelihood is low")), before->low, after->low);
	compare_matrix(&c, before, after);
	for (int action = ACTION_IMMEDIATE; action >= ACTION_DEFER; action--)
		compare_texts(&c, catalogue_say(arena, lang, M("Due: {action}"), ARG("action", word(&c, action_text((enum action)action)))),
		    risk_due_words(&before->due[action], lang, arena), risk_due_words(&after->due[action], lang, arena));
	compare_texts(&c, word(&c, M("Months for which the answers about closed networks hold")), arena_printf(arena, "%d", before->closed_months),
	    arena_printf(arena, "%d", after->closed_months));
	return list;
}
