/*
 * ledger.h (service) - what was read goes into the 台帳: inventories and sheets, with their words given meaning.
 *
 * Who reads the bytes (a worker, a test) hands the records to a sink:
 *
 *     struct ledger_intake *intake = ledger_intake_new(ledger, &options);
 *     TRY(read(input, ledger_intake_sink(intake), arena));      // component, inventory_head, sheet_mapping, ledger_row, problem
 *     TRY(ledger_intake_finish(intake, arena, &report));
 *     ledger_intake_free(intake);
 *
 * Nothing is written before finish, and finish writes all of it or nothing.
 */
#pragma once
#include "model/sink.h"
#include "store/ledger/ledger.h"

/* One file on its way in. Texts must live until finish. */
struct ledger_intake_options {
	struct str file;         /* its name, for the history and for messages               */
	struct str digest;       /* SHA-256 of its bytes, hex                                */
	struct str system;       /* inventories: whose host it is; empty: the inventory's subject, else the file's name */
	struct str host;         /* inventories: empty: the same                             */
	struct str distribution; /* of packages whose file does not say: os-release ID, "debian"; may be empty */
	struct str release;      /* its VERSION_ID, "12"                                     */
	struct str by;
	int64_t    at;
};

/* What became of one row of a sheet. */
enum ledger_row_result {
	LEDGER_ROW_TAKEN,        /* 取込: it was not in the ledger                                   */
	LEDGER_ROW_UPDATED,      /* 更新: another version stood there                                */
	LEDGER_ROW_SAME,         /* 変更なし                                                         */
	LEDGER_ROW_CAREFUL,      /* 注意: taken in, but a person should look at it; reasons say why  */
	LEDGER_ROW_REFUSED,      /* 取込不可                                                         */
	LEDGER_ROW_RESULT_COUNT,
};
struct ledger_row_report {
	struct str             sheet;      /* "" in CSV                       */
	int64_t                row;
	enum ledger_row_result result;
	struct str             reason_en, reason_ja;
};

/* What came of it, for any face to print. */
struct ledger_intake_report {
	struct ledger_import_result result;
	struct str  format;              /* as the reader named it; "" for a sheet                */
	int64_t     rows;                /* of a sheet                                            */
	int64_t     components;          /* of an inventory, as read                              */
	int64_t     skipped;             /* excluded by the SBOM, or files and data: not taken in      */
	int64_t     without_distribution;/* packages of a distribution nobody told: 判定不能 later     */
	int64_t     without_version;     /* components whose version nobody told: 判定不能 later  */
	int64_t     without_identity;    /* with neither CPE nor purl nor distribution: names to confirm */
	LIST(struct problem) problems;   /* refused records and warnings, at most LIMIT_PROBLEMS_KEPT */
	int64_t     refused;             /* how many records were refused                          */
	int64_t     warnings;
	LIST(struct ledger_row_report) told;       /* of a sheet: by sheet and row                   */
	int64_t     told_count[LEDGER_ROW_RESULT_COUNT];
	LIST(struct ledger_sheet_entry) gone;      /* rows that left the sheet with this file: candidates for retirement */
};

struct ledger_intake;
struct ledger_intake *ledger_intake_new(struct ledger *ledger, const struct ledger_intake_options *options);
struct sink *ledger_intake_sink(struct ledger_intake *intake);
CHECKED struct err *ledger_intake_finish(struct ledger_intake *intake, struct arena *arena,
    struct ledger_intake_report *ret_report);
void ledger_intake_free(struct ledger_intake *intake);       /* also without finish; NULL is welcome */

/* The words of a sheet. False: not understood; the text is kept as written and counts as unknown. */
bool ledger_network_of(struct str words, enum ledger_network *ret_network);
bool ledger_reach_of(struct str words, enum ledger_reach *ret_reach);
bool ledger_importance_of(struct str words, enum ledger_importance *ret_importance);
bool ledger_provenance_of(struct str words, enum provenance *ret_provenance);
/* "2026-11-20", "2026/11/20", "令和8年11月20日", "R8.11.20", also in wide digits. */
bool ledger_day_of(struct str words, struct arena *arena, int32_t *ret_day);
/* "個人情報 12万件、特定個人情報（3,000人）" → each class with its count; items are appended to system->information. */
void ledger_information_of(struct str words, struct arena *arena, struct ledger_system *system);
