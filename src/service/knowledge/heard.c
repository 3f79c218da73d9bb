#include "service/knowledge/heard.h"

#include "base/map.h"
#include "model/report.h"
#include "store/ledger/audit.h"

static const char *const states[] = { "candidate", "confirmed", "refused" };
static const char *const state_words[] = { M("not confirmed"), M("confirmed"), M("not so") };
const struct enum_names heard_state_names = ENUM_WORDS(states, state_words);
static const char *const answers[] = { "confirm", "refuse", "take-back" };
const struct enum_names heard_answer_names = ENUM_NAMES(answers);

static const struct field fields[] = {
	FIELD(struct heard_view, key, FIELD_STR), FIELD(struct heard_view, vulnerability, FIELD_STR),
	FIELD_WORD(struct heard_view, level, &report_exploitation_names), FIELD(struct heard_view, issuer, FIELD_STR), FIELD(struct heard_view, record, FIELD_STR),
	FIELD(struct heard_view, title, FIELD_STR), FIELD(struct heard_view, url, FIELD_STR), FIELD(struct heard_view, sentence, FIELD_STR),
	FIELD(struct heard_view, at, FIELD_INSTANT), FIELD(struct heard_view, among, FIELD_INT), FIELD(struct heard_view, vague, FIELD_BOOL),
	FIELD_WORD(struct heard_view, state, &heard_state_names), FIELD(struct heard_view, open, FIELD_BOOL), FIELD(struct heard_view, ours, FIELD_BOOL),
	FIELD(struct heard_view, gone, FIELD_BOOL), FIELD(struct heard_view, reason, FIELD_STR), FIELD(struct heard_view, who, FIELD_STR),
	FIELD(struct heard_view, answered, FIELD_INSTANT),
};
const struct schema heard_view_schema = SCHEMA("heard", struct heard_view, fields);

/* ------------------------------------------------------------------------------------------------- list */

struct gathering {
	struct ledger_heards answers;
	struct map           answer_of;      /* subject to its place, from 1 */
	struct map           ours;
	struct arena        *arena;
};

static struct err *
gather(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct gathering *ret_gathering)
{
	struct gathering g = { .arena = arena };
	struct str_list ours;

	TRY(ledger_heard_list(ledger, vulnerability, arena, &g.answers));
	for (size_t i = 0; i < g.answers.count; i++)
		*map_put(arena, &g.answer_of, g.answers.items[i].subject) = i + 1;
	TRY(ledger_heard_ours(ledger, vulnerability, arena, &ours));
	for (size_t i = 0; i < ours.count; i++)
		*map_put(arena, &g.ours, ours.items[i]) = 1;
	*ret_gathering = g;
	return NULL;
}

static const struct ledger_heard *
answer_to(const struct gathering *g, const char *kind, struct str key)
{
	const uint64_t *place = map_find(&g->answer_of, arena_printf(g->arena, "%s %.*s", kind, STR_ARG(key)));

	return place == NULL ? NULL : &g->answers.items[*place - 1];
}

static struct str
state_of(const struct ledger_heard *answer)
{
	return str_of(states[answer == NULL ? 0 : answer->confirmed ? 1 : 2]);
}

static struct heard_view
view_of(const struct gathering *g, const struct kb_stated *stated)
{
	const struct ledger_heard *answer = answer_to(g, "sentence", stated->key);
	struct heard_view view = {
		.key = stated->key, .vulnerability = stated->cve, .level = str_of(enum_name(&exploitation_names, (int)stated->level)), .issuer = stated->issuer,
		.record = stated->record, .title = stated->title, .url = stated->url, .sentence = stated->sentence, .at = stated->at, .among = stated->among,
		.vague = stated->among > 1, .state = state_of(answer), .open = answer == NULL && stated->level > EXPLOITATION_NONE,
		.ours = map_find(&g->ours, stated->cve) != NULL, .answered = INSTANT_NONE,
	};

	if (answer != NULL) {
		view.reason = answer->reason;
		view.who = answer->who;
		view.answered = answer->at;
	}
	return view;
}

/* What was answered and does not stand in the knowledge base any more still counts, and is shown. */
static void
add_gone(const struct gathering *g, struct heard_list *list)
{
	for (size_t a = 0; a < g->answers.count; a++) {
		const struct ledger_heard *answer = &g->answers.items[a];
		struct str key = answer->subject;
		bool there = false;

		if (!str_take(&key, STR("sentence ")))
			continue;
		for (size_t i = 0; i < list->items.count; i++)
			there = there || str_eq(list->items.items[i].key, key);
		if (!there)
			list_push(g->arena, &list->items, ((struct heard_view){ .key = key, .vulnerability = answer->vulnerability,
				.level = str_of(enum_name(&exploitation_names, (int)answer->level)), .issuer = answer->issuer, .record = answer->record,
				.sentence = answer->sentence, .at = INSTANT_NONE, .among = 1, .state = state_of(answer), .gone = true,
				.reason = answer->reason, .who = answer->who, .answered = answer->at }));
	}
}

enum { LOOK_AT_ONCE = 500, LOOKS_MOST = 40 };

