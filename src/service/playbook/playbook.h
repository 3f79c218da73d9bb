/*
 * playbook.h - the procedures of an organisation: those that come with the program, its own over them, shown, compared, taken in.
 *
 * Its own are the files H/playbooks/ *.yaml. One of the same id and day takes the place of one that came along; one of another day is
 * another edition, which cases begin with from its day on. A case that runs keeps the text of the edition it began with (casefile).
 */
#pragma once
#include "domain/playbook/engine.h"
#include "domain/playbook/playbook.h"
#include "service/home.h"
#include "service/people/actor.h"
#include "service/playcheck/playcheck.h"

/*
 * All editions, in the order of ids and days. ERR_FORMAT names the file and line of one of the home that cannot be read: with it
 * cases would begin otherwise than was agreed, so none is left out in silence. home NULL: those that came along.
 */
CHECKED struct err *service_playbooks(const struct home *home, struct arena *arena, struct playbooks *ret_books);

/*
 * The edition that a person means by "finding-response" (in force on that day, else the first to come) or
 * "finding-response@2026-10-01". ERR_NOT_FOUND says which there are.
 */
CHECKED struct err *playbook_get(const struct playbooks *books, struct str name, int32_t day, struct arena *arena,
    const struct playbook **ret_book);
/* The same, or a playbook file at that path. */
CHECKED struct err *playbook_get_any(const struct playbooks *books, struct str name, int32_t day, struct arena *arena,
    const struct playbook **ret_book);

/* ------------------------------------------------------------------------------------------- views */

struct edition_view {
	struct str id;
	int32_t    since;
	struct str state;        /* "in_force" "to_come" "past"                 */
	struct str title;
	struct str number;
	bool       sealed;
	struct str source;       /* file                                        */
	bool       own;          /* of this home                                */
	struct str digest;
};
struct editions_view { LIST(struct edition_view) editions; };
extern const struct schema playbook_edition_schema, editions_schema;

void playbook_editions(const struct playbooks *books, int32_t day, enum lang lang, struct arena *arena, struct editions_view *ret_view);

/* One edition, part by part, in words: what `playbook show` says. Keys are the file's, labels and texts in the person's language. */
struct part_line_view { struct str key; struct str label; struct str text; };
struct part_view { struct str id; struct str title; LIST(struct part_line_view) lines; };
struct section_view { struct str section; struct str label; LIST(struct part_view) parts; };
struct playbook_view {
	struct edition_view edition;
	struct str_list     compartments;
	LIST(struct section_view) sections;
};
extern const struct schema playbook_view_schema;
/* in_force: the edition of that id in force on the day (playbooks_find), here and below. */
void playbook_view_of(const struct playbook *book, const struct playbook *in_force, int32_t day, enum lang lang, struct arena *arena,
    struct playbook_view *ret_view);

struct difference_line_view { struct str text; bool blocks; };
struct difference_view { struct edition_view older, newer; LIST(struct difference_line_view) lines; };
extern const struct schema difference_schema;
void playbook_difference_of(const struct playbook *older, const struct playbook *newer, const struct playbook *in_force, int32_t day,
    enum lang lang, struct arena *arena, struct difference_view *ret_view);

/* --------------------------------------------------------------------------------------- taking in */

/*
 * Reads, checks and copies a playbook into H/playbooks/ID-DAY.yaml: whole or not at all, with a row in the audit before. ERR_FORBIDDEN unless
 * the actor is administrator; ERR_FORMAT what is wrong with it, or that it does not hold when it is explored
 * with the templates of the home (service/playcheck; its first fault, in that language); ERR_CONFLICT when an edition of the home's own has that day and another text.
 */
CHECKED struct err *playbook_take(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str file, playbook_renders *renders,
    int64_t now, enum lang lang, struct arena *arena, const struct playbook **ret_book);
