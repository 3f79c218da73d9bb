/*
 * frame.h - inside this room: one request, its parameters, its answer.
 */
#pragma once
#include "base/buf.h"
#include "face/api/api.h"
#include "store/kb/listed.h"

struct api {
	const struct http_request *request;
	const struct home         *home;
	struct kb                 *kb;
	struct arena              *arena;
	int64_t                    now;
	struct http_answer        *answer;
	bool                       reads;    /* he showed a token of the home's organisation that may read      */
	int64_t                    source_at; /* of when the source is that api_holds was asked for; INSTANT_NONE     */
	struct buf                 out;      /* the body in the making; api.c copies it where it belongs */
};

/* A host that is called so gives the provider-metadata.json of the host behind it (CSAF 2.0, 7.1.10). */
#define CSAF_DNS_PATH STR("csaf.data.security.")

/* A path and who answers it. An error becomes the answer of its API: refuse. */
struct api_route {
	const char  *path;                    /* "/v1/vulns/{id}": one piece is the rest; "{rest…}": all of it     */
	unsigned     methods;                 /* 1 << enum http_method                                            */
	int64_t      body_most;               /* of a body that is no form; 0: none is taken                      */
	struct err *(*run)(struct api *api, struct str rest);
	void       (*refuse)(struct api *api, int status, const struct err *err);
};
extern const struct api_route api_myjvn, api_nvd, api_osv_query, api_osv_batch, api_osv_get, api_icat, api_icat_page, api_atom, api_csaf, api_security_txt;

/* Of the query or the form, exactly so called: names of parameters have their case in all of them. ptr NULL: not given. */
struct str api_param(const struct api *api, const char *name);
/* The body where it is no form; at most as much as its route takes. */
CHECKED struct err *api_body(struct api *api, struct str *ret_body);
/* "https://tsukuroi.example.lg.jp": as the home says, else as it was asked for. */
struct str api_origin(const struct api *api);
void api_status(struct api *api, int status, const char *type);
/*
 * Does the knowledge base hold records of the source? Where it holds none, silence would say that there are none in the world: *ret_held is false. Else the answer
 * says by X-Source-Date of when they are (the oldest feed's own word, else when it was taken in).
 */
CHECKED struct err *api_holds(struct api *api, enum source source, bool *ret_held);

/* One route each of the three writers of records. */
struct json_writer;
struct xml_writer;
void nvd_write(struct json_writer *w, const struct advisory *advisory, const struct kev_entry *kev, struct arena *arena);
void osv_write(struct json_writer *w, const char *key, const struct advisory *advisory, struct arena *arena);
void jvnrss_write(struct xml_writer *w, const struct advisory *advisory, bool english, struct arena *arena);
void vuldef_write(struct xml_writer *w, const struct advisory *advisory, bool english, struct arena *arena);
/* Where a record of JVN iPedia stands. */
struct str jvn_page(struct str id, bool english, struct arena *arena);
/* "CPE 2.2" of a formatted string; "" of what is none. */
struct str cpe_uri(struct str cpe, struct arena *arena);
