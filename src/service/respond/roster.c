/*
 * roster.c - turns of checking sources: who is next, what was found, and proof of it.
 */
#include "service/respond/roster.h"

#include "base/buf.h"
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/limits.h"
#include "domain/calendar/calendar.h"
#include "format/json/json_write.h"
#include "format/yaml/yaml.h"
#include "service/casefile/share.h"
#include "service/people/account.h"
#include "store/ledger/audit.h"
#include "store/ledger/people.h"
#include "store/ledger/roster.h"

static const char *const day_words[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat", "daily", "business" };
static const char *const day_texts[] = { M("Sundays"), M("Mondays"), M("Tuesdays"), M("Wednesdays"), M("Thursdays"), M("Fridays"), M("Saturdays"),
	M("every day"), M("every business day") };
static const struct enum_names day_names = ENUM_WORDS(day_words, day_texts);
enum { DAYS_DAILY = 7, DAYS_BUSINESS = 8 };

static const struct field rule_fields[] = {
	FIELD(struct roster_view, source, FIELD_STR), FIELD_WORD(struct roster_view, days, &day_names), FIELD(struct roster_view, people, FIELD_STRS),
	FIELD(struct roster_view, by, FIELD_STR), FIELD(struct roster_view, at, FIELD_INSTANT),
};
const struct schema roster_view_schema = SCHEMA("rule", struct roster_view, rule_fields);
static const struct field list_fields[] = { FIELD_OF(struct roster_list_view, rules, FIELD_LIST, &roster_view_schema) };
const struct schema roster_list_view_schema = SCHEMA("roster", struct roster_list_view, list_fields);

static const struct field turn_fields[] = {
	FIELD(struct roster_proof_view, day, FIELD_DAY), FIELD(struct roster_proof_view, source, FIELD_STR),
	FIELD(struct roster_proof_view, person, FIELD_STR), FIELD(struct roster_proof_view, number, FIELD_STR),
	FIELD(struct roster_proof_view, state, FIELD_STR), FIELD(struct roster_proof_view, words, FIELD_STR),
	FIELD(struct roster_proof_view, closed_at, FIELD_INSTANT), FIELD(struct roster_proof_view, by, FIELD_STR),
	FIELD(struct roster_proof_view, last, FIELD_STR), FIELD(struct roster_proof_view, taken_up, FIELD_STR),
};
const struct schema roster_proof_view_schema = SCHEMA("turn", struct roster_proof_view, turn_fields);
static const struct field proof_fields[] = { FIELD_OF(struct roster_proof_list_view, turns, FIELD_LIST, &roster_proof_view_schema) };
const struct schema roster_proof_list_view_schema = SCHEMA("roster_proof", struct roster_proof_list_view, proof_fields);

static const struct field standing_fields[] = {
	FIELD(struct roster_standing_view, source, FIELD_STR), FIELD_WORD(struct roster_standing_view, days, &day_names),
	FIELD(struct roster_standing_view, people, FIELD_STRS), FIELD(struct roster_standing_view, checked_at, FIELD_INSTANT),
	FIELD(struct roster_standing_view, by, FIELD_STR), FIELD(struct roster_standing_view, last, FIELD_STR),
	FIELD(struct roster_standing_view, taken_up, FIELD_STR), FIELD(struct roster_standing_view, unchecked, FIELD_INT),
};
const struct schema roster_standing_view_schema = SCHEMA("checked_source", struct roster_standing_view, standing_fields);
static const struct field standings_fields[] = { FIELD_OF(struct roster_standings_view, sources, FIELD_LIST, &roster_standing_view_schema) };
const struct schema roster_standings_view_schema = SCHEMA("checked_sources", struct roster_standings_view, standings_fields);

/* -------------------------------------------------------------------------------------------- the rules */

struct setting { const struct actor *actor; struct ledger_roster roster; };

static struct str
roster_object(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "roster/%lld", (long long)id);
}

