/*
 * text.c - a terminal's log into lines: encodings, escapes, pagers, timestamps, and the spaces between a name and its value.
 */
#include "base/buf.h"
#include "base/limits.h"
#include "format/charset/charset.h"
#include "format/device/parts.h"

/* What pagers print and rub out again; the rest of such a line is the text. */
static const struct str pagers[] = {
	STR_INIT("--More-- or (q)uit"), STR_INIT("--More--"), STR_INIT("-- More --"), STR_INIT("---- More ----"), STR_INIT("<--- More --->"),
	STR_INIT("-More-"), STR_INIT("---(more)---"), STR_INIT("--More or (q)uit--"), STR_INIT("---つづく---"), STR_INIT("---続く---"),
	STR_INIT("Press any key to continue (Q to quit)"),
	STR_INIT("-- MORE --, next page: Space, next line: Enter, quit: Control-C"),
};

/* Words of configurations and commands behind which something secret stands. */
static const struct str secret_words[] = {
	STR_INIT("password"), STR_INIT("passwd"), STR_INIT("secret"), STR_INIT("community"), STR_INIT("pre-shared-key"), STR_INIT("psksecret"),
	STR_INIT("key-string"), STR_INIT("private-key"), STR_INIT("passphrase"), STR_INIT("authentication-key"), STR_INIT("md5-key"),
};

/* ------------------------------------------------------------------------------------ a terminal's signs */

/* Behind ESC: "[…m", "]…BEL", "(B". */
static size_t
escape_len(struct str text, size_t at)
{
	size_t end = at + 1;

	if (end >= text.len)
		return 1;
	if (text.ptr[end] == '[') {
		for (end++; end < text.len && (text.ptr[end] < '@' || text.ptr[end] > '~');)
			end++;
	} else if (text.ptr[end] == ']') {
		while (end < text.len && text.ptr[end] != '\a')
			end++;
	} else if (text.ptr[end] == '(' || text.ptr[end] == ')' || text.ptr[end] == '#') {
		end++;
	}
	return (end < text.len ? end + 1 : text.len) - at;
}

static void
rub_out(struct buf *out)
{
	while (out->len > 0 && ((unsigned char)out->ptr[out->len - 1] & 0xc0) == 0x80)
		out->len--;
	if (out->len > 0)
		out->len--;
}

/* As a screen shows it: backspaces rub out, a carriage return begins the line anew. */
static void
show(struct str raw, struct buf *out)
{
	while (raw.len > 0 && raw.ptr[raw.len - 1] == '\r')
		raw.len--;
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];

		if (c == '\x1b')
			i += escape_len(raw, i) - 1;
		else if (c == '\b')
			rub_out(out);
		else if (c == '\r')
			buf_clear(out);
		else if (c == '\t' || (unsigned char)c >= ' ')
			buf_add_char(out, c == '\x7f' ? ' ' : c);
	}
}

static struct str
without_pager(struct str line)
{
	struct str text = str_trim_space(line);

	for (size_t i = 0; i < ARRAY_LEN(pagers); i++)
		if (str_take(&text, pagers[i]))
			return text;
	return line;
}

/* "[2026-11-20 10:02:03.004] ", which terminal programs put before every line. */
static struct str
without_time(struct str line)
{
	size_t close = str_find_char(str_sub(line, 0, 48), ']'), colons = 0, digits = 0;

	if (line.len == 0 || line.ptr[0] != '[' || close == SIZE_MAX)
		return line;
	for (size_t i = 1; i < close; i++) {
		colons += line.ptr[i] == ':';
		digits += char_is_digit(line.ptr[i]);
	}
	if (colons < 2 || digits < 8)
		return line;
	line = str_from(line, close + 1);
	str_take(&line, STR(" "));
	return line;
}

/* "*Nov 20 10:02:03.004: %SYS-5-CONFIG_I: …", which comes in between. */
static bool
is_log(struct str line)
{
	size_t at = str_find(line, STR(": %"));
	struct str rest = str_from(line, at == SIZE_MAX ? line.len : at + 3), facility, severity;

	return str_cut(rest, '-', &facility, &rest) && str_cut(rest, '-', &severity, &rest) && facility.len > 1 && severity.len == 1
	    && char_is_digit(severity.ptr[0]) && str_find_char(facility, ' ') == SIZE_MAX;
}

