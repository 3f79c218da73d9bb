/*
 * view_of.c - any value with a schema as a person reads it.
 */
#include "base/catalogue.h"
#include "base/clock.h"
#include "model/view.h"

static struct str
separated(int64_t number, struct arena *arena)
{
	struct str digits = arena_printf(arena, "%lld", (long long)number), sign = STR("");
	struct buf out BUF_SCOPE = { 0 };

	if (str_take(&digits, STR("-")))
		sign = STR("-");
	buf_add(&out, sign);
	for (size_t i = 0; i < digits.len; i++) {
		if (i > 0 && (digits.len - i) % 3 == 0)
			buf_add_char(&out, ',');
		buf_add_char(&out, digits.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

static struct str
int_words(const char *name, int64_t number, enum lang lang, struct arena *arena)
{
	if (str_ends(str_of(name), STR("_yen")))
		return catalogue_say(arena, lang, M("{amount} yen"), ARG("amount", separated(number, arena)));
	return arena_printf(arena, "%lld", (long long)number);
}

static struct str
tenths_words(int32_t tenths, struct arena *arena)
{
	return tenths < 0 ? STR("") : arena_printf(arena, "%d.%d", tenths / 10, tenths % 10);
}

static struct str
millionths_words(int32_t millionths, struct arena *arena)
{
	return millionths < 0 ? STR("") : arena_printf(arena, "%d.%02d%%", millionths / 10000, millionths % 10000 / 100);
}

static struct view *
strs_view(const struct str_list *texts, struct arena *arena)
{
	struct view *list = view_list(arena);

	for (size_t i = 0; i < texts->count; i++)
		view_put_text(list, STR(""), texts->items[i], arena);
	return list;
}

/* A LIST of any type begins like this one. */
struct any_list { const char *items; size_t count; size_t room; };

static struct view *
list_view(const struct schema *schema, const struct any_list *values, enum lang lang, struct arena *arena)
{
	struct view *list = view_list(arena);

	for (size_t i = 0; i < values->count; i++)
		view_put(list, STR(""), view_of(schema, values->items + i * schema->size, lang, arena), arena);
	return list;
}

static void
put_enum(const struct field *field, int value, enum lang lang, struct arena *arena, struct view *view, struct view *is)
{
	struct view *values = view_map(arena);

	for (size_t i = 0; i < field->names->count; i++)
		view_put_truth(values, str_of(field->names->names[i]), value >= 0 && (size_t)value == i, arena);
	view_put(is, str_of(field->name), values, arena);
	view_put_text(view, str_of(field->name), str_of(catalogue_text(lang, enum_name(field->names, value))), arena);
}

static void
put_field(const struct field *field, const void *at, enum lang lang, struct arena *arena, struct view *view, struct view *is)
{
	struct str name = str_of(field->name);

	switch (field->kind) {
	case FIELD_STR:
		view_put_text(view, name, *(const struct str *)at, arena);
		break;
	case FIELD_STRS:
		view_put(view, name, strs_view(at, arena), arena);
		break;
	case FIELD_INT:
		view_put_text(view, name, int_words(field->name, *(const int64_t *)at, lang, arena), arena);
		break;
	case FIELD_INSTANT:
		view_put_text(view, name, *(const int64_t *)at == INSTANT_NONE ? STR("") : instant_words(*(const int64_t *)at, arena), arena);
		break;
	case FIELD_DAY:
		view_put_text(view, name, day_format(*(const int32_t *)at, arena), arena);
		break;
	case FIELD_BOOL:
		view_put_truth(view, name, *(const bool *)at, arena);
		break;
	case FIELD_ENUM:
		put_enum(field, *(const int *)at, lang, arena, view, is);
		break;
	case FIELD_TENTHS:
		view_put_text(view, name, tenths_words(*(const int32_t *)at, arena), arena);
		break;
	case FIELD_MILLIONTHS:
		view_put_text(view, name, millionths_words(*(const int32_t *)at, arena), arena);
		break;
	case FIELD_STRUCT:
		view_put(view, name, view_of(field->schema, at, lang, arena), arena);
		break;
	case FIELD_LIST:
		view_put(view, name, list_view(field->schema, at, lang, arena), arena);
		break;
	}
}

struct view *
view_of(const struct schema *schema, const void *value, enum lang lang, struct arena *arena)
{
	struct view *view = view_map(arena), *is = view_map(arena);

	for (size_t i = 0; i < schema->count; i++)
		put_field(&schema->fields[i], (const char *)value + schema->fields[i].offset, lang, arena, view, is);
	view_put(view, STR("is"), is, arena);
	return view;
}
