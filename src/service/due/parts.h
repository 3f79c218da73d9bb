/*
 * parts.h - what the files of this room share.
 *
 * What a job that tells needs to know stands in its subject: "COMPARTMENT:@12>security>executive>^": the account (or role) that is told, who is
 * told when nobody holds it, and so on; ^ are the heads of the units of all who have a part in the case, and those above them.
 */
#pragma once
#include "base/buf.h"
#include "service/due/due.h"
#include "store/ledger/people.h"

#define DUE_SUPERIORS STR("^")
#define DUE_OVER      INSTANT_SECOND        /* what is due at an instant is over a moment later */
#define DUE_LATE      (15 * 60 * INSTANT_SECOND) /* told later than planned by more: it says so */

/* A person to be told. */
struct told { int64_t account; };
struct told_list { struct told *items; size_t count; size_t room; };

/* Active people who hold that role of the playbook (by id) in the case now, each once. */
CHECKED struct err *due_holders(struct ledger *ledger, int64_t casefile, struct str role, struct arena *arena, struct told_list *ret_told);
/* The first of a chain who are there. *ret_step: how far along (0: those it was meant for; SIZE_MAX: nobody at all). */
CHECKED struct err *due_chain(struct ledger *ledger, int64_t casefile, struct str chain, struct arena *arena, struct told_list *ret_told,
    size_t *ret_step);
/* Active people with that office. */
CHECKED struct err *due_officers(struct ledger *ledger, unsigned office, struct arena *arena, struct told_list *ret_told);
bool told_has(const struct told_list *told, int64_t account);
void told_add(struct told_list *told, int64_t account, struct arena *arena);

/* "NAME/TASK" or "NAME/TASK/…" */
CHECKED struct err *due_rule_read(struct str rule, struct arena *arena, struct str *ret_name, int64_t *ret_task, struct str *ret_rest);
/* What a letter is known by: random, so unique over all homes; the mailer adds its own domain. */
struct str due_message_id(struct arena *arena);

/* A person's letter about all that waits to be told to him: its subject and text. Empty text: nothing of it counts any more. */
CHECKED struct err *due_letter_text(struct ledger *ledger, const struct ledger_account *account, const struct reminders *reminders, int64_t now,
    struct arena *arena, struct str *ret_subject, struct str *ret_body);
/* A sentence of the catalogue and a line feed. */
void due_say(struct buf *out, enum lang lang, const char *message, const struct err_arg *args);
/* The contact tree, a line each. */
void due_tree_text(struct buf *out, const struct oncalls *tree, enum lang lang, struct arena *arena);
