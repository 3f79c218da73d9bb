/*
 * status.h - 状況: how the whole stands now, what became of it in a quarter, and the indicators with the quarter before.
 *
 * Everything is counted from the ledger's own events, so it can be told of any time since the ledger began; what was not recorded then is said not to be
 * known. What each indicator means stands beside it, in words.
 */
#pragma once
#include "service/knowledge/statistics.h"
#include "service/report/report.h"

enum { STATUS_WEEKS = 13, STATUS_QUARTER_DAYS = 91, KPI_YEARS = 3 };

/* Open findings at the end of a week, accepted and deferred ones among them; undecided: those of them that are 判定不能. -1 before the ledger's first check. */
struct status_week_view { int32_t day; int64_t immediate, out_of_cycle, scheduled, deferred, undecided; };
struct status_unit_view { struct str unit; int64_t systems, immediate, out_of_cycle, scheduled, deferred, undecided, overdue; };
struct status_view {
	struct report_executive now;                    /* as the report to executives says it           */
	LIST(struct status_week_view) weeks;            /* the oldest first, the last is now             */
	LIST(struct status_unit_view) units;            /* the worst first                               */
	int64_t systems_immediate, overdue;             /* systems; findings                             */
};
extern const struct schema status_view_schema;
CHECKED struct err *status_show(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct status_view *ret_view);

struct kpi_row_view {
	struct str name, title;                         /* "days_to_close"                               */
	struct str value, before;                       /* with their unit; that it is not known         */
	struct str trend;                               /* "up" "down" "same"; "" where one is not known */
	struct str trend_words;                         /* 「良くなった」: which way is better is known     */
	struct str definition;
};
struct kpi_view {
	int32_t from, to, before;                       /* the quarter; when the one before it began     */
	LIST(struct kpi_row_view) rows;
	struct statistics_view published;               /* beside them what JVN iPedia took in, of KPI_YEARS */
	bool       has_published;
	struct str published_words;                     /* by whom, how old; that there is nothing           */
};
extern const struct schema kpi_view_schema;
CHECKED struct err *kpi_show(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct kpi_view *ret_view);
