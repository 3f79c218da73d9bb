#include "service/finding.h"

#include "base/catalogue.h"
#include "base/fold.h"
#include "service/ask.h"
#include "domain/responsibility/responsibility.h"
#include "service/deployer.h"
#include "service/judge.h"
#include "service/name.h"
#include "service/life.h"
#include "service/situation.h"
#include "service/provenance.h"

static const struct field place_fields[] = {
	FIELD(struct finding_place, host, FIELD_STR),
	FIELD(struct finding_place, name, FIELD_STR),
	FIELD(struct finding_place, version, FIELD_STR),
	FIELD(struct finding_place, place, FIELD_STR),
	FIELD(struct finding_place, provenance, FIELD_STR),
};
const struct schema finding_place_schema = SCHEMA("place", struct finding_place, place_fields);
static const struct field event_fields[] = {
	FIELD(struct finding_event, at, FIELD_INSTANT),
	FIELD(struct finding_event, what, FIELD_STR),
	FIELD(struct finding_event, cause, FIELD_STR),
	FIELD(struct finding_event, by, FIELD_STR),
	FIELD(struct finding_event, generation, FIELD_STR),
};
const struct schema finding_event_schema = SCHEMA("event", struct finding_event, event_fields);

/* -------------------------------------------------------------------- actions */

static const struct {
	enum ledger_action action;
	const char        *name;
	const char        *text;
} actions[] = {
	{ LEDGER_IMMEDIATE,    "immediate",    M("Immediate (as fast as possible)") },
	{ LEDGER_OUT_OF_CYCLE, "out_of_cycle", M("Out of cycle (faster than usual)") },
	{ LEDGER_SCHEDULED,    "scheduled",    M("Scheduled (at the regular maintenance)") },
	{ LEDGER_DEFER,        "defer",        M("Defer (not for now)") },
	{ LEDGER_NO_ACTION,    "",             M("none") },
};

struct str
finding_action_name(enum ledger_action action)
{
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (actions[i].action == action)
			return str_of(actions[i].name);
	return STR("");
}

const char *
finding_action_text(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (str_eq(name, str_of(actions[i].name)))
			return actions[i].text;
	return "";
}

/* ----------------------------------------------------------------------- rows */

static const enum verdict verdicts[] = {
	[LEDGER_NOT_AFFECTED] = VERDICT_NOT_AFFECTED, [LEDGER_UNDECIDED] = VERDICT_UNKNOWN, [LEDGER_AFFECTED] = VERDICT_AFFECTED,
	[LEDGER_PROVIDER] = VERDICT_PROVIDER,
};

/* A set of levels, worst first. */
static void
add_levels(struct str_list *list, unsigned set, struct arena *arena)
{
	static const unsigned order[] = { LEDGER_HIGH, LEDGER_MIDDLE, LEDGER_LOW };
	static const char *const names[] = { "high", "middle", "low" };

	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		if (set & order[i])
			list_push(arena, list, str_of(names[i]));
}

static struct str
title_of(const struct ledger_vulnerability *about, enum lang lang)
{
	if (lang == LANG_JA)
		return about->title_ja.len > 0 ? about->title_ja : about->title_en;
	return about->title_en.len > 0 ? about->title_en : about->title_ja;
}

/* The projection keeps one score and its vector; the vector tells the version. */
static void
add_score(struct finding_view *view, const struct ledger_vulnerability *about, struct arena *arena)
{
	enum cvss_version version = CVSS_V2;

	if (about->score < 0)
		return;
	if (str_starts(about->severity, STR("CVSS:4.0")))
		version = CVSS_V4;
	else if (str_starts(about->severity, STR("CVSS:3.1")))
		version = CVSS_V3_1;
	else if (str_starts(about->severity, STR("CVSS:3.0")))
		version = CVSS_V3_0;
	list_push(arena, &view->scores, ((struct score_view){
		.version = str_of(enum_name(&cvss_version_names, (int)version)), .vector = about->severity, .base = about->score,
		.severity = str_of(judge_severity(version, about->score)),
	}));
}

