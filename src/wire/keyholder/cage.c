#include "wire/keyholder/cage.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include "wire/worker/jail.h"

enum { FILES_MOST = 128 };

static struct err *
not_closed(struct arena *arena)
{
	return err_system(arena, M("The sandbox of the key holder could not be closed."));
}

struct err *
cage_hide(struct arena *arena)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return not_closed(arena);
	return NULL;
}

#define ANY                            { 0 }, { 0 }, 0
#define IF(argument, compare, value)   { (argument), (compare), (value), 0 }, { 0 }, 1
#define IF_BITS(argument, mask, value) { (argument), SCMP_CMP_MASKED_EQ, (mask), (value) }, { 0 }, 1

static const struct rule {
	int                 call;
	struct scmp_arg_cmp first, second;
	unsigned            conditions;
} rules[] = {
	{ SCMP_SYS(accept4),         ANY },
	{ SCMP_SYS(recvfrom),        ANY },
	{ SCMP_SYS(sendto),          ANY },
	{ SCMP_SYS(getsockopt),      { 1, SCMP_CMP_EQ, SOL_SOCKET, 0 }, { 2, SCMP_CMP_EQ, SO_PEERCRED, 0 }, 2 },
	{ SCMP_SYS(poll),            ANY },
	{ SCMP_SYS(ppoll),           ANY },
	{ SCMP_SYS(close),           ANY },
	{ SCMP_SYS(write),           IF(0, SCMP_CMP_LE, STDERR_FILENO) },
	{ SCMP_SYS(writev),          IF(0, SCMP_CMP_EQ, STDERR_FILENO) },   /* glibc's last words on abort */
	{ SCMP_SYS(mmap),            IF_BITS(2, PROT_EXEC, 0) },
	{ SCMP_SYS(mprotect),        IF_BITS(2, PROT_EXEC, 0) },
	{ SCMP_SYS(munmap),          ANY },
	{ SCMP_SYS(mremap),          ANY },
	{ SCMP_SYS(mlock),           ANY },
	{ SCMP_SYS(munlock),         ANY },
	{ SCMP_SYS(madvise),         ANY },
	{ SCMP_SYS(brk),             ANY },
	{ SCMP_SYS(futex),           ANY },
	{ SCMP_SYS(clock_gettime),   ANY },
	{ SCMP_SYS(gettimeofday),    ANY },
	{ SCMP_SYS(getrandom),       ANY },
	{ SCMP_SYS(geteuid),         ANY },
	{ SCMP_SYS(getpid),          ANY },
	{ SCMP_SYS(gettid),          ANY },
	{ SCMP_SYS(rt_sigaction),    ANY },
	{ SCMP_SYS(rt_sigprocmask),  ANY },
	{ SCMP_SYS(rt_sigreturn),    ANY },
	{ SCMP_SYS(restart_syscall), ANY },
	{ SCMP_SYS(exit),            ANY },
	{ SCMP_SYS(exit_group),      ANY },
#ifdef __SANITIZE_ADDRESS__
	{ SCMP_SYS(sigaltstack),     ANY },
	{ SCMP_SYS(sched_yield),     ANY },
	{ SCMP_SYS(prlimit64),       { 2, SCMP_CMP_EQ, 0, 0 }, { 0 }, 1 },   /* asks only */
#endif
};

static int
add_rules(scmp_filter_ctx filter, int head)
{
	int failed = 0;

	for (size_t i = 0; failed == 0 && i < ARRAY_LEN(rules); i++) {
		const struct scmp_arg_cmp conditions[] = { rules[i].first, rules[i].second };

		failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].conditions, conditions);
	}
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pwrite64), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)head));
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fsync), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)head));
	/* abort(3) sends itself a signal; nobody else may be sent one. */
	if (failed == 0)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	return failed;
}

static struct err *
forbid_calls(int head, struct arena *arena)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed = filter == NULL ? -ENOMEM : seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

	if (failed == 0)
		failed = add_rules(filter, head);
	if (failed == 0)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	errno = -failed;
	return failed == 0 ? NULL : not_closed(arena);
}

struct err *
cage_close(int head, struct arena *arena, int *ret_landlock_abi)
{
	const struct rlimit files = { FILES_MOST, FILES_MOST }, none = { 0, 0 };

	TRY(jail_forbid_paths(arena, ret_landlock_abi));
	if (setrlimit(RLIMIT_NOFILE, &files) != 0 || setrlimit(RLIMIT_NPROC, &none) != 0)
		return not_closed(arena);
	return forbid_calls(head, arena);
}
