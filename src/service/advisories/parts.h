/*
 * parts.h - inside this room.
 */
#pragma once
#include "format/json/json.h"
#include "service/advisories/advisories.h"

enum { OWN_NAME_MOST = 200 };      /* bytes of a file's name without ".json": what is longer is not given out */

struct str own_folder(const struct home *home, struct arena *arena);                              /* H/csaf */
struct str own_key_file(const struct home *home, struct str fingerprint, struct arena *arena);
/* What a document says of itself. False: it is none that can be put out. */
bool own_advisory_take(struct json root, struct arena *arena, struct own_advisory *advisory);
