/*
 * assess_duty.c - findings on layers that others patch: their word stands where ours would, or they are asked for it.
 */
#include "base/catalogue.h"
#include "service/assess_findings.h"

struct assess_duty
assess_duty(const struct assess *assess, struct assess_finding *found, struct str vulnerability)
{
	static const enum ledger_verdict verdicts[] = {
		[DUTY_HANDLED] = LEDGER_PROVIDER, [DUTY_AFFECTED] = LEDGER_AFFECTED, [DUTY_OPEN] = LEDGER_UNDECIDED,
	};
	struct assess_duty duty = { .layer = found->item->layer, .duty = &assess->system->duties.of[found->item->layer] };

	duty.answer = duty_judge(duty.duty, &assess->statements, assess->system->id, vulnerability, &found->item->identities,
	    instant_day(assess->now, ZONE_JST), &duty.statement);
	if (duty.answer != DUTY_OURS)
		found->finding.verdict = verdicts[duty.answer];
	return duty;
}

/* The sentence for each answer; a statement that expired is a case of its own. */
static const char *
sentence_for(const struct assess_duty *duty)
{
	if (duty->answer == DUTY_HANDLED)
		return M("{party} patches this layer ({layer}) and said on {day}: {word}. Ground: {ground}. It holds until {until}.");
	if (duty->answer == DUTY_AFFECTED)
		return M("{party} patches this layer ({layer}) and said on {day}: {word}. Ground: {ground}. {why}");
	if (duty->statement == NULL)
		return M("{party} patches this layer ({layer}) and has not said whether it is mended. {why}");
	return M("{party} patches this layer ({layer}); what they said on {day} ({word}) holds until {until} and does not settle it. {why}");
}

static struct str
words_of(const struct assess_duty *duty, struct str why, enum lang lang, struct arena *arena)
{
	static const struct statement none = { .day = DAY_NONE, .until = DAY_NONE };
	const struct statement *said = duty->statement == NULL ? &none : duty->statement;

	return catalogue_say(arena, lang, sentence_for(duty), ARG("party", duty_words(duty->duty, lang, arena)),
	    ARG("layer", str_of(catalogue_text(lang, duty_layer_text(duty->layer)))), ARG("day", day_format(said->day, arena)),
	    ARG("until", day_format(said->until, arena)), ARG("word", str_of(catalogue_text(lang, statement_text(said->word)))),
	    ARG("ground", said->ground.len > 0 ? said->ground : said->url), ARG("why", why));
}

/* Whom to ask: by name, where anybody has given it. */
static struct str
asked_party(const struct duty *duty)
{
	return duty->name.len > 0 ? duty->name : str_of(enum_name(&party_names, (int)duty->party));
}

void
assess_duty_word(struct assess *assess, const struct assess_duty *duty, struct assess_finding *found)
{
	struct ledger_finding *finding = &found->finding;

	finding->why_ja = words_of(duty, finding->why_ja, LANG_JA, assess->arena);
	finding->why_en = words_of(duty, finding->why_en, LANG_EN, assess->arena);
	if (duty->answer == DUTY_HANDLED) {
		finding->action = LEDGER_NO_ACTION;
		finding->due = INSTANT_NONE;
		finding->remedy = LEDGER_REMEDY_NONE;
	} else if (duty->answer == DUTY_OPEN) {
		finding->remedy = LEDGER_REMEDY_ANSWER;
		assess_ask(assess, STR("provider"), finding->product, asked_party(duty->duty), finding->action);
	}
}

bool
assess_duty_ask(struct assess *assess, const struct assess_item *item)
{
	const struct duty *duty = &assess->system->duties.of[item->layer];

	if (duty->party == PARTY_OWN)
		return false;
	assess_ask(assess, STR("provider"), item->product, asked_party(duty), LEDGER_NO_ACTION);
	return true;
}
