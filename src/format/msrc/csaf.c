/*
 * csaf.c - CSAF 2.0 as Microsoft writes it: a CVE a document, the version that mends in the product tree.
 *
 *     product_tree.branches   product_name "Microsoft Edge" > product_version_range "<1.3.195.45" (id 1),
 *                                                             product_version "1.3.195.45" (id 12470)
 *     product_status          known_affected ["1"], fixed ["12470"]
 *     remediations            vendor_fix, product_ids ["1"], details "1.3.195.45:Security Update:https://…"
 *
 * What a range is of is the product_name around it. The ids of ranges count from 1 in every document.
 */
#include "format/msrc/reading.h"

#include "format/json/json_shape.h"

/* ------------------------------------------------------------- product tree */

static void
read_product(struct cvrf *cvrf, struct json product, struct str name)
{
	struct str id = json_get_str(product, "product_id"), full = json_get_str(product, "name");

	if (id.len > 0)
		cvrf_product(cvrf, id, name.len > 0 ? name : full, full);
}

/* json.h bounds the depth. */
static void
read_branches(struct cvrf *cvrf, struct json branches, struct str name)
{
	for (struct json_iter i = json_each(branches); json_next(&i);) {
		bool is_name = str_eq(json_get_str(i.value, "category"), STR("product_name"));

		read_product(cvrf, json_get(i.value, "product"), name);
		read_branches(cvrf, json_get(i.value, "branches"), is_name ? json_get_str(i.value, "name") : name);
	}
}

static void
read_tree(struct cvrf *cvrf, struct json tree)
{
	read_branches(cvrf, json_get(tree, "branches"), STR(""));
	for (struct json_iter i = json_each(json_get(tree, "full_product_names")); json_next(&i);)
		read_product(cvrf, i.value, STR(""));
	for (struct json_iter i = json_each(json_get(tree, "relationships")); json_next(&i);)
		read_product(cvrf, json_get(i.value, "full_product_name"), STR(""));
}

/* ------------------------------------------------------------ vulnerability */

static const struct { const char *key; enum affected_status status; } statuses[] = {
	{ "known_affected", AFFECTED_YES }, { "under_investigation", AFFECTED_UNKNOWN }, { "known_not_affected", AFFECTED_NO },
};

static struct err *
read_statuses(struct json list, struct arena *arena, struct cvrf_vulnerability *said)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		struct cvrf_status *status = list_add(arena, &said->statuses);

		status->status = statuses[i].status;
		TRY(json_want_texts(list, statuses[i].key, arena, &status->products));
	}
	return NULL;
}

static struct err *
read_threat(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_threat threat = { .kind = CVRF_OTHER_THREAT };
	struct str category;

	TRY(json_want_text(item, "category", arena, &category));
	TRY(json_want_text(item, "details", arena, &threat.text));
	if (str_eq(category, STR("impact")))
		threat.kind = CVRF_IMPACT;
	else if (str_eq(category, STR("exploit_status")))
		threat.kind = CVRF_EXPLOIT_STATUS;
	TRY(json_want_texts(item, "product_ids", arena, &threat.products));
	list_push(arena, &said->threats, threat);
	return NULL;
}

static struct err *
read_score(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_score score = { .score.provider = STR("Microsoft") };
	struct json cvss;

	TRY(json_want_object(item, "cvss_v3", arena, &cvss));
	TRY(json_want_text(cvss, "vectorString", arena, &score.score.vector));
	TRY(json_want_tenths(cvss, "baseScore", arena, &score.score.base));
	TRY(json_want_texts(item, "products", arena, &score.products));
	score.score.version = msrc_cvss_version(score.score.vector);
	if (score.score.vector.len > 0)
		list_push(arena, &said->scores, score);
	return NULL;
}

/* "10.0.17763.6893:Security Update:https://…"; words of another form stay words. */
static void
read_details(struct fix *fix, struct str details)
{
	struct str build, rest, kind, url;

	fix->kb = msrc_kb_of_url(fix->url);
	if (str_cut(details, ':', &build, &rest) && str_cut(rest, ':', &kind, &url) && str_starts(url, STR("http"))) {
		fix->build = str_trim_space(build);
		fix->kind = str_trim_space(kind);
	} else {
		fix->text = details;
	}
}

