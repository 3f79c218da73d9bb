/*
 * criteria.c - criteria out of YAML: every part must be there and nothing else, because a misspelt key would silently
 * judge by less than was agreed.
 */
#include "base/asset.h"
#include "domain/risk/words.h"
#include "format/yaml/yaml.h"

#define ASSET_FOLDER "criteria/"

/* The part of that name, of that kind. */
static struct err *
part_get(const struct yaml_node *node, const char *key, enum yaml_kind kind, struct arena *arena, const struct yaml_node **ret_part)
{
	const struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return err_new(arena, ERR_FORMAT, M("The criteria lack \"{key}\" (in the part that begins at line {line})."),
		    ARG("key", str_of(key)), ARG_N("line", node->line));
	if (part->kind != kind)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} of the criteria is not of the form it must have."),
		    ARG("key", str_of(key)), ARG_N("line", part->line));
	*ret_part = part;
	return NULL;
}

static struct err *
check_keys(const struct yaml_node *node, const char *const *keys, size_t count, struct arena *arena)
{
	const struct yaml_node *stranger = yaml_stranger(node, keys, count);

	if (stranger == NULL)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} is no part of criteria."), ARG("key", stranger->key),
	    ARG_N("line", stranger->line));
}

static struct err *
wrong_value(const struct yaml_node *node, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("\"{value}\" in line {line} is not a value that \"{key}\" can have."),
	    ARG("value", node->text), ARG_N("line", node->line), ARG("key", node->key));
}

/* A rule under its key; without the key nothing meets it. */
static struct err *
read_rule(const struct yaml_node *node, const char *key, struct arena *arena, const struct rule **ret_rule)
{
	const struct yaml_node *rule = yaml_find(node, key);

	if (rule == NULL)
		return rule_parse(STR("false"), &risk_vocabulary, arena, ret_rule);
	return rule_of_yaml(rule, &risk_vocabulary, arena, ret_rule);
}

static struct err *
read_damage(const struct yaml_node *root, struct arena *arena, struct criteria *criteria)
{
	static const char *const keys[] = { "large", "small" };
	const struct yaml_node *damage, *harm;

	TRY(part_get(root, "damage", YAML_MAPPING, arena, &damage));
	TRY(check_keys(damage, harm_names.names, harm_names.count, arena));
	for (size_t i = 0; i < HARM_COUNT; i++) {
		TRY(part_get(damage, harm_names.names[i], YAML_MAPPING, arena, &harm));
		TRY(check_keys(harm, keys, ARRAY_LEN(keys), arena));
		TRY(read_rule(harm, "large", arena, &criteria->large[i]));
		TRY(read_rule(harm, "small", arena, &criteria->small[i]));
	}
	return NULL;
}

static struct err *
read_likelihood(const struct yaml_node *root, struct arena *arena, struct criteria *criteria)
{
	static const char *const keys[] = { "high", "low" };
	const struct yaml_node *likelihood;

	TRY(part_get(root, "likelihood", YAML_MAPPING, arena, &likelihood));
	TRY(check_keys(likelihood, keys, ARRAY_LEN(keys), arena));
	TRY(read_rule(likelihood, "high", arena, &criteria->high));
	return read_rule(likelihood, "low", arena, &criteria->low);
}

/* Rows stand from large to small as people draw the matrix; ours count from low. */
static struct err *
read_matrix(const struct yaml_node *root, struct arena *arena, struct criteria *criteria)
{
	const struct yaml_node *matrix;

	TRY(part_get(root, "matrix", YAML_SEQUENCE, arena, &matrix));
	for (size_t row = 0; row < LEVEL_COUNT; row++) {
		const struct yaml_node *cells = matrix->items.count == LEVEL_COUNT ? matrix->items.items[row] : matrix;

		if (cells == matrix || cells->kind != YAML_SEQUENCE || cells->items.count != LEVEL_COUNT)
			return err_new(arena, ERR_FORMAT, M("The matrix in line {line} must have three rows of three actions."),
			    ARG_N("line", matrix->line));
		for (size_t column = 0; column < LEVEL_COUNT; column++) {
			int action;

			if (!enum_find(&action_names, cells->items.items[column]->text, &action))
				return wrong_value(cells->items.items[column], arena);
			criteria->matrix[LEVEL_COUNT - 1 - row][column] = (enum action)action;
		}
	}
	for (size_t i = 0; i < LEVEL_COUNT; i++)
		for (size_t j = 1; j < LEVEL_COUNT; j++)
			if (criteria->matrix[i][j] < criteria->matrix[i][j - 1] || criteria->matrix[j][i] < criteria->matrix[j - 1][i])
				return err_new(arena, ERR_FORMAT,
				    M("The matrix in line {line} asks for less where damage or likelihood is worse."), ARG_N("line", matrix->line));
	return NULL;
}

