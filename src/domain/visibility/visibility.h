/*
 * visibility.h - need-to-know: what a person may do with a case, which of its parts he sees, and who else sees them.
 *
 * Nobody sees a case by his office alone: administrators keep accounts, not secrets (guide 003 4.2.2). Rights come from the part he
 * has in the case (play_role), and from grants, which end with their day. A compartment that no part and no grant of his opens does not
 * exist for him: neither its fields nor its entries, files, threads nor their number.
 */
#pragma once
#include "base/vec.h"
#include "model/playbook.h"

enum holder { HOLDER_ACCOUNT, HOLDER_UNIT, HOLDER_ROLE /* of the organisation */ };
extern const struct enum_names holder_names;      /* "account" "unit" "role" */

/* Who has which part in a case. */
struct party {
	int64_t     id;
	size_t      role;          /* of the playbook                                   */
	enum holder holder;
	int64_t     holder_id;     /* account, unit or role of the organisation         */
};
struct grant {
	int64_t     id;
	enum holder holder;
	int64_t     holder_id;
	unsigned    rights;        /* RIGHT_ bits                                       */
	size_t      compartment;   /* NO_INDEX: all that his parts open, or the first   */
	int64_t     from, until;   /* INSTANT_NONE: no end                              */
	bool        withdrawn;
};
struct sight {                 /* who looks */
	int64_t account;
	const int64_t *units, *roles;
	size_t         units_count, roles_count;
};
struct parties { struct party *items; size_t count; size_t room; };
struct grants { struct grant *items; size_t count; size_t room; };

struct access {
	unsigned rights;           /* RIGHT_ bits                                       */
	uint64_t roles;            /* bit i: has part i of the playbook                 */
	uint64_t compartments;     /* bit i: sees compartment i                         */
};
/* What that person may do at that instant. An open (not sealed) case may be read by every account with the office "reader" and above:
 * the caller says so by open_to_all. */
struct access access_of(const struct playbook *book, const struct parties *parties, const struct grants *grants, const struct sight *who,
    int64_t now, bool open_to_all);
bool access_field(const struct playbook *book, const struct access *access, size_t field);
