/*
 * cpe.c - names in ("unbinding"): from any of the three forms to attributes.
 */
#include "format/cpe/cpe.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "format/cpe/cpe_text.h"

static const char *const attribute_names[CPE_ATTRIBUTE_COUNT] = {
	"part", "vendor", "product", "version", "update", "edition", "language",
	"sw_edition", "target_sw", "target_hw", "other",
};

const char *
cpe_attribute_name(enum cpe_attribute attribute)
{
	assert(attribute < CPE_ATTRIBUTE_COUNT);
	return attribute_names[attribute];
}

struct reader {
	struct str    whole;    /* the name, to tell positions                                     */
	struct arena *arena;
	char         *room;     /* where decoded values are written; NULL until one is needed      */
	size_t        used;
	struct cpe    cpe;
};

/* Characters are counted from 1; before the first that is not ASCII they are bytes. */
static size_t
position(const struct reader *reader, const char *at)
{
	return (size_t)(at - reader->whole.ptr) + 1;
}

/* ------------------------------------------------------------------------------- one value */

/* Bytes that mean themselves in every form, and are canonical. */
static bool
is_plain(char c)
{
	return char_is_lower(c) || char_is_digit(c) || c == '_' || c == '.' || c == '-';
}

static bool
is_special(char c)
{
	return c == '*' || c == '?' || c == '\\';
}

struct letter {
	char   c;
	bool   quoted;    /* the character itself is meant, also when it is '*' or '?' */
	size_t len;       /* bytes it is written with                                  */
};

/* A percent-encoded character of a URI; %01 and %02 are how a URI writes the wildcards. */
static struct err *
read_percent(struct reader *reader, struct str raw, struct letter *ret_letter)
{
	int high = raw.len > 2 ? char_hex(raw.ptr[1]) : -1;
	int low = raw.len > 2 ? char_hex(raw.ptr[2]) : -1;
	int value = high * 16 + low;

	if (high < 0 || low < 0)
		return err_new(reader->arena, ERR_FORMAT, M("The \"%\" at character {at} is not followed by two hexadecimal digits."),
		    ARG_N("at", position(reader, raw.ptr)));
	if (value == 1 || value == 2)
		*ret_letter = (struct letter){ value == 1 ? '?' : '*', false, 3 };
	else
		*ret_letter = (struct letter){ (char)value, true, 3 };
	return NULL;
}

/* The first character of raw, which is not empty. */
static struct err *
read_letter(struct reader *reader, struct str raw, enum cpe_form form, struct letter *ret_letter)
{
	char c = raw.ptr[0];

	if (form == CPE_FORM_URI && c == '%')
		TRY(read_percent(reader, raw, ret_letter));
	else if (form == CPE_FORM_STRING && c == '\\') {
		if (raw.len == 1)
			return err_new(reader->arena, ERR_FORMAT, M("The backslash at character {at} quotes nothing."),
			    ARG_N("at", position(reader, raw.ptr)));
		*ret_letter = (struct letter){ raw.ptr[1], true, 2 };
	} else
		*ret_letter = (struct letter){ c, c == '\\', 1 };
	if (ret_letter->c <= ' ' || ret_letter->c > '~')
		return err_new(reader->arena, ERR_FORMAT, M("Character {at} is a space or no printable ASCII; a CPE name writes \"_\" for a space."),
		    ARG_N("at", position(reader, raw.ptr)));
	return NULL;
}

static struct err *
check_value(struct reader *reader, struct str raw, const struct cpe_value *value)
{
	struct cpe_wild wild;

	if (str_eq(value->text, STR("*")) || str_eq(value->text, STR("-")))
		return err_new(reader->arena, ERR_FORMAT,
		    M("The value at character {at} is \"{value}\" alone, which is kept for any value (\"*\") and none (\"-\") and is not quoted."),
		    ARG_N("at", position(reader, raw.ptr)), ARG("value", raw));
	if (value->kind == CPE_WILD && !cpe_wild_find(value->text, &wild))
		return err_new(reader->arena, ERR_FORMAT,
		    M("A wildcard stands inside the value at character {at}: it may only begin or end a value, and is written \\* or \\? where the character is meant."),
		    ARG_N("at", position(reader, raw.ptr)));
	return NULL;
}

/*
 * The value's canonical text, quoting undone and wildcards checked. It goes where the reader keeps room: a letter
 * makes at most two bytes of canonical text, so twice the name is enough for all its values.
 */
static struct err *
decode_value(struct reader *reader, struct str raw, enum cpe_form form, struct cpe_value *ret_value)
{
	struct letter letter = { 0 };
	bool wild = false;
	size_t len = 0;
	char *out;

	if (reader->room == NULL)
		reader->room = arena_alloc(reader->arena, 2 * reader->whole.len);
	out = reader->room + reader->used;
	for (size_t at = 0; at < raw.len; at += letter.len) {
		TRY(read_letter(reader, str_from(raw, at), form, &letter));
		if (is_special(letter.c) && letter.quoted)
			out[len++] = '\\';
		wild = wild || (is_special(letter.c) && !letter.quoted);
		out[len++] = char_lower(letter.c);
	}
	reader->used += len;
	*ret_value = (struct cpe_value){ wild ? CPE_WILD : CPE_VALUE, { out, len } };
	return check_value(reader, raw, ret_value);
}

