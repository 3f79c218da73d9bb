/*
 * schemas.c - the views of reports, as data.
 */
#include "model/report.h"
#include "service/report/views.h"

static const struct field source_view_fields[] = {
	FIELD(struct report_source_view, name, FIELD_STR),
	FIELD(struct report_source_view, fetched, FIELD_INSTANT),
	FIELD(struct report_source_view, built, FIELD_INSTANT),
	FIELD(struct report_source_view, state, FIELD_STR),
	FIELD(struct report_source_view, words, FIELD_STR),
};
static const struct schema report_source_schema = SCHEMA("source_view", struct report_source_view, source_view_fields);

static const struct field head_fields[] = {
	FIELD(struct report_head, name, FIELD_STR),
	FIELD(struct report_head, title, FIELD_STR),
	FIELD(struct report_head, organisation, FIELD_STR),
	FIELD(struct report_head, maker, FIELD_STR),
	FIELD(struct report_head, scope, FIELD_STR),
	FIELD(struct report_head, at, FIELD_INSTANT),
	FIELD(struct report_head, day, FIELD_DAY),
	FIELD(struct report_head, assessed_at, FIELD_INSTANT),
	FIELD(struct report_head, criteria, FIELD_STR),
	FIELD(struct report_head, freshness, FIELD_STR),
	FIELD_OF(struct report_head, sources, FIELD_LIST, &report_source_schema),
	FIELD(struct report_head, sources_old, FIELD_INT),
	FIELD(struct report_head, coverage, FIELD_STR),
	FIELD(struct report_head, systems, FIELD_INT),
	FIELD(struct report_head, systems_unregistered, FIELD_INT),
	FIELD(struct report_head, items, FIELD_INT),
	FIELD(struct report_head, judged, FIELD_INT),
	FIELD(struct report_head, coverage_percent, FIELD_INT),
	FIELD(struct report_head, unregistered, FIELD_STRS),
	FIELD(struct report_head, undecided, FIELD_INT),
	FIELD(struct report_head, questions, FIELD_INT),
	FIELD(struct report_head, undecided_words, FIELD_STR),
	FIELD(struct report_head, before, FIELD_INSTANT),
	FIELD(struct report_head, compared, FIELD_STR),
};
const struct schema report_head_schema = SCHEMA("report_head", struct report_head, head_fields);

static const struct field cell_view_fields[] = {
	FIELD(struct report_cell_view, damage, FIELD_STR),
	FIELD(struct report_cell_view, likelihood, FIELD_STR),
	FIELD_WORD(struct report_cell_view, action, &report_action_names),
	FIELD(struct report_cell_view, findings, FIELD_INT),
	FIELD(struct report_cell_view, before, FIELD_INT),
	FIELD(struct report_cell_view, words, FIELD_STR),
};
const struct schema report_cell_view_schema = SCHEMA("cell_view", struct report_cell_view, cell_view_fields);

static const struct field matrix_row_fields[] = {
	FIELD(struct report_matrix_row, damage, FIELD_STR),
	FIELD(struct report_matrix_row, low, FIELD_STR),
	FIELD(struct report_matrix_row, middle, FIELD_STR),
	FIELD(struct report_matrix_row, high, FIELD_STR),
};
static const struct schema matrix_row_schema = SCHEMA("matrix_row", struct report_matrix_row, matrix_row_fields);

static const struct field immediate_view_fields[] = {
	FIELD(struct report_immediate_view, system, FIELD_STR),
	FIELD(struct report_immediate_view, service, FIELD_STR),
	FIELD(struct report_immediate_view, unit, FIELD_STR),
	FIELD(struct report_immediate_view, harm, FIELD_STR),
	FIELD(struct report_immediate_view, information, FIELD_STR),
	FIELD(struct report_immediate_view, due, FIELD_INSTANT),
	FIELD(struct report_immediate_view, findings, FIELD_INT),
	FIELD(struct report_immediate_view, note, FIELD_STR),
};
static const struct schema immediate_view_schema = SCHEMA("immediate_view", struct report_immediate_view, immediate_view_fields);

