/*
 * keys.c - what a key of the registry and its values mean. A row a place; matching is by the end of the path, because exports
 * begin at many roots (HKEY_LOCAL_MACHINE, HKLM, HKEY_USERS\S-1-5-21-…, an offline hive).
 */
#include "format/windows/parts.h"

/* --------------------------------------------------------------------------------- the path's parts */

static bool
ends_with(struct str path, struct str end)
{
	return path.len >= end.len && str_eq_nocase(str_from(path, path.len - end.len), end);
}

/* The part begins with a sign that has no case. */
static size_t
find_nocase(struct str text, struct str part)
{
	for (size_t at = 0, step; (step = str_find_char(str_from(text, at), part.ptr[0])) != SIZE_MAX; at++) {
		at += step;
		if (str_starts_nocase(str_from(text, at), part))
			return at;
	}
	return SIZE_MAX;
}

/* "…\Uninstall\KEY" with nothing behind KEY. */
static bool
child_of(struct str path, struct str parent, struct str *ret_child)
{
	struct str head;

	return str_cut_last(path, '\\', &head, ret_child) && ends_with(head, parent);
}

/* ------------------------------------------------------------------------------------ the system */

struct text_rule { struct str name; size_t offset; };

static const struct text_rule system_texts[] = {
	{ STR_INIT("ProductName"),        offsetof(struct windows_pc, os_name) },
	{ STR_INIT("DisplayVersion"),     offsetof(struct windows_pc, display) },
	{ STR_INIT("ReleaseId"),          offsetof(struct windows_pc, release_id) },
	{ STR_INIT("CurrentBuild"),       offsetof(struct windows_pc, build) },
	{ STR_INIT("CurrentBuildNumber"), offsetof(struct windows_pc, build) },
	{ STR_INIT("CurrentVersion"),     offsetof(struct windows_pc, nt_version) },
	{ STR_INIT("EditionID"),          offsetof(struct windows_pc, edition) },
	{ STR_INIT("InstallationType"),   offsetof(struct windows_pc, installation) },
	{ STR_INIT("CSDVersion"),         offsetof(struct windows_pc, service_pack) },
};
static const struct text_rule system_numbers[] = {
	{ STR_INIT("UBR"),                       offsetof(struct windows_pc, ubr) },
	{ STR_INIT("CurrentMajorVersionNumber"), offsetof(struct windows_pc, major) },
	{ STR_INIT("CurrentMinorVersionNumber"), offsetof(struct windows_pc, minor) },
};

static bool
take_text(void *into, const struct text_rule *rules, size_t count, struct str name, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(name, rules[i].name)) {
			pc_set((struct str *)(void *)((char *)into + rules[i].offset), text);
			return true;
		}
	return false;
}

static void
take_number(void *into, const struct text_rule *rules, size_t count, struct str name, int64_t number)
{
	for (size_t i = 0; i < count; i++) {
		int64_t *known = (int64_t *)(void *)((char *)into + rules[i].offset);

		if (str_eq_nocase(name, rules[i].name) && *known < 0)
			*known = number;
	}
}

static void
system_value(struct windows_pc *pc, struct str name, struct str text, int64_t number)
{
	pc->has_os = true;
	if (!take_text(pc, system_texts, ARRAY_LEN(system_texts), name, text))
		take_number(pc, system_numbers, ARRAY_LEN(system_numbers), name, number);
}

/* ---------------------------------------------------------------------------------- installed programs */

static const struct text_rule program_texts[] = {
	{ STR_INIT("DisplayName"),    offsetof(struct windows_program, name) },
	{ STR_INIT("DisplayVersion"), offsetof(struct windows_program, version) },
	{ STR_INIT("Publisher"),      offsetof(struct windows_program, publisher) },
	{ STR_INIT("ParentKeyName"),  offsetof(struct windows_program, parent) },
	{ STR_INIT("ReleaseType"),    offsetof(struct windows_program, release_type) },
};

static const struct str uninstall = STR_INIT("\\CurrentVersion\\Uninstall");

static enum windows_half
half_of(const struct windows_key *key)
{
	if (str_starts_nocase(key->path, STR("HKEY_CURRENT_USER")) || str_starts_nocase(key->path, STR("HKCU"))
	    || str_starts_nocase(key->path, STR("HKEY_USERS")))
		return HALF_USER;
	return find_nocase(key->path, STR("\\Wow6432Node\\")) != SIZE_MAX ? HALF_32 : key->half;
}

static void
program_value(struct windows_pc *pc, const struct windows_key *key, struct str word, struct str name, struct str text, int64_t number)
{
	struct windows_program *program = pc_program(pc, half_of(key), word);

	if (!take_text(program, program_texts, ARRAY_LEN(program_texts), name, text) && str_eq_nocase(name, STR("SystemComponent")))
		program->hidden = number == 1;
}

/* --------------------------------------------------------------------------- products with places of their own */

static const struct text_rule office_texts[] = {
	{ STR_INIT("VersionToReport"),       offsetof(struct windows_office, version) },
	{ STR_INIT("ProductReleaseIds"),     offsetof(struct windows_office, products) },
	{ STR_INIT("Platform"),              offsetof(struct windows_office, platform) },
	{ STR_INIT("UpdateChannel"),         offsetof(struct windows_office, channel) },
	{ STR_INIT("CDNBaseUrl"),            offsetof(struct windows_office, base) },
};

