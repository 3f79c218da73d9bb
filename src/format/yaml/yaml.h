/*
 * yaml.h - small YAML documents as a tree: criteria, playbooks, mappings that people write.
 *
 * libyaml reads; one document, at most LIMIT_YAML_BYTES, LIMIT_YAML_DEPTH deep. Scalars are text: what "yes" or "10" means is for
 * the one who asks. Anchors, aliases, tags of one's own and keys that stand twice are refused: nothing may be in the tree that
 * is not seen in the text.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	int64_t        line;        /* from 1, for messages                                  */
	struct str     text;        /* of a scalar                                           */
	bool           is_plain;    /* a scalar without quotes: null, true, 10 may be meant  */
	struct str     key;         /* under which it stands in a mapping                    */
	LIST(struct yaml_node *) items;   /* of a sequence; of a mapping its values, in their order */
};

/* ERR_FORMAT with line and column, ERR_LIMIT, ERR_UNSUPPORTED for what is refused. An empty document is a mapping of nothing. */
CHECKED struct err *yaml_parse(struct str text, struct str name, struct arena *arena, struct yaml_node **ret_root);

/* The value under that key, or NULL; also NULL when node is NULL or no mapping. */
struct yaml_node *yaml_find(const struct yaml_node *node, const char *key);
/* The first part of a mapping whose key is none of these, or NULL: what a person misspelt. */
const struct yaml_node *yaml_stranger(const struct yaml_node *node, const char *const *keys, size_t count);
/* The scalar's text under that key, or "". */
struct str yaml_find_str(const struct yaml_node *node, const char *key);
