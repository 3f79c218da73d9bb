/*
 * judge.h - the knowledge base as one that can be asked about components: index, sources and what changes
 * daily, and their answers as the views of model/report.h. What `scan` and `assess` share.
 */
#pragma once
#include "base/map.h"
#include "model/report.h"
#include "service/home.h"
#include "store/ledger/ledger.h"

/* What sentences say of one vulnerability (store/kb/stated.h), and people to them (store/ledger/heard.h). */
struct judge_heard {
	enum exploitation candidate;           /* the strongest that nobody answered                        */
	enum exploitation confirmed;           /* the strongest that somebody confirmed                     */
	struct str        by;                  /* who said what was confirmed: "JPCERT/CC"                  */
};

struct judge {
	struct kb                *kb;
	const struct match_index *index;       /* NULL: the kb is empty                                     */
	struct match_sources      sources;
	struct kb_source         *rows;        /* sources.count of them                                     */
	bool                      kev_known;   /* a fresh KEV is there: "not listed" means not listed       */
	bool                      epss_known;
	struct str_list           overdue;     /* readings of ours whose review day is past: 非該当 does not rest on them */
	struct str                generation;  /* "gen-12 overlay-3"; "" when empty                         */
	struct map                heard;       /* CVE to a struct judge_heard; empty until judge_hear       */
};

CHECKED struct err *judge_open(struct kb *kb, int64_t now, struct arena *arena, struct judge *ret_judge);

/*
 * From now on sentences on exploitation count as this organisation answered them. A confirmed one is evidence. One that nobody answered is a candidate: it
 * never makes a vulnerability exploited or listed in KEV, but silence of others is no longer "not exploited" there: whether it is stays unknown up to
 * what the sentence says, so that the worst is taken as provisional and the question asked (domain/risk).
 */
CHECKED struct err *judge_hear(struct judge *judge, struct ledger *ledger, struct arena *arena);

/*
 * The row with what time has taken from it: 非該当 by a reading that was to be reviewed by a day that is past is 判定不能, and asks
 * for the page to be read again. Everything else stays as it is. The copy's says are in the arena.
 */
struct match_row judge_after_review(const struct judge *judge, const struct component *component, const struct match_row *row, struct arena *arena);

/* It applies by Microsoft's word, which names products and never the role or feature of one. */
bool judge_by_microsoft(const struct ledger_finding *finding);

/* What is known of one vulnerability beside its records: all that risk and lists need. */
struct threat {
	struct vulnerability face;
	bool                 kev_listed;
	struct kev_entry     kev;              /* when listed                                              */
	struct epss_entry    epss;             /* probability -1: none                                     */
	enum exploitation    exploitation;     /* the strongest evidence: KEV, ADP, SSVC                   */
	struct str           exploitation_by;
	enum exploitation    candidate;        /* what a sentence says that nobody confirmed yet; unknown: none */
	enum answer          automatable;      /* SSVC                                                     */
	const struct score  *best;             /* the score shown first; NULL: none                        */
	int32_t              base;             /* its tenths; -1                                           */
	struct cvss_impacts  impacts;          /* unknown where no vector says                             */
};
CHECKED struct err *judge_threat(const struct judge *judge, uint32_t number, struct arena *arena, struct threat *ret_threat);

/*
 * The facts about a vulnerability in a system: those of the system (service/situation.h) with those of the threat; `conditions` says whether
 * those of the weakness are met there.
 */
struct risk_facts judge_facts(const struct judge *judge, const struct threat *threat, const struct risk_facts *situation, enum answer conditions);

/* Fills everything that does not need a ledger. */
CHECKED struct err *judge_finding(const struct judge *judge, const struct component *component,
    const struct match_row *row, enum lang lang, struct arena *arena, struct finding_view *ret_view);

/* Sources as the report lists them. */
void judge_sources(const struct judge *judge, struct arena *arena, struct report *report);
/* Adds a row "missing" for a feed that was needed and is not loaded, once. */
void judge_missing_source(struct str needs, struct arena *arena, struct report *report);

/*
 * A written name that a person has confirmed becomes that product (a CPE name or a package URL without version); its
 * version stays as written. An empty identity changes nothing.
 */
void judge_apply_identity(struct component *component, struct str identity, struct arena *arena);
/*
 * The home's rule for the component's CPE name is applied: ignored or rewritten. What a person confirmed goes before any rule.
 * NULL when none was; *ret_over is a rule whose day has gone by.
 */
const struct name_rule *judge_apply_rule(const struct name_rules *rules, struct component *component, int64_t now, struct arena *arena,
    const struct name_rule **ret_over);
/* What was done by it, why, by whom, until when. */
struct str judge_rule_words(const struct name_rule *rule, enum lang lang, struct arena *arena);
/* "critical" … "none" for tenths of a CVSS version; "" for -1. */
const char *judge_severity(enum cvss_version version, int32_t base);
/* The component's product in words, and its identity without version. */
struct str judge_product(const struct component *component, struct arena *arena);
