/*
 * json_simdjson.h - the narrow door to simdjson: text in, tape out. The only C++ stands behind it.
 *
 * A tape is simdjson's parsed document (doc/tape.md of its source): 64-bit words whose top byte is the
 * type and whose lower 56 bits are a payload.
 *
 *     r          root; the document begins at word 1
 *     { [        lower 32 bits: index of the word behind the matching } ]
 *     "          offset into strings: a 32-bit length in the machine's order, then the bytes
 *     l u d      a signed, unsigned, floating number in the next word
 *     t f n      true, false, null
 *
 * The tape belongs to the machine and lives until it parses again or is freed.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct json_tape {
	const uint64_t      *words;
	const unsigned char *strings;
};

enum json_outcome { JSON_PARSED, JSON_REFUSED, JSON_NO_MEMORY };

enum { JSON_PADDING = 64 };   /* readable bytes that must stand behind a text to be parsed */

struct json_machine;

/* Nesting beyond depth is refused. NULL when there is no memory. */
struct json_machine *json_machine_new(size_t depth);
void                 json_machine_free(struct json_machine *machine);   /* NULL is welcome */

enum json_outcome json_machine_parse(struct json_machine *machine, const char *padded, size_t len,
    struct json_tape *ret_tape);

#ifdef __cplusplus
}
#endif
