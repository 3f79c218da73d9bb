/*
 * tsukuroi.h - which of two versions is newer, whether one lies in a range, what a vector scores, what a name means:
 * the engines of Tsukuroi as a library for C and C++.
 *
 *     struct tsukuroi *t = tsukuroi_new();
 *     struct tsukuroi_cvss cvss;
 *
 *     if (tsukuroi_cvss_score(t, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", TSUKUROI_NUL, &cvss) != TSUKUROI_OK)
 *             puts(tsukuroi_message(t, TSUKUROI_EN));
 *     else
 *             printf("%d.%d\n", cvss.overall / 10, cvss.overall % 10);       // 9.8
 *     tsukuroi_free(t);
 *
 * Text in is a pointer and a length, or TSUKUROI_NUL where it ends with NUL; any bytes may be in it, NULL is the empty text.
 * Text out ends with NUL. Nothing is ever guessed: "cannot tell" is an answer, TSUKUROI_UNKNOWN and TSUKUROI_UNDECIDED.
 *
 * Threads: a context serves one thread at a time. Ranges and tables, once made, are only read and may be shared. There is no
 * variable in the library that two threads could both change; it reads no file, no clock, no environment and no locale,
 * prints nothing and does not end the process: without memory a call says TSUKUROI_NO_MEMORY. (A failed assertion ends it, which
 * would be a defect of the library.)
 *
 * Stable: names and meanings stay, structures never grow. What is new gets a function, and a structure, of its own. Link with
 * `pkg-config --cflags --libs tsukuroi`. The pages tsukuroi(3), tsukuroi_version(3) … tell the same at length.
 */
#ifndef TSUKUROI_H
#define TSUKUROI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#define TSUKUROI_API __attribute__((visibility("default")))
#else
#define TSUKUROI_API
#endif

/* As a length: the text ends with NUL. */
#define TSUKUROI_NUL ((size_t)-1)

/*
 * Text that the library gives ends with NUL behind its len bytes (it may hold others), and ptr is never NULL. In text that
 * the library is given, len may be TSUKUROI_NUL.
 */
struct tsukuroi_text {
	const char *ptr;
	size_t      len;
};

enum tsukuroi_lang { TSUKUROI_JA, TSUKUROI_EN };

/* ------------------------------------------------------------------------------- context and errors */

/*
 * Holds what a call gives: texts, and the reason of a refusal. They live until the next call with it has ended, which may therefore
 * be asked about them.
 */
struct tsukuroi;

enum tsukuroi_status {
	TSUKUROI_OK = 0,
	TSUKUROI_BAD_INPUT,      /* the text is not what it should be; the message says where and what to do     */
	TSUKUROI_LIMIT,          /* longer or deeper than the library reads                                      */
	TSUKUROI_NOT_FOUND,      /* there is nothing of that name                                                */
	TSUKUROI_NO_MEMORY,      /* all that the call had taken is given back; the context can be used again     */
	TSUKUROI_MISUSE          /* a fault of the program: NULL where something must be, a number that is none  */
};

/* NULL when there is no memory. */
TSUKUROI_API struct tsukuroi *tsukuroi_new(void);
TSUKUROI_API void tsukuroi_free(struct tsukuroi *t);                       /* NULL is welcome */

/* Why the last call with this context was refused, as one sentence in UTF-8; "" when it was not. */
TSUKUROI_API const char *tsukuroi_message(struct tsukuroi *t, enum tsukuroi_lang lang);

/* The library's own release, "0.1.0". */
TSUKUROI_API const char *tsukuroi_release(void);

/* ----------------------------------------------------------------------------------------- versions */

/*
 * The number of an ordering by its name ("deb", "rpm", "pep440", "maven" …), or by the type of a package URL or the ecosystem of OSV
 * that it belongs to ("pypi", "Debian:12"). -1 when there is none. Numbers hold for this process; what is stored is the name.
 */
TSUKUROI_API int tsukuroi_scheme(const char *name, size_t len);
/* NULL for no scheme. They are numbered from 0 without a gap, so that a loop until NULL sees them all. */
TSUKUROI_API const char *tsukuroi_scheme_name(int scheme);

enum tsukuroi_order {
	TSUKUROI_LESS = -1,
	TSUKUROI_EQUAL = 0,
	TSUKUROI_GREATER = 1,
	TSUKUROI_UNKNOWN = 2     /* the scheme has no order for the two, or is none; never for the same bytes */
};

/* These take no memory and need no context. */
TSUKUROI_API enum tsukuroi_order tsukuroi_version_compare(int scheme, const char *a, size_t a_len,
    const char *b, size_t b_len);
