/*
 * read_parts.c - the parts of a playbook that stand still: roles, fields, approvals, documents.
 */
#include "base/limits.h"
#include "domain/playbook/read.h"

/* ------------------------------------------------------------------------------------------- roles */

static struct err *
read_rights(const struct reader *r, const struct yaml_node *node, struct play_role *role)
{
	const struct yaml_node *rights;

	TRY(want(r, node, "rights", YAML_SEQUENCE, &rights));
	for (size_t i = 0; i < rights->items.count; i++) {
		int right;

		TRY(read_enum(r, rights->items.items[i], &right_names, &right));
		role->rights |= 1U << right;
	}
	return NULL;
}

/* Every compartment, where the file names none. */
static struct err *
read_compartments(const struct reader *r, const struct yaml_node *node, struct play_role *role)
{
	TRY(read_places(r, node, "compartments", SECTION_COMPARTMENTS, &role->compartments));
	for (size_t i = 0; i < r->book->compartments.count && yaml_find(node, "compartments") == NULL; i++)
		list_push(r->arena, &role->compartments, i);
	return NULL;
}

struct err *
read_roles(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "rights", "above", "compartments" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_role role = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &role.title));
		TRY(read_rights(r, node, &role));
		TRY(read_place(r, node, "above", SECTION_ROLES, &role.above));
		TRY(read_compartments(r, node, &role));
		list_push(r->arena, &r->book->roles, role);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ fields */

static struct err *
read_hint(const struct reader *r, const struct yaml_node *node, struct play_field *field)
{
	static const char *const keys[] = { "ja", "en" };
	const struct yaml_node *hint;

	if (yaml_find(node, "hint") == NULL)
		return NULL;
	TRY(want(r, node, "hint", YAML_MAPPING, &hint));
	TRY(want_mapping(r, hint, keys, ARRAY_LEN(keys)));
	return read_title(r, hint, &field->hint);
}

static struct err *
read_values(const struct reader *r, const struct yaml_node *node, struct play_field *field)
{
	static const char *const keys[] = { "ja", "en" };
	const struct yaml_node *values;

	if (field->type != PLAY_CHOICE)
		return NULL;
	TRY(want(r, node, "values", YAML_MAPPING, &values));
	if (values->items.count == 0 || values->items.count > LIMIT_PLAY_VALUES)
		return wrong(r, values, M("There are {count} values or columns here; there must be 1 to {most}."), ARG_N("count", values->items.count),
		    ARG_N("most", LIMIT_PLAY_VALUES));
	for (size_t i = 0; i < values->items.count; i++) {
		const struct yaml_node *one = values->items.items[i];
		struct play_value value = { .id = one->key };

		TRY(want_id(r, one, one->key));
		TRY(want_mapping(r, one, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, one, &value.title));
		list_push(r->arena, &field->values, value);
	}
	return NULL;
}

static struct err *
read_min(const struct reader *r, const struct yaml_node *node, struct play_field *field)
{
	const struct yaml_node *min;

	field->min = field->type == PLAY_NUMBER ? INT64_MIN : 0;
	if (yaml_find(node, "min") == NULL)
		return NULL;
	TRY(want(r, node, "min", YAML_SCALAR, &min));
	if (!str_to_i64(min->text, &field->min) || (field->type == PLAY_ROWS && (field->min < 0 || field->min > LIMIT_PLAY_ROWS)))
		return wrong(r, min, M("\"{value}\" is no number that can stand here."), ARG("value", min->text));
	return NULL;
}

/* A key that says something of one type only, at a field of another, would be without meaning. */
static struct err *
check_type_keys(const struct reader *r, const struct yaml_node *node, enum play_type type)
{
	static const struct { const char *key; unsigned types; } only[] = {
		{ "values", 1U << PLAY_CHOICE }, { "columns", 1U << PLAY_ROWS },
		{ "min", 1U << PLAY_NUMBER | 1U << PLAY_MONEY | 1U << PLAY_ROWS },
	};

	for (size_t i = 0; i < ARRAY_LEN(only); i++) {
		const struct yaml_node *part = yaml_find(node, only[i].key);

		if (part != NULL && (only[i].types >> type & 1) == 0)
			return wrong(r, part, M("A field of type \"{type}\" has no \"{key}\"."), ARG("type", str_of(enum_name(&play_type_names, (int)type))),
			    ARG("key", part->key));
	}
	return NULL;
}

