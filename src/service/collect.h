/*
 * collect.h - this machine's software as a CycloneDX document: distribution packages, running kernel, and
 * pip, npm and gem packages where these tools are present.
 *
 * Each list is made by the machine's own tool as a child process. Lists of distribution packages go through the same
 * sandboxed reader as a file from elsewhere; the others are lines of a name and a version, cut here within bounds.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"

/* What one tool told. */
struct collect_note {
	struct str what;      /* "dpkg", "pip" … */
	int64_t    count;
};

CHECKED struct err *collect_host(int64_t now, struct arena *arena, struct buf *out, struct collect_note **ret_notes,
    size_t *ret_count);
