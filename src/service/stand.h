/*
 * stand.h - what stands, as the form has it that changes it: named fields with their texts. Two people may have one form open; whoever saves says by its
 * revision which state he began from, and where another stands meanwhile he sees both, field by field, and nothing is written.
 *
 *     name: "mail"   label: "Mail address"   values: "hanako@example.jp"
 *     name: "office" label: "Offices"        values: "reader" "security"     (many: any order is the same)
 *
 * Nothing at all stands before a thing is entered: its revision is STAND_NONE, and who enters one of a name that is there by then is told too.
 */
#pragma once
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "model/schema.h"

struct stand_field {
	const char              *name;      /* of the form's field                                          */
	size_t                   at;        /* of a field that is sent many times, each in its place (cells of a table): which, from 1; else 0 */
	const char              *label;     /* M("…"), or words that need no translation                    */
	const struct enum_names *words;     /* of its values, which are names of it; NULL: they stand for themselves */
	const char              *nothing;   /* a value that says no more than none does, such as "unknown"; NULL */
	bool                     ordered;   /* many, and their order says something                         */
	struct str_list          values;    /* none: it is empty; many that are not ordered: sorted         */
};
struct stand { LIST(struct stand_field) fields; };

/* Revision of what is not there. */
#define STAND_NONE STR("none")

/* One value; "" for none. */
void stand_put(struct stand *stand, const char *name, const char *label, struct str value, struct arena *arena);
/* A name of an enum. */
void stand_put_word(struct stand *stand, const char *name, const char *label, const struct enum_names *words, struct str value, struct arena *arena);
/* One value of any kind: field says which, but for its values. */
void stand_put_field(struct stand *stand, const struct stand_field *field, struct str value, struct arena *arena);
/* Many, whose order says nothing. words: may be NULL. */
void stand_put_set(struct stand *stand, const char *name, const char *label, const struct enum_names *words, const struct str_list *values, struct arena *arena);
/* Many, in that order. */
void stand_put_list(struct stand *stand, const char *name, const char *label, const struct enum_names *words, const struct str_list *values,
    struct arena *arena);
/* One of those that are sent many times, each in its place. */
void stand_put_at(struct stand *stand, const char *name, size_t at, const char *label, const struct enum_names *words, struct str value,
    struct arena *arena);
/* "mail"; in its place "cell#3". */
struct str stand_key(const struct stand_field *field, struct arena *arena);
/* By its key; NULL: there is none such. */
const struct stand_field *stand_find(const struct stand *stand, struct str key, struct arena *arena);
/* Of all names and values: equal texts, equal revisions. */
struct str stand_revision(const struct stand *stand, struct arena *arena);
/* ERR_CONFLICT when another one stands; revision "": whatever stands will do. */
CHECKED struct err *stand_check(const struct stand *stand, struct str revision, struct arena *arena);
/* Whether these values of a form's field say what those do. Both are sorted first when the field is not ordered. */
bool stand_same(const struct stand_field *field, const struct str_list *a, const struct str_list *b, struct arena *arena);
