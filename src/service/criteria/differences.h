/*
 * differences.h - where two criteria differ, in words: what an executive reads before he agrees.
 */
#pragma once
#include "domain/risk/risk.h"

/* place: "Likelihood is high"; before and after: the conditions, cells or dates that only one of them has; "" none. */
struct criteria_difference { struct str place, before, after; };
struct criteria_difference_list { struct criteria_difference *items; size_t count, room; };
extern const struct schema criteria_difference_schema;
struct criteria_difference_list criteria_differences(const struct criteria *before, const struct criteria *after, enum lang lang, struct arena *arena);
