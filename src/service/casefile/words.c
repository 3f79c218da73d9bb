/*
 * words.c - what people are told of a case in sentences: who, why not, what happened.
 */
#include "base/catalogue.h"
#include "service/casefile/parts.h"
#include "service/casefile/share.h"
#include "store/ledger/people.h"

size_t
case_field_find(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->fields.count; i++)
		if (str_eq(book->fields.items[i].id, name))
			return i;
	return NO_INDEX;
}

size_t
case_task_find(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->tasks.count; i++)
		if (str_eq(book->tasks.items[i].id, name))
			return i;
	return NO_INDEX;
}

size_t
case_move_find(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->moves.count; i++)
		if (str_eq(book->moves.items[i].id, name))
			return i;
	return NO_INDEX;
}

size_t
case_state_find(const struct playbook *book, struct str name)
{
	for (size_t i = 0; i < book->states.count; i++)
		if (str_eq(book->states.items[i].id, name))
			return i;
	return NO_INDEX;
}

/* An account that cannot be read is shown by its number: a name is no reason to refuse the rest. Looked up once a case. */
struct str
case_who(const struct case_now *now, int64_t account, struct arena *arena)
{
	struct ledger_account found;
	struct str name;

	if (account == 0)
		return STR("Tsukuroi");
	for (size_t i = 0; now->names != NULL && i < now->names->count; i++)
		if (now->names->items[i].account == account)
			return now->names->items[i].name;
	if (ledger_account_get(now->desk->ledger, account, arena, &found) != NULL)
		return arena_printf(arena, "#%lld", (long long)account);
	name = found.name.len > 0 ? found.name : found.login;
	if (now->names != NULL)
		list_push(now->names->arena, now->names, ((struct case_name){ account, arena_copy(now->names->arena, name) }));
	return name;
}

/* ------------------------------------------------------------------------------------------- refusals */

/* A sentence that names a field he may not see would tell him that there is one. */
static bool
tells_too_much(const struct case_now *now, struct str sentence, enum lang lang)
{
	for (size_t i = 0; i < now->book->fields.count; i++) {
		struct str title = words_in(&now->book->fields.items[i].title, lang);

		if (!access_field(now->book, &now->access, i) && title.len > 0 && str_find(sentence, title) != SIZE_MAX)
			return true;
	}
	return false;
}

void
case_refusals(const struct case_now *now, const struct actor *actor, const struct play_refusals *refusals, struct arena *arena,
    struct str_list *ret_words)
{
	bool hidden = false;

	*ret_words = (struct str_list){ 0 };
	for (size_t i = 0; i < refusals->count; i++) {
		struct str sentence = play_refusal_words(&refusals->items[i], actor->lang, arena);

		if (tells_too_much(now, sentence, actor->lang))
			hidden = true;
		else
			list_push(arena, ret_words, sentence);
	}
	if (hidden)
		list_push(arena, ret_words, catalogue_say(arena, actor->lang, M("Something is missing that others have to see to.")));
}

struct err *
case_refused(const struct case_now *now, const struct actor *actor, struct str what, const struct play_refusals *refusals,
    struct arena *arena)
{
	struct str_list words;

	case_refusals(now, actor, refusals, arena, &words);
	return err_new(arena, ERR_CONFLICT, M("\"{what}\" is not possible in the case {number} now: {why}"), ARG("what", what),
	    ARG("number", now->head.number), ARG("why", arena_join(arena, words.items, words.count, actor->lang == LANG_JA ? STR("") : STR(" "))));
}

/* -------------------------------------------------------------------------------------------- timeline */

