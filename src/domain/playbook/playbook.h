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

/*
 * How most cases go: `way`, the states from the first to the first final one by the fewest moves of people; and for each field the stage at
 * which it is filled in: the state of the way that is left by moves which need it, else the state that other moves which need it lead to, else
 * that of the field before it.
 */
struct play_outline { struct index_list way; size_t *stage; };
void playbook_outline(const struct playbook *book, struct arena *arena, struct play_outline *ret_outline);
/* The state's place on the way; NO_INDEX. Whether a move of people leads on from a state: to the way, and not back on it. */
size_t playbook_way_place(const struct play_outline *outline, size_t state);
bool playbook_leads_on(const struct play_outline *outline, size_t state, const struct play_move *move);
/* Whether the field must be filled before that move. */
bool playbook_needs(const struct playbook *book, const struct play_move *move, size_t field);

/* ---------------------------------------------------------------------------------------- in words */

/* The kinds of parts, in the order in which people read them. */
enum play_part {
	PART_STATE, PART_ROLE, PART_FIELD, PART_MOVE, PART_TASK, PART_APPROVAL, PART_GUARD, PART_DEADLINE, PART_DOCUMENT,
	PART_COUNT,
};
extern const struct enum_names play_part_names;        /* as the file has them: "states" "roles" … */
extern const char *const play_part_texts[PART_COUNT];  /* keys of the catalogue: "Stages" …        */
size_t playbook_parts(const struct playbook *book, enum play_part kind);
struct str playbook_part_id(const struct playbook *book, enum play_part kind, size_t at);
const struct words *playbook_part_title(const struct playbook *book, enum play_part kind, size_t at);

/* What a part says, a line a key that it has: "by" 「行う人」 「セキュリティ担当者、責任者」. */
struct play_line {
	const char  *key;
	const char  *label;     /* of the catalogue                                                   */
	struct words text;
	struct str   meant;     /* the same by ids: a part that is only called otherwise changes no line */
};
struct play_lines { struct play_line *items; size_t count; size_t room; };
void playbook_describe(const struct playbook *book, enum play_part kind, size_t at, struct arena *arena, struct play_lines *ret_lines);

/* 「3 営業日」 "3 business days". */
struct words span_words(const struct span *span, struct arena *arena);

struct play_case;
struct play_refusal;
/* What differs, in sentences for a person (play_refusal_words): parts added, gone, changed. */
struct play_difference { struct play_refusal *says; bool blocks; /* the case cannot go over to the newer edition */ };
struct play_differences { struct play_difference *items; size_t count; size_t room; };
/* now NULL: of the editions alone; else first whether that case can go on in the newer one, and what it loses. Added to the list. */
void playbook_difference(const struct playbook *older, const struct playbook *newer, const struct play_case *now, struct arena *arena,
    struct play_differences *differences);
/* The case as the newer edition counts its parts; only when nothing blocks. Deadlines are met where their names were. */
void playbook_carry(const struct playbook *older, const struct playbook *newer, const struct play_case *now, struct arena *arena,
    struct play_case *ret_case);
