/*
 * words.h - what the parts of this room tell each other; private to it.
 */
#pragma once
#include "domain/risk/risk.h"

/* The vocabulary's order. */
enum word {
	WORD_EXPLOITED, WORD_POC, WORD_KEV, WORD_RANSOMWARE, WORD_EPSS_PERCENT, WORD_AUTOMATABLE,
	WORD_CONDITIONS, WORD_EXPOSURE, WORD_CONTROLLED,
	WORD_INFORMATION_HELD, WORD_NO_INFORMATION_HELD, WORD_MY_NUMBER_HELD, WORD_PERSONAL_RECORDS,
	WORD_SENSITIVE_HELD, WORD_ENTRUSTED_HELD, WORD_CRITICAL_HELD,
	WORD_MY_NUMBER_RECORDS, WORD_SENSITIVE_RECORDS, WORD_ENTRUSTED_RECORDS, WORD_CRITICAL_RECORDS, WORD_IMPORTANCE,
	WORD_RESIDENT_FACING, WORD_LIFE_OR_SAFETY, WORD_INTERNAL_ONLY,
	WORD_OFFICIAL_REGISTER, WORD_INTEGRITY_DUTY, WORD_NO_INTEGRITY_DUTY,
	WORD_COUNT,
};
#define WORD_BIT(word) ((uint64_t)1 << (word))

/* The facts as the rules see them, with those that follow from others. */
void words_of(const struct risk_facts *facts, struct fact words[WORD_COUNT]);
/* Is it certain that nothing reaches a closed network: the four answers are 無, each within the months. */
enum truth facts_isolated(const struct risk_facts *facts, int months);
/* The degree of the vulnerability's impact that makes this harm. */
enum degree facts_impact(const struct risk_facts *facts, enum harm harm);

/* What the criteria make of facts, without words. */
struct outcome {
	unsigned harm_levels[HARM_COUNT];
	unsigned damage, likelihood;      /* LEVEL_BITs                                            */
	unsigned actions;                 /* ACTION_BITs                                           */
	bool     isolated, lowered;       /* as in struct risk                                     */
	uint64_t open;                    /* words on which an unknown answer of some rule hangs   */
};
void outcome_of(const struct criteria *criteria, const struct risk_facts *facts, struct outcome *ret_outcome);
enum level level_worst(unsigned bits);
enum action action_worst(unsigned bits);

/* The unknown facts that take part, each tried with its values; the worst first. */
void questions_of(const struct criteria *criteria, const struct outcome *outcome, struct arena *arena, struct risk *risk);
/* Why: the likelihood's reasons, then the damage's with what is unknown of it. */
void reasons_of(struct arena *arena, struct risk *risk);
