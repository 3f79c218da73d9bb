/*
 * letters.c - all that waits to be told to a person goes into one letter.
 */
#include "base/catalogue.h"
#include "service/due/parts.h"

struct line {
	enum reminder_kind     kind;
	struct ledger_deadline deadline;
	int64_t                planned;     /* the latest of what was merged into it */
};

struct composing {
	struct ledger                *ledger;
	const struct ledger_account  *account;
	int64_t                       now;
	struct arena                 *arena;
	LIST(struct line)             lines;
	int64_t                       casefile;       /* whose deadlines are loaded */
	struct deadlines              deadlines;
};

/* The gravest first: what stands higher in a letter, and what several reminders of one deadline come to. */
static const enum reminder_kind gravity[] = { REMIND_ESCALATED, REMIND_OVERDUE, REMIND_DUE, REMIND_SOON, REMIND_NOBODY };

static const char *const headings[] = {
	[REMIND_SOON] = M("Due soon:"),
	[REMIND_DUE] = M("Due now:"),
	[REMIND_OVERDUE] = M("Overdue:"),
	[REMIND_ESCALATED] = M("Not done by those who were to do it; please see to it:"),
	[REMIND_NOBODY] = M("Nobody holds the role that was to be told; please give it to somebody:"),
};
static const char *const subjects[] = {
	[REMIND_SOON] = M("[Due soon] {number} {title}{more}"),
	[REMIND_DUE] = M("[Due] {number} {title}{more}"),
	[REMIND_OVERDUE] = M("[Overdue] {number} {title}{more}"),
	[REMIND_ESCALATED] = M("[Overdue, please see to it] {number} {title}{more}"),
	[REMIND_NOBODY] = M("[Nobody in charge] {number} {title}{more}"),
};

static size_t
rank(enum reminder_kind kind)
{
	size_t at = 0;

	while (at + 1 < ARRAY_LEN(gravity) && gravity[at] != kind)
		at++;
	return at;
}

/* What was to be said before its time is said as it is by now. */
static enum reminder_kind
kind_now(const struct composing *c, const struct ledger_reminder *reminder)
{
	if (reminder->kind == REMIND_SOON && c->now >= reminder->due)
		return c->now - reminder->due > DUE_LATE ? REMIND_OVERDUE : REMIND_DUE;
	return reminder->kind == REMIND_DUE && c->now - reminder->due > DUE_LATE ? REMIND_OVERDUE : reminder->kind;
}

/* What was met, or fell away, or is due at another time by now, needs no word any more. */
static struct err *
add_reminder(struct composing *c, const struct ledger_reminder *reminder)
{
	enum reminder_kind kind = kind_now(c, reminder);
	struct line *line = NULL;

	if (c->casefile != reminder->casefile)
		TRY(ledger_deadlines(c->ledger, c->casefile = reminder->casefile, INSTANT_NONE, c->arena, &c->deadlines));
	for (size_t i = 0; i < c->lines.count; i++) {
		const struct ledger_deadline *there = &c->lines.items[i].deadline;

		if (there->casefile == reminder->casefile && there->task == reminder->task && str_eq(there->name, reminder->deadline) &&
		    (c->lines.items[i].kind == REMIND_NOBODY) == (kind == REMIND_NOBODY))
			line = &c->lines.items[i];
	}
	if (line != NULL) {
		if (rank(kind) < rank(line->kind))
			line->kind = kind;
		if (reminder->planned > line->planned)
			line->planned = reminder->planned;
		return NULL;
	}
	for (size_t i = 0; i < c->deadlines.count; i++) {
		const struct ledger_deadline *deadline = &c->deadlines.items[i];

		if (deadline->state == DEADLINE_RUNNING && deadline->due == reminder->due && deadline->task == reminder->task &&
		    str_eq(deadline->name, reminder->deadline))
			list_push(c->arena, &c->lines, ((struct line){ kind, *deadline, reminder->planned }));
	}
	return NULL;
}

static struct str
title_of(const struct ledger_deadline *deadline, enum lang lang, struct arena *arena)
{
	struct str title = lang == LANG_JA ? deadline->title_ja : deadline->title_en;

	if (deadline->subject.len == 0)
		return title;
	return catalogue_say(arena, lang, M("{task} ({subject})"), ARG("task", title), ARG("subject", deadline->subject));
}

void
due_say(struct buf *out, enum lang lang, const char *message, const struct err_arg *args)
{
	size_t count = 0;

	while (args != NULL && args[count].name != NULL)
		count++;
	catalogue_format(out, lang, message, args, count);
	buf_add_char(out, '\n');
}

