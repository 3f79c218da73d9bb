#include "service/deployer.h"

#include "base/catalogue.h"
#include "base/clock.h"
#include "service/agreed.h"
#include "service/situation.h"

/* Each by its number in the other's words. */
static const enum ssvc_exposure exposures[] = {
	[EXPOSURE_UNKNOWN] = SSVC_EXPOSURE_UNKNOWN, [EXPOSURE_CLOSED] = SSVC_EXPOSURE_SMALL,
	[EXPOSURE_INTERNAL] = SSVC_EXPOSURE_CONTROLLED, [EXPOSURE_INTERNET] = SSVC_EXPOSURE_OPEN,
};
static const enum action actions[SSVC_ACTION_COUNT] = {
	[SSVC_DEFER] = ACTION_DEFER, [SSVC_SCHEDULED] = ACTION_SCHEDULED, [SSVC_OUT_OF_CYCLE] = ACTION_OUT_OF_CYCLE,
	[SSVC_IMMEDIATE] = ACTION_IMMEDIATE,
};

struct asked {
	int64_t                now;
	const struct segments *segments;
	struct risk_facts      facts;
};

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct asked *asked = context;

	(void)arena;
	asked->facts = situation_of(system, asked->segments, asked->now);
	return NULL;
}

/* A set of levels counts only where it is one level. */
static enum ssvc_damage
damage_of(unsigned levels)
{
	switch (levels) {
	case LEDGER_LOW:    return SSVC_DAMAGE_SMALL;
	case LEDGER_MIDDLE: return SSVC_DAMAGE_MIDDLE;
	case LEDGER_HIGH:   return SSVC_DAMAGE_LARGE;
	default:            return SSVC_DAMAGE_UNKNOWN;
	}
}

enum action
deployer_action(enum ssvc_action action)
{
	return actions[action];
}

/* What only the knowledge base tells; without it the ledger's projection has the exploitation. */
struct ssvc_deployer_facts
deployer_facts(const struct judge *judge, const struct threat *threat, const struct risk_facts *system, const struct ledger_finding_row *row)
{
	struct ssvc_deployer_facts facts = { .exploitation = threat != NULL ? threat->exploitation : row->about.exploitation,
		.automatable = threat != NULL ? threat->automatable : ANSWER_UNKNOWN, .exposure = exposures[system->exposure],
		.damage = damage_of(row->finding.damage), .life_or_safety = system->life_or_safety };

	/* Silence of KEV is no answer where a sentence says otherwise and nobody said whether it means it. */
	if (threat != NULL && threat->candidate > facts.exploitation)
		facts.exploitation = EXPLOITATION_UNKNOWN;
	else if (facts.exploitation == EXPLOITATION_UNKNOWN && judge->kev_known)
		facts.exploitation = EXPLOITATION_NONE;
	return facts;
}

struct err *
deployer_open(struct ledger *ledger, int64_t now, enum lang lang, struct arena *arena, struct deployer_table *ret_table)
{
	struct ledger_criteria edition;
	struct deployer_table table;
	struct str title;

	TRY(agreed_deployer(ledger, now, arena, &table.table, &edition));
	title = lang == LANG_JA ? table.table.title_ja : table.table.title_en;
	table.edition = edition.id;
	table.words = edition.id == 0 ? table.table.source : catalogue_say(arena, lang, M("{title}, own table of {day} (edition {id}, agreed to by {who})"),
	    ARG("title", title), ARG("day", day_format(edition.since, arena)), ARG_N("id", edition.id), ARG("who", edition.agreed_name));
	*ret_table = table;
	return NULL;
}

struct str
deployer_sentence(const struct ssvc_table *table, const struct ssvc_deployer *decided, enum lang lang, struct arena *arena)
{
	struct str_list words = { 0 }, points = { 0 };
	struct str decisions;

	for (size_t i = 0; i < decided->count; i++)
		list_push(arena, &words, str_of(catalogue_text(lang, action_text(actions[decided->actions[i]]))));
	decisions = arena_join(arena, words.items, words.count, str_of(catalogue_text(lang, M(" or "))));
	for (size_t i = 0; i < table->points_count; i++)
		if (decided->matters[i])
			list_push(arena, &points, ssvc_point_name(&table->points[i], lang));
	if (decided->count == 1)
		return decisions;
	return catalogue_say(arena, lang, M("{decisions}, depending on: {points}"), ARG("decisions", decisions),
	    ARG("points", arena_join(arena, points.items, points.count, str_of(catalogue_text(lang, M(", "))))));
}

struct err *
deployer_decide(struct ledger *ledger, const struct judge *judge, const struct segments *segments, const struct deployer_table *table,
    const struct ledger_finding_row *row, int64_t now, enum lang lang, struct arena *arena, struct deployer *ret_deployer)
{
	struct asked asked = { .now = now, .segments = segments, .facts = risk_facts_unknown(now) };
	bool told = false;
	struct ssvc_deployer_facts facts;
	struct ssvc_deployer decided;
	struct threat threat;
	uint32_t number;

	TRY(ledger_systems(ledger, row->finding.system, take_system, &asked, arena));
	if (judge->index != NULL && match_find(judge->index, row->about.name, &number)) {
		TRY(judge_threat(judge, number, arena, &threat));
		told = true;
	}
	facts = deployer_facts(judge, told ? &threat : NULL, &asked.facts, row);
	decided = ssvc_deployer_decide(&table->table, &facts);
	*ret_deployer = (struct deployer){ .sentence = deployer_sentence(&table->table, &decided, lang, arena) };
	for (size_t i = 0; i < decided.count; i++)
		list_push(arena, &ret_deployer->actions, str_of(enum_name(&action_names, (int)actions[decided.actions[i]])));
	return NULL;
}
