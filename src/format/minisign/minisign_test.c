#include "test.h"

#include <string.h>
#include "format/minisign/minisign.h"

/* Made with minisign 0.11, whose key is bare, over "繕い\n" with the comment "a comment 1"; the last is of its former kind (-l). */
static const char public_file[] =
	"untrusted comment: minisign public key 57AEFAF9FE0A160E\n"
	"RWQOFgr++fquVw9iopOrGDmYAU2eutlVxR9u8OAwtuT55AjgEGtkvavP\n";
static const char secret_file[] =
	"untrusted comment: minisign encrypted secret key\n"
	"RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADhYK/vn6rld4VuOY/lzqAEKBDc1NgmuEFoBpACcJUUFHbwfkLNI2bQ9iopOr"
	"GDmYAU2eutlVxR9u8OAwtuT55AjgEGtkvavPAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
static const char former_kind[] =
	"untrusted comment: signature from minisign secret key\n"
	"RWQOFgr++fquV8Jjda0DrL3uAx0ecIjx3kee/eNgxzm27DnNOeCxem53qblQJnfgpB5UH40ndpp1QMKFO+Uqf845AVqd7oypVAw=\n"
	"trusted comment: x\n"
	"iIs7ZY4f52lm3i0wbiAi0JAKLDOb6S510RBCtaD5Xga72XroJBv/UKUhQopV6d1gi4RIeRm9S+e1raZlCC24AA==\n";

static void
digest_of(const char *text, unsigned char ret_digest[CRYPT_HASH])
{
	struct crypt_hash hash;

	crypt_hash_begin(&hash);
	crypt_hash_add(&hash, str_of(text));
	crypt_hash_end(&hash, ret_digest);
}

static void
reads_what_minisign_wrote(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct minisign_signature signature;
	struct minisign_public key;
	struct minisign_secret secret;
	bool asks = true;

	(void)state;
	assert_ok(minisign_public_read(str_of(public_file), arena, &key));
	assert_str(minisign_id(key.id, arena), "57AEFAF9FE0A160E");
	assert_str(minisign_public_write(&key, arena), public_file);
	assert_ok(minisign_public_read(STR("RWQOFgr++fquVw9iopOrGDmYAU2eutlVxR9u8OAwtuT55AjgEGtkvavP"), arena, &key));
	assert_ok(minisign_secret_asks(str_of(secret_file), arena, &asks));
	assert_false(asks);
	assert_ok(minisign_secret_read(str_of(secret_file), STR(""), arena, &secret));
	assert_memory_equal(secret.key + 32, key.key, CRYPT_PUBLIC);
	assert_err(minisign_signature_read(str_of(former_kind), arena, &signature), ERR_UNSUPPORTED);
}

static void
what_is_signed_verifies_until_anything_changes(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char digest[CRYPT_HASH], other[CRYPT_HASH];
	struct minisign_signature signature, changed;
	struct minisign_public public, stranger;
	struct minisign_secret secret, none;
	struct str text;

	(void)state;
	digest_of("繕い\n", digest);
	digest_of("繕い", other);
	minisign_make(&secret, &public);
	minisign_make(&none, &stranger);
	assert_ok(minisign_sign(&secret, digest, STR("a comment 1"), arena, &signature));
	text = minisign_signature_write(&signature, arena);
	assert_ok(minisign_signature_read(text, arena, &changed));
	assert_ok(minisign_verify(&public, digest, &changed, arena));
	assert_err(minisign_verify(&public, other, &changed, arena), ERR_FORMAT);
	assert_err(minisign_verify(&stranger, digest, &changed, arena), ERR_FORMAT);
	memcpy(stranger.id, public.id, MINISIGN_ID);
	assert_err(minisign_verify(&stranger, digest, &changed, arena), ERR_FORMAT);
	changed.trusted = STR("a comment 2");
	assert_err(minisign_verify(&public, digest, &changed, arena), ERR_FORMAT);
	assert_err(minisign_sign(&secret, digest, STR("two\nlines"), arena, &signature), ERR_USAGE);
}

static void
keys_open_with_their_passphrase_only(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct minisign_secret secret, again;
	struct minisign_public public;
	struct str text;
	bool asks = false;

	(void)state;
	minisign_make(&secret, &public);
	assert_ok(minisign_secret_write(&secret, STR("mend"), arena, &text));
	assert_ok(minisign_secret_asks(text, arena, &asks));
	assert_true(asks);
	assert_err(minisign_secret_read(text, STR("break"), arena, &again), ERR_FORBIDDEN);
	assert_ok(minisign_secret_read(text, STR("mend"), arena, &again));
	assert_memory_equal(&again, &secret, sizeof(secret));
	assert_ok(minisign_secret_write(&secret, STR(""), arena, &text));
	assert_ok(minisign_secret_read(text, STR(""), arena, &again));
	assert_memory_equal(&again, &secret, sizeof(secret));
}

static void
what_is_no_such_file_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const char *const texts[] = {
		"", "\n\n\n\n", "untrusted comment: x", "untrusted comment: x\n????\n", "untrusted comment: x\nRWQ=\n",
		"untrusted comment: x\nRWQOFgr++fquVw9iopOrGDmYAU2eutlVxR9u8OAwtuT55AjgEGtkvavPAA==\n", public_file,
		"untrusted comment: x\nRUQOFgr++fquVw9iopOrGDmYAU2eutlVxR9u8OAwtuT55AjgEGtkvavP\ntrusted comment: y\nAA==\n",
	};
	struct minisign_signature signature;
	struct minisign_public public;
	struct minisign_secret secret;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		assert_err(minisign_signature_read(str_of(texts[i]), arena, &signature), ERR_FORMAT);
		assert_err(minisign_secret_read(str_of(texts[i]), STR(""), arena, &secret), ERR_FORMAT);
		if (texts[i] != public_file)
			assert_err(minisign_public_read(str_of(texts[i]), arena, &public), ERR_FORMAT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_minisign_wrote),
		cmocka_unit_test(what_is_signed_verifies_until_anything_changes),
		cmocka_unit_test(keys_open_with_their_passphrase_only),
		cmocka_unit_test(what_is_no_such_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
