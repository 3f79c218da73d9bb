/*
 * advisory.h - what a source says about weaknesses: one record of a feed, normalised but not judged.
 *
 * Readers (format/nvd, cve5, osv, jvn) fill what their source has and leave the rest zero. Texts are
 * as published. An advisory names the vulnerabilities it is about in two ways that must never be
 * mixed (design §5): `aliases` are other names of the same one thing; `covers` are the several
 * vulnerabilities that one record (JVN#, RHSA, USN) treats together.
 */
#pragma once
#include "base/clock.h"
#include "model/schema.h"
#include "model/versions.h"

enum source {
	SOURCE_NVD, SOURCE_CVE5, SOURCE_OSV, SOURCE_JVN, SOURCE_KEV, SOURCE_EPSS, SOURCE_OWN,
	SOURCE_MSRC,         /* Microsoft's own word: CVRF, CSAF, the Security Update Guide         */
	SOURCE_BUILDS,       /* which build came with which update on which day: model/release.h    */
	SOURCE_EOL,          /* ends of support: model/release.h                                    */
	SOURCE_NAMES,        /* vendors' and products' names: model/name.h                          */
	SOURCE_CSAF,         /* advisories of makers, distributors and coordinators in CSAF         */
	SOURCE_ALERTS,       /* JPCERT/CC's, IPA's and makers' alerts: model/alert.h                */
	SOURCE_COUNT,
};
extern const struct enum_names source_names;   /* "nvd", "cve5", … as on the command line */

enum advisory_state {
	ADVISORY_PUBLISHED,
	ADVISORY_AWAITING,      /* known, not analysed yet: ranges may be missing   */
	ADVISORY_DISPUTED,
	ADVISORY_WITHDRAWN,     /* REJECTED, withdrawn, ** 削除 **: a tombstone      */
};
extern const struct enum_names advisory_state_names;

enum cvss_version { CVSS_NONE, CVSS_V2, CVSS_V3_0, CVSS_V3_1, CVSS_V4 };
extern const struct enum_names cvss_version_names;

enum affected_status { AFFECTED_YES, AFFECTED_NO, AFFECTED_UNKNOWN };
extern const struct enum_names affected_status_names;   /* "affected", "unaffected", "unknown" */

/* One score by one provider; a record may have several of a version. */
struct score {
	struct str        provider;    /* "nvd@nist.gov", "ipa", a CNA's short name             */
	enum cvss_version version;
	struct str        vector;      /* as published, "CVSS:3.1/AV:N/…"; v2 without a prefix  */
	int32_t           base;        /* tenths; -1 when only the vector is given              */
};
extern const struct schema score_schema, evidence_schema, ssvc_schema;

/* Exploitation evidence, each a fact of its own with its source and day. */
enum exploitation { EXPLOITATION_UNKNOWN, EXPLOITATION_NONE, EXPLOITATION_POC, EXPLOITATION_ACTIVE };
extern const struct enum_names exploitation_names;

struct evidence {
	enum exploitation level;
	struct str        provider;   /* "CISA KEV", "CISA ADP" …          */
	int64_t           at;         /* when it was stated                */
	struct str        text;       /* the sentence or link it rests on  */
};

enum answer { ANSWER_UNKNOWN, ANSWER_NO, ANSWER_YES };
extern const struct enum_names answer_names;
enum technical_impact { IMPACT_UNKNOWN, IMPACT_PARTIAL, IMPACT_TOTAL };
extern const struct enum_names technical_impact_names;

struct ssvc_points {
	struct str            provider;
	int64_t               at;
	enum exploitation     exploitation;
	enum answer           automatable;
	enum technical_impact impact;
};

struct reference {
	struct str url;
	struct str title;
	struct str_list tags;    /* the source's own: "Patch", "Exploit", "Vendor Advisory" */
};

/* ------------------------------------------------ who is affected, in each source's own grammar */

/* OSV: one range with its events in the order of the record. */
enum osv_range_kind { OSV_SEMVER, OSV_ECOSYSTEM, OSV_GIT };
extern const struct enum_names osv_range_kind_names;
enum osv_event_kind { OSV_INTRODUCED, OSV_FIXED, OSV_LAST_AFFECTED, OSV_LIMIT };
extern const struct enum_names osv_event_kind_names;

struct osv_event { enum osv_event_kind kind; struct str version; };
struct osv_range {
	enum osv_range_kind     kind;
	struct str              repo;
	LIST(struct osv_event)  events;
};

/* CVE 5: one row of versions[]. */
struct cve5_change { struct str at; enum affected_status status; };
struct cve5_version {
	enum affected_status      status;
	struct str                version;            /* start, or the only one          */
	struct str                less_than;          /* excluded end; "*" is no end     */
	struct str                less_than_or_equal;
	struct str                type;               /* versionType: semver, custom, …  */
	LIST(struct cve5_change)  changes;
};

