/*
 * fold.c - keys by which names are compared.
 */
#include <stdlib.h>
#include <utf8proc.h>
#include "base/buf.h"
#include "base/fold.h"
#include "domain/name/parts.h"

enum {
	MIDDLE_DOT = 0x30fb, SMALL_TSU = 0x30c3, VU = 0x30f4,
	TRADE_MARK = 0x2122, REGISTERED = 0xae, COPYRIGHT = 0xa9,
};

/* --------------------------------------------------------------------------------------- normal form */

static bool
is_mark(uint32_t point)
{
	return point == TRADE_MARK || point == REGISTERED || point == COPYRIGHT;
}

/* ™ would become the letters TM, so it goes first; "(TM)" and "(R)" with it. */
static struct str
without_marks(struct str text, struct arena *arena)
{
	static const struct str written[] = { STR_INIT("(tm)"), STR_INIT("(r)"), STR_INIT("(c)") };
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0, at = 0;

	while (at < text.len) {
		uint32_t point = 0;
		size_t step = str_point(text, at, &point), skip = 0;

		for (size_t i = 0; i < ARRAY_LEN(written); i++)
			if (str_starts_nocase(str_from(text, at), written[i]))
				skip = written[i].len;
		if (step > 0 && is_mark(point))
			skip = step;
		for (size_t i = 0; skip == 0 && i < (step == 0 ? 1 : step); i++)
			out[len++] = text.ptr[at + i];
		at += skip > 0 ? skip : step == 0 ? 1 : step;
	}
	return (struct str){ out, len };
}

static bool
is_hyphen(uint32_t point)
{
	return (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

static void
put_point(struct buf *out, uint32_t point)
{
	utf8proc_uint8_t bytes[4];

	buf_add_bytes(out, bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)point, bytes));
}

static struct str
tidy(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	bool space = false;
	size_t at = 0, len;
	uint32_t point;

	for (; at < text.len; at += len == 0 ? 1 : len) {
		len = str_point(text, at, &point);
		if (len == 0)
			continue;
		if (point < 0x80 && char_is_space((char)point)) {
			space = out.len > 0;
			continue;
		}
		if (space)
			buf_add_char(&out, ' ');
		space = false;
		put_point(&out, is_hyphen(point) ? '-' : point == 0x2018 || point == 0x2019 ? '\'' : point);
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
name_normal(struct str text, struct arena *arena)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len;
	struct str normal;

	text = without_marks(str_sub(text, 0, NAME_TEXT_MOST), arena);
	if (str_is_ascii(text))
		return tidy(text, arena);
	len = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &mapped,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPCC);
	if (len < 0)
		return tidy(text, arena);
	normal = tidy((struct str){ (const char *)mapped, (size_t)len }, arena);
	free(mapped);
	return normal;
}

/* --------------------------------------------------------------------------------------------- keys */

static bool
is_kept(uint32_t point)
{
	if (point < 0x80)
		return char_is_alnum((char)point) || point == '+' || point == '#';
	return !(point <= 0xbf) && !(point >= 0x2000 && point <= 0x206f) && !(point >= 0x3000 && point <= 0x303f) &&
	    point != MIDDLE_DOT;
}

/* ァ to ア and so on: ウィルス and ウイルス, フィルム and フイルム are one word. ッ stays small. */
static uint32_t
large_kana(uint32_t point)
{
	static const uint16_t small[] = { 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30e3, 0x30e5, 0x30e7, 0x30ee };

	for (size_t i = 0; i < ARRAY_LEN(small); i++)
		if (point == small[i])
			return point + 1;
	return point;
}

/* ヴァ ヴィ ヴ ヴェ ヴォ as バ ビ ブ ベ ボ; *at is behind ヴ and moves over the vowel. */
static uint32_t
bu(struct str text, size_t *at)
{
	static const struct { uint32_t vowel, syllable; } rows[] = {
		{ 0x30a1, 0x30d0 }, { 0x30a3, 0x30d3 }, { 0x30a7, 0x30d9 }, { 0x30a9, 0x30dc },
	};
	uint32_t next = 0;
	size_t len = *at < text.len ? str_point(text, *at, &next) : 0;

	for (size_t i = 0; len > 0 && i < ARRAY_LEN(rows); i++) {
		if (next != rows[i].vowel)
			continue;
		*at += len;
		return rows[i].syllable;
	}
	return 0x30d6;
}

struct key_writer {
	struct buf *out;
	bool        digit;      /* the last point written is one                      */
	char        between;    /* what has been passed over since: 0, '.', or '-'    */
};

static void
write_point(struct key_writer *writer, uint32_t point)
{
	bool digit = point < 0x80 && char_is_digit((char)point);

	if (!is_kept(point)) {
		if (point == '.' && writer->between == 0)
			writer->between = '.';
		else
			writer->between = '-';
		return;
	}
	if (writer->digit && digit && writer->between != 0)
		buf_add_char(writer->out, writer->between);
	put_point(writer->out, point);
	writer->digit = digit;
	writer->between = 0;
}

/* Of a text that fold_text folded. */
static struct str
compact(struct str folded, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct key_writer writer = { .out = &out };
	size_t at = 0, len;
	uint32_t point;

	while (at < folded.len) {
		len = str_point(folded, at, &point);
		at += len == 0 ? 1 : len;
		if (len == 0)
			continue;
		write_point(&writer, point == VU ? bu(folded, &at) : large_kana(point));
	}
	return arena_copy(arena, buf_str(&out));
}

