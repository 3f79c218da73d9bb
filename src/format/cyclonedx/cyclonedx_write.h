/*
 * cyclonedx_write.h - components as a CycloneDX 1.6 JSON document, such as `tsukuroi collect` gives.
 *
 * What this writes cyclonedx_read reads back equal: source package, distribution, release, module and
 * place travel as properties named "tsukuroi:…".
 */
#pragma once
#include "base/buf.h"
#include "model/inventory.h"

struct cyclonedx_document {
	struct str                     serial;      /* "urn:uuid:…", empty: none           */
	const struct inventory_head   *head;        /* subject, when, tool, kernel         */
	const struct component        *components;
	size_t                         count;
};

void cyclonedx_write(const struct cyclonedx_document *document, struct arena *arena, struct buf *out);