/* What mends one product (MSRC: a remediation of type Vendor Fix). Texts as published: whether a build is one is judged later. */
struct fix {
	struct str      kb;            /* digits: "5121003"; empty when it is no KB                       */
	struct str      build;         /* FixedBuild, or the version of a CSAF branch                     */
	struct str_list supersedes;    /* KBs it takes the place of, directly: digits, or "MS16-007"      */
	struct str      kind;          /* SubType: "Security Update", "Monthly Rollup", "Security Only" … */
	enum answer     restart;       /* RestartRequired; Maybe is unknown                               */
	struct str      text;          /* Description where it is no KB: "Click to Run", "Release Notes"  */
	struct str      url;
};

struct affected {
	enum affected_status       status;       /* what holds for versions no row names            */
	struct str                 ecosystem;    /* OSV's: "PyPI", "Debian:12", "npm"               */
	struct str                 package;      /* name in that ecosystem                          */
	struct str                 purl;
	struct str                 vendor;       /* display names, CVE 5 and JVN                    */
	struct str                 product;
	struct str_list            cpes;         /* CPE 2.3 formatted strings, versions mostly *    */
	struct str_list            platforms;
	struct str_list            modules;
	struct str_list            versions;     /* OSV: explicit list                              */
	LIST(struct osv_range)     ranges;       /* OSV                                             */
	LIST(struct cve5_version)  rows;         /* CVE 5                                           */
	struct str_list            phrases;      /* JVN: VersionNumber texts, one product's rows together;
	                                            a product without any has an empty list         */
	LIST(struct score)         scores;       /* OSV may score per package                       */
	struct str                 urgency;      /* distributor's: "unimportant", "end-of-life" …; MSRC: "Critical", "Important" … */
	LIST(struct fix)           fixes;        /* MSRC: ecosystem "Microsoft", package the product's full name */
	struct str                 impact;       /* MSRC: "Remote Code Execution"                   */
	struct str_list            only;         /* CSAF: of the vulnerabilities that the record covers those it is of; empty: all */
};

/* NVD: a configuration is a tree of nodes over matches (design §6, Kleene logic over one host). */
enum config_operator { CONFIG_OR, CONFIG_AND };
extern const struct enum_names config_operator_names;

struct config_match {
	bool            vulnerable;    /* false: an environment, "running on"                      */
	struct str      cpe;           /* 2.3 formatted string                                     */
	struct interval versions;      /* both ends CUT_NONE: the cpe's own version decides        */
	struct str      id;            /* matchCriteriaId, may be empty                            */
};
struct config_node {
	enum config_operator      op;
	bool                      negate;
	LIST(struct config_match) matches;
};
struct config {
	enum config_operator      op;
	bool                      negate;
	LIST(struct config_node)  nodes;      /* legacy children are flattened by the reader        */
};

/* ------------------------------------------------------------------------------- the record */

struct advisory {
	enum source               source;
	struct str                id;            /* the record's own id, canonical: "CVE-2026-1234"      */
	enum advisory_state       state;
	int64_t                   published;
	int64_t                   modified;      /* merge order within a source                          */
	int64_t                   withdrawn;
	struct str_list           aliases;       /* same as                                              */
	struct str_list           covers;        /* vulnerabilities this record treats; empty: itself    */
	struct str_list           related;
	struct str                title_en, title_ja;
	struct str                text_en, text_ja;
	struct str                impact_ja;     /* JVN 想定される影響                                    */
	struct str                solution_ja;   /* JVN 対策                                              */
	struct str                assigner;      /* CNA's short name, NVD sourceIdentifier               */
	/* What guide 004 asks of a source beside name, product and versions; empty where it says nothing. */
	struct str                condition_en, condition_ja;     /* under which it shows: CVE 5 configurations, a notice's 発露の条件 */
	struct str                impact_en, solution_en;
	struct str                mitigation_en, mitigation_ja;   /* until it is mended: CVE 5 and CSAF workarounds, VULDEF's of type workaround */
	LIST(struct affected)     affected;
	LIST(struct config)       configs;
	LIST(struct score)        scores;
	LIST(struct evidence)     evidence;
	LIST(struct ssvc_points)  ssvc;
	struct str_list           cwes;          /* "CWE-79"                                             */
	LIST(struct reference)    references;
};
extern const struct schema advisory_schema;

/* One row of CISA's catalogue of known exploited vulnerabilities. */
struct kev_entry {
	struct str      cve;
	struct str      vendor, product, name;
	int32_t         added;         /* day */
	int32_t         due;           /* day: CISA's date for US agencies */
	struct str      action;
	bool            ransomware;    /* knownRansomwareCampaignUse is Known */
	struct str      notes;
	struct str_list cwes;
};
extern const struct schema kev_entry_schema;

/* One row of EPSS. */
struct epss_entry {
	struct str cve;
	int32_t    probability;   /* millionths */
	int32_t    percentile;    /* millionths; -1 in the files of 2021 */
};
extern const struct schema epss_entry_schema;

/* What a feed file says of itself; sent once, before its first record or after its last. */
struct feed_head {
	enum source source;
	struct str  name;         /* which part: "nvd", "osv:PyPI"; the ecosystem where one file is one */
	int64_t     built;        /* timestamp, score_date, dateReleased; INSTANT_NONE when it says none */
	struct str  version;      /* catalogVersion, model_version …                                     */
	int64_t     declared;     /* how many records it says it has; -1 when it does not                */
};
extern const struct schema feed_head_schema;