/* One sentence a verb. {object}: the title of what it is about; {was}, {became}: contents in words. */
static const char *const entry_texts[ENTRY_VERBS] = {
	[ENTRY_OPENED]        = M("{who} opened the case: {became}"),
	[ENTRY_FIELD]         = M("{who} wrote \"{object}\": \"{was}\" → \"{became}\""),
	[ENTRY_MOVE]          = M("{who} made the move \"{object}\": {was} → {became}"),
	[ENTRY_PROPOSED]      = M("{who} proposed the move \"{object}\"; another person confirms it"),
	[ENTRY_TASK_STARTED]  = M("Task {object} began {became}"),
	[ENTRY_TASK_DONE]     = M("{who} called the task {object} done {became}"),
	[ENTRY_TASK_DROPPED]  = M("Task {object} was dropped {became}"),
	[ENTRY_TASK_ASSIGNED] = M("{who} gave the task {object}: {was} → {became}"),
	[ENTRY_MESSAGE]       = M("{who} wrote: {became}"),
	[ENTRY_FILE]          = M("{who} put in the file {object}: {became}"),
	[ENTRY_LINK]          = M("{who} linked {object}: {became}"),
	[ENTRY_PARTY]         = M("{who} changed who has a part: {object} {was} → {became}"),
	[ENTRY_GRANT]         = M("{who} changed grant {object}: {was} → {became}"),
	[ENTRY_APPROVAL]      = M("{who}, approval \"{object}\": {was} → {became}"),
	[ENTRY_DOCUMENT]      = M("Document {object} was made {became}"),
	[ENTRY_DEADLINE]      = M("Deadline \"{object}\": {became}"),
	[ENTRY_REMINDED]      = M("Reminded {became} of \"{object}\""),
	[ENTRY_ESCALATED]     = M("Told {became}, who come next, of \"{object}\""),
	[ENTRY_EDITION]       = M("{who} moved the case to another edition of its playbook: {was} → {became}"),
	[ENTRY_TLP]           = M("{who} changed TLP: {was} → {became}"),
	[ENTRY_SENT]          = M("Sent: {object} {became}"),
	[ENTRY_NOTE]          = M("{who} noted: {became}"),
	[ENTRY_TITLE]         = M("{who} changed the title: {was} → {became}"),
	[ENTRY_THREAD]        = M("{who} began the thread \"{became}\""),
	[ENTRY_RELEASED]      = M("{who} released the file {object}: {became}"),
	[ENTRY_UNLINKED]      = M("{who} took the link {object} away: {was}"),
	[ENTRY_WITHDRAWN]     = M("{who} gave the move \"{object}\" back: {became}"),
	[ENTRY_EXAMPLE]       = M("{who}, example for others: {became}"),
	[ENTRY_TICKET]        = M("The tracker tells how the ticket {object} stands: {was} → {became}"),
	[ENTRY_KEY]           = M("{who} destroyed the key of {object}: what was sealed with it cannot be read any more"),
};

static const char *const approval_texts[] = {
	[APPROVAL_NONE] = M("not begun"), [APPROVAL_PENDING] = M("under way"), [APPROVAL_GRANTED] = M("approved"), [APPROVAL_REFUSED] = M("not approved"),
};
static const char *const link_texts[] = {
	[LINK_FINDING] = M("finding"), [LINK_SYSTEM] = M("system"), [LINK_ADVISORY] = M("advisory"), [LINK_CASE] = M("case"),
	[LINK_TICKET] = M("ticket"), [LINK_PRODUCT] = M("product"), [LINK_VENDOR] = M("vendor"), [LINK_UNIT] = M("unit"),
};

const char *
case_link_text(enum case_link kind)
{
	return link_texts[kind];
}

const char *
case_approval_text(enum approval_state state)
{
	return approval_texts[state];
}

static struct str
first_part(struct str object)
{
	struct str head, tail;

	(void)str_cut(object, '/', &head, &tail);
	return head;
}

/* "Carry out the plan (12, 住民情報システム)". */
static struct str
task_words(const struct case_now *now, struct str object, enum lang lang, struct arena *arena)
{
	size_t kind = case_task_find(now->book, first_part(object));
	struct str title = kind == NO_INDEX ? first_part(object) : words_in(&now->book->tasks.items[kind].title, lang);
	struct str id = str_from(object, first_part(object).len + 1), subject = STR("");
	uint64_t number = 0;

	(void)str_to_u64(id, &number);
	for (size_t i = 0; i < now->tasks.count; i++)
		if (now->tasks.items[i].id == (int64_t)number)
			subject = now->tasks.items[i].subject_name;
	return arena_printf(arena, "%.*s (%.*s%s%.*s)", STR_ARG(title), STR_ARG(id), subject.len == 0 ? "" : ", ", STR_ARG(subject));
}

