#include "face/web/main.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/file.h"
#include "face/web/service.h"
#include "service/home.h"
#include "wire/local/local.h"

enum {
	LOOK_EVERY_S = 5, LAST_S = HTTP_DRAIN_S + 10,
	/* A page that needed much gives it back: glibc would keep blocks of up to 32 MB for the next, in each of many heaps. */
	HEAPS_MOST = 4, BLOCK_OF_ITS_OWN = 256 << 10, KEPT_FREE = 4 << 20,
};

struct running {
	struct home          home;
	struct http_settings settings;
	struct http_service  service;
	struct http_server  *server;
	struct stat          certificate, key;      /* as they were when last read */
	enum lang            lang;
};

static void
tell(const struct running *running, const struct err *err, struct arena *arena)
{
	(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(err_sentence(err, running->lang, arena)));
}

/* ------------------------------------------------------------------------------------------------ settings */

static struct str
in_home(const struct running *running, struct str file, struct arena *arena)
{
	return file.len == 0 || file.ptr[0] == '/' ? file : path_join(arena, running->home.path, file);
}

static void
add_proxies(struct http_settings *settings, struct str text, struct arena *arena)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.len; i++)
		if (i == text.len || text.ptr[i] == ',' || char_is_space(text.ptr[i])) {
			if (i > from)
				list_push(arena, &settings->proxies, str_sub(text, from, i - from));
			from = i + 1;
		}
}

static struct err *
open_log(struct running *running, struct arena *arena)
{
	struct str file = running->home.access_log;

	running->settings.log = -1;
	if (file.len == 0)
		return NULL;
	if (str_eq(file, STR("-")))
		running->settings.log = STDERR_FILENO;
	else
		running->settings.log = open(arena_cstr(arena, in_home(running, file, arena)), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	return running->settings.log >= 0 ? NULL : err_system(arena, M("The access log {file} could not be opened."), ARG("file", file));
}

static struct err *
read_settings(struct running *running, int argc, char **argv, struct arena *arena)
{
	struct http_settings *settings = &running->settings;

	settings->socket = LOCAL_SOCKET_FD;
	settings->certificate = in_home(running, running->home.certificate, arena);
	settings->key = in_home(running, running->home.certificate_key, arena);
	for (int i = 3; i + 1 < argc; i += 2) {
		struct str name = str_of(argv[i]), value = str_of(argv[i + 1]);

		if (str_eq(name, STR("certificate")))
			settings->certificate = value;
		else if (str_eq(name, STR("key")))
			settings->key = value;
		else if (str_eq(name, STR("proxy")))
			add_proxies(settings, value, arena);
	}
	add_proxies(settings, running->home.proxies, arena);
	return open_log(running, arena);
}

/* --------------------------------------------------------------------------------------------- certificate */

static bool
has_changed(const char *file, struct stat *seen)
{
	struct stat now = { 0 };
	bool changed = stat(file, &now) == 0 && (now.st_mtim.tv_sec != seen->st_mtim.tv_sec || now.st_mtim.tv_nsec != seen->st_mtim.tv_nsec ||
	    now.st_ino != seen->st_ino || now.st_size != seen->st_size);

	if (changed)
		*seen = now;
	return changed;
}

/* Programs that renew certificates write one file after the other: a pair that does not fit yet is tried again when the second has come. */
static void
look_at_certificate(struct running *running, bool asked)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	bool changed;
	struct err *err;

	if (running->settings.certificate.len == 0)
		return;
	changed = has_changed(arena_cstr(arena, running->settings.certificate), &running->certificate);
	changed = has_changed(arena_cstr(arena, running->settings.key), &running->key) || changed;
	if (!changed && !asked)
		return;
	err = http_reload(running->server, arena);
	if (err != NULL)
		tell(running, err, arena);
}

/* ------------------------------------------------------------------------------------------------- process */

static void
give_away(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)signal(SIGPIPE, SIG_IGN);
}

static void
bound_heaps(void)
{
	(void)mallopt(M_ARENA_MAX, HEAPS_MOST);
	(void)mallopt(M_MMAP_THRESHOLD, BLOCK_OF_ITS_OWN);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_FREE);
}

static sigset_t
signals_of_ours(void)
{
	static const int ours[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(ours); i++)
		(void)sigaddset(&set, ours[i]);
	return set;
}

/* Until it is told to end; the signal. */
static int
run(struct running *running, const sigset_t *signals)
{
	const struct timespec turn = { LOOK_EVERY_S, 0 };

	for (;;) {
		int signal = sigtimedwait(signals, NULL, &turn);

		if (signal == SIGTERM || signal == SIGINT || signal == SIGUSR1)
			return signal;
		look_at_certificate(running, signal == SIGHUP);
	}
}

static struct err *
serve(struct running *running, int argc, char **argv, struct arena *arena)
{
	sigset_t signals = signals_of_ours();
	int told;

	/* Blocked before there are threads, so that none of them is interrupted. */
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	(void)fcntl(LOCAL_READY_FD, F_SETFD, FD_CLOEXEC);
	TRY(home_open(str_of(argv[2]), arena, &running->home));
	TRY(read_settings(running, argc, argv, arena));
	TRY(web_service_open(str_of(argv[2]), arena, &running->service));
	TRY(http_start(&running->settings, &running->service, arena, &running->server));
	web_service_runs_in(&running->service, running->server);
	look_at_certificate(running, false);
	if (write(LOCAL_READY_FD, "", 1) == 1)
		(void)close(LOCAL_READY_FD);
	told = run(running, &signals);
	(void)alarm(told == SIGUSR1 ? 2 * LAST_S : LAST_S);      /* an answer that does not end is no reason to stay */
	if (told == SIGUSR1)
		http_drain(running->server);
	http_stop(running->server);
	web_service_close(&running->service);
	return NULL;
}

int
web_main(int argc, char **argv)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct running running = { .lang = str_starts(str_of(getenv("LANG")), STR("en")) ? LANG_EN : LANG_JA };
	struct err *err;

	local_end_with_home();
	if (argc < 3 || argv[2][0] != '/' || fcntl(LOCAL_SOCKET_FD, F_GETFD) < 0)
		return err_exit_status(ERR_USAGE);
	give_away();
	bound_heaps();
	err = serve(&running, argc, argv, arena);
	if (err == NULL)
		return 0;
	tell(&running, err, arena);
	return err_exit_status(err->code);
}
