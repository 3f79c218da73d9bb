/*
 * webhook.c - where other programs are told: added, looked at, tested, removed.
 */
#include "base/crypt.h"
#include "base/hash.h"
#include "service/notify/parts.h"
#include "service/people/account.h"
#include "service/people/password.h"
#include "service/people/secret.h"
#include "wire/fetch/fetch.h"

enum { NAME_MOST = 100, URL_MOST = 2000, POSTS_SHOWN = 30 };

static const char *const shape_words[] = { "json", "slack", "teams" };
static const char *const shape_texts[] = { M("JSON, signed"), M("Slack"), M("Teams") };
static const struct enum_names shape_names = ENUM_WORDS(shape_words, shape_texts);
static const char *const event_words[WEBHOOK_EVENTS] = { "finding", "overdue", "posture", "source", "task", "report", "watch" };
static const char *const event_texts[WEBHOOK_EVENTS] = { M("Vulnerabilities to be dealt with as fast as possible"), M("What is overdue"), M("Posture"),
	M("Sources that are not as they should be"), M("What waits for somebody"), M("Reports that were kept"), M("What is new of watches") };
const struct enum_names notify_event_names = ENUM_WORDS(event_words, event_texts);
static const char *const state_words[] = { "waiting", "done", "failed" };
static const char *const state_texts[] = { M("waits"), M("arrived"), M("given up") };
static const struct enum_names state_names = ENUM_WORDS(state_words, state_texts);

static const struct field webhook_fields[] = {
	FIELD(struct webhook_view, id, FIELD_INT),
	FIELD_WORD(struct webhook_view, shape, &shape_names),
	FIELD(struct webhook_view, name, FIELD_STR),
	FIELD(struct webhook_view, host, FIELD_STR),
	FIELD(struct webhook_view, unit, FIELD_STR),
	FIELD(struct webhook_view, lang, FIELD_STR),
	FIELD_WORDS(struct webhook_view, events, &notify_event_names),
	FIELD(struct webhook_view, made_at, FIELD_INSTANT),
	FIELD(struct webhook_view, told_at, FIELD_INSTANT),
	FIELD(struct webhook_view, made_by, FIELD_STR),
};
static const struct schema webhook_schema = SCHEMA("webhook", struct webhook_view, webhook_fields);
static const struct field post_fields[] = {
	FIELD(struct post_view, id, FIELD_INT),
	FIELD(struct post_view, webhook, FIELD_STR),
	FIELD(struct post_view, message, FIELD_STR),
	FIELD_WORD(struct post_view, state, &state_names),
	FIELD_WORDS(struct post_view, events, &notify_event_names),
	FIELD(struct post_view, made_at, FIELD_INSTANT),
	FIELD(struct post_view, attempt, FIELD_INT),
	FIELD(struct post_view, status, FIELD_INT),
	FIELD(struct post_view, sent_at, FIELD_INSTANT),
	FIELD(struct post_view, until, FIELD_INSTANT),
	FIELD(struct post_view, error, FIELD_STR),
};
static const struct schema post_schema = SCHEMA("post", struct post_view, post_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct webhook_list_view, webhooks, FIELD_LIST, &webhook_schema),
	FIELD_OF(struct webhook_list_view, posts, FIELD_LIST, &post_schema),
	FIELD(struct webhook_list_view, hosts, FIELD_STRS),
};
const struct schema webhook_list_schema = SCHEMA("webhooks", struct webhook_list_view, list_fields);

/* ------------------------------------------------------------------------------------- address and key, kept */

static struct str
about(int64_t made_at, struct arena *arena)
{
	return arena_printf(arena, "webhook/%lld", (long long)made_at);
}

struct err *
webhook_seal(const struct notify_desk *desk, int64_t made_at, struct str url, struct str key, struct arena *arena, struct str *ret_blob)
{
	struct str both = arena_printf(arena, "%.*s\n%.*s", STR_ARG(url), STR_ARG(key));

	return desk->vault->seal(desk->vault->context, about(made_at, arena), both, arena, ret_blob);
}

struct err *
webhook_open(const struct notify_desk *desk, const struct ledger_webhook *webhook, struct arena *arena, struct str *ret_url, struct str *ret_key)
{
	struct str both;

	TRY(desk->vault->read(desk->vault->context, about(webhook->made_at, arena), webhook->secret, arena, &both));
	(void)str_cut(both, '\n', ret_url, ret_key);
	return NULL;
}

struct str
webhook_message(const struct ledger_webhook *webhook, const char *cause, int64_t at, struct arena *arena)
{
	struct str what = arena_printf(arena, "%lld %lld %s %lld", (long long)webhook->id, (long long)webhook->made_at, cause, (long long)at);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, what.ptr, what.len);
	return str_sub(sha256_hex(&sum, arena), 0, 32);
}

/* ------------------------------------------------------------------------------------------------------ adding */

