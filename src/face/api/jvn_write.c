/*
 * jvn_write.c - a record of JVN iPedia as an overview (JVNRSS 3.2) and in detail (VULDEF 3.2), from what is kept of it. Not kept, and therefore not there: the
 * history of a record, DatePublic, the Japanese names of kinds of weakness, contacts and credits. English texts stand only where an English file was taken in;
 * where there are none the Japanese ones do.
 */
#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "face/api/frame.h"
#include "format/cpe/cpe.h"
#include "format/xml/xml_write.h"

struct str
jvn_page(struct str id, bool english, struct arena *arena)
{
	struct str rest = id, year;

	(void)str_take(&rest, STR("JVNDB-"));
	(void)str_cut(rest, '-', &year, &rest);
	return arena_join(arena, (struct str[]){ english ? STR("https://jvndb.jvn.jp/en/contents/") : STR("https://jvndb.jvn.jp/ja/contents/"), year, STR("/"), id, STR(".html") },
	    5, STR(""));
}

struct str
cpe_uri(struct str text, struct arena *arena)
{
	struct cpe cpe;

	return cpe_parse(text, arena, &cpe) == NULL ? cpe_format_uri(&cpe, arena) : STR("");
}

/* English first where it is wanted and there. */
static struct str
text_of(struct str en, struct str ja, bool english)
{
	return (english && en.len > 0) || ja.len == 0 ? en : ja;
}

static struct str
instant(int64_t at, struct arena *arena)
{
	return instant_format(at, ZONE_JST, arena);
}

/* The names of others' pages in full, as details have them, and in short, as overviews do. */
static const struct { struct str whole, brief; } pages[] = {
	{ STR_INIT("Common Vulnerabilities and Exposures (CVE)"), STR_INIT("CVE") }, { STR_INIT("National Vulnerability Database (NVD)"), STR_INIT("NVD") },
	{ STR_INIT("JVN"), STR_INIT("JVN") }, { STR_INIT("関連文書"), STR_INIT("関連文書") }, { STR_INIT("JPCERT 緊急報告"), STR_INIT("JPCERT") },
	{ STR_INIT("IPA 重要なセキュリティ情報"), STR_INIT("IPA") }, { STR_INIT("US-CERT"), STR_INIT("US-CERT") }, { STR_INIT("CISA"), STR_INIT("CISA") },
	{ STR_INIT("ICS-CERT ADVISORY"), STR_INIT("ICS-CERT ADVISORY") }, { STR_INIT("CISA Known Exploited Vulnerabilities Catalog"), STR_INIT("CISA KEV") },
};

static const struct str *
page_of(const struct reference *reference, bool brief)
{
	for (size_t i = 0; reference->tags.count > 0 && i < ARRAY_LEN(pages); i++)
		if (str_eq(reference->tags.items[0], pages[i].whole) || str_eq(reference->tags.items[0], pages[i].brief))
			return brief ? &pages[i].brief : &pages[i].whole;
	return NULL;
}

static const struct { enum cvss_version version; struct str name; } versions[] = {
	{ CVSS_V4, STR_INIT("4.0") }, { CVSS_V3_1, STR_INIT("3.1") }, { CVSS_V3_0, STR_INIT("3.0") }, { CVSS_V2, STR_INIT("2.0") },
};

static struct str
version_name(enum cvss_version version)
{
	for (size_t i = 0; i < ARRAY_LEN(versions); i++)
		if (versions[i].version == version)
			return versions[i].name;
	return STR("");
}

static int32_t
base_of(const struct score *score, struct arena *arena)
{
	struct cvss cvss;

	return score->base < 0 && score->vector.len > 0 && cvss_parse(score->vector, arena, &cvss) == NULL ? cvss_score(&cvss).base : score->base;
}

static struct str
tenths(int32_t base, struct arena *arena)
{
	return arena_printf(arena, "%d.%d", base / 10, base % 10);
}

/* ----------------------------------------------------------------------------------------------- overview */

