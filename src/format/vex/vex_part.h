/*
 * vex_part.h - inside the room: what the three forms share.
 */
#pragma once
#include "format/json/json.h"
#include "format/json/json_write.h"
#include "format/vex/vex.h"

struct vex_reading {
	struct sink         *sink;
	struct arena        *arena;
	struct vex_document  document;
};

/* Checks a statement and adds it; one that cannot be taken is refused to the sink. */
CHECKED struct err *vex_take(struct vex_reading *reading, const struct vex_statement *statement);
CHECKED struct err *vex_refuse(struct vex_reading *reading, struct str vulnerability, struct err *why);

/* Adds a text that stands beside others: a line each. */
void vex_add_text(struct str *text, struct str more, struct arena *arena);
struct str vex_copy(struct json object, const char *key, struct arena *arena);
/* An instant out of a member; otherwise `other`. */
int64_t vex_instant(struct json object, const char *key, int64_t other);

void vex_put(struct json_writer *w, const char *key, struct str text);        /* nothing where empty */
void vex_put_instant(struct json_writer *w, const char *key, int64_t at, struct arena *arena);

/* Every product once, in order; the place of one among them. */
struct vex_products { LIST(struct vex_product) list; };
struct vex_products vex_products_of(const struct vex_document *document, struct arena *arena);
size_t vex_product_place(const struct vex_products *products, const struct vex_product *product);
/* "NAME VERSION" */
struct str vex_product_title(const struct vex_product *product, struct arena *arena);
/* Which kin a number is of: "CVE", "GHSA", "JVNDB". */
struct str vex_kin(struct str vulnerability);

/* What OpenVEX calls a product: its package URL, or one of type generic of its name and version; "": it cannot. */
struct str vex_openvex_name(const struct vex_product *product, struct arena *arena);

void vex_openvex_write(const struct vex_document *document, struct arena *arena, struct buf *out);
void vex_cyclonedx_write(const struct vex_document *document, struct arena *arena, struct buf *out);
void vex_csaf_write(const struct vex_document *document, struct arena *arena, struct buf *out);

CHECKED struct err *vex_openvex_read(struct json root, struct vex_reading *reading);
CHECKED struct err *vex_cyclonedx_read(struct json root, struct vex_reading *reading);
CHECKED struct err *vex_csaf_read(struct json root, struct vex_reading *reading);
