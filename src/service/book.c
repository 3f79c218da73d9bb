#include "service/book.h"

#include "base/file.h"
#include "service/intake.h"

static const struct field book_fields[] = {
	FIELD(struct book_view, id, FIELD_INT),
	FIELD(struct book_view, kind, FIELD_STR),
	FIELD(struct book_view, system, FIELD_STR),
	FIELD(struct book_view, product, FIELD_STR),
	FIELD(struct book_view, version, FIELD_STR),
	FIELD(struct book_view, vulnerability, FIELD_STR),
	FIELD(struct book_view, party, FIELD_STR),
	FIELD(struct book_view, number, FIELD_STR),
	FIELD(struct book_view, word, FIELD_STR),
	FIELD(struct book_view, day, FIELD_DAY),
	FIELD(struct book_view, until, FIELD_DAY),
	FIELD(struct book_view, ground, FIELD_STR),
	FIELD(struct book_view, url, FIELD_STR),
	FIELD(struct book_view, file, FIELD_STR),
	FIELD(struct book_view, digest, FIELD_STR),
	FIELD(struct book_view, by, FIELD_STR),
	FIELD(struct book_view, at, FIELD_INSTANT),
	FIELD(struct book_view, state, FIELD_STR),
	FIELD(struct book_view, before, FIELD_INT),
	FIELD(struct book_view, approver, FIELD_STR),
};
static const struct schema book_schema = SCHEMA("entry", struct book_view, book_fields);
static const struct field books_fields[] = { FIELD_OF(struct book_views, entries, FIELD_LIST, &book_schema) };
const struct schema book_views_schema = SCHEMA("entries", struct book_views, books_fields);

static const struct field mended_fields[] = {
	FIELD(struct mended_view, at, FIELD_INSTANT),
	FIELD(struct mended_view, system, FIELD_STR),
	FIELD(struct mended_view, product, FIELD_STR),
	FIELD(struct mended_view, vulnerability, FIELD_STR),
	FIELD(struct mended_view, remedy, FIELD_STR),
	FIELD(struct mended_view, from, FIELD_STR),
	FIELD(struct mended_view, to, FIELD_STR),
};
static const struct schema mended_schema = SCHEMA("mended_finding", struct mended_view, mended_fields);
static const struct field mendeds_fields[] = { FIELD_OF(struct mended_views, mended, FIELD_LIST, &mended_schema) };
const struct schema mended_views_schema = SCHEMA("mended", struct mended_views, mendeds_fields);

