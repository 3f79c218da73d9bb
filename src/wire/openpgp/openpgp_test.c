#include "wire/openpgp/openpgp.h"

#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "format/json/feed_test.h"
#include "format/openpgp/keys_test.h"
#include "format/openpgp/openpgp.h"
#include "format/openpgp/openpgp_write.h"

static const char document[] = "what was signed\n";
static const char psirt_signature[] =
	"-----BEGIN PGP SIGNATURE-----\n"
	"\n"
	"iIcEABYIAC8WIQTcKlhvmCzkE2a6fwYgeMt64yJ8cgUCZZdGgBEccHNpcnRAZXhh\n"
	"bXBsZS5qcAAKCRAgeMt64yJ8clXzAQD4rQLy3G79KyzbHGygEinMOriQApzqEbMu\n"
	"Sn7Kva4TKgD+JpXLvYw2yjeG4TGzT04i9hQ0ranTCu4qujsgBLuwfQU=\n"
	"=p0Nb\n"
	"-----END PGP SIGNATURE-----\n";
static const char former_signature[] =
	"-----BEGIN PGP SIGNATURE-----\n"
	"\n"
	"iIgEABYIADAWIQRvmh7vH2g/JG8he0tRbGZbQVjzMAUCZZdGgBIcZm9ybWVyQGV4\n"
	"YW1wbGUuanAACgkQUWxmW0FY8zDCiAEAub0kasmrar6ajJgFIBfPnZJlveEcQAWD\n"
	"AlUEOydzkD4A/1DLcdnvNPzwh9qhMNCawwpXPKYDiMq88H+oY5/HErkO\n"
	"=Uad5\n"
	"-----END PGP SIGNATURE-----\n";

/* Rings and signatures as files in a folder that goes with the test. */
struct place { struct arena *arena; struct str dir; };

static struct str
put(const struct place *place, const char *name, struct str bytes)
{
	struct str file = path_join(place->arena, place->dir, str_of(name));

	assert_ok(file_write(file, bytes, place->arena));
	return file;
}

static struct str
ring(const struct place *place, const char *key)
{
	struct gathered g;
	struct str bytes;

	gather_begin(&g, place->arena);
	assert_ok(gather_text(&g, openpgp_keys_read, str_of(key)));
	assert_true(crypt_unhex(((const struct openpgp_key *)g.values.items[0])->hex, place->arena, &bytes));
	return put(place, "csaf:ring.gpg", bytes);
}

static const struct { const char *key, *signature, *text, *sentence; } cases[] = {
	{ psirt_key, psirt_signature, document, NULL },
	{ psirt_key, psirt_signature, "what was signed.\n", "does not fit" },
	{ other_key, psirt_signature, document, "not one of those of its issuer" },
	{ former_key, former_signature, document, "has expired" },
	{ psirt_key, "", document, "does not fit" },
	{ psirt_key, "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n", document, "does not fit" },
	{ psirt_key, document, document, "does not fit" },
};

static void
only_what_was_signed_by_one_of_the_keys_holds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct place place = { arena, arena_printf(arena, "/tmp/openpgp-test-%d", (int)getpid()) };

	(void)state;
	if (!file_exists(STR("/usr/bin/gpgv"), arena)) {
		print_message("  skipped: gpgv is not installed\n");
		return;
	}
	assert_ok(dir_make(place.dir, arena));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str keys = ring(&place, cases[i].key), signature = put(&place, "asc", str_of(cases[i].signature));
		struct str file = put(&place, "doc", str_of(cases[i].text)), by = { 0 };
		struct err *err = openpgp_check(keys, signature, file, STR("doc"), arena, &by);
		struct str said = err == NULL ? STR("taken") : err_sentence(err, LANG_EN, arena);

		if (cases[i].sentence == NULL ? err != NULL : err == NULL || str_find(said, str_of(cases[i].sentence)) == SIZE_MAX)
			fail_msg("%zu: %.*s", i, STR_ARG(said));
		if (err == NULL)
			assert_str(by, "DC2A586F982CE41366BA7F062078CB7AE3227C72");
	}
	assert_ok(dir_remove(place.dir, arena));
}

static struct err *
sign(void *context, struct str digest, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	(void)arena;
	crypt_sign(context, digest, ret_signature);
	return NULL;
}

/* Many, so that numbers with zeros in front are among them. */
static void
own_signatures_hold_for_others(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct place place = { arena, arena_printf(arena, "/tmp/openpgp-test-%d", (int)getpid()) };
	unsigned char seed[CRYPT_KEY] = { 7 }, secret[CRYPT_SECRET];
	struct openpgp_own own = { .made_at = 1795230000 * INSTANT_SECOND, .sign = sign, .context = secret };

	(void)state;
	if (!file_exists(STR("/usr/bin/gpgv"), arena)) {
		print_message("  skipped: gpgv is not installed\n");
		return;
	}
	assert_ok(dir_make(place.dir, arena));
	for (int i = 0; i < 100; i++) {
		struct str armored, signature, text = arena_printf(arena, "what was signed, edition %d\n", i), file = put(&place, "doc", text), keys, by;

		seed[1] = (unsigned char)i;
		crypt_sign_keys_of(seed, own.public, secret);
		assert_ok(openpgp_own_key(&own, NULL, STR("例市"), arena, &armored));
		assert_ok(openpgp_own_signature(&own, text, own.made_at + i * INSTANT_SECOND, arena, &signature));
		keys = ring(&place, arena_cstr(arena, armored));
		assert_ok(openpgp_check(keys, put(&place, "asc", signature), file, STR("doc"), arena, &by));
		assert_true(str_eq(by, openpgp_own_fingerprint(&own, arena)));
		assert_ok(openpgp_own_signature(&own, STR("another"), own.made_at, arena, &signature));
		assert_non_null(openpgp_check(keys, put(&place, "asc", signature), file, STR("doc"), arena, &by));
	}
	assert_ok(dir_remove(place.dir, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(only_what_was_signed_by_one_of_the_keys_holds), cmocka_unit_test(own_signatures_hold_for_others) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
