/*
 * view.c - the view a template is filled from: the fields that its readers may see, what a choice is, who makes it for whom.
 */
#include "format/yaml/yaml.h"
#include "service/document/parts.h"
#include "store/ledger/people.h"

/* ------------------------------------------------------------------------------------------------- who sees what */

size_t
source_compartment(const struct document_source *source)
{
	return source->document == NULL ? 0 : source->document->compartment;
}

static bool
role_sees(const struct play_role *role, size_t compartment)
{
	return role->compartments.count == 0 || index_has(&role->compartments, compartment);
}

/* The paper is kept in its compartment, and whoever sees that sees the first one too. */
static bool
has_compartment(const struct document_source *source, size_t compartment)
{
	const struct playbook *book = source->now->book;

	if (compartment != 0 && compartment != source_compartment(source))
		return false;
	if (source->document == NULL)
		return (source->now->access.compartments & (uint64_t)1 << compartment) != 0;
	for (size_t i = 0; i < source->document->to.count; i++)
		if (!role_sees(&book->roles.items[source->document->to.items[i]], compartment))
			return false;
	return true;
}

bool
source_has_compartment(const struct document_source *source, struct str compartment)
{
	const struct playbook *book = source->now->book;

	for (size_t i = 0; i < book->compartments.count; i++)
		if (str_eq(book->compartments.items[i], compartment))
			return has_compartment(source, i);
	return false;
}

bool
source_has_field(const struct document_source *source, size_t place)
{
	const struct play_field *field = &source->now->book->fields.items[place];

	if (!has_compartment(source, field->compartment))
		return false;
	if (source->document == NULL)
		return access_field(source->now->book, &source->now->access, place);
	/* What is for nobody in particular is for anybody. */
	if (field->visible_to.count > 0 && source->document->to.count == 0)
		return false;
	for (size_t i = 0; field->visible_to.count > 0 && i < source->document->to.count; i++)
		if (!index_has(&field->visible_to, source->document->to.items[i]))
			return false;
	return true;
}

bool
source_is_restricted(const struct document_source *source)
{
	for (size_t i = 0; i < source->now->book->fields.count; i++)
		if (source->now->book->fields.items[i].visible_to.count > 0 && source_has_field(source, i))
			return true;
	return false;
}

/* -------------------------------------------------------------------------------------------------------- fields */

static struct err *
put_row(const struct document_source *source, const struct play_field *field, const struct yaml_node *row, struct arena *arena, struct view *rows)
{
	struct view *view = view_map(arena);

	for (size_t i = 0; i < field->columns.count; i++) {
		const struct play_field *column = &field->columns.items[i];
		struct str text = row == NULL ? STR("x") : yaml_find_str(row, arena_cstr(arena, column->id));
		struct view *value;

		TRY(view_value(source, column, text, arena, &value));
		view_put(view, column->id, value, arena);
	}
	view_put(rows, STR(""), view, arena);
	return NULL;
}

struct err *
view_rows(const struct document_source *source, const struct play_field *field, struct str text, struct arena *arena, struct view **ret_view)
{
	struct view *rows = view_list(arena);
	struct yaml_node *root;

	*ret_view = rows;
	if (source->shape)
		return put_row(source, field, NULL, arena, rows);
	if (text.len == 0)
		return NULL;
	TRY(yaml_parse(text, field->id, arena, &root));
	for (size_t i = 0; i < root->items.count; i++)
		TRY(put_row(source, field, root->items.items[i], arena, rows));
	return NULL;
}

static struct err *
view_field(const struct document_source *source, size_t place, struct arena *arena, struct view **ret_view)
{
	const struct play_field *field = &source->now->book->fields.items[place];
	struct str text = source_has_field(source, place) ? source->now->values[place].text : STR("");

	return field->type == PLAY_ROWS ? view_rows(source, field, text, arena, ret_view) : view_value(source, field, text, arena, ret_view);
}

