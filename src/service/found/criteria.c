/*
 * criteria.c - criteria in words, and as a person changes them.
 */
#include "service/found/criteria.h"

#include "base/asset.h"
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/yaml/yaml.h"

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

static const struct { const char *word, *text; } words[] = {
	{ "exploited", M("exploitation is confirmed") }, { "poc", M("a proof of concept is public") }, { "kev", M("listed in KEV") },
	{ "ransomware", M("used in ransomware campaigns") }, { "epss_percent", M("EPSS (%)") }, { "automatable", M("attacks can be automated") },
	{ "conditions", M("conditions under which it shows") }, { "exposure", M("reachable from") }, { "controlled", M("an effective control stands in its way") },
	{ "information_held", M("information is held") }, { "no_information_held", M("no information is held") },
	{ "my_number_held", M("specific personal information (My Number) is held") }, { "personal_records", M("persons in personal information") },
	{ "sensitive_held", M("sensitive personal information is held") }, { "entrusted_held", M("entrusted information is held") },
	{ "critical_held", M("information critical to the work is held") }, { "importance", M("importance of the system") },
	{ "resident_facing", M("residents or customers use it") }, { "life_or_safety", M("lives or safety depend on it") },
	{ "internal_only", M("only the own staff uses it") }, { "official_register", M("it keeps an official register") },
	{ "integrity_duty", M("there is a duty to keep its data right") }, { "no_integrity_duty", M("there is no duty to keep its data right") },
	{ "my_number_records", M("persons in specific personal information") }, { "sensitive_records", M("persons in sensitive information") },
	{ "entrusted_records", M("entrusted records") }, { "critical_records", M("records critical to the work") },
	{ "internet", M("the internet") }, { "internal", M("inside only") }, { "closed", M("a closed network") }, { "met", M("met") }, { "not_met", M("not met") },
	{ "high", M("high") }, { "middle", M("middle") }, { "low", M("low") },
	{ "and", M("and") }, { "or", M("or") }, { "not", M("not:") }, { "true", M("yes") }, { "false", M("no") },
	{ ">=", "≥" }, { "<=", "≤" }, { "==", "=" }, { "!=", "≠" },
};

static struct str
word_of(struct str token, enum lang lang)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(token, str_of(words[i].word)))
			return str_of(catalogue_text(lang, words[i].text));
	return token;
}

static void
add_words(struct buf *out, struct str expression, enum lang lang)
{
	struct str token;

	while (str_split(&expression, ' ', &token))
		if (token.len > 0)
			buf_addf(out, "%s%.*s", out->len > 0 ? " " : "", STR_ARG(word_of(token, lang)));
}

/* A scalar is an expression, a mapping all of its pairs. */
static struct str
condition_words(const struct yaml_node *node, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (node->kind == YAML_SCALAR)
		add_words(&out, node->text, lang);
	for (size_t i = 0; node->kind == YAML_MAPPING && i < node->items.count; i++) {
		const struct yaml_node *pair = node->items.items[i];

		if (i > 0)
			add_words(&out, STR("and"), lang);
		add_words(&out, pair->key, lang);
		if (!str_eq(pair->text, STR("true"))) {
			add_words(&out, STR("=="), lang);
			add_words(&out, pair->text, lang);
		}
	}
	return arena_copy(arena, buf_str(&out));
}

static void
add_rule(const struct yaml_node *node, const char *where, enum lang lang, struct arena *arena, struct criteria_face *face)
{
	struct criteria_rule_view *rule;

	if (node == NULL)
		return;
	rule = list_add(arena, &face->rules);
	rule->where = str_of(catalogue_text(lang, where));
	if (node->kind != YAML_SEQUENCE)
		list_push(arena, &rule->any, condition_words(node, lang, arena));
	for (size_t i = 0; node->kind == YAML_SEQUENCE && i < node->items.count; i++)
		list_push(arena, &rule->any, condition_words(node->items.items[i], lang, arena));
}

static void
add_rules(const struct yaml_node *root, enum lang lang, struct arena *arena, struct criteria_face *face)
{
	static const struct { const char *harm, *level, *where; } places[] = {
		{ "leak", "large", M("Leak of information is a large damage when") }, { "leak", "small", M("Leak of information is a small damage when") },
		{ "tamper", "large", M("Tampering is a large damage when") }, { "tamper", "small", M("Tampering is a small damage when") },
		{ "stop", "large", M("Loss of function is a large damage when") }, { "stop", "small", M("Loss of function is a small damage when") },
	};
	const struct yaml_node *damage = yaml_find(root, "damage"), *likelihood = yaml_find(root, "likelihood");

	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		add_rule(yaml_find(yaml_find(damage, places[i].harm), places[i].level), places[i].where, lang, arena, face);
	add_rule(yaml_find(likelihood, "high"), M("Likelihood is high when"), lang, arena, face);
	add_rule(yaml_find(likelihood, "low"), M("Likelihood is low when"), lang, arena, face);
}

static struct str
due_words(const struct due_rule *due, enum lang lang, struct arena *arena)
{
	static const char *const texts[] = {
		[DUE_HOURS] = M("within {count} hours"), [DUE_BUSINESS_DAYS] = M("within {count} business days"),
		[DUE_MAINTENANCE] = M("at the next maintenance; without a plan within {count} business days"), [DUE_REVIEW_DAYS] = M("looked at again after {count} days"),
	};

	return catalogue_say(arena, lang, texts[due->kind], ARG_N("count", due->count));
}

struct err *
criteria_face(struct str text, enum lang lang, struct arena *arena, struct criteria_face *ret_face)
{
	struct criteria criteria;
	struct criteria_face face = { .text = text };
	struct yaml_node *root;

	TRY(criteria_read(text, STR("criteria"), arena, &criteria));
	TRY(yaml_parse(text, STR("criteria"), arena, &root));
	face.name = criteria.name;
	face.title = lang == LANG_JA ? criteria.title_ja : criteria.title_en;
	face.since = criteria.since;
	face.closed_months = criteria.closed_months;
	add_rules(root, lang, arena, &face);
	for (int damage = LEVEL_HIGH; damage >= LEVEL_LOW; damage--) {
		struct criteria_row_view *row = list_add(arena, &face.matrix);

		row->damage = str_of(enum_name(&level_names, damage));
		for (int likelihood = LEVEL_LOW; likelihood <= LEVEL_HIGH; likelihood++)
			list_push(arena, &row->cells, ((struct criteria_cell_view){ str_of(enum_name(&action_names, (int)criteria.matrix[damage][likelihood])) }));
	}
	for (int action = ACTION_IMMEDIATE; action >= ACTION_DEFER; action--)
		list_push(arena, &face.due, ((struct criteria_due_view){ str_of(enum_name(&action_names, action)), due_words(&criteria.due[action], lang, arena) }));
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
