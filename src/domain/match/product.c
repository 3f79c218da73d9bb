#include "domain/match/product.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "domain/match/distro.h"

/* ---------------------------------------------------------------------------------- names */

static bool
is_kept(int32_t point)
{
	if (point < 0x80)
		return char_is_alnum((char)point) || point == '+' || point == '#';
	/* Spaces, general and CJK punctuation, the middle dot. */
	return !(point >= 0x80 && point <= 0xBF) && !(point >= 0x2000 && point <= 0x206F) &&
	    !(point >= 0x3000 && point <= 0x303F) && point != 0x30FB;
}

static int32_t
kana(int32_t point)
{
	return point >= 0x3041 && point <= 0x3096 ? point + 0x60 : point;
}

static struct str
fold_ascii(struct str name, struct arena *arena)
{
	char *out = arena_alloc(arena, name.len);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++)
		if (is_kept((unsigned char)name.ptr[i]))
			out[len++] = char_lower(name.ptr[i]);
	return (struct str){ out, len };
}

struct str
product_fold(struct str name, struct arena *arena)
{
	utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STABLE;
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len, at = 0, got;
	utf8proc_int32_t point;
	struct str long_mark = STR("ー");
	char *out;
	size_t used = 0;
	struct str folded;

	if (str_is_ascii(name))
		return fold_ascii(name, arena);
	len = utf8proc_map((const utf8proc_uint8_t *)name.ptr, (utf8proc_ssize_t)name.len, &mapped, options);
	if (len < 0)
		return STR("");
	out = arena_alloc(arena, (size_t)len + 4);
	for (; at < len; at += got) {
		got = utf8proc_iterate(mapped + at, len - at, &point);
		assert(got > 0);   /* what was mapped is UTF-8 */
		if (is_kept(point))
			used += (size_t)utf8proc_encode_char(kana(point), (utf8proc_uint8_t *)out + used);
	}
	free(mapped);
	folded = (struct str){ out, used };
	str_take_end(&folded, long_mark);
	return folded;
}

/* ----------------------------------------------------------------------------------- CPE */

struct str
product_cpe_key(const struct cpe *cpe, struct arena *arena)
{
	const struct cpe_value *part = &cpe->attributes[CPE_PART];
	struct str key = cpe_product_key(cpe, arena);

	if (part->kind != CPE_VALUE || key.len == 0)
		return STR("");
	return arena_join(arena, (struct str[]){ part->text, key }, 2, STR(":"));
}

bool
product_is_limited(const struct cpe *cpe)
{
	for (size_t i = CPE_EDITION; i < CPE_ATTRIBUTE_COUNT; i++)
		if (cpe->attributes[i].kind != CPE_ANY)
			return true;
	return false;
}

/* What NVD writes as target software for the packages of an ecosystem. */
static const struct { const char *ecosystem, *target; } targets[] = {
	{ "npm", "node.js" }, { "PyPI", "python" }, { "RubyGems", "ruby" }, { "Maven", "java" },
	{ "crates.io", "rust" }, { "Packagist", "php" }, { "Go", "go" }, { "NuGet", ".net" }, { "Pub", "dart" },
};

static bool
is_target_of(struct str target, struct str ecosystem)
{
	for (size_t i = 0; i < ARRAY_LEN(targets); i++)
		if (str_eq(ecosystem, str_of(targets[i].ecosystem)))
			return str_eq(target, str_of(targets[i].target));
	return false;
}

enum containment
product_limits_hold(const struct cpe *criterion, const struct cpe *asset, struct str ecosystem)
{
	enum containment all = RANGE_IN;

	for (size_t i = CPE_EDITION; i < CPE_ATTRIBUTE_COUNT; i++) {
		const struct cpe_value *limit = &criterion->attributes[i];

		if (limit->kind == CPE_ANY)
			continue;
		switch (cpe_value_relation(limit, &asset->attributes[i])) {
		case CPE_EQUAL:
		case CPE_SUPERSET:
			continue;
		case CPE_DISJOINT:
			return RANGE_OUT;
		case CPE_SUBSET:
		case CPE_OVERLAP:
		case CPE_UNDEFINED:
		default:
			break;
		}
		if (i != CPE_TARGET_SW || !is_target_of(limit->text, ecosystem))
			all = RANGE_UNDECIDED;
	}
	return all;
}

/* ------------------------------------------------------------------------------- versions */

/* Joined as range_of_cpe joins a criterion's, so that the two can be equal. */
struct str
product_version(const struct cpe *cpe, const struct component *component, struct arena *arena)
{
	const struct cpe_value *version = &cpe->attributes[CPE_VERSION], *update = &cpe->attributes[CPE_UPDATE];
	struct version_set set;

	if (version->kind != CPE_VALUE)
		return component->version;
	set = range_of_cpe(cpe_value_plain(version, arena),
	    update->kind == CPE_VALUE ? cpe_value_plain(update, arena) : STR("*"), NULL, arena);
	return set.exact.count == 1 ? set.exact.items[0] : cpe_value_plain(version, arena);
}

static struct version_set
unreadable(struct str text)
{
	return (struct version_set){ .undecided = true, .text = text };
}

