#include "service/vex/views.h"

#include "base/catalogue.h"
#include "service/respond/decide.h"

static const char *const words[] = { "maker", "own", "other" };
static const char *const word_words[] = { M("the maker of the product"), M("ourselves"), M("somebody else") };
const struct enum_names vex_word_names = ENUM_WORDS(words, word_words);

static const char *const effects[VEX_EFFECTS] = { "applies", "stands", "agrees", "conflicts", "shown" };
static const char *const effect_words[VEX_EFFECTS] = { M("changes"), M("in force"), M("agrees"), M("says otherwise"), M("shown only") };
const struct enum_names vex_effect_names = ENUM_WORDS(effects, effect_words);

static const char *const states[] = { "in_force", "replaced", "withdrawn" };
static const char *const state_words[] = { M("in force"), M("replaced by a later edition"), M("withdrawn") };
const struct enum_names vex_state_names = ENUM_WORDS(states, state_words);

static const char *const standing_words[] = { M("not affected"), M("cannot be told"), M("affected"), M("mended by its provider") };

static const struct field effect_fields[] = {
	FIELD(struct vex_effect_view, finding, FIELD_INT),
	FIELD(struct vex_effect_view, system, FIELD_STR),
	FIELD(struct vex_effect_view, product, FIELD_STR),
	FIELD(struct vex_effect_view, vulnerability, FIELD_STR),
	FIELD(struct vex_effect_view, ours, FIELD_STR),
	FIELD_WORD(struct vex_effect_view, theirs, &vex_status_names),
	FIELD(struct vex_effect_view, ground, FIELD_STR),
	FIELD_WORD(struct vex_effect_view, effect, &vex_effect_names),
	FIELD(struct vex_effect_view, statement, FIELD_INT),
};
static const struct schema effect_schema = SCHEMA("vex_effect", struct vex_effect_view, effect_fields);

static const struct field document_fields[] = {
	FIELD(struct vex_document_view, id, FIELD_INT),
	FIELD(struct vex_document_view, name, FIELD_STR),
	FIELD(struct vex_document_view, author, FIELD_STR),
	FIELD(struct vex_document_view, form, FIELD_STR),
	FIELD_WORD(struct vex_document_view, word, &vex_word_names),
	FIELD_WORD(struct vex_document_view, state, &vex_state_names),
	FIELD(struct vex_document_view, version, FIELD_INT),
	FIELD(struct vex_document_view, said_at, FIELD_INSTANT),
	FIELD(struct vex_document_view, file, FIELD_STR),
	FIELD(struct vex_document_view, digest, FIELD_STR),
	FIELD(struct vex_document_view, owner, FIELD_STR),
	FIELD(struct vex_document_view, reason, FIELD_STR),
	FIELD(struct vex_document_view, until, FIELD_DAY),
	FIELD(struct vex_document_view, taken_by, FIELD_STR),
	FIELD(struct vex_document_view, taken_at, FIELD_INSTANT),
	FIELD(struct vex_document_view, ended_at, FIELD_INSTANT),
	FIELD(struct vex_document_view, replaced_by, FIELD_INT),
	FIELD(struct vex_document_view, statements, FIELD_INT),
	FIELD(struct vex_document_view, decisions, FIELD_INT),
};
const struct schema vex_document_view_schema = SCHEMA("vex_taken", struct vex_document_view, document_fields);

static const struct field preview_fields[] = {
	FIELD_OF(struct vex_preview, document, FIELD_STRUCT, &vex_document_view_schema),
	FIELD(struct vex_preview, known, FIELD_BOOL),
	FIELD(struct vex_preview, replaces, FIELD_INT),
	FIELD(struct vex_preview, statements, FIELD_INT),
	FIELD(struct vex_preview, concerned, FIELD_INT),
	FIELD(struct vex_preview, applies, FIELD_INT),
	FIELD(struct vex_preview, stands, FIELD_INT),
	FIELD(struct vex_preview, agrees, FIELD_INT),
	FIELD(struct vex_preview, conflicts, FIELD_INT),
	FIELD(struct vex_preview, shown, FIELD_INT),
	FIELD(struct vex_preview, ends, FIELD_INT),
	FIELD_OF(struct vex_preview, effects, FIELD_LIST, &effect_schema),
	FIELD(struct vex_preview, refused, FIELD_STRS),
	FIELD(struct vex_preview, refusals, FIELD_INT),
};
const struct schema vex_preview_schema = SCHEMA("vex_preview", struct vex_preview, preview_fields);

static const struct field list_fields[] = {
	FIELD_OF(struct vex_document_list, documents, FIELD_LIST, &vex_document_view_schema),
};
const struct schema vex_document_list_schema = SCHEMA("vex_documents", struct vex_document_list, list_fields);

