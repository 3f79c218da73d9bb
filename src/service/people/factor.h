/*
 * factor.h - inside this room: whether a code of the second factor is right. A time step counts once, a code on paper once.
 */
#pragma once
#include "service/people/password.h"

enum { TOTP_DIGITS = 6, TOTP_STEP_S = 30, TOTP_BYTES = 20 };

/* Joins the unit of work; takes the code when it is right. */
CHECKED struct err *factor_take(struct ledger *ledger, int64_t account, struct str code, const struct people_vault *vault, int64_t now,
    struct arena *arena, bool *ret_right);
