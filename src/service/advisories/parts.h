/*
 * parts.h - inside this room.
 */
#pragma once
#include "format/json/json.h"
#include "format/openpgp/openpgp_write.h"
#include "service/advisories/advisories.h"
#include "service/key/signer.h"

enum {
	OWN_NAME_MOST  = 200,            /* bytes of a file's name without ".json": what is longer is not given out */
	OWN_ARMOR_MOST = 64 << 10,       /* bytes of a signature or a public key                                    */
};

struct str own_folder(const struct home *home, struct arena *arena);                              /* H/csaf */
struct str own_erased_folder(const struct home *home, struct arena *arena);                       /* H/csaf/erased */
struct str own_key_file(const struct home *home, struct str fingerprint, struct arena *arena);
/* What a document says of itself. False: it is none that can be put out. */
bool own_advisory_take(struct json root, struct arena *arena, struct own_advisory *advisory);
struct own_advisory own_advisory_copy(const struct own_advisory *found, struct arena *arena);

/* ------------------------------------------------------------------------------------------- publish.c */

/* Who may put something out, or take it back; and whether this home speaks for his organisation. */
CHECKED struct err *own_desk_check(const struct key_desk *desk, struct arena *arena);
CHECKED struct err *own_org_check(const struct key_desk *desk, struct arena *arena);
/* A document as it may be put out, and under which path. */
CHECKED struct err *own_document_read(struct str bytes, struct arena *arena, struct own_advisory *advisory);
CHECKED struct err *own_advisory_note(const struct key_desk *desk, const struct own_advisory *advisory, struct str verb, struct arena *arena);
/* Written under its path, and signed where there is a key. */
CHECKED struct err *own_advisory_put(const struct key_desk *desk, struct str bytes, struct arena *arena, struct own_advisory *advisory);

/* ------------------------------------------------------------------------------------------------ key.c */

struct openpgp_own own_signing(struct signer *signer);