TSUKUROI_API int tsukuroi_version_is_valid(int scheme, const char *version, size_t len);          /* 1 or 0 */
TSUKUROI_API int tsukuroi_version_is_prerelease(int scheme, const char *version, size_t len);     /* 1 or 0 */

/*
 * A version as bytes that memcmp puts into the order of versions. Equal versions have equal keys; no whole key begins another.
 * A key that is not whole is the beginning of a longer one: what differs only behind it is compared as text.
 */
struct tsukuroi_key {
	unsigned char bytes[64];
	unsigned char len;
	unsigned char whole;     /* 1 or 0 */
};

/* 1; or 0 where this version has no key, so that only tsukuroi_version_compare can tell. */
TSUKUROI_API int tsukuroi_version_key(int scheme, const char *version, size_t len, struct tsukuroi_key *ret_key);
/* UNKNOWN when both were cut off before they differ. */
TSUKUROI_API enum tsukuroi_order tsukuroi_key_compare(const struct tsukuroi_key *a, const struct tsukuroi_key *b);

/* ------------------------------------------------------------------------------------------- ranges */

struct tsukuroi_range;

/*
 * Reads a range once, to ask it often: "vers:npm/>=1|<2", of the scheme's own types, or of any where scheme is -1; and what users of
 * the scheme write: ^1.2.3 (npm), ~=1.4 (PyPI), [1.0,2.0) (Maven), or plain constraints >=1.0|<2.0. Free it with
 * tsukuroi_range_free; it does not need the context any more.
 */
TSUKUROI_API enum tsukuroi_status tsukuroi_range_parse(struct tsukuroi *t, int scheme, const char *text, size_t len,
    struct tsukuroi_range **ret_range);
TSUKUROI_API void tsukuroi_range_free(struct tsukuroi_range *range);       /* NULL is welcome */
TSUKUROI_API int tsukuroi_range_scheme(const struct tsukuroi_range *range);

enum tsukuroi_containment {
	TSUKUROI_OUT = 0,
	TSUKUROI_IN = 1,
	TSUKUROI_UNDECIDED = 2   /* no order, no version of the scheme, or a range that says too little */
};

/* Takes no memory. A range that is NULL leaves everything undecided. */
TSUKUROI_API enum tsukuroi_containment tsukuroi_range_contains(const struct tsukuroi_range *range,
    const char *version, size_t len);
/* ">=1.0,<2.0|=3.1": ',' is and, '|' is or; "all"; "?" where part is undecided. */
TSUKUROI_API enum tsukuroi_status tsukuroi_range_format(struct tsukuroi *t, const struct tsukuroi_range *range,
    struct tsukuroi_text *ret_text);

/* --------------------------------------------------------------------------------------------- CVSS */

enum tsukuroi_severity {
	TSUKUROI_SEVERITY_NONE, TSUKUROI_SEVERITY_LOW, TSUKUROI_SEVERITY_MEDIUM, TSUKUROI_SEVERITY_HIGH,
	TSUKUROI_SEVERITY_CRITICAL
};

/* Scores are whole tenths: 98 is 9.8. */
struct tsukuroi_cvss {
	int version;                  /* 20, 30, 31 or 40                                                        */
	int base;                     /* 4.0: CVSS-B                                                             */
	int temporal;                 /* 4.0: with the threat metric, CVSS-BT                                    */
	int environmental;            /* 4.0: with all metrics, CVSS-BTE                                         */
	int overall;                  /* the most particular score that the vector gives                         */
	int has_temporal;             /* 1: the vector has a metric of that group; 0: the score is what the      */
	int has_environmental;        /* formula gives with all of the group Not Defined                         */
	enum tsukuroi_severity severity;   /* of the overall score; 2.0 has NVD's bands: low, medium, high       */
	char macrovector[8];          /* 4.0: "002001"; "" for others                                            */
};

/* BAD_INPUT names the metric and the character from 1. */
TSUKUROI_API enum tsukuroi_status tsukuroi_cvss_score(struct tsukuroi *t, const char *vector, size_t len,
    struct tsukuroi_cvss *ret_cvss);
/* The vector in its specification's order, without metrics that are Not Defined. */
TSUKUROI_API enum tsukuroi_status tsukuroi_cvss_canonical(struct tsukuroi *t, const char *vector, size_t len,
    struct tsukuroi_text *ret_vector);
/* "Critical", 緊急; in CVSS 2.0 "High" is 危険, in later versions 重要. NULL for a number that is no version or no severity. */
TSUKUROI_API const char *tsukuroi_severity_name(int cvss_version, enum tsukuroi_severity severity, enum tsukuroi_lang lang);

