/*
 * upload.h (store/ledger) - files that somebody dropped and that take long (service/upload): a line in which they wait, whichever node comes first
 * works on, and what came of them.
 *
 *     waiting ──looked through──> looked ──a person agrees──> agreed ──taken in──> done
 *        └── columns corrected <────┘
 *     failed: it could not be done.   given up: by its person, or because nobody said anything for long.
 *
 * What waits (waiting, agreed) is claimed for a while by an owner, one node's name: `owner` is "" while nobody is at it. A lease that has run out is
 * free again, and who comes back under his name after having been killed has his own again at once. Every end is written by who still has the lease,
 * or not at all.
 */
#pragma once
#include "store/ledger/ledger.h"

enum upload_state { UPLOAD_WAITING, UPLOAD_LOOKED, UPLOAD_AGREED, UPLOAD_DONE, UPLOAD_FAILED, UPLOAD_GIVEN_UP };

struct ledger_upload {
	int64_t           id;
	struct str        token;
	int64_t           account;           /* whose it is                                         */
	struct str        login;
	int64_t           actor, actor_token;/* who asked for the step that waits; by a token, or 0 */
	struct str        lang;              /* "ja" "en": of the sentences in `view`               */
	int64_t           made_at;
	int64_t           bytes;
	struct str        files;             /* names, one a line                                   */
	struct str        system, host, os;
	bool              hidden, remember;
	enum upload_state state;
	int64_t           at;                /* when it came into this state                        */
	struct str        mapping;
	struct str        owner;
	int64_t           lease;
	int64_t           attempt;           /* how often this step was begun                       */
	struct str        error_ja, error_en;
	struct str        view;              /* record of what would come, or came of it; lists leave it out */
};
struct ledger_uploads { struct ledger_upload *items; size_t count, room; };

/* Joins the unit of work it is called in; waiting, or agreed to. *ret_id. */
CHECKED struct err *ledger_upload_add(struct ledger *ledger, const struct ledger_upload *upload, struct arena *arena, int64_t *ret_id);
/* id 0: there is none. */
CHECKED struct err *ledger_upload_find(struct ledger *ledger, struct str token, struct arena *arena, struct ledger_upload *ret_upload);
/* Under way, or ended since; the newest first. account 0: of all. */
CHECKED struct err *ledger_upload_list(struct ledger *ledger, int64_t account, int64_t since, int64_t most, struct arena *arena,
    struct ledger_uploads *ret_list);
/* How many of his are under way; and how many come before this one. */
CHECKED struct err *ledger_upload_count(struct ledger *ledger, int64_t account, struct arena *arena, int64_t *ret_count);
CHECKED struct err *ledger_upload_ahead(struct ledger *ledger, const struct ledger_upload *upload, struct arena *arena, int64_t *ret_count);

/* Is there anything to claim? Asked often, writes nothing. */
CHECKED struct err *ledger_upload_waits(struct ledger *ledger, struct str owner, int64_t now, struct arena *arena, bool *ret_waits);
CHECKED struct err *ledger_upload_claim(struct ledger *ledger, struct str owner, int64_t now, int64_t until, struct arena *arena,
    struct ledger_uploads *ret_list);
/* *ret_mine false: the lease was lost, or its person gave it up; nothing may be written then. */
CHECKED struct err *ledger_upload_renew(struct ledger *ledger, int64_t id, struct str owner, int64_t until, struct arena *arena, bool *ret_mine);
CHECKED struct err *ledger_upload_mine(struct ledger *ledger, int64_t id, struct str owner, struct arena *arena, bool *ret_mine);
/* In the unit of work of what came of it. */
CHECKED struct err *ledger_upload_tell(struct ledger *ledger, int64_t id, struct str owner, struct str view, struct arena *arena, bool *ret_mine);
/* of->owner lets it go in another state, with of->view and errors. */
CHECKED struct err *ledger_upload_end(struct ledger *ledger, const struct ledger_upload *of, enum upload_state state, int64_t at, struct arena *arena,
    bool *ret_mine);
/* It could not be done now: free again at that instant. */
CHECKED struct err *ledger_upload_back(struct ledger *ledger, const struct ledger_upload *of, int64_t again, struct arena *arena);

/* What a person says, in the unit of work it is called in: *ret_done false when it stands otherwise by now. */
CHECKED struct err *ledger_upload_agree(struct ledger *ledger, const struct ledger_upload *upload, int64_t at, struct arena *arena, bool *ret_done);
CHECKED struct err *ledger_upload_again(struct ledger *ledger, const struct ledger_upload *upload, int64_t at, struct arena *arena, bool *ret_done);
/* With its pieces. */
CHECKED struct err *ledger_upload_give_up(struct ledger *ledger, int64_t id, int64_t at, struct arena *arena, bool *ret_done);
/* Looked through before then and never agreed to: given up. Ended before `before`: their pieces go; before `forgotten`: themselves. */
CHECKED struct err *ledger_upload_sweep(struct ledger *ledger, int64_t now, int64_t before, int64_t forgotten, struct arena *arena);

/* Files in pieces: a piece that is there is written over. */
struct ledger_upload_part { struct str name; int64_t piece; struct str bytes; };
CHECKED struct err *ledger_upload_part_add(struct ledger *ledger, int64_t upload, const struct ledger_upload_part *part, struct arena *arena);
CHECKED struct err *ledger_upload_drop_parts(struct ledger *ledger, int64_t upload, struct arena *arena);
typedef struct err *ledger_each_upload_part(void *context, const struct ledger_upload_part *part, struct arena *arena);
/* By name and piece. */
CHECKED struct err *ledger_upload_parts(struct ledger *ledger, int64_t upload, ledger_each_upload_part *each, void *context, struct arena *arena);
