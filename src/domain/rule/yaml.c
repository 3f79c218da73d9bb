/*
 * yaml.c - rules as people write them in YAML: a scalar is an expression, a mapping all of its pairs, a sequence any of its items.
 */
#include "base/limits.h"
#include "domain/rule/tree.h"
#include "format/yaml/yaml.h"

struct building {
	const struct vocabulary *vocabulary;
	struct rule             *rule;
	struct arena            *arena;
};

static struct err *
at_line(const struct building *b, const struct yaml_node *node, struct err *err)
{
	return err == NULL ? NULL : err_wrap(b->arena, err, M("line {line}"), ARG_N("line", node->line));
}

static struct err *
join(const struct building *b, enum node_kind kind, size_t index, uint32_t next, uint32_t *ret_at)
{
	if (index == 0) {
		*ret_at = next;
		return NULL;
	}
	return tree_add(b->rule, (struct rule_node){ .kind = kind, .left = *ret_at, .right = next }, b->arena, ret_at);
}

/* exposure: internet, or any of exposure: [internal, internet] */
static struct err *
add_pair(const struct building *b, const struct yaml_node *value, uint32_t *ret_at)
{
	if (value->kind == YAML_SCALAR)
		return at_line(b, value, tree_pair(value->key, value->text, b->vocabulary, b->rule, b->arena, ret_at));
	if (value->kind == YAML_MAPPING || value->items.count == 0)
		return at_line(b, value, err_new(b->arena, ERR_FORMAT, M("The fact \"{fact}\" needs a value or a list of values."),
		    ARG("fact", value->key)));
	for (size_t i = 0; i < value->items.count; i++) {
		const struct yaml_node *item = value->items.items[i];
		uint32_t next;

		if (item->kind != YAML_SCALAR)
			return at_line(b, item, err_new(b->arena, ERR_FORMAT, M("The fact \"{fact}\" needs a value or a list of values."),
			    ARG("fact", value->key)));
		TRY(at_line(b, item, tree_pair(value->key, item->text, b->vocabulary, b->rule, b->arena, &next)));
		TRY(join(b, NODE_OR, i, next, ret_at));
	}
	return NULL;
}

static struct err *
add_node(const struct building *b, const struct yaml_node *node, size_t depth, uint32_t *ret_at)
{
	enum node_kind kind = node->kind == YAML_MAPPING ? NODE_AND : NODE_OR;

	if (depth >= LIMIT_RULE_DEPTH)
		return at_line(b, node, err_new(b->arena, ERR_LIMIT, M("A rule may be nested at most {most} deep."),
		    ARG_N("most", LIMIT_RULE_DEPTH)));
	if (node->kind == YAML_SCALAR)
		return at_line(b, node, tree_parse(node->text, b->vocabulary, depth, b->rule, b->arena, ret_at));
	if (node->items.count == 0)
		return tree_add_constant(b->rule, kind == NODE_AND, b->arena, ret_at);
	for (size_t i = 0; i < node->items.count; i++) {
		uint32_t next = 0;

		if (node->kind == YAML_MAPPING)
			TRY(add_pair(b, node->items.items[i], &next));
		else
			TRY(add_node(b, node->items.items[i], depth + 1, &next));
		TRY(at_line(b, node, join(b, kind, i, next, ret_at)));
	}
	return NULL;
}

struct err *
rule_of_yaml(const struct yaml_node *node, const struct vocabulary *vocabulary, struct arena *arena, const struct rule **ret_rule)
{
	struct building building = { vocabulary, ARENA_NEW(arena, struct rule), arena };
	uint32_t root;

	TRY(add_node(&building, node, 0, &root));
	*ret_rule = tree_close(building.rule);
	return NULL;
}
