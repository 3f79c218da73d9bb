/*
 * assess_findings.h - inside assess: from rows of items to findings of systems, their risk, and into the ledger.
 */
#pragma once
#include "base/map.h"
#include "domain/version/version.h"
#include "service/assess.h"
#include "service/judge.h"
#include "store/ledger/criteria.h"
#include "service/layer.h"
#include "service/life.h"
#include "service/situation.h"

/* One vulnerability's answer for one item, small: there may be millions while a system is gathered. */
struct assess_row {
	uint32_t      vulnerability;
	enum verdict  verdict;
	enum missing  missing;
	struct str    feed, record, range, fixed, args;   /* of the deciding record */
	struct str    update;                             /* "KB5089549"            */
	enum answer   restart;
	enum reason   reason;
	bool          kept;                               /* its texts stay as long as the assessment */
};

struct assess_item {
	int64_t                 software, product;
	struct component        component;
	enum duty_layer         layer;      /* the one it belongs to            */
	struct str_list         identities; /* its product's, as written and as confirmed */
	struct match_result     result;
	LIST(struct assess_row) rows;       /* hold on every host                */
	LIST(uint32_t)          open;       /* vulnerabilities that a host decides, ascending */
};

/* What is asked of each of millions of installations, by software id: small, so that all of it stays near the processor. */
struct assess_stand {
	int64_t  seen_in;     /* the system it was last counted in                                      */
	uint32_t number;      /* of its item, from 1; 0: none                                           */
	bool     quiet;       /* judged, the same on every host, and nothing found: it is counted only  */
};

/* A vulnerability's threat, and what is worked out of it once. */
struct assess_threat {
	struct threat threat;
	struct str    facts;      /* of it, as evidence has them                        */
	int64_t       before;     /* its id in the ledger so far, 0: none               */
	int64_t       put;        /* its id in the ledger once it was written, 0: not yet */
};

struct assess_system {
	int64_t           id;
	int64_t           installations;
	struct risk_facts facts;
	struct duties     duties;                /* who patches which layer              */
	bool              site_over;             /* a site for a time, past its last day */
	LIST(struct ledger_fact) conditions;     /* answered of single vulnerabilities */
};

/* A finding as gathered, before and after its risk is known. */
struct assess_finding {
	struct ledger_finding finding;
	uint32_t              vulnerability;   /* number in the index */
	enum missing          missing;
	enum scheme           scheme;          /* of its versions     */
	const struct assess_item *item;        /* the first it was found in */
	struct assess_threat *threat;          /* once its risk is known    */
};

/* A question that people at the desk can answer. */
struct assess_asking {
	struct str         fact;
	enum ledger_action worst;
	bool               conditions;   /* of the vulnerability's own, not of the system's facts */
};

/* What the criteria say to the same facts, in as many findings as these hold for. */
struct assess_risk {
	enum ledger_action         action;
	unsigned                   damage, likelihood;
	int64_t                    due;
	struct str                 why_ja, why_en;
	LIST(struct assess_asking) questions;
	int64_t                    asked_in;   /* the system that was last asked for its facts */
};

struct assess_question {
	struct str         kind, fact;
	int64_t            product, system;
	enum ledger_action worst;
};

/* What the ledger holds open from the assessment before: assess_before.c. */
struct assess_before {
	struct arena        *arena;
	struct ledger_opens  open;       /* by system, product, vulnerability       */
	struct ledger_knowns known;      /* vulnerabilities, by id                  */
	struct map           by_name;    /* of these, to the id                     */
	bool                *is_open;    /* at the place of each: it is open somewhere */
};
CHECKED struct err *assess_before_load(struct assess_before *before, struct ledger *ledger, struct arena *arena);
/* The ledger's id of a vulnerability, 0: none so far. */
int64_t assess_before_id(const struct assess_before *before, struct str vulnerability);
/* What was open there, or NULL. */
const struct ledger_open *assess_before_find(const struct assess_before *before, int64_t system, int64_t product, int64_t vulnerability);

