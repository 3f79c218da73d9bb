#include "model/document.h"

static const struct field document_fields[] = {
	FIELD(struct document, id, FIELD_STR),
	FIELD(struct document, title, FIELD_STR),
	FIELD(struct document, revision, FIELD_STR),
	FIELD(struct document, published, FIELD_INSTANT),
	FIELD(struct document, current, FIELD_INSTANT),
	FIELD(struct document, records, FIELD_INT),
	FIELD(struct document, refused, FIELD_INT),
};
const struct schema document_schema = SCHEMA("document", struct document, document_fields);
