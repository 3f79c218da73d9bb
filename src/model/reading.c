#include "model/reading.h"

static const struct field former_fields[] = {
	FIELD(struct reading_former, verdict, FIELD_STR),
	FIELD(struct reading_former, versions, FIELD_STRS),
	FIELD(struct reading_former, read_on, FIELD_DAY),
	FIELD(struct reading_former, by, FIELD_STR),
};
static const struct schema former_schema = SCHEMA("reading_former", struct reading_former, former_fields);

static const struct field reading_fields[] = {
	FIELD(struct reading_record, vulnerability, FIELD_STR),
	FIELD(struct reading_record, product, FIELD_STR),
	FIELD(struct reading_record, verdict, FIELD_STR),
	FIELD(struct reading_record, versions, FIELD_STRS),
	FIELD(struct reading_record, url, FIELD_STR),
	FIELD(struct reading_record, sentence, FIELD_STR),
	FIELD(struct reading_record, read_on, FIELD_DAY),
	FIELD(struct reading_record, review_on, FIELD_DAY),
	FIELD(struct reading_record, by, FIELD_STR),
	FIELD(struct reading_record, organisation, FIELD_STR),
	FIELD(struct reading_record, kept_at, FIELD_INSTANT),
	FIELD(struct reading_record, state, FIELD_STR),
	FIELD_OF(struct reading_record, former, FIELD_LIST, &former_schema),
};
const struct schema reading_record_schema = SCHEMA("reading", struct reading_record, reading_fields);

static const struct field head_fields[] = {
	FIELD(struct reading_head, organisation, FIELD_STR),
	FIELD(struct reading_head, made, FIELD_INSTANT),
};
const struct schema reading_head_schema = SCHEMA("reading_head", struct reading_head, head_fields);