/* --------------------------------------------------------------------------------------------- SSVC */

/* A decision table: points with a few values each, and one outcome for every combination. */
struct tsukuroi_ssvc;

/* One of CERT/CC's or CISA's: "deployer", "supplier", "coordinator-triage", "cisa-coordinator" …; NOT_FOUND names those there are. */
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_open(struct tsukuroi *t, const char *name, size_t len,
    struct tsukuroi_ssvc **ret_table);
/* One of your own, as YAML in UTF-8; tsukuroi-ssvc(5) tells how it is written. It is checked for gaps and reversals. */
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_parse(struct tsukuroi *t, const char *yaml, size_t len,
    struct tsukuroi_ssvc **ret_table);
TSUKUROI_API void tsukuroi_ssvc_free(struct tsukuroi_ssvc *table);         /* NULL is welcome */

/* A decision point, one of its values, or an outcome: "A", "Active", 悪用あり. */
struct tsukuroi_ssvc_name {
	struct tsukuroi_text key, en, ja;
};
/* How many decision points; and how many values the n-th has from 0. The point behind the last is the outcome. */
TSUKUROI_API size_t tsukuroi_ssvc_points(const struct tsukuroi_ssvc *table);
TSUKUROI_API size_t tsukuroi_ssvc_values(const struct tsukuroi_ssvc *table, size_t point);
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_point(struct tsukuroi *t, const struct tsukuroi_ssvc *table, size_t point,
    struct tsukuroi_ssvc_name *ret_name);
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_value(struct tsukuroi *t, const struct tsukuroi_ssvc *table, size_t point,
    size_t value, struct tsukuroi_ssvc_name *ret_name);

struct tsukuroi_ssvc_decision {
	struct tsukuroi_ssvc_name outcome;   /* the worst that is possible                                  */
	int                  rank;           /* its number from 0, the mildest outcome                       */
	int                  possible;       /* how many outcomes are; 1: it is settled                      */
	struct tsukuroi_text vector;         /* "SSVCv2/E:A/…/"; "" while it is not settled by known values  */
};
/* A value a point, in the table's order, each a key or a name in either language; an empty one is not known. */
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_decide(struct tsukuroi *t, const struct tsukuroi_ssvc *table,
    const struct tsukuroi_text *values, size_t count, struct tsukuroi_ssvc_decision *ret_decision);
/* The values as a vector; BAD_INPUT also where it states another decision than the table's. */
TSUKUROI_API enum tsukuroi_status tsukuroi_ssvc_decide_vector(struct tsukuroi *t, const struct tsukuroi_ssvc *table,
    const char *vector, size_t len, struct tsukuroi_ssvc_decision *ret_decision);

/* -------------------------------------------------------------------------------------------- names */

/* How the set of products that a source names relates to that of a target (NISTIR 7696). */
enum tsukuroi_relation {
	TSUKUROI_RELATION_UNDEFINED,  /* the specification does not say what a target with wildcards means */
	TSUKUROI_DISJOINT,
	TSUKUROI_SUBSET,
	TSUKUROI_SUPERSET,
	TSUKUROI_SAME,
	TSUKUROI_OVERLAP              /* superset in one attribute, subset in another: neither holds the other */
};

/* Either name may be a formatted string (cpe:2.3:), a URI (cpe:/) or a well-formed name (wfn:[]). */
TSUKUROI_API enum tsukuroi_status tsukuroi_cpe_match(struct tsukuroi *t, const char *source, size_t source_len,
    const char *target, size_t target_len, enum tsukuroi_relation *ret_relation);

enum tsukuroi_cpe_form { TSUKUROI_CPE_FS, TSUKUROI_CPE_URI, TSUKUROI_CPE_WFN };
TSUKUROI_API enum tsukuroi_status tsukuroi_cpe_convert(struct tsukuroi *t, const char *name, size_t len,
    enum tsukuroi_cpe_form form, struct tsukuroi_text *ret_name);

/* A package URL taken apart, in the canonical form of its type; what it does not have is "". */
struct tsukuroi_purl {
	struct tsukuroi_text canonical;    /* "pkg:deb/debian/curl@7.88.1?arch=amd64" */
	struct tsukuroi_text type;
	struct tsukuroi_text space;        /* the namespace                            */
	struct tsukuroi_text name;
	struct tsukuroi_text version;
	struct tsukuroi_text qualifiers;   /* still encoded: "arch=amd64&distro=…"     */
	struct tsukuroi_text subpath;
};
TSUKUROI_API enum tsukuroi_status tsukuroi_purl_parse(struct tsukuroi *t, const char *purl, size_t len,
    struct tsukuroi_purl *ret_purl);
