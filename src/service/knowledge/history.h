/*
 * history.h - how EPSS moved: the points at which it changed by a hundredth and more (store/kb, KB_EPSS_STEP).
 */
#pragma once
#include "model/schema.h"
#include "service/home.h"

struct epss_point_view { int32_t day; int32_t probability; };    /* millionths */
struct epss_history_view { LIST(struct epss_point_view) points; };
extern const struct schema epss_history_schema;
/* Oldest first; none is no error. */
CHECKED struct err *epss_history(const struct home *home, struct str cve, struct arena *arena, struct epss_history_view *ret_history);
