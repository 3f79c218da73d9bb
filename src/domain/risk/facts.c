/*
 * facts.c - what is known, as the words that criteria speak.
 */
#include "domain/risk/words.h"

static const char *const conditions_words[] = { "", "not_met", "met" };
static const struct enum_names conditions_names = ENUM_NAMES(conditions_words);
/* No word for unknown: a rule cannot ask for it, or an answer could make things worse than silence. */
static const char *const known_exposures[] = { "", "closed", "internal", "internet" };
static const struct enum_names known_exposure_names = ENUM_NAMES(known_exposures);

/* As with the exposure: no word for unknown. */
static const char *const importances[] = { "", "low", "middle", "high" };
const struct enum_names importance_names = ENUM_NAMES(importances);

static const struct fact_word words[] = {
	[WORD_EXPLOITED] = { "exploited", FACT_BOOL, NULL },
	[WORD_POC] = { "poc", FACT_BOOL, NULL },
	[WORD_KEV] = { "kev", FACT_BOOL, NULL },
	[WORD_RANSOMWARE] = { "ransomware", FACT_BOOL, NULL },
	[WORD_EPSS_PERCENT] = { "epss_percent", FACT_INT, NULL },
	[WORD_AUTOMATABLE] = { "automatable", FACT_BOOL, NULL },
	[WORD_CONDITIONS] = { "conditions", FACT_ENUM, &conditions_names },
	[WORD_EXPOSURE] = { "exposure", FACT_ENUM, &known_exposure_names },
	[WORD_CONTROLLED] = { "controlled", FACT_BOOL, NULL },
	[WORD_INFORMATION_HELD] = { "information_held", FACT_BOOL, NULL },
	[WORD_NO_INFORMATION_HELD] = { "no_information_held", FACT_BOOL, NULL },
	[WORD_MY_NUMBER_HELD] = { "my_number_held", FACT_BOOL, NULL },
	[WORD_PERSONAL_RECORDS] = { "personal_records", FACT_INT, NULL },
	[WORD_SENSITIVE_HELD] = { "sensitive_held", FACT_BOOL, NULL },
	[WORD_ENTRUSTED_HELD] = { "entrusted_held", FACT_BOOL, NULL },
	[WORD_CRITICAL_HELD] = { "critical_held", FACT_BOOL, NULL },
	[WORD_MY_NUMBER_RECORDS] = { "my_number_records", FACT_INT, NULL },
	[WORD_SENSITIVE_RECORDS] = { "sensitive_records", FACT_INT, NULL },
	[WORD_ENTRUSTED_RECORDS] = { "entrusted_records", FACT_INT, NULL },
	[WORD_CRITICAL_RECORDS] = { "critical_records", FACT_INT, NULL },
	[WORD_IMPORTANCE] = { "importance", FACT_ENUM, &importance_names },
	[WORD_RESIDENT_FACING] = { "resident_facing", FACT_BOOL, NULL },
	[WORD_LIFE_OR_SAFETY] = { "life_or_safety", FACT_BOOL, NULL },
	[WORD_INTERNAL_ONLY] = { "internal_only", FACT_BOOL, NULL },
	[WORD_OFFICIAL_REGISTER] = { "official_register", FACT_BOOL, NULL },
	[WORD_INTEGRITY_DUTY] = { "integrity_duty", FACT_BOOL, NULL },
	[WORD_NO_INTEGRITY_DUTY] = { "no_integrity_duty", FACT_BOOL, NULL },
};
const struct vocabulary risk_vocabulary = { words, WORD_COUNT };

struct risk_facts
risk_facts_unknown(int64_t now)
{
	struct risk_facts facts = {
		.kev_added = DAY_NONE, .epss = -1, .epss_day = DAY_NONE, .personal_records = -1, .my_number_records = -1,
		.sensitive_records = -1, .entrusted_records = -1, .critical_records = -1, .now = now,
		.since = INSTANT_NONE, .next_maintenance = INSTANT_NONE,
	};

	for (size_t i = 0; i < ROUTE_COUNT; i++)
		facts.routes[i].at = INSTANT_NONE;
	return facts;
}

enum degree
facts_impact(const struct risk_facts *facts, enum harm harm)
{
	switch (harm) {
	case HARM_LEAK:
		return facts->impacts.confidentiality;
	case HARM_TAMPER:
		return facts->impacts.integrity;
	case HARM_STOP:
	case HARM_COUNT:
	default:
		return facts->impacts.availability;
	}
}

static enum truth
truth_of(enum answer answer)
{
	static const enum truth truths[] = { [ANSWER_UNKNOWN] = TRUTH_UNKNOWN, [ANSWER_NO] = TRUTH_FALSE, [ANSWER_YES] = TRUTH_TRUE };

	return truths[answer];
}

static struct fact
fact_of(enum truth truth)
{
	return (struct fact){ truth != TRUTH_UNKNOWN, truth == TRUTH_TRUE };
}

