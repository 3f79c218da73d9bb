/*
 * ask_apply.c - answered lines into the ledger: versions by whose word they are, statements with owner and expiry, and the sheet's own state.
 */
#include "base/catalogue.h"
#include "base/fold.h"
#include "domain/responsibility/responsibility.h"
#include "service/ask_take.h"
#include "service/situation.h"
#include "store/ledger/decision.h"
#include "store/ledger/entry.h"

/* 「非該当」 holds for half a year at most: then it is asked again, as the evidence may be (row 63: as of which data, checked by whom). */
enum { STATEMENT_DAYS = 180 };

static int64_t
end_of(const struct taken_line *line)
{
	return day_instant(line->on + STATEMENT_DAYS, ZONE_JST);
}

/* Versions go to the hosts where they stand as asked; several versions in one cell are told apart by nobody. */
static struct err *
tell_version(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	bool several = str_find(line->row.version, STR(" / ")) != SIZE_MAX;
	struct ledger_told told = { .system = line->row.system, .host = line->row.host, .identity = line->row.identity,
		.was = several ? STR("") : line->row.version, .version = line->told.told_version, .provenance = line->provenance,
		.by = line->who, .on = line->on, .import = taking->import, .at = taking->options->now };
	struct ledger_told_result result;

	if (line->told.told_version.len == 0 || line->row.product == 0)
		return NULL;
	return ledger_tell(taking->ledger, &told, arena, &result);
}

/* The ground with what it was given against: 「DB build X、Y が Z に確認」. */
static struct str
ground_words(const struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	return catalogue_say(arena, taking->options->lang, M("{ground} (inquiry K{number}, {who}, {day}, against data {generation})"),
	    ARG("ground", line->told.ground), ARG_N("number", line->row.ask), ARG("who", line->who), ARG("day", day_format(line->on, arena)),
	    ARG("generation", taking->generation));
}

/* One statement of theirs at a time: the new one, whatever it says, ends the one before. */
static struct err *
put_decision(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	struct ledger_decision decision = { .kind = STR("not_affected"), .vulnerability = line->row.vulnerability, .product = line->row.product,
		.system = line->row.system, .owner = line->who, .reason = ground_words(taking, line, arena), .at = taking->options->now,
		.expires_at = end_of(line) };
	int64_t id, findings;

	if (line->told.verdict == TOLD_NOTHING)
		return NULL;
	TRY(ledger_statement_end(taking->ledger, decision.vulnerability, decision.product, decision.system, line->row.contractor,
	    taking->options->now, arena));
	if (line->told.verdict != TOLD_NOT_AFFECTED || decision.expires_at <= decision.at)
		return NULL;
	return ledger_decision_put(taking->ledger, &decision, taking->options->by, arena, &id, &findings);
}

/* For the layers that a contractor patches, its word is what decides (domain/responsibility). */
static struct err *
put_statement(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	static const enum statement_word words[] = { [TOLD_AFFECTED] = STATEMENT_AFFECTED, [TOLD_NOT_AFFECTED] = STATEMENT_NOT_AFFECTED,
		[TOLD_INVESTIGATING] = STATEMENT_INVESTIGATING };
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_STATEMENT, .system = line->row.system, .product = line->row.identity,
		.vulnerability = line->row.vulnerability, .party = line->row.contractor,
		.number = arena_printf(arena, "K%lld-%lld", (long long)line->row.ask, (long long)line->row.number), .day = line->on,
		.until = line->on + STATEMENT_DAYS, .ground = line->told.ground, .file = taking->file, .digest = taking->digest,
		.by = taking->options->by, .at = taking->options->now };
	int64_t id;

	if (line->told.verdict < TOLD_AFFECTED || line->told.verdict > TOLD_INVESTIGATING)
		return NULL;
	entry.word = str_of(enum_name(&statement_word_names, (int)words[line->told.verdict]));
	return ledger_entry_put(taking->ledger, &entry, arena, &id);
}

/* Who says that it applies has said that the conditions are met under which it shows; 「非該当」 has many grounds, and says nothing of them. */
static struct err *
put_conditions(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	struct ledger_fact fact = { .system = line->row.system, .value = STR("yes"), .answered_at = taking->options->now, .answered_by = line->who,
		.provenance = line->provenance };

	if (line->told.verdict != TOLD_AFFECTED)
		return NULL;
	fact.name = arena_printf(arena, "%.*s%.*s", STR_ARG(SITUATION_CONDITIONS), STR_ARG(line->row.vulnerability));
	return ledger_answer(taking->ledger, &fact, arena);
}

static enum component_kind
kind_of(struct str layer, struct arena *arena)
{
	static const enum component_kind kinds[] = { COMPONENT_APPLICATION, COMPONENT_APPLICATION, COMPONENT_OS, COMPONENT_HARDWARE,
		COMPONENT_HARDWARE };
	size_t count;
	const char *const *words = answer_choices(ANSWER_LAYER, &count);

	for (size_t i = 0; i < count && i < ARRAY_LEN(kinds); i++)
		for (int lang = LANG_JA; lang <= LANG_EN; lang++)
			if (str_eq(fold_text(layer, arena), fold_text(str_of(catalogue_text((enum lang)lang, words[i])), arena)))
				return kinds[i];
	return COMPONENT_APPLICATION;
}

