/*
 * alone.c - what one process at a time does with the audit.
 */
#include "base/clock.h"
#include "base/crypt.h"
#include "service/audit/audit_parts.h"
#include "store/ledger/job.h"

enum { OWNER_BYTES = 16 };

/* The database's clock, which is one for all nodes, counts the lease. */
struct err *
audit_alone_still(const struct audit_alone *alone, struct arena *arena, bool *ret_mine)
{
	int64_t now;

	TRY(ledger_clock(alone->ledger, arena, &now));
	return ledger_job_hold(alone->ledger, alone->name, alone->owner, now, now + AUDIT_LEASE_SECONDS * INSTANT_SECOND, arena, ret_mine);
}

static struct err *
let_go(const struct audit_alone *alone, struct arena *arena)
{
	int64_t now;

	TRY(ledger_clock(alone->ledger, arena, &now));
	return ledger_job_let_go(alone->ledger, alone->name, alone->owner, now, arena);
}

struct err *
audit_alone(struct ledger *ledger, struct str name, audit_alone_work *work, void *context, struct arena *arena, bool *ret_mine)
{
	struct audit_alone alone = { .ledger = ledger, .name = name };
	unsigned char bytes[OWNER_BYTES];
	struct err *err, *left;

	crypt_random(bytes, sizeof(bytes));
	alone.owner = crypt_hex((struct str){ (const char *)bytes, sizeof(bytes) }, arena);
	TRY(audit_alone_still(&alone, arena, ret_mine));
	if (!*ret_mine)
		return NULL;
	err = work(&alone, context, arena);
	left = let_go(&alone, arena);      /* one that cannot be let go of runs out */
	return err != NULL ? err : left;
}
