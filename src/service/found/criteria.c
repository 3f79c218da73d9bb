/*
 * criteria.c - criteria in words, and as a person changes them.
 */
#include "service/found/criteria.h"

#include "base/asset.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/file.h"
#include "domain/risk/sentences.h"

enum { TEXT_MOST = 1 << 20 };

const char *const criteria_presets[] = { "standard", "municipality", "small-site", "enterprise", "vendor", NULL };

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
criteria_text(const struct home *home, struct str preset, struct arena *arena, struct str *ret_text)
{
	struct str file, name = preset.len > 0 ? preset : home->criteria;

	TRY(home_criteria_file(home, arena, &file));
	if (preset.len == 0 && file.len > 0)
		return file_read(file, TEXT_MOST, arena, ret_text);
	if (preset.len == 0 && str_ends(name, STR(".yaml")))
		return file_read(path_join(arena, home->path, name), TEXT_MOST, arena, ret_text);
	*ret_text = asset_find(arena_printf(arena, "criteria/%.*s.yaml", STR_ARG(name)));
	if (ret_text->ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There are no criteria \"{name}\"."), ARG("name", name));
	return NULL;
}

struct editing { const struct criteria_change *change; struct buf *out; bool in_matrix, in_due; size_t row; struct arena *arena; };

/* "  immediate: 24 hours": the numbers that a form changes. */
static bool
edit_due(struct editing *e, struct str line)
{
	const struct { struct str begins; int64_t number; const char *before, *after; } lines[] = {
		{ STR("  immediate:"), e->change->immediate_hours, "", " hours" },
		{ STR("  out_of_cycle:"), e->change->out_of_cycle_days, "", " business_days" },
		{ STR("  defer:"), e->change->defer_days, "review in ", " days" },
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		if (lines[i].number > 0 && str_starts(line, lines[i].begins)) {
			buf_addf(e->out, "%.*s %s%lld%s\n", STR_ARG(lines[i].begins), lines[i].before, (long long)lines[i].number, lines[i].after);
			return true;
		}
	return false;
}

static bool
edit_matrix(struct editing *e, struct str line)
{
	const struct str *cells = e->change->cells + 3 * e->row;

	if (!str_starts(line, STR("  - [")) || e->row >= 3)
		return false;
	e->row++;
	if (cells[0].len == 0 || cells[1].len == 0 || cells[2].len == 0)
		return false;
	buf_addf(e->out, "  - [%.*s, %.*s, %.*s]\n", STR_ARG(cells[0]), STR_ARG(cells[1]), STR_ARG(cells[2]));
	return true;
}

static void
edit_line(struct editing *e, struct str line)
{
	size_t at = str_find(line, STR("personal_records >= "));

	if (line.len > 0 && line.ptr[0] != ' ' && line.ptr[0] != '#') {
		e->in_matrix = str_starts(line, STR("matrix:"));
		e->in_due = str_starts(line, STR("due:"));
	}
	if ((e->in_matrix && edit_matrix(e, line)) || (e->in_due && edit_due(e, line)))
		return;
	if (e->change->since.len > 0 && str_starts(line, STR("since:")))
		buf_addf(e->out, "since: %.*s\n", STR_ARG(e->change->since));
	else if (e->change->closed_months > 0 && str_starts(line, STR("closed_network_months:")))
		buf_addf(e->out, "closed_network_months: %lld\n", (long long)e->change->closed_months);
	else if (e->change->personal_records > 0 && at != SIZE_MAX && str_starts(line, STR("      - personal_records >= ")))
		buf_addf(e->out, "      - personal_records >= %lld\n", (long long)e->change->personal_records);
	else
		buf_addf(e->out, "%.*s\n", STR_ARG(line));
}

struct str
criteria_edit(struct str text, const struct criteria_change *change, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct editing editing = { .change = change, .out = &out, .arena = arena };
	struct str rest = text, line;

	while (str_line(&rest, &line))
		edit_line(&editing, line);
	return arena_copy(arena, buf_str(&out));
}
