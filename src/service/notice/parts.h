/*
 * parts.h - between the files of this room.
 */
#pragma once
#include "service/notice/notice.h"

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

/* publish.c: the knowledge base holds this edition from now on. What is sealed stays out of it but product and versions. */
CHECKED struct err *notice_publish(const struct notice_desk *desk, const struct ledger_notice *notice, const struct notice_text *text, int64_t now,
    struct arena *arena);

/* product.c: which product a writer means. identity "": what the written name means beyond doubt, or "" again. */
CHECKED struct err *notice_product(const struct notice_desk *desk, const struct actor *actor, struct str identity, struct str product, int64_t now,
    struct arena *arena, struct str *ret_identity);

/* systems.c: who is asked by a notice of a setting or a cloud service: those that have the product now, and those that were named. */
CHECKED struct err *notice_systems(const struct notice_desk *desk, const struct ledger_notice *notice, int32_t today, struct arena *arena,
    struct notice_view *view);
bool notice_asks(enum ledger_notice_kind kind);
