/*
 * cpe.h - CPE names: what NVD and JVN iPedia call a product, and how two such names relate.
 *
 *     cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*     formatted string
 *     cpe:/a:microsoft:internet_explorer:8.0.6001:beta                    2.2 URI
 *     wfn:[part="a",vendor="microsoft",version="8\.0\.6001"]              well-formed name
 *
 * All three become one value of eleven attributes. A value is a view into the text it was read from,
 * or into the arena where escapes had to be undone or letters lowered, and lives as long as both.
 *
 * Follows NISTIR 7695 (naming) and NISTIR 7696 (name matching).
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum cpe_attribute {
	CPE_PART, CPE_VENDOR, CPE_PRODUCT, CPE_VERSION, CPE_UPDATE, CPE_EDITION, CPE_LANGUAGE,
	CPE_SW_EDITION, CPE_TARGET_SW, CPE_TARGET_HW, CPE_OTHER,
	CPE_ATTRIBUTE_COUNT,
};

enum cpe_kind {
	CPE_ANY,     /* "*", or left out     */
	CPE_NA,      /* "-": does not apply  */
	CPE_VALUE,   /* one value            */
	CPE_WILD,    /* a value that begins or ends with unquoted wildcards: "8.*", "??.1" */
};

/*
 * The text is lower case and stands for itself: "8.0.6001", "control>center", "c++". Only '*', '?' and
 * '\' are quoted with '\' where the character itself is meant; unquoted they are wildcards (CPE_WILD): '*'
 * is any characters or none, each '?' one character or none. They stand at an end of the value only; a value
 * may be all '?'. Two equal values have equal bytes. Empty with CPE_ANY and CPE_NA.
 */
struct cpe_value {
	enum cpe_kind kind;
	struct str    text;
};

/* A zeroed one is ANY in everything: it names all there is. */
struct cpe {
	struct cpe_value attributes[CPE_ATTRIBUTE_COUNT];
};

/*
 * Reads any of the three forms ("unbinds" it). ERR_FORMAT says which attribute is wrong, at which character
 * and why; ERR_LIMIT when the name is longer than LIMIT_NAME_TEXT. At most one allocation a name.
 *
 * As NISTIR 7695 (5.3.2) has it: a value is printable ASCII without spaces; "*" and "\-" alone are no values,
 * being kept for ANY and NA; a packed edition has five parts, of which the last may hold further '~'; %01 and %02
 * are a URI's wildcards. Liberties, each taken by real data: punctuation may stand unquoted where that is not
 * ambiguous, "*" or an empty component of a URI is ANY, and the part may be ANY ("cpe:/:cybozu" in JVN iPedia).
 */
CHECKED struct err *cpe_parse(struct str text, struct arena *arena, struct cpe *ret_cpe);

/* The formatted string of CPE 2.3; reading it again gives an equal name. */
struct str cpe_format(const struct cpe *cpe, struct arena *arena);
/* The URI of CPE 2.2: trailing ANYs dropped, the extended attributes packed as ~edition~sw~sw~hw~other. */
struct str cpe_format_uri(const struct cpe *cpe, struct arena *arena);
/* The well-formed name, attributes that are ANY left out. */
struct str cpe_format_wfn(const struct cpe *cpe, struct arena *arena);

/* The text of a value with the quoting of '*', '?' and '\' undone as well: what a person or a version order reads. */
struct str cpe_value_plain(const struct cpe_value *value, struct arena *arena);

/*
 * "vendor:product", lower case: the key under which the index keeps criteria and asks for products.
 * Empty unless both are plain values, because a wildcard cannot be looked up.
 */
struct str cpe_product_key(const struct cpe *cpe, struct arena *arena);

/*
 * How a source, which may have wildcards, relates to a target. For one attribute (NISTIR 7696, table 6-2; i and
 * k are different values, m a value with wildcards):
 *
 *     source\target   ANY        NA         i                        m
 *     ANY             equal      superset   superset                 undefined
 *     NA              subset     equal      disjoint                 undefined
 *     i               subset     disjoint   equal; with k disjoint   undefined
 *     m               subset     disjoint   superset or disjoint     undefined
 *
 * For whole names (tables 6-3 and 6-4), the first of these that is true:
 *
 *     disjoint    some attribute is disjoint
 *     undefined   some attribute is undefined: 7696 does not say what a target with wildcards means
 *     equal       all attributes are equal
 *     superset    all attributes are superset or equal: the source names all the target does, and more
 *     subset      all attributes are subset or equal
 *     overlap     one attribute is superset and another subset: 7696 has no word for it, but nothing is
 *                 unknown; the two share what both name, and neither holds the other
 *
 * In an inventory a criterion (source) applies to an asset (target) when equal or superset; subset and
 * overlap say that the asset is named too loosely to tell.
 */
enum cpe_relation { CPE_DISJOINT, CPE_SUBSET, CPE_SUPERSET, CPE_EQUAL, CPE_OVERLAP, CPE_UNDEFINED };

enum cpe_relation cpe_relation(const struct cpe *source, const struct cpe *target);
/* Of one attribute; never CPE_OVERLAP. */
enum cpe_relation cpe_value_relation(const struct cpe_value *source, const struct cpe_value *target);

/* "equal", "superset", "subset", "disjoint", "overlap", "undefined"; and "vendor", "sw_edition" … */
const char *cpe_relation_name(enum cpe_relation relation);
const char *cpe_attribute_name(enum cpe_attribute attribute);