/* {{#is.stops}} of a truth, {{#is.interim.none}} of a choice. */
static void
put_is(const struct document_source *source, size_t place, struct arena *arena, struct view *is)
{
	const struct play_field *field = &source->now->book->fields.items[place];
	struct str text = source_has_field(source, place) ? source->now->values[place].text : STR("");
	struct view *values;

	if (field->type == PLAY_BOOL)
		view_put_truth(is, field->id, str_eq(text, STR("true")), arena);
	if (field->type != PLAY_CHOICE)
		return;
	values = view_map(arena);
	for (size_t i = 0; i < field->values.count; i++)
		view_put_truth(values, field->values.items[i].id, str_eq(text, field->values.items[i].id), arena);
	view_put(is, field->id, values, arena);
}

/* ------------------------------------------------------------------------------------------------------ document */

static void
put_recipient(struct view *list, struct str role, struct str name, bool is_person, struct arena *arena)
{
	struct view *view = view_map(arena);

	view_put_truth(view, STR("is_person"), is_person, arena);
	view_put_text(view, STR("role"), role, arena);
	view_put_text(view, STR("name"), name, arena);
	view_put(list, STR(""), view, arena);
}

/* By name where somebody has the part, else the part. */
static struct view *
view_recipients(const struct document_source *source, struct arena *arena)
{
	const struct playbook *book = source->now->book;
	struct view *list = view_list(arena);

	for (size_t i = 0; source->document != NULL && i < source->document->to.count; i++) {
		const struct play_role *role = &book->roles.items[source->document->to.items[i]];
		size_t before = list->items.count;

		for (size_t p = 0; p < source->parties->count; p++)
			if (source->parties->items[p].withdrawn_at == INSTANT_NONE && str_eq(source->parties->items[p].role, role->id))
				put_recipient(list, words_in(&role->title, source->lang), source->party_names[p],
				    source->parties->items[p].holder == HOLDER_ACCOUNT || source->parties->items[p].holder == HOLDER_OUTSIDE, arena);
		if (list->items.count == before)
			put_recipient(list, words_in(&role->title, source->lang), STR(""), false, arena);
	}
	if (source->shape)
		put_recipient(list, STR("x"), STR("x"), false, arena);
	return list;
}

static struct view *
view_document(const struct document_source *source, struct arena *arena)
{
	struct view *view = view_map(arena);

	view_put_text(view, STR("title"), source->title, arena);
	view_put_text(view, STR("organisation"), source->organisation, arena);
	view_put_text(view, STR("maker"), source->maker, arena);
	view_put_text(view, STR("day"), paper_day(instant_day(source->at, ZONE_JST), source->lang, arena), arena);
	view_put_text(view, STR("instant"), paper_instant(source->at, source->lang, arena), arena);
	view_put(view, STR("to"), view_recipients(source, arena), arena);
	if (source->document == NULL)
		view_put(view, STR("approval"), view_approval(source, arena), arena);
	return view;
}

struct err *
document_view(const struct document_source *source, struct arena *arena, struct view **ret_view)
{
	struct view *view = view_map(arena), *is = view_map(arena), *has = view_map(arena), *labels = view_map(arena), *about;

	for (size_t i = 0; i < source->now->book->fields.count; i++) {
		const struct play_field *field = &source->now->book->fields.items[i];
		struct view *value;

		/* What its readers do not see is not there for the template either: it is told, not left empty. */
		if (source->shape && !source_has_field(source, i))
			continue;
		TRY(view_field(source, i, arena, &value));
		view_put(view, field->id, value, arena);
		view_put_truth(has, field->id, view_is_true(value), arena);
		view_put_text(labels, field->id, words_in(&field->title, source->lang), arena);
		put_is(source, i, arena, is);
	}
	for (size_t i = 0; i < source->now->book->fields.count; i++)
		if (source->now->book->fields.items[i].type == PLAY_PERSON && str_eq(source->now->book->fields.items[i].id, STR("from_whom")) &&
		    source_has_field(source, i)) {
			TRY(view_handover(source, i, arena, &about));
			view_put(view, STR("handover"), about, arena);
		}
	TRY(view_case(source, arena, &about));
	view_put(view, STR("is"), is, arena);
	view_put(view, STR("has"), has, arena);
	view_put(view, STR("label"), labels, arena);
	view_put(view, STR("case"), about, arena);
	view_put(view, STR("document"), view_document(source, arena), arena);
	*ret_view = view;
	return NULL;
}
