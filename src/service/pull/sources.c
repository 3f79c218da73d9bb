/*
 * sources.c - the sources, a row each. What is on without being asked is what an office with Windows and Japanese products needs first.
 *
 * Addresses, paces and notices are the issuers' own: NVD https://nvd.nist.gov/developers (5 questions in 30 seconds, 50 with a key; the notice
 * is theirs), CVE https://github.com/CVEProject/cvelistV5, CISA and FIRST (one file a day), osv.dev https://google.github.io/osv.dev/data/,
 * MyJVN https://jvndb.jvn.jp/apis/ (its FAQ asks for about one question a second), JVN https://jvn.jp/rss/, MSRC https://api.msrc.microsoft.com,
 * endoflife.date https://endoflife.date/docs/api/v1/; Debian https://security-tracker.debian.org/tracker/, Alpine https://secdb.alpinelinux.org/.
 *
 * Of these addresses nobody issues a list; where each is known from:
 *   csaf:redhat   programs that read it take this provider-metadata.json (it moved here from access.redhat.com in 2024); archive_latest.txt, .sha256, changes.csv
 *                 and deletions.csv stand in https://security.access.redhat.com/data/csaf/v2/advisories/ and …/vex/ (Red Hat's own guide to its data, and
 *                 the updaters of Clair, vunnel and vuln-list)
 *   csaf:cisa     the line "CSAF:" of CISA's security.txt; its documents also stand in https://github.com/cisagov/CSAF
 *   jpcert        JPCERT/CC's page on its RSS (https://www.jpcert.or.jp/rss/): jpcert.rdf are the newest, jpcert-all.rdf all
 *   ipa           IPA's page of important security information since its renewal of 2023; before it was /security/rss/alert.rdf
 *   jvn-news      JVN's page on its RSS (https://jvn.jp/rss/): jvn.rdf are all notices, jvnJP.rdf those that were reported in Japan
 *   MyJVN         https://jvndb.jvn.jp/apis/ and https://github.com/MyJVN/np
 * What moved is asked for elsewhere without a new version: "feed source set NAME url ADDRESS", whose host then may be asked (doc, feeds).
 */
#include "service/pull/plan.h"

enum { HOUR = 60, DAY = 24 * HOUR, POLITE_MS = 1000 };
#define MIB ((uint64_t)1 << 20)

static const char *const csaf_types[] = { "application/json", "text/plain", "text/csv", "application/csv", "application/octet-stream", "application/pgp-keys",
	"application/zstd", "application/x-zstd", "application/gzip", "application/x-gzip", "application/x-tar",
	"application/pgp-signature", "application/pgp-encrypted", "application/vnd.ms-excel", "text/html", NULL };
static const char *const secdb_types[] = { "application/json", "text/html", "text/plain", "application/octet-stream", NULL };
static const char *const json_types[] = { "application/json", "text/plain", "application/octet-stream", NULL };
static const char *const xml_types[] = { "application/xml", "text/xml", "application/rdf+xml", "application/rss+xml", "application/octet-stream", NULL };
static const char *const alert_types[] = { "application/rss+xml", "application/rdf+xml", "application/xml", "text/xml", "text/html", "application/octet-stream", NULL };
static const char *const jvn_types[] = { "application/xml", "text/xml", "application/rdf+xml", "application/rss+xml", "application/octet-stream", "application/json",
	"text/plain", NULL };
static const char *const msrc_types[] = { "application/json", "application/xml", "text/xml", "application/octet-stream", NULL };
static const char *const gzip_types[] = { "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream", "text/csv", NULL };
static const char *const zip_types[] = { "application/zip", "application/x-zip-compressed", "application/octet-stream", "application/json", "text/csv",
	"text/plain", NULL };

#define OSV(part_, on_) \
	{ "osv:" part_, M("OSV: packages of Linux distributions and of programming languages"), NULL, "osv", "osv:" part_, KB_COMPLETE, \
	    "https://osv-vulnerabilities.storage.googleapis.com", NULL, part_, pull_plan_osv, zip_types, NULL, 6 * HOUR, 3, 100, 0, 4096 * MIB, on_ }

