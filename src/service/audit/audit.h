/*
 * audit.h - 証跡: sealed in a chain, heads of it told to a second place, verified, shown to people, handed on.
 *
 * Rows are written by who does something (store/ledger/audit.h). The sealer gives them their places; every so many rows or seconds
 * it tells a head of the chain to a second place, meant for another disk: a file to which a line is appended (head.h). Who
 * changes the ledger later cannot make the chain agree with a head that he cannot write too, nor sign another one: the key is
 * the key holder's. What was written after the last signed head could have been cut off without a trace: `verify` never calls
 * that intact.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/lang.h"
#include "model/schema.h"
#include "service/audit/head.h"
#include "service/people/actor.h"
#include "store/ledger/audit.h"

/* ----------------------------------------------------------------------------------------------- sealing */

enum { AUDIT_HEAD_ROWS = 1000, AUDIT_HEAD_SECONDS = 60 };      /* a head is told after so many rows, or so long after a row */

/* Who signs heads: 64 bytes of Ed25519 under a text. */
struct audit_signer {
	struct err *(*sign)(void *context, struct str text, struct arena *arena, struct str *ret_signature);
	void       *context;
};
/* The key holder of a home; context: its path, a struct str. ERR_LOCKED when it does not run. */
CHECKED struct err *audit_sign_by_holder(void *context, struct str text, struct arena *arena, struct str *ret_signature);
struct audit_sealing {
	struct str                 heads;     /* the file of heads                                    */
	const struct audit_signer *signer;    /* NULL: heads are not signed, and say so               */
	int64_t                    now;
	bool                       at_once;   /* a head now, though none is due                       */
};
struct audit_sealed {
	int64_t          rows;      /* sealed by this call                  */
	bool             told;      /* a head was told                      */
	bool             elsewhere; /* another process is at it: nothing was done here */
	struct audit_head head;     /* that one                             */
	struct err      *unsigned_because;   /* why the signer did not sign; NULL */
};
/*
 * Seals what waits, and tells a head when one is due; called every second by each running node, and by `audit seal`. One process at a time does
 * it, whatever node it is on (store/ledger/job.h, ledger_job_hold), so that no head is told twice: the others find nothing to do the next second,
 * and one that was killed is waited for at most AUDIT_LEASE_SECONDS.
 * A second place that cannot be written is an error; what was sealed stays sealed, and the head is told next time.
 */
enum { AUDIT_LEASE_SECONDS = 60 };      /* longer than a page of rows and the signing of its head take */
CHECKED struct err *audit_seal(struct ledger *ledger, const struct audit_sealing *how, struct arena *arena, struct audit_sealed *ret_sealed);

/* --------------------------------------------------------------------------------------------- verifying */

enum audit_verdict { AUDIT_INTACT, AUDIT_ALTERED, AUDIT_UNKNOWN };
extern const struct enum_names audit_verdict_names;      /* "intact" "altered" "unknown" */

/* What verification meets; each has its sentence. Those up to AUDIT_CUT are alterations. */
enum audit_trace {
	AUDIT_CHANGED,          /* a row is not as it was sealed                             */
	AUDIT_DELETED,          /* places without a row                                      */
	AUDIT_INSERTED,         /* two rows claim one place                                  */
	AUDIT_MOVED,            /* another row stands there than was sealed there            */
	AUDIT_END,              /* the ledger notes another end of the chain                 */
	AUDIT_REWRITTEN,        /* whole in itself, but not what a head says                 */
	AUDIT_HEAD_ALTERED,     /* a line of the file of heads is none, or not what was signed */
	AUDIT_CUT,              /* a head, or the ledger's own note, knows of later rows     */
	AUDIT_HEADS_MISSING,    /* no file of heads, or nothing in it                        */
	AUDIT_HEADS_FOREIGN,    /* heads of another ledger only                              */
	AUDIT_HEADS_CUT,        /* the ledger notes a later head than the file has           */
	AUDIT_HEADS_TORN,       /* the last line was not written to its end                  */
	AUDIT_HEADS_OTHER_KEY,  /* no signature is by this key                               */
	AUDIT_HEADS_UNSIGNED,   /* the last heads that agree are not signed                  */
	AUDIT_NO_KEY,           /* no public key to check signatures with                    */
	AUDIT_BEHIND,           /* sealed rows behind the last signed head                   */
	AUDIT_UNSEALED,         /* rows that wait for the sealer                             */
	AUDIT_EMPTY,            /* nothing was ever sealed                                   */
};
extern const struct enum_names audit_trace_names;

