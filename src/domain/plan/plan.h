/*
 * plan.h - 対処案 A, B, B then A: what a measure changes, and the cell of the matrix before and after each.
 *
 * 脆弱性管理の手引書 (guide 004), 対処・対策①②: of each candidate one keeps content, effect, side effects and possible date, and sees how the risk
 * would change (リスク評価遷移); where the lasting one has to be tried first, an interim one (B) goes before it (A). A measure changes facts, and
 * domain/risk judges these as it judges any others: nothing is lowered by hand. What a plan promises is shown as expected; only matching
 * again says that it was done.
 */
#pragma once
#include "domain/risk/risk.h"

enum measure {
	MEASURE_UPDATE,        /* 修正プログラムの適用・アップデート: the weakness is gone  */
	MEASURE_REPLACE,       /* 後継機・後継製品への移行: the same                        */
	MEASURE_STOP_USE,      /* 使用停止: the same                                       */
	MEASURE_SETTING,       /* 設定変更・回避策: its conditions are not met any more    */
	MEASURE_DISABLE,       /* 機能の一部停止: the same                                 */
	MEASURE_RESTRICT,      /* 接続元・接続時間の制限: open to the own network at most  */
	MEASURE_ISOLATE,       /* ネットワークからの切り離し: closed                       */
	MEASURE_SHIELD,        /* IPS・WAF による防御: an effective control stands before it */
	MEASURE_COUNT,
};
extern const struct enum_names measure_names;     /* "update" … "shield"                */
const char *measure_text(enum measure measure);   /* key of the catalogue               */
const char *measure_effect(enum measure measure); /* "Removes the weakness" 脆弱性の解消, "Lowers the likelihood" 発生可能性の低減 */
/* It removes the weakness; else it is an interim measure and needs a last day (暫定対処). */
bool measure_is_lasting(enum measure measure);
/*
 * The measures that JVN's remedy marks mean: 【アップデート】【パッチ】【パッチ適用】【ワークアラウンド】【使用停止】 …, each once, in the order of enum measure.
 * A text without marks means none: a person reads it.
 */
enum { MEASURES_MOST = MEASURE_COUNT };
size_t measures_of_jvn(struct str text, enum measure measures[MEASURES_MOST]);

/* Facts after that measure: no fact becomes worse, and none is claimed that the measure does not bring. */
struct risk_facts measure_apply(enum measure measure, const struct risk_facts *facts);

struct plan_cell {
	bool        gone;              /* the weakness would be: no cell                    */
	unsigned    damage, likelihood;/* LEVEL_BITs that are possible                      */
	enum level  worst_damage, worst_likelihood;
	enum action action;
	bool        provisional;
};
/*
 * cells[0] is how it stands, cells[i] after the first i measures: a plan "B then A" is two of them. `cells` has room for count + 1.
 */
void plan_cells(const struct criteria *criteria, const struct risk_facts *facts, const struct calendar *calendar,
    const enum measure *measures, size_t count, struct plan_cell *cells);
/* 「想定被害 大 × 発生可能性 高 → 可能な限り迅速な対応（Immediate）」, or that the weakness is gone. */
struct str plan_cell_text(const struct plan_cell *cell, enum lang lang, struct arena *arena);
