/*
 * part.c - cells put into a sheet's XML. expat says where things stand; the bytes around what is added are copied as they are.
 */
#include <expat.h>
#include <string.h>
#include "base/limits.h"
#include "format/receipt/parts.h"
#include "format/table/table.h"

struct weaving {
	const struct receipt *       receipt;
	const struct receipt_place *place;
	struct str                 xml;
	struct buf                *out;
	struct arena              *arena;
	XML_Parser                 parser;
	size_t                     copied;      /* of xml                                            */
	int64_t                    row;         /* that is open                                      */
	size_t                     column;      /* the next cell's, where it does not say            */
	size_t                     told_at;
	const struct receipt_row   *told;        /* of the open row; or NULL                          */
	bool                       is_header;
	bool                       is_open;     /* a row that gets cells, and has not got them yet   */
	bool                       is_bare;     /* … and ends with its own tag: <row/>               */
	bool                       in_row;
	bool                       skips;       /* the open cell gives way                           */
	bool                       has_width;   /* of the columns: a person set one there            */
	struct str                 prefix;      /* "x:" where elements have one                      */
	struct str                 style;       /* s of the heading on the left                      */
};

static size_t
here(const struct weaving *w)
{
	XML_Index at = XML_GetCurrentByteIndex(w->parser);

	return at < 0 ? w->copied : (size_t)at;
}

static size_t
behind(const struct weaving *w)
{
	return here(w) + (size_t)XML_GetCurrentByteCount(w->parser);
}

static void
copy_to(struct weaving *w, size_t at)
{
	if (at <= w->copied)
		return;
	buf_add(w->out, str_sub(w->xml, w->copied, at - w->copied));
	w->copied = at;
}

/* ----------------------------------------------------------------------------------------- our cells */

static void
add_escaped(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '&')
			buf_add(out, STR("&amp;"));
		else if (c == '<')
			buf_add(out, STR("&lt;"));
		else if (c == '>')
			buf_add(out, STR("&gt;"));
		else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
			buf_add_char(out, c);
	}
}

static void
add_cell(struct weaving *w, size_t column, struct str text)
{
	struct buf *out = w->out;

	buf_addf(out, "<%.*sc r=\"%.*s%lld\"", STR_ARG(w->prefix), STR_ARG(table_column_name(column, w->arena)), (long long)w->row);
	if (w->is_header && w->style.len > 0)
		buf_addf(out, " s=\"%.*s\"", STR_ARG(w->style));
	buf_addf(out, " t=\"inlineStr\"><%.*sis><%.*st xml:space=\"preserve\">", STR_ARG(w->prefix), STR_ARG(w->prefix));
	add_escaped(out, text);
	buf_addf(out, "</%.*st></%.*sis></%.*sc>", STR_ARG(w->prefix), STR_ARG(w->prefix), STR_ARG(w->prefix));
}

static void
add_cells(struct weaving *w)
{
	struct str result = w->is_header ? w->receipt->result_heading : w->told->result;
	struct str reason = w->is_header ? w->receipt->reason_heading : w->told->reason;

	w->is_open = false;
	add_cell(w, w->place->column, receipt_text(result, w->arena));
	if (reason.len > 0)
		add_cell(w, w->place->column + 1, receipt_text(reason, w->arena));
}

/* ----------------------------------------------------------------------------------------- attributes */

static struct str
attribute(const char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return str_of(attributes[i + 1]);
	return STR("");
}

/* The tag's bytes without one of its attributes. */
static void
copy_tag_without(struct weaving *w, const char *name)
{
	struct str tag = str_sub(w->xml, here(w), (size_t)XML_GetCurrentByteCount(w->parser));
	struct str sign = arena_printf(w->arena, " %s=", name);
	size_t at = str_find(tag, sign), end;

	copy_to(w, here(w));
	if (at == SIZE_MAX || at + sign.len >= tag.len)
		return;
	end = str_find_char(str_from(tag, at + sign.len + 1), tag.ptr[at + sign.len]);
	if (end == SIZE_MAX)
		return;
	buf_add(w->out, str_sub(tag, 0, at));
	w->copied = here(w) + at + sign.len + 1 + end + 1;
}

/* The sheet's extent, where its columns end before ours. */
static void
widen_extent(struct weaving *w, const char **attributes)
{
	struct str ref = attribute(attributes, "ref"), first, last;
	size_t column, letters = 0;

	if (!str_cut(ref, ':', &first, &last) || !table_column_of(last, &column) || column > w->place->column)
		return;
	while (letters < last.len && !char_is_digit(last.ptr[letters]))
		letters++;
	copy_to(w, here(w));
	buf_addf(w->out, "<%.*sdimension ref=\"%.*s:%.*s%.*s\"%s", STR_ARG(w->prefix), STR_ARG(first),
	    STR_ARG(table_column_name(w->place->column + 1, w->arena)), STR_ARG(str_from(last, letters)),
	    w->xml.ptr[behind(w) - 2] == '/' ? "/>" : ">");
	w->copied = behind(w);
}

/* ------------------------------------------------------------------------------------------- elements */

