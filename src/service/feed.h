/*
 * feed.h - files of public knowledge into the knowledge base, each read by a sandboxed worker.
 */
#pragma once
#include "service/home.h"

struct feed_options {
	struct str       kind;          /* one of feed_kinds                                              */
	struct str       name;          /* the feed's name; empty: what the file says, else the kind      */
	enum kb_contract contract;      /* KB_BY_TABLE unless a person knows better                       */
	int64_t          age_limit;     /* microseconds; 0: the table's                                   */
	bool             accept;        /* it shrank or went back, and a person says that is right        */
	int64_t          now;
};

struct feed_file {
	struct str             path;
	struct kb_feed_outcome outcome;
	const struct err      *failed;       /* why nothing of it was taken; NULL when it was */
};

struct feed_import_result {
	LIST(struct feed_file) files;
	struct kb_result       kb;
};

/* A document that its source took back: what its file was called (format/csaf), and when. */
struct feed_withdrawal { struct str file; int64_t at; };

/* Files that belong together: pages of one answer, or what changed since the last. */
struct feed_piece {
	struct str       path;
	struct str       kind;          /* one of feed_kinds                                              */
	const char      *reader;        /* of the worker; NULL: the kind                                  */
	struct str       name;          /* of the feed; "": what the file says                            */
	enum kb_contract contract;
	int64_t          age_limit;     /* 0: the table's                                                 */
	bool             accept, delta; /* struct kb_feed                                                 */
	/* Instead of a path: what the source of the feed that is called name took back. */
	const struct feed_withdrawal *withdrawn;
	size_t           withdrawn_count;
};
/*
 * Takes the pieces in as one generation. The first that is not taken ends it: its row says why, those before it are in. same: feeds whose source
 * said that nothing changed.
 */
CHECKED struct err *feed_take(struct str kb_path, const struct feed_piece *pieces, size_t count, const struct str_list *same, int64_t now,
    struct arena *arena, struct feed_import_result *ret_result);

/* What its source sent could not be read, for that reason: the feed's row says so, what is in force stays. */
CHECKED struct err *feed_refuse(struct str kb_path, struct str kind, struct str name, const struct err *why, int64_t now, struct arena *arena);

/* The kinds: "nvd, cve5, …". */
struct str feed_kinds(struct arena *arena);
bool feed_kind_is_known(struct str kind);

/*
 * Takes all files in, builds one generation and publishes it. A file that cannot be read leaves its feed as it
 * was and is told in its row, also when it was the only one; the others go on.
 */
CHECKED struct err *feed_import(struct str kb_path, const struct feed_options *options, const struct str *paths,
    size_t count, struct arena *arena, struct feed_import_result *ret_result);
