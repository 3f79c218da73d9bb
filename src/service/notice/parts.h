/*
 * parts.h - between the files of this room.
 */
#pragma once
#include "service/notice/notice.h"
#include "store/kb/kb.h"

/* Of the feed that notices are in the knowledge base; "own" alone is readings (service/reading.h). */
#define NOTICE_FEED STR("own:notices")

bool notice_is_sealed(enum tlp tlp);
/* Its writer, security staff and executives open what is sealed. */
bool notice_may_read(const struct ledger_notice *notice, const struct actor *actor);

/* text.c: content as it is kept, and back; of one edition. */
CHECKED struct err *notice_seal(const struct notice_desk *desk, const struct ledger_notice *notice, const struct notice_text *text, struct arena *arena,
    struct str *ret_blob);
CHECKED struct err *notice_open(const struct notice_desk *desk, const struct ledger_notice *notice, struct arena *arena, struct notice_text *ret_text);
/* Of a file's name and parts; part -1: its name. */
struct place notice_file_place(int64_t file, int64_t part, struct arena *arena);

/* The newest edition, or that one. ERR_NOT_FOUND. */
CHECKED struct err *notice_find(const struct notice_desk *desk, struct str number, int64_t edition, struct arena *arena, struct ledger_notice *ret_notice);

/* apart.c: the knowledge base is this organisation's alone: no other one shares the home. */
CHECKED struct err *notice_home_is_alone(struct ledger *ledger, struct arena *arena, bool *ret_alone);
/* Asked of systems: whatever is no weakness, and weaknesses too where the home is shared. */
bool notice_asks(enum ledger_notice_kind kind, bool alone);
/* Begins an import of notices. *ret_import NULL: the home is shared, and nothing may go in. */
CHECKED struct err *notice_import_begin(const struct notice_desk *desk, int64_t now, struct arena *arena, struct kb_import **ret_import);

/* publish.c: this edition as a record. What is sealed stays out of it but product and versions. */
void notice_advisory(const struct ledger_notice *notice, const struct notice_text *text, struct arena *arena, struct advisory *ret_advisory);
/* The knowledge base holds this edition from now on, or will (notice_desk.at_once). */
CHECKED struct err *notice_publish(const struct notice_desk *desk, const struct ledger_notice *notice, const struct notice_text *text, int64_t now,
    struct arena *arena);

/* line.c: whether the knowledge base holds an earlier state of it, or none. */
CHECKED struct err *notice_is_behind(struct kb *kb, const struct ledger_notice *notice, struct arena *arena, bool *ret_behind);

/* product.c: which product a writer means. identity "": what the written name means beyond doubt, or "" again. */
CHECKED struct err *notice_product(const struct notice_desk *desk, const struct actor *actor, struct str identity, struct str product, int64_t now,
    struct arena *arena, struct str *ret_identity);

/* systems.c: who is asked by a notice that asks (view->row.asks): those that have the product now, and those that were named. */
CHECKED struct err *notice_systems(const struct notice_desk *desk, const struct ledger_notice *notice, int32_t today, struct arena *arena,
    struct notice_view *view);
