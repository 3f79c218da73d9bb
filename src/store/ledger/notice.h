/*
 * notice.h - in the ledger: notices that came by mail, telephone or paper, in editions, with their files, and what was answered about them.
 *
 * Content and names of files are blobs that service/key/vault makes and opens. All functions join the unit of work in which they are called; who
 * writes a notice with its edition and files does so in one.
 */
#pragma once
#include "store/ledger/casefile.h"

enum ledger_notice_kind {
	LEDGER_NOTICE_WEAKNESS,     /* a vulnerability of a product: judged by versions                   */
	LEDGER_NOTICE_SETTING,      /* 設定不備・誤設定事例: asked of systems                               */
	LEDGER_NOTICE_CLOUD,        /* 利用クラウドサービスからの通知: asked of systems                     */
};
enum ledger_notice_channel {
	LEDGER_NOTICE_MAIL, LEDGER_NOTICE_TELEPHONE, LEDGER_NOTICE_PAPER, LEDGER_NOTICE_FAX, LEDGER_NOTICE_MEETING, LEDGER_NOTICE_WEB,
};
enum ledger_notice_word { LEDGER_NOTICE_ASKED, LEDGER_NOTICE_HOLDS, LEDGER_NOTICE_HOLDS_NOT, LEDGER_NOTICE_CANNOT_TELL };
extern const struct enum_names ledger_notice_kind_names, ledger_notice_channel_names, ledger_notice_word_names;

struct ledger_notice {
	int64_t                    id;
	struct str                 number;          /* "N-2026-0001"                                      */
	enum ledger_notice_kind    kind;
	int64_t                    edition;         /* from 1                                             */
	int32_t                    look_on;         /* whether there is a patch is looked at then; DAY_NONE: it is not watched */
	enum ledger_notice_channel channel;
	enum tlp                   tlp;
	int32_t                    received_on;
	struct str                 product;         /* as written; "" of a sealed one                     */
	struct str                 identity;        /* CPE name or package URL without version; ""        */
	struct str                 by;              /* who wrote this edition, and when                   */
	int64_t                    at;
	int64_t                    withdrawn_at;    /* INSTANT_NONE: in force                             */
	struct str                 withdrawn_by;
	struct str                 content;         /* blob                                               */
	int64_t                    files;
};
struct ledger_notices { struct ledger_notice *items; size_t count, room; };

CHECKED struct err *ledger_notice_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
/* Its first edition, with id and number. */
CHECKED struct err *ledger_notice_put(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena);
/* The edition that follows the one it names now. ERR_CONFLICT: somebody else's did, or it was withdrawn. */
CHECKED struct err *ledger_notice_revise(struct ledger *ledger, const struct ledger_notice *notice, struct arena *arena);
CHECKED struct err *ledger_notice_look_on(struct ledger *ledger, int64_t id, int32_t day, struct arena *arena);
/* ERR_CONFLICT: it was already. */
CHECKED struct err *ledger_notice_withdraw(struct ledger *ledger, int64_t id, struct str by, int64_t at, struct arena *arena);
/* edition 0: the newest. id 0 in *ret_notice: there is none. */
CHECKED struct err *ledger_notice_find(struct ledger *ledger, struct str number, int64_t edition, struct arena *arena, struct ledger_notice *ret_notice);

struct ledger_notice_query {
	int     kind;          /* -1: any                                             */
	bool    withdrawn;     /* these too                                           */
	int32_t look_by;       /* only those to be looked at by then; DAY_NONE: all   */
	int64_t before;        /* id of the last of the page before; 0                */
	int64_t most;
};
/* Newest first. */
CHECKED struct err *ledger_notices(struct ledger *ledger, const struct ledger_notice_query *query, struct arena *arena, struct ledger_notices *ret_notices);
struct ledger_notice_edition { int64_t edition; enum tlp tlp; struct str by; int64_t at; };
struct ledger_notice_editions { struct ledger_notice_edition *items; size_t count, room; };
/* Of all notices together: it grows whenever one is written down, revised or withdrawn. */
CHECKED struct err *ledger_notice_edition_count(struct ledger *ledger, struct arena *arena, int64_t *ret_count);
CHECKED struct err *ledger_notice_editions(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_notice_editions *ret_editions);

struct ledger_notice_file { int64_t id, notice; struct str name; int64_t size; struct str by; int64_t at; };
struct ledger_notice_files { struct ledger_notice_file *items; size_t count, room; };
CHECKED struct err *ledger_notice_file_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_notice_file_put(struct ledger *ledger, const struct ledger_notice_file *file, struct arena *arena);
CHECKED struct err *ledger_notice_part_put(struct ledger *ledger, int64_t file, int64_t part, struct str content, struct arena *arena);
CHECKED struct err *ledger_notice_files(struct ledger *ledger, int64_t notice, struct arena *arena, struct ledger_notice_files *ret_files);
/* Its blobs in their order. */
CHECKED struct err *ledger_notice_parts(struct ledger *ledger, int64_t file, struct arena *arena, struct str_list *ret_parts);

/* system 0: of the notice itself, whether there is a patch (holds: there is). */
struct ledger_notice_answer {
	int64_t                 id, notice, system;
	struct str              system_name, unit;     /* read, never put                  */
	enum ledger_notice_word word;
	struct str              ground;
	int32_t                 until;                 /* asked again from then on; DAY_NONE */
	struct str              by;
	int64_t                 at;
};
struct ledger_notice_answers { struct ledger_notice_answer *items; size_t count, room; };
CHECKED struct err *ledger_notice_answer_put(struct ledger *ledger, const struct ledger_notice_answer *answer, struct arena *arena);
/* Of every system the newest; of the notice itself all, newest first. A narrowed connection: its systems. */
CHECKED struct err *ledger_notice_answers(struct ledger *ledger, int64_t notice, struct arena *arena, struct ledger_notice_answers *ret_answers);
/* Systems that have the product now, by identity or name, or serve by a service of that name. */
struct ledger_notice_system { int64_t system; struct str system_name, unit; };
struct ledger_notice_systems { struct ledger_notice_system *items; size_t count, room; };
CHECKED struct err *ledger_notice_systems(struct ledger *ledger, struct str identity, struct str product, struct arena *arena,
    struct ledger_notice_systems *ret_systems);
