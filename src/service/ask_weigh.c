/*
 * ask_weigh.c - is this line one of ours, is it an answer, and does it fit what we hold?
 */
#include "base/catalogue.h"
#include "base/fold.h"
#include "service/ask_take.h"
#include "service/provenance.h"

/* Business days after which somebody who investigates is asked again, unless they named a day. */
enum { INVESTIGATION_DAYS = 5 };

#define say(taking, message, ...) \
	catalogue_say_args((taking)->arena, (taking)->options->lang, (message), ERR_ARGS(__VA_ARGS__))

static struct err *
set(struct taken_line *line, enum ask_outcome outcome, struct str effect)
{
	line->outcome = outcome;
	line->effect = effect;
	line->applies = outcome == ASK_APPLIES || outcome == ASK_CONTRADICTS;
	return NULL;
}

static struct err *
refuse(struct taken_line *line, struct str why)
{
	return set(line, ASK_REFUSED, why);
}

/* ------------------------------------------------------------------------------- is it one of ours */

/* An empty line of a composition may be copied by who needs more of them; the product tells them apart. */
static bool
find_row(struct taking *taking, struct taken_line *line)
{
	struct asked *asked = taking_ask(taking, line->id.ask);

	if (asked == NULL || line->id.letter != ask_kind_letter(asked->ask.kind))
		return false;
	for (size_t i = 0; i < asked->rows.count; i++)
		if (asked->rows.items[i].number == line->id.number && str_eq(asked->rows.items[i].mark, line->id.mark)) {
			line->row = asked->rows.items[i];
			line->kind = asked->ask.kind;
			return true;
		}
	return false;
}

/* A line that somebody added by hand below the others: it belongs to the sheet, and to one of its systems. */
static bool
find_system(struct taking *taking, struct taken_line *line)
{
	struct asked *asked = taking_ask(taking, taking->book.number);

	if (asked == NULL || asked->ask.kind != LEDGER_ASK_COMPOSITION || line->told.product.len == 0)
		return false;
	for (size_t i = 0; i < asked->rows.count; i++)
		if (line->told.system.len == 0 || str_eq(asked->rows.items[i].system_name, line->told.system)) {
			line->row = (struct ledger_ask_row){ .ask = asked->ask.id, .system = asked->rows.items[i].system,
				.system_name = asked->rows.items[i].system_name, .contractor = asked->ask.contractor };
			line->kind = asked->ask.kind;
			return true;
		}
	return false;
}

static bool
same(struct taking *taking, struct str told, struct str asked)
{
	return told.len == 0 || str_eq(fold_text(told, taking->arena), fold_text(asked, taking->arena));
}

static bool
says_not_known(struct taking *taking, struct str told)
{
	return same(taking, told, str_of(catalogue_text(LANG_JA, M("not known")))) || same(taking, told, str_of(catalogue_text(LANG_EN, M("not known"))));
}

