/*
 * version.h - which of two versions is newer, by the ecosystem's own rule.
 *
 * Orderings are exact and never guess: where the ecosystem itself has no order for a pair, or a text
 * is no version of the scheme, the answer is ORDER_UNKNOWN. The same bytes are always ORDER_EQUAL.
 * No allocation, no locale, any bytes. Each ordering's rules stand at the head of its file; what is hard
 * about them, one pair a line, in version.cases and orderings.cases.
 */
#pragma once
#include "base/str.h"
#include "model/schema.h"

/* The numbers stand in the indexes of knowledge bases: when one changes, so does MATCH_FORMAT (domain/match/match.h). */
enum scheme {
	SCHEME_GENERIC,     /* CPE and everything without a rule of its own: numbers and words        */
	SCHEME_DEB,         /* Debian policy 5.6.12                                                   */
	SCHEME_RPM,         /* rpmvercmp with epoch, ~ and ^                                          */
	SCHEME_APK,         /* Alpine                                                                 */
	SCHEME_SEMVER,      /* SemVer 2.0 §11, read generously: npm, SwiftURL …                       */
	SCHEME_PEP440,      /* PyPI                                                                   */
	SCHEME_MAVEN,
	SCHEME_GEM,
	SCHEME_NUGET,
	SCHEME_COMPOSER,    /* Packagist                                                              */
	SCHEME_GOLANG,      /* SemVer with v, pseudo-versions; the standard library's "go1.21.3"      */
	SCHEME_PACMAN,      /* Arch Linux                                                             */
	SCHEME_GENTOO,
	SCHEME_CARGO,       /* crates.io: SemVer by the letter, within 64 bits                        */
	SCHEME_HEX,         /* SemVer by the letter                                                   */
	SCHEME_PUB,         /* SemVer in which build metadata counts                                  */
	SCHEME_CRAN,
	SCHEME_HACKAGE,
	SCHEME_CONAN,
	SCHEME_OPENSSL,     /* numbers, letter releases, alpha and beta                               */
	SCHEME_WINDOWS,     /* 10.0.19045.4046                                                        */
	SCHEME_CISCO,       /* IOS, IOS XE, NX-OS, ASA                                                */
	SCHEME_HITACHI,     /* VV-RR[-SS][-/X]                                                        */
	SCHEME_FUJITSU,     /* VnnLnn, Vn.n                                                           */
	SCHEME_NEC,         /* Ver n.nn, Vn.n, V01L07NF0201                                           */
	SCHEME_ECCUBE,      /* 4.0.6-p4                                                               */
	SCHEME_YEARLY,      /* the year is the product                                                */
	SCHEME_BUILD,       /* 2019 SP1 Build 12345                                                   */
	SCHEME_FIRMWARE,    /* with the hardware revision as a field of its own                       */
	SCHEME_NONE,        /* versions of this ecosystem have no order we know: equality only        */
	SCHEME_COUNT,
};
extern const struct enum_names scheme_names;     /* "generic", "deb", … as on the command line */

enum order { ORDER_LESS = -1, ORDER_EQUAL = 0, ORDER_GREATER = 1, ORDER_UNKNOWN = 2 };

enum order version_compare(enum scheme scheme, struct str a, struct str b);
bool version_is_valid(enum scheme scheme, struct str version);

/*
 * A version as bytes in the order of versions: where two versions of a scheme have keys, memcmp of these has the sign
 * of version_compare, equal versions have equal keys, and no whole key begins another. Longer keys than
 * VERSION_KEY_MOST keep their beginning only.
 */
enum { VERSION_KEY_MOST = 64 };
struct version_key {
	uint8_t bytes[VERSION_KEY_MOST];
	uint8_t len;
	bool    whole;     /* false: cut off, and only what differs before that can be told */
};

/*
 * False where there is no key: the text is no version of the scheme, or it is one that has no order with some others
 * (a word in a generic version). Such versions are compared as texts.
 */
bool version_key(enum scheme scheme, struct str version, struct version_key *ret_key);

/* The order of two keys of one scheme; ORDER_UNKNOWN when they were cut off before they differ: compare the texts. */
enum order version_key_order(const struct version_key *a, const struct version_key *b);
bool version_is_prerelease(enum scheme scheme, struct str version);   /* 1.0-rc1, 2.0a1, 3.0.dev4 */
/*
 * Does version begin with prefix, component by component: 4.10.2 has prefix 4.10, not 4.1. Where the
 * scheme takes missing zeros for granted, 4 and 4-rc1 have prefix 4.0. An epoch must be the same; a number of
 * another part is another number: 1.2-3 has not prefix 1.2.3 where a release or pre-release stands behind the hyphen.
 */
bool version_has_prefix(enum scheme scheme, struct str version, struct str prefix);

/*
 * The scheme of an OSV ecosystem ("Debian:12", "PyPI", "Maven:https://…") or a type of purl or VERS ("deb",
 * "pypi"), in any case. SCHEME_NONE for one we do not know.
 */
enum scheme scheme_of_ecosystem(struct str ecosystem);
enum scheme scheme_of_purl_type(struct str type);