static struct err *
set(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct setting *setting = context;
	int64_t id;

	TRY(ledger_roster_put(ledger, &setting->roster, arena, &id));
	return ledger_audit(ledger, setting->actor->login, setting->roster.at, STR("roster.set"), roster_object(id, arena), STR(""), arena);
}

struct err *
roster_set(struct ledger *ledger, const struct actor *actor, const struct roster_order *order, int64_t now, struct arena *arena)
{
	struct setting setting = { actor, { .source = order->source, .days = order->days, .by = actor->login, .at = now,
		.begins = instant_day(now, ZONE_JST) } };
	struct ledger_account account;
	int days;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	if (order->source.len == 0 || !people_is_line(order->source, PEOPLE_NAME_MOST) || order->people.count == 0)
		return err_new(arena, ERR_USAGE, M("A rule of the roster needs a source in one line, and the people whose turn it is (--people)."));
	if (!enum_find(&day_names, order->days, &days))
		return err_new(arena, ERR_USAGE, M("\"{value}\" says no days: business, daily, mon, tue, wed, thu, fri, sat, sun."), ARG("value", order->days));
	for (size_t i = 0; i < order->people.count; i++)
		TRY(account_of(ledger, order->people.items[i], arena, &account));
	setting.roster.people = arena_join(arena, order->people.items, order->people.count, STR(" "));
	return ledger_write(ledger, set, &setting, arena);
}

static struct str_list
people_of(struct str people, struct arena *arena)
{
	struct str_list list = { 0 };
	struct str login;

	while (people.len > 0 && str_split(&people, ' ', &login))
		list_push(arena, &list, login);
	return list;
}

struct err *
roster_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct roster_list_view *ret_list)
{
	struct ledger_rosters rosters;

	*ret_list = (struct roster_list_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_rosters(ledger, arena, &rosters));
	for (size_t i = 0; i < rosters.count; i++)
		list_push(arena, &ret_list->rules, ((struct roster_view){ rosters.items[i].source, rosters.items[i].days,
		    people_of(rosters.items[i].people, arena), rosters.items[i].by, rosters.items[i].at }));
	return NULL;
}

struct err *
roster_stand(struct ledger *ledger, const struct actor *actor, struct str source, struct arena *arena, struct stand *ret_stand)
{
	struct roster_list_view list;

	TRY(roster_list(ledger, actor, arena, &list));
	for (size_t i = 0; i < list.rules.count; i++) {
		if (!str_eq(list.rules.items[i].source, source))
			continue;
		stand_put_word(ret_stand, "days", M("On which days"), &day_names, list.rules.items[i].days, arena);
		stand_put_list(ret_stand, "person", M("Who, in turn"), NULL, &list.rules.items[i].people, arena);
	}
	return NULL;
}

/* -------------------------------------------------------------------------------------------- the turns */

static bool
is_on(const struct calendar *calendar, struct str days, int32_t day)
{
	int when = 0;

	if (!enum_find(&day_names, days, &when))
		return false;
	if (when == DAYS_BUSINESS)
		return calendar_is_business_day(calendar, day);
	return when == DAYS_DAILY || when == day_weekday(day);
}

/* The one after who had the last turn and still is in the rule, the first who is active; 0: nobody. */
static struct err *
next_person(struct ledger *ledger, const struct ledger_roster *roster, const struct ledger_turns *turns, struct arena *arena,
    struct ledger_account *ret_account)
{
	struct str_list people = people_of(roster->people, arena);
	int64_t last = 0;
	size_t begin = 0;

	for (size_t i = 0; i < turns->count; i++)
		if (turns->items[i].roster == roster->id && turns->items[i].account != 0)
			last = turns->items[i].account;
	for (size_t i = 0; i < people.count; i++) {
		TRY(account_of(ledger, people.items[i], arena, ret_account));
		if (ret_account->id == last)
			begin = i + 1;
	}
	for (size_t i = 0; i < people.count; i++) {
		TRY(account_of(ledger, people.items[(begin + i) % people.count], arena, ret_account));
		if (ret_account->state == ACCOUNT_ACTIVE)
			return NULL;
	}
	*ret_account = (struct ledger_account){ 0 };
	return NULL;
}

