/*
 * product.h - what a product is called: keys, folded names, and the few families of products about
 * which something has to be known to judge them rightly. Inside the room only.
 */
#pragma once
#include "domain/match/image.h"
#include "domain/range/range.h"
#include "format/cpe/cpe.h"

/*
 * A name as two sources must agree on it: width, case, spaces, punctuation and the final ー folded,
 * ひらがな as カタカナ. "" when nothing is left.
 */
struct str product_fold(struct str name, struct arena *arena);

/* "a:apache:tomcat"; empty when part, vendor or product is not one plain value. */
struct str product_cpe_key(const struct cpe *cpe, struct arena *arena);

/* The attributes behind version and update that a criterion limits itself to: is any not ANY. */
bool product_is_limited(const struct cpe *cpe);

/*
 * Does a criterion's limits apply to an asset: RANGE_IN, RANGE_OUT, or RANGE_UNDECIDED where the asset
 * does not say (NISTIR 7696 SUBSET). An OSV ecosystem says the target software of a library.
 */
enum containment product_limits_hold(const struct cpe *criterion, const struct cpe *asset, struct str ecosystem);

/* The version of an asset as criteria are compared with it: version and update; "" when it is not known. */
struct str product_version(const struct cpe *cpe, const struct component *component, struct arena *arena);
/* The versions a criterion names. *ret_unstated: "-", which NVD writes where it knows none. */
struct version_set product_criterion(const struct cpe *cpe, const struct interval *interval, struct arena *arena,
    bool *ret_unstated);

/*
 * range_holds, but for Cisco's trains: 15.4(3)M3 and 15.2(7)E are of different ones and have no order (devices.md §3), so an
 * interval that begins or ends in another train leaves it undecided. And for Hitachi's lines: a correction of one (08-70-05) does not
 * say whether another (09-00) is corrected. A version that is listed is in all the same.
 */
enum containment product_holds(const struct version_set *set, const struct probe *probe, const struct interval **ret_interval);

/* A Microsoft product serviced in several branches: only build and updates tell (design §6, Windows). */
bool product_is_serviced_by_maker(struct str cpe_key);

/* Operating systems a CVE 5 record limits itself to, as bits; 0 when it does not, or not to known ones. */
enum platform { PLATFORM_WINDOWS = 1, PLATFORM_LINUX = 2, PLATFORM_MACOS = 4, PLATFORM_ANDROID = 8 };
unsigned product_platforms(const struct str *names, size_t count);
/* Of a CPE "o:…" key; 0 when it is not one of these. */
unsigned product_platform_of_key(struct str cpe_key);

/* A distribution's version without what the packager added: "1:7.88.1-10+deb12u5" is 7.88.1. */
struct str product_upstream_version(enum scheme scheme, struct str version);

/* The ecosystem behind CVE 5's collectionURL; an ecosystem's own name is itself. "" when not known. */
struct str product_collection_ecosystem(struct str collection);
