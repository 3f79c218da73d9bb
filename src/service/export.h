/*
 * export.h - the ledger's registers as the plain tables that sheets are read from: what is written is read again as the same.
 *
 * A register is a row of a table in export.c: its name, its columns, and what fills it. Every one can go out as CSV or as a workbook.
 */
#pragma once
#include "model/inventory.h"
#include "service/home.h"

struct export_column {
	const char *heading;      /* key of the catalogue: a word that a sheet is read by, in either language */
	size_t      offset;       /* of a text in struct export_row                                           */
};

struct export_register {
	const char                 *name;        /* "software", "systems", "hosts"                     */
	const char                 *title;       /* key of the catalogue: the sheet's name             */
	const struct export_column *columns;
	size_t                      columns_count;
	bool                        products;    /* a row a product; else one a system, or one a host  */
	bool                        hosts;
};
extern const struct export_register export_registers[];
extern const size_t export_registers_count;

/* NULL: there is none of that name. */
const struct export_register *export_register_find(struct str name);

/* As a sheet's row, but that it can name the os and another product. */
struct export_row { struct ledger_row told; struct str os_version; };
struct export_rows { LIST(struct export_row) list; };

/* By system, host and product. system 0: all. */
CHECKED struct err *export_rows(struct ledger *ledger, const struct export_register *reg, int64_t system, struct arena *arena,
    struct export_rows *ret_rows);
struct str export_cell(const struct export_register *reg, size_t column, const struct export_row *row);

/* The register as XLSX: texts as texts, so that 1.10 stays 1.10. */
CHECKED struct err *export_workbook(const struct export_register *reg, const struct export_rows *rows, enum lang lang, int64_t now,
    struct arena *arena, struct str *ret_bytes);
/* The same as CSV, made inert for spreadsheets (workbook_csv_cell): UTF-8 with its mark, or CP932, in which *ret_lost characters stand as 〓. */
CHECKED struct err *export_csv(const struct export_register *reg, const struct export_rows *rows, enum lang lang, bool cp932, struct arena *arena,
    struct str *ret_bytes, size_t *ret_lost);
