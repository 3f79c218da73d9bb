#include "service/found/reassess.h"

#include "service/assess.h"
#include "service/desk/desk.h"
#include "service/respond/conditions.h"
#include "service/respond/propose.h"
#include "store/ledger/job.h"

/* LEASE: longer than judging a million findings takes; what was killed is taken up after it. What takes longer may be done twice, which does no harm. */
enum { LEASE_S = 600, AGAIN_S = 300 };

#define LEASE STR("judging")

/* What was answered since then about conditions stands in the cases about it before they are looked at. */
static struct err *
tell_cases(const struct home *home, struct ledger *ledger, int64_t since, enum lang lang, int64_t now, struct arena *arena)
{
	struct respond_after after;
	struct desk desk;
	struct err *err;
	int64_t filled;

	TRY(desk_open(home, ledger, arena, &desk));
	err = respond_conditions(&(struct respond_desk){ &desk.cases, home }, since, lang, now, arena, &filled);
	if (err == NULL)
		err = respond_after_assess(&(struct respond_desk){ &desk.cases, home }, lang, now, arena, &after);
	desk_close(&desk);
	return err;
}

static struct err *
judge(const struct home *home, struct ledger *ledger, struct str by, int64_t since, enum lang lang, int64_t now, struct arena *arena)
{
	struct assess_options options = { .by = by, .now = now };
	struct assess_result result;

	TRY(assess_run(home, &options, arena, &result));
	return tell_cases(home, ledger, since, lang, now, arena);
}

struct err *
reassess(const struct home *home, const struct actor *actor, int64_t at_once, enum lang lang, int64_t now, struct arena *arena, bool *ret_later)
{
	struct home whole = *home;      /* whoever asks, everything is judged, and the program tells the cases */
	struct ledger_judging judging = { .asked_at = now, .who = actor->login, .lang = lang == LANG_JA ? STR("ja") : STR("en") };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_totals totals;

	TRY(actor_need(actor, OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR, SCOPE_WRITE, arena));
	whole.sight = NULL;
	whole.shared = NULL;
	TRY(home_ledger(&whole, arena, &ledger));
	TRY(ledger_totals_last(ledger, arena, &totals));
	*ret_later = totals.tally.items > at_once && !home->clock_given;
	return *ret_later ? ledger_judging_ask(ledger, &judging, arena) : judge(&whole, ledger, actor->login, now, lang, now, arena);
}

static struct err *
take_up(const struct home *home, struct ledger *ledger, const struct ledger_judging *judging, int64_t now, struct arena *arena)
{
	enum lang lang = str_eq(judging->lang, STR("ja")) ? LANG_JA : LANG_EN;

	TRY(judge(home, ledger, judging->who, judging->since, lang, now, arena));
	return ledger_judging_done(ledger, judging, arena);
}

struct err *
reassess_due(const struct home *home, struct ledger *ledger, struct str owner, struct arena *arena)
{
	struct ledger_judging judging;
	struct err *err, *left;
	bool waits, mine;
	int64_t now;

	TRY(ledger_judging(ledger, arena, &judging, &waits));
	if (!waits)
		return NULL;
	TRY(ledger_clock(ledger, arena, &now));
	if (judging.due > now)
		return NULL;
	TRY(ledger_job_hold(ledger, LEASE, owner, now, now + LEASE_S * INSTANT_SECOND, arena, &mine));
	if (!mine)
		return NULL;
	err = take_up(home, ledger, &judging, now, arena);
	if (err != NULL && err->code != ERR_STORE)
		TRY(ledger_judging_later(ledger, now + AGAIN_S * INSTANT_SECOND, arena));
	left = ledger_job_let_go(ledger, LEASE, owner, now, arena);
	return err != NULL ? err : left;
}