#define PROVIDER_TITLE M("CSAF: signed advisories of one issuer")
#define PROVIDER(name_, title_, url_, hosts_, only_) \
	{ name_, title_, NULL, "csaf", name_, KB_PARTIAL, url_, hosts_, name_, pull_plan_provider, csaf_types, NULL, 6 * HOUR, 0, 100, 0, 64 * MIB, false, only_ }

const struct pull_source pull_sources[] = {
	{ "kev", M("KEV: what is known to be exploited (CISA)"), NULL, "kev", "kev", KB_BY_TABLE,
	    "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json", NULL, NULL, pull_plan_file, json_types, NULL,
	    2 * HOUR, 0, POLITE_MS, 0, 64 * MIB, true },
	{ "epss", M("EPSS: how likely exploitation is within 30 days (FIRST)"), NULL, "epss", "epss", KB_BY_TABLE,
	    "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz", NULL, NULL, pull_plan_file, gzip_types, NULL,
	    6 * HOUR, 0, POLITE_MS, 0, 64 * MIB, true },
	{ "nvd", M("NVD: vulnerabilities of the world, with affected products (NIST)"),
	    "This product uses the NVD API but is not endorsed or certified by the NVD.", "nvd", "nvd", KB_BY_TABLE,
	    "https://services.nvd.nist.gov/rest/json/cves/2.0", NULL, NULL, pull_plan_nvd, json_types, "apiKey", 2 * HOUR, 0, 6000, 600, 256 * MIB, true },
	{ "jvn", M("JVN iPedia: vulnerabilities in Japanese, and products of Japan (IPA)"), NULL, "jvn", "jvn:detail", KB_BY_TABLE,
	    "https://jvndb.jvn.jp/myjvn", NULL, NULL, pull_plan_jvn, jvn_types, NULL, 6 * HOUR, 0, POLITE_MS, 0, 256 * MIB, true },
	{ "jvn-news", M("JVN: newest notices of weaknesses (JPCERT/CC and IPA)"), NULL, "jvn", "jvn:overview", KB_BY_TABLE,
	    "https://jvn.jp/rss/jvn.rdf", NULL, NULL, pull_plan_file, xml_types, NULL, 2 * HOUR, 0, POLITE_MS, 0, 16 * MIB, true },
	{ "jpcert", M("JPCERT/CC: alerts, with what they say of attacks"), NULL, "alerts", NULL, KB_BY_TABLE,
	    "https://www.jpcert.or.jp/rss/jpcert.rdf", NULL, NULL, pull_plan_alerts, alert_types, NULL, 2 * HOUR, 0, POLITE_MS, 0, 16 * MIB, true },
	{ "ipa", M("IPA: important security information"), NULL, "alerts", NULL, KB_BY_TABLE,
	    "https://www.ipa.go.jp/security/alert-rss.rdf", NULL, NULL, pull_plan_alerts, alert_types, NULL, 2 * HOUR, 0, POLITE_MS, 0, 16 * MIB, true },
	{ "ipa-alerts", M("IPA: alerts with the products they are about (MyJVN)"), NULL, "alerts", "alerts:myjvn", KB_BY_TABLE,
	    "https://jvndb.jvn.jp/myjvn?method=getAlertList&feed=hnd", NULL, NULL, pull_plan_myjvn_alerts, xml_types, NULL, 6 * HOUR, 0, POLITE_MS, 0,
	    64 * MIB, true },
	{ "jvn-products", M("Names of vendors and products as JVN iPedia writes them (IPA)"), NULL, "names", "names:myjvn", KB_BY_TABLE,
	    "https://jvndb.jvn.jp/myjvn?method=getProductList&feed=hnd", NULL, NULL, pull_plan_myjvn_list, jvn_types, NULL, 30 * DAY, 0, POLITE_MS, 0,
	    256 * MIB, true },
	{ "jvn-vendors", M("Names of vendors as JVN iPedia writes them, also of those without products (IPA)"), NULL, "names", "names:myjvn", KB_BY_TABLE,
	    "https://jvndb.jvn.jp/myjvn?method=getVendorList&feed=hnd", NULL, NULL, pull_plan_myjvn_list, jvn_types, NULL, 30 * DAY, 0, POLITE_MS, 0,
	    256 * MIB, false, NULL },
	{ "jvn-statistics", M("JVN iPedia: how many weaknesses it took in each year (IPA)"), NULL, "names", "statistics:myjvn", KB_COMPLETE,
	    "https://jvndb.jvn.jp/myjvn?method=getStatistics&feed=hnd&theme=sumCvss&type=y&datePublicStartY=1998", NULL, NULL, pull_plan_statistics, jvn_types, NULL,
	    7 * DAY, 60, POLITE_MS, 0, 4 * MIB, true, NULL },
	{ "msrc", M("MSRC: updates of Windows and Office (Microsoft)"), NULL, "msrc", "msrc", KB_BY_TABLE,
	    "https://api.msrc.microsoft.com/cvrf/v3.0/updates", NULL, NULL, pull_plan_msrc, msrc_types, NULL, 12 * HOUR, 0, POLITE_MS, 0, 256 * MIB, true },
	{ "builds", M("Builds of Windows and their dates (Microsoft)"), NULL, "builds", NULL, KB_BY_TABLE,
	    "https://raw.githubusercontent.com/altrhombus/DataForGeeks/main/content/ms", NULL, NULL, pull_plan_builds, json_types, NULL, DAY, 0, POLITE_MS, 0,
	    64 * MIB, true },
	{ "eol", M("Ends of support (endoflife.date)"), NULL, "eol", "eol", KB_BY_TABLE,
	    "https://endoflife.date/api/v1/products/full", NULL, NULL, pull_plan_file, json_types, NULL, DAY, 0, POLITE_MS, 0, 64 * MIB, true },
	{ "cve5", M("CVE List: what the issuers of CVE numbers say themselves"), NULL, "cve5", "cve5", KB_BY_TABLE,
	    "https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves",
	    "https://api.github.com https://github.com https://objects.githubusercontent.com https://release-assets.githubusercontent.com", NULL,
	    pull_plan_cve5, zip_types, NULL, 2 * HOUR, 0, 50, 0, 4096 * MIB, false },
	PROVIDER("csaf:redhat", M("Red Hat: advisories on its packages (CSAF)"), "https://security.access.redhat.com/data/csaf/v2/provider-metadata.json",
	    "https://www.redhat.com https://access.redhat.com", "/advisories/"),
	PROVIDER("csaf:redhat-vex", M("Red Hat: how every weakness stands in its products (CSAF, VEX): very much"),
	    "https://security.access.redhat.com/data/csaf/v2/provider-metadata.json", "https://www.redhat.com https://access.redhat.com", "/vex/"),
	PROVIDER("csaf:cisa", M("CISA: advisories on industrial and medical systems (CSAF)"), "https://www.cisa.gov/sites/default/files/csaf/provider-metadata.json",
	    NULL, NULL),
	{ "debian-tracker", M("Debian: how every weakness stands in every release (security tracker)"), NULL, "debsec", "osv:Debian:tracker", KB_COMPLETE,
	    "https://security-tracker.debian.org/tracker/data/json", NULL, NULL, pull_plan_file, json_types, NULL, 6 * HOUR, 3, POLITE_MS, 0, 512 * MIB, false, NULL },
	{ "alpine-secdb", M("Alpine: what was mended in which version (secdb)"), NULL, "secdb", NULL, KB_PARTIAL,
	    "https://secdb.alpinelinux.org", NULL, NULL, pull_plan_secdb, secdb_types, NULL, 6 * HOUR, 3, 200, 0, 64 * MIB, false, NULL },
	OSV("Debian", false), OSV("Ubuntu", false), OSV("Alpine", false), OSV("Red Hat", false), OSV("AlmaLinux", false), OSV("Rocky Linux", false),
	OSV("PyPI", false), OSV("npm", false), OSV("Maven", false), OSV("NuGet", false), OSV("Packagist", false), OSV("RubyGems", false), OSV("Go", false),
	OSV("crates.io", false),
};
const size_t pull_sources_count = ARRAY_LEN(pull_sources);

