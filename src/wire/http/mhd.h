/*
 * mhd.h - libmicrohttpd and what of GnuTLS gives it a certificate, loaded when a server starts and not before: they bring libraries that a
 * one-shot scan and a reader in its jail should not start with. For this room only.
 */
#pragma once
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include "base/err.h"

#define MHD_FUNCTIONS(F) \
	F(MHD_start_daemon) F(MHD_stop_daemon) F(MHD_quiesce_daemon) F(MHD_queue_response) F(MHD_create_response_from_buffer) \
	F(MHD_create_response_from_fd64) F(MHD_add_response_header) F(MHD_destroy_response) F(MHD_get_connection_values_n) \
	F(MHD_get_connection_info) F(MHD_suspend_connection) F(MHD_resume_connection)
/* Found in the GnuTLS that libmicrohttpd stands on. */
#define TLS_FUNCTIONS(F) \
	F(gnutls_strerror) F(gnutls_session_get_ptr) F(gnutls_certificate_allocate_credentials) F(gnutls_certificate_free_credentials) \
	F(gnutls_certificate_set_x509_key_mem) F(gnutls_pcert_list_import_x509_raw) F(gnutls_pcert_deinit) F(gnutls_privkey_init) \
	F(gnutls_privkey_import_x509_raw) F(gnutls_privkey_deinit)

struct mhd_library {
#define MHD_MEMBER(name) __typeof__(name) *name;
	MHD_FUNCTIONS(MHD_MEMBER)
	TLS_FUNCTIONS(MHD_MEMBER)
#undef MHD_MEMBER
};
extern struct mhd_library mhd;

/* Once per process; why they could not be loaded, or NULL. */
const char *mhd_load(void);
