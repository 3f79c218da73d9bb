/*
 * msrc.c - which of its forms a file is of, and its records one by one.
 */
#include "format/msrc/reading.h"

#include "format/archive/archive.h"

struct err *
reading_take(struct msrc_reading *reading, const struct schema *schema, const void *value)
{
	reading->taken++;
	reading->failed = sink_record(reading->sink, schema, value, reading->item);
	return reading->failed;
}

struct err *
reading_refuse(struct msrc_reading *reading, struct str id, int64_t offset, const struct err *err)
{
	if (reading->refused++ == 0)
		reading->first = err_copy(err, reading->arena);
	return sink_refuse(reading->sink, str_sub(id, 0, 100), offset, -1, err, reading->item);
}

struct err *
reading_of_feed(struct msrc_reading *reading, struct str feed)
{
	if (reading->head.name.len > 0 && !str_eq(reading->head.name, feed))
		return err_new(reading->arena, ERR_UNSUPPORTED,
		    M("{file} holds documents of different forms ({one}, {other}): give them as files of their own."),
		    ARG("file", reading->file), ARG("one", reading->head.name), ARG("other", feed));
	reading->head.name = feed;
	return NULL;
}

/* --------------------------------------------------------------------- JSON */

struct json_reading {
	struct msrc_reading *reading;
	struct json_stream  *stream;
	struct cvrf          cvrf;
	uint64_t             document;   /* the last one begun */
};

static struct err *
take_cvrf(struct json_reading *j, struct json record)
{
	TRY(reading_of_feed(j->reading, STR("msrc")));
	if (j->document != json_stream_documents(j->stream)) {
		TRY(cvrf_json_begin(&j->cvrf, j->stream));
		j->document = json_stream_documents(j->stream);
	}
	return cvrf_json_take(&j->cvrf, record, (int64_t)json_stream_offset(j->stream));
}

static struct err *
take_json(struct json_reading *j, struct json record)
{
	int64_t offset = (int64_t)json_stream_offset(j->stream);

	if (json_kind(record) != JSON_OBJECT)
		return reading_refuse(j->reading, STR(""), offset, err_new(j->reading->item, ERR_FORMAT, M("This record is not an object.")));
	if (json_kind(json_get(record, "CVE")) != JSON_ABSENT)
		return take_cvrf(j, record);
	if (json_kind(json_get(record, "document")) == JSON_OBJECT)
		return msrc_csaf_take(&j->cvrf, record, offset);
	/* An empty page, or a month that has not come yet. */
	if (json_kind(json_get(record, "@odata.context")) == JSON_STRING)
		return NULL;
	return msrc_odata_take(j->reading, record, offset);
}

static struct err *
take_all_json(struct json_reading *j)
{
	struct json record;
	bool more = true, broken;

	for (;;) {
		struct err *err;

		arena_reset(j->reading->item);
		err = json_stream_next(j->stream, j->reading->item, &record, &more, &broken);
		if (err != NULL && !broken)
			return err;
		if (!more)
			return cvrf_end(&j->cvrf);
		if (err != NULL)
			TRY(cvrf_refuse(&j->cvrf, STR(""), (int64_t)json_stream_offset(j->stream), err));
		else
			TRY(take_json(j, record));
	}
}

static struct err *
read_json(struct msrc_reading *reading, struct input *input)
{
	struct json_reading j = { .reading = reading, .cvrf = { .reading = reading } };
	struct err *err;

	j.stream = json_stream_new(input, "Vulnerability|value");
	json_stream_keep(j.stream, "DocumentTracking|DocumentTitle|ProductTree");
	err = take_all_json(&j);
	json_stream_free(j.stream);
	arena_free(j.cvrf.arena);
	return err;
}

/* --------------------------------------------------------------------- file */

static bool
is_html(struct str head)
{
	return str_starts_nocase(head, STR("<!doctype html")) || str_starts_nocase(head, STR("<html"));
}

static bool
is_utf16(struct str head)
{
	return str_starts(head, STR("\xff\xfe")) || str_starts(head, STR("\xfe\xff"));
}

static struct err *
read_form(struct msrc_reading *reading, struct input_peeked *peeked)
{
	struct str head = input_head(peeked);

	(void)str_take(&head, STR("\xef\xbb\xbf"));
	head = str_trim_space(head);
	if (str_starts(head, STR("{")) || str_starts(head, STR("[")))
		return read_json(reading, &peeked->input);
	if (archive_kind_of(input_head(peeked)) == ARCHIVE_OFFICE)
		return msrc_bulletins_read(reading, &peeked->input);
	if (is_html(head))
		return msrc_catalog_read(reading, &peeked->input);
	if (!str_starts(head, STR("<")) && !is_utf16(input_head(peeked)))
		return err_new(reading->arena, ERR_FORMAT, M("{file} is of none of MSRC's forms: a month of CVRF (XML or JSON), the list of updates, "
		    "CSAF, a page of the Security Update Guide or of the Update Catalog, or BulletinSearch.xlsx."), ARG("file", reading->file));
	return cvrf_xml_read(reading, &peeked->input);
}

static struct err *
send_head(struct msrc_reading *reading)
{
	if (reading->taken == 0 && reading->refused > 0)
		return err_wrap(reading->item, reading->first, M("None of the {count} records could be read as {format}; the first"),
		    ARG_N("count", reading->refused), ARG("format", STR("MSRC")));
	if (reading->head.name.len == 0)
		reading->head.name = STR("msrc");
	return sink_record(reading->sink, &feed_head_schema, &reading->head, reading->item);
}

struct err *
msrc_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct msrc_reading reading = {
		.sink = sink, .arena = arena, .item = item, .file = input->name,
		.head = { .source = SOURCE_MSRC, .built = INSTANT_NONE, .declared = -1 },
	};
	struct input_peeked peeked;
	struct err *err;

	TRY(input_peek(&peeked, input, arena));
	err = read_form(&reading, &peeked);
	if (err == NULL)
		err = send_head(&reading);
	return err == NULL ? NULL : err_copy(err, arena);
}