static const struct field decision_view_fields[] = {
	FIELD(struct report_decision_view, kind, FIELD_STR),
	FIELD(struct report_decision_view, number, FIELD_STR),
	FIELD(struct report_decision_view, what, FIELD_STR),
	FIELD(struct report_decision_view, by, FIELD_STR),
	FIELD(struct report_decision_view, cost, FIELD_STR),
	FIELD(struct report_decision_view, otherwise, FIELD_STR),
	FIELD(struct report_decision_view, cost_yen, FIELD_INT),
	FIELD(struct report_decision_view, due, FIELD_INSTANT),
};
static const struct schema decision_view_schema = SCHEMA("decision_view", struct report_decision_view, decision_view_fields);

static const struct field unit_view_fields[] = {
	FIELD(struct report_unit_view, unit, FIELD_STR),
	FIELD(struct report_unit_view, worst, FIELD_STR),
	FIELD(struct report_unit_view, systems, FIELD_INT),
	FIELD(struct report_unit_view, findings, FIELD_INT),
	FIELD(struct report_unit_view, undecided, FIELD_INT),
	FIELD(struct report_unit_view, overdue, FIELD_INT),
	FIELD(struct report_unit_view, due, FIELD_INSTANT),
};
static const struct schema unit_view_schema = SCHEMA("unit_view", struct report_unit_view, unit_view_fields);

static const struct field posture_view_fields[] = {
	FIELD(struct report_posture_view, taken, FIELD_BOOL),
	FIELD(struct report_posture_view, title, FIELD_STR),
	FIELD(struct report_posture_view, lead, FIELD_STR),
	FIELD(struct report_posture_view, members, FIELD_STR),
	FIELD(struct report_posture_view, words, FIELD_STR),
};
static const struct schema posture_view_schema = SCHEMA("posture_view", struct report_posture_view, posture_view_fields);

static const struct field exploited_fields[] = {
	FIELD(struct report_exploited_view, vulnerability, FIELD_STR),
	FIELD(struct report_exploited_view, title, FIELD_STR),
	FIELD(struct report_exploited_view, product, FIELD_STR),
	FIELD(struct report_exploited_view, systems, FIELD_STR),
	FIELD(struct report_exploited_view, units, FIELD_STR),
	FIELD(struct report_exploited_view, issuers, FIELD_STR),
	FIELD(struct report_exploited_view, state, FIELD_STR),
	FIELD(struct report_exploited_view, sentence, FIELD_STR),
	FIELD(struct report_exploited_view, count, FIELD_INT),
	FIELD(struct report_exploited_view, since, FIELD_DAY),
	FIELD(struct report_exploited_view, confirmed, FIELD_BOOL),
	FIELD(struct report_exploited_view, kev, FIELD_BOOL),
};
static const struct schema exploited_schema = SCHEMA("report_exploited", struct report_exploited_view, exploited_fields);

static const struct field executive_fields[] = {
	FIELD_OF(struct report_executive, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_executive, conclusions, FIELD_STRS),
	FIELD(struct report_executive, exploited_words, FIELD_STR),
	FIELD_OF(struct report_executive, exploited, FIELD_LIST, &exploited_schema),
	FIELD(struct report_executive, exploited_all, FIELD_INT),
	FIELD(struct report_executive, exploited_more, FIELD_STR),
	FIELD_OF(struct report_executive, cells, FIELD_LIST, &report_cell_view_schema),
	FIELD_OF(struct report_executive, matrix, FIELD_LIST, &matrix_row_schema),
	FIELD(struct report_executive, matrix_words, FIELD_STR),
	FIELD_OF(struct report_executive, immediate, FIELD_LIST, &immediate_view_schema),
	FIELD(struct report_executive, immediate_all, FIELD_INT),
	FIELD(struct report_executive, immediate_more, FIELD_STR),
	FIELD_OF(struct report_executive, posture, FIELD_STRUCT, &posture_view_schema),
	FIELD_OF(struct report_executive, decisions, FIELD_LIST, &decision_view_schema),
	FIELD(struct report_executive, decisions_all, FIELD_INT),
	FIELD(struct report_executive, decisions_more, FIELD_STR),
	FIELD_OF(struct report_executive, overdue, FIELD_LIST, &unit_view_schema),
	FIELD(struct report_executive, overdue_all, FIELD_INT),
	FIELD(struct report_executive, overdue_more, FIELD_STR),
	FIELD(struct report_executive, next, FIELD_DAY),
	FIELD(struct report_executive, next_words, FIELD_STR),
};
const struct schema report_executive_schema = SCHEMA("report_executive", struct report_executive, executive_fields);

