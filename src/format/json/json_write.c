#include "format/json/json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include "base/clock.h"
#include "model/schema.h"

enum { PLACES_MOST = 18 };

static void
new_line(struct json_writer *w)
{
	if (!w->pretty)
		return;
	buf_add_char(w->out, '\n');
	for (size_t i = 0; i < w->depth; i++)
		buf_add(w->out, STR("  "));
}

/* U+FFFD for every byte that is of no valid sequence. */
static struct str
mend_utf8(struct str text, struct buf *into)
{
	uint32_t point;

	for (size_t at = 0; at < text.len;) {
		size_t len = text.ptr[at] == '\0' ? 1 : str_point(text, at, &point);

		if (len == 0)
			buf_add(into, STR("\xef\xbf\xbd"));
		else
			buf_add(into, str_sub(text, at, len));
		at += len == 0 ? 1 : len;
	}
	return buf_str(into);
}

static int
add_dumped(const char *bytes, size_t len, void *data)
{
	buf_add_bytes(data, bytes, len);
	return 0;
}

static void
add_escaped(struct buf *out, struct str text)
{
	json_t *string = json_stringn(text.len == 0 ? "" : text.ptr, text.len);

	if (string == NULL) {
		struct buf mended BUF_SCOPE = { 0 };

		text = mend_utf8(text, &mended);
		string = json_stringn(text.ptr, text.len);
		assert(string != NULL);
		(void)json_dump_callback(string, add_dumped, out, JSON_ENCODE_ANY);
	} else {
		(void)json_dump_callback(string, add_dumped, out, JSON_ENCODE_ANY);
	}
	json_decref(string);
}

/* Most texts need no escape, and jansson's way through a value of its own is long. */
static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		if (byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\')
			return false;
	}
	return str_is_text(text);
}

static void
add_text(struct buf *out, struct str text)
{
	if (!is_plain(text)) {
		add_escaped(out, text);
		return;
	}
	buf_add_char(out, '"');
	buf_add(out, text);
	buf_add_char(out, '"');
}

static void
begin_value(struct json_writer *w, const char *key)
{
	bool in_object = w->depth > 0 && w->level[w->depth - 1].is_object;

	assert(in_object == (key != NULL));
	if (w->depth > 0) {
		if (w->level[w->depth - 1].has_items)
			buf_add_char(w->out, ',');
		w->level[w->depth - 1].has_items = true;
		new_line(w);
	}
	if (key != NULL) {
		add_text(w->out, str_of(key));
		buf_add(w->out, w->pretty ? STR(": ") : STR(":"));
	}
}

static void
begin_container(struct json_writer *w, const char *key, bool is_object)
{
	begin_value(w, key);
	assert(w->depth < JSON_WRITER_DEPTH);
	buf_add_char(w->out, is_object ? '{' : '[');
	w->level[w->depth].is_object = is_object;
	w->level[w->depth].has_items = false;
	w->depth++;
}

void
json_begin_object(struct json_writer *w, const char *key)
{
	begin_container(w, key, true);
}

void
json_begin_array(struct json_writer *w, const char *key)
{
	begin_container(w, key, false);
}

void
json_end(struct json_writer *w)
{
	assert(w->depth > 0);
	w->depth--;
	if (w->level[w->depth].has_items)
		new_line(w);
	buf_add_char(w->out, w->level[w->depth].is_object ? '}' : ']');
}

void
json_put_str(struct json_writer *w, const char *key, struct str text)
{
	begin_value(w, key);
	add_text(w->out, text);
}

void
json_put_str_or_null(struct json_writer *w, const char *key, struct str text)
{
	if (text.len == 0)
		json_put_null(w, key);
	else
		json_put_str(w, key, text);
}

void
json_put_int(struct json_writer *w, const char *key, int64_t number)
{
	begin_value(w, key);
	buf_addf(w->out, "%" PRId64, number);
}

void
json_put_bool(struct json_writer *w, const char *key, bool value)
{
	begin_value(w, key);
	buf_add(w->out, value ? STR("true") : STR("false"));
}

void
json_put_null(struct json_writer *w, const char *key)
{
	begin_value(w, key);
	buf_add(w->out, STR("null"));
}

void
json_put_decimal(struct json_writer *w, const char *key, int64_t value, int places)
{
	int64_t unit = 1;

	assert(places >= 0 && places <= PLACES_MOST);
	if (value < 0) {
		json_put_null(w, key);
		return;
	}
	for (int i = 0; i < places; i++)
		unit *= 10;
	begin_value(w, key);
	buf_addf(w->out, "%" PRId64, value / unit);
	if (places > 0)
		buf_addf(w->out, ".%0*" PRId64, places, value % unit);
}