/* "24 hours" of "hours": the number before the words. */
static bool
number_before(struct str text, const char *words, int *ret_number)
{
	uint64_t number;

	if (!str_take_end(&text, str_of(words)) || !str_to_u64(text, &number) || number == 0 || number > 10000)
		return false;
	*ret_number = (int)number;
	return true;
}

/* "24 hours", "5 business_days", "next maintenance, else 60 business_days", "review in 90 days" */
static bool
due_parse(struct str text, struct due_rule *ret_due)
{
	struct due_rule due = { 0 };

	if (number_before(text, " hours", &due.count))
		due.kind = DUE_HOURS;
	else if (number_before(text, " business_days", &due.count))
		due.kind = DUE_BUSINESS_DAYS;
	else if (str_take(&text, STR("next maintenance, else ")) && number_before(text, " business_days", &due.count))
		due.kind = DUE_MAINTENANCE;
	else if (str_take(&text, STR("review in ")) && number_before(text, " days", &due.count))
		due.kind = DUE_REVIEW_DAYS;
	else
		return false;
	*ret_due = due;
	return true;
}

static struct err *
read_due(const struct yaml_node *root, struct arena *arena, struct criteria *criteria)
{
	const struct yaml_node *due, *one;

	TRY(part_get(root, "due", YAML_MAPPING, arena, &due));
	TRY(check_keys(due, action_names.names, action_names.count, arena));
	for (size_t i = 0; i < ACTION_COUNT; i++) {
		TRY(part_get(due, action_names.names[i], YAML_SCALAR, arena, &one));
		if (!due_parse(one->text, &criteria->due[i]))
			return wrong_value(one, arena);
	}
	return NULL;
}

static struct err *
read_head(const struct yaml_node *root, struct arena *arena, struct criteria *criteria)
{
	const struct yaml_node *name, *since, *title, *months;
	uint64_t number;

	TRY(part_get(root, "criteria", YAML_SCALAR, arena, &name));
	TRY(part_get(root, "since", YAML_SCALAR, arena, &since));
	TRY(part_get(root, "title", YAML_MAPPING, arena, &title));
	TRY(part_get(root, "closed_network_months", YAML_SCALAR, arena, &months));
	if (name->text.len == 0)
		return wrong_value(name, arena);
	if (!day_parse(since->text, &criteria->since))
		return wrong_value(since, arena);
	if (!str_to_u64(months->text, &number) || number == 0 || number > 120)
		return wrong_value(months, arena);
	criteria->name = name->text;
	criteria->title_ja = yaml_find_str(title, "ja");
	criteria->title_en = yaml_find_str(title, "en");
	criteria->closed_months = (int)number;
	return NULL;
}

struct err *
criteria_read(struct str yaml, struct str name, struct arena *arena, struct criteria *ret_criteria)
{
	static const char *const keys[] = { "criteria", "since", "title", "damage", "likelihood", "matrix", "due", "closed_network_months" };
	struct criteria criteria = { 0 };
	struct yaml_node *root;

	TRY(yaml_parse(yaml, name, arena, &root));
	TRY(check_keys(root, keys, ARRAY_LEN(keys), arena));
	TRY(read_head(root, arena, &criteria));
	TRY(read_damage(root, arena, &criteria));
	TRY(read_likelihood(root, arena, &criteria));
	TRY(read_matrix(root, arena, &criteria));
	TRY(read_due(root, arena, &criteria));
	*ret_criteria = criteria;
	return NULL;
}

/* "standard, municipality": what a person may choose among. */
static struct str
builtin_names(struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);

		if (str_take(&name, STR(ASSET_FOLDER)) && str_take_end(&name, STR(".yaml")))
			list_push(arena, &names, name);
	}
	return arena_join(arena, names.items, names.count, STR(", "));
}

struct err *
criteria_builtin(struct str name, struct arena *arena, struct criteria *ret_criteria)
{
	struct str file = arena_printf(arena, ASSET_FOLDER "%.*s.yaml", STR_ARG(name));
	struct str bytes = asset_find(file);

	if (bytes.ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There are no criteria \"{name}\"; built in are: {names}."), ARG("name", name),
		    ARG("names", builtin_names(arena)));
	return criteria_read(bytes, file, arena, ret_criteria);
}
