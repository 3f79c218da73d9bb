/*
 * serve.c - the home's own process: listens, starts a process for every command, keeps its helpers running, and ends all of them when it
 * is told to. It reads nothing that a client sends.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "wire/local/local.h"

enum { WAITING = 64, HELPERS_MOST = 4, LEAVING_MOST = 8, HIGH_FD = 10, SECOND_MS = 1000, PAUSE_MOST_S = 60, STEADY_S = 60 };

#define SERVED "served"      /* what is started for a command */

struct client {
	pid_t    pid;            /* 0: the place is free */
	int      socket;
	unsigned uid;
	int64_t  started;        /* ticks                */
};
struct helper {
	pid_t   pid;             /* 0: does not run                             */
	pid_t   next;            /* that relieves it as soon as it is ready; 0  */
	int     ready;           /* by which it says so; -1                     */
	bool    began;           /* it has said so                              */
	int64_t started, again;  /* ticks                                       */
	int64_t pause;           /* seconds                                     */
};
struct server {
	const struct local_serving *serving;
	struct arena               *arena;
	int                         lock, dir, listener, signals;
	struct client               clients[LOCAL_CLIENTS_MOST];
	struct helper               helpers[HELPERS_MOST];
	pid_t                       leaving[LEAVING_MOST];      /* relieved, and not yet gone; 0: free */
	int64_t                     commands;      /* that have ended */
	int                         stopping;      /* the signal; 0   */
	bool                        reloading;     /* SIGHUP came     */
};

/* ------------------------------------------------------------------------------------------------ opening */

static struct str
run_dir(const struct server *server)
{
	return path_join(server->arena, server->serving->home, STR("run"));
}

/* Members of the group may come through the home's directory, and no further than to the socket. */
static struct err *
open_to_group(struct server *server)
{
	struct arena *arena = server->arena;
	struct str group = server->serving->group, home = server->serving->home;
	const struct group *found;

	if (group.len == 0)
		return NULL;
	found = getgrnam(arena_cstr(arena, group));
	if (found == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("The operating system has no group {group}: tsukuroi.conf names it as the one that may use this home."),
		    ARG("group", group));
	if (chown(arena_cstr(arena, home), (uid_t)-1, found->gr_gid) != 0 || chmod(arena_cstr(arena, home), 0710) != 0 ||
	    fchownat(server->dir, ".", (uid_t)-1, found->gr_gid, 0) != 0 || chmod(arena_cstr(arena, run_dir(server)), 0710) != 0 ||
	    fchownat(server->dir, "tsukuroi.sock", (uid_t)-1, found->gr_gid, 0) != 0 || fchmodat(server->dir, "tsukuroi.sock", 0660, 0) != 0)
		return err_system(arena, M("The home's socket could not be opened to the group {group}: its owner must be a member of it."),
		    ARG("group", group));
	return NULL;
}

static struct err *
take_lock(struct server *server)
{
	server->lock = openat(server->dir, "serve.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (server->lock < 0)
		return err_system(server->arena, M("The directory {dir} could not be written."), ARG("dir", run_dir(server)));
	if (flock(server->lock, LOCK_EX | LOCK_NB) != 0)
		return err_new(server->arena, ERR_CONFLICT, M("The home {dir} runs already."), ARG("dir", server->serving->home));
	return NULL;
}

static struct err *
listen_here(struct server *server)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t before;
	int bound;

	server->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/tsukuroi.sock", server->dir);
	(void)unlinkat(server->dir, "tsukuroi.sock", 0);      /* the lock is ours: it is a dead process's */
	before = umask(0177);
	bound = server->listener < 0 ? -1 : bind(server->listener, (const struct sockaddr *)&address, sizeof(address));
	(void)umask(before);
	if (bound != 0)
		return err_system(server->arena, M("The home's socket could not be made in {dir}."), ARG("dir", run_dir(server)));
	TRY(open_to_group(server));
	if (listen(server->listener, WAITING) != 0)
		return err_system(server->arena, M("The home's socket could not be made in {dir}."), ARG("dir", run_dir(server)));
	return NULL;
}

static struct err *
watch_signals(struct server *server)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 || (server->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
		return err_system(server->arena, M("The home's process could not be set up."));
	return NULL;
}

