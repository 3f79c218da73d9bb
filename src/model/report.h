/*
 * report.h - what a person or a program is answered: findings with their grounds, what was looked at, which
 * sources were asked, and which questions would settle the rest.
 *
 * `scan --json`, `finding list --json` and later the API print these values by their schemas, every field
 * present, null where there is nothing to say. The shape is stable: fields are added at the end, none changes
 * its meaning. Words (title, reason, why, question) are in the language that was asked for; everything else is
 * the same in every language. man page: tsukuroi-report(5).
 */
#pragma once
#include "model/verdict.h"

struct source_view {
	struct str name;        /* "nvd", "osv:PyPI"                                         */
	int64_t    built;       /* what the source says of its own age; INSTANT_NONE         */
	int64_t    fetched;     /* when it was last taken in                                 */
	int64_t    count;       /* live records                                              */
	int64_t    age;         /* seconds since built, or fetched; -1 unknown               */
	struct str state;       /* "fresh" "stale" "held" "failed" "never"; "missing" when a component needs it and it is not loaded */
	struct str contract;    /* "complete": what it does not list is gone; "partial": put together from parts */
};

/* Components by the worst that was found about each; candidates are not counted. */
struct checked_view {
	int64_t components;     /* looked at: the four below together                        */
	int64_t affected;
	int64_t not_affected;   /* judged, and nothing applies                               */
	int64_t unknown;        /* something could apply, and a fact is missing              */
	int64_t not_judged;     /* nothing could be said at all: no identity, no source      */
	int64_t outside;        /* files, data and the like: carried, not looked at          */
};

struct component_view {
	struct str name;
	struct str version;
	struct str purl;
	struct str cpe;
};

struct grounds_view {
	struct str   source;      /* "nvd", "osv:Debian"                                  */
	struct str   record;      /* the record's id                                      */
	struct str   rank;        /* whose word: "distributor", "cna", "jvn", "nvd"       */
	enum verdict verdict;     /* this record's own                                    */
	struct str   range;       /* the affected versions it names                       */
	struct str   version;     /* what was compared                                    */
	struct str   fixed;
	struct str   code;        /* reason code: "in_range", "no_version" …              */
	struct str   missing;     /* the fact that is missing; "" when none               */
	struct str   reason;      /* the sentence                                         */
};

struct score_view {
	struct str provider;
	struct str version;       /* "2.0" … "4.0"                          */
	struct str vector;
	int32_t    base;          /* tenths                                 */
	struct str severity;      /* "critical" "high" "medium" "low" "none" */
};

struct kev_view {             /* empty (null): not listed, or the catalogue is not loaded */
	int32_t added;
	int32_t due;
	bool    ransomware;
};

struct epss_view {            /* empty (null): no score */
	int32_t probability;
	int32_t percentile;
};

struct ssvc_view {            /* empty (null): nobody gave points */
	struct str provider;
	struct str exploitation;       /* "none" "poc" "active"      */
	struct str automatable;        /* "no" "yes"                 */
	struct str technical_impact;   /* "partial" "total"          */
};

struct finding_view {
	int64_t                   id;              /* number in the ledger; 0 without one          */
	struct component_view     component;
	struct str                vulnerability;   /* the CVE where there is one                   */
	struct str_list           aliases;
	struct str                title;
	enum verdict              verdict;
	LIST(struct grounds_view) grounds;         /* the deciding record first                    */
	struct str                fixed;           /* lowest version that mends it                 */
	LIST(struct score_view)   scores;          /* the one shown first is first                 */
	struct kev_view           kev;
	struct epss_view          epss;
	struct str                exploitation;    /* "active" "poc" "none"; "" unknown            */
	bool                      candidate;       /* shown, never counted                         */
	/* with a ledger */
	struct str                system;
	struct str_list           hosts;
	struct str_list           damage;          /* possible levels, worst first: "high" …       */
	struct str_list           likelihood;
	struct str                action;          /* "immediate" "out_of_cycle" "scheduled" "defer" */
	bool                      provisional;     /* 仮: a fact that takes part is unknown        */
	int64_t                   due;
	struct str                why;             /* one sentence                                 */
	struct str                unit;
	int64_t                   first_seen;
	struct ssvc_view          ssvc;            /* without a ledger only                        */
	struct str_list           deployer;        /* one finding of a ledger: what SSVC's deployer tree can come to, worst first */
	struct str                support;         /* of the product, in words, where its end is near, past or unknown; one finding of a ledger */
};

struct question_view {
	int64_t         id;               /* number in the ledger; 0 without one                   */
	struct str      kind;             /* "version" "identity" "exposure" "composition" …       */
	struct str      product;          /* empty where the fact is the system's                  */
	struct str      fact;
	struct str      question;         /* the sentence                                          */
	struct str_list candidates;       /* identities to choose from                             */
	struct str_list systems;
	int64_t         systems_count;
	int64_t         vulnerabilities;  /* findings its answer would settle                      */
	int64_t         kev;              /* of these, known to be exploited                       */
	struct str      action;           /* the worst it could come to; "" without a ledger       */
};

struct report {
	int64_t                    at;
	struct str                 generation;     /* of the knowledge base                        */
	LIST(struct source_view)   sources;
	struct checked_view        checked;
	LIST(struct finding_view)  findings;
	LIST(struct question_view) questions;
	struct str                 next;           /* cursor of the next page; "" (null): complete  */
};

extern const struct schema report_schema;
extern const struct schema finding_view_schema;
extern const struct schema question_view_schema;
extern const struct schema source_view_schema;
extern const struct schema checked_view_schema;

/* Names that reports say, with their words: "immediate", "critical", "active", "stale"; "low" "middle" "high" of damage and of likelihood. */
extern const struct enum_names report_action_names, report_severity_names, report_exploitation_names, report_source_state_names;
extern const struct enum_names report_damage_names, report_likelihood_names;
