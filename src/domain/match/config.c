#include "domain/match/config.h"

#include "domain/match/product.h"
#include "domain/name/name.h"

enum { NODE_AND = 1, NODE_NEGATE = 2 };
enum { LEAF_VULNERABLE = 1, LEAF_LIMITED = 2, LEAF_UNSTATED = 4 };

/* ---------------------------------------------------------------------------------- writing */

static void
encode_match(const struct config_match *match, struct arena *arena, struct buf *out)
{
	struct buf body BUF_SCOPE = { 0 };
	struct version_set set = { .undecided = true };
	enum scheme scheme = SCHEME_GENERIC;
	struct str key = STR("");
	bool unstated = false, limited = true;
	struct cpe cpe;

	/* A criterion that cannot be read stays in the tree, without a key: it is unknown to everyone. */
	if (cpe_parse(match->cpe, arena, &cpe) == NULL) {
		key = product_cpe_key(&cpe, arena);
		limited = product_is_limited(&cpe);
		scheme = name_scheme(cpe_product_key(&cpe, arena));
		set = product_criterion(&cpe, &match->versions, arena, &unstated);
		set_mend(&set, scheme);
	}
	set_encode(&set, scheme, arena, &body);
	buf_add_char(out, (char)((match->vulnerable ? LEAF_VULNERABLE : 0) | (limited ? LEAF_LIMITED : 0) |
	    (unstated ? LEAF_UNSTATED : 0)));
	buf_add_char(out, (char)scheme);
	put_text(out, key);
	put_text(out, match->cpe);
	put_text(out, buf_str(&body));
}

static char
head_of(enum config_operator op, bool negate)
{
	return (char)((op == CONFIG_AND ? NODE_AND : 0) | (negate ? NODE_NEGATE : 0));
}

void
config_encode(const struct config *config, struct arena *arena, struct buf *out)
{
	buf_add_char(out, head_of(config->op, config->negate));
	put_number(out, config->nodes.count);
	for (size_t i = 0; i < config->nodes.count; i++) {
		const struct config_node *node = &config->nodes.items[i];

		buf_add_char(out, head_of(node->op, node->negate));
		put_number(out, node->matches.count);
		for (size_t j = 0; j < node->matches.count; j++)
			encode_match(&node->matches.items[j], arena, out);
	}
}

bool
config_is_plain(const struct config *config)
{
	if (config->negate || (config->op == CONFIG_AND && config->nodes.count > 1))
		return false;
	for (size_t i = 0; i < config->nodes.count; i++) {
		const struct config_node *node = &config->nodes.items[i];

		if (node->negate || (node->op == CONFIG_AND && node->matches.count > 1))
			return false;
	}
	return true;
}

/* ---------------------------------------------------------------------------------- reading */

static bool
take_leaf(struct str *rest, struct config_leaf *ret_leaf)
{
	unsigned head, scheme;

	if (!take_byte(rest, &head) || !take_byte(rest, &scheme) || scheme >= SCHEME_COUNT)
		return false;
	ret_leaf->scheme = (enum scheme)scheme;
	ret_leaf->vulnerable = (head & LEAF_VULNERABLE) != 0;
	ret_leaf->limited = (head & LEAF_LIMITED) != 0;
	ret_leaf->unstated = (head & LEAF_UNSTATED) != 0;
	return take_text(rest, &ret_leaf->key) && take_text(rest, &ret_leaf->criterion) &&
	    take_text(rest, &ret_leaf->body);
}

/* Begins with what joining none gives; a broken tree is unknown. */
static struct config_value
neutral(unsigned head)
{
	return (struct config_value){ (head & NODE_AND) ? KLEENE_TRUE : KLEENE_FALSE, STR("") };
}

static const struct config_value broken = { KLEENE_UNKNOWN, STR_INIT("") };

static struct config_value
join(unsigned head, struct config_value a, struct config_value b)
{
	enum kleene value = (head & NODE_AND) ? kleene_and(a.value, b.value) : kleene_or(a.value, b.value);
	bool later = a.value != value || (a.criterion.len == 0 && b.value == value) ||
	    (value == KLEENE_TRUE && b.value == value && b.criterion.len > 0 && (head & NODE_AND));

	return (struct config_value){ value, later ? b.criterion : a.criterion };
}

static struct config_value
negated(unsigned head, struct config_value value)
{
	if (head & NODE_NEGATE)
		value.value = kleene_not(value.value);
	return value;
}

static bool
take_node(struct str *rest, struct config_oracle *oracle, struct config_value *ret_value)
{
	struct config_leaf leaf;
	struct config_value all;
	unsigned head;
	uint64_t count;

	if (!take_byte(rest, &head) || !take_number(rest, &count))
		return false;
	all = neutral(head);
	for (uint64_t i = 0; i < count; i++) {
		if (!take_leaf(rest, &leaf))
			return false;
		all = join(head, all, (struct config_value){ oracle->leaf(oracle, &leaf), leaf.criterion });
	}
	*ret_value = negated(head, all);
	return true;
}

struct config_value
config_evaluate(struct str blob, struct config_oracle *oracle)
{
	struct config_value all, one;
	unsigned head;
	uint64_t count;

	if (!take_byte(&blob, &head) || !take_number(&blob, &count))
		return broken;
	all = neutral(head);
	for (uint64_t i = 0; i < count; i++) {
		if (!take_node(&blob, oracle, &one))
			return broken;
		all = join(head, all, one);
	}
	return negated(head, all);
}

struct each {
	struct config_oracle oracle;
	void (*leaf)(void *data, const struct config_leaf *leaf);
	void *data;
};

static enum kleene
each_leaf(struct config_oracle *oracle, const struct config_leaf *leaf)
{
	struct each *each = (struct each *)oracle;

	each->leaf(each->data, leaf);
	return KLEENE_UNKNOWN;
}

void
config_each(struct str blob, void (*leaf)(void *data, const struct config_leaf *leaf), void *data)
{
	struct each each = { { each_leaf }, leaf, data };

	(void)config_evaluate(blob, &each.oracle);
}
