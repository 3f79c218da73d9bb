/*
 * ask_take.c - a sheet that came back: read by a worker, held against what was asked, shown, and written when a person says so.
 */
#include "service/ask_take.h"

#include "base/catalogue.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

static const char *const outcomes[] = { "applies", "unchanged", "contradicts", "refused" };
static const char *const outcome_words[] = { M("taken"), M("unchanged"), M("contradicts"), M("refused") };
const struct enum_names ask_outcome_names = ENUM_WORDS(outcomes, outcome_words);

static const struct field line_fields[] = {
	FIELD(struct ask_line_view, line, FIELD_INT),
	FIELD(struct ask_line_view, id, FIELD_STR),
	FIELD(struct ask_line_view, system, FIELD_STR),
	FIELD(struct ask_line_view, host, FIELD_STR),
	FIELD(struct ask_line_view, product, FIELD_STR),
	FIELD(struct ask_line_view, vulnerability, FIELD_STR),
	FIELD(struct ask_line_view, said, FIELD_STR),
	FIELD(struct ask_line_view, answer, FIELD_STR),
	FIELD_NAMED(struct ask_line_view, outcome, &ask_outcome_names),
	FIELD(struct ask_line_view, effect, FIELD_STR),
};
static const struct schema line_schema = SCHEMA("line", struct ask_line_view, line_fields);
static const struct field take_fields[] = {
	FIELD(struct ask_take_view, file, FIELD_STR),
	FIELD(struct ask_take_view, number, FIELD_INT),
	FIELD(struct ask_take_view, contractor, FIELD_STR),
	FIELD_OF(struct ask_take_view, lines, FIELD_LIST, &line_schema),
	FIELD(struct ask_take_view, answered, FIELD_INT),
	FIELD(struct ask_take_view, unanswered, FIELD_INT),
	FIELD(struct ask_take_view, applies, FIELD_INT),
	FIELD(struct ask_take_view, contradicts, FIELD_INT),
	FIELD(struct ask_take_view, refused, FIELD_INT),
	FIELD(struct ask_take_view, applied, FIELD_BOOL),
};
const struct schema ask_take_schema = SCHEMA("ask_take", struct ask_take_view, take_fields);

/* ---------------------------------------------------------------------------------------- reading */

struct listening { struct sink sink; struct taking *taking; LIST(struct answer_row) rows; };

static struct err *
take_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listening *listening = (struct listening *)sink;
	struct taking *taking = listening->taking;

	(void)arena;
	if (schema == &answer_book_schema)
		record_copy(schema, value, taking->arena, &taking->book);
	else if (schema == &answer_row_schema)
		record_copy(schema, value, taking->arena, list_add(taking->arena, &listening->rows));
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;      /* answers_read refuses no single record: what is wrong with a line is found here */
}

static struct err *
read_file(struct taking *taking, struct str path, struct listening *listening)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct worker_job job = { .kind = "answers" };

	TRY(intake_open(path, taking->arena, &file));
	job.fd = file.fd;
	job.name = file.name;
	taking->file = file.name;
	taking->digest = file.digest;
	return worker_run(&job, &listening->sink, taking->arena);
}

/* ------------------------------------------------------------------------------- what the ledger holds */

static struct err *
keep_ask(void *context, const struct ledger_ask *ask, struct arena *scratch)
{
	struct taking *taking = context;
	struct asked *own = list_add(taking->arena, &taking->asks);

	(void)scratch;
	own->ask = *ask;
	own->ask.contractor = arena_copy(taking->arena, ask->contractor);
	own->ask.by = arena_copy(taking->arena, ask->by);
	own->ask.digest = arena_copy(taking->arena, ask->digest);
	return NULL;
}

struct keeping_rows { struct asked *asked; struct arena *arena; };

static struct err *
keep_row(void *context, const struct ledger_ask_row *row, struct arena *scratch)
{
	struct keeping_rows *keeping = context;
	struct ledger_ask_row *own = list_add(keeping->arena, &keeping->asked->rows);
	struct str *texts[] = { &own->system_name, &own->host_name, &own->product_name, &own->identity, &own->vulnerability, &own->version,
		&own->mark, &own->told_version, &own->ground, &own->answered_by, &own->contractor };

	(void)scratch;
	*own = *row;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = arena_copy(keeping->arena, *texts[i]);
	return NULL;
}

