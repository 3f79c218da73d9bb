/*
 * page.c - the page of one alert: HTML as its issuer's people write it, of which only the words count.
 */
#include "format/alert/parts.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/charset/charset.h"
#include "format/vulnid/vulnid.h"

enum { PAGE_BYTES = 8 << 20, TAG_MOST = 4096, ENTITY_MOST = 12 };

/* ----------------------------------------------------------------------------------------- characters */

static const struct { struct str name, text; } entities[] = {
	{ STR_INIT("amp"), STR_INIT("&") }, { STR_INIT("lt"), STR_INIT("<") }, { STR_INIT("gt"), STR_INIT(">") }, { STR_INIT("quot"), STR_INIT("\"") },
	{ STR_INIT("apos"), STR_INIT("'") }, { STR_INIT("nbsp"), STR_INIT(" ") }, { STR_INIT("copy"), STR_INIT("©") }, { STR_INIT("hellip"), STR_INIT("…") },
};

static void
add_point(struct buf *out, uint32_t point)
{
	if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
		buf_add_char(out, ' ');
	else if (point < 0x80)
		buf_add_char(out, point < 0x20 ? ' ' : (char)point);
	else {
		if (point < 0x800)
			buf_add_char(out, (char)(0xC0 | point >> 6));
		else {
			if (point >= 0x10000)
				buf_add_char(out, (char)(0xF0 | point >> 18));
			buf_add_char(out, (char)(point >= 0x10000 ? 0x80 | (point >> 12 & 0x3F) : 0xE0 | point >> 12));
			buf_add_char(out, (char)(0x80 | (point >> 6 & 0x3F)));
		}
		buf_add_char(out, (char)(0x80 | (point & 0x3F)));
	}
}

static bool
number_of(struct str name, uint32_t *ret_point)
{
	uint32_t point = 0;
	bool hex;

	if (!str_take(&name, STR("#")) || name.len == 0 || name.len > 8)
		return false;
	hex = str_take_nocase(&name, STR("x"));
	for (size_t i = 0; i < name.len; i++) {
		int digit = char_hex(name.ptr[i]);

		if (digit < 0 || (!hex && digit > 9))
			return false;
		point = point * (hex ? 16 : 10) + (uint32_t)digit;
	}
	*ret_point = point;
	return name.len > 0;
}

/* Bytes of the entity that text begins with; 0: it is none, and stays as it stands. */
static size_t
take_entity(struct str text, struct buf *out)
{
	size_t end = str_find_char(str_sub(text, 0, ENTITY_MOST), ';');
	struct str name = end == SIZE_MAX ? STR("") : str_sub(text, 1, end - 1);
	uint32_t point;

	if (number_of(name, &point)) {
		add_point(out, point);
		return end + 1;
	}
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (str_eq(name, entities[i].name)) {
			buf_add(out, entities[i].text);
			return end + 1;
		}
	return 0;
}

/* ----------------------------------------------------------------------------------------------- tags */

enum tag_kind { TAG_INLINE, TAG_LINE, TAG_BLOCK, TAG_UNREAD };

static enum tag_kind
kind_of(struct str name)
{
	static const struct { struct str name; enum tag_kind kind; } tags[] = {
		{ STR_INIT("br"), TAG_LINE }, { STR_INIT("p"), TAG_BLOCK }, { STR_INIT("li"), TAG_BLOCK }, { STR_INIT("ul"), TAG_BLOCK }, { STR_INIT("ol"), TAG_BLOCK },
		{ STR_INIT("div"), TAG_BLOCK }, { STR_INIT("section"), TAG_BLOCK }, { STR_INIT("tr"), TAG_BLOCK }, { STR_INIT("td"), TAG_BLOCK },
		{ STR_INIT("th"), TAG_BLOCK }, { STR_INIT("dt"), TAG_BLOCK }, { STR_INIT("dd"), TAG_BLOCK }, { STR_INIT("table"), TAG_BLOCK },
		{ STR_INIT("h1"), TAG_BLOCK }, { STR_INIT("h2"), TAG_BLOCK }, { STR_INIT("h3"), TAG_BLOCK }, { STR_INIT("h4"), TAG_BLOCK },
		{ STR_INIT("h5"), TAG_BLOCK }, { STR_INIT("pre"), TAG_BLOCK }, { STR_INIT("body"), TAG_BLOCK }, { STR_INIT("main"), TAG_BLOCK },
		{ STR_INIT("title"), TAG_BLOCK }, { STR_INIT("script"), TAG_UNREAD }, { STR_INIT("style"), TAG_UNREAD }, { STR_INIT("nav"), TAG_UNREAD },
		{ STR_INIT("header"), TAG_UNREAD }, { STR_INIT("footer"), TAG_UNREAD }, { STR_INIT("noscript"), TAG_UNREAD }, { STR_INIT("aside"), TAG_UNREAD },
	};

	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (str_eq_nocase(name, tags[i].name))
			return tags[i].kind;
	return TAG_INLINE;
}

