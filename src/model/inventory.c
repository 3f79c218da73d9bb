#include "model/inventory.h"

static const char *const component_kind_words[] = {
	"application", "library", "os_package", "os", "hardware", "firmware", "other", "update",
};
const struct enum_names component_kind_names = ENUM_NAMES(component_kind_words);

static const char *const coverage_words[] = { "none", "partial", "complete" };
const struct enum_names coverage_names = ENUM_NAMES(coverage_words);

static const char *const layer_words[] = {
	"os", "os_packages", "language_packages", "applications", "hardware", "firmware", "updates",
};
const struct enum_names layer_names = ENUM_NAMES(layer_words);

static const char *const provenance_words[] = {
	"unknown", "neighbour", "scan", "claim", "document", "sheet", "hearing", "contractor", "agent",
};
const struct enum_names provenance_names = ENUM_NAMES(provenance_words);

static const struct field component_fields[] = {
	FIELD_NAMED(struct component, kind, &component_kind_names),
	FIELD(struct component, name, FIELD_STR),
	FIELD(struct component, version, FIELD_STR),
	FIELD(struct component, vendor, FIELD_STR),
	FIELD(struct component, purl, FIELD_STR),
	FIELD(struct component, cpe, FIELD_STR),
	FIELD(struct component, ecosystem, FIELD_STR),
	FIELD(struct component, package, FIELD_STR),
	FIELD(struct component, source_name, FIELD_STR),
	FIELD(struct component, source_version, FIELD_STR),
	FIELD(struct component, distribution, FIELD_STR),
	FIELD(struct component, release, FIELD_STR),
	FIELD(struct component, arch, FIELD_STR),
	FIELD(struct component, module, FIELD_STR),
	FIELD(struct component, channel, FIELD_STR),
	FIELD(struct component, ref, FIELD_STR),
	FIELD(struct component, place, FIELD_STR),
	FIELD(struct component, excluded, FIELD_BOOL),
	FIELD(struct component, edition, FIELD_STR),
	FIELD(struct component, installation, FIELD_STR),
	FIELD_NAMED(struct component, provenance, &provenance_names),
	FIELD(struct component, told_by, FIELD_STR),
	FIELD(struct component, told_on, FIELD_DAY),
};
const struct schema component_schema = SCHEMA("component", struct component, component_fields);

static const struct field coverage_row_fields[] = {
	FIELD_NAMED(struct coverage_row, layer, &layer_names),
	FIELD_NAMED(struct coverage_row, coverage, &coverage_names),
};
static const struct schema coverage_row_schema = SCHEMA("coverage", struct coverage_row, coverage_row_fields);

static const struct field inventory_head_fields[] = {
	FIELD(struct inventory_head, format, FIELD_STR),
	FIELD(struct inventory_head, tool, FIELD_STR),
	FIELD(struct inventory_head, made, FIELD_INSTANT),
	FIELD(struct inventory_head, subject, FIELD_STR),
	FIELD(struct inventory_head, subject_version, FIELD_STR),
	FIELD(struct inventory_head, distribution, FIELD_STR),
	FIELD(struct inventory_head, release, FIELD_STR),
	FIELD(struct inventory_head, kernel, FIELD_STR),
	FIELD_OF(struct inventory_head, coverage, FIELD_LIST, &coverage_row_schema),
	FIELD_NAMED(struct inventory_head, provenance, &provenance_names),
	FIELD(struct inventory_head, machine, FIELD_STR),
	FIELD_NAMED(struct inventory_head, restart_pending, &answer_names),
	FIELD(struct inventory_head, file, FIELD_STR),
};
const struct schema inventory_head_schema = SCHEMA("inventory", struct inventory_head, inventory_head_fields);

static const struct field ledger_row_fields[] = {
	FIELD(struct ledger_row, line, FIELD_INT),
	FIELD(struct ledger_row, key, FIELD_STR),
	FIELD(struct ledger_row, system, FIELD_STR),
	FIELD(struct ledger_row, service, FIELD_STR),
	FIELD(struct ledger_row, host, FIELD_STR),
	FIELD(struct ledger_row, vendor, FIELD_STR),
	FIELD(struct ledger_row, product, FIELD_STR),
	FIELD(struct ledger_row, version, FIELD_STR),
	FIELD(struct ledger_row, cpe, FIELD_STR),
	FIELD(struct ledger_row, purl, FIELD_STR),
	FIELD(struct ledger_row, unit, FIELD_STR),
	FIELD(struct ledger_row, owner, FIELD_STR),
	FIELD(struct ledger_row, contractor, FIELD_STR),
	FIELD(struct ledger_row, function, FIELD_STR),
	FIELD(struct ledger_row, network, FIELD_STR),
	FIELD(struct ledger_row, exposure, FIELD_STR),
	FIELD(struct ledger_row, ports, FIELD_STR),
	FIELD(struct ledger_row, place, FIELD_STR),
	FIELD(struct ledger_row, information, FIELD_STR),
	FIELD(struct ledger_row, importance, FIELD_STR),
	FIELD(struct ledger_row, note, FIELD_STR),
	FIELD(struct ledger_row, os, FIELD_STR),
	FIELD(struct ledger_row, model, FIELD_STR),
	FIELD(struct ledger_row, serial, FIELD_STR),
	FIELD(struct ledger_row, address, FIELD_STR),
	FIELD(struct ledger_row, user, FIELD_STR),
	FIELD(struct ledger_row, hosting, FIELD_STR),
	FIELD(struct ledger_row, responsibility, FIELD_STR),
	FIELD(struct ledger_row, support_end, FIELD_STR),
	FIELD(struct ledger_row, planned_end, FIELD_STR),
	FIELD(struct ledger_row, expires, FIELD_STR),
	FIELD(struct ledger_row, provenance, FIELD_STR),
	FIELD(struct ledger_row, told_by, FIELD_STR),
	FIELD(struct ledger_row, told_on, FIELD_STR),
	FIELD(struct ledger_row, sheet, FIELD_STR),
};
const struct schema ledger_row_schema = SCHEMA("ledger_row", struct ledger_row, ledger_row_fields);
