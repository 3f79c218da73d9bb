/*
 * conditions.h - 発露の条件: what the ledger was told about them stands in the cases about the weakness, with who said it and when.
 */
#pragma once
#include "service/respond/respond.h"

/*
 * Answers given since that instant (situation.h, SITUATION_CONDITIONS) become the field "conditions" of the open, unsealed cases about the finding,
 * by the program, with a note that names who answered. A case about several systems or weaknesses is "met" where one of them is,
 * "not_met" where all were answered so; what a person wrote into the case later stays. *ret_filled: how many cases.
 */
CHECKED struct err *respond_conditions(const struct respond_desk *desk, int64_t since, enum lang lang, int64_t now, struct arena *arena,
    int64_t *ret_filled);