struct turning { const struct case_desk *desk; const struct ledger_roster *roster; int64_t now; };

/* The case, its person and its day, and that it came: all or nothing. */
static struct err *
open_turn(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct turning *t = context;
	struct actor program = actor_program();
	int32_t day = instant_day(t->now, ZONE_JST);
	struct ledger_turn turn = { .roster = t->roster->id, .day = day };
	struct case_opening opening = { .playbook = STR("duty-roster"), .tlp = TLP_AMBER };
	struct ledger_account person;
	struct ledger_turns turns;
	int64_t party;

	TRY(ledger_turns(ledger, 0, arena, &turns));
	TRY(next_person(ledger, t->roster, &turns, arena, &person));
	turn.account = person.id;
	opening.title = arena_printf(arena, "%.*s %.*s", STR_ARG(t->roster->source), STR_ARG(day_format(day, arena)));
	TRY(case_open(t->desk, &program, &opening, t->now, arena, &turn.number));
	if (person.id != 0)
		TRY(case_party_add(t->desk, &program, turn.number, STR("watcher"), arena_printf(arena, "account:%.*s", STR_ARG(person.login)),
		    STR(""), t->now, arena, &party));
	TRY(case_set(t->desk, &program, turn.number, STR("check_on"), day_format(day, arena), -1, t->now, arena));
	return ledger_turn_put(ledger, &turn, arena);
}

/* ----------------------------------------------------------------------------------------------- gaps */

/* The first day of the rule of which nothing is kept yet. */
static int32_t
first_open_day(const struct ledger_roster *roster, const struct ledger_turns *turns, int32_t today)
{
	int32_t first = roster->begins == DAY_NONE ? instant_day(roster->at, ZONE_JST) : roster->begins;

	for (size_t i = 0; i < turns->count; i++)
		if (turns->items[i].roster == roster->id && turns->items[i].day >= first)
			first = turns->items[i].day + 1;
	return first < today - ROSTER_BACK_DAYS ? today - ROSTER_BACK_DAYS : first;
}

/* Days that have passed without a turn: the program was off. Nobody can check them any more, and nobody is to believe they were. */
static struct err *
keep_gaps(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct turning *t = context;
	int32_t today = instant_day(t->now, ZONE_JST);
	struct ledger_turns turns;

	TRY(ledger_turns(ledger, 0, arena, &turns));
	for (int32_t day = first_open_day(t->roster, &turns, today); day < today; day++) {
		struct ledger_turn gap = { .roster = t->roster->id, .day = day, .number = STR("") };

		if (is_on(t->desk->calendar, t->roster->days, day))
			TRY(ledger_turn_put(ledger, &gap, arena));
	}
	return NULL;
}

static struct err *
turn_rule(const struct turning *turning, const struct ledger_turns *turns, struct arena *arena, int64_t *opened)
{
	int32_t today = instant_day(turning->now, ZONE_JST);

	TRY(ledger_write(turning->desk->ledger, keep_gaps, (void *)(uintptr_t)turning, arena));
	if (!is_on(turning->desk->calendar, turning->roster->days, today))
		return NULL;
	for (size_t i = 0; i < turns->count; i++)
		if (turns->items[i].roster == turning->roster->id && turns->items[i].day == today)
			return NULL;
	TRY(ledger_write(turning->desk->ledger, open_turn, (void *)(uintptr_t)turning, arena));
	++*opened;
	return NULL;
}