static struct str
object_words(const struct case_now *now, enum entry_verb verb, struct str object, enum lang lang, struct arena *arena)
{
	const struct playbook *book = now->book;
	struct str first = first_part(object), role;
	size_t place;
	int kind;

	switch (verb) {
	case ENTRY_FIELD:
		place = case_field_find(book, first);
		return place == NO_INDEX ? object : words_in(&book->fields.items[place].title, lang);
	case ENTRY_MOVE:
	case ENTRY_PROPOSED:
	case ENTRY_WITHDRAWN:
		place = case_move_find(book, first);
		return place == NO_INDEX ? object : words_in(&book->moves.items[place].title, lang);
	case ENTRY_TASK_STARTED:
	case ENTRY_TASK_DONE:
	case ENTRY_TASK_DROPPED:
	case ENTRY_TASK_ASSIGNED:
		return task_words(now, object, lang, arena);
	case ENTRY_DEADLINE:
	case ENTRY_REMINDED:
	case ENTRY_ESCALATED:
		(void)str_cut(object, '>', &object, &role);
		first = first_part(object);
		for (size_t i = 0; i < book->deadlines.count; i++)
			if (str_eq(book->deadlines.items[i].id, first))
				return words_in(&book->deadlines.items[i].title, lang);
		place = case_field_find(book, first);
		if (place != NO_INDEX)
			return words_in(&book->fields.items[place].title, lang);
		place = case_task_find(book, first);
		return place == NO_INDEX ? object : task_words(now, object, lang, arena);
	case ENTRY_PARTY:
		for (size_t i = 0; i < book->roles.count; i++)
			if (str_eq(book->roles.items[i].id, first))
				return words_in(&book->roles.items[i].title, lang);
		return object;
	case ENTRY_APPROVAL:
		for (size_t i = 0; i < book->approvals.count; i++)
			if (str_eq(book->approvals.items[i].id, first))
				return words_in(&book->approvals.items[i].title, lang);
		return object;
	case ENTRY_TICKET:
		return first;
	case ENTRY_GRANT:
		return str_from(object, first.len + 1);
	case ENTRY_LINK:
	case ENTRY_UNLINKED:
		return enum_find(&case_link_names, first, &kind) ? catalogue_say(arena, lang, link_texts[kind]) : object;
	case ENTRY_DOCUMENT:
		for (size_t i = 0; i < book->documents.count; i++)
			if (str_eq(book->documents.items[i].id, first))
				return words_in(&book->documents.items[i].title, lang);
		return object;
	default:
		return object;
	}
}

/* Who was told: "look>security"; "look>" when nobody held the role and nobody stands above it, "look>^" the heads of the units. */
static struct str
told_words(const struct case_now *now, struct str object, enum lang lang, struct arena *arena)
{
	struct str head, role;

	if (!str_cut(object, '>', &head, &role))
		return catalogue_say(arena, lang, M("all who have a part in it"));
	if (str_eq(role, STR("^")))
		return catalogue_say(arena, lang, M("the heads of the units"));
	for (size_t i = 0; i < now->book->roles.count; i++)
		if (str_eq(now->book->roles.items[i].id, role))
			return words_in(&now->book->roles.items[i].title, lang);
	return role.len == 0 ? catalogue_say(arena, lang, M("the administrators, for nobody is in charge")) : role;
}

