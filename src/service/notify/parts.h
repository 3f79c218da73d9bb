/*
 * parts.h - between the files of this room: what is told before it has a shape.
 */
#pragma once
#include "base/buf.h"
#include "service/notify/notify.h"

struct notice_item { struct str title, detail, path; };      /* path: of this program's pages, "/findings/12"; "" */
struct notice {
	enum webhook_event event;
	struct str         title, why;
	int64_t            count;
	LIST(struct notice_item) items;      /* the first of them */
};
struct notices { struct notice *items; size_t count, room; };
struct telling {
	struct str organisation;             /* ""                                     */
	struct str address;                  /* of this program's pages; "" not known  */
	struct str webhook, message;
	enum lang  lang;
	int64_t    at;
};
enum { NOTICE_ITEMS = 10 };
/* The body of the post. notices without any: a test. */
struct str webhook_body(enum webhook_shape shape, const struct telling *telling, const struct notices *notices, struct arena *arena);
struct str webhook_event_title(enum webhook_event event, enum lang lang);

/* Address and key of a webhook as they are kept, and back. */
CHECKED struct err *webhook_seal(const struct notify_desk *desk, int64_t made_at, struct str url, struct str key, struct arena *arena, struct str *ret_blob);
CHECKED struct err *webhook_open(const struct notify_desk *desk, const struct ledger_webhook *webhook, struct arena *arena, struct str *ret_url,
    struct str *ret_key);
/* What goes on and is not new: told for the first time it is kept without being told. */
CHECKED struct err *webhook_baseline(const struct notify_desk *desk, const struct ledger_webhook *webhook, int64_t now, struct arena *arena);
/* Its id, the same for the same webhook and cause. */
struct str webhook_message(const struct ledger_webhook *webhook, const char *cause, int64_t at, struct arena *arena);
