/*
 * parts.h - what the files of this room share. A request goes through them so:
 *
 *     server.c   connections, begun and ended      head.c   request line and headers, strictly
 *     exchange.c what libmicrohttpd calls          body.c   forms and files; multipart.c cuts parts
 *     pool.c     lanes and threads                 answer.c an answer on its way, or a plain refusal
 *     tally.c    counted, and written to the log   tls.c    the certificate, read again
 */
#pragma once
#include <pthread.h>
#include "base/file.h"
#include "base/map.h"
#include "wire/http/http.h"
#include "wire/http/mhd.h"

/* ------------------------------------------------------------------------------------------------ head.c */

/* An IPv6 address; IPv4 stands in ::ffff:0:0/96. */
struct http_net {
	unsigned char bytes[16];
	unsigned      prefix;     /* bits that count: 128 for one address */
};
struct http_nets { struct http_net *items; size_t count, room; };
/* "192.0.2.0/24", "::1"; false: neither an address nor a network. */
bool http_net_parse(struct str text, struct http_net *ret_net);
bool http_nets_have(const struct http_nets *nets, const struct http_net *address);
/* As people write it: an IPv4 without the ::ffff: before it. */
struct str http_net_text(const struct http_net *address, struct arena *arena);

/* %XX undone, '+' as a space where `plus`; false: not so written, or no UTF-8 without NUL. */
bool http_decode(struct str text, bool plus, struct arena *arena, struct str *ret_text);
/* "a=1&b=2" behind what is there. 0, or the status to refuse with. */
int http_fields(struct str text, struct arena *arena, struct http_pairs *pairs);
/* Where a request goes: "/path?query", or the same behind "http://host". 0, or the status to refuse with. */
int http_target(struct str target, struct arena *arena, struct http_request *request);
/* Headers as they came, of one by one: 0, or the status to refuse with. */
int http_head_add(struct http_request *request, struct arena *arena, struct str name, struct str value);
/* All of them have come: host, cookies, what a proxy of ours says; and is it plain how long the body is? */
int http_head_done(struct http_request *request, struct arena *arena, const struct http_net *peer, const struct http_nets *proxies, bool tls);
/* Bytes of the body as announced; -1: it comes in chunks; 0: none comes. Of a head that http_head_done took. */
int64_t http_body_announced(const struct http_request *request);
enum http_method http_method_of(struct str name);

/* ------------------------------------------------------------------------------------------- multipart.c */

/* A part has begun, bytes of it come, it has ended: 0, or the status to refuse with. */
struct multipart_part { struct str name, filename, type; bool is_file; };
struct multipart {
	int           (*part)(void *context, const struct multipart_part *part);
	int           (*bytes)(void *context, struct str bytes);
	int           (*end)(void *context);
	void           *context;
	struct arena   *arena;       /* for what parts say of themselves                        */
	struct str      delimiter;   /* CR LF "--" boundary                                     */
	struct buf      held;        /* come, and not yet understood                            */
	enum { MULTIPART_BEFORE, MULTIPART_HEAD, MULTIPART_DATA, MULTIPART_AFTER } state;
};
/* False: the content type has no boundary (RFC 2046, 5.1.1). */
bool multipart_begin(struct multipart *multipart, struct str content_type);
int multipart_take(struct multipart *multipart, struct str bytes);
int multipart_end(const struct multipart *multipart);
void multipart_done(struct multipart *multipart);

/* ------------------------------------------------------------------------------------------------ body.c */

struct http_body {
	struct http_request *request;
	struct arena        *arena;
	enum { BODY_FILE, BODY_FIELDS, BODY_PARTS } kind;
	int64_t              most, size;
	int                  refused;      /* status: the rest is let pass unread         */
	size_t               fields_size;
	struct buf           text;         /* BODY_FIELDS, or the value of a field's part */
	struct str           field;        /* name of the part that is no file            */
	struct multipart     parts;
	int                  fd;           /* the file that is being written; -1          */
	struct http_file     file;
};
int http_body_begin(struct http_body *body, int64_t most);
/* False: it has sent so much that nobody will read that the connection is cut. */
bool http_body_take(struct http_body *body, struct str bytes);
/* Whole: form and files of the request are there. 0, or the status to refuse with. */
int http_body_end(struct http_body *body);
void http_body_done(struct http_body *body);
void http_files_close(struct http_files *files);

