/*
 * reading.h - a person has read the maker's page: which versions a vulnerability affects, in the words of JVN
 * (「4.5.1 より前のバージョン」, "4.0 to 4.5") or as a range, or that the product is not affected; kept as an own source in the knowledge base,
 * for all systems, with its ground: the page, its sentence, who read it on which day, and when it is to be read again.
 *
 * One reading of a vulnerability in a product is in force; a newer one takes its place and keeps it as former. Readings can be
 * given to other organisations as a file. Theirs are known by the organisation's name, count while nothing of our own speaks of
 * the same, and yield to it otherwise; where they say something else, that is a conflict, and is listed.
 */
#pragma once
#include "model/reading.h"
#include "model/sink.h"
#include "service/home.h"

struct reading {
	struct str        vulnerability;    /* "CVE-2026-1234"                                         */
	struct str        cpe;              /* the product; its version does not matter                */
	const struct str *phrases;          /* one a row, read together                                */
	size_t            count;
	bool              not_affected;     /* instead of phrases: no version of the product is        */
	bool              withdraw;         /* instead of both: takes an earlier reading back          */
	struct str        url, sentence;    /* the page and its words                                  */
	int32_t           read_on;          /* DAY_NONE: today                                         */
	int32_t           review_on;        /* DAY_NONE: never; asked of a not affected one            */
	struct str        by;
	int64_t           now;
};

/* ERR_FORMAT: one of the rows cannot be read as versions, by whoever writes them down. */
CHECKED struct err *reading_check_versions(const struct str *phrases, size_t count, struct arena *arena);

/*
 * ERR_FORMAT when a row cannot be read as versions: what cannot be read would leave the question open. ERR_USAGE: 非該当 without a ground
 * (page or sentence) and a day to read it again. ERR_NOT_FOUND: nothing to take back.
 */
CHECKED struct err *reading_put(const struct home *home, const struct reading *reading, struct arena *arena,
    struct kb_result *ret_result);

struct reading_view {
	struct reading_record record;
	bool                  overdue;      /* past its review day: 非該当 by it counts no more                     */
	bool                  conflict;     /* another one of the same says something else                        */
};
struct reading_views { LIST(struct reading_view) readings; };
extern const struct schema reading_views_schema;
/* By vulnerability, product, organisation (ours first). withdrawn: those too. */
CHECKED struct err *reading_list(struct kb *kb, bool withdrawn, int64_t now, struct arena *arena, struct reading_views *ret_views);

/* Our own in force, as a file for others under that name. ERR_USAGE without a name. */
CHECKED struct err *reading_export(const struct home *home, struct str organisation, int64_t now, struct arena *arena, struct buf *out,
    int64_t *ret_count);

struct reading_import {
	struct str           organisation;
	int64_t              taken, unchanged, yielding;   /* yielding: ours speaks of the same      */
	LIST(struct reading_view) conflicts;               /* of these, those that say something else */
	LIST(struct problem) problems;                     /* refused                                 */
	struct kb_result     result;
};
CHECKED struct err *reading_import(const struct home *home, struct str path, int64_t now, struct arena *arena,
    struct reading_import *ret_import);

/* Records of the own source whose review day is past: no 非該当 rests on them. */
CHECKED struct err *reading_overdue(struct kb *kb, int64_t now, struct arena *arena, struct str_list *ret_records);
