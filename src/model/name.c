#include "model/name.h"

static const struct field product_name_fields[] = {
	FIELD(struct product_name, id, FIELD_STR),
	FIELD(struct product_name, vid, FIELD_STR),
	FIELD(struct product_name, pid, FIELD_STR),
	FIELD(struct product_name, vendor_ja, FIELD_STR),
	FIELD(struct product_name, vendor_en, FIELD_STR),
	FIELD(struct product_name, vendor_other, FIELD_STRS),
	FIELD(struct product_name, product_ja, FIELD_STR),
	FIELD(struct product_name, product_en, FIELD_STR),
	FIELD(struct product_name, product_other, FIELD_STRS),
	FIELD(struct product_name, cpe, FIELD_STR),
};
const struct schema product_name_schema = SCHEMA("product_name", struct product_name, product_name_fields);

static const struct field shared_name_fields[] = {
	FIELD(struct shared_name, vendor, FIELD_STR),
	FIELD(struct shared_name, name, FIELD_STR),
	FIELD(struct shared_name, identity, FIELD_STR),
	FIELD(struct shared_name, rejected, FIELD_BOOL),
	FIELD(struct shared_name, by, FIELD_STR),
	FIELD(struct shared_name, day, FIELD_DAY),
	FIELD(struct shared_name, organisation, FIELD_STR),
	FIELD(struct shared_name, line, FIELD_INT),
};
const struct schema shared_name_schema = SCHEMA("shared_name", struct shared_name, shared_name_fields);
