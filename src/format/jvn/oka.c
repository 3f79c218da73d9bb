/*
 * oka.c - MyJVN version 4 (feed=oka): the records of VULDEF and JVNRSS as JSON, made into the same advisories.
 *
 *     overview    feed.entry[]
 *     detail      document, product_tree, vulnerabilities, jvn_extension                   ft=jvncsaf, one record
 *                 objects[].VULDEF-Document[] of the same                                  ft=jvnstix, several
 *
 * A detail is laid out as CSAF 2.1 and is none: its category is of its own, its products have names of its own (jvnpid), its versions stand in
 * jvn_extension. What is said of one vulnerability of several there is one sentence of the record, as in VULDEF.
 *
 * Source: MyJVN/np, docs/getVulnOverviewList_api_oka.md, getVulnDetailInfo_api_oka.md and their examples (2025-10).
 */
#include "format/jvn/oka.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "format/vulnid/vulnid.h"

struct oka {
	struct sink       *sink;
	struct str         file;
	struct arena      *item;
	struct feed_head   head;
};

/* -------------------------------------------------------------------------------------------- what both have */

/* Addresses are written as HTML has them. */
static struct str
url_of(struct str text, struct arena *arena)
{
	struct str rest = str_trim_space(text);
	struct buf url BUF_SCOPE = { 0 };
	size_t at;

	while ((at = str_find(rest, STR("&amp;"))) != SIZE_MAX) {
		buf_add(&url, str_sub(rest, 0, at));
		buf_add_char(&url, '&');
		rest = str_from(rest, at + 5);
	}
	buf_add(&url, rest);
	return arena_copy(arena, buf_str(&url));
}

static void
fill_reference(struct jvn_record *record, struct json reference)
{
	struct str title = str_trim_space(json_get_str(reference, "summary")), type = json_get_str(reference, "type");

	if (str_eq(type, STR("cwe")) || str_starts(title, STR("CWE-"))) {
		jvn_add_cwe(record, title);
		return;
	}
	/* As in VULDEF only what an advisory is called is another name; an overview does not say what is one. */
	if (type.len == 0 || str_eq(type, STR("advisory")))
		(void)jvn_add_id(record, title);
	jvn_add_reference(record, url_of(json_get_str(reference, "url"), record->arena), title, json_get_str(reference, "source"));
}

static void
fill_references(struct jvn_record *record, struct json references)
{
	for (struct json_iter i = json_each(references); json_next(&i);)
		fill_reference(record, i.value);
}

static void
fill_cwes(struct jvn_record *record, struct json cwes)
{
	for (struct json_iter i = json_each(cwes); json_next(&i);)
		jvn_add_cwe(record, json_get_str(i.value, "id"));
}

/* Numbers stand as numbers here and as texts there. */
static struct str
number_text(struct json value, struct arena *arena)
{
	double number;

	if (json_kind(value) != JSON_NUMBER || !json_f64(value, &number) || !(number >= 0 && number <= 10))
		return json_str(value);
	return arena_printf(arena, "%.1f", number);
}

/* One score of a kind: what is said again of the next vulnerability is the record's already. */
static bool
has_score(const struct jvn_record *record, struct str vector)
{
	for (size_t i = 0; i < record->advisory.scores.count; i++)
		if (str_eq(record->advisory.scores.items[i].vector, vector))
			return true;
	return false;
}

static void
fill_metrics(struct jvn_record *record, struct json metrics)
{
	static const char *const kinds[] = { "cvss_v2", "cvss_v3", "cvss_v4" };

	for (struct json_iter i = json_each(metrics); json_next(&i);)
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
			struct json cvss = json_get(json_get(i.value, "content"), kinds[k]);
			struct str vector = json_get_str(cvss, "vectorString");

			if (json_kind(cvss) == JSON_OBJECT && (vector.len == 0 || !has_score(record, vector)))
				jvn_add_score(record, json_get_str(cvss, "version"), vector, number_text(json_get(cvss, "baseScore"), record->arena));
		}
}

static void
fill_dates(struct jvn_record *record, struct str registered, struct str made_public, struct str changed)
{
	record->advisory.published = jvn_instant(registered);
	if (record->advisory.published == INSTANT_NONE)
		record->advisory.published = jvn_instant(made_public);
	record->advisory.modified = jvn_instant(changed);
}

/* -------------------------------------------------------------------------------------------------- overview */

