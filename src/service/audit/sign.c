/*
 * sign.c - heads are signed by the home's key holder: its connection is opened for each, so that one that was started again is found.
 */
#include "service/audit/audit.h"
#include "wire/keyholder/keyholder.h"

struct err *
audit_sign_by_holder(void *context, struct str text, struct arena *arena, struct str *ret_signature)
{
	const struct str *home = context;
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	unsigned char *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	TRY(keyholder_open(*home, arena, &holder));
	TRY(keyholder_sign(holder, text, arena, signature));
	*ret_signature = (struct str){ (const char *)signature, CRYPT_SIGNATURE };
	return NULL;
}
