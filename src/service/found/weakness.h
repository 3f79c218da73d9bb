/*
 * weakness.h - what is open, a row a vulnerability, as people and programs are shown it; counted by facets, as a file, and views that are kept.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "service/stand.h"
#include "store/ledger/weakness.h"

struct weakness_view {
	struct str vulnerability, title;
	struct str action;                    /* the worst                                                    */
	int64_t    due;                       /* the earliest                                                 */
	struct str due_words, due_state;      /* 「あと3日」; "overdue" "soon" ""                              */
	struct str severity;
	int32_t    base;                      /* tenths                                                       */
	bool       kev;
	struct str exploitation;
	int32_t    epss;                      /* millionths                                                   */
	int64_t    systems, findings, products;
	struct str product;                   /* one of them                                                  */
	int64_t    others;                    /* products beside it                                           */
	int64_t    affected, undecided, provided;
	int64_t    decided;                   /* findings that decisions hide                                 */
	int64_t    oldest;
	bool       is_many, has_affected, has_undecided, has_provided, has_decided;     /* of these there are some */
};
struct weakness_list_view {
	int64_t at;                           /* of the last assessment                                       */
	struct str generation;
	struct checked_view checked;
	int64_t total;                        /* under the filter                                             */
	LIST(struct weakness_view) weaknesses;
	struct str next;
};
extern const struct schema weakness_view_schema, weakness_list_schema;
CHECKED struct err *weakness_list(struct ledger *ledger, const struct ledger_weakness_filter *filter, enum lang lang, struct arena *arena,
    struct weakness_list_view *ret_list);

/* All of it as CSV or XLSX, at most WEAKNESS_ROWS_MOST rows and what is left of a page. */
enum { WEAKNESS_ROWS_MOST = 100000 };
CHECKED struct err *weakness_file(struct ledger *ledger, const struct ledger_weakness_filter *filter, bool workbook, enum lang lang,
    struct arena *arena, struct str *ret_bytes);

/* How far a date is: 「あと3日」「本日まで」「2日超過」; "" without one. And "overdue", "soon" (within three days), "". */
struct str due_in_words(int64_t due, int64_t now, enum lang lang, struct arena *arena);
struct str due_state(int64_t due, int64_t now);

/* shared: for everybody, which security staff and administrators may. One's own are taken away by oneself, shared ones by those. */
CHECKED struct err *weakness_view_save(struct ledger *ledger, const struct actor *actor, struct str name, struct str query, bool shared, int64_t now,
    struct arena *arena);
/* What one of that name shows; nothing: there is none. */
CHECKED struct err *weakness_view_stand(struct ledger *ledger, const struct actor *actor, struct str name, bool shared, struct arena *arena,
    struct stand *ret_stand);
CHECKED struct err *weakness_view_drop(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
