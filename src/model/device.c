#include "model/device.h"

static const char *const fact_words[] = {
	"host", "model", "revision", "serial", "version", "build", "next", "image", "next_image",
};
const struct enum_names device_fact_names = ENUM_NAMES(fact_words);

static const char *const doubt_words[] = { "none", "special_build", "other_numbering", "unread", "two_versions" };
const struct enum_names device_doubt_names = ENUM_NAMES(doubt_words);

static const char *const use_words[] = { "facts", "neighbours", "config", "snmp", "none" };
const struct enum_names device_use_names = ENUM_NAMES(use_words);

static const struct field reading_fields[] = {
	FIELD_NAMED(struct device_reading, fact, &device_fact_names),
	FIELD(struct device_reading, line, FIELD_INT),
	FIELD(struct device_reading, text, FIELD_STR),
};
static const struct schema reading_schema = SCHEMA("reading", struct device_reading, reading_fields);

static const struct field member_fields[] = {
	FIELD(struct device_member, name, FIELD_STR),
	FIELD(struct device_member, role, FIELD_STR),
	FIELD(struct device_member, model, FIELD_STR),
	FIELD(struct device_member, revision, FIELD_STR),
	FIELD(struct device_member, serial, FIELD_STR),
	FIELD(struct device_member, version, FIELD_STR),
};
static const struct schema member_schema = SCHEMA("member", struct device_member, member_fields);

static const struct field neighbour_fields[] = {
	FIELD(struct device_neighbour, name, FIELD_STR),
	FIELD(struct device_neighbour, platform, FIELD_STR),
	FIELD(struct device_neighbour, description, FIELD_STR),
	FIELD(struct device_neighbour, address, FIELD_STR),
	FIELD(struct device_neighbour, via, FIELD_STR),
	FIELD(struct device_neighbour, line, FIELD_INT),
};
static const struct schema neighbour_schema = SCHEMA("neighbour", struct device_neighbour, neighbour_fields);

static const struct field facts_fields[] = {
	FIELD(struct device_facts, host, FIELD_STR),
	FIELD(struct device_facts, maker, FIELD_STR),
	FIELD(struct device_facts, maker_read, FIELD_STR),
	FIELD(struct device_facts, model, FIELD_STR),
	FIELD(struct device_facts, revision, FIELD_STR),
	FIELD(struct device_facts, serial, FIELD_STR),
	FIELD(struct device_facts, family, FIELD_STR),
	FIELD_NAMED(struct device_facts, kind, &component_kind_names),
	FIELD(struct device_facts, version, FIELD_STR),
	FIELD(struct device_facts, version_read, FIELD_STR),
	FIELD_NAMED(struct device_facts, doubt, &device_doubt_names),
	FIELD(struct device_facts, build, FIELD_STR),
	FIELD(struct device_facts, next, FIELD_STR),
	FIELD(struct device_facts, image, FIELD_STR),
	FIELD(struct device_facts, next_image, FIELD_STR),
	FIELD_NAMED(struct device_facts, restart, &answer_names),
	FIELD(struct device_facts, features, FIELD_STRS),
	FIELD_NAMED(struct device_facts, provenance, &provenance_names),
	FIELD(struct device_facts, first, FIELD_INT),
	FIELD(struct device_facts, last, FIELD_INT),
	FIELD_OF(struct device_facts, members, FIELD_LIST, &member_schema),
	FIELD_OF(struct device_facts, neighbours, FIELD_LIST, &neighbour_schema),
	FIELD_OF(struct device_facts, readings, FIELD_LIST, &reading_schema),
};
const struct schema device_facts_schema = SCHEMA("device", struct device_facts, facts_fields);

static const struct field command_fields[] = {
	FIELD(struct device_command, host, FIELD_STR),
	FIELD(struct device_command, words, FIELD_STR),
	FIELD(struct device_command, line, FIELD_INT),
	FIELD(struct device_command, lines, FIELD_INT),
	FIELD_NAMED(struct device_command, use, &device_use_names),
	FIELD(struct device_command, understood, FIELD_BOOL),
};
static const struct schema command_schema = SCHEMA("command", struct device_command, command_fields);

static const struct field paste_fields[] = {
	FIELD(struct device_paste, lines, FIELD_INT),
	FIELD(struct device_paste, secrets, FIELD_INT),
	FIELD(struct device_paste, serials, FIELD_INT),
	FIELD(struct device_paste, undecodable, FIELD_INT),
	FIELD_OF(struct device_paste, commands, FIELD_LIST, &command_schema),
};
const struct schema device_paste_schema = SCHEMA("paste", struct device_paste, paste_fields);
