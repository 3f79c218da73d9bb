/*
 * verdict.h - does a vulnerability apply here: three answers, whose word it is, and why.
 *
 * A verdict never stands alone. Its grounds say which record of which feed was asked, what it says
 * of which versions, what was compared with it, and, where there is no answer, which fact is missing.
 * Missing facts become questions: one per product and missing fact, never one per row (design §2).
 *
 * Several sources speak of one vulnerability. They are asked by rank (design §6): the first rank
 * that decides wins, the others are shown. Within a rank: affected if any says so, else unknown if
 * any is, else not affected.
 */
#pragma once
#include "base/lang.h"
#include "model/advisory.h"

/*
 * The fourth is no answer of ours: 提供者対応, another party patches that layer and has said, with a day and a ground, that it did. It
 * is given to findings of a ledger only, by domain/responsibility, and counts as none of the three.
 */
enum verdict { VERDICT_AFFECTED, VERDICT_NOT_AFFECTED, VERDICT_UNKNOWN, VERDICT_PROVIDER, VERDICT_COUNT };
extern const struct enum_names verdict_names;   /* "affected", "not_affected", "unknown", "provider" */

/* 該当 / 非該当 / 判定不能 / 提供者対応; "affected" … in English. */
struct str verdict_words(enum verdict verdict, enum lang lang);

/* Whose word, strongest first. */
enum rank {
	RANK_MAKER,          /* VEX of the product's maker                                   */
	RANK_DISTRIBUTOR,    /* who built the package: Debian, Red Hat, Alpine …             */
	RANK_CNA,            /* who assigned the number (CVE 5), the ecosystem's own (OSV)   */
	RANK_OWN,            /* a person here who read the maker's page                      */
	RANK_JVN,
	RANK_NVD,
	RANK_NONE,           /* nobody's: no record, or no rank decided                      */
};
extern const struct enum_names rank_names;      /* "maker", "distributor", "cna", "own", "jvn", "nvd", "" */

/* The fact whose absence leaves a verdict open. */
enum missing {
	MISSING_NOTHING,
	MISSING_VERSION,        /* which version is installed                               */
	MISSING_RELEASE,        /* which release of the distribution                        */
	MISSING_IDENTITY,       /* which product this is: neither CPE nor package known     */
	MISSING_EDITION,        /* edition, target software … that the record limits to     */
	MISSING_PLATFORM,       /* which platform it runs on                                */
	MISSING_HOST,           /* the host was not looked at                               */
	MISSING_COVERAGE,       /* the host was, but not this layer of it completely        */
	MISSING_SOURCE,         /* the source that decides for this kind is not loaded      */
	MISSING_FRESH_SOURCE,   /* it is, but older than its age limit or incomplete        */
	MISSING_RANGE,          /* the record names the product without versions            */
	MISSING_READING,        /* the record's words about versions could not be read      */
	MISSING_ORDER,          /* these versions have no order we know                     */
	MISSING_MAKER_WORD,     /* only the maker's data (build, KB) decides: Windows       */
	MISSING_BUILD,          /* the build that is installed: "26100.8457"                */
	MISSING_UPDATES,        /* the whole list of installed updates (KB)                 */
	MISSING_SUPPORT,        /* the maker looks no longer at this version                */
	MISSING_COLLECTION,     /* an inventory that says which product it is, and when     */
};
extern const struct enum_names missing_names;   /* "", "version", "release", "identity", … */

/* What a person is asked so that the verdict can be given; several missing facts ask the same. */
enum question {
	QUESTION_NONE,
	QUESTION_VERSION,       /* 「バージョンは？」                                         */
	QUESTION_RELEASE,
	QUESTION_IDENTITY,      /* which of the candidates is it                            */
	QUESTION_EDITION,
	QUESTION_HOST,          /* what else is on the host: take its inventory             */
	QUESTION_SOURCE,        /* load or refresh a feed: asked of the operator            */
	QUESTION_READING,       /* read the maker's page and enter the range                */
	QUESTION_MAKER_WORD,    /* build number and installed updates                       */
	QUESTION_BUILD,         /* the same, where the maker's data is at hand              */
	QUESTION_SUPPORT,       /* out of support: when is it replaced                      */
	QUESTION_COLLECT,       /* take the inventory again: no word settles it             */
};
extern const struct enum_names question_names;
enum question question_of(enum missing missing);
/* "Which version of {product} is installed?" */
struct str question_sentence(enum question question, struct str product, enum lang lang, struct arena *arena);

