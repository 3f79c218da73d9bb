/*
 * match.h - does this vulnerability apply to this component on this host (design §6). Pure: an index
 * image, what is known of the sources, and facts in; verdicts and their grounds out.
 *
 *     advisories ─match_builder─> image (bytes) ─match_index_open─> index ─match_component─> rows
 *     KEV, EPSS  ─match_overlay_builder─> small image that may change every day
 *
 * The image is position independent, little-endian and read in place (mmap it). Its bytes depend on
 * what was put in, not in which order. A damaged or hostile image is refused or gives wrong answers
 * within bounds; it never makes the reader stray. Whether it is the image that was built is told by
 * match_index_verify, once, where an image is installed.
 *
 * Which facts a component is judged by:
 *   a distribution package   its distributor's data only (OSV Debian, Ubuntu, Alpine, …), by source
 *                            package and release; without such a feed NVD, JVN and CVE give candidates
 *   a language package       OSV and CVE 5 by ecosystem and package name
 *   anything with a CPE      NVD, JVN and CVE 5 by part:vendor:product
 *   Windows and its kin      Microsoft's documents by product line, build and updates (domain/windows);
 *                            NVD, JVN and CVE 5 stand beside and decide nothing
 *   only a name              nobody: match_candidates proposes products, a person confirms one
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "model/inventory.h"
#include "model/release.h"
#include "model/verdict.h"

enum { MATCH_FORMAT = 4, MATCH_ENCODER = 7 };

/* ---------------------------------------------------------------------------------- building */

struct match_builder;
struct match_index;

struct match_builder *match_builder_new(void);
void match_builder_free(struct match_builder *builder);   /* NULL is welcome */

/*
 * A vulnerability under its canonical id; gives its number in this builder. The same id again gives
 * the same number and replaces its face. ERR_LIMIT when the image would grow past what it can address.
 */
CHECKED struct err *match_builder_vulnerability(struct match_builder *builder, const struct vulnerability *face,
    struct arena *arena, uint32_t *ret_number);

/*
 * What one record says of that vulnerability. scope_cve limits a record that covers several to what
 * it says of this one (JVN's 「CVE-2026-1234 …」 rows); empty: all of it. A withdrawn record leaves a
 * tombstone (match_is_withdrawn) and nothing else. The arena is for the work and may be reset after.
 */
CHECKED struct err *match_builder_advisory(struct match_builder *builder, uint32_t vulnerability,
    const struct advisory *advisory, struct str scope_cve, struct arena *arena);

/*
 * One build of a product: which day and with which update it came. Rows that no rule asks for are left out; the same one
 * twice is once.
 */
CHECKED struct err *match_builder_release(struct match_builder *builder, const struct release *release,
    struct arena *arena);

/* The image, to be written as it is. The builder is spent. */
CHECKED struct err *match_builder_finish(struct match_builder *builder, struct arena *arena, struct buf *out);

/*
 * What changed, told beside an image instead of building it anew: an amendment that answers with it as an image of everything would, and takes the place
 * of the index's former one. `before` has every vulnerability of which anything changed as the index has it, `after` as it is now, each with all of
 * its records; both are spent. False: it cannot be told so (what Microsoft says of updates changed, or `before` is not what the index has): build anew.
 */
CHECKED struct err *match_amend(const struct match_index *index, struct match_builder *before, struct match_builder *after, struct arena *arena,
    struct buf *out, bool *ret_told);

/* ------------------------------------------------------------------------------------ opening */

struct match_index;   /* borrows the bytes */

/* ERR_FORMAT: not an image, damaged, or of another format version. O(1): nothing is read through. */
CHECKED struct err *match_index_open(struct str bytes, struct arena *arena, const struct match_index **ret_index);
/* An image together with its amendment (match_amend). ERR_FORMAT also when the amendment is of another image. */
CHECKED struct err *match_index_open_amended(struct str bytes, struct str amendment, struct arena *arena, const struct match_index **ret_index);
/* Is the digest in the head that of the bytes: reads everything once. ERR_FORMAT when not. */
CHECKED struct err *match_index_verify(struct str bytes, struct arena *arena);
CHECKED struct err *match_amendment_verify(struct str bytes, struct arena *arena);
struct str match_index_digest(const struct match_index *index);       /* 64 hexadecimal digits */
uint32_t   match_index_encoder(const struct match_index *index);      /* MATCH_ENCODER of its builder */
uint32_t   match_index_vulnerabilities(const struct match_index *index);   /* how many: numbers 0 … n-1, by id */
uint64_t   match_index_entries(const struct match_index *index);

