/*
 * schema.h - what a structure holds, as data.
 *
 * One table beside each value type serves the codec that carries it between processes and into the
 * knowledge base (model/record.h), the JSON that people and tests read, and later the views of the API.
 *
 *     struct pair { struct str name; int64_t at; };
 *     static const struct field pair_fields[] = {
 *             FIELD(struct pair, name, FIELD_STR),
 *             FIELD(struct pair, at,   FIELD_INSTANT),
 *     };
 *     const struct schema pair_schema = SCHEMA("pair", struct pair, pair_fields);
 *
 * The order of fields is the order of the codec: new fields go to the end, none is taken out.
 */
#pragma once
#include <stddef.h>
#include "base/vec.h"

enum field_kind {
	FIELD_STR,          /* struct str: valid UTF-8 without NUL                  */
	FIELD_STRS,         /* struct str_list                                      */
	FIELD_INT,          /* int64_t                                              */
	FIELD_INSTANT,      /* int64_t, see base/clock.h; INSTANT_NONE when unknown */
	FIELD_DAY,          /* int32_t, see base/clock.h; DAY_NONE when unknown     */
	FIELD_BOOL,         /* bool                                                 */
	FIELD_ENUM,         /* an enum (int) with names                             */
	FIELD_TENTHS,       /* int32_t, a score times ten; -1 when unknown          */
	FIELD_MILLIONTHS,   /* int32_t, a probability times 10^6; -1 when unknown   */
	FIELD_STRUCT,       /* an embedded structure                                */
	FIELD_LIST,         /* LIST(struct …)                                       */
};

struct enum_names {
	const char *const *names;   /* by value from 0: what JSON and the API say */
	size_t             count;
	const char *const *words;   /* likewise, M("…"): what people read; NULL: the names, where the catalogue has them */
};
#define ENUM_NAMES(array) { (array), ARRAY_LEN(array), NULL }
#define ENUM_WORDS(array, words_) { (array), ARRAY_LEN(array), (words_) }

struct schema;

struct field {
	const char              *name;
	enum field_kind          kind;
	size_t                   offset;
	const struct schema     *schema;   /* of FIELD_STRUCT and FIELD_LIST */
	const struct enum_names *names;    /* of FIELD_ENUM; of FIELD_STR and FIELD_STRS that hold such names, else NULL */
};

struct schema {
	const char         *name;
	size_t              size;
	const struct field *fields;
	size_t              count;
};

#define FIELD(type, member, kind_) { #member, (kind_), offsetof(type, member), NULL, NULL }
#define FIELD_OF(type, member, kind_, schema_) { #member, (kind_), offsetof(type, member), (schema_), NULL }
#define FIELD_NAMED(type, member, names_) { #member, FIELD_ENUM, offsetof(type, member), NULL, (names_) }
/* Texts that are names of an enum: pages say their words (model/view.h), programs the names. */
#define FIELD_WORD(type, member, names_)  { #member, FIELD_STR, offsetof(type, member), NULL, (names_) }
#define FIELD_WORDS(type, member, names_) { #member, FIELD_STRS, offsetof(type, member), NULL, (names_) }
#define SCHEMA(name_, type, fields_) { (name_), sizeof(type), (fields_), ARRAY_LEN(fields_) }

/* The name of an enum's value; "" beyond the table. And back: false when there is none such. */
const char *enum_name(const struct enum_names *names, int value);
bool enum_find(const struct enum_names *names, struct str name, int *ret_value);
