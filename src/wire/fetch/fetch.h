/*
 * fetch.h - asks servers by HTTP: only those that are listed, only so much, only so long.
 *
 *     struct fetcher *fetcher FETCHER_SCOPE = NULL;
 *     TRY(fetcher_open(&policy, arena, &fetcher));
 *     TRY(fetch(fetcher, &request, arena, &answer));
 *
 * Every address asked, also the one a server sends on to, must be on the list, with its port; and the connection itself is refused when
 * the name leads to a private or loopback address that the list does not allow (so a name that changes its address gains nothing). Behind
 * a proxy it is the proxy that looks up names: hosts that are marked local are asked directly, all others through it. Nothing is taken
 * from the environment: no proxy, no .netrc, no cookies.
 *
 * No sentence holds a header, a body or what follows '?' in an address: keys and tokens stand there. The path is left out too, unless the
 * request says how it may be called. libcurl is loaded when the first server is asked.
 */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct fetch_host {
	struct str host;         /* "services.nvd.nist.gov", "192.0.2.1", "[2001:db8::1]": lower case, no patterns */
	unsigned   port;         /* 0: the scheme's own                                                         */
	bool       plain;        /* http:// is allowed, and then only so                                        */
	bool       local;        /* it may be at a private or loopback address, and is asked without the proxy  */
};

/* Texts and lists are copied. */
struct fetch_policy {
	const struct fetch_host *hosts;
	size_t                   hosts_count;
	struct str               proxy;          /* "http://proxy.example.lg.jp:8080"; "": none                 */
	struct str               proxy_user;     /* "user:password"; ""                                         */
	struct str               ca_file;        /* PEM file of authorities trusted beside the machine's own; "" */
	struct str               agent;          /* User-Agent; "": "Tsukuroi/VERSION"                           */
};

struct fetcher;          /* keeps connections open between requests; for one thread at a time */
/* ERR_FORMAT: the proxy is no address of one. */
CHECKED struct err *fetcher_open(const struct fetch_policy *policy, struct arena *arena, struct fetcher **ret_fetcher);
void fetcher_close(struct fetcher *fetcher);     /* NULL is welcome */

enum fetch_method { FETCH_GET, FETCH_HEAD, FETCH_POST };

struct fetch_header { struct str name, value; };

struct fetch_request {
	enum fetch_method          method;
	struct str                 url;          /* http or https, ASCII, percent-encoded, without user and fragment */
	struct str                 called;       /* what sentences call it; "": "https://host"                   */
	const struct fetch_header *headers;      /* go to the first server only, not where it sends on to         */
	size_t                     headers_count;
	struct str                 body;         /* of POST; its type is a header                                 */
	struct str                 etag, modified;      /* of the copy held: If-None-Match, If-Modified-Since; ""  */
	uint64_t                   from;         /* so many bytes are in fd: the rest is asked for, if it is still what they began */
	struct str                 from_mark;    /* that it began: its strong ETag or Last-Modified (If-Range); with from */
	const char *const         *types;        /* media types that may come, ended by NULL; NULL: any            */
	const struct str          *wanted;       /* headers that are to be handed back, lower case                 */
	size_t                     wanted_count;
	bool                       packed;       /* gzip may come, and is undone; bounds count what it becomes; not with from */
	bool                       any_status;   /* no status is an error; body and headers are the caller's to judge  */
	bool                       to_fd;        /* the body is written to fd (emptied, or continued), not into the arena */
	int                        fd;           /* borrowed                                                       */
	uint64_t                   most_bytes;   /* 0: FETCH_BYTES                                                 */
	unsigned                   seconds;      /* for all of it; 0: FETCH_SECONDS                                */
	unsigned                   slow_seconds; /* ends when less than FETCH_SLOW_SPEED bytes a second come for so long; 0: FETCH_SLOW_SECONDS */
	unsigned                   redirects;    /* how often it may be sent on; GET and HEAD only                 */
	bool                     (*go_on)(void *data, uint64_t got, uint64_t of);     /* false stops; of 0: not known; NULL */
	void                      *go_on_data;
};
enum { FETCH_BYTES = 4 << 20, FETCH_SECONDS = 60, FETCH_SLOW_SPEED = 100, FETCH_SLOW_SECONDS = 60 };