static void
say_line(struct composing *c, const struct line *line, struct buf *out)
{
	enum lang lang = c->account->language;
	struct str title = title_of(&line->deadline, lang, c->arena);

	due_say(out, lang, M("- {number} {label}"), ERR_ARGS(ARG("number", line->deadline.number), ARG("label", line->deadline.label)));
	due_say(out, lang, M("  {title}: due {due}"), ERR_ARGS(ARG("title", title), ARG("due", instant_words(line->deadline.due, c->arena))));
	/* What began after the instant at which it would have been told was not told late. */
	if (c->now - line->planned > DUE_LATE && line->planned >= line->deadline.begun_at)
		due_say(out, lang, M("  (told late: it was to be told at {planned}, but the program was not running)"),
		    ERR_ARGS(ARG("planned", instant_words(line->planned, c->arena))));
	due_say(out, lang, M("  What to do: tsukuroi case show {number}"), ERR_ARGS(ARG("number", line->deadline.number)));
}

static struct str
subject_of(struct composing *c)
{
	enum lang lang = c->account->language;
	const struct line *first = &c->lines.items[0];

	for (size_t i = 1; i < c->lines.count; i++)
		if (rank(c->lines.items[i].kind) < rank(first->kind))
			first = &c->lines.items[i];
	return catalogue_say(c->arena, lang, subjects[first->kind], ARG("number", first->deadline.number),
	    ARG("title", lang == LANG_JA ? first->deadline.title_ja : first->deadline.title_en),
	    ARG("more", c->lines.count == 1 ? STR("") : catalogue_say(c->arena, lang, M(" and {count} more"), ARG_N("count", c->lines.count - 1))));
}

struct err *
due_letter_text(struct ledger *ledger, const struct ledger_account *account, const struct reminders *reminders, int64_t now,
    struct arena *arena, struct str *ret_subject, struct str *ret_body)
{
	struct composing c = { .ledger = ledger, .account = account, .now = now, .arena = arena };
	struct buf body BUF_SCOPE = { 0 };

	for (size_t i = 0; i < reminders->count; i++)
		TRY(add_reminder(&c, &reminders->items[i]));
	*ret_subject = *ret_body = STR("");
	if (c.lines.count == 0)
		return NULL;
	due_say(&body, account->language, M("Dear {name},"), ERR_ARGS(ARG("name", account->name)));
	for (size_t g = 0; g < ARRAY_LEN(gravity); g++) {
		bool headed = false;

		for (size_t i = 0; i < c.lines.count; i++) {
			if (c.lines.items[i].kind != gravity[g])
				continue;
			if (!headed) {
				buf_add_char(&body, '\n');
				due_say(&body, account->language, headings[gravity[g]], NULL);
			}
			headed = true;
			say_line(&c, &c.lines.items[i], &body);
		}
	}
	*ret_subject = subject_of(&c);
	*ret_body = arena_copy(arena, buf_str(&body));
	return NULL;
}

/* ------------------------------------------------------------------------------------ put in order */

struct lettering { int64_t account, now; bool put; };

static struct err *
letter_to(struct ledger *ledger, void *context, struct arena *arena)
{
	struct lettering *lettering = context;
	struct ledger_letter letter = { .kind = LETTER_REMINDERS, .account = lettering->account, .made_at = lettering->now };
	struct ledger_account account;
	struct reminders reminders;

	lettering->put = false;
	TRY(ledger_reminders(ledger, lettering->account, arena, &reminders));
	if (reminders.count == 0)
		return NULL;
	TRY(ledger_account_get(ledger, lettering->account, arena, &account));
	TRY(due_letter_text(ledger, &account, &reminders, lettering->now, arena, &letter.subject, &letter.body));
	if (letter.body.len == 0)
		return ledger_reminders_lettered(ledger, lettering->account, -1, arena);
	TRY(ledger_letter_number(ledger, arena, &letter.id));
	letter.message = due_message_id(arena);
	letter.to_name = account.name;
	letter.to_mail = account.mail;
	letter.casefile = reminders.items[0].casefile;
	for (size_t i = 1; i < reminders.count; i++)
		if (reminders.items[i].casefile != letter.casefile)
			letter.casefile = 0;
	TRY(ledger_letter_put(ledger, &letter, arena));
	lettering->put = true;
	return ledger_reminders_lettered(ledger, lettering->account, letter.id, arena);
}

struct err *
due_letters(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_count)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct reminded_list accounts;

	*ret_count = 0;
	TRY(ledger_reminded(ledger, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++) {
		struct lettering lettering = { accounts.items[i].account, now, false };
		struct err *err;

		arena_reset(item);
		err = ledger_write(ledger, letter_to, &lettering, item);
		if (err != NULL)
			return err_copy(err, arena);
		*ret_count += lettering.put;
	}
	return NULL;
}
