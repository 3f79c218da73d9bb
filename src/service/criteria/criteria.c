/*
 * criteria.c - criteria in words, and as a person changes them.
 */
#include "service/criteria/criteria.h"

#include "base/asset.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "domain/risk/sentences.h"

const struct criteria_preset criteria_presets[] = {
	{ "standard", M("standard"), M("A beginning for any organisation.") },
	{ "municipality", M("local government"), M("For those who keep residents' information: the likelihood is low only where the conditions of a weakness are not met; a low EPSS or a control alone is not enough.") },
	{ "small-site", M("small web site"), M("For few people and one site: a leak is large from 1,000 persons on, tampering with a site that customers use is a large damage, and there is more time for what is not immediate.") },
	{ "enterprise", M("enterprise"), M("For firms: entrusted, special-care and critical information make a leak large, and the stop of what is of high importance is a large damage.") },
	{ "vendor", M("maker of products"), M("For who makes products: data that must be kept correct makes tampering a large damage, and what is out of cycle is done within three business days.") },
	{ NULL, NULL, NULL },
};

static const struct field rule_fields[] = {
	FIELD(struct criteria_rule_view, where, FIELD_STR),
	FIELD(struct criteria_rule_view, any, FIELD_STRS),
};
static const struct schema rule_schema = SCHEMA("criteria_rule", struct criteria_rule_view, rule_fields);
static const struct field cell_fields[] = { FIELD_WORD(struct criteria_cell_view, action, &report_action_names) };
static const struct schema cell_schema = SCHEMA("criteria_cell", struct criteria_cell_view, cell_fields);
static const struct field row_fields[] = {
	FIELD_WORD(struct criteria_row_view, damage, &report_damage_names),
	FIELD_OF(struct criteria_row_view, cells, FIELD_LIST, &cell_schema),
};
static const struct schema row_schema = SCHEMA("criteria_row", struct criteria_row_view, row_fields);
static const struct field due_fields[] = {
	FIELD_WORD(struct criteria_due_view, action, &report_action_names),
	FIELD(struct criteria_due_view, due, FIELD_STR),
};
static const struct schema due_schema = SCHEMA("criteria_due", struct criteria_due_view, due_fields);
static const struct field face_fields[] = {
	FIELD(struct criteria_face, name, FIELD_STR),
	FIELD(struct criteria_face, title, FIELD_STR),
	FIELD(struct criteria_face, text, FIELD_STR),
	FIELD(struct criteria_face, since, FIELD_DAY),
	FIELD_OF(struct criteria_face, rules, FIELD_LIST, &rule_schema),
	FIELD_OF(struct criteria_face, matrix, FIELD_LIST, &row_schema),
	FIELD_OF(struct criteria_face, due, FIELD_LIST, &due_schema),
	FIELD(struct criteria_face, closed_months, FIELD_INT),
};
const struct schema criteria_face_schema = SCHEMA("criteria", struct criteria_face, face_fields);

/* --------------------------------------------------------------------------------------- rules in words */

static void
add_rule(const struct rule *rule, const char *where, enum lang lang, struct arena *arena, struct criteria_face *face)
{
	struct criteria_rule_view *view = list_add(arena, &face->rules);

	view->where = str_of(catalogue_text(lang, where));
	view->any = risk_rule_lines(rule, lang, arena);
	if (view->any.count == 0)
		list_push(arena, &view->any, str_of(catalogue_text(lang, M("never"))));
}

static void
add_rules(const struct criteria *criteria, enum lang lang, struct arena *arena, struct criteria_face *face)
{
	static const struct { const char *large, *small; } wheres[HARM_COUNT] = {
		[HARM_LEAK] = { M("Leak of information is a large damage when"), M("Leak of information is a small damage when") },
		[HARM_TAMPER] = { M("Tampering is a large damage when"), M("Tampering is a small damage when") },
		[HARM_STOP] = { M("Loss of function is a large damage when"), M("Loss of function is a small damage when") },
	};

	for (int harm = 0; harm < HARM_COUNT; harm++) {
		add_rule(criteria->large[harm], wheres[harm].large, lang, arena, face);
		add_rule(criteria->small[harm], wheres[harm].small, lang, arena, face);
	}
	add_rule(criteria->high, M("Likelihood is high when"), lang, arena, face);
	add_rule(criteria->low, M("Likelihood is low when"), lang, arena, face);
}

struct err *
criteria_face(struct str text, enum lang lang, struct arena *arena, struct criteria_face *ret_face)
{
	struct criteria criteria;
	struct criteria_face face = { .text = text };

	TRY(criteria_read(text, STR("criteria"), arena, &criteria));
	face.name = criteria.name;
	face.title = lang == LANG_JA ? criteria.title_ja : criteria.title_en;
	face.since = criteria.since;
	face.closed_months = criteria.closed_months;
	add_rules(&criteria, lang, arena, &face);
	for (int damage = LEVEL_HIGH; damage >= LEVEL_LOW; damage--) {
		struct criteria_row_view *row = list_add(arena, &face.matrix);

		row->damage = str_of(enum_name(&level_names, damage));
		for (int likelihood = LEVEL_LOW; likelihood <= LEVEL_HIGH; likelihood++)
			list_push(arena, &row->cells, ((struct criteria_cell_view){ str_of(enum_name(&action_names, (int)criteria.matrix[damage][likelihood])) }));
	}
	for (int action = ACTION_IMMEDIATE; action >= ACTION_DEFER; action--)
		list_push(arena, &face.due, ((struct criteria_due_view){ str_of(enum_name(&action_names, action)), risk_due_words(&criteria.due[action], lang, arena) }));
	*ret_face = face;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- texts */

struct err *
criteria_text(const struct home *home, struct ledger *ledger, struct str preset, int64_t now, struct arena *arena, struct str *ret_text)
{
	struct ledger_criteria edition;
	bool found;

	if (preset.len == 0) {
		TRY(ledger_criteria_in_force(ledger, EDITION_CRITERIA, instant_day(now, ZONE_JST), arena, &edition, &found));
		if (!found)
			return home_criteria_text(home, arena, ret_text);
		*ret_text = edition.text;
		return NULL;
	}
	*ret_text = asset_find(arena_printf(arena, "criteria/%.*s.yaml", STR_ARG(preset)));
	return ret_text->ptr != NULL ? NULL : err_new(arena, ERR_NOT_FOUND, M("There are no criteria \"{name}\"."), ARG("name", preset));
}
