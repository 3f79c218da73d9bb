/*
 * secret.h - the texts that stand for a person: tokens, recovery codes, secrets of second factors.
 *
 *     tsk_ + 52 digits of base32 (256 random bits) + 6 digits of base32 (the checksum of all before it)
 *
 * The prefix and the checksum let programs that look for leaked secrets find a token, and tell it from a text that only looks like one.
 * Base32 is RFC 4648's alphabet in lower case: it survives being read out, and a double click takes all of it.
 */
#pragma once
#include "base/arena.h"
#include "base/str.h"

struct str base32_text(struct str bytes, struct arena *arena);

struct str token_new(struct arena *arena);
/* Whether it is written as a token is, its checksum included: says nothing on whether there is such a token. */
bool token_is_whole(struct str token);
/* What is kept of a token or a code: SHA-256 in hex. They are random, so nothing slower is needed. */
struct str secret_digest(struct str secret, struct arena *arena);
/* "k3v2-9xqa-m7tr": 60 random bits for a sheet of paper; folded as people type them: capitals, spaces and dashes do not matter. */
struct str code_new(struct arena *arena);
struct str code_fold(struct str typed, struct arena *arena);
