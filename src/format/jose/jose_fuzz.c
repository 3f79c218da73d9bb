/* Tokens and sets of keys come from elsewhere: what is read of one is held against what is read of the other. */
#include "format/jose/jose.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str token_text, keys_text;
	struct jose_token token;
	struct jose_keys keys;
	bool known;

	/* The token stands in the first line, the keys behind it. */
	(void)str_cut((struct str){ (const char *)bytes, len }, '\n', &token_text, &keys_text);
	if (jose_keys_parse(keys_text, arena, &keys) != NULL)
		keys = (struct jose_keys){ 0 };
	if (jose_token_parse(token_text, arena, &token) == NULL && jose_check(&token, &keys, arena, &known) == NULL && !known)
		__builtin_trap();
	return 0;
}
