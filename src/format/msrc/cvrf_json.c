/*
 * cvrf_json.c - CVRF as JSON of API v3: the names of the XML, texts as {"Value": "…"}, kinds as numbers.
 *
 *     {"DocumentTitle": {"Value": "July 2026 Security Updates"},
 *      "DocumentTracking": {"Identification": {"ID": {"Value": "2026-Jul"}}, "RevisionHistory": [{"Number": "5", …}],
 *                           "InitialReleaseDate": "…", "CurrentReleaseDate": "…"},
 *      "ProductTree": {"Branch": [{"Type": 0, "Name": "Microsoft", "Items": [{"Type": 1, "Name": "Windows",
 *                                  "Items": [{"ProductID": "11568", "Value": "…"}]}]}],
 *                      "FullProductName": [{"ProductID": "11568", "Value": "Windows 10 …"}]},
 *      "Vulnerability": [{"CVE": "CVE-2026-0001", "Title": {"Value": "…"},
 *                         "Notes": [{"Title": "Description", "Type": 2, "Value": "…"}],
 *                         "CWE": [{"ID": "CWE-416", "Value": "…"}],
 *                         "ProductStatuses": [{"Type": 3, "ProductID": ["11568"]}],
 *                         "Threats": [{"Type": 0, "Description": {"Value": "…"}, "ProductID": ["11568"]}],
 *                         "CVSSScoreSets": [{"BaseScore": 7.8, "Vector": "CVSS:3.1/…", "ProductID": ["11568"]}],
 *                         "Remediations": [{"Type": 2, "Description": {"Value": "5040427"}, "URL": "…", "Supercedence": "5039211",
 *                                           "ProductID": ["11568"], "RestartRequired": {"Value": "Yes"}, "SubType": "…",
 *                                           "FixedBuild": "…"}],
 *                         "RevisionHistory": [{"Number": "1.0", "Date": "…"}]}]}
 *
 * Microsoft's own PowerShell module for this API is the source of the numbers: threats 0, 1 and 3, remediations 0, 1, 2 and 5, the
 * status 3. Notes are told by their titles. A status of another number leaves its products unknown.
 */
#include "format/msrc/reading.h"

#include "format/json/json_shape.h"

enum { STATUS_KNOWN_AFFECTED = 3 };

static const struct { int64_t number; enum cvrf_threat_kind kind; } threat_numbers[] = {
	{ 0, CVRF_IMPACT }, { 1, CVRF_EXPLOIT_STATUS }, { 3, CVRF_SEVERITY },
};
static const struct { int64_t number; enum cvrf_remedy_kind kind; } remedy_numbers[] = {
	{ 0, CVRF_WORKAROUND }, { 1, CVRF_MITIGATION }, { 2, CVRF_VENDOR_FIX },
};

/* {"Value": "…"} or the text itself. */
static struct str
value_of(struct json member)
{
	return json_kind(member) == JSON_OBJECT ? json_get_str(member, "Value") : json_str(member);
}

static struct err *
read_number(struct json item, const char *key, struct arena *arena, int64_t *ret_number)
{
	if (!json_i64(json_get(item, key), ret_number))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" should be a number."), ARG("key", str_of(key)));
	return NULL;
}

static struct err *
read_status(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_status *status = list_add(arena, &said->statuses);
	int64_t number;

	TRY(read_number(item, "Type", arena, &number));
	status->status = number == STATUS_KNOWN_AFFECTED ? AFFECTED_YES : AFFECTED_UNKNOWN;
	return json_want_texts(item, "ProductID", arena, &status->products);
}

static struct err *
read_threat(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_threat *threat = list_add(arena, &said->threats);
	int64_t number;

	TRY(read_number(item, "Type", arena, &number));
	threat->kind = CVRF_OTHER_THREAT;
	for (size_t i = 0; i < ARRAY_LEN(threat_numbers); i++)
		if (threat_numbers[i].number == number)
			threat->kind = threat_numbers[i].kind;
	threat->text = msrc_words(value_of(json_get(item, "Description")), arena);
	return json_want_texts(item, "ProductID", arena, &threat->products);
}

static struct err *
read_score(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_score *score;
	struct str vector;

	TRY(json_want_text(item, "Vector", arena, &vector));
	if (vector.len == 0)
		return NULL;
	score = list_add(arena, &said->scores);
	score->score = (struct score){ .provider = STR("Microsoft"), .version = msrc_cvss_version(vector), .vector = vector };
	TRY(json_want_tenths(item, "BaseScore", arena, &score->score.base));
	return json_want_texts(item, "ProductID", arena, &score->products);
}

static struct err *
read_remedy(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_remedy *remedy = list_add(arena, &said->remedies);
	struct str superseded;
	int64_t number;

	TRY(read_number(item, "Type", arena, &number));
	remedy->kind = CVRF_OTHER_REMEDY;
	for (size_t i = 0; i < ARRAY_LEN(remedy_numbers); i++)
		if (remedy_numbers[i].number == number)
			remedy->kind = remedy_numbers[i].kind;
	TRY(json_want_text(item, "FixedBuild", arena, &remedy->fix.build));
	TRY(json_want_text(item, "SubType", arena, &remedy->fix.kind));
	TRY(json_want_text(item, "URL", arena, &remedy->fix.url));
	TRY(json_want_text(item, "Supercedence", arena, &superseded));
	remedy->fix.build = str_trim_space(remedy->fix.build);
	remedy->fix.restart = msrc_restart(value_of(json_get(item, "RestartRequired")));
	msrc_supersedes(superseded, arena, &remedy->fix.supersedes);
	cvrf_describe_fix(&remedy->fix, msrc_words(value_of(json_get(item, "Description")), arena));
	return json_want_texts(item, "ProductID", arena, &remedy->products);
}

