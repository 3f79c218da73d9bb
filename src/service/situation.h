/*
 * situation.h - what the ledger knows of a system, in the vocabulary of the criteria (domain/risk).
 */
#pragma once
#include "domain/risk/risk.h"
#include "store/ledger/ledger.h"

/* Everything about the system; what nobody answered stays unknown. The vulnerability's part is left unknown. */
struct risk_facts situation_of(const struct ledger_system *system, int64_t now);

/* Answers people give: 有/無, はい/いいえ, yes/no, true/false, 1/0. */
enum answer situation_answer(struct str words);

/* "conditions:CVE-2026-1234": are the conditions under which that weakness shows met in the system? */
#define SITUATION_CONDITIONS STR("conditions:")
enum answer situation_conditions(const struct ledger_fact *facts, size_t count, struct str vulnerability);

/* The names of facts that can be answered, for help and for refusing others; ends with NULL. */
extern const char *const situation_facts[];
bool situation_knows(struct str fact);
