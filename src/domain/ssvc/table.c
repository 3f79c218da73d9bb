/*
 * table.c - decision tables out of YAML. Every part must be there and nothing else, because a misspelt key would silently decide
 * by another table than was written.
 */
#include <assert.h>
#include "base/asset.h"
#include "domain/ssvc/ssvc.h"
#include "format/yaml/yaml.h"

#define ASSET_FOLDER "ssvc/"

enum { NO_OUTCOME = 0xff };

/* The part of that name, of that kind. */
static struct err *
part_get(const struct yaml_node *node, const char *key, enum yaml_kind kind, struct arena *arena, const struct yaml_node **ret_part)
{
	const struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return err_new(arena, ERR_FORMAT, M("The decision table lacks \"{key}\" (in the part that begins at line {line})."),
		    ARG("key", str_of(key)), ARG_N("line", node->line));
	if (part->kind != kind || (kind == YAML_SCALAR && part->text.len == 0))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} of the decision table is not of the form it must have."),
		    ARG("key", str_of(key)), ARG_N("line", part->line));
	*ret_part = part;
	return NULL;
}

static struct err *
text_get(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text)
{
	const struct yaml_node *part;

	TRY(part_get(node, key, YAML_SCALAR, arena, &part));
	*ret_text = part->text;
	return NULL;
}

static struct err *
check_keys(const struct yaml_node *node, const char *const *keys, size_t count, struct arena *arena)
{
	const struct yaml_node *stranger = yaml_stranger(node, keys, count);

	if (stranger == NULL)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} is no part of a decision table."), ARG("key", stranger->key),
	    ARG_N("line", stranger->line));
}

/* "ssvc:E:1.1.0": namespace, key and version. A key begins with a letter, so that a vector's time is never taken for one. */
static struct err *
read_id(const struct yaml_node *node, const char *name, struct arena *arena, struct str *ret_id, struct str *ret_key)
{
	const struct yaml_node *id;
	struct str space, key, version, rest;

	TRY(part_get(node, name, YAML_SCALAR, arena, &id));
	(void)str_cut(id->text, ':', &space, &rest);
	(void)str_cut(rest, ':', &key, &version);
	if (space.len == 0 || key.len == 0 || version.len == 0 || !char_is_alpha(key.ptr[0]))
		return err_new(arena, ERR_FORMAT,
		    M("\"{id}\" in line {line} must be a namespace, a key and a version, such as \"ssvc:E:1.1.0\"."), ARG("id", id->text),
		    ARG_N("line", id->line));
	*ret_id = id->text;
	*ret_key = key;
	return NULL;
}

/* ------------------------------------------------------------------------------------- points */

static struct err *
read_value(const struct yaml_node *node, struct arena *arena, struct ssvc_value *value)
{
	static const char *const keys[] = { "key", "en", "ja", "also", "vector" };

	if (node->kind != YAML_MAPPING)
		return err_new(arena, ERR_FORMAT, M("The value in line {line} must have \"key\", \"en\" and \"ja\"."),
		    ARG_N("line", node->line));
	TRY(check_keys(node, keys, ARRAY_LEN(keys), arena));
	TRY(text_get(node, "key", arena, &value->key));
	TRY(text_get(node, "en", arena, &value->en));
	TRY(text_get(node, "ja", arena, &value->ja));
	value->also = yaml_find_str(node, "also");
	value->vector = yaml_find_str(node, "vector");
	return NULL;
}

/* A word may mean one value of a point only. Each value is looked for by its own words, and the first found must be itself. */
static struct err *
check_words(const struct ssvc_point *point, int64_t line, struct arena *arena)
{
	for (size_t i = 0; i < point->count; i++) {
		const struct ssvc_value *value = &point->values[i];
		const struct str words[] = { value->key, value->en, value->ja, value->also };

		for (size_t j = 0; j < ARRAY_LEN(words); j++) {
			uint8_t found = (uint8_t)i;

			struct err *err = words[j].len == 0 ? NULL : ssvc_value_find(point, words[j], arena, &found);

			assert(err == NULL);
			if (found != i)
				return err_new(arena, ERR_FORMAT, M("\"{word}\" means two values of {point} (line {line})."),
				    ARG("word", words[j]), ARG("point", point->en), ARG_N("line", line));
		}
	}
	return NULL;
}

