#include "service/vex/in.h"

#include <stdlib.h>
#include <unistd.h>
#include "base/catalogue.h"
#include "base/file.h"
#include "base/limits.h"
#include "model/record.h"
#include "service/intake.h"
#include "service/respond/decide.h"
#include "service/vex/views.h"
#include "wire/worker/worker.h"

/* --------------------------------------------------------------------------------------- reading a file */

struct reading {
	struct sink         sink;       /* first */
	struct arena       *arena;
	enum lang           lang;
	struct vex_document document;
	bool                have;
	struct vex_preview *preview;
};

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct reading *reading = (struct reading *)sink;

	(void)arena;
	if (schema == &vex_document_schema) {
		record_copy(schema, value, reading->arena, &reading->document);
		reading->have = true;
	}
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct reading *reading = (struct reading *)sink;

	(void)arena;
	if (reading->preview->refusals++ < VEX_REFUSED_SHOWN)
		list_push(reading->arena, &reading->preview->refused,
		    arena_copy(reading->arena, reading->lang == LANG_JA ? problem->sentence_ja : problem->sentence_en));
	return NULL;
}

static struct err *
read_file(struct str path, enum lang lang, struct arena *arena, struct vex_preview *preview, struct vex_document *ret_document, struct str *ret_digest)
{
	struct reading reading = { .sink = { on_record, on_problem }, .arena = arena, .lang = lang, .preview = preview };
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	TRY(intake_open(path, arena, &file));
	TRY(worker_run(&(struct worker_job){ .kind = "vex", .fd = file.fd, .name = file.name }, &reading.sink, arena));
	if (!reading.have || reading.document.statements.count == 0)
		return err_new(arena, ERR_FORMAT, M("{file}: there is no statement in it that could be taken in."), ARG("file", file.name));
	if (reading.document.id.len == 0 || reading.document.author.len == 0)
		return err_new(arena, ERR_FORMAT, M("{file}: it does not say which document it is and whose word, so it cannot be kept."), ARG("file", file.name));
	*ret_document = reading.document;
	*ret_digest = file.digest;
	return NULL;
}

struct statements { LIST(struct ledger_vex_statement) list; };

/* A row a product. */
static struct statements
flatten(const struct vex_document *document, struct arena *arena)
{
	struct statements rows = { 0 };

	for (size_t i = 0; i < document->statements.count; i++) {
		const struct vex_statement *told = &document->statements.items[i];
		struct str aliases = arena_join(arena, told->aliases.items, told->aliases.count, STR(" "));

		for (size_t p = 0; p < told->products.count; p++) {
			const struct vex_product *product = &told->products.items[p];
			int64_t number = (int64_t)rows.list.count + 1;

			list_push(arena, &rows.list, ((struct ledger_vex_statement){ .number = number, .vulnerability = told->vulnerability,
			    .aliases = aliases, .name = product->name, .version = product->version, .versions = product->versions, .purl = product->purl,
			    .cpe = product->cpe, .status = str_of(enum_name(&vex_status_names, (int)told->status)), .justification = told->justification,
			    .impact = told->impact, .action = told->action, .at = told->at }));
		}
	}
	return rows;
}

/* --------------------------------------------------------------------------------------- one that comes in */

struct coming {
	struct ledger               *ledger;
	const struct actor          *actor;
	const struct vex_choice     *choice;
	struct arena                *arena;
	struct ledger_vex_document   document;
	struct statements            rows;
	struct ledger_vex_document   before;       /* the edition in force; id 0: none */
	struct ledger_vex_decisions  standing;
	struct vex_plan              plan;
	struct ledger_vex_taking     taking;
};

static struct err *
check_choice(const struct actor *actor, const struct vex_choice *choice, bool take, struct arena *arena)
{
	int32_t today = instant_day(choice->now, ZONE_JST);

	TRY(actor_need(actor, OFFICE_SECURITY, take ? SCOPE_WRITE : SCOPE_READ, arena));
	if (choice->until != DAY_NONE && (choice->until < today || choice->until > today + LIMIT_DECISION_DAYS))
		return err_new(arena, ERR_USAGE, M("A decision needs its last day (--until), from today to {most} days ahead."),
		    ARG_N("most", LIMIT_DECISION_DAYS));
	return NULL;
}

static bool
is_earlier(const struct ledger_vex_document *document, const struct ledger_vex_document *other)
{
	return document->version != other->version ? document->version < other->version : document->said_at < other->said_at;
}