static struct finding_view
view_of(const struct ledger_finding_row *row, enum lang lang, struct arena *arena)
{
	const struct ledger_finding *finding = &row->finding;
	struct finding_view view = {
		.id = row->id, .vulnerability = row->about.name, .title = title_of(&row->about, lang),
		.verdict = verdicts[finding->verdict], .system = row->system_name, .unit = row->unit,
		.kev = { row->about.kev_added, row->about.kev_due, row->about.ransomware },
		.epss = { row->about.epss, -1 }, .action = finding_action_name(finding->action), .due = finding->due,
		.why = lang == LANG_JA ? finding->why_ja : finding->why_en, .first_seen = row->first_seen,
		.fixed = finding->remedy_target,
	};

	view.component.name = row->product_name;
	if (str_starts(row->product_identity, STR("pkg:")))
		view.component.purl = row->product_identity;
	else if (str_starts(row->product_identity, STR("cpe:")))
		view.component.cpe = row->product_identity;
	add_levels(&view.damage, finding->damage, arena);
	add_levels(&view.likelihood, finding->likelihood, arena);
	view.provisional = finding->verdict != LEDGER_PROVIDER && (view.damage.count > 1 || view.likelihood.count > 1);
	add_score(&view, &row->about, arena);
	if (row->about.exploitation != EXPLOITATION_UNKNOWN)
		view.exploitation = str_of(enum_name(&exploitation_names, (int)row->about.exploitation));
	return view;
}

/* The sentence is made anew from the stored code and its arguments, in the reader's language. */
static void
add_grounds(struct finding_view *view, const struct ledger_instance *instance, struct str version, enum lang lang,
    struct arena *arena)
{
	struct grounds grounds = {
		.feed = instance->source, .record = instance->record, .verdict = verdicts[instance->verdict],
		.range = instance->range, .version = version, .subject = view->component.name,
		.fixed = view->fixed,
	};
	int reason = 0;

	(void)enum_find(&reason_names, instance->reason, &reason);
	grounds.reason = (enum reason)reason;
	grounds_take_args(&grounds, instance->args);
	list_push(arena, &view->grounds, ((struct grounds_view){
		.source = grounds.feed, .record = grounds.record, .verdict = grounds.verdict, .range = grounds.range,
		.version = version, .fixed = grounds.fixed, .code = instance->reason, .reason = grounds_sentence(&grounds, lang, arena),
	}));
}

static bool
has(const struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->items[i], text))
			return true;
	return false;
}

/* Hosts, versions and grounds: what only the finding itself knows. */
static void
add_details(struct finding_view *view, const struct ledger_finding_detail *detail, enum lang lang, struct arena *arena)
{
	const struct ledger_finding *finding = &detail->row.finding;

	for (size_t i = 0; i < detail->places.count; i++)
		if (!has(&view->hosts, detail->places.items[i].host))
			list_push(arena, &view->hosts, detail->places.items[i].host);
	if (detail->places.count > 0)
		view->component.version = detail->places.items[0].version;
	/* A closed finding stands nowhere any more: which version its grounds were about is no longer known. */
	for (size_t i = 0; i < finding->instances.count && detail->row.closed_at == INSTANT_NONE; i++) {
		const struct ledger_instance *instance = &finding->instances.items[i];
		struct str version = STR("");

		for (size_t p = 0; p < detail->places.count; p++)
			if (detail->places.items[p].software == instance->software)
				version = detail->places.items[p].version;
		add_grounds(view, instance, version, lang, arena);
	}
}

/* ---------------------------------------------------------- rules on CPE names */

struct applied_rules {
	struct name_rules                   rules;
	struct finding_view                *view;
	int64_t                             now;
	enum lang                           lang;
	struct arena                       *arena;
};

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct applied_rules *applied = context;
	struct component component = software->component;
	const struct name_rule *over, *rule;

	if (software->confirmed.len > 0)
		return NULL;
	rule = judge_apply_rule(&applied->rules, &component, applied->now, scratch, &over);
	if (rule != NULL)
		list_add(applied->arena, &applied->view->grounds)->reason = judge_rule_words(rule, applied->lang, applied->arena);
	return NULL;
}

