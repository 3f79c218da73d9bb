/*
 * webhook.c - where other programs are told, and what.
 */
#include "store/ledger/webhook.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const shape_words[] = { "json", "slack", "teams" };
const struct enum_names webhook_shape_names = ENUM_NAMES(shape_words);
static const char *const event_words[] = { "finding", "overdue", "posture", "source", "task", "report", "watch" };
const struct enum_names webhook_event_names = ENUM_NAMES(event_words);

static void
get_webhook(struct query *q, struct arena *arena, struct ledger_webhook *webhook)
{
	int column = 0;

	webhook->id = column_int(q, column++);
	webhook->shape = (enum webhook_shape)column_int(q, column++);
	webhook->name = column_str(q, column++, arena);
	webhook->host = column_str(q, column++, arena);
	webhook->secret = column_blob(q, column++, arena);
	webhook->events = column_int(q, column++);
	webhook->unit = column_str(q, column++, arena);
	webhook->lang = column_str(q, column++, arena);
	webhook->made_at = column_instant(q, column++);
	webhook->made_by = column_str(q, column++, arena);
	webhook->told_at = column_instant(q, column++);
	webhook->told_event = column_int(q, column);
}

static const struct field post_fields[] = {
	COLUMN(struct ledger_post, id, FIELD_INT),
	COLUMN(struct ledger_post, webhook, FIELD_INT),
	COLUMN(struct ledger_post, message, FIELD_STR),
	COLUMN(struct ledger_post, events, FIELD_INT),
	COLUMN(struct ledger_post, body, FIELD_STR),
	COLUMN(struct ledger_post, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_post, state, FIELD_ENUM),
	COLUMN(struct ledger_post, until, FIELD_INSTANT),
	COLUMN(struct ledger_post, attempt, FIELD_INT),
	COLUMN(struct ledger_post, status, FIELD_INT),
	COLUMN(struct ledger_post, error, FIELD_STR),
	COLUMN(struct ledger_post, sent_at, FIELD_INSTANT),
};
static const struct schema post_schema = SCHEMA("post", struct ledger_post, post_fields);
/* What a new one is made of: from id to made_at. */
static const struct schema new_post_schema = { "post", sizeof(struct ledger_post), post_fields, 6 };

static const struct field finding_fields[] = {
	COLUMN(struct ledger_told_finding, finding, FIELD_INT),
	COLUMN(struct ledger_told_finding, vulnerability, FIELD_STR),
	COLUMN(struct ledger_told_finding, title_ja, FIELD_STR),
	COLUMN(struct ledger_told_finding, title_en, FIELD_STR),
	COLUMN(struct ledger_told_finding, product, FIELD_STR),
	COLUMN(struct ledger_told_finding, systems, FIELD_INT),
	COLUMN(struct ledger_told_finding, system, FIELD_STR),
	COLUMN(struct ledger_told_finding, due, FIELD_INSTANT),
	COLUMN(struct ledger_told_finding, cause, FIELD_INT),
	COLUMN(struct ledger_told_finding, opened, FIELD_INT),
	COLUMN(struct ledger_told_finding, undecided, FIELD_INT),
	COLUMN(struct ledger_told_finding, kev, FIELD_INT),
};
static const struct schema finding_schema = SCHEMA("told_finding", struct ledger_told_finding, finding_fields);

/* ---------------------------------------------------------------------------------------------- webhooks */

struct err *
ledger_webhook_put(struct ledger *ledger, const struct ledger_webhook *webhook, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "webhook", 1, arena, ret_id));
	TRY(ledger_query(ledger, SQL_WEBHOOK_PUT, arena, &q));
	bind_int(&q, *ret_id);
	bind_int(&q, (int64_t)webhook->shape);
	bind_str(&q, webhook->name);
	bind_str(&q, webhook->host);
	bind_blob(&q, webhook->secret);
	bind_int(&q, webhook->events);
	bind_str(&q, webhook->unit);
	bind_str(&q, webhook->lang);
	bind_instant(&q, webhook->made_at);
	bind_str(&q, webhook->made_by);
	bind_instant(&q, webhook->told_at);
	bind_int(&q, webhook->told_event);
	return query_run(&q, arena);
}

struct err *
ledger_webhooks(struct ledger *ledger, struct arena *arena, struct ledger_webhooks *ret_webhooks)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_webhooks = (struct ledger_webhooks){ 0 };
	TRY(ledger_query(ledger, SQL_WEBHOOK_LIST, arena, &q));
	TRY(query_step(&q, arena, &row));
	while (row) {
		get_webhook(&q, arena, list_add(arena, ret_webhooks));
		TRY(query_step(&q, arena, &row));
	}
	return NULL;
}

struct err *
ledger_webhook_until(struct ledger *ledger, int64_t id, int64_t told_at, int64_t told_event, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_UNTIL, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, told_at);
	bind_int(&q, told_event);
	return query_run(&q, arena);
}

