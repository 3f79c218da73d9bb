#include "wire/openpgp/openpgp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"

enum { SAID_MOST = 64 << 10, SECONDS = 60, NO_PROGRAM = 127 };
#define MEMORY_BYTES ((rlim_t)1 << 30)

static const char *const programs[] = { "/usr/bin/gpgv", "/bin/gpgv" };

/* ------------------------------------------------------------------------------------------------ the child */

/* Only calls that may stand between fork and exec. */
static void
allow(int ruleset, const char *path)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE, .parent_fd = open(path, O_PATH | O_CLOEXEC),
	};

	if (rule.parent_fd < 0)
		return;
	(void)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	(void)close(rule.parent_fd);
}

/* It reads libraries and the files that it is asked about, and nothing else. */
static bool
confine(const char *const *files, size_t count)
{
	static const char *const system[] = { "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/dev/null" };
	struct landlock_ruleset_attr all = { .handled_access_fs = 0x1fff };
	long ruleset = syscall(SYS_landlock_create_ruleset, &all, sizeof(all.handled_access_fs), 0);

	if (ruleset < 0)
		return true;      /* this kernel has none: what follows must do */
	for (size_t i = 0; i < ARRAY_LEN(system); i++)
		allow((int)ruleset, system[i]);
	for (size_t i = 0; i < count; i++)
		allow((int)ruleset, files[i]);
	return syscall(SYS_landlock_restrict_self, (int)ruleset, 0) == 0;
}

static bool
limit(void)
{
	static const struct { int resource; rlim_t most; } rows[] = {
		{ RLIMIT_AS, MEMORY_BYTES }, { RLIMIT_CPU, SECONDS }, { RLIMIT_CORE, 0 }, { RLIMIT_FSIZE, 0 }, { RLIMIT_NPROC, 0 },
	};
	bool well = true;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		well = well && setrlimit((__rlimit_resource_t)rows[i].resource, &(struct rlimit){ rows[i].most, rows[i].most }) == 0;
	return well;
}

/* argv: gpgv's, whose last three are ring, signature and file. */
_Noreturn static void
be_gpgv(char **argv, const char *const *files, size_t count, int said)
{
	char *environment[] = { (char[]){ "LC_ALL=C" }, NULL };
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(said, STDOUT_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !confine(files, count) || !limit())
		_exit(NO_PROGRAM - 1);
	/* Other descriptors are O_CLOEXEC, as everywhere in this program; this makes sure. */
	(void)syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
	for (size_t i = 0; i < ARRAY_LEN(programs); i++)
		(void)execve(programs[i], argv, environment);
	_exit(NO_PROGRAM);
}

/* ----------------------------------------------------------------------------------------------- the parent */

/* False: its time was over, or it said more than it has to say. */
static bool
listen_to(int fd, char *said, size_t *len)
{
	int64_t until = clock_ticks() + SECONDS * 1000000LL;

	for (;;) {
		struct pollfd poll_one = { .fd = fd, .events = POLLIN };
		int64_t left = (until - clock_ticks()) / 1000;
		ssize_t got;

		if (left <= 0 || *len == SAID_MOST || (poll(&poll_one, 1, (int)left) <= 0 && errno != EINTR))
			return false;
		got = read(fd, said + *len, SAID_MOST - *len);
		if (got == 0 || (got < 0 && errno != EINTR))
			return got == 0;
		*len += got > 0 ? (size_t)got : 0;
	}
}