const struct pull_source *
pull_source_find(struct str name)
{
	for (size_t i = 0; i < pull_sources_count; i++)
		if (str_eq_nocase(str_of(pull_sources[i].name), name))
			return &pull_sources[i];
	return NULL;
}

/* --------------------------------------------------------------------------------------- what people added */

#define ADDED STR("csaf:")

/* "csaf:psirt.example.jp", "csaf:127.0.0.1" */
static bool
is_provider_name(struct str name)
{
	struct str host = name;

	if (!str_take(&host, ADDED) || host.len == 0 || host.len > 200 || str_find_char(host, '.') == SIZE_MAX || host.ptr[0] == '.' || host.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_digit(host.ptr[i]) && !char_is_lower(host.ptr[i]) && host.ptr[i] != '.' && host.ptr[i] != '-')
			return false;
	return true;
}

static const struct pull_source *
provider_of(struct str name, struct arena *arena)
{
	struct pull_source *source = ARENA_ARRAY(arena, struct pull_source, 1);
	struct str host = name;

	(void)str_take(&host, ADDED);
	*source = (struct pull_source)PROVIDER(arena_cstr(arena, name), PROVIDER_TITLE, arena_cstr(arena, arena_printf(arena, "https://%.*s", STR_ARG(host))),
	    arena_cstr(arena, arena_printf(arena, "https://csaf.data.security.%.*s", STR_ARG(host))), NULL);
	return source;
}

