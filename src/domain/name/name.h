/*
 * name.h - what people write in ledgers, held against what products are called in public lists (design §5, Names).
 *
 *     "ﾄﾚﾝﾄﾞﾏｲｸﾛ", "Apex One 14.0 (x64)"  ─name_read─>  product "Apex One", version "14.0", architecture "x64"
 *                                         ─name_resolve─> candidates, each with its ground
 *
 * A candidate is a proposal. It is *certain* only where
 *   - a person of this organisation confirmed this written name (of this vendor), or the name is itself an identifier
 *     (CPE name, package URL, number of the list), or
 *   - the whole of vendor and product, folded, equals exactly one product of the list, and what was cut off is a version
 *     beyond doubt.
 * Aliases, former company names, model numbers, parts of a name and similarity propose and no more. A model number (型番) is
 * equal to the last letter or it is another device: names that hold one are never found by similarity.
 *
 * A catalogue is a machine for one thread. It copies what it is given; answers point into it and into the arena.
 */
#pragma once
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"
#include "domain/version/version.h"
#include "model/name.h"

/* -------------------------------------------------------------------------------------------- keys */

/*
 * The key of a product's name (domestic-products §3): NFKC, case, hyphens of every kind, spaces and punctuation folded;
 * ひらがな as カタカナ, ヴ as ブ, small kana as large, a word's final ー dropped; ™ ® and 「ファームウェア」 dropped. What
 * parts two digits stays as '.' or '-': "4.1" is not "41". Empty when nothing is left.
 */
struct str name_key(struct str name, struct arena *arena);
/* The same of a vendor's, without legal forms before or behind: 株式会社, ㈱, Co.,Ltd., Inc. … */
struct str name_vendor_key(struct str vendor, struct arena *arena);
/* The key of a written name in an organisation's memory: vendor and product without what is surely a version. */
struct str name_written_key(struct str vendor, struct str name, struct arena *arena);

/* ----------------------------------------------------------------------------------- written names */

/* A name taken apart. Texts are in NFKC, otherwise as written. */
struct name_written {
	struct str product;        /* without version, architecture, language and edition                             */
	struct str version;        /* "24.09", "8u401"; empty when none stands there                                  */
	struct str build;          /* a number of its own in brackets: Zoom 6.1.10 (45028)                            */
	struct str architecture;   /* "x64", "64-bit"                                                                 */
	struct str edition;        /* パッケージ版, クラウド版: decides who mends it, so it is never lost             */
	struct str family;         /* the product with a trailing bare number or year cut off too, which may be a version
	                              or part of the name ("Tomcat9", "一太郎2023"); empty when there is none         */
	struct str number;         /* that number                                                                     */
	bool       or_later;       /* 以降, 以上: the version is a bound, not what is installed                       */
};
struct name_written name_read(struct str name, struct arena *arena);

/*
 * The model numbers (型番) in a text, upper case, hyphens of every kind as '-': runs of letters and digits with three digits
 * in a row beside letters, or digits between letters. "MB-A100/MB-A110" names two, "LAN-W300N/RS" one. Years and
 * versions are none.
 */
struct str_list name_models(struct str text, struct arena *arena);

/* --------------------------------------------------------------------------------------- catalogue */

struct name_catalogue;

struct name_catalogue *name_catalogue_new(void);
void name_catalogue_free(struct name_catalogue *catalogue);   /* NULL is welcome */

/*
 * A product of a list. source and day say which list and of when ("MyJVN", "CPE dictionary"); the static text must live.
 * A product whose CPE is there already adds its names to that one.
 */
void name_catalogue_add(struct name_catalogue *catalogue, const struct product_name *product, struct str source, int32_t day);
/* "cpe:2.3:a:vendor:product…" known by its own words only, as the match index has it. */
void name_catalogue_add_cpe(struct name_catalogue *catalogue, struct str cpe, struct str source, int32_t day);