static const struct field option_view_fields[] = {
	FIELD(struct report_option_view, casefile, FIELD_STR),
	FIELD(struct report_option_view, name, FIELD_STR),
	FIELD(struct report_option_view, content, FIELD_STR),
	FIELD(struct report_option_view, measure, FIELD_STR),
	FIELD(struct report_option_view, effect, FIELD_STR),
	FIELD(struct report_option_view, side_effects, FIELD_STR),
	FIELD(struct report_option_view, possible_on, FIELD_STR),
	FIELD(struct report_option_view, cost, FIELD_STR),
	FIELD(struct report_option_view, staff, FIELD_STR),
	FIELD(struct report_option_view, cost_yen, FIELD_INT),
	FIELD(struct report_option_view, before, FIELD_STR),
	FIELD(struct report_option_view, after, FIELD_STR),
};
static const struct schema option_view_schema = SCHEMA("option_view", struct report_option_view, option_view_fields);

static const struct field items_row_fields[] = {
	FIELD(struct report_items_row, vulnerability, FIELD_STR),
	FIELD(struct report_items_row, name, FIELD_STR),
	FIELD(struct report_items_row, product, FIELD_STR),
	FIELD(struct report_items_row, versions, FIELD_STR),
	FIELD(struct report_items_row, condition, FIELD_STR),
	FIELD(struct report_items_row, impact, FIELD_STR),
	FIELD(struct report_items_row, fix, FIELD_STR),
	FIELD(struct report_items_row, mitigation, FIELD_STR),
	FIELD_OF(struct report_items_row, items, FIELD_STRUCT, &items_view_schema),
};
static const struct schema items_row_schema = SCHEMA("items_row", struct report_items_row, items_row_fields);

static const struct field finding_view_fields[] = {
	FIELD(struct report_finding_view, id, FIELD_INT),
	FIELD(struct report_finding_view, system, FIELD_STR),
	FIELD(struct report_finding_view, product, FIELD_STR),
	FIELD(struct report_finding_view, vulnerability, FIELD_STR),
	FIELD(struct report_finding_view, title, FIELD_STR),
	FIELD(struct report_finding_view, verdict, FIELD_STR),
	FIELD(struct report_finding_view, action, FIELD_STR),
	FIELD(struct report_finding_view, harm, FIELD_STR),
	FIELD(struct report_finding_view, remedy, FIELD_STR),
	FIELD(struct report_finding_view, why, FIELD_STR),
	FIELD(struct report_finding_view, ground, FIELD_STR),
	FIELD(struct report_finding_view, due, FIELD_INSTANT),
	FIELD(struct report_finding_view, overdue, FIELD_BOOL),
};
static const struct schema owner_finding_schema = SCHEMA("finding_view", struct report_finding_view, finding_view_fields);

static const struct field stop_view_fields[] = {
	FIELD(struct report_stop_view, casefile, FIELD_STR),
	FIELD(struct report_stop_view, label, FIELD_STR),
	FIELD(struct report_stop_view, from, FIELD_INSTANT),
	FIELD(struct report_stop_view, until, FIELD_INSTANT),
	FIELD(struct report_stop_view, substitute, FIELD_STR),
	FIELD(struct report_stop_view, interim, FIELD_STR),
	FIELD(struct report_stop_view, interim_until, FIELD_DAY),
	FIELD(struct report_stop_view, state, FIELD_STR),
	FIELD(struct report_stop_view, consent, FIELD_STR),
	FIELD(struct report_stop_view, due, FIELD_DAY),
};
static const struct schema stop_view_schema = SCHEMA("stop_view", struct report_stop_view, stop_view_fields);

