#include "wire/worker/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "format/archive/archive.h"
#include "format/charset/charset.h"

/* ------------------------------------------------------------------ before */

static int
compare_bytes(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

void
jail_warm(void)
{
	char many[4096] = { 1, 3, 2 };

	/* A zone given by rule needs no file, and libarchive turns zip times over with mktime. */
	(void)setenv("TZ", "UTC0", 1);
	tzset();
	/* glibc's qsort asks once how much memory the machine has. */
	qsort(many, sizeof(many), 1, compare_bytes);
	charset_warm();
	archive_warm();
}

/* ---------------------------------------------------------------- Landlock */

/*
 * The kernel's structure has grown with its versions; one that is longer than a kernel knows is refused unless the rest is
 * zero. Numbers are given here because Debian 12's header stops at version 2 (Documentation/userspace-api/landlock.rst).
 */
struct ruleset {
	uint64_t files;
	uint64_t network;   /* since version 4 */
	uint64_t scoped;    /* since version 6 */
};

static const struct {
	int            abi;
	struct ruleset rules;
	size_t         size;
} rulesets[] = {   /* newest first */
	{ 6, { 0xffff, 0x3, 0x3 }, 24 },   /* abstract sockets, signals   */
	{ 5, { 0xffff, 0x3, 0x0 }, 16 },   /* ioctl on devices            */
	{ 4, { 0x7fff, 0x3, 0x0 }, 16 },   /* TCP bind and connect        */
	{ 3, { 0x7fff, 0x0, 0x0 }, 8 },    /* truncate                    */
	{ 2, { 0x3fff, 0x0, 0x0 }, 8 },    /* rename across directories   */
	{ 1, { 0x1fff, 0x0, 0x0 }, 8 },
};

int
jail_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

/* A ruleset that handles everything and allows nothing. */
struct err *
jail_forbid_paths(struct arena *arena, int *ret_abi)
{
	int abi = jail_landlock_abi();
	long ruleset = -1;
	long closed;

	*ret_abi = 0;
	for (size_t i = 0; ruleset < 0 && i < ARRAY_LEN(rulesets); i++)
		if (rulesets[i].abi <= abi)
			ruleset = syscall(SYS_landlock_create_ruleset, &rulesets[i].rules, rulesets[i].size, 0);
	if (ruleset < 0)
		return NULL;
	closed = syscall(SYS_landlock_restrict_self, (int)ruleset, 0);
	(void)close((int)ruleset);
	if (closed != 0)
		return err_system(arena, M("The sandbox of the reader could not be closed."));
	*ret_abi = abi;
	return NULL;
}

/* ------------------------------------------------------------------ limits */

static struct err *
set_limits(const struct worker_limits *limits, struct arena *arena)
{
	const struct {
		int    resource;
		rlim_t soft, hard;
	} rows[] = {
#ifndef __SANITIZE_ADDRESS__
		{ RLIMIT_AS,      limits->memory_bytes, limits->memory_bytes },
#endif
		{ RLIMIT_CPU,     limits->cpu_seconds, (rlim_t)limits->cpu_seconds + 1 },
		{ RLIMIT_CORE,    0, 0 },
		{ RLIMIT_FSIZE,   0, 0 },
		{ RLIMIT_NPROC,   0, 0 },
		{ RLIMIT_NOFILE,  0, 0 },
		{ RLIMIT_MEMLOCK, 0, 0 },
		{ RLIMIT_MSGQUEUE, 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rlimit before, limit = { rows[i].soft, rows[i].hard };

		if (getrlimit((__rlimit_resource_t)rows[i].resource, &before) != 0)
			return err_system(arena, M("The sandbox of the reader could not be closed."));
		/* Stricter than ours already: it stays. */
		if (limit.rlim_max > before.rlim_max)
			limit.rlim_max = before.rlim_max;
		if (limit.rlim_cur > limit.rlim_max)
			limit.rlim_cur = limit.rlim_max;
		if (setrlimit((__rlimit_resource_t)rows[i].resource, &limit) != 0)
			return err_system(arena, M("The sandbox of the reader could not be closed."));
	}
	return NULL;
}

/* ------------------------------------------------------------ system calls */

#define ANY                          { 0 }, { 0 }
#define IF(argument, compare, value) { (argument), (compare), (value), 0 }, { 0 }
#define IF_BITS(argument, mask, value) { (argument), SCMP_CMP_MASKED_EQ, (mask), (value) }

static const struct rule {
	int                    call;
	struct scmp_arg_cmp    first, second;
	unsigned               conditions;
} rules[] = {
	{ SCMP_SYS(read),            IF(0, SCMP_CMP_EQ, 0), 1 },
	{ SCMP_SYS(lseek),           IF(0, SCMP_CMP_EQ, 0), 1 },
	{ SCMP_SYS(write),           IF(0, SCMP_CMP_EQ, 1), 1 },
	{ SCMP_SYS(write),           IF(0, SCMP_CMP_EQ, 2), 1 },
	{ SCMP_SYS(writev),          IF(0, SCMP_CMP_EQ, 2), 1 },   /* glibc's last words on abort */
	{ SCMP_SYS(fstat),           IF(0, SCMP_CMP_LE, 2), 1 },
	{ SCMP_SYS(newfstatat),      { 0, SCMP_CMP_LE, 2, 0 }, IF_BITS(3, AT_EMPTY_PATH, AT_EMPTY_PATH), 2 },
	{ SCMP_SYS(mmap),            IF_BITS(2, PROT_EXEC, 0), { 0 }, 1 },
	{ SCMP_SYS(mprotect),        IF_BITS(2, PROT_EXEC, 0), { 0 }, 1 },
	{ SCMP_SYS(munmap),          ANY, 0 },
	{ SCMP_SYS(mremap),          ANY, 0 },
	{ SCMP_SYS(brk),             ANY, 0 },
	{ SCMP_SYS(madvise),         ANY, 0 },
	{ SCMP_SYS(futex),           ANY, 0 },
	{ SCMP_SYS(clock_gettime),   ANY, 0 },
	{ SCMP_SYS(gettimeofday),    ANY, 0 },
	{ SCMP_SYS(getrandom),       ANY, 0 },
	{ SCMP_SYS(getpid),          ANY, 0 },
	{ SCMP_SYS(gettid),          ANY, 0 },
	{ SCMP_SYS(rt_sigaction),    ANY, 0 },
	{ SCMP_SYS(rt_sigprocmask),  ANY, 0 },
	{ SCMP_SYS(rt_sigreturn),    ANY, 0 },
	{ SCMP_SYS(restart_syscall), ANY, 0 },
	{ SCMP_SYS(exit),            ANY, 0 },
	{ SCMP_SYS(exit_group),      ANY, 0 },
#ifdef __SANITIZE_ADDRESS__
	{ SCMP_SYS(sigaltstack),     ANY, 0 },
	{ SCMP_SYS(sched_yield),     ANY, 0 },
	{ SCMP_SYS(prlimit64),       { 2, SCMP_CMP_EQ, 0, 0 }, { 0 }, 1 },   /* asks only */
#endif
};

static int
add_rules(scmp_filter_ctx filter)
{
	int failed = 0;

	for (size_t i = 0; failed == 0 && i < ARRAY_LEN(rules); i++) {
		const struct scmp_arg_cmp conditions[] = { rules[i].first, rules[i].second };

		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].conditions, conditions);
	}
	/* abort(3) sends itself a signal; nobody else may be sent one. */
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	return failed;
}

static struct err *
forbid_calls(struct arena *arena)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed;

	if (filter == NULL) {
		errno = ENOMEM;
		return err_system(arena, M("The sandbox of the reader could not be closed."));
	}
	failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (failed == 0)
		failed = add_rules(filter);
	if (failed == 0)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	if (failed != 0) {
		errno = -failed;
		return err_system(arena, M("The sandbox of the reader could not be closed."));
	}
	return NULL;
}

struct err *
jail_enter(const struct worker_limits *limits, struct arena *arena, int *ret_landlock_abi)
{
	/* PDEATHSIG: a reader does not outlive who asked. Not dumpable: its like may not look into it. */
	if (close_range(3, ~0U, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_system(arena, M("The sandbox of the reader could not be closed."));
	TRY(jail_forbid_paths(arena, ret_landlock_abi));
	TRY(set_limits(limits, arena));
	return forbid_calls(arena);
}
