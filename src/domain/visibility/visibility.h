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

enum holder {
	HOLDER_ACCOUNT,
	HOLDER_UNIT,
	HOLDER_ROLE,       /* of the organisation: whoever has that office (service/people/actor.h), its bit as id */
	HOLDER_OUTSIDE,    /* somebody without an account, a maker or finder: named in the case, sees nothing      */
};
extern const struct enum_names holder_names;      /* "account" "unit" "role" "outside" */

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
	size_t      compartment;   /* NO_INDEX: the first, and all that his parts open  */
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

/*
 * Rights are held in compartments: who edits in one and was granted to read another does not edit there. Without RIGHT_READ there is
 * no other right.
 */
struct access {
	unsigned rights;               /* RIGHT_ bits, each held in some compartment        */
	uint64_t roles;                /* bit i: has part i of the playbook                 */
	uint64_t compartments;         /* bit i: sees compartment i                         */
	uint64_t in[RIGHT_COUNT];      /* by right: bit i: has it in compartment i          */
};
enum { ACCESS_MOST = 64 };             /* roles and compartments of a playbook              */
/*
 * What that person may do at that instant; a grant holds from its first instant up to, not at, its last. An open (not sealed) case may be
 * read, its first compartment, by every account with the office "reader" and above: the caller says so by open_to_all.
 */
struct access access_of(const struct playbook *book, const struct parties *parties, const struct grants *grants, const struct sight *who,
    int64_t now, bool open_to_all);
/* Whether he may see that field: its compartment, and one of the parts it is visible to. */
bool access_field(const struct playbook *book, const struct access *access, size_t field);
/* Whether he has that one right in that compartment. */
bool access_may(const struct access *access, enum right right, size_t compartment);
/*
 * What is no case: systems, what stands on them and what is found in them. Who is there for all of it sees it all; who is there for his units only
 * sees what they and the units below them have (the offices that say which: service/people/actor.h). own first, then what is below, each once; a
 * ring of units ends.
 */
struct unit_above { int64_t id, superior; };      /* superior 0: none */
struct reach { int64_t *items; size_t count, room; };       /* ids of units */
struct reach reach_of(const struct unit_above *units, size_t count, const int64_t *own, size_t own_count, struct arena *arena);
bool reach_holds(const struct reach *reach, int64_t unit);

/* Of the program itself, whose jobs send reminders and settle moves: everything. */
struct access access_of_program(const struct playbook *book);
/* Whether that party or grant is his; a grant only while it holds. */
bool sight_holds(const struct sight *who, enum holder holder, int64_t holder_id);
bool grant_holds(const struct grant *grant, int64_t now);
