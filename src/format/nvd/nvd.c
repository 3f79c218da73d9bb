#include "format/nvd/nvd.h"

#include "base/limits.h"
#include "format/json/json_feed.h"
#include "format/nvd/nvd_parts.h"
#include "format/vulnid/vulnid.h"

struct nvd_feed {
	struct json_feed feed;
	bool             has_overrides;
};

/* The cve object, wherever it stands in its record. */
static struct json
cve_of(struct json record)
{
	struct json cve = json_get(record, "cve");

	return json_kind(cve) == JSON_OBJECT ? cve : record;
}

static struct str
id_of(struct json record)
{
	struct str id = json_get_str(cve_of(record), "id");

	return id.len > 0 ? id : json_get_str(json_get(record, "_annotation"), "cve_id");
}

/* -------------------------------------------------------------------------------- configurations */

/* One end of a range out of its two spellings, of which at most one may stand there. */
static struct err *
read_cut(struct json match, const char *including, enum side side_including, const char *excluding,
    enum side side_excluding, struct arena *arena, struct cut *ret_cut)
{
	struct str with, without;

	TRY(json_want_text(match, including, arena, &with));
	TRY(json_want_text(match, excluding, arena, &without));
	if (with.len > 0 && without.len > 0)
		return err_new(arena, ERR_FORMAT, M("\"{one}\" and \"{other}\" stand in one match."),
		    ARG("one", str_of(including)), ARG("other", str_of(excluding)));
	if (with.len > 0)
		*ret_cut = (struct cut){ side_including, with };
	else if (without.len > 0)
		*ret_cut = (struct cut){ side_excluding, without };
	else
		*ret_cut = (struct cut){ CUT_NONE, STR("") };
	return NULL;
}

static struct err *
read_match(struct json item, struct arena *arena, struct config_match *match)
{
	struct json vulnerable = json_get(item, "vulnerable");

	if (json_kind(vulnerable) != JSON_BOOL)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is missing."), ARG("key", STR("vulnerable")));
	match->vulnerable = json_bool(vulnerable);
	TRY(json_need_text(item, "criteria", arena, &match->cpe));
	if (!str_starts(match->cpe, STR("cpe:2.3:")))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is not a CPE 2.3 name."),
		    ARG("text", str_sub(match->cpe, 0, 200)));
	TRY(read_cut(item, "versionStartIncluding", CUT_BEFORE, "versionStartExcluding", CUT_AFTER, arena,
	    &match->versions.lower));
	TRY(read_cut(item, "versionEndIncluding", CUT_AFTER, "versionEndExcluding", CUT_BEFORE, arena,
	    &match->versions.upper));
	return json_want_text(item, "matchCriteriaId", arena, &match->id);
}

static struct err *
read_operator(struct json item, struct arena *arena, enum config_operator *ret_op, bool *ret_negate)
{
	struct str op;

	TRY(json_want_text(item, "operator", arena, &op));
	TRY(json_want_bool(item, "negate", arena, ret_negate));
	if (op.len == 0 || str_eq(op, STR("OR")))
		*ret_op = CONFIG_OR;
	else if (str_eq(op, STR("AND")))
		*ret_op = CONFIG_AND;
	else
		return err_new(arena, ERR_FORMAT, M("The operator \"{text}\" of a configuration is not known."),
		    ARG("text", str_sub(op, 0, 100)));
	return NULL;
}

static struct err *
read_node(struct json item, struct arena *arena, struct config_node *node)
{
	struct json matches;

	TRY(read_operator(item, arena, &node->op, &node->negate));
	if (json_count(json_get(item, "children")) > 0)
		return err_new(arena, ERR_FORMAT,
		    M("A configuration has nodes inside nodes, which NVD's format 2.0 does not have."));
	TRY(json_want_list(item, "cpeMatch", arena, &matches));
	for (struct json_iter i = json_each(matches); json_next(&i);)
		TRY(read_match(i.value, arena, list_add(arena, &node->matches)));
	return NULL;
}

