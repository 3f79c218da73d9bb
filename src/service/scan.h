/*
 * scan.h - inventories in, findings out, in one shot: no ledger is needed and nothing is written.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"

struct scan_options {
	struct str        kb;           /* a home, whose cpe-rules.tsv holds, or a kb directory */
	const struct str *files;        /* SBOMs and package lists; "-" is standard input     */
	size_t            count;
	int64_t           now;
	enum lang         lang;
	bool              all;          /* also the vulnerabilities that do not apply         */
};

struct scan_result {
	struct report        report;
	LIST(struct problem) problems;      /* records of the inventories that were refused or warned of */
	bool                 cannot_tell;   /* a source that was needed is missing or stale, or nothing could be judged */
};

CHECKED struct err *scan_run(const struct scan_options *options, struct arena *arena, struct scan_result *ret_result);
