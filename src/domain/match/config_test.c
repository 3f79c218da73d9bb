/*
 * config_test.c - Kleene logic of NVD configurations: every small tree, every assignment of its leaves,
 * against the completions of what is unknown. An answer other than unknown must hold in all of them.
 */
#include "test.h"
#include "domain/match/config.h"

enum { LEAVES = 4, NODES = 2 };

/* A tree of one or two nodes, its shape as bits, and its leaves' numbers. */
struct tree {
	struct config config;
	size_t        leaves;
};

/* The leaf's number stands in its criterion's product: "a:v:p3". */
static size_t
number_of(const struct config_leaf *leaf)
{
	return (size_t)(leaf->key.ptr[leaf->key.len - 1] - '0');
}

struct table {
	struct config_oracle oracle;
	const enum kleene   *values;
};

static enum kleene
table_leaf(struct config_oracle *oracle, const struct config_leaf *leaf)
{
	return ((const struct table *)oracle)->values[number_of(leaf)];
}

static enum kleene
evaluate(struct str blob, const enum kleene *values)
{
	struct table table = { { table_leaf }, values };

	return config_evaluate(blob, &table.oracle).value;
}

/* Two-valued, straight from the tree, by nobody's code but this. */
static bool
brute_node(const struct config_node *node, size_t *leaf, const bool *truth)
{
	bool value = node->op == CONFIG_AND;

	for (size_t i = 0; i < node->matches.count; i++, (*leaf)++)
		value = node->op == CONFIG_AND ? value && truth[*leaf] : value || truth[*leaf];
	return value != node->negate;
}

static bool
brute(const struct config *config, const bool *truth)
{
	bool value = config->op == CONFIG_AND;
	size_t leaf = 0;

	for (size_t i = 0; i < config->nodes.count; i++) {
		bool node = brute_node(&config->nodes.items[i], &leaf, truth);

		value = config->op == CONFIG_AND ? value && node : value || node;
	}
	return value != config->negate;
}

/* True, false, or unknown where the completions disagree. */
static enum kleene
completed(const struct config *config, const enum kleene *values, size_t leaves)
{
	bool seen[2] = { false, false };

	for (unsigned bits = 0; bits < 1u << leaves; bits++) {
		bool truth[LEAVES], possible = true;

		for (size_t i = 0; i < leaves; i++) {
			truth[i] = (bits >> i & 1) != 0;
			possible = possible && (values[i] == KLEENE_UNKNOWN || truth[i] == (values[i] == KLEENE_TRUE));
		}
		if (possible)
			seen[brute(config, truth)] = true;
	}
	return seen[0] && seen[1] ? KLEENE_UNKNOWN : seen[1] ? KLEENE_TRUE : KLEENE_FALSE;
}

static void
tree_make(struct tree *tree, unsigned shape, size_t first, size_t second, struct arena *arena)
{
	const size_t counts[NODES] = { first, second };

	*tree = (struct tree){ .config = { .op = (shape & 1) ? CONFIG_AND : CONFIG_OR, .negate = (shape & 2) != 0 } };
	for (size_t i = 0; i < NODES; i++) {
		struct config_node *node = list_add(arena, &tree->config.nodes);

		node->op = (shape >> (2 + 2 * i) & 1) ? CONFIG_AND : CONFIG_OR;
		node->negate = (shape >> (3 + 2 * i) & 1) != 0;
		for (size_t j = 0; j < counts[i]; j++) {
			struct config_match *match = list_add(arena, &node->matches);

			match->vulnerable = true;
			match->cpe = arena_printf(arena, "cpe:2.3:a:v:p%zu:*:*:*:*:*:*:*:*", tree->leaves++);
		}
	}
}

static void
check_tree(const struct tree *tree, struct arena *arena, size_t *checked)
{
	struct buf blob BUF_SCOPE = { 0 };
	size_t assignments = 1;

	config_encode(&tree->config, arena, &blob);
	for (size_t i = 0; i < tree->leaves; i++)
		assignments *= 3;
	for (size_t n = 0; n < assignments; n++) {
		enum kleene values[LEAVES], given, right;
		size_t rest = n;

		for (size_t i = 0; i < tree->leaves; i++, rest /= 3)
			values[i] = (enum kleene)(rest % 3);
		given = evaluate(buf_str(&blob), values);
		right = completed(&tree->config, values, tree->leaves);
		/* Leaves are distinct, so Kleene logic is exact here: not weaker either. */
		assert_int_equal(given, right);
		(*checked)++;
	}
}

static void
every_small_tree_agrees_with_its_completions(void **state)
{
	size_t checked = 0;

	(void)state;
	for (unsigned shape = 0; shape < 64; shape++) {
		for (size_t first = 0; first <= 2; first++) {
			for (size_t second = 0; second <= 2; second++) {
				struct arena *arena = arena_new();
				struct tree tree;

				tree_make(&tree, shape, first, second, arena);
				check_tree(&tree, arena, &checked);
				arena_free(arena);
			}
		}
	}
	print_message("  %zu assignments\n", checked);
	assert_true(checked > 10000);
}

