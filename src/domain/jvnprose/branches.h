/*
 * branches.h - several rows of one product that end in different branches; private to this room.
 */
#pragma once
#include "domain/jvnprose/jvnprose.h"

/*
 * 「5.7.22 およびそれ以前」 beside 「8.0.11 およびそれ以前」: taken by itself the second covers 5.7.23, which mends
 * the first. So a bound without a lower end holds, where another row of its scope ends below it in another branch,
 * only for its own branch; what lies between that other end and the branch is undecided.
 */
void branches_limit(struct jvn_reading *reading, struct arena *arena);
