/*
 * tell.c - what is new of watches, told: each vulnerability once, however many watches found it. To people by mail, in one letter a business day; to other
 * programs through service/notify, which asks for what units share.
 */
#include <assert.h>
#include "base/catalogue.h"
#include "base/hash.h"
#include "base/map.h"
#include "service/due/due.h"
#include "service/watch/parts.h"
#include "store/ledger/people.h"

enum {
	SEND_HOUR = 8,          /* of the morning, in Japan: with the reports             */
	NEWS_MOST = 1000,
	LETTER_MOST = 30,       /* told one by one in a letter; the rest is a number      */
	LETTER_DAYS = 14,       /* older news stand on the page: longer than any holidays */
};

/* ----------------------------------------------------------------------------------------------- gathered */

static const struct ledger_watch *
watch_of(const struct ledger_watches *watches, int64_t id)
{
	for (size_t i = 0; i < watches->count; i++)
		if (watches->items[i].id == id)
			return &watches->items[i];
	return NULL;
}

/* The news come the newest first: of several watches' word on one vulnerability the newest stands. */
static void
add_tiding(const struct ledger_watch_hit *hit, const struct ledger_watch *watch, enum lang lang, struct arena *arena, struct map *places,
    struct watch_tidings *tidings)
{
	uint64_t *place = map_put(arena, places, hit->vulnerability);

	if (*place == 0) {
		list_push(arena, &tidings->list, ((struct watch_tiding){ .hit = watch_hit_view_of(hit, watch, lang, arena) }));
		*place = tidings->list.count;
	}
	assert(*place <= tidings->list.count && tidings->list.items != NULL);
	list_push(arena, &tidings->list.items[*place - 1].watches, watch->name);
}