/* What cpe-rules.tsv does to the names that the finding rests on. */
static struct err *
add_rules(const struct home *home, struct ledger *ledger, const struct ledger_finding_detail *detail, int64_t now, enum lang lang,
    struct arena *arena, struct finding_view *view)
{
	struct applied_rules applied = { .view = view, .now = now, .lang = lang, .arena = arena };

	TRY(home_name_rules(home, arena, &applied.rules));
	if (applied.rules.list.count == 0 || detail->row.closed_at != INSTANT_NONE)
		return NULL;
	for (size_t i = 0; i < detail->row.finding.instances.count; i++)
		TRY(ledger_software_one(ledger, detail->row.finding.instances.items[i].software, take_software, &applied, arena));
	return NULL;
}

/* ------------------------------------------------------------- knowledge base */

/* Sources and other names come from the kb; without one there are none, which the sources then show. */
static struct err *
open_judge(const struct home *home, int64_t now, struct arena *arena, struct kb **ret_kb, struct judge *ret_judge)
{
	TRY(home_kb(home->path, arena, ret_kb));
	return judge_open(*ret_kb, now, arena, ret_judge);
}

static struct err *
add_aliases(const struct judge *judge, struct finding_view *view, struct arena *arena)
{
	struct vulnerability face;
	uint32_t number;

	if (judge->index == NULL || !match_find(judge->index, view->vulnerability, &number))
		return NULL;
	TRY(match_vulnerability(judge->index, number, arena, &face));
	for (size_t i = 0; i < face.aliases.count; i++)
		list_push(arena, &view->aliases, arena_copy(arena, face.aliases.items[i]));
	return NULL;
}

/* ----------------------------------------------------------------------- list */

static bool
text_is_in(const struct finding_view *view, struct str folded, struct arena *arena)
{
	const struct str fields[] = {
		view->component.name, view->component.purl, view->component.cpe, view->vulnerability, view->title, view->system,
		view->unit,
	};

	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (str_find(fold_text(fields[i], arena), folded) != SIZE_MAX)
			return true;
	return false;
}

static bool
is_wanted(const struct finding_filter *filter, const struct finding_view *view, struct str folded, struct arena *arena)
{
	if (filter->base_least >= 0 && (view->scores.count == 0 || view->scores.items[0].base < filter->base_least))
		return false;
	if (filter->epss_least >= 0 && view->epss.probability < filter->epss_least)
		return false;
	return folded.len == 0 || text_is_in(view, folded, arena);
}

/* Those of a page that are wanted, with their details when these are wanted, too. */
static struct err *
add_page(struct ledger *ledger, const struct judge *judge, const struct finding_filter *filter, const struct ledger_finding_list *page,
    enum lang lang, struct arena *arena, struct report *report)
{
	struct str folded = fold_text(filter->text, arena);
	struct ledger_finding_detail *details;
	LIST(struct ledger_finding_row) wanted = { 0 };
	size_t first = report->findings.count;

	for (size_t i = 0; i < page->rows.count; i++) {
		struct finding_view view = view_of(&page->rows.items[i], lang, arena);

		if (!is_wanted(filter, &view, folded, arena))
			continue;
		list_push(arena, &report->findings, view);
		list_push(arena, &wanted, page->rows.items[i]);
	}
	if (!filter->details || wanted.count == 0)
		return NULL;
	TRY(ledger_finding_details(ledger, wanted.items, wanted.count, arena, &details));
	for (size_t i = 0; i < wanted.count; i++) {
		add_details(&report->findings.items[first + i], &details[i], lang, arena);
		TRY(add_aliases(judge, &report->findings.items[first + i], arena));
	}
	return NULL;
}

