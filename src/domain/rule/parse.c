/*
 * parse.c - the grammar of rule.h by recursive descent, bounded in depth and size.
 */
#include "base/limits.h"
#include "domain/rule/tree.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_WRONG };

struct token {
	enum token_kind kind;
	struct str      text;
	size_t          at;     /* character from 1 (bytes: the grammar is ASCII) */
};

struct parser {
	struct str               text;
	size_t                   next;    /* byte after the token in hand */
	struct token             token;
	const struct vocabulary *words;
	struct rule             *rule;
	struct arena            *arena;
	size_t                   depth;
};

struct err *
tree_add(struct rule *rule, struct rule_node node, struct arena *arena, uint32_t *ret_at)
{
	if (rule->list.count >= LIMIT_RULE_NODES)
		return err_new(arena, ERR_LIMIT, M("A rule may have at most {most} parts; split it into several."),
		    ARG_N("most", LIMIT_RULE_NODES));
	*ret_at = (uint32_t)rule->list.count;
	list_push(arena, &rule->list, node);
	return NULL;
}

struct err *
tree_add_constant(struct rule *rule, bool truth, struct arena *arena, uint32_t *ret_at)
{
	return tree_add(rule, (struct rule_node){ .kind = NODE_CONSTANT, .number = truth }, arena, ret_at);
}

const struct rule *
tree_close(struct rule *rule)
{
	rule->nodes = rule->list.items;
	rule->count = rule->list.count;
	return rule;
}

/* ---------------------------------------------------------------------------------------- tokens */

static bool
is_word_char(char c)
{
	return char_is_alnum(c) || c == '_';
}

static size_t
sign_len(struct str rest)
{
	static const struct str two[] = { STR_INIT("=="), STR_INIT("!="), STR_INIT("<="), STR_INIT(">=") };

	for (size_t i = 0; i < ARRAY_LEN(two); i++)
		if (str_starts(rest, two[i]))
			return 2;
	return str_find_char(STR("<>()[]{},:"), rest.ptr[0]) != SIZE_MAX ? 1 : 0;
}

static void
advance(struct parser *p)
{
	size_t from, len = 0;
	struct str rest;
	char first;

	while (p->next < p->text.len && char_is_space(p->text.ptr[p->next]))
		p->next++;
	from = p->next;
	rest = str_from(p->text, from);
	p->token = (struct token){ TOKEN_END, STR(""), from + 1 };
	if (rest.len == 0)
		return;
	first = rest.ptr[0];
	if (is_word_char(first) || (first == '-' && rest.len > 1 && char_is_digit(rest.ptr[1]))) {
		len = 1;
		while (len < rest.len && is_word_char(rest.ptr[len]))
			len++;
		p->token.kind = char_is_digit(first) || first == '-' ? TOKEN_NUMBER : TOKEN_WORD;
	} else {
		len = sign_len(rest);
		p->token.kind = len == 0 ? TOKEN_WRONG : TOKEN_SIGN;
		len = len == 0 ? 1 : len;
	}
	p->token.text = str_sub(rest, 0, len);
	p->next = from + len;
}

static bool
is_token(const struct parser *p, enum token_kind kind, const char *text)
{
	return p->token.kind == kind && str_eq(p->token.text, str_of(text));
}

static bool
take(struct parser *p, enum token_kind kind, const char *text)
{
	if (!is_token(p, kind, text))
		return false;
	advance(p);
	return true;
}

static struct err *
missing(const struct parser *p, const char *message)
{
	return err_new(p->arena, ERR_FORMAT, message, ARG_N("at", p->token.at));
}

static struct err *
expect(struct parser *p, const char *sign)
{
	if (take(p, TOKEN_SIGN, sign))
		return NULL;
	return err_new(p->arena, ERR_FORMAT, M("At character {at} of the rule \"{sign}\" should stand."),
	    ARG_N("at", p->token.at), ARG("sign", str_of(sign)));
}

/* -------------------------------------------------------------------------------- facts and values */

static struct err *
fact_find(const struct parser *p, struct str name, size_t at, uint32_t *ret_fact)
{
	for (size_t i = 0; i < p->words->count; i++) {
		if (str_eq(name, str_of(p->words->words[i].name))) {
			*ret_fact = (uint32_t)i;
			return NULL;
		}
	}
	return err_new(p->arena, ERR_FORMAT, M("At character {at} the rule speaks of \"{fact}\", which is no known fact."),
	    ARG_N("at", at), ARG("fact", name));
}

static bool
read_number(struct str text, int64_t *ret_number)
{
	char digits[24];
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '_')
			continue;
		if (len >= sizeof(digits))
			return false;
		digits[len++] = text.ptr[i];
	}
	return str_to_i64((struct str){ digits, len }, ret_number);
}

