#include "format/cpe/cpe.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"

/* How the characters of a value are written down. */
enum form { FORM_STRING, FORM_URI };

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

/* ------------------------------------------------------------------------------- one value in */

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

static int
hex_digit(char c)
{
	if (char_is_digit(c))
		return c - '0';
	c = char_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct letter {
	char c;
	bool quoted;    /* the character itself is meant, also when it is '*' or '?' */
};

/* A percent-encoded character of a URI; %01 and %02 are how a URI writes the wildcards. */
static struct err *
read_percent(struct str raw, size_t *at, struct arena *arena, struct letter *ret_letter)
{
	int high = *at + 2 < raw.len ? hex_digit(raw.ptr[*at + 1]) : -1;
	int low = *at + 2 < raw.len ? hex_digit(raw.ptr[*at + 2]) : -1;
	int value;

	if (high < 0 || low < 0)
		return err_new(arena, ERR_FORMAT, M("A \"%\" is not followed by two hexadecimal digits."));
	*at += 3;
	value = high * 16 + low;
	if (value == 1 || value == 2)
		*ret_letter = (struct letter){ value == 1 ? '?' : '*', false };
	else
		*ret_letter = (struct letter){ (char)value, true };
	return NULL;
}

static struct err *
read_letter(struct str raw, enum form form, size_t *at, struct arena *arena, struct letter *ret_letter)
{
	char c = raw.ptr[*at];

	if (form == FORM_URI && c == '%')
		TRY(read_percent(raw, at, arena, ret_letter));
	else if (form == FORM_STRING && c == '\\') {
		if (*at + 1 == raw.len)
			return err_new(arena, ERR_FORMAT, M("It ends with a backslash that quotes nothing."));
		*ret_letter = (struct letter){ raw.ptr[*at + 1], true };
		*at += 2;
	} else {
		*ret_letter = (struct letter){ c, c == '\\' };
		*at += 1;
	}
	if (ret_letter->c <= ' ' || ret_letter->c > '~')
		return err_new(arena, ERR_FORMAT, M("It holds a character that is not printable ASCII."));
	return NULL;
}

/* Where the wildcards of a canonical text end and begin; false when one stands where it may not. */
struct wild_shape {
	bool       begins_any, ends_any;     /* '*' */
	size_t     begins, ends;             /* how many '?' */
	struct str core;
};

static bool
wild_shape(struct str text, struct wild_shape *ret_shape)
{
	struct wild_shape shape = { 0 };
	size_t from = 0, to, last = 0;

	if (text.len > 0 && text.ptr[0] == '*') {
		shape.begins_any = true;
		from = 1;
	}
	while (!shape.begins_any && from < text.len && text.ptr[from] == '?') {
		shape.begins++;
		from++;
	}
	for (to = from; to < text.len; to = last) {
		if (text.ptr[to] == '*' || text.ptr[to] == '?')
			break;
		last = to + (text.ptr[to] == '\\' ? 2 : 1);
	}
	shape.core = str_sub(text, from, to - from);
	if (to < text.len && text.ptr[to] == '*' && shape.core.len > 0) {
		shape.ends_any = true;
		to++;
	}
	while (!shape.ends_any && to < text.len && text.ptr[to] == '?') {
		shape.ends++;
		to++;
	}
	*ret_shape = shape;
	return to == text.len;
}

/* The value's canonical text into the arena, wildcards checked. */
static struct err *
decode_value(struct str raw, enum form form, struct arena *arena, struct cpe_value *ret_value)
{
	char *out = arena_alloc(arena, raw.len * 2);
	struct wild_shape shape;
	struct letter letter = { 0 };
	size_t len = 0;
	bool wild = false;

	for (size_t at = 0; at < raw.len;) {
		TRY(read_letter(raw, form, &at, arena, &letter));
		if (is_special(letter.c)) {
			if (letter.quoted)
				out[len++] = '\\';
			else
				wild = true;
		}
		out[len++] = char_lower(letter.c);
	}
	*ret_value = (struct cpe_value){ wild ? CPE_WILD : CPE_VALUE, { out, len } };
	if (wild && !wild_shape(ret_value->text, &shape))
		return err_new(arena, ERR_FORMAT,
		    M("A wildcard stands inside the value: it may only begin or end it, and is written \\* or \\? where the character is meant."));
	return NULL;
}

static struct err *
read_value(struct str raw, enum form form, struct arena *arena, struct cpe_value *ret_value)
{
	size_t plain = 0;

	if (str_eq(raw, STR("*")) || (form == FORM_URI && raw.len == 0)) {
		*ret_value = (struct cpe_value){ .kind = CPE_ANY };
		return NULL;
	}
	if (str_eq(raw, STR("-"))) {
		*ret_value = (struct cpe_value){ .kind = CPE_NA };
		return NULL;
	}
	if (raw.len == 0)
		return err_new(arena, ERR_FORMAT, M("It is empty; \"*\" says any value, \"-\" says none."));
	while (plain < raw.len && is_plain(raw.ptr[plain]))
		plain++;
	if (plain == raw.len) {
		*ret_value = (struct cpe_value){ CPE_VALUE, raw };
		return NULL;
	}
	return decode_value(raw, form, arena, ret_value);
}

static struct err *
read_attribute(struct cpe *cpe, enum cpe_attribute attribute, struct str raw, enum form form, struct arena *arena)
{
	struct err *err = read_value(raw, form, arena, &cpe->attributes[attribute]);

	if (err != NULL)
		return err_wrap(arena, err, M("attribute \"{name}\" of the CPE name"),
		    ARG("name", str_of(attribute_names[attribute])));
	return NULL;
}

/* ------------------------------------------------------------------------------- a name in */

/* The next piece up to an unquoted ':'; false when nothing is left. */
static bool
take_component(struct str *rest, struct str *ret_piece)
{
	size_t at = 0;

	if (rest->ptr == NULL)
		return false;
	while (at < rest->len && rest->ptr[at] != ':')
		at += rest->ptr[at] == '\\' && at + 1 < rest->len ? 2 : 1;
	*ret_piece = str_sub(*rest, 0, at);
	*rest = at == rest->len ? (struct str){ 0 } : str_from(*rest, at + 1);
	return true;
}

static struct err *
parse_string(struct str rest, struct arena *arena, struct cpe *cpe)
{
	struct str piece;
	size_t count = 0;

	while (take_component(&rest, &piece)) {
		if (count < CPE_ATTRIBUTE_COUNT)
			TRY(read_attribute(cpe, (enum cpe_attribute)count, piece, FORM_STRING, arena));
		count++;
	}
	if (count != CPE_ATTRIBUTE_COUNT)
		return err_new(arena, ERR_FORMAT,
		    M("The CPE name has {count} attributes after \"cpe:2.3:\"; it must have 11."), ARG_N("count", count));
	return NULL;
}

/* "~edition~sw_edition~target_sw~target_hw~other" stands where the edition does. */
static struct err *
parse_packed(struct str packed, struct arena *arena, struct cpe *cpe)
{
	static const enum cpe_attribute order[] = {
		CPE_EDITION, CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER,
	};
	struct str rest = str_from(packed, 1), piece;
	size_t count = 0;

	while (str_split(&rest, '~', &piece)) {
		if (count < ARRAY_LEN(order))
			TRY(read_attribute(cpe, order[count], piece, FORM_URI, arena));
		count++;
	}
	if (count != ARRAY_LEN(order))
		return err_new(arena, ERR_FORMAT, M("The packed edition \"{text}\" of the CPE name must have five parts."),
		    ARG("text", packed));
	return NULL;
}

static struct err *
parse_uri(struct str rest, struct arena *arena, struct cpe *cpe)
{
	struct str piece;
	size_t count = 0;

	while (str_split(&rest, ':', &piece)) {
		if (count > CPE_LANGUAGE)
			return err_new(arena, ERR_FORMAT, M("The CPE URI has more than seven components."));
		if (count == CPE_EDITION && str_starts(piece, STR("~")))
			TRY(parse_packed(piece, arena, cpe));
		else
			TRY(read_attribute(cpe, (enum cpe_attribute)count, piece, FORM_URI, arena));
		count++;
	}
	return NULL;
}

/* The value after '=': a quoted text, or ANY or NA. */
static struct err *
read_wfn_value(struct cpe *cpe, enum cpe_attribute attribute, struct str *rest, struct arena *arena)
{
	size_t at = 1;

	if (str_take_nocase(rest, STR("ANY")))
		return NULL;
	if (str_take_nocase(rest, STR("NA"))) {
		cpe->attributes[attribute] = (struct cpe_value){ .kind = CPE_NA };
		return NULL;
	}
	if (!str_starts(*rest, STR("\"")))
		return err_new(arena, ERR_FORMAT, M("In the well-formed name a value is neither ANY, NA nor in quotation marks."));
	while (at < rest->len && rest->ptr[at] != '"')
		at += rest->ptr[at] == '\\' ? 2 : 1;
	if (at >= rest->len)
		return err_new(arena, ERR_FORMAT, M("In the well-formed name a quotation mark is not closed."));
	TRY(read_attribute(cpe, attribute, str_sub(*rest, 1, at - 1), FORM_STRING, arena));
	*rest = str_from(*rest, at + 1);
	return NULL;
}

static bool
find_attribute(struct str name, enum cpe_attribute *ret_attribute)
{
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++)
		if (str_eq_nocase(name, str_of(attribute_names[i]))) {
			*ret_attribute = (enum cpe_attribute)i;
			return true;
		}
	return false;
}

