#include "service/vex/plan.h"

#include "base/catalogue.h"
#include "format/purl/purl.h"

/* What every finding is known by while they are gathered, and every statement's group of decisions. */
struct gathering {
	const struct vex_planning *planning;
	struct arena              *arena;
	struct vex_plan           *plan;
	struct vex_software        software;
	bool                       loaded;
	struct map                 touch_of;        /* finding to its place, from 1            */
	struct map                 spoken_of;       /* finding and software that were counted  */
	struct map                 standing;        /* decisions of this document              */
	struct str                 vulnerability;   /* that `findings` are of                  */
	struct ledger_vex_findings findings;
};

static struct str
id_key(const int64_t *id)
{
	return (struct str){ (const char *)id, sizeof(*id) };
}

struct str
vex_ground(const struct ledger_vex_statement *statement, enum lang lang, struct arena *arena)
{
	struct str words = STR("");
	int number;

	if (enum_find(&vex_justification_names, statement->justification, &number))
		words = str_of(catalogue_text(lang, vex_justification_names.words[number]));
	if (statement->impact.len == 0)
		return words;
	return words.len == 0 ? statement->impact : arena_printf(arena, "%.*s: %.*s", STR_ARG(words), STR_ARG(statement->impact));
}

int64_t
vex_spoken(const struct vex_plan *plan, size_t place)
{
	int64_t number = (int64_t)place;
	const uint64_t *count = map_find(&plan->spoken, id_key(&number));

	return count == NULL ? 0 : (int64_t)*count;
}

/* ----------------------------------------------------------------------------------- what is spoken of */

static enum vex_status
status_of(const struct ledger_vex_statement *statement)
{
	int status;

	return enum_find(&vex_status_names, statement->status, &status) ? (enum vex_status)status : VEX_UNDER_INVESTIGATION;
}

/* Not affected, or a version in which it is mended: both say that it does not apply. */
static bool
frees(enum vex_status status)
{
	return status == VEX_NOT_AFFECTED || status == VEX_FIXED;
}

static void
touch(struct gathering *g, size_t place, const struct ledger_vex_finding *row)
{
	enum vex_status status = status_of(&g->planning->statements[place]);
	uint64_t *known = map_put(g->arena, &g->touch_of, arena_copy(g->arena, id_key(&row->finding)));
	struct vex_touch *touched;

	if (*known == 0) {
		touched = list_add(g->arena, &g->plan->touches);
		*known = g->plan->touches.count;
		*touched = (struct vex_touch){ .row = *row, .statement = place, .status = status };
	}
	touched = &g->plan->touches.items[*known - 1];
	touched->spoken += (*map_put(g->arena, &g->spoken_of, arena_printf(g->arena, "%lld %lld", (long long)row->finding, (long long)row->software)))++ == 0;
	touched->mixed = touched->mixed || frees(status) != frees(touched->status);
	if (status < touched->status) {
		touched->status = status;
		touched->statement = place;
	}
}

/* All that is open about a name; statements come by name, so that it is asked for once. */
static struct err *
load_findings(struct gathering *g, struct str vulnerability)
{
	struct ledger_vex_scope scope = { .vulnerability = vulnerability, .now = g->planning->now };

	if (g->vulnerability.ptr != NULL && str_eq(g->vulnerability, vulnerability))
		return NULL;
	g->vulnerability = vulnerability;
	TRY(ledger_vex_findings(g->planning->ledger, &scope, g->arena, &g->findings));
	if (g->findings.count == 0 || g->loaded)
		return NULL;
	g->loaded = true;
	return vex_software_load(g->planning->ledger, g->arena, &g->software);
}

static struct err *
hold_against(struct gathering *g, size_t place, struct str vulnerability, struct arena *scratch)
{
	const struct ledger_vex_statement *statement = &g->planning->statements[place];
	int64_t number = (int64_t)place, last = 0;

	TRY(load_findings(g, vulnerability));
	for (size_t i = 0; i < g->findings.count; i++) {
		const struct ledger_vex_finding *row = &g->findings.items[i];
		const struct component *component = vex_software_find(&g->software, row->software);

		if (component == NULL || !vex_speaks_of(statement, component, g->planning->word == LEDGER_VEX_OWN, scratch))
			continue;
		touch(g, place, row);
		if (row->finding != last)
			(*map_put(g->arena, &g->plan->spoken, arena_copy(g->arena, id_key(&number))))++;
		last = row->finding;
	}
	return NULL;
}

/* By its name, then by the others it goes by: the ledger has one of them. */
static struct err *
gather(struct gathering *g)
{
	struct arena *scratch ARENA_SCOPE = arena_new();

	for (size_t i = 0; i < g->planning->count; i++) {
		struct str rest = g->planning->statements[i].aliases, alias;

		TRY(hold_against(g, i, g->planning->statements[i].vulnerability, scratch));
		while (str_split(&rest, ' ', &alias))
			if (alias.len > 0 && !str_eq(alias, g->planning->statements[i].vulnerability))
				TRY(hold_against(g, i, alias, scratch));
		arena_reset(scratch);
	}
	return NULL;
}

