/*
 * windows.h - Windows and Microsoft's products as Microsoft serves them: which of its products a component is, which
 * fixes it has, and so whether a weakness that Microsoft describes is still there.
 *
 *     host      "Microsoft Windows 11 Pro", 10.0.26100.8457, x64, Client          windows_recognise
 *     product   "Windows 11 Version 24H2 for x64-based Systems"                   windows_line_of_product
 *     fix       KB5089549, FixedBuild 10.0.26100.8457                             windows_judge
 *     answer    build 26100.8457 is 26100.8457 or later: mended
 *
 * Pure. What is asked of tables (builds by day and KB, updates that take the place of others) is asked through a
 * `struct windows_book`; domain/match has it in its index. Texts are views of what was given, or in the arena.
 *
 * Rules of servicing, defects of the data that are guarded for, and ends of servicing: MSRC CVRF and Microsoft's
 * servicing pages as gathered in windows.md §1.3, §2, §3, §4, §6. What cannot be told is never told.
 */
#pragma once
#include "model/inventory.h"
#include "model/release.h"
#include "model/verdict.h"

/* ------------------------------------------------------------------------------------- numbers */

/* "10.0.26100.8457": up to four numbers; count 0 where there is none. */
struct windows_version {
	uint32_t part[4];
	uint32_t count;
};

/* Whole text as two to four numbers; leading zeros ("15.02.1748.010") are no matter. False: it is not one. */
bool windows_version_parse(struct str text, struct windows_version *ret_version);
/* Number by number, a missing one as 0. */
int windows_version_compare(const struct windows_version *a, const struct windows_version *b);
struct str windows_version_format(const struct windows_version *version, struct arena *arena);
/* The same as it is spoken of: builds of Windows without the "10.0." that all have. */
struct str windows_build_text(const struct windows_version *version, struct arena *arena);

/*
 * Build and revision as people, winver, systeminfo, directories and asset tools write them: "10.0.26100.8457",
 * "26100.8457", "10.0 (26100)", "バージョン 24H2 (OS ビルド 26100.8457)", "10.0.19045 N/A ビルド 19045". The answer has count 4 with
 * the revision, 3 without. False: no build is in it.
 */
bool windows_read_build(struct str text, struct windows_version *ret_version);

/* "KB5121003", "kb 5121003" or "5121003"; 0: neither. */
uint32_t windows_read_kb(struct str text);

/* -------------------------------------------------------------------------------------- products */

/* How a product is served, and so how it is judged. */
enum windows_rule {
	WINDOWS_NONE,           /* not one of these                                                      */
	WINDOWS_BUILD,          /* Windows 10, Server 2016 and later: cumulative, build.UBR decides      */
	WINDOWS_TRACKS,         /* Windows before: security only and monthly rollup, side by side        */
	WINDOWS_SQL,            /* GDR and CU branches                                                   */
	WINDOWS_EXCHANGE,       /* cumulative updates, each with its own security updates                */
	WINDOWS_CLICK_TO_RUN,   /* Office by channel and day                                             */
	WINDOWS_OFFICE_MSI,     /* Office by the updates of its parts                                    */
	WINDOWS_SHAREPOINT,     /* updates in pairs, both needed                                         */
	WINDOWS_EDGE,           /* four numbers a channel                                                */
	WINDOWS_RUNTIME,        /* .NET and ASP.NET Core, several side by side                           */
	WINDOWS_STUDIO,         /* Visual Studio by its branches                                         */
	WINDOWS_FRAMEWORK,      /* .NET Framework: updates of the operating system's line                */
};

/* Spaces and case as they vary in Microsoft's own lists ("Windows 11 version 26H1 for ARM systems"). */
struct str windows_fold(struct str product, struct arena *arena);

/*
 * Where the entry of a product's full name stands: products that are served side by side (the GDR and CU branches of one SQL
 * Server) share a key. WINDOWS_NONE: no rule for it; then `kin` says that it looks like an operating system we should know.
 */
struct windows_line {
	enum windows_rule rule;
	struct str        key;
	struct str        branch;      /* "extended stable", "cu 32", "17.8": what tells it from others under that key */
	bool              kin;
};
struct windows_line windows_line_of_product(struct str product, struct arena *arena);

/* A key under which entries may be about a component. */
struct windows_place {
	struct str key;
	bool       alternative;        /* the component is one of the alternatives; not: it is all the others at once */
};

struct windows_os;   /* one line of operating systems */

