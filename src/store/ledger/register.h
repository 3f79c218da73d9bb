/*
 * register.h - the ledger as a person turns its pages: lists that begin where the last page ended, and one system whole, read and written.
 *
 * An import tells parts and leaves the rest as it stands; who edits a system says all of it, also that something is empty now.
 */
#pragma once
#include "store/ledger/ledger.h"

/* A fact of a system that is no longer used: "yes". Such a system stands in no list while nothing is installed in it. */
#define LEDGER_RETIRED "retired"

/* ------------------------------------------------------------------------------------------ lists */

/* One system in a list; what has to be counted is in struct ledger_system_sums. */
struct ledger_brief {
	int64_t                id;
	struct str             name, key, service, unit, owner, contractor, function, place;
	enum ledger_network    network;
	struct str             network_text;
	enum ledger_reach      reach;
	enum ledger_importance importance;
};
typedef struct err *ledger_each_brief(void *context, const struct ledger_brief *brief, struct arena *arena);
/* By name. */
CHECKED struct err *ledger_briefs(struct ledger *ledger, ledger_each_brief *each, void *context, struct arena *arena);

/* A page of them. unit, place: "" any, "-" those of whom nothing is said; -1: any. */
struct ledger_brief_filter { struct str unit, place; int network, reach, importance; struct str after; int64_t most; };
#define LEDGER_BRIEF_ALL { .network = -1, .reach = -1, .importance = -1, .most = 50 }
CHECKED struct err *ledger_brief_page(struct ledger *ledger, const struct ledger_brief_filter *filter, ledger_each_brief *each, void *context,
    struct arena *arena);
/* How many systems share all of that. */
struct ledger_brief_count { struct str unit; enum ledger_network network; enum ledger_reach reach; enum ledger_importance importance; struct str place; int64_t systems; };
struct ledger_brief_counts { struct ledger_brief_count *items; size_t count, room; };
CHECKED struct err *ledger_brief_counts(struct ledger *ledger, struct arena *arena, struct ledger_brief_counts *ret_counts);

struct ledger_system_sums {
	int64_t system;
	int64_t hosts, installations;            /* installations 0: 構成未登録   */
	int64_t open[5];                         /* open findings by enum ledger_action */
	int64_t undecided, questions;
	int64_t items, judged;                   /* of the last assessment: looked at, and those of which something could be said */
	int64_t seen_at;                         /* the newest word on any of its hosts; INSTANT_NONE */
};
/* Fills in those of whom `system` is set, a page of them at once; a system that is not there has none of everything. */
CHECKED struct err *ledger_system_sums(struct ledger *ledger, struct ledger_system_sums *sums, size_t count, struct arena *arena);

struct ledger_host_row {
	int64_t    id, system, seen_at;
	struct str name, system_name, unit, distribution, release, address;
	int64_t    products;
};
typedef struct err *ledger_each_host_row(void *context, const struct ledger_host_row *row, struct arena *arena);
/* By name and id, those behind `after` and its id; system 0: all. Ends when `each` gives an error of its own, or after `most`. */
CHECKED struct err *ledger_host_rows(struct ledger *ledger, int64_t system, struct str after, int64_t after_id, int64_t most,
    ledger_each_host_row *each, void *context, struct arena *arena);

struct ledger_product_row {
	int64_t    id;
	struct str name, vendor, identity;
	int64_t    versions, systems, hosts;     /* in which it is installed now */
};
typedef struct err *ledger_each_product_row(void *context, const struct ledger_product_row *row, struct arena *arena);
/* By name and id, those behind; makers' updates are no products. id 0: all. */
CHECKED struct err *ledger_product_rows(struct ledger *ledger, int64_t id, struct str after, int64_t after_id, int64_t most,
    ledger_each_product_row *each, void *context, struct arena *arena);

/* One product in one version on one host of a system. */
struct ledger_install {
	int64_t         host, product, system;
	struct str      host_name, system_name, vendor, name, version, identity, channel;
	enum component_kind kind;
	enum provenance provenance;
	struct str      told_by;
	int32_t         told_on;
	int64_t         first_seen;
};
typedef struct err *ledger_each_install(void *context, const struct ledger_install *install, struct arena *arena);
/* Of a system by host and name; host 0: all of its hosts. */
CHECKED struct err *ledger_installs(struct ledger *ledger, int64_t system, int64_t host, int64_t most, ledger_each_install *each, void *context,
    struct arena *arena);
