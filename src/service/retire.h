/*
 * retire.h - 廃止: rows that have left their sheet are proposed, and a person says what that means. Nothing is deleted.
 */
#pragma once
#include "service/home.h"

struct retirement_view {
	int64_t    number;         /* of the row, for the confirmation             */
	struct str key;            /* 管理番号; empty: it had none                 */
	struct str system, host, product;
	struct str sheet;          /* the file and sheet it stood in last          */
	int64_t    row;            /* where                                        */
	int64_t    missing_since;
};
struct retirements { LIST(struct retirement_view) rows; };
extern const struct schema retirements_schema;

CHECKED struct err *retire_list(const struct home *home, struct arena *arena, struct retirements *ret_retirements);
/* Their products leave the ledger, unless another row still says them. ERR_NOT_FOUND names the first that is not proposed. */
CHECKED struct err *retire_confirm(const struct home *home, const int64_t *numbers, size_t count, struct str by, int64_t now,
    struct arena *arena);
/* They only left the sheet. */
CHECKED struct err *retire_keep(const struct home *home, const int64_t *numbers, size_t count, struct str by, int64_t now,
    struct arena *arena);
