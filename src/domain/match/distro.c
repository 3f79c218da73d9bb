#include "domain/match/distro.h"

static const struct distro distros[] = {
	{ "debian",              "Debian",     "osv:Debian",     "debian:debian_linux",      RELEASE_MAJOR  },
	{ "raspbian",            "Debian",     "osv:Debian",     NULL,                       RELEASE_MAJOR  },
	{ "ubuntu",              "Ubuntu",     "osv:Ubuntu",     "canonical:ubuntu_linux",   RELEASE_UBUNTU },
	{ "alpine",              "Alpine",     "osv:Alpine",     "alpinelinux:alpine_linux", RELEASE_MINOR  },
	{ "almalinux",           "AlmaLinux",  "osv:AlmaLinux",  "almalinux:almalinux",      RELEASE_MAJOR  },
	{ "rocky",               "Rocky Linux", "osv:Rocky Linux", "rocky_linux:rocky_linux", RELEASE_MAJOR },
	{ "rhel",                "Red Hat",    "osv:Red Hat",    "redhat:enterprise_linux",  RELEASE_REDHAT },
	{ "redhat",              "Red Hat",    "osv:Red Hat",    "redhat:enterprise_linux",  RELEASE_REDHAT },
	{ "sles",                "SUSE",       "osv:SUSE",       "suse:linux_enterprise_server",  RELEASE_SUSE },
	{ "sled",                "SUSE",       "osv:SUSE",       "suse:linux_enterprise_desktop", RELEASE_SUSE },
	{ "sles_sap",            "SUSE",       "osv:SUSE",       "suse:linux_enterprise",    RELEASE_SUSE   },
	{ "opensuse-leap",       "openSUSE",   "osv:openSUSE",   "opensuse:leap",            RELEASE_SUSE   },
	{ "opensuse-tumbleweed", "openSUSE",   "osv:openSUSE",   "opensuse:tumbleweed",      RELEASE_SUSE   },
	{ "openeuler",           "openEuler",  "osv:openEuler",  "openeuler:openeuler",      RELEASE_WHOLE  },
	{ "mageia",              "Mageia",     "osv:Mageia",     "mageia:mageia",            RELEASE_MAJOR  },
	{ "photon",              "Photon OS",  "osv:Photon OS",  "vmware:photon_os",         RELEASE_MINOR  },
	{ "azurelinux",          "Azure Linux", "osv:Azure Linux", "microsoft:azure_linux",  RELEASE_MAJOR  },
	{ "mariner",             "Azure Linux", "osv:Azure Linux", "microsoft:cbl-mariner",  RELEASE_MAJOR  },
	{ "wolfi",               "Wolfi",      "osv:Wolfi",      NULL,                       RELEASE_NONE   },
	{ "chainguard",          "Chainguard", "osv:Chainguard", NULL,                       RELEASE_NONE   },
	{ "minimos",             "MinimOS",    "osv:MinimOS",    NULL,                       RELEASE_NONE   },
};

/* Distributions as CPE products that are not in the table above, or go by another name as well. */
static const struct str more_products[] = {
	STR_INIT("fedoraproject:fedora"), STR_INIT("fedoraproject:extra_packages_for_enterprise_linux"),
	STR_INIT("redhat:enterprise_linux_server"), STR_INIT("redhat:enterprise_linux_desktop"),
	STR_INIT("redhat:enterprise_linux_workstation"), STR_INIT("redhat:enterprise_linux_eus"),
	STR_INIT("redhat:enterprise_linux_server_aus"), STR_INIT("redhat:enterprise_linux_server_eus"),
	STR_INIT("redhat:enterprise_linux_server_tus"), STR_INIT("centos:centos"), STR_INIT("oracle:linux"),
	STR_INIT("amazon:linux"), STR_INIT("amazon:linux_2"), STR_INIT("amazon:linux_2023"), STR_INIT("novell:leap"),
	STR_INIT("opensuse:opensuse"), STR_INIT("resf:rocky_linux"), STR_INIT("rockylinux:rocky_linux"),
	STR_INIT("suse:suse_linux_enterprise_server"), STR_INIT("suse:linux_enterprise"),
};

const struct distro *
distro_of_id(struct str id)
{
	for (size_t i = 0; i < ARRAY_LEN(distros); i++)
		if (str_eq_nocase(id, str_of(distros[i].id)))
			return &distros[i];
	return NULL;
}

const struct distro *
distro_of_ecosystem(struct str ecosystem)
{
	struct str base, suffix;

	str_cut(ecosystem, ':', &base, &suffix);
	for (size_t i = 0; i < ARRAY_LEN(distros); i++)
		if (str_eq(base, str_of(distros[i].ecosystem)))
			return &distros[i];
	return NULL;
}

