#include "format/xml/xml.h"

#include <expat.h>
#include <string.h>
#include "base/limits.h"
#include "format/charset/charset.h"

enum { CHUNK_BYTES = 64 << 10 };

#define TREE_BYTES_MOST (4 * LIMIT_RECORD_BYTES)   /* a record as a tree is larger than its text */

struct machine {
	XML_Parser           parser;
	struct input        *input;
	struct xml_listener *listener;   /* NULL: the whole document is one record, kept */
	struct arena        *arena;      /* for errors, and what the listener makes      */
	struct arena        *nodes;      /* the open record's                            */
	size_t               nodes_before;
	size_t               depth;      /* of the open element                          */
	size_t               record_depth;                       /* 0: none is open      */
	uint64_t             record_at;
	struct xml_node     *open[LIMIT_XML_DEPTH + 1];          /* by depth             */
	size_t               text_room[LIMIT_XML_DEPTH + 1];
	struct err          *err;
};

/* ------------------------------------------------------------------------------------ nodes */

struct xml_node *
xml_child(const struct xml_node *node, const char *name)
{
	for (size_t i = 0; node != NULL && i < node->children.count; i++)
		if (str_eq(node->children.items[i]->name, str_of(name)))
			return node->children.items[i];
	return NULL;
}

struct str
xml_child_text(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child == NULL ? STR("") : str_trim_space(child->text);
}

struct str
xml_attribute(const struct xml_node *node, const char *name)
{
	for (size_t i = 0; node != NULL && i < node->attributes.count; i++)
		if (str_eq(node->attributes.items[i].name, str_of(name)))
			return node->attributes.items[i].value;
	return STR("");
}

/* ------------------------------------------------------------------------------- expat's handlers */

static void
stop(struct machine *machine, struct err *err)
{
	if (machine->err != NULL || err == NULL)
		return;
	machine->err = err;
	(void)XML_StopParser(machine->parser, XML_FALSE);
}

static struct err *
too_large(struct machine *machine, const char *what, uint64_t most)
{
	return err_new(machine->arena, ERR_LIMIT,
	    M("{file}, line {line}: this XML goes beyond a bound of this program ({what}, {most})."), ARG("file", machine->input->name),
	    ARG_N("line", XML_GetCurrentLineNumber(machine->parser)), ARG("what", str_of(what)), ARG_N("most", most));
}

/* expat writes "namespace local", or "local" where there is none. */
static void
cut_name(struct arena *arena, const char *name, struct str *ret_space, struct str *ret_local)
{
	struct str whole = arena_copy(arena, str_of(name));

	if (!str_cut_last(whole, ' ', ret_space, ret_local)) {
		*ret_space = STR("");
		*ret_local = whole;
	}
}

static struct xml_node *
make_node(struct machine *machine, const char *name, const char **attributes)
{
	struct xml_node *node = ARENA_NEW(machine->nodes, struct xml_node);
	struct str space;

	cut_name(machine->nodes, name, &node->space, &node->name);
	for (size_t i = 0; attributes[i] != NULL; i += 2) {
		struct xml_attribute *attribute = list_add(machine->nodes, &node->attributes);

		cut_name(machine->nodes, attributes[i], &space, &attribute->name);
		attribute->value = arena_copy(machine->nodes, str_of(attributes[i + 1]));
	}
	return node;
}

static bool
is_record(const struct machine *machine, const char *name)
{
	const char *cut = strrchr(name, ' '), *local = cut == NULL ? name : cut + 1;

	if (machine->listener == NULL)
		return true;
	for (size_t i = 0; machine->listener->record_names[i] != NULL; i++)
		if (strcmp(local, machine->listener->record_names[i]) == 0)
			return true;
	return false;
}

static uint64_t
place(const struct machine *machine)
{
	XML_Index index = XML_GetCurrentByteIndex(machine->parser);

	return index < 0 ? 0 : (uint64_t)index;
}

