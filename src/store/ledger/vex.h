/*
 * vex.h - in the ledger: VEX documents that were taken in, their statements, the decisions that stand on them, and the editions of what this
 * organisation says itself.
 */
#pragma once
#include "store/ledger/decision.h"

/* Whose word a document is, as the person who took it in says. */
enum ledger_vex_word { LEDGER_VEX_MAKER, LEDGER_VEX_OWN, LEDGER_VEX_OTHER };

struct ledger_vex_document {
	int64_t              id;
	struct str           name, author;      /* its own id                                       */
	struct str           form;              /* "openvex" "cyclonedx" "csaf"                     */
	int64_t              version, said_at;
	struct str           digest, file;      /* SHA-256 of its bytes; name of the file           */
	enum ledger_vex_word word;
	struct str           owner, reason;     /* who answers for believing it, and why            */
	int32_t              until;             /* last day of the decisions on it; DAY_NONE        */
	struct str           taken_by;
	int64_t              taken_at;
	int64_t              ended_at;          /* INSTANT_NONE: in force                           */
	int64_t              replaced_by;       /* 0: withdrawn, or in force                        */
	int64_t              statements, decisions;   /* how many it has; how many that hold stand on it */
};
struct ledger_vex_documents { struct ledger_vex_document *items; size_t count, room; };
struct ledger_vex_statement {
	int64_t    id, document, number;        /* from 1, in the document's order                  */
	struct str vulnerability, aliases;      /* names with spaces between                        */
	struct str name, version, versions, purl, cpe;
	struct str status, justification, impact, action;
	int64_t    at;
};
struct ledger_vex_statements { struct ledger_vex_statement *items; size_t count, room; };

struct ledger_vex_query { int64_t id; struct str name; bool ended; int64_t now; };     /* 0, "": any; ended: also those */
/* Newest first. */
CHECKED struct err *ledger_vex_documents(struct ledger *ledger, const struct ledger_vex_query *query, struct arena *arena,
    struct ledger_vex_documents *ret_documents);
/* Behind the number `after`, at most so many. */
CHECKED struct err *ledger_vex_statements(struct ledger *ledger, int64_t document, int64_t after, int64_t most, struct arena *arena,
    struct ledger_vex_statements *ret_statements);
/* About one vulnerability, of the documents in force, the newest first. */
CHECKED struct err *ledger_vex_about(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct ledger_vex_statements *ret_statements);

/* A decision that stands on a statement of a document, and holds. */
struct ledger_vex_decision { int64_t decision, statement; struct str kind, vulnerability; int64_t product, system; struct str range, reason; };
struct ledger_vex_decisions { struct ledger_vex_decision *items; size_t count, room; };
CHECKED struct err *ledger_vex_decisions(struct ledger *ledger, int64_t document, int64_t now, struct arena *arena,
    struct ledger_vex_decisions *ret_decisions);
/* The words behind every decision that holds, by its number. */
struct ledger_vex_behind { int64_t decision; struct str status, justification, impact, action; int64_t at; };
struct ledger_vex_behinds { struct ledger_vex_behind *items; size_t count, room; };
CHECKED struct err *ledger_vex_behind(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_vex_behinds *ret_behinds);

/*
 * A document is taken: kept (or, with its id, the one that is there already), the one it replaces ended, decisions made on its statements. Statements
 * are told by their number. `keep`: decisions of the earlier edition that stand on this one from now on; `end`: those that end.
 */
struct ledger_vex_made { int64_t statement; struct ledger_decision decision; };
struct ledger_vex_kept { int64_t statement, decision; };
struct ledger_vex_taking {
	struct ledger_vex_document         document;       /* id 0: a new one                  */
	const struct ledger_vex_statement *statements;     /* of a new one                     */
	size_t                             statements_count;
	int64_t                            replaces;       /* id of the earlier edition; 0     */
	LIST(struct ledger_vex_made)       make;
	LIST(struct ledger_vex_kept)       keep;
	LIST(int64_t)                      end;
};
CHECKED struct err *ledger_vex_take(struct ledger *ledger, const struct ledger_vex_taking *taking, struct str by, int64_t at, struct arena *arena,
    int64_t *ret_id);
/* It holds no longer, nor do the decisions on it. */
CHECKED struct err *ledger_vex_withdraw(struct ledger *ledger, int64_t document, struct str by, int64_t at, struct arena *arena);

/* What is open, a row a finding and software item, by vulnerability and software. */
struct ledger_vex_scope { struct str vulnerability; int64_t system, product, now, most; };      /* "", 0: all; most rows */
struct ledger_vex_finding {
	int64_t                 finding, system;
	struct str              system_name;
	int64_t                 product, software;
	struct str              vulnerability;
	enum ledger_verdict     verdict;
	enum ledger_remedy_kind remedy;
	struct str              remedy_target;
	enum answer             restart;
	struct str              why_ja, why_en;
	int64_t                 first_seen;
	int64_t                 decision;              /* effective one, or 0                  */
	struct str              kind, owner, reason;
	int64_t                 decided_at;
	bool                    review;                /* what it rested on changed            */
};
struct ledger_vex_findings { struct ledger_vex_finding *items; size_t count, room; };
CHECKED struct err *ledger_vex_findings(struct ledger *ledger, const struct ledger_vex_scope *scope, struct arena *arena,
    struct ledger_vex_findings *ret_findings);

/* The edition of what is said of a scope: the last one while its digest is the same, else a new one, of now. */
struct ledger_vex_edition { int64_t edition; struct str digest; int64_t made_at; };
CHECKED struct err *ledger_vex_edition(struct ledger *ledger, struct str scope, struct str digest, struct str by, int64_t now, struct arena *arena,
    struct ledger_vex_edition *ret_edition);