/* One qualifier of a package URL, decoded; "" when it has none of that key. */
TSUKUROI_API enum tsukuroi_status tsukuroi_purl_qualifier(struct tsukuroi *t, const char *purl, size_t len,
    const char *key, size_t key_len, struct tsukuroi_text *ret_value);

/* The name of a vulnerability or an advisory: "cve-2021-44228" is CVE-2021-44228, of the kind "CVE". */
struct tsukuroi_id {
	struct tsukuroi_text canonical;
	struct tsukuroi_text kind;         /* "CVE", "GHSA", "JVN", "JVNDB" …                                   */
	int                  is_private;   /* 1: must not leave the organisation (vendor tracking numbers)       */
};
TSUKUROI_API enum tsukuroi_status tsukuroi_id_parse(struct tsukuroi *t, const char *text, size_t len,
    struct tsukuroi_id *ret_id);

/* -------------------------------------------------------------------- JVN's sentences about versions */

enum tsukuroi_jvn_kind {
	TSUKUROI_JVN_RANGE,           /* some versions                                   */
	TSUKUROI_JVN_ALL,             /* the source says: every version                  */
	TSUKUROI_JVN_NO_VERSION,      /* the source names none                           */
	TSUKUROI_JVN_UNDECIDED        /* it says something that cannot be read           */
};

struct tsukuroi_jvn {
	enum tsukuroi_jvn_kind kind;
	struct tsukuroi_text   range;      /* ">=4.0.0,<=4.2.3", "all", "?" where kind is neither RANGE nor ALL */
	struct tsukuroi_text   open;       /* versions that stay undecided all the same; "" for none            */
	const struct tsukuroi_text *cves;  /* it holds for these alone; none: for all                           */
	size_t                 cves_count;
	struct tsukuroi_text   edition;    /* it holds for this edition (platform) alone; "" for all            */
	struct tsukuroi_text   platform;
	int                    firmware;   /* 1: of firmware alone                                              */
};

/*
 * Reads ALL rows that JVN gives for one product together, because several upper bounds limit each other. Where ret_range is not NULL
 * it gets the same as a range of the scheme "generic", to ask and to free.
 */
TSUKUROI_API enum tsukuroi_status tsukuroi_jvn_read(struct tsukuroi *t, const struct tsukuroi_text *rows, size_t count,
    struct tsukuroi_jvn *ret_jvn, struct tsukuroi_range **ret_range);

/* -------------------------------------------------------------------------------------------- dates */

/* A day is days since 1970-01-01, from the year 1 to 9999. Holidays are Japan's, by its law, and known from 1949 to 2099. */
TSUKUROI_API enum tsukuroi_status tsukuroi_day_of(int year, int month, int day, int32_t *ret_day);
TSUKUROI_API enum tsukuroi_status tsukuroi_day_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day);
/* "2026-11-20", 「令和8年11月20日」, "R8.11.20". */
TSUKUROI_API enum tsukuroi_status tsukuroi_day_parse(struct tsukuroi *t, const char *text, size_t len, int32_t *ret_day);

struct tsukuroi_calendar {
	const int32_t *closed;             /* days on which the organisation is closed as well, in any order */
	size_t         closed_count;
	int            works_at_year_end;  /* 1: 12/29 to 1/3 are ordinary days (1/1 stays a holiday)        */
};

/* calendar may be NULL: no closed days of one's own. 1 or 0; -1 for a day whose holidays are not known. */
TSUKUROI_API int tsukuroi_calendar_is_business_day(const struct tsukuroi_calendar *calendar, int32_t day);
/*
 * The n-th business day after that day, which itself does not count (before it, where n is negative); with 0 the day itself or the
 * first business day after it. LIMIT beyond 100,000 business days, or where holidays are not known.
 */
TSUKUROI_API enum tsukuroi_status tsukuroi_calendar_add(const struct tsukuroi_calendar *calendar, int32_t day,
    int business_days, int32_t *ret_day);
/* The holiday's name; NULL on an ordinary day. */
TSUKUROI_API const char *tsukuroi_calendar_holiday(int32_t day, enum tsukuroi_lang lang);
/* 「令和8年11月20日」 */
TSUKUROI_API enum tsukuroi_status tsukuroi_calendar_wareki(struct tsukuroi *t, int32_t day, struct tsukuroi_text *ret_text);

#ifdef __cplusplus
}
#endif

#endif