static struct err *
open_server(struct server *server)
{
	struct str run = run_dir(server);

	TRY(dir_make(run, server->arena));
	server->dir = open(arena_cstr(server->arena, run), O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (server->dir < 0)
		return err_system(server->arena, M("The directory {dir} could not be read."), ARG("dir", run));
	TRY(take_lock(server));
	TRY(watch_signals(server));
	return listen_here(server);
}

static void
forget_ready(struct helper *helper)
{
	fd_cleanup(&helper->ready);
	helper->ready = -1;
}

static void
close_server(struct server *server)
{
	if (server->listener >= 0)
		(void)unlinkat(server->dir, "tsukuroi.sock", 0);
	fd_cleanup(&server->listener);
	fd_cleanup(&server->signals);
	fd_cleanup(&server->dir);
	fd_cleanup(&server->lock);
	for (size_t i = 0; i < HELPERS_MOST; i++)
		forget_ready(&server->helpers[i]);
}

/* ---------------------------------------------------------------------------------------------- processes */

/* What a client's command may not learn or be led by: who started the home, and his language. Helpers speak his language. */
static bool
is_kept(const char *variable, bool helper)
{
	static const char *const dropped[] = { "TSUKUROI_TOKEN=", "LISTEN_", "NOTIFY_SOCKET=", "TSUKUROI_HOME=", "LANG=", "LC_", "LANGUAGE=", "NO_COLOR=" };

	for (size_t i = 0; i < (helper ? 3 : ARRAY_LEN(dropped)); i++)
		if (strncmp(variable, dropped[i], strlen(dropped[i])) == 0)
			return false;
	return true;
}

static char **
environment(bool helper, struct arena *arena)
{
	size_t count = 0, kept = 0;
	char **to;

	while (environ[count] != NULL)
		count++;
	to = ARENA_ARRAY(arena, char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (is_kept(environ[i], helper))
			to[kept++] = environ[i];
	return to;
}

static char **
arguments(struct server *server, const struct local_helper *what, struct arena *arena)
{
	size_t count = 0;
	char **argv;

	while (what->arguments != NULL && what->arguments[count] != NULL)
		count++;
	argv = ARENA_ARRAY(arena, char *, count + 4);
	argv[0] = arena_cstr(arena, STR("tsukuroi"));
	argv[1] = arena_cstr(arena, str_of(what->word));
	argv[2] = arena_cstr(arena, server->serving->home);
	for (size_t i = 0; i < count; i++)
		argv[3 + i] = arena_cstr(arena, str_of(what->arguments[i]));
	return argv;
}

/* In a session of its own, with socket and pipe as descriptors 3 and 4 where there are some. 0: it could not be started. */
static pid_t
start(struct server *server, const struct local_helper *what, int ready)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *program = server->serving->program == NULL ? "/proc/self/exe" : server->serving->program;
	bool helper = strcmp(what->word, SERVED) != 0;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	pid_t pid = 0;
	int failed = 0;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attributes);
	if (what->socket > 0)
		failed = posix_spawn_file_actions_adddup2(&actions, what->socket, LOCAL_SOCKET_FD);
	if (failed == 0 && ready >= 0)
		failed = posix_spawn_file_actions_adddup2(&actions, ready, LOCAL_READY_FD);
	if (failed == 0)
		failed = posix_spawnattr_setsigmask(&attributes, &none);
	if (failed == 0)
		failed = posix_spawnattr_setsigdefault(&attributes, &all);
	if (failed == 0)
		failed = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
	if (failed == 0)
		failed = posix_spawn(&pid, program, &actions, &attributes, arguments(server, what, arena), environment(helper, arena));
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return failed == 0 ? pid : 0;
}

/* With all that it started: they are its session. */
static void
end(pid_t pid, int signal)
{
	if (kill(-pid, signal) != 0)
		(void)kill(pid, signal);
}

/* ------------------------------------------------------------------------------------------------ helpers */

/* One that says when it is ready; *ret_ready: where. */
static pid_t
start_saying(struct server *server, const struct local_helper *what, int *ret_ready)
{
	int ends[2], high FD_SCOPE = -1;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return 0;
	high = fcntl(ends[1], F_DUPFD_CLOEXEC, HIGH_FD);      /* above what it becomes */
	(void)close(ends[1]);
	pid = high < 0 ? 0 : start(server, what, high);
	if (pid != 0)
		*ret_ready = ends[0];
	else
		(void)close(ends[0]);
	return pid;
}

static void
start_helper(struct server *server, const struct local_helper *what, struct helper *helper)
{
	helper->pid = what->relieved ? start_saying(server, what, &helper->ready) : start(server, what, -1);
	helper->started = clock_ticks();
	helper->began = false;
}

static void
keep_helpers(struct server *server)
{
	for (size_t i = 0; i < server->serving->helpers_count; i++)
		if (server->helpers[i].pid == 0 && clock_ticks() >= server->helpers[i].again)
			start_helper(server, &server->serving->helpers[i], &server->helpers[i]);
}

