/*
 * describe.c - what each part of a playbook says, in lines for people: `playbook show` prints them, two editions are compared by them.
 */
#include <assert.h>
#include "domain/playbook/playbook.h"
#include "domain/playbook/say.h"

static const char *const part_words[] = { "states", "roles", "fields", "moves", "tasks", "approvals", "guards", "deadlines", "documents" };
const struct enum_names play_part_names = ENUM_NAMES(part_words);
const char *const play_part_texts[PART_COUNT] = {
	M("Stages"), M("Roles"), M("Fields"), M("What can be done"), M("Tasks"), M("Approvals"), M("Guards"), M("Deadlines"), M("Documents"),
};

struct describing {
	const struct playbook *book;
	struct arena          *arena;
	struct play_lines     *lines;
};

/* ---------------------------------------------------------------------------------- what lines hold */

static void
line_meaning(const struct describing *d, const char *key, const char *label, struct words text, struct str meant)
{
	if (meant.len > 0)
		list_push(d->arena, d->lines, ((struct play_line){ key, label, text, meant }));
}

static void
line(const struct describing *d, const char *key, const char *label, struct words text)
{
	line_meaning(d, key, label, text, text.ja.len + text.en.len == 0 ? STR("")
	    : arena_printf(d->arena, "%.*s|%.*s", STR_ARG(text.ja), STR_ARG(text.en)));
}

static void
line_if(const struct describing *d, const char *key, const char *label, bool holds)
{
	if (holds)
		line(d, key, label, words_told(M("yes")));
}

static void
line_titles(const struct describing *d, const char *key, const char *label, enum play_part kind, const struct index_list *list)
{
	struct words *titles = ARENA_ARRAY(d->arena, struct words, list->count);
	struct str *ids = ARENA_ARRAY(d->arena, struct str, list->count);

	for (size_t i = 0; i < list->count; i++) {
		titles[i] = *playbook_part_title(d->book, kind, list->items[i]);
		ids[i] = playbook_part_id(d->book, kind, list->items[i]);
	}
	line_meaning(d, key, label, words_listed(titles, list->count, d->arena), arena_join(d->arena, ids, list->count, STR(" ")));
}

static void
line_title(const struct describing *d, const char *key, const char *label, enum play_part kind, size_t at)
{
	if (at != NO_INDEX)
		line_meaning(d, key, label, *playbook_part_title(d->book, kind, at), playbook_part_id(d->book, kind, at));
}

static void
line_rule(const struct describing *d, const char *key, const char *label, struct str text)
{
	line_meaning(d, key, label, expression_words(d->book, text, d->arena), text);
}

struct words
span_words(const struct span *span, struct arena *arena)
{
	static const char *const messages[] = {
		[SPAN_HOURS] = M("{count} hours"), [SPAN_BUSINESS_HOURS] = M("{count} office hours"), [SPAN_DAYS] = M("{count} days"),
		[SPAN_BUSINESS_DAYS] = M("{count} business days"), [SPAN_MONTHS] = M("{count} months"),
		[SPAN_MAINTENANCE] = M("the next regular maintenance"),
	};
	struct str count = arena_printf(arena, "%lld", (long long)span->count);

	return say(arena, messages[span->kind], { "count", words_same(count) });
}

/* ------------------------------------------------------------------------------------------- parts */

static void
describe_state(const struct describing *d, size_t at)
{
	line_if(d, "final", M("the case is closed in it"), d->book->states.items[at].final);
}

static void
describe_role(const struct describing *d, size_t at)
{
	static const char *const texts[RIGHT_COUNT] = {
		M("reading the case"), M("commenting"), M("editing"), M("assigning tasks"), M("exporting"), M("closing"), M("giving others rights"),
	};
	const struct play_role *role = &d->book->roles.items[at];
	struct words rights[RIGHT_COUNT], compartments[64];
	size_t count = 0;

	for (size_t i = 0; i < RIGHT_COUNT; i++)
		if ((role->rights >> i & 1) != 0)
			rights[count++] = words_told(texts[i]);
	line(d, "rights", M("has the rights"), words_listed(rights, count, d->arena));
	line_title(d, "above", M("above it"), PART_ROLE, role->above);
	if (role->compartments.count == d->book->compartments.count)
		return;
	for (size_t i = 0; i < role->compartments.count; i++)
		compartments[i] = words_same(d->book->compartments.items[role->compartments.items[i]]);
	line(d, "compartments", M("sees of the compartments"), words_listed(compartments, role->compartments.count, d->arena));
}