/* A product we did not know of: a stream of its own, so that another answer to the same line replaces it and nothing else. */
static struct err *
add_product(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	struct ledger_import_head head = { taking->file, arena_printf(arena, "%.*s/%lld", STR_ARG(taking->digest), (long long)line->told.line),
		STR("answers"), taking->options->by, taking->options->now };
	struct inventory_head inventory = { .format = STR("answers"), .made = day_instant(line->on, ZONE_JST), .provenance = line->provenance };
	struct component component = { .kind = kind_of(line->told.layer, arena), .name = line->told.product, .version = line->told.told_version,
		.provenance = line->provenance, .told_by = line->who, .told_on = line->on,
		.place = arena_printf(arena, "%lld", (long long)line->told.line) };
	struct str stream = arena_printf(arena, "answers/S%lld/%.*s", (long long)line->row.ask, STR_ARG(fold_text(line->told.product, arena)));
	struct ledger_import *import = ledger_import_begin(taking->ledger, &head);
	struct ledger_import_result result;
	struct err *err;

	list_push(arena, &inventory.coverage, ((struct coverage_row){ LAYER_APPLICATIONS, COVERAGE_PARTIAL }));
	ledger_import_host(import, line->row.system_name, line->told.host.len > 0 ? line->told.host : line->row.system_name, stream);
	ledger_import_inventory(import, &inventory);
	ledger_import_component(import, &component);
	err = ledger_import_finish(import, arena, &result);
	ledger_import_free(import);
	return err;
}

static enum ledger_ask_state
state_of(const struct taken_line *line)
{
	static const enum ledger_ask_state states[] = { LEDGER_ASK_OPEN, LEDGER_ASK_AFFECTED, LEDGER_ASK_NOT_AFFECTED,
		LEDGER_ASK_INVESTIGATING, LEDGER_ASK_UNKNOWN };

	if (line->kind == LEDGER_ASK_APPLICABILITY)
		return line->told.verdict > TOLD_NOTHING ? states[line->told.verdict] : LEDGER_ASK_UNKNOWN;
	if (line->told.used == USE_NO)
		return LEDGER_ASK_UNUSED;
	return line->told.used == USE_UNKNOWN && line->told.told_version.len == 0 ? LEDGER_ASK_UNKNOWN : LEDGER_ASK_GIVEN;
}

static struct err *
put_answer(struct taking *taking, const struct taken_line *line, bool contested, struct arena *arena)
{
	struct ledger_ask_row row = line->row;

	row.state = contested ? LEDGER_ASK_UNKNOWN : state_of(line);
	row.told_version = line->told.told_version;
	row.ground = line->told.ground;
	row.planned = line->planned;
	row.answered_by = line->who;
	row.answered_on = line->on;
	row.taken_at = taking->options->now;
	row.import = taking->import;
	if (row.state != LEDGER_ASK_INVESTIGATING)
		row.chase_on = DAY_NONE;
	return line->id.ask == 0 ? NULL : ledger_ask_answer(taking->ledger, &row, arena);
}

/*
 * What contradicts evidence is written down, and settles nothing: a version goes to the differences by itself (ledger_tell), 「非該当」
 * waits for somebody who has looked at its ground.
 */
static struct err *
apply_line(struct taking *taking, const struct taken_line *line, struct arena *arena)
{
	bool contested = line->outcome == ASK_CONTRADICTS && line->told.verdict == TOLD_NOT_AFFECTED && !taking->options->contradictions;

	if (line->kind == LEDGER_ASK_APPLICABILITY && !contested) {
		TRY(put_decision(taking, line, arena));
		TRY(put_statement(taking, line, arena));
		TRY(put_conditions(taking, line, arena));
	} else if (line->kind == LEDGER_ASK_COMPOSITION && line->row.product == 0 && line->told.used != USE_NO) {
		TRY(add_product(taking, line, arena));
	}
	if (line->told.used != USE_NO)
		TRY(tell_version(taking, line, arena));
	return put_answer(taking, line, contested, arena);
}

struct err *
ask_apply(struct ledger *ledger, void *context, struct arena *arena)
{
	struct taking *taking = context;
	struct ledger_import_head head = { taking->file, taking->digest, STR("answers"), taking->options->by, taking->options->now };

	TRY(ledger_import_note(ledger, &head, arena, &taking->import));
	for (size_t i = 0; i < taking->lines.count; i++) {
		const struct taken_line *line = &taking->lines.items[i];

		if (line->applies)
			TRY(apply_line(taking, line, arena));
	}
	return ledger_audit(ledger, taking->options->by, taking->options->now, STR("answers"),
	    arena_printf(arena, "import/%lld", (long long)taking->import), taking->digest, arena);
}