/* The cells in which we asked: changed, the answer would be to another question. */
static struct err *
check_question(struct taking *taking, struct taken_line *line)
{
	const struct ledger_ask_row *row = &line->row;
	bool held = row->product != 0;
	struct { struct str told, asked; enum answer_field field; } cells[] = {
		{ line->told.system, row->system_name, ANSWER_SYSTEM }, { held ? line->told.product : STR(""), row->product_name, ANSWER_PRODUCT },
		{ line->told.vulnerability, row->vulnerability, ANSWER_VULNERABILITY },
		{ held && !(row->version.len == 0 && says_not_known(taking, line->told.version)) ? line->told.version : STR(""), row->version, ANSWER_VERSION },
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		if (!same(taking, cells[i].told, cells[i].asked))
			return refuse(line, say(taking, M("The question was changed: \"{column}\" was \"{asked}\" and is \"{told}\" now. Answer in the shaded columns and leave the others as they are."),
			    ARG("column", str_of(catalogue_text(taking->options->lang, answer_heading(cells[i].field)))),
			    ARG("asked", cells[i].asked), ARG("told", cells[i].told)));
	return NULL;
}

/* ------------------------------------------------------------------------------------ is it an answer */

static bool
is_answered(const struct answer_row *told)
{
	return told->verdict_words.len > 0 || told->used_words.len > 0 || told->told_version.len > 0;
}

static bool
read_day(struct taking *taking, struct str text, int32_t *ret_day)
{
	*ret_day = DAY_NONE;
	return text.len == 0 || calendar_day_parse(text, taking->arena, ret_day) == NULL;
}

static struct err *
check_days(struct taking *taking, struct taken_line *line)
{
	int32_t today = instant_day(taking->options->now, ZONE_JST);

	if (!read_day(taking, line->told.on, &line->on))
		return refuse(line, say(taking, M("\"{text}\" under \"{column}\" is no date: write it as 2026-11-25 or 令和8年11月25日."), ARG("text", line->told.on),
		    ARG("column", str_of(catalogue_text(taking->options->lang, answer_heading(ANSWER_ON))))));
	if (!read_day(taking, line->told.planned, &line->planned))
		return refuse(line, say(taking, M("\"{text}\" under \"{column}\" is no date: write it as 2026-11-25 or 令和8年11月25日."), ARG("text", line->told.planned),
		    ARG("column", str_of(catalogue_text(taking->options->lang, answer_heading(ANSWER_PLANNED))))));
	if (line->on != DAY_NONE && (line->on > today || line->on < today - 5 * 365))
		return refuse(line, say(taking, M("The day of the answer, {day}, lies in the future or years back: ask them to correct it."),
		    ARG("day", day_format(line->on, taking->arena))));
	if (line->on == DAY_NONE)
		line->on = today;
	if (line->planned != DAY_NONE && line->planned < line->on - 5 * 365)
		return refuse(line, say(taking, M("The planned day, {day}, lies years back: ask them to correct it."), ARG("day", day_format(line->planned, taking->arena))));
	return NULL;
}

static struct err *
check_words(struct taking *taking, struct taken_line *line)
{
	const struct answer_row *told = &line->told;
	struct { int64_t value; struct str words; enum answer_field field; } cells[] = {
		{ told->verdict, told->verdict_words, ANSWER_VERDICT }, { told->used, told->used_words, ANSWER_USED },
		{ told->source, told->source_words, ANSWER_SOURCE },
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		if (cells[i].value < 0)
			return refuse(line, say(taking, M("\"{words}\" under \"{column}\" is none of the choices of the list: choose one of them."),
			    ARG("words", cells[i].words), ARG("column", str_of(catalogue_text(taking->options->lang, answer_heading(cells[i].field))))));
	if (told->verdict == TOLD_NOT_AFFECTED && told->ground.len == 0)
		return refuse(line, say(taking, M("\"Does not apply\" is taken with its ground only: ask them how they know.")));
	return NULL;
}

/* ------------------------------------------------------------------------- does it fit what we hold */

struct standing_version { struct str version; enum provenance provenance; };
struct standing { struct taking *taking; const struct taken_line *line; LIST(struct standing_version) list; };

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct standing *standing = context;
	struct taking *taking = standing->taking;

	(void)scratch;
	if (standing->line->row.host != 0 && host->id != standing->line->row.host)
		return NULL;
	for (size_t i = 0; i < host->items.count; i++) {
		if (host->items.items[i].product != standing->line->row.product)
			continue;
		for (size_t k = 0; k < taking->software.count; k++)
			if (taking->software.items[k].id == host->items.items[i].software)
				list_push(taking->arena, &standing->list, ((struct standing_version){
				    taking->software.items[k].component.version, host->items.items[i].provenance }));
	}
	return NULL;
}

/* The version that a stronger word holds, where none such says the same as they do. */
static struct err *
stronger_version(struct taking *taking, struct taken_line *line, const struct standing_version **ret_held)
{
	struct standing standing = { .taking = taking, .line = line };

	*ret_held = NULL;
	TRY(ledger_hosts(taking->ledger, line->row.system, take_host, &standing, taking->arena));
	for (size_t i = 0; i < standing.list.count; i++) {
		const struct standing_version *one = &standing.list.items[i];

		if (one->version.len == 0 || (one->provenance != PROVENANCE_UNKNOWN && one->provenance <= line->provenance))
			continue;
		if (str_eq(one->version, line->told.told_version)) {
			*ret_held = NULL;
			return NULL;
		}
		*ret_held = one;
	}
	return NULL;
}

static struct err *
our_verdict(struct taking *taking, const struct taken_line *line, bool *ret_affected)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;
	struct ledger_finding_list list;

	filter.system = line->row.system;
	filter.product = line->row.product;
	filter.vulnerability = line->row.vulnerability;
	filter.now = taking->options->now;
	TRY(ledger_findings(taking->ledger, &filter, taking->arena, &list));
	*ret_affected = list.rows.count > 0 && list.rows.items[0].finding.verdict == LEDGER_AFFECTED;
	return NULL;
}

