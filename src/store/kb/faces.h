/*
 * faces.h - what counting needs of a vulnerability, in eight bytes.
 *
 * A page of hits comes with counts of the first thousand: by severity, by source, how many of them KEV lists. Out of rows these are a thousand places in a file of a
 * gigabyte; packed, those of 300,000 vulnerabilities are 2.4 MB. Rows stand by number, FACES_PART to a page of the database (table faces). A number that
 * nothing has is all zeros, and nobody asks for it. Native byte order, as that of kb.idx.
 */
#pragma once
#include "base/vec.h"
#include "store/kb/db.h"

enum { FACES_PART = 1000 };           /* 8,000 bytes: one page of 8 KiB, without overflow */

enum { FACE_NO_CVE = 0 };
#define FACE_ODD_CVE UINT32_MAX       /* one that does not fit: its id says which */

struct face_row {
	uint32_t cve;                 /* 25 bits of number, above them the year since 1990 */
	uint16_t sources;             /* a bit (1 << enum source) each                     */
	int8_t   base;                /* tenths; -1: no score                              */
	uint8_t  state;               /* enum advisory_state                               */
};

/* The number of a CVE for face_row.cve, from its key (match_cve_key), and back. */
uint32_t face_cve(uint64_t key);
uint64_t face_cve_key(uint32_t cve);

/* Parts as they are needed, kept as long as the arena. */
struct faces {
	struct kbdb                   *db;
	struct arena                  *arena;
	LIST(const struct face_row *)  parts;      /* NULL: not yet */
};
CHECKED struct err *faces_get(struct faces *faces, int64_t number, struct arena *arena, struct face_row *ret_row);

/* Parts that are being written; last of all, so that they stand side by side. */
struct faces_build {
	struct kbdb                   *db;
	struct arena                  *arena;
	LIST(struct face_row *)        parts;      /* NULL: untouched */
};
CHECKED struct err *faces_put(struct faces_build *faces, int64_t number, struct face_row row, struct arena *arena);
CHECKED struct err *faces_write(struct faces_build *faces, struct arena *arena);
