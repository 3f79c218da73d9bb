/*
 * rematch.h - 照合し直す: whether what a case is about is mended, by matching the ledger against public knowledge again (guide ウェブサイト構築事業者のための
 * 脆弱性対応ガイド, 改修後には脆弱性の確認・検査). A person's word that it is done does not close a case; this does.
 */
#pragma once
#include "service/respond/respond.h"

struct rematch_view {
	struct str number;
	int64_t    findings;          /* that the case is about                                  */
	int64_t    open, undecided;   /* of them: still affected, cannot be told                 */
	struct str generation;        /* of the knowledge that was matched against               */
	bool       cannot_tell;       /* a source that is needed is missing or too old           */
};
extern const struct schema rematch_view_schema;
/* Assesses the ledger, lets what follows in cases follow. Needs the right to edit the case. Not inside a unit of work. */
CHECKED struct err *case_rematch(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct rematch_view *ret_view);