static struct err *
parse_wfn(struct str rest, struct arena *arena, struct cpe *cpe)
{
	bool seen[CPE_ATTRIBUTE_COUNT] = { false };
	enum cpe_attribute attribute;
	struct str name;

	while (!str_eq(rest, STR("]"))) {
		str_cut(rest, '=', &name, &rest);
		if (!find_attribute(str_trim_space(name), &attribute) || seen[attribute])
			return err_new(arena, ERR_FORMAT, M("The well-formed name has an attribute \"{name}\" that is unknown or stands twice."),
			    ARG("name", name));
		seen[attribute] = true;
		rest = str_trim_space(rest);
		TRY(read_wfn_value(cpe, attribute, &rest, arena));
		rest = str_trim_space(rest);
		if (!str_take(&rest, STR(",")) && !str_eq(rest, STR("]")))
			return err_new(arena, ERR_FORMAT, M("The well-formed name does not end with \"]\"."));
	}
	return NULL;
}

static struct err *
check_part(const struct cpe *cpe, struct arena *arena)
{
	struct cpe_value part = cpe->attributes[CPE_PART];

	if (part.kind == CPE_WILD ||
	    (part.kind == CPE_VALUE && (part.text.len != 1 || strchr("aoh", part.text.ptr[0]) == NULL)))
		return err_new(arena, ERR_FORMAT,
		    M("The part of a CPE name is a (application), o (operating system) or h (hardware), not \"{part}\"."),
		    ARG("part", part.text));
	return NULL;
}

