#include "service/key/signer.h"

#include "base/clock.h"
#include "service/key/vault.h"
#include "store/ledger/key.h"

/* Of the first, the second …: its compartment, and what it is known by to the key holder. */
static struct str
compartment(int64_t number, struct arena *arena)
{
	return number == 1 ? STR("signing") : arena_printf(arena, "signing-%lld", (long long)number);
}

static struct str
about(const struct ledger *ledger, int64_t number, struct arena *arena)
{
	return arena_printf(arena, "%lld/0/%.*s", (long long)ledger_org(ledger), STR_ARG(compartment(number, arena)));
}

/* How many were made so far. */
static struct err *
count(struct ledger *ledger, struct arena *arena, int64_t *ret_count)
{
	struct ledger_key key;
	bool there = true;

	for (*ret_count = 0; there; *ret_count += there)
		TRY(ledger_key_find(ledger, 0, compartment(*ret_count + 1, arena), arena, &there, &key));
	return NULL;
}

static struct err *
add(const struct home *home, struct ledger *ledger, int64_t number, int64_t now, struct arena *arena)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct ledger_key key = { .compartment = compartment(number, arena), .made_at = now };
	unsigned char public[CRYPT_PUBLIC];
	struct key_wrapped wrapped;

	TRY(keyholder_open(home->path, arena, &holder));
	TRY(keyholder_signer(holder, about(ledger, number, arena), arena, public, &wrapped));
	TRY(vault_check_master(ledger, &wrapped, arena));
	key.wrapped = crypt_hex(wrapped.wrapped, arena);
	key.master = wrapped.master;
	return ledger_key_add(ledger, &key, arena);
}

struct err *
signer_make(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena)
{
	int64_t made;

	TRY(ledger_key_turn(ledger, arena));
	TRY(count(ledger, arena, &made));
	if (made > 0)
		return err_new(arena, ERR_CONFLICT, M("This organisation has a key that it signs with already."));
	return add(home, ledger, 1, now, arena);
}

struct err *
signer_renew(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena)
{
	struct ledger_key former;
	int64_t made;
	bool there;

	TRY(ledger_key_turn(ledger, arena));
	TRY(count(ledger, arena, &made));
	TRY(ledger_key_find(ledger, 0, compartment(made, arena), arena, &there, &former));
	if (!there)
		return err_new(arena, ERR_NOT_FOUND, M("There is no key yet that could be renewed: \"tsukuroi csaf key\" makes the first."));
	/* Others tell the newest by this, in whole seconds; a clock may have gone back. */
	return add(home, ledger, made + 1, now < former.made_at + INSTANT_SECOND ? former.made_at + INSTANT_SECOND : now, arena);
}

static struct err *
open_number(const struct home *home, struct ledger *ledger, int64_t number, struct arena *arena, struct signer *ret_signer, bool *ret_there)
{
	struct signer signer SIGNER_SCOPE = { .about = about(ledger, number, arena) };
	unsigned char ignored[CRYPT_SIGNATURE];
	struct ledger_key key;

	*ret_there = number > 0;
	if (!*ret_there)
		return NULL;
	TRY(ledger_key_find(ledger, 0, compartment(number, arena), arena, ret_there, &key));
	if (!crypt_unhex(key.wrapped, arena, &signer.wrapped) || signer.wrapped.len == 0)
		return err_new(arena, ERR_STORE, M("The key of compartment {compartment} is damaged in the ledger: restore the ledger from a backup."),
		    ARG("compartment", compartment(number, arena)));
	signer.made_at = key.made_at;
	TRY(keyholder_open(home->path, arena, &signer.holder));
	/* Its public half comes with each signature. */
	TRY(keyholder_sign_as(signer.holder, signer.about, signer.wrapped, STR(""), arena, ignored, signer.public));
	*ret_signer = signer;
	signer.holder = NULL;
	return NULL;
}

struct err *
signer_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct signer *ret_signer, bool *ret_there)
{
	int64_t made;

	TRY(count(ledger, arena, &made));
	return open_number(home, ledger, made, arena, ret_signer, ret_there);
}

struct err *
signer_open_former(const struct home *home, struct ledger *ledger, struct arena *arena, struct signer *ret_signer, bool *ret_there)
{
	int64_t made;

	TRY(count(ledger, arena, &made));
	return open_number(home, ledger, made - 1, arena, ret_signer, ret_there);
}

struct err *
signer_sign(struct signer *signer, struct str text, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	return keyholder_sign_as(signer->holder, signer->about, signer->wrapped, text, arena, ret_signature, signer->public);
}
