/*
 * layer.h - 責任範囲: whose layer is it in each system, in which network segment it stands, and what those who patch it have said.
 *
 * The form of hosting, the duties and the segment are answered facts of a system ("hosting", "layer:os", "segment"), so that
 * who said it and when, and what was said before, stay readable. Statements are entries of the record book.
 */
#pragma once
#include "domain/responsibility/responsibility.h"
#include "service/home.h"

#define LAYER_HOSTING STR("hosting")       /* "saas", "iaas:例クラウド"                          */
#define LAYER_PREFIX  STR("layer:")        /* "layer:os": "contractor:例システム"; "default": the form's */

/* What the ledger says of a system, with the form's defaults. A provider or contractor that a layer does not name is the form's, or the
 * system's own contractor. */
struct duties layer_duties(const struct ledger_system *system, struct arena *arena);

/*
 * The facts that a sheet's words stand for, to go with the system: 提供形態 and 責任範囲. False: *ret_word was not understood, and
 * nothing of it is kept.
 */
bool layer_facts_of_words(struct str hosting, struct str responsibility, struct arena *arena, struct ledger_system *system,
    struct str *ret_word);

/* Sets what is given; empty texts leave as it is. parts: "os=contractor:NAME", "os=default". ERR_USAGE, ERR_NOT_FOUND. */
struct layer_setting {
	struct str        system;
	struct str        hosting;       /* in words: "SaaS（例クラウド）"       */
	struct str        segment;       /* a class in words, or its name        */
	const struct str *parts;
	size_t            parts_count;
	struct str        by;
	int64_t           now;
};
CHECKED struct err *layer_set(const struct home *home, const struct layer_setting *setting, struct arena *arena);

struct layer_duty_view {
	struct str layer;           /* "os"                                      */
	struct str party;           /* "own" "contractor" "provider"             */
	struct str name;
	bool       told;            /* said of this layer; else the form's own   */
};
struct layer_view {
	struct str system;
	struct str hosting;         /* "saas"; "unknown"                         */
	struct str segment;         /* class name; ""                            */
	struct str exposure;        /* what it is judged as: "internet" …        */
	struct str network;         /* as the sheet says                         */
	LIST(struct layer_duty_view) duties;
};
struct layer_views { LIST(struct layer_view) layers; };
extern const struct schema layer_views_schema;
/* Every system, or the one of that name (ERR_NOT_FOUND). */
CHECKED struct err *layer_list(const struct home *home, struct str system, int64_t now, struct arena *arena, struct layer_views *ret_views);

/* -------------------------------------------------------------------------------------- statements */

struct layer_statement {
	struct str        party, vulnerability;
	struct str        word;          /* "mended" "not_affected" "affected" "investigating"               */
	struct str        product;       /* CPE, purl or a written name; empty: all they patch               */
	struct str        system;        /* empty: all                                                       */
	int32_t           day, until;    /* until DAY_NONE: twelve months after the day                      */
	struct str        ground, url;   /* one of the two at least                                          */
	struct str        by;
	int64_t           now;
};
/* ERR_USAGE says what is missing: a word without a day and a ground is no statement. */
CHECKED struct err *layer_statement_put(const struct home *home, const struct layer_statement *statement, struct arena *arena, int64_t *ret_id);
/* Those in force, for judging. */
CHECKED struct err *layer_statements(struct ledger *ledger, struct arena *arena, struct statements *ret_statements);