/* Pages through the ledger until the wanted number was found: what SQL cannot fold is filtered here. */
static struct err *
collect(struct ledger *ledger, const struct judge *judge, const struct finding_filter *filter, enum lang lang, struct arena *arena,
    struct report *report)
{
	struct ledger_filter page = filter->filter;

	do {
		struct ledger_finding_list list;

		TRY(ledger_findings(ledger, &page, arena, &list));
		TRY(add_page(ledger, judge, filter, &list, lang, arena, report));
		page.after = list.next;
	} while (page.after.len > 0 && (int64_t)report->findings.count < filter->filter.most);
	report->next = page.after;
	return NULL;
}

static struct err *
checked_of(struct ledger *ledger, struct arena *arena, struct report *report)
{
	struct ledger_totals totals;

	TRY(ledger_totals_last(ledger, arena, &totals));
	report->checked = (struct checked_view){
		.components = totals.tally.items, .affected = totals.tally.affected, .not_affected = totals.tally.not_affected,
		.unknown = totals.tally.undecided, .not_judged = totals.tally.items - totals.tally.judged,
	};
	report->at = totals.last.at;
	report->generation = totals.last.generation;
	return NULL;
}

struct err *
finding_report(const struct home *home, const struct finding_filter *filter, int64_t now, enum lang lang,
    struct arena *arena, struct report *ret_report)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct finding_filter own = *filter;
	struct report report = { 0 };
	struct judge judge;

	TRY(home_ledger(home, arena, &ledger));
	if (filter->system.len > 0) {
		TRY(ledger_system_find(ledger, filter->system, arena, &own.filter.system));
		if (own.filter.system == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", filter->system));
	}
	TRY(open_judge(home, now, arena, &kb, &judge));
	judge_sources(&judge, arena, &report);
	TRY(checked_of(ledger, arena, &report));
	TRY(collect(ledger, &judge, &own, lang, arena, &report));
	if (filter->questions)
		TRY(finding_questions(home, lang, arena, &report));
	*ret_report = report;
	return NULL;
}

/* ----------------------------------------------------------------------- page */

static struct str
action_words(enum ledger_action action, enum lang lang)
{
	return str_of(catalogue_text(lang, finding_action_text(finding_action_name(action))));
}

struct str
finding_event_words(const struct ledger_event *event, enum lang lang, struct arena *arena)
{
	struct str verdict = verdict_words(verdicts[event->verdict], lang), action = action_words(event->action, lang);
	struct str before = verdict_words(verdicts[event->verdict_before], lang);

	if (event->closed)
		return catalogue_say(arena, lang, M("closed"));
	if (event->opened)
		return catalogue_say(arena, lang, M("opened: {verdict}, {action}"), ARG("verdict", verdict), ARG("action", action));
	if (event->verdict == event->verdict_before)
		return catalogue_say(arena, lang, M("changed: {before} to {action}"),
		    ARG("before", action_words(event->action_before, lang)), ARG("action", action));
	return catalogue_say(arena, lang, M("changed: {before} to {verdict}, {action}"), ARG("before", before),
	    ARG("verdict", verdict), ARG("action", action));
}

const char *
finding_cause_text(enum ledger_cause cause)
{
	static const char *const texts[] = {
		[LEDGER_CAUSE_FIRST] = M("seen for the first time"),
		[LEDGER_CAUSE_SOURCE_CHANGED] = M("a source changed"),
		[LEDGER_CAUSE_SOURCE_WITHDREW] = M("the source withdrew it"),
		[LEDGER_CAUSE_INVENTORY_CHANGED] = M("the inventory changed"),
		[LEDGER_CAUSE_RULE] = M("the rules of matching changed, or a source became stale or fresh again"),
		[LEDGER_CAUSE_CRITERIA] = M("the criteria changed"),
		[LEDGER_CAUSE_HUMAN] = M("a person answered or decided"),
	};

	return texts[cause];
}

