/*
 * lexicon.h - the catalogue of names (domain/name) as this home has it: lists, products of the index, tables, decisions. Inside
 * this floor.
 */
#pragma once
#include "base/map.h"
#include "domain/name/name.h"
#include "service/home.h"

struct lexicon {
	struct name_catalogue     *catalogue;
	struct kb                 *kb;
	const struct match_index  *index;      /* NULL without a generation         */
	struct map                 records;    /* "a:vendor:product" → how many records name it */
	struct arena              *arena;
};
CHECKED struct err *lexicon_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct lexicon *ret_lexicon);
void lexicon_close(struct lexicon *lexicon);
#define LEXICON_SCOPE __attribute__((cleanup(lexicon_close)))

/* How many records name the product of an identity. */
uint64_t lexicon_records(const struct lexicon *lexicon, struct str identity, struct arena *arena);
