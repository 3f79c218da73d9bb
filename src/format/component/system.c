#include "format/component/system.h"

/*
 * One distribution a line: os-release's ID, the other names tools use for it (lower case, separated by
 * '|'), the type and namespace of its purls, OSV's ecosystem, how many parts of its version make its
 * release (0: all), and whether OSV lists its binary packages (seen in real records) instead of source.
 */
static const struct distribution {
	const char *id, *names, *type, *space, *ecosystem;
	size_t      parts;
	bool        binary;
} distributions[] = {
	{ "debian",        "debian gnu/linux",                                  "deb", "debian",     "Debian",      1 },
	{ "ubuntu",        "ubuntu linux",                                      "deb", "ubuntu",     "Ubuntu",      2 },
	{ "alpine",        "alpine linux",                                      "apk", "alpine",     "Alpine",      2 },
	{ "wolfi",         "wolfi linux",                                       "apk", "wolfi",      "Wolfi",       0 },
	{ "chainguard",    "",                                                  "apk", "chainguard", "Chainguard",  0 },
	{ "rhel",          "redhat|red hat|red hat enterprise linux|redhatenterpriselinux", "rpm", "redhat", "Red Hat", 0, true },
	{ "centos",        "centos linux|centos stream",                        "rpm", "centos",     "",            0 },
	{ "almalinux",     "alma|alma linux",                                   "rpm", "almalinux",  "AlmaLinux",   0, true },
	{ "rocky",         "rocky-linux|rockylinux|rocky linux",                "rpm", "rocky-linux", "Rocky Linux", 0 },
	{ "fedora",        "fedora linux",                                      "rpm", "fedora",     "",            0 },
	{ "ol",            "oracle|oraclelinux|oracle linux|oracle linux server", "rpm", "oracle",   "",            0 },
	{ "amzn",          "amazon|amazonlinux|amazon linux",                   "rpm", "amazon",     "",            0 },
	{ "sles",          "suse|suse linux enterprise|suse linux enterprise server", "rpm", "suse", "SUSE",        0 },
	{ "opensuse-leap", "opensuse.leap|opensuse leap|opensuse",              "rpm", "opensuse",   "openSUSE",    0 },
	{ "opensuse-tumbleweed", "opensuse.tumbleweed|opensuse tumbleweed",     "rpm", "opensuse",   "openSUSE",    0 },
	{ "openeuler",     "",                                                  "rpm", "openeuler",  "openEuler",   0 },
	{ "mageia",        "",                                                  "rpm", "mageia",     "Mageia",      0 },
	{ "photon",        "photon os|vmware photon os",                        "rpm", "photon",     "Photon OS",   0 },
	{ "azurelinux",    "azure linux",                                       "rpm", "azurelinux", "Azure Linux", 0 },
	{ "mariner",       "cbl-mariner|common base linux mariner",             "rpm", "mariner",    "",            0 },
	{ "miraclelinux",  "miracle linux|asianux",                             "rpm", "miraclelinux", "",          0 },
	{ "arch",          "arch linux|archlinux",                              "alpm", "arch",      "",            0 },
};

/* Releases by the names people call them. */
static const struct {
	struct str distribution, name, release;
} code_names[] = {
	{ STR_INIT("debian"), STR_INIT("jessie"),   STR_INIT("8") },
	{ STR_INIT("debian"), STR_INIT("stretch"),  STR_INIT("9") },
	{ STR_INIT("debian"), STR_INIT("buster"),   STR_INIT("10") },
	{ STR_INIT("debian"), STR_INIT("bullseye"), STR_INIT("11") },
	{ STR_INIT("debian"), STR_INIT("bookworm"), STR_INIT("12") },
	{ STR_INIT("debian"), STR_INIT("trixie"),   STR_INIT("13") },
	{ STR_INIT("debian"), STR_INIT("forky"),    STR_INIT("14") },
	{ STR_INIT("ubuntu"), STR_INIT("trusty"),   STR_INIT("14.04") },
	{ STR_INIT("ubuntu"), STR_INIT("xenial"),   STR_INIT("16.04") },
	{ STR_INIT("ubuntu"), STR_INIT("bionic"),   STR_INIT("18.04") },
	{ STR_INIT("ubuntu"), STR_INIT("focal"),    STR_INIT("20.04") },
	{ STR_INIT("ubuntu"), STR_INIT("jammy"),    STR_INIT("22.04") },
	{ STR_INIT("ubuntu"), STR_INIT("noble"),    STR_INIT("24.04") },
};