static const char *const type_texts[] = {
	[PLAY_BOOL] = M("yes or no"), [PLAY_NUMBER] = M("a number"), [PLAY_DAY] = M("a day"), [PLAY_INSTANT] = M("a day and time"),
	[PLAY_TEXT] = M("a text of one line"), [PLAY_LONG] = M("a text"), [PLAY_CHOICE] = M("a choice"), [PLAY_MONEY] = M("an amount in yen"),
	[PLAY_PERSON] = M("a person"), [PLAY_UNIT] = M("a unit"), [PLAY_URL] = M("an address of a page"), [PLAY_ROWS] = M("a table"),
};

/* "choice (affected, not affected)", "amount in yen". */
static struct words
type_words(const struct play_field *field, struct arena *arena)
{
	struct words type = words_told(type_texts[field->type]);
	struct words *values = ARENA_ARRAY(arena, struct words, field->values.count);

	if (field->type != PLAY_CHOICE)
		return type;
	for (size_t i = 0; i < field->values.count; i++)
		values[i] = field->values.items[i].title;
	return say(arena, M("{type} ({values})"), { "type", type }, { "values", words_listed(values, field->values.count, arena) });
}

static struct words
columns_words(const struct play_field *field, struct arena *arena)
{
	struct words *columns = ARENA_ARRAY(arena, struct words, field->columns.count);

	for (size_t i = 0; i < field->columns.count; i++)
		columns[i] = say(arena, field->columns.items[i].required ? M("{column}: {type}, must be filled") : M("{column}: {type}"),
		    { "column", field->columns.items[i].title }, { "type", type_words(&field->columns.items[i], arena) });
	return words_listed(columns, field->columns.count, arena);
}

static void
describe_field(const struct describing *d, size_t at)
{
	const struct play_field *field = &d->book->fields.items[at];

	line(d, "type", M("holds"), type_words(field, d->arena));
	line(d, "columns", M("columns"), columns_words(field, d->arena));
	if (field->min != (field->type == PLAY_NUMBER ? INT64_MIN : 0))
		line(d, "min", M("at least"), words_same(arena_printf(d->arena, "%lld", (long long)field->min)));
	line_title(d, "from", M("must be filled from"), PART_STATE, field->from);
	line_titles(d, "by", M("filled by"), PART_ROLE, &field->by);
	line_titles(d, "visible_to", M("seen only by"), PART_ROLE, &field->visible_to);
	if (field->compartment != 0)
		line(d, "compartment", M("compartment"), words_same(d->book->compartments.items[field->compartment]));
	line(d, "hint", M("hint"), field->hint);
}

/* The program stands among who may make a move. */
static void
line_movers(const struct describing *d, const struct play_move *move)
{
	struct words titles[65];
	struct str ids[65];
	size_t count = move->by.count;

	for (size_t i = 0; i < count; i++) {
		titles[i] = d->book->roles.items[move->by.items[i]].title;
		ids[i] = d->book->roles.items[move->by.items[i]].id;
	}
	if (move->by_program) {
		titles[count] = words_told(M("the program by itself"));
		ids[count++] = STR("program");
	}
	line_meaning(d, "by", M("done by"), words_listed(titles, count, d->arena), arena_join(d->arena, ids, count, STR(" ")));
}

/* What is said of the findings, and by which fields. */
static void
line_decides(const struct describing *d, const struct play_decision *decides)
{
	static const char *const texts[] = {
		[DECIDES_ACCEPT] = M("accepted"), [DECIDES_DEFER] = M("put off"), [DECIDES_NOT_AFFECTED] = M("not affected"),
	};

	if (decides->kind == DECIDES_NOTHING)
		return;
	line(d, "decides", M("its findings are from then on"), words_told(texts[decides->kind]));
	line_title(d, "decides", M("who answers for it"), PART_FIELD, decides->owner);
	line_title(d, "decides", M("by the reason in"), PART_FIELD, decides->reason);
	line_title(d, "decides", M("what it means for the users"), PART_FIELD, decides->effect);
	line_title(d, "decides", M("until the day in"), PART_FIELD, decides->until);
}

