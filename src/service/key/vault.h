/*
 * vault.h - content of cases, sealed and opened under the keys of their compartments.
 *
 * A key per case × compartment, wrapped by the home's master key, which only the key holder's process has (wire/keyholder). A stored
 * content is a blob: its first byte says whether it is plain (an open case) or sealed. Without a running key holder sealed content is
 * ERR_LOCKED, never half shown.
 */
#pragma once
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
/* Sealed: makes the compartment's key when it has none (joins the unit of work). */
CHECKED struct err *vault_seal(struct vault *vault, const struct place *place, struct str content, struct arena *arena, struct str *ret_blob);
/* Either. ERR_LOCKED without key holder; ERR_GONE when the compartment's key was destroyed. */
CHECKED struct err *vault_read(struct vault *vault, const struct place *place, struct str blob, struct arena *arena, struct str *ret_content);
bool vault_is_sealed(struct str blob);
/* Destroys the key: what was sealed with it is gone for good. */
CHECKED struct err *vault_erase(struct vault *vault, int64_t casefile, struct str compartment, struct arena *arena);
/* The key holder's signature under a text; its public half is in H/keys/audit.pub. */
CHECKED struct err *vault_sign(struct vault *vault, struct str text, struct arena *arena, struct str *ret_signature);

static inline void
vault_cleanup(struct vault **vault)
{
	vault_close(*vault);
}
#define VAULT_SCOPE __attribute__((cleanup(vault_cleanup)))
