/*
 * text.h - a rule as it is written again, and as it is said in words.
 */
#pragma once
#include "base/lang.h"
#include "base/vec.h"
#include "domain/rule/rule.h"

/* The parts of a rule of which any is enough, as expressions that rule_parse reads again; none where nothing meets it. */
struct str_list rule_alternatives(const struct rule *rule, const struct vocabulary *vocabulary, struct arena *arena);

/* How a rule is said: by whoever has words for the vocabulary. */
struct rule_words {
	const void *context;
	/* "personal records: 10000 or more"; `is` is the comparison as it is written: "==" … ">=". */
	struct str (*leaf)(const void *context, size_t fact, const char *is, int64_t value, struct arena *arena);
	/* Whole patterns of the catalogue with {a} and {b}, or {a} alone. */
	const char *both, *either, *not, *nothing, *always;
	enum lang   lang;
};
struct str rule_say(const struct rule *rule, const struct rule_words *words, struct arena *arena);