static const struct field request_view_fields[] = {
	FIELD(struct report_request_view, what, FIELD_STR),
	FIELD(struct report_request_view, casefile, FIELD_STR),
	FIELD(struct report_request_view, by, FIELD_INSTANT),
};
static const struct schema request_view_schema = SCHEMA("request_view", struct report_request_view, request_view_fields);

static const struct field owned_view_fields[] = {
	FIELD(struct report_owned_view, system, FIELD_STR),
	FIELD(struct report_owned_view, service, FIELD_STR),
	FIELD(struct report_owned_view, unit, FIELD_STR),
	FIELD(struct report_owned_view, owner, FIELD_STR),
	FIELD(struct report_owned_view, information, FIELD_STR),
	FIELD(struct report_owned_view, network, FIELD_STR),
	FIELD(struct report_owned_view, action, FIELD_STR),
	FIELD(struct report_owned_view, findings, FIELD_INT),
	FIELD(struct report_owned_view, undecided, FIELD_INT),
	FIELD(struct report_owned_view, due, FIELD_INSTANT),
	FIELD(struct report_owned_view, harm, FIELD_STR),
};
static const struct schema owned_view_schema = SCHEMA("owned_view", struct report_owned_view, owned_view_fields);

static const struct field owner_fields[] = {
	FIELD_OF(struct report_owner, head, FIELD_STRUCT, &report_head_schema),
	FIELD_OF(struct report_owner, systems, FIELD_LIST, &owned_view_schema),
	FIELD(struct report_owner, may_happen, FIELD_STRS),
	FIELD_OF(struct report_owner, findings, FIELD_LIST, &owner_finding_schema),
	FIELD(struct report_owner, findings_more, FIELD_STR),
	FIELD_OF(struct report_owner, known, FIELD_LIST, &items_row_schema),
	FIELD_OF(struct report_owner, options, FIELD_LIST, &option_view_schema),
	FIELD_OF(struct report_owner, stops, FIELD_LIST, &stop_view_schema),
	FIELD_OF(struct report_owner, requests, FIELD_LIST, &request_view_schema),
	FIELD(struct report_owner, notice, FIELD_STRS),
	FIELD(struct report_owner, contact, FIELD_STR),
};
const struct schema report_owner_schema = SCHEMA("report_owner", struct report_owner, owner_fields);

static const struct field remedy_row_fields[] = {
	FIELD(struct report_remedy_row, action, FIELD_STR),
	FIELD(struct report_remedy_row, product, FIELD_STR),
	FIELD(struct report_remedy_row, remedy, FIELD_STR),
	FIELD(struct report_remedy_row, due, FIELD_INSTANT),
	FIELD(struct report_remedy_row, systems, FIELD_INT),
	FIELD(struct report_remedy_row, findings, FIELD_INT),
	FIELD(struct report_remedy_row, kev, FIELD_INT),
};
static const struct schema remedy_row_schema = SCHEMA("remedy_row", struct report_remedy_row, remedy_row_fields);

static const struct field crossing_row_fields[] = {
	FIELD(struct report_crossing_row, at, FIELD_INSTANT),
	FIELD(struct report_crossing_row, finding, FIELD_INT),
	FIELD(struct report_crossing_row, system, FIELD_STR),
	FIELD(struct report_crossing_row, unit, FIELD_STR),
	FIELD(struct report_crossing_row, product, FIELD_STR),
	FIELD(struct report_crossing_row, vulnerability, FIELD_STR),
	FIELD(struct report_crossing_row, title, FIELD_STR),
	FIELD(struct report_crossing_row, what, FIELD_STR),
	FIELD(struct report_crossing_row, cause, FIELD_STR),
};
static const struct schema crossing_row_schema = SCHEMA("crossing_row", struct report_crossing_row, crossing_row_fields);

static const struct field question_row_fields[] = {
	FIELD(struct report_question_row, id, FIELD_INT),
	FIELD(struct report_question_row, question, FIELD_STR),
	FIELD(struct report_question_row, systems, FIELD_STR),
	FIELD(struct report_question_row, worst, FIELD_STR),
};
static const struct schema question_row_schema = SCHEMA("question_row", struct report_question_row, question_row_fields);

