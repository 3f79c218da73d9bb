/*
 * risk.h - how bad here, what to do and by when.
 *
 * Facts about one vulnerability, where it stands and what that system is for, judged by criteria that an
 * executive agreed to (criteria/ *.yaml), give a cell of the matrix of 日本シーサート協議会's guide:
 *
 *     想定被害 damage     worst, over the kinds of harm this vulnerability can cause, of the system's level for it
 *     発生可能性 likelihood  exploitation, conditions met here, exposure, controls
 *     action             DEFER, SCHEDULED, OUT_OF_CYCLE or IMMEDIATE, with a date
 *
 * Every fact may be unknown. Then the levels are sets, the cells are many, the worst action is taken and
 * marked provisional (仮), and each unknown fact that matters comes back as a question. What is not known never lowers an
 * action: the action with a fact unknown is at least the action with any value of it.
 */
#pragma once
#include "domain/calendar/calendar.h"
#include "domain/cvss/cvss.h"
#include "domain/rule/rule.h"
#include "model/advisory.h"

enum level { LEVEL_LOW, LEVEL_MIDDLE, LEVEL_HIGH, LEVEL_COUNT };   /* damage 小中大, likelihood 低中高 */
extern const struct enum_names level_names;             /* "low", "middle", "high"               */

enum action { ACTION_DEFER, ACTION_SCHEDULED, ACTION_OUT_OF_CYCLE, ACTION_IMMEDIATE, ACTION_COUNT };
extern const struct enum_names action_names;            /* "defer" … "immediate": API and criteria */

enum harm { HARM_LEAK, HARM_TAMPER, HARM_STOP, HARM_COUNT };       /* 情報漏えい 改ざん 機能停止   */
extern const struct enum_names harm_names;              /* "leak", "tamper", "stop"              */

enum exposure { EXPOSURE_UNKNOWN, EXPOSURE_CLOSED, EXPOSURE_INTERNAL, EXPOSURE_INTERNET };
extern const struct enum_names exposure_names;          /* "unknown", "closed", "internal", "internet" */

/* The ways into a closed network that have to be asked about: 媒体持込 保守回線 持込端末 他セグメント経由 */
enum route { ROUTE_MEDIA, ROUTE_MAINTENANCE, ROUTE_DEVICES, ROUTE_SEGMENTS, ROUTE_COUNT };
extern const struct enum_names route_names;             /* "media", "maintenance", "devices", "segments" */

/* 組織/会社における価値、重要性 (手引書, 脆弱性管理対象の識別): what the owner says the system is worth. */
enum importance { IMPORTANCE_UNKNOWN, IMPORTANCE_LOW, IMPORTANCE_MIDDLE, IMPORTANCE_HIGH };
extern const struct enum_names importance_names;        /* "", "low", "middle", "high" */

struct route_answer {
	enum answer answer;      /* YES: that way exists                                      */
	int64_t     at;          /* when it was answered; INSTANT_NONE: counts as not answered */
};

/*
 * What is known. A zeroed value is *not* "all unknown" (0 records is a number): begin with risk_facts_unknown().
 *
 * EXPLOITATION_NONE and in_kev NO say that a source was looked at which would have told. A caller whose KEV
 * catalogue is missing or stale passes ANSWER_UNKNOWN.
 */
struct risk_facts {
	/* of the vulnerability */
	struct cvss_impacts impacts;             /* C is leak, I is tampering, A is stop            */
	enum exploitation   exploitation;        /* the strongest evidence at hand                  */
	struct str          exploitation_source; /* who says so: "CISA ADP"; may be empty           */
	enum exploitation   exploitation_candidate; /* a sentence says so that nobody confirmed: up to that it is unknown */
	enum answer         in_kev;
	int32_t             kev_added;           /* day; DAY_NONE                                   */
	enum answer         ransomware;          /* known to be used in ransomware campaigns; YES is exploitation */
	int32_t             epss;                /* millionths; -1 unknown, which is not 0          */
	int32_t             epss_day;            /* DAY_NONE                                        */
	enum answer         automatable;         /* SSVC                                            */
	/* of this installation */
	enum answer         conditions;          /* 脆弱性発露の条件: are they met here              */
	enum exposure       exposure;
	struct route_answer routes[ROUTE_COUNT]; /* asked only of a closed network                  */
	enum answer         controls;            /* is there an effective control in its way        */
	/* of the system */
	enum answer         information_held;    /* any information worth protecting                */
	enum answer         my_number_held;      /* 特定個人情報                                     */
	int64_t             personal_records;    /* 個人情報の件数; -1 unknown                       */
	enum answer         sensitive_held;      /* 要配慮個人情報                                   */
	enum answer         entrusted_held;      /* 預かり情報                                       */
	enum answer         critical_held;       /* 業務上重要な情報                                 */
	int64_t             my_number_records, sensitive_records, entrusted_records, critical_records;   /* -1 unknown */
	enum importance     importance;          /* 組織における価値、重要性                          */
	enum answer         resident_facing;     /* residents or customers use it                   */
	enum answer         life_or_safety;
	enum answer         internal_only;       /* only the own staff uses it                      */
	enum answer         official_register;   /* 公的な台帳・公的証明のもと                        */
	enum answer         integrity_duty;      /* any duty to keep its data right                 */
	/* time */
	int64_t             now;
	int64_t             since;               /* what dates count from; INSTANT_NONE: now        */
	int64_t             next_maintenance;    /* INSTANT_NONE when none is planned               */
};

