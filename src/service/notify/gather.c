/*
 * gather.c - what is new since a webhook was last told, and why.
 *
 * What has an order (events of findings, days that pass) is looked for behind the last time; what is the same thing until it ends (a task, a report) is told once
 * by its name; of what goes on (a source, the posture) each change is told.
 */
#include "base/catalogue.h"
#include "base/file.h"
#include "service/finding.h"
#include "service/notify/parts.h"
#include "service/respond/posture.h"
#include "service/watch/watch.h"
#include "store/ledger/assess.h"
#include "store/ledger/people.h"
#include "store/ledger/report.h"

enum { FINDINGS_MOST = 1000, TASKS_MOST = 1000, REPORTS_MOST = 20, KEPT_DAYS = 90, LOOK_HOURS = 1 };

struct gathering {
	const struct notify_desk    *desk;
	const struct ledger_webhook *webhook;
	enum lang                    lang;
	int64_t                      now;
	bool                         quietly;       /* a baseline: what goes on is kept and not told */
	struct notices              *notices;
	struct arena                *arena;
};

/* What an account with the office of reader sees: nothing of sealed cases. Never the program itself. */
static struct actor
reader(enum lang lang)
{
	return (struct actor){ .login = STR("(webhook)"), .name = STR("Tsukuroi"), .via = VIA_DIRECT, .offices = OFFICE_READER, .scopes = SCOPE_READ, .lang = lang };
}

static void
add_item(struct gathering *g, struct notice *notice, struct str title, struct str detail, struct str path)
{
	notice->count++;
	if (notice->items.count < NOTICE_ITEMS)
		list_push(g->arena, &notice->items, ((struct notice_item){ title, detail, path }));
}

static void
add_notice(struct gathering *g, struct notice notice)
{
	if (notice.count > 0)
		list_push(g->arena, g->notices, notice);
}

static struct str
when_words(const struct gathering *g, int64_t at)
{
	return instant_format(at, ZONE_JST, g->arena);
}

/* Told so for the first time? */
static struct err *
is_new(const struct gathering *g, struct str what, struct str value, bool *ret_new)
{
	return ledger_webhook_tell(g->desk->ledger, g->webhook->id, what, value, g->now, g->arena, ret_new);
}

/* ---------------------------------------------------------------------------------------------- findings */

static struct str
finding_detail(const struct gathering *g, const struct ledger_told_finding *row)
{
	struct str where = row->systems == 1 ? row->system : catalogue_say(g->arena, g->lang, M("{system} and {count} more systems"), ARG("system", row->system),
	    ARG_N("count", row->systems - 1));

	return catalogue_say(g->arena, g->lang, M("{product}, {where}, due {due}"), ARG("product", row->product), ARG("where", where),
	    ARG("due", when_words(g, row->due)));
}

static struct str
finding_title(const struct gathering *g, const struct ledger_told_finding *row)
{
	struct str title = g->lang == LANG_JA && row->title_ja.len > 0 ? row->title_ja : row->title_en;

	return title.len == 0 ? row->vulnerability : arena_printf(g->arena, "%.*s %.*s", STR_ARG(row->vulnerability), STR_ARG(title));
}

static struct str
finding_path(const struct gathering *g, const struct ledger_told_finding *row)
{
	return arena_printf(g->arena, "/findings/%lld", (long long)row->finding);
}

