/*
 * questions.c - which unknown fact is worth asking for: each is tried with every value that criteria can
 * tell apart, the others staying unknown, and what comes out is compared.
 */
#include "domain/risk/words.h"

enum { NUMBERS_TRIED = 32, NUMBER_ENDLESS = 1000000000 };

struct question_kind;

/* Sets the n-th value to try; false when there are no more. */
typedef bool try_value(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts);

struct question_kind {
	const char *fact;
	const char *message;
	bool      (*is_unknown)(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts);
	try_value  *try;
	size_t      offset;     /* of the answer, the degree or the number in the facts */
	uint64_t    words;      /* words of the vocabulary that it feeds                */
	enum word   counted;    /* of a number: the word it is                          */
};

static bool
answer_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)criteria;
	return *(const enum answer *)((const char *)facts + kind->offset) == ANSWER_UNKNOWN;
}

/* Answers that another one has given are not asked for: see words_of. */
static bool
my_number_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	return answer_is_unknown(kind, criteria, facts) && facts->information_held != ANSWER_NO;
}

static bool
ransomware_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	struct fact words[WORD_COUNT];

	words_of(facts, words);
	return answer_is_unknown(kind, criteria, facts) && !words[WORD_RANSOMWARE].known;
}

static bool
try_answer(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)criteria;
	*(enum answer *)((char *)facts + kind->offset) = n == 0 ? ANSWER_NO : ANSWER_YES;
	return n < 2;
}

static bool
degree_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)criteria;
	return *(const enum degree *)((const char *)facts + kind->offset) == DEGREE_UNKNOWN;
}

static bool
try_degree(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)criteria;
	*(enum degree *)((char *)facts + kind->offset) = n == 0 ? DEGREE_NONE : DEGREE_HIGH;
	return n < 2;
}

static bool
exploitation_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	return facts->exploitation == EXPLOITATION_UNKNOWN || facts->exploitation_candidate > facts->exploitation;
}

static bool
try_exploitation(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	bool known = facts->exploitation != EXPLOITATION_UNKNOWN;
	int from = known ? (int)facts->exploitation : (int)EXPLOITATION_NONE;
	int to = known ? (int)facts->exploitation_candidate : (int)EXPLOITATION_ACTIVE;

	(void)kind, (void)criteria;
	facts->exploitation = (enum exploitation)(from + (int)n);
	facts->exploitation_candidate = EXPLOITATION_UNKNOWN;
	return from + (int)n <= to;
}

static bool
exposure_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	return facts->exposure == EXPOSURE_UNKNOWN;
}

static bool
try_exposure(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	facts->exposure = (enum exposure)((int)EXPOSURE_CLOSED + (int)n);
	return n < 3;
}

static bool
routes_are_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind;
	return facts->exposure == EXPOSURE_CLOSED && facts_isolated(facts, criteria->closed_months) == TRUTH_UNKNOWN;
}

static bool
try_routes(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		facts->routes[i] = (struct route_answer){ n == 0 ? ANSWER_NO : ANSWER_YES, facts->now };
	return n < 2;
}

/* The numbers that any of the rules compares this word with. */
static size_t
numbers_of(const struct criteria *criteria, enum word word, int64_t numbers[NUMBERS_TRIED])
{
	size_t count = rule_numbers(criteria->high, word, numbers, NUMBERS_TRIED);

	count += rule_numbers(criteria->low, word, numbers + count, NUMBERS_TRIED - count);
	for (size_t harm = 0; harm < HARM_COUNT; harm++) {
		count += rule_numbers(criteria->large[harm], word, numbers + count, NUMBERS_TRIED - count);
		count += rule_numbers(criteria->small[harm], word, numbers + count, NUMBERS_TRIED - count);
	}
	return count;
}

/* 0, a number beyond all, and just before, at and just after each number of the rules. */
static bool
number_to_try(const struct criteria *criteria, enum word word, size_t n, int64_t *ret_number)
{
	int64_t numbers[NUMBERS_TRIED];
	size_t count = numbers_of(criteria, word, numbers);

	if (n < 2) {
		*ret_number = n == 0 ? 0 : NUMBER_ENDLESS;
		return true;
	}
	if (n - 2 >= 3 * count)
		return false;
	*ret_number = numbers[(n - 2) / 3] + (int64_t)((n - 2) % 3) - 1;
	if (*ret_number < 0)
		*ret_number = 0;
	return true;
}

static bool
records_are_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	return facts->personal_records < 0 && facts->information_held != ANSWER_NO;
}