static void
kleene_tables_are_these(void **state)
{
	static const enum kleene F = KLEENE_FALSE, U = KLEENE_UNKNOWN, T = KLEENE_TRUE;
	const struct { enum kleene a, b, and, or; } rows[] = {
		{ F, F, F, F }, { F, U, F, U }, { F, T, F, T }, { U, F, F, U }, { U, U, U, U },
		{ U, T, U, T }, { T, F, F, T }, { T, U, U, T }, { T, T, T, T },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(kleene_and(rows[i].a, rows[i].b), rows[i].and);
		assert_int_equal(kleene_or(rows[i].a, rows[i].b), rows[i].or);
	}
	assert_int_equal(kleene_not(F), T);
	assert_int_equal(kleene_not(U), U);
	assert_int_equal(kleene_not(T), F);
}

/* Broken off anywhere, a tree decides nothing it did not decide before. */
static void
a_cut_tree_is_never_decided(void **state)
{
	struct arena *arena = arena_new();
	const enum kleene values[LEAVES] = { KLEENE_TRUE, KLEENE_TRUE, KLEENE_TRUE, KLEENE_TRUE };
	struct buf blob BUF_SCOPE = { 0 };
	struct tree tree;

	(void)state;
	tree_make(&tree, 1, 2, 2, arena);
	config_encode(&tree.config, arena, &blob);
	assert_int_equal(evaluate(buf_str(&blob), values), KLEENE_TRUE);
	for (size_t len = 0; len < blob.len; len++)
		assert_int_equal(evaluate(str_sub(buf_str(&blob), 0, len), values), KLEENE_UNKNOWN);
	arena_free(arena);
}

/* The grounds name the leaf it hangs on. */
static void
the_deciding_leaf_is_named(void **state)
{
	const struct { enum kleene values[LEAVES]; const char *leaf; } cases[] = {
		{ { KLEENE_TRUE, KLEENE_FALSE, KLEENE_UNKNOWN, KLEENE_FALSE }, "cpe:2.3:a:v:p2:*:*:*:*:*:*:*:*" },
		{ { KLEENE_TRUE, KLEENE_FALSE, KLEENE_FALSE, KLEENE_FALSE }, "cpe:2.3:a:v:p2:*:*:*:*:*:*:*:*" },
		{ { KLEENE_TRUE, KLEENE_FALSE, KLEENE_FALSE, KLEENE_TRUE }, "cpe:2.3:a:v:p3:*:*:*:*:*:*:*:*" },
	};
	struct arena *arena = arena_new();
	struct buf blob BUF_SCOPE = { 0 };
	struct tree tree;

	(void)state;
	tree_make(&tree, 1, 2, 2, arena);   /* AND[OR(p0 p1) OR(p2 p3)] */
	config_encode(&tree.config, arena, &blob);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct table table = { { table_leaf }, cases[i].values };

		assert_str(config_evaluate(buf_str(&blob), &table.oracle).criterion, cases[i].leaf);
	}
	arena_free(arena);
}

/* Plain: who is affected is affected by one criterion, whatever stands beside. */
static void
only_alternatives_are_plain(void **state)
{
	static const struct { bool negate, node_negate; enum config_operator op, node_op; size_t nodes, matches; bool plain; } cases[] = {
		{ false, false, CONFIG_OR, CONFIG_OR, 2, 2, true },   { true, false, CONFIG_OR, CONFIG_OR, 1, 1, false },
		{ false, true, CONFIG_OR, CONFIG_OR, 1, 1, false },   { false, false, CONFIG_AND, CONFIG_OR, 2, 1, false },
		{ false, false, CONFIG_AND, CONFIG_OR, 1, 2, true },  { false, false, CONFIG_OR, CONFIG_AND, 1, 2, false },
		{ false, false, CONFIG_OR, CONFIG_AND, 2, 1, true },  { false, false, CONFIG_OR, CONFIG_OR, 0, 0, true },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct config config = { .op = cases[i].op, .negate = cases[i].negate };

		for (size_t n = 0; n < cases[i].nodes; n++) {
			struct config_node *node = list_add(arena, &config.nodes);

			node->op = cases[i].node_op;
			node->negate = cases[i].node_negate;
			for (size_t m = 0; m < cases[i].matches; m++)
				list_add(arena, &node->matches)->vulnerable = true;
		}
		assert_int_equal(config_is_plain(&config), cases[i].plain);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kleene_tables_are_these),
		cmocka_unit_test(every_small_tree_agrees_with_its_completions),
		cmocka_unit_test(a_cut_tree_is_never_decided),
		cmocka_unit_test(the_deciding_leaf_is_named),
		cmocka_unit_test(only_alternatives_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
