/*
 * ssvc.c - tables as they are read by people.
 */
#include "service/criteria/ssvc.h"

#include "base/catalogue.h"
#include "domain/risk/risk.h"

enum { BREAKS_MOST = 20 };

static const struct field row_fields[] = {
	FIELD(struct ssvc_row_view, values, FIELD_STRS),
	FIELD(struct ssvc_row_view, outcome, FIELD_STR),
	FIELD(struct ssvc_row_view, action, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("row", struct ssvc_row_view, row_fields);
static const struct field view_fields[] = {
	FIELD(struct ssvc_face, name, FIELD_STR),
	FIELD(struct ssvc_face, id, FIELD_STR),
	FIELD(struct ssvc_face, title, FIELD_STR),
	FIELD(struct ssvc_face, source, FIELD_STR),
	FIELD(struct ssvc_face, outcome, FIELD_STR),
	FIELD(struct ssvc_face, why_not_monotone, FIELD_STR),
	FIELD(struct ssvc_face, points, FIELD_STRS),
	FIELD_OF(struct ssvc_face, rows, FIELD_LIST, &row_schema),
	FIELD(struct ssvc_face, combinations, FIELD_INT),
	FIELD(struct ssvc_face, monotonic, FIELD_BOOL),
	FIELD(struct ssvc_face, breaks, FIELD_STRS),
};
const struct schema ssvc_face_schema = SCHEMA("ssvc", struct ssvc_face, view_fields);
static const struct field named_fields[] = {
	FIELD(struct ssvc_named_view, name, FIELD_STR),
	FIELD(struct ssvc_named_view, title, FIELD_STR),
	FIELD(struct ssvc_named_view, chosen, FIELD_BOOL),
};
const struct schema ssvc_named_schema = SCHEMA("named", struct ssvc_named_view, named_fields);
/* ------------------------------------------------------------------------------------------------------- as read */

/* The outcome's action, where the decisions are those of the matrix: its badge is known. */
static struct str
action_of(const struct ssvc_table *table, uint8_t outcome)
{
	struct str en = table->outcome.values[outcome].en;

	for (int action = 0; action < ACTION_COUNT; action++) {
		struct str name = str_of(enum_name(&action_names, action));

		if (name.len != en.len)
			continue;
		for (size_t i = 0; i <= en.len; i++) {
			if (i == en.len)
				return name;
			if ((en.ptr[i] | 0x20) != (name.ptr[i] | 0x20) && !(en.ptr[i] == ' ' && name.ptr[i] == '_'))
				break;
		}
	}
	return STR("");
}

static struct str
combination_words(const struct ssvc_table *table, size_t combination, enum lang lang, struct arena *arena)
{
	uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];
	struct str_list words = { 0 };

	ssvc_combination_values(table, combination, values);
	for (size_t i = 0; i < table->points_count; i++)
		list_push(arena, &words, arena_printf(arena, "%.*s: %.*s", STR_ARG(ssvc_point_name(&table->points[i], lang)),
		    STR_ARG(ssvc_value_name(&table->points[i].values[values[i]], lang))));
	return arena_join(arena, words.items, words.count, lang == LANG_JA ? STR("、") : STR(", "));
}

static struct str
outcome_words(const struct ssvc_table *table, size_t combination, enum lang lang)
{
	return ssvc_value_name(&table->outcome.values[table->cells[combination]], lang);
}

static void
add_rows(const struct ssvc_table *table, enum lang lang, struct arena *arena, struct ssvc_face *view)
{
	for (size_t i = 0; i < table->cells_count; i++) {
		struct ssvc_row_view *row = list_add(arena, &view->rows);
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN];

		ssvc_combination_values(table, i, values);
		for (size_t j = 0; j < table->points_count; j++)
			list_push(arena, &row->values, ssvc_value_name(&table->points[j].values[values[j]], lang));
		row->outcome = outcome_words(table, i, lang);
		row->action = action_of(table, table->cells[i]);
	}
}

static struct str
title_of(const struct ssvc_table *table, enum lang lang)
{
	return lang == LANG_JA && table->title_ja.len > 0 ? table->title_ja : table->title_en;
}

struct ssvc_face
ssvc_face_of(const struct ssvc_table *table, enum lang lang, struct arena *arena)
{
	struct ssvc_breaks breaks = ssvc_table_breaks(table, arena);
	struct ssvc_face view = { .name = table->name, .id = table->id, .title = title_of(table, lang),
		.source = table->source, .outcome = ssvc_point_name(&table->outcome, lang), .why_not_monotone = table->not_monotone,
		.combinations = (int64_t)table->cells_count, .monotonic = breaks.list.count == 0 };

	for (size_t i = 0; i < table->points_count; i++)
		list_push(arena, &view.points, ssvc_point_name(&table->points[i], lang));
	add_rows(table, lang, arena, &view);
	for (size_t i = 0; i < breaks.list.count && i < BREAKS_MOST; i++) {
		const struct ssvc_break *one = &breaks.list.items[i];

		list_push(arena, &view.breaks, catalogue_say(arena, lang, M("({milder}) gives {more}, but ({worse}) gives {less}"),
		    ARG("milder", combination_words(table, one->milder, lang, arena)), ARG("more", outcome_words(table, one->milder, lang)),
		    ARG("worse", combination_words(table, one->worse, lang, arena)), ARG("less", outcome_words(table, one->worse, lang))));
	}
	return view;
}

/* ------------------------------------------------------------------------------------------------ what differs */

static bool
has_points_of(const struct ssvc_table *table, const struct ssvc_table *other)
{
	if (table->points_count != other->points_count || table->cells_count != other->cells_count)
		return false;
	for (size_t i = 0; i < table->points_count; i++)
		if (!str_eq(table->points[i].key, other->points[i].key) || table->points[i].count != other->points[i].count)
			return false;
	return true;
}

static struct str
points_words(const struct ssvc_table *table, enum lang lang, struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < table->points_count; i++)
		list_push(arena, &names, ssvc_point_name(&table->points[i], lang));
	return arena_join(arena, names.items, names.count, str_of(catalogue_text(lang, M(", "))));
}

struct criteria_difference_list
ssvc_differences(const struct ssvc_table *before, const struct ssvc_table *after, enum lang lang, struct arena *arena)
{
	struct criteria_difference_list list = { 0 };

	if (!has_points_of(before, after)) {
		list_push(arena, &list, ((struct criteria_difference){ str_of(catalogue_text(lang, M("Decision points"))), points_words(before, lang, arena),
		    points_words(after, lang, arena) }));
		return list;
	}
	for (size_t i = 0; i < before->cells_count; i++)
		if (!str_eq(outcome_words(before, i, lang), outcome_words(after, i, lang)))
			list_push(arena, &list, ((struct criteria_difference){ combination_words(after, i, lang, arena), outcome_words(before, i, lang),
			    outcome_words(after, i, lang) }));
	return list;
}

struct err *
ssvc_named(struct str chosen, enum lang lang, struct arena *arena, struct ssvc_named_list *ret_list)
{
	struct str_list names = ssvc_table_names(arena);

	*ret_list = (struct ssvc_named_list){ 0 };
	for (size_t i = 0; i < names.count; i++) {
		struct ssvc_table table;

		TRY(ssvc_table_builtin(names.items[i], arena, &table));
		list_push(arena, ret_list, ((struct ssvc_named_view){ names.items[i], title_of(&table, lang), str_eq(names.items[i], chosen) }));
	}
	return NULL;
}
