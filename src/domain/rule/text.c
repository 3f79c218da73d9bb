/*
 * text.c - a rule as it is written, and as it is said. A child stands before its parent, so that LIMIT_RULE_DEPTH bounds the recursion.
 */
#include "base/catalogue.h"
#include "domain/rule/text.h"
#include "domain/rule/tree.h"

static const char *const comparisons[] = {
	[IS_EQUAL] = "==", [IS_NOT_EQUAL] = "!=", [IS_LESS] = "<", [IS_AT_MOST] = "<=", [IS_GREATER] = ">", [IS_AT_LEAST] = ">=",
};

/* "exploited", "not exploited", "exposure == internet", "personal_records >= 10000" */
static struct str
leaf_text(const struct rule_node *node, const struct vocabulary *vocabulary, struct arena *arena)
{
	const struct fact_word *word = &vocabulary->words[node->fact];
	const char *is = comparisons[node->comparison];

	switch (word->kind) {
	case FACT_BOOL:
		return arena_printf(arena, "%s%s", (node->number != 0) == (node->comparison == IS_EQUAL) ? "" : "not ", word->name);
	case FACT_ENUM:
		return arena_printf(arena, "%s %s %s", word->name, is, enum_name(word->names, (int)node->number));
	case FACT_INT:
	default:
		break;
	}
	return arena_printf(arena, "%s %s %lld", word->name, is, (long long)node->number);
}

static struct str
node_text(const struct rule *rule, size_t at, const struct vocabulary *vocabulary, struct arena *arena)
{
	const struct rule_node *node = &rule->nodes[at];
	struct str left, right;

	if (node->kind == NODE_CONSTANT)
		return node->number != 0 ? STR("true") : STR("false");
	if (node->kind == NODE_LEAF)
		return leaf_text(node, vocabulary, arena);
	left = node_text(rule, node->left, vocabulary, arena);
	if (node->kind == NODE_NOT)
		return arena_printf(arena, rule->nodes[node->left].kind == NODE_AND ? "not (%.*s)" : "not %.*s", STR_ARG(left));
	right = node_text(rule, node->right, vocabulary, arena);
	if (node->kind == NODE_OR)
		return arena_printf(arena, "(%.*s or %.*s)", STR_ARG(left), STR_ARG(right));
	return arena_printf(arena, "%.*s and %.*s", STR_ARG(left), STR_ARG(right));
}

static void
add_alternatives(const struct rule *rule, size_t at, const struct vocabulary *vocabulary, struct arena *arena, struct str_list *list)
{
	const struct rule_node *node = &rule->nodes[at];

	if (node->kind == NODE_OR) {
		add_alternatives(rule, node->left, vocabulary, arena, list);
		add_alternatives(rule, node->right, vocabulary, arena, list);
	} else if (node->kind != NODE_CONSTANT || node->number != 0) {
		list_push(arena, list, node_text(rule, at, vocabulary, arena));
	}
}

struct str_list
rule_alternatives(const struct rule *rule, const struct vocabulary *vocabulary, struct arena *arena)
{
	struct str_list list = { 0 };

	add_alternatives(rule, rule->count - 1, vocabulary, arena, &list);
	return list;
}

static struct str
node_words(const struct rule *rule, size_t at, const struct rule_words *words, struct arena *arena)
{
	const struct rule_node *node = &rule->nodes[at];
	struct str left, right;

	if (node->kind == NODE_CONSTANT)
		return str_of(catalogue_text(words->lang, node->number != 0 ? words->always : words->nothing));
	if (node->kind == NODE_LEAF)
		return words->leaf(words->context, node->fact, comparisons[node->comparison], node->number, arena);
	left = node_words(rule, node->left, words, arena);
	if (node->kind == NODE_NOT && rule->nodes[node->left].kind == NODE_LEAF) {
		static const enum comparison opposite[] = { [IS_EQUAL] = IS_NOT_EQUAL, [IS_NOT_EQUAL] = IS_EQUAL, [IS_LESS] = IS_AT_LEAST,
			[IS_AT_MOST] = IS_GREATER, [IS_GREATER] = IS_AT_MOST, [IS_AT_LEAST] = IS_LESS };
		const struct rule_node *leaf = &rule->nodes[node->left];

		return words->leaf(words->context, leaf->fact, comparisons[opposite[leaf->comparison]], leaf->number, arena);
	}
	if (node->kind == NODE_NOT)
		return catalogue_say(arena, words->lang, words->not, ARG("a", left));
	right = node_words(rule, node->right, words, arena);
	return catalogue_say(arena, words->lang, node->kind == NODE_AND ? words->both : words->either, ARG("a", left), ARG("b", right));
}

struct str
rule_say(const struct rule *rule, const struct rule_words *words, struct arena *arena)
{
	return node_words(rule, rule->count - 1, words, arena);
}
