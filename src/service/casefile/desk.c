/*
 * desk.c - the desk of a home: its ledger, key holder, playbooks, calendar.
 */
#include "service/casefile/casefile.h"
#include "service/due/due.h"
#include "service/home.h"
#include "service/playbook/playbook.h"

struct err *
case_desk_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct case_desk *ret_desk)
{
	struct case_desk desk = { .ledger = ledger };
	struct playbooks *books = ARENA_NEW(arena, struct playbooks);
	struct calendar *calendar = ARENA_NEW(arena, struct calendar);

	TRY(service_playbooks(home, arena, books));
	TRY(due_calendar(ledger, arena, calendar));
	TRY(vault_open(home, ledger, arena, &desk.vault));
	desk.books = books;
	desk.calendar = calendar;
	*ret_desk = desk;
	return NULL;
}

void
case_desk_close(struct case_desk *desk)
{
	vault_close(desk->vault);
	desk->vault = NULL;
}
