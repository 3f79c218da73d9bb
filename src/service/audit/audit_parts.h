/*
 * audit_parts.h - what the files of service/audit share; inside this room only.
 */
#pragma once
#include "service/audit/audit.h"

/*
 * Under the lease of that name, and let go of afterwards; *ret_mine false: another process has it, and work was not called. audit_alone_still: it is ours
 * for as long again, asked before what must not be done twice.
 */
struct audit_alone { struct ledger *ledger; struct str name, owner; };
typedef struct err *audit_alone_work(const struct audit_alone *alone, void *context, struct arena *arena);
CHECKED struct err *audit_alone(struct ledger *ledger, struct str name, audit_alone_work *work, void *context, struct arena *arena, bool *ret_mine);
CHECKED struct err *audit_alone_still(const struct audit_alone *alone, struct arena *arena, bool *ret_mine);

struct audit_witness { struct audit_head head; bool proven; };     /* by a signature of the key that was given */

/* One verification on its way. */
struct audit_check {
	const struct audit_verifying *how;
	struct arena                 *arena;
	struct ledger_audit_chain     chain;            /* as the ledger notes it                             */
	LIST(struct audit_witness)    heads;            /* that may be held against the rows, by place        */
	size_t                        next;             /* of the heads                                       */
	bool                          signatures_tell;  /* some is by the key: one that is not was altered    */
	bool                          unchecked;        /* there are signatures, and none could be held good  */
	int64_t                       place;            /* of the last row that was looked at                 */
	int64_t                       id;               /* its id                                             */
	struct str                    link;             /* that the next one goes on from                     */
	int64_t                       agreed;           /* last place at which a head agreed                  */
	bool                          broken;           /* an alteration before here: later heads prove nothing more */
	bool                          rewritten;        /* said once                                          */
	struct ledger_audit_rows      displaced;        /* rows that stand where they were not sealed         */
	struct audit_verified         seen;
};

void audit_found(struct audit_check *check, enum audit_trace trace, int64_t from, int64_t to);
/* Every row of the chain against its link, and against the heads at its place. */
CHECKED struct err *audit_check_rows(struct audit_check *check, struct ledger *ledger);