struct err *
book_system(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	*ret_id = 0;
	if (name.len == 0)
		return NULL;
	TRY(ledger_system_find(ledger, name, arena, ret_id));
	if (*ret_id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", name));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ writing */

enum { NEEDS_PRODUCT = 1, NEEDS_PARTY = 2, NEEDS_DAY = 4, NEEDS_UNTIL = 8, NEEDS_GROUND = 16, NEEDS_SYSTEM = 32, NEEDS_FILE = 64 };

/* What each kind cannot be without, and the words it takes; the words end with NULL. */
static const struct {
	unsigned    needs;
	const char *words[8];
} kinds[] = {
	[LEDGER_ENTRY_STATEMENT]   = { NEEDS_PARTY | NEEDS_DAY | NEEDS_UNTIL, { "mended", "not_affected", "affected", "investigating", NULL } },
	[LEDGER_ENTRY_CONTRACT]    = { NEEDS_PRODUCT | NEEDS_UNTIL, { "", NULL } },
	[LEDGER_ENTRY_REPLACEMENT] = { NEEDS_SYSTEM | NEEDS_DAY, { "", NULL } },
	[LEDGER_ENTRY_INSPECTION]  = { NEEDS_PRODUCT | NEEDS_DAY | NEEDS_GROUND, { "", NULL } },
	[LEDGER_ENTRY_MEDIUM]      = { NEEDS_PRODUCT | NEEDS_DAY | NEEDS_FILE, { "in", "out", NULL } },
	[LEDGER_ENTRY_DEPARTURE]   = { NEEDS_PARTY | NEEDS_DAY, { "person", "contractor", NULL } },
	[LEDGER_ENTRY_MAINTAINED]  = { NEEDS_PRODUCT | NEEDS_PARTY, { "", NULL } },
};

static bool
word_is_known(enum ledger_entry_kind kind, struct str word)
{
	for (size_t i = 0; kinds[kind].words[i] != NULL; i++)
		if (str_eq(word, str_of(kinds[kind].words[i])))
			return true;
	return false;
}

static struct err *
check(const struct ledger_entry *entry, struct str system, struct arena *arena)
{
	const struct { unsigned need; bool there; const char *sentence; } parts[] = {
		{ NEEDS_PRODUCT, entry->product.len > 0, M("This record needs what it is about.") },
		{ NEEDS_PARTY, entry->party.len > 0, M("This record needs whom it is about.") },
		{ NEEDS_DAY, entry->day != DAY_NONE, M("This record needs its day, as --on 2026-11-20.") },
		{ NEEDS_UNTIL, entry->until != DAY_NONE, M("This record needs the day until which it holds, as --until 2027-03-31.") },
		{ NEEDS_GROUND, entry->ground.len > 0, M("This record needs what came of it.") },
		{ NEEDS_SYSTEM, system.len > 0, M("This record needs the system it is about.") },
		{ NEEDS_FILE, entry->file.len > 0, M("This record needs the file it is about.") },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if ((kinds[entry->kind].needs & parts[i].need) != 0 && !parts[i].there)
			return err_new(arena, ERR_USAGE, parts[i].sentence);
	if (!word_is_known(entry->kind, entry->word))
		return err_new(arena, ERR_USAGE, M("\"{value}\" is no word that this record takes."), ARG("value", entry->word));
	if (entry->day != DAY_NONE && entry->until != DAY_NONE && entry->until < entry->day)
		return err_new(arena, ERR_USAGE, M("The record ends on {until}, before its day, {day}."), ARG("until", day_format(entry->until, arena)),
		    ARG("day", day_format(entry->day, arena)));
	return NULL;
}

/* Evidence is known by its digest; the file itself stays where it is. */
static struct err *
digest_file(struct ledger_entry *entry, struct arena *arena)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	if (entry->file.len == 0 || entry->digest.len > 0)
		return NULL;
	TRY(intake_open(entry->file, arena, &file));
	entry->digest = arena_copy(arena, file.digest);
	entry->file = path_base(entry->file);
	return NULL;
}

struct err *
book_put(const struct home *home, struct ledger_entry *entry, struct str system, struct str by, int64_t now, struct arena *arena,
    int64_t *ret_id)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(check(entry, system, arena));
	TRY(digest_file(entry, arena));
	entry->by = by;
	entry->at = now;
	entry->withdrawn_at = INSTANT_NONE;
	TRY(home_ledger_for(home, system.len > 0 ? HOME_REGISTER : HOME_HOUSE, arena, &ledger));
	TRY(book_system(ledger, system, arena, &entry->system));
	return ledger_entry_put(ledger, entry, arena, ret_id);
}

struct err *
book_withdraw(const struct home *home, enum ledger_entry_kind kind, int64_t id, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	return ledger_entry_withdraw(ledger, kind, id, by, now, arena);
}

struct err *
book_medium(const struct home *home, const struct book_medium *medium, struct str by, int64_t now, struct arena *arena)
{
	struct ledger_entry entry = {
		.kind = LEDGER_ENTRY_MEDIUM, .word = medium->out ? STR("out") : STR("in"), .file = medium->file, .digest = medium->digest,
		.product = medium->medium, .ground = medium->purpose, .party = medium->party, .approver = medium->approver, .day = instant_day(now, ZONE_JST),
		.until = DAY_NONE,
	};
	int64_t id;

	return book_put(home, &entry, STR(""), by, now, arena, &id);
}

/* --------------------------------------------------------------------------------------------- lists */

enum { SOON_DAYS = 30 };

static const struct { const char *state, *text; } states[] = {
	{ "in_force", M("in force") }, { "due", M("due within 30 days") }, { "overdue", M("overdue") }, { "withdrawn", M("withdrawn") },
	{ "superseded", M("superseded") },
};

const char *
book_state_text(struct str state)
{
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq(state, str_of(states[i].state)))
			return states[i].text;
	return "";
}

