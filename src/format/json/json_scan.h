/*
 * json_scan.h - finds where an object or array ends, without reading what is in it.
 *
 * It keeps three things apart: inside a text or not, behind a backslash or not, how many brackets are
 * open. 64 bytes at a time become four masks (a bit a byte), by SSE2 where the processor has it.
 * Which bracket closes which is left to the parser.
 */
#pragma once
#include "base/str.h"

struct json_masks { uint64_t quotes, backslashes, opens, closes; };

/* Of 64 bytes; both give the same, the tests hold them to it. */
struct json_masks json_masks_portable(const char *block);
struct json_masks json_masks(const char *block);

struct json_scan {
	size_t depth;        /* brackets open so far */
	bool   in_text;
	bool   is_escaped;   /* the next byte stands behind a backslash */
};

enum json_scanned { JSON_SCAN_MORE, JSON_SCAN_END, JSON_SCAN_DEEP };

/*
 * Goes on with the bytes of text; the first byte of all is the opening bracket. *ret_used: bytes
 * looked at, with JSON_SCAN_END up to and with the closing bracket. JSON_SCAN_DEEP: more than
 * depth_most brackets are open.
 */
enum json_scanned json_scan(struct json_scan *scan, struct str text, size_t depth_most, size_t *ret_used);
