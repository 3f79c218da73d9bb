/*
 * respond.h - what the services of this room stand on: the desk of cases, and the home with its own routes, postures and duties.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/home.h"

struct respond_desk {
	const struct case_desk *cases;
	const struct home      *home;
};

/* A file of the home's own ("routes/owner-consent.yaml"), else the one that is compiled in; ERR_NOT_FOUND. */
CHECKED struct err *respond_knowledge(const struct respond_desk *desk, struct str path, struct arena *arena, struct str *ret_text);

/* The sum of a field of money, or of the columns of money of a field of rows; false when it is neither, or empty. */
bool respond_sum(const struct play_field *field, struct str text, struct arena *arena, int64_t *ret_sum);

/*
 * The findings a case is about, open or closed: those linked, and all of a linked advisory (on its linked systems, when it has some); each once,
 * by number.
 */
struct respond_findings { struct ledger_finding_row *items; size_t count; size_t room; };
CHECKED struct err *respond_findings(const struct respond_desk *desk, const struct case_now *now, int64_t at, struct arena *arena,
    struct respond_findings *ret_findings);