static const struct field statement_fields[] = {
	FIELD(struct vex_statement_view, number, FIELD_INT),
	FIELD(struct vex_statement_view, vulnerability, FIELD_STR),
	FIELD(struct vex_statement_view, product, FIELD_STR),
	FIELD_WORD(struct vex_statement_view, status, &vex_status_names),
	FIELD(struct vex_statement_view, ground, FIELD_STR),
	FIELD(struct vex_statement_view, action, FIELD_STR),
	FIELD(struct vex_statement_view, at, FIELD_INSTANT),
	FIELD(struct vex_statement_view, findings, FIELD_INT),
};
static const struct schema statement_schema = SCHEMA("vex_statement_shown", struct vex_statement_view, statement_fields);

static const struct field shown_fields[] = {
	FIELD_OF(struct vex_shown, document, FIELD_STRUCT, &vex_document_view_schema),
	FIELD(struct vex_shown, concerned, FIELD_INT),
	FIELD(struct vex_shown, applies, FIELD_INT),
	FIELD(struct vex_shown, stands, FIELD_INT),
	FIELD(struct vex_shown, agrees, FIELD_INT),
	FIELD(struct vex_shown, conflicts, FIELD_INT),
	FIELD(struct vex_shown, shown, FIELD_INT),
	FIELD_OF(struct vex_shown, effects, FIELD_LIST, &effect_schema),
	FIELD_OF(struct vex_shown, statements, FIELD_LIST, &statement_schema),
	FIELD(struct vex_shown, next, FIELD_INT),
};
const struct schema vex_shown_schema = SCHEMA("vex_shown", struct vex_shown, shown_fields);

static const struct field opinion_fields[] = {
	FIELD(struct vex_opinion, document, FIELD_INT),
	FIELD(struct vex_opinion, author, FIELD_STR),
	FIELD_WORD(struct vex_opinion, word, &vex_word_names),
	FIELD_WORD(struct vex_opinion, status, &vex_status_names),
	FIELD(struct vex_opinion, ground, FIELD_STR),
	FIELD(struct vex_opinion, action, FIELD_STR),
	FIELD(struct vex_opinion, at, FIELD_INSTANT),
};
static const struct schema opinion_schema = SCHEMA("vex_opinion", struct vex_opinion, opinion_fields);
static const struct field opinions_fields[] = {
	FIELD_OF(struct vex_opinions, opinions, FIELD_LIST, &opinion_schema),
};
const struct schema vex_opinions_schema = SCHEMA("vex_opinions", struct vex_opinions, opinions_fields);

/* ----------------------------------------------------------------------------------------------- views */

struct vex_document_view
vex_document_face(const struct ledger_vex_document *d)
{
	bool ended = d->ended_at != INSTANT_NONE;

	return (struct vex_document_view){ .id = d->id, .name = d->name, .author = d->author, .form = d->form,
		.word = str_of(enum_name(&vex_word_names, (int)d->word)), .state = str_of(states[!ended ? 0 : d->replaced_by != 0 ? 1 : 2]),
		.version = d->version, .said_at = d->said_at, .file = d->file, .digest = d->digest, .owner = d->owner, .reason = d->reason, .until = d->until,
		.taken_by = d->taken_by, .taken_at = d->taken_at, .ended_at = d->ended_at, .replaced_by = d->replaced_by, .statements = d->statements,
		.decisions = d->decisions };
}

/* A decision goes before the verdict it is about, unless what it rested on has changed. */
static struct str
ours(const struct ledger_vex_finding *row, enum lang lang, struct arena *arena)
{
	struct str verdict = str_of(catalogue_text(lang, standing_words[row->verdict]));
	int kind;

	if (row->decision == 0 || row->review || !enum_find(&decision_kind_names, row->kind, &kind))
		return verdict;
	return catalogue_say(arena, lang, M("{verdict}; decided by {owner}: {decision}"), ARG("verdict", verdict), ARG("owner", row->owner),
	    ARG("decision", str_of(catalogue_text(lang, decision_kind_names.words[kind]))));
}

struct vex_tally
vex_tally_of(const struct vex_plan *plan, const struct ledger_vex_statement *statements, enum lang lang, struct arena *arena)
{
	static const enum vex_effect order[VEX_EFFECTS] = { VEX_APPLIES, VEX_CONFLICTS, VEX_SHOWN, VEX_STANDS, VEX_AGREES };
	struct vex_tally tally = { 0 };

	for (size_t o = 0; o < ARRAY_LEN(order); o++)
		for (size_t i = 0; i < plan->touches.count; i++) {
			const struct vex_touch *t = &plan->touches.items[i];
			const struct ledger_vex_statement *s = &statements[t->statement];

			if (t->effect != order[o])
				continue;
			tally.counts[t->effect]++;
			if (tally.effects.count < VEX_EFFECTS_SHOWN)
				list_push(arena, &tally.effects, ((struct vex_effect_view){ t->row.finding, t->row.system_name,
				    vex_product_words(s->name, s->version, s->versions, arena), t->row.vulnerability, ours(&t->row, lang, arena),
				    str_of(enum_name(&vex_status_names, (int)t->status)), vex_ground(s, lang, arena), str_of(effects[t->effect]), s->number }));
		}
	return tally;
}
