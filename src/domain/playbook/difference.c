/*
 * difference.c - what another edition changes, and whether a case that runs can go over to it.
 *
 * Parts are the same by their ids. What is kept of a case must still have its place: its state, what is filled, its open tasks.
 */
#include "domain/playbook/playbook.h"
#include "domain/playbook/say.h"

struct comparing {
	const struct playbook   *older, *newer;
	const struct play_case  *now;
	struct arena            *arena;
	struct play_differences *to;
};

static void
tell_said(const struct comparing *c, bool blocks, const char *message, const struct said *said, size_t count)
{
	struct play_refusal *says = ARENA_NEW(c->arena, struct play_refusal);

	*says = refusal_said(c->arena, message, said, count);
	list_push(c->arena, c->to, ((struct play_difference){ says, blocks }));
}
#define tell(c, blocks, message, ...) \
	tell_said((c), (blocks), (message), ENDED(const struct said, __VA_ARGS__), \
	    ARRAY_LEN(ENDED(const struct said, __VA_ARGS__)) - 1)

/* Of one part; play_part_texts are of all. */
static const char *const one_texts[PART_COUNT] = {
	M("Stage"), M("Role"), M("Field"), M("Act"), M("Task"), M("Approval"), M("Guard"), M("Deadline"), M("Document"),
};

static size_t
find_part(const struct playbook *book, enum play_part kind, struct str id)
{
	for (size_t i = 0; i < playbook_parts(book, kind); i++)
		if (str_eq(playbook_part_id(book, kind, i), id))
			return i;
	return NO_INDEX;
}

/* Where the part of the older edition stands in the newer one. */
static size_t
newer_of(const struct comparing *c, enum play_part kind, size_t at)
{
	return find_part(c->newer, kind, playbook_part_id(c->older, kind, at));
}

/* ------------------------------------------------------------------------------------------ editions */

static bool
same_words(const struct words *a, const struct words *b)
{
	return str_eq(a->ja, b->ja) && str_eq(a->en, b->en);
}

/* A line is the same line by its key and its label: some keys have two. */
static const struct play_line *
find_line(const struct play_lines *lines, const struct play_line *like)
{
	static const struct play_line none = { .meant = STR_INIT("") };

	for (size_t i = 0; i < lines->count; i++)
		if (lines->items[i].key == like->key && lines->items[i].label == like->label)
			return &lines->items[i];
	return &none;
}

static struct words
or_none(const struct words *words)
{
	return words->ja.len > 0 || words->en.len > 0 ? *words : words_told(M("(none)"));
}

static void
compare_line(const struct comparing *c, struct words kind, const struct words *title, const struct play_line *was, const struct play_line *is)
{
	if (!str_eq(was->meant, is->meant))
		tell(c, false, M("{kind} \"{title}\": {what}: {was} becomes: {is}."), { "kind", kind }, { "title", *title },
		    { "what", words_told(was->label != NULL ? was->label : is->label) }, { "was", or_none(&was->text) }, { "is", or_none(&is->text) });
}

/* The title in the languages in which the two differ; where one is the same, the other is shown for it. */
static struct words
in_changed(const struct words *was, const struct words *is, const struct words *title)
{
	return (struct words){ str_eq(was->ja, is->ja) ? title->en : title->ja, str_eq(was->en, is->en) ? title->ja : title->en };
}

static void
compare_part(const struct comparing *c, enum play_part kind, size_t was, size_t is)
{
	const struct words *title = playbook_part_title(c->older, kind, was), *renamed = playbook_part_title(c->newer, kind, is);
	struct words kind_words = words_told(one_texts[kind]);
	struct play_lines before, after;

	playbook_describe(c->older, kind, was, c->arena, &before);
	playbook_describe(c->newer, kind, is, c->arena, &after);
	if (!same_words(title, renamed))
		tell(c, false, M("{kind} \"{title}\" is now called \"{renamed}\"."), { "kind", kind_words }, { "title", in_changed(title, renamed, title) },
		    { "renamed", in_changed(title, renamed, renamed) });
	for (size_t i = 0; i < before.count; i++)
		compare_line(c, kind_words, renamed, &before.items[i], find_line(&after, &before.items[i]));
	for (size_t i = 0; i < after.count; i++)
		if (find_line(&before, &after.items[i])->key == NULL)
			compare_line(c, kind_words, renamed, find_line(&before, &after.items[i]), &after.items[i]);
}

