/*
 * patching.h - 一斉更新: how far an update has come, counted from what the ledger holds; by system or unit, and in the case that it is done in.
 *
 * An update of Windows (a KB, or a build) is counted by service/progress.h; what waits for a restart is left, because it does not protect yet.
 * A product is counted by its findings: a host is done when matching again finds nothing open of the product there, left when a finding stands as
 * affected, and cannot be told when one is undecided, its version is not known, or it was installed after the last assessment. So nothing
 * counts as done because somebody said so (guide セキュリティ担当者のための脆弱性対応ガイド 3.2, 統合管理ツールによる適用状況の確認).
 */
#pragma once
#include "service/respond/respond.h"

enum patching_by { PATCHING_BY_SYSTEM, PATCHING_BY_UNIT, PATCHING_BYS };
extern const struct enum_names patching_by_names;      /* "system" "unit" */

struct patching_row_view { struct str system, unit; int64_t hosts, done, left, unknown; };      /* system "": by unit */
struct patching_view {
	struct str subject;                      /* the KB, build, or product that was counted           */
	struct str number;                       /* of the case that names it; ""                        */
	bool       windows;                      /* by builds and updates; false: by findings            */
	struct str_list targets;                 /* "KB5121003", "26100.9168", "9.0.99": what mends it   */
	LIST(struct patching_row_view) rows;
	struct patching_row_view       total;
	int64_t    others;                       /* computers that the update is not for                 */
};
extern const struct schema patching_row_view_schema, patching_view_schema;

/* subject: a KB, a build, a product's name, CPE or package URL, or the number of a case that names one in its field "update". ERR_NOT_FOUND: none such stands in the ledger. */
CHECKED struct err *patching_status(const struct respond_desk *desk, const struct actor *actor, struct str subject, enum patching_by by, int64_t now,
    struct arena *arena, struct patching_view *ret_view);
/*
 * Into the fields of the case: target, done, remaining and unknown, as far as they changed, with a note that says of which units. By whoever may fill
 * them in, or the program. *ret_changed: something did.
 */
CHECKED struct err *patching_count(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct patching_view *ret_view, bool *ret_changed);
/* After an assessment: every open case of mass patching that names its update is counted anew by the program. *ret_changed: how many. */
CHECKED struct err *patching_recount(const struct respond_desk *desk, enum lang lang, int64_t now, struct arena *arena, int64_t *ret_changed);
