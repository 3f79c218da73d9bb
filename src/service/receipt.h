/*
 * receipt.h - the sheet goes back to who keeps it, with what became of each row beside it.
 */
#pragma once
#include "base/lang.h"
#include "service/intake.h"
#include "service/register.h"

/* "台帳.取込結果.xlsx" for "台帳.xlsx" ("ledger.result.xlsx" in English), in the same folder. */
struct str receipt_path(struct str path, enum lang lang, struct arena *arena);

/* Writes it to that path; the file is read anew, by a worker. Nothing where the import had no rows. */
CHECKED struct err *receipt_to(const struct register_import *import, const struct intake_file *file, struct str path, enum lang lang,
    struct arena *arena);