struct str match_vulnerability_id(const struct match_index *index, uint32_t number);   /* "" beyond the end */
CHECKED struct err *match_vulnerability(const struct match_index *index, uint32_t number, struct arena *arena,
    struct vulnerability *ret_face);
/* By canonical id or alias. False when there is none. */
bool match_find(const struct match_index *index, struct str id, uint32_t *ret_number);
/* Did a source withdraw this record? */
bool match_is_withdrawn(const struct match_index *index, struct str record);

/* ------------------------------------------------------------------------------------ sources */

/* What the caller knows of one feed. Several rows for a source that comes in parts (OSV: one per ecosystem). */
struct match_source {
	enum source source;
	struct str  feed;        /* "nvd", "osv:Debian": OSV's ecosystem without release stands after "osv:";
	                            "osv" alone is a file of several ecosystems */
	int64_t     built;       /* what it says of its own age        */
	int64_t     fetched;
	int64_t     count;
	bool        complete;    /* absence in it means something      */
	bool        fresh;       /* within its age limit: the caller knows the clock */
};
struct match_sources { const struct match_source *items; size_t count; };

/* -------------------------------------------------------------------------------------- hosts */

struct match_host;   /* a host's facts, arranged for looking up */

struct match_host_facts {
	const struct component *components;
	size_t                  count;
	enum coverage           coverage[LAYER_COUNT];
	struct str              distribution;   /* os-release ID; empty when unknown or no Linux */
	struct str              release;
	struct str              kernel;         /* running kernel release                        */
	int64_t                 collected;      /* when this was read on the machine; INSTANT_NONE */
	enum answer             restart_pending;/* updates wait for a restart: they do not protect yet */
};
/* Borrows the facts. */
const struct match_host *match_host_new(const struct match_host_facts *facts, struct arena *arena);

/* ------------------------------------------------------------------------------------ matching */

/* What one record says; match_explain makes grounds of it. */
struct match_says {
	enum source  source;
	enum rank    rank;
	enum verdict verdict;
	enum reason  reason;
	enum missing missing;
	bool         on_host;   /* judged without a host, and a host could change it     */
	uint32_t     entry;     /* in this index                                         */
	struct str   version;   /* what was compared                                     */
	struct str   detail;    /* the criterion or limit the reason is about            */
	/* Microsoft's word (domain/windows) */
	uint32_t     fixed[4];  /* the build that mends it                               */
	uint32_t     fixed_count;   /* of its numbers; 0: none is known                  */
	uint32_t     update;    /* the KB that mends it, or did; 0                       */
	enum answer  restart;
	struct str   product;   /* as listed                                             */
	bool         alternative; /* one of the products that the component may be       */
};

/*
 * The answer for one vulnerability. says[0] is the word that decided, or what has to be settled first; the
 * others follow by rank. They are valid during the call.
 */
struct match_row {
	uint32_t                 vulnerability;
	enum verdict             verdict;
	enum rank                rank;          /* that decided; RANK_NONE with VERDICT_UNKNOWN               */
	enum missing             missing;       /* of says[0]; what would settle it                          */
	bool                     candidate;     /* a distribution package in NVD or JVN: shown, never counted */
	bool                     conditional;   /* another host could give another answer: ask again with a host */
	bool                     stale;         /* unknown only because the source that says "not affected" is too old */
	const struct match_says *says;
	size_t                   says_count;
};

/* What one component came to. */
struct match_result {
	bool         judged;          /* false: "nothing found" means nothing; missing and needs say why */
	enum missing missing;         /* MISSING_IDENTITY, _RELEASE, _SOURCE, _FRESH_SOURCE, _VERSION, _MAKER_WORD */
	struct str   needs;           /* the feed that would judge it: "osv:Debian", "nvd", "msrc"; static or
	                                 in the arena                                                     */
	bool         outside;         /* not a thing that is matched: files, excluded scope              */
	uint64_t     counts[VERDICT_COUNT];   /* rows by verdict, without candidates                     */
	uint64_t     candidates;
	uint64_t     conditional;     /* rows another host could change                                  */
	uint64_t     stale;           /* of the unknown: only for want of a fresh source                 */
	int32_t      since;           /* the day its very build came out, DAY_NONE unknown: a host that was collected
	                                 before has a wrong clock, and is asked for all rows, conditional or not */
};

