/*
 * name.h (service) - the tray of names that nobody has said the meaning of, with what they may mean, and what people decide.
 *
 * The lists are those of the knowledge base (feed import names), the products its records name, the tables that come with the
 * program, and what this organisation and others have decided (domain/name). Nothing here accepts by itself: what is certain can
 * be confirmed in one go, but by a person.
 */
#pragma once
#include "model/report.h"
#include "model/sink.h"
#include "service/home.h"

struct name_choice {
	struct str identity;         /* CPE name or package URL, without version                        */
	struct str vendor, product;  /* as the list has them                                            */
	struct str ground;           /* "confirmed" "identifier" "equal" "equal_product" "model" "alias" "part" "similar" */
	struct str relation;         /* "untold" "equal" "alias" "former" "unknown" "other": of the vendor */
	int64_t    alike;            /* permille                                                        */
	bool       certain;
	struct str told;             /* the list, the table, the person                                 */
	int32_t    day;
	struct str note;
	int64_t    vulnerabilities;  /* records that name it                                            */
};

struct name_row {
	struct str vendor, name;     /* as the ledger writes it first                                   */
	struct str product, version, architecture, edition;   /* what the name was read as              */
	int64_t    spellings;        /* written names that one decision settles                         */
	int64_t    systems, hosts;
	LIST(struct name_choice) choices;   /* best first                                               */
};

struct name_tray {
	LIST(struct name_row) rows;  /* most systems first, then most records                           */
	int64_t    certain;          /* rows whose first choice is                                      */
	int64_t    confirmed;        /* distinct names with a confirmed meaning                         */
	int64_t    products, vendors;/* of the lists: 0 when none was taken in                          */
};
extern const struct schema name_tray_schema, name_row_schema;

/* Why it may be that one, and which vendor it is by another name of it ("" when there is nothing to say); what the lists call the product. */
struct str name_ground_words(const struct name_choice *choice, enum lang lang, struct arena *arena);
struct str name_vendor_words(const struct name_choice *choice, enum lang lang, struct arena *arena);
struct str name_product_words(const struct name_choice *choice, enum lang lang, struct arena *arena);

/* Every name in the ledger that is known by name only. */
CHECKED struct err *name_list(const struct home *home, struct arena *arena, struct name_tray *ret_tray);
/* One name's choices, whether it stands in the ledger or not. */
CHECKED struct err *name_show(const struct home *home, struct str vendor, struct str name, struct arena *arena,
    struct name_row *ret_row);

struct name_word {
	struct str vendor;           /* only that of this vendor; NULL ptr: the one beside whom the ledger has the name */
	struct str name;
	struct str identity;         /* CPE name, package URL or "pid:1234"; empty: what was confirmed is forgotten */
	bool       rejected;
	struct str by;
	int64_t    at;
};
/*
 * Puts it on record. ERR_USAGE when the name stands beside several vendors and none is said, ERR_FORMAT when the identity is
 * none. *ret_word says what was written, with vendor and canonical identity.
 */
CHECKED struct err *name_decide(const struct home *home, const struct name_word *word, struct arena *arena,
    struct name_word *ret_word);
/* Confirms the first choice of every row of the tray where that is certain; gives these. */
struct name_words { LIST(struct name_word) list; };
CHECKED struct err *name_confirm_certain(const struct home *home, struct str by, int64_t now, struct arena *arena,
    struct name_words *ret_words);

/*
 * What the products that questions of kind "identity" are about may mean, into their candidates: the first three of each.
 * vendors[i] is the vendor written with questions[i], or empty.
 */
CHECKED struct err *name_propose(const struct home *home, struct ledger *ledger, const struct str *vendors, struct report *report,
    struct arena *arena);

/* One's own decisions as a file for others (format/nameshare); organisation: who we are. */
CHECKED struct err *name_export(const struct home *home, struct str organisation, struct arena *arena, struct str *ret_text);

struct name_conflict {
	struct str vendor, name, theirs, organisation;
	struct str own;              /* what it means here; empty: here it was said not to mean theirs */
};
struct name_import {
	int64_t taken, same, refused;
	LIST(struct name_conflict) conflicts;   /* one's own word stays in force; theirs is kept beside it */
	LIST(struct problem) problems;          /* rows that were refused                                  */
};
/* Others' decisions from such a file. */
CHECKED struct err *name_import(const struct home *home, struct str path, int64_t now, struct arena *arena,
    struct name_import *ret_import);