/* "8.*" is all that begins with 8; other wildcards have no range. */
static struct version_set
wild_versions(struct str pattern, struct arena *arena)
{
	struct version_set set = { 0 };
	struct str prefix = pattern;
	struct interval *interval;

	if (!str_take_end(&prefix, STR(".*")) || str_find_char(prefix, '*') != SIZE_MAX ||
	    str_find_char(prefix, '?') != SIZE_MAX || str_find_char(prefix, '\\') != SIZE_MAX || prefix.len == 0)
		return unreadable(pattern);
	interval = list_add(arena, &set.intervals);
	interval->lower = (struct cut){ CUT_BEFORE, prefix };
	interval->upper = (struct cut){ CUT_AFTER_PREFIX, prefix };
	return set;
}

struct version_set
product_criterion(const struct cpe *cpe, const struct interval *interval, struct arena *arena, bool *ret_unstated)
{
	const struct cpe_value *version = &cpe->attributes[CPE_VERSION], *update = &cpe->attributes[CPE_UPDATE];
	bool bounded = interval->lower.side != CUT_NONE || interval->upper.side != CUT_NONE;
	struct str text = STR("*"), patch = STR("*");

	*ret_unstated = version->kind == CPE_NA && !bounded;
	if (*ret_unstated)
		return (struct version_set){ .undecided = true };
	if (version->kind == CPE_WILD && !bounded)
		return wild_versions(version->text, arena);
	if (version->kind == CPE_VALUE)
		text = cpe_value_plain(version, arena);
	if (update->kind == CPE_VALUE)
		patch = cpe_value_plain(update, arena);
	else if (update->kind == CPE_NA)
		patch = STR("-");
	return range_of_cpe(text, patch, interval, arena);
}

struct str
product_upstream_version(enum scheme scheme, struct str version)
{
	struct str epoch, rest, number;
	uint64_t value;

	if (str_cut(version, ':', &epoch, &rest) && str_to_u64(epoch, &value))
		version = rest;
	if (scheme == SCHEME_DEB || scheme == SCHEME_RPM || scheme == SCHEME_APK) {
		str_cut_last(version, '-', &version, &(struct str){ 0 });
		str_cut(version, '+', &number, &(struct str){ 0 });
		if (scheme == SCHEME_DEB && number.len > 0)
			version = number;
	}
	return version;
}

/* ------------------------------------------------------------------------------- families */

/* `exact`: the name itself; else names that begin with it. */
static const struct { struct str product; bool exact; } serviced[] = {
	{ STR_INIT("windows"), false },        { STR_INIT("sql_server"), false },      { STR_INIT("exchange_server"), false },
	{ STR_INIT("office"), false },         { STR_INIT("365_apps"), true },         { STR_INIT("sharepoint"), false },
	{ STR_INIT("word"), true },            { STR_INIT("excel"), true },            { STR_INIT("outlook"), true },
	{ STR_INIT("powerpoint"), true },      { STR_INIT("access"), true },           { STR_INIT("visio"), true },
	{ STR_INIT("publisher"), true },       { STR_INIT("project"), true },          { STR_INIT("internet_explorer"), true },
	{ STR_INIT(".net_framework"), true },  { STR_INIT("project_server"), false },  { STR_INIT("edge"), true },
};

bool
product_is_serviced_by_maker(struct str cpe_key)
{
	struct str part, product;

	str_cut(cpe_key, ':', &part, &product);
	if (!str_take(&product, STR("microsoft:")))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(serviced); i++)
		if (serviced[i].exact ? str_eq(product, serviced[i].product) : str_starts(product, serviced[i].product))
			return true;
	return false;
}

/* Lower case; a name is of the platform whose word it begins with. */
static const struct { struct str word; unsigned platform; } platform_words[] = {
	{ STR_INIT("windows"), PLATFORM_WINDOWS }, { STR_INIT("microsoft windows"), PLATFORM_WINDOWS },
	{ STR_INIT("win32"), PLATFORM_WINDOWS },   { STR_INIT("linux"), PLATFORM_LINUX },
	{ STR_INIT("macos"), PLATFORM_MACOS },     { STR_INIT("mac os"), PLATFORM_MACOS },
	{ STR_INIT("os x"), PLATFORM_MACOS },      { STR_INIT("android"), PLATFORM_ANDROID },
};

static unsigned
platform_of(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(platform_words); i++)
		if (str_starts_nocase(name, platform_words[i].word))
			return platform_words[i].platform;
	return 0;
}

unsigned
product_platforms(const struct str *names, size_t count)
{
	unsigned all = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned platform = platform_of(str_trim_space(names[i]));

		if (platform == 0)
			return 0;   /* an architecture, a device: not for us to limit by */
		all |= platform;
	}
	/* Everything a server or a desk has is no limit. */
	return (all & (PLATFORM_WINDOWS | PLATFORM_LINUX)) == (PLATFORM_WINDOWS | PLATFORM_LINUX) ? 0 : all;
}