struct asked *
taking_ask(struct taking *taking, int64_t number)
{
	for (size_t i = 0; i < taking->asks.count; i++)
		if (taking->asks.items[i].ask.id == number)
			return &taking->asks.items[i];
	return NULL;
}

/* The rows of the sheets that the file speaks of, once each. */
static struct err *
read_asks(struct taking *taking, const struct listening *listening)
{
	struct map wanted = { 0 };

	TRY(ledger_asks(taking->ledger, keep_ask, taking, taking->arena));
	*map_put(taking->arena, &wanted, arena_printf(taking->arena, "%lld", (long long)taking->book.number)) = 1;
	for (size_t i = 0; i < listening->rows.count; i++) {
		struct answer_id id;

		if (answer_id_parse(listening->rows.items[i].id, taking->arena, &id))
			*map_put(taking->arena, &wanted, arena_printf(taking->arena, "%lld", (long long)id.ask)) = 1;
	}
	for (size_t i = 0; i < taking->asks.count; i++) {
		struct keeping_rows keeping = { &taking->asks.items[i], taking->arena };
		int64_t number = taking->asks.items[i].ask.id;

		if (map_find(&wanted, arena_printf(taking->arena, "%lld", (long long)number)) != NULL)
			TRY(ledger_ask_rows(taking->ledger, number, keep_row, &keeping, taking->arena));
	}
	return NULL;
}

static struct err *
keep_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct taking *taking = context;
	struct ledger_software *own = list_add(taking->arena, &taking->software);

	(void)scratch;
	*own = (struct ledger_software){ .id = software->id, .product = software->product };
	own->component.version = arena_copy(taking->arena, software->component.version);
	return NULL;
}

/* ---------------------------------------------------------------------------------------- weighing */

static void
refuse_both(struct taking *taking, struct taken_line *a, struct taken_line *b)
{
	a->outcome = b->outcome = ASK_REFUSED;
	a->applies = b->applies = false;
	a->effect = b->effect = catalogue_say(taking->arena, taking->options->lang,
	    M("This line stands there twice with different answers, in rows {one} and {two}: ask which one holds."),
	    ARG_N("one", a->told.line), ARG_N("two", b->told.line));
}

/* One line with two answers is no answer. An empty line of a composition may be copied, for another product. */
static void
refuse_doubles(struct taking *taking)
{
	struct map first = { 0 };

	for (size_t i = 0; i < taking->lines.count; i++) {
		struct taken_line *b = &taking->lines.items[i], *a;
		uint64_t *at;

		if (b->id.ask == 0 || b->outcome == ASK_REFUSED || (b->outcome == ASK_UNCHANGED && b->effect.len == 0))
			continue;
		at = map_put(taking->arena, &first, arena_printf(taking->arena, "%lld/%lld/%.*s", (long long)b->id.ask, (long long)b->id.number,
		    STR_ARG(b->row.product == 0 ? b->told.product : STR(""))));
		if (*at == 0) {
			*at = i + 1;
			continue;
		}
		a = &taking->lines.items[*at - 1];
		if (a->told.verdict == b->told.verdict && a->told.used == b->told.used && str_eq(a->told.told_version, b->told.told_version)
		    && a->outcome != ASK_REFUSED)
			b->applies = false;
		else
			refuse_both(taking, a, b);
	}
}

static struct err *
weigh(struct taking *taking, const struct listening *listening)
{
	TRY(read_asks(taking, listening));
	TRY(ledger_software(taking->ledger, keep_software, taking, taking->arena));
	TRY(ledger_kb_get(taking->ledger, taking->arena, &taking->generation));
	for (size_t i = 0; i < listening->rows.count; i++) {
		struct taken_line *line = list_add(taking->arena, &taking->lines);

		line->told = listening->rows.items[i];
		TRY(ask_weigh(taking, line));
	}
	refuse_doubles(taking);
	return NULL;
}

