/*
 * prove_people.c - is there somebody with the right and the sight for everything that has to be done?
 */
#include "domain/playcheck/prove.h"

static struct words
titles_of(const struct playbook *book, const struct index_list *roles, struct arena *arena)
{
	struct str_list ja = { 0 }, en = { 0 };

	for (size_t i = 0; i < roles->count; i++) {
		list_push(arena, &ja, words_in(&book->roles.items[roles->items[i]].title, LANG_JA));
		list_push(arena, &en, words_in(&book->roles.items[roles->items[i]].title, LANG_EN));
	}
	return (struct words){ arena_join(arena, ja.items, ja.count, STR("、")), arena_join(arena, en.items, en.count, STR(", ")) };
}

static void
prove_movers(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++) {
		const struct play_move *move = &book->moves.items[i];

		if (move->by_program || it->space->movers[i] != 0)
			continue;
		FAULT(it, PLAYCHECK_MOVE_NOBODY, move->line, move_closes(book, move)
		        ? M("Nobody can make \"{move}\": none of these has the rights to read and to close: {roles}.")
		        : M("Nobody can make \"{move}\": none of these has the right to read: {roles}."),
		    { "move", move->title }, { "roles", titles_of(book, &move->by, it->arena) });
	}
}

static void
prove_finishers(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->tasks.count; i++) {
		const struct play_task *task = &book->tasks.items[i];

		if (it->space->finishers[i] == 0)
			FAULT(it, PLAYCHECK_TASK_NOBODY, task->line, M("Nobody can finish \"{task}\": {role} has not the rights to read and to comment."),
			    { "task", task->title }, { "role", book->roles.items[task->by].title });
	}
}

/* ------------------------------------------------------------------------------------------ fields */

static bool
reads(const struct vars *vars, size_t field)
{
	for (size_t i = 0; i < vars->count; i++)
		if (vars->items[i].kind == VAR_FIELD && vars->items[i].at == field)
			return true;
	return false;
}

/* The first part that cannot do without the field: a move, a task or a deadline; false when none asks for it. */
static bool
asked_by(const struct proving *it, size_t field, struct words *ret_title)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->moves.count; i++)
		if (move_needs(book, &book->moves.items[i], field) || reads(&it->space->move_vars[i], field)) {
			*ret_title = book->moves.items[i].title;
			return true;
		}
	for (size_t i = 0; i < book->tasks.count; i++)
		if (reads(&it->space->task_vars[i], field)) {
			*ret_title = book->tasks.items[i].title;
			return true;
		}
	for (size_t i = 0; i < book->deadlines.count; i++)
		if (reads(&it->space->deadline_vars[i], field)) {
			*ret_title = book->deadlines.items[i].title;
			return true;
		}
	return false;
}

/* Why this role does not fill it. */
static struct play_refusal
why_not(const struct proving *it, size_t role, size_t field)
{
	const struct play_role *who = &it->space->book->roles.items[role];
	const struct play_field *what = &it->space->book->fields.items[field];

	if ((who->rights & RIGHT_EDIT) == 0)
		return SAY(it->arena, M("{role} has not the right to edit."), { "role", who->title });
	if ((who->rights & RIGHT_READ) == 0)
		return SAY(it->arena, M("{role} has not the right to read."), { "role", who->title });
	if (!index_has(&who->compartments, what->compartment)) {
		struct str compartment = it->space->book->compartments.items[what->compartment];

		return SAY(it->arena, M("{role} does not see the compartment \"{compartment}\" in which it is."), { "role", who->title },
		    { "compartment", { compartment, compartment } });
	}
	return SAY(it->arena, M("It is not visible to {role}."), { "role", who->title });
}

static void
prove_fillers(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->fields.count; i++) {
		const struct play_field *field = &book->fields.items[i];
		struct playcheck_fault *that;
		struct words part;

		if (it->space->fillers[i] != 0 || !asked_by(it, i, &part))
			continue;
		that = FAULT(it, PLAYCHECK_FIELD_NOBODY, field->line, M("\"{part}\" needs \"{field}\", and nobody can fill it."), { "part", part },
		    { "field", field->title });
		for (size_t role = 0; role < book->roles.count; role++)
			if (field->by.count == 0 || index_has(&field->by, role))
				list_push(it->arena, &that->because, why_not(it, role, i));
	}
}

/* --------------------------------------------------------------------------------------- reminders */

static void
prove_tellings(struct proving *it)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->deadlines.count; i++) {
		const struct play_deadline *deadline = &book->deadlines.items[i];

		if (deadline->tells.count == 0)
			FAULT(it, PLAYCHECK_TELLS_NOBODY, deadline->line, M("Nobody is told of the deadline \"{deadline}\": it has no reminder and no escalation."),
			    { "deadline", deadline->title });
		for (size_t j = 0; j < deadline->tells.count; j++) {
			const struct play_role *role = &book->roles.items[deadline->tells.items[j].role];

			if ((role->rights & RIGHT_READ) == 0)
				FAULT(it, PLAYCHECK_TELLS_NOBODY, deadline->line, M("A reminder of \"{deadline}\" goes to {role}, who may not read the case."),
				    { "deadline", deadline->title }, { "role", role->title });
		}
	}
}

void
prove_people(struct proving *it)
{
	prove_movers(it);
	prove_finishers(it);
	prove_fillers(it);
	prove_tellings(it);
}

/* ------------------------------------------------------------------------------------- other rooms */

static void
prove_template(struct proving *it, const struct playcheck_outside *outside, size_t at)
{
	static const struct words languages[] = {
		[LANG_JA] = { STR_INIT("日本語"), STR_INIT("Japanese") }, [LANG_EN] = { STR_INIT("英語"), STR_INIT("English") },
	};
	const struct play_document *document = &it->space->book->documents.items[at];

	for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
		struct play_refusals why = { 0 };

		if (outside->renders(outside->context, it->space->book, at, lang, it->arena, &why))
			continue;
		FAULT(it, PLAYCHECK_TEMPLATE, document->line, M("\"{document}\" cannot be made in {language} from the template \"{template}\"."),
		    { "document", document->title }, { "language", languages[lang] }, { "template", { document->template, document->template } })
		    ->because = why;
	}
}

void
prove_outside(struct proving *it, const struct playcheck_outside *outside)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; outside->renders != NULL && i < book->documents.count; i++)
		prove_template(it, outside, i);
	for (size_t i = 0; outside->decides != NULL && i < book->approvals.count; i++) {
		const struct play_approval *approval = &book->approvals.items[i];
		struct play_refusals why = { 0 };

		if (outside->decides(outside->context, book, i, it->arena, &why))
			continue;
		FAULT(it, PLAYCHECK_ROUTE, approval->line, M("\"{approval}\" cannot be granted: its route \"{route}\" does not lead to a decision."),
		    { "approval", approval->title }, { "route", { approval->route, approval->route } })->because = why;
	}
}
