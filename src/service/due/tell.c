/*
 * tell.c - what a job about a case does: people are told, a deadline passes, a publication is called ahead. Each within the unit of work in
 * which its job ends, so that it comes once.
 */
#include "base/catalogue.h"
#include "base/crypt.h"
#include "service/due/parts.h"
#include "store/ledger/casefile.h"

struct err *
due_rule_read(struct str rule, struct arena *arena, struct str *ret_name, int64_t *ret_task, struct str *ret_rest)
{
	struct str task = { 0 };

	*ret_rest = rule;
	if (!str_split(ret_rest, '/', ret_name) || !str_split(ret_rest, '/', &task) || !str_to_i64(task, ret_task))
		return err_new(arena, ERR_STORE, M("The job's rule \"{rule}\" cannot be read."), ARG("rule", rule));
	return NULL;
}

struct str
due_message_id(struct arena *arena)
{
	unsigned char random[16];

	crypt_random(random, sizeof(random));
	return crypt_hex((struct str){ (const char *)random, sizeof(random) }, arena);
}

/* The deadline a job speaks of; *ret_there is false when it does not run, or is due at another time by now. */
static struct err *
find_deadline(struct ledger *ledger, const struct ledger_job *job, struct arena *arena, struct ledger_deadline *ret_deadline, bool *ret_there)
{
	struct deadlines deadlines;
	struct str name, rest;
	int64_t task;

	*ret_there = false;
	TRY(due_rule_read(job->rule, arena, &name, &task, &rest));
	TRY(ledger_deadlines(ledger, job->casefile, INSTANT_NONE, arena, &deadlines));
	for (size_t i = 0; i < deadlines.count; i++)
		if (deadlines.items[i].task == task && str_eq(deadlines.items[i].name, name)) {
			*ret_deadline = deadlines.items[i];
			*ret_there = deadlines.items[i].state == DEADLINE_RUNNING && deadlines.items[i].due != INSTANT_NONE;
		}
	return NULL;
}

/* "look", "mend/12": as the timeline calls it. */
static struct str
object_of(const struct ledger_deadline *deadline, struct arena *arena)
{
	return deadline->task == 0 ? deadline->name
	                           : arena_printf(arena, "%.*s/%lld", STR_ARG(deadline->name), (long long)deadline->task);
}

static struct err *
put_entry(struct ledger *ledger, const struct ledger_job *job, enum entry_verb verb, struct str object, int64_t now, struct arena *arena)
{
	struct ledger_case_entry entry = { .casefile = job->casefile, .at = now, .verb = verb, .object = object };
	struct str rest;

	str_cut(job->subject, ':', &entry.compartment, &rest);
	return ledger_case_entry_put(ledger, &entry, arena);
}

/* ------------------------------------------------------------------------------------------ telling */

/* "-1 business_days/security", "+0 hours/security", "+1 business_days/executive" */
static enum reminder_kind
kind_of(const struct ledger_deadline *deadline, struct str rest, size_t step)
{
	struct str span, role;

	str_cut(rest, '/', &span, &role);
	if (step > 0 && !(deadline->owner != 0 && step == 1 && str_eq(role, deadline->role)))
		return REMIND_ESCALATED;
	if (str_starts(span, STR("-")))
		return REMIND_SOON;
	if (str_starts(span, STR("+0 ")))
		return REMIND_DUE;
	return str_eq(role, deadline->role) ? REMIND_OVERDUE : REMIND_ESCALATED;
}

static struct err *
remind_all(struct ledger *ledger, const struct ledger_job *job, const struct ledger_deadline *deadline, enum reminder_kind kind,
    const struct told_list *told, int64_t now, struct arena *arena)
{
	for (size_t i = 0; i < told->count; i++) {
		struct ledger_reminder reminder = { .job = job->id, .account = told->items[i].account, .kind = kind, .casefile = job->casefile,
			.deadline = deadline->name, .task = deadline->task, .due = deadline->due, .planned = job->due, .at = now };

		TRY(ledger_remind(ledger, &reminder, arena));
	}
	return NULL;
}

/* Nobody holds the role it was meant for: administrators hear of it, because they give parts to people. */
static struct err *
tell_administrators(struct ledger *ledger, const struct ledger_job *job, const struct ledger_deadline *deadline, int64_t now,
    struct arena *arena)
{
	struct told_list administrators = { 0 };

	TRY(due_officers(ledger, OFFICE_ADMINISTRATOR, arena, &administrators));
	return remind_all(ledger, job, deadline, REMIND_NOBODY, &administrators, now, arena);
}

/* The role that was told; an owner in person stands for his role. Empty: nobody. */
static struct str
step_of(const struct ledger_deadline *deadline, struct str chain, size_t step)
{
	struct str rest = chain, role = STR("");

	if (step == SIZE_MAX)
		return STR("");
	for (size_t i = 0; i <= step; i++)
		if (!str_split(&rest, '>', &role))
			return STR("");
	return str_starts(role, STR("@")) ? deadline->role : role;
}