/* States, values and approvals by their titles; a reason on the lines after a state stays as it is. */
static struct str
content_words(const struct case_now *now, enum entry_verb verb, struct str object, struct str content, enum lang lang, struct arena *arena)
{
	struct str head, rest;
	size_t place;
	int state;

	if (verb == ENTRY_FIELD && content.len == 0)
		return catalogue_say(arena, lang, M("(empty)"));
	if (verb == ENTRY_TASK_ASSIGNED && content.len == 0)
		return catalogue_say(arena, lang, M("(nobody in person)"));
	if (verb == ENTRY_TASK_STARTED)
		return STR("");      /* its subject stands in the object's words already */
	if (verb == ENTRY_APPROVAL && enum_find(&approval_state_names, content, &state))
		return catalogue_say(arena, lang, approval_texts[state]);
	if (verb == ENTRY_EXAMPLE)
		return catalogue_say(arena, lang, str_eq(content, STR("yes")) ? M("offered") : M("not offered"));
	if (verb == ENTRY_FIELD) {
		place = case_field_find(now->book, object);
		return place == NO_INDEX ? content : play_value_words(&now->book->fields.items[place], content, lang, arena);
	}
	if (verb == ENTRY_TICKET && content.len == 0)
		return catalogue_say(arena, lang, M("(not said)"));
	if (verb == ENTRY_GRANT)
		return case_grant_words(content, lang, arena);
	if (verb == ENTRY_DEADLINE)
		return catalogue_say(arena, lang, str_eq(content, STR("met")) ? M("met") : M("missed"));
	if (verb == ENTRY_REMINDED || verb == ENTRY_ESCALATED)
		return told_words(now, object, lang, arena);
	if (verb != ENTRY_MOVE)
		return content;
	(void)str_cut(content, '\n', &head, &rest);
	place = case_state_find(now->book, head);
	if (place != NO_INDEX)
		head = words_in(&now->book->states.items[place].title, lang);
	return rest.len == 0 ? head : arena_printf(arena, "%.*s (%.*s)", STR_ARG(head), STR_ARG(rest));
}

static struct err *
read_part(const struct case_now *now, const struct ledger_case_entry *entry, const char *part, struct str blob, struct arena *arena,
    struct str *ret_content, bool *gone)
{
	struct str content;
	bool lost;

	TRY(case_content(now, entry->compartment, arena_printf(arena, "entry/%lld/%s", (long long)entry->number, part), blob, arena, &content,
	    &lost));
	*gone = *gone || lost;
	*ret_content = arena_copy(arena, content);
	return NULL;
}

/* An act of an approval tells what was done; only its state goes from one to another. */
static const char *
entry_text(enum entry_verb verb, struct str was)
{
	return verb == ENTRY_APPROVAL && was.len == 0 ? M("{who}, approval \"{object}\": {became}") : entry_texts[verb];
}

struct err *
case_entry_words(const struct case_now *now, const struct actor *actor, const struct ledger_case_entry *entry, struct arena *arena,
    struct case_entry_view *ret_view)
{
	struct str object = arena_copy(arena, entry->object);
	struct case_entry_view view = { .number = entry->number, .at = entry->at, .who = case_who(now, entry->who, arena),
		.verb = str_of(enum_name(&entry_verb_names, (int)entry->verb)), .object = object,
		.compartment = arena_copy(arena, entry->compartment), .thread = entry->thread };
	bool gone = false;

	TRY(read_part(now, entry, "was", entry->was, arena, &view.was, &gone));
	TRY(read_part(now, entry, "became", entry->became, arena, &view.became, &gone));
	view.words = catalogue_say(arena, actor->lang, entry_text(entry->verb, view.was), ARG("who", view.who),
	    /* A paper that is none of the playbook's is told by its own title. */
	    ARG("object", entry->verb == ENTRY_DOCUMENT && view.became.len > 0 ? view.became : object_words(now, entry->verb, object, actor->lang, arena)),
	    ARG("was", content_words(now, entry->verb, object, view.was, actor->lang, arena)),
	    ARG("became", content_words(now, entry->verb, object, view.became, actor->lang, arena)));
	if (gone)
		view.words = catalogue_say(arena, actor->lang, M("{who}: {what}, its content was destroyed with its key"), ARG("who", view.who),
		    ARG("what", view.verb));
	view.words = str_trim_space(view.words);
	*ret_view = view;
	return NULL;
}
