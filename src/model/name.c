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