/* Pages of the knowledge base until a page of ours is full; the next begins behind the last that was shown. */
static struct err *
fill(struct kb *kb, const struct gathering *g, const struct heard_query *query, struct arena *arena, struct heard_list *list)
{
	struct kb_stated_query ask = { .cve = query->vulnerability, .least = query->open ? EXPLOITATION_POC : EXPLOITATION_UNKNOWN, .after = query->after,
		.most = LOOK_AT_ONCE };

	for (int look = 0; look < LOOKS_MOST; look++) {
		struct kb_stated_list page;

		TRY(kb_stated_find(kb, &ask, arena, &page));
		for (size_t i = 0; i < page.list.count; i++) {
			struct heard_view view = view_of(g, &page.list.items[i]);

			if ((query->open && !view.open) || (query->ours && !view.ours))
				continue;
			if (query->most > 0 && (int64_t)list->items.count == query->most) {
				const struct heard_view *last = &list->items.items[list->items.count - 1];

				list->next = arena_printf(arena, "%lld.%.*s", (long long)last->at, STR_ARG(last->key));
				return NULL;
			}
			list_push(arena, &list->items, view);
		}
		ask.after = page.next;
		if (page.next.len == 0)
			return NULL;
	}
	list->next = ask.after;
	return NULL;
}

struct err *
heard_find(const struct home *home, struct ledger *ledger, const struct heard_query *query, struct arena *arena, struct heard_list *ret_list)
{
	struct kb *kb KB_SCOPE = NULL;
	struct kb_stated_counts counts;
	struct gathering g;

	*ret_list = (struct heard_list){ 0 };
	TRY(gather(ledger, query->vulnerability, arena, &g));
	TRY(home_kb(home->path, arena, &kb));
	TRY(fill(kb, &g, query, arena, ret_list));
	if (query->vulnerability.len > 0 && !query->open)
		add_gone(&g, ret_list);
	TRY(kb_stated_count(kb, arena, &counts));
	ret_list->active = counts.active;
	ret_list->poc = counts.poc;
	ret_list->none = counts.none;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ answers */

struct saying {
	const struct actor *actor;
	enum heard_answer   answer;
	struct ledger_heard heard;
	const char         *object;
};

static struct err *
write_answer(struct ledger *ledger, void *context, struct arena *arena)
{
	static const char *const verbs[] = { "heard.confirm", "heard.refuse", "heard.take_back" };
	const struct saying *saying = context;

	if (saying->answer == HEARD_TAKE_BACK)
		TRY(ledger_heard_forget(ledger, saying->heard.subject, arena));
	else
		TRY(ledger_heard_put(ledger, &saying->heard, arena));
	return ledger_audit(ledger, saying->actor->login, saying->heard.at, str_of(verbs[saying->answer]), str_of(saying->object), STR(""), arena);
}

static struct err *
write_down(struct ledger *ledger, struct saying *saying, struct arena *arena)
{
	if (saying->answer != HEARD_TAKE_BACK && str_trim_space(saying->heard.reason).len == 0)
		return err_new(arena, ERR_USAGE, M("Say on what the answer rests: who read what, where."));
	saying->heard.confirmed = saying->answer == HEARD_CONFIRM;
	saying->heard.who = saying->actor->login;
	return ledger_write(ledger, write_answer, saying, arena);
}

struct err *
heard_say(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str key, enum heard_answer answer, struct str reason,
    int64_t now, struct arena *arena)
{
	struct saying saying = { .actor = actor, .answer = answer,
		.heard = { .subject = arena_printf(arena, "sentence %.*s", STR_ARG(key)), .reason = reason, .at = now } };
	struct kb_stated_query query = { .key = key, .most = 1 };
	struct kb *kb KB_SCOPE = NULL;
	struct kb_stated_list found;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	saying.object = arena_cstr(arena, arena_printf(arena, "heard/%.*s", STR_ARG(key)));
	if (answer != HEARD_TAKE_BACK) {
		const struct kb_stated *stated;

		TRY(home_kb(home->path, arena, &kb));
		TRY(kb_stated_find(kb, &query, arena, &found));
		if (key.len == 0 || found.list.count == 0)
			return err_new(arena, ERR_NOT_FOUND, M("The knowledge base holds no such sentence: it may have been changed. Look at the list again."));
		stated = &found.list.items[0];
		saying.heard.vulnerability = stated->cve;
		saying.heard.level = stated->level;
		saying.heard.issuer = stated->issuer;
		saying.heard.record = stated->record;
		saying.heard.sentence = stated->sentence;
	}
	return write_down(ledger, &saying, arena);
}

struct err *
alerts_say(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str id, enum heard_answer answer, struct str reason,
    int64_t now, struct arena *arena)
{
	struct saying saying = { .actor = actor, .answer = answer,
		.heard = { .subject = arena_printf(arena, "alert %.*s", STR_ARG(id)), .record = id, .reason = reason, .at = now } };

	(void)home;
	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	saying.object = arena_cstr(arena, arena_printf(arena, "alert/%.*s", STR_ARG(id)));
	return write_down(ledger, &saying, arena);
}
