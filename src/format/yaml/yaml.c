#include "format/yaml/yaml.h"

#include <yaml.h>
#include "base/limits.h"
#include "base/map.h"
#include "format/charset/charset.h"

/* One open sequence or mapping. */
struct level {
	struct yaml_node *node;
	struct map        keys;      /* of a mapping: those that stand already */
	struct str        key;       /* of the value that comes next           */
	bool              has_key;
};

struct reading {
	yaml_parser_t     parser;
	struct str        name;
	struct arena     *arena;
	struct yaml_node *root;
	size_t            documents;
	size_t            depth;
	struct level      levels[LIMIT_YAML_DEPTH];
};

struct yaml_node *
yaml_find(const struct yaml_node *node, const char *key)
{
	if (node == NULL || node->kind != YAML_MAPPING)
		return NULL;
	for (size_t i = 0; i < node->items.count; i++)
		if (str_eq(node->items.items[i]->key, str_of(key)))
			return node->items.items[i];
	return NULL;
}

const struct yaml_node *
yaml_stranger(const struct yaml_node *node, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < node->items.count; i++) {
		bool known = false;

		for (size_t j = 0; j < count; j++)
			known = known || str_eq(node->items.items[i]->key, str_of(keys[j]));
		if (!known)
			return node->items.items[i];
	}
	return NULL;
}

struct str
yaml_find_str(const struct yaml_node *node, const char *key)
{
	const struct yaml_node *value = yaml_find(node, key);

	return value == NULL || value->kind != YAML_SCALAR ? STR("") : value->text;
}

/* ---------------------------------------------------------------------------------------- errors */

static struct err *
refuse(struct reading *reading, enum err_code code, const yaml_event_t *event, const char *message, struct str what)
{
	return err_make(reading->arena, code, ERR_WHERE, NULL, message, (struct err_arg[]){ ARG("file", reading->name),
	    ARG_N("line", event->start_mark.line + 1), ARG("what", what), { 0 } });
}

static struct err *
parser_err(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;

	return err_new(reading->arena, ERR_FORMAT, M("{file}, line {line}, column {column}: this is not valid YAML ({reason})."),
	    ARG("file", reading->name), ARG_N("line", parser->problem_mark.line + 1),
	    ARG_N("column", parser->problem_mark.column + 1), ARG("reason", str_of(parser->problem == NULL ? "?" : parser->problem)));
}

static struct err *
refuse_shared(struct reading *reading, const yaml_event_t *event)
{
	return refuse(reading, ERR_UNSUPPORTED, event,
	    M("{file}, line {line}: anchors (&), aliases (*) and tags (!) are not read: write the value out where it is meant."), STR(""));
}

/* -------------------------------------------------------------------------------------------- tree */

static struct err *
take_key(struct reading *reading, struct level *level, const yaml_event_t *event, struct str text)
{
	uint64_t *seen = map_put(reading->arena, &level->keys, text);

	if (*seen != 0)
		return refuse(reading, ERR_FORMAT, event, M("{file}, line {line}: the key \"{what}\" stands here twice: keep one."), text);
	*seen = 1;
	level->key = text;
	level->has_key = true;
	return NULL;
}

/* Hangs the node where it belongs; a scalar where a mapping wants a key becomes that instead. */
static struct err *
place(struct reading *reading, const yaml_event_t *event, struct yaml_node *node)
{
	struct level *level = reading->depth == 0 ? NULL : &reading->levels[reading->depth - 1];

	if (level == NULL) {
		reading->root = node;
		return NULL;
	}
	if (level->node->kind == YAML_MAPPING && !level->has_key) {
		if (node->kind != YAML_SCALAR)
			return refuse(reading, ERR_UNSUPPORTED, event, M("{file}, line {line}: a key must be a word, not a list or a mapping."), STR(""));
		return take_key(reading, level, event, node->text);
	}
	node->key = level->key;
	level->key = STR("");
	level->has_key = false;
	list_push(reading->arena, &level->node->items, node);
	return NULL;
}

