#include "format/jose/verify.h"

#include <dlfcn.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>

#define GNUTLS_FUNCTIONS(F) \
	F(gnutls_pubkey_init) F(gnutls_pubkey_deinit) F(gnutls_pubkey_import_rsa_raw) F(gnutls_pubkey_import_ecc_raw) F(gnutls_pubkey_verify_data2) \
	F(gnutls_encode_rs_value) F(gnutls_free)

/* gnutls_free is a variable that holds a function: the member is its address, as of the functions. */
static struct {
#define GNUTLS_MEMBER(name) __typeof__(name) *name;
	GNUTLS_FUNCTIONS(GNUTLS_MEMBER)
#undef GNUTLS_MEMBER
	const char *failed;
} lib;

static void
load(void)
{
	static const struct { const char *name; void **member; } functions[] = {
#define GNUTLS_ROW(name_) { #name_, (void **)(void *)&lib.name_ },
		GNUTLS_FUNCTIONS(GNUTLS_ROW)
#undef GNUTLS_ROW
	};
	void *library = dlopen("libgnutls.so.30", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library != NULL && i < ARRAY_LEN(functions); i++) {
		*functions[i].member = dlsym(library, functions[i].name);
		if (*functions[i].member == NULL)
			library = NULL;
	}
	lib.failed = library == NULL ? dlerror() : NULL;
}

static gnutls_datum_t
datum(struct str bytes)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)bytes.ptr, (unsigned)bytes.len };
}

static int
import(gnutls_pubkey_t public, const struct jose_key *key)
{
	const gnutls_datum_t first = datum(key->first), second = datum(key->second);

	return key->algorithm == JOSE_RS256 ? lib.gnutls_pubkey_import_rsa_raw(public, &first, &second)
	                                    : lib.gnutls_pubkey_import_ecc_raw(public, GNUTLS_ECC_CURVE_SECP256R1, &first, &second);
}

static bool
is_right(gnutls_pubkey_t public, gnutls_sign_algorithm_t how, struct str text, gnutls_datum_t signature)
{
	const gnutls_datum_t signed_text = datum(text);

	return lib.gnutls_pubkey_verify_data2(public, how, 0, &signed_text, &signature) >= 0;
}

/* JWS has r and s side by side (RFC 7518 3.4), GnuTLS as DER. */
static bool
is_right_pair(gnutls_pubkey_t public, struct str text, struct str signature)
{
	const gnutls_datum_t r = datum(str_sub(signature, 0, 32)), s = datum(str_from(signature, 32));
	gnutls_datum_t pair = { NULL, 0 };
	bool right;

	if (signature.len != 64 || lib.gnutls_encode_rs_value(&pair, &r, &s) < 0)
		return false;
	right = is_right(public, GNUTLS_SIGN_ECDSA_SHA256, text, pair);
	(*lib.gnutls_free)(pair.data);
	return right;
}

struct err *
jose_verify(const struct jose_key *key, struct str text, struct str signature, struct arena *arena, bool *ret_right)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	gnutls_pubkey_t public = NULL;

	(void)pthread_once(&once, load);
	if (lib.failed != NULL)
		return err_new(arena, ERR_UNSUPPORTED, M("Looking at signatures of tokens needs GnuTLS on this machine: {why}."), ARG("why", str_of(lib.failed)));
	if (lib.gnutls_pubkey_init(&public) < 0)
		return err_new(arena, ERR_SYSTEM, M("GnuTLS has no memory for a key."));
	*ret_right = import(public, key) >= 0 &&
	    (key->algorithm == JOSE_RS256 ? is_right(public, GNUTLS_SIGN_RSA_SHA256, text, datum(signature)) : is_right_pair(public, text, signature));
	lib.gnutls_pubkey_deinit(public);
	return NULL;
}
