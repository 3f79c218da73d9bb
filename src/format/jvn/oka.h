/*
 * oka.h - MyJVN version 4 (feed=oka) on its way to an advisory. For this room only.
 */
#pragma once
#include "format/json/json.h"
#include "format/jvn/record.h"

/* An overview, a detail or a bundle of details; sends the records and a feed_head. Errors as jvn_read has them; ERR_LIMIT beyond LIMIT_RECORD_BYTES. */
CHECKED struct err *oka_read(struct input *input, struct sink *sink, struct arena *arena);

/* Of a detail: a row a product, with what is said of its versions, in the words of VULDEF. */
CHECKED struct err *oka_affected(struct jvn_record *record, struct json detail);
/* A CPE of a product, or of one of its versions: the product's, as VULDEF names it. */
CHECKED struct err *oka_add_cpe(struct jvn_record *record, struct affected *affected, struct str name);