static int
end_of(pid_t child, bool ended)
{
	int status = 0;
	pid_t waited;

	if (!ended)
		(void)kill(child, SIGKILL);
	do {
		waited = waitpid(child, &status, 0);
	} while (waited < 0 && errno == EINTR);
	return waited == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct err *
run(char **argv, const char *const *files, size_t count, struct arena *arena, struct str *ret_said, int *ret_status)
{
	char *said = arena_alloc(arena, SAID_MOST);
	bool ended = true;
	size_t len = 0;
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_system(arena, M("The signature could not be checked: gpgv could not be started."));
	child = fork();
	if (child == 0)
		be_gpgv(argv, files, count, ends[1]);
	(void)close(ends[1]);
	if (child > 0)
		ended = listen_to(ends[0], said, &len);
	(void)close(ends[0]);
	if (child < 0)
		return err_system(arena, M("The signature could not be checked: gpgv could not be started."));
	*ret_status = end_of(child, ended);
	*ret_said = (struct str){ said, len };
	return NULL;
}

/* "[GNUPG:] VALIDSIG <fingerprint> <date> … <primary fingerprint>" (gnupg's doc/DETAILS). */
struct said { bool good, valid, expired, revoked, missing, bad; struct str primary; };

static void
read_line(struct said *said, struct str line)
{
	static const struct { struct str word; size_t flag; } words[] = {
		{ STR_INIT("GOODSIG"), offsetof(struct said, good) },      { STR_INIT("VALIDSIG"), offsetof(struct said, valid) },
		{ STR_INIT("EXPSIG"), offsetof(struct said, expired) },    { STR_INIT("EXPKEYSIG"), offsetof(struct said, expired) },
		{ STR_INIT("KEYEXPIRED"), offsetof(struct said, expired) }, { STR_INIT("REVKEYSIG"), offsetof(struct said, revoked) },
		{ STR_INIT("NO_PUBKEY"), offsetof(struct said, missing) }, { STR_INIT("BADSIG"), offsetof(struct said, bad) },
		{ STR_INIT("ERRSIG"), offsetof(struct said, bad) },
	};
	struct str word, piece;

	if (!str_take(&line, STR("[GNUPG:] ")) || !str_split(&line, ' ', &word))
		return;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(word, words[i].word))
			*(bool *)(void *)((char *)said + words[i].flag) = true;
	while (str_eq(word, STR("VALIDSIG")) && str_split(&line, ' ', &piece))
		said->primary = str_trim_space(piece);
}

static struct err *
judge(struct said *said, int status, struct str file, struct arena *arena, struct str *ret_fingerprint)
{
	if (said->expired)
		return err_new(arena, ERR_FORBIDDEN, M("{file}: the key that signed it, or the signature, has expired."), ARG("file", file));
	if (said->revoked)
		return err_new(arena, ERR_FORBIDDEN, M("{file}: the key that signed it was revoked by its owner."), ARG("file", file));
	if (said->missing)
		return err_new(arena, ERR_FORBIDDEN, M("{file} is signed with a key that is not one of those of its issuer."), ARG("file", file));
	if (status != 0 || said->bad || !said->good || !said->valid || said->primary.len != 40)
		return err_new(arena, ERR_FORBIDDEN, M("{file}: the signature does not fit. The file was altered, or is not the issuer's."), ARG("file", file));
	*ret_fingerprint = arena_copy(arena, said->primary);
	return NULL;
}

struct err *
openpgp_check(struct str ring, struct str signature, struct str file, struct str called, struct arena *arena, struct str *ret_fingerprint)
{
	const char *const files[] = { arena_cstr(arena, ring), arena_cstr(arena, signature), arena_cstr(arena, file) };
	char *argv[] = {
		arena_cstr(arena, STR("gpgv")), arena_cstr(arena, STR("--homedir")), arena_cstr(arena, STR("/nonexistent")),
		arena_cstr(arena, STR("--weak-digest")), arena_cstr(arena, STR("SHA1")), arena_cstr(arena, STR("--status-fd")), arena_cstr(arena, STR("1")),
		/* Without its kind a name with a ':' is taken for another kind of ring. */
		arena_cstr(arena, STR("--keyring")), arena_cstr(arena, arena_printf(arena, "gnupg-ring:%.*s", STR_ARG(ring))),
		arena_cstr(arena, signature), arena_cstr(arena, file), NULL,
	};
	struct said said = { 0 };
	struct str text, line;
	int status;

	TRY(run(argv, files, ARRAY_LEN(files), arena, &text, &status));
	if (status == NO_PROGRAM)
		return err_new(arena, ERR_UNSUPPORTED, M("Signatures cannot be checked: gpgv is not installed (Debian's package gpgv)."));
	while (str_line(&text, &line))
		read_line(&said, line);
	return judge(&said, status, called, arena, ret_fingerprint);
}
