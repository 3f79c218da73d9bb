/*
 * ticket.h - what a tracker of tickets says by a webhook, as far as it tells how a ticket stands. Which tracker it is, is seen by the document's own shape:
 *
 *     Redmine   {"payload": {"action": "updated", "issue": {"id": 12, "status": {"name": "終了"}, …}}}      the plugin redmine_webhook
 *               {"type": "issue.updated", "data": {"issue": {"id": 12, "status": {"is_closed": true, …}}}}   Redmine 7's own
 *     Backlog   {"type": 2, "project": {"projectKey": "SEC"}, "content": {"key_id": 7, "status": {"id": 4, …}}}; type 14: many at once
 *     Jira      {"webhookEvent": "jira:issue_updated", "issue": {"key": "SEC-7", "fields": {"status": {"statusCategory": {"key": "done"}}}}}
 *
 * Everything else of it is left alone: texts of strangers are not taken over. A document that tells of no state (a comment, a page of a wiki) has no
 * words at all, which is no error. Sources: the plugin's README, Backlog's and Atlassian's pages on webhooks.
 */
#pragma once
#include "base/clock.h"
#include "base/input.h"
#include "model/schema.h"
#include "model/sink.h"

enum { TICKET_BYTES_MOST = 256 << 10, TICKET_WORDS_MOST = 100, TICKET_NUMBER_MOST = 60, TICKET_STATE_MOST = 100 };
enum ticket_from { TICKET_REDMINE, TICKET_BACKLOG, TICKET_JIRA };

struct ticket_word {
	int64_t    from;            /* enum ticket_from                                   */
	struct str number;          /* "12"; "SEC-7"                                      */
	struct str state;           /* as the tracker calls it, one line; "" it was deleted */
	bool       closed;
	int64_t    at;              /* the tracker's time of it; INSTANT_NONE: it says none */
};
extern const struct schema ticket_word_schema;

/* Sends ticket_word values. ERR_FORMAT: no JSON, or of none of these shapes; ERR_LIMIT. */
CHECKED struct err *ticket_read(struct input *input, struct sink *sink, struct arena *arena);

/* Whether a person's text is the number of a ticket there: "12", "#12", "SEC-7". *ret_number: as it is kept. */
bool ticket_number_is(enum ticket_from from, struct str text, struct arena *arena, struct str *ret_number);