static struct err *
fill_product(struct jvn_record *record, struct json product)
{
	struct affected *affected = jvn_affected(record, json_get_str(product, "vname"), json_get_str(product, "pname"), AFFECTED_YES);

	return oka_add_cpe(record, affected, json_get_str(json_get(product, "product_ids"), "cpe"));
}

static struct err *
fill_overview(struct jvn_record *record, struct json entry)
{
	jvn_set_texts(record, str_trim_space(json_get_str(entry, "title")), str_trim_space(json_get_str(entry, "summary")));
	fill_dates(record, json_get_str(entry, "created"), json_get_str(entry, "public"), json_get_str(entry, "modified"));
	fill_references(record, json_get(entry, "references"));
	for (struct json_iter i = json_each(json_get(entry, "products")); json_next(&i);)
		TRY(fill_product(record, i.value));
	fill_metrics(record, json_get(entry, "metrics"));
	fill_cwes(record, json_get(entry, "cwes"));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- detail */

/* What is said of several vulnerabilities alike is said once. */
struct lines { struct str_list list; struct map seen; };

static void
add_line(struct arena *arena, struct lines *lines, struct str line)
{
	uint64_t *seen;

	line = str_trim_space(line);
	seen = map_put(arena, &lines->seen, line);
	if (*seen == 0 && line.len > 0)
		list_push(arena, &lines->list, line);
	*seen = 1;
}

static void
fill_words(struct jvn_record *record, struct json vulnerabilities)
{
	struct advisory *a = &record->advisory;
	struct arena *arena = record->arena;
	struct lines impact = { 0 }, solution = { 0 }, mitigation = { 0 };

	for (struct json_iter v = json_each(vulnerabilities); json_next(&v);) {
		for (struct json_iter i = json_each(json_get(v.value, "threats")); json_next(&i);)
			if (str_eq(json_get_str(i.value, "category"), STR("impact")))
				add_line(arena, &impact, json_get_str(i.value, "details"));
		for (struct json_iter i = json_each(json_get(v.value, "remediations")); json_next(&i);) {
			struct str category = json_get_str(i.value, "category");
			bool until_mended = str_eq(category, STR("workaround")) || str_eq(category, STR("mitigation"));

			add_line(arena, until_mended ? &mitigation : &solution, json_get_str(i.value, "details"));
		}
	}
	*(record->is_english ? &a->impact_en : &a->impact_ja) = arena_join(arena, impact.list.items, impact.list.count, STR("\n"));
	*(record->is_english ? &a->solution_en : &a->solution_ja) = arena_join(arena, solution.list.items, solution.list.count, STR("\n"));
	*(record->is_english ? &a->mitigation_en : &a->mitigation_ja) = arena_join(arena, mitigation.list.items, mitigation.list.count, STR("\n"));
}

static struct str
description_of(struct json notes)
{
	for (struct json_iter i = json_each(notes); json_next(&i);)
		if (str_eq(json_get_str(i.value, "category"), STR("description")))
			return str_trim_space(json_get_str(i.value, "text"));
	return STR("");
}

static struct err *
fill_detail(struct jvn_record *record, struct json detail)
{
	struct json document = json_get(detail, "document"), tracking = json_get(document, "tracking"), list = json_get(detail, "vulnerabilities");

	record->is_english = str_starts_nocase(json_get_str(document, "lang"), STR("en"));
	jvn_set_texts(record, str_trim_space(json_get_str(document, "title")), description_of(json_get(document, "notes")));
	fill_dates(record, json_get_str(tracking, "initial_release_date"), json_get_str(tracking, "public_date"), json_get_str(tracking, "current_release_date"));
	fill_references(record, json_get(document, "references"));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		(void)jvn_add_id(record, json_get_str(i.value, "cve"));
		fill_cwes(record, json_get(i.value, "cwes"));
		fill_metrics(record, json_get(i.value, "metrics"));
	}
	fill_words(record, list);
	return oka_affected(record, detail);
}

/* --------------------------------------------------------------------------------------------------- records */