static void
compare_kind(const struct comparing *c, enum play_part kind)
{
	struct words kind_words = words_told(one_texts[kind]);

	for (size_t i = 0; i < playbook_parts(c->older, kind); i++) {
		size_t is = newer_of(c, kind, i);

		if (is == NO_INDEX)
			tell(c, false, M("{kind} \"{title}\" is gone."), { "kind", kind_words }, { "title", *playbook_part_title(c->older, kind, i) });
		else
			compare_part(c, kind, i, is);
	}
	for (size_t i = 0; i < playbook_parts(c->newer, kind); i++)
		if (find_part(c->older, kind, playbook_part_id(c->newer, kind, i)) == NO_INDEX)
			tell(c, false, M("{kind} \"{title}\" is new."), { "kind", kind_words }, { "title", *playbook_part_title(c->newer, kind, i) });
}

/* --------------------------------------------------------------------------------------- a case that runs */

/* May what was written into the one stand in the other? */
static bool
holds_same(const struct play_field *was, const struct play_field *is)
{
	if (was->type != is->type)
		return false;
	for (size_t i = 0; i < was->columns.count; i++) {
		bool found = false;

		for (size_t j = 0; j < is->columns.count; j++)
			found |= str_eq(was->columns.items[i].id, is->columns.items[j].id) && holds_same(&was->columns.items[i], &is->columns.items[j]);
		if (!found)
			return false;
	}
	for (size_t i = 0; i < was->values.count; i++) {
		bool found = false;

		for (size_t j = 0; j < is->values.count; j++)
			found |= str_eq(was->values.items[i].id, is->values.items[j].id);
		if (!found)
			return false;
	}
	return true;
}

static struct str
compartment_of(const struct playbook *book, size_t field)
{
	return book->compartments.items[book->fields.items[field].compartment];
}

static void
check_fields(const struct comparing *c, size_t state)
{
	for (size_t i = 0; i < c->older->fields.count; i++) {
		size_t is = newer_of(c, PART_FIELD, i);
		const struct words *title = &c->older->fields.items[i].title;

		if (c->now->fields[i].filled == PLAY_EMPTY)
			continue;
		if (is == NO_INDEX)
			tell(c, true, M("\"{field}\" is filled, and the newer edition does not have it."), { "field", *title });
		else if (!holds_same(&c->older->fields.items[i], &c->newer->fields.items[is]))
			tell(c, true, M("\"{field}\" is filled, and the newer edition holds something else in it."), { "field", *title });
		else if (!str_eq(compartment_of(c->older, i), compartment_of(c->newer, is)))
			tell(c, true, M("\"{field}\" is filled, and the newer edition keeps it in another compartment."), { "field", *title });
	}
	for (size_t i = 0; state != NO_INDEX && i < c->newer->fields.count; i++) {
		size_t was = find_part(c->older, PART_FIELD, c->newer->fields.items[i].id);
		bool filled = was != NO_INDEX && c->now->fields[was].filled == PLAY_FILLED;

		if ((c->newer->fields.items[i].obliged >> state & 1) != 0 && !filled)
			tell(c, false, M("\"{field}\" will have to be filled."), { "field", c->newer->fields.items[i].title });
	}
}

static void
check_tasks(const struct comparing *c, size_t state)
{
	for (size_t i = 0; i < c->older->tasks.count; i++) {
		size_t is = newer_of(c, PART_TASK, i);
		bool open = false;

		for (size_t j = 0; j < c->now->tasks.count; j++)
			open |= c->now->tasks.items[j].task == i && c->now->tasks.items[j].state == TASK_OPEN;
		if (!open)
			continue;
		if (is == NO_INDEX || c->older->tasks.items[i].each != c->newer->tasks.items[is].each)
			tell(c, true, M("The task \"{task}\" is open, and the newer edition does not have it so."), { "task", c->older->tasks.items[i].title });
		else if (state != NO_INDEX && !index_has(&c->newer->tasks.items[is].in, state))
			tell(c, true, M("The task \"{task}\" is open, and in the newer edition it cannot be worked on at this stage."),
			    { "task", c->older->tasks.items[i].title });
	}
}

