/*
 * nvd_write.c - a record of NVD's as its CVE API 2.0 has it (schema cve_api_json_2.0), from what is kept of it. Not kept, and therefore not there: who gave a
 * weakness or a reference (the record's own source stands in its place), temporal and environmental metrics beside the vector, evaluators' comments,
 * CISA's dates but for what KEV says itself, and whether an analysis was "Modified" or "Deferred" since ("Analyzed").
 */
#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "face/api/frame.h"
#include "format/json/json_write.h"

/* --------------------------------------------------------------------------------------------------- scores */

/* The metrics of a vector in the words of FIRST's JSON schemas. */
static const struct { enum cvss_version from, until; struct str metric; const char *key; struct { char value[3]; struct str word; } words[4]; } metrics[] = {
	{ CVSS_V2, CVSS_V2, STR_INIT("AV"), "accessVector", { { "N", STR_INIT("NETWORK") }, { "A", STR_INIT("ADJACENT_NETWORK") }, { "L", STR_INIT("LOCAL") } } },
	{ CVSS_V2, CVSS_V2, STR_INIT("AC"), "accessComplexity", { { "L", STR_INIT("LOW") }, { "M", STR_INIT("MEDIUM") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V2, CVSS_V2, STR_INIT("Au"), "authentication", { { "N", STR_INIT("NONE") }, { "S", STR_INIT("SINGLE") }, { "M", STR_INIT("MULTIPLE") } } },
	{ CVSS_V2, CVSS_V2, STR_INIT("C"), "confidentialityImpact", { { "N", STR_INIT("NONE") }, { "P", STR_INIT("PARTIAL") }, { "C", STR_INIT("COMPLETE") } } },
	{ CVSS_V2, CVSS_V2, STR_INIT("I"), "integrityImpact", { { "N", STR_INIT("NONE") }, { "P", STR_INIT("PARTIAL") }, { "C", STR_INIT("COMPLETE") } } },
	{ CVSS_V2, CVSS_V2, STR_INIT("A"), "availabilityImpact", { { "N", STR_INIT("NONE") }, { "P", STR_INIT("PARTIAL") }, { "C", STR_INIT("COMPLETE") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("AV"), "attackVector",
	  { { "N", STR_INIT("NETWORK") }, { "A", STR_INIT("ADJACENT_NETWORK") }, { "L", STR_INIT("LOCAL") }, { "P", STR_INIT("PHYSICAL") } } },
	{ CVSS_V3_0, CVSS_V4, STR_INIT("AC"), "attackComplexity", { { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V3_0, CVSS_V4, STR_INIT("PR"), "privilegesRequired", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("UI"), "userInteraction", { { "N", STR_INIT("NONE") }, { "R", STR_INIT("REQUIRED") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("S"), "scope", { { "U", STR_INIT("UNCHANGED") }, { "C", STR_INIT("CHANGED") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("C"), "confidentialityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("I"), "integrityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V3_0, CVSS_V3_1, STR_INIT("A"), "availabilityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("AV"), "attackVector",
	  { { "N", STR_INIT("NETWORK") }, { "A", STR_INIT("ADJACENT") }, { "L", STR_INIT("LOCAL") }, { "P", STR_INIT("PHYSICAL") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("AT"), "attackRequirements", { { "N", STR_INIT("NONE") }, { "P", STR_INIT("PRESENT") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("UI"), "userInteraction", { { "N", STR_INIT("NONE") }, { "P", STR_INIT("PASSIVE") }, { "A", STR_INIT("ACTIVE") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("VC"), "vulnConfidentialityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("VI"), "vulnIntegrityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("VA"), "vulnAvailabilityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("SC"), "subConfidentialityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("SI"), "subIntegrityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
	{ CVSS_V4, CVSS_V4, STR_INIT("SA"), "subAvailabilityImpact", { { "N", STR_INIT("NONE") }, { "L", STR_INIT("LOW") }, { "H", STR_INIT("HIGH") } } },
};

static void
put_metric(struct json_writer *w, enum cvss_version version, struct str metric, struct str value)
{
	for (size_t i = 0; i < ARRAY_LEN(metrics); i++) {
		if (version < metrics[i].from || version > metrics[i].until || !str_eq(metric, metrics[i].metric))
			continue;
		for (size_t v = 0; v < ARRAY_LEN(metrics[i].words); v++)
			if (metrics[i].words[v].word.len > 0 && str_eq(value, str_of(metrics[i].words[v].value)))
				json_put_str(w, metrics[i].key, metrics[i].words[v].word);
	}
}

static void
put_metrics(struct json_writer *w, const struct score *score)
{
	struct str rest = score->vector, term, name, value;

	while (str_split(&rest, '/', &term))
		if (str_cut(term, ':', &name, &value))
			put_metric(w, score->version, name, value);
}

static const struct { enum cvss_version version; const char *list; struct str name; } versions[] = {
	{ CVSS_V4, "cvssMetricV40", STR_INIT("4.0") }, { CVSS_V3_1, "cvssMetricV31", STR_INIT("3.1") },
	{ CVSS_V3_0, "cvssMetricV30", STR_INIT("3.0") }, { CVSS_V2, "cvssMetricV2", STR_INIT("2.0") },
};

static struct str
severity_word(enum cvss_version version, int32_t base)
{
	static const struct str words[] = { STR_INIT("NONE"), STR_INIT("LOW"), STR_INIT("MEDIUM"), STR_INIT("HIGH"), STR_INIT("CRITICAL") };

	return words[cvss_severity(version, base)];
}

static void
put_score(struct json_writer *w, const struct score *score, struct str version, struct arena *arena)
{
	bool is_nvd = str_eq(score->provider, STR("nvd@nist.gov")), readable;
	struct cvss cvss;
	int32_t base = score->base;

	readable = score->vector.len > 0 && cvss_parse(score->vector, arena, &cvss) == NULL;
	if (base < 0 && readable)
		base = cvss_score(&cvss).base;
	json_begin_object(w, NULL);
	json_put_str(w, "source", score->provider);
	json_put_str(w, "type", is_nvd ? STR("Primary") : STR("Secondary"));
	json_begin_object(w, "cvssData");
	json_put_str(w, "version", version);
	json_put_str(w, "vectorString", score->vector);
	put_metrics(w, score);
	if (base >= 0) {
		json_put_decimal(w, "baseScore", base, 1);
		if (score->version != CVSS_V2)
			json_put_str(w, "baseSeverity", severity_word(score->version, base));
	}
	json_end(w);
	if (base >= 0 && score->version == CVSS_V2)
		json_put_str(w, "baseSeverity", severity_word(score->version, base));
	if (readable && cvss_halves(&cvss).impact >= 0) {
		json_put_decimal(w, "exploitabilityScore", cvss_halves(&cvss).exploitability, 1);
		json_put_decimal(w, "impactScore", cvss_halves(&cvss).impact, 1);
	}
	json_end(w);
}

static void
put_scores(struct json_writer *w, const struct advisory *advisory, struct arena *arena)
{
	json_begin_object(w, "metrics");
	for (size_t v = 0; v < ARRAY_LEN(versions); v++) {
		bool any = false;

		for (size_t i = 0; i < advisory->scores.count; i++) {
			if (advisory->scores.items[i].version != versions[v].version)
				continue;
			if (!any)
				json_begin_array(w, versions[v].list);
			any = true;
			put_score(w, &advisory->scores.items[i], versions[v].name, arena);
		}
		if (any)
			json_end(w);
	}
	json_end(w);
}

/* ------------------------------------------------------------------------------------------- configurations */

static void
put_cut(struct json_writer *w, const struct cut *cut, enum side side, const char *key)
{
	if (cut->side == side && cut->version.len > 0)
		json_put_str(w, key, cut->version);
}

static void
put_match(struct json_writer *w, const struct config_match *match)
{
	json_begin_object(w, NULL);
	json_put_bool(w, "vulnerable", match->vulnerable);
	json_put_str(w, "criteria", match->cpe);
	put_cut(w, &match->versions.lower, CUT_BEFORE, "versionStartIncluding");
	put_cut(w, &match->versions.lower, CUT_AFTER, "versionStartExcluding");
	put_cut(w, &match->versions.upper, CUT_AFTER, "versionEndIncluding");
	put_cut(w, &match->versions.upper, CUT_BEFORE, "versionEndExcluding");
	if (match->id.len > 0)
		json_put_str(w, "matchCriteriaId", match->id);
	json_end(w);
}

static void
put_node(struct json_writer *w, const struct config_node *node)
{
	json_begin_object(w, NULL);
	json_put_str(w, "operator", node->op == CONFIG_AND ? STR("AND") : STR("OR"));
	json_put_bool(w, "negate", node->negate);
	json_begin_array(w, "cpeMatch");
	for (size_t i = 0; i < node->matches.count; i++)
		put_match(w, &node->matches.items[i]);
	json_end(w);
	json_end(w);
}

static void
put_configs(struct json_writer *w, const struct advisory *advisory)
{
	if (advisory->configs.count == 0)
		return;
	json_begin_array(w, "configurations");
	for (size_t i = 0; i < advisory->configs.count; i++) {
		const struct config *config = &advisory->configs.items[i];

		json_begin_object(w, NULL);
		if (config->op == CONFIG_AND)
			json_put_str(w, "operator", STR("AND"));
		if (config->negate)
			json_put_bool(w, "negate", true);
		json_begin_array(w, "nodes");
		for (size_t n = 0; n < config->nodes.count; n++)
			put_node(w, &config->nodes.items[n]);
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

/* --------------------------------------------------------------------------------------------------- record */

/* UTC without a zone, to the thousandth. */
static void
put_instant(struct json_writer *w, const char *key, int64_t at, struct arena *arena)
{
	struct str text;

	if (at == INSTANT_NONE)
		return;
	text = instant_format(at - (at % INSTANT_SECOND + INSTANT_SECOND) % INSTANT_SECOND, ZONE_UTC, arena);
	json_put_str(w, key, arena_printf(arena, "%.*s.%03d", (int)text.len - 1, text.ptr, (int)((at % INSTANT_SECOND + INSTANT_SECOND) % INSTANT_SECOND / 1000)));
}

static struct str
status_of(const struct advisory *advisory)
{
	if (advisory->state == ADVISORY_WITHDRAWN)
		return STR("Rejected");
	return advisory->state == ADVISORY_PUBLISHED || advisory->configs.count > 0 ? STR("Analyzed") : STR("Awaiting Analysis");
}

static void
put_texts(struct json_writer *w, const struct advisory *advisory)
{
	const struct { struct str lang, text; } texts[] = { { STR("en"), advisory->text_en }, { STR("ja"), advisory->text_ja } };

	json_begin_array(w, "descriptions");
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (texts[i].text.len == 0)
			continue;
		json_begin_object(w, NULL);
		json_put_str(w, "lang", texts[i].lang);
		json_put_str(w, "value", texts[i].text);
		json_end(w);
	}
	json_end(w);
}

static void
put_weaknesses(struct json_writer *w, const struct advisory *advisory)
{
	if (advisory->cwes.count == 0)
		return;
	json_begin_array(w, "weaknesses");
	for (size_t i = 0; i < advisory->cwes.count; i++) {
		json_begin_object(w, NULL);
		json_put_str(w, "source", advisory->assigner);
		json_put_str(w, "type", STR("Primary"));
		json_begin_array(w, "description");
		json_begin_object(w, NULL);
		json_put_str(w, "lang", STR("en"));
		json_put_str(w, "value", advisory->cwes.items[i]);
		json_end(w);
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

static void
put_references(struct json_writer *w, const struct advisory *advisory)
{
	json_begin_array(w, "references");
	for (size_t i = 0; i < advisory->references.count; i++) {
		const struct reference *reference = &advisory->references.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "url", reference->url);
		json_put_str(w, "source", advisory->assigner);
		if (reference->tags.count > 0) {
			json_begin_array(w, "tags");
			for (size_t t = 0; t < reference->tags.count; t++)
				json_put_str(w, NULL, reference->tags.items[t]);
			json_end(w);
		}
		json_end(w);
	}
	json_end(w);
}

static void
put_tags(struct json_writer *w, const struct advisory *advisory)
{
	json_begin_array(w, "cveTags");
	if (advisory->state == ADVISORY_DISPUTED) {
		json_begin_object(w, NULL);
		json_put_str(w, "sourceIdentifier", advisory->assigner);
		json_begin_array(w, "tags");
		json_put_str(w, NULL, STR("disputed"));
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

static void
put_kev(struct json_writer *w, const struct kev_entry *kev, struct arena *arena)
{
	if (kev == NULL)
		return;
	json_put_str(w, "cisaExploitAdd", day_format(kev->added, arena));
	json_put_str(w, "cisaActionDue", day_format(kev->due, arena));
	json_put_str(w, "cisaRequiredAction", kev->action);
	json_put_str(w, "cisaVulnerabilityName", kev->name);
}

void
nvd_write(struct json_writer *w, const struct advisory *advisory, const struct kev_entry *kev, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_begin_object(w, "cve");
	json_put_str(w, "id", advisory->id);
	json_put_str(w, "sourceIdentifier", advisory->assigner);
	put_instant(w, "published", advisory->published, arena);
	put_instant(w, "lastModified", advisory->modified, arena);
	json_put_str(w, "vulnStatus", status_of(advisory));
	put_tags(w, advisory);
	put_texts(w, advisory);
	put_kev(w, kev, arena);
	put_scores(w, advisory, arena);
	put_weaknesses(w, advisory);
	put_configs(w, advisory);
	put_references(w, advisory);
	json_end(w);
	json_end(w);
}
