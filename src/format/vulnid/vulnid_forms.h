/*
 * vulnid_forms.h - inside the room: how each known name is written.
 *
 * What stands behind the prefix is told by a shape, one letter a piece:
 *     y    a year, 19xx or 20xx           1 2 … 9   exactly so many digits
 *     n    one to nineteen digits         N   four to nineteen digits, as the CVE Record Format has it
 *     r    one or two digits              v   one to seven digits
 *     h    eight hexadecimal digits       e   eight letters or digits
 *     a    one letter                     g   four letters or digits
 *     w    letters, digits and '_'        d   the same and '.'
 *     x    the same and '.' and '-', to the end
 * '-', ':' and '.' stand for themselves.
 */
#pragma once
#include "format/vulnid/vulnid.h"

/* How letters behind the prefix are spelt. */
enum vulnid_case { VULNID_UPPER, VULNID_LOWER, VULNID_AS_IS };

struct vulnid_form {
	enum vulnid_kind kind;
	const char      *prefix;     /* canonical spelling; case is forgiven                                 */
	const char      *shape;
	const char      *example;    /* canonical                                                            */
	enum vulnid_case letters;
	bool             loose;      /* a last '#', '-', ':' or space of the prefix may be any of these, with
	                                spaces around it, or left out                                        */
};

/* The first form that fits a text is its form. */
extern const struct vulnid_form vulnid_forms[];
extern const size_t             vulnid_forms_count;