static bool
try_records(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)kind;
	return number_to_try(criteria, WORD_PERSONAL_RECORDS, n, &facts->personal_records);
}

/* A count of one class: asked while nobody says how many, unless the class, or all information, is not held. */
static bool
count_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	struct fact words[WORD_COUNT];

	(void)criteria;
	words_of(facts, words);
	return !words[kind->counted].known;
}

static bool
try_count(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	return number_to_try(criteria, kind->counted, n, (int64_t *)((char *)facts + kind->offset));
}

static bool
class_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	return answer_is_unknown(kind, criteria, facts) && facts->information_held != ANSWER_NO;
}

static bool
importance_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	return facts->importance == IMPORTANCE_UNKNOWN;
}

static bool
try_importance(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	facts->importance = (enum importance)((int)IMPORTANCE_LOW + (int)n);
	return n < 3;
}

static bool
epss_is_unknown(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	(void)kind, (void)criteria;
	return facts->epss < 0;
}

static bool
try_epss(const struct question_kind *kind, const struct criteria *criteria, size_t n, struct risk_facts *facts)
{
	int64_t percent;

	(void)kind;
	if (!number_to_try(criteria, WORD_EPSS_PERCENT, n, &percent))
		return false;
	facts->epss = (int32_t)(percent > 100 ? 100 : percent) * 10000;
	return true;
}

#define EXPLOITATION_WORDS (WORD_BIT(WORD_EXPLOITED) | WORD_BIT(WORD_POC))
#define INFORMATION_WORDS (WORD_BIT(WORD_INFORMATION_HELD) | WORD_BIT(WORD_NO_INFORMATION_HELD))
#define DUTY_WORDS (WORD_BIT(WORD_INTEGRITY_DUTY) | WORD_BIT(WORD_NO_INTEGRITY_DUTY))
#define ASK(fact_, member, words_, message_) \
	{ fact_, message_, answer_is_unknown, try_answer, offsetof(struct risk_facts, member), words_ }
#define ASK_IMPACT(fact_, member, message_) \
	{ fact_, message_, degree_is_unknown, try_degree, offsetof(struct risk_facts, impacts.member), 0 }

#define ASK_CLASS(fact_, word, message_) \
	{ #fact_, message_, class_is_unknown, try_answer, offsetof(struct risk_facts, fact_), WORD_BIT(word) }
#define ASK_COUNT(fact_, word, message_) \
	{ #fact_, message_, count_is_unknown, try_count, offsetof(struct risk_facts, fact_), WORD_BIT(word), word }

/* In the order in which equals are asked: first what people at the desk can answer. */
static const struct question_kind kinds[] = {
	{ "exposure", M("From where can this system be reached: the internet, only inside, or is it on a closed network?"),
	    exposure_is_unknown, try_exposure, 0, WORD_BIT(WORD_EXPOSURE) },
	{ "closed_routes", M("Can anything reach the closed network: media carried in, a maintenance line, devices brought in, or another segment?"),
	    routes_are_unknown, try_routes, 0, 0 },
	ASK("conditions", conditions, WORD_BIT(WORD_CONDITIONS), M("Are the conditions under which the weakness shows met here?")),
	ASK("controls", controls, WORD_BIT(WORD_CONTROLLED), M("Is there an effective control in the way of an attack?")),
	{ "my_number_held", M("Does this system hold My Number data?"), my_number_is_unknown, try_answer,
	    offsetof(struct risk_facts, my_number_held), WORD_BIT(WORD_MY_NUMBER_HELD) | INFORMATION_WORDS },
	{ "personal_records", M("How many people's personal information does this system hold?"), records_are_unknown, try_records, 0,
	    WORD_BIT(WORD_PERSONAL_RECORDS) | INFORMATION_WORDS },
	ASK_CLASS(sensitive_held, WORD_SENSITIVE_HELD, M("Does this system hold sensitive personal information?")),
	ASK_CLASS(entrusted_held, WORD_ENTRUSTED_HELD, M("Does this system hold information entrusted by others?")),
	ASK_CLASS(critical_held, WORD_CRITICAL_HELD, M("Does this system hold information critical to the work?")),
	ASK_COUNT(my_number_records, WORD_MY_NUMBER_RECORDS, M("How many people's My Number data does this system hold?")),
	ASK_COUNT(sensitive_records, WORD_SENSITIVE_RECORDS, M("How many people's sensitive personal information does this system hold?")),
	ASK_COUNT(entrusted_records, WORD_ENTRUSTED_RECORDS, M("How many entrusted records does this system hold?")),
	ASK_COUNT(critical_records, WORD_CRITICAL_RECORDS, M("How many records critical to the work does this system hold?")),
	{ "importance", M("How important is this system to the organisation: low, middle or high?"), importance_is_unknown, try_importance, 0,
	    WORD_BIT(WORD_IMPORTANCE) },
	ASK("information_held", information_held, INFORMATION_WORDS, M("Does this system hold any information that must be protected?")),
	ASK("life_or_safety", life_or_safety, WORD_BIT(WORD_LIFE_OR_SAFETY), M("Would a stop of this system endanger life or safety?")),
	ASK("resident_facing", resident_facing, WORD_BIT(WORD_RESIDENT_FACING), M("Do residents or customers use this system?")),
	ASK("internal_only", internal_only, WORD_BIT(WORD_INTERNAL_ONLY), M("Is this system used only by the own staff?")),
	ASK("official_register", official_register, WORD_BIT(WORD_OFFICIAL_REGISTER) | DUTY_WORDS, M("Does this system keep an official register?")),
	ASK("integrity_duty", integrity_duty, DUTY_WORDS, M("Is there a duty to keep this system's data correct?")),
	{ "exploitation", M("Is the weakness exploited, or is attack code public?"), exploitation_is_unknown, try_exploitation, 0,
	    EXPLOITATION_WORDS },
	ASK("in_kev", in_kev, EXPLOITATION_WORDS | WORD_BIT(WORD_KEV), M("Is the weakness in CISA's KEV catalogue?")),
	{ "ransomware", M("Is the weakness used in ransomware attacks?"), ransomware_is_unknown, try_answer,
	    offsetof(struct risk_facts, ransomware), WORD_BIT(WORD_RANSOMWARE) },
	{ "epss", M("How likely does EPSS hold exploitation to be?"), epss_is_unknown, try_epss, 0, WORD_BIT(WORD_EPSS_PERCENT) },
	ASK("automatable", automatable, WORD_BIT(WORD_AUTOMATABLE), M("Can an attack on the weakness be automated?")),
	ASK_IMPACT("impact_leak", confidentiality, M("Can an attack on the weakness leak information?")),
	ASK_IMPACT("impact_tamper", integrity, M("Can an attack on the weakness change information?")),
	ASK_IMPACT("impact_stop", availability, M("Can an attack on the weakness stop the system?")),
};

/* What answering this one alone can lead to. */
const char *
risk_question_text(struct str fact)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(fact, str_of(kinds[i].fact)))
			return kinds[i].message;
	return "";
}