static const struct field asked_row_fields[] = {
	FIELD(struct report_asked_row, number, FIELD_INT),
	FIELD(struct report_asked_row, contractor, FIELD_STR),
	FIELD(struct report_asked_row, due, FIELD_DAY),
	FIELD(struct report_asked_row, open, FIELD_INT),
	FIELD(struct report_asked_row, overdue, FIELD_INT),
	FIELD(struct report_asked_row, worst, FIELD_STR),
	FIELD(struct report_asked_row, next, FIELD_STR),
};
static const struct schema asked_row_schema = SCHEMA("asked_row", struct report_asked_row, asked_row_fields);

static const struct field interim_row_fields[] = {
	FIELD(struct report_interim_row, casefile, FIELD_STR),
	FIELD(struct report_interim_row, label, FIELD_STR),
	FIELD(struct report_interim_row, interim, FIELD_STR),
	FIELD(struct report_interim_row, until, FIELD_DAY),
	FIELD(struct report_interim_row, state, FIELD_STR),
};
static const struct schema interim_row_schema = SCHEMA("interim_row", struct report_interim_row, interim_row_fields);

static const struct field life_row_fields[] = {
	FIELD(struct report_life_row, system, FIELD_STR),
	FIELD(struct report_life_row, product, FIELD_STR),
	FIELD(struct report_life_row, version, FIELD_STR),
	FIELD(struct report_life_row, state, FIELD_STR),
	FIELD(struct report_life_row, end, FIELD_DAY),
	FIELD(struct report_life_row, note, FIELD_STR),
	FIELD(struct report_life_row, findings, FIELD_INT),
};
static const struct schema life_row_schema = SCHEMA("life_row", struct report_life_row, life_row_fields);

static const struct field turn_row_fields[] = {
	FIELD(struct report_turn_row, day, FIELD_DAY),
	FIELD(struct report_turn_row, source, FIELD_STR),
	FIELD(struct report_turn_row, person, FIELD_STR),
	FIELD(struct report_turn_row, state, FIELD_STR),
	FIELD(struct report_turn_row, last, FIELD_STR),
	FIELD(struct report_turn_row, taken_up, FIELD_STR),
};
static const struct schema turn_row_schema = SCHEMA("turn_row", struct report_turn_row, turn_row_fields);

static const struct field watch_row_fields[] = {
	FIELD(struct report_watch_row, at, FIELD_INSTANT),
	FIELD(struct report_watch_row, watch, FIELD_STR),
	FIELD(struct report_watch_row, vulnerability, FIELD_STR),
	FIELD(struct report_watch_row, title, FIELD_STR),
	FIELD(struct report_watch_row, why, FIELD_STR),
	FIELD(struct report_watch_row, term, FIELD_STR),
	FIELD(struct report_watch_row, standing, FIELD_STR),
	FIELD(struct report_watch_row, need, FIELD_STR),
};
static const struct schema watch_row_schema = SCHEMA("watch_row", struct report_watch_row, watch_row_fields);

static const struct field said_row_fields[] = {
	FIELD(struct report_said_row, vulnerability, FIELD_STR), FIELD(struct report_said_row, level, FIELD_STR), FIELD(struct report_said_row, state, FIELD_STR),
	FIELD(struct report_said_row, issuer, FIELD_STR), FIELD(struct report_said_row, sentence, FIELD_STR), FIELD(struct report_said_row, at, FIELD_INSTANT),
};
static const struct schema said_row_schema = SCHEMA("said_row", struct report_said_row, said_row_fields);

