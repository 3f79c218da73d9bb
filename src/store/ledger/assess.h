/*
 * assess.h - what an assessment holds while it compares; inside this room only.
 */
#pragma once
#include "base/map.h"
#include "domain/range/range.h"
#include "store/ledger/db.h"
#include "store/ledger/keep.h"
#include "store/ledger/standing.h"

/* What a finding is identified by; its bytes are the key of a map, so it has no holes. */
struct finding_key { int64_t system, product, vulnerability; };

struct stored_finding {
	struct finding_key  key;
	int64_t             id, digest, first_seen, decision;
	enum ledger_verdict verdict;
	enum ledger_action  action;
	bool                closed, seen;
};

struct stored_vulnerability {
	struct str          name;
	int64_t             id, digest;
	enum advisory_state state;
	bool                kev;
	bool                put;         /* in this assessment */
};

/* One question with the systems it stands for, counted while they come. */
struct asked {
	int64_t            id, product, systems;
	struct str         kind, fact;
	enum ledger_action worst;
	int64_t            stored_systems;
	enum ledger_action stored_worst;
	bool               stored, stored_closed;
	LIST(int64_t)      ids;              /* ascending, each once, when they are written */
};

/* A decision in force, its range read; `next` is the index + 1 of another about the same vulnerability. */
struct decision_chain {
	int64_t            id, product, system;
	bool               ranged;
	struct version_set set;
	enum scheme        scheme;
	size_t             next;
};

enum assess_query {
	Q_FINDING_INSERT, Q_FINDING_UPDATE, Q_FINDING_CLOSE, Q_INSTANCE_DELETE, Q_INSTANCE_INSERT, Q_EVENT_INSERT,
	Q_WORDING_INSERT, Q_GROUND_INSERT, Q_VULNERABILITY_INSERT, Q_VULNERABILITY_UPDATE, Q_COUNT,
};

struct ledger_assessment {
	struct ledger                   *ledger;
	struct arena                    *arena;        /* what is stored, kept until the end */
	struct arena                    *errors;       /* the caller's                       */
	struct ledger_assessment_head    head, before;
	bool                             first;        /* no assessment before this one      */
	int64_t                          id;
	struct ledger_assessment_result  result;
	struct query                     queries[Q_COUNT];
	struct ids                       finding_ids, event_ids, wording_ids, ground_ids, vulnerability_ids, question_ids;
	struct map                       findings;          /* finding_key → stored_finding *     */
	struct map                       vulnerabilities;   /* name → index + 1                   */
	LIST(struct stored_vulnerability) vulnerability_list;
	struct map                       vulnerability_by_id;
	struct map                       changed;           /* system, product: installations     */
	struct map                       answered;          /* system, product: its version       */
	struct map                       told;              /* system: other facts                */
	struct map                       wordings, grounds; /* text → id                          */
	struct map                       questions;         /* kind, product, fact → index + 1    */
	LIST(struct asked)               question_list;
	struct touched                   touched;
	struct crossings                 crossings;
	struct standing_touched          standing;          /* systems of which something was written    */
	struct flow_counts               flow;
	struct map                       tallies;           /* system → index + 1                 */
	LIST(struct ledger_tally)        tally_list;
	struct map                       decisions;         /* vulnerability → index + 1          */
	LIST(struct decision_chain)      decision_list;
	struct buf                       scratch;
};

/* A map's key of numbers: their bytes, kept in the arena. */
struct str assess_key(struct arena *arena, const int64_t *numbers, size_t count);

/* Reads what is stored: assess_load.c. */
CHECKED struct err *assess_load(struct ledger_assessment *a);
/* Why a crossing happened: assess_cause.c. */
enum ledger_cause assess_cause(const struct ledger_assessment *a, const struct finding_key *key, bool verdict_crossed,
    bool closed);
/* The decision that applies to a finding now, the most specific and then the newest, or 0: assess_decision.c. */
CHECKED struct err *assess_decision(const struct ledger_assessment *a, const struct ledger_finding *finding, int64_t *ret_id);
/* What a question is known by from one assessment to the next; and writes those gathered: assess_question.c. */
void assess_question_key(struct str kind, int64_t product, struct str fact, struct buf *out);
CHECKED struct err *assess_write_questions(struct ledger_assessment *a);
