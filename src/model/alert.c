#include "model/alert.h"

#define WORDS(table, ...)                                              \
	static const char *const table##_words[] = { __VA_ARGS__ };    \
	const struct enum_names table = ENUM_NAMES(table##_words)

WORDS(alert_kind_names, "notice", "news", "weekly", "information");
WORDS(alert_level_names, "", "info", "low", "medium", "high", "critical");

static const struct field fields[] = {
	FIELD(struct alert, id, FIELD_STR),
	FIELD(struct alert, issuer, FIELD_STR),
	FIELD_NAMED(struct alert, kind, &alert_kind_names),
	FIELD_NAMED(struct alert, level, &alert_level_names),
	FIELD(struct alert, title, FIELD_STR),
	FIELD(struct alert, url, FIELD_STR),
	FIELD(struct alert, text, FIELD_STR),
	FIELD(struct alert, published, FIELD_INSTANT),
	FIELD(struct alert, modified, FIELD_INSTANT),
	FIELD(struct alert, cves, FIELD_STRS),
	FIELD(struct alert, cpes, FIELD_STRS),
	FIELD(struct alert, products, FIELD_STRS),
};
const struct schema alert_schema = SCHEMA("alert", struct alert, fields);
