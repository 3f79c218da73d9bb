/*
 * copy.h - files of one generation in the next: the same file where nobody writes to it any more, else a copy.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

/* Not synced: that is done once, when it is whole. */
CHECKED struct err *copy_file(struct str from, struct str to, struct arena *arena);
/* Another name of the same file; where the file system has no such thing, a copy, synced. */
CHECKED struct err *copy_same(struct str from, struct str to, struct arena *arena);
