/*
 * take.c - what a tracker tells: whose word it is, whether it is new, and into which timelines it goes.
 */
#include <unistd.h>
#include "base/crypt.h"
#include "base/hash.h"
#include "format/ticket/ticket.h"
#include "model/record.h"
#include "service/people/secret.h"
#include "service/ticket/parts.h"
#include "service/timeline/timeline.h"
#include "wire/worker/worker.h"

enum { REMEMBERED_DAYS = 90 };      /* what was told; older than what is known is heeded as little */

struct taking {
	struct sink           sink;
	struct arena         *arena;
	struct ledger_tracker tracker;
	struct str            digest;        /* of the body */
	LIST(struct ticket_word) words;
	int64_t               now, changed;
};

/* ---------------------------------------------------------------------------------------------- whose word */

/* The same sentence whatever is wrong: an address that is none. */
static struct err *
unknown(struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("Nothing stands at this address."));
}

static struct err *
find_tracker(struct ledger *ledger, struct str token, struct arena *arena, struct ledger_tracker *ret_tracker, struct str *ret_secret)
{
	struct ledger_trackers trackers;
	struct str org, digest;
	struct err *err;
	int64_t number;

	if (!str_cut(token, '.', &org, ret_secret) || !str_to_i64(org, &number) || !token_is_whole(*ret_secret))
		return unknown(arena);
	err = ledger_org_use(ledger, number, arena);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? unknown(arena) : err;
	digest = secret_digest(*ret_secret, arena);
	TRY(ledger_trackers(ledger, arena, &trackers));
	for (size_t i = 0; i < trackers.count; i++)
		if (crypt_same(trackers.items[i].hook, digest)) {
			*ret_tracker = trackers.items[i];
			return NULL;
		}
	return unknown(arena);
}

static struct err *
read_body(const struct ticket_message *message, struct arena *arena, struct str *ret_body)
{
	char *bytes;
	size_t len = 0;
	ssize_t got;

	if (message->size > TICKET_BYTES_MOST)
		return err_new(arena, ERR_LIMIT, M("A tracker's message has at most {most} bytes."), ARG_N("most", TICKET_BYTES_MOST));
	bytes = arena_alloc(arena, (size_t)message->size + 1);
	while (len < (size_t)message->size && (got = pread(message->fd, bytes + len, (size_t)message->size - len, (off_t)len)) > 0)
		len += (size_t)got;
	if (len < (size_t)message->size)
		return err_system(arena, M("What the tracker sent could not be read."));
	*ret_body = (struct str){ bytes, len };
	return NULL;
}

/* Redmine and Jira sign when they are given a secret; who does not sign has shown it in the address. */
static struct err *
check_signature(struct str signature, struct str secret, struct str body, struct arena *arena)
{
	struct str right = arena_printf(arena, "sha256=%.*s", STR_ARG(crypt_hmac_sha256(secret, body, arena)));

	if (signature.len == 0 || crypt_same(signature, right))
		return NULL;
	return err_new(arena, ERR_FORBIDDEN, M("The tracker signs with another secret: give it the part of its address behind the \".\"."));
}

static struct err *
take_word(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	(void)arena;
	if (schema == &ticket_word_schema)
		record_copy(schema, value, taking->arena, list_add(taking->arena, &taking->words));
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;      /* the reader refuses no single word */
}

/* ----------------------------------------------------------------------------------------- what is done */

struct finding_part { int64_t link; struct str part; struct arena *arena; };

static struct err *
find_part(void *context, const struct ledger_case_link *link, struct arena *arena)
{
	struct finding_part *finding = context;

	(void)arena;
	if (link->id == finding->link)
		finding->part = arena_copy(finding->arena, link->compartment);
	return NULL;
}