static struct err *
read_configs(struct json cve, struct arena *arena, struct advisory *advisory)
{
	struct json configs;

	TRY(json_want_list(cve, "configurations", arena, &configs));
	for (struct json_iter c = json_each(configs); json_next(&c);) {
		struct config *config = list_add(arena, &advisory->configs);
		struct json nodes;

		TRY(read_operator(c.value, arena, &config->op, &config->negate));
		TRY(json_want_list(c.value, "nodes", arena, &nodes));
		for (struct json_iter n = json_each(nodes); json_next(&n);)
			TRY(read_node(n.value, arena, list_add(arena, &config->nodes)));
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- metrics */

static const struct {
	const char        *key;
	enum cvss_version  version;
} metric_keys[] = {
	{ "cvssMetricV40", CVSS_V4 },
	{ "cvssMetricV31", CVSS_V3_1 },
	{ "cvssMetricV30", CVSS_V3_0 },
	{ "cvssMetricV2",  CVSS_V2 },
};

static struct err *
read_scores(struct json metrics, struct arena *arena, struct advisory *advisory)
{
	for (size_t m = 0; m < ARRAY_LEN(metric_keys); m++) {
		struct json list, data;

		TRY(json_want_list(metrics, metric_keys[m].key, arena, &list));
		for (struct json_iter i = json_each(list); json_next(&i);) {
			struct str provider;

			TRY(json_want_text(i.value, "source", arena, &provider));
			TRY(json_need_object(i.value, "cvssData", arena, &data));
			TRY(nvd_score(
			    data, metric_keys[m].version, provider, arena, list_add(arena, &advisory->scores)));
		}
	}
	return NULL;
}

static struct err *
read_metrics(struct json cve, struct arena *arena, struct advisory *advisory)
{
	struct json metrics, list;

	TRY(json_want_object(cve, "metrics", arena, &metrics));
	TRY(read_scores(metrics, arena, advisory));
	TRY(json_want_list(metrics, "ssvcV203", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct str provider;
		struct json data;

		TRY(json_want_text(i.value, "source", arena, &provider));
		TRY(json_want_object(i.value, "ssvcData", arena, &data));
		if (json_count(json_get(data, "options")) > 0)
			TRY(nvd_ssvc(data, provider, arena, list_add(arena, &advisory->ssvc)));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------ the record */

static struct err *
read_weaknesses(struct json cve, struct arena *arena, struct advisory *advisory)
{
	struct json list, names;

	TRY(json_want_list(cve, "weaknesses", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		TRY(json_want_list(i.value, "description", arena, &names));
		for (struct json_iter n = json_each(names); json_next(&n);)
			nvd_add_cwe(arena, &advisory->cwes, json_get_str(n.value, "value"));
	}
	return NULL;
}

static bool
is_tagged_disputed(struct json cve)
{
	for (struct json_iter i = json_each(json_get(cve, "cveTags")); json_next(&i);) {
		for (struct json_iter tag = json_each(json_get(i.value, "tags")); json_next(&tag);) {
			if (str_eq(json_str(tag.value), STR("disputed")))
				return true;
		}
	}
	return false;
}

/*
 * NVD's status says how far the analysis is. What was analysed before it was deferred keeps its
 * configurations, so these decide where the status alone does not.
 */
static enum advisory_state
state_of(struct json cve, const struct advisory *advisory)
{
	static const struct str analysed[] = { STR_INIT("Analyzed"), STR_INIT("Modified") };
	struct str status = json_get_str(cve, "vulnStatus");

	if (str_eq(status, STR("Rejected")))
		return ADVISORY_WITHDRAWN;
	if (is_tagged_disputed(cve) || str_starts(advisory->text_en, STR("** DISPUTED **")))
		return ADVISORY_DISPUTED;
	if (str_is_one_of(status, analysed, ARRAY_LEN(analysed)) || advisory->configs.count > 0)
		return ADVISORY_PUBLISHED;
	return ADVISORY_AWAITING;
}

static struct err *
read_id(struct json record, struct arena *arena, struct str *ret_id)
{
	struct str text = id_of(record);
	struct vulnid id = vulnid_parse(text, arena);

	if (json_kind(json_get(cve_of(record), "CVE_data_meta")) != JSON_ABSENT)
		return err_new(arena, ERR_UNSUPPORTED,
		    M("This is NVD's JSON feed 1.1, which ended in 2023: take the file nvdcve-2.0-….json.gz of the "
		      "same year from NVD's data feeds."));
	if (text.len == 0)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is missing."), ARG("key", STR("id")));
	if (id.kind != VULNID_CVE)
		return err_new(
		    arena, ERR_FORMAT, M("\"{text}\" is not a CVE number."), ARG("text", str_sub(text, 0, 100)));
	*ret_id = id.text;
	return NULL;
}

/* An analyst's override has its dates and words in an annotation beside the cve object. */
static struct err *
read_annotation(struct json annotation, struct arena *arena, struct advisory *advisory)
{
	TRY(json_want_instant(annotation, "published", arena, &advisory->published));
	TRY(json_want_instant(annotation, "modified", arena, &advisory->modified));
	TRY(json_want_text(annotation, "description", arena, &advisory->text_en));
	return json_want_text(annotation, "cna", arena, &advisory->assigner);
}

static struct err *
read_about(struct json cve, struct arena *arena, struct advisory *advisory)
{
	struct json references;

	TRY(json_want_instant(cve, "published", arena, &advisory->published));
	TRY(json_want_instant(cve, "lastModified", arena, &advisory->modified));
	TRY(json_want_text(cve, "sourceIdentifier", arena, &advisory->assigner));
	TRY(nvd_texts(cve, "descriptions", arena, &advisory->text_en, &advisory->text_ja));
	TRY(json_want_list(cve, "references", arena, &references));
	for (struct json_iter i = json_each(references); json_next(&i);)
		TRY(nvd_reference(i.value, arena, list_add(arena, &advisory->references)));
	return NULL;
}

static struct err *
read_record(struct json_feed *feed, struct json record, struct arena *arena, void *value)
{
	struct nvd_feed *nvd = (struct nvd_feed *)feed;
	struct advisory *advisory = value;
	struct json cve = cve_of(record), annotation = json_get(record, "_annotation");

	advisory->source = SOURCE_NVD;
	advisory->withdrawn = INSTANT_NONE;
	TRY(read_id(record, arena, &advisory->id));
	TRY(read_about(cve, arena, advisory));
	if (json_kind(annotation) == JSON_OBJECT) {
		nvd->has_overrides = true;
		TRY(read_annotation(annotation, arena, advisory));
	}
	TRY(read_metrics(cve, arena, advisory));
	TRY(read_weaknesses(cve, arena, advisory));
	TRY(read_configs(cve, arena, advisory));
	advisory->state = state_of(cve, advisory);
	if (advisory->state == ADVISORY_WITHDRAWN)
		advisory->withdrawn = advisory->modified;
	return NULL;
}

/* One page of several says nothing of how many records a file of pages has. */
static struct err *
read_head(struct json_feed *feed, const struct json_stream *stream, struct arena *arena, struct feed_head *ret_head)
{
	struct str total = json_stream_head(stream, "totalResults");
	struct str timestamp = json_stream_head(stream, "timestamp");

	if (((struct nvd_feed *)feed)->has_overrides)
		ret_head->name = STR("nvd-overrides");
	if (timestamp.len > 0 && !instant_parse(timestamp, ZONE_UTC, &ret_head->built))
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is no date and time: {text}"),
		    ARG("key", STR("timestamp")), ARG("text", str_sub(timestamp, 0, 100)));
	ret_head->version = json_stream_head(stream, "version");
	if (!str_eq(total, json_stream_head(stream, "resultsPerPage")) || !str_to_i64(total, &ret_head->declared))
		ret_head->declared = -1;
	return NULL;
}

struct err *
nvd_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct nvd_feed nvd = {
		.feed = {
			.format = "NVD 2.0",
			.array_key = "vulnerabilities|CVE_Items",
			.schema = &advisory_schema,
			.id = id_of,
			.read = read_record,
			.head = read_head,
			.source = SOURCE_NVD,
		},
	};

	return json_feed_read(&nvd.feed, input, sink, arena);
}
