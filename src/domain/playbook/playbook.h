/*
 * playbook.h - playbooks as people write them, into model/playbook.h; editions, overriding, and what changes between two.
 *
 * A wrong playbook is refused with file, line and the reason in words: an unknown word, a role, field, state or document that is not
 * there, an expression of another type, two parts of one name, an edition without its day. What needs exploring (dead ends, ways around
 * a guard) is domain/playcheck's.
 */
#pragma once
#include "base/err.h"
#include "model/playbook.h"

/* ERR_FORMAT, ERR_LIMIT with file and line. */
CHECKED struct err *playbook_read(struct str text, struct str name, struct arena *arena, struct playbook **ret_book);

struct playbooks { struct playbook **items; size_t count; size_t room; };
/* Adds another edition; ERR_CONFLICT when one of the same id and day is there with another text and is not to be overridden. */
CHECKED struct err *playbooks_add(struct playbooks *books, struct playbook *book, bool overrides, struct arena *arena);
/* The edition in force on that day; NULL. */
const struct playbook *playbooks_find(const struct playbooks *books, struct str id, int32_t day);

/* What differs, in sentences for a person: states, moves, fields, deadlines added, gone, changed. */
struct play_difference { const char *message; const struct err_arg *args; bool blocks; /* a case in this state cannot move to it */ };
struct play_differences { struct play_difference *items; size_t count; size_t room; };
/* now NULL: of the editions alone; else also whether that case can go on in the newer one, and what it loses. */
struct play_case;
void playbook_difference(const struct playbook *older, const struct playbook *newer, const struct play_case *now, struct arena *arena,
    struct play_differences *ret_differences);
