/*
 * thread.c - what people write to each other about a case. A message stays as it was written; a correction follows it.
 */
#include "base/catalogue.h"
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/audit.h"

enum { MESSAGES_MOST = 10000 };      /* of one thread at once */

static struct err *
unknown_thread(const struct case_now *now, int64_t id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no thread {id}: tsukuroi case show {number} lists them."),
	    ARG("number", now->head.number), ARG_N("id", id));
}

struct finding { const struct case_now *now; int64_t id; struct ledger_case_thread found; struct arena *arena; };

/* id 0: the first that he sees in the first compartment. */
static struct err *
take_thread(void *context, const struct ledger_case_thread *thread, struct arena *arena)
{
	struct finding *finding = context;
	bool is_it = finding->id != 0 ? thread->id == finding->id
	    : finding->found.id == 0 && str_eq(thread->compartment, finding->now->book->compartments.items[0]);

	(void)arena;
	if (!is_it || !case_sees(finding->now, thread->compartment))
		return NULL;
	finding->found = *thread;
	finding->found.compartment = arena_copy(finding->arena, thread->compartment);
	finding->found.title = arena_copy(finding->arena, thread->title);
	return NULL;
}

static struct err *
find_thread(const struct case_now *now, int64_t id, struct arena *arena, struct ledger_case_thread *ret_thread)
{
	struct finding finding = { now, id, { 0 }, arena };

	TRY(ledger_case_threads(now->desk->ledger, now->head.id, now->actor.account, take_thread, &finding, arena));
	*ret_thread = finding.found;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- writing */

struct writing { const struct case_message *message; int64_t thread; };

static struct err *
new_thread(struct case_now *now, const struct actor *actor, const struct case_message *message, int64_t at, struct arena *arena,
    struct ledger_case_thread *ret_thread)
{
	struct ledger_case_thread put = { .casefile = now->head.id, .by = actor->account, .at = at };
	struct str title = message->title.len > 0 ? message->title : catalogue_say(arena, actor->lang, M("General"));
	size_t place;

	TRY(case_compartment_need(now, message->compartment, RIGHT_COMMENT, arena, &place));
	put.compartment = now->book->compartments.items[place];
	TRY(ledger_case_thread_id(now->desk->ledger, arena, &put.id));
	TRY(case_seal(now, put.compartment, arena_printf(arena, "thread/%lld", (long long)put.id), title, arena, &put.title));
	TRY(ledger_case_thread_put(now->desk->ledger, &put, arena));
	TRY(case_entry_in(now, actor->account, ENTRY_THREAD, arena_printf(arena, "%lld", (long long)put.id), put.compartment, STR(""), title, 0,
	    at, arena));
	*ret_thread = put;
	return NULL;
}

struct correcting { int64_t number, who; bool found; };

static struct err *
take_corrected(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct correcting *correcting = context;

	(void)arena;
	if (entry->number == correcting->number && entry->verb == ENTRY_MESSAGE && entry->who == correcting->who)
		correcting->found = true;
	return NULL;
}

static struct err *
may_correct(const struct case_now *now, const struct actor *actor, int64_t thread, int64_t number, struct arena *arena)
{
	struct correcting correcting = { number, actor->account, false };

	if (number == 0)
		return NULL;
	TRY(ledger_case_entries(now->desk->ledger, now->head.id, thread, number - 1, 1, take_corrected, &correcting, arena));
	if (!correcting.found)
		return err_new(arena, ERR_NOT_FOUND, M("There is no message {number} of yours in this thread to be corrected."), ARG_N("number", number));
	return NULL;
}

static struct err *
write_message(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct writing *writing = context;
	const struct case_message *message = writing->message;
	struct ledger_case_thread thread = { 0 };
	struct str object = STR("");

	if (message->thread != 0 || (message->title.len == 0 && message->compartment.len == 0))
		TRY(find_thread(now, message->thread, arena, &thread));
	if (thread.id == 0 && message->thread != 0)
		return unknown_thread(now, message->thread, arena);
	if (thread.id == 0)
		TRY(new_thread(now, actor, message, at, arena, &thread));
	TRY(case_need(now, RIGHT_COMMENT, case_compartment(now->book, thread.compartment), arena));
	TRY(may_correct(now, actor, thread.id, message->corrects, arena));
	if (message->corrects != 0)
		object = arena_printf(arena, "%lld", (long long)message->corrects);
	TRY(case_entry_in(now, actor->account, ENTRY_MESSAGE, object, thread.compartment, STR(""), message->text, thread.id, at, arena));
	writing->thread = thread.id;
	return case_audit(now, actor, "case.write", arena_printf(arena, "thread/%lld", (long long)thread.id), message->text, at, arena);
}

struct err *
case_write(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_message *message, int64_t now,
    struct arena *arena, int64_t *ret_thread)
{
	struct writing writing = { message, 0 };

	TRY(case_text(message->text, LIMIT_CASE_TEXT, arena));
	TRY(case_text(message->title, LIMIT_CASE_TITLE, arena));
	if (message->text.len == 0)
		return err_new(arena, ERR_USAGE, M("There is nothing to write down."));
	TRY(case_within(desk, actor, number, 0, now, write_message, &writing, arena));
	*ret_thread = writing.thread;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- reading */

struct reading {
	const struct case_now   *now;
	struct case_thread_view *view;
	struct arena            *arena;
	int64_t                  last;
	int64_t                  unread;      /* so many of the last, others' ones */
};

static struct err *
take_message(void *context, const struct ledger_case_entry *entry, struct arena *arena)
{
	struct reading *reading = context;
	struct case_message_view *view;
	uint64_t corrects = 0;
	struct str text;

	reading->last = entry->number;
	if (entry->verb != ENTRY_MESSAGE)
		return NULL;
	TRY(case_content(reading->now, entry->compartment, arena_printf(arena, "entry/%lld/became", (long long)entry->number), entry->became,
	    reading->arena, &text, NULL));
	view = list_add(reading->arena, &reading->view->texts);
	view->number = entry->number;
	view->at = entry->at;
	view->by = case_who(reading->now, entry->who, reading->arena);
	view->text = arena_copy(reading->arena, text);
	(void)str_to_u64(entry->object, &corrects);
	view->corrects = (int64_t)corrects;
	view->unread = entry->who != reading->now->actor.account;
	return NULL;
}

/* Others' messages are counted from the end: so many are new to him. */
static void
mark_unread(struct case_thread_view *view)
{
	int64_t left = view->unread;

	for (size_t i = view->texts.count; i > 0; i--) {
		struct case_message_view *message = &view->texts.items[i - 1];

		message->unread = message->unread && left > 0;
		left -= message->unread;
	}
}

struct marking { int64_t account, thread, number, at; };

static struct err *
mark(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct marking *marking = context;

	return ledger_case_read(ledger, marking->account, marking->thread, marking->number, marking->at, arena);
}

static struct err *
view_thread(const struct case_now *now, const struct ledger_case_thread *thread, struct arena *arena, struct case_thread_view *view,
    int64_t *ret_last)
{
	struct reading reading = { .now = now, .view = view, .arena = arena };

	*view = (struct case_thread_view){ .id = thread->id, .compartment = thread->compartment, .by = case_who(now, thread->by, arena),
		.at = thread->at, .messages = thread->messages, .unread = thread->unread };
	TRY(case_content(now, thread->compartment, arena_printf(arena, "thread/%lld", (long long)thread->id), thread->title, arena, &view->title,
	    NULL));
	TRY(ledger_case_entries(now->desk->ledger, now->head.id, thread->id, 0, MESSAGES_MOST, take_message, &reading, arena));
	mark_unread(view);
	*ret_last = reading.last;
	return NULL;
}

struct err *
case_thread(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t thread, int64_t now, struct arena *arena,
    struct case_thread_view *ret_view)
{
	struct ledger_case_thread found;
	struct marking marking;
	struct case_now seen;

	TRY(case_load_head(desk, actor, number, 0, now, arena, &seen));
	TRY(find_thread(&seen, thread, arena, &found));
	if (found.id == 0)
		return unknown_thread(&seen, thread, arena);
	if (seen.head.sealed)
		TRY(ledger_audit_before_read(desk->ledger, actor->login, now, STR("case.read"),
		    arena_printf(arena, "case/%lld/thread/%lld", (long long)seen.head.id, (long long)found.id), STR(""), arena));
	marking = (struct marking){ actor->account, found.id, 0, now };
	TRY(view_thread(&seen, &found, arena, ret_view, &marking.number));
	return actor->account == 0 ? NULL : ledger_write(desk->ledger, mark, &marking, arena);
}
