/*
 * registry.c - keys and values as reg query prints them, and as .reg files hold them.
 */
#include "format/windows/parts.h"

#include "base/limits.h"

/* ------------------------------------------------------------------------------------- reg query */

/* "0x1de7" of a REG_DWORD or REG_QWORD; -1 of anything else. */
static int64_t
number_of(struct str text)
{
	uint64_t number = 0;

	if (!str_take_nocase(&text, STR("0x")) || text.len == 0 || text.len > 15)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		if (!char_is_hex(text.ptr[i]))
			return -1;
		number = number << 4 | (uint64_t)char_hex(text.ptr[i]);
	}
	return (int64_t)number;
}

/* "    DisplayName    REG_SZ    7-Zip 24.09 (x64)"; older ones set tabs between. */
static bool
cut_value(struct str line, struct str *ret_name, struct str *ret_type, struct str *ret_data)
{
	size_t at = str_find(line, STR("    REG_"));

	if (at == SIZE_MAX)
		at = str_find(line, STR("\tREG_"));
	if (at == SIZE_MAX)
		return false;
	*ret_name = str_trim_space(str_sub(line, 0, at));
	*ret_type = str_trim_space(str_from(line, at));
	*ret_data = STR("");
	for (size_t i = 0; i < ret_type->len; i++)
		if (char_is_space(ret_type->ptr[i])) {
			*ret_data = str_trim_space(str_from(*ret_type, i));
			*ret_type = str_sub(*ret_type, 0, i);
			break;
		}
	return ret_name->len > 0;
}

static bool
is_path(struct str line)
{
	static const struct str roots[] = { STR_INIT("HKEY_"), STR_INIT("HKLM\\"), STR_INIT("HKCU\\"), STR_INIT("HKU\\") };

	for (size_t i = 0; i < ARRAY_LEN(roots); i++)
		if (str_starts(line, roots[i]))
			return str_find_char(line, '\\') != SIZE_MAX;
	return false;
}

bool
read_reg_query(struct windows_pc *pc, struct str text, enum windows_half half)
{
	struct windows_key key = { .half = half };
	struct str line, name, type, data;
	bool found = false;

	while (str_line(&text, &line)) {
		(void)str_take_end(&line, STR("\r"));
		if (is_path(line)) {
			key.path = str_trim_space(line);
			key_begin(pc, &key);
			found = true;
		} else if (key.path.len > 0 && line.len > 0 && char_is_space(line.ptr[0]) && cut_value(line, &name, &type, &data)) {
			key_value(pc, &key, name, data, number_of(data));
		}
	}
	return found;
}

/* ------------------------------------------------------------------------------------- .reg files */

/* Up to the closing quotation mark, with \\ and \" undone; *rest begins behind it. */
static bool
take_quoted(struct str *rest, struct arena *arena, struct str *ret_text)
{
	char *out = arena_alloc(arena, rest->len + 1);
	size_t len = 0, i;

	if (rest->len == 0 || rest->ptr[0] != '"')
		return false;
	for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++) {
		if (rest->ptr[i] == '\\' && i + 1 < rest->len)
			i++;
		out[len++] = rest->ptr[i];
	}
	if (i == rest->len)
		return false;
	*rest = str_from(*rest, i + 1);
	*ret_text = (struct str){ out, len };
	return true;
}

/* "61,00,62,00" continued over lines, as bytes. */
static struct str
bytes_of_hex(struct str data, struct str *rest, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str digits;

	for (;;) {
		bool more;

		data = str_trim_space(data);
		more = str_take_end(&data, STR("\\"));
		for (struct str left = data; str_split(&left, ',', &digits);) {
			digits = str_trim_space(digits);
			if (digits.len == 2 && char_is_hex(digits.ptr[0]) && char_is_hex(digits.ptr[1]))
				buf_add_char(&out, (char)(char_hex(digits.ptr[0]) << 4 | char_hex(digits.ptr[1])));
		}
		if (!more || out.len > LIMIT_LINE_BYTES || !str_line(rest, &data))
			break;
	}
	return arena_copy(arena, buf_str(&out));
}

