/*
 * mustache.c - reads a template: text, tags, which tag stands on a line of its own.
 */
#include "format/mustache/parts.h"

struct reading {
	struct str       text;
	struct str       open, close;      /* delimiters, as they are now             */
	size_t           at;               /* what is before has become nodes         */
	size_t           begin, end;       /* of the tag that is read                 */
	int64_t          line;             /* of `at`                                 */
	bool             at_line;          /* what comes next begins a line           */
	size_t           sections[LIMIT_TEMPLATE_DEPTH];
	size_t           depth;
	struct arena    *arena;
	struct mustache *template;
};

/* One tag as it is written: {{#name}} is '#' and "name", {{name}} is 0 and "name". */
struct tag {
	char       sign;
	struct str content;
	int64_t    line;
};

static struct node *
add_node(struct reading *r, enum node_kind kind, struct str text, int64_t line)
{
	struct node *node = list_add(r->arena, &r->template->nodes);

	*node = (struct node){ .kind = kind, .text = text, .line = line };
	return node;
}

static void
begin_line(struct reading *r)
{
	if (r->at_line)
		(void)add_node(r, NODE_LINE, STR(""), r->line);
	r->at_line = false;
}

/* Text up to `to`, a node a line. */
static void
add_text(struct reading *r, size_t to)
{
	while (r->at < to) {
		struct str rest = str_sub(r->text, r->at, to - r->at);
		size_t len = str_find_char(rest, '\n');
		bool ends = len != SIZE_MAX;

		len = ends ? len + 1 : rest.len;
		begin_line(r);
		(void)add_node(r, NODE_TEXT, str_sub(rest, 0, len), r->line);
		r->at += len;
		r->line += ends;
		r->at_line = ends;
	}
}

static bool
is_blank(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != ' ' && text.ptr[i] != '\t')
			return false;
	return true;
}

/*
 * Whether the tag stands alone on its line (spec: "standalone"); then the line goes with it: *ret_indent is what was before it, and the
 * answer where the next line begins, SIZE_MAX where it does not stand alone.
 */
static size_t
alone_until(const struct reading *r, struct str *ret_indent)
{
	size_t line = r->begin, end = r->end;

	while (line > r->at && r->text.ptr[line - 1] != '\n')
		line--;
	*ret_indent = str_sub(r->text, line, r->begin - line);
	/* Behind another tag on its line it does not stand alone either. */
	if ((line > 0 && r->text.ptr[line - 1] != '\n') || !is_blank(*ret_indent))
		return SIZE_MAX;
	while (end < r->text.len && (r->text.ptr[end] == ' ' || r->text.ptr[end] == '\t'))
		end++;
	if (end == r->text.len)
		return end;
	if (str_starts(str_from(r->text, end), STR("\r\n")))
		return end + 2;
	return r->text.ptr[end] == '\n' ? end + 1 : SIZE_MAX;
}

static int64_t
lines_in(struct str text)
{
	int64_t lines = 0;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

static struct err *
wrong(const struct reading *r, const struct tag *tag, const char *message)
{
	return err_new(r->arena, ERR_FORMAT, message, ARG("file", r->template->name), ARG_N("line", tag->line), ARG("name", tag->content));
}

/* A name is one word; its parts between dots are not empty. */
static struct err *
check_name(struct reading *r, const struct tag *tag)
{
	struct str rest = tag->content, part;

	if (str_eq(rest, STR(".")) && tag->sign != '>')
		return NULL;
	if (rest.len == 0)
		return wrong(r, tag, M("{file}, line {line}: this tag names nothing."));
	for (size_t i = 0; i < rest.len; i++)
		if (char_is_space(rest.ptr[i]))
			return wrong(r, tag, M("{file}, line {line}: \"{name}\" is no name: a name has no spaces."));
	if (tag->sign == '>')
		return NULL;
	while (str_split(&rest, '.', &part))
		if (part.len == 0)
			return wrong(r, tag, M("{file}, line {line}: \"{name}\" is no name: a part between its dots is missing."));
	return NULL;
}

static bool
is_delimiter(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_is_space(text.ptr[i]) || text.ptr[i] == '=')
			return false;
	return text.len > 0;
}

/* {{=<% %>=}} */
static struct err *
set_delimiters(struct reading *r, const struct tag *tag)
{
	struct str open = tag->content, close;
	size_t at = 0;

	while (at < open.len && !char_is_space(open.ptr[at]))
		at++;
	close = str_trim_space(str_from(open, at));
	open = str_sub(open, 0, at);
	if (!is_delimiter(open) || !is_delimiter(close))
		return wrong(r, tag, M("{file}, line {line}: new delimiters are written like {{{{=<% %>=}}."));
	r->open = open;
	r->close = close;
	return NULL;
}

