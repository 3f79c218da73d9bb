#include "service/audit/audit_parts.h"

#include "base/clock.h"
#include "base/crypt.h"

enum { SEAL_AT_ONCE = 4096 };

static struct err *
seal_rows(struct ledger *ledger, struct arena *arena, int64_t *ret_rows)
{
	struct arena *some ARENA_SCOPE = arena_new();
	int64_t sealed = SEAL_AT_ONCE;

	for (*ret_rows = 0; sealed == SEAL_AT_ONCE; *ret_rows += sealed) {
		struct err *err = ledger_audit_seal(ledger, SEAL_AT_ONCE, some, &sealed);

		if (err != NULL)
			return err_copy(err, arena);
		arena_reset(some);
	}
	return NULL;
}

/*
 * Rows enough, or old enough; a clock that went back does not put it off. A last head without a signature is told again, signed, as
 * soon as somebody signs.
 */
static struct err *
is_due(const struct ledger_audit_chain *chain, const struct audit_sealing *how, struct arena *arena, bool *ret_due)
{
	int64_t waited = chain->head_at == INSTANT_NONE ? INT64_MAX : how->now - chain->head_at;
	struct audit_head last;

	*ret_due = chain->sequence > chain->head && (how->at_once || chain->sequence - chain->head >= AUDIT_HEAD_ROWS || waited < 0 ||
	    waited >= AUDIT_HEAD_SECONDS * INSTANT_SECOND);
	if (*ret_due || chain->sequence == 0 || chain->sequence != chain->head)
		return NULL;
	TRY(audit_head_last(how->heads, arena, &last));
	*ret_due = !last.readable || (str_eq(last.chain, chain->name) &&
	    ((last.signature.len == 0 && how->signer != NULL) || last.place < chain->head));
	return NULL;
}

/* A key holder that does not run leaves the head without signature: a chain that two places agree on is still worth more than one. */
static struct err *
sign_head(const struct audit_signer *signer, struct arena *arena, struct audit_sealed *sealed)
{
	struct err *err;

	if (signer == NULL)
		return NULL;
	err = signer->sign(signer->context, audit_head_text(&sealed->head, arena), arena, &sealed->head.signature);
	if (err != NULL && err->code != ERR_LOCKED)
		return err;
	sealed->unsigned_because = err;
	if (err != NULL)
		sealed->head.signature = STR("");
	return NULL;
}

/* Already told without signature, and nobody signs now either: once is enough. */
static struct err *
was_told(const struct audit_sealing *how, const struct audit_head *head, struct arena *arena, bool *ret_told)
{
	struct audit_head last;

	*ret_told = false;
	if (head->signature.len > 0)
		return NULL;
	TRY(audit_head_last(how->heads, arena, &last));
	*ret_told = last.readable && last.place == head->place && str_eq(last.link, head->link) && str_eq(last.chain, head->chain);
	return NULL;
}

/* The head that would be told, and whether it was already. */
static struct err *
make_head(const struct ledger_audit_chain *chain, const struct audit_sealing *how, struct arena *arena, struct audit_sealed *sealed, bool *ret_told)
{
	sealed->head = (struct audit_head){ .chain = chain->name, .place = chain->sequence, .link = chain->link, .at = how->now,
		.readable = true };
	TRY(sign_head(how->signer, arena, sealed));
	return was_told(how, &sealed->head, arena, ret_told);
}

/* The second place first: a head that the ledger notes is there. */
static struct err *
tell_head(struct ledger *ledger, const struct ledger_audit_chain *chain, const struct audit_sealing *how, struct arena *arena,
    struct audit_sealed *sealed)
{
	bool told;

	TRY(make_head(chain, how, arena, sealed, &told));
	if (told)
		return NULL;
	TRY(audit_head_append(how->heads, &sealed->head, arena));
	sealed->told = true;
	return ledger_audit_told(ledger, chain->sequence, how->now, arena);
}

/* ------------------------------------------------------------------------------------------ one at a time */

struct sealing { const struct audit_sealing *how; struct audit_sealed sealed; };

static struct err *
seal_alone(const struct audit_alone *alone, void *context, struct arena *arena)
{
	struct sealing *sealing = context;
	struct ledger_audit_chain chain;
	bool due, mine;

	TRY(seal_rows(alone->ledger, arena, &sealing->sealed.rows));
	TRY(audit_alone_still(alone, arena, &mine));
	if (!mine)
		return NULL;      /* that took longer than the lease: who has it now tells the head */
	TRY(ledger_audit_chain(alone->ledger, arena, &chain));
	TRY(is_due(&chain, sealing->how, arena, &due));
	return due ? tell_head(alone->ledger, &chain, sealing->how, arena, &sealing->sealed) : NULL;
}

/* Looked at without the lease: mostly nothing is to be done, and an idle home does not write to its disk every second. */
static struct err *
is_anything_due(struct ledger *ledger, const struct audit_sealing *how, struct arena *arena, struct audit_sealed *would, bool *ret_due)
{
	struct ledger_audit_chain chain;
	int64_t waiting;
	bool told;

	TRY(ledger_audit_unsealed(ledger, 0, arena, &waiting));
	*ret_due = waiting > 0;
	if (*ret_due)
		return NULL;
	TRY(ledger_audit_chain(ledger, arena, &chain));
	TRY(is_due(&chain, how, arena, ret_due));
	if (!*ret_due)
		return NULL;
	TRY(make_head(&chain, how, arena, would, &told));
	*ret_due = !told;
	return NULL;
}

struct err *
audit_seal(struct ledger *ledger, const struct audit_sealing *how, struct arena *arena, struct audit_sealed *ret_sealed)
{
	struct sealing sealing = { .how = how };
	struct err *err;
	bool due, mine;

	*ret_sealed = sealing.sealed;
	TRY(is_anything_due(ledger, how, arena, ret_sealed, &due));
	if (!due)
		return NULL;
	err = audit_alone(ledger, STR("audit.seal"), seal_alone, &sealing, arena, &mine);
	*ret_sealed = sealing.sealed;
	ret_sealed->elsewhere = err == NULL && !mine;
	return err;
}