/* Microsoft lists products, never roles or features of them: the conditions of a weakness stand in its FAQ only. */
static struct str
microsoft_note(const struct ledger_finding_row *row, enum lang lang, struct arena *arena)
{
	if (row->finding.verdict != LEDGER_AFFECTED || row->closed_at != INSTANT_NONE || !judge_by_microsoft(&row->finding))
		return STR("");
	return catalogue_say(arena, lang, M("This weakness may be in a role or feature that is not used here: Microsoft's documents list the product without saying so. Read the FAQ at {url}; where it cannot show, \"ledger answer --system {system} conditions:{vulnerability} no\"."),
	    ARG("url", arena_printf(arena, "https://msrc.microsoft.com/update-guide/vulnerability/%.*s", STR_ARG(row->about.name))),
	    ARG("system", row->system_name), ARG("vulnerability", row->about.name));
}

struct err *
finding_page(const struct home *home, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct finding_page *ret_page)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct ledger_finding_detail detail;
	struct finding_page page = { 0 };
	struct segments segments;
	struct deployer_table table;
	struct deployer deployer;
	struct judge judge;

	TRY(home_ledger(home, arena, &ledger));
	TRY(home_segments(home, arena, &segments));
	TRY(ledger_finding_get(ledger, id, now, arena, &detail));
	TRY(open_judge(home, now, arena, &kb, &judge));
	page.view = view_of(&detail.row, lang, arena);
	page.product_identity = detail.row.product_identity;
	TRY(ask_decision_words(ledger, detail.row.decision, detail.row.decision_review, lang, arena, &page.decision));
	TRY(ask_answers(ledger, detail.row.finding.system, detail.row.finding.product, detail.row.about.name, lang, arena, &page.answers));
	add_details(&page.view, &detail, lang, arena);
	TRY(add_rules(home, ledger, &detail, now, lang, arena, &page.view));
	TRY(add_aliases(&judge, &page.view, arena));
	TRY(deployer_open(ledger, now, lang, arena, &table));
	TRY(deployer_decide(ledger, &judge, &segments, &table, &detail.row, now, lang, arena, &deployer));
	page.view.deployer = deployer.actions;
	page.deployer = deployer.sentence;
	page.deployer_table = table.words;
	page.deployer_edition = table.edition;
	page.note = microsoft_note(&detail.row, lang, arena);
	if (detail.row.finding.instances.count > 0 && detail.row.closed_at == INSTANT_NONE)
		TRY(life_sentence(ledger, kb, detail.row.finding.instances.items[0].software, detail.row.finding.system, now, lang, arena,
		    &page.view.support));
	for (size_t i = 0; i < detail.places.count; i++)
		list_push(arena, &page.places, ((struct finding_place){ detail.places.items[i].host, detail.places.items[i].name,
			detail.places.items[i].version, detail.places.items[i].place,
			provenance_words(detail.places.items[i].provenance, detail.places.items[i].told_by, detail.places.items[i].told_on, lang,
			    arena) }));
	for (size_t i = 0; i < detail.events.count; i++) {
		const struct ledger_event *event = &detail.events.items[i];

		list_push(arena, &page.events, ((struct finding_event){ event->at, finding_event_words(event, lang, arena),
			str_of(catalogue_text(lang, finding_cause_text(event->cause))), event->by, event->generation }));
	}
	*ret_page = page;
	return NULL;
}

/* ------------------------------------------------------------------ questions */

/* Asked of who patches the layer; who that is may itself not be known. */
static struct str
provider_question(const struct ledger_question *question, enum lang lang, struct arena *arena)
{
	int party;

	if (enum_find(&party_names, question->fact, &party))
		return catalogue_say(arena, lang, M("Who patches {product} for us ({party}), and have they mended what is open in it? Name them with \"ledger layer\"."),
		    ARG("product", question->product_name), ARG("party", str_of(catalogue_text(lang, party_text((enum duty_party)party)))));
	return catalogue_say(arena, lang, M("Has {party} mended what is open in {product}, which they patch for us? Enter what they say with \"ledger statement add\"."),
	    ARG("party", question->fact), ARG("product", question->product_name));
}

