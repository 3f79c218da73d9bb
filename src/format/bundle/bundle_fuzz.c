#include "format/bundle/bundle.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)sink;
	(void)schema;
	(void)value;
	(void)arena;
	return NULL;
}

/* The first byte says which: a cover and its signature, or a payload that is unpacked already. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = str_from((struct str){ (const char *)bytes, len }, 1);
	struct minisign_signature signature;
	struct minisign_secret secret;
	struct minisign_public public;
	struct sink sink = { .record = take };
	struct input_bytes input;
	struct err *err;
	size_t end;
	bool asks;

	if (len == 0)
		return 0;
	if (bytes[0] % 2 == 0) {
		err = bundle_cover_read(text, arena, &signature, &end);
		if (err == NULL && end > text.len)
			abort();
		if (minisign_public_read(text, arena, &public) == NULL || minisign_secret_asks(text, arena, &asks) != NULL)
			return 0;
		/* A passphrase's work is not what is tried here. */
		err = asks ? NULL : minisign_secret_read(text, STR(""), arena, &secret);
	} else {
		err = bundle_read(input_of_bytes(&input, text, STR("fuzz")), &sink, arena);
	}
	if (err != NULL && err_sentence(err, LANG_JA, arena).len == 0)
		abort();
	return 0;
}