struct err *
cpe_parse(struct str text, struct arena *arena, struct cpe *ret_cpe)
{
	struct cpe cpe = { 0 };
	struct str rest = text;

	if (text.len > LIMIT_NAME_TEXT)
		return err_new(arena, ERR_LIMIT, M("The CPE name is longer than {most} bytes."), ARG_N("most", LIMIT_NAME_TEXT));
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < ' ' || text.ptr[i] > '~')
			return err_new(arena, ERR_FORMAT, M("The CPE name holds a character that is not printable ASCII."));
	if (str_take_nocase(&rest, STR("cpe:2.3:")))
		TRY(parse_string(rest, arena, &cpe));
	else if (str_take_nocase(&rest, STR("cpe:/")))
		TRY(parse_uri(rest, arena, &cpe));
	else if (str_take_nocase(&rest, STR("wfn:[")))
		TRY(parse_wfn(rest, arena, &cpe));
	else
		return err_new(arena, ERR_FORMAT,
		    M("This is not a CPE name: it begins with neither \"cpe:2.3:\", \"cpe:/\" nor \"wfn:[\"."));
	TRY(check_part(&cpe, arena));
	*ret_cpe = cpe;
	return NULL;
}

/* ------------------------------------------------------------------------------- names out */

struct writer {
	char  *ptr;
	size_t len;
};