/* ------------------------------------------------------------------------- values with a schema */

/* A list of any item type has this layout (base/vec.h). */
struct any_list { const char *items; size_t count, room; };

static void put_fields(struct json_writer *w, const struct schema *schema, const void *value, struct arena *arena);

static void
put_texts(struct json_writer *w, const char *key, const struct str_list *texts)
{
	if (texts->count == 0 && !w->keep_empty)
		return;
	json_begin_array(w, key);
	for (size_t i = 0; i < texts->count; i++)
		json_put_str(w, NULL, texts->items[i]);
	json_end(w);
}

static void
put_list(struct json_writer *w, const struct field *field, const struct any_list *list, struct arena *arena)
{
	if (list->count == 0 && !w->keep_empty)
		return;
	json_begin_array(w, field->name);
	for (size_t i = 0; i < list->count; i++) {
		json_begin_object(w, NULL);
		put_fields(w, field->schema, list->items + i * field->schema->size, arena);
		json_end(w);
	}
	json_end(w);
}

static void
put_unless_empty(struct json_writer *w, const char *key, struct str text)
{
	if (text.len > 0 || w->keep_empty)
		json_put_str_or_null(w, key, text);
}

static void
put_decimal_if_known(struct json_writer *w, const char *key, int32_t value, int places)
{
	if (value >= 0 || w->keep_empty)
		json_put_decimal(w, key, value, places);
}

static bool struct_is_empty(const struct schema *schema, const void *value);

static bool
field_is_empty(const struct field *field, const void *at)
{
	switch (field->kind) {
	case FIELD_STR:        return ((const struct str *)at)->len == 0;
	case FIELD_STRS:
	case FIELD_LIST:       return ((const struct any_list *)at)->count == 0;
	case FIELD_INT:        return *(const int64_t *)at == 0;
	case FIELD_INSTANT:    return *(const int64_t *)at == INSTANT_NONE;
	case FIELD_DAY:        return *(const int32_t *)at == DAY_NONE;
	case FIELD_BOOL:       return !*(const bool *)at;
	case FIELD_ENUM:       return *(const int *)at == 0;
	case FIELD_TENTHS:
	case FIELD_MILLIONTHS: return *(const int32_t *)at < 0;
	case FIELD_STRUCT:     return struct_is_empty(field->schema, at);
	}
	return false;
}

static bool
struct_is_empty(const struct schema *schema, const void *value)
{
	for (size_t i = 0; i < schema->count; i++)
		if (!field_is_empty(&schema->fields[i], (const char *)value + schema->fields[i].offset))
			return false;
	return true;
}

static void
put_struct(struct json_writer *w, const struct field *field, const void *value, struct arena *arena)
{
	if (w->keep_empty && struct_is_empty(field->schema, value)) {
		json_put_null(w, field->name);
		return;
	}
	json_begin_object(w, field->name);
	put_fields(w, field->schema, value, arena);
	json_end(w);
}

static void
put_field(struct json_writer *w, const struct field *field, const void *at, struct arena *arena)
{
	switch (field->kind) {
	case FIELD_STR:
		put_unless_empty(w, field->name, *(const struct str *)at);
		break;
	case FIELD_STRS:
		put_texts(w, field->name, at);
		break;
	case FIELD_INT:
		json_put_int(w, field->name, *(const int64_t *)at);
		break;
	case FIELD_INSTANT:
		put_unless_empty(w, field->name, instant_format(*(const int64_t *)at, ZONE_UTC, arena));
		break;
	case FIELD_DAY:
		put_unless_empty(w, field->name, day_format(*(const int32_t *)at, arena));
		break;
	case FIELD_BOOL:
		json_put_bool(w, field->name, *(const bool *)at);
		break;
	case FIELD_ENUM:
		put_unless_empty(w, field->name, str_of(enum_name(field->names, *(const int *)at)));
		break;
	case FIELD_TENTHS:
		put_decimal_if_known(w, field->name, *(const int32_t *)at, 1);
		break;
	case FIELD_MILLIONTHS:
		put_decimal_if_known(w, field->name, *(const int32_t *)at, 6);
		break;
	case FIELD_STRUCT:
		put_struct(w, field, at, arena);
		break;
	case FIELD_LIST:
		put_list(w, field, at, arena);
		break;
	}
}

static void
put_fields(struct json_writer *w, const struct schema *schema, const void *value, struct arena *arena)
{
	for (size_t i = 0; i < schema->count; i++)
		put_field(w, &schema->fields[i], (const char *)value + schema->fields[i].offset, arena);
}

void
json_put_record(struct json_writer *w, const char *key, const struct schema *schema, const void *value)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	json_begin_object(w, key);
	put_fields(w, schema, value, arena);
	json_end(w);
}
