/*
 * import.h - an import under way, as import.c (records in), feed.c (a feed's end) and publish.c share it.
 */
#pragma once
#include "store/kb/build.h"
#include "store/kb/threat.h"

/* The feed that is coming in. */
struct incoming {
	bool                 open;
	struct kb_feed       feed;
	struct feed_head     head;
	bool                 has_head;
	struct arena        *arena;       /* its texts */
	int64_t              records;
	int64_t              withdrawn;   /* of the records: those that their source took back */
	int64_t              leaving;     /* of what another kb says is gone */
	int64_t              problems, warnings;
	LIST(struct problem) kept;
	struct kev_list      kev;
	struct epss_list     epss;
};

struct kb_import {
	struct sink        sink;
	struct arena      *arena;        /* as long as the import */
	struct arena      *item;         /* one record's          */
	struct str         path;
	int64_t            now;
	int                lock;
	struct kb_manifest manifest;
	struct kb_seal     before;       /* of the generation in force; all zero: none */
	struct packer     *packer;
	struct buf         encoded;
	struct incoming    in;

	bool               db_open;      /* a copy of the generation in force is being changed */
	struct kbdb          db;
	struct str         dir;          /* it stands here until it is renamed */
	int64_t            generation;   /* the number it gets                 */
	int64_t            changes;      /* rows added, changed, gone          */
	bool               rebuild;

	bool               threat_open;
	struct threat      threat;       /* of the overlay in force            */
	bool               has_kev, has_epss;
	struct kev_list    kev;          /* when has_kev: what takes its place */
	struct buf         epss;
};

/* Makes the copy when there is none yet. */
CHECKED struct err *import_open_db(struct kb_import *import, struct arena *arena);
CHECKED struct err *import_open_threat(struct kb_import *import, struct arena *arena);

/* A feed's refused records, with its file. */
struct problem_list { LIST(struct problem) list; };
extern const struct schema problem_list_schema;
