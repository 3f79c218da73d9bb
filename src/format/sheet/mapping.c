#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/sheet/parts.h"

static const struct field column_fields[] = {
	FIELD(struct sheet_column, column, FIELD_INT),
	FIELD(struct sheet_column, heading, FIELD_STR),
	FIELD(struct sheet_column, field, FIELD_STR),
};
static const struct schema column_schema = SCHEMA("sheet_column", struct sheet_column, column_fields);

static const struct field mapping_fields[] = {
	FIELD(struct sheet_mapping, sheet, FIELD_STR),
	FIELD(struct sheet_mapping, header_row, FIELD_INT),
	FIELD_OF(struct sheet_mapping, columns, FIELD_LIST, &column_schema),
	FIELD(struct sheet_mapping, fingerprint, FIELD_STR),
	FIELD(struct sheet_mapping, saved, FIELD_BOOL),
};
const struct schema sheet_mapping_schema = SCHEMA("sheet_mapping", struct sheet_mapping, mapping_fields);

static struct str
field_names(struct arena *arena)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < ledger_row_schema.count; i++)
		if (ledger_row_schema.fields[i].kind == FIELD_STR && strcmp(ledger_row_schema.fields[i].name, "sheet") != 0)
			list_push(arena, &names, str_of(ledger_row_schema.fields[i].name));
	return arena_join(arena, names.items, names.count, STR(", "));
}

/* At the last '=' or 「＝」, because a heading may hold one. */
static bool
cut_line(struct str line, struct str *ret_heading, struct str *ret_field)
{
	static const struct str signs[] = { STR_INIT("="), STR_INIT("＝") };

	for (size_t at = line.len; at-- > 0;) {
		for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
			if (!str_starts(str_from(line, at), signs[i]))
				continue;
			*ret_heading = str_sub(line, 0, at);
			*ret_field = str_from(line, at + signs[i].len);
			return true;
		}
	}
	return false;
}

/* Mappings of several sheets may follow one another; each begins with a line that says what it is for. */
static struct sheet_mapping *
mapping_at(struct sheet_told *told, bool begins, struct arena *arena)
{
	struct sheet_mapping *last = told->mappings.count == 0 ? NULL : &told->mappings.items[told->mappings.count - 1];

	if (last == NULL || (begins && (last->columns.count > 0 || last->sheet.len > 0 || last->fingerprint.len > 0)))
		return list_add(arena, &told->mappings);
	return last;
}

/* "@sheet", "@header" …: false when there is no such word. */
static bool
take_word(struct str word, struct str value, struct arena *arena, struct sheet_told *told)
{
	if (str_eq(word, STR("@sheet")))
		mapping_at(told, true, arena)->sheet = value;
	else if (str_eq(word, STR("@headings")))
		mapping_at(told, true, arena)->fingerprint = value;
	else if (str_eq(word, STR("@hidden")))
		told->hidden = str_eq(value, STR("yes"));
	else
		return false;
	return true;
}

static bool
is_column_field(struct str field)
{
	return str_eq(field, STR("-")) || str_eq(field, STR("installed")) || (ledger_field(field) != NULL && !str_eq(field, STR("sheet")));
}

static struct err *
take_line(struct str line, int64_t number, struct arena *arena, struct sheet_told *told)
{
	struct str heading, field;

	if (!cut_line(line, &heading, &field) || str_trim_space(heading).len == 0)
		return err_new(arena, ERR_FORMAT, M("Line {line} of the mapping is not of the form heading=field."), ARG_N("line", number));
	heading = str_trim_space(heading);
	field = str_trim_space(field);
	if (str_eq(heading, STR("@header"))) {
		if (str_to_i64(field, &mapping_at(told, false, arena)->header_row) && mapping_at(told, false, arena)->header_row > 0)
			return NULL;
		return err_new(arena, ERR_FORMAT, M("Line {line} of the mapping: @header is the number of a row, from 1."), ARG_N("line", number));
	}
	if (take_word(heading, field, arena, told))
		return NULL;
	if (!is_column_field(field))
		return err_new(arena, ERR_FORMAT, M("Line {line} of the mapping: there is no field \"{field}\"; there are {fields}, and - for a column that is left out."),
		    ARG_N("line", number), ARG("field", field), ARG("fields", field_names(arena)));
	list_push(arena, &mapping_at(told, false, arena)->columns, ((struct sheet_column){ .column = -1, .heading = heading, .field = field }));
	return NULL;
}

struct err *
sheet_told_parse(struct str text, struct arena *arena, struct sheet_told *ret_told)
{
	struct sheet_told told = { 0 };
	struct str line;
	int64_t number = 0;

	(void)str_take(&text, STR("\xef\xbb\xbf"));
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The mapping is not valid UTF-8: save it again as UTF-8."));
	while (str_line(&text, &line)) {
		number++;
		line = str_trim_space(line);
		if (line.len > 0 && line.ptr[0] != '#')
			TRY(take_line(line, number, arena, &told));
		if (number > LIMIT_CSV_COLUMNS * 8 || told.mappings.count > LIMIT_SHEET_TOLD)
			return err_new(arena, ERR_LIMIT, M("The mapping has more than {most} lines."), ARG_N("most", LIMIT_CSV_COLUMNS * 8));
	}
	*ret_told = told;
	return NULL;
}

struct str
sheet_mapping_format(const struct sheet_mapping *mapping, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (mapping->sheet.len > 0)
		buf_addf(&out, "@sheet=%.*s\n", STR_ARG(mapping->sheet));
	if (mapping->header_row > 0)
		buf_addf(&out, "@header=%lld\n", (long long)mapping->header_row);
	for (size_t i = 0; i < mapping->columns.count; i++) {
		const struct sheet_column *column = &mapping->columns.items[i];

		if (column->heading.len == 0)
			continue;
		for (size_t k = 0; k < column->heading.len; k++)   /* a heading of two lines is folded alike without its line end */
			if (column->heading.ptr[k] != '\n')
				buf_add_char(&out, column->heading.ptr[k]);
		buf_addf(&out, "=%.*s\n", STR_ARG(column->field.len > 0 ? column->field : STR("-")));
	}
	return arena_copy(arena, buf_str(&out));
}
