/*
 * register.h - what people put into the ledger: inventory files and sheets, answers, and what a name means.
 */
#pragma once
#include "base/lang.h"
#include "service/home.h"
#include "service/ledger.h"

struct register_options {
	struct str kind;         /* "sbom" "dpkg" "rpm" "csv" "xlsx"                       */
	struct str system, host; /* empty: what the file says                              */
	struct str mapping;      /* of a sheet: path of a mapping or name of a preset; or empty */
	bool       hidden;       /* of a workbook: hidden sheets too                       */
	struct str answer;       /* of a sheet: where it goes with what became of its rows; empty: beside it, "none": nowhere */
	enum lang  lang;         /* of that answer                                         */
	struct str os;           /* of a package list that does not say: "debian:12"       */
	struct str by;
	int64_t    now;
};

struct register_sheet { struct str name; int64_t header_row; };
struct register_column { struct str sheet, heading, field; };

struct register_import {
	struct ledger_intake_report  report;
	LIST(struct register_column) mapping;    /* of a sheet: which column was read as what */
	int64_t                      saved;      /* sheets whose mapping had been saved       */
	LIST(struct register_sheet)  sheets;     /* that were read                            */
	struct str                   answer;     /* the answer's path; empty: there is none    */
	struct err                  *answer_err; /* why there is none                          */
	LIST(struct str)             unused;     /* headings that nothing was read from       */
};

/* One file, read by a worker, into the ledger: all of it or nothing. For many files the ledger is opened once. */
CHECKED struct err *register_import_file(struct ledger *ledger, const struct register_options *options, struct str path,
    struct arena *arena, struct register_import *ret_import);

/*
 * One product, host or system as a person tells it at the keyboard, in the words of a sheet's headings: "ホスト名=lib01",
 * "product=Apache Tomcat". The same as a sheet of that one row (guide 004, 資産の把握: 「GUI/CLI操作（手動）による」). ERR_USAGE: a word
 * that is no heading, or without "=".
 */
CHECKED struct err *register_add(const struct home *home, struct str system, const struct str *words, size_t count, struct str by,
    int64_t now, struct arena *arena, struct ledger_intake_report *ret_report);

/*
 * An answer: to a question by its number ("3"), or, with a system, to a fact by its name. ERR_USAGE when the fact
 * or the value is not known. *ret_systems: for how many systems it was given.
 */
CHECKED struct err *register_answer(const struct home *home, struct str system, struct str question, struct str value,
    struct str by, int64_t now, struct arena *arena, int64_t *ret_systems);

/* A written name means this product from now on; ERR_FORMAT when it is neither a CPE name nor a package URL. */
CHECKED struct err *register_confirm(const struct home *home, struct str written, struct str identity, struct str by,
    int64_t now, struct arena *arena, struct str *ret_identity);
