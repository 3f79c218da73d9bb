/*
 * deliver.c - posts on their way: leased, signed, sent, tried again.
 */
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "service/notify/parts.h"
#include "service/people/password.h"
#include "service/reach.h"

enum {
	CLAIM_MOST = 20,
	POST_SECONDS = 10,              /* for one server to take it                            */
	LEASE_SECONDS = 300,
	ANSWER_BYTES = 64 << 10,        /* of what it says, which nobody reads                   */
	TRY_SECONDS = 30,               /* after a failure, doubled each time …                  */
	TRY_DOUBLED = 9,                /* … up to about four hours                              */
	ERROR_MOST = 500,
};

struct delivering {
	const struct notify_desk *desk;
	struct str                owner;
	int64_t                   now, until;     /* until: by the clock, no further one is begun */
	struct ledger_webhooks    webhooks;
	struct fetcher           *fetcher;
	LIST(int64_t)             troubled;       /* webhooks that just did not take one: the others of theirs wait */
	struct arena             *arena;
	struct notify_sent       *sent;
};

static const struct ledger_webhook *
webhook_of(const struct delivering *d, int64_t id)
{
	for (size_t i = 0; i < d->webhooks.count; i++)
		if (d->webhooks.items[i].id == id)
			return &d->webhooks.items[i];
	return NULL;
}

static bool
is_troubled(const struct delivering *d, int64_t webhook)
{
	for (size_t i = 0; i < d->troubled.count; i++)
		if (d->troubled.items[i] == webhook)
			return true;
	return false;
}

static struct str
error_text(const struct err *err, struct str lang, struct arena *arena)
{
	struct str text = err_sentence(err, str_eq(lang, STR("en")) ? LANG_EN : LANG_JA, arena);
	size_t at = 0, len;
	uint32_t point;

	while (at < text.len && at < ERROR_MOST && (len = str_point(text, at, &point)) > 0)
		at += len;
	return str_sub(text, 0, at);
}

static struct err *
ask(struct delivering *d, const struct ledger_webhook *webhook, const struct ledger_post *post, struct fetch_answer *answer, struct arena *arena)
{
	int64_t seconds = clock_now() / INSTANT_SECOND;
	struct fetch_request request = { .method = FETCH_POST, .body = post->body, .most_bytes = ANSWER_BYTES, .seconds = POST_SECONDS };
	struct str url, key, signature;
	struct fetch_header headers[3];

	TRY(webhook_open(d->desk, webhook, arena, &url, &key));
	signature = crypt_hmac_sha256(key, arena_printf(arena, "%lld.%.*s", (long long)seconds, STR_ARG(post->body)), arena);
	headers[0] = (struct fetch_header){ STR("Content-Type"), STR("application/json") };
	headers[1] = (struct fetch_header){ STR("X-Tsukuroi-Delivery"), post->message };
	headers[2] = (struct fetch_header){ STR("X-Tsukuroi-Signature"), arena_printf(arena, "t=%lld,v1=%.*s", (long long)seconds, STR_ARG(signature)) };
	request.url = url;
	request.headers = headers;
	request.headers_count = ARRAY_LEN(headers);
	return fetch(d->fetcher, &request, arena, answer);
}

static int64_t
again_at(const struct delivering *d, const struct ledger_post *post, const struct fetch_answer *answer)
{
	int64_t pause = (int64_t)TRY_SECONDS << (post->attempt < TRY_DOUBLED ? post->attempt : TRY_DOUBLED);

	return d->now + (answer->retry_after > pause ? answer->retry_after : pause) * INSTANT_SECOND;
}

/* The key holder is away: it is looked at again in a minute, and nothing is counted. */
static struct err *
wait_for_key(struct delivering *d, const struct ledger_post *post, struct arena *arena)
{
	list_push(d->arena, &d->troubled, post->webhook);
	return ledger_post_back(d->desk->ledger, post->id, d->owner, d->now + 60 * INSTANT_SECOND, arena);
}

static struct err *
send_one(struct delivering *d, const struct ledger_post *post, struct arena *arena)
{
	const struct ledger_webhook *webhook = webhook_of(d, post->webhook);
	struct fetch_answer answer = { .retry_after = -1 };
	struct ledger_post after = *post;
	struct err *err;

	if (webhook == NULL || is_troubled(d, post->webhook) || clock_now() >= d->until)
		return ledger_post_back(d->desk->ledger, post->id, d->owner, d->now + INSTANT_SECOND, arena);
	err = ask(d, webhook, post, &answer, arena);
	if (err != NULL && err->code == ERR_LOCKED)
		return wait_for_key(d, post, arena);
	after.status = answer.status;
	after.state = JOB_DONE;
	after.sent_at = d->now;
	after.error = STR("");
	if (err != NULL) {
		bool for_good = post->attempt >= POST_ATTEMPTS || (!fetch_is_passing(&answer) && answer.end != FETCH_UNTRUSTED);

		after.state = for_good ? JOB_FAILED : JOB_WAITING;
		after.sent_at = INSTANT_NONE;
		after.until = again_at(d, post, &answer);
		after.error = error_text(err, webhook->lang, arena);
		list_push(d->arena, &d->troubled, post->webhook);
		list_push(d->arena, &d->sent->failures, ((struct notify_failure){ arena_copy(d->arena, webhook->name), err_copy(err, d->arena) }));
	} else
		d->sent->sent++;
	return ledger_post_end(d->desk->ledger, &after, d->owner, arena);
}

struct err *
notify_deliver(const struct notify_desk *desk, struct str owner, int64_t now, struct arena *arena, struct notify_sent *ret_sent)
{
	struct delivering d = { .desk = desk, .owner = owner, .now = now, .until = clock_now() + NOTIFY_SECONDS * INSTANT_SECOND, .arena = arena, .sent = ret_sent };
	struct arena *item ARENA_SCOPE = arena_new();
	struct fetcher *fetcher FETCHER_SCOPE = NULL;
	struct ledger_posts posts;

	*ret_sent = (struct notify_sent){ 0 };
	TRY(ledger_posts_claim(desk->ledger, owner, now, now + LEASE_SECONDS * INSTANT_SECOND, CLAIM_MOST, arena, &posts));
	if (posts.count == 0)
		return NULL;
	TRY(ledger_webhooks(desk->ledger, arena, &d.webhooks));
	TRY(reach_open(desk->home, NULL, 0, arena, &fetcher));
	d.fetcher = fetcher;
	for (size_t i = 0; i < posts.count; i++) {
		struct err *err;

		arena_reset(item);
		err = send_one(&d, &posts.items[i], item);
		if (err != NULL)
			return err_copy(err, arena);
	}
	return NULL;
}
