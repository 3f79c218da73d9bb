/*
 * make.c - a paper is made of a case and kept with its entry of the timeline: both, or neither.
 */
#include "base/catalogue.h"
#include "base/hash.h"
#include "service/casefile/share.h"
#include "service/document/parts.h"
#include "service/timeline/timeline.h"
#include "store/ledger/people.h"

const struct play_document *
book_document(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->documents.count; i++)
		if (str_eq(book->documents.items[i].id, name))
			return &book->documents.items[i];
	return NULL;
}

struct making {
	const struct document_desk  *desk;
	const struct document_order *order;
	const struct case_view      *seen;
	const struct approval_view  *approval;
	struct document_made         made;
};

/* Where the name of somebody from outside is content of the case: the compartment of his part. */
static struct str
part_compartment(const struct playbook *book, struct str role)
{
	for (size_t i = 0; i < book->roles.count; i++)
		if (str_eq(book->roles.items[i].id, role))
			return book->compartments.items[case_part_compartment(book, i)];
	return book->compartments.items[0];
}

/* Who has that office now, by name: "セキュリティ担当者: 佐藤、加藤" tells a reader whom to ask, its own title again does not. */
static struct err *
office_holders(struct ledger *ledger, unsigned office, enum lang lang, struct arena *arena, struct str *ret_names)
{
	struct ledger_accounts accounts;
	struct str_list names = { 0 };

	TRY(ledger_accounts(ledger, 0, arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++)
		if (accounts.items[i].state == ACCOUNT_ACTIVE && ((unsigned)accounts.items[i].offices & office) != 0)
			list_push(arena, &names, accounts.items[i].name);
	*ret_names = names.count > 0 ? arena_join(arena, names.items, names.count, str_of(catalogue_text(lang, M(", "))))
	    : catalogue_say(arena, lang, M("{office} (nobody at present)"), ARG("office", str_of(catalogue_text(lang, office_text(office)))));
	return NULL;
}

/* Names of those who have a part. */
static struct err *
party_names(const struct case_now *now, struct ledger_parties *parties, enum lang lang, struct arena *arena, struct str **ret_names)
{
	struct str *names = ARENA_ARRAY(arena, struct str, parties->count + 1);

	for (size_t i = 0; i < parties->count; i++) {
		const struct ledger_party *party = &parties->items[i];
		struct place place = { now->head.id, part_compartment(now->book, party->role), arena_printf(arena, "party/%lld/name", (long long)party->id) };

		names[i] = party->holder_name;
		if (party->holder == HOLDER_ROLE)
			TRY(office_holders(now->desk->ledger, (unsigned)party->holder_id, lang, arena, &names[i]));
		if (party->holder == HOLDER_OUTSIDE)
			TRY(content_read(now->desk->vault, &place, party->name, arena, &names[i]));
	}
	*ret_names = names;
	return NULL;
}

static struct err *
fill_source(const struct making *making, const struct case_now *now, const struct play_document *document, const struct actor *actor,
    int64_t at, struct arena *arena, struct document_source *ret_source)
{
	struct ledger_parties *parties = ARENA_NEW(arena, struct ledger_parties);
	enum lang lang = making->order->lang;
	struct str *names;

	TRY(ledger_case_parties(now->desk->ledger, now->head.id, arena, parties));
	TRY(party_names(now, parties, lang, arena, &names));
	*ret_source = (struct document_source){ .now = now, .home = making->desk->home, .document = document, .organisation = making->desk->home->organisation, .maker = actor->name,
		.title = document == NULL ? now->title : words_in(&document->title, lang), .at = at, .lang = lang, .parties = parties,
		.party_names = names, .seen = document == NULL ? making->seen : NULL, .approval = making->approval };
	return NULL;
}

/* Whatever is wrong with a template is told at once. */
static struct err *
check_names(const struct making *making, const struct document_source *source, struct templates *templates, struct str template, struct arena *arena)
{
	struct document_source shape;
	struct play_refusals why = { 0 };
	struct str_list sentences = { 0 };

	source_shape(source->now->book, source->document, source->lang, arena, &shape);
	TRY(template_misses(templates, template, &shape, arena, &why));
	if (why.count == 0)
		return NULL;
	for (size_t i = 0; i < why.count; i++)
		list_push(arena, &sentences, play_refusal_words(&why.items[i], making->order->lang, arena));
	return err_new(arena, ERR_FORMAT, M("The template does not fit this case: {reasons}"),
	    ARG("reasons", arena_join(arena, sentences.items, sentences.count, STR(" "))));
}

static struct str
role_ids(const struct playbook *book, const struct play_document *document, struct arena *arena)
{
	struct str_list ids = { 0 };

	for (size_t i = 0; document != NULL && i < document->to.count; i++)
		list_push(arena, &ids, book->roles.items[document->to.items[i]].id);
	return arena_join(arena, ids.items, ids.count, STR(" "));
}

static struct str
digest_of(struct str content, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, content.ptr, content.len);
	return sha256_hex(&sum, arena);
}

