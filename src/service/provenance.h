/*
 * provenance.h - how a fact came to be known, in words; and where two words about a version differ.
 *
 * Guide 004 (資産の把握: 「ソフトウェア情報の確認には仕様書、設計書等の確認、担当者へのヒアリング」) and guide 002 (課題: 属人化, 委託業者に依存).
 */
#pragma once
#include "model/inventory.h"
#include "service/home.h"

/* Key of the catalogue: 設計書, ヒアリング, 委託先回答 …; "" for unknown. */
const char *provenance_text(enum provenance provenance);
/* "委託先回答（例システム株式会社、2026-11-20）"; "" for unknown. */
struct str provenance_words(enum provenance provenance, struct str by, int32_t on, enum lang lang, struct arena *arena);

struct difference_view {
	int64_t         number;
	struct str      system, host, product;
	struct str      held;             /* the version that counts                 */
	enum provenance held_provenance;
	struct str      held_by;
	int32_t         held_on;          /* null: not told                          */
	struct str      told;             /* what the weaker word says               */
	enum provenance told_provenance;
	struct str      told_by;
	int32_t         told_on;
	struct str      file;             /* where it was told                       */
};
struct differences { LIST(struct difference_view) differences; };
extern const struct schema differences_schema;

/* Open ones, oldest first; system: name, empty for all. ERR_NOT_FOUND: no system of that name. */
CHECKED struct err *provenance_differences(const struct home *home, struct str system, struct arena *arena,
    struct differences *ret_differences);
/* choice: "held" keeps what counts, "told" takes the other. */
CHECKED struct err *provenance_settle(const struct home *home, int64_t number, struct str choice, struct str by, int64_t now,
    struct arena *arena);