bool
distro_is_product(struct str product_key)
{
	for (size_t i = 0; i < ARRAY_LEN(distros); i++)
		if (distros[i].product != NULL && str_eq(product_key, str_of(distros[i].product)))
			return true;
	return str_is_one_of(product_key, more_products, ARRAY_LEN(more_products));
}

/* The first `parts` numbers of a dotted release; words ("sid", "edge") stay as they are. */
static struct str
first_parts(struct str release, size_t parts)
{
	size_t at = 0;

	if (release.len == 0 || !char_is_digit(release.ptr[0]))
		return release;
	while (at < release.len && (char_is_digit(release.ptr[at]) || (release.ptr[at] == '.' && --parts > 0)))
		at++;
	return str_sub(release, 0, at);
}

/* "Linux Enterprise Server 15 SP4" and "Leap 15.5" are 15.4 and 15.5; "Tumbleweed" is itself. */
static struct str
suse_release(struct str text, struct arena *arena)
{
	struct str number = STR(""), word, rest = text;

	while (str_split(&rest, ' ', &word)) {
		if (word.len > 0 && char_is_digit(word.ptr[0]))
			number = word;
		else if (number.len > 0 && str_take(&word, STR("SP")) && word.len > 0)
			return arena_printf(arena, "%.*s.%.*s", STR_ARG(number), STR_ARG(first_parts(word, 1)));
	}
	return number.len > 0 ? first_parts(number, 2) : text;
}

static struct str
ubuntu_release(struct str suffix, enum channel *ret_channel)
{
	if (str_take(&suffix, STR("Pro:")))
		*ret_channel = CHANNEL_EXTENDED;
	if (suffix.len == 0 || !char_is_digit(suffix.ptr[0]))
		*ret_channel = CHANNEL_OTHER;      /* Pro:FIPS:…, Pro:Realtime:… */
	return first_parts(suffix, 2);
}

/* The CPE tail after "Red Hat:": product:version::repository. */
static struct str
redhat_release(struct str suffix, enum channel *ret_channel)
{
	static const struct str extended[] = {
		STR_INIT("rhel_eus"), STR_INIT("rhel_aus"), STR_INIT("rhel_e4s"), STR_INIT("rhel_tus"), STR_INIT("rhel_els"),
		STR_INIT("rhel_eus_long_life"),
	};
	struct str product, version;

	str_cut(suffix, ':', &product, &version);
	str_cut(version, ':', &version, &(struct str){ 0 });
	if (str_eq(product, STR("enterprise_linux")))
		return first_parts(version, 1);
	*ret_channel = str_is_one_of(product, extended, ARRAY_LEN(extended)) ? CHANNEL_EXTENDED : CHANNEL_OTHER;
	return version;
}

struct str
distro_release_of_ecosystem(const struct distro *distro, struct str ecosystem, struct arena *arena,
    enum channel *ret_channel)
{
	struct str suffix;

	*ret_channel = CHANNEL_MAIN;
	str_cut(ecosystem, ':', &(struct str){ 0 }, &suffix);
	switch (distro->rule) {
	case RELEASE_UBUNTU:
		return ubuntu_release(suffix, ret_channel);
	case RELEASE_REDHAT:
		return redhat_release(suffix, ret_channel);
	case RELEASE_SUSE:
		return suse_release(suffix, arena);
	case RELEASE_MAJOR:
		return first_parts(suffix, 1);
	case RELEASE_MINOR:
		str_take(&suffix, STR("v"));
		return first_parts(suffix, 2);
	case RELEASE_NONE:
		return STR("");
	case RELEASE_WHOLE:
	default:
		break;
	}
	return suffix;
}

struct str
distro_release_of_component(const struct distro *distro, const struct component *component, struct arena *arena,
    enum channel *ret_channel)
{
	struct str release = component->release;

	*ret_channel = component->channel.len > 0 ? CHANNEL_EXTENDED : CHANNEL_MAIN;
	if (str_find(component->source_version, STR("+esm")) != SIZE_MAX ||
	    str_find(component->version, STR("+esm")) != SIZE_MAX)
		*ret_channel = CHANNEL_EXTENDED;
	if (str_eq(str_of(distro->id), STR("opensuse-tumbleweed")))
		return STR("Tumbleweed");
	switch (distro->rule) {
	case RELEASE_NONE:
		return STR("");
	case RELEASE_MAJOR:
		return first_parts(release, 1);
	case RELEASE_REDHAT:
		return first_parts(release, *ret_channel == CHANNEL_EXTENDED ? 2 : 1);
	case RELEASE_MINOR:
		str_take(&release, STR("v"));
		return first_parts(release, 2);
	case RELEASE_UBUNTU:
		return first_parts(release, 2);
	case RELEASE_SUSE:
		return suse_release(release, arena);
	case RELEASE_WHOLE:
	default:
		break;
	}
	return release;
}
