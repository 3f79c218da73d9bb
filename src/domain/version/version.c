/*
 * The table of orderings, and the names by which ecosystems and package URLs ask for them.
 */
#include "domain/version/order.h"

static const char *const scheme_words[] = {
	[SCHEME_GENERIC] = "generic",   [SCHEME_DEB] = "deb",       [SCHEME_RPM] = "rpm",
	[SCHEME_APK] = "apk",           [SCHEME_SEMVER] = "semver", [SCHEME_PEP440] = "pep440",
	[SCHEME_MAVEN] = "maven",       [SCHEME_GEM] = "gem",       [SCHEME_NUGET] = "nuget",
	[SCHEME_COMPOSER] = "composer", [SCHEME_GOLANG] = "golang",
	[SCHEME_PACMAN] = "pacman", [SCHEME_GENTOO] = "gentoo", [SCHEME_CARGO] = "cargo",
	[SCHEME_HEX] = "hex", [SCHEME_PUB] = "pub", [SCHEME_CRAN] = "cran",
	[SCHEME_HACKAGE] = "hackage", [SCHEME_CONAN] = "conan", [SCHEME_OPENSSL] = "openssl",
	[SCHEME_WINDOWS] = "windows", [SCHEME_CISCO] = "cisco", [SCHEME_HITACHI] = "hitachi",
	[SCHEME_FUJITSU] = "fujitsu", [SCHEME_NEC] = "nec", [SCHEME_ECCUBE] = "eccube",
	[SCHEME_YEARLY] = "yearly", [SCHEME_BUILD] = "build", [SCHEME_FIRMWARE] = "firmware",
	[SCHEME_NONE] = "none",
};
const struct enum_names scheme_names = ENUM_NAMES(scheme_words);

static const struct ordering *const orderings[SCHEME_COUNT] = {
	[SCHEME_GENERIC] = &ordering_generic,   [SCHEME_DEB] = &ordering_deb,       [SCHEME_RPM] = &ordering_rpm,
	[SCHEME_APK] = &ordering_apk,           [SCHEME_SEMVER] = &ordering_semver, [SCHEME_PEP440] = &ordering_pep440,
	[SCHEME_MAVEN] = &ordering_maven,       [SCHEME_GEM] = &ordering_gem,       [SCHEME_NUGET] = &ordering_nuget,
	[SCHEME_COMPOSER] = &ordering_composer, [SCHEME_GOLANG] = &ordering_golang,
	[SCHEME_PACMAN] = &ordering_pacman, [SCHEME_GENTOO] = &ordering_gentoo, [SCHEME_CARGO] = &ordering_cargo,
	[SCHEME_HEX] = &ordering_hex, [SCHEME_PUB] = &ordering_pub, [SCHEME_CRAN] = &ordering_cran,
	[SCHEME_HACKAGE] = &ordering_hackage, [SCHEME_CONAN] = &ordering_conan, [SCHEME_OPENSSL] = &ordering_openssl,
	[SCHEME_WINDOWS] = &ordering_windows, [SCHEME_CISCO] = &ordering_cisco, [SCHEME_HITACHI] = &ordering_hitachi,
	[SCHEME_FUJITSU] = &ordering_fujitsu, [SCHEME_NEC] = &ordering_nec, [SCHEME_ECCUBE] = &ordering_eccube,
	[SCHEME_YEARLY] = &ordering_yearly, [SCHEME_BUILD] = &ordering_build, [SCHEME_FIRMWARE] = &ordering_firmware,
};

const struct ordering *
ordering_of(enum scheme scheme)
{
	return orderings[scheme];
}

enum order
version_compare(enum scheme scheme, struct str a, struct str b)
{
	const struct ordering *ordering = orderings[scheme];

	if (str_eq(a, b))
		return ORDER_EQUAL;
	return ordering == NULL ? ORDER_UNKNOWN : ordering->compare(a, b);
}

bool
version_is_valid(enum scheme scheme, struct str version)
{
	const struct ordering *ordering = orderings[scheme];

	return ordering == NULL ? version.len > 0 : ordering->is_valid(version);
}

bool
version_key(enum scheme scheme, struct str version, struct version_key *ret_key)
{
	const struct ordering *ordering = orderings[scheme];

	ret_key->len = 0;
	ret_key->whole = true;
	return ordering != NULL && ordering->key != NULL && ordering->key(version, ret_key);
}

enum order
version_key_order(const struct version_key *a, const struct version_key *b)
{
	size_t common = a->len < b->len ? a->len : b->len;
	int difference = memcmp(a->bytes, b->bytes, common);

	if (difference == 0 && !(a->whole && b->whole))
		return ORDER_UNKNOWN;
	return order_of_int(difference);
}

bool
version_is_prerelease(enum scheme scheme, struct str version)
{
	const struct ordering *ordering = orderings[scheme];

	return ordering != NULL && ordering->is_prerelease(version);
}

/* ---------------------------------------------------------------------------------- names */

struct scheme_name {
	struct str  name;
	enum scheme scheme;
};