struct err *
roster_turn(const struct case_desk *desk, int64_t now, struct arena *arena, int64_t *ret_opened)
{
	struct ledger_rosters rosters;
	struct ledger_turns turns;

	*ret_opened = 0;
	TRY(ledger_rosters(desk->ledger, arena, &rosters));
	TRY(ledger_turns(desk->ledger, instant_day(now, ZONE_JST), arena, &turns));
	for (size_t i = 0; i < rosters.count; i++)
		TRY(turn_rule(&(struct turning){ desk, &rosters.items[i], now }, &turns, arena, ret_opened));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- ended */

struct ending { const struct turning turning; const struct actor *actor; };

static struct err *
end_rule(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ending *ending = context;
	int64_t id = ending->turning.roster->id, at = ending->turning.now;
	struct turning gaps = ending->turning;

	TRY(keep_gaps(ledger, &gaps, arena));
	TRY(ledger_roster_end(ledger, id, at, arena));
	return ledger_audit(ledger, ending->actor->login, at, STR("roster.end"), roster_object(id, arena), STR(""), arena);
}

struct err *
roster_end(const struct case_desk *desk, const struct actor *actor, struct str source, int64_t now, struct arena *arena)
{
	struct ledger_rosters rosters;

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(ledger_rosters(desk->ledger, arena, &rosters));
	for (size_t i = 0; i < rosters.count; i++)
		if (str_eq(rosters.items[i].source, source)) {
			struct ending ending = { { desk, &rosters.items[i], now }, actor };

			return ledger_write(desk->ledger, end_rule, &ending, arena);
		}
	return err_new(arena, ERR_NOT_FOUND, M("The roster has no rule for \"{source}\": tsukuroi roster list shows the sources."), ARG("source", source));
}

/* --------------------------------------------------------------------------------------------- checked */

static struct str
source_row(const struct roster_check *check, int64_t now, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &text };

	json_begin_object(&writer, NULL);
	json_put_str(&writer, "source", check->source);
	json_put_str(&writer, "at", instant_format(now, ZONE_JST, arena));
	json_put_str(&writer, "last", check->last);
	if (check->found.len > 0)
		json_put_str(&writer, "found", check->found);
	json_end(&writer);
	return arena_printf(arena, "[%.*s]", STR_ARG(buf_str(&text)));
}

struct checking { const struct case_desk *desk; const struct actor *actor; const struct roster_check *check; struct str number; int64_t now; };

static struct err *
fill(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct checking *c = context;
	bool found = c->check->found.len > 0;
	struct case_moved moved;

	(void)ledger;
	TRY(case_set(c->desk, c->actor, c->number, STR("sources"), source_row(c->check, c->now, arena), -1, c->now, arena));
	TRY(case_set(c->desk, c->actor, c->number, STR("result"), found ? STR("found") : STR("nothing"), -1, c->now, arena));
	if (found)
		TRY(case_set(c->desk, c->actor, c->number, STR("taken_up"), c->check->found, -1, c->now, arena));
	return case_move(c->desk, c->actor, c->number, found ? STR("hand") : STR("nothing"), STR(""), c->now, arena, &moved);
}

struct err *
roster_checked(const struct case_desk *desk, const struct actor *actor, const struct roster_check *check, int64_t now, struct arena *arena,
    struct str *ret_number)
{
	struct checking checking = { desk, actor, check, STR(""), now };
	struct ledger_turns turns;

	if (check->last.len == 0)
		return err_new(arena, ERR_USAGE, M("Say the latest title or number you saw (--last): it proves that the source was checked."));
	TRY(ledger_turns(desk->ledger, 0, arena, &turns));
	for (size_t i = 0; i < turns.count && checking.number.len == 0; i++) {
		struct ledger_case head;

		if (!str_eq(turns.items[i].source, check->source) || turns.items[i].number.len == 0)
			continue;
		TRY(ledger_case_find(desk->ledger, turns.items[i].number, 0, arena, &head));
		if (head.id != 0 && head.is_open)
			checking.number = head.number;
	}
	if (checking.number.len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("No turn of \"{source}\" is open: tsukuroi roster list shows the sources, roster turn begins today's."),
		    ARG("source", check->source));
	*ret_number = checking.number;
	return ledger_write(desk->ledger, fill, &checking, arena);
}

/* ----------------------------------------------------------------------------------------------- proof */

static size_t
field_of(const struct case_now *now, const char *name)
{
	for (size_t i = 0; i < now->book->fields.count; i++)
		if (str_eq(now->book->fields.items[i].id, str_of(name)))
			return i;
	return NO_INDEX;
}