/* What fields and columns have in common. */
static struct err *
read_typed(const struct reader *r, const struct yaml_node *node, struct play_field *field)
{
	const struct yaml_node *part;
	int type;

	field->id = node->key;
	field->line = node->line;
	TRY(read_title(r, node, &field->title));
	TRY(read_hint(r, node, field));
	TRY(want(r, node, "type", YAML_SCALAR, &part));
	TRY(read_enum(r, part, &play_type_names, &type));
	field->type = (enum play_type)type;
	TRY(check_type_keys(r, node, field->type));
	TRY(read_min(r, node, field));
	return read_values(r, node, field);
}

static struct err *
read_columns(const struct reader *r, const struct yaml_node *node, struct play_field *field)
{
	static const char *const keys[] = { "ja", "en", "hint", "type", "values", "min", "required" };
	const struct yaml_node *columns;

	if (field->type != PLAY_ROWS)
		return NULL;
	TRY(want(r, node, "columns", YAML_MAPPING, &columns));
	if (columns->items.count == 0 || columns->items.count > LIMIT_PLAY_VALUES)
		return wrong(r, columns, M("There are {count} values or columns here; there must be 1 to {most}."),
		    ARG_N("count", columns->items.count), ARG_N("most", LIMIT_PLAY_VALUES));
	for (size_t i = 0; i < columns->items.count; i++) {
		const struct yaml_node *one = columns->items.items[i];
		struct play_field column = { .from = NO_INDEX };

		TRY(want_id(r, one, one->key));
		TRY(want_mapping(r, one, keys, ARRAY_LEN(keys)));
		TRY(read_typed(r, one, &column));
		if (column.type == PLAY_ROWS)
			return wrong(r, one, M("A column cannot hold rows itself."));
		TRY(read_bool(r, one, "required", &column.required));
		list_push(r->arena, &field->columns, column);
	}
	return NULL;
}

static struct err *
read_compartment(const struct reader *r, const struct yaml_node *node, size_t *ret_compartment)
{
	TRY(read_place(r, node, "compartment", SECTION_COMPARTMENTS, ret_compartment));
	if (*ret_compartment == NO_INDEX)
		*ret_compartment = 0;
	return NULL;
}

struct err *
read_fields(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "hint", "type", "values", "columns", "min", "from", "by", "visible_to", "compartment" };

	for (size_t i = 0; section != NULL && i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_field field = { 0 };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_typed(r, node, &field));
		TRY(read_columns(r, node, &field));
		TRY(read_place(r, node, "from", SECTION_STATES, &field.from));
		TRY(read_places(r, node, "by", SECTION_ROLES, &field.by));
		TRY(read_places(r, node, "visible_to", SECTION_ROLES, &field.visible_to));
		TRY(read_compartment(r, node, &field.compartment));
		list_push(r->arena, &r->book->fields, field);
	}
	return NULL;
}

/* --------------------------------------------------------------------------- approvals, documents */

/* The name of another file of the home: no folder, no ending. */
static struct err *
read_file_name(const struct reader *r, const struct yaml_node *node, const char *key, struct str *ret_name)
{
	const struct yaml_node *part;

	TRY(want(r, node, key, YAML_SCALAR, &part));
	for (size_t i = 0; i < part->text.len; i++)
		if (!char_is_lower(part->text.ptr[i]) && !char_is_digit(part->text.ptr[i]) && (part->text.ptr[i] != '-' || i == 0))
			return wrong(r, part, M("\"{name}\" must be the name alone, of small letters, digits and hyphens: no folder and no ending."),
			    ARG("name", part->text));
	*ret_name = part->text;
	return NULL;
}

struct err *
read_approvals(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "route", "of" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_approval approval = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &approval.title));
		TRY(read_file_name(r, node, "route", &approval.route));
		TRY(read_places(r, node, "of", SECTION_FIELDS, &approval.of));
		list_push(r->arena, &r->book->approvals, approval);
	}
	return NULL;
}

struct err *
read_documents(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "template", "to", "compartment" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_document document = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &document.title));
		TRY(read_file_name(r, node, "template", &document.template));
		TRY(read_places(r, node, "to", SECTION_ROLES, &document.to));
		TRY(read_compartment(r, node, &document.compartment));
		list_push(r->arena, &r->book->documents, document);
	}
	return NULL;
}