/* SIGHUP. One that does not run need not wait any longer to be started. */
static void
relieve_helpers(struct server *server)
{
	bool any = false;

	for (size_t i = 0; i < server->serving->helpers_count; i++) {
		struct helper *helper = &server->helpers[i];

		helper->again = 0;
		if (!server->serving->helpers[i].relieved || helper->pid == 0 || helper->next != 0)
			continue;
		forget_ready(helper);
		helper->next = start_saying(server, &server->serving->helpers[i], &helper->ready);
		any = any || helper->next != 0;
	}
	if (any)
		local_tell_manager(LOCAL_RELOADING);
}

/* Who leaves has time (it ends by itself); who finds no place among those who leave, none. */
static void
let_go(struct server *server, pid_t pid)
{
	size_t i = 0;

	while (i < LEAVING_MOST && server->leaving[i] != 0)
		i++;
	if (i == LEAVING_MOST) {
		end(pid, SIGKILL);
		return;
	}
	server->leaving[i] = pid;
	(void)kill(pid, SIGUSR1);      /* itself only: what it started has to end its work */
}

/* What a helper wrote, or that it never will. */
static void
hear_helper(struct server *server, struct helper *helper)
{
	char byte;
	ssize_t got = read(helper->ready, &byte, 1);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	forget_ready(helper);
	helper->began = helper->began || got == 1;
	if (got != 1 || helper->next == 0)
		return;
	let_go(server, helper->pid);
	helper->pid = helper->next;
	helper->next = 0;
	helper->started = clock_ticks();
	local_tell_manager(LOCAL_READY);
}

static void
helper_ended(struct helper *helper, pid_t pid)
{
	/* What has worked is needed at once; what never could is tried ever more slowly. */
	bool steady = helper->began || clock_ticks() - helper->started > STEADY_S * INSTANT_SECOND;

	if (pid == helper->next) {
		helper->next = 0;
		forget_ready(helper);
		local_tell_manager(LOCAL_READY);
		return;
	}
	helper->pid = helper->next;
	helper->next = 0;
	if (helper->pid != 0)
		return;
	forget_ready(helper);
	helper->pause = steady || helper->pause == 0 ? 1 : helper->pause * 2 > PAUSE_MOST_S ? PAUSE_MOST_S : helper->pause * 2;
	helper->again = clock_ticks() + helper->pause * INSTANT_SECOND;
}

static void
ended(struct server *server, pid_t pid)
{
	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++)
		if (server->clients[i].pid == pid) {
			fd_cleanup(&server->clients[i].socket);
			server->clients[i] = (struct client){ .socket = -1 };
			server->commands++;
		}
	for (size_t i = 0; i < server->serving->helpers_count; i++)
		if (server->helpers[i].pid == pid || server->helpers[i].next == pid)
			helper_ended(&server->helpers[i], pid);
	for (size_t i = 0; i < LEAVING_MOST; i++)
		if (server->leaving[i] == pid)
			server->leaving[i] = 0;
}

static void
reap(struct server *server)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		ended(server, pid);
}

/* ------------------------------------------------------------------------------------------------ clients */

static struct client *
place_for(struct server *server, unsigned uid)
{
	struct client *place = NULL;
	size_t of_one = 0;

	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++) {
		if (server->clients[i].pid == 0)
			place = &server->clients[i];
		else if (server->clients[i].uid == uid)
			of_one++;
	}
	return of_one < LOCAL_OF_ONE_MOST ? place : NULL;
}

static void
turn_away(int socket)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct local_done busy = { .status = 5, .busy = true };
	struct err *err = local_send(socket, LOCAL_DONE, &busy, NULL, 0, arena);

	(void)err;      /* who is gone needs no answer */
}

static void
welcome(struct server *server)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	int socket FD_SCOPE = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
	struct client *place;
	unsigned uid;

	if (socket < 0 || local_peer(socket, arena, &uid) != NULL)
		return;
	place = place_for(server, uid);
	if (place == NULL) {
		turn_away(socket);
		return;
	}
	place->pid = start(server, &(struct local_helper){ .word = SERVED, .socket = socket }, -1);
	if (place->pid == 0) {
		turn_away(socket);
		return;
	}
	place->socket = socket;
	place->uid = uid;
	place->started = clock_ticks();
	socket = -1;
}

/* Who is gone, or has had his time: his command ends. What it wrote is whole, for every write is a unit of work. */
static void
dismiss(struct server *server, const struct pollfd *polled)
{
	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++) {
		struct client *client = &server->clients[i];
		bool gone = (polled[i].revents & (POLLHUP | POLLERR)) != 0;

		if (client->pid != 0 && (gone || clock_ticks() - client->started > LOCAL_TOTAL_S * INSTANT_SECOND))
			end(client->pid, SIGKILL);
	}
}

