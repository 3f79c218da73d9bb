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

static struct str
name_words(const struct enum_names *names, struct str name, enum lang lang)
{
	int value;

	if (!enum_find(names, name, &value))
		return name;
	return str_of(catalogue_text(lang, names->words != NULL ? names->words[value] : names->names[value]));
}

/* What beside the values themselves a map tells of those that have names. */
struct telling { struct view *view, *is, *code; enum lang lang; struct arena *arena; };

static void
put_named(const struct field *field, struct str name, const struct telling *telling)
{
	struct view *values = view_map(telling->arena);

	for (size_t i = 0; i < field->names->count; i++)
		view_put_truth(values, str_of(field->names->names[i]), str_eq(name, str_of(field->names->names[i])), telling->arena);
	view_put(telling->is, str_of(field->name), values, telling->arena);
	view_put_text(telling->code, str_of(field->name), name, telling->arena);
	view_put_text(telling->view, str_of(field->name), name_words(field->names, name, telling->lang), telling->arena);
}

static void
put_names(const struct field *field, const struct str_list *names, const struct telling *telling)
{
	struct view *list = view_list(telling->arena), *values = view_map(telling->arena);

	for (size_t i = 0; i < names->count; i++)
		view_put_text(list, STR(""), name_words(field->names, names->items[i], telling->lang), telling->arena);
	for (size_t i = 0; i < field->names->count; i++)
		view_put_truth(values, str_of(field->names->names[i]),
		    str_is_one_of(str_of(field->names->names[i]), names->items, names->count), telling->arena);
	view_put(telling->is, str_of(field->name), values, telling->arena);
	view_put(telling->view, str_of(field->name), list, telling->arena);
}

static void
put_field(const struct field *field, const void *at, const struct telling *telling)
{
	struct str name = str_of(field->name);
	struct view *view = telling->view;
	struct arena *arena = telling->arena;
	enum lang lang = telling->lang;

	switch (field->kind) {
	case FIELD_STR:
		if (field->names != NULL)
			put_named(field, *(const struct str *)at, telling);
		else
			view_put_text(view, name, *(const struct str *)at, arena);
		break;
	case FIELD_STRS:
		if (field->names != NULL)
			put_names(field, at, telling);
		else
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
		put_named(field, str_of(enum_name(field->names, *(const int *)at)), telling);
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
	const struct telling telling = { view_map(arena), view_map(arena), view_map(arena), lang, arena };

	for (size_t i = 0; i < schema->count; i++)
		put_field(&schema->fields[i], (const char *)value + schema->fields[i].offset, &telling);
	view_put(telling.view, STR("is"), telling.is, arena);
	if (telling.code->parts.count > 0)
		view_put(telling.view, STR("code"), telling.code, arena);
	return telling.view;
}

struct view *
view_shape(const struct schema *schema, struct arena *arena)
{
	struct view *shape = view_map(arena), *is = view_map(arena), *code = view_map(arena);

	for (size_t i = 0; i < schema->count; i++) {
		const struct field *field = &schema->fields[i];
		struct str name = str_of(field->name);
		struct view *part = view_text(STR("x"), arena), *values = view_map(arena);

		if (field->kind == FIELD_STRUCT || field->kind == FIELD_LIST)
			part = view_shape(field->schema, arena);
		if (field->kind == FIELD_LIST || field->kind == FIELD_STRS) {
			struct view *list = view_list(arena);

			view_put(list, STR(""), part, arena);
			part = list;
		}
		view_put(shape, name, part, arena);
		for (size_t k = 0; field->names != NULL && k < field->names->count; k++)
			view_put_truth(values, str_of(field->names->names[k]), true, arena);
		view_put(is, name, values, arena);
		view_put_text(code, name, STR("x"), arena);
	}
	view_put(shape, STR("is"), is, arena);
	view_put(shape, STR("code"), code, arena);
	return shape;
}
