#include "format/kev/kev.h"

#include <string.h>
#include "format/json/json_feed.h"
#include "format/json/json_shape.h"
#include "format/kev/csv_feed.h"
#include "format/vulnid/vulnid.h"

enum column { CVE, VENDOR, PRODUCT, NAME, ADDED, ACTION, DUE, RANSOMWARE, NOTES, CWES, COLUMNS };

static const struct csv_column columns[COLUMNS] = {
	[CVE]        = { STR_INIT("cveID"),                      STR_INIT(""), true },
	[VENDOR]     = { STR_INIT("vendorProject"),              STR_INIT(""), true },
	[PRODUCT]    = { STR_INIT("product"),                    STR_INIT(""), true },
	[NAME]       = { STR_INIT("vulnerabilityName"),          STR_INIT(""), true },
	[ADDED]      = { STR_INIT("dateAdded"),                  STR_INIT(""), true },
	[ACTION]     = { STR_INIT("requiredAction"),             STR_INIT(""), true },
	[DUE]        = { STR_INIT("dueDate"),                    STR_INIT(""), true },
	[RANSOMWARE] = { STR_INIT("knownRansomwareCampaignUse"), STR_INIT(""), false },
	[NOTES]      = { STR_INIT("notes"),                      STR_INIT(""), false },
	[CWES]       = { STR_INIT("cwes"),                       STR_INIT(""), false },
};

static struct err *
read_day(struct str text, enum column column, struct arena *arena, int32_t *ret_day)
{
	if (!day_parse(text, ret_day))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date of the form 2026-11-20: {text}"),
		    ARG("key", columns[column].name), ARG("text", str_sub(text, 0, 100)));
	return NULL;
}

/* Both formats come together here: words in the order of the columns. */
static struct err *
make_entry(const struct str *words, struct arena *arena, struct kev_entry *entry)
{
	struct vulnid id = vulnid_parse(words[CVE], arena);

	if (id.kind != VULNID_CVE)
		return err_new(
		    arena, ERR_FORMAT, M("\"{text}\" is not a CVE number."), ARG("text", str_sub(words[CVE], 0, 100)));
	entry->cve = id.text;
	entry->vendor = words[VENDOR];
	entry->product = words[PRODUCT];
	entry->name = words[NAME];
	entry->action = words[ACTION];
	entry->ransomware = str_eq_nocase(words[RANSOMWARE], STR("Known"));
	entry->notes = words[NOTES];
	TRY(read_day(words[ADDED], ADDED, arena, &entry->added));
	return read_day(words[DUE], DUE, arena, &entry->due);
}

/* ------------------------------------------------------------------------------------------- JSON */

static struct str
id_of(struct json record)
{
	return json_get_str(record, "cveID");
}

static struct err *
read_json(struct json_feed *feed, struct json record, struct arena *arena, void *value)
{
	struct kev_entry *entry = value;
	struct str words[COLUMNS] = { 0 };

	(void)feed;
	for (size_t c = 0; c < CWES; c++) {
		if (columns[c].is_needed)
			TRY(json_need_text(record, columns[c].name.ptr, arena, &words[c]));
		else
			TRY(json_want_text(record, columns[c].name.ptr, arena, &words[c]));
	}
	TRY(json_want_texts(record, "cwes", arena, &entry->cwes));
	return make_entry(words, arena, entry);
}

static struct err *
head_of_json(struct json_feed *feed, const struct json_stream *stream, struct arena *arena, struct feed_head *ret_head)
{
	struct str released = json_stream_head(stream, "dateReleased");

	(void)feed;
	if (released.len > 0 && !instant_parse(released, ZONE_UTC, &ret_head->built))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date and time: {text}"),
		    ARG("key", STR("dateReleased")), ARG("text", str_sub(released, 0, 100)));
	ret_head->version = json_stream_head(stream, "catalogVersion");
	if (!str_to_i64(json_stream_head(stream, "count"), &ret_head->declared))
		ret_head->declared = -1;
	return NULL;
}

/* -------------------------------------------------------------------------------------------- CSV */

static struct err *
read_csv(struct csv_feed *feed, const struct str *cells, struct arena *arena, void *value)
{
	struct kev_entry *entry = value;
	struct str rest = cells[CWES], cwe;

	(void)feed;
	while (str_split(&rest, ',', &cwe)) {
		cwe = str_trim_space(cwe);
		if (cwe.len > 0)
			list_push(arena, &entry->cwes, cwe);
	}
	return make_entry(cells, arena, entry);
}

/* ---------------------------------------------------------------------------------------- reading */

enum { PEEK = 64 };

/* An input whose first bytes have been looked at. */
struct peeked {
	struct input  input;
	struct input *under;
	char          head[PEEK];
	size_t        len, given;
};

static struct err *
read_peeked(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct peeked *peeked = (struct peeked *)input;
	size_t left = peeked->len - peeked->given;

	if (left == 0)
		return input_read(peeked->under, into, room, arena, ret_got);
	*ret_got = left < room ? left : room;
	memcpy(into, peeked->head + peeked->given, *ret_got);
	peeked->given += *ret_got;
	return NULL;
}

/* JSON begins with a bracket, behind white space and a byte order mark. */
static struct err *
peek_is_json(struct peeked *peeked, struct arena *arena, bool *ret_is_json)
{
	struct str head = { peeked->head, 0 };
	size_t got = 1;

	while (peeked->len < PEEK && got > 0) {
		TRY(input_read(peeked->under, peeked->head + peeked->len, PEEK - peeked->len, arena, &got));
		peeked->len += got;
	}
	head.len = peeked->len;
	(void)str_take(&head, STR("\xef\xbb\xbf"));
	head = str_trim_space(head);
	*ret_is_json = head.len > 0 && (head.ptr[0] == '{' || head.ptr[0] == '[');
	return NULL;
}

struct err *
kev_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct peeked peeked = { .input = { read_peeked, input->name, 0 }, .under = input };
	struct json_feed json = {
		.format = "KEV", .array_key = "vulnerabilities", .schema = &kev_entry_schema, .id = id_of,
		.read = read_json, .head = head_of_json, .source = SOURCE_KEV,
	};
	struct csv_feed csv = {
		.format = "KEV", .columns = columns, .columns_count = COLUMNS, .schema = &kev_entry_schema,
		.source = SOURCE_KEV, .read = read_csv,
	};
	bool is_json;

	TRY(peek_is_json(&peeked, arena, &is_json));
	return is_json ? json_feed_read(&json, &peeked.input, sink, arena)
		       : csv_feed_read(&csv, &peeked.input, sink, arena);
}