static struct err *
read_values(const struct yaml_node *node, struct arena *arena, struct ssvc_point *point)
{
	const struct yaml_node *values;

	TRY(part_get(node, "values", YAML_SEQUENCE, arena, &values));
	if (values->items.count < 2 || values->items.count > LIMIT_SSVC_VALUES)
		return err_new(arena, ERR_FORMAT, M("The values in line {line} are {count}: there must be 2 to {most}."),
		    ARG_N("line", values->line), ARG_N("count", values->items.count), ARG_N("most", LIMIT_SSVC_VALUES));
	point->count = values->items.count;
	for (size_t i = 0; i < point->count; i++)
		TRY(read_value(values->items.items[i], arena, &point->values[i]));
	return check_words(point, values->line, arena);
}

/* The table whose outcome a point is: one of those compiled in, with the same values in the same order. */
static struct err *
read_from(const struct yaml_node *from, struct arena *arena, struct ssvc_point *point)
{
	struct ssvc_table *table = ARENA_NEW(arena, struct ssvc_table);
	bool same;

	TRY(ssvc_table_builtin(from->text, arena, table));
	same = table->outcome.count == point->count;
	for (size_t i = 0; same && i < point->count; i++)
		same = str_eq(table->outcome.values[i].key, point->values[i].key);
	if (!same)
		return err_new(arena, ERR_FORMAT, M("{point} (line {line}) has other values than the outcome of the table {table}."),
		    ARG("point", point->en), ARG_N("line", from->line), ARG("table", from->text));
	point->from = table;
	return NULL;
}

static struct err *
read_point(const struct yaml_node *node, struct arena *arena, struct ssvc_point *point)
{
	static const char *const keys[] = { "id", "en", "ja", "values", "from", "vector" };
	const struct yaml_node *from;

	if (node->kind != YAML_MAPPING)
		return err_new(arena, ERR_FORMAT, M("The decision point in line {line} must have \"id\", \"en\", \"ja\" and \"values\"."),
		    ARG_N("line", node->line));
	TRY(check_keys(node, keys, ARRAY_LEN(keys), arena));
	TRY(read_id(node, "id", arena, &point->id, &point->key));
	TRY(text_get(node, "en", arena, &point->en));
	TRY(text_get(node, "ja", arena, &point->ja));
	TRY(read_values(node, arena, point));
	point->vector = yaml_find_str(node, "vector");
	from = yaml_find(node, "from");
	return from == NULL ? NULL : read_from(from, arena, point);
}

static struct err *
read_points(const struct yaml_node *root, size_t most, struct arena *arena, struct ssvc_table *table)
{
	const struct yaml_node *points;

	TRY(part_get(root, "points", YAML_SEQUENCE, arena, &points));
	if (points->items.count < 1 || points->items.count > most)
		return err_new(arena, ERR_FORMAT,
		    M("The table has {count} decision points: there must be 1 to {most}. Decide some of them by a table of their own and take its outcome as one point."),
		    ARG_N("count", points->items.count), ARG_N("most", most));
	table->points_count = points->items.count;
	table->cells_count = 1;
	for (size_t i = 0; i < table->points_count; i++) {
		TRY(read_point(points->items.items[i], arena, &table->points[i]));
		table->cells_count *= table->points[i].count;
		for (size_t j = 0; j < i; j++)
			if (str_eq(table->points[i].key, table->points[j].key))
				return err_new(arena, ERR_FORMAT, M("The decision point {key} stands twice (line {line})."),
				    ARG("key", table->points[i].key), ARG_N("line", points->items.items[i]->line));
	}
	if (table->cells_count > LIMIT_SSVC_COMBINATIONS)
		return err_new(arena, ERR_LIMIT, M("The table has {count} combinations; at most {most} can be read."),
		    ARG_N("count", table->cells_count), ARG_N("most", LIMIT_SSVC_COMBINATIONS));
	return NULL;
}

/* --------------------------------------------------------------------------------------- rows */

/* The number of the value with that key; the rows say keys and nothing else. */
static struct err *
key_find(const struct ssvc_point *point, struct str key, int64_t line, struct arena *arena, uint8_t *ret_value)
{
	struct str keys[LIMIT_SSVC_VALUES];

	for (size_t i = 0; i < point->count; i++) {
		keys[i] = point->values[i].key;
		if (str_eq(keys[i], key)) {
			*ret_value = (uint8_t)i;
			return NULL;
		}
	}
	return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} is no key of {point}; these are: {keys}."), ARG("key", key),
	    ARG_N("line", line), ARG("point", point->en), ARG("keys", arena_join(arena, keys, point->count, STR(" "))));
}

