/*
 * notify.h - other programs are told what is new: a chat (Slack's shape, Teams's), or any that takes JSON, by a POST of this program.
 *
 * What is told is what an account with the office of reader may see, of the organisation or of one unit's systems, and only what came since it was last told, with
 * why. Sealed cases are never spoken of. A server is asked only when the owner of the home listed it (fetch_hosts of tsukuroi.conf, wire/fetch); the
 * address is shown again to nobody, for it mostly holds a secret.
 *
 * Looked for something new and put among the posts in one unit of work; sent by whoever has the lease, tried again with longer and longer
 * pauses, given up after POST_ATTEMPTS. A post may come twice; its id stays the same:
 *
 *     X-Tsukuroi-Delivery:  id of the post
 *     X-Tsukuroi-Signature: t=SECONDS,v1=HEX      HMAC-SHA256 of "SECONDS.BODY" with the webhook's key; SECONDS since 1970, when it was sent
 */
#pragma once
#include "service/casefile/casefile.h"
#include "service/home.h"
#include "store/ledger/webhook.h"

struct notify_desk {
	struct ledger             *ledger;
	const struct home         *home;
	const struct people_vault *vault;        /* how addresses and keys are kept                */
	const struct case_desk    *cases;        /* for what somebody has to do; NULL: not asked   */
};

/* ------------------------------------------------------------------------------------------------ settings */

struct post_view {
	int64_t         id;
	struct str      webhook, message, state; /* state: of job_state_names                       */
	struct str_list events;                  /* none: a test                                    */
	int64_t         made_at, attempt, status, sent_at, until;
	struct str      error;
};
struct webhook_view {
	int64_t         id;
	struct str      shape, name, host, unit, lang;
	struct str_list events;
	int64_t         made_at, told_at;
	struct str      made_by;
};
struct webhook_list_view {
	LIST(struct webhook_view) webhooks;
	LIST(struct post_view)    posts;         /* the last of all, the newest first               */
	struct str_list           hosts;         /* that may be asked                               */
};
extern const struct schema webhook_list_schema;
/* What webhooks are told of, by enum webhook_event, in words for people. */
extern const struct enum_names notify_event_names;

struct webhook_order {
	enum webhook_shape shape;
	struct str         name, url;
	int64_t            events;               /* bits 1 << enum webhook_event                    */
	struct str         unit;                 /* ""                                              */
	enum lang          lang;
};
/* For administrators, as all below. ERR_FORBIDDEN: its server is none of those that may be asked. *ret_key: shown once. */
CHECKED struct err *webhook_add(const struct notify_desk *desk, const struct actor *actor, const struct webhook_order *order, int64_t now,
    struct arena *arena, int64_t *ret_id, struct str *ret_key);
CHECKED struct err *webhook_list(const struct notify_desk *desk, const struct actor *actor, struct arena *arena, struct webhook_list_view *ret_list);
/*
 * One more server may be asked, by https and not inside: what tsukuroi.conf has in fetch_hosts, for administrators of the first organisation. Others, and
 * servers inside, are for who owns the home to list there. ERR_USAGE: it is no name of a server.
 */
CHECKED struct err *webhook_allow(const struct notify_desk *desk, const struct actor *actor, struct str host, int64_t now, struct arena *arena);
/* A post that only says that it is a test goes on its way. ERR_NOT_FOUND. */
CHECKED struct err *webhook_test(const struct notify_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
CHECKED struct err *webhook_remove(const struct notify_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);

/* --------------------------------------------------------------------------------------------- for the jobs */

enum { NOTIFY_EVERY_S = 60 };
/* Whether any webhook was not looked after for so long. */
CHECKED struct err *notify_is_due(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_due);
/* The same, or a post waits to be sent. */
CHECKED struct err *notify_is_wanted(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_wanted);
CHECKED struct err *notify_gather(const struct notify_desk *desk, int64_t now, struct arena *arena);
struct notify_failure { struct str what; const struct err *why; };
struct notify_sent { int64_t sent; LIST(struct notify_failure) failures; };
/* Posts that are due, for at most NOTIFY_SECONDS. Not within a unit of work. */
enum { NOTIFY_SECONDS = 20 };
CHECKED struct err *notify_deliver(const struct notify_desk *desk, struct str owner, int64_t now, struct arena *arena, struct notify_sent *ret_sent);