unsigned
product_platform_of_key(struct str cpe_key)
{
	static const struct { struct str begin; unsigned platform; } begins[] = {
		{ STR_INIT("o:microsoft:windows"), PLATFORM_WINDOWS }, { STR_INIT("o:linux:linux_kernel"), PLATFORM_LINUX },
		{ STR_INIT("o:apple:mac"), PLATFORM_MACOS },           { STR_INIT("o:google:android"), PLATFORM_ANDROID },
	};

	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (str_starts(cpe_key, begins[i].begin))
			return begins[i].platform;
	return str_starts(cpe_key, STR("o:")) && distro_is_product(str_from(cpe_key, 2)) ? PLATFORM_LINUX : 0;
}

/* ---------------------------------------------------------------------------- collections */

static const struct { struct str host, ecosystem; } collections[] = {
	{ STR_INIT("registry.npmjs.org"), STR_INIT("npm") },       { STR_INIT("www.npmjs.com"), STR_INIT("npm") },
	{ STR_INIT("npmjs.com"), STR_INIT("npm") },                { STR_INIT("pypi.org"), STR_INIT("PyPI") },
	{ STR_INIT("pypi.python.org"), STR_INIT("PyPI") },         { STR_INIT("repo.maven.apache.org"), STR_INIT("Maven") },
	{ STR_INIT("repo1.maven.org"), STR_INIT("Maven") },        { STR_INIT("central.sonatype.com"), STR_INIT("Maven") },
	{ STR_INIT("rubygems.org"), STR_INIT("RubyGems") },        { STR_INIT("crates.io"), STR_INIT("crates.io") },
	{ STR_INIT("packagist.org"), STR_INIT("Packagist") },      { STR_INIT("repo.packagist.org"), STR_INIT("Packagist") },
	{ STR_INIT("www.nuget.org"), STR_INIT("NuGet") },          { STR_INIT("nuget.org"), STR_INIT("NuGet") },
	{ STR_INIT("api.nuget.org"), STR_INIT("NuGet") },          { STR_INIT("proxy.golang.org"), STR_INIT("Go") },
	{ STR_INIT("pkg.go.dev"), STR_INIT("Go") },                { STR_INIT("hex.pm"), STR_INIT("Hex") },
	{ STR_INIT("repo.hex.pm"), STR_INIT("Hex") },              { STR_INIT("pub.dev"), STR_INIT("Pub") },
};

struct str
product_collection_ecosystem(struct str collection)
{
	struct str host = collection;

	if (!str_take_nocase(&host, STR("https://")) && !str_take_nocase(&host, STR("http://")))
		return collection;
	str_cut(host, '/', &host, &(struct str){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(collections); i++)
		if (str_eq_nocase(host, collections[i].host))
			return collections[i].ecosystem;
	return STR("");
}

/* ------------------------------------------------------------------------------------------- trains */

/* "15.4(3)M3": a letter behind the brackets. */
static bool
has_train(struct str version)
{
	size_t close = str_find_char(version, ')');

	return str_find_char(version, '(') < close && close + 1 < version.len && char_is_alpha(version.ptr[close + 1]);
}

static bool
is_other_train(const struct cut *cut, struct str version)
{
	return cut->side != CUT_NONE && has_train(cut->version) && version_compare(SCHEME_CISCO, version, cut->version) == ORDER_UNKNOWN;
}

/* ----------------------------------------------------------------------------------------- lines */

enum { LINE = 5, LEVEL = 8 };   /* lengths of "09-50" and "09-50-03" */

static bool
is_of_line(const struct cut *cut, struct str version)
{
	return str_eq(str_sub(cut->version, 0, LINE), str_sub(version, 0, LINE));
}

/*
 * Does an interval that ends with a correction of another line leave the version open: because it is below and may have its line's
 * own correction, or above and lacks it? Where an interval ends in the version's line, that is what counts.
 */
static bool
is_of_unnamed_line(const struct version_set *set, struct str version)
{
	bool open = false;

	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct cut *upper = &set->intervals.items[i].upper;

		if (upper->side == CUT_NONE)
			continue;
		if (is_of_line(upper, version))
			return false;
		open = open || upper->version.len >= LEVEL;
	}
	return open;
}

static bool
is_listed(const struct version_set *set, struct str version)
{
	for (size_t i = 0; i < set->exact.count; i++)
		if (str_eq_nocase(set->exact.items[i], version))
			return true;
	return false;
}

enum containment
product_holds(const struct version_set *set, const struct probe *probe, const struct interval **ret_interval)
{
	enum containment held = range_holds(set, probe, ret_interval);

	if (probe->scheme == SCHEME_HITACHI && held != RANGE_UNDECIDED && !is_listed(set, probe->version) &&
	    is_of_unnamed_line(set, probe->version))
		return RANGE_UNDECIDED;
	if (probe->scheme != SCHEME_GENERIC || held == RANGE_UNDECIDED || !has_train(probe->version))
		return held;
	if (is_listed(set, probe->version))
		return held;
	for (size_t i = 0; i < set->intervals.count; i++)
		if (is_other_train(&set->intervals.items[i].lower, probe->version) || is_other_train(&set->intervals.items[i].upper, probe->version))
			return RANGE_UNDECIDED;
	return held;
}
