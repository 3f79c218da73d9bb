/*
 * part.h - one document while it is read. Inside the room only.
 */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "format/csaf/csaf.h"
#include "format/json/json_shape.h"

/* -------------------------------------------------------------------- tree.c */

struct csaf_product {
	struct str id, vendor, name;     /* name: of its product_name, else as the tree titles it */
	struct str version;              /* as written; "" where the tree names none              */
	struct str title, cpe, purl;
	struct str platform;             /* what it is installed on or with, or a component of    */
	struct str platform_cpe;
	bool       is_range;
};
struct csaf_tree {
	LIST(struct csaf_product) products;
	struct map                places;     /* id of a product: 1 + its place    */
	LIST(struct str_list)     members;    /* of groups                         */
	struct map                groups;     /* id of a group: 1 + its place      */
};
/* Checks §6.1.1 to §6.1.5 of what the tree itself says. */
CHECKED struct err *csaf_tree_read(struct json tree, struct arena *arena, struct csaf_tree *ret_tree);
/* ERR_FORMAT where there is none of that id (§6.1.1). */
CHECKED struct err *csaf_product_place(const struct csaf_tree *tree, struct str id, struct arena *arena, size_t *ret_place);

/* ---------------------------------------------------------------- versions.c */

/* A version or range of the tree as rows of CVE 5, in the words that domain/range reads; what is no range stays the words it is. */
void csaf_versions(struct str text, bool is_range, enum affected_status status, struct arena *arena, struct affected *affected);

/* ------------------------------------------------------------------- check.c */

/* What every document has; that it is for everybody, and no draft. */
CHECKED struct err *csaf_check_document(struct json document, bool is_own, struct arena *arena);

/* ----------------------------------------------------------- vulnerability.c */

/* The vulnerabilities of one document on their way into its record. */
struct csaf_saying {
	const struct csaf_tree *tree;
	struct arena           *arena;
	struct advisory        *advisory;
	struct map              rows;         /* what a row says: 1 + its place in advisory->affected */
	struct str              severity;     /* of the document                                      */
	bool                    is_vex;
	bool                    is_single;    /* it treats one vulnerability                          */
};
CHECKED struct err *csaf_vulnerability(struct csaf_saying *saying, struct json vulnerability, size_t number);