/* ----------------------------------------------------------------------------------------- the view */

static struct str
answer_words(const struct taking *taking, const struct taken_line *line)
{
	struct str parts[] = { line->told.verdict_words, line->told.used_words, line->told.told_version };
	struct str_list list = { 0 };
	struct str words;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i].len > 0)
			list_push(taking->arena, &list, parts[i]);
	words = arena_join(taking->arena, list.items, list.count, taking->options->lang == LANG_JA ? STR("、") : STR(", "));
	if (line->who.len == 0 || words.len == 0)
		return words;
	return catalogue_say(taking->arena, taking->options->lang, M("{answer} ({who}, {day})"), ARG("answer", words), ARG("who", line->who),
	    ARG("day", day_format(line->on, taking->arena)));
}

static void
add_line(struct taking *taking, const struct taken_line *line, struct ask_take_view *view)
{
	struct str product = line->row.product_name.len > 0 ? line->row.product_name : line->told.product;
	struct str known = line->row.version.len > 0 ? line->row.version
	    : line->row.product != 0 ? str_of(catalogue_text(taking->options->lang, M("not known"))) : STR("");

	view->applies += line->outcome == ASK_APPLIES;
	view->contradicts += line->outcome == ASK_CONTRADICTS;
	view->refused += line->outcome == ASK_REFUSED;
	if (line->outcome == ASK_UNCHANGED && line->effect.len == 0)
		return;
	list_push(taking->arena, &view->lines, ((struct ask_line_view){ .line = line->told.line, .id = line->told.id,
	    .system = line->row.system_name.len > 0 ? line->row.system_name : line->told.system, .host = line->row.host_name, .product = product,
	    .vulnerability = line->row.vulnerability.len > 0 ? line->row.vulnerability : line->told.vulnerability, .said = known,
	    .answer = answer_words(taking, line), .outcome = line->outcome, .effect = line->effect }));
}

/* Lines of these sheets that no row of the file answers, whether they stand there empty or were cut away. */
static void
count_answers(struct taking *taking, struct ask_take_view *view)
{
	for (size_t i = 0; i < taking->asks.count; i++) {
		const struct asked *asked = &taking->asks.items[i];

		for (size_t r = 0; r < asked->rows.count; r++) {
			bool answered = asked->rows.items[r].state != LEDGER_ASK_OPEN;

			if (asked->rows.items[r].product == 0)
				continue;
			for (size_t k = 0; k < taking->lines.count && !answered; k++)
				answered = taking->lines.items[k].applies && taking->lines.items[k].id.ask == asked->ask.id
				    && taking->lines.items[k].id.number == asked->rows.items[r].number;
			*(answered ? &view->answered : &view->unanswered) += 1;
		}
	}
}

static struct ask_take_view
view_of(struct taking *taking)
{
	struct ask_take_view view = { .file = taking->file };
	struct asked *asked = NULL;

	for (size_t i = 0; i < taking->asks.count; i++) {
		if (taking->asks.items[i].rows.count == 0)
			continue;
		view.number = asked == NULL ? taking->asks.items[i].ask.id : 0;
		asked = &taking->asks.items[i];
		view.contractor = asked->ask.contractor;
	}
	for (size_t i = 0; i < taking->lines.count; i++)
		add_line(taking, &taking->lines.items[i], &view);
	count_answers(taking, &view);
	return view;
}

struct err *
ask_take(const struct home *home, struct str path, const struct ask_take_options *options, struct arena *arena,
    struct ask_take_view *ret_view)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct taking taking = { .options = options, .arena = arena };
	struct listening listening = { .sink = { take_record, take_problem }, .taking = &taking };

	TRY(read_file(&taking, path, &listening));
	TRY(home_ledger(home, arena, &ledger));
	taking.ledger = ledger;
	TRY(weigh(&taking, &listening));
	*ret_view = view_of(&taking);
	if (!options->apply)
		return NULL;
	TRY(ledger_write(ledger, ask_apply, &taking, arena));
	ret_view->applied = true;
	return NULL;
}