static void
begin_row(struct weaving *w, const char **attributes)
{
	int64_t number;

	w->row = str_to_i64(attribute(attributes, "r"), &number) ? number : w->row + 1;
	w->column = 0;
	w->in_row = true;
	w->is_header = w->row == w->place->sheet->header_row;
	w->told = w->is_header ? NULL : receipt_of(w->place->sheet, w->row, &w->told_at);
	w->is_open = w->is_header || w->told != NULL;
	if (!w->is_open)
		return;
	copy_tag_without(w, "spans");
	w->is_bare = w->xml.ptr[behind(w) - 2] == '/';
	copy_to(w, behind(w) - (w->is_bare ? 2 : 0));
	if (w->is_bare) {
		buf_add_char(w->out, '>');
		w->copied = behind(w);
	}
}

static void
begin_cell(struct weaving *w, const char **attributes)
{
	(void)table_column_of(attribute(attributes, "r"), &w->column);
	if (w->is_header && w->column < w->place->column)
		w->style = arena_copy(w->arena, attribute(attributes, "s"));
	if (w->is_open && w->column >= w->place->column) {
		copy_to(w, here(w));
		add_cells(w);
	}
	w->skips = (w->is_header || w->told != NULL || w->place->again) && w->column >= w->place->column && w->column <= w->place->column + 1;
	if (w->skips)
		copy_to(w, here(w));
	w->column++;
}

static void
end_row(struct weaving *w)
{
	if (w->is_open) {
		if (!w->is_bare)
			copy_to(w, here(w));
		add_cells(w);
	}
	if (w->is_bare)
		buf_addf(w->out, "</%.*srow>", STR_ARG(w->prefix));
	w->is_bare = w->in_row = false;
	w->told = NULL;
	w->is_header = false;
}

/* "x:row": the prefix with its colon, and the local name. */
static struct str
local_name(const char *name, struct str *ret_prefix)
{
	const char *colon = strchr(name, ':');

	*ret_prefix = colon == NULL ? STR("") : (struct str){ name, (size_t)(colon - name) + 1 };
	return str_of(colon == NULL ? name : colon + 1);
}

static void
on_start(void *data, const char *name, const char **attributes)
{
	struct weaving *w = data;
	struct str prefix, local = local_name(name, &prefix);
	uint64_t last;

	if (str_eq(local, STR("dimension"))) {
		w->prefix = prefix;
		widen_extent(w, attributes);
	} else if (str_eq(local, STR("col"))) {
		w->has_width |= !str_to_u64(attribute(attributes, "max"), &last) || last > w->place->column;
	} else if (str_eq(local, STR("row"))) {
		w->prefix = arena_copy(w->arena, prefix);
		begin_row(w, attributes);
	} else if (w->in_row && str_eq(local, STR("c"))) {
		begin_cell(w, attributes);
	}
}

static void
on_end(void *data, const char *name)
{
	struct weaving *w = data;
	struct str prefix, local = local_name(name, &prefix);

	if (str_eq(local, STR("row"))) {
		end_row(w);
	} else if (w->skips && str_eq(local, STR("c"))) {
		w->copied = behind(w) > w->copied ? behind(w) : w->copied;
		w->skips = false;
	} else if (str_eq(local, STR("cols")) && !w->has_width) {
		copy_to(w, here(w));
		buf_addf(w->out, "<%.*scol min=\"%zu\" max=\"%zu\" width=\"12\" customWidth=\"1\"/><%.*scol min=\"%zu\" max=\"%zu\" width=\"60\" customWidth=\"1\"/>",
		    STR_ARG(prefix), w->place->column + 1, w->place->column + 1, STR_ARG(prefix), w->place->column + 2, w->place->column + 2);
	}
}

struct err *
receipt_part(const struct receipt *receipt, const struct receipt_place *place, struct str xml, struct str name, struct arena *arena,
    struct buf *out)
{
	struct weaving w = { .receipt = receipt, .place = place, .xml = xml, .out = out, .arena = arena };
	struct str head = str_sub(xml, 0, 200);
	enum XML_Status status;

	if (str_starts(xml, STR("\xff\xfe")) || str_starts(xml, STR("\xfe\xff")) || (str_find(head, STR("encoding=")) != SIZE_MAX
	    && str_find(head, STR("UTF-8")) == SIZE_MAX && str_find(head, STR("utf-8")) == SIZE_MAX))
		return err_new(arena, ERR_UNSUPPORTED, M("The answer cannot be written into {file}: a sheet in it is not in UTF-8. Save the file again in Excel."),
		    ARG("file", name));
	w.parser = XML_ParserCreate("UTF-8");
	if (w.parser == NULL)
		return err_new(arena, ERR_SYSTEM, M("The XML library could not be started."));
	XML_SetUserData(w.parser, &w);
	XML_SetElementHandler(w.parser, on_start, on_end);
	status = XML_Parse(w.parser, xml.ptr, (int)xml.len, 1);
	XML_ParserFree(w.parser);
	if (status != XML_STATUS_OK)
		return err_new(arena, ERR_FORMAT, M("{file}: a sheet in it cannot be read: open it in Excel and save it again."), ARG("file", name));
	copy_to(&w, xml.len);
	return NULL;
}