struct err *
watch_shared_news(const struct watch_desk *desk, struct str unit, int64_t since, enum lang lang, struct arena *arena, struct watch_tidings *ret_tidings)
{
	struct ledger_watches all;
	struct ledger_watch_hits news;
	struct map places = { 0 };

	*ret_tidings = (struct watch_tidings){ 0 };
	TRY(ledger_watches(desk->ledger, 0, arena, &all));
	TRY(ledger_watch_news(desk->ledger, 0, since, NEWS_MOST, arena, &news));
	for (size_t i = 0; i < news.count; i++) {
		const struct ledger_watch *watch = watch_of(&all, news.items[i].watch);

		if (watch == NULL || watch->unit.len == 0 || (unit.len > 0 && (!str_eq(watch->unit, unit) || watch_looks_inside(watch))))
			continue;
		add_tiding(&news.items[i], watch, lang, arena, &places, ret_tidings);
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- a letter */

struct telling {
	const struct watch_desk *desk;
	struct ledger_watches    due;        /* whose news is told now         */
	int64_t                  since;      /* the earliest of what they told */
	int32_t                  today;
	int64_t                  now;
};

/* Until when letters told of it. */
static int64_t
told_until(const struct ledger_watch *watch, int64_t now)
{
	int64_t until = watch->told_at == INSTANT_NONE ? watch->made_at : watch->told_at;

	return until > now - LETTER_DAYS * INSTANT_DAY ? until : now - LETTER_DAYS * INSTANT_DAY;
}

/* What he has not read of the watches that he sees. */
static struct err *
gather_for(const struct telling *telling, const struct actor *actor, struct arena *arena, struct watch_tidings *ret_tidings)
{
	struct ledger_watches seen;
	struct ledger_watch_hits news;
	struct map places = { 0 };

	*ret_tidings = (struct watch_tidings){ 0 };
	TRY(watch_all_seen(telling->desk->ledger, actor, arena, &seen));
	if (seen.count == 0)
		return NULL;
	TRY(ledger_watch_news(telling->desk->ledger, actor->account, telling->since, NEWS_MOST, arena, &news));
	for (size_t i = 0; i < news.count; i++) {
		const struct ledger_watch_hit *hit = &news.items[i];
		const struct ledger_watch *watch = watch_of(&telling->due, hit->watch);

		if (watch == NULL || watch_of(&seen, hit->watch) == NULL || hit->read != 0 || hit->at <= told_until(watch, telling->now))
			continue;
		add_tiding(hit, watch, actor->lang, arena, &places, ret_tidings);
	}
	return NULL;
}

static void
say(struct buf *out, enum lang lang, const char *message, const struct err_arg *args)
{
	size_t count = 0;

	while (args != NULL && args[count].name != NULL)
		count++;
	catalogue_format(out, lang, message, args, count);
	buf_add_char(out, '\n');
}

static struct str
named(const struct enum_names *names, struct str name, enum lang lang)
{
	int value;

	return enum_find(names, name, &value) ? str_of(catalogue_text(lang, names->words[value])) : name;
}

struct str
watch_tiding_words(const struct watch_tiding *tiding, bool with_standing, enum lang lang, struct arena *arena)
{
	struct str watches = arena_join(arena, tiding->watches.items, tiding->watches.count, str_of(catalogue_text(lang, M(", "))));
	struct str words = catalogue_say(arena, lang, M("{why} (watch: {watches})"), ARG("why", named(&watch_why_names, tiding->hit.why, lang)),
	    ARG("watches", watches));

	return !with_standing ? words : catalogue_say(arena, lang, M("{standing}; {why}"), ARG("standing", named(&watch_standing_names, tiding->hit.standing, lang)),
	    ARG("why", words));
}

static void
write_tidings(const struct telling *telling, const struct watch_tidings *tidings, const struct actor *actor, struct arena *arena, struct buf *out)
{
	struct str address = telling->desk->home->address;
	bool with_standing = actor_sees_house(actor);      /* counted in the whole house: a unit of work reads everything */

	say(out, actor->lang, M("Dear {name},"), ERR_ARGS(ARG("name", actor->name)));
	say(out, actor->lang, M("\nThis came of what you watch, and you have not read it yet:"), NULL);
	for (size_t i = 0; i < tidings->list.count && i < LETTER_MOST; i++) {
		const struct watch_tiding *tiding = &tidings->list.items[i];

		buf_addf(out, "\n- %.*s %.*s\n  %.*s\n", STR_ARG(tiding->hit.id), STR_ARG(tiding->hit.title),
		    STR_ARG(watch_tiding_words(tiding, with_standing, actor->lang, arena)));
		if (address.len > 0)
			buf_addf(out, "  %.*s%.*s\n", STR_ARG(address), STR_ARG(tiding->hit.path));
	}
	if (tidings->list.count > LETTER_MOST)
		say(out, actor->lang, M("\nAnd {count} more."), ERR_ARGS(ARG_N("count", tidings->list.count - LETTER_MOST)));
	if (with_standing)
		say(out, actor->lang, M("\n\"No finding here\" means that none was found in what is registered, not that nothing is affected."), NULL);
	say(out, actor->lang, M("\nOn the page of watches you say whether something is to be done."), NULL);
	if (address.len > 0)
		buf_addf(out, "%.*s/watches\n", STR_ARG(address));
}

/* The same for a person and a day, however often it is put: in the outbox it stands once. */
static struct str
message_of(const struct telling *telling, int64_t account, struct arena *arena)
{
	struct str what = arena_printf(arena, "watch %lld %lld %d", (long long)ledger_org(telling->desk->ledger), (long long)account, (int)telling->today);
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, what.ptr, what.len);
	return str_sub(sha256_hex(&sum, arena), 0, 32);
}

static struct err *
write_to(const struct telling *telling, const struct ledger_account *account, const struct actor *actor, struct arena *arena, int64_t *letters)
{
	struct ledger_letter letter = { .kind = LETTER_NOTICE, .account = account->id, .to_name = account->name, .to_mail = account->mail, .made_at = telling->now };
	struct buf body BUF_SCOPE = { 0 };
	struct watch_tidings tidings;

	TRY(gather_for(telling, actor, arena, &tidings));
	if (tidings.list.count == 0)
		return NULL;
	write_tidings(telling, &tidings, actor, arena, &body);
	letter.message = message_of(telling, account->id, arena);
	letter.subject = catalogue_say(arena, actor->lang, M("[Watches] {count} new, {day}"), ARG_N("count", tidings.list.count),
	    ARG("day", day_format(telling->today, arena)));
	letter.body = arena_copy(arena, buf_str(&body));
	(*letters)++;
	return ledger_letter_put(telling->desk->ledger, &letter, arena);
}

/* Who is locked out or gone is told nothing. */
static struct err *
tell_one(const struct telling *telling, const struct ledger_account *account, struct arena *arena, int64_t *letters)
{
	struct actor actor;
	struct err *err = actor_of_account(telling->desk->ledger, account->id, VIA_JOB, arena, &actor);

	if (err != NULL && err->code == ERR_FORBIDDEN)
		return NULL;
	TRY(err);
	return write_to(telling, account, &actor, arena, letters);
}

static struct err *
gather_due(struct telling *telling, int64_t morning, struct arena *arena)
{
	struct ledger_watches all;

	telling->since = INT64_MAX;
	TRY(ledger_watches(telling->desk->ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++) {
		int64_t until = told_until(&all.items[i], telling->now);

		if (all.items[i].mail == 0 || until >= morning)
			continue;
		list_push(arena, &telling->due, all.items[i]);
		telling->since = until < telling->since ? until : telling->since;
	}
	return NULL;
}

struct err *
watch_tell_due(const struct watch_desk *desk, int64_t now, struct arena *arena, int64_t *ret_letters)
{
	struct telling telling = { .desk = desk, .now = now, .today = instant_day(now, ZONE_JST) };
	int64_t morning = day_instant(telling.today, ZONE_JST) + SEND_HOUR * INSTANT_HOUR;
	struct ledger_accounts accounts;
	struct calendar calendar;

	*ret_letters = 0;
	if (now < morning)
		return NULL;
	TRY(gather_due(&telling, morning, arena));
	if (telling.due.count == 0)
		return NULL;
	TRY(due_calendar(desk->ledger, arena, &calendar));
	if (!calendar_is_business_day(&calendar, telling.today))
		return NULL;
	TRY(ledger_accounts(desk->ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++)
		if (accounts.items[i].mail.len > 0)
			TRY(tell_one(&telling, &accounts.items[i], arena, ret_letters));
	for (size_t i = 0; i < telling.due.count; i++)
		TRY(ledger_watch_told(desk->ledger, telling.due.items[i].id, now, arena));
	return NULL;
}
