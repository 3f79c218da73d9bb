#include "format/purl/purl_types.h"

#include <stddef.h>

/*
 * From the type definitions of the specification. Two are wider there than here: a Go purl may do
 * without namespace, because every tool writes pkg:golang/stdlib; and PyPI names fold '.' as PEP 503 does
 * and OSV with it.
 */
static const struct purl_type types[] = {
	{ "alpm",         SPACE_REQUIRED,   PURL_LOWER },
	{ "apk",          SPACE_REQUIRED,   PURL_LOWER },
	{ "bitbucket",    SPACE_REQUIRED,   PURL_LOWER },
	{ "bitnami",      SPACE_PROHIBITED, PURL_LOWER_NAME, .ecosystem = "Bitnami" },
	{ "brew",         SPACE_OPTIONAL,   PURL_LOWER },
	{ "cargo",        SPACE_PROHIBITED, 0, .ecosystem = "crates.io" },
	{ "cocoapods",    SPACE_PROHIBITED, 0 },
	{ "composer",     SPACE_REQUIRED,   PURL_LOWER, .ecosystem = "Packagist", .name = OSV_SLASH },
	{ "conan",        SPACE_OPTIONAL,   PURL_CHANNEL, .ecosystem = "ConanCenter" },
	{ "conda",        SPACE_PROHIBITED, 0 },
	{ "cpan",         SPACE_OPTIONAL,   PURL_UPPER_SPACE },
	{ "cran",         SPACE_PROHIBITED, PURL_NEEDS_VERSION, .ecosystem = "CRAN" },
	{ "deb",          SPACE_REQUIRED,   PURL_LOWER },
	{ "gem",          SPACE_PROHIBITED, 0, .ecosystem = "RubyGems" },
	{ "github",       SPACE_REQUIRED,   PURL_LOWER },
	{ "gitlab",       SPACE_REQUIRED,   PURL_LOWER },
	{ "golang",       SPACE_OPTIONAL,   PURL_LOWER, .ecosystem = "Go", .name = OSV_SLASH },
	{ "hackage",      SPACE_PROHIBITED, 0, .ecosystem = "Hackage" },
	{ "hex",          SPACE_OPTIONAL,   PURL_LOWER, .ecosystem = "Hex", .name = OSV_SLASH },
	{ "huggingface",  SPACE_OPTIONAL,   PURL_LOWER_VERSION },
	{ "julia",        SPACE_PROHIBITED, 0, .needs_qualifier = "uuid", .ecosystem = "Julia" },
	{ "luarocks",     SPACE_OPTIONAL,   PURL_LOWER | PURL_LOWER_VERSION },
	{ "maven",        SPACE_REQUIRED,   0, .ecosystem = "Maven", .name = OSV_COLON },
	{ "mlflow",       SPACE_PROHIBITED, 0 },
	{ "npm",          SPACE_OPTIONAL,   0, .ecosystem = "npm", .name = OSV_SLASH },
	{ "nuget",        SPACE_PROHIBITED, 0, .ecosystem = "NuGet" },
	{ "oci",          SPACE_PROHIBITED, PURL_LOWER_NAME },
	{ "opam",         SPACE_PROHIBITED, 0, .ecosystem = "opam" },
	{ "pub",          SPACE_PROHIBITED, PURL_LOWER_NAME, .ecosystem = "Pub" },
	{ "pypi",         SPACE_PROHIBITED, PURL_LOWER_NAME | PURL_DASHES, .ecosystem = "PyPI" },
	{ "qpkg",         SPACE_REQUIRED,   PURL_LOWER_SPACE },
	{ "rpm",          SPACE_REQUIRED,   PURL_LOWER_SPACE },
	{ "swid",         SPACE_OPTIONAL,   0, .needs_qualifier = "tag_id" },
	{ "swift",        SPACE_REQUIRED,   PURL_NEEDS_VERSION, .ecosystem = "SwiftURL", .name = OSV_SLASH },
};

static const struct {
	const char *type, *space, *ecosystem;
} distributions[] = {
	{ "apk", "alpine",       "Alpine" },
	{ "apk", "chainguard",   "Chainguard" },
	{ "apk", "wolfi",        "Wolfi" },
	{ "deb", "debian",       "Debian" },
	{ "deb", "ubuntu",       "Ubuntu" },
	{ "rpm", "almalinux",    "AlmaLinux" },
	{ "rpm", "azurelinux",   "Azure Linux" },
	{ "rpm", "mageia",       "Mageia" },
	{ "rpm", "openeuler",    "openEuler" },
	{ "rpm", "opensuse",     "openSUSE" },
	{ "rpm", "photon",       "Photon OS" },
	{ "rpm", "redhat",       "Red Hat" },
	{ "rpm", "rhel",         "Red Hat" },
	{ "rpm", "rocky",        "Rocky Linux" },
	{ "rpm", "rocky-linux",  "Rocky Linux" },
	{ "rpm", "rockylinux",   "Rocky Linux" },
	{ "rpm", "sles",         "SUSE" },
	{ "rpm", "suse",         "SUSE" },
};

const struct purl_type *
purl_type_find(struct str type)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (str_eq(type, str_of(types[i].type)))
			return &types[i];
	return NULL;
}

const char *
purl_distribution_ecosystem(struct str type, struct str space)
{
	for (size_t i = 0; i < ARRAY_LEN(distributions); i++)
		if (str_eq(type, str_of(distributions[i].type)) && str_eq(space, str_of(distributions[i].space)))
			return distributions[i].ecosystem;
	return NULL;
}
