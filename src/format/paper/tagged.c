#include "format/paper/tagged.h"

#include <zlib.h>
#include "base/buf.h"

enum { ENTRY = 20 };      /* bytes of a line of the cross-reference (7.5.4) */

struct object { size_t number; struct str text; };      /* from "<<" on */
struct update {
	struct str    pdf, table, trailer;
	size_t        table_at, count;      /* of the cross-reference, of objects */
	enum lang     lang;
	struct arena *arena;
	struct buf    out;
	struct buf    lines;                /* of the new cross-reference */
};

/* ------------------------------------------------------------------------------------------- reading what cairo wrote */

/* The number that stands at the text's beginning. */
static bool
take_number(struct str *text, size_t *ret_number)
{
	uint64_t number;
	size_t len = 0;

	while (len < text->len && char_is_digit(text->ptr[len]))
		len++;
	if (!str_to_u64(str_sub(*text, 0, len), &number))
		return false;
	*text = str_from(*text, len);
	*ret_number = (size_t)number;
	return true;
}

static bool
take_object(struct update *update, size_t number, struct str *ret_text)
{
	struct str line = str_sub(update->table, number * ENTRY, ENTRY), text;
	size_t at, said;

	if (number == 0 || number >= update->count || line.len < ENTRY || line.ptr[17] != 'n' || !take_number(&line, &at))
		return false;
	text = str_from(update->pdf, at);
	if (!take_number(&text, &said) || said != number || !str_take(&text, STR(" 0 obj\n")))
		return false;
	*ret_text = text;
	return true;
}

/* "startxref", "xref", one section from 0 on, "trailer". */
static bool
open_pdf(struct update *update)
{
	struct str end = str_from(update->pdf, update->pdf.len > 64 ? update->pdf.len - 64 : 0), rest;
	size_t at = str_find(end, STR("startxref\n"));

	if (at == SIZE_MAX)
		return false;
	end = str_from(end, at + 10);
	if (!take_number(&end, &update->table_at))
		return false;
	rest = str_from(update->pdf, update->table_at);
	if (!str_take(&rest, STR("xref\n0 ")) || !take_number(&rest, &update->count) || !str_take(&rest, STR("\n")) || update->count > rest.len / ENTRY)
		return false;
	update->table = str_sub(rest, 0, update->count * ENTRY);
	update->trailer = str_from(rest, update->count * ENTRY);
	at = str_find(update->trailer, STR("\n>>\n"));
	if (!str_take(&update->trailer, STR("trailer\n")) || at == SIZE_MAX)
		return false;
	update->trailer = str_sub(update->trailer, 0, at - 8);
	return true;
}

/* What a dictionary says of a key, to the line's end: "12 0 R". */
static struct str
value_of(struct str dictionary, struct str key)
{
	size_t at = str_find(dictionary, key);
	struct str value = STR("");

	if (at != SIZE_MAX) {
		dictionary = str_from(dictionary, at + key.len);
		(void)str_line(&dictionary, &value);
	}
	return value;
}

/* -------------------------------------------------------------------------------------------------- writing the update */

static void
begin_object(struct update *update, size_t number)
{
	buf_addf(&update->lines, "%zu 1\n%010zu 00000 n \n", number, update->out.len);
	buf_addf(&update->out, "%zu 0 obj\n", number);
}

/* A dictionary with more in it. */
static void
add_to(struct update *update, const struct object *object, const char *more)
{
	size_t end = str_find(object->text, STR("\n>>\nendobj\n"));

	if (end == SIZE_MAX)
		return;
	begin_object(update, object->number);
	buf_add(&update->out, str_sub(object->text, 0, end));
	buf_addf(&update->out, "\n   %s\n>>\nendobj\n", more);
}

/* ------------------------------------------------------------------------------------------------------------ artefacts */

/* Behind a text in brackets that begins there: signs of other brackets in it are letters. */
static size_t
behind_text(struct str drawn, size_t at)
{
	size_t depth = 0;

	for (; at < drawn.len; at++) {
		char c = drawn.ptr[at];

		if (c == '\\')
			at++;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return at + 1;
	}
	return drawn.len;
}

/* The next word of what is drawn; a list or dictionary is one, and what stands in it is not looked at. */
static struct str
next_word(struct str *rest)
{
	struct str word;
	size_t len = 0, depth = 0;

	while (rest->len > 0 && (unsigned char)rest->ptr[0] <= ' ')
		*rest = str_from(*rest, 1);
	while (len < rest->len && (depth > 0 || (unsigned char)rest->ptr[len] > ' ')) {
		char c = rest->ptr[len];

		if (c == '(') {
			len = behind_text(*rest, len);
			continue;
		}
		if (c == '<' || c == '[')
			depth++;
		else if ((c == '>' || c == ']') && depth > 0)
			depth--;
		len++;
	}
	word = str_sub(*rest, 0, len);
	*rest = str_from(*rest, word.len);
	return word;
}

/* What is drawn between elements. cairo ends what it says of a text before an element begins, so each piece is whole (14.6.1). */
static void
put_piece(struct buf *out, struct str piece)
{
	if (str_trim_space(piece).len == 0)
		return;
	buf_add(out, STR("/Artifact BMC\n"));
	buf_add(out, piece);
	buf_add(out, STR("\nEMC\n"));
}