static struct err *
open_section(struct reading *r, const struct tag *tag)
{
	if (r->depth == LIMIT_TEMPLATE_DEPTH)
		return err_new(r->arena, ERR_LIMIT, M("{file}, line {line}: sections are nested too deeply."), ARG("file", r->template->name),
		    ARG_N("line", tag->line));
	r->sections[r->depth++] = r->template->nodes.count;
	(void)add_node(r, tag->sign == '#' ? NODE_SECTION : NODE_INVERTED, tag->content, tag->line);
	return NULL;
}

static struct err *
close_section(struct reading *r, const struct tag *tag)
{
	struct node *section;

	if (r->depth == 0)
		return wrong(r, tag, M("{file}, line {line}: the section \"{name}\" is closed here, but none is open."));
	section = &r->template->nodes.items[r->sections[r->depth - 1]];
	if (!str_eq(section->text, tag->content))
		return err_new(r->arena, ERR_FORMAT, M("{file}, line {line}: the section \"{name}\" is closed here, but \"{open}\" of line {begun} is still open."),
		    ARG("file", r->template->name), ARG_N("line", tag->line), ARG("name", tag->content), ARG("open", section->text),
		    ARG_N("begun", section->line));
	section->end = r->template->nodes.count;
	r->depth--;
	return NULL;
}

/* The tag at r->begin; r->end is set behind it. */
static struct err *
read_tag(struct reading *r, struct tag *ret_tag)
{
	struct str rest = str_from(r->text, r->begin + r->open.len);
	struct tag tag = { 0, rest, r->line + lines_in(str_sub(r->text, r->at, r->begin - r->at)) };
	static const struct str signs = STR_INIT("#^/!=&{>");
	struct str close = r->close;
	size_t len;

	if (rest.len > 0 && str_find_char(signs, rest.ptr[0]) != SIZE_MAX) {
		tag.sign = rest.ptr[0];
		rest = str_from(rest, 1);
	}
	if (tag.sign == '{' || tag.sign == '=')
		close = arena_printf(r->arena, "%c%.*s", tag.sign == '{' ? '}' : '=', STR_ARG(r->close));
	len = str_find(rest, close);
	if (len == SIZE_MAX)
		return wrong(r, &tag, M("{file}, line {line}: a tag begins here and does not end."));
	tag.content = str_trim_space(str_sub(rest, 0, len));
	r->end = (size_t)(rest.ptr - r->text.ptr) + len + close.len;
	*ret_tag = tag;
	return NULL;
}

static struct err *
add_tag(struct reading *r, const struct tag *tag, struct str indent)
{
	switch (tag->sign) {
	case '!':
		return NULL;
	case '=':
		return set_delimiters(r, tag);
	case '#':
	case '^':
		TRY(check_name(r, tag));
		return open_section(r, tag);
	case '/':
		return close_section(r, tag);
	case '>':
		TRY(check_name(r, tag));
		add_node(r, NODE_PARTIAL, tag->content, tag->line)->indent = indent;
		return NULL;
	default:
		TRY(check_name(r, tag));
		(void)add_node(r, tag->sign == 0 ? NODE_VALUE : NODE_RAW, tag->content, tag->line);
		return NULL;
	}
}

/* The next tag and the text before it. */
static struct err *
read_next(struct reading *r)
{
	struct str indent = STR("");
	size_t behind = SIZE_MAX;
	struct tag tag;

	TRY(read_tag(r, &tag));
	if (tag.sign != 0 && tag.sign != '&' && tag.sign != '{')
		behind = alone_until(r, &indent);
	if (behind != SIZE_MAX) {
		add_text(r, r->begin - indent.len);
		TRY(add_tag(r, &tag, indent));
		r->at_line = true;
	} else {
		add_text(r, r->begin);
		begin_line(r);
		TRY(add_tag(r, &tag, STR("")));
		behind = r->end;
	}
	r->line += lines_in(str_sub(r->text, r->at, behind - r->at));
	r->at = behind;
	return NULL;
}

struct err *
mustache_parse(struct str text, struct str name, struct arena *arena, struct mustache **ret_template)
{
	struct reading r = { .text = text, .open = STR("{{"), .close = STR("}}"), .line = 1, .at_line = true, .arena = arena };
	size_t found;

	if (text.len > LIMIT_TEMPLATE_BYTES)
		return err_new(arena, ERR_LIMIT, M("{file}: a template may have at most {most} bytes."), ARG("file", name), ARG_N("most", LIMIT_TEMPLATE_BYTES));
	r.template = ARENA_NEW(arena, struct mustache);
	r.template->name = name;
	while ((found = str_find(str_from(text, r.at), r.open)) != SIZE_MAX) {
		r.begin = r.at + found;
		TRY(read_next(&r));
	}
	add_text(&r, text.len);
	if (r.depth > 0) {
		const struct node *section = &r.template->nodes.items[r.sections[r.depth - 1]];

		return err_new(arena, ERR_FORMAT, M("{file}, line {line}: the section \"{name}\" begins here and is not closed."), ARG("file", name),
		    ARG_N("line", section->line), ARG("name", section->text));
	}
	*ret_template = r.template;
	return NULL;
}