static struct err *
read_record(struct oka *oka, struct str id, struct err *(*fill)(struct jvn_record *, struct json), struct json json)
{
	struct jvn_record record = { .sink = oka->sink, .arena = oka->item };
	struct err *err;

	arena_reset(oka->item);
	record.advisory = (struct advisory){ .source = SOURCE_JVN, .published = INSTANT_NONE, .modified = INSTANT_NONE, .withdrawn = INSTANT_NONE };
	record.advisory.id = vulnid_canonical(str_trim_space(id), oka->item);
	if (record.advisory.id.len == 0)
		err = err_new(oka->item, ERR_FORMAT, M("The record has no identifier (tracking.id, entry.id)."));
	else
		err = fill(&record, json);
	if (err != NULL)
		return sink_refuse(oka->sink, record.advisory.id, 0, -1, err, oka->item);
	jvn_finish(&record);
	return sink_record(oka->sink, &advisory_schema, &record.advisory, oka->item);
}

static struct err *
read_detail(struct oka *oka, struct json detail)
{
	return read_record(oka, json_get_str(json_get(json_get(detail, "document"), "tracking"), "id"), fill_detail, detail);
}

static struct err *
read_bundle(struct oka *oka, struct json objects)
{
	for (struct json_iter i = json_each(objects); json_next(&i);)
		for (struct json_iter d = json_each(json_get(i.value, "VULDEF-Document")); json_next(&d);)
			TRY(read_detail(oka, d.value));
	return NULL;
}

static struct err *
read_overview(struct oka *oka, struct json feed)
{
	oka->head.built = jvn_instant(json_get_str(feed, "updated"));
	if (oka->head.built == INSTANT_NONE)
		oka->head.built = jvn_instant(json_get_str(json_get(feed, "generator"), "date"));
	for (struct json_iter i = json_each(json_get(feed, "entry")); json_next(&i);)
		TRY(read_record(oka, json_get_str(i.value, "id"), fill_overview, i.value));
	return NULL;
}

/* How it went: under one of two names, numbers as numbers or as texts. */
static struct err *
read_status(struct oka *oka, struct json root, bool *ret_nothing, struct arena *arena)
{
	struct json status = json_get(root, "status");
	int64_t code = 0, count = -1;

	if (json_kind(status) != JSON_OBJECT)
		status = json_get(root, "status:Status");
	*ret_nothing = false;
	if (json_kind(status) != JSON_OBJECT)
		return NULL;
	if (!json_i64(json_get(status, "retCd"), &code))
		(void)str_to_i64(json_get_str(status, "retCd"), &code);
	if (code != 0)
		return err_new(arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"), ARG("code", json_get_str(status, "errCd")),
		    ARG("reason", json_get_str(status, "errMsg")));
	if (!json_i64(json_get(status, "totalResRet"), &count))
		(void)str_to_i64(json_get_str(status, "totalResRet"), &count);
	oka->head.declared = count;
	*ret_nothing = count == 0 && str_starts(json_get_str(status, "method"), STR("getVuln"));
	return NULL;
}

static struct err *
read_root(struct oka *oka, struct json root, struct arena *arena)
{
	bool nothing;

	TRY(read_status(oka, root, &nothing, arena));
	oka->head.name = STR("jvn:detail");
	oka->head.version = STR("4.0");
	if (json_kind(json_get(root, "document")) == JSON_OBJECT)
		return read_detail(oka, root);
	if (json_kind(json_get(root, "objects")) == JSON_ARRAY)
		return read_bundle(oka, json_get(root, "objects"));
	oka->head.name = nothing ? STR("jvn:none") : STR("jvn:overview");
	if (json_kind(json_get(json_get(root, "feed"), "entry")) == JSON_ARRAY)
		return read_overview(oka, json_get(root, "feed"));
	return nothing ? NULL : err_new(arena, ERR_FORMAT, M("{file} is JSON, but neither a list nor a detail of MyJVN's version 4 (feed=oka)."),
	    ARG("file", oka->file));
}

struct err *
oka_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();
	struct oka oka = { .sink = sink, .file = input->name, .item = item, .head = { .source = SOURCE_JVN, .built = INSTANT_NONE, .declared = -1 } };
	struct json root;
	struct str text;
	struct err *err = input_all(input, LIMIT_RECORD_BYTES, arena, &text);

	if (err == NULL)
		err = json_parse_padded(reader, text, arena, &root);
	if (err == NULL)
		err = read_root(&oka, root, arena);
	if (err != NULL)
		err = err_copy(err, arena);
	json_reader_free(reader);
	TRY(err);
	return sink_record(sink, &feed_head_schema, &oka.head, arena);
}