static void
describe_move(const struct describing *d, size_t at)
{
	const struct play_move *move = &d->book->moves.items[at];

	line_titles(d, "from", M("from the stages"), PART_STATE, &move->from);
	line_title(d, "to", M("to the stage"), PART_STATE, move->to);
	line_movers(d, move);
	line_titles(d, "needs", M("needs the fields"), PART_FIELD, &move->needs);
	line_titles(d, "approvals", M("needs the approval of"), PART_APPROVAL, &move->approvals);
	line_titles(d, "tasks", M("waits for the tasks"), PART_TASK, &move->tasks);
	line_rule(d, "when", M("only when"), move->when_text);
	line_if(d, "two_person", M("two persons"), move->two_person);
	line_if(d, "reason", M("a reason is given"), move->reason);
	line_titles(d, "makes", M("makes the documents"), PART_DOCUMENT, &move->makes);
	line_titles(d, "starts", M("starts the tasks"), PART_TASK, &move->starts);
	line_titles(d, "drops", M("gives up the tasks"), PART_TASK, &move->drops);
	line_titles(d, "clears", M("empties"), PART_FIELD, &move->clears);
	line_titles(d, "clears", M("asks anew for the approval of"), PART_APPROVAL, &move->clears_approvals);
	line_decides(d, &move->decides);
	line_if(d, "undecides", M("what the case decided about its findings ends"), move->undecides);
}

static void
describe_task(const struct describing *d, size_t at)
{
	static const char *const each_texts[] = {
		[EACH_SYSTEM] = M("one for each system"), [EACH_PRODUCT] = M("one for each product"), [EACH_UNIT] = M("one for each unit"),
		[EACH_VENDOR] = M("one for each vendor"),
	};
	const struct play_task *task = &d->book->tasks.items[at];

	if (task->each != EACH_ONE)
		line(d, "each", M("how many"), words_told(each_texts[task->each]));
	line_title(d, "by", M("done by"), PART_ROLE, task->by);
	line_titles(d, "in", M("at the stages"), PART_STATE, &task->in);
	line_rule(d, "done_when", M("done when"), task->done_text);
	if (task->has_due)
		line(d, "due", M("is due within"), span_words(&task->due, d->arena));
	line_if(d, "optional", M("may stay open"), task->optional);
}

static void
describe_approval(const struct describing *d, size_t at)
{
	line(d, "route", M("route"), words_same(d->book->approvals.items[at].route));
	line_titles(d, "of", M("asked for anew when these change"), PART_FIELD, &d->book->approvals.items[at].of);
}

static void
describe_guard(const struct describing *d, size_t at)
{
	const struct play_guard *guard = &d->book->guards.items[at];

	line_rule(d, "when", M("holds while"), guard->when_text);
	line_titles(d, "forbids", M("cannot be done"), PART_MOVE, &guard->forbids);
	line_titles(d, "hides", M("are not made"), PART_DOCUMENT, &guard->hides);
}

static struct words
due_words(const struct describing *d, const struct play_deadline *deadline)
{
	struct words from = deadline->from == DUE_OPENED ? words_told(M("the opening of the case"))
	    : deadline->from == DUE_ENTERED              ? words_told(M("the beginning of the stage"))
	                                                 : d->book->fields.items[deadline->field].title;

	if (deadline->span.kind == SPAN_MAINTENANCE)
		return span_words(&deadline->span, d->arena);
	if (deadline->span.count == 0)
		return say(d->arena, deadline->span.kind == SPAN_DAYS || deadline->span.kind == SPAN_BUSINESS_DAYS ? M("on the day of: {from}") : M("at: {from}"),
		    { "from", from });
	return say(d->arena, deadline->backwards ? M("{span} before: {from}") : M("{span} after: {from}"),
	    { "span", span_words(&deadline->span, d->arena) }, { "from", from });
}

static struct words
tells_words(const struct describing *d, const struct play_deadline *deadline)
{
	struct words *tells = ARENA_ARRAY(d->arena, struct words, deadline->tells.count);

	for (size_t i = 0; i < deadline->tells.count; i++) {
		const struct play_tell *tell = &deadline->tells.items[i];

		tells[i] = say(d->arena, tell->span.count == 0 ? M("when it is due: {role}") : tell->before ? M("{span} ahead: {role}") : M("{span} late: {role}"),
		    { "span", span_words(&tell->span, d->arena) }, { "role", d->book->roles.items[tell->role].title });
	}
	return words_listed(tells, deadline->tells.count, d->arena);
}

