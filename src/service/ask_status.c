/*
 * ask_status.c - who has answered and who has not, reminders, and who the contractors are.
 */
#include <stdlib.h>
#include "base/catalogue.h"
#include "base/crypt.h"
#include "base/file.h"
#include "domain/responsibility/responsibility.h"
#include "service/ask_parts.h"
#include "service/finding.h"
#include "store/ledger/job.h"

/* Business days after one reminder before the next. */
enum { REMIND_AGAIN_AFTER = 3, STAGES = 3 };

static const struct calendar office = { 0 };

static const struct field sheet_fields[] = {
	FIELD(struct ask_sheet_view, number, FIELD_INT),
	FIELD(struct ask_sheet_view, kind, FIELD_STR),
	FIELD(struct ask_sheet_view, contractor, FIELD_STR),
	FIELD(struct ask_sheet_view, due, FIELD_DAY),
	FIELD(struct ask_sheet_view, lines, FIELD_INT),
	FIELD(struct ask_sheet_view, already, FIELD_INT),
	FIELD(struct ask_sheet_view, beyond, FIELD_INT),
	FIELD(struct ask_sheet_view, known, FIELD_INT),
	FIELD(struct ask_sheet_view, file, FIELD_STR),
	FIELD(struct ask_sheet_view, csv, FIELD_STR),
	FIELD(struct ask_sheet_view, mail, FIELD_STR),
	FIELD(struct ask_sheet_view, mail_to, FIELD_STR),
};
static const struct schema sheet_schema = SCHEMA("sheet", struct ask_sheet_view, sheet_fields);
static const struct field sheets_fields[] = {
	FIELD_OF(struct ask_sheets, sheets, FIELD_LIST, &sheet_schema),
	FIELD(struct ask_sheets, without_contractor, FIELD_INT),
};
const struct schema ask_sheets_schema = SCHEMA("ask_sheets", struct ask_sheets, sheets_fields);

static const char *const kinds[] = { "composition", "applicability" };
static const char *const kind_words[] = { M("request for a composition"), M("inquiry whether it applies") };
static const struct enum_names kind_names = ENUM_WORDS(kinds, kind_words);
static const char *const nexts[] = { "wait", "remind", "escalate", "escalated", "done" };
static const char *const next_words[] = { M("wait"), M("send a reminder"), M("cite the contract"), M("with who answers for the contract"), M("all answered") };
static const struct enum_names next_names = ENUM_WORDS(nexts, next_words);

static const struct field status_row_fields[] = {
	FIELD(struct ask_status_row, number, FIELD_INT),
	FIELD_WORD(struct ask_status_row, kind, &kind_names),
	FIELD(struct ask_status_row, contractor, FIELD_STR),
	FIELD(struct ask_status_row, made, FIELD_INSTANT),
	FIELD(struct ask_status_row, due, FIELD_DAY),
	FIELD(struct ask_status_row, lines, FIELD_INT),
	FIELD(struct ask_status_row, open, FIELD_INT),
	FIELD(struct ask_status_row, unsettled, FIELD_INT),
	FIELD(struct ask_status_row, overdue, FIELD_INT),
	FIELD_WORD(struct ask_status_row, worst, &report_action_names),
	FIELD(struct ask_status_row, reminders, FIELD_INT),
	FIELD(struct ask_status_row, chase_on, FIELD_DAY),
	FIELD_WORD(struct ask_status_row, next, &next_names),
};
const struct schema ask_status_row_schema = SCHEMA("ask", struct ask_status_row, status_row_fields);
static const struct field status_fields[] = { FIELD_OF(struct ask_status, asks, FIELD_LIST, &ask_status_row_schema) };
const struct schema ask_status_schema = SCHEMA("ask_status", struct ask_status, status_fields);