/* Of a sealed case the entry says that its ticket stands otherwise, and not how: no key is needed for that. */
static struct err *
write_entry(struct ledger *ledger, const struct taking *taking, const struct ledger_ticket *ticket, const struct ticket_word *word, struct arena *arena)
{
	struct finding_part part = { ticket->link, STR(""), arena };
	struct timeline_entry entry = { .casefile = ticket->casefile, .at = taking->now, .verb = ENTRY_TICKET };
	struct ledger_case head;
	int64_t number;

	TRY(ledger_case_find(ledger, STR(""), ticket->casefile, arena, &head));
	TRY(ledger_case_links(ledger, ticket->casefile, find_part, &part, arena));
	entry.sealed = head.sealed;
	entry.compartment = part.part;
	entry.object = arena_printf(arena, "%.*s/%lld", STR_ARG(ticket->number), (long long)ticket->link);
	if (!head.sealed) {
		entry.was = ticket->state;
		entry.became = word->state;
	}
	TRY(timeline_put(ledger, NULL, &entry, arena, &number));
	return ledger_audit(ledger, STR("(program)"), taking->now, STR("ticket.told"), arena_printf(arena, "case/%lld/link/%lld", (long long)ticket->casefile,
	    (long long)ticket->link), STR(""), arena);
}

static struct err *
take_state(struct ledger *ledger, struct taking *taking, const struct ledger_ticket *ticket, const struct ticket_word *word, struct arena *arena)
{
	struct ledger_ticket now = *ticket;

	if (ticket->told_at != INSTANT_NONE && word->at != INSTANT_NONE && word->at < ticket->told_at)
		return NULL;      /* overtaken on its way */
	now.state = word->state;
	now.closed = word->closed ? 1 : 0;
	now.told_at = word->at == INSTANT_NONE ? taking->now : word->at;
	TRY(ledger_ticket_state(ledger, &now, arena));
	if (str_eq(now.state, ticket->state) && now.closed == ticket->closed)
		return NULL;
	TRY(write_entry(ledger, taking, ticket, word, arena));
	taking->changed++;
	return NULL;
}

static const enum tracker_kind kind_of[] = { [TICKET_REDMINE] = TRACKER_REDMINE, [TICKET_BACKLOG] = TRACKER_BACKLOG, [TICKET_JIRA] = TRACKER_JIRA };

static struct err *
take_words(struct ledger *ledger, void *context, struct arena *arena)
{
	struct taking *taking = context;
	bool is_new;

	taking->changed = 0;
	TRY(ledger_ticket_told(ledger, taking->tracker.id, taking->digest, taking->now, taking->now - REMEMBERED_DAYS * INSTANT_DAY, arena, &is_new));
	for (size_t i = 0; is_new && i < taking->words.count; i++) {
		const struct ticket_word *word = &taking->words.items[i];
		struct ledger_tickets tickets;

		if (word->from < 0 || word->from >= (int64_t)ARRAY_LEN(kind_of) || kind_of[word->from] != taking->tracker.kind)
			return err_new(arena, ERR_FORMAT, M("This is a message of another kind of tracker than \"{name}\"."), ARG("name", taking->tracker.name));
		TRY(ledger_tickets_named(ledger, taking->tracker.id, word->number, arena, &tickets));
		for (size_t t = 0; t < tickets.count; t++)
			TRY(take_state(ledger, taking, &tickets.items[t], word, arena));
	}
	return NULL;
}

struct err *
ticket_take(struct ledger *ledger, const struct ticket_message *message, int64_t now, struct arena *arena, int64_t *ret_changed)
{
	struct taking taking = { .sink = { take_word, take_problem }, .arena = arena, .now = now };
	struct worker_job job = { .kind = "ticket", .fd = message->fd };
	struct str secret, body;
	struct sha256 sum;

	*ret_changed = 0;
	TRY(find_tracker(ledger, message->token, arena, &taking.tracker, &secret));
	TRY(read_body(message, arena, &body));
	TRY(check_signature(message->signature, secret, body, arena));
	sha256_init(&sum);
	sha256_add(&sum, body.ptr, body.len);
	taking.digest = sha256_hex(&sum, arena);
	job.name = taking.tracker.name;
	if (lseek(message->fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("What the tracker sent could not be read."));
	TRY(worker_run(&job, &taking.sink, arena));
	TRY(ledger_write(ledger, take_words, &taking, arena));
	*ret_changed = taking.changed;
	return NULL;
}
