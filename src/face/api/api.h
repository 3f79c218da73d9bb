/*
 * api.h - the APIs of others, at the paths they have there, so that a client only changes the host:
 *
 *     /myjvn                       MyJVN (feed=hnd): XML, alerts also as JSON            myjvn.c
 *     /rest/json/cves/2.0          NVD's CVE API 2.0                                     nvd.c
 *     /v1/query  /v1/querybatch  /v1/vulns/{id}     OSV                                  osv.c, osv_records.c
 *     /IPARssReader.php            the notices that icat for JSON shows                  icat.c
 *     /knowledge/icat.html  /knowledge/feed.atom    the same to be put into a page; Atom
 *     /.well-known/csaf/…  /.well-known/security.txt     advisories of this organisation that a person published       csaf.c
 *
 * Answered from the knowledge base alone: records as they are kept, normalised, so that what a source sent and nobody keeps is left out, never made up (each file
 * says what). Nothing is remembered between requests but the open knowledge base. Who may ask is service/served's to say; CORS is given to nobody.
 */
#pragma once
#include "service/home.h"
#include "wire/http/http.h"

/* Is it an address of theirs? Where nobody may ask, none is. */
bool api_serves(const struct home *home, const struct http_request *request);
/* False: the path is none of theirs. */
bool api_admit(enum http_method method, struct str path, struct http_admission *ret_admission);
/* Before the home is looked at: whether the address is one of theirs at all. */
bool api_is_asked(const struct http_request *request);

/* Of a thread. */
struct api_own;
struct api_own *api_open(struct arena *arena);
void api_close(struct api_own *own);     /* NULL is welcome */

/* Is a token to be looked at? */
bool api_needs_ledger(const struct home *home, const struct http_request *request);

/* The home as it is now; ledger: where api_needs_ledger, else NULL. Never fails: what went wrong is an answer. */
void api_answer(struct api_own *own, const struct home *home, struct ledger *ledger, const struct http_request *request, struct arena *arena,
    struct http_answer *ret_answer);
