/*
 * agreed.h - what executives agreed to and what is in force today: the criteria, and the table of SSVC that findings are decided by.
 *
 * Editions stand in the ledger (store/ledger/criteria.h), so that every node of a home judges alike. Before the first is agreed to, the criteria are
 * those that the home's conf names and the table is CERT/CC's. service/criteria proposes, tries out and agrees.
 */
#pragma once
#include "domain/ssvc/ssvc.h"
#include "service/home.h"
#include "store/ledger/criteria.h"

/* In force at that instant. ret_edition: the edition they are of, id 0 before the first; may be NULL. */
CHECKED struct err *agreed_criteria(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena, struct criteria *ret_criteria,
    struct ledger_criteria *ret_edition);
CHECKED struct err *agreed_deployer(struct ledger *ledger, int64_t now, struct arena *arena, struct ssvc_table *ret_table,
    struct ledger_criteria *ret_edition);

/* How assessments name the criteria they were made by (ledger_assessment_head): another one, and what was found was judged by other criteria. */
struct str agreed_mark(const struct criteria *criteria, const struct ledger_criteria *edition, struct arena *arena);

/* SHA-256 of a text, by which its edition and its draft are told from others. */
struct str agreed_digest(struct str text, struct arena *arena);

/*
 * Older homes kept agreed criteria as files, H/criteria/ORG/2026-12-01.yaml. What of them the ledger does not have becomes an edition, once; the files
 * stay where they are and mean nothing any more.
 */
CHECKED struct err *agreed_take_over(const struct home *home, struct ledger *ledger, struct arena *arena);
