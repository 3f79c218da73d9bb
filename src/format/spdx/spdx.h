/*
 * spdx.h - SPDX documents as components and one head: 2.2 and 2.3 in JSON and tag-value form, and of
 * 3.0 (JSON-LD) the packages.
 *
 * The package a document DESCRIBES is the head's subject. Files and snippets are not
 * components. YAML, RDF and spreadsheet forms are refused in words (ERR_UNSUPPORTED): any SPDX tool
 * converts them to JSON.
 */
#pragma once
#include "base/input.h"
#include "model/inventory.h"
#include "model/sink.h"

CHECKED struct err *spdx_read(struct input *input, struct sink *sink, struct arena *arena);
/* The same for a text that is at hand whole. */
CHECKED struct err *spdx_read_text(struct str text, struct sink *sink, struct arena *arena);
