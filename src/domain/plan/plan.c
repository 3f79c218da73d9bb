#include "domain/plan/plan.h"

#include "base/catalogue.h"

enum change { CHANGE_GONE, CHANGE_CONDITIONS, CHANGE_RESTRICTED, CHANGE_CLOSED, CHANGE_CONTROLLED };

static const struct {
	const char *text;
	enum change change;
} table[MEASURE_COUNT] = {
	[MEASURE_UPDATE]   = { M("update or patch"), CHANGE_GONE },
	[MEASURE_REPLACE]  = { M("replacement by a successor"), CHANGE_GONE },
	[MEASURE_STOP_USE] = { M("end of use"), CHANGE_GONE },
	[MEASURE_SETTING]  = { M("change of settings (workaround)"), CHANGE_CONDITIONS },
	[MEASURE_DISABLE]  = { M("part of the functions switched off"), CHANGE_CONDITIONS },
	[MEASURE_RESTRICT] = { M("restricted access (from where, at which hours)"), CHANGE_RESTRICTED },
	[MEASURE_ISOLATE]  = { M("taken off the network"), CHANGE_CLOSED },
	[MEASURE_SHIELD]   = { M("attacks held off by IPS or WAF"), CHANGE_CONTROLLED },
};

static const char *const name_words[MEASURE_COUNT] = {
	"update", "replace", "stop_use", "setting", "disable", "restrict", "isolate", "shield",
};
const struct enum_names measure_names = ENUM_NAMES(name_words);

const char *
measure_text(enum measure measure)
{
	return table[measure].text;
}

bool
measure_is_lasting(enum measure measure)
{
	return table[measure].change == CHANGE_GONE;
}

const char *
measure_effect(enum measure measure)
{
	return measure_is_lasting(measure) ? M("removes the weakness") : M("lowers the likelihood");
}

/* What stands in JVN's brackets, as it is written there. */
static const struct { struct str word; enum measure measure; } jvn_marks[] = {
	{ STR_INIT("【アップデート"), MEASURE_UPDATE },
	{ STR_INIT("【パッチ"), MEASURE_UPDATE },
	{ STR_INIT("【修正プログラム"), MEASURE_UPDATE },
	{ STR_INIT("【後継"), MEASURE_REPLACE },
	{ STR_INIT("【使用停止"), MEASURE_STOP_USE },
	{ STR_INIT("【使用を停止"), MEASURE_STOP_USE },
	{ STR_INIT("【ワークアラウンド"), MEASURE_SETTING },
	{ STR_INIT("【回避策"), MEASURE_SETTING },
};

size_t
measures_of_jvn(struct str text, enum measure measures[MEASURES_MOST])
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(jvn_marks); i++) {
		if (str_find(text, jvn_marks[i].word) == SIZE_MAX)
			continue;
		if (count == 0 || measures[count - 1] != jvn_marks[i].measure)
			measures[count++] = jvn_marks[i].measure;
	}
	return count;
}

struct risk_facts
measure_apply(enum measure measure, const struct risk_facts *facts)
{
	struct risk_facts after = *facts;

	switch (table[measure].change) {
	case CHANGE_GONE:
		break;
	case CHANGE_CONDITIONS:
		after.conditions = ANSWER_NO;
		break;
	case CHANGE_RESTRICTED:
		/* Not known counts as open to the internet; from now on it is certainly not. */
		if (after.exposure == EXPOSURE_UNKNOWN || after.exposure == EXPOSURE_INTERNET)
			after.exposure = EXPOSURE_INTERNAL;
		break;
	case CHANGE_CLOSED:
		/* Media, maintenance lines and devices still get in: their four answers stay as they are. */
		after.exposure = EXPOSURE_CLOSED;
		break;
	case CHANGE_CONTROLLED:
		after.controls = ANSWER_YES;
		break;
	}
	return after;
}

static struct plan_cell
judge(const struct criteria *criteria, const struct risk_facts *facts, const struct calendar *calendar)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct risk risk;

	risk_assess(criteria, facts, calendar, arena, &risk);
	return (struct plan_cell){
		.damage = risk.damage,
		.likelihood = risk.likelihood,
		.worst_damage = risk.worst_damage,
		.worst_likelihood = risk.worst_likelihood,
		.action = risk.action,
		.provisional = risk.provisional,
	};
}

void
plan_cells(const struct criteria *criteria, const struct risk_facts *facts, const struct calendar *calendar,
    const enum measure *measures, size_t count, struct plan_cell *cells)
{
	struct risk_facts after = *facts;
	bool gone = false;

	cells[0] = judge(criteria, facts, calendar);
	for (size_t i = 0; i < count; i++) {
		after = measure_apply(measures[i], &after);
		gone = gone || measure_is_lasting(measures[i]);
		cells[i + 1] = gone ? (struct plan_cell){ .gone = true } : judge(criteria, &after, calendar);
	}
}

struct str
plan_cell_text(const struct plan_cell *cell, enum lang lang, struct arena *arena)
{
	const char *message = cell->provisional ? M("damage {damage} × likelihood {likelihood} → {action} (provisional)") :
	                                          M("damage {damage} × likelihood {likelihood} → {action}");

	if (cell->gone)
		return catalogue_say(arena, lang, M("the weakness is gone"));
	return catalogue_say(arena, lang, message, ARG("damage", str_of(catalogue_text(lang, damage_text(cell->worst_damage)))),
	    ARG("likelihood", str_of(catalogue_text(lang, likelihood_text(cell->worst_likelihood)))),
	    ARG("action", str_of(catalogue_text(lang, action_text(cell->action)))));
}
