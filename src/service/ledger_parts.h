/*
 * ledger_parts.h - an intake while files are read into it. For ledger.c and ledger_sheet.c only.
 */
#pragma once
#include "base/map.h"
#include "service/ledger.h"

struct ledger_intake {
	struct sink                  sink;      /* first: the sink is the intake */
	struct arena                *arena;
	struct ledger_intake_options options;
	struct ledger_import        *import;
	struct ledger_intake_report  report;
	struct map                   systems;   /* name → index + 1          */
	LIST(struct ledger_system)   list;
	struct map                   services;  /* system and service: seen  */
	struct map                   unread;    /* words warned of           */
	bool                         on_host;   /* an inventory's components have begun */
};

/* "web1.2026-11" of "web1.2026-11.dpkg". */
struct str intake_stem(struct str file);
/* The first of them that is not empty. */
struct str intake_first_of(struct str a, struct str b, struct str c);
void intake_count_component(struct ledger_intake *intake, const struct component *component);

CHECKED struct err *sheet_take_row(struct ledger_intake *intake, const struct ledger_row *row, struct arena *arena);
