/*
 * memory.h - which context's pool memory is taken from, by thread; private to this room.
 */
#pragma once
#include "face/lib/call.h"

/* Between the two, base/mem.h takes from t->into and leaves by t->out. Calls do not nest. */
void memory_enter(struct tsukuroi *t);
void memory_leave(void);
