/*
 * computers.h - Windows computers into the ledger: many small files, each of which says what one computer has.
 *
 * A folder of thousands is read by a few readers, some hundred files each; a file that cannot be read is named with its reason and
 * keeps no other out. What was read goes into the ledger by some hundred computers at a time, each time all or nothing. A file of whose
 * bytes the ledger knows that they were taken whole, without anything to be said of them, is counted and not read again.
 *
 * A computer is known by its serial number, else by its name. The same machine under another name is renamed, two machines of one
 * name are both kept (the second as "NAME (serial)"), and a file older than what is held, or of unknown age beside what is of
 * known age, is not taken. All of this is said.
 */
#pragma once
#include "model/sink.h"
#include "store/kb/kb.h"
#include "store/ledger/ledger.h"

struct computers_options {
	struct str system;       /* whose all of them are; empty: where they stand already, else by what they are: 「クライアントPC」, "Windows Server" */
	int64_t    collected;    /* of files that do not tell a time; INSTANT_NONE                */
	struct kb *kb;           /* whose releases show that a clock was behind; may be NULL      */
	struct str by;
	int64_t    now;
};

struct computers_report {
	int64_t files;           /* looked at                                                     */
	int64_t passed_over;     /* ".tmp" and hidden ones: still being written, or not meant      */
	int64_t computers;       /* taken in                                                      */
	int64_t added, changed, unchanged;
	int64_t older;           /* not taken: what is held is newer, or another file was         */
	int64_t refused;         /* files, and computers that could not be told                   */
	int64_t warnings;
	int64_t renamed, doubles;/* known machines under a new name; second machines of one name  */
	int64_t without_build;   /* the last number of the build is not known                     */
	int64_t without_updates; /* no list of updates                                            */
	int64_t without_time;
	int64_t waiting;         /* for a restart                                                 */
	int64_t components;
	int64_t installed, upgraded, removed;
	LIST(struct problem) problems;   /* refused, warned of and noted, at most LIMIT_PROBLEMS_KEPT */
};
extern const struct schema computers_report_schema;

/* Files and folders; a folder is walked through, LIMIT_FOLDER_DEPTH deep. The report is also filled when an error stops it. */
CHECKED struct err *computers_import(struct ledger *ledger, const struct computers_options *options, const struct str *paths,
    size_t count, struct arena *arena, struct computers_report *ret_report);
