/*
 * local.h - a running home's socket, H/run/tsukuroi.sock: a person's command runs beside the home, with the home's rights over the ledger and
 * with the person's own rights over his files.
 *
 *     person's process                      a process of its own for every command, started by `serve`
 *     arguments, 0, 1, 2   ── COMMAND ──>   learns from the kernel who asks, takes his descriptors as its own
 *                          <── OPEN ──────  a file that he named
 *     opens it, as himself ── ANSWER ───>   … WRITE, LOOK, MAKE_DIR, LIST in the same way
 *                          <── DONE ──────  exit status
 *
 * Nobody reads the home's files through it, because what a person names is opened by his own process; and that process opens nothing that does
 * not stand in its arguments. What travels is one packet a message (SOCK_SEQPACKET), at most LOCAL_PACKET_MOST bytes, checked on both sides;
 * what may be longer goes in a file without a name whose descriptor is sent. The home's process for a client ends with him.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "model/schema.h"

enum {
	LOCAL_PACKET_MOST   = 64 << 10,
	LOCAL_FDS_MOST      = 3,
	LOCAL_FIRST_MS      = 10000,     /* until the command has come                 */
	LOCAL_ANSWER_MS     = 60000,     /* until a client has opened a file           */
	LOCAL_CLIENTS_MOST  = 64,        /* commands at once                           */
	LOCAL_OF_ONE_MOST   = 16,        /* of one user                                */
	LOCAL_TOTAL_S       = 4 * 3600,  /* that one command may take                  */
	LOCAL_GRACE_S       = 5,         /* that commands have to end when the home does */
};

/* ---------------------------------------------------------------------------------------------- packets */

enum local_kind { LOCAL_COMMAND = 1, LOCAL_OPEN, LOCAL_WRITE, LOCAL_LOOK, LOCAL_MAKE_DIR, LOCAL_LIST, LOCAL_ANSWER, LOCAL_DONE, LOCAL_KINDS };

struct local_command {           /* with descriptors 0, 1 and 2 */
	struct str_list args;    /* behind the program's name            */
	struct str      lang;    /* "ja" "en"                            */
	struct str      token;   /* of TSUKUROI_TOKEN; ""                */
	bool            no_color;
};
struct local_path { struct str path; };                /* OPEN LOOK MAKE_DIR LIST, and WRITE with what is to be written */
struct local_answer {            /* with a descriptor for OPEN and LIST (names, each ended with NUL) */
	int64_t    error;        /* errno; 0: done                       */
	int64_t    kind;         /* of LOOK: file_door                   */
};
struct local_done { int64_t status; bool busy; };      /* busy: too many commands at once, nothing was done */

struct local_packet {
	enum local_kind kind;    /* 0: the other end is gone */
	void           *value;   /* of local_schema(kind)    */
	int             fds[LOCAL_FDS_MOST];
	size_t          fds_count;
};
const struct schema *local_schema(unsigned kind);
/* The bytes of a packet, with so many descriptors. ERR_FORMAT: none that either side sends. */
CHECKED struct err *local_parse(struct str bytes, size_t fds, struct arena *arena, struct local_packet *ret_packet);
/* ERR_LIMIT: too long for a packet. ERR_SYSTEM: the other end is gone. */
CHECKED struct err *local_send(int socket, enum local_kind kind, const void *value, const int *fds, size_t count, struct arena *arena);
/* Descriptors that came are the caller's. ERR_BUSY: nothing came in time. */
CHECKED struct err *local_receive(int socket, int timeout_ms, struct arena *arena, struct local_packet *ret_packet);
void local_packet_done(struct local_packet *packet);   /* closes the descriptors that are still there */

/* ------------------------------------------------------------------------------------------ person's side */

/* Connected to the socket of this home; -1: nobody listens. */
int local_connect(struct str home, struct arena *arena);
/*
 * Has the command run there, and opens what it asks for, until it is done. ERR_BUSY: too many at once. ERR_SYSTEM: the home ended before the
 * command did: it says that it may have been carried out or not.
 */
CHECKED struct err *local_errand(int socket, const struct local_command *command, struct arena *arena, int *ret_status);
/* Does this path stand in these arguments: as one, behind a '=' or '@' in one, or beneath a directory that does? */
bool local_is_named(struct str path, const struct str_list *args);

/* ------------------------------------------------------------------------------------------- home's side */

/* Who is at the other end, as the kernel says. */
CHECKED struct err *local_peer(int socket, struct arena *arena, unsigned *ret_uid);
/*
 * A door for the command's files (base/file.h): through this socket, but what lies beneath one of the own directories or is an own file. Lives as
 * long as the arena.
 */
struct file_door *local_door(int socket, const struct str_list *own, struct arena *arena);
/* Is an argument, or what stands behind '=' or '@' in it, one of the own, or beneath it? */
bool local_is_own(struct str argument, const struct str_list *own);

/* A process that the home keeps running, "tsukuroi WORD HOME ARGUMENT…": started again when it ends, ever more slowly. */
struct local_helper {
	const char        *word;
	const char *const *arguments;    /* NULL-ended; NULL none                                             */
	int                socket;       /* that it gets as LOCAL_SOCKET_FD, 10 or more; 0 none               */
	/*
	 * At SIGHUP another is started beside it; when that one has written a byte to LOCAL_READY_FD, this one is told so by SIGUSR1, ends what it
	 * has begun, and goes. When the other ends before it is ready, this one stays.
	 */
	bool               relieved;
};
struct local_serving {
	struct str                 home;         /* absolute                                                          */
	struct str                 group;        /* whose members may connect; "": the owner only                     */
	const struct local_helper *helpers;
	size_t                     helpers_count;
	bool                       once;         /* ends after the first command                                      */
	const char                *program;      /* NULL: this very program                                           */
	struct err              *(*ready)(void *context);   /* it listens, and has no helpers yet; an error ends it   */
	void                      *context;
};
/* Listens until SIGTERM or SIGINT. "tsukuroi served HOME" is started for every command, its socket as descriptor 3. ERR_CONFLICT: the home runs already. */
enum { LOCAL_SOCKET_FD = 3, LOCAL_READY_FD = 4 };
/*
 * systemd, where it started the home (systemd.c): a socket that listens already (LISTEN_FDS), moved to 10 or more; -1 none. And what it is told
 * by NOTIFY_SOCKET: LOCAL_READY when helpers run, LOCAL_RELOADING, LOCAL_STOPPING; nothing where nobody asks.
 */
enum local_state { LOCAL_READY, LOCAL_RELOADING, LOCAL_STOPPING };
int local_given_socket(void);
void local_tell_manager(enum local_state state);

/* For a process that was started so, first of all: a home that is killed leaves nobody behind. */
void local_end_with_home(void);
CHECKED struct err *local_serve(const struct local_serving *serving, struct arena *arena);
