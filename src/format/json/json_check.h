/*
 * json_check.h - where a text stops being JSON, and in which words to say it.
 *
 * simdjson says that a text is broken, not where; this walks the broken text once more, byte by byte,
 * by RFC 8259 and by our own bounds: depth, no NUL, no lone surrogate, numbers that fit.
 */
#pragma once
#include "base/str.h"

struct json_fault {
	const char *message;   /* a sentence of the catalogue; NULL: no fault */
	size_t      at;        /* byte of the text                            */
};

/* The first fault of one whole document. */
struct json_fault json_check(struct str text);

/* The first escape that names NUL or half a surrogate pair; text is JSON otherwise. */
struct json_fault json_check_escapes(struct str text);

extern const char json_fault_cut_short[];
extern const char json_fault_value[], json_fault_key[], json_fault_colon[], json_fault_separator[];
