#include "service/desk/desk.h"

#include "service/job/job.h"

struct err *
desk_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct desk *desk)
{
	TRY(case_desk_open(home, ledger, arena, &desk->cases));
	desk->hooks = job_case_hooks(ledger);
	desk->documents = (struct document_desk){ &desk->cases, home };
	desk->hooks.documents = &desk->documents;
	desk->hooks.make_document = document_make_hook;
	desk->cases.hooks = &desk->hooks;
	return NULL;
}

void
desk_close(struct desk *desk)
{
	case_desk_close(&desk->cases);
}
