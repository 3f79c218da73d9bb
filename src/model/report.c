#include "model/report.h"

#include "base/err.h"

/* What names in reports are called by people. */
static const char *const actions[] = { "immediate", "out_of_cycle", "scheduled", "defer" };
static const char *const action_words[] = { M("Immediate (as fast as possible)"), M("Out of cycle (faster than usual)"),
	M("Scheduled (at the regular maintenance)"), M("Defer (not for now)") };
const struct enum_names report_action_names = ENUM_WORDS(actions, action_words);
static const char *const severities[] = { "none", "low", "medium", "high", "critical" };
static const char *const severity_words[] = { M("None"), M("Low"), M("Medium"), M("High"), M("Critical") };
const struct enum_names report_severity_names = ENUM_WORDS(severities, severity_words);
static const char *const exploitations[] = { "none", "poc", "active" };
static const char *const exploitation_words[] = { M("no exploitation known"), M("a proof of concept is public"), M("exploited") };
const struct enum_names report_exploitation_names = ENUM_WORDS(exploitations, exploitation_words);
static const char *const source_states[] = { "fresh", "stale", "held", "failed", "never", "missing" };
static const char *const source_words[] = { M("fresh"), M("older than its age limit"), M("held for a person to look at"),
	M("the last file could not be read"), M("no file could be read so far"), M("needed, and not loaded") };
const struct enum_names report_source_state_names = ENUM_WORDS(source_states, source_words);
static const char *const levels[] = { "low", "middle", "high" };
static const char *const damage_words[] = { M("small"), M("medium"), M("large") };
const struct enum_names report_damage_names = ENUM_WORDS(levels, damage_words);
static const char *const likelihood_words[] = { M("low"), M("middle"), M("high") };
const struct enum_names report_likelihood_names = ENUM_WORDS(levels, likelihood_words);

static const struct field source_fields[] = {
	FIELD(struct source_view, name, FIELD_STR),
	FIELD(struct source_view, built, FIELD_INSTANT),
	FIELD(struct source_view, fetched, FIELD_INSTANT),
	FIELD(struct source_view, count, FIELD_INT),
	FIELD(struct source_view, age, FIELD_INT),
	FIELD_WORD(struct source_view, state, &report_source_state_names),
	FIELD(struct source_view, contract, FIELD_STR),
};
const struct schema source_view_schema = SCHEMA("source", struct source_view, source_fields);

static const struct field checked_fields[] = {
	FIELD(struct checked_view, components, FIELD_INT),
	FIELD(struct checked_view, affected, FIELD_INT),
	FIELD(struct checked_view, not_affected, FIELD_INT),
	FIELD(struct checked_view, unknown, FIELD_INT),
	FIELD(struct checked_view, not_judged, FIELD_INT),
	FIELD(struct checked_view, outside, FIELD_INT),
};
const struct schema checked_view_schema = SCHEMA("checked", struct checked_view, checked_fields);

static const struct field component_fields[] = {
	FIELD(struct component_view, name, FIELD_STR),
	FIELD(struct component_view, version, FIELD_STR),
	FIELD(struct component_view, purl, FIELD_STR),
	FIELD(struct component_view, cpe, FIELD_STR),
};
static const struct schema component_view_schema = SCHEMA("component", struct component_view, component_fields);

static const struct field grounds_fields[] = {
	FIELD(struct grounds_view, source, FIELD_STR),
	FIELD(struct grounds_view, record, FIELD_STR),
	FIELD(struct grounds_view, rank, FIELD_STR),
	FIELD_NAMED(struct grounds_view, verdict, &verdict_names),
	FIELD(struct grounds_view, range, FIELD_STR),
	FIELD(struct grounds_view, version, FIELD_STR),
	FIELD(struct grounds_view, fixed, FIELD_STR),
	FIELD(struct grounds_view, code, FIELD_STR),
	FIELD(struct grounds_view, missing, FIELD_STR),
	FIELD(struct grounds_view, reason, FIELD_STR),
};
static const struct schema grounds_view_schema = SCHEMA("grounds", struct grounds_view, grounds_fields);

static const struct field score_fields[] = {
	FIELD(struct score_view, provider, FIELD_STR),
	FIELD(struct score_view, version, FIELD_STR),
	FIELD(struct score_view, vector, FIELD_STR),
	FIELD(struct score_view, base, FIELD_TENTHS),
	FIELD_WORD(struct score_view, severity, &report_severity_names),
};
static const struct schema score_view_schema = SCHEMA("score", struct score_view, score_fields);

