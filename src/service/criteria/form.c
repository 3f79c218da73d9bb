/*
 * form.c - criteria as a form shows and changes them: boxes for the conditions that people choose among, numbers, cells. Whatever else a text says stays.
 */
#include "service/criteria/criteria.h"

#include "base/buf.h"
#include "base/catalogue.h"
#include "domain/risk/sentences.h"
#include "domain/rule/text.h"

#define RECORDS "personal_records >= "
enum { RECORDS_USUAL = 10000, CONDITIONS_MOST = 8 };

/* The rules of criteria, each with the conditions that are offered for it. RECORDS stands for any number of persons. */
static const struct form_rule { const char *key, *where, *conditions[CONDITIONS_MOST]; } form_rules[] = {
	{ "leak.large", M("Leak of information is a large damage when"), { RECORDS, "my_number_held", "sensitive_held", "entrusted_held", "critical_held" } },
	{ "leak.small", M("Leak of information is a small damage when"), { "no_information_held" } },
	{ "tamper.large", M("Tampering is a large damage when"), { "official_register", "integrity_duty", "life_or_safety", "resident_facing", "importance == high" } },
	{ "tamper.small", M("Tampering is a small damage when"), { "no_integrity_duty", "internal_only" } },
	{ "stop.large", M("Loss of function is a large damage when"), { "life_or_safety", "resident_facing", "importance == high" } },
	{ "stop.small", M("Loss of function is a small damage when"), { "internal_only", "importance == low" } },
	{ "high", M("Likelihood is high when"), { "exploited", "kev", "ransomware", "poc and exposure == internet", "poc", "automatable and exposure == internet" } },
	{ "low", M("Likelihood is low when"), { "conditions == not_met", "exposure != internet and not poc and epss_percent < 10", "controlled and not poc" } },
};

static const struct field tick_fields[] = {
	FIELD(struct criteria_tick_view, value, FIELD_STR),
	FIELD(struct criteria_tick_view, words, FIELD_STR),
	FIELD(struct criteria_tick_view, ticked, FIELD_BOOL),
};
static const struct schema tick_schema = SCHEMA("condition", struct criteria_tick_view, tick_fields);
static const struct field form_rule_fields[] = {
	FIELD(struct criteria_form_rule, where, FIELD_STR),
	FIELD_OF(struct criteria_form_rule, ticks, FIELD_LIST, &tick_schema),
	FIELD(struct criteria_form_rule, others, FIELD_STRS),
	FIELD(struct criteria_form_rule, has_others, FIELD_BOOL),
};
static const struct schema form_rule_schema = SCHEMA("criteria_form_rule", struct criteria_form_rule, form_rule_fields);
static const struct field form_fields[] = {
	FIELD_OF(struct criteria_form, rules, FIELD_LIST, &form_rule_schema),
	FIELD(struct criteria_form, personal_records, FIELD_INT),
	FIELD(struct criteria_form, immediate_hours, FIELD_INT),
	FIELD(struct criteria_form, out_of_cycle_days, FIELD_INT),
	FIELD(struct criteria_form, defer_days, FIELD_INT),
};
const struct schema criteria_form_schema = SCHEMA("criteria_form", struct criteria_form, form_fields);

/* ------------------------------------------------------------------------------------------------ conditions */

/* The rule of that number in form_rules. */
static const struct rule *
rule_at(const struct criteria *criteria, size_t number)
{
	if (number >= (size_t)2 * HARM_COUNT)
		return number == (size_t)2 * HARM_COUNT ? criteria->high : criteria->low;
	return number % 2 == 0 ? criteria->large[number / 2] : criteria->small[number / 2];
}