/* Behind "</name>", or the end of the text. */
static size_t
behind_end(struct str html, size_t at, struct str name)
{
	for (; at + 2 + name.len <= html.len; at++)
		if (html.ptr[at] == '<' && html.ptr[at + 1] == '/' && str_starts_nocase(str_from(html, at + 2), name)) {
			size_t close = str_find_char(str_sub(html, at, TAG_MOST), '>');

			return close == SIZE_MAX ? html.len : at + close + 1;
		}
	return html.len;
}

struct plain { struct buf out; int breaks; bool blank; };

static void
put(struct plain *plain, char c)
{
	if (char_is_space(c)) {
		plain->blank = true;
		return;
	}
	for (; plain->out.len > 0 && plain->breaks > 0; plain->breaks--, plain->blank = false)
		buf_add_char(&plain->out, '\n');
	if (plain->blank && plain->out.len > 0)
		buf_add_char(&plain->out, ' ');
	plain->blank = false;
	plain->breaks = 0;
	buf_add_char(&plain->out, c);
}

static void
put_entity(struct plain *plain, struct str html, size_t *at)
{
	struct buf letter BUF_SCOPE = { 0 };
	size_t len = take_entity(str_from(html, *at), &letter);

	if (len == 0) {
		put(plain, '&');
		*at += 1;
		return;
	}
	for (size_t i = 0; i < letter.len; i++)
		put(plain, buf_str(&letter).ptr[i]);
	*at += len;
}

/* Behind the tag that begins here; at itself when it is none. */
static size_t
take_tag(struct plain *plain, struct str html, size_t at)
{
	struct str inside = str_sub(html, at + 1, TAG_MOST), name = inside;
	size_t close = str_find_char(inside, '>'), len = 0;
	enum tag_kind kind;
	bool ends;

	if (str_starts(inside, STR("!--"))) {
		size_t end = str_find(str_from(html, at), STR("-->"));

		return end == SIZE_MAX ? html.len : at + end + 3;
	}
	ends = str_take(&name, STR("/"));
	if (close == SIZE_MAX || name.len == 0 || (!char_is_alpha(name.ptr[0]) && name.ptr[0] != '!'))
		return at;
	while (len < name.len && char_is_alnum(name.ptr[len]))
		len++;
	name.len = len;
	kind = kind_of(name);
	if (kind == TAG_UNREAD && !ends)
		return behind_end(html, at, name);
	if (kind == TAG_LINE || kind == TAG_BLOCK)
		plain->breaks = kind == TAG_BLOCK || plain->breaks > 1 ? 2 : plain->breaks + 1;
	return at + close + 2;
}

struct str
alert_plain(struct str html, struct arena *arena)
{
	struct plain plain = { 0 };
	struct str text;

	for (size_t at = 0; at < html.len;) {
		size_t behind = html.ptr[at] == '<' ? take_tag(&plain, html, at) : at;

		if (behind > at)
			at = behind;
		else if (html.ptr[at] == '&')
			put_entity(&plain, html, &at);
		else
			put(&plain, html.ptr[at++]);
	}
	text = arena_copy(arena, buf_str(&plain.out));
	buf_done(&plain.out);
	return text;
}

/* ----------------------------------------------------------------------------------------------- page */

static struct str
inside_tag(struct str html, struct str open)
{
	for (size_t at = 0; at + open.len < html.len; at++) {
		struct str rest = str_from(html, at);
		size_t begin, end;

		if (rest.ptr[0] != '<' || !str_starts_nocase(rest, open))
			continue;
		begin = str_find_char(str_sub(rest, 0, TAG_MOST), '>');
		end = begin == SIZE_MAX ? SIZE_MAX : str_find(str_from(rest, begin), STR("</"));
		return end == SIZE_MAX ? STR("") : str_sub(rest, begin + 1, end - 1);
	}
	return STR("");
}

