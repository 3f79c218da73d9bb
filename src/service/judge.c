#include "service/judge.h"

#include "base/catalogue.h"
#include "domain/cvss/cvss.h"
#include "format/purl/purl.h"
#include "service/reading.h"
#include "store/kb/stated.h"
#include "store/ledger/heard.h"

/* A feed that is there, with its freshness, or NULL. */
static const struct kb_source *
find_source(const struct judge *judge, enum source source)
{
	for (size_t i = 0; i < judge->sources.count; i++)
		if (judge->rows[i].source == source && judge->sources.items[i].fresh)
			return &judge->rows[i];
	return NULL;
}

struct err *
judge_open(struct kb *kb, int64_t now, struct arena *arena, struct judge *ret_judge)
{
	const struct kb_head *head = kb_head(kb);
	struct judge judge = { .kb = kb, .index = kb_index(kb), .generation = STR("") };

	TRY(home_sources(kb, now, arena, &judge.rows, &judge.sources));
	judge.kev_known = find_source(&judge, SOURCE_KEV) != NULL;
	judge.epss_known = find_source(&judge, SOURCE_EPSS) != NULL;
	TRY(reading_overdue(kb, now, arena, &judge.overdue));
	if (head->state == KB_READY)
		judge.generation = arena_printf(arena, "gen-%lld overlay-%lld", (long long)head->generation, (long long)head->overlay);
	*ret_judge = judge;
	return NULL;
}

/* ----------------------------------------------------------------------- heard */

struct hearing { struct judge *judge; struct map answered; struct arena *arena; };

static struct judge_heard *
heard_of(struct hearing *hearing, struct str cve)
{
	uint64_t *place = map_find(&hearing->judge->heard, cve);
	struct judge_heard *heard;

	if (place != NULL)
		return (struct judge_heard *)(uintptr_t)*place;
	heard = ARENA_NEW(hearing->arena, struct judge_heard);
	place = map_put(hearing->arena, &hearing->judge->heard, arena_copy(hearing->arena, cve));
	*place = (uint64_t)(uintptr_t)heard;
	return heard;
}

static void
take_stated(void *data, const struct kb_stated *stated)
{
	struct hearing *hearing = data;
	struct judge_heard *heard;

	if (map_find(&hearing->answered, stated->key) != NULL)
		return;
	heard = heard_of(hearing, stated->cve);
	if (stated->level > heard->candidate)
		heard->candidate = stated->level;
}

static void
take_answer(struct hearing *hearing, const struct ledger_heard *answer)
{
	struct str key = answer->subject;
	struct judge_heard *heard;

	if (!str_take(&key, STR("sentence ")))
		return;
	*map_put(hearing->arena, &hearing->answered, key) = 1;
	if (!answer->confirmed)
		return;
	heard = heard_of(hearing, answer->vulnerability);
	if (answer->level > (int64_t)heard->confirmed) {
		heard->confirmed = (enum exploitation)answer->level;
		heard->by = answer->issuer;
	}
}

struct err *
judge_hear(struct judge *judge, struct ledger *ledger, struct arena *arena)
{
	struct hearing hearing = { .judge = judge, .arena = arena };
	struct ledger_heards answers;

	judge->heard = (struct map){ 0 };
	TRY(ledger_heard_list(ledger, STR(""), arena, &answers));
	for (size_t i = 0; i < answers.count; i++)
		take_answer(&hearing, &answers.items[i]);
	return kb_stated_each(judge->kb, take_stated, &hearing, arena);
}

struct match_row
judge_after_review(const struct judge *judge, const struct component *component, const struct match_row *row, struct arena *arena)
{
	struct match_row opened = *row;
	struct match_says *says;

	if (row->verdict != VERDICT_NOT_AFFECTED || row->rank != RANK_OWN || judge->overdue.count == 0 || row->says_count == 0
	    || !str_is_one_of(match_explain(judge->index, component, &row->says[0], arena).record, judge->overdue.items, judge->overdue.count))
		return opened;
	says = ARENA_ARRAY(arena, struct match_says, row->says_count);
	memcpy(says, row->says, row->says_count * sizeof(*says));
	opened.verdict = says[0].verdict = VERDICT_UNKNOWN;
	opened.missing = says[0].missing = MISSING_READING;
	opened.rank = RANK_NONE;
	says[0].reason = REASON_STALE;
	opened.says = says;
	return opened;
}

