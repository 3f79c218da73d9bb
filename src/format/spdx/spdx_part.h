/*
 * spdx_part.h - inside the room: a document as all its forms give it, before it is sent.
 */
#pragma once
#include "format/component/component.h"
#include "format/json/json.h"
#include "format/spdx/spdx.h"

/* The texts of one package; empty where it has none. */
struct spdx_part {
	struct str      ref, name, version, supplier, purpose, source_info;
	struct str_list purls, cpes;
};

struct spdx_document {
	LIST(struct spdx_part) packages;
	struct str_list        described;   /* refs of what the document is about, best first */
	struct inventory_head  head;
};

/* Into *document, texts as views. ERR_FORMAT when it is none or cut short. */
CHECKED struct err *spdx_read_tags(struct str text, struct spdx_document *document, struct sink *sink, struct arena *arena);
/* root lives in its reader until the document is sent. */
CHECKED struct err *spdx_read_json(struct json root, struct spdx_document *document, struct arena *arena);
void spdx_read_graph(struct json graph, struct spdx_document *document, struct arena *arena);

/* "Tool: syft-1.2" of a creator, appended to what the head names; other creators are not tools. */
void spdx_add_creator(struct spdx_document *document, struct str creator, struct arena *arena);
void spdx_add_tool(struct spdx_document *document, struct str name, struct arena *arena);
/* "purl", "cpe23Type", "cpe22Type" and their kin of 3.0; other references are no names. */
void spdx_add_reference(struct spdx_part *part, struct str type, struct str locator, struct arena *arena);