static enum truth
at_least(const struct risk_facts *facts, enum exploitation asked)
{
	if (facts->exploitation >= asked)
		return TRUTH_TRUE;
	if (facts->exploitation == EXPLOITATION_UNKNOWN)
		return TRUTH_UNKNOWN;
	/* Nobody has said whether that sentence means it. */
	return facts->exploitation_candidate >= asked ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

/*
 * KEV and ransomware campaigns are exploitation, and exploitation is more than a proof of concept. What nobody
 * exploits is used in no campaign, also where that was not said.
 */
static void
exploitation_words(const struct risk_facts *facts, struct fact ret[WORD_COUNT])
{
	enum truth kev = truth_of(facts->in_kev);
	enum truth in_campaigns = facts->ransomware == ANSWER_YES ? TRUTH_TRUE : TRUTH_FALSE;
	enum truth exploited = truth_or(truth_or(kev, in_campaigns), at_least(facts, EXPLOITATION_ACTIVE));

	ret[WORD_KEV] = fact_of(kev);
	ret[WORD_RANSOMWARE] = fact_of(truth_and(exploited, truth_of(facts->ransomware)));
	ret[WORD_EXPLOITED] = fact_of(exploited);
	ret[WORD_POC] = fact_of(truth_or(exploited, at_least(facts, EXPLOITATION_POC)));
	ret[WORD_EPSS_PERCENT] = (struct fact){ facts->epss >= 0, facts->epss / 10000 };
	ret[WORD_AUTOMATABLE] = fact_of(truth_of(facts->automatable));
}

/* One class of information: held or not, and how many. What is not held has no records, and records are held. */
static void
class_words(enum answer answer, int64_t count, bool none, struct fact *ret_held, struct fact *ret_records)
{
	enum truth held = answer == ANSWER_UNKNOWN && none ? TRUTH_FALSE : truth_of(answer);

	if (count < 0 && held == TRUTH_FALSE)
		count = 0;
	if (held == TRUTH_UNKNOWN && count >= 0)
		held = count > 0 ? TRUTH_TRUE : TRUTH_FALSE;
	*ret_held = fact_of(held);
	*ret_records = (struct fact){ count >= 0, count };
}

/* "No information" answers for My Number and personal records too, unless these say otherwise themselves. */
static void
information_words(const struct risk_facts *facts, struct fact ret[WORD_COUNT])
{
	bool none = facts->information_held == ANSWER_NO;
	int64_t records = facts->personal_records < 0 && none ? 0 : facts->personal_records;
	enum truth some_records = records < 0 ? TRUTH_UNKNOWN : records > 0 ? TRUTH_TRUE : TRUTH_FALSE;
	enum truth my_number, held;

	class_words(facts->my_number_held, facts->my_number_records, none, &ret[WORD_MY_NUMBER_HELD], &ret[WORD_MY_NUMBER_RECORDS]);
	my_number = !ret[WORD_MY_NUMBER_HELD].known ? TRUTH_UNKNOWN : ret[WORD_MY_NUMBER_HELD].value != 0 ? TRUTH_TRUE : TRUTH_FALSE;
	held = truth_or(truth_or(truth_of(facts->information_held), my_number), some_records);
	class_words(facts->sensitive_held, facts->sensitive_records, none, &ret[WORD_SENSITIVE_HELD], &ret[WORD_SENSITIVE_RECORDS]);
	class_words(facts->entrusted_held, facts->entrusted_records, none, &ret[WORD_ENTRUSTED_HELD], &ret[WORD_ENTRUSTED_RECORDS]);
	class_words(facts->critical_held, facts->critical_records, none, &ret[WORD_CRITICAL_HELD], &ret[WORD_CRITICAL_RECORDS]);
	ret[WORD_IMPORTANCE] = (struct fact){ facts->importance != IMPORTANCE_UNKNOWN, facts->importance };
	ret[WORD_PERSONAL_RECORDS] = (struct fact){ records >= 0, records };
	ret[WORD_INFORMATION_HELD] = fact_of(held);
	ret[WORD_NO_INFORMATION_HELD] = fact_of(truth_not(held));
}

void
words_of(const struct risk_facts *facts, struct fact ret[WORD_COUNT])
{
	enum truth duty = truth_or(truth_of(facts->integrity_duty), truth_of(facts->official_register));

	exploitation_words(facts, ret);
	information_words(facts, ret);
	ret[WORD_CONDITIONS] = (struct fact){ facts->conditions != ANSWER_UNKNOWN, facts->conditions };
	ret[WORD_EXPOSURE] = (struct fact){ facts->exposure != EXPOSURE_UNKNOWN, facts->exposure };
	ret[WORD_CONTROLLED] = fact_of(truth_of(facts->controls));
	ret[WORD_RESIDENT_FACING] = fact_of(truth_of(facts->resident_facing));
	ret[WORD_LIFE_OR_SAFETY] = fact_of(truth_of(facts->life_or_safety));
	ret[WORD_INTERNAL_ONLY] = fact_of(truth_of(facts->internal_only));
	ret[WORD_OFFICIAL_REGISTER] = fact_of(truth_of(facts->official_register));
	ret[WORD_INTEGRITY_DUTY] = fact_of(duty);
	ret[WORD_NO_INTEGRITY_DUTY] = fact_of(truth_not(duty));
}

/* The same day of the month that many months before; the 31st of a short month is its last day. */
static int64_t
months_before(int64_t instant, int months)
{
	int32_t today = instant_day(instant, ZONE_JST);
	struct civil date = day_civil(today);
	int all = date.year * 12 + date.month - 1 - months;

	date.year = all / 12;
	date.month = all % 12 + 1;
	while (!civil_is_valid(date))
		date.day--;
	return day_instant(day_of_civil(date), ZONE_JST);
}

enum truth
facts_isolated(const struct risk_facts *facts, int months)
{
	int64_t oldest = months_before(facts->now, months);
	enum truth isolated = TRUTH_TRUE;

	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		const struct route_answer *route = &facts->routes[i];
		bool fresh = route->at != INSTANT_NONE && route->at >= oldest;

		if (route->answer == ANSWER_YES)
			return TRUTH_FALSE;
		if (route->answer == ANSWER_UNKNOWN || !fresh)
			isolated = TRUTH_UNKNOWN;
	}
	return isolated;
}
