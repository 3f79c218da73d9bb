/*
 * deployer.h - what SSVC's tree for who applies patches (deployer) says of a finding, from the facts that are held anyway: exploitation, how far the system
 * can be reached, whether an attack can be automated, and the damage done here. The table is CERT/CC's, or from its day on the own one that an executive
 * agreed to (service/agreed.h). It stands beside the action of the agreed criteria and does not change it.
 */
#pragma once
#include "domain/segment/segment.h"
#include "domain/ssvc/ssvc.h"
#include "service/judge.h"
#include "store/ledger/ledger.h"

/* The table in force. words: "own table of 2026-12-01 (edition 3, agreed to by …)". */
struct deployer_table { struct ssvc_table table; int64_t edition; struct str words; };
CHECKED struct err *deployer_open(struct ledger *ledger, int64_t now, enum lang lang, struct arena *arena, struct deployer_table *ret_table);

struct deployer {
	struct str_list actions;    /* possible decisions, worst first: "immediate" "out_of_cycle" "scheduled" "defer" */
	struct str      sentence;   /* the same in words, and which facts would narrow it down                        */
};

CHECKED struct err *deployer_decide(struct ledger *ledger, const struct judge *judge, const struct segments *segments, const struct deployer_table *table,
    const struct ledger_finding_row *row, int64_t now, enum lang lang, struct arena *arena, struct deployer *ret_deployer);

/* The facts of the tree: of the system, of the threat (NULL: the knowledge base does not have it), of the finding. Pure. */
struct ssvc_deployer_facts deployer_facts(const struct judge *judge, const struct threat *threat, const struct risk_facts *system,
    const struct ledger_finding_row *row);
enum action deployer_action(enum ssvc_action action);
/* 「A または B」, and the points of which an answer would leave fewer. */
struct str deployer_sentence(const struct ssvc_table *table, const struct ssvc_deployer *decided, enum lang lang, struct arena *arena);
