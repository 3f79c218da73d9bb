#include "test.h"

#include <string.h>
#include "base/crypt.h"

static struct str
unhex(const char *hex, struct arena *arena)
{
	struct str out = { 0 };

	assert_true(crypt_unhex(str_of(hex), arena, &out));
	return out;
}

static const unsigned char *
key_of(struct str text)
{
	return (const unsigned char *)text.ptr;
}

/* draft-irtf-cfrg-xchacha-03, A.3.1: nonce, ciphertext and tag in the order in which they are kept. */
static void
opens_the_published_vector(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str key = unhex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", arena);
	struct str about = unhex("50515253c0c1c2c3c4c5c6c7", arena);
	struct str sealed = unhex("404142434445464748494a4b4c4d4e4f5051525354555657"
	    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
	    "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e"
	    "c0875924c1c7987947deafd8780acf49", arena);
	struct str plain;

	(void)state;
	assert_ok(crypt_open(key_of(key), about, sealed, arena, &plain));
	assert_str(plain, "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.");
}

static void
what_is_sealed_opens_again_and_never_looks_the_same(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct str texts[] = { STR(""), STR("a"), STR("庁内だけの話"), { arena_alloc(arena, 100000), 100000 } };
	unsigned char key[CRYPT_KEY];

	(void)state;
	crypt_random(key, sizeof(key));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct str sealed = crypt_seal(key, STR("here"), texts[i], arena);
		struct str again = crypt_seal(key, STR("here"), texts[i], arena);
		struct str plain;

		assert_int_equal(sealed.len, texts[i].len + 40);
		assert_false(str_eq(sealed, again));
		assert_ok(crypt_open(key, STR("here"), sealed, arena, &plain));
		assert_true(str_eq(plain, texts[i]));
	}
}

static void
every_altered_byte_is_noticed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char key[CRYPT_KEY];
	struct str sealed, plain;
	char *bytes;

	(void)state;
	crypt_random(key, sizeof(key));
	sealed = crypt_seal(key, STR("case 7"), STR("the finder's name"), arena);
	bytes = arena_cstr(arena, sealed);
	for (size_t i = 0; i < sealed.len; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			bytes[i] = (char)(bytes[i] ^ (1 << bit));
			assert_err(crypt_open(key, STR("case 7"), (struct str){ bytes, sealed.len }, arena, &plain), ERR_FORBIDDEN);
			bytes[i] = (char)(bytes[i] ^ (1 << bit));
		}
	for (size_t len = 0; len < sealed.len; len++)
		assert_err(crypt_open(key, STR("case 7"), str_sub(sealed, 0, len), arena, &plain), ERR_FORBIDDEN);
	assert_err(crypt_open(key, STR("case 8"), sealed, arena, &plain), ERR_FORBIDDEN);
	assert_err(crypt_open(key, STR(""), sealed, arena, &plain), ERR_FORBIDDEN);
	key[31] ^= 1;
	assert_err(crypt_open(key, STR("case 7"), sealed, arena, &plain), ERR_FORBIDDEN);
}