/* OSV's ecosystems (ossf/osv-schema, "Defined ecosystems") whose order is one of ours. */
static const struct scheme_name ecosystems[] = {
	{ STR_INIT("Debian"), SCHEME_DEB },          { STR_INIT("Ubuntu"), SCHEME_DEB },
	{ STR_INIT("AlmaLinux"), SCHEME_RPM },       { STR_INIT("Rocky Linux"), SCHEME_RPM },
	{ STR_INIT("Red Hat"), SCHEME_RPM },         { STR_INIT("SUSE"), SCHEME_RPM },
	{ STR_INIT("openSUSE"), SCHEME_RPM },        { STR_INIT("Mageia"), SCHEME_RPM },
	{ STR_INIT("openEuler"), SCHEME_RPM },       { STR_INIT("Photon OS"), SCHEME_RPM },
	{ STR_INIT("Azure Linux"), SCHEME_RPM },     { STR_INIT("Alpine"), SCHEME_APK },
	{ STR_INIT("Alpaquita"), SCHEME_APK },       { STR_INIT("Chainguard"), SCHEME_APK },
	{ STR_INIT("Wolfi"), SCHEME_APK },           { STR_INIT("MinimOS"), SCHEME_APK },
	{ STR_INIT("npm"), SCHEME_SEMVER },          { STR_INIT("crates.io"), SCHEME_CARGO },
	{ STR_INIT("Hex"), SCHEME_HEX },             { STR_INIT("SwiftURL"), SCHEME_SEMVER },
	{ STR_INIT("Pub"), SCHEME_PUB },             { STR_INIT("Julia"), SCHEME_SEMVER },
	{ STR_INIT("GitHub Actions"), SCHEME_SEMVER }, { STR_INIT("PyPI"), SCHEME_PEP440 },
	{ STR_INIT("Maven"), SCHEME_MAVEN },         { STR_INIT("RubyGems"), SCHEME_GEM },
	{ STR_INIT("NuGet"), SCHEME_NUGET },         { STR_INIT("Packagist"), SCHEME_COMPOSER },
	{ STR_INIT("Go"), SCHEME_GOLANG },           { STR_INIT("Linux"), SCHEME_GENERIC },
	{ STR_INIT("CRAN"), SCHEME_CRAN },           { STR_INIT("Bioconductor"), SCHEME_CRAN },
	{ STR_INIT("Hackage"), SCHEME_HACKAGE },     { STR_INIT("GHC"), SCHEME_HACKAGE },
	{ STR_INIT("ConanCenter"), SCHEME_CONAN },
};

/* Types of package URLs, and of VERS, which borrows them; Arch and Gentoo under their other names too. */
static const struct scheme_name types[] = {
	{ STR_INIT("deb"), SCHEME_DEB },       { STR_INIT("rpm"), SCHEME_RPM },         { STR_INIT("apk"), SCHEME_APK },
	{ STR_INIT("alpine"), SCHEME_APK },    { STR_INIT("npm"), SCHEME_SEMVER },      { STR_INIT("cargo"), SCHEME_CARGO },
	{ STR_INIT("hex"), SCHEME_HEX },       { STR_INIT("swift"), SCHEME_SEMVER },    { STR_INIT("pub"), SCHEME_PUB },
	{ STR_INIT("julia"), SCHEME_SEMVER },  { STR_INIT("semver"), SCHEME_SEMVER },   { STR_INIT("pypi"), SCHEME_PEP440 },
	{ STR_INIT("maven"), SCHEME_MAVEN },   { STR_INIT("gem"), SCHEME_GEM },         { STR_INIT("cocoapods"), SCHEME_GEM },
	{ STR_INIT("nuget"), SCHEME_NUGET },   { STR_INIT("composer"), SCHEME_COMPOSER },
	{ STR_INIT("golang"), SCHEME_GOLANG }, { STR_INIT("generic"), SCHEME_GENERIC },
	{ STR_INIT("github"), SCHEME_GENERIC }, { STR_INIT("bitbucket"), SCHEME_GENERIC },
	{ STR_INIT("swid"), SCHEME_GENERIC },  { STR_INIT("cran"), SCHEME_CRAN },
	{ STR_INIT("bioconductor"), SCHEME_CRAN }, { STR_INIT("hackage"), SCHEME_HACKAGE },
	{ STR_INIT("conan"), SCHEME_CONAN },   { STR_INIT("openssl"), SCHEME_OPENSSL },
	{ STR_INIT("alpm"), SCHEME_PACMAN },   { STR_INIT("arch"), SCHEME_PACMAN },
	{ STR_INIT("ebuild"), SCHEME_GENTOO }, { STR_INIT("portage"), SCHEME_GENTOO },
	{ STR_INIT("intdot"), SCHEME_GENERIC },
};

static enum scheme
scheme_find(const struct scheme_name *table, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(table[i].name, name))
			return table[i].scheme;
	return SCHEME_NONE;
}

enum scheme
scheme_of_ecosystem(struct str ecosystem)
{
	struct str release;

	str_cut(ecosystem, ':', &ecosystem, &release);
	return scheme_find(ecosystems, ARRAY_LEN(ecosystems), ecosystem);
}

enum scheme
scheme_of_purl_type(struct str type)
{
	return scheme_find(types, ARRAY_LEN(types), type);
}