void
judge_apply_identity(struct component *component, struct str identity, struct arena *arena)
{
	struct purl purl;

	if (str_starts(identity, STR("cpe:"))) {
		component->cpe = identity;
		return;
	}
	if (!str_starts(identity, STR("pkg:")) || purl_parse(identity, arena, &purl) != NULL)
		return;
	purl.version = component->version;
	component->purl = purl_format(&purl, arena);
	(void)purl_ecosystem(&purl, arena, &component->ecosystem, &component->package);
}

const struct name_rule *
judge_apply_rule(const struct name_rules *rules, struct component *component, int64_t now, struct arena *arena,
    const struct name_rule **ret_over)
{
	const struct name_rule *rule = name_rule_of(rules, component->cpe, instant_day(now, ZONE_JST), arena, ret_over);

	if (rule != NULL)
		component->cpe = name_rule_apply(rule, component->cpe, arena);
	return rule;
}

struct str
judge_rule_words(const struct name_rule *rule, enum lang lang, struct arena *arena)
{
	struct str day = day_format(rule->ends, arena);

	if (rule->instead.len == 0)
		return catalogue_say(arena, lang, M("By a rule of cpe-rules.tsv the CPE name {cpe} is ignored: {reason} ({owner}, until {day})"),
		    ARG("cpe", rule->cpe), ARG("reason", rule->reason), ARG("owner", rule->owner), ARG("day", day));
	return catalogue_say(arena, lang, M("By a rule of cpe-rules.tsv the CPE name {cpe} is read as {instead}: {reason} ({owner}, until {day})"),
	    ARG("cpe", rule->cpe), ARG("instead", rule->instead), ARG("reason", rule->reason), ARG("owner", rule->owner), ARG("day", day));
}

bool
judge_by_microsoft(const struct ledger_finding *finding)
{
	for (size_t i = 0; i < finding->instances.count; i++)
		if (finding->instances.items[i].verdict == LEDGER_AFFECTED && str_eq(finding->instances.items[i].source, STR("msrc")))
			return true;
	return false;
}

const char *
judge_severity(enum cvss_version version, int32_t base)
{
	return base < 0 ? "" : enum_name(&severity_names, (int)cvss_severity(version, base));
}

/* ---------------------------------------------------------------------- threat */

/* A base score where only the vector was published. */
static int32_t
base_of(const struct score *score, struct arena *arena)
{
	struct cvss cvss;

	if (score->base >= 0)
		return score->base;
	return cvss_parse(score->vector, arena, &cvss) == NULL ? cvss_score(&cvss).base : -1;
}

/*
 * Which of several scores is shown first: the newest version of CVSS that is widely given (3.1 before 3.0,
 * 4.0 and 2.0), and among equals the highest, so that a choice never makes light of a weakness.
 */
static int
standing(const struct score *score)
{
	static const int by_version[] = {
		[CVSS_NONE] = 0, [CVSS_V2] = 1, [CVSS_V4] = 2, [CVSS_V3_0] = 3, [CVSS_V3_1] = 4,
	};

	return by_version[score->version];
}

static void
choose_score(struct threat *threat, struct arena *arena)
{
	threat->base = -1;
	for (size_t i = 0; i < threat->face.scores.count; i++) {
		struct score *score = &threat->face.scores.items[i];

		score->base = base_of(score, arena);
		if (score->base < 0)
			continue;
		if (threat->best == NULL || standing(score) > standing(threat->best) ||
		    (standing(score) == standing(threat->best) && score->base > threat->base)) {
			threat->best = score;
			threat->base = score->base;
		}
	}
}

static void
worsen(enum degree *degree, enum degree other)
{
	if (other > *degree)
		*degree = other;
}

/* The worst over all vectors of the best-standing version: providers differ, and neither may hide a harm. */
static void
read_impacts(struct threat *threat, struct arena *arena)
{
	for (size_t i = 0; i < threat->face.scores.count; i++) {
		const struct score *score = &threat->face.scores.items[i];
		struct cvss_impacts impacts;
		struct cvss cvss;

		if (threat->best == NULL || standing(score) != standing(threat->best) ||
		    cvss_parse(score->vector, arena, &cvss) != NULL)
			continue;
		impacts = cvss_impacts(&cvss);
		worsen(&threat->impacts.confidentiality, impacts.confidentiality);
		worsen(&threat->impacts.integrity, impacts.integrity);
		worsen(&threat->impacts.availability, impacts.availability);
	}
}

