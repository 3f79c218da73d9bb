/*
 * components.c - a device as the ledger keeps it: hardware and firmware, with their CPE names where these are certain.
 */
#include <string.h>
#include "base/buf.h"
#include "format/cpe/cpe.h"
#include "format/device/device.h"

/*
 * Names as NVD's criteria spell them. Rows are facts read on the day given, in the source given; no row is made by analogy: a
 * model that is not here has no name until a person confirms one. "*" stands for every model of the family. Where NVD spells
 * one thing in two ways there are two rows, and the software is held against both.
 */
static const struct {
	const char         *family, *model;
	enum component_kind kind;
	const char         *part, *vendor, *product;
	const char         *source, *day;
} names[] = {
	{ "Cisco IOS", "*", COMPONENT_OS, "o", "cisco", "ios", "NVD", "2026-11-20" },
	{ "Cisco IOS XE", "*", COMPONENT_OS, "o", "cisco", "ios_xe", "NVD", "2026-11-20" },
	{ "Cisco IOS XR", "*", COMPONENT_OS, "o", "cisco", "ios_xr", "NVD", "2026-11-20" },
	{ "Cisco NX-OS", "*", COMPONENT_OS, "o", "cisco", "nx-os", "NVD", "2026-11-20" },
	{ "Cisco ASA", "*", COMPONENT_OS, "o", "cisco", "adaptive_security_appliance_software", "NVD", "2026-11-20" },
	{ "Cisco ASA", "*", COMPONENT_OS, "a", "cisco", "adaptive_security_appliance_software", "NVD", "2026-11-20" },
	{ "Cisco Firepower Threat Defense", "*", COMPONENT_OS, "a", "cisco", "firepower_threat_defense", "NVD", "2026-11-20" },
	{ "FortiOS", "*", COMPONENT_OS, "o", "fortinet", "fortios", "NVD", "2026-11-20" },
	{ "FortiProxy", "*", COMPONENT_OS, "a", "fortinet", "fortiproxy", "NVD", "2026-11-20" },
	{ "FortiWeb", "*", COMPONENT_OS, "a", "fortinet", "fortiweb", "NVD", "2026-11-20" },
	{ "FortiManager", "*", COMPONENT_OS, "a", "fortinet", "fortimanager", "NVD", "2026-11-20" },
	{ "FortiAnalyzer", "*", COMPONENT_OS, "a", "fortinet", "fortianalyzer", "NVD", "2026-11-20" },
	{ "Junos", "*", COMPONENT_OS, "o", "juniper", "junos", "NVD", "2026-11-20" },
	{ "Junos OS Evolved", "*", COMPONENT_OS, "o", "juniper", "junos_os_evolved", "NVD", "2026-11-20" },
	{ "PAN-OS", "*", COMPONENT_OS, "o", "paloaltonetworks", "pan-os", "NVD", "2026-11-20" },
	{ "ArubaOS", "*", COMPONENT_OS, "o", "arubanetworks", "arubaos", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX830", COMPONENT_FIRMWARE, "o", "yamaha", "rtx830_firmware", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX1210", COMPONENT_FIRMWARE, "o", "yamaha", "rtx1210_firmware", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX5000", COMPONENT_FIRMWARE, "o", "yamaha", "rtx5000_firmware", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "NVR500", COMPONENT_FIRMWARE, "o", "yamaha", "nvr500_firmware", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "NVR700W", COMPONENT_FIRMWARE, "o", "yamaha", "nvr700w_firmware", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX830", COMPONENT_HARDWARE, "h", "yamaha", "rtx830", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX1210", COMPONENT_HARDWARE, "h", "yamaha", "rtx1210", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "RTX5000", COMPONENT_HARDWARE, "h", "yamaha", "rtx5000", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "NVR500", COMPONENT_HARDWARE, "h", "yamaha", "nvr500", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "NVR700W", COMPONENT_HARDWARE, "h", "yamaha", "nvr700w", "NVD", "2026-11-20" },
	{ "Yamaha firmware", "FWX120", COMPONENT_HARDWARE, "h", "yamaha", "fwx120", "NVD", "2026-11-20" },
};

static struct str
lower(struct str text, struct arena *arena)
{
	struct str copy = arena_copy(arena, text);

	for (size_t i = 0; i < copy.len; i++)
		((char *)(uintptr_t)copy.ptr)[i] = char_lower(copy.ptr[i]);
	return copy;
}

static struct cpe_value
value_of(struct str text)
{
	return (struct cpe_value){ CPE_VALUE, text };
}

static struct cpe
cpe_of(const char *part, const char *vendor, struct str product)
{
	struct cpe cpe = { 0 };

	cpe.attributes[CPE_PART] = value_of(str_of(part));
	cpe.attributes[CPE_VENDOR] = value_of(str_of(vendor));
	cpe.attributes[CPE_PRODUCT] = value_of(product);
	return cpe;
}

/* The first name from row *at on, which then stands behind it. */
static bool
find_name(struct str family, struct str model, enum component_kind kind, size_t *at, struct cpe *ret)
{
	bool hardware = kind == COMPONENT_HARDWARE;

	while (*at < ARRAY_LEN(names)) {
		size_t i = (*at)++;

		if ((names[i].kind == COMPONENT_HARDWARE) == hardware && str_eq(family, str_of(names[i].family))
		    && (str_eq(str_of(names[i].model), STR("*")) || str_eq_nocase(model, str_of(names[i].model)))) {
			*ret = cpe_of(names[i].part, names[i].vendor, str_of(names[i].product));
			return true;
		}
	}
	return false;
}

struct str
device_cpe(struct str family, struct str model, enum component_kind kind, struct arena *arena)
{
	struct cpe cpe;
	size_t at = 0;

	return find_name(family, model, kind, &at, &cpe) ? cpe_format(&cpe, arena) : STR("");
}

/*
 * Makers whose releases are a version and an update to NVD, "junos:21.4:r3-s3", "pan-os:10.1.6:h6": the name says both, so
 * that it is compared as the criteria are. Elsewhere the version stands beside the name.
 */
static struct str
with_version(struct cpe *cpe, struct str family, struct str version, struct arena *arena)
{
	struct str head, update;
	size_t at = 0;

	if (version.len > 0 && str_starts(family, STR("Junos"))) {
		while (at < version.len && (char_is_digit(version.ptr[at]) || version.ptr[at] == '.'))
			at++;
		cpe->attributes[CPE_VERSION] = value_of(str_sub(version, 0, at));
		cpe->attributes[CPE_UPDATE] = value_of(lower(str_from(version, at), arena));
	} else if (version.len > 0 && str_eq(family, STR("PAN-OS"))) {
		bool hotfix = str_cut(version, '-', &head, &update);

		cpe->attributes[CPE_VERSION] = value_of(head);
		cpe->attributes[CPE_UPDATE] = hotfix ? value_of(update) : (struct cpe_value){ .kind = CPE_NA };
	}
	return cpe_format(cpe, arena);
}

/* --------------------------------------------------------------------------------------------- components */

static bool
is_new(const struct component_list *out, const struct component *component)
{
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].kind == component->kind && str_eq(out->items[i].name, component->name)
		    && str_eq(out->items[i].version, component->version) && str_eq(out->items[i].cpe, component->cpe))
			return false;
	return true;
}

