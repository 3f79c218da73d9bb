/*
 * kinds.c - who can read what, and within which bounds: one row a kind.
 *
 * Feeds are streamed record by record and need little memory however long they are; an inventory or a sheet may be held
 * whole (LIMIT_DOCUMENT_BYTES and what a tree of it takes).
 *
 *     { "nvd",       nvd_read,       FEED_LIMITS },
 *     { "inventory", inventory_read, DOCUMENT_LIMITS },
 */
#include "wire/worker/worker.h"

#define GIB ((size_t)1 << 30)

#define FEED_LIMITS     { .memory_bytes = 2 * GIB, .cpu_seconds = 1800, .wall_seconds = 3600, .output_bytes = 32 * GIB }
#define DOCUMENT_LIMITS { .memory_bytes = 6 * GIB, .cpu_seconds = 300,  .wall_seconds = 600,  .output_bytes = 4 * GIB }

const struct worker_kind worker_kinds[] = {
	{ NULL, NULL, { 0 } },   /* ends the table */
};
const size_t worker_kinds_count = ARRAY_LEN(worker_kinds) - 1;