/* A value that is there and is neither ANY nor NA. */
static struct err *
read_text(struct reader *reader, struct str raw, enum cpe_form form, struct cpe_value *ret_value)
{
	size_t plain = 0;

	if (raw.len == 0)
		return err_new(reader->arena, ERR_FORMAT, M("The value at character {at} is empty; \"*\" says any value, \"-\" says none."),
		    ARG_N("at", position(reader, raw.ptr)));
	while (plain < raw.len && is_plain(raw.ptr[plain]))
		plain++;
	if (plain < raw.len)
		return decode_value(reader, raw, form, ret_value);
	*ret_value = (struct cpe_value){ CPE_VALUE, raw };
	return check_value(reader, raw, ret_value);
}

static struct err *
check_part(const struct reader *reader, struct str raw)
{
	const struct cpe_value *part = &reader->cpe.attributes[CPE_PART];

	if (part->kind == CPE_VALUE && part->text.len == 1 && strchr("aoh", part->text.ptr[0]) != NULL)
		return NULL;
	return err_new(reader->arena, ERR_FORMAT,
	    M("The part of a CPE name is a (application), o (operating system) or h (hardware), not \"{part}\" as at character {at}."),
	    ARG("part", raw), ARG_N("at", position(reader, raw.ptr)));
}

/* A text into the attribute, whose name a refusal begins with. */
static struct err *
read_named_text(struct reader *reader, size_t attribute, struct str raw, enum cpe_form form)
{
	struct err *err = read_text(reader, raw, form, &reader->cpe.attributes[attribute]);

	if (err == NULL)
		return attribute == CPE_PART ? check_part(reader, raw) : NULL;
	return err_wrap(reader->arena, err, M("attribute \"{name}\" of the CPE name"),
	    ARG("name", str_of(attribute_names[attribute])));
}

static struct err *
read_attribute(struct reader *reader, size_t attribute, struct str raw, enum cpe_form form)
{
	if (str_eq(raw, STR("*")) || (form == CPE_FORM_URI && raw.len == 0))
		return NULL;
	if (str_eq(raw, STR("-"))) {
		reader->cpe.attributes[attribute].kind = CPE_NA;
		return NULL;
	}
	return read_named_text(reader, attribute, raw, form);
}

/* ------------------------------------------------------------------------------- the three forms */

/* Up to the next unquoted ':', or to the end. */
static struct str
first_component(struct str rest)
{
	size_t at = 0;

	while (at < rest.len && rest.ptr[at] != ':')
		at += rest.ptr[at] == '\\' && at + 1 < rest.len ? 2 : 1;
	return str_sub(rest, 0, at);
}

static struct err *
parse_string(struct reader *reader, struct str rest)
{
	size_t count = 0;

	for (;;) {
		struct str piece = first_component(rest);

		if (count < CPE_ATTRIBUTE_COUNT)
			TRY(read_attribute(reader, count, piece, CPE_FORM_STRING));
		count++;
		if (piece.len == rest.len)
			break;
		rest = str_from(rest, piece.len + 1);
	}
	if (count != CPE_ATTRIBUTE_COUNT)
		return err_new(reader->arena, ERR_FORMAT,
		    M("The CPE name has {count} attributes after \"cpe:2.3:\"; it must have 11."), ARG_N("count", count));
	return NULL;
}

/* "~edition~sw_edition~target_sw~target_hw~other" stands where the edition does; what follows is part of "other". */
static struct err *
parse_packed(struct reader *reader, struct str packed)
{
	static const enum cpe_attribute order[] = {
		CPE_EDITION, CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER,
	};
	struct str rest = str_from(packed, 1);

	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		size_t end = order[i] == CPE_OTHER ? rest.len : str_find_char(rest, '~');

		if (end == SIZE_MAX)
			return err_new(reader->arena, ERR_FORMAT,
			    M("The packed edition \"{text}\" at character {at} of the CPE name must have five parts, each after a \"~\"."),
			    ARG("text", packed), ARG_N("at", position(reader, packed.ptr)));
		TRY(read_attribute(reader, order[i], str_sub(rest, 0, end), CPE_FORM_URI));
		rest = str_from(rest, end + 1);
	}
	return NULL;
}