static const struct field reminder_fields[] = {
	FIELD(struct ask_reminder_view, number, FIELD_INT),
	FIELD(struct ask_reminder_view, contractor, FIELD_STR),
	FIELD(struct ask_reminder_view, stage, FIELD_STR),
	FIELD(struct ask_reminder_view, to, FIELD_STR),
	FIELD(struct ask_reminder_view, file, FIELD_STR),
	FIELD(struct ask_reminder_view, open, FIELD_INT),
	FIELD(struct ask_reminder_view, overdue, FIELD_INT),
};
static const struct schema reminder_schema = SCHEMA("reminder", struct ask_reminder_view, reminder_fields);
static const struct field reminders_fields[] = { FIELD_OF(struct ask_reminders, reminders, FIELD_LIST, &reminder_schema) };
const struct schema ask_reminders_schema = SCHEMA("ask_reminders", struct ask_reminders, reminders_fields);

static const struct field contractor_fields[] = {
	FIELD(struct ask_contractor_view, name, FIELD_STR),
	FIELD(struct ask_contractor_view, person, FIELD_STR),
	FIELD(struct ask_contractor_view, mail, FIELD_STR),
	FIELD(struct ask_contractor_view, contract, FIELD_STR),
	FIELD(struct ask_contractor_view, clause, FIELD_STR),
	FIELD(struct ask_contractor_view, ends, FIELD_DAY),
	FIELD(struct ask_contractor_view, overseer, FIELD_STR),
	FIELD(struct ask_contractor_view, overseer_mail, FIELD_STR),
	FIELD(struct ask_contractor_view, systems, FIELD_INT),
};
const struct schema ask_contractor_schema = SCHEMA("contractor", struct ask_contractor_view, contractor_fields);
static const struct field contractors_fields[] = { FIELD_OF(struct ask_contractors, contractors, FIELD_LIST, &ask_contractor_schema) };
const struct schema ask_contractors_schema = SCHEMA("contractors", struct ask_contractors, contractors_fields);

/* ----------------------------------------------------------------------------------------- status */

/* Days past due, while anything is without an answer or its own new day has passed. */
static int64_t
overdue(const struct ledger_ask *ask, int32_t today)
{
	if (ask->open > 0)
		return today > ask->due ? calendar_business_days_between(&office, ask->due, today) : 0;
	if (ask->unsettled > 0 && ask->chase_on != DAY_NONE && today > ask->chase_on)
		return calendar_business_days_between(&office, ask->chase_on, today);
	return 0;
}

/* A reminder the business day after due, the next ones each three business days after the last. */
static bool
is_due(const struct ledger_ask *ask, int32_t today)
{
	if (overdue(ask, today) < 1 || ask->reminders >= STAGES)
		return false;
	return ask->reminders == 0
	    || calendar_business_days_between(&office, instant_day(ask->reminded_at, ZONE_JST), today) >= REMIND_AGAIN_AFTER;
}

static const char *
next_step(const struct ledger_ask *ask, int32_t today)
{
	if (ask->open == 0 && ask->unsettled == 0)
		return "done";
	if (ask->reminders >= STAGES)
		return "escalated";
	if (!is_due(ask, today))
		return "wait";
	return ask->reminders == STAGES - 1 ? "escalate" : "remind";
}

struct listing { struct ask_status *status; struct arena *arena; int32_t today; };

static struct err *
take_ask(void *context, const struct ledger_ask *ask, struct arena *scratch)
{
	struct listing *listing = context;
	bool quiet = ask->open == 0 && ask->unsettled == 0;

	(void)scratch;
	list_push(listing->arena, &listing->status->asks, ((struct ask_status_row){
	    .number = ask->id, .kind = str_of(enum_name(&ledger_ask_kind_names, (int)ask->kind)),
	    .contractor = arena_copy(listing->arena, ask->contractor), .made = ask->made_at, .due = ask->due, .lines = ask->rows,
	    .open = ask->open, .unsettled = ask->unsettled, .overdue = overdue(ask, listing->today),
	    .worst = quiet ? STR("") : finding_action_name(ask->worst), .reminders = ask->reminders, .chase_on = ask->chase_on,
	    .next = str_of(next_step(ask, listing->today)) }));
	return NULL;
}

static int
urgency(const struct ask_status_row *row)
{
	static const char *const order[] = { "immediate", "out_of_cycle", "scheduled", "defer", "" };
	int at = 0;

	if (row->open == 0 && row->unsettled == 0)
		return (int)ARRAY_LEN(order);
	while (at < (int)ARRAY_LEN(order) - 1 && !str_eq(row->worst, str_of(order[at])))
		at++;
	return at;
}