static void
take_exploitation(struct threat *threat, enum exploitation level, struct str by)
{
	if (level > threat->exploitation) {
		threat->exploitation = level;
		threat->exploitation_by = by;
	}
}

static void
read_heard(const struct judge *judge, struct threat *threat)
{
	const uint64_t *place = map_find(&judge->heard, threat->face.id);
	const struct judge_heard *heard = place == NULL ? NULL : (const struct judge_heard *)(uintptr_t)*place;

	if (heard == NULL)
		return;
	take_exploitation(threat, heard->confirmed, heard->by);
	threat->candidate = heard->candidate;
}

static void
read_evidence(struct threat *threat)
{
	for (size_t i = 0; i < threat->face.evidence.count; i++)
		take_exploitation(threat, threat->face.evidence.items[i].level, threat->face.evidence.items[i].provider);
	for (size_t i = 0; i < threat->face.ssvc.count; i++) {
		const struct ssvc_points *ssvc = &threat->face.ssvc.items[i];

		take_exploitation(threat, ssvc->exploitation, ssvc->provider);
		if (ssvc->automatable > threat->automatable)
			threat->automatable = ssvc->automatable;
	}
	if (threat->kev_listed)
		take_exploitation(threat, EXPLOITATION_ACTIVE, STR("CISA KEV"));
}

struct err *
judge_threat(const struct judge *judge, uint32_t number, struct arena *arena, struct threat *ret_threat)
{
	struct threat threat = { .epss = { .probability = -1, .percentile = -1 }, .base = -1 };
	struct match_threat daily;

	TRY(match_vulnerability(judge->index, number, arena, &threat.face));
	if (match_overlay_find(kb_overlay(judge->kb), threat.face.id, arena, &daily)) {
		threat.kev_listed = daily.has_kev;
		threat.kev = daily.kev;
		threat.epss.probability = daily.epss;
		threat.epss.percentile = daily.percentile;
	}
	choose_score(&threat, arena);
	read_impacts(&threat, arena);
	read_evidence(&threat);
	read_heard(judge, &threat);
	*ret_threat = threat;
	return NULL;
}

/* ----------------------------------------------------------------------- views */

static struct str
title_of(const struct vulnerability *face, enum lang lang)
{
	if (lang == LANG_JA)
		return face->title_ja.len > 0 ? face->title_ja : face->title_en;
	return face->title_en.len > 0 ? face->title_en : face->title_ja;
}

static void
add_score(struct finding_view *view, const struct score *score, struct arena *arena)
{
	list_push(arena, &view->scores, ((struct score_view){
		.provider = score->provider, .version = str_of(enum_name(&cvss_version_names, (int)score->version)),
		.vector = score->vector, .base = score->base, .severity = str_of(judge_severity(score->version, score->base)),
	}));
}

static void
add_scores(struct finding_view *view, const struct threat *threat, struct arena *arena)
{
	if (threat->best != NULL)
		add_score(view, threat->best, arena);
	for (size_t i = 0; i < threat->face.scores.count; i++)
		if (&threat->face.scores.items[i] != threat->best)
			add_score(view, &threat->face.scores.items[i], arena);
}

static void
add_grounds(const struct judge *judge, struct finding_view *view, const struct component *component,
    const struct match_says *says, enum lang lang, struct arena *arena)
{
	struct grounds grounds = match_explain(judge->index, component, says, arena);

	list_push(arena, &view->grounds, ((struct grounds_view){
		.source = grounds.feed, .record = grounds.record, .rank = str_of(enum_name(&rank_names, (int)grounds.rank)),
		.verdict = grounds.verdict, .range = grounds.range, .version = grounds.version, .fixed = grounds.fixed,
		.code = str_of(enum_name(&reason_names, (int)grounds.reason)),
		.missing = str_of(enum_name(&missing_names, (int)grounds.missing)),
		.reason = grounds_sentence(&grounds, lang, arena),
	}));
	if (view->fixed.len == 0)
		view->fixed = grounds.fixed;
}

