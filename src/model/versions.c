#include "model/versions.h"

static const char *const side_words[] = { "none", "before", "after", "after_prefix", "before_release", "after_release" };
static const struct enum_names side_names = ENUM_NAMES(side_words);

static const struct field cut_fields[] = {
	FIELD_NAMED(struct cut, side, &side_names),
	FIELD(struct cut, version, FIELD_STR),
};
static const struct schema cut_schema = SCHEMA("cut", struct cut, cut_fields);

static const struct field interval_fields[] = {
	FIELD_OF(struct interval, lower, FIELD_STRUCT, &cut_schema),
	FIELD_OF(struct interval, upper, FIELD_STRUCT, &cut_schema),
	FIELD(struct interval, releases_only, FIELD_BOOL),
};
const struct schema interval_schema = SCHEMA("interval", struct interval, interval_fields);

static const struct field version_set_fields[] = {
	FIELD_OF(struct version_set, intervals, FIELD_LIST, &interval_schema),
	FIELD(struct version_set, exact, FIELD_STRS),
	FIELD(struct version_set, undecided, FIELD_BOOL),
	FIELD(struct version_set, text, FIELD_STR),
};
const struct schema version_set_schema = SCHEMA("version_set", struct version_set, version_set_fields);
