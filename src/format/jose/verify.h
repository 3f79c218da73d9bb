/*
 * verify.h - inside this room: signatures by RSA and ECDSA, which GnuTLS looks at. It is loaded when the first one comes.
 */
#pragma once
#include "format/jose/jose.h"

/* ERR_UNSUPPORTED: no GnuTLS on this machine. A key that is none, or a signature of another length, is a wrong signature. */
CHECKED struct err *jose_verify(const struct jose_key *key, struct str text, struct str signature, struct arena *arena, bool *ret_right);