static int
by_urgency(const void *a, const void *b)
{
	const struct ask_status_row *left = a, *right = b;
	int order = urgency(left) - urgency(right);

	if (order == 0)
		order = (left->overdue < right->overdue) - (left->overdue > right->overdue);
	return order != 0 ? order : (left->number > right->number) - (left->number < right->number);
}

struct err *
ask_status(const struct home *home, int64_t now, struct arena *arena, struct ask_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ask_status status = { 0 };
	struct listing listing = { &status, arena, instant_day(now, ZONE_JST) };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_asks(ledger, take_ask, &listing, arena));
	if (status.asks.count > 0)
		qsort(status.asks.items, status.asks.count, sizeof(status.asks.items[0]), by_urgency);
	*ret_status = status;
	return NULL;
}

/* ---------------------------------------------------------------------------------------- chasing */

struct chasing {
	const struct ask_options *options;
	struct arena             *arena;
	LIST(struct ledger_ask)   due;
};

static struct err *
keep_due(void *context, const struct ledger_ask *ask, struct arena *scratch)
{
	struct chasing *chasing = context;
	struct ledger_ask *own;

	if (!is_due(ask, instant_day(chasing->options->now, ZONE_JST))
	    || (chasing->options->contractor.len > 0 && !party_is(chasing->options->contractor, ask->contractor, scratch)))
		return NULL;
	own = list_add(chasing->arena, &chasing->due);
	*own = *ask;
	own->contractor = arena_copy(chasing->arena, ask->contractor);
	return NULL;
}

struct sending { const struct ledger_ask *ask; const struct ask_options *options; struct ledger_letter letter; };

/* That it was sent and that it was noted are one. */
static struct err *
send_letter(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct sending *sending = context;

	TRY(ledger_letter_put(ledger, &sending->letter, arena));
	return ledger_ask_remind(ledger, sending->ask->id, sending->options->by, sending->options->now, arena);
}

static struct err *
send_reminder(struct ledger *ledger, const struct ledger_ask *ask, const struct ask_letter_facts *facts, const struct ask_options *options,
    struct arena *arena)
{
	struct mail mail = ask_letter(facts, options, arena);
	struct sending sending = { ask, options, { .kind = LETTER_DOCUMENT, .to_name = mail.to_name, .to_mail = mail.to, .subject = mail.subject,
		.body = mail.text, .made_at = options->now } };
	unsigned char bytes[16];

	crypt_random(bytes, sizeof(bytes));
	sending.letter.message = crypt_hex((struct str){ (const char *)bytes, sizeof(bytes) }, arena);
	return ledger_write(ledger, send_letter, &sending, arena);
}

static struct err *
write_reminder(struct ledger *ledger, const struct ledger_ask *ask, const struct ask_options *options, struct arena *arena,
    struct ask_reminder_view *ret_view)
{
	static const char *const stages[] = { "", "first", "second", "escalation" };
	struct ledger_contractor to;
	struct ask_letter_facts facts = { .kind = ask->kind, .stage = (int)ask->reminders + 1, .number = ask->id, .due = ask->due,
		.open = ask->open + ask->unsettled, .overdue = overdue(ask, instant_day(options->now, ZONE_JST)), .to = &to,
		.worst = finding_action_name(ask->worst) };

	TRY(ask_contractor_find(ledger, ask->contractor, arena, &to));
	*ret_view = (struct ask_reminder_view){ .number = ask->id, .contractor = ask->contractor, .stage = str_of(stages[facts.stage]),
		.to = facts.stage == STAGES ? to.overseer_mail : to.mail, .open = facts.open, .overdue = facts.overdue,
		.file = ask_file_name(ask->kind, ask->id, ask->contractor, arena_cstr(arena, arena_printf(arena, "_%d.eml", facts.stage)), options, arena) };
	if (options->send && ret_view->to.len > 0) {
		ret_view->file = STR("");
		return send_reminder(ledger, ask, &facts, options, arena);
	}
	TRY(dir_make(options->dir, arena));
	TRY(ask_letter_write(&facts, options, STR(""), STR(""), ret_view->file, arena));
	return ledger_ask_remind(ledger, ask->id, options->by, options->now, arena);
}