/* Elements (with a number by which the structure knows them) are kept as they are; false when they do not end as they begin. */
static bool
mark_artefacts(struct str drawn, struct buf *out)
{
	struct str rest = drawn, word, before = STR("");
	size_t depth = 0, from = 0, name = 0;
	bool element = false;

	while ((word = next_word(&rest)).len > 0) {
		size_t begins = drawn.len - rest.len - word.len, ends = drawn.len - rest.len;

		if (word.ptr[0] == '/') {
			name = begins;      /* of an element, when BDC follows */
		} else if (str_eq(word, STR("BDC")) || str_eq(word, STR("BMC"))) {
			if (depth++ == 0 && (element = str_find(before, STR("/MCID ")) != SIZE_MAX)) {
				put_piece(out, str_sub(drawn, from, name - from));
				from = name;
			}
		} else if (str_eq(word, STR("EMC"))) {
			if (depth-- == 0)
				return false;
			if (depth == 0 && element) {
				buf_add(out, str_sub(drawn, from, ends - from));
				buf_add_char(out, '\n');
				from = ends;
			}
		}
		before = word;
	}
	if (depth == 0)
		put_piece(out, str_from(drawn, from));
	return depth == 0;
}

static bool
inflate_all(struct str packed, struct buf *out)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)packed.ptr, .avail_in = (uInt)packed.len };
	int answer = Z_OK;

	if (packed.len > UINT32_MAX || inflateInit(&stream) != Z_OK)
		return false;
	while (answer == Z_OK) {
		stream.next_out = (Bytef *)buf_reserve(out, 65536);
		stream.avail_out = 65536;
		answer = inflate(&stream, Z_NO_FLUSH);
		out->len += 65536 - stream.avail_out;
	}
	(void)inflateEnd(&stream);
	return answer == Z_STREAM_END;
}

/* The stream of an object, as it is in the file. */
static bool
stream_of(struct update *update, struct str object, struct str *ret_packed)
{
	size_t at = str_find(object, STR(">>\nstream\n")), number, len;
	struct str head, length;

	if (at == SIZE_MAX)
		return false;
	head = str_sub(object, 0, at);
	length = value_of(head, STR("/Length "));
	if (str_find(head, STR("/FlateDecode")) == SIZE_MAX || !take_number(&length, &number) || !str_eq(length, STR(" 0 R")) ||
	    !take_object(update, number, &length))
		return false;
	length = str_trim_space(str_sub(length, 0, 24));
	*ret_packed = str_from(object, at + 10);
	return take_number(&length, &len) && len <= ret_packed->len && (*ret_packed = str_sub(*ret_packed, 0, len)).len == len;
}

static void
put_stream(struct update *update, size_t number, struct str bytes)
{
	uLongf len = compressBound(bytes.len);
	char *room = arena_alloc(update->arena, len);

	if (compress2((Bytef *)room, &len, (const Bytef *)bytes.ptr, bytes.len, Z_DEFAULT_COMPRESSION) != Z_OK)
		return;
	begin_object(update, number);
	buf_addf(&update->out, "<< /Length %lu\n   /Filter /FlateDecode\n>>\nstream\n", len);
	buf_add_bytes(&update->out, room, len);
	buf_add(&update->out, STR("\nendstream\nendobj\n"));
}

/* What is drawn on a page. */
static void
tag_page(struct update *update, struct str page)
{
	struct buf drawn BUF_SCOPE = { 0 }, marked BUF_SCOPE = { 0 };
	struct str contents, object, packed;
	size_t number;

	contents = value_of(page, STR("/Contents "));
	if (take_number(&contents, &number) && str_eq(contents, STR(" 0 R")) && take_object(update, number, &object) &&
	    stream_of(update, object, &packed) && inflate_all(packed, &drawn) && mark_artefacts(buf_str(&drawn), &marked))
		put_stream(update, number, buf_str(&marked));
}

static void
tag_object(struct update *update, const struct object *object)
{
	struct str text = object->text;

	if (str_starts(text, STR("<< /Type /Catalog\n")))
		add_to(update, object, update->lang == LANG_JA ? "/Lang (ja)\n   /ViewerPreferences << /DisplayDocTitle true >>" :
		    "/Lang (en)\n   /ViewerPreferences << /DisplayDocTitle true >>");
	else if (str_starts(text, STR("<< /Type /StructElem\n   /S /TH\n")))
		add_to(update, object, "/A << /O /Table /Scope /Column >>");
	else if (str_starts(text, STR("<< /Type /Page %")))
		tag_page(update, str_sub(text, 0, str_find(text, STR("endobj"))));
}

struct str
pdf_tagged(struct str pdf, enum lang lang, struct arena *arena)
{
	struct update update = { .pdf = pdf, .lang = lang, .arena = arena };
	struct str tagged = pdf;

	if (open_pdf(&update)) {
		size_t at;

		buf_add(&update.out, pdf);
		for (struct object object = { 1, { 0 } }; object.number < update.count; object.number++)
			if (take_object(&update, object.number, &object.text))
				tag_object(&update, &object);
		at = update.out.len;
		buf_addf(&update.out, "xref\n%.*strailer\n%.*s\n   /Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n", STR_ARG(buf_str(&update.lines)),
		    STR_ARG(update.trailer), update.table_at, at);
		tagged = buf_str(&update.out);
	}
	tagged = arena_copy(arena, tagged);
	buf_done(&update.out);
	buf_done(&update.lines);
	return tagged;
}
