#include "format/openpgp/openpgp.h"

#include "base/crypt.h"
#include "format/json/feed_test.h"
#include "format/openpgp/keys_test.h"
#include "format/openpgp/openpgp_write.h"

static void
keys_are_told_by_their_fingerprints(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str both = arena_printf(arena, "a word before\n%s\n%s", psirt_key, other_key), binary;
	const struct openpgp_key *first, *second;
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, openpgp_keys_read, both));
	assert_int_equal(g.values.count, 2);
	first = g.values.items[0];
	second = g.values.items[1];
	assert_str(first->fingerprint, "DC2A586F982CE41366BA7F062078CB7AE3227C72");
	assert_str(first->user, "Example PSIRT <psirt@example.jp>");
	assert_str(second->fingerprint, "FC5234B4E3FDD3B48EC2473B7FFB607534F1AC7B");
	/* The bytes are those of the key, and are read again without armor. */
	assert_true(crypt_unhex(second->hex, arena, &binary));
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, openpgp_keys_read, binary));
	assert_true(str_eq(((const struct openpgp_key *)g.values.items[0])->fingerprint, second->fingerprint));
}

static const struct { const char *text, *sentence; } refused[] = {
	{ "", "no public key" }, { "words", "no public key" }, { "\x99\xff\xff", "damaged" }, { "\xb4\x01x", "damaged" },
	{ "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME", "damaged" }, { "-----BEGIN PGP PRIVATE KEY BLOCK-----\n", "secret key" },
	{ "\x94\x06""\x04zzzzz", "secret key" }, { "\x98\x06""\x06zzzzz", "version 6" }, { "\x98\x02""\x04z", "damaged" },
	{ "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!!\n-----END PGP PUBLIC KEY BLOCK-----\n", "damaged" },
};

static void
what_is_no_key_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		err = gather_text(&g, openpgp_keys_read, str_of(refused[i].text));
		if (err == NULL || str_find(err_sentence(err, LANG_EN, arena), str_of(refused[i].sentence)) == SIZE_MAX)
			fail_msg("%zu: %s", i, err == NULL ? "taken" : arena_cstr(arena, err_sentence(err, LANG_EN, arena)));
	}
}

static struct err *
sign(void *context, struct str digest, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	(void)arena;
	assert_int_equal(digest.len, 64);
	crypt_sign(context, digest, ret_signature);
	return NULL;
}

/* What is written is read again; that others take its signatures is wire/openpgp's test. */
static void
an_own_key_is_read_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char seed[CRYPT_KEY] = { 7 }, secret[CRYPT_SECRET];
	struct openpgp_own own = { .made_at = 1795230000 * (int64_t)1000000, .sign = sign, .context = secret };
	const struct openpgp_key *key;
	struct str armored, later;
	struct gathered g;

	(void)state;
	crypt_sign_keys_of(seed, own.public, secret);
	assert_ok(openpgp_own_key(&own, NULL, STR("例市 <psirt@city.example.jp>"), arena, &armored));
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, openpgp_keys_read, armored));
	assert_int_equal(g.values.count, 1);
	key = g.values.items[0];
	assert_str(key->user, "例市 <psirt@city.example.jp>");
	assert_true(str_eq(key->fingerprint, openpgp_own_fingerprint(&own, arena)));
	assert_int_equal(key->made_at, own.made_at);
	own.made_at += 1000000;
	later = openpgp_own_fingerprint(&own, arena);
	assert_false(str_eq(key->fingerprint, later));
}

/* It is the same key with one signature more. */
static void
a_key_is_vouched_for_by_the_one_before(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char seed[CRYPT_KEY] = { 7 }, secret[CRYPT_SECRET], former_secret[CRYPT_SECRET];
	struct openpgp_own own = { .made_at = 1795230000 * (int64_t)1000000, .sign = sign, .context = secret }, former = own;
	struct str alone, vouched;
	struct gathered g;

	(void)state;
	crypt_sign_keys_of(seed, own.public, secret);
	seed[0] = 8;
	crypt_sign_keys_of(seed, former.public, former_secret);
	former.context = former_secret;
	assert_ok(openpgp_own_key(&own, NULL, STR("例市"), arena, &alone));
	assert_ok(openpgp_own_key(&own, &former, STR("例市"), arena, &vouched));
	assert_true(vouched.len > alone.len);
	gather_begin(&g, arena);
	assert_ok(gather_text(&g, openpgp_keys_read, vouched));
	assert_int_equal(g.values.count, 1);
	assert_true(str_eq(((const struct openpgp_key *)g.values.items[0])->fingerprint, openpgp_own_fingerprint(&own, arena)));
}

static void
a_signature_names_its_key(void **state)
{
	static const char *const others[] = { "", "x", "-----BEGIN PGP SIGNATURE-----\n\nwg==\n-----END PGP SIGNATURE-----\n",
		"-----BEGIN PGP SIGNATURE-----\n\nwv////8=\n-----END PGP SIGNATURE-----\n", "-----BEGIN PGP SIGNATURE-----\n\nwgYEABYKAAA=\n-----END PGP SIGNATURE-----\n",
		"-----BEGIN PGP SIGNATURE-----\n\nwgcEABYK//8h\n-----END PGP SIGNATURE-----\n", "-----BEGIN PGP SIGNATURE-----\n" };
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char seed[CRYPT_KEY] = { 7 }, secret[CRYPT_SECRET];
	struct openpgp_own own = { .made_at = 1795230000 * (int64_t)1000000, .sign = sign, .context = secret };
	struct str armored;

	(void)state;
	crypt_sign_keys_of(seed, own.public, secret);
	assert_ok(openpgp_own_signature(&own, STR("document"), own.made_at, arena, &armored));
	assert_true(str_eq(openpgp_signature_by(armored, arena), openpgp_own_fingerprint(&own, arena)));
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_int_equal(openpgp_signature_by(str_of(others[i]), arena).len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_told_by_their_fingerprints),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(an_own_key_is_read_again),
		cmocka_unit_test(a_key_is_vouched_for_by_the_one_before),
		cmocka_unit_test(a_signature_names_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
