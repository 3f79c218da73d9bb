/*
 * assess.h - everything the ledger holds against everything the knowledge base knows: verdicts, how bad each is
 * here, what to do and by when, and which answers would settle what cannot be told.
 *
 *     software items ──match──> rows ──────────────┐
 *     hosts ──match, where it depends on the host──┼─> per system: findings ──risk──> action, date, why
 *     answered facts of the system ────────────────┘                    └─> questions
 *
 * Judging is pure and done once per distinct software item; only conditions of NVD configurations are looked at host by
 * host. What came out is written in one unit of work; the ledger finds out what changed and why.
 */
#pragma once
#include "service/home.h"

struct assess_options {
	struct str by;         /* who asked, for the history  */
	int64_t    now;
};

/* A rule of the home about a CPE name, and how many items it touched, or would have while it held. */
struct assess_rule {
	const struct name_rule *rule;
	bool                    over;
	int64_t                 items;
};

struct assess_result {
	struct ledger_assessment_result ledger;
	struct str      generation;
	int64_t         systems, hosts, items;     /* looked at                                             */
	int64_t         rows;                      /* applicable or undecided, context-free                 */
	int64_t         evaluate_us, persist_us;
	struct str_list needed;                    /* feeds that something needed and that are not there    */
	LIST(struct assess_rule) rules;            /* that were applied, or that are over                   */
	bool            cannot_tell;               /* one of them, or the knowledge base is empty           */
	int64_t         provided;                  /* of the ledger's findings: others patch it and said they did */
	bool            any_affected;
	bool            kev_known;                 /* false: what is exploited is not known, and the worst was taken */
};

CHECKED struct err *assess_run(const struct home *home, const struct assess_options *options, struct arena *arena,
    struct assess_result *ret_result);
