#include "service/key/signer.h"

#include "service/key/vault.h"
#include "store/ledger/key.h"

#define COMPARTMENT STR("signing")

static struct str
about(const struct ledger *ledger, struct arena *arena)
{
	return arena_printf(arena, "%lld/0/signing", (long long)ledger_org(ledger));
}

struct err *
signer_make(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct ledger_key key = { .compartment = COMPARTMENT, .made_at = now }, earlier;
	unsigned char public[CRYPT_PUBLIC];
	struct key_wrapped wrapped;
	bool there;

	TRY(keyholder_open(home->path, arena, &holder));
	TRY(ledger_key_turn(ledger, arena));
	TRY(ledger_key_find(ledger, 0, COMPARTMENT, arena, &there, &earlier));
	if (there)
		return err_new(arena, ERR_CONFLICT, M("This organisation has a key that it signs with already."));
	TRY(keyholder_signer(holder, about(ledger, arena), arena, public, &wrapped));
	TRY(vault_check_master(ledger, &wrapped, arena));
	key.wrapped = crypt_hex(wrapped.wrapped, arena);
	key.master = wrapped.master;
	return ledger_key_add(ledger, &key, arena);
}

struct err *
signer_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct signer *ret_signer, bool *ret_there)
{
	struct signer signer SIGNER_SCOPE = { .about = about(ledger, arena) };
	unsigned char ignored[CRYPT_SIGNATURE];
	struct ledger_key key;

	TRY(ledger_key_find(ledger, 0, COMPARTMENT, arena, ret_there, &key));
	if (!*ret_there)
		return NULL;
	if (!crypt_unhex(key.wrapped, arena, &signer.wrapped) || signer.wrapped.len == 0)
		return err_new(arena, ERR_STORE, M("The key of compartment {compartment} is damaged in the ledger: restore the ledger from a backup."),
		    ARG("compartment", COMPARTMENT));
	signer.made_at = key.made_at;
	TRY(keyholder_open(home->path, arena, &signer.holder));
	/* Its public half comes with each signature. */
	TRY(keyholder_sign_as(signer.holder, signer.about, signer.wrapped, STR(""), arena, ignored, signer.public));
	*ret_signer = signer;
	signer.holder = NULL;
	return NULL;
}

struct err *
signer_sign(struct signer *signer, struct str text, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	return keyholder_sign_as(signer->holder, signer->about, signer->wrapped, text, arena, ret_signature, signer->public);
}