static struct str
held_words(const struct standing_version *held, struct taking *taking)
{
	return held->provenance == PROVENANCE_UNKNOWN ? str_of(catalogue_text(taking->options->lang, M("an inventory file")))
	    : str_of(catalogue_text(taking->options->lang, provenance_text(held->provenance)));
}

static struct err *
weigh_version(struct taking *taking, struct taken_line *line, bool *ret_settled)
{
	const struct standing_version *held;
	bool affected = false;

	*ret_settled = false;
	if (line->row.product == 0)
		return NULL;
	TRY(stronger_version(taking, line, &held));
	if (held == NULL)
		return NULL;
	if (line->told.told_version.len > 0) {
		*ret_settled = true;
		return set(line, ASK_CONTRADICTS, say(taking, M("They say version {told}; by {source} it is {held}. That stays, the difference is kept: see \"ledger differences\"."),
		    ARG("told", line->told.told_version), ARG("source", held_words(held, taking)), ARG("held", held->version)));
	}
	if (line->told.verdict != TOLD_NOT_AFFECTED)
		return NULL;
	TRY(our_verdict(taking, line, &affected));
	if (!affected)
		return NULL;
	*ret_settled = true;
	return set(line, ASK_CONTRADICTS, say(taking, M("They say it does not apply; by {source} version {held} runs there, which is affected. Look at their ground before you take it."),
	    ARG("source", held_words(held, taking)), ARG("held", held->version)));
}

/* ---------------------------------------------------------------------------------------- the effect */

static struct str
verdict_effect(struct taking *taking, struct taken_line *line)
{
	static const struct calendar office = { 0 };

	switch (line->told.verdict) {
	case TOLD_AFFECTED:
		return line->planned == DAY_NONE ? say(taking, M("Applies, by their word; no day of the fix is named."))
		    : say(taking, M("Applies, by their word; to be fixed on {day}."), ARG("day", day_format(line->planned, taking->arena)));
	case TOLD_NOT_AFFECTED:
		return say(taking, M("Does not apply, by their word, for 180 days or until the evidence changes."));
	case TOLD_INVESTIGATING:
		line->row.chase_on = line->planned != DAY_NONE ? line->planned : calendar_add_business_days(&office, line->on, INVESTIGATION_DAYS);
		return say(taking, M("Stays as it is; to be asked again on {day}."), ARG("day", day_format(line->row.chase_on, taking->arena)));
	case TOLD_UNKNOWN:
		return say(taking, M("They do not know: it stays as it is, and somebody else has to be asked."));
	default:
		return STR("");
	}
}

