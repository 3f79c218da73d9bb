/*
 * break.c - long holidays ahead: what falls due in them or right after, and who is called.
 */
#include "base/catalogue.h"
#include "service/due/parts.h"

enum { BREAK_DAYS = 4, BREAK_WITHIN = 60, DAYS_AFTER = 2 };
static const int warned_ahead[] = { 3, 10 };      /* business days, the nearest first */

struct err *
due_break_plan(struct ledger *ledger, const struct calendar *calendar, int64_t now, struct arena *arena)
{
	int32_t today = instant_day(now, ZONE_JST), first, last;
	struct jobs jobs;

	if (!calendar_long_break(calendar, today, BREAK_DAYS, BREAK_WITHIN, &first, &last) || first <= today)
		return NULL;
	TRY(ledger_jobs_of(ledger, 0, arena, &jobs));
	for (size_t w = 0; w < ARRAY_LEN(warned_ahead); w++) {
		int32_t day = calendar_add_business_days(calendar, first, -warned_ahead[w]);
		struct ledger_job job = { .kind = JOB_BREAK, .due = calendar_add_business_hours(calendar, day_instant(day, ZONE_JST), 0) };
		bool planned = false;

		if (today < day)
			continue;
		job.rule = arena_printf(arena, "%.*s/%d", STR_ARG(day_format(first, arena)), warned_ahead[w]);
		job.subject = day_format(last, arena);
		for (size_t i = 0; i < jobs.count && !planned; i++)
			planned = jobs.items[i].kind == JOB_BREAK && str_eq(jobs.items[i].rule, job.rule);
		return planned ? NULL : ledger_job_put(ledger, &job, arena);
	}
	return NULL;
}

struct holiday {
	struct ledger         *ledger;
	struct arena          *arena;
	int32_t                first, last;
	int64_t                now, until;
	struct deadlines       due;
	struct told_list      *holders;     /* of each of them */
	struct oncalls         tree;
};

static struct err *
load_holiday(struct holiday *h, const struct calendar *calendar)
{
	struct deadlines all;

	h->until = calendar_add_business_days_at(calendar, day_instant(h->last, ZONE_JST), DAYS_AFTER);
	TRY(ledger_deadlines(h->ledger, 0, h->until, h->arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].due >= day_instant(h->first, ZONE_JST))
			list_push(h->arena, &h->due, all.items[i]);
	h->holders = ARENA_ARRAY(h->arena, struct told_list, h->due.count + 1);
	for (size_t i = 0; i < h->due.count; i++) {
		if (h->due.items[i].owner != 0)
			told_add(&h->holders[i], h->due.items[i].owner, h->arena);
		else
			TRY(due_holders(h->ledger, h->due.items[i].casefile, h->due.items[i].role, h->arena, &h->holders[i]));
	}
	return due_tree(h->ledger, ONCALL_HOLIDAY, day_instant(h->first, ZONE_JST), day_instant(h->last + 1, ZONE_JST), h->arena, &h->tree);
}

/* His own, and to the security staff whatever is open to them. */
static bool
concerns(const struct holiday *h, size_t at, const struct ledger_account *account)
{
	bool staff = ((unsigned)account->offices & OFFICE_SECURITY) != 0;

	return told_has(&h->holders[at], account->id) || (staff && !h->due.items[at].sealed);
}

static struct str
letter_body(const struct holiday *h, const struct ledger_account *account)
{
	struct buf body BUF_SCOPE = { 0 };
	enum lang lang = account->language;
	bool any = false;

	due_say(&body, lang, M("Dear {name},"), ERR_ARGS(ARG("name", account->name)));
	buf_add_char(&body, '\n');
	due_say(&body, lang, M("The office is closed from {first} to {last} ({days} days)."), ERR_ARGS(ARG("first", day_format(h->first, h->arena)),
	    ARG("last", day_format(h->last, h->arena)), ARG_N("days", h->last - h->first + 1)));
	buf_add_char(&body, '\n');
	for (size_t i = 0; i < h->due.count; i++) {
		const struct ledger_deadline *deadline = &h->due.items[i];

		if (!concerns(h, i, account))
			continue;
		if (!any)
			due_say(&body, lang, M("Due meanwhile, or right after it:"), NULL);
		any = true;
		due_say(&body, lang, M("- {number} {label}"), ERR_ARGS(ARG("number", deadline->number), ARG("label", deadline->label)));
		due_say(&body, lang, M("  {title}: due {due}"), ERR_ARGS(ARG("title", lang == LANG_JA ? deadline->title_ja : deadline->title_en),
		    ARG("due", instant_words(deadline->due, h->arena))));
	}
	if (!any)
		due_say(&body, lang, M("Nothing of yours falls due meanwhile or right after it."), NULL);
	buf_add_char(&body, '\n');
	due_say(&body, lang, M("To be called meanwhile, in this order:"), NULL);
	due_tree_text(&body, &h->tree, lang, h->arena);
	return arena_copy(h->arena, buf_str(&body));
}

static struct err *
write_to(const struct holiday *h, const struct ledger_account *account)
{
	struct ledger_letter letter = { .message = due_message_id(h->arena), .kind = LETTER_BREAK, .account = account->id,
		.to_name = account->name, .to_mail = account->mail, .made_at = h->now, .body = letter_body(h, account),
		.subject = catalogue_say(h->arena, account->language, M("[Long holiday ahead] {first} to {last}"),
		    ARG("first", day_format(h->first, h->arena)), ARG("last", day_format(h->last, h->arena))) };

	return ledger_letter_put(h->ledger, &letter, h->arena);
}

/* The security staff always, so that somebody looks whether anybody is on call; others when something of theirs falls due. */
struct err *
due_break(struct ledger *ledger, const struct calendar *calendar, const struct ledger_job *job, int64_t now, struct arena *arena)
{
	struct holiday h = { .ledger = ledger, .arena = arena, .now = now };
	struct ledger_accounts accounts;
	struct str first, ahead;

	str_cut(job->rule, '/', &first, &ahead);
	if (!day_parse(first, &h.first) || !day_parse(job->subject, &h.last))
		return err_new(arena, ERR_STORE, M("The job's rule \"{rule}\" cannot be read."), ARG("rule", job->rule));
	if (instant_day(now, ZONE_JST) > h.last)
		return NULL;      /* the program was off all the while: a warning ahead would come too late */
	TRY(load_holiday(&h, calendar));
	TRY(ledger_accounts(ledger, 0, arena, &accounts));
	for (size_t a = 0; a < accounts.count; a++) {
		bool wanted = ((unsigned)accounts.items[a].offices & OFFICE_SECURITY) != 0;

		for (size_t i = 0; i < h.due.count && !wanted; i++)
			wanted = concerns(&h, i, &accounts.items[a]);
		if (wanted && accounts.items[a].state == ACCOUNT_ACTIVE)
			TRY(write_to(&h, &accounts.items[a]));
	}
	return NULL;
}