static void
put(struct writer *w, struct str text)
{
	if (text.len > 0)
		memcpy(w->ptr + w->len, text.ptr, text.len);
	w->len += text.len;
}

static void
put_char(struct writer *w, char c)
{
	w->ptr[w->len++] = c;
}

/* Room enough for any form: prefix, names and every character as three. */
static struct writer
writer_new(const struct cpe *cpe, struct arena *arena)
{
	size_t room = 256;

	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++)
		room += 3 * cpe->attributes[i].text.len;
	return (struct writer){ arena_alloc(arena, room), 0 };
}

static void
put_percent(struct writer *w, char c)
{
	static const char digits[] = "0123456789abcdef";

	put_char(w, '%');
	put_char(w, digits[(unsigned char)c >> 4]);
	put_char(w, digits[c & 15]);
}

/* Writes the characters of a value; `plain` are those that need no quoting beside letters and digits. */
static void
put_text(struct writer *w, struct str text, enum form form, const char *plain)
{
	bool lone_hyphen = str_eq(text, STR("-"));    /* unquoted it would say NA */

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool quoted = c == '\\';

		if (quoted)
			c = text.ptr[++i];
		if (!quoted && (c == '*' || c == '?'))
			put(w, form == FORM_STRING ? (struct str){ &c, 1 } : c == '?' ? STR("%01") : STR("%02"));
		else if (!lone_hyphen && (char_is_alnum(c) || strchr(plain, c) != NULL))
			put_char(w, c);
		else if (form == FORM_URI)
			put_percent(w, c);
		else {
			put_char(w, '\\');
			put_char(w, c);
		}
	}
}

static void
put_value(struct writer *w, const struct cpe_value *value, enum form form)
{
	if (value->kind == CPE_NA)
		put_char(w, '-');
	else if (value->kind != CPE_ANY)
		put_text(w, value->text, form, "_.-");
	else if (form == FORM_STRING)
		put_char(w, '*');
}

struct str
cpe_format(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);

	put(&w, STR("cpe:2.3"));
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		put_char(&w, ':');
		put_value(&w, &cpe->attributes[i], FORM_STRING);
	}
	return (struct str){ w.ptr, w.len };
}

static void
put_edition(struct writer *w, const struct cpe *cpe)
{
	bool packed = false;

	for (size_t i = CPE_SW_EDITION; i < CPE_ATTRIBUTE_COUNT; i++)
		packed = packed || cpe->attributes[i].kind != CPE_ANY;
	if (packed)
		put_char(w, '~');
	put_value(w, &cpe->attributes[CPE_EDITION], FORM_URI);
	for (size_t i = CPE_SW_EDITION; packed && i < CPE_ATTRIBUTE_COUNT; i++) {
		put_char(w, '~');
		put_value(w, &cpe->attributes[i], FORM_URI);
	}
}

struct str
cpe_format_uri(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);
	size_t end;

	put(&w, STR("cpe:/"));
	end = w.len;
	for (size_t i = 0; i <= CPE_LANGUAGE; i++) {
		size_t before;

		if (i > 0)
			put_char(&w, ':');
		before = w.len;
		if (i == CPE_EDITION)
			put_edition(&w, cpe);
		else
			put_value(&w, &cpe->attributes[i], FORM_URI);
		if (w.len > before)
			end = w.len;
	}
	return (struct str){ w.ptr, end };
}

struct str
cpe_format_wfn(const struct cpe *cpe, struct arena *arena)
{
	struct writer w = writer_new(cpe, arena);
	bool first = true;

	put(&w, STR("wfn:["));
	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		const struct cpe_value *value = &cpe->attributes[i];

		if (value->kind == CPE_ANY)
			continue;
		if (!first)
			put_char(&w, ',');
		first = false;
		put(&w, str_of(attribute_names[i]));
		put_char(&w, '=');
		if (value->kind == CPE_NA) {
			put(&w, STR("NA"));
			continue;
		}
		put_char(&w, '"');
		put_text(&w, value->text, FORM_STRING, "_");
		put_char(&w, '"');
	}
	put_char(&w, ']');
	return (struct str){ w.ptr, w.len };
}

