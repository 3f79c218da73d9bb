#include "model/statistic.h"

static const struct field fields[] = {
	FIELD(struct year_count, id, FIELD_STR), FIELD(struct year_count, year, FIELD_INT), FIELD(struct year_count, registered, FIELD_INT),
	FIELD(struct year_count, critical, FIELD_INT), FIELD(struct year_count, high, FIELD_INT), FIELD(struct year_count, medium, FIELD_INT),
	FIELD(struct year_count, low, FIELD_INT), FIELD(struct year_count, none, FIELD_INT),
};
const struct schema year_count_schema = SCHEMA("year_count", struct year_count, fields);
