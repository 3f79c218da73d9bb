#include "service/provenance.h"

#include "base/catalogue.h"

static const char *const texts[] = {
	[PROVENANCE_UNKNOWN]    = "",
	[PROVENANCE_NEIGHBOUR]  = M("Neighbouring device"),
	[PROVENANCE_SCAN]       = M("Scan"),
	[PROVENANCE_CLAIM]      = M("Device's claim"),
	[PROVENANCE_DOCUMENT]   = M("Design document"),
	[PROVENANCE_SHEET]      = M("Ledger sheet"),
	[PROVENANCE_HEARING]    = M("Hearing"),
	[PROVENANCE_CONTRACTOR] = M("Contractor's answer"),
	[PROVENANCE_AGENT]      = M("Agent"),
};

const char *
provenance_text(enum provenance provenance)
{
	return texts[provenance];
}

struct str
provenance_words(enum provenance provenance, struct str by, int32_t on, enum lang lang, struct arena *arena)
{
	struct str word = str_of(catalogue_text(lang, provenance_text(provenance)));

	if (provenance == PROVENANCE_UNKNOWN)
		return STR("");
	if (by.len == 0)
		return word;
	if (on == DAY_NONE)
		return catalogue_say(arena, lang, M("{provenance} ({person})"), ARG("provenance", word), ARG("person", by));
	return catalogue_say(arena, lang, M("{provenance} ({person}, {day})"), ARG("provenance", word), ARG("person", by),
	    ARG("day", day_format(on, arena)));
}

/* ------------------------------------------------------------------------------------ differences */

static const struct field difference_fields[] = {
	FIELD(struct difference_view, number, FIELD_INT),
	FIELD(struct difference_view, system, FIELD_STR),
	FIELD(struct difference_view, host, FIELD_STR),
	FIELD(struct difference_view, product, FIELD_STR),
	FIELD(struct difference_view, held, FIELD_STR),
	FIELD_NAMED(struct difference_view, held_provenance, &provenance_names),
	FIELD(struct difference_view, held_by, FIELD_STR),
	FIELD(struct difference_view, held_on, FIELD_DAY),
	FIELD(struct difference_view, told, FIELD_STR),
	FIELD_NAMED(struct difference_view, told_provenance, &provenance_names),
	FIELD(struct difference_view, told_by, FIELD_STR),
	FIELD(struct difference_view, told_on, FIELD_DAY),
	FIELD(struct difference_view, file, FIELD_STR),
};
static const struct schema difference_schema = SCHEMA("difference", struct difference_view, difference_fields);
static const struct field differences_fields[] = { FIELD_OF(struct differences, differences, FIELD_LIST, &difference_schema) };
const struct schema differences_schema = SCHEMA("differences", struct differences, differences_fields);

struct listing { struct differences *differences; struct arena *arena; };

static struct err *
take_difference(void *context, const struct ledger_difference *one, struct arena *scratch)
{
	struct listing *listing = context;
	struct arena *arena = listing->arena;

	(void)scratch;
	list_push(arena, &listing->differences->differences, ((struct difference_view){
	    .number = one->id, .system = arena_copy(arena, one->system_name), .host = arena_copy(arena, one->host_name),
	    .product = arena_copy(arena, one->product_name), .held = arena_copy(arena, one->held), .held_provenance = one->held_provenance,
	    .held_by = arena_copy(arena, one->held_by), .held_on = one->held_on, .told = arena_copy(arena, one->told),
	    .told_provenance = one->told_provenance, .told_by = arena_copy(arena, one->told_by), .told_on = one->told_on,
	    .file = arena_copy(arena, one->file) }));
	return NULL;
}

struct err *
provenance_differences(const struct home *home, struct str system, struct arena *arena, struct differences *ret_differences)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct differences differences = { 0 };
	struct listing listing = { &differences, arena };
	int64_t id = 0;

	TRY(home_ledger(home, arena, &ledger));
	if (system.len > 0) {
		TRY(ledger_system_find(ledger, system, arena, &id));
		if (id == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", system));
	}
	TRY(ledger_differences(ledger, id, take_difference, &listing, arena));
	*ret_differences = differences;
	return NULL;
}

struct err *
provenance_settle(const struct home *home, int64_t number, struct str choice, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	bool told = str_eq(choice, STR("told"));

	if (!told && !str_eq(choice, STR("held")))
		return err_new(arena, ERR_USAGE, M("A difference is settled by held (keep the version that counts) or told (take the other), not \"{value}\"."),
		    ARG("value", choice));
	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	return ledger_difference_settle(ledger, number, told, by, now, arena);
}
