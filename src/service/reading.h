/*
 * reading.h - a person has read the maker's page: which versions a vulnerability affects, in the words of JVN
 * (「4.5.1 より前のバージョン」, "4.0 to 4.5") or as a range, kept as an own source in the knowledge base, for all systems.
 */
#pragma once
#include "service/home.h"

struct reading {
	struct str        vulnerability;    /* "CVE-2026-1234"                                         */
	struct str        cpe;              /* the product; its version does not matter                */
	const struct str *phrases;          /* one a row, read together                                */
	size_t            count;            /* 0: takes an earlier reading back                        */
	struct str        by;
	int64_t           now;
};

/* ERR_FORMAT when a row cannot be read as versions: what cannot be read would leave the question open. */
CHECKED struct err *reading_put(const struct home *home, const struct reading *reading, struct arena *arena,
    struct kb_result *ret_result);