static const struct field weekly_fields[] = {
	FIELD_OF(struct report_weekly, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_weekly, since, FIELD_INSTANT),
	FIELD(struct report_weekly, summary, FIELD_STR),
	FIELD_OF(struct report_weekly, remedies, FIELD_LIST, &remedy_row_schema),
	FIELD_OF(struct report_weekly, opened, FIELD_LIST, &crossing_row_schema),
	FIELD_OF(struct report_weekly, closed, FIELD_LIST, &crossing_row_schema),
	FIELD_OF(struct report_weekly, changed, FIELD_LIST, &crossing_row_schema),
	FIELD(struct report_weekly, crossings_more, FIELD_STR),
	FIELD_OF(struct report_weekly, known, FIELD_LIST, &items_row_schema),
	FIELD(struct report_weekly, exploited_words, FIELD_STR),
	FIELD_OF(struct report_weekly, exploited, FIELD_LIST, &exploited_schema),
	FIELD_OF(struct report_weekly, said, FIELD_LIST, &said_row_schema),
	FIELD_OF(struct report_weekly, questions, FIELD_LIST, &question_row_schema),
	FIELD_OF(struct report_weekly, asked, FIELD_LIST, &asked_row_schema),
	FIELD_OF(struct report_weekly, interims, FIELD_LIST, &interim_row_schema),
	FIELD_OF(struct report_weekly, life, FIELD_LIST, &life_row_schema),
	FIELD(struct report_weekly, life_words, FIELD_STR),
	FIELD_OF(struct report_weekly, turns, FIELD_LIST, &turn_row_schema),
	FIELD_OF(struct report_weekly, watched, FIELD_LIST, &watch_row_schema),
	FIELD(struct report_weekly, watched_words, FIELD_STR),
};
const struct schema report_weekly_schema = SCHEMA("report_weekly", struct report_weekly, weekly_fields);

static const struct field weakness_row_fields[] = {
	FIELD(struct report_weakness_row, number, FIELD_STR),
	FIELD(struct report_weakness_row, system, FIELD_STR),
	FIELD(struct report_weakness_row, host, FIELD_STR),
	FIELD(struct report_weakness_row, product, FIELD_STR),
	FIELD(struct report_weakness_row, version, FIELD_STR),
	FIELD(struct report_weakness_row, vulnerability, FIELD_STR),
	FIELD(struct report_weakness_row, aliases, FIELD_STR),
	FIELD(struct report_weakness_row, title, FIELD_STR),
	FIELD(struct report_weakness_row, affected, FIELD_STR),
	FIELD(struct report_weakness_row, conditions, FIELD_STR),
	FIELD(struct report_weakness_row, impact, FIELD_STR),
	FIELD(struct report_weakness_row, remedy, FIELD_STR),
	FIELD(struct report_weakness_row, mitigation, FIELD_STR),
	FIELD(struct report_weakness_row, judged, FIELD_STR),
	FIELD_OF(struct report_weakness_row, items, FIELD_STRUCT, &items_view_schema),
};
static const struct schema weakness_row_schema = SCHEMA("weakness_row", struct report_weakness_row, weakness_row_fields);

static const struct field part_row_fields[] = {
	FIELD(struct report_part_row, system, FIELD_STR),
	FIELD(struct report_part_row, host, FIELD_STR),
	FIELD(struct report_part_row, product, FIELD_STR),
	FIELD(struct report_part_row, version, FIELD_STR),
};
static const struct schema part_row_schema = SCHEMA("part_row", struct report_part_row, part_row_fields);

static const struct field contractor_fields[] = {
	FIELD_OF(struct report_contractor, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_contractor, contractor, FIELD_STR),
	FIELD(struct report_contractor, person, FIELD_STR),
	FIELD(struct report_contractor, contract, FIELD_STR),
	FIELD(struct report_contractor, clause, FIELD_STR),
	FIELD(struct report_contractor, number, FIELD_STR),
	FIELD(struct report_contractor, due, FIELD_DAY),
	FIELD(struct report_contractor, tlp, FIELD_STR),
	FIELD(struct report_contractor, tlp_words, FIELD_STR),
	FIELD_OF(struct report_contractor, parts, FIELD_LIST, &part_row_schema),
	FIELD_OF(struct report_contractor, weaknesses, FIELD_LIST, &weakness_row_schema),
	FIELD(struct report_contractor, weaknesses_more, FIELD_STR),
};
const struct schema report_contractor_schema = SCHEMA("report_contractor", struct report_contractor, contractor_fields);