/* --------------------------------------------------------------------------------------------------- loop */

static void
take_signals(struct server *server)
{
	struct signalfd_siginfo info;

	while (read(server->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			server->stopping = (int)info.ssi_signo;
		else if (info.ssi_signo == SIGHUP)
			server->reloading = true;
	reap(server);
}

static void
turn(struct server *server)
{
	struct pollfd polled[LOCAL_CLIENTS_MOST + 2 + HELPERS_MOST];

	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++)      /* only that the other end is gone: what it sends is not for us */
		polled[i] = (struct pollfd){ server->clients[i].pid == 0 ? -1 : server->clients[i].socket, 0, 0 };
	polled[LOCAL_CLIENTS_MOST] = (struct pollfd){ server->listener, POLLIN, 0 };
	polled[LOCAL_CLIENTS_MOST + 1] = (struct pollfd){ server->signals, POLLIN, 0 };
	for (size_t i = 0; i < HELPERS_MOST; i++)
		polled[LOCAL_CLIENTS_MOST + 2 + i] = (struct pollfd){ server->helpers[i].ready, POLLIN, 0 };
	if (poll(polled, ARRAY_LEN(polled), SECOND_MS) < 0 && errno != EINTR)
		return;
	dismiss(server, polled);
	for (size_t i = 0; i < HELPERS_MOST; i++)
		if (polled[LOCAL_CLIENTS_MOST + 2 + i].revents != 0)
			hear_helper(server, &server->helpers[i]);
	take_signals(server);
	if (server->reloading)
		relieve_helpers(server);
	server->reloading = false;
	if ((polled[LOCAL_CLIENTS_MOST].revents & POLLIN) != 0)
		welcome(server);
	keep_helpers(server);
}

static size_t
running(const struct server *server)
{
	size_t count = 0;

	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++)
		count += server->clients[i].pid != 0;
	for (size_t i = 0; i < HELPERS_MOST; i++)
		count += (size_t)(server->helpers[i].pid != 0) + (server->helpers[i].next != 0);
	for (size_t i = 0; i < LEAVING_MOST; i++)
		count += server->leaving[i] != 0;
	return count;
}

static void
end_if(pid_t pid, int signal)
{
	if (pid != 0)
		end(pid, signal);
}

static void
end_all(struct server *server, int signal, bool clients)
{
	for (size_t i = 0; i < HELPERS_MOST; i++) {
		end_if(server->helpers[i].pid, signal);
		end_if(server->helpers[i].next, signal);
	}
	for (size_t i = 0; i < LEAVING_MOST; i++)
		end_if(server->leaving[i], signal);
	for (size_t i = 0; clients && i < LOCAL_CLIENTS_MOST; i++)
		end_if(server->clients[i].pid, signal);
}

/* Nobody comes in any more; who is inside has a moment to finish. */
static void
stop(struct server *server)
{
	int64_t until = clock_ticks() + LOCAL_GRACE_S * INSTANT_SECOND;
	struct pollfd polled = { server->signals, POLLIN, 0 };

	local_tell_manager(LOCAL_STOPPING);
	(void)unlinkat(server->dir, "tsukuroi.sock", 0);
	fd_cleanup(&server->listener);
	server->listener = -1;
	end_all(server, SIGTERM, false);
	while (running(server) > 0 && clock_ticks() < until) {
		(void)poll(&polled, 1, SECOND_MS / 10);
		take_signals(server);
	}
	end_all(server, SIGKILL, true);
	while (running(server) > 0) {
		(void)poll(&polled, 1, SECOND_MS / 10);
		take_signals(server);
	}
}

struct err *
local_serve(const struct local_serving *serving, struct arena *arena)
{
	struct server server = { .serving = serving, .arena = arena, .lock = -1, .dir = -1, .listener = -1, .signals = -1 };
	struct err *err;

	for (size_t i = 0; i < LOCAL_CLIENTS_MOST; i++)
		server.clients[i].socket = -1;
	for (size_t i = 0; i < HELPERS_MOST; i++)
		server.helpers[i].ready = -1;
	err = open_server(&server);
	if (err == NULL) {
		err = serving->ready == NULL ? NULL : serving->ready(serving->context);
		if (err == NULL) {
			keep_helpers(&server);
			local_tell_manager(LOCAL_READY);
		}
		while (err == NULL && server.stopping == 0 && !(serving->once && server.commands > 0))
			turn(&server);
		stop(&server);
	}
	close_server(&server);
	return err;
}