struct err *
ledger_webhook_end(struct ledger *ledger, int64_t id, int64_t at, struct str nothing, struct arena *arena)
{
	struct query q QUERY_SCOPE, posts QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_END, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	bind_blob(&q, nothing);
	TRY(query_run(&q, arena));
	TRY(ledger_query(ledger, SQL_WEBHOOK_END_POSTS, arena, &posts));
	bind_int(&posts, id);
	return query_run(&posts, arena);
}

struct err *
ledger_webhook_tell(struct ledger *ledger, int64_t webhook, struct str what, struct str value, int64_t at, struct arena *arena, bool *ret_new)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_TELL, arena, &q));
	bind_int(&q, webhook);
	bind_str(&q, what);
	bind_str(&q, value);
	bind_instant(&q, at);
	return query_step(&q, arena, ret_new);
}

/* ------------------------------------------------------------------------------------------------- posts */

struct err *
ledger_post_put(struct ledger *ledger, const struct ledger_post *post, struct arena *arena)
{
	struct ledger_post row = *post;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "webhook_post", 1, arena, &row.id));
	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_PUT, arena, &q));
	bind_fields(&q, &new_post_schema, &row);
	return query_run(&q, arena);
}

struct err *
ledger_posts_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, int64_t most, struct arena *arena,
    struct ledger_posts *ret_posts)
{
	const struct claim claim = { SQL_WEBHOOK_POST_CLAIM, SQL_WEBHOOK_POST_CLAIMED, owner, now, until, most, &post_schema };

	return ledger_claim(ledger, &claim, arena, ret_posts);
}

struct err *
ledger_posts_wait(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_wait)
{
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_FIRST, arena, &q));
	bind_instant(&q, now);
	TRY(query_one(&q, arena, &id));
	*ret_wait = id != 0;
	return NULL;
}

struct ending { const struct ledger_post *post; struct str owner; };

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_END, arena, &q));
	bind_int(&q, ending->post->id);
	bind_str(&q, ending->owner);
	bind_int(&q, (int64_t)ending->post->state);
	bind_instant(&q, ending->post->until);
	bind_int(&q, ending->post->status);
	bind_str(&q, ending->post->error);
	bind_instant(&q, ending->post->sent_at);
	return query_run(&q, arena);
}

struct err *
ledger_post_end(struct ledger *ledger, const struct ledger_post *post, struct str owner, struct arena *arena)
{
	struct ending ending = { post, owner };

	return ledger_write(ledger, end, &ending, arena);
}

static struct err *
give_back(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_BACK, arena, &q));
	bind_int(&q, ending->post->id);
	bind_str(&q, ending->owner);
	bind_instant(&q, ending->post->until);
	return query_run(&q, arena);
}

struct err *
ledger_post_back(struct ledger *ledger, int64_t id, struct str owner, int64_t until, struct arena *arena)
{
	struct ledger_post post = { .id = id, .until = until };
	struct ending ending = { &post, owner };

	return ledger_write(ledger, give_back, &ending, arena);
}

struct err *
ledger_posts(struct ledger *ledger, int64_t webhook, int64_t most, struct arena *arena, struct ledger_posts *ret_posts)
{
	struct query q QUERY_SCOPE;

	*ret_posts = (struct ledger_posts){ 0 };
	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_LIST, arena, &q));
	bind_int(&q, webhook);
	bind_int(&q, most);
	return query_all(&q, &post_schema, arena, ret_posts);
}

struct err *
ledger_posts_sweep(struct ledger *ledger, int64_t before, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_POST_SWEEP, arena, &q));
	bind_instant(&q, before);
	return query_run(&q, arena);
}

/* ------------------------------------------------------------------------------------------- what is new */

struct err *
ledger_last_event(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_WEBHOOK_LAST_EVENT, arena, &q));
	return query_one(&q, arena, ret_id);
}

struct err *
ledger_immediate_since(struct ledger *ledger, int64_t event, struct str unit, int64_t now, int64_t most, struct arena *arena,
    struct ledger_told_findings *ret_findings)
{
	struct query q QUERY_SCOPE;

	*ret_findings = (struct ledger_told_findings){ 0 };
	TRY(ledger_query(ledger, SQL_WEBHOOK_FINDINGS, arena, &q));
	bind_int(&q, event);
	bind_instant(&q, now);
	bind_str(&q, unit);
	bind_int(&q, most);
	return query_all(&q, &finding_schema, arena, ret_findings);
}

struct err *
ledger_overdue_since(struct ledger *ledger, int64_t since, struct str unit, int64_t now, int64_t most, struct arena *arena,
    struct ledger_told_findings *ret_findings)
{
	struct query q QUERY_SCOPE;

	*ret_findings = (struct ledger_told_findings){ 0 };
	TRY(ledger_query(ledger, SQL_WEBHOOK_OVERDUE, arena, &q));
	bind_instant(&q, since);
	bind_instant(&q, now);
	bind_str(&q, unit);
	bind_int(&q, most);
	return query_all(&q, &finding_schema, arena, ret_findings);
}
