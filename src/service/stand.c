/*
 * stand.c - what stands, as the form has it that changes it.
 */
#include "service/stand.h"

#include <stdlib.h>
#include "base/hash.h"

enum { REVISION_DIGITS = 16 };

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* A copy without empty ones: a field that is sent empty and one that is not sent are the same. */
static struct str_list
told(const struct stand_field *field, const struct str_list *values, struct arena *arena)
{
	struct str_list list = { 0 };

	for (size_t i = 0; i < values->count; i++)
		if (values->items[i].len > 0 && (field->nothing == NULL || !str_eq(values->items[i], str_of(field->nothing))))
			list_push(arena, &list, values->items[i]);
	if (!field->ordered && list.count > 1)
		qsort(list.items, list.count, sizeof(list.items[0]), by_bytes);
	return list;
}

static void
put(struct stand *stand, const struct stand_field *field, const struct str_list *values, struct arena *arena)
{
	struct stand_field *added = list_add(arena, &stand->fields);

	*added = *field;
	added->values = told(field, values, arena);
}

void
stand_put(struct stand *stand, const char *name, const char *label, struct str value, struct arena *arena)
{
	stand_put_word(stand, name, label, NULL, value, arena);
}

void
stand_put_word(struct stand *stand, const char *name, const char *label, const struct enum_names *words, struct str value, struct arena *arena)
{
	stand_put_field(stand, &(struct stand_field){ .name = name, .label = label, .words = words }, value, arena);
}

void
stand_put_field(struct stand *stand, const struct stand_field *field, struct str value, struct arena *arena)
{
	put(stand, field, &(struct str_list){ &value, 1, 1 }, arena);
}

void
stand_put_set(struct stand *stand, const char *name, const char *label, const struct enum_names *words, const struct str_list *values, struct arena *arena)
{
	put(stand, &(struct stand_field){ .name = name, .label = label, .words = words }, values, arena);
}

void
stand_put_list(struct stand *stand, const char *name, const char *label, const struct enum_names *words, const struct str_list *values,
    struct arena *arena)
{
	put(stand, &(struct stand_field){ .name = name, .label = label, .words = words, .ordered = true }, values, arena);
}

void
stand_put_at(struct stand *stand, const char *name, size_t at, const char *label, const struct enum_names *words, struct str value, struct arena *arena)
{
	stand_put_field(stand, &(struct stand_field){ .name = name, .at = at, .label = label, .words = words }, value, arena);
}

struct str
stand_key(const struct stand_field *field, struct arena *arena)
{
	return field->at == 0 ? str_of(field->name) : arena_printf(arena, "%s#%zu", field->name, field->at);
}

const struct stand_field *
stand_find(const struct stand *stand, struct str key, struct arena *arena)
{
	for (size_t i = 0; i < stand->fields.count; i++)
		if (str_eq(key, stand_key(&stand->fields.items[i], arena)))
			return &stand->fields.items[i];
	return NULL;
}

static void
add_text(struct sha256 *sum, struct str text, struct arena *arena)
{
	struct str whole = arena_printf(arena, "%zu:%.*s", text.len, STR_ARG(text));

	sha256_add(sum, whole.ptr, whole.len);
}

struct str
stand_revision(const struct stand *stand, struct arena *arena)
{
	struct sha256 sum;

	if (stand->fields.count == 0)
		return STAND_NONE;
	sha256_init(&sum);
	for (size_t i = 0; i < stand->fields.count; i++) {
		const struct stand_field *field = &stand->fields.items[i];

		add_text(&sum, arena_printf(arena, "%.*s %zu", STR_ARG(stand_key(field, arena)), field->values.count), arena);
		for (size_t k = 0; k < field->values.count; k++)
			add_text(&sum, field->values.items[k], arena);
	}
	return str_sub(sha256_hex(&sum, arena), 0, REVISION_DIGITS);
}

struct err *
stand_check(const struct stand *stand, struct str revision, struct arena *arena)
{
	if (revision.len == 0 || str_eq(revision, stand_revision(stand, arena)))
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("Somebody changed this meanwhile. Nothing was saved yet: what stands now is beside what you typed."));
}

bool
stand_same(const struct stand_field *field, const struct str_list *a, const struct str_list *b, struct arena *arena)
{
	struct str_list first = told(field, a, arena), second = told(field, b, arena);

	if (first.count != second.count)
		return false;
	for (size_t i = 0; i < first.count; i++)
		if (!str_eq(first.items[i], second.items[i]))
			return false;
	return true;
}
