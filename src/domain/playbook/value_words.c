/*
 * value_words.c - the kept text of a value as people read it. What cannot be read as its type any more is shown as it is.
 */
#include "base/catalogue.h"
#include "domain/playbook/engine.h"
#include "format/yaml/yaml.h"

static struct str
bool_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	(void)field;
	(void)arena;
	return str_of(catalogue_text(lang, str_eq(text, STR("true")) ? M("yes") : M("no")));
}

/* 1200000 as 1,200,000. */
static struct str
separated(struct str digits, struct arena *arena)
{
	struct str_list parts = { 0 };
	size_t first = digits.len % 3;

	if (str_take(&digits, STR("-")))
		return arena_printf(arena, "-%.*s", STR_ARG(separated(digits, arena)));
	if (first > 0)
		list_push(arena, &parts, str_sub(digits, 0, first));
	for (size_t at = first; at < digits.len; at += 3)
		list_push(arena, &parts, str_sub(digits, at, 3));
	return arena_join(arena, parts.items, parts.count, STR(","));
}

static struct str
number_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	(void)field;
	(void)lang;
	return separated(text, arena);
}

static struct str
money_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	(void)field;
	return catalogue_say(arena, lang, M("{amount} yen"), ARG("amount", separated(text, arena)));
}

static struct str
day_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	int32_t day;

	(void)field;
	if (lang != LANG_JA || !day_parse(text, &day))
		return text;
	return arena_printf(arena, "%.*s（%.*s）", STR_ARG(text), STR_ARG(calendar_wareki(day, arena)));
}

static struct str
instant_value_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	int64_t instant;

	(void)field;
	(void)lang;
	return instant_parse(text, ZONE_UTC, &instant) ? instant_words(instant, arena) : text;
}

static struct str
choice_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	(void)arena;
	for (size_t i = 0; i < field->values.count; i++)
		if (str_eq(field->values.items[i].id, text))
			return words_in(&field->values.items[i].title, lang);
	return text;
}

static struct str
as_it_is(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	(void)field;
	(void)lang;
	(void)arena;
	return text;
}

static struct str
row_words(const struct play_field *field, const struct yaml_node *row, size_t number, enum lang lang, struct arena *arena)
{
	struct str_list cells = { 0 };

	for (size_t i = 0; i < field->columns.count; i++) {
		const struct play_field *column = &field->columns.items[i];
		struct str text = yaml_find_str(row, arena_cstr(arena, column->id));

		if (text.len > 0)
			list_push(arena, &cells, catalogue_say(arena, lang, M("{title}: {value}"), ARG("title", words_in(&column->title, lang)),
			    ARG("value", play_value_words(column, text, lang, arena))));
	}
	return arena_printf(arena, "%zu. %.*s", number, STR_ARG(arena_join(arena, cells.items, cells.count, lang == LANG_JA ? STR("、") : STR("; "))));
}

/* A row a line, numbered. */
static struct str
rows_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	struct str_list rows = { 0 };
	struct yaml_node *root;

	if (yaml_parse(text, field->id, arena, &root) != NULL || root->kind != YAML_SEQUENCE)
		return text;
	for (size_t i = 0; i < root->items.count; i++)
		list_push(arena, &rows, row_words(field, root->items.items[i], i + 1, lang, arena));
	return arena_join(arena, rows.items, rows.count, STR("\n"));
}

struct str
play_value_words(const struct play_field *field, struct str text, enum lang lang, struct arena *arena)
{
	static struct str (*const by_type[])(const struct play_field *, struct str, enum lang, struct arena *) = {
		[PLAY_BOOL] = bool_words, [PLAY_NUMBER] = number_words, [PLAY_DAY] = day_words, [PLAY_INSTANT] = instant_value_words,
		[PLAY_TEXT] = as_it_is, [PLAY_LONG] = as_it_is, [PLAY_CHOICE] = choice_words, [PLAY_MONEY] = money_words, [PLAY_PERSON] = as_it_is,
		[PLAY_UNIT] = as_it_is, [PLAY_URL] = as_it_is, [PLAY_ROWS] = rows_words,
	};

	return text.len == 0 ? text : by_type[field->type](field, text, lang, arena);
}
