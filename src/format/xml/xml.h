/*
 * xml.h - records out of a stream of XML: one element and what is inside it at a time.
 *
 * expat does the reading. A document type with declarations in it is refused (so no entity can be
 * declared, and none can explode); one that is only named, as nmap writes it, declares nothing and is
 * never fetched. Depth and size are bounded. Encodings: those of expat (UTF-8, UTF-16, ISO-8859-1) and
 * the Japanese ones of format/charset, as the document declares. Namespaces are cut off: an element is its local name,
 * and its namespace is kept beside it. Text is what stands directly inside the element, joined.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "base/vec.h"

struct xml_attribute { struct str name; struct str value; };   /* local name */

struct xml_node {
	struct str                  name;       /* local name                                    */
	struct str                  space;      /* namespace URI, "" when none                   */
	struct str                  text;       /* character data directly inside, as it stands  */
	LIST(struct xml_attribute)  attributes;
	LIST(struct xml_node *)     children;
};

/* First child of that name, or NULL; and its text, trimmed of white space, or "". NULL nodes are welcome. */
struct xml_node *xml_child(const struct xml_node *node, const char *name);
struct str       xml_child_text(const struct xml_node *node, const char *name);
struct str       xml_attribute(const struct xml_node *node, const char *name);   /* "" when none */

/*
 * Called for every element whose local name is one of record_names, wherever it stands, with the whole
 * element (one inside another is part of the outer one); its memory is gone after the call. The root element is handed over once, before the others,
 * with its attributes and no children, as long as its name is not a record's. offset is its first byte.
 */
struct xml_listener {
	struct err *(*record)(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena);
	struct err *(*root)(struct xml_listener *listener, const struct xml_node *node, struct arena *arena);   /* may be NULL */
	const char *const *record_names;   /* ends with NULL */
};

/* ERR_FORMAT names line and byte. Records before the fault have been handed over. */
CHECKED struct err *xml_read(struct input *input, struct xml_listener *listener, struct arena *arena);

/* The whole small document as one tree in the arena; LIMIT_RECORD_BYTES of it at most. */
CHECKED struct err *xml_parse(struct str text, struct arena *arena, struct xml_node **ret_root);