static struct err *
read_remedy(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct cvrf_remedy remedy = { .kind = CVRF_OTHER_REMEDY };
	struct str category, details;

	TRY(json_want_text(item, "category", arena, &category));
	TRY(json_want_text(item, "details", arena, &details));
	TRY(json_want_text(item, "url", arena, &remedy.fix.url));
	TRY(json_want_texts(item, "product_ids", arena, &remedy.products));
	if (str_eq(category, STR("vendor_fix")))
		remedy.kind = CVRF_VENDOR_FIX;
	else if (str_eq(category, STR("mitigation")))
		remedy.kind = CVRF_MITIGATION;
	else if (str_eq(category, STR("workaround")))
		remedy.kind = CVRF_WORKAROUND;
	read_details(&remedy.fix, details);
	list_push(arena, &said->remedies, remedy);
	return NULL;
}

static struct err *
read_note(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str category, title, text;

	TRY(json_want_text(item, "category", arena, &category));
	TRY(json_want_text(item, "title", arena, &title));
	TRY(json_want_text(item, "text", arena, &text));
	if (str_eq(category, STR("description")) && said->text.len == 0)
		said->text = msrc_plain(text, arena);
	else if (str_eq(title, STR("Assigning CNA")))
		said->cna = text;
	said->has_faq |= str_eq(category, STR("faq"));
	return NULL;
}

static const struct {
	const char  *key;
	struct err *(*read)(struct json item, struct arena *arena, struct cvrf_vulnerability *said);
} lists[] = {
	{ "notes", read_note }, { "threats", read_threat }, { "scores", read_score }, { "remediations", read_remedy },
};

static struct err *
read_vulnerability(struct json item, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct json part;
	struct str cwe;

	TRY(json_need_text(item, "cve", arena, &said->cve));
	TRY(json_want_text(item, "title", arena, &said->title));
	TRY(json_want_object(item, "cwe", arena, &part));
	TRY(json_want_text(part, "id", arena, &cwe));
	if (cwe.len > 0)
		list_push(arena, &said->cwes, cwe);
	TRY(json_want_object(item, "product_status", arena, &part));
	TRY(read_statuses(part, arena, said));
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		TRY(json_want_list(item, lists[i].key, arena, &part));
		for (struct json_iter each = json_each(part); json_next(&each);)
			TRY(lists[i].read(each.value, arena, said));
	}
	return NULL;
}

/* ----------------------------------------------------------------- document */

/* CSAF has no place for the severity of a vulnerability: the document's is for all. */
static void
add_severity(struct json document, struct arena *arena, struct cvrf_vulnerability *said)
{
	struct str text = json_get_str(json_get(document, "aggregate_severity"), "text");

	if (text.len > 0)
		list_push(arena, &said->threats, ((struct cvrf_threat){ .kind = CVRF_SEVERITY, .text = text }));
}

static struct err *
refuse_others(struct json document, struct arena *arena)
{
	struct str publisher = json_get_str(json_get(document, "publisher"), "namespace");

	if (!str_eq(json_get_str(document, "csaf_version"), STR("2.0")))
		return err_new(arena, ERR_UNSUPPORTED, M("This is neither MSRC's CVRF, nor its CSAF 2.0, nor a page of its Security Update Guide."));
	if (!str_starts(publisher, STR("https://msrc.microsoft.com")))
		return err_new(arena, ERR_UNSUPPORTED, M("This CSAF advisory is by {publisher}, not by MSRC."),
		    ARG("publisher", json_get_str(json_get(document, "publisher"), "name")));
	return NULL;
}

static struct err *
take_vulnerabilities(struct cvrf *cvrf, struct json record, struct json head, int64_t offset)
{
	for (struct json_iter i = json_each(json_get(record, "vulnerabilities")); json_next(&i);) {
		struct cvrf_vulnerability said = { .first = cvrf->document.published, .last = cvrf->document.current };
		struct err *err = read_vulnerability(i.value, cvrf->reading->item, &said);

		add_severity(head, cvrf->reading->item, &said);
		TRY(err == NULL ? cvrf_take(cvrf, &said, offset) : cvrf_refuse(cvrf, said.cve, offset, err));
	}
	return NULL;
}

struct err *
msrc_csaf_take(struct cvrf *cvrf, struct json record, int64_t offset)
{
	struct json head = json_get(record, "document"), tracking = json_get(head, "tracking");
	struct document document = {
		.id = json_get_str(tracking, "id"), .title = json_get_str(head, "title"), .revision = json_get_str(tracking, "version"),
		.published = msrc_instant(json_get_str(tracking, "initial_release_date")),
		.current = msrc_instant(json_get_str(tracking, "current_release_date")),
	};

	TRY(refuse_others(head, cvrf->reading->item));
	TRY(reading_of_feed(cvrf->reading, STR("msrc:csaf")));
	cvrf->is_alone = true;
	TRY(cvrf_begin(cvrf, &document));
	read_tree(cvrf, json_get(record, "product_tree"));
	TRY(take_vulnerabilities(cvrf, record, head, offset));
	return cvrf_end(cvrf);
}
