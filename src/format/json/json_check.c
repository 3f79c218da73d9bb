#include "format/json/json_check.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/err.h"
#include "base/limits.h"

const char json_fault_cut_short[] = M("The JSON ends too early: the file is cut short.");
const char json_fault_value[] = M("A JSON value was expected here.");
const char json_fault_key[] = M("A key in double quotes was expected here.");
const char json_fault_colon[] = M("A colon was expected behind the key.");
const char json_fault_separator[] = M("A comma or a closing bracket was expected here.");

struct checker {
	struct str        text;
	size_t            at;
	struct json_fault fault;
	size_t            depth;
	bool              is_object[LIMIT_JSON_DEPTH + 1];
};

static bool
fail(struct checker *c, const char *message, size_t at)
{
	c->fault = (struct json_fault){ at >= c->text.len ? json_fault_cut_short : message, at };
	return false;
}

static void
skip_space(struct checker *c)
{
	while (c->at < c->text.len && memchr(" \t\r\n", c->text.ptr[c->at], 4) != NULL)
		c->at++;
}

static char
peek(const struct checker *c)
{
	return c->at < c->text.len ? c->text.ptr[c->at] : '\0';
}

/* Four hexadecimal digits; -1 when they are not there. */
static int
hex4(struct str text, size_t at)
{
	int value = 0;

	if (at + 4 > text.len)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		char lower = char_lower(text.ptr[i]);

		if (char_is_digit(lower))
			value = value * 16 + (lower - '0');
		else if (lower >= 'a' && lower <= 'f')
			value = value * 16 + (lower - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/* The fault of the \u escape whose backslash is at `at`; *ret_len is what it takes up. */
static const char *
unicode_escape(struct str text, size_t at, size_t *ret_len)
{
	int unit = hex4(text, at + 2), low;

	*ret_len = 6;
	if (unit < 0)
		return M("The escape in this text is none that JSON knows.");
	if (unit == 0)
		return M("A text holds the character NUL.");
	if (unit < 0xD800 || unit > 0xDFFF)
		return NULL;
	low = unit < 0xDC00 && str_starts(str_from(text, at + 6), STR("\\u")) ? hex4(text, at + 8) : -1;
	*ret_len = 12;
	return low >= 0xDC00 && low <= 0xDFFF ? NULL : M("A text holds half of a surrogate pair.");
}

struct json_fault
json_check_escapes(struct str text)
{
	size_t at = 0;

	for (;;) {
		const char *found = at < text.len ? memchr(text.ptr + at, '\\', text.len - at) : NULL;
		const char *message;
		size_t len = 2;

		if (found == NULL)
			return (struct json_fault){ NULL, 0 };
		at = (size_t)(found - text.ptr);
		if (at + 1 < text.len && text.ptr[at + 1] == 'u') {
			message = unicode_escape(text, at, &len);
			if (message != NULL)
				return (struct json_fault){ message, at };
		}
		at += len;
	}
}

static bool
check_escape(struct checker *c)
{
	const char *message;
	size_t len = 2;

	if (c->at + 1 >= c->text.len)
		return fail(c, NULL, c->text.len);
	if (c->text.ptr[c->at + 1] == 'u') {
		message = unicode_escape(c->text, c->at, &len);
		if (message != NULL)
			return fail(c, message, c->at);
	} else if (memchr("\"\\/bfnrt", c->text.ptr[c->at + 1], 8) == NULL) {
		return fail(c, M("The escape in this text is none that JSON knows."), c->at);
	}
	c->at += len;
	return true;
}

static bool
check_string(struct checker *c)
{
	uint32_t point;

	for (c->at++; c->at < c->text.len;) {
		unsigned char byte = (unsigned char)c->text.ptr[c->at];
		size_t len;

		if (byte == '"') {
			c->at++;
			return true;
		}
		if (byte == '\\') {
			if (!check_escape(c))
				return false;
			continue;
		}
		if (byte < 0x20)
			return fail(c, M("A text holds a control character that is not escaped."), c->at);
		len = str_point(c->text, c->at, &point);
		if (len == 0)
			return fail(c, M("A text is not valid UTF-8."), c->at);
		c->at += len;
	}
	return fail(c, NULL, c->text.len);
}

static size_t
skip_digits(struct checker *c)
{
	size_t from = c->at;

	while (char_is_digit(peek(c)))
		c->at++;
	return c->at - from;
}

/* Does the number between fit 64 bits, or a double? */
static bool
number_fits(struct str number, bool is_integer)
{
	char text[512];
	uint64_t size;

	if (is_integer && str_take(&number, STR("-")))
		return str_to_u64(number, &size) && size <= (uint64_t)INT64_MAX + 1;
	if (is_integer)
		return str_to_u64(number, &size);
	if (number.len >= sizeof(text))
		return true;
	memcpy(text, number.ptr, number.len);
	text[number.len] = '\0';
	return isfinite(strtod(text, NULL));
}

static bool
check_number(struct checker *c)
{
	size_t from = c->at;
	bool is_integer = true;

	if (peek(c) == '-')
		c->at++;
	if (peek(c) == '0')
		c->at++;
	else if (skip_digits(c) == 0)
		return fail(c, json_fault_value, c->at);
	if (peek(c) == '.') {
		is_integer = false;
		c->at++;
		if (skip_digits(c) == 0)
			return fail(c, M("This number is not one of JSON."), c->at);
	}
	if (char_lower(peek(c)) == 'e') {
		is_integer = false;
		c->at++;
		if (peek(c) == '+' || peek(c) == '-')
			c->at++;
		if (skip_digits(c) == 0)
			return fail(c, M("This number is not one of JSON."), c->at);
	}
	if (char_is_digit(peek(c)))
		return fail(c, M("This number is not one of JSON."), from);
	if (!number_fits(str_sub(c->text, from, c->at - from), is_integer))
		return fail(c, M("This number is too large."), from);
	return true;
}

static bool
check_scalar(struct checker *c)
{
	static const struct str words[] = { STR_INIT("true"), STR_INIT("false"), STR_INIT("null") };
	struct str rest = str_from(c->text, c->at);

	if (peek(c) == '"')
		return check_string(c);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (str_starts(rest, words[i])) {
			c->at += words[i].len;
			return true;
		}
	}
	return check_number(c);
}

static bool
check_key(struct checker *c)
{
	skip_space(c);
	if (peek(c) != '"')
		return fail(c, json_fault_key, c->at);
	if (!check_string(c))
		return false;
	skip_space(c);
	if (peek(c) != ':')
		return fail(c, json_fault_colon, c->at);
	c->at++;
	return true;
}

/* Behind a bracket that opens: the first key, or straight the end. *ret_value: a value comes next. */
static bool
open_container(struct checker *c, bool *ret_value)
{
	bool is_object = peek(c) == '{';

	if (c->depth == LIMIT_JSON_DEPTH)
		return fail(c, M("Arrays and objects are nested too deeply."), c->at);
	c->is_object[++c->depth] = is_object;
	c->at++;
	skip_space(c);
	*ret_value = peek(c) != (is_object ? '}' : ']');
	return !*ret_value || !is_object || check_key(c);
}

/* Behind a value: closes what closes here. *ret_value: another value comes. */
static bool
close_containers(struct checker *c, bool *ret_value)
{
	*ret_value = false;
	while (c->depth > 0) {
		skip_space(c);
		if (peek(c) == ',') {
			c->at++;
			*ret_value = true;
			return !c->is_object[c->depth] || check_key(c);
		}
		if (peek(c) != (c->is_object[c->depth] ? '}' : ']'))
			return fail(c, json_fault_separator, c->at);
		c->at++;
		c->depth--;
	}
	return true;
}

static bool
check_document(struct checker *c)
{
	bool value = true;

	while (value) {
		skip_space(c);
		if (peek(c) == '{' || peek(c) == '[') {
			if (!open_container(c, &value))
				return false;
			if (value)
				continue;
		} else if (!check_scalar(c)) {
			return false;
		}
		if (!close_containers(c, &value))
			return false;
	}
	skip_space(c);
	return c->at == c->text.len || fail(c, M("Something stands behind the end of the JSON."), c->at);
}

struct json_fault
json_check(struct str text)
{
	struct checker c = { .text = text };

	(void)check_document(&c);
	return c.fault;
}