/* The texts of hex(2) and hex(7): UTF-16LE in version 5.00, bytes in REGEDIT4. Several texts of hex(7) are joined by ';'. */
static struct str
text_of_bytes(struct str bytes, bool wide, struct arena *arena)
{
	struct str text = STR(""), parts[2];
	bool doubt;

	if (wide) {
		parts[0] = STR("\xff\xfe");
		parts[1] = str_sub(bytes, 0, bytes.len & ~(size_t)1);
		bytes = arena_join(arena, parts, 2, STR(""));
	}
	for (size_t i = wide ? 2 : 0; i + 1 < bytes.len; i += wide ? 2 : 1)
		if (bytes.ptr[i] == '\0' && (!wide || bytes.ptr[i + 1] == '\0'))
			((char *)(uintptr_t)bytes.ptr)[i] = ';';
	if (windows_text(bytes, STR("hex"), arena, &text, &doubt) != NULL)
		return STR("");
	return str_trim(text, ';');
}

static int64_t
number_of_bytes(struct str bytes)
{
	uint64_t number = 0;

	for (size_t i = bytes.len < 8 ? bytes.len : 8; i > 0; i--)
		number = number << 8 | (unsigned char)bytes.ptr[i - 1];
	return number > INT64_MAX ? -1 : (int64_t)number;
}

/* What follows "Name"=; lines that belong to it are taken off *rest. */
static void
take_data(struct windows_pc *pc, const struct windows_key *key, struct str name, struct str data, bool wide, struct str *rest)
{
	struct str text = STR(""), kind;
	int64_t number = -1;

	if (take_quoted(&data, pc->arena, &text)) {
		key_value(pc, key, name, text, number);
		return;
	}
	if (str_take_nocase(&data, STR("dword:"))) {
		number = number_of(arena_printf(pc->arena, "0x%.*s", STR_ARG(str_trim_space(data))));
		key_value(pc, key, name, text, number);
		return;
	}
	if (!str_cut(data, ':', &kind, &data))
		return;
	data = bytes_of_hex(data, rest, pc->arena);
	if (str_eq_nocase(kind, STR("hex(b)")))
		number = number_of_bytes(data);
	else if (str_eq_nocase(kind, STR("hex(2)")) || str_eq_nocase(kind, STR("hex(7)")) || str_eq_nocase(kind, STR("hex(1)")))
		text = text_of_bytes(data, wide, pc->arena);
	key_value(pc, key, name, text, number);
}

static void
take_entry(struct windows_pc *pc, const struct windows_key *key, struct str line, bool wide, struct str *rest)
{
	struct str name = STR("(Default)");

	if (!str_take(&line, STR("@")) && !take_quoted(&line, pc->arena, &name))
		return;
	line = str_trim_space(line);
	if (str_take(&line, STR("=")))
		take_data(pc, key, name, str_trim_space(line), wide, rest);
}

bool
read_reg_file(struct windows_pc *pc, struct str text)
{
	struct windows_key key = { .half = HALF_64 };
	struct str line;
	bool wide;

	if (!str_line(&text, &line))
		return false;
	line = str_trim_space(line);
	wide = str_starts_nocase(line, STR("Windows Registry Editor Version 5"));
	if (!wide && !str_eq(line, STR("REGEDIT4")))
		return false;
	while (str_line(&text, &line)) {
		line = str_trim_space(line);
		if (str_take(&line, STR("["))) {
			(void)str_take_end(&line, STR("]"));
			key.path = str_starts(line, STR("-")) ? STR("") : line;      /* a minus takes a key away */
			key_begin(pc, &key);
		} else if (key.path.len > 0) {
			take_entry(pc, &key, line, wide, &text);
		}
	}
	return true;
}
