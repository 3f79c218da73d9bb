/*
 * views.h - what stands in each report; `--json` prints these by their schemas. Words (titles, sentences, reasons) are in the language
 * that was asked for; ids, days and numbers are the same in every language. A number that is not known is -1 and told in words beside it.
 */
#pragma once
#include "base/vec.h"
#include "model/schema.h"
#include "service/items.h"

struct report_source_view { struct str name; int64_t fetched, built; struct str state, words; };
/* Every report begins with it: whose, of which day, how old what it rests on is, and what is not known. */
struct report_head {
	struct str      name, title, organisation, maker;
	struct str      scope;                     /* the unit, system, case or contractor it is about; "" all */
	int64_t         at;                        /* 基準日時                                             */
	int32_t         day;
	int64_t         assessed_at;               /* when it was last judged what applies                 */
	struct str      criteria;                  /* by which criteria, in words                          */
	struct str      freshness;                 /* how old the knowledge is, a sentence                 */
	LIST(struct report_source_view) sources;
	int64_t         sources_old;               /* of these: past their age limit, failed or missing    */
	struct str      coverage;                  /* 把握率, a sentence                                    */
	int64_t         systems, systems_unregistered, items, judged, coverage_percent;
	struct str_list unregistered;              /* systems of which nothing is known; ten at most       */
	int64_t         undecided, questions;      /* findings that are 判定不能; questions open            */
	struct str      undecided_words;           /* a sentence                                           */
	int64_t         before;                    /* when the last one was handed over; INSTANT_NONE      */
	struct str      compared;                  /* what it is compared with, a sentence                 */
};
extern const struct schema report_head_schema, report_cell_view_schema;

/* ------------------------------------------------------------------------------- 幹部1枚 */

struct report_cell_view { struct str damage, likelihood, action; int64_t findings, before; struct str words; };
struct report_matrix_row { struct str damage, low, middle, high; };
struct report_immediate_view {
	struct str system, service, unit;
	struct str harm;                           /* 想定される被害: 情報漏えい …                          */
	struct str information;                    /* 保持情報 with counts, or that it is not known         */
	int64_t    due, findings;
	struct str note;                           /* 仮, 期限超過                                         */
};
/* 判断いただきたい事項 */
struct report_decision_view { struct str kind, number, what, by, cost, otherwise; int64_t cost_yen, due; };
struct report_unit_view { struct str unit, worst; int64_t systems, findings, undecided, overdue, due; };
struct report_posture_view { bool taken; struct str title, lead, members, words; };
/* What texts say is attacked: by their word, not by KEV's. Numbers of weaknesses stand in the weekly report's alone. */
struct report_exploited_view {
	struct str vulnerability, title, product, systems, units, issuers, state, sentence;
	int64_t    count;                          /* of systems                                           */
	int32_t    since;                          /* DAY_NONE: not known                                  */
	bool       confirmed, kev;
};
struct report_exploited_list { struct report_exploited_view *items; size_t count, room; };
struct report_executive {
	struct report_head head;
	struct str_list    conclusions;            /* three lines                                          */
	struct str         exploited_words;        /* of all of them; of none what was looked at           */
	struct report_exploited_list exploited;
	int64_t            exploited_all;
	struct str         exploited_more;
	LIST(struct report_cell_view)      cells;  /* damage large … small × likelihood low … high         */
	LIST(struct report_matrix_row)     matrix; /* the same in words, with the difference               */
	struct str                         matrix_words;
	LIST(struct report_immediate_view) immediate;
	int64_t                            immediate_all;    /* how many there are; at most EXECUTIVE_ROWS are named */
	struct str                         immediate_more;   /* that there are more, a sentence; ""        */
	struct report_posture_view         posture;
	LIST(struct report_decision_view)  decisions;
	int64_t                            decisions_all;
	struct str                         decisions_more;
	LIST(struct report_unit_view)      overdue;          /* units past their days                      */
	int64_t                            overdue_all;
	struct str                         overdue_more;
	int32_t                            next;             /* 次回報告日                                 */
	struct str                         next_words;
};
extern const struct schema report_executive_schema;

/* The seven items of guide 004 of one vulnerability: whole, and each in short with whose word it is. */
struct report_items_row {
	struct str        vulnerability, name, product, versions, condition, impact, fix, mitigation;
	struct items_view items;
};
struct report_items_list { struct report_items_row *items; size_t count, room; };

/* ----------------------------------------------------------------------- 原課 (owner unit) */

struct report_option_view {                    /* a plan: 対処案 */
	struct str casefile, name, content, measure, effect, side_effects, possible_on, cost, staff;
	int64_t    cost_yen;                       /* -1 not said                                          */
	struct str before, after;                  /* the worst cell before, and after it                  */
};
struct report_finding_view {
	int64_t    id;
	struct str system, product, vulnerability, title, verdict, action, harm, remedy, why, ground;
	int64_t    due;
	bool       overdue;
};
struct report_stop_view { struct str casefile, label; int64_t from, until; struct str substitute, interim; int32_t interim_until; struct str state, consent; int32_t due; };
struct report_request_view { struct str what, casefile; int64_t by; };
struct report_owned_view { struct str system, service, unit, owner, information, network, action; int64_t findings, undecided, due; struct str harm; };
struct report_owner {
	struct report_head head;
	LIST(struct report_owned_view)   systems;
	struct str_list                  may_happen;    /* 何が起きうるか, a sentence a system               */
	LIST(struct report_finding_view) findings;      /* 根拠の要約: the worst, at most OWNER_ROWS         */
	struct str                       findings_more;
	struct report_items_list         known;         /* 把握事項 of these, each vulnerability once        */
	LIST(struct report_option_view)  options;
	LIST(struct report_stop_view)    stops;
	LIST(struct report_request_view) requests;      /* お願いしたいこと                                  */
	struct str_list                  notice;        /* 住民向け告知文案, a paragraph each                 */
	struct str                       contact;
};
extern const struct schema report_owner_schema;

