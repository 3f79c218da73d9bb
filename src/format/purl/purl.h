/*
 * purl.h - package URLs: the names that SBOMs and advisories give to packages.
 *
 *     pkg:deb/debian/curl@7.88.1-10+deb12u5?arch=amd64#bin
 *         type space  name version           qualifiers subpath
 *
 * A purl is a set of views. They point into the text it was read from, or into the arena where
 * percent-encoding had to be undone or a type's rule changed a letter, and live as long as both of these.
 *
 * Follows the purl specification (ECMA-427), "How to parse", and its type definitions.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

struct purl {
	struct str type;        /* lower case, never empty: "deb", "npm"        */
	struct str space;       /* may be empty: "debian", "@angular", "org.x"  */
	struct str name;        /* never empty                                  */
	struct str version;     /* empty when the purl names no version         */
	struct str qualifiers;  /* canonical and still encoded: "arch=amd64&distro=debian-12" */
	struct str subpath;     /* may be empty: "googleapis/api"               */
};

/*
 * Reads one purl into the canonical form of its type: PyPI names lower with '-', GitHub owners lower …
 * ERR_FORMAT says at which character which part is missing or wrong; ERR_LIMIT beyond LIMIT_NAME_TEXT. One liberty: a '%'
 * that no two hexadecimal digits follow stands for itself, as tools write it, and is encoded in the canonical form.
 */
CHECKED struct err *purl_parse(struct str text, struct arena *arena, struct purl *ret_purl);

/*
 * The same rules for parts put together by hand (decoded; qualifiers by purl_add_qualifier). On
 * success *purl is canonical; on failure untouched.
 */
CHECKED struct err *purl_normalise(struct purl *purl, struct arena *arena);

/* Writes the canonical form; reading it again gives an equal purl. */
struct str purl_format(const struct purl *purl, struct arena *arena);

/* Takes the first qualifier off *rest, which begins as purl->qualifiers; false when none is left. The value is decoded. */
bool purl_next_qualifier(struct str *rest, struct arena *arena, struct str *ret_key, struct str *ret_value);
/* A qualifier's value, decoded; "" when there is none. Keys are lower case. */
struct str purl_qualifier(const struct purl *purl, struct str key, struct arena *arena);
/* Adds one, encoded. An empty value adds nothing. purl_normalise sorts and checks. */
void purl_add_qualifier(struct purl *purl, struct str key, struct str value, struct arena *arena);

/*
 * The package as OSV names it: ecosystem without suffix ("PyPI", "npm", "Maven", "Go", "Debian",
 * "Red Hat") and its name there ("@scope/name", "org.x:y", "vendor/name"). The name is what the purl says:
 * for distributions that is the binary package, OSV lists the source package. False when OSV has no such
 * ecosystem; then nothing is written.
 */
bool purl_ecosystem(const struct purl *purl, struct arena *arena, struct str *ret_ecosystem, struct str *ret_package);

/*
 * A package name as two sources must agree on it: PEP 503 for PyPI, lower case where the registry takes
 * no notice of case (NuGet, Packagist, Go …; a Go purl has lost its case), '_' as '-' on crates.io, as it stands
 * elsewhere. Apply it to both sides of a comparison, advisory and inventory. Ecosystem may have its suffix.
 */
struct str purl_package_key(struct str ecosystem, struct str package, struct arena *arena);