/* The day that matters is until when it holds, or, for what is planned, the day itself. */
static struct str
state_of(const struct ledger_entry *entry, int32_t today)
{
	int32_t matters = entry->kind == LEDGER_ENTRY_REPLACEMENT ? entry->day : entry->until;

	if (entry->withdrawn_at != INSTANT_NONE)
		return STR("withdrawn");
	if (matters == DAY_NONE || matters > today + SOON_DAYS)
		return STR("in_force");
	return matters < today ? STR("overdue") : STR("due");
}

struct listing {
	struct arena      *arena;
	int32_t            today;
	struct book_views *views;
};

static struct err *
take_entry(void *context, const struct ledger_entry *entry, struct arena *scratch)
{
	struct listing *listing = context;
	struct arena *arena = listing->arena;
	struct book_view *view = list_add(arena, &listing->views->entries);

	(void)scratch;
	*view = (struct book_view){
		.id = entry->id, .kind = str_of(enum_name(&ledger_entry_names, (int)entry->kind)), .system = arena_copy(arena, entry->system_name),
		.product = arena_copy(arena, entry->product), .version = arena_copy(arena, entry->version),
		.vulnerability = arena_copy(arena, entry->vulnerability), .party = arena_copy(arena, entry->party),
		.number = arena_copy(arena, entry->number), .word = arena_copy(arena, entry->word), .day = entry->day, .until = entry->until,
		.ground = arena_copy(arena, entry->ground), .url = arena_copy(arena, entry->url), .file = arena_copy(arena, entry->file),
		.digest = arena_copy(arena, entry->digest), .by = arena_copy(arena, entry->by), .at = entry->at,
		.approver = arena_copy(arena, entry->approver),
		.state = state_of(entry, listing->today), .before = -1,
	};
	return NULL;
}

/* An inspection that was made again is no longer due: the newest of its name and system is, and tells what the one before counted. */
static void
chain_inspections(struct book_views *views)
{
	for (size_t i = 0; i < views->entries.count; i++)
		for (size_t later = i + 1; later < views->entries.count; later++) {
			struct book_view *a = &views->entries.items[i], *b = &views->entries.items[later];

			if (str_eq(a->state, STR("withdrawn")) || str_eq(b->state, STR("withdrawn")) || !str_eq(a->product, b->product)
			    || !str_eq(a->system, b->system))
				continue;
			if (b->day >= a->day) {
				a->state = STR("superseded");
				(void)str_to_i64(a->number, &b->before);   /* an inspection that was not counted leaves -1 */
			} else {
				b->state = STR("superseded");
			}
		}
}

struct err *
book_list(const struct home *home, enum ledger_entry_kind kind, struct str system, bool withdrawn, int64_t now, struct arena *arena,
    struct book_views *ret_views)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct book_views views = { 0 };
	struct listing listing = { arena, instant_day(now, ZONE_JST), &views };
	int64_t id;

	TRY(home_ledger(home, arena, &ledger));
	TRY(book_system(ledger, system, arena, &id));
	TRY(ledger_entries(ledger, kind, id, withdrawn, take_entry, &listing, arena));
	if (kind == LEDGER_ENTRY_INSPECTION)
		chain_inspections(&views);
	*ret_views = views;
	return NULL;
}

struct mending { struct arena *arena; struct mended_views *views; };

static struct err *
take_mended(void *context, const struct ledger_mended *mended, struct arena *scratch)
{
	struct mending *mending = context;
	struct arena *arena = mending->arena;

	(void)scratch;
	list_push(arena, &mending->views->mended, ((struct mended_view){ mended->at, arena_copy(arena, mended->system),
		arena_copy(arena, mended->product), arena_copy(arena, mended->vulnerability), arena_copy(arena, mended->remedy),
		arena_copy(arena, mended->from), arena_copy(arena, mended->to) }));
	return NULL;
}

struct err *
book_mended(const struct home *home, struct str system, int64_t most, struct arena *arena, struct mended_views *ret_views)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct mended_views views = { 0 };
	struct mending mending = { arena, &views };
	int64_t id;

	TRY(home_ledger(home, arena, &ledger));
	TRY(book_system(ledger, system, arena, &id));
	TRY(ledger_mended(ledger, id, most, take_mended, &mending, arena));
	*ret_views = views;
	return NULL;
}