/* How it ended, for programs; the error says the same in words. */
enum fetch_end {
	FETCH_DONE,           /* 2xx, or any with any_status                           */
	FETCH_SAME,           /* 304: the copy held is still the newest                */
	FETCH_REFUSED,        /* by the list, or by the address behind the name (ERR_FORBIDDEN) */
	FETCH_NO_NAME,        /* the server's or proxy's name is unknown               */
	FETCH_UNREACHED,      /* no connection                                         */
	FETCH_UNTRUSTED,      /* its certificate is not trusted, or TLS did not come about */
	FETCH_CUT,            /* ended too early: what came is in fd                   */
	FETCH_SLOW,           /* took too long: what came is in fd                     */
	FETCH_TOO_LARGE,      /* ERR_LIMIT                                             */
	FETCH_STATUS,         /* 4xx, 5xx, a redirect too many                         */
	FETCH_TYPE,           /* something else came than was asked for (ERR_FORMAT)   */
	FETCH_STOPPED,        /* by go_on                                              */
	FETCH_BROKEN,         /* this machine: libcurl, disk                           */
};
/* Worth another try after a while: no name, unreached, cut, slow, 408, 429, 5xx. */
struct fetch_answer;
bool fetch_is_passing(const struct fetch_answer *answer);

struct fetch_answer {                    /* filled as far as it came, also when there is an error      */
	enum fetch_end end;
	int            status;           /* 0: none came                                               */
	struct str     type;             /* media type without parameters, lower case                  */
	struct str     etag, modified;   /* as sent; ""                                                */
	int64_t        retry_after;      /* seconds from now; -1: not said                             */
	bool           from_start;       /* with from: the server began anew, fd was emptied first     */
	uint64_t       bytes;            /* of the body that came                                      */
	struct str     body;             /* when not to_fd                                             */
	LIST(struct fetch_header) headers;     /* those wanted                                         */
	struct str     url;              /* that answered in the end                                   */
};

CHECKED struct err *fetch(struct fetcher *fetcher, const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer);

/*
 * One address in its parts, strictly: what is taken here every reader of addresses takes the same way. port is never 0. ERR_FORMAT names
 * what is wrong without repeating the address.
 */
struct fetch_url { bool tls; struct str host; unsigned port; struct str path; /* with '?' and what follows; "/" at least */ };
CHECKED struct err *fetch_url_parse(struct str url, struct arena *arena, struct fetch_url *ret_url);
/* "https://host", with its port where that is not the scheme's own. */
struct str fetch_url_where(const struct fetch_url *url, struct arena *arena);
/* The row of the list that allows it; NULL: none. */
const struct fetch_host *fetch_allowed(const struct fetch_policy *policy, const struct fetch_url *url);
/* As people write the list, one or more with spaces or commas between: "www.example.jp", "feeds.example.jp:8443", "http://10.0.0.5:8080 local". */
CHECKED struct err *fetch_hosts_parse(struct str text, struct arena *arena, struct fetch_host **ret_hosts, size_t *ret_count);

struct sockaddr;
/* Not one of this machine, its network, or of those that lead nowhere (IANA's special-purpose registries, RFC 6890; v4 inside v6 too). */
bool fetch_address_is_public(const struct sockaddr *address);

static inline void
fetcher_cleanup(struct fetcher **fetcher)
{
	fetcher_close(*fetcher);
}
/* struct fetcher *fetcher FETCHER_SCOPE = NULL; */
#define FETCHER_SCOPE __attribute__((cleanup(fetcher_cleanup)))
