/*
 * sentences.h - what people read of criteria.
 */
#pragma once
#include "domain/risk/risk.h"

/* A rule as sentences of which any is enough. */
struct str_list risk_rule_lines(const struct rule *rule, enum lang lang, struct arena *arena);
/* One expression of criteria in words; the expression itself where it cannot be read. */
struct str risk_rule_words(struct str expression, enum lang lang, struct arena *arena);
/* "within 24 hours" */
struct str risk_due_words(const struct due_rule *due, enum lang lang, struct arena *arena);