/* --------------------------------------------------------------------- 担当者 (weekly) */

struct report_remedy_row { struct str action, product, remedy; int64_t due, systems, findings, kev; };
struct report_crossing_row { int64_t at, finding; struct str system, unit, product, vulnerability, title, what, cause; };
struct report_question_row { int64_t id; struct str question, systems, worst; };
struct report_asked_row { int64_t number; struct str contractor; int32_t due; int64_t open, overdue; struct str worst, next; };
struct report_interim_row { struct str casefile, label, interim; int32_t until; struct str state; };
struct report_life_row { struct str system, product, version, state; int32_t end; struct str note; int64_t findings; };
struct report_watch_row { int64_t at; struct str watch, vulnerability, title, why, term, standing, need; };
struct report_turn_row { int32_t day; struct str source, person, state, last, taken_up; };
struct report_said_row { struct str vulnerability, level, state, issuer, sentence; int64_t at; };
struct report_weekly {
	struct report_head head;
	int64_t            since;
	struct str         summary;
	LIST(struct report_remedy_row)   remedies;
	LIST(struct report_crossing_row) opened, closed, changed;     /* 新規, 解消, 再評価                  */
	struct str                       crossings_more;
	struct report_items_list         known;                       /* 把握事項 of what is new, in short     */
	struct str                       exploited_words;             /* as in the executives' report        */
	struct report_exploited_list     exploited;
	LIST(struct report_said_row)     said;                        /* of attacks or public code, on what is open here */
	LIST(struct report_question_row) questions;
	LIST(struct report_asked_row)    asked;
	LIST(struct report_interim_row)  interims;
	LIST(struct report_life_row)     life;
	struct str                       life_words;                  /* what was not looked at              */
	LIST(struct report_turn_row)     turns;
	LIST(struct report_watch_row)    watched;                     /* news of watches, with why           */
	struct str                       watched_words;               /* how many watches, when looked at    */
};
extern const struct schema report_weekly_schema;

/* --------------------------------------------------------------- 委託業者 (contractor) */

struct report_weakness_row {
	struct str number, system, host, product, version, vulnerability, aliases, title, affected, conditions, impact, remedy, mitigation, judged;
	struct items_view items;                       /* the seven items, of which these are in words  */
};
struct report_part_row { struct str system, host, product, version; };
struct report_contractor {
	struct report_head head;
	struct str contractor, person, contract, clause;
	struct str number;                             /* 依頼番号: "K3", or that none was sent yet           */
	int32_t    due;
	struct str tlp, tlp_words;
	LIST(struct report_part_row)     parts;             /* 対象システム／構成                              */
	LIST(struct report_weakness_row) weaknesses;
	struct str weaknesses_more;
};
extern const struct schema report_contractor_schema;

/* ----------------------------------------------- リスク評価票, 対処計画書 (guide 004) */

struct report_risk_row {
	int64_t    id;
	struct str system, service, information;       /* 該当するシステム, 機能・サービス, 保持情報          */
	struct str product, vulnerability, harm;       /* 想定される被害                                     */
	struct str damage, likelihood, action;         /* 区分                                               */
	struct str why;
	int64_t    due;
	struct str provisional;                        /* what would settle it; ""                           */
	struct report_items_row known;                 /* 脆弱性情報の内容把握: the seven items               */
};
struct report_risk_sheet {
	struct report_head head;
	struct str         criteria_version, agreed;
	LIST(struct report_risk_row) risks;
	struct str         risks_more;
};
extern const struct schema report_risk_sheet_schema;

struct report_change_row { struct str system, vulnerability, plan, before, after; };
struct report_action_plan {
	struct report_head head;
	struct str casefile, label, unit, state, direction, impact;
	int32_t    due;
	struct str_list systems;
	struct report_items_list        known;         /* 把握事項 of what it is to mend, each vulnerability once */
	LIST(struct report_option_view) options;
	LIST(struct report_change_row)  changes;
	struct str chosen, tested, test_note;
	LIST(struct report_stop_view)   stops;
	bool       sealed;
};
extern const struct schema report_action_plan_schema;

/* ----------------------------------------------- 是正計画, 受容台帳, 被害と費用の対比 */

struct report_correction_row {
	struct str casefile, what, unit, systems, action, plan, who, state, cost, delay;
	int64_t    cost_yen, due;
	int32_t    planned;
	bool       planned_known, overdue;
	int64_t    findings;
};
struct report_correction {
	struct report_head head;
	struct str summary;
	LIST(struct report_correction_row) rows;
	int64_t    cost_yen;                            /* of those that have one                             */
	struct str cost, cost_words;
};
extern const struct schema report_correction_schema;

struct report_accepted_row { int64_t id; struct str kind, vulnerability, product, system, versions, owner, reason, effect, casefile, state; int64_t at; int32_t until; int64_t findings; };
struct report_accepted {
	struct report_head head;
	struct str summary;
	LIST(struct report_accepted_row) rows;
};
extern const struct schema report_accepted_schema;

struct report_balance_row {
	struct str system, service, harm, information, damage, action, casefile, plan, cost, after, words;
	int64_t    cost_yen, due;
};
struct report_damage_cost {
	struct report_head head;
	struct str summary;
	LIST(struct report_balance_row) rows;
	int64_t    cost_yen;
	struct str cost;
};
extern const struct schema report_damage_cost_schema;
