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

/* The names of facts that can be answered, for help and for refusing others; ends with NULL. */
extern const char *const situation_facts[];
bool situation_knows(struct str fact);
