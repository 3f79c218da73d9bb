/*
 * rule.h - the expressions of criteria and guards: typed, total, three-valued.
 *
 *     personal_records >= 10000 and not internal_only
 *     exposure == internet or exploited
 *     {poc: true, exposure: [internet, internal]}       all of these
 *     [exploited, {poc: true, exposure: internet}]      any of these
 *
 * Facts are named in a declared vocabulary and are true/false, whole numbers, or words of an enum; each may
 * be unknown. Truth follows Kleene: unknown where the unknown facts could still decide either way
 * by the connectives (so `a or not a` with a unknown is unknown: safe, never wrong). A rule is checked against the
 * vocabulary once; evaluating it cannot fail and allocates nothing.
 *
 *     expression = term { "or" term }          term  = factor { "and" factor }
 *     factor     = "not" factor | "(" expression ")" | "[" [ expression { "," expression } ] "]"
 *                | "{" [ pair { "," pair } ] "}" | "true" | "false" | fact [ comparison ]
 *     pair       = fact ":" ( value | "[" value { "," value } "]" )
 *     comparison = ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) value
 *     value      = "true" | "false" | whole number (commas not, "_" allowed) | word
 */
#pragma once
#include "base/err.h"
#include "model/schema.h"

struct yaml_node;

enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };   /* in order: and is the least, or the greatest */

enum fact_kind { FACT_BOOL, FACT_INT, FACT_ENUM };

struct fact_word {
	const char              *name;
	enum fact_kind           kind;
	const struct enum_names *names;    /* of FACT_ENUM */
};

/* At most RULE_FACTS words, so that a set of facts is a bit mask. */
enum { RULE_FACTS = 64 };
struct vocabulary {
	const struct fact_word *words;
	size_t                  count;
};

struct fact {
	bool    known;
	int64_t value;       /* 0 or 1; the number; the enum's value */
};

struct rule;

/* ERR_FORMAT with the character (from 1) where it stands; ERR_LIMIT beyond LIMIT_RULE_DEPTH and _NODES. */
CHECKED struct err *rule_parse(struct str text, const struct vocabulary *vocabulary, struct arena *arena,
    const struct rule **ret_rule);
/* The same from a YAML node: a scalar is an expression, a mapping "all of", a sequence "any of". Errors name the line. */
CHECKED struct err *rule_of_yaml(const struct yaml_node *node, const struct vocabulary *vocabulary, struct arena *arena,
    const struct rule **ret_rule);

/*
 * The facts stand in the vocabulary's order. *ret_open (may be NULL) gets the bits of the unknown facts on
 * which an unknown answer hangs, and is 0 when the answer is known.
 */
enum truth rule_eval(const struct rule *rule, const struct fact *facts, uint64_t *ret_open);

/* Bits of all facts the rule speaks of. */
uint64_t rule_facts(const struct rule *rule);
/*
 * The numbers the rule compares this fact with, as many as fit; gives their count. With c-1, c and c+1 of each one has
 * every case the rule can tell apart.
 */
size_t rule_numbers(const struct rule *rule, size_t fact, int64_t *numbers, size_t room);

enum truth truth_not(enum truth a);
enum truth truth_and(enum truth a, enum truth b);
enum truth truth_or(enum truth a, enum truth b);
