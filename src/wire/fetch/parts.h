/*
 * parts.h - what the files of this room tell each other.
 */
#pragma once
#include "base/buf.h"
#include "wire/curl/curl.h"
#include "wire/fetch/fetch.h"

struct fetcher {
	struct arena       *arena;       /* of the policy */
	struct fetch_policy policy;
	CURL               *handle;
};

/* One question to one server: where a body goes, and what was seen on the way. */
struct transfer {
	struct fetcher             *fetcher;
	const struct fetch_request *request;
	struct fetch_url            url;
	struct str                  text;            /* the url as written                          */
	const struct fetch_host    *host;
	bool                        first;           /* not where another server sent on to         */
	struct arena               *arena;
	struct fetch_answer        *answer;
	struct buf                  body;
	bool                        began;           /* of the answer's body                        */
	bool                        refused_address; /* behind the name                             */
	char                        address[64];     /* that one                                    */
	uint64_t                    expected;        /* bytes of this answer's body; 0: not said    */
	struct str                  range;           /* Content-Range as sent                       */
	struct err                 *err;             /* of a callback                               */
	char                        said[CURL_ERROR_SIZE];
};

/* Asks; answer->end says how it ended, answer->status what came. The error of all but a passing status; a redirect is given in *ret_next. */
CHECKED struct err *transfer_run(struct transfer *transfer, struct str *ret_next);
/* What sentences call it. */
struct str transfer_where(const struct transfer *transfer);
bool fetch_status_is_redirect(int status);
