/*
 * json_write.h - JSON out, streamed into a buffer: commas and nesting are kept here, texts are escaped
 * by jansson. Asserts that keys and values alternate as they must.
 *
 *     struct json_writer w = { .out = &buf };
 *     json_begin_object(&w, NULL);
 *     json_put_str(&w, "name", STR("curl"));
 *     json_begin_array(&w, "findings"); … json_end(&w);
 *     json_end(&w);
 *
 * A key of NULL is for items of arrays and for the outermost value.
 */
#pragma once
#include "base/buf.h"
#include "model/schema.h"

enum { JSON_WRITER_DEPTH = 32 };

struct json_writer {
	struct buf *out;
	bool        pretty;      /* two spaces a level */
	bool        keep_empty;  /* json_put_record leaves nothing out: null, [] and null for a structure with nothing in it */
	size_t      depth;
	struct { bool is_object, has_items; } level[JSON_WRITER_DEPTH];
};

void json_begin_object(struct json_writer *w, const char *key);
void json_begin_array(struct json_writer *w, const char *key);
void json_end(struct json_writer *w);
void json_put_str(struct json_writer *w, const char *key, struct str text);
void json_put_str_or_null(struct json_writer *w, const char *key, struct str text);   /* "" is null */
void json_put_int(struct json_writer *w, const char *key, int64_t number);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);
/* A decimal number value / 10^places, e.g. scores in tenths; null when negative. */
void json_put_decimal(struct json_writer *w, const char *key, int64_t value, int places);
/* Any value with a schema: empty texts and lists and unknown times and scores left out, instants as RFC 3339 UTC, enums
 * by name. */
void json_put_record(struct json_writer *w, const char *key, const struct schema *schema, const void *value);