/* ------------------------------------------------------------------------------------------- exchange.c */

/* A connection, and since when (ticks) it is where it is. */
enum line_state { LINE_HEAD, LINE_BODY, LINE_WORK, LINE_SEND, LINE_STATES };
struct line {
	struct line     *next, *previous;
	struct http_server *server;
	int              fd;
	enum line_state  state;
	int64_t          since;
	struct buf       target;      /* of the request that comes, as it came */
};

/* One request and its answer. */
struct exchange {
	struct http_server    *server;
	struct MHD_Connection *connection;
	struct line           *line;
	struct arena          *arena;
	struct http_request    request;
	struct http_admission  admission;
	struct http_body       body;
	struct http_answer     answer;
	int64_t                came;        /* instant                                        */
	int64_t                begun;       /* ticks                                          */
	int64_t                sent;        /* bytes of the body                              */
	bool                   has_body, answered;
	struct exchange       *next;        /* in its lane's queue                            */
};

enum MHD_Result http_handle(void *server, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
    const char *data, size_t *size, void **context);
void *http_target_came(void *server, const char *target, struct MHD_Connection *connection);
void http_completed(void *server, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how);

/* ------------------------------------------------------------------------------------------------ pool.c */

struct http_pool;
/* Every thread has begun when it returns. `done` is called by the thread that answered. */
CHECKED struct err *http_pool_start(const struct http_service *service, unsigned threads, void (*done)(struct exchange *exchange),
    struct arena *arena, struct http_pool **ret_pool);
/* False: the lane is full, or the pool ends. */
bool http_pool_give(struct http_pool *pool, struct exchange *exchange);
void http_pool_stop(struct http_pool *pool);      /* when all that it was given is answered; NULL is welcome */
void http_pool_metrics(struct http_pool *pool, struct buf *out);
extern const char *const http_lane_names[];

/* ---------------------------------------------------------------------------------------------- answer.c */

/* A small plain answer of the server itself, or the service's (http_service.refused). */
void http_refuse(struct exchange *exchange, int status);
/* On its way; MHD_NO: it cannot be sent, the connection ends. */
enum MHD_Result http_send(struct exchange *exchange);

/* ----------------------------------------------------------------------------------------------- tally.c */

struct tally;
struct tally *tally_new(int log);
void tally_free(struct tally *tally);
/* The exchange has ended; complete: all of the answer has gone out. */
void tally_note(struct tally *tally, const struct exchange *exchange, bool complete);
void tally_metrics(struct tally *tally, struct buf *out);

/* ------------------------------------------------------------------------------------------------- tls.c */

struct tls;
/* ERR_FORMAT: not a certificate and its key. */
CHECKED struct err *tls_open(struct str certificate, struct str key, struct arena *arena, struct tls **ret_tls);
/* What it had stays until tls_close: somebody may be shaking hands with it. */
CHECKED struct err *tls_reload(struct tls *tls, struct arena *arena);
void tls_close(struct tls *tls);
/* For MHD_OPTION_HTTPS_CERT_CALLBACK. */
int tls_present(gnutls_session_t session, const gnutls_datum_t *authorities, int authorities_count, const gnutls_pk_algorithm_t *algorithms,
    int algorithms_count, gnutls_pcert_st **ret_chain, unsigned *ret_count, gnutls_privkey_t *ret_key);

/* ---------------------------------------------------------------------------------------------- server.c */

struct http_server {
	struct http_service service;
	struct http_nets    proxies;
	struct arena       *arena;
	struct MHD_Daemon  *daemon;
	struct http_pool   *pool;
	struct tally       *tally;
	struct tls         *tls;          /* NULL: plain HTTP                     */
	int                 socket;
	pthread_mutex_t     mutex;        /* of what follows                      */
	pthread_cond_t      changed;
	struct line        *lines;
	size_t              states[LINE_STATES];
	uint64_t            numbers, cut; /* requests begun; connections too slow */
	bool                draining, stopping, watching;
	pthread_t           watcher;
};
struct line *line_of(struct http_server *server, struct MHD_Connection *connection);
void line_enter(struct line *line, enum line_state state);
uint64_t server_number(struct http_server *server);
bool server_is_draining(struct http_server *server);
