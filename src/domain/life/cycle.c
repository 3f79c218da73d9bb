/*
 * cycle.c - how endoflife.date names cycles: of distributions, of Windows by build and edition.
 */
#include "domain/life/cycle.h"

#include "base/fold.h"
#include "domain/windows/windows.h"

struct str
cycle_plain_version(struct str version, struct arena *arena)
{
	static const struct str heads[] = { STR_INIT("version "), STR_INIT("version"), STR_INIT("ver."), STR_INIT("ver "), STR_INIT("ver"), STR_INIT("v") };
	struct str plain = str_trim_space(fold_text(version, arena));

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		struct str rest = plain;

		if (str_take(&rest, heads[i]) && str_trim_space(rest).len > 0 && char_is_digit(str_trim_space(rest).ptr[0]))
			return str_trim_space(rest);
	}
	return plain;
}

bool
cycle_begins(struct str version, struct str cycle)
{
	if (cycle.len == 0 || !str_starts(version, cycle))
		return false;
	return version.len == cycle.len || !char_is_alnum(version.ptr[cycle.len]);
}

/* os-release ID, and what endoflife.date calls it. */
static const struct { struct str id, product; } distributions[] = {
	{ STR_INIT("debian"), STR_INIT("debian") }, { STR_INIT("ubuntu"), STR_INIT("ubuntu") }, { STR_INIT("rhel"), STR_INIT("rhel") },
	{ STR_INIT("centos"), STR_INIT("centos") }, { STR_INIT("almalinux"), STR_INIT("almalinux") }, { STR_INIT("rocky"), STR_INIT("rocky-linux") },
	{ STR_INIT("ol"), STR_INIT("oracle-linux") }, { STR_INIT("amzn"), STR_INIT("amazon-linux") }, { STR_INIT("alpine"), STR_INIT("alpine-linux") },
	{ STR_INIT("fedora"), STR_INIT("fedora") }, { STR_INIT("sles"), STR_INIT("sles") },
	{ STR_INIT("opensuse-leap"), STR_INIT("opensuse") },
};

struct str
cycle_distribution(struct str id)
{
	for (size_t i = 0; i < ARRAY_LEN(distributions); i++)
		if (str_eq(distributions[i].id, id))
			return distributions[i].product;
	return STR("");
}

/* ----------------------------------------------------------------------------------------- Windows */

struct str
cycle_windows_product(const struct component *component)
{
	bool windows = component->kind == COMPONENT_OS
	    && (component->installation.len > 0 || str_find(component->name, STR("Windows")) != SIZE_MAX);

	if (!windows)
		return STR("");
	if (str_starts(component->installation, STR("Server")) || str_starts(component->edition, STR("Server"))
	    || str_find(component->name, STR("Server")) != SIZE_MAX)
		return STR("windows-server");
	return STR("windows");
}

/* What an edition's cycles end with. Each of the four ends on days of its own (windows.md §2). */
static const struct { struct str edition, suffix; } editions[] = {
	{ STR_INIT("Core"), STR_INIT("-w") }, { STR_INIT("CoreN"), STR_INIT("-w") }, { STR_INIT("CoreSingleLanguage"), STR_INIT("-w") },
	{ STR_INIT("CoreCountrySpecific"), STR_INIT("-w") }, { STR_INIT("Professional"), STR_INIT("-w") }, { STR_INIT("ProfessionalN"), STR_INIT("-w") },
	{ STR_INIT("ProfessionalEducation"), STR_INIT("-w") }, { STR_INIT("ProfessionalEducationN"), STR_INIT("-w") },
	{ STR_INIT("ProfessionalWorkstation"), STR_INIT("-w") }, { STR_INIT("ProfessionalWorkstationN"), STR_INIT("-w") },
	{ STR_INIT("Enterprise"), STR_INIT("-e") }, { STR_INIT("EnterpriseN"), STR_INIT("-e") }, { STR_INIT("Education"), STR_INIT("-e") },
	{ STR_INIT("EducationN"), STR_INIT("-e") }, { STR_INIT("IoTEnterprise"), STR_INIT("-e") }, { STR_INIT("ServerRdsh"), STR_INIT("-e") },
	{ STR_INIT("EnterpriseS"), STR_INIT("-e-lts") }, { STR_INIT("EnterpriseSN"), STR_INIT("-e-lts") },
	{ STR_INIT("IoTEnterpriseS"), STR_INIT("-iot-lts") },
	{ STR_INIT("ServerStandardACor"), STR_INIT("-sac") }, { STR_INIT("ServerDatacenterACor"), STR_INIT("-sac") },
};

static struct str
suffix_of(struct str edition)
{
	for (size_t i = 0; i < ARRAY_LEN(editions); i++)
		if (str_eq(editions[i].edition, edition))
			return editions[i].suffix;
	return STR("");
}

/* "-w" of "11-24h2-w"; "" of "10-22h2", "2019", which are for every edition but the long-term ones. */
static struct str
suffix_of_cycle(struct str cycle)
{
	static const struct str suffixes[] = {
		STR_INIT("-iot-lts"), STR_INIT("-e-lts"), STR_INIT("-sac"), STR_INIT("-ac"), STR_INIT("-iot"), STR_INIT("-e"), STR_INIT("-w"),
	};

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (str_ends(cycle, suffixes[i]))
			return suffixes[i];
	return STR("");
}

/* Does the cycle stand for that edition? A server's edition that is none of the table's is of the long-term channel. */
static bool
is_for(const struct lifecycle *cycle, struct str edition)
{
	struct str of_cycle = suffix_of_cycle(cycle->cycle), of_edition = suffix_of(edition);

	if (str_eq(of_edition, STR("-sac")))
		return str_eq(of_cycle, STR("-sac")) || str_eq(of_cycle, STR("-ac"));
	if (of_edition.len == 0)
		return str_starts(edition, STR("Server")) && of_cycle.len == 0;
	return str_eq(of_cycle, of_edition) || (of_cycle.len == 0 && (str_eq(of_edition, STR("-w")) || str_eq(of_edition, STR("-e"))));
}

static bool
same_build(const struct lifecycle *cycle, const struct windows_version *build)
{
	struct windows_version latest;

	return windows_version_parse(cycle->latest, &latest) && latest.part[0] == build->part[0] && latest.part[1] == build->part[1]
	    && latest.part[2] == build->part[2];
}

/* A build that has one cycle, for every edition, needs no edition to be known. */
struct life_standing
cycle_of_windows(const struct cycle_candidates *candidates, const struct component *component)
{
	const struct lifecycle *only = NULL;
	struct life_standing standing = { .listed = true, .missing = LIFE_VERSION };
	size_t of_build = 0, of_edition = 0;
	struct windows_version build;

	if (!windows_read_build(component->version, &build))
		return standing;
	for (size_t i = 0; i < candidates->list.count; i++) {
		const struct lifecycle *cycle = candidates->list.items[i];

		if (!same_build(cycle, &build))
			continue;
		of_build++;
		only = cycle;
		if (!is_for(cycle, component->edition))
			continue;
		of_edition++;
		standing.cycle = cycle;
	}
	if (of_edition != 1)
		standing.cycle = of_build == 1 && suffix_of_cycle(only->cycle).len == 0 && component->edition.len == 0 ? only : NULL;
	standing.missing = standing.cycle != NULL ? LIFE_NOTHING : of_build == 0 ? LIFE_CYCLE : LIFE_EDITION;
	return standing;
}
