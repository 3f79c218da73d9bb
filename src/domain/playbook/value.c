/*
 * value.c - what people write into a field, as the one text that is kept, and back into what they read.
 *
 * Kept are: true and false, whole numbers without separators, days and instants (UTC) of ISO 8601, ids of choices, and rows as JSON.
 */
#include "base/buf.h"
#include "base/fold.h"
#include "base/limits.h"
#include "domain/playbook/engine.h"
#include "format/yaml/yaml.h"

/* ------------------------------------------------------------------------------------------- texts */

/* A character that shows nothing and may turn what is around it: controls, and those that change the direction of writing. */
static bool
is_hidden(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069)
	    || point == 0x2028 || point == 0x2029 || point == 0xfeff;
}

static struct err *
check_text(struct str text, size_t most, bool lines, struct arena *arena)
{
	if (text.len > most)
		return err_new(arena, ERR_LIMIT, M("The text is longer than {most} bytes."), ARG_N("most", most));
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The text is not valid UTF-8."));
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point;

		len = str_point(text, at, &point);
		if (is_hidden(point) && !(lines && (point == '\n' || point == '\t')))
			return err_new(arena, ERR_FORMAT, point == '\n' ? M("This field has one line only.")
			    : M("The text has an invisible control character: take it out."));
	}
	return NULL;
}

static struct err *
text_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	(void)field;
	(void)ret_cell;
	TRY(check_text(written, LIMIT_PLAY_TEXT, false, arena));
	*ret_text = arena_copy(arena, str_trim_space(written));
	return NULL;
}

/* Lines end with LF, wherever they were written; empty ones at the end are none, so that what is kept is kept as it is when it is written again. */
static struct err *
long_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct str rest = written, line;
	struct str_list lines = { 0 };

	(void)field;
	(void)ret_cell;
	if (written.len > LIMIT_PLAY_LONG)
		return err_new(arena, ERR_LIMIT, M("The text is longer than {most} bytes."), ARG_N("most", LIMIT_PLAY_LONG));
	while (str_line(&rest, &line))
		list_push(arena, &lines, line);
	while (lines.count > 0 && lines.items[lines.count - 1].len == 0)
		lines.count--;
	*ret_text = arena_join(arena, lines.items, lines.count, STR("\n"));
	return check_text(*ret_text, LIMIT_PLAY_LONG, true, arena);
}

static struct err *
url_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct str url = str_trim_space(written), rest = url;
	bool fits;

	TRY(text_value(field, url, arena, ret_text, ret_cell));
	fits = str_take_nocase(&rest, STR("https://")) || str_take_nocase(&rest, STR("http://"));
	for (size_t i = 0; i < rest.len; i++)
		fits = fits && !char_is_space(rest.ptr[i]) && str_find_char(STR("<>\"'`\\"), rest.ptr[i]) == SIZE_MAX;
	if (!fits || rest.len == 0 || rest.ptr[0] == '/')
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no address of a page: it begins with https:// or http:// and has no spaces."),
		    ARG("text", url));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- numbers */

static struct err *
bool_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	static const struct str yes[] = { STR_INIT("true"), STR_INIT("yes"), STR_INIT("はい"), STR_INIT("有"), STR_INIT("済"), STR_INIT("1") };
	static const struct str no[] = { STR_INIT("false"), STR_INIT("no"), STR_INIT("いいえ"), STR_INIT("無"), STR_INIT("未"), STR_INIT("0") };

	(void)field;
	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (!str_eq_nocase(written, yes[i]) && !str_eq_nocase(written, no[i]))
			continue;
		ret_cell->value = str_eq_nocase(written, yes[i]);
		*ret_text = ret_cell->value != 0 ? STR("true") : STR("false");
		return NULL;
	}
	return err_new(arena, ERR_FORMAT, M("\"{text}\" is neither yes nor no."), ARG("text", written));
}

static struct err *
no_number(struct str written, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("\"{text}\" is no whole number."), ARG("text", written));
}

/* "1,200": separators stand before three digits each. */
static bool
digits_parse(struct str text, int64_t *ret_number)
{
	char digits[32];
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool separates = text.ptr[i] == ',' && (text.len - i) % 4 == 0 && i > 0 && char_is_digit(text.ptr[i - 1]);

		if (separates)
			continue;
		if (count == sizeof(digits))
			return false;
		digits[count++] = text.ptr[i];
	}
	return str_to_i64((struct str){ digits, count }, ret_number);
}

static struct err *
check_least(const struct play_field *field, int64_t number, struct arena *arena)
{
	if (number >= field->min)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("{number} is less than {least}, the least that can stand here."), ARG_N("number", number),
	    ARG_N("least", field->min));
}

static struct err *
number_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	if (!digits_parse(written, &ret_cell->value))
		return no_number(written, arena);
	*ret_text = arena_printf(arena, "%lld", (long long)ret_cell->value);
	return check_least(field, ret_cell->value, arena);
}

