/*
 * tree.h - what a rule is inside; private to this room.
 */
#pragma once
#include "base/vec.h"
#include "domain/rule/rule.h"

enum node_kind { NODE_CONSTANT, NODE_LEAF, NODE_NOT, NODE_AND, NODE_OR };
enum comparison { IS_EQUAL, IS_NOT_EQUAL, IS_LESS, IS_AT_MOST, IS_GREATER, IS_AT_LEAST };

struct rule_node {
	enum node_kind  kind;
	enum comparison comparison;   /* of a leaf                                   */
	uint32_t        fact;         /* of a leaf                                   */
	uint32_t        left, right;  /* children, earlier in the array              */
	int64_t         number;       /* what a leaf compares with; a constant's truth */
};

/* The last node is the root. */
struct rule {
	LIST(struct rule_node) list;
	const struct rule_node *nodes;   /* list.items, for reading */
	size_t                  count;
};

/* Adds a node; gives its place. ERR_LIMIT beyond LIMIT_RULE_NODES. */
CHECKED struct err *tree_add(struct rule *rule, struct rule_node node, struct arena *arena, uint32_t *ret_at);
/* What "any of these" and "all of these" are when there are none: false and true. */
CHECKED struct err *tree_add_constant(struct rule *rule, bool truth, struct arena *arena, uint32_t *ret_at);

/* One expression into an open tree; depth counts what it stands in. */
CHECKED struct err *tree_parse(struct str text, const struct vocabulary *vocabulary, size_t depth, struct rule *rule,
    struct arena *arena, uint32_t *ret_at);
/* fact: value, of a mapping whose parts are already apart. The value is one word or number. */
CHECKED struct err *tree_pair(struct str fact, struct str value, const struct vocabulary *vocabulary, struct rule *rule,
    struct arena *arena, uint32_t *ret_at);
/* Closes the tree: its last node is the root. */
const struct rule *tree_close(struct rule *rule);