static const struct field risk_row_fields[] = {
	FIELD(struct report_risk_row, id, FIELD_INT),
	FIELD(struct report_risk_row, system, FIELD_STR),
	FIELD(struct report_risk_row, service, FIELD_STR),
	FIELD(struct report_risk_row, information, FIELD_STR),
	FIELD(struct report_risk_row, product, FIELD_STR),
	FIELD(struct report_risk_row, vulnerability, FIELD_STR),
	FIELD(struct report_risk_row, harm, FIELD_STR),
	FIELD(struct report_risk_row, damage, FIELD_STR),
	FIELD(struct report_risk_row, likelihood, FIELD_STR),
	FIELD(struct report_risk_row, action, FIELD_STR),
	FIELD(struct report_risk_row, why, FIELD_STR),
	FIELD(struct report_risk_row, due, FIELD_INSTANT),
	FIELD(struct report_risk_row, provisional, FIELD_STR),
	FIELD_OF(struct report_risk_row, known, FIELD_STRUCT, &items_row_schema),
};
static const struct schema risk_row_schema = SCHEMA("risk_row", struct report_risk_row, risk_row_fields);

static const struct field risk_sheet_fields[] = {
	FIELD_OF(struct report_risk_sheet, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_risk_sheet, criteria_version, FIELD_STR),
	FIELD(struct report_risk_sheet, agreed, FIELD_STR),
	FIELD_OF(struct report_risk_sheet, risks, FIELD_LIST, &risk_row_schema),
	FIELD(struct report_risk_sheet, risks_more, FIELD_STR),
};
const struct schema report_risk_sheet_schema = SCHEMA("report_risk_sheet", struct report_risk_sheet, risk_sheet_fields);

static const struct field change_row_fields[] = {
	FIELD(struct report_change_row, system, FIELD_STR),
	FIELD(struct report_change_row, vulnerability, FIELD_STR),
	FIELD(struct report_change_row, plan, FIELD_STR),
	FIELD(struct report_change_row, before, FIELD_STR),
	FIELD(struct report_change_row, after, FIELD_STR),
};
static const struct schema change_row_schema = SCHEMA("change_row", struct report_change_row, change_row_fields);

static const struct field action_plan_fields[] = {
	FIELD_OF(struct report_action_plan, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_action_plan, casefile, FIELD_STR),
	FIELD(struct report_action_plan, label, FIELD_STR),
	FIELD(struct report_action_plan, unit, FIELD_STR),
	FIELD(struct report_action_plan, state, FIELD_STR),
	FIELD(struct report_action_plan, direction, FIELD_STR),
	FIELD(struct report_action_plan, impact, FIELD_STR),
	FIELD(struct report_action_plan, due, FIELD_DAY),
	FIELD(struct report_action_plan, systems, FIELD_STRS),
	FIELD_OF(struct report_action_plan, known, FIELD_LIST, &items_row_schema),
	FIELD_OF(struct report_action_plan, options, FIELD_LIST, &option_view_schema),
	FIELD_OF(struct report_action_plan, changes, FIELD_LIST, &change_row_schema),
	FIELD(struct report_action_plan, chosen, FIELD_STR),
	FIELD(struct report_action_plan, tested, FIELD_STR),
	FIELD(struct report_action_plan, test_note, FIELD_STR),
	FIELD_OF(struct report_action_plan, stops, FIELD_LIST, &stop_view_schema),
	FIELD(struct report_action_plan, sealed, FIELD_BOOL),
};
const struct schema report_action_plan_schema = SCHEMA("report_action_plan", struct report_action_plan, action_plan_fields);

static const struct field correction_row_fields[] = {
	FIELD(struct report_correction_row, casefile, FIELD_STR),
	FIELD(struct report_correction_row, what, FIELD_STR),
	FIELD(struct report_correction_row, unit, FIELD_STR),
	FIELD(struct report_correction_row, systems, FIELD_STR),
	FIELD(struct report_correction_row, action, FIELD_STR),
	FIELD(struct report_correction_row, plan, FIELD_STR),
	FIELD(struct report_correction_row, who, FIELD_STR),
	FIELD(struct report_correction_row, state, FIELD_STR),
	FIELD(struct report_correction_row, cost, FIELD_STR),
	FIELD(struct report_correction_row, delay, FIELD_STR),
	FIELD(struct report_correction_row, cost_yen, FIELD_INT),
	FIELD(struct report_correction_row, due, FIELD_INSTANT),
	FIELD(struct report_correction_row, planned, FIELD_DAY),
	FIELD(struct report_correction_row, planned_known, FIELD_BOOL),
	FIELD(struct report_correction_row, overdue, FIELD_BOOL),
	FIELD(struct report_correction_row, findings, FIELD_INT),
};
static const struct schema correction_row_schema = SCHEMA("correction_row", struct report_correction_row, correction_row_fields);