static struct yaml_node *
make_node(struct reading *reading, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml_node *node = ARENA_NEW(reading->arena, struct yaml_node);

	node->kind = kind;
	node->line = (int64_t)event->start_mark.line + 1;
	return node;
}

static struct err *
take_scalar(struct reading *reading, const yaml_event_t *event)
{
	struct yaml_node *node = make_node(reading, event, YAML_SCALAR);

	if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
		return refuse_shared(reading, event);
	node->text = arena_copy(reading->arena, (struct str){ (const char *)event->data.scalar.value, event->data.scalar.length });
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!str_is_text(node->text))
		return refuse(reading, ERR_FORMAT, event, M("{file}, line {line}: the text holds a NUL or is not valid UTF-8."), STR(""));
	return place(reading, event, node);
}

static struct err *
open_level(struct reading *reading, const yaml_event_t *event, enum yaml_kind kind, const void *anchor, const void *tag)
{
	struct yaml_node *node = make_node(reading, event, kind);

	if (anchor != NULL || tag != NULL)
		return refuse_shared(reading, event);
	if (reading->depth == LIMIT_YAML_DEPTH)
		return refuse(reading, ERR_LIMIT, event, M("{file}, line {line}: lists and mappings are nested too deeply."), STR(""));
	TRY(place(reading, event, node));
	reading->levels[reading->depth++] = (struct level){ .node = node };
	return NULL;
}

static struct err *
take_event(struct reading *reading, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (reading->documents++ > 0)
			return refuse(reading, ERR_UNSUPPORTED, event, M("{file}, line {line}: a second document (---) is not read: one file, one document."), STR(""));
		return NULL;
	case YAML_ALIAS_EVENT:
		return refuse_shared(reading, event);
	case YAML_SCALAR_EVENT:
		return take_scalar(reading, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(reading, event, YAML_SEQUENCE, event->data.sequence_start.anchor, event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return open_level(reading, event, YAML_MAPPING, event->data.mapping_start.anchor, event->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		reading->depth--;
		return NULL;
	default:
		return NULL;
	}
}

static struct err *
take_all(struct reading *reading)
{
	bool at_end = false;

	while (!at_end) {
		yaml_event_t event;
		struct err *err;

		if (!yaml_parser_parse(&reading->parser, &event))
			return parser_err(reading);
		at_end = event.type == YAML_STREAM_END_EVENT;
		err = take_event(reading, &event);
		yaml_event_delete(&event);
		TRY(err);
	}
	return NULL;
}

/* A document without anything, or with comments alone, is the mapping that says nothing. */
static void
make_empty_root(struct reading *reading)
{
	bool is_nothing = reading->root == NULL ||
	    (reading->root->kind == YAML_SCALAR && reading->root->is_plain && reading->root->text.len == 0);

	if (is_nothing) {
		reading->root = ARENA_NEW(reading->arena, struct yaml_node);
		*reading->root = (struct yaml_node){ .kind = YAML_MAPPING, .line = 1 };
	}
}

struct err *
yaml_parse(struct str text, struct str name, struct arena *arena, struct yaml_node **ret_root)
{
	struct reading *reading = ARENA_NEW(arena, struct reading);
	struct err *err;

	if (text.len > LIMIT_YAML_BYTES)
		return err_new(arena, ERR_LIMIT, M("The file {file} is larger than {most} bytes."), ARG("file", name), ARG_N("most", LIMIT_YAML_BYTES));
	reading->name = name;
	reading->arena = arena;
	TRY(charset_text(text, name, arena, &text));
	if (!yaml_parser_initialize(&reading->parser))
		return err_new(arena, ERR_SYSTEM, M("The YAML library could not be started."));
	yaml_parser_set_encoding(&reading->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reading->parser, (const unsigned char *)text.ptr, text.len);
	err = take_all(reading);
	yaml_parser_delete(&reading->parser);
	TRY(err);
	make_empty_root(reading);
	*ret_root = reading->root;
	return NULL;
}
