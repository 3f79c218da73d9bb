#include "service/found/detail.h"

#include "base/catalogue.h"
#include "service/agreed.h"
#include "service/found/weakness.h"
#include "service/judge.h"
#include "store/ledger/casefile.h"
#include "store/ledger/decision.h"

enum { COVERED_MOST = 100 };

static const struct field cell_fields[] = {
	FIELD_WORD(struct matrix_cell_view, action, &report_action_names),
	FIELD(struct matrix_cell_view, here, FIELD_BOOL),
};
static const struct schema cell_schema = SCHEMA("cell", struct matrix_cell_view, cell_fields);
static const struct field row_fields[] = {
	FIELD_WORD(struct matrix_row_view, damage, &report_damage_names),
	FIELD_OF(struct matrix_row_view, cells, FIELD_LIST, &cell_schema),
};
static const struct schema row_schema = SCHEMA("row", struct matrix_row_view, row_fields);
static const struct field term_fields[] = {
	FIELD(struct vector_term_view, group, FIELD_STR),
	FIELD(struct vector_term_view, metric, FIELD_STR),
	FIELD(struct vector_term_view, value, FIELD_STR),
	FIELD(struct vector_term_view, metric_words, FIELD_STR),
	FIELD(struct vector_term_view, value_words, FIELD_STR),
};
static const struct schema term_schema = SCHEMA("term", struct vector_term_view, term_fields);
static const struct field ground_source_fields[] = {
	FIELD(struct ground_source_view, name, FIELD_STR),
	FIELD_WORD(struct ground_source_view, state, &report_source_state_names),
	FIELD(struct ground_source_view, at, FIELD_INSTANT),
};
static const struct schema ground_source_schema = SCHEMA("source", struct ground_source_view, ground_source_fields);
static const struct field case_fields[] = {
	FIELD(struct case_about_view, number, FIELD_STR),
	FIELD(struct case_about_view, label, FIELD_STR),
	FIELD(struct case_about_view, state, FIELD_STR),
	FIELD(struct case_about_view, open, FIELD_BOOL),
};
static const struct schema case_schema = SCHEMA("case", struct case_about_view, case_fields);
static const struct field detail_fields[] = {
	FIELD_OF(struct found_detail, finding, FIELD_STRUCT, &finding_view_schema),
	FIELD(struct found_detail, system_id, FIELD_INT),
	FIELD(struct found_detail, open, FIELD_BOOL),
	FIELD(struct found_detail, due_words, FIELD_STR),
	FIELD(struct found_detail, due_state, FIELD_STR),
	FIELD(struct found_detail, identity, FIELD_STR),
	FIELD(struct found_detail, remedy, FIELD_STR),
	FIELD(struct found_detail, deployer, FIELD_STR),
	FIELD(struct found_detail, deployer_table, FIELD_STR),
	FIELD(struct found_detail, deployer_edition, FIELD_INT),
	FIELD(struct found_detail, criteria_edition, FIELD_INT),
	FIELD(struct found_detail, note, FIELD_STR),
	FIELD(struct found_detail, decision, FIELD_STR),
	FIELD(struct found_detail, criteria, FIELD_STR),
	FIELD(struct found_detail, older_criteria, FIELD_BOOL),
	FIELD(struct found_detail, assessed_at, FIELD_INSTANT),
	FIELD(struct found_detail, decided, FIELD_BOOL),
	FIELD_OF(struct found_detail, places, FIELD_LIST, &finding_place_schema),
	FIELD_OF(struct found_detail, events, FIELD_LIST, &finding_event_schema),
	FIELD(struct found_detail, answers, FIELD_STRS),
	FIELD_OF(struct found_detail, matrix, FIELD_LIST, &row_schema),
	FIELD_OF(struct found_detail, terms, FIELD_LIST, &term_schema),
	FIELD_OF(struct found_detail, sources, FIELD_LIST, &ground_source_schema),
	FIELD_OF(struct found_detail, questions, FIELD_LIST, &question_form_schema),
	FIELD_OF(struct found_detail, cases, FIELD_LIST, &case_schema),
	FIELD_OF(struct found_detail, items, FIELD_STRUCT, &items_view_schema),
};
const struct schema found_detail_schema = SCHEMA("finding_detail", struct found_detail, detail_fields);

/* --------------------------------------------------------------------------------------------- the matrix */

static bool
has_level(const struct str_list *levels, enum level level)
{
	return str_is_one_of(str_of(enum_name(&level_names, (int)level)), levels->items, levels->count);
}