/* Of a product by version, system and host. */
CHECKED struct err *ledger_installs_of_product(struct ledger *ledger, int64_t product, int64_t most, ledger_each_install *each, void *context,
    struct arena *arena);

/* What was told of a system by one file or agent, newest first: how much, and how much of it lacks what a verdict needs (service/lint.h). */
struct ledger_source_of_system {
	struct str host, stream, format, tool;
	int64_t    made_at, seen_at, items;
	int64_t    versionless, nameless, releaseless, supplierless;
};
struct ledger_sources_of_system { struct ledger_source_of_system *items; size_t count, room; };
CHECKED struct err *ledger_system_sources(struct ledger *ledger, int64_t system, int64_t most, struct arena *arena, struct ledger_sources_of_system *ret_list);

/* Open questions that one system waits for, worst first. */
struct ledger_system_question { int64_t id; struct str kind, fact, product; enum ledger_action worst; };
typedef struct err *ledger_each_system_question(void *context, const struct ledger_system_question *question, struct arena *arena);
CHECKED struct err *ledger_system_questions(struct ledger *ledger, int64_t system, int64_t most, ledger_each_system_question *each, void *context,
    struct arena *arena);

/* What was taken in, newest first; before: an id of an earlier page, 0 for the first. */
struct ledger_import_row {
	int64_t    id, at;
	struct str file, format, by;
	int64_t    systems, hosts, components, installed, removed, upgraded;
	int64_t    versionless, nameless;        /* software without a version; known by its written name only; -1: not known */
};
typedef struct err *ledger_each_import_row(void *context, const struct ledger_import_row *row, struct arena *arena);
CHECKED struct err *ledger_import_rows(struct ledger *ledger, int64_t before, int64_t most, ledger_each_import_row *each, void *context,
    struct arena *arena);

/* Every name of units, persons, contractors, places and functions that the ledger knows, by kind and name: what a form proposes. */
typedef struct err *ledger_each_word(void *context, struct str kind, struct str word);
CHECKED struct err *ledger_words(struct ledger *ledger, ledger_each_word *each, void *context, struct arena *arena);

/* --------------------------------------------------------------------------------- one system, written */

/*
 * The system as it is from now on: every text of it, its services and its information; facts, hosts and counts are not looked at. id 0 is a
 * new one; *ret_id. ERR_CONFLICT: another system has the name already. ERR_NOT_FOUND.
 */
CHECKED struct err *ledger_system_set(struct ledger *ledger, const struct ledger_system *system, const struct str_list *services, struct str by,
    int64_t at, struct arena *arena, int64_t *ret_id);
/* An answer is taken back: nobody says anything of it any more. Its history stays. */
CHECKED struct err *ledger_fact_withdraw(struct ledger *ledger, int64_t system, int64_t host, struct str name, struct str by, int64_t at,
    struct arena *arena);
/* 廃止: what is installed in it leaves the ledger, with its history, and it stands in no list. ERR_NOT_FOUND. */
CHECKED struct err *ledger_system_retire(struct ledger *ledger, int64_t system, struct str by, int64_t at, struct arena *arena);

/*
 * From here on a unit of work is carried out and then undone, as if it had been written: what would come of an import is seen before. Until it
 * is switched off again. What was read in between is not kept either.
 */
void ledger_rehearse(struct ledger *ledger, bool on);

/*
 * What an import is at, for who shows it and may put an end to it: told of every record read and every host written, so the step is quick, and looks at
 * its clock before it does more. Its error ends the import, which then writes nothing. NULL: nobody watches any more.
 */
enum ledger_stage { LEDGER_READS, LEDGER_WRITES };
struct ledger_step { enum ledger_stage stage; int64_t done, of; /* bytes; hosts */ int64_t rows; };
struct ledger_watch { struct err *(*step)(void *context, const struct ledger_step *step, struct arena *arena); void *context; };
void ledger_watch(struct ledger *ledger, const struct ledger_watch *watch);
bool ledger_is_watched(const struct ledger *ledger);
CHECKED struct err *ledger_step(struct ledger *ledger, const struct ledger_step *step, struct arena *arena);