static bool
is_secret(struct str folded)
{
	for (size_t i = 0; i < ARRAY_LEN(secret_words); i++)
		if (find_nocase(folded, secret_words[i]) != SIZE_MAX)
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------------ folding */

/* The colon and the space of a Japanese keyboard are the same signs. */
static size_t
wide_sign(struct str text, size_t at, char *ret_sign)
{
	struct str rest = str_from(text, at);

	if (str_starts(rest, STR("：")))
		*ret_sign = ':';
	else if (str_starts(rest, STR("　")))
		*ret_sign = ' ';
	else
		return 0;
	return 3;
}

static void
add_folded(struct buf *out, char c)
{
	char last = out->len > 0 ? out->ptr[out->len - 1] : ' ';

	if (c == ' ' || c == '\t') {
		if (last != ' ')
			buf_add_char(out, ' ');
		return;
	}
	if (c == ':' && out->len > 1 && last == ' ')
		out->len--;
	buf_add_char(out, c);
}

/* "Serial Number........ X" and "version = X" are "…: X". */
static size_t
dots_len(struct str text, size_t at)
{
	size_t end = at;

	if (str_starts(str_from(text, at), STR("= ")) && at > 0 && text.ptr[at - 1] == ' ')
		return 1;
	while (end < text.len && text.ptr[end] == '.')
		end++;
	return end - at >= 4 ? end - at : 0;
}

struct str
text_fold(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t wide, dots;
	char sign;

	for (size_t i = 0; i < text.len; i++) {
		if ((wide = wide_sign(text, i, &sign)) > 0) {
			add_folded(&out, sign);
			i += wide - 1;
		} else if ((dots = dots_len(text, i)) > 0) {
			add_folded(&out, ':');
			i += dots - 1;
		} else {
			add_folded(&out, text.ptr[i]);
		}
	}
	return arena_copy(arena, str_trim_space(buf_str(&out)));
}

/* ------------------------------------------------------------------------------------------------ reading */

/* One line in whatever encoding it has; signs of none are "?". */
static struct str
decode_line(struct str raw, struct arena *arena, bool *ret_lost)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str text;

	*ret_lost = false;
	if (str_is_text(raw))
		return raw;
	if (charset_text(raw, STR(""), arena, &text) == NULL && str_is_text(text))
		return text;
	*ret_lost = true;
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] != '\0')
			buf_add_char(&out, (unsigned char)raw.ptr[i] < 0x80 ? raw.ptr[i] : '?');
	return arena_copy(arena, buf_str(&out));
}

static void
add_line(struct text *text, struct str raw, int64_t number, struct buf *shown, struct arena *arena)
{
	struct line *line = list_add(arena, text);
	bool lost;

	buf_clear(shown);
	raw = decode_line(raw, arena, &lost);
	show(raw, shown);
	text->undecodable += lost;
	line->number = number;
	line->text = arena_copy(arena, without_pager(without_time(buf_str(shown))));
	if (!str_is_text(line->text))    /* an escape had cut a sign in two */
		line->text = STR("");
	line->folded = text_fold(line->text, arena);
	text->secrets += is_secret(line->folded);
}

struct err *
text_read(struct str bytes, struct arena *arena, struct text *ret_text)
{
	struct buf shown BUF_SCOPE = { 0 };
	struct text text = { 0 };
	struct str rest = bytes, raw;
	int64_t number = 0;

	if (charset_text(bytes, STR(""), arena, &rest) != NULL)
		rest = bytes;      /* of several encodings: line by line */
	while (str_split(&rest, '\n', &raw)) {
		number++;
		if (raw.len > LIMIT_LINE_BYTES)
			return err_new(arena, ERR_LIMIT, M("Line {line} is longer than {limit} bytes: this is no output of a console."),
			    ARG_N("line", number), ARG_N("limit", LIMIT_LINE_BYTES));
		add_line(&text, raw, number, &shown, arena);
		if (is_log(text.items[text.count - 1].folded))
			text.count--;
	}
	*ret_text = text;
	return NULL;
}
