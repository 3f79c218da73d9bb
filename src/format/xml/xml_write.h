/*
 * xml_write.h - XML out, into a buffer: elements are nested, texts and attributes made inert, signs that XML cannot hold written as U+FFFD.
 *
 *     struct xml_writer w = { .out = &buf };
 *     xml_begin(&w, "Vendor");
 *     xml_put_attribute(&w, "vname", name);      attributes before anything inside
 *     xml_put(&w, "Title", STR("…"));            an element with a text
 *     xml_end(&w);
 */
#pragma once
#include "base/buf.h"

enum { XML_WRITER_DEPTH = 24 };

struct xml_writer {
	struct buf *out;
	size_t      depth;
	bool        in_tag;       /* the last begun element may still get attributes */
	const char *open[XML_WRITER_DEPTH];
};

void xml_declare(struct xml_writer *w);
void xml_begin(struct xml_writer *w, const char *name);
void xml_put_attribute(struct xml_writer *w, const char *name, struct str value);
void xml_put_number(struct xml_writer *w, const char *name, int64_t value);
void xml_put_text(struct xml_writer *w, struct str text);
void xml_end(struct xml_writer *w);
/* An element with a text and nothing else; xml_put_some: none when the text is empty. */
void xml_put(struct xml_writer *w, const char *name, struct str text);
void xml_put_some(struct xml_writer *w, const char *name, struct str text);
