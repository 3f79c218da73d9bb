/*
 * ledger_parts.h - an intake while files are read into it. For ledger.c, ledger_sheet.c and ledger_rows.c only.
 */
#pragma once
#include "base/map.h"
#include "format/sheet/sheet.h"
#include "service/ledger.h"

/* What one row of a sheet says: a product on a host, or a host or system alone (identity ""). */
struct intake_entry {
	size_t     sheet;          /* index                        */
	size_t     line;           /* index of its line            */
	struct str number, system, host, identity, name, version;
	bool       is_new;         /* its product did not stand there        */
	bool       is_other;       /* ... in this version, but in `from`     */
	struct str from;
};

/* A row of a sheet, with what is to be said of it. */
struct intake_line {
	size_t          sheet;
	int64_t         row;
	struct str_list reasons_en, reasons_ja;
	size_t          changes;        /* of the reasons: what merely changed */
	bool            refused, updated, taken;
};

struct intake_sheet {
	struct str name;
	struct str fingerprint;
	int64_t    source;         /* 0: it has not come before    */
};

struct ledger_intake {
	struct sink                  sink;      /* first: the sink is the intake */
	struct arena                *arena;
	struct ledger_intake_options options;
	struct ledger_import        *import;
	struct ledger_intake_report  report;
	struct map                   systems;   /* name → index + 1          */
	LIST(struct ledger_system)   list;
	struct map                   services;  /* system and service: seen  */
	struct map                   host_facts;/* system, host and name: told */
	struct map                   unread;    /* words warned of           */
	bool                         on_host;   /* an inventory's components have begun */
	struct ledger               *ledger;
	struct map                   sheet_at;  /* name → index + 1          */
	LIST(struct intake_sheet)    sheets;
	struct map                   line_at;   /* sheet and row → index + 1 */
	LIST(struct intake_line)     lines;
	LIST(struct intake_entry)    entries;
};

/* "web1.2026-11" of "web1.2026-11.dpkg". */
struct str intake_stem(struct str file);
/* The first of them that is not empty. */
struct str intake_first_of(struct str a, struct str b, struct str c);
void intake_count_component(struct ledger_intake *intake, const struct component *component);

CHECKED struct err *sheet_take_row(struct ledger_intake *intake, const struct ledger_row *row, struct arena *arena);

/* ledger_rows.c: rows one by one, and which of them were there before. */
void rows_take_mapping(struct ledger_intake *intake, const struct sheet_mapping *mapping);
/* Keeps what the row says; component NULL: a host or system alone. */
void rows_add(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host,
    const struct component *component);
/* A problem of a row: is said beside it in the answer. */
void rows_take_problem(struct ledger_intake *intake, const struct problem *problem);
/* Writes the import and remembers the rows. */
CHECKED struct err *rows_finish(struct ledger_intake *intake, struct arena *arena);