static struct str
version_effect(struct taking *taking, const struct taken_line *line)
{
	struct str source = str_of(catalogue_text(taking->options->lang, provenance_text(line->provenance)));

	if (line->told.used == USE_NO)
		return say(taking, M("Not in use, by their word: retire it in the ledger if you agree. Nothing is removed by itself."));
	if (line->told.used == USE_UNKNOWN && line->told.told_version.len == 0)
		return say(taking, M("They do not know: it stays as it is, and somebody else has to be asked."));
	if (line->row.product == 0)
		return say(taking, M("New: {product} {version} enters the ledger ({source})."), ARG("product", line->told.product),
		    ARG("version", line->told.told_version), ARG("source", source));
	if (line->told.told_version.len == 0)
		return line->told.used == USE_YES ? say(taking, M("In use, by their word; its version is not told.")) : STR("");
	if (str_eq(line->told.told_version, line->row.version))
		return say(taking, M("Version {version} is confirmed ({source})."), ARG("version", line->told.told_version), ARG("source", source));
	return say(taking, M("Version {version} is taken over ({source})."), ARG("version", line->told.told_version), ARG("source", source));
}

static bool
is_the_same_answer(const struct taken_line *line)
{
	static const enum ledger_ask_state states[] = { LEDGER_ASK_OPEN, LEDGER_ASK_AFFECTED, LEDGER_ASK_NOT_AFFECTED,
		LEDGER_ASK_INVESTIGATING, LEDGER_ASK_UNKNOWN };
	const struct ledger_ask_row *row = &line->row;

	return line->kind == LEDGER_ASK_APPLICABILITY && row->taken_at != INSTANT_NONE && line->told.verdict >= 0
	    && row->state == states[line->told.verdict] && str_eq(row->told_version, line->told.told_version) && str_eq(row->ground, line->told.ground)
	    && row->planned == line->planned && str_eq(row->answered_by, line->who) && row->answered_on == line->on;
}

static struct err *
settle(struct taking *taking, struct taken_line *line)
{
	struct str verdict = verdict_effect(taking, line), version = version_effect(taking, line);
	bool settled;

	if (is_the_same_answer(line))
		return set(line, ASK_UNCHANGED, say(taking, M("The same answer was taken before.")));
	TRY(weigh_version(taking, line, &settled));
	if (settled)
		return NULL;
	if (verdict.len > 0 && version.len > 0)
		verdict = say(taking, M("{first} {second}"), ARG("first", verdict), ARG("second", version));
	return set(line, ASK_APPLIES, verdict.len > 0 ? verdict : version);
}

static void
say_who(struct taking *taking, struct taken_line *line)
{
	static const enum provenance provenances[] = { [HOW_UNTOLD] = PROVENANCE_CONTRACTOR, [HOW_MACHINE] = PROVENANCE_CONTRACTOR,
		[HOW_DOCUMENT] = PROVENANCE_DOCUMENT, [HOW_HEARING] = PROVENANCE_HEARING };

	line->who = line->told.by.len == 0 ? line->row.contractor
	    : arena_printf(taking->arena, "%.*s %.*s", STR_ARG(line->row.contractor), STR_ARG(line->told.by));
	line->provenance = line->told.source < 0 ? PROVENANCE_CONTRACTOR : provenances[line->told.source];
}

struct err *
ask_weigh(struct taking *taking, struct taken_line *line)
{
	static struct err *(*const checks[])(struct taking *, struct taken_line *) = { check_question, check_words, check_days };
	bool numbered = answer_id_parse(line->told.id, taking->arena, &line->id);

	line->on = line->planned = DAY_NONE;
	if (!numbered && line->told.id.len > 0)
		return refuse(line, say(taking, M("\"{id}\" is no line number of ours."), ARG("id", line->told.id)));
	if (numbered ? !find_row(taking, line) : !find_system(taking, line))
		return refuse(line, numbered ? say(taking, M("Line {id} was not sent out from this ledger: is it the sheet of another organisation, or was the number changed?"), ARG("id", line->told.id))
		    : say(taking, M("The line has no number, and it cannot be told which question it answers: copy the whole line with its hidden first column.")));
	if (!is_answered(&line->told) && (line->row.product != 0 || line->told.product.len == 0))
		return set(line, ASK_UNCHANGED, STR(""));
	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		TRY(checks[i](taking, line));
		if (line->outcome == ASK_REFUSED)
			return NULL;
	}
	say_who(taking, line);
	return settle(taking, line);
}
