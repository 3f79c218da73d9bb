/*
 * document.h - the documents a source publishes its records in, one row each: which there are, which were read.
 *
 * MSRC gives a month of vulnerabilities as one document and re-issues it for years (windows.md §1.1). Its list of updates
 * says which there are and of when; the documents themselves say what was read. Beside each other they tell which months
 * are missing or old, and with that where silence means nothing.
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"

struct document {
	struct str id;            /* "2026-Jul"                                              */
	struct str title;         /* "July 2026 Security Updates"                            */
	struct str revision;      /* its version as it writes it; empty when it says none    */
	int64_t    published;     /* first issued; INSTANT_NONE                              */
	int64_t    current;       /* this issue of it; INSTANT_NONE                          */
	int64_t    records;       /* vulnerabilities read from it; -1 where it is only named */
	int64_t    refused;       /* those that could not be read: it is not whole           */
};
extern const struct schema document_schema;