static struct err *
gather_findings(struct gathering *g, struct notice notice)
{
	struct ledger_told_findings rows;

	TRY(ledger_immediate_since(g->desk->ledger, g->webhook->told_event, g->webhook->unit, g->now, FINDINGS_MOST, g->arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct ledger_told_finding *row = &rows.items[i];
		struct str why = str_of(catalogue_text(g->lang, row->opened > 0 ? M("new here") : finding_cause_text((enum ledger_cause)row->cause)));

		add_item(g, &notice, finding_title(g, row), arena_printf(g->arena, "%.*s (%.*s%s)", STR_ARG(finding_detail(g, row)), STR_ARG(why),
		    row->kev > 0 ? ", KEV" : ""), finding_path(g, row));
	}
	notice.title = catalogue_say(g->arena, g->lang, M("Vulnerabilities to be dealt with as fast as possible: {count}"), ARG_N("count", notice.count));
	notice.why = catalogue_say(g->arena, g->lang, M("They became Immediate by your criteria since {instant}."), ARG("instant", when_words(g, g->webhook->told_at)));
	add_notice(g, notice);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- overdue */

/* Deadlines of open cases that every reader sees. */
static struct err *
gather_deadlines(struct gathering *g, struct notice *notice)
{
	struct deadlines deadlines;

	TRY(ledger_deadlines(g->desk->ledger, 0, g->now, g->arena, &deadlines));
	for (size_t i = 0; i < deadlines.count; i++) {
		const struct ledger_deadline *row = &deadlines.items[i];
		struct ledger_case head;
		struct str unit = STR("");
		struct ledger_units units;
		bool told;

		if (row->sealed || row->compartment.len > 0 || row->due == INSTANT_NONE || row->due <= g->webhook->told_at)
			continue;
		TRY(ledger_case_find(g->desk->ledger, STR(""), row->casefile, g->arena, &head));
		TRY(ledger_units(g->desk->ledger, g->arena, &units));
		for (size_t u = 0; u < units.count; u++)
			if (units.items[u].id == head.unit)
				unit = units.items[u].name;
		if (g->webhook->unit.len > 0 && !str_eq(g->webhook->unit, unit))
			continue;
		TRY(is_new(g, arena_printf(g->arena, "deadline/%lld/%.*s/%lld/%lld", (long long)row->casefile, STR_ARG(row->name), (long long)row->task,
		    (long long)row->due), STR(""), &told));
		if (told)
			add_item(g, notice, arena_printf(g->arena, "%.*s %.*s", STR_ARG(row->number), STR_ARG(g->lang == LANG_JA ? row->title_ja : row->title_en)),
			    catalogue_say(g->arena, g->lang, M("{label}, was due {due}"), ARG("label", row->label), ARG("due", when_words(g, row->due))),
			    arena_printf(g->arena, "/cases/%.*s", STR_ARG(row->number)));
	}
	return NULL;
}

static struct err *
gather_overdue(struct gathering *g, struct notice notice)
{
	struct ledger_told_findings rows;

	TRY(ledger_overdue_since(g->desk->ledger, g->webhook->told_at, g->webhook->unit, g->now, FINDINGS_MOST, g->arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		add_item(g, &notice, finding_title(g, &rows.items[i]), finding_detail(g, &rows.items[i]), finding_path(g, &rows.items[i]));
	TRY(gather_deadlines(g, &notice));
	notice.title = catalogue_say(g->arena, g->lang, M("Overdue: {count}"), ARG_N("count", notice.count));
	notice.why = catalogue_say(g->arena, g->lang, M("Their day passed since {instant}, and they are not done."), ARG("instant", when_words(g, g->webhook->told_at)));
	add_notice(g, notice);
	return NULL;
}

/* ------------------------------------------------------------------------------------- posture and sources */

static struct err *
gather_posture(struct gathering *g, struct notice notice)
{
	struct actor actor = reader(g->lang);
	struct posture_view posture;
	bool told;

	TRY(posture_show(g->desk->home, g->desk->ledger, &actor, g->now, g->arena, &posture));
	TRY(is_new(g, STR("posture"), posture.level, &told));
	if (!told || g->quietly)
		return NULL;
	notice.title = posture.level.len > 0 ? catalogue_say(g->arena, g->lang, M("Posture by the rules: {title}"), ARG("title", posture.title))
	    : catalogue_say(g->arena, g->lang, M("Posture by the rules: the ordinary organisation will do"));
	notice.why = catalogue_say(g->arena, g->lang, M("Systems by the worst that is open on them: Immediate {immediate}, Out of cycle {out}, Scheduled {scheduled}"),
	    ARG_N("immediate", posture.immediate), ARG_N("out", posture.out_of_cycle), ARG_N("scheduled", posture.scheduled));
	for (size_t i = 0; i < posture.systems.count; i++)
		add_item(g, &notice, posture.systems.items[i].system, posture.systems.items[i].unit, STR("/posture"));
	notice.count = 1;
	add_notice(g, notice);
	return NULL;
}

static const char *const fresh_texts[] = {
	[KB_FRESH] = M("up to date"), [KB_STALE] = M("too old to say \"not affected\""), [KB_HELD] = M("held: a person has to look at it"),
	[KB_FAILED] = M("could not be read"), [KB_NEVER] = M("never came"),
};

static struct err *
gather_of_kb(struct gathering *g, struct kb *kb, struct notice *notice)
{
	struct kb_source *sources;
	size_t count;

	TRY(kb_sources(kb, g->now, g->arena, &sources, &count));
	for (size_t i = 0; i < count; i++) {
		bool told;

		TRY(is_new(g, arena_printf(g->arena, "source/%.*s", STR_ARG(sources[i].name)), str_of(enum_name(&kb_freshness_names, (int)sources[i].freshness)), &told));
		if (told && !g->quietly && sources[i].freshness != KB_FRESH)
			/* Names lie in the kb, which is closed before the post is written. */
			add_item(g, notice, arena_copy(g->arena, sources[i].name), arena_printf(g->arena, "%s (%.*s)", catalogue_text(g->lang, fresh_texts[sources[i].freshness]),
			    STR_ARG(sources[i].built == INSTANT_NONE ? STR("-") : when_words(g, sources[i].built))), STR("/knowledge"));
	}
	return NULL;
}

static struct err *
gather_sources(struct gathering *g, struct notice notice)
{
	struct err *err;
	struct kb *kb;

	if (!dir_exists(g->desk->home->kb_path, g->arena))
		return NULL;
	TRY(home_kb(g->desk->home->path, g->arena, &kb));
	err = gather_of_kb(g, kb, &notice);
	kb_close(kb);
	TRY(err);
	notice.title = catalogue_say(g->arena, g->lang, M("Sources that are not as they should be: {count}"), ARG_N("count", notice.count));
	notice.why = str_of(catalogue_text(g->lang, M("Until they are, what they would say is not known: \"not affected\" is not said by them.")));
	add_notice(g, notice);
	return NULL;
}

/* ---------------------------------------------------------------------------------------- tasks and reports */

static struct err *
is_of_unit(const struct gathering *g, const struct case_task_view *task, bool *ret_is)
{
	struct ledger_accounts people;
	struct ledger_case head;
	int64_t unit;

	*ret_is = g->webhook->unit.len == 0;
	if (*ret_is)
		return NULL;
	TRY(ledger_unit_find(g->desk->ledger, g->webhook->unit, g->arena, &unit));
	TRY(ledger_case_find(g->desk->ledger, task->number, 0, g->arena, &head));
	*ret_is = unit != 0 && head.unit == unit;
	if (*ret_is || unit == 0)
		return NULL;
	TRY(ledger_accounts(g->desk->ledger, unit, g->arena, &people));
	for (size_t i = 0; i < people.count; i++)
		*ret_is = *ret_is || str_eq(people.items[i].name, task->owner);
	return NULL;
}

static struct err *
gather_tasks(struct gathering *g, struct notice notice)
{
	struct task_query query = { .most = TASKS_MOST };
	struct actor actor = reader(g->lang);
	struct task_list_view list;

	if (g->desk->cases == NULL)
		return NULL;
	TRY(task_list(g->desk->cases, &actor, &query, g->now, g->arena, &list));
	for (size_t i = 0; i < list.tasks.count; i++) {
		const struct case_task_view *task = &list.tasks.items[i];
		bool of_unit, told;

		if (task->started_at <= g->webhook->made_at)
			continue;
		TRY(is_of_unit(g, task, &of_unit));
		if (!of_unit)
			continue;
		TRY(is_new(g, arena_printf(g->arena, "task/%lld", (long long)task->id), STR(""), &told));
		if (told)
			add_item(g, &notice, arena_printf(g->arena, "%.*s %.*s%s%.*s", STR_ARG(task->number), STR_ARG(task->title), task->subject.len == 0 ? "" : ": ",
			    STR_ARG(task->subject)), arena_printf(g->arena, "%.*s%s%.*s", STR_ARG(task->owner.len > 0 ? task->owner : task->role),
			    task->due == INSTANT_NONE ? "" : ", ", STR_ARG(task->due == INSTANT_NONE ? STR("") : when_words(g, task->due))),
			    arena_printf(g->arena, "/tasks/%lld", (long long)task->id));
	}
	notice.title = catalogue_say(g->arena, g->lang, M("Waiting for somebody: {count}"), ARG_N("count", notice.count));
	notice.why = str_of(catalogue_text(g->lang, M("Tasks of open cases that began.")));
	add_notice(g, notice);
	return NULL;
}

static struct err *
gather_reports(struct gathering *g, struct notice notice)
{
	struct ledger_reports reports;

	TRY(ledger_reports(g->desk->ledger, REPORTS_MOST, g->arena, &reports));
	for (size_t i = 0; i < reports.count; i++) {
		const struct ledger_report *report = &reports.items[i];
		bool told;

		if (report->at <= g->webhook->made_at || (g->webhook->unit.len > 0 &&
		    !str_eq(report->scope, arena_printf(g->arena, "unit:%.*s", STR_ARG(g->webhook->unit)))))
			continue;
		TRY(is_new(g, arena_printf(g->arena, "report/%lld", (long long)report->id), STR(""), &told));
		if (told)
			add_item(g, &notice, arena_printf(g->arena, "%.*s %.*s", STR_ARG(report->name), STR_ARG(report->scope)), when_words(g, report->at), STR("/reports"));
	}
	notice.title = catalogue_say(g->arena, g->lang, M("Reports that were kept: {count}"), ARG_N("count", notice.count));
	notice.why = str_of(catalogue_text(g->lang, M("Somebody made them and handed them over.")));
	add_notice(g, notice);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- watches */

/* A look that began before the last time may have ended behind it: an hour is looked at again, and what was told is told only once. */
static struct err *
gather_watches(struct gathering *g, struct notice notice)
{
	const struct ledger_webhook *webhook = g->webhook;
	int64_t since = webhook->told_at - LOOK_HOURS * INSTANT_HOUR;
	struct watch_desk desk = { g->desk->home, g->desk->ledger };
	struct watch_tidings news;

	TRY(watch_shared_news(&desk, webhook->unit, since > webhook->made_at ? since : webhook->made_at + 1, g->lang, g->arena, &news));
	for (size_t i = 0; i < news.list.count; i++) {
		const struct watch_tiding *tiding = &news.list.items[i];
		bool told;

		TRY(is_new(g, arena_printf(g->arena, "watch/%.*s", STR_ARG(tiding->hit.id)), arena_printf(g->arena, "%lld", (long long)tiding->hit.at), &told));
		if (told)
			add_item(g, &notice, arena_printf(g->arena, "%.*s %.*s", STR_ARG(tiding->hit.id), STR_ARG(tiding->hit.title)),
			    watch_tiding_words(tiding, webhook->unit.len == 0, g->lang, g->arena), tiding->hit.path);
	}
	notice.title = catalogue_say(g->arena, g->lang, M("New of what is watched: {count}"), ARG_N("count", notice.count));
	notice.why = str_of(catalogue_text(g->lang, M("They came, or became worse, for products or words that units watch.")));
	add_notice(g, notice);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- a webhook */

static struct err *(*const gatherers[WEBHOOK_EVENTS])(struct gathering *g, struct notice notice) = {
	[WEBHOOK_FINDING] = gather_findings, [WEBHOOK_OVERDUE] = gather_overdue, [WEBHOOK_POSTURE] = gather_posture, [WEBHOOK_SOURCE] = gather_sources,
	[WEBHOOK_TASK] = gather_tasks, [WEBHOOK_REPORT] = gather_reports, [WEBHOOK_WATCH] = gather_watches,
};

struct err *
webhook_baseline(const struct notify_desk *desk, const struct ledger_webhook *webhook, int64_t now, struct arena *arena)
{
	struct notices none = { 0 };
	struct gathering g = { desk, webhook, LANG_EN, now, true, &none, arena };

	if ((webhook->events & 1 << WEBHOOK_POSTURE) != 0)
		TRY(gather_posture(&g, (struct notice){ 0 }));
	return (webhook->events & 1 << WEBHOOK_SOURCE) != 0 ? gather_sources(&g, (struct notice){ 0 }) : NULL;
}

static struct err *
put_post(const struct gathering *g)
{
	struct telling telling = { .organisation = g->desk->home->organisation, .address = g->desk->home->address, .webhook = g->webhook->name, .lang = g->lang,
		.at = g->now };
	struct ledger_post post = { .webhook = g->webhook->id, .made_at = g->now };

	if (g->notices->count == 0)
		return NULL;
	for (size_t i = 0; i < g->notices->count; i++)
		post.events |= (int64_t)1 << g->notices->items[i].event;
	post.message = telling.message = webhook_message(g->webhook, "new", g->webhook->told_at, g->arena);
	post.body = webhook_body(g->webhook->shape, &telling, g->notices, g->arena);
	return ledger_post_put(g->desk->ledger, &post, g->arena);
}

static struct err *
gather_for(const struct notify_desk *desk, const struct ledger_webhook *webhook, int64_t now, struct arena *arena)
{
	struct notices notices = { 0 };
	struct gathering g = { desk, webhook, str_eq(webhook->lang, STR("en")) ? LANG_EN : LANG_JA, now, false, &notices, arena };
	int64_t event;

	TRY(ledger_last_event(desk->ledger, arena, &event));
	for (int i = 0; i < WEBHOOK_EVENTS; i++)
		if ((webhook->events & (int64_t)1 << i) != 0)
			TRY(gatherers[i](&g, (struct notice){ .event = (enum webhook_event)i }));
	TRY(put_post(&g));
	return ledger_webhook_until(desk->ledger, webhook->id, now, event, arena);
}

struct gathering_all { const struct notify_desk *desk; int64_t now; };

/* Read anew within it: two nodes that look at once tell once. */
static struct err *
gather_all(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct gathering_all *all = context;
	struct ledger_webhooks webhooks;

	TRY(ledger_webhooks(ledger, arena, &webhooks));
	for (size_t i = 0; i < webhooks.count; i++)
		if (webhooks.items[i].told_at < all->now)
			TRY(gather_for(all->desk, &webhooks.items[i], all->now, arena));
	return ledger_posts_sweep(ledger, all->now - KEPT_DAYS * INSTANT_DAY, arena);
}

struct err *
notify_gather(const struct notify_desk *desk, int64_t now, struct arena *arena)
{
	struct gathering_all all = { desk, now };

	return ledger_write(desk->ledger, gather_all, &all, arena);
}

struct err *
notify_is_wanted(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_wanted)
{
	TRY(notify_is_due(ledger, now, arena, ret_wanted));
	return *ret_wanted ? NULL : ledger_posts_wait(ledger, now, arena, ret_wanted);
}

struct err *
notify_is_due(struct ledger *ledger, int64_t now, struct arena *arena, bool *ret_due)
{
	struct ledger_webhooks webhooks;

	*ret_due = false;
	TRY(ledger_webhooks(ledger, arena, &webhooks));
	for (size_t i = 0; i < webhooks.count; i++)
		*ret_due = *ret_due || webhooks.items[i].told_at + NOTIFY_EVERY_S * INSTANT_SECOND <= now;
	return NULL;
}
