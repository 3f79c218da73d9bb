/*
 * rule.c - a rule is a small tree in one array, children before their parents; evaluating walks it.
 */
#include "domain/rule/rule.h"

#include <assert.h>
#include <string.h>
#include "domain/rule/tree.h"

enum truth
truth_not(enum truth a)
{
	return (enum truth)(TRUTH_TRUE - a);
}

enum truth
truth_and(enum truth a, enum truth b)
{
	return a < b ? a : b;
}

enum truth
truth_or(enum truth a, enum truth b)
{
	return a > b ? a : b;
}

static bool
holds(enum comparison comparison, int64_t a, int64_t b)
{
	switch (comparison) {
	case IS_EQUAL:
		return a == b;
	case IS_NOT_EQUAL:
		return a != b;
	case IS_LESS:
		return a < b;
	case IS_AT_MOST:
		return a <= b;
	case IS_GREATER:
		return a > b;
	case IS_AT_LEAST:
	default:
		return a >= b;
	}
}

static enum truth
eval_leaf(const struct rule_node *node, const struct fact *facts, uint64_t *ret_open)
{
	const struct fact *fact = &facts[node->fact];

	if (!fact->known) {
		*ret_open = (uint64_t)1 << node->fact;
		return TRUTH_UNKNOWN;
	}
	*ret_open = 0;
	return holds(node->comparison, fact->value, node->number) ? TRUTH_TRUE : TRUTH_FALSE;
}

/* LIMIT_RULE_NODES bounds the recursion: a child always stands before its parent. */
static enum truth
eval_node(const struct rule *rule, size_t at, const struct fact *facts, uint64_t *ret_open)
{
	const struct rule_node *node = &rule->nodes[at];
	uint64_t open_left = 0, open_right = 0;
	enum truth left, right, both;

	switch (node->kind) {
	case NODE_CONSTANT:
		*ret_open = 0;
		return node->number != 0 ? TRUTH_TRUE : TRUTH_FALSE;
	case NODE_LEAF:
		return eval_leaf(node, facts, ret_open);
	case NODE_NOT:
		return truth_not(eval_node(rule, node->left, facts, ret_open));
	case NODE_AND:
	case NODE_OR:
	default:
		break;
	}
	left = eval_node(rule, node->left, facts, &open_left);
	right = eval_node(rule, node->right, facts, &open_right);
	both = node->kind == NODE_AND ? truth_and(left, right) : truth_or(left, right);
	*ret_open = both == TRUTH_UNKNOWN ? open_left | open_right : 0;
	return both;
}

enum truth
rule_eval(const struct rule *rule, const struct fact *facts, uint64_t *ret_open)
{
	uint64_t open = 0;
	enum truth truth;

	assert(rule->count > 0);
	truth = eval_node(rule, rule->count - 1, facts, &open);
	if (ret_open != NULL)
		*ret_open = open;
	return truth;
}

uint64_t
rule_facts(const struct rule *rule)
{
	uint64_t facts = 0;

	for (size_t i = 0; i < rule->count; i++)
		if (rule->nodes[i].kind == NODE_LEAF)
			facts |= (uint64_t)1 << rule->nodes[i].fact;
	return facts;
}

size_t
rule_numbers(const struct rule *rule, size_t fact, int64_t *numbers, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < rule->count && count < room; i++)
		if (rule->nodes[i].kind == NODE_LEAF && rule->nodes[i].fact == fact)
			numbers[count++] = rule->nodes[i].number;
	return count;
}