static int64_t
line_of(const struct device_facts *facts, enum device_fact fact)
{
	for (size_t i = 0; i < facts->readings.count; i++)
		if (facts->readings.items[i].fact == fact)
			return facts->readings.items[i].line;
	return facts->first;
}

/* Where it stands, and what was printed when that cannot be compared. */
static struct str
place_of(const struct device_facts *facts, enum device_fact fact, struct arena *arena)
{
	long long line = (long long)line_of(facts, fact);

	if (fact != DEVICE_VERSION || facts->version_read.len == 0 || str_eq(facts->version_read, facts->version))
		return arena_printf(arena, "%lld", line);
	return arena_printf(arena, "%lld: %.*s", line, STR_ARG(facts->version_read));
}

static void
add_hardware(const struct device_facts *facts, struct str model, struct str revision, struct arena *arena, struct component_list *out)
{
	struct component hardware = { .kind = COMPONENT_HARDWARE, .name = model, .version = revision, .vendor = facts->maker,
		.cpe = device_cpe(facts->family, model, COMPONENT_HARDWARE, arena), .place = place_of(facts, DEVICE_MODEL, arena),
		.provenance = facts->provenance };

	if (model.len > 0 && is_new(out, &hardware))
		list_push(arena, out, hardware);
}

/* Firmware that is a model's own is named after the model: "RTX1200" and its Rev. are never held against another model's. */
static struct str
firmware_name(const struct device_facts *facts, struct str model, struct arena *arena)
{
	if (facts->kind != COMPONENT_FIRMWARE || model.len == 0)
		return facts->family;
	return arena_printf(arena, "%.*s firmware", STR_ARG(model));
}

static void
add_software(const struct device_facts *facts, struct str model, struct str version, struct arena *arena, struct component_list *out)
{
	struct component software = { .kind = facts->kind, .name = firmware_name(facts, model, arena), .version = version, .vendor = facts->maker,
		.place = place_of(facts, DEVICE_VERSION, arena), .provenance = facts->provenance };
	size_t at = 0;
	struct cpe cpe;

	if (facts->family.len == 0)
		return;
	while (find_name(facts->family, model, facts->kind, &at, &cpe)) {
		software.cpe = with_version(&cpe, facts->family, version, arena);
		if (is_new(out, &software))
			list_push(arena, out, software);
	}
	if (software.cpe.len == 0 && is_new(out, &software))
		list_push(arena, out, software);
}

void
device_components(const struct device_facts *facts, struct arena *arena, struct component_list *out)
{
	*out = (struct component_list){ 0 };
	add_software(facts, facts->model, facts->version, arena, out);
	if (facts->members.count == 0)
		add_hardware(facts, facts->model, facts->revision, arena, out);
	for (size_t i = 0; i < facts->members.count; i++) {
		const struct device_member *member = &facts->members.items[i];
		struct str model = member->model.len > 0 ? member->model : facts->model;

		add_hardware(facts, model, member->revision, arena, out);
		if (member->version.len > 0 && facts->doubt == DEVICE_DOUBT_NONE)
			add_software(facts, model, member->version, arena, out);
	}
}

void
device_head(const struct device_facts *facts, struct arena *arena, struct inventory_head *ret_head)
{
	struct inventory_head head = { .format = facts->provenance == PROVENANCE_CLAIM ? STR("snmp") : STR("device console"),
		.made = INSTANT_NONE, .subject = facts->host, .provenance = facts->provenance, .restart_pending = facts->restart };

	/* What a device does not print of itself may still be in it. */
	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_OS, COVERAGE_PARTIAL }));
	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_HARDWARE, COVERAGE_PARTIAL }));
	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_FIRMWARE, COVERAGE_PARTIAL }));
	if (facts->serial.len > 0 && !str_ends(facts->serial, STR("…")))
		head.machine = facts->serial;
	*ret_head = head;
}