static const struct field kev_fields[] = {
	FIELD(struct kev_view, added, FIELD_DAY),
	FIELD(struct kev_view, due, FIELD_DAY),
	FIELD(struct kev_view, ransomware, FIELD_BOOL),
};
static const struct schema kev_view_schema = SCHEMA("kev", struct kev_view, kev_fields);

static const struct field epss_fields[] = {
	FIELD(struct epss_view, probability, FIELD_MILLIONTHS),
	FIELD(struct epss_view, percentile, FIELD_MILLIONTHS),
};
static const struct schema epss_view_schema = SCHEMA("epss", struct epss_view, epss_fields);

static const struct field ssvc_view_fields[] = {
	FIELD(struct ssvc_view, provider, FIELD_STR),
	FIELD(struct ssvc_view, exploitation, FIELD_STR),
	FIELD(struct ssvc_view, automatable, FIELD_STR),
	FIELD(struct ssvc_view, technical_impact, FIELD_STR),
};
static const struct schema ssvc_view_schema = SCHEMA("ssvc", struct ssvc_view, ssvc_view_fields);

static const struct field finding_fields[] = {
	FIELD(struct finding_view, id, FIELD_INT),
	FIELD_OF(struct finding_view, component, FIELD_STRUCT, &component_view_schema),
	FIELD(struct finding_view, vulnerability, FIELD_STR),
	FIELD(struct finding_view, aliases, FIELD_STRS),
	FIELD(struct finding_view, title, FIELD_STR),
	FIELD_NAMED(struct finding_view, verdict, &verdict_names),
	FIELD_OF(struct finding_view, grounds, FIELD_LIST, &grounds_view_schema),
	FIELD(struct finding_view, fixed, FIELD_STR),
	FIELD_OF(struct finding_view, scores, FIELD_LIST, &score_view_schema),
	FIELD_OF(struct finding_view, kev, FIELD_STRUCT, &kev_view_schema),
	FIELD_OF(struct finding_view, epss, FIELD_STRUCT, &epss_view_schema),
	FIELD_WORD(struct finding_view, exploitation, &report_exploitation_names),
	FIELD(struct finding_view, candidate, FIELD_BOOL),
	FIELD(struct finding_view, system, FIELD_STR),
	FIELD(struct finding_view, hosts, FIELD_STRS),
	FIELD_WORDS(struct finding_view, damage, &report_damage_names),
	FIELD_WORDS(struct finding_view, likelihood, &report_likelihood_names),
	FIELD_WORD(struct finding_view, action, &report_action_names),
	FIELD(struct finding_view, provisional, FIELD_BOOL),
	FIELD(struct finding_view, due, FIELD_INSTANT),
	FIELD(struct finding_view, why, FIELD_STR),
	FIELD(struct finding_view, unit, FIELD_STR),
	FIELD(struct finding_view, first_seen, FIELD_INSTANT),
	FIELD_OF(struct finding_view, ssvc, FIELD_STRUCT, &ssvc_view_schema),
	FIELD_WORDS(struct finding_view, deployer, &report_action_names),
	FIELD(struct finding_view, support, FIELD_STR),
};
const struct schema finding_view_schema = SCHEMA("finding", struct finding_view, finding_fields);

static const struct field question_fields[] = {
	FIELD(struct question_view, id, FIELD_INT),
	FIELD(struct question_view, kind, FIELD_STR),
	FIELD(struct question_view, product, FIELD_STR),
	FIELD(struct question_view, fact, FIELD_STR),
	FIELD(struct question_view, question, FIELD_STR),
	FIELD(struct question_view, candidates, FIELD_STRS),
	FIELD(struct question_view, systems, FIELD_STRS),
	FIELD(struct question_view, systems_count, FIELD_INT),
	FIELD(struct question_view, vulnerabilities, FIELD_INT),
	FIELD(struct question_view, kev, FIELD_INT),
	FIELD_WORD(struct question_view, action, &report_action_names),
};
const struct schema question_view_schema = SCHEMA("question", struct question_view, question_fields);

static const struct field report_fields[] = {
	FIELD(struct report, at, FIELD_INSTANT),
	FIELD(struct report, generation, FIELD_STR),
	FIELD_OF(struct report, sources, FIELD_LIST, &source_view_schema),
	FIELD_OF(struct report, checked, FIELD_STRUCT, &checked_view_schema),
	FIELD_OF(struct report, findings, FIELD_LIST, &finding_view_schema),
	FIELD_OF(struct report, questions, FIELD_LIST, &question_view_schema),
	FIELD(struct report, next, FIELD_STR),
};
const struct schema report_schema = SCHEMA("report", struct report, report_fields);