static struct risk_question
question_of(const struct question_kind *kind, const struct criteria *criteria, const struct risk_facts *facts)
{
	struct risk_question question = { .fact = kind->fact, .message = kind->message, .worst = ACTION_DEFER, .best = ACTION_IMMEDIATE };
	struct risk_facts answered = *facts;

	for (size_t n = 0; kind->try(kind, criteria, n, &answered); n++) {
		enum action action = risk_action(criteria, &answered);

		if (action > question.worst)
			question.worst = action;
		if (action < question.best)
			question.best = action;
		answered = *facts;
	}
	return question;
}

/* Worst first; of equals the one whose answer helps most; else in the order of the table. */
static bool
comes_before(const struct risk_question *a, const struct risk_question *b)
{
	return a->worst != b->worst ? a->worst > b->worst : a->best < b->best;
}

static void
insert(struct arena *arena, struct risk *risk, struct risk_question question)
{
	size_t at;

	(void)list_add(arena, &risk->questions);
	for (at = risk->questions.count - 1; at > 0 && comes_before(&question, &risk->questions.items[at - 1]); at--)
		risk->questions.items[at] = risk->questions.items[at - 1];
	risk->questions.items[at] = question;
}

/* Could its answer, alone or with others, move the cell? The exposure is always asked for. */
static bool
takes_part(const struct question_kind *kind, const struct outcome *outcome)
{
	if (kind->is_unknown == exposure_is_unknown)
		return true;
	if (kind->is_unknown == degree_is_unknown)
		return outcome->damage != LEVEL_BIT(LEVEL_LOW);
	return (kind->words & outcome->open) != 0;
}

void
questions_of(const struct criteria *criteria, const struct outcome *outcome, struct arena *arena, struct risk *risk)
{
	if (!risk->provisional)
		return;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct question_kind *kind = &kinds[i];
		struct risk_question question;

		if (!kind->is_unknown(kind, criteria, &risk->facts))
			continue;
		question = question_of(kind, criteria, &risk->facts);
		if (takes_part(kind, outcome) || question.best < question.worst)
			insert(arena, risk, question);
	}
}
