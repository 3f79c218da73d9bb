/*
 * hooks.c - what a case asks of deadlines, release and maintenance whenever it changes.
 */
#include "service/job/job.h"
#include "service/notify/notify.h"
#include "service/report/subscribe.h"
#include "service/respond/settle.h"
#include "service/respond/roster.h"
#include "service/watch/watch.h"

static struct err *
refresh_deadlines(void *context, const struct case_now *now, int64_t at, struct arena *arena)
{
	struct due_case subject = { now->head.id, now->head.number, now->head.sealed ? now->head.neutral : now->title, now->head.sealed };
	struct due_task *tasks = ARENA_ARRAY(arena, struct due_task, now->tasks.count + 1);

	for (size_t i = 0; i < now->tasks.count; i++) {
		const struct ledger_case_task *task = &now->tasks.items[i];

		tasks[i] = (struct due_task){ task->id, task->owner, task->due, now->head.sealed ? STR("") : task->subject_name, task->compartment };
	}
	return due_refresh(context, now->desk->calendar, now->book, &subject, &now->play, tasks, at, arena);
}

static struct err *
release_passed(void *context, int64_t release, int64_t at, struct arena *arena, struct fact *ret_passed)
{
	return due_is_past(context, release, at, arena, ret_passed);
}

static struct err *
next_maintenance(void *context, const int64_t *systems, size_t count, int64_t at, struct arena *arena, int64_t *ret_next)
{
	return due_next_maintenance(context, systems, count, at, arena, ret_next);
}

static struct err *
furnish(struct job_room *room)
{
	if (room->furnished)
		return NULL;
	TRY(case_desk_open(room->home, room->ledger, room->arena, &room->desk));
	room->hooks = job_case_hooks(room->ledger);
	room->documents = (struct document_desk){ &room->desk, room->home };
	room->hooks.documents = &room->documents;
	room->hooks.make_document = document_make_hook;
	room->desk.hooks = &room->hooks;
	room->furnished = true;
	return NULL;
}

struct err *
job_room_settle(void *context, int64_t casefile, int64_t now, struct arena *arena)
{
	struct job_room *room = context;
	bool changed;

	TRY(furnish(room));
	return case_settle_id(&room->desk, casefile, now, arena, &changed);
}

struct err *
job_room_hourly(void *context, int64_t now, struct arena *arena)
{
	struct job_room *room = context;
	int64_t opened, sent, letters;

	TRY(furnish(room));
	TRY(roster_turn(&room->desk, now, arena, &opened));
	TRY(report_send_due(&(struct report_desk){ &room->desk, room->home }, now, arena, &sent));
	return watch_tell_due(&(struct watch_desk){ room->home, room->ledger }, now, arena, &letters);
}

static struct err *
look_for_news(struct job_room *room, const struct notify_desk *desk, int64_t now, struct arena *arena)
{
	bool is_due;

	TRY(notify_is_due(room->ledger, now, arena, &is_due));
	return is_due ? notify_gather(desk, now, arena) : NULL;
}

static void
note(struct job_pass *pass, struct str what, const struct err *err, enum lang lang, struct arena *arena)
{
	list_push(arena, &pass->failures, ((struct job_failure){ what, err_sentence(err, lang, arena) }));
	pass->failed++;
}

/* What is on its way goes on, also while nothing new can be looked for. */
static struct err *
tell(struct job_room *room, const struct home *home, struct vault *vault, struct str owner, int64_t now, enum lang lang, struct arena *arena, struct job_pass *pass)
{
	struct people_vault secrets = vault_people(vault);
	struct notify_desk desk = { room->ledger, home, &secrets, &room->desk };
	struct notify_sent sent;
	struct err *err;

	err = look_for_news(room, &desk, now, arena);
	if (err != NULL && err->code != ERR_STORE)
		note(pass, STR("webhook"), err, lang, arena);
	else
		TRY(err);
	TRY(notify_deliver(&desk, owner, now, arena, &sent));
	pass->told = sent.sent;
	for (size_t i = 0; i < sent.failures.count; i++)
		note(pass, sent.failures.items[i].what, sent.failures.items[i].why, lang, arena);
	return NULL;
}

/* What is watched, whenever another state of what is known is in force. That nobody takes part in it twice at once is of no harm: the second finds nothing new. */
static void
look_at_watches(struct job_room *room, int64_t now, enum lang lang, struct arena *arena, struct job_pass *pass)
{
	struct watch_desk desk = { room->home, room->ledger };
	struct watch_looked looked;
	bool is_due;
	struct err *err = watch_is_due(&desk, arena, &is_due);

	if (err == NULL && is_due)
		err = watch_look(&desk, now, arena, &looked);
	if (err != NULL)
		note(pass, STR("watch"), err, lang, arena);
}

struct err *
job_room_tell(void *context, struct str owner, int64_t now, enum lang lang, struct arena *arena, struct job_pass *pass)
{
	struct vault *vault VAULT_SCOPE = NULL;
	struct job_room *room = context;
	struct home home, today;
	bool wanted;

	look_at_watches(room, now, lang, arena, pass);
	TRY(notify_is_wanted(room->ledger, now, arena, &wanted));
	if (!wanted)
		return NULL;
	TRY(furnish(room));
	/* Which servers may be asked is heeded at once, however long this process runs. */
	TRY(home_open(room->home->path, arena, &today));
	home = *room->home;
	home.fetch_hosts = today.fetch_hosts;
	home.fetch_proxy = today.fetch_proxy;
	home.fetch_proxy_user = today.fetch_proxy_user;
	home.fetch_ca = today.fetch_ca;
	home.address = today.address;
	TRY(vault_open(&home, room->ledger, arena, &vault));
	return tell(room, &home, vault, owner, now, lang, arena, pass);
}

void
job_room_done(struct job_room *room)
{
	case_desk_close(&room->desk);
}

struct case_hooks
job_case_hooks(struct ledger *ledger)
{
	return (struct case_hooks){ .context = ledger, .refresh_deadlines = refresh_deadlines, .release_passed = release_passed,
		.next_maintenance = next_maintenance, .moved = respond_moved,
		.filled = respond_filled };
}
