/*
 * posture.h - 態勢: who leads the response, proposed by rules that executives agreed to beforehand.
 *
 * 脆弱性管理の手引書 (guide 004), 対処・対策③, names three: several systems that need an immediate response and very large damage → led by the
 * CISO; several → led by the head of the security department; maintenance out of turn → the system's team with security staff. What it leaves
 * open (exactly one system) is the organisation's to write down (postures/standard.yaml, or a file of one's own). 態勢 is how one
 * stands for this response; 体制, the organisation, is something else.
 *
 *     postures: standard
 *     since: 2026-04-01
 *     title: {ja: …, en: …}
 *     agreed: {by: …, on: 2026-04-01}                  # when executives have agreed
 *     levels: {ciso: {ja: …, en: …, lead: {ja: …, en: …}, members: [{ja: …, en: …}]}}      # the highest first
 *     rules: [{when: "immediate_systems >= 2 and very_large_damage", level: ciso}]          # the first that holds
 */
#pragma once
#include "base/err.h"
#include "domain/rule/rule.h"
#include "model/playbook.h"

/* What the rules may speak of; systems are distinct ones. A count or truth that is not known is said to be so. */
enum posture_fact { POSTURE_IMMEDIATE, POSTURE_OUT_OF_CYCLE, POSTURE_SCHEDULED, POSTURE_VERY_LARGE, POSTURE_EXPLOITED, POSTURE_RESIDENTS, POSTURE_FACTS };
extern const struct vocabulary posture_vocabulary;

struct posture_level {
	struct str         id;
	struct words       title, lead;
	LIST(struct words) members;
};
struct posture_rule {
	const struct rule *when;
	struct str         text;      /* as written                */
	size_t             level;
};
struct postures {
	struct str                 name;
	int32_t                    since;      /* day                                    */
	struct words               title;
	struct str                 agreed_by;  /* "": nobody has agreed to these yet     */
	int32_t                    agreed_on;  /* DAY_NONE                               */
	LIST(struct posture_level) levels;
	LIST(struct posture_rule)  rules;
};

/* ERR_FORMAT names the line. */
CHECKED struct err *postures_read(struct str yaml, struct str name, struct arena *arena, struct postures *ret_postures);
/* One that is compiled in ("standard"); ERR_NOT_FOUND. */
CHECKED struct err *postures_builtin(struct str name, struct arena *arena, struct postures *ret_postures);

struct posture {
	size_t   level;        /* NO_INDEX: the ordinary organisation will do */
	size_t   rule;         /* the one that proposes it                    */
	bool     provisional;  /* 仮: it holds or not by what is unknown      */
	uint64_t open;         /* bits of the posture_facts it hangs on       */
};
/* The first rule that holds, or could hold with what is unknown: the higher posture is proposed until somebody knows better. */
struct posture posture_propose(const struct postures *postures, const struct fact facts[POSTURE_FACTS]);