/* Keys whose one value is the version of the product. */
static const struct { struct str end, value, product; } version_keys[] = {
	{ STR_INIT("\\EdgeUpdate\\Clients\\{56EB18F8-B008-4CBD-B6D2-8C97FE7D9062}"), STR_INIT("pv"), STR_INIT("Microsoft Edge") },
	{ STR_INIT("\\EdgeUpdate\\Clients\\{2CD8A007-E189-409D-A2C8-9AF4EF3C72AA}"), STR_INIT("pv"), STR_INIT("Microsoft Edge Beta") },
	{ STR_INIT("\\EdgeUpdate\\Clients\\{0D50BFEC-CD6A-4F9A-964C-C7416E3ACB10}"), STR_INIT("pv"), STR_INIT("Microsoft Edge Dev") },
	{ STR_INIT("\\EdgeUpdate\\Clients\\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"), STR_INIT("pv"),
	  STR_INIT("Microsoft Edge WebView2 Runtime") },
	{ STR_INIT("\\Google\\Chrome\\BLBeacon"), STR_INIT("version"), STR_INIT("Google Chrome") },
};

static bool
version_value(struct windows_pc *pc, const struct windows_key *key, struct str name, struct str text)
{
	for (size_t i = 0; i < ARRAY_LEN(version_keys); i++) {
		if (!ends_with(key->path, version_keys[i].end))
			continue;
		if (str_eq_nocase(name, version_keys[i].value) && text.len > 0)
			list_push(pc->arena, &pc->products, ((struct windows_product){ .name = version_keys[i].product, .version = text,
				.place = key->path }));
		return true;
	}
	return false;
}

/* "…\Microsoft SQL Server\MSSQL15.SQLEXPRESS\Setup": one an instance. */
static bool
sql_value(struct windows_pc *pc, struct str path, struct str name, struct str text)
{
	static const struct text_rule texts[] = {
		{ STR_INIT("Version"), offsetof(struct windows_sql, version) },
		{ STR_INIT("PatchLevel"), offsetof(struct windows_sql, patch) },
		{ STR_INIT("Edition"), offsetof(struct windows_sql, edition) },
	};
	struct str head, last, instance;

	if (!str_cut_last(path, '\\', &head, &last) || !str_eq_nocase(last, STR("Setup"))
	    || !child_of(head, STR("\\Microsoft SQL Server"), &instance) || !str_starts_nocase(instance, STR("MSSQL")))
		return false;
	for (size_t i = 0; i < pc->sql.count; i++)
		if (str_eq_nocase(pc->sql.items[i].instance, instance)) {
			(void)take_text(&pc->sql.items[i], texts, ARRAY_LEN(texts), name, text);
			return true;
		}
	list_push(pc->arena, &pc->sql, ((struct windows_sql){ .instance = instance }));
	(void)take_text(&pc->sql.items[pc->sql.count - 1], texts, ARRAY_LEN(texts), name, text);
	return true;
}

static void
exchange_value(struct windows_pc *pc, struct str name, int64_t number)
{
	static const struct text_rule numbers[] = {
		{ STR_INIT("MsiProductMajor"), offsetof(struct windows_pc, exchange[0]) },
		{ STR_INIT("MsiProductMinor"), offsetof(struct windows_pc, exchange[1]) },
		{ STR_INIT("MsiBuildMajor"), offsetof(struct windows_pc, exchange[2]) },
		{ STR_INIT("MsiBuildMinor"), offsetof(struct windows_pc, exchange[3]) },
	};

	take_number(pc, numbers, ARRAY_LEN(numbers), name, number);
}

/* ----------------------------------------------------------------------------------------- the door */

void
key_begin(struct windows_pc *pc, const struct windows_key *key)
{
	struct str word;

	if (ends_with(key->path, STR("\\Component Based Servicing\\RebootPending")))
		pc->component_restart = ANSWER_YES;
	else if (ends_with(key->path, STR("\\WindowsUpdate\\Auto Update\\RebootRequired")))
		pc->update_restart = ANSWER_YES;
	else if (child_of(key->path, uninstall, &word))
		pc->half_seen[half_of(key)] = true;
	else
		return;
	pc->has_anything = true;
}

void
key_value(struct windows_pc *pc, const struct windows_key *key, struct str name, struct str text, int64_t number)
{
	struct str path = key->path, word;

	pc->has_anything = true;
	if (child_of(path, uninstall, &word))
		program_value(pc, key, word, name, text, number);
	else if (ends_with(path, STR("\\Microsoft\\Windows NT\\CurrentVersion")))
		system_value(pc, name, text, number);
	else if (ends_with(path, STR("\\Office\\ClickToRun\\Configuration")))
		(void)take_text(&pc->office, office_texts, ARRAY_LEN(office_texts), name, text);
	else if (ends_with(path, STR("\\NET Framework Setup\\NDP\\v4\\Full")) && str_eq_nocase(name, STR("Release")))
		pc->framework = number;
	else if (ends_with(path, STR("\\ExchangeServer\\v15\\Setup")))
		exchange_value(pc, name, number);
	else if (ends_with(path, STR("\\Control\\ComputerName\\ActiveComputerName")) && str_eq_nocase(name, STR("ComputerName")))
		pc_set(&pc->host, text);
	else if (ends_with(path, STR("\\Session Manager\\Environment")) && str_eq_nocase(name, STR("PROCESSOR_ARCHITECTURE")))
		pc_set(&pc->arch, text);
	else if (!version_value(pc, key, name, text))
		(void)sql_value(pc, path, name, text);
}