static struct err *
take_turn(const struct case_desk *desk, const struct actor *actor, const struct ledger_turn *turn, const struct case_now *now,
    struct arena *arena, struct roster_proof_view *view)
{
	size_t sources = field_of(now, "sources"), taken = field_of(now, "taken_up");
	struct ledger_account account;
	struct yaml_node *rows;

	*view = (struct roster_proof_view){ .day = turn->day, .source = turn->source, .number = turn->number, .state = now->head.state,
		.words = words_in(&now->book->states.items[now->play.state].title, actor->lang), .closed_at = now->head.closed_at };
	if (turn->account != 0) {
		TRY(ledger_account_get(desk->ledger, turn->account, arena, &account));
		view->person = account.login;
	}
	if (taken != NO_INDEX)
		view->taken_up = now->values[taken].text;
	if (sources == NO_INDEX || now->values[sources].text.len == 0)
		return NULL;
	TRY(yaml_parse(now->values[sources].text, STR("sources"), arena, &rows));
	if (rows->items.count > 0)
		view->last = yaml_find_str(rows->items.items[rows->items.count - 1], "last");
	if (now->values[sources].by == 0)
		return NULL;
	TRY(ledger_account_get(desk->ledger, now->values[sources].by, arena, &account));
	view->by = account.login;
	return NULL;
}

static struct roster_proof_view
gap_view(const struct ledger_turn *turn, enum lang lang)
{
	return (struct roster_proof_view){ .day = turn->day, .source = turn->source, .state = STR("gap"), .closed_at = INSTANT_NONE,
		.words = str_of(catalogue_text(lang, M("Not checked: the program was off"))) };
}

struct err *
roster_proof(const struct case_desk *desk, const struct actor *actor, int32_t since, int64_t now, struct arena *arena,
    struct roster_proof_list_view *ret_list)
{
	struct ledger_turns turns;

	*ret_list = (struct roster_proof_list_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_turns(desk->ledger, since, arena, &turns));
	for (size_t i = 0; i < turns.count; i++) {
		struct case_now casefile;
		struct err *err;

		if (turns.items[i].number.len == 0) {
			list_push(arena, &ret_list->turns, gap_view(&turns.items[i], actor->lang));
			continue;
		}
		err = case_load(desk, actor, turns.items[i].number, now, arena, &casefile);
		if (err != NULL && err->code == ERR_NOT_FOUND)
			continue;
		TRY(err);
		TRY(take_turn(desk, actor, &turns.items[i], &casefile, arena, list_add(arena, &ret_list->turns)));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------- beside the sources */

static void
count_turn(const struct roster_proof_view *turn, struct roster_standing_view *standing)
{
	if (turn->closed_at == INSTANT_NONE) {
		standing->unchecked++;
		return;
	}
	if (standing->checked_at != INSTANT_NONE && standing->checked_at >= turn->closed_at)
		return;
	standing->checked_at = turn->closed_at;
	standing->by = turn->by;
	standing->last = turn->last;
	standing->taken_up = turn->taken_up;
}

struct err *
roster_standings(const struct case_desk *desk, const struct actor *actor, int32_t since, int64_t now, struct arena *arena,
    struct roster_standings_view *ret_standings)
{
	struct roster_standings_view standings = { 0 };
	struct roster_proof_list_view proof;
	struct roster_list_view rules;

	TRY(roster_list(desk->ledger, actor, arena, &rules));
	TRY(roster_proof(desk, actor, since, now, arena, &proof));
	for (size_t i = 0; i < rules.rules.count; i++) {
		const struct roster_view *rule = &rules.rules.items[i];
		struct roster_standing_view standing = { .source = rule->source, .days = rule->days, .people = rule->people, .checked_at = INSTANT_NONE };

		for (size_t t = 0; t < proof.turns.count; t++)
			if (str_eq(proof.turns.items[t].source, rule->source))
				count_turn(&proof.turns.items[t], &standing);
		list_push(arena, &standings.sources, standing);
	}
	*ret_standings = standings;
	return NULL;
}
