/*
 * life.h - until when a product is supported: which cycle of a published life cycle an installed thing is in, and what today makes
 * of its end.
 *
 *     Apache Tomcat 9.0.71           cycle "9.0"            by the longest cycle that begins the version
 *     Windows 10.0.26100, Professional, Client   "11-24h2-w"  by build and edition: E, W, LTSC and IoT end on days of their own
 *     debian 12 (the host's release) cycle "12"             by the distribution's name and release
 *
 * Certain or not at all: a version that is in no cycle, in several, or unknown, an edition that is unknown where editions end on
 * different days, is "cannot tell" and says which fact is missing. A product that no source lists is not listed; that is no promise.
 * A day stands only where a page states it: "rule only" and "no end announced" are states of their own (domestic-products.md §4).
 *
 * Warnings come 12, 6 and 3 months before the end; a contract of one's own moves the end. Pure: the day is given.
 */
#pragma once
#include "base/map.h"
#include "model/inventory.h"
#include "model/release.h"

/* ------------------------------------------------------------------------------------- which cycle */

struct life_book {
	LIST(struct lifecycle) cycles;
	struct map             by_identity;   /* "a:apache:tomcat", "pkg:npm/x" → a list of places in cycles       */
	struct map             by_product;    /* the source's own name, "windows", "debian"                       */
};
/* The cycle is copied into the arena with its texts. */
void life_book_add(struct life_book *book, const struct lifecycle *cycle, struct arena *arena);

enum life_missing { LIFE_NOTHING, LIFE_VERSION, LIFE_EDITION, LIFE_CYCLE, LIFE_IDENTITY };
extern const struct enum_names life_missing_names;       /* "", "version", "edition", "cycle", "identity" */
const char *life_missing_text(enum life_missing missing);    /* key of the catalogue; "" for nothing */

struct life_standing {
	bool                    listed;      /* some source lists the product                                      */
	const struct lifecycle *cycle;       /* the one it is in; NULL: not listed, or cannot tell                 */
	enum life_missing       missing;     /* why not, where it is listed; IDENTITY where nothing is known of it */
};
/* Of a component. Packages of a distribution are not looked at: their distribution is. */
struct life_standing life_of_component(const struct life_book *book, const struct component *component, struct arena *scratch);
/* Of a host's distribution: os-release ID and VERSION_ID. */
struct life_standing life_of_distribution(const struct life_book *book, struct str id, struct str release, struct arena *scratch);

/* --------------------------------------------------------------------------------------- the end */

enum life_stage {
	LIFE_OVER,            /* 超過                                                        */
	LIFE_WITHIN_3,        /* 3か月以内, 6か月以内, 12か月以内                             */
	LIFE_WITHIN_6,
	LIFE_WITHIN_12,
	LIFE_LASTING,
	LIFE_OPEN,            /* supported, and no end is announced                          */
	LIFE_UNDATED,         /* 規則のみ・日付未確認                                         */
	LIFE_CANNOT_TELL,     /* 判定不能: which cycle it is in                              */
	LIFE_STAGE_COUNT,
};
extern const struct enum_names life_stage_names;         /* "over" "within_3" … "cannot_tell" */
const char *life_stage_text(enum life_stage state);      /* key of the catalogue              */

/* The day itself is still supported. DAY_NONE is LIFE_UNDATED. */
enum life_stage life_stage_of_day(int32_t end, int32_t today);
/*
 * Of a standing with a contract of one's own until that day (DAY_NONE: none); *ret_end is the day that counts, DAY_NONE where there is
 * none. The extended support of those who pay counts only by a contract. A contract cannot shorten what everybody has.
 */
enum life_stage life_stage_of(const struct life_standing *standing, int32_t contract, int32_t today, int32_t *ret_end);
/* The day so many months later; the 31st becomes the last of a shorter month. */
int32_t life_months_after(int32_t day, int months);
