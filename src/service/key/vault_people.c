/*
 * vault_people.c - how secrets of people's second factors are kept.
 */
#include "service/key/vault.h"

static struct place
place_of(struct str about)
{
	return (struct place){ 0, STR("people"), about };
}

static struct err *
seal_secret(void *context, struct str about, struct str plain, struct arena *arena, struct str *ret_blob)
{
	struct place place = place_of(about);

	*ret_blob = vault_plain(plain, arena);
	return vault_is_unlocked(context) ? vault_seal(context, &place, plain, arena, ret_blob) : NULL;
}

static struct err *
read_secret(void *context, struct str about, struct str blob, struct arena *arena, struct str *ret_plain)
{
	struct place place = place_of(about);

	return vault_read(context, &place, blob, arena, ret_plain);
}

struct people_vault
vault_people(struct vault *vault)
{
	return (struct people_vault){ vault, seal_secret, read_secret };
}