/* A component in Microsoft's terms. */
struct windows_subject {
	enum windows_rule      rule;
	struct windows_version version;           /* as compared; count 0 unknown; an operating system's has 3 or 4      */
	bool                   server;
	LIST(struct windows_place) places;        /* none: which product it is cannot be told                           */
	const struct windows_os *system;          /* an operating system's row; opaque, NULL for others                  */
	struct str             stream;            /* of its builds: see windows_release_key                             */
	struct str             channel;           /* folded: "semi-annual enterprise", "extended stable"                */
	int32_t                evaluated_until;   /* Microsoft looks at new weaknesses until this day; DAY_NONE unknown */
};
/* False: it is none of Microsoft's products that only Microsoft's data decides. */
bool windows_recognise(const struct component *component, struct arena *arena, struct windows_subject *ret_subject);

/* The other names under which the same operating system is listed: architectures, Server Core. None for others. */
struct str_list windows_siblings(const struct windows_subject *subject, struct arena *arena);

/* ---------------------------------------------------------------------------------------- tables */

enum windows_kind {
	WINDOWS_FIX_OTHER, WINDOWS_FIX_ROLLUP, WINDOWS_FIX_SECURITY_ONLY, WINDOWS_FIX_HOTPATCH, WINDOWS_FIX_CLICK_TO_RUN,
};
/* Of a fix's SubType and text, or of a release's kind. */
enum windows_kind windows_kind_of(struct str kind, struct str text);

struct windows_release {
	struct windows_version version;
	uint32_t               kb;         /* 0: none is named */
	int32_t                day;        /* DAY_NONE         */
	enum windows_kind      kind;
};
struct windows_releases { const struct windows_release *items; size_t count; };   /* ascending by version, KB */

/* Which stream of builds a release belongs to: "client 26100", "office current", "sql server 2019"; empty: none that is asked. */
struct str windows_release_key(const struct release *release, struct arena *arena);
struct windows_release windows_release_of(const struct release *release);

/* What the fixes of all weaknesses together say of one update of one product line. */
struct windows_update {
	enum windows_kind kind;
	int32_t           day;             /* of the first weakness that it mends; DAY_NONE                    */
	const uint32_t   *superseded_by;   /* directly                                                         */
	size_t            superseded_count;
};

/*
 * Answers from tables; both keep what they gave until the judging is over. Of a key "" any product's: is the update one that is
 * known at all.
 */
struct windows_book {
	struct windows_releases (*releases)(struct windows_book *book, struct str stream);
	bool (*update)(struct windows_book *book, struct str key, uint32_t kb, struct windows_update *ret_update);
};

/* --------------------------------------------------------------------------------------- judging */

/* A host's updates. NULL where there is no host: then what depends on them stays open. */
struct windows_host {
	const uint32_t *installed;         /* ascending; without those that wait for a restart                 */
	size_t          installed_count;
	const uint32_t *pending;           /* ascending                                                        */
	size_t          pending_count;
	bool            complete;          /* an absent update is not there                                    */
	bool            restart_pending;
	int32_t         collected;         /* day in UTC; DAY_NONE                                             */
};

struct windows_fix {
	uint32_t               kb;         /* 0: none                                     */
	struct windows_version build;      /* as published, before repairs; count 0: none */
	enum windows_kind      kind;
	enum answer            restart;
};
/* What a document says of one product, under the product's line. */
struct windows_listing {
	struct str                product;     /* as published */
	struct str                branch;
	LIST(struct windows_fix)  fixes;
};
struct windows_statement {
	int32_t                      day;      /* on which the weakness was published, US time as UTC; DAY_NONE */
	LIST(struct windows_listing) listings;
};

struct windows_answer {
	enum reason reason;
	bool        on_host;       /* judged without a host, and one could change it                  */
	struct str  product;       /* the listing it rests on                                         */
	struct windows_version fixed;   /* the build that mends it here; count 0: none is known       */
	uint32_t    kb;            /* the update that mends it, or, where it is mended, that did; 0   */
	struct str  detail;        /* the chain of updates, the day: what the reason is about         */
	enum answer restart;       /* does the update need one                                        */
};

/*
 * The day on which the subject's very build came out: an inventory that says it was taken before has a clock that is wrong.
 * DAY_NONE where the build or its day is not known.
 */
int32_t windows_since(const struct windows_subject *subject, struct windows_book *book);

/* One weakness, one line. `key` is that of the entry. */
void windows_judge(const struct windows_subject *subject, struct str key, const struct windows_statement *statement,
    const struct windows_host *host, struct windows_book *book, struct arena *arena, struct windows_answer *ret_answer);