struct risk_facts
judge_facts(const struct judge *judge, const struct threat *threat, const struct risk_facts *situation, enum answer conditions)
{
	struct risk_facts facts = *situation;

	facts.impacts = threat->impacts;
	facts.exploitation = threat->exploitation;
	facts.exploitation_source = threat->exploitation_by;
	facts.automatable = threat->automatable;
	if (threat->kev_listed) {
		facts.in_kev = ANSWER_YES;
		facts.kev_added = threat->kev.added;
		facts.ransomware = threat->kev.ransomware ? ANSWER_YES : ANSWER_UNKNOWN;
	} else if (judge->kev_known) {
		/* A fresh catalogue that is silent is an answer; without one nobody has looked. */
		facts.in_kev = ANSWER_NO;
		facts.ransomware = ANSWER_NO;
		if (facts.exploitation == EXPLOITATION_UNKNOWN)
			facts.exploitation = EXPLOITATION_NONE;
	}
	facts.exploitation_candidate = threat->candidate;
	facts.epss = threat->epss.probability;
	facts.conditions = conditions;
	return facts;
}

struct err *
judge_finding(const struct judge *judge, const struct component *component, const struct match_row *row, enum lang lang,
    struct arena *arena, struct finding_view *ret_view)
{
	struct threat threat;
	struct finding_view view = { .due = INSTANT_NONE, .first_seen = INSTANT_NONE };

	TRY(judge_threat(judge, row->vulnerability, arena, &threat));
	view.component = (struct component_view){ component->name, component->version, component->purl, component->cpe };
	view.vulnerability = threat.face.id;
	view.aliases = threat.face.aliases;
	view.title = title_of(&threat.face, lang);
	view.verdict = row->verdict;
	view.candidate = row->candidate;
	for (size_t i = 0; i < row->says_count; i++)
		add_grounds(judge, &view, component, &row->says[i], lang, arena);
	add_scores(&view, &threat, arena);
	view.kev = threat.kev_listed ? (struct kev_view){ threat.kev.added, threat.kev.due, threat.kev.ransomware }
	                             : (struct kev_view){ DAY_NONE, DAY_NONE, false };
	view.epss = (struct epss_view){ threat.epss.probability, threat.epss.percentile };
	if (threat.face.ssvc.count > 0) {
		const struct ssvc_points *ssvc = &threat.face.ssvc.items[0];

		view.ssvc = (struct ssvc_view){ ssvc->provider, str_of(enum_name(&exploitation_names, (int)ssvc->exploitation)),
			str_of(enum_name(&answer_names, (int)ssvc->automatable)), str_of(enum_name(&technical_impact_names, (int)ssvc->impact)) };
	}
	if (threat.exploitation != EXPLOITATION_UNKNOWN)
		view.exploitation = str_of(enum_name(&exploitation_names, (int)threat.exploitation));
	*ret_view = view;
	return NULL;
}

void
judge_sources(const struct judge *judge, struct arena *arena, struct report *report)
{
	for (size_t i = 0; i < judge->sources.count; i++) {
		const struct kb_source *row = &judge->rows[i];

		list_push(arena, &report->sources, ((struct source_view){
			.name = arena_copy(arena, row->name), .built = row->built, .fetched = row->fetched, .count = row->records,
			.age = row->age < 0 ? -1 : row->age / INSTANT_SECOND,
			.state = str_of(enum_name(&kb_freshness_names, (int)row->freshness)),
			.contract = str_of(enum_name(&kb_contract_names, (int)row->contract)),
		}));
	}
}

void
judge_missing_source(struct str needs, struct arena *arena, struct report *report)
{
	for (size_t i = 0; i < report->sources.count; i++)
		if (str_eq(report->sources.items[i].name, needs))
			return;
	list_push(arena, &report->sources, ((struct source_view){
		.name = arena_copy(arena, needs), .built = INSTANT_NONE, .fetched = INSTANT_NONE, .age = -1, .state = STR("missing"),
	}));
}

struct str
judge_product(const struct component *component, struct arena *arena)
{
	if (component->kind == COMPONENT_OS_PACKAGE && component->source_name.len > 0)
		return component->source_name;
	if (component->vendor.len > 0 && str_find(component->name, component->vendor) == SIZE_MAX)
		return arena_printf(arena, "%.*s %.*s", STR_ARG(component->vendor), STR_ARG(component->name));
	return component->name;
}
