#include "service/found/proof.h"

#include "base/catalogue.h"

static const struct field system_fields[] = {
	FIELD(struct proof_system, name, FIELD_STR),
	FIELD(struct proof_system, unit, FIELD_STR),
	FIELD_NAMED(struct proof_system, verdict, &verdict_names),
	FIELD(struct proof_system, why, FIELD_STR),
	FIELD(struct proof_system, items, FIELD_INT),
	FIELD(struct proof_system, judged, FIELD_INT),
	FIELD(struct proof_system, named, FIELD_INT),
};
static const struct schema system_schema = SCHEMA("proof_system", struct proof_system, system_fields);
static const struct field fields[] = {
	FIELD(struct proof_view, vulnerability, FIELD_STR),
	FIELD(struct proof_view, by, FIELD_STR),
	FIELD(struct proof_view, generation, FIELD_STR),
	FIELD(struct proof_view, at, FIELD_INSTANT),
	FIELD_NAMED(struct proof_view, verdict, &verdict_names),
	FIELD(struct proof_view, affected, FIELD_INT),
	FIELD(struct proof_view, unknown, FIELD_INT),
	FIELD(struct proof_view, not_affected, FIELD_INT),
	FIELD_OF(struct proof_view, systems, FIELD_LIST, &system_schema),
	FIELD_OF(struct proof_view, sources, FIELD_LIST, &source_view_schema),
	FIELD(struct proof_view, proves, FIELD_BOOL),
};
const struct schema proof_schema = SCHEMA("proof", struct proof_view, fields);

struct proving {
	const struct why_result *why;
	bool                     stale;       /* a source that names weaknesses is not as it should be */
	enum lang                lang;
	struct arena            *arena;
	struct proof_view       *view;
};

/* What is exploited, how likely, and until when is no ground of applicability. */
static bool
is_of_weaknesses(struct str source)
{
	static const struct str others[] = { STR_INIT("kev"), STR_INIT("epss"), STR_INIT("eol") };

	return !str_is_one_of(source, others, ARRAY_LEN(others));
}

static const struct why_system *
why_of(const struct why_result *why, struct str name)
{
	for (size_t i = 0; i < why->systems.count; i++)
		if (str_eq(why->systems.items[i].name, name))
			return &why->systems.items[i];
	return NULL;
}

static bool
has_verdict(const struct why_result *why, struct str system, enum verdict verdict)
{
	for (size_t i = 0; i < why->report.findings.count; i++)
		if (why->report.findings.items[i].verdict == verdict && str_eq(why->report.findings.items[i].system, system))
			return true;
	return false;
}

/* The first reason that stands in the way of "not affected". */
static enum verdict
judge(const struct proving *p, const struct proof_system *system, const char **ret_why)
{
	const struct { bool is; enum verdict verdict; const char *why; } reasons[] = {
		{ has_verdict(p->why, system->name, VERDICT_AFFECTED), VERDICT_AFFECTED, M("An installed version is affected.") },
		{ has_verdict(p->why, system->name, VERDICT_UNKNOWN), VERDICT_UNKNOWN, M("A fact about an installed product is missing.") },
		{ system->items == 0, VERDICT_UNKNOWN, M("What runs there is not registered.") },
		{ system->judged < system->items, VERDICT_UNKNOWN, M("{unjudged} of {items} items could not be judged: what they are is not known.") },
		{ p->stale, VERDICT_UNKNOWN, M("A source is too old or incomplete.") },
		{ has_verdict(p->why, system->name, VERDICT_PROVIDER), VERDICT_PROVIDER, M("Who patches that layer has said that it is mended.") },
		{ system->named == 0, VERDICT_NOT_AFFECTED, M("All {items} items were judged; no record on it names any of them.") },
	};

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].is) {
			*ret_why = reasons[i].why;
			return reasons[i].verdict;
		}
	*ret_why = M("All {items} items were judged; {named} that records name are in versions that are not affected.");
	return VERDICT_NOT_AFFECTED;
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct proving *p = context;
	const struct why_system *why = why_of(p->why, system->name);
	struct proof_system row = { .name = arena_copy(p->arena, system->name), .unit = arena_copy(p->arena, system->unit) };
	const char *reason;

	(void)scratch;
	if (why != NULL) {
		row.items = why->items;
		row.judged = why->judged;
		row.named = why->named;
	}
	row.verdict = judge(p, &row, &reason);
	row.why = catalogue_say(p->arena, p->lang, reason, ARG_N("unjudged", row.items - row.judged), ARG_N("items", row.items), ARG_N("named", row.named));
	p->view->affected += row.verdict == VERDICT_AFFECTED;
	p->view->unknown += row.verdict == VERDICT_UNKNOWN;
	p->view->not_affected += row.verdict == VERDICT_NOT_AFFECTED || row.verdict == VERDICT_PROVIDER;
	list_push(p->arena, &p->view->systems, row);
	return NULL;
}

struct err *
proof_of(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str vulnerability, int64_t now, enum lang lang,
    struct arena *arena, struct proof_view *ret_view)
{
	struct proof_view view = { .by = actor->name, .at = now };
	struct why_result why;
	struct proving p = { .why = &why, .lang = lang, .arena = arena, .view = &view };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(why_run(home, vulnerability, STR(""), now, lang, arena, &why));
	view.vulnerability = why.vulnerability;
	view.generation = why.report.generation;
	for (size_t i = 0; i < why.report.sources.count; i++) {
		const struct source_view *source = &why.report.sources.items[i];

		if (!is_of_weaknesses(source->name))
			continue;
		p.stale = p.stale || !str_eq(source->state, STR("fresh"));
		list_push(arena, &view.sources, *source);
	}
	TRY(ledger_systems(ledger, 0, take_system, &p, arena));
	view.verdict = view.affected > 0 ? VERDICT_AFFECTED : view.unknown > 0 || view.systems.count == 0 ? VERDICT_UNKNOWN : VERDICT_NOT_AFFECTED;
	view.proves = view.verdict == VERDICT_NOT_AFFECTED;
	*ret_view = view;
	return NULL;
}
