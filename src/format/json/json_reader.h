/*
 * json_reader.h - what json_stream.c needs of json.c beyond the contract.
 */
#pragma once
#include "format/json/json.h"

/* json_parse_padded for a text that stands at `offset` of its file: faults are told by the file's bytes. */
CHECKED struct err *json_parse_within(struct json_reader *reader, struct str text, uint64_t offset,
    struct arena *arena, struct json *ret_root);
