/*
 * desk.h - what a person's act on cases needs, put together: cases with their hooks, and papers. One for every face.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/document/document.h"
#include "service/home.h"

struct desk {
	struct case_hooks    hooks;      /* what changes of a case ask of deadlines, findings and papers */
	struct case_desk     cases;
	struct document_desk documents;
};
/* For as long as home, ledger and arena; it points into itself, so it stays where it is. */
CHECKED struct err *desk_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct desk *desk);
void desk_close(struct desk *desk);