static void
describe_deadline(const struct describing *d, size_t at)
{
	const struct play_deadline *deadline = &d->book->deadlines.items[at];

	line(d, "due", M("is due"), due_words(d, deadline));
	line_titles(d, "in", M("at the stages"), PART_STATE, &deadline->in);
	line_rule(d, "when", M("only when"), deadline->when_text);
	line_title(d, "met_by", M("met by"), PART_MOVE, deadline->met_by);
	line_title(d, "met_by", M("met by"), PART_FIELD, deadline->met_by_field);
	line(d, "tells", M("who is told"), tells_words(d, deadline));
}

static void
describe_document(const struct describing *d, size_t at)
{
	const struct play_document *document = &d->book->documents.items[at];

	line(d, "template", M("template"), words_same(document->template));
	line_titles(d, "to", M("goes to"), PART_ROLE, &document->to);
	if (document->compartment != 0)
		line(d, "compartment", M("compartment"), words_same(d->book->compartments.items[document->compartment]));
}

/* ------------------------------------------------------------------------------------------- doors */

/* Where the parts of each kind stand: every one of them begins with its id and its title. */
#define PARTS(list) { offsetof(struct playbook, list.items), offsetof(struct playbook, list.count), \
	sizeof(*((struct playbook *)NULL)->list.items) }
static const struct { size_t items, count, size; } places[PART_COUNT] = {
	[PART_STATE] = PARTS(states), [PART_ROLE] = PARTS(roles), [PART_FIELD] = PARTS(fields), [PART_MOVE] = PARTS(moves),
	[PART_TASK] = PARTS(tasks), [PART_APPROVAL] = PARTS(approvals), [PART_GUARD] = PARTS(guards), [PART_DEADLINE] = PARTS(deadlines),
	[PART_DOCUMENT] = PARTS(documents),
};

struct part_head { struct str id; struct words title; };
static_assert(offsetof(struct play_role, title) == offsetof(struct part_head, title) && offsetof(struct play_field, title) == offsetof(struct part_head, title)
    && offsetof(struct play_state, title) == offsetof(struct part_head, title) && offsetof(struct play_task, title) == offsetof(struct part_head, title)
    && offsetof(struct play_move, title) == offsetof(struct part_head, title) && offsetof(struct play_guard, title) == offsetof(struct part_head, title)
    && offsetof(struct play_deadline, title) == offsetof(struct part_head, title)
    && offsetof(struct play_document, title) == offsetof(struct part_head, title)
    && offsetof(struct play_approval, title) == offsetof(struct part_head, title), "every part begins with id and title");

size_t
playbook_parts(const struct playbook *book, enum play_part kind)
{
	return *(const size_t *)(const void *)((const char *)book + places[kind].count);
}

static const struct part_head *
head_of(const struct playbook *book, enum play_part kind, size_t at)
{
	const char *items = *(const char *const *)(const void *)((const char *)book + places[kind].items);

	return (const struct part_head *)(const void *)(items + at * places[kind].size);
}

struct str
playbook_part_id(const struct playbook *book, enum play_part kind, size_t at)
{
	return head_of(book, kind, at)->id;
}

const struct words *
playbook_part_title(const struct playbook *book, enum play_part kind, size_t at)
{
	return &head_of(book, kind, at)->title;
}

void
playbook_describe(const struct playbook *book, enum play_part kind, size_t at, struct arena *arena, struct play_lines *ret_lines)
{
	static void (*const describe[PART_COUNT])(const struct describing *, size_t) = {
		[PART_STATE] = describe_state, [PART_ROLE] = describe_role, [PART_FIELD] = describe_field, [PART_MOVE] = describe_move,
		[PART_TASK] = describe_task, [PART_APPROVAL] = describe_approval, [PART_GUARD] = describe_guard,
		[PART_DEADLINE] = describe_deadline, [PART_DOCUMENT] = describe_document,
	};
	struct describing d = { book, arena, ret_lines };

	*ret_lines = (struct play_lines){ 0 };
	describe[kind](&d, at);
}