struct str
finding_question_words(const struct ledger_question *question, enum lang lang, struct arena *arena)
{
	int kind = 0;

	if (str_eq(question->kind, STR("composition")))
		return catalogue_say(arena, lang, M("What runs on these systems? Nothing is registered, so nothing can be told."));
	if (str_eq(question->kind, STR("release")))
		return catalogue_say(arena, lang, M("Of which distribution and release are the packages of these systems? Import them again with --os, e.g. --os debian:12."));
	if (str_eq(question->kind, STR("site")))
		return catalogue_say(arena, lang, M("Has this site, whose last day is past, been taken down? Answer yes once it no longer answers."));
	if (str_eq(question->kind, STR("provider")))
		return provider_question(question, lang, arena);
	if (str_eq(question->kind, STR("source")))
		return question_sentence(QUESTION_SOURCE, question->fact, lang, arena);
	if (str_eq(question->kind, STR("conditions")))
		return catalogue_say(arena, lang, M("{vulnerability} in {product}: are the conditions under which it shows met here?"),
		    ARG("vulnerability", str_from(question->fact, SITUATION_CONDITIONS.len)), ARG("product", question->product_name));
	if (str_eq(question->kind, STR("fact")))
		return str_of(catalogue_text(lang, risk_question_text(question->fact)));
	(void)enum_find(&question_names, question->kind, &kind);
	return question_sentence((enum question)kind, question->product_name, lang, arena);
}

struct collect_questions {
	struct report  *report;
	enum lang       lang;
	struct arena   *arena;
	struct str_list vendors;    /* of each question's product, as far as its name says one */
	int64_t         most;       /* of a page; 0: all                                       */
	struct str      last, next; /* cursor of the last one; the same once one more was seen */
};

/* "name:vendor/name", of which the name is known. */
static struct str
vendor_of_identity(struct str identity, struct str name)
{
	struct str vendor = identity;

	if (!str_take(&vendor, STR("name:")) || vendor.len <= name.len + 1 || vendor.ptr[vendor.len - name.len - 1] != '/')
		return STR("");
	return str_sub(vendor, 0, vendor.len - name.len - 1);
}

static struct err *
take_question(void *context, const struct ledger_question *question, struct arena *scratch)
{
	struct collect_questions *collect_questions = context;
	struct arena *arena = collect_questions->arena;
	struct question_view *view;

	(void)scratch;
	if (collect_questions->most > 0 && (int64_t)collect_questions->report->questions.count == collect_questions->most) {
		collect_questions->next = collect_questions->last;
		return NULL;
	}
	collect_questions->last = ledger_question_cursor(question, arena);
	view = list_add(arena, &collect_questions->report->questions);
	view->id = question->id;
	view->kind = arena_copy(arena, question->kind);
	view->fact = arena_copy(arena, question->fact);
	view->product = arena_copy(arena, question->product_name);
	view->question = arena_copy(arena, finding_question_words(question, collect_questions->lang, arena));
	view->systems_count = question->systems;
	view->kev = question->kev;
	view->action = finding_action_name(question->worst);
	for (size_t i = 0; i < question->system_names.count; i++)
		list_push(arena, &view->systems, arena_copy(arena, question->system_names.items[i]));
	list_push(arena, &collect_questions->vendors,
	    arena_copy(arena, vendor_of_identity(question->product_identity, str_trim_space(question->product_name))));
	return NULL;
}

struct err *
finding_questions_about(struct ledger *ledger, const struct ledger_question_filter *filter, enum lang lang, struct arena *arena, struct report *ret_report)
{
	struct collect_questions context = { .report = ret_report, .lang = lang, .arena = arena };

	return ledger_questions_of(ledger, filter, take_question, &context, arena);
}

