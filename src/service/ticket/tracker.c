/*
 * tracker.c - trackers: where they are, what stands in their addresses, and the address at which each tells.
 *
 * Redmine prefills its page by issue[…] (HowTo "issues/new" of its wiki), Jira by CreateIssueDetails!init.jspa (Atlassian: "Creating issues using direct
 * HTML links"; its day of a due date is written as each site likes, so it stands in the description). Backlog knows no such parameters: its page is opened, and
 * the text is copied.
 */
#include "base/buf.h"
#include "base/crypt.h"
#include "service/people/account.h"
#include "service/people/secret.h"
#include "service/ticket/parts.h"
#include "wire/fetch/fetch.h"

enum { NAME_MOST = 100, BASE_MOST = 300, PROJECT_MOST = 100, DESCRIPTION_MOST = 3000 };

static const char *const kind_texts[] = { M("Redmine"), M("Backlog"), M("Jira") };
static const char *const kind_words[] = { "redmine", "backlog", "jira" };
static const struct enum_names kind_names = ENUM_WORDS(kind_words, kind_texts);

static const struct field tracker_fields[] = {
	FIELD(struct tracker_view, id, FIELD_INT),
	FIELD_WORD(struct tracker_view, kind, &kind_names),
	FIELD(struct tracker_view, name, FIELD_STR),
	FIELD(struct tracker_view, base, FIELD_STR),
	FIELD(struct tracker_view, project, FIELD_STR),
	FIELD(struct tracker_view, issue_type, FIELD_STR),
	FIELD(struct tracker_view, tells, FIELD_BOOL),
	FIELD(struct tracker_view, made_at, FIELD_INSTANT),
};
const struct schema tracker_view_schema = SCHEMA("tracker", struct tracker_view, tracker_fields);
static const struct field list_fields[] = { FIELD_OF(struct tracker_list_view, trackers, FIELD_LIST, &tracker_view_schema) };
const struct schema tracker_list_schema = SCHEMA("trackers", struct tracker_list_view, list_fields);

/* --------------------------------------------------------------------------------------------- addresses */

static void
add_encoded(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (char_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
			buf_add_char(out, c);
		else
			buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

static void
add_param(struct buf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	buf_add_char(out, str_find_char(buf_str(out), '?') == SIZE_MAX ? '?' : '&');
	add_encoded(out, str_of(name));
	buf_add_char(out, '=');
	add_encoded(out, value);
}

struct str
tracker_new(const struct ledger_tracker *tracker, const struct ticket_draft *draft, struct arena *arena, bool *ret_filled)
{
	struct buf out BUF_SCOPE = { 0 };

	*ret_filled = tracker->kind != TRACKER_BACKLOG;
	buf_add(&out, tracker->base);
	switch (tracker->kind) {
	case TRACKER_REDMINE:
		buf_add(&out, STR("/projects/"));
		add_encoded(&out, tracker->project);
		buf_add(&out, STR("/issues/new"));
		add_param(&out, "issue[tracker_id]", tracker->issue_type);
		add_param(&out, "issue[subject]", draft->title);
		add_param(&out, "issue[description]", draft->description);
		add_param(&out, "issue[due_date]", draft->due == DAY_NONE ? STR("") : day_format(draft->due, arena));
		break;
	case TRACKER_BACKLOG:
		buf_add(&out, STR("/add/"));
		add_encoded(&out, tracker->project);
		break;
	case TRACKER_JIRA:
		buf_add(&out, STR("/secure/CreateIssueDetails!init.jspa"));
		add_param(&out, "pid", tracker->project);
		add_param(&out, "issuetype", tracker->issue_type);
		add_param(&out, "summary", draft->title);
		add_param(&out, "description", draft->description);
		break;
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
tracker_ticket(const struct ledger_tracker *tracker, struct str number, struct arena *arena)
{
	static const char *const paths[] = { [TRACKER_REDMINE] = "/issues/", [TRACKER_BACKLOG] = "/view/", [TRACKER_JIRA] = "/browse/" };

	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(tracker->base), paths[tracker->kind], STR_ARG(number));
}

const struct ledger_tracker *
tracker_of(const struct ledger_trackers *trackers, int64_t id)
{
	for (size_t i = 0; i < trackers->count; i++)
		if (trackers->items[i].id == id)
			return &trackers->items[i];
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ making */

static bool
is_digits(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]))
			return false;
	return text.len > 0;
}

/* "sec-response", "SEC": what may stand in an address without being written otherwise. */
static bool
is_project(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '_')
			return false;
	return text.len > 0 && text.len <= PROJECT_MOST;
}

static struct err *
check_base(struct str *base, struct arena *arena)
{
	struct fetch_url url;

	*base = str_trim_space(*base);
	while (str_take_end(base, STR("/")))
		;
	if (base->len > BASE_MOST || fetch_url_parse(*base, arena, &url) != NULL || str_find_char(*base, '?') != SIZE_MAX)
		return err_new(arena, ERR_USAGE, M("The address of a tracker is written as https://redmine.example.lg.jp, with no more than a path behind it."));
	return NULL;
}