struct err *
ask_chase(const struct home *home, const struct ask_options *options, struct arena *arena, struct ask_reminders *ret_reminders)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct chasing chasing = { .options = options, .arena = arena };
	struct ask_reminders reminders = { 0 };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_asks(ledger, keep_due, &chasing, arena));
	for (size_t i = 0; i < chasing.due.count; i++)
		TRY(write_reminder(ledger, &chasing.due.items[i], options, arena, list_add(arena, &reminders.reminders)));
	*ret_reminders = reminders;
	return NULL;
}

/* ------------------------------------------------------------------------------------ contractors */

struct counting { struct ask_contractors *contractors; struct arena *arena; };

static struct err *
keep_contractor(void *context, const struct ledger_contractor *one, struct arena *scratch)
{
	struct counting *counting = context;
	struct arena *arena = counting->arena;

	(void)scratch;
	list_push(arena, &counting->contractors->contractors, ((struct ask_contractor_view){
	    .name = arena_copy(arena, one->name), .person = arena_copy(arena, one->person), .mail = arena_copy(arena, one->mail),
	    .contract = arena_copy(arena, one->contract), .clause = arena_copy(arena, one->clause), .ends = one->ends,
	    .overseer = arena_copy(arena, one->overseer), .overseer_mail = arena_copy(arena, one->overseer_mail) }));
	return NULL;
}

static struct err *
count_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct counting *counting = context;
	struct ask_contractors *contractors = counting->contractors;

	if (system->contractor.len == 0)
		return NULL;
	for (size_t i = 0; i < contractors->contractors.count; i++)
		if (str_eq(contractors->contractors.items[i].name, system->contractor)
		    || party_is(contractors->contractors.items[i].name, system->contractor, scratch)) {
			contractors->contractors.items[i].systems++;
			return NULL;
		}
	list_push(counting->arena, &contractors->contractors, ((struct ask_contractor_view){
	    .name = arena_copy(counting->arena, system->contractor), .ends = DAY_NONE, .systems = 1 }));
	return NULL;
}

struct err *
ask_contractors(const struct home *home, struct arena *arena, struct ask_contractors *ret_contractors)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ask_contractors contractors = { 0 };
	struct counting counting = { &contractors, arena };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_contractors(ledger, keep_contractor, &counting, arena));
	TRY(ledger_systems(ledger, 0, count_system, &counting, arena));
	*ret_contractors = contractors;
	return NULL;
}

struct err *
ask_contractor_stand(const struct home *home, struct str name, struct arena *arena, struct stand *ret_stand)
{
	struct ask_contractors all;

	TRY(ask_contractors(home, arena, &all));
	for (size_t i = 0; i < all.contractors.count; i++) {
		const struct ask_contractor_view *one = &all.contractors.items[i];

		if (!str_eq(one->name, name) || (one->person.len + one->mail.len + one->contract.len + one->clause.len + one->overseer.len + one->overseer_mail.len == 0 &&
		    one->ends == DAY_NONE))
			continue;
		stand_put(ret_stand, "person", M("Person in charge there"), one->person, arena);
		stand_put(ret_stand, "mail", M("Mail address there"), one->mail, arena);
		stand_put(ret_stand, "contract", M("Number of the contract"), one->contract, arena);
		stand_put(ret_stand, "clause", M("Clause that obliges them to answer"), one->clause, arena);
		stand_put(ret_stand, "ends", M("Last day of the contract"), one->ends == DAY_NONE ? STR("") : day_format(one->ends, arena), arena);
		stand_put(ret_stand, "overseer", M("Who answers for the contract on our side"), one->overseer, arena);
		stand_put(ret_stand, "overseer_mail", M("His or her mail address"), one->overseer_mail, arena);
		return NULL;
	}
	return NULL;
}

struct err *
ask_contractor_put(const struct home *home, const struct ledger_contractor *contractor, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	if (contractor->name.len == 0)
		return err_new(arena, ERR_USAGE, M("A contractor needs a name."));
	TRY(home_ledger_for(home, HOME_HOUSE, arena, &ledger));
	return ledger_contractor_put(ledger, contractor, by, now, arena);
}
