/*
 * notes.h - what feeds bring besides records (kb.h, "Notes"): one table for every kind of it.
 */
#pragma once
#include "store/kb/import.h"

/* Does a schema make notes, and may a source bring it? */
bool notes_fit(enum source source, const struct schema *schema);

/* The kind of that name; NULL when there is none. */
const struct schema *notes_schema(struct str name);

CHECKED struct err *notes_stage(struct kb_import *import, const struct schema *schema, const void *value, struct arena *arena);