struct audit_finding {
	enum audit_trace trace;
	int64_t          from, to;      /* places, or lines of the file of heads; both 0: none */
	struct str       sentence;      /* in the language asked for                           */
};
struct audit_verified {
	enum audit_verdict verdict;
	int64_t            rows;        /* of the chain that were looked at           */
	int64_t            proven;      /* the last place that a signed head proves; 0 none */
	int64_t            proven_at;   /* when that head was told                    */
	int64_t            heads;       /* of this ledger that were compared          */
	struct str         key;         /* fingerprint of the public key; ""          */
	LIST(struct audit_finding) findings;   /* alterations first; at most AUDIT_FINDINGS_MOST of them */
	int64_t            unsaid;      /* findings beyond that                       */
};
enum { AUDIT_FINDINGS_MOST = 100 };
extern const struct schema audit_verified_schema;

struct audit_verifying {
	struct str heads_name;     /* of the file, for sentences                                                   */
	struct str heads;          /* its text; ptr NULL: there is none                                            */
	struct str public_key;     /* 32 bytes; "": none is known                                                  */
	int64_t    before;         /* rows that wait count below this id: those of who asks do not; 0: all         */
	enum lang  lang;
};
CHECKED struct err *audit_verify(struct ledger *ledger, const struct audit_verifying *how, struct arena *arena, struct audit_verified *ret_verified);

/* ----------------------------------------------------------------------------------------- for people */

struct audit_entry {
	int64_t    number, at;
	struct str who, via;
	int64_t    token;
	struct str verb, object, digest;
	int64_t    place;          /* in the chain; 0 not sealed yet */
	struct str called;         /* the object, a case by its number: "case/R-2026-0003/field/applies" */
	struct str sentence;       /* "yamada opened case 3."         */
};
struct audit_page { LIST(struct audit_entry) entries; int64_t next; /* `before` of the next page; 0: no more */ };
extern const struct schema audit_page_schema;

struct audit_asked { struct ledger_audit_wish wish; enum lang lang; int64_t now; };
/* Auditors and administrators only, and that they looked is written down before they see. */
CHECKED struct err *audit_page(struct ledger *ledger, const struct actor *actor, const struct audit_asked *asked, struct arena *arena,
    struct audit_page *ret_page);

/* What a row says, for people; and the words of how it came in. */
struct str audit_sentence(const struct ledger_audit_row *row, enum lang lang, struct arena *arena);
const char *audit_via_words(struct str via);
/* Has this verb a sentence of its own? The room's test holds the source to it. */
bool audit_has_words(struct str verb);

/* ------------------------------------------------------------------------------------------- handing on */

enum audit_format { AUDIT_JSONL, AUDIT_SYSLOG };
extern const struct enum_names audit_format_names;       /* "jsonl" "syslog" */

/* One row as one line, with its line feed: JSON, or RFC 5424 with structured data. */
void audit_line(struct buf *out, enum audit_format format, const struct ledger_audit_row *row, struct arena *arena);

typedef struct err *audit_each_line(void *context, struct str line, struct arena *arena);
/* All rows of a time, oldest first. Auditors and administrators only; written down first. */
CHECKED struct err *audit_export(struct ledger *ledger, const struct actor *actor, enum audit_format format, int64_t since, int64_t until,
    int64_t now, audit_each_line *each, void *context, struct arena *arena, int64_t *ret_rows);

/*
 * Where sealed rows are sent on by a running home: "udp:HOST:PORT", "unix:PATH" (datagrams, as /dev/log takes them) or "fd:NUMBER".
 * A row counts as sent when the operating system took it; then never twice, unless the process dies between.
 */
struct audit_sender;
CHECKED struct err *audit_sender_open(struct str where, struct arena *arena, struct audit_sender **ret_sender);
void audit_sender_close(struct audit_sender *sender);
CHECKED struct err *audit_send(struct ledger *ledger, struct audit_sender *sender, struct arena *arena, int64_t *ret_rows);
