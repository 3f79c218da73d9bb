/*
 * show.c - documents that were taken in, what they say, and what that does here today.
 */
#include "service/vex/views.h"

struct err *
vex_in_list(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena, struct vex_document_list *ret_list)
{
	struct ledger_vex_query query = { .ended = all, .now = now };
	struct ledger_vex_documents found;

	*ret_list = (struct vex_document_list){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_vex_documents(ledger, &query, arena, &found));
	for (size_t i = 0; i < found.count; i++)
		list_push(arena, &ret_list->documents, vex_document_face(&found.items[i]));
	return NULL;
}

/* What holds no longer does nothing: it is only read. */
static struct err *
show_effects(struct ledger *ledger, const struct ledger_vex_document *document, const struct ledger_vex_statements *statements, int64_t now, enum lang lang,
    struct arena *arena, struct vex_plan *plan, struct vex_shown *shown)
{
	struct vex_planning planning = { .ledger = ledger, .statements = statements->items, .count = statements->count, .word = document->word,
		.author = document->author, .owner = document->owner, .reason = document->reason, .said_at = document->said_at, .now = now,
		.expires_at = INSTANT_NONE, .lang = lang };
	struct ledger_vex_decisions standing;
	struct vex_tally tally;

	TRY(ledger_vex_decisions(ledger, document->id, now, arena, &standing));
	planning.standing = &standing;
	if (document->ended_at != INSTANT_NONE)
		planning.word = LEDGER_VEX_OTHER;
	TRY(vex_plan(&planning, arena, plan));
	tally = vex_tally_of(plan, statements->items, lang, arena);
	shown->concerned = (int64_t)plan->touches.count;
	shown->applies = tally.counts[VEX_APPLIES];
	shown->stands = tally.counts[VEX_STANDS];
	shown->agrees = tally.counts[VEX_AGREES];
	shown->conflicts = tally.counts[VEX_CONFLICTS];
	shown->shown = tally.counts[VEX_SHOWN];
	shown->effects.items = tally.effects.items;
	shown->effects.count = tally.effects.count;
	return NULL;
}

struct err *
vex_in_show(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t after, int64_t now, enum lang lang, struct arena *arena,
    struct vex_shown *ret_shown)
{
	struct ledger_vex_query query = { .id = id, .ended = true, .now = now };
	struct ledger_vex_statements statements;
	struct ledger_vex_documents found;
	struct vex_plan plan;

	*ret_shown = (struct vex_shown){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_vex_documents(ledger, &query, arena, &found));
	if (id <= 0 || found.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no VEX document {id}."), ARG_N("id", id));
	ret_shown->document = vex_document_face(&found.items[0]);
	TRY(ledger_vex_statements(ledger, id, 0, found.items[0].statements, arena, &statements));
	TRY(show_effects(ledger, &found.items[0], &statements, now, lang, arena, &plan, ret_shown));
	for (size_t i = after > 0 ? (size_t)after : 0; i < statements.count; i++) {
		const struct ledger_vex_statement *s = &statements.items[i];

		if (ret_shown->statements.count == VEX_STATEMENTS_PAGE) {
			ret_shown->next = (int64_t)i;
			break;
		}
		list_push(arena, &ret_shown->statements, ((struct vex_statement_view){ s->number, s->vulnerability,
		    vex_product_words(s->name, s->version, s->versions, arena), s->status, vex_ground(s, lang, arena), s->action, s->at, vex_spoken(&plan, i) }));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------- about one finding */

static const struct ledger_vex_document *
document_of(const struct ledger_vex_documents *documents, int64_t id)
{
	for (size_t i = 0; i < documents->count; i++)
		if (documents->items[i].id == id)
			return &documents->items[i];
	return NULL;
}

static bool
speaks_of_any(const struct ledger_vex_statement *statement, const struct ledger_finding_row *row, const struct vex_software *software, bool names,
    struct arena *arena)
{
	for (size_t i = 0; i < row->finding.instances.count; i++) {
		const struct component *component = vex_software_find(software, row->finding.instances.items[i].software);

		if (component != NULL && vex_speaks_of(statement, component, names, arena))
			return true;
	}
	return false;
}

struct err *
vex_in_about(struct ledger *ledger, int64_t finding, int64_t now, enum lang lang, struct arena *arena, struct vex_opinions *ret_opinions)
{
	struct ledger_finding_detail detail;
	struct ledger_vex_statements statements;
	struct ledger_vex_documents documents;
	struct vex_software software;

	*ret_opinions = (struct vex_opinions){ 0 };
	TRY(ledger_finding_get(ledger, finding, now, arena, &detail));
	TRY(ledger_vex_about(ledger, detail.row.about.name, arena, &statements));
	if (statements.count == 0)      /* most findings: nothing more is read */
		return NULL;
	TRY(ledger_vex_documents(ledger, &(struct ledger_vex_query){ .now = now }, arena, &documents));
	TRY(vex_software_load(ledger, arena, &software));
	for (size_t i = 0; i < statements.count; i++) {
		const struct ledger_vex_statement *s = &statements.items[i];
		const struct ledger_vex_document *d = document_of(&documents, s->document);

		if (d != NULL && speaks_of_any(s, &detail.row, &software, d->word == LEDGER_VEX_OWN, arena))
			list_push(arena, &ret_opinions->opinions, ((struct vex_opinion){ d->id, d->author, str_of(enum_name(&vex_word_names, (int)d->word)),
			    s->status, vex_ground(s, lang, arena), s->action, s->at }));
	}
	return NULL;
}