static const struct field correction_fields[] = {
	FIELD_OF(struct report_correction, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_correction, summary, FIELD_STR),
	FIELD_OF(struct report_correction, rows, FIELD_LIST, &correction_row_schema),
	FIELD(struct report_correction, cost_yen, FIELD_INT),
	FIELD(struct report_correction, cost, FIELD_STR),
	FIELD(struct report_correction, cost_words, FIELD_STR),
};
const struct schema report_correction_schema = SCHEMA("report_correction", struct report_correction, correction_fields);

static const struct field accepted_row_fields[] = {
	FIELD(struct report_accepted_row, id, FIELD_INT),
	FIELD(struct report_accepted_row, kind, FIELD_STR),
	FIELD(struct report_accepted_row, vulnerability, FIELD_STR),
	FIELD(struct report_accepted_row, product, FIELD_STR),
	FIELD(struct report_accepted_row, system, FIELD_STR),
	FIELD(struct report_accepted_row, versions, FIELD_STR),
	FIELD(struct report_accepted_row, owner, FIELD_STR),
	FIELD(struct report_accepted_row, reason, FIELD_STR),
	FIELD(struct report_accepted_row, effect, FIELD_STR),
	FIELD(struct report_accepted_row, casefile, FIELD_STR),
	FIELD(struct report_accepted_row, state, FIELD_STR),
	FIELD(struct report_accepted_row, at, FIELD_INSTANT),
	FIELD(struct report_accepted_row, until, FIELD_DAY),
	FIELD(struct report_accepted_row, findings, FIELD_INT),
};
static const struct schema accepted_row_schema = SCHEMA("accepted_row", struct report_accepted_row, accepted_row_fields);

static const struct field accepted_fields[] = {
	FIELD_OF(struct report_accepted, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_accepted, summary, FIELD_STR),
	FIELD_OF(struct report_accepted, rows, FIELD_LIST, &accepted_row_schema),
};
const struct schema report_accepted_schema = SCHEMA("report_accepted", struct report_accepted, accepted_fields);

static const struct field balance_row_fields[] = {
	FIELD(struct report_balance_row, system, FIELD_STR),
	FIELD(struct report_balance_row, service, FIELD_STR),
	FIELD(struct report_balance_row, harm, FIELD_STR),
	FIELD(struct report_balance_row, information, FIELD_STR),
	FIELD(struct report_balance_row, damage, FIELD_STR),
	FIELD(struct report_balance_row, action, FIELD_STR),
	FIELD(struct report_balance_row, casefile, FIELD_STR),
	FIELD(struct report_balance_row, plan, FIELD_STR),
	FIELD(struct report_balance_row, cost, FIELD_STR),
	FIELD(struct report_balance_row, after, FIELD_STR),
	FIELD(struct report_balance_row, words, FIELD_STR),
	FIELD(struct report_balance_row, cost_yen, FIELD_INT),
	FIELD(struct report_balance_row, due, FIELD_INSTANT),
};
static const struct schema balance_row_schema = SCHEMA("balance_row", struct report_balance_row, balance_row_fields);

static const struct field damage_cost_fields[] = {
	FIELD_OF(struct report_damage_cost, head, FIELD_STRUCT, &report_head_schema),
	FIELD(struct report_damage_cost, summary, FIELD_STR),
	FIELD_OF(struct report_damage_cost, rows, FIELD_LIST, &balance_row_schema),
	FIELD(struct report_damage_cost, cost_yen, FIELD_INT),
	FIELD(struct report_damage_cost, cost, FIELD_STR),
};
const struct schema report_damage_cost_schema = SCHEMA("report_damage_cost", struct report_damage_cost, damage_cost_fields);

