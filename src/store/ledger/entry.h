/*
 * entry.h - 記録簿 in the ledger: dated entries that people put on record; and what is read beside them: sources that speak, what was mended.
 */
#pragma once
#include "store/ledger/ledger.h"

/*
 * 記録簿: what people put on record with a day, a ground and their name. Which parts a kind has is said beside it; the others are
 * empty, 0 or DAY_NONE. Nothing is deleted; what no longer holds is withdrawn and stays to be read.
 */
enum ledger_entry_kind {
	LEDGER_ENTRY_STATEMENT,     /* 提供者の回答: party, vulnerability, word, day, until, ground; product and system or any  */
	LEDGER_ENTRY_CONTRACT,      /* 延長サポート契約: product, party, number, until; system or all                          */
	LEDGER_ENTRY_REPLACEMENT,   /* 更改予定: system, day; product or the whole system                                     */
	LEDGER_ENTRY_INSPECTION,    /* 定期検査: word the kind, day, number the findings, until the next; file and digest the evidence */
	LEDGER_ENTRY_MEDIUM,        /* 媒体持出入記録: word "in" or "out", day, file, digest, product the medium, ground the purpose */
	LEDGER_ENTRY_DEPARTURE,     /* 異動・退職, 契約終了: word "person" or "contractor", party the name, day               */
	LEDGER_ENTRY_MAINTAINED,    /* 保守対象品: party the unit, product, version, until; number the product's CPE or purl  */
};
extern const struct enum_names ledger_entry_names;

struct ledger_entry {
	int64_t                id;                 /* 0 when putting                                     */
	enum ledger_entry_kind kind;
	int64_t                system;             /* 0: none, or all                                    */
	struct str             system_name;        /* read, never put                                    */
	struct str             product, version;   /* an identity without version, or a name             */
	struct str             vulnerability;
	struct str             party;              /* who said it, whose contract, whose unit            */
	struct str             number;             /* of a contract or paper                             */
	struct str             word;               /* the kind's own: "mended", "in", "monthly" …        */
	int32_t                day, until;
	struct str             ground;             /* the sentence or reason it rests on                 */
	struct str             url;
	struct str             file, digest;       /* evidence: its name and SHA-256 in hex              */
	struct str             by;                 /* who wrote it down, and when                        */
	int64_t                at;
	int64_t                withdrawn_at;       /* INSTANT_NONE: in force                             */
	struct str             withdrawn_by;
	struct str             approver;           /* of media: who allowed it                           */
};
CHECKED struct err *ledger_entry_put(struct ledger *ledger, const struct ledger_entry *entry, struct arena *arena, int64_t *ret_id);
/* ERR_NOT_FOUND: none of that kind and number in force. */
CHECKED struct err *ledger_entry_withdraw(struct ledger *ledger, enum ledger_entry_kind kind, int64_t id, struct str by, int64_t at,
    struct arena *arena);
typedef struct err *ledger_each_entry(void *context, const struct ledger_entry *entry, struct arena *arena);
/* In the order in which they were written. system 0: all; withdrawn: those too. */
CHECKED struct err *ledger_entries(struct ledger *ledger, enum ledger_entry_kind kind, int64_t system, bool withdrawn,
    ledger_each_entry *each, void *context, struct arena *arena);

/* One source of one host, and when it last said something. */
struct ledger_stream { int64_t system; struct str system_name, host, stream, format; int64_t seen_at; };
typedef struct err *ledger_each_stream(void *context, const struct ledger_stream *stream, struct arena *arena);
CHECKED struct err *ledger_streams(struct ledger *ledger, ledger_each_stream *each, void *context, struct arena *arena);

/* 修正履歴: a finding that closed because what is installed changed; from and to as the last change of the product says. */
struct ledger_mended { int64_t at; struct str system, product, vulnerability, remedy, from, to; };
typedef struct err *ledger_each_mended(void *context, const struct ledger_mended *mended, struct arena *arena);
/* Newest first; system 0: all. */
CHECKED struct err *ledger_mended(struct ledger *ledger, int64_t system, int64_t most, ledger_each_mended *each, void *context,
    struct arena *arena);