static struct err *
read_note(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str title, text;

	TRY(json_want_text(item, "Title", arena, &title));
	TRY(json_want_text(item, "Value", arena, &text));
	if (str_eq(title, STR("Description")) && said->text.len == 0)
		said->text = msrc_plain(text, arena);
	else if (str_eq(title, STR("FAQ")) && text.len > 0)
		said->has_faq = true;
	else if (str_eq(title, STR("Customer Action Required")))
		said->needs_no_action = str_eq_nocase(str_trim_space(text), STR("No"));
	return NULL;
}

static struct err *
read_revision(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str date;
	int64_t at;

	TRY(json_want_text(item, "Date", arena, &date));
	at = msrc_instant(date);
	if (at != INSTANT_NONE && (said->first == INSTANT_NONE || at < said->first))
		said->first = at;
	if (at > said->last)
		said->last = at;
	return NULL;
}

static struct err *
read_cwe(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str id;

	TRY(json_want_text(item, "ID", arena, &id));
	if (str_starts(id, STR("CWE-")) && !str_is_one_of(id, said->cwes.items, said->cwes.count))
		list_push(arena, &said->cwes, id);
	return NULL;
}

static const struct {
	const char  *key;
	struct err *(*read)(struct json item, struct arena *arena, struct cvrf_vulnerability *said);
} lists[] = {
	{ "Notes", read_note },           { "ProductStatuses", read_status },  { "Threats", read_threat }, { "CVSSScoreSets", read_score },
	{ "Remediations", read_remedy },  { "RevisionHistory", read_revision }, { "CWE", read_cwe },
};

static struct err *
read_vulnerability(struct json record, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct json list;

	TRY(json_need_text(record, "CVE", arena, &said->cve));
	said->title = msrc_words(value_of(json_get(record, "Title")), arena);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		TRY(json_want_list(record, lists[i].key, arena, &list));
		for (struct json_iter item = json_each(list); json_next(&item);)
			TRY(lists[i].read(item.value, arena, said));
	}
	return NULL;
}

struct err *
cvrf_json_take(struct cvrf *cvrf, struct json record, int64_t offset)
{
	struct cvrf_vulnerability said = { .first = INSTANT_NONE, .last = INSTANT_NONE };
	struct err *err = read_vulnerability(record, cvrf->reading->item, &said);

	return err == NULL ? cvrf_take(cvrf, &said, offset) : cvrf_refuse(cvrf, said.cve, offset, err);
}

/* ------------------------------------------------------------------ the head */

static void
read_products(struct cvrf *cvrf, struct json list, struct str family)
{
	for (struct json_iter item = json_each(list); json_next(&item);) {
		struct json inner = json_get(item.value, "Items");
		struct str id = json_get_str(item.value, "ProductID");

		if (id.len > 0)
			cvrf_product(cvrf, id, json_get_str(item.value, "Value"), family);
		if (json_kind(inner) == JSON_ARRAY)
			read_products(cvrf, inner, json_get_str(item.value, "Name"));
	}
}

static struct err *
read_tracking(struct cvrf *cvrf, struct json_reader *reader, struct str tracking, struct str title)
{
	struct document document = { .title = title };
	struct json root;

	TRY(json_parse(reader, tracking, cvrf->reading->item, &root));
	document.id = value_of(json_get(json_get(root, "Identification"), "ID"));
	document.published = msrc_instant(json_get_str(root, "InitialReleaseDate"));
	document.current = msrc_instant(json_get_str(root, "CurrentReleaseDate"));
	for (struct json_iter i = json_each(json_get(root, "RevisionHistory")); json_next(&i);)
		document.revision = value_of(json_get(i.value, "Number"));
	return cvrf_begin(cvrf, &document);
}

static struct err *
read_head(struct cvrf *cvrf, const struct json_stream *stream, struct json_reader *reader)
{
	struct str tracking = json_stream_kept(stream, "DocumentTracking"), tree = json_stream_kept(stream, "ProductTree");
	struct str title = json_stream_kept(stream, "DocumentTitle");
	struct arena *item = cvrf->reading->item;
	struct json root;

	if (tracking.len == 0 || tree.len == 0)
		return err_new(item, ERR_FORMAT, M("\"DocumentTracking\" and \"ProductTree\" should stand before \"Vulnerability\": this is no "
		    "whole CVRF document."));
	if (title.len > 0) {
		TRY(json_parse(reader, title, item, &root));
		title = arena_copy(item, value_of(root));
	}
	TRY(read_tracking(cvrf, reader, tracking, title));
	TRY(json_parse(reader, tree, item, &root));
	read_products(cvrf, json_get(root, "Branch"), STR(""));
	read_products(cvrf, json_get(root, "FullProductName"), STR(""));
	return NULL;
}

struct err *
cvrf_json_begin(struct cvrf *cvrf, const struct json_stream *stream)
{
	struct json_reader *reader = json_reader_new();
	struct err *err = read_head(cvrf, stream, reader);

	json_reader_free(reader);
	return err;
}