struct err *
due_tell(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena)
{
	struct ledger_deadline deadline = { 0 };
	struct str compartment, chain, name, rest;
	struct told_list told;
	enum reminder_kind kind;
	int64_t task;
	size_t step;
	bool there;

	TRY(find_deadline(ledger, job, arena, &deadline, &there));
	if (!there)
		return NULL;
	TRY(due_rule_read(job->rule, arena, &name, &task, &rest));
	str_cut(job->subject, ':', &compartment, &chain);
	TRY(due_chain(ledger, job->casefile, chain, arena, &told, &step));
	kind = kind_of(&deadline, rest, step);
	TRY(remind_all(ledger, job, &deadline, kind, &told, now, arena));
	if (step > 0 && !(deadline.owner != 0 && step == 1))
		TRY(tell_administrators(ledger, job, &deadline, now, arena));
	return put_entry(ledger, job, kind == REMIND_ESCALATED ? ENTRY_ESCALATED : ENTRY_REMINDED,
	    arena_printf(arena, "%.*s>%.*s", STR_ARG(object_of(&deadline, arena)), STR_ARG(step_of(&deadline, chain, step))), now, arena);
}

struct err *
due_miss(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena, bool *ret_missed)
{
	struct ledger_deadline deadline = { 0 };
	bool there;

	*ret_missed = false;
	TRY(find_deadline(ledger, job, arena, &deadline, &there));
	if (!there)
		return NULL;
	TRY(ledger_deadline_miss(ledger, job->casefile, deadline.name, deadline.task, job->due - DUE_OVER, now, arena, ret_missed));
	if (!*ret_missed)
		return NULL;
	return put_entry(ledger, job, ENTRY_DEADLINE, object_of(&deadline, arena), now, arena);
}

/* ----------------------------------------------------------------------------- before a publication */

static bool
is_called(const struct ledger_oncall *oncall, enum oncall_purpose purpose, int64_t from, int64_t until)
{
	if (oncall->purpose != ONCALL_ANY && oncall->purpose != purpose)
		return false;
	return (oncall->begins == INSTANT_NONE || oncall->begins < until) && (oncall->ends == INSTANT_NONE || oncall->ends > from);
}

struct err *
due_tree(struct ledger *ledger, enum oncall_purpose purpose, int64_t from, int64_t until, struct arena *arena, struct oncalls *ret_tree)
{
	struct oncalls all;

	*ret_tree = (struct oncalls){ 0 };
	TRY(ledger_oncalls(ledger, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (is_called(&all.items[i], purpose, from, until))
			list_push(arena, ret_tree, all.items[i]);
	return NULL;
}

void
due_tree_text(struct buf *out, const struct oncalls *tree, enum lang lang, struct arena *arena)
{
	if (tree->count == 0)
		due_say(out, lang, M("Nobody is on call: `oncall set` says whom to call."), NULL);
	for (size_t i = 0; i < tree->count; i++) {
		const struct ledger_oncall *one = &tree->items[i];
		struct str when = one->begins == INSTANT_NONE ? STR("")
		    : catalogue_say(arena, lang, M(" ({from} to {until})"), ARG("from", instant_words(one->begins, arena)),
		        ARG("until", instant_words(one->ends, arena)));

		due_say(out, lang, M("{place}. {name}, {phone}{when}"), ERR_ARGS(ARG_N("place", one->place), ARG("name", one->name),
		    ARG("phone", one->phone.len > 0 ? one->phone : STR("-")), ARG("when", when)));
	}
}

static struct err *
call_letter(struct ledger *ledger, const struct ledger_case *head, int64_t account_id, int64_t release, int64_t now, struct arena *arena)
{
	struct buf body BUF_SCOPE = { 0 };
	struct ledger_account account;
	struct ledger_letter letter;
	struct oncalls tree;

	TRY(ledger_account_get(ledger, account_id, arena, &account));
	TRY(due_tree(ledger, ONCALL_PUBLICATION, now, release + INSTANT_DAY, arena, &tree));
	due_say(&body, account.language, M("Dear {name},"), ERR_ARGS(ARG("name", account.name)));
	buf_add_char(&body, '\n');
	due_say(&body, account.language, M("Case {number} is to be published at {release}. Shortly before, call each other in this order and make sure that nothing speaks against it:"),
	    ERR_ARGS(ARG("number", head->number), ARG("release", instant_words(release, arena))));
	buf_add_char(&body, '\n');
	due_tree_text(&body, &tree, account.language, arena);
	letter = (struct ledger_letter){ .message = due_message_id(arena), .kind = LETTER_CALL, .casefile = head->id, .account = account.id,
		.to_name = account.name, .to_mail = account.mail, .made_at = now,
		.subject = catalogue_say(arena, account.language, M("[Before publication] {number}: {release}"), ARG("number", head->number),
		    ARG("release", instant_words(release, arena))),
		.body = arena_copy(arena, buf_str(&body)) };
	return ledger_letter_put(ledger, &letter, arena);
}

struct err *
due_call(struct ledger *ledger, const struct ledger_job *job, int64_t now, struct arena *arena)
{
	struct str compartment, release;
	struct told_list told;
	struct ledger_case head;
	struct oncalls tree;
	int64_t instant;

	str_cut(job->subject, ':', &compartment, &release);
	if (!str_to_i64(release, &instant))
		return err_new(arena, ERR_STORE, M("The job's rule \"{rule}\" cannot be read."), ARG("rule", job->subject));
	TRY(ledger_case_find(ledger, STR(""), job->casefile, arena, &head));
	if (head.id == 0 || !head.is_open)
		return NULL;
	TRY(due_holders(ledger, job->casefile, STR(""), arena, &told));
	TRY(due_tree(ledger, ONCALL_PUBLICATION, now, instant + INSTANT_DAY, arena, &tree));
	for (size_t i = 0; i < tree.count; i++)
		told_add(&told, tree.items[i].account, arena);
	for (size_t i = 0; i < told.count; i++)
		TRY(call_letter(ledger, &head, told.items[i].account, instant, now, arena));
	return put_entry(ledger, job, ENTRY_REMINDED, job->rule, now, arena);
}
