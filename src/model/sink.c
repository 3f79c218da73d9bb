#include "model/sink.h"

static const struct field problem_fields[] = {
	FIELD(struct problem, id, FIELD_STR),
	FIELD(struct problem, offset, FIELD_INT),
	FIELD(struct problem, line, FIELD_INT),
	FIELD(struct problem, sentence_en, FIELD_STR),
	FIELD(struct problem, sentence_ja, FIELD_STR),
	FIELD(struct problem, warning, FIELD_BOOL),
};
const struct schema problem_schema = SCHEMA("problem", struct problem, problem_fields);

struct err *
sink_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	return sink->record(sink, schema, value, arena);
}

static struct err *
send_problem(struct sink *sink, struct problem problem, const struct err *err, struct arena *arena)
{
	problem.sentence_en = err_sentence(err, LANG_EN, arena);
	problem.sentence_ja = err_sentence(err, LANG_JA, arena);
	return sink->problem(sink, &problem, arena);
}

struct err *
sink_refuse(struct sink *sink, struct str id, int64_t offset, int64_t line, const struct err *err, struct arena *arena)
{
	return send_problem(sink, (struct problem){ .id = id, .offset = offset, .line = line }, err, arena);
}

struct err *
sink_warn(struct sink *sink, struct str id, int64_t offset, int64_t line, const struct err *err, struct arena *arena)
{
	return send_problem(sink, (struct problem){ .id = id, .offset = offset, .line = line, .warning = true }, err, arena);
}