/* A condition as rule_alternatives writes it. */
static struct str
canonical(const char *condition, int64_t records, struct arena *arena)
{
	struct str text = str_of(condition);
	struct str_list alternatives;
	const struct rule *rule;

	if (str_eq(text, STR(RECORDS)))
		text = arena_printf(arena, RECORDS "%lld", (long long)records);
	if (rule_parse(text, &risk_vocabulary, arena, &rule) != NULL)
		return text;      /* cannot be: form_test.c reads them all */
	alternatives = rule_alternatives(rule, &risk_vocabulary, arena);
	return alternatives.count == 1 ? alternatives.items[0] : text;
}

/* From how many persons on a leak is large, as that rule says; RECORDS_USUAL where it does not. */
static int64_t
records_of(const struct criteria *criteria, struct arena *arena)
{
	struct str_list lines = rule_alternatives(criteria->large[HARM_LEAK], &risk_vocabulary, arena);

	for (size_t i = 0; i < lines.count; i++) {
		struct str line = lines.items[i];
		int64_t number;

		if (str_take(&line, STR(RECORDS)) && str_to_i64(line, &number))
			return number;
	}
	return RECORDS_USUAL;
}

/* The tick's value: "leak.large.personal_records". */
static struct str
tick_of(const struct form_rule *rule, const char *condition, struct arena *arena)
{
	return arena_printf(arena, "%s.%s", rule->key, condition == rule->conditions[0] && str_eq(str_of(condition), STR(RECORDS)) ? "personal_records" : condition);
}

static void
add_rule(const struct criteria *criteria, size_t number, int64_t records, enum lang lang, struct arena *arena, struct criteria_form *form)
{
	struct str_list lines = rule_alternatives(rule_at(criteria, number), &risk_vocabulary, arena), offered = { 0 };
	struct criteria_form_rule *view = list_add(arena, &form->rules);
	const struct form_rule *rule = &form_rules[number];

	view->where = str_of(catalogue_text(lang, rule->where));
	for (size_t i = 0; i < CONDITIONS_MOST && rule->conditions[i] != NULL; i++) {
		struct str line = canonical(rule->conditions[i], records, arena);

		list_push(arena, &offered, line);
		list_push(arena, &view->ticks, ((struct criteria_tick_view){ tick_of(rule, rule->conditions[i], arena), risk_rule_words(line, lang, arena),
		    str_is_one_of(line, lines.items, lines.count) }));
	}
	for (size_t i = 0; i < lines.count; i++)
		if (!str_is_one_of(lines.items[i], offered.items, offered.count) && !str_eq(lines.items[i], STR("false")))
			list_push(arena, &view->others, risk_rule_words(lines.items[i], lang, arena));
	view->has_others = view->others.count > 0;
}

/* 0: not counted so. */
static int64_t
count_of(const struct due_rule *due, enum due_kind kind)
{
	return due->kind == kind ? due->count : 0;
}