static void
rss_references(struct xml_writer *w, const struct advisory *advisory, struct arena *arena)
{
	for (size_t i = 0; i < advisory->references.count; i++) {
		const struct reference *reference = &advisory->references.items[i];
		const struct str *page = page_of(reference, true);

		xml_begin(w, "sec:references");
		if (page != NULL)
			xml_put_attribute(w, "source", *page);
		if (reference->title.len > 0)
			xml_put_attribute(w, "id", reference->title);
		xml_put_text(w, reference->url);
		xml_end(w);
	}
	for (size_t i = 0; i < advisory->cwes.count; i++) {
		struct str number = advisory->cwes.items[i];

		(void)str_take(&number, STR("CWE-"));
		xml_begin(w, "sec:references");
		xml_put_attribute(w, "id", advisory->cwes.items[i]);
		xml_put_attribute(w, "title", advisory->cwes.items[i]);
		xml_put_text(w, arena_printf(arena, "https://cwe.mitre.org/data/definitions/%.*s.html", STR_ARG(number)));
		xml_end(w);
	}
}

static void
rss_products(struct xml_writer *w, const struct advisory *advisory, struct arena *arena)
{
	for (size_t i = 0; i < advisory->affected.count; i++) {
		const struct affected *affected = &advisory->affected.items[i];

		for (size_t c = 0; c < affected->cpes.count; c++) {
			xml_begin(w, "sec:cpe");
			xml_put_attribute(w, "version", STR("2.2"));
			xml_put_attribute(w, "vendor", affected->vendor);
			xml_put_attribute(w, "product", affected->product);
			if (affected->status == AFFECTED_NO)
				xml_put_attribute(w, "impact", STR("not vulnerable"));
			xml_put_text(w, cpe_uri(affected->cpes.items[c], arena));
			xml_end(w);
		}
	}
}

static void
rss_scores(struct xml_writer *w, const struct advisory *advisory, struct arena *arena)
{
	for (size_t i = 0; i < advisory->scores.count; i++) {
		const struct score *score = &advisory->scores.items[i];
		int32_t base = base_of(score, arena);

		if (base < 0)
			continue;
		xml_begin(w, "sec:cvss");
		xml_put_attribute(w, "score", tenths(base, arena));
		xml_put_attribute(w, "severity", str_of(severity_text(cvss_severity(score->version, base))));
		xml_put_attribute(w, "vector", score->vector);
		xml_put_attribute(w, "version", version_name(score->version));
		xml_put_attribute(w, "type", STR("Base"));
		xml_end(w);
	}
}

void
jvnrss_write(struct xml_writer *w, const struct advisory *advisory, bool english, struct arena *arena)
{
	struct str page = jvn_page(advisory->id, english, arena);

	xml_begin(w, "item");
	xml_put_attribute(w, "rdf:about", page);
	xml_put(w, "title", text_of(advisory->title_en, advisory->title_ja, english));
	xml_put(w, "link", page);
	xml_put_some(w, "description", text_of(advisory->text_en, advisory->text_ja, english));
	xml_put(w, "dc:creator", STR("Information-technology Promotion Agency, Japan"));
	xml_put(w, "sec:identifier", advisory->id);
	rss_references(w, advisory, arena);
	rss_products(w, advisory, arena);
	rss_scores(w, advisory, arena);
	xml_put_some(w, "dc:date", instant(advisory->modified, arena));
	xml_put_some(w, "dcterms:issued", instant(advisory->published, arena));
	xml_put_some(w, "dcterms:modified", instant(advisory->modified, arena));
	xml_end(w);
}

/* ------------------------------------------------------------------------------------------------- detail */

static void
vuldef_affected(struct xml_writer *w, const struct advisory *advisory, struct arena *arena)
{
	static const char *const statuses[] = { [AFFECTED_YES] = NULL, [AFFECTED_NO] = "notvulnerable", [AFFECTED_UNKNOWN] = "unknown" };

	if (advisory->affected.count == 0)
		return;
	xml_begin(w, "Affected");
	for (size_t i = 0; i < advisory->affected.count; i++) {
		const struct affected *affected = &advisory->affected.items[i];

		xml_begin(w, "AffectedItem");
		if (statuses[affected->status] != NULL)
			xml_put_attribute(w, "affectedstatus", str_of(statuses[affected->status]));
		xml_put(w, "Name", affected->vendor);
		xml_put(w, "ProductName", affected->product);
		for (size_t c = 0; c < affected->cpes.count; c++) {
			xml_begin(w, "Cpe");
			xml_put_attribute(w, "version", STR("2.2"));
			xml_put_text(w, cpe_uri(affected->cpes.items[c], arena));
			xml_end(w);
		}
		for (size_t p = 0; p < affected->phrases.count; p++)
			xml_put(w, "VersionNumber", affected->phrases.items[p]);
		xml_end(w);
	}
	xml_end(w);
}

