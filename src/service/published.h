/*
 * published.h - what makers publish besides weaknesses, looked up: builds, ends of support, and which of MSRC's months are held.
 */
#pragma once
#include "model/document.h"
#include "model/release.h"
#include "service/home.h"

/* ------------------------------------------------------------------ months */

/*
 * Microsoft re-issues a month's document for years. What the list of updates names and what was taken in are laid beside each
 * other; only where nothing is missing does silence mean something (windows.md §6: never nothing found in a month not loaded).
 */
enum month_state {
	MONTH_HELD,        /* in its newest issue, whole                                */
	MONTH_MISSING,     /* listed, never taken in                                    */
	MONTH_OLD,         /* listed as re-issued since it was taken in                 */
	MONTH_NOT_WHOLE,   /* some of its records could not be read                     */
	MONTH_UNLISTED,    /* taken in, and the list does not know it: the list is old  */
};
extern const struct enum_names month_state_names;   /* "held", "missing", "old", "not_whole", "unlisted" */

struct month_view {
	struct str       id;         /* "2026-Jul"                                     */
	struct str       title;
	enum month_state state;
	int64_t          listed;     /* issue the list names; INSTANT_NONE             */
	int64_t          held;       /* issue taken in; INSTANT_NONE                   */
	int64_t          records, refused;
	struct str       url;        /* where to fetch it                              */
};
struct months_view {
	LIST(struct month_view) months;     /* oldest first                            */
	bool                    has_list;
	bool                    complete;   /* there is a list, and every month is held */
	int64_t                 gaps;       /* months that are not                     */
};
extern const struct schema months_view_schema;

CHECKED struct err *published_months(struct kb *kb, struct arena *arena, struct months_view *ret_months);

/* ------------------------------------------------------- builds, ends of support */

struct releases_view {
	LIST(struct release) releases;   /* newest first                     */
	int64_t              found;      /* also those beyond `most`         */
};
extern const struct schema releases_view_schema;

/* Whose product holds the text (as people write it), whose KB it is, or whose version begins with it. */
CHECKED struct err *published_releases(struct kb *kb, struct str text, int64_t most, struct arena *arena,
    struct releases_view *ret_releases);

/* How a cycle stands on a day. */
enum life_state {
	LIFE_SUPPORTED,    /* until a day that has not come, or without one, as the source says   */
	LIFE_EXTENDED,     /* for those who pay                                                   */
	LIFE_ENDED,
	LIFE_UNSAID,       /* the source does not say                                             */
};
extern const struct enum_names life_state_names;    /* "supported", "extended", "ended", "unsaid" */

struct life_view {
	struct str       feed;
	enum life_state  state;
	struct lifecycle cycle;
};
struct lives_view {
	LIST(struct life_view) cycles;   /* by product, newest first */
	int64_t                found;
};
extern const struct schema lives_view_schema;

/* Last days are the maker's; they are compared with the day it is in Japan. */
CHECKED struct err *published_life(struct kb *kb, struct str text, int64_t most, int64_t now, struct arena *arena,
    struct lives_view *ret_lives);