static void
give_root(struct machine *machine, const char *name, const char **attributes)
{
	if (machine->listener->root == NULL)
		return;
	stop(machine, machine->listener->root(machine->listener, make_node(machine, name, attributes), machine->arena));
	arena_reset(machine->nodes);
}

static void
add_node(struct machine *machine, const char *name, const char **attributes)
{
	struct xml_node *node = make_node(machine, name, attributes);

	if (machine->record_depth == 0) {
		machine->record_depth = machine->depth;
		machine->record_at = place(machine);
	} else {
		list_push(machine->nodes, &machine->open[machine->depth - 1]->children, node);
	}
	machine->open[machine->depth] = node;
	machine->text_room[machine->depth] = 0;
}

static void
hold_bounds(struct machine *machine)
{
	if (arena_used(machine->nodes) - machine->nodes_before > TREE_BYTES_MOST ||
	    place(machine) - machine->record_at > LIMIT_RECORD_BYTES)
		stop(machine, too_large(machine, "record", LIMIT_RECORD_BYTES));
}

static void
on_start(void *data, const char *name, const char **attributes)
{
	struct machine *machine = data;

	if (machine->err != NULL)
		return;
	if (machine->depth == LIMIT_XML_DEPTH) {
		stop(machine, too_large(machine, "depth", LIMIT_XML_DEPTH));
		return;
	}
	machine->depth++;
	if (machine->record_depth != 0 || is_record(machine, name)) {
		add_node(machine, name, attributes);
		hold_bounds(machine);
	} else if (machine->depth == 1) {
		give_root(machine, name, attributes);
	}
}

static void
on_end(void *data, const char *name)
{
	struct machine *machine = data;

	(void)name;
	if (machine->err != NULL)
		return;
	if (machine->depth == machine->record_depth) {
		machine->record_depth = 0;
		if (machine->listener != NULL) {
			stop(machine, machine->listener->record(machine->listener, machine->open[machine->depth],
			    machine->record_at, machine->arena));
			arena_reset(machine->nodes);
		}
	}
	machine->depth--;
}

static void
on_text(void *data, const char *text, int len)
{
	struct machine *machine = data;
	struct xml_node *node;
	size_t *room, more = (size_t)len;

	if (machine->err != NULL || machine->record_depth == 0)
		return;
	node = machine->open[machine->depth];
	room = &machine->text_room[machine->depth];
	if (node->text.len + more > *room) {
		char *grown;

		*room = (node->text.len + more) * 2;
		grown = arena_alloc(machine->nodes, *room);
		if (node->text.len > 0)
			memcpy(grown, node->text.ptr, node->text.len);
		node->text.ptr = grown;
	}
	memcpy((char *)(uintptr_t)node->text.ptr + node->text.len, text, more);
	node->text.len += more;
	hold_bounds(machine);
}

static struct err *
entity_refused(struct machine *machine)
{
	return err_new(machine->arena, ERR_UNSUPPORTED,
	    M("{file}, line {line}: a document type with declarations of its own (DTD, entities) is not read, for safety: export the file without it."),
	    ARG("file", machine->input->name), ARG_N("line", XML_GetCurrentLineNumber(machine->parser)));
}

static void
on_doctype(void *data, const char *name, const char *system, const char *public, int has_declarations)
{
	struct machine *machine = data;

	(void)name, (void)system, (void)public;
	if (has_declarations)
		stop(machine, entity_refused(machine));
}

static void
on_skipped_entity(void *data, const char *name, int is_parameter)
{
	struct machine *machine = data;

	(void)name, (void)is_parameter;
	stop(machine, entity_refused(machine));
}

/* ---------------------------------------------------------------------------------------- reading */

static struct err *
parser_err(struct machine *machine)
{
	if (machine->err != NULL)
		return machine->err;
	return err_new(machine->arena, ERR_FORMAT,
	    M("{file}, line {line}, byte {offset}: this is not well-formed XML ({reason})."), ARG("file", machine->input->name),
	    ARG_N("line", XML_GetCurrentLineNumber(machine->parser)), ARG_N("offset", place(machine)),
	    ARG("reason", str_of(XML_ErrorString(XML_GetErrorCode(machine->parser)))));
}

