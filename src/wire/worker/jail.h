/*
 * jail.h - a process gives up everything but what it was handed.
 *
 * What is left: read descriptor 0, write 1 and 2, memory within a bound, the time of day, an end. The rest is
 * taken three times over, so that one mistake is not enough: limits (no new descriptor, process or file byte), Landlock
 * (no path at all, at the version this kernel has) and a list of allowed system calls, where any other kills the process.
 * fstat is allowed on the held descriptors; its modern form could also ask whether a path exists, which Landlock
 * does not forbid: a reader can send that answer nowhere but to us.
 *
 * AddressSanitizer cannot live with a bound on address space and makes a few more calls; in such builds the bound is
 * off and those calls are on the list (jail.c marks them). Release builds have neither.
 */
#pragma once
#include "base/err.h"
#include "wire/worker/worker.h"

/* What libraries would open or ask on first use is done here, while it may be. */
void jail_warm(void);

/* Closes the jail behind this process; there is no way back. An error means it is not closed: go no further. */
CHECKED struct err *jail_enter(const struct worker_limits *limits, struct arena *arena, int *ret_landlock_abi);

/* Of these only the paths: nothing can be opened, made or renamed any more. Needs PR_SET_NO_NEW_PRIVS; abi 0 where the kernel has none. */
CHECKED struct err *jail_forbid_paths(struct arena *arena, int *ret_landlock_abi);

int jail_landlock_abi(void);
