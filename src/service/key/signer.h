/*
 * signer.h - the key that an organisation signs with before others: kept in the ledger as keys of cases are (casefile 0, compartment "signing"), wrapped by the
 * master, used by the key holder alone. So a backup of the ledger and the shares of the master bring it back, and a renewed master wraps it anew.
 *
 * It is renewed by another beside it ("signing-2", "signing-3" …), with which is signed from then on. Those before stay, to vouch for those that follow.
 */
#pragma once
#include "service/home.h"
#include "wire/keyholder/keyholder.h"

struct signer {
	struct keyholder *holder;
	struct str        about, wrapped;
	unsigned char     public[CRYPT_PUBLIC];
	int64_t           made_at;
};

/* Makes it; joins the unit of work. ERR_CONFLICT: there is one; ERR_LOCKED: no key holder runs. */
CHECKED struct err *signer_make(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena);
/* Makes the next; joins the unit of work. ERR_NOT_FOUND: there is none to be renewed. */
CHECKED struct err *signer_renew(const struct home *home, struct ledger *ledger, int64_t now, struct arena *arena);
/*
 * The newest, or that which it took the place of. *ret_there false: none was made. ERR_LOCKED: no key holder runs. To be closed.
 */
CHECKED struct err *signer_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct signer *ret_signer, bool *ret_there);
CHECKED struct err *signer_open_former(const struct home *home, struct ledger *ledger, struct arena *arena, struct signer *ret_signer, bool *ret_there);
CHECKED struct err *signer_sign(struct signer *signer, struct str text, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE]);

static inline void
signer_close(struct signer *signer)
{
	keyholder_close(signer->holder);
}
#define SIGNER_SCOPE __attribute__((cleanup(signer_close)))