static struct err *
wrong_value(const struct parser *p, const struct fact_word *word, const struct token *token)
{
	return err_new(p->arena, ERR_FORMAT, M("At character {at} the fact \"{fact}\" is compared with \"{value}\", which is not a value of its kind."),
	    ARG_N("at", token->at), ARG("fact", str_of(word->name)), ARG("value", token->text));
}

static bool
value_of(const struct fact_word *word, const struct token *token, int64_t *ret_value)
{
	int value;

	switch (word->kind) {
	case FACT_BOOL:
		*ret_value = str_eq(token->text, STR("true"));
		return token->kind == TOKEN_WORD && (*ret_value == 1 || str_eq(token->text, STR("false")));
	case FACT_INT:
		return token->kind == TOKEN_NUMBER && read_number(token->text, ret_value);
	case FACT_ENUM:
	default:
		if (!enum_find(word->names, token->text, &value))
			return false;
		*ret_value = value;
		return true;
	}
}

static struct err *
read_leaf(struct parser *p, uint32_t fact, enum comparison comparison, uint32_t *ret_at)
{
	const struct fact_word *word = &p->words->words[fact];
	struct rule_node node = { .kind = NODE_LEAF, .fact = fact, .comparison = comparison };

	if (p->token.kind != TOKEN_WORD && p->token.kind != TOKEN_NUMBER)
		return missing(p, M("At character {at} of the rule a value should stand."));
	if (!value_of(word, &p->token, &node.number))
		return wrong_value(p, word, &p->token);
	advance(p);
	return tree_add(p->rule, node, p->arena, ret_at);
}

static struct err *
join(struct parser *p, enum node_kind kind, uint32_t left, uint32_t right, uint32_t *ret_at)
{
	return tree_add(p->rule, (struct rule_node){ .kind = kind, .left = left, .right = right }, p->arena, ret_at);
}

/* ---------------------------------------------------------------------------------------- grammar */

static struct err *read_expression(struct parser *p, uint32_t *ret_at);

/* A fact alone is "fact == true" and has to be true or false by kind. */
static struct err *
read_comparison(struct parser *p, uint32_t fact, struct token name, uint32_t *ret_at)
{
	static const struct { const char *sign; enum comparison comparison; bool orders; } signs[] = {
		{ "==", IS_EQUAL, false }, { "!=", IS_NOT_EQUAL, false }, { "<", IS_LESS, true },
		{ "<=", IS_AT_MOST, true }, { ">", IS_GREATER, true }, { ">=", IS_AT_LEAST, true },
	};
	const struct fact_word *word = &p->words->words[fact];

	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (!is_token(p, TOKEN_SIGN, signs[i].sign))
			continue;
		if (signs[i].orders && word->kind != FACT_INT)
			return err_new(p->arena, ERR_FORMAT, M("At character {at} \"{fact}\" is not a number and cannot be compared by size."),
			    ARG_N("at", p->token.at), ARG("fact", name.text));
		advance(p);
		return read_leaf(p, fact, signs[i].comparison, ret_at);
	}
	if (word->kind != FACT_BOOL)
		return err_new(p->arena, ERR_FORMAT, M("At character {at} \"{fact}\" is not true or false; compare it with a value."),
		    ARG_N("at", name.at), ARG("fact", name.text));
	return tree_add(p->rule, (struct rule_node){ .kind = NODE_LEAF, .fact = fact, .number = 1 }, p->arena, ret_at);
}

/* value | "[" value { "," value } "]" */
static struct err *
read_pair_values(struct parser *p, uint32_t fact, uint32_t *ret_at)
{
	if (!take(p, TOKEN_SIGN, "["))
		return read_leaf(p, fact, IS_EQUAL, ret_at);
	TRY(read_leaf(p, fact, IS_EQUAL, ret_at));
	while (take(p, TOKEN_SIGN, ",")) {
		uint32_t right;

		TRY(read_leaf(p, fact, IS_EQUAL, &right));
		TRY(join(p, NODE_OR, *ret_at, right, ret_at));
	}
	return expect(p, "]");
}

static struct err *
read_pair(struct parser *p, uint32_t *ret_at)
{
	uint32_t fact;

	if (p->token.kind != TOKEN_WORD)
		return missing(p, M("At character {at} of the rule a fact should stand."));
	TRY(fact_find(p, p->token.text, p->token.at, &fact));
	advance(p);
	TRY(expect(p, ":"));
	return read_pair_values(p, fact, ret_at);
}