/* Why a record says what it says. Each has one sentence with named places (grounds_sentence). */
enum reason {
	REASON_NONE,
	/* affected */
	REASON_IN_RANGE,            /* the version is in the affected range                  */
	REASON_ALL_VERSIONS,        /* every version is affected                             */
	REASON_CONDITION_MET,       /* in range, and the host meets the record's condition   */
	REASON_BUILD_BEFORE,        /* the build is before the one that mends it             */
	REASON_UPDATE_ABSENT,       /* none of the updates that mend it, and all are listed  */
	REASON_UPDATE_PENDING,      /* the update is there and waits for a restart           */
	REASON_OLD_BRANCH,          /* mended only in branches after this one                */
	/* not affected */
	REASON_OUT_OF_RANGE,
	REASON_CONDITION_NOT_MET,   /* the condition `detail` does not hold on this host     */
	REASON_OTHER_EDITION,       /* the record is limited to `detail`; this is another    */
	REASON_OTHER_PLATFORM,
	REASON_SILENT,              /* a fresh, complete feed has no such record             */
	REASON_BUILD_FIXED,         /* the build is the one that mends it, or later          */
	REASON_HOTPATCHED,          /* a hotpatch build of that day or later                 */
	REASON_UPDATE_INSTALLED,    /* the update that mends it is installed                 */
	REASON_UPDATE_COVERED,      /* it is contained in an installed update, `detail` how  */
	REASON_NOT_LISTED,          /* the maker's document does not list this product       */
	/* unknown */
	REASON_NO_VERSION,
	REASON_NO_RELEASE,
	REASON_NO_RANGE,
	REASON_UNREAD,
	REASON_NOT_STATED,          /* the record itself leaves this version open            */
	REASON_NO_ORDER,
	REASON_EDITION_UNKNOWN,
	REASON_PLATFORM_UNKNOWN,
	REASON_NEEDS_HOST,          /* the record has a condition and no host was given      */
	REASON_CONDITION_UNKNOWN,   /* `detail` is the leaf that is not known                */
	REASON_STALE,               /* it would be not affected, but the source is too old   */
	REASON_MAKER_DECIDES,       /* NVD and JVN alone do not decide Windows               */
	REASON_NO_BUILD,            /* neither build nor list of updates                     */
	REASON_UPDATES_PARTIAL,     /* the list of updates is not whole                      */
	REASON_NO_FIX,              /* the maker lists the product and names no fix          */
	REASON_FIX_UNCLEAR,         /* what it names as fix cannot be compared here          */
	REASON_NO_BRANCH,           /* it names fixes of other branches only                 */
	REASON_NO_RELEASES,         /* which build came when is not known                    */
	REASON_BASE_ONLY,           /* the version does not show the security updates        */
	REASON_PRODUCT_UNCLEAR,     /* it may be several products, and they differ           */
	REASON_UNSUPPORTED,         /* out of support: the maker does not look at it         */
	REASON_COLLECTED_BEFORE,    /* collected before the fix was out, as it seems         */
	REASON_RESTART,             /* a restart is pending: what is in effect is not known  */
	REASON_COUNT,
};
extern const struct enum_names reason_names;    /* "in_range", "all_versions", … */

/* What one record says of one component. */
struct grounds {
	enum source  source;
	struct str   feed;       /* "nvd", "osv:Debian"                                         */
	struct str   record;     /* the record's id: "CVE-2026-1234", "DSA-5123-1"              */
	enum rank    rank;
	enum verdict verdict;    /* this record's; the row's is that of the deciding rank       */
	enum reason  reason;
	enum missing missing;
	struct str   subject;    /* product or package as the record names it                   */
	struct str   range;      /* the affected versions: ">=4.0.0,<=4.2.3|=5.1"               */
	struct str   version;    /* what was compared with it; empty when unknown               */
	struct str   fixed;      /* the lowest version that mends it; empty when none is named  */
	struct str   detail;     /* the condition, edition or source's own words the reason is about */
	struct str   update;     /* the maker's update that mends it, or did: "KB5089549"       */
	enum answer  restart;    /* does it need one                                            */
};
extern const struct schema grounds_schema;

/*
 * One text that a ledger keeps of what the reason is about, and back: the update where its sentence names one (then the build
 * that mends it follows from the range), else the detail.
 */
struct str grounds_args(const struct grounds *grounds);
void grounds_take_args(struct grounds *grounds, struct str args);

/* One whole sentence for a person, with its record named. */
struct str grounds_sentence(const struct grounds *grounds, enum lang lang, struct arena *arena);

/* A vulnerability's face, as lists and the ledger show it. */
struct vulnerability {
	struct str          id;          /* canonical: the CVE where there is one            */
	struct str_list     aliases;     /* same as                                          */
	enum advisory_state state;
	struct str          title_en, title_ja;
	int32_t             base;        /* tenths, the score shown first; -1 when none      */
	LIST(struct score)  scores;
	struct str_list     cwes;
	int64_t             published;
	int64_t             modified;
	LIST(struct evidence)    evidence;   /* exploitation, all sources' that speak of it  */
	LIST(struct ssvc_points) ssvc;
};
extern const struct schema vulnerability_schema;