static void
vuldef_impact(struct xml_writer *w, const struct advisory *advisory, struct arena *arena)
{
	if (advisory->scores.count == 0 && advisory->impact_ja.len == 0)
		return;
	xml_begin(w, "Impact");
	for (size_t i = 0; i < advisory->scores.count; i++) {
		const struct score *score = &advisory->scores.items[i];
		int32_t base = base_of(score, arena);

		xml_begin(w, "Cvss");
		xml_put_attribute(w, "version", version_name(score->version));
		if (base >= 0) {
			xml_begin(w, "Severity");
			xml_put_attribute(w, "type", STR("Base"));
			xml_put_text(w, str_of(severity_text(cvss_severity(score->version, base))));
			xml_end(w);
			xml_put(w, "Base", tenths(base, arena));
		}
		xml_put_some(w, "Vector", score->vector);
		xml_end(w);
	}
	xml_begin(w, "ImpactItem");
	xml_put(w, "Description", advisory->impact_ja);
	xml_end(w);
	xml_end(w);
}

static void
vuldef_solution(struct xml_writer *w, const struct advisory *advisory)
{
	if (advisory->solution_ja.len == 0)
		return;
	xml_begin(w, "Solution");
	xml_begin(w, "SolutionItem");
	xml_put(w, "Description", advisory->solution_ja);
	xml_end(w);
	xml_end(w);
}

static void
vuldef_related(struct xml_writer *w, const struct advisory *advisory, bool english, struct arena *arena)
{
	if (advisory->references.count + advisory->cwes.count == 0)
		return;
	xml_begin(w, "Related");
	for (size_t i = 0; i < advisory->references.count; i++) {
		const struct reference *reference = &advisory->references.items[i];
		const struct str *page = page_of(reference, false);

		xml_begin(w, "RelatedItem");
		xml_put_attribute(w, "type", page != NULL || reference->tags.count == 0 ? STR("advisory") : STR("vendor"));
		xml_put_some(w, "Name", page != NULL ? *page : reference->tags.count > 0 ? reference->tags.items[0] : STR(""));
		xml_put_some(w, "VulinfoID", reference->title);
		xml_put_some(w, "URL", reference->url);
		xml_end(w);
	}
	for (size_t i = 0; i < advisory->cwes.count; i++) {
		xml_begin(w, "RelatedItem");
		xml_put_attribute(w, "type", STR("cwe"));
		xml_put(w, "Name", STR("JVNDB"));
		xml_put(w, "VulinfoID", advisory->cwes.items[i]);
		xml_put(w, "URL", arena_printf(arena, "https://jvndb.jvn.jp/%s/cwe/%.*s.html", english ? "en" : "ja", STR_ARG(advisory->cwes.items[i])));
		xml_end(w);
	}
	xml_end(w);
}

void
vuldef_write(struct xml_writer *w, const struct advisory *advisory, bool english, struct arena *arena)
{
	xml_begin(w, "Vulinfo");
	xml_put(w, "VulinfoID", advisory->id);
	xml_begin(w, "VulinfoData");
	xml_put(w, "Title", text_of(advisory->title_en, advisory->title_ja, english));
	xml_begin(w, "VulinfoDescription");
	xml_put(w, "Overview", text_of(advisory->text_en, advisory->text_ja, english));
	xml_end(w);
	vuldef_affected(w, advisory, arena);
	vuldef_impact(w, advisory, arena);
	vuldef_solution(w, advisory);
	vuldef_related(w, advisory, english, arena);
	xml_put_some(w, "DateFirstPublished", instant(advisory->published, arena));
	xml_put_some(w, "DateLastUpdated", instant(advisory->modified, arena));
	xml_end(w);
	xml_end(w);
}
