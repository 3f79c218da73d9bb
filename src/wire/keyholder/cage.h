/*
 * cage.h - what the key holder gives up before it listens: every file but the head and the log that it has open already, every
 * path (Landlock), every new socket, every process, every way to be looked into (not dumpable, no core). Another call kills it.
 */
#pragma once
#include "base/err.h"

/* At once, before there is anything to see: no core dump, no other process looking in, no new rights. */
CHECKED struct err *cage_hide(struct arena *arena);
/* Then for good; `head` is the one descriptor that may be written at a place. */
CHECKED struct err *cage_close(int head, struct arena *arena, int *ret_landlock_abi);
