/*
 * read_flow.c - the parts of a playbook in which something happens: states, tasks, moves, guards, deadlines.
 */
#include "base/limits.h"
#include "domain/playbook/read.h"

struct err *
read_rule(const struct reader *r, const struct yaml_node *node, const char *key, const struct rule **ret_rule, struct str *ret_text)
{
	const struct yaml_node *part;
	struct err *err;

	if (yaml_find(node, key) == NULL)
		return NULL;
	TRY(want(r, node, key, YAML_SCALAR, &part));
	err = rule_parse(part->text, &r->vocabulary, r->arena, ret_rule);
	if (err != NULL) {
		err = err_wrap(r->arena, err, M("line {line}"), ARG_N("line", part->line));
		return err_wrap(r->arena, err, M("{file}"), ARG("file", r->file));
	}
	*ret_text = part->text;
	return NULL;
}

struct err *
read_states(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "final" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_state state = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &state.title));
		TRY(read_bool(r, node, "final", &state.final));
		list_push(r->arena, &r->book->states, state);
	}
	return NULL;
}

/* States in which something is going on: those named, which must not be final; else all that are not. The states are read after the
 * tasks, so finality is looked up in the file. */
static struct err *
read_running(const struct reader *r, const struct yaml_node *node, struct index_list *ret_in)
{
	const struct yaml_node *states = yaml_find(r->root, "states");

	TRY(read_places(r, node, "in", SECTION_STATES, ret_in));
	if (ret_in->count == 0 && yaml_find(node, "in") != NULL)
		return wrong(r, node, M("\"{key}\" is empty."), ARG("key", STR("in")));
	for (size_t i = 0; i < states->items.count; i++) {
		bool final = str_eq(yaml_find_str(states->items.items[i], "final"), STR("true"));

		if (final && index_has(ret_in, i))
			return wrong(r, node, M("In \"{state}\" the case is closed: no task and no deadline can run there."),
			    ARG("state", r->sections[SECTION_STATES].items[i]));
		if (!final && yaml_find(node, "in") == NULL)
			list_push(r->arena, ret_in, i);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- tasks */

static struct err *
read_task(struct reader *r, const struct yaml_node *node, struct play_task *task)
{
	const struct yaml_node *each = yaml_find(node, "each"), *due = yaml_find(node, "due"), *by;
	int kind = EACH_ONE;

	TRY(read_title(r, node, &task->title));
	if (each != NULL)
		TRY(read_enum(r, each, &play_each_names, &kind));
	task->each = (enum play_each)kind;
	TRY(want(r, node, "by", YAML_SCALAR, &by));
	TRY(place_of(r, SECTION_ROLES, by, &task->by));
	TRY(read_running(r, node, &task->in));
	TRY(read_rule(r, node, "done_when", &task->done_when, &task->done_text));
	task->has_due = due != NULL;
	if (due != NULL)
		TRY(read_span(r, due, &task->due));
	return read_bool(r, node, "optional", &task->optional);
}

struct err *
read_tasks(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "each", "by", "in", "done_when", "due", "optional" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_task task = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_task(r, node, &task));
		list_push(r->arena, &r->book->tasks, task);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- moves */

/* Roles, or "program" for the program itself, or both. */
static struct err *
read_movers(const struct reader *r, const struct yaml_node *node, struct play_move *move)
{
	const struct yaml_node *by = yaml_find(node, "by");
	bool is_list = by != NULL && by->kind == YAML_SEQUENCE;

	if (by == NULL)
		return wrong(r, node, M("\"{key}\" is missing here."), ARG("key", STR("by")));
	for (size_t i = 0; i < (is_list ? by->items.count : 1); i++) {
		const struct yaml_node *one = is_list ? by->items.items[i] : by;
		size_t at;

		if (one->kind == YAML_SCALAR && str_eq(one->text, STR("program"))) {
			move->by_program = true;
			continue;
		}
		TRY(place_of(r, SECTION_ROLES, one, &at));
		list_push(r->arena, &move->by, at);
	}
	return move->by_program || move->by.count > 0 ? NULL : wrong(r, by, M("\"{key}\" is empty."), ARG("key", by->key));
}

/* What a move clears are fields and approvals; no name is both (check.c). */
static struct err *
read_clears(const struct reader *r, const struct yaml_node *node, struct play_move *move)
{
	const struct names *approvals = &r->sections[SECTION_APPROVALS];
	const struct yaml_node *clears;

	if (yaml_find(node, "clears") == NULL)
		return NULL;
	TRY(want(r, node, "clears", YAML_SEQUENCE, &clears));
	for (size_t i = 0; i < clears->items.count; i++) {
		const struct yaml_node *one = clears->items.items[i];
		bool is_approval = str_is_one_of(one->text, approvals->items, approvals->count);
		struct index_list *list = is_approval ? &move->clears_approvals : &move->clears;
		size_t at;

		TRY(place_of(r, is_approval ? SECTION_APPROVALS : SECTION_FIELDS, one, &at));
		list_push(r->arena, list, at);
	}
	return NULL;
}

/* A field of one of two types that the move needs: what a decision says is never empty. */
static struct err *
read_said(const struct reader *r, const struct yaml_node *node, const char *key, enum play_type one, enum play_type other, bool must,
    const struct play_move *move, size_t *ret_field)
{
	const struct yaml_node *named = yaml_find(node, key);
	enum play_type type;

	*ret_field = NO_INDEX;
	if (named == NULL)
		return must ? wrong(r, node, M("\"{key}\" is missing here."), ARG("key", str_of(key))) : NULL;
	TRY(read_place(r, node, key, SECTION_FIELDS, ret_field));
	type = r->book->fields.items[*ret_field].type;
	if (type != one && type != other)
		return wrong(r, named, M("\"{key}\" of a decision cannot be a field of type {type}."), ARG("key", str_of(key)),
		    ARG("type", str_of(enum_name(&play_type_names, (int)type))));
	if (!index_has(&move->needs, *ret_field))
		return wrong(r, named, M("The decision rests on \"{field}\": put it under \"needs\" of the move."), ARG("field", named->text));
	return NULL;
}

/* Who decides about findings says why; who puts them off also who answers for it, what it means for the users, and until when. */
static struct err *
read_decides(const struct reader *r, const struct yaml_node *node, struct play_move *move)
{
	static const char *const keys[] = { "kind", "owner", "reason", "effect", "until" };
	const struct yaml_node *decides = yaml_find(node, "decides"), *kind;
	struct play_decision *d = &move->decides;
	bool is_put_off;
	int value;

	*d = (struct play_decision){ DECIDES_NOTHING, NO_INDEX, NO_INDEX, NO_INDEX, NO_INDEX };
	if (decides == NULL)
		return NULL;
	TRY(want_mapping(r, decides, keys, ARRAY_LEN(keys)));
	TRY(want(r, decides, "kind", YAML_SCALAR, &kind));
	TRY(read_enum(r, kind, &play_decides_names, &value));
	d->kind = (enum play_decides)value;
	if (r->book->sealed)
		return wrong(r, decides, M("A sealed case decides nothing about findings: their decisions are read by everybody."));
	is_put_off = d->kind == DECIDES_ACCEPT || d->kind == DECIDES_DEFER;
	TRY(read_said(r, decides, "owner", PLAY_PERSON, PLAY_TEXT, is_put_off, move, &d->owner));
	TRY(read_said(r, decides, "reason", PLAY_LONG, PLAY_TEXT, true, move, &d->reason));
	TRY(read_said(r, decides, "effect", PLAY_LONG, PLAY_TEXT, is_put_off, move, &d->effect));
	return read_said(r, decides, "until", PLAY_DAY, PLAY_DAY, is_put_off, move, &d->until);
}

static struct err *
read_move(const struct reader *r, const struct yaml_node *node, struct play_move *move)
{
	const struct yaml_node *to;

	TRY(read_title(r, node, &move->title));
	TRY(read_places(r, node, "from", SECTION_STATES, &move->from));
	if (move->from.count == 0)
		return wrong(r, node, M("\"{key}\" is missing here."), ARG("key", STR("from")));
	TRY(want(r, node, "to", YAML_SCALAR, &to));
	TRY(place_of(r, SECTION_STATES, to, &move->to));
	TRY(read_movers(r, node, move));
	TRY(read_places(r, node, "needs", SECTION_FIELDS, &move->needs));
	TRY(read_places(r, node, "approvals", SECTION_APPROVALS, &move->approvals));
	TRY(read_places(r, node, "tasks", SECTION_TASKS, &move->tasks));
	TRY(read_places(r, node, "drops", SECTION_TASKS, &move->drops));
	TRY(read_rule(r, node, "when", &move->when, &move->when_text));
	TRY(read_bool(r, node, "two_person", &move->two_person));
	TRY(read_places(r, node, "makes", SECTION_DOCUMENTS, &move->makes));
	TRY(read_places(r, node, "starts", SECTION_TASKS, &move->starts));
	TRY(read_clears(r, node, move));
	TRY(read_decides(r, node, move));
	TRY(read_bool(r, node, "undecides", &move->undecides));
	return read_bool(r, node, "reason", &move->reason);
}

struct err *
read_moves(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "id", "ja", "en", "from", "to", "by", "needs", "approvals", "tasks", "drops", "when", "two_person",
		"makes", "starts", "clears", "reason", "decides", "undecides" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_move move = { .id = r->sections[SECTION_MOVES].items[i], .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_move(r, node, &move));
		list_push(r->arena, &r->book->moves, move);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ guards */

struct err *
read_guards(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "when", "forbids", "hides" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_guard guard = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &guard.title));
		TRY(read_rule(r, node, "when", &guard.when, &guard.when_text));
		TRY(read_places(r, node, "forbids", SECTION_MOVES, &guard.forbids));
		TRY(read_places(r, node, "hides", SECTION_DOCUMENTS, &guard.hides));
		if (guard.when == NULL || guard.forbids.count + guard.hides.count == 0)
			return wrong(r, node, M("A guard says \"when\" it holds and what it then forbids (moves) or hides (documents)."));
		list_push(r->arena, &r->book->guards, guard);
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------- deadlines */

static struct err *
read_from(const struct reader *r, const struct yaml_node *node, struct play_deadline *deadline)
{
	const struct yaml_node *from;
	enum play_type type;

	deadline->field = NO_INDEX;
	TRY(want(r, node, "from", YAML_SCALAR, &from));
	deadline->from = str_eq(from->text, STR("opened")) ? DUE_OPENED : str_eq(from->text, STR("entered")) ? DUE_ENTERED : DUE_FIELD;
	if (deadline->from == DUE_ENTERED && deadline->in.count != 1)
		return wrong(r, from, M("A deadline from entering a state runs \"in\" one state only."));
	if (deadline->from != DUE_FIELD)
		return NULL;
	TRY(place_of(r, SECTION_FIELDS, from, &deadline->field));
	type = r->book->fields.items[deadline->field].type;
	if (type == PLAY_DAY || type == PLAY_INSTANT)
		return NULL;
	return wrong(r, from, M("A deadline counts from \"opened\", \"entered\" or a field of type day or instant; \"{name}\" is none."),
	    ARG("name", from->text));
}

/* Backwards only whole days and hours of the clock can be counted. */
static struct err *
read_back(const struct reader *r, const struct yaml_node *part, struct span *ret_span)
{
	TRY(read_span(r, part, ret_span));
	if (ret_span->kind == SPAN_HOURS || ret_span->kind == SPAN_DAYS || ret_span->kind == SPAN_BUSINESS_DAYS || ret_span->kind == SPAN_MONTHS)
		return NULL;
	return wrong(r, part, M("\"before\" counts hours, days, business_days or months."));
}

static struct err *
read_due(const struct reader *r, const struct yaml_node *node, struct play_deadline *deadline)
{
	const struct yaml_node *due = yaml_find(node, "due"), *before = yaml_find(node, "before");

	if ((due == NULL) == (before == NULL))
		return wrong(r, node, M("A deadline has either \"due\", counted forwards, or \"before\", counted back from a field."));
	deadline->backwards = before != NULL;
	if (due != NULL)
		return read_span(r, due, &deadline->span);
	if (deadline->from != DUE_FIELD)
		return wrong(r, before, M("\"before\" counts back from a field: name it under \"from\"."));
	return read_back(r, before, &deadline->span);
}

/* A move, or a field that is filled; without it, leaving the states. */
static struct err *
read_met_by(const struct reader *r, const struct yaml_node *node, struct play_deadline *deadline)
{
	const struct yaml_node *met = yaml_find(node, "met_by");
	const struct names *fields = &r->sections[SECTION_FIELDS];

	deadline->met_by = deadline->met_by_field = NO_INDEX;
	if (met == NULL)
		return NULL;
	if (met->kind == YAML_SCALAR && str_is_one_of(met->text, fields->items, fields->count)) {
		TRY(place_of(r, SECTION_FIELDS, met, &deadline->met_by_field));
		if (!str_is_one_of(met->text, r->sections[SECTION_MOVES].items, r->sections[SECTION_MOVES].count))
			return NULL;
		return wrong(r, met, M("\"{name}\" is a field and a move: rename one of them."), ARG("name", met->text));
	}
	return place_of(r, SECTION_MOVES, met, &deadline->met_by);
}

static struct err *
read_tell(const struct reader *r, const struct yaml_node *node, bool escalates, struct play_deadline *deadline)
{
	static const char *const keys[] = { "after", "tell", "before" };
	struct play_tell tell = { 0 };
	struct index_list roles;
	const struct yaml_node *before, *after;

	TRY(want_mapping(r, node, keys, escalates ? 2 : 3));
	before = yaml_find(node, "before");
	after = yaml_find(node, "after");
	if ((before == NULL) == (after == NULL))
		return wrong(r, node, M("Say how long \"before\" or \"after\" the deadline people are told."));
	tell.before = before != NULL;
	if (before != NULL)
		TRY(read_back(r, before, &tell.span));
	else
		TRY(read_span(r, after, &tell.span));
	if (tell.span.kind == SPAN_MAINTENANCE)
		return wrong(r, after, M("A reminder cannot wait for the next maintenance: give hours or days."));
	TRY(read_places(r, node, "tell", SECTION_ROLES, &roles));
	if (roles.count == 0)
		return wrong(r, node, M("\"{key}\" is missing here."), ARG("key", STR("tell")));
	for (size_t i = 0; i < roles.count; i++) {
		tell.role = roles.items[i];
		list_push(r->arena, &deadline->tells, tell);
	}
	return NULL;
}

static struct err *
read_tells(const struct reader *r, const struct yaml_node *node, const char *key, bool escalates, struct play_deadline *deadline)
{
	const struct yaml_node *tells;

	if (yaml_find(node, key) == NULL)
		return NULL;
	TRY(want(r, node, key, YAML_SEQUENCE, &tells));
	for (size_t i = 0; i < tells->items.count; i++)
		TRY(read_tell(r, tells->items.items[i], escalates, deadline));
	return NULL;
}

struct err *
read_deadlines(struct reader *r, const struct yaml_node *section)
{
	static const char *const keys[] = { "ja", "en", "in", "from", "due", "before", "when", "met_by", "remind", "escalate" };

	for (size_t i = 0; i < section->items.count; i++) {
		const struct yaml_node *node = section->items.items[i];
		struct play_deadline deadline = { .id = node->key, .line = node->line };

		TRY(want_mapping(r, node, keys, ARRAY_LEN(keys)));
		TRY(read_title(r, node, &deadline.title));
		TRY(read_running(r, node, &deadline.in));
		TRY(read_from(r, node, &deadline));
		TRY(read_due(r, node, &deadline));
		TRY(read_rule(r, node, "when", &deadline.when, &deadline.when_text));
		TRY(read_met_by(r, node, &deadline));
		TRY(read_tells(r, node, "remind", false, &deadline));
		TRY(read_tells(r, node, "escalate", true, &deadline));
		list_push(r->arena, &r->book->deadlines, deadline);
	}
	return NULL;
}