/* The edition in force: the same author's document of that id. */
static struct err *
find_before(struct coming *coming)
{
	struct ledger_vex_query query = { .name = coming->document.name, .now = coming->choice->now };
	struct ledger_vex_documents found;

	TRY(ledger_vex_documents(coming->ledger, &query, coming->arena, &found));
	for (size_t i = 0; i < found.count && coming->before.id == 0; i++)
		if (str_eq(found.items[i].author, coming->document.author))
			coming->before = found.items[i];
	if (coming->before.id == 0)
		return NULL;
	if (is_earlier(&coming->document, &coming->before))
		return err_new(coming->arena, ERR_CONFLICT, M("A later edition of this document was taken in already (number {number}, edition {edition}): this one is older."),
		    ARG_N("number", coming->before.id), ARG_N("edition", coming->before.version));
	return ledger_vex_decisions(coming->ledger, coming->before.id, coming->choice->now, coming->arena, &coming->standing);
}

/* The very same bytes, believed the same and not run out: what is there stays. */
static bool
is_known(const struct coming *coming)
{
	const struct ledger_vex_document *before = &coming->before;

	return before->id != 0 && str_eq(before->digest, coming->document.digest) && before->word == coming->document.word &&
	    (before->until == DAY_NONE || before->until >= instant_day(coming->choice->now, ZONE_JST));
}

static void
describe(struct coming *coming, const struct vex_document *document, struct str digest, struct str file)
{
	const struct vex_choice *choice = coming->choice;
	bool believed = choice->word != LEDGER_VEX_OTHER;
	int32_t until = choice->until != DAY_NONE ? choice->until : instant_day(choice->now, ZONE_JST) + VEX_DAYS;

	coming->document = (struct ledger_vex_document){ .name = document->id, .author = document->author, .form = document->form,
		.version = document->version, .said_at = document->at, .digest = digest, .file = choice->file.len > 0 ? choice->file : file,
		.word = choice->word, .owner = !believed ? STR("") : choice->owner.len > 0 ? choice->owner : coming->actor->name, .reason = choice->reason,
		.until = believed ? until : DAY_NONE, .taken_by = coming->actor->login, .taken_at = choice->now, .ended_at = INSTANT_NONE };
	coming->rows = flatten(document, coming->arena);
	coming->document.statements = (int64_t)coming->rows.list.count;
}

/* Of the document that is there already what it was taken in with counts. */
static struct err *
plan(struct coming *coming)
{
	const struct ledger_vex_document *basis = is_known(coming) ? &coming->before : &coming->document;
	struct vex_planning planning = { .ledger = coming->ledger, .statements = coming->rows.list.items, .count = coming->rows.list.count,
		.word = basis->word, .standing = &coming->standing, .author = basis->author, .owner = basis->owner, .reason = basis->reason,
		.said_at = basis->said_at, .now = coming->choice->now, .lang = coming->choice->lang };
	struct ledger_decision named = { .owner = basis->owner };

	if (named.owner.len > 0)
		TRY(decision_answers(coming->ledger, &named, coming->arena));
	planning.account = named.account;
	planning.expires_at = basis->until == DAY_NONE ? INSTANT_NONE : day_instant(basis->until + 1, ZONE_JST);
	return vex_plan(&planning, coming->arena, &coming->plan);
}

static bool
is_the_same(const struct ledger_vex_decision *standing, const struct ledger_decision *wanted, bool known)
{
	return str_eq(standing->kind, wanted->kind) && str_eq(standing->vulnerability, wanted->vulnerability) && standing->product == wanted->product &&
	    standing->system == wanted->system && str_eq(standing->range, wanted->range) && (known || str_eq(standing->reason, wanted->reason));
}

/* What it rested on has changed for some finding: it hides nothing there, and is made anew. */
static bool
is_to_review(const struct coming *coming, int64_t decision)
{
	for (size_t i = 0; i < coming->plan.touches.count; i++)
		if (coming->plan.touches.items[i].row.decision == decision && coming->plan.touches.items[i].row.review)
			return true;
	return false;
}

/* The decision that stands already as this one is wanted; SIZE_MAX. */
static size_t
find_standing(const struct coming *coming, const struct ledger_decision *wanted, const bool *taken)
{
	for (size_t i = 0; i < coming->standing.count; i++)
		if (!taken[i] && is_the_same(&coming->standing.items[i], wanted, is_known(coming)) &&
		    !is_to_review(coming, coming->standing.items[i].decision))
			return i;
	return SIZE_MAX;
}