/* Only what the owner of the home listed, and by https unless he said otherwise there. */
static struct err *
check_url(const struct home *home, struct str text, struct arena *arena, struct str *ret_host)
{
	struct fetch_policy policy = { 0 };
	struct fetch_host *hosts;
	struct fetch_url url;

	if (text.len > URL_MOST)
		return err_new(arena, ERR_USAGE, M("The address of a webhook has at most {most} bytes."), ARG_N("most", URL_MOST));
	TRY(fetch_url_parse(text, arena, &url));
	TRY(fetch_hosts_parse(home->fetch_hosts, arena, &hosts, &policy.hosts_count));
	policy.hosts = hosts;
	*ret_host = fetch_url_where(&url, arena);
	if (fetch_allowed(&policy, &url) == NULL)
		return err_new(arena, ERR_FORBIDDEN, M("{host} is none of the servers that this program may ask: whoever owns the home adds it to fetch_hosts in tsukuroi.conf."),
		    ARG("host", *ret_host));
	return NULL;
}

static struct err *
check(const struct notify_desk *desk, const struct webhook_order *order, struct arena *arena, struct str *ret_host)
{
	int64_t unit = 0;

	if (order->name.len == 0 || !people_is_line(order->name, NAME_MOST))
		return err_new(arena, ERR_USAGE, M("A webhook needs a name: one line of at most {most} bytes."), ARG_N("most", NAME_MOST));
	if (order->events <= 0 || order->events >= (int64_t)1 << WEBHOOK_EVENTS)
		return err_new(arena, ERR_USAGE, M("Say what the webhook is to be told of."));
	if (order->unit.len > 0)
		TRY(ledger_unit_find(desk->ledger, order->unit, arena, &unit));
	if (order->unit.len > 0 && unit == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{name}\" in the ledger."), ARG("name", order->unit));
	return check_url(desk->home, order->url, arena, ret_host);
}

struct adding { const struct notify_desk *desk; const struct actor *actor; struct ledger_webhook row; };

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct adding *adding = context;

	TRY(ledger_last_event(ledger, arena, &adding->row.told_event));
	TRY(ledger_webhook_put(ledger, &adding->row, arena, &adding->row.id));
	TRY(webhook_baseline(adding->desk, &adding->row, adding->row.made_at, arena));
	return ledger_audit(ledger, adding->actor->login, adding->row.made_at, STR("webhook.add"), arena_printf(arena, "webhook/%lld", (long long)adding->row.id),
	    STR(""), arena);
}

struct err *
webhook_add(const struct notify_desk *desk, const struct actor *actor, const struct webhook_order *order, int64_t now, struct arena *arena, int64_t *ret_id,
    struct str *ret_key)
{
	struct adding adding = { desk, actor, { .shape = order->shape, .name = order->name, .events = order->events, .unit = order->unit,
		.lang = order->lang == LANG_EN ? STR("en") : STR("ja"), .made_at = now, .made_by = actor->login, .told_at = now } };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(check(desk, order, arena, &adding.row.host));
	*ret_key = token_new(arena);
	TRY(webhook_seal(desk, now, order->url, *ret_key, arena, &adding.row.secret));
	TRY(ledger_write(desk->ledger, add, &adding, arena));
	*ret_id = adding.row.id;
	return NULL;
}

/* A name or number of a server, and a port; nothing that tsukuroi.conf would read as more than one. */
static struct err *
check_host(struct str text, struct arena *arena)
{
	struct fetch_host *hosts;
	size_t count = 0;

	if (text.len > 0 && text.len <= NAME_MOST && str_find_char(text, '/') == SIZE_MAX && fetch_hosts_parse(text, arena, &hosts, &count) == NULL && count == 1
	    && !hosts[0].plain && !hosts[0].local)
		return NULL;
	return err_new(arena, ERR_USAGE, M("A server is written by its name, with a port where it needs one: hooks.example.jp or chat.example.jp:8443."));
}

struct err *
webhook_allow(const struct notify_desk *desk, const struct actor *actor, struct str host, int64_t now, struct arena *arena)
{
	struct home_setting setting = { "fetch_hosts", STR("") };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	if (ledger_org(desk->ledger) != LEDGER_ORG)
		return err_new(arena, ERR_FORBIDDEN, M("Which servers may be asked is for the administrators of the organisation whose home this is."));
	host = str_trim_space(host);
	TRY(check_host(host, arena));
	setting.value = desk->home->fetch_hosts.len == 0 ? host : arena_printf(arena, "%.*s, %.*s", STR_ARG(desk->home->fetch_hosts), STR_ARG(host));
	TRY(ledger_audit(desk->ledger, actor->login, now, STR("webhook.allow"), STR("home/fetch_hosts"), STR(""), arena));
	return home_set(desk->home, &setting, 1, arena);
}

/* ----------------------------------------------------------------------------------------------------- looking */

static void
name_events(int64_t events, struct arena *arena, struct str_list *names)
{
	for (int i = 0; i < WEBHOOK_EVENTS; i++)
		if ((events & (int64_t)1 << i) != 0)
			list_push(arena, names, str_of(enum_name(&webhook_event_names, i)));
}

static struct str
name_of(const struct ledger_webhooks *webhooks, int64_t id, struct arena *arena)
{
	for (size_t i = 0; i < webhooks->count; i++)
		if (webhooks->items[i].id == id)
			return webhooks->items[i].name;
	return arena_printf(arena, "%lld", (long long)id);
}

