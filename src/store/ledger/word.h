/*
 * word.h - whose word a version on a host is, and which of two holds; inside this room only.
 *
 * Guide 004 (資産の把握) lets a composition be learnt from 仕様書・設計書, from ヒアリング, from agents and scans; guide 002 (課題: 委託業者に
 * 依存, 属人化) says what it is worth when only one side knows. So a word has its provenance, a person and a day, and:
 *
 *   - the stronger holds: what a weaker word says otherwise of the same product on the same host is kept as a difference;
 *   - where the stronger comes later, it takes the weaker's place, and the history says so;
 *   - of the same strength the later holds, as ever;
 *   - a word of unknown origin is compared with nothing, and an empty version contradicts nothing.
 */
#pragma once
#include "store/ledger/import.h"

/* One installation as it stands. */
struct standing {
	int64_t     host, inventory, software, product;
	struct str  identity;         /* confirmed, or its own */
	struct str  version;
	struct word word;
	struct str  place;
	int64_t     places, first_seen, import;
	struct str  name, vendor;     /* as written            */
};
struct standing_list { struct standing *items; size_t count, room; };

/* Both known, and a is the stronger. */
bool word_is_stronger(const struct word *a, const struct word *b);
/* Binds provenance, told_by, told_on. */
void bind_word(struct query *query, const struct word *word);
struct word column_word(const struct query *query, int column, struct arena *arena);

/* What a word said otherwise than the one that stands. */
struct word_difference {
	int64_t     host, product, import, at;
	struct str  held, told;
	struct word held_word, told_word;
};
CHECKED struct err *word_differs(struct ledger *ledger, const struct word_difference *difference, struct arena *arena);

/* What an import's stronger word takes the place of, in other streams of the host. */
struct word_replaced { int64_t inventory, software, product; struct str from, to; };
struct word_replaced_list { struct word_replaced *items; size_t count, room; };
/*
 * Holds the items of hosts against what stands there, before they are written: items that a stronger word says otherwise are
 * taken out (within their own stream: are replaced by what stands, item->software), and what they take the place of is listed, a list for each host.
 */
CHECKED struct err *import_weigh(struct ledger_import *import, struct gathered_host *hosts, size_t count, int64_t import_id,
    struct arena *arena, struct word_replaced_list *ret_replaced);