/* The rest of a list after its opening sign: `one` joined by `kind`, empty meaning `none`. */
static struct err *
read_list(struct parser *p, const char *closing, struct err *(*one)(struct parser *, uint32_t *), enum node_kind kind,
    uint32_t *ret_at)
{
	if (take(p, TOKEN_SIGN, closing))
		return tree_add_constant(p->rule, kind == NODE_AND, p->arena, ret_at);
	TRY(one(p, ret_at));
	while (take(p, TOKEN_SIGN, ",")) {
		uint32_t right;

		TRY(one(p, &right));
		TRY(join(p, kind, *ret_at, right, ret_at));
	}
	return expect(p, closing);
}

static struct err *
read_word(struct parser *p, uint32_t *ret_at)
{
	struct token name = p->token;
	uint32_t fact;

	if (take(p, TOKEN_WORD, "true"))
		return tree_add_constant(p->rule, true, p->arena, ret_at);
	if (take(p, TOKEN_WORD, "false"))
		return tree_add_constant(p->rule, false, p->arena, ret_at);
	TRY(fact_find(p, name.text, name.at, &fact));
	advance(p);
	return read_comparison(p, fact, name, ret_at);
}

static struct err *read_factor_inside(struct parser *p, uint32_t *ret_at);

static struct err *
read_factor(struct parser *p, uint32_t *ret_at)
{
	struct err *err;

	if (p->depth >= LIMIT_RULE_DEPTH)
		return err_new(p->arena, ERR_LIMIT, M("A rule may be nested at most {most} deep."), ARG_N("most", LIMIT_RULE_DEPTH));
	p->depth++;
	err = read_factor_inside(p, ret_at);
	p->depth--;
	return err;
}

static struct err *
read_factor_inside(struct parser *p, uint32_t *ret_at)
{
	if (take(p, TOKEN_WORD, "not")) {
		uint32_t inner;

		TRY(read_factor(p, &inner));
		return join(p, NODE_NOT, inner, inner, ret_at);
	}
	if (take(p, TOKEN_SIGN, "(")) {
		TRY(read_expression(p, ret_at));
		return expect(p, ")");
	}
	if (take(p, TOKEN_SIGN, "["))
		return read_list(p, "]", read_expression, NODE_OR, ret_at);
	if (take(p, TOKEN_SIGN, "{"))
		return read_list(p, "}", read_pair, NODE_AND, ret_at);
	if (p->token.kind != TOKEN_WORD || is_token(p, TOKEN_WORD, "and") || is_token(p, TOKEN_WORD, "or"))
		return missing(p, M("At character {at} of the rule a fact should stand."));
	return read_word(p, ret_at);
}

static struct err *
read_term(struct parser *p, uint32_t *ret_at)
{
	TRY(read_factor(p, ret_at));
	while (take(p, TOKEN_WORD, "and")) {
		uint32_t right;

		TRY(read_factor(p, &right));
		TRY(join(p, NODE_AND, *ret_at, right, ret_at));
	}
	return NULL;
}

static struct err *
read_expression(struct parser *p, uint32_t *ret_at)
{
	TRY(read_term(p, ret_at));
	while (take(p, TOKEN_WORD, "or")) {
		uint32_t right;

		TRY(read_term(p, &right));
		TRY(join(p, NODE_OR, *ret_at, right, ret_at));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ doors */

static struct err *
at_end(const struct parser *p)
{
	if (p->token.kind == TOKEN_END)
		return NULL;
	return missing(p, M("At character {at} the rule should end, or go on with \"and\" or \"or\"."));
}

struct err *
tree_parse(struct str text, const struct vocabulary *vocabulary, size_t depth, struct rule *rule, struct arena *arena,
    uint32_t *ret_at)
{
	struct parser p = { .text = text, .words = vocabulary, .rule = rule, .arena = arena, .depth = depth };

	advance(&p);
	TRY(read_expression(&p, ret_at));
	return at_end(&p);
}

struct err *
tree_pair(struct str fact, struct str value, const struct vocabulary *vocabulary, struct rule *rule, struct arena *arena,
    uint32_t *ret_at)
{
	struct parser p = { .text = value, .words = vocabulary, .rule = rule, .arena = arena };
	uint32_t number;

	TRY(fact_find(&p, fact, 1, &number));
	advance(&p);
	TRY(read_pair_values(&p, number, ret_at));
	return at_end(&p);
}

struct err *
rule_parse(struct str text, const struct vocabulary *vocabulary, struct arena *arena, const struct rule **ret_rule)
{
	struct rule *rule = ARENA_NEW(arena, struct rule);
	uint32_t root;

	TRY(tree_parse(text, vocabulary, 0, rule, arena, &root));
	*ret_rule = tree_close(rule);
	return NULL;
}