/* A tag or comment that never ends would be looked through again with every chunk. */
static struct err *
hold_token(struct machine *machine)
{
	if (machine->input->offset > place(machine) + LIMIT_LINE_BYTES + CHUNK_BYTES)
		return too_large(machine, "tag", LIMIT_LINE_BYTES);
	return NULL;
}

static struct err *
feed(struct machine *machine)
{
	size_t got;

	do {
		void *chunk = XML_GetBuffer(machine->parser, CHUNK_BYTES);

		if (chunk == NULL)
			return parser_err(machine);
		TRY(input_read(machine->input, chunk, CHUNK_BYTES, machine->arena, &got));
		if (XML_ParseBuffer(machine->parser, (int)got, got == 0) != XML_STATUS_OK)
			return parser_err(machine);
		TRY(hold_token(machine));
	} while (got > 0);
	return machine->err;
}

static struct err *
run(struct machine *machine, const char *encoding)
{
	struct err *err;

	machine->parser = XML_ParserCreateNS(encoding, ' ');
	if (machine->parser == NULL)
		return err_new(machine->arena, ERR_SYSTEM, M("The XML library could not be started."));
	XML_SetUserData(machine->parser, machine);
	XML_SetElementHandler(machine->parser, on_start, on_end);
	XML_SetCharacterDataHandler(machine->parser, on_text);
	XML_SetStartDoctypeDeclHandler(machine->parser, on_doctype);
	XML_SetSkippedEntityHandler(machine->parser, on_skipped_entity);
	err = feed(machine);
	XML_ParserFree(machine->parser);
	return err;
}

/* encoding="…" of the XML declaration; "" when there is none. Every encoding of ours but UTF-16 writes it in ASCII. */
static struct str
declared_encoding(struct str head)
{
	struct str declaration = str_sub(head, 0, str_find(head, STR("?>"))), value;

	(void)str_take(&declaration, STR("\xef\xbb\xbf"));
	if (!str_starts(declaration, STR("<?xml")) || str_find(declaration, STR("encoding")) == SIZE_MAX)
		return STR("");
	value = str_from(declaration, str_find(declaration, STR("encoding")) + strlen("encoding"));
	value = str_trim_space(value);
	if (!str_take(&value, STR("=")))
		return STR("");
	value = str_trim_space(value);
	if (value.len == 0 || (value.ptr[0] != '"' && value.ptr[0] != '\''))
		return STR("");
	(void)str_cut(str_from(value, 1), value.ptr[0], &value, &declaration);
	return value;
}

/* expat knows no Japanese encoding: such a document is converted first and expat told what it gets. */
static struct err *
read_declared(struct machine *machine, struct input *raw)
{
	struct charset_input *text CHARSET_SCOPE = NULL;
	struct input_peeked peeked;
	enum charset charset;

	TRY(input_peek(&peeked, raw, machine->arena));
	/* cppcheck-suppress autoVariables ; read from by the run below only */
	machine->input = &peeked.input;
	if (!charset_find(declared_encoding(input_head(&peeked)), &charset) ||
	    (charset != CHARSET_CP932 && charset != CHARSET_EUCJP))
		return run(machine, NULL);
	TRY(charset_open_as(&peeked.input, charset, machine->arena, &text));
	machine->input = charset_stream(text);
	return run(machine, "UTF-8");
}

struct err *
xml_read(struct input *input, struct xml_listener *listener, struct arena *arena)
{
	struct arena *nodes ARENA_SCOPE = arena_new();
	struct machine machine = { .listener = listener, .arena = arena, .nodes = nodes };

	return read_declared(&machine, input);
}

struct err *
xml_parse(struct str text, struct arena *arena, struct xml_node **ret_root)
{
	struct machine machine = { .arena = arena, .nodes = arena, .nodes_before = arena_used(arena) };
	struct input_bytes bytes;

	TRY(read_declared(&machine, input_of_bytes(&bytes, text, STR("XML"))));
	*ret_root = machine.open[1];
	return NULL;
}
