/*
 * http.h - the one HTTP server of the house: pages, the API, and the APIs of others that are served on.
 *
 * libmicrohttpd moves the bytes on threads of its own; a request whose body is whole is handed to a bounded pool, and its connection sleeps
 * until the answer is there. Every thread of the pool opens what it needs once (its connection to the ledger) and keeps it. A request
 * belongs to a lane, which has so many places and so long a queue: what finds both full is answered 503 with Retry-After, so that
 * hashing passwords or drawing papers never keeps a page waiting (design §10).
 *
 * What comes in is bounded by HTTP_… below and by what http_service.admit says of the route; a body is never in memory whole unless it
 * is a small form: files of a form, and bodies that are no form, go to a file without a name. Header names are matched without regard to case.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

enum {
	HTTP_HEADERS_MOST   = 100,
	HTTP_HEAD_BYTES     = 32 << 10,     /* request line and headers together               */
	HTTP_TARGET_BYTES   = 8 << 10,      /* path and query                                  */
	HTTP_FIELDS_MOST    = 2000,         /* of a form or query                              */
	HTTP_FORM_BYTES     = 2 << 20,      /* all fields of a form that are no files          */
	HTTP_FILES_MOST     = 200,          /* of one form                                     */
	HTTP_CONNECTIONS    = 1000,
	HTTP_OF_ONE_ADDRESS = 100,          /* connections; not counted behind a proxy         */
	HTTP_IDLE_S         = 60,           /* a connection that says nothing                  */
	HTTP_BODY_S         = 600,          /* until a body has come whole                     */
	HTTP_DRAIN_S        = 20,           /* that requests have to end when the server does  */
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER };
extern const char *const http_method_names[];        /* "GET" … "OPTIONS", "" */

struct http_pair { struct str name, value; };
struct http_pairs { struct http_pair *items; size_t count, room; };

/* A file of a form, or a body that is no form (name ""). */
struct http_file {
	struct str name;           /* of the field                                     */
	struct str filename;       /* as the client says: a word, never a path to use  */
	struct str type;           /* as the client says                               */
	int        fd;             /* read-only, at its beginning; closed with the request */
	int64_t    size;
};
struct http_files { struct http_file *items; size_t count, room; };

struct http_request {
	enum http_method  method;
	struct str        method_name;
	struct str        path;         /* decoded UTF-8 without NUL, begins with "/"; "." and ".." are refused with 400 before */
	struct http_pairs query, form, headers, cookies;   /* decoded; form: urlencoded or multipart fields that are no files   */
	struct http_files files;
	struct str        address;      /* of who asks; behind proxies of ours the last that is none of them (X-Forwarded-For)  */
	struct str        host;         /* as asked for, checked: letters, digits, "-.:[]"                                     */
	bool              secure;       /* came by TLS, here or at the proxy                                                   */
	uint64_t          number;       /* of the request, for the log                                                         */
};
/* The first of that name; ptr NULL: none. */
struct str http_find(const struct http_pairs *pairs, const char *name);

struct http_answer {
	int               status;
	struct http_pairs headers;      /* Content-Type and all others; names as they are written out                          */
	struct str        body;         /* lives as long as the request's arena                                                */
	int               fd;           /* instead of a body, sent from its beginning and closed; -1 none                      */
	int64_t           fd_size;
	struct str        who;          /* login, for the access log; ""                                                       */
	struct str        route;        /* "/cases/{number}", for log and metrics: paths may hold what is nobody's business    */
};
void http_header(struct http_answer *answer, struct arena *arena, const char *name, struct str value);

/* Served: what other programs ask of the APIs of others, which may be much at once. */
enum http_lane { HTTP_LANE_PAGES, HTTP_LANE_WRITES, HTTP_LANE_PASSWORDS, HTTP_LANE_DOCUMENTS, HTTP_LANE_UPLOADS, HTTP_LANE_SERVED, HTTP_LANES };
/* What is allowed before a body is read: the head alone is known. */
struct http_admission {
	enum http_lane lane;
	int64_t        body_most;       /* bytes; more is 413                                                                  */
	int            refuse;          /* a status instead, 404 or 405 say; 0: go on                                          */
};

/* What the server serves. */
struct http_service {
	void *context;
	/* A thread of the pool begins and ends; *ret_own is what `answer` gets. An error ends the server. */
	struct err *(*begin)(void *context, struct arena *arena, void **ret_own);
	void        (*end)(void *context, void *own);
	struct http_admission (*admit)(void *context, enum http_method method, struct str path);
	/* Never fails: what went wrong is an answer too. answer->fd is -1 before. */
	void        (*answer)(void *context, void *own, const struct http_request *request, struct arena *arena, struct http_answer *ret_answer);
	/*
	 * What the server refuses by itself (400 404 405 413 414 431 503 507), in the service's looks: called by a thread that moves bytes, so it
	 * opens nothing and waits for nothing. The request may be known in part only. The status is set. NULL: a plain sentence is sent.
	 */
	void        (*refused)(void *context, const struct http_request *request, int status, struct arena *arena, struct http_answer *ret_answer);
};

struct http_settings {
	struct str address;             /* "127.0.0.1:8450", "[::]:443"; empty when `socket` is given                          */
	int        socket;              /* that listens already (socket activation, a restart), closed with the server; -1 none */
	struct str certificate, key;    /* PEM files; empty: plain HTTP, for loopback and proxies only                         */
	struct str_list proxies;        /* addresses or networks whose X-Forwarded-* are believed                              */
	unsigned   threads;             /* of the pool, two more for slow lanes; 0: as many as processors, at least 2          */
	int        log;                 /* descriptor of the access log, a JSON object a line; -1 none                         */
};

struct http_server;
/* A socket that listens at "ADDRESS:PORT", for a process that hands it on. ERR_USAGE: no such address; ERR_SYSTEM names it. */
CHECKED struct err *http_listen(struct str address, struct arena *arena, int *ret_socket);
/* Whether an address is one of these, or in one of these networks: "192.0.2.0/24 ::1", with spaces or commas between. What is no address is in none. */
bool http_is_among(struct str address, struct str networks);
/* Are they all addresses and networks? */
bool http_are_networks(struct str networks);
/* Of a socket that listens: its port (0: none), and does only this machine reach it? */
int http_port_of(int socket);
bool http_is_loopback(int socket);

/* Listens when it returns. ERR_SYSTEM names the address; ERR_FORMAT the certificate; an error of `begin` is handed up. */
CHECKED struct err *http_start(const struct http_settings *settings, const struct http_service *service, struct arena *arena,
    struct http_server **ret_server);
/* The descriptor that listens, and the port where 0 was asked for. */
int http_socket(const struct http_server *server);
int http_port(const struct http_server *server);
/* The certificate's files are read again; what is open stays as it is. An error leaves the old one. */
CHECKED struct err *http_reload(struct http_server *server, struct arena *arena);
/*
 * Another server has the socket by now: takes no new connection, answers what still comes by those that are open, telling each that it was the
 * last, and returns when all are gone or HTTP_DRAIN_S are over. Then http_stop.
 */
void http_drain(struct http_server *server);
/*
 * Takes nothing new, lets what runs end (HTTP_DRAIN_S), closes the rest and is gone; an answer that takes longer is waited for: who cannot wait
 * ends the process. NULL is welcome.
 */
void http_stop(struct http_server *server);
/* Prometheus's text format 0.0.4: requests and seconds by route and status, places and queues of lanes, refusals. */
void http_metrics(struct http_server *server, struct buf *out);
