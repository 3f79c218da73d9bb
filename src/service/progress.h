/*
 * progress.h - how far an update has come over the Windows computers of the ledger: who has it, who waits for a restart, who has not,
 * of whom it cannot be told, and who has not been heard of.
 *
 * A computer has the update when its build is the update's or a later one (or a hotpatch of that day or later), or, where its
 * build is not known to the last number, when the update stands in its list and no restart is waited for. It lacks it when its
 * build is earlier; it waits for a restart when the update is there already, or any restart is waited for. Everything else cannot be told: updates are cumulative, so one that is not listed may stand behind a later one. What waits for a restart does not protect yet.
 */
#pragma once
#include "model/schema.h"
#include "service/home.h"

struct progress_options {
	struct str target;          /* "KB5121003", "26100.9168"; empty: for each line of Windows its newest monthly update */
	int64_t    silent_days;     /* not heard of for so many days: counted as silent, besides                              */
	int64_t    now;
};

struct progress_row {
	struct str system, unit;
	int64_t    computers, done, waiting, missing, unknown;
	int64_t    silent;          /* of these computers, whatever else they are */
};

/* What was asked for, of one line of Windows: "client 26100" needs 10.0.26100.9168, KB5121003, of that day. */
struct progress_target {
	struct str line, version, kb;
	int32_t    day;
};

struct progress {
	LIST(struct progress_row)    rows;      /* by system */
	struct progress_row          total;
	LIST(struct progress_target) targets;   /* that computers were held against, by line */
	int64_t                      others;    /* computers of lines of Windows that the update is not for */
	bool                         known;     /* a release says which build the update is; false: only lists of updates tell */
	int32_t                      newest;    /* day of the newest release the knowledge base has; DAY_NONE */
};
extern const struct schema progress_schema;

/* ERR_USAGE when the target is neither a KB nor a build. */
CHECKED struct err *progress_of(const struct home *home, const struct progress_options *options, struct arena *arena,
    struct progress *ret_progress);