static struct err *
add_posts(const struct notify_desk *desk, const struct ledger_webhooks *webhooks, struct arena *arena, struct webhook_list_view *list)
{
	struct ledger_posts posts;

	TRY(ledger_posts(desk->ledger, 0, POSTS_SHOWN, arena, &posts));
	for (size_t i = 0; i < posts.count; i++) {
		const struct ledger_post *post = &posts.items[i];
		struct post_view *view = list_add(arena, &list->posts);

		*view = (struct post_view){ .id = post->id, .webhook = name_of(webhooks, post->webhook, arena), .message = post->message,
			.state = str_of(enum_name(&job_state_names, (int)post->state)), .made_at = post->made_at, .attempt = post->attempt, .status = post->status,
			.sent_at = post->sent_at, .until = post->state == JOB_WAITING ? post->until : INSTANT_NONE, .error = post->error };
		name_events(post->events, arena, &view->events);
	}
	return NULL;
}

static struct err *
add_hosts(const struct home *home, struct arena *arena, struct webhook_list_view *list)
{
	struct fetch_host *hosts;
	size_t count;

	TRY(fetch_hosts_parse(home->fetch_hosts, arena, &hosts, &count));
	for (size_t i = 0; i < count; i++)
		list_push(arena, &list->hosts, hosts[i].port == 0 ? arena_printf(arena, "%s://%.*s", hosts[i].plain ? "http" : "https", STR_ARG(hosts[i].host))
		    : arena_printf(arena, "%s://%.*s:%u", hosts[i].plain ? "http" : "https", STR_ARG(hosts[i].host), hosts[i].port));
	return NULL;
}

struct err *
webhook_list(const struct notify_desk *desk, const struct actor *actor, struct arena *arena, struct webhook_list_view *ret_list)
{
	struct ledger_webhooks webhooks;

	*ret_list = (struct webhook_list_view){ 0 };
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_READ, arena));
	TRY(ledger_webhooks(desk->ledger, arena, &webhooks));
	for (size_t i = 0; i < webhooks.count; i++) {
		const struct ledger_webhook *row = &webhooks.items[i];
		struct webhook_view *view = list_add(arena, &ret_list->webhooks);

		*view = (struct webhook_view){ .id = row->id, .shape = str_of(enum_name(&webhook_shape_names, (int)row->shape)), .name = row->name,
			.host = row->host, .unit = row->unit, .lang = row->lang, .made_at = row->made_at, .told_at = row->told_at, .made_by = row->made_by };
		name_events(row->events, arena, &view->events);
	}
	TRY(add_posts(desk, &webhooks, arena, ret_list));
	return add_hosts(desk->home, arena, ret_list);
}

/* ------------------------------------------------------------------------------------------ testing, removing */

struct doing { const struct notify_desk *desk; const struct actor *actor; int64_t id, now; };

static struct err *
find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_webhook *ret_webhook)
{
	struct ledger_webhooks webhooks;

	TRY(ledger_webhooks(ledger, arena, &webhooks));
	for (size_t i = 0; i < webhooks.count; i++)
		if (webhooks.items[i].id == id) {
			*ret_webhook = webhooks.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no webhook {number}: \"tsukuroi webhook list\" shows them."), ARG_N("number", id));
}

static struct err *
audit(struct ledger *ledger, const struct doing *doing, const char *verb, struct arena *arena)
{
	return ledger_audit(ledger, doing->actor->login, doing->now, str_of(verb), arena_printf(arena, "webhook/%lld", (long long)doing->id), STR(""), arena);
}

static struct err *
test(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct doing *doing = context;
	struct ledger_post post = { .webhook = doing->id, .made_at = doing->now };
	struct telling telling = { .organisation = doing->desk->home->organisation, .address = doing->desk->home->address, .at = doing->now };
	struct notices none = { 0 };
	struct ledger_webhook webhook;

	TRY(find(ledger, doing->id, arena, &webhook));
	post.message = telling.message = webhook_message(&webhook, "test", doing->now, arena);
	telling.webhook = webhook.name;
	telling.lang = str_eq(webhook.lang, STR("en")) ? LANG_EN : LANG_JA;
	post.body = webhook_body(webhook.shape, &telling, &none, arena);
	TRY(ledger_post_put(ledger, &post, arena));
	return audit(ledger, doing, "webhook.test", arena);
}

struct err *
webhook_test(const struct notify_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct doing doing = { desk, actor, id, now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(desk->ledger, test, &doing, arena);
}

static struct err *
remove_one(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct doing *doing = context;
	struct ledger_webhook webhook;
	struct str nothing;

	TRY(find(ledger, doing->id, arena, &webhook));
	TRY(webhook_seal(doing->desk, webhook.made_at, STR(""), STR(""), arena, &nothing));
	TRY(ledger_webhook_end(ledger, doing->id, doing->now, nothing, arena));
	return audit(ledger, doing, "webhook.remove", arena);
}

struct err *
webhook_remove(const struct notify_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct doing doing = { desk, actor, id, now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(desk->ledger, remove_one, &doing, arena);
}
