/*
 * situation.h - what the ledger knows of a system, in the vocabulary of the criteria (domain/risk).
 */
#pragma once
#include "domain/risk/risk.h"
#include "domain/segment/segment.h"
#include "store/ledger/ledger.h"

/*
 * Everything about the system; what nobody answered stays unknown. The vulnerability's part is left unknown. How far it can be
 * reached: a person's answer "exposure"; else what the column 外部アクセス可否 says; else the class of network segment that was answered
 * ("segment"); else the words of the sheet, as a network of the ledger's own and then as a class.
 */
struct risk_facts situation_of(const struct ledger_system *system, const struct segments *segments, int64_t now);

/* The class of network segment a system stands in, as answered or as the sheet's words say; NULL when neither is known. */
#define SITUATION_SEGMENT STR("segment")
const struct segment_class *situation_segment(const struct ledger_system *system, const struct segments *segments);

/* Answers people give: 有/無, はい/いいえ, yes/no, true/false, 1/0. */
enum answer situation_answer(struct str words);

/* "conditions:CVE-2026-1234": are the conditions under which that weakness shows met in the system? */
#define SITUATION_CONDITIONS STR("conditions:")
enum answer situation_conditions(const struct ledger_fact *facts, size_t count, struct str vulnerability);

/* The names of facts that can be answered, for help and for refusing others; ends with NULL. */
extern const char *const situation_facts[];
bool situation_knows(struct str fact);
bool situation_is_number(struct str fact);   /* answered by a number, not by a word */
