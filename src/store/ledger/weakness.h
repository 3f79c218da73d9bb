/*
 * weakness.h - in the ledger: what is open, a row a vulnerability; narrowed, counted by facets, a page at a time. And views that people keep.
 *
 * Rows are kept (keep.h), so that no page counts findings.
 */
#pragma once
#include "store/ledger/ledger.h"

enum weakness_sort { WEAKNESS_BY_URGENCY, WEAKNESS_BY_SCORE, WEAKNESS_BY_SYSTEMS, WEAKNESS_BY_NEWEST, WEAKNESS_BY_EPSS };
struct ledger_weakness_filter {
	int64_t    now;             /* decisions that have ended by then hide nothing                           */
	int        worst;           /* enum ledger_action; -1: any                                              */
	int        verdict;         /* enum ledger_verdict that some of its findings have; -1: any               */
	int        severity;        /* 0 without score, 1 low … 4 critical; -1: any                              */
	bool       kev;
	int        exploitation;    /* enum exploitation; -1: any                                               */
	int64_t    newest, oldest;  /* some finding appeared since then; all stand since then; 0 and INT64_MAX: any */
	struct str words;           /* folded; empty: any                                                       */
	int64_t    unit, system;    /* 0: any                                                                   */
	int        decided;         /* 1: decisions hide all of it, 0: something is left; -1: any                */
	enum weakness_sort sort;
	int64_t    most;
	struct str after;           /* cursor; empty: the first page                                            */
};
#define LEDGER_WEAKNESS_ALL { .worst = -1, .verdict = -1, .severity = -1, .exploitation = -1, .oldest = INT64_MAX, .decided = -1, .most = 50 }

struct ledger_weakness {
	struct ledger_vulnerability about;
	enum ledger_action          worst;
	int64_t                     due;               /* the earliest                          */
	int64_t                     oldest, newest;    /* first seen, of its findings           */
	int64_t                     findings, systems, products;
	struct str                  product_name;      /* of one of them                        */
	int64_t                     affected, undecided, provided, decided;
	int64_t                     sort_key;
};
struct ledger_weaknesses { struct ledger_weakness *items; size_t count, room; struct str next; };
/* ERR_USAGE: the cursor is none. */
CHECKED struct err *ledger_weaknesses(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena,
    struct ledger_weaknesses *ret_list);

/* Vulnerabilities under that filter, and how many there would be were it narrowed further. */
struct ledger_weakness_counts {
	int64_t total;
	int64_t action[LEDGER_NO_ACTION];
	int64_t affected, undecided, provided;
	int64_t severity[5];        /* as in the filter                                         */
	int64_t kev, exploited, poc;
	int64_t recent, long_open;  /* seen in the last 7 days; open for 90                      */
};
CHECKED struct err *ledger_weakness_counts(struct ledger *ledger, const struct ledger_weakness_filter *filter, struct arena *arena,
    struct ledger_weakness_counts *ret_counts);

/* Units that have a system, by name. */
struct ledger_named_id { int64_t id; struct str name; };
struct ledger_named_ids { struct ledger_named_id *items; size_t count, room; };
CHECKED struct err *ledger_weakness_units(struct ledger *ledger, struct arena *arena, struct ledger_named_ids *ret_units);

/* account 0: for everybody. */
struct ledger_saved_view { int64_t id, account; struct str page, name, query; int64_t by, at; };
struct ledger_saved_views { struct ledger_saved_view *items; size_t count, room; };
CHECKED struct err *ledger_saved_view_put(struct ledger *ledger, const struct ledger_saved_view *view, struct str by, struct arena *arena,
    int64_t *ret_id);
/* His own and those for everybody, by name. */
CHECKED struct err *ledger_saved_views(struct ledger *ledger, struct str page, int64_t account, struct arena *arena,
    struct ledger_saved_views *ret_views);
/* ERR_NOT_FOUND. */
CHECKED struct err *ledger_saved_view_get(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_saved_view *ret_view);
CHECKED struct err *ledger_saved_view_delete(struct ledger *ledger, int64_t id, struct str by, int64_t at, struct arena *arena);