/* The words between spaces. */
static struct str_list
words_of(struct str text, struct arena *arena)
{
	struct str_list words = { 0 };
	struct str word;

	while (str_split(&text, ' ', &word))
		if (word.len != 0)
			list_push(arena, &words, word);
	return words;
}

struct rows {
	struct ssvc_table *table;
	struct arena      *arena;
	int64_t           *lines;     /* by combination: where its outcome stands */
};

/* The combinations that a row's head leaves open: from *ret_first on, *ret_count of them. */
static struct err *
read_head(const struct rows *rows, const struct str_list *head, int64_t line, size_t *ret_first, size_t *ret_count)
{
	const struct ssvc_table *table = rows->table;
	size_t first = 0, count = table->cells_count;
	uint8_t value;

	if (head->count >= table->points_count)
		return err_new(rows->arena, ERR_FORMAT,
		    M("The row in line {line} begins with {count} values: the table has {points} points, of which at least the last is left to the outcomes."),
		    ARG_N("line", line), ARG_N("count", head->count), ARG_N("points", table->points_count));
	for (size_t i = 0; i < head->count; i++) {
		TRY(key_find(&table->points[i], head->items[i], line, rows->arena, &value));
		count /= table->points[i].count;
		first += value * count;
	}
	*ret_first = first;
	*ret_count = count;
	return NULL;
}

static struct err *
read_outcomes(const struct rows *rows, const struct str_list *outcomes, int64_t line, size_t first, size_t count)
{
	struct ssvc_table *table = rows->table;

	if (outcomes->count != count)
		return err_new(rows->arena, ERR_FORMAT, M("The row in line {line} has {count} outcomes where {expected} combinations are."),
		    ARG_N("line", line), ARG_N("count", outcomes->count), ARG_N("expected", count));
	for (size_t i = 0; i < count; i++) {
		if (table->cells[first + i] != NO_OUTCOME)
			return err_new(rows->arena, ERR_FORMAT, M("{combination} has an outcome in line {line} and had one in line {first} already."),
			    ARG("combination", ssvc_combination_text(table, first + i, rows->arena)), ARG_N("line", line),
			    ARG_N("first", rows->lines[first + i]));
		TRY(key_find(&table->outcome, outcomes->items[i], line, rows->arena, &table->cells[first + i]));
		rows->lines[first + i] = line;
	}
	return NULL;
}

/* "N S N: D D S S": the values of the first points, then the outcomes of every combination of the others. */
static struct err *
read_row(const struct rows *rows, const struct yaml_node *row)
{
	const struct yaml_node *cells = row;
	struct str_list head = { 0 }, outcomes;
	size_t first, count;

	if (row->kind == YAML_MAPPING && row->items.count == 1) {
		cells = row->items.items[0];
		head = words_of(cells->key, rows->arena);
	}
	if (cells->kind != YAML_SCALAR)
		return err_new(rows->arena, ERR_FORMAT, M("The row in line {line} must be written as \"N S N: D D S S\": values, then outcomes."),
		    ARG_N("line", row->line));
	outcomes = words_of(cells->text, rows->arena);
	TRY(read_head(rows, &head, row->line, &first, &count));
	return read_outcomes(rows, &outcomes, row->line, first, count);
}

static struct err *
check_complete(const struct ssvc_table *table, struct arena *arena)
{
	size_t missing = 0, first = 0;

	for (size_t i = table->cells_count; i-- > 0;) {
		if (table->cells[i] == NO_OUTCOME) {
			missing++;
			first = i;
		}
	}
	if (missing == 0)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("{count} combinations have no outcome; the first is {combination}."), ARG_N("count", missing),
	    ARG("combination", ssvc_combination_text(table, first, arena)));
}

static struct err *
read_rows(const struct yaml_node *root, struct arena *arena, struct ssvc_table *table)
{
	const struct yaml_node *list;
	struct rows rows = { .table = table, .arena = arena };

	TRY(part_get(root, "rows", YAML_SEQUENCE, arena, &list));
	table->cells = ARENA_ARRAY(arena, uint8_t, table->cells_count);
	rows.lines = ARENA_ARRAY(arena, int64_t, table->cells_count);
	for (size_t i = 0; i < table->cells_count; i++)
		table->cells[i] = NO_OUTCOME;
	for (size_t i = 0; i < list->items.count; i++)
		TRY(read_row(&rows, list->items.items[i]));
	return check_complete(table, arena);
}

/* ------------------------------------------------------------------------------------- tables */

