#include "format/yaml/take.h"

struct err *
yaml_wrong(const struct yaml_node *node, struct err *why, struct arena *arena)
{
	return err_wrap(arena, why, M("line {line}"), ARG_N("line", node->line));
}

/* ------------------------------------------------------------------------------------------- words */

static struct err *
strange(const struct yaml_node *node, struct str word, const char *const *keys, size_t count, struct arena *arena)
{
	struct str *names = ARENA_ARRAY(arena, struct str, count), meant;
	struct err *why;

	for (size_t i = 0; i < count; i++)
		names[i] = str_of(keys[i]);
	meant = yaml_nearest(word, names, count);
	why = meant.len > 0 ?
	    err_new(arena, ERR_FORMAT, M("\"{word}\" is not known here; did you mean \"{meant}\"?"), ARG("word", word), ARG("meant", meant)) :
	    err_new(arena, ERR_FORMAT, M("\"{word}\" is not known here."), ARG("word", word));

	return yaml_wrong(node, why, arena);
}

static struct err *
form(const struct yaml_node *node, const char *message, struct str key, struct arena *arena)
{
	return yaml_wrong(node, err_new(arena, ERR_FORMAT, message, ARG("key", key)), arena);
}

/* What a part of that kind ought to be, in words. */
static const char *const kind_words[] = {
	[YAML_SCALAR]   = M("\"{key}\" must be one text."),
	[YAML_SEQUENCE] = M("\"{key}\" must be a list."),
	[YAML_MAPPING]  = M("\"{key}\" must consist of named parts."),
};

struct err *
yaml_only(const struct yaml_node *node, const char *const *keys, size_t count, struct arena *arena)
{
	const struct yaml_node *stranger;

	if (node->kind != YAML_MAPPING)
		return yaml_wrong(node, err_new(arena, ERR_FORMAT, M("This must consist of named parts.")), arena);
	stranger = yaml_stranger(node, keys, count);
	return stranger == NULL ? NULL : strange(stranger, stranger->key, keys, count, arena);
}

/* ------------------------------------------------------------------------------------ what must be */

struct err *
yaml_need(const struct yaml_node *node, const char *key, enum yaml_kind kind, struct arena *arena, struct yaml_node **ret_part)
{
	struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return form(node, M("\"{key}\" is missing."), str_of(key), arena);
	if (part->kind != kind)
		return form(part, kind_words[kind], str_of(key), arena);
	*ret_part = part;
	return NULL;
}

struct err *
yaml_need_text(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text)
{
	struct yaml_node *part;

	TRY(yaml_need(node, key, YAML_SCALAR, arena, &part));
	if (part->text.len == 0)
		return form(part, M("\"{key}\" is empty."), str_of(key), arena);
	*ret_text = part->text;
	return NULL;
}

struct err *
yaml_need_day(const struct yaml_node *node, const char *key, struct arena *arena, int32_t *ret_day)
{
	struct yaml_node *part;

	TRY(yaml_need(node, key, YAML_SCALAR, arena, &part));
	if (!day_parse(part->text, ret_day))
		return form(part, M("\"{key}\" must be a day like 2026-04-01."), str_of(key), arena);
	return NULL;
}

struct err *
yaml_need_words(const struct yaml_node *node, const char *key, struct arena *arena, struct words *ret_words)
{
	static const char *const languages[] = { "ja", "en" };
	struct yaml_node *part;

	if (key == NULL) {
		TRY(yaml_need_text(node, "ja", arena, &ret_words->ja));
		return yaml_need_text(node, "en", arena, &ret_words->en);
	}
	TRY(yaml_need(node, key, YAML_MAPPING, arena, &part));
	TRY(yaml_only(part, languages, ARRAY_LEN(languages), arena));
	return yaml_need_words(part, NULL, arena, ret_words);
}

/* ------------------------------------------------------------------------------------- what may be */

struct err *
yaml_may_text(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text)
{
	return yaml_find(node, key) == NULL ? NULL : yaml_need_text(node, key, arena, ret_text);
}

struct err *
yaml_may_bool(const struct yaml_node *node, const char *key, struct arena *arena, bool *ret_value)
{
	struct str text = { 0 };

	TRY(yaml_may_text(node, key, arena, &text));
	if (text.len == 0)
		return NULL;
	if (!str_eq(text, STR("true")) && !str_eq(text, STR("false")))
		return form(yaml_find(node, key), M("\"{key}\" must be true or false."), str_of(key), arena);
	*ret_value = str_eq(text, STR("true"));
	return NULL;
}

struct err *
yaml_may_int(const struct yaml_node *node, const char *key, int64_t least, int64_t most, struct arena *arena, int64_t *ret_value)
{
	struct str text = { 0 };
	int64_t value;

	TRY(yaml_may_text(node, key, arena, &text));
	if (text.len == 0)
		return NULL;
	if (!str_to_i64(text, &value) || value < least || value > most)
		return yaml_wrong(yaml_find(node, key), err_new(arena, ERR_FORMAT, M("\"{key}\" must be a whole number from {least} to {most}."),
		    ARG("key", str_of(key)), ARG_N("least", least), ARG_N("most", most)), arena);
	*ret_value = value;
	return NULL;
}

struct err *
yaml_may_words(const struct yaml_node *node, const char *key, struct arena *arena, struct words *ret_words)
{
	return yaml_find(node, key) == NULL ? NULL : yaml_need_words(node, key, arena, ret_words);
}

struct err *
yaml_may_strs(const struct yaml_node *node, const char *key, struct arena *arena, struct str_list *ret_texts)
{
	const struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return NULL;
	if (part->kind == YAML_MAPPING)
		return form(part, M("\"{key}\" must be one word or a list of words."), str_of(key), arena);
	if (part->kind == YAML_SCALAR) {
		list_push(arena, ret_texts, part->text);
		return NULL;
	}
	for (size_t i = 0; i < part->items.count; i++) {
		if (part->items.items[i]->kind != YAML_SCALAR)
			return form(part->items.items[i], M("\"{key}\" must be one word or a list of words."), str_of(key), arena);
		list_push(arena, ret_texts, part->items.items[i]->text);
	}
	return NULL;
}

struct err *
yaml_may_enum(const struct yaml_node *node, const char *key, const struct enum_names *names, struct arena *arena, int *ret_value)
{
	struct str text = { 0 };

	TRY(yaml_may_text(node, key, arena, &text));
	if (text.len == 0 || enum_find(names, text, ret_value))
		return NULL;
	return strange(yaml_find(node, key), text, names->names, names->count, arena);
}
