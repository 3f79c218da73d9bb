/*
 * tls.c - the certificate that is shown, and how another takes its place while people are connected.
 */
#include <string.h>
#include "wire/http/parts.h"

enum { CHAIN_MOST = 16, PEM_BYTES = 1 << 20 };

struct shown {
	struct shown    *older;
	gnutls_pcert_st  chain[CHAIN_MOST];
	unsigned         count;
	gnutls_privkey_t key;
};
struct tls {
	struct str      certificate, key;      /* files                         */
	struct arena   *arena;
	pthread_mutex_t mutex;                 /* of what follows               */
	struct shown   *shown;                 /* the newest first; all are kept, for a handshake may be under way */
};

static struct err *
refused(const struct tls *tls, int code, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("{file} and {key} are not a certificate (PEM, its own first, then those that lead to its authority) and its key: {reason}."),
	    ARG("file", tls->certificate), ARG("key", tls->key), ARG("reason", str_of(mhd.gnutls_strerror(code))));
}

/* Do the two belong together? GnuTLS says so only of credentials. */
static int
check(const gnutls_datum_t *certificate, const gnutls_datum_t *key)
{
	gnutls_certificate_credentials_t credentials;
	int code = mhd.gnutls_certificate_allocate_credentials(&credentials);

	if (code != GNUTLS_E_SUCCESS)
		return code;
	code = mhd.gnutls_certificate_set_x509_key_mem(credentials, certificate, key, GNUTLS_X509_FMT_PEM);
	mhd.gnutls_certificate_free_credentials(credentials);
	return code;
}

static void
free_shown(struct shown *shown)
{
	for (unsigned i = 0; i < shown->count; i++)
		mhd.gnutls_pcert_deinit(&shown->chain[i]);
	if (shown->key != NULL)
		mhd.gnutls_privkey_deinit(shown->key);
	mem_free(shown);
}

static int
import(struct shown *shown, const gnutls_datum_t *certificate, const gnutls_datum_t *key)
{
	unsigned count = CHAIN_MOST;
	int code = mhd.gnutls_pcert_list_import_x509_raw(shown->chain, &count, certificate, GNUTLS_X509_FMT_PEM, 0);

	if (code < 0)
		return code;
	shown->count = count;
	code = mhd.gnutls_privkey_init(&shown->key);
	return code < 0 ? code : mhd.gnutls_privkey_import_x509_raw(shown->key, key, GNUTLS_X509_FMT_PEM, NULL, 0);
}

static gnutls_datum_t
datum(struct str bytes)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)bytes.ptr, (unsigned)bytes.len };
}

struct err *
tls_reload(struct tls *tls, struct arena *arena)
{
	struct str certificate, key;
	gnutls_datum_t certificate_datum, key_datum;
	struct shown *shown;
	int code;

	TRY(file_read(tls->certificate, PEM_BYTES, arena, &certificate));
	TRY(file_read(tls->key, PEM_BYTES, arena, &key));
	certificate_datum = datum(certificate);
	key_datum = datum(key);
	code = check(&certificate_datum, &key_datum);
	if (code < 0)
		return refused(tls, code, arena);
	shown = mem_alloc(sizeof(*shown));
	code = import(shown, &certificate_datum, &key_datum);
	explicit_bzero((void *)(uintptr_t)key.ptr, key.len);
	if (code < 0) {
		free_shown(shown);
		return refused(tls, code, arena);
	}
	(void)pthread_mutex_lock(&tls->mutex);
	shown->older = tls->shown;
	tls->shown = shown;
	(void)pthread_mutex_unlock(&tls->mutex);
	return NULL;
}

struct err *
tls_open(struct str certificate, struct str key, struct arena *arena, struct tls **ret_tls)
{
	struct arena *own = arena_new();
	struct tls *tls = ARENA_NEW(own, struct tls);
	struct err *err;

	*tls = (struct tls){ arena_copy(own, certificate), arena_copy(own, key), own };
	(void)pthread_mutex_init(&tls->mutex, NULL);
	err = tls_reload(tls, arena);
	if (err != NULL)
		tls_close(tls);
	else
		*ret_tls = tls;
	return err;
}

void
tls_close(struct tls *tls)
{
	if (tls == NULL)
		return;
	while (tls->shown != NULL) {
		struct shown *shown = tls->shown;

		tls->shown = shown->older;
		free_shown(shown);
	}
	(void)pthread_mutex_destroy(&tls->mutex);
	arena_free(tls->arena);
}

/* libmicrohttpd makes the connection the pointer of its session. */
int
tls_present(gnutls_session_t session, const gnutls_datum_t *authorities, int authorities_count, const gnutls_pk_algorithm_t *algorithms,
    int algorithms_count, gnutls_pcert_st **ret_chain, unsigned *ret_count, gnutls_privkey_t *ret_key)
{
	const union MHD_ConnectionInfo *info = mhd.MHD_get_connection_info(mhd.gnutls_session_get_ptr(session), MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct tls *tls = ((const struct line *)info->socket_context)->server->tls;

	(void)authorities;
	(void)authorities_count;
	(void)algorithms;
	(void)algorithms_count;
	(void)pthread_mutex_lock(&tls->mutex);
	*ret_chain = tls->shown->chain;
	*ret_count = tls->shown->count;
	*ret_key = tls->shown->key;
	(void)pthread_mutex_unlock(&tls->mutex);
	return 0;
}
