/*
 * webhook.h - in the ledger: where other programs are told of what is new, what they were told, and what is on its way to them.
 *
 * What is told is put among the posts in one unit of work with how far was looked (told_at, told_event), so that nothing is told twice and
 * nothing left out; a post is claimed for a while as a letter is (job.h), and may come twice, always with the same message id. Functions that write join the
 * unit of work they are called in.
 */
#pragma once
#include "store/ledger/job.h"

enum webhook_shape { WEBHOOK_JSON, WEBHOOK_SLACK, WEBHOOK_TEAMS };
extern const struct enum_names webhook_shape_names;        /* "json" "slack" "teams" */
/* What it is told of; a set of them has the bits 1 << these. */
enum webhook_event { WEBHOOK_FINDING, WEBHOOK_OVERDUE, WEBHOOK_POSTURE, WEBHOOK_SOURCE, WEBHOOK_TASK, WEBHOOK_REPORT, WEBHOOK_WATCH, WEBHOOK_EVENTS };
extern const struct enum_names webhook_event_names;        /* "finding" "overdue" "posture" "source" "task" "report" "watch" */

struct ledger_webhook {
	int64_t            id;
	enum webhook_shape shape;
	struct str         name, host;        /* host: all of the address that people see again */
	struct str         secret;            /* blob: address, line feed, key                  */
	int64_t            events;            /* bits                                           */
	struct str         unit;              /* of whose systems; "" all                       */
	struct str         lang;              /* "ja" "en"                                      */
	int64_t            made_at;
	struct str         made_by;           /* login */
	int64_t            told_at, told_event;
};
struct ledger_webhooks { struct ledger_webhook *items; size_t count, room; };
CHECKED struct err *ledger_webhook_put(struct ledger *ledger, const struct ledger_webhook *webhook, struct arena *arena, int64_t *ret_id);
/* Those in use. */
CHECKED struct err *ledger_webhooks(struct ledger *ledger, struct arena *arena, struct ledger_webhooks *ret_webhooks);
CHECKED struct err *ledger_webhook_until(struct ledger *ledger, int64_t id, int64_t told_at, int64_t told_event, struct arena *arena);
/* Its address and key are overwritten (nothing: a blob without content); what is on its way is given up. */
CHECKED struct err *ledger_webhook_end(struct ledger *ledger, int64_t id, int64_t at, struct str nothing, struct arena *arena);
/* what: "task/12"; value: of what goes on, "source/NVD" "stale"; else "". *ret_new: it was not told so last. */
CHECKED struct err *ledger_webhook_tell(struct ledger *ledger, int64_t webhook, struct str what, struct str value, int64_t at, struct arena *arena,
    bool *ret_new);

struct ledger_post {
	int64_t        id, webhook;
	struct str     message;               /* its id, fixed, unique       */
	int64_t        events;                /* bits                        */
	struct str     body;
	int64_t        made_at;
	enum job_state state;
	int64_t        until, attempt;        /* tries begun                 */
	int64_t        status;                /* of the last answer; 0 none  */
	struct str     error;
	int64_t        sent_at;
};
struct ledger_posts { struct ledger_post *items; size_t count, room; };
enum { POST_ATTEMPTS = 12 };
/* One whose message is there already is not put again. */
CHECKED struct err *ledger_post_put(struct ledger *ledger, const struct ledger_post *post, struct arena *arena);
CHECKED struct err *ledger_posts_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct ledger_posts *ret_posts);
/* state JOB_WAITING: again at post->until. From status, error and sent_at of the post. */
CHECKED struct err *ledger_post_end(struct ledger *ledger, const struct ledger_post *post, struct str owner, struct arena *arena);
/* Whether any could be claimed. */
CHECKED struct err *ledger_posts_wait(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_wait);
/* It was not tried after all. */
CHECKED struct err *ledger_post_back(struct ledger *ledger, int64_t id, struct str owner, int64_t until, struct arena *arena);
/* The newest first; webhook 0: of all. */
CHECKED struct err *ledger_posts(struct ledger *ledger, int64_t webhook, int64_t most, struct arena *arena, struct ledger_posts *ret_posts);
/* Those that ended, made before then, are forgotten. */
CHECKED struct err *ledger_posts_sweep(struct ledger *ledger, int64_t before, struct arena *arena);

/* ------------------------------------------------------------------------------------------ what is new */

/* Findings by vulnerability and product. */
struct ledger_told_finding {
	int64_t    finding;                   /* one of them                                    */
	struct str vulnerability, title_ja, title_en, product;
	int64_t    systems;
	struct str system;                    /* one of them, by name                           */
	int64_t    due;                       /* the earliest                                   */
	int64_t    cause;                     /* enum ledger_cause                              */
	int64_t    opened;                    /* findings that are new; else they were judged otherwise */
	int64_t    undecided, kev;            /* of these                                       */
};
struct ledger_told_findings { struct ledger_told_finding *items; size_t count, room; };
/* The number of the newest event of a finding; 0: none yet. */
CHECKED struct err *ledger_last_event(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
/* What became Immediate behind that event and still is; unit "": of all. */
CHECKED struct err *ledger_immediate_since(struct ledger *ledger, int64_t event, struct str unit, int64_t now, int64_t most, struct arena *arena,
    struct ledger_told_findings *ret_findings);
/* What passed its day behind `since` and is still open; cause is of no meaning. */
CHECKED struct err *ledger_overdue_since(struct ledger *ledger, int64_t since, struct str unit, int64_t now, int64_t most, struct arena *arena,
    struct ledger_told_findings *ret_findings);