static struct err *
parse_uri(struct reader *reader, struct str rest)
{
	struct str piece;
	size_t count = 0;

	while (str_split(&rest, ':', &piece)) {
		if (count > CPE_LANGUAGE)
			return err_new(reader->arena, ERR_FORMAT, M("The CPE URI has more than seven components: one too many at character {at}."),
			    ARG_N("at", position(reader, piece.ptr)));
		if (count == CPE_EDITION && str_starts(piece, STR("~")))
			TRY(parse_packed(reader, piece));
		else
			TRY(read_attribute(reader, count, piece, CPE_FORM_URI));
		count++;
	}
	return NULL;
}

/* The value after '=': ANY, NA, or a text in quotation marks. */
static struct err *
read_wfn_value(struct reader *reader, size_t attribute, struct str *rest)
{
	size_t at = 1;

	if (str_take_nocase(rest, STR("ANY")))
		return NULL;
	if (str_take_nocase(rest, STR("NA"))) {
		reader->cpe.attributes[attribute].kind = CPE_NA;
		return NULL;
	}
	if (!str_starts(*rest, STR("\"")))
		return err_new(reader->arena, ERR_FORMAT,
		    M("The value at character {at} of the well-formed name is neither ANY, NA nor in quotation marks."),
		    ARG_N("at", position(reader, rest->ptr)));
	while (at < rest->len && rest->ptr[at] != '"')
		at += rest->ptr[at] == '\\' ? 2 : 1;
	if (at >= rest->len)
		return err_new(reader->arena, ERR_FORMAT,
		    M("The quotation mark at character {at} of the well-formed name is not closed."),
		    ARG_N("at", position(reader, rest->ptr)));
	TRY(read_named_text(reader, attribute, str_sub(*rest, 1, at - 1), CPE_FORM_STRING));
	*rest = str_from(*rest, at + 1);
	return NULL;
}

static size_t
find_attribute(struct str name)
{
	size_t i = 0;

	while (i < CPE_ATTRIBUTE_COUNT && !str_eq_nocase(name, str_of(attribute_names[i])))
		i++;
	return i;
}

/* "name=value" and what stands before the next one. */
static struct err *
read_wfn_pair(struct reader *reader, bool *seen, struct str *rest)
{
	size_t equals = str_find_char(*rest, '=');
	struct str name = str_trim_space(str_sub(*rest, 0, equals));
	size_t attribute = equals == SIZE_MAX ? CPE_ATTRIBUTE_COUNT : find_attribute(name);

	if (attribute == CPE_ATTRIBUTE_COUNT || seen[attribute])
		return err_new(reader->arena, ERR_FORMAT,
		    M("The well-formed name has at character {at} an attribute \"{name}\" that is unknown, stands twice or has no value."),
		    ARG_N("at", position(reader, rest->ptr)), ARG("name", name));
	seen[attribute] = true;
	*rest = str_trim_space(str_from(*rest, equals + 1));
	TRY(read_wfn_value(reader, attribute, rest));
	*rest = str_trim_space(*rest);
	return NULL;
}

static struct err *
parse_wfn(struct reader *reader, struct str rest)
{
	bool seen[CPE_ATTRIBUTE_COUNT] = { false };

	if (str_eq(rest, STR("]")))
		return NULL;
	do {
		rest = str_trim_space(rest);
		TRY(read_wfn_pair(reader, seen, &rest));
	} while (str_take(&rest, STR(",")));
	if (!str_eq(rest, STR("]")))
		return err_new(reader->arena, ERR_FORMAT,
		    M("The well-formed name has neither \",\" nor a last \"]\" at character {at}."),
		    ARG_N("at", position(reader, rest.ptr)));
	return NULL;
}

static struct err *
check_characters(const struct reader *reader)
{
	for (size_t i = 0; i < reader->whole.len; i++)
		if (reader->whole.ptr[i] < ' ' || reader->whole.ptr[i] > '~')
			return err_new(reader->arena, ERR_FORMAT, M("Character {at} of the CPE name is not printable ASCII."),
			    ARG_N("at", i + 1));
	return NULL;
}

struct err *
cpe_parse(struct str text, struct arena *arena, struct cpe *ret_cpe)
{
	struct reader reader = { .whole = text, .arena = arena };
	struct str rest = text;

	if (text.len > LIMIT_NAME_TEXT)
		return err_new(arena, ERR_LIMIT, M("The CPE name is longer than {most} bytes."), ARG_N("most", LIMIT_NAME_TEXT));
	TRY(check_characters(&reader));
	if (str_take_nocase(&rest, STR("cpe:2.3:")))
		TRY(parse_string(&reader, rest));
	else if (str_take_nocase(&rest, STR("cpe:/")))
		TRY(parse_uri(&reader, rest));
	else if (str_take_nocase(&rest, STR("wfn:[")))
		TRY(parse_wfn(&reader, rest));
	else
		return err_new(arena, ERR_FORMAT,
		    M("This is not a CPE name: it begins with neither \"cpe:2.3:\", \"cpe:/\" nor \"wfn:[\"."));
	*ret_cpe = reader.cpe;
	return NULL;
}
