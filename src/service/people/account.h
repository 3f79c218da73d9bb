/*
 * account.h - accounts of people: made, shown, changed, locked, left. And the units they belong to.
 *
 * Everybody sees who there is (work is given to people by name); administrators change. The offices administrator and auditor are given
 * by two: proposed here, confirmed by another (proposal.h). There is always an administrator who can act: the last one is neither locked
 * nor does he leave or lose the office.
 */
#pragma once
#include "service/people/actor.h"
#include "service/people/proposal.h"
#include "service/stand.h"

/* Wrong passwords in a row after which none is looked at any more, until an administrator unlocks the account. */
enum { PASSWORD_TRIES = 10 };
/* The offices that two people give. */
enum { OFFICES_BY_TWO = OFFICE_ADMINISTRATOR | OFFICE_AUDITOR };

struct account_unit_view { struct str name; bool head; };
struct account_view {
	int64_t                         id;
	struct str                      login, name, mail;
	struct str                      language;          /* "ja" "en"                                             */
	struct str_list                 offices;           /* office_names                                          */
	LIST(struct account_unit_view)  units;
	struct str                      os_user;
	struct str                      state;             /* "active" "locked" "left"                              */
	bool                            password;          /* has one                                               */
	bool                            password_locked;   /* after too many wrong ones; account_unlock opens it    */
	bool                            second_factor;
	int64_t                         codes_left;        /* on paper, for who lost the second factor              */
	int64_t                         tokens;            /* in force                                              */
	int64_t                         made_at, left_at;
	int64_t                         proposal;          /* what waits for a second person after this; 0: nothing */
	int32_t                         ends;              /* 利用終了日, the last day of use; DAY_NONE: none is known */
	bool                            ends_soon;         /* within ACCOUNT_SOON_DAYS, or past: still active        */
};
enum { ACCOUNT_SOON_DAYS = 31 };
struct account_views { LIST(struct account_view) accounts; };
extern const struct schema account_view_schema, account_views_schema;

/* What is told of an account; a part whose bit is not in `told` stays as it is. */
enum { TOLD_NAME = 1, TOLD_MAIL = 2, TOLD_LANGUAGE = 4, TOLD_OFFICES = 8, TOLD_UNITS = 16, TOLD_HEADS = 32, TOLD_OS_USER = 64, TOLD_ENDS = 128 };
struct account_order {
	unsigned        told;
	struct str      login, name, mail;
	enum lang       language;
	unsigned        offices;
	struct str_list units;       /* all he belongs to, by name; made when they are new */
	struct str_list heads;       /* of these, the ones he leads                        */
	struct str      os_user;
	int32_t         ends;        /* DAY_NONE: no end. Never of the last administrator who has none */
};

/* "security,reader" into bits; ERR_USAGE names the word that is none. */
CHECKED struct err *offices_parse(struct str text, struct arena *arena, unsigned *ret_offices);
CHECKED struct err *account_add(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now,
    struct arena *arena, struct account_view *ret_view);
CHECKED struct err *account_set(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now,
    struct arena *arena, struct account_view *ret_view);
/* One's own name, mail address and language: no more than these may be told. */
CHECKED struct err *account_set_own(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now,
    struct arena *arena, struct account_view *ret_view);
/* unit "": all. left: also those who have left. */
CHECKED struct err *account_list(struct ledger *ledger, const struct actor *actor, struct str unit, bool left, int64_t now,
    struct arena *arena, struct account_views *ret_views);
CHECKED struct err *account_show(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena,
    struct account_view *ret_view);
/* What stands of it, as forms have it: own, what account_set_own changes; else what account_set does. */
CHECKED struct err *account_stand(struct ledger *ledger, const struct actor *actor, struct str login, bool own, int64_t now, struct arena *arena,
    struct stand *ret_stand);
/* The account of that login; ERR_NOT_FOUND names it. */
CHECKED struct err *account_of(struct ledger *ledger, struct str login, struct arena *arena, struct ledger_account *ret_account);

/* The last day is past: he comes in nowhere, by whatever way, also where nobody locked him yet. */
bool account_is_over(const struct ledger_account *account, int64_t now);
/* Locks every active account whose last day is past, and ends its sessions, in the program's name; hourly (service/job). *ret_count: how many. */
CHECKED struct err *account_end_due(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_count);

/* Locked, he can do nothing, nor can his tokens. Unlocking also forgets wrong passwords. */
CHECKED struct err *account_lock(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena);
CHECKED struct err *account_unlock(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena);

/* What still hangs on a person: a sentence with {count}, and how many. */
struct hanging { const char *message; int64_t count; };
struct hangings { struct hanging *items; size_t count; size_t room; };
/* Looks for what hangs on that account; each service that gives people something to do has one. Inside the unit of work. */
struct account_duties {
	void       *context;
	struct err *(*find)(void *context, struct ledger *ledger, int64_t account, struct arena *arena, struct hangings *hangings);
};
/* Of cases: tasks that are his in person, parts that he alone has. */
extern const struct account_duties account_case_duties;
/*
 * He leaves: out of his units, his tokens withdrawn, his password, second factor and links to providers gone; his name stays in what he did. ERR_HELD says
 * what still hangs on him, and is handed over first (service/respond/handover).
 */
CHECKED struct err *account_leave(struct ledger *ledger, const struct actor *actor, struct str login,
    const struct account_duties *const *duties, size_t duties_count, int64_t now, struct arena *arena);

/* --------------------------------------------------------------------------------------- units */

struct unit_view { int64_t id; struct str name, superior, mail; struct str_list heads; int64_t people, systems; };
struct unit_views { LIST(struct unit_view) units; };
extern const struct schema unit_view_schema, unit_views_schema;
/* The unit of that name; ERR_NOT_FOUND names it. */
CHECKED struct err *unit_of(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id);
CHECKED struct err *unit_list(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct unit_views *ret_views);
/* What stands of it; nothing when there is none of that name. */
CHECKED struct err *unit_stand(struct ledger *ledger, const struct actor *actor, struct str name, struct arena *arena, struct stand *ret_stand);
/* make: a new one; else it must be there. superior, mail: as they are where not told (NULL); "" for none. Never its own superior. */
CHECKED struct err *unit_put(struct ledger *ledger, const struct actor *actor, struct str name, const struct str *superior,
    const struct str *mail, bool make, int64_t now, struct arena *arena);

/* ------------------------------------------------------------------------------------ what may be written */

enum { PEOPLE_NAME_MOST = 200 };       /* bytes of a person's or unit's name                   */
/* One line of at most so many bytes that shows as what it is: no control characters. */
bool people_is_line(struct str text, size_t most);
/* A mail address that may stand in a header as it is: ASCII, without quotes, comments, spaces. */
bool people_is_mail(struct str mail);
