/*
 * openpgp.h - is this file signed by one of these keys: asked of gpgv, which checks against one ring of keys and knows nothing else.
 *
 * gpgv is a program of Debian's base system (apt asks it the same), so no library of ours reads signatures. It is started with no environment, no
 * network, no right to write anything, read-only rights to the system's libraries and the three files (Landlock, where the kernel has it), and
 * bounds on memory and time; what it prints for programs is all that counts. Signatures over SHA-1 and by keys that have expired or were revoked
 * are none.
 */
#pragma once
#include "base/err.h"

/*
 * ring, signature, file: whole paths; ring: public keys without armor, of which any may have signed. called: what sentences call the file.
 * *ret_fingerprint: of the primary key that signed. ERR_FORBIDDEN says why the signature does not hold; ERR_UNSUPPORTED: there is no gpgv here.
 */
CHECKED struct err *openpgp_check(struct str ring, struct str signature, struct str file, struct str called, struct arena *arena, struct str *ret_fingerprint);
