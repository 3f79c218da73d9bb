/*
 * deployer.h - what CERT/CC's tree for who applies patches (SSVC deployer) says of a finding, from the facts that are held
 * anyway: exploitation, how far the system can be reached, whether an attack can be automated, and the damage done here. It stands
 * beside the action of the agreed criteria and does not change it.
 */
#pragma once
#include "domain/segment/segment.h"
#include "service/judge.h"
#include "store/ledger/ledger.h"

struct deployer {
	struct str_list actions;    /* possible decisions, worst first: "immediate" "out_of_cycle" "scheduled" "defer" */
	struct str      sentence;   /* the same in words, and which facts would narrow it down                        */
};

CHECKED struct err *deployer_decide(struct ledger *ledger, const struct judge *judge, const struct segments *segments,
    const struct ledger_finding_row *row, int64_t now, enum lang lang, struct arena *arena, struct deployer *ret_deployer);