static struct str
fold_ascii(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct key_writer writer = { .out = &out };

	for (size_t i = 0; i < text.len; i++)
		write_point(&writer, (unsigned char)char_lower(text.ptr[i]));
	return arena_copy(arena, buf_str(&out));
}

struct str
name_compact(struct str normal, struct arena *arena)
{
	return str_is_ascii(normal) ? fold_ascii(normal, arena) : compact(fold_text(normal, arena), arena);
}

/* What is judged of a device is its firmware; lists write the word or leave it out (devices.md §4). */
static struct str
without_firmware(struct str key)
{
	static const struct str words[] = { STR_INIT("フアームウエア"), STR_INIT("フアームウエアー"), STR_INIT("firmware") };
	struct str rest = key;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_take_end(&rest, words[i]))
			break;
	return rest.len > 0 ? rest : key;
}

struct str
name_key(struct str name, struct arena *arena)
{
	return without_firmware(name_compact(name_normal(name, arena), arena));
}

/* ------------------------------------------------------------------------------------------ vendors */

/* Folded; Japanese forms stand before or behind, the others behind and after a space, comma or full stop. */
static const struct str forms_ja[] = {
	STR_INIT("株式会社"), STR_INIT("(株)"), STR_INIT("有限会社"), STR_INIT("(有)"), STR_INIT("合同会社"), STR_INIT("(同)"),
	STR_INIT("合資会社"), STR_INIT("(資)"), STR_INIT("一般社団法人"), STR_INIT("一般財団法人"), STR_INIT("公益社団法人"),
	STR_INIT("公益財団法人"), STR_INIT("(社)"), STR_INIT("(財)"), STR_INIT("独立行政法人"), STR_INIT("(独)"),
	STR_INIT("国立研究開発法人"), STR_INIT("国立大学法人"), STR_INIT("特定非営利活動法人"), STR_INIT("地方独立行政法人"),
};
static const struct str forms_en[] = {
	STR_INIT("co.,ltd."), STR_INIT("co., ltd."), STR_INIT("co.,ltd"), STR_INIT("co., ltd"), STR_INIT("co. ltd."), STR_INIT("co. ltd"),
	STR_INIT("company, limited"), STR_INIT("company limited"), STR_INIT("company, ltd."), STR_INIT("company, ltd"),
	STR_INIT("company,ltd."), STR_INIT("company"), STR_INIT("incorporated"), STR_INIT("inc."), STR_INIT("inc"),
	STR_INIT("corporation"), STR_INIT("corp."), STR_INIT("corp"), STR_INIT("limited"), STR_INIT("ltd."), STR_INIT("ltd"),
	STR_INIT("l.l.c."), STR_INIT("llc"), STR_INIT("llp"), STR_INIT("k.k."), STR_INIT("kk"), STR_INIT("gmbh & co. kg"),
	STR_INIT("gmbh"), STR_INIT("ag"), STR_INIT("se"), STR_INIT("s.a."), STR_INIT("s.r.o."), STR_INIT("s.r.l."), STR_INIT("b.v."),
	STR_INIT("a/s"), STR_INIT("oy"), STR_INIT("ab"), STR_INIT("plc"), STR_INIT("pte."), STR_INIT("co."),
};

static struct str
trim_marks(struct str text)
{
	size_t before;

	do {
		before = text.len;
		text = str_trim_space(str_trim(text, ','));
	} while (text.len != before);
	return text;
}

static bool
take_form_en(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(forms_en); i++) {
		struct str rest = *text;

		if (!str_take_end(&rest, forms_en[i]) || rest.len == 0)
			continue;
		if (str_find_char(STR(" ,."), rest.ptr[rest.len - 1]) == SIZE_MAX)
			continue;
		*text = rest;
		return true;
	}
	return false;
}

static bool
take_form_ja(struct str *text)
{
	for (size_t i = 0; i < ARRAY_LEN(forms_ja); i++) {
		struct str rest = *text;

		if ((str_take(&rest, forms_ja[i]) || str_take_end(&rest, forms_ja[i])) && rest.len > 0) {
			*text = rest;
			return true;
		}
	}
	return false;
}

/* マイクロソフト社: 社 behind a katakana; 新聞社 keeps its own. */
static bool
take_sha(struct str *text)
{
	struct str rest = *text;
	uint32_t point = 0;

	if (!str_take_end(&rest, STR("社")) || rest.len < 3)
		return false;
	if (str_point(rest, rest.len - 3, &point) != 3 || point < 0x30a1 || point > 0x30fc)
		return false;
	*text = rest;
	return true;
}

struct str
name_vendor_key(struct str vendor, struct arena *arena)
{
	struct str text = fold_text(name_normal(vendor, arena), arena), rest = trim_marks(text);

	while (take_form_ja(&rest) || take_form_en(&rest) || take_sha(&rest))
		rest = trim_marks(rest);
	return compact(rest, arena);
}

struct str
name_written_key(struct str vendor, struct str name, struct arena *arena)
{
	struct name_written written = name_read(name, arena);
	struct str product = name_key(written.product, arena), maker = name_vendor_key(vendor, arena), rest = product;

	if (maker.len > 0 && str_take(&rest, maker) && rest.len > 0)
		product = rest;
	return arena_join(arena, (struct str[]){ maker, product, name_compact(written.edition, arena) }, 3, STR("\t"));
}
