/*
 * sentences.c - criteria as people read them.
 */
#include "base/catalogue.h"
#include "domain/risk/sentences.h"
#include "domain/risk/words.h"
#include "domain/rule/text.h"

#include <assert.h>
#include <string.h>

/* What is so, and what is not; of a number what is counted; of an enum one a value (is) and its opposite (is not). */
static const struct { const char *is, *is_not; } truths[WORD_COUNT] = {
	[WORD_EXPLOITED] = { M("it is exploited"), M("it is not exploited") },
	[WORD_POC] = { M("attack code is public (or it is exploited)"), M("no attack code is public") },
	[WORD_KEV] = { M("CISA's KEV lists it"), M("CISA's KEV does not list it") },
	[WORD_RANSOMWARE] = { M("ransomware attacks use it"), M("no ransomware attack uses it") },
	[WORD_AUTOMATABLE] = { M("attacks can be automated"), M("attacks cannot be automated") },
	[WORD_CONTROLLED] = { M("an effective control stands in its way"), M("no effective control stands in its way") },
	[WORD_INFORMATION_HELD] = { M("information to protect is held"), M("no information to protect is held") },
	[WORD_NO_INFORMATION_HELD] = { M("no information to protect is held"), M("information to protect is held") },
	[WORD_MY_NUMBER_HELD] = { M("My Number is held"), M("My Number is not held") },
	[WORD_SENSITIVE_HELD] = { M("special-care personal information is held"), M("special-care personal information is not held") },
	[WORD_ENTRUSTED_HELD] = { M("entrusted information is held"), M("entrusted information is not held") },
	[WORD_CRITICAL_HELD] = { M("information critical to the work is held"), M("information critical to the work is not held") },
	[WORD_RESIDENT_FACING] = { M("residents or customers use the system"), M("neither residents nor customers use the system") },
	[WORD_LIFE_OR_SAFETY] = { M("a stop touches life or safety"), M("a stop does not touch life or safety") },
	[WORD_INTERNAL_ONLY] = { M("only the own staff uses the system"), M("others than the own staff use the system") },
	[WORD_OFFICIAL_REGISTER] = { M("the system keeps an official register"), M("the system keeps no official register") },
	[WORD_INTEGRITY_DUTY] = { M("its data must be kept correct"), M("no duty to keep its data correct") },
	[WORD_NO_INTEGRITY_DUTY] = { M("no duty to keep its data correct"), M("its data must be kept correct") },
};
static const char *const counted[WORD_COUNT] = {
	[WORD_EPSS_PERCENT] = M("likelihood of exploitation by EPSS (%)"),
	[WORD_PERSONAL_RECORDS] = M("people whose personal information is held"),
	[WORD_MY_NUMBER_RECORDS] = M("records with My Number"),
	[WORD_SENSITIVE_RECORDS] = M("records of special-care personal information"),
	[WORD_ENTRUSTED_RECORDS] = M("records of entrusted information"),
	[WORD_CRITICAL_RECORDS] = M("records of information critical to the work"),
};
static const struct { enum word word; int64_t value; const char *is, *is_not; } values[] = {
	{ WORD_CONDITIONS, ANSWER_YES, M("the conditions of the weakness are met"), M("the conditions of the weakness are not met") },
	{ WORD_CONDITIONS, ANSWER_NO, M("the conditions of the weakness are not met"), M("the conditions of the weakness are met") },
	{ WORD_EXPOSURE, EXPOSURE_INTERNET, M("it can be reached from the internet"), M("it cannot be reached from the internet") },
	{ WORD_EXPOSURE, EXPOSURE_INTERNAL, M("it can be reached from the internal network only"), M("it is not on the internal network only") },
	{ WORD_EXPOSURE, EXPOSURE_CLOSED, M("it is on a closed network"), M("it is not on a closed network") },
	{ WORD_IMPORTANCE, IMPORTANCE_HIGH, M("its importance is high"), M("its importance is not high") },
	{ WORD_IMPORTANCE, IMPORTANCE_MIDDLE, M("its importance is middle"), M("its importance is not middle") },
	{ WORD_IMPORTANCE, IMPORTANCE_LOW, M("its importance is low"), M("its importance is not low") },
};
static const struct { const char *is, *sentence; } numbers[] = {
	{ "==", M("{what}: exactly {count}") }, { "!=", M("{what}: not {count}") }, { "<", M("{what}: less than {count}") },
	{ "<=", M("{what}: at most {count}") }, { ">", M("{what}: more than {count}") }, { ">=", M("{what}: {count} or more") },
};

/* Every word that is not counted has its words, and an enum's every value: a rule can be read with no other. */
static const char *
value_words(size_t fact, bool is, int64_t value)
{
	size_t at = 0;

	if (truths[fact].is != NULL)
		return (value != 0) == is ? truths[fact].is : truths[fact].is_not;
	while ((size_t)values[at].word != fact || values[at].value != value) {
		at++;
		assert(at < ARRAY_LEN(values));
	}
	return is ? values[at].is : values[at].is_not;
}

static const char *
number_words(const char *is)
{
	size_t at = 0;

	while (strcmp(is, numbers[at].is) != 0) {
		at++;
		assert(at < ARRAY_LEN(numbers));
	}
	return numbers[at].sentence;
}

/* context: the language. */
static struct str
leaf_words(const void *context, size_t fact, const char *is, int64_t value, struct arena *arena)
{
	const enum lang *lang = context;

	if (counted[fact] == NULL)
		return str_of(catalogue_text(*lang, value_words(fact, strcmp(is, "==") == 0, value)));
	return catalogue_say(arena, *lang, number_words(is), ARG("what", str_of(catalogue_text(*lang, counted[fact]))), ARG_N("count", value));
}

struct str
risk_rule_words(struct str expression, enum lang lang, struct arena *arena)
{
	struct rule_words words = { &lang, leaf_words, M("{a}, and {b}"), M("{a}, or {b}"), M("not so: {a}"), M("nothing"), M("everything"), lang };
	const struct rule *rule;

	if (rule_parse(expression, &risk_vocabulary, arena, &rule) != NULL)
		return expression;      /* said as it stands; who keeps criteria has them checked as a whole */
	return rule_say(rule, &words, arena);
}

struct str_list
risk_rule_lines(const struct rule *rule, enum lang lang, struct arena *arena)
{
	struct str_list alternatives = rule_alternatives(rule, &risk_vocabulary, arena), lines = { 0 };

	for (size_t i = 0; i < alternatives.count; i++)
		list_push(arena, &lines, risk_rule_words(alternatives.items[i], lang, arena));
	return lines;
}

struct str
risk_due_words(const struct due_rule *due, enum lang lang, struct arena *arena)
{
	static const char *const sentences[] = {
		[DUE_HOURS] = M("within {count} hours"), [DUE_BUSINESS_DAYS] = M("within {count} business days"),
		[DUE_MAINTENANCE] = M("at the next maintenance; without a plan within {count} business days"),
		[DUE_REVIEW_DAYS] = M("looked at again after {count} days"),
	};

	return catalogue_say(arena, lang, sentences[due->kind], ARG_N("count", due->count));
}