struct match_ask {
	const struct match_index   *index;
	const struct match_sources *sources;
	const struct match_host    *host;               /* NULL: without one; conditions stay open         */
	bool                        conditional_only;   /* rows that depend on the host and no others      */
	const uint32_t             *only;               /* these vulnerabilities, ascending; NULL: all. Found by
	                                                   halving, so few of them cost little               */
	size_t                      only_count;
};

/* Gets every row, also the not affected ones, by vulnerability number. An error stops the matching. */
typedef struct err *match_row_fn(void *data, const struct match_row *row);

/*
 * Judges one component. Without a host the answer holds wherever the component is installed, but for
 * rows marked conditional: compute it once per distinct item and keep the numbers of those rows, then ask
 * once per host, with conditional_only and `only` them, for the items that had any. The arena is scratch.
 */
CHECKED struct err *match_component(const struct match_ask *ask, const struct component *component,
    match_row_fn *row, void *data, struct arena *arena, struct match_result *ret_result);

/* The same for everything on ask->host, component after component; `component` is its place in the facts. */
typedef struct err *match_host_row_fn(void *data, size_t component, const struct match_row *row);
CHECKED struct err *match_host_all(const struct match_ask *ask, const struct match_host_facts *facts,
    match_host_row_fn *row, void *data, struct arena *arena, struct match_result *ret_results /* [facts->count] */);

/* One record's word in full, texts in the arena. */
struct grounds match_explain(const struct match_index *index, const struct component *component,
    const struct match_says *says, struct arena *arena);

/* ----------------------------------------------------------------------------------- candidates */

/* A product that a name may mean. */
struct match_candidate {
	struct str identity;          /* "cpe:2.3:a:apache:tomcat:*:…", or "ecosystem/package" */
	bool       is_cpe;
	bool       whole;             /* vendor and product agree; false: the product's name only */
	uint64_t   vulnerabilities;   /* how many records name it: 0 never                        */
};
struct match_candidates {
	struct match_candidate *items;
	size_t                  count;
	size_t                  room;
};
/*
 * The products whose names equal this one but for width, case, spaces and punctuation; the vendor may be
 * empty. Most records first. Nothing here is judged: a person confirms (design §5, Names).
 */
struct match_candidates match_candidates(const struct match_index *index, struct str vendor, struct str name,
    struct arena *arena);

/*
 * Every product that records of the index name, once or more often; `vulnerabilities` is how many of them. The identity
 * points into the index.
 */
typedef void match_product_fn(void *data, struct str identity, bool is_cpe, uint64_t vulnerabilities);
void match_each_product(const struct match_index *index, match_product_fn *product, void *data);

/* ------------------------------------------------------------------------------------- overlay */

/* What changes daily about a CVE. */
struct match_threat {
	bool             has_kev;
	struct kev_entry kev;
	int32_t          epss;          /* millionths; -1 when it has none */
	int32_t          percentile;
};

struct match_overlay_builder;
struct match_overlay_builder *match_overlay_builder_new(void);
void match_overlay_builder_free(struct match_overlay_builder *builder);
CHECKED struct err *match_overlay_builder_kev(struct match_overlay_builder *builder, const struct kev_entry *entry,
    struct arena *arena);
CHECKED struct err *match_overlay_builder_epss(struct match_overlay_builder *builder, const struct epss_entry *entry,
    struct arena *arena);
void match_overlay_builder_finish(struct match_overlay_builder *builder, struct buf *out);

struct match_overlay;   /* borrows the bytes */
CHECKED struct err *match_overlay_open(struct str bytes, struct arena *arena, const struct match_overlay **ret_overlay);
/* False when the overlay has nothing of it; a NULL overlay has nothing of anything. */
bool match_overlay_find(const struct match_overlay *overlay, struct str cve, struct arena *arena,
    struct match_threat *ret_threat);
uint64_t match_overlay_count(const struct match_overlay *overlay);

/* A CVE's year and number as one number; false for anything else. */
bool match_cve_key(struct str cve, uint64_t *ret_key);
/* Does KEV list it? For many in a row: reads nothing but the keys of what KEV lists. */
bool match_overlay_has_kev(const struct match_overlay *overlay, uint64_t key);
