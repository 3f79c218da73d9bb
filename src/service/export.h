/*
 * export.h - the ledger as the plain table that sheets are read from: a row per software item on a host.
 */
#pragma once
#include "model/inventory.h"
#include "service/home.h"

struct export_rows { LIST(struct ledger_row) list; };

/* By system, host and product; a system of which nothing is registered gives one row. system 0: all. */
CHECKED struct err *export_rows(struct ledger *ledger, int64_t system, struct arena *arena, struct export_rows *ret_rows);