struct err *
finding_questions(const struct home *home, enum lang lang, struct arena *arena, struct report *ret_report)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct collect_questions context = { .report = ret_report, .lang = lang, .arena = arena };

	for (size_t i = 0; i < ret_report->questions.count; i++)   /* those that stand there already have no vendor */
		list_push(arena, &context.vendors, STR(""));
	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_questions(ledger, take_question, &context, arena));
	return name_propose(home, ledger, context.vendors.items, ret_report, arena);
}

/* Asks for one more than the page shows: that it is there is how the page knows of a next one. */
struct err *
finding_questions_page(const struct home *home, const struct ledger_question_filter *filter, enum lang lang, struct arena *arena,
    struct report *ret_report, struct str *ret_next)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct collect_questions context = { .report = ret_report, .lang = lang, .arena = arena, .most = filter->most };
	struct ledger_question_filter own = *filter;

	*ret_report = (struct report){ 0 };
	own.most = filter->most + 1;
	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_questions_of(ledger, &own, take_question, &context, arena));
	*ret_next = context.next;
	return name_propose(home, ledger, context.vendors.items, ret_report, arena);
}

/* ------------------------------------------------------------------- remedies */

static const struct field remedy_fields[] = {
	FIELD(struct remedy_view, kind, FIELD_STR),
	FIELD(struct remedy_view, product, FIELD_STR),
	FIELD(struct remedy_view, target, FIELD_STR),
	FIELD_WORD(struct remedy_view, action, &report_action_names),
	FIELD(struct remedy_view, due, FIELD_INSTANT),
	FIELD(struct remedy_view, systems, FIELD_INT),
	FIELD(struct remedy_view, findings, FIELD_INT),
	FIELD(struct remedy_view, kev, FIELD_INT),
	FIELD(struct remedy_view, restart, FIELD_STR),
};
const struct schema remedy_view_schema = SCHEMA("remedy", struct remedy_view, remedy_fields);

struct collect_remedies {
	struct remedies *remedies;
	struct arena    *arena;
};

static struct err *
take_remedy(void *context, const struct ledger_remedy *remedy, struct arena *scratch)
{
	struct collect_remedies *collect_remedies = context;
	struct arena *arena = collect_remedies->arena;

	(void)scratch;
	list_push(arena, &collect_remedies->remedies->list, ((struct remedy_view){
		.kind = str_of(enum_name(&ledger_remedy_names, (int)remedy->kind)), .product = arena_copy(arena, remedy->product_name),
		.target = arena_copy(arena, remedy->target), .action = finding_action_name(remedy->worst), .due = remedy->due,
		.systems = remedy->systems, .findings = remedy->findings, .kev = remedy->kev,
		.restart = str_of(enum_name(&answer_names, (int)remedy->restart)),
	}));
	return NULL;
}

struct str
finding_remedy_words(const struct remedy_view *remedy, enum lang lang, struct arena *arena)
{
	if (str_eq(remedy->kind, STR("version")))
		return catalogue_say(arena, lang, M("update to {version} or later"), ARG("version", remedy->target));
	if (str_eq(remedy->kind, STR("update")))
		return catalogue_say(arena, lang, str_eq(remedy->restart, STR("yes")) ? M("apply {update}, restart needed")
		    : M("apply {update}"), ARG("update", remedy->target));
	if (str_eq(remedy->kind, STR("answer")))
		return str_of(catalogue_text(lang, M("answer the open question first")));
	if (remedy->target.len > 0)
		return remedy->target;
	return str_of(catalogue_text(lang, M("none is known: ask the maker, restrict, or stop using it")));
}

struct err *
finding_remedies(const struct home *home, int64_t now, int64_t most, struct arena *arena, struct remedies *ret_remedies)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct remedies remedies = { 0 };
	struct collect_remedies context = { &remedies, arena };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_remedies(ledger, now, most, take_remedy, &context, arena));
	TRY(ledger_remedy_totals(ledger, now, arena, &remedies.total, &remedies.findings));
	*ret_remedies = remedies;
	return NULL;
}
