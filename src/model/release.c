#include "model/release.h"

static const struct field release_fields[] = {
	FIELD(struct release, id, FIELD_STR),
	FIELD(struct release, product, FIELD_STR),
	FIELD(struct release, version, FIELD_STR),
	FIELD(struct release, kb, FIELD_STR),
	FIELD(struct release, day, FIELD_DAY),
	FIELD(struct release, channel, FIELD_STR),
	FIELD(struct release, kind, FIELD_STR),
	FIELD(struct release, url, FIELD_STR),
	FIELD(struct release, supersedes, FIELD_STRS),
};
const struct schema release_schema = SCHEMA("release", struct release, release_fields);

static const struct field lifecycle_fields[] = {
	FIELD(struct lifecycle, id, FIELD_STR),
	FIELD(struct lifecycle, product, FIELD_STR),
	FIELD(struct lifecycle, title, FIELD_STR),
	FIELD(struct lifecycle, cycle, FIELD_STR),
	FIELD(struct lifecycle, label, FIELD_STR),
	FIELD(struct lifecycle, identities, FIELD_STRS),
	FIELD(struct lifecycle, released, FIELD_DAY),
	FIELD(struct lifecycle, active_end, FIELD_DAY),
	FIELD(struct lifecycle, support_end, FIELD_DAY),
	FIELD(struct lifecycle, extended_end, FIELD_DAY),
	FIELD(struct lifecycle, ended, FIELD_BOOL),
	FIELD(struct lifecycle, lts, FIELD_BOOL),
	FIELD(struct lifecycle, latest, FIELD_STR),
	FIELD(struct lifecycle, url, FIELD_STR),
	FIELD(struct lifecycle, read_on, FIELD_DAY),
	FIELD(struct lifecycle, wording, FIELD_STR),
};
const struct schema lifecycle_schema = SCHEMA("lifecycle", struct lifecycle, lifecycle_fields);
