/*
 * csaf.h - inside this room: what the organisation gives out as a provider of CSAF, to whoever asks.
 */
#pragma once
#include "face/api/frame.h"
#include "service/advisories/advisories.h"

/* What this one may see, the newest first: of TLP:WHITE everybody, of the others who shows a token that may read. */
struct csaf_out {
	struct api            *api;
	struct str             base;        /* "https://tsukuroi.example.lg.jp/.well-known/csaf/" */
	struct own_advisories  advisories;
	struct own_erasures    erasures;    /* by which a feed changed, too                       */
	struct own_public_keys keys;
};

/* ERR_NOT_FOUND: nothing is put out. */
CHECKED struct err *csaf_out(struct api *api, struct csaf_out *ret_out);
/* ROLIE is of https alone (CSAF 2.0, 7.1.15). */
bool csaf_has_rolie(const struct csaf_out *out);

/* csaf_feeds.c: documents about the documents. The last two: false where there is no such name. */
void csaf_put_metadata(const struct csaf_out *out);
bool csaf_put_rolie(const struct csaf_out *out, struct str name);