enum name_table { NAME_ALIASES, NAME_VENDORS, NAME_RENAMES };
/*
 * A table of data, TSV with '#' comments (names/README.md says its columns). `file` is what grounds will name. ERR_FORMAT
 * with the line of the first row that cannot be read.
 */
CHECKED struct err *name_catalogue_table(struct name_catalogue *catalogue, enum name_table table, struct str file,
    struct str text, struct arena *arena);
/* Is this one of the words that tables have for the kind of a name and its source: keys of the catalogue of sentences. */
bool name_is_note(struct str word);
/* The tables that come with the program. */
CHECKED struct err *name_catalogue_tables(struct name_catalogue *catalogue, struct arena *arena);

/* What a person decided on a written name: it means this product, or (rejected) it does not. */
struct name_decision {
	struct str vendor, name;      /* as written                                       */
	struct str identity;          /* CPE name or package URL, without version         */
	bool       rejected;
	struct str by;
	int32_t    day;
	struct str organisation;      /* empty: one's own                                 */
};
void name_catalogue_decide(struct name_catalogue *catalogue, const struct name_decision *decision);

struct name_counts { size_t vendors, products, names, aliases, decisions, bytes; };
struct name_counts name_catalogue_counts(const struct name_catalogue *catalogue);

/* --------------------------------------------------------------------------------------- resolving */

enum name_ground {
	NAME_CONFIRMED,      /* a person confirmed it                                         */
	NAME_IDENTIFIER,     /* it is written as an identifier                                */
	NAME_EQUAL,          /* vendor and product equal the list's                           */
	NAME_EQUAL_PRODUCT,  /* the product's name is equal, the vendor is not told or another */
	NAME_MODEL,          /* the model number is equal                                     */
	NAME_ALIAS,          /* a table of aliases says so                                    */
	NAME_PART,           /* part of what is written is equal                              */
	NAME_SIMILAR,        /* looks alike                                                   */
	NAME_GROUND_COUNT,
};
extern const struct enum_names name_ground_names;

enum name_vendor {
	NAME_VENDOR_UNTOLD,    /* none was written                                     */
	NAME_VENDOR_EQUAL,
	NAME_VENDOR_ALIAS,     /* by a table of short forms                            */
	NAME_VENDOR_FORMER,    /* by a change of the company's name or a take-over     */
	NAME_VENDOR_UNKNOWN,   /* what is written is no vendor of the lists            */
	NAME_VENDOR_OTHER,     /* it is another one                                    */
	NAME_VENDOR_COUNT,
};
extern const struct enum_names name_vendor_names;

struct name_candidate {
	struct str       identity;     /* "cpe:2.3:a:vendor:product:*:…", or the list's number where it has no CPE */
	struct str       vendor;       /* as the list has it                                     */
	struct str       product;
	enum name_ground ground;
	enum name_vendor relation;
	uint32_t         alike;        /* permille: how well it stands among the candidates      */
	bool             certain;
	struct str       told;         /* the list, the alias file, who confirmed                */
	int32_t          day;          /* of that; DAY_NONE                                      */
	struct str       note;         /* of a table's row: kind and source, "reading; general knowledge"; of a decision:
	                                  the organisation whose it is, empty for one's own               */
};

enum { NAME_CANDIDATES_MOST = 10 };

struct name_answer {
	struct name_written   written;
	struct name_candidate candidates[NAME_CANDIDATES_MOST];   /* best first; what was rejected is left out */
	size_t                count;
};

/* The vendor may be empty. Answers are the same for the same catalogue, in whatever order that was filled. */
struct name_answer name_resolve(struct name_catalogue *catalogue, struct str vendor, struct str name, struct arena *arena);

/* ---------------------------------------------------------------- products whose versions have an order of their own */

/* The scheme of "vendor:product" (a CPE's); SCHEME_GENERIC where no table names it. */
enum scheme name_scheme(struct str cpe_product);
/* The same of names without case, spaces and punctuation: "sixapart", "movabletype". */
enum scheme name_scheme_folded(struct str vendor, struct str product);
