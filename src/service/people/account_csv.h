/*
 * account_csv.h - accounts out of an office's list of people (format/staff): looked at first, then made and changed in one unit of work.
 *
 * A row makes an account, or changes the name, mail address, unit, offices and last day of one that is there; empty cells leave what is. Who is missing from the list
 * is only named, so that somebody sees to it that he leaves: nobody is locked or taken away by a list. Offices that two people give become proposals, and stay
 * with who has them; nobody gives an office to himself. Passwords are in no list: who is new gets a link to choose one, where the administrator wants them.
 */
#pragma once
#include "format/staff/staff.h"
#include "service/people/actor.h"

struct account_csv_row {
	int64_t    row;
	struct str sheet, name, login, mail, unit, office, subject, ends;      /* as the list has them                      */
	struct str state;          /* "new" "changed" "same" "refused"                                                      */
	struct str reason;         /* why it is refused; what changes; that a second person is waited for                    */
	struct str link;           /* once it was taken in, where links were wanted: "1.tsk_…" (link.h), shown this once; "" */
};
struct account_csv_person { struct str login, name; };
struct account_csv_view {
	LIST(struct account_csv_row)    rows;
	int64_t                         made, changed, same, refused;
	LIST(struct account_csv_person) missing;      /* active here, and not in the list */
	bool                            done;
	bool                            any;          /* something is to be done          */
};
extern const struct schema account_csv_view_schema;

struct account_csv_order {
	struct str path;           /* of the list, which a worker reads                                         */
	struct str name;           /* what its sender called it; "": its own                                    */
	struct str issuer;         /* of the provider that the column of subjects is of; "": that column is passed over */
	bool       links;          /* one for each that is made                                                  */
	bool       write;          /* else it is only looked at                                                 */
};
/* For administrators. ERR_FORMAT, ERR_LIMIT, ERR_WORKER: the file is no such list. What is wrong with a row is told of the row. */
CHECKED struct err *account_csv(struct ledger *ledger, const struct actor *actor, const struct account_csv_order *order, int64_t now,
    enum lang lang, struct arena *arena, struct account_csv_view *ret_view);
/* A state as people read it: a sentence of the catalogue. */
const char *account_csv_state(struct str state);
/* The rows as a list that account_csv reads again: for a page that asks before it writes. */
struct str account_csv_format(const struct account_csv_view *view, struct arena *arena);
/* What became of them, for a file: UTF-8 with a mark, cells made inert. address: before each link. */
struct str account_csv_result(const struct account_csv_view *view, struct str address, enum lang lang, struct arena *arena);