static struct err *
keep(const struct making *making, struct case_now *now, const struct document_source *source, struct ledger_document *row,
    const struct actor *actor, struct arena *arena)
{
	struct ledger *ledger = now->desk->ledger;
	struct place place = { now->head.id, row->compartment, STR("") };
	struct str blob, title = STR(""), content = making->made.content;

	/* As the template says it, not as it was filled in: the entry is seen by more people than the paper. */
	if (source->document == NULL)
		TRY(template_heading(making->desk->home, row->template, source->lang, arena, &title));
	TRY(ledger_document_id(ledger, arena, &row->id));
	place.about = arena_printf(arena, "document/%lld", (long long)row->id);
	TRY(content_seal(now->desk->vault, now->head.sealed, &place, content, arena, &blob));
	TRY(case_entry(now, actor, ENTRY_DOCUMENT, arena_printf(arena, "%.*s/%lld", STR_ARG(row->name), (long long)row->id), source_compartment(source),
	    STR(""), title, row->at, arena));
	TRY(ledger_document_put(ledger, row, blob, arena));
	return ledger_audit(ledger, actor->login, row->at, STR("document.make"),
	    arena_printf(arena, "case/%lld/document/%lld", (long long)now->head.id, (long long)row->id), now->head.sealed ? STR("") : digest_of(content, arena),
	    arena);
}

static struct err *
produce(struct making *making, struct case_now *now, const struct play_document *document, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct document_order *order = making->order;
	struct templates *templates = templates_new(making->desk->home, order->lang, arena);
	struct str template = document == NULL ? order->name : document->template, inputs;
	struct document_source source;
	struct ledger_document row;

	TRY(fill_source(making, now, document, actor, at, arena, &source));
	TRY(check_names(making, &source, templates, template, arena));
	TRY(document_fill(&source, templates, template, order->format, arena, &making->made.title, &making->made.content, &inputs));
	row = (struct ledger_document){ .casefile = now->head.id, .name = order->name, .template = template,
		.template_digest = templates_digest(templates, arena), .inputs_digest = now->head.sealed ? STR("") : inputs, .revision = now->head.revision,
		.language = (int64_t)order->lang, .format = (int64_t)order->format, .restricted = source_is_restricted(&source),
		.compartment = now->book->compartments.items[source_compartment(&source)], .recipients = role_ids(now->book, document, arena),
		.size = (int64_t)making->made.content.len, .by = actor->account, .at = at };
	TRY(keep(making, now, &source, &row, actor, arena));
	making->made.id = row.id;
	return NULL;
}

static struct err *
may_produce(const struct case_now *now, const struct play_document *document, enum lang lang, struct arena *arena)
{
	struct play_refusals why = { 0 };

	if (play_may_produce(now->book, &now->play, (size_t)(document - now->book->documents.items), arena, &why))
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("The document \"{title}\" may not be made now: {reason}"), ARG("title", words_in(&document->title, lang)),
	    ARG("reason", why.count == 0 ? STR("") : play_refusal_words(&why.items[0], lang, arena)));
}

static struct err *
work(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct making *making = context;
	const struct play_document *document = book_document(now->book, making->order->name);

	TRY(case_need(now, RIGHT_EDIT, document == NULL ? 0 : document->compartment, arena));
	if (document != NULL)
		TRY(may_produce(now, document, making->order->lang, arena));
	return produce(making, now, document, actor, at, arena);
}

struct err *
document_make(const struct document_desk *desk, const struct actor *actor, struct str number, const struct document_order *order, int64_t now,
    struct arena *arena, struct document_made *ret_made)
{
	const struct respond_desk respond = { desk->cases, desk->home };
	struct making making = { .desk = desk, .order = order };
	struct approval_view approval;
	struct case_view seen;
	struct actor reader = *actor;

	reader.lang = order->lang;
	/* Before the unit of work: reading a sealed case commits its audit row first. */
	TRY(case_show(desk->cases, &reader, number, now, arena, &seen));
	making.seen = &seen;
	if (order->approval.len > 0) {
		TRY(approval_show(&respond, &reader, number, order->approval, now, arena, &approval));
		making.approval = &approval;
	}
	TRY(case_within(desk->cases, actor, number, 0, now, work, &making, arena));
	*ret_made = making.made;
	return NULL;
}

struct err *
document_make_hook(void *context, const struct case_now *now, size_t document, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct document_desk *desk = context;
	const struct document_order order = { .name = now->book->documents.items[document].id, .lang = desk->home->paper_lang, .format = DOCUMENT_HTML };
	struct making making = { .desk = desk, .order = &order };
	struct case_now changed = *now;

	return produce(&making, &changed, &now->book->documents.items[document], actor, at, arena);
}
