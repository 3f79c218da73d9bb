#include "format/myjvn/statistics.h"

#include "base/clock.h"
#include "base/limits.h"
#include "format/json/json.h"
#include "format/xml/xml.h"
#include "model/advisory.h"

enum { FIRST_YEAR = 1980, LAST_YEAR = 2200 };

struct reading {
	struct xml_listener listener;      /* first: what expat's listener is, is the reading */
	struct sink        *sink;
	struct arena       *arena;
	struct str          file;
	struct feed_head    head;
	bool                status;
	int64_t             count;
	bool                met[LAST_YEAR - FIRST_YEAR];
};

static struct err *
not_such(const struct reading *reading)
{
	return err_new(reading->arena, ERR_FORMAT, M("{file} is no answer of MyJVN's getStatistics with counts of years."), ARG("file", reading->file));
}

static struct err *
send(struct reading *reading, struct year_count *year, struct arena *arena)
{
	if (year->year < FIRST_YEAR || year->year >= LAST_YEAR || year->registered < 0 || reading->met[year->year - FIRST_YEAR])
		return not_such(reading);
	reading->met[year->year - FIRST_YEAR] = true;
	year->id = arena_printf(arena, "jvn/%lld", (long long)year->year);
	reading->count++;
	return sink_record(reading->sink, &year_count_schema, year, arena);
}

static struct err *
on_status(struct reading *reading, struct str code, struct str error, struct str reason)
{
	reading->status = true;
	if (str_eq(code, STR("0")))
		return NULL;
	return err_new(reading->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"), ARG("code", error), ARG("reason", reason));
}

/* ------------------------------------------------------------------------------------------------------- feed=hnd */

static int64_t
number_of(const struct xml_node *node, const char *name)
{
	int64_t number;

	return str_to_i64(xml_attribute(node, name), &number) && number >= 0 ? number : -1;
}

static struct err *
on_years(struct reading *reading, const struct xml_node *sum, struct arena *arena)
{
	for (size_t i = 0; i < sum->children.count; i++) {
		const struct xml_node *data = sum->children.items[i];
		struct year_count year = {
			.year = number_of(data, "date"), .registered = number_of(data, "cntAll"), .critical = number_of(data, "cntC"), .high = number_of(data, "cntH"),
			.medium = number_of(data, "cntM"), .low = number_of(data, "cntL"), .none = number_of(data, "cntN"),
		};

		/* "2026-2Q", "2026-03": parts of a year. */
		if (str_eq(data->name, STR("resData")) && str_find_char(xml_attribute(data, "date"), '-') == SIZE_MAX)
			TRY(send(reading, &year, arena));
	}
	return NULL;
}

/* sumCvss has what sumJvnDb has, and the severities: it alone is read. */
static struct err *
on_element(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct reading *reading = (struct reading *)listener;

	(void)offset;
	if (str_eq(node->name, STR("Status")))
		return on_status(reading, xml_attribute(node, "retCd"), xml_attribute(node, "errCd"), xml_attribute(node, "errMsg"));
	return on_years(reading, node, arena);
}

static struct err *
read_xml(struct reading *reading, struct input *input)
{
	static const char *const names[] = { "sumCvss", "Status", NULL };

	reading->listener = (struct xml_listener){ on_element, NULL, names };
	return xml_read(input, &reading->listener, reading->arena);
}

/* ------------------------------------------------------------------------------------------------------- feed=oka */

static int64_t
json_number(struct json object, const char *key)
{
	int64_t number;

	return (json_i64(json_get(object, key), &number) || str_to_i64(json_get_str(object, key), &number)) && number >= 0 ? number : -1;
}

static struct err *
on_root(struct reading *reading, struct json root)
{
	struct json status = json_get(root, "status");
	int64_t code;

	if (json_kind(status) != JSON_OBJECT)
		status = json_get(root, "status:Status");
	if (json_kind(status) != JSON_OBJECT)
		return not_such(reading);
	code = json_number(status, "retCd");
	TRY(on_status(reading, code == 0 ? STR("0") : STR(""), json_get_str(status, "errCd"), json_get_str(status, "errMsg")));
	if (!instant_parse(json_get_str(json_get(root, "generator"), "date"), ZONE_JST, &reading->head.built))
		reading->head.built = INSTANT_NONE;
	for (struct json_iter i = json_each(json_get(root, "data")); json_next(&i);) {
		struct year_count year = {
			.year = json_number(i.value, "year"), .registered = json_number(i.value, "total_vulninfo"),
			.critical = json_number(i.value, "total_severity_critical"), .high = json_number(i.value, "total_severity_high"),
			.medium = json_number(i.value, "total_severity_medium"), .low = json_number(i.value, "total_severity_low"),
			.none = json_number(i.value, "total_severity_none"),
		};

		TRY(send(reading, &year, reading->arena));
	}
	return NULL;
}

static struct err *
read_json(struct reading *reading, struct input *input)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct str text;
	struct err *err = input_all(input, LIMIT_RECORD_BYTES, reading->arena, &text);

	if (err == NULL)
		err = json_parse_padded(reader, text, reading->arena, &root);
	if (err == NULL)
		err = on_root(reading, root);
	if (err != NULL)
		err = err_copy(err, reading->arena);
	json_reader_free(reader);
	return err;
}

struct err *
statistics_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct input_peeked peeked;
	struct reading *reading = ARENA_ARRAY(arena, struct reading, 1);

	*reading = (struct reading){
		.sink = sink, .arena = arena, .file = input->name,
		.head = { .source = SOURCE_NAMES, .name = STR("statistics:myjvn"), .built = INSTANT_NONE, .declared = -1 },
	};
	TRY(input_peek(&peeked, input, arena));
	if (str_starts(str_trim_space(input_head(&peeked)), STR("{")))
		TRY(read_json(reading, &peeked.input));
	else
		TRY(read_xml(reading, &peeked.input));
	if (!reading->status || reading->count == 0)
		return not_such(reading);
	return sink_record(sink, &feed_head_schema, &reading->head, arena);
}