/* 1億2,000万 and 120万: each part is multiplied by its word. */
static bool
yen_parse(struct str text, int64_t *ret_yen)
{
	static const struct { struct str word; int64_t times; } words[] = { { STR_INIT("億"), 100000000 }, { STR_INIT("万"), 10000 } };
	int64_t yen = 0, part;
	bool found = false;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t at = str_find(text, words[i].word);

		if (at == SIZE_MAX)
			continue;
		if (!digits_parse(str_sub(text, 0, at), &part) || part < 0 || __builtin_mul_overflow(part, words[i].times, &part)
		    || __builtin_add_overflow(yen, part, &yen))
			return false;
		text = str_from(text, at + words[i].word.len);
		found = true;
	}
	if (found && text.len == 0)
		part = 0;
	else if (!digits_parse(text, &part) || (found && part < 0))
		return false;
	return !__builtin_add_overflow(yen, part, ret_yen);
}

static struct err *
money_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct str amount = written;

	(void)(str_take(&amount, STR("¥")) || str_take(&amount, STR("\\")));
	(void)(str_take_end(&amount, STR("円")) || str_take_end(&amount, STR(" yen")));
	if (!yen_parse(amount, &ret_cell->value))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no amount in yen: write 1,200,000 or 120万円."), ARG("text", written));
	*ret_text = arena_printf(arena, "%lld", (long long)ret_cell->value);
	return check_least(field, ret_cell->value, arena);
}

/* -------------------------------------------------------------------------------------------- time */

static struct err *
day_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	int32_t day;

	(void)field;
	TRY(calendar_day_parse(written, arena, &day));
	ret_cell->value = day;
	*ret_text = day_format(day, arena);
	return NULL;
}

/* A day of any form, a space, and the time of day in JST. */
static bool
spaced_instant(struct str written, struct arena *arena, int64_t *ret_instant)
{
	struct str day_text, time;
	int32_t day;

	if (!str_cut_last(written, ' ', &day_text, &time) || calendar_day_parse(str_trim_space(day_text), arena, &day) != NULL)
		return false;
	return instant_parse(arena_printf(arena, "%.*sT%.*s", STR_ARG(day_format(day, arena)), STR_ARG(time)), ZONE_JST, ret_instant);
}

static struct err *
instant_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	int32_t day;

	(void)field;
	if (day_parse(written, &day)
	    || (!instant_parse(written, ZONE_JST, &ret_cell->value) && !spaced_instant(written, arena, &ret_cell->value)))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no day with a time: write 2026-11-20 10:00, or 令和8年11月20日 10:00 (Japanese time)."),
		    ARG("text", written));
	*ret_text = instant_format(ret_cell->value, ZONE_UTC, arena);
	return NULL;
}

/* ----------------------------------------------------------------------------------------- choices */

static struct err *
choice_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct str folded = fold_text(written, arena);
	struct str_list titles = { 0 };

	for (size_t i = 0; i < field->values.count; i++) {
		const struct play_value *value = &field->values.items[i];

		if (str_eq(value->id, written) || str_eq(fold_text(value->title.ja, arena), folded)
		    || str_eq(fold_text(value->title.en, arena), folded)) {
			ret_cell->value = (int64_t)i;
			*ret_text = value->id;
			return NULL;
		}
		list_push(arena, &titles, arena_printf(arena, "%.*s (%.*s)", STR_ARG(value->id), STR_ARG(words_in(&value->title, LANG_JA))));
	}
	return err_new(arena, ERR_FORMAT, M("\"{text}\" is none of the values; there are: {values}."), ARG("text", written),
	    ARG("values", arena_join(arena, titles.items, titles.count, STR(", "))));
}

/* -------------------------------------------------------------------------------------------- rows */

/* A JSON text that YAML reads as the same: controls and the line ends of Unicode are written as escapes. */
static void
add_quoted(struct buf *out, struct str text)
{
	buf_add_char(out, '"');
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point;

		len = str_point(text, at, &point);
		if (point == '"' || point == '\\')
			buf_addf(out, "\\%c", (char)point);
		else if (point == '\n')
			buf_add(out, STR("\\n"));
		else if (is_hidden(point))
			buf_addf(out, "\\u%04x", point);
		else
			buf_add_bytes(out, text.ptr + at, len);
	}
	buf_add_char(out, '"');
}

static struct err *
column_err(struct err *err, size_t row, const struct play_field *column, struct arena *arena)
{
	return err == NULL ? NULL : err_wrap(arena, err, M("row {row}, {column}"), ARG_N("row", row + 1), ARG("column", column->id));
}

static struct err *
cell_value(const struct play_field *column, const struct yaml_node *row, struct arena *arena, struct str *ret_text)
{
	const struct yaml_node *part = yaml_find(row, arena_cstr(arena, column->id));
	struct play_cell cell;

	*ret_text = STR("");
	if (part != NULL && part->kind != YAML_SCALAR)
		return err_new(arena, ERR_FORMAT, M("A cell holds one text or number."));
	if (part != NULL)
		TRY(play_value(column, part->text, arena, ret_text, &cell));
	if (column->required && ret_text->len == 0)
		return err_new(arena, ERR_FORMAT, M("This cell must be filled."));
	return NULL;
}

