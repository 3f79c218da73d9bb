/*
 * vault.h - content of cases, sealed and opened under the keys of their compartments.
 *
 * A key per case × compartment, wrapped by the home's master key, which only the key holder's process has (wire/keyholder). A stored
 * content is a blob: its first byte says whether it is plain ('p', an open case) or sealed ('s'); a blob of no bytes is no content. Without a
 * running key holder sealed content is ERR_LOCKED, never half shown.
 *
 * A key that was asked for stays in this process's memory for keys until vault_close; every use looks in the ledger whether it was erased or wrapped
 * anew meanwhile. A process that has a vault leaves no core dump.
 */
#pragma once
#include "base/crypt.h"
#include "service/people/password.h"
#include "store/ledger/ledger.h"

struct vault;
struct home;

/* Finds the home's key holder; one that does not run is no error here. */
CHECKED struct err *vault_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct vault **ret_vault);
void vault_close(struct vault *vault);
bool vault_is_unlocked(const struct vault *vault);

struct place { int64_t casefile; struct str compartment; struct str about; };   /* about: "field/applies", "entry/12": bound to the content */
/* Plain content of an open case into a blob, and back. */
struct str vault_plain(struct str content, struct arena *arena);
/* Sealed: makes the compartment's key when it has none (joins the unit of work). ERR_GONE when it was destroyed: nothing more can be put there. */
CHECKED struct err *vault_seal(struct vault *vault, const struct place *place, struct str content, struct arena *arena, struct str *ret_blob);
/*
 * Either. ERR_LOCKED without key holder; ERR_GONE when the compartment's key was destroyed; ERR_FORBIDDEN when the blob was altered or is not of
 * this place.
 */
CHECKED struct err *vault_read(struct vault *vault, const struct place *place, struct str blob, struct arena *arena, struct str *ret_content);
bool vault_is_sealed(struct str blob);
/*
 * Destroys the key: what was sealed with it is gone for good, once the unit of work it joins is committed. ERR_NOT_FOUND: there is none. Who calls it
 * goes on with vault_scrub when that has happened.
 */
CHECKED struct err *vault_erase(struct vault *vault, int64_t casefile, struct str compartment, int64_t at, struct arena *arena,
    struct str *ret_wrapped);
/* Sees to it that the wrapped key stands in no file of the database any more; *ret_where names one in which it does, "" when none. */
CHECKED struct err *vault_scrub(struct vault *vault, struct str wrapped, struct arena *arena, struct str *ret_where);
/* The key holder's signature under a text: CRYPT_SIGNATURE bytes; its public half is in H/keys/audit.pub. */
CHECKED struct err *vault_sign(struct vault *vault, struct str text, struct arena *arena, struct str *ret_signature);

/*
 * The master that wraps a new key must be the one the ledger names, or, while a rotation begins, the one just before: a node whose key holder was not told of
 * a rotation would make keys that nobody else can open. ERR_LOCKED. Of whoever makes keys by the key holder; joins the unit of work.
 */
struct key_wrapped;
CHECKED struct err *vault_check_master(struct ledger *ledger, const struct key_wrapped *wrapped, struct arena *arena);

/* The public half that H/keys/audit.pub, or a copy of it elsewhere, holds. ERR_FORMAT: the file holds none. */
CHECKED struct err *vault_public_read(struct str file, struct arena *arena, unsigned char ret_public[CRYPT_PUBLIC]);

/*
 * How secrets of people's second factors are kept: under a key of their own beside those of cases while the key holder runs, as they are where
 * there is none. Lives as long as the vault.
 */
struct people_vault vault_people(struct vault *vault);

static inline void
vault_cleanup(struct vault **vault)
{
	vault_close(*vault);
}
#define VAULT_SCOPE __attribute__((cleanup(vault_cleanup)))
