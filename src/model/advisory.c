#include "model/advisory.h"

#define WORDS(table, ...)                                              \
	static const char *const table##_words[] = { __VA_ARGS__ };    \
	const struct enum_names table = ENUM_NAMES(table##_words)

WORDS(source_names, "nvd", "cve5", "osv", "jvn", "kev", "epss", "own", "msrc", "builds", "eol",
    "names", "csaf", "alerts");
WORDS(advisory_state_names, "published", "awaiting", "disputed", "withdrawn");
WORDS(cvss_version_names, "", "2.0", "3.0", "3.1", "4.0");
WORDS(affected_status_names, "affected", "unaffected", "unknown");
WORDS(exploitation_names, "unknown", "none", "poc", "active");
WORDS(answer_names, "unknown", "no", "yes");
WORDS(technical_impact_names, "unknown", "partial", "total");
WORDS(osv_range_kind_names, "SEMVER", "ECOSYSTEM", "GIT");
WORDS(osv_event_kind_names, "introduced", "fixed", "last_affected", "limit");
WORDS(config_operator_names, "OR", "AND");

static const struct field score_fields[] = {
	FIELD(struct score, provider, FIELD_STR),
	FIELD_NAMED(struct score, version, &cvss_version_names),
	FIELD(struct score, vector, FIELD_STR),
	FIELD(struct score, base, FIELD_TENTHS),
};
const struct schema score_schema = SCHEMA("score", struct score, score_fields);

static const struct field evidence_fields[] = {
	FIELD_NAMED(struct evidence, level, &exploitation_names),
	FIELD(struct evidence, provider, FIELD_STR),
	FIELD(struct evidence, at, FIELD_INSTANT),
	FIELD(struct evidence, text, FIELD_STR),
};
const struct schema evidence_schema = SCHEMA("evidence", struct evidence, evidence_fields);

static const struct field ssvc_fields[] = {
	FIELD(struct ssvc_points, provider, FIELD_STR),
	FIELD(struct ssvc_points, at, FIELD_INSTANT),
	FIELD_NAMED(struct ssvc_points, exploitation, &exploitation_names),
	FIELD_NAMED(struct ssvc_points, automatable, &answer_names),
	FIELD_NAMED(struct ssvc_points, impact, &technical_impact_names),
};
const struct schema ssvc_schema = SCHEMA("ssvc", struct ssvc_points, ssvc_fields);

static const struct field reference_fields[] = {
	FIELD(struct reference, url, FIELD_STR),
	FIELD(struct reference, title, FIELD_STR),
	FIELD(struct reference, tags, FIELD_STRS),
};
static const struct schema reference_schema = SCHEMA("reference", struct reference, reference_fields);

static const struct field osv_event_fields[] = {
	FIELD_NAMED(struct osv_event, kind, &osv_event_kind_names),
	FIELD(struct osv_event, version, FIELD_STR),
};
static const struct schema osv_event_schema = SCHEMA("event", struct osv_event, osv_event_fields);

static const struct field osv_range_fields[] = {
	FIELD_NAMED(struct osv_range, kind, &osv_range_kind_names),
	FIELD(struct osv_range, repo, FIELD_STR),
	FIELD_OF(struct osv_range, events, FIELD_LIST, &osv_event_schema),
};
static const struct schema osv_range_schema = SCHEMA("range", struct osv_range, osv_range_fields);

static const struct field cve5_change_fields[] = {
	FIELD(struct cve5_change, at, FIELD_STR),
	FIELD_NAMED(struct cve5_change, status, &affected_status_names),
};
static const struct schema cve5_change_schema = SCHEMA("change", struct cve5_change, cve5_change_fields);

static const struct field cve5_version_fields[] = {
	FIELD_NAMED(struct cve5_version, status, &affected_status_names),
	FIELD(struct cve5_version, version, FIELD_STR),
	FIELD(struct cve5_version, less_than, FIELD_STR),
	FIELD(struct cve5_version, less_than_or_equal, FIELD_STR),
	FIELD(struct cve5_version, type, FIELD_STR),
	FIELD_OF(struct cve5_version, changes, FIELD_LIST, &cve5_change_schema),
};
static const struct schema cve5_version_schema = SCHEMA("version", struct cve5_version, cve5_version_fields);

static const struct field fix_fields[] = {
	FIELD(struct fix, kb, FIELD_STR),
	FIELD(struct fix, build, FIELD_STR),
	FIELD(struct fix, supersedes, FIELD_STRS),
	FIELD(struct fix, kind, FIELD_STR),
	FIELD_NAMED(struct fix, restart, &answer_names),
	FIELD(struct fix, text, FIELD_STR),
	FIELD(struct fix, url, FIELD_STR),
};
static const struct schema fix_schema = SCHEMA("fix", struct fix, fix_fields);

static const struct field affected_fields[] = {
	FIELD_NAMED(struct affected, status, &affected_status_names),
	FIELD(struct affected, ecosystem, FIELD_STR),
	FIELD(struct affected, package, FIELD_STR),
	FIELD(struct affected, purl, FIELD_STR),
	FIELD(struct affected, vendor, FIELD_STR),
	FIELD(struct affected, product, FIELD_STR),
	FIELD(struct affected, cpes, FIELD_STRS),
	FIELD(struct affected, platforms, FIELD_STRS),
	FIELD(struct affected, modules, FIELD_STRS),
	FIELD(struct affected, versions, FIELD_STRS),
	FIELD_OF(struct affected, ranges, FIELD_LIST, &osv_range_schema),
	FIELD_OF(struct affected, rows, FIELD_LIST, &cve5_version_schema),
	FIELD(struct affected, phrases, FIELD_STRS),
	FIELD_OF(struct affected, scores, FIELD_LIST, &score_schema),
	FIELD(struct affected, urgency, FIELD_STR),
	FIELD_OF(struct affected, fixes, FIELD_LIST, &fix_schema),
	FIELD(struct affected, impact, FIELD_STR),
	FIELD(struct affected, only, FIELD_STRS),
};
static const struct schema affected_schema = SCHEMA("affected", struct affected, affected_fields);

static const struct field config_match_fields[] = {
	FIELD(struct config_match, vulnerable, FIELD_BOOL),
	FIELD(struct config_match, cpe, FIELD_STR),
	FIELD_OF(struct config_match, versions, FIELD_STRUCT, &interval_schema),
	FIELD(struct config_match, id, FIELD_STR),
};
static const struct schema config_match_schema = SCHEMA("match", struct config_match, config_match_fields);

static const struct field config_node_fields[] = {
	FIELD_NAMED(struct config_node, op, &config_operator_names),
	FIELD(struct config_node, negate, FIELD_BOOL),
	FIELD_OF(struct config_node, matches, FIELD_LIST, &config_match_schema),
};
static const struct schema config_node_schema = SCHEMA("node", struct config_node, config_node_fields);

static const struct field config_fields[] = {
	FIELD_NAMED(struct config, op, &config_operator_names),
	FIELD(struct config, negate, FIELD_BOOL),
	FIELD_OF(struct config, nodes, FIELD_LIST, &config_node_schema),
};
static const struct schema config_schema = SCHEMA("configuration", struct config, config_fields);

static const struct field advisory_fields[] = {
	FIELD_NAMED(struct advisory, source, &source_names),
	FIELD(struct advisory, id, FIELD_STR),
	FIELD_NAMED(struct advisory, state, &advisory_state_names),
	FIELD(struct advisory, published, FIELD_INSTANT),
	FIELD(struct advisory, modified, FIELD_INSTANT),
	FIELD(struct advisory, withdrawn, FIELD_INSTANT),
	FIELD(struct advisory, aliases, FIELD_STRS),
	FIELD(struct advisory, covers, FIELD_STRS),
	FIELD(struct advisory, related, FIELD_STRS),
	FIELD(struct advisory, title_en, FIELD_STR),
	FIELD(struct advisory, title_ja, FIELD_STR),
	FIELD(struct advisory, text_en, FIELD_STR),
	FIELD(struct advisory, text_ja, FIELD_STR),
	FIELD(struct advisory, impact_ja, FIELD_STR),
	FIELD(struct advisory, solution_ja, FIELD_STR),
	FIELD(struct advisory, assigner, FIELD_STR),
	FIELD(struct advisory, condition_en, FIELD_STR),
	FIELD(struct advisory, condition_ja, FIELD_STR),
	FIELD(struct advisory, impact_en, FIELD_STR),
	FIELD(struct advisory, solution_en, FIELD_STR),
	FIELD(struct advisory, mitigation_en, FIELD_STR),
	FIELD(struct advisory, mitigation_ja, FIELD_STR),
	FIELD_OF(struct advisory, affected, FIELD_LIST, &affected_schema),
	FIELD_OF(struct advisory, configs, FIELD_LIST, &config_schema),
	FIELD_OF(struct advisory, scores, FIELD_LIST, &score_schema),
	FIELD_OF(struct advisory, evidence, FIELD_LIST, &evidence_schema),
	FIELD_OF(struct advisory, ssvc, FIELD_LIST, &ssvc_schema),
	FIELD(struct advisory, cwes, FIELD_STRS),
	FIELD_OF(struct advisory, references, FIELD_LIST, &reference_schema),
};
const struct schema advisory_schema = SCHEMA("advisory", struct advisory, advisory_fields);

static const struct field kev_entry_fields[] = {
	FIELD(struct kev_entry, cve, FIELD_STR),
	FIELD(struct kev_entry, vendor, FIELD_STR),
	FIELD(struct kev_entry, product, FIELD_STR),
	FIELD(struct kev_entry, name, FIELD_STR),
	FIELD(struct kev_entry, added, FIELD_DAY),
	FIELD(struct kev_entry, due, FIELD_DAY),
	FIELD(struct kev_entry, action, FIELD_STR),
	FIELD(struct kev_entry, ransomware, FIELD_BOOL),
	FIELD(struct kev_entry, notes, FIELD_STR),
	FIELD(struct kev_entry, cwes, FIELD_STRS),
};
const struct schema kev_entry_schema = SCHEMA("kev", struct kev_entry, kev_entry_fields);

static const struct field epss_entry_fields[] = {
	FIELD(struct epss_entry, cve, FIELD_STR),
	FIELD(struct epss_entry, probability, FIELD_MILLIONTHS),
	FIELD(struct epss_entry, percentile, FIELD_MILLIONTHS),
};
const struct schema epss_entry_schema = SCHEMA("epss", struct epss_entry, epss_entry_fields);

static const struct field feed_head_fields[] = {
	FIELD_NAMED(struct feed_head, source, &source_names),
	FIELD(struct feed_head, name, FIELD_STR),
	FIELD(struct feed_head, built, FIELD_INSTANT),
	FIELD(struct feed_head, version, FIELD_STR),
	FIELD(struct feed_head, declared, FIELD_INT),
};
const struct schema feed_head_schema = SCHEMA("feed", struct feed_head, feed_head_fields);