static struct err *
add_row(const struct play_field *field, const struct yaml_node *row, size_t at, struct arena *arena, struct buf *out)
{
	const char *before = "";
	const struct yaml_node *stranger;
	const char **keys = ARENA_ARRAY(arena, const char *, field->columns.count);

	for (size_t i = 0; i < field->columns.count; i++)
		keys[i] = arena_cstr(arena, field->columns.items[i].id);
	if (row->kind != YAML_MAPPING)
		return err_new(arena, ERR_FORMAT, M("Row {row} must be {{column: value, …}}."), ARG_N("row", at + 1));
	stranger = yaml_stranger(row, keys, field->columns.count);
	if (stranger != NULL)
		return err_new(arena, ERR_FORMAT, M("Row {row} has \"{column}\", which is no column here."), ARG_N("row", at + 1),
		    ARG("column", stranger->key));
	buf_add_char(out, '{');
	for (size_t i = 0; i < field->columns.count; i++) {
		const struct play_field *column = &field->columns.items[i];
		struct str text;

		TRY(column_err(cell_value(column, row, arena, &text), at, column, arena));
		if (text.len == 0)
			continue;
		buf_addf(out, "%s\"%s\": ", before, keys[i]);
		add_quoted(out, text);
		before = ", ";
	}
	buf_add_char(out, '}');
	return NULL;
}

/* JSON as programs write it, or YAML as people do; none at all is an empty list, which empties the field. */
static struct err *
rows_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct buf out BUF_SCOPE = { 0 };
	struct yaml_node *root;

	TRY(yaml_parse(written, field->id, arena, &root));
	if (root->kind != YAML_SEQUENCE)
		return err_new(arena, ERR_FORMAT, M("This field is a table: write its rows as [{{column: value, …}}, …]."));
	if (root->items.count > LIMIT_PLAY_ROWS)
		return err_new(arena, ERR_LIMIT, M("There are {count} rows; {most} may be here."), ARG_N("count", root->items.count),
		    ARG_N("most", LIMIT_PLAY_ROWS));
	if ((int64_t)root->items.count < field->min)
		return err_new(arena, ERR_FORMAT, M("There are {count} rows; at least {least} are needed."), ARG_N("count", root->items.count),
		    ARG_N("least", field->min));
	buf_add_char(&out, '[');
	for (size_t i = 0; i < root->items.count; i++) {
		buf_add(&out, i == 0 ? STR("") : STR(", "));
		TRY(add_row(field, root->items.items[i], i, arena, &out));
	}
	buf_add_char(&out, ']');
	ret_cell->value = (int64_t)root->items.count;
	*ret_text = root->items.count == 0 ? STR("") : arena_copy(arena, buf_str(&out));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- doors */

static const struct {
	struct err *(*read)(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text,
	    struct play_cell *ret_cell);
	bool narrows;     /* wide digits and spaces are what they look like */
} types[] = {
	[PLAY_BOOL] = { bool_value, true }, [PLAY_NUMBER] = { number_value, true }, [PLAY_DAY] = { day_value, true },
	[PLAY_INSTANT] = { instant_value, true }, [PLAY_TEXT] = { text_value, false }, [PLAY_LONG] = { long_value, false },
	[PLAY_CHOICE] = { choice_value, false }, [PLAY_MONEY] = { money_value, true }, [PLAY_PERSON] = { text_value, false },
	[PLAY_UNIT] = { text_value, false }, [PLAY_URL] = { url_value, false }, [PLAY_ROWS] = { rows_value, false },
};

struct err *
play_value(const struct play_field *field, struct str written, struct arena *arena, struct str *ret_text, struct play_cell *ret_cell)
{
	struct play_cell cell = { PLAY_FILLED, 0 };
	struct str text = STR(""), trimmed = written;

	if (written.len <= LIMIT_YAML_BYTES && !str_is_text(written))
		return err_new(arena, ERR_FORMAT, M("The text is not valid UTF-8."));
	if (field->type != PLAY_LONG && field->type != PLAY_ROWS && written.len > LIMIT_PLAY_TEXT)
		return err_new(arena, ERR_LIMIT, M("The text is longer than {most} bytes."), ARG_N("most", LIMIT_PLAY_TEXT));
	if (types[field->type].narrows)
		trimmed = fold_narrow(written, arena);
	trimmed = str_trim_space(trimmed);
	if (trimmed.len > 0)
		TRY(types[field->type].read(field, field->type == PLAY_LONG ? written : trimmed, arena, &text, &cell));
	if (text.len == 0)
		cell = (struct play_cell){ PLAY_EMPTY, 0 };
	*ret_text = text;
	*ret_cell = cell;
	return NULL;
}
