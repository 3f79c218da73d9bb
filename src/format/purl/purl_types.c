#include "format/purl/purl_types.h"

#include <stddef.h>

/*
 * From the type definitions of the specification. Where these leave a choice or contradict themselves: a Go purl is lower
 * case, as their words have it (beside "case_sensitive": true), and may do without namespace, because every tool writes
 * pkg:golang/stdlib; a Hugging Face model may too, as in their own example; a CRAN or Swift purl must have a version, as the
 * specification's former test suite has it. PyPI names keep their '.' here; purl_package_key folds it.
 */
static const struct purl_type types[] = {
	{ "alpm",         SPACE_REQUIRED,   PURL_LOWER },
	{ "apk",          SPACE_REQUIRED,   PURL_LOWER },
	{ "bazel",        SPACE_PROHIBITED, 0 },
	{ "bitbucket",    SPACE_REQUIRED,   PURL_LOWER },
	{ "bitnami",      SPACE_PROHIBITED, PURL_LOWER_NAME, .ecosystem = "Bitnami" },
	{ "brew",         SPACE_OPTIONAL,   PURL_LOWER },
	{ "cargo",        SPACE_PROHIBITED, 0, .ecosystem = "crates.io" },
	{ "chrome-extension", SPACE_PROHIBITED, PURL_LOWER_NAME },
	{ "cocoapods",    SPACE_PROHIBITED, 0 },
	{ "composer",     SPACE_REQUIRED,   PURL_LOWER, .ecosystem = "Packagist", .name = OSV_SLASH },
	{ "conan",        SPACE_OPTIONAL,   PURL_CHANNEL, .ecosystem = "ConanCenter" },
	{ "conda",        SPACE_PROHIBITED, 0 },
	{ "cpan",         SPACE_OPTIONAL,   PURL_UPPER_SPACE | PURL_NO_MODULE },
	{ "cran",         SPACE_PROHIBITED, PURL_NEEDS_VERSION, .ecosystem = "CRAN" },
	{ "deb",          SPACE_REQUIRED,   PURL_LOWER },
	{ "gem",          SPACE_PROHIBITED, 0, .ecosystem = "RubyGems" },
	{ "git",          SPACE_REQUIRED,   0 },
	{ "github",       SPACE_REQUIRED,   PURL_LOWER },
	{ "gitlab",       SPACE_REQUIRED,   PURL_LOWER },
	{ "golang",       SPACE_OPTIONAL,   PURL_LOWER, .ecosystem = "Go", .name = OSV_SLASH },
	{ "hackage",      SPACE_PROHIBITED, PURL_HYPHENS, .ecosystem = "Hackage" },
	{ "hex",          SPACE_OPTIONAL,   PURL_LOWER, .ecosystem = "Hex", .name = OSV_SLASH },
	{ "huggingface",  SPACE_OPTIONAL,   PURL_LOWER_VERSION },
	{ "julia",        SPACE_PROHIBITED, 0, .needs_qualifier = "uuid", .ecosystem = "Julia" },
	{ "luarocks",     SPACE_OPTIONAL,   PURL_LOWER | PURL_LOWER_VERSION },
	{ "maven",        SPACE_REQUIRED,   0, .ecosystem = "Maven", .name = OSV_COLON },
	{ "mlflow",       SPACE_PROHIBITED, 0 },
	{ "npm",          SPACE_OPTIONAL,   0, .ecosystem = "npm", .name = OSV_SLASH },
	{ "nuget",        SPACE_PROHIBITED, 0, .ecosystem = "NuGet" },
	{ "oci",          SPACE_PROHIBITED, PURL_LOWER_NAME | PURL_LOWER_VERSION },
	{ "opam",         SPACE_PROHIBITED, 0, .ecosystem = "opam" },
	{ "otp",          SPACE_PROHIBITED, PURL_LOWER_NAME },
	{ "pub",          SPACE_PROHIBITED, PURL_LOWER_NAME | PURL_UNDERSCORES, .ecosystem = "Pub" },
	{ "pypi",         SPACE_PROHIBITED, PURL_LOWER_NAME | PURL_HYPHENS, .ecosystem = "PyPI" },
	{ "qpkg",         SPACE_REQUIRED,   PURL_LOWER_SPACE },
	{ "rpm",          SPACE_REQUIRED,   PURL_LOWER_SPACE },
	{ "swid",         SPACE_OPTIONAL,   0, .needs_qualifier = "tag_id" },
	{ "swift",        SPACE_REQUIRED,   PURL_NEEDS_VERSION, .ecosystem = "SwiftURL", .name = OSV_SLASH },
	{ "vcpkg",        SPACE_PROHIBITED, 0 },
	{ "vscode-extension", SPACE_REQUIRED, PURL_LOWER | PURL_LOWER_VERSION },
	{ "yocto",        SPACE_OPTIONAL,   PURL_LOWER_SPACE },
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