/* An item of a host of which more is asked than that it is there. */
struct assess_loud { struct assess_item *item; bool first /* in its system */; };

struct assess {
	struct arena                  *arena;
	int64_t                        now;
	struct criteria                criteria;
	struct ledger_criteria         edition;      /* that they are of; id 0: none was agreed to */
	struct calendar                calendar;
	struct judge                   judge;
	struct name_rules              rules;        /* about CPE names that are known to be wrong */
	struct segments                segments;
	struct statements              statements;   /* of those who patch for us          */
	struct ledger_assessment_head  head;
	struct assess_result          *result;
	LIST(struct assess_item)       items;        /* by software id                     */
	struct assess_stand           *stands;       /* by software id                     */
	size_t                         stands_count;
	LIST(struct assess_loud)       loud;         /* of the host being looked at        */
	LIST(struct assess_system)     systems;
	struct map                     system_of;    /* system id to its place there, from 1       */
	struct map                     threats;      /* vulnerability number to its struct assess_threat */
	struct map                     risks;        /* risk facts and verdict to their struct assess_risk */
	struct assess_before           before;
	LIST(struct assess_finding)    findings;     /* of all systems                     */
	LIST(struct assess_question)   questions;
	LIST(struct ledger_tally)      tallies;
	/* the system being gathered */
	struct assess_system          *system;
	struct arena                  *system_arena;
	struct map                     places;       /* (product, vulnerability) to its finding, from 1 */
	struct map                     asked;        /* (kind, product, fact) to its question, from 1   */
	size_t                         first_finding;
	struct ledger_tally            tally;
};

/* For match callbacks. */
struct assess_keeping {
	struct assess      *assess;
	struct assess_item *item;
	struct arena       *arena;
	uint64_t            opened;   /* not affected by the sources, open because the reading it rests on is overdue */
};

/* Asks once per system, at the worst action it was asked with. */
void assess_ask(struct assess *assess, struct str kind, int64_t product, struct str fact, enum ledger_action worst);

/*
 * Whose layer the finding is on (domain/responsibility). On a layer of others its verdict becomes what their word says, before
 * its risk is worked out; *ret_duty says what that was.
 */
struct assess_duty {
	enum duty_answer        answer;
	const struct duty      *duty;
	enum duty_layer         layer;
	const struct statement *statement;   /* that decided, or that expired; NULL */
};
struct assess_duty assess_duty(const struct assess *assess, struct assess_finding *found, struct str vulnerability);
/* And after: what is to be done about it here, in whose words, and what they are asked. */
void assess_duty_word(struct assess *assess, const struct assess_duty *duty, struct assess_finding *found);
/* An item nothing could be said of: on a layer of others they are asked; false: it is ours. */
bool assess_duty_ask(struct assess *assess, const struct assess_item *item);

struct assess_row assess_row_of(const struct assess *assess, const struct assess_item *item, const struct match_row *row,
    struct arena *arena);

/* Hosts come system by system: leaves the last one and begins this, if it is another. */
CHECKED struct err *assess_enter_system(struct assess *assess, int64_t system);
/* Judges the risk of what was gathered for the system; also for the last one. */
CHECKED struct err *assess_leave_system(struct assess *assess);
/* The item is installed in the system: once per system. */
void assess_count(struct assess *assess, struct assess_item *item);
/* So many items that are quiet (struct assess_stand): the same as counting each. */
bool assess_is_quiet(const struct assess *assess, const struct assess_item *item);
void assess_count_quiet(struct assess *assess, int64_t items);
void assess_add(struct assess *assess, const struct assess_item *item, struct assess_row row);

/* What is asked of systems as such: what runs on them, whether a site past its day still answers. After the last one was left. */
void assess_ask_of_systems(struct assess *assess);

/* A ledger_work: writes everything that was found. */
CHECKED struct err *assess_persist(struct ledger *ledger, void *assess, struct arena *arena);