static struct str
lower(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len);

	for (size_t i = 0; i < text.len; i++)
		out[i] = char_lower(text.ptr[i]);
	return (struct str){ out, text.len };
}

static const struct distribution *
find_distribution(struct str name)
{
	for (size_t i = 0; name.len > 0 && i < ARRAY_LEN(distributions); i++) {
		struct str names = str_of(distributions[i].names), one;

		if (str_eq(name, str_of(distributions[i].id)))
			return &distributions[i];
		while (str_split(&names, '|', &one))
			if (str_eq(name, one))
				return &distributions[i];
	}
	return NULL;
}

/* The first `parts` parts between dots. */
static struct str
first_parts(struct str version, size_t parts)
{
	for (size_t i = 0; i < version.len; i++)
		if (version.ptr[i] == '.' && --parts == 0)
			return str_sub(version, 0, i);
	return version;
}

static struct str
release_of(const struct distribution *distribution, struct str version)
{
	struct str rest;

	str_cut(str_trim_space(version), ' ', &version, &rest);
	for (size_t i = 0; i < ARRAY_LEN(code_names); i++)
		if (str_eq(str_of(distribution->id), code_names[i].distribution) && str_eq(version, code_names[i].name))
			return code_names[i].release;
	(void)str_take(&version, STR("v"));
	if (version.len == 0 || !char_is_digit(version.ptr[0]))
		return STR("");
	return distribution->parts == 0 ? version : first_parts(version, distribution->parts);
}

struct system_name
system_of_words(struct str name, struct str version, struct arena *arena)
{
	struct str id = lower(str_trim_space(name), arena);
	const struct distribution *known = find_distribution(id);
	struct system_name system = { 0 };

	if (known != NULL) {
		system.distribution = str_of(known->id);
		system.release = release_of(known, lower(version, arena));
	} else {
		system.distribution = id;
		system.release = version;
	}
	return system;
}

/* "debian-12", "opensuse-leap-15.5", "3.20.3" and "bookworm" all occur. */
struct system_name
system_of_purl(struct str space, struct str distro, struct arena *arena)
{
	struct str name, version;

	if (str_cut_last(distro, '-', &name, &version) && version.len > 0 && char_is_digit(version.ptr[0]) &&
	    !char_is_digit(name.len > 0 ? name.ptr[0] : '0'))
		return system_of_words(name, version, arena);
	return system_of_words(space, distro, arena);
}

struct system_package
system_package(struct str distribution)
{
	const struct distribution *known = find_distribution(distribution);

	if (known == NULL)
		return (struct system_package){ 0 };
	return (struct system_package){ known->type, str_of(known->space) };
}

struct str
system_ecosystem(struct str distribution)
{
	const struct distribution *known = find_distribution(distribution);

	return str_of(known == NULL ? NULL : known->ecosystem);
}

bool
system_lists_binaries(struct str distribution)
{
	const struct distribution *known = find_distribution(distribution);

	return known != NULL && known->binary;
}

/* ------------------------------------------------------------------------------- os-release */

static struct str
unquote(struct str text)
{
	text = str_trim_space(text);
	if (text.len >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') && text.ptr[text.len - 1] == text.ptr[0])
		return str_sub(text, 1, text.len - 2);
	return text;
}

static bool
is_variable(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_upper(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '_')
			return false;
	return name.len > 0;
}

bool
system_take_line(struct system_name *system, struct str line, struct arena *arena)
{
	struct str name, value;

	line = str_trim_space(line);
	if (line.len == 0 || str_starts(line, STR("#")))
		return true;
	if (!str_cut(line, '=', &name, &value) || !is_variable(name))
		return false;
	value = unquote(value);
	if (str_eq(name, STR("ID")))
		system->distribution = lower(value, arena);
	else if (str_eq(name, STR("VERSION_ID")))
		system->release = value;
	else if (str_eq(name, STR("KERNEL")))
		system->kernel = value;
	return true;
}

bool
system_take_lines(struct system_name *system, struct str *text, struct arena *arena)
{
	struct system_name found = { 0 };
	struct str rest = *text, line;

	(void)str_take(&rest, STR("\xef\xbb\xbf"));
	*text = rest;
	while (str_line(&rest, &line) && system_take_line(&found, line, arena))
		*text = rest;
	if (found.distribution.len == 0)
		return false;
	*system = system_of_words(found.distribution, found.release, arena);
	system->kernel = found.kernel;
	return true;
}
