/*
 * frames.h - which values travel in a bundle, and by which number; shared by its writer and reader.
 */
#pragma once
#include "model/schema.h"

enum { FRAMES_HEAD_BYTES = 5 };

/* NULL beyond the table; 0 when the schema does not travel. */
const struct schema *frames_schema(unsigned kind);
unsigned frames_kind(const struct schema *schema);
