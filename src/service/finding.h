/*
 * finding.h - the ledger's findings, questions and remedies as people and programs are shown them. Reads the
 * ledger only; the knowledge base is asked for other names of a vulnerability when it is at hand.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"

struct finding_filter {
	struct ledger_filter filter;
	int32_t              base_least;     /* tenths; -1: any                                              */
	int32_t              epss_least;     /* millionths; -1: any                                          */
	struct str           system;         /* name; empty: any                                             */
	struct str           text;           /* folded part of product, vulnerability, title or system       */
	bool                 details;        /* with grounds and hosts                                        */
	bool                 questions;      /* with all that are open                                        */
};

/* Findings by action, then due date. ERR_NOT_FOUND: no system of that name. */
CHECKED struct err *finding_report(const struct home *home, const struct finding_filter *filter, int64_t now,
    enum lang lang, struct arena *arena, struct report *ret_report);

/* One finding whole. */
struct finding_place {
	struct str host;
	struct str name, version;
	struct str place;          /* path, line or cell it was seen at */
	struct str provenance;     /* whose word it is, in words         */
};
struct finding_event {
	int64_t    at;
	struct str what, cause;    /* in words                          */
	struct str by;
	struct str generation;
};
struct finding_page {
	struct finding_view  view;
	struct str           product_identity;
	LIST(struct finding_place) places;
	LIST(struct finding_event) events;
	struct str_list      answers;        /* what was asked of a contractor, and what they said */
	struct str           decision;       /* in words; "" when none is in effect */
	struct str           deployer;       /* what SSVC's deployer tree says, in words */
	struct str           deployer_table; /* which table said so, in words            */
	int64_t              deployer_edition; /* the edition that was agreed to; 0: CERT/CC's */
	struct str           note;           /* what its source leaves to be read        */
};
CHECKED struct err *finding_page(const struct home *home, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct finding_page *ret_page);

extern const struct schema finding_place_schema, finding_event_schema;

/* Some of the open questions, of a finding's product and system for example, without proposals. */
/* What it asks, as people read it; of its kind, fact and product alone. */
struct str finding_question_words(const struct ledger_question *question, enum lang lang, struct arena *arena);
CHECKED struct err *finding_questions_about(struct ledger *ledger, const struct ledger_question_filter *filter, enum lang lang, struct arena *arena,
    struct report *ret_report);
/* Open questions into report->questions, worst first. */
CHECKED struct err *finding_questions(const struct home *home, enum lang lang, struct arena *arena, struct report *ret_report);
/* A page of them with proposals: filter->most (at least 1) behind filter->after. *ret_next: cursor of the page behind; "": no more. */
CHECKED struct err *finding_questions_page(const struct home *home, const struct ledger_question_filter *filter, enum lang lang, struct arena *arena,
    struct report *ret_report, struct str *ret_next);

struct remedy_view {
	struct str kind;             /* "version" "update" "none" "answer" … */
	struct str product;
	struct str target;
	struct str action;           /* the worst it mends                   */
	int64_t    due;              /* the earliest                         */
	int64_t    systems, findings, kev;
	struct str restart;          /* "unknown" "no" "yes"                 */
};
extern const struct schema remedy_view_schema;
struct remedies { LIST(struct remedy_view) list; int64_t total, findings; };
/* The first so many of all, worst first; how many there are in all, and of how many findings. */
enum { REMEDIES_MOST = 10000 };
CHECKED struct err *finding_remedies(const struct home *home, int64_t now, int64_t most, struct arena *arena, struct remedies *ret_remedies);

/* "immediate" … for the ledger's numbers, and their words. */
struct str finding_action_name(enum ledger_action action);
const char *finding_action_text(struct str name);      /* key of the catalogue */
/* Why a finding crossed, a key of the catalogue; what a remedy is, in words: 「9.0.99 以降へ更新」. */
const char *finding_cause_text(enum ledger_cause cause);
struct str finding_event_words(const struct ledger_event *event, enum lang lang, struct arena *arena);      /* 「新規: 該当、…」 */
struct str finding_remedy_words(const struct remedy_view *remedy, enum lang lang, struct arena *arena);
