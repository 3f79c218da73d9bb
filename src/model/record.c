#include "model/record.h"

#include "base/clock.h"
#include "base/limits.h"

/* Every LIST(…) begins with these three. */
struct any_list {
	void  *items;
	size_t count;
	size_t room;
};

/* ------------------------------------------------------------------ encode */

static void
put_number(struct buf *out, uint64_t number)
{
	while (number >= 0x80) {
		buf_add_char(out, (char)(number | 0x80));
		number >>= 7;
	}
	buf_add_char(out, (char)number);
}

static void
put_signed(struct buf *out, int64_t number)
{
	put_number(out, ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0));
}

static void
put_text(struct buf *out, struct str text)
{
	put_number(out, text.len);
	buf_add(out, text);
}

static void
put_texts(struct buf *out, const struct str_list *texts)
{
	put_number(out, texts->count);
	for (size_t i = 0; i < texts->count; i++)
		put_text(out, texts->items[i]);
}

static void
put_list(struct buf *out, const struct schema *schema, const struct any_list *list)
{
	put_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		record_encode(schema, (const char *)list->items + i * schema->size, out);
}

void
record_encode(const struct schema *schema, const void *value, struct buf *out)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		const void *at = (const char *)value + field->offset;

		switch (field->kind) {
		case FIELD_STR:        put_text(out, *(const struct str *)at); break;
		case FIELD_STRS:       put_texts(out, at); break;
		case FIELD_INT:
		case FIELD_INSTANT:    put_signed(out, *(const int64_t *)at); break;
		case FIELD_DAY:
		case FIELD_TENTHS:
		case FIELD_MILLIONTHS: put_signed(out, *(const int32_t *)at); break;
		case FIELD_BOOL:       put_number(out, *(const bool *)at); break;
		case FIELD_ENUM:       put_number(out, (uint64_t)*(const int *)at); break;
		case FIELD_STRUCT:     record_encode(field->schema, at, out); break;
		case FIELD_LIST:       put_list(out, field->schema, at); break;
		}
	}
}

/* ------------------------------------------------------------------ decode */

struct decoder {
	struct str    rest;
	struct arena *arena;
};

static bool decode_struct(struct decoder *decoder, const struct schema *schema, void *value, int depth,
    const char **ret_field);

static bool
get_number(struct decoder *decoder, uint64_t *ret_number)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64 && decoder->rest.len > 0; shift += 7) {
		unsigned char byte = (unsigned char)decoder->rest.ptr[0];

		decoder->rest = str_from(decoder->rest, 1);
		if (shift == 63 && byte > 1)
			return false;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

static bool
get_signed(struct decoder *decoder, int64_t *ret_number)
{
	uint64_t number;

	if (!get_number(decoder, &number))
		return false;
	*ret_number = (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
	return true;
}

static bool
get_int32(struct decoder *decoder, int32_t *ret_number)
{
	int64_t number;

	if (!get_signed(decoder, &number) || number < INT32_MIN || number > INT32_MAX)
		return false;
	*ret_number = (int32_t)number;
	return true;
}

static bool
get_below(struct decoder *decoder, uint64_t bound, int *ret_number)
{
	uint64_t number;

	if (!get_number(decoder, &number) || number >= bound)
		return false;
	*ret_number = (int)number;
	return true;
}

static bool
get_text(struct decoder *decoder, struct str *ret_text)
{
	struct str text;
	uint64_t len;

	if (!get_number(decoder, &len) || len > decoder->rest.len)
		return false;
	text = str_sub(decoder->rest, 0, (size_t)len);
	if (!str_is_text(text))
		return false;
	decoder->rest = str_from(decoder->rest, (size_t)len);
	*ret_text = text;
	return true;
}

/* An item takes at least a byte, so a count beyond what is left is a lie and allocates nothing. */
static bool
get_count(struct decoder *decoder, size_t *ret_count)
{
	uint64_t count;

	if (!get_number(decoder, &count) || count > decoder->rest.len || count > LIMIT_LIST_ITEMS)
		return false;
	*ret_count = (size_t)count;
	return true;
}

static bool
get_texts(struct decoder *decoder, struct str_list *ret_texts)
{
	struct str_list texts = { 0 };

	if (!get_count(decoder, &texts.count))
		return false;
	texts.items = ARENA_ARRAY(decoder->arena, struct str, texts.count);
	texts.room = texts.count;
	for (size_t i = 0; i < texts.count; i++)
		if (!get_text(decoder, &texts.items[i]))
			return false;
	*ret_texts = texts;
	return true;
}

static bool
get_list(struct decoder *decoder, const struct schema *schema, struct any_list *ret_list, int depth,
    const char **ret_field)
{
	struct any_list list = { 0 };

	if (!get_count(decoder, &list.count))
		return false;
	list.items = arena_array(decoder->arena, list.count, schema->size);
	list.room = list.count;
	for (size_t i = 0; i < list.count; i++)
		if (!decode_struct(decoder, schema, (char *)list.items + i * schema->size, depth + 1, ret_field))
			return false;
	*ret_list = list;
	return true;
}

static bool
get_bool(struct decoder *decoder, bool *ret_value)
{
	int value;

	if (!get_below(decoder, 2, &value))
		return false;
	*ret_value = value == 1;
	return true;
}

static bool
decode_field(struct decoder *decoder, const struct field *field, void *at, int depth, const char **ret_field)
{
	switch (field->kind) {
	case FIELD_STR:        return get_text(decoder, at);
	case FIELD_STRS:       return get_texts(decoder, at);
	case FIELD_INT:
	case FIELD_INSTANT:    return get_signed(decoder, at);
	case FIELD_DAY:
	case FIELD_TENTHS:
	case FIELD_MILLIONTHS: return get_int32(decoder, at);
	case FIELD_BOOL:       return get_bool(decoder, at);
	case FIELD_ENUM:       return get_below(decoder, field->names->count, at);
	case FIELD_STRUCT:     return decode_struct(decoder, field->schema, at, depth + 1, ret_field);
	case FIELD_LIST:       return get_list(decoder, field->schema, at, depth, ret_field);
	}
	return false;
}

static bool
decode_struct(struct decoder *decoder, const struct schema *schema, void *value, int depth, const char **ret_field)
{
	if (depth > LIMIT_SCHEMA_DEPTH)
		return false;
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];

		if (!decode_field(decoder, field, (char *)value + field->offset, depth, ret_field)) {
			if (*ret_field == NULL)
				*ret_field = field->name;
			return false;
		}
	}
	return true;
}

