#include "format/json/json_shape.h"

#include <math.h>
#include "base/limits.h"

static bool
is_absent(struct json value)
{
	return json_kind(value) == JSON_ABSENT || json_kind(value) == JSON_NULL;
}

static struct err *
wrong_kind(struct arena *arena, const char *message, const char *key)
{
	return err_make(
	    arena, ERR_FORMAT, ERR_WHERE, NULL, message, (struct err_arg[]){ ARG("key", str_of(key)), { 0 } });
}

/* The member when it is of the kind; absent when it is not there. */
static struct err *
want_kind(struct json object, const char *key, enum json_kind kind, const char *message, struct arena *arena,
    struct json *ret_value)
{
	struct json value = json_get(object, key);

	if (is_absent(value))
		value = (struct json){ 0 };
	else if (json_kind(value) != kind)
		return wrong_kind(arena, message, key);
	*ret_value = value;
	return NULL;
}

struct err *
json_want_list(struct json object, const char *key, struct arena *arena, struct json *ret_list)
{
	struct json list;

	TRY(want_kind(object, key, JSON_ARRAY, M("\"{key}\" should be a list."), arena, &list));
	if (json_count(list) > LIMIT_LIST_ITEMS)
		return err_new(arena, ERR_LIMIT, M("\"{key}\" has more than {most} items."), ARG("key", str_of(key)),
		    ARG_N("most", LIMIT_LIST_ITEMS));
	*ret_list = list;
	return NULL;
}

struct err *
json_want_object(struct json object, const char *key, struct arena *arena, struct json *ret_object)
{
	return want_kind(object, key, JSON_OBJECT, M("\"{key}\" should be an object."), arena, ret_object);
}

struct err *
json_need_object(struct json object, const char *key, struct arena *arena, struct json *ret_object)
{
	struct json value;

	TRY(json_want_object(object, key, arena, &value));
	if (json_kind(value) == JSON_ABSENT)
		return wrong_kind(arena, M("\"{key}\" is missing."), key);
	*ret_object = value;
	return NULL;
}

struct err *
json_want_text(struct json object, const char *key, struct arena *arena, struct str *ret_text)
{
	struct json value;

	TRY(want_kind(object, key, JSON_STRING, M("\"{key}\" should be a text."), arena, &value));
	*ret_text = json_str(value);
	return NULL;
}

struct err *
json_need_text(struct json object, const char *key, struct arena *arena, struct str *ret_text)
{
	struct str text;

	TRY(json_want_text(object, key, arena, &text));
	if (text.len == 0)
		return wrong_kind(arena, M("\"{key}\" is missing."), key);
	*ret_text = text;
	return NULL;
}

struct err *
json_want_texts(struct json object, const char *key, struct arena *arena, struct str_list *texts)
{
	struct json list;

	TRY(json_want_list(object, key, arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		if (json_kind(i.value) != JSON_STRING)
			return wrong_kind(arena, M("\"{key}\" should be a list of texts."), key);
		list_push(arena, texts, json_str(i.value));
	}
	return NULL;
}

struct err *
json_want_bool(struct json object, const char *key, struct arena *arena, bool *ret_value)
{
	struct json value;

	TRY(want_kind(object, key, JSON_BOOL, M("\"{key}\" should be true or false."), arena, &value));
	*ret_value = json_bool(value);
	return NULL;
}

struct err *
json_want_instant(struct json object, const char *key, struct arena *arena, int64_t *ret_instant)
{
	struct str text;

	TRY(json_want_text(object, key, arena, &text));
	if (text.len == 0)
		*ret_instant = INSTANT_NONE;
	else if (!instant_parse(text, ZONE_UTC, ret_instant))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date and time: {text}"), ARG("key", str_of(key)),
		    ARG("text", str_sub(text, 0, 100)));
	return NULL;
}

struct err *
json_want_tenths(struct json object, const char *key, struct arena *arena, int32_t *ret_tenths)
{
	struct json value;
	double score;

	TRY(want_kind(object, key, JSON_NUMBER, M("\"{key}\" should be a number."), arena, &value));
	if (json_kind(value) == JSON_ABSENT) {
		*ret_tenths = -1;
		return NULL;
	}
	if (!json_f64(value, &score) || !(score >= 0 && score <= 10))
		return wrong_kind(arena, M("\"{key}\" should be a score from 0.0 to 10.0."), key);
	*ret_tenths = (int32_t)lround(score * 10);
	return NULL;
}