/* How many software items each finding has: it is freed only when all of them are spoken of. */
static struct err *
count_items(struct gathering *g)
{
	for (size_t i = 0; i < g->plan->touches.count; i++) {
		struct vex_touch *touched = &g->plan->touches.items[i];

		TRY(load_findings(g, touched->row.vulnerability));
		for (size_t k = 0; k < g->findings.count; k++)
			touched->items += g->findings.items[k].finding == touched->row.finding;
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------- what it means */

/* Decided here, and not on this document: "" is no decision that counts. */
static struct str
own_decision(const struct gathering *g, const struct ledger_vex_finding *row)
{
	if (row->decision == 0 || row->review || map_find(&g->standing, id_key(&row->decision)) != NULL)
		return STR("");
	return row->kind;
}

static enum vex_effect
effect_of_freeing(const struct gathering *g, const struct vex_touch *touched)
{
	struct str own = own_decision(g, &touched->row);

	if (touched->row.verdict == LEDGER_PROVIDER || str_eq(own, STR("not_affected")))
		return VEX_AGREES;
	if (touched->mixed || touched->spoken < touched->items || g->planning->word == LEDGER_VEX_OTHER)
		return VEX_SHOWN;
	return own.len > 0 ? VEX_CONFLICTS : VEX_APPLIES;
}

static enum vex_effect
effect_of_saying(const struct gathering *g, const struct vex_touch *touched)
{
	const struct ledger_vex_finding *row = &touched->row;
	struct str own = own_decision(g, row);

	if (frees(touched->status))
		return effect_of_freeing(g, touched);
	if (touched->status == VEX_AFFECTED)
		return str_eq(own, STR("not_affected")) ? VEX_CONFLICTS : row->verdict == LEDGER_AFFECTED ? VEX_AGREES : VEX_SHOWN;
	if (row->verdict == LEDGER_UNDECIDED || str_eq(own, STR("investigating")))
		return VEX_AGREES;
	return g->planning->word == LEDGER_VEX_OWN && own.len == 0 && touched->spoken == touched->items ? VEX_APPLIES : VEX_SHOWN;
}

static struct str
kind_of(enum vex_status status)
{
	return frees(status) ? STR("not_affected") : STR("investigating");
}

/* What would change and was changed by this document or its earlier edition already is in force. */
static enum vex_effect
effect_of(const struct gathering *g, const struct vex_touch *touched)
{
	const struct ledger_vex_finding *row = &touched->row;
	enum vex_effect effect = effect_of_saying(g, touched);

	if (effect == VEX_APPLIES && !row->review && map_find(&g->standing, id_key(&row->decision)) != NULL && str_eq(row->kind, kind_of(touched->status)))
		return VEX_STANDS;
	return effect;
}

/* ---------------------------------------------------------------------------------------- the decisions */

static struct str
escaped(struct str version, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < version.len; i++) {
		unsigned char c = (unsigned char)version.ptr[i];

		if (c <= ' ' || c >= 0x7f || str_find_char(STR("<>=!*|%"), (char)c) != SIZE_MAX)
			buf_addf(&out, "%%%02X", c);
		else
			buf_add_char(&out, (char)c);
	}
	return arena_copy(arena, buf_str(&out));
}

static struct str
vers_type(const struct component *component, struct arena *arena)
{
	struct purl purl;

	return component->purl.len > 0 && purl_parse(component->purl, arena, &purl) == NULL ? purl.type : STR("generic");
}

static bool
counts(const struct vex_touch *touched)
{
	return touched->effect == VEX_APPLIES || touched->effect == VEX_STANDS;
}

/* Those that one decision may hold for: what is open of a product, in the same sense. */
static bool
goes_with(const struct gathering *g, const struct vex_touch *first, const struct ledger_vex_finding *row, const struct vex_touch **ret_touched)
{
	const uint64_t *place = row->product == first->row.product ? map_find(&g->touch_of, id_key(&row->finding)) : NULL;
	const struct vex_touch *touched = place == NULL ? NULL : &g->plan->touches.items[*place - 1];

	*ret_touched = touched;
	return touched != NULL && counts(touched) && touched->status == first->status;
}

/* Said of a range by one statement alone, so that the range itself can stand in the decision. */
static bool
one_range(const struct gathering *g, const struct vex_touch *first)
{
	const struct vex_touch *touched;

	for (size_t i = 0; i < g->findings.count; i++)
		if (goes_with(g, first, &g->findings.items[i], &touched) && (touched->statement != first->statement || touched->items > 1))
			return false;
	return g->planning->statements[first->statement].versions.len > 0;
}

/* The versions that stand there and that the statements are about; "" where they are about all. */
static struct str
range_of(struct gathering *g, const struct vex_touch *first)
{
	const struct ledger_vex_statement *told = &g->planning->statements[first->statement];
	struct buf out BUF_SCOPE = { 0 };
	const struct vex_touch *touched;
	struct map seen = { 0 };

	if (told->version.len == 0 && told->versions.len == 0)
		return STR("");
	if (one_range(g, first))
		return told->versions;
	for (size_t i = 0; i < g->findings.count; i++) {
		const struct component *component = vex_software_find(&g->software, g->findings.items[i].software);

		if (!goes_with(g, first, &g->findings.items[i], &touched) || component == NULL || component->version.len == 0 ||
		    (*map_put(g->arena, &seen, component->version))++ > 0)
			continue;
		if (out.len == 0)
			buf_addf(&out, "vers:%.*s/", STR_ARG(vers_type(component, g->arena)));
		else
			buf_add_char(&out, '|');
		buf_add(&out, escaped(component->version, g->arena));
	}
	return arena_copy(g->arena, buf_str(&out));
}

static struct str
reason_of(const struct gathering *g, const struct ledger_vex_statement *statement)
{
	const struct vex_planning *p = g->planning;
	int64_t at = statement->at == INSTANT_NONE ? p->said_at : statement->at;
	int number = (int)status_of(statement);
	struct str words = catalogue_say(g->arena, p->lang, M("VEX of {author}, {day}: {status}. {ground}"), ARG("author", p->author),
	    ARG("day", at == INSTANT_NONE ? STR("") : day_format(instant_day(at, ZONE_JST), g->arena)),
	    ARG("status", str_of(catalogue_text(p->lang, vex_status_names.words[number]))), ARG("ground", vex_ground(statement, p->lang, g->arena)));

	return p->reason.len == 0 ? words : arena_printf(g->arena, "%.*s %.*s", STR_ARG(words), STR_ARG(p->reason));
}

static void
want(struct gathering *g, const struct vex_touch *touched, int64_t system, struct str range)
{
	const struct ledger_vex_statement *statement = &g->planning->statements[touched->statement];
	struct ledger_vex_made *made = list_add(g->arena, &g->plan->wanted);

	made->statement = statement->number;
	made->decision = (struct ledger_decision){ .kind = kind_of(touched->status),
		.vulnerability = touched->row.vulnerability, .product = touched->row.product, .system = system, .range = range,
		.owner = g->planning->owner, .account = g->planning->account, .reason = reason_of(g, statement), .at = g->planning->now, .expires_at = g->planning->expires_at };
}

static struct str
group_key(const struct vex_touch *touched, struct arena *arena)
{
	return arena_printf(arena, "%lld %.*s", (long long)touched->row.product, STR_ARG(touched->row.vulnerability));
}

/* By product and vulnerability: does everything that is open there take it, and in the same sense? The sense from 1; UNLIKE. */
enum { UNLIKE = 100 };
static struct map
senses(struct gathering *g)
{
	struct map map = { 0 };

	for (size_t i = 0; i < g->plan->touches.count; i++) {
		const struct vex_touch *touched = &g->plan->touches.items[i];
		uint64_t *sense = map_put(g->arena, &map, group_key(touched, g->arena)), own = counts(touched) ? (uint64_t)touched->status + 1 : UNLIKE;

		*sense = *sense == 0 || *sense == own ? own : UNLIKE;
	}
	return map;
}

/*
 * One decision for the product everywhere, where nobody here says otherwise in any system; else one a system, so that what was decided here stays.
 */
static struct err *
want_all(struct gathering *g)
{
	struct map sense = senses(g), seen = { 0 };

	for (size_t i = 0; i < g->plan->touches.count; i++) {
		const struct vex_touch *first = &g->plan->touches.items[i];
		struct str key = group_key(first, g->arena);
		bool alike = *map_find(&sense, key) != UNLIKE;

		if (!counts(first) || (alike && (*map_put(g->arena, &seen, key))++ > 0))
			continue;
		TRY(load_findings(g, first->row.vulnerability));
		want(g, first, alike ? 0 : first->row.system, range_of(g, first));
	}
	return NULL;
}

struct err *
vex_plan(const struct vex_planning *planning, struct arena *arena, struct vex_plan *ret_plan)
{
	struct gathering g = { .planning = planning, .arena = arena, .plan = ret_plan };

	*ret_plan = (struct vex_plan){ 0 };
	for (size_t i = 0; planning->standing != NULL && i < planning->standing->count; i++)
		*map_put(arena, &g.standing, id_key(&planning->standing->items[i].decision)) = 1;
	TRY(gather(&g));
	TRY(count_items(&g));
	for (size_t i = 0; i < ret_plan->touches.count; i++)
		ret_plan->touches.items[i].effect = effect_of(&g, &ret_plan->touches.items[i]);
	return want_all(&g);
}
