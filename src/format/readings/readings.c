#include "format/readings/readings.h"

#include "base/limits.h"

static struct str
text_of(struct json json, const char *key, struct arena *arena)
{
	return arena_copy(arena, json_get_str(json, key));
}

static struct err *
day_of(struct json json, const char *key, int32_t *ret_day, struct arena *arena)
{
	struct str text = json_get_str(json, key);

	*ret_day = DAY_NONE;
	if (text.len == 0 || day_parse(text, ret_day))
		return NULL;
	return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date of the form 2026-11-20: {text}"), ARG("key", str_of(key)),
	    ARG("text", str_sub(text, 0, 100)));
}

static struct err *
versions_of(struct json json, struct arena *arena, struct str_list *ret_versions)
{
	struct json list = json_get(json, "versions");

	if (json_kind(list) != JSON_ABSENT && json_kind(list) != JSON_NULL && json_kind(list) != JSON_ARRAY)
		return err_new(arena, ERR_FORMAT, M("\"versions\" is no list of texts."));
	if (json_count(list) > LIMIT_JVN_ROWS)
		return err_new(arena, ERR_LIMIT, M("A reading has more than {most} rows of versions."), ARG_N("most", LIMIT_JVN_ROWS));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		if (json_kind(i.value) != JSON_STRING || json_str(i.value).len == 0)
			return err_new(arena, ERR_FORMAT, M("\"versions\" is no list of texts."));
		list_push(arena, ret_versions, arena_copy(arena, json_str(i.value)));
	}
	return NULL;
}

static struct err *
formers_of(struct json json, struct arena *arena, struct reading_record *reading)
{
	for (struct json_iter i = json_each(json_get(json, "former")); json_next(&i);) {
		struct reading_former *former;

		if (reading->former.count >= LIMIT_READING_FORMERS)
			return NULL;
		former = list_add(arena, &reading->former);
		former->verdict = text_of(i.value, "verdict", arena);
		former->by = text_of(i.value, "by", arena);
		TRY(versions_of(i.value, arena, &former->versions));
		TRY(day_of(i.value, "read_on", &former->read_on, arena));
	}
	return NULL;
}

static struct err *
check(const struct reading_record *reading, struct arena *arena)
{
	bool affected = str_eq(reading->verdict, STR("affected"));

	if (reading->vulnerability.len == 0 || reading->product.len == 0 || reading->read_on == DAY_NONE)
		return err_new(arena, ERR_FORMAT, M("A reading needs its vulnerability, its product and the day it was read."));
	if (!affected && !str_eq(reading->verdict, STR("not_affected")))
		return err_new(arena, ERR_FORMAT, M("A reading says affected or not_affected, not \"{value}\"."),
		    ARG("value", str_sub(reading->verdict, 0, 100)));
	if (affected != (reading->versions.count > 0))
		return err_new(arena, ERR_FORMAT, M("A reading says which versions are affected, or that none is, not both and not neither."));
	return NULL;
}

struct err *
reading_of_json(struct json json, struct arena *arena, struct reading_record *ret_reading)
{
	struct reading_record reading = {
		.vulnerability = text_of(json, "vulnerability", arena), .product = text_of(json, "product", arena),
		.verdict = text_of(json, "verdict", arena), .url = text_of(json, "url", arena), .sentence = text_of(json, "sentence", arena),
		.by = text_of(json, "by", arena), .organisation = text_of(json, "organisation", arena), .state = text_of(json, "state", arena),
		.kept_at = INSTANT_NONE,
	};

	if (json_kind(json) != JSON_OBJECT)
		return err_new(arena, ERR_FORMAT, M("A reading is no JSON object."));
	TRY(versions_of(json, arena, &reading.versions));
	TRY(day_of(json, "read_on", &reading.read_on, arena));
	TRY(day_of(json, "review_on", &reading.review_on, arena));
	TRY(formers_of(json, arena, &reading));
	(void)instant_parse(json_get_str(json, "kept_at"), ZONE_UTC, &reading.kept_at);   /* absent in a file of others */
	TRY(check(&reading, arena));
	*ret_reading = reading;
	return NULL;
}

struct err *
reading_parse(struct str text, struct arena *arena, struct reading_record *ret_reading)
{
	struct json_reader *reader = json_reader_new();
	struct json json;
	struct err *err = json_parse(reader, text, arena, &json);

	if (err == NULL)
		err = reading_of_json(json, arena, ret_reading);
	json_reader_free(reader);
	return err;
}

/* ------------------------------------------------------------------------------------------ a file */

static struct err *
take_record(struct json_stream *stream, struct json json, struct sink *sink, struct arena *item)
{
	struct reading_record reading;
	struct err *err = reading_of_json(json, item, &reading);

	if (err != NULL)
		return sink_refuse(sink, json_get_str(json, "vulnerability"), (int64_t)json_stream_offset(stream), -1, err, item);
	return sink_record(sink, &reading_record_schema, &reading, item);
}

static struct err *
read_stream(struct json_stream *stream, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct reading_head head = { .made = INSTANT_NONE };
	bool more, broken;

	for (;;) {
		struct json json;
		struct err *err;

		arena_reset(item);
		err = json_stream_next(stream, item, &json, &more, &broken);
		if (err != NULL && !broken)
			return err_copy(err, arena);
		if (err != NULL)
			err = sink_refuse(sink, STR(""), (int64_t)json_stream_offset(stream), -1, err, item);
		else if (!more)
			break;
		else
			err = take_record(stream, json, sink, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
	if (!str_eq(json_stream_head(stream, "format"), READINGS_FORMAT))
		return err_new(arena, ERR_UNSUPPORTED, M("This is no file of readings: \"format\" is not {format}."), ARG("format", READINGS_FORMAT));
	head.organisation = arena_copy(arena, json_stream_head(stream, "organisation"));
	(void)instant_parse(json_stream_head(stream, "made"), ZONE_UTC, &head.made);
	return sink_record(sink, &reading_head_schema, &head, arena);
}

struct err *
readings_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct json_stream *stream = json_stream_new(input, "readings");
	struct err *err = read_stream(stream, sink, arena);

	json_stream_free(stream);
	return err;
}