static void
check_rest(const struct comparing *c)
{
	for (size_t i = 0; i < c->older->approvals.count; i++)
		if (c->now->approvals[i] != APPROVAL_NONE && newer_of(c, PART_APPROVAL, i) == NO_INDEX)
			tell(c, false, M("What was said on \"{approval}\" counts no more: the newer edition does not ask for it."),
			    { "approval", c->older->approvals.items[i].title });
	if (c->now->proposed != NO_INDEX)
		tell(c, false, M("\"{move}\" was proposed; the proposal ends with the older edition."), { "move", c->older->moves.items[c->now->proposed].title });
}

static void
check_case(const struct comparing *c)
{
	size_t state = newer_of(c, PART_STATE, c->now->state);

	if (!str_eq(c->older->id, c->newer->id))
		tell(c, true, M("These are two playbooks, not two editions of one."));
	if (c->older->sealed != c->newer->sealed)
		tell(c, true, M("The one keeps cases sealed and the other does not."));
	if (state == NO_INDEX)
		tell(c, true, M("The case is in \"{state}\", which the newer edition does not have."), { "state", c->older->states.items[c->now->state].title });
	check_fields(c, state);
	check_tasks(c, state);
	check_rest(c);
}

void
playbook_difference(const struct playbook *older, const struct playbook *newer, const struct play_case *now, struct arena *arena,
    struct play_differences *differences)
{
	struct comparing c = { older, newer, now, arena, differences };

	if (now != NULL)
		check_case(&c);
	for (enum play_part kind = 0; kind < PART_COUNT; kind++)
		compare_kind(&c, kind);
}

/* A choice's cell is its place, which another edition may count otherwise. */
static struct play_cell
carry_cell(const struct play_field *was, const struct play_field *is, struct play_cell cell)
{
	for (size_t i = 0; was->type == PLAY_CHOICE && cell.filled == PLAY_FILLED && i < is->values.count; i++)
		if (str_eq(is->values.items[i].id, was->values.items[cell.value].id))
			return (struct play_cell){ PLAY_FILLED, (int64_t)i };
	return cell;
}

void
playbook_carry(const struct playbook *older, const struct playbook *newer, const struct play_case *now, struct arena *arena,
    struct play_case *ret_case)
{
	struct comparing c = { older, newer, now, arena, NULL };
	struct play_case after;

	play_begin(newer, now->opened_at, arena, &after);
	after.state = newer_of(&c, PART_STATE, now->state);
	after.entered_at = now->entered_at;
	after.next_maintenance = now->next_maintenance;
	memcpy(after.predicates, now->predicates, sizeof(after.predicates));
	for (size_t i = 0; i < newer->fields.count; i++) {
		size_t was = find_part(older, PART_FIELD, newer->fields.items[i].id);

		if (was != NO_INDEX)
			after.fields[i] = carry_cell(&older->fields.items[was], &newer->fields.items[i], now->fields[was]);
	}
	for (size_t i = 0; i < newer->approvals.count; i++) {
		size_t was = find_part(older, PART_APPROVAL, newer->approvals.items[i].id);

		if (was != NO_INDEX)
			after.approvals[i] = now->approvals[was];
	}
	for (size_t i = 0; i < newer->deadlines.count; i++) {
		size_t was = find_part(older, PART_DEADLINE, newer->deadlines.items[i].id);

		if (was != NO_INDEX)
			after.deadlines_met[i] = now->deadlines_met[was];
	}
	for (size_t i = 0; i < now->tasks.count; i++) {
		struct play_task_now task = now->tasks.items[i];

		task.task = newer_of(&c, PART_TASK, task.task);
		if (task.task != NO_INDEX)
			list_push(arena, &after.tasks, task);
	}
	*ret_case = after;
}