struct err *
criteria_form(struct str text, enum lang lang, struct arena *arena, struct criteria_form *ret_form)
{
	struct criteria_form form = { 0 };
	struct criteria criteria;

	TRY(criteria_read(text, STR("criteria"), arena, &criteria));
	form.personal_records = records_of(&criteria, arena);
	form.immediate_hours = count_of(&criteria.due[ACTION_IMMEDIATE], DUE_HOURS);
	form.out_of_cycle_days = count_of(&criteria.due[ACTION_OUT_OF_CYCLE], DUE_BUSINESS_DAYS);
	form.defer_days = count_of(&criteria.due[ACTION_DEFER], DUE_REVIEW_DAYS);
	for (size_t i = 0; i < ARRAY_LEN(form_rules); i++)
		add_rule(&criteria, i, form.personal_records, lang, arena, &form);
	*ret_form = form;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- rules as ticked */

/* A rule's lines: those that stay, in their order, then what was ticked anew. */
static struct str_list
lines_of(const struct criteria *criteria, size_t number, int64_t records, const struct criteria_change *change, struct arena *arena)
{
	struct str_list lines = rule_alternatives(rule_at(criteria, number), &risk_vocabulary, arena), on = { 0 }, off = { 0 }, result = { 0 };
	const struct form_rule *rule = &form_rules[number];

	for (size_t i = 0; i < CONDITIONS_MOST && rule->conditions[i] != NULL; i++) {
		struct str line = canonical(rule->conditions[i], records, arena);

		list_push(arena, str_is_one_of(tick_of(rule, rule->conditions[i], arena), change->ticks.items, change->ticks.count) ? &on : &off, line);
	}
	for (size_t i = 0; i < lines.count; i++)
		if (!str_is_one_of(lines.items[i], off.items, off.count) && !str_eq(lines.items[i], STR("false")))
			list_push(arena, &result, lines.items[i]);
	for (size_t i = 0; i < on.count; i++)
		if (!str_is_one_of(on.items[i], result.items, result.count))
			list_push(arena, &result, on.items[i]);
	return result;
}

static void
add_lines(struct buf *out, const char *indent, const char *key, const struct str_list *lines)
{
	if (lines->count == 0)      /* a rule that is not there is never met */
		return;
	buf_addf(out, "%s%s:\n", indent, key);
	for (size_t i = 0; i < lines->count; i++)
		buf_addf(out, "%s  - %.*s\n", indent, STR_ARG(lines->items[i]));
}

/* The sections damage and likelihood; "" where ticks are not given, change nothing, or the text cannot be read (then that is said of it). */
static struct str
ticked_rules(struct str text, const struct criteria_change *change, struct arena *arena)
{
	static const char *const harms[] = { "leak", "tamper", "stop" };
	struct str_list lines[ARRAY_LEN(form_rules)];
	struct buf out BUF_SCOPE = { 0 };
	struct criteria criteria;
	bool same = true;
	int64_t records;

	if (!change->rules || criteria_read(text, STR("criteria"), arena, &criteria) != NULL)
		return STR("");
	records = records_of(&criteria, arena);
	for (size_t i = 0; i < ARRAY_LEN(form_rules); i++) {
		struct str_list before = rule_alternatives(rule_at(&criteria, i), &risk_vocabulary, arena);

		lines[i] = lines_of(&criteria, i, records, change, arena);
		same = same && str_eq(arena_join(arena, before.items, before.count, STR("\n")), arena_join(arena, lines[i].items, lines[i].count, STR("\n")));
	}
	if (same)
		return STR("");
	buf_addf(&out, "damage:\n");
	for (size_t i = 0; i < ARRAY_LEN(harms); i++) {
		buf_addf(&out, "  %s:%s\n", harms[i], lines[2 * i].count + lines[2 * i + 1].count == 0 ? " {}" : "");
		add_lines(&out, "    ", "large", &lines[2 * i]);
		add_lines(&out, "    ", "small", &lines[2 * i + 1]);
	}
	buf_addf(&out, "\nlikelihood:%s\n", lines[6].count + lines[7].count == 0 ? " {}" : "");
	add_lines(&out, "  ", "high", &lines[6]);
	add_lines(&out, "  ", "low", &lines[7]);
	buf_add_char(&out, '\n');
	return arena_copy(arena, buf_str(&out));
}

/* ---------------------------------------------------------------------------------------------- line by line */

struct editing { const struct criteria_change *change; struct buf *out; bool in_matrix, in_due; size_t row; };

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

/* Both sections stand at the place of the first; what is said between parts stays. */
static struct str
with_rules(struct str text, struct str rules, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str rest = text, line;
	bool in_rules = false, told = false;

	while (str_line(&rest, &line)) {
		if (line.len > 0 && line.ptr[0] != ' ')
			in_rules = str_starts(line, STR("damage:")) || str_starts(line, STR("likelihood:"));
		if (!in_rules)
			buf_addf(&out, "%.*s\n", STR_ARG(line));
		else if (!told)
			buf_add(&out, rules);
		told = told || in_rules;
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
criteria_edit(struct str text, const struct criteria_change *change, struct arena *arena)
{
	struct str rules = ticked_rules(text, change, arena), rest = rules.len > 0 ? with_rules(text, rules, arena) : text, line;
	struct buf out BUF_SCOPE = { 0 };
	struct editing editing = { .change = change, .out = &out };

	while (str_line(&rest, &line))
		edit_line(&editing, line);
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------- what stands */

static void
put_number(struct stand *stand, const char *name, const char *label, int64_t number, struct arena *arena)
{
	stand_put(stand, name, label, number > 0 ? arena_printf(arena, "%lld", (long long)number) : STR(""), arena);
}

static void
put_matrix(struct stand *stand, const struct criteria_face *face, enum lang lang, struct arena *arena)
{
	static const enum level levels[LEVEL_COUNT] = { LEVEL_LOW, LEVEL_MIDDLE, LEVEL_HIGH };
	size_t at = 0;

	for (size_t i = 0; i < face->matrix.count; i++)
		for (size_t k = 0; k < face->matrix.items[i].cells.count && k < LEVEL_COUNT; k++) {
			int damage = LEVEL_LOW;

			(void)enum_find(&level_names, face->matrix.items[i].damage, &damage);
			stand_put_at(stand, "cell", ++at, arena_cstr(arena, catalogue_say(arena, lang, M("Matrix: damage {damage}, likelihood {likelihood}"),
			    ARG("damage", str_of(catalogue_text(lang, damage_text((enum level)damage)))),
			    ARG("likelihood", str_of(catalogue_text(lang, likelihood_text(levels[k])))))), &report_action_names,
			    face->matrix.items[i].cells.items[k].action, arena);
		}
}

/* The boxes that are ticked, with their words. */
static void
put_ticks(struct stand *stand, const struct criteria_form *form, struct arena *arena)
{
	LIST(const char *) values = { 0 }, words = { 0 };
	struct enum_names *names = ARENA_NEW(arena, struct enum_names);
	struct str_list ticked = { 0 };

	for (size_t i = 0; i < form->rules.count; i++)
		for (size_t k = 0; k < form->rules.items[i].ticks.count; k++) {
			const struct criteria_tick_view *tick = &form->rules.items[i].ticks.items[k];

			list_push(arena, &values, arena_cstr(arena, tick->value));
			list_push(arena, &words, arena_cstr(arena, arena_printf(arena, "%.*s: %.*s", STR_ARG(form->rules.items[i].where), STR_ARG(tick->words))));
			if (tick->ticked)
				list_push(arena, &ticked, tick->value);
		}
	*names = (struct enum_names){ values.items, values.count, words.items };
	stand_put_set(stand, "rule", M("Conditions that hold"), names, &ticked, arena);
}

struct err *
criteria_stand(const struct home *home, struct ledger *ledger, enum lang lang, int64_t now, struct arena *arena, struct stand *ret_stand)
{
	struct criteria_face face;
	struct criteria_form form;
	struct str text;

	TRY(criteria_text(home, ledger, STR(""), now, arena, &text));
	TRY(criteria_face(text, lang, arena, &face));
	TRY(criteria_form(text, lang, arena, &form));
	put_ticks(ret_stand, &form, arena);
	put_matrix(ret_stand, &face, lang, arena);
	put_number(ret_stand, "personal_records", M("Persons from whom on a leak is large"), form.personal_records, arena);
	put_number(ret_stand, "immediate_hours", M("Hours for Immediate"), form.immediate_hours, arena);
	put_number(ret_stand, "out_of_cycle_days", M("Business days for Out of cycle"), form.out_of_cycle_days, arena);
	put_number(ret_stand, "defer_days", M("Days until what is deferred is looked at again"), form.defer_days, arena);
	put_number(ret_stand, "closed_months", M("Months that answers on a closed network hold"), face.closed_months, arena);
	stand_put(ret_stand, "text", M("Criteria as YAML"), text, arena);
	return NULL;
}
