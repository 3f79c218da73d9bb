#include "service/audit/audit.h"

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

/* The second place first: a head that the ledger notes is there. */
static struct err *
tell_head(struct ledger *ledger, const struct ledger_audit_chain *chain, const struct audit_sealing *how, struct arena *arena,
    struct audit_sealed *sealed)
{
	bool told;

	sealed->head = (struct audit_head){ .chain = chain->name, .place = chain->sequence, .link = chain->link, .at = how->now,
		.readable = true };
	TRY(sign_head(how->signer, arena, sealed));
	TRY(was_told(how, &sealed->head, arena, &told));
	if (told)
		return NULL;
	TRY(audit_head_append(how->heads, &sealed->head, arena));
	sealed->told = true;
	return ledger_audit_told(ledger, chain->sequence, how->now, arena);
}

struct err *
audit_seal(struct ledger *ledger, const struct audit_sealing *how, struct arena *arena, struct audit_sealed *ret_sealed)
{
	struct audit_sealed sealed = { 0 };
	struct ledger_audit_chain chain;
	bool due;

	*ret_sealed = sealed;
	TRY(seal_rows(ledger, arena, &sealed.rows));
	ret_sealed->rows = sealed.rows;
	TRY(ledger_audit_chain(ledger, arena, &chain));
	TRY(is_due(&chain, how, arena, &due));
	if (due)
		TRY(tell_head(ledger, &chain, how, arena, &sealed));
	*ret_sealed = sealed;
	return NULL;
}
