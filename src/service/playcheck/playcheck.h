/*
 * playcheck.h - `playbook check`: playbooks proved with the templates and routes of an organisation, and what was found in words.
 *
 * What is proved and what is not: domain/playcheck.
 */
#pragma once
#include "domain/playcheck/playcheck.h"
#include "service/home.h"

struct proof_fault_view {
	struct str      kind;        /* "guard_around" … (enum playcheck_kind)             */
	int64_t         line;        /* of the file                                        */
	struct str      text;
	struct str_list path;        /* how it comes to it, step by step                   */
	struct str_list because;     /* what stands in the way at its end                  */
};
struct proof_view {
	struct str id;
	int32_t    since;
	struct str title;
	struct str source;           /* file                                               */
	bool       holds;
	int64_t    situations, acts; /* that were explored, and tried in them              */
	int64_t    bound;            /* situations beyond which it would have been refused */
	LIST(struct proof_fault_view) faults;
};
struct proofs_view { LIST(struct proof_view) playbooks; };
extern const struct schema playbook_proof_schema, proofs_schema;

/* Whether the template of a document renders in that language: document_renders, which stands above this room. Adds why not. */
typedef bool playbook_renders(const struct home *home, const struct playbook *book, size_t document, enum lang lang, struct arena *arena,
    struct play_refusals *why);
/* home NULL: with what is built in only. ERR_LIMIT: there is too much to explore, and nothing is proved. */
CHECKED struct err *playbook_prove(const struct home *home, playbook_renders *renders, const struct playbook *book, enum lang lang, struct arena *arena,
    struct proof_view *ret_proof);