/* Everything unknown at that instant. */
struct risk_facts risk_facts_unknown(int64_t now);
/* The vocabulary of criteria: see doc/criteria.md. Facts that follow from others (exploited, poc) are in it. */
extern const struct vocabulary risk_vocabulary;

/* ------------------------------------------------------------------------------------ criteria */

enum due_kind { DUE_HOURS, DUE_BUSINESS_DAYS, DUE_MAINTENANCE, DUE_REVIEW_DAYS };

struct due_rule {
	enum due_kind kind;
	int           count;     /* hours, days; with DUE_MAINTENANCE the business days when none is planned */
};

struct criteria {
	struct str         name;                 /* "standard", "municipality"                       */
	struct str         title_ja, title_en;
	int32_t            since;                /* day                                              */
	const struct rule *large[HARM_COUNT], *small[HARM_COUNT];
	const struct rule *high, *low;
	enum action        matrix[LEVEL_COUNT][LEVEL_COUNT];   /* [damage][likelihood]               */
	struct due_rule    due[ACTION_COUNT];
	int                closed_months;        /* how long the four answers of a closed network hold */
};

/* ERR_FORMAT names the line. A matrix in which something worse asks for less is refused. */
CHECKED struct err *criteria_read(struct str yaml, struct str name, struct arena *arena, struct criteria *ret_criteria);
/* One that is compiled in: "standard", "municipality". ERR_NOT_FOUND names those there are. */
CHECKED struct err *criteria_builtin(struct str name, struct arena *arena, struct criteria *ret_criteria);

/* ---------------------------------------------------------------------------------------- risk */

/* A sentence's key and its arguments: made into words per language by risk_reason_text. */
struct risk_reason {
	const char           *message;           /* a whole sentence                                  */
	const char           *clause;            /* the same as a part of risk_sentence; NULL: not in it */
	const struct err_arg *args;              /* ended by a NULL name; numbers are grouped per language */
};

/*
 * A fact that is unknown and takes part. `worst` and `best` are the worst and the best action that answering this one
 * alone could lead to; where best < worst the answer alone changes what is to be done.
 */
struct risk_question {
	const char *fact;                        /* in the vocabulary; "closed_routes" for the four answers;
	                                            "impact_leak" … when the vulnerability's harm is unknown */
	const char *message;                     /* the question, a key of the catalogue              */
	enum action worst, best;
};

/* The question about a fact, a key of the catalogue; "" when no such fact is asked about. */
const char *risk_question_text(struct str fact);

#define LEVEL_BIT(level)   (1u << (level))
#define ACTION_BIT(action) (1u << (action))

struct risk {
	unsigned                   harm_levels[HARM_COUNT]; /* LEVEL_BITs of the system for that harm; 0: it cannot happen */
	enum degree                impact[HARM_COUNT];
	unsigned                   damage;       /* LEVEL_BITs that are possible                      */
	unsigned                   likelihood;
	bool                       cells[LEVEL_COUNT][LEVEL_COUNT];   /* [damage][likelihood] possible */
	unsigned                   actions;      /* ACTION_BITs of these cells                        */
	enum level                 worst_damage, worst_likelihood;    /* the cell the action is from  */
	enum harm                  worst_harm;   /* the kind of harm that gives that damage           */
	enum action                action;       /* the worst of them                                 */
	bool                       provisional;  /* 仮: something unknown takes part                  */
	bool                       isolated;     /* a closed network that certainly nothing reaches   */
	bool                       lowered;      /* and that lowered the likelihood                   */
	int64_t                    due;
	enum due_kind              due_kind;
	LIST(struct risk_reason)   reasons;      /* the likelihood's, then the damage's               */
	size_t                     likelihood_reasons;  /* how many of them are the likelihood's      */
	LIST(struct risk_question) questions;    /* worst first                                       */
	struct risk_facts          facts;        /* what it was judged on                             */
};

/* Pure: the same facts, criteria and calendar give the same risk. */
void risk_assess(const struct criteria *criteria, const struct risk_facts *facts, const struct calendar *calendar,
    struct arena *arena, struct risk *ret_risk);
/* The action alone, without reasons, questions or date: for sorting many. Allocates nothing. */
enum action risk_action(const struct criteria *criteria, const struct risk_facts *facts);

/*
 * The grounds in one sentence:
 * 「KEV に掲載（2025-03-04）され悪用が確認されており、インターネットに公開、個人情報 12万件を保持するため、可能な限り迅速な対応
 *  （Immediate）。期限 2026-11-21 10:00 JST。」
 */
struct str risk_sentence(const struct risk *risk, enum lang lang, struct arena *arena);
struct str risk_reason_text(const struct risk_reason *reason, enum lang lang, struct arena *arena);

/* Always the pair: 「可能な限り迅速な対応（Immediate）」, "Immediate (as fast as possible)". */
const char *action_text(enum action action);            /* key of the catalogue                   */
const char *harm_text(enum harm harm);                  /* "Leak of information" 情報漏えい …       */
const char *damage_text(enum level level);              /* "large" 大, "medium" 中, "small" 小      */
const char *likelihood_text(enum level level);          /* "high" 高, "middle" 中, "low" 低         */
const char *exposure_text(enum exposure exposure);      /* "open to the internet" インターネットに公開 */