struct err *
record_decode(const struct schema *schema, struct str bytes, struct arena *arena, void *ret_value)
{
	struct decoder decoder = { bytes, arena };
	void *value = arena_alloc(arena, schema->size);
	const char *field = NULL;

	if (!decode_struct(&decoder, schema, value, 0, &field))
		return err_new(arena, ERR_FORMAT, M("A record of kind {kind} is broken at its field {field}."),
		    ARG("kind", str_of(schema->name)), ARG("field", str_of(field)));
	if (decoder.rest.len > 0)
		return err_new(arena, ERR_FORMAT, M("A record of kind {kind} has {count} bytes too many."),
		    ARG("kind", str_of(schema->name)), ARG_N("count", decoder.rest.len));
	memcpy(ret_value, value, schema->size);
	return NULL;
}

/* -------------------------------------------------------------------- copy */

static void copy_struct(const struct schema *schema, void *value, struct arena *arena);

static void
copy_texts(struct str_list *texts, struct arena *arena)
{
	struct str *items = ARENA_ARRAY(arena, struct str, texts->count);

	for (size_t i = 0; i < texts->count; i++)
		items[i] = arena_copy(arena, texts->items[i]);
	*texts = (struct str_list){ items, texts->count, texts->count };
}

static void
copy_list(const struct schema *schema, struct any_list *list, struct arena *arena)
{
	char *items = arena_array(arena, list->count, schema->size);

	if (list->count > 0)
		memcpy(items, list->items, list->count * schema->size);
	*list = (struct any_list){ items, list->count, list->count };
	for (size_t i = 0; i < list->count; i++)
		copy_struct(schema, items + i * schema->size, arena);
}

/* The value's own bytes are the copy's already; what its fields point to is not yet. */
static void
copy_struct(const struct schema *schema, void *value, struct arena *arena)
{
	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		void *at = (char *)value + field->offset;

		if (field->kind == FIELD_STR)
			*(struct str *)at = arena_copy(arena, *(struct str *)at);
		else if (field->kind == FIELD_STRS)
			copy_texts(at, arena);
		else if (field->kind == FIELD_LIST)
			copy_list(field->schema, at, arena);
		else if (field->kind == FIELD_STRUCT)
			copy_struct(field->schema, at, arena);
	}
}

void
record_copy(const struct schema *schema, const void *value, struct arena *arena, void *ret_copy)
{
	memcpy(ret_copy, value, schema->size);
	copy_struct(schema, ret_copy, arena);
}
