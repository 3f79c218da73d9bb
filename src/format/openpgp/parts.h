/*
 * parts.h - inside this room: what reading and writing share.
 */
#pragma once
#include "base/arena.h"
#include "base/str.h"

enum { OPENPGP_SIGNATURE = 2, OPENPGP_SECRET_KEY = 5, OPENPGP_PUBLIC_KEY = 6, OPENPGP_SECRET_SUBKEY = 7, OPENPGP_USER = 13 };      /* tags of packets */

struct str openpgp_upper_hex(struct str bytes, struct arena *arena);
