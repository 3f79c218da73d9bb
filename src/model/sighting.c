#include "model/sighting.h"

static const char *const source_words[] = { "scan", "neighbour" };
const struct enum_names sighting_source_names = ENUM_NAMES(source_words);

static const struct field fields[] = {
	FIELD_NAMED(struct sighting, source, &sighting_source_names),
	FIELD(struct sighting, name, FIELD_STR),
	FIELD(struct sighting, address, FIELD_STR),
	FIELD(struct sighting, mac, FIELD_STR),
	FIELD(struct sighting, what, FIELD_STR),
	FIELD(struct sighting, told_by, FIELD_STR),
	FIELD(struct sighting, at, FIELD_INSTANT),
};
const struct schema sighting_schema = SCHEMA("sighting", struct sighting, fields);