static struct err *
add_matrix(const struct home *home, struct ledger *ledger, int64_t now, enum lang lang, struct arena *arena, struct found_detail *detail)
{
	struct ledger_assessment_head last;
	struct ledger_criteria edition;
	struct criteria criteria;

	TRY(agreed_criteria(home, ledger, now, arena, &criteria, &edition));
	TRY(ledger_assessed_last(ledger, arena, &last));
	detail->criteria_edition = edition.id;
	detail->older_criteria = last.at != INSTANT_NONE && !str_eq(last.criteria, agreed_mark(&criteria, &edition, arena));
	detail->assessed_at = last.at;
	detail->criteria = catalogue_say(arena, lang, M("{title} of {day}"), ARG("title", lang == LANG_JA ? criteria.title_ja : criteria.title_en),
	    ARG("day", day_format(criteria.since, arena)));
	for (int damage = LEVEL_HIGH; damage >= LEVEL_LOW; damage--) {
		struct matrix_row_view *row = list_add(arena, &detail->matrix);

		row->damage = str_of(enum_name(&level_names, damage));
		for (int likelihood = LEVEL_LOW; likelihood <= LEVEL_HIGH; likelihood++)
			list_push(arena, &row->cells, ((struct matrix_cell_view){ str_of(enum_name(&action_names, (int)criteria.matrix[damage][likelihood])),
			    has_level(&detail->finding.damage, (enum level)damage) && has_level(&detail->finding.likelihood, (enum level)likelihood) }));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------- score and sources */

static void
add_terms(enum lang lang, struct arena *arena, struct found_detail *detail)
{
	struct cvss_term terms[CVSS_METRICS];
	struct cvss cvss;
	size_t count;

	if (detail->finding.scores.count == 0 || cvss_parse(detail->finding.scores.items[0].vector, arena, &cvss) != NULL)
		return;      /* without a vector there is nothing to say in words */
	count = cvss_terms(&cvss, terms);
	for (size_t i = 0; i < count; i++) {
		struct cvss_words group = cvss_group_words(cvss.version, terms[i].group);

		list_push(arena, &detail->terms, ((struct vector_term_view){ str_of(cvss_word(&group, lang)), terms[i].metric, terms[i].value,
		    str_of(cvss_word(&terms[i].metric_words, lang)), str_of(cvss_word(&terms[i].value_words, lang)) }));
	}
}

static bool
is_ground(const struct found_detail *detail, struct str source)
{
	for (size_t i = 0; i < detail->finding.grounds.count; i++)
		if (str_eq(detail->finding.grounds.items[i].source, source))
			return true;
	return str_eq(source, STR("kev")) || str_eq(source, STR("epss"));
}

static struct err *
add_sources(const struct home *home, int64_t now, struct arena *arena, struct found_detail *detail)
{
	struct kb *kb KB_SCOPE = NULL;
	struct report report = { 0 };
	struct judge judge;

	TRY(home_kb(home->path, arena, &kb));
	TRY(judge_open(kb, now, arena, &judge));
	judge_sources(&judge, arena, &report);
	for (size_t i = 0; i < report.sources.count; i++) {
		const struct source_view *source = &report.sources.items[i];

		if (is_ground(detail, source->name))
			list_push(arena, &detail->sources, ((struct ground_source_view){ source->name, source->state,
			    source->built != INSTANT_NONE ? source->built : source->fetched }));
	}
	return NULL;
}

static struct err *
add_items(const struct home *home, enum lang lang, struct arena *arena, struct found_detail *detail)
{
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(home->path, arena, &kb));
	return items_of_finding(kb, &detail->finding, lang, arena, &detail->items);
}

/* ------------------------------------------------------------------------------------- questions and cases */

struct gathering { struct found_detail *detail; struct arena *arena; };

/* A sealed case is for those who have a part in it: here nobody learns that there is one. */
static struct err *
take_case(void *context, const struct ledger_case *casefile, struct arena *scratch)
{
	struct gathering *g = context;

	(void)scratch;
	if (!casefile->sealed)
		list_push(g->arena, &g->detail->cases, ((struct case_about_view){ arena_copy(g->arena, casefile->number),
		    arena_copy(g->arena, casefile->neutral), arena_copy(g->arena, casefile->state), casefile->closed_at == INSTANT_NONE }));
	return NULL;
}

static struct err *
add_questions(struct ledger *ledger, const struct ledger_finding_detail *stored, enum lang lang, struct arena *arena, struct found_detail *detail)
{
	struct report report = { 0 };

	TRY(finding_questions_about(ledger, &(struct ledger_question_filter){ .product = stored->row.finding.product, .system = stored->row.system_name }, lang, arena,
	    &report));
	for (size_t i = 0; i < report.questions.count; i++)
		list_push(arena, &detail->questions, question_form_of(&report.questions.items[i], lang));
	return NULL;
}

static struct str
remedy_of(const struct ledger_finding_row *row, enum lang lang, struct arena *arena)
{
	struct remedy_view remedy = { .kind = str_of(enum_name(&ledger_remedy_names, (int)row->finding.remedy)), .target = row->finding.remedy_target,
		.product = row->product_name, .restart = str_of(enum_name(&answer_names, (int)row->finding.restart)) };

	return finding_remedy_words(&remedy, lang, arena);
}

struct err *
found_detail(const struct home *home, struct ledger *ledger, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct found_detail *ret_detail)
{
	struct found_detail detail = { 0 };
	struct gathering gathering = { &detail, arena };
	struct ledger_finding_detail stored;
	struct finding_page page;

	TRY(ledger_finding_get(ledger, id, now, arena, &stored));
	TRY(finding_page(home, id, now, lang, arena, &page));
	detail.finding = page.view;
	detail.system_id = stored.row.finding.system;
	detail.open = stored.row.closed_at == INSTANT_NONE;
	detail.due_words = due_in_words(page.view.due, now, lang, arena);
	detail.due_state = due_state(page.view.due, now);
	detail.identity = page.product_identity;
	detail.remedy = remedy_of(&stored.row, lang, arena);
	detail.deployer = page.deployer;
	detail.deployer_table = page.deployer_table;
	detail.deployer_edition = page.deployer_edition;
	detail.note = page.note;
	detail.decision = page.decision;
	detail.decided = stored.row.decision != 0 && !stored.row.decision_review;
	detail.places.items = page.places.items;
	detail.places.count = page.places.count;
	detail.events.items = page.events.items;
	detail.events.count = page.events.count;
	detail.answers = page.answers;
	add_terms(lang, arena, &detail);
	TRY(add_matrix(home, ledger, now, lang, arena, &detail));
	TRY(add_sources(home, now, arena, &detail));
	TRY(add_items(home, lang, arena, &detail));
	TRY(add_questions(ledger, &stored, lang, arena, &detail));
	TRY(ledger_cases_about(ledger, LINK_FINDING, id, take_case, &gathering, arena));
	*ret_detail = detail;
	return NULL;
}

/* ----------------------------------------------------------------------------------- before a decision */

static const struct field covered_fields[] = {
	FIELD(struct covered_view, id, FIELD_INT),
	FIELD(struct covered_view, system, FIELD_STR),
	FIELD(struct covered_view, unit, FIELD_STR),
	FIELD(struct covered_view, product, FIELD_STR),
	FIELD_WORD(struct covered_view, action, &report_action_names),
};
static const struct schema covered_schema = SCHEMA("covered", struct covered_view, covered_fields);
static const struct field preview_fields[] = {
	FIELD(struct decision_preview, kind, FIELD_STR),
	FIELD(struct decision_preview, vulnerability, FIELD_STR),
	FIELD(struct decision_preview, findings, FIELD_INT),
	FIELD(struct decision_preview, systems, FIELD_INT),
	FIELD_OF(struct decision_preview, covered, FIELD_LIST, &covered_schema),
};
const struct schema decision_preview_schema = SCHEMA("decision_preview", struct decision_preview, preview_fields);

static struct err *
add_covered(struct ledger *ledger, const struct ledger_ids *ids, int64_t now, struct arena *arena, struct decision_preview *preview)
{
	int64_t last = 0;

	for (size_t i = 0; i < ids->count; i++) {
		struct ledger_finding_detail one;

		if (i >= COVERED_MOST)
			break;
		TRY(ledger_finding_get(ledger, ids->items[i], now, arena, &one));
		preview->systems += one.row.finding.system != last;
		last = one.row.finding.system;
		list_push(arena, &preview->covered, ((struct covered_view){ one.row.id, one.row.system_name, one.row.unit, one.row.product_name,
		    finding_action_name(one.row.finding.action) }));
	}
	return NULL;
}

struct err *
decision_preview(struct ledger *ledger, const struct actor *actor, const struct deciding *deciding, int64_t now, struct arena *arena,
    struct decision_preview *ret_preview)
{
	struct decision_preview preview = { .kind = deciding->kind };
	struct ledger_ids ids;
	struct ledger_decision decision;

	TRY(finding_decision_of(ledger, actor, deciding, now, arena, &decision));
	TRY(ledger_decision_covers(ledger, &decision, arena, &ids));
	preview.vulnerability = decision.vulnerability;
	preview.findings = (int64_t)ids.count;
	TRY(add_covered(ledger, &ids, now, arena, &preview));
	*ret_preview = preview;
	return NULL;
}