struct str
cpe_value_plain(const struct cpe_value *value, struct arena *arena)
{
	char *out;
	size_t len = 0;

	if (str_find_char(value->text, '\\') == SIZE_MAX)
		return value->text;
	out = arena_alloc(arena, value->text.len);
	for (size_t i = 0; i < value->text.len; i++) {
		if (value->text.ptr[i] == '\\')
			i++;
		out[len++] = value->text.ptr[i];
	}
	return (struct str){ out, len };
}

/* A ':' inside a vendor or product is quoted, so that no two products share a key. */
struct str
cpe_product_key(const struct cpe *cpe, struct arena *arena)
{
	const struct cpe_value *vendor = &cpe->attributes[CPE_VENDOR], *product = &cpe->attributes[CPE_PRODUCT];
	struct writer w;

	if (vendor->kind != CPE_VALUE || product->kind != CPE_VALUE)
		return STR("");
	w = (struct writer){ arena_alloc(arena, 2 * (vendor->text.len + product->text.len) + 1), 0 };
	for (size_t i = 0; i < vendor->text.len; i++) {
		if (vendor->text.ptr[i] == ':')
			put_char(&w, '\\');
		put_char(&w, vendor->text.ptr[i]);
	}
	put_char(&w, ':');
	put(&w, product->text);
	return (struct str){ w.ptr, w.len };
}

/* ------------------------------------------------------------------------------- how names relate */

/* Characters of a canonical text, a quoted one counting once. */
static size_t
letters(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			i++;
		count++;
	}
	return count;
}

/*
 * Does the pattern cover the target? As NISTIR 7696 compares strings: '*' is any characters, n '?' in a
 * row are up to n characters.
 */
static bool
wild_covers(struct str pattern, struct str target)
{
	struct wild_shape shape;
	size_t before = 0;

	if (!wild_shape(pattern, &shape))
		return false;
	for (size_t at = 0; at <= target.len; before++) {
		if (!shape.begins_any && before > shape.begins)
			return false;
		if (str_starts(str_from(target, at), shape.core) &&
		    (shape.ends_any || letters(str_from(target, at + shape.core.len)) <= shape.ends))
			return true;
		at += at < target.len && target.ptr[at] == '\\' ? 2 : 1;
	}
	return false;
}

enum cpe_relation
cpe_value_relation(const struct cpe_value *source, const struct cpe_value *target)
{
	/* Table 6-2, source down, target across; values against values are decided below. */
	static const enum cpe_relation relations[4][4] = {
		[CPE_ANY]   = { [CPE_ANY] = CPE_EQUAL,  [CPE_NA] = CPE_SUPERSET, [CPE_VALUE] = CPE_SUPERSET, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_NA]    = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_EQUAL,    [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_VALUE] = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_DISJOINT, [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_WILD]  = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_DISJOINT, [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
	};

	if (source->kind == CPE_VALUE && target->kind == CPE_VALUE)
		return str_eq(source->text, target->text) ? CPE_EQUAL : CPE_DISJOINT;
	if (source->kind == CPE_WILD && target->kind == CPE_VALUE)
		return wild_covers(source->text, target->text) ? CPE_SUPERSET : CPE_DISJOINT;
	return relations[source->kind][target->kind];
}

enum cpe_relation
cpe_relation(const struct cpe *source, const struct cpe *target)
{
	bool seen[CPE_UNDEFINED + 1] = { false };

	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		enum cpe_relation relation = cpe_value_relation(&source->attributes[i], &target->attributes[i]);

		if (relation == CPE_DISJOINT)
			return CPE_DISJOINT;
		seen[relation] = true;
	}
	if (seen[CPE_UNDEFINED] || (seen[CPE_SUBSET] && seen[CPE_SUPERSET]))
		return CPE_UNDEFINED;
	return seen[CPE_SUBSET] ? CPE_SUBSET : seen[CPE_SUPERSET] ? CPE_SUPERSET : CPE_EQUAL;
}

const char *
cpe_relation_name(enum cpe_relation relation)
{
	static const char *const names[] = { "disjoint", "subset", "superset", "equal", "undefined" };

	assert((size_t)relation < ARRAY_LEN(names));
	return names[relation];
}