struct adding { struct pull_list *list; };

/* A line "csaf:HOST.on = …" is what makes a provider a source. */
static struct err *
take_added(void *context, struct str key, struct str value, struct arena *arena)
{
	struct pull_list *list = ((struct adding *)context)->list;
	struct str name, part;

	(void)value;
	if (!str_cut_last(key, '.', &name, &part) || !str_eq(part, STR("on")) || !is_provider_name(name) || pull_source_find(name) != NULL)
		return NULL;
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(str_of(list->items[i]->name), name))
			return NULL;
	list_push(arena, list, provider_of(arena_copy(arena, name), arena));
	return NULL;
}

struct err *
pull_sources_of(const struct home *home, struct arena *arena, struct pull_list *ret_list)
{
	struct adding adding = { ret_list };

	*ret_list = (struct pull_list){ 0 };
	for (size_t i = 0; i < pull_sources_count; i++)
		list_push(arena, ret_list, &pull_sources[i]);
	return pull_lines(pull_dir(home, STR("sources.conf"), arena), take_added, &adding, arena);
}

struct err *
pull_source_of(const struct home *home, struct str name, struct arena *arena, const struct pull_source **ret_source)
{
	struct pull_list list;

	TRY(pull_sources_of(home, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (str_eq_nocase(str_of(list.items[i]->name), name)) {
			*ret_source = list.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no source \"{name}\"."), ARG("name", name));
}

struct err *
pull_provider_new(struct str text, struct arena *arena, const struct pull_source **ret_source)
{
	struct str name = arena_copy(arena, str_trim_space(text)), host;
	char *letters = (char *)(uintptr_t)name.ptr;

	for (size_t i = 0; i < name.len; i++)
		letters[i] = char_lower(letters[i]);
	host = name;
	(void)(str_take(&host, ADDED) || str_take(&host, STR("https://")));
	(void)str_take_end(&host, STR("/"));
	name = arena_printf(arena, "csaf:%.*s", STR_ARG(host));
	if (!is_provider_name(name))
		return err_new(arena, ERR_USAGE, M("A provider of CSAF is added by its name on the internet: \"csaf:psirt.example.jp\"."));
	if (pull_source_find(name) != NULL)
		return err_new(arena, ERR_CONFLICT, M("The source {name} is there already."), ARG("name", name));
	*ret_source = provider_of(name, arena);
	return NULL;
}

struct str
pull_source_name(const struct pull_source *source)
{
	return str_of(source->name);
}
