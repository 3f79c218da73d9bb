/*
 * purl_types.h - inside the room: what each package type asks of its parts, and what OSV calls it.
 */
#pragma once
#include "base/str.h"

enum space_rule { SPACE_OPTIONAL, SPACE_REQUIRED, SPACE_PROHIBITED };

enum {
	PURL_LOWER_SPACE   = 1 << 0,
	PURL_LOWER_NAME    = 1 << 1,
	PURL_LOWER_VERSION = 1 << 2,
	PURL_UPPER_SPACE   = 1 << 3,
	PURL_HYPHENS       = 1 << 4,    /* '_' in the name is '-'                           */
	PURL_NEEDS_VERSION = 1 << 5,
	PURL_CHANNEL       = 1 << 6,    /* namespace and qualifier "channel" only together  */
	PURL_UNDERSCORES   = 1 << 7,    /* all but letters and digits in the name is '_'    */
	PURL_NO_MODULE     = 1 << 8,    /* the name is no Perl module: "::" is not in it    */
	PURL_LOWER         = PURL_LOWER_SPACE | PURL_LOWER_NAME,
};

/* How the OSV name is put together. */
enum osv_name { OSV_NAME, OSV_SLASH, OSV_COLON };

struct purl_type {
	const char     *type;
	enum space_rule space;
	unsigned        rules;
	const char     *needs_qualifier;    /* or NULL */
	const char     *ecosystem;          /* OSV's; NULL: it has none, or the namespace tells */
	enum osv_name   name;
};

/* NULL for a type without rules. */
const struct purl_type *purl_type_find(struct str type);

/* OSV's ecosystem of a distribution package by its namespace; NULL when it has none. */
const char *purl_distribution_ecosystem(struct str type, struct str space);