/* What stands and is still wanted is kept; what else is wanted is made, what else stands ends, but what the same document brought about before. */
static void
settle(struct coming *coming)
{
	bool *taken = ARENA_ARRAY(coming->arena, bool, coming->standing.count + 1), known = is_known(coming);

	coming->taking = (struct ledger_vex_taking){ .document = coming->document, .statements = coming->rows.list.items,
		.statements_count = coming->rows.list.count, .replaces = known ? 0 : coming->before.id };
	if (known)
		coming->taking.document.id = coming->before.id;
	for (size_t i = 0; i < coming->plan.wanted.count; i++) {
		const struct ledger_vex_made *made = &coming->plan.wanted.items[i];
		size_t place = find_standing(coming, &made->decision, taken);

		if (place == SIZE_MAX) {
			list_push(coming->arena, &coming->taking.make, *made);
			continue;
		}
		taken[place] = true;
		list_push(coming->arena, &coming->taking.keep, ((struct ledger_vex_kept){ made->statement, coming->standing.items[place].decision }));
	}
	for (size_t i = 0; i < coming->standing.count; i++)
		if (!taken[i] && (!known || is_to_review(coming, coming->standing.items[i].decision)))
			list_push(coming->arena, &coming->taking.end, coming->standing.items[i].decision);
}

static void
tell(const struct coming *coming, struct vex_preview *preview)
{
	struct ledger_vex_document shown = is_known(coming) ? coming->before : coming->document;
	struct vex_tally tally = vex_tally_of(&coming->plan, coming->rows.list.items, coming->choice->lang, coming->arena);

	preview->document = vex_document_face(&shown);
	preview->known = is_known(coming) && coming->taking.make.count == 0;
	preview->replaces = is_known(coming) ? 0 : coming->before.id;
	preview->statements = (int64_t)coming->rows.list.count;
	preview->concerned = (int64_t)coming->plan.touches.count;
	preview->applies = tally.counts[VEX_APPLIES];
	preview->stands = tally.counts[VEX_STANDS];
	preview->agrees = tally.counts[VEX_AGREES];
	preview->conflicts = tally.counts[VEX_CONFLICTS];
	preview->shown = tally.counts[VEX_SHOWN];
	preview->ends = (int64_t)coming->taking.end.count;
	preview->effects.items = tally.effects.items;
	preview->effects.count = tally.effects.count;
}

struct err *
vex_in(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str path, const struct vex_choice *choice, bool take,
    struct arena *arena, struct vex_preview *ret_preview)
{
	struct coming coming = { .ledger = ledger, .actor = actor, .choice = choice, .arena = arena };
	struct vex_document document;
	struct str digest;

	(void)home;
	*ret_preview = (struct vex_preview){ 0 };
	TRY(check_choice(actor, choice, take, arena));
	TRY(read_file(path, choice->lang, arena, ret_preview, &document, &digest));
	describe(&coming, &document, digest, path_base(path));
	TRY(find_before(&coming));
	TRY(plan(&coming));
	settle(&coming);
	tell(&coming, ret_preview);
	if (!take || ret_preview->known)
		return NULL;
	return ledger_vex_take(ledger, &coming.taking, actor->login, choice->now, arena, &ret_preview->document.id);
}

/* ---------------------------------------------------------------------------------------------- of pages */

static struct str
directory(const struct home *home, const char *below, struct arena *arena)
{
	return path_join(arena, home->path, str_of(below));
}

struct err *
vex_in_receive(const struct home *home, const struct actor *actor, struct str path, struct arena *arena, struct str *ret_digest)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct str bytes;

	TRY(actor_need(actor, OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(dir_make(directory(home, "vex", arena), arena));
	TRY(dir_make(directory(home, "vex/incoming", arena), arena));
	TRY(file_read(path, LIMIT_VEX_BYTES, arena, &bytes));
	TRY(intake_open(path, arena, &file));
	*ret_digest = file.digest;
	return file_write(path_join(arena, directory(home, "vex/incoming", arena), file.digest), bytes, arena);
}

static bool
is_digest(struct str text)
{
	bool is = text.len == 64;

	for (size_t i = 0; i < text.len && is; i++)
		is = char_is_hex(text.ptr[i]);
	return is;
}

struct err *
vex_in_received(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str digest, const struct vex_choice *choice, bool take,
    struct arena *arena, struct vex_preview *ret_preview)
{
	struct str path = is_digest(digest) ? path_join(arena, directory(home, "vex/incoming", arena), digest) : STR("");

	TRY(actor_need(actor, OFFICE_SECURITY, take ? SCOPE_WRITE : SCOPE_READ, arena));
	if (path.len == 0 || !file_exists(path, arena))
		return err_new(arena, ERR_NOT_FOUND, M("This document is not here any more: send the file again."));
	TRY(vex_in(home, ledger, actor, path, choice, take, arena, ret_preview));
	if (take)
		(void)unlink(arena_cstr(arena, path));      /* what it said stands in the ledger now */
	return NULL;
}

struct err *
vex_in_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_vex_query query = { .id = id, .now = now };
	struct ledger_vex_documents found;

	TRY(actor_need(actor, OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(ledger_vex_documents(ledger, &query, arena, &found));
	if (id <= 0 || found.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no VEX document {id} in force."), ARG_N("id", id));
	return ledger_vex_withdraw(ledger, id, actor->login, now, arena);
}