/* The first is of the reference implementation's own tests (phc-winner-argon2, test.c). */
static const struct {
	const char *password, *hash;
	bool        right;
} passwords[] = {
	{ "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", true },
	{ "Password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", false },
	{ "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPd", false },
	{ "password", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA", false },
	{ "password", "password", false },
	{ "", "", false },
};

static void
a_password_is_its_hash(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str hash = crypt_password(STR("ひみつの言葉"), arena);

	(void)state;
	assert_true(str_starts(hash, STR("$argon2id$v=19$m=65536,t=3,p=1$")));
	assert_true(crypt_password_is(STR("ひみつの言葉"), hash, arena));
	assert_false(crypt_password_is(STR("ひみつの言葉 "), hash, arena));
	assert_false(str_eq(hash, crypt_password(STR("ひみつの言葉"), arena)));
	for (size_t i = 0; i < ARRAY_LEN(passwords); i++)
		assert_int_equal(crypt_password_is(str_of(passwords[i].password), str_of(passwords[i].hash), arena), passwords[i].right);
}

static void
a_passphrase_gives_the_same_key_with_the_same_salt(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char first[CRYPT_KEY], again[CRYPT_KEY], other[CRYPT_KEY];

	(void)state;
	assert_ok(crypt_key_of(STR("long words"), STR("0123456789abcdef"), arena, first));
	assert_ok(crypt_key_of(STR("long words"), STR("0123456789abcdef"), arena, again));
	assert_ok(crypt_key_of(STR("long words"), STR("0123456789abcdeF"), arena, other));
	assert_memory_equal(first, again, CRYPT_KEY);
	assert_memory_not_equal(first, other, CRYPT_KEY);
	assert_err(crypt_key_of(STR("long words"), STR("short"), arena, other), ERR_FORMAT);
}

/* RFC 8032, 7.1, tests 1 and 2; a secret is the seed with the public half behind it. */
static const struct { const char *seed, *public, *text, *signature; } signatures[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
	  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
	  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
};

static void
signatures_are_those_of_the_standard(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(signatures); i++) {
		struct str public = unhex(signatures[i].public, arena);
		struct str secret = arena_printf(arena, "%s%s", signatures[i].seed, signatures[i].public);
		struct str text = unhex(signatures[i].text, arena);
		unsigned char signature[CRYPT_SIGNATURE];

		secret = unhex(arena_cstr(arena, secret), arena);
		crypt_sign(key_of(secret), text, signature);
		assert_str(crypt_hex((struct str){ (char *)signature, sizeof(signature) }, arena), signatures[i].signature);
		assert_true(crypt_signed(key_of(public), text, signature));
		assert_false(crypt_signed(key_of(public), STR("another text"), signature));
		signature[CRYPT_SIGNATURE - 1] ^= 1;
		assert_false(crypt_signed(key_of(public), text, signature));
	}
}

static void
made_keys_belong_together(void **state)
{
	unsigned char public[CRYPT_PUBLIC], secret[CRYPT_SECRET], other[CRYPT_PUBLIC], unused[CRYPT_SECRET], signature[CRYPT_SIGNATURE];

	(void)state;
	crypt_sign_keys(public, secret);
	crypt_sign_keys(other, unused);
	crypt_sign(secret, STR("head 12"), signature);
	assert_true(crypt_signed(public, STR("head 12"), signature));
	assert_false(crypt_signed(other, STR("head 12"), signature));
}

static void
hexadecimal_is_there_and_back(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const char *wrong[] = { "0", "0g", "zz", "00 11", "00112", "-1" };
	struct str bytes;

	(void)state;
	assert_str(crypt_hex((struct str){ "\x00\xff\x7f", 3 }, arena), "00ff7f");
	assert_str(crypt_hex(STR(""), arena), "");
	assert_true(crypt_unhex(STR("00FF7f"), arena, &bytes));
	assert_true(str_eq(bytes, (struct str){ "\x00\xff\x7f", 3 }));
	assert_true(crypt_unhex(STR(""), arena, &bytes));
	assert_int_equal(bytes.len, 0);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_false(crypt_unhex(str_of(wrong[i]), arena, &bytes));
}

static void
comparing_and_wiping(void **state)
{
	char secret[] = "secret";

	(void)state;
	assert_true(crypt_same(STR("abc"), STR("abc")));
	assert_false(crypt_same(STR("abc"), STR("abd")));
	assert_false(crypt_same(STR("abc"), STR("ab")));
	assert_true(crypt_same(STR(""), (struct str){ 0 }));
	crypt_memory_free(NULL);
	crypt_wipe(secret, sizeof(secret));
	assert_memory_equal(secret, "\0\0\0\0\0\0\0", sizeof(secret));
}

static void
memory_for_keys_begins_empty(void **state)
{
	static const unsigned char zero[1000];
	unsigned char *memory = crypt_memory(sizeof(zero));

	(void)state;
	assert_memory_equal(memory, zero, sizeof(zero));
	memset(memory, 7, sizeof(zero));
	crypt_memory_free(memory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_the_published_vector),
		cmocka_unit_test(what_is_sealed_opens_again_and_never_looks_the_same),
		cmocka_unit_test(every_altered_byte_is_noticed),
		cmocka_unit_test(a_password_is_its_hash),
		cmocka_unit_test(a_passphrase_gives_the_same_key_with_the_same_salt),
		cmocka_unit_test(signatures_are_those_of_the_standard),
		cmocka_unit_test(made_keys_belong_together),
		cmocka_unit_test(hexadecimal_is_there_and_back),
		cmocka_unit_test(comparing_and_wiping),
		cmocka_unit_test(memory_for_keys_begins_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