/* "注意喚起の題 | 発行者" is the title and who issues it. */
static struct str
title_of(struct str html, struct arena *arena)
{
	static const struct str marks[] = { STR_INIT(" | "), STR_INIT("｜"), STR_INIT(" - ") };
	struct str title = alert_plain(inside_tag(html, STR("<title")), arena);

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t at = str_find(title, marks[i]);

		if (at != SIZE_MAX && at > 0)
			return str_sub(title, 0, at);
	}
	return title;
}

/* The address that the page says it has: <link rel="canonical" href="…">, <meta property="og:url" content="…">. */
static struct str
address_of(struct str html)
{
	static const struct { struct str mark, attribute; } places[] = {
		{ STR_INIT("rel=\"canonical\""), STR_INIT("href=\"") }, { STR_INIT("property=\"og:url\""), STR_INIT("content=\"") },
	};

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		size_t at = str_find(html, places[i].mark), from = at, value;
		struct str tag, address, rest;

		if (at == SIZE_MAX)
			continue;
		while (from > 0 && at - from < TAG_MOST && html.ptr[from] != '<')
			from--;
		(void)str_cut(str_sub(html, from, TAG_MOST), '>', &tag, &rest);
		value = str_find(tag, places[i].attribute);
		if (value != SIZE_MAX && str_cut(str_from(tag, value + places[i].attribute.len), '"', &address, &rest))
			return address;
	}
	return STR("");
}

/* What JPCERT/CC says stands between its first heading and the history of changes. */
static struct str
body_of(struct str text)
{
	static const struct str begins[] = { STR_INIT("I. 概要"), STR_INIT("Ｉ．概要"), STR_INIT("Ⅰ. 概要"), STR_INIT("I. Overview") };
	static const struct str ends[] = { STR_INIT("改訂履歴"), STR_INIT("Revision History") };

	for (size_t i = 0; i < ARRAY_LEN(begins); i++) {
		size_t at = str_find(text, begins[i]);

		if (at != SIZE_MAX) {
			text = str_from(text, at);
			break;
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t at = str_find(text, ends[i]);

		if (at != SIZE_MAX)
			text = str_sub(text, 0, at);
	}
	return text;
}

/* "2026-11-20(新規)", "2026-11-21（更新）": the first and the last of them. */
static void
dates_of(struct str text, struct alert *alert)
{
	enum { DATE = 10 };

	for (size_t at = 0; at + DATE < text.len; at++) {
		struct str behind = str_from(text, at + DATE);
		int64_t day;

		if (text.ptr[at] != '2' || text.ptr[at + 4] != '-' || !(str_starts(behind, STR("(")) || str_starts(behind, STR("（"))) ||
		    !instant_parse(str_sub(text, at, DATE), ZONE_JST, &day))
			continue;
		alert->published = alert->published == INSTANT_NONE || day < alert->published ? day : alert->published;
		alert->modified = alert->modified == INSTANT_NONE || day > alert->modified ? day : alert->modified;
	}
}

static struct str
number_in(struct str text)
{
	static const struct str form = STR_INIT("JPCERT-AT-");
	size_t at = str_find(text, form), end = at == SIZE_MAX ? 0 : at + form.len;

	while (end < text.len && end > 0 && (char_is_digit(text.ptr[end]) || text.ptr[end] == '-'))
		end++;
	return at == SIZE_MAX ? STR("") : str_sub(text, at, end - at);
}

struct err *
alerts_of_page(struct alerts *alerts, struct input *input)
{
	struct arena *arena = alerts->arena;
	struct alert alert = { .published = INSTANT_NONE, .modified = INSTANT_NONE };
	struct str bytes, html, text;

	TRY(input_all(input, PAGE_BYTES, arena, &bytes));
	TRY(charset_text(bytes, alerts->file, arena, &html));
	text = alert_plain(html, arena);
	alert.id = number_in(text);
	alert.title = title_of(html, arena);
	alert.url = address_of(html);
	alert.text = body_of(text);
	dates_of(text, &alert);
	alerts->head.name = STR("alerts:pages");
	return alerts_send(alerts, &alert, 0, arena);
}