static struct err *
read_monotone(const struct yaml_node *root, struct arena *arena, struct ssvc_table *table)
{
	const struct yaml_node *monotone = yaml_find(root, "monotone");
	struct str said = yaml_find_str(root, "monotone");

	table->not_monotone = yaml_find_str(root, "reason");
	if (monotone == NULL ? table->not_monotone.len == 0 : str_eq(said, STR("false")) && table->not_monotone.len != 0)
		return NULL;
	return err_new(arena, ERR_FORMAT,
	    M("Where something worse may ask for less, a table says \"monotone: false\" and the \"reason\"; else it says neither (line {line})."),
	    ARG_N("line", monotone == NULL ? root->line : monotone->line));
}

static struct err *
read_head_of_table(const struct yaml_node *root, struct arena *arena, struct ssvc_table *table)
{
	const struct yaml_node *title;
	struct str key;

	TRY(text_get(root, "table", arena, &table->name));
	TRY(read_id(root, "id", arena, &table->id, &key));
	TRY(part_get(root, "title", YAML_MAPPING, arena, &title));
	TRY(text_get(title, "en", arena, &table->title_en));
	TRY(text_get(title, "ja", arena, &table->title_ja));
	table->source = yaml_find_str(root, "source");
	return read_monotone(root, arena, table);
}

static struct err *
parse(struct str yaml, struct str name, size_t points_most, struct arena *arena, struct ssvc_table *ret_table)
{
	static const char *const keys[] = { "table", "id", "title", "source", "points", "outcome", "rows", "monotone", "reason" };
	struct ssvc_table table = { 0 };
	const struct yaml_node *outcome;
	struct yaml_node *root;

	TRY(yaml_parse(yaml, name, arena, &root));
	if (root->kind != YAML_MAPPING)
		return err_new(arena, ERR_FORMAT, M("A decision table begins with \"table:\" and its name."));
	TRY(check_keys(root, keys, ARRAY_LEN(keys), arena));
	TRY(read_head_of_table(root, arena, &table));
	TRY(read_points(root, points_most, arena, &table));
	TRY(part_get(root, "outcome", YAML_MAPPING, arena, &outcome));
	TRY(read_point(outcome, arena, &table.outcome));
	TRY(read_rows(root, arena, &table));
	*ret_table = table;
	return NULL;
}

struct err *
ssvc_table_parse(struct str yaml, struct str name, struct arena *arena, struct ssvc_table *ret_table)
{
	return parse(yaml, name, LIMIT_SSVC_POINTS, arena, ret_table);
}

struct err *
ssvc_table_read(struct str yaml, struct str name, struct arena *arena, struct ssvc_table *ret_table)
{
	struct ssvc_table table;
	struct ssvc_breaks breaks;
	const struct ssvc_break *first;

	TRY(parse(yaml, name, LIMIT_SSVC_POINTS, arena, &table));
	breaks = ssvc_table_breaks(&table, arena);
	if (breaks.list.count == 0 || table.not_monotone.len != 0) {
		*ret_table = table;
		return NULL;
	}
	first = &breaks.list.items[0];
	return err_new(arena, ERR_FORMAT,
	    M("Something worse asks for less in {count} places: {milder} gives {more}, but {worse} gives {less}. Mend the rows, or say \"monotone: false\" and the \"reason\"."),
	    ARG_N("count", breaks.list.count), ARG("milder", ssvc_combination_text(&table, first->milder, arena)),
	    ARG("worse", ssvc_combination_text(&table, first->worse, arena)),
	    ARG("more", table.outcome.values[table.cells[first->milder]].en), ARG("less", table.outcome.values[table.cells[first->worse]].en));
}

struct str_list
ssvc_table_names(struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);

		if (!str_take(&name, STR(ASSET_FOLDER)))
			continue;
		(void)str_take_end(&name, STR(".yaml"));
		list_push(arena, &names, name);
	}
	return names;
}

struct err *
ssvc_table_builtin(struct str name, struct arena *arena, struct ssvc_table *ret_table)
{
	struct str file = arena_printf(arena, ASSET_FOLDER "%.*s.yaml", STR_ARG(name));
	struct str bytes = asset_find(file);
	struct str_list names;

	if (bytes.ptr != NULL)
		return parse(bytes, file, LIMIT_SSVC_POINTS_BUILTIN, arena, ret_table);
	names = ssvc_table_names(arena);
	return err_new(arena, ERR_NOT_FOUND, M("There is no decision table \"{name}\"; built in are: {names}."), ARG("name", name),
	    ARG("names", arena_join(arena, names.items, names.count, STR(", "))));
}
