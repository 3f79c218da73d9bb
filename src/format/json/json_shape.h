/*
 * json_shape.h - asking a record for what it must be made of.
 *
 * json_want_… takes a member that may be absent or null; one that is there and of another kind is
 * ERR_FORMAT with its key: a fact that cannot be read must not look like one that is not there.
 * json_need_… asks for it to be there as well.
 */
#pragma once
#include "base/clock.h"
#include "base/vec.h"
#include "format/json/json.h"

CHECKED struct err *json_want_list(struct json object, const char *key, struct arena *arena, struct json *ret_list);
CHECKED struct err *json_want_object(struct json object, const char *key, struct arena *arena, struct json *ret_object);
CHECKED struct err *json_need_object(struct json object, const char *key, struct arena *arena, struct json *ret_object);
CHECKED struct err *json_want_text(struct json object, const char *key, struct arena *arena, struct str *ret_text);
CHECKED struct err *json_need_text(struct json object, const char *key, struct arena *arena, struct str *ret_text);
/* Appends the texts of a list. */
CHECKED struct err *json_want_texts(struct json object, const char *key, struct arena *arena, struct str_list *texts);
CHECKED struct err *json_want_bool(struct json object, const char *key, struct arena *arena, bool *ret_value);
/* RFC 3339; without a zone it is UTC. INSTANT_NONE when absent or empty. */
CHECKED struct err *json_want_instant(struct json object, const char *key, struct arena *arena, int64_t *ret_instant);
/* A score from 0.0 to 10.0, as tenths; -1 when absent. */
CHECKED struct err *json_want_tenths(struct json object, const char *key, struct arena *arena, int32_t *ret_tenths);
