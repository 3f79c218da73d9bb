#include "service/found/reassess.h"

#include "service/assess.h"
#include "service/desk/desk.h"
#include "service/respond/conditions.h"
#include "service/respond/propose.h"

/* What was answered just now about conditions stands in the cases about it before they are looked at. */
static struct err *
tell_cases(const struct home *home, struct ledger *ledger, enum lang lang, int64_t now, struct arena *arena)
{
	struct respond_after after;
	struct desk desk;
	struct err *err;
	int64_t filled;

	TRY(desk_open(home, ledger, arena, &desk));
	err = respond_conditions(&(struct respond_desk){ &desk.cases, home }, now, lang, now, arena, &filled);
	if (err == NULL)
		err = respond_after_assess(&(struct respond_desk){ &desk.cases, home }, lang, now, arena, &after);
	desk_close(&desk);
	return err;
}

struct err *
reassess(const struct home *home, const struct actor *actor, enum lang lang, int64_t now, struct arena *arena)
{
	struct assess_options options = { .by = actor->login, .now = now };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct assess_result result;

	TRY(actor_need(actor, OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR, SCOPE_WRITE, arena));
	TRY(assess_run(home, &options, arena, &result));
	TRY(home_ledger(home, arena, &ledger));
	return tell_cases(home, ledger, lang, now, arena);
}