static struct err *
check(struct tracker_order *order, struct arena *arena)
{
	TRY(check_base(&order->base, arena));
	if (order->name.len == 0)
		order->name = str_of(kind_texts[order->kind]);
	if (!people_is_line(order->name, NAME_MOST))
		return err_new(arena, ERR_USAGE, M("The name of a tracker is one line of at most {most} bytes."), ARG_N("most", NAME_MOST));
	order->project = str_trim_space(order->project);
	if (order->kind == TRACKER_JIRA ? !is_digits(order->project) : !is_project(order->project))
		return err_new(arena, ERR_USAGE, order->kind == TRACKER_JIRA
		    ? M("Jira wants the number of the project (pid), which stands in the address of its settings: 10000, say.")
		    : M("The project is written as it stands in its address: letters, digits, \"-\" and \"_\"."));
	order->issue_type = str_trim_space(order->issue_type);
	if (order->issue_type.len > 0 && !is_digits(order->issue_type))
		return err_new(arena, ERR_USAGE, M("The kind of ticket is a number of the tracker's: 3, say."));
	if (order->kind == TRACKER_JIRA && order->issue_type.len == 0)
		return err_new(arena, ERR_USAGE, M("Jira wants to know the kind of ticket, by its number (issuetype): 3, say."));
	return NULL;
}

static struct err *
need(const struct actor *actor, struct arena *arena)
{
	return actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena);
}

struct making { const struct actor *actor; struct ledger_tracker row; int64_t id, now; struct str digest; bool stop; };

static struct err *
audit(struct ledger *ledger, const struct making *making, const char *verb, struct arena *arena)
{
	return ledger_audit(ledger, making->actor->login, making->now, str_of(verb), arena_printf(arena, "tracker/%lld", (long long)making->id), STR(""), arena);
}

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct making *making = context;

	TRY(ledger_tracker_put(ledger, &making->row, arena, &making->id));
	return audit(ledger, making, "tracker.add", arena);
}

struct err *
tracker_add(struct ledger *ledger, const struct actor *actor, const struct tracker_order *wish, int64_t now, struct arena *arena, int64_t *ret_id)
{
	struct making making = { .actor = actor, .now = now };
	struct tracker_order order = *wish;

	TRY(need(actor, arena));
	TRY(check(&order, arena));
	making.row = (struct ledger_tracker){ .kind = order.kind, .name = order.name, .base = order.base, .project = order.project,
		.issue_type = order.issue_type, .made_at = now };
	TRY(ledger_write(ledger, add, &making, arena));
	*ret_id = making.id;
	return NULL;
}

struct err *
tracker_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct tracker_list_view *ret_list)
{
	struct ledger_trackers trackers;

	*ret_list = (struct tracker_list_view){ 0 };
	TRY(actor_need(actor, OFFICES_ALL, SCOPE_READ, arena));
	TRY(ledger_trackers(ledger, arena, &trackers));
	for (size_t i = 0; i < trackers.count; i++) {
		const struct ledger_tracker *row = &trackers.items[i];

		if (row->ended_at == INSTANT_NONE)
			list_push(arena, &ret_list->trackers, ((struct tracker_view){ row->id, str_of(enum_name(&tracker_kind_names, (int)row->kind)), row->name,
			    row->base, row->project, row->issue_type, row->hook.len > 0, row->made_at }));
	}
	return NULL;
}

static struct err *
find(struct ledger *ledger, int64_t id, struct arena *arena)
{
	const struct ledger_tracker *found;
	struct ledger_trackers trackers;

	TRY(ledger_trackers(ledger, arena, &trackers));
	found = tracker_of(&trackers, id);
	if (found == NULL || found->ended_at != INSTANT_NONE)
		return err_new(arena, ERR_NOT_FOUND, M("There is no tracker {number}: \"tsukuroi ticket trackers\" lists them."), ARG_N("number", id));
	return NULL;
}

static struct err *
remove_one(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct making *making = context;

	TRY(find(ledger, making->id, arena));
	TRY(ledger_tracker_end(ledger, making->id, making->now, arena));
	return audit(ledger, making, "tracker.remove", arena);
}

struct err *
tracker_remove(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct making making = { .actor = actor, .id = id, .now = now };

	TRY(need(actor, arena));
	return ledger_write(ledger, remove_one, &making, arena);
}

static struct err *
set_hook(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct making *making = context;

	TRY(find(ledger, making->id, arena));
	TRY(ledger_tracker_hook(ledger, making->id, making->digest, arena));
	return audit(ledger, making, making->stop ? "tracker.hook.end" : "tracker.hook", arena);
}

struct err *
tracker_hook(struct ledger *ledger, const struct actor *actor, int64_t id, bool stop, int64_t now, struct arena *arena, struct str *ret_path)
{
	struct making making = { .actor = actor, .id = id, .now = now, .stop = stop };
	struct str secret = token_new(arena);

	*ret_path = STR("");
	TRY(need(actor, arena));
	if (!stop)
		making.digest = secret_digest(secret, arena);
	TRY(ledger_write(ledger, set_hook, &making, arena));
	if (!stop)
		*ret_path = arena_printf(arena, "/hooks/tickets/%lld.%.*s", (long long)ledger_org(ledger), STR_ARG(secret));
	return NULL;
}
